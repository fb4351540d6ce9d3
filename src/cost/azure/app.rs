//! App Service, functions, containers' registry and integration services.

use super::super::costing::{Costing, missing};
use super::super::decimal::Decimal;
use super::super::part::Part;
use super::super::quantity::Quantity;
use super::super::read::{Why, read};

/// Days of a month, where something is billed by day.
const DAYS: i64 = 30;

pub(super) fn service_plan(costing: &mut Costing<'_>) {
    let count = costing.number_or("worker_count", 1);
    let system = costing.text_or("os_type", "Linux");
    let sku = costing.text("sku_name");
    add_plan(costing, sku, system, count);
}

pub(super) fn app_service_plan(costing: &mut Costing<'_>) {
    let count = costing.number_or("sku.capacity", 1);
    let kind = costing.text_or("kind", "Windows");
    let system =
        kind.map(|kind| if kind.eq_ignore_ascii_case("linux") { "Linux".to_string() } else { "Windows".to_string() });
    let sku = costing.text("sku.size");
    add_plan(costing, sku, system, count);
}

fn add_plan(
    costing: &mut Costing<'_>,
    sku: Result<String, Why>,
    system: Result<String, Why>,
    count: Result<Decimal, Why>,
) {
    let sku = match sku {
        Ok(sku) => sku,
        Err(why) => return costing.try_add("Instance usage", "hour", Err(why)),
    };
    // Free, by consumption (billed with the app), or elastic (billed with the app).
    if matches!(sku.as_str(), "F1" | "FREE" | "Free" | "Y1" | "FC1") || sku.starts_with("EP") || sku.starts_with("WS") {
        return;
    }
    let part = system.map(|system| {
        Part::hours_of(format!("Instance usage ({sku})"), count)
            .owned_by("azurerm_service_plan")
            .told_by("os_type", system)
    });
    costing.try_add("Instance usage", "hour", part);
}

/// vCPUs and GB of an elastic plan.
fn elastic(sku: &str) -> Option<(i64, Decimal)> {
    let half = |text: &str| Decimal::parse(text).unwrap_or(Decimal::ONE);
    match sku {
        "EP1" | "WS1" => Some((1, half("3.5"))),
        "EP2" | "WS2" => Some((2, half("7"))),
        "EP3" | "WS3" => Some((4, half("14"))),
        _ => None,
    }
}

pub(super) fn function_app(costing: &mut Costing<'_>) {
    let plan = ["service_plan_id", "app_service_plan_id"]
        .iter()
        .find_map(|path| costing.follow(path, &["azurerm_service_plan", "azurerm_app_service_plan"]));
    let sku = plan.and_then(|plan| {
        let text = |path: &str| read(&plan.value, path).text().ok().flatten();
        text("sku_name").or_else(|| text("sku.size"))
    });
    let sku = sku.unwrap_or_else(|| "Y1".into());
    if let Some((cores, memory)) = elastic(&sku) {
        let owner = "azurerm_linux_function_app";
        let count = costing.usage_number("instances").map_or_else(|| Quantity::from(1), Quantity::Known);
        costing.add(Part::new(format!("vCPU ({sku})"), "vCPU", count.times(&Quantity::from(cores))).owned_by(owner));
        costing.add(Part::new(format!("Memory ({sku})"), "GB", count.times(&memory.into())).owned_by(owner));
    } else if sku.starts_with('Y') || sku.starts_with("FC") || sku.eq_ignore_ascii_case("Dynamic") {
        let owner = "azurerm_linux_function_app";
        let executions = costing.used("monthly_executions");
        // Memory is billed in steps of 128 MB.
        let memory = costing.usage_number("memory_mb").unwrap_or_else(|| 128.into());
        let memory = &memory.divided(&128.into(), 10).ceil() * &128.into();
        let seconds = super::super::costing::scaled(costing.used("execution_duration_ms"), 3);
        let time = executions.times(&seconds).times(&memory.divided(&1024.into(), 10).into());
        costing.add(Part::new("Execution time", "GB-seconds", time).owned_by(owner));
        let millions = super::super::costing::scaled(executions, 6);
        costing.add(Part::new("Executions", "1M requests", millions).owned_by(owner));
    }
}

pub(super) fn logic_app(costing: &mut Costing<'_>) {
    let plan = costing.follow("app_service_plan_id", &["azurerm_service_plan", "azurerm_app_service_plan"]);
    let sku = plan.and_then(|plan| {
        let text = |path: &str| read(&plan.value, path).text().ok().flatten();
        text("sku_name").or_else(|| text("sku.size"))
    });
    let sku = costing.usage_text("sku").or(sku).unwrap_or_else(|| "WS1".into());
    if let Some((cores, memory)) = elastic(&sku) {
        costing.add(Part::new(format!("Workflow vCore ({sku})"), "vCore", cores));
        costing.add(Part::new(format!("Workflow memory ({sku})"), "GB", memory));
    }
    costing.usage("Standard connectors", "calls", "monthly_standard_connector_calls");
    costing.usage("Enterprise connectors", "calls", "monthly_enterprise_connector_calls");
}

pub(super) fn environment(costing: &mut Costing<'_>) {
    let tier = costing.text_or("pricing_tier", "I1");
    costing.add(Part::hours("Stamp fee"));
    costing.try_add("Instance usage", "hour", tier.map(|tier| Part::hours(format!("Instance usage ({tier})"))));
}

pub(super) fn static_site(costing: &mut Costing<'_>) {
    if costing.text_or("sku_tier", "Free").as_deref() == Ok("Standard") {
        costing.add(Part::new("Static Web App (Standard)", "month", 1));
        costing.usage("Bandwidth (over 100GB)", "GB", "monthly_bandwidth_gb");
    }
}

pub(super) fn api_management(costing: &mut Costing<'_>) {
    let sku = match costing.text("sku_name") {
        Ok(sku) => sku,
        Err(why) => return costing.try_add("API management", "units", Err(why)),
    };
    let (tier, count) = sku.rsplit_once('_').unwrap_or((sku.as_str(), "1"));
    let name = format!("API management ({})", tier.to_lowercase());
    if tier == "Consumption" {
        return costing.usage_per(&name, "1M calls", "monthly_api_calls", 6);
    }
    let count = Decimal::parse(count).unwrap_or(Decimal::ONE);
    costing.add(Part::new(name, "units", count));
    if tier == "Premium" {
        costing.usage("Self hosted gateway", "gateways", "self_hosted_gateway_count");
    }
}

pub(super) fn signalr(costing: &mut Costing<'_>) {
    let count = costing.number_or("sku.capacity", 1);
    let tier = costing.text("sku.name").map(|name| name.split('_').next().unwrap_or(&name).to_string());
    if tier.as_deref() == Ok("Free") {
        return;
    }
    let name = tier.clone().unwrap_or_default();
    costing.try_add(
        "Service usage",
        "units",
        tier.map(|tier| Part::new(format!("Service usage ({tier})"), "units", count)),
    );
    costing.usage_per(&format!("Additional messages ({name})"), "1M messages", "monthly_additional_messages", 6);
}

pub(super) fn app_configuration(costing: &mut Costing<'_>) {
    if costing.text_or("sku", "free").is_ok_and(|sku| sku.eq_ignore_ascii_case("free")) {
        return;
    }
    let replicas = costing.items("replica").map_or(0, |replicas| replicas.len());
    let count = i64::try_from(replicas).unwrap_or(0);
    let name = match count {
        0 => "Instance".to_string(),
        1 => "Instance (1 replica)".to_string(),
        count => format!("Instance ({count} replicas)"),
    };
    // Each replica costs what the store costs.
    let times = Decimal::from(count + 1);
    costing.add(Part::new(name, "days", DAYS).priced_as("Instance").factor(times));
    costing.usage_per("Requests (over 200k/day per replica)", "10k requests", "monthly_additional_requests", 4);
}

pub(super) fn container_registry(costing: &mut Costing<'_>) {
    let sku = match costing.text("sku").or_else(|_| costing.text_or("sku", "Classic")) {
        Ok(sku) => sku,
        Err(why) => return costing.try_add("Registry usage", "days", Err(why)),
    };
    costing.add(Part::new(format!("Registry usage ({sku})"), "days", DAYS));
    let locations = match (costing.items("georeplications"), costing.items("georeplication_locations")) {
        (Ok(new), Ok(old)) => new.len().max(old.len()),
        _ => return costing.try_add("Geo replication", "days", Err(missing("georeplications"))),
    };
    if locations > 0 {
        let suffix = if locations == 1 { "location" } else { "locations" };
        let days = i64::try_from(locations).unwrap_or(0) * DAYS;
        let part = Part::new(format!("Geo replication ({locations} {suffix})"), "days", days);
        costing.add(part.priced_as("Geo replication"));
    }
    let free = match sku.as_str() {
        "Premium" => "500",
        "Standard" => "100",
        _ => "10",
    };
    let stored = costing.used("storage_gb");
    costing.add(Part::new(format!("Storage (over {free}GB)"), "GB", stored));
    costing.usage("Build vCPU", "seconds", "monthly_build_vcpu_seconds");
}

/// `Premium_3` has three scale units beside its base unit.
pub(super) fn integration_environment(costing: &mut Costing<'_>) {
    let sku = match costing.text_or("sku_name", "Developer_0") {
        Ok(sku) => sku,
        Err(why) => return costing.try_add("Base units", "hour", Err(why)),
    };
    let (edition, units) = sku.rsplit_once('_').unwrap_or((sku.as_str(), "0"));
    costing.add(Part::hours("Base units").told_by("edition", edition));
    let units = Decimal::parse(units).unwrap_or(Decimal::ZERO);
    if !units.is_zero() {
        costing.add(Part::hours_of("Scale units", units).told_by("edition", edition));
    }
}

pub(super) fn domain_replica(costing: &mut Costing<'_>) {
    let service = costing.follow("domain_service_id", &["azurerm_active_directory_domain_service"]);
    let sku = service.and_then(|service| read(&service.value, "sku").text().ok().flatten());
    let part = sku.ok_or_else(|| Why::from("its domain service is not in the code"));
    let part = part.map(|sku| Part::hours(format!("Active directory domain service replica set ({sku})")));
    costing.try_add("Active directory domain service replica set", "hour", part);
}
