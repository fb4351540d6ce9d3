//! SARIF 2.1.0 for code scanning: one run, rules with help, results with narrow regions, stable fingerprints.
//!
//! The upload has limits: results, related locations and the compressed size. What does not fit is left out from the
//! least important end, and a notification says so.

mod notifications;
mod results;
mod rules;
pub mod types;

use std::collections::BTreeMap;
use std::io::{self, Write};

use flate2::Compression;
use flate2::write::GzEncoder;
use serde_json::value::to_raw_value;

use self::notifications::Notifications;
use self::results::Results;
pub use self::results::plain;
pub(super) use self::results::without_line;
use self::rules::RuleTable;
pub use self::rules::is_web_address;
use self::types::{
    AutomationDetails, BaseOnly, Driver, Invocation, Log, Run, RunProperties, Text, Tool, UriBase, VersionControl,
};
use super::shard::Record;
use super::text::json_safe;
use super::{Format, Options, Report};
use crate::rules::finding::BaselineState;

const SCHEMA: &str = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json";
const SOURCE_ROOT: &str = "SRCROOT";

/// Where tollgate is described.
pub const INFORMATION_URI: &str = "https://tollgate.example/";

/// What code scanning takes.
#[derive(Clone, Copy, Debug)]
pub struct Limits {
    pub results: usize,
    /// In one result.
    pub related_locations: usize,
    /// In one result.
    pub flow_locations: usize,
    pub notifications: usize,
    /// Bytes, compressed.
    pub gzip: usize,
}

pub const LIMITS: Limits =
    Limits { results: 5000, related_locations: 1000, flow_locations: 100, notifications: 1000, gzip: 10_000_000 };

/// See the module.
#[derive(Debug)]
pub struct Sarif;

impl Format for Sarif {
    fn name(&self) -> &'static str {
        "sarif"
    }

    fn extension(&self) -> &'static str {
        "sarif"
    }

    fn about(&self) -> &'static str {
        "for code scanning and SARIF viewers"
    }

    fn write(&self, report: &Report<'_>, out: &mut dyn Write, options: &Options) -> io::Result<()> {
        let kept = |record: Record| -> io::Result<RunProperties> {
            let possible = to_raw_value(&results::possible(report, LIMITS))?;
            Ok(RunProperties { shard: to_raw_value(&record)?, possible })
        };
        let properties = Record::of(report, options).map(kept).transpose()?;
        out.write_all(render(report, options, LIMITS, properties.as_ref())?.as_bytes())
    }
}

/// How much a result carries beside what is necessary.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Richness {
    Bare,
    NoSnippets,
    Full,
}

/// Leaves out more and more until the report fits: snippets, then code flows and examples, then results. What the
/// report of a shard carries for merging does not count: the whole decides how much of it fits.
fn render(
    report: &Report<'_>,
    options: &Options,
    mut limits: Limits,
    properties: Option<&RunProperties>,
) -> io::Result<String> {
    let with_record = |text: String, limits, richness| match properties {
        Some(_) => serialize(report, options, limits, richness, properties),
        None => Ok(text),
    };
    for richness in [Richness::Full, Richness::NoSnippets, Richness::Bare] {
        let text = serialize(report, options, limits, richness, None)?;
        if fits(&text, limits.gzip)? {
            return with_record(text, limits, richness);
        }
    }
    loop {
        limits.results /= 2;
        limits.notifications /= 2;
        let text = serialize(report, options, limits, Richness::Bare, None)?;
        if limits.results == 0 || fits(&text, limits.gzip)? {
            return with_record(text, limits, Richness::Bare);
        }
    }
}

fn fits(text: &str, limit: usize) -> io::Result<bool> {
    if text.len() <= limit {
        return Ok(true);
    }
    let mut encoder = GzEncoder::new(Vec::new(), Compression::default());
    encoder.write_all(text.as_bytes())?;
    Ok(encoder.finish()?.len() <= limit)
}

fn serialize(
    report: &Report<'_>,
    options: &Options,
    limits: Limits,
    richness: Richness,
    properties: Option<&RunProperties>,
) -> io::Result<String> {
    let run = Run { properties: properties.cloned(), ..run(report, options, limits, richness) };
    let log = Log { schema: SCHEMA, version: "2.1.0", runs: [run] };
    let mut text = serde_json::to_string_pretty(&log)?;
    text.push('\n');
    Ok(json_safe(&text).into_owned())
}

fn run(report: &Report<'_>, options: &Options, limits: Limits, richness: Richness) -> Run {
    let mut rules = RuleTable::default();
    let results = Results::new(report, options, limits, richness, &mut rules);
    let mut notifications = Notifications::default();
    notifications.add_cuts(&results, limits, richness);
    notifications.add_diagnostics(report, limits);
    notifications.add_unknowns(report, limits, &mut rules);
    let notifications_table = notifications.descriptors();
    Run {
        tool: Tool { driver: driver(report, rules.descriptors(report, richness), notifications_table) },
        automation_details: AutomationDetails { id: automation_id(report) },
        column_kind: "utf16CodeUnits",
        original_uri_base_ids: BTreeMap::from([(
            SOURCE_ROOT,
            UriBase { description: Text::new("The root of the repository.") },
        )]),
        version_control_provenance: version_control(report).into_iter().collect(),
        invocations: [invocation(report, notifications)],
        results: results.outcomes,
        properties: None,
    }
}

fn driver(report: &Report<'_>, rules: Vec<types::Descriptor>, notifications: Vec<types::Descriptor>) -> Driver {
    Driver {
        name: "tollgate",
        full_name: "tollgate, the gate for Terraform and OpenTofu changes",
        organization: "tollgate",
        semantic_version: report.run.version.clone(),
        version: report.run.version.clone(),
        information_uri: INFORMATION_URI,
        rules,
        notifications,
    }
}

fn invocation(report: &Report<'_>, notifications: Notifications) -> Invocation {
    let exit_code = report.run.exit_code;
    Invocation {
        execution_successful: exit_code != Some(4),
        exit_code,
        exit_code_description: exit_code.map(|code| match code {
            0 => "Nothing at or over the threshold.",
            1 => "Findings at or over the threshold.",
            2 => "The configuration or a rule is wrong.",
            3 => "Some input could not be read.",
            _ => "An internal error.",
        }),
        start_time_utc: report.run.started.clone(),
        end_time_utc: report.run.ended.clone(),
        tool_configuration_notifications: notifications.configuration,
        tool_execution_notifications: notifications.execution,
    }
}

/// Tells the analyses of one commit apart. All before the last `/` is the category.
fn automation_id(report: &Report<'_>) -> String {
    if let Some(category) = report.run.category.as_deref().filter(|category| !category.trim_matches('/').is_empty()) {
        return format!("{}/", category.trim_end_matches('/'));
    }
    let mut parts: Vec<&str> = report.run.environments.iter().map(|name| &**name).collect();
    if parts.is_empty() {
        parts = report.findings.iter().map(|finding| &*finding.root).collect();
    }
    parts.sort_unstable();
    parts.dedup();
    match parts.as_slice() {
        [one] if !one.is_empty() => format!("tollgate/{one}/"),
        _ => "tollgate/".to_owned(),
    }
}

fn version_control(report: &Report<'_>) -> Option<VersionControl> {
    let run = &report.run;
    Some(VersionControl {
        repository_uri: super::place::web_address(run.remote.as_deref()?)?,
        revision_id: run.revision.clone(),
        branch: run.branch.clone(),
        as_of_time_utc: run.committed.clone(),
        mapped_to: BaseOnly { uri_base_id: SOURCE_ROOT },
    })
}

/// SARIF's word for a baseline state; fixed findings are not in the report.
fn baseline_state(state: BaselineState) -> &'static str {
    match state {
        BaselineState::New => "new",
        BaselineState::Unchanged => "unchanged",
        BaselineState::Fixed => "absent",
    }
}

#[cfg(test)]
mod tests;
