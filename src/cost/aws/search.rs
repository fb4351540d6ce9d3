//! Caches and search.

use super::super::costing::Costing;
use super::super::decimal::Decimal;
use super::super::part::Part;
use super::super::quantity::Quantity;
use super::super::read::{Why, read};

const CACHE: &str = "aws_elasticache_cluster";
const SEARCH: &str = "aws_opensearch_domain";

pub(super) fn cache_cluster(costing: &mut Costing<'_>) {
    let group = costing.follow("replication_group_id", &["aws_elasticache_replication_group"]);
    let inherited = |path: &str| group.and_then(|group| read(&group.value, path).text().ok().flatten());
    let kind = costing.read("node_type").text().map(|kind| kind.or_else(|| inherited("node_type")));
    let engine = costing
        .read("engine")
        .text()
        .map(|engine| engine.or_else(|| inherited("engine")).unwrap_or_else(|| "memcached".into()));
    let count = Quantity::from(costing.number_or("num_cache_nodes", 1));
    let kept = costing.number_or("snapshot_retention_limit", 0);
    add_nodes(costing, kind, &engine, &count, "");
    if engine.as_deref() == Ok("redis") && kept.is_ok_and(|kept| kept > Decimal::ONE) {
        let size = costing.used("snapshot_storage_size_gb");
        costing.add(Part::new("Backup storage", "GB", size).owned_by(CACHE));
    }
}

pub(super) fn cache_group(costing: &mut Costing<'_>) {
    let global = costing.follow("global_replication_group_id", &["aws_elasticache_global_replication_group"]);
    let kind = match (costing.read("node_type").text(), global) {
        (Ok(None), Some(_)) => Err("it has the node type of its global group".into()),
        (kind, _) => kind,
    };
    let engine = costing.text_or("engine", "redis");
    let (count, label) = group_nodes(costing);
    add_nodes(costing, kind, &engine, &count, label);
    if costing.number_or("snapshot_retention_limit", 0).is_ok_and(|kept| kept > Decimal::ONE) {
        let size = costing.used("snapshot_storage_size_gb");
        costing.add(Part::new("Backup storage", "GB", size).owned_by(CACHE));
    }
}

/// Shards times their nodes, else the number of clusters.
fn group_nodes(costing: &Costing<'_>) -> (Quantity, &'static str) {
    let either = |new: &str, old: &str| match costing.read(new).number() {
        Ok(None) => costing.read(old).number(),
        given => given,
    };
    let id = costing.subject.address();
    let is_scaled = costing.cx.graph.referrers(id).any(|other| &**other.kind() == "aws_appautoscaling_target");
    let label = if is_scaled { ", autoscaling" } else { "" };
    let groups = either("num_node_groups", "cluster_mode.num_node_groups");
    let replicas = either("replicas_per_node_group", "cluster_mode.replicas_per_node_group");
    let clusters = either("num_cache_clusters", "number_cache_clusters");
    let count: Result<Decimal, Why> = (|| match (groups?, clusters?) {
        (Some(groups), _) => {
            let nodes = replicas?.unwrap_or(Decimal::ZERO) + Decimal::ONE;
            Ok(&groups * &nodes)
        }
        (None, Some(clusters)) => Ok(clusters),
        (None, None) => Ok(replicas?.unwrap_or(Decimal::ZERO) + Decimal::ONE),
    })();
    (count.into(), label)
}

fn add_nodes(
    costing: &mut Costing<'_>,
    kind: Result<Option<String>, Why>,
    engine: &Result<String, Why>,
    count: &Quantity,
    label: &str,
) {
    let reservation: Vec<(&'static str, String)> = ["reserved_instance_term", "reserved_instance_payment_option"]
        .into_iter()
        .filter_map(|key| Some((key, costing.usage_text(key)?)))
        .collect();
    let purchase = if reservation.is_empty() { "on-demand" } else { "reserved" };
    let part = (|| {
        let kind = kind?.ok_or_else(|| Why::from("`node_type` is not set"))?;
        let part = Part::hours_of(format!("ElastiCache ({purchase}, {kind}{label})"), count.clone()).owned_by(CACHE);
        let mut part = part.told_by("engine", engine.clone()?).priced_as(format!("ElastiCache ({purchase}, {kind})"));
        part.attributes.extend(reservation);
        Ok(part)
    })();
    costing.try_add("ElastiCache", "hour", part);
}

pub(super) fn domain(costing: &mut Costing<'_>) {
    let suffix = if &**costing.subject.kind() == SEARCH { "search" } else { "elasticsearch" };
    let config = "cluster_config";
    let count = costing.number_or(&format!("{config}.instance_count"), 1);
    let kind = costing.text_or(&format!("{config}.instance_type"), &format!("m4.large.{suffix}"));
    add_instances(costing, "Instance", kind, Quantity::from(count.clone()));
    add_search_disks(costing, &count.into());
    if costing.flag(&format!("{config}.dedicated_master_enabled")) == Ok(true) {
        let count = costing.number_or(&format!("{config}.dedicated_master_count"), 3);
        let kind = costing.text_or(&format!("{config}.dedicated_master_type"), &format!("m4.large.{suffix}"));
        add_instances(costing, "Dedicated master", kind, count.into());
    }
    if costing.flag(&format!("{config}.warm_enabled")) == Ok(true) {
        let count = costing.number_or(&format!("{config}.warm_count"), 2);
        let kind = costing.text_or(&format!("{config}.warm_type"), &format!("ultrawarm1.medium.{suffix}"));
        add_instances(costing, "UltraWarm instance", kind, count.into());
    }
}

fn add_instances(costing: &mut Costing<'_>, role: &str, kind: Result<String, Why>, count: Quantity) {
    let part = kind.map(|kind| {
        let plain = kind.trim_end_matches(".search").trim_end_matches(".elasticsearch");
        let part = Part::hours_of(format!("{role} (on-demand, {kind})"), count).owned_by(SEARCH);
        let warm = part.clone().priced_as(format!("{role} (on-demand, {plain})"));
        part.priced_as(format!("Instance (on-demand, {plain})")).otherwise(warm)
    });
    costing.try_add(role, "hour", part);
}

fn add_search_disks(costing: &mut Costing<'_>, count: &Quantity) {
    // TERRAFORM: an `ebs_options` block is required; without one the domain has the disks of its instances.
    if costing.read("ebs_options").is_absent() || costing.flag("ebs_options.ebs_enabled") == Ok(false) {
        return;
    }
    let kind = costing.text_or("ebs_options.volume_type", "gp2");
    let size = Quantity::from(costing.number_or("ebs_options.volume_size", 8));
    let part =
        kind.clone().map(|kind| Part::new(format!("Storage ({kind})"), "GB", size.times(count)).owned_by(SEARCH));
    costing.try_add("Storage", "GB", part);
    let iops = costing.number_or("ebs_options.iops", 0);
    let throughput = costing.number_or("ebs_options.throughput", 125);
    match kind.as_deref() {
        Ok("io1") => {
            let iops = Quantity::from(iops.map(|iops| iops.max(Decimal::ONE)));
            costing.add(Part::new("Storage IOPS (io1)", "IOPS", iops.times(count)).owned_by(SEARCH));
        }
        Ok("gp3") => {
            let extra = |value: Result<Decimal, Why>, free| value.map(|value| super::disk::above(&value, free));
            for (name, unit, quantity) in [
                ("Storage IOPS (gp3)", "IOPS", extra(iops, 3000)),
                ("Throughput (gp3)", "Mbps", extra(throughput, 125)),
            ] {
                if quantity.as_ref() != Ok(&Decimal::ZERO) {
                    costing.add(Part::new(name, unit, Quantity::from(quantity).times(count)).owned_by(SEARCH));
                }
            }
        }
        _ => {}
    }
}
