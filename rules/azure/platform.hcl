# Four questions that are the same for every platform service: public endpoint, keys instead of identities, no identity of its
# own, encryption with Microsoft's keys. Each is a choice with a price, so none is in the default set. Storage, Key Vault, databases,
# App Service and AKS have rules of their own.

rule "azure-service-public-endpoint" {
  title    = "Platform service keeps its public endpoint"
  category = "security"
  severity = "low"
  default  = false
  resources = [
    "azurerm_api_management", "azurerm_app_configuration", "azurerm_automation_account", "azurerm_batch_account",
    "azurerm_cognitive_account", "azurerm_data_factory", "azurerm_databricks_workspace",
    "azurerm_eventgrid_domain", "azurerm_eventgrid_topic", "azurerm_eventhub_namespace", "azurerm_iothub",
    "azurerm_kusto_cluster", "azurerm_machine_learning_workspace", "azurerm_search_service",
    "azurerm_servicebus_namespace", "azurerm_signalr_service", "azurerm_spring_cloud_api_portal",
    "azurerm_spring_cloud_gateway", "azurerm_synapse_workspace", "azurerm_web_pubsub",
    "azurerm_recovery_services_vault",
  ]
  aliases = [
    "CKV_AZURE_174", "CKV_AZURE_185", "CKV2_AZURE_24", "CKV_AZURE_134", "CKV_AZURE_104", "AZU-0035",
    "azure-datafactory-no-public-access", "AVD-AZU-0035", "CKV_AZURE_158", "CKV_AZURE_106", "CKV_AZURE_193",
    "CKV_AZURE_108", "CKV_AZURE_144", "CKV2_AZURE_49", "CKV_AZURE_124", "4a9e0f00-0765-4f72-a0d4-d31110b78279",
    "CKV_AZURE_204", "CKV_AZURE_162",
  ]
  tags    = ["cwe-668"]
  assert  = resource.public_network_access_enabled == false || resource.public_network_enabled == false || lower(resource.public_network_access) == "disabled"
  at      = coalesce(resource.public_network_access_enabled, resource.public_network_enabled, resource.public_network_access)
  message = "the service can be reached from the internet; keys or tokens are still needed"
  why     = <<-EOT
    The endpoint is public unless it is switched off. Closed environments use private endpoints only, which costs money
    and needs runners inside the network.
  EOT
  remedy  = <<-EOT
    Write `public_network_access_enabled = false` (`public_network_enabled` for Data Factory, `public_network_access =
    "Disabled"` for App Configuration) and add a private endpoint.
  EOT
  link    = "https://learn.microsoft.com/azure/private-link/private-link-overview"

  pass "off" {
    resource "azurerm_search_service" "example" {
      name                          = "example-search"
      resource_group_name           = "example"
      location                      = "westeurope"
      sku                           = "standard"
      public_network_access_enabled = false
    }
  }

  pass "off in App Configuration" {
    resource "azurerm_app_configuration" "example" {
      name                  = "example-config"
      resource_group_name   = "example"
      location              = "westeurope"
      sku                   = "standard"
      public_network_access = "Disabled"
    }
  }

  pass "off in Data Factory" {
    resource "azurerm_data_factory" "example" {
      name                   = "example-adf"
      resource_group_name    = "example"
      location               = "westeurope"
      public_network_enabled = false
    }
  }

  fail "not set" {
    resource "azurerm_cognitive_account" "example" {
      name                = "example-ai"
      resource_group_name = "example"
      location            = "westeurope"
      kind                = "OpenAI"
      sku_name            = "S0"
    }

    expect = ["azurerm_cognitive_account.example"]
  }

  fail "on" {
    resource "azurerm_eventgrid_topic" "example" {
      name                          = "example"
      resource_group_name           = "example"
      location                      = "westeurope"
      public_network_access_enabled = true
    }

    expect = ["azurerm_eventgrid_topic.example @ public_network_access_enabled"]
  }

  fail "not set in Data Factory" {
    resource "azurerm_data_factory" "example" {
      name                = "example-adf"
      resource_group_name = "example"
      location            = "westeurope"
    }

    expect = ["azurerm_data_factory.example"]
  }

  unknown "the value is an unset variable" {
    variable "public" {}

    resource "azurerm_servicebus_namespace" "example" {
      name                          = "example-bus"
      resource_group_name           = "example"
      location                      = "westeurope"
      sku                           = "Standard"
      public_network_access_enabled = var.public
    }
  }
}

rule "azure-service-local-auth" {
  title    = "Platform service accepts keys instead of identities"
  category = "security"
  severity = "low"
  default  = false
  resources = [
    "azurerm_app_configuration", "azurerm_application_insights", "azurerm_automation_account",
    "azurerm_cognitive_account", "azurerm_eventgrid_domain", "azurerm_eventgrid_topic",
    "azurerm_eventhub_namespace", "azurerm_iothub", "azurerm_log_analytics_workspace",
    "azurerm_machine_learning_compute_cluster", "azurerm_machine_learning_compute_instance",
    "azurerm_search_service", "azurerm_servicebus_namespace", "azurerm_signalr_service", "azurerm_web_pubsub",
  ]
  aliases = ["CKV_AZURE_184", "CKV_AZURE_236", "CKV_AZURE_195", "CKV_AZURE_192", "CKV_AZURE_203", "CKV_AZURE_142"]
  tags    = ["cwe-287"]
  assert  = resource.local_auth_enabled == false || resource.local_authentication_enabled == false || resource.local_authentication_disabled == true
  at      = coalesce(resource.local_auth_enabled, resource.local_authentication_enabled, resource.local_authentication_disabled)
  message = "access keys without owner and expiry open the service"
  why     = <<-EOT
    Keys end up in settings, pipelines and chats, and cannot be tied to a person. With Entra ID only, access is per
    identity and can be withdrawn. Keys are accepted unless switched off.
  EOT
  remedy  = <<-EOT
    Write `local_auth_enabled = false` (`local_authentication_enabled` on Event Hubs, Search, IoT Hub and Log Analytics).
  EOT
  link    = "https://learn.microsoft.com/entra/identity/managed-identities-azure-resources/overview"

  pass "off" {
    resource "azurerm_cognitive_account" "example" {
      name                = "example-ai"
      resource_group_name = "example"
      location            = "westeurope"
      kind                = "OpenAI"
      sku_name            = "S0"
      local_auth_enabled  = false
    }
  }

  pass "off in Event Hubs' spelling" {
    resource "azurerm_eventhub_namespace" "example" {
      name                         = "example-hub"
      resource_group_name          = "example"
      location                     = "westeurope"
      sku                          = "Standard"
      local_authentication_enabled = false
    }
  }

  pass "off in the old spelling" {
    resource "azurerm_application_insights" "example" {
      name                          = "example-ai"
      resource_group_name           = "example"
      location                      = "westeurope"
      application_type              = "web"
      local_authentication_disabled = true
    }
  }

  fail "not set" {
    resource "azurerm_servicebus_namespace" "example" {
      name                = "example-bus"
      resource_group_name = "example"
      location            = "westeurope"
      sku                 = "Standard"
    }

    expect = ["azurerm_servicebus_namespace.example"]
  }

  fail "on" {
    resource "azurerm_search_service" "example" {
      name                         = "example-search"
      resource_group_name          = "example"
      location                     = "westeurope"
      sku                          = "standard"
      local_authentication_enabled = true
    }

    expect = ["azurerm_search_service.example @ local_authentication_enabled"]
  }

  unknown "the value is an unset variable" {
    variable "keys" {}

    resource "azurerm_app_configuration" "example" {
      name                = "example-config"
      resource_group_name = "example"
      location            = "westeurope"
      sku                 = "standard"
      local_auth_enabled  = var.keys
    }
  }
}

rule "azure-service-no-identity" {
  title    = "Platform service has no managed identity"
  category = "security"
  severity = "low"
  default  = false
  resources = [
    "azurerm_automation_account", "azurerm_eventgrid_domain", "azurerm_eventgrid_topic", "azurerm_kusto_cluster",
    "azurerm_recovery_services_vault", "azurerm_search_service", "azurerm_servicebus_namespace",
    "azurerm_web_pubsub", "azurerm_cognitive_account", "azurerm_data_factory",
  ]
  aliases = [
    "CKV2_AZURE_36", "CKV_AZURE_194", "CKV_AZURE_191", "CKV_AZURE_181", "CKV2_AZURE_35", "CKV_AZURE_207",
    "CKV_AZURE_202", "CKV_AZURE_176",
  ]
  tags    = ["cwe-522"]
  assert  = length(resource.identity) > 0
  at      = resource.identity
  message = "there is no `identity` block"
  why     = <<-EOT
    With an identity the service reaches storage, Key Vault and others without stored credentials. One that calls nothing
    needs none.
  EOT
  remedy  = <<-EOT
    Add `identity { type = "SystemAssigned" }`.
  EOT
  link    = "https://learn.microsoft.com/entra/identity/managed-identities-azure-resources/overview"

  pass "an identity" {
    resource "azurerm_search_service" "example" {
      name                = "example-search"
      resource_group_name = "example"
      location            = "westeurope"
      sku                 = "standard"

      identity {
        type = "SystemAssigned"
      }
    }
  }

  fail "none" {
    resource "azurerm_automation_account" "example" {
      name                = "example"
      resource_group_name = "example"
      location            = "westeurope"
      sku_name            = "Basic"
    }

    expect = ["azurerm_automation_account.example"]
  }

  fail "none on a topic" {
    resource "azurerm_eventgrid_topic" "example" {
      name                = "example"
      resource_group_name = "example"
      location            = "westeurope"
    }

    expect = ["azurerm_eventgrid_topic.example"]
  }
}

rule "azure-service-no-customer-managed-key" {
  title    = "Platform service uses keys that Microsoft manages"
  category = "security"
  severity = "low"
  default  = false
  resources = [
    "azurerm_app_configuration", "azurerm_automation_account", "azurerm_batch_account",
    "azurerm_cognitive_account", "azurerm_data_factory", "azurerm_databricks_workspace", "azurerm_kusto_cluster",
    "azurerm_servicebus_namespace", "azurerm_synapse_workspace",
  ]
  aliases = [
    "CKV_AZURE_186", "CKV2_AZURE_22", "CKV2_AZURE_15", "CKV2_AZURE_48", "CKV2_AZURE_11", "CKV_AZURE_201",
    "CKV_AZURE_240",
  ]
  tags = ["cwe-320"]

  related "key" {
    type = [
      "azurerm_cognitive_account_customer_managed_key", "azurerm_kusto_cluster_customer_managed_key",
      "azurerm_databricks_workspace_root_dbfs_customer_managed_key", "azurerm_data_factory_customer_managed_key",
      "azurerm_data_factory_linked_service_key_vault", "azurerm_synapse_workspace_key",
    ]
    on = refers(coalesce(other.cognitive_account_id, other.cluster_id, other.workspace_id, other.data_factory_id, other.synapse_workspace_id), resource)
  }

  assert  = length(resource.encryption) > 0 || length(resource.customer_managed_key) > 0 || resource.customer_managed_key_id != null || length(related.key) > 0
  at      = resource
  message = "neither the service nor a separate resource names a key of your own"
  why     = <<-EOT
    Data is encrypted either way. A key in Key Vault can be rotated and revoked, which some regulations require, and it
    adds a dependency that can make the data unreachable. It mostly needs the higher tier.
  EOT
  remedy  = <<-EOT
    Add the service's `customer_managed_key` or `encryption` block, or its `…_customer_managed_key` resource.
  EOT
  link    = "https://learn.microsoft.com/azure/security/fundamentals/encryption-models"

  pass "a block" {
    resource "azurerm_servicebus_namespace" "example" {
      name                = "example-bus"
      resource_group_name = "example"
      location            = "westeurope"
      sku                 = "Premium"

      customer_managed_key {
        key_vault_key_id = "some-id"
        identity_id      = "some-id"
      }
    }
  }

  pass "a separate resource" {
    resource "azurerm_kusto_cluster" "example" {
      name                = "examplekusto"
      resource_group_name = "example"
      location            = "westeurope"

      sku {
        name     = "Standard_E2ads_v5"
        capacity = 2
      }
    }

    resource "azurerm_kusto_cluster_customer_managed_key" "example" {
      key_vault_id = "some-id"
      key_name     = "example"
      cluster_id   = azurerm_kusto_cluster.example.id
    }
  }

  pass "an argument" {
    resource "azurerm_data_factory" "example" {
      name                             = "example-adf"
      resource_group_name              = "example"
      location                         = "westeurope"
      customer_managed_key_id          = "some-id"
      customer_managed_key_identity_id = "some-id"
    }
  }

  fail "none" {
    resource "azurerm_app_configuration" "example" {
      name                = "example-config"
      resource_group_name = "example"
      location            = "westeurope"
      sku                 = "standard"
    }

    expect = ["azurerm_app_configuration.example"]
  }

  fail "another service's key" {
    resource "azurerm_cognitive_account" "example" {
      name                = "example-ai"
      resource_group_name = "example"
      location            = "westeurope"
      kind                = "OpenAI"
      sku_name            = "S0"
    }

    resource "azurerm_cognitive_account_customer_managed_key" "example" {
      key_vault_key_id     = "some-id"
      cognitive_account_id = "/subscriptions/0/other"
    }

    expect = ["azurerm_cognitive_account.example"]
  }
}
