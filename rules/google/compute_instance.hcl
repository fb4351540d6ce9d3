rule "google-compute-instance-default-service-account" {
  title    = "VM runs as the default Compute Engine service account"
  category = "security"
  severity = "medium"
  resources = [
    "google_compute_instance", "google_compute_instance_template",
    "google_compute_region_instance_template", "google_compute_instance_from_template",
    "google_compute_instance_from_machine_image",
  ]
  aliases = [
    "CKV_GCP_30", "3cb4af0b-056d-4fb1-8b95-fdc4593625ff", "GCP-0044",
    "google-compute-no-default-service-account", "AVD-GCP-0044",
  ]
  tags = ["cwe-250", "cis-gcp-2.0-4.1"]

  related "default" {
    type = "data.google_compute_default_service_account"
    on   = anytrue([for a in resource.service_account : refers(a.email, other)])
  }

  when     = !anytrue([for a in resource.service_account : (a.email == null || refers(a.email, related.default) || (!is_computed(a.email) && endswith(a.email, "-compute@developer.gserviceaccount.com"))) && anytrue([for s in a.scopes : contains(["cloud-platform", "https://www.googleapis.com/auth/cloud-platform"], s)])])
  for_each = resource.service_account
  assert   = !(each.value.email == null || refers(each.value.email, related.default) || (!is_computed(each.value.email) && endswith(each.value.email, "-compute@developer.gserviceaccount.com")))
  at       = each.value.email
  message  = "the VM uses the project's default service account"
  why      = <<-EOT
    The default account usually holds Editor on the whole project. Its use by several machines also hides which of
    them did what. A VM without a `service_account` block has no account at all and passes.
  EOT
  remedy   = <<-EOT
    Create an account for the workload, grant it what the workload needs, and name it here.

    ```hcl
    service_account {
      email  = google_service_account.app.email
      scopes = ["cloud-platform"]
    }
    ```
  EOT
  link     = "https://cloud.google.com/compute/docs/access/service-accounts#default_service_account"

  pass "own account" {
    resource "google_compute_instance" "this" {
      name         = "vm"
      machine_type = "e2-small"
      zone         = "europe-west1-b"
      service_account {
        email  = "app@example.iam.gserviceaccount.com"
        scopes = ["cloud-platform"]
      }
    }
    also = ["google-compute-instance-secure-boot-off"]
  }

  pass "account of the same configuration" {
    resource "google_service_account" "app" {
      account_id = "app-account"
    }

    resource "google_compute_instance" "vm" {
      name         = "vm"
      machine_type = "e2-small"
      service_account {
        email  = google_service_account.app.email
        scopes = ["cloud-platform"]
      }
    }
    also = ["google-compute-instance-secure-boot-off"]
  }

  pass "no account" {
    resource "google_compute_instance" "this" {
      name         = "vm"
      machine_type = "e2-small"
      zone         = "europe-west1-b"
    }
    also = ["google-compute-instance-secure-boot-off"]
  }

  fail "default by omission" {
    resource "google_compute_instance" "this" {
      name         = "vm"
      machine_type = "e2-small"
      zone         = "europe-west1-b"
      service_account {
        scopes = ["storage-ro"]
      }
    }

    expect = ["google_compute_instance.this @ service_account[0]"]
  }

  fail "default through a data source" {
    data "google_compute_default_service_account" "default" {}
    resource "google_compute_instance" "vm" {
      name         = "vm"
      machine_type = "e2-small"
      service_account {
        email  = data.google_compute_default_service_account.default.email
        scopes = ["storage-ro"]
      }
    }
  }

  fail "default by name" {
    resource "google_compute_instance" "this" {
      name         = "vm"
      machine_type = "e2-small"
      zone         = "europe-west1-b"
      service_account {
        email  = "123456-compute@developer.gserviceaccount.com"
        scopes = ["storage-ro"]
      }
    }

    expect = ["google_compute_instance.this @ service_account[0].email"]
  }

  unknown "not known" {
    variable "email" {}

    resource "google_compute_instance" "this" {
      name         = "vm"
      machine_type = "e2-small"
      zone         = "europe-west1-b"
      service_account {
        email  = var.email
        scopes = ["storage-ro"]
      }
    }
  }

  pass "more that pass" {
    resource "google_compute_instance" "no_email" {
      name         = "vm"
      machine_type = "e2-small"
      zone         = "europe-west1-b"
      service_account {
        scopes = ["cloud-platform"]
      }
    }
    resource "google_compute_instance" "scopes_with_another" {
      name         = "vm"
      machine_type = "e2-small"
      zone         = "europe-west1-b"
      service_account {
        scopes = ["storage-ro", "https://www.googleapis.com/auth/cloud-platform"]
      }
    }
    also = ["google-compute-instance-default-account-full-access", "google-compute-instance-secure-boot-off"]
  }

  fail "more that fail" {
    resource "google_compute_instance" "scopes_without_storage_ro" {
      name         = "vm"
      machine_type = "e2-small"
      zone         = "europe-west1-b"
      service_account {
        scopes = []
      }
    }
    expect = ["google_compute_instance.scopes_without_storage_ro @ service_account[0]"]
  }
}

rule "google-compute-instance-default-account-full-access" {
  title    = "VM has the default service account with access to all APIs"
  category = "security"
  severity = "high"
  resources = [
    "google_compute_instance", "google_compute_instance_template",
    "google_compute_region_instance_template", "google_compute_instance_from_template",
    "google_compute_instance_from_machine_image",
  ]
  aliases = ["CKV_GCP_31", "bc280331-27b9-4acb-a010-018e8098aa5d"]
  tags    = ["cwe-250", "cis-gcp-2.0-4.2"]

  related "default" {
    type = "data.google_compute_default_service_account"
    on   = anytrue([for a in resource.service_account : refers(a.email, other)])
  }

  when     = anytrue([for a in resource.service_account : (a.email == null || refers(a.email, related.default) || (!is_computed(a.email) && endswith(a.email, "-compute@developer.gserviceaccount.com")))])
  for_each = resource.service_account
  assert   = !anytrue([for s in each.value.scopes : contains(["cloud-platform", "https://www.googleapis.com/auth/cloud-platform"], s)])
  at       = each.value.scopes
  message  = "the default service account may call every API of the project"
  why      = <<-EOT
    The default account usually holds Editor, and the `cloud-platform` scope lifts the only limit left. Whoever
    runs code on the VM can read the metadata server's token and change the project.
  EOT
  remedy   = <<-EOT
    Use an account of the workload's own; with that, the `cloud-platform` scope is what Google recommends.

    ```hcl
    service_account {
      email  = google_service_account.app.email
      scopes = ["cloud-platform"]
    }
    ```
  EOT
  link     = "https://cloud.google.com/compute/docs/access/service-accounts#scopes_best_practice"

  pass "own account" {
    resource "google_compute_instance" "this" {
      name         = "vm"
      machine_type = "e2-small"
      zone         = "europe-west1-b"
      service_account {
        email  = "app@example.iam.gserviceaccount.com"
        scopes = ["cloud-platform"]
      }
    }
    also = ["google-compute-instance-secure-boot-off"]
  }

  pass "narrow scopes" {
    resource "google_compute_instance" "this" {
      name         = "vm"
      machine_type = "e2-small"
      zone         = "europe-west1-b"
      service_account {
        scopes = ["storage-ro"]
      }
    }
    also = ["google-compute-instance-default-service-account", "google-compute-instance-secure-boot-off"]
  }

  fail "short name" {
    resource "google_compute_instance" "this" {
      name         = "vm"
      machine_type = "e2-small"
      zone         = "europe-west1-b"
      service_account {
        scopes = ["cloud-platform"]
      }
    }

    expect = ["google_compute_instance.this @ service_account[0].scopes"]
  }

  fail "address" {
    resource "google_compute_instance" "this" {
      name         = "vm"
      machine_type = "e2-small"
      zone         = "europe-west1-b"
      service_account {
        email  = "1-compute@developer.gserviceaccount.com"
        scopes = ["https://www.googleapis.com/auth/cloud-platform"]
      }
    }

    expect = ["google_compute_instance.this @ service_account[0].scopes"]
  }

  unknown "not known" {
    variable "scopes" {}

    resource "google_compute_instance" "this" {
      name         = "vm"
      machine_type = "e2-small"
      zone         = "europe-west1-b"
      service_account {
        scopes = var.scopes
      }
    }
  }

  pass "`scopes` without `storage-ro`" {
    resource "google_compute_instance" "this" {
      name         = "vm"
      machine_type = "e2-small"
      zone         = "europe-west1-b"
      service_account {
        scopes = []
      }
    }
    also = ["google-compute-instance-default-service-account", "google-compute-instance-secure-boot-off"]
  }
}

rule "google-compute-instance-ip-forwarding" {
  title    = "VM may send packets with other machines' addresses"
  category = "security"
  severity = "medium"
  resources = [
    "google_compute_instance", "google_compute_instance_template",
    "google_compute_region_instance_template", "google_compute_instance_from_template",
    "google_compute_instance_from_machine_image",
  ]
  aliases = [
    "CKV_GCP_36", "f34c0c25-47b4-41eb-9c79-249b4dd47b89", "GCP-0043",
    "google-compute-no-ip-forwarding", "AVD-GCP-0043",
  ]
  tags    = ["cwe-1188", "cis-gcp-2.0-4.6"]
  assert  = !coalesce(resource.can_ip_forward, false)
  message = "`can_ip_forward` lets the VM forward packets"
  why     = <<-EOT
    Google Cloud drops packets whose source is not the VM's own address. With forwarding on, a compromised machine
    can impersonate others or route around firewalls. Routers, NAT and VPN gateways need it.
  EOT
  remedy  = <<-EOT
    Leave it out, unless the machine is a network appliance.
  EOT
  link    = "https://cloud.google.com/vpc/docs/using-routes#canipforward"

  fix {
    set = {
      can_ip_forward = false
    }
  }

  pass "not written" {
    resource "google_compute_instance" "this" {
      name         = "vm"
      machine_type = "e2-small"
      zone         = "europe-west1-b"
    }
    also = ["google-compute-instance-secure-boot-off"]
  }

  pass "off" {
    resource "google_compute_instance" "this" {
      name           = "vm"
      machine_type   = "e2-small"
      zone           = "europe-west1-b"
      can_ip_forward = false
    }
    also = ["google-compute-instance-secure-boot-off"]
  }

  fail "on" {
    resource "google_compute_instance" "this" {
      name           = "vm"
      machine_type   = "e2-small"
      zone           = "europe-west1-b"
      can_ip_forward = true
    }

    expect = ["google_compute_instance.this @ can_ip_forward"]
  }

  unknown "not known" {
    variable "forward" {}

    resource "google_compute_instance" "this" {
      name           = "vm"
      machine_type   = "e2-small"
      zone           = "europe-west1-b"
      can_ip_forward = var.forward
    }
  }
}

rule "google-compute-instance-project-ssh-keys" {
  title    = "VM accepts the project-wide SSH keys"
  category = "security"
  severity = "low"
  resources = [
    "google_compute_instance", "google_compute_instance_template",
    "google_compute_region_instance_template",
  ]
  aliases = [
    "CKV_GCP_32", "3e4d5ce6-3280-4027-8010-c26eeea1ec01", "GCP-0030",
    "google-compute-no-project-wide-ssh-keys", "AVD-GCP-0030",
  ]
  tags    = ["cwe-284", "cis-gcp-2.0-4.3"]
  default = false
  when    = !contains(["true", "1", "y", "yes"], lower(tostring(resource.metadata["enable-oslogin"])))
  assert  = contains(["true", "1", "y", "yes"], lower(tostring(resource.metadata["block-project-ssh-keys"])))
  at      = resource.metadata
  message = "`block-project-ssh-keys` is not set"
  why     = <<-EOT
    One project-wide key opens every VM of the project. With OS Login the metadata keys are ignored; such machines
    are not judged. Where the project's metadata enables OS Login for all, this rule has nothing to add.
  EOT
  remedy  = <<-EOT
    Enable OS Login, or block project keys on the machine.

    ```hcl
    metadata = { block-project-ssh-keys = "true" }
    ```
  EOT
  link    = "https://cloud.google.com/compute/docs/connect/restrict-ssh-keys"

  pass "blocked" {
    resource "google_compute_instance" "this" {
      name         = "vm"
      machine_type = "e2-small"
      zone         = "europe-west1-b"
      metadata     = { block-project-ssh-keys = true }
    }
    also = ["google-compute-instance-secure-boot-off"]
  }

  pass "OS Login" {
    resource "google_compute_instance" "this" {
      name         = "vm"
      machine_type = "e2-small"
      zone         = "europe-west1-b"
      metadata     = { enable-oslogin = "TRUE" }
    }
    also = ["google-compute-instance-secure-boot-off"]
  }

  fail "not set" {
    resource "google_compute_instance" "this" {
      name         = "vm"
      machine_type = "e2-small"
      zone         = "europe-west1-b"
    }

    expect = ["google_compute_instance.this"]
  }

  fail "off" {
    resource "google_compute_instance" "this" {
      name         = "vm"
      machine_type = "e2-small"
      zone         = "europe-west1-b"
      metadata     = { block-project-ssh-keys = "false" }
    }
  }

  unknown "`metadata` is an unset variable" {
    variable "metadata" {}
    resource "google_compute_instance" "this" {
      name         = "vm"
      machine_type = "e2-small"
      zone         = "europe-west1-b"
      metadata     = var.metadata
    }
  }

  pass "more that pass" {
    resource "google_compute_instance" "enable_oslogin_is_1" {
      name         = "vm"
      machine_type = "e2-small"
      zone         = "europe-west1-b"
      metadata     = { enable-oslogin = "1" }
    }
    resource "google_compute_instance" "enable_oslogin_is_y" {
      name         = "vm"
      machine_type = "e2-small"
      zone         = "europe-west1-b"
      metadata     = { enable-oslogin = "y" }
    }
    resource "google_compute_instance" "enable_oslogin_is_yes" {
      name         = "vm"
      machine_type = "e2-small"
      zone         = "europe-west1-b"
      metadata     = { enable-oslogin = "yes" }
    }
    also = ["google-compute-instance-secure-boot-off"]
  }

  fail "more that fail" {
    resource "google_compute_instance" "one_more_block_project_ssh_keys_is_yes" {
      name         = "vm"
      machine_type = "e2-small"
      zone         = "europe-west1-b"
      metadata     = { block-project-ssh-keys = "false" }
    }
    resource "google_compute_instance" "one_more_block_project_ssh_keys_is_yes_2" {
      name         = "vm"
      machine_type = "e2-small"
      zone         = "europe-west1-b"
      metadata     = { block-project-ssh-keys = "yes" }
    }
    resource "google_compute_instance" "one_more_block_project_ssh_keys_is_y" {
      name         = "vm"
      machine_type = "e2-small"
      zone         = "europe-west1-b"
      metadata     = { block-project-ssh-keys = "false" }
    }
    resource "google_compute_instance" "one_more_block_project_ssh_keys_is_y_2" {
      name         = "vm"
      machine_type = "e2-small"
      zone         = "europe-west1-b"
      metadata     = { block-project-ssh-keys = "y" }
    }
    resource "google_compute_instance" "one_more_block_project_ssh_keys_is_1" {
      name         = "vm"
      machine_type = "e2-small"
      zone         = "europe-west1-b"
      metadata     = { block-project-ssh-keys = "false" }
    }
    resource "google_compute_instance" "one_more_block_project_ssh_keys_is_1_2" {
      name         = "vm"
      machine_type = "e2-small"
      zone         = "europe-west1-b"
      metadata     = { block-project-ssh-keys = "1" }
    }
    expect = [
      "google_compute_instance.one_more_block_project_ssh_keys_is_yes @ metadata",
      "google_compute_instance.one_more_block_project_ssh_keys_is_y @ metadata",
      "google_compute_instance.one_more_block_project_ssh_keys_is_1 @ metadata",
    ]
  }
}

rule "google-compute-instance-os-login-off" {
  title    = "VM switches OS Login off"
  category = "security"
  severity = "medium"
  resources = [
    "google_compute_instance", "google_compute_instance_template",
    "google_compute_region_instance_template", "google_compute_instance_from_template",
  ]
  aliases = [
    "CKV_GCP_34", "d0b4d550-c001-46c3-bbdb-d5d75d33f05f", "GCP-0036",
    "google-compute-no-oslogin-override", "AVD-GCP-0036",
  ]
  tags    = ["cwe-284", "cis-gcp-2.0-4.4"]
  when    = resource.metadata["enable-oslogin"] != null
  assert  = contains(["true", "1", "y", "yes"], lower(tostring(resource.metadata["enable-oslogin"])))
  at      = resource.metadata
  message = "metadata sets `enable-oslogin` to `${resource.metadata["enable-oslogin"]}`, against the project's setting"
  why     = <<-EOT
    OS Login ties SSH access to IAM: it ends with the account, can ask for a second factor, and is logged. The
    instance's metadata wins over the project's, so this machine falls back to keys in metadata.
  EOT
  remedy  = <<-EOT
    Remove the key, or set it to `TRUE`.

    ```hcl
    metadata = { enable-oslogin = "TRUE" }
    ```
  EOT
  link    = "https://cloud.google.com/compute/docs/oslogin"

  pass "on" {
    resource "google_compute_instance" "this" {
      name         = "vm"
      machine_type = "e2-small"
      zone         = "europe-west1-b"
      metadata     = { enable-oslogin = "TRUE" }
    }
    also = ["google-compute-instance-secure-boot-off"]
  }

  pass "not written" {
    resource "google_compute_instance" "this" {
      name         = "vm"
      machine_type = "e2-small"
      zone         = "europe-west1-b"
    }
    also = ["google-compute-instance-secure-boot-off"]
  }

  fail "off" {
    resource "google_compute_instance" "this" {
      name         = "vm"
      machine_type = "e2-small"
      zone         = "europe-west1-b"
      metadata     = { enable-oslogin = "FALSE" }
    }
  }

  fail "boolean" {
    resource "google_compute_instance" "this" {
      name         = "vm"
      machine_type = "e2-small"
      zone         = "europe-west1-b"
      metadata     = { enable-oslogin = false }
    }
  }

  unknown "not known" {
    variable "oslogin" {}

    resource "google_compute_instance" "this" {
      name         = "vm"
      machine_type = "e2-small"
      zone         = "europe-west1-b"
      metadata     = { enable-oslogin = var.oslogin }
    }
  }

  pass "more that pass" {
    resource "google_compute_instance" "enable_oslogin_is_1" {
      name         = "vm"
      machine_type = "e2-small"
      zone         = "europe-west1-b"
      metadata     = { enable-oslogin = "1" }
    }
    resource "google_compute_instance" "enable_oslogin_is_y" {
      name         = "vm"
      machine_type = "e2-small"
      zone         = "europe-west1-b"
      metadata     = { enable-oslogin = "y" }
    }
    also = ["google-compute-instance-secure-boot-off"]
  }

  fail "one more, `enable-oslogin` is `yes`" {
    resource "google_compute_instance" "this" {
      name         = "vm"
      machine_type = "e2-small"
      zone         = "europe-west1-b"
      metadata     = { enable-oslogin = "FALSE" }
    }
    resource "google_compute_instance" "this_too" {
      name         = "vm"
      machine_type = "e2-small"
      zone         = "europe-west1-b"
      metadata     = { enable-oslogin = "yes" }
    }
    expect = ["google_compute_instance.this @ metadata"]
  }
}

rule "google-compute-instance-serial-port" {
  title    = "VM's interactive serial console is enabled"
  category = "security"
  severity = "medium"
  resources = [
    "google_compute_instance", "google_compute_instance_template",
    "google_compute_region_instance_template", "google_compute_instance_from_template",
    "google_compute_project_metadata",
  ]
  aliases = [
    "CKV_GCP_35", "97fa667a-d05b-4f16-9071-58b939f34751", "GCP-0032", "google-compute-no-serial-port",
    "AVD-GCP-0032",
  ]
  tags    = ["cwe-749", "cis-gcp-2.0-4.5"]
  when    = resource.metadata["serial-port-enable"] != null
  assert  = !contains(["true", "1", "y", "yes"], lower(tostring(resource.metadata["serial-port-enable"])))
  at      = resource.metadata
  message = "`serial-port-enable` opens the serial console"
  why     = <<-EOT
    The interactive serial console accepts connections from any address; no firewall rule applies to it. It is for
    repairs and should be closed again.
  EOT
  remedy  = <<-EOT
    Remove the key, or set it to `FALSE`.

    ```hcl
    metadata = { serial-port-enable = "FALSE" }
    ```
  EOT
  link    = "https://cloud.google.com/compute/docs/troubleshooting/troubleshooting-using-serial-console"

  pass "off" {
    resource "google_compute_instance" "this" {
      name         = "vm"
      machine_type = "e2-small"
      zone         = "europe-west1-b"
      metadata     = { serial-port-enable = "false" }
    }
    also = ["google-compute-instance-secure-boot-off"]
  }

  pass "not written" {
    resource "google_compute_instance" "this" {
      name         = "vm"
      machine_type = "e2-small"
      zone         = "europe-west1-b"
    }
    also = ["google-compute-instance-secure-boot-off"]
  }

  fail "on" {
    resource "google_compute_instance" "this" {
      name         = "vm"
      machine_type = "e2-small"
      zone         = "europe-west1-b"
      metadata     = { serial-port-enable = "TRUE" }
    }
  }

  fail "for the whole project" {
    resource "google_compute_project_metadata" "this" {
      metadata = { serial-port-enable = true }
    }
    also = ["google-compute-project-os-login-off"]
  }

  unknown "not known" {
    variable "serial" {}

    resource "google_compute_instance" "this" {
      name         = "vm"
      machine_type = "e2-small"
      zone         = "europe-west1-b"
      metadata     = { serial-port-enable = var.serial }
    }
  }

  fail "more that fail" {
    resource "google_compute_instance" "serial_port_enable_is_1" {
      name         = "vm"
      machine_type = "e2-small"
      zone         = "europe-west1-b"
      metadata     = { serial-port-enable = "1" }
    }
    resource "google_compute_instance" "one_more_serial_port_enable_is_yes" {
      name         = "vm"
      machine_type = "e2-small"
      zone         = "europe-west1-b"
      metadata     = { serial-port-enable = "false" }
    }
    resource "google_compute_instance" "one_more_serial_port_enable_is_yes_2" {
      name         = "vm"
      machine_type = "e2-small"
      zone         = "europe-west1-b"
      metadata     = { serial-port-enable = "yes" }
    }
    resource "google_compute_instance" "serial_port_enable_is_y" {
      name         = "vm"
      machine_type = "e2-small"
      zone         = "europe-west1-b"
      metadata     = { serial-port-enable = "y" }
    }
    expect = [
      "google_compute_instance.serial_port_enable_is_1 @ metadata",
      "google_compute_instance.one_more_serial_port_enable_is_yes_2 @ metadata",
      "google_compute_instance.serial_port_enable_is_y @ metadata",
    ]
  }
}

rule "google-compute-instance-public-ip" {
  title    = "VM has a public IP address"
  category = "security"
  severity = "medium"
  resources = [
    "google_compute_instance", "google_compute_instance_template",
    "google_compute_region_instance_template", "google_compute_instance_from_template",
    "google_compute_instance_from_machine_image",
  ]
  aliases  = ["CKV_GCP_40", "GCP-0031", "google-compute-no-public-ip", "AVD-GCP-0031"]
  tags     = ["cwe-284", "cis-gcp-2.0-4.9"]
  for_each = resource.network_interface
  assert   = length(each.value.access_config) == 0 && length(each.value.ipv6_access_config) == 0
  at       = each.value.access_config
  message  = "an `access_config` gives this interface an address on the internet"
  why      = <<-EOT
    A public address makes every hole in the firewall rules reachable from everywhere. Administrators can connect
    through Identity-Aware Proxy, users through a load balancer, and the machine itself can go out through Cloud
    NAT. Fine for bastions, VPN gateways and the like.
  EOT
  remedy   = <<-EOT
    Remove the `access_config` block.
  EOT
  link     = "https://cloud.google.com/compute/docs/connect/ssh-using-iap"

  pass "private" {
    resource "google_compute_instance" "this" {
      name         = "vm"
      machine_type = "e2-small"
      zone         = "europe-west1-b"
      network_interface {
        subnetwork = "private"
      }
    }
    also = ["google-compute-instance-secure-boot-off"]
  }

  fail "ephemeral address" {
    resource "google_compute_instance" "this" {
      name         = "vm"
      machine_type = "e2-small"
      zone         = "europe-west1-b"
      network_interface {
        subnetwork = "public"
        access_config {}
      }
    }
  }

  fail "static address" {
    resource "google_compute_instance" "this" {
      name         = "vm"
      machine_type = "e2-small"
      zone         = "europe-west1-b"
      network_interface {
        subnetwork = "public"
        access_config {
          nat_ip = "203.0.113.9"
        }
      }
    }
  }

  fail "IPv6" {
    resource "google_compute_instance" "this" {
      name         = "vm"
      machine_type = "e2-small"
      zone         = "europe-west1-b"
      network_interface {
        subnetwork = "public"
        ipv6_access_config {
          network_tier = "PREMIUM"
        }
      }
    }
  }
}

rule "google-compute-instance-secure-boot-off" {
  title    = "VM boots without Secure Boot"
  category = "security"
  severity = "low"
  resources = [
    "google_compute_instance", "google_compute_instance_template",
    "google_compute_region_instance_template",
  ]
  aliases = [
    "GCP-0067", "google-compute-enable-shielded-vm-sb", "AVD-GCP-0067",
    "1b44e234-3d73-41a8-9954-0b154135280e",
  ]
  tags    = ["cwe-693", "cis-gcp-2.0-4.8"]
  assert  = coalesce(resource.shielded_instance_config[0].enable_secure_boot, false)
  at      = resource.shielded_instance_config[0].enable_secure_boot
  message = "`enable_secure_boot` is not on"
  why     = <<-EOT
    Secure Boot runs only signed boot loaders, kernels and drivers; it keeps boot kits and rootkits out. The
    provider's default is off. Leave it off for images with unsigned drivers, some GPU images among them.
  EOT
  remedy  = <<-EOT
    Turn on all three parts of Shielded VM.

    ```hcl
    shielded_instance_config {
      enable_secure_boot          = true
      enable_vtpm                 = true
      enable_integrity_monitoring = true
    }
    ```
  EOT
  link    = "https://cloud.google.com/compute/shielded-vm/docs/shielded-vm"

  pass "on" {
    resource "google_compute_instance" "this" {
      name         = "vm"
      machine_type = "e2-small"
      zone         = "europe-west1-b"
      shielded_instance_config {
        enable_secure_boot = true
      }
    }
  }

  fail "off" {
    resource "google_compute_instance" "this" {
      name         = "vm"
      machine_type = "e2-small"
      zone         = "europe-west1-b"
      shielded_instance_config {
        enable_secure_boot = false
      }
    }

    expect = ["google_compute_instance.this @ shielded_instance_config[0].enable_secure_boot"]
  }

  fail "not written" {
    resource "google_compute_instance" "this" {
      name         = "vm"
      machine_type = "e2-small"
      zone         = "europe-west1-b"
    }

    expect = ["google_compute_instance.this"]
  }

  unknown "not known" {
    variable "secure_boot" {}

    resource "google_compute_instance" "this" {
      name         = "vm"
      machine_type = "e2-small"
      zone         = "europe-west1-b"
      shielded_instance_config {
        enable_secure_boot = var.secure_boot
      }
    }
  }
}

rule "google-compute-instance-integrity-off" {
  title    = "VM switches off its vTPM or integrity monitoring"
  category = "security"
  severity = "medium"
  resources = [
    "google_compute_instance", "google_compute_instance_template",
    "google_compute_region_instance_template",
  ]
  aliases = [
    "CKV_GCP_39", "GCP-0041", "google-compute-enable-shielded-vm-vtpm", "AVD-GCP-0041", "GCP-0045",
    "google-compute-enable-shielded-vm-im", "AVD-GCP-0045",
  ]
  tags     = ["cwe-693", "cis-gcp-2.0-4.8"]
  for_each = resource.shielded_instance_config
  assert   = coalesce(each.value.enable_vtpm, true) && coalesce(each.value.enable_integrity_monitoring, true)
  message  = "`enable_vtpm` or `enable_integrity_monitoring` is set to false"
  why      = <<-EOT
    The virtual TPM measures what is booted, and integrity monitoring compares that with a known good boot. Both
    are on unless switched off. Without them a changed boot chain goes unnoticed.
  EOT
  remedy   = <<-EOT
    Remove the argument, or set it to true.

    ```hcl
    shielded_instance_config {
      enable_secure_boot = true
    }
    ```
  EOT
  link     = "https://cloud.google.com/compute/shielded-vm/docs/integrity-monitoring"

  pass "on by default" {
    resource "google_compute_instance" "this" {
      name         = "vm"
      machine_type = "e2-small"
      zone         = "europe-west1-b"
      shielded_instance_config {
        enable_secure_boot = true
      }
    }
  }

  pass "no block" {
    resource "google_compute_instance" "this" {
      name         = "vm"
      machine_type = "e2-small"
      zone         = "europe-west1-b"
    }
    also = ["google-compute-instance-secure-boot-off"]
  }

  fail "vTPM off" {
    resource "google_compute_instance" "this" {
      name         = "vm"
      machine_type = "e2-small"
      zone         = "europe-west1-b"
      shielded_instance_config {
        enable_vtpm = false
      }
    }

    expect = ["google_compute_instance.this @ shielded_instance_config[0].enable_vtpm"]
  }

  fail "monitoring off" {
    resource "google_compute_instance" "this" {
      name         = "vm"
      machine_type = "e2-small"
      zone         = "europe-west1-b"
      shielded_instance_config {
        enable_integrity_monitoring = false
      }
    }
  }

  unknown "not known" {
    variable "vtpm" {}

    resource "google_compute_instance" "this" {
      name         = "vm"
      machine_type = "e2-small"
      zone         = "europe-west1-b"
      shielded_instance_config {
        enable_vtpm = var.vtpm
      }
    }
  }
}

rule "google-compute-instance-not-confidential" {
  title    = "VM's memory is not encrypted"
  category = "security"
  severity = "info"
  resources = [
    "google_compute_instance", "google_compute_instance_template",
    "google_compute_region_instance_template",
  ]
  tags    = ["cwe-311", "cis-gcp-2.0-4.11"]
  default = false
  assert  = coalesce(resource.confidential_instance_config[0].enable_confidential_compute, false) || resource.confidential_instance_config[0].confidential_instance_type != null
  at      = resource.confidential_instance_config
  message = "Confidential VM is not enabled"
  why     = <<-EOT
    Confidential VMs keep memory encrypted while it is in use. They need certain machine types and cost a little
    speed; use them where a regulation or contract asks for it.
  EOT
  remedy  = <<-EOT
    Enable it together with a machine type that supports it.

    ```hcl
    confidential_instance_config {
      enable_confidential_compute = true
    }
    ```
  EOT
  link    = "https://cloud.google.com/confidential-computing/confidential-vm/docs/confidential-vm-overview"

  pass "enabled" {
    resource "google_compute_instance" "this" {
      name         = "vm"
      machine_type = "n2d-standard-2"
      zone         = "europe-west1-b"
      confidential_instance_config {
        enable_confidential_compute = true
      }
    }
    also = ["google-compute-instance-secure-boot-off"]
  }

  pass "by type" {
    resource "google_compute_instance" "this" {
      name         = "vm"
      machine_type = "n2d-standard-2"
      zone         = "europe-west1-b"
      confidential_instance_config {
        confidential_instance_type = "SEV"
      }
    }
    also = ["google-compute-instance-secure-boot-off"]
  }

  fail "none" {
    resource "google_compute_instance" "this" {
      name         = "vm"
      machine_type = "n2d-standard-2"
      zone         = "europe-west1-b"
    }

    expect = ["google_compute_instance.this"]
  }
}

rule "google-compute-disk-not-customer-key-encrypted" {
  title    = "Disk is not encrypted with your own key"
  category = "security"
  severity = "low"
  resources = [
    "google_compute_disk", "google_compute_region_disk", "google_compute_instance",
    "google_compute_instance_template", "google_compute_region_instance_template",
  ]
  aliases = [
    "CKV_GCP_37", "CKV_GCP_38", "b1d51728-7270-4991-ac2f-fc26e2695b38", "GCP-0033",
    "google-compute-vm-disk-encryption-customer-key", "AVD-GCP-0033", "GCP-0034",
    "google-compute-disk-encryption-customer-key", "AVD-GCP-0034",
  ]
  tags    = ["cwe-311", "cis-gcp-2.0-4.7"]
  default = false
  for_each = (
    contains(["google_compute_disk", "google_compute_region_disk"], meta.type)
    ? [{ key = flatten([resource.disk_encryption_key[*].kms_key_self_link, resource.disk_encryption_key[*].rsa_encrypted_key, resource.disk_encryption_key[*].raw_key]) }]
    : concat(
      [for d in resource.boot_disk : { key = [d.kms_key_self_link, d.disk_encryption_key_raw, d.disk_encryption_key_rsa] } if d.source == null],
      [for d in resource.disk : { key = flatten([d.disk_encryption_key[*].kms_key_self_link]) } if d.source == null]
    )
  )
  assert  = anytrue([for k in each.value.key : k != null])
  at      = resource.disk_encryption_key
  message = "the disk is encrypted with a key that Google manages"
  why     = <<-EOT
    Google encrypts all disks. A key of your own lets you revoke access to the data and see who used it; some
    regulations ask for it. Disks that exist already (`source`) are judged where they are declared.
  EOT
  remedy  = <<-EOT
    Name a Cloud KMS key.

    ```hcl
    disk_encryption_key {
      kms_key_self_link = google_kms_crypto_key.disks.id
    }
    ```
  EOT
  link    = "https://cloud.google.com/compute/docs/disks/customer-managed-encryption"

  pass "own key" {
    resource "google_compute_disk" "this" {
      name = "d"
      zone = "europe-west1-b"
      disk_encryption_key {
        kms_key_self_link = "projects/p/locations/europe-west1/keyRings/r/cryptoKeys/k"
      }
    }
  }

  pass "boot disk with own key" {
    resource "google_compute_instance" "vm" {
      name         = "vm"
      machine_type = "e2-small"
      boot_disk {
        kms_key_self_link = "projects/p/locations/europe-west1/keyRings/r/cryptoKeys/k"
      }
    }
    also = ["google-compute-instance-secure-boot-off"]
  }

  fail "Google's key" {
    resource "google_compute_disk" "this" {
      name = "d"
      zone = "europe-west1-b"
      type = "pd-balanced"
    }
  }

  fail "boot disk" {
    resource "google_compute_instance" "vm" {
      name         = "vm"
      machine_type = "e2-small"
      boot_disk {
        initialize_params {
          image = "debian-cloud/debian-12"
        }
      }
    }
  }

  pass "more that pass" {
    resource "google_compute_disk" "with_disk_encryption_key" {
      name = "d"
      zone = "europe-west1-b"
      type = "pd-balanced"
      disk_encryption_key {
        raw_key = "acXTX3rxrKAFTF0tYVLvydU1riRZTvUNC4g5I11NY+c="
      }
    }
    also = ["google-compute-disk-plaintext-key"]
  }
}

rule "google-compute-disk-plaintext-key" {
  title    = "Disk encryption key stands in the configuration"
  category = "security"
  severity = "high"
  resources = [
    "google_compute_disk", "google_compute_region_disk", "google_compute_instance",
    "google_compute_instance_template", "google_compute_snapshot", "google_compute_image",
  ]
  aliases = ["GCP-0037", "google-compute-disk-encryption-no-plaintext-key", "AVD-GCP-0037"]
  tags    = ["cwe-321"]
  for_each = [for key in concat(
    resource.disk_encryption_key[*].raw_key, resource.snapshot_encryption_key[*].raw_key, resource.source_disk_encryption_key[*].raw_key,
    resource.image_encryption_key[*].raw_key, resource.boot_disk[*].disk_encryption_key_raw, resource.attached_disk[*].disk_encryption_key_raw,
  ) : key if is_known(key) && key != null]
  assert  = each.value == ""
  at      = resource.disk_encryption_key[0].raw_key
  message = "a raw encryption key is written in plain text"
  why     = <<-EOT
    Whoever can read the repository or the state can decrypt the disk and each of its snapshots. The key also
    cannot be rotated without a new disk.
  EOT
  remedy  = <<-EOT
    Use a key in Cloud KMS; the key itself never leaves it.

    ```hcl
    disk_encryption_key {
      kms_key_self_link = google_kms_crypto_key.disks.id
    }
    ```
  EOT
  link    = "https://cloud.google.com/compute/docs/disks/customer-managed-encryption"

  pass "a KMS key" {
    resource "google_compute_disk" "this" {
      name = "d"
      zone = "europe-west1-b"
      disk_encryption_key {
        kms_key_self_link = "projects/p/locations/europe-west1/keyRings/r/cryptoKeys/k"
      }
    }
  }

  pass "from a variable" {
    variable "key" {}

    resource "google_compute_disk" "this" {
      name = "d"
      zone = "europe-west1-b"
      disk_encryption_key {
        raw_key = var.key
      }
    }
  }

  fail "in code" {
    resource "google_compute_disk" "this" {
      name = "d"
      zone = "europe-west1-b"
      disk_encryption_key {
        raw_key = "acXTX3rxrKAFTF0tYVLvydU1riRZTvUNC4g5I11NY+c="
      }
    }

    expect = ["google_compute_disk.this @ disk_encryption_key[0].raw_key"]
  }

  fail "boot disk" {
    resource "google_compute_instance" "vm" {
      name         = "vm"
      machine_type = "e2-small"
      boot_disk {
        disk_encryption_key_raw = "acXTX3rxrKAFTF0tYVLvydU1riRZTvUNC4g5I11NY+c="
      }
    }
  }
}

rule "google-compute-instance-default-network" {
  title    = "VM stands in the default network"
  category = "security"
  severity = "low"
  resources = [
    "google_compute_instance", "google_compute_instance_template",
    "google_compute_region_instance_template",
  ]
  tags     = ["cwe-1188", "cis-gcp-2.0-3.1"]
  for_each = resource.network_interface
  assert   = each.value.subnetwork != null || is_computed(each.value.network) || !can(regex("(^|/)default$", each.value.network))
  at       = each.value.network
  message  = "the interface is in the network `default`"
  why      = <<-EOT
    The default network comes with subnets in every region and with firewall rules that let the whole internet
    reach SSH, RDP and ICMP.
  EOT
  remedy   = <<-EOT
    Create a network in custom mode and name one of its subnetworks.

    ```hcl
    network_interface {
      subnetwork = google_compute_subnetwork.app.id
    }
    ```
  EOT
  link     = "https://cloud.google.com/vpc/docs/vpc#default-network"

  pass "own subnetwork" {
    resource "google_compute_instance" "this" {
      name         = "vm"
      machine_type = "e2-small"
      zone         = "europe-west1-b"
      network_interface {
        subnetwork = "app"
      }
    }
    also = ["google-compute-instance-secure-boot-off"]
  }

  pass "own network" {
    resource "google_compute_instance" "this" {
      name         = "vm"
      machine_type = "e2-small"
      zone         = "europe-west1-b"
      network_interface {
        network = "main"
      }
    }
    also = ["google-compute-instance-secure-boot-off"]
  }

  fail "default" {
    resource "google_compute_instance" "this" {
      name         = "vm"
      machine_type = "e2-small"
      zone         = "europe-west1-b"
      network_interface {
        network = "default"
      }
    }

    expect = ["google_compute_instance.this @ network_interface[0].network"]
  }

  unknown "not known" {
    variable "network" {}

    resource "google_compute_instance" "this" {
      name         = "vm"
      machine_type = "e2-small"
      zone         = "europe-west1-b"
      network_interface {
        network = var.network
      }
    }
  }

  pass "`network` is `default`" {
    resource "google_compute_instance" "this" {
      name         = "vm"
      machine_type = "e2-small"
      zone         = "europe-west1-b"
      network_interface {
        subnetwork = "app"
        network    = "default"
      }
    }
    also = ["google-compute-instance-secure-boot-off"]
  }
}

rule "google-compute-instance-no-deletion-protection" {
  title     = "VM can be deleted without a further step"
  category  = "reliability"
  severity  = "info"
  resources = ["google_compute_instance"]
  tags      = ["cwe-693"]
  default   = false
  assert    = coalesce(resource.deletion_protection, false)
  message   = "`deletion_protection` is not on"
  why       = <<-EOT
    For machines that hold state (databases, license servers) a mistaken delete is an outage. Machines that can be
    made again do not need it.
  EOT
  remedy    = <<-EOT
    Protect machines that hold state.

    ```hcl
    deletion_protection = true
    ```
  EOT
  link      = "https://cloud.google.com/compute/docs/instances/preventing-accidental-vm-deletion"

  fix {
    set = {
      deletion_protection = true
    }
  }

  pass "on" {
    resource "google_compute_instance" "this" {
      name                = "vm"
      machine_type        = "e2-small"
      zone                = "europe-west1-b"
      deletion_protection = true
    }
    also = ["google-compute-instance-secure-boot-off"]
  }

  fail "off" {
    resource "google_compute_instance" "this" {
      name                = "vm"
      machine_type        = "e2-small"
      zone                = "europe-west1-b"
      deletion_protection = false
    }

    expect = ["google_compute_instance.this @ deletion_protection"]
  }

  fail "not written" {
    resource "google_compute_instance" "this" {
      name         = "vm"
      machine_type = "e2-small"
      zone         = "europe-west1-b"
    }

    expect = ["google_compute_instance.this"]
  }

  unknown "not known" {
    variable "deletion_protection" {}

    resource "google_compute_instance" "this" {
      name                = "vm"
      machine_type        = "e2-small"
      zone                = "europe-west1-b"
      deletion_protection = var.deletion_protection
    }
  }
}

rule "google-compute-instance-old-generation" {
  title    = "VM uses a machine type of the first generation"
  category = "cost"
  severity = "low"
  resources = [
    "google_compute_instance", "google_compute_instance_template",
    "google_compute_region_instance_template", "google_compute_instance_from_template",
    "google_compute_instance_from_machine_image",
  ]
  params = {
    old = "^(.*/)?(n1-|f1-micro$|g1-small$)"
  }
  when    = resource.machine_type != null && length(resource.guest_accelerator) == 0
  assert  = !can(regex(param.old, resource.machine_type))
  message = "`${resource.machine_type}` is a first-generation machine type"
  why     = <<-EOT
    E2 costs about a third less than N1 for the same memory and cores, N2 and later are faster at a similar price.
    The shared-core types f1-micro and g1-small have e2-micro and e2-small as successors. N1 remains right with
    attached GPUs, which are not judged.
  EOT
  remedy  = <<-EOT
    Choose the E2, N2, N4 or C4 type of the same size.

    ```hcl
    machine_type = "e2-standard-4"
    ```
  EOT
  link    = "https://cloud.google.com/compute/docs/machine-resource"

  pass "current" {
    resource "google_compute_instance" "this" {
      name         = "vm"
      zone         = "europe-west1-b"
      machine_type = "e2-standard-4"
    }
    also = ["google-compute-instance-secure-boot-off"]
  }

  pass "GPU" {
    resource "google_compute_instance" "this" {
      name         = "vm"
      zone         = "europe-west1-b"
      machine_type = "n1-standard-4"
      guest_accelerator {
        type  = "nvidia-tesla-t4"
        count = 1
      }
    }
    also = ["google-compute-instance-secure-boot-off"]
  }

  fail "N1" {
    resource "google_compute_instance" "this" {
      name         = "vm"
      zone         = "europe-west1-b"
      machine_type = "n1-standard-4"
    }

    expect = ["google_compute_instance.this @ machine_type"]
  }

  fail "shared core" {
    resource "google_compute_instance" "this" {
      name         = "vm"
      zone         = "europe-west1-b"
      machine_type = "f1-micro"
    }
  }

  unknown "not known" {
    variable "machine_type" {}

    resource "google_compute_instance" "this" {
      name         = "vm"
      zone         = "europe-west1-b"
      machine_type = var.machine_type
    }
  }
}

rule "google-compute-instance-not-spot-in-development" {
  title    = "VM of a development environment is not a Spot VM"
  category = "cost"
  severity = "info"
  resources = [
    "google_compute_instance", "google_compute_instance_template",
    "google_compute_region_instance_template",
  ]
  default = false
  params = {
    nonproduction = "(?i)(?:^|[^a-z])(?:dev(?:elop(?:ment)?)?|te?st(?:ing)?|qa|uat|sandbox|sbx|demo|poc|non-?prod(?:uction)?|preview|lab)(?:$|[^a-z])"
  }
  when    = can(regex(param.nonproduction, environment_of(resource)))
  assert  = resource.scheduling[0].provisioning_model == "SPOT" || coalesce(resource.scheduling[0].preemptible, false)
  at      = resource.scheduling
  message = "the VM is billed at the full price in a non-production environment"
  why     = <<-EOT
    Spot VMs cost 60 to 91 per cent less and may be stopped at any time, which build and test machines can bear.
  EOT
  remedy  = <<-EOT
    Use the SPOT provisioning model where an interruption does no harm.

    ```hcl
    scheduling {
      provisioning_model = "SPOT"
      preemptible        = true
      automatic_restart  = false
    }
    ```
  EOT
  link    = "https://cloud.google.com/compute/docs/instances/spot"

  pass "Spot" {
    resource "google_compute_instance" "this" {
      name         = "vm"
      machine_type = "e2-small"
      zone         = "europe-west1-b"
      labels       = { env = "dev" }
      scheduling {
        provisioning_model = "SPOT"
        preemptible        = true
      }
    }
    also = ["google-compute-instance-secure-boot-off"]
  }

  pass "production" {
    resource "google_compute_instance" "this" {
      name         = "vm"
      machine_type = "e2-small"
      zone         = "europe-west1-b"
      labels       = { env = "prod" }
    }
    also = ["google-compute-instance-secure-boot-off"]
  }

  fail "full price" {
    resource "google_compute_instance" "this" {
      name         = "vm"
      machine_type = "e2-small"
      zone         = "europe-west1-b"
      labels       = { env = "dev" }
    }
  }

  pass "more that pass" {
    resource "google_compute_instance" "no_provisioning_model" {
      name         = "vm"
      machine_type = "e2-small"
      zone         = "europe-west1-b"
      labels       = { env = "dev" }
      scheduling {
        preemptible = true
      }
    }
    resource "google_compute_instance" "one_more_no_preemptible" {
      name         = "vm"
      machine_type = "e2-small"
      zone         = "europe-west1-b"
      labels       = { env = "dev" }
      scheduling {
        provisioning_model = "SPOT"
        preemptible        = true
      }
    }
    resource "google_compute_instance" "one_more_no_preemptible_2" {
      name         = "vm"
      machine_type = "e2-small"
      zone         = "europe-west1-b"
      labels       = { env = "dev" }
      scheduling {
        provisioning_model = "SPOT"
      }
    }
    also = ["google-compute-instance-secure-boot-off"]
  }
}

rule "google-compute-disk-unattached" {
  title     = "Disk is attached to no machine"
  category  = "cost"
  severity  = "medium"
  resources = ["google_compute_disk", "google_compute_region_disk"]
  default   = false

  related "users" {
    type = "*"
    on   = anytrue([refers(other, resource)])
  }

  assert  = length(related.users) > 0
  message = "no machine in this configuration uses the disk${is_known(monthly_cost(resource)) && monthly_cost(resource) > 0 ? ", which costs ${format("%.2f", monthly_cost(resource))} USD a month" : ""}"
  why     = <<-EOT
    A persistent disk is billed by its size, attached or not. The rule cannot see machines of other
    configurations; it is not in the recommended set for that reason.
  EOT
  remedy  = <<-EOT
    Attach the disk, or remove it after a snapshot.
  EOT
  link    = "https://cloud.google.com/compute/docs/disks"

  pass "attached" {
    resource "google_compute_disk" "d" {
      name = "d"
      zone = "europe-west1-b"
    }

    resource "google_compute_attached_disk" "a" {
      disk     = google_compute_disk.d.id
      instance = "vm"
    }
  }

  pass "in an instance" {
    resource "google_compute_disk" "d" {
      name = "d"
      zone = "europe-west1-b"
    }

    resource "google_compute_instance" "vm" {
      name         = "vm"
      machine_type = "e2-small"
      attached_disk {
        source = google_compute_disk.d.self_link
      }
    }
    also = ["google-compute-instance-secure-boot-off"]
  }

  fail "nobody uses it" {
    resource "google_compute_disk" "d" {
      name = "d"
      zone = "europe-west1-b"
    }
  }
}

rule "google-compute-disk-ssd" {
  title     = "Disk is of the most expensive persistent type"
  category  = "cost"
  severity  = "info"
  resources = ["google_compute_disk", "google_compute_region_disk"]
  default   = false
  assert    = resource.type != "pd-ssd"
  message   = "`pd-ssd` costs about 1.7 times as much as `pd-balanced`"
  why       = <<-EOT
    `pd-balanced` is an SSD as well and has the throughput that most loads need.
  EOT
  remedy    = <<-EOT
    Use `pd-balanced` unless measurements ask for more.

    ```hcl
    type = "pd-balanced"
    ```
  EOT
  link      = "https://cloud.google.com/compute/docs/disks/persistent-disks"

  pass "balanced" {
    resource "google_compute_disk" "this" {
      name = "d"
      zone = "europe-west1-b"
      type = "pd-balanced"
    }
  }

  pass "default" {
    resource "google_compute_disk" "this" {
      name = "d"
      zone = "europe-west1-b"
    }
  }

  fail "SSD" {
    resource "google_compute_disk" "this" {
      name = "d"
      zone = "europe-west1-b"
      type = "pd-ssd"
    }

    expect = ["google_compute_disk.this @ type"]
  }

  unknown "not known" {
    variable "type" {}

    resource "google_compute_disk" "this" {
      name = "d"
      zone = "europe-west1-b"
      type = var.type
    }
  }
}

rule "google-compute-address-unused" {
  title     = "Reserved public address is used by nothing"
  category  = "cost"
  severity  = "medium"
  resources = ["google_compute_address", "google_compute_global_address"]
  default   = false

  related "users" {
    type = "*"
    on   = anytrue([refers(other, resource)])
  }

  when    = coalesce(resource.address_type, "EXTERNAL") == "EXTERNAL"
  assert  = length(related.users) > 0
  message = "nothing in this configuration uses the address${is_known(monthly_cost(resource)) && monthly_cost(resource) > 0 ? ", which costs ${format("%.2f", monthly_cost(resource))} USD a month" : ""}"
  why     = <<-EOT
    A static address that is reserved but not in use is billed at a higher rate than one in use. The rule cannot
    see users in other configurations.
  EOT
  remedy  = <<-EOT
    Use the address, or release it.
  EOT
  link    = "https://cloud.google.com/vpc/network-pricing#ipaddress"

  pass "internal" {
    resource "google_compute_address" "this" {
      name         = "a"
      region       = "europe-west1"
      address_type = "INTERNAL"
    }
  }

  pass "used by a VM" {
    resource "google_compute_address" "a" {
      name   = "a"
      region = "europe-west1"
    }

    resource "google_compute_instance" "vm" {
      name         = "vm"
      machine_type = "e2-small"
      network_interface {
        network = "main"
        access_config {
          nat_ip = google_compute_address.a.address
        }
      }
    }
    also = ["google-compute-instance-public-ip", "google-compute-instance-secure-boot-off"]
  }

  fail "unused" {
    resource "google_compute_address" "this" {
      name   = "a"
      region = "europe-west1"
    }
  }
}

rule "google-compute-instance-group-no-health-check" {
  title     = "Managed instance group does not replace sick machines"
  category  = "reliability"
  severity  = "low"
  resources = ["google_compute_instance_group_manager", "google_compute_region_instance_group_manager"]
  default   = false
  assert    = length(resource.auto_healing_policies) > 0
  at        = resource.auto_healing_policies
  message   = "no `auto_healing_policies`"
  why       = <<-EOT
    Without a health check the group replaces a machine only when it is gone, not when the application hangs.
  EOT
  remedy    = <<-EOT
    Add a health check of the application with a generous initial delay.

    ```hcl
    auto_healing_policies {
      health_check      = google_compute_health_check.app.id
      initial_delay_sec = 300
    }
    ```
  EOT
  link      = "https://cloud.google.com/compute/docs/instance-groups/autohealing-instances-in-migs"

  pass "healing" {
    resource "google_compute_instance_group_manager" "this" {
      name               = "g"
      base_instance_name = "g"
      zone               = "europe-west1-b"
      auto_healing_policies {
        health_check      = "hc"
        initial_delay_sec = 300
      }
    }
  }

  fail "none" {
    resource "google_compute_instance_group_manager" "this" {
      name               = "g"
      base_instance_name = "g"
      zone               = "europe-west1-b"
    }

    expect = ["google_compute_instance_group_manager.this"]
  }
}

rule "google-compute-name-invalid" {
  title    = "Compute Engine name is refused by Google Cloud"
  category = "naming"
  severity = "high"
  resources = [
    "google_compute_instance", "google_compute_disk", "google_compute_network",
    "google_compute_subnetwork", "google_compute_firewall", "google_compute_address",
    "google_compute_global_address", "google_compute_router", "google_compute_router_nat",
    "google_compute_instance_template", "google_compute_instance_group",
    "google_compute_instance_group_manager", "google_compute_region_instance_group_manager",
    "google_compute_health_check", "google_compute_backend_service",
    "google_compute_region_backend_service", "google_compute_backend_bucket", "google_compute_url_map",
    "google_compute_target_http_proxy", "google_compute_target_https_proxy",
    "google_compute_forwarding_rule", "google_compute_global_forwarding_rule",
    "google_compute_ssl_certificate", "google_compute_managed_ssl_certificate",
    "google_compute_ssl_policy", "google_compute_security_policy", "google_compute_snapshot",
    "google_compute_image", "google_compute_route", "google_compute_vpn_tunnel",
    "google_compute_ha_vpn_gateway", "google_compute_network_endpoint_group",
    "google_compute_autoscaler", "google_compute_region_autoscaler", "google_container_cluster",
    "google_container_node_pool", "google_redis_instance", "google_filestore_instance",
  ]
  params = {
    longest = { google_container_cluster = 40, google_container_node_pool = 40, google_redis_instance = 40 }
  }
  when    = is_known(resource.name) && resource.name != null && resource.name != ""
  assert  = can(regex("^[a-z]([-a-z0-9]*[a-z0-9])?$", resource.name)) && length(resource.name) <= coalesce(param.longest[meta.type], 63)
  message = "`${resource.name}` is not a valid name: lower-case letters, digits and `-`, a letter first, ${coalesce(param.longest[meta.type], 63)} characters at most"
  why     = <<-EOT
    Compute Engine names follow RFC 1035: they begin with a lower-case letter, end with a letter or digit, and
    have at most 63 characters (40 for clusters, node pools and Redis). The API refuses others at apply.
  EOT
  remedy  = <<-EOT
    Choose a name within the limits.
  EOT
  link    = "https://cloud.google.com/compute/docs/naming-resources"

  pass "plain" {
    resource "google_compute_network" "this" {
      auto_create_subnetworks = false
      name                    = "main-network"
    }
  }

  fail "upper case" {
    resource "google_compute_network" "this" {
      auto_create_subnetworks = false
      name                    = "Main"
    }

    expect = ["google_compute_network.this @ name"]
  }

  fail "underscore" {
    resource "google_compute_network" "this" {
      auto_create_subnetworks = false
      name                    = "main_network"
    }
  }

  fail "ends with a dash" {
    resource "google_compute_network" "this" {
      auto_create_subnetworks = false
      name                    = "main-"
    }
  }

  fail "too long for a cluster" {
    resource "google_container_cluster" "c" {
      name     = "a-cluster-name-that-is-longer-than-forty-characters"
      location = "europe-west1"
    }
  }

  pass "`name` is an unset variable" {
    variable "name" {}
    resource "google_compute_network" "this" {
      auto_create_subnetworks = false
      name                    = var.name
    }
  }
}
