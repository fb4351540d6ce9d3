//! Policy tests: `*.tollgate.test.hcl`. A scenario, and what the rules, the values, the changes and the costs are to be.
//!
//! A scenario is a directory of the repository, or Terraform written in the test itself, which then stands in the place
//! of the Terraform files beside the test: it can call the repository's modules by their relative paths.

mod expect;
mod file;
mod measure;
mod reader;
mod scenario;
mod values;

use std::collections::BTreeMap;
use std::sync::Arc;

use rayon::prelude::*;

use self::file::PolicyTest;
use self::reader::Reader;
use self::scenario::Scene;
use super::verdict::{FileResult, Problem, Status, TestResult};
use crate::check;
use crate::diag::{Code, Diagnostic, Severity};
use crate::discover::{Files, path, target};
use crate::eval::coverage::Coverage;
use crate::eval::evaluator::Evaluator;
use crate::eval::instance::RootEvaluation;
use crate::eval::value::Value;
use crate::plan::join;
use crate::span::{SourceFile, Sources};
use crate::syntax::{self, ast::FileFormat};

pub(in crate::test_run) use self::values::literal;

/// How the names of policy test files end.
pub const SUFFIX: &str = ".tollgate.test.hcl";

/// A path as people know it: the configuration that is written in a policy test has the lines of the test.
pub fn shown_path(path: &str) -> &str {
    path.strip_suffix(".tf").filter(|file| file.ends_with(SUFFIX)).unwrap_or(path)
}

/// Monthly costs in USD by address of an instance; unknown where a quantity is.
pub type Costs<'c> = dyn Fn(&RootEvaluation) -> BTreeMap<Arc<str>, Value> + Sync + 'c;

/// What all policy tests share.
#[derive(Clone, Copy)]
pub struct Cx<'x> {
    pub files: &'x Files,
    pub sources: &'x Sources,
    /// How costs are estimated; without it, expected costs stay undecided.
    pub costs: Option<&'x Costs<'x>>,
    /// Counts what of the configuration is exercised.
    pub coverage: Option<&'x Arc<Coverage>>,
    /// Whether a test may run; asked with its name.
    pub is_wanted: &'x (dyn Fn(&str, &str) -> bool + Sync),
}

impl std::fmt::Debug for Cx<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Cx").field("files", self.files).finish_non_exhaustive()
    }
}

/// The policy test files in a directory and below it, or the one file that is named, in order.
pub fn test_files(files: &Files, path: &str) -> Vec<String> {
    if files.is_file(path) {
        return if path.ends_with(SUFFIX) { vec![path.to_owned()] } else { Vec::new() };
    }
    target::find_files(files, path, SUFFIX)
}

/// Runs the tests of one file, in parallel.
pub fn run_file(cx: Cx<'_>, path: &str) -> FileResult {
    let mut result = FileResult { path: path.to_owned(), tests: Vec::new(), diagnostics: Vec::new() };
    let text = match cx.files.read_text(path) {
        Ok(text) => text,
        Err(error) => {
            result.diagnostics.push(error.to_diagnostic());
            return result;
        }
    };
    let id = cx.sources.add(SourceFile::new(path, Arc::clone(&text)));
    let (parsed, problems) = syntax::parse(&text, id, FileFormat::Hcl);
    result.diagnostics.extend(problems.into_iter().map(|problem| Diagnostic { code: Code::TestInvalid, ..problem }));
    let tests = file::read(&parsed.body, &mut Reader::new(&mut result.diagnostics));
    let wanted: Vec<&PolicyTest> = tests.iter().filter(|test| (cx.is_wanted)(path, &test.name)).collect();
    result.tests = wanted.par_iter().map(|test| run(cx, path, test)).collect();
    result
}

fn run(cx: Cx<'_>, file: &str, test: &PolicyTest) -> TestResult {
    let mut result = TestResult::new(&test.name, test.span);
    let settled = match scenario::settle(cx, file, &test.scenario) {
        Ok(settled) => settled,
        Err(problems) => {
            for problem in problems {
                result.add(Status::Error, problem);
            }
            return result;
        }
    };
    let request = settled.request(cx);
    let prepared = check::prepare(request);
    add_errors(&prepared.diagnostics, &mut result);
    if !test.findings.is_empty() || !test.absences.is_empty() {
        let checked = check::check(request);
        add_errors(&checked.diagnostics, &mut result);
        expect::findings(test, &checked, &prepared.custom, cx.sources, &mut result);
    }
    let is_about_rules =
        test.values.is_empty() && test.asserts.is_empty() && test.changes.is_empty() && test.costs.is_empty();
    if is_about_rules && cx.coverage.is_none() {
        return result;
    }
    let [root] = prepared.roots.as_slice() else {
        if !is_about_rules {
            result.add(Status::Error, which_root(test, &prepared.roots));
        }
        return result;
    };
    let evaluator =
        Evaluator::new(&prepared.project, settled.files(cx), &root.dir, &root.inputs).covering(cx.coverage.cloned());
    let mut evaluation = evaluator.evaluate_root();
    cx.coverage.iter().for_each(|coverage| evaluation.count(coverage));
    let mut diagnostics = evaluator.take_diagnostics();
    diagnostics.extend(prepared.project.diagnostics().cloned());
    diagnostics.extend(
        root.plan.iter().flat_map(|plan| join::refine(&mut evaluation, plan, root.earlier.as_deref(), cx.sources)),
    );
    add_errors(&diagnostics, &mut result);
    let scene = Scene { evaluator: &evaluator, evaluation: &evaluation, plan: root.plan.as_deref(), cx };
    values::judge(test, &scene, &mut result);
    measure::changes(test, &scene, &mut result);
    measure::costs(test, &scene, &mut result);
    result
}

fn which_root(test: &PolicyTest, roots: &[crate::run::RootInputs]) -> Problem {
    let names: Vec<&str> = roots.iter().filter_map(|root| root.inputs.environment.as_deref()).collect();
    if names.is_empty() {
        let text =
            if roots.is_empty() { "there is no root module to look at" } else { "there are several root modules" };
        return Problem::new(test.span, text);
    }
    let text = "the configuration knows several environments here; say which one with `environment`";
    Problem::new(test.span, text).with_note(format!("environments: {}", names.join(", ")))
}

/// Input that cannot be understood is an error of the test, once.
fn add_errors(diagnostics: &[Diagnostic], result: &mut TestResult) {
    for diagnostic in diagnostics.iter().filter(|diagnostic| diagnostic.severity == Severity::Error) {
        let is_known =
            result.problems.iter().any(|one| one.span == diagnostic.span && one.message == diagnostic.message);
        if !is_known {
            let mut problem = Problem::new(diagnostic.span, diagnostic.message.clone());
            problem.notes.extend(diagnostic.help.clone());
            result.add(Status::Error, problem);
        }
    }
}

/// The directory of a file, for what is relative to it.
fn beside(file: &str, relative: &str) -> Option<String> {
    path::join(path::parent(file), relative)
}
