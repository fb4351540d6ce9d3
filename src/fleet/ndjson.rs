//! The table as NDJSON: one object a line, every column in every row. Columns are a contract: they are only ever added,
//! at the end; `schemas/fleet-row.schema.json` is made from the type.

use std::io::{self, Write};

use schemars::JsonSchema;
use serde::Serialize;

use super::Table;
use super::row::{Row, State, time};
use crate::report::text::json_safe;

/// One finding of one state of one repository.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(title = "row of tollgate fleet", rename = "FleetRow")]
pub struct JsonRow<'r> {
    /// Its web address without `https://`, or a name.
    pub repository: &'r str,
    /// The root module's directory; `.` for the repository root.
    pub root: &'r str,
    pub environment: Option<&'r str>,
    pub rule: &'r str,
    /// `security`, `naming`, `tagging`, `cost`, `reliability`, `correctness` or `change`.
    pub category: &'r str,
    /// `critical`, `high`, `medium`, `low` or `info`.
    pub severity: &'static str,
    /// `fail` or `unknown`.
    pub verdict: &'static str,
    /// Relative to the repository root, with `/`.
    pub file: &'r str,
    /// From 1.
    pub line: u32,
    /// Of the first instance.
    pub address: Option<&'r str>,
    /// One sentence without a full stop.
    pub message: Option<&'r str>,
    /// The finding's identity in its repository, without file name and line.
    pub fingerprint: Option<&'r str>,
    /// Who answers for the exception that silences the finding.
    pub owner: Option<&'r str>,
    /// `new` or `unchanged` against a base or baseline, or `suppressed`.
    pub state: Option<&'static str>,
    /// The commit that was checked.
    pub commit: Option<&'r str>,
    /// When the commit was made: RFC 3339, in UTC, to the second.
    pub date: Option<String>,
}

impl<'r> JsonRow<'r> {
    pub fn new(row: &'r Row) -> Self {
        Self {
            repository: &row.repository,
            root: &row.root,
            environment: row.environment.as_deref(),
            rule: &row.rule,
            category: &row.category,
            severity: row.severity.as_str(),
            verdict: row.verdict.as_str(),
            file: &row.file,
            line: row.line,
            address: row.address.as_deref(),
            message: row.message.as_deref(),
            fingerprint: row.fingerprint.as_deref(),
            owner: row.owner.as_deref(),
            state: row.state.map(State::as_str),
            commit: row.commit.as_deref(),
            date: row.date.map(time),
        }
    }
}

/// Writes rows as they come.
pub struct Ndjson<W> {
    out: W,
}

impl<W> std::fmt::Debug for Ndjson<W> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Ndjson").finish_non_exhaustive()
    }
}

impl<W: Write> Ndjson<W> {
    pub fn new(out: W) -> Self {
        Self { out }
    }

    pub fn into_inner(self) -> W {
        self.out
    }
}

impl<W: Write> Table for Ndjson<W> {
    fn add(&mut self, row: &Row) -> io::Result<()> {
        let text = serde_json::to_string(&JsonRow::new(row))?;
        writeln!(self.out, "{}", json_safe(&text))
    }
}

/// The JSON Schema of a row, as it stands in `schemas/fleet-row.schema.json`.
pub fn schema() -> schemars::Schema {
    schemars::schema_for!(JsonRow<'_>)
}
