//! Kubernetes clusters and node pools.

use super::super::costing::Costing;
use super::super::part::Part;
use super::super::quantity::Quantity;
use super::super::read::read;
use super::compute::{Machine, System, has_premium_disks, node_count};
use super::disk::Disk;
use crate::eval::value::Value;

pub(super) fn cluster(costing: &mut Costing<'_>) {
    let tier = costing.text_or("sku_tier", "Free");
    match tier.as_deref() {
        Ok("Free") => {}
        Ok("Premium") => costing.add(Part::hours("Uptime SLA (long term support)")),
        Ok(_) => costing.add(Part::hours("Uptime SLA")),
        Err(why) => costing.try_add("Uptime SLA", "hour", Err(why.clone())),
    }
    match costing.items("default_node_pool") {
        Ok(pools) => {
            for pool in &pools {
                let count = node_count(costing, pool, "default_node_pool.nodes");
                costing.within("default_node_pool", |costing| {
                    costing.with_usage_of("default_node_pool.", |costing| add_nodes(costing, pool, &count));
                });
            }
        }
        Err(why) => costing.try_add("default_node_pool/Instance usage", "hour", Err(why)),
    }
    let balancer = costing.text_or("network_profile.load_balancer_sku", "standard");
    if balancer.is_ok_and(|sku| sku.eq_ignore_ascii_case("standard")) {
        costing.within("Load Balancer", |costing| {
            let data = costing.used("load_balancer.monthly_data_processed_gb");
            costing.add(Part::new("Data processed", "GB", data).owned_by("azurerm_lb"));
        });
    }
    let routing = ["http_application_routing_enabled", "addon_profile.http_application_routing.enabled"];
    if routing.iter().any(|path| costing.flag(path) == Ok(true)) {
        costing.within("DNS", |costing| costing.add(Part::new("Hosted zone", "month", 1).owned_by("azurerm_dns_zone")));
    }
}

pub(super) fn node_pool(costing: &mut Costing<'_>) {
    let own = costing.subject.value.clone();
    let count = node_count(costing, &own, "nodes");
    add_nodes(costing, &own, &count);
}

fn add_nodes(costing: &mut Costing<'_>, pool: &Value, count: &Quantity) {
    let size =
        read(pool, "vm_size").text().and_then(|size| size.ok_or_else(|| super::super::costing::missing("vm_size")));
    let is_windows = read(pool, "os_type").text().ok().flatten().as_deref() == Some("Windows");
    let machine = Machine {
        size: size.clone(),
        system: if is_windows { System::Windows } else { System::Linux },
        is_spot: read(pool, "priority").text().ok().flatten().as_deref() == Some("Spot"),
        license: None,
    };
    let hours = costing.monthly_hours();
    costing.repeated(count.clone(), |costing| {
        costing.try_add("Instance usage", "hour", machine.part(hours.into()));
        if read(pool, "os_disk_type").text().ok().flatten().as_deref() == Some("Ephemeral") {
            return;
        }
        let bytes = read(pool, "os_disk_size_gb").number();
        let disk = Disk {
            kind: size.map(|size| if has_premium_disks(&size) { "Premium_LRS".into() } else { "Standard_LRS".into() }),
            size: bytes.map(|size| size.filter(|size| !size.is_zero()).unwrap_or_else(|| 128.into())),
            iops: None,
            throughput: None,
            operations: "os_disk.monthly_disk_operations",
        };
        costing.within("os_disk", |costing| disk.add_storage(costing));
    });
}
