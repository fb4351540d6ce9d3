//! Google Cloud.

mod compute;
mod container;
mod data;
mod free;
mod network;
mod rows;

use super::costing::Costing;
use super::model::Provider;

pub(super) const PROVIDER: Provider = Provider { code: CODE, rows: &[rows::ROWS], free: free::FREE };

const CODE: &[(&str, fn(&mut Costing<'_>))] = &[
    ("google_compute_instance", compute::instance),
    ("google_compute_instance_from_template", compute::from_template),
    ("google_compute_disk", compute::disk),
    ("google_compute_region_disk", compute::region_disk),
    ("google_compute_instance_group_manager", compute::zonal_group),
    ("google_compute_region_instance_group_manager", compute::regional_group),
    ("google_container_cluster", container::cluster),
    ("google_container_node_pool", container::node_pool),
    ("google_sql_database_instance", data::sql),
    ("google_redis_instance", data::redis),
    ("google_redis_cluster", data::redis_cluster),
    ("google_storage_bucket", data::bucket),
    ("google_container_registry", data::registry),
    ("google_kms_crypto_key", data::kms_key),
    ("google_cloud_run_service", data::cloud_run),
    ("google_cloud_run_v2_service", data::cloud_run),
    ("google_cloudfunctions_function", data::function),
    ("google_compute_address", network::address),
    ("google_compute_global_address", network::address),
    ("google_compute_forwarding_rule", network::forwarding_rule),
    ("google_compute_global_forwarding_rule", network::forwarding_rule),
    ("google_compute_router_nat", network::nat),
    ("google_compute_ha_vpn_gateway", network::vpn_gateway),
    ("google_compute_vpn_gateway", network::vpn_gateway),
    ("google_service_networking_connection", network::service_connection),
];
