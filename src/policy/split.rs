//! Silencing a finding, or only some of its instances.

use std::sync::Arc;

use crate::rules::finding::{Finding, Suppression};

/// Which instances of one finding are meant, in the order of `instances`; at least one is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Mask(Vec<bool>);

impl Mask {
    pub(super) fn all(finding: &Finding) -> Self {
        Self(vec![true; finding.instances.len().max(1)])
    }

    pub(super) fn some(mask: Vec<bool>) -> Option<Self> {
        mask.contains(&true).then_some(Self(mask))
    }

    fn is_all(&self) -> bool {
        !self.0.contains(&false)
    }
}

/// Silences the instances that the mask names: the finding itself when all are, else a copy of it, which is returned;
/// the finding keeps the others.
pub(super) fn split(finding: &mut Finding, mask: &Mask, suppression: &Suppression) -> Option<Finding> {
    if mask.is_all() {
        finding.suppression = Some(suppression.clone());
        return None;
    }
    let mut silenced = finding.clone();
    silenced.suppression = Some(suppression.clone());
    retain(&mut silenced, &mask.0, true);
    retain(finding, &mask.0, false);
    Some(silenced)
}

/// Keeps the instances whose place in the mask holds `wanted`, and what is listed along with them.
fn retain(finding: &mut Finding, mask: &[bool], wanted: bool) {
    finding.instances = kept(&finding.instances, mask, wanted);
    finding.instance_fingerprints = kept(&finding.instance_fingerprints, mask, wanted);
    finding.call_sites = kept(&finding.call_sites, mask, wanted);
    let roots = finding.seen.instances.iter().zip(mask).filter(|(_, is_named)| **is_named == wanted);
    finding.seen.instances = roots.map(|(root, _)| *root).collect();
}

fn kept<T: ?Sized>(items: &[Arc<T>], mask: &[bool], wanted: bool) -> Vec<Arc<T>> {
    items.iter().zip(mask).filter(|(_, is_named)| **is_named == wanted).map(|(item, _)| Arc::clone(item)).collect()
}
