//! What is expected of values: of outputs, of resources, and of whatever an assertion says.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::file::PolicyTest;
use super::reader::key_text;
use super::scenario::Scene;
use crate::config::module::{Condition, Mode as ResourceMode};
use crate::config::ty::Type;
use crate::diag::nearest;
use crate::eval::builtin::target_address;
use crate::eval::convert;
use crate::eval::equality::equality;
use crate::eval::instance::Key;
use crate::eval::mode::Mode;
use crate::eval::text::display;
use crate::eval::value::{Kind, Marks, Members, Value};
use crate::eval::wire;
use crate::span::{FileId, Span};
use crate::syntax;
use crate::syntax::ast::{Expr, ExprKind, ObjectItem};
use crate::test_run::explain;
use crate::test_run::verdict::{Problem, Status, TestResult, Update};

/// The name of the instance whose attribute is asked for; no identifier can spell it.
const SUBJECT: &str = "*subject";

/// Holds the values of a scenario against `values` and `assert`.
pub(super) fn judge(test: &PolicyTest, scene: &Scene<'_, '_>, result: &mut TestResult) {
    if test.values.is_empty() && test.asserts.is_empty() {
        return;
    }
    let extra = scene.names();
    for item in &test.values {
        scene.value(item, &extra, result);
    }
    for assert in &test.asserts {
        scene.assert(assert, &extra, result);
    }
}

impl Scene<'_, '_> {
    /// What conditions see besides the root module's own names: `output`, and `resources.TYPE` with every instance by its
    /// address. With a plan, the root module's resources have its values.
    fn names(&self) -> Members {
        let outputs = self.evaluation.outputs.iter().map(|(name, value)| (Arc::clone(name), value.clone())).collect();
        let mut by_type: BTreeMap<Arc<str>, Vec<(Arc<str>, Value)>> = BTreeMap::new();
        let managed = || self.evaluation.instances.iter().filter(|one| one.resource.key.mode == ResourceMode::Managed);
        for instance in managed() {
            let all = by_type.entry(Arc::clone(instance.kind())).or_default();
            all.push((Arc::clone(&instance.address), instance.value.clone()));
        }
        let resources =
            by_type.into_iter().map(|(kind, all)| (kind, Value::object(all.into_iter().collect()))).collect();
        let mut names = Members::from_iter([
            (Arc::from("output"), Value::object(outputs)),
            (Arc::from("resources"), Value::object(resources)),
        ]);
        if self.plan.is_some() {
            let mut planned: BTreeMap<Arc<str>, BTreeMap<Arc<str>, Vec<(Key, Value)>>> = BTreeMap::new();
            for instance in managed().filter(|instance| instance.module.0 == 0) {
                let of_kind = planned.entry(Arc::clone(instance.kind())).or_default();
                let one = of_kind.entry(Arc::clone(&instance.resource.key.name)).or_default();
                one.push((instance.key.clone(), instance.value.clone()));
            }
            for (kind, resources) in planned {
                let members = resources.into_iter().map(|(name, instances)| (name, whole(instances))).collect();
                names.insert(kind, Value::object(members));
            }
        }
        names
    }

    fn value(&self, item: &ObjectItem, extra: &Members, result: &mut TestResult) {
        let (Some(text), span) = (key_text(item), item.key.span()) else { return };
        let expected = match self.evaluator.evaluate_with(&item.value, extra) {
            Ok(expected) => expected,
            Err(error) => return result.add(Status::Error, Problem::new(error.span, error.to_string())),
        };
        let actual = syntax::parse_expr(&text, FileId::NONE)
            .map_err(|problem| problem.message.clone())
            .and_then(|expr| self.resolve(&expr, expected.is_null(), extra));
        let actual = match actual {
            Ok(actual) => actual,
            Err(message) => return result.add(Status::Error, Problem::new(span, message)),
        };
        match equality(&expected, &actual, Mode::Rule) {
            Some(true) => {}
            Some(false) => {
                let update = literal(&actual).map(|text| Update { span: item.value.span, text });
                let problem = Problem::new(span, format!("`{text}` is not what is expected"));
                let problem = problem
                    .with_note(format!("expected: {}", display(&expected)))
                    .with_note(format!("found: {}", display(&actual)));
                result.add(Status::Fail, problem.with_updates(update));
            }
            None => result.add(Status::Undecided, unknown(span, &format!("`{text}` cannot be known here"), &actual)),
        }
    }

    /// The value that an address with a path means.
    fn resolve(&self, expr: &Expr, expects_null: bool, extra: &Members) -> Result<Value, String> {
        let mut steps: Vec<&Expr> = Vec::new();
        let mut current = expr;
        loop {
            let address = target_address(current);
            let found = address
                .and_then(|address| self.evaluation.instances.iter().find(|instance| *instance.address == *address));
            if let Some(instance) = found {
                return self.attribute(&instance.value, &steps, expects_null);
            }
            match &current.kind {
                ExprKind::GetAttr(inner, _) | ExprKind::Index(inner, _) => {
                    steps.push(current);
                    current = inner;
                }
                _ => break,
            }
        }
        self.evaluator.evaluate_with(expr, extra).map_err(|error| {
            let wanted = target_address(expr).unwrap_or_default();
            let addresses = self.evaluation.instances.iter().map(|instance| &*instance.address);
            match nearest(&wanted, addresses) {
                Some(near) => format!("{error}; is `{near}` meant?"),
                None => error.to_string(),
            }
        })
    }

    fn attribute(&self, subject: &Value, steps: &[&Expr], expects_null: bool) -> Result<Value, String> {
        let mut path = Expr { kind: ExprKind::Variable(SUBJECT.into()), span: Span::NONE };
        for step in steps.iter().rev() {
            let kind = match &step.kind {
                ExprKind::GetAttr(_, name) => ExprKind::GetAttr(Box::new(path), name.clone()),
                ExprKind::Index(_, key) => ExprKind::Index(Box::new(path), key.clone()),
                _ => return Err("an address is names and keys only".into()),
            };
            path = Expr { kind, span: step.span };
        }
        let names = Members::from_iter([(Arc::from(SUBJECT), subject.clone())]);
        // An argument that is not written: nobody but the provider knows what becomes of it, but it is not set.
        if let (true, [last]) = (expects_null, steps)
            && let ExprKind::GetAttr(_, name) = &last.kind
            && subject.as_members().is_some_and(|members| !members.contains_key(&name.text))
        {
            return Ok(Value::NULL);
        }
        self.evaluator.evaluate_with(&path, &names).map_err(|error| error.to_string())
    }

    fn assert(&self, assert: &Condition, extra: &Members, result: &mut TestResult) {
        let span = assert.condition.span;
        let value = match self.evaluator.evaluate_with(&assert.condition, extra) {
            Ok(value) => value,
            Err(error) => return result.add(Status::Error, Problem::new(error.span, error.to_string())),
        };
        if value.is_unknown() {
            let text = "the condition depends on what only a real run can tell";
            return result.add(Status::Undecided, unknown(span, text, &value));
        }
        match convert::convert(value, &Type::Bool).ok().as_ref().and_then(Value::as_bool) {
            Some(true) => {}
            Some(false) => {
                let said =
                    assert.error_message.as_ref().and_then(|expr| self.evaluator.evaluate_with(expr, extra).ok());
                let said = said.filter(|said| !said.deep_marks().has(Marks::SENSITIVE));
                let said = said.as_ref().and_then(Value::as_str).unwrap_or("the assertion failed");
                let mut problem = Problem::new(span, said);
                let cx = explain::Cx { evaluator: self.evaluator, extra, sources: self.cx.sources };
                problem.notes = explain::explain(&assert.condition, &cx);
                result.add(Status::Fail, problem);
            }
            None => result.add(Status::Error, Problem::new(span, "a condition must be true or false")),
        }
    }
}

/// A problem about something that cannot be known, with the reasons.
fn unknown(span: Span, text: &str, value: &Value) -> Problem {
    let mut problem = Problem::new(span, text);
    problem.notes.extend(value.first_unknown().iter().flat_map(|unknown| unknown.origins().map(ToString::to_string)));
    problem
}

/// What a block's name means: its only instance, or all of them by number or key.
fn whole(instances: Vec<(Key, Value)>) -> Value {
    match instances.first().map(|(key, _)| key) {
        Some(Key::Int(_)) => Value::tuple(instances.into_iter().map(|(_, value)| value)),
        Some(Key::String(_)) => {
            let keyed = instances.into_iter().filter_map(|(key, value)| match key {
                Key::String(key) => Some((key, value)),
                Key::None | Key::Int(_) | Key::Unknown => None,
            });
            Value::object(keyed.collect())
        }
        Some(Key::None | Key::Unknown) | None => instances.into_iter().next().map_or(Value::NULL, |(_, value)| value),
    }
}

/// A value as HCL; nothing where part of it is unknown or secret.
pub(in crate::test_run) fn literal(value: &Value) -> Option<String> {
    let is_open = matches!(&value.kind, Kind::Object(object) if object.open.is_some());
    if value.deep_marks().has(Marks::SENSITIVE) || is_open || !value.is_wholly_known() {
        return None;
    }
    Some(hcl(&wire::to_json(value).ok()?))
}

fn hcl(json: &serde_json::Value) -> String {
    match json {
        serde_json::Value::Object(members) => {
            let members: Vec<String> =
                members.iter().map(|(name, value)| format!("{} = {}", quoted(name), hcl(value))).collect();
            if members.is_empty() { "{}".into() } else { format!("{{ {} }}", members.join(", ")) }
        }
        serde_json::Value::Array(items) => format!("[{}]", items.iter().map(hcl).collect::<Vec<_>>().join(", ")),
        serde_json::Value::String(text) => quoted(text),
        other => other.to_string(),
    }
}

fn quoted(text: &str) -> String {
    serde_json::Value::from(text).to_string().replace("${", "$${").replace("%{", "%%{")
}
