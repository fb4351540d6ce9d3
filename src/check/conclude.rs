//! From a settled outcome to the verdict: baseline, base, gate.
//!
//! The gate stands before environments are merged, because each has a threshold of its own.

use std::collections::BTreeSet;
use std::sync::Arc;

use super::planned;
use super::settle::{Judge, Settled};
use super::{Checked, Input, base, environments, holds_configuration};
use crate::diag::{Diagnostic, sort_diagnostics};
use crate::policy::baseline::Entry;
use crate::policy::gate::{self, UnknownPolicy};
use crate::run::{Outcome, RootInputs};
use crate::span::Span;

/// Applies the configuration to an outcome.
pub(super) fn conclude(
    judge: &Judge<'_>,
    roots: &[RootInputs],
    mut outcome: Outcome,
    mut diagnostics: Vec<Diagnostic>,
) -> Checked {
    let (request, input) = (judge.request, judge.input);
    diagnostics.append(&mut outcome.diagnostics);
    let Settled { mut findings, rules, unknown_ignored } = judge.settle(outcome.findings, outcome.rules);
    let is_there = |dir: &str| holds_configuration(request.files, dir);
    let unmet_entries = request.baseline.map(|baseline| baseline.apply(&mut findings, is_there)).unwrap_or_default();
    if let Some(files) = request.base {
        base::compare(judge, files, &mut findings);
    }
    let exit = gate::decide(&findings, |finding| judge.threshold(finding), &diagnostics);
    sort_diagnostics(&mut diagnostics, request.sources);
    let mut names: Vec<Arc<str>> = roots.iter().filter_map(|root| root.inputs.environment.clone()).collect();
    names.sort();
    names.dedup();
    Checked {
        unknown_fails: findings.iter().any(|finding| judge.threshold(finding).unknown == UnknownPolicy::Fail),
        findings: environments::merge(findings, roots),
        rules,
        diagnostics,
        exit,
        environments: names,
        roots: outcome.roots,
        plans: planned::overviews(roots),
        files: outcome.files,
        resources: outcome.resources,
        directories: input.asked_for.clone(),
        skipped: input.discovery.skipped.clone(),
        secrets: secrets(input),
        unknown_ignored,
        fixed_entries: fixed(judge, &unmet_entries),
        costs: Vec::new(),
        unmet_entries,
    }
}

/// Where values of sensitive variables stand: their defaults, and what tfvars files set them to.
fn secrets(input: &Input) -> Vec<Span> {
    let mut secrets = Vec::new();
    for module in input.project.modules() {
        let sensitive = || module.variables.values().filter(|variable| variable.sensitive);
        secrets.extend(sensitive().filter_map(|variable| Some(variable.default.as_ref()?.span)));
        for file in input.project.variable_files(&module.dir) {
            let set = sensitive().filter_map(|variable| file.body.attribute(&variable.name.text));
            secrets.extend(set.map(|attribute| attribute.span));
        }
    }
    secrets
}

/// The entries of the baseline that are fixed: nothing shows them any more although somebody looked.
fn fixed(judge: &Judge<'_>, unmet: &[usize]) -> Vec<usize> {
    let request = judge.request;
    let is_partial = request.environment.is_some() || request.shard.is_some() || request.changed.is_some();
    let Some(baseline) = request.baseline.filter(|_| !is_partial) else { return Vec::new() };
    let looked_at: BTreeSet<Arc<str>> = judge.input.project.modules().map(|module| Arc::clone(&module.dir)).collect();
    let was_looked_for = |entry: &Entry| {
        let is_gone = judge.covers("") && !holds_configuration(request.files, &entry.directory);
        (is_gone || looked_at.contains(entry.directory.as_str())) && judge.would_run(&entry.rule, &entry.directory)
    };
    let is_fixed = |i: &usize| baseline.entries.get(*i).is_some_and(was_looked_for);
    unmet.iter().copied().filter(is_fixed).collect()
}
