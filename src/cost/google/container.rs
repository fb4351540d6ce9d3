//! Kubernetes Engine.

use super::super::costing::Costing;
use super::super::decimal::Decimal;
use super::super::part::Part;
use super::super::quantity::Quantity;
use super::super::read::{Why, read};
use super::compute::{Machine, add_disk};
use crate::eval::value::Value;

/// A regional cluster runs in so many zones.
const REGION_ZONES: i64 = 3;

pub(super) fn cluster(costing: &mut Costing<'_>) {
    if costing.flag("enable_autopilot") == Ok(true) {
        return add_autopilot(costing);
    }
    costing.add(Part::hours("Cluster management fee"));
    let own = costing.subject.value.clone();
    let zones = zones_of(&own, None);
    let pools = costing.items("node_pool");
    let is_removed = costing.flag("remove_default_node_pool") == Ok(true);
    let has_pools = pools.as_ref().is_ok_and(|pools| !pools.is_empty());
    if !is_removed && !has_pools {
        let count = match costing.usage_number("nodes") {
            Some(count) => Ok(count),
            None => costing.number_or("initial_node_count", 0),
        };
        let nodes = count_of(&zones, count);
        if nodes != Quantity::Known(Decimal::ZERO) {
            costing.within("default_pool", |costing| costing.repeated(nodes, |costing| add_nodes(costing, &own)));
        }
    }
    for (i, pool) in pools.unwrap_or_default().iter().enumerate() {
        let zones = zones_of(pool, Some(&own));
        let count = pool_size(pool, costing.usage_number(&format!("node_pool[{i}].nodes")));
        let nodes = match count {
            Size::Each(count) => count_of(&zones, count),
            Size::Total(count) => count.into(),
        };
        costing
            .within(format!("node_pool[{i}]"), |costing| costing.repeated(nodes, |costing| add_nodes(costing, pool)));
    }
}

fn add_autopilot(costing: &mut Costing<'_>) {
    costing.add(Part::hours("Autopilot"));
    costing.usage("Autopilot vCPU", "vCPU", "autopilot_vcpu_count");
    costing.usage("Autopilot memory", "GB", "autopilot_memory_gb");
    costing.usage("Autopilot ephemeral storage", "GB", "autopilot_ephemeral_storage_gb");
}

pub(super) fn node_pool(costing: &mut Costing<'_>) {
    let own = costing.subject.value.clone();
    let cluster = costing.follow("cluster", &["google_container_cluster"]).map(|cluster| cluster.value.clone());
    let zones = zones_of(&own, cluster.as_ref());
    let nodes = match pool_size(&own, costing.usage_number("nodes")) {
        Size::Each(count) => count_of(&zones, count),
        Size::Total(count) => count.into(),
    };
    costing.repeated(nodes, |costing| add_nodes(costing, &own));
}

/// In how many zones the nodes of a pool run.
fn zones_of(pool: &Value, cluster: Option<&Value>) -> Result<Decimal, Why> {
    let list = |value: &Value| read(value, "node_locations").items();
    let own = list(pool)?;
    let inherited = match cluster {
        Some(cluster) => list(cluster)?,
        None => Vec::new(),
    };
    let place = |value: &Value| -> Result<Option<String>, Why> {
        for path in ["location", "zone", "region"] {
            if let Some(place) = read(value, path).text()? {
                return Ok(Some(place));
            }
        }
        Ok(None)
    };
    let location = match place(pool)? {
        Some(place) => Some(place),
        None => cluster.map(place).transpose()?.flatten(),
    };
    let is_zone = location.is_some_and(|place| place.rsplit('-').next().is_some_and(|last| last.len() == 1));
    let named = if own.is_empty() { inherited.len() } else { own.len() };
    let named = i64::try_from(named).unwrap_or(0);
    // A zonal cluster has its own zone besides those that are named; a pool names all of its zones.
    let extra = i64::from(is_zone && own.is_empty());
    let count = match (named, is_zone) {
        (0, true) => 1,
        (0, false) => REGION_ZONES,
        (named, _) => named + extra,
    };
    Ok(count.into())
}

/// Nodes in each zone, or in all of them.
enum Size {
    Each(Result<Decimal, Why>),
    Total(Result<Decimal, Why>),
}

fn pool_size(pool: &Value, used: Option<Decimal>) -> Size {
    if let Some(count) = used {
        return Size::Each(Ok(count));
    }
    if let Some(total) = read(pool, "autoscaling.total_min_node_count").number().transpose() {
        return Size::Total(total);
    }
    for path in ["autoscaling.min_node_count", "node_count", "initial_node_count"] {
        if let Some(count) = read(pool, path).number().transpose() {
            return Size::Each(count);
        }
    }
    Size::Each(Ok(Decimal::ONE))
}

fn count_of(zones: &Result<Decimal, Why>, count: Result<Decimal, Why>) -> Quantity {
    Quantity::from(zones.clone()).times(&count.into())
}

fn add_nodes(costing: &mut Costing<'_>, pool: &Value) {
    let config = super::super::costing::raw(pool, "node_config").unwrap_or(Value::NULL);
    if let Some(unknown) = config.as_unknown() {
        return costing.try_add("Instance usage", "hour", Err(unknown.origin.to_string().into()));
    }
    let mut machine = Machine::of(&config, "");
    if read(&config, "machine_type").is_absent() {
        machine.kind = Ok("e2-medium".into());
    }
    let local = read(&config, "local_ssd_count").number().ok().flatten().and_then(|count| count.to_u32());
    machine.local_ssds = local.and_then(|count| usize::try_from(count).ok()).unwrap_or(0);
    machine.add(costing);
    let kind = read(&config, "disk_type").text().map(|kind| kind.unwrap_or_else(|| "pd-standard".into()));
    let size = read(&config, "disk_size_gb").number().map(|size| size.unwrap_or_else(|| 100.into()));
    add_disk(costing, kind, size, "google_compute_disk");
    machine.add_extras(costing);
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::eval::value::Members;

    fn object(members: &[(&str, Value)]) -> Value {
        Value::object(members.iter().map(|(name, value)| ((*name).into(), value.clone())).collect::<Members>())
    }

    #[test]
    fn regional_clusters_run_in_three_zones() {
        let count = |value: &Value, cluster: Option<&Value>| zones_of(value, cluster).unwrap().to_string();
        let regional = object(&[("location", Value::string("us-central1"))]);
        let zonal = object(&[("location", Value::string("us-central1-a"))]);
        assert_eq!(count(&regional, None), "3");
        assert_eq!(count(&zonal, None), "1");
        assert_eq!(count(&object(&[]), Some(&zonal)), "1");
        let named = object(&[(
            "node_locations",
            Value::tuple([Value::string("us-central1-a"), Value::string("us-central1-b")]),
        )]);
        assert_eq!(count(&named, Some(&regional)), "2");
    }
}
