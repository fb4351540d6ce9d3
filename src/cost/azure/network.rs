//! Addresses, load balancers, gateways and firewalls.

use super::super::costing::Costing;
use super::super::decimal::Decimal;
use super::super::part::Part;
use super::super::quantity::Quantity;
use super::super::read::{Read, read};

pub(super) fn public_ip(costing: &mut Costing<'_>) {
    let method = costing.text("allocation_method");
    let part = (|| {
        let method = method?;
        let default = if method == "Dynamic" { "Basic" } else { "Standard" };
        let sku = costing.text_or("sku", default)?;
        let tier = costing.text_or("sku_tier", "Regional")?;
        let name = format!("IP address ({}, {})", method.to_lowercase(), tier.to_lowercase());
        Ok(Part::hours(name).told_by("sku", sku))
    })();
    costing.try_add("IP address", "hour", part);
}

pub(super) fn balancer(costing: &mut Costing<'_>) {
    if costing.text_or("sku", "Standard").is_ok_and(|sku| sku.eq_ignore_ascii_case("Standard")) {
        costing.usage("Data processed", "GB", "monthly_data_processed_gb");
    }
}

/// Rules of a basic load balancer cost nothing.
pub(super) fn balancer_rule(costing: &mut Costing<'_>) {
    let balancer = costing.follow("loadbalancer_id", &["azurerm_lb"]);
    let sku = balancer.and_then(|balancer| read(&balancer.value, "sku").text().ok().flatten());
    if !sku.is_some_and(|sku| sku.eq_ignore_ascii_case("Basic")) {
        costing.add(Part::hours("Rule usage"));
    }
}

pub(super) fn application_gateway(costing: &mut Costing<'_>) {
    let sku = match costing.text("sku.name") {
        Ok(sku) => sku,
        Err(why) => return costing.try_add("Gateway usage", "hour", Err(why)),
    };
    let (gateway, units) = match sku.as_str() {
        "Standard_v2" => ("basic v2", "basic"),
        "WAF_v2" => ("WAF v2", "WAF"),
        _ => {
            let count = costing.number_or("sku.capacity", 1);
            costing.add(Part::hours_of(format!("Gateway usage ({sku})"), count));
            return costing.usage("Data processed", "GB", "monthly_data_processed_gb");
        }
    };
    costing.add(Part::hours(format!("Gateway usage ({gateway})")));
    let hours = costing.used("monthly_v2_capacity_units").times(&Quantity::from(super::super::part::HOURS));
    costing.add(Part::new(format!("V2 capacity units ({units})"), "CU", hours));
}

pub(super) fn firewall(costing: &mut Costing<'_>) {
    let tier = costing.text_or("sku_tier", "Standard");
    let is_hub = costing.text_or("sku_name", "AZFW_VNet").is_ok_and(|name| name == "AZFW_Hub")
        && !costing.read("virtual_hub").is_absent();
    let name = tier.map(|tier| match (tier.as_str(), is_hub) {
        ("Standard", true) => "Deployment (Standard Secure Virtual Hub)".to_string(),
        ("Premium", true) => "Deployment (Premium Secured Virtual Hub)".to_string(),
        (tier, _) => format!("Deployment ({tier})"),
    });
    costing.try_add("Deployment", "hour", name.map(Part::hours));
    costing.usage("Data processed", "GB", "monthly_data_processed_gb");
}

pub(super) fn gateway(costing: &mut Costing<'_>) {
    let kind = costing.text_or("type", "Vpn").unwrap_or_default();
    let name = if kind == "ExpressRoute" { "ExpressRoute gateway" } else { "VPN gateway" };
    let part = costing.text_or("sku", "Basic").map(|sku| Part::hours(format!("{name} ({sku})")));
    costing.try_add(name, "hour", part);
    if kind != "ExpressRoute" {
        let tunnels = match costing.used("p2s_connection") {
            Quantity::Known(count) => {
                let extra = count - Decimal::from(128);
                Quantity::Known(if extra.is_negative() { Decimal::ZERO } else { extra })
            }
            other => other,
        };
        costing.add(Part::new("VPN gateway P2S tunnels (over 128)", "tunnel", tunnels));
        costing.usage("VPN gateway data tranfer", "GB", "monthly_data_transfer_gb");
    }
}

pub(super) fn gateway_connection(costing: &mut Costing<'_>) {
    if costing.text_or("type", "").is_ok_and(|kind| kind == "ExpressRoute") {
        return;
    }
    let gateway = costing.follow("virtual_network_gateway_id", &["azurerm_virtual_network_gateway"]);
    let sku = gateway.and_then(|gateway| read(&gateway.value, "sku").text().ok().flatten());
    match sku.as_deref() {
        // Connections of a basic gateway are in its price.
        Some("Basic") => {}
        Some(sku) => costing.add(Part::hours(format!("VPN gateway ({sku})"))),
        None => costing.try_add("VPN gateway", "hour", Err("its gateway is not in the code".into())),
    }
}

pub(super) fn bastion(costing: &mut Costing<'_>) {
    let part = costing.text_or("sku", "Basic").map(|sku| {
        let part = Part::hours("Bastion host");
        if sku == "Basic" { part } else { part.priced_as(format!("Bastion host ({sku})")) }
    });
    costing.try_add("Bastion host", "hour", part);
    costing.tiers(&super::super::costing::Tiers {
        name: "Outbound data transfer",
        unit: "GB",
        key: "monthly_outbound_data_gb",
        places: 0,
        steps: &[("first 10TB", 10_000), ("next 40TB", 40_000), ("next 100TB", 0)],
        owner: None,
    });
}

pub(super) fn front_door(costing: &mut Costing<'_>) {
    let rules = match costing.items("routing_rule") {
        Ok(rules) => i64::try_from(rules.len()).unwrap_or(0),
        Err(why) => return costing.try_add("Routing rules", "hour", Err(why)),
    };
    costing.add(Part::hours_of("Routing rules (first 5 rules)", rules.min(5)));
    if rules > 5 {
        costing.add(Part::hours_of("Routing rules (per additional rule)", rules - 5));
    }
    if let Ok(hosts) = costing.items("frontend_endpoint")
        && hosts.len() > 100
    {
        costing.add(Part::new("Frontend hosts (over 100)", "hosts", i64::try_from(hosts.len() - 100).unwrap_or(0)));
    }
    costing.usage("Inbound data transfer", "GB", "monthly_inbound_data_transfer_gb");
}

pub(super) fn front_door_policy(costing: &mut Costing<'_>) {
    costing.add(Part::new("Policy", "month", 1));
    for (path, name, unit) in
        [("custom_rule", "Custom rules", "rules"), ("managed_rule", "Managed rulesets", "rulesets")]
    {
        let count = match costing.read(path) {
            Read::Absent => continue,
            given => given.items().map(|items| Decimal::from(i64::try_from(items.len()).unwrap_or(0))),
        };
        costing.add(Part::new(name, unit, count));
    }
    costing.usage_per("Custom rule requests", "1M requests", "monthly_custom_rule_requests", 6);
    costing.usage_per("Managed ruleset requests", "1M requests", "monthly_managed_ruleset_requests", 6);
}

/// Health checks are billed by endpoint; fast ones cost more.
pub(super) fn traffic_endpoint(costing: &mut Costing<'_>) {
    let profile = costing.follow("profile_id", &["azurerm_traffic_manager_profile"]);
    let interval =
        profile.and_then(|profile| read(&profile.value, "monitor_config.interval_in_seconds").number().ok().flatten());
    let place =
        if costing.region_name().is_some_and(|region| region.starts_with("germany")) { "Germany" } else { "Global" };
    costing.add(Part::hours(format!("Basic health check ({place})")));
    if interval.is_some_and(|seconds| seconds == Decimal::from(10)) {
        costing.add(Part::hours(format!("Fast interval health checks add-on ({place})")));
    }
}
