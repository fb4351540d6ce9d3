//! Addresses, load balancing, NAT and VPN.

use super::super::costing::Costing;
use super::super::decimal::Decimal;
use super::super::part::{HOURS, Part};
use super::super::quantity::Quantity;
use super::super::read::read;

/// Machines that an address can be on.
const MACHINES: [&str; 2] = ["google_compute_instance", "google_compute_instance_from_template"];

pub(super) fn address(costing: &mut Costing<'_>) {
    match costing.text_or("address_type", "EXTERNAL").as_deref() {
        Ok("INTERNAL") => return,
        Ok(_) => {}
        Err(why) => return costing.try_add("IP address", "hour", Err(why.clone())),
    }
    let mut users = costing.cx.graph.referrers(costing.subject.address());
    let user = users.find(|other| MACHINES.contains(&&**other.kind()));
    let is_preemptible = user.is_some_and(|user| read(&user.value, "scheduling.preemptible").flag() == Ok(true));
    let state = match (user, is_preemptible) {
        (None, _) => "unused",
        (Some(_), false) => "standard VM",
        (Some(_), true) => "preemptible VM",
    };
    costing.add(Part::hours(format!("IP address ({state})")));
}

pub(super) fn forwarding_rule(costing: &mut Costing<'_>) {
    costing.add(Part::hours("Forwarding rules"));
    costing.usage("Ingress data", "GB", "monthly_ingress_data_gb");
}

pub(super) fn nat(costing: &mut Costing<'_>) {
    let hours = match costing.used("assigned_vms") {
        // The price stops growing at 32 machines.
        Quantity::Known(count) => Quantity::Known(&count.min(32.into()) * &Decimal::from(HOURS)),
        other => other,
    };
    costing.add(Part::new("Assigned VMs (first 32)", "VM-hours", hours));
    costing.usage("Data processed", "GB", "monthly_data_processed_gb");
}

/// Where traffic goes: key of the usage file, name.
const WAYS: [(&str, &str); 7] = [
    ("same_region", "within the same region"),
    ("us_or_canada", "within the US or Canada"),
    ("europe", "within Europe"),
    ("asia", "within Asia"),
    ("south_america", "within South America"),
    ("oceania", "to/from Indonesia and Oceania"),
    ("worldwide", "between continents (excludes Oceania)"),
];

pub(super) fn vpn_gateway(costing: &mut Costing<'_>) {
    add_ways(costing, "IPSec traffic");
}

pub(super) fn service_connection(costing: &mut Costing<'_>) {
    add_ways(costing, "Traffic");
}

fn add_ways(costing: &mut Costing<'_>, what: &str) {
    costing.within("Network egress", |costing| {
        for (key, way) in WAYS {
            let name = format!("{what} {way}");
            let data = costing.used(&format!("monthly_egress_data_transfer_gb.{key}"));
            costing.add(Part::new(name.clone(), "GB", data).priced_as(format!("Network egress/{name}")));
        }
    });
}
