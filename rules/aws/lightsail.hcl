rule "aws-lightsail-database-public" {
  title     = "Lightsail database answers on the internet"
  category  = "security"
  severity  = "high"
  resources = ["aws_lightsail_database"]
  tags      = ["cwe-668"]
  assert    = !coalesce(resource.publicly_accessible, false)
  at        = resource.publicly_accessible
  message   = "`publicly_accessible` is true"
  why       = <<-EOT
    Everyone reaches the database, and only its password stands in between; Lightsail has no security groups for databases.
  EOT
  remedy    = <<-EOT
    ```hcl
    publicly_accessible = false
    ```
  EOT
  link      = "https://docs.aws.amazon.com/lightsail/latest/userguide/amazon-lightsail-configuring-database-public-mode.html"

  fix {
    set = {
      publicly_accessible = false
    }
  }

  pass "the default" {
     variable "password" {}
     resource "aws_lightsail_database" "this" {
       relational_database_name = "shop"
       blueprint_id             = "mysql_8_0"
       bundle_id                = "micro_2_0"
       master_database_name     = "shop"
       master_username          = "app"
       master_password          = var.password
     }
  }

  fail "public" {
     variable "password" {}
     resource "aws_lightsail_database" "this" {
       relational_database_name = "shop"
       blueprint_id             = "mysql_8_0"
       bundle_id                = "micro_2_0"
       master_database_name     = "shop"
       master_username          = "app"
       master_password          = var.password
       publicly_accessible      = true
     }
    expect = ["aws_lightsail_database.this @ publicly_accessible"]
  }

  fail "public, as text" {
     variable "password" {}
     resource "aws_lightsail_database" "this" {
       relational_database_name = "shop"
       blueprint_id             = "mysql_8_0"
       bundle_id                = "micro_2_0"
       master_database_name     = "shop"
       master_username          = "app"
       master_password          = var.password
       publicly_accessible      = "true"
     }
  }

  unknown "`publicly_accessible` is an unset variable" {
    variable "publicly_accessible" {}
    variable "password" {}
    resource "aws_lightsail_database" "this" {
       relational_database_name = "shop"
       blueprint_id             = "mysql_8_0"
       bundle_id                = "micro_2_0"
       master_database_name     = "shop"
       master_username          = "app"
       master_password          = var.password
       publicly_accessible      = var.publicly_accessible
     }
  }
}

rule "aws-lightsail-administration-port-open" {
  title     = "Lightsail instance opens SSH, RDP or a database to everyone"
  category  = "security"
  severity  = "high"
  resources = ["aws_lightsail_instance_public_ports"]
  tags      = ["cwe-284"]
  params = {
    ports = [22, 3389, 3306, 5432, 1433, 27017, 6379]
  }
  for_each = resource.port_info
  assert = !(
    anytrue([for p in param.ports : ports_include(each.value.from_port, each.value.to_port, p)])
    && (
      each.value.cidrs == null && each.value.ipv6_cidrs == null && each.value.cidr_list_aliases == null
      || anytrue([for c in concat(each.value.cidrs, each.value.ipv6_cidrs) : cidr_is_public(c)])
    )
  )
  at      = [each.value.cidrs, each.value.from_port]
  message = "port ${each.value.from_port} is open to every address"
  why     = <<-EOT
    Without `cidrs` a port is open to the whole internet, and these are tried all day.
  EOT
  remedy  = <<-EOT
    ```hcl
    port_info {
      protocol  = "tcp"
      from_port = 22
      to_port   = 22
      cidrs     = ["198.51.100.0/24"]
    }
    ```
  EOT
  link    = "https://docs.aws.amazon.com/lightsail/latest/userguide/understanding-firewall-and-port-mappings-in-amazon-lightsail.html"

  pass "one network" {
    resource "aws_lightsail_instance_public_ports" "this" {
      instance_name = "web"
      port_info {
        protocol  = "tcp"
        from_port = 22
        to_port   = 22
        cidrs     = ["198.51.100.0/24"]
      }
    }
  }

  pass "the web" {
    resource "aws_lightsail_instance_public_ports" "this" {
      instance_name = "web"
      port_info {
        protocol  = "tcp"
        from_port = 443
        to_port   = 443
      }
    }
  }

  fail "everyone, by default" {
    resource "aws_lightsail_instance_public_ports" "this" {
      instance_name = "web"
      port_info {
        protocol  = "tcp"
        from_port = 22
        to_port   = 22
      }
    }
    expect = ["aws_lightsail_instance_public_ports.this @ port_info[0].from_port"]
  }

  fail "everyone, written out" {
    resource "aws_lightsail_instance_public_ports" "this" {
      instance_name = "web"
      port_info {
        protocol  = "tcp"
        from_port = 3389
        to_port   = 3389
        cidrs     = ["0.0.0.0/0"]
      }
    }
    expect = ["aws_lightsail_instance_public_ports.this @ port_info[0].cidrs"]
  }

  unknown "`from_port` is an unset variable" {
    variable "from_port" {}
    resource "aws_lightsail_instance_public_ports" "this" {
      instance_name = "web"
      port_info {
        protocol  = "tcp"
        from_port = var.from_port
        to_port   = 22
      }
    }
  }

  pass "`cidrs` without `198.51.100.0/24`" {
    resource "aws_lightsail_instance_public_ports" "this" {
      instance_name = "web"
      port_info {
        protocol  = "tcp"
        from_port = 22
        to_port   = 22
        cidrs     = []
      }
    }
  }
}
