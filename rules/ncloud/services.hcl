rule "ncloud-acg-admin-port-open" {
  title     = "Access control group opens SSH or remote desktop to all"
  category  = "security"
  severity  = "high"
  resources = ["ncloud_access_control_group_rule"]
  aliases   = ["CKV_NCP_4", "CKV_NCP_5"]
  tags      = ["cwe-284"]
  params = {
    ports = [22, 3389]
  }
  for_each = resource.inbound
  assert   = !cidr_is_public(each.value.ip_block) || upper(each.value.protocol) == "ICMP" || !anytrue([for p in param.ports : port_list_includes(coalesce(each.value.port_range, "1-65535"), p)])
  at       = each.value.ip_block
  message  = "everyone on the internet reaches port ${coalesce(each.value.port_range, "1-65535")}"
  why      = <<-EOT
    Open administration ports are found and tried within minutes.
  EOT
  remedy   = <<-EOT
    Limit the range.

    ```hcl
    inbound {
      protocol   = "TCP"
      ip_block   = "203.0.113.0/28"
      port_range = "22"
    }
    ```
  EOT
  link     = "https://registry.terraform.io/providers/NaverCloudPlatform/ncloud/latest/docs/resources/access_control_group_rule"

  pass "an office" {
    resource "ncloud_access_control_group_rule" "this" {
      access_control_group_no = "1"
      inbound {
        protocol   = "TCP"
        ip_block   = "203.0.113.0/28"
        port_range = "22"
      }
    }
  }

  pass "web" {
    resource "ncloud_access_control_group_rule" "this" {
      access_control_group_no = "1"
      inbound {
        protocol   = "TCP"
        ip_block   = "0.0.0.0/0"
        port_range = "443"
      }
    }
  }

  fail "SSH" {
    resource "ncloud_access_control_group_rule" "this" {
      access_control_group_no = "1"
      inbound {
        protocol   = "TCP"
        ip_block   = "0.0.0.0/0"
        port_range = "22"
      }
    }

    expect = ["ncloud_access_control_group_rule.this @ inbound[0].ip_block"]
  }

  fail "all ports" {
    resource "ncloud_access_control_group_rule" "this" {
      access_control_group_no = "1"
      inbound {
        protocol   = "TCP"
        ip_block   = "0.0.0.0/0"
        port_range = "1-65535"
      }
    }
  }

  unknown "not known" {
    variable "range" {}

    resource "ncloud_access_control_group_rule" "this" {
      access_control_group_no = "1"
      inbound {
        protocol   = "TCP"
        ip_block   = var.range
        port_range = "22"
      }
    }
  }

  pass "`protocol` is `ICMP`" {
    resource "ncloud_access_control_group_rule" "this" {
      access_control_group_no = "1"
      inbound {
        protocol   = "ICMP"
        ip_block   = "0.0.0.0/0"
        port_range = "22"
      }
    }
  }
}

rule "ncloud-acg-http-open" {
  title     = "Access control group opens plain HTTP to all"
  category  = "security"
  severity  = "low"
  resources = ["ncloud_access_control_group_rule"]
  aliases   = ["CKV_NCP_25"]
  tags      = ["cwe-319"]
  default   = false
  for_each  = resource.inbound
  assert    = !cidr_is_public(each.value.ip_block) || upper(each.value.protocol) == "ICMP" || !port_list_includes(coalesce(each.value.port_range, "1-65535"), 80)
  at        = each.value.ip_block
  message   = "everyone on the internet reaches port 80"
  why       = <<-EOT
    HTTP is not encrypted. Servers behind a load balancer need no public rule.
  EOT
  remedy    = <<-EOT
    Serve HTTPS through a load balancer.
  EOT
  link      = "https://registry.terraform.io/providers/NaverCloudPlatform/ncloud/latest/docs/resources/access_control_group_rule"

  pass "HTTPS" {
    resource "ncloud_access_control_group_rule" "this" {
      access_control_group_no = "1"
      inbound {
        protocol   = "TCP"
        ip_block   = "0.0.0.0/0"
        port_range = "443"
      }
    }
  }

  fail "HTTP" {
    resource "ncloud_access_control_group_rule" "this" {
      access_control_group_no = "1"
      inbound {
        protocol   = "TCP"
        ip_block   = "0.0.0.0/0"
        port_range = "80"
      }
    }

    expect = ["ncloud_access_control_group_rule.this @ inbound[0].ip_block"]
  }

  unknown "not known" {
    variable "ip_block" {}

    resource "ncloud_access_control_group_rule" "this" {
      access_control_group_no = "1"
      inbound {
        protocol   = "TCP"
        ip_block   = var.ip_block
        port_range = "80"
      }
    }
  }

  pass "`protocol` is `ICMP`" {
    resource "ncloud_access_control_group_rule" "this" {
      access_control_group_no = "1"
      inbound {
        protocol   = "ICMP"
        ip_block   = "0.0.0.0/0"
        port_range = "80"
      }
    }
  }
}

rule "ncloud-acg-egress-open" {
  title     = "Access control group lets servers reach everything"
  category  = "security"
  severity  = "info"
  resources = ["ncloud_access_control_group_rule"]
  aliases   = ["CKV_NCP_3"]
  tags      = ["cwe-284"]
  default   = false
  for_each  = resource.outbound
  assert    = !cidr_is_public(each.value.ip_block)
  at        = each.value.ip_block
  message   = "outbound ${each.value.protocol} to every address is allowed"
  why       = <<-EOT
    Limits on egress stop malware from calling home.
  EOT
  remedy    = <<-EOT
    List the destinations.
  EOT
  link      = "https://registry.terraform.io/providers/NaverCloudPlatform/ncloud/latest/docs/resources/access_control_group_rule"

  pass "internal" {
    resource "ncloud_access_control_group_rule" "this" {
      access_control_group_no = "1"
      outbound {
        protocol   = "TCP"
        ip_block   = "10.0.0.0/16"
        port_range = "443"
      }
    }
  }

  fail "everywhere" {
    resource "ncloud_access_control_group_rule" "this" {
      access_control_group_no = "1"
      outbound {
        protocol   = "TCP"
        ip_block   = "0.0.0.0/0"
        port_range = "1-65535"
      }
    }

    expect = ["ncloud_access_control_group_rule.this @ outbound[0].ip_block"]
  }

  unknown "not known" {
    variable "ip_block" {}

    resource "ncloud_access_control_group_rule" "this" {
      access_control_group_no = "1"
      outbound {
        protocol   = "TCP"
        ip_block   = var.ip_block
        port_range = "1-65535"
      }
    }
  }
}

rule "ncloud-acg-no-rules" {
  title     = "Access control group has no rules"
  category  = "correctness"
  severity  = "low"
  resources = ["ncloud_access_control_group"]
  aliases   = ["CKV_NCP_26"]
  default   = false

  related "rules" {
    type = "ncloud_access_control_group_rule"
    on   = refers(other.access_control_group_no, resource)
  }

  assert  = length(related.rules) > 0
  message = "no `ncloud_access_control_group_rule` belongs to the group"
  why     = <<-EOT
    Without rules the group lets nothing in.
  EOT
  remedy  = <<-EOT
    Add rules, or remove the group.
  EOT
  link    = "https://registry.terraform.io/providers/NaverCloudPlatform/ncloud/latest/docs/resources/access_control_group_rule"

  pass "rules" {
    resource "ncloud_access_control_group" "g" {
      vpc_no = "v"
    }

    resource "ncloud_access_control_group_rule" "r" {
      access_control_group_no = ncloud_access_control_group.g.id
      inbound {
        protocol   = "TCP"
        ip_block   = "10.0.0.0/16"
        port_range = "443"
      }
    }
  }

  fail "none" {
    resource "ncloud_access_control_group" "g" {
      vpc_no = "v"
    }
  }
}

rule "ncloud-acg-no-description" {
  title     = "Access control group or rule has no description"
  category  = "security"
  severity  = "low"
  resources = ["ncloud_access_control_group", "ncloud_access_control_group_rule"]
  aliases   = ["CKV_NCP_2"]
  default   = false
  for_each  = meta.type == "ncloud_access_control_group" ? [resource] : concat(resource.inbound, resource.outbound)
  assert    = each.value.description != null && each.value.description != ""
  at        = each.value.description
  message   = "no description says what it is for"
  why       = <<-EOT
    Nobody dares to remove a rule whose purpose is forgotten.
  EOT
  remedy    = <<-EOT
    Describe it.

    ```hcl
    description = "HTTPS from the load balancer"
    ```
  EOT
  link      = "https://registry.terraform.io/providers/NaverCloudPlatform/ncloud/latest/docs/resources/access_control_group_rule"

  pass "described" {
    resource "ncloud_access_control_group" "this" {
      vpc_no      = "v"
      description = "Web servers"
    }
  }

  fail "none" {
    resource "ncloud_access_control_group" "this" {
      vpc_no = "v"
      name   = "g"
    }
  }
}

rule "ncloud-nacl-admin-port-open" {
  title     = "Network ACL opens SSH, FTP or remote desktop to all"
  category  = "security"
  severity  = "medium"
  resources = ["ncloud_network_acl_rule"]
  aliases   = ["CKV_NCP_8", "CKV_NCP_9", "CKV_NCP_10", "CKV_NCP_11"]
  tags      = ["cwe-284"]
  params = {
    ports = [20, 21, 22, 3389]
  }
  for_each = resource.inbound
  assert   = upper(each.value.rule_action) != "ALLOW" || !cidr_is_public(each.value.ip_block) || upper(each.value.protocol) == "ICMP" || !anytrue([for p in param.ports : port_list_includes(coalesce(each.value.port_range, "1-65535"), p)])
  at       = each.value.ip_block
  message  = "everyone on the internet passes to port ${coalesce(each.value.port_range, "1-65535")}"
  why      = <<-EOT
    The ACL is the second lock behind the access control groups; open here, one mistake in a group is enough.
  EOT
  remedy   = <<-EOT
    Limit the range.

    ```hcl
    inbound {
      priority    = 1
      protocol    = "TCP"
      rule_action = "ALLOW"
      ip_block    = "203.0.113.0/28"
      port_range  = "22"
    }
    ```
  EOT
  link     = "https://registry.terraform.io/providers/NaverCloudPlatform/ncloud/latest/docs/resources/network_acl_rule"

  pass "an office" {
    resource "ncloud_network_acl_rule" "this" {
      network_acl_no = "1"
      inbound {
        priority    = 1
        protocol    = "TCP"
        rule_action = "ALLOW"
        ip_block    = "203.0.113.0/28"
        port_range  = "22"
      }
    }
  }

  pass "drop" {
    resource "ncloud_network_acl_rule" "this" {
      network_acl_no = "1"
      inbound {
        priority    = 1
        protocol    = "TCP"
        rule_action = "DROP"
        ip_block    = "0.0.0.0/0"
        port_range  = "22"
      }
    }
  }

  fail "SSH" {
    resource "ncloud_network_acl_rule" "this" {
      network_acl_no = "1"
      inbound {
        priority    = 1
        protocol    = "TCP"
        rule_action = "ALLOW"
        ip_block    = "0.0.0.0/0"
        port_range  = "22"
      }
    }

    expect = ["ncloud_network_acl_rule.this @ inbound[0].ip_block"]
  }

  fail "FTP in a range" {
    resource "ncloud_network_acl_rule" "this" {
      network_acl_no = "1"
      inbound {
        priority    = 1
        protocol    = "TCP"
        rule_action = "ALLOW"
        ip_block    = "0.0.0.0/0"
        port_range  = "20-21"
      }
    }
  }

  unknown "not known" {
    variable "range" {}

    resource "ncloud_network_acl_rule" "this" {
      network_acl_no = "1"
      inbound {
        priority    = 1
        protocol    = "TCP"
        rule_action = "ALLOW"
        ip_block    = var.range
        port_range  = "22"
      }
    }
  }

  pass "`protocol` is `ICMP`" {
    resource "ncloud_network_acl_rule" "this" {
      network_acl_no = "1"
      inbound {
        priority    = 1
        protocol    = "ICMP"
        rule_action = "ALLOW"
        ip_block    = "0.0.0.0/0"
        port_range  = "22"
      }
    }
  }

  fail "one more, one more `inbound`, `port_range` is `443`" {
    resource "ncloud_network_acl_rule" "this" {
      network_acl_no = "1"
      inbound {
        priority    = 1
        protocol    = "TCP"
        rule_action = "ALLOW"
        ip_block    = "0.0.0.0/0"
        port_range  = "22"
      }
    }
    resource "ncloud_network_acl_rule" "this_too" {
      network_acl_no = "1"
      inbound {
        priority    = 1
        protocol    = "TCP"
        rule_action = "ALLOW"
        ip_block    = "0.0.0.0/0"
        port_range  = "22"
      }
      inbound {
        priority    = 1
        protocol    = "TCP"
        rule_action = "ALLOW"
        ip_block    = "0.0.0.0/0"
        port_range  = "443"
      }
    }
    expect = [
      "ncloud_network_acl_rule.this @ inbound[0].ip_block",
      "ncloud_network_acl_rule.this_too @ inbound[0].ip_block",
    ]
  }
}

rule "ncloud-nacl-all-ports" {
  title     = "Network ACL lets all ports in"
  category  = "security"
  severity  = "low"
  resources = ["ncloud_network_acl_rule"]
  aliases   = ["CKV_NCP_12"]
  tags      = ["cwe-284"]
  default   = false
  for_each  = resource.inbound
  assert    = upper(each.value.rule_action) != "ALLOW" || upper(each.value.protocol) == "ICMP" || !contains(["1-65535", "0-65535"], coalesce(each.value.port_range, "1-65535"))
  at        = each.value.port_range
  message   = "every port is allowed from `${coalesce(each.value.ip_block, "a group")}`"
  why       = <<-EOT
    Whatever listens later is open as well.
  EOT
  remedy    = <<-EOT
    List ports.
  EOT
  link      = "https://registry.terraform.io/providers/NaverCloudPlatform/ncloud/latest/docs/resources/network_acl_rule"

  pass "one port" {
    resource "ncloud_network_acl_rule" "this" {
      network_acl_no = "1"
      inbound {
        priority    = 1
        protocol    = "TCP"
        rule_action = "ALLOW"
        ip_block    = "10.0.0.0/16"
        port_range  = "443"
      }
    }
  }

  fail "all" {
    resource "ncloud_network_acl_rule" "this" {
      network_acl_no = "1"
      inbound {
        priority    = 1
        protocol    = "TCP"
        rule_action = "ALLOW"
        ip_block    = "10.0.0.0/16"
        port_range  = "1-65535"
      }
    }

    expect = ["ncloud_network_acl_rule.this @ inbound[0].port_range"]
  }

  unknown "not known" {
    variable "port_range" {}

    resource "ncloud_network_acl_rule" "this" {
      network_acl_no = "1"
      inbound {
        priority    = 1
        protocol    = "TCP"
        rule_action = "ALLOW"
        ip_block    = "10.0.0.0/16"
        port_range  = var.port_range
      }
    }
  }

  pass "more that pass" {
    resource "ncloud_network_acl_rule" "protocol_is_icmp" {
      network_acl_no = "1"
      inbound {
        priority    = 1
        protocol    = "ICMP"
        rule_action = "ALLOW"
        ip_block    = "10.0.0.0/16"
        port_range  = "1-65535"
      }
    }
    resource "ncloud_network_acl_rule" "rule_action_is_drop" {
      network_acl_no = "1"
      inbound {
        priority    = 1
        protocol    = "TCP"
        rule_action = "DROP"
        ip_block    = "10.0.0.0/16"
        port_range  = "1-65535"
      }
    }
  }

  fail "`port_range` is `0-65535`" {
    resource "ncloud_network_acl_rule" "this" {
      network_acl_no = "1"
      inbound {
        priority    = 1
        protocol    = "TCP"
        rule_action = "ALLOW"
        ip_block    = "10.0.0.0/16"
        port_range  = "0-65535"
      }
    }
    expect = ["ncloud_network_acl_rule.this @ inbound[0].port_range"]
  }
}

rule "ncloud-storage-not-encrypted" {
  title     = "Server or NAS storage is not encrypted"
  category  = "security"
  severity  = "medium"
  resources = ["ncloud_server", "ncloud_launch_configuration", "ncloud_nas_volume"]
  aliases   = ["CKV_NCP_6", "CKV_NCP_7", "CKV_NCP_14"]
  tags      = ["cwe-311"]
  assert    = coalesce(resource.is_encrypted_base_block_storage_volume, resource.is_encrypted_volume, false)
  message   = "the volume's encryption is not switched on"
  why       = <<-EOT
    Data lies readable on the disks and in snapshots. It cannot be changed later.
  EOT
  remedy    = <<-EOT
    Encrypt.

    ```hcl
    is_encrypted_volume = true
    ```
  EOT
  link      = "https://registry.terraform.io/providers/NaverCloudPlatform/ncloud/latest/docs/resources/nas_volume"

  pass "encrypted" {
    resource "ncloud_nas_volume" "this" {
      volume_name_postfix            = "v"
      volume_size                    = 500
      volume_allotment_protocol_type = "NFS"
      is_encrypted_volume            = true
    }
  }

  pass "server" {
    resource "ncloud_server" "s" {
      subnet_no                              = "1"
      name                                   = "s"
      is_encrypted_base_block_storage_volume = true
    }
  }

  fail "not written" {
    resource "ncloud_nas_volume" "this" {
      volume_name_postfix            = "v"
      volume_size                    = 500
      volume_allotment_protocol_type = "NFS"
    }

    expect = ["ncloud_nas_volume.this"]
  }

  fail "off" {
    resource "ncloud_nas_volume" "this" {
      volume_name_postfix            = "v"
      volume_size                    = 500
      volume_allotment_protocol_type = "NFS"
      is_encrypted_volume            = false
    }

    expect = ["ncloud_nas_volume.this @ is_encrypted_volume"]
  }

  unknown "not known" {
    variable "encrypt" {}

    resource "ncloud_nas_volume" "this" {
      volume_name_postfix            = "v"
      volume_size                    = 500
      volume_allotment_protocol_type = "NFS"
      is_encrypted_volume            = var.encrypt
    }
  }
}

rule "ncloud-load-balancer-plain-http" {
  title     = "Load balancer takes or forwards plain HTTP"
  category  = "security"
  severity  = "medium"
  resources = ["ncloud_lb_listener", "ncloud_lb_target_group"]
  aliases   = ["CKV_NCP_15", "CKV_NCP_24"]
  tags      = ["cwe-319"]
  assert    = upper(resource.protocol) != "HTTP"
  at        = resource.protocol
  message   = "the protocol is HTTP"
  why       = <<-EOT
    Sessions and passwords travel readable.
  EOT
  remedy    = <<-EOT
    Use HTTPS.

    ```hcl
    protocol = "HTTPS"
    ```
  EOT
  link      = "https://registry.terraform.io/providers/NaverCloudPlatform/ncloud/latest/docs/resources/lb_listener"

  pass "HTTPS" {
    resource "ncloud_lb_listener" "this" {
      load_balancer_no     = "1"
      port                 = 443
      target_group_no      = "1"
      protocol             = "HTTPS"
      tls_min_version_type = "TLSV12"
    }
  }

  fail "HTTP" {
    resource "ncloud_lb_listener" "this" {
      load_balancer_no = "1"
      target_group_no  = "1"
      port             = 80
      protocol         = "HTTP"
    }

    expect = ["ncloud_lb_listener.this @ protocol"]
  }

  unknown "not known" {
    variable "protocol" {}

    resource "ncloud_lb_listener" "this" {
      load_balancer_no = "1"
      port             = 443
      target_group_no  = "1"
      protocol         = var.protocol
    }
  }
}

rule "ncloud-load-balancer-old-tls" {
  title     = "Load balancer accepts old TLS versions"
  category  = "security"
  severity  = "medium"
  resources = ["ncloud_lb_listener"]
  aliases   = ["CKV_NCP_13"]
  tags      = ["cwe-326"]
  when      = contains(["HTTPS", "TLS"], upper(resource.protocol))
  assert    = resource.tls_min_version_type == "TLSV12"
  at        = resource.tls_min_version_type
  message   = "`tls_min_version_type` is ${coalesce(resource.tls_min_version_type, "not set, which means TLSV10")}"
  why       = <<-EOT
    TLS 1.0 and 1.1 are withdrawn (RFC 8996).
  EOT
  remedy    = <<-EOT
    Ask for TLS 1.2.

    ```hcl
    tls_min_version_type = "TLSV12"
    ```
  EOT
  link      = "https://registry.terraform.io/providers/NaverCloudPlatform/ncloud/latest/docs/resources/lb_listener"

  fix {
    set = {
      tls_min_version_type = "TLSV12"
    }
  }

  pass "TLS 1.2" {
    resource "ncloud_lb_listener" "this" {
      load_balancer_no     = "1"
      port                 = 443
      target_group_no      = "1"
      protocol             = "HTTPS"
      tls_min_version_type = "TLSV12"
    }
  }

  fail "not written" {
    resource "ncloud_lb_listener" "this" {
      load_balancer_no = "1"
      port             = 443
      target_group_no  = "1"
      protocol         = "HTTPS"
    }

    expect = ["ncloud_lb_listener.this"]
  }

  fail "TLS 1.0" {
    resource "ncloud_lb_listener" "this" {
      load_balancer_no     = "1"
      port                 = 443
      target_group_no      = "1"
      protocol             = "HTTPS"
      tls_min_version_type = "TLSV10"
    }

    expect = ["ncloud_lb_listener.this @ tls_min_version_type"]
  }

  unknown "not known" {
    variable "tls" {}

    resource "ncloud_lb_listener" "this" {
      load_balancer_no     = "1"
      port                 = 443
      target_group_no      = "1"
      protocol             = "HTTPS"
      tls_min_version_type = var.tls
    }
  }

  fail "`protocol` is `TLS`" {
    resource "ncloud_lb_listener" "this" {
      load_balancer_no = "1"
      port             = 443
      target_group_no  = "1"
      protocol         = "TLS"
    }
    expect = ["ncloud_lb_listener.this"]
  }

  unknown "`protocol` is an unset variable" {
    variable "protocol" {}
    resource "ncloud_lb_listener" "this" {
      load_balancer_no = "1"
      port             = 443
      target_group_no  = "1"
      protocol         = var.protocol
    }
    expect = ["ncloud_lb_listener.this"]
  }
}

rule "ncloud-target-group-no-health-check" {
  title     = "Target group has no health check"
  category  = "reliability"
  severity  = "low"
  resources = ["ncloud_lb_target_group"]
  aliases   = ["CKV_NCP_1"]
  assert    = length(resource.health_check) > 0
  at        = resource.health_check
  message   = "no `health_check`"
  why       = <<-EOT
    Requests go to servers that no longer answer.
  EOT
  remedy    = <<-EOT
    Add a check.

    ```hcl
    health_check {
      protocol       = "HTTP"
      http_method    = "GET"
      port           = 8080
      url_path       = "/ready"
      cycle          = 30
      up_threshold   = 2
      down_threshold = 2
    }
    ```
  EOT
  link      = "https://registry.terraform.io/providers/NaverCloudPlatform/ncloud/latest/docs/resources/lb_target_group"

  pass "a check" {
    resource "ncloud_lb_target_group" "this" {
      vpc_no   = "v"
      protocol = "HTTPS"
      port     = 8443
      health_check {
        protocol    = "HTTP"
        http_method = "GET"
        port        = 8080
        url_path    = "/ready"
      }
    }
  }

  fail "none" {
    resource "ncloud_lb_target_group" "this" {
      vpc_no   = "v"
      protocol = "HTTPS"
      port     = 8443
    }

    expect = ["ncloud_lb_target_group.this"]
  }
}

rule "ncloud-load-balancer-public" {
  title     = "Load balancer is public"
  category  = "security"
  severity  = "low"
  resources = ["ncloud_lb"]
  aliases   = ["CKV_NCP_16"]
  tags      = ["cwe-284"]
  default   = false
  assert    = resource.network_type == "PRIVATE"
  message   = "`network_type` is ${coalesce(resource.network_type, "not set, which means PUBLIC")}"
  why       = <<-EOT
    Right for public services; others should be private.
  EOT
  remedy    = <<-EOT
    Make it private.

    ```hcl
    network_type = "PRIVATE"
    ```
  EOT
  link      = "https://registry.terraform.io/providers/NaverCloudPlatform/ncloud/latest/docs/resources/lb"

  pass "private" {
    resource "ncloud_lb" "this" {
      name           = "lb"
      type           = "APPLICATION"
      subnet_no_list = ["1"]
      network_type   = "PRIVATE"
    }
  }

  fail "public" {
    resource "ncloud_lb" "this" {
      name           = "lb"
      type           = "APPLICATION"
      subnet_no_list = ["1"]
      network_type   = "PUBLIC"
    }

    expect = ["ncloud_lb.this @ network_type"]
  }

  fail "default" {
    resource "ncloud_lb" "this" {
      name           = "lb"
      type           = "APPLICATION"
      subnet_no_list = ["1"]
    }

    expect = ["ncloud_lb.this"]
  }

  unknown "not known" {
    variable "network_type" {}

    resource "ncloud_lb" "this" {
      name           = "lb"
      type           = "APPLICATION"
      subnet_no_list = ["1"]
      network_type   = var.network_type
    }
  }
}

rule "ncloud-auto-scaling-no-lb-health-check" {
  title     = "Auto scaling group ignores the load balancer's checks"
  category  = "reliability"
  severity  = "low"
  resources = ["ncloud_auto_scaling_group"]
  aliases   = ["CKV_NCP_18"]
  default   = false
  when      = length(resource.target_group_list) > 0
  assert    = resource.health_check_type_code == "LOADB"
  message   = "`health_check_type_code` is ${coalesce(resource.health_check_type_code, "not set")}"
  why       = <<-EOT
    The group then replaces servers that are down, not those whose application hangs.
  EOT
  remedy    = <<-EOT
    Use the load balancer's checks.

    ```hcl
    health_check_type_code = "LOADB"
    ```
  EOT
  link      = "https://registry.terraform.io/providers/NaverCloudPlatform/ncloud/latest/docs/resources/auto_scaling_group"

  pass "checks" {
    resource "ncloud_auto_scaling_group" "this" {
      launch_configuration_no = "1"
      subnet_no               = "1"
      min_size                = 1
      max_size                = 2
      target_group_list       = ["t"]
      health_check_type_code  = "LOADB"
    }
  }

  fail "server" {
    resource "ncloud_auto_scaling_group" "this" {
      launch_configuration_no = "1"
      subnet_no               = "1"
      min_size                = 1
      max_size                = 2
      target_group_list       = ["t"]
      health_check_type_code  = "SVR"
    }

    expect = ["ncloud_auto_scaling_group.this @ health_check_type_code"]
  }

  unknown "not known" {
    variable "health_check_type_code" {}

    resource "ncloud_auto_scaling_group" "this" {
      launch_configuration_no = "1"
      subnet_no               = "1"
      min_size                = 1
      max_size                = 2
      target_group_list       = ["t"]
      health_check_type_code  = var.health_check_type_code
    }
  }

  pass "no `target_group_list`" {
    resource "ncloud_auto_scaling_group" "this" {
      launch_configuration_no = "1"
      subnet_no               = "1"
      min_size                = 1
      max_size                = 2
      health_check_type_code  = "SVR"
    }
  }
}

rule "ncloud-nks-public" {
  title     = "NKS cluster is in a public subnet"
  category  = "security"
  severity  = "medium"
  resources = ["ncloud_nks_cluster"]
  aliases   = ["CKV_NCP_19"]
  tags      = ["cwe-284"]
  assert    = !coalesce(resource.public_network, false)
  message   = "`public_network` is on"
  why       = <<-EOT
    Nodes get public addresses.
  EOT
  remedy    = <<-EOT
    Use private subnets.
  EOT
  link      = "https://registry.terraform.io/providers/NaverCloudPlatform/ncloud/latest/docs/resources/nks_cluster"

  fix {
    set = {
      public_network = false
    }
  }

  pass "private" {
    resource "ncloud_nks_cluster" "this" {
      name           = "main"
      cluster_type   = "SVR.VNKS.STAND.C002.M008.NET.SSD.B050.G002"
      login_key_name = "k"
    }
    also = ["ncloud-nks-no-audit-log"]
  }

  fail "public" {
    resource "ncloud_nks_cluster" "this" {
      name           = "main"
      cluster_type   = "SVR.VNKS.STAND.C002.M008.NET.SSD.B050.G002"
      login_key_name = "k"
      public_network = true
    }

    expect = ["ncloud_nks_cluster.this @ public_network"]
  }

  unknown "not known" {
    variable "public" {}

    resource "ncloud_nks_cluster" "this" {
      name           = "main"
      cluster_type   = "SVR.VNKS.STAND.C002.M008.NET.SSD.B050.G002"
      login_key_name = "k"
      public_network = var.public
    }
  }
}

rule "ncloud-nks-no-audit-log" {
  title     = "NKS cluster writes no audit log"
  category  = "security"
  severity  = "low"
  resources = ["ncloud_nks_cluster"]
  aliases   = ["CKV_NCP_22"]
  tags      = ["cwe-778"]
  assert    = coalesce(resource.log[0].audit, false)
  at        = resource.log
  message   = "`audit` is not on"
  why       = <<-EOT
    Nothing records who changed what in the cluster.
  EOT
  remedy    = <<-EOT
    Turn it on.

    ```hcl
    log {
      audit = true
    }
    ```
  EOT
  link      = "https://registry.terraform.io/providers/NaverCloudPlatform/ncloud/latest/docs/resources/nks_cluster"

  pass "on" {
    resource "ncloud_nks_cluster" "this" {
      name           = "main"
      cluster_type   = "SVR.VNKS.STAND.C002.M008.NET.SSD.B050.G002"
      login_key_name = "k"
      log {
        audit = true
      }
    }
  }

  fail "not written" {
    resource "ncloud_nks_cluster" "this" {
      name           = "main"
      cluster_type   = "SVR.VNKS.STAND.C002.M008.NET.SSD.B050.G002"
      login_key_name = "k"
    }

    expect = ["ncloud_nks_cluster.this"]
  }

  fail "off" {
    resource "ncloud_nks_cluster" "this" {
      name           = "main"
      cluster_type   = "SVR.VNKS.STAND.C002.M008.NET.SSD.B050.G002"
      login_key_name = "k"
      log {
        audit = false
      }
    }
  }
}

rule "ncloud-server-public-ip" {
  title     = "Server gets a public address"
  category  = "security"
  severity  = "medium"
  resources = ["ncloud_public_ip"]
  aliases   = ["CKV_NCP_23"]
  tags      = ["cwe-284"]
  assert    = resource.server_instance_no == null
  at        = resource.server_instance_no
  message   = "the address is given to a server"
  why       = <<-EOT
    A public address makes every hole in the access control groups reachable from everywhere.
  EOT
  remedy    = <<-EOT
    Publish services through a load balancer.
  EOT
  link      = "https://registry.terraform.io/providers/NaverCloudPlatform/ncloud/latest/docs/resources/public_ip"

  pass "not attached" {
    resource "ncloud_public_ip" "this" {
      description = "address"
    }
  }

  fail "attached" {
    resource "ncloud_public_ip" "this" {
      description        = "address"
      server_instance_no = "1234"
    }

    expect = ["ncloud_public_ip.this @ server_instance_no"]
  }

  unknown "not known" {
    variable "server_instance_no" {}

    resource "ncloud_public_ip" "this" {
      description        = "address"
      server_instance_no = var.server_instance_no
    }
  }
}

rule "ncloud-private-route-without-nat" {
  title     = "Default route of a private subnet has no NAT gateway"
  category  = "correctness"
  severity  = "low"
  resources = ["ncloud_route"]
  aliases   = ["CKV_NCP_20"]
  default   = false
  when      = resource.destination_cidr_block == "0.0.0.0/0"
  assert    = resource.target_type == "NATGW"
  message   = "the default route goes to `${resource.target_type}`"
  why       = <<-EOT
    Private subnets reach the internet through a NAT gateway only.
  EOT
  remedy    = <<-EOT
    Use a NAT gateway.

    ```hcl
    target_type = "NATGW"
    ```
  EOT
  link      = "https://registry.terraform.io/providers/NaverCloudPlatform/ncloud/latest/docs/resources/route"

  pass "NAT" {
    resource "ncloud_route" "this" {
      route_table_no         = "1"
      destination_cidr_block = "0.0.0.0/0"
      target_name            = "t"
      target_no              = "1"
      target_type            = "NATGW"
    }
  }

  fail "gateway" {
    resource "ncloud_route" "this" {
      route_table_no         = "1"
      destination_cidr_block = "0.0.0.0/0"
      target_name            = "t"
      target_no              = "1"
      target_type            = "VGW"
    }

    expect = ["ncloud_route.this @ target_type"]
  }

  unknown "not known" {
    variable "target_type" {}

    resource "ncloud_route" "this" {
      route_table_no         = "1"
      destination_cidr_block = "0.0.0.0/0"
      target_name            = "t"
      target_no              = "1"
      target_type            = var.target_type
    }
  }

  pass "no `destination_cidr_block`" {
    resource "ncloud_route" "this" {
      route_table_no = "1"
      target_name    = "t"
      target_no      = "1"
      target_type    = "VGW"
    }
  }
}

rule "ncloud-provider-key-in-code" {
  title     = "Provider block holds a Naver Cloud key"
  category  = "security"
  severity  = "high"
  resources = ["provider.ncloud"]
  aliases   = ["CKV_NCP_17"]
  tags      = ["cwe-798"]
  assert    = !(is_known(resource.secret_key) && resource.secret_key != null && resource.secret_key != "" && !can(regex("^[A-Z_]+$|^[xX*.]+$|^<.*>$|(?i:your|placeholder|changeme|dummy|_here$|xxxx)", resource.secret_key)))
  at        = resource.secret_key
  message   = "`secret_key` is written in plain text"
  why       = <<-EOT
    The key stays in the history of the repository and opens the account.
  EOT
  remedy    = <<-EOT
    Take it from the environment.

    ```hcl
    provider "ncloud" {
      region      = "KR"
      support_vpc = true
    }
    ```
  EOT
  link      = "https://registry.terraform.io/providers/NaverCloudPlatform/ncloud/latest/docs"

  pass "environment" {
    provider "ncloud" {
      region = "KR"
    }
  }

  pass "variable" {
    variable "key" {}

    provider "ncloud" {
      region     = "KR"
      secret_key = var.key
    }
  }

  fail "in code" {
    provider "ncloud" {
      region     = "KR"
      access_key = "0123456789abcdefghij"
      secret_key = "0123456789abcdefghijABCDEFGHIJ0123456789"
    }

    expect = ["provider.ncloud @ secret_key"]
  }
}
