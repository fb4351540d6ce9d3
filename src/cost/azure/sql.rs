//! SQL databases and pools, and the servers of other databases.

use super::super::costing::{Costing, missing};
use super::super::decimal::Decimal;
use super::super::part::Part;
use super::super::quantity::Quantity;
use super::super::read::Why;

const DATABASE: &str = "azurerm_mssql_database";
const POOL: &str = "azurerm_mssql_elasticpool";
/// A database whose size nobody sets is billed for so many GB.
const DEFAULT_STORAGE: i64 = 5;

/// `GP_S_Gen5_2`: tier, family with tier, cores.
struct Sku {
    tier: &'static str,
    family: String,
    cores: Decimal,
}

impl Sku {
    /// `None` for DTU sizes (`S1`) and pools.
    fn parse(text: &str) -> Option<Self> {
        let (family, cores) = text.rsplit_once('_')?;
        let tier = match family.split('_').next()? {
            "GP" if family.starts_with("GP_S_") => "GP_S",
            "GP" => "GP",
            "BC" => "BC",
            "HS" => "HS",
            _ => return None,
        };
        Some(Self { tier, family: family.to_string(), cores: Decimal::parse(cores)? })
    }
}

/// What sets the price of a database.
struct Database {
    sku: String,
    size: Result<Decimal, Why>,
    is_zone_redundant: bool,
    has_license: bool,
    replicas: Decimal,
}

pub(super) fn database(costing: &mut Costing<'_>) {
    let sku = match costing.text_or("sku_name", "GP_S_Gen5_2") {
        Ok(sku) => sku,
        Err(why) => return costing.try_add("Compute", "hour", Err(why)),
    };
    let database = Database {
        size: costing.number_or("max_size_gb", 0),
        is_zone_redundant: costing.flag("zone_redundant").unwrap_or(false),
        has_license: costing.text_or("license_type", "LicenseIncluded").is_ok_and(|kind| kind == "LicenseIncluded"),
        replicas: costing.number_or("read_replica_count", 0).unwrap_or(Decimal::ZERO),
        sku,
    };
    add_database(costing, &database);
}

pub(super) fn old_database(costing: &mut Costing<'_>) {
    let sku = match (costing.read("requested_service_objective_name").text(), costing.text_or("edition", "")) {
        (Ok(Some(sku)), _) => sku,
        (Ok(None), Ok(edition)) => match edition.as_str() {
            "Standard" => "S0",
            "Premium" => "P1",
            "Basic" => "Basic",
            "BusinessCritical" => "BC_Gen5_2",
            "Hyperscale" => "HS_Gen5_2",
            _ => "GP_Gen5_2",
        }
        .to_string(),
        (Err(why), _) | (_, Err(why)) => return costing.try_add("Compute", "hour", Err(why)),
    };
    let gigabytes = costing.read("max_size_gb").number();
    let bytes = costing.read("max_size_bytes").number();
    let size = match (gigabytes, bytes) {
        (Ok(Some(size)), _) => Ok(size),
        (Ok(None), Ok(bytes)) => Ok(bytes.map_or(Decimal::ZERO, |bytes| bytes.divided(&1_073_741_824.into(), 4))),
        (Err(why), _) | (_, Err(why)) => Err(why),
    };
    let is_zone_redundant = costing.flag("zone_redundant").unwrap_or(false);
    let replicas = if costing.read("read_scale").flag() == Ok(true) { Decimal::ONE } else { Decimal::ZERO };
    add_database(costing, &Database { sku, size, is_zone_redundant, has_license: false, replicas });
}

fn add_database(costing: &mut Costing<'_>, database: &Database) {
    let sku = &database.sku;
    if let Some(parts) = Sku::parse(sku) {
        add_vcores(costing, database, &parts);
    } else if !sku.eq_ignore_ascii_case("ElasticPool") {
        costing.add(Part::hours(format!("Compute ({sku})")).owned_by(DATABASE));
        add_extra_storage(costing, database, sku);
    }
    let redundancy = backup_redundancy(costing);
    for (name, key) in
        [("Long-term retention", "long_term_retention_storage_gb"), ("PITR backup storage", "backup_storage_gb")]
    {
        let quantity = costing.used(key);
        costing.add(Part::new(format!("{name} ({redundancy})"), "GB", quantity).owned_by(DATABASE));
    }
}

fn backup_redundancy(costing: &Costing<'_>) -> &'static str {
    match costing.text_or("storage_account_type", "Geo").as_deref() {
        Ok("Local") => "LRS",
        Ok("Zone") => "ZRS",
        _ => "RA-GRS",
    }
}

fn add_vcores(costing: &mut Costing<'_>, database: &Database, sku: &Sku) {
    let name = &database.sku;
    let is_serverless = sku.tier == "GP_S";
    let mode = if is_serverless { "serverless" } else { "provisioned" };
    let (unit, quantity, factor) = if is_serverless {
        ("vCore-hours", costing.used("monthly_vcore_hours"), Decimal::ONE)
    } else {
        ("hour", Quantity::from(super::super::part::HOURS), sku.cores.clone())
    };
    let part = |label: &str| {
        let part = Part::new(format!("{label} ({mode}, {name})"), unit, quantity.clone()).owned_by(DATABASE);
        part.priced_as(format!("{label} ({mode}, {})", sku.family)).factor(factor.clone())
    };
    costing.add(part("Compute"));
    if database.is_zone_redundant && matches!(sku.tier, "GP" | "GP_S") {
        costing.add(part("Zone redundancy"));
    }
    if database.has_license && !is_serverless {
        let hours = Quantity::from(sku.cores.clone()).times(&Quantity::from(super::super::part::HOURS));
        costing
            .add(Part::new("SQL license", "vCore-hours", hours).owned_by(DATABASE).told_by("tier", licensed(sku.tier)));
    }
    if sku.tier == "HS" && !database.replicas.is_zero() {
        let replicas = Part::hours_of("Read replicas", database.replicas.clone()).owned_by(DATABASE);
        costing.add(replicas.factor(sku.cores.clone()));
    }
    let size = database.size.clone().map(|size| if size.is_zero() { DEFAULT_STORAGE.into() } else { size });
    let storage = Part::new("Storage", "GB", size).owned_by(DATABASE);
    costing.add(
        storage
            .told_by("tier", sku.tier.trim_end_matches("_S"))
            .told_by("zone_redundant", database.is_zone_redundant.to_string()),
    );
}

/// Hyperscale has the licence of the general purpose tier.
fn licensed(tier: &str) -> &str {
    if tier == "BC" { "BC" } else { "GP" }
}

/// What a DTU size does not include.
fn add_extra_storage(costing: &mut Costing<'_>, database: &Database, sku: &str) {
    let (tier, included) = match sku.chars().next() {
        Some('P') if sku == "P11" || sku == "P15" => ("Premium", 4096),
        Some('P') => ("Premium", 500),
        Some('S') => ("Standard", 250),
        _ => return,
    };
    let extra = match costing.usage_number("extra_data_storage_gb") {
        Some(extra) => Ok(extra),
        None => database.size.clone().map(|size| {
            let extra = size - Decimal::from(included);
            if extra.is_negative() { Decimal::ZERO } else { extra }
        }),
    };
    if extra.as_ref() != Ok(&Decimal::ZERO) {
        costing.add(Part::new("Extra data storage", "GB", extra).owned_by(DATABASE).told_by("tier", tier));
    }
}

pub(super) fn elastic_pool(costing: &mut Costing<'_>) {
    let name = match costing.text("sku.name") {
        Ok(name) => name,
        Err(why) => return costing.try_add("Compute", "hour", Err(why)),
    };
    let capacity = costing.number("sku.capacity");
    let capacity = match capacity {
        Ok(capacity) => capacity,
        Err(why) => return costing.try_add("Compute", "hour", Err(why)),
    };
    let size = costing.number_or("max_size_gb", 0);
    if let Some(tier) = name.strip_suffix("Pool") {
        return add_dtu_pool(costing, tier, &capacity, size);
    }
    let is_zone_redundant = costing.flag("zone_redundant").unwrap_or(false);
    let part = |label: &str| {
        let part = Part::hours(format!("{label} ({name}, {capacity} vCore)")).owned_by(POOL);
        part.priced_as(format!("{label} ({name})")).factor(capacity.clone())
    };
    costing.add(part("Compute"));
    let tier = name.split('_').next().unwrap_or("GP").to_string();
    if is_zone_redundant && tier == "GP" {
        costing.add(part("Zone redundancy"));
    }
    if costing.text_or("license_type", "LicenseIncluded").is_ok_and(|kind| kind == "LicenseIncluded") {
        let hours = Quantity::from(capacity).times(&Quantity::from(super::super::part::HOURS));
        costing.add(Part::new("SQL license", "vCore-hours", hours).owned_by(POOL).told_by("tier", tier.clone()));
    }
    let size = size.map(|size| if size.is_zero() { DEFAULT_STORAGE.into() } else { size });
    let storage = Part::new("Storage", "GB", size).owned_by(POOL).told_by("tier", tier);
    costing.add(storage.told_by("zone_redundant", is_zone_redundant.to_string()));
}

pub(super) fn old_elastic_pool(costing: &mut Costing<'_>) {
    let (Ok(edition), Ok(dtu)) = (costing.text("edition"), costing.number("dtu")) else {
        return costing.try_add("Compute", "hour", Err(missing("dtu")));
    };
    let megabytes = costing.number_or("pool_size", 0).map(|size| size.divided(&1024.into(), 4));
    add_dtu_pool(costing, &edition, &dtu, megabytes);
}

fn add_dtu_pool(costing: &mut Costing<'_>, tier: &str, capacity: &Decimal, size: Result<Decimal, Why>) {
    costing.add(Part::hours(format!("Compute ({tier}, {capacity} DTUs)")).owned_by(POOL));
    let extra = size.map(|size| {
        // About a GB comes with each DTU of the larger tiers.
        let extra = size - capacity.clone();
        if extra.is_negative() || tier == "Basic" { Decimal::ZERO } else { extra }
    });
    if extra.as_ref() != Ok(&Decimal::ZERO) {
        costing.add(Part::new("Extra data storage", "GB", extra).owned_by(POOL).told_by("tier", tier));
    }
}

pub(super) fn managed_instance(costing: &mut Costing<'_>) {
    let owner = "azurerm_mssql_managed_instance";
    let cores = costing.number("vcores");
    let part = (|| {
        let (sku, cores) = (costing.text("sku_name")?.to_uppercase(), cores.clone()?);
        let part = Part::hours(format!("Compute ({sku} {cores} cores)")).owned_by(owner);
        Ok(part.priced_as(format!("Compute ({sku})")).factor(cores))
    })();
    costing.try_add("Compute", "hour", part);
    // 32 GB come with the instance.
    let extra = costing.number("storage_size_in_gb").map(|size| {
        let extra = size - Decimal::from(32);
        if extra.is_negative() { Decimal::ZERO } else { extra }
    });
    costing.add(Part::new("Additional Storage", "GB", extra).owned_by(owner).priced_as("Storage"));
    if costing.text_or("license_type", "LicenseIncluded").is_ok_and(|kind| kind == "LicenseIncluded") {
        let hours = Quantity::from(cores).times(&Quantity::from(super::super::part::HOURS));
        costing.add(Part::new("SQL license", "vCore-hours", hours).owned_by(owner));
    }
    let redundancy = costing.text_or("storage_account_type", "LRS").unwrap_or_else(|_| "LRS".into());
    for (name, key) in
        [("PITR backup storage", "backup_storage_gb"), ("LTR backup storage", "long_term_retention_storage_gb")]
    {
        let quantity = costing.used(key);
        costing.add(Part::new(format!("{name} ({redundancy})"), "GB", quantity).owned_by(owner));
    }
}

pub(super) fn single_server(costing: &mut Costing<'_>) {
    let sku = match costing.text("sku_name") {
        Ok(sku) => sku,
        Err(why) => return costing.try_add("Compute", "hour", Err(why)),
    };
    costing.add(Part::hours(format!("Compute ({sku})")));
    let size = match costing.read("storage_mb").number() {
        Ok(None) => costing.number_or("storage_profile.storage_mb", 5120),
        given => given.map(|size| size.unwrap_or(Decimal::ZERO)),
    };
    let tier = sku.split('_').next().unwrap_or("").to_string();
    costing.add(Part::new("Storage", "GB", size.map(|size| size.divided(&1024.into(), 4))).told_by("tier", tier));
    let is_geo = costing.flag("geo_redundant_backup_enabled").unwrap_or(false);
    let backup = costing.used("additional_backup_storage_gb");
    costing.add(Part::new("Additional backup storage", "GB", backup).told_by("geo", is_geo.to_string()));
}

/// A server with a standby is billed twice.
fn flexible_compute(costing: &mut Costing<'_>) -> i64 {
    let count = if costing.read("high_availability").is_absent() { 1 } else { 2 };
    let part = costing.text("sku_name").map(|sku| Part::hours_of(format!("Compute ({sku})"), count));
    costing.try_add("Compute", "hour", part);
    count
}

pub(super) fn postgresql_flexible(costing: &mut Costing<'_>) {
    let count = flexible_compute(costing);
    let size = costing.number_or("storage_mb", 32_768).map(|size| size.divided(&1024.into(), 4));
    costing.add(Part::new("Storage", "GB", Quantity::from(size).times(&Quantity::from(count))));
    costing.usage("Additional backup storage", "GB", "additional_backup_storage_gb");
}

pub(super) fn mysql_flexible(costing: &mut Costing<'_>) {
    let count = flexible_compute(costing);
    let size = costing.number_or("storage.size_gb", 20);
    costing.add(Part::new("Storage", "GB", Quantity::from(size).times(&Quantity::from(count))));
    // 360 operations a second come with the server.
    let extra = costing.number_or("storage.iops", 360).map(|iops| iops - Decimal::from(360));
    if extra.as_ref().map_or(true, |extra| !extra.is_zero() && !extra.is_negative()) {
        costing.add(Part::new("Additional IOPS", "IOPS", extra));
    }
    costing.usage("Additional backup storage", "GB", "additional_backup_storage_gb");
}
