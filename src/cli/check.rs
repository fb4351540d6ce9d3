//! `tollgate check`: the findings of a repository, in any format.

use std::path::Path;

use anyhow::Context as _;

use super::args::CheckArgs;
use super::console::{Console, Level};
use super::progress::Bar;
use super::settings::CheckSettings;
use super::surroundings::Surroundings;
use crate::check::cost::Pricing;
use crate::check::{self, Checked, Progress, Request};
use crate::diag::{Code, Diagnostic, sort_diagnostics};
use crate::discover::revision::{self, Revision};
use crate::policy::gate::{Exit, exit_of};
use crate::report::redact::Redactor;
use crate::report::{self, Options, Report, RunInfo, Summary, sort_findings};
use crate::span::Span;
use crate::timing;

/// Runs the command.
pub fn run(args: &CheckArgs, around: &Surroundings, console: &mut Console<'_>) -> anyhow::Result<Exit> {
    if args.run.timings || args.run.profile.is_some() {
        timing::record();
    }
    let mut settings = CheckSettings::new(args, around)?;
    let bar = (around.stderr_is_terminal && console.level != Level::Quiet).then(Bar::new);
    let mut checked = check::check(request(&settings, bar.as_ref().map(|bar| bar as &dyn Progress)));
    if let Some(bar) = &bar {
        bar.clear();
    }
    let exit = settings.diagnostics.iter().map(exit_of).fold(checked.exit, Exit::max);
    checked.diagnostics.append(&mut settings.diagnostics);
    if checked.all_roots == 0 && exit <= Exit::Findings && settings.changed.is_none() {
        let message = "there are no Terraform or OpenTofu files to check";
        checked.diagnostics.push(Diagnostic::warning(Code::PathMissing, Span::NONE, message));
    }
    sort_diagnostics(&mut checked.diagnostics, &settings.sources);
    sort_findings(&mut checked.findings, &settings.sources);
    {
        let _measured = timing::span("report", String::new);
        write(args, &settings, &checked, exit, around, console)?;
    }
    tell_timings(args, around, console)?;
    Ok(if args.report.exit_zero && exit == Exit::Findings { Exit::Clean } else { exit })
}

fn tell_timings(args: &CheckArgs, around: &Surroundings, console: &mut Console<'_>) -> anyhow::Result<()> {
    if args.run.timings {
        console.err.write_all(timing::table().as_bytes())?;
    }
    let Some(file) = &args.run.profile else { return Ok(()) };
    report::write_file(&around.cwd.join(file), timing::trace().as_bytes())
        .with_context(|| format!("cannot write `{}`", file.display()))
}

/// The library's view of the settings.
pub(super) fn request<'r>(settings: &'r CheckSettings, progress: Option<&'r dyn Progress>) -> Request<'r> {
    Request {
        files: &settings.files,
        sources: &settings.sources,
        targets: &settings.targets,
        dialect: settings.dialect,
        configuration: &settings.configuration,
        command_line: &settings.command_line,
        values: &settings.values,
        environment: settings.environment.as_ref(),
        baseline: settings.baseline.as_ref(),
        base: settings.base.as_ref(),
        changed: settings.changed.as_ref(),
        today: Some(settings.today),
        shard: settings.shard,
        plans: &settings.plans,
        changed_only: settings.changed_only,
        progress,
        pricing: Some(Pricing { prices: &settings.prices, usage: &settings.usage }),
        reports_costs: tells_costs(settings),
    }
}

/// Whether a report of the run tells of costs; of a shard, any report may be merged to one that does.
fn tells_costs(settings: &CheckSettings) -> bool {
    settings.shard.is_some() || settings.reports.iter().any(|target| target.format.tells_costs())
}

fn write(
    args: &CheckArgs,
    settings: &CheckSettings,
    checked: &Checked,
    exit: Exit,
    around: &Surroundings,
    console: &mut Console<'_>,
) -> anyhow::Result<()> {
    let revision = settings.files.root().and_then(revision::of).unwrap_or_default();
    let report = Report { run: run_info(args, settings, checked, exit, revision), ..report_of(settings, checked) };
    console.diagnostics(&checked.diagnostics, &settings.sources, &Redactor::new(&report))?;
    remarks(settings, checked, console)?;
    let root = settings.files.root().filter(|_| around.shows_links);
    let options = Options {
        show_suppressed: args.report.show_suppressed,
        links: root.and_then(report::place::file_uri),
        ..console.out_options()
    };
    for target in &settings.reports {
        write_report(&report, target, &options, around, console)?;
    }
    Ok(())
}

/// What was found, without a word about the run.
pub(super) fn report_of<'r>(settings: &'r CheckSettings, checked: &'r Checked) -> Report<'r> {
    Report {
        findings: &checked.findings,
        rules: &checked.rules,
        diagnostics: &checked.diagnostics,
        sources: &settings.sources,
        summary: Summary {
            files: checked.files,
            resources: checked.resources,
            rules: checked.rules.len(),
            roots: checked.roots,
        },
        run: RunInfo::default(),
        secrets: &checked.secrets,
        plans: &checked.plans,
        costs: &checked.costs,
        part: checked.part.as_deref(),
        excerpts: None,
    }
}

pub(super) fn write_report(
    report: &Report<'_>,
    target: &report::Target,
    options: &Options,
    around: &Surroundings,
    console: &mut Console<'_>,
) -> anyhow::Result<()> {
    let Some(file) = &target.file else {
        return Ok(target.format.write(report, console.out, options)?);
    };
    let mut bytes = Vec::new();
    let show_suppressed = options.show_suppressed;
    target.format.write(report, &mut bytes, &Options { show_suppressed, ..Options::default() })?;
    let path = around.cwd.join(file);
    report::write_file(&path, &bytes).with_context(|| format!("cannot write `{}`", file.display()))
}

fn run_info(args: &CheckArgs, settings: &CheckSettings, checked: &Checked, exit: Exit, revision: Revision) -> RunInfo {
    let name = settings.files.root().and_then(Path::file_name);
    RunInfo {
        category: args.report.category.clone(),
        repository: name.map(|name| name.to_string_lossy().into_owned()).unwrap_or_default(),
        remote: revision.remote,
        revision: revision.commit,
        committed: revision.committed,
        branch: revision.branch,
        environments: checked.environments.clone(),
        exit_code: Some(exit.code()),
        unknown_fails: checked.unknown_fails,
        ..RunInfo::default()
    }
}

/// What was not checked, and what else is worth a word.
fn remarks(settings: &CheckSettings, checked: &Checked, console: &mut Console<'_>) -> anyhow::Result<()> {
    for skipped in &checked.skipped {
        console.remark(Level::Verbose, &format!("skipped `{}`: {}", skipped.path, skipped.reason.as_str()))?;
    }
    if checked.unknown_ignored > 0 {
        let text = format!("{} verdicts of unknown are ignored, as configured", checked.unknown_ignored);
        console.remark(Level::Verbose, &text)?;
    }
    if settings.changed.is_some() && checked.all_roots == 0 {
        console.remark(Level::Normal, "the change has an effect on no root module")?;
    }
    if checked.part.as_ref().is_some_and(|part| !part.budgets.is_empty()) {
        console.remark(Level::Normal, "budgets are judged when the reports of all shards are merged")?;
    }
    let entries = settings.baseline.iter().flat_map(|baseline| &baseline.entries).count();
    if !checked.fixed_entries.is_empty() {
        let fixed = checked.fixed_entries.len();
        let text =
            format!("{fixed} of {entries} entries of the baseline are fixed; `tollgate baseline prune` removes them");
        console.remark(Level::Normal, &text)?;
    }
    Ok(())
}
