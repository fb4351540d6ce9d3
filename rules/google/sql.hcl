rule "google-sql-open-to-internet" {
  title     = "Cloud SQL instance accepts connections from everywhere"
  category  = "security"
  severity  = "high"
  resources = ["google_sql_database_instance"]
  aliases = [
    "CKV_GCP_11", "b187edca-b81e-4fdc-aff4-aab57db45edb", "GCP-0017", "google-sql-no-public-access",
    "AVD-GCP-0017",
  ]
  tags     = ["cwe-284", "cis-gcp-2.0-6.5"]
  for_each = resource.settings[0].ip_configuration[0].authorized_networks
  assert   = !cidr_is_public(each.value.value)
  at       = each.value.value
  message  = "`${each.value.value}` may connect to this database"
  why      = <<-EOT
    An authorized network of the whole internet leaves only the database's passwords between everyone and the
    data. The Cloud SQL Auth Proxy connects from anywhere with IAM and without any authorized network.
  EOT
  remedy   = <<-EOT
    Remove the entry, and connect through the Auth Proxy or a private address.
  EOT
  link     = "https://cloud.google.com/sql/docs/postgres/authorize-networks"

  pass "an office" {
    resource "google_sql_database_instance" "this" {
      name             = "db"
      database_version = "POSTGRES_16"
      region           = "europe-west1"
      settings {
        tier = "db-custom-2-7680"
        ip_configuration {
          authorized_networks {
            name  = "office"
            value = "203.0.113.0/28"
          }
        }
      }
    }
    also = ["google-sql-backups-off", "google-sql-public-ip", "google-sql-unencrypted-connections"]
  }

  pass "none" {
    resource "google_sql_database_instance" "this" {
      name             = "db"
      database_version = "POSTGRES_16"
      region           = "europe-west1"
      settings {
        tier = "db-custom-2-7680"
      }
    }
    also = ["google-sql-backups-off", "google-sql-public-ip", "google-sql-unencrypted-connections"]
  }

  fail "everywhere" {
    resource "google_sql_database_instance" "this" {
      name             = "db"
      database_version = "POSTGRES_16"
      region           = "europe-west1"
      settings {
        tier = "db-custom-2-7680"
        ip_configuration {
          authorized_networks {
            value = "0.0.0.0/0"
          }
        }
      }
    }

    expect = ["google_sql_database_instance.this @ settings[0].ip_configuration[0].authorized_networks[0].value"]
  }

  fail "one of two" {
    resource "google_sql_database_instance" "this" {
      name             = "db"
      database_version = "POSTGRES_16"
      region           = "europe-west1"
      settings {
        tier = "db-custom-2-7680"
        ip_configuration {
          authorized_networks {
            value = "203.0.113.0/28"
          }
          authorized_networks {
            value = "0.0.0.0/0"
          }
        }
      }
    }
  }

  unknown "not known" {
    variable "network" {}

    resource "google_sql_database_instance" "this" {
      name             = "db"
      database_version = "POSTGRES_16"
      region           = "europe-west1"
      settings {
        tier = "db-custom-2-7680"
        ip_configuration {
          authorized_networks {
            value = var.network
          }
        }
      }
    }
  }
}

rule "google-sql-public-ip" {
  title     = "Cloud SQL instance has a public IP address"
  category  = "security"
  severity  = "medium"
  resources = ["google_sql_database_instance"]
  aliases = [
    "CKV_GCP_60", "b187edca-b81e-4fdc-aff4-aab57db45edb", "GCP-0017", "google-sql-no-public-access",
    "AVD-GCP-0017",
  ]
  tags    = ["cwe-284", "cis-gcp-2.0-6.6"]
  when    = !anytrue([for n in resource.settings[0].ip_configuration[0].authorized_networks : cidr_is_public(n.value)]) && (length(resource.settings) > 0 || resource.clone == null)
  assert  = resource.settings[0].ip_configuration[0].ipv4_enabled == false
  at      = resource.settings[0].ip_configuration[0].ipv4_enabled
  message = "`ipv4_enabled` is not false, so the instance gets a public address"
  why     = <<-EOT
    Without authorized networks a public address takes connections through the Auth Proxy only, but one careless
    entry opens the database to the internet. The API's default is a public address. Instances with an open
    authorized network are reported by `google-sql-open-to-internet`.
  EOT
  remedy  = <<-EOT
    Give the instance a private address.

    ```hcl
    settings {
      tier = "db-custom-2-7680"
      ip_configuration {
        ipv4_enabled    = false
        private_network = google_compute_network.main.id
      }
    }
    ```
  EOT
  link    = "https://cloud.google.com/sql/docs/postgres/private-ip"

  pass "private" {
    resource "google_sql_database_instance" "this" {
      name             = "db"
      database_version = "POSTGRES_16"
      region           = "europe-west1"
      settings {
        tier = "db-custom-2-7680"
        ip_configuration {
          ipv4_enabled    = false
          private_network = "main"
        }
      }
    }
    also = ["google-sql-backups-off", "google-sql-unencrypted-connections"]
  }

  fail "on" {
    resource "google_sql_database_instance" "this" {
      name             = "db"
      database_version = "POSTGRES_16"
      region           = "europe-west1"
      settings {
        tier = "db-custom-2-7680"
        ip_configuration {
          ipv4_enabled = true
        }
      }
    }

    expect = ["google_sql_database_instance.this @ settings[0].ip_configuration[0].ipv4_enabled"]
  }

  fail "not written" {
    resource "google_sql_database_instance" "this" {
      name             = "db"
      database_version = "POSTGRES_16"
      region           = "europe-west1"
      settings {
        tier = "db-custom-2-7680"
      }
    }

    expect = ["google_sql_database_instance.this @ settings[0]"]
  }

  unknown "not known" {
    variable "public" {}

    resource "google_sql_database_instance" "this" {
      name             = "db"
      database_version = "POSTGRES_16"
      region           = "europe-west1"
      settings {
        tier = "db-custom-2-7680"
        ip_configuration {
          ipv4_enabled = var.public
        }
      }
    }
  }

  fail "more that fail" {
    resource "google_sql_database_instance" "without_settings" {
      name             = "db"
      database_version = "POSTGRES_16"
      region           = "europe-west1"
    }
    resource "google_sql_database_instance" "one_more_with_authorized_networks" {
      name             = "db"
      database_version = "POSTGRES_16"
      region           = "europe-west1"
      settings {
        tier = "db-custom-2-7680"
        ip_configuration {
          ipv4_enabled = true
        }
      }
    }
    resource "google_sql_database_instance" "one_more_with_authorized_networks_2" {
      name             = "db"
      database_version = "POSTGRES_16"
      region           = "europe-west1"
      settings {
        tier = "db-custom-2-7680"
        ip_configuration {
          ipv4_enabled = true
          authorized_networks {
            value = "0.0.0.0/0"
          }
        }
      }
    }
    expect = [
      "google_sql_database_instance.without_settings",
      "google_sql_database_instance.one_more_with_authorized_networks @ settings[0].ip_configuration[0].ipv4_enabled",
    ]
  }
}

rule "google-sql-unencrypted-connections" {
  title     = "Cloud SQL instance accepts unencrypted connections"
  category  = "security"
  severity  = "medium"
  resources = ["google_sql_database_instance"]
  aliases = [
    "CKV_GCP_6", "02474449-71aa-40a1-87ae-e14497747b00", "GCP-0015",
    "google-sql-encrypt-in-transit-data", "AVD-GCP-0015",
  ]
  tags    = ["cwe-319", "cis-gcp-2.0-6.4"]
  when    = resource.settings[0].connector_enforcement != "REQUIRED"
  assert  = contains(["ENCRYPTED_ONLY", "TRUSTED_CLIENT_CERTIFICATE_REQUIRED"], resource.settings[0].ip_configuration[0].ssl_mode) || coalesce(resource.settings[0].ip_configuration[0].require_ssl, false)
  at      = resource.settings[0].ip_configuration[0].ssl_mode
  message = "`ssl_mode` is ${coalesce(resource.settings[0].ip_configuration[0].ssl_mode, "not set")}, so clients may connect without TLS"
  why     = <<-EOT
    Passwords and data travel readable wherever a client does not ask for TLS. Instances that accept connectors
    only are encrypted anyway. Older provider versions had `require_ssl`, which passes as well.
  EOT
  remedy  = <<-EOT
    Refuse unencrypted connections.

    ```hcl
    settings {
      tier = "db-custom-2-7680"
      ip_configuration {
        ssl_mode = "ENCRYPTED_ONLY"
      }
    }
    ```
  EOT
  link    = "https://cloud.google.com/sql/docs/postgres/configure-ssl-instance"

  pass "encrypted only" {
    resource "google_sql_database_instance" "this" {
      name             = "db"
      database_version = "POSTGRES_16"
      region           = "europe-west1"
      settings {
        tier = "db-custom-2-7680"
        ip_configuration {
          ssl_mode = "ENCRYPTED_ONLY"
        }
      }
    }
    also = ["google-sql-backups-off", "google-sql-public-ip"]
  }

  pass "client certificates" {
    resource "google_sql_database_instance" "this" {
      name             = "db"
      database_version = "POSTGRES_16"
      region           = "europe-west1"
      settings {
        tier = "db-custom-2-7680"
        ip_configuration {
          ssl_mode = "TRUSTED_CLIENT_CERTIFICATE_REQUIRED"
        }
      }
    }
    also = ["google-sql-backups-off", "google-sql-public-ip"]
  }

  pass "the older argument" {
    resource "google_sql_database_instance" "this" {
      name             = "db"
      database_version = "POSTGRES_16"
      region           = "europe-west1"
      settings {
        tier = "db-custom-2-7680"
        ip_configuration {
          require_ssl = true
        }
      }
    }
    also = ["google-sql-backups-off", "google-sql-public-ip"]
  }

  pass "connectors only" {
    resource "google_sql_database_instance" "this" {
      name             = "db"
      database_version = "POSTGRES_16"
      region           = "europe-west1"
      settings {
        tier                  = "db-custom-2-7680"
        connector_enforcement = "REQUIRED"
      }
    }
    also = ["google-sql-backups-off", "google-sql-public-ip"]
  }

  fail "both" {
    resource "google_sql_database_instance" "this" {
      name             = "db"
      database_version = "POSTGRES_16"
      region           = "europe-west1"
      settings {
        tier = "db-custom-2-7680"
        ip_configuration {
          ssl_mode = "ALLOW_UNENCRYPTED_AND_ENCRYPTED"
        }
      }
    }

    expect = ["google_sql_database_instance.this @ settings[0].ip_configuration[0].ssl_mode"]
  }

  fail "not written" {
    resource "google_sql_database_instance" "this" {
      name             = "db"
      database_version = "POSTGRES_16"
      region           = "europe-west1"
      settings {
        tier = "db-custom-2-7680"
      }
    }

    expect = ["google_sql_database_instance.this @ settings[0]"]
  }

  unknown "not known" {
    variable "mode" {}

    resource "google_sql_database_instance" "this" {
      name             = "db"
      database_version = "POSTGRES_16"
      region           = "europe-west1"
      settings {
        tier = "db-custom-2-7680"
        ip_configuration {
          ssl_mode = var.mode
        }
      }
    }
  }
}

rule "google-sql-backups-off" {
  title     = "Cloud SQL instance makes no backups"
  category  = "reliability"
  severity  = "medium"
  resources = ["google_sql_database_instance"]
  aliases = [
    "CKV_GCP_14", "cf3c7631-cd1e-42f3-8801-a561214a6e79", "GCP-0024", "google-sql-enable-backup",
    "AVD-GCP-0024",
  ]
  tags    = ["cis-gcp-2.0-6.7"]
  when    = resource.master_instance_name == null && resource.instance_type != "READ_REPLICA_INSTANCE" && resource.instance_type != "READ_POOL_INSTANCE"
  assert  = coalesce(resource.settings[0].backup_configuration[0].enabled, false)
  at      = resource.settings[0].backup_configuration[0].enabled
  message = "automated backups are not enabled"
  why     = <<-EOT
    Without backups a mistaken `DELETE`, a bug or an attacker destroys the data for good. The provider does not
    turn them on by itself. Replicas are not judged: their primary is backed up.
  EOT
  remedy  = <<-EOT
    Enable backups, with point-in-time recovery where changes between two nights matter.

    ```hcl
    settings {
      tier = "db-custom-2-7680"
      backup_configuration {
        enabled                        = true
        point_in_time_recovery_enabled = true
      }
    }
    ```
  EOT
  link    = "https://cloud.google.com/sql/docs/postgres/backup-recovery/backups"

  pass "on" {
    resource "google_sql_database_instance" "this" {
      name             = "db"
      database_version = "POSTGRES_16"
      region           = "europe-west1"
      settings {
        tier = "db-custom-2-7680"
        backup_configuration {
          enabled = true
        }
      }
    }
    also = ["google-sql-no-point-in-time-recovery", "google-sql-public-ip", "google-sql-unencrypted-connections"]
  }

  pass "a replica" {
    resource "google_sql_database_instance" "this" {
      name                 = "db"
      database_version     = "POSTGRES_16"
      region               = "europe-west1"
      master_instance_name = "primary"
      settings {
        tier = "db-custom-2-7680"
      }
    }
    also = ["google-sql-public-ip", "google-sql-unencrypted-connections"]
  }

  fail "off" {
    resource "google_sql_database_instance" "this" {
      name             = "db"
      database_version = "POSTGRES_16"
      region           = "europe-west1"
      settings {
        tier = "db-custom-2-7680"
        backup_configuration {
          enabled = false
        }
      }
    }

    expect = ["google_sql_database_instance.this @ settings[0].backup_configuration[0].enabled"]
  }

  fail "not written" {
    resource "google_sql_database_instance" "this" {
      name             = "db"
      database_version = "POSTGRES_16"
      region           = "europe-west1"
      settings {
        tier = "db-custom-2-7680"
      }
    }

    expect = ["google_sql_database_instance.this @ settings[0]"]
  }

  unknown "not known" {
    variable "backup" {}

    resource "google_sql_database_instance" "this" {
      name             = "db"
      database_version = "POSTGRES_16"
      region           = "europe-west1"
      settings {
        tier = "db-custom-2-7680"
        backup_configuration {
          enabled = var.backup
        }
      }
    }
  }

  pass "`instance_type` is `READ_POOL_INSTANCE`" {
    resource "google_sql_database_instance" "this" {
      name             = "db"
      database_version = "POSTGRES_16"
      region           = "europe-west1"
      instance_type    = "READ_POOL_INSTANCE"
      settings {
        tier = "db-custom-2-7680"
      }
    }
    also = ["google-sql-public-ip", "google-sql-unencrypted-connections"]
  }

  fail "one more, `instance_type` is `READ_REPLICA_INSTANCE`" {
    resource "google_sql_database_instance" "this" {
      name             = "db"
      database_version = "POSTGRES_16"
      region           = "europe-west1"
      settings {
        tier = "db-custom-2-7680"
        backup_configuration {
          enabled = false
        }
      }
    }
    resource "google_sql_database_instance" "this_too" {
      name             = "db"
      database_version = "POSTGRES_16"
      region           = "europe-west1"
      instance_type    = "READ_REPLICA_INSTANCE"
      settings {
        tier = "db-custom-2-7680"
        backup_configuration {
          enabled = false
        }
      }
    }
    expect = ["google_sql_database_instance.this @ settings[0].backup_configuration[0].enabled"]
  }
}

rule "google-sql-no-point-in-time-recovery" {
  title     = "Cloud SQL instance can only be restored to last night"
  category  = "reliability"
  severity  = "low"
  resources = ["google_sql_database_instance"]
  aliases   = ["CKV2_GCP_20"]
  when      = resource.master_instance_name == null && coalesce(resource.settings[0].backup_configuration[0].enabled, false) && !(resource.settings[0].edition == "ENTERPRISE_PLUS" && !startswith(resource.database_version, "MYSQL"))
  assert = (
    startswith(resource.database_version, "MYSQL")
    ? coalesce(resource.settings[0].backup_configuration[0].binary_log_enabled, false)
    : coalesce(resource.settings[0].backup_configuration[0].point_in_time_recovery_enabled, false)
  )
  at      = resource.settings[0].backup_configuration
  message = "backups are on, point-in-time recovery (binary logs for MySQL) is not"
  why     = <<-EOT
    Everything that was written since the last backup is lost on a restore. The logs for point-in-time recovery
    cost little. Enterprise Plus enables it by itself for PostgreSQL and SQL Server.
  EOT
  remedy  = <<-EOT
    Enable it beside the backups.

    ```hcl
    settings {
      tier = "db-custom-2-7680"
      backup_configuration {
        enabled                        = true
        point_in_time_recovery_enabled = true
      }
    }
    ```
  EOT
  link    = "https://cloud.google.com/sql/docs/postgres/backup-recovery/pitr"

  pass "PostgreSQL" {
    resource "google_sql_database_instance" "this" {
      name             = "db"
      database_version = "POSTGRES_16"
      region           = "europe-west1"
      settings {
        tier = "db-custom-2-7680"
        backup_configuration {
          enabled                        = true
          point_in_time_recovery_enabled = true
        }
      }
    }
    also = ["google-sql-public-ip", "google-sql-unencrypted-connections"]
  }

  pass "MySQL" {
    resource "google_sql_database_instance" "this" {
      name             = "db"
      region           = "europe-west1"
      database_version = "MYSQL_8_0"
      settings {
        tier = "db-custom-2-7680"
        backup_configuration {
          enabled            = true
          binary_log_enabled = true
        }
      }
    }
    also = ["google-sql-public-ip", "google-sql-unencrypted-connections"]
  }

  pass "no backups, which another rule reports" {
    resource "google_sql_database_instance" "this" {
      name             = "db"
      database_version = "POSTGRES_16"
      region           = "europe-west1"
      settings {
        tier = "db-custom-2-7680"
      }
    }
    also = ["google-sql-backups-off", "google-sql-public-ip", "google-sql-unencrypted-connections"]
  }

  fail "PostgreSQL without" {
    resource "google_sql_database_instance" "this" {
      name             = "db"
      database_version = "POSTGRES_16"
      region           = "europe-west1"
      settings {
        tier = "db-custom-2-7680"
        backup_configuration {
          enabled = true
        }
      }
    }
  }

  fail "MySQL without" {
    resource "google_sql_database_instance" "this" {
      name             = "db"
      region           = "europe-west1"
      database_version = "MYSQL_8_0"
      settings {
        tier = "db-custom-2-7680"
        backup_configuration {
          enabled            = true
          binary_log_enabled = false
        }
      }
    }
  }

  unknown "not known" {
    variable "pitr" {}

    resource "google_sql_database_instance" "this" {
      name             = "db"
      database_version = "POSTGRES_16"
      region           = "europe-west1"
      settings {
        tier = "db-custom-2-7680"
        backup_configuration {
          enabled                        = true
          point_in_time_recovery_enabled = var.pitr
        }
      }
    }
  }

  pass "more that pass" {
    resource "google_sql_database_instance" "edition_is_enterprise_plus" {
      name             = "db"
      database_version = "POSTGRES_16"
      region           = "europe-west1"
      settings {
        tier    = "db-custom-2-7680"
        edition = "ENTERPRISE_PLUS"
        backup_configuration {
          enabled = true
        }
      }
    }
    resource "google_sql_database_instance" "master_instance_name_is_primary" {
      name                 = "db"
      database_version     = "POSTGRES_16"
      region               = "europe-west1"
      master_instance_name = "primary"
      settings {
        tier = "db-custom-2-7680"
        backup_configuration {
          enabled = true
        }
      }
    }
    also = ["google-sql-public-ip", "google-sql-unencrypted-connections"]
  }

  fail "more that fail" {
    resource "google_sql_database_instance" "edition_is_enterprise_plus" {
      name             = "db"
      region           = "europe-west1"
      database_version = "MYSQL_8_0"
      settings {
        tier    = "db-custom-2-7680"
        edition = "ENTERPRISE_PLUS"
        backup_configuration {
          enabled            = true
          binary_log_enabled = false
        }
      }
    }
    resource "google_sql_database_instance" "database_version_is_mysql" {
      name             = "db"
      database_version = "MYSQL"
      region           = "europe-west1"
      settings {
        tier = "db-custom-2-7680"
        backup_configuration {
          enabled                        = true
          point_in_time_recovery_enabled = true
        }
      }
    }
    expect = [
      "google_sql_database_instance.edition_is_enterprise_plus @ settings[0].backup_configuration",
      "google_sql_database_instance.database_version_is_mysql @ settings[0].backup_configuration",
    ]
  }
}

rule "google-sql-no-deletion-protection" {
  title     = "Cloud SQL instance can be destroyed by an apply"
  category  = "reliability"
  severity  = "medium"
  resources = ["google_sql_database_instance"]
  tags      = ["cwe-693"]
  when      = resource.master_instance_name == null
  assert    = coalesce(resource.deletion_protection, true) || coalesce(resource.settings[0].deletion_protection_enabled, false)
  message   = "`deletion_protection` is false"
  why       = <<-EOT
    Deleting an instance deletes its backups as well, unless they are retained on purpose. Some changes (name,
    region) replace the instance. Fine for databases of tests.
  EOT
  remedy    = <<-EOT
    Leave `deletion_protection` out (the default is true), and protect the instance in the API too.

    ```hcl
    settings {
      tier                        = "db-custom-2-7680"
      deletion_protection_enabled = true
    }
    ```
  EOT
  link      = "https://cloud.google.com/sql/docs/postgres/deletion-protection"

  fix {
    set = {
      deletion_protection = true
    }
  }

  pass "default" {
    resource "google_sql_database_instance" "this" {
      name             = "db"
      database_version = "POSTGRES_16"
      region           = "europe-west1"
      settings {
        tier = "db-custom-2-7680"
      }
    }
    also = ["google-sql-backups-off", "google-sql-public-ip", "google-sql-unencrypted-connections"]
  }

  pass "protected in the API" {
    resource "google_sql_database_instance" "this" {
      name                = "db"
      database_version    = "POSTGRES_16"
      region              = "europe-west1"
      deletion_protection = false
      settings {
        tier                        = "db-custom-2-7680"
        deletion_protection_enabled = true
      }
    }
    also = ["google-sql-backups-off", "google-sql-public-ip", "google-sql-unencrypted-connections"]
  }

  fail "off" {
    resource "google_sql_database_instance" "this" {
      name                = "db"
      database_version    = "POSTGRES_16"
      region              = "europe-west1"
      deletion_protection = false
      settings {
        tier = "db-custom-2-7680"
      }
    }

    expect = ["google_sql_database_instance.this @ deletion_protection"]
  }

  unknown "not known" {
    variable "protect" {}

    resource "google_sql_database_instance" "this" {
      name                = "db"
      database_version    = "POSTGRES_16"
      region              = "europe-west1"
      deletion_protection = var.protect
    }
  }

  pass "`master_instance_name` is `primary`" {
    variable "protect" {}
    resource "google_sql_database_instance" "this" {
      name                 = "db"
      database_version     = "POSTGRES_16"
      region               = "europe-west1"
      deletion_protection  = var.protect
      master_instance_name = "primary"
    }
    also = ["google-sql-public-ip", "google-sql-unencrypted-connections"]
  }
}

rule "google-sql-single-zone" {
  title     = "Cloud SQL instance has no standby in a second zone"
  category  = "reliability"
  severity  = "low"
  resources = ["google_sql_database_instance"]
  default   = false
  when      = resource.master_instance_name == null
  assert    = resource.settings[0].availability_type == "REGIONAL"
  at        = resource.settings[0].availability_type
  message   = "`availability_type` is ${coalesce(resource.settings[0].availability_type, "not set, which means ZONAL")}"
  why       = <<-EOT
    When its zone fails, a zonal instance is down until the zone is back. A standby doubles the price of instance
    and storage, which development databases do not need.
  EOT
  remedy    = <<-EOT
    Use REGIONAL for databases that must stay up.

    ```hcl
    settings {
      tier              = "db-custom-2-7680"
      availability_type = "REGIONAL"
    }
    ```
  EOT
  link      = "https://cloud.google.com/sql/docs/postgres/high-availability"

  pass "regional" {
    resource "google_sql_database_instance" "this" {
      name             = "db"
      database_version = "POSTGRES_16"
      region           = "europe-west1"
      settings {
        tier              = "db-custom-2-7680"
        availability_type = "REGIONAL"
      }
    }
    also = ["google-sql-backups-off", "google-sql-public-ip", "google-sql-unencrypted-connections"]
  }

  fail "zonal" {
    resource "google_sql_database_instance" "this" {
      name             = "db"
      database_version = "POSTGRES_16"
      region           = "europe-west1"
      settings {
        tier              = "db-custom-2-7680"
        availability_type = "ZONAL"
      }
    }

    expect = ["google_sql_database_instance.this @ settings[0].availability_type"]
  }

  fail "not written" {
    resource "google_sql_database_instance" "this" {
      name             = "db"
      database_version = "POSTGRES_16"
      region           = "europe-west1"
      settings {
        tier = "db-custom-2-7680"
      }
    }
  }

  unknown "not known" {
    variable "availability_type" {}

    resource "google_sql_database_instance" "this" {
      name             = "db"
      database_version = "POSTGRES_16"
      region           = "europe-west1"
      settings {
        tier              = "db-custom-2-7680"
        availability_type = var.availability_type
      }
    }
  }

  pass "`master_instance_name` is `primary`" {
    resource "google_sql_database_instance" "this" {
      name                 = "db"
      database_version     = "POSTGRES_16"
      region               = "europe-west1"
      master_instance_name = "primary"
      settings {
        tier = "db-custom-2-7680"
      }
    }
    also = ["google-sql-public-ip", "google-sql-unencrypted-connections"]
  }
}

rule "google-sql-regional-in-development" {
  title     = "Cloud SQL instance of a test environment has a standby"
  category  = "cost"
  severity  = "info"
  resources = ["google_sql_database_instance"]
  default   = false
  params = {
    nonproduction = "(?i)(?:^|[^a-z])(?:dev(?:elop(?:ment)?)?|te?st(?:ing)?|qa|uat|sandbox|sbx|demo|poc|non-?prod(?:uction)?|preview|lab)(?:$|[^a-z])"
  }
  when    = can(regex(param.nonproduction, environment_of(resource)))
  assert  = resource.settings[0].availability_type != "REGIONAL"
  at      = resource.settings[0].availability_type
  message = "high availability doubles the price of a non-production database"
  why     = <<-EOT
    A REGIONAL instance pays for a second machine and a second copy of the storage.
  EOT
  remedy  = <<-EOT
    Use ZONAL outside production.

    ```hcl
    settings {
      tier              = "db-custom-1-3840"
      availability_type = "ZONAL"
    }
    ```
  EOT
  link    = "https://cloud.google.com/sql/pricing"

  pass "zonal" {
    resource "google_sql_database_instance" "this" {
      name             = "db"
      database_version = "POSTGRES_16"
      region           = "europe-west1"
      settings {
        tier              = "db-custom-1-3840"
        availability_type = "ZONAL"
        user_labels       = { env = "dev" }
      }
    }
    also = ["google-sql-backups-off", "google-sql-public-ip", "google-sql-unencrypted-connections"]
  }

  pass "production" {
    resource "google_sql_database_instance" "this" {
      name             = "db"
      database_version = "POSTGRES_16"
      region           = "europe-west1"
      settings {
        tier              = "db-custom-1-3840"
        availability_type = "REGIONAL"
        user_labels       = { env = "prod" }
      }
    }
    also = ["google-sql-backups-off", "google-sql-public-ip", "google-sql-unencrypted-connections"]
  }

  fail "regional" {
    resource "google_sql_database_instance" "this" {
      name             = "db"
      database_version = "POSTGRES_16"
      region           = "europe-west1"
      settings {
        tier              = "db-custom-1-3840"
        availability_type = "REGIONAL"
        user_labels       = { env = "dev" }
      }
    }

    expect = ["google_sql_database_instance.this @ settings[0].availability_type"]
  }

  unknown "not known" {
    variable "availability_type" {}

    resource "google_sql_database_instance" "this" {
      name             = "db"
      database_version = "POSTGRES_16"
      region           = "europe-west1"
      settings {
        tier              = "db-custom-1-3840"
        availability_type = var.availability_type
        user_labels       = { env = "dev" }
      }
    }
  }
}

rule "google-sql-version-end-of-life" {
  title     = "Cloud SQL instance runs a database version without support"
  category  = "security"
  severity  = "medium"
  resources = ["google_sql_database_instance"]
  aliases   = ["CKV_GCP_79"]
  tags      = ["cwe-1104"]
  params = {
    ended = ["MYSQL_5_5", "MYSQL_5_6", "MYSQL_5_7", "POSTGRES_9_6", "POSTGRES_10", "POSTGRES_11", "POSTGRES_12", "POSTGRES_13", "SQLSERVER_2014_STANDARD", "SQLSERVER_2014_ENTERPRISE", "SQLSERVER_2014_EXPRESS", "SQLSERVER_2014_WEB"]
  }
  when    = resource.database_version != null
  assert  = !contains(param.ended, resource.database_version)
  message = "`${resource.database_version}` no longer gets fixes from its makers"
  why     = <<-EOT
    Holes found after the end of life stay open, and Cloud SQL bills extended support for such versions.
  EOT
  remedy  = <<-EOT
    Plan the upgrade to a supported major version; try it on a clone first.

    ```hcl
    database_version = "POSTGRES_17"
    ```
  EOT
  link    = "https://cloud.google.com/sql/docs/db-versions"

  pass "supported" {
    resource "google_sql_database_instance" "this" {
      name   = "db"
      region = "europe-west1"
      settings {
        tier = "db-custom-2-7680"
      }
      database_version = "POSTGRES_16"
    }
    also = ["google-sql-backups-off", "google-sql-public-ip", "google-sql-unencrypted-connections"]
  }

  pass "MySQL 8" {
    resource "google_sql_database_instance" "this" {
      name   = "db"
      region = "europe-west1"
      settings {
        tier = "db-custom-2-7680"
      }
      database_version = "MYSQL_8_0"
    }
    also = ["google-sql-backups-off", "google-sql-public-ip", "google-sql-unencrypted-connections"]
  }

  fail "MySQL 5.7" {
    resource "google_sql_database_instance" "this" {
      name   = "db"
      region = "europe-west1"
      settings {
        tier = "db-custom-2-7680"
      }
      database_version = "MYSQL_5_7"
    }

    expect = ["google_sql_database_instance.this @ database_version"]
  }

  fail "PostgreSQL 11" {
    resource "google_sql_database_instance" "this" {
      name   = "db"
      region = "europe-west1"
      settings {
        tier = "db-custom-2-7680"
      }
      database_version = "POSTGRES_11"
    }

    expect = ["google_sql_database_instance.this @ database_version"]
  }

  unknown "not known" {
    variable "version_name" {}

    resource "google_sql_database_instance" "this" {
      name   = "db"
      region = "europe-west1"
      settings {
        tier = "db-custom-2-7680"
      }
      database_version = var.version_name
    }
  }

  fail "more that fail" {
    resource "google_sql_database_instance" "database_version_is_mysql_5_5" {
      name   = "db"
      region = "europe-west1"
      settings {
        tier = "db-custom-2-7680"
      }
      database_version = "MYSQL_5_5"
    }
    resource "google_sql_database_instance" "one_more_database_version_is_sqlserver" {
      name   = "db"
      region = "europe-west1"
      settings {
        tier = "db-custom-2-7680"
      }
      database_version = "POSTGRES_16"
    }
    resource "google_sql_database_instance" "one_more_database_version_is_sqlserver_2" {
      name   = "db"
      region = "europe-west1"
      settings {
        tier = "db-custom-2-7680"
      }
      database_version = "SQLSERVER_2014_WEB"
    }
    expect = [
      "google_sql_database_instance.database_version_is_mysql_5_5 @ database_version",
      "google_sql_database_instance.one_more_database_version_is_sqlserver_2 @ database_version",
    ]
  }
}

rule "google-sql-mysql-local-infile" {
  title     = "Cloud SQL for MySQL lets clients load local files"
  category  = "security"
  severity  = "medium"
  resources = ["google_sql_database_instance"]
  aliases   = ["CKV_GCP_50", "GCP-0026", "google-sql-mysql-no-local-infile", "AVD-GCP-0026"]
  tags      = ["cwe-73", "cis-gcp-2.0-6.1.3"]
  when      = startswith(resource.database_version, "MYSQL")
  for_each  = [for f in resource.settings[0].database_flags : f if f.name == "local_infile"]
  assert    = lower(each.value.value) == "off"
  at        = each.value.value
  message   = "flag `local_infile` is `${each.value.value}`"
  why       = <<-EOT
    `LOAD DATA LOCAL` reads files of the client; a hostile server, or SQL injection, can use it to fetch them.
  EOT
  remedy    = <<-EOT
    Set the flag to off.

    ```hcl
    database_flags {
      name  = "local_infile"
      value = "off"
    }
    ```
  EOT
  link      = "https://cloud.google.com/sql/docs/mysql/flags"

  pass "off" {
    resource "google_sql_database_instance" "this" {
      name             = "db"
      region           = "europe-west1"
      database_version = "MYSQL_8_0"
      settings {
        tier = "db-n1-standard-1"
        database_flags {
          name  = "local_infile"
          value = "off"
        }
      }
    }
    also = ["google-sql-backups-off", "google-sql-public-ip", "google-sql-unencrypted-connections"]
  }

  pass "not set" {
    resource "google_sql_database_instance" "this" {
      name             = "db"
      region           = "europe-west1"
      database_version = "MYSQL_8_0"
      settings {
        tier = "db-n1-standard-1"
      }
    }
    also = ["google-sql-backups-off", "google-sql-public-ip", "google-sql-unencrypted-connections"]
  }

  fail "on" {
    resource "google_sql_database_instance" "this" {
      name             = "db"
      region           = "europe-west1"
      database_version = "MYSQL_8_0"
      settings {
        tier = "db-n1-standard-1"
        database_flags {
          name  = "local_infile"
          value = "on"
        }
      }
    }

    expect = ["google_sql_database_instance.this @ settings[0].database_flags[0].value"]
  }

  unknown "not known" {
    variable "infile" {}

    resource "google_sql_database_instance" "this" {
      name             = "db"
      region           = "europe-west1"
      database_version = "MYSQL_8_0"
      settings {
        tier = "db-n1-standard-1"
        database_flags {
          name  = "local_infile"
          value = var.infile
        }
      }
    }
  }

  unknown "one more, one more `database_flags`, `name` is an unset variable" {
    variable "name" {}
    resource "google_sql_database_instance" "this" {
      name             = "db"
      region           = "europe-west1"
      database_version = "MYSQL_8_0"
      settings {
        tier = "db-n1-standard-1"
        database_flags {
          name  = "local_infile"
          value = "off"
        }
      }
    }
    resource "google_sql_database_instance" "this_too" {
      name             = "db"
      region           = "europe-west1"
      database_version = "MYSQL_8_0"
      settings {
        tier = "db-n1-standard-1"
        database_flags {
          name  = "local_infile"
          value = "off"
        }
        database_flags {
          name  = var.name
          value = "off"
        }
      }
    }
    expect = ["google_sql_database_instance.this_too"]
  }
}

rule "google-sql-mysql-show-databases" {
  title     = "Cloud SQL for MySQL shows all database names to all users"
  category  = "security"
  severity  = "info"
  resources = ["google_sql_database_instance"]
  aliases   = ["a8b7c6d5-e4f3-2109-8a7b-6c5d4e3f2109"]
  tags      = ["cis-gcp-2.0-6.1.2"]
  default   = false
  when      = startswith(resource.database_version, "MYSQL")
  assert    = anytrue([for f in resource.settings[0].database_flags : f.name == "skip_show_database" && lower(f.value) == "on"])
  at        = resource.settings[0].database_flags
  message   = "flag `skip_show_database` is not on"
  why       = <<-EOT
    Users without the privilege can list the names of all databases. Matters where several tenants share an
    instance.
  EOT
  remedy    = <<-EOT
    Set the flag.

    ```hcl
    database_flags {
      name  = "skip_show_database"
      value = "on"
    }
    ```
  EOT
  link      = "https://cloud.google.com/sql/docs/mysql/flags"

  pass "on" {
    resource "google_sql_database_instance" "this" {
      name             = "db"
      region           = "europe-west1"
      database_version = "MYSQL_8_0"
      settings {
        tier = "db-n1-standard-1"
        database_flags {
          name  = "skip_show_database"
          value = "on"
        }
      }
    }
    also = ["google-sql-backups-off", "google-sql-public-ip", "google-sql-unencrypted-connections"]
  }

  pass "PostgreSQL" {
    resource "google_sql_database_instance" "this" {
      name             = "db"
      region           = "europe-west1"
      database_version = "POSTGRES_16"
      settings {
        tier = "db-n1-standard-1"
      }
    }
    also = ["google-sql-backups-off", "google-sql-public-ip", "google-sql-unencrypted-connections"]
  }

  fail "not set" {
    resource "google_sql_database_instance" "this" {
      name             = "db"
      region           = "europe-west1"
      database_version = "MYSQL_8_0"
      settings {
        tier = "db-n1-standard-1"
      }
    }
  }

  fail "more that fail" {
    resource "google_sql_database_instance" "name_is_local_infile" {
      name             = "db"
      region           = "europe-west1"
      database_version = "MYSQL_8_0"
      settings {
        tier = "db-n1-standard-1"
        database_flags {
          name  = "local_infile"
          value = "on"
        }
      }
    }
    resource "google_sql_database_instance" "one_more_value_is_0" {
      name             = "db"
      region           = "europe-west1"
      database_version = "MYSQL_8_0"
      settings {
        tier = "db-n1-standard-1"
        database_flags {
          name  = "skip_show_database"
          value = "on"
        }
      }
    }
    resource "google_sql_database_instance" "one_more_value_is_0_2" {
      name             = "db"
      region           = "europe-west1"
      database_version = "MYSQL_8_0"
      settings {
        tier = "db-n1-standard-1"
        database_flags {
          name  = "skip_show_database"
          value = "0"
        }
      }
    }
    expect = [
      "google_sql_database_instance.name_is_local_infile @ settings[0].database_flags",
      "google_sql_database_instance.one_more_value_is_0_2 @ settings[0].database_flags",
    ]
  }
}

rule "google-sql-sqlserver-unsafe-flag" {
  title     = "Cloud SQL for SQL Server turns on a dangerous option"
  category  = "security"
  severity  = "medium"
  resources = ["google_sql_database_instance"]
  aliases = [
    "CKV_GCP_58", "CKV_GCP_59", "b2d5f3c9-1e68-47a1-89b4-92f3a6d7e123", "GCP-0019",
    "google-sql-no-cross-db-ownership-chaining", "AVD-GCP-0019", "GCP-0023",
    "google-sql-no-contained-db-auth", "AVD-GCP-0023",
  ]
  tags = ["cwe-269", "cis-gcp-2.0-6.3.1", "cis-gcp-2.0-6.3.2", "cis-gcp-2.0-6.3.7"]
  params = {
    flags = ["cross db ownership chaining", "contained database authentication", "external scripts enabled"]
  }
  when     = startswith(resource.database_version, "SQLSERVER")
  for_each = [for f in resource.settings[0].database_flags : f if contains(param.flags, f.name)]
  assert   = lower(each.value.value) == "off"
  at       = each.value.value
  message  = "flag `${each.value.name}` is `${each.value.value}`"
  why      = <<-EOT
    Ownership chaining across databases lets the owner of one reach into another; contained databases bring users
    that the server's policies do not cover; external scripts run R and Python with the service's rights. All are
    off unless set.
  EOT
  remedy   = <<-EOT
    Remove the flag, or set it to off.

    ```hcl
    database_flags {
      name  = "contained database authentication"
      value = "off"
    }
    ```
  EOT
  link     = "https://cloud.google.com/sql/docs/sqlserver/flags"

  pass "off" {
    resource "google_sql_database_instance" "this" {
      name             = "db"
      region           = "europe-west1"
      database_version = "SQLSERVER_2022_STANDARD"
      settings {
        tier = "db-custom-2-7680"
        database_flags {
          name  = "cross db ownership chaining"
          value = "off"
        }
      }
    }
    also = ["google-sql-backups-off", "google-sql-public-ip", "google-sql-unencrypted-connections"]
  }

  pass "default" {
    resource "google_sql_database_instance" "this" {
      name             = "db"
      region           = "europe-west1"
      database_version = "SQLSERVER_2022_STANDARD"
      settings {
        tier = "db-custom-2-7680"
      }
    }
    also = ["google-sql-backups-off", "google-sql-public-ip", "google-sql-unencrypted-connections"]
  }

  fail "chaining" {
    resource "google_sql_database_instance" "this" {
      name             = "db"
      region           = "europe-west1"
      database_version = "SQLSERVER_2022_STANDARD"
      settings {
        tier = "db-custom-2-7680"
        database_flags {
          name  = "cross db ownership chaining"
          value = "on"
        }
      }
    }

    expect = ["google_sql_database_instance.this @ settings[0].database_flags[0].value"]
  }

  fail "contained" {
    resource "google_sql_database_instance" "this" {
      name             = "db"
      region           = "europe-west1"
      database_version = "SQLSERVER_2022_STANDARD"
      settings {
        tier = "db-custom-2-7680"
        database_flags {
          name  = "contained database authentication"
          value = "on"
        }
      }
    }
  }

  unknown "not known" {
    variable "scripts" {}

    resource "google_sql_database_instance" "this" {
      name             = "db"
      region           = "europe-west1"
      database_version = "SQLSERVER_2022_STANDARD"
      settings {
        tier = "db-custom-2-7680"
        database_flags {
          name  = "external scripts enabled"
          value = var.scripts
        }
      }
    }
  }

  pass "`database_version` is `MYSQL_5_7`" {
    resource "google_sql_database_instance" "this" {
      name             = "db"
      region           = "europe-west1"
      database_version = "MYSQL_5_7"
      settings {
        tier = "db-custom-2-7680"
        database_flags {
          name  = "cross db ownership chaining"
          value = "on"
        }
      }
    }
    also = ["google-sql-backups-off", "google-sql-public-ip", "google-sql-unencrypted-connections", "google-sql-version-end-of-life"]
  }

  unknown "one more, one more `database_flags`, `name` is an unset variable" {
    variable "name" {}
    resource "google_sql_database_instance" "this" {
      name             = "db"
      region           = "europe-west1"
      database_version = "SQLSERVER_2022_STANDARD"
      settings {
        tier = "db-custom-2-7680"
        database_flags {
          name  = "cross db ownership chaining"
          value = "off"
        }
      }
    }
    resource "google_sql_database_instance" "this_too" {
      name             = "db"
      region           = "europe-west1"
      database_version = "SQLSERVER_2022_STANDARD"
      settings {
        tier = "db-custom-2-7680"
        database_flags {
          name  = "cross db ownership chaining"
          value = "off"
        }
        database_flags {
          name  = var.name
          value = "off"
        }
      }
    }
    expect = ["google_sql_database_instance.this_too"]
  }
}

rule "google-sql-postgres-connection-logs-off" {
  title     = "Cloud SQL for PostgreSQL does not log connections"
  category  = "security"
  severity  = "low"
  resources = ["google_sql_database_instance"]
  aliases = [
    "CKV_GCP_52", "CKV_GCP_53", "GCP-0016", "google-sql-pg-log-connections", "AVD-GCP-0016",
    "GCP-0022", "google-sql-pg-log-disconnections", "AVD-GCP-0022",
  ]
  tags    = ["cwe-778", "cis-gcp-2.0-6.2.2", "cis-gcp-2.0-6.2.3"]
  default = false
  params = {
    flags = ["log_connections", "log_disconnections"]
  }
  when    = startswith(resource.database_version, "POSTGRES")
  assert  = alltrue([for name in param.flags : anytrue([for f in resource.settings[0].database_flags : f.name == name && lower(f.value) == "on"])])
  at      = resource.settings[0].database_flags
  message = "not on: ${join(", ", [for name in param.flags : name if !anytrue([for f in resource.settings[0].database_flags : f.name == name && lower(f.value) == "on"])])}"
  why     = <<-EOT
    The server's log then does not tell who connected, when, and for how long. Busy applications with many short
    connections make large logs; use a pool first.
  EOT
  remedy  = <<-EOT
    Turn both flags on.

    ```hcl
    database_flags {
      name  = "log_connections"
      value = "on"
    }
    ```
  EOT
  link    = "https://cloud.google.com/sql/docs/postgres/flags"

  pass "both" {
    resource "google_sql_database_instance" "this" {
      name             = "db"
      database_version = "POSTGRES_16"
      region           = "europe-west1"
      settings {
        tier = "db-custom-2-7680"
        database_flags {
          name  = "log_connections"
          value = "on"
        }
        database_flags {
          name  = "log_disconnections"
          value = "on"
        }
      }
    }
    also = ["google-sql-backups-off", "google-sql-public-ip", "google-sql-unencrypted-connections"]
  }

  pass "MySQL" {
    resource "google_sql_database_instance" "this" {
      name             = "db"
      region           = "europe-west1"
      database_version = "MYSQL_8_0"
      settings {
        tier = "db-custom-2-7680"
      }
    }
    also = ["google-sql-backups-off", "google-sql-public-ip", "google-sql-unencrypted-connections"]
  }

  fail "one missing" {
    resource "google_sql_database_instance" "this" {
      name             = "db"
      database_version = "POSTGRES_16"
      region           = "europe-west1"
      settings {
        tier = "db-custom-2-7680"
        database_flags {
          name  = "log_connections"
          value = "on"
        }
      }
    }
  }

  fail "none" {
    resource "google_sql_database_instance" "this" {
      name             = "db"
      database_version = "POSTGRES_16"
      region           = "europe-west1"
      settings {
        tier = "db-custom-2-7680"
      }
    }
  }

  fail "more that fail" {
    resource "google_sql_database_instance" "name_is_local_infile" {
      name             = "db"
      database_version = "POSTGRES_16"
      region           = "europe-west1"
      settings {
        tier = "db-custom-2-7680"
        database_flags {
          name  = "local_infile"
          value = "on"
        }
        database_flags {
          name  = "log_disconnections"
          value = "on"
        }
      }
    }
    resource "google_sql_database_instance" "one_more_value_is_0" {
      name             = "db"
      database_version = "POSTGRES_16"
      region           = "europe-west1"
      settings {
        tier = "db-custom-2-7680"
        database_flags {
          name  = "log_connections"
          value = "on"
        }
        database_flags {
          name  = "log_disconnections"
          value = "on"
        }
      }
    }
    resource "google_sql_database_instance" "one_more_value_is_0_2" {
      name             = "db"
      database_version = "POSTGRES_16"
      region           = "europe-west1"
      settings {
        tier = "db-custom-2-7680"
        database_flags {
          name  = "log_connections"
          value = "0"
        }
        database_flags {
          name  = "log_disconnections"
          value = "on"
        }
      }
    }
    expect = [
      "google_sql_database_instance.name_is_local_infile @ settings[0].database_flags",
      "google_sql_database_instance.one_more_value_is_0_2 @ settings[0].database_flags",
    ]
  }
}

rule "google-sql-postgres-activity-logs-off" {
  title     = "Cloud SQL for PostgreSQL does not log what slows it down"
  category  = "security"
  severity  = "low"
  resources = ["google_sql_database_instance"]
  aliases = [
    "CKV_GCP_51", "CKV_GCP_54", "CKV_GCP_56", "GCP-0014", "google-sql-enable-pg-temp-file-logging",
    "AVD-GCP-0014", "GCP-0020", "google-sql-pg-log-lock-waits", "AVD-GCP-0020", "GCP-0025",
    "google-sql-pg-log-checkpoints", "AVD-GCP-0025",
  ]
  tags    = ["cwe-778"]
  default = false
  params = {
    flags = { log_checkpoints = "on", log_lock_waits = "on", log_temp_files = "0" }
  }
  when    = startswith(resource.database_version, "POSTGRES")
  assert  = alltrue([for name, value in param.flags : anytrue([for f in resource.settings[0].database_flags : f.name == name && lower(f.value) == value])])
  at      = resource.settings[0].database_flags
  message = "not as recommended: ${join(", ", [for name, value in param.flags : "${name} = ${value}" if !anytrue([for f in resource.settings[0].database_flags : f.name == name && lower(f.value) == value])])}"
  why     = <<-EOT
    Checkpoints, waits for locks and temporary files are the first things to look at when a database is slow or
    was made slow on purpose.
  EOT
  remedy  = <<-EOT
    Set the three flags.

    ```hcl
    database_flags {
      name  = "log_lock_waits"
      value = "on"
    }
    ```
  EOT
  link    = "https://cloud.google.com/sql/docs/postgres/flags"

  pass "all three" {
    resource "google_sql_database_instance" "this" {
      name             = "db"
      database_version = "POSTGRES_16"
      region           = "europe-west1"
      settings {
        tier = "db-custom-2-7680"
        database_flags {
          name  = "log_checkpoints"
          value = "on"
        }
        database_flags {
          name  = "log_lock_waits"
          value = "on"
        }
        database_flags {
          name  = "log_temp_files"
          value = "0"
        }
      }
    }
    also = ["google-sql-backups-off", "google-sql-public-ip", "google-sql-unencrypted-connections"]
  }

  pass "MySQL" {
    resource "google_sql_database_instance" "this" {
      name             = "db"
      region           = "europe-west1"
      database_version = "MYSQL_8_0"
      settings {
        tier = "db-custom-2-7680"
      }
    }
    also = ["google-sql-backups-off", "google-sql-public-ip", "google-sql-unencrypted-connections"]
  }

  fail "one missing" {
    resource "google_sql_database_instance" "this" {
      name             = "db"
      database_version = "POSTGRES_16"
      region           = "europe-west1"
      settings {
        tier = "db-custom-2-7680"
        database_flags {
          name  = "log_checkpoints"
          value = "on"
        }
        database_flags {
          name  = "log_lock_waits"
          value = "on"
        }
      }
    }
  }

  fail "none" {
    resource "google_sql_database_instance" "this" {
      name             = "db"
      database_version = "POSTGRES_16"
      region           = "europe-west1"
      settings {
        tier = "db-custom-2-7680"
      }
    }
  }

  fail "more that fail" {
    resource "google_sql_database_instance" "without_database_flags" {
      name             = "db"
      database_version = "POSTGRES_16"
      region           = "europe-west1"
      settings {
        tier = "db-custom-2-7680"
        database_flags {
          name  = "log_lock_waits"
          value = "on"
        }
        database_flags {
          name  = "log_temp_files"
          value = "0"
        }
      }
    }
    resource "google_sql_database_instance" "one_more_value_is_0" {
      name             = "db"
      database_version = "POSTGRES_16"
      region           = "europe-west1"
      settings {
        tier = "db-custom-2-7680"
        database_flags {
          name  = "log_checkpoints"
          value = "on"
        }
        database_flags {
          name  = "log_lock_waits"
          value = "on"
        }
        database_flags {
          name  = "log_temp_files"
          value = "0"
        }
      }
    }
    resource "google_sql_database_instance" "one_more_value_is_0_2" {
      name             = "db"
      database_version = "POSTGRES_16"
      region           = "europe-west1"
      settings {
        tier = "db-custom-2-7680"
        database_flags {
          name  = "log_checkpoints"
          value = "0"
        }
        database_flags {
          name  = "log_lock_waits"
          value = "on"
        }
        database_flags {
          name  = "log_temp_files"
          value = "0"
        }
      }
    }
    expect = [
      "google_sql_database_instance.without_database_flags @ settings[0].database_flags",
      "google_sql_database_instance.one_more_value_is_0_2 @ settings[0].database_flags",
    ]
  }
}

rule "google-sql-postgres-error-logs-weak" {
  title     = "Cloud SQL for PostgreSQL does not log errors"
  category  = "security"
  severity  = "low"
  resources = ["google_sql_database_instance"]
  aliases   = ["CKV_GCP_55", "CKV_GCP_109", "GCP-0018", "google-sql-pg-log-errors", "AVD-GCP-0018"]
  tags      = ["cwe-778", "cis-gcp-2.0-6.2.5", "cis-gcp-2.0-6.2.6"]
  params = {
    log_min_messages        = ["debug5", "debug4", "debug3", "debug2", "debug1", "info", "notice", "warning", "error"]
    log_min_error_statement = ["debug5", "debug4", "debug3", "debug2", "debug1", "info", "notice", "warning", "error"]
  }
  when     = startswith(resource.database_version, "POSTGRES")
  for_each = [for f in resource.settings[0].database_flags : f if contains(["log_min_messages", "log_min_error_statement"], f.name)]
  assert   = contains(param[each.value.name], lower(each.value.value))
  at       = each.value.value
  message  = "`${each.value.name}` is `${each.value.value}`, so errors are not logged"
  why      = <<-EOT
    With `log`, `fatal` or `panic` failed statements leave no trace: neither bugs nor probing for SQL injection
    are seen. PostgreSQL's own defaults (`warning` and `error`) are right.
  EOT
  remedy   = <<-EOT
    Leave the flags out, or set them to `warning` and `error`.

    ```hcl
    database_flags {
      name  = "log_min_error_statement"
      value = "error"
    }
    ```
  EOT
  link     = "https://cloud.google.com/sql/docs/postgres/flags"

  pass "error" {
    resource "google_sql_database_instance" "this" {
      name             = "db"
      database_version = "POSTGRES_16"
      region           = "europe-west1"
      settings {
        tier = "db-custom-2-7680"
        database_flags {
          name  = "log_min_messages"
          value = "error"
        }
      }
    }
    also = ["google-sql-backups-off", "google-sql-public-ip", "google-sql-unencrypted-connections"]
  }

  pass "default" {
    resource "google_sql_database_instance" "this" {
      name             = "db"
      database_version = "POSTGRES_16"
      region           = "europe-west1"
      settings {
        tier = "db-custom-2-7680"
      }
    }
    also = ["google-sql-backups-off", "google-sql-public-ip", "google-sql-unencrypted-connections"]
  }

  fail "messages" {
    resource "google_sql_database_instance" "this" {
      name             = "db"
      database_version = "POSTGRES_16"
      region           = "europe-west1"
      settings {
        tier = "db-custom-2-7680"
        database_flags {
          name  = "log_min_messages"
          value = "PANIC"
        }
      }
    }

    expect = ["google_sql_database_instance.this @ settings[0].database_flags[0].value"]
  }

  fail "statements" {
    resource "google_sql_database_instance" "this" {
      name             = "db"
      database_version = "POSTGRES_16"
      region           = "europe-west1"
      settings {
        tier = "db-custom-2-7680"
        database_flags {
          name  = "log_min_error_statement"
          value = "fatal"
        }
      }
    }

    expect = ["google_sql_database_instance.this @ settings[0].database_flags[0].value"]
  }

  unknown "not known" {
    variable "level" {}

    resource "google_sql_database_instance" "this" {
      name             = "db"
      database_version = "POSTGRES_16"
      region           = "europe-west1"
      settings {
        tier = "db-custom-2-7680"
        database_flags {
          name  = "log_min_messages"
          value = var.level
        }
      }
    }
  }

  pass "more that pass" {
    resource "google_sql_database_instance" "name_is_local_infile" {
      name             = "db"
      database_version = "POSTGRES_16"
      region           = "europe-west1"
      settings {
        tier = "db-custom-2-7680"
        database_flags {
          name  = "local_infile"
          value = "error"
        }
      }
    }
    resource "google_sql_database_instance" "one_more_one_more_database_flags_name_is" {
      name             = "db"
      database_version = "POSTGRES_16"
      region           = "europe-west1"
      settings {
        tier = "db-custom-2-7680"
        database_flags {
          name  = "log_min_messages"
          value = "error"
        }
      }
    }
    resource "google_sql_database_instance" "one_more_one_more_database_flags_name_is_2" {
      name             = "db"
      database_version = "POSTGRES_16"
      region           = "europe-west1"
      settings {
        tier = "db-custom-2-7680"
        database_flags {
          name  = "log_min_messages"
          value = "error"
        }
        database_flags {
          name  = "log_min_error_statement"
          value = "error"
        }
      }
    }
    also = ["google-sql-backups-off", "google-sql-public-ip", "google-sql-unencrypted-connections"]
  }
}

rule "google-sql-postgres-audit-off" {
  title     = "Cloud SQL for PostgreSQL has no statement audit"
  category  = "security"
  severity  = "low"
  resources = ["google_sql_database_instance"]
  aliases   = ["CKV_GCP_110", "CKV_GCP_111", "CKV2_GCP_13"]
  tags      = ["cwe-778", "cis-gcp-2.0-6.2.4", "cis-gcp-2.0-6.2.8"]
  default   = false
  when      = startswith(resource.database_version, "POSTGRES")
  assert = anytrue([for f in resource.settings[0].database_flags : (f.name == "cloudsql.enable_pgaudit" && lower(f.value) == "on")
  || (f.name == "log_statement" && contains(["ddl", "mod", "all"], lower(f.value))) || (f.name == "log_duration" && lower(f.value) == "on")])
  at      = resource.settings[0].database_flags
  message = "none of `cloudsql.enable_pgaudit`, `log_statement` and `log_duration` is set"
  why     = <<-EOT
    Without one of them no log shows which statements changed the schema or the data. pgAudit is the most precise;
    `log_statement = "ddl"` costs least.
  EOT
  remedy  = <<-EOT
    Enable pgAudit, or log at least DDL.

    ```hcl
    database_flags {
      name  = "cloudsql.enable_pgaudit"
      value = "on"
    }
    ```
  EOT
  link    = "https://cloud.google.com/sql/docs/postgres/pg-audit"

  pass "pgAudit" {
    resource "google_sql_database_instance" "this" {
      name             = "db"
      database_version = "POSTGRES_16"
      region           = "europe-west1"
      settings {
        tier = "db-custom-2-7680"
        database_flags {
          name  = "cloudsql.enable_pgaudit"
          value = "on"
        }
      }
    }
    also = ["google-sql-backups-off", "google-sql-public-ip", "google-sql-unencrypted-connections"]
  }

  pass "DDL" {
    resource "google_sql_database_instance" "this" {
      name             = "db"
      database_version = "POSTGRES_16"
      region           = "europe-west1"
      settings {
        tier = "db-custom-2-7680"
        database_flags {
          name  = "log_statement"
          value = "ddl"
        }
      }
    }
    also = ["google-sql-backups-off", "google-sql-public-ip", "google-sql-unencrypted-connections"]
  }

  fail "none" {
    resource "google_sql_database_instance" "this" {
      name             = "db"
      database_version = "POSTGRES_16"
      region           = "europe-west1"
      settings {
        tier = "db-custom-2-7680"
      }
    }
  }

  fail "statement logging off" {
    resource "google_sql_database_instance" "this" {
      name             = "db"
      database_version = "POSTGRES_16"
      region           = "europe-west1"
      settings {
        tier = "db-custom-2-7680"
        database_flags {
          name  = "log_statement"
          value = "none"
        }
      }
    }
  }

  pass "more that pass" {
    resource "google_sql_database_instance" "name_is_log_duration" {
      name             = "db"
      database_version = "POSTGRES_16"
      region           = "europe-west1"
      settings {
        tier = "db-custom-2-7680"
        database_flags {
          name  = "log_duration"
          value = "on"
        }
      }
    }
    resource "google_sql_database_instance" "one_more_value_is_mod" {
      name             = "db"
      database_version = "POSTGRES_16"
      region           = "europe-west1"
      settings {
        tier = "db-custom-2-7680"
        database_flags {
          name  = "log_statement"
          value = "ddl"
        }
      }
    }
    resource "google_sql_database_instance" "one_more_value_is_mod_2" {
      name             = "db"
      database_version = "POSTGRES_16"
      region           = "europe-west1"
      settings {
        tier = "db-custom-2-7680"
        database_flags {
          name  = "log_statement"
          value = "mod"
        }
      }
    }
    resource "google_sql_database_instance" "one_more_value_is_all" {
      name             = "db"
      database_version = "POSTGRES_16"
      region           = "europe-west1"
      settings {
        tier = "db-custom-2-7680"
        database_flags {
          name  = "log_statement"
          value = "ddl"
        }
      }
    }
    resource "google_sql_database_instance" "one_more_value_is_all_2" {
      name             = "db"
      database_version = "POSTGRES_16"
      region           = "europe-west1"
      settings {
        tier = "db-custom-2-7680"
        database_flags {
          name  = "log_statement"
          value = "all"
        }
      }
    }
    also = ["google-sql-backups-off", "google-sql-public-ip", "google-sql-unencrypted-connections"]
  }

  fail "more that fail" {
    resource "google_sql_database_instance" "name_is_local_infile" {
      name             = "db"
      database_version = "POSTGRES_16"
      region           = "europe-west1"
      settings {
        tier = "db-custom-2-7680"
        database_flags {
          name  = "local_infile"
          value = "on"
        }
      }
    }
    resource "google_sql_database_instance" "one_more_value_is_all" {
      name             = "db"
      database_version = "POSTGRES_16"
      region           = "europe-west1"
      settings {
        tier = "db-custom-2-7680"
        database_flags {
          name  = "cloudsql.enable_pgaudit"
          value = "on"
        }
      }
    }
    resource "google_sql_database_instance" "one_more_value_is_all_2" {
      name             = "db"
      database_version = "POSTGRES_16"
      region           = "europe-west1"
      settings {
        tier = "db-custom-2-7680"
        database_flags {
          name  = "cloudsql.enable_pgaudit"
          value = "all"
        }
      }
    }
    resource "google_sql_database_instance" "one_more_name_is_log_duration" {
      name             = "db"
      database_version = "POSTGRES_16"
      region           = "europe-west1"
      settings {
        tier = "db-custom-2-7680"
        database_flags {
          name  = "log_statement"
          value = "ddl"
        }
      }
    }
    resource "google_sql_database_instance" "one_more_name_is_log_duration_2" {
      name             = "db"
      database_version = "POSTGRES_16"
      region           = "europe-west1"
      settings {
        tier = "db-custom-2-7680"
        database_flags {
          name  = "log_duration"
          value = "ddl"
        }
      }
    }
    expect = [
      "google_sql_database_instance.name_is_local_infile @ settings[0].database_flags",
      "google_sql_database_instance.one_more_value_is_all_2 @ settings[0].database_flags",
      "google_sql_database_instance.one_more_name_is_log_duration_2 @ settings[0].database_flags",
    ]
  }
}

rule "google-sql-postgres-statement-text-logged" {
  title     = "Cloud SQL for PostgreSQL logs the text of slow statements"
  category  = "security"
  severity  = "info"
  resources = ["google_sql_database_instance"]
  aliases   = ["CKV_GCP_57", "GCP-0021", "google-sql-pg-no-min-statement-logging", "AVD-GCP-0021"]
  tags      = ["cwe-532", "cis-gcp-2.0-6.2.7"]
  default   = false
  when      = startswith(resource.database_version, "POSTGRES")
  for_each  = [for f in resource.settings[0].database_flags : f if f.name == "log_min_duration_statement"]
  assert    = each.value.value == "-1"
  at        = each.value.value
  message   = "`log_min_duration_statement` is `${each.value.value}`"
  why       = <<-EOT
    Logged statements hold the values in them: names, passwords in `CREATE USER`, health data. Query Insights
    shows slow statements without values.
  EOT
  remedy    = <<-EOT
    Remove the flag, or set it to -1, and use Query Insights.

    ```hcl
    database_flags {
      name  = "log_min_duration_statement"
      value = "-1"
    }
    ```
  EOT
  link      = "https://cloud.google.com/sql/docs/postgres/using-query-insights"

  pass "off" {
    resource "google_sql_database_instance" "this" {
      name             = "db"
      database_version = "POSTGRES_16"
      region           = "europe-west1"
      settings {
        tier = "db-custom-2-7680"
        database_flags {
          name  = "log_min_duration_statement"
          value = "-1"
        }
      }
    }
    also = ["google-sql-backups-off", "google-sql-public-ip", "google-sql-unencrypted-connections"]
  }

  pass "default" {
    resource "google_sql_database_instance" "this" {
      name             = "db"
      database_version = "POSTGRES_16"
      region           = "europe-west1"
      settings {
        tier = "db-custom-2-7680"
      }
    }
    also = ["google-sql-backups-off", "google-sql-public-ip", "google-sql-unencrypted-connections"]
  }

  fail "all" {
    resource "google_sql_database_instance" "this" {
      name             = "db"
      database_version = "POSTGRES_16"
      region           = "europe-west1"
      settings {
        tier = "db-custom-2-7680"
        database_flags {
          name  = "log_min_duration_statement"
          value = "0"
        }
      }
    }

    expect = ["google_sql_database_instance.this @ settings[0].database_flags[0].value"]
  }

  unknown "not known" {
    variable "value" {}

    resource "google_sql_database_instance" "this" {
      name             = "db"
      database_version = "POSTGRES_16"
      region           = "europe-west1"
      settings {
        tier = "db-custom-2-7680"
        database_flags {
          name  = "log_min_duration_statement"
          value = var.value
        }
      }
    }
  }

  unknown "one more, one more `database_flags`, `name` is an unset variable" {
    variable "name" {}
    resource "google_sql_database_instance" "this" {
      name             = "db"
      database_version = "POSTGRES_16"
      region           = "europe-west1"
      settings {
        tier = "db-custom-2-7680"
        database_flags {
          name  = "log_min_duration_statement"
          value = "-1"
        }
      }
    }
    resource "google_sql_database_instance" "this_too" {
      name             = "db"
      database_version = "POSTGRES_16"
      region           = "europe-west1"
      settings {
        tier = "db-custom-2-7680"
        database_flags {
          name  = "log_min_duration_statement"
          value = "-1"
        }
        database_flags {
          name  = var.name
          value = "-1"
        }
      }
    }
    expect = ["google_sql_database_instance.this_too"]
  }
}

rule "google-sql-postgres-statistics-logged" {
  title     = "Cloud SQL for PostgreSQL logs internal statistics"
  category  = "reliability"
  severity  = "info"
  resources = ["google_sql_database_instance"]
  aliases   = ["CKV2_GCP_14", "CKV2_GCP_15", "CKV2_GCP_16", "CKV2_GCP_17"]
  params = {
    flags = ["log_executor_stats", "log_parser_stats", "log_planner_stats", "log_statement_stats"]
  }
  when     = startswith(resource.database_version, "POSTGRES")
  for_each = [for f in resource.settings[0].database_flags : f if contains(param.flags, f.name)]
  assert   = lower(each.value.value) == "off"
  at       = each.value.value
  message  = "flag `${each.value.name}` is `${each.value.value}`"
  why      = <<-EOT
    These flags are for debugging the server itself. They write several lines for each statement, which slows the
    database and fills the log.
  EOT
  remedy   = <<-EOT
    Remove the flag.

    ```hcl
    database_flags {
      name  = "log_executor_stats"
      value = "off"
    }
    ```
  EOT
  link     = "https://cloud.google.com/sql/docs/postgres/flags"

  pass "off" {
    resource "google_sql_database_instance" "this" {
      name             = "db"
      database_version = "POSTGRES_16"
      region           = "europe-west1"
      settings {
        tier = "db-custom-2-7680"
        database_flags {
          name  = "log_planner_stats"
          value = "off"
        }
      }
    }
    also = ["google-sql-backups-off", "google-sql-public-ip", "google-sql-unencrypted-connections"]
  }

  pass "default" {
    resource "google_sql_database_instance" "this" {
      name             = "db"
      database_version = "POSTGRES_16"
      region           = "europe-west1"
      settings {
        tier = "db-custom-2-7680"
      }
    }
    also = ["google-sql-backups-off", "google-sql-public-ip", "google-sql-unencrypted-connections"]
  }

  fail "on" {
    resource "google_sql_database_instance" "this" {
      name             = "db"
      database_version = "POSTGRES_16"
      region           = "europe-west1"
      settings {
        tier = "db-custom-2-7680"
        database_flags {
          name  = "log_executor_stats"
          value = "on"
        }
      }
    }

    expect = ["google_sql_database_instance.this @ settings[0].database_flags[0].value"]
  }

  unknown "not known" {
    variable "stats" {}

    resource "google_sql_database_instance" "this" {
      name             = "db"
      database_version = "POSTGRES_16"
      region           = "europe-west1"
      settings {
        tier = "db-custom-2-7680"
        database_flags {
          name  = "log_parser_stats"
          value = var.stats
        }
      }
    }
  }

  fail "`name` is `log_statement_stats`" {
    resource "google_sql_database_instance" "this" {
      name             = "db"
      database_version = "POSTGRES_16"
      region           = "europe-west1"
      settings {
        tier = "db-custom-2-7680"
        database_flags {
          name  = "log_statement_stats"
          value = "on"
        }
      }
    }
    expect = ["google_sql_database_instance.this @ settings[0].database_flags[0].value"]
  }

  unknown "one more, one more `database_flags`, `name` is an unset variable" {
    variable "name" {}
    resource "google_sql_database_instance" "this" {
      name             = "db"
      database_version = "POSTGRES_16"
      region           = "europe-west1"
      settings {
        tier = "db-custom-2-7680"
        database_flags {
          name  = "log_planner_stats"
          value = "off"
        }
      }
    }
    resource "google_sql_database_instance" "this_too" {
      name             = "db"
      database_version = "POSTGRES_16"
      region           = "europe-west1"
      settings {
        tier = "db-custom-2-7680"
        database_flags {
          name  = "log_planner_stats"
          value = "off"
        }
        database_flags {
          name  = var.name
          value = "off"
        }
      }
    }
    expect = ["google_sql_database_instance.this_too"]
  }
}

rule "google-sql-user-no-password" {
  title     = "Cloud SQL user has no password"
  category  = "security"
  severity  = "high"
  resources = ["google_sql_user"]
  aliases   = ["CKV2_GCP_7"]
  tags      = ["cwe-521", "cis-gcp-2.0-6.1.1"]

  related "server" {
    type = "google_sql_database_instance"
    on   = refers(resource.instance, other)
  }

  when    = coalesce(resource.type, "BUILT_IN") == "BUILT_IN" && !anytrue([for s in related.server : startswith(s.database_version, "POSTGRES")])
  assert  = !(is_known(resource.password) && (resource.password == null || resource.password == "")) || resource.password_wo != null
  message = "user `${resource.name}` of a built-in type is created without a password"
  why     = <<-EOT
    A MySQL or SQL Server user without password lets everyone in who reaches the port. PostgreSQL refuses such
    users by itself; users of IAM types have no password on purpose.
  EOT
  remedy  = <<-EOT
    Set a random password, or use IAM authentication.

    ```hcl
    password_wo         = var.db_password
    password_wo_version = 1
    ```
  EOT
  link    = "https://cloud.google.com/sql/docs/mysql/create-manage-users"

  pass "a password" {
    variable "password" {}

    resource "google_sql_user" "this" {
      name     = "app"
      instance = "db"
      password = var.password
    }
  }

  pass "an IAM user" {
    resource "google_sql_user" "this" {
      instance = "db"
      name     = "jane@example.com"
      type     = "CLOUD_IAM_USER"
    }
  }

  pass "write-only" {
    resource "google_sql_user" "this" {
      name                = "app"
      instance            = "db"
      password_wo         = "x"
      password_wo_version = 1
    }
  }

  fail "none" {
    resource "google_sql_user" "this" {
      name     = "app"
      instance = "db"
    }

    expect = ["google_sql_user.this"]
  }

  fail "empty" {
    resource "google_sql_user" "this" {
      name     = "app"
      instance = "db"
      password = ""
    }

    expect = ["google_sql_user.this @ password"]
  }

  pass "`password` is `changeme`" {
    resource "google_sql_user" "this" {
      name     = "app"
      instance = "db"
      password = "changeme"
    }
    also = ["google-sql-password-in-code"]
  }
}

rule "google-sql-password-in-code" {
  title     = "Cloud SQL password stands in the configuration"
  category  = "security"
  severity  = "high"
  resources = ["google_sql_user", "google_sql_database_instance"]
  tags      = ["cwe-798"]
  for_each  = [for p in [resource.password, resource.root_password] : p if is_known(p) && p != null]
  assert    = each.value == ""
  at        = resource.password
  message   = "a password is written in plain text"
  why       = <<-EOT
    Whoever can read the repository, or its history, can log in.
  EOT
  remedy    = <<-EOT
    Make a random password, or take it from an unset variable; write-only arguments keep it out of the state.

    ```hcl
    password_wo         = ephemeral.random_password.db.result
    password_wo_version = 1
    ```
  EOT
  link      = "https://registry.terraform.io/providers/hashicorp/google/latest/docs/resources/sql_user"

  pass "from a variable" {
    variable "password" {}

    resource "google_sql_user" "this" {
      name     = "app"
      instance = "db"
      password = var.password
    }
  }

  pass "random" {
    resource "random_password" "db" {
      length = 32
    }

    resource "google_sql_user" "app" {
      name     = "app"
      instance = "db"
      password = random_password.db.result
    }
  }

  fail "in code" {
    resource "google_sql_user" "this" {
      name     = "app"
      instance = "db"
      password = "changeme"
    }

    expect = ["google_sql_user.this @ password"]
  }

  fail "root password" {
    resource "google_sql_database_instance" "db" {
      database_version = "MYSQL_8_0"
      root_password    = "hunter2!"
    }
  }

  pass "`password` is empty" {
    variable "password" {}
    resource "google_sql_user" "this" {
      name     = "app"
      instance = "db"
      password = ""
    }
    also = ["google-sql-user-no-password"]
  }
}

rule "google-sql-tier-without-sla" {
  title     = "Cloud SQL instance has a shared-core tier"
  category  = "reliability"
  severity  = "info"
  resources = ["google_sql_database_instance"]
  default   = false
  assert    = !contains(["db-f1-micro", "db-g1-small"], resource.settings[0].tier)
  at        = resource.settings[0].tier
  message   = "`${resource.settings[0].tier}` is not covered by the service level agreement"
  why       = <<-EOT
    Shared-core instances share their processor with others and are meant for tests.
  EOT
  remedy    = <<-EOT
    Use a dedicated-core tier for production.

    ```hcl
    settings {
      tier = "db-custom-1-3840"
    }
    ```
  EOT
  link      = "https://cloud.google.com/sql/sla"

  pass "dedicated" {
    resource "google_sql_database_instance" "this" {
      name             = "db"
      database_version = "POSTGRES_16"
      region           = "europe-west1"
      settings {
        tier = "db-custom-1-3840"
      }
    }
    also = ["google-sql-backups-off", "google-sql-public-ip", "google-sql-unencrypted-connections"]
  }

  fail "shared" {
    resource "google_sql_database_instance" "this" {
      name             = "db"
      database_version = "POSTGRES_16"
      region           = "europe-west1"
      settings {
        tier = "db-f1-micro"
      }
    }

    expect = ["google_sql_database_instance.this @ settings[0].tier"]
  }

  unknown "not known" {
    variable "tier" {}

    resource "google_sql_database_instance" "this" {
      name             = "db"
      database_version = "POSTGRES_16"
      region           = "europe-west1"
      settings {
        tier = var.tier
      }
    }
  }

  fail "`tier` is `db-g1-small`" {
    resource "google_sql_database_instance" "this" {
      name             = "db"
      database_version = "POSTGRES_16"
      region           = "europe-west1"
      settings {
        tier = "db-g1-small"
      }
    }
    expect = ["google_sql_database_instance.this @ settings[0].tier"]
  }
}
