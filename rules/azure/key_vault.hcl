# Key vaults, managed HSMs, keys, secrets, certificates, access policies.

rule "azure-key-vault-no-purge-protection" {
  title     = "Key vault can be purged before its retention ends"
  category  = "reliability"
  severity  = "medium"
  resources = ["azurerm_key_vault", "azurerm_key_vault_managed_hardware_security_module"]
  aliases   = ["CKV_AZURE_110", "CKV_AZURE_42", "AZU-0016", "azure-keyvault-no-purge", "AVD-AZU-0016"]
  tags      = ["cwe-693", "cis-azure-2.0-8.5"]
  assert    = resource.purge_protection_enabled == true
  at        = resource.purge_protection_enabled
  message   = "`purge_protection_enabled` is not true: a deleted vault or key can be destroyed for good at once"
  why       = <<-EOT
    Whoever may delete may also purge, by mistake or on purpose, and everything encrypted with the vault's keys is gone
    with them. Purge protection makes Azure keep deleted objects for the whole retention, against everybody's wish. It
    cannot be switched off again, and a name stays taken meanwhile; test vaults that come and go may do without.
  EOT
  remedy    = <<-EOT
    Write `purge_protection_enabled = true`.
  EOT
  link      = "https://learn.microsoft.com/azure/key-vault/general/soft-delete-overview"

  fix {
    set = {
      purge_protection_enabled = true
    }
    safe = false
  }

  pass "protected" {
    resource "azurerm_key_vault" "example" {
      name                     = "example-kv"
      resource_group_name      = "example"
      location                 = "westeurope"
      tenant_id                = "00000000-0000-0000-0000-000000000000"
      sku_name                 = "standard"
      purge_protection_enabled = true
    }
  }

  pass "a protected HSM" {
    resource "azurerm_key_vault_managed_hardware_security_module" "example" {
      name                     = "examplehsm"
      resource_group_name      = "example"
      location                 = "westeurope"
      sku_name                 = "Standard_B1"
      tenant_id                = "00000000-0000-0000-0000-000000000000"
      admin_object_ids         = ["11111111-1111-1111-1111-111111111111"]
      purge_protection_enabled = true
    }
  }

  fail "not set" {
    resource "azurerm_key_vault" "example" {
      name                = "example-kv"
      resource_group_name = "example"
      location            = "westeurope"
      tenant_id           = "00000000-0000-0000-0000-000000000000"
      sku_name            = "standard"
    }

    expect = ["azurerm_key_vault.example"]
  }

  fail "off" {
    resource "azurerm_key_vault" "example" {
      name                     = "example-kv"
      resource_group_name      = "example"
      location                 = "westeurope"
      tenant_id                = "00000000-0000-0000-0000-000000000000"
      sku_name                 = "standard"
      purge_protection_enabled = false
    }

    expect = ["azurerm_key_vault.example @ purge_protection_enabled"]
  }

  fail "an HSM, not set" {
    resource "azurerm_key_vault_managed_hardware_security_module" "example" {
      name                = "examplehsm"
      resource_group_name = "example"
      location            = "westeurope"
      sku_name            = "Standard_B1"
      tenant_id           = "00000000-0000-0000-0000-000000000000"
      admin_object_ids    = ["11111111-1111-1111-1111-111111111111"]
    }

    expect = ["azurerm_key_vault_managed_hardware_security_module.example"]
  }

  unknown "the value is an unset variable" {
    variable "protect" {}

    resource "azurerm_key_vault" "example" {
      name                     = "example-kv"
      resource_group_name      = "example"
      location                 = "westeurope"
      tenant_id                = "00000000-0000-0000-0000-000000000000"
      sku_name                 = "standard"
      purge_protection_enabled = var.protect
    }
  }
}

rule "azure-key-vault-soft-delete-disabled" {
  title     = "Key vault switches soft delete off"
  category  = "reliability"
  severity  = "medium"
  resources = ["azurerm_key_vault"]
  aliases   = ["CKV_AZURE_111", "CKV_AZURE_42"]
  tags      = ["cwe-693", "cis-azure-2.0-8.5"]
  assert    = resource.soft_delete_enabled != false
  at        = resource.soft_delete_enabled
  message   = "`soft_delete_enabled` is false"
  why       = <<-EOT
    Azure switches soft delete on for every vault, and provider version 3.0 removed the argument; only configurations for
    older versions can carry it.
  EOT
  remedy    = <<-EOT
    Remove the argument.
  EOT
  link      = "https://learn.microsoft.com/azure/key-vault/general/soft-delete-change"

  fix {
    remove = ["soft_delete_enabled"]
  }

  pass "not set" {
    resource "azurerm_key_vault" "example" {
      name                = "example-kv"
      resource_group_name = "example"
      location            = "westeurope"
      tenant_id           = "00000000-0000-0000-0000-000000000000"
      sku_name            = "standard"
    }
    also = ["azure-key-vault-no-purge-protection"]
  }

  pass "on, in old code" {
    resource "azurerm_key_vault" "example" {
      name                = "example-kv"
      resource_group_name = "example"
      location            = "westeurope"
      tenant_id           = "00000000-0000-0000-0000-000000000000"
      sku_name            = "standard"
      soft_delete_enabled = true
    }
    also = ["azure-key-vault-no-purge-protection"]
  }

  fail "off" {
    resource "azurerm_key_vault" "example" {
      name                = "example-kv"
      resource_group_name = "example"
      location            = "westeurope"
      tenant_id           = "00000000-0000-0000-0000-000000000000"
      sku_name            = "standard"
      soft_delete_enabled = false
    }

    expect = ["azurerm_key_vault.example @ soft_delete_enabled"]
  }

  unknown "the value is an unset variable" {
    variable "soft" {}

    resource "azurerm_key_vault" "example" {
      name                = "example-kv"
      resource_group_name = "example"
      location            = "westeurope"
      tenant_id           = "00000000-0000-0000-0000-000000000000"
      sku_name            = "standard"
      soft_delete_enabled = var.soft
    }
  }
}

rule "azure-key-vault-invalid-retention" {
  title     = "Key vault retention is out of range"
  category  = "correctness"
  severity  = "high"
  resources = ["azurerm_key_vault", "azurerm_key_vault_managed_hardware_security_module"]
  when      = resource.soft_delete_retention_days != null
  assert    = resource.soft_delete_retention_days >= 7 && resource.soft_delete_retention_days <= 90
  at        = resource.soft_delete_retention_days
  message   = "`soft_delete_retention_days` is `${resource.soft_delete_retention_days}`; 7 to 90 are accepted"
  why       = <<-EOT
    The provider refuses other values, and the number cannot be changed later.
  EOT
  remedy    = <<-EOT
    Write a number from 7 to 90, or leave it out for 90.
  EOT
  link      = "https://registry.terraform.io/providers/hashicorp/azurerm/latest/docs/resources/key_vault"

  pass "ninety by default" {
    resource "azurerm_key_vault" "example" {
      name                = "example-kv"
      resource_group_name = "example"
      location            = "westeurope"
      tenant_id           = "00000000-0000-0000-0000-000000000000"
      sku_name            = "standard"
    }
    also = ["azure-key-vault-no-purge-protection"]
  }

  pass "a week" {
    resource "azurerm_key_vault" "example" {
      name                       = "example-kv"
      resource_group_name        = "example"
      location                   = "westeurope"
      tenant_id                  = "00000000-0000-0000-0000-000000000000"
      sku_name                   = "standard"
      soft_delete_retention_days = 7
    }
    also = ["azure-key-vault-no-purge-protection"]
  }

  fail "too short" {
    resource "azurerm_key_vault" "example" {
      name                       = "example-kv"
      resource_group_name        = "example"
      location                   = "westeurope"
      tenant_id                  = "00000000-0000-0000-0000-000000000000"
      sku_name                   = "standard"
      soft_delete_retention_days = 1
    }

    expect = ["azurerm_key_vault.example @ soft_delete_retention_days"]
  }

  fail "too long" {
    resource "azurerm_key_vault" "example" {
      name                       = "example-kv"
      resource_group_name        = "example"
      location                   = "westeurope"
      tenant_id                  = "00000000-0000-0000-0000-000000000000"
      sku_name                   = "standard"
      soft_delete_retention_days = 365
    }

    expect = ["azurerm_key_vault.example @ soft_delete_retention_days"]
  }

  unknown "the value is an unset variable" {
    variable "days" {}

    resource "azurerm_key_vault" "example" {
      name                       = "example-kv"
      resource_group_name        = "example"
      location                   = "westeurope"
      tenant_id                  = "00000000-0000-0000-0000-000000000000"
      sku_name                   = "standard"
      soft_delete_retention_days = var.days
    }
  }

  pass "`soft_delete_retention_days` is `90`" {
    resource "azurerm_key_vault" "example" {
      name                       = "example-kv"
      resource_group_name        = "example"
      location                   = "westeurope"
      tenant_id                  = "00000000-0000-0000-0000-000000000000"
      sku_name                   = "standard"
      soft_delete_retention_days = 90
    }
    also = ["azure-key-vault-no-purge-protection"]
  }

  fail "one more, `soft_delete_retention_days` is `91`" {
    resource "azurerm_key_vault" "example" {
      name                       = "example-kv"
      resource_group_name        = "example"
      location                   = "westeurope"
      tenant_id                  = "00000000-0000-0000-0000-000000000000"
      sku_name                   = "standard"
      soft_delete_retention_days = 7
    }
    resource "azurerm_key_vault" "example_too" {
      name                       = "example-kv"
      resource_group_name        = "example"
      location                   = "westeurope"
      tenant_id                  = "00000000-0000-0000-0000-000000000000"
      sku_name                   = "standard"
      soft_delete_retention_days = 91
    }
    expect = ["azurerm_key_vault.example_too @ soft_delete_retention_days"]
  }
}

rule "azure-key-vault-network-open" {
  title     = "Key vault firewall allows all networks"
  category  = "security"
  severity  = "medium"
  resources = ["azurerm_key_vault", "azurerm_key_vault_managed_hardware_security_module"]
  aliases   = ["CKV_AZURE_109", "AZU-0013", "azure-keyvault-specify-network-acl", "AVD-AZU-0013"]
  tags      = ["cwe-284", "cwe-668"]
  when      = resource.public_network_access_enabled != false
  for_each  = resource.network_acls
  assert    = lower(each.value.default_action) != "allow"
  at        = each.value.default_action
  message   = "`default_action` is `Allow`: the listed networks are no restriction"
  why       = <<-EOT
    A stolen token or secret works from anywhere. Network rules with the default `Allow` look like a firewall and are
    none. Vaults without any rules are the subject of `azure-key-vault-no-firewall`.
  EOT
  remedy    = <<-EOT
    Write `default_action = "Deny"` and list what needs access.
  EOT
  link      = "https://learn.microsoft.com/azure/key-vault/general/network-security"

  pass "denied" {
    resource "azurerm_key_vault" "example" {
      name                = "example-kv"
      resource_group_name = "example"
      location            = "westeurope"
      tenant_id           = "00000000-0000-0000-0000-000000000000"
      sku_name            = "standard"

      network_acls {
        default_action = "Deny"
        bypass         = "AzureServices"
      }
    }
    also = ["azure-key-vault-no-purge-protection"]
  }

  pass "no public endpoint" {
    resource "azurerm_key_vault" "example" {
      name                          = "example-kv"
      resource_group_name           = "example"
      location                      = "westeurope"
      tenant_id                     = "00000000-0000-0000-0000-000000000000"
      sku_name                      = "standard"
      public_network_access_enabled = false

      network_acls {
        default_action = "Allow"
        bypass         = "AzureServices"
      }
    }
    also = ["azure-key-vault-no-purge-protection"]
  }

  fail "allowed" {
    resource "azurerm_key_vault" "example" {
      name                = "example-kv"
      resource_group_name = "example"
      location            = "westeurope"
      tenant_id           = "00000000-0000-0000-0000-000000000000"
      sku_name            = "standard"

      network_acls {
        default_action = "Allow"
        bypass         = "AzureServices"
        ip_rules       = ["203.0.113.0/24"]
      }
    }

    expect = ["azurerm_key_vault.example @ network_acls[0].default_action"]
  }

  fail "allowed on an HSM" {
    resource "azurerm_key_vault_managed_hardware_security_module" "example" {
      name                = "examplehsm"
      resource_group_name = "example"
      location            = "westeurope"
      sku_name            = "Standard_B1"
      tenant_id           = "00000000-0000-0000-0000-000000000000"
      admin_object_ids    = ["11111111-1111-1111-1111-111111111111"]

      network_acls {
        default_action = "Allow"
        bypass         = "None"
      }
    }

    expect = ["azurerm_key_vault_managed_hardware_security_module.example @ network_acls[0].default_action"]
  }

  unknown "the value is an unset variable" {
    variable "action" {}

    resource "azurerm_key_vault" "example" {
      name                = "example-kv"
      resource_group_name = "example"
      location            = "westeurope"
      tenant_id           = "00000000-0000-0000-0000-000000000000"
      sku_name            = "standard"

      network_acls {
        default_action = var.action
        bypass         = "AzureServices"
      }
    }
  }
}

rule "azure-key-vault-no-firewall" {
  title     = "Key vault is reachable from all networks"
  category  = "security"
  severity  = "medium"
  default   = false
  resources = ["azurerm_key_vault"]
  aliases   = ["CKV_AZURE_109", "AZU-0013", "azure-keyvault-specify-network-acl", "AVD-AZU-0013"]
  tags      = ["cwe-284", "cwe-668"]
  when      = resource.public_network_access_enabled != false
  assert    = length(resource.network_acls) > 0
  at        = resource
  message   = "the vault has no `network_acls`"
  why       = <<-EOT
    Without rules the vault answers every address on the internet, and a stolen token is all that is needed. Pipelines
    with changing addresses often need this; hence the rule is not in the default set.
  EOT
  remedy    = <<-EOT
    Add rules:

        network_acls {
          default_action = "Deny"
          bypass         = "AzureServices"
          ip_rules       = ["203.0.113.0/24"]
        }
  EOT
  link      = "https://learn.microsoft.com/azure/key-vault/general/network-security"

  pass "rules" {
    resource "azurerm_key_vault" "example" {
      name                = "example-kv"
      resource_group_name = "example"
      location            = "westeurope"
      tenant_id           = "00000000-0000-0000-0000-000000000000"
      sku_name            = "standard"

      network_acls {
        default_action = "Deny"
        bypass         = "AzureServices"
      }
    }
    also = ["azure-key-vault-no-purge-protection"]
  }

  pass "no public endpoint" {
    resource "azurerm_key_vault" "example" {
      name                          = "example-kv"
      resource_group_name           = "example"
      location                      = "westeurope"
      tenant_id                     = "00000000-0000-0000-0000-000000000000"
      sku_name                      = "standard"
      public_network_access_enabled = false
    }
    also = ["azure-key-vault-no-purge-protection"]
  }

  fail "no rules" {
    resource "azurerm_key_vault" "example" {
      name                = "example-kv"
      resource_group_name = "example"
      location            = "westeurope"
      tenant_id           = "00000000-0000-0000-0000-000000000000"
      sku_name            = "standard"
    }

    expect = ["azurerm_key_vault.example"]
  }

  unknown "the value is an unset variable" {
    variable "public" {}

    resource "azurerm_key_vault" "example" {
      name                          = "example-kv"
      resource_group_name           = "example"
      location                      = "westeurope"
      tenant_id                     = "00000000-0000-0000-0000-000000000000"
      sku_name                      = "standard"
      public_network_access_enabled = var.public
    }
  }
}

rule "azure-key-vault-public-endpoint" {
  title     = "Key vault keeps its public endpoint"
  category  = "security"
  severity  = "low"
  default   = false
  resources = ["azurerm_key_vault"]
  aliases   = ["CKV_AZURE_189"]
  tags      = ["cwe-668"]
  when      = length(resource.network_acls) > 0
  assert    = resource.public_network_access_enabled == false
  at        = resource.public_network_access_enabled
  message   = "the vault filters networks, but its public endpoint is still enabled"
  why       = <<-EOT
    Where all clients come through private endpoints, the public endpoint is only attack surface. Vaults without network
    rules are reported by `azure-key-vault-no-firewall`.
  EOT
  remedy    = <<-EOT
    Write `public_network_access_enabled = false` once private endpoints are in place.
  EOT
  link      = "https://learn.microsoft.com/azure/key-vault/general/private-link-service"

  pass "switched off" {
    resource "azurerm_key_vault" "example" {
      name                          = "example-kv"
      resource_group_name           = "example"
      location                      = "westeurope"
      tenant_id                     = "00000000-0000-0000-0000-000000000000"
      sku_name                      = "standard"
      public_network_access_enabled = false

      network_acls {
        default_action = "Deny"
        bypass         = "None"
      }
    }
    also = ["azure-key-vault-no-purge-protection"]
  }

  pass "no network rules, another rule's subject" {
    resource "azurerm_key_vault" "example" {
      name                = "example-kv"
      resource_group_name = "example"
      location            = "westeurope"
      tenant_id           = "00000000-0000-0000-0000-000000000000"
      sku_name            = "standard"
    }
    also = ["azure-key-vault-no-purge-protection"]
  }

  fail "filtered, but public" {
    resource "azurerm_key_vault" "example" {
      name                = "example-kv"
      resource_group_name = "example"
      location            = "westeurope"
      tenant_id           = "00000000-0000-0000-0000-000000000000"
      sku_name            = "standard"

      network_acls {
        default_action = "Deny"
        bypass         = "None"
      }
    }

    expect = ["azurerm_key_vault.example"]
  }

  unknown "the value is an unset variable" {
    variable "public" {}

    resource "azurerm_key_vault" "example" {
      name                          = "example-kv"
      resource_group_name           = "example"
      location                      = "westeurope"
      tenant_id                     = "00000000-0000-0000-0000-000000000000"
      sku_name                      = "standard"
      public_network_access_enabled = var.public

      network_acls {
        default_action = "Deny"
        bypass         = "None"
      }
    }
  }
}

rule "azure-key-vault-firewall-any-address" {
  title     = "Key vault firewall lists the whole internet"
  category  = "security"
  severity  = "medium"
  resources = ["azurerm_key_vault"]
  tags      = ["cwe-668"]
  for_each  = resource.network_acls
  assert    = !anytrue([for range in each.value.ip_rules : cidr_is_public(range)])
  at        = each.value.ip_rules
  message   = "`ip_rules` contains a range that is open to the internet at large"
  why       = <<-EOT
    An address range such as `0.0.0.0/0` in the list makes the denying default meaningless.
  EOT
  remedy    = <<-EOT
    List your own addresses only, for example `ip_rules = ["203.0.113.0/24"]`.
  EOT
  link      = "https://learn.microsoft.com/azure/key-vault/general/network-security"

  pass "a company range" {
    resource "azurerm_key_vault" "example" {
      name                = "example-kv"
      resource_group_name = "example"
      location            = "westeurope"
      tenant_id           = "00000000-0000-0000-0000-000000000000"
      sku_name            = "standard"

      network_acls {
        default_action = "Deny"
        bypass         = "AzureServices"
        ip_rules       = ["203.0.113.0/24"]
      }
    }
    also = ["azure-key-vault-no-purge-protection"]
  }

  pass "no addresses" {
    resource "azurerm_key_vault" "example" {
      name                = "example-kv"
      resource_group_name = "example"
      location            = "westeurope"
      tenant_id           = "00000000-0000-0000-0000-000000000000"
      sku_name            = "standard"

      network_acls {
        default_action = "Deny"
        bypass         = "AzureServices"
      }
    }
    also = ["azure-key-vault-no-purge-protection"]
  }

  fail "everything" {
    resource "azurerm_key_vault" "example" {
      name                = "example-kv"
      resource_group_name = "example"
      location            = "westeurope"
      tenant_id           = "00000000-0000-0000-0000-000000000000"
      sku_name            = "standard"

      network_acls {
        default_action = "Deny"
        bypass         = "AzureServices"
        ip_rules       = ["0.0.0.0/0"]
      }
    }

    expect = ["azurerm_key_vault.example @ network_acls[0].ip_rules"]
  }

  unknown "the value is an unset variable" {
    variable "office" {}

    resource "azurerm_key_vault" "example" {
      name                = "example-kv"
      resource_group_name = "example"
      location            = "westeurope"
      tenant_id           = "00000000-0000-0000-0000-000000000000"
      sku_name            = "standard"

      network_acls {
        default_action = "Deny"
        bypass         = "AzureServices"
        ip_rules       = [var.office]
      }
    }
  }
}

rule "azure-key-vault-no-private-endpoint" {
  title     = "Key vault has no private endpoint"
  category  = "security"
  severity  = "low"
  default   = false
  resources = ["azurerm_key_vault"]
  aliases   = ["CKV2_AZURE_32"]
  tags      = ["cwe-668", "cis-azure-2.0-8.7"]

  related "endpoint" {
    type = "azurerm_private_endpoint"
    on   = refers(other.private_service_connection[0].private_connection_resource_id, resource)
  }

  assert  = length(related.endpoint) > 0
  at      = resource
  message = "no `azurerm_private_endpoint` in this configuration points to the vault"
  why     = <<-EOT
    Through a private endpoint traffic stays inside the virtual network. A choice, so not in the default set.
  EOT
  remedy  = <<-EOT
    Add an `azurerm_private_endpoint` with `subresource_names = ["vault"]`.
  EOT
  link    = "https://learn.microsoft.com/azure/key-vault/general/private-link-service"

  pass "an endpoint refers to it" {
    resource "azurerm_key_vault" "example" {
      name                = "example-kv"
      resource_group_name = "example"
      location            = "westeurope"
      tenant_id           = "00000000-0000-0000-0000-000000000000"
      sku_name            = "standard"
    }

    resource "azurerm_private_endpoint" "example" {
      name                = "example"
      resource_group_name = "example"
      location            = "westeurope"
      subnet_id           = "some-id"

      private_service_connection {
        name                           = "example"
        is_manual_connection           = false
        private_connection_resource_id = azurerm_key_vault.example.id
        subresource_names              = ["vault"]
      }
    }
    also = ["azure-key-vault-no-purge-protection"]
  }

  fail "none" {
    resource "azurerm_key_vault" "example" {
      name                = "example-kv"
      resource_group_name = "example"
      location            = "westeurope"
      tenant_id           = "00000000-0000-0000-0000-000000000000"
      sku_name            = "standard"
    }

    expect = ["azurerm_key_vault.example"]
  }
}

rule "azure-key-vault-no-audit-log" {
  title     = "Key vault access is not logged"
  category  = "security"
  severity  = "medium"
  default   = false
  resources = ["azurerm_key_vault"]
  aliases   = ["38c71c00-c177-4cd7-8d36-cd1007cdb190"]
  tags      = ["cwe-778", "cis-azure-2.0-5.1.5"]

  related "setting" {
    type = "azurerm_monitor_diagnostic_setting"
    on   = refers(other.target_resource_id, resource)
  }

  assert  = anytrue([for s in related.setting : anytrue([for l in concat(s.enabled_log, s.log) : l.enabled != false && (contains(["AuditEvent"], l.category) || contains(["audit", "allLogs"], l.category_group))])])
  at      = resource
  message = "no diagnostic setting in this configuration sends `AuditEvent` anywhere"
  why     = <<-EOT
    Without the audit log nobody can tell who read a secret. Diagnostic settings are often applied by Azure Policy; hence
    the rule is not in the default set.
  EOT
  remedy  = <<-EOT
    Add a setting:

        resource "azurerm_monitor_diagnostic_setting" "vault" {
          name                       = "audit"
          target_resource_id         = azurerm_key_vault.example.id
          log_analytics_workspace_id = azurerm_log_analytics_workspace.main.id

          enabled_log {
            category_group = "audit"
          }
        }
  EOT
  link    = "https://learn.microsoft.com/azure/key-vault/general/logging"

  pass "audit events" {
    resource "azurerm_key_vault" "example" {
      name                = "example-kv"
      resource_group_name = "example"
      location            = "westeurope"
      tenant_id           = "00000000-0000-0000-0000-000000000000"
      sku_name            = "standard"
    }

    resource "azurerm_monitor_diagnostic_setting" "example" {
      name                       = "example"
      log_analytics_workspace_id = "some-id"
      target_resource_id         = azurerm_key_vault.example.id

      enabled_log {
        category = "AuditEvent"
      }
    }
    also = ["azure-key-vault-no-purge-protection"]
  }

  pass "all logs, in the spelling before 4.0" {
    resource "azurerm_key_vault" "example" {
      name                = "example-kv"
      resource_group_name = "example"
      location            = "westeurope"
      tenant_id           = "00000000-0000-0000-0000-000000000000"
      sku_name            = "standard"
    }

    resource "azurerm_monitor_diagnostic_setting" "example" {
      name                       = "example"
      log_analytics_workspace_id = "some-id"
      target_resource_id         = azurerm_key_vault.example.id

      log {
        category = "AuditEvent"
        enabled  = true
      }
    }
    also = ["azure-key-vault-no-purge-protection"]
  }

  fail "no setting" {
    resource "azurerm_key_vault" "example" {
      name                = "example-kv"
      resource_group_name = "example"
      location            = "westeurope"
      tenant_id           = "00000000-0000-0000-0000-000000000000"
      sku_name            = "standard"
    }

    expect = ["azurerm_key_vault.example"]
  }

  fail "metrics only" {
    resource "azurerm_key_vault" "example" {
      name                = "example-kv"
      resource_group_name = "example"
      location            = "westeurope"
      tenant_id           = "00000000-0000-0000-0000-000000000000"
      sku_name            = "standard"
    }

    resource "azurerm_monitor_diagnostic_setting" "example" {
      name                       = "example"
      log_analytics_workspace_id = "some-id"
      target_resource_id         = azurerm_key_vault.example.id

      metric {
        category = "AllMetrics"
      }
    }

    expect = ["azurerm_key_vault.example"]
  }

  pass "more that pass" {
    resource "azurerm_key_vault" "with_enabled_log" {
      name                = "example-kv"
      resource_group_name = "example"
      location            = "westeurope"
      tenant_id           = "00000000-0000-0000-0000-000000000000"
      sku_name            = "standard"
    }
    resource "azurerm_monitor_diagnostic_setting" "with_enabled_log" {
      name                       = "example"
      log_analytics_workspace_id = "some-id"
      target_resource_id         = azurerm_key_vault.with_enabled_log.id
      metric {
        category = "AllMetrics"
      }
      enabled_log {
        category_group = "audit"
      }
    }
    resource "azurerm_key_vault" "category_is_storageread_category_group_is" {
      name                = "example-kv"
      resource_group_name = "example"
      location            = "westeurope"
      tenant_id           = "00000000-0000-0000-0000-000000000000"
      sku_name            = "standard"
    }
    resource "azurerm_monitor_diagnostic_setting" "category_is_storageread_category_group_is" {
      name                       = "example"
      log_analytics_workspace_id = "some-id"
      target_resource_id         = azurerm_key_vault.category_is_storageread_category_group_is.id
      enabled_log {
        category       = "StorageRead"
        category_group = "allLogs"
      }
    }
    also = ["azure-key-vault-no-purge-protection"]
  }

  fail "no `category`" {
    resource "azurerm_key_vault" "example" {
      name                = "example-kv"
      resource_group_name = "example"
      location            = "westeurope"
      tenant_id           = "00000000-0000-0000-0000-000000000000"
      sku_name            = "standard"
    }
    resource "azurerm_monitor_diagnostic_setting" "example" {
      name                       = "example"
      log_analytics_workspace_id = "some-id"
      target_resource_id         = azurerm_key_vault.example.id
      enabled_log {}
    }
    expect = ["azurerm_key_vault.example"]
  }

  unknown "`enabled` is an unset variable" {
    variable "enabled" {}
    resource "azurerm_key_vault" "example" {
      name                = "example-kv"
      resource_group_name = "example"
      location            = "westeurope"
      tenant_id           = "00000000-0000-0000-0000-000000000000"
      sku_name            = "standard"
    }
    resource "azurerm_monitor_diagnostic_setting" "example" {
      name                       = "example"
      log_analytics_workspace_id = "some-id"
      target_resource_id         = azurerm_key_vault.example.id
      log {
        category = "AuditEvent"
        enabled  = var.enabled
      }
    }
    expect = ["azurerm_key_vault.example"]
  }
}

rule "azure-key-vault-access-policies" {
  title     = "Key vault uses access policies instead of roles"
  category  = "security"
  severity  = "low"
  default   = false
  resources = ["azurerm_key_vault"]
  tags      = ["cwe-284", "cis-azure-2.0-8.6"]
  assert    = resource.rbac_authorization_enabled == true || resource.enable_rbac_authorization == true
  at        = coalesce(resource.rbac_authorization_enabled, resource.enable_rbac_authorization)
  message   = "role-based authorization is off"
  why       = <<-EOT
    Whoever may write the vault (`Contributor`) can grant himself access to all secrets by adding an access policy. Roles
    separate the two, and work for single secrets and with just-in-time activation.
  EOT
  remedy    = <<-EOT
    Write `rbac_authorization_enabled = true` (`enable_rbac_authorization` before provider version 5.0) and assign roles
    such as `Key Vault Secrets User`.
  EOT
  link      = "https://learn.microsoft.com/azure/key-vault/general/rbac-access-policy"

  pass "roles" {
    resource "azurerm_key_vault" "example" {
      name                       = "example-kv"
      resource_group_name        = "example"
      location                   = "westeurope"
      tenant_id                  = "00000000-0000-0000-0000-000000000000"
      sku_name                   = "standard"
      rbac_authorization_enabled = true
    }
    also = ["azure-key-vault-no-purge-protection"]
  }

  pass "roles, in the older spelling" {
    resource "azurerm_key_vault" "example" {
      name                      = "example-kv"
      resource_group_name       = "example"
      location                  = "westeurope"
      tenant_id                 = "00000000-0000-0000-0000-000000000000"
      sku_name                  = "standard"
      enable_rbac_authorization = true
    }
    also = ["azure-key-vault-no-purge-protection"]
  }

  fail "not set" {
    resource "azurerm_key_vault" "example" {
      name                = "example-kv"
      resource_group_name = "example"
      location            = "westeurope"
      tenant_id           = "00000000-0000-0000-0000-000000000000"
      sku_name            = "standard"
    }

    expect = ["azurerm_key_vault.example"]
  }

  fail "off" {
    resource "azurerm_key_vault" "example" {
      name                       = "example-kv"
      resource_group_name        = "example"
      location                   = "westeurope"
      tenant_id                  = "00000000-0000-0000-0000-000000000000"
      sku_name                   = "standard"
      rbac_authorization_enabled = false
    }

    expect = ["azurerm_key_vault.example @ rbac_authorization_enabled"]
  }

  unknown "the value is an unset variable" {
    variable "rbac" {}

    resource "azurerm_key_vault" "example" {
      name                       = "example-kv"
      resource_group_name        = "example"
      location                   = "westeurope"
      tenant_id                  = "00000000-0000-0000-0000-000000000000"
      sku_name                   = "standard"
      rbac_authorization_enabled = var.rbac
    }
  }
}

rule "azure-key-vault-policy-purge-permission" {
  title     = "Access policy may purge keys, secrets or certificates"
  category  = "security"
  severity  = "low"
  resources = ["azurerm_key_vault", "azurerm_key_vault_access_policy"]
  tags      = ["cwe-732"]
  for_each  = concat([for p in(meta.type == "azurerm_key_vault" ? resource.access_policy : [resource]) : p.key_permissions if p.key_permissions != null], [for p in(meta.type == "azurerm_key_vault" ? resource.access_policy : [resource]) : p.secret_permissions if p.secret_permissions != null], [for p in(meta.type == "azurerm_key_vault" ? resource.access_policy : [resource]) : p.certificate_permissions if p.certificate_permissions != null], [for p in(meta.type == "azurerm_key_vault" ? resource.access_policy : [resource]) : p.storage_permissions if p.storage_permissions != null])
  assert    = !contains([for p in each.value : lower(p)], "purge")
  at        = each.value
  message   = "the policy grants `Purge`: its holder can destroy objects before their retention ends"
  why       = <<-EOT
    Everyday identities need to read or rotate, not to destroy beyond recovery. With purge protection on the vault the
    permission is without effect, and as unnecessary.
  EOT
  remedy    = <<-EOT
    Take `Purge` out of the list, and keep it for an emergency role.
  EOT
  link      = "https://learn.microsoft.com/azure/key-vault/general/assign-access-policy"

  pass "reading" {
    resource "azurerm_key_vault_access_policy" "example" {
      key_vault_id       = "some-id"
      tenant_id          = "00000000-0000-0000-0000-000000000000"
      object_id          = "11111111-1111-1111-1111-111111111111"
      secret_permissions = ["Get", "List"]
    }
  }

  pass "deleting with retention" {
    resource "azurerm_key_vault" "example" {
      name                = "example-kv"
      resource_group_name = "example"
      location            = "westeurope"
      tenant_id           = "00000000-0000-0000-0000-000000000000"
      sku_name            = "standard"

      access_policy {
        tenant_id          = "00000000-0000-0000-0000-000000000000"
        object_id          = "11111111-1111-1111-1111-111111111111"
        secret_permissions = ["Get", "Delete", "Recover"]
      }
    }
    also = ["azure-key-vault-no-purge-protection"]
  }

  fail "a separate policy" {
    resource "azurerm_key_vault_access_policy" "example" {
      key_vault_id       = "some-id"
      tenant_id          = "00000000-0000-0000-0000-000000000000"
      object_id          = "11111111-1111-1111-1111-111111111111"
      secret_permissions = ["Get", "Delete", "Purge"]
    }

    expect = ["azurerm_key_vault_access_policy.example @ secret_permissions"]
  }

  fail "inline" {
    resource "azurerm_key_vault" "example" {
      name                = "example-kv"
      resource_group_name = "example"
      location            = "westeurope"
      tenant_id           = "00000000-0000-0000-0000-000000000000"
      sku_name            = "standard"

      access_policy {
        tenant_id       = "00000000-0000-0000-0000-000000000000"
        object_id       = "11111111-1111-1111-1111-111111111111"
        key_permissions = ["Get", "Purge"]
      }
    }

    expect = ["azurerm_key_vault.example @ access_policy[0].key_permissions"]
  }

  unknown "the value is an unset variable" {
    variable "permissions" {}

    resource "azurerm_key_vault_access_policy" "example" {
      key_vault_id       = "some-id"
      tenant_id          = "00000000-0000-0000-0000-000000000000"
      object_id          = "11111111-1111-1111-1111-111111111111"
      secret_permissions = var.permissions
    }
  }

  fail "more that fail" {
    variable "access_policy" {}
    resource "azurerm_key_vault" "secret_permissions_with_purge" {
      name                = "example-kv"
      resource_group_name = "example"
      location            = "westeurope"
      tenant_id           = "00000000-0000-0000-0000-000000000000"
      sku_name            = "standard"
      access_policy {
        tenant_id          = "00000000-0000-0000-0000-000000000000"
        object_id          = "11111111-1111-1111-1111-111111111111"
        secret_permissions = ["Get", "Delete", "Recover", "purge"]
      }
    }
    expect = ["azurerm_key_vault.secret_permissions_with_purge @ access_policy[0].secret_permissions"]
  }

  unknown "one more, `secret_permissions` is another" {
    variable "permissions" {}
    resource "azurerm_key_vault_access_policy" "example" {
      key_vault_id       = "some-id"
      tenant_id          = "00000000-0000-0000-0000-000000000000"
      object_id          = "11111111-1111-1111-1111-111111111111"
      secret_permissions = var.permissions
    }
    resource "azurerm_key_vault_access_policy" "example_too" {
      key_vault_id       = "some-id"
      tenant_id          = "00000000-0000-0000-0000-000000000000"
      object_id          = "11111111-1111-1111-1111-111111111111"
      secret_permissions = ["Get", "List"]
    }
    expect = ["azurerm_key_vault_access_policy.example"]
  }
}

rule "azure-key-vault-key-no-expiry" {
  title     = "Key has neither an expiry date nor a rotation policy"
  category  = "security"
  severity  = "low"
  resources = ["azurerm_key_vault_key"]
  aliases = [
    "CKV_AZURE_40", "4d080822-5ee2-49a4-8984-68f3d4c890fc", "AZU-0014", "azure-keyvault-ensure-key-expiry",
    "AVD-AZU-0014",
  ]
  tags    = ["cwe-324", "cis-azure-2.0-8.1", "cis-azure-2.0-8.2"]
  assert  = resource.expiration_date != null || resource.rotation_policy[0].expire_after != null || length(resource.rotation_policy[0].automatic) > 0
  at      = resource.expiration_date
  message = "neither `expiration_date` nor a `rotation_policy` limits the key's life"
  why     = <<-EOT
    A key that is never rotated stays valid however often it was copied. Rotation by policy is better than a fixed date,
    which breaks things on the day when nobody remembers.
  EOT
  remedy  = <<-EOT
    Let Key Vault rotate it:

        rotation_policy {
          expire_after         = "P365D"
          notify_before_expiry = "P30D"

          automatic {
            time_before_expiry = "P60D"
          }
        }
  EOT
  link    = "https://learn.microsoft.com/azure/key-vault/keys/how-to-configure-key-rotation"

  pass "rotated" {
    resource "azurerm_key_vault_key" "example" {
      name         = "example"
      key_vault_id = "some-id"
      key_type     = "RSA"
      key_size     = 2048
      key_opts     = ["wrapKey", "unwrapKey"]

      rotation_policy {
        expire_after         = "P365D"
        notify_before_expiry = "P30D"

        automatic {
          time_before_expiry = "P60D"
        }
      }
    }
  }

  pass "a date" {
    resource "azurerm_key_vault_key" "example" {
      name            = "example"
      key_vault_id    = "some-id"
      key_type        = "RSA"
      key_size        = 2048
      key_opts        = ["wrapKey", "unwrapKey"]
      expiration_date = "2030-01-01T00:00:00Z"
    }
  }

  fail "neither" {
    resource "azurerm_key_vault_key" "example" {
      name         = "example"
      key_vault_id = "some-id"
      key_type     = "RSA"
      key_size     = 2048
      key_opts     = ["wrapKey", "unwrapKey"]
    }

    expect = ["azurerm_key_vault_key.example"]
  }

  fail "only a notice" {
    resource "azurerm_key_vault_key" "example" {
      name         = "example"
      key_vault_id = "some-id"
      key_type     = "RSA"
      key_size     = 2048
      key_opts     = ["wrapKey", "unwrapKey"]

      rotation_policy {
        notify_before_expiry = "P30D"
      }
    }

    expect = ["azurerm_key_vault_key.example"]
  }

  pass "more that pass" {
    resource "azurerm_key_vault_key" "no_expire_after" {
      name         = "example"
      key_vault_id = "some-id"
      key_type     = "RSA"
      key_size     = 2048
      key_opts     = ["wrapKey", "unwrapKey"]
      rotation_policy {
        notify_before_expiry = "P30D"
        automatic {
          time_before_expiry = "P60D"
        }
      }
    }
    resource "azurerm_key_vault_key" "without_automatic" {
      name         = "example"
      key_vault_id = "some-id"
      key_type     = "RSA"
      key_size     = 2048
      key_opts     = ["wrapKey", "unwrapKey"]
      rotation_policy {
        expire_after         = "P365D"
        notify_before_expiry = "P30D"
      }
    }
  }
}

rule "azure-key-vault-key-not-hsm" {
  title     = "Key is not backed by hardware"
  category  = "security"
  severity  = "low"
  default   = false
  resources = ["azurerm_key_vault_key"]
  aliases   = ["CKV_AZURE_112"]
  tags      = ["cwe-320"]
  assert    = endswith(upper(resource.key_type), "-HSM")
  at        = resource.key_type
  message   = "`key_type` is `${resource.key_type}`: the key is protected by software"
  why       = <<-EOT
    Keys in a hardware module cannot be exported by anybody. They need the premium tier and cost more; a requirement of
    some regulations.
  EOT
  remedy    = <<-EOT
    Write `key_type = "RSA-HSM"` (or `EC-HSM`) in a vault with `sku_name = "premium"`.
  EOT
  link      = "https://learn.microsoft.com/azure/key-vault/keys/about-keys"

  pass "hardware" {
    resource "azurerm_key_vault_key" "example" {
      name         = "example"
      key_vault_id = "some-id"
      key_size     = 2048
      key_opts     = ["wrapKey", "unwrapKey"]
      key_type     = "RSA-HSM"
    }
    also = ["azure-key-vault-key-no-expiry"]
  }

  fail "software RSA" {
    resource "azurerm_key_vault_key" "example" {
      name         = "example"
      key_vault_id = "some-id"
      key_type     = "RSA"
      key_size     = 2048
      key_opts     = ["wrapKey", "unwrapKey"]
    }

    expect = ["azurerm_key_vault_key.example @ key_type"]
  }

  fail "software EC" {
    resource "azurerm_key_vault_key" "example" {
      name         = "example"
      key_vault_id = "some-id"
      key_opts     = ["wrapKey", "unwrapKey"]
      key_type     = "EC"
      curve        = "P-256"
    }

    expect = ["azurerm_key_vault_key.example @ key_type"]
  }

  unknown "the value is an unset variable" {
    variable "type" {}

    resource "azurerm_key_vault_key" "example" {
      name         = "example"
      key_vault_id = "some-id"
      key_size     = 2048
      key_opts     = ["wrapKey", "unwrapKey"]
      key_type     = var.type
    }
  }
}

rule "azure-key-vault-key-too-short" {
  title     = "RSA key is shorter than 2048 bits"
  category  = "security"
  severity  = "medium"
  resources = ["azurerm_key_vault_key"]
  tags      = ["cwe-326"]
  when      = startswith(upper(resource.key_type), "RSA")
  assert    = coalesce(resource.key_size, 2048) >= 2048
  at        = resource.key_size
  message   = "`key_size` is ${resource.key_size} bits"
  why       = <<-EOT
    Keys under 2048 bits are no longer considered safe, and Key Vault refuses most of them.
  EOT
  remedy    = <<-EOT
    Write `key_size = 2048`, `3072` or `4096`.
  EOT
  link      = "https://learn.microsoft.com/azure/key-vault/keys/about-keys-details"

  fix {
    set = {
      key_size = 2048
    }
    safe = false
  }

  pass "2048 bits" {
    resource "azurerm_key_vault_key" "example" {
      name         = "example"
      key_vault_id = "some-id"
      key_type     = "RSA"
      key_size     = 2048
      key_opts     = ["wrapKey", "unwrapKey"]
    }
    also = ["azure-key-vault-key-no-expiry"]
  }

  pass "4096 bits" {
    resource "azurerm_key_vault_key" "example" {
      name         = "example"
      key_vault_id = "some-id"
      key_type     = "RSA"
      key_opts     = ["wrapKey", "unwrapKey"]
      key_size     = 4096
    }
    also = ["azure-key-vault-key-no-expiry"]
  }

  fail "1024 bits" {
    resource "azurerm_key_vault_key" "example" {
      name         = "example"
      key_vault_id = "some-id"
      key_type     = "RSA"
      key_opts     = ["wrapKey", "unwrapKey"]
      key_size     = 1024
    }

    expect = ["azurerm_key_vault_key.example @ key_size"]
  }

  unknown "the value is an unset variable" {
    variable "bits" {}

    resource "azurerm_key_vault_key" "example" {
      name         = "example"
      key_vault_id = "some-id"
      key_type     = "RSA"
      key_opts     = ["wrapKey", "unwrapKey"]
      key_size     = var.bits
    }
  }
}

rule "azure-key-vault-secret-no-expiry" {
  title     = "Secret has no expiry date"
  category  = "security"
  severity  = "low"
  default   = false
  resources = ["azurerm_key_vault_secret"]
  aliases = [
    "CKV_AZURE_41", "dfa20ffa-f476-428f-a490-424b41e91c7f", "AZU-0017", "azure-keyvault-ensure-secret-expiry",
    "AVD-AZU-0017",
  ]
  tags    = ["cwe-324", "cis-azure-2.0-8.3", "cis-azure-2.0-8.4"]
  assert  = resource.expiration_date != null
  at      = resource.expiration_date
  message = "`expiration_date` is not set: nobody is reminded to rotate the secret"
  why     = <<-EOT
    The date drives Key Vault's near-expiry events; without it a secret lives as long as the vault. Values that do not age
    (connection strings kept current by Terraform itself) need none, and user names and ids are kept in vaults as well;
    hence the rule is not in the default set.
  EOT
  remedy  = <<-EOT
    Write a date, for example with `time_rotating`: `expiration_date = time_rotating.year.rotation_rfc3339`.
  EOT
  link    = "https://learn.microsoft.com/azure/key-vault/secrets/secrets-best-practices"

  pass "a date" {
    variable "secret" {}

    resource "azurerm_key_vault_secret" "example" {
      name            = "example"
      key_vault_id    = "some-id"
      value           = var.secret
      expiration_date = "2030-01-01T00:00:00Z"
    }
  }

  pass "a computed date" {
    variable "secret" {}

    resource "azurerm_key_vault_secret" "example" {
      name            = "example"
      key_vault_id    = "some-id"
      value           = var.secret
      expiration_date = time_rotating.year.rotation_rfc3339
    }

    resource "time_rotating" "year" {
      rotation_days = 365
    }
  }

  fail "none" {
    variable "secret" {}

    resource "azurerm_key_vault_secret" "example" {
      name         = "example"
      key_vault_id = "some-id"
      value        = var.secret
    }

    expect = ["azurerm_key_vault_secret.example"]
  }

  fail "written as null" {
    variable "secret" {}

    resource "azurerm_key_vault_secret" "example" {
      name            = "example"
      key_vault_id    = "some-id"
      value           = var.secret
      expiration_date = null
    }

    expect = ["azurerm_key_vault_secret.example @ expiration_date"]
  }

  unknown "`expiration_date` is an unset variable" {
    variable "expiration_date" {}
    variable "secret" {}
    resource "azurerm_key_vault_secret" "example" {
      name            = "example"
      key_vault_id    = "some-id"
      value           = var.secret
      expiration_date = var.expiration_date
    }
  }
}

rule "azure-key-vault-secret-no-content-type" {
  title     = "Secret does not say what it is"
  category  = "security"
  severity  = "low"
  default   = false
  resources = ["azurerm_key_vault_secret"]
  aliases = [
    "CKV_AZURE_114", "AZU-0015", "azure-keyvault-content-type-for-secret", "AVD-AZU-0015",
    "f8e08a38-fc6e-4915-abbe-a7aadf1d59ef",
  ]
  assert  = coalesce(resource.content_type, "-") != "-"
  at      = resource.content_type
  message = "`content_type` is not set"
  why     = <<-EOT
    The content type tells people and scripts how to treat the value (password, connection string, certificate). Useful
    housekeeping, no defence.
  EOT
  remedy  = <<-EOT
    Write for example `content_type = "password"`.
  EOT
  link    = "https://learn.microsoft.com/azure/key-vault/secrets/about-secrets"

  pass "described" {
    variable "secret" {}

    resource "azurerm_key_vault_secret" "example" {
      name         = "example"
      key_vault_id = "some-id"
      value        = var.secret
      content_type = "password"
    }
  }

  fail "not set" {
    variable "secret" {}

    resource "azurerm_key_vault_secret" "example" {
      name         = "example"
      key_vault_id = "some-id"
      value        = var.secret
    }

    expect = ["azurerm_key_vault_secret.example"]
  }

  fail "empty" {
    variable "secret" {}

    resource "azurerm_key_vault_secret" "example" {
      name         = "example"
      key_vault_id = "some-id"
      value        = var.secret
      content_type = ""
    }

    expect = ["azurerm_key_vault_secret.example @ content_type"]
  }

  unknown "the value is an unset variable" {
    variable "secret" {}

    variable "type" {}

    resource "azurerm_key_vault_secret" "example" {
      name         = "example"
      key_vault_id = "some-id"
      value        = var.secret
      content_type = var.type
    }
  }
}

rule "azure-key-vault-certificate-no-renewal" {
  title     = "Certificate is not renewed by the vault"
  category  = "reliability"
  severity  = "low"
  resources = ["azurerm_key_vault_certificate"]
  when      = !contains(["unknown"], lower(each.value.issuer_parameters[0].name))
  for_each  = resource.certificate_policy
  assert    = anytrue([for l in each.value.lifetime_action : length(l.action) > 0])
  at        = each.value.lifetime_action
  message   = "there is no `lifetime_action`: the certificate expires without renewal or notice"
  why       = <<-EOT
    Expired certificates are among the most common causes of outages. Imported certificates and those of unknown issuers
    cannot be renewed by Key Vault and are not judged.
  EOT
  remedy    = <<-EOT
    Add an action:

        lifetime_action {
          action {
            action_type = "AutoRenew"
          }
          trigger {
            days_before_expiry = 30
          }
        }
  EOT
  link      = "https://learn.microsoft.com/azure/key-vault/certificates/overview-renew-certificate"

  pass "renewed" {
    resource "azurerm_key_vault_certificate" "example" {
      name         = "example"
      key_vault_id = "some-id"

      certificate_policy {
        issuer_parameters {
          name = "Self"
        }

        key_properties {
          exportable = true
          key_size   = 2048
          key_type   = "RSA"
          reuse_key  = true
        }

        secret_properties {
          content_type = "application/x-pkcs12"
        }

        lifetime_action {
          action {
            action_type = "AutoRenew"
          }

          trigger {
            days_before_expiry = 30
          }
        }
      }
    }
  }

  pass "imported" {
    variable "certificate" {}

    resource "azurerm_key_vault_certificate" "example" {
      name         = "example"
      key_vault_id = "some-id"

      certificate {
        contents = var.certificate
      }
    }
  }

  fail "no action" {
    resource "azurerm_key_vault_certificate" "example" {
      name         = "example"
      key_vault_id = "some-id"

      certificate_policy {
        issuer_parameters {
          name = "Self"
        }

        key_properties {
          exportable = true
          key_size   = 2048
          key_type   = "RSA"
          reuse_key  = true
        }

        secret_properties {
          content_type = "application/x-pkcs12"
        }
      }
    }

    expect = ["azurerm_key_vault_certificate.example @ certificate_policy[0]"]
  }

  pass "`name` is `unknown`" {
    resource "azurerm_key_vault_certificate" "example" {
      name         = "example"
      key_vault_id = "some-id"
      certificate_policy {
        issuer_parameters {
          name = "unknown"
        }
        key_properties {
          exportable = true
          key_size   = 2048
          key_type   = "RSA"
          reuse_key  = true
        }
        secret_properties {
          content_type = "application/x-pkcs12"
        }
      }
    }
  }
}

rule "azure-key-vault-certificate-weak-key" {
  title     = "Certificate key is shorter than 2048 bits"
  category  = "security"
  severity  = "medium"
  resources = ["azurerm_key_vault_certificate"]
  tags      = ["cwe-326"]
  when      = startswith(upper(each.value.key_properties[0].key_type), "RSA")
  for_each  = resource.certificate_policy
  assert    = coalesce(each.value.key_properties[0].key_size, 2048) >= 2048
  at        = each.value.key_properties[0].key_size
  message   = "`key_size` is ${each.value.key_properties[0].key_size} bits"
  why       = <<-EOT
    Browsers and authorities refuse RSA keys under 2048 bits.
  EOT
  remedy    = <<-EOT
    Write `key_size = 2048` or more.
  EOT
  link      = "https://registry.terraform.io/providers/hashicorp/azurerm/latest/docs/resources/key_vault_certificate"

  pass "2048 bits" {
    resource "azurerm_key_vault_certificate" "example" {
      name         = "example"
      key_vault_id = "some-id"

      certificate_policy {
        issuer_parameters {
          name = "Self"
        }

        key_properties {
          exportable = true
          key_size   = 2048
          key_type   = "RSA"
          reuse_key  = true
        }

        secret_properties {
          content_type = "application/x-pkcs12"
        }

        lifetime_action {
          action {
            action_type = "AutoRenew"
          }

          trigger {
            days_before_expiry = 30
          }
        }
      }
    }
  }

  fail "1024 bits" {
    resource "azurerm_key_vault_certificate" "example" {
      name         = "example"
      key_vault_id = "some-id"

      certificate_policy {
        issuer_parameters {
          name = "Self"
        }

        key_properties {
          exportable = true
          key_size   = 1024
          key_type   = "RSA"
          reuse_key  = true
        }

        secret_properties {
          content_type = "application/x-pkcs12"
        }

        lifetime_action {
          action {
            action_type = "AutoRenew"
          }

          trigger {
            days_before_expiry = 30
          }
        }
      }
    }

    expect = ["azurerm_key_vault_certificate.example @ certificate_policy[0].key_properties[0].key_size"]
  }

  unknown "the value is an unset variable" {
    variable "bits" {}

    resource "azurerm_key_vault_certificate" "example" {
      name         = "example"
      key_vault_id = "some-id"

      certificate_policy {
        issuer_parameters {
          name = "Self"
        }

        key_properties {
          exportable = true
          key_size   = var.bits
          key_type   = "RSA"
          reuse_key  = true
        }

        secret_properties {
          content_type = "application/x-pkcs12"
        }

        lifetime_action {
          action {
            action_type = "AutoRenew"
          }

          trigger {
            days_before_expiry = 30
          }
        }
      }
    }
  }

  pass "no `key_type`" {
    resource "azurerm_key_vault_certificate" "example" {
      name         = "example"
      key_vault_id = "some-id"
      certificate_policy {
        issuer_parameters {
          name = "Self"
        }
        key_properties {
          exportable = true
          key_size   = 1024
          reuse_key  = true
        }
        secret_properties {
          content_type = "application/x-pkcs12"
        }
        lifetime_action {
          action {
            action_type = "AutoRenew"
          }
          trigger {
            days_before_expiry = 30
          }
        }
      }
    }
  }
}

rule "azure-key-vault-name-invalid" {
  title     = "Key vault name breaks Azure's rules"
  category  = "naming"
  severity  = "high"
  resources = ["azurerm_key_vault"]
  when      = resource.name != null && resource.name != "" && is_known(can(regex("^[a-zA-Z][a-zA-Z0-9-]{1,22}[a-zA-Z0-9]$", resource.name)) && !strcontains(resource.name, "--"))
  assert    = can(regex("^[a-zA-Z][a-zA-Z0-9-]{1,22}[a-zA-Z0-9]$", resource.name)) && !strcontains(resource.name, "--")
  at        = resource.name
  message   = "`${resource.name}` is not 3 to 24 letters, digits and single hyphens that begin with a letter"
  why       = <<-EOT
    Azure refuses the name at apply. Composed names often grow over the 24 characters in one environment only. A name that
    is not known yet is judged when it is: with the plan.
  EOT
  remedy    = <<-EOT
    Shorten it: `name = "kv-example-prod-weu"`.
  EOT
  link      = "https://learn.microsoft.com/azure/azure-resource-manager/management/resource-name-rules"

  pass "a good name" {
    resource "azurerm_key_vault" "example" {
      resource_group_name = "example"
      location            = "westeurope"
      tenant_id           = "00000000-0000-0000-0000-000000000000"
      sku_name            = "standard"
      name                = "kv-example-prod-weu"
    }
    also = ["azure-key-vault-no-purge-protection"]
  }

  pass "composed" {
    variable "env" {
      default = "dev"
    }

    resource "azurerm_key_vault" "example" {
      resource_group_name = "example"
      location            = "westeurope"
      tenant_id           = "00000000-0000-0000-0000-000000000000"
      sku_name            = "standard"
      name                = "kv-example-${var.env}"
    }
    also = ["azure-key-vault-no-purge-protection"]
  }

  fail "too long" {
    resource "azurerm_key_vault" "example" {
      resource_group_name = "example"
      location            = "westeurope"
      tenant_id           = "00000000-0000-0000-0000-000000000000"
      sku_name            = "standard"
      name                = "kv-example-production-westeurope"
    }

    expect = ["azurerm_key_vault.example @ name"]
  }

  fail "two hyphens" {
    resource "azurerm_key_vault" "example" {
      resource_group_name = "example"
      location            = "westeurope"
      tenant_id           = "00000000-0000-0000-0000-000000000000"
      sku_name            = "standard"
      name                = "kv--example"
    }

    expect = ["azurerm_key_vault.example @ name"]
  }

  fail "begins with a digit" {
    resource "azurerm_key_vault" "example" {
      resource_group_name = "example"
      location            = "westeurope"
      tenant_id           = "00000000-0000-0000-0000-000000000000"
      sku_name            = "standard"
      name                = "1-example"
    }

    expect = ["azurerm_key_vault.example @ name"]
  }

  pass "the name is not known yet" {
    variable "name" {}

    resource "azurerm_key_vault" "example" {
      resource_group_name = "example"
      location            = "westeurope"
      tenant_id           = "00000000-0000-0000-0000-000000000000"
      sku_name            = "standard"
      name                = var.name
    }
    also = ["azure-key-vault-no-purge-protection"]
  }
}
