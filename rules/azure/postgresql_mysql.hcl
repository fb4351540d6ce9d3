# PostgreSQL, MySQL and MariaDB: flexible servers, and the retired single servers that old code still declares.

rule "azure-database-tls-not-enforced" {
  title    = "Database server accepts unencrypted connections"
  category = "security"
  severity = "medium"
  resources = [
    "azurerm_postgresql_server", "azurerm_mysql_server", "azurerm_mariadb_server",
    "azurerm_postgresql_flexible_server_configuration", "azurerm_mysql_flexible_server_configuration",
  ]
  aliases = [
    "CKV_AZURE_29", "CKV_AZURE_28", "CKV_AZURE_47", "CKV2_AZURE_37", "0437633b-daa6-4bbc-8526-c0d2443b946e",
    "AZU-0020", "azure-database-enable-ssl-enforcement", "AVD-AZU-0020", "73e42469-3a86-4f39-ad78-098f325b4e9f",
  ]
  tags    = ["cwe-319", "cis-azure-2.0-4.3.1", "cis-azure-2.0-4.4.1"]
  assert  = resource.ssl_enforcement_enabled != false && !(lower(resource.name) == "require_secure_transport" && contains(["off", "0", "false"], lower(resource.value)))
  at      = coalesce(resource.value, resource.ssl_enforcement_enabled)
  message = "clients may connect without TLS"
  why     = <<-EOT
    Passwords and data of a client that does not ask for TLS travel readable. Flexible servers require TLS unless
    `require_secure_transport` is switched off.
  EOT
  remedy  = <<-EOT
    Remove the configuration entry, or write `value = "ON"`; on a single server `ssl_enforcement_enabled = true`.
  EOT
  link    = "https://learn.microsoft.com/azure/postgresql/flexible-server/concepts-networking-ssl-tls"

  pass "required" {
    resource "azurerm_postgresql_flexible_server_configuration" "example" {
      server_id = "some-id"
      name      = "require_secure_transport"
      value     = "ON"
    }
  }

  pass "another setting" {
    resource "azurerm_mysql_flexible_server_configuration" "example" {
      resource_group_name = "example"
      server_name         = "example"
      name                = "slow_query_log"
      value               = "OFF"
    }
  }

  pass "a single server that enforces TLS" {
    resource "azurerm_mysql_server" "example" {
      name                    = "example-mysql"
      resource_group_name     = "example"
      location                = "westeurope"
      version                 = "8.0"
      sku_name                = "GP_Gen5_2"
      ssl_enforcement_enabled = true
    }
  }

  fail "PostgreSQL" {
    resource "azurerm_postgresql_flexible_server_configuration" "example" {
      server_id = "some-id"
      name      = "require_secure_transport"
      value     = "OFF"
    }

    expect = ["azurerm_postgresql_flexible_server_configuration.example @ value"]
  }

  fail "MySQL" {
    resource "azurerm_mysql_flexible_server_configuration" "example" {
      resource_group_name = "example"
      server_name         = "example"
      name                = "require_secure_transport"
      value               = "OFF"
    }

    expect = ["azurerm_mysql_flexible_server_configuration.example @ value"]
  }

  fail "a single server" {
    resource "azurerm_postgresql_server" "example" {
      name                    = "example-pg"
      resource_group_name     = "example"
      location                = "westeurope"
      version                 = "11"
      sku_name                = "GP_Gen5_2"
      ssl_enforcement_enabled = false
    }

    expect = ["azurerm_postgresql_server.example @ ssl_enforcement_enabled"]
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
      ssl_enforcement_enabled      = false
    }

    expect = ["azurerm_mariadb_server.example @ ssl_enforcement_enabled"]
  }

  unknown "the value is an unset variable" {
    variable "tls" {}

    resource "azurerm_postgresql_flexible_server_configuration" "example" {
      server_id = "some-id"
      name      = "require_secure_transport"
      value     = var.tls
    }
  }

  fail "more that fail" {
    resource "azurerm_postgresql_flexible_server_configuration" "value_is_0" {
      server_id = "some-id"
      name      = "require_secure_transport"
      value     = "0"
    }
    resource "azurerm_postgresql_flexible_server_configuration" "one_more_value_is_false" {
      server_id = "some-id"
      name      = "require_secure_transport"
      value     = "OFF"
    }
    resource "azurerm_postgresql_flexible_server_configuration" "one_more_value_is_false_2" {
      server_id = "some-id"
      name      = "require_secure_transport"
      value     = "false"
    }
    expect = [
      "azurerm_postgresql_flexible_server_configuration.value_is_0 @ value",
      "azurerm_postgresql_flexible_server_configuration.one_more_value_is_false @ value",
      "azurerm_postgresql_flexible_server_configuration.one_more_value_is_false_2 @ value",
    ]
  }
}

rule "azure-database-weak-tls" {
  title    = "Database server accepts TLS 1.0 or 1.1"
  category = "security"
  severity = "medium"
  resources = [
    "azurerm_postgresql_server", "azurerm_mysql_server", "azurerm_mariadb_server",
    "azurerm_postgresql_flexible_server_configuration", "azurerm_mysql_flexible_server_configuration",
  ]
  aliases = ["CKV_AZURE_147", "CKV_AZURE_54", "CKV2_AZURE_37"]
  tags    = ["cwe-326", "cwe-327", "cis-azure-2.0-4.4.2"]
  when    = resource.ssl_enforcement_enabled != false
  assert  = !contains(["tls1_0", "tls1_1", "tlsenforcementdisabled"], lower(resource.ssl_minimal_tls_version_enforced)) && !(lower(resource.name) == "ssl_min_protocol_version" && contains(["tlsv1", "tlsv1.0", "tlsv1.1"], lower(resource.value))) && !(lower(resource.name) == "tls_version" && anytrue([for v in split(",", lower(resource.value)) : contains(["tlsv1", "tlsv1.0", "tlsv1.1"], trimspace(v))]))
  at      = coalesce(resource.value, resource.ssl_minimal_tls_version_enforced)
  message = "`${coalesce(resource.value, resource.ssl_minimal_tls_version_enforced)}` lets clients negotiate an old protocol version"
  why     = <<-EOT
    TLS 1.0 and 1.1 have known weaknesses and are refused by auditors. TLS 1.2 is the default of flexible servers and,
    since provider version 3.0, of single servers. A server that asks for no TLS at all is another rule's finding.
  EOT
  remedy  = <<-EOT
    Remove the entry, or write `TLSv1.2` (`ssl_minimal_tls_version_enforced = "TLS1_2"` on a single server).
  EOT
  link    = "https://learn.microsoft.com/azure/mysql/flexible-server/how-to-connect-tls-ssl"

  pass "TLS 1.2" {
    resource "azurerm_mysql_flexible_server_configuration" "example" {
      resource_group_name = "example"
      server_name         = "example"
      name                = "tls_version"
      value               = "TLSv1.2,TLSv1.3"
    }
  }

  pass "the default of a single server" {
    resource "azurerm_mysql_server" "example" {
      name                    = "example-mysql"
      resource_group_name     = "example"
      location                = "westeurope"
      version                 = "8.0"
      sku_name                = "GP_Gen5_2"
      ssl_enforcement_enabled = true
    }
  }

  pass "no TLS at all is one defect and not two" {
    variable "password" {}

    resource "azurerm_mysql_server" "example" {
      name                             = "example-mysql"
      resource_group_name              = "example"
      location                         = "westeurope"
      version                          = "8.0"
      sku_name                         = "GP_Gen5_2"
      administrator_login              = "mysqlowner"
      administrator_login_password     = var.password
      ssl_enforcement_enabled          = false
      ssl_minimal_tls_version_enforced = "TLSEnforcementDisabled"
    }
    also = ["azure-database-tls-not-enforced"]
  }

  fail "an old version in the list" {
    resource "azurerm_mysql_flexible_server_configuration" "example" {
      resource_group_name = "example"
      server_name         = "example"
      name                = "tls_version"
      value               = "TLSv1.1,TLSv1.2"
    }

    expect = ["azurerm_mysql_flexible_server_configuration.example @ value"]
  }

  fail "PostgreSQL" {
    resource "azurerm_postgresql_flexible_server_configuration" "example" {
      server_id = "some-id"
      name      = "ssl_min_protocol_version"
      value     = "TLSv1"
    }

    expect = ["azurerm_postgresql_flexible_server_configuration.example @ value"]
  }

  fail "a single server" {
    resource "azurerm_postgresql_server" "example" {
      name                             = "example-pg"
      resource_group_name              = "example"
      location                         = "westeurope"
      version                          = "11"
      sku_name                         = "GP_Gen5_2"
      ssl_enforcement_enabled          = true
      ssl_minimal_tls_version_enforced = "TLS1_0"
    }

    expect = ["azurerm_postgresql_server.example @ ssl_minimal_tls_version_enforced"]
  }

  fail "not enforced at all" {
    variable "password" {}

    resource "azurerm_mariadb_server" "example" {
      name                             = "example-maria"
      resource_group_name              = "example"
      location                         = "westeurope"
      version                          = "10.3"
      sku_name                         = "GP_Gen5_2"
      administrator_login              = "mariaowner"
      administrator_login_password     = var.password
      ssl_enforcement_enabled          = true
      ssl_minimal_tls_version_enforced = "TLSEnforcementDisabled"
    }

    expect = ["azurerm_mariadb_server.example @ ssl_minimal_tls_version_enforced"]
  }

  unknown "the value is an unset variable" {
    variable "tls" {}

    resource "azurerm_mysql_flexible_server_configuration" "example" {
      resource_group_name = "example"
      server_name         = "example"
      name                = "tls_version"
      value               = var.tls
    }
  }

  pass "more that pass" {
    resource "azurerm_mysql_flexible_server_configuration" "name_is_ssl_min_protocol_version" {
      resource_group_name = "example"
      server_name         = "example"
      name                = "ssl_min_protocol_version"
      value               = "TLSv1.2,TLSv1.3"
    }
  }

  fail "more that fail" {
    resource "azurerm_postgresql_flexible_server_configuration" "value_is_tlsv1_0" {
      server_id = "some-id"
      name      = "ssl_min_protocol_version"
      value     = "tlsv1.0"
    }
    resource "azurerm_postgresql_flexible_server_configuration" "value_is_tlsv1_1" {
      server_id = "some-id"
      name      = "ssl_min_protocol_version"
      value     = "tlsv1.1"
    }
    resource "azurerm_mysql_flexible_server_configuration" "one_more_value_is_tlsv1_0" {
      resource_group_name = "example"
      server_name         = "example"
      name                = "tls_version"
      value               = "TLSv1.1,TLSv1.2"
    }
    resource "azurerm_mysql_flexible_server_configuration" "one_more_value_is_tlsv1_0_2" {
      resource_group_name = "example"
      server_name         = "example"
      name                = "tls_version"
      value               = "tlsv1.0"
    }
    resource "azurerm_mysql_flexible_server_configuration" "value_is_tlsv1" {
      resource_group_name = "example"
      server_name         = "example"
      name                = "tls_version"
      value               = "tlsv1"
    }
    expect = [
      "azurerm_postgresql_flexible_server_configuration.value_is_tlsv1_0 @ value",
      "azurerm_postgresql_flexible_server_configuration.value_is_tlsv1_1 @ value",
      "azurerm_mysql_flexible_server_configuration.one_more_value_is_tlsv1_0 @ value",
      "azurerm_mysql_flexible_server_configuration.one_more_value_is_tlsv1_0_2 @ value",
      "azurerm_mysql_flexible_server_configuration.value_is_tlsv1 @ value",
    ]
  }
}

rule "azure-postgresql-logging-off" {
  title     = "PostgreSQL does not log connections or checkpoints"
  category  = "security"
  severity  = "low"
  resources = ["azurerm_postgresql_configuration", "azurerm_postgresql_flexible_server_configuration"]
  aliases = [
    "CKV_AZURE_30", "CKV_AZURE_31", "AZU-0024", "azure-database-postgres-configuration-log-checkpoints",
    "AVD-AZU-0024", "AZU-0019", "azure-database-postgres-configuration-log-connections", "AVD-AZU-0019",
    "3790d386-be81-4dcf-9850-eaa7df6c10d9", "c640d783-10c5-4071-b6c1-23507300d333",
    "07f7134f-9f37-476e-8664-670c218e4702",
  ]
  tags = ["cwe-778", "cis-azure-2.0-4.3.2", "cis-azure-2.0-4.3.3", "cis-azure-2.0-4.3.4"]
  params = {
    settings = ["log_checkpoints", "log_connections", "log_disconnections"]
  }
  when    = contains(param.settings, lower(resource.name))
  assert  = !contains(["off", "0", "false"], lower(resource.value))
  at      = resource.value
  message = "`${resource.name}` is switched off"
  why     = <<-EOT
    Connection records show who tried to sign in and when, checkpoint records why a server was slow. The entries are on
    unless configured otherwise (`log_disconnections` and `log_connections` depend on the server's version).
  EOT
  remedy  = <<-EOT
    Remove the resource, or write `value = "on"`.
  EOT
  link    = "https://learn.microsoft.com/azure/postgresql/flexible-server/concepts-logging"

  fix {
    set = {
      value = "on"
    }
  }

  pass "on" {
    resource "azurerm_postgresql_flexible_server_configuration" "example" {
      server_id = "some-id"
      name      = "log_connections"
      value     = "on"
    }
  }

  pass "another setting" {
    resource "azurerm_postgresql_configuration" "example" {
      resource_group_name = "example"
      server_name         = "example"
      name                = "work_mem"
      value               = "4096"
    }
  }

  fail "connections" {
    resource "azurerm_postgresql_flexible_server_configuration" "example" {
      server_id = "some-id"
      name      = "log_connections"
      value     = "off"
    }

    expect = ["azurerm_postgresql_flexible_server_configuration.example @ value"]
  }

  fail "checkpoints, single server" {
    resource "azurerm_postgresql_configuration" "example" {
      resource_group_name = "example"
      server_name         = "example"
      name                = "log_checkpoints"
      value               = "OFF"
    }

    expect = ["azurerm_postgresql_configuration.example @ value"]
  }

  unknown "the value is an unset variable" {
    variable "log" {}

    resource "azurerm_postgresql_flexible_server_configuration" "example" {
      server_id = "some-id"
      name      = "log_connections"
      value     = var.log
    }
  }

  pass "one more, `value` is `0`" {
    resource "azurerm_postgresql_configuration" "example" {
      resource_group_name = "example"
      server_name         = "example"
      name                = "work_mem"
      value               = "4096"
    }
    resource "azurerm_postgresql_configuration" "example_too" {
      resource_group_name = "example"
      server_name         = "example"
      name                = "work_mem"
      value               = "0"
    }
  }

  fail "more that fail" {
    resource "azurerm_postgresql_flexible_server_configuration" "value_is_0" {
      server_id = "some-id"
      name      = "log_connections"
      value     = "0"
    }
    resource "azurerm_postgresql_flexible_server_configuration" "one_more_name_is_log_disconnections" {
      server_id = "some-id"
      name      = "log_connections"
      value     = "off"
    }
    resource "azurerm_postgresql_flexible_server_configuration" "one_more_name_is_log_disconnections_2" {
      server_id = "some-id"
      name      = "log_disconnections"
      value     = "off"
    }
    resource "azurerm_postgresql_flexible_server_configuration" "one_more_value_is_false" {
      server_id = "some-id"
      name      = "log_connections"
      value     = "off"
    }
    resource "azurerm_postgresql_flexible_server_configuration" "one_more_value_is_false_2" {
      server_id = "some-id"
      name      = "log_connections"
      value     = "false"
    }
    expect = [
      "azurerm_postgresql_flexible_server_configuration.value_is_0 @ value",
      "azurerm_postgresql_flexible_server_configuration.one_more_name_is_log_disconnections @ value",
      "azurerm_postgresql_flexible_server_configuration.one_more_name_is_log_disconnections_2 @ value",
      "azurerm_postgresql_flexible_server_configuration.one_more_value_is_false @ value",
      "azurerm_postgresql_flexible_server_configuration.one_more_value_is_false_2 @ value",
    ]
  }
}

rule "azure-postgresql-no-duration-log" {
  title     = "PostgreSQL does not log statement durations"
  category  = "security"
  severity  = "info"
  default   = false
  resources = ["azurerm_postgresql_configuration", "azurerm_postgresql_flexible_server_configuration"]
  aliases   = ["16e0879a-c4ae-4ff8-a67d-a2eed5d67b8f"]
  when      = lower(resource.name) == "log_duration"
  assert    = !contains(["off", "0", "false"], lower(resource.value))
  at        = resource.value
  message   = "`log_duration` is off"
  why       = <<-EOT
    Durations of all statements help to find slow queries and make large logs; off is PostgreSQL's default.
  EOT
  remedy    = <<-EOT
    Write `value = "on"`, or use Query Store instead.
  EOT
  link      = "https://learn.microsoft.com/azure/postgresql/flexible-server/concepts-logging"

  pass "on" {
    resource "azurerm_postgresql_configuration" "example" {
      resource_group_name = "example"
      server_name         = "example"
      name                = "log_duration"
      value               = "on"
    }
  }

  fail "off" {
    resource "azurerm_postgresql_configuration" "example" {
      resource_group_name = "example"
      server_name         = "example"
      name                = "log_duration"
      value               = "off"
    }

    expect = ["azurerm_postgresql_configuration.example @ value"]
  }

  unknown "the value is an unset variable" {
    variable "log" {}

    resource "azurerm_postgresql_configuration" "example" {
      resource_group_name = "example"
      server_name         = "example"
      name                = "log_duration"
      value               = var.log
    }
  }

  pass "`name` is `work_mem`" {
    resource "azurerm_postgresql_configuration" "example" {
      resource_group_name = "example"
      server_name         = "example"
      name                = "work_mem"
      value               = "off"
    }
  }

  fail "more that fail" {
    resource "azurerm_postgresql_configuration" "one_more_value_is_false" {
      resource_group_name = "example"
      server_name         = "example"
      name                = "log_duration"
      value               = "off"
    }
    resource "azurerm_postgresql_configuration" "one_more_value_is_false_2" {
      resource_group_name = "example"
      server_name         = "example"
      name                = "log_duration"
      value               = "false"
    }
    resource "azurerm_postgresql_configuration" "value_is_0" {
      resource_group_name = "example"
      server_name         = "example"
      name                = "log_duration"
      value               = "0"
    }
    expect = [
      "azurerm_postgresql_configuration.one_more_value_is_false @ value",
      "azurerm_postgresql_configuration.one_more_value_is_false_2 @ value",
      "azurerm_postgresql_configuration.value_is_0 @ value",
    ]
  }
}

rule "azure-postgresql-no-connection-throttling" {
  title     = "PostgreSQL does not slow down repeated failed sign-ins"
  category  = "security"
  severity  = "low"
  resources = ["azurerm_postgresql_configuration", "azurerm_postgresql_flexible_server_configuration"]
  aliases = [
    "CKV_AZURE_32", "2b3c671f-1b76-4741-8789-ed1fe0785dc4", "AZU-0021",
    "azure-database-postgres-configuration-connection-throttling", "AVD-AZU-0021",
  ]
  tags    = ["cwe-307", "cis-azure-2.0-4.3.5"]
  when    = contains(["connection_throttling", "connection_throttle.enable"], lower(resource.name))
  assert  = !contains(["off", "0", "false"], lower(resource.value))
  at      = resource.value
  message = "`${resource.name}` is off"
  why     = <<-EOT
    Throttling limits password guessing from one address.
  EOT
  remedy  = <<-EOT
    Write `value = "on"`.
  EOT
  link    = "https://learn.microsoft.com/azure/postgresql/flexible-server/concepts-server-parameters"

  fix {
    set = {
      value = "on"
    }
  }

  pass "on, flexible server" {
    resource "azurerm_postgresql_flexible_server_configuration" "example" {
      server_id = "some-id"
      name      = "connection_throttle.enable"
      value     = "on"
    }
  }

  pass "on, single server" {
    resource "azurerm_postgresql_configuration" "example" {
      resource_group_name = "example"
      server_name         = "example"
      name                = "connection_throttling"
      value               = "on"
    }
  }

  fail "off, flexible server" {
    resource "azurerm_postgresql_flexible_server_configuration" "example" {
      server_id = "some-id"
      name      = "connection_throttle.enable"
      value     = "off"
    }

    expect = ["azurerm_postgresql_flexible_server_configuration.example @ value"]
  }

  fail "off, single server" {
    resource "azurerm_postgresql_configuration" "example" {
      resource_group_name = "example"
      server_name         = "example"
      name                = "connection_throttling"
      value               = "off"
    }

    expect = ["azurerm_postgresql_configuration.example @ value"]
  }

  unknown "the value is an unset variable" {
    variable "throttle" {}

    resource "azurerm_postgresql_configuration" "example" {
      resource_group_name = "example"
      server_name         = "example"
      name                = "connection_throttling"
      value               = var.throttle
    }
  }

  pass "`name` is `log_connections`" {
    resource "azurerm_postgresql_flexible_server_configuration" "example" {
      server_id = "some-id"
      name      = "log_connections"
      value     = "off"
    }
    also = ["azure-postgresql-logging-off"]
  }

  fail "more that fail" {
    resource "azurerm_postgresql_flexible_server_configuration" "one_more_value_is_false" {
      server_id = "some-id"
      name      = "connection_throttle.enable"
      value     = "on"
    }
    resource "azurerm_postgresql_flexible_server_configuration" "one_more_value_is_false_2" {
      server_id = "some-id"
      name      = "connection_throttle.enable"
      value     = "false"
    }
    resource "azurerm_postgresql_flexible_server_configuration" "one_more_value_is_0" {
      server_id = "some-id"
      name      = "connection_throttle.enable"
      value     = "on"
    }
    resource "azurerm_postgresql_flexible_server_configuration" "one_more_value_is_0_2" {
      server_id = "some-id"
      name      = "connection_throttle.enable"
      value     = "0"
    }
    expect = [
      "azurerm_postgresql_flexible_server_configuration.one_more_value_is_false_2 @ value",
      "azurerm_postgresql_flexible_server_configuration.one_more_value_is_0_2 @ value",
    ]
  }
}

rule "azure-postgresql-short-log-retention" {
  title     = "PostgreSQL server logs are kept for less than four days"
  category  = "security"
  severity  = "low"
  resources = ["azurerm_postgresql_configuration", "azurerm_postgresql_flexible_server_configuration"]
  aliases   = ["CKV_AZURE_146", "ffb02aca-0d12-475e-b77c-a726f7aeff4b", "261a83f8-dd72-4e8c-b5e1-ebf06e8fe606"]
  tags      = ["cwe-778", "cis-azure-2.0-4.3.6"]
  params = {
    minimum_days = 4
  }
  when    = contains(["log_retention_days", "logfiles.retention_days", "log_retention"], lower(resource.name))
  assert  = !contains(["off", "false"], lower(resource.value)) && (lower(resource.name) == "log_retention" || tonumber(resource.value) >= param.minimum_days)
  at      = resource.value
  message = "`${resource.name}` is `${resource.value}`"
  why     = <<-EOT
    After a long weekend the records of its beginning are gone. Seven days are the longest that the server itself keeps.
  EOT
  remedy  = <<-EOT
    Write `value = "7"`, and send logs to a Log Analytics workspace for more.
  EOT
  link    = "https://learn.microsoft.com/azure/postgresql/flexible-server/how-to-server-logs-portal"

  fix {
    set = {
      value = "7"
    }
  }

  pass "a week" {
    resource "azurerm_postgresql_configuration" "example" {
      resource_group_name = "example"
      server_name         = "example"
      name                = "log_retention_days"
      value               = "7"
    }
  }

  pass "another setting" {
    resource "azurerm_postgresql_configuration" "example" {
      resource_group_name = "example"
      server_name         = "example"
      name                = "work_mem"
      value               = "1"
    }
  }

  fail "three days" {
    resource "azurerm_postgresql_configuration" "example" {
      resource_group_name = "example"
      server_name         = "example"
      name                = "log_retention_days"
      value               = "3"
    }

    expect = ["azurerm_postgresql_configuration.example @ value"]
  }

  fail "off" {
    resource "azurerm_postgresql_configuration" "example" {
      resource_group_name = "example"
      server_name         = "example"
      name                = "log_retention"
      value               = "off"
    }

    expect = ["azurerm_postgresql_configuration.example @ value"]
  }

  unknown "the value is an unset variable" {
    variable "days" {}

    resource "azurerm_postgresql_configuration" "example" {
      resource_group_name = "example"
      server_name         = "example"
      name                = "log_retention_days"
      value               = var.days
    }
  }

  pass "`name` is `log_retention`" {
    resource "azurerm_postgresql_configuration" "example" {
      resource_group_name = "example"
      server_name         = "example"
      name                = "log_retention"
      value               = "1"
    }
  }

  fail "more that fail" {
    resource "azurerm_postgresql_configuration" "one_more_value_is_4" {
      resource_group_name = "example"
      server_name         = "example"
      name                = "log_retention_days"
      value               = "3"
    }
    resource "azurerm_postgresql_configuration" "one_more_value_is_4_2" {
      resource_group_name = "example"
      server_name         = "example"
      name                = "log_retention_days"
      value               = 4
    }
    resource "azurerm_postgresql_configuration" "value_is_false" {
      resource_group_name = "example"
      server_name         = "example"
      name                = "log_retention"
      value               = "false"
    }
    resource "azurerm_postgresql_configuration" "name_is_logfiles_retention_days" {
      resource_group_name = "example"
      server_name         = "example"
      name                = "logfiles.retention_days"
      value               = "1"
    }
    expect = [
      "azurerm_postgresql_configuration.one_more_value_is_4 @ value",
      "azurerm_postgresql_configuration.value_is_false @ value",
      "azurerm_postgresql_configuration.name_is_logfiles_retention_days @ value",
    ]
  }
}

rule "azure-mysql-audit-log-off" {
  title     = "MySQL audit log is switched off"
  category  = "security"
  severity  = "low"
  resources = ["azurerm_mysql_flexible_server_configuration", "azurerm_mysql_configuration"]
  tags      = ["cwe-778", "cis-azure-2.0-4.4.3"]
  when      = lower(resource.name) == "audit_log_enabled"
  assert    = !contains(["off", "0", "false"], lower(resource.value))
  at        = resource.value
  message   = "`audit_log_enabled` is `${resource.value}`"
  why       = <<-EOT
    Without the audit log nobody can tell who connected and what was changed.
  EOT
  remedy    = <<-EOT
    Write `value = "ON"`, and `CONNECTION` into `audit_log_events`.
  EOT
  link      = "https://learn.microsoft.com/azure/mysql/flexible-server/concepts-audit-logs"

  fix {
    set = {
      value = "ON"
    }
  }

  pass "on" {
    resource "azurerm_mysql_flexible_server_configuration" "example" {
      resource_group_name = "example"
      server_name         = "example"
      name                = "audit_log_enabled"
      value               = "ON"
    }
  }

  pass "another setting" {
    resource "azurerm_mysql_flexible_server_configuration" "example" {
      resource_group_name = "example"
      server_name         = "example"
      name                = "slow_query_log"
      value               = "OFF"
    }
  }

  fail "off" {
    resource "azurerm_mysql_flexible_server_configuration" "example" {
      resource_group_name = "example"
      server_name         = "example"
      name                = "audit_log_enabled"
      value               = "OFF"
    }

    expect = ["azurerm_mysql_flexible_server_configuration.example @ value"]
  }

  unknown "the value is an unset variable" {
    variable "audit" {}

    resource "azurerm_mysql_flexible_server_configuration" "example" {
      resource_group_name = "example"
      server_name         = "example"
      name                = "audit_log_enabled"
      value               = var.audit
    }
  }

  fail "more that fail" {
    resource "azurerm_mysql_flexible_server_configuration" "value_is_0" {
      resource_group_name = "example"
      server_name         = "example"
      name                = "audit_log_enabled"
      value               = "0"
    }
    resource "azurerm_mysql_flexible_server_configuration" "one_more_value_is_false" {
      resource_group_name = "example"
      server_name         = "example"
      name                = "audit_log_enabled"
      value               = "OFF"
    }
    resource "azurerm_mysql_flexible_server_configuration" "one_more_value_is_false_2" {
      resource_group_name = "example"
      server_name         = "example"
      name                = "audit_log_enabled"
      value               = "false"
    }
    expect = [
      "azurerm_mysql_flexible_server_configuration.value_is_0 @ value",
      "azurerm_mysql_flexible_server_configuration.one_more_value_is_false @ value",
      "azurerm_mysql_flexible_server_configuration.one_more_value_is_false_2 @ value",
    ]
  }
}

rule "azure-mysql-local-infile" {
  title     = "MySQL lets clients load local files"
  category  = "security"
  severity  = "low"
  resources = ["azurerm_mysql_flexible_server_configuration", "azurerm_mysql_configuration"]
  tags      = ["cwe-73"]
  when      = lower(resource.name) == "local_infile"
  assert    = !contains(["on", "1", "true"], lower(resource.value))
  at        = resource.value
  message   = "`local_infile` is on"
  why       = <<-EOT
    An injection that reaches `LOAD DATA LOCAL` can read files of the application's machine into the database.
  EOT
  remedy    = <<-EOT
    Remove the entry, or write `value = "OFF"`.
  EOT
  link      = "https://dev.mysql.com/doc/refman/8.0/en/load-data-local-security.html"

  fix {
    set = {
      value = "OFF"
    }
  }

  pass "off" {
    resource "azurerm_mysql_flexible_server_configuration" "example" {
      resource_group_name = "example"
      server_name         = "example"
      name                = "local_infile"
      value               = "OFF"
    }
  }

  pass "another setting" {
    resource "azurerm_mysql_flexible_server_configuration" "example" {
      resource_group_name = "example"
      server_name         = "example"
      name                = "slow_query_log"
      value               = "ON"
    }
  }

  fail "on" {
    resource "azurerm_mysql_flexible_server_configuration" "example" {
      resource_group_name = "example"
      server_name         = "example"
      name                = "local_infile"
      value               = "ON"
    }

    expect = ["azurerm_mysql_flexible_server_configuration.example @ value"]
  }

  unknown "the value is an unset variable" {
    variable "infile" {}

    resource "azurerm_mysql_flexible_server_configuration" "example" {
      resource_group_name = "example"
      server_name         = "example"
      name                = "local_infile"
      value               = var.infile
    }
  }

  fail "more that fail" {
    resource "azurerm_mysql_flexible_server_configuration" "value_is_1" {
      resource_group_name = "example"
      server_name         = "example"
      name                = "local_infile"
      value               = "1"
    }
    resource "azurerm_mysql_flexible_server_configuration" "one_more_value_is_true" {
      resource_group_name = "example"
      server_name         = "example"
      name                = "local_infile"
      value               = "OFF"
    }
    resource "azurerm_mysql_flexible_server_configuration" "one_more_value_is_true_2" {
      resource_group_name = "example"
      server_name         = "example"
      name                = "local_infile"
      value               = "true"
    }
    expect = [
      "azurerm_mysql_flexible_server_configuration.value_is_1 @ value",
      "azurerm_mysql_flexible_server_configuration.one_more_value_is_true_2 @ value",
    ]
  }
}

rule "azure-database-no-threat-detection" {
  title     = "Single server has no threat detection"
  category  = "security"
  severity  = "low"
  default   = false
  resources = ["azurerm_postgresql_server", "azurerm_mysql_server"]
  aliases   = ["CKV_AZURE_128", "CKV_AZURE_127", "c407c3cf-c409-4b29-b590-db5f4138d332"]
  tags      = ["cwe-778"]
  assert    = resource.threat_detection_policy[0].enabled == true
  at        = resource.threat_detection_policy[0].enabled
  message   = "`threat_detection_policy` is not enabled"
  why       = <<-EOT
    The service is retired (see `azure-database-retired-service`); for flexible servers Defender is switched on per
    subscription.
  EOT
  remedy    = <<-EOT
    Migrate to a flexible server and enable Defender for open-source relational databases.
  EOT
  link      = "https://learn.microsoft.com/azure/defender-for-cloud/defender-for-databases-introduction"

  pass "enabled" {
    resource "azurerm_postgresql_server" "example" {
      name                    = "example-pg"
      resource_group_name     = "example"
      location                = "westeurope"
      version                 = "11"
      sku_name                = "GP_Gen5_2"
      ssl_enforcement_enabled = true

      threat_detection_policy {
        enabled = true
      }
    }
  }

  fail "no policy" {
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

  fail "off" {
    resource "azurerm_mysql_server" "example" {
      name                    = "example-mysql"
      resource_group_name     = "example"
      location                = "westeurope"
      version                 = "8.0"
      sku_name                = "GP_Gen5_2"
      ssl_enforcement_enabled = true

      threat_detection_policy {
        enabled = false
      }
    }

    expect = ["azurerm_mysql_server.example @ threat_detection_policy[0].enabled"]
  }

  unknown "the value is an unset variable" {
    variable "detect" {}

    resource "azurerm_mysql_server" "example" {
      name                    = "example-mysql"
      resource_group_name     = "example"
      location                = "westeurope"
      version                 = "8.0"
      sku_name                = "GP_Gen5_2"
      ssl_enforcement_enabled = true

      threat_detection_policy {
        enabled = var.detect
      }
    }
  }
}

rule "azure-database-no-geo-backup" {
  title    = "Database backups stay in one region"
  category = "reliability"
  severity = "low"
  default  = false
  resources = [
    "azurerm_postgresql_server", "azurerm_mysql_server", "azurerm_mariadb_server",
    "azurerm_postgresql_flexible_server", "azurerm_mysql_flexible_server",
  ]
  aliases = [
    "CKV_AZURE_102", "CKV_AZURE_94", "CKV_AZURE_129", "CKV_AZURE_136", "8b042c30-e441-453f-b162-7696982ebc58",
    "0a70d5f3-1ecd-4c8e-9292-928fc9a8c4f1",
  ]
  when    = lower(coalesce(resource.create_mode, "default")) != "replica"
  assert  = resource.geo_redundant_backup_enabled == true
  at      = resource.geo_redundant_backup_enabled
  message = "`geo_redundant_backup_enabled` is not true"
  why     = <<-EOT
    If the region is lost, so are the backups. Geo-redundant backups cost twice the backup storage and can only be chosen
    at creation; replicas have no backups of their own.
  EOT
  remedy  = <<-EOT
    Write `geo_redundant_backup_enabled = true` for data that must survive the loss of a region.
  EOT
  link    = "https://learn.microsoft.com/azure/postgresql/flexible-server/concepts-backup-restore"

  pass "on" {
    variable "password" {}

    resource "azurerm_postgresql_flexible_server" "example" {
      name                         = "example-pg"
      resource_group_name          = "example"
      location                     = "westeurope"
      version                      = "16"
      sku_name                     = "GP_Standard_D2s_v3"
      storage_mb                   = 32768
      administrator_login          = "pgowner"
      administrator_password       = var.password
      geo_redundant_backup_enabled = true
    }
  }

  pass "a replica" {
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
      create_mode            = "Replica"
      source_server_id       = "some-id"
    }
  }

  fail "not set" {
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

    expect = ["azurerm_mysql_flexible_server.example"]
  }

  fail "off" {
    variable "password" {}

    resource "azurerm_postgresql_flexible_server" "example" {
      name                         = "example-pg"
      resource_group_name          = "example"
      location                     = "westeurope"
      version                      = "16"
      sku_name                     = "GP_Standard_D2s_v3"
      storage_mb                   = 32768
      administrator_login          = "pgowner"
      administrator_password       = var.password
      geo_redundant_backup_enabled = false
    }

    expect = ["azurerm_postgresql_flexible_server.example @ geo_redundant_backup_enabled"]
  }

  unknown "the value is an unset variable" {
    variable "geo" {}

    variable "password" {}

    resource "azurerm_postgresql_flexible_server" "example" {
      name                         = "example-pg"
      resource_group_name          = "example"
      location                     = "westeurope"
      version                      = "16"
      sku_name                     = "GP_Standard_D2s_v3"
      storage_mb                   = 32768
      administrator_login          = "pgowner"
      administrator_password       = var.password
      geo_redundant_backup_enabled = var.geo
    }
  }
}

rule "azure-database-short-backup-retention" {
  title    = "Database can be restored for less than a week"
  category = "reliability"
  severity = "medium"
  resources = [
    "azurerm_mysql_flexible_server", "azurerm_mysql_server", "azurerm_postgresql_server",
    "azurerm_mariadb_server", "azurerm_postgresql_flexible_server",
  ]
  params = {
    minimum_days = 7
  }
  assert  = coalesce(resource.backup_retention_days, 7) >= param.minimum_days
  at      = resource.backup_retention_days
  message = "`backup_retention_days` is ${resource.backup_retention_days}; at least ${param.minimum_days} are wanted"
  why     = <<-EOT
    Damage is often noticed after a weekend. Seven days are the default and included in the price.
  EOT
  remedy  = <<-EOT
    Write `backup_retention_days = 7` or more, or leave it out.
  EOT
  link    = "https://learn.microsoft.com/azure/mysql/flexible-server/concepts-backup-restore"

  fix {
    set = {
      backup_retention_days = 7
    }
  }

  pass "the default" {
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

  pass "two weeks" {
    variable "password" {}

    resource "azurerm_mysql_flexible_server" "example" {
      name                   = "example-mysql"
      resource_group_name    = "example"
      location               = "westeurope"
      version                = "8.0.21"
      sku_name               = "GP_Standard_D2ds_v4"
      administrator_login    = "mysqlowner"
      administrator_password = var.password
      backup_retention_days  = 14
    }
  }

  fail "one day" {
    variable "password" {}

    resource "azurerm_mysql_flexible_server" "example" {
      name                   = "example-mysql"
      resource_group_name    = "example"
      location               = "westeurope"
      version                = "8.0.21"
      sku_name               = "GP_Standard_D2ds_v4"
      administrator_login    = "mysqlowner"
      administrator_password = var.password
      backup_retention_days  = 1
    }

    expect = ["azurerm_mysql_flexible_server.example @ backup_retention_days"]
  }

  unknown "the value is an unset variable" {
    variable "days" {}

    variable "password" {}

    resource "azurerm_mysql_flexible_server" "example" {
      name                   = "example-mysql"
      resource_group_name    = "example"
      location               = "westeurope"
      version                = "8.0.21"
      sku_name               = "GP_Standard_D2ds_v4"
      administrator_login    = "mysqlowner"
      administrator_password = var.password
      backup_retention_days  = var.days
    }
  }
}

rule "azure-database-invalid-backup-retention" {
  title     = "Database backup retention is out of range"
  category  = "correctness"
  severity  = "high"
  resources = ["azurerm_mysql_flexible_server", "azurerm_postgresql_flexible_server"]
  assert    = coalesce(resource.backup_retention_days, 7) <= 35
  at        = resource.backup_retention_days
  message   = "`backup_retention_days` is ${resource.backup_retention_days}; 35 is the longest"
  why       = <<-EOT
    The provider refuses other values. Keep longer copies with Azure Backup.
  EOT
  remedy    = <<-EOT
    Write a number up to 35.
  EOT
  link      = "https://registry.terraform.io/providers/hashicorp/azurerm/latest/docs/resources/postgresql_flexible_server"

  pass "the longest" {
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
      backup_retention_days  = 35
    }
  }

  pass "the default" {
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

  fail "too long" {
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
      backup_retention_days  = 90
    }

    expect = ["azurerm_postgresql_flexible_server.example @ backup_retention_days"]
  }

  unknown "the value is an unset variable" {
    variable "days" {}

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
      backup_retention_days  = var.days
    }
  }

  fail "`backup_retention_days` is `36`" {
    variable "password" {}
    resource "azurerm_mysql_flexible_server" "example" {
      name                   = "example-mysql"
      resource_group_name    = "example"
      location               = "westeurope"
      version                = "8.0.21"
      sku_name               = "GP_Standard_D2ds_v4"
      administrator_login    = "mysqlowner"
      administrator_password = var.password
      backup_retention_days  = 36
    }
    expect = ["azurerm_mysql_flexible_server.example @ backup_retention_days"]
  }
}

rule "azure-database-no-infrastructure-encryption" {
  title     = "Single server is encrypted only once"
  category  = "security"
  severity  = "low"
  default   = false
  resources = ["azurerm_postgresql_server", "azurerm_mysql_server"]
  aliases   = ["CKV_AZURE_130", "CKV_AZURE_96", "6425c98b-ca4e-41fe-896a-c78772c131f8"]
  tags      = ["cwe-311", "cis-azure-2.0-4.3.8"]
  assert    = resource.infrastructure_encryption_enabled == true
  at        = resource.infrastructure_encryption_enabled
  message   = "`infrastructure_encryption_enabled` is not true"
  why       = <<-EOT
    Data is encrypted at rest in any case; this adds a second layer. The service is retired.
  EOT
  remedy    = <<-EOT
    Migrate to a flexible server.
  EOT
  link      = "https://learn.microsoft.com/azure/postgresql/single-server/concepts-infrastructure-double-encryption"

  pass "on" {
    resource "azurerm_postgresql_server" "example" {
      name                              = "example-pg"
      resource_group_name               = "example"
      location                          = "westeurope"
      version                           = "11"
      sku_name                          = "GP_Gen5_2"
      ssl_enforcement_enabled           = true
      infrastructure_encryption_enabled = true
    }
  }

  fail "not set" {
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

  fail "off" {
    resource "azurerm_mysql_server" "example" {
      name                              = "example-mysql"
      resource_group_name               = "example"
      location                          = "westeurope"
      version                           = "8.0"
      sku_name                          = "GP_Gen5_2"
      ssl_enforcement_enabled           = true
      infrastructure_encryption_enabled = false
    }

    expect = ["azurerm_mysql_server.example @ infrastructure_encryption_enabled"]
  }

  unknown "the value is an unset variable" {
    variable "double" {}

    resource "azurerm_mysql_server" "example" {
      name                              = "example-mysql"
      resource_group_name               = "example"
      location                          = "westeurope"
      version                           = "8.0"
      sku_name                          = "GP_Gen5_2"
      ssl_enforcement_enabled           = true
      infrastructure_encryption_enabled = var.double
    }
  }
}

rule "azure-database-no-customer-managed-key" {
  title    = "Database encryption uses keys that Microsoft manages"
  category = "security"
  severity = "low"
  default  = false
  resources = [
    "azurerm_postgresql_server", "azurerm_mysql_server", "azurerm_postgresql_flexible_server",
    "azurerm_mysql_flexible_server",
  ]
  aliases = ["CKV2_AZURE_16", "CKV2_AZURE_17"]
  tags    = ["cwe-320"]

  related "key" {
    type = ["azurerm_postgresql_server_key", "azurerm_mysql_server_key"]
    on   = refers(other.server_id, resource)
  }

  assert  = length(resource.customer_managed_key) > 0 || length(related.key) > 0
  at      = resource
  message = "no customer-managed key is configured for the server"
  why     = <<-EOT
    Data is encrypted either way. A key of your own can be rotated and revoked, which some regulations require.
  EOT
  remedy  = <<-EOT
    Add a `customer_managed_key` block with a Key Vault key and a user-assigned identity.
  EOT
  link    = "https://learn.microsoft.com/azure/postgresql/flexible-server/concepts-data-encryption"

  pass "a key" {
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

      customer_managed_key {
        key_vault_key_id                  = "some-id"
        primary_user_assigned_identity_id = "some-id"
      }
    }
  }

  pass "the older separate resource" {
    resource "azurerm_mysql_server" "example" {
      name                    = "example-mysql"
      resource_group_name     = "example"
      location                = "westeurope"
      version                 = "8.0"
      sku_name                = "GP_Gen5_2"
      ssl_enforcement_enabled = true
    }

    resource "azurerm_mysql_server_key" "example" {
      server_id        = azurerm_mysql_server.example.id
      key_vault_key_id = "some-id"
    }
  }

  fail "none" {
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

  fail "none for MySQL" {
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

    expect = ["azurerm_mysql_flexible_server.example"]
  }
}

rule "azure-database-no-high-availability" {
  title     = "Database server has no standby"
  category  = "reliability"
  severity  = "low"
  default   = false
  resources = ["azurerm_postgresql_flexible_server", "azurerm_mysql_flexible_server"]
  when      = lower(coalesce(resource.create_mode, "default")) != "replica" && !startswith(upper(resource.sku_name), "B_")
  assert    = length(resource.high_availability) > 0
  at        = resource
  message   = "there is no `high_availability` block: failures and maintenance interrupt the service"
  why       = <<-EOT
    A standby doubles the price and brings the SLA from 99.9 to 99.95 or 99.99 per cent. Burstable sizes cannot have one.
  EOT
  remedy    = <<-EOT
    Add `high_availability { mode = "ZoneRedundant" }`.
  EOT
  link      = "https://learn.microsoft.com/azure/reliability/reliability-postgresql-flexible-server"

  pass "a standby in another zone" {
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

      high_availability {
        mode = "ZoneRedundant"
      }
    }
  }

  pass "burstable" {
    variable "password" {}

    resource "azurerm_postgresql_flexible_server" "example" {
      name                   = "example-pg"
      resource_group_name    = "example"
      location               = "westeurope"
      version                = "16"
      storage_mb             = 32768
      administrator_login    = "pgowner"
      administrator_password = var.password
      sku_name               = "B_Standard_B1ms"
    }
  }

  fail "none" {
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

    expect = ["azurerm_mysql_flexible_server.example"]
  }

  unknown "the value is an unset variable" {
    variable "password" {}

    variable "sku" {}

    resource "azurerm_postgresql_flexible_server" "example" {
      name                   = "example-pg"
      resource_group_name    = "example"
      location               = "westeurope"
      version                = "16"
      storage_mb             = 32768
      administrator_login    = "pgowner"
      administrator_password = var.password
      sku_name               = var.sku
    }
  }

  pass "`create_mode` is `replica`" {
    variable "password" {}
    resource "azurerm_mysql_flexible_server" "example" {
      name                   = "example-mysql"
      resource_group_name    = "example"
      location               = "westeurope"
      version                = "8.0.21"
      sku_name               = "GP_Standard_D2ds_v4"
      administrator_login    = "mysqlowner"
      administrator_password = var.password
      create_mode            = "replica"
    }
  }
}

rule "azure-database-version-end-of-life" {
  title     = "Database version has reached its end of life"
  category  = "security"
  severity  = "medium"
  resources = ["azurerm_postgresql_flexible_server", "azurerm_mysql_flexible_server"]
  tags      = ["cwe-1104"]
  params = {
    minimum = {
      azurerm_postgresql_flexible_server = "14"
      azurerm_mysql_flexible_server      = "8.0"
    }
  }
  when    = resource.version != null
  assert  = version_at_least(resource.version, param.minimum[meta.type])
  at      = resource.version
  message = "`version` is `${resource.version}`; the community supports ${param.minimum[meta.type]} and later"
  why     = <<-EOT
    Past the end of life no security fixes appear, and Azure bills extended support or upgrades the server on a day of its
    own choosing. The oldest accepted versions are a parameter.
  EOT
  remedy  = <<-EOT
    Plan the upgrade: `version = "16"` for PostgreSQL, `"8.4"` for MySQL.
  EOT
  link    = "https://learn.microsoft.com/azure/postgresql/flexible-server/concepts-version-policy"

  pass "a supported PostgreSQL" {
    variable "password" {}

    resource "azurerm_postgresql_flexible_server" "example" {
      name                   = "example-pg"
      resource_group_name    = "example"
      location               = "westeurope"
      sku_name               = "GP_Standard_D2s_v3"
      storage_mb             = 32768
      administrator_login    = "pgowner"
      administrator_password = var.password
      version                = "16"
    }
  }

  pass "a supported MySQL" {
    variable "password" {}

    resource "azurerm_mysql_flexible_server" "example" {
      name                   = "example-mysql"
      resource_group_name    = "example"
      location               = "westeurope"
      sku_name               = "GP_Standard_D2ds_v4"
      administrator_login    = "mysqlowner"
      administrator_password = var.password
      version                = "8.0.21"
    }
  }

  fail "PostgreSQL 11" {
    variable "password" {}

    resource "azurerm_postgresql_flexible_server" "example" {
      name                   = "example-pg"
      resource_group_name    = "example"
      location               = "westeurope"
      sku_name               = "GP_Standard_D2s_v3"
      storage_mb             = 32768
      administrator_login    = "pgowner"
      administrator_password = var.password
      version                = "11"
    }

    expect = ["azurerm_postgresql_flexible_server.example @ version"]
  }

  fail "MySQL 5.7" {
    variable "password" {}

    resource "azurerm_mysql_flexible_server" "example" {
      name                   = "example-mysql"
      resource_group_name    = "example"
      location               = "westeurope"
      sku_name               = "GP_Standard_D2ds_v4"
      administrator_login    = "mysqlowner"
      administrator_password = var.password
      version                = "5.7"
    }

    expect = ["azurerm_mysql_flexible_server.example @ version"]
  }

  unknown "the value is an unset variable" {
    variable "password" {}

    variable "version" {}

    resource "azurerm_postgresql_flexible_server" "example" {
      name                   = "example-pg"
      resource_group_name    = "example"
      location               = "westeurope"
      sku_name               = "GP_Standard_D2s_v3"
      storage_mb             = 32768
      administrator_login    = "pgowner"
      administrator_password = var.password
      version                = var.version
    }
  }
}

rule "azure-database-high-availability-burstable" {
  title     = "Burstable database size cannot have a standby"
  category  = "correctness"
  severity  = "high"
  resources = ["azurerm_postgresql_flexible_server", "azurerm_mysql_flexible_server"]
  when      = length(resource.high_availability) > 0
  assert    = !startswith(upper(resource.sku_name), "B_")
  at        = resource.sku_name
  message   = "`${resource.sku_name}` is burstable, and `high_availability` is asked for"
  why       = <<-EOT
    Azure refuses the combination at apply.
  EOT
  remedy    = <<-EOT
    Choose a general purpose size such as `GP_Standard_D2s_v3`, or remove the block.
  EOT
  link      = "https://learn.microsoft.com/azure/reliability/reliability-postgresql-flexible-server"

  pass "general purpose" {
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

      high_availability {
        mode = "ZoneRedundant"
      }
    }
  }

  pass "burstable alone" {
    variable "password" {}

    resource "azurerm_mysql_flexible_server" "example" {
      name                   = "example-mysql"
      resource_group_name    = "example"
      location               = "westeurope"
      version                = "8.0.21"
      administrator_login    = "mysqlowner"
      administrator_password = var.password
      sku_name               = "B_Standard_B1ms"
    }
  }

  fail "both" {
    variable "password" {}

    resource "azurerm_postgresql_flexible_server" "example" {
      name                   = "example-pg"
      resource_group_name    = "example"
      location               = "westeurope"
      version                = "16"
      storage_mb             = 32768
      administrator_login    = "pgowner"
      administrator_password = var.password
      sku_name               = "B_Standard_B1ms"

      high_availability {
        mode = "SameZone"
      }
    }

    expect = ["azurerm_postgresql_flexible_server.example @ sku_name"]
  }

  unknown "the value is an unset variable" {
    variable "password" {}

    variable "sku" {}

    resource "azurerm_postgresql_flexible_server" "example" {
      name                   = "example-pg"
      resource_group_name    = "example"
      location               = "westeurope"
      version                = "16"
      storage_mb             = 32768
      administrator_login    = "pgowner"
      administrator_password = var.password
      sku_name               = var.sku

      high_availability {
        mode = "SameZone"
      }
    }
  }
}

rule "azure-postgresql-invalid-storage" {
  title     = "PostgreSQL storage size is not one of the choices"
  category  = "correctness"
  severity  = "high"
  resources = ["azurerm_postgresql_flexible_server"]
  params = {
    sizes = [
      32768, 65536, 131072, 262144, 524288, 1048576, 2097152, 4193280, 4194304, 8388608, 16777216, 33553408,
    ]
  }
  when    = resource.storage_mb != null
  assert  = contains(param.sizes, resource.storage_mb)
  at      = resource.storage_mb
  message = "`storage_mb` is ${resource.storage_mb}"
  why     = <<-EOT
    The provider accepts powers of two from 32768 (32 GiB) to 33553408 only.
  EOT
  remedy  = <<-EOT
    Write for example `storage_mb = 131072`.
  EOT
  link    = "https://registry.terraform.io/providers/hashicorp/azurerm/latest/docs/resources/postgresql_flexible_server"

  pass "32 GiB" {
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

  pass "4 TiB" {
    variable "password" {}

    resource "azurerm_postgresql_flexible_server" "example" {
      name                   = "example-pg"
      resource_group_name    = "example"
      location               = "westeurope"
      version                = "16"
      sku_name               = "GP_Standard_D2s_v3"
      administrator_login    = "pgowner"
      administrator_password = var.password
      storage_mb             = 4193280
    }
  }

  fail "100 GB" {
    variable "password" {}

    resource "azurerm_postgresql_flexible_server" "example" {
      name                   = "example-pg"
      resource_group_name    = "example"
      location               = "westeurope"
      version                = "16"
      sku_name               = "GP_Standard_D2s_v3"
      administrator_login    = "pgowner"
      administrator_password = var.password
      storage_mb             = 102400
    }

    expect = ["azurerm_postgresql_flexible_server.example @ storage_mb"]
  }

  unknown "the value is an unset variable" {
    variable "password" {}

    variable "size" {}

    resource "azurerm_postgresql_flexible_server" "example" {
      name                   = "example-pg"
      resource_group_name    = "example"
      location               = "westeurope"
      version                = "16"
      sku_name               = "GP_Standard_D2s_v3"
      administrator_login    = "pgowner"
      administrator_password = var.password
      storage_mb             = var.size
    }
  }

  pass "no `storage_mb`" {
    variable "password" {}
    resource "azurerm_postgresql_flexible_server" "example" {
      name                   = "example-pg"
      resource_group_name    = "example"
      location               = "westeurope"
      version                = "16"
      sku_name               = "GP_Standard_D2s_v3"
      administrator_login    = "pgowner"
      administrator_password = var.password
    }
  }
}
