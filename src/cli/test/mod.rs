//! `tollgate test`: rule examples, policy tests and module tests.

mod collect;
mod generate;
mod mutation;
mod report;
mod update;

use std::path::PathBuf;

use anyhow::Context as _;
use clap::{Args, ValueEnum, ValueHint};

use self::collect::Collected;
use self::report::Case;
use super::console::{Console, Level};
use super::surroundings::Surroundings;
use super::watch;
use crate::diag::{Diagnostic, Severity};
use crate::policy::gate::Exit;
use crate::report::redact::Redactor;
use crate::report::write_file;
use crate::span::Sources;
use crate::test_run::coverage::Report;
use crate::test_run::module::TEST_DIRECTORY;
use crate::test_run::verdict::Status;

/// What `tollgate test` was asked.
#[derive(Args, Clone, Debug)]
#[command(after_help = "Examples:
  tollgate test                       all tests of this directory and below
  tollgate test policy/rules.hcl      the examples of your own rules
  tollgate test --filter bucket       what has `bucket` in its name
  tollgate test --update              bring expectations up to date; look at the diff
  tollgate test --bundled             the examples of all bundled rules
  tollgate test --coverage            what the tests have exercised, and what not
  tollgate test --mutate              which changes of rules and modules no test notices
  tollgate test --mutate --suggest    examples that would notice them
  tollgate test --generate modules/x  a first test file for a module

Tests are `.tftest.hcl` and `.tofutest.hcl` files of modules, policy tests in `*.tollgate.test.hcl`, and the examples
in rule files. Exit codes: 0 all passed, 1 some failed, 2 a test or rule file is wrong.")]
pub struct TestArgs {
    /// Directories, test files and rule files
    #[arg(default_value = ".", value_name = "PATH", value_hint = ValueHint::AnyPath)]
    pub paths: Vec<PathBuf>,
    /// Where a module's tests stand, relative to it, besides its own directory
    #[arg(long, value_name = "DIR", default_value = TEST_DIRECTORY)]
    pub test_directory: String,
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
    /// Run again whenever a file changes, until interrupted
    #[arg(long, conflicts_with = "update")]
    pub watch: bool,
    #[command(flatten)]
    pub coverage: CoverageArgs,
    #[command(flatten)]
    pub mutation: MutationArgs,
    /// Write a first test file for the module in this directory, and run nothing
    #[arg(long, value_name = "DIR", value_hint = ValueHint::DirPath, conflicts_with_all = ["watch", "update", "mutate"])]
    pub generate: Option<PathBuf>,
}

/// What the tests have exercised.
#[derive(Args, Clone, Debug, Default)]
#[command(next_help_heading = "Coverage")]
pub struct CoverageArgs {
    /// Say what the tests have exercised: rules' conditions, resources, validations, conditional expressions
    #[arg(long)]
    pub coverage: bool,
    /// Write it as an lcov tracefile
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub coverage_lcov: Option<PathBuf>,
    /// Write it as JSON
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub coverage_json: Option<PathBuf>,
    /// Fail where less than so many percent are exercised
    #[arg(long, value_name = "PERCENT")]
    pub min_coverage: Option<f64>,
}

impl CoverageArgs {
    fn is_asked(&self) -> bool {
        self.coverage || self.coverage_lcov.is_some() || self.coverage_json.is_some() || self.min_coverage.is_some()
    }
}

/// Whether the tests would notice.
#[derive(Args, Clone, Debug)]
#[command(next_help_heading = "Mutation")]
pub struct MutationArgs {
    /// Change rules' conditions and modules' literals one at a time, and report the changes that no test notices
    #[arg(long)]
    pub mutate: bool,
    /// At most so many changes of a rule or module
    #[arg(long, value_name = "N", default_value_t = 60, requires = "mutate")]
    pub mutants: usize,
    /// Fail where the tests notice less than so many percent of the changes
    #[arg(long, value_name = "PERCENT", requires = "mutate")]
    pub min_score: Option<f64>,
    /// Print new examples for rules, each a small change away from one that is there, that notice what none notices yet;
    /// with `--update` they are written into the rule files
    #[arg(long, requires = "mutate")]
    pub suggest: bool,
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
    if let Some(dir) = &args.generate {
        return generate::run(dir, around, console);
    }
    if args.mutation.mutate {
        return mutation::run(args, around, console);
    }
    if !args.watch {
        return once(args, around, console);
    }
    let typed: Vec<String> = args.paths.iter().map(|path| path.to_string_lossy().into_owned()).collect();
    let written = [&args.coverage.coverage_lcov, &args.coverage.coverage_json].into_iter().flatten();
    let ours: Vec<PathBuf> = written.map(|file| around.cwd.join(file)).collect();
    let mut again = |console: &mut Console<'_>| once(args, around, console);
    watch::repeat(watch::Watched { paths: &typed, ours: &ours }, around, console, &mut again)
}

fn once(args: &TestArgs, around: &Surroundings, console: &mut Console<'_>) -> anyhow::Result<Exit> {
    let sources = Sources::default();
    let Collected { files, cases, mut diagnostics, report } = collect::run(args, around, &sources)?;
    crate::diag::sort_diagnostics(&mut diagnostics, &sources);
    console.diagnostics(&diagnostics, &sources, &Redactor::default())?;
    report::write(args, &cases, &sources, console.out)?;
    if cases.is_empty() && diagnostics.is_empty() {
        console.remark(Level::Normal, "there are no tests here")?;
    }
    let is_covered = match report {
        Some(report) => coverage(args, &report, around, console)?,
        None => true,
    };
    if args.update {
        update::run(&files, &cases, &sources, console)?;
    }
    let exit = exit(args.undecided, &cases, &diagnostics);
    Ok(if is_covered { exit } else { exit.max(Exit::Findings) })
}

/// Writes what was exercised; whether it is enough.
fn coverage(
    args: &TestArgs,
    report: &Report,
    around: &Surroundings,
    console: &mut Console<'_>,
) -> anyhow::Result<bool> {
    let asked = &args.coverage;
    if asked.coverage {
        let target = if args.format == TestFormat::Human { &mut *console.out } else { &mut *console.err };
        target.write_all(report.human().as_bytes())?;
    }
    let json = || format!("{:#}\n", report.json());
    let lcov = asked.coverage_lcov.as_ref().map(|file| (file, report.lcov()));
    for (file, text) in lcov.into_iter().chain(asked.coverage_json.as_ref().map(|file| (file, json()))) {
        let path = around.cwd.join(file);
        write_file(&path, text.as_bytes()).with_context(|| format!("cannot write `{}`", file.display()))?;
    }
    let least = asked.min_coverage.unwrap_or(0.0);
    let is_enough = report.percent() >= least;
    if !is_enough {
        let text = format!("{:.1}% is exercised, and {least}% is asked for", report.percent());
        console.remark(Level::Quiet, &text)?;
    }
    Ok(is_enough)
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
