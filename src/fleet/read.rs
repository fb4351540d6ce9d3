//! From the bytes of a report to its facts and rows. What a report holds beside them is not looked at.

use std::borrow::Cow;
use std::io::Read;
use std::marker::PhantomData;
use std::sync::Arc;

use flate2::read::MultiGzDecoder;
use jiff::Timestamp;
use percent_encoding::percent_decode_str;
use serde::de::{Error as _, IgnoredAny, SeqAccess, Visitor};
use serde::{Deserialize, Deserializer};
use thiserror::Error;

use super::row::{Row, State};
use crate::report::place::{relative_path, web_address};
use crate::report::sarif::plain;
use crate::report::text::{cut, quoted, visible};
use crate::rules::finding::Verdict;
use crate::rules::rule::Severity;

/// Bytes of a report, unpacked; a larger one is none of ours.
pub const MAX_REPORT: u64 = 1 << 28;
/// Findings of a report.
const MAX_FINDINGS: usize = 500_000;
/// Characters of a text in a row: far more than any address or path has.
const MAX_TEXT: usize = 4096;
/// Characters of a name that is counted.
const MAX_NAME: usize = 200;
/// Characters of a sentence about what is wrong.
const MAX_SENTENCE: usize = 300;

/// Why a report does not count; a sentence without its name.
#[derive(Debug, Error)]
pub(super) enum Unreadable {
    #[error("it is no report of tollgate in JSON or SARIF")]
    NoReport,
    #[error("it is no JSON: {0}")]
    NoJson(String),
    #[error("it is the report of one shard; put those of all shards together with `tollgate merge` first")]
    Shard,
    #[error("its form is {0}, which this tollgate does not know")]
    Form(String),
    #[error("it is damaged: {0}")]
    Damaged(String),
}

/// Reads a report, packed with gzip or not; the error is a sentence.
pub fn open(mut file: impl Read) -> Result<Vec<u8>, String> {
    let mut start = Vec::new();
    file.by_ref().take(2).read_to_end(&mut start).map_err(|error| format!("it cannot be read: {error}"))?;
    let is_packed = start == [0x1f, 0x8b];
    let whole = std::io::Cursor::new(start).chain(file);
    let mut bytes = Vec::new();
    let read = if is_packed {
        MultiGzDecoder::new(whole).take(MAX_REPORT + 1).read_to_end(&mut bytes)
    } else {
        whole.take(MAX_REPORT + 1).read_to_end(&mut bytes)
    };
    read.map_err(|error| format!("it cannot be read: {error}"))?;
    if bytes.len() as u64 > MAX_REPORT {
        return Err("it is larger than any report".to_owned());
    }
    if bytes.starts_with("\u{feff}".as_bytes()) {
        bytes.drain(..3);
    }
    Ok(bytes)
}

/// What a report tells about itself.
#[derive(Debug, Default)]
pub(super) struct Facts {
    /// The repository by its web address, without `https://`.
    pub address: Option<String>,
    /// The name of its directory.
    pub directory: Option<String>,
    pub commit: Option<String>,
    pub date: Option<Timestamp>,
}

/// The beginning of both kinds of reports.
#[derive(Debug, Deserialize)]
#[serde(bound = "F: Deserialize<'de>, R: Deserialize<'de>")]
struct Log<'a, F, R> {
    #[serde(borrow, default)]
    schema_version: Option<Cow<'a, str>>,
    #[serde(borrow, default)]
    tool: Option<Tool<'a>>,
    #[serde(borrow, default)]
    run: Option<JsonRun<'a>>,
    #[serde(default)]
    shard: Option<IgnoredAny>,
    #[serde(default = "none")]
    findings: Option<F>,
    #[serde(borrow, default = "none")]
    runs: Option<Vec<SarifRun<'a, R>>>,
}

fn none<T>() -> Option<T> {
    None
}

#[derive(Debug, Deserialize)]
struct Tool<'a> {
    #[serde(borrow)]
    name: Cow<'a, str>,
}

#[derive(Debug, Default, Deserialize)]
struct JsonRun<'a> {
    #[serde(borrow, default)]
    repository: Option<Cow<'a, str>>,
    #[serde(borrow, default)]
    remote: Option<Cow<'a, str>>,
    #[serde(borrow, default)]
    revision: Option<Cow<'a, str>>,
    #[serde(borrow, default)]
    committed: Option<Cow<'a, str>>,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase", bound = "R: Deserialize<'de>")]
struct SarifRun<'a, R> {
    #[serde(borrow)]
    tool: SarifTool<'a>,
    #[serde(borrow, default)]
    version_control_provenance: Vec<VersionControl<'a>>,
    #[serde(borrow, default)]
    invocations: Vec<Invocation<'a>>,
    #[serde(default = "none")]
    results: Option<R>,
    #[serde(default)]
    properties: RunProperties,
}

#[derive(Debug, Deserialize)]
struct SarifTool<'a> {
    #[serde(borrow)]
    driver: Tool<'a>,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
struct VersionControl<'a> {
    #[serde(borrow, default)]
    repository_uri: Option<Cow<'a, str>>,
    #[serde(borrow, default)]
    revision_id: Option<Cow<'a, str>>,
    #[serde(borrow, default)]
    as_of_time_utc: Option<Cow<'a, str>>,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
struct Invocation<'a> {
    #[serde(borrow, default)]
    start_time_utc: Option<Cow<'a, str>>,
}

#[derive(Debug, Default, Deserialize)]
struct RunProperties {
    #[serde(default, rename = "tollgate/shard")]
    shard: Option<IgnoredAny>,
}

/// A report of ours, of either kind.
enum Kind<'a, F, R> {
    Json { run: JsonRun<'a>, findings: F },
    Sarif { run: SarifRun<'a, R>, results: R },
}

fn kind_of<F, R>(log: Log<'_, F, R>) -> Result<Kind<'_, F, R>, Unreadable> {
    let is_ours = |tool: &Tool<'_>| tool.name == "tollgate";
    match log.runs.map(<[SarifRun<'_, R>; 1]>::try_from) {
        Some(Ok([mut run])) if is_ours(&run.tool.driver) => {
            if run.properties.shard.is_some() {
                return Err(Unreadable::Shard);
            }
            let results = run.results.take();
            let results = results.ok_or_else(|| Unreadable::Damaged("there is no list of results".to_owned()))?;
            Ok(Kind::Sarif { run, results })
        }
        None if log.tool.as_ref().is_some_and(is_ours) => {
            let (Some(version), Some(findings)) = (log.schema_version, log.findings) else {
                // `tollgate cost --format json` and others begin in the same way.
                return Err(Unreadable::NoReport);
            };
            if log.shard.is_some() {
                return Err(Unreadable::Shard);
            }
            if version.split('.').next() != Some("1") {
                return Err(Unreadable::Form(cut(&visible(&version), 20).into_owned()));
            }
            Ok(Kind::Json { run: log.run.unwrap_or_default(), findings })
        }
        Some(_) | None => Err(Unreadable::NoReport),
    }
}

fn told(error: &serde_json::Error) -> String {
    cut(&visible(&error.to_string()), MAX_SENTENCE).into_owned()
}

/// What a report tells about itself; its findings are only looked at as JSON.
pub(super) fn facts(bytes: &[u8]) -> Result<Facts, Unreadable> {
    let log = serde_json::from_slice::<Log<'_, IgnoredAny, IgnoredAny>>(bytes).map_err(|error| {
        // JSON of another kind is no broken report.
        if error.is_data() && !is_like_a_report(bytes) { Unreadable::NoReport } else { unreadable(&error) }
    })?;
    Ok(match kind_of(log)? {
        Kind::Json { run, .. } => Facts {
            address: address(run.remote.as_deref()),
            directory: run.repository.as_deref().and_then(name),
            commit: run.revision.as_deref().and_then(name),
            date: run.committed.as_deref().and_then(date),
        },
        Kind::Sarif { run, .. } => {
            let control = run.version_control_provenance.first();
            let as_of = control.and_then(|control| control.as_of_time_utc.as_deref()).and_then(date);
            let started = || run.invocations.first()?.start_time_utc.as_deref().and_then(date);
            Facts {
                address: address(control.and_then(|control| control.repository_uri.as_deref())),
                directory: None,
                commit: control.and_then(|control| control.revision_id.as_deref()).and_then(name),
                date: as_of.or_else(started),
            }
        }
    })
}

fn unreadable(error: &serde_json::Error) -> Unreadable {
    if error.is_data() { Unreadable::Damaged(told(error)) } else { Unreadable::NoJson(told(error)) }
}

/// Whether the keys of a report are there, whatever stands behind them.
fn is_like_a_report(bytes: &[u8]) -> bool {
    #[derive(Deserialize)]
    struct Keys {
        #[serde(default)]
        findings: Option<IgnoredAny>,
        #[serde(default)]
        runs: Option<IgnoredAny>,
    }
    serde_json::from_slice::<Keys>(bytes).is_ok_and(|keys| keys.findings.is_some() || keys.runs.is_some())
}

/// Only a plain address is one: what else a report may hold there is no name to link to.
fn address(text: Option<&str>) -> Option<String> {
    let address = web_address(text?)?;
    name(address.strip_prefix("https://")?)
}

/// A short text of one line; none where nothing is left.
fn name(text: &str) -> Option<String> {
    let text = visible(text.trim());
    (!text.is_empty()).then(|| cut(&text, MAX_NAME).into_owned())
}

fn date(text: &str) -> Option<Timestamp> {
    text.parse().ok()
}

#[derive(Debug, Deserialize)]
struct Finding<'a> {
    #[serde(borrow)]
    rule: Cow<'a, str>,
    #[serde(borrow)]
    category: Cow<'a, str>,
    #[serde(borrow)]
    severity: Cow<'a, str>,
    #[serde(borrow)]
    verdict: Cow<'a, str>,
    #[serde(borrow, default)]
    message: Cow<'a, str>,
    #[serde(borrow, default)]
    title: Cow<'a, str>,
    #[serde(borrow, default)]
    resource: Cow<'a, str>,
    #[serde(borrow, default)]
    root: Cow<'a, str>,
    #[serde(borrow, default)]
    environment: Option<Cow<'a, str>>,
    #[serde(borrow)]
    location: JsonLocation<'a>,
    #[serde(borrow, default)]
    fingerprint: Cow<'a, str>,
    #[serde(borrow, default)]
    baseline_state: Option<Cow<'a, str>>,
    #[serde(borrow, default)]
    suppression: Option<Owned<'a>>,
}

#[derive(Debug, Deserialize)]
struct JsonLocation<'a> {
    #[serde(borrow)]
    path: Cow<'a, str>,
    start_line: u32,
}

#[derive(Debug, Default, Deserialize)]
struct Owned<'a> {
    #[serde(borrow, default)]
    owner: Option<Cow<'a, str>>,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
struct Outcome<'a> {
    #[serde(borrow)]
    rule_id: Cow<'a, str>,
    #[serde(borrow)]
    message: Message<'a>,
    #[serde(borrow, default)]
    locations: Vec<Location<'a>>,
    #[serde(borrow, default)]
    partial_fingerprints: Fingerprints<'a>,
    #[serde(borrow, default)]
    baseline_state: Option<Cow<'a, str>>,
    #[serde(borrow, default)]
    suppressions: Vec<Silence<'a>>,
    #[serde(borrow)]
    properties: OutcomeProperties<'a>,
}

#[derive(Debug, Deserialize)]
struct Message<'a> {
    #[serde(borrow)]
    text: Cow<'a, str>,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
struct Location<'a> {
    #[serde(borrow)]
    physical_location: PhysicalLocation<'a>,
    #[serde(borrow, default)]
    logical_locations: Vec<LogicalLocation<'a>>,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
struct PhysicalLocation<'a> {
    #[serde(borrow)]
    artifact_location: Artifact<'a>,
    region: Option<Region>,
}

#[derive(Debug, Deserialize)]
struct Artifact<'a> {
    #[serde(borrow)]
    uri: Cow<'a, str>,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
struct Region {
    start_line: u32,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
struct LogicalLocation<'a> {
    #[serde(borrow)]
    name: Cow<'a, str>,
    #[serde(borrow)]
    fully_qualified_name: Cow<'a, str>,
    #[serde(borrow)]
    kind: Cow<'a, str>,
}

#[derive(Debug, Default, Deserialize)]
struct Fingerprints<'a> {
    #[serde(borrow, default, rename = "tollgate/v1")]
    own: Cow<'a, str>,
}

#[derive(Debug, Deserialize)]
struct Silence<'a> {
    #[serde(borrow, default)]
    properties: Owned<'a>,
}

#[derive(Debug, Deserialize)]
struct OutcomeProperties<'a> {
    #[serde(borrow)]
    category: Cow<'a, str>,
    #[serde(borrow)]
    severity: Cow<'a, str>,
    #[serde(borrow, default)]
    verdict: Option<Cow<'a, str>>,
    #[serde(borrow, default)]
    environment: Option<Cow<'a, str>>,
    #[serde(borrow, default)]
    root: Option<Cow<'a, str>>,
}

/// The findings of a report as rows, in an order of their own. Findings that are fixed are no rows.
pub(super) fn rows(
    bytes: &[u8],
    repository: &Arc<str>,
    commit: Option<&Arc<str>>,
    date: Option<Timestamp>,
) -> Result<Vec<Row>, Unreadable> {
    let log = serde_json::from_slice::<Log<'_, List<Finding<'_>>, List<Outcome<'_>>>>(bytes);
    let log = log.map_err(|error| unreadable(&error))?;
    let mut rows = match kind_of(log)? {
        Kind::Json { findings, .. } => findings.rows,
        Kind::Sarif { results, .. } => results.rows,
    };
    for row in &mut rows {
        row.repository = Arc::clone(repository);
        row.commit = commit.map(Arc::clone);
        row.date = date;
    }
    rows.sort_by(|one, other| one.order().cmp(&other.order()));
    Ok(rows)
}

/// A list of findings that are made rows one by one.
struct List<T> {
    rows: Vec<Row>,
    of: PhantomData<T>,
}

/// What can be made a row; the error is what is wrong with it.
trait Told {
    fn row(&self, repository: &Arc<str>) -> Result<Option<Row>, String>;
}

impl<'de, T: Told + Deserialize<'de>> Deserialize<'de> for List<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_seq(ListVisitor(PhantomData))
    }
}

struct ListVisitor<T>(PhantomData<T>);

impl<'de, T: Told + Deserialize<'de>> Visitor<'de> for ListVisitor<T> {
    type Value = List<T>;

    fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("a list of findings")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<List<T>, A::Error> {
        // Whose they are is filled in when the report is read.
        let nobody: Arc<str> = Arc::from("");
        let mut rows = Vec::new();
        let mut count = 0;
        while let Some(one) = list.next_element::<T>()? {
            count += 1;
            if count > MAX_FINDINGS {
                return Err(A::Error::custom(format!("there are more than {MAX_FINDINGS} findings")));
            }
            rows.extend(one.row(&nobody).map_err(A::Error::custom)?);
        }
        Ok(List { rows, of: PhantomData })
    }
}

/// What both kinds of reports say of a finding.
struct Said<'s> {
    rule: &'s str,
    category: &'s str,
    severity: &'s str,
    verdict: &'s str,
    message: String,
    address: &'s str,
    root: &'s str,
    environment: Option<&'s str>,
    file: String,
    line: u32,
    fingerprint: &'s str,
    baseline_state: Option<&'s str>,
    is_suppressed: bool,
    owner: Option<&'s str>,
}

impl Told for Finding<'_> {
    fn row(&self, repository: &Arc<str>) -> Result<Option<Row>, String> {
        let message = if self.message.trim().is_empty() { &self.title } else { &self.message };
        row(
            repository,
            &Said {
                rule: &self.rule,
                category: &self.category,
                severity: &self.severity,
                verdict: &self.verdict,
                message: plain(message),
                address: &self.resource,
                root: &self.root,
                environment: self.environment.as_deref(),
                file: relative_path(&self.location.path),
                line: self.location.start_line,
                fingerprint: &self.fingerprint,
                baseline_state: self.baseline_state.as_deref(),
                is_suppressed: self.suppression.is_some(),
                owner: self.suppression.as_ref().and_then(|suppression| suppression.owner.as_deref()),
            },
        )
    }
}

impl Told for Outcome<'_> {
    fn row(&self, repository: &Arc<str>) -> Result<Option<Row>, String> {
        let Some(location) = self.locations.first() else {
            return Err("a result has no location".to_owned());
        };
        let physical = &location.physical_location;
        let properties = &self.properties;
        row(
            repository,
            &Said {
                rule: &self.rule_id,
                category: &properties.category,
                severity: &properties.severity,
                verdict: properties.verdict.as_deref().unwrap_or(Verdict::Fail.as_str()),
                message: self.message.text.clone().into_owned(),
                address: location.logical_locations.first().map(address_of).unwrap_or_default(),
                root: properties.root.as_deref().unwrap_or_default(),
                environment: properties.environment.as_deref(),
                file: relative_path(&decode(&physical.artifact_location.uri)),
                line: physical.region.as_ref().map_or(1, |region| region.start_line),
                fingerprint: &self.partial_fingerprints.own,
                baseline_state: self.baseline_state.as_deref(),
                is_suppressed: !self.suppressions.is_empty(),
                owner: self.suppressions.iter().find_map(|silence| silence.properties.owner.as_deref()),
            },
        )
    }
}

fn row(repository: &Arc<str>, said: &Said<'_>) -> Result<Option<Row>, String> {
    let wrong = |what: &str, text: &str| format!("`{}` is no {what}", quoted(&cut(text, MAX_NAME)));
    let severity: Severity = said.severity.parse().map_err(|()| wrong("severity", said.severity))?;
    let verdict = [Verdict::Fail, Verdict::Unknown].into_iter().find(|verdict| verdict.as_str() == said.verdict);
    let verdict = verdict.ok_or_else(|| wrong("verdict", said.verdict))?;
    let rule = name(said.rule).ok_or_else(|| "a finding has no rule".to_owned())?;
    let state = match said.baseline_state {
        Some("fixed" | "absent") => return Ok(None),
        _ if said.is_suppressed => Some(State::Suppressed),
        Some("new") => Some(State::New),
        Some("unchanged" | "updated") => Some(State::Unchanged),
        None => None,
        Some(other) => return Err(wrong("state", other)),
    };
    Ok(Some(Row {
        repository: Arc::clone(repository),
        root: text(said.root).unwrap_or_else(|| ".".to_owned()),
        environment: said.environment.and_then(name),
        rule,
        category: name(said.category).unwrap_or_default(),
        severity,
        verdict,
        file: text(&said.file).unwrap_or_default(),
        line: said.line,
        address: text(said.address),
        message: text(message(&said.message, said.address)),
        fingerprint: name(said.fingerprint),
        owner: said.owner.and_then(name),
        state,
        commit: None,
        date: None,
    }))
}

/// A text of a row; none where there is nothing. Its characters are made harmless by whoever writes it.
fn text(text: &str) -> Option<String> {
    (!text.is_empty()).then(|| cut(text, MAX_TEXT).into_owned())
}

/// The sentence without its full stop and without the address that SARIF's messages end with: `… (ADDRESS and 2 more).`.
fn message<'m>(sentence: &'m str, address: &str) -> &'m str {
    let sentence = sentence.trim_end_matches('.');
    let subject = format!(" ({}", quoted(address));
    match sentence.rsplit_once(&subject) {
        Some((before, after)) if !address.is_empty() && is_rest(after) => before.trim_end_matches('.'),
        _ => sentence,
    }
}

/// What may stand behind the first address: ` and 2 more, in prod)`.
fn is_rest(after: &str) -> bool {
    let Some(inner) = after.strip_suffix(')') else { return false };
    inner.is_empty() || inner.starts_with(" and ") || inner.starts_with(", in ")
}

/// The address without the attribute that stands behind it.
fn address_of<'l>(location: &'l LogicalLocation<'_>) -> &'l str {
    let full: &str = &location.fully_qualified_name;
    if location.kind != "property" {
        return full;
    }
    let address = full.strip_suffix(&*location.name).unwrap_or(full);
    if location.name.starts_with('[') { address } else { address.strip_suffix('.').unwrap_or(address) }
}

/// A path that stands in a URI.
fn decode(uri: &str) -> Cow<'_, str> {
    percent_decode_str(uri).decode_utf8_lossy()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_address_leaves_the_message() {
        for (sentence, expected) in [
            ("it is open (aws_x.y).", "it is open"),
            ("it is open (aws_x.y and 2 more, in prod).", "it is open"),
            ("it is open (aws_x.y, in prod).", "it is open"),
            ("it is open (aws_x.yz).", "it is open (aws_x.yz)"),
            ("aws_x.y is open.", "aws_x.y is open"),
            ("it is open (see above).", "it is open (see above)"),
        ] {
            assert_eq!(message(sentence, "aws_x.y"), expected);
        }
        assert_eq!(message("it is open ().", ""), "it is open ()");
    }

    #[test]
    fn uris_become_paths() {
        assert_eq!(decode("envs/prod%20x/m%C3%A4in%231.tf"), "envs/prod x/mäin#1.tf");
        assert_eq!(decode("100%/a%2"), "100%/a%2");
    }
}
