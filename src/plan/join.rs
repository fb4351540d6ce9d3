//! Source and plan as one model: the plan's values on the instances of the source, by module path, type, name and key.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::sync::Arc;

use super::configured::Configured;
use super::earlier::Earlier;
use super::summary::{self, Action};
use super::twin;
use super::{Plan, ResourceChange};
use crate::config::load;
use crate::config::module::{Mode, Resource, ResourceKey};
use crate::config::project::Project;
use crate::config::ty::Type;
use crate::diag::{Code, Diagnostic};
use crate::eval::instance::{Instance, Key, ModuleId, ModuleInstance, PlanFacts, RootEvaluation};
use crate::eval::value::{Kind, Object, Origin, Place, Unknown, Value};
use crate::span::{FileId, SourceFile, Sources, Span};
use crate::syntax::ast::{Block, Body, Ident};

/// The root module whose names fit a plan best; none where nothing fits.
pub fn root_of(plan: &Plan, project: &Project, roots: &[Arc<str>]) -> Option<Arc<str>> {
    let mut names: HashSet<String> = HashSet::new();
    for change in &plan.changes {
        if change.module_address.is_empty() {
            names.insert(format!("{}{}.{}", if change.is_data { "data." } else { "" }, change.kind, change.name));
        } else {
            names.insert(call_names(&change.module_address).into_iter().next().unwrap_or_default());
        }
    }
    let score = |dir: &Arc<str>| -> usize {
        let Some(module) = project.module(dir) else { return 0 };
        let resources = module.resources.keys().filter(|key| names.contains(&key.to_string())).count();
        resources + module.calls.keys().filter(|name| names.contains(&***name)).count()
    };
    let best = roots.iter().map(|dir| (score(dir), std::cmp::Reverse(dir))).max()?;
    (best.0 > 0).then(|| Arc::clone(best.1.0))
}

/// The names of the calls in `module.a["x"].module.b`: `a`, `b`.
pub(super) fn call_names(address: &str) -> Vec<String> {
    let mut names = Vec::new();
    let mut rest = address;
    while let Some(after) = rest.strip_prefix("module.") {
        let end = after.find(['.', '[']).unwrap_or(after.len());
        let (name, tail) = after.split_at(end);
        names.push(name.to_string());
        rest = skip_key(tail).trim_start_matches('.');
    }
    names
}

/// The text behind a key; a key may hold dots, brackets and escaped quotes.
fn skip_key(text: &str) -> &str {
    let Some(inner) = text.strip_prefix('[') else { return text };
    let mut is_quoted = false;
    let mut is_escaped = false;
    for (at, c) in inner.char_indices() {
        match c {
            _ if is_escaped => is_escaped = false,
            '\\' if is_quoted => is_escaped = true,
            '"' => is_quoted = !is_quoted,
            ']' if !is_quoted => return inner.get(at + 1..).unwrap_or(""),
            _ => {}
        }
    }
    ""
}

/// Puts a plan's values and actions on the instances of its root.
pub fn refine(root: &mut RootEvaluation, plan: &Plan, earlier: Option<&Earlier>, sources: &Sources) -> Vec<Diagnostic> {
    let positions = plan.changes.iter().map(|change| change.position).collect();
    let file = sources.add(SourceFile::with_positions(Arc::clone(&plan.path), positions));
    let mut joining = Joining::new(root, plan, file);
    let mut instances = Vec::with_capacity(plan.changes.len());
    for (ordinal, change) in plan.changes.iter().enumerate() {
        instances.push(joining.instance(ordinal, change));
    }
    let unmatched = joining.unmatched;
    let providers = joining.configured.providers();
    // What only the provider reads at plan time stays as the source has it.
    let planned: HashSet<Arc<str>> = instances.iter().map(|instance| Arc::clone(&instance.address)).collect();
    let data = root
        .instances
        .drain(..)
        .filter(|instance| instance.resource.key.mode != Mode::Managed && !planned.contains(&instance.address));
    instances.extend(data.collect::<Vec<_>>());
    add_context(&mut instances, plan, earlier);
    root.instances = instances;
    root.plan =
        Some(Arc::new(PlanFacts { value: summary::value(plan, earlier), span: Span::new(file, 0, 0), providers }));
    mismatch(plan, unmatched, file)
}

fn mismatch(plan: &Plan, unmatched: usize, file: FileId) -> Vec<Diagnostic> {
    if unmatched == 0 {
        return Vec::new();
    }
    let text = format!("{unmatched} of {} instances of the plan are not in the source", plan.changes.len());
    vec![
        Diagnostic::note(Code::PlanMismatch, Span::new(file, 0, 0), text)
            .with_help("their findings stand on the plan file; check out the revision that the plan was made from"),
    ]
}

/// What the search for the source of a change goes through.
struct Joining<'r> {
    by_address: HashMap<Arc<str>, usize>,
    /// Resource blocks by the names of the calls above them, and their own name.
    blocks: HashMap<(Vec<String>, String), usize>,
    modules: BTreeMap<Arc<str>, ModuleId>,
    module_by_names: HashMap<Vec<String>, ModuleId>,
    root: &'r mut RootEvaluation,
    /// What the plan itself says of the configuration, where the source has nothing.
    configured: Configured<'r>,
    file: FileId,
    unmatched: usize,
}

impl<'r> Joining<'r> {
    fn new(root: &'r mut RootEvaluation, plan: &'r Plan, file: FileId) -> Self {
        let mut by_address = HashMap::new();
        let mut blocks = HashMap::new();
        let mut modules = BTreeMap::new();
        let mut module_by_names = HashMap::new();
        for (i, module) in root.modules.iter().enumerate() {
            let Ok(id) = u32::try_from(i) else { break };
            modules.insert(Arc::clone(&module.address), ModuleId(id));
            module_by_names.entry(call_names(&module.address)).or_insert(ModuleId(id));
        }
        for (i, instance) in root.instances.iter().enumerate() {
            by_address.insert(Arc::clone(&instance.address), i);
            let module = root.modules.get(instance.module.0 as usize).map_or("", |module| &*module.address);
            blocks.entry((call_names(module), instance.resource.key.to_string())).or_insert(i);
        }
        let configured = Configured::new(plan);
        Self { by_address, blocks, modules, module_by_names, root, configured, file, unmatched: 0 }
    }

    fn instance(&mut self, ordinal: usize, change: &ResourceChange) -> Instance {
        let key = ResourceKey {
            mode: if change.is_data { Mode::Data } else { Mode::Managed },
            kind: Arc::clone(&change.kind),
            name: Arc::clone(&change.name),
        };
        let names = call_names(&change.module_address);
        let exact = self.by_address.get(&change.address).copied();
        let similar = exact.or_else(|| self.blocks.get(&(names.clone(), key.to_string())).copied());
        let source = similar.and_then(|i| self.root.instances.get(i));
        let value = match exact.and(source) {
            Some(instance) => planned_value(change, Some(&instance.value)),
            None => planned_value(change, self.configured.value(change).as_ref()),
        };
        let address = match &change.change.deposed {
            Some(deposed) => format!("{} (deposed {deposed})", change.address).into(),
            None => Arc::clone(&change.address),
        };
        let provider = source.map(|instance| Arc::clone(&instance.provider));
        let resource = source.map(|instance| Arc::clone(&instance.resource));
        let resource = resource.or_else(|| self.declared(&names, &key));
        let resource = resource.unwrap_or_else(|| {
            self.unmatched += usize::from(Action::of(&change.change) != Action::Destroy);
            Arc::new(stand_in(&key, ordinal, self.file))
        });
        let provider = provider.or_else(|| self.configured.provider_of(change).map(Arc::from));
        let provider = provider.unwrap_or_else(|| crate::eval::root::provider_of(&resource));
        Instance {
            address,
            module: self.module(change, &names),
            resource,
            key: change.key.clone(),
            uncertain: None,
            value,
            provider,
            change: Some(Arc::clone(&change.change)),
        }
    }

    /// A block of the source that has no instance in the evaluation (`count = 0` there).
    fn declared(&self, names: &[String], key: &ResourceKey) -> Option<Arc<Resource>> {
        let id = self.module_by_names.get(names)?;
        self.root.modules.get(id.0 as usize)?.module.resource(key)
    }

    /// The module instance of a change; one that the evaluation does not have is made.
    fn module(&mut self, change: &ResourceChange, names: &[String]) -> ModuleId {
        if let Some(id) = self.modules.get(&change.module_address) {
            return *id;
        }
        let similar = self.module_by_names.get(names).and_then(|id| self.root.modules.get(id.0 as usize));
        let module = ModuleInstance {
            module: similar.map_or_else(|| Arc::new(load::empty(&self.root.dir)), |module| Arc::clone(&module.module)),
            address: Arc::clone(&change.module_address),
            parent: similar.map_or(Some(ModuleId(0)), |module| module.parent),
            call: similar.and_then(|module| module.call.clone()),
            key: Key::Unknown,
            uncertain: None,
            variables: indexmap::IndexMap::new(),
            providers: similar.map(|module| module.providers.clone()).unwrap_or_default(),
        };
        let id = ModuleId(u32::try_from(self.root.modules.len()).unwrap_or(u32::MAX));
        self.root.modules.push(module);
        self.modules.insert(Arc::clone(&change.module_address), id);
        id
    }
}

/// The plan's value, with the source's unknowns where the plan knows no more: they say which resource is meant.
fn planned_value(change: &ResourceChange, source: Option<&Value>) -> Value {
    let place = Arc::new(Place { instance: Arc::clone(&change.address), path: Arc::from("") });
    let merged = match &change.change.after.kind {
        Kind::Object(_) => merge(&change.change.after, source),
        _ => None,
    };
    let after = merged.as_ref().unwrap_or(&change.change.after);
    let members = after.as_members().cloned().unwrap_or_default();
    Value { kind: Kind::Object(Arc::new(Object { members, open: Some(place) })), marks: after.marks }
}

/// The planned value with what the source knows better; none where that is nothing, so that the planned one is shared.
fn merge(planned: &Value, source: Option<&Value>) -> Option<Value> {
    match (&planned.kind, source) {
        (Kind::Unknown(_), Some(source)) => match &source.kind {
            Kind::Unknown(unknown) if has_place(unknown) => Some(source.clone().with_marks_of(planned)),
            _ => None,
        },
        (Kind::Object(own), source) => {
            let theirs = source.and_then(Value::as_members);
            // What is computed and not in code is as absent as it is in source alone.
            let is_there = |(name, value): &(&Arc<str>, &Value)| {
                !value.is_unknown() || theirs.is_none_or(|theirs| theirs.contains_key(*name))
            };
            let merged: Vec<_> = own
                .members
                .iter()
                .filter(is_there)
                .map(|(name, value)| (name, value, merge(value, theirs.and_then(|theirs| theirs.get(name)))))
                .collect();
            if merged.len() == own.members.len() && merged.iter().all(|(_, _, merged)| merged.is_none()) {
                return None;
            }
            let members = merged
                .into_iter()
                .map(|(name, value, merged)| (Arc::clone(name), merged.unwrap_or_else(|| value.clone())));
            Some(Value::object(members.collect()).with_marks_of(planned))
        }
        (Kind::Tuple(own), source) => {
            let theirs = source.and_then(Value::as_elements).filter(|theirs| theirs.len() == own.len());
            let part = |i: usize| theirs.and_then(|theirs| theirs.get(i));
            let merged: Vec<_> = own.iter().enumerate().map(|(i, value)| merge(value, part(i))).collect();
            if merged.iter().all(Option::is_none) {
                return None;
            }
            let items = own.iter().zip(merged).map(|(value, merged)| merged.unwrap_or_else(|| value.clone()));
            Some(Value::tuple(items).with_marks_of(planned))
        }
        (Kind::String(text), source) if planned.is_sensitive() && !is_document(text) => Some(secret(planned, source)),
        _ => None,
    }
}

/// A secret that the plan knows is not one that stands in code: rules that look for such ask the source.
fn secret(planned: &Value, source: Option<&Value>) -> Value {
    match source.filter(|source| !source.is_null()) {
        Some(source) => source.clone().with_marks_of(planned),
        None => Value::unknown(Type::String, Origin::Opaque).with_marks_of(planned),
    }
}

/// Policies and definitions that hold a secret somewhere are judged all the same.
fn is_document(text: &str) -> bool {
    text.trim_start().starts_with(['{', '['])
}

fn has_place(unknown: &Unknown) -> bool {
    unknown.origins().any(|origin| matches!(origin, Origin::Attribute(_)))
}

/// What other parts of the plan say about an instance: what became of it outside Terraform, and what it may replace.
fn add_context(instances: &mut [Instance], plan: &Plan, earlier: Option<&Earlier>) {
    let drift: HashMap<&Arc<str>, &ResourceChange> =
        plan.drift.iter().map(|change| (&change.address, change)).collect();
    let twins = twin::twins(plan);
    for (instance, own) in instances.iter_mut().zip(&plan.changes) {
        let (drifted, twin) = (drift.get(&instance.address), twins.get(&instance.address));
        let was_protected =
            earlier.map(|it| it.was_protected(&call_names(&own.module_address), &instance.resource.key.to_string()));
        let is_more = drifted.is_some() || twin.is_some() || was_protected == Some(true);
        let Some(change) = instance.change.as_ref().filter(|_| is_more) else { continue };
        let mut change = (**change).clone();
        change.was_protected = was_protected;
        change.drift = drifted.map(|drifted| (drifted.change.before.clone(), drifted.change.after.clone()));
        change.twin = twin.cloned();
        instance.change = Some(Arc::new(change));
    }
}

/// A resource block for an instance that the source does not have: it stands at the change's place in the plan file.
fn stand_in(key: &ResourceKey, ordinal: usize, file: FileId) -> Resource {
    let span = Span::new(file, ordinal, ordinal);
    let ident = |text: &str| Ident { text: text.into(), span };
    let body = Body { attributes: Vec::new(), blocks: Vec::new(), span };
    let block = Block {
        kind: ident(if key.mode == Mode::Data { "data" } else { "resource" }),
        labels: vec![ident(&key.kind), ident(&key.name)],
        body: body.clone(),
        span,
        header: span,
    };
    Resource {
        key: key.clone(),
        body,
        count: None,
        for_each: None,
        provider: None,
        depends_on: None,
        lifecycle: None,
        preconditions: Vec::new(),
        postconditions: Vec::new(),
        provisioners: Vec::new(),
        block: Arc::new(block),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_may_hold_dots_and_brackets() {
        assert_eq!(call_names(r#"module.a["x.module.y]"].module.b[0]"#), ["a", "b"]);
        assert_eq!(call_names(r#"module.a["q\"]."].module.c"#), ["a", "c"]);
        assert!(call_names("").is_empty());
    }
}
