//! Renames that nobody told Terraform about: an instance that is destroyed and one that is created in its place.

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use super::Plan;
use super::summary::Action;
use crate::eval::value::{Kind, Value};

/// So many pairs of one type are compared at most.
const MAX_PAIRS: usize = 100_000;

/// Created instances by address, each with the destroyed one of its type that is the same in all that is known.
pub(super) fn twins(plan: &Plan) -> HashMap<Arc<str>, Arc<str>> {
    let mut by_kind: BTreeMap<&Arc<str>, (Vec<usize>, Vec<usize>)> = BTreeMap::new();
    for (i, change) in plan.changes.iter().enumerate().filter(|(_, change)| !change.is_data) {
        match Action::of(&change.change) {
            Action::Create => by_kind.entry(&change.kind).or_default().0.push(i),
            Action::Destroy if change.change.deposed.is_none() => by_kind.entry(&change.kind).or_default().1.push(i),
            _ => {}
        }
    }
    let mut twins = HashMap::new();
    for (created, mut destroyed) in by_kind.into_values() {
        if created.len().saturating_mul(destroyed.len()) > MAX_PAIRS {
            continue;
        }
        for new in created.iter().filter_map(|i| plan.changes.get(*i)) {
            let place = destroyed.iter().position(|old| {
                plan.changes.get(*old).is_some_and(|old| is_same(&new.change.after, &old.change.before))
            });
            let old = place.map(|place| destroyed.remove(place)).and_then(|old| plan.changes.get(old));
            twins.extend(old.map(|old| (Arc::clone(&new.address), Arc::clone(&old.address))));
        }
    }
    twins
}

/// Whether both are objects of which the new one says something, and nothing that the old one does not say too.
fn is_same(new: &Value, old: &Value) -> bool {
    let says_something = |value: &Value| !value.is_unknown() && !is_empty(value);
    new.as_members().is_some_and(|members| members.values().any(says_something)) && fits(new, old)
}

fn fits(new: &Value, old: &Value) -> bool {
    if is_empty(new) {
        return is_empty(old);
    }
    match (&new.kind, &old.kind) {
        (Kind::Unknown(_), _) => true,
        (Kind::Bool(new), Kind::Bool(old)) => new == old,
        (Kind::Number(new), Kind::Number(old)) => new == old,
        (Kind::String(new), Kind::String(old)) => new == old,
        (Kind::Object(new), Kind::Object(old)) => {
            let fits = |(name, value): (&Arc<str>, &Value)| {
                old.members.get(name).map_or_else(|| is_empty(value) || value.is_unknown(), |old| fits(value, old))
            };
            new.members.iter().all(fits)
        }
        _ => match (new.as_elements(), old.as_elements()) {
            (Some(new), Some(old)) => new.len() == old.len() && new.iter().zip(old).all(|(new, old)| fits(new, old)),
            _ => false,
        },
    }
}

/// What a provider may write for something that is not there.
fn is_empty(value: &Value) -> bool {
    match &value.kind {
        Kind::Null(_) => true,
        Kind::Bool(value) => !value,
        Kind::String(text) => text.is_empty(),
        Kind::Object(object) => object.members.is_empty(),
        _ => value.as_elements().is_some_and(<[Value]>::is_empty),
    }
}
