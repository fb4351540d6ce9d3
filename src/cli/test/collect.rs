//! Which tests there are, and running them.

use std::collections::BTreeSet;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use anyhow::Context as _;
use rayon::prelude::*;

use super::TestArgs;
use super::report::{Case, Group};
use crate::check::cost::Pricing;
use crate::cli::surroundings::Surroundings;
use crate::config::module::Module;
use crate::cost::monthly_values;
use crate::diag::{Code, Diagnostic};
use crate::discover::{FileKind, Files, Options, Target, discover, path, root, target};
use crate::eval::instance::RootEvaluation;
use crate::policy::settings::FILE_NAMES;
use crate::rules::load::{self, Source};
use crate::rules::{bundled, rule::Rule};
use crate::span::{SourceFile, Sources, Span};
use crate::syntax;
use crate::syntax::ast::{Block, FileFormat};
use crate::test_run::coverage::{Collector, Report};
use crate::test_run::module::Suite;
use crate::test_run::verdict::{FileResult, Status, TestResult};
use crate::test_run::{examples, neighbours, policy};

/// What the tests gave.
#[derive(Debug)]
pub(super) struct Collected {
    pub(super) files: Files,
    pub(super) cases: Vec<Case>,
    pub(super) diagnostics: Vec<Diagnostic>,
    /// What was exercised, where it was asked for.
    pub(super) report: Option<Report>,
}

/// Something that is run as a whole.
pub(super) enum Unit {
    /// A test file of a module, and how reports name it: relative to the path that was asked for.
    Module(Arc<Suite>, Arc<str>, String),
    Policy(String, String),
    Rule(Arc<Rule>),
}

impl Unit {
    pub(super) fn rule(&self) -> Option<Arc<Rule>> {
        match self {
            Self::Rule(rule) => Some(Arc::clone(rule)),
            Self::Module(..) | Self::Policy(..) => None,
        }
    }
}

/// Finds and runs all tests.
pub(super) fn run(args: &TestArgs, around: &Surroundings, sources: &Sources) -> anyhow::Result<Collected> {
    let files = open(args, around)?;
    let mut diagnostics = Vec::new();
    let units = units(args, around, &files, sources, &mut diagnostics)?;
    let collector = args.coverage.is_asked().then(Collector::default);
    let rules = units.iter().filter_map(Unit::rule).collect();
    let running = Running { args, around, files: &files, sources, rules, collector: collector.as_ref() };
    let cases = running.all(&units, &mut diagnostics);
    let report = collector.map(|collector| {
        let (modules, rules) = covered(&units);
        collector.report(&modules, &rules, sources)
    });
    Ok(Collected { files, cases, diagnostics, report })
}

/// The modules and rules that the tests are about.
fn covered(units: &[Unit]) -> (Vec<Arc<Module>>, Vec<Arc<Rule>>) {
    let (mut modules, mut rules) = (Vec::new(), Vec::new());
    for unit in units {
        match unit {
            Unit::Module(suite, ..) => modules.extend(suite.modules()),
            Unit::Rule(rule) => rules.push(Arc::clone(rule)),
            Unit::Policy(..) => {}
        }
    }
    (modules, rules)
}

fn absolute(args: &TestArgs, around: &Surroundings) -> Vec<PathBuf> {
    args.paths.iter().map(|path| around.cwd.join(path)).collect()
}

/// The repository of the paths.
pub(super) fn open(args: &TestArgs, around: &Surroundings) -> anyhow::Result<Files> {
    Ok(Files::on_disk(&root::find_root(&around.cwd, &absolute(args, around)))?)
}

/// All that can be run.
pub(super) fn units(
    args: &TestArgs,
    around: &Surroundings,
    files: &Files,
    sources: &Sources,
    diagnostics: &mut Vec<Diagnostic>,
) -> anyhow::Result<Vec<Unit>> {
    let mut collecting =
        Collecting { files, sources, test_directory: &args.test_directory, units: Vec::new(), diagnostics: Vec::new() };
    for (typed, absolute) in args.paths.iter().zip(absolute(args, around)) {
        let relative = target::relative_to_root(files, &absolute).filter(|relative| files.exists(relative));
        let relative = relative.with_context(|| format!("`{}` cannot be found", typed.display()))?;
        collecting.path(&relative)?;
    }
    if args.bundled {
        let rules = bundled::all(sources, &mut collecting.diagnostics);
        collecting.units.extend(rules.into_iter().map(|rule| Unit::Rule(Arc::new(rule))));
    }
    let Collecting { units, diagnostics: mut problems, .. } = collecting;
    diagnostics.append(&mut problems);
    Ok(units)
}

struct Collecting<'c> {
    files: &'c Files,
    sources: &'c Sources,
    test_directory: &'c str,
    units: Vec<Unit>,
    diagnostics: Vec<Diagnostic>,
}

impl Collecting<'_> {
    fn path(&mut self, relative: &str) -> anyhow::Result<()> {
        let is_file = self.files.is_file(relative);
        let name = path::file_name(relative);
        if is_file && name.ends_with(policy::SUFFIX) {
            self.units.push(Unit::Policy(relative.to_owned(), name.to_owned()));
        } else if is_file && FileKind::of(name).is_none() {
            self.rule_file(relative, &mut |_| true)?;
        } else {
            self.modules(relative);
        }
        if !is_file {
            for file in policy::test_files(self.files, relative) {
                let shown = shown(relative, &file);
                self.units.push(Unit::Policy(file, shown));
            }
            for file in target::find_files(self.files, relative, ".hcl") {
                let name = path::file_name(&file);
                let is_other =
                    FileKind::of(name).is_some() || name.ends_with(policy::SUFFIX) || FILE_NAMES.contains(&name);
                if !is_other {
                    self.rule_file(&file, &mut is_rule)?;
                }
            }
        }
        Ok(())
    }

    /// The rules of a file, when `is_ours` says of one of its blocks that it is one.
    fn rule_file(&mut self, path: &str, is_ours: &mut dyn FnMut(&Block) -> bool) -> anyhow::Result<()> {
        let text = self.files.read_text(path)?;
        if !text.contains("rule") {
            return Ok(());
        }
        let id = self.sources.add(SourceFile::new(path, Arc::clone(&text)));
        let (parsed, problems) = syntax::parse(&text, id, FileFormat::Hcl);
        if !parsed.body.blocks.iter().any(is_ours) {
            return Ok(());
        }
        self.diagnostics.extend(problems);
        let rules = load::rules(&parsed.body, Source::Custom, &mut self.diagnostics);
        self.units.extend(rules.into_iter().map(|rule| Unit::Rule(Arc::new(rule))));
        Ok(())
    }

    /// The tests of a directory's module and of all modules below it, or one test file.
    fn modules(&mut self, relative: &str) {
        let is_file = self.files.is_file(relative);
        let (dir, only) = if is_file { (path::parent(relative), Some(relative)) } else { (relative, None) };
        let discovery = discover(self.files, &[Target::Path(dir.into())], Options::default());
        self.diagnostics.extend(discovery.diagnostics);
        let mut modules: BTreeSet<Arc<str>> = BTreeSet::new();
        for directory in &discovery.directories {
            if !directory.files.iter().any(|file| file.kind == FileKind::Test) {
                continue;
            }
            // A folder of tests belongs to the module above it.
            let above = module_above(&directory.path, self.test_directory).filter(|_| !directory.has_config());
            modules.insert(above.unwrap_or(&directory.path).into());
        }
        for module in modules {
            let suite = Arc::new(Suite::load(self.files, self.sources, &module, self.test_directory));
            if !suite.has_module() {
                let text =
                    format!("the tests in `{module}` belong to no module; `--test-directory` says where tests stand");
                self.diagnostics.push(Diagnostic::note(Code::FileSkipped, Span::NONE, text).with_path(module));
                continue;
            }
            let tests = suite.tests().iter().filter(|test| only.is_none_or(|only| only == &***test));
            let units = tests.map(|test| Unit::Module(Arc::clone(&suite), Arc::clone(test), shown(dir, test)));
            self.units.extend(units.collect::<Vec<_>>());
        }
    }
}

/// The module whose tests stand in a directory by its name.
fn module_above<'d>(dir: &'d str, test_directory: &str) -> Option<&'d str> {
    let test_directory = path::normalise(test_directory)?;
    let above = dir.strip_suffix(test_directory.as_str())?;
    if above.is_empty() { Some(above) } else { above.strip_suffix('/') }
}

/// A file as seen from the directory that was asked for.
fn shown(dir: &str, file: &str) -> String {
    file.strip_prefix(dir).unwrap_or(file).trim_start_matches('/').to_owned()
}

/// Whether a block is one of our rules: other tools' configurations have `rule` blocks too.
fn is_rule(block: &Block) -> bool {
    &*block.kind.text == "rule"
        && ["assert", "native", "resources"].iter().any(|name| block.body.attribute(name).is_some())
}

struct Running<'r> {
    args: &'r TestArgs,
    around: &'r Surroundings,
    files: &'r Files,
    sources: &'r Sources,
    /// All rules whose examples are run.
    rules: Vec<Arc<Rule>>,
    collector: Option<&'r Collector>,
}

impl Running<'_> {
    fn is_wanted(&self, group: &str, name: &str) -> bool {
        self.args.filter.as_ref().is_none_or(|filter| group.contains(filter.as_str()) || name.contains(filter.as_str()))
    }

    /// Runs everything in parallel; results stand in the order of the units. With `--fail-fast`, units behind the first
    /// that fails are not begun, and what was begun behind it does not show: the outcome is the same on every machine.
    fn all(&self, units: &[Unit], diagnostics: &mut Vec<Diagnostic>) -> Vec<Case> {
        let first_failure = AtomicUsize::new(usize::MAX);
        let results: Vec<Vec<Case>> = units
            .par_iter()
            .enumerate()
            .map(|(i, unit)| {
                if self.args.fail_fast && i > first_failure.load(Ordering::Relaxed) {
                    return (Vec::new(), Vec::new());
                }
                let (cases, diagnostics) = self.unit(unit);
                if cases.iter().any(is_failure) {
                    first_failure.fetch_min(i, Ordering::Relaxed);
                }
                (cases, diagnostics)
            })
            .collect::<Vec<_>>()
            .into_iter()
            .map(|(cases, problems)| {
                diagnostics.extend(problems);
                cases
            })
            .collect();
        let mut cases: Vec<Case> = Vec::new();
        for case in results.into_iter().flatten() {
            let is_last = self.args.fail_fast && is_failure(&case);
            cases.push(case);
            if is_last {
                break;
            }
        }
        cases
    }

    fn unit(&self, unit: &Unit) -> (Vec<Case>, Vec<Diagnostic>) {
        match unit {
            Unit::Module(suite, test, shown) => {
                let coverage = self.collector.map(|collector| &collector.config);
                let file = suite.run_file(self.files, self.sources, test, &self.around.variables, coverage);
                self.file(Group::Module, shown, file)
            }
            Unit::Policy(path, shown) => {
                let pricing = Pricing::list();
                let costs = |root: &RootEvaluation| monthly_values(root, pricing.prices, pricing.usage);
                let cx = policy::Cx {
                    files: self.files,
                    sources: self.sources,
                    costs: Some(&costs),
                    coverage: self.collector.map(|collector| &collector.config),
                    is_wanted: &|file, name| self.is_wanted(file, name),
                };
                self.file(Group::Policy, shown, policy::run_file(cx, path))
            }
            Unit::Rule(rule) => {
                let group = format!("rule {}", rule.id);
                let wanted = |title: &str| self.is_wanted(&group, title);
                let coverage = self.collector.map(|collector| &collector.rules);
                let mut results = examples::of_rule(rule, self.sources, coverage, &wanted);
                if self.args.strict {
                    add_problems(&mut results, neighbours::of_rule(rule, &self.rules, self.sources));
                }
                (
                    results
                        .into_iter()
                        .map(|result| Case { group: Group::Rule, name: rule.id.to_string(), result })
                        .collect(),
                    Vec::new(),
                )
            }
        }
    }

    fn file(&self, group: Group, shown: &str, file: FileResult) -> (Vec<Case>, Vec<Diagnostic>) {
        let is_wanted = |test: &TestResult| self.is_wanted(&file.path, &test.name);
        let wanted: Vec<TestResult> = file.tests.iter().filter(|test| is_wanted(test)).cloned().collect();
        let cases = wanted.into_iter().map(|result| Case { group, name: shown.to_owned(), result });
        (cases.collect(), file.diagnostics)
    }
}

/// Adds to the results of examples what speaks against them besides.
fn add_problems(results: &mut [TestResult], more: Vec<TestResult>) {
    for result in more {
        if let Some(example) = results.iter_mut().find(|example| example.name == result.name) {
            result.problems.into_iter().for_each(|problem| example.add(Status::Fail, problem));
        }
    }
}

fn is_failure(case: &Case) -> bool {
    matches!(case.result.status, Status::Fail | Status::Error)
}
