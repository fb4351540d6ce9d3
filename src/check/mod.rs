//! One whole check: configuration, rules, run, and what of its findings counts.
//!
//! In: an open repository, targets and what the user asked for. Out: [`Checked`]: findings with their severity in
//! effect, fingerprint, suppression and baseline state, diagnostics and the exit code. `run` evaluates and judges;
//! `policy` holds the single decisions; this stage puts them in order and knows neither arguments nor formats.

pub mod base;
pub mod budget;
pub mod catalogue;
pub mod cost;
pub mod part;

mod affected;
mod conclude;
mod environments;
mod planned;
mod roots;
mod settle;

use std::collections::BTreeSet;
use std::fmt;
use std::sync::Arc;

use jiff::civil::Date;

use self::catalogue::Catalogue;
use self::settle::Judge;
use crate::config::project::Project;
use crate::diag::Diagnostic;
use crate::discover::{self, Dialect, Directory, Discovery, Files, Skipped, Target};
use crate::eval::inputs::Given;
use crate::eval::instance::RootEvaluation;
use crate::plan::Plan;
use crate::plan::summary::Overview;
use crate::policy::baseline::Baseline;
use crate::policy::gate::Exit;
use crate::policy::settings::{CommandLine, FilesToRead, Settings};
use crate::rules::finding::Finding;
use crate::rules::rule::Rule;
use crate::run::{self, Hooks, RootInputs};
use crate::span::{Sources, Span};
use crate::timing;

/// What is checked, and how.
#[derive(Clone, Copy, Debug)]
pub struct Request<'r> {
    pub files: &'r Files,
    pub sources: &'r Sources,
    pub targets: &'r [Target],
    /// Wins over the configuration.
    pub dialect: Option<Dialect>,
    pub configuration: &'r FilesToRead,
    pub command_line: &'r CommandLine,
    pub values: &'r Values,
    /// Only this environment.
    pub environment: Option<&'r Arc<str>>,
    pub baseline: Option<&'r Baseline>,
    /// An earlier state of the repository: findings that it shows too are not new.
    pub base: Option<&'r Files>,
    /// Only what a change of these files can have an effect on.
    pub changed: Option<&'r BTreeSet<Arc<str>>>,
    /// The day on which suppressions are judged; without one, none expires.
    pub today: Option<Date>,
    pub shard: Option<Shard>,
    /// Plans, each for one root.
    pub plans: &'r [GivenPlan],
    /// Of a root with a plan, judge only what the plan creates, updates or replaces.
    pub changed_only: bool,
    pub progress: Option<&'r dyn Progress>,
    /// How costs are estimated, for budgets, for rules that ask and for the reports; without it, they are not.
    pub pricing: Option<cost::Pricing<'r>>,
    /// Whether a report tells what a plan or a change adds to the costs.
    pub reports_costs: bool,
}

/// A plan and the root module that it was made from; without one the configuration tells it, or the plan's addresses.
#[derive(Clone, Debug)]
pub struct GivenPlan {
    pub root: Option<Arc<str>>,
    pub plan: Arc<Plan>,
}

/// Values for variables that come from outside the repository.
#[derive(Clone, Debug, Default)]
pub struct Values {
    /// `TF_VAR_*` without the prefix.
    pub environment: Vec<(String, String)>,
    /// `--var` and `--var-file` in their order.
    pub given: Vec<Given>,
    pub workspace: Option<Arc<str>>,
    pub home: Option<Arc<str>>,
}

/// A part of the roots, for several machines.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Shard {
    /// From 1.
    pub index: usize,
    pub count: usize,
}

/// Hears of the work that is done.
pub trait Progress: Sync {
    /// So many roots are to be checked.
    fn start(&self, roots: usize);
    /// One more root is checked.
    fn advance(&self);
}

impl fmt::Debug for dyn Progress + '_ {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Progress")
    }
}

/// What a check found.
#[derive(Debug, Default)]
pub struct Checked {
    pub findings: Vec<Finding>,
    /// The rules that met something to judge, by id.
    pub rules: Vec<Arc<Rule>>,
    pub diagnostics: Vec<Diagnostic>,
    pub exit: Exit,
    /// The environments that were evaluated, in order.
    pub environments: Vec<Arc<str>>,
    /// Roots that were checked, once for each environment.
    pub roots: usize,
    /// All roots of the run, which may be more than those of one shard.
    pub all_roots: usize,
    pub files: usize,
    pub resources: usize,
    /// The plans that were judged, in order.
    pub plans: Vec<Overview>,
    /// Directories that were asked for.
    pub directories: BTreeSet<Arc<str>>,
    /// Directories left out on purpose.
    pub skipped: Vec<Skipped>,
    /// Verdicts of unknown that the configuration says to ignore.
    pub unknown_ignored: usize,
    /// Whether an unknown verdict fails the run somewhere.
    pub unknown_fails: bool,
    /// Texts that hold sensitive values: reports mask them.
    pub secrets: Vec<Span>,
    /// Entries of the baseline that no finding met, by position.
    pub unmet_entries: Vec<usize>,
    /// Those of them that are fixed: somebody looked, and nothing shows them any more.
    pub fixed_entries: Vec<usize>,
    /// What the roots cost, where a budget, a plan or a base asks for it.
    pub costs: Vec<cost::RootCost>,
    /// In a run of one shard: what the whole needs of it.
    pub part: Option<Box<part::Part>>,
}

/// What was read before anything is judged.
#[derive(Debug)]
struct Input {
    discovery: Discovery,
    /// Directories whose findings are reported.
    asked_for: BTreeSet<Arc<str>>,
    settings: Arc<Settings>,
    project: Project,
    dialect: Dialect,
}

/// Checks everything that the targets name.
pub fn check(request: Request<'_>) -> Checked {
    let mut diagnostics = Vec::new();
    let measured = timing::span("read", String::new);
    let input = read(request, &mut diagnostics);
    let catalogue = Catalogue::load(request.files, request.sources, &input.settings, &mut diagnostics);
    drop(measured);
    let (mut roots, problems) = roots::select(request, &input);
    diagnostics.extend(problems);
    diagnostics.extend(planned::tie(request, &input, &mut roots));
    let all_roots = roots.len();
    let others = roots::keep_own(request, &input, &mut roots);
    if let Some(progress) = request.progress {
        progress.start(roots.len());
    }
    let collector = cost::Collector::new(request, &input, (&roots, &others));
    let outcome = judge(request, &input, &catalogue, &roots, collector.as_ref());
    let _measured = timing::span("conclude", String::new);
    let judge = Judge { request, input: &input, catalogue: &catalogue };
    let costs = collector.map(cost::Collector::into_costs).unwrap_or_default();
    let checked = conclude::conclude(&judge, (&roots, all_roots), outcome, &costs, diagnostics);
    Checked { costs, ..checked }
}

/// The roots of a request with what they are given, before anything is judged: for tests of what is evaluated.
#[derive(Debug)]
pub struct Prepared {
    pub project: Project,
    pub roots: Vec<RootInputs>,
    /// The user's own rules.
    pub custom: Vec<Arc<Rule>>,
    pub diagnostics: Vec<Diagnostic>,
}

/// Reads everything that a check would read.
pub fn prepare(request: Request<'_>) -> Prepared {
    let mut diagnostics = Vec::new();
    let input = read(request, &mut diagnostics);
    let custom = Catalogue::load(request.files, request.sources, &input.settings, &mut diagnostics).custom_rules();
    let (mut roots, problems) = roots::select(request, &input);
    diagnostics.extend(problems);
    diagnostics.extend(planned::tie(request, &input, &mut roots));
    Prepared { project: input.project, roots, custom, diagnostics }
}

fn read(request: Request<'_>, diagnostics: &mut Vec<Diagnostic>) -> Input {
    let (files, sources) = (request.files, request.sources);
    let walk = |dialect| discover::discover(files, request.targets, discover::Options { dialect });
    let mut dialect = request.dialect.unwrap_or_default();
    let mut discovery = walk(dialect);
    let mut settings = Settings::new(request.configuration.clone(), request.command_line.clone());
    let dirs =
        |discovery: &Discovery| discovery.directories.iter().map(|dir| Arc::clone(&dir.path)).collect::<Vec<_>>();
    diagnostics.extend(settings.add_directories(files, sources, &dirs(&discovery)));
    let of_plans: Vec<Arc<str>> =
        request.plans.iter().map(|given| Arc::from(discover::path::parent(&given.plan.path))).collect();
    diagnostics.extend(settings.add_directories(files, sources, &of_plans));
    if let (None, Some(configured)) = (request.dialect, settings.dialect())
        && configured != dialect
    {
        dialect = configured;
        discovery = walk(dialect);
    }
    let (asked_for, directories) = affected::narrow(request, &settings, &discovery, dialect);
    let project = load_project(request, &directories, dialect);
    let called: Vec<Arc<str>> = project.modules().map(|module| Arc::clone(&module.dir)).collect();
    diagnostics.extend(settings.add_directories(files, sources, &called));
    diagnostics.append(&mut discovery.diagnostics);
    Input { discovery, asked_for, settings: Arc::new(settings), project, dialect }
}

/// Whether a directory is a module still; one that is not was removed or renamed.
fn holds_configuration(files: &Files, dir: &str) -> bool {
    Directory::read(files, dir, Dialect::OpenTofu).is_ok_and(|directory| directory.has_config())
}

fn load_project(request: Request<'_>, directories: &[Directory], dialect: Dialect) -> Project {
    Project::load(request.files, request.sources, directories, dialect)
}

fn judge(
    request: Request<'_>,
    input: &Input,
    catalogue: &Catalogue,
    roots: &[RootInputs],
    collector: Option<&cost::Collector<'_>>,
) -> run::Outcome {
    let scopes = roots::Scopes::new(input, roots, request.sources);
    let done = || {
        if let Some(progress) = request.progress {
            progress.advance();
        }
    };
    let seen = |evaluation: &RootEvaluation| {
        if let Some(collector) = collector {
            collector.see(evaluation);
        }
    };
    let costs = |evaluation: &RootEvaluation| {
        request.pricing.map(|pricing| cost::monthly_values(evaluation, pricing)).unwrap_or_default()
    };
    let choice = run::RuleChoice {
        is_on: &|rule, root| scopes.is_enabled(root, rule.into()),
        custom: catalogue.custom_rules(),
        is_custom_on: &|rule, root| catalogue.is_in_scope(rule, &root.dir) && scopes.is_enabled(root, rule.into()),
        adjust: &|rule, root| {
            let effective = input.settings.at(&root.dir, root.inputs.environment.as_ref());
            (effective.severity(rule), effective.params(rule))
        },
    };
    run::check(run::Request {
        files: request.files,
        sources: request.sources,
        project: &input.project,
        roots,
        rules: &choice,
        hooks: Hooks {
            done: Some(&done),
            seen: collector.is_some().then_some(&seen),
            costs: request.pricing.is_some().then_some(&costs),
            coverage: None,
        },
    })
}
