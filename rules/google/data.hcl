rule "google-bigquery-dataset-public" {
  title     = "BigQuery dataset is readable by everyone"
  category  = "security"
  severity  = "critical"
  resources = ["google_bigquery_dataset"]
  aliases = [
    "CKV_GCP_15", "e576ce44-dd03-4022-a8c0-3906acca2ab4", "GCP-0046",
    "google-bigquery-no-public-access", "AVD-GCP-0046",
  ]
  tags     = ["cwe-732", "cis-gcp-2.0-7.1"]
  for_each = resource.access
  assert   = !contains(["allAuthenticatedUsers", "allUsers"], each.value.special_group) && !contains(["allUsers", "allAuthenticatedUsers"], each.value.iam_member)
  at       = each.value.special_group
  message  = "an `access` block opens the dataset to every Google account"
  why      = <<-EOT
    `allAuthenticatedUsers` is everyone with any Google account. They can query every table; on your bill if they
    may run jobs.
  EOT
  remedy   = <<-EOT
    Name groups or service accounts. Publish open data from a project of its own.

    ```hcl
    access {
      role           = "READER"
      group_by_email = "data-team@example.com"
    }
    ```
  EOT
  link     = "https://cloud.google.com/bigquery/docs/access-control"

  pass "a group" {
    resource "google_bigquery_dataset" "this" {
      dataset_id = "d"
      access {
        role           = "READER"
        group_by_email = "data-team@example.com"
      }
    }
  }

  pass "project owners" {
    resource "google_bigquery_dataset" "this" {
      dataset_id = "d"
      access {
        role          = "OWNER"
        special_group = "projectOwners"
      }
    }
  }

  fail "everyone with an account" {
    resource "google_bigquery_dataset" "this" {
      dataset_id = "d"
      access {
        role          = "READER"
        special_group = "allAuthenticatedUsers"
      }
    }

    expect = ["google_bigquery_dataset.this @ access[0].special_group"]
  }

  fail "everyone" {
    resource "google_bigquery_dataset" "this" {
      dataset_id = "d"
      access {
        role       = "READER"
        iam_member = "allUsers"
      }
    }
  }

  unknown "not known" {
    variable "group" {}

    resource "google_bigquery_dataset" "this" {
      dataset_id = "d"
      access {
        role          = "READER"
        special_group = var.group
      }
    }
  }

  fail "more that fail" {
    resource "google_bigquery_dataset" "special_group_is_allusers" {
      dataset_id = "d"
      access {
        role           = "READER"
        group_by_email = "data-team@example.com"
        special_group  = "allUsers"
      }
    }
    resource "google_bigquery_dataset" "one_more_one_more_access_iam_member_is" {
      dataset_id = "d"
      access {
        role           = "READER"
        group_by_email = "data-team@example.com"
      }
    }
    resource "google_bigquery_dataset" "one_more_one_more_access_iam_member_is_2" {
      dataset_id = "d"
      access {
        role           = "READER"
        group_by_email = "data-team@example.com"
      }
      access {
        role           = "READER"
        group_by_email = "data-team@example.com"
        iam_member     = "allAuthenticatedUsers"
      }
    }
    expect = [
      "google_bigquery_dataset.special_group_is_allusers @ access[0].special_group",
      "google_bigquery_dataset.one_more_one_more_access_iam_member_is_2 @ access[1]",
    ]
  }
}

rule "google-bigquery-access-public" {
  title     = "BigQuery access entry opens a dataset to everyone"
  category  = "security"
  severity  = "critical"
  resources = ["google_bigquery_dataset_access"]
  aliases   = ["CKV_GCP_15", "GCP-0046", "google-bigquery-no-public-access", "AVD-GCP-0046"]
  tags      = ["cwe-732", "cis-gcp-2.0-7.1"]
  assert    = !contains(["allAuthenticatedUsers", "allUsers"], resource.special_group) && !contains(["allUsers", "allAuthenticatedUsers"], resource.iam_member)
  at        = resource.special_group
  message   = "the entry opens the dataset to every Google account"
  why       = <<-EOT
    `allAuthenticatedUsers` is everyone with any Google account, not only yours.
  EOT
  remedy    = <<-EOT
    Name groups or service accounts.

    ```hcl
    group_by_email = "data-team@example.com"
    ```
  EOT
  link      = "https://cloud.google.com/bigquery/docs/access-control"

  pass "a group" {
    resource "google_bigquery_dataset_access" "this" {
      dataset_id     = "d"
      role           = "READER"
      group_by_email = "data-team@example.com"
    }
  }

  fail "everyone with an account" {
    resource "google_bigquery_dataset_access" "this" {
      dataset_id    = "d"
      role          = "READER"
      special_group = "allAuthenticatedUsers"
    }

    expect = ["google_bigquery_dataset_access.this @ special_group"]
  }

  unknown "not known" {
    variable "group" {}

    resource "google_bigquery_dataset_access" "this" {
      dataset_id    = "d"
      role          = "READER"
      special_group = var.group
    }
  }

  fail "more that fail" {
    resource "google_bigquery_dataset_access" "iam_member_is_allusers" {
      dataset_id     = "d"
      role           = "READER"
      group_by_email = "data-team@example.com"
      iam_member     = "allUsers"
    }
    resource "google_bigquery_dataset_access" "special_group_is_allusers" {
      dataset_id    = "d"
      role          = "READER"
      special_group = "allUsers"
    }
    resource "google_bigquery_dataset_access" "one_more_iam_member_is" {
      dataset_id     = "d"
      role           = "READER"
      group_by_email = "data-team@example.com"
    }
    resource "google_bigquery_dataset_access" "one_more_iam_member_is_2" {
      dataset_id     = "d"
      role           = "READER"
      group_by_email = "data-team@example.com"
      iam_member     = "allAuthenticatedUsers"
    }
    expect = [
      "google_bigquery_dataset_access.iam_member_is_allusers",
      "google_bigquery_dataset_access.special_group_is_allusers @ special_group",
      "google_bigquery_dataset_access.one_more_iam_member_is_2",
    ]
  }
}

rule "google-bigquery-table-unprotected" {
  title     = "BigQuery table can be destroyed by an apply"
  category  = "reliability"
  severity  = "low"
  resources = ["google_bigquery_table"]
  aliases   = ["CKV_GCP_121"]
  default   = false
  when      = length(resource.view) == 0 && length(resource.materialized_view) == 0
  assert    = coalesce(resource.deletion_protection, true)
  message   = "`deletion_protection` is false"
  why       = <<-EOT
    Many schema changes replace the table, and its rows go with it. The default is true.
  EOT
  remedy    = <<-EOT
    Remove the argument.
  EOT
  link      = "https://registry.terraform.io/providers/hashicorp/google/latest/docs/resources/bigquery_table#deletion_protection-1"

  fix {
    set = {
      deletion_protection = true
    }
  }

  pass "default" {
    resource "google_bigquery_table" "this" {
      dataset_id = "d"
      table_id   = "t"
    }
  }

  pass "a view" {
    resource "google_bigquery_table" "this" {
      dataset_id          = "d"
      table_id            = "t"
      deletion_protection = false
      view {
        query          = "SELECT 1"
        use_legacy_sql = false
      }
    }
  }

  fail "off" {
    resource "google_bigquery_table" "this" {
      dataset_id          = "d"
      table_id            = "t"
      deletion_protection = false
    }

    expect = ["google_bigquery_table.this @ deletion_protection"]
  }

  unknown "not known" {
    variable "protect" {}

    resource "google_bigquery_table" "this" {
      dataset_id          = "d"
      table_id            = "t"
      deletion_protection = var.protect
    }
  }
}

rule "google-bigquery-dataset-dropped-with-tables" {
  title     = "BigQuery dataset is destroyed with all its tables"
  category  = "reliability"
  severity  = "medium"
  resources = ["google_bigquery_dataset"]
  default   = false
  assert    = !coalesce(resource.delete_contents_on_destroy, false)
  message   = "`delete_contents_on_destroy` is on"
  why       = <<-EOT
    Renaming the dataset or moving its location replaces it; its tables go without a question.
  EOT
  remedy    = <<-EOT
    Leave it out, except for scratch data.
  EOT
  link      = "https://registry.terraform.io/providers/hashicorp/google/latest/docs/resources/bigquery_dataset#delete_contents_on_destroy-1"

  fix {
    set = {
      delete_contents_on_destroy = false
    }
  }

  pass "default" {
    resource "google_bigquery_dataset" "this" {
      dataset_id = "d"
    }
  }

  fail "on" {
    resource "google_bigquery_dataset" "this" {
      dataset_id                 = "d"
      delete_contents_on_destroy = true
    }

    expect = ["google_bigquery_dataset.this @ delete_contents_on_destroy"]
  }

  unknown "not known" {
    variable "delete_contents_on_destroy" {}

    resource "google_bigquery_dataset" "this" {
      dataset_id                 = "d"
      delete_contents_on_destroy = var.delete_contents_on_destroy
    }
  }
}

rule "google-bigquery-tables-never-expire" {
  title     = "BigQuery tables of the dataset never expire"
  category  = "cost"
  severity  = "info"
  resources = ["google_bigquery_dataset"]
  default   = false
  assert    = resource.default_table_expiration_ms != null || resource.default_partition_expiration_ms != null
  at        = resource.default_table_expiration_ms
  message   = "neither tables nor partitions have a default expiration"
  why       = <<-EOT
    Staging and log tables pile up and are paid for each month. Fine for data that is kept on purpose.
  EOT
  remedy    = <<-EOT
    Set an expiration for tables or partitions.

    ```hcl
    default_partition_expiration_ms = 7776000000
    ```
  EOT
  link      = "https://cloud.google.com/bigquery/docs/best-practices-storage"

  pass "tables expire" {
    resource "google_bigquery_dataset" "this" {
      dataset_id                  = "d"
      default_table_expiration_ms = 2592000000
    }
  }

  pass "partitions expire" {
    resource "google_bigquery_dataset" "this" {
      dataset_id                      = "d"
      default_partition_expiration_ms = 2592000000
    }
  }

  fail "never" {
    resource "google_bigquery_dataset" "this" {
      dataset_id = "d"
    }

    expect = ["google_bigquery_dataset.this"]
  }
}

rule "google-bigquery-id-invalid" {
  title     = "BigQuery name is refused by Google Cloud"
  category  = "naming"
  severity  = "high"
  resources = ["google_bigquery_dataset", "google_bigquery_table"]
  for_each  = [for id in(meta.type == "google_bigquery_dataset" ? [resource.dataset_id] : [resource.table_id]) : id if is_known(id) && id != null && id != ""]
  assert    = meta.type == "google_bigquery_dataset" ? (can(regex("^[A-Za-z0-9_]+$", each.value)) && length(each.value) <= 1024) : !can(regex("[.`/\\\\]", each.value))
  at        = [resource.table_id, resource.dataset_id]
  message   = "`${each.value}` is not a valid name"
  why       = <<-EOT
    Dataset ids hold letters, digits and underscores only; a dash, as in other Google names, is refused at apply.
  EOT
  remedy    = <<-EOT
    Replace dashes by underscores.

    ```hcl
    dataset_id = "raw_events"
    ```
  EOT
  link      = "https://cloud.google.com/bigquery/docs/datasets#dataset-naming"

  pass "underscore" {
    resource "google_bigquery_dataset" "this" {
      dataset_id = "raw_events"
    }
  }

  pass "a default that waits for a value" {
    variable "dataset" {
      default = ""
    }
    resource "google_bigquery_dataset" "this" {
      dataset_id = var.dataset
      location   = "EU"
    }
  }

  fail "dash" {
    resource "google_bigquery_dataset" "this" {
      dataset_id = "raw-events"
    }

    expect = ["google_bigquery_dataset.this @ dataset_id"]
  }

  fail "dot" {
    resource "google_bigquery_table" "t" {
      dataset_id = "d"
      table_id   = "events.v1"
    }

    expect = ["google_bigquery_table.t @ table_id"]
  }

  pass "`dataset_id` is an unset variable" {
    variable "dataset_id" {}
    resource "google_bigquery_dataset" "this" {
      dataset_id = var.dataset_id
    }
  }
}

rule "google-pubsub-push-over-http" {
  title     = "Pub/Sub pushes messages over plain HTTP"
  category  = "security"
  severity  = "medium"
  resources = ["google_pubsub_subscription"]
  tags      = ["cwe-319"]
  when      = resource.push_config[0].push_endpoint != null
  assert    = !startswith(resource.push_config[0].push_endpoint, "http://")
  at        = resource.push_config[0].push_endpoint
  message   = "`${resource.push_config[0].push_endpoint}` is not encrypted"
  why       = <<-EOT
    Messages and their tokens travel readable over the internet.
  EOT
  remedy    = <<-EOT
    Use an `https://` endpoint.

    ```hcl
    push_config {
      push_endpoint = "https://example.com/push"
    }
    ```
  EOT
  link      = "https://cloud.google.com/pubsub/docs/push"

  pass "https" {
    resource "google_pubsub_subscription" "this" {
      name  = "s"
      topic = "t"
      push_config {
        push_endpoint = "https://example.com/push"
      }
    }
    also = ["google-pubsub-push-unauthenticated"]
  }

  pass "pull" {
    resource "google_pubsub_subscription" "this" {
      name  = "s"
      topic = "t"
    }
  }

  fail "http" {
    resource "google_pubsub_subscription" "this" {
      name  = "s"
      topic = "t"
      push_config {
        push_endpoint = "http://example.com/push"
      }
    }

    expect = ["google_pubsub_subscription.this @ push_config[0].push_endpoint"]
  }

  unknown "not known" {
    variable "endpoint" {}

    resource "google_pubsub_subscription" "this" {
      name  = "s"
      topic = "t"
      push_config {
        push_endpoint = var.endpoint
      }
    }
  }
}

rule "google-pubsub-push-unauthenticated" {
  title     = "Pub/Sub pushes messages without a token"
  category  = "security"
  severity  = "low"
  resources = ["google_pubsub_subscription"]
  tags      = ["cwe-306"]
  when      = resource.push_config[0].push_endpoint != null
  assert    = length(resource.push_config[0].oidc_token) > 0
  at        = resource.push_config
  message   = "no `oidc_token`: the endpoint cannot tell Pub/Sub from others"
  why       = <<-EOT
    Without a token the endpoint must accept requests from everyone, and anyone who finds it can send messages.
  EOT
  remedy    = <<-EOT
    Add a service account for the token, and let the endpoint check it.

    ```hcl
    push_config {
      push_endpoint = "https://example.com/push"
      oidc_token {
        service_account_email = google_service_account.push.email
      }
    }
    ```
  EOT
  link      = "https://cloud.google.com/pubsub/docs/authenticate-push-subscriptions"

  pass "token" {
    resource "google_pubsub_subscription" "this" {
      name  = "s"
      topic = "t"
      push_config {
        push_endpoint = "https://example.com/push"
        oidc_token {
          service_account_email = "push@p.iam.gserviceaccount.com"
        }
      }
    }
  }

  pass "pull" {
    resource "google_pubsub_subscription" "this" {
      name  = "s"
      topic = "t"
    }
  }

  fail "no token" {
    resource "google_pubsub_subscription" "this" {
      name  = "s"
      topic = "t"
      push_config {
        push_endpoint = "https://example.com/push"
      }
    }

    expect = ["google_pubsub_subscription.this @ push_config"]
  }
}

rule "google-pubsub-no-dead-letter" {
  title     = "Pub/Sub subscription has no dead letter topic"
  category  = "reliability"
  severity  = "info"
  resources = ["google_pubsub_subscription"]
  default   = false
  when      = length(resource.bigquery_config) == 0 && length(resource.cloud_storage_config) == 0
  assert    = length(resource.dead_letter_policy) > 0
  at        = resource.dead_letter_policy
  message   = "messages that cannot be handled are delivered again until they expire"
  why       = <<-EOT
    One message that the subscriber cannot handle is retried for days, costs money and delays others.
  EOT
  remedy    = <<-EOT
    Name a dead letter topic and watch it.

    ```hcl
    dead_letter_policy {
      dead_letter_topic     = google_pubsub_topic.dead.id
      max_delivery_attempts = 10
    }
    ```
  EOT
  link      = "https://cloud.google.com/pubsub/docs/dead-letter-topics"

  pass "a topic" {
    resource "google_pubsub_subscription" "this" {
      name  = "s"
      topic = "t"
      dead_letter_policy {
        dead_letter_topic = "projects/p/topics/dead"
      }
    }
  }

  fail "none" {
    resource "google_pubsub_subscription" "this" {
      name  = "s"
      topic = "t"
    }

    expect = ["google_pubsub_subscription.this"]
  }
}

rule "google-dataproc-public-ip" {
  title     = "Dataproc machines have public IP addresses"
  category  = "security"
  severity  = "medium"
  resources = ["google_dataproc_cluster"]
  aliases   = ["CKV_GCP_103", "d2c4b6a8-1234-4f56-9abc-def012345678"]
  tags      = ["cwe-284"]
  params = {
    public_by_default = "^([01]|2[.][01]([^0-9]|$))"
  }
  when = length(resource.virtual_cluster_config) == 0
  assert = (
    length(resource.cluster_config[0].gce_cluster_config) > 0
    ? coalesce(resource.cluster_config[0].gce_cluster_config[0].internal_ip_only, false)
    : !can(regex(param.public_by_default, resource.cluster_config[0].software_config[0].image_version))
  )
  at        = resource.cluster_config[0].gce_cluster_config[0].internal_ip_only
  message   = "`internal_ip_only` is not on"
  why       = <<-EOT
    Hadoop and Spark bring web pages and ports without authentication. Public addresses put one firewall rule
    between them and the internet. Clusters on image versions before 2.2 get public addresses unless told
    otherwise, later ones do not; but a `gce_cluster_config` block without the argument asks for them on any version.
  EOT
  remedy    = <<-EOT
    Use internal addresses, and enable Private Google Access on the subnetwork.

    ```hcl
    cluster_config {
      gce_cluster_config {
        internal_ip_only = true
      }
    }
    ```
  EOT
  link      = "https://cloud.google.com/dataproc/docs/concepts/configuring-clusters/network"

  pass "internal" {
    resource "google_dataproc_cluster" "this" {
      name   = "c"
      region = "europe-west1"
      cluster_config {
        gce_cluster_config {
          internal_ip_only = true
        }
      }
    }
  }

  pass "the default of current images" {
    resource "google_dataproc_cluster" "this" {
      name   = "c"
      region = "europe-west1"
    }
  }

  fail "the default of an old image" {
    resource "google_dataproc_cluster" "this" {
      name   = "c"
      region = "europe-west1"
      cluster_config {
        software_config {
          image_version = "2.1-debian11"
        }
      }
    }
  }

  fail "not written in the block" {
    resource "google_dataproc_cluster" "this" {
      name   = "c"
      region = "europe-west1"
      cluster_config {
        gce_cluster_config {
          zone = "europe-west1-b"
        }
      }
    }

    expect = ["google_dataproc_cluster.this @ cluster_config[0].gce_cluster_config[0]"]
  }

  fail "off" {
    resource "google_dataproc_cluster" "this" {
      name   = "c"
      region = "europe-west1"
      cluster_config {
        gce_cluster_config {
          internal_ip_only = false
        }
      }
    }

    expect = ["google_dataproc_cluster.this @ cluster_config[0].gce_cluster_config[0].internal_ip_only"]
  }

  unknown "not known" {
    variable "internal" {}

    resource "google_dataproc_cluster" "this" {
      name   = "c"
      region = "europe-west1"
      cluster_config {
        gce_cluster_config {
          internal_ip_only = var.internal
        }
      }
    }
  }
}

rule "google-dataflow-public-ip" {
  title     = "Dataflow workers have public IP addresses"
  category  = "security"
  severity  = "medium"
  resources = ["google_dataflow_job", "google_dataflow_flex_template_job"]
  aliases   = ["CKV_GCP_94"]
  tags      = ["cwe-284"]
  assert    = resource.ip_configuration == "WORKER_IP_PRIVATE"
  message   = "`ip_configuration` is ${coalesce(resource.ip_configuration, "not set, which means WORKER_IP_PUBLIC")}"
  why       = <<-EOT
    Workers reach the internet, and are reachable where a firewall rule lets it. They need neither with Private
    Google Access.
  EOT
  remedy    = <<-EOT
    Use private addresses.

    ```hcl
    ip_configuration = "WORKER_IP_PRIVATE"
    ```
  EOT
  link      = "https://cloud.google.com/dataflow/docs/guides/routes-firewall"

  fix {
    set = {
      ip_configuration = "WORKER_IP_PRIVATE"
    }
  }

  pass "private" {
    resource "google_dataflow_job" "this" {
      name              = "j"
      template_gcs_path = "gs://b/t"
      temp_gcs_location = "gs://b/tmp"
      ip_configuration  = "WORKER_IP_PRIVATE"
    }
  }

  fail "public" {
    resource "google_dataflow_job" "this" {
      name              = "j"
      template_gcs_path = "gs://b/t"
      temp_gcs_location = "gs://b/tmp"
      ip_configuration  = "WORKER_IP_PUBLIC"
    }

    expect = ["google_dataflow_job.this @ ip_configuration"]
  }

  fail "not written" {
    resource "google_dataflow_job" "this" {
      name              = "j"
      template_gcs_path = "gs://b/t"
      temp_gcs_location = "gs://b/tmp"
    }

    expect = ["google_dataflow_job.this"]
  }

  unknown "not known" {
    variable "ip" {}

    resource "google_dataflow_job" "this" {
      name              = "j"
      template_gcs_path = "gs://b/t"
      temp_gcs_location = "gs://b/tmp"
      ip_configuration  = var.ip
    }
  }
}

rule "google-data-fusion-public" {
  title     = "Data Fusion instance is public"
  category  = "security"
  severity  = "medium"
  resources = ["google_data_fusion_instance"]
  aliases   = ["CKV_GCP_87"]
  tags      = ["cwe-284"]
  assert    = coalesce(resource.private_instance, false)
  message   = "`private_instance` is not on"
  why       = <<-EOT
    Pipelines run on machines with public addresses and reach your data from there. It cannot be changed later.
  EOT
  remedy    = <<-EOT
    Make the instance private.

    ```hcl
    private_instance = true
    ```
  EOT
  link      = "https://cloud.google.com/data-fusion/docs/how-to/create-private-ip"

  pass "private" {
    resource "google_data_fusion_instance" "this" {
      name             = "f"
      type             = "BASIC"
      private_instance = true
    }
  }

  fail "not written" {
    resource "google_data_fusion_instance" "this" {
      name = "f"
      type = "BASIC"
    }

    expect = ["google_data_fusion_instance.this"]
  }

  fail "public" {
    resource "google_data_fusion_instance" "this" {
      name             = "f"
      type             = "BASIC"
      private_instance = false
    }

    expect = ["google_data_fusion_instance.this @ private_instance"]
  }

  unknown "not known" {
    variable "private" {}

    resource "google_data_fusion_instance" "this" {
      name             = "f"
      type             = "BASIC"
      private_instance = var.private
    }
  }
}

rule "google-data-fusion-no-logs" {
  title     = "Data Fusion sends no logs or metrics"
  category  = "security"
  severity  = "low"
  resources = ["google_data_fusion_instance"]
  aliases   = ["CKV_GCP_104", "CKV_GCP_105"]
  tags      = ["cwe-778"]
  default   = false
  assert    = coalesce(resource.enable_stackdriver_logging, false) && coalesce(resource.enable_stackdriver_monitoring, false)
  message   = "`enable_stackdriver_logging` and `enable_stackdriver_monitoring` are not both on"
  why       = <<-EOT
    What pipelines did is known only as long as the cluster that ran them.
  EOT
  remedy    = <<-EOT
    Turn both on.

    ```hcl
    enable_stackdriver_logging    = true
    enable_stackdriver_monitoring = true
    ```
  EOT
  link      = "https://cloud.google.com/data-fusion/docs/how-to/view-instance-logs"

  fix {
    set = {
      enable_stackdriver_logging    = true
      enable_stackdriver_monitoring = true
    }
  }

  pass "both" {
    resource "google_data_fusion_instance" "this" {
      name                          = "f"
      type                          = "BASIC"
      private_instance              = true
      enable_stackdriver_logging    = true
      enable_stackdriver_monitoring = true
    }
  }

  fail "none" {
    resource "google_data_fusion_instance" "this" {
      name             = "f"
      type             = "BASIC"
      private_instance = true
    }
  }

  fail "logs only" {
    resource "google_data_fusion_instance" "this" {
      name                       = "f"
      type                       = "BASIC"
      private_instance           = true
      enable_stackdriver_logging = true
    }
  }

  fail "no `enable_stackdriver_logging`" {
    resource "google_data_fusion_instance" "this" {
      name                          = "f"
      type                          = "BASIC"
      private_instance              = true
      enable_stackdriver_monitoring = true
    }
    expect = ["google_data_fusion_instance.this @ enable_stackdriver_monitoring"]
  }
}

rule "google-composer-public-endpoint" {
  title     = "Composer environment uses public addresses"
  category  = "security"
  severity  = "medium"
  resources = ["google_composer_environment"]
  tags      = ["cwe-284"]
  default   = false
  assert    = coalesce(resource.config[0].private_environment_config[0].enable_private_endpoint, false) || coalesce(resource.config[0].enable_private_environment, false)
  at        = resource.config
  message   = "neither a private endpoint nor a private environment is configured"
  why       = <<-EOT
    The environment's cluster and workers have public addresses. Airflow's connections often hold credentials to
    all other systems.
  EOT
  remedy    = <<-EOT
    Use a private environment.

    ```hcl
    config {
      enable_private_environment = true
    }
    ```
  EOT
  link      = "https://cloud.google.com/composer/docs/composer-3/change-networking-type"

  pass "private" {
    resource "google_composer_environment" "this" {
      name   = "c"
      region = "europe-west1"
      config {
        private_environment_config {
          enable_private_endpoint = true
        }
      }
    }
  }

  pass "Composer 3" {
    resource "google_composer_environment" "this" {
      name   = "c"
      region = "europe-west1"
      config {
        enable_private_environment = true
      }
    }
  }

  fail "not written" {
    resource "google_composer_environment" "this" {
      name   = "c"
      region = "europe-west1"
    }

    expect = ["google_composer_environment.this"]
  }
}

rule "google-composer-airflow-open" {
  title     = "Airflow's web interface is open to the internet"
  category  = "security"
  severity  = "medium"
  resources = ["google_composer_environment"]
  tags      = ["cwe-284"]
  for_each  = resource.config[0].web_server_network_access_control[0].allowed_ip_range
  assert    = !cidr_is_public(each.value.value)
  at        = each.value.value
  message   = "`${each.value.value}` may reach the web server"
  why       = <<-EOT
    The access control is there to limit who reaches Airflow; the whole internet leaves Google sign-in alone in
    front of it.
  EOT
  remedy    = <<-EOT
    List your own ranges.

    ```hcl
    allowed_ip_range {
      value       = "203.0.113.0/28"
      description = "office"
    }
    ```
  EOT
  link      = "https://cloud.google.com/composer/docs/composer-2/configure-web-server-network-access"

  pass "an office" {
    resource "google_composer_environment" "this" {
      name   = "c"
      region = "europe-west1"
      config {
        web_server_network_access_control {
          allowed_ip_range {
            value = "203.0.113.0/28"
          }
        }
      }
    }
  }

  fail "everyone" {
    resource "google_composer_environment" "this" {
      name   = "c"
      region = "europe-west1"
      config {
        web_server_network_access_control {
          allowed_ip_range {
            value = "0.0.0.0/0"
          }
        }
      }
    }

    expect = [
      "google_composer_environment.this @ config[0].web_server_network_access_control[0].allowed_ip_range[0].value",
    ]
  }

  unknown "not known" {
    variable "range" {}

    resource "google_composer_environment" "this" {
      name   = "c"
      region = "europe-west1"
      config {
        web_server_network_access_control {
          allowed_ip_range {
            value = var.range
          }
        }
      }
    }
  }
}
