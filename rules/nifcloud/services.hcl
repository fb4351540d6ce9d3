rule "nifcloud-security-group-open" {
  title     = "NIFCLOUD security group rule lets everyone in"
  category  = "security"
  severity  = "high"
  resources = ["nifcloud_security_group_rule"]
  aliases = [
    "NIF-0001", "nifcloud-computing-no-public-ingress-sgr", "AVD-NIF-0001",
    "b2ea2367-8dc9-4231-a035-d0b28bfa3dde",
  ]
  tags = ["cwe-284"]
  params = {
    public_ports = [80, 443]
  }
  when    = coalesce(resource.type, "IN") == "IN"
  assert  = !cidr_is_public(resource.cidr_ip) || (upper(resource.protocol) == "TCP" && contains(param.public_ports, tonumber(resource.from_port)) && coalesce(resource.to_port, resource.from_port) == resource.from_port)
  at      = resource.cidr_ip
  message = "everyone on the internet reaches ${coalesce(resource.protocol, "any protocol")} ${coalesce(resource.from_port, "on all ports")}"
  why     = <<-EOT
    Whatever listens there is reachable by everyone, with nothing but its own authentication in front of it. Ports
    80 and 443 pass.
  EOT
  remedy  = <<-EOT
    Limit the range.

    ```hcl
    cidr_ip = "203.0.113.0/28"
    ```
  EOT
  link    = "https://registry.terraform.io/providers/nifcloud/nifcloud/latest/docs/resources/security_group_rule"

  pass "an office" {
    resource "nifcloud_security_group_rule" "this" {
      security_group_names = ["web"]
      type                 = "IN"
      protocol             = "TCP"
      from_port            = 22
      to_port              = 22
      cidr_ip              = "203.0.113.0/28"
    }
  }

  pass "web" {
    resource "nifcloud_security_group_rule" "this" {
      security_group_names = ["web"]
      type                 = "IN"
      protocol             = "TCP"
      from_port            = 443
      to_port              = 443
      cidr_ip              = "0.0.0.0/0"
    }
  }

  fail "everyone" {
    resource "nifcloud_security_group_rule" "this" {
      security_group_names = ["web"]
      type                 = "IN"
      protocol             = "TCP"
      from_port            = 22
      to_port              = 22
      cidr_ip              = "0.0.0.0/0"
    }

    expect = ["nifcloud_security_group_rule.this @ cidr_ip"]
  }

  unknown "not known" {
    variable "range" {}

    resource "nifcloud_security_group_rule" "this" {
      security_group_names = ["web"]
      type                 = "IN"
      protocol             = "TCP"
      from_port            = 22
      to_port              = 22
      cidr_ip              = var.range
    }
  }

  fail "more that fail" {
    resource "nifcloud_security_group_rule" "no_type" {
      security_group_names = ["web"]
      protocol             = "TCP"
      from_port            = 22
      to_port              = 22
      cidr_ip              = "0.0.0.0/0"
    }
    resource "nifcloud_security_group_rule" "to_port_is_442" {
      security_group_names = ["web"]
      type                 = "IN"
      protocol             = "TCP"
      from_port            = 443
      to_port              = 442
      cidr_ip              = "0.0.0.0/0"
    }
    expect = ["nifcloud_security_group_rule.no_type @ cidr_ip", "nifcloud_security_group_rule.to_port_is_442 @ cidr_ip"]
  }

  unknown "more that nobody can know" {
    variable "type" {}
    variable "protocol" {}
    resource "nifcloud_security_group_rule" "protocol_is_an_unset_variable" {
      security_group_names = ["web"]
      type                 = "IN"
      protocol             = var.protocol
      from_port            = 443
      to_port              = 443
      cidr_ip              = "0.0.0.0/0"
    }
    resource "nifcloud_security_group_rule" "type_is_an_unset_variable" {
      security_group_names = ["web"]
      type                 = var.type
      protocol             = "TCP"
      from_port            = 22
      to_port              = 22
      cidr_ip              = "0.0.0.0/0"
    }
    expect = [
      "nifcloud_security_group_rule.protocol_is_an_unset_variable @ cidr_ip",
      "nifcloud_security_group_rule.type_is_an_unset_variable @ cidr_ip",
    ]
  }
}

rule "nifcloud-security-group-no-description" {
  title    = "NIFCLOUD security group or rule has no description"
  category = "security"
  severity = "low"
  resources = [
    "nifcloud_security_group", "nifcloud_security_group_rule", "nifcloud_db_security_group",
    "nifcloud_nas_security_group",
  ]
  aliases = [
    "NIF-0002", "nifcloud-computing-add-description-to-security-group", "AVD-NIF-0002", "NIF-0003",
    "nifcloud-computing-add-description-to-security-group-rule", "AVD-NIF-0003", "NIF-0012",
    "nifcloud-rdb-add-description-to-db-security-group", "AVD-NIF-0012", "NIF-0015",
    "nifcloud-nas-add-description-to-nas-security-group", "AVD-NIF-0015",
    "41c127a9-3a85-4bc3-a333-ed374eb9c3e4", "e4610872-0b1c-4fb7-ab57-d81c0afdb291",
    "940ddce2-26bd-4e31-a9b4-382714f73231", "e840c54a-7a4c-405f-b8c1-c49a54b87d11",
  ]
  default = false
  assert  = resource.description != null && resource.description != "" && resource.description != "Managed by Terraform"
  at      = resource.description
  message = "no description says what it is for"
  why     = <<-EOT
    Nobody dares to remove a rule whose purpose is forgotten.
  EOT
  remedy  = <<-EOT
    Describe it.

    ```hcl
    description = "HTTPS from the load balancer"
    ```
  EOT
  link    = "https://registry.terraform.io/providers/nifcloud/nifcloud/latest/docs/resources/security_group"

  pass "described" {
    resource "nifcloud_security_group" "this" {
      group_name  = "web"
      description = "Web servers"
    }
  }

  fail "none" {
    resource "nifcloud_security_group" "this" {
      group_name = "web"
    }

    expect = ["nifcloud_security_group.this"]
  }

  fail "`description` is `Managed by Terraform`" {
    resource "nifcloud_security_group" "this" {
      group_name  = "web"
      description = "Managed by Terraform"
    }
    expect = ["nifcloud_security_group.this @ description"]
  }

  unknown "`description` is an unset variable" {
    variable "description" {}
    resource "nifcloud_security_group" "this" {
      group_name  = "web"
      description = var.description
    }
  }
}

rule "nifcloud-server-no-security-group" {
  title     = "NIFCLOUD server or gateway has no security group"
  category  = "security"
  severity  = "high"
  resources = ["nifcloud_instance", "nifcloud_router", "nifcloud_vpn_gateway"]
  aliases = [
    "NIF-0004", "nifcloud-computing-add-security-group-to-instance", "AVD-NIF-0004", "NIF-0016",
    "nifcloud-network-add-security-group-to-router", "AVD-NIF-0016",
    "nifcloud-computing-add-security-group-to-router", "NIF-0018",
    "nifcloud-network-add-security-group-to-vpn-gateway", "AVD-NIF-0018",
    "nifcloud-computing-add-security-group-to-vpn-gateway", "89218b48-75c9-4cb3-aaba-5299e852e8bc",
    "e7dada38-af20-4899-8955-dabea84ab1f0", "b3535a48-910c-47f8-8b3b-14222f29ef80",
  ]
  tags    = ["cwe-284"]
  assert  = resource.security_group != null && resource.security_group != ""
  at      = resource.security_group
  message = "no `security_group`, so no packet is filtered"
  why     = <<-EOT
    Every port is then reachable from every network that the machine is in, the internet among them.
  EOT
  remedy  = <<-EOT
    Name a group.

    ```hcl
    security_group = nifcloud_security_group.web.group_name
    ```
  EOT
  link    = "https://registry.terraform.io/providers/nifcloud/nifcloud/latest/docs/resources/instance"

  pass "a group" {
    resource "nifcloud_instance" "this" {
      image_id = "1"
      network_interface {
        network_id = "net-abc"
      }
      security_group = "web"
    }
  }

  pass "a group of this configuration" {
    resource "nifcloud_security_group" "web" {
      group_name = "web"
    }

    resource "nifcloud_instance" "web" {
      image_id       = "1"
      security_group = nifcloud_security_group.web.group_name
    }
  }

  fail "none" {
    resource "nifcloud_instance" "this" {
      image_id = "1"
      network_interface {
        network_id = "net-abc"
      }
    }

    expect = ["nifcloud_instance.this"]
  }

  fail "router" {
    resource "nifcloud_router" "r" {
      name = "r"
      network_interface {
        network_id = "net-abc"
      }
    }
  }

  unknown "no `group_name`" {
    resource "nifcloud_security_group" "web" {}
    resource "nifcloud_instance" "web" {
      image_id       = "1"
      security_group = nifcloud_security_group.web.group_name
    }
    expect = ["nifcloud_instance.web @ security_group"]
  }
}

rule "nifcloud-common-private-network" {
  title    = "NIFCLOUD resource shares a private network with strangers"
  category = "security"
  severity = "low"
  resources = [
    "nifcloud_instance", "nifcloud_router", "nifcloud_elb", "nifcloud_nas_instance",
    "nifcloud_db_instance",
  ]
  aliases = [
    "NIF-0005", "nifcloud-computing-no-common-private-instance", "AVD-NIF-0005", "NIF-0010",
    "nifcloud-rdb-no-common-private-db-instance", "AVD-NIF-0010", "NIF-0013",
    "nifcloud-nas-no-common-private-nas-instance", "AVD-NIF-0013", "NIF-0017",
    "nifcloud-network-no-common-private-router", "AVD-NIF-0017", "NIF-0019",
    "nifcloud-network-no-common-private-elb", "AVD-NIF-0019", "df58dd45-8009-43c2-90f7-c90eb9d53ed9",
    "9bf57c23-fbab-4222-85f3-3f207a53c6a8", "4b801c38-ebb4-4c81-984b-1ba525d43adf",
    "30c2760c-740e-4672-9d7f-2c29e0cb385d", "5061f84c-ab66-4660-90b9-680c9df346c0",
  ]
  tags    = ["cwe-668"]
  assert  = !anytrue([for n in flatten([resource.network_id, resource.network_interface[*].network_id]) : n == "net-COMMON_PRIVATE"])
  at      = [resource.network_id, resource.network_interface]
  message = "the resource is in `net-COMMON_PRIVATE`"
  why     = <<-EOT
    The common private network is one network for all customers of a region.
  EOT
  remedy  = <<-EOT
    Use a private LAN of your own.

    ```hcl
    network_interface {
      network_id = nifcloud_private_lan.main.id
    }
    ```
  EOT
  link    = "https://registry.terraform.io/providers/nifcloud/nifcloud/latest/docs/resources/private_lan"

  pass "own" {
    resource "nifcloud_instance" "this" {
      image_id       = "1"
      security_group = "web"
      network_interface {
        network_id = "net-abc"
      }
    }
  }

  fail "common" {
    resource "nifcloud_instance" "this" {
      image_id       = "1"
      security_group = "web"
      network_interface {
        network_id = "net-COMMON_PRIVATE"
      }
    }
  }

  fail "database" {
    resource "nifcloud_db_instance" "db" {
      identifier     = "db"
      instance_class = "db.large"
      network_id     = "net-COMMON_PRIVATE"
    }

    expect = ["nifcloud_db_instance.db @ network_id"]
  }

  unknown "not known" {
    variable "network" {}

    resource "nifcloud_instance" "this" {
      image_id       = "1"
      security_group = "web"
      network_interface {
        network_id = var.network
      }
    }
  }

  pass "without `network_interface`" {
    resource "nifcloud_instance" "this" {
      image_id       = "1"
      security_group = "web"
    }
  }
}

rule "nifcloud-db-public" {
  title     = "NIFCLOUD database has a public address"
  category  = "security"
  severity  = "high"
  resources = ["nifcloud_db_instance"]
  aliases = [
    "NIF-0008", "nifcloud-rdb-no-public-db-access", "AVD-NIF-0008",
    "fb387023-e4bb-42a8-9a70-6708aa7ff21b",
  ]
  tags    = ["cwe-284"]
  assert  = resource.publicly_accessible == false
  at      = resource.publicly_accessible
  message = "`publicly_accessible` is not false"
  why     = <<-EOT
    The database can be reached from the internet as far as its security group lets. The provider's default is
    true.
  EOT
  remedy  = <<-EOT
    Switch it off.

    ```hcl
    publicly_accessible = false
    ```
  EOT
  link    = "https://registry.terraform.io/providers/nifcloud/nifcloud/latest/docs/resources/db_instance"

  fix {
    set = {
      publicly_accessible = false
    }
  }

  pass "off" {
    resource "nifcloud_db_instance" "this" {
      identifier          = "db"
      instance_class      = "db.large"
      publicly_accessible = false
    }
    also = ["nifcloud-db-backup-short"]
  }

  fail "default" {
    resource "nifcloud_db_instance" "this" {
      identifier     = "db"
      instance_class = "db.large"
    }

    expect = ["nifcloud_db_instance.this"]
  }

  fail "on" {
    resource "nifcloud_db_instance" "this" {
      identifier          = "db"
      instance_class      = "db.large"
      publicly_accessible = true
    }

    expect = ["nifcloud_db_instance.this @ publicly_accessible"]
  }

  unknown "not known" {
    variable "public" {}

    resource "nifcloud_db_instance" "this" {
      identifier          = "db"
      instance_class      = "db.large"
      publicly_accessible = var.public
    }
  }
}

rule "nifcloud-db-backup-short" {
  title     = "NIFCLOUD database keeps backups for a short time"
  category  = "reliability"
  severity  = "medium"
  resources = ["nifcloud_db_instance"]
  aliases = [
    "NIF-0009", "nifcloud-rdb-specify-backup-retention", "AVD-NIF-0009",
    "e5071f76-cbe7-468d-bb2b-d10f02d2b713",
  ]
  params = {
    days = 5
  }
  when    = resource.replicate_source_db == null
  assert  = tonumber(coalesce(resource.backup_retention_period, 0)) >= param.days
  at      = resource.backup_retention_period
  message = "backups are kept for ${coalesce(resource.backup_retention_period, 0)} days"
  why     = <<-EOT
    Mistakes are often found after a weekend. Nought switches backups off.
  EOT
  remedy  = <<-EOT
    Keep them for a week.

    ```hcl
    backup_retention_period = 7
    ```
  EOT
  link    = "https://registry.terraform.io/providers/nifcloud/nifcloud/latest/docs/resources/db_instance"

  fix {
    set = {
      backup_retention_period = 7
    }
  }

  pass "a week" {
    resource "nifcloud_db_instance" "this" {
      identifier              = "db"
      instance_class          = "db.large"
      publicly_accessible     = false
      backup_retention_period = 7
    }
  }

  fail "default" {
    resource "nifcloud_db_instance" "this" {
      identifier          = "db"
      instance_class      = "db.large"
      publicly_accessible = false
    }

    expect = ["nifcloud_db_instance.this"]
  }

  fail "one day" {
    resource "nifcloud_db_instance" "this" {
      identifier              = "db"
      instance_class          = "db.large"
      publicly_accessible     = false
      backup_retention_period = 1
    }

    expect = ["nifcloud_db_instance.this @ backup_retention_period"]
  }

  unknown "not known" {
    variable "days" {}

    resource "nifcloud_db_instance" "this" {
      identifier              = "db"
      instance_class          = "db.large"
      publicly_accessible     = false
      backup_retention_period = var.days
    }
  }

  pass "`backup_retention_period` is `5`" {
    resource "nifcloud_db_instance" "this" {
      identifier              = "db"
      instance_class          = "db.large"
      publicly_accessible     = false
      backup_retention_period = 5
    }
  }
}

rule "nifcloud-data-security-group-open" {
  title     = "NIFCLOUD database or NAS group lets everyone in"
  category  = "security"
  severity  = "high"
  resources = ["nifcloud_db_security_group", "nifcloud_nas_security_group"]
  aliases = [
    "NIF-0011", "nifcloud-rdb-no-public-ingress-db-sgr", "AVD-NIF-0011", "NIF-0014",
    "nifcloud-nas-no-public-ingress-nas-sgr", "AVD-NIF-0014", "a0b846e8-815f-4f15-b660-bc4ab9fa1e1a",
    "8d7758a7-d9cd-499a-a83e-c9bdcbff728d",
  ]
  tags     = ["cwe-284"]
  for_each = resource.rule
  assert   = !cidr_is_public(each.value.cidr_ip)
  at       = each.value.cidr_ip
  message  = "`${each.value.cidr_ip}` may connect"
  why      = <<-EOT
    Only a password, or with NFS not even that, stands between everyone and the data.
  EOT
  remedy   = <<-EOT
    List the machines that connect.

    ```hcl
    rule {
      cidr_ip = "10.0.0.0/24"
    }
    ```
  EOT
  link     = "https://registry.terraform.io/providers/nifcloud/nifcloud/latest/docs/resources/db_security_group"

  pass "internal" {
    resource "nifcloud_db_security_group" "this" {
      group_name = "db"
      rule {
        cidr_ip = "10.0.0.0/24"
      }
    }
  }

  fail "everyone" {
    resource "nifcloud_db_security_group" "this" {
      group_name = "db"
      rule {
        cidr_ip = "0.0.0.0/0"
      }
    }

    expect = ["nifcloud_db_security_group.this @ rule[0].cidr_ip"]
  }

  unknown "not known" {
    variable "range" {}

    resource "nifcloud_db_security_group" "this" {
      group_name = "db"
      rule {
        cidr_ip = var.range
      }
    }
  }
}

rule "nifcloud-dns-verification-left" {
  title     = "DNS record of a domain check is left behind"
  category  = "security"
  severity  = "medium"
  resources = ["nifcloud_dns_record"]
  aliases = [
    "NIF-0007", "nifcloud-dns-remove-verified-record", "AVD-NIF-0007",
    "a1defcb6-55e8-4511-8c2a-30b615b0e057",
  ]
  tags    = ["cwe-350"]
  when    = resource.type == "TXT"
  assert  = !can(regex("^\"?nifty-dns-verify=", resource.record))
  at      = resource.record
  message = "the record still holds `nifty-dns-verify`"
  why     = <<-EOT
    While it is there, other customers of the service can register names below your domain.
  EOT
  remedy  = <<-EOT
    Remove the record once the zone is verified.
  EOT
  link    = "https://pfs.nifcloud.com/help/dns/"

  pass "something else" {
    resource "nifcloud_dns_record" "this" {
      zone_id = "example.com"
      name    = "example.com"
      type    = "TXT"
      record  = "v=spf1 -all"
    }
  }

  fail "verification" {
    resource "nifcloud_dns_record" "this" {
      zone_id = "example.com"
      name    = "example.com"
      type    = "TXT"
      record  = "nifty-dns-verify=1234"
    }

    expect = ["nifcloud_dns_record.this @ record"]
  }

  unknown "not known" {
    variable "record" {}

    resource "nifcloud_dns_record" "this" {
      zone_id = "example.com"
      name    = "example.com"
      type    = "TXT"
      record  = var.record
    }
  }

  pass "no `type`" {
    resource "nifcloud_dns_record" "this" {
      zone_id = "example.com"
      name    = "example.com"
      record  = "nifty-dns-verify=1234"
    }
  }
}

rule "nifcloud-load-balancer-plain-http" {
  title    = "NIFCLOUD load balancer takes plain HTTP"
  category = "security"
  severity = "medium"
  resources = [
    "nifcloud_load_balancer", "nifcloud_load_balancer_listener", "nifcloud_elb",
    "nifcloud_elb_listener",
  ]
  aliases = [
    "NIF-0021", "nifcloud-network-http-not-used", "AVD-NIF-0021",
    "94e47f3f-b90b-43a1-a36d-521580bae863", "e2de2b80-2fc2-4502-a764-40930dfcc70a",
    "9f751a80-31f0-43a3-926c-20772791a038", "afcb0771-4f94-44ed-ad4a-9f73f11ce6e0",
  ]
  tags    = ["cwe-319"]
  assert  = upper(resource.protocol) != "HTTP" && tonumber(coalesce(resource.load_balancer_port, 0)) != 80
  at      = [resource.protocol, resource.load_balancer_port]
  message = "requests are taken over HTTP"
  why     = <<-EOT
    Sessions and passwords travel readable.
  EOT
  remedy  = <<-EOT
    Take HTTPS.

    ```hcl
    load_balancer_port = 443
    ```
  EOT
  link    = "https://registry.terraform.io/providers/nifcloud/nifcloud/latest/docs/resources/load_balancer"

  pass "HTTPS" {
    resource "nifcloud_load_balancer" "this" {
      load_balancer_name = "lb"
      instance_port      = 80
      load_balancer_port = 443
    }
    also = ["nifcloud-load-balancer-old-tls"]
  }

  pass "multi load balancer" {
    resource "nifcloud_elb" "e" {
      availability_zone = "east-11"
      instance_port     = 80
      lb_port           = 443
      protocol          = "HTTPS"
    }
  }

  fail "port 80" {
    resource "nifcloud_load_balancer" "this" {
      load_balancer_name = "lb"
      instance_port      = 80
      load_balancer_port = 80
    }

    expect = ["nifcloud_load_balancer.this @ load_balancer_port"]
  }

  fail "HTTP" {
    resource "nifcloud_elb" "e" {
      availability_zone = "east-11"
      instance_port     = 80
      lb_port           = 80
      protocol          = "HTTP"
    }
  }

  unknown "not known" {
    variable "port" {}

    resource "nifcloud_load_balancer" "this" {
      load_balancer_name = "lb"
      instance_port      = 80
      load_balancer_port = var.port
    }
  }
}

rule "nifcloud-load-balancer-old-tls" {
  title     = "NIFCLOUD load balancer accepts old TLS versions"
  category  = "security"
  severity  = "medium"
  resources = ["nifcloud_load_balancer", "nifcloud_load_balancer_listener"]
  aliases = [
    "NIF-0020", "nifcloud-network-use-secure-tls-policy", "AVD-NIF-0020",
    "675e8eaa-2754-42b7-bf33-bfa295d1601d", "944439c7-b4b8-476a-8f83-14641ea876ba",
  ]
  tags = ["cwe-326"]
  params = {
    old = "^Standard Ciphers [ABC] "
  }
  when    = tonumber(resource.load_balancer_port) == 443
  assert  = (resource.ssl_policy_name != null || resource.ssl_policy_id != null) && !(resource.ssl_policy_name != null && can(regex(param.old, resource.ssl_policy_name)))
  at      = [resource.ssl_policy_name, resource.ssl_policy_id]
  message = "policy ${coalesce(resource.ssl_policy_name, resource.ssl_policy_id, "is not set, so the oldest applies")}"
  why     = <<-EOT
    TLS 1.0 and 1.1 are withdrawn (RFC 8996). Without a policy, and with the first standard ones, they are
    accepted. Policies that are named by number are not judged.
  EOT
  remedy  = <<-EOT
    Use a policy with TLS 1.2.

    ```hcl
    ssl_policy_name = "Standard Ciphers D ver1"
    ```
  EOT
  link    = "https://pfs.nifcloud.com/help/lb/ssl_policy.htm"

  pass "TLS 1.2" {
    resource "nifcloud_load_balancer" "this" {
      load_balancer_name = "lb"
      instance_port      = 80
      load_balancer_port = 443
      ssl_policy_name    = "Standard Ciphers D ver1"
    }
  }

  fail "none" {
    resource "nifcloud_load_balancer" "this" {
      load_balancer_name = "lb"
      instance_port      = 80
      load_balancer_port = 443
    }

    expect = ["nifcloud_load_balancer.this"]
  }

  fail "old" {
    resource "nifcloud_load_balancer" "this" {
      load_balancer_name = "lb"
      instance_port      = 80
      load_balancer_port = 443
      ssl_policy_name    = "Standard Ciphers A ver1"
    }

    expect = ["nifcloud_load_balancer.this @ ssl_policy_name"]
  }

  unknown "not known" {
    variable "policy" {}

    resource "nifcloud_load_balancer" "this" {
      load_balancer_name = "lb"
      instance_port      = 80
      load_balancer_port = 443
      ssl_policy_name    = var.policy
    }
  }

  pass "`load_balancer_port` is `442`" {
    resource "nifcloud_load_balancer" "this" {
      load_balancer_name = "lb"
      instance_port      = 80
      load_balancer_port = 442
    }
  }
}
