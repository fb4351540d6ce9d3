rule "openstack-instance-password-in-code" {
  title     = "OpenStack instance's admin password stands in the code"
  category  = "security"
  severity  = "high"
  resources = ["openstack_compute_instance_v2"]
  aliases   = ["CKV_OPENSTACK_4", "OPNSTK-0001", "openstack-compute-no-plaintext-password", "AVD-OPNSTK-0001"]
  tags      = ["cwe-798"]
  when      = is_known(resource.admin_pass) && resource.admin_pass != null
  assert    = resource.admin_pass == ""
  at        = resource.admin_pass
  message   = "`admin_pass` is written in plain text"
  why       = <<-EOT
    Whoever reads the repository or the state can log in.
  EOT
  remedy    = <<-EOT
    Use a key pair.

    ```hcl
    key_pair = openstack_compute_keypair_v2.admin.name
    ```
  EOT
  link      = "https://registry.terraform.io/providers/terraform-provider-openstack/openstack/latest/docs/resources/compute_instance_v2"

  pass "a key" {
    resource "openstack_compute_instance_v2" "this" {
      name      = "vm"
      flavor_id = "3"
      image_id  = "i"
      key_pair  = "admin"
    }
  }

  pass "from a variable" {
    variable "password" {}

    resource "openstack_compute_instance_v2" "this" {
      name       = "vm"
      flavor_id  = "3"
      image_id   = "i"
      admin_pass = var.password
    }
  }

  fail "in code" {
    resource "openstack_compute_instance_v2" "this" {
      name       = "vm"
      flavor_id  = "3"
      image_id   = "i"
      admin_pass = "N0tSoS3cret"
    }

    expect = ["openstack_compute_instance_v2.this @ admin_pass"]
  }
}

rule "openstack-security-group-port-open" {
  title     = "OpenStack security group opens an admin port to all"
  category  = "security"
  severity  = "high"
  resources = ["openstack_networking_secgroup_rule_v2", "openstack_compute_secgroup_v2"]
  aliases = [
    "CKV_OPENSTACK_2", "CKV_OPENSTACK_3", "OPNSTK-0003", "openstack-networking-no-public-ingress",
    "AVD-OPNSTK-0003",
  ]
  tags = ["cwe-284"]
  params = {
    ports = [22, 23, 135, 445, 1433, 3306, 3389, 5432, 6379, 9200, 27017]
  }
  for_each = (
    meta.type == "openstack_networking_secgroup_rule_v2"
    ? (resource.direction == "ingress" && resource.remote_group_id == null ? [{ source = resource.remote_ip_prefix, protocol = resource.protocol, from = resource.port_range_min, to = resource.port_range_max, group = resource.remote_address_group_id }] : [])
    : [for r in resource.rule : { source = r.cidr, protocol = r.ip_protocol, from = r.from_port, to = r.to_port, group = null } if r.from_group_id == null && !coalesce(r.self, false)]
  )
  assert = (
    each.value.group != null || !(each.value.source == null || each.value.source == "" || cidr_is_public(each.value.source)) || can(regex("(?i)icmp", each.value.protocol))
    || !anytrue([for p in param.ports : ports_include(each.value.from == 0 && each.value.to == 0 ? null : each.value.from, each.value.from == 0 && each.value.to == 0 ? null : each.value.to, p)])
  )
  at      = [resource.remote_ip_prefix, resource.rule]
  message = "everyone on the internet reaches ${coalesce(each.value.protocol, "every protocol")} port ${coalesce(each.value.from, "all")}"
  why     = <<-EOT
    Such ports are scanned and tried within minutes. A rule without `remote_ip_prefix` or group means everyone.
  EOT
  remedy  = <<-EOT
    Limit the range.

    ```hcl
    remote_ip_prefix = "203.0.113.0/28"
    ```
  EOT
  link    = "https://registry.terraform.io/providers/terraform-provider-openstack/openstack/latest/docs/resources/networking_secgroup_rule_v2"

  pass "an office" {
    resource "openstack_networking_secgroup_rule_v2" "this" {
      security_group_id = "g"
      direction         = "ingress"
      ethertype         = "IPv4"
      protocol          = "tcp"
      port_range_min    = 22
      port_range_max    = 22
      remote_ip_prefix  = "203.0.113.0/28"
    }
  }

  pass "web" {
    resource "openstack_networking_secgroup_rule_v2" "this" {
      security_group_id = "g"
      direction         = "ingress"
      ethertype         = "IPv4"
      protocol          = "tcp"
      port_range_min    = 443
      port_range_max    = 443
      remote_ip_prefix  = "0.0.0.0/0"
    }
  }

  fail "SSH" {
    resource "openstack_networking_secgroup_rule_v2" "this" {
      security_group_id = "g"
      direction         = "ingress"
      ethertype         = "IPv4"
      protocol          = "tcp"
      port_range_min    = 22
      port_range_max    = 22
      remote_ip_prefix  = "0.0.0.0/0"
    }

    expect = ["openstack_networking_secgroup_rule_v2.this @ remote_ip_prefix"]
  }

  fail "older type" {
    resource "openstack_compute_secgroup_v2" "g" {
      name        = "g"
      description = "g"
      rule {
        from_port   = 3389
        to_port     = 3389
        ip_protocol = "tcp"
        cidr        = "0.0.0.0/0"
      }
    }
  }

  unknown "not known" {
    variable "range" {}

    resource "openstack_networking_secgroup_rule_v2" "this" {
      security_group_id = "g"
      direction         = "ingress"
      ethertype         = "IPv4"
      protocol          = "tcp"
      port_range_min    = 22
      port_range_max    = 22
      remote_ip_prefix  = var.range
    }
  }

  pass "`to_port` is `0`" {
    resource "openstack_compute_secgroup_v2" "g" {
      name        = "g"
      description = "g"
      rule {
        from_port   = 3389
        to_port     = 0
        ip_protocol = "tcp"
        cidr        = "0.0.0.0/0"
      }
    }
  }

  fail "more that fail" {
    resource "openstack_networking_secgroup_rule_v2" "port_range_min_is_0" {
      security_group_id = "g"
      direction         = "ingress"
      ethertype         = "IPv4"
      protocol          = "tcp"
      port_range_min    = 0
      port_range_max    = 443
      remote_ip_prefix  = "0.0.0.0/0"
    }
    resource "openstack_networking_secgroup_rule_v2" "port_range_max_is_0_port_range_min_is_0" {
      security_group_id = "g"
      direction         = "ingress"
      ethertype         = "IPv4"
      protocol          = "tcp"
      port_range_min    = 0
      port_range_max    = 0
      remote_ip_prefix  = "0.0.0.0/0"
    }
    resource "openstack_compute_secgroup_v2" "no_cidr" {
      name        = "g"
      description = "g"
      rule {
        from_port   = 3389
        to_port     = 3389
        ip_protocol = "tcp"
      }
    }
    resource "openstack_networking_secgroup_rule_v2" "port_range_max_is_0_port_range_min_is_1" {
      security_group_id = "g"
      direction         = "ingress"
      ethertype         = "IPv4"
      protocol          = "tcp"
      port_range_min    = -1
      port_range_max    = 0
      remote_ip_prefix  = "0.0.0.0/0"
    }
    resource "openstack_networking_secgroup_rule_v2" "one_more_remote_address_group_id_is_1" {
      security_group_id = "g"
      direction         = "ingress"
      ethertype         = "IPv4"
      protocol          = "tcp"
      port_range_min    = 22
      port_range_max    = 22
      remote_ip_prefix  = "0.0.0.0/0"
    }
    resource "openstack_networking_secgroup_rule_v2" "one_more_remote_address_group_id_is_1_2" {
      security_group_id       = "g"
      direction               = "ingress"
      ethertype               = "IPv4"
      protocol                = "tcp"
      port_range_min          = 22
      port_range_max          = 22
      remote_ip_prefix        = "0.0.0.0/0"
      remote_address_group_id = -1
    }
    resource "openstack_networking_secgroup_rule_v2" "one_more_remote_group_id_is_1" {
      security_group_id = "g"
      direction         = "ingress"
      ethertype         = "IPv4"
      protocol          = "tcp"
      port_range_min    = 22
      port_range_max    = 22
      remote_ip_prefix  = "0.0.0.0/0"
    }
    resource "openstack_networking_secgroup_rule_v2" "one_more_remote_group_id_is_1_2" {
      security_group_id = "g"
      direction         = "ingress"
      ethertype         = "IPv4"
      protocol          = "tcp"
      port_range_min    = 22
      port_range_max    = 22
      remote_ip_prefix  = "0.0.0.0/0"
      remote_group_id   = -1
    }
    expect = [
      "openstack_networking_secgroup_rule_v2.port_range_min_is_0 @ remote_ip_prefix",
      "openstack_networking_secgroup_rule_v2.port_range_max_is_0_port_range_min_is_0 @ remote_ip_prefix",
      "openstack_compute_secgroup_v2.no_cidr @ rule",
      "openstack_networking_secgroup_rule_v2.port_range_max_is_0_port_range_min_is_1 @ remote_ip_prefix",
      "openstack_networking_secgroup_rule_v2.one_more_remote_address_group_id_is_1 @ remote_ip_prefix",
      "openstack_networking_secgroup_rule_v2.one_more_remote_group_id_is_1 @ remote_ip_prefix",
    ]
  }

  unknown "more that nobody can know" {
    variable "protocol" {}
    variable "direction" {}
    resource "openstack_networking_secgroup_rule_v2" "direction_is_an_unset_variable" {
      security_group_id = "g"
      direction         = var.direction
      ethertype         = "IPv4"
      protocol          = "tcp"
      port_range_min    = 22
      port_range_max    = 22
      remote_ip_prefix  = "203.0.113.0/28"
    }
    resource "openstack_networking_secgroup_rule_v2" "protocol_is_an_unset_variable" {
      security_group_id = "g"
      direction         = "ingress"
      ethertype         = "IPv4"
      protocol          = var.protocol
      port_range_min    = 22
      port_range_max    = 22
      remote_ip_prefix  = "0.0.0.0/0"
    }
    expect = [
      "openstack_networking_secgroup_rule_v2.direction_is_an_unset_variable @ remote_ip_prefix",
      "openstack_networking_secgroup_rule_v2.protocol_is_an_unset_variable @ remote_ip_prefix",
    ]
  }
}

rule "openstack-security-group-open" {
  title     = "OpenStack security group lets everyone in"
  category  = "security"
  severity  = "low"
  resources = ["openstack_networking_secgroup_rule_v2"]
  aliases   = ["OPNSTK-0003", "openstack-networking-no-public-ingress", "AVD-OPNSTK-0003"]
  tags      = ["cwe-284"]
  default   = false
  params = {
    ports = [22, 23, 135, 445, 1433, 3306, 3389, 5432, 6379, 9200, 27017]
  }
  when    = resource.direction == "ingress" && cidr_is_public(resource.remote_ip_prefix)
  assert  = !can(regex("(?i)icmp", resource.protocol)) && anytrue([for p in param.ports : ports_include(resource.port_range_min, resource.port_range_max, p)])
  at      = resource.remote_ip_prefix
  message = "`${resource.remote_ip_prefix}` may reach the machines"
  why     = <<-EOT
    Each public port is attack surface, even where it is meant to be public. Administration and database ports are
    reported by another rule.
  EOT
  remedy  = <<-EOT
    Put public services behind a load balancer.
  EOT
  link    = "https://registry.terraform.io/providers/terraform-provider-openstack/openstack/latest/docs/resources/networking_secgroup_rule_v2"

  pass "internal" {
    resource "openstack_networking_secgroup_rule_v2" "this" {
      security_group_id = "g"
      direction         = "ingress"
      ethertype         = "IPv4"
      protocol          = "tcp"
      port_range_min    = 443
      port_range_max    = 443
      remote_ip_prefix  = "10.0.0.0/16"
    }
  }

  fail "web" {
    resource "openstack_networking_secgroup_rule_v2" "this" {
      security_group_id = "g"
      direction         = "ingress"
      ethertype         = "IPv4"
      protocol          = "tcp"
      port_range_min    = 443
      port_range_max    = 443
      remote_ip_prefix  = "0.0.0.0/0"
    }

    expect = ["openstack_networking_secgroup_rule_v2.this @ remote_ip_prefix"]
  }

  unknown "not known" {
    variable "remote_ip_prefix" {}

    resource "openstack_networking_secgroup_rule_v2" "this" {
      security_group_id = "g"
      direction         = "ingress"
      ethertype         = "IPv4"
      protocol          = "tcp"
      port_range_min    = 443
      port_range_max    = 443
      remote_ip_prefix  = var.remote_ip_prefix
    }
  }

  pass "more that pass" {
    resource "openstack_networking_secgroup_rule_v2" "port_range_min_is_22" {
      security_group_id = "g"
      direction         = "ingress"
      ethertype         = "IPv4"
      protocol          = "tcp"
      port_range_min    = 22
      port_range_max    = 443
      remote_ip_prefix  = "0.0.0.0/0"
    }
    resource "openstack_networking_secgroup_rule_v2" "no_port_range_min_port_range_max_is_22" {
      security_group_id = "g"
      direction         = "ingress"
      ethertype         = "IPv4"
      protocol          = "tcp"
      port_range_max    = 22
      remote_ip_prefix  = "0.0.0.0/0"
    }
    resource "openstack_networking_secgroup_rule_v2" "direction_is_egress" {
      security_group_id = "g"
      direction         = "egress"
      ethertype         = "IPv4"
      protocol          = "tcp"
      port_range_min    = 443
      port_range_max    = 443
      remote_ip_prefix  = "0.0.0.0/0"
    }
    also = ["openstack-security-group-port-open"]
  }

  unknown "`port_range_min` is `22`, `protocol` is an unset variable" {
    variable "protocol" {}
    resource "openstack_networking_secgroup_rule_v2" "this" {
      security_group_id = "g"
      direction         = "ingress"
      ethertype         = "IPv4"
      protocol          = var.protocol
      port_range_min    = 22
      port_range_max    = 443
      remote_ip_prefix  = "0.0.0.0/0"
    }
    expect = ["openstack_networking_secgroup_rule_v2.this @ remote_ip_prefix"]
  }
}

rule "openstack-security-group-egress-open" {
  title     = "OpenStack security group lets machines reach everything"
  category  = "security"
  severity  = "info"
  resources = ["openstack_networking_secgroup_rule_v2"]
  aliases   = ["OPNSTK-0004", "openstack-networking-no-public-egress", "AVD-OPNSTK-0004"]
  tags      = ["cwe-284"]
  default   = false
  when      = resource.direction == "egress"
  assert    = !cidr_is_public(resource.remote_ip_prefix)
  at        = resource.remote_ip_prefix
  message   = "egress to every address is allowed"
  why       = <<-EOT
    Limits on egress stop malware from calling home.
  EOT
  remedy    = <<-EOT
    List the destinations.
  EOT
  link      = "https://registry.terraform.io/providers/terraform-provider-openstack/openstack/latest/docs/resources/networking_secgroup_rule_v2"

  pass "internal" {
    resource "openstack_networking_secgroup_rule_v2" "this" {
      security_group_id = "g"
      direction         = "egress"
      ethertype         = "IPv4"
      protocol          = "tcp"
      remote_ip_prefix  = "10.0.0.0/16"
    }
  }

  fail "everywhere" {
    resource "openstack_networking_secgroup_rule_v2" "this" {
      security_group_id = "g"
      direction         = "egress"
      ethertype         = "IPv4"
      protocol          = "tcp"
      remote_ip_prefix  = "0.0.0.0/0"
    }

    expect = ["openstack_networking_secgroup_rule_v2.this @ remote_ip_prefix"]
  }

  unknown "not known" {
    variable "remote_ip_prefix" {}

    resource "openstack_networking_secgroup_rule_v2" "this" {
      security_group_id = "g"
      direction         = "egress"
      ethertype         = "IPv4"
      protocol          = "tcp"
      remote_ip_prefix  = var.remote_ip_prefix
    }
  }

  pass "`direction` is `ingress`" {
    resource "openstack_networking_secgroup_rule_v2" "this" {
      security_group_id = "g"
      direction         = "ingress"
      ethertype         = "IPv4"
      protocol          = "tcp"
      remote_ip_prefix  = "0.0.0.0/0"
    }
    also = ["openstack-security-group-port-open"]
  }
}

rule "openstack-security-group-no-description" {
  title     = "OpenStack security group has no description"
  category  = "security"
  severity  = "low"
  resources = ["openstack_networking_secgroup_v2"]
  aliases   = ["OPNSTK-0005", "openstack-networking-describe-security-group", "AVD-OPNSTK-0005"]
  default   = false
  assert    = resource.description != null && resource.description != ""
  at        = resource.description
  message   = "no description says what it is for"
  why       = <<-EOT
    Nobody dares to remove a group whose purpose is forgotten.
  EOT
  remedy    = <<-EOT
    Describe it.

    ```hcl
    description = "Web servers"
    ```
  EOT
  link      = "https://registry.terraform.io/providers/terraform-provider-openstack/openstack/latest/docs/resources/networking_secgroup_v2"

  pass "described" {
    resource "openstack_networking_secgroup_v2" "this" {
      name        = "g"
      description = "Web servers"
    }
  }

  fail "none" {
    resource "openstack_networking_secgroup_v2" "this" {
      name = "g"
    }

    expect = ["openstack_networking_secgroup_v2.this"]
  }
}

rule "openstack-firewall-rule-open" {
  title     = "OpenStack firewall rule allows traffic from or to everyone"
  category  = "security"
  severity  = "medium"
  resources = ["openstack_fw_rule_v1", "openstack_fw_rule_v2"]
  aliases   = ["CKV_OPENSTACK_5", "OPNSTK-0002", "openstack-compute-no-public-access", "AVD-OPNSTK-0002"]
  tags      = ["cwe-284"]
  when      = lower(resource.action) == "allow" && resource.enabled != false
  assert = (
    !(resource.source_ip_address == null || resource.source_ip_address == "0.0.0.0" || cidr_is_public(resource.source_ip_address))
    && !(resource.destination_ip_address == null || resource.destination_ip_address == "0.0.0.0" || cidr_is_public(resource.destination_ip_address))
  )
  at      = [resource.source_ip_address, resource.destination_ip_address]
  message = "source or destination of the rule is not limited"
  why     = <<-EOT
    A rule that allows from everyone, or to every machine, opens more than was meant.
  EOT
  remedy  = <<-EOT
    Name both.

    ```hcl
    source_ip_address      = "203.0.113.0/28"
    destination_ip_address = "10.10.10.1"
    ```
  EOT
  link    = "https://registry.terraform.io/providers/terraform-provider-openstack/openstack/latest/docs/resources/fw_rule_v2"

  pass "both" {
    resource "openstack_fw_rule_v2" "this" {
      name                   = "r"
      action                 = "allow"
      protocol               = "tcp"
      destination_port       = "22"
      source_ip_address      = "203.0.113.0/28"
      destination_ip_address = "10.10.10.1"
    }
  }

  pass "deny" {
    resource "openstack_fw_rule_v2" "this" {
      name             = "r"
      protocol         = "tcp"
      destination_port = "22"
      action           = "deny"
    }
  }

  fail "neither" {
    resource "openstack_fw_rule_v2" "this" {
      name             = "r"
      action           = "allow"
      protocol         = "tcp"
      destination_port = "22"
    }

    expect = ["openstack_fw_rule_v2.this"]
  }

  fail "everyone" {
    resource "openstack_fw_rule_v2" "this" {
      name                   = "r"
      action                 = "allow"
      protocol               = "tcp"
      destination_port       = "22"
      source_ip_address      = "0.0.0.0/0"
      destination_ip_address = "10.10.10.1"
    }
  }

  unknown "not known" {
    variable "source_range" {}

    resource "openstack_fw_rule_v2" "this" {
      name                   = "r"
      action                 = "allow"
      protocol               = "tcp"
      destination_port       = "22"
      source_ip_address      = var.source_range
      destination_ip_address = "10.10.10.1"
    }
  }

  pass "`enabled` is `false`" {
    resource "openstack_fw_rule_v2" "this" {
      name             = "r"
      action           = "allow"
      protocol         = "tcp"
      destination_port = "22"
      enabled          = false
    }
  }

  fail "more that fail" {
    resource "openstack_fw_rule_v2" "destination_ip_address_is_0_0_0_0" {
      name                   = "r"
      action                 = "allow"
      protocol               = "tcp"
      destination_port       = "22"
      source_ip_address      = "203.0.113.0/28"
      destination_ip_address = "0.0.0.0"
    }
    resource "openstack_fw_rule_v2" "source_ip_address_is_0_0_0_0" {
      name                   = "r"
      action                 = "allow"
      protocol               = "tcp"
      destination_port       = "22"
      source_ip_address      = "0.0.0.0"
      destination_ip_address = "10.10.10.1"
    }
    resource "openstack_fw_rule_v2" "no_destination_ip_address" {
      name              = "r"
      action            = "allow"
      protocol          = "tcp"
      destination_port  = "22"
      source_ip_address = "203.0.113.0/28"
    }
    resource "openstack_fw_rule_v2" "one_more_no_source_ip_address" {
      name                   = "r"
      action                 = "allow"
      protocol               = "tcp"
      destination_port       = "22"
      source_ip_address      = "203.0.113.0/28"
      destination_ip_address = "10.10.10.1"
    }
    resource "openstack_fw_rule_v2" "one_more_no_source_ip_address_2" {
      name                   = "r"
      action                 = "allow"
      protocol               = "tcp"
      destination_port       = "22"
      destination_ip_address = "10.10.10.1"
    }
    expect = [
      "openstack_fw_rule_v2.destination_ip_address_is_0_0_0_0 @ source_ip_address",
      "openstack_fw_rule_v2.source_ip_address_is_0_0_0_0 @ source_ip_address",
      "openstack_fw_rule_v2.no_destination_ip_address @ source_ip_address",
      "openstack_fw_rule_v2.one_more_no_source_ip_address_2 @ destination_ip_address",
    ]
  }
}

rule "openstack-provider-password-in-code" {
  title     = "Provider block holds an OpenStack password or token"
  category  = "security"
  severity  = "high"
  resources = ["provider.openstack"]
  aliases   = ["CKV_OPENSTACK_1"]
  tags      = ["cwe-798"]
  assert    = !anytrue([for s in [resource.password, resource.token, resource.application_credential_secret] : is_known(s) && s != null && s != "" && !can(regex("^[A-Z_]+$|^[xX*.]+$|^<.*>$|(?i:your|placeholder|changeme|dummy|_here$|xxxx)", s))])
  at        = [resource.password, resource.token, resource.application_credential_secret]
  message   = "a password, token or secret is written in plain text"
  why       = <<-EOT
    The credential stays in the history of the repository and opens the project.
  EOT
  remedy    = <<-EOT
    Use `clouds.yaml` or the environment.

    ```hcl
    provider "openstack" {
      cloud = "main"
    }
    ```
  EOT
  link      = "https://registry.terraform.io/providers/terraform-provider-openstack/openstack/latest/docs"

  pass "a cloud file" {
    provider "openstack" {
      auth_url = "https://keystone.example.com"
      cloud    = "main"
    }
  }

  pass "variable" {
    variable "password" {}

    provider "openstack" {
      auth_url = "https://keystone.example.com"
      password = var.password
    }
  }

  fail "password" {
    provider "openstack" {
      auth_url  = "https://keystone.example.com"
      user_name = "admin"
      password  = "hunter2"
    }

    expect = ["provider.openstack @ password"]
  }

  fail "token" {
    provider "openstack" {
      auth_url = "https://keystone.example.com"
      token    = "gAAAAABexample"
    }
  }
}
