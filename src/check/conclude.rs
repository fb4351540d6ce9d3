//! From an outcome to the verdict: what was found, settled, and held against baseline, base and thresholds.

use std::collections::BTreeSet;
use std::sync::Arc;

use super::cost::RootCost;
use super::part::{Digests, Part, PartRoot};
use super::settle::Judge;
use super::{Checked, Input, base, budget, holds_configuration, planned};
use crate::diag::Diagnostic;
use crate::eval::inputs::Given;
use crate::policy::baseline::Entry;
use crate::policy::fingerprint::hash;
use crate::run::{Outcome, RootInputs};
use crate::span::Span;

/// Applies the configuration to an outcome. The roots come with the number of all that there are.
pub(super) fn conclude(
    judge: &Judge<'_>,
    (roots, all_roots): (&[RootInputs], usize),
    mut outcome: Outcome,
    costs: &[RootCost],
    mut diagnostics: Vec<Diagnostic>,
) -> Checked {
    let (request, input) = (judge.request, judge.input);
    diagnostics.append(&mut outcome.diagnostics);
    let place = |root: &RootInputs| PartRoot {
        position: root.position,
        dir: Arc::clone(&root.dir),
        environment: root.inputs.environment.clone(),
    };
    let mut part = Part {
        roots: roots.iter().map(place).collect(),
        all_roots,
        plans: planned::overviews(roots),
        diagnostics,
        resources: outcome.resources,
        files: outcome.files,
        baseline: request.baseline.cloned().map(Arc::new),
        digests: digests(judge),
        ..judge.settle(outcome.findings, outcome.rules)
    };
    budget::judge(judge, costs, &mut part);
    part.before = request.base.map(|files| base::before(judge, files, &part));
    let named = part.baseline.iter().flat_map(|baseline| &baseline.entries).map(|entry| Arc::from(&*entry.directory));
    let named = named.chain(part.before.iter().flat_map(base::Before::directories));
    part.directories = named.filter(|dir: &Arc<str>| holds_configuration(request.files, dir)).collect();
    let own = request.shard.map(|_| Box::new(part.clone()));
    let checked = part.conclude(request.sources);
    Checked {
        directories: input.asked_for.clone(),
        skipped: input.discovery.skipped.clone(),
        secrets: secrets(input),
        fixed_entries: fixed(judge, &checked.unmet_entries),
        part: own,
        ..checked
    }
}

/// What tells this run from one that asks for something else, or that finds other files. No value goes in.
fn digests(judge: &Judge<'_>) -> Digests {
    let (request, input) = (judge.request, judge.input);
    let names = request.values.given.iter().filter_map(|given| match given {
        Given::Variable { name, .. } => Some(name.as_str()),
        Given::File(_) => None,
    });
    let asked = (request.command_line, request.configuration, request.targets, request.environment, request.changed);
    let given = (request.dialect, request.changed_only, names.collect::<Vec<_>>());
    let mut there = Vec::new();
    for file in input.project.modules().flat_map(|module| &module.files) {
        let size = request.sources.get(file.id).map_or(0, |source| source.text.len());
        there.push(format!("{} {size}", request.sources.path(file.id)));
    }
    there.sort();
    let there: Vec<&str> = there.iter().map(String::as_str).collect();
    Digests { options: hash(&[&format!("{asked:?} {given:?}")]).to_string(), input: hash(&there).to_string() }
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
