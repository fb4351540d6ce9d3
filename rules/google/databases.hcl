rule "google-database-unprotected" {
  title    = "Database can be destroyed by an apply"
  category = "reliability"
  severity = "low"
  resources = [
    "google_spanner_database", "google_spanner_instance", "google_bigtable_instance",
    "google_alloydb_cluster",
  ]
  aliases = ["CKV_GCP_119", "CKV_GCP_122"]
  assert  = resource.deletion_protection != false && resource.deletion_policy != "FORCE" && !(meta.type == "google_spanner_instance" && coalesce(resource.force_destroy, false))
  at      = resource.deletion_protection
  message = "protection against deletion is switched off"
  why     = <<-EOT
    Renaming or moving the resource replaces it, and the data goes with the old one. The provider protects
    databases unless told otherwise.
  EOT
  remedy  = <<-EOT
    Remove the argument.

    ```hcl
    deletion_protection = true
    ```
  EOT
  link    = "https://registry.terraform.io/providers/hashicorp/google/latest/docs/resources/spanner_database"

  pass "default" {
    resource "google_bigtable_instance" "this" {
      name = "b"
    }
  }

  pass "on" {
    resource "google_bigtable_instance" "this" {
      name                = "b"
      deletion_protection = true
    }
  }

  fail "off" {
    resource "google_bigtable_instance" "this" {
      name                = "b"
      deletion_protection = false
    }

    expect = ["google_bigtable_instance.this @ deletion_protection"]
  }

  fail "forced" {
    resource "google_alloydb_cluster" "a" {
      cluster_id      = "a"
      location        = "europe-west1"
      deletion_policy = "FORCE"
    }
  }

  unknown "not known" {
    variable "protect" {}

    resource "google_bigtable_instance" "this" {
      name                = "b"
      deletion_protection = var.protect
    }
  }

  pass "`force_destroy` is `true`" {
    resource "google_bigtable_instance" "this" {
      name          = "b"
      force_destroy = true
    }
  }
}

rule "google-spanner-drop-protection-off" {
  title     = "Spanner database can be dropped outside Terraform"
  category  = "reliability"
  severity  = "low"
  resources = ["google_spanner_database"]
  aliases   = ["CKV_GCP_120"]
  default   = false
  assert    = coalesce(resource.enable_drop_protection, false)
  message   = "`enable_drop_protection` is not on"
  why       = <<-EOT
    `deletion_protection` stops Terraform only. Drop protection also stops the console and the API, and deletion
    of the whole instance.
  EOT
  remedy    = <<-EOT
    Turn it on.

    ```hcl
    enable_drop_protection = true
    ```
  EOT
  link      = "https://cloud.google.com/spanner/docs/prevent-database-deletion"

  fix {
    set = {
      enable_drop_protection = true
    }
  }

  pass "on" {
    resource "google_spanner_database" "this" {
      instance               = "i"
      name                   = "d"
      enable_drop_protection = true
    }
  }

  fail "not written" {
    resource "google_spanner_database" "this" {
      instance = "i"
      name     = "d"
    }

    expect = ["google_spanner_database.this"]
  }

  fail "off" {
    resource "google_spanner_database" "this" {
      instance               = "i"
      name                   = "d"
      enable_drop_protection = false
    }

    expect = ["google_spanner_database.this @ enable_drop_protection"]
  }

  unknown "not known" {
    variable "enable_drop_protection" {}

    resource "google_spanner_database" "this" {
      instance               = "i"
      name                   = "d"
      enable_drop_protection = var.enable_drop_protection
    }
  }
}

rule "google-redis-no-auth" {
  title     = "Redis instance asks for no password"
  category  = "security"
  severity  = "medium"
  resources = ["google_redis_instance"]
  aliases   = ["CKV_GCP_95"]
  tags      = ["cwe-306"]
  assert    = coalesce(resource.auth_enabled, false)
  message   = "`auth_enabled` is not on"
  why       = <<-EOT
    Every machine that reaches the network reads and changes the cache, with the sessions and tokens in it.
  EOT
  remedy    = <<-EOT
    Turn AUTH on; clients need the instance's `auth_string`.

    ```hcl
    auth_enabled = true
    ```
  EOT
  link      = "https://cloud.google.com/memorystore/docs/redis/about-redis-auth"

  fix {
    set = {
      auth_enabled = true
    }
    safe = false
  }

  pass "on" {
    resource "google_redis_instance" "this" {
      name           = "r"
      memory_size_gb = 1
      auth_enabled   = true
    }
    also = ["google-redis-no-tls"]
  }

  fail "not written" {
    resource "google_redis_instance" "this" {
      name           = "r"
      memory_size_gb = 1
    }

    expect = ["google_redis_instance.this"]
  }

  fail "off" {
    resource "google_redis_instance" "this" {
      name           = "r"
      memory_size_gb = 1
      auth_enabled   = false
    }

    expect = ["google_redis_instance.this @ auth_enabled"]
  }

  unknown "not known" {
    variable "auth" {}

    resource "google_redis_instance" "this" {
      name           = "r"
      memory_size_gb = 1
      auth_enabled   = var.auth
    }
  }
}

rule "google-redis-no-tls" {
  title     = "Redis traffic is not encrypted"
  category  = "security"
  severity  = "medium"
  resources = ["google_redis_instance", "google_redis_cluster", "google_memorystore_instance"]
  aliases   = ["CKV_GCP_97"]
  tags      = ["cwe-319"]
  assert    = can(regex("SERVER_AUTHENTICATION$", resource.transit_encryption_mode))
  at        = resource.transit_encryption_mode
  message   = "`transit_encryption_mode` is ${coalesce(resource.transit_encryption_mode, "not set, which means no TLS")}"
  why       = <<-EOT
    Passwords, sessions and cached data travel readable through the network. It can only be chosen at creation.
  EOT
  remedy    = <<-EOT
    Ask for TLS.

    ```hcl
    transit_encryption_mode = "SERVER_AUTHENTICATION"
    ```
  EOT
  link      = "https://cloud.google.com/memorystore/docs/redis/about-in-transit-encryption"

  pass "TLS" {
    resource "google_redis_instance" "this" {
      name                    = "r"
      memory_size_gb          = 1
      auth_enabled            = true
      transit_encryption_mode = "SERVER_AUTHENTICATION"
    }
  }

  pass "cluster with TLS" {
    resource "google_redis_cluster" "c" {
      name                    = "c"
      shard_count             = 3
      transit_encryption_mode = "TRANSIT_ENCRYPTION_MODE_SERVER_AUTHENTICATION"
    }
  }

  fail "not written" {
    resource "google_redis_instance" "this" {
      name           = "r"
      memory_size_gb = 1
      auth_enabled   = true
    }

    expect = ["google_redis_instance.this"]
  }

  fail "disabled" {
    resource "google_redis_instance" "this" {
      name                    = "r"
      memory_size_gb          = 1
      auth_enabled            = true
      transit_encryption_mode = "DISABLED"
    }

    expect = ["google_redis_instance.this @ transit_encryption_mode"]
  }

  unknown "not known" {
    variable "mode" {}

    resource "google_redis_instance" "this" {
      name                    = "r"
      memory_size_gb          = 1
      auth_enabled            = true
      transit_encryption_mode = var.mode
    }
  }
}

rule "google-redis-no-replica" {
  title     = "Redis instance has no replica"
  category  = "reliability"
  severity  = "info"
  resources = ["google_redis_instance"]
  default   = false
  assert    = resource.tier == "STANDARD_HA"
  at        = resource.tier
  message   = "tier is ${coalesce(resource.tier, "not set, which means BASIC")}"
  why       = <<-EOT
    A basic instance loses its data and is down for minutes when its machine fails or is maintained.
  EOT
  remedy    = <<-EOT
    Use STANDARD_HA where the cache must stay up.

    ```hcl
    tier = "STANDARD_HA"
    ```
  EOT
  link      = "https://cloud.google.com/memorystore/docs/redis/redis-tiers"

  pass "replica" {
    resource "google_redis_instance" "this" {
      name           = "r"
      memory_size_gb = 1
      tier           = "STANDARD_HA"
    }
    also = ["google-redis-no-auth", "google-redis-no-tls"]
  }

  fail "basic" {
    resource "google_redis_instance" "this" {
      name           = "r"
      memory_size_gb = 1
      tier           = "BASIC"
    }

    expect = ["google_redis_instance.this @ tier"]
  }

  fail "not written" {
    resource "google_redis_instance" "this" {
      name           = "r"
      memory_size_gb = 1
    }

    expect = ["google_redis_instance.this"]
  }

  unknown "not known" {
    variable "tier" {}

    resource "google_redis_instance" "this" {
      name           = "r"
      memory_size_gb = 1
      tier           = var.tier
    }
  }
}

rule "google-alloydb-open-to-internet" {
  title     = "AlloyDB instance accepts connections from everywhere"
  category  = "security"
  severity  = "high"
  resources = ["google_alloydb_instance"]
  tags      = ["cwe-284"]
  for_each  = resource.network_config[0].authorized_external_networks
  assert    = !cidr_is_public(each.value.cidr_range)
  at        = each.value.cidr_range
  message   = "`${each.value.cidr_range}` may connect to this database"
  why       = <<-EOT
    Only the database's passwords stand between the internet and the data.
  EOT
  remedy    = <<-EOT
    Remove the entry, and connect through the Auth Proxy or a private address.
  EOT
  link      = "https://cloud.google.com/alloydb/docs/connect-public-ip"

  pass "an office" {
    resource "google_alloydb_instance" "this" {
      cluster       = "c"
      instance_id   = "i"
      instance_type = "PRIMARY"
      network_config {
        enable_public_ip = true
        authorized_external_networks {
          cidr_range = "203.0.113.0/28"
        }
      }
    }
  }

  fail "everyone" {
    resource "google_alloydb_instance" "this" {
      cluster       = "c"
      instance_id   = "i"
      instance_type = "PRIMARY"
      network_config {
        enable_public_ip = true
        authorized_external_networks {
          cidr_range = "0.0.0.0/0"
        }
      }
    }

    expect = ["google_alloydb_instance.this @ network_config[0].authorized_external_networks[0].cidr_range"]
  }

  unknown "not known" {
    variable "range" {}

    resource "google_alloydb_instance" "this" {
      cluster       = "c"
      instance_id   = "i"
      instance_type = "PRIMARY"
      network_config {
        enable_public_ip = true
        authorized_external_networks {
          cidr_range = var.range
        }
      }
    }
  }
}

rule "google-alloydb-unencrypted-connections" {
  title     = "AlloyDB instance accepts unencrypted connections"
  category  = "security"
  severity  = "medium"
  resources = ["google_alloydb_instance"]
  tags      = ["cwe-319"]
  assert    = resource.client_connection_config[0].ssl_config[0].ssl_mode != "ALLOW_UNENCRYPTED_AND_ENCRYPTED"
  at        = resource.client_connection_config[0].ssl_config[0].ssl_mode
  message   = "`ssl_mode` lets clients connect without TLS"
  why       = <<-EOT
    Passwords and data travel readable wherever a client does not ask for TLS. Encrypted connections are required
    unless this is set.
  EOT
  remedy    = <<-EOT
    Remove the argument.

    ```hcl
    client_connection_config {
      ssl_config {
        ssl_mode = "ENCRYPTED_ONLY"
      }
    }
    ```
  EOT
  link      = "https://cloud.google.com/alloydb/docs/connect-ssl-enforcement"

  pass "default" {
    resource "google_alloydb_instance" "this" {
      cluster       = "c"
      instance_id   = "i"
      instance_type = "PRIMARY"
    }
  }

  pass "encrypted" {
    resource "google_alloydb_instance" "this" {
      cluster       = "c"
      instance_id   = "i"
      instance_type = "PRIMARY"
      client_connection_config {
        ssl_config {
          ssl_mode = "ENCRYPTED_ONLY"
        }
      }
    }
  }

  fail "both" {
    resource "google_alloydb_instance" "this" {
      cluster       = "c"
      instance_id   = "i"
      instance_type = "PRIMARY"
      client_connection_config {
        ssl_config {
          ssl_mode = "ALLOW_UNENCRYPTED_AND_ENCRYPTED"
        }
      }
    }

    expect = ["google_alloydb_instance.this @ client_connection_config[0].ssl_config[0].ssl_mode"]
  }

  unknown "not known" {
    variable "mode" {}

    resource "google_alloydb_instance" "this" {
      cluster       = "c"
      instance_id   = "i"
      instance_type = "PRIMARY"
      client_connection_config {
        ssl_config {
          ssl_mode = var.mode
        }
      }
    }
  }
}

rule "google-alloydb-backups-off" {
  title     = "AlloyDB cluster makes no backups"
  category  = "reliability"
  severity  = "medium"
  resources = ["google_alloydb_cluster"]
  assert    = resource.continuous_backup_config[0].enabled != false || coalesce(resource.automated_backup_policy[0].enabled, false)
  at        = resource.continuous_backup_config[0].enabled
  message   = "continuous backup is switched off and no backup policy is enabled"
  why       = <<-EOT
    Data lost by a mistake or an attack is lost for good. Continuous backup is on unless switched off.
  EOT
  remedy    = <<-EOT
    Remove the argument.

    ```hcl
    continuous_backup_config {
      enabled = true
    }
    ```
  EOT
  link      = "https://cloud.google.com/alloydb/docs/backup/overview"

  pass "default" {
    resource "google_alloydb_cluster" "this" {
      cluster_id = "c"
      location   = "europe-west1"
    }
  }

  pass "automated instead" {
    resource "google_alloydb_cluster" "this" {
      cluster_id = "c"
      location   = "europe-west1"
      continuous_backup_config {
        enabled = false
      }
      automated_backup_policy {
        enabled = true
      }
    }
  }

  fail "off" {
    resource "google_alloydb_cluster" "this" {
      cluster_id = "c"
      location   = "europe-west1"
      continuous_backup_config {
        enabled = false
      }
    }

    expect = ["google_alloydb_cluster.this @ continuous_backup_config[0].enabled"]
  }

  unknown "not known" {
    variable "backup" {}

    resource "google_alloydb_cluster" "this" {
      cluster_id = "c"
      location   = "europe-west1"
      continuous_backup_config {
        enabled = var.backup
      }
    }
  }
}

rule "google-alloydb-password-in-code" {
  title     = "AlloyDB password stands in the configuration"
  category  = "security"
  severity  = "high"
  resources = ["google_alloydb_cluster", "google_alloydb_user"]
  tags      = ["cwe-798"]
  for_each  = [for p in concat([resource.password], resource.initial_user[*].password) : p if is_known(p) && p != null]
  assert    = each.value == ""
  at        = resource.initial_user[0].password
  message   = "a password is written in plain text"
  why       = <<-EOT
    Whoever can read the repository, or its history, can log in.
  EOT
  remedy    = <<-EOT
    Generate it, take it from an unset variable, or use the write-only argument.

    ```hcl
    initial_user {
      password_wo         = var.db_password
      password_wo_version = 1
    }
    ```
  EOT
  link      = "https://registry.terraform.io/providers/hashicorp/google/latest/docs/resources/alloydb_cluster"

  pass "from a variable" {
    variable "password" {}

    resource "google_alloydb_cluster" "this" {
      cluster_id = "c"
      location   = "europe-west1"
      initial_user {
        password = var.password
      }
    }
  }

  fail "in code" {
    resource "google_alloydb_cluster" "this" {
      cluster_id = "c"
      location   = "europe-west1"
      initial_user {
        password = "alloydb-cluster"
      }
    }

    expect = ["google_alloydb_cluster.this @ initial_user[0].password"]
  }

  fail "a user" {
    resource "google_alloydb_user" "u" {
      cluster   = "c"
      user_id   = "app"
      user_type = "ALLOYDB_BUILT_IN"
      password  = "changeme"
    }
  }
}

rule "google-filestore-open-export" {
  title     = "Filestore share may be mounted from everywhere"
  category  = "security"
  severity  = "medium"
  resources = ["google_filestore_instance"]
  tags      = ["cwe-284"]
  for_each  = flatten(resource.file_shares[*].nfs_export_options)
  assert    = !anytrue([for r in each.value.ip_ranges : cidr_is_public(r)])
  at        = each.value.ip_ranges
  message   = "`ip_ranges` holds a public range"
  why       = <<-EOT
    NFS trusts the client's address and the user number it claims. The range is the only access control there is.
  EOT
  remedy    = <<-EOT
    List the ranges of the clients.

    ```hcl
    nfs_export_options {
      ip_ranges   = ["10.0.0.0/24"]
      access_mode = "READ_WRITE"
      squash_mode = "ROOT_SQUASH"
    }
    ```
  EOT
  link      = "https://cloud.google.com/filestore/docs/access-control"

  pass "internal" {
    resource "google_filestore_instance" "this" {
      name = "f"
      tier = "BASIC_SSD"
      file_shares {
        capacity_gb = 1024
        name        = "share"
        nfs_export_options {
          ip_ranges = ["10.0.0.0/24"]
        }
      }
    }
  }

  fail "everyone" {
    resource "google_filestore_instance" "this" {
      name = "f"
      tier = "BASIC_SSD"
      file_shares {
        capacity_gb = 1024
        name        = "share"
        nfs_export_options {
          ip_ranges = ["0.0.0.0/0"]
        }
      }
    }

    expect = ["google_filestore_instance.this @ file_shares[0].nfs_export_options[0].ip_ranges"]
  }

  unknown "not known" {
    variable "ranges" {}

    resource "google_filestore_instance" "this" {
      name = "f"
      tier = "BASIC_SSD"
      file_shares {
        capacity_gb = 1024
        name        = "share"
        nfs_export_options {
          ip_ranges = var.ranges
        }
      }
    }
  }

  pass "one more `nfs_export_options`, no `ip_ranges`" {
    resource "google_filestore_instance" "this" {
      name = "f"
      tier = "BASIC_SSD"
      file_shares {
        capacity_gb = 1024
        name        = "share"
        nfs_export_options {
          ip_ranges = ["10.0.0.0/24"]
        }
        nfs_export_options {}
      }
    }
  }
}

rule "google-firestore-unprotected" {
  title     = "Firestore database can be deleted"
  category  = "reliability"
  severity  = "low"
  resources = ["google_firestore_database"]
  default   = false
  assert    = resource.delete_protection_state == "DELETE_PROTECTION_ENABLED"
  at        = resource.delete_protection_state
  message   = "delete protection is not enabled"
  why       = <<-EOT
    A database that is deleted cannot be brought back; its name stays taken for minutes.
  EOT
  remedy    = <<-EOT
    Enable the protection, and point-in-time recovery.

    ```hcl
    delete_protection_state           = "DELETE_PROTECTION_ENABLED"
    point_in_time_recovery_enablement = "POINT_IN_TIME_RECOVERY_ENABLED"
    ```
  EOT
  link      = "https://cloud.google.com/firestore/docs/manage-databases"

  pass "protected" {
    resource "google_firestore_database" "this" {
      name                    = "d"
      location_id             = "eur3"
      type                    = "FIRESTORE_NATIVE"
      delete_protection_state = "DELETE_PROTECTION_ENABLED"
    }
  }

  fail "not written" {
    resource "google_firestore_database" "this" {
      name        = "d"
      location_id = "eur3"
      type        = "FIRESTORE_NATIVE"
    }

    expect = ["google_firestore_database.this"]
  }

  fail "off" {
    resource "google_firestore_database" "this" {
      name                    = "d"
      location_id             = "eur3"
      type                    = "FIRESTORE_NATIVE"
      delete_protection_state = "DELETE_PROTECTION_DISABLED"
    }

    expect = ["google_firestore_database.this @ delete_protection_state"]
  }

  unknown "not known" {
    variable "delete_protection_state" {}

    resource "google_firestore_database" "this" {
      name                    = "d"
      location_id             = "eur3"
      type                    = "FIRESTORE_NATIVE"
      delete_protection_state = var.delete_protection_state
    }
  }
}

rule "google-firebase-rules-open" {
  title     = "Firebase rules let everyone read or write"
  category  = "security"
  severity  = "critical"
  resources = ["google_firebaserules_ruleset"]
  tags      = ["cwe-862"]
  for_each  = flatten(resource.source[*].files)
  assert    = !can(regex("allow[^;:]*(read|write|create|update|delete|get|list)[^;:]*:\\s*if\\s+true\\s*;", each.value.content)) && !can(regex("allow\\s+(read|write|create|update|delete|get|list)(\\s*,\\s*(read|write|create|update|delete|get|list))*\\s*;", each.value.content))
  at        = each.value.content
  message   = "a rule allows access without any condition"
  why       = <<-EOT
    Clients talk to Firestore and Storage directly; these rules are the only access control. `if true` opens the
    data to everyone who has the app, that is to everyone.
  EOT
  remedy    = <<-EOT
    Ask for a signed-in user, and for the right one.
  EOT
  link      = "https://firebase.google.com/docs/rules/rules-and-auth"

  pass "signed in" {
    resource "google_firebaserules_ruleset" "this" {
      source {
        files {
          name    = "firestore.rules"
          content = "service cloud.firestore { match /databases/{d}/documents { match /{doc=**} { allow read: if request.auth != null; } } }"
        }
      }
    }
  }

  fail "if true" {
    resource "google_firebaserules_ruleset" "this" {
      source {
        files {
          name    = "firestore.rules"
          content = "service cloud.firestore { match /databases/{d}/documents { match /{doc=**} { allow read, write: if true; } } }"
        }
      }
    }

    expect = ["google_firebaserules_ruleset.this @ source[0].files[0].content"]
  }

  fail "no condition" {
    resource "google_firebaserules_ruleset" "this" {
      source {
        files {
          name    = "storage.rules"
          content = "service firebase.storage { match /b/{b}/o { match /{p=**} { allow read; } } }"
        }
      }
    }
  }

  unknown "not known" {
    variable "rules" {}

    resource "google_firebaserules_ruleset" "this" {
      source {
        files {
          name    = "firestore.rules"
          content = var.rules
        }
      }
    }
  }
}
