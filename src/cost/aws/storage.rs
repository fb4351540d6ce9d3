//! Buckets and file systems.

use super::super::costing::{Costing, scaled};
use super::super::decimal::Decimal;
use super::super::part::Part;
use super::super::quantity::Quantity;

/// A component of a storage class: name, unit, key, power of ten of the unit.
type Item = (&'static str, &'static str, &'static str, u32);

const PUT: Item = ("PUT, COPY, POST, LIST requests", "1k requests", "monthly_tier_1_requests", 3);
const GET: Item = ("GET, SELECT, and all other requests", "1k requests", "monthly_tier_2_requests", 3);
const TRANSITION: Item = ("Lifecycle transition", "1k requests", "monthly_lifecycle_transition_requests", 3);
const SCANNED: Item = ("Select data scanned", "GB", "monthly_select_data_scanned_gb", 0);
const RETURNED: Item = ("Select data returned", "GB", "monthly_select_data_returned_gb", 0);
const STORAGE: Item = ("Storage", "GB", "storage_gb", 0);
const RETRIEVAL: Item = ("Retrievals", "GB", "monthly_data_retrieval_gb", 0);

/// Storage classes: name, section of the usage file, components.
const CLASSES: &[(&str, &str, &[Item])] = &[
    ("Standard", "standard", &[STORAGE, PUT, GET, SCANNED, RETURNED]),
    (
        "Intelligent tiering",
        "intelligent_tiering",
        &[
            ("Storage (frequent access)", "GB", "frequent_access_storage_gb", 0),
            ("Storage (infrequent access)", "GB", "infrequent_access_storage_gb", 0),
            ("Storage (archive access)", "GB", "archive_access_storage_gb", 0),
            ("Storage (deep archive access)", "GB", "deep_archive_access_storage_gb", 0),
            ("Monitoring and automation", "1k objects", "monitored_objects", 3),
            PUT,
            GET,
            TRANSITION,
            SCANNED,
            RETURNED,
            ("Early delete (within 30 days)", "GB", "early_delete_gb", 0),
        ],
    ),
    (
        "Standard - infrequent access",
        "standard_infrequent_access",
        &[STORAGE, PUT, GET, TRANSITION, RETRIEVAL, SCANNED, RETURNED],
    ),
    (
        "One zone - infrequent access",
        "one_zone_infrequent_access",
        &[STORAGE, PUT, GET, TRANSITION, RETRIEVAL, SCANNED, RETURNED],
    ),
    (
        "Glacier flexible retrieval",
        "glacier_flexible_retrieval",
        &[
            STORAGE,
            PUT,
            GET,
            TRANSITION,
            ("Retrieval requests (standard)", "1k requests", "monthly_standard_data_retrieval_requests", 3),
            ("Retrievals (standard)", "GB", "monthly_standard_data_retrieval_gb", 0),
            ("Select data scanned (standard)", "GB", "monthly_standard_select_data_scanned_gb", 0),
            ("Select data returned (standard)", "GB", "monthly_standard_select_data_returned_gb", 0),
            ("Retrieval requests (expedited)", "1k requests", "monthly_expedited_data_retrieval_requests", 3),
            ("Retrievals (expedited)", "GB", "monthly_expedited_data_retrieval_gb", 0),
            ("Select data scanned (expedited)", "GB", "monthly_expedited_select_data_scanned_gb", 0),
            ("Select data returned (expedited)", "GB", "monthly_expedited_select_data_returned_gb", 0),
            ("Select data scanned (bulk)", "GB", "monthly_bulk_select_data_scanned_gb", 0),
            ("Select data returned (bulk)", "GB", "monthly_bulk_select_data_returned_gb", 0),
            ("Early delete (within 90 days)", "GB", "early_delete_gb", 0),
        ],
    ),
    (
        "Glacier deep archive",
        "glacier_deep_archive",
        &[
            STORAGE,
            PUT,
            GET,
            TRANSITION,
            ("Retrieval requests (standard)", "1k requests", "monthly_standard_data_retrieval_requests", 3),
            ("Retrievals (standard)", "GB", "monthly_standard_data_retrieval_gb", 0),
            ("Retrieval requests (bulk)", "1k requests", "monthly_bulk_data_retrieval_requests", 3),
            ("Retrievals (bulk)", "GB", "monthly_bulk_data_retrieval_gb", 0),
            ("Early delete (within 180 days)", "GB", "early_delete_gb", 0),
        ],
    ),
];

/// The standard class, and each other class that the usage file names.
pub(super) fn bucket(costing: &mut Costing<'_>) {
    for (class, section, items) in CLASSES {
        let prefix = format!("{section}.");
        if *section != "standard" && costing.usage.below(&prefix).is_empty() {
            continue;
        }
        costing.within(*class, |costing| {
            costing.with_usage_of(&prefix, |costing| {
                for (name, unit, key, places) in *items {
                    let quantity = scaled(costing.used(key), *places);
                    costing.add(Part::new(*name, unit, quantity).priced_as(format!("{class}/{name}")));
                }
            });
        });
    }
    if costing.usage_number("object_tags").is_some() {
        costing.usage_per("Object tagging", "10k tags", "object_tags", 4);
    }
}

pub(super) fn efs(costing: &mut Costing<'_>) {
    let is_one_zone = !costing.read("availability_zone_name").is_absent();
    let name = if is_one_zone { "one zone" } else { "standard" };
    costing.usage(&format!("Storage ({name})"), "GB", "storage_gb");
    if costing.text_or("throughput_mode", "bursting").as_deref() == Ok("provisioned") {
        // 50 KB/s come with each GB that is stored.
        let included = costing.usage_number("storage_gb").map_or(Decimal::ZERO, |size| size.divided(&20.into(), 10));
        let throughput = costing.number("provisioned_throughput_in_mibps").map(|throughput| {
            let rest = throughput - included;
            if rest.is_negative() { Decimal::ZERO } else { rest }
        });
        costing.add(Part::new("Provisioned throughput", "MBps", throughput));
    }
    if !costing.read("lifecycle_policy").is_absent() {
        costing.usage(&format!("Storage ({name}, infrequent access)"), "GB", "infrequent_access_storage_gb");
        costing.usage("Read requests (infrequent access)", "GB", "monthly_infrequent_access_read_gb");
        costing.usage("Write requests (infrequent access)", "GB", "monthly_infrequent_access_write_gb");
    }
}

pub(super) fn fsx_windows(costing: &mut Costing<'_>) {
    let is_multi = costing.text_or("deployment_type", "SINGLE_AZ_1").map(|kind| kind.starts_with("MULTI"));
    let kind = costing.text_or("storage_type", "SSD");
    let deployment = match is_multi {
        Ok(true) => "MULTI_AZ",
        Ok(false) => "SINGLE_AZ",
        Err(why) => return costing.try_add("Storage", "GB", Err(why)),
    };
    let told = |part: Part| part.told_by("deployment", deployment);
    let throughput = costing.number("throughput_capacity");
    let size = costing.number("storage_capacity");
    costing.add(told(Part::new("Throughput capacity", "MBps", throughput)));
    costing.try_add("Storage", "GB", kind.map(|kind| told(Part::new(format!("{kind} storage"), "GB", size))));
    let backup = costing.used("backup_storage_gb");
    costing.add(told(Part::new("Backup storage", "GB", backup)));
}

pub(super) fn fsx_openzfs(costing: &mut Costing<'_>) {
    let throughput = costing.number("throughput_capacity");
    costing.add(Part::new("Throughput capacity", "MBps", throughput));
    let size = Quantity::from(costing.number("storage_capacity"));
    costing.add(Part::new("SSD storage", "GB", size.clone()));
    let iops = costing.read("disk_iops_configuration.iops").number();
    if costing.text_or("disk_iops_configuration.mode", "AUTOMATIC").as_deref() == Ok("USER_PROVISIONED") {
        // Three come with each GB.
        let extra = iops.map(|iops| {
            let included = match &size {
                Quantity::Known(size) => size * &3.into(),
                _ => Decimal::ZERO,
            };
            let rest = iops.unwrap_or(Decimal::ZERO) - included;
            if rest.is_negative() { Decimal::ZERO } else { rest }
        });
        costing.add(Part::new("Provisioned IOPS", "IOPS", extra));
    }
    costing.usage("Backup storage", "GB", "backup_storage_gb");
}
