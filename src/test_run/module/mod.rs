//! Module tests: Terraform's own `.tftest.hcl` files, run without init, providers or credentials.
//!
//! A run is evaluated as a plan or, with the values of mocks and of earlier runs, as an apply. What exists only after
//! a real apply is undecided, which is a verdict of its own and never counts as a pass.

mod execute;
mod file;

use std::sync::Arc;

use rayon::prelude::*;

use crate::config::project::Project;
use crate::diag::Diagnostic;
use crate::discover::{Dialect, Directory, FileKind, Files, path};
use crate::span::{SourceFile, Sources};
use crate::syntax::{self, ast::FileFormat};

/// What became of a run block.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Status {
    Pass,
    Skip,
    /// A condition depends on what only a real apply can tell.
    Undecided,
    Fail,
    Error,
}

impl Status {
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Pass => "pass",
            Self::Skip => "skip",
            Self::Undecided => "undecided",
            Self::Fail => "fail",
            Self::Error => "error",
        }
    }
}

/// One run block and its verdict.
#[derive(Clone, Debug)]
pub struct RunResult {
    pub name: Arc<str>,
    pub status: Status,
    pub problems: Vec<Problem>,
}

/// Why a run does not pass.
#[derive(Clone, Debug)]
pub struct Problem {
    pub message: String,
    /// The values on both sides of a failed comparison, the reason of an undecided one.
    pub notes: Vec<String>,
    /// `path:line`, where there is one.
    pub place: String,
}

/// One test file.
#[derive(Clone, Debug)]
pub struct FileResult {
    /// Relative to the tested directory.
    pub path: String,
    pub runs: Vec<RunResult>,
    pub diagnostics: Vec<Diagnostic>,
}

impl FileResult {
    /// The worst of its runs.
    pub fn status(&self) -> Status {
        self.runs.iter().map(|run| run.status).max().unwrap_or(Status::Pass)
    }
}

/// The test files of a module: in its directory, and in `tests` below it.
pub fn test_files(files: &Files, dir: &str) -> Vec<Arc<str>> {
    let mut found = Vec::new();
    for place in [dir.to_string(), path::child(dir, "tests")] {
        if let Ok(directory) = Directory::read(files, &place, Dialect::default()) {
            found.extend(
                directory.files.iter().filter(|file| file.kind == FileKind::Test).map(|file| Arc::clone(&file.path)),
            );
        }
    }
    found
}

/// Runs all test files of a module, in parallel.
pub fn run(files: &Files, sources: &Sources, dir: &str, environment: &[(String, String)]) -> Vec<FileResult> {
    let tests = test_files(files, dir);
    let directories: Vec<Directory> = [dir.to_string(), path::child(dir, "tests")]
        .iter()
        .filter_map(|dir| Directory::read(files, dir, Dialect::default()).ok())
        .collect();
    let project = Project::load(files, sources, &directories, Dialect::default());
    tests.par_iter().map(|test| run_file(files, sources, &project, dir, test, environment)).collect()
}

fn run_file(
    files: &Files,
    sources: &Sources,
    project: &Project,
    dir: &str,
    test: &Arc<str>,
    environment: &[(String, String)],
) -> FileResult {
    let shown = if dir.is_empty() {
        test.to_string()
    } else {
        test.strip_prefix(&format!("{dir}/")).unwrap_or(test).to_string()
    };
    let mut result = FileResult { path: shown, runs: Vec::new(), diagnostics: Vec::new() };
    let text = match files.read_text(test) {
        Ok(text) => text,
        Err(error) => {
            result.diagnostics.push(error.to_diagnostic());
            return result;
        }
    };
    let id = sources.add(SourceFile::new(Arc::clone(test), Arc::clone(&text)));
    let format = if test.ends_with(".json") { FileFormat::Json } else { FileFormat::Hcl };
    let (parsed, problems) = syntax::parse(&text, id, format);
    let has_errors = problems.iter().any(|problem| problem.severity == crate::diag::Severity::Error);
    result.diagnostics = problems;
    let test = file::read(&parsed.body, &mut result.diagnostics);
    if has_errors {
        result.runs = test.runs.iter().map(|run| execute::broken(&run.name)).collect();
        return result;
    }
    result.runs = execute::Execution { files, sources, project, dir, environment }.file(&test);
    result
}
