# Network access to database servers of all kinds: SQL, PostgreSQL, MySQL, MariaDB, Redis.
#
# The three rules about firewall ranges exclude each other: the whole internet, all of Azure (0.0.0.0 to 0.0.0.0), a wide range.

rule "azure-database-firewall-open" {
  title    = "Database firewall is open to the internet"
  category = "security"
  severity = "high"
  resources = [
    "azurerm_mssql_firewall_rule", "azurerm_sql_firewall_rule", "azurerm_postgresql_firewall_rule",
    "azurerm_postgresql_flexible_server_firewall_rule", "azurerm_mysql_firewall_rule",
    "azurerm_mysql_flexible_server_firewall_rule", "azurerm_mariadb_firewall_rule",
    "azurerm_cosmosdb_postgresql_firewall_rule", "azurerm_redis_firewall_rule", "azurerm_synapse_firewall_rule",
    "azurerm_mongo_cluster_firewall_rule",
  ]
  aliases = [
    "CKV_AZURE_11", "AZU-0029", "azure-database-no-public-firewall-access", "AVD-AZU-0029",
    "25c0ea09-f1c5-4380-b055-3b83863f2bb8", "5089d055-53ff-421b-9482-a5267bdce629", "CKV2_AZURE_26",
    "CKV2_AZURE_34", "CKV2_AZURE_19",
  ]
  tags    = ["cwe-284", "cwe-668", "cis-azure-2.0-4.1.2"]
  assert  = coalesce(resource.start_ip_address, resource.start_ip) == coalesce(resource.end_ip_address, resource.end_ip) || tonumber(split(".", coalesce(resource.end_ip_address, resource.end_ip))[0]) - tonumber(split(".", coalesce(resource.start_ip_address, resource.start_ip))[0]) < 16
  at      = coalesce(resource.start_ip_address, resource.start_ip)
  message = "addresses `${coalesce(resource.start_ip_address, resource.start_ip)}` to `${coalesce(resource.end_ip_address, resource.end_ip)}` may connect: a large part of the internet"
  why     = <<-EOT
    Only a password stands between everybody and the data. Such ranges are usually written for a quick test and stay.
  EOT
  remedy  = <<-EOT
    Name the addresses that need access, or use a private endpoint:

        start_ip_address = "203.0.113.10"
        end_ip_address   = "203.0.113.20"
  EOT
  link    = "https://learn.microsoft.com/azure/azure-sql/database/firewall-configure"

  pass "a few addresses" {
    resource "azurerm_mssql_firewall_rule" "example" {
      name             = "example"
      server_id        = "some-id"
      start_ip_address = "203.0.113.10"
      end_ip_address   = "203.0.113.20"
    }
  }

  pass "one address of a cache" {
    resource "azurerm_redis_firewall_rule" "example" {
      name                = "example"
      redis_cache_name    = "example"
      resource_group_name = "example"
      start_ip            = "203.0.113.10"
      end_ip              = "203.0.113.10"
    }
  }

  fail "everything" {
    resource "azurerm_mssql_firewall_rule" "example" {
      name             = "example"
      server_id        = "some-id"
      start_ip_address = "0.0.0.0"
      end_ip_address   = "255.255.255.255"
    }

    expect = ["azurerm_mssql_firewall_rule.example @ start_ip_address"]
  }

  fail "most of it" {
    resource "azurerm_postgresql_flexible_server_firewall_rule" "example" {
      name             = "example"
      server_id        = "some-id"
      start_ip_address = "1.0.0.0"
      end_ip_address   = "223.255.255.255"
    }

    expect = ["azurerm_postgresql_flexible_server_firewall_rule.example @ start_ip_address"]
  }

  fail "a cache" {
    resource "azurerm_redis_firewall_rule" "example" {
      name                = "example"
      redis_cache_name    = "example"
      resource_group_name = "example"
      start_ip            = "0.0.0.0"
      end_ip              = "255.255.255.255"
    }

    expect = ["azurerm_redis_firewall_rule.example @ start_ip"]
  }

  unknown "the value is an unset variable" {
    variable "to" {}

    resource "azurerm_mysql_flexible_server_firewall_rule" "example" {
      name                = "example"
      resource_group_name = "example"
      server_name         = "example"
      start_ip_address    = "0.0.0.0"
      end_ip_address      = var.to
    }
  }

  fail "`end_ip_address` is `16`" {
    resource "azurerm_mssql_firewall_rule" "example" {
      name             = "example"
      server_id        = "some-id"
      start_ip_address = "0.0.0.0"
      end_ip_address   = 16
    }
    expect = ["azurerm_mssql_firewall_rule.example @ start_ip_address"]
  }

  unknown "one more, no `start_ip_address`" {
    variable "to" {}
    resource "azurerm_mysql_flexible_server_firewall_rule" "example" {
      name                = "example"
      resource_group_name = "example"
      server_name         = "example"
      start_ip_address    = "0.0.0.0"
      end_ip_address      = var.to
    }
    resource "azurerm_mysql_flexible_server_firewall_rule" "example_too" {
      name                = "example"
      resource_group_name = "example"
      server_name         = "example"
      end_ip_address      = var.to
    }
    expect = [
      "azurerm_mysql_flexible_server_firewall_rule.example @ start_ip_address",
      "azurerm_mysql_flexible_server_firewall_rule.example_too",
    ]
  }
}

rule "azure-database-firewall-all-azure" {
  title    = "Database firewall admits every Azure customer"
  category = "security"
  severity = "medium"
  default  = false
  resources = [
    "azurerm_mssql_firewall_rule", "azurerm_sql_firewall_rule", "azurerm_postgresql_firewall_rule",
    "azurerm_postgresql_flexible_server_firewall_rule", "azurerm_mysql_firewall_rule",
    "azurerm_mysql_flexible_server_firewall_rule", "azurerm_mariadb_firewall_rule",
    "azurerm_cosmosdb_postgresql_firewall_rule", "azurerm_redis_firewall_rule", "azurerm_synapse_firewall_rule",
    "azurerm_mongo_cluster_firewall_rule",
  ]
  aliases = [
    "CKV2_AZURE_26", "CKV2_AZURE_34", "CKV2_AZURE_6", "CKV_AZURE_11", "fd8da341-6760-4450-b26c-9f6d8850575e",
  ]
  tags    = ["cwe-284", "cwe-668", "cis-azure-2.0-4.1.2", "cis-azure-2.0-4.3.7"]
  assert  = coalesce(resource.start_ip_address, resource.start_ip) != "0.0.0.0" || coalesce(resource.end_ip_address, resource.end_ip) != "0.0.0.0"
  at      = coalesce(resource.start_ip_address, resource.start_ip)
  message = "`0.0.0.0` stands for all addresses of Azure, those of other customers included"
  why     = <<-EOT
    The range is what the portal writes for "Allow access from Azure services". It opens the server to every virtual
    machine that anybody rents in Azure; a password or token is still needed. Convenient for App Service without network
    integration, hence not in the default set.
  EOT
  remedy  = <<-EOT
    Remove the rule and connect through a virtual network rule or a private endpoint.
  EOT
  link    = "https://learn.microsoft.com/azure/azure-sql/database/network-access-controls-overview"

  pass "an address" {
    resource "azurerm_mssql_firewall_rule" "example" {
      name             = "example"
      server_id        = "some-id"
      start_ip_address = "203.0.113.10"
      end_ip_address   = "203.0.113.10"
    }
  }

  fail "all of Azure" {
    resource "azurerm_mssql_firewall_rule" "example" {
      name             = "example"
      server_id        = "some-id"
      start_ip_address = "0.0.0.0"
      end_ip_address   = "0.0.0.0"
    }

    expect = ["azurerm_mssql_firewall_rule.example @ start_ip_address"]
  }

  fail "in front of PostgreSQL" {
    resource "azurerm_postgresql_flexible_server_firewall_rule" "example" {
      name             = "example"
      server_id        = "some-id"
      start_ip_address = "0.0.0.0"
      end_ip_address   = "0.0.0.0"
    }

    expect = ["azurerm_postgresql_flexible_server_firewall_rule.example @ start_ip_address"]
  }

  unknown "the value is an unset variable" {
    variable "from" {}

    resource "azurerm_mssql_firewall_rule" "example" {
      name             = "example"
      server_id        = "some-id"
      start_ip_address = var.from
      end_ip_address   = "0.0.0.0"
    }
  }

  pass "`start_ip_address` is `0.0.0.0`" {
    resource "azurerm_mssql_firewall_rule" "example" {
      name             = "example"
      server_id        = "some-id"
      start_ip_address = "0.0.0.0"
      end_ip_address   = "203.0.113.10"
    }
    also = ["azure-database-firewall-open"]
  }
}

rule "azure-database-firewall-wide-range" {
  title    = "Database firewall admits more than 256 addresses"
  category = "security"
  severity = "low"
  default  = false
  resources = [
    "azurerm_mssql_firewall_rule", "azurerm_sql_firewall_rule", "azurerm_postgresql_firewall_rule",
    "azurerm_postgresql_flexible_server_firewall_rule", "azurerm_mysql_firewall_rule",
    "azurerm_mysql_flexible_server_firewall_rule", "azurerm_mariadb_firewall_rule",
    "azurerm_cosmosdb_postgresql_firewall_rule", "azurerm_redis_firewall_rule", "azurerm_synapse_firewall_rule",
    "azurerm_mongo_cluster_firewall_rule",
  ]
  aliases = ["d7ba74da-2da0-4d4b-83c8-2fd72a3f6c28", "a829b715-cf75-4e92-b645-54c9b739edfb"]
  tags    = ["cwe-668"]
  when    = tonumber(split(".", coalesce(resource.end_ip_address, resource.end_ip))[0]) - tonumber(split(".", coalesce(resource.start_ip_address, resource.start_ip))[0]) < 16
  assert  = slice(split(".", coalesce(resource.start_ip_address, resource.start_ip)), 0, 3) == slice(split(".", coalesce(resource.end_ip_address, resource.end_ip)), 0, 3)
  at      = coalesce(resource.start_ip_address, resource.start_ip)
  message = "addresses `${coalesce(resource.start_ip_address, resource.start_ip)}` to `${coalesce(resource.end_ip_address, resource.end_ip)}` are more than one block of 256"
  why     = <<-EOT
    A wide range covers addresses that belong to others, now or later.
  EOT
  remedy  = <<-EOT
    Split it into the addresses that are really used.
  EOT
  link    = "https://learn.microsoft.com/azure/azure-sql/database/firewall-configure"

  pass "within a block" {
    resource "azurerm_mssql_firewall_rule" "example" {
      name             = "example"
      server_id        = "some-id"
      start_ip_address = "203.0.113.0"
      end_ip_address   = "203.0.113.255"
    }
  }

  pass "the whole internet is another rule's subject" {
    resource "azurerm_mssql_firewall_rule" "example" {
      name             = "example"
      server_id        = "some-id"
      start_ip_address = "0.0.0.0"
      end_ip_address   = "255.255.255.255"
    }
    also = ["azure-database-firewall-open"]
  }

  fail "two blocks" {
    resource "azurerm_mssql_firewall_rule" "example" {
      name             = "example"
      server_id        = "some-id"
      start_ip_address = "203.0.112.0"
      end_ip_address   = "203.0.113.255"
    }

    expect = ["azurerm_mssql_firewall_rule.example @ start_ip_address"]
  }

  fail "a cache" {
    resource "azurerm_redis_firewall_rule" "example" {
      name                = "example"
      redis_cache_name    = "example"
      resource_group_name = "example"
      start_ip            = "198.51.100.0"
      end_ip              = "198.52.100.255"
    }

    expect = ["azurerm_redis_firewall_rule.example @ start_ip"]
  }

  unknown "the value is an unset variable" {
    variable "from" {}

    resource "azurerm_mssql_firewall_rule" "example" {
      name             = "example"
      server_id        = "some-id"
      start_ip_address = var.from
      end_ip_address   = "203.0.113.255"
    }
  }

  pass "`end_ip_address` is `16`" {
    resource "azurerm_mssql_firewall_rule" "example" {
      name             = "example"
      server_id        = "some-id"
      start_ip_address = "0.0.0.0"
      end_ip_address   = 16
    }
    also = ["azure-database-firewall-open"]
  }
}

rule "azure-database-public-endpoint" {
  title    = "Database server keeps its public endpoint"
  category = "security"
  severity = "medium"
  default  = false
  resources = [
    "azurerm_mssql_server", "azurerm_postgresql_server", "azurerm_mysql_server", "azurerm_mariadb_server",
    "azurerm_postgresql_flexible_server", "azurerm_mysql_flexible_server", "azurerm_redis_cache",
    "azurerm_managed_redis",
  ]
  aliases = [
    "CKV_AZURE_113", "CKV_AZURE_68", "CKV_AZURE_53", "CKV_AZURE_48", "CKV_AZURE_89", "AZU-0022",
    "azure-database-no-public-access", "AVD-AZU-0022", "ade36cf4-329f-4830-a83d-9db72c800507",
    "f118890b-2468-42b1-9ce9-af35146b425b", "7f0a8696-7159-4337-ad0d-8a3ab4a78195",
  ]
  tags    = ["cwe-284", "cwe-668"]
  when    = resource.delegated_subnet_id == null && resource.subnet_id == null
  assert  = resource.public_network_access_enabled == false || lower(resource.public_network_access) == "disabled"
  at      = coalesce(resource.public_network_access_enabled, resource.public_network_access)
  message = "the server has a public endpoint; only its firewall keeps strangers out"
  why     = <<-EOT
    The endpoint is on unless it is switched off. SQL, PostgreSQL and MySQL admit nobody until a firewall rule is written,
    so the default is defensible; strict environments use private endpoints only. Servers inside a delegated subnet are
    private.
  EOT
  remedy  = <<-EOT
    Write `public_network_access_enabled = false` (`public_network_access = "Disabled"` on MySQL flexible servers) and add
    a private endpoint.
  EOT
  link    = "https://learn.microsoft.com/azure/azure-sql/database/connectivity-settings"

  pass "off" {
    variable "password" {}

    resource "azurerm_mssql_server" "example" {
      name                          = "example-sql"
      resource_group_name           = "example"
      location                      = "westeurope"
      version                       = "12.0"
      administrator_login           = "sqlowner"
      administrator_login_password  = var.password
      public_network_access_enabled = false
    }
  }

  pass "off in MySQL's spelling" {
    variable "password" {}

    resource "azurerm_mysql_flexible_server" "example" {
      name                   = "example-mysql"
      resource_group_name    = "example"
      location               = "westeurope"
      version                = "8.0.21"
      sku_name               = "GP_Standard_D2ds_v4"
      administrator_login    = "mysqlowner"
      administrator_password = var.password
      public_network_access  = "Disabled"
    }
  }

  pass "inside a network" {
    variable "password" {}

    resource "azurerm_postgresql_flexible_server" "example" {
      name                   = "example-pg"
      resource_group_name    = "example"
      location               = "westeurope"
      version                = "16"
      sku_name               = "GP_Standard_D2s_v3"
      storage_mb             = 32768
      administrator_login    = "pgowner"
      administrator_password = var.password
      delegated_subnet_id    = "some-id"
      private_dns_zone_id    = "some-id"
    }
  }

  fail "not set" {
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

  fail "on" {
    variable "password" {}

    resource "azurerm_postgresql_flexible_server" "example" {
      name                          = "example-pg"
      resource_group_name           = "example"
      location                      = "westeurope"
      version                       = "16"
      sku_name                      = "GP_Standard_D2s_v3"
      storage_mb                    = 32768
      administrator_login           = "pgowner"
      administrator_password        = var.password
      public_network_access_enabled = true
    }

    expect = ["azurerm_postgresql_flexible_server.example @ public_network_access_enabled"]
  }

  fail "a cache" {
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

  unknown "the value is an unset variable" {
    variable "password" {}

    variable "public" {}

    resource "azurerm_mssql_server" "example" {
      name                          = "example-sql"
      resource_group_name           = "example"
      location                      = "westeurope"
      version                       = "12.0"
      administrator_login           = "sqlowner"
      administrator_login_password  = var.password
      public_network_access_enabled = var.public
    }
  }

  pass "`subnet_id` is `some-id`" {
    resource "azurerm_redis_cache" "example" {
      name                = "example-redis"
      resource_group_name = "example"
      location            = "westeurope"
      capacity            = 1
      family              = "C"
      sku_name            = "Standard"
      subnet_id           = "some-id"
    }
  }
}

rule "azure-database-no-private-endpoint" {
  title    = "Database server has no private endpoint"
  category = "security"
  severity = "low"
  default  = false
  resources = [
    "azurerm_mssql_server", "azurerm_postgresql_server", "azurerm_mysql_server", "azurerm_mariadb_server",
    "azurerm_postgresql_flexible_server", "azurerm_mysql_flexible_server",
  ]
  aliases = ["CKV2_AZURE_45", "CKV2_AZURE_42", "CKV2_AZURE_43", "CKV2_AZURE_44", "CKV2_AZURE_56", "CKV2_AZURE_57"]
  tags    = ["cwe-668"]

  related "endpoint" {
    type = "azurerm_private_endpoint"
    on   = refers(other.private_service_connection[0].private_connection_resource_id, resource)
  }

  when    = resource.delegated_subnet_id == null
  assert  = length(related.endpoint) > 0
  at      = resource
  message = "no `azurerm_private_endpoint` in this configuration points to the server"
  why     = <<-EOT
    Through a private endpoint traffic stays inside the virtual network. A choice, so not in the default set; flexible
    servers in a delegated subnet do not need one.
  EOT
  remedy  = <<-EOT
    Add an `azurerm_private_endpoint` whose `private_service_connection` refers to the server.
  EOT
  link    = "https://learn.microsoft.com/azure/azure-sql/database/private-endpoint-overview"

  pass "an endpoint refers to it" {
    variable "password" {}

    resource "azurerm_mssql_server" "example" {
      name                         = "example-sql"
      resource_group_name          = "example"
      location                     = "westeurope"
      version                      = "12.0"
      administrator_login          = "sqlowner"
      administrator_login_password = var.password
    }

    resource "azurerm_private_endpoint" "example" {
      name                = "example"
      resource_group_name = "example"
      location            = "westeurope"
      subnet_id           = "some-id"

      private_service_connection {
        name                           = "example"
        is_manual_connection           = false
        private_connection_resource_id = azurerm_mssql_server.example.id
        subresource_names              = ["sqlServer"]
      }
    }
  }

  pass "inside a network" {
    variable "password" {}

    resource "azurerm_mysql_flexible_server" "example" {
      name                   = "example-mysql"
      resource_group_name    = "example"
      location               = "westeurope"
      version                = "8.0.21"
      sku_name               = "GP_Standard_D2ds_v4"
      administrator_login    = "mysqlowner"
      administrator_password = var.password
      delegated_subnet_id    = "some-id"
      private_dns_zone_id    = "some-id"
    }
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

  fail "none for PostgreSQL" {
    variable "password" {}

    resource "azurerm_postgresql_flexible_server" "example" {
      name                   = "example-pg"
      resource_group_name    = "example"
      location               = "westeurope"
      version                = "16"
      sku_name               = "GP_Standard_D2s_v3"
      storage_mb             = 32768
      administrator_login    = "pgowner"
      administrator_password = var.password
    }

    expect = ["azurerm_postgresql_flexible_server.example"]
  }
}

rule "azure-database-retired-service" {
  title    = "Database service has been retired by Azure"
  category = "reliability"
  severity = "medium"
  resources = [
    "azurerm_postgresql_server", "azurerm_mysql_server", "azurerm_mariadb_server",
    "azurerm_postgresql_flexible_server", "azurerm_mysql_flexible_server",
  ]
  assert  = !contains(["azurerm_postgresql_server", "azurerm_mysql_server", "azurerm_mariadb_server"], meta.type)
  at      = resource
  message = "`${meta.type}` manages a service that no longer exists"
  why     = <<-EOT
    Azure retired MySQL single server on 16 September 2024, PostgreSQL single server on 28 March 2025 and MariaDB on 19
    September 2025; the provider dropped the resources in versions 4 and 5.
  EOT
  remedy  = <<-EOT
    Migrate to `azurerm_postgresql_flexible_server` or `azurerm_mysql_flexible_server`.
  EOT
  link    = "https://learn.microsoft.com/azure/postgresql/migrate/whats-happening-to-postgresql-single-server"

  pass "a flexible server" {
    variable "password" {}

    resource "azurerm_postgresql_flexible_server" "example" {
      name                   = "example-pg"
      resource_group_name    = "example"
      location               = "westeurope"
      version                = "16"
      sku_name               = "GP_Standard_D2s_v3"
      storage_mb             = 32768
      administrator_login    = "pgowner"
      administrator_password = var.password
    }
  }

  pass "MySQL" {
    variable "password" {}

    resource "azurerm_mysql_flexible_server" "example" {
      name                   = "example-mysql"
      resource_group_name    = "example"
      location               = "westeurope"
      version                = "8.0.21"
      sku_name               = "GP_Standard_D2ds_v4"
      administrator_login    = "mysqlowner"
      administrator_password = var.password
    }
  }

  fail "PostgreSQL single server" {
    resource "azurerm_postgresql_server" "example" {
      name                    = "example-pg"
      resource_group_name     = "example"
      location                = "westeurope"
      version                 = "11"
      sku_name                = "GP_Gen5_2"
      ssl_enforcement_enabled = true
    }

    expect = ["azurerm_postgresql_server.example"]
  }

  fail "MariaDB" {
    variable "password" {}

    resource "azurerm_mariadb_server" "example" {
      name                         = "example-maria"
      resource_group_name          = "example"
      location                     = "westeurope"
      version                      = "10.3"
      sku_name                     = "GP_Gen5_2"
      administrator_login          = "mariaowner"
      administrator_login_password = var.password
      ssl_enforcement_enabled      = true
    }

    expect = ["azurerm_mariadb_server.example"]
  }
}

rule "azure-database-predictable-admin" {
  title    = "Database administrator has a name that attackers try first"
  category = "security"
  severity = "low"
  default  = false
  resources = [
    "azurerm_mssql_server", "azurerm_sql_server", "azurerm_sql_active_directory_administrator",
    "azurerm_postgresql_server", "azurerm_mysql_server", "azurerm_mariadb_server",
    "azurerm_postgresql_flexible_server", "azurerm_mysql_flexible_server", "azurerm_mssql_managed_instance",
  ]
  aliases = ["2ab6de9a-0136-415c-be92-79d2e4fd750f", "bcd3fc01-5902-4f2a-b05a-227f9bbf5450"]
  tags    = ["cwe-1392"]
  params = {
    names = [
      "admin", "administrator", "adminuser", "azureuser", "dbadmin", "dba", "mssqladmin", "mysqladmin",
      "mysqladminun", "mariadbadmin", "pgadmin", "psqladmin", "psqladminun", "postgres", "root", "sa",
      "sqladmin", "sysadmin", "superuser", "user",
    ]
  }
  assert  = !contains(param.names, lower(coalesce(resource.administrator_login, resource.login, "-")))
  at      = coalesce(resource.administrator_login, resource.login)
  message = "`${coalesce(resource.administrator_login, resource.login)}` is in every list of guesses"
  why     = <<-EOT
    A name that cannot be guessed makes password guessing harder. Strong passwords or Entra ID sign-in matter far more.
  EOT
  remedy  = <<-EOT
    Choose a name of your own, or sign in with Entra ID only.
  EOT
  link    = "https://learn.microsoft.com/azure/azure-sql/database/logins-create-manage"

  pass "an unusual name" {
    variable "password" {}

    resource "azurerm_mssql_server" "example" {
      name                         = "example-sql"
      resource_group_name          = "example"
      location                     = "westeurope"
      version                      = "12.0"
      administrator_login          = "sqlowner"
      administrator_login_password = var.password
    }
  }

  pass "no login at all" {
    resource "azurerm_mssql_server" "example" {
      name                = "example-sql"
      resource_group_name = "example"
      location            = "westeurope"
      version             = "12.0"

      azuread_administrator {
        login_username              = "dbas"
        object_id                   = "11111111-1111-1111-1111-111111111111"
        azuread_authentication_only = true
      }
    }
  }

  fail "a usual one" {
    variable "password" {}

    resource "azurerm_mssql_server" "example" {
      name                         = "example-sql"
      resource_group_name          = "example"
      location                     = "westeurope"
      version                      = "12.0"
      administrator_login_password = var.password
      administrator_login          = "sqladmin"
    }

    expect = ["azurerm_mssql_server.example @ administrator_login"]
  }

  fail "in another case" {
    variable "password" {}

    resource "azurerm_postgresql_flexible_server" "example" {
      name                   = "example-pg"
      resource_group_name    = "example"
      location               = "westeurope"
      version                = "16"
      sku_name               = "GP_Standard_D2s_v3"
      storage_mb             = 32768
      administrator_password = var.password
      administrator_login    = "Postgres"
    }

    expect = ["azurerm_postgresql_flexible_server.example @ administrator_login"]
  }

  unknown "the value is an unset variable" {
    variable "login" {}

    variable "password" {}

    resource "azurerm_mysql_flexible_server" "example" {
      name                   = "example-mysql"
      resource_group_name    = "example"
      location               = "westeurope"
      version                = "8.0.21"
      sku_name               = "GP_Standard_D2ds_v4"
      administrator_password = var.password
      administrator_login    = var.login
    }
  }

  fail "more that fail" {
    variable "password" {}
    resource "azurerm_mssql_server" "administrator_login_is_user" {
      name                         = "example-sql"
      resource_group_name          = "example"
      location                     = "westeurope"
      version                      = "12.0"
      administrator_login          = "user"
      administrator_login_password = var.password
    }
    resource "azurerm_mssql_server" "one_more_administrator_login_is_admin" {
      name                         = "example-sql"
      resource_group_name          = "example"
      location                     = "westeurope"
      version                      = "12.0"
      administrator_login          = "sqlowner"
      administrator_login_password = var.password
    }
    resource "azurerm_mssql_server" "one_more_administrator_login_is_admin_2" {
      name                         = "example-sql"
      resource_group_name          = "example"
      location                     = "westeurope"
      version                      = "12.0"
      administrator_login          = "admin"
      administrator_login_password = var.password
    }
    expect = [
      "azurerm_mssql_server.administrator_login_is_user @ administrator_login",
      "azurerm_mssql_server.one_more_administrator_login_is_admin_2 @ administrator_login",
    ]
  }
}
