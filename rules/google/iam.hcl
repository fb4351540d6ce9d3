rule "google-iam-public-member" {
  title     = "Everyone on the internet holds a role"
  category  = "security"
  severity  = "critical"
  resources = ["google_*_iam_member", "google_*_iam_binding"]
  aliases = [
    "CKV_GCP_98", "CKV_GCP_99", "CKV_GCP_100", "CKV_GCP_101", "CKV_GCP_112", "CKV2_GCP_6",
    "CKV2_GCP_8", "a7b8c9d0-e1f2-3a4b-5c6d-7e8f90123456", "a9b8c7d6-e5f4-3210-abcd-1234567890ab",
    "e3f7a9b1-c2d3-4e5f-8901-23456789abcd", "d4e5f6g7-h8i9-0jkl-mnop-qrstuvwx1234",
    "7sdj7dsj8-f348-4f95-845c-1090e41a615c",
  ]
  tags = ["cwe-732", "cis-gcp-2.0-1.9", "cis-gcp-2.0-7.1"]
  params = {
    elsewhere = ["google_storage_bucket_iam_member", "google_storage_bucket_iam_binding"]
    invokers  = ["roles/run.invoker", "roles/cloudfunctions.invoker", "roles/iap.httpsResourceAccessor"]
  }
  when    = !contains(param.elsewhere, meta.type) && !contains(param.invokers, resource.role)
  assert  = !anytrue([for m in [for m in flatten([resource.member, resource.members]) : m if !is_computed(m)] : startswith(m, "allUsers") || startswith(m, "allAuthenticatedUsers")])
  message = "everyone on the internet, or everyone with a Google account, holds `${resource.role}`"
  why     = <<-EOT
    `allUsers` is everyone, without credentials. `allAuthenticatedUsers` is everyone with any Google account, not
    only yours. On keys, tables, topics, images, secrets, clusters or whole projects that is never meant. Buckets
    and services that are called over HTTP have rules of their own.
  EOT
  remedy  = <<-EOT
    Name the people, groups or service accounts that need the role.

    ```hcl
    member = "group:data-team@example.com"
    ```
  EOT
  link    = "https://cloud.google.com/iam/docs/overview#all-users"

  pass "a service account" {
    resource "google_kms_crypto_key_iam_member" "this" {
      crypto_key_id = "projects/p/locations/eu/keyRings/r/cryptoKeys/k"
      role          = "roles/cloudkms.cryptoKeyDecrypter"
      member        = "serviceAccount:app@example.iam.gserviceaccount.com"
    }
  }

  pass "a public web service, which another rule reports" {
    resource "google_cloud_run_v2_service_iam_member" "web" {
      name   = "web"
      role   = "roles/run.invoker"
      member = "allUsers"
    }
    also = ["google-iam-public-invoker"]
  }

  fail "a key for everyone" {
    resource "google_kms_crypto_key_iam_member" "this" {
      crypto_key_id = "projects/p/locations/eu/keyRings/r/cryptoKeys/k"
      role          = "roles/cloudkms.cryptoKeyDecrypter"
      member        = "allUsers"
    }

    expect = ["google_kms_crypto_key_iam_member.this @ member"]
  }

  fail "a topic for all Google accounts" {
    resource "google_pubsub_topic_iam_binding" "b" {
      topic   = "t"
      role    = "roles/pubsub.subscriber"
      members = ["allAuthenticatedUsers"]
    }
  }

  fail "a repository" {
    resource "google_artifact_registry_repository_iam_member" "m" {
      repository = "r"
      role       = "roles/artifactregistry.reader"
      member     = "allUsers"
    }
  }

  unknown "not known" {
    variable "member" {}

    resource "google_kms_crypto_key_iam_member" "this" {
      crypto_key_id = "projects/p/locations/eu/keyRings/r/cryptoKeys/k"
      role          = "roles/cloudkms.cryptoKeyDecrypter"
      member        = var.member
    }
  }

  pass "more that pass" {
    resource "google_cloud_run_v2_service_iam_member" "role_is_roles_iap_httpsresourceaccessor" {
      name   = "web"
      role   = "roles/iap.httpsResourceAccessor"
      member = "allUsers"
    }
    resource "google_kms_crypto_key_iam_member" "one_more_no_member" {
      crypto_key_id = "projects/p/locations/eu/keyRings/r/cryptoKeys/k"
      role          = "roles/cloudkms.cryptoKeyDecrypter"
      member        = "serviceAccount:app@example.iam.gserviceaccount.com"
    }
    resource "google_kms_crypto_key_iam_member" "one_more_no_member_2" {
      crypto_key_id = "projects/p/locations/eu/keyRings/r/cryptoKeys/k"
      role          = "roles/cloudkms.cryptoKeyDecrypter"
    }
  }
}

rule "google-iam-public-invoker" {
  title    = "Function or service can be called by everyone"
  category = "security"
  severity = "medium"
  resources = [
    "google_cloud_run_service_iam_member", "google_cloud_run_service_iam_binding",
    "google_cloud_run_v2_service_iam_member", "google_cloud_run_v2_service_iam_binding",
    "google_cloudfunctions_function_iam_member", "google_cloudfunctions_function_iam_binding",
    "google_cloudfunctions2_function_iam_member", "google_cloudfunctions2_function_iam_binding",
  ]
  aliases = ["CKV_GCP_102", "CKV_GCP_107", "7e3c1a2b-9d4f-4c8e-8a5b-0f1e2d3c4b6a"]
  tags    = ["cwe-306"]
  params = {
    invokers = ["roles/run.invoker", "roles/cloudfunctions.invoker"]
  }
  when    = contains(param.invokers, resource.role)
  assert  = !anytrue([for m in [for m in flatten([resource.member, resource.members]) : m if !is_computed(m)] : startswith(m, "allUsers") || startswith(m, "allAuthenticatedUsers")])
  message = "`${resource.role}` is granted to everyone"
  why     = <<-EOT
    Anyone can call the service, at your cost and with whatever it can reach. Right for public sites and webhooks
    that check their callers themselves: then say so with a suppression.
  EOT
  remedy  = <<-EOT
    Grant the role to the callers, or put the service behind a load balancer with Identity-Aware Proxy.

    ```hcl
    member = "serviceAccount:caller@example.iam.gserviceaccount.com"
    ```
  EOT
  link    = "https://cloud.google.com/run/docs/authenticating/overview"

  pass "a service account" {
    resource "google_cloud_run_v2_service_iam_member" "this" {
      name     = "api"
      location = "europe-west1"
      role     = "roles/run.invoker"
      member   = "serviceAccount:caller@example.iam.gserviceaccount.com"
    }
  }

  fail "everyone" {
    resource "google_cloud_run_v2_service_iam_member" "this" {
      name     = "api"
      location = "europe-west1"
      role     = "roles/run.invoker"
      member   = "allUsers"
    }

    expect = ["google_cloud_run_v2_service_iam_member.this @ member"]
  }

  fail "a function" {
    resource "google_cloudfunctions_function_iam_binding" "b" {
      cloud_function = "f"
      role           = "roles/cloudfunctions.invoker"
      members        = ["allUsers"]
    }
  }

  unknown "not known" {
    variable "member" {}

    resource "google_cloud_run_v2_service_iam_member" "this" {
      name     = "api"
      location = "europe-west1"
      role     = "roles/run.invoker"
      member   = var.member
    }
  }

  pass "more that pass" {
    resource "google_cloud_run_v2_service_iam_member" "no_role" {
      name     = "api"
      location = "europe-west1"
      member   = "allUsers"
    }
    resource "google_cloud_run_v2_service_iam_member" "no_member" {
      name     = "api"
      location = "europe-west1"
      role     = "roles/run.invoker"
    }
    also = ["google-iam-public-member"]
  }
}

rule "google-iam-policy-public" {
  title     = "IAM policy document names everyone on the internet"
  category  = "security"
  severity  = "critical"
  resources = ["data.google_iam_policy"]
  aliases   = ["CKV_GCP_113", "CKV_GCP_112", "16cc87d1-dd47-4f46-b3ce-4dfcac8fd2f5"]
  tags      = ["cwe-732"]
  params = {
    invokers = ["roles/run.invoker", "roles/cloudfunctions.invoker", "roles/iap.httpsResourceAccessor"]
  }
  for_each = [for b in resource.binding : b if !contains(param.invokers, b.role)]
  assert   = !anytrue([for m in each.value.members : startswith(m, "allUsers") || startswith(m, "allAuthenticatedUsers")])
  at       = each.value.members
  message  = "`${each.value.role}` goes to everyone"
  why      = <<-EOT
    Whatever the document is attached to, a key, a bucket, a project, is open to the internet or to every Google
    account.
  EOT
  remedy   = <<-EOT
    Name the people, groups or service accounts that need the role.

    ```hcl
    binding {
      role    = "roles/storage.objectViewer"
      members = ["group:data-team@example.com"]
    }
    ```
  EOT
  link     = "https://cloud.google.com/iam/docs/overview#all-users"

  pass "a group" {
    data "google_iam_policy" "this" {
      binding {
        role    = "roles/storage.objectViewer"
        members = ["group:data-team@example.com"]
      }
    }
  }

  pass "a public service" {
    data "google_iam_policy" "this" {
      binding {
        role    = "roles/run.invoker"
        members = ["allUsers"]
      }
    }
  }

  fail "everyone" {
    data "google_iam_policy" "this" {
      binding {
        role    = "roles/cloudkms.cryptoKeyEncrypterDecrypter"
        members = ["allUsers"]
      }
    }

    expect = ["data.google_iam_policy.this @ binding[0].members"]
  }

  fail "all accounts" {
    data "google_iam_policy" "this" {
      binding {
        role    = "roles/viewer"
        members = ["user:jane@example.com", "allAuthenticatedUsers"]
      }
    }
  }

  unknown "not known" {
    variable "members" {}

    data "google_iam_policy" "this" {
      binding {
        role    = "roles/viewer"
        members = var.members
      }
    }
  }

  pass "`role` is `roles/iap.httpsResourceAccessor`" {
    data "google_iam_policy" "this" {
      binding {
        role    = "roles/iap.httpsResourceAccessor"
        members = ["allUsers"]
      }
    }
  }
}

rule "google-iam-basic-role" {
  title    = "Owner or Editor is granted on a project, folder or organisation"
  category = "security"
  severity = "high"
  resources = [
    "google_project_iam_member", "google_project_iam_binding", "google_folder_iam_member",
    "google_folder_iam_binding", "google_organization_iam_member", "google_organization_iam_binding",
  ]
  aliases = ["CKV_GCP_115", "CKV_GCP_116", "CKV_GCP_117", "CKV_GCP_49", "CKV_GCP_44", "CKV_GCP_45"]
  tags    = ["cwe-250"]
  params = {
    roles = ["roles/owner", "roles/editor"]
  }
  assert  = !contains(param.roles, resource.role) || (resource.member == null && resource.members != null && length(resource.members) == 0)
  at      = resource.role
  message = "`${resource.role}` covers almost every permission of every service"
  why     = <<-EOT
    Owner and Editor were made before IAM had anything finer. A single stolen token with one of them can read,
    change and delete everything below. Fine for a break-glass account that is watched.
  EOT
  remedy  = <<-EOT
    Grant predefined roles for the services in use.

    ```hcl
    role = "roles/storage.objectAdmin"
    ```
  EOT
  link    = "https://cloud.google.com/iam/docs/roles-overview#basic"

  pass "predefined" {
    resource "google_project_iam_member" "this" {
      project = "p"
      member  = "group:dev@example.com"
      role    = "roles/storage.objectAdmin"
    }
  }

  pass "a binding that empties the role" {
    resource "google_project_iam_binding" "none" {
      project = "p"
      role    = "roles/editor"
      members = []
    }
  }

  fail "editor" {
    resource "google_project_iam_member" "this" {
      project = "p"
      member  = "group:dev@example.com"
      role    = "roles/editor"
    }

    expect = ["google_project_iam_member.this @ role"]
  }

  fail "owner of the organisation" {
    resource "google_organization_iam_binding" "b" {
      org_id  = "1"
      role    = "roles/owner"
      members = ["user:jane@example.com"]
    }
  }

  unknown "not known" {
    variable "role" {}

    resource "google_project_iam_member" "this" {
      project = "p"
      member  = "group:dev@example.com"
      role    = var.role
    }
  }

  fail "no `members`" {
    resource "google_project_iam_binding" "none" {
      project = "p"
      role    = "roles/editor"
    }
    expect = ["google_project_iam_binding.none @ role"]
  }
}

rule "google-iam-impersonation-role" {
  title    = "Every service account of a project may be impersonated"
  category = "security"
  severity = "high"
  resources = [
    "google_project_iam_member", "google_project_iam_binding", "google_folder_iam_member",
    "google_folder_iam_binding", "google_organization_iam_member", "google_organization_iam_binding",
  ]
  aliases = [
    "CKV_GCP_41", "CKV_GCP_44", "CKV_GCP_45", "CKV_GCP_49", "GCP-0005",
    "google-iam-no-folder-level-service-account-impersonation", "AVD-GCP-0005", "GCP-0009",
    "google-iam-no-org-level-service-account-impersonation", "AVD-GCP-0009", "GCP-0011",
    "google-iam-no-project-level-service-account-impersonation", "AVD-GCP-0011",
    "617ef6ff-711e-4bd7-94ae-e965911b1b40", "c68b4e6d-4e01-4ca1-b256-1e18e875785c",
  ]
  tags = ["cwe-269", "cis-gcp-2.0-1.6"]
  params = {
    roles = ["roles/iam.serviceAccountUser", "roles/iam.serviceAccountTokenCreator", "roles/iam.serviceAccountKeyAdmin", "roles/iam.serviceAccountAdmin", "roles/iam.workloadIdentityUser", "roles/iam.serviceAccountOpenIdTokenCreator"]
  }
  when    = resource.condition == null || length(resource.condition) == 0
  assert = (
    !contains(param.roles, resource.role)
    || (resource.member == null && resource.members != null && length(resource.members) == 0)
    || (is_known(resource.member) && can(regex("^serviceAccount:service-[0-9]+@gcp-sa-[a-z0-9-]+[.]iam[.]gserviceaccount[.]com$", resource.member)))
  )
  at      = resource.role
  message = "`${resource.role}` is granted on the whole level, not on one service account"
  why     = <<-EOT
    Granted on a project, folder or organisation, the role covers every service account in it, also those with
    more rights and those to come. Its holder can act as any of them.
  EOT
  remedy  = <<-EOT
    Grant the role on the single service account.

    ```hcl
    resource "google_service_account_iam_member" "deploy" {
      service_account_id = google_service_account.app.name
      role               = "roles/iam.serviceAccountUser"
      member             = "group:deployers@example.com"
    }
    ```
  EOT
  link    = "https://cloud.google.com/iam/docs/service-account-permissions"

  pass "on one account" {
    resource "google_service_account_iam_member" "m" {
      service_account_id = "projects/p/serviceAccounts/app@p.iam.gserviceaccount.com"
      role               = "roles/iam.serviceAccountUser"
      member             = "group:dev@example.com"
    }
  }

  pass "another role" {
    resource "google_project_iam_member" "this" {
      project = "p"
      member  = "group:dev@example.com"
      role    = "roles/logging.viewer"
    }
  }

  pass "an agent of Google's own" {
    resource "google_project_iam_member" "pubsub" {
      project = "p"
      role    = "roles/iam.serviceAccountTokenCreator"
      member  = "serviceAccount:service-123456789012@gcp-sa-pubsub.iam.gserviceaccount.com"
    }
  }

  fail "on the project" {
    resource "google_project_iam_member" "this" {
      project = "p"
      member  = "group:dev@example.com"
      role    = "roles/iam.serviceAccountUser"
    }

    expect = ["google_project_iam_member.this @ role"]
  }

  fail "on a folder" {
    resource "google_folder_iam_binding" "b" {
      folder  = "folders/1"
      role    = "roles/iam.serviceAccountTokenCreator"
      members = ["user:jane@example.com"]
    }
  }

  unknown "not known" {
    variable "role" {}

    resource "google_project_iam_member" "this" {
      project = "p"
      member  = "group:dev@example.com"
      role    = var.role
    }
  }

  pass "`members` without `user:jane@example.com`" {
    resource "google_folder_iam_binding" "b" {
      folder  = "folders/1"
      role    = "roles/iam.serviceAccountTokenCreator"
      members = []
    }
  }

  fail "more that fail" {
    resource "google_folder_iam_binding" "no_members" {
      folder = "folders/1"
      role   = "roles/iam.serviceAccountTokenCreator"
    }
    resource "google_project_iam_member" "one_more_role_is_another" {
      project = "p"
      member  = "group:dev@example.com"
      role    = "roles/iam.serviceAccountUser"
    }
    resource "google_project_iam_member" "one_more_role_is_another_2" {
      project = "p"
      member  = "group:dev@example.com"
      role    = "roles/iam.serviceAccountOpenIdTokenCreator"
    }
    expect = [
      "google_folder_iam_binding.no_members @ role",
      "google_project_iam_member.one_more_role_is_another @ role",
      "google_project_iam_member.one_more_role_is_another_2 @ role",
    ]
  }
}

rule "google-iam-service-account-admin-role" {
  title    = "Service account administers a service"
  category = "security"
  severity = "medium"
  resources = [
    "google_project_iam_member", "google_project_iam_binding", "google_folder_iam_member",
    "google_organization_iam_member",
  ]
  aliases = [
    "CKV_GCP_42", "GCP-0007", "google-iam-no-privileged-service-accounts", "AVD-GCP-0007",
    "84d36481-fd63-48cb-838e-635c44806ec2", "cefdad16-0dd5-4ac5-8ed2-a37502c78672",
  ]
  tags    = ["cwe-250", "cis-gcp-2.0-1.5"]
  default = false
  when    = anytrue([for m in [for m in flatten([resource.member, resource.members]) : m if !is_computed(m)] : startswith(m, "serviceAccount:")])
  assert  = !can(regex("[aA]dmin$", resource.role))
  at      = resource.role
  message = "a service account holds `${resource.role}`"
  why     = <<-EOT
    Keys and tokens of service accounts leak more often than people's. An admin role lets the finder change
    permissions of the service as well as its data. Accounts that run Terraform need such roles, so the rule is
    not in the recommended set.
  EOT
  remedy  = <<-EOT
    Grant the role that covers what the workload does.

    ```hcl
    role = "roles/storage.objectUser"
    ```
  EOT
  link    = "https://cloud.google.com/iam/docs/best-practices-service-accounts"

  pass "narrow" {
    resource "google_project_iam_member" "this" {
      project = "p"
      member  = "serviceAccount:app@p.iam.gserviceaccount.com"
      role    = "roles/storage.objectUser"
    }
  }

  pass "a group" {
    resource "google_project_iam_member" "this" {
      project = "p"
      role    = "roles/storage.admin"
      member  = "group:storage-admins@example.com"
    }
  }

  fail "admin" {
    resource "google_project_iam_member" "this" {
      project = "p"
      member  = "serviceAccount:app@p.iam.gserviceaccount.com"
      role    = "roles/storage.admin"
    }

    expect = ["google_project_iam_member.this @ role"]
  }

  unknown "not known" {
    variable "role" {}

    resource "google_project_iam_member" "this" {
      project = "p"
      member  = "serviceAccount:app@p.iam.gserviceaccount.com"
      role    = var.role
    }
  }
}

rule "google-iam-default-service-account-role" {
  title    = "Default service account is granted a role"
  category = "security"
  severity = "medium"
  resources = [
    "google_project_iam_member", "google_project_iam_binding", "google_folder_iam_member",
    "google_folder_iam_binding", "google_organization_iam_member", "google_organization_iam_binding",
  ]
  aliases = [
    "CKV_GCP_46", "CKV_GCP_47", "CKV_GCP_48", "GCP-0004",
    "google-iam-no-folder-level-default-service-account-assignment", "AVD-GCP-0004", "GCP-0006",
    "google-iam-no-project-level-default-service-account-assignment", "AVD-GCP-0006", "GCP-0008",
    "google-iam-no-org-level-default-service-account-assignment", "AVD-GCP-0008",
  ]
  tags = ["cwe-250"]

  related "default" {
    type = ["data.google_compute_default_service_account", "data.google_app_engine_default_service_account"]
    on   = anytrue([for m in flatten([resource.member, resource.members]) : refers(m, other)])
  }

  params = {
    harmless = ["roles/logging.logWriter", "roles/monitoring.metricWriter", "roles/monitoring.viewer", "roles/stackdriver.resourceMetadata.writer"]
  }
  when = !contains(param.harmless, resource.role)
  assert = (
    length(related.default) == 0
    && !anytrue([for m in [for m in flatten([resource.member, resource.members]) : m if !is_computed(m)] : startswith(m, "serviceAccount:") && (endswith(m, "-compute@developer.gserviceaccount.com") || endswith(m, "@appspot.gserviceaccount.com"))])
  )
  message = "the project's default service account holds `${resource.role}`"
  why     = <<-EOT
    Everything that names no account of its own (VMs, functions, builds, notebooks) runs as the default one. A
    role granted to it is granted to all of them.
  EOT
  remedy  = <<-EOT
    Make a service account for the workload and grant the role to that.

    ```hcl
    member = google_service_account.app.member
    ```
  EOT
  link    = "https://cloud.google.com/iam/docs/best-practices-service-accounts#default"

  pass "own account" {
    resource "google_project_iam_member" "this" {
      project = "p"
      role    = "roles/storage.objectViewer"
      member  = "serviceAccount:app@p.iam.gserviceaccount.com"
    }
  }

  pass "it may only write its logs" {
    resource "google_project_iam_member" "this" {
      project = "p"
      role    = "roles/logging.logWriter"
      member  = "serviceAccount:123456789-compute@developer.gserviceaccount.com"
    }
  }

  pass "own account of this configuration" {
    resource "google_service_account" "app" {
      account_id = "app-account"
    }

    resource "google_project_iam_member" "m" {
      project = "p"
      role    = "roles/storage.objectViewer"
      member  = google_service_account.app.member
    }
  }

  fail "Compute Engine" {
    resource "google_project_iam_member" "this" {
      project = "p"
      role    = "roles/storage.objectViewer"
      member  = "serviceAccount:123456789-compute@developer.gserviceaccount.com"
    }

    expect = ["google_project_iam_member.this @ member"]
  }

  fail "App Engine" {
    resource "google_project_iam_member" "this" {
      project = "p"
      role    = "roles/storage.objectViewer"
      member  = "serviceAccount:my-app@appspot.gserviceaccount.com"
    }

    expect = ["google_project_iam_member.this @ member"]
  }

  fail "through a data source" {
    data "google_compute_default_service_account" "default" {}
    resource "google_project_iam_member" "m" {
      project = "p"
      role    = "roles/storage.objectViewer"
      member  = "serviceAccount:${data.google_compute_default_service_account.default.email}"
    }
  }

  unknown "not known" {
    variable "member" {}

    resource "google_project_iam_member" "this" {
      project = "p"
      role    = "roles/storage.objectViewer"
      member  = var.member
    }
  }

  pass "`member` is `@appspot.gserviceaccount.com`" {
    resource "google_project_iam_member" "this" {
      project = "p"
      role    = "roles/storage.objectViewer"
      member  = "@appspot.gserviceaccount.com"
    }
  }

  fail "more that fail" {
    resource "google_project_iam_member" "one_more_role_is_another" {
      project = "p"
      role    = "roles/storage.objectViewer"
      member  = "serviceAccount:123456789-compute@developer.gserviceaccount.com"
    }
    resource "google_project_iam_member" "one_more_role_is_another_2" {
      project = "p"
      role    = "roles/stackdriver.resourceMetadata.writer"
      member  = "serviceAccount:123456789-compute@developer.gserviceaccount.com"
    }
    expect = ["google_project_iam_member.one_more_role_is_another @ member"]
  }
}

rule "google-iam-user-member" {
  title    = "Role is granted to a single person"
  category = "security"
  severity = "low"
  resources = [
    "google_project_iam_member", "google_project_iam_binding", "google_folder_iam_member",
    "google_folder_iam_binding", "google_organization_iam_member", "google_organization_iam_binding",
    "google_storage_bucket_iam_member", "google_storage_bucket_iam_binding",
  ]
  aliases = [
    "GCP-0003", "google-iam-no-user-granted-permissions", "AVD-GCP-0003",
    "704fcc44-a58f-4af5-82e2-93f2a58ef918",
  ]
  tags    = ["cwe-284"]
  default = false
  assert  = !anytrue([for m in [for m in flatten([resource.member, resource.members]) : m if !is_computed(m)] : startswith(m, "user:")])
  message = "`${join(", ", [for m in [for m in flatten([resource.member, resource.members]) : m if !is_computed(m)] : m if startswith(m, "user:")])}` holds the role directly"
  why     = <<-EOT
    Grants to people stay behind when they change teams, and nobody sees them in the group's membership.
  EOT
  remedy  = <<-EOT
    Grant the role to a group.

    ```hcl
    member = "group:data-team@example.com"
    ```
  EOT
  link    = "https://cloud.google.com/iam/docs/using-iam-securely#policy_management"

  pass "a group" {
    resource "google_project_iam_member" "this" {
      project = "p"
      role    = "roles/viewer"
      member  = "group:data-team@example.com"
    }
  }

  fail "a person" {
    resource "google_project_iam_member" "this" {
      project = "p"
      role    = "roles/viewer"
      member  = "user:jane@example.com"
    }

    expect = ["google_project_iam_member.this @ member"]
  }

  unknown "not known" {
    variable "member" {}

    resource "google_project_iam_member" "this" {
      project = "p"
      role    = "roles/viewer"
      member  = var.member
    }
  }
}

rule "google-iam-consumer-account" {
  title     = "Role is granted to a private mail account"
  category  = "security"
  severity  = "medium"
  resources = ["google_*_iam_member", "google_*_iam_binding"]
  aliases = [
    "GCP-0069", "google-iam-no-personal-emails", "AVD-GCP-0069",
    "9356962e-4a4f-4d06-ac59-dc8008775eaa",
  ]
  tags = ["cwe-284", "cis-gcp-2.0-1.1"]
  params = {
    domains = ["gmail.com", "googlemail.com"]
  }
  when    = is_known(resource.member) && is_known(resource.members)
  assert  = !anytrue([for m in [for m in flatten([resource.member, resource.members]) : m if !is_computed(m)] : is_known(m) && startswith(m, "user:") && anytrue([for d in param.domains : endswith(m, "@${d}")])])
  message = "a consumer account (${join(", ", param.domains)}) holds `${resource.role}`"
  why     = <<-EOT
    Your organisation cannot close such an account, see its logins or ask it for a second factor.
  EOT
  remedy  = <<-EOT
    Use accounts of your own domain, through a group.

    ```hcl
    member = "group:data-team@example.com"
    ```
  EOT
  link    = "https://cloud.google.com/resource-manager/docs/organization-policy/restricting-domains"

  pass "own domain" {
    resource "google_project_iam_member" "this" {
      project = "p"
      role    = "roles/viewer"
      member  = "user:jane@example.com"
    }
  }

  fail "gmail" {
    resource "google_project_iam_member" "this" {
      project = "p"
      role    = "roles/viewer"
      member  = "user:jane.doe@gmail.com"
    }

    expect = ["google_project_iam_member.this @ member"]
  }

  fail "in a list" {
    resource "google_project_iam_binding" "b" {
      project = "p"
      role    = "roles/viewer"
      members = ["group:a@example.com", "user:jane@gmail.com"]
    }
  }

  pass "more that pass" {
    variable "members" {}
    variable "member" {}
    resource "google_project_iam_member" "member_is_an_unset_variable" {
      project = "p"
      role    = "roles/viewer"
      member  = var.member
    }
  }
}

rule "google-service-account-key-created" {
  title     = "Key of a service account is exported"
  category  = "security"
  severity  = "medium"
  resources = ["google_service_account_key"]
  aliases   = ["CKV2_GCP_3", "3jh54js8-e5f6-7890-abcd-ef1234567890"]
  tags      = ["cwe-522", "cis-gcp-2.0-1.4"]
  assert    = resource.service_account_id == null
  at        = resource.service_account_id
  message   = "a long-lived key of the service account is made"
  why       = <<-EOT
    The private key never expires, stands in the state, and is copied from there; leaked keys are the most common
    way into Google Cloud. Workload identity federation, impersonation and attached accounts need no key.
  EOT
  remedy    = <<-EOT
    Attach the account to the workload, or use workload identity federation.
  EOT
  link      = "https://cloud.google.com/iam/docs/best-practices-for-managing-service-account-keys"

  pass "attached instead" {
    resource "google_compute_instance" "vm" {
      name         = "vm"
      machine_type = "e2-small"
      service_account {
        email  = "app@p.iam.gserviceaccount.com"
        scopes = ["cloud-platform"]
      }
    }
  }

  fail "a key" {
    resource "google_service_account_key" "k" {
      service_account_id = "projects/p/serviceAccounts/app@p.iam.gserviceaccount.com"
    }
  }

  fail "a key of this configuration" {
    resource "google_service_account" "app" {
      account_id = "app-account"
    }

    resource "google_service_account_key" "k" {
      service_account_id = google_service_account.app.name
    }
  }

  unknown "`service_account_id` is an unset variable" {
    variable "service_account_id" {}
    resource "google_service_account_key" "k" {
      service_account_id = var.service_account_id
    }
  }
}

rule "google-iam-workload-identity-no-condition" {
  title     = "Identity provider accepts every token of its issuer"
  category  = "security"
  severity  = "high"
  resources = ["google_iam_workload_identity_pool_provider"]
  aliases = [
    "CKV_GCP_118", "GCP-0068", "google-iam-no-conditions-workload-identity-pool-provider",
    "AVD-GCP-0068",
  ]
  tags    = ["cwe-287"]
  when    = length(resource.oidc) > 0
  assert  = resource.attribute_condition != null && resource.attribute_condition != "" && resource.attribute_condition != "true"
  at      = resource.attribute_condition
  message = "no `attribute_condition` limits whose tokens are accepted"
  why     = <<-EOT
    GitHub, GitLab and the like sign tokens for all their customers with one issuer. Without a condition the pool
    takes tokens of strangers' repositories as well, and any binding to the whole pool is theirs.
  EOT
  remedy  = <<-EOT
    Compare a claim that only your organisation has.

    ```hcl
    attribute_condition = "assertion.repository_owner_id == '123456'"
    ```
  EOT
  link    = "https://cloud.google.com/iam/docs/workload-identity-federation-with-deployment-pipelines#conditions"

  pass "a condition" {
    resource "google_iam_workload_identity_pool_provider" "this" {
      workload_identity_pool_id          = "pool"
      workload_identity_pool_provider_id = "ci"
      oidc {
        issuer_uri = "https://token.actions.githubusercontent.com"
      }
      attribute_condition = "assertion.repository_owner == 'example'"
    }
  }

  pass "AWS, bound to one account" {
    resource "google_iam_workload_identity_pool_provider" "aws" {
      workload_identity_pool_id          = "pool"
      workload_identity_pool_provider_id = "aws"
      aws {
        account_id = "999999999999"
      }
    }
  }

  fail "none" {
    resource "google_iam_workload_identity_pool_provider" "this" {
      workload_identity_pool_id          = "pool"
      workload_identity_pool_provider_id = "ci"
      oidc {
        issuer_uri = "https://token.actions.githubusercontent.com"
      }
    }

    expect = ["google_iam_workload_identity_pool_provider.this"]
  }

  fail "always true" {
    resource "google_iam_workload_identity_pool_provider" "this" {
      workload_identity_pool_id          = "pool"
      workload_identity_pool_provider_id = "ci"
      oidc {
        issuer_uri = "https://token.actions.githubusercontent.com"
      }
      attribute_condition = "true"
    }

    expect = ["google_iam_workload_identity_pool_provider.this @ attribute_condition"]
  }

  unknown "not known" {
    variable "condition" {}

    resource "google_iam_workload_identity_pool_provider" "this" {
      workload_identity_pool_id          = "pool"
      workload_identity_pool_provider_id = "ci"
      oidc {
        issuer_uri = "https://token.actions.githubusercontent.com"
      }
      attribute_condition = var.condition
    }
  }
}

rule "google-iam-github-condition-too-wide" {
  title     = "Condition lets other people's GitHub repositories in"
  category  = "security"
  severity  = "high"
  resources = ["google_iam_workload_identity_pool_provider"]
  aliases   = ["CKV_GCP_125"]
  tags      = ["cwe-287"]
  when      = resource.oidc[0].issuer_uri == "https://token.actions.githubusercontent.com" && resource.attribute_condition != null && resource.attribute_condition != "" && resource.attribute_condition != "true"
  assert    = can(regex("(assertion|attribute)\\.(repository|repository_owner|repository_id|repository_owner_id|sub|job_workflow_ref|enterprise|enterprise_id|workflow_ref)\\b|google\\.subject", resource.attribute_condition)) && !can(regex("sub\\.(startsWith|matches)\\(['\"](\\^?repo:)?(\\.?\\*)?['\"]\\)", resource.attribute_condition))
  at        = resource.attribute_condition
  message   = "`${resource.attribute_condition}` does not name a repository or its owner"
  why       = <<-EOT
    Claims such as the actor, the ref or the event can be had in any repository on GitHub. Only repository, owner
    and the subject made of them tell yours from others.
  EOT
  remedy    = <<-EOT
    Compare the owner's or the repository's number, which cannot be taken over by renaming.

    ```hcl
    attribute_condition = "assertion.repository_owner_id == '123456' && assertion.repository == 'example/app'"
    ```
  EOT
  link      = "https://docs.github.com/en/actions/security-for-github-actions/security-hardening-your-deployments/about-security-hardening-with-openid-connect"

  pass "owner" {
    resource "google_iam_workload_identity_pool_provider" "this" {
      workload_identity_pool_id          = "pool"
      workload_identity_pool_provider_id = "ci"
      oidc {
        issuer_uri = "https://token.actions.githubusercontent.com"
      }
      attribute_condition = "assertion.repository_owner == 'example'"
    }
  }

  pass "subject" {
    resource "google_iam_workload_identity_pool_provider" "this" {
      workload_identity_pool_id          = "pool"
      workload_identity_pool_provider_id = "ci"
      oidc {
        issuer_uri = "https://token.actions.githubusercontent.com"
      }
      attribute_condition = "assertion.sub == 'repo:example/app:ref:refs/heads/main'"
    }
  }

  fail "branch only" {
    resource "google_iam_workload_identity_pool_provider" "this" {
      workload_identity_pool_id          = "pool"
      workload_identity_pool_provider_id = "ci"
      oidc {
        issuer_uri = "https://token.actions.githubusercontent.com"
      }
      attribute_condition = "assertion.ref == 'refs/heads/main'"
    }

    expect = ["google_iam_workload_identity_pool_provider.this @ attribute_condition"]
  }

  fail "actor only" {
    resource "google_iam_workload_identity_pool_provider" "this" {
      workload_identity_pool_id          = "pool"
      workload_identity_pool_provider_id = "ci"
      oidc {
        issuer_uri = "https://token.actions.githubusercontent.com"
      }
      attribute_condition = "assertion.actor == 'jane'"
    }
  }

  unknown "not known" {
    variable "condition" {}

    resource "google_iam_workload_identity_pool_provider" "this" {
      workload_identity_pool_id          = "pool"
      workload_identity_pool_provider_id = "ci"
      oidc {
        issuer_uri = "https://token.actions.githubusercontent.com"
      }
      attribute_condition = var.condition
    }
  }

  pass "more that pass" {
    resource "google_iam_workload_identity_pool_provider" "no_attribute_condition" {
      workload_identity_pool_id          = "pool"
      workload_identity_pool_provider_id = "ci"
      oidc {
        issuer_uri = "https://token.actions.githubusercontent.com"
      }
    }
    resource "google_iam_workload_identity_pool_provider" "attribute_condition_is_true" {
      workload_identity_pool_id          = "pool"
      workload_identity_pool_provider_id = "ci"
      oidc {
        issuer_uri = "https://token.actions.githubusercontent.com"
      }
      attribute_condition = "true"
    }
    resource "google_iam_workload_identity_pool_provider" "without_oidc" {
      workload_identity_pool_id          = "pool"
      workload_identity_pool_provider_id = "ci"
      attribute_condition                = "assertion.ref == 'refs/heads/main'"
    }
    also = ["google-iam-workload-identity-no-condition"]
  }
}

rule "google-service-account-open-to-whole-pool" {
  title     = "Whole identity pool may act as a service account"
  category  = "security"
  severity  = "high"
  resources = ["google_service_account_iam_member", "google_service_account_iam_binding"]
  tags      = ["cwe-284"]
  when      = contains(["roles/iam.workloadIdentityUser", "roles/iam.serviceAccountTokenCreator", "roles/iam.serviceAccountUser"], resource.role)
  assert    = !anytrue([for m in [for m in flatten([resource.member, resource.members]) : m if !is_computed(m)] : startswith(m, "principalSet://") && endswith(m, "/*")])
  message   = "every identity of the pool may impersonate the account"
  why       = <<-EOT
    Any repository, branch or workload that the provider admits then has all rights of this account.
  EOT
  remedy    = <<-EOT
    Name one subject or one attribute value.

    ```hcl
    member = "principalSet://iam.googleapis.com/projects/123/locations/global/workloadIdentityPools/ci/attribute.repository/example/app"
    ```
  EOT
  link      = "https://cloud.google.com/iam/docs/workload-identity-federation#impersonation"

  pass "one repository" {
    resource "google_service_account_iam_member" "this" {
      service_account_id = "projects/p/serviceAccounts/app@p.iam.gserviceaccount.com"
      role               = "roles/iam.workloadIdentityUser"
      member             = "principalSet://iam.googleapis.com/projects/123/locations/global/workloadIdentityPools/ci/attribute.repository/example/app"
    }
  }

  fail "the pool" {
    resource "google_service_account_iam_member" "this" {
      service_account_id = "projects/p/serviceAccounts/app@p.iam.gserviceaccount.com"
      role               = "roles/iam.workloadIdentityUser"
      member             = "principalSet://iam.googleapis.com/projects/123/locations/global/workloadIdentityPools/ci/*"
    }

    expect = ["google_service_account_iam_member.this @ member"]
  }

  unknown "not known" {
    variable "member" {}

    resource "google_service_account_iam_member" "this" {
      service_account_id = "projects/p/serviceAccounts/app@p.iam.gserviceaccount.com"
      role               = "roles/iam.workloadIdentityUser"
      member             = var.member
    }
  }

  pass "more that pass" {
    resource "google_service_account_iam_member" "no_member" {
      service_account_id = "projects/p/serviceAccounts/app@p.iam.gserviceaccount.com"
      role               = "roles/iam.workloadIdentityUser"
    }
    resource "google_service_account_iam_member" "member_is" {
      service_account_id = "projects/p/serviceAccounts/app@p.iam.gserviceaccount.com"
      role               = "roles/iam.workloadIdentityUser"
      member             = "/*"
    }
  }

  unknown "more that nobody can know" {
    variable "member" {}
    variable "role" {}
    variable "members" {}
    resource "google_service_account_iam_member" "role_is_an_unset_variable" {
      service_account_id = "projects/p/serviceAccounts/app@p.iam.gserviceaccount.com"
      role               = var.role
      member             = "principalSet://iam.googleapis.com/projects/123/locations/global/workloadIdentityPools/ci/*"
    }
    resource "google_service_account_iam_member" "role_is_roles_iam" {
      service_account_id = "projects/p/serviceAccounts/app@p.iam.gserviceaccount.com"
      role               = "roles/iam.serviceAccountTokenCreator"
      member             = var.member
    }
    resource "google_service_account_iam_member" "role_is_roles_iam_serviceaccountuser" {
      service_account_id = "projects/p/serviceAccounts/app@p.iam.gserviceaccount.com"
      role               = "roles/iam.serviceAccountUser"
      member             = var.member
    }
    expect = [
      "google_service_account_iam_member.role_is_an_unset_variable @ member",
      "google_service_account_iam_member.role_is_roles_iam @ member",
      "google_service_account_iam_member.role_is_roles_iam_serviceaccountuser @ member",
    ]
  }
}

rule "google-iam-audit-log-exemption" {
  title    = "Members are exempt from audit logs"
  category = "security"
  severity = "medium"
  resources = [
    "google_project_iam_audit_config", "google_folder_iam_audit_config",
    "google_organization_iam_audit_config",
  ]
  aliases  = ["89fe890f-b480-460c-8b6b-7d8b1468adb4", "CKV2_GCP_5"]
  tags     = ["cwe-778", "cis-gcp-2.0-2.1"]
  for_each = resource.audit_log_config
  assert   = length(each.value.exempted_members) == 0
  at       = each.value.exempted_members
  message  = "${each.value.log_type} of `${resource.service}` is not logged for some members"
  why      = <<-EOT
    What exempted members read or change leaves no trace, and whoever takes over one of these accounts has the
    same cover.
  EOT
  remedy   = <<-EOT
    Log everyone; filter noisy readers in the sink instead.

    ```hcl
    audit_log_config {
      log_type = "DATA_READ"
    }
    ```
  EOT
  link     = "https://cloud.google.com/logging/docs/audit/configure-data-access"

  pass "everyone" {
    resource "google_project_iam_audit_config" "this" {
      project = "p"
      service = "allServices"
      audit_log_config {
        log_type = "DATA_READ"
      }
    }
  }

  fail "one exempt" {
    resource "google_project_iam_audit_config" "this" {
      project = "p"
      service = "allServices"
      audit_log_config {
        log_type         = "DATA_READ"
        exempted_members = ["user:jane@example.com"]
      }
    }

    expect = ["google_project_iam_audit_config.this @ audit_log_config[0].exempted_members"]
  }

  unknown "not known" {
    variable "exempt" {}

    resource "google_project_iam_audit_config" "this" {
      project = "p"
      service = "allServices"
      audit_log_config {
        log_type         = "DATA_READ"
        exempted_members = var.exempt
      }
    }
  }
}

rule "google-project-no-audit-config" {
  title     = "Project does not log reads of its data"
  category  = "security"
  severity  = "low"
  resources = ["google_project"]
  aliases   = ["GCP-0079", "google-iam-configure-audit-logging", "AVD-GCP-0079", "CKV2_GCP_5"]
  tags      = ["cwe-778", "cis-gcp-2.0-2.1"]
  default   = false

  related "audit" {
    type = "google_project_iam_audit_config"
    on   = refers(other.project, resource)
  }

  assert  = anytrue([for a in related.audit : a.service == "allServices"])
  message = "no `google_project_iam_audit_config` for `allServices` belongs to this project"
  why     = <<-EOT
    Admin activity is always logged; reads and writes of data are not, unless switched on. They cost by volume,
    and are often set once on the organisation, which this rule cannot see.
  EOT
  remedy  = <<-EOT
    Switch them on here, or on the organisation.

    ```hcl
    resource "google_project_iam_audit_config" "all" {
      project = google_project.app.project_id
      service = "allServices"
      audit_log_config {
        log_type = "DATA_READ"
      }
      audit_log_config {
        log_type = "DATA_WRITE"
      }
    }
    ```
  EOT
  link    = "https://cloud.google.com/logging/docs/audit/configure-data-access"

  pass "configured" {
    resource "google_project" "app" {
      name       = "app"
      project_id = "app-123456"
    }

    resource "google_project_iam_audit_config" "all" {
      project = google_project.app.project_id
      service = "allServices"
      audit_log_config {
        log_type = "DATA_READ"
      }
    }
  }

  fail "none" {
    resource "google_project" "app" {
      name       = "app"
      project_id = "app-123456"
    }
  }

  fail "one service only" {
    resource "google_project" "app" {
      name       = "app"
      project_id = "app-123456"
    }

    resource "google_project_iam_audit_config" "sql" {
      project = google_project.app.project_id
      service = "cloudsql.googleapis.com"
      audit_log_config {
        log_type = "DATA_READ"
      }
    }
  }
}

rule "google-iam-binding-fights-member" {
  title     = "Binding and member of the same role undo each other"
  category  = "correctness"
  severity  = "medium"
  resources = ["google_project_iam_binding", "google_folder_iam_binding", "google_organization_iam_binding"]

  related "members" {
    type = ["google_project_iam_member", "google_folder_iam_member", "google_organization_iam_member"]
    on   = other.role == resource.role && meta.type == replace(other.meta.type, "_member", "_binding") && is_known(resource.role) && ((other.project == resource.project && is_known(resource.project) && resource.project != null) || (other.folder == resource.folder && resource.folder != null) || (other.org_id == resource.org_id && resource.org_id != null))
  }

  when    = resource.condition == null || length(resource.condition) == 0
  assert  = !anytrue([for m in related.members : length(m.condition) == 0])
  at      = resource.role
  message = "the binding owns `${resource.role}` and removes what the `_iam_member` resource grants"
  why     = <<-EOT
    A binding is authoritative for its role: each apply removes members that it does not list, and the next apply
    adds them again. People lose access in between.
  EOT
  remedy  = <<-EOT
    Use one of the two for a role.
  EOT
  link    = "https://registry.terraform.io/providers/hashicorp/google/latest/docs/resources/google_project_iam"

  pass "different roles" {
    resource "google_project_iam_binding" "b" {
      project = "p"
      role    = "roles/viewer"
      members = ["group:a@example.com"]
    }

    resource "google_project_iam_member" "m" {
      project = "p"
      role    = "roles/browser"
      member  = "group:b@example.com"
    }
  }

  pass "different projects" {
    resource "google_project_iam_binding" "b" {
      project = "p"
      role    = "roles/viewer"
      members = ["group:a@example.com"]
    }

    resource "google_project_iam_member" "m" {
      project = "q"
      role    = "roles/viewer"
      member  = "group:b@example.com"
    }
  }

  fail "the same role" {
    resource "google_project_iam_binding" "b" {
      project = "p"
      role    = "roles/viewer"
      members = ["group:a@example.com"]
    }

    resource "google_project_iam_member" "m" {
      project = "p"
      role    = "roles/viewer"
      member  = "group:b@example.com"
    }

    expect = ["google_project_iam_binding.b @ role"]
  }

  pass "no `project`, `project` is an unset variable" {
    variable "project" {}
    resource "google_project_iam_binding" "b" {
      role    = "roles/viewer"
      members = ["group:a@example.com"]
    }
    resource "google_project_iam_member" "m" {
      project = var.project
      role    = "roles/viewer"
      member  = "group:b@example.com"
    }
  }

  pass "more that pass" {
    variable "role" {}
    variable "project" {}
    resource "google_project_iam_binding" "one_more_project_is_an_unset_variable" {
      project = "p"
      role    = "roles/viewer"
      members = ["group:a@example.com"]
    }
    resource "google_project_iam_binding" "one_more_project_is_an_unset_variable_2" {
      project = var.project
      role    = "roles/viewer"
      members = ["group:a@example.com"]
    }
    resource "google_project_iam_member" "one_more_project_is_an_unset_variable" {
      project = "q"
      role    = "roles/viewer"
      member  = "group:b@example.com"
    }
    resource "google_project_iam_binding" "one_more_role_is_an_unset_variable" {
      project = "p"
      role    = "roles/viewer"
      members = ["group:a@example.com"]
    }
    resource "google_project_iam_binding" "one_more_role_is_an_unset_variable_2" {
      project = "p"
      role    = var.role
      members = ["group:a@example.com"]
    }
    resource "google_project_iam_member" "one_more_role_is_an_unset_variable" {
      project = "p"
      role    = "roles/browser"
      member  = "group:b@example.com"
    }
  }
}

rule "google-iam-whole-policy" {
  title     = "Whole IAM policy of a project or organisation is replaced"
  category  = "reliability"
  severity  = "low"
  resources = ["google_project_iam_policy", "google_folder_iam_policy", "google_organization_iam_policy"]
  default   = false
  assert    = resource.policy_data == null
  at        = resource.policy_data
  message   = "the resource owns every binding and removes all that it does not list"
  why       = <<-EOT
    One mistake locks everyone out, Google's own service agents included. The provider warns against it.
  EOT
  remedy    = <<-EOT
    Use `_iam_binding` or `_iam_member`, unless the whole policy is kept here on purpose.
  EOT
  link      = "https://registry.terraform.io/providers/hashicorp/google/latest/docs/resources/google_project_iam"

  pass "a member" {
    resource "google_project_iam_member" "m" {
      project = "p"
      role    = "roles/viewer"
      member  = "group:a@example.com"
    }
  }

  fail "a policy" {
    resource "google_project_iam_policy" "all" {
      project     = "p"
      policy_data = "{\"bindings\": []}"
    }
  }

  unknown "`policy_data` is an unset variable" {
    variable "policy_data" {}
    resource "google_project_iam_policy" "all" {
      project     = "p"
      policy_data = var.policy_data
    }
  }
}

rule "google-iam-custom-role-escalation" {
  title     = "Custom role lets its holder gain more rights"
  category  = "security"
  severity  = "medium"
  resources = ["google_project_iam_custom_role", "google_organization_iam_custom_role"]
  tags      = ["cwe-269"]
  params = {
    permissions = ["iam.serviceAccountKeys.create", "iam.serviceAccounts.getAccessToken", "iam.serviceAccounts.signBlob", "iam.serviceAccounts.signJwt", "iam.serviceAccounts.setIamPolicy", "iam.serviceAccounts.implicitDelegation", "resourcemanager.projects.setIamPolicy", "resourcemanager.folders.setIamPolicy", "resourcemanager.organizations.setIamPolicy", "iam.roles.update", "deploymentmanager.deployments.create", "orgpolicy.policy.set"]
  }
  assert  = !anytrue([for p in resource.permissions : contains(param.permissions, p)])
  at      = resource.permissions
  message = "the role holds ${join(", ", [for p in resource.permissions : p if contains(param.permissions, p)])}"
  why     = <<-EOT
    Each of these permissions is enough to act as a more powerful account or to grant oneself more. Such a role is
    an admin role, whatever its name says.
  EOT
  remedy  = <<-EOT
    Take the permission out, and grant it on single service accounts where it is needed.
  EOT
  link    = "https://cloud.google.com/iam/docs/custom-roles-permissions-support"

  pass "harmless" {
    resource "google_project_iam_custom_role" "this" {
      role_id     = "deployer"
      title       = "Deployer"
      permissions = ["storage.objects.get", "storage.objects.list"]
    }
  }

  fail "key creation" {
    resource "google_project_iam_custom_role" "this" {
      role_id     = "deployer"
      title       = "Deployer"
      permissions = ["storage.objects.get", "iam.serviceAccountKeys.create"]
    }

    expect = ["google_project_iam_custom_role.this @ permissions"]
  }

  unknown "not known" {
    variable "permissions" {}

    resource "google_project_iam_custom_role" "this" {
      role_id     = "deployer"
      title       = "Deployer"
      permissions = var.permissions
    }
  }

  fail "`permissions` is `orgpolicy.policy.set`" {
    resource "google_project_iam_custom_role" "this" {
      role_id     = "deployer"
      title       = "Deployer"
      permissions = ["orgpolicy.policy.set", "storage.objects.list"]
    }
    expect = ["google_project_iam_custom_role.this @ permissions"]
  }
}

rule "google-iam-kms-duties-not-separated" {
  title     = "The same member administers and uses encryption keys"
  category  = "security"
  severity  = "medium"
  resources = ["data.google_iam_policy"]
  aliases   = ["92e4464a-4139-4d57-8742-b5acc0347680"]
  tags      = ["cwe-284", "cis-gcp-2.0-1.11"]
  assert    = !anytrue([for a in resource.binding : a.role == "roles/cloudkms.admin" && anytrue([for u in resource.binding : startswith(u.role, "roles/cloudkms.cryptoKey") && length(setintersection(toset(a.members), toset(u.members))) > 0])])
  at        = resource.binding[0].role
  message   = "a member holds `roles/cloudkms.admin` and a `roles/cloudkms.cryptoKey…` role"
  why       = <<-EOT
    Who administers keys decides who may decrypt; who decrypts sees the data. One account with both can do it
    alone.
  EOT
  remedy    = <<-EOT
    Give the two roles to different people.
  EOT
  link      = "https://cloud.google.com/kms/docs/separation-of-duties"

  pass "different people" {
    data "google_iam_policy" "this" {
      binding {
        role    = "roles/cloudkms.admin"
        members = ["group:key-admins@example.com"]
      }
      binding {
        role    = "roles/cloudkms.cryptoKeyDecrypter"
        members = ["group:app@example.com"]
      }
    }
  }

  fail "the same" {
    data "google_iam_policy" "this" {
      binding {
        role    = "roles/cloudkms.admin"
        members = ["user:jane@example.com"]
      }
      binding {
        role    = "roles/cloudkms.cryptoKeyDecrypter"
        members = ["user:jane@example.com"]
      }
    }
  }

  unknown "`role` is an unset variable" {
    variable "role" {}
    data "google_iam_policy" "this" {
      binding {
        role    = var.role
        members = ["user:jane@example.com"]
      }
      binding {
        role    = "roles/cloudkms.cryptoKeyDecrypter"
        members = ["user:jane@example.com"]
      }
    }
  }
}

rule "google-service-account-id-invalid" {
  title     = "Service account id is refused by Google Cloud"
  category  = "naming"
  severity  = "high"
  resources = ["google_service_account"]
  when      = is_known(resource.account_id) && resource.account_id != null && resource.account_id != ""
  assert    = can(regex("^[a-z]([-a-z0-9]{4,28}[a-z0-9])$", resource.account_id))
  message   = "`${resource.account_id}` is not a valid id: 6 to 30 lower-case letters, digits and `-`, a letter first"
  why       = <<-EOT
    The API refuses other ids at apply. Ids made of several variables often grow over 30 characters.
  EOT
  remedy    = <<-EOT
    Shorten or rename it.
  EOT
  link      = "https://cloud.google.com/iam/docs/service-accounts-create"

  pass "plain" {
    resource "google_service_account" "this" {
      account_id = "app-backend"
    }
  }

  fail "too short" {
    resource "google_service_account" "this" {
      account_id = "app"
    }

    expect = ["google_service_account.this @ account_id"]
  }

  fail "underscore" {
    resource "google_service_account" "this" {
      account_id = "app_backend"
    }
  }

  fail "too long" {
    resource "google_service_account" "this" {
      account_id = "a-service-account-name-that-is-too-long"
    }
  }

  pass "`account_id` is an unset variable" {
    variable "account_id" {}
    resource "google_service_account" "this" {
      account_id = var.account_id
    }
  }
}

rule "google-project-id-invalid" {
  title     = "Project id is refused by Google Cloud"
  category  = "naming"
  severity  = "high"
  resources = ["google_project"]
  when      = is_known(resource.project_id) && resource.project_id != null && resource.project_id != ""
  assert    = can(regex("^[a-z]([-a-z0-9]{4,28}[a-z0-9])$", resource.project_id)) && !can(regex("google|ssl", resource.project_id))
  message   = "`${resource.project_id}` is not a valid id: 6 to 30 lower-case letters, digits and `-`, a letter first, without `google` or `ssl`"
  why       = <<-EOT
    The API refuses other ids at apply.
  EOT
  remedy    = <<-EOT
    Shorten or rename it.
  EOT
  link      = "https://cloud.google.com/resource-manager/docs/creating-managing-projects#before_you_begin"

  pass "plain" {
    resource "google_project" "this" {
      name                = "app"
      auto_create_network = false
      project_id          = "app-prod-1f2e"
    }
  }

  fail "upper case" {
    resource "google_project" "this" {
      name                = "app"
      auto_create_network = false
      project_id          = "App-Prod"
    }

    expect = ["google_project.this @ project_id"]
  }

  fail "too long" {
    resource "google_project" "this" {
      name                = "app"
      auto_create_network = false
      project_id          = "my-company-application-production-eu"
    }
  }

  pass "`project_id` is an unset variable" {
    variable "project_id" {}
    resource "google_project" "this" {
      name                = "app"
      auto_create_network = false
      project_id          = var.project_id
    }
  }

  fail "`project_id` is `google`" {
    resource "google_project" "this" {
      name                = "app"
      auto_create_network = false
      project_id          = "google"
    }
    expect = ["google_project.this @ project_id"]
  }
}

rule "google-apikey-unrestricted" {
  title     = "API key can be used by anyone for any API"
  category  = "security"
  severity  = "medium"
  resources = ["google_apikeys_key"]
  tags      = ["cwe-284", "cis-gcp-2.0-1.12", "cis-gcp-2.0-1.13", "cis-gcp-2.0-1.14"]
  assert    = length(resource.restrictions[0].api_targets) > 0
  at        = resource.restrictions[0].api_targets
  message   = "no `api_targets`: the key works for every API of the project"
  why       = <<-EOT
    API keys are sent with each request and are easily found in pages and apps. A key without restrictions can be
    used for every enabled API, at your cost.
  EOT
  remedy    = <<-EOT
    List the APIs, and the sites, addresses or apps that use the key.

    ```hcl
    restrictions {
      api_targets {
        service = "maps-backend.googleapis.com"
      }
      browser_key_restrictions {
        allowed_referrers = ["https://www.example.com/*"]
      }
    }
    ```
  EOT
  link      = "https://cloud.google.com/docs/authentication/api-keys#securing"

  pass "limited" {
    resource "google_apikeys_key" "this" {
      name = "maps"
      restrictions {
        api_targets {
          service = "maps-backend.googleapis.com"
        }
      }
    }
  }

  fail "none" {
    resource "google_apikeys_key" "this" {
      name = "maps"
    }

    expect = ["google_apikeys_key.this"]
  }

  fail "sites only" {
    resource "google_apikeys_key" "this" {
      name = "maps"
      restrictions {
        browser_key_restrictions {
          allowed_referrers = ["https://www.example.com/*"]
        }
      }
    }
  }
}

rule "google-provider-credentials-in-code" {
  title     = "Provider block holds a key or token"
  category  = "security"
  severity  = "high"
  resources = ["provider.google", "provider.google-beta"]
  tags      = ["cwe-798"]
  assert    = !(is_known(resource.credentials) && can(regex("PRIVATE KEY", resource.credentials))) && (!is_known(resource.access_token) || resource.access_token == null)
  at        = [resource.access_token, resource.credentials]
  message   = "the provider's credentials are written in the configuration or in a file of the repository"
  why       = <<-EOT
    The key of the account that runs Terraform opens everything that Terraform manages, and stays in the history.
  EOT
  remedy    = <<-EOT
    Leave the argument out and use application default credentials, impersonation or workload identity federation.

    ```hcl
    provider "google" {
      project                     = "my-project"
      impersonate_service_account = "terraform@my-project.iam.gserviceaccount.com"
    }
    ```
  EOT
  link      = "https://registry.terraform.io/providers/hashicorp/google/latest/docs/guides/provider_reference#authentication"

  pass "none" {
    provider "google" {
      project = "p"
      region  = "europe-west1"
    }
  }

  pass "a path" {
    provider "google" {
      project     = "p"
      credentials = "account.json"
    }
  }

  fail "a key" {
    provider "google" {
      project     = "p"
      credentials = "{\"type\": \"service_account\", \"private_key\": \"-----BEGIN PRIVATE KEY-----\\nMIIE\\n-----END PRIVATE KEY-----\"}"
    }
  }

  fail "a token" {
    provider "google" {
      access_token = "ya29.a0AfH6SMBexample"
    }

    expect = ["provider.google @ access_token"]
  }

  pass "`access_token` is an unset variable" {
    variable "access_token" {}
    provider "google" {
      access_token = var.access_token
    }
  }

  pass "`credentials` is an unset variable" {
    variable "credentials" {}
    provider "google" {
      project     = "p"
      credentials = var.credentials
    }
  }
}

rule "google-labels-invalid" {
  title     = "Label is refused by Google Cloud"
  category  = "tagging"
  severity  = "high"
  resources = ["google_*"]
  params = {
    skip = ["google_monitoring_notification_channel", "google_monitoring_metric_descriptor", "google_gke_backup_restore_plan"]
  }
  when     = !contains(param.skip, meta.type) && is_known(resource.labels)
  for_each = resource.labels
  assert = !is_known(each.value) || (
    length(each.key) <= 63 && can(regex("^[\\p{Ll}\\p{Lo}][\\p{Ll}\\p{Lo}\\p{N}_-]*$", each.key))
    && length(tostring(each.value)) <= 63 && can(regex("^[\\p{Ll}\\p{Lo}\\p{N}_-]*$", tostring(each.value)))
  )
  at       = resource.labels
  message  = "label `${each.key} = ${each.value}` is not valid: lower-case letters, digits, `_` and `-`, 63 characters at most"
  why      = <<-EOT
    Unlike tags of other clouds, keys and values of labels have no upper-case letters, spaces, dots or slashes.
    The API refuses them at apply, after other resources were made.
  EOT
  remedy   = <<-EOT
    Write the label in lower case; replace other characters with `-`.

    ```hcl
    labels = { cost-center = "platform-eu" }
    ```
  EOT
  link     = "https://cloud.google.com/resource-manager/docs/labels-overview#requirements"

  pass "valid" {
    resource "google_storage_bucket" "this" {
      name     = "b"
      location = "EU"
      labels   = { team = "platform", cost_center = "4711" }
    }
  }

  pass "none" {
    resource "google_storage_bucket" "this" {
      name     = "b"
      location = "EU"
    }
  }

  fail "upper-case key" {
    resource "google_storage_bucket" "this" {
      name     = "b"
      location = "EU"
      labels   = { Team = "platform" }
    }

    expect = ["google_storage_bucket.this @ labels"]
  }

  fail "space in the value" {
    resource "google_storage_bucket" "this" {
      name     = "b"
      location = "EU"
      labels   = { team = "Data Platform" }
    }

    expect = ["google_storage_bucket.this @ labels"]
  }
}

rule "google-labels-missing" {
  title     = "Resource lacks a required label"
  category  = "tagging"
  severity  = "low"
  resources = ["google_*"]
  aliases   = ["b2b3c4d5-e6f7-8901-gh23-ijkl456m7890"]
  default   = false
  params = {
    keys  = ["team"]
    types = ["google_storage_bucket", "google_compute_instance", "google_compute_disk", "google_compute_instance_template", "google_sql_database_instance", "google_bigquery_dataset", "google_pubsub_topic", "google_pubsub_subscription", "google_cloud_run_v2_service", "google_cloudfunctions_function", "google_cloudfunctions2_function", "google_redis_instance", "google_spanner_instance", "google_bigtable_instance", "google_dataproc_cluster", "google_kms_crypto_key", "google_secret_manager_secret", "google_artifact_registry_repository", "google_filestore_instance", "google_project"]
  }
  when    = contains(param.types, meta.type)
  assert  = alltrue([for key in param.keys : contains(keys(tags_of(resource)), key)])
  at      = resource.labels
  message = "missing: ${join(", ", [for key in param.keys : key if !contains(keys(tags_of(resource)), key)])}"
  why     = <<-EOT
    Labels carry owner and cost centre to the bill. Choose the keys with the parameter `keys`.
  EOT
  remedy  = <<-EOT
    Label the resource, or set `default_labels` on the provider.

    ```hcl
    labels = { team = "platform" }
    ```
  EOT
  link    = "https://cloud.google.com/resource-manager/docs/labels-overview"

  pass "labelled" {
    resource "google_pubsub_topic" "this" {
      name   = "t"
      labels = { team = "platform" }
    }
  }

  pass "by the provider" {
    provider "google" {
      default_labels = { team = "platform" }
    }

    resource "google_pubsub_topic" "t" {
      name = "t"
    }
  }

  fail "none" {
    resource "google_pubsub_topic" "this" {
      name = "t"
    }
  }

  fail "another key" {
    resource "google_pubsub_topic" "this" {
      name   = "t"
      labels = { owner = "jane" }
    }
  }

  unknown "`labels` is an unset variable" {
    variable "labels" {}
    resource "google_pubsub_topic" "this" {
      name   = "t"
      labels = var.labels
    }
  }
}
