//! What a cost model says about one component, before it is priced.

use super::decimal::Decimal;
use super::quantity::Quantity;

/// Hours of a month, as all providers count.
pub(super) const HOURS: i64 = 730;

/// A component to price.
#[derive(Clone, Debug)]
pub(super) struct Part {
    pub(super) name: String,
    pub(super) unit: &'static str,
    pub(super) quantity: Quantity,
    /// The type that has the price, where it is another one.
    pub(super) owner: Option<&'static str>,
    /// The name under which the table has the price, where it is another one.
    pub(super) priced_as: Option<String>,
    pub(super) attributes: Vec<(&'static str, String)>,
    /// The unit price is so many times that of the table.
    pub(super) factor: Decimal,
    /// Another region than that of the resource.
    pub(super) region: Option<String>,
    /// What gives the price where the table has no row for this.
    pub(super) otherwise: Option<Box<Part>>,
}

impl Part {
    pub(super) fn new(name: impl Into<String>, unit: &'static str, quantity: impl Into<Quantity>) -> Self {
        Self {
            name: name.into(),
            unit,
            quantity: quantity.into(),
            owner: None,
            priced_as: None,
            attributes: Vec::new(),
            factor: Decimal::ONE,
            region: None,
            otherwise: None,
        }
    }

    /// Billed for each hour of the month.
    pub(super) fn hours(name: impl Into<String>) -> Self {
        Self::new(name, "hour", HOURS)
    }

    /// Billed for each hour of the month, so many times.
    pub(super) fn hours_of(name: impl Into<String>, count: impl Into<Quantity>) -> Self {
        let count = count.into();
        Self::new(name, "hour", count.times(&Quantity::from(HOURS)))
    }

    pub(super) fn owned_by(mut self, kind: &'static str) -> Self {
        self.owner = Some(kind);
        self
    }

    pub(super) fn priced_as(mut self, name: impl Into<String>) -> Self {
        self.priced_as = Some(name.into());
        self
    }

    pub(super) fn told_by(mut self, key: &'static str, value: impl Into<String>) -> Self {
        self.attributes.push((key, value.into()));
        self
    }

    pub(super) fn factor(mut self, factor: Decimal) -> Self {
        self.factor = factor;
        self
    }

    pub(super) fn in_region(mut self, region: impl Into<String>) -> Self {
        self.region = Some(region.into());
        self
    }

    /// Where the table has no price for this, that of `part` counts.
    pub(super) fn otherwise(mut self, part: Self) -> Self {
        self.otherwise = Some(Box::new(part));
        self
    }
}
