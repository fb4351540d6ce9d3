rule "oci-bucket-public" {
  title     = "Object Storage bucket is readable by everyone"
  category  = "security"
  severity  = "critical"
  resources = ["oci_objectstorage_bucket"]
  aliases   = ["CKV_OCI_10"]
  tags      = ["cwe-732"]
  assert    = !contains(["ObjectRead", "ObjectReadWithoutList"], resource.access_type)
  message   = "access type `${resource.access_type}` needs no credentials"
  why       = <<-EOT
    Everyone who knows or lists the names reads the objects. Pre-authenticated requests share single objects for a
    time.
  EOT
  remedy    = <<-EOT
    Leave the type at its default.

    ```hcl
    access_type = "NoPublicAccess"
    ```
  EOT
  link      = "https://docs.oracle.com/en-us/iaas/Content/Object/Tasks/managingbuckets.htm"

  fix {
    set = {
      access_type = "NoPublicAccess"
    }
  }

  pass "private" {
    resource "oci_objectstorage_bucket" "this" {
      compartment_id = "c"
      namespace      = "n"
      name           = "b"
      access_type    = "NoPublicAccess"
    }
  }

  pass "default" {
    resource "oci_objectstorage_bucket" "this" {
      compartment_id = "c"
      namespace      = "n"
      name           = "b"
    }
  }

  fail "public" {
    resource "oci_objectstorage_bucket" "this" {
      compartment_id = "c"
      namespace      = "n"
      name           = "b"
      access_type    = "ObjectRead"
    }

    expect = ["oci_objectstorage_bucket.this @ access_type"]
  }

  unknown "not known" {
    variable "access" {}

    resource "oci_objectstorage_bucket" "this" {
      compartment_id = "c"
      namespace      = "n"
      name           = "b"
      access_type    = var.access
    }
  }

  fail "`access_type` is `ObjectReadWithoutList`" {
    resource "oci_objectstorage_bucket" "this" {
      compartment_id = "c"
      namespace      = "n"
      name           = "b"
      access_type    = "ObjectReadWithoutList"
    }
    expect = ["oci_objectstorage_bucket.this @ access_type"]
  }
}

rule "oci-data-not-customer-key-encrypted" {
  title    = "Oracle Cloud storage is not encrypted with your own key"
  category = "security"
  severity = "low"
  resources = [
    "oci_objectstorage_bucket", "oci_core_volume", "oci_core_boot_volume",
    "oci_file_storage_file_system",
  ]
  aliases = ["CKV_OCI_3", "CKV_OCI_9", "CKV_OCI_15"]
  tags    = ["cwe-311"]
  default = false
  assert  = resource.kms_key_id != null
  at      = resource.kms_key_id
  message = "no `kms_key_id`: Oracle manages the key"
  why     = <<-EOT
    Oracle encrypts everything at rest. A key of your own can be withdrawn and its uses are logged.
  EOT
  remedy  = <<-EOT
    Name a Vault key.

    ```hcl
    kms_key_id = oci_kms_key.storage.id
    ```
  EOT
  link    = "https://docs.oracle.com/en-us/iaas/Content/KeyManagement/Concepts/keyoverview.htm"

  pass "own key" {
    resource "oci_objectstorage_bucket" "this" {
      compartment_id = "c"
      namespace      = "n"
      name           = "b"
      kms_key_id     = "ocid1.key.oc1..k"
    }
  }

  fail "none" {
    resource "oci_objectstorage_bucket" "this" {
      compartment_id = "c"
      namespace      = "n"
      name           = "b"
    }

    expect = ["oci_objectstorage_bucket.this"]
  }

  fail "volume" {
    resource "oci_core_volume" "v" {
      compartment_id      = "c"
      availability_domain = "AD-1"
    }
  }
}

rule "oci-bucket-no-events" {
  title     = "Object Storage bucket emits no events"
  category  = "security"
  severity  = "info"
  resources = ["oci_objectstorage_bucket"]
  aliases   = ["CKV_OCI_7"]
  tags      = ["cwe-778"]
  default   = false
  assert    = coalesce(resource.object_events_enabled, false)
  message   = "`object_events_enabled` is not on"
  why       = <<-EOT
    Events tell other services of new and deleted objects.
  EOT
  remedy    = <<-EOT
    Turn them on where something listens.

    ```hcl
    object_events_enabled = true
    ```
  EOT
  link      = "https://docs.oracle.com/en-us/iaas/Content/Object/Tasks/managingbuckets.htm"

  fix {
    set = {
      object_events_enabled = true
    }
  }

  pass "on" {
    resource "oci_objectstorage_bucket" "this" {
      compartment_id        = "c"
      namespace             = "n"
      name                  = "b"
      object_events_enabled = true
    }
  }

  fail "not written" {
    resource "oci_objectstorage_bucket" "this" {
      compartment_id = "c"
      namespace      = "n"
      name           = "b"
    }

    expect = ["oci_objectstorage_bucket.this"]
  }
}

rule "oci-bucket-no-versioning" {
  title     = "Object Storage bucket keeps no old versions"
  category  = "reliability"
  severity  = "low"
  resources = ["oci_objectstorage_bucket"]
  aliases   = ["CKV_OCI_8"]
  default   = false
  assert    = resource.versioning == "Enabled"
  message   = "versioning is ${coalesce(resource.versioning, "not set, which means Disabled")}"
  why       = <<-EOT
    An overwritten or deleted object is gone.
  EOT
  remedy    = <<-EOT
    Enable versioning.

    ```hcl
    versioning = "Enabled"
    ```
  EOT
  link      = "https://docs.oracle.com/en-us/iaas/Content/Object/Tasks/usingversioning.htm"

  fix {
    set = {
      versioning = "Enabled"
    }
  }

  pass "enabled" {
    resource "oci_objectstorage_bucket" "this" {
      compartment_id = "c"
      namespace      = "n"
      name           = "b"
      versioning     = "Enabled"
    }
  }

  fail "not written" {
    resource "oci_objectstorage_bucket" "this" {
      compartment_id = "c"
      namespace      = "n"
      name           = "b"
    }

    expect = ["oci_objectstorage_bucket.this"]
  }

  fail "disabled" {
    resource "oci_objectstorage_bucket" "this" {
      compartment_id = "c"
      namespace      = "n"
      name           = "b"
      versioning     = "Disabled"
    }

    expect = ["oci_objectstorage_bucket.this @ versioning"]
  }

  unknown "not known" {
    variable "versioning" {}

    resource "oci_objectstorage_bucket" "this" {
      compartment_id = "c"
      namespace      = "n"
      name           = "b"
      versioning     = var.versioning
    }
  }
}

rule "oci-volume-no-backup" {
  title     = "Block volume has no backup policy"
  category  = "reliability"
  severity  = "medium"
  resources = ["oci_core_volume"]
  aliases   = ["CKV_OCI_2"]

  related "policy" {
    type = "oci_core_volume_backup_policy_assignment"
    on   = refers(other.asset_id, resource)
  }

  assert  = resource.backup_policy_id != null || length(related.policy) > 0
  at      = resource.backup_policy_id
  message = "neither `backup_policy_id` nor a policy assignment"
  why     = <<-EOT
    A volume that is deleted, or encrypted by an attacker, is lost without backups.
  EOT
  remedy  = <<-EOT
    Assign a policy.

    ```hcl
    resource "oci_core_volume_backup_policy_assignment" "data" {
      asset_id  = oci_core_volume.data.id
      policy_id = data.oci_core_volume_backup_policies.gold.volume_backup_policies[0].id
    }
    ```
  EOT
  link    = "https://docs.oracle.com/en-us/iaas/Content/Block/Tasks/schedulingvolumebackups.htm"

  pass "policy" {
    resource "oci_core_volume" "this" {
      compartment_id      = "c"
      availability_domain = "AD-1"
      backup_policy_id    = "ocid1.policy.oc1..p"
    }
  }

  pass "assignment" {
    resource "oci_core_volume" "v" {
      compartment_id      = "c"
      availability_domain = "AD-1"
    }

    resource "oci_core_volume_backup_policy_assignment" "a" {
      asset_id  = oci_core_volume.v.id
      policy_id = "p"
    }
  }

  fail "none" {
    resource "oci_core_volume" "this" {
      compartment_id      = "c"
      availability_domain = "AD-1"
    }

    expect = ["oci_core_volume.this"]
  }
}

rule "oci-instance-legacy-metadata" {
  title     = "Instance answers on the old metadata endpoint"
  category  = "security"
  severity  = "medium"
  resources = ["oci_core_instance", "oci_core_instance_configuration"]
  aliases   = ["CKV_OCI_5"]
  tags      = ["cwe-918"]
  assert    = coalesce(resource.instance_options[0].are_legacy_imds_endpoints_disabled, resource.instance_details[0].launch_details[0].instance_options[0].are_legacy_imds_endpoints_disabled, false)
  at        = resource.instance_options
  message   = "`are_legacy_imds_endpoints_disabled` is not true"
  why       = <<-EOT
    Version 1 of the metadata service answers any request, so that a forged request from a web application is
    enough to read the instance's certificate. Version 2 wants a header.
  EOT
  remedy    = <<-EOT
    Disable version 1.

    ```hcl
    instance_options {
      are_legacy_imds_endpoints_disabled = true
    }
    ```
  EOT
  link      = "https://docs.oracle.com/en-us/iaas/Content/Compute/Tasks/gettingmetadata.htm"

  pass "disabled" {
    resource "oci_core_instance" "this" {
      availability_domain = "AD-1"
      compartment_id      = "c"
      shape               = "VM.Standard.E4.Flex"
      instance_options {
        are_legacy_imds_endpoints_disabled = true
      }
    }
    also = ["oci-instance-volume-traffic-not-encrypted"]
  }

  fail "not written" {
    resource "oci_core_instance" "this" {
      availability_domain = "AD-1"
      compartment_id      = "c"
      shape               = "VM.Standard.E4.Flex"
    }

    expect = ["oci_core_instance.this"]
  }

  fail "off" {
    resource "oci_core_instance" "this" {
      availability_domain = "AD-1"
      compartment_id      = "c"
      shape               = "VM.Standard.E4.Flex"
      instance_options {
        are_legacy_imds_endpoints_disabled = false
      }
    }
  }

  unknown "not known" {
    variable "imds" {}

    resource "oci_core_instance" "this" {
      availability_domain = "AD-1"
      compartment_id      = "c"
      shape               = "VM.Standard.E4.Flex"
      instance_options {
        are_legacy_imds_endpoints_disabled = var.imds
      }
    }
  }
}

rule "oci-instance-volume-traffic-not-encrypted" {
  title     = "Traffic to the boot volume is not encrypted"
  category  = "security"
  severity  = "low"
  resources = ["oci_core_instance"]
  aliases   = ["CKV_OCI_4"]
  tags      = ["cwe-319"]
  assert    = coalesce(resource.launch_options[0].is_pv_encryption_in_transit_enabled, resource.is_pv_encryption_in_transit_enabled, false)
  at        = [resource.launch_options[0].is_pv_encryption_in_transit_enabled, resource.is_pv_encryption_in_transit_enabled]
  message   = "`is_pv_encryption_in_transit_enabled` is not on"
  why       = <<-EOT
    Paravirtualised volumes are reached through Oracle's network; the switch encrypts that way as well.
  EOT
  remedy    = <<-EOT
    Turn it on.

    ```hcl
    is_pv_encryption_in_transit_enabled = true
    ```
  EOT
  link      = "https://docs.oracle.com/en-us/iaas/Content/Block/Concepts/overview.htm#BlockVolumeEncryption"

  pass "on" {
    resource "oci_core_instance" "this" {
      availability_domain = "AD-1"
      compartment_id      = "c"
      shape               = "VM.Standard.E4.Flex"
      launch_options {
        is_pv_encryption_in_transit_enabled = true
      }
    }
    also = ["oci-instance-legacy-metadata"]
  }

  pass "argument" {
    resource "oci_core_instance" "this" {
      availability_domain                 = "AD-1"
      compartment_id                      = "c"
      shape                               = "VM.Standard.E4.Flex"
      is_pv_encryption_in_transit_enabled = true
    }
    also = ["oci-instance-legacy-metadata"]
  }

  fail "not written" {
    resource "oci_core_instance" "this" {
      availability_domain = "AD-1"
      compartment_id      = "c"
      shape               = "VM.Standard.E4.Flex"
    }

    expect = ["oci_core_instance.this"]
  }

  fail "off" {
    resource "oci_core_instance" "this" {
      availability_domain = "AD-1"
      compartment_id      = "c"
      shape               = "VM.Standard.E4.Flex"
      launch_options {
        is_pv_encryption_in_transit_enabled = false
      }
    }

    expect = ["oci_core_instance.this @ launch_options[0].is_pv_encryption_in_transit_enabled"]
  }

  unknown "not known" {
    variable "is_pv_encryption_in_transit_enabled" {}

    resource "oci_core_instance" "this" {
      availability_domain = "AD-1"
      compartment_id      = "c"
      shape               = "VM.Standard.E4.Flex"
      launch_options {
        is_pv_encryption_in_transit_enabled = var.is_pv_encryption_in_transit_enabled
      }
    }
  }
}

rule "oci-instance-monitoring-off" {
  title     = "Monitoring of the instance is switched off"
  category  = "security"
  severity  = "low"
  resources = ["oci_core_instance"]
  aliases   = ["CKV_OCI_6"]
  tags      = ["cwe-778"]
  assert    = !coalesce(resource.agent_config[0].is_monitoring_disabled, false)
  at        = resource.agent_config[0].is_monitoring_disabled
  message   = "`is_monitoring_disabled` is true"
  why       = <<-EOT
    Alarms on load and health get no data. Monitoring is on unless switched off.
  EOT
  remedy    = <<-EOT
    Remove the argument.

    ```hcl
    agent_config {
      is_monitoring_disabled = false
    }
    ```
  EOT
  link      = "https://docs.oracle.com/en-us/iaas/Content/Compute/Tasks/enablingmonitoring.htm"

  pass "default" {
    resource "oci_core_instance" "this" {
      availability_domain = "AD-1"
      compartment_id      = "c"
      shape               = "VM.Standard.E4.Flex"
    }
    also = ["oci-instance-legacy-metadata", "oci-instance-volume-traffic-not-encrypted"]
  }

  pass "on" {
    resource "oci_core_instance" "this" {
      availability_domain = "AD-1"
      compartment_id      = "c"
      shape               = "VM.Standard.E4.Flex"
      agent_config {
        is_monitoring_disabled = false
      }
    }
    also = ["oci-instance-legacy-metadata", "oci-instance-volume-traffic-not-encrypted"]
  }

  fail "off" {
    resource "oci_core_instance" "this" {
      availability_domain = "AD-1"
      compartment_id      = "c"
      shape               = "VM.Standard.E4.Flex"
      agent_config {
        is_monitoring_disabled = true
      }
    }

    expect = ["oci_core_instance.this @ agent_config[0].is_monitoring_disabled"]
  }

  unknown "not known" {
    variable "off" {}

    resource "oci_core_instance" "this" {
      availability_domain = "AD-1"
      compartment_id      = "c"
      shape               = "VM.Standard.E4.Flex"
      agent_config {
        is_monitoring_disabled = var.off
      }
    }
  }
}

rule "oci-security-list-admin-port-open" {
  title     = "Security list opens SSH or remote desktop to the internet"
  category  = "security"
  severity  = "high"
  resources = ["oci_core_security_list", "oci_core_default_security_list"]
  aliases   = ["CKV_OCI_19", "CKV_OCI_20"]
  tags      = ["cwe-284"]
  params = {
    ports = [22, 3389]
  }
  for_each = resource.ingress_security_rules
  assert = (
    !cidr_is_public(each.value.source)
    || !(lower(each.value.protocol) == "all" || (each.value.protocol == "6" && (length(each.value.tcp_options) == 0 || anytrue([for p in param.ports : ports_include(each.value.tcp_options[0].min, each.value.tcp_options[0].max, p)])))
    || (each.value.protocol == "17" && (length(each.value.udp_options) == 0 || ports_include(each.value.udp_options[0].min, each.value.udp_options[0].max, 3389))))
  )
  at      = each.value.source
  message = "everyone on the internet reaches port 22 or 3389"
  why     = <<-EOT
    Open administration ports are found and tried within minutes. The bastion service gives the same access to
    named people for a limited time.
  EOT
  remedy  = <<-EOT
    List the ranges that need the port.

    ```hcl
    ingress_security_rules {
      protocol = "6"
      source   = "203.0.113.0/28"
      tcp_options {
        min = 22
        max = 22
      }
    }
    ```
  EOT
  link    = "https://docs.oracle.com/en-us/iaas/Content/Network/Concepts/securitylists.htm"

  pass "an office" {
    resource "oci_core_security_list" "this" {
      compartment_id = "c"
      vcn_id         = "v"
      ingress_security_rules {
        protocol = "6"
        source   = "203.0.113.0/28"
        tcp_options {
          min = 22
          max = 22
        }
      }
    }
  }

  pass "web" {
    resource "oci_core_security_list" "this" {
      compartment_id = "c"
      vcn_id         = "v"
      ingress_security_rules {
        protocol = "6"
        source   = "0.0.0.0/0"
        tcp_options {
          min = 443
          max = 443
        }
      }
    }
  }

  fail "SSH" {
    resource "oci_core_security_list" "this" {
      compartment_id = "c"
      vcn_id         = "v"
      ingress_security_rules {
        protocol = "6"
        source   = "0.0.0.0/0"
        tcp_options {
          min = 22
          max = 22
        }
      }
    }

    expect = ["oci_core_security_list.this @ ingress_security_rules[0].source"]
  }

  fail "remote desktop in a range" {
    resource "oci_core_security_list" "this" {
      compartment_id = "c"
      vcn_id         = "v"
      ingress_security_rules {
        protocol = "6"
        source   = "0.0.0.0/0"
        tcp_options {
          min = 3000
          max = 4000
        }
      }
    }
  }

  fail "everything" {
    resource "oci_core_security_list" "this" {
      compartment_id = "c"
      vcn_id         = "v"
      ingress_security_rules {
        protocol = "all"
        source   = "0.0.0.0/0"
      }
    }
  }

  unknown "not known" {
    variable "source_range" {}

    resource "oci_core_security_list" "this" {
      compartment_id = "c"
      vcn_id         = "v"
      ingress_security_rules {
        protocol = "6"
        source   = var.source_range
        tcp_options {
          min = 22
          max = 22
        }
      }
    }
  }

  fail "`protocol` is `17`" {
    resource "oci_core_security_list" "this" {
      compartment_id = "c"
      vcn_id         = "v"
      ingress_security_rules {
        protocol = "17"
        source   = "0.0.0.0/0"
        tcp_options {
          min = 443
          max = 443
        }
      }
    }
    expect = ["oci_core_security_list.this @ ingress_security_rules[0].source"]
  }

  unknown "`protocol` is an unset variable" {
    variable "protocol" {}
    resource "oci_core_security_list" "this" {
      compartment_id = "c"
      vcn_id         = "v"
      ingress_security_rules {
        protocol = var.protocol
        source   = "0.0.0.0/0"
        tcp_options {
          min = 3000
          max = 4000
        }
      }
    }
    expect = ["oci_core_security_list.this @ ingress_security_rules[0].source"]
  }
}

rule "oci-nsg-admin-port-open" {
  title     = "Security rule opens SSH or remote desktop to the internet"
  category  = "security"
  severity  = "high"
  resources = ["oci_core_network_security_group_security_rule"]
  aliases   = ["CKV_OCI_22", "CKV2_OCI_2"]
  tags      = ["cwe-284"]
  params = {
    ports = [22, 3389]
  }
  when = upper(resource.direction) == "INGRESS"
  assert = (
    !cidr_is_public(resource.source)
    || !(lower(resource.protocol) == "all"
      || (resource.protocol == "6" && (length(resource.tcp_options[0].destination_port_range) == 0 || anytrue([for p in param.ports : ports_include(resource.tcp_options[0].destination_port_range[0].min, resource.tcp_options[0].destination_port_range[0].max, p)])))
    || (resource.protocol == "17" && (length(resource.udp_options[0].destination_port_range) == 0 || ports_include(resource.udp_options[0].destination_port_range[0].min, resource.udp_options[0].destination_port_range[0].max, 3389))))
  )
  at      = resource.source
  message = "everyone on the internet reaches port 22 or 3389"
  why     = <<-EOT
    Open administration ports are found and tried within minutes. The bastion service gives the same access to
    named people for a limited time.
  EOT
  remedy  = <<-EOT
    Name the range that needs the port.

    ```hcl
    source = "203.0.113.0/28"
    ```
  EOT
  link    = "https://docs.oracle.com/en-us/iaas/Content/Network/Concepts/networksecuritygroups.htm"

  pass "an office" {
    resource "oci_core_network_security_group_security_rule" "this" {
      network_security_group_id = "n"
      direction                 = "INGRESS"
      protocol                  = "6"
      source                    = "203.0.113.0/28"
      tcp_options {
        destination_port_range {
          min = 22
          max = 22
        }
      }
    }
  }

  pass "web" {
    resource "oci_core_network_security_group_security_rule" "this" {
      network_security_group_id = "n"
      direction                 = "INGRESS"
      protocol                  = "6"
      source                    = "0.0.0.0/0"
      tcp_options {
        destination_port_range {
          min = 443
          max = 443
        }
      }
    }
  }

  pass "egress" {
    resource "oci_core_network_security_group_security_rule" "this" {
      network_security_group_id = "n"
      direction                 = "EGRESS"
      destination               = "0.0.0.0/0"
      protocol                  = "all"
    }
  }

  fail "SSH" {
    resource "oci_core_network_security_group_security_rule" "this" {
      network_security_group_id = "n"
      direction                 = "INGRESS"
      protocol                  = "6"
      source                    = "0.0.0.0/0"
      tcp_options {
        destination_port_range {
          min = 22
          max = 22
        }
      }
    }

    expect = ["oci_core_network_security_group_security_rule.this @ source"]
  }

  fail "all ports" {
    resource "oci_core_network_security_group_security_rule" "this" {
      network_security_group_id = "n"
      direction                 = "INGRESS"
      protocol                  = "6"
      source                    = "0.0.0.0/0"
    }

    expect = ["oci_core_network_security_group_security_rule.this @ source"]
  }

  unknown "not known" {
    variable "source_range" {}

    resource "oci_core_network_security_group_security_rule" "this" {
      network_security_group_id = "n"
      direction                 = "INGRESS"
      protocol                  = "6"
      source                    = var.source_range
      tcp_options {
        destination_port_range {
          min = 22
          max = 22
        }
      }
    }
  }

  pass "`source` is `0.0.0.0/0`" {
    resource "oci_core_network_security_group_security_rule" "this" {
      network_security_group_id = "n"
      direction                 = "EGRESS"
      destination               = "0.0.0.0/0"
      protocol                  = "all"
      source                    = "0.0.0.0/0"
    }
  }

  fail "more that fail" {
    resource "oci_core_network_security_group_security_rule" "protocol_is_17" {
      network_security_group_id = "n"
      direction                 = "INGRESS"
      protocol                  = "17"
      source                    = "0.0.0.0/0"
      tcp_options {
        destination_port_range {
          min = 22
          max = 22
        }
      }
    }
    resource "oci_core_network_security_group_security_rule" "protocol_is_all" {
      network_security_group_id = "n"
      direction                 = "INGRESS"
      protocol                  = "all"
      source                    = "0.0.0.0/0"
      tcp_options {
        destination_port_range {
          min = 22
          max = 22
        }
      }
    }
    resource "oci_core_network_security_group_security_rule" "one_more_max_is_3389" {
      network_security_group_id = "n"
      direction                 = "INGRESS"
      protocol                  = "6"
      source                    = "0.0.0.0/0"
      tcp_options {
        destination_port_range {
          min = 443
          max = 443
        }
      }
    }
    resource "oci_core_network_security_group_security_rule" "one_more_max_is_3389_2" {
      network_security_group_id = "n"
      direction                 = "INGRESS"
      protocol                  = "6"
      source                    = "0.0.0.0/0"
      tcp_options {
        destination_port_range {
          min = 443
          max = 3389
        }
      }
    }
    expect = [
      "oci_core_network_security_group_security_rule.protocol_is_17 @ source",
      "oci_core_network_security_group_security_rule.protocol_is_all @ source",
      "oci_core_network_security_group_security_rule.one_more_max_is_3389_2 @ source",
    ]
  }

  unknown "`protocol` is an unset variable" {
    variable "protocol" {}
    resource "oci_core_network_security_group_security_rule" "this" {
      network_security_group_id = "n"
      direction                 = "INGRESS"
      protocol                  = var.protocol
      source                    = "0.0.0.0/0"
      tcp_options {
        destination_port_range {
          min = 22
          max = 22
        }
      }
    }
    expect = ["oci_core_network_security_group_security_rule.this @ source"]
  }
}

rule "oci-security-rule-stateless" {
  title     = "Ingress rule is stateless"
  category  = "security"
  severity  = "info"
  resources = ["oci_core_network_security_group_security_rule", "oci_core_security_list"]
  aliases   = ["CKV_OCI_17", "CKV_OCI_21"]
  tags      = ["cwe-284"]
  default   = false
  for_each  = meta.type == "oci_core_security_list" ? resource.ingress_security_rules : (upper(resource.direction) == "INGRESS" ? [resource] : [])
  assert    = !coalesce(each.value.stateless, false)
  at        = [each.value.stateless, resource.stateless]
  message   = "`stateless` is on"
  why       = <<-EOT
    Stateless rules need a second rule for the answers, which is easily too wide. They are for very high rates of
    connections.
  EOT
  remedy    = <<-EOT
    Use stateful rules.

    ```hcl
    stateless = false
    ```
  EOT
  link      = "https://docs.oracle.com/en-us/iaas/Content/Network/Concepts/securityrules.htm#stateful"

  pass "stateful" {
    resource "oci_core_network_security_group_security_rule" "this" {
      network_security_group_id = "n"
      direction                 = "INGRESS"
      protocol                  = "6"
      source                    = "10.0.0.0/16"
      stateless                 = false
    }
  }

  fail "stateless" {
    resource "oci_core_network_security_group_security_rule" "this" {
      network_security_group_id = "n"
      direction                 = "INGRESS"
      protocol                  = "6"
      source                    = "10.0.0.0/16"
      stateless                 = true
    }
  }

  fail "in a list" {
    resource "oci_core_security_list" "l" {
      compartment_id = "c"
      vcn_id         = "v"
      ingress_security_rules {
        protocol  = "6"
        source    = "10.0.0.0/16"
        stateless = true
      }
    }
  }

  unknown "`stateless` is an unset variable" {
    variable "stateless" {}
    resource "oci_core_network_security_group_security_rule" "this" {
      network_security_group_id = "n"
      direction                 = "INGRESS"
      protocol                  = "6"
      source                    = "10.0.0.0/16"
      stateless                 = var.stateless
    }
  }

  pass "no `stateless`" {
    resource "oci_core_network_security_group_security_rule" "this" {
      network_security_group_id = "n"
      direction                 = "INGRESS"
      protocol                  = "6"
      source                    = "10.0.0.0/16"
    }
  }
}

rule "oci-password-policy-weak" {
  title     = "Password policy asks for little"
  category  = "security"
  severity  = "low"
  resources = ["oci_identity_authentication_policy"]
  aliases   = ["CKV_OCI_11", "CKV_OCI_12", "CKV_OCI_14", "CKV_OCI_18"]
  tags      = ["cwe-521"]
  params = {
    length = 14
  }
  assert = (
    coalesce(resource.password_policy[0].minimum_password_length, 8) >= param.length
    && alltrue([for needed in [resource.password_policy[0].is_lowercase_characters_required, resource.password_policy[0].is_numeric_characters_required, resource.password_policy[0].is_uppercase_characters_required] : coalesce(needed, false)])
  )
  at      = resource.password_policy
  message = "lower case, upper case, digits and ${param.length} characters are not all required"
  why     = <<-EOT
    Short passwords of one kind of character are guessed or cracked soon. Federated users are not bound by this
    policy.
  EOT
  remedy  = <<-EOT
    Ask for more.

    ```hcl
    password_policy {
      minimum_password_length          = 14
      is_lowercase_characters_required = true
      is_uppercase_characters_required = true
      is_numeric_characters_required   = true
      is_special_characters_required   = true
    }
    ```
  EOT
  link    = "https://docs.oracle.com/en-us/iaas/Content/Identity/passwordpolicies/overview.htm"

  pass "strong" {
    resource "oci_identity_authentication_policy" "this" {
      compartment_id = "t"
      password_policy {
        minimum_password_length          = 14
        is_lowercase_characters_required = true
        is_uppercase_characters_required = true
        is_numeric_characters_required   = true
      }
    }
  }

  fail "short" {
    resource "oci_identity_authentication_policy" "this" {
      compartment_id = "t"
      password_policy {
        minimum_password_length          = 8
        is_lowercase_characters_required = true
        is_uppercase_characters_required = true
        is_numeric_characters_required   = true
      }
    }

    expect = ["oci_identity_authentication_policy.this @ password_policy"]
  }

  fail "no digits" {
    resource "oci_identity_authentication_policy" "this" {
      compartment_id = "t"
      password_policy {
        minimum_password_length          = 14
        is_lowercase_characters_required = true
        is_uppercase_characters_required = true
      }
    }
  }

  fail "more that fail" {
    resource "oci_identity_authentication_policy" "no_is_lowercase_characters_required" {
      compartment_id = "t"
      password_policy {
        minimum_password_length          = 14
        is_uppercase_characters_required = true
        is_numeric_characters_required   = true
      }
    }
    resource "oci_identity_authentication_policy" "one_more_no_is_uppercase_characters" {
      compartment_id = "t"
      password_policy {
        minimum_password_length          = 14
        is_lowercase_characters_required = true
        is_uppercase_characters_required = true
        is_numeric_characters_required   = true
      }
    }
    resource "oci_identity_authentication_policy" "one_more_no_is_uppercase_characters_2" {
      compartment_id = "t"
      password_policy {
        minimum_password_length          = 14
        is_lowercase_characters_required = true
        is_numeric_characters_required   = true
      }
    }
    expect = [
      "oci_identity_authentication_policy.no_is_lowercase_characters_required @ password_policy",
      "oci_identity_authentication_policy.one_more_no_is_uppercase_characters_2 @ password_policy",
    ]
  }
}

rule "oci-nfs-root-not-squashed" {
  title     = "NFS export lets clients act as root"
  category  = "security"
  severity  = "medium"
  resources = ["oci_file_storage_export"]
  aliases   = ["CKV2_OCI_4"]
  tags      = ["cwe-732"]
  for_each  = resource.export_options
  assert    = contains(["ROOT", "ALL"], upper(coalesce(each.value.identity_squash, "NONE")))
  at        = each.value.identity_squash
  message   = "`identity_squash` is ${coalesce(each.value.identity_squash, "not set, which means NONE")}"
  why       = <<-EOT
    Root of any client machine is root on the share: it reads and changes everybody's files.
  EOT
  remedy    = <<-EOT
    Squash root.

    ```hcl
    export_options {
      source          = "10.0.0.0/24"
      identity_squash = "ROOT"
    }
    ```
  EOT
  link      = "https://docs.oracle.com/en-us/iaas/Content/File/Tasks/exportoptions.htm"

  pass "squashed" {
    resource "oci_file_storage_export" "this" {
      export_set_id  = "e"
      file_system_id = "f"
      path           = "/data"
      export_options {
        source          = "10.0.0.0/24"
        identity_squash = "ROOT"
      }
    }
  }

  fail "none" {
    resource "oci_file_storage_export" "this" {
      export_set_id  = "e"
      file_system_id = "f"
      path           = "/data"
      export_options {
        source          = "10.0.0.0/24"
        identity_squash = "NONE"
      }
    }

    expect = ["oci_file_storage_export.this @ export_options[0].identity_squash"]
  }

  fail "not written" {
    resource "oci_file_storage_export" "this" {
      export_set_id  = "e"
      file_system_id = "f"
      path           = "/data"
      export_options {
        source = "10.0.0.0/24"
      }
    }
  }

  unknown "not known" {
    variable "squash" {}

    resource "oci_file_storage_export" "this" {
      export_set_id  = "e"
      file_system_id = "f"
      path           = "/data"
      export_options {
        source          = "10.0.0.0/24"
        identity_squash = var.squash
      }
    }
  }

  pass "`identity_squash` is `ALL`" {
    resource "oci_file_storage_export" "this" {
      export_set_id  = "e"
      file_system_id = "f"
      path           = "/data"
      export_options {
        source          = "10.0.0.0/24"
        identity_squash = "ALL"
      }
    }
  }
}

rule "oci-data-catalog-public" {
  title     = "Data Catalog has no private endpoint"
  category  = "security"
  severity  = "low"
  resources = ["oci_datacatalog_catalog"]
  aliases   = ["CKV_OCI_23"]
  tags      = ["cwe-284"]
  default   = false
  assert    = length(resource.attached_catalog_private_endpoints) > 0
  at        = resource.attached_catalog_private_endpoints
  message   = "no `attached_catalog_private_endpoints`"
  why       = <<-EOT
    The catalog then reaches data sources over public addresses only.
  EOT
  remedy    = <<-EOT
    Attach a private endpoint.

    ```hcl
    attached_catalog_private_endpoints = [oci_datacatalog_catalog_private_endpoint.main.id]
    ```
  EOT
  link      = "https://docs.oracle.com/en-us/iaas/data-catalog/using/private-network.htm"

  pass "private" {
    resource "oci_datacatalog_catalog" "this" {
      compartment_id                     = "c"
      attached_catalog_private_endpoints = ["ocid1.endpoint"]
    }
  }

  fail "none" {
    resource "oci_datacatalog_catalog" "this" {
      compartment_id = "c"
    }

    expect = ["oci_datacatalog_catalog.this"]
  }
}

rule "oci-oke-no-nsg" {
  title     = "OKE cluster endpoint has no network security group"
  category  = "security"
  severity  = "low"
  resources = ["oci_containerengine_cluster"]
  aliases   = ["CKV2_OCI_3"]
  tags      = ["cwe-284"]
  for_each  = resource.endpoint_config
  assert    = length(each.value.nsg_ids) > 0
  at        = each.value.nsg_ids
  message   = "no `nsg_ids` on the Kubernetes API endpoint"
  why       = <<-EOT
    Only the subnet's security lists then limit who reaches the API, together with everything else in the subnet.
  EOT
  remedy    = <<-EOT
    Give the endpoint a group of its own.

    ```hcl
    endpoint_config {
      is_public_ip_enabled = false
      subnet_id            = oci_core_subnet.api.id
      nsg_ids              = [oci_core_network_security_group.api.id]
    }
    ```
  EOT
  link      = "https://docs.oracle.com/en-us/iaas/Content/ContEng/Concepts/contengnetworkconfig.htm"

  pass "a group" {
    resource "oci_containerengine_cluster" "this" {
      compartment_id     = "c"
      kubernetes_version = "v1.31.1"
      name               = "main"
      vcn_id             = "v"
      endpoint_config {
        subnet_id = "s"
        nsg_ids   = ["n"]
      }
    }
  }

  fail "none" {
    resource "oci_containerengine_cluster" "this" {
      compartment_id     = "c"
      kubernetes_version = "v1.31.1"
      name               = "main"
      vcn_id             = "v"
      endpoint_config {
        subnet_id = "s"
      }
    }
  }
}

rule "oci-oke-public-endpoint" {
  title     = "OKE cluster's API has a public address"
  category  = "security"
  severity  = "medium"
  resources = ["oci_containerengine_cluster"]
  tags      = ["cwe-284"]
  for_each  = resource.endpoint_config
  assert    = !coalesce(each.value.is_public_ip_enabled, false)
  at        = each.value.is_public_ip_enabled
  message   = "`is_public_ip_enabled` is on"
  why       = <<-EOT
    The API server can be reached from the internet; one leaked credential or hole is enough.
  EOT
  remedy    = <<-EOT
    Use a private endpoint and the bastion service.

    ```hcl
    endpoint_config {
      is_public_ip_enabled = false
      subnet_id            = oci_core_subnet.api.id
    }
    ```
  EOT
  link      = "https://docs.oracle.com/en-us/iaas/Content/ContEng/Concepts/contengnetworkconfig.htm"

  pass "private" {
    resource "oci_containerengine_cluster" "this" {
      compartment_id     = "c"
      kubernetes_version = "v1.31.1"
      name               = "main"
      vcn_id             = "v"
      endpoint_config {
        subnet_id = "s"
        nsg_ids   = ["n"]
      }
    }
  }

  fail "public" {
    resource "oci_containerengine_cluster" "this" {
      compartment_id     = "c"
      kubernetes_version = "v1.31.1"
      name               = "main"
      vcn_id             = "v"
      endpoint_config {
        subnet_id            = "s"
        is_public_ip_enabled = true
      }
    }

    expect = ["oci_containerengine_cluster.this @ endpoint_config[0].is_public_ip_enabled"]
  }

  unknown "not known" {
    variable "public" {}

    resource "oci_containerengine_cluster" "this" {
      compartment_id     = "c"
      kubernetes_version = "v1.31.1"
      name               = "main"
      vcn_id             = "v"
      endpoint_config {
        subnet_id            = "s"
        is_public_ip_enabled = var.public
      }
    }
  }
}

rule "oci-oke-volume-traffic-not-encrypted" {
  title     = "Traffic to the volumes of OKE nodes is not encrypted"
  category  = "security"
  severity  = "low"
  resources = ["oci_containerengine_node_pool"]
  aliases   = ["CKV2_OCI_5"]
  tags      = ["cwe-319"]
  assert    = coalesce(resource.node_config_details[0].is_pv_encryption_in_transit_enabled, false)
  at        = resource.node_config_details[0].is_pv_encryption_in_transit_enabled
  message   = "`is_pv_encryption_in_transit_enabled` is not on"
  why       = <<-EOT
    Paravirtualised volumes are reached through Oracle's network; the switch encrypts that way as well.
  EOT
  remedy    = <<-EOT
    Turn it on.

    ```hcl
    node_config_details {
      is_pv_encryption_in_transit_enabled = true
    }
    ```
  EOT
  link      = "https://docs.oracle.com/en-us/iaas/Content/ContEng/Tasks/contengencryptingdata.htm"

  pass "on" {
    resource "oci_containerengine_node_pool" "this" {
      cluster_id     = "c"
      compartment_id = "c"
      name           = "pool"
      node_shape     = "VM.Standard.E4.Flex"
      node_config_details {
        size                                = 3
        is_pv_encryption_in_transit_enabled = true
      }
    }
  }

  fail "not written" {
    resource "oci_containerengine_node_pool" "this" {
      cluster_id     = "c"
      compartment_id = "c"
      name           = "pool"
      node_shape     = "VM.Standard.E4.Flex"
      node_config_details {
        size = 3
      }
    }
  }
}

rule "oci-administrator-api-key" {
  title     = "Administrator has an API key"
  category  = "security"
  severity  = "high"
  resources = ["oci_identity_api_key"]
  aliases   = ["CKV2_OCI_1"]
  tags      = ["cwe-250"]

  related "users" {
    type = "oci_identity_user"
    on   = refers(resource.user_id, other)
  }


  related "groups" {
    type = "oci_identity_group"
    on   = other.name == "Administrators"
  }


  related "memberships" {
    type = "oci_identity_user_group_membership"
    on   = (other.user_id == resource.user_id || anytrue([for u in related.users : refers(other.user_id, u)])) && anytrue([for g in related.groups : refers(other.group_id, g)])
  }

  assert  = length(related.memberships) == 0
  at      = resource.user_id
  message = "the key's user belongs to `Administrators`"
  why     = <<-EOT
    The key does not expire and needs no second factor. Whoever finds it owns the tenancy.
  EOT
  remedy  = <<-EOT
    Give programs a user or principal with the policies that they need.
  EOT
  link    = "https://docs.oracle.com/en-us/iaas/Content/Security/Reference/iam_security.htm"

  pass "ordinary user" {
    resource "oci_identity_user" "ci" {
      name        = "ci"
      description = "ci"
    }

    resource "oci_identity_api_key" "ci" {
      user_id   = oci_identity_user.ci.id
      key_value = "k"
    }
  }

  fail "administrator" {
    resource "oci_identity_group" "admins" {
      name        = "Administrators"
      description = "all rights"
    }

    resource "oci_identity_user" "ci" {
      name        = "ci"
      description = "ci"
    }

    resource "oci_identity_user_group_membership" "m" {
      group_id = oci_identity_group.admins.id
      user_id  = oci_identity_user.ci.id
    }

    resource "oci_identity_api_key" "ci" {
      user_id   = oci_identity_user.ci.id
      key_value = "k"
    }

    expect = ["oci_identity_api_key.ci @ user_id"]
  }

  unknown "`user_id` is an unset variable" {
    variable "user_id" {}
    resource "oci_identity_group" "admins" {
      name        = "Administrators"
      description = "all rights"
    }
    resource "oci_identity_user" "ci" {
      name        = "ci"
      description = "ci"
    }
    resource "oci_identity_user_group_membership" "m" {
      group_id = oci_identity_group.admins.id
      user_id  = oci_identity_user.ci.id
    }
    resource "oci_identity_api_key" "ci" {
      user_id   = var.user_id
      key_value = "k"
    }
  }

  fail "one more, no `user_id`" {
    resource "oci_identity_group" "admins" {
      name        = "Administrators"
      description = "all rights"
    }
    resource "oci_identity_user" "ci" {
      name        = "ci"
      description = "ci"
    }
    resource "oci_identity_user_group_membership" "m" {
      group_id = oci_identity_group.admins.id
      user_id  = oci_identity_user.ci.id
    }
    resource "oci_identity_api_key" "ci" {
      user_id   = oci_identity_user.ci.id
      key_value = "k"
    }
    resource "oci_identity_api_key" "ci_too" {
      key_value = "k"
    }
    expect = ["oci_identity_api_key.ci @ user_id"]
  }
}

rule "oci-autonomous-database-open" {
  title     = "Autonomous Database accepts connections from everywhere"
  category  = "security"
  severity  = "medium"
  resources = ["oci_database_autonomous_database"]
  tags      = ["cwe-284"]
  when      = resource.subnet_id == null && resource.autonomous_container_database_id == null && !coalesce(resource.is_dedicated, false)
  assert    = length(resource.whitelisted_ips) > 0 && !anytrue([for ip in resource.whitelisted_ips : cidr_is_public(ip)])
  at        = resource.whitelisted_ips
  message   = "neither a private endpoint nor a list of addresses limits who connects"
  why       = <<-EOT
    The database answers the whole internet. Client certificates are asked for unless switched off; with them or
    without, the service should be limited to those who use it. Dedicated databases are not judged.
  EOT
  remedy    = <<-EOT
    Use a private endpoint, or list addresses.

    ```hcl
    subnet_id = oci_core_subnet.db.id
    nsg_ids   = [oci_core_network_security_group.db.id]
    ```
  EOT
  link      = "https://docs.oracle.com/en-us/iaas/autonomous-database-serverless/doc/autonomous-network-access.html"

  pass "private" {
    resource "oci_database_autonomous_database" "this" {
      compartment_id = "c"
      db_name        = "app"
      subnet_id      = "s"
    }
  }

  pass "addresses" {
    resource "oci_database_autonomous_database" "this" {
      compartment_id  = "c"
      db_name         = "app"
      whitelisted_ips = ["203.0.113.7"]
    }
  }

  fail "open" {
    resource "oci_database_autonomous_database" "this" {
      compartment_id = "c"
      db_name        = "app"
    }

    expect = ["oci_database_autonomous_database.this"]
  }

  fail "everyone" {
    resource "oci_database_autonomous_database" "this" {
      compartment_id  = "c"
      db_name         = "app"
      whitelisted_ips = ["0.0.0.0/0"]
    }

    expect = ["oci_database_autonomous_database.this @ whitelisted_ips"]
  }

  unknown "not known" {
    variable "ips" {}

    resource "oci_database_autonomous_database" "this" {
      compartment_id  = "c"
      db_name         = "app"
      whitelisted_ips = var.ips
    }
  }

  pass "`is_dedicated` is `true`" {
    resource "oci_database_autonomous_database" "this" {
      compartment_id = "c"
      db_name        = "app"
      is_dedicated   = true
    }
  }

  unknown "one more, besides, `whitelisted_ips` is an unset variable" {
    variable "whitelisted_ips" {}
    resource "oci_database_autonomous_database" "this" {
      compartment_id  = "c"
      db_name         = "app"
      whitelisted_ips = ["203.0.113.7"]
    }
    resource "oci_database_autonomous_database" "this_too" {
      compartment_id  = "c"
      db_name         = "app"
      whitelisted_ips = ["203.0.113.7", var.whitelisted_ips]
    }
    expect = ["oci_database_autonomous_database.this_too @ whitelisted_ips"]
  }
}

rule "oci-provider-key-in-code" {
  title     = "Provider block holds an Oracle Cloud key"
  category  = "security"
  severity  = "high"
  resources = ["provider.oci"]
  aliases   = ["CKV_OCI_1"]
  tags      = ["cwe-798"]
  assert    = !(is_known(resource.private_key_password) && resource.private_key_password != null && resource.private_key_password != "" && !can(regex("^[A-Z_]+$|^[xX*.]+$|^<.*>$|(?i:your|placeholder|changeme|dummy|_here$|xxxx)", resource.private_key_password))) && !(is_known(resource.private_key) && can(regex("PRIVATE KEY", resource.private_key)))
  at        = [resource.private_key_password, resource.private_key]
  message   = "a private key or its password is written in plain text"
  why       = <<-EOT
    The key administers the tenancy, and stays in the history of the repository.
  EOT
  remedy    = <<-EOT
    Use a configuration profile, an instance principal, or variables.

    ```hcl
    provider "oci" {
      auth   = "InstancePrincipal"
      region = "eu-frankfurt-1"
    }
    ```
  EOT
  link      = "https://docs.oracle.com/en-us/iaas/Content/API/SDKDocs/terraformproviderconfiguration.htm"

  pass "principal" {
    provider "oci" {
      region = "eu-frankfurt-1"
      auth   = "InstancePrincipal"
    }
  }

  pass "variable" {
    variable "password" {}

    provider "oci" {
      region               = "eu-frankfurt-1"
      private_key_password = var.password
    }
  }

  fail "in code" {
    provider "oci" {
      region               = "eu-frankfurt-1"
      private_key_password = "hunter2"
    }

    expect = ["provider.oci @ private_key_password"]
  }
}

rule "oci-public-ip-reservation" {
  title     = "Oracle Compute Classic address is public"
  category  = "security"
  severity  = "medium"
  resources = ["opc_compute_ip_address_reservation"]
  aliases   = ["OCI-0001", "oracle-compute-no-public-ip", "AVD-OCI-0001"]
  tags      = ["cwe-284"]
  default   = false
  assert    = resource.ip_address_pool != "public-ippool"
  message   = "the reservation comes from `public-ippool`"
  why       = <<-EOT
    A machine with this address is reachable from the internet. Compute Classic itself is at the end of its life.
  EOT
  remedy    = <<-EOT
    Use the pool `cloud-ippool`.

    ```hcl
    ip_address_pool = "cloud-ippool"
    ```
  EOT
  link      = "https://registry.terraform.io/providers/hashicorp/opc/latest/docs/resources/opc_compute_ip_address_reservation"

  pass "cloud pool" {
    resource "opc_compute_ip_address_reservation" "this" {
      name            = "r"
      ip_address_pool = "cloud-ippool"
    }
  }

  fail "public pool" {
    resource "opc_compute_ip_address_reservation" "this" {
      name            = "r"
      ip_address_pool = "public-ippool"
    }

    expect = ["opc_compute_ip_address_reservation.this @ ip_address_pool"]
  }

  unknown "not known" {
    variable "ip_address_pool" {}

    resource "opc_compute_ip_address_reservation" "this" {
      name            = "r"
      ip_address_pool = var.ip_address_pool
    }
  }
}
