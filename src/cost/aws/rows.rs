//! Types whose components are a plain list.

use super::super::model::Item::{Fixed, Hours, HoursOf, Tiers, Usage, UsagePer};
use super::super::model::{Item, Row};

const EVALUATIONS: &[Item] = &[Tiers(
    "Rule evaluations",
    "evaluations",
    "monthly_rule_evaluations",
    0,
    &[("first 100K", 100_000), ("next 400K", 400_000), ("over 500K", 0)],
)];
const STACK: &[Item] = &[
    Usage("Handler operations", "operations", "monthly_handler_operations"),
    Usage("Durations above 30s", "seconds", "monthly_duration_secs"),
];

const fn row(kinds: &'static [&'static str], items: &'static [Item]) -> Row {
    Row { kinds, items }
}

pub(super) const ROWS: &[Row] = &[
    row(&["aws_nat_gateway"], &[Hours("NAT gateway"), Usage("Data processed", "GB", "monthly_data_processed_gb")]),
    row(&["aws_elb"], &[Hours("Classic load balancer"), Usage("Data processed", "GB", "monthly_data_processed_gb")]),
    row(
        &["aws_ec2_transit_gateway_vpc_attachment"],
        &[Hours("Transit gateway attachment"), Usage("Data processed", "GB", "monthly_data_processed_gb")],
    ),
    row(&["aws_ec2_transit_gateway_peering_attachment"], &[Hours("Transit gateway attachment")]),
    row(
        &["aws_dx_gateway_association"],
        &[Hours("Transit gateway attachment"), Usage("Data processed", "GB", "monthly_data_processed_gb")],
    ),
    row(&["aws_ec2_client_vpn_endpoint"], &[Hours("Connection")]),
    row(&["aws_ec2_client_vpn_network_association"], &[Hours("Endpoint association")]),
    row(&["aws_ec2_traffic_mirror_session"], &[Hours("Traffic mirror")]),
    row(
        &["aws_networkfirewall_firewall"],
        &[Hours("Network Firewall Endpoint"), Usage("Data Processed", "GB", "monthly_data_processed_gb")],
    ),
    row(&["aws_globalaccelerator_accelerator"], &[Hours("Fixed fee")]),
    row(
        &["aws_globalaccelerator_endpoint_group"],
        &[
            Usage("US, Mexico, Canada/Inbound DT-premium fee", "GB", "monthly_inbound_data_transfer_gb.us"),
            Usage("Europe/Inbound DT-premium fee", "GB", "monthly_inbound_data_transfer_gb.europe"),
            Usage("Asia Pacific/Inbound DT-premium fee", "GB", "monthly_inbound_data_transfer_gb.asia_pacific"),
            Usage("Europe/Outbound DT-premium fee", "GB", "monthly_outbound_data_transfer_gb.europe"),
            Usage("Asia Pacific/Outbound DT-premium fee", "GB", "monthly_outbound_data_transfer_gb.asia_pacific"),
        ],
    ),
    row(&["aws_route53_zone"], &[Fixed("Hosted zone", "month", 1)]),
    row(
        &["aws_secretsmanager_secret"],
        &[Fixed("Secret", "month", 1), UsagePer("API requests", "10k requests", "monthly_requests", 4)],
    ),
    row(&["aws_kms_external_key"], &[Fixed("Customer master key", "month", 1)]),
    row(&["aws_cloudhsm_v2_hsm"], &[Hours("HSM usage")]),
    row(&["aws_cloudwatch_dashboard"], &[Fixed("Dashboard", "month", 1)]),
    row(
        &["aws_cloudwatch_log_group"],
        &[
            Usage("Data ingested", "GB", "monthly_data_ingested_gb"),
            Usage("Archival Storage", "GB", "storage_gb"),
            Usage("Insights queries data scanned", "GB", "monthly_data_scanned_gb"),
        ],
    ),
    row(
        &["aws_cloudwatch_event_bus"],
        &[
            UsagePer("Custom events published", "1M events", "monthly_custom_events", 6),
            UsagePer("Third-party events published", "1M events", "monthly_third_party_events", 6),
            Usage("Archive processing", "GB", "monthly_archive_processing_gb"),
            Usage("Archive storage", "GB", "archive_storage_gb"),
            UsagePer("Schema discovery", "1M events", "monthly_schema_discovery_events", 6),
        ],
    ),
    row(
        &["aws_cloudtrail"],
        &[
            UsagePer("Management events (additional copies)", "100k events", "monthly_additional_management_events", 5),
            UsagePer("Data events", "100k events", "monthly_data_events", 5),
            UsagePer("Insight events", "100k events", "monthly_insight_events", 5),
        ],
    ),
    row(
        &["aws_config_configuration_recorder"],
        &[
            Usage("Config items", "records", "monthly_config_items"),
            Usage("Custom config items", "records", "monthly_custom_config_items"),
        ],
    ),
    row(&["aws_config_config_rule"], EVALUATIONS),
    row(&["aws_config_organization_custom_rule"], EVALUATIONS),
    row(&["aws_config_organization_managed_rule"], EVALUATIONS),
    row(&["aws_cloudformation_stack"], STACK),
    row(&["aws_cloudformation_stack_set"], STACK),
    row(&["aws_ecr_repository"], &[Usage("Storage", "GB", "storage_gb")]),
    row(
        &["aws_api_gateway_rest_api"],
        &[Tiers(
            "Requests",
            "1M requests",
            "monthly_requests",
            6,
            &[("first 333M", 333_000_000), ("next 667M", 667_000_000), ("next 19B", 19_000_000_000), ("over 20B", 0)],
        )],
    ),
    row(
        &["aws_cloudfront_function"],
        &[UsagePer("Total number of invocations", "1M invocations", "monthly_requests", 6)],
    ),
    row(&["aws_docdb_cluster"], &[Usage("Backup storage", "GB", "backup_storage_gb")]),
    row(&["aws_docdb_cluster_snapshot"], &[Usage("Backup storage", "GB", "backup_storage_gb")]),
    row(&["aws_neptune_cluster_snapshot"], &[Usage("Backup storage", "GB", "backup_storage_gb")]),
    row(
        &["aws_backup_vault"],
        &[
            Usage("EFS backup (warm)", "GB", "monthly_efs_warm_backup_gb"),
            Usage("EFS backup (cold)", "GB", "monthly_efs_cold_backup_gb"),
            Usage("EFS restore (warm)", "GB", "monthly_efs_warm_restore_gb"),
            Usage("EFS restore (cold)", "GB", "monthly_efs_cold_restore_gb"),
            Usage("EFS restore (item-level)", "requests", "monthly_efs_item_restore_requests"),
            Usage("EBS snapshot", "GB", "monthly_ebs_snapshot_gb"),
            Usage("RDS snapshot", "GB", "monthly_rds_snapshot_gb"),
            Usage("DynamoDB backup", "GB", "monthly_dynamodb_backup_gb"),
            Usage("DynamoDB restore", "GB", "monthly_dynamodb_restore_gb"),
            Usage("Aurora snapshot", "GB", "monthly_aurora_snapshot_gb"),
            Usage("FSx for Windows backup", "GB", "monthly_fsx_windows_backup_gb"),
            Usage("FSx for Lustre backup", "GB", "monthly_fsx_lustre_backup_gb"),
        ],
    ),
    row(
        &["aws_glue_catalog_database"],
        &[
            UsagePer("Storage", "100k objects", "monthly_objects", 5),
            UsagePer("Requests", "1M requests", "monthly_requests", 6),
        ],
    ),
    row(&["aws_glue_crawler"], &[Usage("Duration", "hour", "monthly_hours")]),
    row(
        &["aws_grafana_workspace"],
        &[
            Usage("Editor/administrator licenses", "users", "editors_administrator_licenses"),
            Usage("Viewer licenses", "users", "viewer_licenses"),
        ],
    ),
    row(&["aws_kinesis_analytics_application"], &[Usage("Processing (stream)", "KPU", "kinesis_processing_units")]),
    row(
        &["aws_kinesisanalyticsv2_application"],
        &[
            Usage("Processing (stream)", "KPU", "kinesis_processing_units"),
            Usage("Backup", "GB", "durable_application_backup_gb"),
        ],
    ),
    row(&["aws_kinesisanalyticsv2_application_snapshot"], &[Usage("Backup", "GB", "durable_application_backup_gb")]),
    row(
        &["aws_s3_bucket_analytics_configuration"],
        &[UsagePer("Objects monitored", "1M objects", "monthly_monitored_objects", 6)],
    ),
    row(&["aws_s3_bucket_inventory"], &[UsagePer("Objects listed", "1M objects", "monthly_listed_objects", 6)]),
    row(&["aws_lightsail_instance"], &[Hours("Virtual server ({bundle_id})")]),
    row(&["aws_memorydb_cluster"], &[HoursOf("MemoryDB node (on-demand, {node_type})", "num_shards", 1)]),
    row(&["aws_emr_cluster"], &[Hours("EMR (master, {master_instance_group.instance_type|unknown})")]),
    row(&["aws_sagemaker_notebook_instance"], &[Hours("Notebook instance ({instance_type})")]),
    row(&["aws_workspaces_workspace"], &[Fixed("Workspace", "month", 1)]),
];
