rule "google-logging-sink-bucket-not-locked" {
  title    = "Exported logs can be deleted"
  category = "security"
  severity = "low"
  resources = [
    "google_logging_project_sink", "google_logging_folder_sink", "google_logging_organization_sink",
    "google_logging_billing_account_sink",
  ]
  aliases = ["CKV2_GCP_4"]
  tags    = ["cwe-779", "cis-gcp-2.0-2.3"]
  default = false

  related "bucket" {
    type = "google_storage_bucket"
    on   = refers(resource.destination, other) || resource.destination == "storage.googleapis.com/${other.name}"
  }

  when    = length(related.bucket) > 0
  assert  = alltrue([for b in related.bucket : coalesce(b.retention_policy[0].is_locked, false)])
  at      = resource.destination
  message = "the sink's bucket has no locked retention policy"
  why     = <<-EOT
    Whoever takes over the project can remove the traces. A locked policy stops even its owners, for good: choose
    the period with care.
  EOT
  remedy  = <<-EOT
    Lock the retention of the bucket.

    ```hcl
    retention_policy {
      is_locked        = true
      retention_period = 31536000
    }
    ```
  EOT
  link    = "https://cloud.google.com/storage/docs/bucket-lock"

  pass "locked" {
    resource "google_storage_bucket" "logs" {
      name     = "logs"
      location = "EU"
      retention_policy {
        is_locked        = true
        retention_period = 31536000
      }
    }

    resource "google_logging_project_sink" "s" {
      name        = "s"
      destination = "storage.googleapis.com/${google_storage_bucket.logs.name}"
    }
  }

  pass "another destination" {
    resource "google_logging_project_sink" "s" {
      name        = "s"
      destination = "bigquery.googleapis.com/projects/p/datasets/logs"
    }
  }

  fail "not locked" {
    resource "google_storage_bucket" "logs" {
      name     = "logs"
      location = "EU"
    }

    resource "google_logging_project_sink" "s" {
      name        = "s"
      destination = "storage.googleapis.com/${google_storage_bucket.logs.name}"
    }

    expect = ["google_logging_project_sink.s @ destination"]
  }

  unknown "`destination` is an unset variable" {
    variable "destination" {}
    resource "google_storage_bucket" "logs" {
      name     = "logs"
      location = "EU"
    }
    resource "google_logging_project_sink" "s" {
      name        = "s"
      destination = var.destination
    }
  }

  fail "one more, without `retention_policy`" {
    resource "google_storage_bucket" "logs" {
      name     = "logs"
      location = "EU"
      retention_policy {
        is_locked        = true
        retention_period = 31536000
      }
    }
    resource "google_storage_bucket" "logs_too" {
      name     = "logs"
      location = "EU"
    }
    resource "google_logging_project_sink" "s" {
      name        = "s"
      destination = "storage.googleapis.com/${google_storage_bucket.logs.name}"
    }
    expect = ["google_logging_project_sink.s @ destination"]
  }
}

rule "google-logging-audit-excluded" {
  title    = "Audit logs are excluded"
  category = "security"
  severity = "medium"
  resources = [
    "google_logging_project_exclusion", "google_logging_folder_exclusion",
    "google_logging_organization_exclusion",
  ]
  tags    = ["cwe-778"]
  when    = !coalesce(resource.disabled, false)
  assert  = !can(regex("cloudaudit", resource.filter))
  at      = resource.filter
  message = "the exclusion drops audit log entries"
  why     = <<-EOT
    What is excluded is not stored anywhere; the trace of who read or changed data is gone.
  EOT
  remedy  = <<-EOT
    Exclude noisy application logs only; send audit logs to a cheaper bucket instead.
  EOT
  link    = "https://cloud.google.com/logging/docs/exclusions"

  pass "application logs" {
    resource "google_logging_project_exclusion" "this" {
      name   = "e"
      filter = "resource.type = gce_instance AND severity <= DEBUG"
    }
  }

  fail "audit logs" {
    resource "google_logging_project_exclusion" "this" {
      name   = "e"
      filter = "logName:\"cloudaudit.googleapis.com%2Fdata_access\""
    }

    expect = ["google_logging_project_exclusion.this @ filter"]
  }

  unknown "not known" {
    variable "filter" {}

    resource "google_logging_project_exclusion" "this" {
      name   = "e"
      filter = var.filter
    }
  }

  pass "`disabled` is `true`" {
    variable "filter" {}
    resource "google_logging_project_exclusion" "this" {
      name     = "e"
      filter   = var.filter
      disabled = true
    }
  }
}

rule "google-logging-retention-short" {
  title    = "Log bucket keeps its logs for less than 30 days"
  category = "security"
  severity = "low"
  resources = [
    "google_logging_project_bucket_config", "google_logging_folder_bucket_config",
    "google_logging_organization_bucket_config",
  ]
  tags    = ["cwe-779"]
  default = false
  params = {
    shortest = 30
  }
  when    = resource.retention_days != null
  assert  = resource.retention_days >= param.shortest || resource.retention_days == 0
  message = "logs are deleted after ${resource.retention_days} days"
  why     = <<-EOT
    Intrusions are often found after weeks. Thirty days are included in the price.
  EOT
  remedy  = <<-EOT
    Keep logs for 30 days or more.

    ```hcl
    retention_days = 30
    ```
  EOT
  link    = "https://cloud.google.com/logging/docs/buckets#custom-retention"

  pass "30 days" {
    resource "google_logging_project_bucket_config" "this" {
      project        = "p"
      location       = "global"
      bucket_id      = "_Default"
      retention_days = 30
    }
  }

  fail "a week" {
    resource "google_logging_project_bucket_config" "this" {
      project        = "p"
      location       = "global"
      bucket_id      = "_Default"
      retention_days = 7
    }

    expect = ["google_logging_project_bucket_config.this @ retention_days"]
  }

  unknown "not known" {
    variable "retention_days" {}

    resource "google_logging_project_bucket_config" "this" {
      project        = "p"
      location       = "global"
      bucket_id      = "_Default"
      retention_days = var.retention_days
    }
  }

  pass "`retention_days` is `0`" {
    resource "google_logging_project_bucket_config" "this" {
      project        = "p"
      location       = "global"
      bucket_id      = "_Default"
      retention_days = 0
    }
  }
}

rule "google-logging-retention-paid" {
  title    = "Log bucket keeps its logs for longer than is free"
  category = "cost"
  severity = "info"
  resources = [
    "google_logging_project_bucket_config", "google_logging_folder_bucket_config",
    "google_logging_organization_bucket_config",
  ]
  default = false
  params = {
    free_days = 30
  }
  when    = resource.retention_days != null
  assert  = resource.retention_days <= param.free_days || resource.bucket_id == "_Required"
  message = "retention beyond ${param.free_days} days is billed by volume"
  why     = <<-EOT
    Long retention of everything is dearer than a sink that keeps what matters in a cheap bucket.
  EOT
  remedy  = <<-EOT
    Keep 30 days, and export audit logs to Cloud Storage.

    ```hcl
    retention_days = 30
    ```
  EOT
  link    = "https://cloud.google.com/stackdriver/pricing"

  pass "30 days" {
    resource "google_logging_project_bucket_config" "this" {
      project        = "p"
      location       = "global"
      bucket_id      = "_Default"
      retention_days = 30
    }
  }

  fail "a year" {
    resource "google_logging_project_bucket_config" "this" {
      project        = "p"
      location       = "global"
      bucket_id      = "_Default"
      retention_days = 365
    }

    expect = ["google_logging_project_bucket_config.this @ retention_days"]
  }

  unknown "not known" {
    variable "retention_days" {}

    resource "google_logging_project_bucket_config" "this" {
      project        = "p"
      location       = "global"
      bucket_id      = "_Default"
      retention_days = var.retention_days
    }
  }

  pass "`bucket_id` is `_Required`" {
    resource "google_logging_project_bucket_config" "this" {
      project        = "p"
      location       = "global"
      bucket_id      = "_Required"
      retention_days = 365
    }
  }

  fail "`retention_days` is `31`" {
    resource "google_logging_project_bucket_config" "this" {
      project        = "p"
      location       = "global"
      bucket_id      = "_Default"
      retention_days = 31
    }
    expect = ["google_logging_project_bucket_config.this @ retention_days"]
  }
}

rule "google-logging-sink-without-children" {
  title     = "Sink of an organisation or folder misses its projects"
  category  = "security"
  severity  = "low"
  resources = ["google_logging_organization_sink", "google_logging_folder_sink"]
  tags      = ["cwe-778"]
  default   = false
  assert    = coalesce(resource.include_children, false)
  message   = "`include_children` is not on"
  why       = <<-EOT
    The sink then exports the logs of the organisation or folder itself, and none of its projects.
  EOT
  remedy    = <<-EOT
    Include the children.

    ```hcl
    include_children = true
    ```
  EOT
  link      = "https://cloud.google.com/logging/docs/export/aggregated_sinks"

  fix {
    set = {
      include_children = true
    }
  }

  pass "with children" {
    resource "google_logging_organization_sink" "this" {
      name             = "s"
      org_id           = "123456789"
      destination      = "storage.googleapis.com/logs"
      include_children = true
    }
  }

  fail "not written" {
    resource "google_logging_organization_sink" "this" {
      name        = "s"
      org_id      = "123456789"
      destination = "storage.googleapis.com/logs"
    }

    expect = ["google_logging_organization_sink.this"]
  }
}

rule "google-cloudbuild-worker-public-ip" {
  title     = "Cloud Build workers have public IP addresses"
  category  = "security"
  severity  = "medium"
  resources = ["google_cloudbuild_worker_pool"]
  aliases   = ["CKV_GCP_86"]
  tags      = ["cwe-284"]
  assert    = coalesce(resource.worker_config[0].no_external_ip, false)
  at        = resource.worker_config[0].no_external_ip
  message   = "`no_external_ip` is not on"
  why       = <<-EOT
    A private pool is used to keep builds inside the network; with public addresses they go out past its controls.
  EOT
  remedy    = <<-EOT
    Give workers internal addresses, and let them out through NAT.

    ```hcl
    worker_config {
      machine_type   = "e2-standard-4"
      no_external_ip = true
    }
    ```
  EOT
  link      = "https://cloud.google.com/build/docs/private-pools/create-manage-private-pools"

  pass "internal" {
    resource "google_cloudbuild_worker_pool" "this" {
      name     = "w"
      location = "europe-west1"
      worker_config {
        machine_type   = "e2-standard-4"
        no_external_ip = true
      }
    }
  }

  fail "not written" {
    resource "google_cloudbuild_worker_pool" "this" {
      name     = "w"
      location = "europe-west1"
    }

    expect = ["google_cloudbuild_worker_pool.this"]
  }

  fail "off" {
    resource "google_cloudbuild_worker_pool" "this" {
      name     = "w"
      location = "europe-west1"
      worker_config {
        no_external_ip = false
      }
    }

    expect = ["google_cloudbuild_worker_pool.this @ worker_config[0].no_external_ip"]
  }

  unknown "not known" {
    variable "internal" {}

    resource "google_cloudbuild_worker_pool" "this" {
      name     = "w"
      location = "europe-west1"
      worker_config {
        no_external_ip = var.internal
      }
    }
  }
}

rule "google-cloudbuild-builds-strangers-pull-requests" {
  title     = "Cloud Build runs code of strangers' pull requests"
  category  = "security"
  severity  = "medium"
  resources = ["google_cloudbuild_trigger"]
  tags      = ["cwe-94"]
  for_each  = flatten([resource.github[*].pull_request, resource.repository_event_config[*].pull_request])
  assert    = contains(["COMMENTS_ENABLED", "COMMENTS_ENABLED_FOR_EXTERNAL_CONTRIBUTORS_ONLY"], each.value.comment_control)
  at        = each.value.comment_control
  message   = "`comment_control` is ${coalesce(each.value.comment_control, "not set")}: each pull request is built at once"
  why       = <<-EOT
    A pull request changes the build steps. On a public repository anyone can open one, and their steps run with
    the trigger's service account.
  EOT
  remedy    = <<-EOT
    Ask for a comment of an owner on pull requests from outside.

    ```hcl
    pull_request {
      branch          = "^main$"
      comment_control = "COMMENTS_ENABLED_FOR_EXTERNAL_CONTRIBUTORS_ONLY"
    }
    ```
  EOT
  link      = "https://cloud.google.com/build/docs/automating-builds/github/build-repos-from-github"

  pass "a comment first" {
    resource "google_cloudbuild_trigger" "this" {
      name     = "t"
      filename = "cloudbuild.yaml"
      github {
        owner = "example"
        name  = "app"
        pull_request {
          branch          = "^main$"
          comment_control = "COMMENTS_ENABLED"
        }
      }
    }
  }

  pass "pushes" {
    resource "google_cloudbuild_trigger" "this" {
      name     = "t"
      filename = "cloudbuild.yaml"
      github {
        owner = "example"
        name  = "app"
        push {
          branch = "^main$"
        }
      }
    }
  }

  fail "not written" {
    resource "google_cloudbuild_trigger" "this" {
      name     = "t"
      filename = "cloudbuild.yaml"
      github {
        owner = "example"
        name  = "app"
        pull_request {
          branch = "^main$"
        }
      }
    }
  }

  fail "disabled" {
    resource "google_cloudbuild_trigger" "this" {
      name     = "t"
      filename = "cloudbuild.yaml"
      github {
        owner = "example"
        name  = "app"
        pull_request {
          branch          = "^main$"
          comment_control = "COMMENTS_DISABLED"
        }
      }
    }

    expect = ["google_cloudbuild_trigger.this @ github[0].pull_request[0].comment_control"]
  }

  unknown "not known" {
    variable "control" {}

    resource "google_cloudbuild_trigger" "this" {
      name     = "t"
      filename = "cloudbuild.yaml"
      github {
        owner = "example"
        name  = "app"
        pull_request {
          branch          = "^main$"
          comment_control = var.control
        }
      }
    }
  }

  unknown "`repository_event_config` is another, `repository_event_config` is an unset variable" {
    variable "repository_event_config" {}
    resource "google_cloudbuild_trigger" "this" {
      name                    = "t"
      filename                = "cloudbuild.yaml"
      repository_event_config = var.repository_event_config
      github {
        owner = "example"
        name  = "app"
        pull_request {
          branch          = "^main$"
          comment_control = "COMMENTS_ENABLED"
        }
      }
    }
    expect = ["google_cloudbuild_trigger.this"]
  }
}

rule "google-access-level-open" {
  title     = "Access level includes the whole internet"
  category  = "security"
  severity  = "medium"
  resources = ["google_access_context_manager_access_level"]
  tags      = ["cwe-284"]
  for_each  = flatten(resource.basic[*].conditions)
  assert    = each.value.negate == true || !anytrue([for r in each.value.ip_subnetworks : cidr_is_public(r)])
  at        = each.value.ip_subnetworks
  message   = "`ip_subnetworks` holds a public range"
  why       = <<-EOT
    An access level opens a service perimeter to whoever fulfils it. The whole internet makes the perimeter
    pointless.
  EOT
  remedy    = <<-EOT
    List your own ranges, or ask for managed devices.

    ```hcl
    conditions {
      ip_subnetworks = ["203.0.113.0/28"]
    }
    ```
  EOT
  link      = "https://cloud.google.com/access-context-manager/docs/overview"

  pass "an office" {
    resource "google_access_context_manager_access_level" "this" {
      parent = "accessPolicies/1"
      name   = "accessPolicies/1/accessLevels/office"
      title  = "office"
      basic {
        conditions {
          ip_subnetworks = ["203.0.113.0/28"]
        }
      }
    }
  }

  fail "everyone" {
    resource "google_access_context_manager_access_level" "this" {
      parent = "accessPolicies/1"
      name   = "accessPolicies/1/accessLevels/office"
      title  = "office"
      basic {
        conditions {
          ip_subnetworks = ["0.0.0.0/0"]
        }
      }
    }

    expect = ["google_access_context_manager_access_level.this @ basic[0].conditions[0].ip_subnetworks"]
  }

  unknown "not known" {
    variable "ranges" {}

    resource "google_access_context_manager_access_level" "this" {
      parent = "accessPolicies/1"
      name   = "accessPolicies/1/accessLevels/office"
      title  = "office"
      basic {
        conditions {
          ip_subnetworks = var.ranges
        }
      }
    }
  }

  pass "one more `conditions`, no `ip_subnetworks`" {
    resource "google_access_context_manager_access_level" "this" {
      parent = "accessPolicies/1"
      name   = "accessPolicies/1/accessLevels/office"
      title  = "office"
      basic {
        conditions {
          ip_subnetworks = ["203.0.113.0/28"]
        }
        conditions {}
      }
    }
  }
}

rule "google-org-policy-guard-off" {
  title    = "Organisation policy switches a guard off"
  category = "security"
  severity = "medium"
  resources = [
    "google_org_policy_policy", "google_project_organization_policy",
    "google_folder_organization_policy", "google_organization_policy",
  ]
  tags = ["cwe-693"]
  params = {
    guards = ["iam.disableServiceAccountKeyCreation", "iam.disableServiceAccountKeyUpload", "iam.automaticIamGrantsForDefaultServiceAccounts", "storage.publicAccessPrevention", "storage.uniformBucketLevelAccess", "compute.requireOsLogin", "compute.requireShieldedVm", "compute.disableSerialPortAccess", "compute.skipDefaultNetworkCreation", "sql.restrictPublicIp", "sql.restrictAuthorizedNetworks"]
  }
  when    = anytrue([for g in param.guards : endswith(coalesce(resource.constraint, resource.name), g)])
  assert  = !anytrue([for r in flatten(resource.spec[*].rules) : length(r.condition) == 0 && lower(tostring(r.enforce)) == "false"]) && resource.boolean_policy[0].enforced != false
  at      = resource.spec
  message = "the policy is set and not enforced"
  why     = <<-EOT
    The constraint protects from a common mistake. Set to false here, it no longer applies to anything below,
    whatever is enforced above.
  EOT
  remedy  = <<-EOT
    Enforce it, and make exceptions with a condition on a tag.

    ```hcl
    spec {
      rules {
        enforce = "TRUE"
      }
    }
    ```
  EOT
  link    = "https://cloud.google.com/resource-manager/docs/organization-policy/org-policy-constraints"

  pass "enforced" {
    resource "google_org_policy_policy" "this" {
      name   = "organizations/1/policies/storage.publicAccessPrevention"
      parent = "organizations/1"
      spec {
        rules {
          enforce = "TRUE"
        }
      }
    }
  }

  pass "another constraint" {
    resource "google_org_policy_policy" "this" {
      parent = "organizations/1"
      name   = "organizations/1/policies/gcp.detailedAuditLoggingMode"
      spec {
        rules {
          enforce = "FALSE"
        }
      }
    }
  }

  fail "off" {
    resource "google_org_policy_policy" "this" {
      name   = "organizations/1/policies/storage.publicAccessPrevention"
      parent = "organizations/1"
      spec {
        rules {
          enforce = "FALSE"
        }
      }
    }

    expect = ["google_org_policy_policy.this @ spec"]
  }

  fail "older type" {
    resource "google_project_organization_policy" "p" {
      project    = "p"
      constraint = "iam.disableServiceAccountKeyCreation"
      boolean_policy {
        enforced = false
      }
    }
  }

  unknown "not known" {
    variable "enforce" {}

    resource "google_org_policy_policy" "this" {
      name   = "organizations/1/policies/storage.publicAccessPrevention"
      parent = "organizations/1"
      spec {
        rules {
          enforce = var.enforce
        }
      }
    }
  }

  pass "without `spec`" {
    resource "google_org_policy_policy" "this" {
      name   = "organizations/1/policies/storage.publicAccessPrevention"
      parent = "organizations/1"
    }
  }
}
