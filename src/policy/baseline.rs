//! `.tollgate-baseline.json`: findings that a team has agreed to live with for now.
//!
//! The file is keyed by fingerprint; the other fields are for people who review it, and for knowing a finding again
//! after its directory was renamed.

use std::collections::BTreeSet;
use std::sync::Arc;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::identity::{Identity, Known};
use crate::diag::{Code, Diagnostic};
use crate::rules::finding::{BaselineState, Finding, Suppression, SuppressionKind, Verdict};
use crate::span::Span;

/// Where the file stands when nothing else is said: in the root of the repository.
pub const FILE_NAME: &str = ".tollgate-baseline.json";

/// The version of the file's form. Readers take any `1.x`.
pub const SCHEMA_VERSION: &str = "1.0";

/// The file as it is written.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Baseline {
    pub schema_version: String,
    /// In the order of directory, resource, rule, attribute and fingerprint.
    pub entries: Vec<Entry>,
}

/// The JSON Schema of the file, for `schemas/baseline.schema.json`.
pub fn schema() -> schemars::Schema {
    schemars::schema_for!(Baseline)
}

/// One finding that does not count.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
pub struct Entry {
    /// The directory of the definition, relative to the root of the repository; empty for the root.
    pub directory: String,
    /// The address without module path and keys.
    pub resource: String,
    pub rule: String,
    /// Empty when the whole block is meant.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub attribute: String,
    pub fingerprint: String,
    pub verdict: EntryVerdict,
    /// Fingerprints of the instances.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub instances: Vec<String>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum EntryVerdict {
    Fail,
    Unknown,
}

impl Baseline {
    /// Reads the file's text.
    pub fn parse(path: &str, text: &str) -> Result<Self, Box<Diagnostic>> {
        let failed = |message: String| {
            let help = "write the file anew with `tollgate baseline create`";
            Box::new(Diagnostic::error(Code::BaselineInvalid, Span::NONE, message).with_path(path).with_help(help))
        };
        let baseline: Self =
            serde_json::from_str(text).map_err(|error| failed(format!("this is no baseline file: {error}")))?;
        if baseline.schema_version.split('.').next() != SCHEMA_VERSION.split('.').next() {
            let found = &baseline.schema_version;
            return Err(failed(format!("the baseline has version {found}, and this program reads {SCHEMA_VERSION}")));
        }
        Ok(baseline)
    }

    /// A baseline of all findings that count now.
    pub fn of(findings: &[&Finding]) -> Self {
        let entries: BTreeSet<Entry> = findings.iter().map(|finding| Entry::of(finding)).collect();
        Self { schema_version: SCHEMA_VERSION.to_owned(), entries: distinct(entries) }
    }

    /// Puts entries into their order; of two with one fingerprint, the first stays.
    pub fn sort(&mut self) {
        self.entries = distinct(std::mem::take(&mut self.entries).into_iter().collect());
    }

    /// The file's text: one entry a few lines, so that a review shows what comes and goes.
    pub fn to_text(&self) -> String {
        let mut text = serde_json::to_string_pretty(self).unwrap_or_default();
        text.push('\n');
        text
    }

    /// Silences what is in the baseline and says of each finding whether it is new. The result are the entries that
    /// were not met, by position; whether they are fixed depends on what was looked at.
    pub fn apply(&self, findings: &mut [Finding], is_there: impl Fn(&str) -> bool) -> Vec<usize> {
        let mut known = Known::new(self.entries.iter().map(Entry::identity).collect());
        let identities: Vec<Identity> = findings.iter().map(Identity::of).collect();
        for (finding, is_known) in findings.iter_mut().zip(known.meet(&identities, is_there)) {
            finding.baseline_state = Some(if is_known { BaselineState::Unchanged } else { BaselineState::New });
            if is_known && finding.suppression.is_none() {
                finding.suppression = Some(Suppression {
                    kind: SuppressionKind::Baseline,
                    reason: None,
                    until: None,
                    owner: None,
                    location: None,
                });
            }
        }
        known.unmet().map(|(i, _)| i).collect()
    }
}

impl Entry {
    fn of(finding: &Finding) -> Self {
        let identity = Identity::of(finding);
        let mut instances: Vec<String> = identity.instances.iter().map(ToString::to_string).collect();
        instances.sort();
        Self {
            directory: identity.directory.to_string(),
            resource: identity.resource.to_string(),
            rule: identity.rule.to_string(),
            attribute: identity.attribute.to_string(),
            fingerprint: identity.fingerprint.to_string(),
            verdict: match identity.verdict {
                Verdict::Fail => EntryVerdict::Fail,
                Verdict::Unknown => EntryVerdict::Unknown,
            },
            instances,
        }
    }

    fn identity(&self) -> Identity {
        Identity {
            fingerprint: self.fingerprint.as_str().into(),
            instances: self.instances.iter().map(|instance| Arc::from(instance.as_str())).collect(),
            rule: self.rule.as_str().into(),
            verdict: match self.verdict {
                EntryVerdict::Fail => Verdict::Fail,
                EntryVerdict::Unknown => Verdict::Unknown,
            },
            directory: self.directory.as_str().into(),
            resource: self.resource.as_str().into(),
            attribute: self.attribute.as_str().into(),
        }
    }
}

/// A finding that several environments show is one entry; what fails in one of them is a failure.
fn distinct(entries: BTreeSet<Entry>) -> Vec<Entry> {
    let mut seen = BTreeSet::new();
    entries.into_iter().filter(|entry| seen.insert(entry.fingerprint.clone())).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::policy::fingerprint;
    use crate::policy::tests::Fixture;

    #[test]
    fn a_baseline_silences_what_it_holds_and_names_what_is_gone() {
        let fixture = Fixture::new();
        let mut before = [fixture.finding("a-b", "aws_x.y", 1), fixture.finding("a-b", "aws_x.z", 2)];
        fingerprint::assign(&mut before, &fixture.sources);
        let text = Baseline::of(&before.each_ref()).to_text();
        let baseline = Baseline::parse(FILE_NAME, &text).unwrap();

        let mut after = [fixture.finding("a-b", "aws_x.y", 9), fixture.finding("a-b", "aws_x.new", 2)];
        fingerprint::assign(&mut after, &fixture.sources);
        let gone = baseline.apply(&mut after, |_| true);
        assert_eq!(after[0].suppression.as_ref().unwrap().kind, SuppressionKind::Baseline);
        assert_eq!(after[0].baseline_state, Some(BaselineState::Unchanged));
        assert!(after[1].suppression.is_none());
        assert_eq!(after[1].baseline_state, Some(BaselineState::New));
        assert_eq!(gone.iter().map(|&i| &*baseline.entries[i].resource).collect::<Vec<_>>(), ["aws_x.z"]);
    }

    #[test]
    fn a_file_that_is_none_is_told() {
        assert_eq!(Baseline::parse("b.json", "[]").unwrap_err().code, Code::BaselineInvalid);
        let newer = "{\"schema_version\": \"2.0\", \"entries\": []}";
        assert!(Baseline::parse("b.json", newer).unwrap_err().message.contains("2.0"));
    }
}
