//! What expressions of a module can refer to.

use std::rc::Rc;
use std::sync::Arc;

use super::builtin;
use super::context::ModuleFiles;
use super::error::{EvalError, EvalErrorKind};
use super::evaluator::{Evaluator, ModuleScope, Shape, ValueCell};
use super::expr::{Env, Scope, Step, evaluate};
use super::functions::FunctionContext;
use super::instance::{Key, ModuleId};
use super::mode::Mode;
use super::unknown;
use super::value::{Kind, Members, Origin, Value};
use crate::config::module::{Mode as ResourceMode, ResourceKey};
use crate::config::ty::Type;
use crate::diag::nearest;
use crate::span::Span;
use crate::syntax::ast::{Expr, Ident};

/// How many names are searched for one that may have been meant: each wrong reference searches them anew.
const MAX_NAMES: usize = 1_000;

/// A module instance, and inside a resource or call also its key.
#[derive(Debug)]
pub(crate) struct ModuleView<'e, 'a> {
    pub(crate) evaluator: &'e Evaluator<'a>,
    pub(crate) module: Rc<ModuleScope>,
    pub(crate) repetition: Repetition,
    /// `self` in postconditions.
    pub(crate) self_value: Option<Value>,
    /// Further roots (`run` in tests), by name.
    pub(crate) extra: Option<&'e Members>,
    files: ModuleFiles<'e, 'a>,
}

/// `count.index` and `each.*`.
#[derive(Clone, Debug, Default)]
pub(crate) enum Repetition {
    #[default]
    None,
    Count(Value),
    Each {
        key: Value,
        value: Value,
    },
}

impl Repetition {
    /// The repetition of an expanded instance.
    pub(crate) fn of(key: &Key, each_value: Option<&Value>, has_count: bool) -> Self {
        match (key, each_value) {
            (Key::Int(index), _) => Self::Count(Value::int(i64::try_from(*index).unwrap_or(i64::MAX))),
            (Key::String(key), Some(value)) => Self::Each { key: Value::string(Arc::clone(key)), value: value.clone() },
            (Key::Unknown, Some(value)) if has_count => Self::Count(value.clone()),
            (Key::Unknown, Some(value)) => Self::Each { key: value.clone(), value: value.clone() },
            _ => Self::None,
        }
    }
}

impl<'e, 'a> ModuleView<'e, 'a> {
    pub(crate) fn new(evaluator: &'e Evaluator<'a>, module: Rc<ModuleScope>) -> Self {
        Self::repeated(evaluator, module, Repetition::None)
    }

    pub(crate) fn repeated(evaluator: &'e Evaluator<'a>, module: Rc<ModuleScope>, repetition: Repetition) -> Self {
        let files = ModuleFiles::new(evaluator);
        Self { evaluator, module, repetition, self_value: None, extra: None, files }
    }

    fn variable(&self, name: &Ident) -> Result<Value, EvalError> {
        match self.module.module.variables.get(&name.text) {
            Some(variable) => self.evaluator.variable(&self.module, variable, name.span),
            None => Err(undeclared(
                "variable",
                &name.text,
                name.span,
                self.module.module.variables.keys().map(|key| &**key),
            )),
        }
    }

    fn local(&self, name: &Ident) -> Result<Value, EvalError> {
        let Some(local) = self.module.module.locals.get(&name.text) else {
            let names = self.module.module.locals.keys().map(|key| &**key);
            return Err(undeclared("local value", &name.text, name.span, names));
        };
        let cell = ValueCell::Local(Arc::clone(&name.text));
        self.evaluator.value_cell(&self.module, &cell, name.span, || {
            let view = ModuleView::new(self.evaluator, Rc::clone(&self.module));
            self.evaluator.value_of(&local.expr, &view, &Env::EMPTY)
        })
    }

    /// `after` is what stands behind the name.
    fn resource(&self, mode: ResourceMode, kind: &str, name: &Ident, after: &[Step<'_>]) -> Result<Value, EvalError> {
        let key = ResourceKey { mode, kind: kind.into(), name: Arc::clone(&name.text) };
        let Some(resource) = self.module.module.resource(&key) else {
            let names = self.module.module.resources.keys().take(MAX_NAMES).map(ToString::to_string);
            let names: Vec<String> = names.collect();
            return Err(undeclared("resource", &key.to_string(), name.span, names.iter().map(|name| &**name)));
        };
        if mode == ResourceMode::Managed && kind == "terraform_data" {
            builtin::check_attribute(after)?;
        }
        Ok(self.evaluator.resource(&self.module, &resource, name.span)?.whole.clone())
    }

    fn module_call(&self, steps: &[Step<'_>], span: Span, env: &Env<'_>) -> Result<(Value, usize), EvalError> {
        let Some(Step::Attr(name)) = steps.first() else {
            return Err(reference("`module` must be followed by the name of a module call", span));
        };
        let Some(call) = self.module.module.calls.get(&name.text) else {
            let names = self.module.module.calls.keys().map(|key| &**key);
            return Err(undeclared("module", &name.text, name.span, names));
        };
        let expanded = self.evaluator.call(&self.module, call, name.span)?;
        if let Some(opaque) = &expanded.opaque {
            return Ok((opaque.clone(), 1));
        }
        if expanded.shape == Shape::Single {
            let Some((_, id)) = expanded.instances.first() else { return Ok((Value::NULL, 1)) };
            return self.output_step(*id, steps.get(1), 1);
        }
        let key = match steps.get(1) {
            Some(Step::Index(key)) => Some(evaluate(key, self, env)?),
            Some(Step::Attr(key)) if expanded.shape == Shape::Map => Some(Value::string(Arc::clone(&key.text))),
            _ => None,
        };
        let found = key.and_then(|key| {
            expanded.instances.iter().find(|(candidate, _)| key_is(candidate, &key)).map(|(_, id)| *id)
        });
        match found {
            Some(id) => self.output_step(id, steps.get(2), 2),
            None => {
                let members: Result<Vec<_>, EvalError> = expanded
                    .instances
                    .iter()
                    .map(|(key, id)| Ok((key.clone(), self.output_step(*id, None, 1)?.0)))
                    .collect();
                Ok((whole(expanded.shape, members?), 1))
            }
        }
    }

    /// One output when a name follows, all of them as an object otherwise.
    fn output_step(&self, id: ModuleId, step: Option<&Step<'_>>, used: usize) -> Result<(Value, usize), EvalError> {
        let Some(child) = self.evaluator.module(id) else { return Ok((Value::NULL, used)) };
        if let Some(Step::Attr(name)) = step {
            let Some(output) = child.module.outputs.get(&name.text) else {
                // TERRAFORM: outputs are attributes of the module's value, so that `try` saves what is missing.
                let names = child.module.outputs.keys().map(|key| &**key);
                let EvalError { kind, span } = undeclared("output", &name.text, name.span, names);
                return Err(EvalError::new(EvalErrorKind::Operation(kind.to_string()), span));
            };
            return Ok((self.evaluator.output(&child, output, name.span)?, used + 1));
        }
        let outputs = child
            .module
            .outputs
            .iter()
            .map(|(name, output)| Ok((Arc::clone(name), self.evaluator.output(&child, output, output.name.span)?)));
        Ok((Value::object(outputs.collect::<Result<_, EvalError>>()?), used))
    }

    fn path(&self, name: &Ident) -> Result<Value, EvalError> {
        match &*name.text {
            "module" => Ok(Value::string(self.evaluator.path_in_root(&self.module.module.dir))),
            "root" => Ok(Value::string(".")),
            "cwd" => Ok(self.evaluator.working_directory()),
            _ => Err(undeclared("path attribute", &name.text, name.span, ["module", "root", "cwd"])),
        }
    }

    fn terraform(&self, name: &Ident) -> Result<Value, EvalError> {
        match &*name.text {
            "workspace" => {
                Ok(Value::string(self.evaluator.inputs.workspace.clone().unwrap_or_else(|| Arc::from("default"))))
            }
            "applying" => Ok(Value::unknown(Type::Bool, Origin::Impure("terraform.applying".into()))
                .with_marks(super::value::Marks::EPHEMERAL)),
            _ => Err(undeclared("terraform attribute", &name.text, name.span, ["workspace", "applying"])),
        }
    }

    fn repetition(&self, root: &str, name: &Ident) -> Result<Value, EvalError> {
        let value = match (&self.repetition, root, &*name.text) {
            (Repetition::Count(index), "count", "index") => Some(index),
            (Repetition::Each { key, .. }, "each", "key") => Some(key),
            (Repetition::Each { value, .. }, "each", "value") => Some(value),
            _ => None,
        };
        value.cloned().ok_or_else(|| {
            let needs = if root == "count" { "count" } else { "for_each" };
            reference(format!("`{root}.{}` is only there in a block with `{needs}`", name.text), name.span)
        })
    }
}

/// Whether a key of an expanded block is what an index says.
pub(crate) fn key_is(key: &Key, index: &Value) -> bool {
    match (key, &index.kind) {
        (Key::Int(own), Kind::Number(number)) => number.to_i64().and_then(|n| u64::try_from(n).ok()) == Some(*own),
        (Key::Int(own), Kind::String(text)) => text.parse() == Ok(*own),
        (Key::String(own), Kind::String(text)) => own == text,
        (Key::String(own), Kind::Number(number)) => **own == number.to_string(),
        _ => false,
    }
}

/// The value of a block by its shape.
pub(crate) fn whole(shape: Shape, instances: Vec<(Key, Value)>) -> Value {
    match shape {
        Shape::Single | Shape::Unknown => instances.into_iter().next().map_or(Value::NULL, |(_, value)| value),
        Shape::List => Value::tuple(instances.into_iter().map(|(_, value)| value)),
        Shape::Map => Value::object(
            instances
                .into_iter()
                .filter_map(|(key, value)| match key {
                    Key::String(key) => Some((key, value)),
                    Key::None | Key::Int(_) | Key::Unknown => None,
                })
                .collect(),
        ),
    }
}

fn reference(message: impl Into<String>, span: Span) -> EvalError {
    EvalError::new(EvalErrorKind::Reference(message.into()), span)
}

fn undeclared<'n, I: IntoIterator<Item = &'n str>>(what: &str, name: &str, span: Span, candidates: I) -> EvalError {
    let meant = nearest(name, candidates).map_or_else(String::new, |meant| format!("; did you mean `{meant}`?"));
    reference(format!("there is no {what} `{name}` here{meant}"), span)
}

impl Scope for ModuleView<'_, '_> {
    fn mode(&self) -> Mode {
        Mode::Config
    }

    fn root(&self, name: &str, span: Span, steps: &[Step<'_>], env: &Env<'_>) -> Result<(Value, usize), EvalError> {
        if let Some(value) = self.extra.and_then(|extra| extra.get(name)) {
            return Ok((value.clone(), 0));
        }
        if name == "module" {
            return self.module_call(steps, span, env);
        }
        if name == "self" {
            let value = self.self_value.clone();
            return value.map(|value| (value, 0)).ok_or_else(|| reference("`self` has no meaning here", span));
        }
        let Some(Step::Attr(first)) = steps.first() else {
            return Err(reference(format!("`{name}` must be followed by a name"), span));
        };
        let second = || match steps.get(1) {
            Some(Step::Attr(second)) => Ok(second),
            _ => Err(reference(format!("`{name}.{}` must be followed by a name", first.text), first.span)),
        };
        let after = |used: usize| steps.get(used..).unwrap_or_default();
        match name {
            "var" => Ok((self.variable(first)?, 1)),
            "local" => Ok((self.local(first)?, 1)),
            "path" => Ok((self.path(first)?, 1)),
            "terraform" => Ok((self.terraform(first)?, 1)),
            "each" | "count" => Ok((self.repetition(name, first)?, 1)),
            "data" => Ok((self.resource(ResourceMode::Data, &first.text, second()?, after(2))?, 2)),
            "ephemeral" => Ok((self.resource(ResourceMode::Ephemeral, &first.text, second()?, after(2))?, 2)),
            "resource" => Ok((self.resource(ResourceMode::Managed, &first.text, second()?, after(2))?, 2)),
            _ => Ok((self.resource(ResourceMode::Managed, name, first, after(1))?, 1)),
        }
    }

    fn call(&self, _name: &Ident, _args: &[Expr], _env: &Env<'_>) -> Option<Result<Value, EvalError>> {
        None
    }

    fn functions(&self) -> &dyn FunctionContext {
        &self.files
    }

    fn branch(&self, place: Span, condition: &Value) {
        if let Some(coverage) = &self.evaluator.coverage {
            coverage.record(place, condition);
        }
    }

    fn short_circuits(&self) -> bool {
        self.evaluator.inputs.short_circuit || self.module.module.short_circuits()
    }

    fn charge(&self, steps: u64, span: Span) -> Result<(), EvalError> {
        self.evaluator.charge(steps, span)
    }
}

/// For constant expressions: tfvars values and defaults, which may refer to nothing.
#[derive(Debug)]
pub(crate) struct ConstantScope<'e, 'a> {
    pub(crate) evaluator: &'e Evaluator<'a>,
    files: ModuleFiles<'e, 'a>,
}

impl<'e, 'a> ConstantScope<'e, 'a> {
    pub(crate) fn new(evaluator: &'e Evaluator<'a>) -> Self {
        Self { evaluator, files: ModuleFiles::new(evaluator) }
    }
}

impl Scope for ConstantScope<'_, '_> {
    fn mode(&self) -> Mode {
        Mode::Config
    }

    fn root(&self, name: &str, span: Span, _steps: &[Step<'_>], _env: &Env<'_>) -> Result<(Value, usize), EvalError> {
        Err(reference(format!("only literal values are allowed here, found a reference to `{name}`"), span))
    }

    fn call(&self, _name: &Ident, _args: &[Expr], _env: &Env<'_>) -> Option<Result<Value, EvalError>> {
        None
    }

    fn functions(&self) -> &dyn FunctionContext {
        &self.files
    }

    fn charge(&self, steps: u64, span: Span) -> Result<(), EvalError> {
        self.evaluator.charge(steps, span)
    }
}

/// An unknown for outputs of a call that cannot be followed.
pub(crate) fn opaque_outputs(origin: Origin) -> Value {
    Value::unknown(Type::Dynamic, origin)
}

/// Combines reasons for an instance not to be certain.
pub(crate) fn uncertainty(own: Option<&Origin>, inherited: Option<&Origin>) -> Option<Origin> {
    own.or(inherited).cloned()
}

/// A derived unknown for a whole block whose expansion is unknown.
pub(crate) fn unknown_block(address: &Arc<str>, cause: &Value) -> (Value, Origin) {
    let origin = match cause.as_unknown() {
        Some(unknown) => unknown.origin.clone(),
        None => Origin::Expansion(Arc::clone(address)),
    };
    (unknown::derived(Type::Dynamic, &[cause]), origin)
}
