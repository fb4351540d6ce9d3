//! Numbers of a run.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::Report;
use super::text::plural;
use crate::rules::finding::{BaselineState, Finding};
use crate::rules::rule::{Category, Severity};

/// What was looked at.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Summary {
    pub files: usize,
    /// Resource and data instances.
    pub resources: usize,
    pub rules: usize,
    /// Root modules, once for each environment.
    pub roots: usize,
}

/// What was found, counted.
#[derive(Clone, Debug, Default)]
pub struct Counts {
    pub fail: usize,
    pub unknown: usize,
    pub suppressed: usize,
    /// Present against a base or baseline only.
    pub states: Option<States>,
    /// Failures, worst first; every severity is there.
    pub by_severity: Vec<(Severity, usize)>,
    /// Failures; categories without one are left out.
    pub by_category: Vec<(Category, usize)>,
    /// Failures, the most frequent first.
    pub by_rule: Vec<(Arc<str>, usize)>,
    /// Files with failures.
    pub files: usize,
}

/// Failures against a base.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct States {
    pub new: usize,
    pub unchanged: usize,
    pub fixed: usize,
}

impl Counts {
    pub fn of(report: &Report<'_>) -> Self {
        let failures: Vec<&Finding> = report.failures().collect();
        let count = |is: &dyn Fn(&Finding) -> bool| failures.iter().filter(|finding| is(finding)).count();
        let mut by_rule: BTreeMap<&Arc<str>, usize> = BTreeMap::new();
        for finding in &failures {
            *by_rule.entry(&finding.rule.id).or_default() += 1;
        }
        let mut by_rule: Vec<_> = by_rule.into_iter().map(|(rule, count)| (Arc::clone(rule), count)).collect();
        by_rule.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
        Self {
            fail: failures.len(),
            unknown: report.unknowns().count(),
            suppressed: report.findings.iter().filter(|finding| finding.suppression.is_some()).count(),
            states: states(report.findings),
            by_severity: Severity::ALL.map(|severity| (severity, count(&|f| f.severity == severity))).to_vec(),
            by_category: with_some(Category::ALL.map(|category| (category, count(&|f| f.category == category)))),
            by_rule,
            files: files_of(report, &failures),
        }
    }

    /// `3 findings: 1 critical, 2 high`.
    pub fn headline(&self) -> String {
        let severities: Vec<String> = self
            .by_severity
            .iter()
            .filter(|(_, count)| *count > 0)
            .map(|(severity, count)| format!("{count} {severity}"))
            .collect();
        if severities.is_empty() {
            return "no findings".to_owned();
        }
        format!("{}: {}", plural(self.fail, "finding"), severities.join(", "))
    }

    /// What else there is to say: unknown, suppressed, states; empty when there is nothing.
    pub fn remarks(&self) -> Vec<String> {
        let mut remarks = Vec::new();
        let mut add = |count: usize, text: &str| {
            if count > 0 {
                remarks.push(format!("{count} {text}"));
            }
        };
        if let Some(states) = self.states {
            add(states.new, "new");
            add(states.unchanged, "unchanged");
            add(states.fixed, "fixed");
        }
        add(self.unknown, "unknown");
        add(self.suppressed, "suppressed");
        remarks
    }
}

fn with_some<T, const N: usize>(counts: [(T, usize); N]) -> Vec<(T, usize)> {
    counts.into_iter().filter(|(_, count)| *count > 0).collect()
}

fn states(findings: &[Finding]) -> Option<States> {
    let count = |state| {
        let live = findings.iter().filter(|finding| finding.suppression.is_none());
        live.filter(|finding| finding.baseline_state == Some(state)).count()
    };
    findings.iter().any(|finding| finding.baseline_state.is_some()).then(|| States {
        new: count(BaselineState::New),
        unchanged: count(BaselineState::Unchanged),
        fixed: count(BaselineState::Fixed),
    })
}

fn files_of(report: &Report<'_>, failures: &[&Finding]) -> usize {
    let paths: std::collections::BTreeSet<Arc<str>> =
        failures.iter().map(|finding| super::place::Place::of(&finding.location, report.sources).path).collect();
    paths.len()
}

impl Summary {
    /// `checked 12 files with 48 resources in 3 root modules against 212 rules`.
    pub fn sentence(&self) -> String {
        let rules = plural(self.rules, "rule");
        let (files, resources) = (plural(self.files, "file"), plural(self.resources, "resource"));
        format!("checked {files} with {resources} in {} against {rules}", plural(self.roots, "root module"))
    }
}
