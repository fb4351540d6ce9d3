//! Warehouses, tables, streams, brokers and jobs.

use super::super::costing::{Costing, Tiers, missing};
use super::super::decimal::Decimal;
use super::super::part::{HOURS, Part};
use super::super::quantity::Quantity;
use super::super::read::{Why, read};

pub(super) fn redshift(costing: &mut Costing<'_>) {
    let kind = match costing.text("node_type") {
        Ok(kind) => kind,
        Err(why) => return costing.try_add("Cluster usage", "hour", Err(why)),
    };
    let count = costing.number_or("number_of_nodes", 1);
    costing.add(Part::hours_of(format!("Cluster usage (on-demand, {kind})"), count));
    if kind.starts_with("ra3") {
        let storage = costing.used("managed_storage_gb");
        costing.add(Part::new(format!("Managed storage ({kind})"), "GB", storage));
    }
    let seconds = costing.used("excess_concurrency_scaling_secs");
    costing.add(Part::new(format!("Concurrency scaling ({kind})"), "node-seconds", seconds));
    costing.usage("Spectrum", "TB", "spectrum_data_scanned_tb");
    costing.tiers(&Tiers {
        name: "Backup storage",
        unit: "GB",
        key: "backup_storage_gb",
        places: 0,
        steps: &[("first 50 TB", 51_200), ("next 450 TB", 460_800), ("over 500 TB", 0)],
        owner: None,
    });
}

pub(super) fn dynamodb(costing: &mut Costing<'_>) {
    let mode = match costing.text_or("billing_mode", "PROVISIONED") {
        Ok(mode) => mode,
        Err(why) => return costing.try_add("Write capacity unit (WCU)", "WCU", Err(why)),
    };
    let replicas: Vec<String> = costing
        .items("replica")
        .unwrap_or_default()
        .iter()
        .filter_map(|replica| read(replica, "region_name").text().ok().flatten())
        .collect();
    if mode == "PAY_PER_REQUEST" {
        costing.usage("Write request unit (WRU)", "WRUs", "monthly_write_request_units");
        costing.usage("Read request unit (RRU)", "RRUs", "monthly_read_request_units");
    } else {
        add_capacity(costing);
    }
    costing.usage("Data storage", "GB", "storage_gb");
    costing.usage("Point-In-Time Recovery (PITR) backup storage", "GB", "pitr_backup_storage_gb");
    costing.usage("On-demand backup storage", "GB", "on_demand_backup_storage_gb");
    costing.usage("Table data restored", "GB", "monthly_data_restored_gb");
    costing.usage("Streams read request unit (sRRU)", "sRRUs", "monthly_streams_read_request_units");
    for region in replicas {
        let (name, unit, quantity) = if mode == "PAY_PER_REQUEST" {
            ("Replicated write request unit (rWRU)", "rWRU", costing.used("monthly_write_request_units"))
        } else {
            ("Replicated write capacity unit (rWCU)", "rWCU", Quantity::from(costing.number_or("write_capacity", 0)))
        };
        costing.within(format!("Global table ({region})"), |costing| {
            costing.add(Part::new(name, unit, quantity).told_by("replica", region.clone()));
        });
    }
}

fn add_capacity(costing: &mut Costing<'_>) {
    for (name, unit, path, dimension) in [
        ("Write capacity unit (WCU", "WCU", "write_capacity", "dynamodb:table:WriteCapacityUnits"),
        ("Read capacity unit (RCU", "RCU", "read_capacity", "dynamodb:table:ReadCapacityUnits"),
    ] {
        let least = scaled_capacity(costing, dimension);
        let label = if least.is_some() { ", autoscaling)" } else { ")" };
        let quantity = match costing.read(path).number() {
            Ok(None) => least.unwrap_or_else(|| Err(missing(path))),
            Ok(Some(given)) => Ok(least.and_then(Result::ok).map_or(given.clone(), |least| least.max(given))),
            Err(why) => Err(why),
        };
        costing.add(Part::new(format!("{name}{label}"), unit, quantity).priced_as(format!("{name})")));
    }
}

/// The least that automatic scaling keeps, where there is some.
fn scaled_capacity(costing: &Costing<'_>, dimension: &str) -> Option<Result<Decimal, Why>> {
    let targets = costing.cx.graph.referrers(costing.subject.address());
    let mut targets = targets.filter(|other| &**other.kind() == "aws_appautoscaling_target");
    let is_it = |target: &&super::super::graph::Subject<'_>| {
        read(&target.value, "scalable_dimension").text().ok().flatten().as_deref() == Some(dimension)
    };
    let target = targets.find(is_it)?;
    Some(read(&target.value, "min_capacity").number().and_then(|least| least.ok_or_else(|| missing("min_capacity"))))
}

pub(super) fn kinesis_stream(costing: &mut Costing<'_>) {
    let mode = match costing.text_or("stream_mode_details.stream_mode", "PROVISIONED") {
        Ok(mode) => mode,
        Err(why) => return costing.try_add("PROVISIONED", "hour", Err(why)),
    };
    let is_on_demand = mode == "ON_DEMAND";
    let shards = if is_on_demand { Ok(Decimal::ONE) } else { costing.number_or("shard_count", 1) };
    costing.add(Part::hours_of(mode.clone(), shards));
    let told = |part: Part| part.told_by("stream_mode", mode.clone());
    if is_on_demand {
        costing.usage("Data ingested", "GB", "monthly_on_demand_data_in_gb");
        costing.usage("Data retrieval", "GB", "monthly_on_demand_data_out_gb");
        for (name, unit, key) in [
            ("Enhanced Fan Out (EFO) Data retrieval", "GB", "monthly_on_demand_efo_data_out_gb"),
            ("Extended retention (24H to 7D)", "GB", "monthly_on_demand_extended_retention_gb"),
            ("Long term retention (7D+)", "GB", "monthly_on_demand_long_term_retention_gb"),
        ] {
            let quantity = costing.used(key);
            costing.add(told(Part::new(name, unit, quantity)));
        }
        return;
    }
    for (name, unit, key) in [
        ("Put request unit", "units", "monthly_provisioned_put_units"),
        ("Extended retention (24H to 7D)", "GB", "monthly_provisioned_extended_retention_gb"),
        ("Long term retention (7D+)", "GB", "monthly_provisioned_long_term_retention_gb"),
        ("Extended retention retrieval (7D+)", "GB", "monthly_provisioned_long_term_retrieval_gb"),
        ("Enhanced Fan Out (EFO) Data retrieval", "GB", "monthly_provisioned_efo_data_out_gb"),
        ("Enhanced Fan Out (EFO)", "consumer-shard hour", "monthly_provisioned_efo_consumer_hours"),
    ] {
        let quantity = costing.used(key);
        costing.add(told(Part::new(name, unit, quantity)));
    }
}

pub(super) fn firehose(costing: &mut Costing<'_>) {
    let key = "monthly_data_ingested_gb";
    costing.tiers(&Tiers {
        name: "Data ingested",
        unit: "GB",
        key,
        places: 0,
        steps: &[("first 500TB", 512_000), ("next 1.5PB", 1_536_000), ("next 3PB", 0)],
        owner: None,
    });
    let converts = ["extended_s3_configuration.data_format_conversion_configuration"];
    if converts.iter().any(|path| !costing.read(path).is_absent()) {
        costing.usage("Format conversion", "GB", key);
    }
    let config = ["elasticsearch_configuration.vpc_config", "opensearch_configuration.vpc_config"];
    if let Some(config) = config.iter().find(|path| !costing.read(path).is_absent()) {
        costing.usage("VPC data", "GB", key);
        let zones = costing
            .items(&format!("{config}.subnet_ids"))
            .map(|zones| Decimal::from(i64::try_from(zones.len()).unwrap_or(0)));
        costing.add(Part::hours_of("VPC AZ delivery", zones));
    }
}

pub(super) fn msk(costing: &mut Costing<'_>) {
    let count = Quantity::from(costing.number("number_of_broker_nodes"));
    let nodes = "broker_node_group_info";
    let part = costing
        .text(&format!("{nodes}.instance_type"))
        .map(|kind| Part::hours_of(format!("Instance ({kind})"), count.clone()));
    costing.try_add("Instance", "hour", part);
    let new = costing.read(&format!("{nodes}.storage_info.ebs_storage_info.volume_size")).number();
    let size = match new {
        Ok(None) => costing.number_or(&format!("{nodes}.ebs_volume_size"), 1000),
        given => given.map(|size| size.unwrap_or(Decimal::ZERO)),
    };
    let is_scaled = costing
        .cx
        .graph
        .referrers(costing.subject.address())
        .any(|other| &**other.kind() == "aws_appautoscaling_target");
    let name = if is_scaled { "Storage (autoscaling)" } else { "Storage" };
    costing.add(Part::new(name, "GB", Quantity::from(size).times(&count)).priced_as("Storage"));
}

pub(super) fn mq(costing: &mut Costing<'_>) {
    let mode = costing.text_or("deployment_mode", "SINGLE_INSTANCE").map(|mode| mode.to_lowercase());
    let engine = costing
        .text("engine_type")
        .map(|engine| if engine.eq_ignore_ascii_case("rabbitmq") { "RabbitMQ" } else { "ActiveMQ" });
    let part = (|| {
        let (engine, mode, kind) = (engine.clone()?, mode.clone()?, costing.text("host_instance_type")?);
        // A cluster has three brokers; the table has the price of one.
        let name = format!("Instance usage ({engine}, {kind}, {mode})");
        let single = Part::hours(format!("Instance usage ({engine}, {kind}, single_instance)"));
        let times = match mode.as_str() {
            "cluster_multi_az" => 3,
            "active_standby_multi_az" => 2,
            _ => 1,
        };
        Ok(Part::hours(name).otherwise(single.factor(times.into())))
    })();
    costing.try_add("Instance usage", "hour", part);
    let storage = costing.text_or("storage_type", "").map(|kind| {
        let engine = engine.unwrap_or("ActiveMQ");
        match (kind.as_str(), engine) {
            ("ebs", _) | (_, "RabbitMQ") => format!("Storage ({engine}, EBS)"),
            _ => format!("Storage ({engine}, EFS)"),
        }
    });
    let brokers = if mode.as_deref() == Ok("cluster_multi_az") { 3 } else { 1 };
    let size = costing.used("storage_size_gb").times(&Quantity::from(brokers));
    costing.try_add("Storage", "GB", storage.map(|name| Part::new(name, "GB", size)));
}

pub(super) fn glue_job(costing: &mut Costing<'_>) {
    let units: Result<Decimal, Why> = (|| {
        if let Some(kind) = costing.read("worker_type").text()? {
            let each = match kind.as_str() {
                "G.2X" => 2,
                "G.4X" => 4,
                "G.8X" => 8,
                _ => 1,
            };
            return Ok(&costing.number_or("number_of_workers", 1)? * &each.into());
        }
        if let Some(capacity) = costing.read("max_capacity").number()? {
            return Ok(capacity);
        }
        if costing.text_or("command.name", "glueetl")? == "pythonshell" {
            return Ok(Decimal::parse("0.0625").unwrap_or(Decimal::ONE));
        }
        Ok(10.into())
    })();
    let part = units.map(|units| {
        let hours = costing.used("monthly_hours");
        Part::new(format!("Duration ({units} DPU)"), "hour", hours).priced_as("Duration").factor(units)
    });
    costing.try_add("Duration", "hour", part);
}

pub(super) fn mwaa(costing: &mut Costing<'_>) {
    let class = costing.text_or("environment_class", "mw1.small");
    let size = match &class {
        Ok(class) => match class.rsplit('.').next() {
            Some("medium") => "Medium",
            Some("large") => "Large",
            _ => "Small",
        },
        Err(why) => return costing.try_add("Environment", "hour", Err(why.clone())),
    };
    costing.add(Part::hours(format!("Environment ({size})")));
    let hours = |costing: &Costing<'_>, key: &str| costing.used(key).times(&Quantity::from(HOURS));
    let (workers, schedulers) = (hours(costing, "additional_workers"), hours(costing, "additional_schedulers"));
    costing.add(Part::new(format!("Worker ({size})"), "hour", workers));
    costing.add(Part::new(format!("Scheduler ({size})"), "hour", schedulers));
    costing.usage("Meta database", "GB", "meta_database_gb");
}
