//! What the arguments mean: merged with the surroundings once, checked, and free of clap.

use std::collections::BTreeSet;
use std::sync::Arc;

use anyhow::{Context as _, bail};
use jiff::civil::Date;

use super::args::{CheckArgs, InputArgs, Ordered, RuleArgs};
use super::surroundings::Surroundings;
use crate::check::{GivenPlan, Shard, Values};
use crate::config::project::variable_file;
use crate::cost::prices::{Custom, Prices};
use crate::cost::usage::Usage;
use crate::diag::{Code, Diagnostic};
use crate::discover::changed::changed_files;
use crate::discover::git::{Base, GitError};
use crate::discover::target::{open_repository, parse_targets, relative_to_root};
use crate::discover::{Dialect, Files, ReadError, Target};
use crate::eval::inputs::Given;
use crate::plan::read;
use crate::policy::baseline::{self, Baseline};
use crate::policy::gate::{FailOn, UnknownPolicy};
use crate::policy::select::Selector;
use crate::policy::settings::{CommandLine, FilesToRead};
use crate::policy::suppress::directive::parse_date;
use crate::report;
use crate::span::{Sources, Span};

/// Everything that a check needs, resolved.
#[derive(Debug)]
pub struct CheckSettings {
    pub files: Files,
    pub sources: Sources,
    pub targets: Vec<Target>,
    pub dialect: Option<Dialect>,
    pub configuration: FilesToRead,
    pub command_line: CommandLine,
    pub values: Values,
    pub environment: Option<Arc<str>>,
    pub baseline: Option<Baseline>,
    /// The files of `--base`.
    pub base: Option<Files>,
    /// What differs from `--changed`.
    pub changed: Option<BTreeSet<Arc<str>>>,
    pub today: Date,
    pub shard: Option<Shard>,
    pub plans: Vec<GivenPlan>,
    /// List prices after the user's own.
    pub prices: Prices,
    pub usage: Usage,
    pub changed_only: bool,
    pub reports: Vec<report::Target>,
    /// What is wrong with paths and files that were named; the rest is checked.
    pub diagnostics: Vec<Diagnostic>,
}

impl CheckSettings {
    /// Resolves the arguments of `tollgate check`. An error is wrong usage.
    pub fn new(args: &CheckArgs, around: &Surroundings) -> anyhow::Result<Self> {
        let reports = reports(&args.report.format)?;
        let files = open_repository(&around.cwd, &args.paths)?;
        let sources = Sources::default();
        let mut diagnostics = Vec::new();
        let (targets, errors) = parse_targets(&files, &around.cwd, &args.paths);
        diagnostics.extend(errors.iter().map(ReadError::to_diagnostic));
        let values = values(&args.input, around, &files, &sources, &mut diagnostics)?;
        let baseline = baseline(&args.rules, around, &files, &mut diagnostics)?;
        let plans = args.input.plan.iter().filter_map(|text| plan(text, around, &files, &mut diagnostics)).collect();
        Ok(Self {
            plans,
            prices: prices(&args.input.prices, around)?,
            usage: usage(args.input.usage.as_deref(), around)?,
            changed_only: args.input.changed_only,
            dialect: args.input.tofu.then_some(Dialect::OpenTofu),
            configuration: configuration(&args.rules, around, &files)?,
            command_line: command_line(&args.rules)?,
            values,
            environment: args.input.env.as_deref().map(Arc::from),
            baseline,
            base: args.rules.base.as_deref().map(|revision| commit(&files, revision)).transpose()?,
            changed: args.rules.changed.as_deref().map(|revision| changed(&files, revision)).transpose()?,
            today: today(args.rules.today.as_deref(), around)?,
            shard: args.run.shard.map(|(index, count)| Shard { index, count }),
            reports,
            targets,
            files,
            sources,
            diagnostics,
        })
    }
}

/// The bundled price table with the user's tables before it.
pub(super) fn prices(paths: &[String], around: &Surroundings) -> anyhow::Result<Prices> {
    let mut custom = Custom::default();
    for path in paths {
        custom.add(&text_of(path, around)?).with_context(|| format!("`--prices {path}`"))?;
    }
    Ok(Prices::new(custom))
}

fn usage(path: Option<&str>, around: &Surroundings) -> anyhow::Result<Usage> {
    let Some(path) = path else { return Ok(Usage::default()) };
    Usage::parse(&text_of(path, around)?).with_context(|| format!("`--usage {path}`"))
}

/// A file that the user names; it may lie outside the repository.
fn text_of(path: &str, around: &Surroundings) -> anyhow::Result<String> {
    let path = around.cwd.join(path);
    let text = std::fs::File::open(&path).and_then(std::io::read_to_string);
    text.with_context(|| format!("cannot read `{}`", path.display()))
}

pub(super) fn reports(formats: &[String]) -> anyhow::Result<Vec<report::Target>> {
    let human = ["human".to_owned()];
    let formats = if formats.is_empty() { &human[..] } else { formats };
    let targets: Vec<report::Target> =
        formats.iter().map(|text| report::parse_target(text).map_err(anyhow::Error::msg)).collect::<Result<_, _>>()?;
    if targets.iter().filter(|target| target.file.is_none()).count() > 1 {
        bail!("only one report can go to standard output; write the others to files with `--format FORMAT=FILE`");
    }
    Ok(targets)
}

/// The files of a commit of this repository.
fn commit(files: &Files, revision: &str) -> anyhow::Result<Files> {
    let root = files.root().context("there is no repository here")?;
    Files::from_git(root, revision, Base::Fork).map_err(|error| match error {
        GitError::UnknownRevision(_) => anyhow::anyhow!("{error}; in CI, fetch the whole history (`fetch-depth: 0`)"),
        GitError::NotARepository(_) | GitError::Unreadable(_) => error.into(),
    })
}

fn changed(files: &Files, revision: &str) -> anyhow::Result<BTreeSet<Arc<str>>> {
    changed_files(files, &commit(files, revision)?, |_| true).context("there is nothing to compare with")
}

/// A plan that was named; one that cannot be read is told, and all else is checked.
fn plan(text: &str, around: &Surroundings, files: &Files, diagnostics: &mut Vec<Diagnostic>) -> Option<GivenPlan> {
    // A file may have `=` in its name.
    let (root, file) = match text.split_once('=') {
        Some((root, file)) if !around.cwd.join(text).is_file() => (Some(root), file),
        _ => (None, text),
    };
    let root = match root.map(|root| relative_to_root(files, &around.cwd.join(root))) {
        Some(None) => {
            let message = format!("`--plan {text}`: what stands before `=` is no directory of this repository");
            diagnostics.push(Diagnostic::error(Code::PlanMismatch, Span::NONE, message));
            return None;
        }
        root => root.flatten(),
    };
    let absolute = around.cwd.join(file);
    // A plan may lie outside the repository; reports then know it by its name alone.
    let shown = match relative_to_root(files, &absolute) {
        Some(relative) if file != "-" => relative,
        _ if file == "-" => "plan.json".to_string(),
        _ => absolute.file_name().map_or_else(|| "plan.json".into(), |name| name.to_string_lossy().into_owned()),
    };
    let result = if file == "-" {
        read::read(&shown, Box::new(std::io::stdin().lock()))
    } else {
        std::fs::File::open(&absolute).map_err(Into::into).and_then(|open| read::read(&shown, Box::new(open)))
    };
    match result {
        Ok(plan) => Some(GivenPlan { root: root.map(Arc::from), plan: Arc::new(plan) }),
        Err(error) => {
            let message = format!("the plan `{file}` cannot be used: {error}");
            diagnostics.push(Diagnostic::error(Code::PlanInvalid, Span::NONE, message).with_path(shown));
            None
        }
    }
}

/// `TF_VAR_*`, `--var`, `--var-file` and the workspace.
pub(super) fn values(
    args: &InputArgs,
    around: &Surroundings,
    files: &Files,
    sources: &Sources,
    diagnostics: &mut Vec<Diagnostic>,
) -> anyhow::Result<Values> {
    let mut given: Vec<(u32, Given)> = Vec::new();
    for Ordered { text, place } in &args.var_file {
        let relative = inside(files, around, text).with_context(|| format!("`--var-file {text}`"))?;
        let (parsed, problems) = variable_file(files, sources, &relative);
        diagnostics.extend(problems);
        given.extend(parsed.map(|parsed| (*place, Given::File(parsed))));
    }
    for Ordered { text, place } in &args.var {
        let Some((name, value)) = text.split_once('=') else {
            bail!("`--var {text}` has no `=`; write `--var name=value`");
        };
        given.push((*place, Given::Variable { name: name.trim().to_string(), text: value.to_string() }));
    }
    given.sort_by_key(|(place, _)| *place);
    Ok(Values {
        environment: around.variables.clone(),
        given: given.into_iter().map(|(_, given)| given).collect(),
        workspace: around.workspace.as_deref().map(Arc::from),
        home: around.home.as_deref().map(Arc::from),
    })
}

/// A file of the repository as the user named it.
fn inside(files: &Files, around: &Surroundings, text: &str) -> anyhow::Result<String> {
    relative_to_root(files, &around.cwd.join(text)).context("the file is not in the repository")
}

fn configuration(args: &RuleArgs, around: &Surroundings, files: &Files) -> anyhow::Result<FilesToRead> {
    configuration_of(args.config.as_deref(), args.isolated, around, files)
}

/// Which configuration files count.
pub(super) fn configuration_of(
    config: Option<&str>,
    isolated: bool,
    around: &Surroundings,
    files: &Files,
) -> anyhow::Result<FilesToRead> {
    let Some(config) = config else {
        return Ok(if isolated { FilesToRead::Isolated } else { FilesToRead::Nearest });
    };
    let relative = inside(files, around, config).with_context(|| format!("`--config {config}`"))?;
    if !files.is_file(&relative) {
        bail!("`--config {config}`: there is no such file");
    }
    Ok(FilesToRead::Only(relative.into()))
}

fn command_line(args: &RuleArgs) -> anyhow::Result<CommandLine> {
    let selectors =
        |words: &[String]| words.iter().map(|word| Selector::new(word.trim(), Span::NONE)).collect::<Vec<_>>();
    let unknown = match args.unknown.as_deref() {
        None => None,
        Some(text) => Some(
            text.parse::<UnknownPolicy>()
                .map_err(|()| anyhow::anyhow!("`--unknown {text}` is no policy; write ignore, warn or fail"))?,
        ),
    };
    Ok(CommandLine {
        select: (!args.select.is_empty()).then(|| selectors(&args.select)),
        ignore: selectors(&args.ignore),
        fail_on: threshold("--fail-on", args.fail_on.as_deref())?,
        default_fail_on: threshold("--default-fail-on", args.default_fail_on.as_deref())?,
        unknown,
        rule_files: Vec::new(),
    })
}

pub(super) fn threshold(option: &str, text: Option<&str>) -> anyhow::Result<Option<FailOn>> {
    let parse = |text: &str| {
        text.parse::<FailOn>().map_err(|()| {
            anyhow::anyhow!("`{option} {text}` is no severity; write info, low, medium, high, critical or never")
        })
    };
    text.map(parse).transpose()
}

/// The baseline that was named, or the one in its usual place.
fn baseline(
    args: &RuleArgs,
    around: &Surroundings,
    files: &Files,
    diagnostics: &mut Vec<Diagnostic>,
) -> anyhow::Result<Option<Baseline>> {
    let path = match &args.baseline {
        Some(path) => inside(files, around, path).with_context(|| format!("`--baseline {path}`"))?,
        None if args.isolated || !files.is_file(baseline::FILE_NAME) => return Ok(None),
        None => baseline::FILE_NAME.to_owned(),
    };
    let text = files.read_text(&path)?;
    match Baseline::parse(&path, &text) {
        Ok(baseline) => Ok(Some(baseline)),
        Err(diagnostic) => {
            diagnostics.push(*diagnostic);
            Ok(None)
        }
    }
}

fn today(text: Option<&str>, around: &Surroundings) -> anyhow::Result<Date> {
    match text {
        None => Ok(around.today),
        Some(text) => {
            parse_date(text).with_context(|| format!("`--today {text}` is no date; write it as `2027-01-31`"))
        }
    }
}
