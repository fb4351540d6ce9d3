# Cosmos DB.

rule "azure-cosmosdb-no-firewall" {
  title     = "Cosmos DB answers every address on the internet"
  category  = "security"
  severity  = "high"
  resources = ["azurerm_cosmosdb_account"]
  aliases   = ["c2a3efb6-8a58-481c-82f2-bfddf34bb4b7", "CKV_AZURE_99"]
  tags      = ["cwe-284", "cwe-668", "cis-azure-2.0-4.5.1"]
  when      = resource.public_network_access_enabled != false
  assert    = length(flatten([for r in flatten([resource.ip_range_filter]) : [for p in split(",", r) : trimspace(p) if p != ""]])) > 0 || (resource.is_virtual_network_filter_enabled == true && length(resource.virtual_network_rule) > 0)
  at        = resource.ip_range_filter
  message   = "the account has a public endpoint, no `ip_range_filter` and no network rules"
  why       = <<-EOT
    Unlike SQL servers, a Cosmos DB account without filters is open to all networks: an account key from a log or a laptop
    is all that is needed to read and delete everything.
  EOT
  remedy    = <<-EOT
    Switch the endpoint off and use a private endpoint, or list addresses and subnets:

        public_network_access_enabled = false
  EOT
  link      = "https://learn.microsoft.com/azure/cosmos-db/how-to-configure-firewall"

  pass "no public endpoint" {
    resource "azurerm_cosmosdb_account" "example" {
      name                          = "example-cosmos"
      resource_group_name           = "example"
      location                      = "westeurope"
      offer_type                    = "Standard"
      public_network_access_enabled = false

      consistency_policy {
        consistency_level = "Session"
      }

      geo_location {
        location          = "westeurope"
        failover_priority = 0
      }
    }
  }

  pass "addresses" {
    resource "azurerm_cosmosdb_account" "example" {
      name                = "example-cosmos"
      resource_group_name = "example"
      location            = "westeurope"
      offer_type          = "Standard"
      ip_range_filter     = ["203.0.113.0/24"]

      consistency_policy {
        consistency_level = "Session"
      }

      geo_location {
        location          = "westeurope"
        failover_priority = 0
      }
    }
  }

  pass "addresses, in the form before 4.0" {
    resource "azurerm_cosmosdb_account" "example" {
      name                = "example-cosmos"
      resource_group_name = "example"
      location            = "westeurope"
      offer_type          = "Standard"
      ip_range_filter     = "203.0.113.0/24,198.51.100.7"

      consistency_policy {
        consistency_level = "Session"
      }

      geo_location {
        location          = "westeurope"
        failover_priority = 0
      }
    }
  }

  pass "a subnet" {
    resource "azurerm_cosmosdb_account" "example" {
      name                              = "example-cosmos"
      resource_group_name               = "example"
      location                          = "westeurope"
      offer_type                        = "Standard"
      is_virtual_network_filter_enabled = true

      consistency_policy {
        consistency_level = "Session"
      }

      geo_location {
        location          = "westeurope"
        failover_priority = 0
      }

      virtual_network_rule {
        id = "some-id"
      }
    }
  }

  fail "nothing" {
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

  fail "a subnet, but the filter is off" {
    resource "azurerm_cosmosdb_account" "example" {
      name                              = "example-cosmos"
      resource_group_name               = "example"
      location                          = "westeurope"
      offer_type                        = "Standard"
      is_virtual_network_filter_enabled = false

      consistency_policy {
        consistency_level = "Session"
      }

      geo_location {
        location          = "westeurope"
        failover_priority = 0
      }

      virtual_network_rule {
        id = "some-id"
      }
    }

    expect = ["azurerm_cosmosdb_account.example"]
  }

  fail "an empty list" {
    resource "azurerm_cosmosdb_account" "example" {
      name                = "example-cosmos"
      resource_group_name = "example"
      location            = "westeurope"
      offer_type          = "Standard"
      ip_range_filter     = []

      consistency_policy {
        consistency_level = "Session"
      }

      geo_location {
        location          = "westeurope"
        failover_priority = 0
      }
    }

    expect = ["azurerm_cosmosdb_account.example @ ip_range_filter"]
  }

  unknown "the value is an unset variable" {
    variable "public" {}

    resource "azurerm_cosmosdb_account" "example" {
      name                          = "example-cosmos"
      resource_group_name           = "example"
      location                      = "westeurope"
      offer_type                    = "Standard"
      public_network_access_enabled = var.public

      consistency_policy {
        consistency_level = "Session"
      }

      geo_location {
        location          = "westeurope"
        failover_priority = 0
      }
    }
  }

  fail "more that fail" {
    resource "azurerm_cosmosdb_account" "one_more_without_virtual_network_rule" {
      name                              = "example-cosmos"
      resource_group_name               = "example"
      location                          = "westeurope"
      offer_type                        = "Standard"
      is_virtual_network_filter_enabled = true
      consistency_policy {
        consistency_level = "Session"
      }
      geo_location {
        location          = "westeurope"
        failover_priority = 0
      }
      virtual_network_rule {
        id = "some-id"
      }
    }
    resource "azurerm_cosmosdb_account" "one_more_without_virtual_network_rule_2" {
      name                              = "example-cosmos"
      resource_group_name               = "example"
      location                          = "westeurope"
      offer_type                        = "Standard"
      is_virtual_network_filter_enabled = true
      consistency_policy {
        consistency_level = "Session"
      }
      geo_location {
        location          = "westeurope"
        failover_priority = 0
      }
    }
    expect = ["azurerm_cosmosdb_account.one_more_without_virtual_network_rule_2"]
  }
}

rule "azure-cosmosdb-firewall-any-address" {
  title     = "Cosmos DB firewall lists the whole internet"
  category  = "security"
  severity  = "high"
  resources = ["azurerm_cosmosdb_account"]
  aliases   = ["CKV_AZURE_99"]
  tags      = ["cwe-284", "cwe-668"]
  when      = resource.public_network_access_enabled != false
  assert    = !anytrue([for p in flatten([for r in flatten([resource.ip_range_filter]) : [for p in split(",", r) : trimspace(p) if p != ""]]) : cidr_is_public(p)])
  at        = resource.ip_range_filter
  message   = "`ip_range_filter` contains a range that is open to the internet at large"
  why       = <<-EOT
    The filter looks like a restriction and is none; a leaked key works from anywhere.
  EOT
  remedy    = <<-EOT
    List your own addresses: `ip_range_filter = ["203.0.113.0/24"]`.
  EOT
  link      = "https://learn.microsoft.com/azure/cosmos-db/how-to-configure-firewall"

  pass "addresses" {
    resource "azurerm_cosmosdb_account" "example" {
      name                = "example-cosmos"
      resource_group_name = "example"
      location            = "westeurope"
      offer_type          = "Standard"
      ip_range_filter     = ["203.0.113.0/24"]

      consistency_policy {
        consistency_level = "Session"
      }

      geo_location {
        location          = "westeurope"
        failover_priority = 0
      }
    }
  }

  pass "no filter, another rule's subject" {
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
    also = ["azure-cosmosdb-no-firewall"]
  }

  fail "everything" {
    resource "azurerm_cosmosdb_account" "example" {
      name                = "example-cosmos"
      resource_group_name = "example"
      location            = "westeurope"
      offer_type          = "Standard"
      ip_range_filter     = ["0.0.0.0/0"]

      consistency_policy {
        consistency_level = "Session"
      }

      geo_location {
        location          = "westeurope"
        failover_priority = 0
      }
    }

    expect = ["azurerm_cosmosdb_account.example @ ip_range_filter"]
  }

  fail "halves, in the form before 4.0" {
    resource "azurerm_cosmosdb_account" "example" {
      name                = "example-cosmos"
      resource_group_name = "example"
      location            = "westeurope"
      offer_type          = "Standard"
      ip_range_filter     = "0.0.0.0/1,128.0.0.0/1"

      consistency_policy {
        consistency_level = "Session"
      }

      geo_location {
        location          = "westeurope"
        failover_priority = 0
      }
    }

    expect = ["azurerm_cosmosdb_account.example @ ip_range_filter"]
  }

  unknown "the value is an unset variable" {
    variable "office" {}

    resource "azurerm_cosmosdb_account" "example" {
      name                = "example-cosmos"
      resource_group_name = "example"
      location            = "westeurope"
      offer_type          = "Standard"
      ip_range_filter     = [var.office]

      consistency_policy {
        consistency_level = "Session"
      }

      geo_location {
        location          = "westeurope"
        failover_priority = 0
      }
    }
  }

  pass "`public_network_access_enabled` is `false`" {
    resource "azurerm_cosmosdb_account" "example" {
      name                          = "example-cosmos"
      resource_group_name           = "example"
      location                      = "westeurope"
      offer_type                    = "Standard"
      ip_range_filter               = ["0.0.0.0/0"]
      public_network_access_enabled = false
      consistency_policy {
        consistency_level = "Session"
      }
      geo_location {
        location          = "westeurope"
        failover_priority = 0
      }
    }
  }
}

rule "azure-cosmosdb-public-endpoint" {
  title     = "Cosmos DB keeps its public endpoint"
  category  = "security"
  severity  = "low"
  default   = false
  resources = ["azurerm_cosmosdb_account"]
  aliases   = ["CKV_AZURE_101"]
  tags      = ["cwe-668", "cis-azure-2.0-4.5.2"]
  when      = length(flatten([for r in flatten([resource.ip_range_filter]) : [for p in split(",", r) : trimspace(p) if p != ""]])) > 0 || length(resource.virtual_network_rule) > 0
  assert    = resource.public_network_access_enabled == false
  at        = resource.public_network_access_enabled
  message   = "the account filters networks, but its public endpoint is still enabled"
  why       = <<-EOT
    Where all clients come through private endpoints, the public endpoint is only attack surface. Accounts without filters
    are reported by `azure-cosmosdb-no-firewall`.
  EOT
  remedy    = <<-EOT
    Write `public_network_access_enabled = false` once private endpoints are in place.
  EOT
  link      = "https://learn.microsoft.com/azure/cosmos-db/how-to-configure-private-endpoints"

  pass "off" {
    resource "azurerm_cosmosdb_account" "example" {
      name                          = "example-cosmos"
      resource_group_name           = "example"
      location                      = "westeurope"
      offer_type                    = "Standard"
      public_network_access_enabled = false
      ip_range_filter               = ["203.0.113.0/24"]

      consistency_policy {
        consistency_level = "Session"
      }

      geo_location {
        location          = "westeurope"
        failover_priority = 0
      }
    }
  }

  fail "filtered, but public" {
    resource "azurerm_cosmosdb_account" "example" {
      name                = "example-cosmos"
      resource_group_name = "example"
      location            = "westeurope"
      offer_type          = "Standard"
      ip_range_filter     = ["203.0.113.0/24"]

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

  fail "on" {
    resource "azurerm_cosmosdb_account" "example" {
      name                          = "example-cosmos"
      resource_group_name           = "example"
      location                      = "westeurope"
      offer_type                    = "Standard"
      public_network_access_enabled = true
      ip_range_filter               = ["203.0.113.0/24"]

      consistency_policy {
        consistency_level = "Session"
      }

      geo_location {
        location          = "westeurope"
        failover_priority = 0
      }
    }

    expect = ["azurerm_cosmosdb_account.example @ public_network_access_enabled"]
  }

  unknown "the value is an unset variable" {
    variable "public" {}

    resource "azurerm_cosmosdb_account" "example" {
      name                          = "example-cosmos"
      resource_group_name           = "example"
      location                      = "westeurope"
      offer_type                    = "Standard"
      public_network_access_enabled = var.public
      ip_range_filter               = ["203.0.113.0/24"]

      consistency_policy {
        consistency_level = "Session"
      }

      geo_location {
        location          = "westeurope"
        failover_priority = 0
      }
    }
  }

  pass "more that pass" {
    resource "azurerm_cosmosdb_account" "no_ip_range_filter" {
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
    also = ["azure-cosmosdb-no-firewall"]
  }

  fail "one more, `ip_range_filter` without `203.0.113.0/24`, one more, with `virtual_network_rule`" {
    resource "azurerm_cosmosdb_account" "example" {
      name                = "example-cosmos"
      resource_group_name = "example"
      location            = "westeurope"
      offer_type          = "Standard"
      ip_range_filter     = ["203.0.113.0/24"]
      consistency_policy {
        consistency_level = "Session"
      }
      geo_location {
        location          = "westeurope"
        failover_priority = 0
      }
    }
    resource "azurerm_cosmosdb_account" "example_too" {
      name                = "example-cosmos"
      resource_group_name = "example"
      location            = "westeurope"
      offer_type          = "Standard"
      ip_range_filter     = []
      consistency_policy {
        consistency_level = "Session"
      }
      geo_location {
        location          = "westeurope"
        failover_priority = 0
      }
    }
    resource "azurerm_cosmosdb_account" "example_too_too" {
      name                = "example-cosmos"
      resource_group_name = "example"
      location            = "westeurope"
      offer_type          = "Standard"
      ip_range_filter     = []
      consistency_policy {
        consistency_level = "Session"
      }
      geo_location {
        location          = "westeurope"
        failover_priority = 0
      }
      virtual_network_rule {
        id = "some-id"
      }
    }
    expect = ["azurerm_cosmosdb_account.example", "azurerm_cosmosdb_account.example_too_too"]
  }
}

rule "azure-cosmosdb-weak-tls" {
  title     = "Cosmos DB accepts TLS 1.0 or 1.1"
  category  = "security"
  severity  = "medium"
  resources = ["azurerm_cosmosdb_account"]
  tags      = ["cwe-326", "cwe-327"]
  assert    = !contains(["tls", "tls11"], lower(resource.minimal_tls_version))
  at        = resource.minimal_tls_version
  message   = "`minimal_tls_version` is `${resource.minimal_tls_version}`"
  why       = <<-EOT
    TLS 1.0 (`Tls`) and 1.1 have known weaknesses and are refused by auditors. The default is `Tls12`.
  EOT
  remedy    = <<-EOT
    Remove the argument, or write `minimal_tls_version = "Tls12"`.
  EOT
  link      = "https://learn.microsoft.com/azure/cosmos-db/self-serve-minimum-tls-enforcement"

  fix {
    set = {
      minimal_tls_version = "Tls12"
    }
  }

  pass "the default" {
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
    also = ["azure-cosmosdb-no-firewall"]
  }

  pass "TLS 1.2" {
    resource "azurerm_cosmosdb_account" "example" {
      name                = "example-cosmos"
      resource_group_name = "example"
      location            = "westeurope"
      offer_type          = "Standard"
      minimal_tls_version = "Tls12"

      consistency_policy {
        consistency_level = "Session"
      }

      geo_location {
        location          = "westeurope"
        failover_priority = 0
      }
    }
    also = ["azure-cosmosdb-no-firewall"]
  }

  fail "TLS 1.0" {
    resource "azurerm_cosmosdb_account" "example" {
      name                = "example-cosmos"
      resource_group_name = "example"
      location            = "westeurope"
      offer_type          = "Standard"
      minimal_tls_version = "Tls"

      consistency_policy {
        consistency_level = "Session"
      }

      geo_location {
        location          = "westeurope"
        failover_priority = 0
      }
    }

    expect = ["azurerm_cosmosdb_account.example @ minimal_tls_version"]
  }

  fail "TLS 1.1" {
    resource "azurerm_cosmosdb_account" "example" {
      name                = "example-cosmos"
      resource_group_name = "example"
      location            = "westeurope"
      offer_type          = "Standard"
      minimal_tls_version = "Tls11"

      consistency_policy {
        consistency_level = "Session"
      }

      geo_location {
        location          = "westeurope"
        failover_priority = 0
      }
    }

    expect = ["azurerm_cosmosdb_account.example @ minimal_tls_version"]
  }

  unknown "the value is an unset variable" {
    variable "tls" {}

    resource "azurerm_cosmosdb_account" "example" {
      name                = "example-cosmos"
      resource_group_name = "example"
      location            = "westeurope"
      offer_type          = "Standard"
      minimal_tls_version = var.tls

      consistency_policy {
        consistency_level = "Session"
      }

      geo_location {
        location          = "westeurope"
        failover_priority = 0
      }
    }
  }
}

rule "azure-cosmosdb-key-metadata-writes" {
  title     = "Cosmos DB keys may change databases and containers"
  category  = "security"
  severity  = "low"
  default   = false
  resources = ["azurerm_cosmosdb_account"]
  aliases   = ["CKV_AZURE_132"]
  tags      = ["cwe-732"]
  assert    = resource.access_key_metadata_writes_enabled == false
  at        = resource.access_key_metadata_writes_enabled
  message   = "whoever holds a key can also create, resize and delete containers"
  why       = <<-EOT
    With metadata writes off, keys work on data only, and structure is changed through Azure roles, which are logged. Some
    SDK code creates containers on start and would fail.
  EOT
  remedy    = <<-EOT
    Write `access_key_metadata_writes_enabled = false`.
  EOT
  link      = "https://learn.microsoft.com/azure/cosmos-db/role-based-access-control#prevent-sdk-changes"

  fix {
    set = {
      access_key_metadata_writes_enabled = false
    }
    safe = false
  }

  pass "off" {
    resource "azurerm_cosmosdb_account" "example" {
      name                               = "example-cosmos"
      resource_group_name                = "example"
      location                           = "westeurope"
      offer_type                         = "Standard"
      access_key_metadata_writes_enabled = false

      consistency_policy {
        consistency_level = "Session"
      }

      geo_location {
        location          = "westeurope"
        failover_priority = 0
      }
    }
    also = ["azure-cosmosdb-no-firewall"]
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

  fail "on" {
    resource "azurerm_cosmosdb_account" "example" {
      name                               = "example-cosmos"
      resource_group_name                = "example"
      location                           = "westeurope"
      offer_type                         = "Standard"
      access_key_metadata_writes_enabled = true

      consistency_policy {
        consistency_level = "Session"
      }

      geo_location {
        location          = "westeurope"
        failover_priority = 0
      }
    }

    expect = ["azurerm_cosmosdb_account.example @ access_key_metadata_writes_enabled"]
  }

  unknown "the value is an unset variable" {
    variable "writes" {}

    resource "azurerm_cosmosdb_account" "example" {
      name                               = "example-cosmos"
      resource_group_name                = "example"
      location                           = "westeurope"
      offer_type                         = "Standard"
      access_key_metadata_writes_enabled = var.writes

      consistency_policy {
        consistency_level = "Session"
      }

      geo_location {
        location          = "westeurope"
        failover_priority = 0
      }
    }
  }
}

rule "azure-cosmosdb-local-auth" {
  title     = "Cosmos DB accepts account keys"
  category  = "security"
  severity  = "low"
  default   = false
  resources = ["azurerm_cosmosdb_account"]
  aliases   = ["CKV_AZURE_140"]
  tags      = ["cwe-287", "cis-azure-2.0-4.5.3"]
  when      = lower(coalesce(resource.kind, "GlobalDocumentDB")) == "globaldocumentdb"
  assert    = resource.local_authentication_disabled == true || resource.local_authentication_enabled == false
  at        = coalesce(resource.local_authentication_enabled, resource.local_authentication_disabled)
  message   = "keys without owner and expiry give full access to the data"
  why       = <<-EOT
    With Entra ID only, access is per identity and can be withdrawn. Only the NoSQL API supports it everywhere.
  EOT
  remedy    = <<-EOT
    Write `local_authentication_enabled = false` (`local_authentication_disabled = true` before provider version 5.0).
  EOT
  link      = "https://learn.microsoft.com/azure/cosmos-db/nosql/security/how-to-disable-key-based-authentication"

  pass "off" {
    resource "azurerm_cosmosdb_account" "example" {
      name                         = "example-cosmos"
      resource_group_name          = "example"
      location                     = "westeurope"
      offer_type                   = "Standard"
      local_authentication_enabled = false

      consistency_policy {
        consistency_level = "Session"
      }

      geo_location {
        location          = "westeurope"
        failover_priority = 0
      }
    }
    also = ["azure-cosmosdb-no-firewall"]
  }

  pass "off, older spelling" {
    resource "azurerm_cosmosdb_account" "example" {
      name                          = "example-cosmos"
      resource_group_name           = "example"
      location                      = "westeurope"
      offer_type                    = "Standard"
      local_authentication_disabled = true

      consistency_policy {
        consistency_level = "Session"
      }

      geo_location {
        location          = "westeurope"
        failover_priority = 0
      }
    }
    also = ["azure-cosmosdb-no-firewall"]
  }

  pass "MongoDB" {
    resource "azurerm_cosmosdb_account" "example" {
      name                = "example-cosmos"
      resource_group_name = "example"
      location            = "westeurope"
      offer_type          = "Standard"
      kind                = "MongoDB"

      consistency_policy {
        consistency_level = "Session"
      }

      geo_location {
        location          = "westeurope"
        failover_priority = 0
      }
    }
    also = ["azure-cosmosdb-no-firewall"]
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

  fail "on" {
    resource "azurerm_cosmosdb_account" "example" {
      name                          = "example-cosmos"
      resource_group_name           = "example"
      location                      = "westeurope"
      offer_type                    = "Standard"
      local_authentication_disabled = false

      consistency_policy {
        consistency_level = "Session"
      }

      geo_location {
        location          = "westeurope"
        failover_priority = 0
      }
    }

    expect = ["azurerm_cosmosdb_account.example @ local_authentication_disabled"]
  }

  unknown "the value is an unset variable" {
    variable "local" {}

    resource "azurerm_cosmosdb_account" "example" {
      name                          = "example-cosmos"
      resource_group_name           = "example"
      location                      = "westeurope"
      offer_type                    = "Standard"
      local_authentication_disabled = var.local

      consistency_policy {
        consistency_level = "Session"
      }

      geo_location {
        location          = "westeurope"
        failover_priority = 0
      }
    }
  }
}

rule "azure-cosmosdb-no-customer-managed-key" {
  title     = "Cosmos DB is encrypted with keys that Microsoft manages"
  category  = "security"
  severity  = "low"
  default   = false
  resources = ["azurerm_cosmosdb_account"]
  aliases   = ["CKV_AZURE_100"]
  tags      = ["cwe-320"]
  assert    = resource.key_vault_key_id != null || resource.managed_hsm_key_id != null
  at        = resource.key_vault_key_id
  message   = "`key_vault_key_id` is not set"
  why       = <<-EOT
    Data is encrypted either way. A key of your own can be rotated and revoked, which some regulations require.
  EOT
  remedy    = <<-EOT
    Write `key_vault_key_id = azurerm_key_vault_key.cosmos.versionless_id`.
  EOT
  link      = "https://learn.microsoft.com/azure/cosmos-db/how-to-setup-customer-managed-keys"

  pass "a key" {
    resource "azurerm_cosmosdb_account" "example" {
      name                = "example-cosmos"
      resource_group_name = "example"
      location            = "westeurope"
      offer_type          = "Standard"
      key_vault_key_id    = "some-id"

      consistency_policy {
        consistency_level = "Session"
      }

      geo_location {
        location          = "westeurope"
        failover_priority = 0
      }
    }
    also = ["azure-cosmosdb-no-firewall"]
  }

  fail "none" {
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
}

rule "azure-cosmosdb-no-automatic-failover" {
  title     = "Cosmos DB does not fail over by itself"
  category  = "reliability"
  severity  = "low"
  resources = ["azurerm_cosmosdb_account"]
  when      = length(resource.geo_location) > 1 && resource.multiple_write_locations_enabled != true && resource.enable_multiple_write_locations != true
  assert    = resource.automatic_failover_enabled == true || resource.enable_automatic_failover == true
  at        = coalesce(resource.automatic_failover_enabled, resource.enable_automatic_failover)
  message   = "the account has ${length(resource.geo_location)} regions, but automatic failover is off"
  why       = <<-EOT
    The second region is paid for, and writes still stop when the first one does, until somebody acts.
  EOT
  remedy    = <<-EOT
    Write `automatic_failover_enabled = true` (`enable_automatic_failover` before provider version 4.0).
  EOT
  link      = "https://learn.microsoft.com/azure/reliability/reliability-cosmos-db-nosql"

  pass "on" {
    resource "azurerm_cosmosdb_account" "example" {
      name                       = "example-cosmos"
      resource_group_name        = "example"
      location                   = "westeurope"
      offer_type                 = "Standard"
      automatic_failover_enabled = true

      consistency_policy {
        consistency_level = "Session"
      }

      geo_location {
        location          = "westeurope"
        failover_priority = 0
      }

      geo_location {
        location          = "northeurope"
        failover_priority = 1
      }
    }
    also = ["azure-cosmosdb-no-firewall"]
  }

  pass "one region" {
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
    also = ["azure-cosmosdb-no-firewall"]
  }

  fail "off" {
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

      geo_location {
        location          = "northeurope"
        failover_priority = 1
      }
    }

    expect = ["azurerm_cosmosdb_account.example"]
  }

  unknown "the value is an unset variable" {
    variable "failover" {}

    resource "azurerm_cosmosdb_account" "example" {
      name                       = "example-cosmos"
      resource_group_name        = "example"
      location                   = "westeurope"
      offer_type                 = "Standard"
      automatic_failover_enabled = var.failover

      consistency_policy {
        consistency_level = "Session"
      }

      geo_location {
        location          = "westeurope"
        failover_priority = 0
      }

      geo_location {
        location          = "northeurope"
        failover_priority = 1
      }
    }
  }

  pass "more that pass" {
    resource "azurerm_cosmosdb_account" "enable_automatic_failover_is_true" {
      name                      = "example-cosmos"
      resource_group_name       = "example"
      location                  = "westeurope"
      offer_type                = "Standard"
      enable_automatic_failover = true
      consistency_policy {
        consistency_level = "Session"
      }
      geo_location {
        location          = "westeurope"
        failover_priority = 0
      }
      geo_location {
        location          = "northeurope"
        failover_priority = 1
      }
    }
    resource "azurerm_cosmosdb_account" "enable_multiple_write_locations_is_true" {
      name                            = "example-cosmos"
      resource_group_name             = "example"
      location                        = "westeurope"
      offer_type                      = "Standard"
      enable_multiple_write_locations = true
      consistency_policy {
        consistency_level = "Session"
      }
      geo_location {
        location          = "westeurope"
        failover_priority = 0
      }
      geo_location {
        location          = "northeurope"
        failover_priority = 1
      }
    }
    resource "azurerm_cosmosdb_account" "multiple_write_locations_enabled_is_true" {
      name                             = "example-cosmos"
      resource_group_name              = "example"
      location                         = "westeurope"
      offer_type                       = "Standard"
      multiple_write_locations_enabled = true
      consistency_policy {
        consistency_level = "Session"
      }
      geo_location {
        location          = "westeurope"
        failover_priority = 0
      }
      geo_location {
        location          = "northeurope"
        failover_priority = 1
      }
    }
    also = ["azure-cosmosdb-no-firewall"]
  }
}

rule "azure-cosmosdb-periodic-backup" {
  title     = "Cosmos DB has periodic backups only"
  category  = "reliability"
  severity  = "low"
  default   = false
  resources = ["azurerm_cosmosdb_account"]
  assert    = lower(resource.backup[0].type) == "continuous"
  at        = resource.backup[0].type
  message   = "two backups of the last eight hours are kept, and a restore needs a support ticket"
  why       = <<-EOT
    Continuous backup allows to restore any moment of the last 7 or 30 days yourself; seven days cost nothing.
  EOT
  remedy    = <<-EOT
    Add the block:

        backup {
          type = "Continuous"
          tier = "Continuous7Days"
        }
  EOT
  link      = "https://learn.microsoft.com/azure/cosmos-db/continuous-backup-restore-introduction"

  pass "continuous" {
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

      backup {
        type = "Continuous"
        tier = "Continuous7Days"
      }
    }
    also = ["azure-cosmosdb-no-firewall"]
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

  fail "periodic" {
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

      backup {
        type = "Periodic"
      }
    }

    expect = ["azurerm_cosmosdb_account.example @ backup[0].type"]
  }

  unknown "the value is an unset variable" {
    variable "backup" {}

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

      backup {
        type = var.backup
      }
    }
  }
}

rule "azure-cosmosdb-invalid-throughput" {
  title    = "Cosmos DB throughput is not a valid number"
  category = "correctness"
  severity = "high"
  resources = [
    "azurerm_cosmosdb_sql_database", "azurerm_cosmosdb_sql_container", "azurerm_cosmosdb_mongo_database",
    "azurerm_cosmosdb_mongo_collection", "azurerm_cosmosdb_gremlin_database", "azurerm_cosmosdb_gremlin_graph",
    "azurerm_cosmosdb_cassandra_keyspace", "azurerm_cosmosdb_cassandra_table", "azurerm_cosmosdb_table",
  ]
  assert  = (resource.throughput == null || (resource.throughput >= 400 && resource.throughput % 100 == 0)) && (resource.autoscale_settings[0].max_throughput == null || (resource.autoscale_settings[0].max_throughput >= 1000 && resource.autoscale_settings[0].max_throughput % 1000 == 0))
  at      = coalesce(resource.throughput, resource.autoscale_settings[0].max_throughput)
  message = "`${coalesce(resource.throughput, resource.autoscale_settings[0].max_throughput)}` request units cannot be provisioned"
  why     = <<-EOT
    Manual throughput starts at 400 in steps of 100, autoscale at 1000 in steps of 1000; the provider refuses the rest.
  EOT
  remedy  = <<-EOT
    Write for example `throughput = 400`, or `autoscale_settings { max_throughput = 1000 }`.
  EOT
  link    = "https://registry.terraform.io/providers/hashicorp/azurerm/latest/docs/resources/cosmosdb_sql_database"

  pass "the least" {
    resource "azurerm_cosmosdb_sql_database" "example" {
      name                = "example"
      resource_group_name = "example"
      account_name        = "example"
      throughput          = 400
    }
  }

  pass "autoscaled" {
    resource "azurerm_cosmosdb_sql_container" "example" {
      name                = "example"
      resource_group_name = "example"
      account_name        = "example"
      database_name       = "example"
      partition_key_paths = ["/id"]

      autoscale_settings {
        max_throughput = 4000
      }
    }
  }

  pass "serverless" {
    resource "azurerm_cosmosdb_sql_database" "example" {
      name                = "example"
      resource_group_name = "example"
      account_name        = "example"
    }
  }

  fail "too little" {
    resource "azurerm_cosmosdb_sql_database" "example" {
      name                = "example"
      resource_group_name = "example"
      account_name        = "example"
      throughput          = 100
    }

    expect = ["azurerm_cosmosdb_sql_database.example @ throughput"]
  }

  fail "not a step" {
    resource "azurerm_cosmosdb_sql_container" "example" {
      name                = "example"
      resource_group_name = "example"
      account_name        = "example"
      database_name       = "example"
      partition_key_paths = ["/id"]

      autoscale_settings {
        max_throughput = 1500
      }
    }

    expect = ["azurerm_cosmosdb_sql_container.example @ autoscale_settings[0].max_throughput"]
  }

  unknown "the value is an unset variable" {
    variable "units" {}

    resource "azurerm_cosmosdb_sql_database" "example" {
      name                = "example"
      resource_group_name = "example"
      account_name        = "example"
      throughput          = var.units
    }
  }

  pass "`max_throughput` is `1000`" {
    resource "azurerm_cosmosdb_sql_container" "example" {
      name                = "example"
      resource_group_name = "example"
      account_name        = "example"
      database_name       = "example"
      partition_key_paths = ["/id"]
      autoscale_settings {
        max_throughput = 1000
      }
    }
  }

  fail "more that fail" {
    resource "azurerm_cosmosdb_sql_database" "throughput_is_401" {
      name                = "example"
      resource_group_name = "example"
      account_name        = "example"
      throughput          = 401
    }
    resource "azurerm_cosmosdb_sql_container" "max_throughput_is_0" {
      name                = "example"
      resource_group_name = "example"
      account_name        = "example"
      database_name       = "example"
      partition_key_paths = ["/id"]
      autoscale_settings {
        max_throughput = 0
      }
    }
    expect = [
      "azurerm_cosmosdb_sql_database.throughput_is_401 @ throughput",
      "azurerm_cosmosdb_sql_container.max_throughput_is_0 @ autoscale_settings[0].max_throughput",
    ]
  }
}
