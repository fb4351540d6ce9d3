# Azure SQL: servers, databases, managed instances, SQL on virtual machines.

rule "azure-mssql-weak-tls" {
  title     = "SQL server accepts old TLS versions"
  category  = "security"
  severity  = "medium"
  resources = ["azurerm_mssql_server", "azurerm_mssql_managed_instance"]
  aliases   = ["CKV_AZURE_52", "AZU-0026", "azure-database-secure-tls-policy", "AVD-AZU-0026"]
  tags      = ["cwe-326", "cwe-327"]
  assert    = !contains(["1.0", "1.1", "disabled"], lower(resource.minimum_tls_version))
  at        = resource.minimum_tls_version
  message   = "`minimum_tls_version` is `${resource.minimum_tls_version}`"
  why       = <<-EOT
    TLS 1.0 and 1.1 have known weaknesses and are refused by auditors; `Disabled` accepts any version. Since version 3.0
    of the provider the default is 1.2.
  EOT
  remedy    = <<-EOT
    Remove the argument, or write `minimum_tls_version = "1.2"`.
  EOT
  link      = "https://learn.microsoft.com/azure/azure-sql/database/connectivity-settings#minimum-tls-version"

  fix {
    set = {
      minimum_tls_version = "1.2"
    }
  }

  pass "the default is 1.2" {
    variable "password" {}

    resource "azurerm_mssql_server" "example" {
      name                         = "example-sql"
      resource_group_name          = "example"
      location                     = "westeurope"
      version                      = "12.0"
      administrator_login          = "sqlowner"
      administrator_login_password = var.password
    }
    also = ["azure-mssql-no-auditing"]
  }

  pass "1.2 on an instance" {
    variable "password" {}

    resource "azurerm_mssql_managed_instance" "example" {
      name                         = "example-mi"
      resource_group_name          = "example"
      location                     = "westeurope"
      license_type                 = "BasePrice"
      sku_name                     = "GP_Gen5"
      storage_size_in_gb           = 32
      subnet_id                    = "some-id"
      vcores                       = 4
      administrator_login          = "sqlowner"
      administrator_login_password = var.password
      minimum_tls_version          = "1.2"
    }
  }

  fail "1.0" {
    variable "password" {}

    resource "azurerm_mssql_server" "example" {
      name                         = "example-sql"
      resource_group_name          = "example"
      location                     = "westeurope"
      version                      = "12.0"
      administrator_login          = "sqlowner"
      administrator_login_password = var.password
      minimum_tls_version          = "1.0"
    }

    expect = ["azurerm_mssql_server.example @ minimum_tls_version"]
  }

  fail "not enforced" {
    variable "password" {}

    resource "azurerm_mssql_server" "example" {
      name                         = "example-sql"
      resource_group_name          = "example"
      location                     = "westeurope"
      version                      = "12.0"
      administrator_login          = "sqlowner"
      administrator_login_password = var.password
      minimum_tls_version          = "Disabled"
    }

    expect = ["azurerm_mssql_server.example @ minimum_tls_version"]
  }

  fail "1.1 on an instance" {
    variable "password" {}

    resource "azurerm_mssql_managed_instance" "example" {
      name                         = "example-mi"
      resource_group_name          = "example"
      location                     = "westeurope"
      license_type                 = "BasePrice"
      sku_name                     = "GP_Gen5"
      storage_size_in_gb           = 32
      subnet_id                    = "some-id"
      vcores                       = 4
      administrator_login          = "sqlowner"
      administrator_login_password = var.password
      minimum_tls_version          = "1.1"
    }

    expect = ["azurerm_mssql_managed_instance.example @ minimum_tls_version"]
  }

  unknown "the value is an unset variable" {
    variable "password" {}

    variable "tls" {}

    resource "azurerm_mssql_server" "example" {
      name                         = "example-sql"
      resource_group_name          = "example"
      location                     = "westeurope"
      version                      = "12.0"
      administrator_login          = "sqlowner"
      administrator_login_password = var.password
      minimum_tls_version          = var.tls
    }
  }
}

rule "azure-mssql-managed-instance-public-endpoint" {
  title     = "SQL managed instance has a public data endpoint"
  category  = "security"
  severity  = "high"
  resources = ["azurerm_mssql_managed_instance"]
  tags      = ["cwe-284", "cwe-668"]
  assert    = resource.public_data_endpoint_enabled != true
  at        = resource.public_data_endpoint_enabled
  message   = "`public_data_endpoint_enabled` is true: port 3342 is offered to the internet"
  why       = <<-EOT
    Managed instances are private by design. With the endpoint on, only the subnet's security group and a password are
    left.
  EOT
  remedy    = <<-EOT
    Remove the argument; connect through the virtual network, a peering or a private endpoint.
  EOT
  link      = "https://learn.microsoft.com/azure/azure-sql/managed-instance/public-endpoint-configure"

  fix {
    set = {
      public_data_endpoint_enabled = false
    }
  }

  pass "private by default" {
    variable "password" {}

    resource "azurerm_mssql_managed_instance" "example" {
      name                         = "example-mi"
      resource_group_name          = "example"
      location                     = "westeurope"
      license_type                 = "BasePrice"
      sku_name                     = "GP_Gen5"
      storage_size_in_gb           = 32
      subnet_id                    = "some-id"
      vcores                       = 4
      administrator_login          = "sqlowner"
      administrator_login_password = var.password
    }
  }

  pass "off" {
    variable "password" {}

    resource "azurerm_mssql_managed_instance" "example" {
      name                         = "example-mi"
      resource_group_name          = "example"
      location                     = "westeurope"
      license_type                 = "BasePrice"
      sku_name                     = "GP_Gen5"
      storage_size_in_gb           = 32
      subnet_id                    = "some-id"
      vcores                       = 4
      administrator_login          = "sqlowner"
      administrator_login_password = var.password
      public_data_endpoint_enabled = false
    }
  }

  fail "on" {
    variable "password" {}

    resource "azurerm_mssql_managed_instance" "example" {
      name                         = "example-mi"
      resource_group_name          = "example"
      location                     = "westeurope"
      license_type                 = "BasePrice"
      sku_name                     = "GP_Gen5"
      storage_size_in_gb           = 32
      subnet_id                    = "some-id"
      vcores                       = 4
      administrator_login          = "sqlowner"
      administrator_login_password = var.password
      public_data_endpoint_enabled = true
    }

    expect = ["azurerm_mssql_managed_instance.example @ public_data_endpoint_enabled"]
  }

  unknown "the value is an unset variable" {
    variable "password" {}

    variable "public" {}

    resource "azurerm_mssql_managed_instance" "example" {
      name                         = "example-mi"
      resource_group_name          = "example"
      location                     = "westeurope"
      license_type                 = "BasePrice"
      sku_name                     = "GP_Gen5"
      storage_size_in_gb           = 32
      subnet_id                    = "some-id"
      vcores                       = 4
      administrator_login          = "sqlowner"
      administrator_login_password = var.password
      public_data_endpoint_enabled = var.public
    }
  }
}

rule "azure-mssql-no-auditing" {
  title     = "SQL server has no auditing"
  category  = "security"
  severity  = "medium"
  resources = ["azurerm_mssql_server", "azurerm_sql_server"]
  aliases = [
    "CKV_AZURE_23", "609839ae-bd81-4375-9910-5bce72ae7b92", "AZU-0027", "azure-database-enable-audit",
    "AVD-AZU-0027", "f7e296b0-6660-4bc5-8f87-22ac4a815edf",
  ]
  tags = ["cwe-778", "cis-azure-2.0-4.1.1"]

  related "policy" {
    type = "azurerm_mssql_server_extended_auditing_policy"
    on   = refers(other.server_id, resource)
  }

  assert  = length(resource.extended_auditing_policy) > 0 || anytrue([for p in related.policy : p.enabled != false])
  at      = resource
  message = "no enabled `azurerm_mssql_server_extended_auditing_policy` refers to the server"
  why     = <<-EOT
    Without an audit trail nobody can tell who read or changed data. Older code has the policy as a block inside the
    server, which counts as well.
  EOT
  remedy  = <<-EOT
    Add a policy that writes to a storage account or Log Analytics:

        resource "azurerm_mssql_server_extended_auditing_policy" "example" {
          server_id              = azurerm_mssql_server.example.id
          log_monitoring_enabled = true
        }
  EOT
  link    = "https://learn.microsoft.com/azure/azure-sql/database/auditing-overview"

  pass "a policy refers to it" {
    variable "password" {}

    resource "azurerm_mssql_server" "example" {
      name                         = "example-sql"
      resource_group_name          = "example"
      location                     = "westeurope"
      version                      = "12.0"
      administrator_login          = "sqlowner"
      administrator_login_password = var.password
    }

    resource "azurerm_mssql_server_extended_auditing_policy" "example" {
      server_id = azurerm_mssql_server.example.id
    }
  }

  pass "the block of provider version 2" {
    variable "password" {}

    resource "azurerm_mssql_server" "example" {
      name                         = "example-sql"
      resource_group_name          = "example"
      location                     = "westeurope"
      version                      = "12.0"
      administrator_login          = "sqlowner"
      administrator_login_password = var.password

      extended_auditing_policy {
        storage_endpoint  = "https://examplestorage.blob.core.windows.net/"
        retention_in_days = 90
      }
    }
  }

  fail "no policy" {
    variable "password" {}

    resource "azurerm_mssql_server" "example" {
      name                         = "example-sql"
      resource_group_name          = "example"
      location                     = "westeurope"
      version                      = "12.0"
      administrator_login          = "sqlowner"
      administrator_login_password = var.password
    }

    expect = ["azurerm_mssql_server.example"]
  }

  fail "a policy that is off" {
    variable "password" {}

    resource "azurerm_mssql_server" "example" {
      name                         = "example-sql"
      resource_group_name          = "example"
      location                     = "westeurope"
      version                      = "12.0"
      administrator_login          = "sqlowner"
      administrator_login_password = var.password
    }

    resource "azurerm_mssql_server_extended_auditing_policy" "example" {
      server_id = azurerm_mssql_server.example.id
      enabled   = false
    }

    expect = ["azurerm_mssql_server.example"]
  }

  unknown "the policy's server is an unset variable" {
    variable "password" {}

    variable "server" {}

    resource "azurerm_mssql_server" "example" {
      name                         = "example-sql"
      resource_group_name          = "example"
      location                     = "westeurope"
      version                      = "12.0"
      administrator_login          = "sqlowner"
      administrator_login_password = var.password
    }

    resource "azurerm_mssql_server_extended_auditing_policy" "example" {
      server_id = var.server
    }
  }
}

rule "azure-mssql-short-audit-retention" {
  title    = "SQL audit records are kept for less than 90 days"
  category = "security"
  severity = "low"
  resources = [
    "azurerm_mssql_server_extended_auditing_policy", "azurerm_mssql_database_extended_auditing_policy",
    "azurerm_mssql_server", "azurerm_sql_server", "azurerm_mssql_database", "azurerm_sql_database",
  ]
  aliases = [
    "CKV_AZURE_24", "AZU-0025", "azure-database-retention-period-set", "AVD-AZU-0025",
    "59acb56b-2b10-4c2c-ba38-f2223c3f5cfc", "9c301481-e6ec-44f7-8a49-8ec63e2969ea",
  ]
  tags = ["cwe-778", "cis-azure-2.0-4.1.6"]
  params = {
    minimum_days = 90
  }
  when     = each.value.blob_storage_endpoint != null || each.value.storage_endpoint != null
  for_each = endswith(meta.type, "auditing_policy") ? [resource] : resource.extended_auditing_policy
  assert   = coalesce(each.value.retention_in_days, 0) == 0 || each.value.retention_in_days >= param.minimum_days
  at       = each.value.retention_in_days
  message  = "records are deleted after ${each.value.retention_in_days} days; at least ${param.minimum_days} are wanted"
  why      = <<-EOT
    Intrusions are often found after months. Zero, the default, keeps records for ever. The retention applies to records
    in a storage account only.
  EOT
  remedy   = <<-EOT
    Write `retention_in_days = 90` or more.
  EOT
  link     = "https://registry.terraform.io/providers/hashicorp/azurerm/latest/docs/resources/mssql_server_extended_auditing_policy"

  pass "ninety days" {
    resource "azurerm_mssql_server_extended_auditing_policy" "example" {
      server_id         = "some-id"
      storage_endpoint  = "https://examplestorage.blob.core.windows.net/"
      retention_in_days = 90
    }
  }

  pass "for ever" {
    resource "azurerm_mssql_database_extended_auditing_policy" "example" {
      database_id           = "some-id"
      blob_storage_endpoint = "https://examplestorage.blob.core.windows.net/"
    }
  }

  pass "Log Analytics has its own retention" {
    resource "azurerm_mssql_server_extended_auditing_policy" "example" {
      server_id              = "some-id"
      log_monitoring_enabled = true
      retention_in_days      = 6
    }
  }

  fail "six days" {
    resource "azurerm_mssql_server_extended_auditing_policy" "example" {
      server_id         = "some-id"
      storage_endpoint  = "https://examplestorage.blob.core.windows.net/"
      retention_in_days = 6
    }

    expect = ["azurerm_mssql_server_extended_auditing_policy.example @ retention_in_days"]
  }

  fail "in the server's block" {
    variable "password" {}

    resource "azurerm_sql_server" "example" {
      name                         = "example-sql"
      resource_group_name          = "example"
      location                     = "westeurope"
      version                      = "12.0"
      administrator_login          = "sqlowner"
      administrator_login_password = var.password

      extended_auditing_policy {
        storage_endpoint  = "https://examplestorage.blob.core.windows.net/"
        retention_in_days = 30
      }
    }

    expect = ["azurerm_sql_server.example @ extended_auditing_policy[0].retention_in_days"]
  }

  unknown "the value is an unset variable" {
    variable "days" {}

    resource "azurerm_mssql_server_extended_auditing_policy" "example" {
      server_id         = "some-id"
      storage_endpoint  = "https://examplestorage.blob.core.windows.net/"
      retention_in_days = var.days
    }
  }
}

rule "azure-mssql-audit-goes-nowhere" {
  title     = "SQL audit policy has no destination"
  category  = "security"
  severity  = "medium"
  resources = ["azurerm_mssql_server_extended_auditing_policy", "azurerm_mssql_database_extended_auditing_policy"]
  aliases   = ["CKV_AZURE_156"]
  tags      = ["cwe-778"]
  when      = resource.enabled != false
  assert    = resource.log_monitoring_enabled != false || resource.blob_storage_endpoint != null || resource.storage_endpoint != null
  at        = resource.log_monitoring_enabled
  message   = "`log_monitoring_enabled` is false and no storage endpoint is given"
  why       = <<-EOT
    The policy exists, and no record is written.
  EOT
  remedy    = <<-EOT
    Remove `log_monitoring_enabled = false`, or name a `blob_storage_endpoint` (`storage_endpoint` before provider version
    5.0).
  EOT
  link      = "https://learn.microsoft.com/azure/azure-sql/database/auditing-overview"

  pass "Azure Monitor by default" {
    resource "azurerm_mssql_server_extended_auditing_policy" "example" {
      server_id = "some-id"
    }
  }

  pass "storage only" {
    resource "azurerm_mssql_database_extended_auditing_policy" "example" {
      database_id            = "some-id"
      log_monitoring_enabled = false
      storage_endpoint       = "https://examplestorage.blob.core.windows.net/"
    }
  }

  fail "neither" {
    resource "azurerm_mssql_server_extended_auditing_policy" "example" {
      server_id              = "some-id"
      log_monitoring_enabled = false
    }

    expect = ["azurerm_mssql_server_extended_auditing_policy.example @ log_monitoring_enabled"]
  }

  unknown "the value is an unset variable" {
    variable "monitor" {}

    resource "azurerm_mssql_server_extended_auditing_policy" "example" {
      server_id              = "some-id"
      log_monitoring_enabled = var.monitor
    }
  }

  pass "`enabled` is `false`" {
    resource "azurerm_mssql_server_extended_auditing_policy" "example" {
      server_id              = "some-id"
      log_monitoring_enabled = false
      enabled                = false
    }
  }

  fail "no `storage_endpoint`, one more, `blob_storage_endpoint` is another" {
    resource "azurerm_mssql_database_extended_auditing_policy" "example" {
      database_id            = "some-id"
      log_monitoring_enabled = false
    }
    resource "azurerm_mssql_database_extended_auditing_policy" "example_too" {
      database_id            = "some-id"
      log_monitoring_enabled = false
      blob_storage_endpoint  = "https://examplestorage.blob.core.windows.net/"
    }
    expect = ["azurerm_mssql_database_extended_auditing_policy.example @ log_monitoring_enabled"]
  }
}

rule "azure-mssql-threat-detection-off" {
  title    = "SQL threat detection is switched off"
  category = "security"
  severity = "medium"
  resources = [
    "azurerm_mssql_server_security_alert_policy", "azurerm_mssql_managed_instance_security_alert_policy",
    "azurerm_mssql_database", "azurerm_sql_database",
  ]
  aliases = ["CKV2_AZURE_2", "CKV2_AZURE_13", "83a229ba-483e-47c6-8db7-dc96969bce5a"]
  tags    = ["cwe-778", "cis-azure-2.0-4.2.1"]
  assert  = resource.enabled != false && lower(coalesce(resource.state, resource.threat_detection_policy[0].state, "-")) != "disabled"
  at      = coalesce(resource.state, resource.threat_detection_policy[0].state, resource.enabled)
  message = "the policy is there, and disabled"
  why     = <<-EOT
    Alerts about injection attempts, brute force and unusual access are not raised. A disabled policy looks like coverage
    in reviews.
  EOT
  remedy  = <<-EOT
    Write `state = "Enabled"` (`enabled = true` on a managed instance).
  EOT
  link    = "https://learn.microsoft.com/azure/azure-sql/database/threat-detection-overview"

  pass "enabled" {
    resource "azurerm_mssql_server_security_alert_policy" "example" {
      resource_group_name = "example"
      server_name         = "example"
      state               = "Enabled"
    }
    also = ["azure-mssql-alerts-reach-nobody"]
  }

  pass "no policy in the database" {
    resource "azurerm_mssql_database" "example" {
      name      = "example"
      server_id = "some-id"
    }
  }

  fail "disabled for the server" {
    resource "azurerm_mssql_server_security_alert_policy" "example" {
      resource_group_name = "example"
      server_name         = "example"
      state               = "Disabled"
    }

    expect = ["azurerm_mssql_server_security_alert_policy.example @ state"]
  }

  fail "disabled for a database" {
    resource "azurerm_mssql_database" "example" {
      name      = "example"
      server_id = "some-id"

      threat_detection_policy {
        state = "Disabled"
      }
    }

    expect = ["azurerm_mssql_database.example @ threat_detection_policy[0].state"]
  }

  unknown "the value is an unset variable" {
    variable "state" {}

    resource "azurerm_mssql_server_security_alert_policy" "example" {
      resource_group_name = "example"
      server_name         = "example"
      state               = var.state
    }
  }
}

rule "azure-mssql-no-threat-detection" {
  title     = "SQL server has no alert policy"
  category  = "security"
  severity  = "low"
  default   = false
  resources = ["azurerm_mssql_server", "azurerm_sql_server"]
  aliases   = ["CKV2_AZURE_2", "CKV2_AZURE_13"]
  tags      = ["cwe-778", "cis-azure-2.0-4.2.1"]

  related "policy" {
    type = "azurerm_mssql_server_security_alert_policy"
    on   = refers(other.server_name, resource)
  }

  assert  = length(related.policy) > 0
  at      = resource
  message = "no `azurerm_mssql_server_security_alert_policy` refers to the server"
  why     = <<-EOT
    Defender for SQL can be switched on for the whole subscription instead, which is the better place; hence the rule is
    not in the default set.
  EOT
  remedy  = <<-EOT
    Add the policy, or `azurerm_security_center_subscription_pricing` with `resource_type = "SqlServers"`.
  EOT
  link    = "https://learn.microsoft.com/azure/defender-for-cloud/defender-for-sql-introduction"

  pass "a policy refers to it" {
    variable "password" {}

    resource "azurerm_mssql_server" "example" {
      name                         = "example-sql"
      resource_group_name          = "example"
      location                     = "westeurope"
      version                      = "12.0"
      administrator_login          = "sqlowner"
      administrator_login_password = var.password
    }

    resource "azurerm_mssql_server_security_alert_policy" "example" {
      resource_group_name = "example"
      state               = "Enabled"
      server_name         = azurerm_mssql_server.example.name
    }
    also = ["azure-mssql-alerts-reach-nobody", "azure-mssql-no-auditing"]
  }

  pass "a policy, by a name that is known later" {
    variable "password" {}

    resource "random_id" "r" {
      byte_length = 4
    }

    resource "azurerm_mssql_server" "example" {
      name                         = "example-${random_id.r.hex}"
      resource_group_name          = "example"
      location                     = "westeurope"
      version                      = "12.0"
      administrator_login          = "sqlowner"
      administrator_login_password = var.password
    }

    resource "azurerm_mssql_server_security_alert_policy" "example" {
      resource_group_name = "example"
      state               = "Enabled"
      server_name         = azurerm_mssql_server.example.name
    }
    also = ["azure-mssql-alerts-reach-nobody", "azure-mssql-no-auditing"]
  }

  pass "a policy, by a random name" {
    variable "password" {}

    resource "random_pet" "r" {}

    resource "azurerm_mssql_server" "example" {
      name                         = random_pet.r.id
      resource_group_name          = "example"
      location                     = "westeurope"
      version                      = "12.0"
      administrator_login          = "sqlowner"
      administrator_login_password = var.password
    }

    resource "azurerm_mssql_server_security_alert_policy" "example" {
      resource_group_name = "example"
      state               = "Enabled"
      server_name         = azurerm_mssql_server.example.name
    }
    also = ["azure-mssql-alerts-reach-nobody", "azure-mssql-no-auditing"]
  }

  unknown "a policy, by a name that is computed once more" {
    variable "password" {}

    resource "random_pet" "r" {}

    resource "azurerm_mssql_server" "example" {
      name                         = lower(random_pet.r.id)
      resource_group_name          = "example"
      location                     = "westeurope"
      version                      = "12.0"
      administrator_login          = "sqlowner"
      administrator_login_password = var.password
    }

    resource "azurerm_mssql_server_security_alert_policy" "example" {
      resource_group_name = "example"
      state               = "Enabled"
      server_name         = lower(random_pet.r.id)
    }
    also = ["azure-mssql-alerts-reach-nobody", "azure-mssql-no-auditing"]
  }

  fail "none" {
    variable "password" {}

    resource "azurerm_mssql_server" "example" {
      name                         = "example-sql"
      resource_group_name          = "example"
      location                     = "westeurope"
      version                      = "12.0"
      administrator_login          = "sqlowner"
      administrator_login_password = var.password
    }

    expect = ["azurerm_mssql_server.example"]
  }
}

rule "azure-mssql-alerts-disabled" {
  title    = "Some SQL threat alerts are switched off"
  category = "security"
  severity = "low"
  resources = [
    "azurerm_mssql_server_security_alert_policy", "azurerm_mssql_managed_instance_security_alert_policy",
    "azurerm_sql_server", "azurerm_mssql_database",
  ]
  aliases = ["CKV_AZURE_25", "AZU-0028", "azure-database-all-threat-alerts-enabled", "AVD-AZU-0028"]
  tags    = ["cwe-778"]
  assert  = length(concat(resource.disabled_alerts, resource.threat_detection_policy[0].disabled_alerts)) == 0
  at      = coalesce(resource.disabled_alerts, resource.threat_detection_policy[0].disabled_alerts)
  message = "`disabled_alerts` silences ${join(", ", concat(resource.disabled_alerts, resource.threat_detection_policy[0].disabled_alerts))}"
  why     = <<-EOT
    What is not detected cannot be answered. Noise is better handled by a suppression rule in Defender, which keeps a
    trace.
  EOT
  remedy  = <<-EOT
    Remove `disabled_alerts`.
  EOT
  link    = "https://learn.microsoft.com/azure/defender-for-cloud/alerts-sql-database-and-azure-synapse-analytics"

  fix {
    remove = ["disabled_alerts"]
  }

  pass "all alerts" {
    resource "azurerm_mssql_server_security_alert_policy" "example" {
      resource_group_name = "example"
      server_name         = "example"
      state               = "Enabled"
    }
    also = ["azure-mssql-alerts-reach-nobody"]
  }

  pass "an empty list" {
    resource "azurerm_mssql_server_security_alert_policy" "example" {
      resource_group_name = "example"
      server_name         = "example"
      state               = "Enabled"
      disabled_alerts     = []
    }
    also = ["azure-mssql-alerts-reach-nobody"]
  }

  fail "two alerts off" {
    resource "azurerm_mssql_server_security_alert_policy" "example" {
      resource_group_name = "example"
      server_name         = "example"
      state               = "Enabled"
      disabled_alerts     = ["Sql_Injection", "Data_Exfiltration"]
    }

    expect = ["azurerm_mssql_server_security_alert_policy.example @ disabled_alerts"]
  }

  unknown "the value is an unset variable" {
    variable "alerts" {}

    resource "azurerm_mssql_server_security_alert_policy" "example" {
      resource_group_name = "example"
      server_name         = "example"
      state               = "Enabled"
      disabled_alerts     = var.alerts
    }
  }
}

rule "azure-mssql-alerts-reach-nobody" {
  title     = "SQL threat alerts are mailed to nobody"
  category  = "security"
  severity  = "low"
  resources = ["azurerm_mssql_server_security_alert_policy", "azurerm_mssql_managed_instance_security_alert_policy"]
  aliases = [
    "CKV_AZURE_26", "CKV_AZURE_27", "AZU-0018", "azure-database-threat-alert-email-set", "AVD-AZU-0018",
    "AZU-0023", "azure-database-threat-alert-email-to-owner", "AVD-AZU-0023",
    "55975007-f6e7-4134-83c3-298f1fe4b519",
  ]
  tags    = ["cwe-778"]
  when    = lower(coalesce(resource.state, "enabled")) == "enabled"
  assert  = length(resource.email_addresses) > 0 || resource.email_account_admins == true || resource.email_account_admins_enabled == true
  at      = coalesce(resource.email_addresses, resource.email_account_admins_enabled, resource.email_account_admins)
  message = "neither `email_addresses` nor `email_account_admins_enabled` names a receiver"
  why     = <<-EOT
    Alerts then show in the portal only. Where Defender for Cloud forwards them, suppress the finding.
  EOT
  remedy  = <<-EOT
    Write `email_addresses = ["security@example.com"]` or `email_account_admins_enabled = true` (`email_account_admins`
    before provider version 5.0).
  EOT
  link    = "https://registry.terraform.io/providers/hashicorp/azurerm/latest/docs/resources/mssql_server_security_alert_policy"

  pass "an address" {
    resource "azurerm_mssql_server_security_alert_policy" "example" {
      resource_group_name = "example"
      server_name         = "example"
      state               = "Enabled"
      email_addresses     = ["security@example.com"]
    }
  }

  pass "the administrators" {
    resource "azurerm_mssql_server_security_alert_policy" "example" {
      resource_group_name  = "example"
      server_name          = "example"
      state                = "Enabled"
      email_account_admins = true
    }
  }

  fail "nobody" {
    resource "azurerm_mssql_server_security_alert_policy" "example" {
      resource_group_name = "example"
      server_name         = "example"
      state               = "Enabled"
    }

    expect = ["azurerm_mssql_server_security_alert_policy.example"]
  }

  fail "administrators left out" {
    resource "azurerm_mssql_server_security_alert_policy" "example" {
      resource_group_name  = "example"
      server_name          = "example"
      state                = "Enabled"
      email_account_admins = false
    }

    expect = ["azurerm_mssql_server_security_alert_policy.example @ email_account_admins"]
  }

  unknown "the value is an unset variable" {
    variable "mail" {}

    resource "azurerm_mssql_server_security_alert_policy" "example" {
      resource_group_name          = "example"
      server_name                  = "example"
      state                        = "Enabled"
      email_account_admins_enabled = var.mail
    }
  }

  pass "more that pass" {
    resource "azurerm_mssql_server_security_alert_policy" "state_is_disabled" {
      resource_group_name = "example"
      server_name         = "example"
      state               = "Disabled"
    }
    resource "azurerm_mssql_server_security_alert_policy" "email_account_admins_enabled_is_true" {
      resource_group_name          = "example"
      server_name                  = "example"
      state                        = "Enabled"
      email_account_admins_enabled = true
    }
    also = ["azure-mssql-threat-detection-off"]
  }
}

rule "azure-mssql-vulnerability-scan-not-recurring" {
  title    = "SQL vulnerability assessment never scans by itself"
  category = "security"
  severity = "low"
  resources = [
    "azurerm_mssql_server_vulnerability_assessment", "azurerm_mssql_managed_instance_vulnerability_assessment",
  ]
  aliases = ["CKV2_AZURE_3"]
  tags    = ["cwe-1059", "cis-azure-2.0-4.2.3"]
  assert  = resource.recurring_scans[0].enabled == true
  at      = resource.recurring_scans[0].enabled
  message = "`recurring_scans` is not enabled"
  why     = <<-EOT
    An assessment that is set up and never runs finds nothing. The provider leaves recurring scans off unless they are
    written.
  EOT
  remedy  = <<-EOT
    Add `recurring_scans { enabled = true }`.
  EOT
  link    = "https://learn.microsoft.com/azure/azure-sql/database/sql-vulnerability-assessment"

  pass "weekly scans" {
    resource "azurerm_mssql_server_vulnerability_assessment" "example" {
      server_security_alert_policy_id = "some-id"
      storage_container_path          = "https://examplestorage.blob.core.windows.net/scans/"

      recurring_scans {
        enabled = true
        emails  = ["security@example.com"]
      }
    }
  }

  fail "no block" {
    resource "azurerm_mssql_server_vulnerability_assessment" "example" {
      server_security_alert_policy_id = "some-id"
      storage_container_path          = "https://examplestorage.blob.core.windows.net/scans/"
    }

    expect = ["azurerm_mssql_server_vulnerability_assessment.example"]
  }

  fail "off" {
    resource "azurerm_mssql_server_vulnerability_assessment" "example" {
      server_security_alert_policy_id = "some-id"
      storage_container_path          = "https://examplestorage.blob.core.windows.net/scans/"

      recurring_scans {
        enabled = false
      }
    }

    expect = ["azurerm_mssql_server_vulnerability_assessment.example @ recurring_scans[0].enabled"]
  }

  unknown "the value is an unset variable" {
    variable "scan" {}

    resource "azurerm_mssql_server_vulnerability_assessment" "example" {
      server_security_alert_policy_id = "some-id"
      storage_container_path          = "https://examplestorage.blob.core.windows.net/scans/"

      recurring_scans {
        enabled = var.scan
      }
    }
  }
}

rule "azure-mssql-vulnerability-report-reaches-nobody" {
  title    = "SQL vulnerability reports are mailed to nobody"
  category = "security"
  severity = "low"
  default  = false
  resources = [
    "azurerm_mssql_server_vulnerability_assessment", "azurerm_mssql_managed_instance_vulnerability_assessment",
  ]
  aliases = ["CKV2_AZURE_4", "CKV2_AZURE_5"]
  tags    = ["cwe-778", "cis-azure-2.0-4.2.4", "cis-azure-2.0-4.2.5"]
  when    = resource.recurring_scans[0].enabled == true
  assert  = length(resource.recurring_scans[0].emails) > 0 || resource.recurring_scans[0].email_subscription_admins == true
  at      = resource.recurring_scans
  message = "scans run, and nobody is told what they found"
  why     = <<-EOT
    Results can be read in the portal and in Defender for Cloud, so mail is a convenience.
  EOT
  remedy  = <<-EOT
    Write `email_subscription_admins = true` or a list of `emails`.
  EOT
  link    = "https://registry.terraform.io/providers/hashicorp/azurerm/latest/docs/resources/mssql_server_vulnerability_assessment"

  pass "an address" {
    resource "azurerm_mssql_server_vulnerability_assessment" "example" {
      server_security_alert_policy_id = "some-id"
      storage_container_path          = "https://examplestorage.blob.core.windows.net/scans/"

      recurring_scans {
        enabled = true
        emails  = ["security@example.com"]
      }
    }
  }

  pass "the administrators" {
    resource "azurerm_mssql_server_vulnerability_assessment" "example" {
      server_security_alert_policy_id = "some-id"
      storage_container_path          = "https://examplestorage.blob.core.windows.net/scans/"

      recurring_scans {
        enabled                   = true
        email_subscription_admins = true
      }
    }
  }

  fail "nobody" {
    resource "azurerm_mssql_server_vulnerability_assessment" "example" {
      server_security_alert_policy_id = "some-id"
      storage_container_path          = "https://examplestorage.blob.core.windows.net/scans/"

      recurring_scans {
        enabled = true
      }
    }

    expect = ["azurerm_mssql_server_vulnerability_assessment.example @ recurring_scans"]
  }

  pass "without `recurring_scans`" {
    resource "azurerm_mssql_server_vulnerability_assessment" "example" {
      server_security_alert_policy_id = "some-id"
      storage_container_path          = "https://examplestorage.blob.core.windows.net/scans/"
    }
    also = ["azure-mssql-vulnerability-scan-not-recurring"]
  }
}

rule "azure-mssql-database-not-encrypted" {
  title     = "SQL database is not encrypted at rest"
  category  = "security"
  severity  = "medium"
  resources = ["azurerm_mssql_database"]
  aliases   = ["CKV2_AZURE_25"]
  tags      = ["cwe-311", "cis-azure-2.0-4.1.5"]
  assert    = resource.transparent_data_encryption_enabled != false
  at        = resource.transparent_data_encryption_enabled
  message   = "`transparent_data_encryption_enabled` is false"
  why       = <<-EOT
    Transparent encryption is on by default, costs nothing and changes nothing for clients; switching it off leaves files
    and backups readable. Only dedicated pools (`DW…`) accept false at all.
  EOT
  remedy    = <<-EOT
    Remove the argument.
  EOT
  link      = "https://learn.microsoft.com/azure/azure-sql/database/transparent-data-encryption-tde-overview"

  fix {
    remove = ["transparent_data_encryption_enabled"]
  }

  pass "on by default" {
    resource "azurerm_mssql_database" "example" {
      name      = "example"
      server_id = "some-id"
    }
  }

  pass "on" {
    resource "azurerm_mssql_database" "example" {
      name                                = "example"
      server_id                           = "some-id"
      transparent_data_encryption_enabled = true
    }
  }

  fail "off" {
    resource "azurerm_mssql_database" "example" {
      name                                = "example"
      server_id                           = "some-id"
      sku_name                            = "DW100c"
      transparent_data_encryption_enabled = false
    }

    expect = ["azurerm_mssql_database.example @ transparent_data_encryption_enabled"]
  }

  unknown "the value is an unset variable" {
    variable "encrypt" {}

    resource "azurerm_mssql_database" "example" {
      name                                = "example"
      server_id                           = "some-id"
      transparent_data_encryption_enabled = var.encrypt
    }
  }
}

rule "azure-mssql-no-customer-managed-key" {
  title     = "SQL encryption uses keys that Microsoft manages"
  category  = "security"
  severity  = "low"
  default   = false
  resources = ["azurerm_mssql_server"]
  tags      = ["cwe-320", "cis-azure-2.0-4.1.3"]

  related "tde" {
    type = "azurerm_mssql_server_transparent_data_encryption"
    on   = refers(other.server_id, resource)
  }

  assert  = resource.transparent_data_encryption_key_vault_key_id != null || anytrue([for t in related.tde : t.key_vault_key_id != null || t.managed_hsm_key_id != null])
  at      = resource
  message = "neither the server nor an `azurerm_mssql_server_transparent_data_encryption` names a key"
  why     = <<-EOT
    Databases are encrypted either way. A key of your own can be rotated and revoked, which some regulations require.
  EOT
  remedy  = <<-EOT
    Write `transparent_data_encryption_key_vault_key_id`, or add an `azurerm_mssql_server_transparent_data_encryption`.
  EOT
  link    = "https://learn.microsoft.com/azure/azure-sql/database/transparent-data-encryption-byok-overview"

  pass "in the server" {
    variable "password" {}

    resource "azurerm_mssql_server" "example" {
      name                                         = "example-sql"
      resource_group_name                          = "example"
      location                                     = "westeurope"
      version                                      = "12.0"
      administrator_login                          = "sqlowner"
      administrator_login_password                 = var.password
      transparent_data_encryption_key_vault_key_id = "some-id"
    }
    also = ["azure-mssql-no-auditing"]
  }

  pass "in a resource of its own" {
    variable "password" {}

    resource "azurerm_mssql_server" "example" {
      name                         = "example-sql"
      resource_group_name          = "example"
      location                     = "westeurope"
      version                      = "12.0"
      administrator_login          = "sqlowner"
      administrator_login_password = var.password
    }

    resource "azurerm_mssql_server_transparent_data_encryption" "example" {
      server_id        = azurerm_mssql_server.example.id
      key_vault_key_id = "some-id"
    }
    also = ["azure-mssql-no-auditing"]
  }

  fail "neither" {
    variable "password" {}

    resource "azurerm_mssql_server" "example" {
      name                         = "example-sql"
      resource_group_name          = "example"
      location                     = "westeurope"
      version                      = "12.0"
      administrator_login          = "sqlowner"
      administrator_login_password = var.password
    }

    expect = ["azurerm_mssql_server.example"]
  }

  fail "the separate resource keeps the service's key" {
    variable "password" {}

    resource "azurerm_mssql_server" "example" {
      name                         = "example-sql"
      resource_group_name          = "example"
      location                     = "westeurope"
      version                      = "12.0"
      administrator_login          = "sqlowner"
      administrator_login_password = var.password
    }

    resource "azurerm_mssql_server_transparent_data_encryption" "example" {
      server_id = azurerm_mssql_server.example.id
    }

    expect = ["azurerm_mssql_server.example"]
  }
}

rule "azure-mssql-no-entra-admin" {
  title     = "SQL server has no Entra ID administrator"
  category  = "security"
  severity  = "low"
  default   = false
  resources = ["azurerm_mssql_server", "azurerm_sql_server"]
  aliases   = ["CKV2_AZURE_27", "CKV2_AZURE_7", "a3a055d2-9a2e-4cc9-b9fb-12850a1a3a4b"]
  tags      = ["cwe-287", "cis-azure-2.0-4.1.4"]

  related "admin" {
    type = "azurerm_sql_active_directory_administrator"
    on   = refers(other.server_name, resource)
  }

  assert  = length(resource.azuread_administrator) > 0 || length(related.admin) > 0
  at      = resource
  message = "only SQL logins with passwords can administer the server"
  why     = <<-EOT
    With an Entra ID administrator, people and applications sign in with identities that have conditional access,
    multi-factor sign-in and an end when somebody leaves.
  EOT
  remedy  = <<-EOT
    Add an administrator:

        azuread_administrator {
          login_username              = "sql-admins"
          object_id                   = azuread_group.sql_admins.object_id
          azuread_authentication_only = true
        }
  EOT
  link    = "https://learn.microsoft.com/azure/azure-sql/database/authentication-aad-overview"

  pass "an administrator" {
    variable "password" {}

    resource "azurerm_mssql_server" "example" {
      name                         = "example-sql"
      resource_group_name          = "example"
      location                     = "westeurope"
      version                      = "12.0"
      administrator_login          = "sqlowner"
      administrator_login_password = var.password

      azuread_administrator {
        login_username = "dbas"
        object_id      = "11111111-1111-1111-1111-111111111111"
      }
    }
    also = ["azure-mssql-no-auditing"]
  }

  pass "the older separate resource" {
    variable "password" {}

    resource "azurerm_sql_server" "example" {
      name                         = "example-sql"
      resource_group_name          = "example"
      location                     = "westeurope"
      version                      = "12.0"
      administrator_login          = "sqlowner"
      administrator_login_password = var.password
    }

    resource "azurerm_sql_active_directory_administrator" "example" {
      server_name         = azurerm_sql_server.example.name
      resource_group_name = "example"
      login               = "dbas"
      tenant_id           = "00000000-0000-0000-0000-000000000000"
      object_id           = "11111111-1111-1111-1111-111111111111"
    }
    also = ["azure-mssql-no-auditing"]
  }

  fail "none" {
    variable "password" {}

    resource "azurerm_mssql_server" "example" {
      name                         = "example-sql"
      resource_group_name          = "example"
      location                     = "westeurope"
      version                      = "12.0"
      administrator_login          = "sqlowner"
      administrator_login_password = var.password
    }

    expect = ["azurerm_mssql_server.example"]
  }

  fail "none on the older type" {
    variable "password" {}

    resource "azurerm_sql_server" "example" {
      name                         = "example-sql"
      resource_group_name          = "example"
      location                     = "westeurope"
      version                      = "12.0"
      administrator_login          = "sqlowner"
      administrator_login_password = var.password
    }

    expect = ["azurerm_sql_server.example"]
  }
}

rule "azure-mssql-short-backup-retention" {
  title     = "SQL database can be restored for less than a week"
  category  = "reliability"
  severity  = "medium"
  resources = ["azurerm_mssql_database", "azurerm_mssql_managed_database"]
  params = {
    minimum_days = 7
  }
  assert  = coalesce(resource.short_term_retention_policy[0].retention_days, resource.short_term_retention_days, 7) >= param.minimum_days
  at      = coalesce(resource.short_term_retention_policy[0].retention_days, resource.short_term_retention_days)
  message = "point-in-time restore reaches back ${coalesce(resource.short_term_retention_policy[0].retention_days, resource.short_term_retention_days)} days; ${param.minimum_days} are the default"
  why     = <<-EOT
    Damage is often noticed after a weekend. The default of seven days costs nothing.
  EOT
  remedy  = <<-EOT
    Write `retention_days = 7` or more in `short_term_retention_policy`, or leave it out.
  EOT
  link    = "https://learn.microsoft.com/azure/azure-sql/database/automated-backups-overview"

  pass "the default" {
    resource "azurerm_mssql_database" "example" {
      name      = "example"
      server_id = "some-id"
    }
  }

  pass "two weeks" {
    resource "azurerm_mssql_database" "example" {
      name      = "example"
      server_id = "some-id"

      short_term_retention_policy {
        retention_days = 14
      }
    }
  }

  fail "one day" {
    resource "azurerm_mssql_database" "example" {
      name      = "example"
      server_id = "some-id"

      short_term_retention_policy {
        retention_days = 1
      }
    }

    expect = ["azurerm_mssql_database.example @ short_term_retention_policy[0].retention_days"]
  }

  unknown "the value is an unset variable" {
    variable "days" {}

    resource "azurerm_mssql_database" "example" {
      name      = "example"
      server_id = "some-id"

      short_term_retention_policy {
        retention_days = var.days
      }
    }
  }
}

rule "azure-mssql-invalid-backup-retention" {
  title     = "SQL backup retention is out of range"
  category  = "correctness"
  severity  = "high"
  resources = ["azurerm_mssql_database"]
  when      = resource.short_term_retention_policy[0].retention_days != null
  assert    = resource.short_term_retention_policy[0].retention_days >= 1 && resource.short_term_retention_policy[0].retention_days <= 35
  at        = resource.short_term_retention_policy[0].retention_days
  message   = "`retention_days` is ${resource.short_term_retention_policy[0].retention_days}; 1 to 35 are accepted"
  why       = <<-EOT
    The provider refuses other values. Longer retention is the subject of `long_term_retention_policy`.
  EOT
  remedy    = <<-EOT
    Write 1 to 35, and add a `long_term_retention_policy` block for more.
  EOT
  link      = "https://registry.terraform.io/providers/hashicorp/azurerm/latest/docs/resources/mssql_database"

  pass "the longest" {
    resource "azurerm_mssql_database" "example" {
      name      = "example"
      server_id = "some-id"

      short_term_retention_policy {
        retention_days = 35
      }
    }
  }

  fail "too long" {
    resource "azurerm_mssql_database" "example" {
      name      = "example"
      server_id = "some-id"

      short_term_retention_policy {
        retention_days = 90
      }
    }

    expect = ["azurerm_mssql_database.example @ short_term_retention_policy[0].retention_days"]
  }

  unknown "the value is an unset variable" {
    variable "days" {}

    resource "azurerm_mssql_database" "example" {
      name      = "example"
      server_id = "some-id"

      short_term_retention_policy {
        retention_days = var.days
      }
    }
  }

  pass "more that pass" {
    resource "azurerm_mssql_database" "retention_days_is_1" {
      name      = "example"
      server_id = "some-id"
      short_term_retention_policy {
        retention_days = 1
      }
    }
    resource "azurerm_mssql_database" "without_short_term_retention_policy" {
      name      = "example"
      server_id = "some-id"
    }
    also = ["azure-mssql-short-backup-retention"]
  }

  fail "more that fail" {
    resource "azurerm_mssql_database" "one_more_retention_days_is_36" {
      name      = "example"
      server_id = "some-id"
      short_term_retention_policy {
        retention_days = 35
      }
    }
    resource "azurerm_mssql_database" "one_more_retention_days_is_36_2" {
      name      = "example"
      server_id = "some-id"
      short_term_retention_policy {
        retention_days = 36
      }
    }
    resource "azurerm_mssql_database" "retention_days_is_0" {
      name      = "example"
      server_id = "some-id"
      short_term_retention_policy {
        retention_days = 0
      }
    }
    expect = [
      "azurerm_mssql_database.one_more_retention_days_is_36_2 @ short_term_retention_policy[0].retention_days",
      "azurerm_mssql_database.retention_days_is_0 @ short_term_retention_policy[0].retention_days",
    ]
    also   = ["azure-mssql-short-backup-retention"]
  }
}

rule "azure-mssql-database-no-ledger" {
  title     = "SQL database is not a ledger database"
  category  = "security"
  severity  = "low"
  default   = false
  resources = ["azurerm_mssql_database"]
  aliases   = ["CKV_AZURE_224"]
  tags      = ["cwe-345"]
  assert    = resource.ledger_enabled == true
  at        = resource.ledger_enabled
  message   = "`ledger_enabled` is not true"
  why       = <<-EOT
    A ledger proves cryptographically that data was not tampered with. It is meant for special cases, can only be chosen
    at creation and limits what tables may do.
  EOT
  remedy    = <<-EOT
    Write `ledger_enabled = true` for a new database that needs proof of integrity.
  EOT
  link      = "https://learn.microsoft.com/sql/relational-databases/security/ledger/ledger-overview"

  pass "a ledger" {
    resource "azurerm_mssql_database" "example" {
      name           = "example"
      server_id      = "some-id"
      ledger_enabled = true
    }
  }

  fail "not set" {
    resource "azurerm_mssql_database" "example" {
      name      = "example"
      server_id = "some-id"
    }

    expect = ["azurerm_mssql_database.example"]
  }

  fail "off" {
    resource "azurerm_mssql_database" "example" {
      name           = "example"
      server_id      = "some-id"
      ledger_enabled = false
    }

    expect = ["azurerm_mssql_database.example @ ledger_enabled"]
  }

  unknown "the value is an unset variable" {
    variable "ledger" {}

    resource "azurerm_mssql_database" "example" {
      name           = "example"
      server_id      = "some-id"
      ledger_enabled = var.ledger
    }
  }
}

rule "azure-mssql-database-no-zone-redundancy" {
  title     = "SQL database is not spread over zones"
  category  = "reliability"
  severity  = "low"
  default   = false
  resources = ["azurerm_mssql_database"]
  aliases   = ["CKV_AZURE_229"]
  assert    = resource.zone_redundant == true
  at        = resource.zone_redundant
  message   = "`zone_redundant` is not true"
  why       = <<-EOT
    A database in one zone stops with it. Zone redundancy needs the premium, business critical, hyperscale or general
    purpose tier.
  EOT
  remedy    = <<-EOT
    Write `zone_redundant = true`.
  EOT
  link      = "https://learn.microsoft.com/azure/azure-sql/database/high-availability-sla-local-zone-redundancy"

  pass "spread" {
    resource "azurerm_mssql_database" "example" {
      name           = "example"
      server_id      = "some-id"
      sku_name       = "BC_Gen5_2"
      zone_redundant = true
    }
  }

  fail "not set" {
    resource "azurerm_mssql_database" "example" {
      name      = "example"
      server_id = "some-id"
    }

    expect = ["azurerm_mssql_database.example"]
  }

  fail "off" {
    resource "azurerm_mssql_database" "example" {
      name           = "example"
      server_id      = "some-id"
      zone_redundant = false
    }

    expect = ["azurerm_mssql_database.example @ zone_redundant"]
  }

  unknown "the value is an unset variable" {
    variable "zones" {}

    resource "azurerm_mssql_database" "example" {
      name           = "example"
      server_id      = "some-id"
      zone_redundant = var.zones
    }
  }
}

rule "azure-mssql-virtual-machine-public" {
  title     = "SQL Server on a virtual machine is opened to the internet"
  category  = "security"
  severity  = "high"
  resources = ["azurerm_mssql_virtual_machine"]
  tags      = ["cwe-284", "cwe-668"]
  assert    = upper(resource.sql_connectivity_type) != "PUBLIC"
  at        = resource.sql_connectivity_type
  message   = "`sql_connectivity_type` is `PUBLIC`: the extension opens the machine's firewall for SQL from anywhere"
  why       = <<-EOT
    Only a SQL password stands between everybody and the data.
  EOT
  remedy    = <<-EOT
    Write `sql_connectivity_type = "PRIVATE"`, the default.
  EOT
  link      = "https://registry.terraform.io/providers/hashicorp/azurerm/latest/docs/resources/mssql_virtual_machine"

  fix {
    set = {
      sql_connectivity_type = "PRIVATE"
    }
  }

  pass "private by default" {
    resource "azurerm_mssql_virtual_machine" "example" {
      virtual_machine_id = "some-id"
      sql_license_type   = "PAYG"
    }
  }

  pass "local only" {
    resource "azurerm_mssql_virtual_machine" "example" {
      virtual_machine_id    = "some-id"
      sql_license_type      = "PAYG"
      sql_connectivity_type = "LOCAL"
    }
  }

  fail "public" {
    resource "azurerm_mssql_virtual_machine" "example" {
      virtual_machine_id    = "some-id"
      sql_license_type      = "PAYG"
      sql_connectivity_type = "PUBLIC"
    }

    expect = ["azurerm_mssql_virtual_machine.example @ sql_connectivity_type"]
  }

  unknown "the value is an unset variable" {
    variable "connectivity" {}

    resource "azurerm_mssql_virtual_machine" "example" {
      virtual_machine_id    = "some-id"
      sql_license_type      = "PAYG"
      sql_connectivity_type = var.connectivity
    }
  }
}

rule "azure-mssql-invalid-version" {
  title     = "SQL server version does not exist"
  category  = "correctness"
  severity  = "high"
  resources = ["azurerm_mssql_server"]
  when      = resource.version != null
  assert    = contains(["2.0", "12.0"], resource.version)
  at        = resource.version
  message   = "`version` is `${resource.version}`; `12.0` is the current one"
  why       = <<-EOT
    The provider accepts `2.0` and `12.0` only; year numbers belong to SQL Server on machines.
  EOT
  remedy    = <<-EOT
    Write `version = "12.0"`.
  EOT
  link      = "https://registry.terraform.io/providers/hashicorp/azurerm/latest/docs/resources/mssql_server"

  fix {
    set = {
      version = "12.0"
    }
  }

  pass "the current version" {
    variable "password" {}

    resource "azurerm_mssql_server" "example" {
      name                         = "example-sql"
      resource_group_name          = "example"
      location                     = "westeurope"
      version                      = "12.0"
      administrator_login          = "sqlowner"
      administrator_login_password = var.password
    }
    also = ["azure-mssql-no-auditing"]
  }

  fail "a year" {
    variable "password" {}

    resource "azurerm_mssql_server" "example" {
      name                         = "example-sql"
      resource_group_name          = "example"
      location                     = "westeurope"
      administrator_login          = "sqlowner"
      administrator_login_password = var.password
      version                      = "2019"
    }

    expect = ["azurerm_mssql_server.example @ version"]
  }

  unknown "the value is an unset variable" {
    variable "password" {}

    variable "version" {}

    resource "azurerm_mssql_server" "example" {
      name                         = "example-sql"
      resource_group_name          = "example"
      location                     = "westeurope"
      administrator_login          = "sqlowner"
      administrator_login_password = var.password
      version                      = var.version
    }
  }

  pass "`version` is `2.0`" {
    variable "password" {}
    resource "azurerm_mssql_server" "example" {
      name                         = "example-sql"
      resource_group_name          = "example"
      location                     = "westeurope"
      version                      = "2.0"
      administrator_login          = "sqlowner"
      administrator_login_password = var.password
    }
    also = ["azure-mssql-no-auditing"]
  }
}

rule "azure-mssql-costly-tier-outside-production" {
  title     = "Business critical SQL tier outside production"
  category  = "cost"
  severity  = "low"
  resources = ["azurerm_mssql_database"]
  params = {
    nonproduction = "(?i)(?:^|[^a-z])(?:dev(?:elop(?:ment)?)?|te?st(?:ing)?|qa|stag(?:e|ing)|uat|sandbox|sbx|demo|poc|non-?prod(?:uction)?|preview|lab)(?:$|[^a-z])"
  }
  when    = can(regex("^(BC_|P[0-9])", resource.sku_name))
  assert  = !can(regex(param.nonproduction, environment_of(resource)))
  at      = resource.sku_name
  message = "`${resource.sku_name}` keeps replicas and local disks that a non-production database seldom needs"
  why     = <<-EOT
    Business critical and premium tiers cost about three times as much as general purpose with the same cores.
  EOT
  remedy  = <<-EOT
    Use a serverless or general purpose size here: `sku_name = "GP_S_Gen5_2"` with `auto_pause_delay_in_minutes = 60`.
  EOT
  link    = "https://azure.microsoft.com/pricing/details/azure-sql-database/single/"

  pass "production" {
    resource "azurerm_mssql_database" "example" {
      name      = "example"
      server_id = "some-id"
      sku_name  = "BC_Gen5_4"
      tags      = { environment = "prod" }
    }
  }

  pass "serverless test database" {
    resource "azurerm_mssql_database" "example" {
      name      = "example"
      server_id = "some-id"
      sku_name  = "GP_S_Gen5_2"
      tags      = { environment = "test" }
    }
  }

  fail "business critical test database" {
    resource "azurerm_mssql_database" "example" {
      name      = "example"
      server_id = "some-id"
      sku_name  = "BC_Gen5_4"
      tags      = { environment = "test" }
    }

    expect = ["azurerm_mssql_database.example @ sku_name"]
  }

  fail "premium in development" {
    resource "azurerm_mssql_database" "example" {
      name      = "example"
      server_id = "some-id"
      sku_name  = "P2"
      tags      = { Environment = "dev" }
    }

    expect = ["azurerm_mssql_database.example @ sku_name"]
  }

  unknown "the environment is an unset variable" {
    variable "env" {}

    resource "azurerm_mssql_database" "example" {
      name      = "example"
      server_id = "some-id"
      sku_name  = "BC_Gen5_4"
      tags      = { environment = var.env }
    }
  }
}
