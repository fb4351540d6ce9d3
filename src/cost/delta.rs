//! What a change costs: before and after by address.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::decimal::Decimal;
use super::{Estimate, ResourceCost};

/// The cost of one address before and after.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    pub address: Arc<str>,
    /// `None` where it is not there.
    pub before: Option<Decimal>,
    pub after: Option<Decimal>,
}

impl Change {
    /// An address that is only on one side counts in full.
    pub fn delta(&self) -> Decimal {
        self.after.clone().unwrap_or(Decimal::ZERO) - self.before.clone().unwrap_or(Decimal::ZERO)
    }
}

/// All addresses whose cost differs, the largest difference first.
pub fn changes(before: &Estimate, after: &Estimate) -> Vec<Change> {
    let mut all: BTreeMap<&Arc<str>, (Option<Decimal>, Option<Decimal>)> = BTreeMap::new();
    let costs = |resource: &ResourceCost| Some(resource.lowest());
    for resource in &before.resources {
        all.entry(&resource.address).or_default().0 = costs(resource);
    }
    for resource in &after.resources {
        all.entry(&resource.address).or_default().1 = costs(resource);
    }
    let change = |(address, (before, after)): (&Arc<str>, _)| Change { address: Arc::clone(address), before, after };
    let mut changes: Vec<Change> = all.into_iter().map(change).filter(|change| !change.delta().is_zero()).collect();
    changes.sort_by(|a, b| b.delta().absolute().cmp(&a.delta().absolute()).then_with(|| a.address.cmp(&b.address)));
    changes
}
