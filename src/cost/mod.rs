//! What a root costs a month, by resource and component, from the bundled price table.
//!
//! In: an evaluated root, prices and, where there is one, a usage file. Out: an [`Estimate`]. Each resource type has a
//! model (`aws`, `azure`, `google`): rows where it is a list, a function where it depends on arguments. A quantity is
//! known, within bounds, unknown with a reason, or told by a usage file only; a price is in the table or it is not.
//! Nothing is guessed: what is not known stays so and is counted. Amounts are exact decimals. This stage knows no
//! formats and no files. Start reading at [`estimate`] and `model::Model`.

pub mod decimal;
pub mod delta;
pub mod prices;
pub mod quantity;
pub mod usage;

mod aws;
mod azure;
mod costing;
mod graph;
mod google;
mod model;
mod part;
mod read;
mod region;

use std::collections::BTreeMap;
use std::sync::Arc;

pub use graph::State;

use self::costing::{Costing, Cx};
use self::decimal::Decimal;
use self::graph::{Graph, Subject};
use self::model::Model;
use self::prices::{Price, Prices};
use self::quantity::Quantity;
use self::usage::Usage;
use crate::config::ty::Type;
use crate::eval::instance::{InstanceId, RootEvaluation};
use crate::eval::number::Number;
use crate::eval::value::{Origin, Value};

/// What a root costs in one state.
#[derive(Clone, Debug, Default)]
pub struct Estimate {
    /// Resources that cost something, in the order of evaluation.
    pub resources: Vec<ResourceCost>,
    /// Addresses of resources that cost nothing themselves.
    pub free: Vec<Arc<str>>,
    /// Resources of types without a cost model, by type.
    pub unsupported: BTreeMap<Arc<str>, Vec<Arc<str>>>,
}

/// What one resource costs.
#[derive(Clone, Debug)]
pub struct ResourceCost {
    pub address: Arc<str>,
    pub kind: Arc<str>,
    /// `module.a`; empty for the root.
    pub module: Arc<str>,
    pub region: Option<String>,
    /// The code names no region: the provider's usual default was taken.
    pub region_is_assumed: bool,
    pub components: Vec<Component>,
    /// Index into the instances of the evaluation.
    pub instance: InstanceId,
}

/// A part of what a resource costs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Component {
    /// `root_block_device/Storage (general purpose SSD, gp2)`
    pub name: String,
    pub unit: Arc<str>,
    pub quantity: Quantity,
    pub price: UnitPrice,
}

/// What a unit costs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum UnitPrice {
    Known(Price),
    /// The table has none for that region.
    None(Arc<str>),
    /// What is to be priced is not known.
    Unknown(Arc<str>),
}

/// An amount of USD a month.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Cost {
    Known(Decimal),
    Between {
        low: Decimal,
        high: Decimal,
        why: Arc<str>,
    },
    Unknown(Arc<str>),
    /// Depends on usage alone.
    Usage,
}

impl Component {
    pub fn monthly(&self) -> Cost {
        let price = match &self.price {
            UnitPrice::Known(price) => price,
            // What is not used costs nothing, whatever its price.
            _ if self.quantity == Quantity::Known(Decimal::ZERO) => return Cost::Known(Decimal::ZERO),
            _ if matches!(self.quantity, Quantity::Usage(_)) => return Cost::Usage,
            UnitPrice::None(region) => return Cost::Unknown(format!("no price for `{region}`").into()),
            UnitPrice::Unknown(why) => return Cost::Unknown(Arc::clone(why)),
        };
        match &self.quantity {
            Quantity::Known(quantity) => Cost::Known(quantity * &price.usd),
            Quantity::Between { low, high, why } => {
                Cost::Between { low: low * &price.usd, high: high * &price.usd, why: Arc::clone(why) }
            }
            Quantity::Unknown(why) => Cost::Unknown(Arc::clone(why)),
            Quantity::Usage(_) => Cost::Usage,
        }
    }
}

impl ResourceCost {
    /// The sum of the components; unknown when one of them is.
    pub fn monthly(&self) -> Cost {
        let costs: Vec<Cost> = self.components.iter().map(Component::monthly).collect();
        sum(&costs)
    }

    /// The sum of the components that are known.
    pub fn known(&self) -> Decimal {
        let known = |component: &Component| match component.monthly() {
            Cost::Known(cost) => Some(cost),
            _ => None,
        };
        self.components.iter().filter_map(known).sum()
    }
}

fn sum(costs: &[Cost]) -> Cost {
    if let Some(Cost::Unknown(why)) = costs.iter().find(|cost| matches!(cost, Cost::Unknown(_))) {
        return Cost::Unknown(Arc::clone(why));
    }
    let (mut low, mut high, mut open) = (Decimal::ZERO, Decimal::ZERO, None);
    let mut is_fixed = false;
    for cost in costs {
        let (from, to) = match cost {
            Cost::Known(cost) => (cost, cost),
            Cost::Between { low, high, why } => {
                open = Some(Arc::clone(why));
                (low, high)
            }
            Cost::Unknown(_) | Cost::Usage => continue,
        };
        is_fixed = true;
        (low, high) = (low + from.clone(), high + to.clone());
    }
    match (is_fixed, open) {
        (false, _) => Cost::Usage,
        (true, Some(why)) => Cost::Between { low, high, why },
        (true, None) => Cost::Known(low),
    }
}

impl Estimate {
    /// The sum of all that is known; the low end of what is within bounds.
    pub fn total(&self) -> Decimal {
        self.resources.iter().map(ResourceCost::lowest).sum()
    }

    /// How many resources have a price for all of their fixed components, of how many that cost something.
    pub fn completeness(&self) -> (usize, usize) {
        let priced = self.resources.iter().filter(|resource| !matches!(resource.monthly(), Cost::Unknown(_))).count();
        (priced, self.resources.len())
    }
}

impl ResourceCost {
    /// What it costs at least, as far as that is known.
    pub fn lowest(&self) -> Decimal {
        match self.monthly() {
            Cost::Known(cost) => cost,
            Cost::Between { low, .. } => low,
            Cost::Unknown(_) => self.known(),
            Cost::Usage => Decimal::ZERO,
        }
    }
}

/// Costs all resources of a root in one state.
pub fn estimate(root: &RootEvaluation, state: State, prices: &Prices, usage: &Usage) -> Estimate {
    let graph = Graph::new(root, state);
    let cx = Cx { graph: &graph, prices };
    let mut estimate = Estimate::default();
    for subject in &graph.subjects {
        match model::model_of(subject.kind()) {
            Some(Model::Free) => estimate.free.push(Arc::clone(subject.address())),
            Some(model) => estimate.resources.push(cost_of(&cx, subject, &model, usage)),
            None => {
                let addresses = estimate.unsupported.entry(Arc::clone(subject.kind())).or_default();
                addresses.push(Arc::clone(subject.address()));
            }
        }
    }
    // A model that finds nothing to bill says that the resource is free as it is configured.
    let (billed, free): (Vec<_>, Vec<_>) =
        estimate.resources.into_iter().partition(|resource| !resource.components.is_empty());
    estimate.resources = billed;
    estimate.free.extend(free.into_iter().map(|resource| resource.address));
    estimate
}

fn cost_of(cx: &Cx<'_>, subject: &Subject<'_>, model: &Model, usage: &Usage) -> ResourceCost {
    let region = region::region_of(cx.graph, subject);
    let mut costing = Costing::new(cx, subject, usage.of(subject.kind(), subject.address()), region.clone());
    model.apply(&mut costing);
    let components = costing.components;
    let module = usize::try_from(subject.instance.module.0).ok().and_then(|id| cx.graph.root.modules.get(id));
    ResourceCost {
        address: Arc::clone(subject.address()),
        kind: Arc::clone(subject.kind()),
        module: module.map_or_else(|| "".into(), |module| Arc::clone(&module.address)),
        region: region.as_ref().ok().map(|region| region.name.clone()),
        region_is_assumed: region.is_ok_and(|region| region.is_assumed),
        components,
        instance: subject.id(),
    }
}

/// How many resource types have a cost model with components, by provider.
pub fn types_described() -> [(&'static str, usize); 3] {
    model::described()
}

/// Monthly costs in USD by address, for rules: zero for what costs nothing by itself, unknown where it is not known.
pub fn monthly_values(root: &RootEvaluation, prices: &Prices, usage: &Usage) -> BTreeMap<Arc<str>, Value> {
    let estimate = estimate(root, State::After, prices, usage);
    let number = |amount: &Decimal| Number::parse(&amount.to_string()).map_or(Value::NULL, Value::number);
    let unknown = |why: &str| Value::unknown(Type::Number, Origin::Cost(why.into()));
    let mut values: BTreeMap<Arc<str>, Value> =
        estimate.free.iter().map(|address| (Arc::clone(address), Value::int(0))).collect();
    for resource in &estimate.resources {
        let value = match resource.monthly() {
            Cost::Known(amount) => number(&amount),
            Cost::Usage => Value::int(0),
            Cost::Between { why, .. } | Cost::Unknown(why) => unknown(&why),
        };
        values.insert(Arc::clone(&resource.address), value);
    }
    for (kind, addresses) in &estimate.unsupported {
        let value = unknown(&format!("`{kind}` has no cost model"));
        values.extend(addresses.iter().map(|address| (Arc::clone(address), value.clone())));
    }
    values
}
