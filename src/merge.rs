//! The reports of shards, put together to the report of the whole run.
//!
//! In: the texts of JSON and SARIF reports that `tollgate check --shard I/N` wrote. Out: [`Merged`], the same findings,
//! diagnostics and exit code as one run over everything. The repository is not read, nor any file beside the reports;
//! they are not trusted: whatever is wrong with one is told in a sentence.

use std::collections::BTreeMap;

use serde::Deserialize;
use serde_json::value::RawValue;
use thiserror::Error;

use crate::check::Checked;
use crate::check::base::Before;
use crate::check::part::Part;
use crate::diag::{Code, Diagnostic, sort_diagnostics};
use crate::policy::gate::FailOn;
use crate::report::RunInfo;
use crate::report::shard::{self, Excerpts, FORM, Pieces, Record, ShownResult};
use crate::span::{Sources, Span};

/// Why reports cannot be merged. Every text is a sentence that names the file.
#[derive(Debug, Error)]
pub enum MergeError {
    #[error("`{0}` is no report of tollgate in JSON or SARIF")]
    NoReport(String),
    #[error("`{0}` is not the report of a shard; write it with `tollgate check --shard I/N`")]
    Whole(String),
    #[error("`{file}` is of tollgate {found}, and this is {}; merge with the version that checked", env!("CARGO_PKG_VERSION"))]
    Version { file: String, found: String },
    #[error("the report `{file}` is damaged: {what}")]
    Damaged { file: String, what: String },
    #[error("`{file}` is shard {index} of {count}, as `{other}` is; give the report of each shard once")]
    Twice { file: String, other: String, index: usize, count: usize },
    #[error("`{file}` and `{other}` are of different runs: {what}")]
    Different { file: String, other: String, what: &'static str },
    #[error("{0}; what is new against the base cannot be told without them")]
    Incomplete(String),
    #[error("there is no report to merge")]
    Nothing,
}

/// One report as it was given.
#[derive(Debug)]
pub struct Given {
    /// As the user knows it.
    pub name: String,
    pub text: String,
}

/// What reports come to.
#[derive(Debug)]
pub struct Merged {
    pub checked: Checked,
    pub sources: Sources,
    /// What the reports show beside their findings.
    pub excerpts: Excerpts,
    /// Whether they show the code: those in SARIF do, and there is one for every shard that is here.
    pub has_code: bool,
    /// Without an exit code.
    pub run: RunInfo,
    pub show_suppressed: bool,
}

/// What the user may say anew.
#[derive(Clone, Copy, Debug, Default)]
pub struct Choice {
    /// Takes the place of every threshold.
    pub fail_on: Option<FailOn>,
}

/// Puts reports together.
///
/// # Errors
/// Something among the reports is no report of a shard, or they are not of one run.
pub fn merge(given: Vec<Given>, choice: Choice) -> Result<Merged, MergeError> {
    let mut shards: BTreeMap<usize, Shard> = BTreeMap::new();
    let mut first: Option<(String, Record)> = None;
    for one in given {
        let opened = open(one)?;
        match &first {
            Some((other, record)) => opened.fits(other, record)?,
            None => first = Some((opened.name.clone(), opened.record.clone())),
        }
        add(&mut shards, opened)?;
    }
    let Some((first_name, first)) = first else { return Err(MergeError::Nothing) };
    let has_code = shards.values().all(|shard| shard.results.is_some());
    let mut excerpts = Excerpts::default();
    for results in shards.values_mut().filter_map(|shard| shard.results.take()) {
        excerpts.add(results);
    }
    for shard in shards.values_mut() {
        excerpts.add_costs(std::mem::take(&mut shard.record.costs));
    }
    let missing: Vec<usize> =
        (1..=first.count).filter(|index| !shards.contains_key(index)).take(MAX_NAMED + 1).collect();
    let categories: Vec<Option<String>> = shards.values().map(|shard| shard.record.category.clone()).collect();
    let (records, names): (Vec<Record>, Vec<Option<String>>) =
        shards.into_values().map(|shard| (shard.record, shard.json.or(shard.sarif))).unzip();
    let Pieces { parts, sources } = shard::read(&records).map_err(|(i, error)| MergeError::Damaged {
        file: names.into_iter().nth(i).flatten().unwrap_or_default(),
        what: error.to_string(),
    })?;
    let mut whole = Part::default();
    let mut shares = Vec::new();
    for (i, mut part) in parts.into_iter().enumerate() {
        shares.extend(part.before.take());
        if i == 0 { whole = part } else { whole.add(part) }
    }
    let absent = absent(&missing, first.count);
    if let Some(before) = &first.before {
        if let Some(absent) = absent {
            return Err(MergeError::Incomplete(absent.message));
        }
        let joined = Before::join(shares);
        if joined.findings.len() != before.count {
            let what = "findings of the earlier state are missing in one of the reports".to_owned();
            return Err(MergeError::Damaged { file: first_name, what });
        }
        whole.before = Some(joined);
    }
    // What no part used is unused only if all parts are here.
    whole.shard = whole.shard.filter(|_| !missing.is_empty());
    if let Some(fail_on) = choice.fail_on {
        for threshold in whole.thresholds.values_mut() {
            threshold.fail_on = fail_on;
        }
    }
    whole.diagnostics.extend(absent);
    sort_diagnostics(&mut whole.diagnostics, &sources);
    let checked = whole.conclude(&sources);
    let is_one = categories.windows(2).all(|pair| pair.first() == pair.last());
    let category = categories.into_iter().next().flatten().filter(|_| is_one);
    let run = RunInfo {
        category,
        repository: first.repository,
        remote: first.remote,
        revision: first.revision,
        committed: first.committed,
        branch: first.branch,
        environments: checked.environments.clone(),
        unknown_fails: checked.unknown_fails,
        ..RunInfo::default()
    };
    Ok(Merged { checked, sources, excerpts, has_code, run, show_suppressed: first.show_suppressed })
}

/// Missing shards that are named.
const MAX_NAMED: usize = 20;

/// Tells which shards are missing; their roots are not in the report.
fn absent(missing: &[usize], count: usize) -> Option<Diagnostic> {
    let named: Vec<String> = missing.iter().take(MAX_NAMED).map(ToString::to_string).collect();
    let more = if missing.len() > MAX_NAMED { " and more" } else { "" };
    let message = match named.as_slice() {
        [] => return None,
        [one] => format!("the report of shard {one} of {count} is missing; its root modules are not in this report"),
        all => format!(
            "the reports of shards {}{more} of {count} are missing; their root modules are not in this report",
            all.join(", ")
        ),
    };
    let help = "give the reports of all shards, and look why a job wrote none";
    Some(Diagnostic::error(Code::ShardMissing, Span::NONE, message).with_help(help))
}

/// A shard, by one report or by two.
#[derive(Debug)]
struct Shard {
    record: Record,
    /// The names of its reports, by kind.
    json: Option<String>,
    sarif: Option<String>,
    results: Option<Vec<ShownResult>>,
}

/// One report that was read.
#[derive(Debug)]
struct Opened {
    name: String,
    record: Record,
    /// In SARIF.
    results: Option<Vec<ShownResult>>,
}

fn add(shards: &mut BTreeMap<usize, Shard>, opened: Opened) -> Result<(), MergeError> {
    let Opened { name, record, results } = opened;
    let index = record.index;
    let count = record.count;
    let shard = shards.entry(index).or_insert_with(|| Shard { record, json: None, sarif: None, results: None });
    let kind = if results.is_some() { &mut shard.sarif } else { &mut shard.json };
    if let Some(other) = kind {
        return Err(MergeError::Twice { file: name, other: other.clone(), index, count });
    }
    *kind = Some(name);
    if results.is_some() {
        shard.results = results;
    }
    Ok(())
}

impl Opened {
    /// Whether the report belongs to the same run as another one.
    fn fits(&self, other: &str, with: &Record) -> Result<(), MergeError> {
        let record = &self.record;
        let what = if record.count != with.count {
            "the numbers of shards differ"
        } else if (&record.repository, &record.revision) != (&with.repository, &with.revision) {
            "repository or commit differ"
        } else if record.options != with.options || record.show_suppressed != with.show_suppressed {
            "they were asked for with different options"
        } else if (&record.input, record.files, record.all_roots) != (&with.input, with.files, with.all_roots) {
            "the files differ"
        } else if record.before.as_ref().map(|one| (one.count, &one.digest))
            != with.before.as_ref().map(|one| (one.count, &one.digest))
        {
            "they compare with different states"
        } else if record.baseline != with.baseline {
            "the baselines differ"
        } else {
            return Ok(());
        };
        Err(MergeError::Different { file: self.name.clone(), other: other.to_owned(), what })
    }
}

/// The beginning of both kinds of reports.
#[derive(Debug, Deserialize)]
struct Head {
    schema_version: Option<String>,
    tool: Option<JsonTool>,
    #[serde(default)]
    shard: Option<Box<RawValue>>,
    runs: Option<Vec<SarifRun>>,
}

#[derive(Debug, Deserialize)]
struct JsonTool {
    name: String,
    version: String,
}

#[derive(Debug, Deserialize)]
struct SarifRun {
    tool: SarifTool,
    #[serde(default)]
    results: Vec<Box<RawValue>>,
    #[serde(default)]
    properties: Option<SarifProperties>,
}

#[derive(Debug, Deserialize)]
struct SarifTool {
    driver: JsonTool,
}

#[derive(Debug, Default, Deserialize)]
struct SarifProperties {
    #[serde(rename = "tollgate/shard")]
    shard: Option<Box<RawValue>>,
    #[serde(default, rename = "tollgate/possible")]
    possible: Vec<Box<RawValue>>,
}

fn open(given: Given) -> Result<Opened, MergeError> {
    let Given { name, text } = given;
    let Ok(head) = serde_json::from_str::<Head>(&text) else { return Err(MergeError::NoReport(name)) };
    let runs = head.runs.map(<[SarifRun; 1]>::try_from);
    let (tool, record, results) = match (runs, head.tool) {
        (Some(Ok([run])), None) => {
            let SarifProperties { shard, mut possible } = run.properties.unwrap_or_default();
            let mut results = run.results;
            results.append(&mut possible);
            (run.tool.driver, shard, Some(results))
        }
        (None, Some(tool)) if head.schema_version.is_some() => (tool, head.shard, None),
        _ => return Err(MergeError::NoReport(name)),
    };
    if tool.name != "tollgate" {
        return Err(MergeError::NoReport(name));
    }
    if tool.version != env!("CARGO_PKG_VERSION") {
        return Err(MergeError::Version { file: name, found: tool.version });
    }
    let Some(record) = record else { return Err(MergeError::Whole(name)) };
    let damaged = |what: String| MergeError::Damaged { file: name.clone(), what };
    let record: Record = serde_json::from_str(record.get()).map_err(|error| damaged(error.to_string()))?;
    if record.form != FORM {
        return Err(damaged(format!("its form is {} and not {FORM}", record.form)));
    }
    if !(1..=record.count).contains(&record.index) {
        return Err(damaged(format!("there is no shard {} of {}", record.index, record.count)));
    }
    let shown = |results: Vec<Box<RawValue>>| results.iter().map(|one| serde_json::from_str(one.get())).collect();
    let results = results.map(shown).transpose().map_err(|error: serde_json::Error| damaged(error.to_string()))?;
    Ok(Opened { name, record, results })
}
