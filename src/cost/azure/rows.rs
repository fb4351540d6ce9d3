//! Types whose components are a plain list.

use super::super::model::Item::{Count, Fixed, Hours, HoursOf, Tiers, Usage, UsagePer};
use super::super::model::{Item, Row};

const DNS: &[Item] = &[Tiers("DNS queries", "1M queries", "monthly_queries", 6, BILLION)];
const BILLION: &[(&str, i64)] = &[("first 1B", 1_000_000_000), ("over 1B", 0)];
const PETABYTES: &[(&str, i64)] = &[("first 1PB", 1_048_576), ("next 4PB", 4_194_304), ("over 5PB", 0)];

const fn row(kinds: &'static [&'static str], items: &'static [Item]) -> Row {
    Row { kinds, items }
}

pub(super) const ROWS: &[Row] = &[
    row(&["azurerm_nat_gateway"], &[Hours("NAT gateway"), Usage("Data processed", "GB", "monthly_data_processed_gb")]),
    row(&["azurerm_public_ip_prefix"], &[Hours("IP prefix")]),
    row(
        &["azurerm_private_endpoint"],
        &[
            Hours("Private endpoint"),
            Tiers("Inbound data processed", "GB", "monthly_inbound_data_processed_gb", 0, PETABYTES),
            Tiers("Outbound data processed", "GB", "monthly_outbound_data_processed_gb", 0, PETABYTES),
        ],
    ),
    row(&["azurerm_dns_zone"], &[Fixed("Hosted zone", "month", 1)]),
    row(&["azurerm_private_dns_zone"], &[Fixed("Hosted zone", "month", 1)]),
    row(&["azurerm_dns_a_record"], DNS),
    row(&["azurerm_dns_aaaa_record"], DNS),
    row(&["azurerm_dns_caa_record"], DNS),
    row(&["azurerm_dns_cname_record"], DNS),
    row(&["azurerm_dns_mx_record"], DNS),
    row(&["azurerm_dns_ns_record"], DNS),
    row(&["azurerm_dns_ptr_record"], DNS),
    row(&["azurerm_dns_srv_record"], DNS),
    row(&["azurerm_dns_txt_record"], DNS),
    row(&["azurerm_private_dns_a_record"], DNS),
    row(&["azurerm_private_dns_aaaa_record"], DNS),
    row(&["azurerm_private_dns_cname_record"], DNS),
    row(&["azurerm_private_dns_mx_record"], DNS),
    row(&["azurerm_private_dns_ptr_record"], DNS),
    row(&["azurerm_private_dns_srv_record"], DNS),
    row(&["azurerm_private_dns_txt_record"], DNS),
    row(&["azurerm_private_dns_resolver_inbound_endpoint"], &[Fixed("Inbound endpoint", "month", 1)]),
    row(&["azurerm_private_dns_resolver_outbound_endpoint"], &[Fixed("Outbound endpoint", "month", 1)]),
    row(&["azurerm_private_dns_resolver_dns_forwarding_ruleset"], &[Fixed("Forwarding ruleset", "month", 1)]),
    row(&["azurerm_virtual_hub"], &[Hours("Deployment"), Usage("Data processed", "GB", "monthly_data_processed_gb")]),
    row(&["azurerm_express_route_gateway"], &[Count("ER scale units (2 Gbps)", "scale units", "scale_units", 1)]),
    row(&["azurerm_express_route_connection"], &[Hours("ER Connections")]),
    row(&["azurerm_vpn_gateway"], &[Count("S2S scale units (500 Mbps)", "scale units", "scale_unit", 1)]),
    row(&["azurerm_vpn_gateway_connection"], &[Hours("S2S Connections")]),
    row(
        &["azurerm_point_to_site_vpn_gateway"],
        &[
            Count("P2S scale units (500 Mbps)", "scale units", "scale_unit", 1),
            Usage("P2S connections", "hour", "monthly_p2s_connections_hrs"),
        ],
    ),
    row(
        &["azurerm_network_ddos_protection_plan"],
        &[Hours("DDoS Protection Plan"), Usage("Overage charges", "resource", "overage_amount")],
    ),
    row(&["azurerm_managed_redis"], &[Hours("Cache usage ({sku_name})")]),
    row(&["azurerm_powerbi_embedded"], &[Hours("Node usage ({sku_name})")]),
    row(&["azurerm_active_directory_domain_service"], &[Hours("Active directory domain service ({sku|Standard})")]),
    row(&["azurerm_notification_hub_namespace"], &[Fixed("Namespace usage ({sku_name})", "month", 1)]),
    row(&["azurerm_key_vault_managed_hardware_security_module"], &[Hours("HSM pools")]),
    row(
        &["azurerm_key_vault_certificate"],
        &[
            Usage("Certificate renewals", "requests", "monthly_certificate_renewal_requests"),
            UsagePer("Certificate operations", "10K transactions", "monthly_certificate_other_operations", 4),
        ],
    ),
    row(
        &["azurerm_key_vault_key"],
        &[
            UsagePer("Secrets operations", "10K transactions", "monthly_secrets_operations", 4),
            Usage("Storage key rotations", "renewals", "monthly_key_rotation_renewals"),
        ],
    ),
    row(&["azurerm_app_service_certificate_order"], &[Fixed("SSL certificate (standard)", "years", 1)]),
    row(&["azurerm_app_service_certificate_binding"], &[Fixed("IP SSL certificate", "month", 1)]),
    row(&["azurerm_app_service_custom_hostname_binding"], &[Fixed("IP SSL certificate", "month", 1)]),
    row(&["azurerm_logic_app_integration_account"], &[Hours("Integration Account ({sku_name})")]),
    row(&["azurerm_snapshot"], &[Usage("Storage", "GB", "storage_gb")]),
    row(&["azurerm_image"], &[Usage("Storage", "GB", "storage_gb")]),
    row(&["azurerm_eventgrid_topic"], &[UsagePer("Operations", "100k operations", "monthly_operations", 5)]),
    row(&["azurerm_eventgrid_system_topic"], &[UsagePer("Operations", "100k operations", "monthly_operations", 5)]),
    row(
        &["azurerm_automation_account"],
        &[
            Usage("Job run time", "minutes", "monthly_job_run_mins"),
            Usage("Non-azure config nodes", "nodes", "non_azure_config_node_count"),
            Usage("Watchers", "hour", "monthly_watcher_hrs"),
        ],
    ),
    row(&["azurerm_automation_job_schedule"], &[Usage("Job run time", "minutes", "monthly_job_run_mins")]),
    row(
        &["azurerm_automation_dsc_configuration"],
        &[Usage("Non-azure config nodes", "nodes", "non_azure_config_node_count")],
    ),
    row(
        &["azurerm_automation_dsc_nodeconfiguration"],
        &[Usage("Non-azure config nodes", "nodes", "non_azure_config_node_count")],
    ),
    row(
        &["azurerm_data_factory"],
        &[
            UsagePer("Read/Write operations", "50k entities", "monthly_read_write_operation_entities", 0),
            UsagePer("Monitoring operations", "50k entities", "monthly_monitoring_operation_entities", 0),
        ],
    ),
    row(
        &["azurerm_synapse_workspace"],
        &[
            Usage("Serverless SQL pool size", "TB", "serverless_sql_pool_size_tb"),
            Usage(
                "Data pipeline azure hosted data integration units",
                "DIU-hours",
                "monthly_datapipeline_azure_hosted_data_integration_hours",
            ),
            UsagePer(
                "Data pipeline azure hosted activity runs",
                "1k activity runs",
                "monthly_datapipeline_azure_hosted_activity_runs",
                3,
            ),
        ],
    ),
    row(
        &["azurerm_data_factory_integration_runtime_self_hosted"],
        &[UsagePer("Orchestration", "1k runs", "monthly_orchestration_runs", 3)],
    ),
    row(&["azurerm_iothub_dps"], &[UsagePer("Device provisioning", "1k operations", "monthly_operations", 3)]),
    row(
        &["azurerm_traffic_manager_profile"],
        &[
            Tiers("DNS queries", "1M queries", "monthly_dns_queries", 6, BILLION),
            UsagePer("Traffic view", "1M data points", "monthly_traffic_view_data_points", 6),
        ],
    ),
    row(
        &["azurerm_virtual_network_peering"],
        &[
            Usage("Inbound data transfer", "GB", "monthly_data_transfer_gb"),
            Usage("Outbound data transfer", "GB", "monthly_data_transfer_gb"),
        ],
    ),
    row(
        &["azurerm_network_watcher"],
        &[Usage("Network diagnostic tool (over 1,000 checks)", "checks", "monthly_diagnostic_checks")],
    ),
    row(
        &["azurerm_network_watcher_flow_log"],
        &[Usage("Network logs collected (over 5GB)", "GB", "monthly_logs_collected_gb")],
    ),
    row(
        &["azurerm_cdn_endpoint"],
        &[Usage("Outbound data transfer (Microsoft, first 10TB)", "GB", "monthly_outbound_gb")],
    ),
    row(&["azurerm_synapse_spark_pool"], &[Usage("{node_size|small}", "vCore-hours", "monthly_hours")]),
    row(&["azurerm_recovery_services_vault"], &[Usage("GRS data stored", "GB", "disk_utilization_gb")]),
    row(
        &["azurerm_cognitive_account"],
        &[UsagePer("Text requests", "1K transactions", "monthly_luis_text_requests", 3)],
    ),
    row(&["azurerm_application_insights_web_test"], &[Fixed("Multi-step web test", "test", 1)]),
    row(&["azurerm_monitor_diagnostic_setting"], &[Usage("Platform logs processed", "GB", "monthly_platform_log_gb")]),
    row(
        &["azurerm_monitor_data_collection_rule"],
        &[UsagePer("Metrics ingestion", "10M samples", "monthly_custom_metrics_samples", 7)],
    ),
    row(&["azurerm_dedicated_host"], &[Hours("Dedicated host ({sku_name})")]),
    row(&["azurerm_kusto_cluster"], &[HoursOf("Kusto cluster ({sku.name})", "sku.capacity", 1)]),
];
