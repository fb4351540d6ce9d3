rule "google-kms-key-not-rotated" {
  title     = "KMS key is not rotated within 90 days"
  category  = "security"
  severity  = "medium"
  resources = ["google_kms_crypto_key"]
  aliases = [
    "CKV_GCP_43", "d8c57c4e-bf6f-4e32-a2bf-8643532de77b", "GCP-0065", "google-kms-rotate-kms-keys",
    "AVD-GCP-0065",
  ]
  tags = ["cwe-320", "cis-gcp-2.0-1.10"]
  params = {
    longest_seconds = 7776000
  }
  when    = coalesce(resource.purpose, "ENCRYPT_DECRYPT") == "ENCRYPT_DECRYPT" && !coalesce(resource.import_only, false)
  assert  = resource.rotation_period != null && tonumber(trimsuffix(resource.rotation_period, "s")) <= param.longest_seconds
  at      = resource.rotation_period
  message = "`rotation_period` is ${coalesce(resource.rotation_period, "not set")}, at most ${param.longest_seconds}s is asked for"
  why     = <<-EOT
    Rotation limits how much data one key version protects, and makes replacing a leaked version routine. Old
    versions stay usable for decryption. Asymmetric keys cannot be rotated automatically and are not judged. Raise
    the parameter where a year is enough.
  EOT
  remedy  = <<-EOT
    Rotate every 90 days.

    ```hcl
    rotation_period = "7776000s"
    ```
  EOT
  link    = "https://cloud.google.com/kms/docs/key-rotation"

  fix {
    set = {
      rotation_period = "7776000s"
    }
  }

  pass "90 days" {
    resource "google_kms_crypto_key" "this" {
      name            = "k"
      key_ring        = "projects/p/locations/eu/keyRings/r"
      rotation_period = "7776000s"
    }
  }

  pass "asymmetric" {
    resource "google_kms_crypto_key" "this" {
      name     = "k"
      key_ring = "projects/p/locations/eu/keyRings/r"
      purpose  = "ASYMMETRIC_SIGN"
    }
  }

  fail "never" {
    resource "google_kms_crypto_key" "this" {
      name     = "k"
      key_ring = "projects/p/locations/eu/keyRings/r"
    }

    expect = ["google_kms_crypto_key.this"]
  }

  fail "once a year" {
    resource "google_kms_crypto_key" "this" {
      name            = "k"
      key_ring        = "projects/p/locations/eu/keyRings/r"
      rotation_period = "31536000s"
    }

    expect = ["google_kms_crypto_key.this @ rotation_period"]
  }

  unknown "not known" {
    variable "rotation" {}

    resource "google_kms_crypto_key" "this" {
      name            = "k"
      key_ring        = "projects/p/locations/eu/keyRings/r"
      rotation_period = var.rotation
    }
  }

  pass "`import_only` is `true`" {
    resource "google_kms_crypto_key" "this" {
      name        = "k"
      key_ring    = "projects/p/locations/eu/keyRings/r"
      import_only = true
    }
  }

  fail "one more, `rotation_period` is `7776001`" {
    resource "google_kms_crypto_key" "this" {
      name            = "k"
      key_ring        = "projects/p/locations/eu/keyRings/r"
      rotation_period = "7776000s"
    }
    resource "google_kms_crypto_key" "this_too" {
      name            = "k"
      key_ring        = "projects/p/locations/eu/keyRings/r"
      rotation_period = 7776001
    }
    expect = ["google_kms_crypto_key.this_too @ rotation_period"]
  }
}

rule "google-kms-key-destroyable" {
  title     = "KMS key can be destroyed by an apply"
  category  = "reliability"
  severity  = "low"
  resources = ["google_kms_crypto_key"]
  aliases   = ["CKV_GCP_82"]
  default   = false
  assert    = coalesce(meta.lifecycle.prevent_destroy, false)
  message   = "no `prevent_destroy` in the key's `lifecycle`"
  why       = <<-EOT
    Destroying the key's versions makes everything encrypted with it unreadable. Google waits 30 days by default.
  EOT
  remedy    = <<-EOT
    Add `prevent_destroy`.

    ```hcl
    lifecycle {
      prevent_destroy = true
    }
    ```
  EOT
  link      = "https://cloud.google.com/kms/docs/destroy-restore"

  pass "protected" {
    resource "google_kms_crypto_key" "this" {
      name            = "k"
      key_ring        = "projects/p/locations/eu/keyRings/r"
      rotation_period = "7776000s"
      lifecycle {
        prevent_destroy = true
      }
    }
  }

  fail "not protected" {
    resource "google_kms_crypto_key" "this" {
      name            = "k"
      key_ring        = "projects/p/locations/eu/keyRings/r"
      rotation_period = "7776000s"
    }

    expect = ["google_kms_crypto_key.this"]
  }
}

rule "google-kms-key-destroyed-soon" {
  title     = "Destroyed KMS key versions are gone after a short time"
  category  = "reliability"
  severity  = "medium"
  resources = ["google_kms_crypto_key"]
  params = {
    shortest_seconds = 604800
  }
  when    = resource.destroy_scheduled_duration != null
  assert  = tonumber(trimsuffix(resource.destroy_scheduled_duration, "s")) >= param.shortest_seconds
  at      = resource.destroy_scheduled_duration
  message = "versions are destroyed for good after ${resource.destroy_scheduled_duration}"
  why     = <<-EOT
    The waiting time (30 days unless set) is the only chance to notice that a key was destroyed by mistake or in
    anger. After it the data is lost.
  EOT
  remedy  = <<-EOT
    Leave the argument out, or wait a week at least. It cannot be changed on an existing key.

    ```hcl
    destroy_scheduled_duration = "2592000s"
    ```
  EOT
  link    = "https://cloud.google.com/kms/docs/destroy-restore"

  pass "default" {
    resource "google_kms_crypto_key" "this" {
      name            = "k"
      key_ring        = "projects/p/locations/eu/keyRings/r"
      rotation_period = "7776000s"
    }
  }

  pass "30 days" {
    resource "google_kms_crypto_key" "this" {
      name                       = "k"
      key_ring                   = "projects/p/locations/eu/keyRings/r"
      rotation_period            = "7776000s"
      destroy_scheduled_duration = "2592000s"
    }
  }

  fail "one day" {
    resource "google_kms_crypto_key" "this" {
      name                       = "k"
      key_ring                   = "projects/p/locations/eu/keyRings/r"
      rotation_period            = "7776000s"
      destroy_scheduled_duration = "86400s"
    }

    expect = ["google_kms_crypto_key.this @ destroy_scheduled_duration"]
  }

  unknown "not known" {
    variable "wait" {}

    resource "google_kms_crypto_key" "this" {
      name                       = "k"
      key_ring                   = "projects/p/locations/eu/keyRings/r"
      rotation_period            = "7776000s"
      destroy_scheduled_duration = var.wait
    }
  }

  pass "`destroy_scheduled_duration` is `604800`" {
    resource "google_kms_crypto_key" "this" {
      name                       = "k"
      key_ring                   = "projects/p/locations/eu/keyRings/r"
      rotation_period            = "7776000s"
      destroy_scheduled_duration = 604800
    }
  }
}

rule "google-secret-in-code" {
  title     = "Secret's value stands in the configuration"
  category  = "security"
  severity  = "high"
  resources = ["google_secret_manager_secret_version", "google_secret_manager_regional_secret_version"]
  tags      = ["cwe-798"]
  params = {
    placeholder = "(?i)^<.*>$|^%%.*%%$|[{][{]|change.?(me|it)|replace|placeholder|dummy|^your[-_ ]|todo"
  }
  when    = is_known(resource.secret_data) && resource.secret_data != null
  assert  = resource.secret_data == "" || can(regex(param.placeholder, resource.secret_data))
  at        = resource.secret_data
  message   = "`secret_data` is written in plain text"
  why       = <<-EOT
    Everyone who reads the repository has the secret, so keeping it in Secret Manager protects nothing.
  EOT
  remedy    = <<-EOT
    Add the version outside Terraform, or use a generated or write-only value.

    ```hcl
    secret_data_wo         = ephemeral.random_password.db.result
    secret_data_wo_version = 1
    ```
  EOT
  link      = "https://cloud.google.com/secret-manager/docs/best-practices"

  pass "from a variable" {
    variable "secret" {}

    resource "google_secret_manager_secret_version" "this" {
      secret      = "projects/p/secrets/s"
      secret_data = var.secret
    }
  }

  pass "generated" {
    resource "random_password" "db" {
      length = 32
    }

    resource "google_secret_manager_secret_version" "v" {
      secret      = "projects/p/secrets/s"
      secret_data = random_password.db.result
    }
  }

  pass "a placeholder for a value that is set by hand" {
    resource "google_secret_manager_secret_version" "this" {
      secret      = "projects/p/secrets/s"
      secret_data = "dummy-api-key"
    }
  }

  fail "in code" {
    resource "google_secret_manager_secret_version" "this" {
      secret      = "projects/p/secrets/s"
      secret_data = "hunter2"
    }

    expect = ["google_secret_manager_secret_version.this @ secret_data"]
  }

  pass "no `secret_data`" {
    variable "secret" {}
    resource "google_secret_manager_secret_version" "this" {
      secret = "projects/p/secrets/s"
    }
  }
}

rule "google-secret-not-rotated" {
  title     = "Secret has no rotation schedule"
  category  = "security"
  severity  = "info"
  resources = ["google_secret_manager_secret", "google_secret_manager_regional_secret"]
  tags      = ["cwe-324"]
  default   = false
  assert    = resource.rotation[0].rotation_period != null || resource.rotation[0].next_rotation_time != null
  at        = resource.rotation
  message   = "no `rotation` block"
  why       = <<-EOT
    Secret Manager can remind a program to rotate a secret. Without a schedule secrets live as long as the
    application.
  EOT
  remedy    = <<-EOT
    Add a schedule and a topic that receives the notice.

    ```hcl
    rotation {
      rotation_period    = "7776000s"
      next_rotation_time = "2027-01-01T00:00:00Z"
    }
    ```
  EOT
  link      = "https://cloud.google.com/secret-manager/docs/secret-rotation"

  pass "rotated" {
    resource "google_secret_manager_secret" "this" {
      secret_id = "s"
      replication {
        auto {}
      }
      rotation {
        rotation_period    = "7776000s"
        next_rotation_time = "2027-01-01T00:00:00Z"
      }
    }
  }

  fail "never" {
    resource "google_secret_manager_secret" "this" {
      secret_id = "s"
      replication {
        auto {}
      }
    }

    expect = ["google_secret_manager_secret.this"]
  }

  pass "more that pass" {
    resource "google_secret_manager_secret" "no_rotation_period" {
      secret_id = "s"
      replication {
        auto {}
      }
      rotation {
        next_rotation_time = "2027-01-01T00:00:00Z"
      }
    }
    resource "google_secret_manager_secret" "no_next_rotation_time" {
      secret_id = "s"
      replication {
        auto {}
      }
      rotation {
        rotation_period = "7776000s"
      }
    }
  }
}

rule "google-data-not-customer-key-encrypted" {
  title    = "Data is not encrypted with your own key"
  category = "security"
  severity = "low"
  resources = [
    "google_bigquery_dataset", "google_bigquery_table", "google_pubsub_topic",
    "google_artifact_registry_repository", "google_bigtable_instance", "google_dataflow_job",
    "google_dataproc_cluster", "google_vertex_ai_dataset", "google_vertex_ai_endpoint",
    "google_vertex_ai_featurestore", "google_vertex_ai_metadata_store", "google_vertex_ai_tensorboard",
    "google_spanner_database", "google_notebooks_instance", "google_notebooks_runtime",
    "google_workbench_instance", "google_document_ai_processor",
    "google_document_ai_warehouse_location", "google_sql_database_instance", "google_redis_instance",
    "google_filestore_instance", "google_alloydb_cluster", "google_secret_manager_secret",
    "google_logging_project_bucket_config", "google_cloudfunctions_function",
    "google_cloudfunctions2_function", "google_composer_environment", "google_data_fusion_instance",
    "google_firestore_database",
  ]
  aliases = [
    "CKV_GCP_80", "CKV_GCP_81", "CKV_GCP_83", "CKV_GCP_84", "CKV_GCP_85", "CKV_GCP_90", "CKV_GCP_91",
    "CKV_GCP_92", "CKV_GCP_93", "CKV_GCP_96", "CKV2_GCP_21", "CKV2_GCP_22", "CKV2_GCP_23",
    "CKV2_GCP_24", "CKV2_GCP_25", "CKV2_GCP_26", "CKV2_GCP_27", "CKV2_GCP_35",
  ]
  tags    = ["cwe-311", "cis-gcp-2.0-7.2", "cis-gcp-2.0-7.3", "cis-gcp-2.0-8.1"]
  default = false
  assert = (
    length([for key in flatten([
      resource.kms_key_name, resource.kms_key, resource.encryption_key_name, resource.customer_managed_key,
      resource.encryption_configuration[*].kms_key_name, resource.default_encryption_configuration[*].kms_key_name,
      resource.encryption_spec[*].kms_key_name, resource.encryption_config[*].kms_key_name, resource.encryption_config[*].kms_key_names,
      resource.cluster[*].kms_key_name, resource.cluster_config[*].encryption_config[*].kms_key_name,
      resource.virtual_machine[*].virtual_machine_config[*].encryption_config[*].kms_key,
      resource.gce_setup[*].boot_disk[*].kms_key, resource.cmek_settings[*].kms_key_name, resource.customer_managed_encryption[*].kms_key_name,
      resource.replication[*].auto[*].customer_managed_encryption[*].kms_key_name,
      resource.replication[*].user_managed[*].replicas[*].customer_managed_encryption[*].kms_key_name,
      resource.config[*].encryption_config[*].kms_key_name, resource.crypto_key_config[*].key_reference, resource.cmek_config[*].kms_key_name,
    ]) : key if key != null]) > 0
  )
  message = "encrypted with a key that Google manages"
  why     = <<-EOT
    Google encrypts everything at rest. A key of your own adds the power to withdraw it, and a log of its uses. It
    also adds a way to lose the data, so use it where a regulation or contract asks for it.
  EOT
  remedy  = <<-EOT
    Name a Cloud KMS key of the same location, and let the service's agent use it.

    ```hcl
    kms_key_name = google_kms_crypto_key.data.id
    ```
  EOT
  link    = "https://cloud.google.com/kms/docs/cmek"

  pass "own key" {
    resource "google_pubsub_topic" "this" {
      name         = "t"
      kms_key_name = "projects/p/locations/eu/keyRings/r/cryptoKeys/k"
    }
  }

  pass "nested" {
    resource "google_bigquery_dataset" "d" {
      dataset_id = "d"
      default_encryption_configuration {
        kms_key_name = "projects/p/locations/eu/keyRings/r/cryptoKeys/k"
      }
    }
  }

  pass "key of this configuration" {
    resource "google_kms_crypto_key" "k" {
      name     = "k"
      key_ring = "r"
    }

    resource "google_spanner_database" "d" {
      instance = "i"
      name     = "d"
      encryption_config {
        kms_key_name = google_kms_crypto_key.k.id
      }
    }
    also = ["google-kms-key-not-rotated"]
  }

  fail "topic" {
    resource "google_pubsub_topic" "this" {
      name = "t"
    }

    expect = ["google_pubsub_topic.this"]
  }

  fail "table" {
    resource "google_bigquery_table" "t" {
      dataset_id = "d"
      table_id   = "t"
    }
  }
}
