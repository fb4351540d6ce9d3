//! What the roots cost, for people and programs: one file a format.
//!
//! In: the costs of all roots. Out: text. Amounts are rounded to cents for people and written in full for programs.

mod html;
mod human;
pub mod json;
mod markdown;
mod table;

pub use html::html;
pub use human::human;
pub use markdown::{line, markdown};
pub use table::{prices_human, prices_json};

use crate::check::cost::{Costs, RootCost};
use crate::cost::decimal::Decimal;
use crate::cost::quantity::Quantity;
use crate::cost::{Component, Cost, ResourceCost, UnitPrice};

/// Numbers over all roots.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Totals {
    pub(super) after: Decimal,
    /// `None` where nothing is known about the time before.
    pub(super) before: Option<Decimal>,
    /// Resources that cost something.
    pub(super) costed: usize,
    /// Of these, those whose fixed components all have a quantity and a price.
    pub(super) priced: usize,
    pub(super) no_price: usize,
    pub(super) unknown: usize,
    /// Of the priced ones, those that depend on usage alone.
    pub(super) usage: usize,
    pub(super) assumed: usize,
    pub(super) free: usize,
    pub(super) unsupported: usize,
}

impl Totals {
    pub(super) fn of(costs: &Costs) -> Self {
        let mut totals = Self::default();
        for root in &costs.roots {
            totals.add(root);
        }
        totals
    }

    fn add(&mut self, root: &RootCost) {
        self.after = self.after.clone() + root.after.total();
        if let Some(before) = &root.before {
            self.before = Some(self.before.take().unwrap_or(Decimal::ZERO) + before.total());
        }
        self.free += root.after.free.len();
        self.unsupported += root.after.unsupported.values().map(Vec::len).sum::<usize>();
        for resource in &root.after.resources {
            self.costed += 1;
            self.assumed += usize::from(resource.region_is_assumed);
            match status(resource) {
                Status::Priced => self.priced += 1,
                Status::Usage => {
                    self.priced += 1;
                    self.usage += 1;
                }
                Status::NoPrice => self.no_price += 1,
                Status::Unknown => self.unknown += 1,
            }
        }
    }

    /// `priced 42 of 50 costed resources; 5 have no price, 3 are unknown`.
    pub(super) fn completeness(&self) -> String {
        let mut text = format!("priced {} of {} costed resources", self.priced, self.costed);
        let mut parts = Vec::new();
        let mut part = |count: usize, one: &str, many: &str| {
            if count > 0 {
                parts.push(format!("{count} {}", if count == 1 { one } else { many }));
            }
        };
        part(self.no_price, "has no price", "have no price");
        part(self.unknown, "is unknown", "are unknown");
        part(self.usage, "depends on usage alone", "depend on usage alone");
        part(self.assumed, "has no region in the code", "have no region in the code");
        if !parts.is_empty() {
            text.push_str(&format!(": {}", parts.join(", ")));
        }
        text.push_str(&format!("; {} free, {} of types without a cost model", self.free, self.unsupported));
        text
    }
}

/// How far the cost of a resource is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Status {
    Priced,
    /// Depends on usage alone.
    Usage,
    NoPrice,
    Unknown,
}

impl Status {
    pub(super) fn as_str(self) -> &'static str {
        match self {
            Self::Priced => "priced",
            Self::Usage => "usage",
            Self::NoPrice => "no_price",
            Self::Unknown => "unknown",
        }
    }
}

pub(super) fn status(resource: &ResourceCost) -> Status {
    match resource.monthly() {
        Cost::Known(_) | Cost::Between { .. } => Status::Priced,
        Cost::Usage => Status::Usage,
        Cost::Unknown(_) => {
            let lacks_price = |component: &Component| {
                matches!(component.price, UnitPrice::None(_)) && matches!(component.monthly(), Cost::Unknown(_))
            };
            if resource.components.iter().any(lacks_price) { Status::NoPrice } else { Status::Unknown }
        }
    }
}

/// `$1,234.50`, `-$3.00`.
pub(super) fn dollars(amount: &Decimal) -> String {
    let text = amount.absolute().cents();
    let (whole, cents) = text.split_once('.').unwrap_or((&text, "00"));
    let mut grouped = String::new();
    for (i, digit) in whole.chars().enumerate() {
        if i > 0 && (whole.len() - i).is_multiple_of(3) {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    let sign = if amount.is_negative() && amount.rounded(2) != Decimal::ZERO { "-" } else { "" };
    format!("{sign}${grouped}.{cents}")
}

/// `+$312.40`, `-$3.00`.
pub(super) fn signed(amount: &Decimal) -> String {
    if amount.is_negative() { dollars(amount) } else { format!("+{}", dollars(amount)) }
}

/// A unit price in full: `$0.0416`.
pub(super) fn unit_price(price: &UnitPrice) -> String {
    match price {
        UnitPrice::Known(price) => format!("${}", price.usd),
        UnitPrice::None(region) => format!("no price for {region}"),
        UnitPrice::Unknown(_) => "price unknown".to_string(),
    }
}

/// How a cost reads in a column.
pub(super) fn cost_text(cost: &Cost) -> String {
    match cost {
        Cost::Known(amount) => dollars(amount),
        Cost::Between { low, high, .. } => format!("{} to {}", dollars(low), dollars(high)),
        Cost::Unknown(_) => "unknown".to_string(),
        Cost::Usage => "depends on usage".to_string(),
    }
}

/// `730 hour`, `1 to 3 hour`.
pub(super) fn quantity_text(component: &Component) -> String {
    let unit = &component.unit;
    match &component.quantity {
        Quantity::Known(quantity) => format!("{} {unit}", quantity.rounded(4)),
        Quantity::Between { low, high, .. } => format!("{low} to {high} {unit}"),
        Quantity::Unknown(_) => format!("? {unit}"),
        Quantity::Usage(_) => format!("- {unit}"),
    }
}

/// Why a cost is not known.
pub(super) fn why(cost: &Cost) -> Option<&str> {
    match cost {
        Cost::Unknown(why) | Cost::Between { why, .. } => Some(why),
        Cost::Known(_) | Cost::Usage => None,
    }
}

pub(super) fn shown_dir(dir: &str) -> &str {
    if dir.is_empty() { "." } else { dir }
}

/// `envs/prod`, `envs/prod (staging)`.
pub(super) fn root_name(root: &RootCost) -> String {
    match &root.environment {
        Some(environment) => format!("{} ({environment})", shown_dir(&root.dir)),
        None => shown_dir(&root.dir).to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn amounts_are_grouped_and_signed() {
        let text = |amount: &str| dollars(&Decimal::parse(amount).unwrap());
        assert_eq!(text("1234567.005"), "$1,234,567.01");
        assert_eq!(text("-12"), "-$12.00");
        assert_eq!(text("-0.001"), "$0.00");
        assert_eq!(text("999"), "$999.00");
        assert_eq!(signed(&Decimal::from(3)), "+$3.00");
    }
}
