//! What rules judge: resource instances, and also module calls, providers, variables and outputs.

use std::collections::{BTreeMap, HashMap};
use std::sync::{Arc, OnceLock};

use crate::config::module::{Mode, Module, ModuleCall, Resource};
use crate::config::ty::Type;
use crate::eval::constant::Constants;
use crate::eval::coverage::Coverage;
use crate::eval::inputs::Limits;
use crate::eval::instance::{Change, InstanceId, ModuleId, PlanFacts, RootEvaluation};
use crate::eval::value::{Kind, Members, Origin, Value};
use crate::plan::summary::Action;
use crate::span::Sources;
use crate::syntax::ast::{Block, Body, Expr, ExprKind, Ident};

/// Names a subject of one root; an index into [`Subjects::all`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct SubjectId(pub u32);

/// One thing to judge.
#[derive(Debug)]
pub struct Subject {
    /// `aws_s3_bucket`, `data.aws_ami`, `module`, `provider.aws`, `variable`, `output`.
    pub kind: Arc<str>,
    pub address: Arc<str>,
    /// The address without module path and key.
    pub template: Arc<str>,
    pub name: Arc<str>,
    pub module: ModuleId,
    /// The arguments in code.
    pub value: Value,
    pub block: Arc<Block>,
    pub instance: Option<InstanceId>,
    pub resource: Option<Arc<Resource>>,
    pub call: Option<Arc<ModuleCall>>,
    pub uncertain: Option<Origin>,
}

/// All subjects of a root, with look-ups by type and address.
#[derive(Debug)]
pub struct Subjects<'r> {
    pub root: &'r RootEvaluation,
    pub all: Vec<Subject>,
    by_kind: BTreeMap<Arc<str>, Vec<SubjectId>>,
    by_address: HashMap<Arc<str>, SubjectId>,
    lists: HashMap<Arc<str>, OnceLock<Value>>,
    /// Each subject's value with `meta`, made once.
    values: Vec<OnceLock<Value>>,
    /// Monthly costs in USD by address, when a rule asks for them.
    pub costs: LazyCosts<'r>,
    /// Counts the conditions of rules, where somebody asks.
    pub coverage: Option<Arc<Coverage>>,
}

/// Tells what each instance of a root costs a month, by address.
pub type CostHook<'r> = &'r (dyn Fn(&RootEvaluation) -> BTreeMap<Arc<str>, Value> + Sync);

/// Monthly costs, estimated once a rule asks for one.
#[derive(Default)]
pub struct LazyCosts<'r> {
    hook: Option<CostHook<'r>>,
    known: OnceLock<BTreeMap<Arc<str>, Value>>,
}

impl std::fmt::Debug for LazyCosts<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("LazyCosts").field("known", &self.known).finish_non_exhaustive()
    }
}

impl<'r> LazyCosts<'r> {
    pub fn new(hook: Option<CostHook<'r>>) -> Self {
        Self { hook, known: OnceLock::new() }
    }

    /// The cost of an instance; null where nothing estimates.
    pub fn of(&self, root: &RootEvaluation, address: &str) -> Value {
        let known = self.known.get_or_init(|| self.hook.map(|hook| hook(root)).unwrap_or_default());
        known.get(address).cloned().unwrap_or(Value::NULL)
    }
}

impl<'r> Subjects<'r> {
    pub fn new(root: &'r RootEvaluation, sources: &Sources) -> Self {
        let mut all = Vec::new();
        let written = Written { sources, constants: Constants::within(Limits::default().steps) };
        for (i, instance) in root.instances.iter().enumerate() {
            let key = &instance.resource.key;
            all.push(Subject {
                kind: format!("{}{}", key.mode.prefix(), key.kind).into(),
                address: Arc::clone(&instance.address),
                template: key.to_string().into(),
                name: Arc::clone(&key.name),
                module: instance.module,
                value: instance.value.clone(),
                block: Arc::clone(&instance.resource.block),
                instance: u32::try_from(i).ok().map(InstanceId),
                resource: Some(Arc::clone(&instance.resource)),
                call: None,
                uncertain: instance.uncertain.clone(),
            });
        }
        for (i, module) in root.modules.iter().enumerate() {
            let Ok(id) = u32::try_from(i) else { break };
            declarations(&module.module, &module.address, ModuleId(id), &written, &mut all);
            for (name, provider) in &module.providers {
                if provider.module == ModuleId(id) {
                    all.push(declared(
                        "provider",
                        name,
                        &module.address,
                        ModuleId(id),
                        &provider.config.block,
                        provider.value.clone(),
                    ));
                }
            }
        }
        for call in &root.calls {
            let module_address = root.modules.get(call.module.0 as usize).map_or("", |module| &*module.address);
            let mut subject = declared(
                "module",
                &call.call.name.text,
                module_address,
                call.module,
                &call.call.block,
                call.value.clone(),
            );
            subject.call = Some(Arc::clone(&call.call));
            all.push(subject);
        }
        if let Some(plan) = &root.plan {
            all.push(whole_plan(plan));
        }
        Self::indexed(root, all)
    }

    fn indexed(root: &'r RootEvaluation, all: Vec<Subject>) -> Self {
        let mut by_kind: BTreeMap<Arc<str>, Vec<SubjectId>> = BTreeMap::new();
        let mut by_address = HashMap::with_capacity(all.len());
        for (i, subject) in all.iter().enumerate() {
            let Ok(id) = u32::try_from(i) else { break };
            let of_kind = by_kind.entry(Arc::clone(&subject.kind)).or_default();
            // What a plan takes away is judged by change rules, but nothing is joined with it.
            if !is_taken_away(root, subject) {
                of_kind.push(SubjectId(id));
            }
            by_address.entry(Arc::clone(&subject.address)).or_insert(SubjectId(id));
        }
        let lists = by_kind.keys().map(|kind| (Arc::clone(kind), OnceLock::new())).collect();
        let values = all.iter().map(|_| OnceLock::new()).collect();
        Self { root, all, by_kind, by_address, lists, values, costs: LazyCosts::default(), coverage: None }
    }

    pub fn get(&self, id: SubjectId) -> Option<&Subject> {
        self.all.get(id.0 as usize)
    }

    pub fn kinds(&self) -> impl Iterator<Item = &Arc<str>> {
        self.by_kind.keys()
    }

    /// What a plan does to a subject; none without a plan.
    pub fn change(&self, subject: &Subject) -> Option<&Change> {
        self.root.instances.get(subject.instance?.0 as usize)?.change.as_deref()
    }

    pub fn of_kind(&self, kind: &str) -> &[SubjectId] {
        self.by_kind.get(kind).map_or(&[], Vec::as_slice)
    }

    /// Subjects whose kind matches one of the patterns, in order.
    pub fn matching<'s>(&'s self, patterns: &'s [Arc<str>]) -> impl Iterator<Item = SubjectId> + 's {
        self.by_kind
            .iter()
            .filter(|(kind, _)| patterns.iter().any(|pattern| super::pattern::Pattern::new(pattern).matches(kind)))
            .flat_map(|(_, ids)| ids.iter().copied())
    }

    pub fn by_address(&self, address: &str) -> Option<SubjectId> {
        self.by_address.get(address).copied()
    }

    /// The instance that a `resource` value stands for.
    pub fn of_value(&self, value: &Value) -> Option<&Subject> {
        let Kind::Object(object) = &value.kind else { return None };
        let place = object.open.as_ref()?;
        self.get(self.by_address(&place.instance)?)
    }

    /// A subject's value as rules see it in joins: with `meta`.
    pub fn with_meta(&self, id: SubjectId) -> Option<Value> {
        let subject = self.get(id)?;
        Some(self.values.get(id.0 as usize)?.get_or_init(|| with_meta(subject, self)).clone())
    }

    /// All instances of a type as a list of objects; made once.
    pub fn list(&self, kind: &str) -> Value {
        let Some(cell) = self.lists.get(kind) else { return Value::list(Type::Dynamic, Vec::new()) };
        let make = || self.of_kind(kind).iter().filter_map(|id| self.with_meta(*id)).collect();
        cell.get_or_init(|| Value::list(Type::Dynamic, make())).clone()
    }
}

fn is_taken_away(root: &RootEvaluation, subject: &Subject) -> bool {
    let instance = subject.instance.and_then(|id| root.instances.get(id.0 as usize));
    instance.and_then(|instance| instance.change.as_ref()).is_some_and(|change| Action::of(change).takes_away())
}

/// The plan as a subject of its own: `resources = ["plan"]`.
fn whole_plan(plan: &PlanFacts) -> Subject {
    let ident = Ident { text: Arc::from("plan"), span: plan.span };
    let body = Body { attributes: Vec::new(), blocks: Vec::new(), span: plan.span };
    let block = Block { kind: ident, labels: Vec::new(), body, span: plan.span, header: plan.span };
    declared("plan", &Arc::from("plan"), "", ModuleId(0), &Arc::new(block), plan.value.clone())
}

fn declared(kind: &str, name: &Arc<str>, module: &str, id: ModuleId, block: &Arc<Block>, value: Value) -> Subject {
    let prefix = match kind {
        "variable" => "var",
        _ => kind,
    };
    let template = format!("{prefix}.{name}");
    let address = if module.is_empty() { template.clone() } else { format!("{module}.{template}") };
    let kind = if kind == "provider" {
        format!("provider.{}", name.split('.').next().unwrap_or(name))
    } else {
        kind.to_string()
    };
    Subject {
        kind: kind.into(),
        address: address.into(),
        template: template.into(),
        name: Arc::clone(name),
        module: id,
        value,
        block: Arc::clone(block),
        instance: None,
        resource: None,
        call: None,
        uncertain: None,
    }
}

/// Variables and outputs: the arguments of their blocks as far as they are literals, else as their text.
fn declarations(module: &Module, address: &str, id: ModuleId, written: &Written<'_>, all: &mut Vec<Subject>) {
    for (name, variable) in &module.variables {
        let value = written.body(&variable.block.body);
        all.push(declared("variable", name, address, id, &variable.block, value));
    }
    for (name, output) in &module.outputs {
        let value = written.body(&output.block.body);
        all.push(declared("output", name, address, id, &output.block, value));
    }
}

/// Blocks as they are written: constants by their values, all else by its text.
struct Written<'s> {
    sources: &'s Sources,
    constants: Constants,
}

impl Written<'_> {
    fn body(&self, body: &Body) -> Value {
        let own = body.attributes.iter().map(|it| (Arc::clone(&it.name.text), self.expr(&it.expr)));
        let mut members: Members = own.collect();
        let mut lists: BTreeMap<Arc<str>, Vec<Value>> = BTreeMap::new();
        for block in &body.blocks {
            lists.entry(Arc::clone(&block.kind.text)).or_default().push(self.body(&block.body));
        }
        members.extend(lists.into_iter().map(|(kind, items)| (kind, Value::list(Type::Dynamic, items))));
        Value::object(members)
    }

    fn expr(&self, expr: &Expr) -> Value {
        match &expr.kind {
            ExprKind::Null => Value::NULL,
            ExprKind::Bool(value) => Value::bool(*value),
            ExprKind::String(text) => Value::string(Arc::clone(text)),
            _ => self.constants.value(expr).unwrap_or_else(|_| {
                self.sources.get(expr.span.file).map_or(Value::NULL, |file| Value::string(file.slice(expr.span)))
            }),
        }
    }
}

fn with_meta(subject: &Subject, subjects: &Subjects<'_>) -> Value {
    let Kind::Object(object) = &subject.value.kind else { return subject.value.clone() };
    let mut members = object.members.clone();
    members.insert(Arc::from("meta"), meta(subject, subjects));
    let object = crate::eval::value::Object { members, open: object.open.clone() };
    Value { kind: Kind::Object(Arc::new(object)), marks: subject.value.marks }
}

/// The `meta` object of a subject.
pub(super) fn meta(subject: &Subject, subjects: &Subjects<'_>) -> Value {
    let text = |text: &str| Value::string(text);
    let module = subjects.root.modules.get(subject.module.0 as usize).map_or("", |module| &*module.address);
    let mut members = Members::new();
    let mut set = |name: &str, value: Value| members.insert(Arc::from(name), value);
    set("address", text(&subject.address));
    set("name", text(&subject.name));
    set("module", text(module));
    match &subject.resource {
        Some(resource) => {
            set("type", text(&resource.key.kind));
            set("mode", text(mode_name(resource.key.mode)));
            set("has_count", Value::bool(resource.count.is_some()));
            set("has_for_each", Value::bool(resource.for_each.is_some()));
            set("lifecycle", lifecycle(resource));
            set("provisioners", provisioners(resource));
        }
        None => {
            set("type", text(&subject.kind));
            set("mode", text("block"));
            set("has_count", Value::bool(subject.call.as_ref().is_some_and(|call| call.count.is_some())));
            set("has_for_each", Value::bool(subject.call.as_ref().is_some_and(|call| call.for_each.is_some())));
            set("lifecycle", Value::object(Members::new()));
        }
    }
    Value::object(members)
}

fn mode_name(mode: Mode) -> &'static str {
    match mode {
        Mode::Managed => "managed",
        Mode::Data => "data",
        Mode::Ephemeral => "ephemeral",
    }
}

fn lifecycle(resource: &Resource) -> Value {
    let mut members = Members::new();
    let Some(block) = &resource.lifecycle else { return Value::object(members) };
    for attribute in &block.body.attributes {
        let value = match &attribute.expr.kind {
            ExprKind::Bool(value) => Value::bool(*value),
            ExprKind::Variable(word) => Value::tuple([Value::string(Arc::clone(word))]),
            ExprKind::Tuple(items) => Value::tuple(items.iter().filter_map(first_name).map(Value::string)),
            _ => continue,
        };
        members.insert(Arc::clone(&attribute.name.text), value);
    }
    Value::object(members)
}

fn provisioners(resource: &Resource) -> Value {
    let names = resource.provisioners.iter().filter_map(|block| block.labels.first());
    Value::tuple(names.map(|label| Value::string(Arc::clone(&label.text))))
}

/// `tags` of `tags["x"]` in `ignore_changes`.
fn first_name(expr: &Expr) -> Option<Arc<str>> {
    let (base, _) = crate::eval::traverse::flatten(expr);
    match &base.kind {
        ExprKind::Variable(name) | ExprKind::String(name) => Some(Arc::clone(name)),
        _ => None,
    }
}
