rule "linode-firewall-accepts-by-default" {
  title     = "Linode firewall accepts what no rule denies"
  category  = "security"
  severity  = "medium"
  resources = ["linode_firewall"]
  aliases   = ["CKV_LIN_5"]
  tags      = ["cwe-284"]
  assert    = resource.inbound_policy == "DROP"
  message   = "`inbound_policy` is ${coalesce(resource.inbound_policy, "not set")}"
  why       = <<-EOT
    Every port without a rule is open.
  EOT
  remedy    = <<-EOT
    Drop by default.

    ```hcl
    inbound_policy = "DROP"
    ```
  EOT
  link      = "https://registry.terraform.io/providers/linode/linode/latest/docs/resources/firewall"

  fix {
    set = {
      inbound_policy = "DROP"
    }
  }

  pass "drop" {
    resource "linode_firewall" "this" {
      label           = "web"
      outbound_policy = "ACCEPT"
      inbound_policy  = "DROP"
    }
  }

  fail "accept" {
    resource "linode_firewall" "this" {
      label           = "web"
      outbound_policy = "ACCEPT"
      inbound_policy  = "ACCEPT"
    }

    expect = ["linode_firewall.this @ inbound_policy"]
  }

  unknown "not known" {
    variable "policy" {}

    resource "linode_firewall" "this" {
      label           = "web"
      outbound_policy = "ACCEPT"
      inbound_policy  = var.policy
    }
  }
}

rule "linode-firewall-egress-open" {
  title     = "Linode firewall lets machines reach everything"
  category  = "security"
  severity  = "info"
  resources = ["linode_firewall"]
  aliases   = ["CKV_LIN_6"]
  tags      = ["cwe-284"]
  default   = false
  assert    = resource.outbound_policy == "DROP"
  message   = "`outbound_policy` is ${coalesce(resource.outbound_policy, "not set")}"
  why       = <<-EOT
    Limits on egress stop malware from calling home.
  EOT
  remedy    = <<-EOT
    Drop by default, and allow what is needed.

    ```hcl
    outbound_policy = "DROP"
    ```
  EOT
  link      = "https://registry.terraform.io/providers/linode/linode/latest/docs/resources/firewall"

  pass "drop" {
    resource "linode_firewall" "this" {
      label           = "web"
      inbound_policy  = "DROP"
      outbound_policy = "DROP"
    }
  }

  fail "accept" {
    resource "linode_firewall" "this" {
      label           = "web"
      inbound_policy  = "DROP"
      outbound_policy = "ACCEPT"
    }

    expect = ["linode_firewall.this @ outbound_policy"]
  }

  unknown "not known" {
    variable "outbound_policy" {}

    resource "linode_firewall" "this" {
      label           = "web"
      inbound_policy  = "DROP"
      outbound_policy = var.outbound_policy
    }
  }
}

rule "linode-firewall-admin-port-open" {
  title     = "Linode firewall opens SSH or a database to everyone"
  category  = "security"
  severity  = "high"
  resources = ["linode_firewall"]
  tags      = ["cwe-284"]
  params = {
    ports = [22, 23, 1433, 3306, 3389, 5432, 6379, 9200, 27017]
  }
  for_each = [for r in resource.inbound : r if upper(r.action) == "ACCEPT"]
  assert   = !anytrue([for a in concat(each.value.ipv4, each.value.ipv6) : cidr_is_public(a)]) || upper(each.value.protocol) == "ICMP" || !(each.value.ports == null || anytrue([for p in param.ports : port_list_includes(each.value.ports, p)]))
  at       = [each.value.ipv4, each.value.ipv6]
  message  = "everyone on the internet reaches port ${coalesce(each.value.ports, "1-65535")}"
  why      = <<-EOT
    Such ports are scanned and tried within minutes.
  EOT
  remedy   = <<-EOT
    Limit the addresses.

    ```hcl
    inbound {
      label    = "ssh"
      action   = "ACCEPT"
      protocol = "TCP"
      ports    = "22"
      ipv4     = ["203.0.113.0/28"]
    }
    ```
  EOT
  link     = "https://registry.terraform.io/providers/linode/linode/latest/docs/resources/firewall"

  pass "web" {
    resource "linode_firewall" "this" {
      label           = "web"
      inbound_policy  = "DROP"
      outbound_policy = "ACCEPT"
      inbound {
        label    = "web"
        action   = "ACCEPT"
        protocol = "TCP"
        ports    = "443"
        ipv4     = ["0.0.0.0/0"]
      }
    }
  }

  pass "an office" {
    resource "linode_firewall" "this" {
      label           = "web"
      inbound_policy  = "DROP"
      outbound_policy = "ACCEPT"
      inbound {
        label    = "ssh"
        action   = "ACCEPT"
        protocol = "TCP"
        ports    = "22"
        ipv4     = ["203.0.113.0/28"]
      }
    }
  }

  fail "SSH" {
    resource "linode_firewall" "this" {
      label           = "web"
      inbound_policy  = "DROP"
      outbound_policy = "ACCEPT"
      inbound {
        label    = "ssh"
        action   = "ACCEPT"
        protocol = "TCP"
        ports    = "22"
        ipv4     = ["0.0.0.0/0"]
      }
    }

    expect = ["linode_firewall.this @ inbound[0].ipv4"]
  }

  unknown "not known" {
    variable "ranges" {}

    resource "linode_firewall" "this" {
      label           = "web"
      inbound_policy  = "DROP"
      outbound_policy = "ACCEPT"
      inbound {
        label    = "ssh"
        action   = "ACCEPT"
        protocol = "TCP"
        ports    = "22"
        ipv4     = var.ranges
      }
    }
  }

  pass "more that pass" {
    resource "linode_firewall" "protocol_is_icmp" {
      label           = "web"
      inbound_policy  = "DROP"
      outbound_policy = "ACCEPT"
      inbound {
        label    = "ssh"
        action   = "ACCEPT"
        protocol = "ICMP"
        ports    = "22"
        ipv4     = ["0.0.0.0/0"]
      }
    }
    resource "linode_firewall" "no_ipv4" {
      label           = "web"
      inbound_policy  = "DROP"
      outbound_policy = "ACCEPT"
      inbound {
        label    = "ssh"
        action   = "ACCEPT"
        protocol = "TCP"
        ports    = "22"
      }
    }
  }

  fail "no `ports`" {
    resource "linode_firewall" "this" {
      label           = "web"
      inbound_policy  = "DROP"
      outbound_policy = "ACCEPT"
      inbound {
        label    = "web"
        action   = "ACCEPT"
        protocol = "TCP"
        ipv4     = ["0.0.0.0/0"]
      }
    }
    expect = ["linode_firewall.this @ inbound[0].ipv4"]
  }

  unknown "one more `inbound`, `action` is an unset variable" {
    variable "action" {}
    resource "linode_firewall" "this" {
      label           = "web"
      inbound_policy  = "DROP"
      outbound_policy = "ACCEPT"
      inbound {
        label    = "web"
        action   = "ACCEPT"
        protocol = "TCP"
        ports    = "443"
        ipv4     = ["0.0.0.0/0"]
      }
      inbound {
        label    = "web"
        action   = var.action
        protocol = "TCP"
        ports    = "443"
        ipv4     = ["0.0.0.0/0"]
      }
    }
    expect = ["linode_firewall.this"]
  }
}

rule "linode-instance-no-ssh-key" {
  title     = "Linode is created with a password only"
  category  = "security"
  severity  = "low"
  resources = ["linode_instance"]
  aliases   = ["CKV_LIN_2"]
  tags      = ["cwe-287"]
  when      = resource.image != null
  assert    = length(resource.authorized_keys) > 0 || length(resource.authorized_users) > 0
  at        = resource.authorized_keys
  message   = "no `authorized_keys`"
  why       = <<-EOT
    Passwords for root are tried by everyone who scans the internet.
  EOT
  remedy    = <<-EOT
    Name keys or users.

    ```hcl
    authorized_keys = [chomp(file("~/.ssh/id_ed25519.pub"))]
    ```
  EOT
  link      = "https://registry.terraform.io/providers/linode/linode/latest/docs/resources/instance"

  pass "a key" {
    resource "linode_instance" "this" {
      label           = "web"
      image           = "linode/debian12"
      region          = "eu-central"
      type            = "g6-standard-1"
      authorized_keys = ["ssh-ed25519 AAAA"]
    }
  }

  pass "a user" {
    resource "linode_instance" "this" {
      label            = "web"
      image            = "linode/debian12"
      region           = "eu-central"
      type             = "g6-standard-1"
      authorized_users = ["jane"]
    }
  }

  fail "none" {
    resource "linode_instance" "this" {
      label  = "web"
      image  = "linode/debian12"
      region = "eu-central"
      type   = "g6-standard-1"
    }

    expect = ["linode_instance.this"]
  }

  unknown "not known" {
    variable "keys" {}

    resource "linode_instance" "this" {
      label           = "web"
      image           = "linode/debian12"
      region          = "eu-central"
      type            = "g6-standard-1"
      authorized_keys = var.keys
    }
  }

  unknown "`image` is an unset variable" {
    variable "image" {}
    resource "linode_instance" "this" {
      label  = "web"
      image  = var.image
      region = "eu-central"
      type   = "g6-standard-1"
    }
    expect = ["linode_instance.this"]
  }
}

rule "linode-password-in-code" {
  title     = "Linode's root password stands in the configuration"
  category  = "security"
  severity  = "high"
  resources = ["linode_instance", "linode_instance_disk"]
  tags      = ["cwe-798"]
  when      = is_known(resource.root_pass) && resource.root_pass != null
  assert    = resource.root_pass == ""
  at        = resource.root_pass
  message   = "`root_pass` is written in plain text"
  why       = <<-EOT
    Whoever reads the repository can log in.
  EOT
  remedy    = <<-EOT
    Generate it, or leave it out and use keys.

    ```hcl
    root_pass = random_password.root.result
    ```
  EOT
  link      = "https://registry.terraform.io/providers/linode/linode/latest/docs/resources/instance"

  pass "none" {
    resource "linode_instance" "this" {
      label           = "web"
      image           = "linode/debian12"
      region          = "eu-central"
      type            = "g6-standard-1"
      authorized_keys = ["ssh-ed25519 AAAA"]
    }
  }

  pass "from a variable" {
    variable "password" {}

    resource "linode_instance" "this" {
      label           = "web"
      image           = "linode/debian12"
      region          = "eu-central"
      type            = "g6-standard-1"
      authorized_keys = ["ssh-ed25519 AAAA"]
      root_pass       = var.password
    }
  }

  fail "in code" {
    resource "linode_instance" "this" {
      label           = "web"
      image           = "linode/debian12"
      region          = "eu-central"
      type            = "g6-standard-1"
      authorized_keys = ["ssh-ed25519 AAAA"]
      root_pass       = "hunter2-hunter2"
    }

    expect = ["linode_instance.this @ root_pass"]
  }
}

rule "linode-user-incomplete" {
  title     = "Linode user lacks a name or mail address"
  category  = "correctness"
  severity  = "high"
  resources = ["linode_user"]
  aliases   = ["CKV_LIN_3", "CKV_LIN_4"]
  assert    = resource.username != null && resource.username != "" && resource.email != null && resource.email != ""
  at        = [resource.username, resource.email]
  message   = "`username` and `email` are both needed"
  why       = <<-EOT
    The API refuses the user at apply.
  EOT
  remedy    = <<-EOT
    Give both.

    ```hcl
    username = "jane"
    email    = "jane@example.com"
    ```
  EOT
  link      = "https://registry.terraform.io/providers/linode/linode/latest/docs/resources/user"

  pass "both" {
    resource "linode_user" "this" {
      restricted = true
      username   = "jane"
      email      = "jane@example.com"
    }
  }

  fail "no address" {
    resource "linode_user" "this" {
      restricted = true
      username   = "jane"
    }
  }

  fail "no `username`" {
    resource "linode_user" "this" {
      restricted = true
      email      = "jane@example.com"
    }
    expect = ["linode_user.this @ email"]
  }
}

rule "linode-provider-token-in-code" {
  title     = "Provider block holds a Linode token"
  category  = "security"
  severity  = "high"
  resources = ["provider.linode"]
  aliases   = ["CKV_LIN_1"]
  tags      = ["cwe-798"]
  assert    = !(is_known(resource.token) && resource.token != null && resource.token != "" && !can(regex("^[A-Z_]+$|^[xX*.]+$|^<.*>$|(?i:your|placeholder|changeme|dummy|_here$|xxxx)", resource.token)))
  at        = resource.token
  message   = "`token` is written in plain text"
  why       = <<-EOT
    The token administers the account, and stays in the history of the repository.
  EOT
  remedy    = <<-EOT
    Take it from the environment variable `LINODE_TOKEN`.

    ```hcl
    provider "linode" {}
    ```
  EOT
  link      = "https://registry.terraform.io/providers/linode/linode/latest/docs"

  pass "environment" {
    provider "linode" {}
  }

  pass "variable" {
    variable "token" {}

    provider "linode" {
      token = var.token
    }
  }

  fail "in code" {
    provider "linode" {
      token = "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef"
    }

    expect = ["provider.linode @ token"]
  }
}
