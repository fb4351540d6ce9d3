//! Cloud SQL, Memorystore, buckets, keys and what runs without servers.

use super::super::costing::{Costing, scaled};
use super::super::decimal::Decimal;
use super::super::part::Part;
use super::super::quantity::Quantity;

/// Tiers by name that are billed by vCPU and memory: cores, GB.
const NAMED: [(&str, i64, &str); 12] = [
    ("db-n1-highmem-2", 2, "13"),
    ("db-n1-highmem-4", 4, "26"),
    ("db-n1-highmem-8", 8, "52"),
    ("db-n1-highmem-16", 16, "104"),
    ("db-n1-highmem-32", 32, "208"),
    ("db-n1-highmem-64", 64, "416"),
    ("db-standard-1", 1, "3.75"),
    ("db-standard-2", 2, "7.5"),
    ("db-standard-4", 4, "15"),
    ("db-highmem-4", 4, "26"),
    ("db-highmem-8", 8, "52"),
    ("db-highmem-16", 16, "104"),
];

pub(super) fn sql(costing: &mut Costing<'_>) {
    let scope = costing
        .text_or("settings.availability_type", "ZONAL")
        .map(|kind| if kind == "REGIONAL" { "regional" } else { "zonal" });
    let scope = match scope {
        Ok(scope) => scope,
        Err(why) => return costing.try_add("SQL instance", "hour", Err(why)),
    };
    let tier = match costing.text("settings.tier") {
        Ok(tier) => tier,
        Err(why) => return costing.try_add("SQL instance", "hour", Err(why)),
    };
    add_server(costing, &tier, scope);
    add_storage(costing, scope);
    costing.usage("Backups", "GB", "backup_storage_gb");
    if costing.flag("settings.ip_configuration.ipv4_enabled") == Ok(true) {
        costing.add(Part::hours("IP address (if unused)"));
    }
    if !costing.read("replica_configuration").is_absent() {
        costing.within("Replica", |costing| {
            add_server(costing, &tier, "zonal");
            add_storage(costing, "zonal");
        });
    }
}

fn add_server(costing: &mut Costing<'_>, tier: &str, scope: &str) {
    let custom = || {
        let (cores, memory) = tier.strip_prefix("db-custom-")?.split_once('-')?;
        Some((Decimal::parse(cores)?, Decimal::parse(memory)?.divided(&1024.into(), 4)))
    };
    let named = || {
        let (_, cores, memory) = NAMED.iter().find(|(name, ..)| *name == tier)?;
        Some((Decimal::from(*cores), Decimal::parse(memory)?))
    };
    match custom().or_else(named) {
        Some((cores, memory)) => {
            let part = Part::hours_of(format!("vCPUs ({cores}, {scope})"), cores);
            costing.add(part.priced_as(format!("vCPUs ({scope})")));
            let part = Part::new(format!("Memory ({memory} GB, {scope})"), "GB", memory);
            costing.add(part.priced_as(format!("Memory ({scope})")));
        }
        None => costing.add(Part::hours(format!("SQL instance ({tier}, {scope})"))),
    }
}

fn add_storage(costing: &mut Costing<'_>, scope: &str) {
    let size = costing.number_or("settings.disk_size", 10);
    let part = costing.text_or("settings.disk_type", "PD_SSD").map(|kind| {
        let kind = if kind == "PD_HDD" { "HDD" } else { "SSD" };
        Part::new(format!("Storage ({kind}, {scope})"), "GB", size)
    });
    costing.try_add("Storage", "GB", part);
}

pub(super) fn redis(costing: &mut Costing<'_>) {
    let size = costing.number("memory_size_gb");
    let tier =
        costing.text_or("tier", "BASIC").map(|tier| if tier.starts_with("STANDARD") { "standard" } else { "basic" });
    let part = (|| {
        let (size, tier) = (size?, tier?);
        let sizes = [(4, "M1"), (10, "M2"), (35, "M3"), (100, "M4")];
        let class = sizes.iter().find(|(most, _)| size <= Decimal::from(*most)).map_or("M5", |(_, class)| class);
        Ok(Part::new(format!("Redis instance ({tier}, {class})"), "GB", size))
    })();
    costing.try_add("Redis instance", "GB", part);
}

pub(super) fn redis_cluster(costing: &mut Costing<'_>) {
    let nodes = costing.number("shard_count").and_then(|shards| {
        let replicas = costing.number_or("replica_count", 0)?;
        Ok(&shards * &(replicas + Decimal::ONE))
    });
    let part = costing.text_or("node_type", "REDIS_HIGHMEM_MEDIUM").map(|kind| {
        let size = kind.trim_start_matches("REDIS_").to_lowercase().replace('_', " ");
        Part::hours_of(format!("Cluster node ({size})"), nodes)
    });
    costing.try_add("Cluster node", "hour", part);
    costing.usage("Backups", "GB", "backup_storage_gb");
}

pub(super) fn bucket(costing: &mut Costing<'_>) {
    let class = costing.text_or("storage_class", "STANDARD").unwrap_or_default();
    add_bucket(costing, &class, "google_storage_bucket");
}

pub(super) fn registry(costing: &mut Costing<'_>) {
    add_bucket(costing, "STANDARD", "google_container_registry");
}

fn add_bucket(costing: &mut Costing<'_>, class: &str, owner: &'static str) {
    let stored = costing.used("storage_gb");
    costing.add(Part::new(format!("Storage ({})", class.to_lowercase()), "GiB", stored).owned_by(owner));
    for (name, unit, key, places) in [
        ("Object adds, bucket/object list (class A)", "10k operations", "monthly_class_a_operations", 4),
        ("Object gets, retrieve bucket/object metadata (class B)", "10k operations", "monthly_class_b_operations", 4),
        ("Data retrieval", "GB", "monthly_data_retrieval_gb", 0),
    ] {
        if name == "Data retrieval" && class == "STANDARD" {
            continue;
        }
        let quantity = scaled(costing.used(key), places);
        costing.add(Part::new(name, unit, quantity).owned_by(owner).told_by("storage_class", class));
    }
    costing.within("Network egress", |costing| {
        let data = costing.used("monthly_egress_data_transfer_gb.same_continent");
        let name = "Data transfer in same continent";
        costing.add(Part::new(name, "GB", data).owned_by(owner).priced_as(format!("Network egress/{name}")));
        for (key, name) in [
            ("worldwide", "Data transfer to worldwide excluding Asia, Australia (first 1TB)"),
            ("asia", "Data transfer to Asia excluding China, but including Hong Kong (first 1TB)"),
            ("china", "Data transfer to China excluding Hong Kong (first 1TB)"),
            ("australia", "Data transfer to Australia (first 1TB)"),
        ] {
            let data = costing.used(&format!("monthly_egress_data_transfer_gb.{key}"));
            costing.add(Part::new(name, "GB", data).owned_by(owner).priced_as(format!("Network egress/{name}")));
        }
    });
}

pub(super) fn kms_key(costing: &mut Costing<'_>) {
    let level = costing.text_or("version_template.protection_level", "SOFTWARE").unwrap_or_default();
    costing.usage("Key versions", "month", "key_versions");
    let operations = scaled(costing.used("monthly_key_operations"), 4);
    costing.add(Part::new("Operations", "10k operations", operations).told_by("protection_level", level));
}

/// Regions of the cheaper tier; all others are of tier 2.
const TIER_ONE: [&str; 12] = [
    "asia-east1",
    "asia-northeast1",
    "asia-northeast2",
    "europe-north1",
    "europe-west1",
    "europe-west4",
    "europe-west9",
    "us-central1",
    "us-east1",
    "us-east4",
    "us-south1",
    "us-west1",
];

pub(super) fn cloud_run(costing: &mut Costing<'_>) {
    let tier = if costing.region_name().is_some_and(|region| TIER_ONE.contains(&region)) { 1 } else { 2 };
    let requests = costing.used("monthly_requests");
    let seconds = scaled(costing.used("average_request_duration_ms"), 3);
    let shared = costing.usage_number("concurrent_requests_per_instance").unwrap_or(Decimal::ONE);
    let time = match requests.times(&seconds) {
        Quantity::Known(seconds) => Quantity::Known(seconds.divided(&shared, 6)),
        other => other,
    };
    costing.add(
        Part::new(format!("CPU allocation time (tier {tier})"), "vCPU-seconds", time.clone())
            .told_by("throttling", "enabled"),
    );
    let half = Quantity::from(Decimal::from(5).shifted(1));
    costing.add(
        Part::new(format!("Memory allocation time (tier {tier})"), "GiB-seconds", time.times(&half))
            .told_by("throttling", "enabled"),
    );
    costing.usage("Number of requests", "requests", "monthly_requests");
}

pub(super) fn function(costing: &mut Costing<'_>) {
    let memory = costing.number_or("available_memory_mb", 256).unwrap_or_else(|_| 256.into());
    // CPU comes with memory: MB of memory, MHz.
    let clocks = [(128, 200), (256, 400), (512, 800), (1024, 1400), (2048, 2400), (4096, 4800)];
    let clock = clocks.iter().find(|(size, _)| memory <= Decimal::from(*size)).map_or(4800, |(_, clock)| *clock);
    let seconds = scaled(costing.used("monthly_function_invocations").times(&costing.used("request_duration_ms")), 3);
    let cpu = seconds.times(&Decimal::from(clock).shifted(3).into());
    let gigabytes = seconds.times(&memory.divided(&1024.into(), 10).into());
    costing.add(Part::new("CPU", "GHz-seconds", cpu));
    costing.add(Part::new("Memory", "GB-seconds", gigabytes));
    costing.usage("Invocations", "invocations", "monthly_function_invocations");
    costing.usage("Outbound data transfer", "GB", "monthly_outbound_data_gb");
}
