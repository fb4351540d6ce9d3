//! The verdict of a run: its configuration's own conditions, and its assertions.

use std::sync::Arc;

use super::dependence::Blocked;
use super::execute::Execution;
use super::file::Run;
use crate::config::module::{Condition, Mode};
use crate::config::ty::Type;
use crate::diag::{Diagnostic, Severity};
use crate::eval::convert;
use crate::eval::evaluator::Evaluator;
use crate::eval::instance::{BrokenCondition, ConditionKind, OpenCondition, RootEvaluation};
use crate::eval::value::{Kind, Marks, Members, Origin, Unknown, Value};
use crate::span::Span;
use crate::test_run::explain;
use crate::test_run::verdict::{Problem, Status, TestResult};

/// The configuration's own conditions: those that are expected to fail must, all others must not.
pub(super) fn conditions(run: &Run, evaluation: &RootEvaluation, blocked: &Blocked, verdict: &mut TestResult) {
    let reached = || evaluation.broken_conditions.iter().filter(|condition| !blocked.holds(&condition.subject));
    for condition in reached().filter(|condition| !is_expected(run, condition)) {
        verdict.add(Status::Error, Problem::new(condition.span, said(condition)));
    }
    for (target, span) in &run.expect_failures {
        if target.starts_with("module.") {
            let text = format!(
                "`{target}` stands in a module that is called; only the tested module's own objects can be expected to fail"
            );
            verdict.add(Status::Error, Problem::new(*span, text));
        } else if !reached().any(|condition| is_same_object(target, &condition.subject)) {
            let text = format!("`{target}` was expected to fail and did not");
            verdict.add(Status::Error, Problem::new(*span, text));
        }
    }
}

fn is_expected(run: &Run, condition: &BrokenCondition) -> bool {
    run.expect_failures.iter().any(|(target, _)| is_same_object(target, &condition.subject))
}

/// TERRAFORM: an apply begins with a plan, and what is broken in the plan ends it, expected or not; only checks may fail.
pub(super) fn before_apply(run: &Run, plan: &RootEvaluation, blocked: &Blocked, verdict: &mut TestResult) {
    let broken = plan.broken_conditions.iter().filter(|condition| condition.kind != ConditionKind::Check);
    for condition in broken.filter(|condition| is_expected(run, condition) && !blocked.holds(&condition.subject)) {
        let problem = Problem::new(condition.span, said(condition));
        let note =
            "it is broken in the plan already, so that nothing is applied; expect it in a run with `command = plan`";
        verdict.add(Status::Error, problem.with_note(note));
    }
}

fn said(condition: &BrokenCondition) -> String {
    let said = condition.message.clone().unwrap_or_else(|| "the condition is false".into());
    let kind = match condition.kind {
        ConditionKind::Validation => "validation",
        ConditionKind::Precondition => "precondition",
        ConditionKind::Postcondition => "postcondition",
        ConditionKind::Check => "check",
    };
    format!("the {kind} of `{}` is false: {said}", condition.subject)
}

/// TERRAFORM: a check that a plan cannot decide is an error of a test.
pub(super) fn open_checks(run: &Run, evaluation: &RootEvaluation, open: &[OpenCondition], verdict: &mut TestResult) {
    // One assertion that fails is enough where the check is expected to.
    let has_failed = |subject: &str| {
        let mut broken = evaluation.broken_conditions.iter();
        broken.any(|condition| *condition.subject == *subject && is_expected(run, condition))
    };
    let checks = open.iter().filter(|condition| run.is_plan && condition.kind == ConditionKind::Check);
    for condition in checks.filter(|condition| !has_failed(&condition.subject)) {
        let text = format!("the assertion of `{}` is known only after the apply", condition.subject);
        unknown(&condition.unknown, run, condition.span, &text, verdict);
    }
}

/// What is wrong with the configuration, except in what is left alone.
pub(super) fn diagnostics(diagnostics: &[Diagnostic], blocked: &Blocked, verdict: &mut TestResult) {
    for diagnostic in diagnostics.iter().filter(|diagnostic| diagnostic.severity == Severity::Error) {
        if !blocked.covers(diagnostic.span) {
            verdict.add(Status::Error, Problem::new(diagnostic.span, diagnostic.message.clone()));
        }
    }
}

/// States of other configurations are read from where nobody but Terraform can look.
pub(super) fn remote_states(evaluation: &RootEvaluation, verdict: &mut TestResult) {
    for instance in &evaluation.instances {
        let key = &instance.resource.key;
        let is_state = key.mode == Mode::Data && &*key.kind == "terraform_remote_state";
        let is_known = || instance.value.as_members().is_some_and(|members| members.contains_key("outputs"));
        if is_state && !is_known() {
            let text = format!("the state that `{}` reads is not here", instance.address);
            let problem = Problem::new(instance.resource.block.header, text);
            verdict.add(Status::Undecided, problem.with_note("give its outputs with `override_data`"));
        }
    }
}

impl Execution<'_> {
    /// Judges one assertion.
    pub(super) fn assert(
        &self,
        assert: &Condition,
        run: &Run,
        evaluator: &Evaluator<'_>,
        extra: &Members,
        verdict: &mut TestResult,
    ) {
        let span = assert.condition.span;
        let value = match evaluator.evaluate_with(&assert.condition, extra) {
            Ok(value) => value,
            Err(error) => return verdict.add(Status::Error, Problem::new(error.span, error.to_string())),
        };
        if let Kind::Unknown(open) = &value.kind {
            let text = if is_certain(open, run) {
                "the condition cannot be known before the apply"
            } else {
                "the condition depends on what only a real run can tell"
            };
            return unknown(open, run, span, text, verdict);
        }
        match convert::convert(value, &Type::Bool).ok().as_ref().and_then(Value::as_bool) {
            Some(true) => {}
            Some(false) => {
                let (status, text) = message(assert, evaluator, extra);
                let mut problem = Problem::new(span, text);
                let cx = explain::Cx { evaluator, extra, sources: self.sources };
                problem.notes = explain::explain(&assert.condition, &cx);
                verdict.add(status, problem);
            }
            None => verdict.add(Status::Error, Problem::new(span, "a condition must be true or false")),
        }
    }
}

/// TERRAFORM: an unknown condition is an error of a plan. Where only a provider could tell whether it is
/// unknown at all, the verdict stays open.
fn unknown(unknown: &Unknown, run: &Run, span: Span, text: &str, verdict: &mut TestResult) {
    let status = if is_certain(unknown, run) { Status::Error } else { Status::Undecided };
    let mut problem = Problem::new(span, text);
    problem.notes = unknown.origins().map(ToString::to_string).collect();
    verdict.add(status, problem);
}

fn is_certain(unknown: &Unknown, run: &Run) -> bool {
    let is_builtin = |origin: &Origin| match origin {
        Origin::Attribute(place) => place.instance.split('.').any(|part| part == "terraform_data"),
        Origin::Impure(_) => true,
        _ => false,
    };
    run.is_plan && unknown.origins().all(is_builtin)
}

/// TERRAFORM: the message of a failed assertion may fail itself, which is an error and no failure any more.
fn message(assert: &Condition, evaluator: &Evaluator<'_>, extra: &Members) -> (Status, String) {
    let failed = "the assertion failed".to_owned();
    let Some(expr) = &assert.error_message else { return (Status::Fail, failed) };
    match evaluator.evaluate_with(expr, extra) {
        Ok(message) if message.deep_marks().has(Marks::SENSITIVE) => (Status::Fail, failed),
        Ok(message) => {
            let text = convert::convert(message, &Type::String).ok();
            (Status::Fail, text.as_ref().and_then(Value::as_str).map_or(failed, str::to_owned))
        }
        Err(error) => (Status::Error, format!("the assertion failed, and so does its message: {error}")),
    }
}

/// Whether an expected failure means a subject; without a key it means all instances, and a key may be left out.
fn is_same_object(target: &str, subject: &str) -> bool {
    target == subject || subject.strip_prefix(target).is_some_and(|rest| rest.starts_with('['))
}

/// The outputs as a test's conditions see them.
///
/// TERRAFORM: of an unknown output nothing is known, not even its type; one that is left alone is null.
pub(super) fn outputs(evaluation: &RootEvaluation, blocked: &Blocked) -> Members {
    let seen = |name: &Arc<str>, value: &Value| match &value.kind {
        _ if blocked.holds(&format!("output.{name}")) => Value::NULL,
        Kind::Unknown(unknown) => {
            let plain = Unknown {
                also: Arc::clone(&unknown.also),
                exact: unknown.exact,
                ..Unknown::new(Type::Dynamic, unknown.origin.clone())
            };
            Value { kind: Kind::Unknown(Arc::new(plain)), marks: value.marks }
        }
        _ => value.clone(),
    };
    evaluation.outputs.iter().map(|(name, value)| (Arc::clone(name), seen(name, value))).collect()
}
