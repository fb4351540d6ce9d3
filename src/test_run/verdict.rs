//! What became of a test, whatever kind of test it was.

use std::sync::Arc;

use crate::diag::Diagnostic;
use crate::span::Span;

/// What became of one test. Ordered: of several, the worst counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Status {
    Pass,
    Skip,
    /// It depends on what only a real apply can tell.
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

/// One run block, policy test or example, and its verdict.
#[derive(Clone, Debug)]
pub struct TestResult {
    pub name: Arc<str>,
    pub status: Status,
    pub problems: Vec<Problem>,
    /// Where the test begins.
    pub span: Span,
}

impl TestResult {
    /// A test that has nothing against it yet.
    pub fn new(name: &Arc<str>, span: Span) -> Self {
        Self { name: Arc::clone(name), status: Status::Pass, problems: Vec::new(), span }
    }

    /// A test that was not run.
    pub fn skipped(name: &Arc<str>, span: Span) -> Self {
        Self { status: Status::Skip, ..Self::new(name, span) }
    }

    /// Adds what is wrong; the worst status stays.
    pub fn add(&mut self, status: Status, problem: Problem) {
        self.status = self.status.max(status);
        self.problems.push(problem);
    }
}

/// Why a test does not pass.
#[derive(Clone, Debug)]
pub struct Problem {
    pub message: String,
    /// The values on both sides of a failed comparison and where they come from, the reason of an undecided one.
    pub notes: Vec<String>,
    /// The place; none where there is no text to point at.
    pub span: Span,
    /// What would make the expectation fit what was found.
    pub updates: Vec<Update>,
}

impl Problem {
    pub fn new(span: Span, message: impl Into<String>) -> Self {
        Self { message: message.into(), notes: Vec::new(), span, updates: Vec::new() }
    }

    #[must_use]
    pub fn with_note(mut self, note: impl Into<String>) -> Self {
        self.notes.push(note.into());
        self
    }

    #[must_use]
    pub fn with_updates(mut self, updates: impl IntoIterator<Item = Update>) -> Self {
        self.updates.extend(updates);
        self
    }
}

/// Replaces the text under `span` (empty: inserts) in a test or rule file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Update {
    pub span: Span,
    pub text: String,
}

/// The tests of one file.
#[derive(Clone, Debug)]
pub struct FileResult {
    /// As reports name it.
    pub path: String,
    pub tests: Vec<TestResult>,
    pub diagnostics: Vec<Diagnostic>,
}

impl FileResult {
    /// The worst of its tests.
    pub fn status(&self) -> Status {
        self.tests.iter().map(|test| test.status).max().unwrap_or(Status::Pass)
    }
}
