//! `tollgate baseline`: the findings that a team agrees to live with for now.

use anyhow::{Context as _, bail};

use super::args::{BaselineAction, BaselineArgs, CheckArgs, ReportArgs, RuleArgs, RunArgs};
use super::check::request;
use super::console::{Console, Level};
use super::settings::CheckSettings;
use super::surroundings::Surroundings;
use crate::check::{self, Checked};
use crate::policy::baseline::{Baseline, Entry, FILE_NAME};
use crate::policy::gate::{Exit, exit_of};
use crate::report::redact::Redactor;
use crate::report::write_file;
use crate::rules::finding::{BaselineState, Finding, SuppressionKind, Verdict};

/// Runs the command.
pub fn run(args: &BaselineArgs, around: &Surroundings, console: &mut Console<'_>) -> anyhow::Result<Exit> {
    let typed = as_check(args);
    let mut settings = CheckSettings::new(&typed, around)?;
    let path = match (&args.baseline, settings.files.root()) {
        (Some(path), _) => around.cwd.join(path),
        (None, Some(root)) => root.join(FILE_NAME),
        (None, None) => bail!("there is no directory to write the baseline to"),
    };
    let before = settings.baseline.take();
    match (args.action, &before) {
        (BaselineAction::Create, _) if path.exists() && !args.force => {
            bail!("`{}` exists; use `tollgate baseline update`, or `--force` to write it anew", path.display())
        }
        (BaselineAction::Update | BaselineAction::Prune, None) => {
            bail!("there is no baseline `{}`; use `tollgate baseline create`", path.display())
        }
        _ => {}
    }
    settings.baseline = before.filter(|_| args.action != BaselineAction::Create);
    let checked = check::check(request(&settings, None));
    let exit = checked.diagnostics.iter().chain(&settings.diagnostics).map(exit_of).fold(Exit::Clean, Exit::max);
    console.diagnostics(&checked.diagnostics, &settings.sources, &Redactor::default())?;
    if exit > Exit::Findings {
        bail!("the baseline is not written, because not all could be checked");
    }
    let old = settings.baseline.unwrap_or_else(|| Baseline::of(&[]));
    let new = next(args.action, &old, &checked);
    tell(&old, &new, console)?;
    write_file(&path, new.to_text().as_bytes()).with_context(|| format!("cannot write `{}`", path.display()))?;
    Ok(Exit::Clean)
}

/// The check whose findings the baseline is made of.
fn as_check(args: &BaselineArgs) -> CheckArgs {
    CheckArgs {
        paths: args.paths.clone(),
        input: args.input.clone(),
        rules: RuleArgs {
            config: args.config.clone(),
            baseline: args.baseline.clone().filter(|_| args.action != BaselineAction::Create),
            ..RuleArgs::default()
        },
        report: ReportArgs::default(),
        run: RunArgs::default(),
    }
}

/// What the file will say: entries that nobody looked at stay, those that are fixed go, and new findings come in,
/// unless only pruning was asked for.
fn next(action: BaselineAction, old: &Baseline, checked: &Checked) -> Baseline {
    let is_known = |finding: &&Finding| finding.baseline_state == Some(BaselineState::Unchanged);
    let counts = |finding: &&Finding| {
        let is_silenced = finding.suppression.as_ref().is_some_and(|one| one.kind != SuppressionKind::Baseline);
        let is_decided = finding.verdict == Verdict::Fail || checked.unknown_fails;
        !is_silenced && (is_decided || is_known(finding))
    };
    let takes_new = action != BaselineAction::Prune;
    let findings: Vec<&Finding> =
        checked.findings.iter().filter(counts).filter(|finding| takes_new || is_known(finding)).collect();
    let mut next = Baseline::of(&findings);
    let is_unmet = |i: usize| checked.unmet_entries.contains(&i) && !checked.fixed_entries.contains(&i);
    let kept = old.entries.iter().enumerate().filter(|(i, _)| is_unmet(*i)).map(|(_, entry)| entry.clone());
    next.entries.extend(kept);
    next.sort();
    next
}

/// A baseline never grows silently: every entry that comes or goes is named.
fn tell(old: &Baseline, new: &Baseline, console: &mut Console<'_>) -> anyhow::Result<()> {
    let names = |baseline: &Baseline| baseline.entries.iter().map(name).collect::<Vec<String>>();
    let (before, after) = (names(old), names(new));
    let (added, removed) = (missing(&after, &before), missing(&before, &after));
    for line in removed.iter().map(|name| format!("- {name}")).chain(added.iter().map(|name| format!("+ {name}"))) {
        writeln!(console.out, "{line}")?;
    }
    let (came, went, all) = (added.len(), removed.len(), after.len());
    console.remark(Level::Normal, &format!("{came} added, {went} removed, {all} in the baseline"))?;
    Ok(())
}

/// What `these` hold and `those` do not, each as often as it is more.
fn missing(these: &[String], those: &[String]) -> Vec<String> {
    let mut rest: Vec<&String> = those.iter().collect();
    let mut missing = Vec::new();
    for name in these {
        match rest.iter().position(|other| *other == name) {
            Some(at) => {
                rest.swap_remove(at);
            }
            None => missing.push(name.clone()),
        }
    }
    missing
}

fn name(entry: &Entry) -> String {
    let place = if entry.directory.is_empty() { String::new() } else { format!(" in {}", entry.directory) };
    let attribute = if entry.attribute.is_empty() { String::new() } else { format!(".{}", entry.attribute) };
    format!("{} {}{attribute}{place}", entry.rule, entry.resource)
}
