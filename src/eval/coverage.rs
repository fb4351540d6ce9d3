//! Which conditions came out how, for whoever asks what tests have exercised.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

use super::value::Value;
use crate::span::Span;

/// How often a condition was true, false, and neither.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Taken {
    pub yes: u32,
    pub no: u32,
    pub unknown: u32,
}

/// Counts by the place of a condition. Shared between threads; counting is all that is done here.
#[derive(Debug, Default)]
pub struct Coverage {
    taken: Mutex<HashMap<Span, Taken>>,
}

impl Coverage {
    /// Counts what a condition came to; what is no boolean counts as unknown.
    pub fn record(&self, place: Span, value: &Value) {
        if place.is_none() {
            return;
        }
        let mut taken = self.taken.lock().unwrap_or_else(PoisonError::into_inner);
        let entry = taken.entry(place).or_default();
        let count = match value.as_bool() {
            Some(true) => &mut entry.yes,
            Some(false) => &mut entry.no,
            None => &mut entry.unknown,
        };
        *count = count.saturating_add(1);
    }

    /// All places with their counts, in any order.
    pub fn places(&self) -> Vec<(Span, Taken)> {
        let taken = self.taken.lock().unwrap_or_else(PoisonError::into_inner);
        taken.iter().map(|(place, taken)| (*place, *taken)).collect()
    }
}
