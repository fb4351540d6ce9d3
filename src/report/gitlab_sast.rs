//! GitLab's SAST report, for its security dashboard: findings of the category `security` alone.

use std::io::{self, Write};

use serde::Serialize;
use uuid::Uuid;

use super::compact::subject;
use super::gitlab::Identities;
use super::place::{Place, relative_path};
use super::sarif::is_web_address;
use super::text::{cut, json_safe, quoted, visible_lines};
use super::{Format, Options, Report};
use crate::rules::finding::Finding;
use crate::rules::rule::{Category, Severity};

/// The namespace of our ids: any fixed UUID does.
const NAMESPACE: Uuid = Uuid::from_u128(0x7a7b_6c1e_52d0_4b0e_9d5f_6a1f_0c3e_8b24);
/// A report carries no clock of its own.
const NO_TIME: &str = "1970-01-01T00:00:00";

/// See the module.
#[derive(Debug)]
pub struct GitlabSast;

impl Format for GitlabSast {
    fn name(&self) -> &'static str {
        "gitlab-sast"
    }

    fn extension(&self) -> &'static str {
        "json"
    }

    fn about(&self) -> &'static str {
        "GitLab SAST 15.1.0: security findings for the vulnerability report"
    }

    fn write(&self, report: &Report<'_>, out: &mut dyn Write, _: &Options) -> io::Result<()> {
        let mut identities = Identities::default();
        let findings = report.failures().filter(|finding| finding.category == Category::Security);
        let vulnerabilities = findings.map(|finding| Vulnerability::new(finding, report, &mut identities)).collect();
        let wire = Sast { version: "15.1.0", scan: Scan::new(report), vulnerabilities };
        writeln!(out, "{}", json_safe(&serde_json::to_string_pretty(&wire)?))
    }
}

#[derive(Serialize)]
struct Sast {
    version: &'static str,
    scan: Scan,
    vulnerabilities: Vec<Vulnerability>,
}

#[derive(Serialize)]
struct Scan {
    analyzer: Analyzer,
    scanner: Analyzer,
    #[serde(rename = "type")]
    kind: &'static str,
    start_time: String,
    end_time: String,
    status: &'static str,
    messages: Vec<ScanMessage>,
}

#[derive(Serialize)]
struct ScanMessage {
    level: &'static str,
    value: String,
}

#[derive(Clone, Serialize)]
struct Analyzer {
    id: &'static str,
    name: &'static str,
    version: String,
    vendor: Vendor,
}

#[derive(Clone, Serialize)]
struct Vendor {
    name: &'static str,
}

#[derive(Serialize)]
struct Vulnerability {
    id: String,
    name: String,
    description: String,
    severity: &'static str,
    #[serde(skip_serializing_if = "String::is_empty")]
    solution: String,
    identifiers: Vec<Identifier>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    links: Vec<Link>,
    location: VulnerabilityLocation,
    tracking: Tracking,
}

#[derive(Serialize)]
struct Identifier {
    #[serde(rename = "type")]
    kind: &'static str,
    name: String,
    value: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    url: Option<String>,
}

#[derive(Serialize)]
struct Link {
    url: String,
}

#[derive(Clone, Serialize)]
struct VulnerabilityLocation {
    file: String,
    start_line: u32,
    end_line: u32,
}

#[derive(Serialize)]
struct Tracking {
    #[serde(rename = "type")]
    kind: &'static str,
    items: [TrackingItem; 1],
}

#[derive(Serialize)]
struct TrackingItem {
    #[serde(flatten)]
    location: VulnerabilityLocation,
    signatures: [Signature; 1],
}

#[derive(Serialize)]
struct Signature {
    algorithm: &'static str,
    value: String,
}

impl Scan {
    fn new(report: &Report<'_>) -> Self {
        let time =
            |time: &Option<String>| time.as_deref().and_then(|time| time.get(..19)).unwrap_or(NO_TIME).to_owned();
        let vendor = Vendor { name: "tollgate" };
        let analyzer = Analyzer { id: "tollgate", name: "tollgate", version: report.run.version.clone(), vendor };
        let messages = report.diagnostics.iter().take(100).map(|diagnostic| ScanMessage {
            level: if diagnostic.severity == crate::diag::Severity::Error { "warn" } else { "info" },
            value: quoted(&diagnostic.message),
        });
        Self {
            scanner: analyzer.clone(),
            analyzer,
            kind: "sast",
            start_time: time(&report.run.started),
            end_time: time(&report.run.ended),
            status: "success",
            messages: messages.filter(|message| !message.value.is_empty()).collect(),
        }
    }
}

impl Vulnerability {
    fn new(finding: &Finding, report: &Report<'_>, identities: &mut Identities) -> Self {
        let identity = identities.of(finding);
        let place = Place::of(&finding.location, report.sources);
        let location = VulnerabilityLocation {
            file: relative_path(&place.path),
            start_line: place.region.start.line,
            end_line: place.region.end.line,
        };
        let rule = &finding.rule;
        let message = format!("{}{}", quoted(&finding.message), subject(finding));
        let link = rule.link.as_deref().filter(|link| is_web_address(link)).map(str::to_owned);
        Self {
            id: Uuid::new_v5(&NAMESPACE, identity.as_bytes()).to_string(),
            name: cut(&rule.title, 255).into_owned(),
            description: format!("{message}\n\n{}", visible_lines(&rule.why)),
            severity: severity(finding.severity),
            solution: cut(&visible_lines(&rule.remedy), 7000).into_owned(),
            identifiers: identifiers(finding),
            links: link.into_iter().map(|url| Link { url }).collect(),
            tracking: Tracking {
                kind: "source",
                items: [TrackingItem {
                    location: location.clone(),
                    signatures: [Signature { algorithm: "hash", value: identity }],
                }],
            },
            location,
        }
    }
}

fn identifiers(finding: &Finding) -> Vec<Identifier> {
    let id = finding.rule.id.to_string();
    let own = Identifier { kind: "tollgate_rule", name: format!("tollgate {id}"), value: id, url: None };
    let cwes = finding.rule.cwes().map(|number| Identifier {
        kind: "cwe",
        name: format!("CWE-{number}"),
        value: number.to_string(),
        url: Some(format!("https://cwe.mitre.org/data/definitions/{number}.html")),
    });
    std::iter::once(own).chain(cwes).collect()
}

fn severity(severity: Severity) -> &'static str {
    match severity {
        Severity::Critical => "Critical",
        Severity::High => "High",
        Severity::Medium => "Medium",
        Severity::Low => "Low",
        Severity::Info => "Info",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::testing::{Case, shared_schema};

    #[test]
    fn the_report_fits_the_schema_of_gitlab() {
        let Some(schema) = shared_schema("gitlab/sast-15.1.0-constraints.json") else { return };
        let validator = jsonschema::validator_for(&schema).unwrap();
        for case in [Case::sample(), Case::hostile(), Case::default()] {
            let report: serde_json::Value = serde_json::from_str(&case.render(&GitlabSast)).unwrap();
            validator.validate(&report).unwrap();
        }
    }

    #[test]
    fn security_findings_are_vulnerabilities() {
        let mut case = Case::sample();
        case.findings[2].verdict = crate::rules::finding::Verdict::Fail;
        insta::assert_snapshot!("report_gitlab_sast", case.render(&GitlabSast));
    }
}
