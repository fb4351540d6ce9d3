//! Caches, messaging, search, logs, databases of documents, data clusters and storage accounts.

use super::super::costing::{Costing, Tiers, scaled};
use super::super::decimal::Decimal;
use super::super::part::{HOURS, Part};
use super::super::quantity::Quantity;
use super::super::read::{Why, read};
use super::super::region::azure_name;

/// Days of a month, where something is billed by day.
const DAYS: i64 = 30;

pub(super) fn redis(costing: &mut Costing<'_>) {
    let sku = costing.text("sku_name");
    let family = costing.text("family");
    let capacity = costing.number("capacity");
    let is_premium = sku.as_deref() == Ok("Premium");
    // The price of Basic and Standard is for the cache; Premium has one more node for each shard.
    let nodes = if is_premium {
        costing.number_or("shard_count", 0).map(|shards| shards + Decimal::ONE)
    } else {
        Ok(Decimal::ONE)
    };
    let part = (|| Ok(Part::new(format!("Cache usage ({}_{}{})", sku?, family?, capacity?), "nodes", nodes)))();
    costing.try_add("Cache usage", "nodes", part);
}

pub(super) fn eventhub(costing: &mut Costing<'_>) {
    let sku = match costing.text("sku") {
        Ok(sku) => sku,
        Err(why) => return costing.try_add("Capacity", "throughput units", Err(why)),
    };
    let is_dedicated = !costing.read("dedicated_cluster_id").is_absent();
    let capacity = match costing.usage_number("throughput_or_capacity_units") {
        Some(capacity) => Ok(capacity),
        None => costing.number_or("capacity", 1),
    };
    let (name, unit) = match (sku.as_str(), is_dedicated) {
        (_, true) => ("Capacity (Dedicated)".to_string(), "capacity units"),
        ("Premium", _) => ("Capacity (Premium)".to_string(), "processing units"),
        _ => (format!("Capacity ({sku})"), "throughput units"),
    };
    if sku != "Premium" && !is_dedicated {
        costing.usage_per(&format!("Ingress event ({sku})"), "1M events", "monthly_ingress_events", 6);
    }
    costing.add(Part::new(name, unit, capacity.clone()));
    if costing.usage_text("capture_enabled").as_deref() == Some("true") && sku == "Standard" {
        costing.add(Part::new("Capture", "units", capacity));
    }
    if sku != "Basic" {
        costing.usage("Extended retention", "GB", "retention_storage_gb");
    }
}

pub(super) fn servicebus(costing: &mut Costing<'_>) {
    let sku = match costing.text("sku") {
        Ok(sku) => sku,
        Err(why) => return costing.try_add("Base charge", "hour", Err(why)),
    };
    match sku.as_str() {
        "Premium" => {
            let units = costing.number_or("capacity", 1);
            costing.add(Part::new("Messaging units", "units", units));
        }
        "Basic" => costing.usage_per("Messaging operations", "1M operations", "monthly_messaging_operations", 6),
        _ => {
            costing.add(Part::hours("Base charge"));
            // 13 million operations and 1,000 connections come with the base charge.
            let operations = over(costing.used("monthly_messaging_operations"), 13_000_000);
            costing.add(Part::new("Messaging operations (13M-100M)", "1M operations", scaled(operations, 6)));
            let connections = over(costing.used("monthly_brokered_connections"), 1000);
            costing.add(Part::new("Brokered connections (1K-100K)", "connections", connections));
        }
    }
}

fn over(quantity: Quantity, free: i64) -> Quantity {
    match quantity {
        Quantity::Known(value) => {
            let rest = value - Decimal::from(free);
            Quantity::Known(if rest.is_negative() { Decimal::ZERO } else { rest })
        }
        other => other,
    }
}

pub(super) fn search(costing: &mut Costing<'_>) {
    let sku = match costing.text("sku") {
        Ok(sku) => sku,
        Err(why) => return costing.try_add("Search usage", "hour", Err(why)),
    };
    let name = match sku.as_str() {
        "free" => return,
        "basic" => "Basic",
        "standard" => "Standard S1",
        "standard2" => "Standard S2",
        "standard3" => "Standard S3",
        "storage_optimized_l1" => "Storage Optimized L1",
        "storage_optimized_l2" => "Storage Optimized L2",
        other => other,
    };
    let units =
        Quantity::from(costing.number_or("partition_count", 1)).times(&costing.number_or("replica_count", 1).into());
    let label = match &units {
        Quantity::Known(units) if *units == Decimal::ONE => ", 1 unit".to_string(),
        Quantity::Known(units) => format!(", {units} units"),
        _ => String::new(),
    };
    costing.add(
        Part::hours_of(format!("Search usage ({name}{label})"), units).priced_as(format!("Search usage ({name})")),
    );
    costing.tiers(&Tiers {
        name: "Image extraction",
        unit: "1000 images",
        key: "monthly_images_extracted",
        places: 3,
        steps: &[("first 1M", 1_000_000), ("next 4M", 4_000_000), ("over 5M", 0)],
        owner: None,
    });
}

pub(super) fn log_analytics(costing: &mut Costing<'_>) {
    let sku = match costing.text_or("sku", "PerGB2018") {
        Ok(sku) => sku,
        Err(why) => return costing.try_add("Log data ingestion", "GB", Err(why)),
    };
    if sku == "Free" {
        return;
    }
    if sku == "CapacityReservation" {
        let hundreds = costing.number("reservation_capacity_in_gb_per_day").map(|size| size.shifted(2));
        let days = Quantity::from(hundreds).times(&Quantity::from(DAYS));
        costing.add(Part::new("Log data ingestion", "100 GB (per day)", days).told_by("sku", sku.clone()));
    } else {
        let data = costing.used("monthly_log_data_ingestion_gb");
        costing.add(Part::new("Log data ingestion", "GB", data).told_by("sku", sku.clone()));
    }
    if costing.number_or("retention_in_days", 30).is_ok_and(|days| days > 31.into()) {
        costing.usage("Log data retention", "GB", "monthly_additional_log_data_retention_gb");
    }
    for (name, unit, key) in [
        ("Log data export", "GB", "monthly_log_data_export_gb"),
        ("Basic log data ingestion", "GB", "monthly_basic_log_data_ingestion_gb"),
        ("Basic log search queries", "GB searched", "monthly_basic_log_search_gb"),
        ("Archive data", "GB", "monthly_archive_data_gb"),
        ("Archive data restored", "GB", "monthly_archive_data_restored_gb"),
        ("Archive data searched", "GB", "monthly_archive_data_searched_gb"),
    ] {
        costing.usage(name, unit, key);
    }
}

pub(super) fn insights(costing: &mut Costing<'_>) {
    costing.usage("Data ingested", "GB", "monthly_data_ingested_gb");
    let days = costing.number_or("retention_in_days", 90);
    if let Ok(days) = days
        && days > 90.into()
    {
        costing.usage(&format!("Data retention ({days} days)"), "GB", "monthly_data_ingested_gb");
    }
}

const COSMOS: &str = "azurerm_cosmosdb_account";
/// Resources that have throughput of their own, and what they belong to.
const PARENTS: [(&str, &[&str]); 9] = [
    (
        "database_name",
        &["azurerm_cosmosdb_sql_database", "azurerm_cosmosdb_mongo_database", "azurerm_cosmosdb_gremlin_database"],
    ),
    ("account_name", &[COSMOS]),
    ("cassandra_keyspace_id", &["azurerm_cosmosdb_cassandra_keyspace"]),
    ("resource_group_name", &[]),
    ("account_id", &[COSMOS]),
    ("cosmosdb_account_name", &[COSMOS]),
    ("keyspace_name", &["azurerm_cosmosdb_cassandra_keyspace"]),
    ("database_id", &["azurerm_cosmosdb_sql_database"]),
    ("account", &[COSMOS]),
];

/// Throughput is paid for in each location of the account.
pub(super) fn cosmos(costing: &mut Costing<'_>) {
    let account = costing.follow("account_name", &[COSMOS]).or_else(|| {
        PARENTS.iter().filter(|(_, kinds)| !kinds.is_empty()).find_map(|(path, kinds)| {
            let parent = costing.follow(path, kinds)?;
            if &**parent.kind() == COSMOS {
                return Some(parent);
            }
            let name = super::super::costing::raw(&parent.value, "account_name")?;
            costing.cx.graph.follow(&name, &[COSMOS])
        })
    });
    let Some(account) = account else {
        let why: Why = "its account is not in the code".into();
        return costing.try_add("Provisioned throughput", "RU/s x 100", Err(why));
    };
    let capabilities = read(&account.value, "capabilities").items().unwrap_or_default();
    let is =
        |name: &str| capabilities.iter().any(|item| read(item, "name").text().ok().flatten().as_deref() == Some(name));
    if is("EnableServerless") {
        costing.usage_per("Provisioned throughput (serverless)", "1M RU", "monthly_serverless_request_units", 6);
    } else {
        add_throughput(costing, account);
    }
    let main = read(&account.value, "geo_location").items().unwrap_or_default();
    for place in &main {
        if let Ok(Some(location)) = read(place, "location").text() {
            let storage = costing.used("storage_gb");
            let part = Part::new(format!("Transactional storage ({location})"), "GB", storage).owned_by(COSMOS);
            costing.add(part.priced_as("Transactional storage").in_region(azure_name(&location)));
        }
    }
}

fn add_throughput(costing: &mut Costing<'_>, account: &super::super::graph::Subject<'_>) {
    let fixed = costing.read("throughput").number();
    let most = costing.read("autoscale_settings.max_throughput").number();
    let (label, quantity): (_, Quantity) = match (fixed, most) {
        (_, Ok(Some(most))) => {
            let share = costing.used("max_request_units_utilization_percentage");
            ("autoscale", scaled(Quantity::from(most.shifted(2)).times(&share), 2))
        }
        (Ok(Some(fixed)), _) => ("provisioned", fixed.shifted(2).into()),
        // Throughput of the database or account is paid for there.
        (Ok(None), Ok(None)) => return,
        (Err(why), _) | (_, Err(why)) => return costing.try_add("Provisioned throughput", "RU/s x 100", Err(why)),
    };
    let writes = read(&account.value, "enable_multiple_write_locations").flag() == Ok(true)
        || read(&account.value, "multiple_write_locations_enabled").flag() == Ok(true);
    let factor = Decimal::from(if writes { 2 } else { 1 });
    let places = read(&account.value, "geo_location").items().unwrap_or_default();
    for place in &places {
        match read(place, "location").text() {
            Ok(Some(location)) => {
                let part =
                    Part::new(format!("Provisioned throughput ({label}, {location})"), "RU/s x 100", quantity.clone());
                let part = part.owned_by(COSMOS).priced_as(format!("Provisioned throughput ({label})"));
                costing.add(part.in_region(azure_name(&location)).factor(factor.clone()));
            }
            Ok(None) => {}
            Err(why) => costing.try_add("Provisioned throughput", "RU/s x 100", Err(why)),
        }
    }
}

/// Roles of a cluster: block, name, how many.
const ROLES: [(&str, &str, i64); 4] = [
    ("head_node", "Head node", 2),
    ("worker_node", "Worker node", 0),
    ("zookeeper_node", "Zookeeper node", 3),
    ("edge_node", "Edge node", 0),
];

pub(super) fn hdinsight(costing: &mut Costing<'_>) {
    let is_hbase = costing.subject.kind().contains("hbase");
    for (block, name, fixed) in ROLES {
        let path = format!("roles.{block}");
        if costing.read(&path).is_absent() {
            continue;
        }
        let name = if is_hbase && block == "worker_node" { "Region node" } else { name };
        let count =
            if fixed > 0 { Ok(fixed.into()) } else { costing.number_or(&format!("{path}.target_instance_count"), 1) };
        let part =
            costing.text(&format!("{path}.vm_size")).map(|size| Part::hours_of(format!("{name} ({size})"), count));
        costing.try_add(name, "hour", part);
    }
}

pub(super) fn iothub(costing: &mut Costing<'_>) {
    let sku = match costing.text("sku.name") {
        Ok(sku) => sku,
        Err(why) => return costing.try_add("IoT Hub", "units", Err(why)),
    };
    if sku == "F1" {
        return;
    }
    let count = costing.number_or("sku.capacity", 1);
    let part = Part::new("IoT Hub", "units", count);
    // The table has the price of one size.
    costing.add(if sku == "S1" { part } else { part.priced_as(format!("IoT Hub ({sku})")) });
}

/// All of it depends on usage; prices go by tier, kind, replication and access.
pub(super) fn storage_account(costing: &mut Costing<'_>) {
    let attribute = |costing: &Costing<'_>, path: &'static str, default: &str| {
        (path, costing.text_or(path, default).unwrap_or_default())
    };
    let told = [
        attribute(costing, "account_tier", "Standard"),
        attribute(costing, "account_kind", "StorageV2"),
        attribute(costing, "account_replication_type", "LRS"),
        attribute(costing, "access_tier", "Hot"),
    ];
    for (name, unit, key, places) in [
        ("Capacity", "GB", "storage_gb", 0),
        ("Write operations", "10k operations", "monthly_write_operations", 4),
        ("List and create container operations", "10k operations", "monthly_list_and_create_container_operations", 4),
        ("Read operations", "10k operations", "monthly_read_operations", 4),
        ("All other operations", "10k operations", "monthly_other_operations", 4),
        ("Data retrieval", "GB", "monthly_data_retrieval_gb", 0),
        ("Data write", "GB", "monthly_data_write_gb", 0),
        ("Blob index", "10k tags", "blob_index_tags", 4),
    ] {
        let mut part = Part::new(name, unit, scaled(costing.used(key), places));
        part.attributes.extend(told.clone());
        costing.add(part);
    }
}

pub(super) fn databricks(costing: &mut Costing<'_>) {
    let sku = costing.text_or("sku", "standard").unwrap_or_default();
    for (name, key) in [
        ("All-purpose compute DBUs", "monthly_all_purpose_compute_dbu_hrs"),
        ("Jobs compute DBUs", "monthly_jobs_compute_dbu_hrs"),
        ("Jobs light compute DBUs", "monthly_jobs_light_compute_dbu_hrs"),
    ] {
        let hours = costing.used(key);
        costing.add(Part::new(name, "DBU-hours", hours).told_by("sku", sku.clone()));
    }
}

pub(super) fn synapse_pool(costing: &mut Costing<'_>) {
    let part = costing.text("sku_name").map(|sku| Part::hours(format!("DWU blocks ({sku})")));
    costing.try_add("DWU blocks", "hour", part);
    costing.usage("Storage", "TB", "storage_tb");
    if costing.usage_text("disaster_recovery_enabled").as_deref() == Some("true") {
        costing.usage("Geo-redundant disaster recovery", "TB", "storage_tb");
    }
}

pub(super) fn metric_alert(costing: &mut Costing<'_>) {
    let scopes = costing.items("scopes").map(|scopes| i64::try_from(scopes.len().max(1)).unwrap_or(1));
    let fixed = costing.items("criteria").map(|criteria| criteria.len());
    let dynamic = costing.items("dynamic_criteria").map(|criteria| criteria.len());
    let (Ok(scopes), Ok(fixed), Ok(dynamic)) = (scopes, fixed, dynamic) else {
        return costing.try_add("Metrics monitoring", "time-series", Err("its criteria are not known".into()));
    };
    let series = i64::try_from(fixed + dynamic).unwrap_or(1).max(1) * scopes;
    costing.add(Part::new("Metrics monitoring", "time-series", series));
    if dynamic > 0 {
        costing.add(Part::new("Dynamic threshold monitoring", "time-series", scopes));
    }
}

fn frequency(minutes: u32) -> &'static str {
    match minutes {
        0..5 => "1 minute",
        5..10 => "5 minute",
        10..15 => "10 minute",
        _ => "15 minute",
    }
}

pub(super) fn query_alert(costing: &mut Costing<'_>) {
    let part = costing.number_or("frequency", 15).map(|minutes| {
        Part::new(format!("Log alerts monitoring ({} frequency)", frequency(minutes.to_u32().unwrap_or(15))), "rule", 1)
    });
    costing.try_add("Log alerts monitoring", "rule", part);
}

pub(super) fn query_alert_v2(costing: &mut Costing<'_>) {
    let part = costing.text_or("evaluation_frequency", "PT15M").map(|text| {
        let minutes =
            text.strip_prefix("PT").and_then(|rest| rest.strip_suffix('M')).and_then(|minutes| minutes.parse().ok());
        Part::new(format!("Log alerts monitoring ({} frequency)", frequency(minutes.unwrap_or(15))), "rule", 1)
    });
    costing.try_add("Log alerts monitoring", "rule", part);
}

/// Data flow compute, by kind and cores.
pub(super) fn azure_runtime(costing: &mut Costing<'_>) {
    costing.usage_per("Orchestration", "1k runs", "monthly_orchestration_runs", 3);
    let part = (|| {
        let kind = match costing.text_or("compute_type", "General")?.as_str() {
            "ComputeOptimized" => "Compute Optimized",
            "MemoryOptimized" => "Memory Optimized",
            _ => "General Purpose",
        };
        Ok(Part::hours(format!("Compute ({kind}, {} vCores)", costing.number_or("core_count", 8)?)))
    })();
    costing.try_add("Compute", "hour", part);
}

/// Servers that run packages: `Standard_D8_v3` is shown as `D8 v3`.
pub(super) fn ssis_runtime(costing: &mut Costing<'_>) {
    let count = costing.number_or("number_of_nodes", 1);
    let part = (|| {
        let size = costing.text("node_size")?.trim_start_matches("Standard_").replace('_', " ");
        let edition = costing.text_or("edition", "Standard")?;
        let license = costing.text_or("license_type", "LicenseIncluded")?;
        let suffix = if license == "LicenseIncluded" { ", license included" } else { "" };
        let part = Part::hours_of(format!("Compute ({size}, {edition}{suffix})"), count);
        Ok(part.owned_by("azurerm_data_factory_integration_runtime_managed"))
    })();
    costing.try_add("Compute", "hour", part);
}

/// Each location asks once in each interval.
pub(super) fn web_test(costing: &mut Costing<'_>) {
    let places = costing.items("geo_locations").map(|places| i64::try_from(places.len()).unwrap_or(0));
    let part = (|| {
        let seconds = costing.number_or("frequency", 300)?;
        let tests = Decimal::from(HOURS * 3600).divided(&seconds, 4);
        Ok(Part::new(format!("Standard web test ({seconds} second frequency)"), "tests", &tests * &places?.into()))
    })();
    costing.try_add("Standard web test", "tests", part);
}
