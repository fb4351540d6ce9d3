//! The summary as JSON: a contract. `schemas/fleet.schema.json` is made from these types.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::Serialize;

use super::row::time;
use super::totals::{Counts, Fleet};
use crate::report::json::JsonTool;
use crate::report::text::json_safe;
use crate::rules::rule::Severity;

/// The answer of `tollgate fleet --format json`. Counts are of the last state of each repository.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(title = "tollgate fleet summary")]
pub struct JsonFleet {
    pub schema_version: String,
    pub tool: JsonTool,
    pub summary: JsonFleetSummary,
    /// The worst first.
    pub repositories: Vec<JsonRepository>,
    /// The worst first.
    pub rules: Vec<JsonRule>,
    /// Of findings that tell one.
    pub owners: Vec<JsonOwner>,
    /// Each repository as it was last seen at the end of that day; empty unless one has reports of several days.
    pub trend: Vec<JsonPoint>,
    /// Files that do not count.
    pub problems: Vec<JsonProblem>,
}

#[derive(Debug, Serialize, JsonSchema)]
pub struct JsonFleetSummary {
    pub repositories: usize,
    /// Reports that were read, of all states.
    pub reports: usize,
    /// Reports that could not be read.
    pub unreadable: usize,
    /// Files in directories that are no reports.
    pub skipped: usize,
    /// Rows of the table: findings of all states.
    pub rows: u64,
    #[serde(flatten)]
    pub counts: JsonCounts,
}

#[derive(Debug, Serialize, JsonSchema)]
pub struct JsonCounts {
    pub fail: u64,
    /// Failures that are new against a base or baseline.
    pub new: u64,
    pub unknown: u64,
    pub suppressed: u64,
    /// Failures; every severity is there.
    pub by_severity: BTreeMap<&'static str, u64>,
}

#[derive(Debug, Serialize, JsonSchema)]
pub struct JsonRepository {
    pub repository: String,
    /// Of all its states.
    pub reports: usize,
    pub commit: Option<String>,
    pub date: Option<String>,
    #[serde(flatten)]
    pub counts: JsonCounts,
    /// Failures of the state before.
    pub fail_before: Option<u64>,
}

#[derive(Debug, Serialize, JsonSchema)]
pub struct JsonRule {
    pub rule: String,
    pub category: String,
    /// In which it fails.
    pub repositories: u64,
    #[serde(flatten)]
    pub counts: JsonCounts,
}

#[derive(Debug, Serialize, JsonSchema)]
pub struct JsonOwner {
    pub owner: String,
    pub repositories: u64,
    #[serde(flatten)]
    pub counts: JsonCounts,
}

#[derive(Debug, Serialize, JsonSchema)]
pub struct JsonPoint {
    /// In UTC.
    pub date: String,
    pub repositories: u64,
    pub fail: u64,
    pub by_severity: BTreeMap<&'static str, u64>,
}

#[derive(Debug, Serialize, JsonSchema)]
pub struct JsonProblem {
    pub report: String,
    pub message: String,
    /// `unreadable` or `skipped`.
    pub kind: &'static str,
}

/// The summary as text.
///
/// # Errors
/// Never for these types; what the serialiser may say.
pub fn json(fleet: &Fleet) -> serde_json::Result<String> {
    let text = serde_json::to_string_pretty(&JsonFleet::new(fleet))?;
    Ok(format!("{}\n", json_safe(&text)))
}

impl JsonFleet {
    pub fn new(fleet: &Fleet) -> Self {
        Self {
            schema_version: "1.0".to_owned(),
            tool: JsonTool { name: "tollgate".to_owned(), version: env!("CARGO_PKG_VERSION").to_owned() },
            summary: JsonFleetSummary {
                repositories: fleet.repositories.len(),
                reports: fleet.reports,
                unreadable: fleet.unreadable,
                skipped: fleet.skipped,
                rows: fleet.rows,
                counts: JsonCounts::new(&fleet.counts),
            },
            repositories: repositories(fleet),
            rules: fleet
                .rules
                .iter()
                .map(|rule| JsonRule {
                    rule: rule.rule.clone(),
                    category: rule.category.clone(),
                    repositories: rule.repositories,
                    counts: JsonCounts::new(&rule.counts),
                })
                .collect(),
            owners: fleet
                .owners
                .iter()
                .map(|owner| JsonOwner {
                    owner: owner.owner.clone(),
                    repositories: owner.repositories,
                    counts: JsonCounts::new(&owner.counts),
                })
                .collect(),
            trend: fleet
                .trend
                .iter()
                .map(|point| JsonPoint {
                    date: point.day.to_string(),
                    repositories: point.repositories,
                    fail: point.fail(),
                    by_severity: by_severity(Severity::ALL.into_iter().zip(point.by_severity)),
                })
                .collect(),
            problems: fleet
                .problems
                .iter()
                .map(|problem| JsonProblem {
                    report: problem.report.clone(),
                    message: problem.message.clone(),
                    kind: if problem.is_error { "unreadable" } else { "skipped" },
                })
                .collect(),
        }
    }
}

fn repositories(fleet: &Fleet) -> Vec<JsonRepository> {
    let of = |one: &super::RepositoryTotals| JsonRepository {
        repository: one.repository.to_string(),
        reports: one.reports,
        commit: one.commit.as_deref().map(str::to_owned),
        date: one.date.map(time),
        counts: JsonCounts::new(&one.counts),
        fail_before: one.before,
    };
    fleet.repositories.iter().map(of).collect()
}

impl JsonCounts {
    fn new(counts: &Counts) -> Self {
        Self {
            fail: counts.fail(),
            new: counts.new,
            unknown: counts.unknown,
            suppressed: counts.suppressed,
            by_severity: by_severity(counts.severities()),
        }
    }
}

fn by_severity(counts: impl Iterator<Item = (Severity, u64)>) -> BTreeMap<&'static str, u64> {
    counts.map(|(severity, count)| (severity.as_str(), count)).collect()
}

/// The JSON Schema of the summary, as it stands in `schemas/fleet.schema.json`.
pub fn schema() -> schemars::Schema {
    schemars::schema_for!(JsonFleet)
}
