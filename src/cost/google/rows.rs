//! Types whose components are a plain list.

use super::super::model::Item::{Fixed, Hours, Tiers, Usage, UsagePer};
use super::super::model::{Item, Row};

const LOGGING: &[Item] = &[Usage("Logging data", "GB", "monthly_logging_data_gb")];
const PROXY: &[Item] = &[
    Usage("Proxy instance", "hour", "monthly_proxy_instances"),
    Usage("Data processed", "GB", "monthly_data_processed_gb"),
];
const VERSION: &[Item] = &[
    Fixed("Active secret versions", "versions", 1),
    UsagePer("Access operations", "10K requests", "monthly_access_operations", 4),
];

const fn row(kinds: &'static [&'static str], items: &'static [Item]) -> Row {
    Row { kinds, items }
}

pub(super) const ROWS: &[Row] = &[
    row(&["google_compute_vpn_tunnel"], &[Hours("VPN Tunnel")]),
    row(&["google_compute_target_http_proxy"], PROXY),
    row(&["google_compute_target_https_proxy"], PROXY),
    row(&["google_compute_target_grpc_proxy"], PROXY),
    row(&["google_compute_target_ssl_proxy"], PROXY),
    row(&["google_compute_target_tcp_proxy"], PROXY),
    row(&["google_compute_region_target_http_proxy"], PROXY),
    row(&["google_compute_region_target_https_proxy"], PROXY),
    row(&["google_compute_snapshot"], &[Usage("Storage", "GB", "storage_gb")]),
    row(&["google_compute_image"], &[Usage("Storage", "GB", "storage_gb")]),
    row(&["google_compute_machine_image"], &[Usage("Storage", "GB", "storage_gb")]),
    row(&["google_dns_managed_zone"], &[Fixed("Managed zone", "month", 1)]),
    row(&["google_dns_record_set"], &[UsagePer("Queries", "1M queries", "monthly_queries", 6)]),
    row(&["google_pubsub_topic"], &[Usage("Message ingestion data", "TiB", "monthly_message_data_tb")]),
    row(
        &["google_pubsub_subscription"],
        &[
            Usage("Message delivery data", "TiB", "monthly_message_data_tb"),
            Usage("Retained acknowledged message storage", "GiB", "storage_gb"),
            Usage("Snapshot message backlog storage", "GiB", "snapshot_storage_gb"),
        ],
    ),
    row(&["google_bigquery_dataset"], &[Usage("Queries (on-demand)", "TB", "monthly_queries_tb")]),
    row(
        &["google_bigquery_table"],
        &[
            Usage("Active storage", "GB", "monthly_active_storage_gb"),
            Usage("Long-term storage", "GB", "monthly_long_term_storage_gb"),
            Usage("Streaming inserts", "MB", "monthly_streaming_inserts_mb"),
            Usage("Storage write API", "GB", "monthly_storage_write_api_gb"),
            Usage("Storage read API", "TB", "monthly_storage_read_api_tb"),
        ],
    ),
    row(
        &["google_secret_manager_secret"],
        &[
            Usage("Active secret versions", "versions", "active_secret_versions"),
            UsagePer("Access operations", "10K requests", "monthly_access_operations", 4),
            Usage("Rotation notifications", "rotations", "monthly_rotation_notifications"),
        ],
    ),
    row(&["google_secret_manager_secret_version"], VERSION),
    row(&["google_artifact_registry_repository"], &[Usage("Storage", "GB", "storage_gb")]),
    row(
        &["google_monitoring_metric_descriptor"],
        &[
            Tiers(
                "Monitoring data",
                "MB",
                "monthly_monitoring_data_mb",
                0,
                &[("first 100K", 100_000), ("next 150K", 150_000), ("over 250K", 0)],
            ),
            UsagePer("API calls", "1k calls", "monthly_api_calls", 3),
        ],
    ),
    row(&["google_logging_billing_account_bucket_config"], LOGGING),
    row(&["google_logging_billing_account_sink"], LOGGING),
    row(&["google_logging_folder_bucket_config"], LOGGING),
    row(&["google_logging_folder_sink"], LOGGING),
    row(&["google_logging_organization_bucket_config"], LOGGING),
    row(&["google_logging_organization_sink"], LOGGING),
    row(&["google_logging_project_bucket_config"], LOGGING),
    row(&["google_logging_project_sink"], LOGGING),
];
