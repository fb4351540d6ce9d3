//! `count` and `for_each`: from a block to its instances, for resources and module calls alike.

use std::rc::Rc;
use std::sync::Arc;

use super::body::instance_address;
use super::builtin;
use super::error::EvalError;
use super::evaluator::{Evaluator, Expanded, ExpandedCall, ExpandedInstance, ModuleScope, Shape, ValueCell};
use super::expr::Env;
use super::instance::{Key, ModuleId};
use super::scope::{ModuleView, Repetition, opaque_outputs, uncertainty, unknown_block, whole};
use super::value::{Kind, Marks, Origin, Place, Value};
use super::{convert, unknown};
use crate::config::module::{CallTarget, Mode, ModuleCall, Output, Resource};
use crate::config::ty::Type;
use crate::diag::{Code, Diagnostic};
use crate::span::Span;
use crate::syntax::ast::Expr;

/// What `count` or `for_each` say.
struct Expansion {
    shape: Shape,
    /// Keys with their `each.value` (or `count.index` of an unknown count).
    keys: Vec<(Key, Option<Value>)>,
    /// Why it is unknown.
    unknown: Option<Value>,
}

impl Expansion {
    fn single() -> Self {
        Self { shape: Shape::Single, keys: vec![(Key::None, None)], unknown: None }
    }

    fn unknown(cause: Value) -> Self {
        let placeholder = unknown::derived(Type::Dynamic, &[&cause]);
        Self { shape: Shape::Unknown, keys: vec![(Key::Unknown, Some(placeholder))], unknown: Some(cause) }
    }
}

impl Evaluator<'_> {
    fn expansion(&self, count: Option<&Expr>, for_each: Option<&Expr>, view: &ModuleView<'_, '_>) -> Expansion {
        match (count, for_each) {
            (Some(count), _) => self.count(count, view),
            (None, Some(for_each)) => self.for_each(for_each, view),
            (None, None) => Expansion::single(),
        }
    }

    fn wrong(&self, span: Span, message: impl Into<String>) -> Expansion {
        let message = message.into();
        self.report(Diagnostic::error(Code::EvalError, span, message.clone()));
        Expansion::unknown(Value::unknown(Type::Dynamic, Origin::Error(message.into())))
    }

    fn count(&self, expr: &Expr, view: &ModuleView<'_, '_>) -> Expansion {
        let value = self.value_of(expr, view, &Env::EMPTY);
        if value.is_unknown() {
            self.reject_pending("count", &value, expr.span);
            return Expansion::unknown(value);
        }
        if value.marks.has(Marks::EPHEMERAL) {
            return self.wrong(expr.span, "`count` must not depend on an ephemeral value");
        }
        let number = convert::convert(value.clone(), &Type::Number).ok();
        let count = number.as_ref().and_then(Value::as_number).and_then(super::number::Number::to_i64);
        match count.and_then(|count| usize::try_from(count).ok()) {
            Some(count) if count > self.inputs.limits.instances => self.too_many(expr.span, count),
            Some(count) => Expansion {
                shape: Shape::List,
                keys: (0..count).map(|i| (Key::Int(i as u64), None)).collect(),
                unknown: None,
            },
            None => {
                let found = super::text::display(&value);
                self.wrong(expr.span, format!("`count` must be a whole number that is not negative, found {found}"))
            }
        }
    }

    /// TERRAFORM: the instances of a block must be known while planning. That is certain to be refused only where the
    /// value comes from Terraform's own resource or from a clock; any other may be in a state that we do not see.
    fn reject_pending(&self, argument: &str, value: &Value, span: Span) {
        let is_pending = |origin: &Origin| match origin {
            Origin::Attribute(place) => place.instance.split('.').any(|part| part == "terraform_data"),
            Origin::Impure(_) => true,
            _ => false,
        };
        let Some(unknown) = value.as_unknown() else { return };
        if unknown.origins().all(is_pending) && self.simulation.is_none() {
            let text = format!("`{argument}` cannot be known before the apply: {}", unknown.origin);
            self.report(Diagnostic::error(Code::EvalError, span, text));
        }
    }

    fn too_many(&self, span: Span, count: usize) -> Expansion {
        let text = format!("{count} instances of one block, the limit is {}", self.inputs.limits.instances);
        self.report(Diagnostic::warning(Code::LimitReached, span, text.clone()));
        Expansion::unknown(Value::unknown(Type::Dynamic, Origin::Limit(text.into())))
    }

    fn for_each(&self, expr: &Expr, view: &ModuleView<'_, '_>) -> Expansion {
        let value = self.value_of(expr, view, &Env::EMPTY);
        if value.is_unknown() {
            self.reject_pending("for_each", &value, expr.span);
            return Expansion::unknown(value);
        }
        if value.is_sensitive() {
            return self.wrong(expr.span, "`for_each` must not be sensitive: its keys become part of addresses");
        }
        if value.marks.has(Marks::EPHEMERAL) {
            return self.wrong(expr.span, "`for_each` must not depend on an ephemeral value");
        }
        if value.is_null() {
            return self.wrong(expr.span, "`for_each` must not be null");
        }
        let keys: Vec<(Key, Option<Value>)> = match &value.kind {
            Kind::Map(_) | Kind::Object(_) => {
                if matches!(&value.kind, Kind::Object(object) if object.open.is_some()) {
                    return Expansion::unknown(unknown::derived(Type::Dynamic, &[&value]));
                }
                let members = value.as_members().into_iter().flatten();
                members.map(|(key, item)| (Key::String(Arc::clone(key)), Some(item.clone()))).collect()
            }
            Kind::Set(set) => {
                if let Some(unknown) = set.items.iter().find(|item| item.is_unknown()) {
                    self.reject_pending("for_each", unknown, expr.span);
                    return Expansion::unknown(unknown.clone());
                }
                let mut keys = Vec::with_capacity(set.items.len());
                for item in &set.items {
                    match &item.kind {
                        Kind::String(text) => keys.push((Key::String(Arc::clone(text)), Some(item.clone()))),
                        _ => return self.wrong(expr.span, "a set for `for_each` must hold strings only"),
                    }
                }
                keys
            }
            _ => {
                let found = value.ty().friendly_name();
                return self.wrong(expr.span, format!("`for_each` takes a map or a set of strings, found {found}"));
            }
        };
        if keys.len() > self.inputs.limits.instances {
            return self.too_many(expr.span, keys.len());
        }
        Expansion { shape: Shape::Map, keys, unknown: None }
    }

    /// A resource with all its instances.
    pub(crate) fn resource(
        &self,
        scope: &Rc<ModuleScope>,
        resource: &Arc<Resource>,
        span: Span,
    ) -> Result<Rc<Expanded>, EvalError> {
        self.resource_cell(scope, resource, span, || self.expand_resource(scope, resource))
    }

    fn expand_resource(&self, scope: &Rc<ModuleScope>, resource: &Arc<Resource>) -> Expanded {
        let view = ModuleView::new(self, Rc::clone(scope));
        let mut expansion = self.expansion(resource.count.as_ref(), resource.for_each.as_ref(), &view);
        let total = self.resource_instances.get() + expansion.keys.len();
        if total > self.inputs.limits.resources {
            expansion = self.too_many(resource.block.header, total);
        }
        self.resource_instances.set(total);
        let block_address = scope.address_of(&resource.key.to_string());
        let unknown = expansion.unknown.as_ref().map(|cause| unknown_block(&block_address, cause));
        let own = unknown.as_ref().map(|(_, origin)| origin);
        let uncertain = uncertainty(own, scope.uncertain.as_ref());
        let instances: Vec<ExpandedInstance> = expansion
            .keys
            .into_iter()
            .map(|(key, each_value)| {
                let address = instance_address(&block_address, &key);
                let value = self.muted(uncertain.is_some(), || {
                    self.instance_value(scope, resource, &key, each_value.as_ref(), &address)
                });
                ExpandedInstance { key, each_value, value, address, uncertain: uncertain.clone() }
            })
            .collect();
        let whole = match unknown {
            Some((value, _)) => value,
            None => whole(
                expansion.shape,
                instances.iter().map(|instance| (instance.key.clone(), instance.value.clone())).collect(),
            ),
        };
        Expanded { instances, whole }
    }

    fn instance_value(
        &self,
        scope: &Rc<ModuleScope>,
        resource: &Resource,
        key: &Key,
        each_value: Option<&Value>,
        address: &Arc<str>,
    ) -> Value {
        let repetition = Repetition::of(key, each_value, resource.count.is_some());
        let view = ModuleView::repeated(self, Rc::clone(scope), repetition);
        let place = Place { instance: Arc::clone(address), path: Arc::from("") };
        let members = self.body(&resource.body, &view, &Env::EMPTY, Some(&place));
        let value = builtin::instance(self, scope, resource, members, place);
        if resource.key.mode == Mode::Ephemeral { value.with_marks(Marks::EPHEMERAL) } else { value }
    }

    /// A module call with the module instances that it makes.
    pub(crate) fn call(
        &self,
        scope: &Rc<ModuleScope>,
        call: &Arc<ModuleCall>,
        span: Span,
    ) -> Result<Rc<ExpandedCall>, EvalError> {
        self.call_cell(scope, call, span, || self.expand_call(scope, call))
    }

    fn expand_call(&self, scope: &Rc<ModuleScope>, call: &Arc<ModuleCall>) -> ExpandedCall {
        let address = scope.address_of(&format!("module.{}", call.name.text));
        let opaque = |origin: Origin| ExpandedCall {
            instances: Vec::new(),
            opaque: Some(opaque_outputs(origin)),
            shape: Shape::Unknown,
        };
        let view = ModuleView::new(self, Rc::clone(scope));
        let expansion = self.expansion(call.count.as_ref(), call.for_each.as_ref(), &view);
        let target = self.project.target(&self.root_dir, &self.module_key(scope, call), &scope.module.dir, call);
        if let Some(mut given) = self.simulation.as_ref().and_then(|simulation| simulation.module(&address)) {
            // TERRAFORM: outputs that an override does not give are null.
            if let CallTarget::Directory(dir) = &target {
                let module = self.project.module(dir);
                for name in module.iter().flat_map(|module| module.outputs.keys()) {
                    given.entry(Arc::clone(name)).or_insert(Value::NULL);
                }
            }
            let outputs = Value::object(given);
            let instances = expansion.keys.iter().map(|(key, _)| (key.clone(), outputs.clone())).collect();
            return ExpandedCall {
                instances: Vec::new(),
                opaque: Some(whole(expansion.shape, instances)),
                shape: expansion.shape,
            };
        }
        let dir = match target {
            CallTarget::Directory(dir) => dir,
            CallTarget::Remote => {
                // Outputs of a call that makes no instance are an empty collection all the same.
                if expansion.keys.is_empty() {
                    return ExpandedCall { instances: Vec::new(), opaque: None, shape: expansion.shape };
                }
                self.note_remote(call);
                return opaque(Origin::RemoteModule(address));
            }
            CallTarget::Missing(why) => {
                let (code, place) =
                    (Code::ModuleMissing, call.source.as_ref().map_or(call.block.header, |(_, span)| *span));
                self.report(Diagnostic::error(
                    code,
                    place,
                    format!("module `{}` cannot be read: {why}", call.name.text),
                ));
                return opaque(Origin::Error(why));
            }
        };
        let Some(module) = self.project.module(&dir) else {
            let text = format!("module `{}` cannot be read: there is no directory `{dir}`", call.name.text);
            let place = call.source.as_ref().map_or(call.block.header, |(_, span)| *span);
            self.report(Diagnostic::error(Code::ModuleMissing, place, text.clone()));
            return opaque(Origin::Error(text.into()));
        };
        if scope.nesting > 200 || self.module_count() + expansion.keys.len() > self.inputs.limits.modules {
            let text = format!("too many or too deeply nested module calls at `{address}`");
            self.report(Diagnostic::warning(Code::LimitReached, call.block.header, text.clone()));
            return opaque(Origin::Limit(text.into()));
        }
        if self.calls_itself(scope, &module.dir) {
            let text = format!("module `{}` calls itself", call.name.text);
            self.report(Diagnostic::error(Code::EvalCycle, call.block.header, text.clone()));
            return opaque(Origin::Error(text.into()));
        }
        let unknown = expansion.unknown.as_ref().map(|cause| unknown_block(&address, cause));
        let own = unknown.as_ref().map(|(_, origin)| origin.clone());
        let uncertain = uncertainty(own.as_ref(), scope.uncertain.as_ref());
        let shape = expansion.shape;
        let instances = expansion
            .keys
            .into_iter()
            .map(|(key, each_value)| {
                let child = self.add_module(|id| {
                    let mut child = ModuleScope::new(id, Arc::clone(&module), instance_address(&address, &key));
                    child.parent = Some(scope.id);
                    child.call = Some(Arc::clone(call));
                    child.key = key.clone();
                    child.each_value = each_value;
                    child.uncertain.clone_from(&uncertain);
                    child.nesting = scope.nesting + 1;
                    child
                });
                (key, child.id)
            })
            .collect();
        ExpandedCall { instances, opaque: unknown.map(|(value, _)| value), shape }
    }

    fn calls_itself(&self, scope: &Rc<ModuleScope>, dir: &Arc<str>) -> bool {
        let mut current = Some(Rc::clone(scope));
        while let Some(module) = current {
            if module.module.dir == *dir {
                return true;
            }
            current = module.parent.and_then(|parent: ModuleId| self.module(parent));
        }
        false
    }

    /// The key of a call in `.terraform/modules/modules.json`: names of calls from the root, joined by dots.
    fn module_key(&self, scope: &Rc<ModuleScope>, call: &ModuleCall) -> String {
        let mut names = vec![Arc::clone(&call.name.text)];
        let mut current = Some(Rc::clone(scope));
        while let Some(module) = current {
            names.extend(module.call.as_ref().map(|call| Arc::clone(&call.name.text)));
            current = module.parent.and_then(|parent| self.module(parent));
        }
        names.reverse();
        names.join(".")
    }

    fn note_remote(&self, call: &ModuleCall) {
        let (source, place) = call.source.clone().unwrap_or_else(|| (Arc::from(""), call.block.header));
        self.report(
            Diagnostic::note(
                Code::ModuleRemote,
                place,
                format!(
                    "module `{}` comes from `{source}`, which is not installed here; its outputs are unknown",
                    call.name.text
                ),
            )
            .with_help("run `terraform init` (or `terraform get`) first to have it checked as well"),
        );
    }

    pub(crate) fn output(&self, scope: &Rc<ModuleScope>, output: &Arc<Output>, span: Span) -> Result<Value, EvalError> {
        let cell = ValueCell::Output(Arc::clone(&output.name.text));
        self.value_cell(scope, &cell, span, || {
            let Some(expr) = &output.value else { return Value::NULL };
            let view = ModuleView::new(self, Rc::clone(scope));
            let mut value = self.value_of(expr, &view, &Env::EMPTY);
            let is_told = scope.parent.is_none() && !output.sensitive && !self.hid_output.get();
            if is_told && value.deep_marks().has(Marks::SENSITIVE) {
                self.report(
                    Diagnostic::error(
                        Code::EvalError,
                        expr.span,
                        format!("the output `{}` holds a sensitive value", output.name.text),
                    )
                    .with_help("write `sensitive = true` into the output"),
                );
            }
            self.reject_ephemeral_output(scope, output, &value, expr.span);
            // TERRAFORM: 1.11 does not mark what comes from a child's `sensitive` output. Where reports are made it is
            // hidden all the same, and is then no error of the root's outputs.
            let is_hidden = scope.parent.is_some() && self.inputs.hides_outputs;
            if output.sensitive && (scope.parent.is_none() || is_hidden) {
                self.hid_output.set(self.hid_output.get() || is_hidden);
                value = value.with_marks(Marks::SENSITIVE);
            }
            if output.ephemeral {
                value = value.with_marks(Marks::EPHEMERAL);
            }
            value
        })
    }

    /// TERRAFORM: what is ephemeral leaves a module through ephemeral outputs only, and never the root.
    fn reject_ephemeral_output(&self, scope: &ModuleScope, output: &Output, value: &Value, span: Span) {
        let is_root = scope.parent.is_none();
        let text = if is_root && output.ephemeral {
            format!("the output `{}` of the root module must not be ephemeral", output.name.text)
        } else if !output.ephemeral && value.deep_marks().has(Marks::EPHEMERAL) {
            format!("the output `{}` holds an ephemeral value", output.name.text)
        } else {
            return;
        };
        let help = if is_root { "leave the value out" } else { "write `ephemeral = true` into the output" };
        self.report(Diagnostic::error(Code::EvalError, span, text).with_help(help));
    }
}
