//! Findings to bytes: one file a format, each with wire types of its own.
//!
//! In: a [`Report`], which borrows the sorted findings, the diagnostics and the source texts of a run. Out: what a
//! [`Format`] writes. This stage knows no terminal, no environment variable and no clock: colour, width and times are
//! told in [`Options`] and [`RunInfo`], so that the same report gives the same bytes. Start reading at [`FORMATS`].

pub mod azure;
pub mod checkstyle;
pub mod compact;
pub mod cost;
pub mod coverage;
pub mod csv;
pub mod diagnostic;
pub mod example;
pub mod explain;
pub mod file;
pub mod github;
pub mod gitlab;
pub mod gitlab_sast;
pub mod html;
pub mod human;
pub mod json;
pub mod junit;
pub mod line_hash;
pub mod markdown;
pub mod paint;
pub mod patch;
pub mod place;
pub mod plans;
pub mod prose;
pub mod redact;
pub mod rule_docs;
pub mod rules_list;
pub mod sarif;
pub mod shard;
pub mod snippet;
pub mod summary;
#[cfg(test)]
pub mod testing;
pub mod text;
pub mod xml;

use std::fmt;
use std::io::{self, Write};
use std::sync::Arc;

use self::shard::Excerpts;
use crate::check::cost::RootCost;
use crate::check::part::Part;
use crate::diag::{Diagnostic, nearest};
use crate::plan::summary::Overview;
use crate::rules::finding::{BaselineState, Finding, Verdict};
use crate::rules::rule::Rule;
use crate::span::{Sources, Span};

pub use file::{NewFile, write_file};
pub use summary::{Counts, Summary};

/// What every format is made from.
#[derive(Debug)]
pub struct Report<'a> {
    /// In the order of [`sort_findings`]; suppressed ones are flagged, not left out.
    pub findings: &'a [Finding],
    /// The rules that were applied.
    pub rules: &'a [Arc<Rule>],
    pub diagnostics: &'a [Diagnostic],
    pub sources: &'a Sources,
    pub summary: Summary,
    pub run: RunInfo,
    /// Text whose content is sensitive (values of sensitive variables): lines under it are shown masked.
    pub secrets: &'a [Span],
    /// The plans that were judged.
    pub plans: &'a [Overview],
    /// What the roots cost, where it was asked.
    pub costs: &'a [RootCost],
    /// In a run of one shard: what the whole needs of it.
    pub part: Option<&'a Part>,
    /// In a report that is made from reports: the code that those show.
    pub excerpts: Option<&'a Excerpts>,
}

/// What is known about the run beside its result.
#[derive(Clone, Debug)]
pub struct RunInfo {
    /// Of tollgate.
    pub version: String,
    /// Tells several uploads for one commit apart; default: made from root or environment.
    pub category: Option<String>,
    /// The name of the repository's directory.
    pub repository: String,
    /// The address of the repository as git knows it.
    pub remote: Option<String>,
    /// The commit that was checked.
    pub revision: Option<String>,
    /// When that commit was made: RFC 3339, in UTC.
    pub committed: Option<String>,
    pub branch: Option<String>,
    pub environments: Vec<Arc<str>>,
    /// RFC 3339, in UTC; absent unless the caller asks for times in its reports.
    pub started: Option<String>,
    pub ended: Option<String>,
    pub exit_code: Option<u8>,
    /// Whether an unknown verdict counts like a failure (`unknown = "fail"`).
    pub unknown_fails: bool,
}

impl Default for RunInfo {
    fn default() -> Self {
        Self {
            version: env!("CARGO_PKG_VERSION").to_owned(),
            category: None,
            repository: String::new(),
            remote: None,
            revision: None,
            committed: None,
            branch: None,
            environments: Vec::new(),
            started: None,
            ended: None,
            exit_code: None,
            unknown_fails: false,
        }
    }
}

/// How a report is written; what the caller knows about the reader.
#[derive(Clone, Debug)]
pub struct Options {
    pub color: bool,
    /// Columns of the terminal.
    pub width: usize,
    pub detail: Detail,
    /// The `file://` address of the repository root, where the terminal understands links (OSC 8).
    pub links: Option<String>,
    pub show_suppressed: bool,
}

impl Default for Options {
    fn default() -> Self {
        Self { color: false, width: 100, detail: Detail::Lines, links: None, show_suppressed: false }
    }
}

/// How much `human` says about a finding.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Detail {
    /// The source, the way of the value, the remedy: for a terminal.
    Full,
    /// One line a finding: for a pipe or a log.
    Lines,
}

impl<'a> Report<'a> {
    /// Findings that a report lists: not suppressed, unless that is asked for.
    pub fn shown(&self, options: &Options) -> impl Iterator<Item = &'a Finding> + use<'a> {
        let show_suppressed = options.show_suppressed;
        self.findings.iter().filter(move |finding| show_suppressed || finding.suppression.is_none())
    }

    /// Findings that count against the change: not suppressed, still there, and decided (or unknown where that fails).
    pub fn failures(&self) -> impl Iterator<Item = &'a Finding> + use<'a> {
        let unknown_fails = self.run.unknown_fails;
        self.findings.iter().filter(move |finding| {
            finding.suppression.is_none()
                && finding.baseline_state != Some(BaselineState::Fixed)
                && (finding.verdict == Verdict::Fail || unknown_fails)
        })
    }

    /// Failures that are new, where there is a base to compare with; all failures where there is none.
    pub fn news(&self) -> impl Iterator<Item = &'a Finding> + use<'a> {
        self.failures().filter(|finding| finding.baseline_state != Some(BaselineState::Unchanged))
    }

    /// Judgements that could not be made and count for nothing.
    pub fn unknowns(&self) -> impl Iterator<Item = &'a Finding> + use<'a> {
        let unknown_fails = self.run.unknown_fails;
        self.findings.iter().filter(move |finding| {
            finding.verdict == Verdict::Unknown
                && !unknown_fails
                && finding.suppression.is_none()
                && finding.baseline_state != Some(BaselineState::Fixed)
        })
    }
}

/// An output format: a row of [`FORMATS`].
pub trait Format: Sync {
    /// What `--format` calls it.
    fn name(&self) -> &'static str;
    /// The usual extension of its files.
    fn extension(&self) -> &'static str;
    /// One line for the help.
    fn about(&self) -> &'static str;
    /// Whether it tells what the infrastructure costs, so that this has to be estimated.
    fn tells_costs(&self) -> bool {
        false
    }
    /// Writes the whole report.
    fn write(&self, report: &Report<'_>, out: &mut dyn Write, options: &Options) -> io::Result<()>;
}

impl fmt::Debug for dyn Format {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// All formats, in the order of the help.
pub const FORMATS: &[&dyn Format] = &[
    &human::Human,
    &compact::Compact,
    &json::Json,
    &sarif::Sarif,
    &junit::Junit,
    &gitlab::Gitlab,
    &gitlab_sast::GitlabSast,
    &github::Github,
    &markdown::Markdown,
    &markdown::GithubSummary,
    &azure::Azure,
    &checkstyle::Checkstyle,
    &csv::Csv,
    &html::Html,
];

/// The format of that name.
pub fn format_named(name: &str) -> Option<&'static dyn Format> {
    FORMATS.iter().copied().find(|format| format.name() == name)
}

/// Where a report goes.
#[derive(Clone, Debug)]
pub struct Target {
    pub format: &'static dyn Format,
    /// Standard output where absent.
    pub file: Option<std::path::PathBuf>,
}

/// Reads `NAME` or `NAME=FILE`; the error is a sentence for the user.
pub fn parse_target(text: &str) -> Result<Target, String> {
    let (name, file) = match text.split_once('=') {
        Some((name, file)) => (name, Some(file)),
        None => (text, None),
    };
    let Some(format) = format_named(name) else {
        let names: Vec<&str> = FORMATS.iter().map(|format| format.name()).collect();
        let hint = match nearest(name, names.iter().copied()) {
            Some(near) => format!("did you mean `{near}`?"),
            None => format!("formats are {}", names.join(", ")),
        };
        return Err(format!("there is no format `{}`; {hint}", text::visible(name)));
    };
    match file {
        Some("") => Err(format!("`--format {name}=` needs the name of a file behind `=`")),
        Some("-") | None => Ok(Target { format, file: None }),
        Some(file) => Ok(Target { format, file: Some(file.into()) }),
    }
}

/// Puts findings into their total order: path, start, end, rule id, address, environment, message.
///
/// Two findings that agree in all of these are told apart by root, attribute and verdict, so that no order of
/// threads shows in a report.
pub fn sort_findings(findings: &mut [Finding], sources: &Sources) {
    findings.sort_by_cached_key(|finding| {
        let place = place::Place::of(&finding.location, sources);
        (
            (place.path, place.region.start, place.region.end, Arc::clone(&finding.rule.id)),
            (finding.instances.first().cloned(), finding.environment.clone(), finding.message.clone()),
            (Arc::clone(&finding.root), Arc::clone(&finding.attribute), finding.verdict),
        )
    });
}

/// Findings with the worst first: new before old, then by severity; within that their order stays.
pub fn worst_first<'a>(findings: impl Iterator<Item = &'a Finding>) -> Vec<&'a Finding> {
    let mut sorted: Vec<&Finding> = findings.collect();
    sorted.sort_by_key(|finding| {
        let old = finding.baseline_state.is_some_and(|state| state != BaselineState::New);
        (old, finding.verdict, std::cmp::Reverse(finding.severity))
    });
    sorted
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_target_is_a_format_and_perhaps_a_file() {
        let target = parse_target("sarif=out/a=b.sarif").unwrap();
        assert_eq!(target.format.name(), "sarif");
        assert_eq!(target.file.unwrap().to_str(), Some("out/a=b.sarif"));
        assert!(parse_target("json").unwrap().file.is_none());
        assert!(parse_target("json=-").unwrap().file.is_none());
    }

    #[test]
    fn a_misspelt_format_gets_a_suggestion() {
        assert_eq!(parse_target("sarife").unwrap_err(), "there is no format `sarife`; did you mean `sarif`?");
        assert!(parse_target("nothing-like-it").unwrap_err().contains("formats are human, compact, json"));
        assert!(parse_target("json=").unwrap_err().contains("needs the name of a file"));
    }

    #[test]
    fn names_of_formats_are_unique() {
        let names: std::collections::BTreeSet<_> = FORMATS.iter().map(|format| format.name()).collect();
        assert_eq!(names.len(), FORMATS.len());
        let shown: Vec<String> =
            FORMATS.iter().map(|format| format!("{}.{}", format.name(), format.extension())).collect();
        insta::assert_snapshot!(shown.join(" "), @"human.txt compact.txt json.json sarif.sarif junit.xml gitlab.json gitlab-sast.json github.txt markdown.md github-summary.md azure.txt checkstyle.xml csv.csv html.html");
    }
}
