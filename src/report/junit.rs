//! The XML of `JUnit`: one suite a category, one test case a finding, and one for each rule that found nothing.
//!
//! The document satisfies both dialects that are checked in the field: the one of Jenkins and the stricter one of Ant.

use std::collections::{BTreeMap, HashSet};
use std::io::{self, Write};
use std::sync::Arc;

use super::compact::{diagnostic_place, subject};
use super::place::{Place, relative_path};
use super::prose::first_paragraph;
use super::text::quoted;
use super::xml::Xml;
use super::{Format, Options, Report};
use crate::diag;
use crate::rules::finding::{BaselineState, Finding, Verdict};
use crate::rules::rule::Category;

/// A report carries no clock of its own.
const NO_TIME: &str = "1970-01-01T00:00:00";

/// See the module.
#[derive(Debug)]
pub struct Junit;

impl Format for Junit {
    fn name(&self) -> &'static str {
        "junit"
    }

    fn extension(&self) -> &'static str {
        "xml"
    }

    fn about(&self) -> &'static str {
        "JUnit's XML: a test case for each finding and for each rule that found none"
    }

    fn write(&self, report: &Report<'_>, out: &mut dyn Write, options: &Options) -> io::Result<()> {
        let timestamp = report.run.started.as_deref().and_then(|time| time.get(..19)).unwrap_or(NO_TIME);
        let mut xml = Xml::default();
        xml.open("testsuites", &[]);
        let mut id = 0;
        for category in Category::ALL {
            let cases = cases_of(category, report, options);
            if !cases.is_empty() {
                suite(&mut xml, &format!("tollgate.{category}"), id, timestamp, &cases);
                id += 1;
            }
        }
        let broken = broken_input(report);
        if !broken.is_empty() || id == 0 {
            let cases = if broken.is_empty() { vec![Case::passed("tollgate", "input")] } else { broken };
            suite(&mut xml, "tollgate.input", id, timestamp, &cases);
        }
        out.write_all(xml.finish().as_bytes())
    }
}

struct Case {
    class: String,
    name: String,
    outcome: Outcome,
    message: String,
    text: String,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Outcome {
    Passed,
    Failed,
    Broken,
    Skipped,
}

impl Case {
    fn passed(class: &str, name: &str) -> Self {
        let (class, name) = (class.to_owned(), name.to_owned());
        Self { class, name, outcome: Outcome::Passed, message: String::new(), text: String::new() }
    }
}

fn cases_of(category: Category, report: &Report<'_>, options: &Options) -> Vec<Case> {
    let findings = report
        .shown(options)
        .filter(|finding| finding.category == category && finding.baseline_state != Some(BaselineState::Fixed));
    let mut cases: Vec<Case> = findings.map(|finding| case(finding, report)).collect();
    make_unique(&mut cases);
    let found: HashSet<&Arc<str>> = report.findings.iter().map(|finding| &finding.rule.id).collect();
    let clean = report.rules.iter().filter(|rule| rule.category == category && !found.contains(&rule.id));
    cases.extend(clean.map(|rule| Case::passed(&format!("rules.{category}"), &rule.id)));
    cases
}

fn case(finding: &Finding, report: &Report<'_>) -> Case {
    let place = Place::of(&finding.location, report.sources);
    let path = relative_path(&place.path);
    let attribute = if finding.attribute.is_empty() { String::new() } else { format!(" {}", finding.attribute) };
    let message = quoted(&finding.message);
    let (outcome, message) = if let Some(suppression) = &finding.suppression {
        let reason = suppression.reason.as_deref().unwrap_or("without a reason");
        (Outcome::Skipped, format!("suppressed: {}", quoted(reason)))
    } else if finding.baseline_state == Some(BaselineState::Unchanged) {
        (Outcome::Skipped, format!("unchanged: {message}"))
    } else if finding.verdict == Verdict::Unknown && !report.run.unknown_fails {
        let reason =
            finding.origins.first().map(|origin| format!(": {}", quoted(&origin.to_string()))).unwrap_or_default();
        (Outcome::Skipped, format!("unknown: {message}{reason}"))
    } else {
        (Outcome::Failed, message)
    };
    let remedy = first_paragraph(&finding.rule.remedy);
    let text = format!(
        "{path}:{}:{}: {} {}: {}\n{remedy}",
        place.region.start.line,
        place.region.start.column,
        finding.severity,
        finding.rule.id,
        quoted(&finding.message)
    );
    Case { class: path, name: format!("{}{attribute}{}", finding.rule.id, subject(finding)), outcome, message, text }
}

/// Two cases of one class and name are shown as one by some readers: later ones get a number.
fn make_unique(cases: &mut [Case]) {
    let mut seen: BTreeMap<(String, String), usize> = BTreeMap::new();
    for case in cases {
        let count = seen.entry((case.class.clone(), case.name.clone())).or_insert(0);
        *count += 1;
        if *count > 1 {
            case.name = format!("{} #{count}", case.name);
        }
    }
}

/// Input that could not be read: an error of the check itself, not of a rule.
fn broken_input(report: &Report<'_>) -> Vec<Case> {
    let errors = report.diagnostics.iter().filter(|diagnostic| diagnostic.severity == diag::Severity::Error);
    let mut cases: Vec<Case> = errors
        .map(|diagnostic| {
            let place = diagnostic_place(diagnostic, report.sources);
            let class = place.as_ref().map_or_else(|| "tollgate".to_owned(), |place| relative_path(&place.path));
            let text = place.map(|place| place.display()).unwrap_or_default();
            let (message, name) = (quoted(&diagnostic.message), diagnostic.code.to_string());
            Case { class, name, outcome: Outcome::Broken, message, text }
        })
        .collect();
    make_unique(&mut cases);
    cases
}

fn suite(xml: &mut Xml, name: &str, id: usize, timestamp: &str, cases: &[Case]) {
    let count = |outcome| cases.iter().filter(|case| case.outcome == outcome).count().to_string();
    let attributes = [
        ("name", name),
        ("package", "tollgate"),
        ("id", &*id.to_string()),
        ("timestamp", timestamp),
        ("hostname", "localhost"),
        ("tests", &cases.len().to_string()),
        ("failures", &count(Outcome::Failed)),
        ("errors", &count(Outcome::Broken)),
        ("skipped", &count(Outcome::Skipped)),
        ("time", "0"),
    ];
    xml.open("testsuite", &attributes);
    xml.empty("properties", &[]);
    for case in cases {
        test_case(xml, case);
    }
    xml.empty("system-out", &[]);
    xml.empty("system-err", &[]);
    xml.close();
}

fn test_case(xml: &mut Xml, case: &Case) {
    let attributes = [("classname", &*case.class), ("name", &case.name), ("time", "0")];
    let element = match case.outcome {
        Outcome::Passed => return xml.empty("testcase", &attributes),
        Outcome::Failed => "failure",
        Outcome::Broken => "error",
        Outcome::Skipped => "skipped",
    };
    xml.open("testcase", &attributes);
    match case.outcome {
        Outcome::Skipped | Outcome::Passed => xml.empty(element, &[("message", &case.message)]),
        Outcome::Failed | Outcome::Broken => {
            xml.text(element, &[("message", &case.message), ("type", "tollgate")], &case.text);
        }
    }
    xml.close();
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::testing;

    #[test]
    fn findings_rules_and_broken_input_are_cases() {
        let mut case = testing::Case::sample();
        case.options.show_suppressed = true;
        case.rule("x-clean", Category::Naming, crate::rules::rule::Severity::Low);
        insta::assert_snapshot!("report_junit", case.render(&Junit));
    }

    #[test]
    fn an_empty_report_has_one_case_that_passed() {
        let text = testing::Case::default().render(&Junit);
        assert!(text.contains("tests=\"1\" failures=\"0\" errors=\"0\""), "{text}");
    }

    #[test]
    fn equal_names_are_told_apart() {
        let mut case = testing::Case::sample();
        let twin = case.findings[0].clone();
        case.findings.push(twin);
        let text = case.render(&Junit);
        assert!(text.contains("in prod) #2\""), "{text}");
    }

    #[test]
    fn hostile_text_stays_text() {
        let text = testing::Case::hostile().render(&Junit);
        assert!(
            !text.contains("<script>") && !text.contains(|c| c != '\n' && crate::report::text::is_hostile(c)),
            "{text}"
        );
    }
}
