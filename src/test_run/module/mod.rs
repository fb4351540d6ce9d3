//! Module tests: Terraform's own `.tftest.hcl` files, run without init, providers or credentials.
//!
//! A run is evaluated as a plan or, with the values of mocks and of earlier runs, as an apply. What exists only after
//! a real apply is undecided, which is a verdict of its own and never counts as a pass.

mod dependence;
mod execute;
mod judge;
mod mocks;
mod moves;
mod file;

use std::sync::Arc;

use super::verdict::FileResult;
use crate::config::module::Module;
use crate::config::project::Project;
use crate::diag::Severity;
use crate::discover::{Dialect, Directory, FileKind, Files, SourcePath, path};
use crate::eval::coverage::Coverage;
use crate::span::{FileId, SourceFile, Sources};
use crate::syntax::{self, ast::FileFormat};

/// Where tests stand below a module, where nothing else is said.
pub const TEST_DIRECTORY: &str = "tests";

/// A module and its test files.
#[derive(Debug)]
pub struct Suite {
    project: Project,
    dir: Arc<str>,
    test_dir: Arc<str>,
    tests: Vec<Arc<str>>,
}

impl Suite {
    /// Reads a module with all that its tests can lead to. Test files are those in its directory and in the one below it
    /// that is named, mostly [`TEST_DIRECTORY`].
    pub fn load(files: &Files, sources: &Sources, dir: &Arc<str>, test_dir: &str) -> Self {
        let below = path::join(dir, test_dir).unwrap_or_else(|| path::child(dir, TEST_DIRECTORY));
        let places = [dir.to_string(), below];
        let listed = places.iter().filter_map(|dir| Directory::read(files, dir, Dialect::default()).ok());
        let mut directories: Vec<Directory> = listed.collect();
        directories.dedup_by(|one, other| one.path == other.path);
        let is_test = |file: &&SourcePath| file.kind == FileKind::Test;
        let tests = directories.iter().flat_map(|directory| directory.files.iter().filter(is_test));
        let tests: Vec<Arc<str>> = tests.map(|file| Arc::clone(&file.path)).collect();
        for source in tests.iter().flat_map(|test| module_sources(files, test)) {
            let found = path::join(dir, &source).and_then(|dir| Directory::read(files, &dir, Dialect::default()).ok());
            if let Some(found) = found.filter(|found| directories.iter().all(|other| other.path != found.path)) {
                directories.push(found);
            }
        }
        let project = Project::load(files, sources, &directories, Dialect::default());
        Self { project, dir: Arc::clone(dir), test_dir: test_dir.into(), tests }
    }

    /// Whether there is something to test.
    pub fn has_module(&self) -> bool {
        self.project.module(&self.dir).is_some_and(|module| !module.files.is_empty())
    }

    /// The test files, relative to the repository.
    pub fn tests(&self) -> &[Arc<str>] {
        &self.tests
    }

    /// The directory of the module.
    pub fn dir(&self) -> &Arc<str> {
        &self.dir
    }

    /// Where its tests stand, relative to it.
    pub fn test_dir(&self) -> &str {
        &self.test_dir
    }

    /// The module itself.
    pub fn module(&self) -> Option<Arc<Module>> {
        self.project.module(&self.dir)
    }

    /// The module and all local modules that it calls.
    pub fn modules(&self) -> Vec<Arc<Module>> {
        let reached = self.project.reachable(std::slice::from_ref(&self.dir));
        reached.iter().filter_map(|dir| self.project.module(dir)).collect()
    }

    /// Runs one test file. `environment` holds `TF_VAR_*` without the prefix; what is exercised is counted.
    pub fn run_file(
        &self,
        files: &Files,
        sources: &Sources,
        test: &Arc<str>,
        environment: &[(String, String)],
        coverage: Option<&Arc<Coverage>>,
    ) -> FileResult {
        let mut result = FileResult { path: test.to_string(), tests: Vec::new(), diagnostics: Vec::new() };
        let text = match files.read_text(test) {
            Ok(text) => text,
            Err(error) => {
                result.diagnostics.push(error.to_diagnostic());
                return result;
            }
        };
        let id = sources.add(SourceFile::new(Arc::clone(test), Arc::clone(&text)));
        let (parsed, problems) = syntax::parse(&text, id, format_of(test));
        let has_errors = problems.iter().any(|problem| problem.severity == Severity::Error);
        result.diagnostics = problems;
        let test_dir = path::parent(test);
        let mut test = file::read(&parsed.body, &mut result.diagnostics);
        let reading = mocks::Reading { files, sources, dir: &self.dir };
        reading.add_sources(&mut test, &mut result.diagnostics);
        if has_errors {
            result.tests = test.runs.iter().map(|run| execute::broken(&run.name, run.span)).collect();
            return result;
        }
        let execution = execute::Execution {
            files,
            sources,
            project: &self.project,
            dir: &self.dir,
            test_dir,
            environment,
            coverage,
        };
        result.tests = execution.file(&test);
        result
    }
}

fn format_of(test: &str) -> FileFormat {
    if test.ends_with(".json") { FileFormat::Json } else { FileFormat::Hcl }
}

/// The local modules that runs of a test file use instead of the tested one.
fn module_sources(files: &Files, test: &str) -> Vec<String> {
    let Ok(text) = files.read_text(test) else { return Vec::new() };
    if !text.contains("module") {
        return Vec::new();
    }
    let (parsed, _) = syntax::parse(&text, FileId::NONE, format_of(test));
    let read = file::read(&parsed.body, &mut Vec::new());
    read.runs.iter().filter_map(|run| run.module.as_ref().map(|(source, _)| source.to_string())).collect()
}
