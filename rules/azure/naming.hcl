# Names and tags: Azure's limits for names, tags at all. Names of storage accounts, key vaults, registries, node pools and Windows
# machines are judged in the files of these services.

rule "azure-name-invalid" {
  title    = "Resource name breaks Azure's rules"
  category = "naming"
  severity = "high"
  resources = [
    "azurerm_resource_group", "azurerm_virtual_network", "azurerm_subnet", "azurerm_network_security_group",
    "azurerm_network_interface", "azurerm_public_ip", "azurerm_lb", "azurerm_application_gateway",
    "azurerm_route_table", "azurerm_nat_gateway", "azurerm_bastion_host", "azurerm_firewall",
    "azurerm_private_endpoint", "azurerm_user_assigned_identity", "azurerm_log_analytics_workspace",
    "azurerm_mssql_server", "azurerm_mssql_database", "azurerm_postgresql_flexible_server",
    "azurerm_mysql_flexible_server", "azurerm_cosmosdb_account", "azurerm_redis_cache", "azurerm_linux_web_app",
    "azurerm_windows_web_app", "azurerm_linux_function_app", "azurerm_windows_function_app",
    "azurerm_service_plan", "azurerm_eventhub_namespace", "azurerm_servicebus_namespace",
    "azurerm_api_management", "azurerm_app_configuration", "azurerm_search_service", "azurerm_cognitive_account",
    "azurerm_data_factory", "azurerm_databricks_workspace", "azurerm_batch_account", "azurerm_automation_account",
    "azurerm_recovery_services_vault", "azurerm_kubernetes_cluster", "azurerm_container_app",
    "azurerm_container_group", "azurerm_managed_disk", "azurerm_linux_virtual_machine",
    "azurerm_availability_set", "azurerm_storage_container", "azurerm_storage_share", "azurerm_storage_queue",
    "azurerm_storage_table",
  ]
  params = {
    patterns = {
      azurerm_resource_group             = "^[\\p{L}\\p{N}_.()-]{0,89}[\\p{L}\\p{N}_()-]$"
      azurerm_virtual_network            = "^[a-zA-Z0-9]([a-zA-Z0-9_.-]{0,62}[a-zA-Z0-9_])$"
      azurerm_subnet                     = "^[a-zA-Z0-9]([a-zA-Z0-9_.-]{0,78}[a-zA-Z0-9_])?$"
      azurerm_network_security_group     = "^[a-zA-Z0-9]([a-zA-Z0-9_.-]{0,78}[a-zA-Z0-9_])?$"
      azurerm_network_interface          = "^[a-zA-Z0-9]([a-zA-Z0-9_.-]{0,78}[a-zA-Z0-9_])?$"
      azurerm_public_ip                  = "^[a-zA-Z0-9]([a-zA-Z0-9_.-]{0,78}[a-zA-Z0-9_])?$"
      azurerm_lb                         = "^[a-zA-Z0-9]([a-zA-Z0-9_.-]{0,78}[a-zA-Z0-9_])?$"
      azurerm_application_gateway        = "^[a-zA-Z0-9]([a-zA-Z0-9_.-]{0,78}[a-zA-Z0-9_])?$"
      azurerm_route_table                = "^[a-zA-Z0-9]([a-zA-Z0-9_.-]{0,78}[a-zA-Z0-9_])?$"
      azurerm_nat_gateway                = "^[a-zA-Z0-9]([a-zA-Z0-9_.-]{0,78}[a-zA-Z0-9_])?$"
      azurerm_bastion_host               = "^[a-zA-Z0-9]([a-zA-Z0-9_.-]{0,78}[a-zA-Z0-9_])?$"
      azurerm_firewall                   = "^[a-zA-Z0-9]([a-zA-Z0-9_.-]{0,54}[a-zA-Z0-9_])?$"
      azurerm_private_endpoint           = "^[a-zA-Z0-9]([a-zA-Z0-9_.-]{0,78}[a-zA-Z0-9_])?$"
      azurerm_user_assigned_identity     = "^[a-zA-Z0-9][a-zA-Z0-9_-]{2,127}$"
      azurerm_log_analytics_workspace    = "^[a-zA-Z0-9][a-zA-Z0-9-]{2,61}[a-zA-Z0-9]$"
      azurerm_mssql_server               = "^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$"
      azurerm_mssql_database             = "^[^<>*%&:\\\\/?]{0,127}[^<>*%&:\\\\/?. ]$"
      azurerm_postgresql_flexible_server = "^[a-z0-9][a-z0-9-]{1,61}[a-z0-9]$"
      azurerm_mysql_flexible_server      = "^[a-z0-9][a-z0-9-]{1,61}[a-z0-9]$"
      azurerm_cosmosdb_account           = "^[a-z0-9][a-z0-9-]{1,48}[a-z0-9]$"
      azurerm_redis_cache                = "^[a-zA-Z0-9]([a-zA-Z0-9-]{0,61}[a-zA-Z0-9])?$"
      azurerm_linux_web_app              = "^[a-zA-Z0-9][a-zA-Z0-9-]{0,58}[a-zA-Z0-9]$"
      azurerm_windows_web_app            = "^[a-zA-Z0-9][a-zA-Z0-9-]{0,58}[a-zA-Z0-9]$"
      azurerm_linux_function_app         = "^[a-zA-Z0-9][a-zA-Z0-9-]{0,58}[a-zA-Z0-9]$"
      azurerm_windows_function_app       = "^[a-zA-Z0-9][a-zA-Z0-9-]{0,58}[a-zA-Z0-9]$"
      azurerm_service_plan               = "^[a-zA-Z0-9_-]{1,60}$"
      azurerm_eventhub_namespace         = "^[a-zA-Z][a-zA-Z0-9-]{4,48}[a-zA-Z0-9]$"
      azurerm_servicebus_namespace       = "^[a-zA-Z][a-zA-Z0-9-]{4,48}[a-zA-Z0-9]$"
      azurerm_api_management             = "^[a-zA-Z]([a-zA-Z0-9-]{0,48}[a-zA-Z0-9])?$"
      azurerm_app_configuration          = "^[a-zA-Z0-9-]{5,50}$"
      azurerm_search_service             = "^[a-z0-9][a-z0-9-]{0,58}[a-z0-9]$"
      azurerm_cognitive_account          = "^[a-zA-Z0-9][a-zA-Z0-9_.-]{1,63}$"
      azurerm_data_factory               = "^[a-zA-Z0-9][a-zA-Z0-9-]{1,61}[a-zA-Z0-9]$"
      azurerm_databricks_workspace       = "^[a-zA-Z0-9_-]{3,64}$"
      azurerm_batch_account              = "^[a-z0-9]{3,24}$"
      azurerm_automation_account         = "^[a-zA-Z][a-zA-Z0-9-]{4,48}[a-zA-Z0-9]$"
      azurerm_recovery_services_vault    = "^[a-zA-Z][a-zA-Z0-9-]{1,49}$"
      azurerm_kubernetes_cluster         = "^[a-zA-Z0-9]([a-zA-Z0-9_-]{0,61}[a-zA-Z0-9])?$"
      azurerm_container_app              = "^[a-z][a-z0-9-]{0,30}[a-z0-9]$"
      azurerm_container_group            = "^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$"
      azurerm_managed_disk               = "^[a-zA-Z0-9_.-]{1,80}$"
      azurerm_linux_virtual_machine      = "^[a-zA-Z0-9]([a-zA-Z0-9.-]{0,78}[a-zA-Z0-9])?$"
      azurerm_availability_set           = "^[a-zA-Z0-9]([a-zA-Z0-9_.-]{0,78}[a-zA-Z0-9_])?$"
      azurerm_storage_container          = "^(\\$root|\\$web|[a-z0-9]([a-z0-9-]{1,61}[a-z0-9]))$"
      azurerm_storage_share              = "^[a-z0-9][a-z0-9-]{1,61}[a-z0-9]$"
      azurerm_storage_queue              = "^[a-z0-9][a-z0-9-]{1,61}[a-z0-9]$"
      azurerm_storage_table              = "^[A-Za-z][A-Za-z0-9]{2,62}$"
    }
  }
  when    = resource.name != null && resource.name != "" && !startswith(resource.name, "-") && is_known(can(regex(param.patterns[meta.type], resource.name)))
  assert  = can(regex(param.patterns[meta.type], resource.name))
  at      = resource.name
  message = "`${resource.name}` does not match `${param.patterns[meta.type]}`"
  why     = <<-EOT
    Azure refuses the name at apply, in the worst case after half of the change was made. Composed names often break a
    limit in one environment only; the rule reads the evaluated name. A name that is not known yet is judged when it is:
    with the plan.
  EOT
  remedy  = <<-EOT
    Shorten the name or drop the character; the pattern in the message says what is accepted.
  EOT
  link    = "https://learn.microsoft.com/azure/azure-resource-manager/management/resource-name-rules"

  pass "a group" {
    resource "azurerm_resource_group" "example" {
      location = "westeurope"
      name     = "rg-example-prod"
    }
  }

  pass "a composed name" {
    variable "password" {}

    variable "env" {
      default = "dev"
    }

    resource "azurerm_mssql_server" "example" {
      resource_group_name          = "example"
      location                     = "westeurope"
      version                      = "12.0"
      administrator_login          = "sqlowner"
      administrator_login_password = var.password
      name                         = "sql-example-${var.env}"
    }
  }

  pass "a hidden container" {
    resource "azurerm_storage_container" "example" {
      storage_account_id = "some-id"
      name               = "$web"
    }
  }

  fail "upper case in a server" {
    variable "password" {}

    resource "azurerm_mssql_server" "example" {
      resource_group_name          = "example"
      location                     = "westeurope"
      version                      = "12.0"
      administrator_login          = "sqlowner"
      administrator_login_password = var.password
      name                         = "SQL-Example"
    }

    expect = ["azurerm_mssql_server.example @ name"]
  }

  fail "a dot in a web app" {
    resource "azurerm_linux_web_app" "example" {
      resource_group_name = "example"
      location            = "westeurope"
      service_plan_id     = "some-id"
      name                = "app.example"

      site_config {}
    }

    expect = ["azurerm_linux_web_app.example @ name"]
  }

  fail "too short a namespace" {
    resource "azurerm_servicebus_namespace" "example" {
      resource_group_name = "example"
      location            = "westeurope"
      sku                 = "Standard"
      name                = "bus"
    }

    expect = ["azurerm_servicebus_namespace.example @ name"]
  }

  fail "a hyphen in a batch account" {
    resource "azurerm_batch_account" "example" {
      resource_group_name = "example"
      location            = "westeurope"
      name                = "example-batch"
    }

    expect = ["azurerm_batch_account.example @ name"]
  }

  pass "the name is not known yet" {
    variable "name" {}

    resource "azurerm_resource_group" "example" {
      location = "westeurope"
      name     = var.name
    }
  }

  pass "no `name`" {
    resource "azurerm_resource_group" "example" {
      location = "westeurope"
    }
  }
}

rule "azure-resource-untagged" {
  title    = "Resource has no tags"
  category = "tagging"
  severity = "low"
  default  = false
  resources = [
    "azurerm_resource_group", "azurerm_storage_account", "azurerm_key_vault", "azurerm_virtual_network",
    "azurerm_network_security_group", "azurerm_public_ip", "azurerm_lb", "azurerm_application_gateway",
    "azurerm_linux_virtual_machine", "azurerm_windows_virtual_machine", "azurerm_linux_virtual_machine_scale_set",
    "azurerm_windows_virtual_machine_scale_set", "azurerm_managed_disk", "azurerm_kubernetes_cluster",
    "azurerm_container_registry", "azurerm_container_app", "azurerm_container_group", "azurerm_linux_web_app",
    "azurerm_windows_web_app", "azurerm_linux_function_app", "azurerm_windows_function_app",
    "azurerm_service_plan", "azurerm_mssql_server", "azurerm_mssql_database",
    "azurerm_postgresql_flexible_server", "azurerm_mysql_flexible_server", "azurerm_cosmosdb_account",
    "azurerm_redis_cache", "azurerm_eventhub_namespace", "azurerm_servicebus_namespace", "azurerm_api_management",
    "azurerm_search_service", "azurerm_cognitive_account", "azurerm_machine_learning_workspace",
    "azurerm_databricks_workspace", "azurerm_data_factory", "azurerm_synapse_workspace",
    "azurerm_log_analytics_workspace", "azurerm_application_insights", "azurerm_recovery_services_vault",
    "azurerm_automation_account", "azurerm_app_configuration",
  ]
  aliases = ["56dad03e-e94f-4dd6-93a4-c253a03ff7a0"]
  assert  = length(tags_of(resource)) > 0
  at      = resource.tags
  message = "`tags` is empty"
  why     = <<-EOT
    Costs, owners and environments are told apart by tags. Where policy inherits them from the resource group, or
    `required-tags` names the keys, this rule has nothing to add.
  EOT
  remedy  = <<-EOT
    Write `tags = local.tags`.
  EOT
  link    = "https://learn.microsoft.com/azure/azure-resource-manager/management/tag-resources"

  pass "tagged" {
    resource "azurerm_cosmosdb_account" "example" {
      name                = "example-cosmos"
      resource_group_name = "example"
      location            = "westeurope"
      offer_type          = "Standard"
      tags                = { owner = "data" }

      consistency_policy {
        consistency_level = "Session"
      }

      geo_location {
        location          = "westeurope"
        failover_priority = 0
      }
    }
  }

  fail "not set" {
    resource "azurerm_cosmosdb_account" "example" {
      name                = "example-cosmos"
      resource_group_name = "example"
      location            = "westeurope"
      offer_type          = "Standard"

      consistency_policy {
        consistency_level = "Session"
      }

      geo_location {
        location          = "westeurope"
        failover_priority = 0
      }
    }

    expect = ["azurerm_cosmosdb_account.example"]
  }

  fail "empty" {
    resource "azurerm_storage_account" "example" {
      name                     = "examplestorage"
      resource_group_name      = "example"
      location                 = "westeurope"
      account_tier             = "Standard"
      account_replication_type = "ZRS"
      tags                     = {}
    }

    expect = ["azurerm_storage_account.example @ tags"]
  }

  unknown "the value is an unset variable" {
    variable "tags" {}

    resource "azurerm_storage_account" "example" {
      name                     = "examplestorage"
      resource_group_name      = "example"
      location                 = "westeurope"
      account_tier             = "Standard"
      account_replication_type = "ZRS"
      tags                     = var.tags
    }
  }
}
