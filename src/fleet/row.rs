//! One finding of one state of one repository.

use std::sync::Arc;

use jiff::Timestamp;
use sha2::{Digest, Sha256};

use crate::rules::finding::Verdict;
use crate::rules::rule::Severity;

/// A row of the table; the fields stand in the order of its columns.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    pub repository: Arc<str>,
    /// The root module's directory; `.` for the repository root.
    pub root: String,
    pub environment: Option<String>,
    pub rule: String,
    pub category: String,
    pub severity: Severity,
    pub verdict: Verdict,
    /// Relative to the repository root.
    pub file: String,
    pub line: u32,
    /// Of the first instance.
    pub address: Option<String>,
    /// One sentence without a full stop; what was code in it stands in quotes.
    pub message: Option<String>,
    pub fingerprint: Option<String>,
    /// Who answers for the exception that silences the finding.
    pub owner: Option<String>,
    pub state: Option<State>,
    pub commit: Option<Arc<str>>,
    /// Of the commit, else of the run, else of the file's name.
    pub date: Option<Timestamp>,
}

/// Where a finding stands to a base, a baseline or a suppression.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum State {
    New,
    Unchanged,
    /// By a comment, an exception or the baseline; in reports with `--show-suppressed`.
    Suppressed,
}

impl State {
    pub const ALL: [Self; 3] = [Self::New, Self::Unchanged, Self::Suppressed];

    pub fn as_str(self) -> &'static str {
        match self {
            Self::New => "new",
            Self::Unchanged => "unchanged",
            Self::Suppressed => "suppressed",
        }
    }
}

impl Row {
    /// Whether it counts as a failure.
    pub fn fails(&self) -> bool {
        self.verdict == Verdict::Fail && self.state != Some(State::Suppressed)
    }

    /// Who the finding is within one state of its repository; two reports of the same run agree in it.
    pub(super) fn digest(&self) -> [u8; 16] {
        let mut hasher = Sha256::new();
        let texts = [&self.root, &self.rule, &self.file].map(String::as_str);
        let optional = [&self.environment, &self.address, &self.fingerprint].map(|text| text.as_deref().unwrap_or(""));
        let words = [self.verdict.as_str(), self.state.map_or("", State::as_str)];
        for text in texts.into_iter().chain(optional).chain(words) {
            hasher.update(text.as_bytes());
            hasher.update([0]);
        }
        hasher.update(self.line.to_le_bytes());
        let mut digest = [0; 16];
        for (to, from) in digest.iter_mut().zip(hasher.finalize()) {
            *to = from;
        }
        digest
    }

    /// The order of the rows of one report, whatever order the report has.
    pub(super) fn order(&self) -> impl Ord + '_ {
        (
            (&self.file, self.line, &self.rule, &self.environment, &self.address),
            (&self.fingerprint, &self.root, self.verdict, self.state, &self.message),
        )
    }
}

/// `2026-11-01T10:00:00Z`.
pub fn time(time: Timestamp) -> String {
    time.strftime("%Y-%m-%dT%H:%M:%SZ").to_string()
}
