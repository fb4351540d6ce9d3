//! Running a test file: its runs one after the other, with what earlier runs left behind.

use std::collections::HashMap;
use std::sync::Arc;

use super::file::{MockProvider, OverrideBlock, OverrideKind, Run, TestFile};
use super::{Problem, RunResult, Status};
use crate::config::module::Condition;
use crate::config::project::Project;
use crate::config::ty::Type;
use crate::diag::{Diagnostic, Severity};
use crate::discover::{Files, path};
use crate::eval::convert;
use crate::eval::evaluator::Evaluator;
use crate::eval::inputs::{InputSource, InputValue, Inputs};
use crate::eval::instance::{BrokenCondition, ConditionKind, RootEvaluation};
use crate::eval::simulation::{Mock, Override, Simulation};
use crate::eval::text::display;
use crate::eval::value::{Kind, Marks, Members, Origin, Unknown, Value};
use crate::run::{RootInputs, missing_values};
use crate::span::{Sources, Span};
use crate::syntax::ast::{Expr, ExprKind};

/// Everything that the runs of one file share.
pub(super) struct Execution<'x> {
    pub(super) files: &'x Files,
    pub(super) sources: &'x Sources,
    pub(super) project: &'x Project,
    pub(super) dir: &'x str,
    /// `TF_VAR_*` without the prefix.
    pub(super) environment: &'x [(String, String)],
}

/// What runs leave behind: states by key, and outputs by run.
#[derive(Default)]
struct Past {
    states: HashMap<String, HashMap<Arc<str>, Value>>,
    outputs: Members,
}

/// A run of a file that could not be read.
pub(super) fn broken(name: &Arc<str>) -> RunResult {
    let problem = Problem { message: "the test file cannot be read".into(), notes: Vec::new(), place: String::new() };
    RunResult { name: Arc::clone(name), status: Status::Error, problems: vec![problem] }
}

impl Execution<'_> {
    /// TERRAFORM: a run that ends in an error skips the rest of its file, a failed assertion does not.
    pub(super) fn file(&self, test: &TestFile) -> Vec<RunResult> {
        let mut past = Past::default();
        let mut results: Vec<RunResult> = Vec::with_capacity(test.runs.len());
        for run in &test.runs {
            if results.iter().any(|result| matches!(result.status, Status::Error | Status::Skip)) {
                results.push(RunResult { name: Arc::clone(&run.name), status: Status::Skip, problems: Vec::new() });
                continue;
            }
            results.push(self.run(test, run, &mut past));
        }
        results
    }

    fn problem(&self, span: Span, message: impl Into<String>) -> Problem {
        let place = if span.is_none() {
            String::new()
        } else {
            format!("{}:{}", self.sources.path(span.file), self.sources.region(span).start.line)
        };
        Problem { message: message.into(), notes: Vec::new(), place }
    }

    fn run(&self, test: &TestFile, run: &Run, past: &mut Past) -> RunResult {
        let mut verdict =
            Verdict { result: RunResult { name: Arc::clone(&run.name), status: Status::Pass, problems: Vec::new() } };
        let Some(dir) = self.directory(run, &mut verdict) else { return verdict.result };
        if let Some(mode) = &run.special_plan {
            verdict.add(Status::Undecided, self.problem(run.span, format!("a plan of mode `{mode}` is not simulated")));
            return verdict.result;
        }
        let given = self.variables(test, run, past, &mut verdict);
        let inputs = self.inputs(&dir, &given);
        let state = run.state_key.as_deref().map_or_else(|| dir.to_string(), |key| format!("key:{key}"));
        let simulation = self.simulation(test, run, past, &given, past.states.get(&state).cloned().unwrap_or_default());
        let evaluator = Evaluator::new(self.project, self.files, &dir, &inputs).in_simulation(simulation);
        let evaluation = evaluator.evaluate_root();
        let root = RootInputs::new(Arc::clone(&dir), inputs.clone());
        let mut diagnostics = evaluator.take_diagnostics();
        diagnostics.extend(missing_values(self.project, &root));
        diagnostics.extend(self.project.diagnostics().cloned());
        self.judge_conditions(run, &evaluation, &mut verdict);
        self.judge_diagnostics(&diagnostics, &mut verdict);
        if verdict.result.status == Status::Error {
            return verdict.result;
        }
        let extra = names(&evaluation, &given, past);
        for assert in &run.asserts {
            self.assert(assert, run, &evaluator, &extra, &mut verdict);
        }
        let outputs =
            Value::object(evaluation.outputs.iter().map(|(name, value)| (Arc::clone(name), value.clone())).collect());
        past.outputs.insert(Arc::clone(&run.name), outputs);
        if !run.is_plan {
            let made =
                evaluation.instances.iter().map(|instance| (Arc::clone(&instance.address), instance.value.clone()));
            past.states.insert(state, made.collect());
        }
        verdict.result
    }

    fn directory(&self, run: &Run, verdict: &mut Verdict) -> Option<Arc<str>> {
        let Some((source, span)) = &run.module else { return Some(self.dir.into()) };
        let is_local = source.starts_with("./") || source.starts_with("../");
        let dir = if is_local { path::join(self.dir, source) } else { None };
        match dir {
            Some(dir) if self.project.module(&dir).is_some() => Some(dir.into()),
            Some(dir) => {
                verdict.add(Status::Error, self.problem(*span, format!("there is no module in `{dir}`")));
                None
            }
            None => {
                let text = format!("the module `{source}` is not installed here");
                verdict.add(Status::Undecided, self.problem(*span, text));
                None
            }
        }
    }

    /// The variables of the file and of the run; a run's may refer to the file's and to earlier runs.
    fn variables(&self, test: &TestFile, run: &Run, past: &Past, verdict: &mut Verdict) -> Members {
        let inputs = Inputs::default();
        let nowhere: Arc<str> = Arc::from("\0");
        let evaluator = Evaluator::new(self.project, self.files, &nowhere, &inputs);
        let mut given = Members::new();
        for attributes in [&test.variables, &run.variables] {
            let mut layer = Members::new();
            for attribute in attributes {
                let extra = Members::from([
                    (Arc::from("var"), Value::object(given.clone())),
                    (Arc::from("run"), Value::object(past.outputs.clone())),
                ]);
                match evaluator.evaluate_with(&attribute.expr, &extra) {
                    Ok(value) => {
                        layer.insert(Arc::clone(&attribute.name.text), value);
                    }
                    Err(error) => verdict.add(Status::Error, self.problem(error.span, error.to_string())),
                }
            }
            given.extend(layer);
        }
        given
    }

    fn inputs(&self, dir: &Arc<str>, given: &Members) -> Inputs {
        let mut automatic = self.project.variable_files(self.dir).to_vec();
        automatic.extend(self.project.variable_files(&path::child(self.dir, "tests")).iter().cloned());
        // TERRAFORM: values from files are for the configuration itself, not for the modules of single runs.
        let mut inputs =
            if **dir == *self.dir { Inputs::collect(&automatic, self.environment, &[]) } else { Inputs::default() };
        // What a test sets and the module does not declare is no error.
        let declared = self.project.module(dir);
        inputs.variables.retain(|name, _| declared.as_ref().is_some_and(|module| module.variables.contains_key(name)));
        for (name, value) in given {
            inputs.set(name, InputValue::Value(value.clone()), InputSource::Configuration, Span::NONE);
        }
        inputs
    }

    fn simulation(
        &self,
        test: &TestFile,
        run: &Run,
        past: &Past,
        given: &Members,
        prior: HashMap<Arc<str>, Value>,
    ) -> Simulation {
        let inputs = Inputs::default();
        let nowhere: Arc<str> = Arc::from("\0");
        let evaluator = Evaluator::new(self.project, self.files, &nowhere, &inputs);
        let extra = Members::from([
            (Arc::from("var"), Value::object(given.clone())),
            (Arc::from("run"), Value::object(past.outputs.clone())),
        ]);
        let members = |expr: &Option<Expr>| -> Members {
            let value = expr.as_ref().and_then(|expr| evaluator.evaluate_with(expr, &extra).ok());
            value.and_then(|value| value.as_members().cloned()).unwrap_or_default()
        };
        let mut simulation = Simulation { is_apply: !run.is_plan, prior, ..Simulation::default() };
        for MockProvider { blocks, overrides } in &test.mocks {
            for (mode, kind, defaults, during_plan) in blocks {
                simulation.mocks.push(Mock {
                    mode: *mode,
                    kind: kind.to_string(),
                    defaults: members(defaults),
                    during_plan: *during_plan,
                });
            }
            add_overrides(&mut simulation, overrides, &members);
        }
        // The run's overrides come last: the later one wins.
        add_overrides(&mut simulation, &test.overrides, &members);
        add_overrides(&mut simulation, &run.overrides, &members);
        simulation
    }

    /// The configuration's own conditions: those that are expected to fail must, all others must not.
    fn judge_conditions(&self, run: &Run, evaluation: &RootEvaluation, verdict: &mut Verdict) {
        let is_expected = |condition: &BrokenCondition| {
            run.expect_failures.iter().any(|(target, _)| is_same_object(target, &condition.subject))
        };
        // TERRAFORM: a broken validation ends the run before any other condition is looked at.
        let is_ended = evaluation.broken_conditions.iter().any(|condition| condition.kind == ConditionKind::Validation);
        let is_reached = |condition: &BrokenCondition| !is_ended || condition.kind == ConditionKind::Validation;
        for condition in
            evaluation.broken_conditions.iter().filter(|condition| is_reached(condition) && !is_expected(condition))
        {
            let said = condition.message.clone().unwrap_or_else(|| "the condition is false".into());
            let kind = match condition.kind {
                ConditionKind::Validation => "validation",
                ConditionKind::Precondition => "precondition",
                ConditionKind::Postcondition => "postcondition",
                ConditionKind::Check => "check",
            };
            let text = format!("the {kind} of `{}` is false: {said}", condition.subject);
            verdict.add(Status::Error, self.problem(condition.span, text));
        }
        for (target, span) in &run.expect_failures {
            let mut reached = evaluation.broken_conditions.iter().filter(|condition| is_reached(condition));
            let has_failed = reached.any(|condition| is_same_object(target, &condition.subject));
            if !has_failed {
                let text = format!("`{target}` was expected to fail and did not");
                verdict.add(Status::Error, self.problem(*span, text));
            }
        }
    }

    fn judge_diagnostics(&self, diagnostics: &[Diagnostic], verdict: &mut Verdict) {
        for diagnostic in diagnostics.iter().filter(|diagnostic| diagnostic.severity == Severity::Error) {
            verdict.add(Status::Error, self.problem(diagnostic.span, diagnostic.message.clone()));
        }
    }

    fn assert(&self, assert: &Condition, run: &Run, evaluator: &Evaluator<'_>, extra: &Members, verdict: &mut Verdict) {
        let span = assert.condition.span;
        let value = match evaluator.evaluate_with(&assert.condition, extra) {
            Ok(value) => value,
            Err(error) => {
                verdict.add(Status::Error, self.problem(error.span, error.to_string()));
                return;
            }
        };
        if let Kind::Unknown(unknown) = &value.kind {
            self.unknown(unknown, run, span, verdict);
            return;
        }
        match convert::convert(value, &Type::Bool).ok().as_ref().and_then(Value::as_bool) {
            Some(true) => {}
            Some(false) => {
                let mut problem = self.problem(span, message(assert, evaluator, extra));
                problem.notes = sides(&assert.condition, evaluator, extra);
                verdict.add(Status::Fail, problem);
            }
            None => verdict.add(Status::Error, self.problem(span, "a condition must be true or false")),
        }
    }

    /// TERRAFORM: an unknown condition is an error of a plan. Where only a provider could tell whether it is
    /// unknown at all, the verdict stays open.
    fn unknown(&self, unknown: &Unknown, run: &Run, span: Span, verdict: &mut Verdict) {
        let is_builtin = |origin: &Origin| match origin {
            Origin::Attribute(place) => place.instance.split('.').any(|part| part == "terraform_data"),
            Origin::Impure(_) => true,
            _ => false,
        };
        let is_certain = run.is_plan && unknown.origins().all(is_builtin);
        let (status, text) = if is_certain {
            (Status::Error, "the condition cannot be known before the apply")
        } else {
            (Status::Undecided, "the condition depends on what only a real run can tell")
        };
        let mut problem = self.problem(span, text);
        problem.notes = unknown.origins().map(ToString::to_string).collect();
        verdict.add(status, problem);
    }
}

fn add_overrides(simulation: &mut Simulation, overrides: &[OverrideBlock], members: &dyn Fn(&Option<Expr>) -> Members) {
    for block in overrides {
        let over =
            Override { target: block.target.clone(), values: members(&block.values), during_plan: block.during_plan };
        match block.kind {
            OverrideKind::Resource => simulation.resources.push(over),
            OverrideKind::Module => simulation.modules.push(over),
        }
    }
}

/// Whether an expected failure means a subject; without a key it means all instances.
fn is_same_object(target: &str, subject: &str) -> bool {
    target == subject || subject.strip_prefix(target).is_some_and(|rest| rest.starts_with('['))
}

/// The names that only a test's conditions see.
fn names(evaluation: &RootEvaluation, given: &Members, past: &Past) -> Members {
    let mut variables = given.clone();
    if let Some(root) = evaluation.modules.first() {
        variables.extend(root.variables.iter().map(|(name, value)| (Arc::clone(name), value.clone())));
    }
    let outputs = evaluation.outputs.iter().map(|(name, value)| (Arc::clone(name), value.clone())).collect();
    Members::from([
        (Arc::from("var"), Value::object(variables)),
        (Arc::from("output"), Value::object(outputs)),
        (Arc::from("run"), Value::object(past.outputs.clone())),
    ])
}

fn message(assert: &Condition, evaluator: &Evaluator<'_>, extra: &Members) -> String {
    let message = assert.error_message.as_ref().and_then(|expr| evaluator.evaluate_with(expr, extra).ok());
    match message {
        Some(message) if message.deep_marks().has(Marks::SENSITIVE) => "the assertion failed".into(),
        Some(message) => message.as_str().map_or_else(|| "the assertion failed".into(), str::to_string),
        None => "the assertion failed".into(),
    }
}

/// The evaluated values on both sides of a comparison.
fn sides(condition: &Expr, evaluator: &Evaluator<'_>, extra: &Members) -> Vec<String> {
    let ExprKind::Binary(binary) = &condition.kind else { return Vec::new() };
    let show = |expr: &Expr| evaluator.evaluate_with(expr, extra).map(|value| display(&value)).ok();
    [("left", show(&binary.left)), ("right", show(&binary.right))]
        .into_iter()
        .filter_map(|(side, value)| Some(format!("{side}: {}", value?)))
        .collect()
}

/// The verdict of a run while it is formed: the worst so far.
struct Verdict {
    result: RunResult,
}

impl Verdict {
    fn add(&mut self, status: Status, problem: Problem) {
        self.result.status = self.result.status.max(status);
        self.result.problems.push(problem);
    }
}
