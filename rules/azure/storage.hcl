# Storage accounts, containers, shares, tables and Storage Sync.

rule "azure-storage-account-http-allowed" {
  title     = "Storage account accepts unencrypted HTTP"
  category  = "security"
  severity  = "medium"
  resources = ["azurerm_storage_account"]
  aliases = [
    "CKV_AZURE_3", "AZU-0008", "azure-storage-enforce-https", "AVD-AZU-0008",
    "12944ec4-1fa0-47be-8b17-42a034f937c2",
  ]
  tags    = ["cwe-319", "cis-azure-2.0-3.1"]
  assert  = resource.https_traffic_only_enabled != false && resource.enable_https_traffic_only != false
  at      = coalesce(resource.https_traffic_only_enabled, resource.enable_https_traffic_only)
  message = "secure transfer is switched off, so the account answers plain HTTP and unencrypted SMB"
  why     = <<-EOT
    Keys, SAS tokens and data travel readable when a client uses `http://`. The provider switches secure transfer on by
    default (`https_traffic_only_enabled`, before 4.0 `enable_https_traffic_only`); the setting was turned off on purpose.
    NFS 3.0 shares are the one case that needs it off.
  EOT
  remedy  = <<-EOT
    Remove the argument, or write `https_traffic_only_enabled = true`.
  EOT
  link    = "https://learn.microsoft.com/azure/storage/common/storage-require-secure-transfer"

  fix {
    remove = ["https_traffic_only_enabled", "enable_https_traffic_only"]
  }

  pass "the default" {
    resource "azurerm_storage_account" "example" {
      name                     = "examplestorage"
      resource_group_name      = "example"
      location                 = "westeurope"
      account_tier             = "Standard"
      account_replication_type = "ZRS"
    }
    also = ["azure-storage-account-no-soft-delete", "azure-storage-account-public-blobs-allowed"]
  }

  pass "the old spelling, on" {
    resource "azurerm_storage_account" "example" {
      name                      = "examplestorage"
      resource_group_name       = "example"
      location                  = "westeurope"
      account_tier              = "Standard"
      account_replication_type  = "ZRS"
      enable_https_traffic_only = true
    }
    also = ["azure-storage-account-no-soft-delete", "azure-storage-account-public-blobs-allowed"]
  }

  fail "switched off" {
    resource "azurerm_storage_account" "example" {
      name                       = "examplestorage"
      resource_group_name        = "example"
      location                   = "westeurope"
      account_tier               = "Standard"
      account_replication_type   = "ZRS"
      https_traffic_only_enabled = false
    }

    expect = ["azurerm_storage_account.example @ https_traffic_only_enabled"]
  }

  fail "switched off in the spelling before 4.0" {
    resource "azurerm_storage_account" "example" {
      name                      = "examplestorage"
      resource_group_name       = "example"
      location                  = "westeurope"
      account_tier              = "Standard"
      account_replication_type  = "ZRS"
      enable_https_traffic_only = false
    }

    expect = ["azurerm_storage_account.example @ enable_https_traffic_only"]
  }

  unknown "the value is an unset variable" {
    variable "https_only" {}

    resource "azurerm_storage_account" "example" {
      name                       = "examplestorage"
      resource_group_name        = "example"
      location                   = "westeurope"
      account_tier               = "Standard"
      account_replication_type   = "ZRS"
      https_traffic_only_enabled = var.https_only
    }
  }
}

rule "azure-storage-account-weak-tls" {
  title     = "Storage account accepts TLS 1.0 or 1.1"
  category  = "security"
  severity  = "medium"
  resources = ["azurerm_storage_account"]
  aliases = [
    "CKV_AZURE_44", "8263f146-5e03-43e0-9cfe-db960d56d1e7", "AZU-0011", "azure-storage-use-secure-tls-policy",
    "AVD-AZU-0011", "AZU-0059", "azure-storage-log-storage-encryption", "AVD-AZU-0059",
  ]
  tags    = ["cwe-326", "cwe-327", "cis-azure-2.0-3.15"]
  assert  = !contains(["TLS1_0", "TLS1_1"], resource.min_tls_version)
  at      = resource.min_tls_version
  message = "`min_tls_version` is `${resource.min_tls_version}`: clients may negotiate a broken protocol version"
  why     = <<-EOT
    TLS 1.0 and 1.1 have known weaknesses and are refused by auditors. Since version 3.0 of the provider the default is
    `TLS1_2`, so a missing argument is fine.
  EOT
  remedy  = <<-EOT
    Remove the argument, or write `min_tls_version = "TLS1_2"`.
  EOT
  link    = "https://learn.microsoft.com/azure/storage/common/transport-layer-security-configure-minimum-version"

  fix {
    set = {
      min_tls_version = "TLS1_2"
    }
  }

  pass "the default is TLS 1.2" {
    resource "azurerm_storage_account" "example" {
      name                     = "examplestorage"
      resource_group_name      = "example"
      location                 = "westeurope"
      account_tier             = "Standard"
      account_replication_type = "ZRS"
    }
    also = ["azure-storage-account-no-soft-delete", "azure-storage-account-public-blobs-allowed"]
  }

  pass "TLS 1.2" {
    resource "azurerm_storage_account" "example" {
      name                     = "examplestorage"
      resource_group_name      = "example"
      location                 = "westeurope"
      account_tier             = "Standard"
      account_replication_type = "ZRS"
      min_tls_version          = "TLS1_2"
    }
    also = ["azure-storage-account-no-soft-delete", "azure-storage-account-public-blobs-allowed"]
  }

  fail "TLS 1.0" {
    resource "azurerm_storage_account" "example" {
      name                     = "examplestorage"
      resource_group_name      = "example"
      location                 = "westeurope"
      account_tier             = "Standard"
      account_replication_type = "ZRS"
      min_tls_version          = "TLS1_0"
    }

    expect = ["azurerm_storage_account.example @ min_tls_version"]
  }

  fail "TLS 1.1" {
    resource "azurerm_storage_account" "example" {
      name                     = "examplestorage"
      resource_group_name      = "example"
      location                 = "westeurope"
      account_tier             = "Standard"
      account_replication_type = "ZRS"
      min_tls_version          = "TLS1_1"
    }

    expect = ["azurerm_storage_account.example @ min_tls_version"]
  }

  unknown "the value is an unset variable" {
    variable "tls" {}

    resource "azurerm_storage_account" "example" {
      name                     = "examplestorage"
      resource_group_name      = "example"
      location                 = "westeurope"
      account_tier             = "Standard"
      account_replication_type = "ZRS"
      min_tls_version          = var.tls
    }
  }
}

rule "azure-storage-account-public-blobs-allowed" {
  title     = "Storage account lets containers be made public"
  category  = "security"
  severity  = "medium"
  resources = ["azurerm_storage_account"]
  aliases   = ["CKV_AZURE_190", "CKV2_AZURE_47"]
  tags      = ["cwe-732", "cis-azure-2.0-3.7"]
  when      = resource.public_network_access_enabled != false
  assert    = resource.allow_nested_items_to_be_public == false || resource.allow_blob_public_access == false
  at        = coalesce(resource.allow_nested_items_to_be_public, resource.allow_blob_public_access)
  message   = "anyone who may write to the account can open a container to anonymous readers"
  why       = <<-EOT
    Up to version 4 of the provider `allow_nested_items_to_be_public` is true unless it is written; one changed access
    level on a container is then enough to publish its blobs. With `false` Azure refuses anonymous requests whatever the
    container says. Accounts that serve public files on purpose should be separate ones.
  EOT
  remedy    = <<-EOT
    Write `allow_nested_items_to_be_public = false`.
  EOT
  link      = "https://learn.microsoft.com/azure/storage/blobs/anonymous-read-access-prevent"

  fix {
    set = {
      allow_nested_items_to_be_public = false
    }
  }

  pass "refused on the account" {
    resource "azurerm_storage_account" "example" {
      name                            = "examplestorage"
      resource_group_name             = "example"
      location                        = "westeurope"
      account_tier                    = "Standard"
      account_replication_type        = "ZRS"
      allow_nested_items_to_be_public = false
    }
    also = ["azure-storage-account-no-soft-delete"]
  }

  pass "the account has no public endpoint" {
    resource "azurerm_storage_account" "example" {
      name                          = "examplestorage"
      resource_group_name           = "example"
      location                      = "westeurope"
      account_tier                  = "Standard"
      account_replication_type      = "ZRS"
      public_network_access_enabled = false
    }
    also = ["azure-storage-account-no-soft-delete"]
  }

  fail "not set" {
    resource "azurerm_storage_account" "example" {
      name                     = "examplestorage"
      resource_group_name      = "example"
      location                 = "westeurope"
      account_tier             = "Standard"
      account_replication_type = "ZRS"
    }

    expect = ["azurerm_storage_account.example"]
  }

  fail "allowed" {
    resource "azurerm_storage_account" "example" {
      name                            = "examplestorage"
      resource_group_name             = "example"
      location                        = "westeurope"
      account_tier                    = "Standard"
      account_replication_type        = "ZRS"
      allow_nested_items_to_be_public = true
    }

    expect = ["azurerm_storage_account.example @ allow_nested_items_to_be_public"]
  }

  unknown "the value is an unset variable" {
    variable "public" {}

    resource "azurerm_storage_account" "example" {
      name                            = "examplestorage"
      resource_group_name             = "example"
      location                        = "westeurope"
      account_tier                    = "Standard"
      account_replication_type        = "ZRS"
      allow_nested_items_to_be_public = var.public
    }
  }

  pass "`allow_blob_public_access` is `false`" {
    resource "azurerm_storage_account" "example" {
      name                     = "examplestorage"
      resource_group_name      = "example"
      location                 = "westeurope"
      account_tier             = "Standard"
      account_replication_type = "ZRS"
      allow_blob_public_access = false
    }
    also = ["azure-storage-account-no-soft-delete"]
  }
}

rule "azure-storage-container-public" {
  title     = "Storage container is readable without credentials"
  category  = "security"
  severity  = "critical"
  resources = ["azurerm_storage_container"]
  aliases = [
    "CKV_AZURE_34", "dd5230f8-a577-4bbb-b7ac-f2c2fe7d5299", "AZU-0007", "azure-storage-no-public-access",
    "AVD-AZU-0007", "CKV2_AZURE_8",
  ]
  tags = ["cwe-284", "cwe-732", "cis-azure-2.0-3.7"]

  related "account" {
    type = "azurerm_storage_account"
    on   = refers(resource.storage_account_id, other) || refers(resource.storage_account_name, other)
  }

  when    = !anytrue([for a in related.account : a.allow_nested_items_to_be_public == false || a.public_network_access_enabled == false])
  assert  = !contains(["blob", "container"], lower(resource.container_access_type))
  at      = resource.container_access_type
  message = "`container_access_type` is `${resource.container_access_type}`: anyone on the internet reads its blobs"
  why     = <<-EOT
    With `blob` every object whose name is known or guessed can be downloaded anonymously; with `container` the names can
    be listed as well. The rule stays silent where the account itself refuses anonymous access.
  EOT
  remedy  = <<-EOT
    Remove the argument, or write `container_access_type = "private"`, and hand out SAS tokens or roles instead.
  EOT
  link    = "https://learn.microsoft.com/azure/storage/blobs/anonymous-read-access-configure"

  fix {
    set = {
      container_access_type = "private"
    }
  }

  pass "private by default" {
    resource "azurerm_storage_container" "example" {
      name               = "example"
      storage_account_id = "some-id"
    }
  }

  pass "private" {
    resource "azurerm_storage_container" "example" {
      name                  = "example"
      storage_account_id    = "some-id"
      container_access_type = "private"
    }
  }

  pass "the account refuses anonymous access" {
    resource "azurerm_storage_account" "example" {
      name                            = "examplestorage"
      resource_group_name             = "example"
      location                        = "westeurope"
      account_tier                    = "Standard"
      account_replication_type        = "ZRS"
      allow_nested_items_to_be_public = false
    }

    resource "azurerm_storage_container" "example" {
      name                  = "example"
      storage_account_id    = azurerm_storage_account.example.id
      container_access_type = "blob"
    }
    also = ["azure-storage-account-no-soft-delete"]
  }

  fail "blobs are public" {
    resource "azurerm_storage_container" "example" {
      name                  = "example"
      storage_account_id    = "some-id"
      container_access_type = "blob"
    }

    expect = ["azurerm_storage_container.example @ container_access_type"]
  }

  fail "blobs and listing are public" {
    resource "azurerm_storage_account" "example" {
      name                     = "examplestorage"
      resource_group_name      = "example"
      location                 = "westeurope"
      account_tier             = "Standard"
      account_replication_type = "ZRS"
    }

    resource "azurerm_storage_container" "example" {
      name                  = "example"
      storage_account_name  = azurerm_storage_account.example.name
      container_access_type = "container"
    }

    expect = ["azurerm_storage_container.example @ container_access_type"]
  }

  unknown "the value is an unset variable" {
    variable "access" {}

    resource "azurerm_storage_container" "example" {
      name                  = "example"
      storage_account_id    = "some-id"
      container_access_type = var.access
    }
  }

  pass "`public_network_access_enabled` is `false`" {
    resource "azurerm_storage_account" "example" {
      name                          = "examplestorage"
      resource_group_name           = "example"
      location                      = "westeurope"
      account_tier                  = "Standard"
      account_replication_type      = "ZRS"
      public_network_access_enabled = false
    }
    resource "azurerm_storage_container" "example" {
      name                  = "example"
      storage_account_name  = azurerm_storage_account.example.name
      container_access_type = "container"
    }
    also = ["azure-storage-account-no-soft-delete"]
  }
}

rule "azure-storage-network-rules-allow-all" {
  title     = "Storage firewall allows all networks"
  category  = "security"
  severity  = "medium"
  resources = ["azurerm_storage_account", "azurerm_storage_account_network_rules"]
  aliases = [
    "CKV_AZURE_35", "AZU-0012", "azure-storage-default-action-deny", "AVD-AZU-0012",
    "a5613650-32ec-4975-a305-31af783153ea",
  ]
  tags    = ["cwe-284", "cwe-668", "cis-azure-2.0-3.8"]
  when    = resource.public_network_access_enabled != false
  assert  = lower(coalesce(resource.default_action, resource.network_rules[0].default_action, "-")) != "allow"
  at      = coalesce(resource.default_action, resource.network_rules[0].default_action)
  message = "`default_action` is `Allow`: the listed networks are no restriction, every address may connect"
  why     = <<-EOT
    Network rules with the default `Allow` look like a firewall and are none: a leaked key or SAS token works from
    anywhere. Accounts without any network rules are the subject of `azure-storage-account-no-firewall`.
  EOT
  remedy  = <<-EOT
    Write `default_action = "Deny"` and list the networks that need access in `ip_rules` and `virtual_network_subnet_ids`.
  EOT
  link    = "https://learn.microsoft.com/azure/storage/common/storage-network-security"

  pass "denied by default" {
    resource "azurerm_storage_account" "example" {
      name                     = "examplestorage"
      resource_group_name      = "example"
      location                 = "westeurope"
      account_tier             = "Standard"
      account_replication_type = "ZRS"

      network_rules {
        default_action = "Deny"
        ip_rules       = ["203.0.113.0/24"]
      }
    }
    also = ["azure-storage-account-no-soft-delete", "azure-storage-account-public-blobs-allowed"]
  }

  pass "no network rules in this block" {
    resource "azurerm_storage_account" "example" {
      name                     = "examplestorage"
      resource_group_name      = "example"
      location                 = "westeurope"
      account_tier             = "Standard"
      account_replication_type = "ZRS"
    }
    also = ["azure-storage-account-no-soft-delete", "azure-storage-account-public-blobs-allowed"]
  }

  pass "the separate resource denies" {
    resource "azurerm_storage_account_network_rules" "example" {
      storage_account_id = "some-id"
      default_action     = "Deny"
    }
  }

  fail "allowed in the account" {
    resource "azurerm_storage_account" "example" {
      name                     = "examplestorage"
      resource_group_name      = "example"
      location                 = "westeurope"
      account_tier             = "Standard"
      account_replication_type = "ZRS"

      network_rules {
        default_action = "Allow"
      }
    }

    expect = ["azurerm_storage_account.example @ network_rules[0].default_action"]
  }

  fail "allowed in the separate resource" {
    resource "azurerm_storage_account_network_rules" "example" {
      storage_account_id = "some-id"
      default_action     = "Allow"
    }

    expect = ["azurerm_storage_account_network_rules.example @ default_action"]
  }

  unknown "the value is an unset variable" {
    variable "action" {}

    resource "azurerm_storage_account_network_rules" "example" {
      storage_account_id = "some-id"
      default_action     = var.action
    }
  }

  pass "`public_network_access_enabled` is `false`" {
    resource "azurerm_storage_account" "example" {
      name                          = "examplestorage"
      resource_group_name           = "example"
      location                      = "westeurope"
      account_tier                  = "Standard"
      account_replication_type      = "ZRS"
      public_network_access_enabled = false
      network_rules {
        default_action = "Allow"
      }
    }
    also = ["azure-storage-account-no-soft-delete"]
  }
}

rule "azure-storage-account-no-firewall" {
  title     = "Storage account is reachable from all networks"
  category  = "security"
  severity  = "medium"
  default   = false
  resources = ["azurerm_storage_account"]
  aliases   = ["CKV_AZURE_35"]
  tags      = ["cwe-284", "cwe-668", "cis-azure-2.0-3.8"]

  related "rules" {
    type = "azurerm_storage_account_network_rules"
    on   = refers(other.storage_account_id, resource) || refers(other.storage_account_name, resource)
  }

  when    = resource.public_network_access_enabled != false
  assert  = length(resource.network_rules) > 0 || length(related.rules) > 0
  at      = resource
  message = "the account has neither `network_rules` nor an `azurerm_storage_account_network_rules`"
  why     = <<-EOT
    Without network rules the account's endpoints answer every address on the internet, and a leaked key or SAS token is
    all that is needed. Many teams accept this for build artefacts and state; hence the rule is not in the default set.
  EOT
  remedy  = <<-EOT
    Add network rules, or switch the public endpoint off.

        network_rules {
          default_action             = "Deny"
          virtual_network_subnet_ids = [azurerm_subnet.app.id]
        }
  EOT
  link    = "https://learn.microsoft.com/azure/storage/common/storage-network-security"

  pass "rules in the account" {
    resource "azurerm_storage_account" "example" {
      name                     = "examplestorage"
      resource_group_name      = "example"
      location                 = "westeurope"
      account_tier             = "Standard"
      account_replication_type = "ZRS"

      network_rules {
        default_action = "Deny"
        ip_rules       = ["203.0.113.0/24"]
      }
    }
    also = ["azure-storage-account-no-soft-delete", "azure-storage-account-public-blobs-allowed"]
  }

  pass "rules in a resource of their own" {
    resource "azurerm_storage_account" "example" {
      name                     = "examplestorage"
      resource_group_name      = "example"
      location                 = "westeurope"
      account_tier             = "Standard"
      account_replication_type = "ZRS"
    }

    resource "azurerm_storage_account_network_rules" "example" {
      default_action     = "Deny"
      storage_account_id = azurerm_storage_account.example.id
    }
    also = ["azure-storage-account-no-soft-delete", "azure-storage-account-public-blobs-allowed"]
  }

  pass "no public endpoint" {
    resource "azurerm_storage_account" "example" {
      name                          = "examplestorage"
      resource_group_name           = "example"
      location                      = "westeurope"
      account_tier                  = "Standard"
      account_replication_type      = "ZRS"
      public_network_access_enabled = false
    }
    also = ["azure-storage-account-no-soft-delete"]
  }

  fail "neither" {
    resource "azurerm_storage_account" "example" {
      name                     = "examplestorage"
      resource_group_name      = "example"
      location                 = "westeurope"
      account_tier             = "Standard"
      account_replication_type = "ZRS"
    }

    expect = ["azurerm_storage_account.example"]
  }
}

rule "azure-storage-account-public-endpoint" {
  title     = "Storage account keeps its public endpoint"
  category  = "security"
  severity  = "low"
  default   = false
  resources = ["azurerm_storage_account"]
  aliases   = ["CKV_AZURE_59"]
  tags      = ["cwe-668", "cis-azure-3.0-4.6"]

  related "rules" {
    type = "azurerm_storage_account_network_rules"
    on   = refers(other.storage_account_id, resource) || refers(other.storage_account_name, resource)
  }

  when    = length(resource.network_rules) > 0 || length(related.rules) > 0
  assert  = resource.public_network_access_enabled == false
  at      = resource.public_network_access_enabled
  message = "the account filters networks, but its public endpoint is still enabled"
  why     = <<-EOT
    Where all clients come through private endpoints, the public endpoint is only attack surface. This is a choice for
    closed environments. Accounts without network rules are reported by `azure-storage-account-no-firewall`.
  EOT
  remedy  = <<-EOT
    Write `public_network_access_enabled = false` once private endpoints are in place.
  EOT
  link    = "https://learn.microsoft.com/azure/storage/common/storage-network-security"

  pass "switched off" {
    resource "azurerm_storage_account" "example" {
      name                          = "examplestorage"
      resource_group_name           = "example"
      location                      = "westeurope"
      account_tier                  = "Standard"
      account_replication_type      = "ZRS"
      public_network_access_enabled = false

      network_rules {
        default_action = "Deny"
      }
    }
    also = ["azure-storage-account-no-soft-delete"]
  }

  pass "no network rules, another rule's subject" {
    resource "azurerm_storage_account" "example" {
      name                     = "examplestorage"
      resource_group_name      = "example"
      location                 = "westeurope"
      account_tier             = "Standard"
      account_replication_type = "ZRS"
    }
    also = ["azure-storage-account-no-soft-delete", "azure-storage-account-public-blobs-allowed"]
  }

  fail "filtered, but public" {
    resource "azurerm_storage_account" "example" {
      name                     = "examplestorage"
      resource_group_name      = "example"
      location                 = "westeurope"
      account_tier             = "Standard"
      account_replication_type = "ZRS"

      network_rules {
        default_action = "Deny"
        ip_rules       = ["203.0.113.0/24"]
      }
    }

    expect = ["azurerm_storage_account.example"]
  }

  fail "enabled in writing" {
    resource "azurerm_storage_account" "example" {
      name                          = "examplestorage"
      resource_group_name           = "example"
      location                      = "westeurope"
      account_tier                  = "Standard"
      account_replication_type      = "ZRS"
      public_network_access_enabled = true

      network_rules {
        default_action = "Deny"
      }
    }

    expect = ["azurerm_storage_account.example @ public_network_access_enabled"]
  }

  unknown "the value is an unset variable" {
    variable "public" {}

    resource "azurerm_storage_account" "example" {
      name                          = "examplestorage"
      resource_group_name           = "example"
      location                      = "westeurope"
      account_tier                  = "Standard"
      account_replication_type      = "ZRS"
      public_network_access_enabled = var.public

      network_rules {
        default_action = "Deny"
      }
    }
  }
}

rule "azure-storage-firewall-any-address" {
  title     = "Storage firewall lists the whole internet"
  category  = "security"
  severity  = "medium"
  resources = ["azurerm_storage_account", "azurerm_storage_account_network_rules"]
  aliases   = ["17f75827-0684-48f4-8747-61129c7e4198"]
  tags      = ["cwe-668"]
  assert    = !anytrue([for range in concat(resource.ip_rules, resource.network_rules[0].ip_rules) : cidr_is_public(range)])
  at        = coalesce(resource.ip_rules, resource.network_rules[0].ip_rules)
  message   = "`ip_rules` contains a range that is open to the internet at large"
  why       = <<-EOT
    An address range such as `0.0.0.0/0` in the list makes the denying default meaningless.
  EOT
  remedy    = <<-EOT
    List the addresses of your offices, pipelines and gateways only, for example `ip_rules = ["203.0.113.0/24"]`.
  EOT
  link      = "https://learn.microsoft.com/azure/storage/common/storage-network-security"

  pass "a company range" {
    resource "azurerm_storage_account" "example" {
      name                     = "examplestorage"
      resource_group_name      = "example"
      location                 = "westeurope"
      account_tier             = "Standard"
      account_replication_type = "ZRS"

      network_rules {
        default_action = "Deny"
        ip_rules       = ["203.0.113.0/24"]
      }
    }
    also = ["azure-storage-account-no-soft-delete", "azure-storage-account-public-blobs-allowed"]
  }

  pass "no addresses" {
    resource "azurerm_storage_account_network_rules" "example" {
      storage_account_id = "some-id"
      default_action     = "Deny"
    }
  }

  fail "everything" {
    resource "azurerm_storage_account" "example" {
      name                     = "examplestorage"
      resource_group_name      = "example"
      location                 = "westeurope"
      account_tier             = "Standard"
      account_replication_type = "ZRS"

      network_rules {
        default_action = "Deny"
        ip_rules       = ["0.0.0.0/0"]
      }
    }

    expect = ["azurerm_storage_account.example @ network_rules[0].ip_rules"]
  }

  fail "everything, in the separate resource" {
    resource "azurerm_storage_account_network_rules" "example" {
      storage_account_id = "some-id"
      default_action     = "Deny"
      ip_rules           = ["203.0.113.0/24", "0.0.0.0/0"]
    }

    expect = ["azurerm_storage_account_network_rules.example @ ip_rules"]
  }

  unknown "the value is an unset variable" {
    variable "office" {}

    resource "azurerm_storage_account_network_rules" "example" {
      storage_account_id = "some-id"
      default_action     = "Deny"
      ip_rules           = [var.office]
    }
  }
}

rule "azure-storage-trusted-services-blocked" {
  title     = "Storage firewall blocks trusted Azure services"
  category  = "reliability"
  severity  = "low"
  default   = false
  resources = ["azurerm_storage_account", "azurerm_storage_account_network_rules"]
  aliases = [
    "AZU-0010", "azure-storage-allow-microsoft-service-bypass", "AVD-AZU-0010", "CKV_AZURE_36",
    "5400f379-a347-4bdd-a032-446465fdcc6f",
  ]
  tags    = ["cis-azure-2.0-3.9"]
  when    = lower(coalesce(resource.default_action, resource.network_rules[0].default_action, "-")) == "deny"
  assert  = coalesce(resource.bypass, resource.network_rules[0].bypass) == null || contains(coalesce(resource.bypass, resource.network_rules[0].bypass), "AzureServices")
  at      = coalesce(resource.bypass, resource.network_rules[0].bypass)
  message = "`bypass` leaves out `AzureServices`, so Backup, Monitor and Event Grid cannot reach the account"
  why     = <<-EOT
    Platform services that work for your subscription (Azure Backup, Monitor, Event Grid, Site Recovery) are cut off by a
    denying firewall unless they are exempted. The provider exempts them by default; a written `bypass` replaces that
    default. Closed environments may want exactly this, hence the rule is not in the default set.
  EOT
  remedy  = <<-EOT
    Add it to the list: `bypass = ["AzureServices"]`.
  EOT
  link    = "https://learn.microsoft.com/azure/storage/common/storage-network-security-trusted-azure-services"

  pass "the default" {
    resource "azurerm_storage_account_network_rules" "example" {
      storage_account_id = "some-id"
      default_action     = "Deny"
    }
  }

  pass "listed" {
    resource "azurerm_storage_account" "example" {
      name                     = "examplestorage"
      resource_group_name      = "example"
      location                 = "westeurope"
      account_tier             = "Standard"
      account_replication_type = "ZRS"

      network_rules {
        default_action = "Deny"
        bypass         = ["Logging", "AzureServices"]
      }
    }
    also = ["azure-storage-account-no-soft-delete", "azure-storage-account-public-blobs-allowed"]
  }

  fail "only metrics" {
    resource "azurerm_storage_account" "example" {
      name                     = "examplestorage"
      resource_group_name      = "example"
      location                 = "westeurope"
      account_tier             = "Standard"
      account_replication_type = "ZRS"

      network_rules {
        default_action = "Deny"
        bypass         = ["Metrics"]
      }
    }

    expect = ["azurerm_storage_account.example @ network_rules[0].bypass"]
  }

  fail "none" {
    resource "azurerm_storage_account_network_rules" "example" {
      storage_account_id = "some-id"
      default_action     = "Deny"
      bypass             = ["None"]
    }

    expect = ["azurerm_storage_account_network_rules.example @ bypass"]
  }

  unknown "the value is an unset variable" {
    variable "bypass" {}

    resource "azurerm_storage_account_network_rules" "example" {
      storage_account_id = "some-id"
      default_action     = "Deny"
      bypass             = var.bypass
    }
  }
}

rule "azure-storage-account-shared-key" {
  title     = "Storage account accepts shared keys"
  category  = "security"
  severity  = "medium"
  default   = false
  resources = ["azurerm_storage_account"]
  aliases   = ["CKV2_AZURE_40"]
  tags      = ["cwe-287", "cis-azure-3.0-4.3"]
  assert    = resource.shared_access_key_enabled == false
  at        = resource.shared_access_key_enabled
  message   = "requests signed with the account key are accepted; such a key has no owner and no expiry"
  why       = <<-EOT
    The two account keys grant everything on all data and cannot be tied to a person. With Entra ID only, access is per
    identity and can be withdrawn. Some services (classic file shares, older tools, Terraform without
    `storage_use_azuread`) still need the key.
  EOT
  remedy    = <<-EOT
    Write `shared_access_key_enabled = false`, and `storage_use_azuread = true` in the provider block.
  EOT
  link      = "https://learn.microsoft.com/azure/storage/common/shared-key-authorization-prevent"

  fix {
    set = {
      shared_access_key_enabled = false
    }
    safe = false
  }

  pass "Entra ID only" {
    resource "azurerm_storage_account" "example" {
      name                      = "examplestorage"
      resource_group_name       = "example"
      location                  = "westeurope"
      account_tier              = "Standard"
      account_replication_type  = "ZRS"
      shared_access_key_enabled = false
    }
    also = ["azure-storage-account-no-soft-delete", "azure-storage-account-public-blobs-allowed"]
  }

  fail "not set" {
    resource "azurerm_storage_account" "example" {
      name                     = "examplestorage"
      resource_group_name      = "example"
      location                 = "westeurope"
      account_tier             = "Standard"
      account_replication_type = "ZRS"
    }

    expect = ["azurerm_storage_account.example"]
  }

  fail "allowed" {
    resource "azurerm_storage_account" "example" {
      name                      = "examplestorage"
      resource_group_name       = "example"
      location                  = "westeurope"
      account_tier              = "Standard"
      account_replication_type  = "ZRS"
      shared_access_key_enabled = true
    }

    expect = ["azurerm_storage_account.example @ shared_access_key_enabled"]
  }

  unknown "the value is an unset variable" {
    variable "keys" {}

    resource "azurerm_storage_account" "example" {
      name                      = "examplestorage"
      resource_group_name       = "example"
      location                  = "westeurope"
      account_tier              = "Standard"
      account_replication_type  = "ZRS"
      shared_access_key_enabled = var.keys
    }
  }
}

rule "azure-storage-account-no-sas-policy" {
  title     = "Storage account sets no limit on SAS lifetime"
  category  = "security"
  severity  = "low"
  default   = false
  resources = ["azurerm_storage_account"]
  aliases   = ["CKV2_AZURE_41"]
  tags      = ["cwe-613", "cis-azure-2.0-3.6"]
  when      = resource.shared_access_key_enabled != false
  assert    = resource.sas_policy[0].expiration_period != null
  at        = resource
  message   = "there is no `sas_policy`, so shared access signatures may live for ever"
  why       = <<-EOT
    A SAS expiration policy makes tokens that outlive the period visible in logs, or refuses them (`expiration_action =
    "Block"`).
  EOT
  remedy    = <<-EOT
    Add a policy:

        sas_policy {
          expiration_period = "07.00:00:00"
        }
  EOT
  link      = "https://learn.microsoft.com/azure/storage/common/sas-expiration-policy"

  pass "a week" {
    resource "azurerm_storage_account" "example" {
      name                     = "examplestorage"
      resource_group_name      = "example"
      location                 = "westeurope"
      account_tier             = "Standard"
      account_replication_type = "ZRS"

      sas_policy {
        expiration_period = "07.00:00:00"
      }
    }
    also = ["azure-storage-account-no-soft-delete", "azure-storage-account-public-blobs-allowed"]
  }

  pass "no keys, no SAS" {
    resource "azurerm_storage_account" "example" {
      name                      = "examplestorage"
      resource_group_name       = "example"
      location                  = "westeurope"
      account_tier              = "Standard"
      account_replication_type  = "ZRS"
      shared_access_key_enabled = false
    }
    also = ["azure-storage-account-no-soft-delete", "azure-storage-account-public-blobs-allowed"]
  }

  fail "no policy" {
    resource "azurerm_storage_account" "example" {
      name                     = "examplestorage"
      resource_group_name      = "example"
      location                 = "westeurope"
      account_tier             = "Standard"
      account_replication_type = "ZRS"
    }

    expect = ["azurerm_storage_account.example"]
  }

  fail "keys written as allowed, no policy" {
    resource "azurerm_storage_account" "example" {
      name                      = "examplestorage"
      resource_group_name       = "example"
      location                  = "westeurope"
      account_tier              = "Standard"
      account_replication_type  = "ZRS"
      shared_access_key_enabled = true
    }

    expect = ["azurerm_storage_account.example"]
  }

  unknown "the value is an unset variable" {
    variable "keys" {}

    resource "azurerm_storage_account" "example" {
      name                      = "examplestorage"
      resource_group_name       = "example"
      location                  = "westeurope"
      account_tier              = "Standard"
      account_replication_type  = "ZRS"
      shared_access_key_enabled = var.keys
    }
  }
}

rule "azure-storage-account-no-private-endpoint" {
  title     = "Storage account has no private endpoint"
  category  = "security"
  severity  = "low"
  default   = false
  resources = ["azurerm_storage_account"]
  aliases   = ["CKV2_AZURE_33"]
  tags      = ["cwe-668", "cis-azure-2.0-3.10"]

  related "endpoint" {
    type = "azurerm_private_endpoint"
    on   = refers(other.private_service_connection[0].private_connection_resource_id, resource)
  }

  assert  = length(related.endpoint) > 0
  at      = resource
  message = "no `azurerm_private_endpoint` in this configuration points to the account"
  why     = <<-EOT
    Through a private endpoint traffic stays inside the virtual network. Worth its price for sensitive data; a choice, so
    not in the default set.
  EOT
  remedy  = <<-EOT
    Add an `azurerm_private_endpoint` whose `private_service_connection` refers to the account with `subresource_names =
    ["blob"]`.
  EOT
  link    = "https://learn.microsoft.com/azure/storage/common/storage-private-endpoints"

  pass "an endpoint refers to it" {
    resource "azurerm_storage_account" "example" {
      name                     = "examplestorage"
      resource_group_name      = "example"
      location                 = "westeurope"
      account_tier             = "Standard"
      account_replication_type = "ZRS"
    }

    resource "azurerm_private_endpoint" "example" {
      name                = "example"
      resource_group_name = "example"
      location            = "westeurope"
      subnet_id           = "some-id"

      private_service_connection {
        name                           = "example"
        is_manual_connection           = false
        private_connection_resource_id = azurerm_storage_account.example.id
        subresource_names              = ["blob"]
      }
    }
    also = ["azure-storage-account-no-soft-delete", "azure-storage-account-public-blobs-allowed"]
  }

  fail "no endpoint" {
    resource "azurerm_storage_account" "example" {
      name                     = "examplestorage"
      resource_group_name      = "example"
      location                 = "westeurope"
      account_tier             = "Standard"
      account_replication_type = "ZRS"
    }

    expect = ["azurerm_storage_account.example"]
  }

  fail "the endpoint belongs to another account" {
    resource "azurerm_storage_account" "example" {
      name                     = "examplestorage"
      resource_group_name      = "example"
      location                 = "westeurope"
      account_tier             = "Standard"
      account_replication_type = "ZRS"
    }

    resource "azurerm_private_endpoint" "example" {
      name                = "example"
      resource_group_name = "example"
      location            = "westeurope"
      subnet_id           = "some-id"

      private_service_connection {
        name                           = "example"
        is_manual_connection           = false
        private_connection_resource_id = "/subscriptions/0/resourceGroups/x/providers/Microsoft.Storage/storageAccounts/otherstorage"
        subresource_names              = ["blob"]
      }
    }

    expect = ["azurerm_storage_account.example"]
  }
}

rule "azure-storage-account-no-soft-delete" {
  title     = "Deleted blobs cannot be restored"
  category  = "reliability"
  severity  = "low"
  resources = ["azurerm_storage_account"]
  aliases   = ["CKV2_AZURE_38", "AZU-0056", "azure-storage-blobs-soft-deletion-enabled", "AVD-AZU-0056"]
  tags      = ["cwe-693", "cis-azure-2.0-3.11"]
  params = {
    minimum_days = 7
  }
  when    = !contains(["FileStorage", "Storage"], resource.account_kind)
  assert  = length(resource.blob_properties[0].delete_retention_policy) > 0 && coalesce(resource.blob_properties[0].delete_retention_policy[0].days, 7) >= param.minimum_days
  at      = coalesce(resource.blob_properties[0].delete_retention_policy[0].days, resource.blob_properties)
  message = "blob soft delete is off or shorter than ${param.minimum_days} days: a deletion by mistake or by an intruder is final"
  why     = <<-EOT
    Soft delete keeps deleted and overwritten blobs for a while. The provider leaves it off unless the block is written
    (seven days when it is written without `days`). Scratch data that can be made again does not need it.
  EOT
  remedy  = <<-EOT
    Add the policy:

        blob_properties {
          delete_retention_policy {
            days = 7
          }
        }
  EOT
  link    = "https://learn.microsoft.com/azure/storage/blobs/soft-delete-blob-overview"

  pass "seven days by default" {
    resource "azurerm_storage_account" "example" {
      name                     = "examplestorage"
      resource_group_name      = "example"
      location                 = "westeurope"
      account_tier             = "Standard"
      account_replication_type = "ZRS"

      blob_properties {
        delete_retention_policy {}
      }
    }
    also = ["azure-storage-account-public-blobs-allowed"]
  }

  pass "thirty days" {
    resource "azurerm_storage_account" "example" {
      name                     = "examplestorage"
      resource_group_name      = "example"
      location                 = "westeurope"
      account_tier             = "Standard"
      account_replication_type = "ZRS"

      blob_properties {
        delete_retention_policy {
          days = 30
        }
      }
    }
    also = ["azure-storage-account-public-blobs-allowed"]
  }

  pass "a file storage account has no blobs" {
    resource "azurerm_storage_account" "example" {
      name                     = "examplestorage"
      resource_group_name      = "example"
      location                 = "westeurope"
      account_replication_type = "ZRS"
      account_kind             = "FileStorage"
      account_tier             = "Premium"
    }
    also = ["azure-storage-account-public-blobs-allowed"]
  }

  fail "nothing written" {
    resource "azurerm_storage_account" "example" {
      name                     = "examplestorage"
      resource_group_name      = "example"
      location                 = "westeurope"
      account_tier             = "Standard"
      account_replication_type = "ZRS"
    }

    expect = ["azurerm_storage_account.example"]
  }

  fail "too short" {
    resource "azurerm_storage_account" "example" {
      name                     = "examplestorage"
      resource_group_name      = "example"
      location                 = "westeurope"
      account_tier             = "Standard"
      account_replication_type = "ZRS"

      blob_properties {
        delete_retention_policy {
          days = 1
        }
      }
    }

    expect = ["azurerm_storage_account.example @ blob_properties[0].delete_retention_policy[0].days"]
  }

  fail "only versioning" {
    resource "azurerm_storage_account" "example" {
      name                     = "examplestorage"
      resource_group_name      = "example"
      location                 = "westeurope"
      account_tier             = "Standard"
      account_replication_type = "ZRS"

      blob_properties {
        versioning_enabled = true
      }
    }

    expect = ["azurerm_storage_account.example @ blob_properties"]
  }

  unknown "the value is an unset variable" {
    variable "days" {}

    resource "azurerm_storage_account" "example" {
      name                     = "examplestorage"
      resource_group_name      = "example"
      location                 = "westeurope"
      account_tier             = "Standard"
      account_replication_type = "ZRS"

      blob_properties {
        delete_retention_policy {
          days = var.days
        }
      }
    }
  }

  pass "`account_kind` is `Storage`" {
    resource "azurerm_storage_account" "example" {
      name                     = "examplestorage"
      resource_group_name      = "example"
      location                 = "westeurope"
      account_replication_type = "ZRS"
      account_kind             = "Storage"
      account_tier             = "Premium"
    }
    also = ["azure-storage-account-public-blobs-allowed"]
  }
}

rule "azure-storage-account-no-container-soft-delete" {
  title     = "Deleted containers cannot be restored"
  category  = "reliability"
  severity  = "low"
  default   = false
  resources = ["azurerm_storage_account"]
  tags      = ["cwe-693"]
  when      = !contains(["FileStorage", "Storage"], resource.account_kind)
  assert    = length(resource.blob_properties[0].container_delete_retention_policy) > 0
  at        = resource.blob_properties
  message   = "container soft delete is off: deleting a container is final"
  why       = <<-EOT
    Blob soft delete does not protect against the deletion of the whole container; that is a policy of its own.
  EOT
  remedy    = <<-EOT
    Add `container_delete_retention_policy { days = 7 }` to `blob_properties`.
  EOT
  link      = "https://learn.microsoft.com/azure/storage/blobs/soft-delete-container-overview"

  pass "kept for a week" {
    resource "azurerm_storage_account" "example" {
      name                     = "examplestorage"
      resource_group_name      = "example"
      location                 = "westeurope"
      account_tier             = "Standard"
      account_replication_type = "ZRS"

      blob_properties {
        container_delete_retention_policy {
          days = 7
        }
      }
    }
    also = ["azure-storage-account-no-soft-delete", "azure-storage-account-public-blobs-allowed"]
  }

  fail "nothing written" {
    resource "azurerm_storage_account" "example" {
      name                     = "examplestorage"
      resource_group_name      = "example"
      location                 = "westeurope"
      account_tier             = "Standard"
      account_replication_type = "ZRS"
    }

    expect = ["azurerm_storage_account.example"]
  }

  fail "blobs only" {
    resource "azurerm_storage_account" "example" {
      name                     = "examplestorage"
      resource_group_name      = "example"
      location                 = "westeurope"
      account_tier             = "Standard"
      account_replication_type = "ZRS"

      blob_properties {
        delete_retention_policy {
          days = 7
        }
      }
    }

    expect = ["azurerm_storage_account.example @ blob_properties"]
  }

  pass "`account_kind` is `Storage`" {
    resource "azurerm_storage_account" "example" {
      name                     = "examplestorage"
      resource_group_name      = "example"
      location                 = "westeurope"
      account_tier             = "Standard"
      account_replication_type = "ZRS"
      account_kind             = "Storage"
    }
    also = ["azure-storage-account-public-blobs-allowed"]
  }

  fail "one more, `account_kind` is `FileStorage`" {
    resource "azurerm_storage_account" "example" {
      name                     = "examplestorage"
      resource_group_name      = "example"
      location                 = "westeurope"
      account_tier             = "Standard"
      account_replication_type = "ZRS"
    }
    resource "azurerm_storage_account" "example_too" {
      name                     = "examplestorage"
      resource_group_name      = "example"
      location                 = "westeurope"
      account_tier             = "Standard"
      account_replication_type = "ZRS"
      account_kind             = "FileStorage"
    }
    expect = ["azurerm_storage_account.example"]
  }
}

rule "azure-storage-account-no-versioning" {
  title     = "Storage account keeps no blob versions"
  category  = "reliability"
  severity  = "low"
  default   = false
  resources = ["azurerm_storage_account"]
  tags      = ["cwe-693"]
  when      = !contains(["FileStorage", "Storage"], resource.account_kind) && resource.is_hns_enabled != true
  assert    = resource.blob_properties[0].versioning_enabled == true
  at        = resource.blob_properties[0].versioning_enabled
  message   = "blob versioning is off: overwritten data has no earlier state"
  why       = <<-EOT
    Versioning keeps each earlier state of a blob, which soft delete alone does only for a while. It costs storage; pair
    it with a lifecycle rule.
  EOT
  remedy    = <<-EOT
    Write `versioning_enabled = true` in `blob_properties`, and expire old versions with
    `azurerm_storage_management_policy`.
  EOT
  link      = "https://learn.microsoft.com/azure/storage/blobs/versioning-overview"

  pass "on" {
    resource "azurerm_storage_account" "example" {
      name                     = "examplestorage"
      resource_group_name      = "example"
      location                 = "westeurope"
      account_tier             = "Standard"
      account_replication_type = "ZRS"

      blob_properties {
        versioning_enabled = true
      }
    }
    also = ["azure-storage-account-no-soft-delete", "azure-storage-account-public-blobs-allowed"]
  }

  pass "not available with a hierarchical namespace" {
    resource "azurerm_storage_account" "example" {
      name                     = "examplestorage"
      resource_group_name      = "example"
      location                 = "westeurope"
      account_tier             = "Standard"
      account_replication_type = "ZRS"
      is_hns_enabled           = true
    }
    also = ["azure-storage-account-no-soft-delete", "azure-storage-account-public-blobs-allowed"]
  }

  fail "not set" {
    resource "azurerm_storage_account" "example" {
      name                     = "examplestorage"
      resource_group_name      = "example"
      location                 = "westeurope"
      account_tier             = "Standard"
      account_replication_type = "ZRS"
    }

    expect = ["azurerm_storage_account.example"]
  }

  fail "off" {
    resource "azurerm_storage_account" "example" {
      name                     = "examplestorage"
      resource_group_name      = "example"
      location                 = "westeurope"
      account_tier             = "Standard"
      account_replication_type = "ZRS"

      blob_properties {
        versioning_enabled = false
      }
    }

    expect = ["azurerm_storage_account.example @ blob_properties[0].versioning_enabled"]
  }

  unknown "the value is an unset variable" {
    variable "versioning" {}

    resource "azurerm_storage_account" "example" {
      name                     = "examplestorage"
      resource_group_name      = "example"
      location                 = "westeurope"
      account_tier             = "Standard"
      account_replication_type = "ZRS"

      blob_properties {
        versioning_enabled = var.versioning
      }
    }
  }

  pass "`account_kind` is `Storage`" {
    resource "azurerm_storage_account" "example" {
      name                     = "examplestorage"
      resource_group_name      = "example"
      location                 = "westeurope"
      account_tier             = "Standard"
      account_replication_type = "ZRS"
      account_kind             = "Storage"
    }
    also = ["azure-storage-account-public-blobs-allowed"]
  }

  fail "one more, `account_kind` is `FileStorage`" {
    resource "azurerm_storage_account" "example" {
      name                     = "examplestorage"
      resource_group_name      = "example"
      location                 = "westeurope"
      account_tier             = "Standard"
      account_replication_type = "ZRS"
    }
    resource "azurerm_storage_account" "example_too" {
      name                     = "examplestorage"
      resource_group_name      = "example"
      location                 = "westeurope"
      account_tier             = "Standard"
      account_replication_type = "ZRS"
      account_kind             = "FileStorage"
    }
    expect = ["azurerm_storage_account.example"]
  }
}

rule "azure-storage-account-no-geo-redundancy" {
  title     = "Storage account is not replicated to another region"
  category  = "reliability"
  severity  = "low"
  default   = false
  resources = ["azurerm_storage_account"]
  aliases   = ["CKV_AZURE_206", "AZU-0058", "azure-storage-enable-geo-redundant-backups", "AVD-AZU-0058"]
  assert    = contains(["GRS", "RAGRS", "GZRS", "RAGZRS"], upper(resource.account_replication_type))
  at        = resource.account_replication_type
  message   = "`account_replication_type` is `${resource.account_replication_type}`: the data is lost or out of reach when the region is"
  why       = <<-EOT
    Geo-redundant types keep a copy in the paired region, at up to twice the price. Whether that is needed depends on the
    data.
  EOT
  remedy    = <<-EOT
    Write `account_replication_type = "GZRS"` (or `GRS`) for data that must survive the loss of a region.
  EOT
  link      = "https://learn.microsoft.com/azure/storage/common/storage-redundancy"

  pass "geo-zone redundant" {
    resource "azurerm_storage_account" "example" {
      name                     = "examplestorage"
      resource_group_name      = "example"
      location                 = "westeurope"
      account_tier             = "Standard"
      account_replication_type = "GZRS"
    }
    also = ["azure-storage-account-no-soft-delete", "azure-storage-account-public-blobs-allowed"]
  }

  pass "geo redundant" {
    resource "azurerm_storage_account" "example" {
      name                     = "examplestorage"
      resource_group_name      = "example"
      location                 = "westeurope"
      account_tier             = "Standard"
      account_replication_type = "GRS"
    }
    also = ["azure-storage-account-no-soft-delete", "azure-storage-account-public-blobs-allowed"]
  }

  fail "one data centre" {
    resource "azurerm_storage_account" "example" {
      name                     = "examplestorage"
      resource_group_name      = "example"
      location                 = "westeurope"
      account_tier             = "Standard"
      account_replication_type = "LRS"
    }

    expect = ["azurerm_storage_account.example @ account_replication_type"]
  }

  fail "zones of one region" {
    resource "azurerm_storage_account" "example" {
      name                     = "examplestorage"
      resource_group_name      = "example"
      location                 = "westeurope"
      account_tier             = "Standard"
      account_replication_type = "ZRS"
    }

    expect = ["azurerm_storage_account.example @ account_replication_type"]
  }

  unknown "the value is an unset variable" {
    variable "replication" {}

    resource "azurerm_storage_account" "example" {
      name                     = "examplestorage"
      resource_group_name      = "example"
      location                 = "westeurope"
      account_tier             = "Standard"
      account_replication_type = var.replication
    }
  }

  pass "more that pass" {
    resource "azurerm_storage_account" "account_replication_type_is_ragrs" {
      name                     = "examplestorage"
      resource_group_name      = "example"
      location                 = "westeurope"
      account_tier             = "Standard"
      account_replication_type = "RAGRS"
    }
    resource "azurerm_storage_account" "one_more_account_replication_type_is" {
      name                     = "examplestorage"
      resource_group_name      = "example"
      location                 = "westeurope"
      account_tier             = "Standard"
      account_replication_type = "GZRS"
    }
    resource "azurerm_storage_account" "one_more_account_replication_type_is_2" {
      name                     = "examplestorage"
      resource_group_name      = "example"
      location                 = "westeurope"
      account_tier             = "Standard"
      account_replication_type = "RAGZRS"
    }
    also = ["azure-storage-account-no-soft-delete", "azure-storage-account-public-blobs-allowed"]
  }
}

rule "azure-storage-account-no-infrastructure-encryption" {
  title     = "Storage account is encrypted only once"
  category  = "security"
  severity  = "low"
  default   = false
  resources = ["azurerm_storage_account"]
  aliases   = ["AZU-0061", "azure-storage-infrastructure-encryption-enabled", "AVD-AZU-0061"]
  tags      = ["cwe-311", "cis-azure-2.0-3.2"]
  assert    = resource.infrastructure_encryption_enabled == true
  at        = resource.infrastructure_encryption_enabled
  message   = "infrastructure encryption is off; data is encrypted with one key and one algorithm only"
  why       = <<-EOT
    All data is encrypted at rest by the service. Infrastructure encryption adds a second layer with another key, as some
    regulations demand. It can only be chosen when the account is created.
  EOT
  remedy    = <<-EOT
    Write `infrastructure_encryption_enabled = true`; the account is created anew.
  EOT
  link      = "https://learn.microsoft.com/azure/storage/common/infrastructure-encryption-enable"

  pass "on" {
    resource "azurerm_storage_account" "example" {
      name                              = "examplestorage"
      resource_group_name               = "example"
      location                          = "westeurope"
      account_tier                      = "Standard"
      account_replication_type          = "ZRS"
      infrastructure_encryption_enabled = true
    }
    also = ["azure-storage-account-no-soft-delete", "azure-storage-account-public-blobs-allowed"]
  }

  fail "not set" {
    resource "azurerm_storage_account" "example" {
      name                     = "examplestorage"
      resource_group_name      = "example"
      location                 = "westeurope"
      account_tier             = "Standard"
      account_replication_type = "ZRS"
    }

    expect = ["azurerm_storage_account.example"]
  }

  fail "off" {
    resource "azurerm_storage_account" "example" {
      name                              = "examplestorage"
      resource_group_name               = "example"
      location                          = "westeurope"
      account_tier                      = "Standard"
      account_replication_type          = "ZRS"
      infrastructure_encryption_enabled = false
    }

    expect = ["azurerm_storage_account.example @ infrastructure_encryption_enabled"]
  }

  unknown "the value is an unset variable" {
    variable "double" {}

    resource "azurerm_storage_account" "example" {
      name                              = "examplestorage"
      resource_group_name               = "example"
      location                          = "westeurope"
      account_tier                      = "Standard"
      account_replication_type          = "ZRS"
      infrastructure_encryption_enabled = var.double
    }
  }
}

rule "azure-storage-account-no-queue-logging" {
  title     = "Queue requests are not logged"
  category  = "security"
  severity  = "low"
  default   = false
  resources = ["azurerm_storage_account"]
  aliases = [
    "CKV_AZURE_33", "AZU-0009", "azure-storage-queue-services-logging-enabled", "AVD-AZU-0009", "AZU-0057",
    "azure-storage-storage-account-logging-enabled", "AVD-AZU-0057",
  ]
  tags = ["cwe-778", "cis-azure-2.0-3.5"]

  related "queue" {
    type = "azurerm_storage_account_queue_properties"
    on   = refers(other.storage_account_id, resource)
  }

  when    = !contains(["BlobStorage", "BlockBlobStorage", "FileStorage"], resource.account_kind)
  assert  = anytrue([for l in concat(resource.queue_properties[0].logging, flatten([for q in related.queue : q.logging])) : l.read == true && l.write == true && l.delete == true])
  at      = resource.queue_properties
  message = "storage analytics does not log read, write and delete requests to queues"
  why     = <<-EOT
    Classic storage logging shows who read or deleted messages. Diagnostic settings (`azurerm_monitor_diagnostic_setting`
    on `…/queueServices/default`) are the newer way; teams that use those do not need this rule.
  EOT
  remedy  = <<-EOT
    Log all three kinds of request in `azurerm_storage_account_queue_properties`:

        logging {
          delete                = true
          read                  = true
          write                 = true
          version               = "1.0"
          retention_policy_days = 10
        }
  EOT
  link    = "https://learn.microsoft.com/azure/storage/common/storage-analytics-logging"

  pass "logged in the account" {
    resource "azurerm_storage_account" "example" {
      name                     = "examplestorage"
      resource_group_name      = "example"
      location                 = "westeurope"
      account_tier             = "Standard"
      account_replication_type = "ZRS"

      queue_properties {
        logging {
          delete  = true
          read    = true
          write   = true
          version = "1.0"
        }
      }
    }
    also = ["azure-storage-account-no-soft-delete", "azure-storage-account-public-blobs-allowed"]
  }

  pass "logged through the separate resource" {
    resource "azurerm_storage_account" "example" {
      name                     = "examplestorage"
      resource_group_name      = "example"
      location                 = "westeurope"
      account_tier             = "Standard"
      account_replication_type = "ZRS"
    }

    resource "azurerm_storage_account_queue_properties" "example" {
      storage_account_id = azurerm_storage_account.example.id

      logging {
        delete  = true
        read    = true
        write   = true
        version = "1.0"
      }
    }
    also = ["azure-storage-account-no-soft-delete", "azure-storage-account-public-blobs-allowed"]
  }

  fail "nothing written" {
    resource "azurerm_storage_account" "example" {
      name                     = "examplestorage"
      resource_group_name      = "example"
      location                 = "westeurope"
      account_tier             = "Standard"
      account_replication_type = "ZRS"
    }

    expect = ["azurerm_storage_account.example"]
  }

  fail "reads are left out" {
    resource "azurerm_storage_account" "example" {
      name                     = "examplestorage"
      resource_group_name      = "example"
      location                 = "westeurope"
      account_tier             = "Standard"
      account_replication_type = "ZRS"

      queue_properties {
        logging {
          delete  = true
          read    = false
          write   = true
          version = "1.0"
        }
      }
    }

    expect = ["azurerm_storage_account.example @ queue_properties"]
  }

  pass "more that pass" {
    resource "azurerm_storage_account" "one_more_account_kind_is_blobstorage" {
      name                     = "examplestorage"
      resource_group_name      = "example"
      location                 = "westeurope"
      account_tier             = "Standard"
      account_replication_type = "ZRS"
    }
    resource "azurerm_storage_account" "one_more_account_kind_is_blobstorage_2" {
      name                     = "examplestorage"
      resource_group_name      = "example"
      location                 = "westeurope"
      account_tier             = "Standard"
      account_replication_type = "ZRS"
      account_kind             = "BlobStorage"
    }
    resource "azurerm_storage_account_queue_properties" "one_more_account_kind_is_blobstorage" {
      storage_account_id = azurerm_storage_account.one_more_account_kind_is_blobstorage.id
      logging {
        delete  = true
        read    = true
        write   = true
        version = "1.0"
      }
    }
    resource "azurerm_storage_account" "account_kind_is_filestorage" {
      name                     = "examplestorage"
      resource_group_name      = "example"
      location                 = "westeurope"
      account_tier             = "Standard"
      account_replication_type = "ZRS"
      account_kind             = "FileStorage"
    }
    resource "azurerm_storage_account" "account_kind_is_blockblobstorage" {
      name                     = "examplestorage"
      resource_group_name      = "example"
      location                 = "westeurope"
      account_tier             = "Standard"
      account_replication_type = "ZRS"
      account_kind             = "BlockBlobStorage"
    }
    also = ["azure-storage-account-no-soft-delete", "azure-storage-account-premium-mismatch", "azure-storage-account-public-blobs-allowed"]
  }

  fail "more that fail" {
    resource "azurerm_storage_account" "no_delete" {
      name                     = "examplestorage"
      resource_group_name      = "example"
      location                 = "westeurope"
      account_tier             = "Standard"
      account_replication_type = "ZRS"
      queue_properties {
        logging {
          read    = true
          write   = true
          version = "1.0"
        }
      }
    }
    resource "azurerm_storage_account" "one_more_no_write" {
      name                     = "examplestorage"
      resource_group_name      = "example"
      location                 = "westeurope"
      account_tier             = "Standard"
      account_replication_type = "ZRS"
      queue_properties {
        logging {
          delete  = true
          read    = true
          write   = true
          version = "1.0"
        }
      }
    }
    resource "azurerm_storage_account" "one_more_no_write_2" {
      name                     = "examplestorage"
      resource_group_name      = "example"
      location                 = "westeurope"
      account_tier             = "Standard"
      account_replication_type = "ZRS"
      queue_properties {
        logging {
          delete  = true
          read    = true
          version = "1.0"
        }
      }
    }
    expect = [
      "azurerm_storage_account.no_delete @ queue_properties",
      "azurerm_storage_account.one_more_no_write_2 @ queue_properties",
    ]
  }
}

rule "azure-storage-account-no-diagnostics" {
  title     = "Storage account sends no diagnostic logs"
  category  = "security"
  severity  = "low"
  default   = false
  resources = ["azurerm_storage_account"]
  aliases   = ["CKV2_AZURE_20", "CKV2_AZURE_21"]
  tags      = ["cwe-778", "cis-azure-2.0-3.13"]

  related "diagnostics" {
    type = "azurerm_monitor_diagnostic_setting"
    on   = refers(other.target_resource_id, resource)
  }

  related "insights" {
    type = "azurerm_log_analytics_storage_insights"
    on   = refers(other.storage_account_id, resource)
  }

  assert  = length(related.diagnostics) > 0 || length(related.insights) > 0
  at      = resource
  message = "no `azurerm_monitor_diagnostic_setting` in this configuration covers the account or its services"
  why     = <<-EOT
    Without resource logs nobody can tell afterwards who read a blob or a table. Logs may be switched on centrally by
    Azure Policy; then this rule has nothing to add.
  EOT
  remedy  = <<-EOT
    Add a setting for the service, with `target_resource_id =
    "$${azurerm_storage_account.example.id}/blobServices/default"`.
  EOT
  link    = "https://learn.microsoft.com/azure/storage/blobs/monitor-blob-storage"

  pass "the blob service is logged" {
    resource "azurerm_storage_account" "example" {
      name                     = "examplestorage"
      resource_group_name      = "example"
      location                 = "westeurope"
      account_tier             = "Standard"
      account_replication_type = "ZRS"
    }

    resource "azurerm_monitor_diagnostic_setting" "example" {
      name                       = "example"
      log_analytics_workspace_id = "some-id"
      target_resource_id         = "${azurerm_storage_account.example.id}/blobServices/default"

      enabled_log {
        category = "StorageRead"
      }
    }
    also = ["azure-storage-account-no-soft-delete", "azure-storage-account-public-blobs-allowed"]
  }

  fail "nothing refers to the account" {
    resource "azurerm_storage_account" "example" {
      name                     = "examplestorage"
      resource_group_name      = "example"
      location                 = "westeurope"
      account_tier             = "Standard"
      account_replication_type = "ZRS"
    }

    expect = ["azurerm_storage_account.example"]
  }
}

rule "azure-storage-account-no-customer-managed-key" {
  title     = "Storage account uses keys that Microsoft manages"
  category  = "security"
  severity  = "low"
  default   = false
  resources = ["azurerm_storage_account"]
  aliases   = ["CKV2_AZURE_1", "AZU-0060", "azure-storage-blob-container-cmk-encrypted", "AVD-AZU-0060"]
  tags      = ["cwe-320", "cis-azure-2.0-3.12"]

  related "cmk" {
    type = "azurerm_storage_account_customer_managed_key"
    on   = refers(other.storage_account_id, resource)
  }

  assert  = length(resource.customer_managed_key) > 0 || length(related.cmk) > 0
  at      = resource
  message = "neither `customer_managed_key` nor an `azurerm_storage_account_customer_managed_key` is there"
  why     = <<-EOT
    Data is encrypted either way. A key of your own in Key Vault lets you rotate and revoke it, which some regulations
    require, and it adds a dependency that can make the data unreachable.
  EOT
  remedy  = <<-EOT
    Add a `customer_managed_key` block or an `azurerm_storage_account_customer_managed_key` that refers to a Key Vault
    key.
  EOT
  link    = "https://learn.microsoft.com/azure/storage/common/customer-managed-keys-overview"

  pass "in the account" {
    resource "azurerm_storage_account" "example" {
      name                     = "examplestorage"
      resource_group_name      = "example"
      location                 = "westeurope"
      account_tier             = "Standard"
      account_replication_type = "ZRS"

      customer_managed_key {
        key_vault_key_id          = "some-id"
        user_assigned_identity_id = "some-id"
      }
    }
    also = ["azure-storage-account-no-soft-delete", "azure-storage-account-public-blobs-allowed"]
  }

  pass "in a resource of its own" {
    resource "azurerm_storage_account" "example" {
      name                     = "examplestorage"
      resource_group_name      = "example"
      location                 = "westeurope"
      account_tier             = "Standard"
      account_replication_type = "ZRS"
    }

    resource "azurerm_storage_account_customer_managed_key" "example" {
      key_vault_key_id   = "some-id"
      storage_account_id = azurerm_storage_account.example.id
    }
    also = ["azure-storage-account-no-soft-delete", "azure-storage-account-public-blobs-allowed"]
  }

  fail "neither" {
    resource "azurerm_storage_account" "example" {
      name                     = "examplestorage"
      resource_group_name      = "example"
      location                 = "westeurope"
      account_tier             = "Standard"
      account_replication_type = "ZRS"
    }

    expect = ["azurerm_storage_account.example"]
  }
}

rule "azure-storage-account-local-users" {
  title     = "Storage account allows local users"
  category  = "security"
  severity  = "low"
  default   = false
  resources = ["azurerm_storage_account"]
  aliases   = ["CKV_AZURE_244"]
  tags      = ["cwe-287"]
  assert    = resource.local_user_enabled == false
  at        = resource.local_user_enabled
  message   = "local users (SFTP passwords and keys outside Entra ID) are allowed"
  why       = <<-EOT
    Local users sign in with credentials that conditional access and sign-in logs do not see. The provider allows them by
    default; they matter only where SFTP is used.
  EOT
  remedy    = <<-EOT
    Write `local_user_enabled = false` where SFTP is not used.
  EOT
  link      = "https://registry.terraform.io/providers/hashicorp/azurerm/latest/docs/resources/storage_account"

  fix {
    set = {
      local_user_enabled = false
    }
  }

  pass "off" {
    resource "azurerm_storage_account" "example" {
      name                     = "examplestorage"
      resource_group_name      = "example"
      location                 = "westeurope"
      account_tier             = "Standard"
      account_replication_type = "ZRS"
      local_user_enabled       = false
    }
    also = ["azure-storage-account-no-soft-delete", "azure-storage-account-public-blobs-allowed"]
  }

  fail "not set" {
    resource "azurerm_storage_account" "example" {
      name                     = "examplestorage"
      resource_group_name      = "example"
      location                 = "westeurope"
      account_tier             = "Standard"
      account_replication_type = "ZRS"
    }

    expect = ["azurerm_storage_account.example"]
  }

  fail "on" {
    resource "azurerm_storage_account" "example" {
      name                     = "examplestorage"
      resource_group_name      = "example"
      location                 = "westeurope"
      account_tier             = "Standard"
      account_replication_type = "ZRS"
      local_user_enabled       = true
    }

    expect = ["azurerm_storage_account.example @ local_user_enabled"]
  }

  unknown "the value is an unset variable" {
    variable "local" {}

    resource "azurerm_storage_account" "example" {
      name                     = "examplestorage"
      resource_group_name      = "example"
      location                 = "westeurope"
      account_tier             = "Standard"
      account_replication_type = "ZRS"
      local_user_enabled       = var.local
    }
  }
}

rule "azure-storage-account-cross-tenant-replication" {
  title     = "Storage account may replicate to other tenants"
  category  = "security"
  severity  = "low"
  resources = ["azurerm_storage_account"]
  tags      = ["cwe-668", "cis-azure-3.0-4.15"]
  assert    = resource.cross_tenant_replication_enabled != true
  at        = resource.cross_tenant_replication_enabled
  message   = "object replication to accounts of other tenants is allowed"
  why       = <<-EOT
    Whoever can write a replication policy can copy all blobs into a tenant that you do not control. Off by default since
    provider version 4.0.
  EOT
  remedy    = <<-EOT
    Remove the argument, or write `cross_tenant_replication_enabled = false`.
  EOT
  link      = "https://learn.microsoft.com/azure/storage/blobs/object-replication-prevent-cross-tenant-policies"

  fix {
    set = {
      cross_tenant_replication_enabled = false
    }
  }

  pass "the default" {
    resource "azurerm_storage_account" "example" {
      name                     = "examplestorage"
      resource_group_name      = "example"
      location                 = "westeurope"
      account_tier             = "Standard"
      account_replication_type = "ZRS"
    }
    also = ["azure-storage-account-no-soft-delete", "azure-storage-account-public-blobs-allowed"]
  }

  pass "off" {
    resource "azurerm_storage_account" "example" {
      name                             = "examplestorage"
      resource_group_name              = "example"
      location                         = "westeurope"
      account_tier                     = "Standard"
      account_replication_type         = "ZRS"
      cross_tenant_replication_enabled = false
    }
    also = ["azure-storage-account-no-soft-delete", "azure-storage-account-public-blobs-allowed"]
  }

  fail "on" {
    resource "azurerm_storage_account" "example" {
      name                             = "examplestorage"
      resource_group_name              = "example"
      location                         = "westeurope"
      account_tier                     = "Standard"
      account_replication_type         = "ZRS"
      cross_tenant_replication_enabled = true
    }

    expect = ["azurerm_storage_account.example @ cross_tenant_replication_enabled"]
  }

  unknown "the value is an unset variable" {
    variable "replicate" {}

    resource "azurerm_storage_account" "example" {
      name                             = "examplestorage"
      resource_group_name              = "example"
      location                         = "westeurope"
      account_tier                     = "Standard"
      account_replication_type         = "ZRS"
      cross_tenant_replication_enabled = var.replicate
    }
  }
}

rule "azure-storage-share-weak-smb" {
  title     = "File share accepts weak SMB versions or ciphers"
  category  = "security"
  severity  = "low"
  resources = ["azurerm_storage_account"]
  tags      = ["cwe-327"]
  params = {
    weak = ["SMB2.1", "RC4-HMAC"]
  }
  assert  = length(setintersection(param.weak, concat(resource.share_properties[0].smb[0].versions, resource.share_properties[0].smb[0].authentication_types, resource.share_properties[0].smb[0].kerberos_ticket_encryption_type, resource.share_properties[0].smb[0].channel_encryption_type))) == 0
  at      = resource.share_properties[0].smb
  message = "the `smb` settings list SMB 2.1 or RC4, which have no encryption in transit worth the name"
  why     = <<-EOT
    SMB 2.1 has no channel encryption, and RC4 tickets can be cracked offline.
  EOT
  remedy  = <<-EOT
    Allow `versions = ["SMB3.1.1"]` and `kerberos_ticket_encryption_type = ["AES-256"]` only.
  EOT
  link    = "https://learn.microsoft.com/azure/storage/files/files-smb-protocol"

  pass "the defaults" {
    resource "azurerm_storage_account" "example" {
      name                     = "examplestorage"
      resource_group_name      = "example"
      location                 = "westeurope"
      account_tier             = "Standard"
      account_replication_type = "ZRS"
    }
    also = ["azure-storage-account-no-soft-delete", "azure-storage-account-public-blobs-allowed"]
  }

  pass "modern settings" {
    resource "azurerm_storage_account" "example" {
      name                     = "examplestorage"
      resource_group_name      = "example"
      location                 = "westeurope"
      account_tier             = "Standard"
      account_replication_type = "ZRS"

      share_properties {
        smb {
          versions                        = ["SMB3.1.1"]
          kerberos_ticket_encryption_type = ["AES-256"]
        }
      }
    }
    also = ["azure-storage-account-no-soft-delete", "azure-storage-account-public-blobs-allowed"]
  }

  fail "SMB 2.1" {
    resource "azurerm_storage_account" "example" {
      name                     = "examplestorage"
      resource_group_name      = "example"
      location                 = "westeurope"
      account_tier             = "Standard"
      account_replication_type = "ZRS"

      share_properties {
        smb {
          versions = ["SMB2.1", "SMB3.0"]
        }
      }
    }

    expect = ["azurerm_storage_account.example @ share_properties[0].smb"]
  }

  fail "RC4 tickets" {
    resource "azurerm_storage_account" "example" {
      name                     = "examplestorage"
      resource_group_name      = "example"
      location                 = "westeurope"
      account_tier             = "Standard"
      account_replication_type = "ZRS"

      share_properties {
        smb {
          kerberos_ticket_encryption_type = ["RC4-HMAC", "AES-256"]
        }
      }
    }

    expect = ["azurerm_storage_account.example @ share_properties[0].smb"]
  }

  unknown "the value is an unset variable" {
    variable "versions" {}

    resource "azurerm_storage_account" "example" {
      name                     = "examplestorage"
      resource_group_name      = "example"
      location                 = "westeurope"
      account_tier             = "Standard"
      account_replication_type = "ZRS"

      share_properties {
        smb {
          versions = var.versions
        }
      }
    }
  }
}

rule "azure-storage-acl-all-permissions" {
  title     = "Stored access policy grants every permission"
  category  = "security"
  severity  = "low"
  default   = false
  resources = ["azurerm_storage_share", "azurerm_storage_table"]
  aliases   = ["48bbe0fd-57e4-4678-a4a1-119e79c90fc3", "3ac3e75c-6374-4a32-8ba0-6ed69bda404e"]
  tags      = ["cwe-732"]
  for_each  = resource.acl
  assert    = !alltrue([for p in ["r", "d"] : strcontains(coalesce(each.value.access_policy[0].permissions, "-"), p)]) || !anytrue([for p in ["w", "a"] : strcontains(coalesce(each.value.access_policy[0].permissions, "-"), p)])
  at        = each.value.access_policy[0].permissions
  message   = "a signature made from this policy can read, write and delete (`${each.value.access_policy[0].permissions}`)"
  why       = <<-EOT
    Every SAS that names the policy carries all of its permissions, also the ones its holder does not need.
  EOT
  remedy    = <<-EOT
    Grant what the client does, for example `permissions = "r"`, and write a second policy for the writer.
  EOT
  link      = "https://learn.microsoft.com/rest/api/storageservices/define-stored-access-policy"

  pass "read only" {
    resource "azurerm_storage_share" "example" {
      name               = "example"
      storage_account_id = "some-id"
      quota              = 50

      acl {
        id = "reader"

        access_policy {
          permissions = "rl"
        }
      }
    }
  }

  pass "no stored policy" {
    resource "azurerm_storage_table" "example" {
      name               = "example"
      storage_account_id = "some-id"
    }
  }

  fail "everything on a share" {
    resource "azurerm_storage_share" "example" {
      name               = "example"
      storage_account_id = "some-id"
      quota              = 50

      acl {
        id = "all"

        access_policy {
          permissions = "rwdl"
        }
      }
    }

    expect = ["azurerm_storage_share.example @ acl[0].access_policy[0].permissions"]
  }

  fail "everything on a table" {
    resource "azurerm_storage_table" "example" {
      name               = "example"
      storage_account_id = "some-id"

      acl {
        id = "all"

        access_policy {
          permissions = "raud"
          start       = "2025-01-01T00:00:00Z"
          expiry      = "2025-02-01T00:00:00Z"
        }
      }
    }

    expect = ["azurerm_storage_table.example @ acl[0].access_policy[0].permissions"]
  }

  unknown "the value is an unset variable" {
    variable "permissions" {}

    resource "azurerm_storage_share" "example" {
      name               = "example"
      storage_account_id = "some-id"
      quota              = 50

      acl {
        id = "reader"

        access_policy {
          permissions = var.permissions
        }
      }
    }
  }
}

rule "azure-storage-sync-public" {
  title     = "Storage Sync service accepts traffic from all networks"
  category  = "security"
  severity  = "low"
  default   = false
  resources = ["azurerm_storage_sync"]
  aliases   = ["CKV_AZURE_64", "CKV_AZURE_250"]
  tags      = ["cwe-668"]
  assert    = resource.incoming_traffic_policy == "AllowVirtualNetworksOnly"
  at        = resource.incoming_traffic_policy
  message   = "the sync service's public endpoint is open (`AllowAllTraffic` is the default)"
  why       = <<-EOT
    Servers register and synchronise over the public endpoint unless the service accepts private endpoints only.
  EOT
  remedy    = <<-EOT
    Write `incoming_traffic_policy = "AllowVirtualNetworksOnly"` and add a private endpoint.
  EOT
  link      = "https://learn.microsoft.com/azure/storage/file-sync/file-sync-networking-endpoints"

  pass "virtual networks only" {
    resource "azurerm_storage_sync" "example" {
      name                    = "example"
      resource_group_name     = "example"
      location                = "westeurope"
      incoming_traffic_policy = "AllowVirtualNetworksOnly"
    }
  }

  fail "not set" {
    resource "azurerm_storage_sync" "example" {
      name                = "example"
      resource_group_name = "example"
      location            = "westeurope"
    }

    expect = ["azurerm_storage_sync.example"]
  }

  fail "all traffic" {
    resource "azurerm_storage_sync" "example" {
      name                    = "example"
      resource_group_name     = "example"
      location                = "westeurope"
      incoming_traffic_policy = "AllowAllTraffic"
    }

    expect = ["azurerm_storage_sync.example @ incoming_traffic_policy"]
  }

  unknown "the value is an unset variable" {
    variable "policy" {}

    resource "azurerm_storage_sync" "example" {
      name                    = "example"
      resource_group_name     = "example"
      location                = "westeurope"
      incoming_traffic_policy = var.policy
    }
  }
}

rule "azure-storage-sas-http-allowed" {
  title     = "Shared access signature is valid over HTTP"
  category  = "security"
  severity  = "medium"
  resources = ["data.azurerm_storage_account_sas", "data.azurerm_storage_account_blob_container_sas"]
  tags      = ["cwe-319"]
  assert    = resource.https_only != false
  at        = resource.https_only
  message   = "`https_only` is false: the signature may be sent unencrypted and read on the way"
  why       = <<-EOT
    A SAS is a bearer credential; over plain HTTP anybody on the path can copy it.
  EOT
  remedy    = <<-EOT
    Remove `https_only = false`; true is the default.
  EOT
  link      = "https://registry.terraform.io/providers/hashicorp/azurerm/latest/docs/data-sources/storage_account_sas"

  pass "the default" {
    variable "connection" {}

    data "azurerm_storage_account_blob_container_sas" "example" {
      connection_string = var.connection
      container_name    = "example"
      start             = "2025-01-01"
      expiry            = "2025-01-02"
    }
  }

  pass "written" {
    variable "connection" {}

    data "azurerm_storage_account_blob_container_sas" "example" {
      connection_string = var.connection
      container_name    = "example"
      https_only        = true
      start             = "2025-01-01"
      expiry            = "2025-01-02"
    }
  }

  fail "off" {
    variable "connection" {}

    data "azurerm_storage_account_blob_container_sas" "example" {
      connection_string = var.connection
      container_name    = "example"
      https_only        = false
      start             = "2025-01-01"
      expiry            = "2025-01-02"
    }

    expect = ["data.azurerm_storage_account_blob_container_sas.example @ https_only"]
  }

  unknown "the value is an unset variable" {
    variable "connection" {}

    variable "https" {}

    data "azurerm_storage_account_blob_container_sas" "example" {
      connection_string = var.connection
      container_name    = "example"
      https_only        = var.https
      start             = "2025-01-01"
      expiry            = "2025-01-02"
    }
  }
}

rule "azure-storage-cors-any-origin" {
  title     = "Storage service lets every website read through CORS"
  category  = "security"
  severity  = "low"
  default   = false
  resources = ["azurerm_storage_account"]
  tags      = ["cwe-942"]
  assert    = !anytrue([for rule in concat(resource.blob_properties[0].cors_rule, resource.queue_properties[0].cors_rule, resource.share_properties[0].cors_rule) : contains(rule.allowed_origins, "*")])
  at        = coalesce(resource.blob_properties[0].cors_rule, resource.queue_properties[0].cors_rule, resource.share_properties[0].cors_rule)
  message   = "a `cors_rule` allows the origin `*`"
  why       = <<-EOT
    With `*`, script on any website may use a visitor's SAS URLs. It is common and fine for public assets.
  EOT
  remedy    = <<-EOT
    Name the sites: `allowed_origins = ["https://www.example.com"]`.
  EOT
  link      = "https://learn.microsoft.com/rest/api/storageservices/cross-origin-resource-sharing--cors--support-for-the-azure-storage-services"

  pass "one site" {
    resource "azurerm_storage_account" "example" {
      name                     = "examplestorage"
      resource_group_name      = "example"
      location                 = "westeurope"
      account_tier             = "Standard"
      account_replication_type = "ZRS"

      blob_properties {
        cors_rule {
          allowed_origins    = ["https://www.example.com"]
          allowed_methods    = ["GET"]
          allowed_headers    = ["*"]
          exposed_headers    = ["*"]
          max_age_in_seconds = 3600
        }
      }
    }
    also = ["azure-storage-account-no-soft-delete", "azure-storage-account-public-blobs-allowed"]
  }

  pass "no CORS" {
    resource "azurerm_storage_account" "example" {
      name                     = "examplestorage"
      resource_group_name      = "example"
      location                 = "westeurope"
      account_tier             = "Standard"
      account_replication_type = "ZRS"
    }
    also = ["azure-storage-account-no-soft-delete", "azure-storage-account-public-blobs-allowed"]
  }

  fail "any site" {
    resource "azurerm_storage_account" "example" {
      name                     = "examplestorage"
      resource_group_name      = "example"
      location                 = "westeurope"
      account_tier             = "Standard"
      account_replication_type = "ZRS"

      blob_properties {
        cors_rule {
          allowed_origins    = ["*"]
          allowed_methods    = ["GET"]
          allowed_headers    = ["*"]
          exposed_headers    = ["*"]
          max_age_in_seconds = 3600
        }
      }
    }

    expect = ["azurerm_storage_account.example @ blob_properties[0].cors_rule"]
  }

  unknown "the value is an unset variable" {
    variable "origin" {}

    resource "azurerm_storage_account" "example" {
      name                     = "examplestorage"
      resource_group_name      = "example"
      location                 = "westeurope"
      account_tier             = "Standard"
      account_replication_type = "ZRS"

      blob_properties {
        cors_rule {
          allowed_origins    = [var.origin]
          allowed_methods    = ["GET"]
          allowed_headers    = ["*"]
          exposed_headers    = ["*"]
          max_age_in_seconds = 3600
        }
      }
    }
  }
}

rule "azure-storage-account-name-invalid" {
  title     = "Storage account name breaks Azure's rules"
  category  = "naming"
  severity  = "high"
  resources = ["azurerm_storage_account"]
  aliases   = ["CKV_AZURE_43"]
  when      = name_of(resource) != null && name_of(resource) != "" && is_known(can(regex("^[a-z0-9]{3,24}$", name_of(resource))))
  assert    = can(regex("^[a-z0-9]{3,24}$", name_of(resource)))
  at        = resource.name
  message   = "`${name_of(resource)}` is not 3 to 24 lower-case letters and digits"
  why       = <<-EOT
    The name becomes part of the DNS name; Azure refuses anything else, but only at apply. The check reads the evaluated
    name, so interpolated names are checked too. A name that is not known yet is judged when it is: with the plan.
  EOT
  remedy    = <<-EOT
    Use 3-24 lower-case letters and digits, without hyphens: `name = "stexampleprod001"`.
  EOT
  link      = "https://learn.microsoft.com/azure/azure-resource-manager/management/resource-name-rules"

  pass "letters and digits" {
    resource "azurerm_storage_account" "example" {
      resource_group_name      = "example"
      location                 = "westeurope"
      account_tier             = "Standard"
      account_replication_type = "ZRS"
      name                     = "stexampleprod001"
    }
    also = ["azure-storage-account-no-soft-delete", "azure-storage-account-public-blobs-allowed"]
  }

  pass "composed" {
    variable "env" {
      default = "dev"
    }

    resource "azurerm_storage_account" "example" {
      resource_group_name      = "example"
      location                 = "westeurope"
      account_tier             = "Standard"
      account_replication_type = "ZRS"
      name                     = "stexample${var.env}"
    }
    also = ["azure-storage-account-no-soft-delete", "azure-storage-account-public-blobs-allowed"]
  }

  fail "a hyphen" {
    resource "azurerm_storage_account" "example" {
      resource_group_name      = "example"
      location                 = "westeurope"
      account_tier             = "Standard"
      account_replication_type = "ZRS"
      name                     = "st-example"
    }

    expect = ["azurerm_storage_account.example @ name"]
  }

  fail "upper case" {
    resource "azurerm_storage_account" "example" {
      resource_group_name      = "example"
      location                 = "westeurope"
      account_tier             = "Standard"
      account_replication_type = "ZRS"
      name                     = "stExample"
    }

    expect = ["azurerm_storage_account.example @ name"]
  }

  fail "too long" {
    resource "azurerm_storage_account" "example" {
      resource_group_name      = "example"
      location                 = "westeurope"
      account_tier             = "Standard"
      account_replication_type = "ZRS"
      name                     = "stexampleproductionwesteurope"
    }

    expect = ["azurerm_storage_account.example @ name"]
  }

  pass "the name is not known yet" {
    variable "name" {}

    resource "azurerm_storage_account" "example" {
      resource_group_name      = "example"
      location                 = "westeurope"
      account_tier             = "Standard"
      account_replication_type = "ZRS"
      name                     = var.name
    }
    also = ["azure-storage-account-no-soft-delete", "azure-storage-account-public-blobs-allowed"]
  }
}

rule "azure-storage-account-invalid-replication" {
  title     = "Storage replication type does not exist"
  category  = "correctness"
  severity  = "high"
  resources = ["azurerm_storage_account"]
  when      = resource.account_replication_type != null && resource.account_replication_type != ""
  assert    = contains(["LRS", "GRS", "RAGRS", "ZRS", "GZRS", "RAGZRS"], upper(resource.account_replication_type))
  at        = resource.account_replication_type
  message   = "`${resource.account_replication_type}` is not a replication type"
  why       = <<-EOT
    The provider refuses the value at plan or apply.
  EOT
  remedy    = <<-EOT
    Use `LRS`, `ZRS`, `GRS`, `RAGRS`, `GZRS` or `RAGZRS`; the SKU's prefix (`Standard_`) belongs to `account_tier`.
  EOT
  link      = "https://registry.terraform.io/providers/hashicorp/azurerm/latest/docs/resources/storage_account"

  pass "a known type" {
    resource "azurerm_storage_account" "example" {
      name                     = "examplestorage"
      resource_group_name      = "example"
      location                 = "westeurope"
      account_tier             = "Standard"
      account_replication_type = "RAGRS"
    }
    also = ["azure-storage-account-no-soft-delete", "azure-storage-account-public-blobs-allowed"]
  }

  pass "another" {
    resource "azurerm_storage_account" "example" {
      name                     = "examplestorage"
      resource_group_name      = "example"
      location                 = "westeurope"
      account_tier             = "Standard"
      account_replication_type = "LRS"
    }
    also = ["azure-storage-account-no-soft-delete", "azure-storage-account-public-blobs-allowed"]
  }

  fail "the SKU's name" {
    resource "azurerm_storage_account" "example" {
      name                     = "examplestorage"
      resource_group_name      = "example"
      location                 = "westeurope"
      account_tier             = "Standard"
      account_replication_type = "Standard_LRS"
    }

    expect = ["azurerm_storage_account.example @ account_replication_type"]
  }

  unknown "the value is an unset variable" {
    variable "replication" {}

    resource "azurerm_storage_account" "example" {
      name                     = "examplestorage"
      resource_group_name      = "example"
      location                 = "westeurope"
      account_tier             = "Standard"
      account_replication_type = var.replication
    }
  }

  pass "`account_replication_type` is `GZRS`" {
    resource "azurerm_storage_account" "example" {
      name                     = "examplestorage"
      resource_group_name      = "example"
      location                 = "westeurope"
      account_tier             = "Standard"
      account_replication_type = "GZRS"
    }
    also = ["azure-storage-account-no-soft-delete", "azure-storage-account-public-blobs-allowed"]
  }
}

rule "azure-storage-account-premium-mismatch" {
  title     = "Storage account kind, tier and replication do not fit"
  category  = "correctness"
  severity  = "high"
  resources = ["azurerm_storage_account"]
  assert    = (!contains(["BlockBlobStorage", "FileStorage"], resource.account_kind) || resource.account_tier != "Standard") && (resource.account_tier != "Premium" || !contains(["GRS", "RAGRS", "GZRS", "RAGZRS"], resource.account_replication_type))
  at        = resource.account_tier
  message   = "`${coalesce(resource.account_kind, "StorageV2")}`, `${resource.account_tier}` and `${resource.account_replication_type}` cannot be combined"
  why       = <<-EOT
    `BlockBlobStorage` and `FileStorage` exist only in the `Premium` tier, and premium accounts are not geo-replicated.
    Azure refuses the combination at apply.
  EOT
  remedy    = <<-EOT
    For premium kinds write `account_tier = "Premium"` with `LRS` or `ZRS`; for geo replication use `Standard`.
  EOT
  link      = "https://registry.terraform.io/providers/hashicorp/azurerm/latest/docs/resources/storage_account"

  pass "premium files" {
    resource "azurerm_storage_account" "example" {
      name                     = "examplestorage"
      resource_group_name      = "example"
      location                 = "westeurope"
      account_kind             = "FileStorage"
      account_tier             = "Premium"
      account_replication_type = "ZRS"
    }
    also = ["azure-storage-account-public-blobs-allowed"]
  }

  pass "standard, geo-redundant" {
    resource "azurerm_storage_account" "example" {
      name                     = "examplestorage"
      resource_group_name      = "example"
      location                 = "westeurope"
      account_tier             = "Standard"
      account_replication_type = "GRS"
    }
    also = ["azure-storage-account-no-soft-delete", "azure-storage-account-public-blobs-allowed"]
  }

  fail "premium kind, standard tier" {
    resource "azurerm_storage_account" "example" {
      name                     = "examplestorage"
      resource_group_name      = "example"
      location                 = "westeurope"
      account_tier             = "Standard"
      account_replication_type = "ZRS"
      account_kind             = "FileStorage"
    }

    expect = ["azurerm_storage_account.example @ account_tier"]
  }

  fail "premium with geo replication" {
    resource "azurerm_storage_account" "example" {
      name                     = "examplestorage"
      resource_group_name      = "example"
      location                 = "westeurope"
      account_tier             = "Premium"
      account_replication_type = "GRS"
    }

    expect = ["azurerm_storage_account.example @ account_tier"]
  }

  unknown "the value is an unset variable" {
    variable "tier" {}

    resource "azurerm_storage_account" "example" {
      name                     = "examplestorage"
      resource_group_name      = "example"
      location                 = "westeurope"
      account_replication_type = "ZRS"
      account_kind             = "FileStorage"
      account_tier             = var.tier
    }
  }
}

rule "azure-storage-geo-redundancy-outside-production" {
  title     = "Geo-redundant storage outside production"
  category  = "cost"
  severity  = "low"
  resources = ["azurerm_storage_account"]
  params = {
    nonproduction = "(?i)(?:^|[^a-z])(?:dev(?:elop(?:ment)?)?|te?st(?:ing)?|qa|stag(?:e|ing)|uat|sandbox|sbx|demo|poc|non-?prod(?:uction)?|preview|lab)(?:$|[^a-z])"
  }
  when    = contains(["GRS", "RAGRS", "GZRS", "RAGZRS"], resource.account_replication_type)
  assert  = !can(regex(param.nonproduction, environment_of(resource)))
  at      = resource.account_replication_type
  message = "`${resource.account_replication_type}` replicates non-production data to a second region at up to twice the price"
  why     = <<-EOT
    Copies in another region, and the traffic that makes them, are billed. Data of a development or test environment can
    be made again.
  EOT
  remedy  = <<-EOT
    Write `account_replication_type = "LRS"` here, or pass it per environment through a variable.
  EOT
  link    = "https://learn.microsoft.com/azure/storage/common/storage-redundancy"

  pass "production" {
    resource "azurerm_storage_account" "example" {
      name                     = "examplestorage"
      resource_group_name      = "example"
      location                 = "westeurope"
      account_tier             = "Standard"
      account_replication_type = "GRS"
      tags                     = { environment = "prod" }
    }
    also = ["azure-storage-account-no-soft-delete", "azure-storage-account-public-blobs-allowed"]
  }

  pass "locally redundant test data" {
    resource "azurerm_storage_account" "example" {
      name                     = "examplestorage"
      resource_group_name      = "example"
      location                 = "westeurope"
      account_tier             = "Standard"
      account_replication_type = "LRS"
      tags                     = { environment = "test" }
    }
    also = ["azure-storage-account-no-soft-delete", "azure-storage-account-public-blobs-allowed"]
  }

  pass "no environment known" {
    resource "azurerm_storage_account" "example" {
      name                     = "examplestorage"
      resource_group_name      = "example"
      location                 = "westeurope"
      account_tier             = "Standard"
      account_replication_type = "GRS"
    }
    also = ["azure-storage-account-no-soft-delete", "azure-storage-account-public-blobs-allowed"]
  }

  fail "geo-redundant test data" {
    resource "azurerm_storage_account" "example" {
      name                     = "examplestorage"
      resource_group_name      = "example"
      location                 = "westeurope"
      account_tier             = "Standard"
      account_replication_type = "GRS"
      tags                     = { environment = "test" }
    }

    expect = ["azurerm_storage_account.example @ account_replication_type"]
  }

  fail "another spelling of the tag" {
    resource "azurerm_storage_account" "example" {
      name                     = "examplestorage"
      resource_group_name      = "example"
      location                 = "westeurope"
      account_tier             = "Standard"
      account_replication_type = "RAGRS"
      tags                     = { Environment = "Dev" }
    }

    expect = ["azurerm_storage_account.example @ account_replication_type"]
  }

  unknown "the environment is an unset variable" {
    variable "env" {}

    resource "azurerm_storage_account" "example" {
      name                     = "examplestorage"
      resource_group_name      = "example"
      location                 = "westeurope"
      account_tier             = "Standard"
      account_replication_type = "GRS"
      tags                     = { environment = var.env }
    }
  }

  fail "more that fail" {
    resource "azurerm_storage_account" "account_replication_type_is_gzrs" {
      name                     = "examplestorage"
      resource_group_name      = "example"
      location                 = "westeurope"
      account_tier             = "Standard"
      account_replication_type = "GZRS"
      tags                     = { environment = "test" }
    }
    resource "azurerm_storage_account" "one_more_account_replication_type_is" {
      name                     = "examplestorage"
      resource_group_name      = "example"
      location                 = "westeurope"
      account_tier             = "Standard"
      account_replication_type = "GRS"
      tags                     = { environment = "test" }
    }
    resource "azurerm_storage_account" "one_more_account_replication_type_is_2" {
      name                     = "examplestorage"
      resource_group_name      = "example"
      location                 = "westeurope"
      account_tier             = "Standard"
      account_replication_type = "RAGZRS"
      tags                     = { environment = "test" }
    }
    expect = [
      "azurerm_storage_account.account_replication_type_is_gzrs @ account_replication_type",
      "azurerm_storage_account.one_more_account_replication_type_is @ account_replication_type",
      "azurerm_storage_account.one_more_account_replication_type_is_2 @ account_replication_type",
    ]
  }
}

rule "azure-storage-account-no-lifecycle-policy" {
  title     = "No lifecycle policy moves or expires old blobs"
  category  = "cost"
  severity  = "info"
  default   = false
  resources = ["azurerm_storage_account"]

  related "policy" {
    type = "azurerm_storage_management_policy"
    on   = refers(other.storage_account_id, resource)
  }

  when    = !contains(["FileStorage", "Storage"], resource.account_kind)
  assert  = length(related.policy) > 0
  at      = resource
  message = "no `azurerm_storage_management_policy` refers to the account, so blobs stay in the hot tier for ever"
  why     = <<-EOT
    Logs, backups and old versions are rarely read after a month; a lifecycle policy moves them to a cheaper tier or
    deletes them.
  EOT
  remedy  = <<-EOT
    Add an `azurerm_storage_management_policy` with `tier_to_cool_after_days_since_modification_greater_than` and a
    deletion rule.
  EOT
  link    = "https://learn.microsoft.com/azure/storage/blobs/lifecycle-management-overview"

  pass "a policy exists" {
    resource "azurerm_storage_account" "example" {
      name                     = "examplestorage"
      resource_group_name      = "example"
      location                 = "westeurope"
      account_tier             = "Standard"
      account_replication_type = "ZRS"
    }

    resource "azurerm_storage_management_policy" "example" {
      storage_account_id = azurerm_storage_account.example.id
    }
    also = ["azure-storage-account-no-soft-delete", "azure-storage-account-public-blobs-allowed"]
  }

  fail "none" {
    resource "azurerm_storage_account" "example" {
      name                     = "examplestorage"
      resource_group_name      = "example"
      location                 = "westeurope"
      account_tier             = "Standard"
      account_replication_type = "ZRS"
    }

    expect = ["azurerm_storage_account.example"]
  }

  pass "more that pass" {
    resource "azurerm_storage_account" "account_kind_is_filestorage" {
      name                     = "examplestorage"
      resource_group_name      = "example"
      location                 = "westeurope"
      account_tier             = "Standard"
      account_replication_type = "ZRS"
      account_kind             = "FileStorage"
    }
    resource "azurerm_storage_account" "account_kind_is_storage" {
      name                     = "examplestorage"
      resource_group_name      = "example"
      location                 = "westeurope"
      account_tier             = "Standard"
      account_replication_type = "ZRS"
      account_kind             = "Storage"
    }
    also = ["azure-storage-account-premium-mismatch", "azure-storage-account-public-blobs-allowed"]
  }
}

rule "azure-storage-account-invalid-kind" {
  title     = "Storage account kind or access tier does not exist"
  category  = "correctness"
  severity  = "high"
  resources = ["azurerm_storage_account"]
  assert    = contains(["BlobStorage", "BlockBlobStorage", "FileStorage", "Storage", "StorageV2"], coalesce(resource.account_kind, "StorageV2")) && contains(["Hot", "Cool", "Cold", "Smart", "Premium"], coalesce(resource.access_tier, "Hot"))
  at        = coalesce(resource.account_kind, resource.access_tier)
  message   = "`account_kind` is `${coalesce(resource.account_kind, "StorageV2")}` and `access_tier` `${coalesce(resource.access_tier, "Hot")}`"
  why       = <<-EOT
    The provider refuses other values; it distinguishes upper and lower case.
  EOT
  remedy    = <<-EOT
    Use `StorageV2` (the default) and `Hot`, `Cool` or `Cold`.
  EOT
  link      = "https://registry.terraform.io/providers/hashicorp/azurerm/latest/docs/resources/storage_account"

  pass "the defaults" {
    resource "azurerm_storage_account" "example" {
      name                     = "examplestorage"
      resource_group_name      = "example"
      location                 = "westeurope"
      account_tier             = "Standard"
      account_replication_type = "ZRS"
    }
    also = ["azure-storage-account-no-soft-delete", "azure-storage-account-public-blobs-allowed"]
  }

  pass "cool blobs" {
    resource "azurerm_storage_account" "example" {
      name                     = "examplestorage"
      resource_group_name      = "example"
      location                 = "westeurope"
      account_tier             = "Standard"
      account_replication_type = "ZRS"
      account_kind             = "BlobStorage"
      access_tier              = "Cool"
    }
    also = ["azure-storage-account-no-soft-delete", "azure-storage-account-public-blobs-allowed"]
  }

  fail "a kind that does not exist" {
    resource "azurerm_storage_account" "example" {
      name                     = "examplestorage"
      resource_group_name      = "example"
      location                 = "westeurope"
      account_tier             = "Standard"
      account_replication_type = "ZRS"
      account_kind             = "StorageV3"
    }

    expect = ["azurerm_storage_account.example @ account_kind"]
  }

  fail "another spelling" {
    resource "azurerm_storage_account" "example" {
      name                     = "examplestorage"
      resource_group_name      = "example"
      location                 = "westeurope"
      account_tier             = "Standard"
      account_replication_type = "ZRS"
      access_tier              = "cool"
    }

    expect = ["azurerm_storage_account.example @ access_tier"]
  }

  unknown "the value is an unset variable" {
    variable "kind" {}

    resource "azurerm_storage_account" "example" {
      name                     = "examplestorage"
      resource_group_name      = "example"
      location                 = "westeurope"
      account_tier             = "Standard"
      account_replication_type = "ZRS"
      account_kind             = var.kind
    }
  }

  pass "more that pass" {
    resource "azurerm_storage_account" "access_tier_is_cold" {
      name                     = "examplestorage"
      resource_group_name      = "example"
      location                 = "westeurope"
      account_tier             = "Standard"
      account_replication_type = "ZRS"
      access_tier              = "Cold"
    }
    resource "azurerm_storage_account" "one_more_account_kind_is_filestorage" {
      name                     = "examplestorage"
      resource_group_name      = "example"
      location                 = "westeurope"
      account_tier             = "Standard"
      account_replication_type = "ZRS"
    }
    resource "azurerm_storage_account" "one_more_account_kind_is_filestorage_2" {
      name                     = "examplestorage"
      resource_group_name      = "example"
      location                 = "westeurope"
      account_tier             = "Standard"
      account_replication_type = "ZRS"
      account_kind             = "FileStorage"
    }
    resource "azurerm_storage_account" "one_more_access_tier_is_premium" {
      name                     = "examplestorage"
      resource_group_name      = "example"
      location                 = "westeurope"
      account_tier             = "Standard"
      account_replication_type = "ZRS"
    }
    resource "azurerm_storage_account" "one_more_access_tier_is_premium_2" {
      name                     = "examplestorage"
      resource_group_name      = "example"
      location                 = "westeurope"
      account_tier             = "Standard"
      account_replication_type = "ZRS"
      access_tier              = "Premium"
    }
    also = ["azure-storage-account-no-soft-delete", "azure-storage-account-premium-mismatch", "azure-storage-account-public-blobs-allowed"]
  }
}
