//! EBS volumes and snapshots; volumes of instances as well.

use super::super::costing::Costing;
use super::super::decimal::Decimal;
use super::super::part::Part;
use super::super::read::{Why, read};
use crate::eval::value::Value;

const OWNER: &str = "aws_ebs_volume";
/// A volume whose size nobody sets.
const DEFAULT_SIZE: i64 = 8;
/// What gp3 gives without extra charge.
const GP3_IOPS: i64 = 3000;
const GP3_THROUGHPUT: i64 = 125;

/// What sets a volume's price.
pub(super) struct Volume {
    pub(super) size: Result<Decimal, Why>,
    pub(super) kind: Result<String, Why>,
    pub(super) iops: Result<Decimal, Why>,
    pub(super) throughput: Result<Decimal, Why>,
}

impl Volume {
    /// A block device of an instance or a launch template.
    pub(super) fn of_block(block: &Value) -> Self {
        let number = |path: &str, default: i64| Ok(read(block, path).number()?.unwrap_or_else(|| default.into()));
        Self {
            size: number("volume_size", DEFAULT_SIZE),
            kind: read(block, "volume_type").text().map(|kind| kind.unwrap_or_else(|| "gp2".to_string())),
            iops: number("iops", 0),
            throughput: number("throughput", 0),
        }
    }

    pub(super) fn default() -> Self {
        Self {
            size: Ok(DEFAULT_SIZE.into()),
            kind: Ok("gp2".into()),
            iops: Ok(Decimal::ZERO),
            throughput: Ok(Decimal::ZERO),
        }
    }

    pub(super) fn of_size(size: Result<Decimal, Why>) -> Self {
        Self { size, ..Self::default() }
    }

    pub(super) fn add(self, costing: &mut Costing<'_>) {
        let kind = match self.kind {
            Ok(kind) => kind,
            Err(why) => return costing.try_add("Storage", "GB", Err(why)),
        };
        costing.add(Part::new(storage_name(&kind), "GB", self.size).owned_by(OWNER));
        let iops = match kind.as_str() {
            "io1" | "io2" => self.iops,
            "gp3" => self.iops.map(|iops| above(&iops, GP3_IOPS)),
            _ => Ok(Decimal::ZERO),
        };
        if iops.as_ref() != Ok(&Decimal::ZERO) {
            costing.add(Part::new("Provisioned IOPS", "IOPS", iops).owned_by(OWNER).told_by("type", kind.clone()));
        }
        let throughput = self.throughput.map(|throughput| above(&throughput, GP3_THROUGHPUT));
        if kind == "gp3" && throughput.as_ref() != Ok(&Decimal::ZERO) {
            costing.add(Part::new("Provisioned throughput", "Mbps", throughput).owned_by(OWNER));
        }
        if kind == "standard" {
            let requests = super::super::costing::scaled(costing.used("monthly_standard_io_requests"), 6);
            costing.add(Part::new("I/O requests", "1M request", requests).owned_by(OWNER));
        }
    }
}

/// How much is above what comes without extra charge.
pub(super) fn above(value: &Decimal, free: i64) -> Decimal {
    let rest = value.clone() - Decimal::from(free);
    if rest.is_negative() { Decimal::ZERO } else { rest }
}

fn storage_name(kind: &str) -> String {
    match kind {
        "gp2" | "gp3" => format!("Storage (general purpose SSD, {kind})"),
        "io1" | "io2" => format!("Storage (provisioned IOPS SSD, {kind})"),
        "st1" => "Storage (throughput optimized HDD, st1)".to_string(),
        "sc1" => "Storage (cold HDD, sc1)".to_string(),
        "standard" => "Storage (magnetic)".to_string(),
        other => format!("Storage ({other})"),
    }
}

pub(super) fn volume(costing: &mut Costing<'_>) {
    let snapshot = costing.follow("snapshot_id", &["aws_ebs_snapshot"]);
    let from = snapshot.map(|snapshot| snapshot_size(costing, &snapshot.value));
    let size = match costing.read("size").number() {
        Ok(None) => from.unwrap_or_else(|| Ok(DEFAULT_SIZE.into())),
        Ok(Some(size)) => Ok(size),
        Err(why) => Err(why),
    };
    let volume = Volume {
        size,
        kind: costing.text_or("type", "gp2"),
        iops: costing.number_or("iops", 0),
        throughput: costing.number_or("throughput", 0),
    };
    volume.add(costing);
}

/// The size of the volume that a snapshot is of: the most that it can hold.
fn snapshot_size(costing: &Costing<'_>, snapshot: &Value) -> Result<Decimal, Why> {
    let volume = super::super::costing::raw(snapshot, "volume_id");
    let volume = volume.and_then(|value| costing.cx.graph.follow(&value, &["aws_ebs_volume"]));
    let size = volume.map(|volume| read(&volume.value, "size").number());
    Ok(size.transpose()?.flatten().unwrap_or_else(|| DEFAULT_SIZE.into()))
}

pub(super) fn snapshot(costing: &mut Costing<'_>) {
    let owner = "aws_ebs_snapshot";
    let source = costing.follow("source_snapshot_id", &["aws_ebs_snapshot"]);
    let size = match source {
        Some(source) => snapshot_size(costing, &source.value),
        None => snapshot_size(costing, &costing.subject.value),
    };
    costing.add(Part::new("EBS snapshot storage", "GB", size).owned_by(owner));
    if &**costing.subject.kind() == owner {
        costing.usage("Fast snapshot restore", "DSU-hours", "fast_snapshot_restore_hours");
        costing.usage_per(
            "ListChangedBlocks & ListSnapshotBlocks API requests",
            "1k requests",
            "monthly_list_block_requests",
            3,
        );
        costing.usage_per("GetSnapshotBlock API requests", "1k SnapshotAPIUnits", "monthly_get_block_requests", 3);
        costing.usage_per("PutSnapshotBlock API requests", "1k SnapshotAPIUnits", "monthly_put_block_requests", 3);
    }
}
