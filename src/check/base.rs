//! The same check on an earlier state, and what is new against it.

use std::sync::Arc;

use super::part::Part;
use super::settle::Judge;
use super::{Input, Request, Shard, judge as judge_roots, load_project, roots};
use crate::discover::{self, Files};
use crate::policy::align::{self, Remembered};
use crate::policy::identity::{Identity, Known};
use crate::rules::finding::{BaselineState, Finding, Verdict};
use crate::span::Sources;

/// What counted in the earlier state.
#[derive(Clone, Debug, Default)]
pub struct Before {
    /// In their order, with their identities.
    pub findings: Vec<Finding>,
    /// What the texts of both states told, in a run of one shard and in what is made of such runs.
    pub remembered: Option<Remembered>,
}

impl Before {
    /// Puts the shares of all shards together: the I-th of N holds the I-th finding and every N-th after it.
    pub fn join(shares: Vec<Self>) -> Self {
        let mut remembered = Remembered::default();
        let mut shares: Vec<_> = shares
            .into_iter()
            .map(|share| {
                let own = share.remembered.unwrap_or_default();
                remembered.followed.extend(own.followed);
                remembered.alike.extend(own.alike);
                share.findings.into_iter()
            })
            .collect();
        let mut findings = Vec::new();
        loop {
            let before = findings.len();
            findings.extend(shares.iter_mut().filter_map(Iterator::next));
            if findings.len() == before {
                return Self { findings, remembered: Some(remembered) };
            }
        }
    }

    /// The directories of the definitions.
    pub fn directories(&self) -> impl Iterator<Item = Arc<str>> + '_ {
        self.findings.iter().map(|finding| Arc::clone(&finding.module_dir))
    }
}

/// Says of each finding whether it is new, and adds those that the earlier state shows and the present one does not.
///
/// The earlier files are judged by the present configuration: a rule that was switched on in between makes nothing
/// new, only a change of the infrastructure does. What was silenced then and counts now is new.
pub(super) fn compare(
    before: &Before,
    findings: &mut Vec<Finding>,
    sources: &Sources,
    is_there: impl Fn(&str) -> bool,
    shard: Option<Shard>,
) {
    // Where the texts are at hand, they are asked.
    let remembered = before.remembered.as_ref().filter(|_| shard.is_none());
    let before = &before.findings;
    let mut known = Known::new(align::identities(before, findings, sources, remembered));
    let identities: Vec<Identity> = findings.iter().map(Identity::of).collect();
    for (finding, is_known) in findings.iter_mut().zip(known.meet(&identities, is_there)) {
        finding.baseline_state = Some(if is_known { BaselineState::Unchanged } else { BaselineState::New });
    }
    // A part of the roots cannot tell what is fixed in the others.
    if shard.is_some() {
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

/// Judges the earlier state, all of it.
pub(super) fn before(head: &Judge<'_>, files: &Files, part: &Part) -> Before {
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
    let (mut roots, _) = roots::select(request, &input);
    roots::keep_own(request, &input, &mut roots);
    // A budget that was exceeded already is not exceeded anew.
    let collector = super::cost::Collector::new(request, &input, (&roots, &[]));
    let outcome = judge_roots(request, &input, head.catalogue, &roots, collector.as_ref());
    let judge = Judge { request, input: &input, catalogue: head.catalogue };
    let costs = collector.map(super::cost::Collector::into_costs).unwrap_or_default();
    let mut earlier = judge.settle(outcome.findings, outcome.rules);
    super::budget::judge(&judge, &costs, &mut earlier);
    let (mut findings, _) = earlier.counted(request.sources);
    findings.retain(|finding| finding.suppression.is_none());
    let remembered = head.request.shard.map(|_| align::remember(&findings, part.all(), request.sources));
    Before { findings, remembered }
}
