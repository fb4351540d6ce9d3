//! What is expected of the rules: findings, and their absence.

use std::sync::Arc;

use super::file::{FindingExpected, NoFindings, PolicyTest, UnknownMeans};
use super::reader::Text;
use super::shown_path;
use crate::check::Checked;
use crate::policy::pattern::{matches, matches_address};
use crate::policy::select::{RuleFacts, Selector, unknown_selectors};
use crate::rules::bundled;
use crate::rules::finding::{Finding, Location, Verdict};
use crate::rules::rule::Rule;
use crate::span::Sources;
use crate::test_run::verdict::{Problem, Status, TestResult, Update};

/// How many findings a message lists.
const LISTED: usize = 6;

/// Holds the findings against what is expected of them.
pub(super) fn findings(
    test: &PolicyTest,
    checked: &Checked,
    custom: &[Arc<Rule>],
    sources: &Sources,
    result: &mut TestResult,
) {
    if has_unknown_names(test, custom, result) {
        return;
    }
    for expected in &test.findings {
        expected.judge(checked, result);
    }
    for absence in &test.absences {
        absence.judge(test, checked, sources, result);
    }
}

/// Names of rules that do not exist: a test of them would hold for ever.
fn has_unknown_names(test: &PolicyTest, custom: &[Arc<Rule>], result: &mut TestResult) -> bool {
    let mut facts: Vec<RuleFacts<'_>> = Vec::with_capacity(bundled::index().len() + custom.len());
    for rule in bundled::index() {
        facts.push(rule.into());
    }
    facts.extend(custom.iter().map(|rule| RuleFacts::from(&**rule)));
    let named = test.findings.iter().map(|expected| &expected.rule);
    let selectors: Vec<&Selector> = named.chain(test.absences.iter().flat_map(|absence| &absence.rules)).collect();
    let problems = unknown_selectors(&selectors, &facts);
    for diagnostic in &problems {
        let mut problem = Problem::new(diagnostic.span, diagnostic.message.clone());
        problem.notes.extend(diagnostic.help.clone());
        result.add(Status::Error, problem);
    }
    !problems.is_empty()
}

impl FindingExpected {
    /// The instances of a finding that are meant; empty where something else does not fit.
    fn instances<'f>(&self, finding: &'f Finding) -> Vec<&'f Arc<str>> {
        let fits = self.rule.matches(RuleFacts::from(&*finding.rule))
            && finding.verdict == self.verdict
            && finding.suppression.is_some() == self.is_suppressed
            && self.severity.is_none_or(|(severity, _)| severity == finding.severity)
            && is_like(self.attribute.as_ref(), &finding.attribute)
            && self.message.as_ref().is_none_or(|text| finding.message.contains(&*text.text));
        if fits { self.addresses(finding) } else { Vec::new() }
    }

    fn addresses<'f>(&self, finding: &'f Finding) -> Vec<&'f Arc<str>> {
        let is_meant =
            |address: &&Arc<str>| self.address.as_ref().is_none_or(|text| matches_address(&text.text, address));
        finding.instances.iter().filter(is_meant).collect()
    }

    fn judge(&self, checked: &Checked, result: &mut TestResult) {
        let found: usize = checked.findings.iter().map(|finding| self.instances(finding).len()).sum();
        match self.count {
            None if found > 0 => {}
            Some((count, _)) if count == found => {}
            Some((count, span)) if found > 0 => {
                let text = format!("`{}` is expected on {count} instances and is on {found}", self.rule.text);
                let update = Update { span, text: found.to_string() };
                let mut problem = Problem::new(self.span, text).with_updates([update]);
                let found = checked.findings.iter().flat_map(|finding| self.instances(finding));
                problem.notes.push(format!("found: {}", listed(found.map(ToString::to_string))));
                result.add(Status::Fail, problem);
            }
            _ => result.add(Status::Fail, self.missing(checked)),
        }
    }

    /// There is no such finding: what is there instead?
    fn missing(&self, checked: &Checked) -> Problem {
        let what = if self.is_suppressed { "a silenced finding" } else { "a finding" };
        let at = self.address.as_ref().map_or_else(String::new, |address| format!(" at `{}`", address.text));
        let mut problem =
            Problem::new(self.span, format!("{what} of `{}`{at} is expected, and there is none", self.rule.text));
        let is_near = |finding: &&Finding| self.rule.matches(RuleFacts::from(&*finding.rule));
        let near: Vec<&Finding> = checked.findings.iter().filter(is_near).collect();
        if let [only] = near.as_slice() {
            problem.updates = self.updates(only);
        }
        if !near.is_empty() {
            problem.notes.push(format!("found: {}", listed(near.iter().map(|finding| described(finding)))));
        } else if checked.rules.iter().any(|rule| self.rule.matches(RuleFacts::from(&**rule))) {
            problem.notes.push("the rule has looked, and is content".into());
        } else {
            problem.notes.push("the rule is off here, or there is nothing that it judges; `select` turns it on".into());
        }
        problem
    }

    /// What would have to be written for the only finding that is near.
    fn updates(&self, finding: &Finding) -> Vec<Update> {
        let quoted = |text: &str| serde_json::Value::from(text).to_string();
        let mut updates = Vec::new();
        if let (Some(text), [address]) = (&self.address, finding.instances.as_slice())
            && !matches_address(&text.text, address)
        {
            updates.push(Update { span: text.span, text: quoted(address) });
        }
        if let Some(text) = self.attribute.as_ref().filter(|text| !is_like(Some(text), &finding.attribute)) {
            updates.push(Update { span: text.span, text: quoted(&finding.attribute) });
        }
        if let Some((_, span)) = self.severity.filter(|(severity, _)| *severity != finding.severity) {
            updates.push(Update { span, text: quoted(finding.severity.as_str()) });
        }
        updates
    }
}

impl NoFindings {
    fn judge(&self, test: &PolicyTest, checked: &Checked, sources: &Sources, result: &mut TestResult) {
        for finding in checked.findings.iter().filter(|finding| self.is_about(finding)) {
            let status = match (finding.verdict, self.unknown) {
                (Verdict::Fail, _) | (Verdict::Unknown, UnknownMeans::Fail) => Status::Fail,
                (Verdict::Unknown, UnknownMeans::Undecided) => Status::Undecided,
                (Verdict::Unknown, UnknownMeans::Nothing) => continue,
            };
            let is_expected = |address: &&Arc<str>| {
                test.findings.iter().any(|expected| expected.instances(finding).contains(address))
            };
            let is_meant =
                |address: &&Arc<str>| self.address.as_ref().is_none_or(|text| matches_address(&text.text, address));
            let rest: Vec<&Arc<str>> =
                finding.instances.iter().filter(|one| is_meant(one) && !is_expected(one)).collect();
            if !rest.is_empty() {
                result.add(status, self.problem(finding, &rest, sources));
            }
        }
    }

    fn is_about(&self, finding: &Finding) -> bool {
        let is_named = self.rules.is_empty()
            || self.rules.iter().any(|selector| selector.matches(RuleFacts::from(&*finding.rule)));
        is_named && finding.suppression.is_none() && self.severity.is_none_or(|least| finding.severity >= least)
    }

    fn problem(&self, finding: &Finding, addresses: &[&Arc<str>], sources: &Sources) -> Problem {
        let what = match finding.verdict {
            Verdict::Fail => "a finding",
            Verdict::Unknown => "an unknown verdict",
        };
        let rule = &finding.rule.id;
        let text = format!("{what} of `{rule}` ({}) that is not expected: {}", finding.severity, finding.message);
        let addresses = listed(addresses.iter().map(|address| {
            if finding.attribute.is_empty() {
                address.to_string()
            } else {
                format!("{address} @ {}", finding.attribute)
            }
        }));
        let mut problem = Problem::new(self.span, text).with_note(format!("at {addresses}"));
        problem.notes.extend(place(&finding.location, sources).map(|place| format!("in {place}")));
        problem.notes.extend(
            finding
                .trace
                .iter()
                .filter_map(|step| Some(format!("  {} ({})", step.note, place(&step.location, sources)?))),
        );
        problem
    }
}

fn place(location: &Location, sources: &Sources) -> Option<String> {
    match location {
        Location::Source(span) if span.is_none() => None,
        Location::Source(span) => {
            Some(format!("{}:{}", shown_path(&sources.path(span.file)), sources.region(*span).start.line))
        }
        Location::File { path, region } => Some(format!("{path}:{}", region.start.line)),
    }
}

fn is_like(pattern: Option<&Text>, text: &str) -> bool {
    pattern.is_none_or(|pattern| *pattern.text == *text || matches(&pattern.text, text))
}

fn described(finding: &Finding) -> String {
    let first = finding.instances.first().map_or("", |address| &**address);
    let at = if finding.attribute.is_empty() { String::new() } else { format!(" @ {}", finding.attribute) };
    let silenced = if finding.suppression.is_some() { ", silenced" } else { "" };
    format!("{first}{at} ({}, {}{silenced})", finding.severity, finding.verdict.as_str())
}

fn listed(items: impl Iterator<Item = String>) -> String {
    let all: Vec<String> = items.collect();
    let rest = all.len().saturating_sub(LISTED);
    let shown = all.into_iter().take(LISTED).collect::<Vec<_>>().join("; ");
    if rest == 0 { shown } else { format!("{shown}; and {rest} more") }
}
