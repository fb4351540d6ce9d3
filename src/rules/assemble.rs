//! Judgements to findings: places in source, the way of the value, and one finding for one defect.

use std::collections::HashMap;
use std::sync::Arc;

use super::Input;
use super::finding::{Finding, Location, Seen, Step, Verdict};
use super::judge::{ActiveRule, Judgement};
use super::mend;
use super::reason;
use super::subject::{Subject, SubjectId, Subjects};
use crate::eval::instance::ModuleId;
use crate::eval::trace::{Located, path_text};
use crate::eval::value::Origin;
use crate::plan::summary::Action;
use crate::span::Span;

/// What makes two judgements one finding.
type Identity = (usize, Span, Verdict, String);

/// Builds the findings of one root, in the order of the judgements.
pub(super) fn findings(
    input: &Input<'_, '_>,
    rules: &[ActiveRule],
    subjects: &Subjects<'_>,
    judgements: Vec<(usize, SubjectId, Judgement)>,
) -> Vec<Finding> {
    let mut findings: Vec<Finding> = Vec::new();
    let mut known: HashMap<Identity, usize> = HashMap::new();
    for (index, judged, mut judgement) in judgements {
        let (Some(active), Some(subject)) = (rules.get(index), subjects.get(judged)) else { continue };
        let Some(place) = subjects.get(judgement.at) else { continue };
        let located = locate(input, place, &judgement);
        if judgement.verdict == Verdict::Unknown && located.span != located.attribute {
            // It stands with one caller, who may be told by name.
            judgement.message = reason::message(&active.rule.title, &judgement.origins, "");
        }
        let identity = (index, located.span, judgement.verdict, judgement.message.clone());
        match known.get(&identity).and_then(|i| findings.get_mut(*i)) {
            Some(finding) => {
                if !finding.instances.contains(&subject.address) {
                    finding.instances.push(Arc::clone(&subject.address));
                    finding.call_sites.push(call_sites(input, subject.module));
                    finding.explain(caller(input, subject.module, &judgement.origins), &judgement.origins);
                }
            }
            None => {
                known.insert(identity, findings.len());
                findings.push(finding(input, active, subjects, (subject, place), judgement, located));
            }
        }
    }
    findings
}

fn locate(input: &Input<'_, '_>, place: &Subject, judgement: &Judgement) -> Located {
    let instance = place.instance.and_then(|id| input.root.instances.get(id.0 as usize));
    match instance {
        Some(instance) => input.evaluator.locate(instance, &judgement.path),
        None => input.evaluator.locate_block(place.module, &place.block, &judgement.path),
    }
}

fn finding(
    input: &Input<'_, '_>,
    active: &ActiveRule,
    subjects: &Subjects<'_>,
    (subject, place): (&Subject, &Subject),
    judgement: Judgement,
    located: Located,
) -> Finding {
    let module = input.root.modules.get(subject.module.0 as usize);
    let mut related = Vec::new();
    if located.span != located.attribute {
        related.push(step(located.attribute, format!("`{}` shows the value here", subject.address)));
    }
    if place.address != subject.address {
        related.push(step(subject.block.header, format!("judged for `{}`", subject.address)));
    }
    if judgement.verdict == Verdict::Unknown {
        related.extend(caller(input, subject.module, &judgement.origins));
    }
    Finding {
        rule: Arc::clone(&active.rule),
        severity: active.severity,
        category: active.rule.category,
        verdict: judgement.verdict,
        fix: mend::fix(active, subjects, subject, &judgement, &located, input.sources),
        message: judgement.message,
        location: Location::Source(located.span),
        instances: vec![Arc::clone(&subject.address)],
        subject: Some(place.block.span),
        call_sites: vec![call_sites(input, subject.module)],
        attribute: path_text(&located.path).into(),
        trace: located.steps.into_iter().map(|(span, note)| step(span, note)).collect(),
        related,
        origins: judgement.origins,
        root: Arc::clone(&input.root.dir),
        module_dir: module.map_or_else(|| Arc::clone(&input.root.dir), |module| Arc::clone(&module.module.dir)),
        address_template: Arc::clone(&subject.template),
        environment: input.root.environment.clone(),
        suppression: None,
        fingerprint: Arc::from(""),
        instance_fingerprints: Vec::new(),
        baseline_state: None,
        action: subjects.change(subject).map(|change| Action::of(change).as_str().into()),
        seen: Seen::default(),
    }
}

fn step(span: Span, note: String) -> Step {
    Step { location: Location::Source(span), note }
}

/// The call that a module instance comes from, and why nothing can be told there; none in the root.
fn caller(input: &Input<'_, '_>, module: ModuleId, origins: &[Origin]) -> Option<Step> {
    let module = input.root.modules.get(module.0 as usize)?;
    let call = module.call.as_ref()?;
    Some(step(call.block.header, format!("in `{}`, {}", module.address, origins.first()?)))
}

/// The blocks of the module calls through which a module instance came to be, outermost first.
fn call_sites(input: &Input<'_, '_>, module: ModuleId) -> Arc<[Span]> {
    let mut spans = Vec::new();
    let mut current = input.root.modules.get(module.0 as usize);
    while let Some(module) = current {
        spans.extend(module.call.as_ref().map(|call| call.block.span));
        current = module.parent.and_then(|parent| input.root.modules.get(parent.0 as usize));
    }
    spans.reverse();
    spans.into()
}
