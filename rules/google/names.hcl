# Names that Google Cloud refuses, by type, from the documentation of the provider and of the services.

rule "google-name-invalid" {
  title    = "Name is refused by Google Cloud"
  category = "naming"
  severity = "high"
  resources = [
    "google_spanner_instance",
    "google_spanner_database",
    "google_bigtable_instance",
    "google_dataproc_cluster",
    "google_pubsub_topic",
    "google_pubsub_subscription",
    "google_kms_key_ring",
    "google_kms_crypto_key",
    "google_secret_manager_secret",
    "google_vpc_access_connector",
    "google_logging_metric",
    "google_project_iam_custom_role",
    "google_artifact_registry_repository",
  ]
  params = {
    patterns = {
      google_spanner_instance             = "^[a-z][a-z0-9-]{4,28}[a-z0-9]$"
      google_spanner_database             = "^[a-z][a-z0-9_-]{0,28}[a-z0-9]$"
      google_bigtable_instance            = "^[a-z0-9-]{6,33}$"
      google_dataproc_cluster             = "^[a-z]([a-z0-9-]{0,53}[a-z0-9])?$"
      google_pubsub_topic                 = "^[a-zA-Z][a-zA-Z0-9_.~+%-]{2,254}$"
      google_pubsub_subscription          = "^[a-zA-Z][a-zA-Z0-9_.~+%-]{2,254}$"
      google_kms_key_ring                 = "^[a-zA-Z0-9_-]{1,63}$"
      google_kms_crypto_key               = "^[a-zA-Z0-9_-]{1,63}$"
      google_secret_manager_secret        = "^[a-zA-Z0-9_-]{1,255}$"
      google_vpc_access_connector         = "^[a-z][a-z0-9-]{0,23}[a-z0-9]$"
      google_logging_metric               = "^[A-Za-z0-9_.,+!*'()%-][A-Za-z0-9_.,+!*'()%/-]{0,99}$"
      google_project_iam_custom_role      = "^[a-zA-Z0-9_.]{3,64}$"
      google_artifact_registry_repository = "^[a-z]([a-z0-9-]{0,61}[a-z0-9])?$"
    }
  }
  when    = param.patterns[meta.type] != null && !can(regex("[{][{]|%%|^-", coalesce(resource.secret_id, resource.role_id, resource.repository_id, resource.name))) && coalesce(resource.secret_id, resource.role_id, resource.repository_id, resource.name) != null && is_known(can(regex(param.patterns[meta.type], coalesce(resource.secret_id, resource.role_id, resource.repository_id, resource.name))))
  assert  = can(regex(param.patterns[meta.type], coalesce(resource.secret_id, resource.role_id, resource.repository_id, resource.name))) && !(startswith(meta.type, "google_pubsub_") && startswith(resource.name, "goog"))
  at      = [resource.secret_id, resource.role_id, resource.repository_id, resource.name]
  message = "`${coalesce(resource.secret_id, resource.role_id, resource.repository_id, resource.name)}` does not match `${param.patterns[meta.type]}`"
  why     = <<-EOT
    Google Cloud refuses the name at apply, in the worst case after half of the change was made. Composed names often break a limit in one environment
    only; the rule reads the evaluated name. A name that is not known yet is judged with the plan. Names of topics and subscriptions must not begin with
    `goog` either.
  EOT
  remedy  = <<-EOT
    Choose a name within the limits.

    ```hcl
    name = "$${var.environment}-orders"
    ```
  EOT
  link    = "https://cloud.google.com/compute/docs/naming-resources"

  pass "a topic" {
    resource "google_pubsub_topic" "this" {
      name = "orders.created"
    }
  }

  pass "a name that is not known" {
    variable "name" {}
    resource "google_pubsub_topic" "this" {
      name = var.name
    }
  }

  fail "a hyphen in a role" {
    resource "google_project_iam_custom_role" "this" {
      role_id     = "order-reader"
      title       = "Reader"
      permissions = ["pubsub.topics.get"]
    }
    expect = ["google_project_iam_custom_role.this @ role_id"]
  }

  fail "a short Spanner name" {
    resource "google_spanner_instance" "this" {
      name             = "db"
      config           = "regional-europe-west1"
      display_name     = "orders"
      processing_units = 100
    }
    expect = ["google_spanner_instance.this @ name"]
  }

  fail "composed and too long" {
    locals {
      name = "production-orders-europe-west1"
    }
    resource "google_vpc_access_connector" "this" {
      name          = local.name
      network       = "app"
      ip_cidr_range = "10.8.0.0/28"
    }
    expect = ["google_vpc_access_connector.this @ name"]
  }

  fail "a topic that begins with goog" {
    resource "google_pubsub_topic" "this" {
      name = "goog-orders"
    }
    expect = ["google_pubsub_topic.this @ name"]
  }

  pass "no `role_id`" {
    resource "google_project_iam_custom_role" "this" {
      title       = "Reader"
      permissions = ["pubsub.topics.get"]
    }
  }

  fail "one more, `name` is `goog`" {
    locals {
      name = "production-orders-europe-west1"
    }
    resource "google_vpc_access_connector" "this" {
      name          = local.name
      network       = "app"
      ip_cidr_range = "10.8.0.0/28"
    }
    resource "google_vpc_access_connector" "this_too" {
      name          = "goog"
      network       = "app"
      ip_cidr_range = "10.8.0.0/28"
    }
    expect = ["google_vpc_access_connector.this @ name"]
  }
}
