//! The JSON of `tollgate cost`: a contract. Keys are only ever added; `schemas/cost.schema.json` is made from these types.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::shown_dir;
use super::{Status, Totals, status, why};
use crate::check::cost::{Costs, RootCost};
use crate::cost::decimal::Decimal;
use crate::cost::delta::{Change, changes};
use crate::cost::quantity::Quantity;
use crate::cost::{Component, Cost, Estimate, ResourceCost, UnitPrice};
use crate::report::text::json_safe;

/// The report of `tollgate cost --format json`. Amounts are exact.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[schemars(title = "tollgate cost")]
pub struct JsonCosts {
    pub schema_version: String,
    pub currency: String,
    /// The sum of all that is known; the low end of what is within bounds.
    #[schemars(with = "f64")]
    pub total_monthly: serde_json::Number,
    /// What it costs now, with a plan or a base.
    #[schemars(with = "Option<f64>")]
    pub before_monthly: Option<serde_json::Number>,
    #[schemars(with = "Option<f64>")]
    pub delta_monthly: Option<serde_json::Number>,
    pub summary: JsonCostSummary,
    pub roots: Vec<JsonCostRoot>,
    /// Resources that cost something.
    pub resources: Vec<JsonCostResource>,
    /// Addresses of resources that cost nothing themselves.
    pub free: Vec<String>,
    /// Addresses of resources without a cost model, by type.
    pub unsupported: BTreeMap<String, Vec<String>>,
}

/// How complete the total is.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct JsonCostSummary {
    pub costed: usize,
    pub priced: usize,
    pub no_price: usize,
    pub unknown: usize,
    pub usage: usize,
    pub region_assumed: usize,
    pub free: usize,
    pub unsupported: usize,
}

#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct JsonCostRoot {
    pub path: String,
    pub environment: Option<String>,
    #[schemars(with = "f64")]
    pub total_monthly: serde_json::Number,
    #[schemars(with = "Option<f64>")]
    pub before_monthly: Option<serde_json::Number>,
    #[schemars(with = "Option<f64>")]
    pub delta_monthly: Option<serde_json::Number>,
    pub modules: Vec<JsonCostModule>,
    /// Addresses whose cost changes, the largest difference first.
    pub changes: Vec<JsonCostChange>,
}

#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct JsonCostModule {
    /// `module.a`; empty for the root itself.
    pub module: String,
    #[schemars(with = "f64")]
    pub monthly: serde_json::Number,
}

#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct JsonCostChange {
    pub address: String,
    #[schemars(with = "Option<f64>")]
    pub before: Option<serde_json::Number>,
    #[schemars(with = "Option<f64>")]
    pub after: Option<serde_json::Number>,
    #[schemars(with = "f64")]
    pub delta: serde_json::Number,
}

#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct JsonCostResource {
    pub address: String,
    #[serde(rename = "type")]
    pub kind: String,
    /// Null when a fixed component is not known, or all depends on usage.
    #[schemars(with = "Option<f64>")]
    pub monthly: Option<serde_json::Number>,
    pub components: Vec<JsonCostComponent>,
    /// `priced`, `usage`, `no_price` or `unknown`.
    pub status: String,
    pub reason: Option<String>,
    /// The components that are known, where `monthly` is null.
    #[schemars(with = "f64")]
    pub known_monthly: serde_json::Number,
    /// Low and high end, where the code leaves it open.
    #[schemars(with = "Option<[f64; 2]>")]
    pub monthly_range: Option<[serde_json::Number; 2]>,
    pub region: Option<String>,
    /// The code names no region: the provider's usual default was taken.
    pub region_assumed: bool,
    pub root: String,
    pub environment: Option<String>,
    pub module: String,
}

#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct JsonCostComponent {
    pub name: String,
    pub unit: String,
    #[schemars(with = "Option<f64>")]
    pub quantity: Option<serde_json::Number>,
    #[schemars(with = "Option<f64>")]
    pub unit_price: Option<serde_json::Number>,
    #[schemars(with = "Option<f64>")]
    pub monthly: Option<serde_json::Number>,
    /// `priced`, `usage`, `no_price` or `unknown`.
    pub status: String,
    pub reason: Option<String>,
    /// The key of the usage file that would tell the quantity.
    pub usage_key: Option<String>,
    /// Where the price comes from, and of which day it is.
    pub price_source: Option<String>,
    pub price_as_of: Option<String>,
}

/// The JSON Schema of the report, for `schemas/cost.schema.json`.
pub fn schema() -> schemars::Schema {
    schemars::schema_for!(JsonCosts)
}

/// Everything, for programs.
pub fn json(costs: &Costs) -> serde_json::Result<String> {
    let text = serde_json::to_string_pretty(&JsonCosts::new(costs))?;
    Ok(format!("{}\n", json_safe(&text)))
}

/// A number with all of its digits.
fn number(amount: &Decimal) -> serde_json::Number {
    amount.to_string().parse().unwrap_or_else(|_| 0.into())
}

impl JsonCosts {
    pub fn new(costs: &Costs) -> Self {
        let totals = Totals::of(costs);
        let delta = totals.before.as_ref().map(|before| totals.after.clone() - before.clone());
        let mut unsupported: BTreeMap<String, Vec<String>> = BTreeMap::new();
        for root in &costs.roots {
            for (kind, addresses) in &root.after.unsupported {
                unsupported.entry(kind.to_string()).or_default().extend(addresses.iter().map(ToString::to_string));
            }
        }
        Self {
            schema_version: "1.0".into(),
            currency: "USD".into(),
            total_monthly: number(&totals.after),
            before_monthly: totals.before.as_ref().map(number),
            delta_monthly: delta.as_ref().map(number),
            summary: JsonCostSummary {
                costed: totals.costed,
                priced: totals.priced,
                no_price: totals.no_price,
                unknown: totals.unknown,
                usage: totals.usage,
                region_assumed: totals.assumed,
                free: totals.free,
                unsupported: totals.unsupported,
            },
            roots: costs.roots.iter().map(JsonCostRoot::new).collect(),
            resources: costs
                .roots
                .iter()
                .flat_map(|root| root.after.resources.iter().map(|resource| JsonCostResource::new(root, resource)))
                .collect(),
            free: costs.roots.iter().flat_map(|root| root.after.free.iter().map(ToString::to_string)).collect(),
            unsupported,
        }
    }
}

impl JsonCostRoot {
    fn new(root: &RootCost) -> Self {
        let before = root.before.as_ref().map(Estimate::total);
        let delta = before.as_ref().map(|before| root.after.total() - before.clone());
        let mut modules: BTreeMap<String, Decimal> = BTreeMap::new();
        for resource in &root.after.resources {
            let sum = modules.entry(resource.module.to_string()).or_default();
            *sum = sum.clone() + resource.lowest();
        }
        Self {
            path: shown_dir(&root.dir).to_string(),
            environment: root.environment.as_ref().map(ToString::to_string),
            total_monthly: number(&root.after.total()),
            before_monthly: before.as_ref().map(number),
            delta_monthly: delta.as_ref().map(number),
            modules: modules
                .into_iter()
                .map(|(module, monthly)| JsonCostModule { module, monthly: number(&monthly) })
                .collect(),
            changes: root
                .before
                .as_ref()
                .map(|before| changes(before, &root.after).iter().map(JsonCostChange::new).collect())
                .unwrap_or_default(),
        }
    }
}

impl JsonCostChange {
    fn new(change: &Change) -> Self {
        Self {
            address: change.address.to_string(),
            before: change.before.as_ref().map(number),
            after: change.after.as_ref().map(number),
            delta: number(&change.delta()),
        }
    }
}

impl JsonCostResource {
    fn new(root: &RootCost, resource: &ResourceCost) -> Self {
        let monthly = resource.monthly();
        Self {
            address: resource.address.to_string(),
            kind: resource.kind.to_string(),
            components: resource.components.iter().map(JsonCostComponent::new).collect(),
            status: status(resource).as_str().into(),
            reason: why(&monthly).map(str::to_string),
            known_monthly: number(&resource.known()),
            monthly_range: range(&monthly),
            monthly: known(&monthly),
            region: resource.region.clone(),
            region_assumed: resource.region_is_assumed,
            root: shown_dir(&root.dir).to_string(),
            environment: root.environment.as_ref().map(ToString::to_string),
            module: resource.module.to_string(),
        }
    }
}

fn known(cost: &Cost) -> Option<serde_json::Number> {
    match cost {
        Cost::Known(amount) => Some(number(amount)),
        Cost::Between { .. } | Cost::Unknown(_) | Cost::Usage => None,
    }
}

fn range(cost: &Cost) -> Option<[serde_json::Number; 2]> {
    match cost {
        Cost::Between { low, high, .. } => Some([number(low), number(high)]),
        Cost::Known(_) | Cost::Unknown(_) | Cost::Usage => None,
    }
}

impl JsonCostComponent {
    fn new(component: &Component) -> Self {
        let monthly = component.monthly();
        let price = match &component.price {
            UnitPrice::Known(price) => Some(price),
            UnitPrice::None(_) | UnitPrice::Unknown(_) => None,
        };
        let status = match (&monthly, &component.price) {
            (Cost::Known(_) | Cost::Between { .. }, _) => Status::Priced,
            (Cost::Usage, _) => Status::Usage,
            (Cost::Unknown(_), UnitPrice::None(_)) => Status::NoPrice,
            (Cost::Unknown(_), _) => Status::Unknown,
        };
        let reason = match (&monthly, &component.price) {
            (Cost::Usage, UnitPrice::None(region)) => Some(format!("no price for `{region}`")),
            _ => why(&monthly).map(str::to_string),
        };
        Self {
            name: component.name.clone(),
            unit: component.unit.to_string(),
            quantity: match &component.quantity {
                Quantity::Known(quantity) => Some(number(quantity)),
                Quantity::Between { .. } | Quantity::Unknown(_) | Quantity::Usage(_) => None,
            },
            unit_price: price.map(|price| number(&price.usd)),
            monthly: known(&monthly),
            status: status.as_str().into(),
            reason,
            usage_key: match &component.quantity {
                Quantity::Usage(key) => Some(key.clone()),
                Quantity::Known(_) | Quantity::Between { .. } | Quantity::Unknown(_) => None,
            },
            price_source: price.map(|price| price.source.to_string()),
            price_as_of: price.map(|price| price.as_of.to_string()),
        }
    }
}
