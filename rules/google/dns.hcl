rule "google-dns-no-dnssec" {
  title     = "Public DNS zone is not signed"
  category  = "security"
  severity  = "medium"
  resources = ["google_dns_managed_zone"]
  aliases = [
    "CKV_GCP_16", "5ef61c88-bbb4-4725-b1df-55d23c9676bb", "GCP-0013", "google-dns-enable-dnssec",
    "AVD-GCP-0013",
  ]
  tags    = ["cwe-345", "cis-gcp-2.0-3.3"]
  when    = coalesce(resource.visibility, "public") == "public"
  assert  = contains(["on", "transfer"], lower(resource.dnssec_config[0].state))
  at      = resource.dnssec_config[0].state
  message = "DNSSEC is ${coalesce(resource.dnssec_config[0].state, "not set, which means off")}"
  why     = <<-EOT
    Without signatures answers for the zone can be forged on the way, and visitors and mail sent elsewhere.
    Remember to register the DS record at the registrar. Private zones are not judged.
  EOT
  remedy  = <<-EOT
    Turn DNSSEC on.

    ```hcl
    dnssec_config {
      state = "on"
    }
    ```
  EOT
  link    = "https://cloud.google.com/dns/docs/dnssec"

  pass "on" {
    resource "google_dns_managed_zone" "this" {
      name     = "z"
      dns_name = "example.com."
      dnssec_config {
        state = "on"
      }
    }
  }

  pass "private" {
    resource "google_dns_managed_zone" "this" {
      name       = "z"
      dns_name   = "example.com."
      visibility = "private"
    }
  }

  fail "not written" {
    resource "google_dns_managed_zone" "this" {
      name     = "z"
      dns_name = "example.com."
    }

    expect = ["google_dns_managed_zone.this"]
  }

  fail "off" {
    resource "google_dns_managed_zone" "this" {
      name     = "z"
      dns_name = "example.com."
      dnssec_config {
        state = "off"
      }
    }

    expect = ["google_dns_managed_zone.this @ dnssec_config[0].state"]
  }

  unknown "not known" {
    variable "dnssec" {}

    resource "google_dns_managed_zone" "this" {
      name     = "z"
      dns_name = "example.com."
      dnssec_config {
        state = var.dnssec
      }
    }
  }

  pass "`state` is `transfer`" {
    resource "google_dns_managed_zone" "this" {
      name     = "z"
      dns_name = "example.com."
      dnssec_config {
        state = "transfer"
      }
    }
  }
}

rule "google-dns-weak-signature" {
  title     = "DNS zone is signed with SHA-1"
  category  = "security"
  severity  = "medium"
  resources = ["google_dns_managed_zone"]
  aliases = [
    "CKV_GCP_17", "ccc3100c-0fdd-4a5e-9908-c10107291860", "GCP-0012", "google-dns-no-rsa-sha1",
    "AVD-GCP-0012",
  ]
  tags     = ["cwe-327", "cis-gcp-2.0-3.4", "cis-gcp-2.0-3.5"]
  for_each = flatten(resource.dnssec_config[*].default_key_specs)
  assert   = lower(each.value.algorithm) != "rsasha1"
  at       = each.value.algorithm
  message  = "`${each.value.algorithm}` is used for the ${coalesce(each.value.key_type, "zone's")} key"
  why      = <<-EOT
    SHA-1 can be forged, and resolvers begin to treat such zones as unsigned.
  EOT
  remedy   = <<-EOT
    Use ECDSA or RSA with SHA-256.

    ```hcl
    default_key_specs {
      algorithm = "ecdsap256sha256"
      key_type  = "keySigning"
    }
    ```
  EOT
  link     = "https://cloud.google.com/dns/docs/dnssec-advanced"

  pass "default" {
    resource "google_dns_managed_zone" "this" {
      name     = "z"
      dns_name = "example.com."
      dnssec_config {
        state = "on"
      }
    }
  }

  pass "SHA-256" {
    resource "google_dns_managed_zone" "this" {
      name     = "z"
      dns_name = "example.com."
      dnssec_config {
        state = "on"
        default_key_specs {
          algorithm = "rsasha256"
          key_type  = "keySigning"
        }
      }
    }
  }

  fail "SHA-1" {
    resource "google_dns_managed_zone" "this" {
      name     = "z"
      dns_name = "example.com."
      dnssec_config {
        state = "on"
        default_key_specs {
          algorithm = "rsasha1"
          key_type  = "keySigning"
        }
      }
    }

    expect = ["google_dns_managed_zone.this @ dnssec_config[0].default_key_specs[0].algorithm"]
  }

  unknown "not known" {
    variable "algorithm" {}

    resource "google_dns_managed_zone" "this" {
      name     = "z"
      dns_name = "example.com."
      dnssec_config {
        state = "on"
        default_key_specs {
          algorithm = var.algorithm
        }
      }
    }
  }
}

rule "google-dns-queries-not-logged" {
  title     = "DNS queries of the network are not logged"
  category  = "security"
  severity  = "low"
  resources = ["google_dns_policy"]
  tags      = ["cwe-778", "cis-gcp-2.0-2.12"]
  default   = false
  assert    = coalesce(resource.enable_logging, false)
  message   = "`enable_logging` is not on"
  why       = <<-EOT
    Malware is often seen first by the names it asks for. Logs cost by volume.
  EOT
  remedy    = <<-EOT
    Turn logging on.

    ```hcl
    enable_logging = true
    ```
  EOT
  link      = "https://cloud.google.com/dns/docs/monitoring"

  fix {
    set = {
      enable_logging = true
    }
  }

  pass "on" {
    resource "google_dns_policy" "this" {
      name           = "p"
      enable_logging = true
    }
  }

  fail "not written" {
    resource "google_dns_policy" "this" {
      name = "p"
    }

    expect = ["google_dns_policy.this"]
  }

  fail "off" {
    resource "google_dns_policy" "this" {
      name           = "p"
      enable_logging = false
    }

    expect = ["google_dns_policy.this @ enable_logging"]
  }

  unknown "not known" {
    variable "enable_logging" {}

    resource "google_dns_policy" "this" {
      name           = "p"
      enable_logging = var.enable_logging
    }
  }
}

rule "google-dns-name-without-dot" {
  title     = "DNS name does not end with a dot"
  category  = "correctness"
  severity  = "high"
  resources = ["google_dns_managed_zone", "google_dns_record_set"]
  for_each  = [for n in(meta.type == "google_dns_managed_zone" ? [resource.dns_name] : [resource.name]) : n if is_known(n) && n != null]
  assert    = endswith(each.value, ".")
  at        = resource.dns_name
  message   = "`${each.value}` must end with `.`"
  why       = <<-EOT
    Cloud DNS takes fully qualified names only and refuses others at apply.
  EOT
  remedy    = <<-EOT
    Add the dot.

    ```hcl
    dns_name = "example.com."
    ```
  EOT
  link      = "https://registry.terraform.io/providers/hashicorp/google/latest/docs/resources/dns_managed_zone"

  pass "a dot" {
    resource "google_dns_managed_zone" "this" {
      name       = "z"
      visibility = "private"
      dns_name   = "example.com."
    }
  }

  fail "no dot" {
    resource "google_dns_managed_zone" "this" {
      name       = "z"
      visibility = "private"
      dns_name   = "example.com"
    }

    expect = ["google_dns_managed_zone.this @ dns_name"]
  }

  fail "a record" {
    resource "google_dns_record_set" "www" {
      name         = "www.example.com"
      managed_zone = "z"
      type         = "A"
      rrdatas      = ["203.0.113.1"]
    }

    expect = ["google_dns_record_set.www"]
  }

  pass "more that pass" {
    variable "dns_name" {}
    resource "google_dns_managed_zone" "dns_name_is_an_unset_variable" {
      name       = "z"
      visibility = "private"
      dns_name   = var.dns_name
    }
    resource "google_dns_record_set" "no_name" {
      managed_zone = "z"
      type         = "A"
      rrdatas      = ["203.0.113.1"]
    }
  }
}

rule "google-container-registry-shut-down" {
  title     = "Container Registry is shut down"
  category  = "correctness"
  severity  = "high"
  resources = ["google_container_registry"]
  assert    = meta.type != "google_container_registry"
  at        = resource
  message   = "Container Registry takes no images since March 2025"
  why       = <<-EOT
    Google has shut Container Registry down; pushes fail, and the resource will leave the provider.
  EOT
  remedy    = <<-EOT
    Use Artifact Registry, which can serve `gcr.io` names.

    ```hcl
    resource "google_artifact_registry_repository" "images" {
      repository_id = "images"
      format        = "DOCKER"
      location      = "europe"
    }
    ```
  EOT
  link      = "https://cloud.google.com/artifact-registry/docs/transition/transition-from-gcr"

  pass "Artifact Registry" {
    resource "google_artifact_registry_repository" "images" {
      repository_id = "images"
      format        = "DOCKER"
      location      = "europe"
    }
  }

  fail "Container Registry" {
    resource "google_container_registry" "r" {
      location = "EU"
    }
    expect = ["google_container_registry.r"]
  }
}

rule "google-artifact-registry-mutable-tags" {
  title     = "Image tags can be moved"
  category  = "security"
  severity  = "low"
  resources = ["google_artifact_registry_repository"]
  tags      = ["cwe-345"]
  default   = false
  when      = upper(resource.format) == "DOCKER" && coalesce(resource.mode, "STANDARD_REPOSITORY") == "STANDARD_REPOSITORY"
  assert    = coalesce(resource.docker_config[0].immutable_tags, false)
  at        = resource.docker_config
  message   = "`immutable_tags` is not on"
  why       = <<-EOT
    Whoever can push may put another image under a tag that is in use, and the next restart runs it.
  EOT
  remedy    = <<-EOT
    Make tags immutable, or deploy by digest.

    ```hcl
    docker_config {
      immutable_tags = true
    }
    ```
  EOT
  link      = "https://cloud.google.com/artifact-registry/docs/docker/names#versions"

  pass "immutable" {
    resource "google_artifact_registry_repository" "this" {
      repository_id = "images"
      format        = "DOCKER"
      location      = "europe"
      docker_config {
        immutable_tags = true
      }
    }
  }

  pass "another format" {
    resource "google_artifact_registry_repository" "this" {
      repository_id = "images"
      location      = "europe"
      format        = "NPM"
    }
  }

  fail "not written" {
    resource "google_artifact_registry_repository" "this" {
      repository_id = "images"
      format        = "DOCKER"
      location      = "europe"
    }

    expect = ["google_artifact_registry_repository.this"]
  }

  unknown "`mode` is `STANDARD_REPOSITORY`, `mode` is an unset variable" {
    variable "mode" {}
    resource "google_artifact_registry_repository" "this" {
      repository_id = "images"
      format        = "DOCKER"
      location      = "europe"
      mode          = var.mode
    }
    expect = ["google_artifact_registry_repository.this"]
  }
}

rule "google-artifact-registry-no-cleanup" {
  title     = "Old images are kept for ever"
  category  = "cost"
  severity  = "info"
  resources = ["google_artifact_registry_repository"]
  default   = false
  when      = coalesce(resource.mode, "STANDARD_REPOSITORY") == "STANDARD_REPOSITORY"
  assert    = length(resource.cleanup_policies) > 0
  at        = resource.cleanup_policies
  message   = "no `cleanup_policies`"
  why       = <<-EOT
    Every build adds an image, and storage is billed by size.
  EOT
  remedy    = <<-EOT
    Keep the newest versions and delete the rest.

    ```hcl
    cleanup_policies {
      id     = "delete-old"
      action = "DELETE"
      condition {
        older_than = "2592000s"
      }
    }
    ```
  EOT
  link      = "https://cloud.google.com/artifact-registry/docs/repositories/cleanup-policy"

  pass "a policy" {
    resource "google_artifact_registry_repository" "this" {
      repository_id = "images"
      format        = "DOCKER"
      location      = "europe"
      cleanup_policies {
        id     = "delete-old"
        action = "DELETE"
        condition {
          older_than = "2592000s"
        }
      }
    }
  }

  fail "none" {
    resource "google_artifact_registry_repository" "this" {
      repository_id = "images"
      format        = "DOCKER"
      location      = "europe"
    }

    expect = ["google_artifact_registry_repository.this"]
  }

  unknown "`mode` is `STANDARD_REPOSITORY`, `mode` is an unset variable" {
    variable "mode" {}
    resource "google_artifact_registry_repository" "this" {
      repository_id = "images"
      format        = "DOCKER"
      location      = "europe"
      mode          = var.mode
    }
    expect = ["google_artifact_registry_repository.this"]
  }
}
