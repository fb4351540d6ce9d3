//! `tollgate fix`: repairs what rules know how to repair, and shows it as a diff.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use anyhow::{Context as _, bail};

use super::args::{CheckArgs, FixArgs, ReportArgs, RunArgs};
use super::check::{report_of, request};
use super::console::{Console, Level};
use super::settings::CheckSettings;
use super::surroundings::Surroundings;
use crate::check::{self, Checked};
use crate::diag::sort_diagnostics;
use crate::discover::{Files, Target, path};
use crate::fix::{Chosen, Trust, fix_of};
use crate::policy::gate::{Exit, exit_of};
use crate::report::compact::finding_line;
use crate::report::paint::Painter;
use crate::report::redact::Redactor;
use crate::report::text::plural;
use crate::report::{patch, sort_findings, write_file};
use crate::rules::finding::{Finding, Fix, Verdict};
use crate::span::FileId;

/// A repair may make room for the next one; a rule whose fix does not help must not keep us going.
const MAX_ROUNDS: usize = 20;

/// How many of the findings that are left are listed.
const MAX_SHOWN: usize = 100;

/// Texts by path.
type Texts = BTreeMap<Arc<str>, Arc<str>>;

/// Runs the command.
pub fn run(args: &FixArgs, around: &Surroundings, console: &mut Console<'_>) -> anyhow::Result<Exit> {
    if !args.input.plan.is_empty() {
        bail!("`fix` repairs files, and a plan stays as it was made; leave `--plan` out");
    }
    let trust = if args.r#unsafe { Trust::Unsafe } else { Trust::Safe };
    let first = Round::new(args, &Texts::new(), around)?;
    let mut repaired = BTreeSet::new();
    let mut texts = Texts::new();
    let mut seen: Vec<Texts> = vec![Texts::new()];
    let mut last: Option<Round> = None;
    for _ in 0..MAX_ROUNDS {
        let round = last.as_ref().unwrap_or(&first);
        let chosen = round.choose(trust);
        let claimed = chosen.repaired.clone();
        let mut next = texts.clone();
        next.extend(chosen.texts(&round.settings.sources));
        // Also where two fixes undo each other.
        if seen.contains(&next) {
            break;
        }
        texts = next;
        seen.push(texts.clone());
        repaired.extend(claimed);
        last = Some(Round::new(args, &texts, around)?);
    }
    let after = last.as_ref().unwrap_or(&first);
    // What a repair writes may hold a secret as well: the rest of its line.
    let mut shown = first.masks(&texts);
    shown.extend(after.masks(&texts));
    let mut withheld = 0;
    for (path, text) in &texts {
        let before = first.settings.files.read_text(path)?;
        withheld += patch::write(path, &before, text, &shown, console.out)?;
    }
    if withheld > 0 {
        let text =
            format!("{} beside secrets: comments in the diff, which applies without them", plural(withheld, "change"));
        console.remark(Level::Normal, &text)?;
    }
    if !args.dry_run {
        write_all(&first.settings.files, &texts)?;
    }
    let left = if args.dry_run { &first } else { after };
    console.diagnostics(
        &left.checked.diagnostics,
        &left.settings.sources,
        &Redactor::new(&report_of(&left.settings, &left.checked)),
    )?;
    summary(args, after, &repaired, texts.len(), console)?;
    let exit = left.exit();
    Ok(if args.exit_zero && exit == Exit::Findings { Exit::Clean } else { exit })
}

/// One check, of files as they are or as they would be.
struct Round {
    settings: CheckSettings,
    checked: Checked,
}

impl Round {
    fn new(args: &FixArgs, texts: &Texts, around: &Surroundings) -> anyhow::Result<Self> {
        let mut settings = CheckSettings::new(&as_check(args), around)?;
        for (path, text) in texts {
            settings.files.put_text(path, Arc::clone(text));
        }
        let mut checked = check::check(request(&settings, None));
        checked.diagnostics.append(&mut settings.diagnostics);
        sort_diagnostics(&mut checked.diagnostics, &settings.sources);
        sort_findings(&mut checked.findings, &settings.sources);
        Ok(Self { settings, checked })
    }

    fn exit(&self) -> Exit {
        self.checked.diagnostics.iter().map(exit_of).fold(self.checked.exit, Exit::max)
    }

    fn choose(&self, trust: Trust) -> Chosen {
        let mut chosen = Chosen::default();
        for finding in &self.checked.findings {
            if let Some(fix) = fix_of(finding, trust).filter(|fix| self.may_edit(fix)) {
                chosen.take(finding, fix);
            }
        }
        chosen
    }

    /// Whether all edits are in files that were named, themselves or with their directory.
    fn may_edit(&self, fix: &Fix) -> bool {
        let is_ours = |file: FileId| {
            let path = self.settings.sources.path(file);
            let is_named = |target: &Target| match target {
                Target::Path(name) => path::is_within(&path, name),
                Target::Glob { matcher, .. } => {
                    path::ancestors(&path).any(|part| matcher.is_match(part)) || matcher.is_match(&*path)
                }
            };
            self.checked.directories.contains(path::parent(&path))
                && self.settings.targets.iter().any(is_named)
                // The file that a link leads to is repaired under its own name.
                && self.settings.files.real_path(&path).is_ok_and(|real| real == *path)
        };
        fix.edits.iter().all(|edit| is_ours(edit.span.file))
    }

    /// Lines of the files that hold secrets, with what is shown in their place.
    fn masks(&self, paths: &Texts) -> BTreeMap<String, String> {
        let report = report_of(&self.settings, &self.checked);
        let redactor = Redactor::new(&report);
        let mut masks = BTreeMap::new();
        for (id, file) in self.settings.sources.all().filter(|(_, file)| paths.contains_key(&file.path)) {
            for number in 1..=file.line_count() {
                let (line, shown) = (file.line(number), redactor.line(id, &file, number));
                if line != shown {
                    masks.insert(line.to_owned(), shown.into_owned());
                }
            }
        }
        masks
    }
}

/// The check whose findings are repaired.
fn as_check(args: &FixArgs) -> CheckArgs {
    CheckArgs {
        paths: args.paths.clone(),
        input: args.input.clone(),
        rules: args.rules.clone(),
        report: ReportArgs::default(),
        run: RunArgs::default(),
    }
}

/// Writes all files or none: what was written is put back when one of them cannot be.
fn write_all(files: &Files, texts: &Texts) -> anyhow::Result<()> {
    if texts.is_empty() {
        return Ok(());
    }
    let root = files.root().context("there is no directory to write to")?;
    let now = Files::on_disk(root)?;
    let mut written: Vec<(&Arc<str>, Arc<str>)> = Vec::new();
    for path in texts.keys() {
        let before = files.read_text(path)?;
        if now.read_text(path)? != before {
            bail!("`{path}` has changed meanwhile; nothing is written");
        }
    }
    for (path, text) in texts {
        if let Err(error) = write_file(&root.join(&**path), text.as_bytes()) {
            for (path, before) in &written {
                write_file(&root.join(&***path), before.as_bytes())
                    .with_context(|| format!("cannot restore `{path}`"))?;
            }
            return Err(error).with_context(|| format!("cannot write `{path}`; nothing is changed"));
        }
        written.push((path, files.read_text(path)?));
    }
    Ok(())
}

/// What was repaired, what more could be, and what is left.
fn summary(
    args: &FixArgs,
    after: &Round,
    repaired: &BTreeSet<(Arc<str>, Arc<str>)>,
    files: usize,
    console: &mut Console<'_>,
) -> anyhow::Result<()> {
    let findings = &after.checked.findings;
    let is_left = |(rule, fingerprint): &&(Arc<str>, Arc<str>)| {
        findings.iter().any(|finding| finding.rule.id == *rule && finding.fingerprint == *fingerprint)
    };
    let mut by_rule: BTreeMap<&str, usize> = BTreeMap::new();
    for (rule, _) in repaired.iter().filter(|one| !is_left(one)) {
        *by_rule.entry(&**rule).or_default() += 1;
    }
    let count: usize = by_rule.values().sum();
    let list: Vec<String> = by_rule.iter().map(|(rule, count)| format!("{rule} {count}")).collect();
    let verb = if args.dry_run { "would be repaired" } else { "repaired" };
    let detail = if list.is_empty() { String::new() } else { format!(": {}", list.join(", ")) };
    console
        .remark(Level::Normal, &format!("{} in {} {verb}{detail}", plural(count, "finding"), plural(files, "file")))?;
    let more =
        |trust| findings.iter().filter_map(|finding| fix_of(finding, trust)).filter(|fix| after.may_edit(fix)).count();
    let unsafe_ones = more(Trust::Unsafe) - more(Trust::Safe);
    if unsafe_ones > 0 && !args.r#unsafe {
        console.remark(Level::Normal, &format!("{unsafe_ones} more with `--unsafe`; look at the result"))?;
    }
    let is_open = |finding: &&Finding| finding.verdict == Verdict::Fail && finding.suppression.is_none();
    let left: Vec<&Finding> = findings.iter().filter(is_open).collect();
    if left.is_empty() {
        return Ok(());
    }
    // A hook's user may have no `tollgate` to ask for more; a dry run is about the diff.
    let shown = if args.dry_run { 0 } else { MAX_SHOWN.min(left.len()) };
    let painter = Painter::new(&console.err_options());
    for finding in left.iter().take(shown) {
        console.remark(Level::Normal, &finding_line(finding, &after.settings.sources, &painter))?;
    }
    let hint = if shown < left.len() { "; `tollgate check` shows them" } else { "" };
    console.remark(Level::Normal, &format!("{} left{hint}", plural(left.len(), "finding")))?;
    Ok(())
}
