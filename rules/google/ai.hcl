rule "google-notebook-public-ip" {
  title     = "Notebook machine has a public IP address"
  category  = "security"
  severity  = "medium"
  resources = ["google_notebooks_instance", "google_notebooks_runtime", "google_workbench_instance"]
  aliases   = ["CKV_GCP_89", "CKV2_GCP_28", "CKV2_GCP_36"]
  tags      = ["cwe-284"]
  assert    = coalesce(resource.no_public_ip, resource.gce_setup[0].disable_public_ip, resource.virtual_machine[0].virtual_machine_config[0].internal_ip_only, false)
  message   = "the machine is created with a public address"
  why       = <<-EOT
    Notebooks run arbitrary code with access to data, and their servers are a favourite target. Access goes
    through Google's proxy and needs no public address.
  EOT
  remedy    = <<-EOT
    Disable it.

    ```hcl
    gce_setup {
      disable_public_ip = true
    }
    ```
  EOT
  link      = "https://cloud.google.com/vertex-ai/docs/workbench/instances/create"

  pass "private" {
    resource "google_workbench_instance" "this" {
      name     = "w"
      location = "europe-west1-b"
      gce_setup {
        disable_public_ip = true
      }
    }
  }

  pass "older type" {
    resource "google_notebooks_instance" "n" {
      name         = "n"
      location     = "europe-west1-b"
      machine_type = "e2-medium"
      no_public_ip = true
    }
  }

  fail "not written" {
    resource "google_workbench_instance" "this" {
      name     = "w"
      location = "europe-west1-b"
      gce_setup {
        machine_type = "e2-standard-4"
      }
    }
  }

  fail "public" {
    resource "google_notebooks_instance" "n" {
      name         = "n"
      location     = "europe-west1-b"
      machine_type = "e2-medium"
      no_public_ip = false
    }
  }

  fail "runtime" {
    resource "google_notebooks_runtime" "r" {
      name     = "r"
      location = "europe-west1"
      virtual_machine {
        virtual_machine_config {
          machine_type     = "n1-standard-4"
          internal_ip_only = false
        }
      }
    }
  }

  unknown "not known" {
    variable "private" {}

    resource "google_workbench_instance" "this" {
      name     = "w"
      location = "europe-west1-b"
      gce_setup {
        disable_public_ip = var.private
      }
    }
  }
}

rule "google-notebook-integrity-off" {
  title     = "Notebook machine switches off vTPM or integrity monitoring"
  category  = "security"
  severity  = "medium"
  resources = ["google_notebooks_instance", "google_workbench_instance"]
  aliases   = ["CKV_GCP_126", "CKV_GCP_127"]
  tags      = ["cwe-693"]
  for_each  = flatten([resource.shielded_instance_config, resource.gce_setup[*].shielded_instance_config])
  assert    = coalesce(each.value.enable_vtpm, true) && coalesce(each.value.enable_integrity_monitoring, true)
  message   = "`enable_vtpm` or `enable_integrity_monitoring` is set to false"
  why       = <<-EOT
    A changed boot chain then goes unnoticed. Both are on unless switched off.
  EOT
  remedy    = <<-EOT
    Remove the argument.

    ```hcl
    shielded_instance_config {
      enable_vtpm                 = true
      enable_integrity_monitoring = true
    }
    ```
  EOT
  link      = "https://cloud.google.com/compute/shielded-vm/docs/shielded-vm"

  pass "default" {
    resource "google_workbench_instance" "this" {
      name     = "w"
      location = "europe-west1-b"
      gce_setup {
        disable_public_ip = true
      }
    }
  }

  pass "on" {
    resource "google_workbench_instance" "this" {
      name     = "w"
      location = "europe-west1-b"
      gce_setup {
        shielded_instance_config {
          enable_vtpm = true
        }
      }
    }
    also = ["google-notebook-public-ip"]
  }

  fail "vTPM off" {
    resource "google_workbench_instance" "this" {
      name     = "w"
      location = "europe-west1-b"
      gce_setup {
        shielded_instance_config {
          enable_vtpm = false
        }
      }
    }
  }

  fail "monitoring off" {
    resource "google_notebooks_instance" "n" {
      name         = "n"
      location     = "europe-west1-b"
      machine_type = "e2-medium"
      shielded_instance_config {
        enable_integrity_monitoring = false
      }
    }
  }

  unknown "not known" {
    variable "vtpm" {}

    resource "google_workbench_instance" "this" {
      name     = "w"
      location = "europe-west1-b"
      gce_setup {
        shielded_instance_config {
          enable_vtpm = var.vtpm
        }
      }
    }
  }
}

rule "google-vertex-endpoint-public" {
  title     = "Vertex AI endpoint is reachable from the internet"
  category  = "security"
  severity  = "info"
  resources = ["google_vertex_ai_endpoint"]
  aliases   = ["CKV2_GCP_33"]
  tags      = ["cwe-284"]
  default   = false
  assert    = resource.network != null || length(resource.private_service_connect_config) > 0
  at        = resource.network
  message   = "the endpoint is peered with no network"
  why       = <<-EOT
    Calls need credentials in any case. A private endpoint keeps traffic and data inside your network.
  EOT
  remedy    = <<-EOT
    Peer it, or use Private Service Connect.

    ```hcl
    network = "projects/123456/global/networks/main"
    ```
  EOT
  link      = "https://cloud.google.com/vertex-ai/docs/predictions/using-private-endpoints"

  pass "peered" {
    resource "google_vertex_ai_endpoint" "this" {
      name         = "e"
      display_name = "e"
      location     = "europe-west4"
      network      = "projects/123456/global/networks/main"
    }
  }

  fail "none" {
    resource "google_vertex_ai_endpoint" "this" {
      name         = "e"
      display_name = "e"
      location     = "europe-west4"
    }

    expect = ["google_vertex_ai_endpoint.this"]
  }
}

rule "google-vertex-index-endpoint-public" {
  title     = "Vector search endpoint is public"
  category  = "security"
  severity  = "medium"
  resources = ["google_vertex_ai_index_endpoint"]
  aliases   = ["CKV2_GCP_34"]
  tags      = ["cwe-284"]
  assert    = !coalesce(resource.public_endpoint_enabled, false)
  message   = "`public_endpoint_enabled` is on"
  why       = <<-EOT
    The index, and with it what was put into it, can be asked from the internet by whoever holds a token.
  EOT
  remedy    = <<-EOT
    Remove the argument and use a private endpoint.
  EOT
  link      = "https://cloud.google.com/vertex-ai/docs/vector-search/deploy-index-vpc"

  fix {
    set = {
      public_endpoint_enabled = false
    }
  }

  pass "default" {
    resource "google_vertex_ai_index_endpoint" "this" {
      display_name = "e"
    }
  }

  fail "public" {
    resource "google_vertex_ai_index_endpoint" "this" {
      display_name            = "e"
      public_endpoint_enabled = true
    }

    expect = ["google_vertex_ai_index_endpoint.this @ public_endpoint_enabled"]
  }

  unknown "not known" {
    variable "public" {}

    resource "google_vertex_ai_index_endpoint" "this" {
      display_name            = "e"
      public_endpoint_enabled = var.public
    }
  }
}

rule "google-tpu-public-ip" {
  title     = "TPU machine has a public IP address"
  category  = "security"
  severity  = "medium"
  resources = ["google_tpu_v2_vm", "google_tpu_v2_queued_resource"]
  aliases   = ["CKV2_GCP_32"]
  tags      = ["cwe-284"]
  assert    = !anytrue([for n in flatten([resource.network_config, resource.network_configs]) : coalesce(n.enable_external_ips, false)])
  at        = resource.network_config[0].enable_external_ips
  message   = "`enable_external_ips` is on"
  why       = <<-EOT
    Workers with public addresses are one firewall rule away from the internet.
  EOT
  remedy    = <<-EOT
    Remove the argument, and enable Private Google Access on the subnetwork.
  EOT
  link      = "https://cloud.google.com/tpu/docs/managing-tpus-tpu-vm"

  pass "private" {
    resource "google_tpu_v2_vm" "this" {
      name            = "t"
      runtime_version = "tpu-vm-tf-2.13.0"
      zone            = "europe-west4-a"
      network_config {
        enable_external_ips = false
      }
    }
  }

  pass "default" {
    resource "google_tpu_v2_vm" "this" {
      name            = "t"
      runtime_version = "tpu-vm-tf-2.13.0"
      zone            = "europe-west4-a"
    }
  }

  fail "public" {
    resource "google_tpu_v2_vm" "this" {
      name            = "t"
      runtime_version = "tpu-vm-tf-2.13.0"
      zone            = "europe-west4-a"
      network_config {
        enable_external_ips = true
      }
    }

    expect = ["google_tpu_v2_vm.this @ network_config[0].enable_external_ips"]
  }

  unknown "not known" {
    variable "public" {}

    resource "google_tpu_v2_vm" "this" {
      name            = "t"
      runtime_version = "tpu-vm-tf-2.13.0"
      zone            = "europe-west4-a"
      network_config {
        enable_external_ips = var.public
      }
    }
  }

  pass "no `enable_external_ips`" {
    resource "google_tpu_v2_vm" "this" {
      name            = "t"
      runtime_version = "tpu-vm-tf-2.13.0"
      zone            = "europe-west4-a"
      network_config {}
    }
  }

  unknown "one more, `network_configs` is `false`, one more, `network_configs` is an unset variable" {
    variable "network_configs" {}
    resource "google_tpu_v2_vm" "this" {
      name            = "t"
      runtime_version = "tpu-vm-tf-2.13.0"
      zone            = "europe-west4-a"
      network_config {
        enable_external_ips = false
      }
    }
    resource "google_tpu_v2_vm" "this_too" {
      name            = "t"
      runtime_version = "tpu-vm-tf-2.13.0"
      zone            = "europe-west4-a"
      network_configs = false
      network_config {
        enable_external_ips = false
      }
    }
    resource "google_tpu_v2_vm" "this_too_too" {
      name            = "t"
      runtime_version = "tpu-vm-tf-2.13.0"
      zone            = "europe-west4-a"
      network_configs = var.network_configs
      network_config {
        enable_external_ips = false
      }
    }
    expect = ["google_tpu_v2_vm.this_too_too @ network_config[0].enable_external_ips"]
  }
}

rule "google-dialogflow-logs-off" {
  title     = "Dialogflow agent or webhook is not logged"
  category  = "security"
  severity  = "info"
  resources = ["google_dialogflow_agent", "google_dialogflow_cx_agent", "google_dialogflow_cx_webhook"]
  aliases   = ["CKV2_GCP_29", "CKV2_GCP_30", "CKV2_GCP_31"]
  tags      = ["cwe-778"]
  default   = false
  assert    = coalesce(resource.enable_logging, resource.enable_stackdriver_logging, resource.advanced_settings[0].logging_settings[0].enable_stackdriver_logging, false)
  message   = "conversation logging is not enabled"
  why       = <<-EOT
    Without logs misuse of the agent cannot be traced. Logs hold what users say; mind their privacy.
  EOT
  remedy    = <<-EOT
    Enable logging.

    ```hcl
    advanced_settings {
      logging_settings {
        enable_stackdriver_logging = true
      }
    }
    ```
  EOT
  link      = "https://cloud.google.com/dialogflow/cx/docs/concept/logging"

  pass "on" {
    resource "google_dialogflow_cx_agent" "this" {
      display_name               = "a"
      location                   = "global"
      default_language_code      = "en"
      time_zone                  = "Europe/Berlin"
      enable_stackdriver_logging = true
    }
  }

  pass "the newer block" {
    resource "google_dialogflow_cx_agent" "this" {
      display_name          = "a"
      location              = "global"
      default_language_code = "en"
      time_zone             = "Europe/Berlin"
      advanced_settings {
        logging_settings {
          enable_stackdriver_logging = true
        }
      }
    }
  }

  pass "agent" {
    resource "google_dialogflow_agent" "a" {
      display_name          = "a"
      default_language_code = "en"
      time_zone             = "Europe/Berlin"
      enable_logging        = true
    }
  }

  fail "not written" {
    resource "google_dialogflow_cx_agent" "this" {
      display_name          = "a"
      location              = "global"
      default_language_code = "en"
      time_zone             = "Europe/Berlin"
    }

    expect = ["google_dialogflow_cx_agent.this"]
  }
}
