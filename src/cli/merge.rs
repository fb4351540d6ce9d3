//! `tollgate merge`: the reports of shards as the report of the whole run.

use std::io::Read as _;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, bail};

use super::args::MergeArgs;
use super::check::write_report;
use super::console::Console;
use super::settings::{reports, threshold};
use super::surroundings::Surroundings;
use crate::merge::{self, Choice, Given, MergeError, Merged};
use crate::policy::gate::Exit;
use crate::report::redact::Redactor;
use crate::report::{Detail, Options, Report, RunInfo, Summary, Target, sort_findings};

/// A report beyond this size is none of ours.
const MAX_REPORT: u64 = 1 << 30;

/// Runs the command.
pub fn run(args: &MergeArgs, around: &Surroundings, console: &mut Console<'_>) -> anyhow::Result<Exit> {
    let targets = reports(&args.format)?;
    let choice = Choice { fail_on: threshold("--fail-on", args.fail_on.as_deref())? };
    let given = files(&args.reports, around)?.iter().map(|file| read(file, around)).collect::<Result<Vec<_>, _>>()?;
    let mut merged = match merge::merge(given, choice) {
        Ok(merged) => merged,
        Err(error @ MergeError::Incomplete(_)) => {
            writeln!(console.err, "error: {error}")?;
            return Ok(Exit::Input);
        }
        Err(error) => return Err(error.into()),
    };
    for target in &targets {
        refuse(target, &merged)?;
    }
    sort_findings(&mut merged.checked.findings, &merged.sources);
    write(args, &targets, &merged, around, console)?;
    let exit = merged.checked.exit;
    Ok(if args.exit_zero && exit == Exit::Findings { Exit::Clean } else { exit })
}

/// The files that were named; a directory stands for the reports in it.
fn files(paths: &[PathBuf], around: &Surroundings) -> anyhow::Result<Vec<PathBuf>> {
    let mut files = Vec::new();
    for path in paths {
        let absolute = around.cwd.join(path);
        if !absolute.is_dir() {
            files.push(path.clone());
            continue;
        }
        let entries = absolute.read_dir().with_context(|| format!("cannot read `{}`", path.display()))?;
        let names = entries.map(|entry| Ok(entry?.file_name())).collect::<std::io::Result<Vec<_>>>();
        let names = names.with_context(|| format!("cannot read `{}`", path.display()))?;
        let is_report = |file: &PathBuf| file.extension().is_some_and(|end| end == "json" || end == "sarif");
        let mut found: Vec<PathBuf> = names.into_iter().map(|name| path.join(name)).filter(is_report).collect();
        if found.is_empty() {
            bail!("there is no file `*.json` or `*.sarif` in `{}`", path.display());
        }
        found.sort();
        files.append(&mut found);
    }
    Ok(files)
}

fn read(file: &Path, around: &Surroundings) -> anyhow::Result<Given> {
    let name = file.display().to_string();
    let open = std::fs::File::open(around.cwd.join(file)).with_context(|| format!("cannot read `{name}`"))?;
    let mut text = String::new();
    open.take(MAX_REPORT + 1).read_to_string(&mut text).with_context(|| format!("cannot read `{name}`"))?;
    if text.len() as u64 > MAX_REPORT {
        bail!("`{name}` is larger than any report");
    }
    Ok(Given { name, text })
}

/// Formats that show the code need it.
fn refuse(target: &Target, merged: &Merged) -> anyhow::Result<()> {
    match target.format.name() {
        "sarif" if !merged.has_code => bail!(
            "`--format sarif` shows the code, which reports in JSON do not hold; give the SARIF report of every shard"
        ),
        "html" => bail!(
            "`--format html` shows the code, of which reports hold too little; write it with `tollgate check --format html`"
        ),
        _ => Ok(()),
    }
}

fn write(
    args: &MergeArgs,
    targets: &[Target],
    merged: &Merged,
    around: &Surroundings,
    console: &mut Console<'_>,
) -> anyhow::Result<()> {
    let checked = &merged.checked;
    let report = Report {
        findings: &checked.findings,
        rules: &checked.rules,
        diagnostics: &checked.diagnostics,
        sources: &merged.sources,
        summary: Summary {
            files: checked.files,
            resources: checked.resources,
            rules: checked.rules.len(),
            roots: checked.roots,
        },
        run: RunInfo {
            category: args.category.clone().or_else(|| merged.run.category.clone()),
            exit_code: Some(checked.exit.code()),
            ..merged.run.clone()
        },
        secrets: &[],
        plans: &checked.plans,
        costs: &[],
        part: None,
        excerpts: Some(&merged.excerpts),
    };
    // Without the code, a line a finding is all that can be shown.
    let detail = Detail::Lines;
    let redactor = Redactor::new(&report);
    console.diagnostics(&checked.diagnostics, &merged.sources, &redactor)?;
    let options = Options { show_suppressed: merged.show_suppressed, detail, ..console.out_options() };
    for target in targets {
        write_report(&report, target, &options, around, console)?;
    }
    Ok(())
}
