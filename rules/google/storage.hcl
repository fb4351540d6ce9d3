rule "google-storage-bucket-public-iam" {
  title     = "Storage bucket is readable or writable by anyone"
  category  = "security"
  severity  = "critical"
  resources = ["google_storage_bucket_iam_member", "google_storage_bucket_iam_binding"]
  aliases = [
    "CKV_GCP_28", "c010082c-76e0-4b91-91d9-6e8439e455dd", "GCP-0001",
    "google-storage-no-public-access", "AVD-GCP-0001", "a6cd52a1-3056-4910-96a5-894de9f3f3b3",
    "f6a7b8c9-d0e1-2345-f678-90abcdef1234", "CKV2_GCP_9",
  ]
  tags = ["cwe-732", "cis-gcp-2.0-5.1"]

  related "bucket" {
    type = "google_storage_bucket"
    on   = refers(resource.bucket, other)
  }

  assert = (
    !anytrue([for m in flatten([resource.member, resource.members]) : !is_computed(m) && (startswith(m, "allUsers") || startswith(m, "allAuthenticatedUsers"))])
    || (contains(["roles/storage.objectViewer", "roles/storage.legacyObjectReader"], resource.role) && anytrue([for b in related.bucket : length(b.website) > 0]))
  )
  message = "everyone on the internet, or everyone with a Google account, holds `${resource.role}` on this bucket"
  why     = <<-EOT
    `allUsers` is everyone on the internet, `allAuthenticatedUsers` everyone with any Google account, not only
    yours. Whoever learns the bucket's name can use the role. Object readers on a bucket with a `website` block
    are a published site and pass.
  EOT
  remedy  = <<-EOT
    Grant the role to the identities that need it. Publish files through a load balancer or with signed URLs.

    ```hcl
    member = "group:data-readers@example.com"
    ```
  EOT
  link    = "https://cloud.google.com/storage/docs/access-control/making-data-public"

  pass "a group" {
    resource "google_storage_bucket_iam_member" "this" {
      bucket = "b"
      role   = "roles/storage.objectViewer"
      member = "group:readers@example.com"
    }
  }

  pass "a published site" {
    resource "google_storage_bucket" "site" {
      name     = "www.example.com"
      location = "EU"
      website {
        main_page_suffix = "index.html"
      }
    }

    resource "google_storage_bucket_iam_member" "this" {
      bucket = google_storage_bucket.site.name
      role   = "roles/storage.objectViewer"
      member = "allUsers"
    }
    also = ["google-storage-bucket-acls-enabled"]
  }

  fail "everyone" {
    resource "google_storage_bucket_iam_member" "this" {
      bucket = "b"
      role   = "roles/storage.objectViewer"
      member = "allUsers"
    }

    expect = ["google_storage_bucket_iam_member.this @ member"]
  }

  fail "every Google account, in a binding" {
    resource "google_storage_bucket_iam_binding" "this" {
      bucket  = "b"
      role    = "roles/storage.objectAdmin"
      members = ["user:jane@example.com", "allAuthenticatedUsers"]
    }

    expect = ["google_storage_bucket_iam_binding.this @ members"]
  }

  unknown "the member is not known" {
    variable "member" {}

    resource "google_storage_bucket_iam_member" "this" {
      bucket = "b"
      role   = "roles/storage.objectViewer"
      member = var.member
    }
  }

  pass "one more, `role` is `roles/storage.legacyObjectReader`" {
    resource "google_storage_bucket" "site" {
      name     = "www.example.com"
      location = "EU"
      website {
        main_page_suffix = "index.html"
      }
    }
    resource "google_storage_bucket_iam_member" "this" {
      bucket = google_storage_bucket.site.name
      role   = "roles/storage.objectViewer"
      member = "allUsers"
    }
    resource "google_storage_bucket_iam_member" "this_too" {
      bucket = google_storage_bucket.site.name
      role   = "roles/storage.legacyObjectReader"
      member = "allUsers"
    }
    also = ["google-storage-bucket-acls-enabled"]
  }

  fail "more that fail" {
    resource "google_storage_bucket" "without_website" {
      name     = "www.example.com"
      location = "EU"
    }
    resource "google_storage_bucket_iam_member" "without_website" {
      bucket = google_storage_bucket.without_website.name
      role   = "roles/storage.objectViewer"
      member = "allUsers"
    }
    expect = ["google_storage_bucket_iam_member.without_website @ member"]
  }

  unknown "`role` is an unset variable" {
    variable "role" {}
    resource "google_storage_bucket" "site" {
      name     = "www.example.com"
      location = "EU"
      website {
        main_page_suffix = "index.html"
      }
    }
    resource "google_storage_bucket_iam_member" "this" {
      bucket = google_storage_bucket.site.name
      role   = var.role
      member = "allUsers"
    }
    expect = ["google_storage_bucket_iam_member.this @ member"]
  }
}

rule "google-storage-bucket-public-acl" {
  title    = "Storage ACL lets anyone read or write"
  category = "security"
  severity = "critical"
  resources = [
    "google_storage_bucket_acl", "google_storage_default_object_acl", "google_storage_object_acl",
    "google_storage_bucket_access_control", "google_storage_default_object_access_control",
    "google_storage_object_access_control",
  ]
  tags = ["cwe-732", "cis-gcp-2.0-5.1"]
  params = {
    predefined = ["publicRead", "publicReadWrite", "authenticatedRead"]
  }
  assert = (
    !contains(param.predefined, resource.predefined_acl)
    && !contains(["allUsers", "allAuthenticatedUsers"], resource.entity)
    && !anytrue([for e in resource.role_entity : endswith(e, ":allUsers") || endswith(e, ":allAuthenticatedUsers")])
  )
  message = "this ACL opens the bucket or its objects to everyone"
  why     = <<-EOT
    The ACL names `allUsers` (the internet) or `allAuthenticatedUsers` (any Google account), directly or through a
    predefined ACL. Objects can be read, and with a writer role replaced, without credentials of yours.
  EOT
  remedy  = <<-EOT
    Name users or groups, or use uniform bucket-level access with IAM and drop ACLs altogether.

    ```hcl
    predefined_acl = "projectPrivate"
    ```
  EOT
  link    = "https://cloud.google.com/storage/docs/access-control/lists"

  pass "private" {
    resource "google_storage_bucket_acl" "this" {
      bucket         = "b"
      predefined_acl = "projectPrivate"
    }
  }

  pass "a group" {
    resource "google_storage_bucket_acl" "this" {
      bucket      = "b"
      role_entity = ["READER:group-readers@example.com"]
    }
  }

  fail "predefined" {
    resource "google_storage_bucket_acl" "this" {
      bucket         = "b"
      predefined_acl = "publicRead"
    }

    expect = ["google_storage_bucket_acl.this @ predefined_acl"]
  }

  fail "entity list" {
    resource "google_storage_bucket_acl" "this" {
      bucket      = "b"
      role_entity = ["OWNER:user-jane@example.com", "READER:allUsers"]
    }

    expect = ["google_storage_bucket_acl.this @ role_entity"]
  }

  fail "a single entry" {
    resource "google_storage_default_object_access_control" "this" {
      bucket = "b"
      role   = "READER"
      entity = "allUsers"
    }

    expect = ["google_storage_default_object_access_control.this @ entity"]
  }

  unknown "not known" {
    variable "acl" {}

    resource "google_storage_bucket_acl" "this" {
      bucket         = "b"
      predefined_acl = var.acl
    }
  }

  fail "more that fail" {
    resource "google_storage_bucket_acl" "predefined_acl_is_authenticatedread" {
      bucket         = "b"
      predefined_acl = "authenticatedRead"
    }
    expect = ["google_storage_bucket_acl.predefined_acl_is_authenticatedread @ predefined_acl"]
  }
}

rule "google-storage-bucket-acls-enabled" {
  title     = "Storage bucket allows per-object ACLs"
  category  = "security"
  severity  = "medium"
  resources = ["google_storage_bucket"]
  aliases = [
    "CKV_GCP_29", "bb0db090-5509-4853-a827-75ced0b3caa0", "GCP-0002", "google-storage-enable-ubla",
    "AVD-GCP-0002",
  ]
  tags    = ["cwe-284", "cis-gcp-2.0-5.2"]
  assert  = coalesce(resource.uniform_bucket_level_access, false)
  message = "`uniform_bucket_level_access` is not on, so object ACLs can grant access that IAM does not show"
  why     = <<-EOT
    With fine-grained access every object carries its own ACL beside IAM. A single object can be public while the
    bucket looks private, and reviews of IAM miss it. The provider's default is off. Turning it on is final after
    90 days; check first that nothing relies on object ACLs.
  EOT
  remedy  = <<-EOT
    Switch to uniform access and grant through IAM alone.

    ```hcl
    uniform_bucket_level_access = true
    ```
  EOT
  link    = "https://cloud.google.com/storage/docs/uniform-bucket-level-access"

  fix {
    set = {
      uniform_bucket_level_access = true
    }
  }

  pass "on" {
    resource "google_storage_bucket" "this" {
      name                        = "b"
      location                    = "EU"
      uniform_bucket_level_access = true
    }
    also = ["google-storage-bucket-name-invalid", "google-storage-bucket-public-access-not-prevented"]
  }

  fail "off" {
    resource "google_storage_bucket" "this" {
      name                        = "b"
      location                    = "EU"
      uniform_bucket_level_access = false
    }

    expect = ["google_storage_bucket.this @ uniform_bucket_level_access"]
  }

  fail "not written" {
    resource "google_storage_bucket" "this" {
      name     = "b"
      location = "EU"
    }

    expect = ["google_storage_bucket.this"]
  }

  unknown "not known" {
    variable "uniform" {}

    resource "google_storage_bucket" "this" {
      name                        = "b"
      location                    = "EU"
      uniform_bucket_level_access = var.uniform
    }
  }
}

rule "google-storage-bucket-public-access-not-prevented" {
  title     = "Storage bucket may be made public later"
  category  = "security"
  severity  = "low"
  resources = ["google_storage_bucket"]
  aliases   = ["CKV_GCP_114"]
  tags      = ["cwe-732", "cis-gcp-2.0-5.1"]

  related "grants" {
    type = ["google_storage_bucket_iam_member", "google_storage_bucket_iam_binding"]
    on   = refers(other.bucket, resource)
  }

  when    = length(resource.website) == 0 && !anytrue([for g in related.grants : anytrue([for m in flatten([g.member, g.members]) : !is_computed(m) && (startswith(m, "allUsers") || startswith(m, "allAuthenticatedUsers"))])])
  assert  = resource.public_access_prevention == "enforced"
  message = "`public_access_prevention` is not `enforced`"
  why     = <<-EOT
    Public access prevention rejects every grant to `allUsers` and `allAuthenticatedUsers`, whoever makes it. With
    the default `inherited` only an organisation policy stands between this bucket and a mistaken grant. Buckets
    with a `website` block or with a public grant in the same configuration are not judged.
  EOT
  remedy  = <<-EOT
    Enforce it on the bucket.

    ```hcl
    public_access_prevention = "enforced"
    ```
  EOT
  link    = "https://cloud.google.com/storage/docs/public-access-prevention"

  fix {
    set = {
      public_access_prevention = "enforced"
    }
  }

  pass "enforced" {
    resource "google_storage_bucket" "this" {
      name                     = "b"
      location                 = "EU"
      public_access_prevention = "enforced"
    }
    also = ["google-storage-bucket-acls-enabled", "google-storage-bucket-name-invalid"]
  }

  pass "a site" {
    resource "google_storage_bucket" "this" {
      name     = "b"
      location = "EU"
      website {
        main_page_suffix = "index.html"
      }
    }
    also = ["google-storage-bucket-acls-enabled", "google-storage-bucket-name-invalid"]
  }

  fail "inherited" {
    resource "google_storage_bucket" "this" {
      name                     = "b"
      location                 = "EU"
      public_access_prevention = "inherited"
    }

    expect = ["google_storage_bucket.this @ public_access_prevention"]
  }

  fail "not written" {
    resource "google_storage_bucket" "this" {
      name     = "b"
      location = "EU"
    }

    expect = ["google_storage_bucket.this"]
  }

  unknown "not known" {
    variable "prevention" {}

    resource "google_storage_bucket" "this" {
      name                     = "b"
      location                 = "EU"
      public_access_prevention = var.prevention
    }
  }
}

rule "google-storage-bucket-versioning-off" {
  title     = "Storage bucket keeps no old versions of its objects"
  category  = "reliability"
  severity  = "low"
  resources = ["google_storage_bucket"]
  aliases = [
    "CKV_GCP_78", "e7e961ac-d17e-4413-84bc-8a1fbe242944", "GCP-0078",
    "google-storage-enable-bucket-versioning", "AVD-GCP-0078",
  ]
  default = false
  when    = resource.retention_policy == null || length(resource.retention_policy) == 0
  assert  = coalesce(resource.versioning[0].enabled, false)
  at      = resource.versioning[0].enabled
  message = "object versioning is off"
  why     = <<-EOT
    Without versioning an overwritten object is gone once soft delete has passed (7 days unless set). Buckets with
    a retention policy cannot have versioning and are not judged. Not in the recommended set, since soft delete
    covers most accidents.
  EOT
  remedy  = <<-EOT
    Turn versioning on, and add a lifecycle rule that removes old versions.

    ```hcl
    versioning {
      enabled = true
    }
    ```
  EOT
  link    = "https://cloud.google.com/storage/docs/object-versioning"

  pass "on" {
    resource "google_storage_bucket" "this" {
      name     = "b"
      location = "EU"
      versioning {
        enabled = true
      }
    }
    also = [
      "google-storage-bucket-acls-enabled",
      "google-storage-bucket-name-invalid",
      "google-storage-bucket-public-access-not-prevented",
      "google-storage-bucket-versions-never-expire",
    ]
  }

  pass "a retention policy" {
    resource "google_storage_bucket" "this" {
      name     = "b"
      location = "EU"
      retention_policy {
        retention_period = 86400
      }
    }
    also = ["google-storage-bucket-acls-enabled", "google-storage-bucket-name-invalid", "google-storage-bucket-public-access-not-prevented"]
  }

  fail "off" {
    resource "google_storage_bucket" "this" {
      name     = "b"
      location = "EU"
      versioning {
        enabled = false
      }
    }

    expect = ["google_storage_bucket.this @ versioning[0].enabled"]
  }

  fail "not written" {
    resource "google_storage_bucket" "this" {
      name     = "b"
      location = "EU"
    }

    expect = ["google_storage_bucket.this"]
  }

  unknown "not known" {
    variable "versioning" {}

    resource "google_storage_bucket" "this" {
      name     = "b"
      location = "EU"
      versioning {
        enabled = var.versioning
      }
    }
  }
}

rule "google-storage-bucket-access-logs-off" {
  title     = "Storage bucket writes no usage logs"
  category  = "security"
  severity  = "low"
  resources = ["google_storage_bucket"]
  aliases = [
    "CKV_GCP_62", "d6cabc3a-d57e-48c2-b341-bf3dd4f4a120", "GCP-0077",
    "google-storage-enable-bucket-logging", "AVD-GCP-0077",
  ]
  tags    = ["cwe-778"]
  default = false
  assert  = resource.logging[0].log_bucket != null
  at      = resource.logging
  message = "no `logging` block names a log bucket"
  why     = <<-EOT
    Usage logs record each request, with its address, also those of anonymous readers. Google recommends data
    access audit logs where all readers are authenticated, so the rule is not in the recommended set.
  EOT
  remedy  = <<-EOT
    Name a bucket for the logs.

    ```hcl
    logging {
      log_bucket = google_storage_bucket.logs.name
    }
    ```
  EOT
  link    = "https://cloud.google.com/storage/docs/access-logs"

  pass "a log bucket" {
    resource "google_storage_bucket" "this" {
      name     = "b"
      location = "EU"
      logging {
        log_bucket = "access-logs"
      }
    }
    also = ["google-storage-bucket-acls-enabled", "google-storage-bucket-name-invalid", "google-storage-bucket-public-access-not-prevented"]
  }

  fail "none" {
    resource "google_storage_bucket" "this" {
      name     = "b"
      location = "EU"
    }

    expect = ["google_storage_bucket.this"]
  }

  fail "log bucket is null" {
    resource "google_storage_bucket" "this" {
      name     = "b"
      location = "EU"
      logging {
        log_bucket = null
      }
    }
  }
}

rule "google-storage-bucket-logs-to-itself" {
  title     = "Storage bucket writes its usage logs into itself"
  category  = "security"
  severity  = "low"
  resources = ["google_storage_bucket"]
  aliases   = ["CKV_GCP_63"]
  tags      = ["cwe-778"]
  when      = resource.logging[0].log_bucket != null
  assert    = resource.logging[0].log_bucket != resource.name
  at        = resource.logging[0].log_bucket
  message   = "the log bucket is the bucket itself"
  why       = <<-EOT
    Whoever can write to the bucket can delete the trace of it, and every log object makes another log line.
  EOT
  remedy    = <<-EOT
    Send the logs to a bucket of their own with narrower access.

    ```hcl
    logging {
      log_bucket = google_storage_bucket.logs.name
    }
    ```
  EOT
  link      = "https://cloud.google.com/storage/docs/access-logs"

  pass "another bucket" {
    resource "google_storage_bucket" "this" {
      name     = "b"
      location = "EU"
      logging {
        log_bucket = "access-logs"
      }
    }
    also = ["google-storage-bucket-acls-enabled", "google-storage-bucket-name-invalid", "google-storage-bucket-public-access-not-prevented"]
  }

  fail "itself" {
    resource "google_storage_bucket" "this" {
      name     = "b"
      location = "EU"
      logging {
        log_bucket = "b"
      }
    }

    expect = ["google_storage_bucket.this @ logging[0].log_bucket"]
  }

  unknown "not known" {
    variable "logs" {}

    resource "google_storage_bucket" "this" {
      name     = "b"
      location = "EU"
      logging {
        log_bucket = var.logs
      }
    }
  }

  pass "`name` is an unset variable, without `logging`" {
    variable "name" {}
    resource "google_storage_bucket" "this" {
      name     = var.name
      location = "EU"
    }
    also = ["google-storage-bucket-acls-enabled", "google-storage-bucket-public-access-not-prevented"]
  }
}

rule "google-storage-bucket-not-customer-key-encrypted" {
  title     = "Storage bucket is not encrypted with your own key"
  category  = "security"
  severity  = "low"
  resources = ["google_storage_bucket"]
  aliases   = ["GCP-0066", "google-storage-bucket-encryption-customer-key", "AVD-GCP-0066"]
  tags      = ["cwe-311"]
  default   = false
  assert    = resource.encryption[0].default_kms_key_name != null
  at        = resource.encryption
  message   = "no `default_kms_key_name`: objects are encrypted with Google's keys"
  why       = <<-EOT
    Google encrypts every object. A key of your own adds a switch (disable the key and the data is unreadable) and
    an audit trail of uses; some regulations ask for it.
  EOT
  remedy    = <<-EOT
    Name a Cloud KMS key, and let the project's storage service agent use it.

    ```hcl
    encryption {
      default_kms_key_name = google_kms_crypto_key.storage.id
    }
    ```
  EOT
  link      = "https://cloud.google.com/storage/docs/encryption/customer-managed-keys"

  pass "own key" {
    resource "google_storage_bucket" "this" {
      name     = "b"
      location = "EU"
      encryption {
        default_kms_key_name = "projects/p/locations/eu/keyRings/r/cryptoKeys/k"
      }
    }
    also = ["google-storage-bucket-acls-enabled", "google-storage-bucket-name-invalid", "google-storage-bucket-public-access-not-prevented"]
  }

  fail "none" {
    resource "google_storage_bucket" "this" {
      name     = "b"
      location = "EU"
    }

    expect = ["google_storage_bucket.this"]
  }
}

rule "google-storage-bucket-force-destroy" {
  title     = "Storage bucket is destroyed with all its objects"
  category  = "reliability"
  severity  = "low"
  resources = ["google_storage_bucket"]
  tags      = ["cwe-693"]
  default   = false
  assert    = !coalesce(resource.force_destroy, false)
  message   = "`force_destroy` deletes all objects when the bucket is destroyed or replaced"
  why       = <<-EOT
    A rename or a change of location replaces the bucket; with `force_destroy` its content goes without a
    question. Fine for scratch buckets and tests.
  EOT
  remedy    = <<-EOT
    Leave `force_destroy` out, and empty the bucket by hand when it is really to go.
  EOT
  link      = "https://registry.terraform.io/providers/hashicorp/google/latest/docs/resources/storage_bucket#force_destroy-1"

  fix {
    set = {
      force_destroy = false
    }
  }

  pass "not written" {
    resource "google_storage_bucket" "this" {
      name     = "b"
      location = "EU"
    }
    also = ["google-storage-bucket-acls-enabled", "google-storage-bucket-name-invalid", "google-storage-bucket-public-access-not-prevented"]
  }

  pass "off" {
    resource "google_storage_bucket" "this" {
      name          = "b"
      location      = "EU"
      force_destroy = false
    }
    also = ["google-storage-bucket-acls-enabled", "google-storage-bucket-name-invalid", "google-storage-bucket-public-access-not-prevented"]
  }

  fail "on" {
    resource "google_storage_bucket" "this" {
      name          = "b"
      location      = "EU"
      force_destroy = true
    }

    expect = ["google_storage_bucket.this @ force_destroy"]
  }

  unknown "not known" {
    variable "force" {}

    resource "google_storage_bucket" "this" {
      name          = "b"
      location      = "EU"
      force_destroy = var.force
    }
  }
}

rule "google-storage-bucket-no-undo" {
  title     = "Storage bucket has neither soft delete nor versions"
  category  = "reliability"
  severity  = "medium"
  resources = ["google_storage_bucket"]
  when      = resource.soft_delete_policy[0].retention_duration_seconds == 0
  assert    = coalesce(resource.versioning[0].enabled, false)
  at        = resource.soft_delete_policy[0].retention_duration_seconds
  message   = "soft delete is switched off and versioning is not on, so a deleted object cannot be restored"
  why       = <<-EOT
    Soft delete keeps deleted and overwritten objects for seven days unless it is switched off with 0. Without
    versioning as well, one wrong command is final. Fine for caches and other data that can be made again.
  EOT
  remedy    = <<-EOT
    Leave `soft_delete_policy` out, or turn versioning on.

    ```hcl
    versioning {
      enabled = true
    }
    ```
  EOT
  link      = "https://cloud.google.com/storage/docs/soft-delete"

  pass "default" {
    resource "google_storage_bucket" "this" {
      name     = "b"
      location = "EU"
    }
    also = ["google-storage-bucket-acls-enabled", "google-storage-bucket-name-invalid", "google-storage-bucket-public-access-not-prevented"]
  }

  pass "versions instead" {
    resource "google_storage_bucket" "this" {
      name     = "b"
      location = "EU"
      soft_delete_policy {
        retention_duration_seconds = 0
      }
      versioning {
        enabled = true
      }
    }
    also = [
      "google-storage-bucket-acls-enabled",
      "google-storage-bucket-name-invalid",
      "google-storage-bucket-public-access-not-prevented",
      "google-storage-bucket-versions-never-expire",
    ]
  }

  fail "nothing left" {
    resource "google_storage_bucket" "this" {
      name     = "b"
      location = "EU"
      soft_delete_policy {
        retention_duration_seconds = 0
      }
    }

    expect = ["google_storage_bucket.this @ soft_delete_policy[0].retention_duration_seconds"]
  }

  unknown "versioning is not known" {
    variable "versioning" {}

    resource "google_storage_bucket" "this" {
      name     = "b"
      location = "EU"
      soft_delete_policy {
        retention_duration_seconds = 0
      }
      versioning {
        enabled = var.versioning
      }
    }
  }
}

rule "google-storage-bucket-versions-never-expire" {
  title     = "Old versions of objects are kept and paid for ever"
  category  = "cost"
  severity  = "low"
  resources = ["google_storage_bucket"]
  when      = coalesce(resource.versioning[0].enabled, false)
  assert    = length(resource.lifecycle_rule) > 0 || coalesce(resource.autoclass[0].enabled, false)
  at        = resource.versioning[0].enabled
  message   = "versioning is on and no `lifecycle_rule` removes old versions"
  why       = <<-EOT
    Each overwrite keeps the old object at full price. Buckets that are written often grow without a bound
    although their visible content does not.
  EOT
  remedy    = <<-EOT
    Delete or move noncurrent versions after a while.

    ```hcl
    lifecycle_rule {
      condition {
        num_newer_versions = 3
        with_state         = "ARCHIVED"
      }
      action {
        type = "Delete"
      }
    }
    ```
  EOT
  link      = "https://cloud.google.com/storage/docs/lifecycle"

  pass "old versions go" {
    resource "google_storage_bucket" "this" {
      name     = "b"
      location = "EU"
      versioning {
        enabled = true
      }
      lifecycle_rule {
        condition {
          num_newer_versions = 3
        }
        action {
          type = "Delete"
        }
      }
    }
    also = ["google-storage-bucket-acls-enabled", "google-storage-bucket-name-invalid", "google-storage-bucket-public-access-not-prevented"]
  }

  pass "no versioning" {
    resource "google_storage_bucket" "this" {
      name     = "b"
      location = "EU"
    }
    also = ["google-storage-bucket-acls-enabled", "google-storage-bucket-name-invalid", "google-storage-bucket-public-access-not-prevented"]
  }

  fail "no lifecycle" {
    resource "google_storage_bucket" "this" {
      name     = "b"
      location = "EU"
      versioning {
        enabled = true
      }
    }

    expect = ["google_storage_bucket.this @ versioning[0].enabled"]
  }

  unknown "versioning is not known" {
    variable "versioning" {}

    resource "google_storage_bucket" "this" {
      name     = "b"
      location = "EU"
      versioning {
        enabled = var.versioning
      }
    }
  }

  pass "with `autoclass`" {
    resource "google_storage_bucket" "this" {
      name     = "b"
      location = "EU"
      versioning {
        enabled = true
      }
      autoclass {
        enabled = true
      }
    }
    also = ["google-storage-bucket-acls-enabled", "google-storage-bucket-name-invalid", "google-storage-bucket-public-access-not-prevented"]
  }
}

rule "google-storage-bucket-no-lifecycle" {
  title     = "Storage bucket has no lifecycle rule"
  category  = "cost"
  severity  = "info"
  resources = ["google_storage_bucket"]
  default   = false
  when      = !coalesce(resource.versioning[0].enabled, false)
  assert    = length(resource.lifecycle_rule) > 0 || coalesce(resource.autoclass[0].enabled, false)
  at        = resource.lifecycle_rule
  message   = "objects stay in the `${coalesce(resource.storage_class, "STANDARD")}` class for ever"
  why       = <<-EOT
    Data that is rarely read costs a fraction in NEARLINE, COLDLINE or ARCHIVE, and temporary data nothing once
    deleted. Fine where all objects are in use.
  EOT
  remedy    = <<-EOT
    Add a `lifecycle_rule`, or let `autoclass` choose.

    ```hcl
    lifecycle_rule {
      condition {
        age = 90
      }
      action {
        type          = "SetStorageClass"
        storage_class = "NEARLINE"
      }
    }
    ```
  EOT
  link      = "https://cloud.google.com/storage/docs/lifecycle"

  pass "a rule" {
    resource "google_storage_bucket" "this" {
      name     = "b"
      location = "EU"
      lifecycle_rule {
        condition {
          age = 90
        }
        action {
          type = "Delete"
        }
      }
    }
    also = ["google-storage-bucket-acls-enabled", "google-storage-bucket-name-invalid", "google-storage-bucket-public-access-not-prevented"]
  }

  pass "autoclass" {
    resource "google_storage_bucket" "this" {
      name     = "b"
      location = "EU"
      autoclass {
        enabled = true
      }
    }
    also = ["google-storage-bucket-acls-enabled", "google-storage-bucket-name-invalid", "google-storage-bucket-public-access-not-prevented"]
  }

  fail "none" {
    resource "google_storage_bucket" "this" {
      name     = "b"
      location = "EU"
    }

    expect = ["google_storage_bucket.this"]
  }

  pass "with `versioning`" {
    resource "google_storage_bucket" "this" {
      name     = "b"
      location = "EU"
      versioning {
        enabled = true
      }
    }
    also = [
      "google-storage-bucket-acls-enabled",
      "google-storage-bucket-name-invalid",
      "google-storage-bucket-public-access-not-prevented",
      "google-storage-bucket-versions-never-expire",
    ]
  }
}

rule "google-storage-bucket-name-invalid" {
  title     = "Storage bucket name is refused by Google Cloud"
  category  = "naming"
  severity  = "high"
  resources = ["google_storage_bucket"]
  params = {
    unfilled = "^$|^-|%%|(?i:your[-_])|[<>]"
  }
  when = is_known(resource.name) && resource.name != null && !can(regex(param.unfilled, resource.name))
  assert = (
    can(regex("^[a-z0-9][a-z0-9._-]{1,220}[a-z0-9]$", resource.name))
    && alltrue([for part in split(".", resource.name) : length(part) >= 1 && length(part) <= 63])
    && !startswith(resource.name, "goog") && !can(regex("google", resource.name))
  )
  message = "`${resource.name}` is not a valid bucket name"
  why     = <<-EOT
    Names have 3 to 63 characters (222 with dots, 63 a part): lower-case letters, digits, `-`, `_` and `.`, with a
    letter or digit at both ends. They must not begin with `goog` nor contain `google`. The API refuses others at
    apply.
  EOT
  remedy  = <<-EOT
    Choose a name within the limits.
  EOT
  link    = "https://cloud.google.com/storage/docs/buckets#naming"

  pass "plain" {
    resource "google_storage_bucket" "this" {
      location = "EU"
      name     = "example-logs-eu"
    }
    also = ["google-storage-bucket-acls-enabled", "google-storage-bucket-public-access-not-prevented"]
  }

  pass "a domain" {
    resource "google_storage_bucket" "this" {
      location = "EU"
      name     = "static.example.com"
    }
    also = ["google-storage-bucket-acls-enabled", "google-storage-bucket-public-access-not-prevented"]
  }

  pass "a name made of a default that waits for a value" {
    variable "project" {
      default = "%%PROJECT%%"
    }
    resource "google_storage_bucket" "this" {
      name                        = "${var.project}-src"
      location                    = "EU"
      uniform_bucket_level_access = true
      public_access_prevention    = "enforced"
    }
  }

  fail "upper case" {
    resource "google_storage_bucket" "this" {
      location = "EU"
      name     = "Example-Logs"
    }

    expect = ["google_storage_bucket.this @ name"]
  }

  fail "too short" {
    resource "google_storage_bucket" "this" {
      location = "EU"
      name     = "ab"
    }

    expect = ["google_storage_bucket.this @ name"]
  }

  fail "reserved prefix" {
    resource "google_storage_bucket" "this" {
      location = "EU"
      name     = "goog-logs"
    }

    expect = ["google_storage_bucket.this @ name"]
  }

  pass "more that pass" {
    variable "name" {}
    resource "google_storage_bucket" "name_is_an_unset_variable" {
      location = "EU"
      name     = var.name
    }
    resource "google_storage_bucket" "one_more_name_is_another" {
      location = "EU"
      name     = "static.example.com"
    }
    resource "google_storage_bucket" "one_more_name_is_another_2" {
      location = "EU"
      name     = "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
    }
    also = ["google-storage-bucket-acls-enabled", "google-storage-bucket-public-access-not-prevented"]
  }

  fail "`name` is another" {
    resource "google_storage_bucket" "this" {
      location = "EU"
      name     = "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
    }
    expect = ["google_storage_bucket.this @ name"]
  }
}

rule "google-storage-bucket-class-invalid" {
  title     = "Storage class does not exist"
  category  = "correctness"
  severity  = "high"
  resources = ["google_storage_bucket"]
  params = {
    classes = ["STANDARD", "MULTI_REGIONAL", "REGIONAL", "NEARLINE", "COLDLINE", "ARCHIVE", "DURABLE_REDUCED_AVAILABILITY", "RAPID"]
  }
  when    = resource.storage_class != null && resource.storage_class != ""
  assert  = contains(param.classes, upper(resource.storage_class))
  message = "`${resource.storage_class}` is no storage class"
  why     = <<-EOT
    The API refuses unknown classes, but only at apply. It takes them in lower case as well.
  EOT
  remedy  = <<-EOT
    Use one of STANDARD, NEARLINE, COLDLINE or ARCHIVE.

    ```hcl
    storage_class = "NEARLINE"
    ```
  EOT
  link    = "https://cloud.google.com/storage/docs/storage-classes"

  pass "a class" {
    resource "google_storage_bucket" "this" {
      name          = "b"
      location      = "EU"
      storage_class = "COLDLINE"
    }
    also = ["google-storage-bucket-acls-enabled", "google-storage-bucket-name-invalid", "google-storage-bucket-public-access-not-prevented"]
  }

  pass "a class in lower case" {
    resource "google_storage_bucket" "this" {
      name          = "b"
      location      = "EU"
      storage_class = "multi_regional"
    }
    also = ["google-storage-bucket-acls-enabled", "google-storage-bucket-name-invalid", "google-storage-bucket-public-access-not-prevented"]
  }

  fail "another cloud's class" {
    resource "google_storage_bucket" "this" {
      name          = "b"
      location      = "EU"
      storage_class = "GLACIER"
    }

    expect = ["google_storage_bucket.this @ storage_class"]
  }

  unknown "not known" {
    variable "class" {}

    resource "google_storage_bucket" "this" {
      name          = "b"
      location      = "EU"
      storage_class = var.class
    }
  }

  pass "more that pass" {
    resource "google_storage_bucket" "no_storage_class" {
      name     = "b"
      location = "EU"
    }
    resource "google_storage_bucket" "one_more_storage_class_is_standard" {
      name          = "b"
      location      = "EU"
      storage_class = "COLDLINE"
    }
    resource "google_storage_bucket" "one_more_storage_class_is_standard_2" {
      name          = "b"
      location      = "EU"
      storage_class = "STANDARD"
    }
    resource "google_storage_bucket" "storage_class_is_rapid" {
      name          = "b"
      location      = "EU"
      storage_class = "RAPID"
    }
    also = ["google-storage-bucket-acls-enabled", "google-storage-bucket-name-invalid", "google-storage-bucket-public-access-not-prevented"]
  }
}
