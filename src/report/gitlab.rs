//! GitLab's Code Quality report: what its merge requests show beside the changed lines.

use std::collections::HashMap;
use std::io::{self, Write};

use serde::Serialize;

use super::compact::subject;
use super::place::{Place, relative_path};
use super::text::{json_safe, quoted};
use super::{Format, Options, Report};
use crate::rules::finding::Finding;
use crate::rules::rule::{Category, Severity};

/// See the module.
#[derive(Debug)]
pub struct Gitlab;

impl Format for Gitlab {
    fn name(&self) -> &'static str {
        "gitlab"
    }

    fn extension(&self) -> &'static str {
        "json"
    }

    fn about(&self) -> &'static str {
        "GitLab Code Quality"
    }

    fn write(&self, report: &Report<'_>, out: &mut dyn Write, _: &Options) -> io::Result<()> {
        let mut identities = Identities::default();
        let entries: Vec<Entry> =
            report.failures().map(|finding| Entry::new(finding, report, &mut identities)).collect();
        writeln!(out, "{}", json_safe(&serde_json::to_string_pretty(&entries)?))
    }
}

#[derive(Serialize)]
struct Entry {
    #[serde(rename = "type")]
    kind: &'static str,
    check_name: String,
    description: String,
    categories: [&'static str; 1],
    fingerprint: String,
    severity: &'static str,
    location: EntryLocation,
}

#[derive(Serialize)]
struct EntryLocation {
    path: String,
    lines: Lines,
}

#[derive(Serialize)]
struct Lines {
    begin: u32,
    end: u32,
}

impl Entry {
    fn new(finding: &Finding, report: &Report<'_>, identities: &mut Identities) -> Self {
        let place = Place::of(&finding.location, report.sources);
        let category = match finding.category {
            Category::Security => "Security",
            Category::Cost => "Performance",
            Category::Reliability | Category::Correctness | Category::Change => "Bug Risk",
            Category::Naming | Category::Tagging => "Style",
        };
        Self {
            kind: "issue",
            check_name: finding.rule.id.to_string(),
            description: format!("{}{}", quoted(&finding.message), subject(finding)),
            categories: [category],
            fingerprint: identities.of(finding),
            severity: severity(finding.severity),
            location: EntryLocation {
                path: relative_path(&place.path),
                lines: Lines { begin: place.region.start.line, end: place.region.end.line },
            },
        }
    }
}

/// Gives every finding of a report an identity of its own: GitLab shows only one of two equal ones.
#[derive(Debug, Default)]
pub struct Identities {
    seen: HashMap<String, usize>,
}

impl Identities {
    /// The fingerprint, with the environment and a counter where they are needed.
    pub fn of(&mut self, finding: &Finding) -> String {
        let mut identity = match &*finding.fingerprint {
            "" => format!("{}-{}", finding.rule.id, finding.address_template),
            fingerprint => fingerprint.to_owned(),
        };
        if let Some(environment) = &finding.environment {
            identity = format!("{identity}-{environment}");
        }
        let count = self.seen.entry(identity.clone()).or_insert(0);
        *count += 1;
        if *count > 1 { format!("{identity}-{count}") } else { identity }
    }
}

fn severity(severity: Severity) -> &'static str {
    match severity {
        Severity::Critical => "blocker",
        Severity::High => "critical",
        Severity::Medium => "major",
        Severity::Low => "minor",
        Severity::Info => "info",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::testing::{Case, shared_schema};

    #[test]
    fn entries_fit_the_schema_of_gitlab() {
        let Some(schema) = shared_schema("gitlab/codeclimate.json") else { return };
        let validator = jsonschema::validator_for(&schema).unwrap();
        for case in [Case::sample(), Case::hostile(), Case::default()] {
            let entries: serde_json::Value = serde_json::from_str(&case.render(&Gitlab)).unwrap();
            for entry in entries.as_array().unwrap() {
                validator.validate(entry).unwrap();
            }
        }
    }

    #[test]
    fn equal_findings_have_identities_of_their_own() {
        let mut case = Case::sample();
        let twin = case.findings[0].clone();
        case.findings.push(twin);
        let entries: Vec<serde_json::Value> = serde_json::from_str(&case.render(&Gitlab)).unwrap();
        let identities: std::collections::BTreeSet<_> =
            entries.iter().map(|entry| entry["fingerprint"].as_str().unwrap()).collect();
        assert_eq!(identities.len(), 3);
    }

    #[test]
    fn an_entry_tells_rule_place_and_severity() {
        insta::assert_snapshot!(Case::sample().render(&Gitlab), @r#"
        [
          {
            "type": "issue",
            "check_name": "aws-s3-bucket-public-acls",
            "description": "'block_public_acls' is 'false' (module.logs[\"a\"].aws_s3_bucket_public_access_block.this and 2 more, in prod)",
            "categories": [
              "Security"
            ],
            "fingerprint": "000000000000000000000000000fb577-prod",
            "severity": "blocker",
            "location": {
              "path": "envs/prod/main.tf",
              "lines": {
                "begin": 8,
                "end": 8
              }
            }
          },
          {
            "type": "issue",
            "check_name": "aws-security-group-ssh-open",
            "description": "port '22' is open to '0.0.0.0/0' (aws_security_group.web)",
            "categories": [
              "Security"
            ],
            "fingerprint": "0000000000000000000000000027ff20",
            "severity": "critical",
            "location": {
              "path": "envs/prod/main.tf",
              "lines": {
                "begin": 19,
                "end": 19
              }
            }
          }
        ]
        "#);
    }
}
