# Databricks, Data Factory, Data Lake, Synapse, Kusto, HDInsight, NetApp. Public endpoints and keys are judged in platform.hcl.

rule "azure-databricks-public-nodes" {
  title     = "Databricks clusters have public addresses"
  category  = "security"
  severity  = "medium"
  resources = ["azurerm_databricks_workspace"]
  tags      = ["cwe-668"]
  assert    = resource.custom_parameters[0].no_public_ip != false
  at        = resource.custom_parameters[0].no_public_ip
  message   = "`no_public_ip` is false: each cluster node is on the internet, behind a security group only"
  why       = <<-EOT
    With secure cluster connectivity nodes have no public address and call the control plane themselves. It is the default
    since provider version 4.0.
  EOT
  remedy    = <<-EOT
    Remove the argument, or write `no_public_ip = true`.
  EOT
  link      = "https://learn.microsoft.com/azure/databricks/security/network/classic/secure-cluster-connectivity"

  pass "the default" {
    resource "azurerm_databricks_workspace" "example" {
      name                = "example-dbw"
      resource_group_name = "example"
      location            = "westeurope"
      sku                 = "premium"
    }
  }

  pass "no public address" {
    resource "azurerm_databricks_workspace" "example" {
      name                = "example-dbw"
      resource_group_name = "example"
      location            = "westeurope"
      sku                 = "premium"

      custom_parameters {
        no_public_ip = true
      }
    }
  }

  fail "public addresses" {
    resource "azurerm_databricks_workspace" "example" {
      name                = "example-dbw"
      resource_group_name = "example"
      location            = "westeurope"
      sku                 = "premium"

      custom_parameters {
        no_public_ip = false
      }
    }

    expect = ["azurerm_databricks_workspace.example @ custom_parameters[0].no_public_ip"]
  }

  unknown "the value is an unset variable" {
    variable "private" {}

    resource "azurerm_databricks_workspace" "example" {
      name                = "example-dbw"
      resource_group_name = "example"
      location            = "westeurope"
      sku                 = "premium"

      custom_parameters {
        no_public_ip = var.private
      }
    }
  }
}

rule "azure-data-factory-no-git" {
  title     = "Data factory is not under version control"
  category  = "reliability"
  severity  = "low"
  default   = false
  resources = ["azurerm_data_factory"]
  aliases   = ["CKV_AZURE_103"]
  assert    = coalesce(resource.github_configuration[0].repository_name, resource.vsts_configuration[0].repository_name) != null
  at        = coalesce(resource.github_configuration, resource.vsts_configuration)
  message   = "neither `github_configuration` nor `vsts_configuration` is set"
  why       = <<-EOT
    Without a repository pipelines live in the factory only, where a deletion is final. Factories that are deployed from
    pipelines (test, production) must not have one.
  EOT
  remedy    = <<-EOT
    Add the block to the development factory.
  EOT
  link      = "https://learn.microsoft.com/azure/data-factory/source-control"

  pass "GitHub" {
    resource "azurerm_data_factory" "example" {
      name                = "example-adf"
      resource_group_name = "example"
      location            = "westeurope"

      github_configuration {
        account_name    = "example"
        branch_name     = "main"
        git_url         = "https://github.com"
        repository_name = "factory"
        root_folder     = "/"
      }
    }
  }

  pass "Azure DevOps" {
    resource "azurerm_data_factory" "example" {
      name                = "example-adf"
      resource_group_name = "example"
      location            = "westeurope"

      vsts_configuration {
        account_name    = "example"
        branch_name     = "main"
        project_name    = "data"
        repository_name = "factory"
        root_folder     = "/"
        tenant_id       = "00000000-0000-0000-0000-000000000000"
      }
    }
  }

  fail "none" {
    resource "azurerm_data_factory" "example" {
      name                = "example-adf"
      resource_group_name = "example"
      location            = "westeurope"
    }

    expect = ["azurerm_data_factory.example"]
  }

  unknown "the value is an unset variable" {
    variable "repository" {}

    resource "azurerm_data_factory" "example" {
      name                = "example-adf"
      resource_group_name = "example"
      location            = "westeurope"

      github_configuration {
        account_name    = "example"
        branch_name     = "main"
        git_url         = "https://github.com"
        repository_name = var.repository
        root_folder     = "/"
      }
    }
  }
}

rule "azure-data-factory-password-in-connection" {
  title    = "Data factory connection carries a password in plain text"
  category = "security"
  severity = "high"
  resources = [
    "azurerm_data_factory_linked_service_sql_server", "azurerm_data_factory_linked_service_azure_sql_database",
    "azurerm_data_factory_linked_service_mysql", "azurerm_data_factory_linked_service_postgresql",
    "azurerm_data_factory_linked_service_synapse", "azurerm_data_factory_linked_service_sql_managed_instance",
    "azurerm_data_factory_linked_service_odbc", "azurerm_data_factory_linked_service_snowflake",
  ]
  tags    = ["cwe-798"]
  when    = is_known(resource.connection_string)
  assert  = !can(regex("(?i)(password|pwd)\\s*=\\s*[^;\\s]", resource.connection_string))
  at      = resource.connection_string
  message = "`connection_string` contains a password"
  why     = <<-EOT
    The string is kept in code, in the state and in the factory, readable for everyone who may read any of them.
  EOT
  remedy  = <<-EOT
    Use the factory's managed identity, or take the password from Key Vault with `key_vault_password`.
  EOT
  link    = "https://learn.microsoft.com/azure/data-factory/store-credentials-in-key-vault"

  pass "a password from Key Vault" {
    resource "azurerm_data_factory_linked_service_sql_server" "example" {
      name              = "example"
      data_factory_id   = "some-id"
      connection_string = "Integrated Security=False;Data Source=db;Initial Catalog=app;User ID=app"

      key_vault_password {
        linked_service_name = "vault"
        secret_name         = "app"
      }
    }
  }

  pass "the factory's identity" {
    resource "azurerm_data_factory_linked_service_azure_sql_database" "example" {
      name                 = "example"
      data_factory_id      = "some-id"
      connection_string    = "data source=example.database.windows.net;initial catalog=app"
      use_managed_identity = true
    }
  }

  pass "handed in at run time" {
    variable "connection" {}

    resource "azurerm_data_factory_linked_service_sql_server" "example" {
      name              = "example"
      data_factory_id   = "some-id"
      connection_string = var.connection
    }
  }

  fail "a password" {
    resource "azurerm_data_factory_linked_service_sql_server" "example" {
      name              = "example"
      data_factory_id   = "some-id"
      connection_string = "Data Source=db;Initial Catalog=app;User ID=app;Password=SomeSortOfPassword"
    }

    expect = ["azurerm_data_factory_linked_service_sql_server.example @ connection_string"]
  }

  fail "the short key" {
    resource "azurerm_data_factory_linked_service_azure_sql_database" "example" {
      name              = "example"
      data_factory_id   = "some-id"
      connection_string = "data source=db;uid=app;pwd=SomeSortOfPassword"
    }

    expect = ["azurerm_data_factory_linked_service_azure_sql_database.example @ connection_string"]
  }
}

rule "azure-data-lake-store-not-encrypted" {
  title     = "Data Lake Store is not encrypted"
  category  = "security"
  severity  = "medium"
  resources = ["azurerm_data_lake_store"]
  aliases   = ["CKV_AZURE_105", "AZU-0036", "azure-datalake-enable-at-rest-encryption", "AVD-AZU-0036"]
  tags      = ["cwe-311"]
  assert    = lower(resource.encryption_state) != "disabled"
  at        = resource.encryption_state
  message   = "`encryption_state` is `Disabled`"
  why       = <<-EOT
    Data Lake Storage Gen1 was retired on 29 February 2024; the resource is left in old code only. It was encrypted unless
    switched off.
  EOT
  remedy    = <<-EOT
    Move to `azurerm_storage_account` with `is_hns_enabled = true`.
  EOT
  link      = "https://learn.microsoft.com/azure/storage/blobs/data-lake-storage-migrate-gen1-to-gen2"

  pass "on by default" {
    resource "azurerm_data_lake_store" "example" {
      name                = "examplelake"
      resource_group_name = "example"
      location            = "westeurope"
    }
  }

  pass "on" {
    resource "azurerm_data_lake_store" "example" {
      name                = "examplelake"
      resource_group_name = "example"
      location            = "westeurope"
      encryption_state    = "Enabled"
    }
  }

  fail "off" {
    resource "azurerm_data_lake_store" "example" {
      name                = "examplelake"
      resource_group_name = "example"
      location            = "westeurope"
      encryption_state    = "Disabled"
    }

    expect = ["azurerm_data_lake_store.example @ encryption_state"]
  }

  unknown "the value is an unset variable" {
    variable "encryption" {}

    resource "azurerm_data_lake_store" "example" {
      name                = "examplelake"
      resource_group_name = "example"
      location            = "westeurope"
      encryption_state    = var.encryption
    }
  }
}

rule "azure-synapse-no-managed-network" {
  title     = "Synapse workspace has no managed virtual network"
  category  = "security"
  severity  = "low"
  default   = false
  resources = ["azurerm_synapse_workspace"]
  aliases   = ["CKV_AZURE_58", "AZU-0034", "azure-synapse-virtual-network-enabled", "AVD-AZU-0034"]
  tags      = ["cwe-668"]
  assert    = resource.managed_virtual_network_enabled == true
  at        = resource.managed_virtual_network_enabled
  message   = "`managed_virtual_network_enabled` is not true"
  why       = <<-EOT
    In a managed network pools are isolated from other tenants' and reach sources through private endpoints. It can only
    be chosen at creation.
  EOT
  remedy    = <<-EOT
    Write `managed_virtual_network_enabled = true`; the workspace is created anew.
  EOT
  link      = "https://learn.microsoft.com/azure/synapse-analytics/security/synapse-workspace-managed-vnet"

  pass "managed" {
    variable "password" {}

    resource "azurerm_synapse_workspace" "example" {
      name                                 = "example-syn"
      resource_group_name                  = "example"
      location                             = "westeurope"
      storage_data_lake_gen2_filesystem_id = "some-id"
      sql_administrator_login              = "sqlowner"
      sql_administrator_login_password     = var.password
      managed_virtual_network_enabled      = true

      identity {
        type = "SystemAssigned"
      }
    }
  }

  fail "not set" {
    variable "password" {}

    resource "azurerm_synapse_workspace" "example" {
      name                                 = "example-syn"
      resource_group_name                  = "example"
      location                             = "westeurope"
      storage_data_lake_gen2_filesystem_id = "some-id"
      sql_administrator_login              = "sqlowner"
      sql_administrator_login_password     = var.password

      identity {
        type = "SystemAssigned"
      }
    }

    expect = ["azurerm_synapse_workspace.example"]
  }

  fail "off" {
    variable "password" {}

    resource "azurerm_synapse_workspace" "example" {
      name                                 = "example-syn"
      resource_group_name                  = "example"
      location                             = "westeurope"
      storage_data_lake_gen2_filesystem_id = "some-id"
      sql_administrator_login              = "sqlowner"
      sql_administrator_login_password     = var.password
      managed_virtual_network_enabled      = false

      identity {
        type = "SystemAssigned"
      }
    }

    expect = ["azurerm_synapse_workspace.example @ managed_virtual_network_enabled"]
  }

  unknown "the value is an unset variable" {
    variable "managed" {}

    variable "password" {}

    resource "azurerm_synapse_workspace" "example" {
      name                                 = "example-syn"
      resource_group_name                  = "example"
      location                             = "westeurope"
      storage_data_lake_gen2_filesystem_id = "some-id"
      sql_administrator_login              = "sqlowner"
      sql_administrator_login_password     = var.password
      managed_virtual_network_enabled      = var.managed

      identity {
        type = "SystemAssigned"
      }
    }
  }
}

rule "azure-synapse-no-exfiltration-protection" {
  title     = "Synapse workspace may send data to any tenant"
  category  = "security"
  severity  = "low"
  default   = false
  resources = ["azurerm_synapse_workspace"]
  aliases   = ["CKV_AZURE_157"]
  tags      = ["cwe-668"]
  when      = resource.managed_virtual_network_enabled == true
  assert    = resource.data_exfiltration_protection_enabled == true
  at        = resource.data_exfiltration_protection_enabled
  message   = "`data_exfiltration_protection_enabled` is not true"
  why       = <<-EOT
    With the protection, outbound traffic goes to approved tenants only; packages then have to be uploaded by hand. It
    needs the managed network, whose absence is reported by `azure-synapse-no-managed-network`.
  EOT
  remedy    = <<-EOT
    Write `data_exfiltration_protection_enabled = true`; the workspace is created anew.
  EOT
  link      = "https://learn.microsoft.com/azure/synapse-analytics/security/workspace-data-exfiltration-protection"

  pass "protected" {
    variable "password" {}

    resource "azurerm_synapse_workspace" "example" {
      name                                 = "example-syn"
      resource_group_name                  = "example"
      location                             = "westeurope"
      storage_data_lake_gen2_filesystem_id = "some-id"
      sql_administrator_login              = "sqlowner"
      sql_administrator_login_password     = var.password
      managed_virtual_network_enabled      = true
      data_exfiltration_protection_enabled = true

      identity {
        type = "SystemAssigned"
      }
    }
  }

  pass "no managed network, another rule's subject" {
    variable "password" {}

    resource "azurerm_synapse_workspace" "example" {
      name                                 = "example-syn"
      resource_group_name                  = "example"
      location                             = "westeurope"
      storage_data_lake_gen2_filesystem_id = "some-id"
      sql_administrator_login              = "sqlowner"
      sql_administrator_login_password     = var.password

      identity {
        type = "SystemAssigned"
      }
    }
  }

  fail "not set" {
    variable "password" {}

    resource "azurerm_synapse_workspace" "example" {
      name                                 = "example-syn"
      resource_group_name                  = "example"
      location                             = "westeurope"
      storage_data_lake_gen2_filesystem_id = "some-id"
      sql_administrator_login              = "sqlowner"
      sql_administrator_login_password     = var.password
      managed_virtual_network_enabled      = true

      identity {
        type = "SystemAssigned"
      }
    }

    expect = ["azurerm_synapse_workspace.example"]
  }

  unknown "the value is an unset variable" {
    variable "password" {}

    variable "protect" {}

    resource "azurerm_synapse_workspace" "example" {
      name                                 = "example-syn"
      resource_group_name                  = "example"
      location                             = "westeurope"
      storage_data_lake_gen2_filesystem_id = "some-id"
      sql_administrator_login              = "sqlowner"
      sql_administrator_login_password     = var.password
      managed_virtual_network_enabled      = true
      data_exfiltration_protection_enabled = var.protect

      identity {
        type = "SystemAssigned"
      }
    }
  }
}

rule "azure-synapse-sql-pool-not-encrypted" {
  title     = "Synapse SQL pool is not encrypted at rest"
  category  = "security"
  severity  = "medium"
  resources = ["azurerm_synapse_sql_pool"]
  aliases   = ["CKV_AZURE_241"]
  tags      = ["cwe-311"]
  assert    = resource.data_encrypted == true
  at        = resource.data_encrypted
  message   = "`data_encrypted` is not true"
  why       = <<-EOT
    Unlike other Azure SQL databases, dedicated pools are not encrypted transparently unless it is switched on.
  EOT
  remedy    = <<-EOT
    Write `data_encrypted = true`.
  EOT
  link      = "https://learn.microsoft.com/azure/azure-sql/database/transparent-data-encryption-tde-overview"

  fix {
    set = {
      data_encrypted = true
    }
  }

  pass "encrypted" {
    resource "azurerm_synapse_sql_pool" "example" {
      name                 = "example"
      synapse_workspace_id = "some-id"
      sku_name             = "DW100c"
      storage_account_type = "GRS"
      data_encrypted       = true
    }
  }

  fail "not set" {
    resource "azurerm_synapse_sql_pool" "example" {
      name                 = "example"
      synapse_workspace_id = "some-id"
      sku_name             = "DW100c"
      storage_account_type = "GRS"
    }

    expect = ["azurerm_synapse_sql_pool.example"]
  }

  fail "off" {
    resource "azurerm_synapse_sql_pool" "example" {
      name                 = "example"
      synapse_workspace_id = "some-id"
      sku_name             = "DW100c"
      storage_account_type = "GRS"
      data_encrypted       = false
    }

    expect = ["azurerm_synapse_sql_pool.example @ data_encrypted"]
  }

  unknown "the value is an unset variable" {
    variable "encrypt" {}

    resource "azurerm_synapse_sql_pool" "example" {
      name                 = "example"
      synapse_workspace_id = "some-id"
      sku_name             = "DW100c"
      storage_account_type = "GRS"
      data_encrypted       = var.encrypt
    }
  }
}

rule "azure-synapse-no-auditing" {
  title     = "Synapse SQL has no auditing"
  category  = "security"
  severity  = "medium"
  default   = false
  resources = ["azurerm_synapse_workspace", "azurerm_synapse_sql_pool"]
  aliases   = ["CKV2_AZURE_53", "CKV2_AZURE_54"]
  tags      = ["cwe-778"]

  related "policy" {
    type = [
      "azurerm_synapse_workspace_extended_auditing_policy", "azurerm_synapse_sql_pool_extended_auditing_policy",
    ]
    on = refers(coalesce(other.synapse_workspace_id, other.sql_pool_id), resource)
  }

  assert  = anytrue([for p in related.policy : p.log_monitoring_enabled != false || p.storage_endpoint != null])
  at      = resource
  message = "no extended auditing policy refers to it"
  why     = <<-EOT
    Without an audit trail nobody can tell who read data. A policy on the workspace covers its pools, so one of the two is
    enough.
  EOT
  remedy  = <<-EOT
    Add an `azurerm_synapse_workspace_extended_auditing_policy`.
  EOT
  link    = "https://learn.microsoft.com/azure/azure-sql/database/auditing-overview"

  pass "a policy on the workspace" {
    variable "password" {}

    resource "azurerm_synapse_workspace" "example" {
      name                                 = "example-syn"
      resource_group_name                  = "example"
      location                             = "westeurope"
      storage_data_lake_gen2_filesystem_id = "some-id"
      sql_administrator_login              = "sqlowner"
      sql_administrator_login_password     = var.password

      identity {
        type = "SystemAssigned"
      }
    }

    resource "azurerm_synapse_workspace_extended_auditing_policy" "example" {
      synapse_workspace_id = azurerm_synapse_workspace.example.id
    }
  }

  pass "a policy on the pool" {
    resource "azurerm_synapse_sql_pool" "example" {
      name                 = "example"
      synapse_workspace_id = "some-id"
      sku_name             = "DW100c"
      storage_account_type = "GRS"
    }

    resource "azurerm_synapse_sql_pool_extended_auditing_policy" "example" {
      sql_pool_id            = azurerm_synapse_sql_pool.example.id
      log_monitoring_enabled = true
    }
    also = ["azure-synapse-sql-pool-not-encrypted"]
  }

  fail "none" {
    variable "password" {}

    resource "azurerm_synapse_workspace" "example" {
      name                                 = "example-syn"
      resource_group_name                  = "example"
      location                             = "westeurope"
      storage_data_lake_gen2_filesystem_id = "some-id"
      sql_administrator_login              = "sqlowner"
      sql_administrator_login_password     = var.password

      identity {
        type = "SystemAssigned"
      }
    }

    expect = ["azurerm_synapse_workspace.example"]
  }

  fail "monitoring off and no storage" {
    resource "azurerm_synapse_sql_pool" "example" {
      name                 = "example"
      synapse_workspace_id = "some-id"
      sku_name             = "DW100c"
      storage_account_type = "GRS"
    }

    resource "azurerm_synapse_sql_pool_extended_auditing_policy" "example" {
      sql_pool_id            = azurerm_synapse_sql_pool.example.id
      log_monitoring_enabled = false
    }

    expect = ["azurerm_synapse_sql_pool.example"]
  }
}

rule "azure-synapse-no-threat-detection" {
  title     = "Synapse SQL pool has no alert policy"
  category  = "security"
  severity  = "low"
  default   = false
  resources = ["azurerm_synapse_sql_pool"]
  aliases   = ["CKV2_AZURE_51"]
  tags      = ["cwe-778"]

  related "policy" {
    type = "azurerm_synapse_sql_pool_security_alert_policy"
    on   = refers(other.sql_pool_id, resource)
  }

  assert  = anytrue([for p in related.policy : lower(p.policy_state) == "enabled"])
  at      = resource
  message = "no enabled `azurerm_synapse_sql_pool_security_alert_policy` refers to the pool"
  why     = <<-EOT
    Defender for SQL on the subscription covers Synapse as well and is the better place.
  EOT
  remedy  = <<-EOT
    Add the policy with `policy_state = "Enabled"`, or enable Defender.
  EOT
  link    = "https://learn.microsoft.com/azure/defender-for-cloud/defender-for-sql-introduction"

  pass "a policy" {
    resource "azurerm_synapse_sql_pool" "example" {
      name                 = "example"
      synapse_workspace_id = "some-id"
      sku_name             = "DW100c"
      storage_account_type = "GRS"
    }

    resource "azurerm_synapse_sql_pool_security_alert_policy" "example" {
      policy_state = "Enabled"
      sql_pool_id  = azurerm_synapse_sql_pool.example.id
    }
    also = ["azure-synapse-sql-pool-not-encrypted"]
  }

  fail "none" {
    resource "azurerm_synapse_sql_pool" "example" {
      name                 = "example"
      synapse_workspace_id = "some-id"
      sku_name             = "DW100c"
      storage_account_type = "GRS"
    }

    expect = ["azurerm_synapse_sql_pool.example"]
  }

  fail "disabled" {
    resource "azurerm_synapse_sql_pool" "example" {
      name                 = "example"
      synapse_workspace_id = "some-id"
      sku_name             = "DW100c"
      storage_account_type = "GRS"
    }

    resource "azurerm_synapse_sql_pool_security_alert_policy" "example" {
      sql_pool_id  = azurerm_synapse_sql_pool.example.id
      policy_state = "Disabled"
    }

    expect = ["azurerm_synapse_sql_pool.example"]
  }
}

rule "azure-synapse-no-vulnerability-assessment" {
  title     = "Synapse alert policy has no vulnerability assessment"
  category  = "security"
  severity  = "low"
  default   = false
  resources = ["azurerm_synapse_workspace_security_alert_policy", "azurerm_synapse_sql_pool_security_alert_policy"]
  aliases   = ["CKV2_AZURE_46", "CKV2_AZURE_52"]
  tags      = ["cwe-1059"]

  related "assessment" {
    type = [
      "azurerm_synapse_workspace_vulnerability_assessment", "azurerm_synapse_sql_pool_vulnerability_assessment",
    ]
    on = refers(coalesce(other.workspace_security_alert_policy_id, other.sql_pool_security_alert_policy_id), resource)
  }

  assert  = anytrue([for v in related.assessment : v.recurring_scans[0].enabled == true])
  at      = resource
  message = "no assessment with recurring scans refers to the policy"
  why     = <<-EOT
    Scans find weak settings and permissions; Defender's express configuration needs no resource for it.
  EOT
  remedy  = <<-EOT
    Add an `azurerm_synapse_workspace_vulnerability_assessment` with `recurring_scans { enabled = true }`.
  EOT
  link    = "https://learn.microsoft.com/azure/azure-sql/database/sql-vulnerability-assessment"

  pass "scanned" {
    resource "azurerm_synapse_workspace_security_alert_policy" "example" {
      synapse_workspace_id = "some-id"
      policy_state         = "Enabled"
    }

    resource "azurerm_synapse_workspace_vulnerability_assessment" "example" {
      storage_container_path             = "https://examplestorage.blob.core.windows.net/scans/"
      workspace_security_alert_policy_id = azurerm_synapse_workspace_security_alert_policy.example.id

      recurring_scans {
        enabled = true
      }
    }
  }

  fail "none" {
    resource "azurerm_synapse_sql_pool_security_alert_policy" "example" {
      sql_pool_id  = "some-id"
      policy_state = "Enabled"
    }

    expect = ["azurerm_synapse_sql_pool_security_alert_policy.example"]
  }

  fail "scans off" {
    resource "azurerm_synapse_workspace_security_alert_policy" "example" {
      synapse_workspace_id = "some-id"
      policy_state         = "Enabled"
    }

    resource "azurerm_synapse_workspace_vulnerability_assessment" "example" {
      storage_container_path             = "https://examplestorage.blob.core.windows.net/scans/"
      workspace_security_alert_policy_id = azurerm_synapse_workspace_security_alert_policy.example.id

      recurring_scans {
        enabled = false
      }
    }

    expect = ["azurerm_synapse_workspace_security_alert_policy.example"]
  }
}

rule "azure-synapse-spark-no-isolation" {
  title     = "Synapse Spark pool shares its hosts"
  category  = "security"
  severity  = "info"
  default   = false
  resources = ["azurerm_synapse_spark_pool"]
  aliases   = ["CKV_AZURE_242"]
  assert    = resource.compute_isolation_enabled == true
  at        = resource.compute_isolation_enabled
  message   = "`compute_isolation_enabled` is not true"
  why       = <<-EOT
    Isolation reserves whole hosts, exists for the largest node size and in some regions only, and costs accordingly.
  EOT
  remedy    = <<-EOT
    Write `compute_isolation_enabled = true` with `node_size = "XXXLarge"`.
  EOT
  link      = "https://learn.microsoft.com/azure/synapse-analytics/spark/apache-spark-pool-configurations"

  pass "isolated" {
    resource "azurerm_synapse_spark_pool" "example" {
      name                      = "example"
      synapse_workspace_id      = "some-id"
      node_size_family          = "MemoryOptimized"
      node_count                = 3
      spark_version             = "3.5"
      node_size                 = "XXXLarge"
      compute_isolation_enabled = true
    }
    also = ["azure-synapse-spark-no-auto-pause"]
  }

  fail "not set" {
    resource "azurerm_synapse_spark_pool" "example" {
      name                 = "example"
      synapse_workspace_id = "some-id"
      node_size            = "Small"
      node_size_family     = "MemoryOptimized"
      node_count           = 3
      spark_version        = "3.5"
    }

    expect = ["azurerm_synapse_spark_pool.example"]
  }

  unknown "the value is an unset variable" {
    variable "isolate" {}

    resource "azurerm_synapse_spark_pool" "example" {
      name                      = "example"
      synapse_workspace_id      = "some-id"
      node_size                 = "Small"
      node_size_family          = "MemoryOptimized"
      node_count                = 3
      spark_version             = "3.5"
      compute_isolation_enabled = var.isolate
    }
  }
}

rule "azure-synapse-spark-no-auto-pause" {
  title     = "Synapse Spark pool is not paused when idle"
  category  = "cost"
  severity  = "medium"
  resources = ["azurerm_synapse_spark_pool"]
  assert    = length(resource.auto_pause) > 0
  at        = resource.auto_pause
  message   = "there is no `auto_pause` block: nodes of a session are billed until somebody stops them"
  why       = <<-EOT
    Notebooks left open are the usual cause of surprising Spark bills.
  EOT
  remedy    = <<-EOT
    Add `auto_pause { delay_in_minutes = 15 }`.
  EOT
  link      = "https://learn.microsoft.com/azure/synapse-analytics/spark/apache-spark-autoscale"

  pass "paused after a quarter" {
    resource "azurerm_synapse_spark_pool" "example" {
      name                 = "example"
      synapse_workspace_id = "some-id"
      node_size            = "Small"
      node_size_family     = "MemoryOptimized"
      node_count           = 3
      spark_version        = "3.5"

      auto_pause {
        delay_in_minutes = 15
      }
    }
  }

  fail "never" {
    resource "azurerm_synapse_spark_pool" "example" {
      name                 = "example"
      synapse_workspace_id = "some-id"
      node_size            = "Small"
      node_size_family     = "MemoryOptimized"
      node_count           = 3
      spark_version        = "3.5"
    }

    expect = ["azurerm_synapse_spark_pool.example"]
  }
}

rule "azure-synapse-spark-end-of-life" {
  title     = "Spark version has reached its end of life"
  category  = "security"
  severity  = "medium"
  resources = ["azurerm_synapse_spark_pool"]
  tags      = ["cwe-1104"]
  params = {
    minimum = "3.4"
  }
  when    = resource.spark_version != null
  assert  = version_at_least(resource.spark_version, param.minimum)
  at      = resource.spark_version
  message = "`spark_version` is `${resource.spark_version}`; ${param.minimum} is the oldest with support"
  why     = <<-EOT
    Retired runtimes get no security fixes, and jobs on them are disabled some time later.
  EOT
  remedy  = <<-EOT
    Write `spark_version = "3.5"`.
  EOT
  link    = "https://learn.microsoft.com/azure/synapse-analytics/spark/apache-spark-version-support"

  pass "supported" {
    resource "azurerm_synapse_spark_pool" "example" {
      name                 = "example"
      synapse_workspace_id = "some-id"
      node_size            = "Small"
      node_size_family     = "MemoryOptimized"
      node_count           = 3
      spark_version        = "3.5"
    }
    also = ["azure-synapse-spark-no-auto-pause"]
  }

  fail "2.4" {
    resource "azurerm_synapse_spark_pool" "example" {
      name                 = "example"
      synapse_workspace_id = "some-id"
      node_size            = "Small"
      node_size_family     = "MemoryOptimized"
      node_count           = 3
      spark_version        = "2.4"
    }

    expect = ["azurerm_synapse_spark_pool.example @ spark_version"]
  }

  fail "3.3" {
    resource "azurerm_synapse_spark_pool" "example" {
      name                 = "example"
      synapse_workspace_id = "some-id"
      node_size            = "Small"
      node_size_family     = "MemoryOptimized"
      node_count           = 3
      spark_version        = "3.3"
    }

    expect = ["azurerm_synapse_spark_pool.example @ spark_version"]
  }

  unknown "the value is an unset variable" {
    variable "spark" {}

    resource "azurerm_synapse_spark_pool" "example" {
      name                 = "example"
      synapse_workspace_id = "some-id"
      node_size            = "Small"
      node_size_family     = "MemoryOptimized"
      node_count           = 3
      spark_version        = var.spark
    }
  }
}

rule "azure-kusto-no-disk-encryption" {
  title     = "Data Explorer caches are not encrypted on the machines"
  category  = "security"
  severity  = "low"
  default   = false
  resources = ["azurerm_kusto_cluster"]
  aliases   = ["CKV_AZURE_74"]
  tags      = ["cwe-311"]
  assert    = resource.disk_encryption_enabled == true || resource.enable_disk_encryption == true
  at        = coalesce(resource.disk_encryption_enabled, resource.enable_disk_encryption)
  message   = "`disk_encryption_enabled` is not true"
  why       = <<-EOT
    Data in storage is encrypted in any case; this adds the machines' own disks.
  EOT
  remedy    = <<-EOT
    Write `disk_encryption_enabled = true`.
  EOT
  link      = "https://learn.microsoft.com/azure/data-explorer/cluster-encryption-disk"

  pass "on" {
    resource "azurerm_kusto_cluster" "example" {
      name                    = "examplekusto"
      resource_group_name     = "example"
      location                = "westeurope"
      disk_encryption_enabled = true

      sku {
        name     = "Standard_E2ads_v5"
        capacity = 2
      }
    }
  }

  fail "not set" {
    resource "azurerm_kusto_cluster" "example" {
      name                = "examplekusto"
      resource_group_name = "example"
      location            = "westeurope"

      sku {
        name     = "Standard_E2ads_v5"
        capacity = 2
      }
    }

    expect = ["azurerm_kusto_cluster.example"]
  }

  fail "off" {
    resource "azurerm_kusto_cluster" "example" {
      name                    = "examplekusto"
      resource_group_name     = "example"
      location                = "westeurope"
      disk_encryption_enabled = false

      sku {
        name     = "Standard_E2ads_v5"
        capacity = 2
      }
    }

    expect = ["azurerm_kusto_cluster.example @ disk_encryption_enabled"]
  }

  unknown "the value is an unset variable" {
    variable "encrypt" {}

    resource "azurerm_kusto_cluster" "example" {
      name                    = "examplekusto"
      resource_group_name     = "example"
      location                = "westeurope"
      disk_encryption_enabled = var.encrypt

      sku {
        name     = "Standard_E2ads_v5"
        capacity = 2
      }
    }
  }

  pass "`enable_disk_encryption` is `true`" {
    resource "azurerm_kusto_cluster" "example" {
      name                   = "examplekusto"
      resource_group_name    = "example"
      location               = "westeurope"
      enable_disk_encryption = true
      sku {
        name     = "Standard_E2ads_v5"
        capacity = 2
      }
    }
  }
}

rule "azure-kusto-no-double-encryption" {
  title     = "Data Explorer is encrypted only once"
  category  = "security"
  severity  = "low"
  default   = false
  resources = ["azurerm_kusto_cluster"]
  aliases   = ["CKV_AZURE_75"]
  tags      = ["cwe-311"]
  assert    = resource.double_encryption_enabled == true
  at        = resource.double_encryption_enabled
  message   = "`double_encryption_enabled` is not true"
  why       = <<-EOT
    A second layer with another key is what some regulations demand; it can only be chosen at creation.
  EOT
  remedy    = <<-EOT
    Write `double_encryption_enabled = true`.
  EOT
  link      = "https://learn.microsoft.com/azure/data-explorer/cluster-encryption-double"

  pass "on" {
    resource "azurerm_kusto_cluster" "example" {
      name                      = "examplekusto"
      resource_group_name       = "example"
      location                  = "westeurope"
      double_encryption_enabled = true

      sku {
        name     = "Standard_E2ads_v5"
        capacity = 2
      }
    }
  }

  fail "not set" {
    resource "azurerm_kusto_cluster" "example" {
      name                = "examplekusto"
      resource_group_name = "example"
      location            = "westeurope"

      sku {
        name     = "Standard_E2ads_v5"
        capacity = 2
      }
    }

    expect = ["azurerm_kusto_cluster.example"]
  }

  fail "off" {
    resource "azurerm_kusto_cluster" "example" {
      name                      = "examplekusto"
      resource_group_name       = "example"
      location                  = "westeurope"
      double_encryption_enabled = false

      sku {
        name     = "Standard_E2ads_v5"
        capacity = 2
      }
    }

    expect = ["azurerm_kusto_cluster.example @ double_encryption_enabled"]
  }

  unknown "the value is an unset variable" {
    variable "double" {}

    resource "azurerm_kusto_cluster" "example" {
      name                      = "examplekusto"
      resource_group_name       = "example"
      location                  = "westeurope"
      double_encryption_enabled = var.double

      sku {
        name     = "Standard_E2ads_v5"
        capacity = 2
      }
    }
  }
}

rule "azure-kusto-development-tier" {
  title     = "Data Explorer runs in a tier without SLA"
  category  = "reliability"
  severity  = "low"
  default   = false
  resources = ["azurerm_kusto_cluster"]
  aliases   = ["CKV_AZURE_180"]
  assert    = !startswith(lower(resource.sku[0].name), "dev(no sla)")
  at        = resource.sku[0].name
  message   = "`${resource.sku[0].name}` is a single machine for tests"
  why       = <<-EOT
    Development clusters stop for each update and have no SLA.
  EOT
  remedy    = <<-EOT
    Choose a `Standard_…` size with `capacity = 2`.
  EOT
  link      = "https://learn.microsoft.com/azure/data-explorer/manage-cluster-choose-sku"

  pass "standard" {
    resource "azurerm_kusto_cluster" "example" {
      name                = "examplekusto"
      resource_group_name = "example"
      location            = "westeurope"

      sku {
        name     = "Standard_E2ads_v5"
        capacity = 2
      }
    }
  }

  fail "development" {
    resource "azurerm_kusto_cluster" "example" {
      name                = "examplekusto"
      resource_group_name = "example"
      location            = "westeurope"

      sku {
        name     = "Dev(No SLA)_Standard_D11_v2"
        capacity = 1
      }
    }

    expect = ["azurerm_kusto_cluster.example @ sku[0].name"]
  }

  unknown "the value is an unset variable" {
    variable "sku" {}

    resource "azurerm_kusto_cluster" "example" {
      name                = "examplekusto"
      resource_group_name = "example"
      location            = "westeurope"

      sku {
        name     = var.sku
        capacity = 2
      }
    }
  }
}

rule "azure-hdinsight-weak-tls" {
  title    = "HDInsight cluster accepts TLS 1.0 or 1.1"
  category = "security"
  severity = "medium"
  resources = [
    "azurerm_hdinsight_hadoop_cluster", "azurerm_hdinsight_hbase_cluster",
    "azurerm_hdinsight_interactive_query_cluster", "azurerm_hdinsight_kafka_cluster",
    "azurerm_hdinsight_spark_cluster",
  ]
  tags    = ["cwe-326", "cwe-327"]
  assert  = !contains(["1.0", "1.1"], resource.tls_min_version)
  at      = resource.tls_min_version
  message = "`tls_min_version` is `${resource.tls_min_version}`"
  why     = <<-EOT
    TLS 1.0 and 1.1 have known weaknesses and are refused by auditors.
  EOT
  remedy  = <<-EOT
    Write `tls_min_version = "1.2"`.
  EOT
  link    = "https://learn.microsoft.com/azure/hdinsight/transport-layer-security"

  fix {
    set = {
      tls_min_version = "1.2"
    }
    safe = false
  }

  pass "1.2" {
    resource "azurerm_hdinsight_spark_cluster" "example" {
      name                = "example-spark"
      resource_group_name = "example"
      location            = "westeurope"
      cluster_version     = "5.1"
      tier                = "Standard"
      tls_min_version     = "1.2"
    }
  }

  pass "not set" {
    resource "azurerm_hdinsight_spark_cluster" "example" {
      name                = "example-spark"
      resource_group_name = "example"
      location            = "westeurope"
      cluster_version     = "5.1"
      tier                = "Standard"
    }
  }

  fail "1.0" {
    resource "azurerm_hdinsight_spark_cluster" "example" {
      name                = "example-spark"
      resource_group_name = "example"
      location            = "westeurope"
      cluster_version     = "5.1"
      tier                = "Standard"
      tls_min_version     = "1.0"
    }

    expect = ["azurerm_hdinsight_spark_cluster.example @ tls_min_version"]
  }

  unknown "the value is an unset variable" {
    variable "tls" {}

    resource "azurerm_hdinsight_spark_cluster" "example" {
      name                = "example-spark"
      resource_group_name = "example"
      location            = "westeurope"
      cluster_version     = "5.1"
      tier                = "Standard"
      tls_min_version     = var.tls
    }
  }

  fail "`tls_min_version` is `1.1`" {
    resource "azurerm_hdinsight_spark_cluster" "example" {
      name                = "example-spark"
      resource_group_name = "example"
      location            = "westeurope"
      cluster_version     = "5.1"
      tier                = "Standard"
      tls_min_version     = "1.1"
    }
    expect = ["azurerm_hdinsight_spark_cluster.example @ tls_min_version"]
  }
}

rule "azure-netapp-export-open" {
  title     = "NetApp volume is exported to every address"
  category  = "security"
  severity  = "medium"
  resources = ["azurerm_netapp_volume"]
  tags      = ["cwe-284"]
  for_each  = resource.export_policy_rule
  assert    = !anytrue([for c in each.value.allowed_clients : cidr_is_public(c)])
  at        = each.value.allowed_clients
  message   = "`allowed_clients` contains `0.0.0.0/0`: every machine that reaches the subnet may mount the volume"
  why       = <<-EOT
    NFS trusts the client's word about its user. Peered networks and VPN clients reach the subnet as well.
  EOT
  remedy    = <<-EOT
    Name the clients: `allowed_clients = ["10.0.1.0/24"]`.
  EOT
  link      = "https://learn.microsoft.com/azure/azure-netapp-files/azure-netapp-files-configure-export-policy"

  pass "one subnet" {
    resource "azurerm_netapp_volume" "example" {
      name                = "example"
      resource_group_name = "example"
      location            = "westeurope"
      account_name        = "example"
      pool_name           = "example"
      volume_path         = "example"
      service_level       = "Standard"
      subnet_id           = "some-id"
      storage_quota_in_gb = 100

      export_policy_rule {
        rule_index      = 1
        allowed_clients = ["10.0.1.0/24"]
        unix_read_write = true
      }
    }
  }

  pass "no policy" {
    resource "azurerm_netapp_volume" "example" {
      name                = "example"
      resource_group_name = "example"
      location            = "westeurope"
      account_name        = "example"
      pool_name           = "example"
      volume_path         = "example"
      service_level       = "Standard"
      subnet_id           = "some-id"
      storage_quota_in_gb = 100
    }
  }

  fail "everybody" {
    resource "azurerm_netapp_volume" "example" {
      name                = "example"
      resource_group_name = "example"
      location            = "westeurope"
      account_name        = "example"
      pool_name           = "example"
      volume_path         = "example"
      service_level       = "Standard"
      subnet_id           = "some-id"
      storage_quota_in_gb = 100

      export_policy_rule {
        rule_index      = 1
        allowed_clients = ["0.0.0.0/0"]
        unix_read_write = true
      }
    }

    expect = ["azurerm_netapp_volume.example @ export_policy_rule[0].allowed_clients"]
  }

  unknown "the value is an unset variable" {
    variable "client" {}

    resource "azurerm_netapp_volume" "example" {
      name                = "example"
      resource_group_name = "example"
      location            = "westeurope"
      account_name        = "example"
      pool_name           = "example"
      volume_path         = "example"
      service_level       = "Standard"
      subnet_id           = "some-id"
      storage_quota_in_gb = 100

      export_policy_rule {
        rule_index      = 1
        allowed_clients = [var.client]
        unix_read_write = true
      }
    }
  }

  pass "no `allowed_clients`" {
    resource "azurerm_netapp_volume" "example" {
      name                = "example"
      resource_group_name = "example"
      location            = "westeurope"
      account_name        = "example"
      pool_name           = "example"
      volume_path         = "example"
      service_level       = "Standard"
      subnet_id           = "some-id"
      storage_quota_in_gb = 100
      export_policy_rule {
        rule_index      = 1
        unix_read_write = true
      }
    }
  }
}

rule "azure-service-fabric-no-encryption" {
  title     = "Service Fabric nodes talk unencrypted"
  category  = "security"
  severity  = "medium"
  resources = ["azurerm_service_fabric_cluster"]
  aliases   = ["CKV_AZURE_125"]
  tags      = ["cwe-311"]
  assert    = anytrue([for s in resource.fabric_settings : s.name == "Security" && s.parameters.ClusterProtectionLevel == "EncryptAndSign"])
  at        = resource.fabric_settings
  message   = "no `fabric_settings` block sets `ClusterProtectionLevel` to `EncryptAndSign`"
  why       = <<-EOT
    Messages between nodes can be read and changed by whoever is in the network.
  EOT
  remedy    = <<-EOT
    Add the setting:

        fabric_settings {
          name = "Security"
          parameters = {
            ClusterProtectionLevel = "EncryptAndSign"
          }
        }
  EOT
  link      = "https://learn.microsoft.com/azure/service-fabric/service-fabric-cluster-fabric-settings"

  pass "encrypted" {
    resource "azurerm_service_fabric_cluster" "example" {
      name                = "example"
      resource_group_name = "example"
      location            = "westeurope"
      reliability_level   = "Bronze"
      upgrade_mode        = "Automatic"
      vm_image            = "Windows"
      management_endpoint = "https://example.westeurope.cloudapp.azure.com:19080"

      fabric_settings {
        name       = "Security"
        parameters = { ClusterProtectionLevel = "EncryptAndSign" }
      }
    }
  }

  fail "not set" {
    resource "azurerm_service_fabric_cluster" "example" {
      name                = "example"
      resource_group_name = "example"
      location            = "westeurope"
      reliability_level   = "Bronze"
      upgrade_mode        = "Automatic"
      vm_image            = "Windows"
      management_endpoint = "https://example.westeurope.cloudapp.azure.com:19080"
    }

    expect = ["azurerm_service_fabric_cluster.example"]
  }

  fail "signed only" {
    resource "azurerm_service_fabric_cluster" "example" {
      name                = "example"
      resource_group_name = "example"
      location            = "westeurope"
      reliability_level   = "Bronze"
      upgrade_mode        = "Automatic"
      vm_image            = "Windows"
      management_endpoint = "https://example.westeurope.cloudapp.azure.com:19080"

      fabric_settings {
        name       = "Security"
        parameters = { ClusterProtectionLevel = "Sign" }
      }
    }

    expect = ["azurerm_service_fabric_cluster.example @ fabric_settings"]
  }

  unknown "the value is an unset variable" {
    variable "level" {}

    resource "azurerm_service_fabric_cluster" "example" {
      name                = "example"
      resource_group_name = "example"
      location            = "westeurope"
      reliability_level   = "Bronze"
      upgrade_mode        = "Automatic"
      vm_image            = "Windows"
      management_endpoint = "https://example.westeurope.cloudapp.azure.com:19080"

      fabric_settings {
        name       = "Security"
        parameters = { ClusterProtectionLevel = var.level }
      }
    }
  }

  fail "no `name`" {
    resource "azurerm_service_fabric_cluster" "example" {
      name                = "example"
      resource_group_name = "example"
      location            = "westeurope"
      reliability_level   = "Bronze"
      upgrade_mode        = "Automatic"
      vm_image            = "Windows"
      management_endpoint = "https://example.westeurope.cloudapp.azure.com:19080"
      fabric_settings {
        parameters = { ClusterProtectionLevel = "EncryptAndSign" }
      }
    }
    expect = ["azurerm_service_fabric_cluster.example @ fabric_settings"]
  }
}

rule "azure-service-fabric-no-entra" {
  title     = "Service Fabric clients sign in with certificates only"
  category  = "security"
  severity  = "low"
  default   = false
  resources = ["azurerm_service_fabric_cluster"]
  aliases   = ["CKV_AZURE_126", "a21c8da9-41bf-40cf-941d-330cf0d11fc7"]
  tags      = ["cwe-287"]
  assert    = resource.azure_active_directory[0].tenant_id != null
  at        = resource.azure_active_directory
  message   = "there is no `azure_active_directory` block"
  why       = <<-EOT
    Certificates on laptops are hard to revoke; with Entra ID administrators sign in as themselves.
  EOT
  remedy    = <<-EOT
    Add an `azure_active_directory` block with the tenant and two applications.
  EOT
  link      = "https://learn.microsoft.com/azure/service-fabric/service-fabric-cluster-creation-setup-aad"

  pass "Entra ID" {
    resource "azurerm_service_fabric_cluster" "example" {
      name                = "example"
      resource_group_name = "example"
      location            = "westeurope"
      reliability_level   = "Bronze"
      upgrade_mode        = "Automatic"
      vm_image            = "Windows"
      management_endpoint = "https://example.westeurope.cloudapp.azure.com:19080"

      azure_active_directory {
        tenant_id              = "00000000-0000-0000-0000-000000000000"
        cluster_application_id = "11111111-1111-1111-1111-111111111111"
        client_application_id  = "22222222-2222-2222-2222-222222222222"
      }
    }
    also = ["azure-service-fabric-no-encryption"]
  }

  fail "none" {
    resource "azurerm_service_fabric_cluster" "example" {
      name                = "example"
      resource_group_name = "example"
      location            = "westeurope"
      reliability_level   = "Bronze"
      upgrade_mode        = "Automatic"
      vm_image            = "Windows"
      management_endpoint = "https://example.westeurope.cloudapp.azure.com:19080"
    }

    expect = ["azurerm_service_fabric_cluster.example"]
  }
}

rule "azure-spring-http-allowed" {
  title     = "Public Spring app accepts unencrypted HTTP"
  category  = "security"
  severity  = "medium"
  resources = ["azurerm_spring_cloud_app", "azurerm_spring_cloud_api_portal", "azurerm_spring_cloud_gateway"]
  aliases   = ["CKV_AZURE_161"]
  tags      = ["cwe-319"]
  when      = resource.is_public == true || resource.public_endpoint_enabled == true || resource.public_network_access_enabled == true
  assert    = resource.https_only == true || resource.https_only_enabled == true
  at        = coalesce(resource.https_only, resource.https_only_enabled)
  message   = "it has a public endpoint, and `https_only` is not true"
  why       = <<-EOT
    Cookies, tokens and data can be read and changed on the way. Internal apps are not judged.
  EOT
  remedy    = <<-EOT
    Write `https_only = true` (`https_only_enabled` on an API portal).
  EOT
  link      = "https://learn.microsoft.com/azure/spring-apps/basic-standard/how-to-custom-domain"

  pass "HTTPS only" {
    resource "azurerm_spring_cloud_app" "example" {
      name                = "example"
      resource_group_name = "example"
      service_name        = "example-spring"
      is_public           = true
      https_only          = true
    }
  }

  pass "a portal" {
    resource "azurerm_spring_cloud_api_portal" "example" {
      name                          = "default"
      spring_cloud_service_id       = "some-id"
      public_network_access_enabled = true
      https_only_enabled            = true
    }
  }

  pass "internal" {
    resource "azurerm_spring_cloud_app" "example" {
      name                = "example"
      resource_group_name = "example"
      service_name        = "example-spring"
    }
  }

  fail "an app" {
    resource "azurerm_spring_cloud_app" "example" {
      name                = "example"
      resource_group_name = "example"
      service_name        = "example-spring"
      is_public           = true
    }

    expect = ["azurerm_spring_cloud_app.example"]
  }

  fail "a portal, written" {
    resource "azurerm_spring_cloud_api_portal" "example" {
      name                          = "default"
      spring_cloud_service_id       = "some-id"
      public_network_access_enabled = true
      https_only_enabled            = false
    }

    expect = ["azurerm_spring_cloud_api_portal.example @ https_only_enabled"]
  }

  unknown "the value is an unset variable" {
    variable "https" {}

    resource "azurerm_spring_cloud_app" "example" {
      name                = "example"
      resource_group_name = "example"
      service_name        = "example-spring"
      is_public           = true
      https_only          = var.https
    }
  }

  fail "`public_endpoint_enabled` is `true`" {
    resource "azurerm_spring_cloud_app" "example" {
      name                    = "example"
      resource_group_name     = "example"
      service_name            = "example-spring"
      public_endpoint_enabled = true
    }
    expect = ["azurerm_spring_cloud_app.example"]
  }
}

rule "azure-spring-no-virtual-network" {
  title     = "Spring service is outside every virtual network"
  category  = "security"
  severity  = "low"
  default   = false
  resources = ["azurerm_spring_cloud_service"]
  aliases   = ["CKV2_AZURE_23"]
  tags      = ["cwe-668"]
  when      = lower(coalesce(resource.sku_name, "S0")) != "b0"
  assert    = resource.network[0].service_runtime_subnet_id != null
  at        = resource.network
  message   = "there is no `network` block with a `service_runtime_subnet_id`"
  why       = <<-EOT
    Inside a network apps reach private databases and can be kept internal. Spring Apps retires on 31 March 2028.
  EOT
  remedy    = <<-EOT
    Add a `network` block, or move to Container Apps.
  EOT
  link      = "https://learn.microsoft.com/azure/spring-apps/basic-standard/how-to-deploy-in-azure-virtual-network"

  pass "inside" {
    resource "azurerm_spring_cloud_service" "example" {
      name                = "example-spring"
      resource_group_name = "example"
      location            = "westeurope"
      sku_name            = "S0"

      network {
        app_subnet_id             = "some-id"
        service_runtime_subnet_id = "some-id"
        cidr_ranges               = ["10.4.0.0/16", "10.5.0.0/16", "10.3.0.1/16"]
      }
    }
  }

  pass "basic has none" {
    resource "azurerm_spring_cloud_service" "example" {
      name                = "example-spring"
      resource_group_name = "example"
      location            = "westeurope"
      sku_name            = "B0"
    }
  }

  fail "outside" {
    resource "azurerm_spring_cloud_service" "example" {
      name                = "example-spring"
      resource_group_name = "example"
      location            = "westeurope"
      sku_name            = "S0"
    }

    expect = ["azurerm_spring_cloud_service.example"]
  }
}

rule "azure-spring-no-end-to-end-tls" {
  title     = "Spring app receives unencrypted traffic from the ingress"
  category  = "security"
  severity  = "low"
  default   = false
  resources = ["azurerm_spring_cloud_app"]
  aliases   = ["CKV2_AZURE_55"]
  tags      = ["cwe-319"]
  assert    = resource.tls_enabled == true
  at        = resource.tls_enabled
  message   = "`tls_enabled` is not true"
  why       = <<-EOT
    TLS ends at the ingress; behind it traffic crosses the platform's network in the clear.
  EOT
  remedy    = <<-EOT
    Write `tls_enabled = true`.
  EOT
  link      = "https://learn.microsoft.com/azure/spring-apps/basic-standard/how-to-enable-ingress-to-app-tls"

  pass "on" {
    resource "azurerm_spring_cloud_app" "example" {
      name                = "example"
      resource_group_name = "example"
      service_name        = "example-spring"
      tls_enabled         = true
    }
  }

  fail "not set" {
    resource "azurerm_spring_cloud_app" "example" {
      name                = "example"
      resource_group_name = "example"
      service_name        = "example-spring"
    }

    expect = ["azurerm_spring_cloud_app.example"]
  }

  fail "off" {
    resource "azurerm_spring_cloud_app" "example" {
      name                = "example"
      resource_group_name = "example"
      service_name        = "example-spring"
      tls_enabled         = false
    }

    expect = ["azurerm_spring_cloud_app.example @ tls_enabled"]
  }

  unknown "the value is an unset variable" {
    variable "tls" {}

    resource "azurerm_spring_cloud_app" "example" {
      name                = "example"
      resource_group_name = "example"
      service_name        = "example-spring"
      tls_enabled         = var.tls
    }
  }
}
