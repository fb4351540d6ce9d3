//! What several environments show alike is said once.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::part::PartRoot;
use crate::rules::finding::Finding;

/// Merges findings that all environments of their root show: they belong to none of them in particular.
///
/// INVARIANT: findings with equal fingerprints that differ in nothing but the environment are the same defect.
pub(super) fn merge(findings: Vec<Finding>, roots: &[PartRoot]) -> Vec<Finding> {
    let mut environments: BTreeMap<&Arc<str>, BTreeSet<&Arc<str>>> = BTreeMap::new();
    for root in roots {
        environments.entry(&root.dir).or_default().extend(&root.environment);
    }
    let mut shown: BTreeMap<Key, BTreeSet<Arc<str>>> = BTreeMap::new();
    for finding in &findings {
        if let Some(environment) = &finding.environment {
            shown.entry(key(finding)).or_default().insert(Arc::clone(environment));
        }
    }
    let is_everywhere = |finding: &Finding| {
        let all = environments.get(&finding.root).map_or(0, BTreeSet::len);
        all > 1 && shown.get(&key(finding)).is_some_and(|some| some.len() == all)
    };
    let mut seen: BTreeSet<Key> = BTreeSet::new();
    let mut merged = Vec::new();
    for mut finding in findings {
        if finding.environment.is_some() && is_everywhere(&finding) {
            if !seen.insert(key(&finding)) {
                continue;
            }
            finding.environment = None;
        }
        merged.push(finding);
    }
    merged
}

/// All that must agree.
type Key = (Arc<str>, Vec<Arc<str>>, String, crate::rules::rule::Severity, crate::rules::finding::Verdict, bool);

fn key(finding: &Finding) -> Key {
    (
        Arc::clone(&finding.fingerprint),
        finding.instances.clone(),
        finding.message.clone(),
        finding.severity,
        finding.verdict,
        finding.suppression.is_some(),
    )
}
