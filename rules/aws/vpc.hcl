# Networks: VPCs, subnets, routes, network ACLs, endpoints, flow logs, addresses, gateways.

rule "aws-default-security-group-open" {
  title     = "VPC's default security group lets traffic through"
  category  = "security"
  severity  = "medium"
  resources = ["aws_default_security_group"]
  aliases   = ["AWS-0173", "aws-ec2-restrict-all-in-default-sg", "AVD-AWS-0173", "9a4ef195-74b9-4c58-b8ed-2b2fe4353a75", "CKV2_AWS_12"]
  tags      = ["cwe-1188", "cis-aws-3.0-5.4"]
  assert    = length(resource.ingress) + length(resource.egress) == 0
  at        = [resource.ingress, resource.egress]
  message   = "The default security group has rules"
  why       = <<-EOT
    Everything that is started without a security group lands in the default one. As long as it has no rules such a slip is noticed, because nothing
    works; with rules it is silently on the network of its neighbours.
  EOT
  remedy    = <<-EOT
    Adopt the group and leave it empty:

        resource "aws_default_security_group" "default" {
          vpc_id = aws_vpc.main.id
        }
  EOT
  link      = "https://docs.aws.amazon.com/vpc/latest/userguide/default-security-group.html"

  pass "adopted and emptied" {
    resource "aws_default_security_group" "default" {
      vpc_id = "vpc-0a1b2c3d"
    }
  }

  pass "emptied with an argument" {
    resource "aws_default_security_group" "default" {
      vpc_id  = "vpc-0a1b2c3d"
      ingress = []
      egress  = []
    }
  }

  fail "members reach each other" {
    resource "aws_default_security_group" "default" {
      vpc_id = "vpc-0a1b2c3d"
      ingress {
        protocol  = "-1"
        self      = true
        from_port = 0
        to_port   = 0
      }
    }
  }

  fail "everything goes out" {
    resource "aws_default_security_group" "default" {
      vpc_id = "vpc-0a1b2c3d"
      egress {
        protocol    = "-1"
        from_port   = 0
        to_port     = 0
        cidr_blocks = ["0.0.0.0/0"]
      }
    }
  }
}

rule "aws-vpc-default-security-group-unmanaged" {
  title     = "VPC's default security group is not emptied"
  category  = "security"
  severity  = "low"
  resources = ["aws_vpc"]
  aliases   = ["CKV2_AWS_12"]
  tags      = ["cwe-1188", "cis-aws-3.0-5.4"]
  default   = false
  related "default_groups" {
    type = "aws_default_security_group"
    on   = refers(other.vpc_id, resource)
  }
  assert  = length(related.default_groups) > 0
  message = "The VPC keeps AWS's default group, whose members reach each other on every port"
  why     = "AWS creates the group with a rule for all traffic between its members and a rule for all traffic out. Adopting it removes both."
  remedy  = <<-EOT
    ```hcl
    resource "aws_default_security_group" "default" {
      vpc_id = aws_vpc.main.id
    }
    ```
  EOT
  link    = "https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/default_security_group"

  pass "adopted" {
    resource "aws_vpc" "main" {
      cidr_block = "10.0.0.0/16"
    }
    resource "aws_default_security_group" "default" {
      vpc_id = aws_vpc.main.id
    }
  }

  fail "not adopted" {
    resource "aws_vpc" "main" {
      cidr_block = "10.0.0.0/16"
    }
  }

  fail "another VPC's is" {
    resource "aws_vpc" "main" {
      cidr_block = "10.0.0.0/16"
    }
    resource "aws_default_security_group" "default" {
      vpc_id = "vpc-0a1b2c3d"
    }
  }
}

rule "aws-default-vpc-used" {
  title     = "Configuration works in the default VPC"
  category  = "security"
  severity  = "low"
  resources = ["aws_default_vpc"]
  aliases = [
    "AWS-0101", "aws-ec2-no-default-vpc", "AVD-AWS-0101", "aws-vpc-no-default-vpc", "CKV_AWS_148",
    "96ed3526-0179-4c73-b1b2-372fde2e0d13",
  ]
  tags    = ["cwe-1188"]
  default = false
  assert  = resource.force_destroy == true
  message = "The configuration adopts the region's default VPC"
  why     = <<-EOT
    All subnets of the default VPC are public, and all teams of the account share it. With `force_destroy` the resource is there to remove the VPC at
    the next destroy, which is fine.
  EOT
  remedy  = "Make a VPC with private subnets (`aws_vpc`), and delete the default one."
  link    = "https://docs.aws.amazon.com/vpc/latest/userguide/default-vpc.html"

  pass "a VPC of one's own" {
    resource "aws_vpc" "main" {
      cidr_block = "10.0.0.0/16"
    }
  }

  pass "there to be destroyed" {
    resource "aws_default_vpc" "default" {
      force_destroy = true
    }
  }

  fail "adopted" {
    resource "aws_default_vpc" "default" {
      tags = {
        Name = "default"
      }
    }
  }
}

rule "aws-vpc-flow-log-missing" {
  title     = "VPC has no flow log"
  category  = "security"
  severity  = "medium"
  resources = ["aws_vpc", "aws_default_vpc"]
  aliases = [
    "AWS-0178", "aws-ec2-require-vpc-flow-logs-for-all-vpcs", "AVD-AWS-0178", "aws-autoscaling-enable-at-rest-encryption",
    "CKV2_AWS_11", "f83121ea-03da-434f-9277-9cd247ab3047",
  ]
  tags    = ["cwe-778", "cis-aws-3.0-3.7"]
  default = false
  related "flow_logs" {
    type = "aws_flow_log"
    on   = refers(other.vpc_id, resource)
  }
  assert  = length(related.flow_logs) > 0
  message = "Nothing records who talks to whom in this VPC"
  why     = "After an incident the flow log is the only witness of what left the network. It is billed by volume; rejected traffic alone is cheap and still useful."
  remedy  = <<-EOT
    ```hcl
    resource "aws_flow_log" "main" {
      vpc_id               = aws_vpc.main.id
      traffic_type         = "ALL"
      log_destination_type = "s3"
      log_destination      = aws_s3_bucket.flow_logs.arn
    }
    ```
  EOT
  link    = "https://docs.aws.amazon.com/vpc/latest/userguide/flow-logs.html"

  pass "recorded" {
    resource "aws_vpc" "main" {
      cidr_block = "10.0.0.0/16"
    }
    resource "aws_flow_log" "main" {
      vpc_id          = aws_vpc.main.id
      traffic_type    = "ALL"
      log_destination = "arn:aws:s3:::flow-logs"
    }
  }

  fail "no log" {
    resource "aws_vpc" "main" {
      cidr_block = "10.0.0.0/16"
    }
  }

  fail "a log of another VPC" {
    resource "aws_vpc" "main" {
      cidr_block = "10.0.0.0/16"
    }
    resource "aws_flow_log" "other" {
      vpc_id          = "vpc-0a1b2c3d"
      traffic_type    = "ALL"
      log_destination = "arn:aws:s3:::flow-logs"
    }
  }
}

rule "aws-vpc-network-firewall-missing" {
  title     = "VPC has no network firewall"
  category  = "security"
  severity  = "info"
  resources = ["aws_vpc"]
  aliases   = ["fd632aaf-b8a1-424d-a4d1-0de22fd3247a"]
  default   = false
  related "firewalls" {
    type = "aws_networkfirewall_firewall"
    on   = refers(other.vpc_id, resource)
  }
  assert  = length(related.firewalls) > 0
  message = "No AWS Network Firewall inspects this VPC's traffic"
  why     = "A network firewall filters by domain name and signature, which security groups cannot. It costs a fixed sum for each zone; most networks do without or have one at the hub."
  remedy  = "Add an `aws_networkfirewall_firewall` with `vpc_id`, or route through an inspection VPC."
  link    = "https://docs.aws.amazon.com/network-firewall/latest/developerguide/what-is-aws-network-firewall.html"

  pass "a firewall" {
    resource "aws_vpc" "main" {
      cidr_block = "10.0.0.0/16"
    }
    resource "aws_networkfirewall_firewall" "main" {
      name                = "main"
      firewall_policy_arn = "arn:aws:network-firewall:eu-central-1:123456789012:firewall-policy/main"
      vpc_id              = aws_vpc.main.id
      subnet_mapping {
        subnet_id = "subnet-0a1b2c3d"
      }
    }
  }

  fail "none" {
    resource "aws_vpc" "main" {
      cidr_block = "10.0.0.0/16"
    }
  }
}

rule "aws-vpc-unused-network-acl" {
  title     = "Network ACL guards no subnet"
  category  = "correctness"
  severity  = "low"
  resources = ["aws_network_acl"]
  aliases   = ["CKV2_AWS_1"]
  related "associations" {
    type = "aws_network_acl_association"
    on   = refers(other.network_acl_id, resource)
  }
  assert  = length(related.associations) > 0 || !is_known(resource.subnet_ids) || length(resource.subnet_ids) > 0
  at      = resource.subnet_ids
  message = "The network ACL is associated with no subnet"
  why     = <<-EOT
    Subnets without an association use the VPC's default ACL, which lets everything through. An ACL with careful rules and no subnet gives a false feeling
    of safety.
  EOT
  remedy  = "Add `subnet_ids = [...]`, or an `aws_network_acl_association`."
  link    = "https://docs.aws.amazon.com/vpc/latest/userguide/vpc-network-acls.html"

  pass "subnets" {
    resource "aws_network_acl" "private" {
      vpc_id     = "vpc-0a1b2c3d"
      subnet_ids = ["subnet-0a1b2c3d"]
    }
  }

  pass "an association" {
    resource "aws_network_acl" "private" {
      vpc_id = "vpc-0a1b2c3d"
    }
    resource "aws_network_acl_association" "a" {
      network_acl_id = aws_network_acl.private.id
      subnet_id      = "subnet-0a1b2c3d"
    }
  }

  pass "known only later" {
    variable "subnet_ids" {
      type = list(string)
    }
    resource "aws_network_acl" "private" {
      vpc_id     = "vpc-0a1b2c3d"
      subnet_ids = var.subnet_ids
    }
  }

  fail "none" {
    resource "aws_network_acl" "private" {
      vpc_id = "vpc-0a1b2c3d"
    }
  }
}

rule "aws-network-acl-admin-port-open" {
  title     = "Network ACL opens SSH, RDP or FTP to the internet"
  category  = "security"
  severity  = "medium"
  resources = ["aws_network_acl", "aws_default_network_acl", "aws_network_acl_rule"]
  aliases = [
    "CKV_AWS_229", "CKV_AWS_230", "CKV_AWS_231", "CKV_AWS_232", "AWS-0105", "aws-ec2-no-public-ingress-acl", "AVD-AWS-0105",
    "aws-vpc-no-public-ingress-acl", "3af7f2fd-06e6-4dab-b996-2912bea19ba4", "a20be318-cac7-457b-911d-04cc6e812c25",
  ]
  tags = ["cwe-284", "cis-aws-3.0-5.1"]
  params = {
    ports = [20, 21, 22, 3389]
    # A range at least this wide is return traffic to ephemeral ports, or everything (aws-network-acl-all-ports-open).
    widest = 1024
  }
  when     = meta.type != "aws_network_acl_rule" || resource.egress != true
  for_each = meta.type == "aws_network_acl_rule" ? [resource] : resource.ingress
  assert = !(
    lower(coalesce(each.value.rule_action, each.value.action, "allow")) == "allow"
    && anytrue([for c in [each.value.cidr_block, each.value.ipv6_cidr_block] : cidr_is_public(c)])
    && contains(["tcp", "6"], lower(tostring(each.value.protocol)))
    && anytrue([for p in param.ports : ports_include(each.value.from_port, each.value.to_port, p)])
    && each.value.to_port - each.value.from_port < param.widest
  )
  at      = [each.value.cidr_block, each.value.ipv6_cidr_block]
  message = "The ACL lets anyone reach port ${join(", ", [for p in param.ports : p if ports_include(each.value.from_port, each.value.to_port, p)])}"
  why     = <<-EOT
    The ACL is the subnet's second lock behind the security groups. A rule that lets the world to an administration port leaves a single slip in a
    security group between the internet and the hosts. Wide ranges for return traffic are not judged here.
  EOT
  remedy  = "Set `cidr_block` to the network that administers the hosts, or drop the rule."
  link    = "https://docs.aws.amazon.com/vpc/latest/userguide/nacl-rules.html"

  pass "from one network" {
    resource "aws_network_acl" "private" {
      vpc_id     = "vpc-0a1b2c3d"
      subnet_ids = ["subnet-0a1b2c3d"]
      ingress {
        rule_no    = 100
        action     = "allow"
        protocol   = "tcp"
        from_port  = 22
        to_port    = 22
        cidr_block = "10.0.0.0/8"
      }
    }
  }

  pass "denied" {
    resource "aws_network_acl_rule" "rdp" {
      network_acl_id = "acl-0a1b2c3d"
      rule_number    = 10
      rule_action    = "deny"
      protocol       = "tcp"
      from_port      = 3389
      to_port        = 3389
      cidr_block     = "0.0.0.0/0"
    }
  }

  pass "return traffic" {
    resource "aws_network_acl_rule" "ephemeral" {
      network_acl_id = "acl-0a1b2c3d"
      rule_number    = 200
      rule_action    = "allow"
      protocol       = "tcp"
      from_port      = 1024
      to_port        = 65535
      cidr_block     = "0.0.0.0/0"
    }
  }

  fail "SSH for everyone, inline" {
    resource "aws_network_acl" "private" {
      vpc_id     = "vpc-0a1b2c3d"
      subnet_ids = ["subnet-0a1b2c3d"]
      ingress {
        rule_no    = 100
        action     = "allow"
        protocol   = "tcp"
        from_port  = 22
        to_port    = 22
        cidr_block = "0.0.0.0/0"
      }
    }
    expect = ["aws_network_acl.private @ ingress[0].cidr_block"]
  }

  fail "RDP for everyone over IPv6" {
    resource "aws_network_acl_rule" "rdp" {
      network_acl_id  = "acl-0a1b2c3d"
      rule_number     = 100
      rule_action     = "allow"
      protocol        = "6"
      from_port       = 3389
      to_port         = 3389
      ipv6_cidr_block = "::/0"
    }
    expect = ["aws_network_acl_rule.rdp @ ipv6_cidr_block"]
  }

  unknown "the source is an unset variable" {
    variable "office" {
      type = string
    }
    resource "aws_network_acl_rule" "ssh" {
      network_acl_id = "acl-0a1b2c3d"
      rule_number    = 100
      rule_action    = "allow"
      protocol       = "tcp"
      from_port      = 22
      to_port        = 22
      cidr_block     = var.office
    }
  }

  pass "more that pass" {
    resource "aws_network_acl_rule" "egress_is_true" {
      network_acl_id  = "acl-0a1b2c3d"
      rule_number     = 100
      rule_action     = "allow"
      protocol        = "6"
      from_port       = 3389
      to_port         = 3389
      ipv6_cidr_block = "::/0"
      egress          = true
    }
    resource "aws_network_acl_rule" "to_port_is_1023" {
      network_acl_id = "acl-0a1b2c3d"
      rule_number    = 200
      rule_action    = "allow"
      protocol       = "tcp"
      from_port      = 1024
      to_port        = 1023
      cidr_block     = "0.0.0.0/0"
    }
    resource "aws_network_acl" "no_protocol" {
      vpc_id     = "vpc-0a1b2c3d"
      subnet_ids = ["subnet-0a1b2c3d"]
      ingress {
        rule_no    = 100
        action     = "allow"
        from_port  = 22
        to_port    = 22
        cidr_block = "0.0.0.0/0"
      }
    }
  }
}

rule "aws-network-acl-all-ports-open" {
  title     = "Network ACL lets the internet to every port"
  category  = "security"
  severity  = "low"
  resources = ["aws_network_acl", "aws_default_network_acl", "aws_network_acl_rule"]
  aliases = [
    "CKV_AWS_352", "AWS-0102", "aws-ec2-no-excessive-port-access", "AVD-AWS-0102", "aws-vpc-no-excessive-port-access", "AWS-0105",
    "aws-ec2-no-public-ingress-acl", "AVD-AWS-0105", "aws-vpc-no-public-ingress-acl",
  ]
  tags     = ["cwe-284"]
  default  = false
  when     = meta.type != "aws_network_acl_rule" || resource.egress != true
  for_each = meta.type == "aws_network_acl_rule" ? [resource] : resource.ingress
  assert = !(
    lower(coalesce(each.value.rule_action, each.value.action, "allow")) == "allow"
    && anytrue([for c in [each.value.cidr_block, each.value.ipv6_cidr_block] : cidr_is_public(c)])
    && (
      contains(["-1", "all"], lower(tostring(each.value.protocol)))
      || contains(["tcp", "udp", "6", "17"], lower(tostring(each.value.protocol))) && each.value.from_port <= 1 && each.value.to_port >= 65535
    )
  )
  at      = [each.value.cidr_block, each.value.ipv6_cidr_block]
  message = "The ACL lets every port in from anywhere"
  why     = <<-EOT
    That is what an ACL does that AWS makes by itself, and many networks leave filtering to security groups on purpose; then the ACL is no defence, only
    a declaration.
  EOT
  remedy  = "Allow the ports that the subnet serves, and 1024-65535 for return traffic."
  link    = "https://docs.aws.amazon.com/vpc/latest/userguide/nacl-rules.html"

  pass "one port" {
    resource "aws_network_acl_rule" "https" {
      network_acl_id = "acl-0a1b2c3d"
      rule_number    = 100
      rule_action    = "allow"
      protocol       = "tcp"
      from_port      = 443
      to_port        = 443
      cidr_block     = "0.0.0.0/0"
    }
  }

  pass "an egress rule" {
    resource "aws_network_acl_rule" "out" {
      network_acl_id = "acl-0a1b2c3d"
      rule_number    = 100
      egress         = true
      rule_action    = "allow"
      protocol       = "-1"
      cidr_block     = "0.0.0.0/0"
    }
  }

  fail "every protocol, by number" {
    resource "aws_network_acl_rule" "in" {
      network_acl_id = "acl-0a1b2c3d"
      rule_number    = 100
      rule_action    = "allow"
      protocol       = -1
      cidr_block     = "0.0.0.0/0"
    }
    expect = ["aws_network_acl_rule.in @ cidr_block"]
  }

  fail "all TCP ports, inline" {
    resource "aws_network_acl" "private" {
      vpc_id     = "vpc-0a1b2c3d"
      subnet_ids = ["subnet-0a1b2c3d"]
      ingress {
        rule_no    = 100
        action     = "allow"
        protocol   = "tcp"
        from_port  = 0
        to_port    = 65535
        cidr_block = "0.0.0.0/0"
      }
    }
    expect = ["aws_network_acl.private @ ingress[0].cidr_block"]
  }

  unknown "`cidr_block` is an unset variable" {
    variable "cidr_block" {}
    resource "aws_network_acl_rule" "in" {
      network_acl_id = "acl-0a1b2c3d"
      rule_number    = 100
      rule_action    = "allow"
      protocol       = -1
      cidr_block     = var.cidr_block
    }
  }

  pass "more that pass" {
    resource "aws_network_acl_rule" "to_port_is_65535" {
      network_acl_id = "acl-0a1b2c3d"
      rule_number    = 100
      rule_action    = "allow"
      protocol       = "tcp"
      from_port      = 443
      to_port        = 65535
      cidr_block     = "0.0.0.0/0"
    }
    resource "aws_network_acl_rule" "from_port_is_0" {
      network_acl_id = "acl-0a1b2c3d"
      rule_number    = 100
      rule_action    = "allow"
      protocol       = "tcp"
      from_port      = 0
      to_port        = 443
      cidr_block     = "0.0.0.0/0"
    }
    resource "aws_network_acl_rule" "rule_action_is_deny" {
      network_acl_id = "acl-0a1b2c3d"
      rule_number    = 100
      rule_action    = "deny"
      protocol       = -1
      cidr_block     = "0.0.0.0/0"
    }
    also = ["aws-network-acl-admin-port-open"]
  }
}

rule "aws-subnet-public-ip-on-launch" {
  title     = "Subnet gives every instance a public address"
  category  = "security"
  severity  = "medium"
  resources = ["aws_subnet", "aws_default_subnet"]
  aliases = [
    "AWS-0164", "aws-ec2-no-public-ip-subnet", "AVD-AWS-0164", "aws-vpc-no-public-ingress-sgr", "CKV_AWS_130",
    "52f04a44-6bfa-4c41-b1d3-4ae99a2de05c",
  ]
  tags    = ["cwe-284"]
  default = false
  assert  = resource.map_public_ip_on_launch != true
  at      = resource.map_public_ip_on_launch
  message = "Whatever starts in this subnet is given an address on the internet"
  why     = <<-EOT
    In a public subnet only load balancers and NAT gateways need public addresses, and those get theirs without this setting. Everything else that is
    started there by mistake is exposed. Each public IPv4 address is billed as well. Public subnets of many modules have it by design, so the rule is not on by
    default.
  EOT
  remedy  = "Set `map_public_ip_on_launch = false` and ask for an address where one is needed."
  link    = "https://docs.aws.amazon.com/vpc/latest/userguide/subnet-public-ip.html"
  fix {
    set = {
      map_public_ip_on_launch = false
    }
    safe = false
  }

  pass "not written" {
    resource "aws_subnet" "a" {
      vpc_id     = "vpc-0a1b2c3d"
      cidr_block = "10.0.0.0/24"
    }
  }

  pass "switched off" {
    resource "aws_subnet" "a" {
      vpc_id                  = "vpc-0a1b2c3d"
      cidr_block              = "10.0.0.0/24"
      map_public_ip_on_launch = false
    }
  }

  fail "switched on" {
    resource "aws_subnet" "a" {
      vpc_id                  = "vpc-0a1b2c3d"
      cidr_block              = "10.0.0.0/24"
      map_public_ip_on_launch = true
    }
    expect = ["aws_subnet.a @ map_public_ip_on_launch"]
  }

  unknown "an unset variable" {
    variable "public" {
      type = bool
    }
    resource "aws_subnet" "a" {
      vpc_id                  = "vpc-0a1b2c3d"
      cidr_block              = "10.0.0.0/24"
      map_public_ip_on_launch = var.public
    }
  }
}

rule "aws-route-peering-wide-open" {
  title     = "Everything is routed to a peered VPC"
  category  = "security"
  severity  = "medium"
  resources = ["aws_route", "aws_route_table", "aws_default_route_table"]
  aliases   = ["CKV2_AWS_44", "b3a41501-f712-4c4f-81e5-db9a7dc0e34e"]
  tags      = ["cwe-284", "cis-aws-3.0-5.5"]
  for_each  = meta.type == "aws_route" ? [resource] : resource.route
  assert = !(
    each.value.vpc_peering_connection_id != null && (!is_known(each.value.vpc_peering_connection_id) || each.value.vpc_peering_connection_id != "")
    && anytrue([
      for c in [each.value.destination_cidr_block, each.value.destination_ipv6_cidr_block, each.value.cidr_block, each.value.ipv6_cidr_block] : contains(["0.0.0.0/0", "::/0"], c)
    ])
  )
  at      = [each.value.destination_cidr_block, each.value.cidr_block, each.value.destination_ipv6_cidr_block, each.value.ipv6_cidr_block]
  message = "The default route leads to a VPC peering connection"
  why     = "Peering is not transitive: traffic for the internet sent to a peer is dropped there, and every host of the peer's network becomes reachable, not only the one that was meant."
  remedy  = "Route the peer's CIDR block, or the subnet that is needed."
  link    = "https://docs.aws.amazon.com/vpc/latest/peering/vpc-peering-routing.html"

  pass "the peer's network" {
    resource "aws_route" "peer" {
      route_table_id            = "rtb-0a1b2c3d"
      destination_cidr_block    = "10.20.0.0/16"
      vpc_peering_connection_id = "pcx-0a1b2c3d"
    }
  }

  pass "the default route to a NAT gateway" {
    resource "aws_route_table" "private" {
      vpc_id = "vpc-0a1b2c3d"
      route {
        cidr_block     = "0.0.0.0/0"
        nat_gateway_id = "nat-0a1b2c3d"
      }
    }
  }

  fail "the default route" {
    resource "aws_route" "peer" {
      route_table_id            = "rtb-0a1b2c3d"
      destination_cidr_block    = "0.0.0.0/0"
      vpc_peering_connection_id = "pcx-0a1b2c3d"
    }
    expect = ["aws_route.peer @ destination_cidr_block"]
  }

  fail "in a table" {
    resource "aws_route_table" "private" {
      vpc_id = "vpc-0a1b2c3d"
      route {
        cidr_block                = "0.0.0.0/0"
        vpc_peering_connection_id = "pcx-0a1b2c3d"
      }
    }
    expect = ["aws_route_table.private @ route[0].cidr_block"]
  }

  unknown "`destination_cidr_block` is an unset variable" {
    variable "destination_cidr_block" {}
    resource "aws_route" "peer" {
      route_table_id            = "rtb-0a1b2c3d"
      destination_cidr_block    = var.destination_cidr_block
      vpc_peering_connection_id = "pcx-0a1b2c3d"
    }
  }

  fail "`destination_cidr_block` is `::/0`" {
    resource "aws_route" "peer" {
      route_table_id            = "rtb-0a1b2c3d"
      destination_cidr_block    = "::/0"
      vpc_peering_connection_id = "pcx-0a1b2c3d"
    }
    expect = ["aws_route.peer @ destination_cidr_block"]
  }
}

rule "aws-route-nat-instance" {
  title     = "Traffic to the internet goes through a NAT instance"
  category  = "reliability"
  severity  = "low"
  resources = ["aws_route", "aws_route_table"]
  aliases   = ["CKV2_AWS_35"]
  default   = false
  for_each  = meta.type == "aws_route" ? [resource] : resource.route
  assert = !(
    anytrue([for t in [each.value.network_interface_id, each.value.instance_id] : t != null && (!is_known(t) || t != "")])
    && anytrue([for c in [each.value.destination_cidr_block, each.value.cidr_block] : contains(["0.0.0.0/0"], c)])
  )
  at      = [each.value.network_interface_id, each.value.instance_id]
  message = "The default route leads to a single instance"
  why     = "An instance that forwards all traffic is a machine to patch and a single point of failure. It is cheaper than a NAT gateway in small networks, which is a fair reason to keep it."
  remedy  = "Use an `aws_nat_gateway` and route to it with `nat_gateway_id`."
  link    = "https://docs.aws.amazon.com/vpc/latest/userguide/vpc-nat-comparison.html"

  pass "a NAT gateway" {
    resource "aws_route" "out" {
      route_table_id         = "rtb-0a1b2c3d"
      destination_cidr_block = "0.0.0.0/0"
      nat_gateway_id         = "nat-0a1b2c3d"
    }
  }

  fail "an instance's interface" {
    resource "aws_route" "out" {
      route_table_id         = "rtb-0a1b2c3d"
      destination_cidr_block = "0.0.0.0/0"
      network_interface_id   = "eni-0a1b2c3d"
    }
    expect = ["aws_route.out @ network_interface_id"]
  }

  unknown "`network_interface_id` is an unset variable" {
    variable "network_interface_id" {}
    resource "aws_route" "out" {
      route_table_id         = "rtb-0a1b2c3d"
      destination_cidr_block = "0.0.0.0/0"
      network_interface_id   = var.network_interface_id
    }
  }

  pass "`destination_cidr_block` is `10.20.0.0/16`" {
    resource "aws_route" "out" {
      route_table_id         = "rtb-0a1b2c3d"
      destination_cidr_block = "10.20.0.0/16"
      network_interface_id   = "eni-0a1b2c3d"
    }
  }
}

rule "aws-route-target-missing" {
  title     = "Route leads nowhere"
  category  = "correctness"
  severity  = "high"
  resources = ["aws_route"]
  aliases   = ["aws_route_not_specified_target"]
  assert = length([
    for t in [
      resource.carrier_gateway_id, resource.core_network_arn, resource.egress_only_gateway_id, resource.gateway_id, resource.instance_id,
      resource.local_gateway_id, resource.nat_gateway_id, resource.network_interface_id, resource.transit_gateway_id, resource.vpc_endpoint_id,
      resource.vpc_peering_connection_id,
    ] : t if !is_known(t) || t != null
  ]) > 0
  at      = resource.route_table_id
  message = "The route names no gateway, interface, endpoint or connection"
  why     = "The provider asks for exactly one target, and says so at apply only."
  remedy  = "Add the target, for example `nat_gateway_id = aws_nat_gateway.main.id`."
  link    = "https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/route"

  pass "a target" {
    resource "aws_route" "out" {
      route_table_id         = "rtb-0a1b2c3d"
      destination_cidr_block = "0.0.0.0/0"
      gateway_id             = "igw-0a1b2c3d"
    }
  }

  pass "a target that is known after apply" {
    resource "aws_internet_gateway" "main" {
      vpc_id = "vpc-0a1b2c3d"
    }
    resource "aws_route" "out" {
      route_table_id         = "rtb-0a1b2c3d"
      destination_cidr_block = "0.0.0.0/0"
      gateway_id             = aws_internet_gateway.main.id
    }
  }

  fail "none" {
    resource "aws_route" "out" {
      route_table_id         = "rtb-0a1b2c3d"
      destination_cidr_block = "0.0.0.0/0"
    }
  }

  pass "more that pass" {
    variable "gateway_id" {}
    resource "aws_route" "nat_gateway_id_is_nat_0a1b2c3d" {
      route_table_id         = "rtb-0a1b2c3d"
      destination_cidr_block = "0.0.0.0/0"
      nat_gateway_id         = "nat-0a1b2c3d"
    }
    resource "aws_route" "one_more_gateway_id_is_an_unset_variable" {
      route_table_id         = "rtb-0a1b2c3d"
      destination_cidr_block = "0.0.0.0/0"
      gateway_id             = "igw-0a1b2c3d"
    }
    resource "aws_route" "one_more_gateway_id_is_an_unset_variable_2" {
      route_table_id         = "rtb-0a1b2c3d"
      destination_cidr_block = "0.0.0.0/0"
      gateway_id             = var.gateway_id
    }
  }
}

rule "aws-route-targets-conflicting" {
  title     = "Route has more than one target"
  category  = "correctness"
  severity  = "high"
  resources = ["aws_route"]
  aliases   = ["aws_route_specified_multiple_targets"]
  assert = length([
    for t in [
      resource.carrier_gateway_id, resource.core_network_arn, resource.egress_only_gateway_id, resource.gateway_id, resource.local_gateway_id,
      resource.nat_gateway_id, resource.network_interface_id, resource.transit_gateway_id, resource.vpc_endpoint_id, resource.vpc_peering_connection_id,
    ] : t if is_known(t != null) && t != null
  ]) <= 1
  at      = resource.route_table_id
  message = "The route names several targets, of which it can have one"
  why     = "The provider refuses more than one target for a route."
  remedy  = "Keep one target, or write a second `aws_route` for another destination."
  link    = "https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/route"

  pass "one" {
    resource "aws_route" "out" {
      route_table_id         = "rtb-0a1b2c3d"
      destination_cidr_block = "0.0.0.0/0"
      nat_gateway_id         = "nat-0a1b2c3d"
    }
  }

  fail "two" {
    resource "aws_route" "out" {
      route_table_id         = "rtb-0a1b2c3d"
      destination_cidr_block = "0.0.0.0/0"
      nat_gateway_id         = "nat-0a1b2c3d"
      gateway_id             = "igw-0a1b2c3d"
    }
  }

  pass "`nat_gateway_id` is an unset variable" {
    variable "nat_gateway_id" {}
    resource "aws_route" "out" {
      route_table_id         = "rtb-0a1b2c3d"
      destination_cidr_block = "0.0.0.0/0"
      nat_gateway_id         = var.nat_gateway_id
    }
  }

  fail "more that fail" {
    resource "aws_route" "one_more_vpc_peering_connection_id_is_pcx" {
      route_table_id         = "rtb-0a1b2c3d"
      destination_cidr_block = "0.0.0.0/0"
      nat_gateway_id         = "nat-0a1b2c3d"
    }
    resource "aws_route" "one_more_vpc_peering_connection_id_is_pcx_2" {
      route_table_id            = "rtb-0a1b2c3d"
      destination_cidr_block    = "0.0.0.0/0"
      nat_gateway_id            = "nat-0a1b2c3d"
      vpc_peering_connection_id = "pcx-0a1b2c3d"
    }
    resource "aws_route" "one_more_network_interface_id_is_eni" {
      route_table_id         = "rtb-0a1b2c3d"
      destination_cidr_block = "0.0.0.0/0"
      nat_gateway_id         = "nat-0a1b2c3d"
    }
    resource "aws_route" "one_more_network_interface_id_is_eni_2" {
      route_table_id         = "rtb-0a1b2c3d"
      destination_cidr_block = "0.0.0.0/0"
      nat_gateway_id         = "nat-0a1b2c3d"
      network_interface_id   = "eni-0a1b2c3d"
    }
    expect = [
      "aws_route.one_more_vpc_peering_connection_id_is_pcx_2 @ route_table_id",
      "aws_route.one_more_network_interface_id_is_eni_2 @ route_table_id",
    ]
  }
}

rule "aws-vpc-endpoint-service-auto-accept" {
  title     = "Endpoint service accepts every connection"
  category  = "security"
  severity  = "medium"
  resources = ["aws_vpc_endpoint_service"]
  aliases   = ["CKV_AWS_123"]
  tags      = ["cwe-284"]
  default   = false
  assert    = resource.acceptance_required
  at        = resource.acceptance_required
  message   = "Consumers connect without anyone saying yes"
  why       = "Without acceptance, everyone among the allowed principals reaches the service behind the load balancer at once. With a short list of accounts that may be what is wanted."
  remedy    = "Set `acceptance_required = true`."
  link      = "https://docs.aws.amazon.com/vpc/latest/privatelink/configure-endpoint-service.html"
  fix {
    set = {
      acceptance_required = true
    }
    safe = false
  }

  pass "asked" {
    resource "aws_vpc_endpoint_service" "api" {
      acceptance_required        = true
      network_load_balancer_arns = ["arn:aws:elasticloadbalancing:eu-central-1:123456789012:loadbalancer/net/api/1"]
    }
  }

  fail "not asked" {
    resource "aws_vpc_endpoint_service" "api" {
      acceptance_required        = false
      network_load_balancer_arns = ["arn:aws:elasticloadbalancing:eu-central-1:123456789012:loadbalancer/net/api/1"]
    }
    expect = ["aws_vpc_endpoint_service.api @ acceptance_required"]
  }

  unknown "`acceptance_required` is an unset variable" {
    variable "acceptance_required" {}
    resource "aws_vpc_endpoint_service" "api" {
      acceptance_required        = var.acceptance_required
      network_load_balancer_arns = ["arn:aws:elasticloadbalancing:eu-central-1:123456789012:loadbalancer/net/api/1"]
    }
  }
}

rule "aws-vpc-endpoint-service-public" {
  title     = "Endpoint service is open to every AWS account"
  category  = "security"
  severity  = "high"
  resources = ["aws_vpc_endpoint_service", "aws_vpc_endpoint_service_allowed_principal"]
  tags      = ["cwe-284"]
  when      = meta.type == "aws_vpc_endpoint_service_allowed_principal" || resource.acceptance_required != true
  assert    = !contains(concat(resource.allowed_principals, [resource.principal_arn]), "*")
  at        = [resource.allowed_principals, resource.principal_arn]
  message   = "Any AWS account may connect to the service"
  why       = "The principal `*` is every account of AWS. Together with automatic acceptance the private service is public for all who have an account."
  remedy    = "Name accounts or roles: `allowed_principals = [\"arn:aws:iam::210987654321:root\"]`."
  link      = "https://docs.aws.amazon.com/vpc/latest/privatelink/configure-endpoint-service.html"

  pass "one account" {
    resource "aws_vpc_endpoint_service" "api" {
      acceptance_required        = false
      allowed_principals         = ["arn:aws:iam::210987654321:root"]
      network_load_balancer_arns = ["arn:aws:elasticloadbalancing:eu-central-1:123456789012:loadbalancer/net/api/1"]
    }
  }

  fail "everyone" {
    resource "aws_vpc_endpoint_service" "api" {
      acceptance_required        = false
      allowed_principals         = ["*"]
      network_load_balancer_arns = ["arn:aws:elasticloadbalancing:eu-central-1:123456789012:loadbalancer/net/api/1"]
    }
    expect = ["aws_vpc_endpoint_service.api @ allowed_principals"]
  }

  fail "everyone, as a resource of its own" {
    resource "aws_vpc_endpoint_service_allowed_principal" "all" {
      vpc_endpoint_service_id = "vpce-svc-0a1b2c3d"
      principal_arn           = "*"
    }
    expect = ["aws_vpc_endpoint_service_allowed_principal.all @ principal_arn"]
  }

  unknown "`allowed_principals` is an unset variable" {
    variable "allowed_principals" {}
    resource "aws_vpc_endpoint_service" "api" {
      acceptance_required        = false
      allowed_principals         = var.allowed_principals
      network_load_balancer_arns = ["arn:aws:elasticloadbalancing:eu-central-1:123456789012:loadbalancer/net/api/1"]
    }
  }

  unknown "`acceptance_required` is an unset variable" {
    variable "acceptance_required" {}
    resource "aws_vpc_endpoint_service" "api" {
      acceptance_required        = var.acceptance_required
      allowed_principals         = ["*"]
      network_load_balancer_arns = ["arn:aws:elasticloadbalancing:eu-central-1:123456789012:loadbalancer/net/api/1"]
    }
    expect = ["aws_vpc_endpoint_service.api @ allowed_principals"]
  }
}

rule "aws-vpc-endpoint-route-table-missing" {
  title     = "Gateway endpoint is in no route table"
  category  = "correctness"
  severity  = "medium"
  resources = ["aws_vpc_endpoint"]
  aliases   = ["0bc534c5-13d1-4353-a7fe-b8665d5c1d7d"]
  related "associations" {
    type = "aws_vpc_endpoint_route_table_association"
    on   = refers(other.vpc_endpoint_id, resource)
  }
  when    = coalesce(resource.vpc_endpoint_type, "Gateway") == "Gateway"
  assert  = length(related.associations) > 0 || !is_known(resource.route_table_ids) || length(resource.route_table_ids) > 0
  at      = resource.route_table_ids
  message = "The endpoint has no route table, so that no traffic takes it"
  why     = "A gateway endpoint works through routes. Without one, traffic to S3 or DynamoDB keeps going through the NAT gateway or the internet, and is billed there."
  remedy  = "Add `route_table_ids = [aws_route_table.private.id]`."
  link    = "https://docs.aws.amazon.com/vpc/latest/privatelink/gateway-endpoints.html"

  unknown "associations for tables that only the provider knows" {
    data "aws_route_tables" "private" {
      vpc_id = "vpc-0a1b2c3d"
    }
    resource "aws_vpc_endpoint" "s3" {
      vpc_id       = "vpc-0a1b2c3d"
      service_name = "com.amazonaws.eu-central-1.s3"
    }
    resource "aws_vpc_endpoint_route_table_association" "s3" {
      for_each        = { for id in data.aws_route_tables.private.ids : id => aws_vpc_endpoint.s3.id }
      route_table_id  = each.key
      vpc_endpoint_id = each.value
    }
  }

  pass "a route table" {
    resource "aws_vpc_endpoint" "s3" {
      vpc_id          = "vpc-0a1b2c3d"
      service_name    = "com.amazonaws.eu-central-1.s3"
      route_table_ids = ["rtb-0a1b2c3d"]
    }
  }

  pass "an association" {
    resource "aws_vpc_endpoint" "s3" {
      vpc_id       = "vpc-0a1b2c3d"
      service_name = "com.amazonaws.eu-central-1.s3"
    }
    resource "aws_vpc_endpoint_route_table_association" "s3" {
      vpc_endpoint_id = aws_vpc_endpoint.s3.id
      route_table_id  = "rtb-0a1b2c3d"
    }
  }

  pass "an interface endpoint" {
    resource "aws_vpc_endpoint" "sqs" {
      vpc_id            = "vpc-0a1b2c3d"
      service_name      = "com.amazonaws.eu-central-1.sqs"
      vpc_endpoint_type = "Interface"
    }
  }

  pass "known only later" {
    variable "tables" {
      type = list(string)
    }
    resource "aws_vpc_endpoint" "s3" {
      vpc_id          = "vpc-0a1b2c3d"
      service_name    = "com.amazonaws.eu-central-1.s3"
      route_table_ids = var.tables
    }
  }

  fail "none" {
    resource "aws_vpc_endpoint" "dynamodb" {
      vpc_id       = "vpc-0a1b2c3d"
      service_name = "com.amazonaws.eu-central-1.dynamodb"
    }
  }
}

rule "aws-vpc-endpoint-private-dns-impossible" {
  title     = "Endpoint's private DNS needs DNS support of the VPC"
  category  = "correctness"
  severity  = "high"
  resources = ["aws_vpc_endpoint"]
  aliases   = ["e9b7acf9-9ba0-4837-a744-31e7df1e434d"]
  related "vpc" {
    type = "aws_vpc"
    on   = refers(resource.vpc_id, other)
  }
  when    = resource.vpc_endpoint_type == "Interface" && resource.private_dns_enabled == true
  assert  = alltrue([for v in related.vpc : v.enable_dns_hostnames == true && coalesce(v.enable_dns_support, true)])
  at      = resource.private_dns_enabled
  message = "The VPC has DNS host names or DNS support switched off, so that private DNS is refused"
  why     = "Private DNS names resolve only in a VPC with both `enable_dns_support` (on by default) and `enable_dns_hostnames` (off by default). AWS refuses the endpoint otherwise."
  remedy  = "Set `enable_dns_hostnames = true` in the `aws_vpc`."
  link    = "https://docs.aws.amazon.com/vpc/latest/privatelink/manage-dns-names.html"

  pass "both on" {
    resource "aws_vpc" "main" {
      cidr_block           = "10.0.0.0/16"
      enable_dns_hostnames = true
    }
    resource "aws_vpc_endpoint" "sqs" {
      vpc_id              = aws_vpc.main.id
      service_name        = "com.amazonaws.eu-central-1.sqs"
      vpc_endpoint_type   = "Interface"
      private_dns_enabled = true
    }
  }

  pass "the VPC is made elsewhere" {
    resource "aws_vpc_endpoint" "sqs" {
      vpc_id              = "vpc-0a1b2c3d"
      service_name        = "com.amazonaws.eu-central-1.sqs"
      vpc_endpoint_type   = "Interface"
      private_dns_enabled = true
    }
  }

  fail "no host names" {
    resource "aws_vpc" "main" {
      cidr_block = "10.0.0.0/16"
    }
    resource "aws_vpc_endpoint" "sqs" {
      vpc_id              = aws_vpc.main.id
      service_name        = "com.amazonaws.eu-central-1.sqs"
      vpc_endpoint_type   = "Interface"
      private_dns_enabled = true
    }
    expect = ["aws_vpc_endpoint.sqs @ private_dns_enabled"]
  }

  fail "no support" {
    resource "aws_vpc" "main" {
      cidr_block           = "10.0.0.0/16"
      enable_dns_hostnames = true
      enable_dns_support   = false
    }
    resource "aws_vpc_endpoint" "sqs" {
      vpc_id              = aws_vpc.main.id
      service_name        = "com.amazonaws.eu-central-1.sqs"
      vpc_endpoint_type   = "Interface"
      private_dns_enabled = true
    }
    expect = ["aws_vpc_endpoint.sqs @ private_dns_enabled"]
  }

  unknown "`private_dns_enabled` is an unset variable" {
    variable "private_dns_enabled" {}
    resource "aws_vpc" "main" {
      cidr_block = "10.0.0.0/16"
    }
    resource "aws_vpc_endpoint" "sqs" {
      vpc_id              = aws_vpc.main.id
      service_name        = "com.amazonaws.eu-central-1.sqs"
      vpc_endpoint_type   = "Interface"
      private_dns_enabled = var.private_dns_enabled
    }
  }

  pass "no `vpc_endpoint_type`" {
    resource "aws_vpc" "main" {
      cidr_block = "10.0.0.0/16"
    }
    resource "aws_vpc_endpoint" "sqs" {
      vpc_id              = aws_vpc.main.id
      service_name        = "com.amazonaws.eu-central-1.sqs"
      private_dns_enabled = true
    }
    also = ["aws-vpc-endpoint-route-table-missing"]
  }
}

rule "aws-vpc-endpoint-interface-for-gateway-service" {
  title     = "Interface endpoint where a gateway endpoint is free"
  category  = "cost"
  severity  = "info"
  resources = ["aws_vpc_endpoint"]
  default   = false
  when      = resource.vpc_endpoint_type == "Interface"
  assert    = !can(regex("[.](?:s3|dynamodb)$", resource.service_name))
  at        = resource.vpc_endpoint_type
  message   = "The interface endpoint is billed by the hour and by the GB; the gateway type is free"
  why       = "From inside the VPC the gateway endpoint does the same. The interface type is needed for access from on-premises networks or other regions."
  remedy    = "Use `vpc_endpoint_type = \"Gateway\"` with `route_table_ids`."
  link      = "https://docs.aws.amazon.com/AmazonS3/latest/userguide/privatelink-interface-endpoints.html"

  pass "a gateway" {
    resource "aws_vpc_endpoint" "s3" {
      vpc_id          = "vpc-0a1b2c3d"
      service_name    = "com.amazonaws.eu-central-1.s3"
      route_table_ids = ["rtb-0a1b2c3d"]
    }
  }

  fail "an interface" {
    resource "aws_vpc_endpoint" "s3" {
      vpc_id            = "vpc-0a1b2c3d"
      service_name      = "com.amazonaws.eu-central-1.s3"
      vpc_endpoint_type = "Interface"
    }
    expect = ["aws_vpc_endpoint.s3 @ vpc_endpoint_type"]
  }

  unknown "`vpc_endpoint_type` is an unset variable" {
    variable "vpc_endpoint_type" {}
    resource "aws_vpc_endpoint" "s3" {
      vpc_id            = "vpc-0a1b2c3d"
      service_name      = "com.amazonaws.eu-central-1.s3"
      vpc_endpoint_type = var.vpc_endpoint_type
    }
  }
}

rule "aws-vpc-endpoint-policy-public" {
  title     = "Endpoint policy allows everything to everyone"
  category  = "security"
  severity  = "low"
  resources = ["aws_vpc_endpoint", "aws_vpc_endpoint_policy"]
  tags      = ["cwe-284"]
  default   = false
  when      = resource.policy != null
  assert = !anytrue([
    for s in iam_statements(resource.policy) : iam_is_public(s) && contains(s.actions, "*") && contains(s.resources, "*")
  ])
  at      = resource.policy
  message = "The policy lets anyone do anything through the endpoint"
  why     = "That is what an endpoint does without a policy. A policy that names the buckets or the organisation stops data from being carried to somebody else's account."
  remedy  = "Limit resources, or add a condition on `aws:PrincipalOrgID` and `aws:ResourceOrgID`."
  link    = "https://docs.aws.amazon.com/vpc/latest/privatelink/vpc-endpoints-access.html"

  pass "one bucket" {
    resource "aws_vpc_endpoint" "s3" {
      vpc_id          = "vpc-0a1b2c3d"
      service_name    = "com.amazonaws.eu-central-1.s3"
      route_table_ids = ["rtb-0a1b2c3d"]
      policy = jsonencode({
        Statement = [{
          Effect    = "Allow"
          Principal = "*"
          Action    = "s3:GetObject"
          Resource  = "arn:aws:s3:::releases/*"
        }]
      })
    }
  }

  fail "anything" {
    resource "aws_vpc_endpoint" "s3" {
      vpc_id          = "vpc-0a1b2c3d"
      service_name    = "com.amazonaws.eu-central-1.s3"
      route_table_ids = ["rtb-0a1b2c3d"]
      policy = jsonencode({
        Statement = [{
          Effect    = "Allow"
          Principal = "*"
          Action    = "*"
          Resource  = "*"
        }]
      })
    }
    expect = ["aws_vpc_endpoint.s3 @ policy"]
  }

  unknown "`policy` is an unset variable" {
    variable "policy" {}
    resource "aws_vpc_endpoint" "s3" {
      vpc_id          = "vpc-0a1b2c3d"
      service_name    = "com.amazonaws.eu-central-1.s3"
      route_table_ids = ["rtb-0a1b2c3d"]
      policy = var.policy
    }
  }

  pass "more that pass" {
    resource "aws_vpc_endpoint" "resource_is" {
      vpc_id          = "vpc-0a1b2c3d"
      service_name    = "com.amazonaws.eu-central-1.s3"
      route_table_ids = ["rtb-0a1b2c3d"]
      policy          = jsonencode({ Statement = [{ Effect = "Allow", Principal = "*", Action = "s3:GetObject", Resource = "*" }] })
    }
    resource "aws_vpc_endpoint" "action_is" {
      vpc_id          = "vpc-0a1b2c3d"
      service_name    = "com.amazonaws.eu-central-1.s3"
      route_table_ids = ["rtb-0a1b2c3d"]
      policy = jsonencode({
        Statement = [{ Effect = "Allow", Principal = "*", Action = "*", Resource = "arn:aws:s3:::releases/*" }]
      })
    }
    resource "aws_vpc_endpoint" "no_effect" {
      vpc_id          = "vpc-0a1b2c3d"
      service_name    = "com.amazonaws.eu-central-1.s3"
      route_table_ids = ["rtb-0a1b2c3d"]
      policy          = jsonencode({ Statement = [{ Principal = "*", Action = "*", Resource = "*" }] })
    }
  }

  fail "one more, besides, no `Action`" {
    resource "aws_vpc_endpoint" "s3" {
      vpc_id          = "vpc-0a1b2c3d"
      service_name    = "com.amazonaws.eu-central-1.s3"
      route_table_ids = ["rtb-0a1b2c3d"]
      policy          = jsonencode({ Statement = [{ Effect = "Allow", Principal = "*", Action = "*", Resource = "*" }] })
    }
    resource "aws_vpc_endpoint" "s3_too" {
      vpc_id          = "vpc-0a1b2c3d"
      service_name    = "com.amazonaws.eu-central-1.s3"
      route_table_ids = ["rtb-0a1b2c3d"]
      policy = jsonencode({
        Statement = [
          { Effect = "Allow", Principal = "*", Action = "*", Resource = "*" },
          { Effect = "Allow", Principal = "*", Resource = "*" },
        ]
      })
    }
    expect = ["aws_vpc_endpoint.s3 @ policy", "aws_vpc_endpoint.s3_too @ policy"]
  }
}

rule "aws-ec2-transit-gateway-auto-accept" {
  title     = "Transit gateway accepts every shared attachment"
  category  = "security"
  severity  = "medium"
  resources = ["aws_ec2_transit_gateway"]
  aliases   = ["CKV_AWS_331"]
  tags      = ["cwe-284"]
  assert    = coalesce(resource.auto_accept_shared_attachments, "disable") != "enable"
  at        = resource.auto_accept_shared_attachments
  message   = "Any account that the gateway is shared with joins the network unasked"
  why       = "An attachment is a door into the whole network. With automatic acceptance every account of the share, and whoever takes one over, opens it alone."
  remedy    = "Set `auto_accept_shared_attachments = \"disable\"` and accept with `aws_ec2_transit_gateway_vpc_attachment_accepter`."
  link      = "https://docs.aws.amazon.com/vpc/latest/tgw/tgw-transit-gateways.html"
  fix {
    set = {
      auto_accept_shared_attachments = "disable"
    }
    safe = false
  }

  pass "the default" {
    resource "aws_ec2_transit_gateway" "hub" {
      description = "hub"
    }
  }

  pass "disabled" {
    resource "aws_ec2_transit_gateway" "hub" {
      auto_accept_shared_attachments = "disable"
    }
  }

  fail "enabled" {
    resource "aws_ec2_transit_gateway" "hub" {
      auto_accept_shared_attachments = "enable"
    }
    expect = ["aws_ec2_transit_gateway.hub @ auto_accept_shared_attachments"]
  }

  unknown "an unset variable" {
    variable "accept" {
      type = string
    }
    resource "aws_ec2_transit_gateway" "hub" {
      auto_accept_shared_attachments = var.accept
    }
  }
}

rule "aws-eip-unattached" {
  title     = "Elastic IP is attached to nothing"
  category  = "cost"
  severity  = "medium"
  resources = ["aws_eip"]
  aliases   = ["CKV2_AWS_19"]
  default   = false
  related "users" {
    type = ["aws_*", "module"]
    on   = other.meta.address != meta.address && refers(other, resource)
  }
  assert  = resource.instance != null || resource.network_interface != null || length(related.users) > 0
  message = "Nothing in this configuration uses the address${is_known(monthly_cost(resource)) && monthly_cost(resource) > 0 ? ", which costs ${format("%.2f", monthly_cost(resource))} USD a month" : ""}"
  why     = "A public IPv4 address is billed by the hour, idle ones too. An address that a module hands to its callers, or that a program attaches, looks the same from here."
  remedy  = "Attach it (`instance`, `aws_eip_association`, `aws_nat_gateway`), or release it."
  link    = "https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/elastic-ip-addresses-eip.html"

  pass "an instance" {
    resource "aws_eip" "web" {
      instance = "i-0a1b2c3d"
    }
  }

  pass "a NAT gateway" {
    resource "aws_eip" "nat" {
      domain = "vpc"
    }
    resource "aws_nat_gateway" "main" {
      allocation_id = aws_eip.nat.id
      subnet_id     = "subnet-0a1b2c3d"
    }
  }

  fail "alone" {
    resource "aws_eip" "web" {
      domain = "vpc"
    }
  }
}

rule "aws-nat-gateway-one-zone" {
  title     = "All zones share one NAT gateway"
  category  = "reliability"
  severity  = "low"
  resources = ["aws_nat_gateway"]
  default   = false
  when      = coalesce(resource.connectivity_type, "public") == "public"
  assert    = length(all("aws_nat_gateway")) > 1
  at        = resource.subnet_id
  message   = "The way out of every private subnet hangs on one availability zone"
  why       = "A NAT gateway lives in one zone. When the zone fails, the private subnets of all others lose the internet too; traffic between zones is billed besides. For development that is the right economy."
  remedy    = "One gateway for each zone, and a route table for each private subnet."
  link      = "https://docs.aws.amazon.com/vpc/latest/userguide/nat-gateway-basics.html"

  pass "one for each zone" {
    resource "aws_nat_gateway" "main" {
      for_each      = toset(["subnet-0a1b2c3d", "subnet-1a1b2c3d"])
      allocation_id = "eipalloc-0a1b2c3d"
      subnet_id     = each.value
    }
  }

  fail "one" {
    resource "aws_nat_gateway" "main" {
      allocation_id = "eipalloc-0a1b2c3d"
      subnet_id     = "subnet-0a1b2c3d"
    }
    expect = ["aws_nat_gateway.main @ subnet_id"]
  }

  unknown "`connectivity_type` is `public`, `connectivity_type` is an unset variable" {
    variable "connectivity_type" {}
    resource "aws_nat_gateway" "main" {
      allocation_id     = "eipalloc-0a1b2c3d"
      subnet_id         = "subnet-0a1b2c3d"
      connectivity_type = var.connectivity_type
    }
    expect = ["aws_nat_gateway.main @ subnet_id"]
  }
}

rule "aws-nat-gateway-many-outside-production" {
  title     = "Several NAT gateways outside production"
  category  = "cost"
  severity  = "low"
  resources = ["aws_nat_gateway"]
  params = {
    nonproduction = "(?i)(?:^|[^a-z])(?:dev(?:elop(?:ment)?)?|te?st(?:ing)?|qa|stag(?:e|ing)|uat|sandbox|sbx|demo|poc|non-?prod(?:uction)?|preview|lab)(?:$|[^a-z])"
  }
  when    = can(regex(param.nonproduction, environment_of(resource)))
  assert  = length(all("aws_nat_gateway")) <= max(1, length(all("aws_vpc")))
  at      = resource.subnet_id
  message = "${length(all("aws_nat_gateway"))} NAT gateways are billed by the hour where one would do"
  why     = "Outside production an hour without internet for the private subnets is rarely worth a gateway for each zone."
  remedy  = "Make one gateway and route all private subnets to it when the environment is not production."
  link    = "https://aws.amazon.com/vpc/pricing/"

  pass "one in development" {
    resource "aws_nat_gateway" "main" {
      allocation_id = "eipalloc-0a1b2c3d"
      subnet_id     = "subnet-0a1b2c3d"
      tags = {
        Environment = "dev"
      }
    }
  }

  pass "several in production" {
    resource "aws_nat_gateway" "main" {
      count         = 2
      allocation_id = "eipalloc-0a1b2c3d"
      subnet_id     = "subnet-0a1b2c3d"
      tags = {
        Environment = "production"
      }
    }
  }

  fail "two in staging" {
    resource "aws_nat_gateway" "main" {
      count         = 2
      allocation_id = "eipalloc-0a1b2c3d"
      subnet_id     = "subnet-0a1b2c3d"
      tags = {
        Environment = "staging"
      }
    }
  }
}

rule "aws-nat-gateway-without-gateway-endpoint" {
  title     = "Traffic to S3 and DynamoDB pays for the NAT gateway"
  category  = "cost"
  severity  = "info"
  resources = ["aws_vpc"]
  default   = false
  related "endpoints" {
    type = "aws_vpc_endpoint"
    on   = refers(other.vpc_id, resource) && coalesce(other.vpc_endpoint_type, "Gateway") == "Gateway"
  }
  when    = length(all("aws_nat_gateway")) > 0
  assert  = length(related.endpoints) > 0
  message = "The VPC has a NAT gateway and no gateway endpoint"
  why     = "Each GB through a NAT gateway is billed. Gateway endpoints for S3 and DynamoDB are free, and image pulls from ECR go to S3, too."
  remedy  = <<-EOT
    ```hcl
    resource "aws_vpc_endpoint" "s3" {
      vpc_id          = aws_vpc.main.id
      service_name    = "com.amazonaws.eu-central-1.s3"
      route_table_ids = [aws_route_table.private.id]
    }
    ```
  EOT
  link    = "https://docs.aws.amazon.com/vpc/latest/privatelink/gateway-endpoints.html"

  pass "an endpoint" {
    resource "aws_vpc" "main" {
      cidr_block = "10.0.0.0/16"
    }
    resource "aws_nat_gateway" "main" {
      allocation_id = "eipalloc-0a1b2c3d"
      subnet_id     = "subnet-0a1b2c3d"
    }
    resource "aws_vpc_endpoint" "s3" {
      vpc_id          = aws_vpc.main.id
      service_name    = "com.amazonaws.eu-central-1.s3"
      route_table_ids = ["rtb-0a1b2c3d"]
    }
  }

  fail "none" {
    resource "aws_vpc" "main" {
      cidr_block = "10.0.0.0/16"
    }
    resource "aws_nat_gateway" "main" {
      allocation_id = "eipalloc-0a1b2c3d"
      subnet_id     = "subnet-0a1b2c3d"
    }
  }

  pass "without `aws_nat_gateway`" {
    resource "aws_vpc" "main" {
      cidr_block = "10.0.0.0/16"
    }
  }

  fail "`vpc_endpoint_type` is `Interface`" {
    resource "aws_vpc" "main" {
      cidr_block = "10.0.0.0/16"
    }
    resource "aws_nat_gateway" "main" {
      allocation_id = "eipalloc-0a1b2c3d"
      subnet_id     = "subnet-0a1b2c3d"
    }
    resource "aws_vpc_endpoint" "s3" {
      vpc_id            = aws_vpc.main.id
      service_name      = "com.amazonaws.eu-central-1.s3"
      route_table_ids   = ["rtb-0a1b2c3d"]
      vpc_endpoint_type = "Interface"
    }
    expect = ["aws_vpc.main"]
  }

  unknown "`vpc_id` is an unset variable" {
    variable "vpc_id" {}
    resource "aws_vpc" "main" {
      cidr_block = "10.0.0.0/16"
    }
    resource "aws_nat_gateway" "main" {
      allocation_id = "eipalloc-0a1b2c3d"
      subnet_id     = "subnet-0a1b2c3d"
    }
    resource "aws_vpc_endpoint" "s3" {
      vpc_id          = var.vpc_id
      service_name    = "com.amazonaws.eu-central-1.s3"
      route_table_ids = ["rtb-0a1b2c3d"]
    }
    expect = ["aws_vpc.main"]
  }
}

rule "aws-subnet-outside-vpc" {
  title     = "Subnet's range lies outside its VPC"
  category  = "correctness"
  severity  = "high"
  resources = ["aws_subnet"]
  related "vpc" {
    type = "aws_vpc"
    on   = refers(resource.vpc_id, other)
  }
  related "more_ranges" {
    type = "aws_vpc_ipv4_cidr_block_association"
    on   = anytrue([for v in related.vpc : refers(other.vpc_id, v)])
  }
  when = (
    is_known(resource.cidr_block) && coalesce(resource.cidr_block, "") != "" && length(related.more_ranges) == 0
    && length(related.vpc) == 1 && is_known(related.vpc[0].cidr_block) && related.vpc[0].cidr_block != null
  )
  assert  = cidr_contains(related.vpc[0].cidr_block, resource.cidr_block)
  at      = resource.cidr_block
  message = "`${resource.cidr_block}` is not within the VPC's `${related.vpc[0].cidr_block}`"
  why     = "AWS refuses a subnet that is not part of one of the VPC's ranges, at apply."
  remedy  = "Compute the subnet from the VPC: `cidr_block = cidrsubnet(aws_vpc.main.cidr_block, 8, 1)`."
  link    = "https://docs.aws.amazon.com/vpc/latest/userguide/subnet-sizing.html"

  pass "inside" {
    resource "aws_vpc" "main" {
      cidr_block = "10.0.0.0/16"
    }
    resource "aws_subnet" "a" {
      vpc_id     = aws_vpc.main.id
      cidr_block = cidrsubnet(aws_vpc.main.cidr_block, 8, 1)
    }
  }

  pass "a second range" {
    resource "aws_vpc" "main" {
      cidr_block = "10.0.0.0/16"
    }
    resource "aws_vpc_ipv4_cidr_block_association" "second" {
      vpc_id     = aws_vpc.main.id
      cidr_block = "10.1.0.0/16"
    }
    resource "aws_subnet" "a" {
      vpc_id     = aws_vpc.main.id
      cidr_block = "10.1.1.0/24"
    }
  }

  fail "outside" {
    resource "aws_vpc" "main" {
      cidr_block = "10.0.0.0/16"
    }
    resource "aws_subnet" "a" {
      vpc_id     = aws_vpc.main.id
      cidr_block = "10.1.1.0/24"
    }
    expect = ["aws_subnet.a @ cidr_block"]
  }

  pass "more that pass" {
    variable "vpc_id" {}
    variable "cidr_block" {}
    resource "aws_vpc" "cidr_block_is_an_unset_variable" {
      cidr_block = "10.0.0.0/16"
    }
    resource "aws_subnet" "cidr_block_is_an_unset_variable" {
      vpc_id     = aws_vpc.cidr_block_is_an_unset_variable.id
      cidr_block = var.cidr_block
    }
    resource "aws_vpc" "no_cidr_block" {}
    resource "aws_subnet" "no_cidr_block" {
      vpc_id     = aws_vpc.no_cidr_block.id
      cidr_block = "10.1.1.0/24"
    }
    resource "aws_vpc" "one_more_no_cidr_block_one_more_vpc_id_is" {
      cidr_block = "10.0.0.0/16"
    }
    resource "aws_vpc" "one_more_no_cidr_block_one_more_vpc_id_is_2" {}
    resource "aws_subnet" "one_more_no_cidr_block_one_more_vpc_id_is" {
      vpc_id     = aws_vpc.one_more_no_cidr_block_one_more_vpc_id_is.id
      cidr_block = cidrsubnet(aws_vpc.one_more_no_cidr_block_one_more_vpc_id_is.cidr_block, 8, 1)
    }
    resource "aws_subnet" "one_more_no_cidr_block_one_more_vpc_id_is_2" {
      vpc_id     = var.vpc_id
      cidr_block = cidrsubnet(aws_vpc.one_more_no_cidr_block_one_more_vpc_id_is.cidr_block, 8, 1)
    }
    resource "aws_vpc" "cidr_block_is_an_unset_variable_2" {
      cidr_block = var.cidr_block
    }
    resource "aws_subnet" "cidr_block_is_an_unset_variable_2" {
      vpc_id     = aws_vpc.cidr_block_is_an_unset_variable_2.id
      cidr_block = "10.1.1.0/24"
    }
  }

  unknown "`vpc_id` is an unset variable" {
    variable "vpc_id" {}
    resource "aws_vpc" "main" {
      cidr_block = "10.0.0.0/16"
    }
    resource "aws_vpc_ipv4_cidr_block_association" "second" {
      vpc_id     = aws_vpc.main.id
      cidr_block = "10.1.0.0/16"
    }
    resource "aws_subnet" "a" {
      vpc_id     = var.vpc_id
      cidr_block = "10.1.1.0/24"
    }
    expect = ["aws_subnet.a @ cidr_block"]
  }
}

rule "aws-eip-vpc-argument-removed" {
  title     = "`vpc` of an Elastic IP was removed from the provider"
  category  = "correctness"
  severity  = "low"
  resources = ["aws_eip"]
  assert    = resource.vpc == null
  at        = resource.vpc
  message   = "`vpc` is deprecated in version 5 of the provider and gone in version 6"
  why       = "The argument still works in version 5 with a warning, and stops the upgrade to version 6."
  remedy    = "Write `domain = \"vpc\"`."
  link      = "https://registry.terraform.io/providers/hashicorp/aws/latest/docs/guides/version-6-upgrade"
  fix {
    set = {
      domain = "vpc"
    }
    remove = ["vpc"]
  }

  pass "the new argument" {
    resource "aws_eip" "nat" {
      domain = "vpc"
    }
  }

  fail "the old argument" {
    resource "aws_eip" "nat" {
      vpc = true
    }
    expect = ["aws_eip.nat @ vpc"]
  }

  unknown "`vpc` is an unset variable" {
    variable "vpc" {}
    resource "aws_eip" "nat" {
      vpc = var.vpc
    }
  }
}

rule "aws-vpc-cidr-size-invalid" {
  title     = "Network is larger or smaller than AWS allows"
  category  = "correctness"
  severity  = "high"
  resources = ["aws_vpc", "aws_subnet", "aws_vpc_ipv4_cidr_block_association"]
  when      = is_known(resource.cidr_block) && strcontains(resource.cidr_block, "/")
  assert    = tonumber(element(split("/", resource.cidr_block), 1)) >= 16 && tonumber(element(split("/", resource.cidr_block), 1)) <= 28
  at        = resource.cidr_block
  message   = "`${resource.cidr_block}` is not between /16 and /28"
  why       = "VPCs and subnets have between 16 and 65,536 IPv4 addresses. AWS refuses others at apply."
  remedy    = "Choose a prefix from /16 to /28; larger networks take several ranges (`aws_vpc_ipv4_cidr_block_association`)."
  link      = "https://docs.aws.amazon.com/vpc/latest/userguide/vpc-cidr-blocks.html"

  pass "a VPC" {
    resource "aws_vpc" "main" {
      cidr_block = "10.0.0.0/16"
    }
  }

  pass "a range that is known only later" {
    variable "range" {
      type = string
    }
    resource "aws_vpc" "main" {
      cidr_block = var.range
    }
  }

  pass "by IPAM" {
    resource "aws_vpc" "main" {
      ipv4_ipam_pool_id   = "ipam-pool-0a1b2c3d"
      ipv4_netmask_length = 20
    }
  }

  fail "a VPC that is too large" {
    resource "aws_vpc" "main" {
      cidr_block = "10.0.0.0/8"
    }
    expect = ["aws_vpc.main @ cidr_block"]
  }

  fail "a subnet that is too small" {
    resource "aws_subnet" "a" {
      vpc_id     = "vpc-0a1b2c3d"
      cidr_block = "10.0.0.0/30"
    }
    expect = ["aws_subnet.a @ cidr_block"]
  }
}
