# Azure Cache for Redis and Azure Managed Redis. Their firewall ranges are judged in database_firewall.hcl.

rule "azure-redis-unencrypted-port" {
  title     = "Redis accepts unencrypted connections"
  category  = "security"
  severity  = "medium"
  resources = ["azurerm_redis_cache", "azurerm_managed_redis"]
  aliases   = ["CKV_AZURE_91", "e29a75e6-aba3-4896-b42d-b87818c16b58"]
  tags      = ["cwe-319"]
  assert    = resource.non_ssl_port_enabled != true && resource.enable_non_ssl_port != true && lower(resource.default_database[0].client_protocol) != "plaintext"
  at        = coalesce(resource.non_ssl_port_enabled, resource.enable_non_ssl_port, resource.default_database[0].client_protocol)
  message   = "clients may connect without TLS"
  why       = <<-EOT
    The access key is sent with each connection; on the unencrypted port it travels readable, and so does the data.
  EOT
  remedy    = <<-EOT
    Remove the argument; the port is closed by default. On managed Redis write `client_protocol = "Encrypted"`.
  EOT
  link      = "https://learn.microsoft.com/azure/azure-cache-for-redis/cache-configure#access-ports"

  fix {
    remove = ["non_ssl_port_enabled", "enable_non_ssl_port"]
  }

  pass "closed by default" {
    resource "azurerm_redis_cache" "example" {
      name                = "example-redis"
      resource_group_name = "example"
      location            = "westeurope"
      capacity            = 1
      family              = "C"
      sku_name            = "Standard"
    }
  }

  pass "closed" {
    resource "azurerm_redis_cache" "example" {
      name                 = "example-redis"
      resource_group_name  = "example"
      location             = "westeurope"
      capacity             = 1
      family               = "C"
      sku_name             = "Standard"
      non_ssl_port_enabled = false
    }
  }

  fail "open" {
    resource "azurerm_redis_cache" "example" {
      name                 = "example-redis"
      resource_group_name  = "example"
      location             = "westeurope"
      capacity             = 1
      family               = "C"
      sku_name             = "Standard"
      non_ssl_port_enabled = true
    }

    expect = ["azurerm_redis_cache.example @ non_ssl_port_enabled"]
  }

  fail "open, in the spelling before 4.0" {
    resource "azurerm_redis_cache" "example" {
      name                = "example-redis"
      resource_group_name = "example"
      location            = "westeurope"
      capacity            = 1
      family              = "C"
      sku_name            = "Standard"
      enable_non_ssl_port = true
    }

    expect = ["azurerm_redis_cache.example @ enable_non_ssl_port"]
  }

  fail "plain text on managed Redis" {
    resource "azurerm_managed_redis" "example" {
      name                = "example-redis"
      resource_group_name = "example"
      location            = "westeurope"
      sku_name            = "Balanced_B3"

      default_database {
        client_protocol = "Plaintext"
      }
    }

    expect = ["azurerm_managed_redis.example @ default_database[0].client_protocol"]
  }

  unknown "the value is an unset variable" {
    variable "plain" {}

    resource "azurerm_redis_cache" "example" {
      name                 = "example-redis"
      resource_group_name  = "example"
      location             = "westeurope"
      capacity             = 1
      family               = "C"
      sku_name             = "Standard"
      non_ssl_port_enabled = var.plain
    }
  }
}

rule "azure-redis-weak-tls" {
  title     = "Redis accepts TLS 1.0 or 1.1"
  category  = "security"
  severity  = "medium"
  resources = ["azurerm_redis_cache"]
  aliases   = ["CKV_AZURE_148"]
  tags      = ["cwe-326", "cwe-327"]
  assert    = !contains(["1.0", "1.1"], resource.minimum_tls_version)
  at        = resource.minimum_tls_version
  message   = "`minimum_tls_version` is `${resource.minimum_tls_version}`"
  why       = <<-EOT
    TLS 1.0 and 1.1 have known weaknesses and are refused by auditors. Since version 3.0 of the provider the default is
    1.2.
  EOT
  remedy    = <<-EOT
    Remove the argument, or write `minimum_tls_version = "1.2"`.
  EOT
  link      = "https://learn.microsoft.com/azure/azure-cache-for-redis/cache-remove-tls-10-11"

  fix {
    set = {
      minimum_tls_version = "1.2"
    }
  }

  pass "the default is 1.2" {
    resource "azurerm_redis_cache" "example" {
      name                = "example-redis"
      resource_group_name = "example"
      location            = "westeurope"
      capacity            = 1
      family              = "C"
      sku_name            = "Standard"
    }
  }

  pass "1.2" {
    resource "azurerm_redis_cache" "example" {
      name                = "example-redis"
      resource_group_name = "example"
      location            = "westeurope"
      capacity            = 1
      family              = "C"
      sku_name            = "Standard"
      minimum_tls_version = "1.2"
    }
  }

  fail "1.0" {
    resource "azurerm_redis_cache" "example" {
      name                = "example-redis"
      resource_group_name = "example"
      location            = "westeurope"
      capacity            = 1
      family              = "C"
      sku_name            = "Standard"
      minimum_tls_version = "1.0"
    }

    expect = ["azurerm_redis_cache.example @ minimum_tls_version"]
  }

  fail "1.1" {
    resource "azurerm_redis_cache" "example" {
      name                = "example-redis"
      resource_group_name = "example"
      location            = "westeurope"
      capacity            = 1
      family              = "C"
      sku_name            = "Standard"
      minimum_tls_version = "1.1"
    }

    expect = ["azurerm_redis_cache.example @ minimum_tls_version"]
  }

  unknown "the value is an unset variable" {
    variable "tls" {}

    resource "azurerm_redis_cache" "example" {
      name                = "example-redis"
      resource_group_name = "example"
      location            = "westeurope"
      capacity            = 1
      family              = "C"
      sku_name            = "Standard"
      minimum_tls_version = var.tls
    }
  }
}

rule "azure-redis-no-authentication" {
  title     = "Redis can be used without a password"
  category  = "security"
  severity  = "high"
  resources = ["azurerm_redis_cache"]
  tags      = ["cwe-306"]
  assert    = resource.redis_configuration[0].authentication_enabled != false && resource.redis_configuration[0].enable_authentication != false
  at        = coalesce(resource.redis_configuration[0].authentication_enabled, resource.redis_configuration[0].enable_authentication)
  message   = "authentication is switched off"
  why       = <<-EOT
    Everyone who reaches the subnet reads and changes all entries; sessions and tokens are the usual content of a cache.
  EOT
  remedy    = <<-EOT
    Remove the argument; authentication is on by default.
  EOT
  link      = "https://registry.terraform.io/providers/hashicorp/azurerm/latest/docs/resources/redis_cache"

  pass "on by default" {
    resource "azurerm_redis_cache" "example" {
      name                = "example-redis"
      resource_group_name = "example"
      location            = "westeurope"
      capacity            = 1
      family              = "C"
      sku_name            = "Standard"
    }
  }

  pass "on" {
    resource "azurerm_redis_cache" "example" {
      name                = "example-redis"
      resource_group_name = "example"
      location            = "westeurope"
      capacity            = 1
      family              = "C"
      sku_name            = "Standard"

      redis_configuration {
        authentication_enabled = true
      }
    }
  }

  fail "off" {
    resource "azurerm_redis_cache" "example" {
      name                = "example-redis"
      resource_group_name = "example"
      location            = "westeurope"
      capacity            = 1
      sku_name            = "Premium"
      family              = "P"
      subnet_id           = "some-id"

      redis_configuration {
        authentication_enabled = false
      }
    }

    expect = ["azurerm_redis_cache.example @ redis_configuration[0].authentication_enabled"]
  }

  fail "off, in the spelling before 4.0" {
    resource "azurerm_redis_cache" "example" {
      name                = "example-redis"
      resource_group_name = "example"
      location            = "westeurope"
      capacity            = 1
      sku_name            = "Premium"
      family              = "P"
      subnet_id           = "some-id"

      redis_configuration {
        enable_authentication = false
      }
    }

    expect = ["azurerm_redis_cache.example @ redis_configuration[0].enable_authentication"]
  }

  unknown "the value is an unset variable" {
    variable "auth" {}

    resource "azurerm_redis_cache" "example" {
      name                = "example-redis"
      resource_group_name = "example"
      location            = "westeurope"
      capacity            = 1
      family              = "C"
      sku_name            = "Standard"

      redis_configuration {
        authentication_enabled = var.auth
      }
    }
  }
}

rule "azure-redis-version-end-of-life" {
  title     = "Redis version has reached its end of life"
  category  = "security"
  severity  = "medium"
  resources = ["azurerm_redis_cache"]
  tags      = ["cwe-1104"]
  when      = resource.redis_version != null
  assert    = version_at_least(resource.redis_version, "6")
  at        = resource.redis_version
  message   = "`redis_version` is `${resource.redis_version}`; version 4 gets no fixes any more"
  why       = <<-EOT
    Azure retired Redis 4 in 2023.
  EOT
  remedy    = <<-EOT
    Remove the argument, or write `redis_version = "6"`.
  EOT
  link      = "https://learn.microsoft.com/azure/azure-cache-for-redis/cache-retired-features"

  fix {
    set = {
      redis_version = "6"
    }
    safe = false
  }

  pass "the default" {
    resource "azurerm_redis_cache" "example" {
      name                = "example-redis"
      resource_group_name = "example"
      location            = "westeurope"
      capacity            = 1
      family              = "C"
      sku_name            = "Standard"
    }
  }

  pass "six" {
    resource "azurerm_redis_cache" "example" {
      name                = "example-redis"
      resource_group_name = "example"
      location            = "westeurope"
      capacity            = 1
      family              = "C"
      sku_name            = "Standard"
      redis_version       = "6"
    }
  }

  fail "four" {
    resource "azurerm_redis_cache" "example" {
      name                = "example-redis"
      resource_group_name = "example"
      location            = "westeurope"
      capacity            = 1
      family              = "C"
      sku_name            = "Standard"
      redis_version       = "4"
    }

    expect = ["azurerm_redis_cache.example @ redis_version"]
  }

  unknown "the value is an unset variable" {
    variable "version" {}

    resource "azurerm_redis_cache" "example" {
      name                = "example-redis"
      resource_group_name = "example"
      location            = "westeurope"
      capacity            = 1
      family              = "C"
      sku_name            = "Standard"
      redis_version       = var.version
    }
  }
}

rule "azure-redis-basic-tier" {
  title     = "Redis runs on a single node"
  category  = "reliability"
  severity  = "low"
  default   = false
  resources = ["azurerm_redis_cache"]
  aliases   = ["CKV_AZURE_230"]
  assert    = lower(resource.sku_name) != "basic"
  at        = resource.sku_name
  message   = "`Basic` has one node: patches and failures empty the cache"
  why       = <<-EOT
    The basic tier has neither replication nor SLA. It is meant for development.
  EOT
  remedy    = <<-EOT
    Write `sku_name = "Standard"`.
  EOT
  link      = "https://learn.microsoft.com/azure/azure-cache-for-redis/cache-overview#service-tiers"

  pass "two nodes" {
    resource "azurerm_redis_cache" "example" {
      name                = "example-redis"
      resource_group_name = "example"
      location            = "westeurope"
      capacity            = 1
      family              = "C"
      sku_name            = "Standard"
    }
  }

  fail "one node" {
    resource "azurerm_redis_cache" "example" {
      name                = "example-redis"
      resource_group_name = "example"
      location            = "westeurope"
      capacity            = 1
      family              = "C"
      sku_name            = "Basic"
    }

    expect = ["azurerm_redis_cache.example @ sku_name"]
  }

  unknown "the value is an unset variable" {
    variable "sku" {}

    resource "azurerm_redis_cache" "example" {
      name                = "example-redis"
      resource_group_name = "example"
      location            = "westeurope"
      capacity            = 1
      family              = "C"
      sku_name            = var.sku
    }
  }
}

rule "azure-redis-no-patch-schedule" {
  title     = "Redis has no maintenance window"
  category  = "reliability"
  severity  = "info"
  default   = false
  resources = ["azurerm_redis_cache"]
  aliases   = ["b947809d-dd2f-4de9-b724-04d101c515aa"]
  assert    = length(resource.patch_schedule) > 0
  at        = resource
  message   = "patches are applied at any hour"
  why       = <<-EOT
    Azure patches the nodes in any case; a `patch_schedule` only chooses when, which matters for caches with long
    reconnect times.
  EOT
  remedy    = <<-EOT
    Add `patch_schedule { day_of_week = "Sunday" }`.
  EOT
  link      = "https://learn.microsoft.com/azure/azure-cache-for-redis/cache-administration#update-channel-and-schedule-updates"

  pass "a window" {
    resource "azurerm_redis_cache" "example" {
      name                = "example-redis"
      resource_group_name = "example"
      location            = "westeurope"
      capacity            = 1
      family              = "C"
      sku_name            = "Standard"

      patch_schedule {
        day_of_week    = "Sunday"
        start_hour_utc = 2
      }
    }
  }

  fail "none" {
    resource "azurerm_redis_cache" "example" {
      name                = "example-redis"
      resource_group_name = "example"
      location            = "westeurope"
      capacity            = 1
      family              = "C"
      sku_name            = "Standard"
    }

    expect = ["azurerm_redis_cache.example"]
  }
}

rule "azure-redis-family-mismatch" {
  title     = "Redis family, capacity and tier do not fit"
  category  = "correctness"
  severity  = "high"
  resources = ["azurerm_redis_cache"]
  when      = resource.sku_name != null && resource.family != null
  assert    = (lower(resource.sku_name) == "premium") == (upper(resource.family) == "P") && resource.capacity >= (upper(resource.family) == "P" ? 1 : 0) && resource.capacity <= (upper(resource.family) == "P" ? 5 : 6)
  at        = resource.family
  message   = "family `${resource.family}` with capacity ${resource.capacity} does not exist in the tier `${resource.sku_name}`"
  why       = <<-EOT
    Family `C` (0 to 6) belongs to Basic and Standard, family `P` (1 to 5) to Premium; Azure refuses other combinations.
  EOT
  remedy    = <<-EOT
    Write `family = "P"` with `sku_name = "Premium"`, else `family = "C"`.
  EOT
  link      = "https://registry.terraform.io/providers/hashicorp/azurerm/latest/docs/resources/redis_cache"

  pass "standard" {
    resource "azurerm_redis_cache" "example" {
      name                = "example-redis"
      resource_group_name = "example"
      location            = "westeurope"
      capacity            = 1
      family              = "C"
      sku_name            = "Standard"
    }
  }

  pass "premium" {
    resource "azurerm_redis_cache" "example" {
      name                = "example-redis"
      resource_group_name = "example"
      location            = "westeurope"
      capacity            = 1
      sku_name            = "Premium"
      family              = "P"
    }
  }

  fail "premium with the small family" {
    resource "azurerm_redis_cache" "example" {
      name                = "example-redis"
      resource_group_name = "example"
      location            = "westeurope"
      capacity            = 1
      sku_name            = "Premium"
      family              = "C"
    }

    expect = ["azurerm_redis_cache.example @ family"]
  }

  fail "too large" {
    resource "azurerm_redis_cache" "example" {
      name                = "example-redis"
      resource_group_name = "example"
      location            = "westeurope"
      family              = "C"
      sku_name            = "Standard"
      capacity            = 8
    }

    expect = ["azurerm_redis_cache.example @ family"]
  }

  unknown "the value is an unset variable" {
    variable "family" {}

    resource "azurerm_redis_cache" "example" {
      name                = "example-redis"
      resource_group_name = "example"
      location            = "westeurope"
      capacity            = 1
      sku_name            = "Premium"
      family              = var.family
    }
  }

  pass "more that pass" {
    resource "azurerm_redis_cache" "capacity_is_5" {
      name                = "example-redis"
      resource_group_name = "example"
      location            = "westeurope"
      capacity            = 5
      sku_name            = "Premium"
      family              = "P"
    }
    resource "azurerm_redis_cache" "capacity_is_0" {
      name                = "example-redis"
      resource_group_name = "example"
      location            = "westeurope"
      capacity            = 0
      family              = "C"
      sku_name            = "Standard"
    }
  }

  fail "more that fail" {
    resource "azurerm_redis_cache" "capacity_is_0" {
      name                = "example-redis"
      resource_group_name = "example"
      location            = "westeurope"
      capacity            = 0
      sku_name            = "Premium"
      family              = "P"
    }
    resource "azurerm_redis_cache" "capacity_is_6" {
      name                = "example-redis"
      resource_group_name = "example"
      location            = "westeurope"
      capacity            = 6
      sku_name            = "Premium"
      family              = "P"
    }
    resource "azurerm_redis_cache" "one_more_capacity_is_7" {
      name                = "example-redis"
      resource_group_name = "example"
      location            = "westeurope"
      capacity            = 1
      family              = "C"
      sku_name            = "Standard"
    }
    resource "azurerm_redis_cache" "one_more_capacity_is_7_2" {
      name                = "example-redis"
      resource_group_name = "example"
      location            = "westeurope"
      capacity            = 7
      family              = "C"
      sku_name            = "Standard"
    }
    expect = [
      "azurerm_redis_cache.capacity_is_0 @ family",
      "azurerm_redis_cache.capacity_is_6 @ family",
      "azurerm_redis_cache.one_more_capacity_is_7_2 @ family",
    ]
  }

  unknown "more that nobody can know" {
    variable "sku_name" {}
    variable "family" {}
    resource "azurerm_redis_cache" "sku_name_is_an_unset_variable" {
      name                = "example-redis"
      resource_group_name = "example"
      location            = "westeurope"
      family              = "C"
      sku_name            = var.sku_name
      capacity            = 8
    }
    expect = ["azurerm_redis_cache.sku_name_is_an_unset_variable @ family"]
  }
}

rule "azure-redis-premium-no-persistence" {
  title     = "Premium Redis keeps no copy on disk"
  category  = "reliability"
  severity  = "info"
  default   = false
  resources = ["azurerm_redis_cache"]
  when      = lower(resource.sku_name) == "premium"
  assert    = resource.redis_configuration[0].rdb_backup_enabled == true || resource.redis_configuration[0].aof_backup_enabled == true
  at        = resource.redis_configuration
  message   = "neither RDB nor AOF persistence is on"
  why       = <<-EOT
    When both nodes fail the content is gone. For a pure cache that is fine.
  EOT
  remedy    = <<-EOT
    Write `rdb_backup_enabled = true` with a frequency and a storage connection in `redis_configuration`.
  EOT
  link      = "https://learn.microsoft.com/azure/azure-cache-for-redis/cache-how-to-premium-persistence"

  pass "snapshots" {
    variable "connection" {}

    resource "azurerm_redis_cache" "example" {
      name                = "example-redis"
      resource_group_name = "example"
      location            = "westeurope"
      capacity            = 1
      sku_name            = "Premium"
      family              = "P"

      redis_configuration {
        rdb_backup_enabled            = true
        rdb_backup_frequency          = 60
        rdb_storage_connection_string = var.connection
      }
    }
  }

  pass "not premium" {
    resource "azurerm_redis_cache" "example" {
      name                = "example-redis"
      resource_group_name = "example"
      location            = "westeurope"
      capacity            = 1
      family              = "C"
      sku_name            = "Standard"
    }
  }

  fail "none" {
    resource "azurerm_redis_cache" "example" {
      name                = "example-redis"
      resource_group_name = "example"
      location            = "westeurope"
      capacity            = 1
      sku_name            = "Premium"
      family              = "P"
    }

    expect = ["azurerm_redis_cache.example"]
  }

  unknown "the value is an unset variable" {
    variable "backup" {}

    resource "azurerm_redis_cache" "example" {
      name                = "example-redis"
      resource_group_name = "example"
      location            = "westeurope"
      capacity            = 1
      sku_name            = "Premium"
      family              = "P"

      redis_configuration {
        rdb_backup_enabled = var.backup
      }
    }
  }
}
