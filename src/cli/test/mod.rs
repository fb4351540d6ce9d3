//! `tollgate test`: rule examples, policy tests and module tests.

mod collect;
mod report;
mod update;

use std::path::PathBuf;

use clap::{Args, ValueEnum, ValueHint};

use self::collect::Collected;
use self::report::Case;
use super::console::{Console, Level};
use super::surroundings::Surroundings;
use crate::diag::{Diagnostic, Severity};
use crate::policy::gate::Exit;
use crate::report::redact::Redactor;
use crate::span::Sources;
use crate::test_run::verdict::Status;

/// What `tollgate test` was asked.
#[derive(Args, Clone, Debug)]
#[command(after_help = "Examples:
  tollgate test                       all tests of this directory and below
  tollgate test policy/rules.hcl      the examples of your own rules
  tollgate test --filter bucket       what has `bucket` in its name
  tollgate test --update              bring expectations up to date; look at the diff
  tollgate test --bundled             the examples of all bundled rules

Tests are `.tftest.hcl` and `.tofutest.hcl` files of modules, policy tests in `*.tollgate.test.hcl`, and the examples
in rule files. Exit codes: 0 all passed, 1 some failed, 2 a test or rule file is wrong.")]
pub struct TestArgs {
    /// Directories, test files and rule files
    #[arg(default_value = ".", value_name = "PATH", value_hint = ValueHint::AnyPath)]
    pub paths: Vec<PathBuf>,
    /// Run the examples of the bundled rules as well
    #[arg(long)]
    pub bundled: bool,
    /// Hold the examples of rules against the other rules as well: each shows what its own rule says, and nothing else
    #[arg(long)]
    pub strict: bool,
    /// Only what has this text in its name: a file, a run, a policy test, a rule or an example
    #[arg(long, value_name = "TEXT")]
    pub filter: Option<String>,
    /// How the results look
    #[arg(long, value_enum, default_value_t = TestFormat::Human)]
    pub format: TestFormat,
    /// What an undecided test counts as
    #[arg(long, value_enum, default_value_t = Undecided::Warn)]
    pub undecided: Undecided,
    /// Stop at the first test that fails
    #[arg(long)]
    pub fail_fast: bool,
    /// Rewrite expectations of rule examples and policy tests to what was found, and show the changes
    #[arg(long)]
    pub update: bool,
}

/// How the results look.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum TestFormat {
    Human,
    Json,
    Junit,
    Github,
    Tap,
}

/// What becomes of a test that only a real apply could decide.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Undecided {
    /// A failure
    Fail,
    /// Shown, and no failure
    Warn,
    /// Only counted
    Ignore,
}

/// Runs the command.
///
/// # Errors
/// A path that cannot be read, and output that cannot be written.
pub fn run(args: &TestArgs, around: &Surroundings, console: &mut Console<'_>) -> anyhow::Result<Exit> {
    let sources = Sources::default();
    let Collected { files, cases, mut diagnostics } = collect::run(args, around, &sources)?;
    crate::diag::sort_diagnostics(&mut diagnostics, &sources);
    console.diagnostics(&diagnostics, &sources, &Redactor::default())?;
    report::write(args, &cases, &sources, console.out)?;
    if cases.is_empty() && diagnostics.is_empty() {
        console.remark(Level::Normal, "there are no tests here")?;
    }
    if args.update {
        update::run(&files, &cases, &sources, console)?;
    }
    Ok(exit(args.undecided, &cases, &diagnostics))
}

fn exit(undecided: Undecided, cases: &[Case], diagnostics: &[Diagnostic]) -> Exit {
    let is_bad = |case: &Case| match case.result.status {
        Status::Fail | Status::Error => true,
        Status::Undecided => undecided == Undecided::Fail,
        Status::Pass | Status::Skip => false,
    };
    let has_errors = diagnostics.iter().any(|diagnostic| diagnostic.severity == Severity::Error);
    match (has_errors, cases.iter().any(is_bad)) {
        (true, _) => Exit::Usage,
        (false, true) => Exit::Findings,
        (false, false) => Exit::Clean,
    }
}
