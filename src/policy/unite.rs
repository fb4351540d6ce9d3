//! The same defect seen from several roots is one finding with all instances.
//!
//! What silences a finding was decided in each root before; parts that differ in it stay apart. Uniting is the same
//! in any grouping: the parts of several machines, united once more, are what one machine would have found.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::rules::finding::{Finding, Location, MAX_EXPLAINED, Suppression, SuppressionKind, Verdict};
use crate::span::{Sources, Span};

/// What makes two findings the same defect, in the order of the result: place, rule, environment, verdict, message,
/// and what silences it.
type Key = (Place, Arc<str>, Option<Arc<str>>, Verdict, String, Option<Silence>);

type Place = (Arc<str>, u32, u32);

type Silence = (u8, Option<Place>, Option<String>, Option<String>, Option<String>);

/// Unites findings of several roots, or what was united already of several parts of the roots.
pub fn unite(findings: Vec<Finding>, sources: &Sources) -> Vec<Finding> {
    let mut groups: BTreeMap<Key, Vec<Finding>> = BTreeMap::new();
    for finding in findings {
        // Most findings are seen once, and a vector that grows by itself makes room for four.
        groups.entry(key(&finding, sources)).or_insert_with(|| Vec::with_capacity(1)).push(finding);
    }
    groups.into_values().filter_map(join).collect()
}

fn key(finding: &Finding, sources: &Sources) -> Key {
    (
        place(&finding.location, sources),
        Arc::clone(&finding.rule.id),
        finding.environment.clone(),
        finding.verdict,
        finding.message.clone(),
        finding.suppression.as_ref().map(|suppression| silence(suppression, sources)),
    )
}

fn silence(suppression: &Suppression, sources: &Sources) -> Silence {
    let kind = match suppression.kind {
        SuppressionKind::Comment => 0,
        SuppressionKind::Exception => 1,
        SuppressionKind::Baseline => 2,
    };
    let Suppression { reason, until, owner, location, .. } = suppression;
    let place = location.as_ref().map(|location| place(location, sources));
    (kind, place, reason.clone(), until.clone(), owner.clone())
}

fn place(location: &Location, sources: &Sources) -> Place {
    match location {
        Location::Source(Span { file, start, end }) => (sources.path(*file), *start, *end),
        Location::File { path, region } => (Arc::clone(path), region.start.line, region.start.column),
    }
}

/// One finding of several that are the same: the first root tells it, all roots add their instances, and where a value
/// is unknown, why it is.
fn join(mut parts: Vec<Finding>) -> Option<Finding> {
    if parts.len() < 2 {
        return parts.pop();
    }
    parts.sort_by_key(|part| part.seen.instances.first().copied());
    let mut instances = Vec::new();
    let (mut related, mut origins) = (Vec::new(), Vec::new());
    for part in &parts {
        // Every instance counts, also one of which no call site is known.
        let mut sites = part.call_sites.iter().cloned();
        for (i, address) in part.instances.iter().enumerate() {
            let site = sites.next().unwrap_or_else(|| Arc::from([]));
            instances.push((at(&part.seen.instances, i), Arc::clone(address), site));
        }
        related.extend(part.related.iter().enumerate().map(|(i, step)| (at(&part.seen.related, i), step.clone())));
        origins.extend(part.origins.iter().enumerate().map(|(i, one)| (at(&part.seen.origins, i), one.clone())));
    }
    let mut first = parts.into_iter().next()?;
    instances.sort_by_key(|(root, ..)| *root);
    first.seen.instances = instances.iter().map(|(root, ..)| *root).collect();
    first.call_sites = instances.iter().map(|(.., site)| Arc::clone(site)).collect();
    first.instances = instances.into_iter().map(|(_, address, _)| address).collect();
    if first.verdict == Verdict::Unknown {
        let teller = at(&first.seen.instances, 0);
        (first.seen.related, first.related) = explained(related, teller);
        (first.seen.origins, first.origins) = explained(origins, teller);
    }
    Some(first)
}

fn at(roots: &[u32], i: usize) -> u32 {
    roots.get(i).copied().unwrap_or_default()
}

/// All that the first root says, and of the others what is new, as long as there is room.
fn explained<T: PartialEq>(mut all: Vec<(u32, T)>, teller: u32) -> (Vec<u32>, Vec<T>) {
    all.sort_by_key(|(root, _)| *root);
    let mut roots = Vec::new();
    let mut kept: Vec<T> = Vec::new();
    for (root, one) in all {
        if root == teller || kept.len() < MAX_EXPLAINED && !kept.contains(&one) {
            roots.push(root);
            kept.push(one);
        }
    }
    (roots, kept)
}

/// Place, verdict and message: findings of one definition that agree in them are parts of one.
pub(super) type Defect = (Place, Verdict, String);

pub(super) fn defect(finding: &Finding, sources: &Sources) -> Defect {
    (place(&finding.location, sources), finding.verdict, finding.message.clone())
}
