//! Running a test file: its runs one after the other, with what earlier runs left behind.

use std::collections::HashMap;
use std::sync::Arc;

use super::dependence::Blocked;
use super::file::{MockProvider, OverrideBlock, OverrideKind, Run, TestFile};
use super::{judge, moves};
use crate::config::project::Project;
use crate::discover::{Files, path};
use crate::eval::coverage::Coverage;
use crate::eval::evaluator::Evaluator;
use crate::eval::inputs::{InputSource, InputValue, Inputs};
use crate::eval::instance::RootEvaluation;
use crate::eval::simulation::{Mock, Override, Simulation};
use crate::eval::value::{Members, Value};
use crate::run::{RootInputs, missing_values};
use crate::span::{Sources, Span};
use crate::syntax::ast::Expr;
use crate::test_run::verdict::{Problem, Status, TestResult};

/// Everything that the runs of one file share.
pub(super) struct Execution<'x> {
    pub(super) files: &'x Files,
    pub(super) sources: &'x Sources,
    pub(super) project: &'x Project,
    pub(super) dir: &'x str,
    /// Where the test file stands.
    pub(super) test_dir: &'x str,
    /// `TF_VAR_*` without the prefix.
    pub(super) environment: &'x [(String, String)],
    pub(super) coverage: Option<&'x Arc<Coverage>>,
}

/// How `&&` and `||` treat their right side.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Operators {
    Eager,
    Lazy,
}

/// What runs leave behind: states by key, and outputs by run.
#[derive(Default)]
struct Past {
    states: HashMap<String, HashMap<Arc<str>, Value>>,
    outputs: Members,
}

/// A run of a file that could not be read.
pub(super) fn broken(name: &Arc<str>, span: Span) -> TestResult {
    let mut result = TestResult::new(name, span);
    result.add(Status::Error, Problem::new(Span::NONE, "the test file cannot be read"));
    result
}

impl Execution<'_> {
    /// TERRAFORM: a run that ends in an error skips the rest of its file, a failed assertion does not.
    pub(super) fn file(&self, test: &TestFile) -> Vec<TestResult> {
        let mut past = Past::default();
        let mut results: Vec<TestResult> = Vec::with_capacity(test.runs.len());
        for run in &test.runs {
            if results.iter().any(|result| matches!(result.status, Status::Error | Status::Skip)) {
                results.push(TestResult::skipped(&run.name, run.span));
                continue;
            }
            results.push(self.either(test, run, &mut past));
        }
        results
    }

    /// TERRAFORM: before 1.12 both sides of `&&` and `||` are evaluated. Where a run is an error for that reason alone, it
    /// gets the verdict of later versions, and a word about it.
    fn either(&self, test: &TestFile, run: &Run, past: &mut Past) -> TestResult {
        let eager = self.run(test, run, past, Operators::Eager);
        if eager.status != Status::Error {
            return eager;
        }
        let mut later = self.run(test, run, past, Operators::Lazy);
        if later.status == Status::Error {
            return eager;
        }
        if let Some(first) = eager.problems.into_iter().next() {
            let text = format!("Terraform before 1.12 reports an error here: {}", first.message);
            later.problems.push(Problem::new(first.span, text));
        }
        later
    }

    fn run(&self, test: &TestFile, run: &Run, past: &mut Past, operators: Operators) -> TestResult {
        let mut verdict = TestResult::new(&run.name, run.span);
        let Some(dir) = self.directory(run, &mut verdict) else { return verdict };
        if let Some(mode) = &run.special_plan {
            verdict.add(Status::Undecided, Problem::new(run.span, format!("{mode} is not simulated")));
            return verdict;
        }
        let given = self.variables(test, run, past, &mut verdict);
        let mut inputs = self.inputs(&dir, &given);
        inputs.short_circuit = operators == Operators::Lazy;
        let state = run.state_key.as_deref().map_or_else(|| dir.to_string(), |key| format!("key:{key}"));
        let mut prior = past.states.get(&state).cloned().unwrap_or_default();
        if !prior.is_empty() {
            prior = moves::apply(prior, &moves::of(self.project, &dir));
        }
        let simulation = self.simulation(test, run, past, &given, prior);
        let module = self.project.module(&dir);
        let blocked = |evaluation: &RootEvaluation| {
            module.as_ref().map(|module| Blocked::new(module, &evaluation.broken_conditions)).unwrap_or_default()
        };
        if !run.is_plan && !run.expect_failures.is_empty() {
            let planning = Simulation { is_apply: false, ..simulation.clone() };
            let plan = Evaluator::new(self.project, self.files, &dir, &inputs).in_simulation(planning).evaluate_root();
            judge::before_apply(run, &plan, &blocked(&plan), &mut verdict);
        }
        let evaluator = Evaluator::new(self.project, self.files, &dir, &inputs)
            .in_simulation(simulation)
            .covering(self.coverage.cloned());
        let evaluation = evaluator.evaluate_root();
        self.coverage.iter().for_each(|coverage| evaluation.count(coverage));
        let blocked = blocked(&evaluation);
        let root = RootInputs::new(Arc::clone(&dir), inputs.clone());
        let mut diagnostics = evaluator.take_diagnostics();
        diagnostics.extend(missing_values(self.project, &root));
        diagnostics.extend(self.project.diagnostics().cloned());
        judge::conditions(run, &evaluation, &blocked, &mut verdict);
        judge::open_checks(run, &evaluation, &evaluator.open_conditions(), &mut verdict);
        judge::diagnostics(&diagnostics, &blocked, &mut verdict);
        judge::remote_states(&evaluation, &mut verdict);
        if verdict.status == Status::Error {
            return verdict;
        }
        let outputs = judge::outputs(&evaluation, &blocked);
        let extra = names(&evaluation, outputs.clone(), &given, past);
        for assert in &run.asserts {
            self.assert(assert, run, &evaluator, &extra, &mut verdict);
        }
        past.outputs.insert(Arc::clone(&run.name), Value::object(outputs));
        if !run.is_plan {
            let made =
                evaluation.instances.iter().map(|instance| (Arc::clone(&instance.address), instance.value.clone()));
            past.states.insert(state, made.collect());
        }
        verdict
    }

    fn directory(&self, run: &Run, verdict: &mut TestResult) -> Option<Arc<str>> {
        let Some((source, span)) = &run.module else { return Some(self.dir.into()) };
        let is_local = source.starts_with("./") || source.starts_with("../");
        let dir = if is_local { path::join(self.dir, source) } else { None };
        match dir {
            Some(dir) if self.project.module(&dir).is_some() => Some(dir.into()),
            Some(dir) => {
                verdict.add(Status::Error, Problem::new(*span, format!("there is no module in `{dir}`")));
                None
            }
            None => {
                let text = format!("the module `{source}` is not installed here");
                verdict.add(Status::Undecided, Problem::new(*span, text));
                None
            }
        }
    }

    /// The variables of the file and of the run; a run's may refer to the file's and to earlier runs.
    fn variables(&self, test: &TestFile, run: &Run, past: &Past, verdict: &mut TestResult) -> Members {
        let inputs = Inputs::default();
        let nowhere: Arc<str> = Arc::from("\0");
        let evaluator = Evaluator::new(self.project, self.files, &nowhere, &inputs);
        let mut given = Members::new();
        for attributes in [&test.variables, &run.variables] {
            let mut layer = Members::new();
            for attribute in attributes {
                let extra = Members::from_iter([
                    (Arc::from("var"), Value::object(given.clone())),
                    (Arc::from("run"), Value::object(past.outputs.clone())),
                ]);
                match evaluator.evaluate_with(&attribute.expr, &extra) {
                    Ok(value) => {
                        layer.insert(Arc::clone(&attribute.name.text), value);
                    }
                    Err(error) => verdict.add(Status::Error, Problem::new(error.span, error.to_string())),
                }
            }
            given.extend(layer);
        }
        given
    }

    fn inputs(&self, dir: &Arc<str>, given: &Members) -> Inputs {
        // TERRAFORM: for tests in the `tests` folder its own files come last, and all of them are for the modules of
        // single runs as well.
        let mut automatic = self.project.variable_files(self.dir).to_vec();
        if self.test_dir != self.dir {
            automatic.extend(self.project.variable_files(self.test_dir).iter().cloned());
        }
        let mut inputs = Inputs::collect(&automatic, self.environment, &[]);
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
        let extra = Members::from_iter([
            (Arc::from("var"), Value::object(given.clone())),
            (Arc::from("run"), Value::object(past.outputs.clone())),
        ]);
        let members = |expr: &Option<Expr>| -> Members {
            let value = expr.as_ref().and_then(|expr| evaluator.evaluate_with(expr, &extra).ok());
            value.and_then(|value| value.as_members().cloned()).unwrap_or_default()
        };
        let serial = u32::try_from(past.outputs.len()).unwrap_or(u32::MAX);
        let replaced = run.replaced.clone();
        let mut simulation = Simulation { is_apply: !run.is_plan, prior, serial, replaced, ..Simulation::default() };
        for MockProvider { name, blocks, overrides, .. } in &test.mocks {
            simulation.mocked.insert(Arc::clone(name));
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

/// The names that only a test's conditions see.
fn names(evaluation: &RootEvaluation, outputs: Members, given: &Members, past: &Past) -> Members {
    let mut variables = given.clone();
    if let Some(root) = evaluation.modules.first() {
        variables.extend(root.variables.iter().map(|(name, value)| (Arc::clone(name), value.clone())));
    }
    Members::from_iter([
        (Arc::from("var"), Value::object(variables)),
        (Arc::from("output"), Value::object(outputs)),
        (Arc::from("run"), Value::object(past.outputs.clone())),
    ])
}
