//! The price table: what a unit of something costs in a region, from which source and of which day.
//!
//! The bundled table is one file, made by `prices/build.py`; its parts are unpacked only when a resource asks for
//! one of them. Rows of the user's own tables come first. A price that no row gives stays unknown: nothing is ever
//! taken from another region.

mod bundle;
mod custom;

use std::collections::BTreeMap;
use std::sync::Arc;

pub use custom::{Custom, PriceFileError};

use super::decimal::Decimal;

/// One price.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Price {
    /// USD a unit.
    pub usd: Decimal,
    pub unit: Arc<str>,
    /// `2026-07-20`
    pub as_of: Arc<str>,
    pub source: Arc<str>,
}

/// What is asked for.
#[derive(Clone, Copy, Debug)]
pub struct Query<'q> {
    pub region: &'q str,
    /// The resource type that has the price; a disk of an instance is asked for as `aws_ebs_volume`.
    pub kind: &'q str,
    /// The component's name as the estimate shows it.
    pub component: &'q str,
    /// What else tells prices apart; a row matches when all of its own attributes are among these.
    pub attributes: &'q [(&'static str, String)],
}

/// The bundled table with the user's rows before it.
#[derive(Debug, Default)]
pub struct Prices {
    custom: Custom,
}

impl Prices {
    pub fn new(custom: Custom) -> Self {
        Self { custom }
    }

    /// The price, after discounts.
    pub fn find(&self, query: Query<'_>) -> Option<Price> {
        if let Some(price) = self.custom.find(query) {
            return Some(price);
        }
        let mut price = bundle::find(query)?;
        if let Some(percent) = self.custom.discount(query) {
            let factor = Decimal::ONE + percent.shifted(2);
            price.usd = &price.usd * &factor;
            price.source = format!("{} {percent}%", price.source).into();
        }
        Some(price)
    }

    /// What the table holds.
    pub fn coverage(&self) -> Coverage {
        let mut coverage = bundle::coverage();
        coverage.custom_rows = self.custom.len();
        coverage
    }
}

/// What the table holds, for `tollgate cost prices`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Coverage {
    /// Prices by resource type and region.
    pub types: BTreeMap<Arc<str>, BTreeMap<Arc<str>, usize>>,
    /// Prices by source and day.
    pub sources: BTreeMap<(Arc<str>, Arc<str>), usize>,
    pub custom_rows: usize,
}

impl Coverage {
    pub fn total(&self) -> usize {
        self.sources.values().sum()
    }
}

/// Whether a row's `key=value;key=value` is part of what is asked for; the number of attributes that matched.
fn matches(attributes: &str, asked: &[(&'static str, String)]) -> Option<usize> {
    let mut count = 0;
    for pair in attributes.split(';').filter(|pair| !pair.is_empty()) {
        let (key, value) = pair.split_once('=')?;
        let given = asked.iter().find(|(name, _)| *name == key)?;
        if !given.1.eq_ignore_ascii_case(value) {
            return None;
        }
        count += 1;
    }
    Some(count)
}
