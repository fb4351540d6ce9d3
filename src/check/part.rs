//! What a check has found once each root is judged and settled: all of it, or the part of one shard.
//!
//! Parts of one run add up to the whole: what depends on all findings together (identities, unused suppressions,
//! the baseline, the threshold, environments) is decided afterwards, by [`Part::conclude`].

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::base::{self, Before};
use super::budget::{self, BudgetPart};
use super::{Checked, Shard, environments};
use crate::diag::{Diagnostic, sort_diagnostics};
use crate::plan::summary::Overview;
use crate::policy::baseline::Baseline;
use crate::policy::exception::path_of;
use crate::policy::fingerprint;
use crate::policy::gate::{self, Threshold, UnknownPolicy};
use crate::policy::unite::unite;
use crate::rules::finding::{Finding, Location, Verdict};
use crate::rules::rule::Rule;
use crate::span::Sources;

/// See the module.
#[derive(Clone, Debug, Default)]
pub struct Part {
    /// Which part it is, and of how many; absent for the whole.
    pub shard: Option<Shard>,
    pub digests: Digests,
    /// Of all roots, with what is silenced, before the baseline; also verdicts of unknown that are ignored.
    pub findings: Vec<Finding>,
    /// About suppressions: what holds whatever the other parts found.
    pub problems: Vec<Finding>,
    /// Suppressions that nothing in this part used.
    pub unused: Vec<Finding>,
    /// The rules that met something to judge.
    pub rules: Vec<Arc<Rule>>,
    /// The roots of this part, in order.
    pub roots: Vec<PartRoot>,
    /// How many roots all parts have together.
    pub all_roots: usize,
    /// The plans that were judged, with the position of their root.
    pub plans: Vec<(u32, Overview)>,
    pub diagnostics: Vec<Diagnostic>,
    /// What the roots add up to, for each budget in its order.
    pub budgets: Vec<BudgetPart>,
    /// What fails the run, by file and environment of a finding.
    pub thresholds: Thresholds,
    /// Resource and data instances that were judged.
    pub resources: usize,
    /// Files of the whole project.
    pub files: usize,
    /// The baseline of the run, if it has one.
    pub baseline: Option<Arc<Baseline>>,
    /// What an earlier state shows, if the run compares with one.
    pub before: Option<Before>,
    /// Of the directories that baseline and earlier state name, those that hold configuration still.
    pub directories: BTreeSet<Arc<str>>,
}

/// What tells runs apart.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Digests {
    /// Of what was asked.
    pub options: String,
    /// Of the files and root modules that were there.
    pub input: String,
}

/// One root module, once for each environment.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct PartRoot {
    /// Among all roots of the run.
    pub position: u32,
    pub dir: Arc<str>,
    pub environment: Option<Arc<str>>,
}

/// What counts by file and environment of a finding.
pub type Thresholds = BTreeMap<(Arc<str>, Option<Arc<str>>), Threshold>;

impl Part {
    /// Adds another part of the same run. What is unused stays so where the other part does not use it either.
    pub fn add(&mut self, other: Self) {
        self.findings.extend(other.findings);
        self.rules.extend(other.rules);
        self.roots.extend(other.roots);
        self.plans.extend(other.plans);
        self.diagnostics.extend(other.diagnostics);
        self.thresholds.extend(other.thresholds);
        self.resources = self.resources.saturating_add(other.resources);
        self.directories.extend(other.directories);
        for (budget, other) in self.budgets.iter_mut().zip(other.budgets) {
            budget.add(other);
        }
        let unused: BTreeSet<_> = other.unused.iter().map(comment).collect();
        self.unused.retain(|finding| unused.contains(&comment(finding)));
    }

    /// All findings, whatever they are about.
    pub fn all(&self) -> impl Iterator<Item = &Finding> {
        self.findings.iter().chain(&self.problems).chain(&self.unused)
    }

    /// Decides what needs the findings of all parts that are here. A part by itself tells of no unused suppression:
    /// another one may use it.
    pub fn conclude(mut self, sources: &Sources) -> Checked {
        let (mut findings, unknown_ignored) = self.counted(sources);
        let is_there = |dir: &str| self.directories.contains(dir);
        let unmet = self.baseline.as_ref().map(|baseline| baseline.apply(&mut findings, is_there));
        if let Some(before) = &self.before {
            base::compare(before, &mut findings, sources, is_there, self.shard);
        }
        let exit = gate::decide(&findings, |finding| self.threshold(finding, sources), &self.diagnostics);
        let is_strict = |finding: &Finding| self.threshold(finding, sources).unknown == UnknownPolicy::Fail;
        let unknown_fails = findings.iter().any(is_strict);
        sort_diagnostics(&mut self.diagnostics, sources);
        self.rules.sort_by(|left, right| left.id.cmp(&right.id));
        self.rules.dedup_by(|left, right| left.id == right.id);
        self.roots.sort();
        self.plans.sort_by_key(|(position, _)| *position);
        let mut names: Vec<Arc<str>> = self.roots.iter().filter_map(|root| root.environment.clone()).collect();
        names.sort();
        names.dedup();
        Checked {
            findings: environments::merge(findings, &self.roots),
            rules: self.rules,
            diagnostics: self.diagnostics,
            exit,
            environments: names,
            roots: self.roots.len(),
            all_roots: self.all_roots,
            files: self.files,
            resources: self.resources,
            plans: self.plans.into_iter().map(|(_, plan)| plan).collect(),
            unknown_ignored,
            unknown_fails,
            unmet_entries: unmet.unwrap_or_default(),
            ..Checked::default()
        }
    }

    /// The findings of all roots with their identities, and those about suppressions; without verdicts of unknown that
    /// are ignored, whose number comes second.
    pub(super) fn counted(&mut self, sources: &Sources) -> (Vec<Finding>, usize) {
        if self.shard.is_none() {
            budget::conclude(self);
        }
        let mut findings = unite(std::mem::take(&mut self.findings), sources);
        fingerprint::assign(&mut findings, sources);
        if self.shard.is_none() {
            self.rules.extend(self.unused.iter().map(|finding| Arc::clone(&finding.rule)));
            self.problems.append(&mut self.unused);
        }
        fingerprint::assign(&mut self.problems, sources);
        findings.append(&mut self.problems);
        let all = findings.len();
        findings.retain(|finding| {
            finding.verdict == Verdict::Fail || self.threshold(finding, sources).unknown != UnknownPolicy::Ignore
        });
        let ignored = all - findings.len();
        (findings, ignored)
    }

    fn threshold(&self, finding: &Finding, sources: &Sources) -> Threshold {
        let place = (path_of(finding, sources), finding.environment.clone());
        self.thresholds.get(&place).copied().unwrap_or_default()
    }
}

/// What tells one finding about a suppression from another.
pub type Comment = (Location, Arc<str>, Arc<str>, String);

/// See [`Comment`].
pub fn comment(finding: &Finding) -> Comment {
    let rule = Arc::clone(&finding.rule.id);
    (finding.location.clone(), rule, Arc::clone(&finding.attribute), finding.message.clone())
}
