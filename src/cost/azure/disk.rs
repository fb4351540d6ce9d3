//! Managed disks: a disk has the price of the smallest tier that holds it.

use super::super::costing::{Costing, scaled};
use super::super::decimal::Decimal;
use super::super::part::Part;
use super::super::quantity::Quantity;
use super::super::read::{Why, read};
use crate::eval::value::Value;

const OWNER: &str = "azurerm_managed_disk";
/// A disk whose size nobody sets.
pub(super) const DEFAULT_SIZE: i64 = 30;

/// Number of the tier, size in GiB.
const TIERS: [(u32, i64); 14] = [
    (1, 4),
    (2, 8),
    (3, 16),
    (4, 32),
    (6, 64),
    (10, 128),
    (15, 256),
    (20, 512),
    (30, 1024),
    (40, 2048),
    (50, 4096),
    (60, 8192),
    (70, 16384),
    (80, 32767),
];

/// What sets the price of a disk.
pub(super) struct Disk {
    pub(super) kind: Result<String, Why>,
    pub(super) size: Result<Decimal, Why>,
    /// For ultra disks.
    pub(super) iops: Option<Decimal>,
    pub(super) throughput: Option<Decimal>,
    /// The key of the usage file for operations.
    pub(super) operations: &'static str,
}

impl Disk {
    /// A disk block of a machine.
    pub(super) fn of_block(block: &Value, kind: &str, operations: &'static str) -> Self {
        let given = read(block, kind).text();
        let size = read(block, "disk_size_gb").number();
        Self {
            kind: given.map(|kind| kind.unwrap_or_else(|| "Standard_LRS".into())),
            size: size.map(|size| size.unwrap_or_else(|| DEFAULT_SIZE.into())),
            iops: read(block, "disk_iops_read_write").number().ok().flatten(),
            throughput: read(block, "disk_mbps_read_write").number().ok().flatten(),
            operations,
        }
    }

    pub(super) fn add(self, costing: &mut Costing<'_>) {
        let class = self.kind.clone().unwrap_or_default();
        let operations = self.operations;
        self.add_storage(costing);
        let class = match class.split('_').next() {
            Some("StandardSSD") => "StandardSSD",
            Some("Standard") => "Standard",
            _ => return,
        };
        let operations = scaled(costing.used(operations), 4);
        costing.add(Part::new("Disk operations", "10k operations", operations).owned_by(OWNER).told_by("disk", class));
    }

    /// Only what is stored, not the operations.
    pub(super) fn add_storage(self, costing: &mut Costing<'_>) {
        let kind = match self.kind {
            Ok(kind) => kind,
            Err(why) => return costing.try_add("Storage", "month", Err(why)),
        };
        let (class, redundancy) = kind.rsplit_once('_').unwrap_or((kind.as_str(), "LRS"));
        if class.starts_with("UltraSSD") {
            return add_ultra(costing, self.size, self.iops, self.throughput);
        }
        let (letter, least) = match class {
            "Premium" => ("P", 1),
            "StandardSSD" => ("E", 1),
            _ => ("S", 4),
        };
        let part = self.size.and_then(|size| {
            let tier = TIERS.iter().find(|(tier, holds)| *tier >= least && size <= Decimal::from(*holds));
            let (tier, _) = tier.ok_or_else(|| Why::from(format!("no tier holds {size} GiB")))?;
            Ok(Part::new(format!("Storage ({letter}{tier}, {redundancy})"), "month", 1).owned_by(OWNER))
        });
        costing.try_add("Storage", "month", part);
    }
}

fn add_ultra(
    costing: &mut Costing<'_>,
    size: Result<Decimal, Why>,
    iops: Option<Decimal>,
    throughput: Option<Decimal>,
) {
    let part = size.map(|size| {
        let small =
            TIERS.iter().map(|(_, holds)| Decimal::from(*holds)).find(|holds| size <= *holds && *holds <= 512.into());
        // Above 512 GiB, steps of a TiB.
        let billed = small.unwrap_or_else(|| &size.divided(&1024.into(), 10).ceil() * &1024.into());
        let name = format!("Storage (ultra, {billed} GiB)");
        Part::new(name, "GiB", billed).owned_by(OWNER).priced_as("Storage (ultra)")
    });
    costing.try_add("Storage (ultra)", "GiB", part);
    for (name, unit, quantity, key) in [
        ("Provisioned IOPS", "IOPS", iops, "disk_iops_read_write"),
        ("Throughput", "MB/s", throughput, "disk_mbps_read_write"),
    ] {
        let quantity = quantity.map_or_else(|| Quantity::Unknown(super::super::costing::missing(key)), Quantity::Known);
        costing.add(Part::new(name, unit, quantity).owned_by(OWNER));
    }
}

pub(super) fn managed_disk(costing: &mut Costing<'_>) {
    let own = costing.subject.value.clone();
    Disk::of_block(&own, "storage_account_type", "monthly_disk_operations").add(costing);
}
