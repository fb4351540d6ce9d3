# Security groups and their rules, in every form the provider has:
# inline blocks, aws_security_group_rule, aws_vpc_security_group_{ingress,egress}_rule.

rule "aws-security-group-all-ports-open" {
  title     = "Security group opens all ports to the internet"
  category  = "security"
  severity  = "high"
  resources = ["aws_security_group", "aws_default_security_group", "aws_security_group_rule", "aws_vpc_security_group_ingress_rule"]
  aliases = [
    "CKV_AWS_277", "AWS-0107", "aws-ec2-no-public-ingress-sgr", "AVD-AWS-0107", "4728cd65-a20c-49da-8b31-9c08b423e4db",
    "aws-vpc-no-public-ingress-sgr", "46883ce1-dc3e-4b17-9195-c6a601624c73",
  ]
  tags = ["cwe-284", "cis-aws-3.0-5.2", "cis-aws-3.0-5.3"]
  params = {
    # A range at least this wide counts as "all ports".
    widest = 1024
  }
  when     = meta.type != "aws_security_group_rule" || resource.type == "ingress"
  for_each = contains(["aws_security_group", "aws_default_security_group"], meta.type) ? resource.ingress : [resource]
  assert = !(
    anytrue([
      for c in concat(each.value.cidr_blocks, each.value.ipv6_cidr_blocks, [each.value.cidr_ipv4, each.value.cidr_ipv6]) : cidr_is_public(c)
    ])
    && (
      contains(["-1", "all"], lower(tostring(coalesce(each.value.protocol, each.value.ip_protocol))))
      || contains(["tcp", "udp", "6", "17"], lower(tostring(coalesce(each.value.protocol, each.value.ip_protocol))))
      && each.value.to_port - each.value.from_port >= param.widest
    )
  )
  at      = [each.value.cidr_blocks, each.value.cidr_ipv4, each.value.ipv6_cidr_blocks, each.value.cidr_ipv6]
  message = "Anyone on the internet reaches all, or more than ${param.widest}, ports"
  why     = <<-EOT
    A rule for every port, or for a range of a thousand ports and more, also opens what nobody thinks of: SSH, databases, agents and debug
    ports that listen on the same host. Whatever is started there next year is public from its first second.
  EOT
  remedy  = <<-EOT
    Open the ports that clients use, and only to those who need them:

        ingress {
          description = "HTTPS"
          from_port   = 443
          to_port     = 443
          protocol    = "tcp"
          cidr_blocks = ["0.0.0.0/0"]
        }
  EOT
  link    = "https://docs.aws.amazon.com/vpc/latest/userguide/security-group-rules.html"

  pass "one port is open" {
    resource "aws_security_group" "web" {
      ingress {
        from_port   = 443
        to_port     = 443
        protocol    = "tcp"
        cidr_blocks = ["0.0.0.0/0"]
      }
    }
  }

  pass "all ports inside the network" {
    resource "aws_security_group" "web" {
      ingress {
        from_port   = 0
        to_port     = 0
        protocol    = "-1"
        cidr_blocks = ["10.0.0.0/16"]
      }
    }
  }

  pass "an egress rule" {
    resource "aws_security_group_rule" "out" {
      type              = "egress"
      security_group_id = "sg-0a1b2c3d"
      from_port         = 0
      to_port           = 0
      protocol          = "-1"
      cidr_blocks       = ["0.0.0.0/0"]
    }
  }

  fail "every protocol and port, inline" {
    resource "aws_security_group" "web" {
      ingress {
        from_port   = 443
        to_port     = 443
        protocol    = "tcp"
        cidr_blocks = ["0.0.0.0/0"]
      }
      ingress {
        from_port   = 0
        to_port     = 0
        protocol    = "-1"
        cidr_blocks = ["0.0.0.0/0"]
      }
    }
    expect = ["aws_security_group.web @ ingress[1].cidr_blocks"]
  }

  fail "all TCP ports, as a rule of its own" {
    resource "aws_security_group_rule" "in" {
      type              = "ingress"
      security_group_id = "sg-0a1b2c3d"
      from_port         = 0
      to_port           = 65535
      protocol          = "tcp"
      ipv6_cidr_blocks  = ["::/0"]
    }
    expect = ["aws_security_group_rule.in @ ipv6_cidr_blocks"]
  }

  fail "every protocol, in the newest form" {
    resource "aws_vpc_security_group_ingress_rule" "in" {
      security_group_id = "sg-0a1b2c3d"
      ip_protocol       = "-1"
      cidr_ipv4         = "0.0.0.0/0"
    }
    expect = ["aws_vpc_security_group_ingress_rule.in @ cidr_ipv4"]
  }

  unknown "the range is an unset variable" {
    variable "clients" {
      type = list(string)
    }
    resource "aws_security_group" "web" {
      ingress {
        from_port   = 0
        to_port     = 0
        protocol    = "-1"
        cidr_blocks = var.clients
      }
    }
  }
}

rule "aws-security-group-ssh-open" {
  title     = "Security group opens SSH to the internet"
  category  = "security"
  severity  = "high"
  resources = ["aws_security_group", "aws_default_security_group", "aws_security_group_rule", "aws_vpc_security_group_ingress_rule"]
  aliases = [
    "CKV_AWS_24", "AWS-0107", "aws-ec2-no-public-ingress-sgr", "AVD-AWS-0107", "65905cec-d691-4320-b320-2000436cb696",
    "aws-vpc-no-public-ingress-sgr",
  ]
  tags = ["cwe-284", "cis-aws-3.0-5.2", "cis-aws-3.0-5.3"]
  params = {
    port   = 22
    widest = 1024 # wider ranges are aws-security-group-all-ports-open
  }
  when     = meta.type != "aws_security_group_rule" || resource.type == "ingress"
  for_each = contains(["aws_security_group", "aws_default_security_group"], meta.type) ? resource.ingress : [resource]
  assert = !(
    anytrue([
      for c in concat(each.value.cidr_blocks, each.value.ipv6_cidr_blocks, [each.value.cidr_ipv4, each.value.cidr_ipv6]) : cidr_is_public(c)
    ])
    && contains(["tcp", "6"], lower(tostring(coalesce(each.value.protocol, each.value.ip_protocol))))
    && ports_include(each.value.from_port, each.value.to_port, param.port)
    && each.value.to_port - each.value.from_port < param.widest
  )
  at      = [each.value.cidr_blocks, each.value.cidr_ipv4, each.value.ipv6_cidr_blocks, each.value.cidr_ipv6]
  message = "Anyone on the internet reaches port ${param.port} (SSH)"
  why     = <<-EOT
    SSH that is open to everyone is found by scanners within minutes and attacked without pause: guessed passwords, leaked keys, the next flaw of
    the server. Session Manager or a bastion with a narrow source range gives the same access without the open port.
  EOT
  remedy  = <<-EOT
    Allow the office or VPN range only, or drop the rule and use AWS Systems Manager Session Manager:

        cidr_blocks = ["203.0.113.0/24"]
  EOT
  link    = "https://docs.aws.amazon.com/systems-manager/latest/userguide/session-manager.html"

  pass "SSH from one network" {
    resource "aws_security_group" "bastion" {
      ingress {
        from_port   = 22
        to_port     = 22
        protocol    = "tcp"
        cidr_blocks = ["203.0.113.0/24"]
      }
    }
  }

  pass "another port is public" {
    resource "aws_security_group" "web" {
      ingress {
        from_port   = 443
        to_port     = 443
        protocol    = "tcp"
        cidr_blocks = ["0.0.0.0/0"]
      }
    }
  }

  pass "ICMP has types, not ports" {
    resource "aws_security_group" "web" {
      ingress {
        from_port   = -1
        to_port     = -1
        protocol    = "icmp"
        cidr_blocks = ["0.0.0.0/0"]
      }
    }
  }

  fail "SSH from anywhere, inline" {
    resource "aws_security_group" "bastion" {
      ingress {
        from_port   = 22
        to_port     = 22
        protocol    = "tcp"
        cidr_blocks = ["10.0.0.0/8", "0.0.0.0/0"]
      }
    }
    expect = ["aws_security_group.bastion @ ingress[0].cidr_blocks"]
  }

  fail "SSH from anywhere over IPv6, one block for each port" {
    resource "aws_security_group" "bastion" {
      dynamic "ingress" {
        for_each = [22, 443]
        content {
          from_port        = ingress.value
          to_port          = ingress.value
          protocol         = "tcp"
          ipv6_cidr_blocks = ["::/0"]
        }
      }
    }
  }

  fail "a range that holds 22" {
    resource "aws_security_group_rule" "in" {
      type              = "ingress"
      security_group_id = "sg-0a1b2c3d"
      from_port         = 20
      to_port           = 80
      protocol          = "tcp"
      cidr_blocks       = ["0.0.0.0/0"]
    }
  }

  fail "the newest form" {
    resource "aws_vpc_security_group_ingress_rule" "in" {
      security_group_id = "sg-0a1b2c3d"
      from_port         = 22
      to_port           = 22
      ip_protocol       = "tcp"
      cidr_ipv6         = "::/0"
    }
    expect = ["aws_vpc_security_group_ingress_rule.in @ cidr_ipv6"]
  }

  unknown "the port is an unset variable" {
    variable "port" {
      type = number
    }
    resource "aws_security_group" "bastion" {
      ingress {
        from_port   = var.port
        to_port     = var.port
        protocol    = "tcp"
        cidr_blocks = ["0.0.0.0/0"]
      }
    }
  }
}

rule "aws-security-group-rdp-open" {
  title     = "Security group opens RDP to the internet"
  category  = "security"
  severity  = "high"
  resources = ["aws_security_group", "aws_default_security_group", "aws_security_group_rule", "aws_vpc_security_group_ingress_rule"]
  aliases = [
    "CKV_AWS_25", "AWS-0107", "aws-ec2-no-public-ingress-sgr", "AVD-AWS-0107", "151187cb-0efc-481c-babd-ad24e3c9bc22",
    "aws-vpc-no-public-ingress-sgr",
  ]
  tags = ["cwe-284", "cis-aws-3.0-5.2", "cis-aws-3.0-5.3"]
  params = {
    port   = 3389
    widest = 1024
  }
  when     = meta.type != "aws_security_group_rule" || resource.type == "ingress"
  for_each = contains(["aws_security_group", "aws_default_security_group"], meta.type) ? resource.ingress : [resource]
  assert = !(
    anytrue([
      for c in concat(each.value.cidr_blocks, each.value.ipv6_cidr_blocks, [each.value.cidr_ipv4, each.value.cidr_ipv6]) : cidr_is_public(c)
    ])
    && contains(["tcp", "udp", "6", "17"], lower(tostring(coalesce(each.value.protocol, each.value.ip_protocol))))
    && ports_include(each.value.from_port, each.value.to_port, param.port)
    && !ports_include(each.value.from_port, each.value.to_port, 22)
    && each.value.to_port - each.value.from_port < param.widest
  )
  at      = [each.value.cidr_blocks, each.value.cidr_ipv4, each.value.ipv6_cidr_blocks, each.value.cidr_ipv6]
  message = "Anyone on the internet reaches port ${param.port} (RDP)"
  why     = <<-EOT
    Remote Desktop open to everyone is the most common way in for ransomware: passwords are guessed, and the protocol has had flaws that need none.
  EOT
  remedy  = <<-EOT
    Allow the office or VPN range only, or use Fleet Manager or Session Manager port forwarding and drop the rule:

        cidr_blocks = ["203.0.113.0/24"]
  EOT
  link    = "https://docs.aws.amazon.com/systems-manager/latest/userguide/fleet-manager-remote-desktop-connections.html"

  pass "RDP from one network" {
    resource "aws_security_group" "windows" {
      ingress {
        from_port   = 3389
        to_port     = 3389
        protocol    = "tcp"
        cidr_blocks = ["10.1.0.0/16"]
      }
    }
  }

  pass "another port is public" {
    resource "aws_vpc_security_group_ingress_rule" "in" {
      security_group_id = "sg-0a1b2c3d"
      from_port         = 443
      to_port           = 443
      ip_protocol       = "tcp"
      cidr_ipv4         = "0.0.0.0/0"
    }
  }

  fail "RDP from anywhere, inline" {
    resource "aws_security_group" "windows" {
      ingress {
        from_port   = 3389
        to_port     = 3389
        protocol    = "tcp"
        cidr_blocks = ["0.0.0.0/0"]
      }
    }
    expect = ["aws_security_group.windows @ ingress[0].cidr_blocks"]
  }

  fail "RDP from anywhere, in the newest form" {
    resource "aws_vpc_security_group_ingress_rule" "in" {
      security_group_id = "sg-0a1b2c3d"
      from_port         = 3389
      to_port           = 3390
      ip_protocol       = "tcp"
      cidr_ipv4         = "0.0.0.0/0"
    }
  }

  unknown "the source is an unset variable" {
    variable "office" {
      type = string
    }
    resource "aws_security_group" "windows" {
      ingress {
        from_port   = 3389
        to_port     = 3389
        protocol    = "tcp"
        cidr_blocks = [var.office]
      }
    }
  }
}

rule "aws-security-group-sensitive-port-open" {
  title     = "Security group opens a database or admin port to the internet"
  category  = "security"
  severity  = "high"
  resources = ["aws_security_group", "aws_default_security_group", "aws_security_group_rule", "aws_vpc_security_group_ingress_rule"]
  aliases   = ["381c3f2a-ef6f-4eff-99f7-b169cda3422c", "54c417bf-c762-48b9-9d31-b3d87047e3f0", "aws-vpc-no-public-ingress-sgr"]
  tags      = ["cwe-284"]
  params = {
    ports = [
      21, 23, 135, 137, 138, 139, 389, 445, 873, 1433, 1434, 1521, 2049, 2375, 2376, 2379, 2380, 2383, 3306, 5432, 5439, 5601, 5672, 5900, 5901,
      5984, 5985, 5986, 6379, 6380, 6443, 7000, 7001, 7199, 8020, 8086, 8161, 8500, 9042, 9092, 9160, 9200, 9300, 10250, 10255, 11211, 15672, 27017,
      27018, 27019, 50070,
    ]
    widest = 1024
  }
  when     = meta.type != "aws_security_group_rule" || resource.type == "ingress"
  for_each = contains(["aws_security_group", "aws_default_security_group"], meta.type) ? resource.ingress : [resource]
  assert = !(
    anytrue([
      for c in concat(each.value.cidr_blocks, each.value.ipv6_cidr_blocks, [each.value.cidr_ipv4, each.value.cidr_ipv6]) : cidr_is_public(c)
    ])
    && contains(["tcp", "udp", "6", "17"], lower(tostring(coalesce(each.value.protocol, each.value.ip_protocol))))
    && anytrue([for p in param.ports : ports_include(each.value.from_port, each.value.to_port, p)])
    && !ports_include(each.value.from_port, each.value.to_port, 22)
    && !ports_include(each.value.from_port, each.value.to_port, 3389)
    && each.value.to_port - each.value.from_port < param.widest
  )
  at      = [each.value.cidr_blocks, each.value.cidr_ipv4, each.value.ipv6_cidr_blocks, each.value.cidr_ipv6]
  message = "Anyone on the internet reaches port ${join(", ", [for p in param.ports : p if ports_include(each.value.from_port, each.value.to_port, p)])}"
  why     = <<-EOT
    These ports belong to databases, file shares, caches, message brokers and cluster agents. They are made for networks where everyone is trusted;
    many ask for no password, and a flaw in one of them hands over the data at once.
  EOT
  remedy  = <<-EOT
    Let the application's security group in, not addresses:

        ingress {
          from_port       = 5432
          to_port         = 5432
          protocol        = "tcp"
          security_groups = [aws_security_group.app.id]
        }
  EOT
  link    = "https://docs.aws.amazon.com/vpc/latest/userguide/security-group-rules.html"

  pass "the database talks to the application" {
    resource "aws_security_group" "db" {
      ingress {
        from_port       = 5432
        to_port         = 5432
        protocol        = "tcp"
        security_groups = ["sg-0a1b2c3d"]
      }
    }
  }

  pass "HTTPS is public" {
    resource "aws_security_group" "web" {
      ingress {
        from_port   = 443
        to_port     = 443
        protocol    = "tcp"
        cidr_blocks = ["0.0.0.0/0"]
      }
    }
  }

  fail "PostgreSQL for everyone" {
    resource "aws_security_group" "db" {
      ingress {
        from_port   = 5432
        to_port     = 5432
        protocol    = "tcp"
        cidr_blocks = ["0.0.0.0/0"]
      }
    }
    expect = ["aws_security_group.db @ ingress[0].cidr_blocks"]
  }

  fail "memcached over UDP" {
    resource "aws_security_group_rule" "in" {
      type              = "ingress"
      security_group_id = "sg-0a1b2c3d"
      from_port         = 11211
      to_port           = 11211
      protocol          = "udp"
      cidr_blocks       = ["0.0.0.0/0"]
    }
    expect = ["aws_security_group_rule.in @ cidr_blocks"]
  }

  unknown "the source is an unset variable" {
    variable "clients" {
      type = list(string)
    }
    resource "aws_security_group" "db" {
      ingress {
        from_port   = 3306
        to_port     = 3306
        protocol    = "tcp"
        cidr_blocks = var.clients
      }
    }
  }
}

rule "aws-security-group-http-open" {
  title     = "Security group opens plain HTTP to the internet"
  category  = "security"
  severity  = "low"
  resources = ["aws_security_group", "aws_default_security_group", "aws_security_group_rule", "aws_vpc_security_group_ingress_rule"]
  aliases   = ["CKV_AWS_260", "ffac8a12-322e-42c1-b9b9-81ff85c39ef7"]
  tags      = ["cwe-319"]
  default   = false
  params = {
    port   = 80
    widest = 1024
  }
  when     = meta.type != "aws_security_group_rule" || resource.type == "ingress"
  for_each = contains(["aws_security_group", "aws_default_security_group"], meta.type) ? resource.ingress : [resource]
  assert = !(
    anytrue([
      for c in concat(each.value.cidr_blocks, each.value.ipv6_cidr_blocks, [each.value.cidr_ipv4, each.value.cidr_ipv6]) : cidr_is_public(c)
    ])
    && contains(["tcp", "6"], lower(tostring(coalesce(each.value.protocol, each.value.ip_protocol))))
    && ports_include(each.value.from_port, each.value.to_port, param.port)
    && !ports_include(each.value.from_port, each.value.to_port, 22)
    && each.value.to_port - each.value.from_port < param.widest
  )
  at      = [each.value.cidr_blocks, each.value.cidr_ipv4, each.value.ipv6_cidr_blocks, each.value.cidr_ipv6]
  message = "Anyone on the internet reaches port ${param.port} (HTTP)"
  why     = <<-EOT
    Plain HTTP can be read and changed on the way. It is fine where a load balancer answers on port 80 only to redirect to HTTPS, which is why this
    rule is not on by default.
  EOT
  remedy  = "Open port 443 only, or keep port 80 for a redirect and say so with a suppression."
  link    = "https://docs.aws.amazon.com/vpc/latest/userguide/security-group-rules.html"

  pass "HTTPS" {
    resource "aws_security_group" "web" {
      ingress {
        from_port   = 443
        to_port     = 443
        protocol    = "tcp"
        cidr_blocks = ["0.0.0.0/0"]
      }
    }
  }

  pass "HTTP inside the network" {
    resource "aws_security_group" "web" {
      ingress {
        from_port   = 80
        to_port     = 80
        protocol    = "tcp"
        cidr_blocks = ["172.16.0.0/12"]
      }
    }
  }

  fail "HTTP for everyone" {
    resource "aws_security_group" "web" {
      ingress {
        from_port   = 80
        to_port     = 80
        protocol    = "tcp"
        cidr_blocks = ["0.0.0.0/0"]
      }
    }
    expect = ["aws_security_group.web @ ingress[0].cidr_blocks"]
  }

  fail "a range that holds 80" {
    resource "aws_vpc_security_group_ingress_rule" "in" {
      security_group_id = "sg-0a1b2c3d"
      from_port         = 80
      to_port           = 90
      ip_protocol       = "tcp"
      cidr_ipv4         = "0.0.0.0/0"
    }
  }

  unknown "`cidr_blocks` is an unset variable" {
    variable "cidr_blocks" {}
    resource "aws_security_group" "web" {
      ingress {
        from_port   = 80
        to_port     = 80
        protocol    = "tcp"
        cidr_blocks = var.cidr_blocks
      }
    }
  }
}

rule "aws-security-group-unlisted-port-open" {
  title     = "Security group opens an unusual port to the internet"
  category  = "security"
  severity  = "medium"
  resources = ["aws_security_group", "aws_default_security_group", "aws_security_group_rule", "aws_vpc_security_group_ingress_rule"]
  aliases   = ["590d878b-abdc-428f-895a-e2b68a0e1998"]
  tags      = ["cwe-284"]
  default   = false
  params = {
    # What may be public: both ends of a range must be in the list.
    allowed = [25, 53, 80, 443, 465, 587, 853, 993, 995]
    # What the other rules of this file report.
    reported = [
      22, 3389, 21, 23, 135, 137, 138, 139, 389, 445, 873, 1433, 1434, 1521, 2049, 2375, 2376, 2379, 2380, 2383, 3306, 5432, 5439, 5601, 5672,
      5900, 5901, 5984, 5985, 5986, 6379, 6380, 6443, 7000, 7001, 7199, 8020, 8086, 8161, 8500, 9042, 9092, 9160, 9200, 9300, 10250, 10255, 11211,
      15672, 27017, 27018, 27019, 50070,
    ]
    widest = 1024
  }
  when     = meta.type != "aws_security_group_rule" || resource.type == "ingress"
  for_each = contains(["aws_security_group", "aws_default_security_group"], meta.type) ? resource.ingress : [resource]
  assert = !(
    anytrue([
      for c in concat(each.value.cidr_blocks, each.value.ipv6_cidr_blocks, [each.value.cidr_ipv4, each.value.cidr_ipv6]) : cidr_is_public(c)
    ])
    && contains(["tcp", "udp", "6", "17"], lower(tostring(coalesce(each.value.protocol, each.value.ip_protocol))))
    && !(contains(param.allowed, each.value.from_port) && each.value.from_port == each.value.to_port)
    && !anytrue([for p in concat(param.reported, [80]) : ports_include(each.value.from_port, each.value.to_port, p)])
    && each.value.to_port - each.value.from_port < param.widest
  )
  at      = [each.value.cidr_blocks, each.value.cidr_ipv4, each.value.ipv6_cidr_blocks, each.value.cidr_ipv6]
  message = "Anyone on the internet reaches ports `${each.value.from_port}`-`${each.value.to_port}`"
  why     = <<-EOT
    Public services answer on a handful of known ports. Another open port is often left over from a test, or belongs to something that was meant
    for one network only.
  EOT
  remedy  = "Name the sources that need the port, put a load balancer in front, or add the port to the rule's `allowed` parameter."
  link    = "https://docs.aws.amazon.com/vpc/latest/userguide/security-group-rules.html"

  pass "a port of the list" {
    resource "aws_security_group" "web" {
      ingress {
        from_port   = 443
        to_port     = 443
        protocol    = "tcp"
        cidr_blocks = ["0.0.0.0/0"]
      }
    }
  }

  pass "from inside" {
    resource "aws_security_group" "app" {
      ingress {
        from_port   = 8081
        to_port     = 8081
        protocol    = "tcp"
        cidr_blocks = ["10.0.0.0/8"]
      }
    }
  }

  fail "a debug port" {
    resource "aws_security_group" "app" {
      ingress {
        from_port   = 8081
        to_port     = 8081
        protocol    = "tcp"
        cidr_blocks = ["0.0.0.0/0"]
      }
    }
    expect = ["aws_security_group.app @ ingress[0].cidr_blocks"]
  }

  fail "a small range" {
    resource "aws_security_group_rule" "in" {
      type              = "ingress"
      security_group_id = "sg-0a1b2c3d"
      from_port         = 30000
      to_port           = 30100
      protocol          = "tcp"
      cidr_blocks       = ["0.0.0.0/0"]
    }
  }

  unknown "`cidr_blocks` is an unset variable" {
    variable "cidr_blocks" {}
    resource "aws_security_group" "app" {
      ingress {
        from_port   = 8081
        to_port     = 8081
        protocol    = "tcp"
        cidr_blocks = var.cidr_blocks
      }
    }
  }
}

rule "aws-security-group-sensitive-port-wide-network" {
  title     = "Security group opens a sensitive port to a very wide network"
  category  = "security"
  severity  = "low"
  resources = ["aws_security_group", "aws_default_security_group", "aws_security_group_rule", "aws_vpc_security_group_ingress_rule"]
  aliases   = ["92fe237e-074c-4262-81a4-2077acb928c1", "e35c16a2-d54e-419d-8546-a804d8e024d0"]
  tags      = ["cwe-284"]
  default   = false
  params = {
    ports = [
      21, 22, 23, 135, 137, 138, 139, 389, 445, 873, 1433, 1434, 1521, 2049, 2375, 2376, 2379, 2380, 2383, 3306, 3389, 5432, 5439, 5601, 5672, 5900,
      5901, 5984, 5985, 5986, 6379, 6380, 7000, 7001, 7199, 8020, 8086, 8161, 8500, 9042, 9092, 9160, 9200, 9300, 10250, 10255, 11211, 15672, 27017,
      27018, 27019, 50070,
    ]
    # The longest prefix that still counts as wide.
    wide = 12
  }
  when     = meta.type != "aws_security_group_rule" || resource.type == "ingress"
  for_each = contains(["aws_security_group", "aws_default_security_group"], meta.type) ? resource.ingress : [resource]
  assert = !(
    anytrue([
      for c in concat(each.value.cidr_blocks, [each.value.cidr_ipv4]) : tonumber(element(split("/", c), 1)) <= param.wide && !cidr_is_public(c)
    ])
    && contains(["tcp", "udp", "6", "17"], lower(tostring(coalesce(each.value.protocol, each.value.ip_protocol))))
    && anytrue([for p in param.ports : ports_include(each.value.from_port, each.value.to_port, p)])
  )
  at      = [each.value.cidr_blocks, each.value.cidr_ipv4]
  message = "A network of `/${param.wide}` or wider reaches port ${join(", ", [for p in param.ports : p if ports_include(each.value.from_port, each.value.to_port, p)])}"
  why     = <<-EOT
    A range like `10.0.0.0/8` is every VPC, office and VPN of the company. One compromised laptop or container is then enough to talk to the
    database.
  EOT
  remedy  = "Name the security group or the subnets of the clients instead of the whole private space."
  link    = "https://docs.aws.amazon.com/vpc/latest/userguide/security-group-rules.html"

  pass "one subnet" {
    resource "aws_security_group" "db" {
      ingress {
        from_port   = 5432
        to_port     = 5432
        protocol    = "tcp"
        cidr_blocks = ["10.0.8.0/24"]
      }
    }
  }

  pass "a security group" {
    resource "aws_vpc_security_group_ingress_rule" "in" {
      security_group_id            = "sg-0a1b2c3d"
      from_port                    = 5432
      to_port                      = 5432
      ip_protocol                  = "tcp"
      referenced_security_group_id = "sg-11223344"
    }
  }

  fail "the whole private space" {
    resource "aws_security_group" "db" {
      ingress {
        from_port   = 5432
        to_port     = 5432
        protocol    = "tcp"
        cidr_blocks = ["10.0.0.0/8"]
      }
    }
    expect = ["aws_security_group.db @ ingress[0].cidr_blocks"]
  }

  fail "in the newest form" {
    resource "aws_vpc_security_group_ingress_rule" "in" {
      security_group_id = "sg-0a1b2c3d"
      from_port         = 22
      to_port           = 22
      ip_protocol       = "tcp"
      cidr_ipv4         = "172.16.0.0/12"
    }
    expect = ["aws_vpc_security_group_ingress_rule.in @ cidr_ipv4"]
  }

  unknown "`cidr_blocks` is an unset variable" {
    variable "cidr_blocks" {}
    resource "aws_security_group" "db" {
      ingress {
        from_port   = 5432
        to_port     = 5432
        protocol    = "tcp"
        cidr_blocks = var.cidr_blocks
      }
    }
  }
}

rule "aws-security-group-egress-all-open" {
  title     = "Security group lets everything out to the internet"
  category  = "security"
  severity  = "low"
  resources = ["aws_security_group", "aws_default_security_group", "aws_security_group_rule", "aws_vpc_security_group_egress_rule"]
  aliases   = ["CKV_AWS_382", "AWS-0104", "aws-ec2-no-public-egress-sgr", "AVD-AWS-0104", "aws-vpc-no-public-egress-sgr"]
  tags      = ["cwe-284"]
  default   = false
  when      = meta.type != "aws_security_group_rule" || resource.type == "egress"
  for_each  = contains(["aws_security_group", "aws_default_security_group"], meta.type) ? resource.egress : [resource]
  assert = !(
    anytrue([
      for c in concat(each.value.cidr_blocks, each.value.ipv6_cidr_blocks, [each.value.cidr_ipv4, each.value.cidr_ipv6]) : cidr_is_public(c)
    ])
    && contains(["-1", "all"], lower(tostring(coalesce(each.value.protocol, each.value.ip_protocol))))
  )
  at      = [each.value.cidr_blocks, each.value.cidr_ipv4, each.value.ipv6_cidr_blocks, each.value.cidr_ipv6]
  message = "Every port and protocol is open towards the internet"
  why     = <<-EOT
    Open egress is the way out for stolen data and the way in for what an attacker loads next. Most teams accept it and filter elsewhere (a proxy, a
    network firewall), so the rule is not on by default.
  EOT
  remedy  = <<-EOT
    Name what the workload needs:

        egress {
          from_port   = 443
          to_port     = 443
          protocol    = "tcp"
          cidr_blocks = ["0.0.0.0/0"]
        }
  EOT
  link    = "https://docs.aws.amazon.com/vpc/latest/userguide/security-group-rules.html"

  pass "HTTPS only" {
    resource "aws_security_group" "app" {
      egress {
        from_port   = 443
        to_port     = 443
        protocol    = "tcp"
        cidr_blocks = ["0.0.0.0/0"]
      }
    }
  }

  pass "no egress block: the provider removes the default rule" {
    resource "aws_security_group" "app" {
      name = "app"
    }
  }

  fail "everything" {
    resource "aws_security_group" "app" {
      egress {
        from_port   = 0
        to_port     = 0
        protocol    = "-1"
        cidr_blocks = ["0.0.0.0/0"]
      }
    }
    expect = ["aws_security_group.app @ egress[0].cidr_blocks"]
  }

  fail "in the newest form" {
    resource "aws_vpc_security_group_egress_rule" "out" {
      security_group_id = "sg-0a1b2c3d"
      ip_protocol       = "-1"
      cidr_ipv4         = "0.0.0.0/0"
    }
    expect = ["aws_vpc_security_group_egress_rule.out @ cidr_ipv4"]
  }

  unknown "`cidr_blocks` is an unset variable" {
    variable "cidr_blocks" {}
    resource "aws_security_group" "app" {
      egress {
        from_port   = 0
        to_port     = 0
        protocol    = "-1"
        cidr_blocks = var.cidr_blocks
      }
    }
  }
}

rule "aws-security-group-description-missing" {
  title     = "Security group has no description"
  category  = "security"
  severity  = "info"
  resources = ["aws_security_group"]
  aliases = [
    "cb3f5ed6-0d18-40de-a93d-b3538db31e8c", "AWS-0099", "aws-ec2-add-description-to-security-group", "AVD-AWS-0099",
    "aws-vpc-add-description-to-security-group", "CKV_AWS_23",
  ]
  default = false
  assert  = !contains(["", "Managed by Terraform"], coalesce(resource.description, "Managed by Terraform"))
  at      = resource.description
  message = "The security group does not say what it is for"
  why     = <<-EOT
    Without a description the provider writes "Managed by Terraform", which helps nobody in an incident or an audit. The description cannot be changed
    later without replacing the group, so it is worth a sentence from the start.
  EOT
  remedy  = "Add `description = \"HTTPS from the load balancer to the API\"`."
  link    = "https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/security_group"

  pass "described" {
    resource "aws_security_group" "web" {
      description = "HTTPS from the load balancer"
    }
  }

  fail "no description" {
    resource "aws_security_group" "web" {
      name = "web"
    }
  }

  fail "the provider's own words" {
    resource "aws_security_group" "web" {
      description = "Managed by Terraform"
    }
    expect = ["aws_security_group.web @ description"]
  }

  unknown "`description` is an unset variable" {
    variable "description" {}
    resource "aws_security_group" "web" {
      description = var.description
    }
  }
}

rule "aws-security-group-rule-description-missing" {
  title     = "Security group rule has no description"
  category  = "security"
  severity  = "info"
  resources = ["aws_security_group", "aws_security_group_rule", "aws_vpc_security_group_ingress_rule", "aws_vpc_security_group_egress_rule"]
  aliases = [
    "AWS-0124", "aws-ec2-add-description-to-security-group-rule", "AVD-AWS-0124", "aws-vpc-add-description-to-security-group-rule",
    "CKV_AWS_23", "68eb4bf3-f9bf-463d-b5cf-e029bb446d2e",
  ]
  default  = false
  for_each = meta.type == "aws_security_group" ? concat(resource.ingress, resource.egress) : [resource]
  assert   = each.value.description != null && each.value.description != ""
  at       = each.value.description
  message  = "The rule does not say who uses it"
  why      = "A rule that nobody can explain is never removed. A few words (who connects, and why) make reviews and clean-ups possible."
  remedy   = "Add `description = \"…\"` to the rule."
  link     = "https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/security_group"

  pass "described" {
    resource "aws_security_group" "web" {
      ingress {
        description = "HTTPS from anywhere"
        from_port   = 443
        to_port     = 443
        protocol    = "tcp"
        cidr_blocks = ["0.0.0.0/0"]
      }
    }
  }

  fail "an inline rule" {
    resource "aws_security_group" "web" {
      ingress {
        from_port   = 443
        to_port     = 443
        protocol    = "tcp"
        cidr_blocks = ["0.0.0.0/0"]
      }
    }
  }

  fail "a rule of its own" {
    resource "aws_vpc_security_group_egress_rule" "out" {
      security_group_id = "sg-0a1b2c3d"
      ip_protocol       = "-1"
      cidr_ipv4         = "10.0.0.0/8"
    }
  }
}

rule "aws-security-group-mixed-rules" {
  title     = "Security group mixes inline rules with rule resources"
  category  = "correctness"
  severity  = "medium"
  resources = ["aws_security_group"]
  aliases   = ["aws_security_group_inline_rules"]
  related "rules" {
    type = ["aws_security_group_rule", "aws_vpc_security_group_ingress_rule", "aws_vpc_security_group_egress_rule"]
    on   = refers(other.security_group_id, resource)
  }
  when = length(resource.ingress) + length(resource.egress) > 0
  assert = !(
    length(resource.ingress) > 0 && anytrue([for r in related.rules : r.meta.type == "aws_vpc_security_group_ingress_rule" || r.type == "ingress"])
    || length(resource.egress) > 0 && anytrue([for r in related.rules : r.meta.type == "aws_vpc_security_group_egress_rule" || r.type == "egress"])
  )
  at      = [resource.ingress, resource.egress]
  message = "Inline rules and separate rule resources overwrite each other in this group"
  why     = <<-EOT
    Inline blocks own all rules of their direction. Rules that separate resources add to it are removed by the next apply and added by the one after it:
    connections break at random, and the plan is never empty.
  EOT
  remedy  = "Choose one form: move every inline block to an `aws_vpc_security_group_ingress_rule` or `…_egress_rule`, or the other way round."
  link    = "https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/security_group"

  pass "inline only" {
    resource "aws_security_group" "web" {
      ingress {
        from_port   = 443
        to_port     = 443
        protocol    = "tcp"
        cidr_blocks = ["0.0.0.0/0"]
      }
    }
  }

  pass "separate only" {
    resource "aws_security_group" "web" {
      name = "web"
    }
    resource "aws_vpc_security_group_ingress_rule" "https" {
      security_group_id = aws_security_group.web.id
      from_port         = 443
      to_port           = 443
      ip_protocol       = "tcp"
      cidr_ipv4         = "0.0.0.0/0"
    }
  }

  pass "one direction inline, the other separate" {
    resource "aws_security_group" "web" {
      egress {
        from_port   = 0
        to_port     = 0
        protocol    = "-1"
        cidr_blocks = ["0.0.0.0/0"]
      }
    }
    resource "aws_vpc_security_group_ingress_rule" "https" {
      security_group_id = aws_security_group.web.id
      from_port         = 443
      to_port           = 443
      ip_protocol       = "tcp"
      cidr_ipv4         = "0.0.0.0/0"
    }
  }

  fail "both" {
    resource "aws_security_group" "web" {
      egress {
        from_port   = 0
        to_port     = 0
        protocol    = "-1"
        cidr_blocks = ["0.0.0.0/0"]
      }
    }
    resource "aws_security_group_rule" "dns" {
      type              = "egress"
      security_group_id = aws_security_group.web.id
      from_port         = 53
      to_port           = 53
      protocol          = "udp"
      cidr_blocks       = ["10.0.0.2/32"]
    }
  }

  fail "both, in the newest form" {
    resource "aws_security_group" "web" {
      ingress {
        from_port   = 443
        to_port     = 443
        protocol    = "tcp"
        cidr_blocks = ["0.0.0.0/0"]
      }
    }
    resource "aws_vpc_security_group_ingress_rule" "metrics" {
      security_group_id = aws_security_group.web.id
      from_port         = 9100
      to_port           = 9100
      ip_protocol       = "tcp"
      cidr_ipv4         = "10.0.0.0/16"
    }
  }
}

rule "aws-security-group-rule-resource-legacy" {
  title     = "`aws_security_group_rule` is superseded"
  category  = "correctness"
  severity  = "info"
  resources = ["aws_security_group_rule"]
  aliases   = ["aws_security_group_rule_deprecated"]
  default   = false
  assert    = false
  message   = "The provider recommends `aws_vpc_security_group_${resource.type == "egress" ? "egress" : "ingress"}_rule` instead of this resource"
  why       = <<-EOT
    `aws_security_group_rule` has no id of its own on the AWS side: it struggles with several ranges in one rule, with tags and with descriptions. The
    provider's documentation recommends the newer pair for all new code.
  EOT
  remedy    = "Write one `aws_vpc_security_group_ingress_rule` or `aws_vpc_security_group_egress_rule` for each range."
  link      = "https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/security_group_rule"

  pass "the newer form" {
    resource "aws_vpc_security_group_ingress_rule" "https" {
      security_group_id = "sg-0a1b2c3d"
      from_port         = 443
      to_port           = 443
      ip_protocol       = "tcp"
      cidr_ipv4         = "0.0.0.0/0"
    }
  }

  fail "the old form" {
    resource "aws_security_group_rule" "https" {
      type              = "ingress"
      security_group_id = "sg-0a1b2c3d"
      from_port         = 443
      to_port           = 443
      protocol          = "tcp"
      cidr_blocks       = ["0.0.0.0/0"]
    }
  }
}

rule "aws-security-group-protocol-invalid" {
  title     = "Security group rule has a protocol that AWS refuses"
  category  = "correctness"
  severity  = "high"
  resources = ["aws_security_group", "aws_default_security_group", "aws_security_group_rule", "aws_vpc_security_group_ingress_rule", "aws_vpc_security_group_egress_rule"]
  aliases   = ["aws_security_group_invalid_protocol", "aws_security_group_rule_invalid_protocol"]
  params = {
    allowed = ["tcp", "udp", "icmp", "icmpv6", "all", "-1"]
  }
  for_each = contains(["aws_security_group", "aws_default_security_group"], meta.type) ? concat(resource.ingress, resource.egress) : [resource]
  assert = (
    contains(param.allowed, lower(tostring(coalesce(each.value.protocol, each.value.ip_protocol, "all"))))
    || can(regex("^[0-9]{1,3}$", tostring(coalesce(each.value.protocol, each.value.ip_protocol))))
  )
  at      = [each.value.protocol, each.value.ip_protocol]
  message = "`${coalesce(each.value.protocol, each.value.ip_protocol, "")}` is not a protocol"
  why     = "AWS takes `tcp`, `udp`, `icmp`, `icmpv6`, `-1` (all) or an IANA protocol number; anything else fails at apply, after other resources were changed."
  remedy  = "Write `protocol = \"tcp\"`; HTTP and HTTPS are ports of `tcp`."
  link    = "https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_IpPermission.html"

  pass "a name" {
    resource "aws_security_group" "web" {
      ingress {
        from_port   = 443
        to_port     = 443
        protocol    = "tcp"
        cidr_blocks = ["0.0.0.0/0"]
      }
    }
  }

  pass "a number" {
    resource "aws_security_group_rule" "esp" {
      type              = "ingress"
      security_group_id = "sg-0a1b2c3d"
      from_port         = 0
      to_port           = 0
      protocol          = "50"
      cidr_blocks       = ["203.0.113.7/32"]
    }
  }

  fail "an application protocol" {
    resource "aws_security_group" "web" {
      ingress {
        from_port   = 443
        to_port     = 443
        protocol    = "https"
        cidr_blocks = ["0.0.0.0/0"]
      }
    }
    expect = ["aws_security_group.web @ ingress[0].protocol"]
  }

  fail "in the newest form" {
    resource "aws_vpc_security_group_ingress_rule" "https" {
      security_group_id = "sg-0a1b2c3d"
      from_port         = 443
      to_port           = 443
      ip_protocol       = "http"
      cidr_ipv4         = "0.0.0.0/0"
    }
    expect = ["aws_vpc_security_group_ingress_rule.https @ ip_protocol"]
  }

  unknown "an unset variable" {
    variable "protocol" {
      type = string
    }
    resource "aws_security_group_rule" "in" {
      type              = "ingress"
      security_group_id = "sg-0a1b2c3d"
      from_port         = 443
      to_port           = 443
      protocol          = var.protocol
      cidr_blocks       = ["10.0.0.0/8"]
    }
  }
}

rule "aws-security-group-ports-reversed" {
  title     = "Security group rule has its port range reversed"
  category  = "correctness"
  severity  = "high"
  resources = ["aws_security_group", "aws_default_security_group", "aws_security_group_rule", "aws_vpc_security_group_ingress_rule", "aws_vpc_security_group_egress_rule"]
  for_each  = contains(["aws_security_group", "aws_default_security_group"], meta.type) ? concat(resource.ingress, resource.egress) : [resource]
  assert = !(
    contains(["tcp", "udp", "6", "17"], lower(tostring(coalesce(each.value.protocol, each.value.ip_protocol))))
    && each.value.from_port > each.value.to_port
  )
  at      = each.value.from_port
  message = "`from_port` ${each.value.from_port} is greater than `to_port` ${each.value.to_port}"
  why     = "AWS refuses a range whose start lies above its end, at apply."
  remedy  = "Write the lower port into `from_port`."
  link    = "https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_IpPermission.html"

  pass "in order" {
    resource "aws_security_group" "web" {
      ingress {
        from_port   = 8000
        to_port     = 8010
        protocol    = "tcp"
        cidr_blocks = ["10.0.0.0/8"]
      }
    }
  }

  pass "ICMP type and code" {
    resource "aws_security_group_rule" "echo" {
      type              = "ingress"
      security_group_id = "sg-0a1b2c3d"
      from_port         = 8
      to_port           = 0
      protocol          = "icmp"
      cidr_blocks       = ["10.0.0.0/8"]
    }
  }

  fail "reversed" {
    resource "aws_security_group" "web" {
      ingress {
        from_port   = 8010
        to_port     = 8000
        protocol    = "tcp"
        cidr_blocks = ["10.0.0.0/8"]
      }
    }
    expect = ["aws_security_group.web @ ingress[0].from_port"]
  }

  fail "reversed, as a rule of its own" {
    resource "aws_security_group_rule" "in" {
      type              = "ingress"
      security_group_id = "sg-0a1b2c3d"
      from_port         = 443
      to_port           = 44
      protocol          = "tcp"
      cidr_blocks       = ["10.0.0.0/8"]
    }
  }

  unknown "`from_port` is an unset variable" {
    variable "from_port" {}
    resource "aws_security_group" "web" {
      ingress {
        from_port   = var.from_port
        to_port     = 8000
        protocol    = "tcp"
        cidr_blocks = ["10.0.0.0/8"]
      }
    }
  }
}

rule "aws-security-group-unused" {
  title     = "Security group is not attached to anything"
  category  = "cost"
  severity  = "info"
  resources = ["aws_security_group"]
  aliases   = ["CKV2_AWS_5", "4849211b-ac39-479e-ae78-5694d506cb24"]
  default   = false
  related "users" {
    type = ["aws_*", "module"]
    on   = meta.address != other.meta.address && refers(other, resource) && !startswith(other.meta.type, "aws_security_group_rule") && !startswith(other.meta.type, "aws_vpc_security_group_")
  }
  assert  = length(related.users) > 0
  message = "Nothing in this configuration uses the group"
  why     = <<-EOT
    A group that nothing uses is clutter that reviewers must understand, and a trap: the next person attaches it without reading its rules. A module that
    hands the group to its callers looks the same from inside; suppress it there.
  EOT
  remedy  = "Attach the group to what it was made for, or delete it."
  link    = "https://docs.aws.amazon.com/vpc/latest/userguide/vpc-security-groups.html"

  pass "an instance uses it" {
    resource "aws_security_group" "web" {
      name = "web"
    }
    resource "aws_instance" "web" {
      ami                    = "ami-0a1b2c3d"
      instance_type          = "t3.micro"
      vpc_security_group_ids = [aws_security_group.web.id]
    }
  }

  fail "only its own rules know it" {
    resource "aws_security_group" "web" {
      name = "web"
    }
    resource "aws_security_group_rule" "https" {
      type              = "ingress"
      security_group_id = aws_security_group.web.id
      from_port         = 443
      to_port           = 443
      protocol          = "tcp"
      cidr_blocks       = ["10.0.0.0/8"]
    }
  }

  fail "alone" {
    resource "aws_security_group" "web" {
      name = "web"
    }
  }
}
