# Tags of Azure resources. Which tags are asked for is a parameter.

rule "azure-required-tag-missing" {
  title    = "Resource lacks a required tag"
  category = "tagging"
  severity = "low"
  default  = false
  resources = [
    "azurerm_aadb2c_directory",
    "azurerm_active_directory_domain_service",
    "azurerm_ai_foundry",
    "azurerm_ai_foundry_project",
    "azurerm_analysis_services_server",
    "azurerm_api_connection",
    "azurerm_api_management",
    "azurerm_api_management_named_value",
    "azurerm_api_management_standalone_gateway",
    "azurerm_api_management_workspace_named_value",
    "azurerm_app_configuration",
    "azurerm_app_configuration_feature",
    "azurerm_app_configuration_key",
    "azurerm_app_service_certificate",
    "azurerm_app_service_certificate_order",
    "azurerm_app_service_environment_v3",
    "azurerm_app_service_managed_certificate",
    "azurerm_application_gateway",
    "azurerm_application_insights",
    "azurerm_application_insights_standard_web_test",
    "azurerm_application_insights_web_test",
    "azurerm_application_insights_workbook",
    "azurerm_application_insights_workbook_template",
    "azurerm_application_load_balancer",
    "azurerm_application_load_balancer_frontend",
    "azurerm_application_load_balancer_security_policy",
    "azurerm_application_load_balancer_subnet_association",
    "azurerm_application_security_group",
    "azurerm_arc_kubernetes_cluster",
    "azurerm_arc_kubernetes_provisioned_cluster",
    "azurerm_arc_machine",
    "azurerm_arc_machine_extension",
    "azurerm_arc_private_link_scope",
    "azurerm_arc_resource_bridge_appliance",
    "azurerm_attestation_provider",
    "azurerm_automanage_configuration",
    "azurerm_automation_account",
    "azurerm_automation_dsc_configuration",
    "azurerm_automation_powershell72_module",
    "azurerm_automation_python3_package",
    "azurerm_automation_runbook",
    "azurerm_automation_runtime_environment",
    "azurerm_automation_watcher",
    "azurerm_availability_set",
    "azurerm_bastion_host",
    "azurerm_batch_account",
    "azurerm_bot_channels_registration",
    "azurerm_bot_service_azure_bot",
    "azurerm_bot_web_app",
    "azurerm_capacity_reservation",
    "azurerm_capacity_reservation_group",
    "azurerm_cdn_endpoint",
    "azurerm_cdn_frontdoor_endpoint",
    "azurerm_cdn_frontdoor_firewall_policy",
    "azurerm_cdn_frontdoor_profile",
    "azurerm_cdn_profile",
    "azurerm_cognitive_account",
    "azurerm_cognitive_account_project",
    "azurerm_cognitive_account_rai_blocklist",
    "azurerm_cognitive_account_rai_policy",
    "azurerm_communication_service",
    "azurerm_confidential_ledger",
    "azurerm_container_app",
    "azurerm_container_app_environment",
    "azurerm_container_app_environment_certificate",
    "azurerm_container_app_environment_managed_certificate",
    "azurerm_container_app_job",
    "azurerm_container_group",
    "azurerm_container_registry",
    "azurerm_container_registry_agent_pool",
    "azurerm_container_registry_task",
    "azurerm_container_registry_webhook",
    "azurerm_cosmosdb_account",
    "azurerm_cosmosdb_cassandra_cluster",
    "azurerm_cosmosdb_postgresql_cluster",
    "azurerm_custom_ip_prefix",
    "azurerm_custom_provider",
    "azurerm_dashboard_grafana",
    "azurerm_dashboard_grafana_managed_private_endpoint",
    "azurerm_data_factory",
    "azurerm_data_protection_backup_vault",
    "azurerm_data_protection_resource_guard",
    "azurerm_data_share_account",
    "azurerm_database_migration_project",
    "azurerm_database_migration_service",
    "azurerm_databox_edge_device",
    "azurerm_databricks_access_connector",
    "azurerm_databricks_workspace",
    "azurerm_datadog_monitor",
    "azurerm_dedicated_hardware_security_module",
    "azurerm_dedicated_host",
    "azurerm_dedicated_host_group",
    "azurerm_dev_center",
    "azurerm_dev_center_dev_box_definition",
    "azurerm_dev_center_environment_type",
    "azurerm_dev_center_network_connection",
    "azurerm_dev_center_project",
    "azurerm_dev_center_project_environment_type",
    "azurerm_dev_center_project_pool",
    "azurerm_dev_test_global_vm_shutdown_schedule",
    "azurerm_dev_test_lab",
    "azurerm_dev_test_linux_virtual_machine",
    "azurerm_dev_test_policy",
    "azurerm_dev_test_schedule",
    "azurerm_dev_test_virtual_network",
    "azurerm_dev_test_windows_virtual_machine",
    "azurerm_digital_twins_instance",
    "azurerm_disk_access",
    "azurerm_disk_encryption_set",
    "azurerm_dns_a_record",
    "azurerm_dns_aaaa_record",
    "azurerm_dns_caa_record",
    "azurerm_dns_cname_record",
    "azurerm_dns_mx_record",
    "azurerm_dns_ns_record",
    "azurerm_dns_ptr_record",
    "azurerm_dns_srv_record",
    "azurerm_dns_txt_record",
    "azurerm_dns_zone",
    "azurerm_dynatrace_monitor",
    "azurerm_elastic_cloud_elasticsearch",
    "azurerm_elastic_san",
    "azurerm_email_communication_service",
    "azurerm_email_communication_service_domain",
    "azurerm_eventgrid_domain",
    "azurerm_eventgrid_namespace",
    "azurerm_eventgrid_partner_configuration",
    "azurerm_eventgrid_partner_namespace",
    "azurerm_eventgrid_partner_registration",
    "azurerm_eventgrid_system_topic",
    "azurerm_eventgrid_topic",
    "azurerm_eventhub_cluster",
    "azurerm_eventhub_namespace",
    "azurerm_express_route_circuit",
    "azurerm_express_route_gateway",
    "azurerm_express_route_port",
    "azurerm_fabric_capacity",
    "azurerm_firewall",
    "azurerm_firewall_policy",
    "azurerm_fluid_relay_server",
    "azurerm_frontdoor",
    "azurerm_frontdoor_firewall_policy",
    "azurerm_function_app_flex_consumption",
    "azurerm_gallery_application",
    "azurerm_gallery_application_version",
    "azurerm_graph_services_account",
    "azurerm_hdinsight_hadoop_cluster",
    "azurerm_hdinsight_hbase_cluster",
    "azurerm_hdinsight_interactive_query_cluster",
    "azurerm_hdinsight_kafka_cluster",
    "azurerm_hdinsight_spark_cluster",
    "azurerm_healthbot",
    "azurerm_healthcare_dicom_service",
    "azurerm_healthcare_fhir_service",
    "azurerm_healthcare_medtech_service",
    "azurerm_healthcare_service",
    "azurerm_healthcare_workspace",
    "azurerm_image",
    "azurerm_iot_security_solution",
    "azurerm_iotcentral_application",
    "azurerm_iothub",
    "azurerm_iothub_device_update_account",
    "azurerm_iothub_device_update_instance",
    "azurerm_iothub_dps",
    "azurerm_ip_group",
    "azurerm_key_vault",
    "azurerm_key_vault_certificate",
    "azurerm_key_vault_key",
    "azurerm_key_vault_managed_hardware_security_module",
    "azurerm_key_vault_managed_hardware_security_module_key",
    "azurerm_key_vault_managed_storage_account",
    "azurerm_key_vault_managed_storage_account_sas_token_definition",
    "azurerm_key_vault_secret",
    "azurerm_kubernetes_automatic_cluster",
    "azurerm_kubernetes_cluster",
    "azurerm_kubernetes_cluster_node_pool",
    "azurerm_kubernetes_fleet_manager",
    "azurerm_kusto_cluster",
    "azurerm_lb",
    "azurerm_linux_function_app",
    "azurerm_linux_function_app_slot",
    "azurerm_linux_virtual_machine",
    "azurerm_linux_virtual_machine_scale_set",
    "azurerm_linux_web_app",
    "azurerm_linux_web_app_slot",
    "azurerm_load_test",
    "azurerm_local_network_gateway",
    "azurerm_log_analytics_cluster",
    "azurerm_log_analytics_query_pack",
    "azurerm_log_analytics_query_pack_query",
    "azurerm_log_analytics_saved_search",
    "azurerm_log_analytics_solution",
    "azurerm_log_analytics_workspace",
    "azurerm_logic_app_integration_account",
    "azurerm_logic_app_standard",
    "azurerm_logic_app_workflow",
    "azurerm_machine_learning_compute_cluster",
    "azurerm_machine_learning_compute_instance",
    "azurerm_machine_learning_datastore_blobstorage",
    "azurerm_machine_learning_datastore_datalake_gen2",
    "azurerm_machine_learning_datastore_fileshare",
    "azurerm_machine_learning_inference_cluster",
    "azurerm_machine_learning_synapse_spark",
    "azurerm_machine_learning_workspace",
    "azurerm_maintenance_assignment_dynamic_scope",
    "azurerm_maintenance_configuration",
    "azurerm_managed_application",
    "azurerm_managed_application_definition",
    "azurerm_managed_devops_pool",
    "azurerm_managed_disk",
    "azurerm_managed_lustre_file_system",
    "azurerm_managed_redis",
    "azurerm_management_group_template_deployment",
    "azurerm_maps_account",
    "azurerm_mongo_cluster",
    "azurerm_monitor_action_group",
    "azurerm_monitor_activity_log_alert",
    "azurerm_monitor_alert_processing_rule_action_group",
    "azurerm_monitor_alert_processing_rule_suppression",
    "azurerm_monitor_alert_prometheus_rule_group",
    "azurerm_monitor_autoscale_setting",
    "azurerm_monitor_data_collection_endpoint",
    "azurerm_monitor_data_collection_rule",
    "azurerm_monitor_metric_alert",
    "azurerm_monitor_private_link_scope",
    "azurerm_monitor_scheduled_query_rules_alert",
    "azurerm_monitor_scheduled_query_rules_alert_v2",
    "azurerm_monitor_scheduled_query_rules_log",
    "azurerm_monitor_smart_detector_alert_rule",
    "azurerm_monitor_workspace",
    "azurerm_mssql_database",
    "azurerm_mssql_elasticpool",
    "azurerm_mssql_failover_group",
    "azurerm_mssql_job_agent",
    "azurerm_mssql_managed_database",
    "azurerm_mssql_managed_instance",
    "azurerm_mssql_server",
    "azurerm_mssql_virtual_machine",
    "azurerm_mssql_virtual_machine_group",
    "azurerm_mysql_flexible_server",
    "azurerm_nat_gateway",
    "azurerm_netapp_account",
    "azurerm_netapp_backup_policy",
    "azurerm_netapp_backup_vault",
    "azurerm_netapp_pool",
    "azurerm_netapp_snapshot_policy",
    "azurerm_netapp_volume",
    "azurerm_netapp_volume_group_oracle",
    "azurerm_netapp_volume_group_sap_hana",
    "azurerm_network_connection_monitor",
    "azurerm_network_ddos_protection_plan",
    "azurerm_network_function_azure_traffic_collector",
    "azurerm_network_function_collector_policy",
    "azurerm_network_interface",
    "azurerm_network_manager",
    "azurerm_network_manager_ipam_pool",
    "azurerm_network_manager_verifier_workspace",
    "azurerm_network_profile",
    "azurerm_network_security_group",
    "azurerm_network_security_perimeter",
    "azurerm_network_watcher",
    "azurerm_network_watcher_flow_log",
    "azurerm_nginx_deployment",
    "azurerm_notification_hub",
    "azurerm_notification_hub_namespace",
    "azurerm_oracle_autonomous_database",
    "azurerm_oracle_autonomous_database_clone_from_backup",
    "azurerm_oracle_autonomous_database_clone_from_database",
    "azurerm_oracle_cloud_vm_cluster",
    "azurerm_oracle_exadata_infrastructure",
    "azurerm_oracle_exascale_database_storage_vault",
    "azurerm_oracle_resource_anchor",
    "azurerm_orchestrated_virtual_machine_scale_set",
    "azurerm_palo_alto_local_rulestack_rule",
    "azurerm_palo_alto_next_generation_firewall_virtual_hub_local_rulestack",
    "azurerm_palo_alto_next_generation_firewall_virtual_hub_panorama",
    "azurerm_palo_alto_next_generation_firewall_virtual_hub_strata_cloud_manager",
    "azurerm_palo_alto_next_generation_firewall_virtual_network_local_rulestack",
    "azurerm_palo_alto_next_generation_firewall_virtual_network_panorama",
    "azurerm_palo_alto_next_generation_firewall_virtual_network_strata_cloud_manager",
    "azurerm_point_to_site_vpn_gateway",
    "azurerm_portal_dashboard",
    "azurerm_postgresql_flexible_server",
    "azurerm_powerbi_embedded",
    "azurerm_private_dns_a_record",
    "azurerm_private_dns_aaaa_record",
    "azurerm_private_dns_cname_record",
    "azurerm_private_dns_mx_record",
    "azurerm_private_dns_ptr_record",
    "azurerm_private_dns_resolver",
    "azurerm_private_dns_resolver_dns_forwarding_ruleset",
    "azurerm_private_dns_resolver_inbound_endpoint",
    "azurerm_private_dns_resolver_outbound_endpoint",
    "azurerm_private_dns_srv_record",
    "azurerm_private_dns_txt_record",
    "azurerm_private_dns_zone",
    "azurerm_private_dns_zone_virtual_network_link",
    "azurerm_private_endpoint",
    "azurerm_private_link_service",
    "azurerm_proximity_placement_group",
    "azurerm_public_ip",
    "azurerm_public_ip_prefix",
    "azurerm_purview_account",
    "azurerm_qumulo_file_system",
    "azurerm_recovery_services_vault",
    "azurerm_redhat_openshift_cluster",
    "azurerm_redis_cache",
    "azurerm_relay_namespace",
    "azurerm_resource_deployment_script_azure_cli",
    "azurerm_resource_deployment_script_azure_power_shell",
    "azurerm_resource_group",
    "azurerm_resource_group_template_deployment",
    "azurerm_route_filter",
    "azurerm_route_server",
    "azurerm_route_table",
    "azurerm_search_service",
    "azurerm_security_center_automation",
    "azurerm_sentinel_threat_intelligence_indicator",
    "azurerm_service_fabric_cluster",
    "azurerm_service_fabric_managed_cluster",
    "azurerm_service_plan",
    "azurerm_servicebus_namespace",
    "azurerm_shared_image",
    "azurerm_shared_image_gallery",
    "azurerm_shared_image_version",
    "azurerm_signalr_service",
    "azurerm_snapshot",
    "azurerm_spring_cloud_service",
    "azurerm_ssh_public_key",
    "azurerm_stack_hci_cluster",
    "azurerm_stack_hci_logical_network",
    "azurerm_stack_hci_marketplace_gallery_image",
    "azurerm_stack_hci_network_interface",
    "azurerm_stack_hci_storage_path",
    "azurerm_stack_hci_virtual_hard_disk",
    "azurerm_static_web_app",
    "azurerm_storage_account",
    "azurerm_storage_mover",
    "azurerm_storage_sync",
    "azurerm_stream_analytics_cluster",
    "azurerm_stream_analytics_job",
    "azurerm_subnet_service_endpoint_storage_policy",
    "azurerm_subscription",
    "azurerm_subscription_template_deployment",
    "azurerm_synapse_private_link_hub",
    "azurerm_synapse_spark_pool",
    "azurerm_synapse_sql_pool",
    "azurerm_synapse_workspace",
    "azurerm_system_center_virtual_machine_manager_availability_set",
    "azurerm_system_center_virtual_machine_manager_cloud",
    "azurerm_system_center_virtual_machine_manager_server",
    "azurerm_system_center_virtual_machine_manager_virtual_machine_template",
    "azurerm_system_center_virtual_machine_manager_virtual_network",
    "azurerm_tenant_template_deployment",
    "azurerm_traffic_manager_profile",
    "azurerm_trusted_signing_account",
    "azurerm_user_assigned_identity",
    "azurerm_video_indexer_account",
    "azurerm_virtual_desktop_application_group",
    "azurerm_virtual_desktop_host_pool",
    "azurerm_virtual_desktop_scaling_plan",
    "azurerm_virtual_desktop_workspace",
    "azurerm_virtual_hub",
    "azurerm_virtual_hub_security_partner_provider",
    "azurerm_virtual_machine",
    "azurerm_virtual_machine_extension",
    "azurerm_virtual_machine_restore_point_collection",
    "azurerm_virtual_machine_run_command",
    "azurerm_virtual_machine_scale_set",
    "azurerm_virtual_machine_scale_set_standby_pool",
    "azurerm_virtual_network",
    "azurerm_virtual_network_gateway",
    "azurerm_virtual_network_gateway_connection",
    "azurerm_virtual_wan",
    "azurerm_vmware_private_cloud",
    "azurerm_vpn_gateway",
    "azurerm_vpn_server_configuration",
    "azurerm_vpn_site",
    "azurerm_web_application_firewall_policy",
    "azurerm_web_pubsub",
    "azurerm_web_pubsub_socketio",
    "azurerm_windows_function_app",
    "azurerm_windows_function_app_slot",
    "azurerm_windows_virtual_machine",
    "azurerm_windows_virtual_machine_scale_set",
    "azurerm_windows_web_app",
    "azurerm_windows_web_app_slot",
    "azurerm_workloads_sap_discovery_virtual_instance",
    "azurerm_workloads_sap_single_node_virtual_instance",
    "azurerm_workloads_sap_three_tier_virtual_instance",
  ]
  params = {
    keys = ["owner"]
  }
  for_each = toset(param.keys)
  assert   = anytrue([for k, v in tags_of(resource) : lower(k) == lower(each.value)])
  at       = resource.tags
  message  = "tag `${each.value}` is missing"
  why      = <<-EOT
    Costs, owners and environments are told apart by tags. The parameter `keys` lists those that every resource must have; Azure compares their names
    without regard to case. A policy that inherits tags from the resource group does the same after the fact.
  EOT
  remedy   = <<-EOT
    Add the tag.

    ```hcl
    tags = {
      owner = "web"
    }
    ```
  EOT
  link     = "https://learn.microsoft.com/azure/azure-resource-manager/management/tag-resources"

  pass "there" {
    resource "azurerm_storage_account" "this" {
      name                     = "files"
      resource_group_name      = "app"
      location                 = "westeurope"
      account_tier             = "Standard"
      account_replication_type = "LRS"
      tags = {
        Owner = "web"
      }
    }
  }

  fail "missing" {
    resource "azurerm_storage_account" "this" {
      name                     = "files"
      resource_group_name      = "app"
      location                 = "westeurope"
      account_tier             = "Standard"
      account_replication_type = "LRS"
      tags = {
        purpose = "logs"
      }
    }
    expect = ["azurerm_storage_account.this @ tags"]
  }

  fail "no tags" {
    resource "azurerm_storage_account" "this" {
      name                     = "files"
      resource_group_name      = "app"
      location                 = "westeurope"
      account_tier             = "Standard"
      account_replication_type = "LRS"
    }
    expect = ["azurerm_storage_account.this"]
  }

  unknown "not known" {
    variable "tags" {}
    resource "azurerm_storage_account" "this" {
      name                     = "files"
      resource_group_name      = "app"
      location                 = "westeurope"
      account_tier             = "Standard"
      account_replication_type = "LRS"
      tags                     = var.tags
    }
  }
}

rule "azure-tag-value-not-allowed" {
  title     = "Tag has a value that is not on the list"
  category  = "tagging"
  severity  = "low"
  default   = false
  resources = ["azurerm_*"]
  params = {
    allowed = {
      environment = ["dev", "test", "staging", "prod"]
    }
  }
  when     = length(tags_of(resource)) > 0
  for_each = [for k, v in tags_of(resource) : { name = k, value = v } if param.allowed[lower(k)] != null]
  assert   = contains(param.allowed[lower(each.value.name)], each.value.value)
  at       = resource.tags
  message  = "`${each.value.name} = ${each.value.value}` is not among the allowed values"
  why      = <<-EOT
    `prod`, `Prod` and `production` are three environments to every report and policy: Azure compares values with regard to case. The parameter `allowed`
    maps keys, in lower case, to their values.
  EOT
  remedy   = <<-EOT
    Use a value of the list.

    ```hcl
    tags = {
      environment = "prod"
    }
    ```
  EOT
  link     = "https://learn.microsoft.com/azure/azure-resource-manager/management/tag-resources"

  pass "on the list" {
    resource "azurerm_storage_account" "this" {
      name                     = "files"
      resource_group_name      = "app"
      location                 = "westeurope"
      account_tier             = "Standard"
      account_replication_type = "LRS"
      tags = {
        Environment = "prod"
      }
    }
  }

  fail "another spelling" {
    resource "azurerm_storage_account" "this" {
      name                     = "files"
      resource_group_name      = "app"
      location                 = "westeurope"
      account_tier             = "Standard"
      account_replication_type = "LRS"
      tags = {
        environment = "Prod"
      }
    }
    expect = ["azurerm_storage_account.this @ tags"]
  }

  unknown "not known" {
    variable "environment" {}
    resource "azurerm_storage_account" "this" {
      name                     = "files"
      resource_group_name      = "app"
      location                 = "westeurope"
      account_tier             = "Standard"
      account_replication_type = "LRS"
      tags = {
        environment = var.environment
      }
    }
  }
}

rule "azure-tag-refused" {
  title     = "Tag is one that Azure refuses"
  category  = "tagging"
  severity  = "high"
  resources = ["azurerm_*"]
  when      = is_known(keys(tags_of(resource))) && length(keys(tags_of(resource))) > 0
  assert = length(keys(tags_of(resource))) <= 50 && alltrue([
    for k, v in tags_of(resource) :
    length(k) <= (meta.type == "azurerm_storage_account" ? 128 : 512) && !can(regex("[<>%&\\\\?/]", k)) && (!is_known(v) || !(length(v) > 256))
  ])
  at      = resource.tags
  message = "more than 50 tags, a name with one of `<>%&?/` or a backslash in it, or one that is too long"
  why     = <<-EOT
    Names have at most 512 characters (128 on storage accounts), values 256, and a resource 50 tags. Azure refuses the others at apply.
  EOT
  remedy  = <<-EOT
    Shorten or rename the tag.

    ```hcl
    tags = {
      "cost-center" = "4711"
    }
    ```
  EOT
  link    = "https://learn.microsoft.com/azure/azure-resource-manager/management/tag-resources"

  pass "a plain one" {
    resource "azurerm_storage_account" "this" {
      name                     = "files"
      resource_group_name      = "app"
      location                 = "westeurope"
      account_tier             = "Standard"
      account_replication_type = "LRS"
      tags = {
        "cost-center" = "4711"
      }
    }
  }

  pass "a value that is not known yet" {
    variable "note" {}
    resource "azurerm_storage_account" "this" {
      name                     = "files"
      resource_group_name      = "app"
      location                 = "westeurope"
      account_tier             = "Standard"
      account_replication_type = "LRS"
      tags = {
        note = var.note
      }
    }
  }

  fail "a slash" {
    resource "azurerm_storage_account" "this" {
      name                     = "files"
      resource_group_name      = "app"
      location                 = "westeurope"
      account_tier             = "Standard"
      account_replication_type = "LRS"
      tags = {
        "team/owner" = "web"
      }
    }
    expect = ["azurerm_storage_account.this @ tags"]
  }
}

rule "azure-tag-key-in-two-spellings" {
  title     = "Two tag names differ in upper and lower case only"
  category  = "tagging"
  severity  = "low"
  resources = ["azurerm_*"]
  when      = is_known(keys(tags_of(resource))) && length(keys(tags_of(resource))) > 1
  assert    = length(distinct([for k, v in tags_of(resource) : lower(k)])) == length(keys(tags_of(resource)))
  at        = resource.tags
  message   = "two of ${join(", ", [for k, v in tags_of(resource) : "`${k}`"])} are the same name to Azure"
  why       = <<-EOT
    Azure compares names without regard to case: one of the two is lost, and each plan shows a change.
  EOT
  remedy    = <<-EOT
    Use one spelling.

    ```hcl
    tags = {
      owner = "web"
    }
    ```
  EOT
  link      = "https://learn.microsoft.com/azure/azure-resource-manager/management/tag-resources"

  pass "one spelling" {
    resource "azurerm_storage_account" "this" {
      name                     = "files"
      resource_group_name      = "app"
      location                 = "westeurope"
      account_tier             = "Standard"
      account_replication_type = "LRS"
      tags = {
        owner = "web"
        stage = "prod"
      }
    }
  }

  fail "two" {
    resource "azurerm_storage_account" "this" {
      name                     = "files"
      resource_group_name      = "app"
      location                 = "westeurope"
      account_tier             = "Standard"
      account_replication_type = "LRS"
      tags = {
        owner = "web"
        Owner = "web"
      }
    }
    expect = ["azurerm_storage_account.this @ tags"]
  }
}
