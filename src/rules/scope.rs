//! What a rule's expressions can refer to, and the functions that only rules have.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::subject::{Subject, Subjects, meta};
use super::{identity, tags};
use crate::diag::nearest;
use crate::eval::budget::Budget;
use crate::eval::error::{EvalError, EvalErrorKind};
use crate::eval::expr::{Env, Scope, Step, evaluate};
use crate::eval::functions::{FunctionContext, NoFiles};
use crate::eval::mode::Mode;
use crate::eval::value::{Members, Value};
use crate::span::Span;
use crate::syntax::ast::{Expr, ExprKind, Ident};

/// The names at the root of a rule's expressions.
const ROOTS: [&str; 9] = ["resource", "param", "meta", "each", "related", "provider", "module", "env", "change"];

/// One judgement's view.
#[derive(Debug)]
pub(super) struct RuleScope<'r> {
    pub(super) subjects: &'r Subjects<'r>,
    pub(super) subject: &'r Subject,
    pub(super) params: &'r Members,
    /// `each.key` and `each.value`.
    pub(super) each: Option<(Value, Value)>,
    pub(super) related: BTreeMap<Arc<str>, Value>,
    /// The candidate of a join.
    pub(super) other: Option<Value>,
    pub(super) budget: &'r Budget,
}

/// Steps that one judgement may take: what a rule does with a list of the user's is bounded, however long it is. Enough for
/// loops inside loops over a thousand elements.
const STEPS: u64 = 5_000_000;

/// The steps of one judgement.
pub(super) fn budget() -> Budget {
    Budget::new(STEPS)
}

impl RuleScope<'_> {
    pub(super) fn eval(&self, expr: &Expr) -> Result<Value, EvalError> {
        evaluate(expr, self, &Env::EMPTY)
    }

    fn provider(&self) -> Value {
        let module = self.subjects.root.modules.get(self.subject.module.0 as usize);
        let name = self.subject.resource.as_ref().map(|resource| crate::eval::root::provider_of(resource));
        name.zip(module)
            .and_then(|(name, module)| module.providers.get(&name))
            .map_or(Value::NULL, |provider| provider.value.clone())
    }

    fn module(&self) -> Value {
        let Some(call) = &self.subject.call else { return Value::NULL };
        let source = call.source.as_ref().map(|(text, _)| Arc::clone(text));
        let kind = source.as_deref().map(super::source::kind);
        let text = |text: Option<Arc<str>>| text.map_or(Value::NULL, Value::string);
        let is = |wanted: super::source::Kind| Value::bool(kind == Some(wanted));
        let version = match call.version.as_ref().map(|expr| &expr.kind) {
            Some(ExprKind::String(text)) => Value::string(Arc::clone(text)),
            _ => Value::NULL,
        };
        Value::object(Members::from_iter([
            (Arc::from("name"), Value::string(Arc::clone(&call.name.text))),
            (Arc::from("source"), text(source.clone())),
            (Arc::from("version"), version),
            (Arc::from("is_local"), is(super::source::Kind::Local)),
            (Arc::from("is_registry"), is(super::source::Kind::Registry)),
            (Arc::from("is_git"), is(super::source::Kind::Git)),
            (Arc::from("is_http"), is(super::source::Kind::Http)),
        ]))
    }

    fn change(&self) -> Value {
        self.subjects.change(self.subject).map_or(Value::NULL, super::change::object)
    }

    /// The environment that is checked, or else the one that the resource's tags name.
    fn environment_of(&self, resource: &Value) -> Value {
        let checked = self.subjects.root.environment.clone().map(Value::string);
        checked.unwrap_or_else(|| tags::environment_of(resource, self.subjects))
    }

    fn args(&self, args: &[Expr], env: &Env<'_>) -> Result<Vec<Value>, EvalError> {
        args.iter().map(|arg| evaluate(arg, self, env)).collect()
    }

    fn own_call(&self, name: &Ident, args: &[Value]) -> Result<Value, String> {
        match (&*name.text, args) {
            ("refers", [value, target]) => Ok(identity::refers(value, target)),
            ("all", [kind]) => match kind.as_str() {
                Some(kind) => Ok(self.subjects.list(kind)),
                None => Err("takes a resource type as text".into()),
            },
            ("tags_of", [resource]) => Ok(tags::tags_of(resource, self.subjects)),
            ("environment_of", [resource]) => Ok(self.environment_of(resource)),
            ("name_of", [resource]) => Ok(identity::name_of(resource, self.subjects)),
            ("monthly_cost", [resource]) => {
                let subject = self.subjects.of_value(resource);
                Ok(subject.map_or(Value::NULL, |subject| self.subjects.costs.of(self.subjects.root, &subject.address)))
            }
            ("refers", _) => Err("takes a value and a resource".into()),
            _ => Err("takes exactly one argument".into()),
        }
    }
}

/// The functions that only rules have, by name.
pub const OWN_FUNCTIONS: [&str; 6] = ["refers", "all", "tags_of", "environment_of", "name_of", "monthly_cost"];

impl Scope for RuleScope<'_> {
    fn mode(&self) -> Mode {
        Mode::Rule
    }

    fn root(&self, name: &str, span: Span, steps: &[Step<'_>], _env: &Env<'_>) -> Result<(Value, usize), EvalError> {
        if let ("change", Some(Step::Attr(first))) = (name, steps.first())
            && &*first.text == "differences"
        {
            let change = self.subjects.change(self.subject);
            return Ok((change.map_or(Value::NULL, super::change::differences_of), 1));
        }
        let value = match name {
            "resource" => self.subject.value.clone(),
            "param" => Value::object(self.params.clone()),
            "meta" => meta(self.subject, self.subjects),
            "each" => {
                let (key, value) = self.each.clone().unwrap_or((Value::NULL, Value::NULL));
                Value::object(Members::from_iter([(Arc::from("key"), key), (Arc::from("value"), value)]))
            }
            "related" => {
                Value::object(self.related.iter().map(|(name, list)| (Arc::clone(name), list.clone())).collect())
            }
            "other" if self.other.is_some() => self.other.clone().unwrap_or(Value::NULL),
            "provider" => self.provider(),
            "module" => self.module(),
            "env" => self.subjects.root.environment.clone().map_or(Value::NULL, Value::string),
            "change" => self.change(),
            _ => {
                let meant = nearest(name, ROOTS).map_or_else(String::new, |meant| format!("; did you mean `{meant}`?"));
                let text = format!("a rule knows no `{name}`{meant}");
                return Err(EvalError::new(EvalErrorKind::Reference(text), span));
            }
        };
        Ok((value, 0))
    }

    fn call(&self, name: &Ident, args: &[Expr], env: &Env<'_>) -> Option<Result<Value, EvalError>> {
        if !OWN_FUNCTIONS.contains(&&*name.text) {
            return None;
        }
        Some(self.args(args, env).and_then(|args| {
            self.own_call(name, &args).map_err(|message| {
                EvalError::new(EvalErrorKind::Call { function: name.text.to_string(), message }, name.span)
            })
        }))
    }

    fn functions(&self) -> &dyn FunctionContext {
        &NoFiles
    }

    fn branch(&self, place: Span, condition: &Value) {
        if let Some(coverage) = &self.subjects.coverage {
            coverage.record(place, condition);
        }
    }

    fn charge(&self, steps: u64, span: Span) -> Result<(), EvalError> {
        self.budget.charge(steps, span, || format!("more than {STEPS} steps for one judgement"))
    }
}
