//! The desk at which a resource is costed: reads arguments and usage, adds components, looks up prices.

use std::sync::Arc;

use super::decimal::Decimal;
use super::graph::{Graph, Subject};
use super::part::{HOURS, Part};
use super::prices::{Prices, Query};
use super::quantity::Quantity;
use super::read::{Read, Why, read};
use super::region::Region;
use super::usage::ResourceUsage;
use super::{Component, UnitPrice};
use crate::eval::value::Value;

/// What all resources of a root share.
pub(super) struct Cx<'c> {
    pub(super) graph: &'c Graph<'c>,
    pub(super) prices: &'c Prices,
}

/// One resource being costed.
pub(super) struct Costing<'c> {
    pub(super) cx: &'c Cx<'c>,
    pub(super) subject: &'c Subject<'c>,
    pub(super) usage: ResourceUsage<'c>,
    pub(super) region: Result<Region, Why>,
    pub(super) components: Vec<Component>,
    /// Names of the parts of the resource that components are for: `root_block_device`.
    path: Vec<String>,
    /// Every quantity is so many times what is added: instances of a group.
    times: Quantity,
    /// The keys of the usage file are below this one.
    usage_path: String,
}

impl<'c> Costing<'c> {
    pub(super) fn new(
        cx: &'c Cx<'c>,
        subject: &'c Subject<'c>,
        usage: ResourceUsage<'c>,
        region: Result<Region, Why>,
    ) -> Self {
        let times = match &subject.instance.uncertain {
            Some(origin) => Quantity::Unknown(format!("it is not certain how often it exists: {origin}").into()),
            None => Quantity::from(1),
        };
        let (components, path, usage_path) = (Vec::new(), Vec::new(), String::new());
        Self { cx, subject, usage, region, components, path, times, usage_path }
    }

    // Arguments.

    pub(super) fn read(&self, path: &str) -> Read {
        read(&self.subject.value, path)
    }

    /// The argument as text, or the provider's default.
    pub(super) fn text_or(&self, path: &str, default: &str) -> Result<String, Why> {
        Ok(self.read(path).text()?.unwrap_or_else(|| default.to_string()))
    }

    /// The argument as text; not set is unknown as well.
    pub(super) fn text(&self, path: &str) -> Result<String, Why> {
        self.read(path).text()?.ok_or_else(|| missing(path))
    }

    pub(super) fn number_or(&self, path: &str, default: i64) -> Result<Decimal, Why> {
        Ok(self.read(path).number()?.unwrap_or_else(|| default.into()))
    }

    pub(super) fn number(&self, path: &str) -> Result<Decimal, Why> {
        self.read(path).number()?.ok_or_else(|| missing(path))
    }

    pub(super) fn flag(&self, path: &str) -> Result<bool, Why> {
        self.read(path).flag()
    }

    pub(super) fn items(&self, path: &str) -> Result<Vec<Value>, Why> {
        self.read(path).items()
    }

    pub(super) fn region_name(&self) -> Option<&str> {
        self.region.as_ref().ok().map(|region| &*region.name)
    }

    /// The resource of one of these types that an argument refers to.
    pub(super) fn follow(&self, path: &str, kinds: &[&str]) -> Option<&'c Subject<'c>> {
        let value = self.raw(path)?;
        self.cx.graph.follow(&value, kinds)
    }

    /// The value at a path, also when it is unknown.
    pub(super) fn raw(&self, path: &str) -> Option<Value> {
        raw(&self.subject.value, path)
    }

    // Usage.

    pub(super) fn usage_number(&self, key: &str) -> Option<Decimal> {
        self.usage.number(&format!("{}{key}", self.usage_path))
    }

    pub(super) fn usage_text(&self, key: &str) -> Option<String> {
        self.usage.text(&format!("{}{key}", self.usage_path)).map(str::to_string)
    }

    /// What the usage file says, or that it would have to.
    pub(super) fn used(&self, key: &str) -> Quantity {
        let key = format!("{}{key}", self.usage_path);
        self.usage.number(&key).map_or(Quantity::Usage(key), Quantity::Known)
    }

    /// Hours of the month that it runs: usage key `monthly_hrs`, else all.
    pub(super) fn monthly_hours(&self) -> Decimal {
        self.usage_number("monthly_hrs").unwrap_or_else(|| HOURS.into())
    }

    // Components.

    /// Adds what `build` adds under a name: the disks of an instance.
    pub(super) fn within(&mut self, name: impl Into<String>, build: impl FnOnce(&mut Self)) {
        self.path.push(name.into());
        build(self);
        self.path.pop();
    }

    /// Adds what `build` adds so many times.
    pub(super) fn repeated(&mut self, count: impl Into<Quantity>, build: impl FnOnce(&mut Self)) {
        let before = self.times.clone();
        self.times = before.times(&count.into());
        build(self);
        self.times = before;
    }

    /// Adds what `build` adds, with usage keys below `prefix`.
    pub(super) fn with_usage_of(&mut self, prefix: &str, build: impl FnOnce(&mut Self)) {
        let before = std::mem::replace(&mut self.usage_path, prefix.to_string());
        build(self);
        self.usage_path = before;
    }

    pub(super) fn add(&mut self, part: Part) {
        let price = self.price(&part);
        let name = self.full_name(&part.name);
        let quantity = match part.quantity {
            usage @ Quantity::Usage(_) => usage,
            quantity => quantity.times(&self.times),
        };
        self.components.push(Component { name, unit: part.unit.into(), quantity, price });
    }

    /// Adds a component of which something is not known.
    pub(super) fn try_add(&mut self, name: &str, unit: &'static str, part: Result<Part, Why>) {
        match part {
            Ok(part) => self.add(part),
            Err(why) => {
                let component = Component {
                    name: self.full_name(name),
                    unit: unit.into(),
                    quantity: Quantity::Unknown(Arc::clone(&why)),
                    price: UnitPrice::Unknown(why),
                };
                self.components.push(component);
            }
        }
    }

    /// A usage-based component.
    pub(super) fn usage(&mut self, name: &str, unit: &'static str, key: &str) {
        let quantity = self.used(key);
        self.add(Part::new(name, unit, quantity));
    }

    /// A usage-based component whose unit is ten to the power of `places` of what is counted.
    pub(super) fn usage_per(&mut self, name: &str, unit: &'static str, key: &str, places: u32) {
        let quantity = scaled(self.used(key), places);
        self.add(Part::new(name, unit, quantity));
    }

    /// A usage-based component with tiers: name and size of each, the last one open (size 0).
    ///
    /// Without usage only the first tier is shown, because which others apply is not known.
    pub(super) fn tiers(&mut self, tiers: &Tiers<'_>) {
        let Quantity::Known(mut rest) = self.used(tiers.key) else {
            if let Some((tier, _)) = tiers.steps.first() {
                let quantity = self.used(tiers.key);
                self.add(tiers.part(tier, quantity));
            }
            return;
        };
        for (i, (tier, size)) in tiers.steps.iter().enumerate() {
            let size = Decimal::from(*size);
            let part = if size.is_zero() || rest < size { rest.clone() } else { size };
            rest = rest - part.clone();
            if i == 0 || !part.is_zero() {
                self.add(tiers.part(tier, scaled(part.into(), tiers.places)));
            }
        }
    }

    fn full_name(&self, name: &str) -> String {
        let mut full = self.path.join("/");
        if !full.is_empty() {
            full.push('/');
        }
        full + name
    }

    fn price(&self, part: &Part) -> UnitPrice {
        let region = match (&part.region, &self.region) {
            (Some(region), _) => region.as_str(),
            (None, Ok(region)) => region.name.as_str(),
            (None, Err(why)) => return UnitPrice::Unknown(format!("the region is not known: {why}").into()),
        };
        let query = Query {
            region,
            kind: part.owner.unwrap_or_else(|| self.subject.kind()),
            component: part.priced_as.as_deref().unwrap_or(&part.name),
            attributes: &part.attributes,
        };
        let Some(mut price) = self.cx.prices.find(query) else {
            return part.otherwise.as_ref().map_or_else(|| UnitPrice::None(region.into()), |other| self.price(other));
        };
        price.usd = &price.usd * &part.factor;
        UnitPrice::Known(price)
    }
}

/// A usage-based component with tiers.
pub(super) struct Tiers<'t> {
    pub(super) name: &'t str,
    pub(super) unit: &'static str,
    pub(super) key: &'t str,
    /// The unit is ten to the power of this of what is counted.
    pub(super) places: u32,
    pub(super) steps: &'t [(&'t str, i64)],
    /// The type that has the prices, where it is another one.
    pub(super) owner: Option<&'static str>,
}

impl Tiers<'_> {
    fn part(&self, tier: &str, quantity: Quantity) -> Part {
        Part { owner: self.owner, ..Part::new(format!("{} ({tier})", self.name), self.unit, quantity) }
    }
}

pub(super) fn scaled(quantity: Quantity, places: u32) -> Quantity {
    match quantity {
        Quantity::Known(value) => Quantity::Known(value.shifted(places)),
        other => other,
    }
}

pub(super) fn missing(path: &str) -> Why {
    format!("`{path}` is not set").into()
}

/// The value at a path, also when it is unknown; `None` where nothing is set.
pub(super) fn raw(value: &Value, path: &str) -> Option<Value> {
    let mut current = value.clone();
    for step in path.split('.') {
        if current.is_unknown() {
            return Some(current);
        }
        if let Some(items) = current.as_elements() {
            current = items.first()?.clone();
        }
        current = current.as_members()?.get(step)?.clone();
    }
    if let Some(items) = current.as_elements() {
        current = items.first()?.clone();
    }
    (!current.is_null()).then_some(current)
}
