//! The same check on an earlier state, and what is new against it.

use std::sync::Arc;

use super::settle::Judge;
use super::{Input, Request, holds_configuration, judge as judge_roots, load_project, roots};
use crate::discover::{self, Files};
use crate::policy::align;
use crate::policy::identity::{Identity, Known};
use crate::rules::finding::{BaselineState, Finding, Verdict};

/// Says of each finding whether it is new, and adds those that the earlier state shows and the present one does not.
///
/// The earlier files are judged by the present configuration: a rule that was switched on in between makes nothing
/// new, only a change of the infrastructure does. What was silenced then and counts now is new.
pub(super) fn compare(judge: &Judge<'_>, files: &Files, findings: &mut Vec<Finding>) {
    let before = findings_of(judge, files);
    let mut known = Known::new(align::identities(&before, findings, judge.request.sources));
    let identities: Vec<Identity> = findings.iter().map(Identity::of).collect();
    let is_there = |dir: &str| holds_configuration(judge.request.files, dir);
    for (finding, is_known) in findings.iter_mut().zip(known.meet(&identities, is_there)) {
        finding.baseline_state = Some(if is_known { BaselineState::Unchanged } else { BaselineState::New });
    }
    // A part of the roots cannot tell what is fixed in the others.
    if judge.request.shard.is_some() {
        return;
    }
    let fixed: Vec<Finding> = known
        .unmet()
        .filter_map(|(i, _)| before.get(i))
        .filter(|finding| finding.verdict == Verdict::Fail)
        .map(|finding| Finding { baseline_state: Some(BaselineState::Fixed), ..finding.clone() })
        .collect();
    findings.extend(fixed);
}

/// What counted in the earlier state.
fn findings_of(head: &Judge<'_>, files: &Files) -> Vec<Finding> {
    let request =
        Request { files, baseline: None, base: None, plans: &[], progress: None, shard: None, ..head.request };
    let options = discover::Options { dialect: head.input.dialect };
    let discovery = discover::discover(files, request.targets, options);
    let (asked_for, directories) =
        super::affected::narrow(request, &head.input.settings, &discovery, head.input.dialect);
    let project = load_project(request, &directories, head.input.dialect);
    let input = Input {
        discovery,
        asked_for,
        settings: Arc::clone(&head.input.settings),
        project,
        dialect: head.input.dialect,
    };
    let (roots, _) = roots::select(request, &input);
    // A budget that was exceeded already is not exceeded anew.
    let collector = super::cost::Collector::new(request, &input);
    let mut outcome = judge_roots(request, &input, head.catalogue, &roots, collector.as_ref());
    let judge = Judge { request, input: &input, catalogue: head.catalogue };
    let costs = collector.map(super::cost::Collector::into_costs).unwrap_or_default();
    super::budget::judge(&judge, &costs, &mut outcome);
    let settled = judge.settle(outcome.findings, outcome.rules);
    settled.findings.into_iter().filter(|finding| finding.suppression.is_none()).collect()
}
