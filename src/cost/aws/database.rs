//! Database servers and clusters, and their migration.

use super::super::costing::{Costing, missing, scaled};
use super::super::decimal::Decimal;
use super::super::part::Part;
use super::super::quantity::Quantity;
use super::super::read::{Why, read};
use super::disk::above;
use super::instance::vcpus;

const OWNER: &str = "aws_db_instance";

/// What sets the price of a database server.
pub(super) struct Database {
    pub(super) class: String,
    pub(super) engine: String,
    pub(super) license: Option<String>,
    /// `Single-AZ` or `Multi-AZ`
    pub(super) deployment: &'static str,
}

impl Database {
    pub(super) fn part(&self, hours: &Decimal) -> Part {
        let named = |deployment: &str| format!("Database instance (on-demand, {deployment}, {})", self.class);
        let part = |deployment: &str| self.told(Part::new(named(deployment), "hour", hours.clone()).owned_by(OWNER));
        let single = part("Single-AZ");
        match self.deployment {
            // A standby costs what the instance costs.
            "Multi-AZ" => part("Multi-AZ").otherwise(single.factor(2.into())),
            _ => single,
        }
    }

    /// The engine and, where it matters, the licence.
    fn told(&self, part: Part) -> Part {
        let engine = self.engine.trim_end_matches("-cdb").trim_start_matches("custom-");
        let part = part.told_by("engine", engine);
        let default =
            if matches!(engine, "oracle-ee" | "oracle-se") { "bring-your-own-license" } else { "license-included" };
        part.told_by("license_model", self.license.as_deref().unwrap_or(default))
    }
}

/// The storage of a database server.
pub(super) fn storage(kind: &str, size: impl Into<Quantity>, deployment: &str) -> Part {
    let name = match kind {
        "gp2" | "gp3" => format!("Storage (general purpose SSD, {kind})"),
        "io1" | "io2" => format!("Storage (provisioned IOPS SSD, {kind})"),
        "standard" => "Storage (magnetic)".to_string(),
        other => format!("Storage ({other})"),
    };
    deployed(Part::new(name, "GB", size), deployment)
}

/// A part that costs twice as much with a standby.
fn deployed(part: Part, deployment: &str) -> Part {
    let part = part.owned_by(OWNER);
    let single = part.clone().told_by("multi_az", "false");
    match deployment {
        "Multi-AZ" => part.told_by("multi_az", "true").otherwise(single.factor(2.into())),
        _ => single,
    }
}

pub(super) fn db_instance(costing: &mut Costing<'_>) {
    let source = costing.follow("replicate_source_db", &["aws_db_instance", "aws_rds_cluster"]);
    let inherited = |path: &str| source.and_then(|source| read(&source.value, path).text().ok().flatten());
    let engine = costing
        .read("engine")
        .text()
        .and_then(|engine| engine.or_else(|| inherited("engine")).ok_or_else(|| missing("engine")));
    let deployment = costing.flag("multi_az").map(|both| if both { "Multi-AZ" } else { "Single-AZ" });
    let class = costing.text("instance_class");
    let database = (|| {
        let license = costing.read("license_model").text()?.or_else(|| inherited("license_model"));
        Ok(Database { class: class.clone()?, engine: engine.clone()?, license, deployment: deployment.clone()? })
    })();
    let part = database.map(|database| {
        reserved(costing, &database).unwrap_or_else(|| database.part(&super::super::part::HOURS.into()))
    });
    costing.try_add("Database instance", "hour", part);
    let size = match costing.read("allocated_storage").number() {
        Ok(None) => source.map_or(Ok(None), |source| read(&source.value, "allocated_storage").number()),
        given => given,
    };
    let size = size.map(|size| size.unwrap_or_else(|| 20.into()));
    match deployment {
        Ok(deployment) => add_storage(costing, size, engine.as_deref().unwrap_or(""), deployment),
        Err(why) => costing.try_add("Storage", "GB", Err(why)),
    }
    let family = if engine.as_deref().is_ok_and(|engine| engine.starts_with("aurora")) { "aurora" } else { "other" };
    let backup = costing.used("additional_backup_storage_gb");
    costing.add(Part::new("Additional backup storage", "GB", backup).told_by("engine", family));
    if let Ok(class) = class {
        add_options(costing, &class, OWNER);
        add_extended_support(costing, &class, engine.as_deref().unwrap_or(""));
    }
}

/// The price with a reservation, where the usage file names one.
fn reserved(costing: &Costing<'_>, database: &Database) -> Option<Part> {
    let term = costing.usage_text("reserved_instance_term")?;
    let option = costing.usage_text("reserved_instance_payment_option")?;
    let name = format!("Database instance (reserved, {}, {})", database.deployment, database.class);
    let part = database.told(Part::hours(name).owned_by(OWNER));
    Some(part.told_by("reserved_instance_term", term).told_by("reserved_instance_payment_option", option))
}

fn add_storage(costing: &mut Costing<'_>, size: Result<Decimal, Why>, engine: &str, deployment: &str) {
    let iops = costing.number_or("iops", 0);
    let has_iops = iops.as_ref().is_ok_and(|iops| !iops.is_zero());
    let kind = costing.text_or("storage_type", if has_iops { "io1" } else { "gp2" });
    let kind = match kind {
        Ok(kind) => kind,
        Err(why) => return costing.try_add("Storage", "GB", Err(why)),
    };
    let least = if matches!(kind.as_str(), "io1" | "io2") { Decimal::from(100) } else { Decimal::ZERO };
    let size = size.map(|size| size.max(least));
    costing.add(storage(&kind, size.clone(), deployment));
    match kind.as_str() {
        "io1" | "io2" => {
            let iops = iops.map(|iops| iops.max(1000.into()));
            costing.add(deployed(Part::new("Provisioned IOPS", "IOPS", iops), deployment));
        }
        "gp3" => add_gp3_iops(costing, size, iops, engine, deployment),
        "standard" => {
            let requests = scaled(costing.used("monthly_standard_io_requests"), 6);
            costing.add(Part::new("I/O requests", "1M requests", requests));
        }
        _ => {}
    }
}

/// Larger gp3 volumes are striped and come with more I/O; SQL Server's are not.
fn add_gp3_iops(
    costing: &mut Costing<'_>,
    size: Result<Decimal, Why>,
    iops: Result<Decimal, Why>,
    engine: &str,
    deployment: &str,
) {
    let threshold = if engine.starts_with("oracle") { 200 } else { 400 };
    let is_striped = !engine.starts_with("sqlserver") && size.is_ok_and(|size| size >= threshold.into());
    let (free, label) = if is_striped { (12_000, "12,000") } else { (3_000, "3,000") };
    let extra = iops.map(|iops| above(&iops, free));
    if extra.as_ref() != Ok(&Decimal::ZERO) {
        let part = Part::new(format!("Provisioned GP3 IOPS (above {label})"), "IOPS", extra);
        costing.add(deployed(part, deployment));
    }
}

/// Performance Insights and CPU credits; `owner` has their prices.
fn add_options(costing: &mut Costing<'_>, class: &str, owner: &'static str) {
    let kept = costing.number_or("performance_insights_retention_period", 7);
    if costing.flag("performance_insights_enabled") == Ok(true) {
        if kept.is_ok_and(|days| days > 7.into()) {
            let name = format!("Performance Insights Long Term Retention ({class})");
            let count = vcpus(class).ok_or_else(|| format!("the vCPUs of `{class}` are not known here").into());
            costing.add(Part::new(name, "vCPU-month", Quantity::from(count)).owned_by(owner));
        }
        let requests = scaled(costing.used("monthly_additional_performance_insights_requests"), 3);
        costing.add(Part::new("Performance Insights API", "1000 requests", requests).owned_by(owner));
    }
    let family = class.split('.').nth(1).unwrap_or("");
    if matches!(family, "t3" | "t4g") && costing.usage_number("monthly_cpu_credit_hrs").is_some() {
        let count = costing.usage_number("vcpu_count").or_else(|| vcpus(class)).unwrap_or(Decimal::ONE);
        let hours = costing.used("monthly_cpu_credit_hrs").times(&count.into());
        costing.add(Part::new("CPU credits", "vCPU-hours", hours).owned_by(owner));
    }
}

/// Versions past their standard support, with the year of extended support that they are in by the day of the table.
const EXTENDED: [(&str, &str, i64); 8] = [
    ("mysql", "5.7", 3),
    ("postgres", "11", 3),
    ("postgres", "12", 2),
    ("postgres", "13", 1),
    ("aurora-mysql", "5.7", 2),
    ("aurora-postgresql", "11", 3),
    ("aurora-postgresql", "12", 2),
    ("aurora-postgresql", "13", 1),
];

fn add_extended_support(costing: &mut Costing<'_>, class: &str, engine: &str) {
    let refused = costing.read("engine_lifecycle_support").text().ok().flatten();
    let version = costing.read("engine_version").text().ok().flatten().unwrap_or_default();
    let is_version = |of: &str| version == of || version.starts_with(&format!("{of}."));
    let found = EXTENDED.iter().find(|(name, of, _)| *name == engine && is_version(of));
    let (Some((_, _, year)), Some(count)) = (found, vcpus(class)) else { return };
    if refused.as_deref() == Some("open-source-rds-extended-support-disabled") {
        return;
    }
    let hours = Quantity::from(count).times(&Quantity::from(super::super::part::HOURS));
    let name = format!("Extended support (year {year})");
    // The first two years cost the same.
    let price = if *year <= 2 { "Extended support (year 1)".to_string() } else { name.clone() };
    costing.add(Part::new(name, "vCPU-hours", hours).owned_by(OWNER).priced_as(price));
}

pub(super) fn rds_cluster(costing: &mut Costing<'_>) {
    let kind = "aws_rds_cluster";
    let is_optimized = costing.text_or("storage_type", "").as_deref() == Ok("aurora-iopt1");
    let engine = costing.text_or("engine", "aurora-mysql").unwrap_or_default();
    if costing.text_or("engine_mode", "provisioned").as_deref() == Ok("serverless") {
        let hours = costing.used("capacity_units_per_hr").times(&Quantity::from(super::super::part::HOURS));
        costing.add(Part::new("Aurora serverless", "ACU-hours", hours).owned_by(kind));
    }
    if is_optimized {
        costing.usage("Storage (I/O-optimized)", "GB", "storage_gb");
    } else {
        costing.usage("Storage", "GB", "storage_gb");
        let per_second =
            match (costing.usage_number("read_requests_per_sec"), costing.usage_number("write_requests_per_sec")) {
                (None, None) => Quantity::Usage("read_requests_per_sec".into()),
                (read, write) => (read.unwrap_or(Decimal::ZERO) + write.unwrap_or(Decimal::ZERO)).into(),
            };
        let seconds = Quantity::from(super::super::part::HOURS * 3600);
        costing.add(Part::new("I/O requests", "1M requests", scaled(per_second.times(&seconds), 6)));
    }
    if costing.number_or("backup_retention_period", 1).is_ok_and(|days| days > Decimal::ONE) {
        costing.usage("Backup storage", "GB", "backup_snapshot_size_gb");
    }
    if !engine.contains("postgres") && costing.number_or("backtrack_window", 0).is_ok_and(|window| !window.is_zero()) {
        let statements = costing.used("average_statements_per_hr").times(&costing.used("change_records_per_statement"));
        let records = statements.times(&costing.used("backtrack_window_hrs"));
        costing.add(Part::new("Backtrack", "1M change-records", scaled(records, 6)));
    }
    costing.usage("Snapshot export", "GB", "snapshot_export_size_gb");
}

pub(super) fn rds_cluster_instance(costing: &mut Costing<'_>) {
    let owner = "aws_rds_cluster_instance";
    let cluster = costing.follow("cluster_identifier", &["aws_rds_cluster"]);
    let of_cluster = |path: &str| cluster.and_then(|cluster| read(&cluster.value, path).text().ok().flatten());
    let engine = costing.read("engine").text().map(|engine| engine.or_else(|| of_cluster("engine")));
    let is_optimized = of_cluster("storage_type").as_deref() == Some("aurora-iopt1");
    let class = match costing.text("instance_class") {
        Ok(class) => class,
        Err(why) => return costing.try_add("Database instance", "hour", Err(why)),
    };
    if class == "db.serverless" {
        let suffix = if is_optimized { " (I/O-optimized)" } else { "" };
        let hours = costing.used("capacity_units_per_hr").times(&Quantity::from(super::super::part::HOURS));
        costing.add(Part::new(format!("Aurora serverless v2{suffix}"), "ACU-hours", hours));
        return;
    }
    let suffix = if is_optimized { ", I/O-optimized" } else { "" };
    let purchase = costing.usage_text("reserved_instance_term").map_or("on-demand", |_| "reserved");
    let part = engine.map(|engine| {
        let engine = engine.unwrap_or_else(|| "aurora-mysql".into());
        let engine = if engine == "aurora" { "aurora-mysql".to_string() } else { engine };
        let mut part = Part::hours(format!("Database instance ({purchase}, {class}{suffix})"));
        if purchase == "on-demand" {
            // Instances of a Multi-AZ cluster of RDS have the price of that engine's servers.
            part = part.owned_by(OWNER).told_by("engine", engine);
            part = part.priced_as(format!("Database instance (on-demand, Single-AZ, {class}{suffix})"));
        }
        for key in ["reserved_instance_term", "reserved_instance_payment_option"] {
            if let Some(value) = costing.usage_text(key) {
                part = part.told_by(key, value);
            }
        }
        part
    });
    costing.try_add("Database instance", "hour", part);
    add_options(costing, &class, owner);
}

pub(super) fn docdb_instance(costing: &mut Costing<'_>) {
    let class = costing.text("instance_class");
    let is_burstable = class.as_deref().is_ok_and(|class| class.starts_with("db.t"));
    let part = class.map(|class| Part::hours(format!("Database instance (on-demand, {class})")));
    costing.try_add("Database instance", "hour", part);
    costing.usage("Storage", "GB", "data_storage_gb");
    costing.usage_per("I/O requests", "1M requests", "monthly_io_requests", 6);
    if is_burstable {
        costing.usage("CPU credits", "vCPU-hours", "monthly_cpu_credit_hrs");
    }
}

pub(super) fn neptune_cluster(costing: &mut Costing<'_>) {
    costing.usage("Storage", "GB", "storage_gb");
    costing.usage_per("I/O requests", "1M request", "monthly_io_requests", 6);
    if costing.number_or("backup_retention_period", 1).is_ok_and(|days| days > Decimal::ONE) {
        costing.usage("Backup storage", "GB", "backup_storage_gb");
    }
}

pub(super) fn neptune_instance(costing: &mut Costing<'_>) {
    let cluster = costing.follow("cluster_identifier", &["aws_neptune_cluster"]);
    let storage = cluster.and_then(|cluster| read(&cluster.value, "storage_type").text().ok().flatten());
    let class = costing.text_or("instance_class", "db.r4.large");
    let is_burstable = class.as_deref().is_ok_and(|class| class.starts_with("db.t3"));
    let is_optimized = storage.as_deref() == Some("iopt1");
    let part = class.map(|class| {
        let name = format!("Database instance (on-demand, {class})");
        let part = Part::hours(name.clone());
        if is_optimized { part.priced_as(format!("{name} iopt1")) } else { part }
    });
    costing.try_add("Database instance", "hour", part);
    if is_burstable {
        costing.usage("CPU credits", "vCPU-hours", "monthly_cpu_credit_hrs");
    }
}

pub(super) fn dms_instance(costing: &mut Costing<'_>) {
    let both = costing.flag("multi_az");
    let part = (|| {
        let class = costing.text("replication_instance_class")?;
        let name = format!("Instance ({})", class.trim_start_matches("dms."));
        Ok(Part::hours(name).told_by("multi_az", both.clone()?.to_string()))
    })();
    costing.try_add("Instance", "hour", part);
    // The first 50 GB (100 GB for the larger classes) come with the instance.
    let class = costing.text_or("replication_instance_class", "").unwrap_or_default();
    let free = if class.contains(".c4") || class.contains(".c5") || class.contains(".r") { 100 } else { 50 };
    let extra = costing.number_or("allocated_storage", free).map(|size| above(&size, free));
    if extra.as_ref() != Ok(&Decimal::ZERO) {
        let storage = both.map(|both| {
            Part::new("Storage (general purpose SSD, gp2)", "GB", extra).told_by("multi_az", both.to_string())
        });
        costing.try_add("Storage (general purpose SSD, gp2)", "GB", storage);
    }
}
