rule "digitalocean-droplet-no-ssh-key" {
  title     = "Droplet is created with a password"
  category  = "security"
  severity  = "medium"
  resources = ["digitalocean_droplet"]
  aliases   = ["CKV_DIO_2", "DIG-0004", "digitalocean-compute-use-ssh-keys", "AVD-DIG-0004"]
  tags      = ["cwe-287"]
  assert    = length(resource.ssh_keys) > 0
  at        = resource.ssh_keys
  message   = "no `ssh_keys`, so root gets a password by mail"
  why       = <<-EOT
    Passwords for root are mailed in plain text and tried by everyone who scans the internet.
  EOT
  remedy    = <<-EOT
    Name keys.

    ```hcl
    ssh_keys = [digitalocean_ssh_key.admin.fingerprint]
    ```
  EOT
  link      = "https://docs.digitalocean.com/products/droplets/how-to/add-ssh-keys/"

  pass "a key" {
    resource "digitalocean_droplet" "this" {
      name     = "web"
      image    = "debian-12-x64"
      region   = "fra1"
      size     = "s-1vcpu-1gb"
      ssh_keys = ["3b:16:bf:e4:8b:00:8b:b8:59:8c:a9:d3:f0:19:45:fa"]
    }
  }

  pass "a key of this configuration" {
    resource "digitalocean_ssh_key" "k" {
      name       = "k"
      public_key = "ssh-ed25519 AAAA"
    }

    resource "digitalocean_droplet" "web" {
      name     = "web"
      image    = "debian-12-x64"
      size     = "s-1vcpu-1gb"
      ssh_keys = [digitalocean_ssh_key.k.fingerprint]
    }
  }

  fail "none" {
    resource "digitalocean_droplet" "this" {
      name   = "web"
      image  = "debian-12-x64"
      region = "fra1"
      size   = "s-1vcpu-1gb"
    }

    expect = ["digitalocean_droplet.this"]
  }

  fail "empty" {
    resource "digitalocean_droplet" "this" {
      name     = "web"
      image    = "debian-12-x64"
      region   = "fra1"
      size     = "s-1vcpu-1gb"
      ssh_keys = []
    }

    expect = ["digitalocean_droplet.this @ ssh_keys"]
  }

  unknown "not known" {
    variable "keys" {}

    resource "digitalocean_droplet" "this" {
      name     = "web"
      image    = "debian-12-x64"
      region   = "fra1"
      size     = "s-1vcpu-1gb"
      ssh_keys = var.keys
    }
  }
}

rule "digitalocean-firewall-admin-port-open" {
  title     = "DigitalOcean firewall opens an admin or database port to all"
  category  = "security"
  severity  = "high"
  resources = ["digitalocean_firewall"]
  aliases   = ["DIG-0001", "digitalocean-compute-no-public-ingress", "AVD-DIG-0001", "CKV_DIO_4"]
  tags      = ["cwe-284"]
  params = {
    ports = [20, 21, 22, 23, 135, 139, 445, 1433, 1521, 2375, 2376, 2379, 3306, 3389, 5432, 5601, 5900, 6379, 6443, 9200, 10250, 11211, 27017]
  }
  for_each = resource.inbound_rule
  assert = (
    !anytrue([for a in each.value.source_addresses : cidr_is_public(a)])
    || !(contains(["tcp", "udp"], lower(each.value.protocol)) && (each.value.port_range == null || contains(["all", "0", "1-65535"], each.value.port_range) || anytrue([for p in param.ports : port_list_includes(each.value.port_range, p)])))
  )
  at      = each.value.source_addresses
  message = "everyone on the internet reaches port ${coalesce(each.value.port_range, "range all")}"
  why     = <<-EOT
    Such ports are scanned and tried within minutes. One weak password or one hole is then enough.
  EOT
  remedy  = <<-EOT
    List the addresses that need the port.

    ```hcl
    inbound_rule {
      protocol         = "tcp"
      port_range       = "22"
      source_addresses = ["203.0.113.0/28"]
    }
    ```
  EOT
  link    = "https://docs.digitalocean.com/products/networking/firewalls/"

  pass "an office" {
    resource "digitalocean_firewall" "this" {
      name = "web"
      inbound_rule {
        protocol         = "tcp"
        port_range       = "22"
        source_addresses = ["203.0.113.0/28"]
      }
    }
  }

  pass "web" {
    resource "digitalocean_firewall" "this" {
      name = "web"
      inbound_rule {
        protocol         = "tcp"
        port_range       = "443"
        source_addresses = ["0.0.0.0/0", "::/0"]
      }
    }
  }

  fail "SSH" {
    resource "digitalocean_firewall" "this" {
      name = "web"
      inbound_rule {
        protocol         = "tcp"
        port_range       = "22"
        source_addresses = ["0.0.0.0/0"]
      }
    }

    expect = ["digitalocean_firewall.this @ inbound_rule[0].source_addresses"]
  }

  fail "all ports" {
    resource "digitalocean_firewall" "this" {
      name = "web"
      inbound_rule {
        protocol         = "tcp"
        port_range       = "1-65535"
        source_addresses = ["::/0"]
      }
    }

    expect = ["digitalocean_firewall.this @ inbound_rule[0].source_addresses"]
  }

  unknown "not known" {
    variable "sources" {}

    resource "digitalocean_firewall" "this" {
      name = "web"
      inbound_rule {
        protocol         = "tcp"
        port_range       = "22"
        source_addresses = var.sources
      }
    }
  }

  pass "`source_addresses` without `203.0.113.0/28`" {
    resource "digitalocean_firewall" "this" {
      name = "web"
      inbound_rule {
        protocol         = "tcp"
        port_range       = "22"
        source_addresses = []
      }
    }
  }

  fail "more that fail" {
    resource "digitalocean_firewall" "port_range_is_0" {
      name = "web"
      inbound_rule {
        protocol         = "tcp"
        port_range       = "0"
        source_addresses = ["0.0.0.0/0", "::/0"]
      }
    }
    resource "digitalocean_firewall" "one_more_one_more_inbound_rule_port_range" {
      name = "web"
      inbound_rule {
        protocol         = "tcp"
        port_range       = "443"
        source_addresses = ["0.0.0.0/0", "::/0"]
      }
    }
    resource "digitalocean_firewall" "one_more_one_more_inbound_rule_port_range_2" {
      name = "web"
      inbound_rule {
        protocol         = "tcp"
        port_range       = "443"
        source_addresses = ["0.0.0.0/0", "::/0"]
      }
      inbound_rule {
        protocol         = "tcp"
        port_range       = "all"
        source_addresses = ["0.0.0.0/0", "::/0"]
      }
    }
    resource "digitalocean_firewall" "protocol_is_udp" {
      name = "web"
      inbound_rule {
        protocol         = "udp"
        port_range       = "22"
        source_addresses = ["0.0.0.0/0"]
      }
    }
    expect = [
      "digitalocean_firewall.port_range_is_0 @ inbound_rule[0].source_addresses",
      "digitalocean_firewall.one_more_one_more_inbound_rule_port_range_2 @ inbound_rule[1].source_addresses",
      "digitalocean_firewall.protocol_is_udp @ inbound_rule[0].source_addresses",
    ]
  }

  unknown "`protocol` is an unset variable" {
    variable "protocol" {}
    resource "digitalocean_firewall" "this" {
      name = "web"
      inbound_rule {
        protocol         = var.protocol
        port_range       = "22"
        source_addresses = ["0.0.0.0/0"]
      }
    }
    expect = ["digitalocean_firewall.this @ inbound_rule[0].source_addresses"]
  }
}

rule "digitalocean-firewall-open" {
  title     = "DigitalOcean firewall opens a port to the internet"
  category  = "security"
  severity  = "low"
  resources = ["digitalocean_firewall"]
  aliases   = ["DIG-0001", "digitalocean-compute-no-public-ingress", "AVD-DIG-0001", "CKV_DIO_4"]
  tags      = ["cwe-284"]
  default   = false
  params = {
    ports = [20, 21, 22, 23, 135, 139, 445, 1433, 1521, 2375, 2376, 2379, 3306, 3389, 5432, 5601, 5900, 6379, 6443, 9200, 10250, 11211, 27017]
  }
  for_each = resource.inbound_rule
  assert = (
    !anytrue([for a in each.value.source_addresses : cidr_is_public(a)])
    || (contains(["tcp", "udp"], lower(each.value.protocol)) && (each.value.port_range == null || contains(["all", "0", "1-65535"], each.value.port_range) || anytrue([for p in param.ports : port_list_includes(each.value.port_range, p)])))
  )
  at      = each.value.source_addresses
  message = "everyone on the internet reaches ${each.value.protocol} ${coalesce(each.value.port_range, "")}"
  why     = <<-EOT
    Each public port is attack surface, even where it is meant to be public. Administration and database ports are
    reported by another rule.
  EOT
  remedy  = <<-EOT
    Put public services behind a load balancer.
  EOT
  link    = "https://docs.digitalocean.com/products/networking/firewalls/"

  pass "internal" {
    resource "digitalocean_firewall" "this" {
      name = "web"
      inbound_rule {
        protocol         = "tcp"
        port_range       = "443"
        source_addresses = ["10.0.0.0/16"]
      }
    }
  }

  fail "web" {
    resource "digitalocean_firewall" "this" {
      name = "web"
      inbound_rule {
        protocol         = "tcp"
        port_range       = "443"
        source_addresses = ["0.0.0.0/0"]
      }
    }

    expect = ["digitalocean_firewall.this @ inbound_rule[0].source_addresses"]
  }

  unknown "not known" {
    variable "source_addresses" {}

    resource "digitalocean_firewall" "this" {
      name = "web"
      inbound_rule {
        protocol         = "tcp"
        port_range       = "443"
        source_addresses = var.source_addresses
      }
    }
  }

  pass "more that pass" {
    resource "digitalocean_firewall" "with_inbound_rule" {
      name = "web"
      inbound_rule {
        protocol         = "tcp"
        port_range       = "443"
        source_addresses = ["10.0.0.0/16"]
      }
      inbound_rule {
        protocol         = "tcp"
        port_range       = "22"
        source_addresses = ["0.0.0.0/0"]
      }
    }
    resource "digitalocean_firewall" "source_addresses_without_10_0_0_0_16" {
      name = "web"
      inbound_rule {
        protocol         = "tcp"
        port_range       = "443"
        source_addresses = []
      }
    }
    resource "digitalocean_firewall" "port_range_is_all" {
      name = "web"
      inbound_rule {
        protocol         = "tcp"
        port_range       = "all"
        source_addresses = ["0.0.0.0/0"]
      }
    }
    resource "digitalocean_firewall" "port_range_is_1_65535_one_more_one_more" {
      name = "web"
      inbound_rule {
        protocol         = "tcp"
        port_range       = "1-65535"
        source_addresses = ["0.0.0.0/0"]
      }
    }
    resource "digitalocean_firewall" "port_range_is_1_65535_one_more_one_more_2" {
      name = "web"
      inbound_rule {
        protocol         = "tcp"
        port_range       = "1-65535"
        source_addresses = ["0.0.0.0/0"]
      }
      inbound_rule {
        protocol         = "udp"
        port_range       = "1-65535"
        source_addresses = ["0.0.0.0/0"]
      }
    }
    also = ["digitalocean-firewall-admin-port-open"]
  }

  fail "one more `inbound_rule`, `port_range` is `0`" {
    resource "digitalocean_firewall" "this" {
      name = "web"
      inbound_rule {
        protocol         = "tcp"
        port_range       = "443"
        source_addresses = ["0.0.0.0/0"]
      }
      inbound_rule {
        protocol         = "tcp"
        port_range       = "0"
        source_addresses = ["0.0.0.0/0"]
      }
    }
    expect = ["digitalocean_firewall.this @ inbound_rule[0].source_addresses"]
  }

  unknown "`protocol` is an unset variable, `port_range` is `all`" {
    variable "protocol" {}
    resource "digitalocean_firewall" "this" {
      name = "web"
      inbound_rule {
        protocol         = var.protocol
        port_range       = "all"
        source_addresses = ["0.0.0.0/0"]
      }
    }
    expect = ["digitalocean_firewall.this @ inbound_rule[0].source_addresses"]
  }
}

rule "digitalocean-firewall-egress-open" {
  title     = "DigitalOcean firewall lets droplets reach everything"
  category  = "security"
  severity  = "info"
  resources = ["digitalocean_firewall"]
  aliases   = ["DIG-0003", "digitalocean-compute-no-public-egress", "AVD-DIG-0003"]
  tags      = ["cwe-284"]
  default   = false
  for_each  = resource.outbound_rule
  assert    = !anytrue([for a in each.value.destination_addresses : cidr_is_public(a)])
  at        = each.value.destination_addresses
  message   = "outbound ${each.value.protocol} to every address is allowed"
  why       = <<-EOT
    Limits on egress stop malware from calling home. Most droplets need updates from the internet.
  EOT
  remedy    = <<-EOT
    List the destinations.
  EOT
  link      = "https://docs.digitalocean.com/products/networking/firewalls/"

  pass "internal" {
    resource "digitalocean_firewall" "this" {
      name = "web"
      outbound_rule {
        protocol              = "tcp"
        port_range            = "5432"
        destination_addresses = ["10.0.0.0/16"]
      }
    }
  }

  fail "everywhere" {
    resource "digitalocean_firewall" "this" {
      name = "web"
      outbound_rule {
        protocol              = "tcp"
        port_range            = "1-65535"
        destination_addresses = ["0.0.0.0/0"]
      }
    }

    expect = ["digitalocean_firewall.this @ outbound_rule[0].destination_addresses"]
  }

  unknown "not known" {
    variable "destination_addresses" {}

    resource "digitalocean_firewall" "this" {
      name = "web"
      outbound_rule {
        protocol              = "tcp"
        port_range            = "1-65535"
        destination_addresses = var.destination_addresses
      }
    }
  }

  pass "no `destination_addresses`" {
    resource "digitalocean_firewall" "this" {
      name = "web"
      outbound_rule {
        protocol   = "tcp"
        port_range = "5432"
      }
    }
  }
}

rule "digitalocean-kubernetes-no-auto-upgrade" {
  title     = "DigitalOcean cluster is not upgraded automatically"
  category  = "security"
  severity  = "medium"
  resources = ["digitalocean_kubernetes_cluster"]
  aliases = [
    "DIG-0008", "digitalocean-compute-kubernetes-auto-upgrades-not-enabled", "AVD-DIG-0008",
    "kubernetes-auto-upgrades-not-enabled",
  ]
  tags    = ["cwe-1104"]
  assert  = coalesce(resource.auto_upgrade, false)
  message = "`auto_upgrade` is not on"
  why     = <<-EOT
    Patch releases of Kubernetes close holes; without upgrades the cluster keeps them.
  EOT
  remedy  = <<-EOT
    Turn it on and choose a maintenance window.

    ```hcl
    auto_upgrade = true
    maintenance_policy {
      start_time = "04:00"
      day        = "sunday"
    }
    ```
  EOT
  link    = "https://docs.digitalocean.com/products/kubernetes/how-to/upgrade-cluster/"

  fix {
    set = {
      auto_upgrade = true
    }
  }

  pass "on" {
    resource "digitalocean_kubernetes_cluster" "this" {
      name         = "main"
      region       = "fra1"
      version      = "1.33.1-do.0"
      auto_upgrade = true
    }
    also = ["digitalocean-kubernetes-no-surge-upgrade"]
  }

  fail "not written" {
    resource "digitalocean_kubernetes_cluster" "this" {
      name    = "main"
      region  = "fra1"
      version = "1.33.1-do.0"
    }

    expect = ["digitalocean_kubernetes_cluster.this"]
  }

  fail "off" {
    resource "digitalocean_kubernetes_cluster" "this" {
      name         = "main"
      region       = "fra1"
      version      = "1.33.1-do.0"
      auto_upgrade = false
    }

    expect = ["digitalocean_kubernetes_cluster.this @ auto_upgrade"]
  }

  unknown "not known" {
    variable "upgrade" {}

    resource "digitalocean_kubernetes_cluster" "this" {
      name         = "main"
      region       = "fra1"
      version      = "1.33.1-do.0"
      auto_upgrade = var.upgrade
    }
  }
}

rule "digitalocean-kubernetes-no-surge-upgrade" {
  title     = "DigitalOcean cluster loses capacity during upgrades"
  category  = "reliability"
  severity  = "low"
  resources = ["digitalocean_kubernetes_cluster"]
  aliases   = ["DIG-0005", "digitalocean-compute-surge-upgrades-not-enabled", "AVD-DIG-0005"]
  assert    = coalesce(resource.surge_upgrade, false)
  message   = "`surge_upgrade` is not on"
  why       = <<-EOT
    Without surge upgrades nodes are drained before their successors exist.
  EOT
  remedy    = <<-EOT
    Turn it on.

    ```hcl
    surge_upgrade = true
    ```
  EOT
  link      = "https://docs.digitalocean.com/products/kubernetes/how-to/upgrade-cluster/#surge-upgrades"

  fix {
    set = {
      surge_upgrade = true
    }
  }

  pass "on" {
    resource "digitalocean_kubernetes_cluster" "this" {
      name          = "main"
      region        = "fra1"
      version       = "1.33.1-do.0"
      auto_upgrade  = true
      surge_upgrade = true
    }
  }

  fail "not written" {
    resource "digitalocean_kubernetes_cluster" "this" {
      name         = "main"
      region       = "fra1"
      version      = "1.33.1-do.0"
      auto_upgrade = true
    }

    expect = ["digitalocean_kubernetes_cluster.this"]
  }

  fail "off" {
    resource "digitalocean_kubernetes_cluster" "this" {
      name          = "main"
      region        = "fra1"
      version       = "1.33.1-do.0"
      auto_upgrade  = true
      surge_upgrade = false
    }

    expect = ["digitalocean_kubernetes_cluster.this @ surge_upgrade"]
  }

  unknown "not known" {
    variable "surge_upgrade" {}

    resource "digitalocean_kubernetes_cluster" "this" {
      name          = "main"
      region        = "fra1"
      version       = "1.33.1-do.0"
      auto_upgrade  = true
      surge_upgrade = var.surge_upgrade
    }
  }
}

rule "digitalocean-load-balancer-plain-http" {
  title     = "DigitalOcean load balancer serves plain HTTP"
  category  = "security"
  severity  = "medium"
  resources = ["digitalocean_loadbalancer"]
  aliases   = ["DIG-0002", "digitalocean-compute-enforce-https", "AVD-DIG-0002"]
  tags      = ["cwe-319"]
  when      = coalesce(resource.network, "EXTERNAL") != "INTERNAL"
  for_each  = resource.forwarding_rule
  assert    = lower(each.value.entry_protocol) != "http" || coalesce(resource.redirect_http_to_https, false)
  at        = each.value.entry_protocol
  message   = "port ${each.value.entry_port} takes HTTP without a redirect"
  why       = <<-EOT
    Sessions and passwords travel readable.
  EOT
  remedy    = <<-EOT
    Take HTTPS, and redirect from HTTP.

    ```hcl
    redirect_http_to_https = true
    ```
  EOT
  link      = "https://docs.digitalocean.com/products/networking/load-balancers/"

  pass "HTTPS" {
    resource "digitalocean_loadbalancer" "this" {
      name   = "web"
      region = "fra1"
      forwarding_rule {
        entry_port      = 443
        entry_protocol  = "https"
        target_port     = 80
        target_protocol = "http"
      }
    }
  }

  pass "redirect" {
    resource "digitalocean_loadbalancer" "this" {
      name                   = "web"
      region                 = "fra1"
      redirect_http_to_https = true
      forwarding_rule {
        entry_port      = 80
        entry_protocol  = "http"
        target_port     = 80
        target_protocol = "http"
      }
    }
  }

  fail "HTTP" {
    resource "digitalocean_loadbalancer" "this" {
      name   = "web"
      region = "fra1"
      forwarding_rule {
        entry_port      = 80
        entry_protocol  = "http"
        target_port     = 80
        target_protocol = "http"
      }
    }

    expect = ["digitalocean_loadbalancer.this @ forwarding_rule[0].entry_protocol"]
  }

  unknown "not known" {
    variable "protocol" {}

    resource "digitalocean_loadbalancer" "this" {
      name   = "web"
      region = "fra1"
      forwarding_rule {
        entry_port      = 80
        entry_protocol  = var.protocol
        target_port     = 80
        target_protocol = "http"
      }
    }
  }

  pass "`network` is `INTERNAL`" {
    resource "digitalocean_loadbalancer" "this" {
      name    = "web"
      region  = "fra1"
      network = "INTERNAL"
      forwarding_rule {
        entry_port      = 80
        entry_protocol  = "http"
        target_port     = 80
        target_protocol = "http"
      }
    }
  }
}

rule "digitalocean-spaces-public" {
  title     = "Spaces bucket or object is readable by everyone"
  category  = "security"
  severity  = "critical"
  resources = ["digitalocean_spaces_bucket", "digitalocean_spaces_bucket_object"]
  aliases   = ["CKV_DIO_3", "DIG-0006", "digitalocean-spaces-acl-no-public-read", "AVD-DIG-0006"]
  tags      = ["cwe-732"]
  assert    = !contains(["public-read", "public-read-write", "authenticated-read"], resource.acl)
  message   = "`${resource.acl}` opens it to the internet"
  why       = <<-EOT
    Everyone can list the bucket and read its objects. Files of a site can be public one by one.
  EOT
  remedy    = <<-EOT
    Leave the ACL private.

    ```hcl
    acl = "private"
    ```
  EOT
  link      = "https://docs.digitalocean.com/products/spaces/how-to/set-file-permissions/"

  fix {
    set = {
      acl = "private"
    }
  }

  pass "private" {
    resource "digitalocean_spaces_bucket" "this" {
      name   = "files"
      region = "fra1"
      acl    = "private"
    }
  }

  pass "default" {
    resource "digitalocean_spaces_bucket" "this" {
      name   = "files"
      region = "fra1"
    }
  }

  fail "public" {
    resource "digitalocean_spaces_bucket" "this" {
      name   = "files"
      region = "fra1"
      acl    = "public-read"
    }

    expect = ["digitalocean_spaces_bucket.this @ acl"]
  }

  unknown "not known" {
    variable "acl" {}

    resource "digitalocean_spaces_bucket" "this" {
      name   = "files"
      region = "fra1"
      acl    = var.acl
    }
  }

  fail "more that fail" {
    resource "digitalocean_spaces_bucket" "acl_is_public_read_write" {
      name   = "files"
      region = "fra1"
      acl    = "public-read-write"
    }
    resource "digitalocean_spaces_bucket" "one_more_acl_is_authenticated_read" {
      name   = "files"
      region = "fra1"
      acl    = "private"
    }
    resource "digitalocean_spaces_bucket" "one_more_acl_is_authenticated_read_2" {
      name   = "files"
      region = "fra1"
      acl    = "authenticated-read"
    }
    expect = [
      "digitalocean_spaces_bucket.acl_is_public_read_write @ acl",
      "digitalocean_spaces_bucket.one_more_acl_is_authenticated_read_2 @ acl",
    ]
  }
}

rule "digitalocean-spaces-no-versioning" {
  title     = "Spaces bucket keeps no old versions"
  category  = "reliability"
  severity  = "low"
  resources = ["digitalocean_spaces_bucket"]
  aliases   = ["CKV_DIO_1", "DIG-0007", "digitalocean-spaces-versioning-enabled", "AVD-DIG-0007"]
  default   = false
  assert    = coalesce(resource.versioning[0].enabled, false)
  at        = resource.versioning
  message   = "versioning is not on"
  why       = <<-EOT
    An overwritten or deleted object is gone.
  EOT
  remedy    = <<-EOT
    Turn versioning on.

    ```hcl
    versioning {
      enabled = true
    }
    ```
  EOT
  link      = "https://docs.digitalocean.com/products/spaces/reference/s3-compatibility/"

  pass "on" {
    resource "digitalocean_spaces_bucket" "this" {
      name   = "files"
      region = "fra1"
      versioning {
        enabled = true
      }
    }
  }

  fail "not written" {
    resource "digitalocean_spaces_bucket" "this" {
      name   = "files"
      region = "fra1"
    }

    expect = ["digitalocean_spaces_bucket.this"]
  }
}

rule "digitalocean-spaces-force-destroy" {
  title     = "Spaces bucket is destroyed with all its objects"
  category  = "reliability"
  severity  = "low"
  resources = ["digitalocean_spaces_bucket"]
  aliases   = ["DIG-0009", "digitalocean-spaces-disable-force-destroy", "AVD-DIG-0009"]
  default   = false
  assert    = !coalesce(resource.force_destroy, false)
  message   = "`force_destroy` is on"
  why       = <<-EOT
    A rename replaces the bucket; its content goes without a question.
  EOT
  remedy    = <<-EOT
    Leave it out.
  EOT
  link      = "https://registry.terraform.io/providers/digitalocean/digitalocean/latest/docs/resources/spaces_bucket"

  fix {
    set = {
      force_destroy = false
    }
  }

  pass "default" {
    resource "digitalocean_spaces_bucket" "this" {
      name   = "files"
      region = "fra1"
    }
  }

  fail "on" {
    resource "digitalocean_spaces_bucket" "this" {
      name          = "files"
      region        = "fra1"
      force_destroy = true
    }

    expect = ["digitalocean_spaces_bucket.this @ force_destroy"]
  }

  unknown "not known" {
    variable "force_destroy" {}

    resource "digitalocean_spaces_bucket" "this" {
      name          = "files"
      region        = "fra1"
      force_destroy = var.force_destroy
    }
  }
}

rule "digitalocean-database-open" {
  title     = "DigitalOcean database accepts connections from everywhere"
  category  = "security"
  severity  = "high"
  resources = ["digitalocean_database_cluster"]
  tags      = ["cwe-284"]

  related "firewall" {
    type = "digitalocean_database_firewall"
    on   = refers(other.cluster_id, resource)
  }

  assert  = length(related.firewall) > 0
  message = "no `digitalocean_database_firewall` limits who connects"
  why     = <<-EOT
    Without trusted sources a managed database takes connections from the whole internet; only its password
    protects it.
  EOT
  remedy  = <<-EOT
    List droplets, clusters or addresses.

    ```hcl
    resource "digitalocean_database_firewall" "db" {
      cluster_id = digitalocean_database_cluster.db.id
      rule {
        type  = "droplet"
        value = digitalocean_droplet.web.id
      }
    }
    ```
  EOT
  link    = "https://docs.digitalocean.com/products/databases/postgresql/how-to/secure/"

  pass "limited" {
    resource "digitalocean_database_cluster" "db" {
      name       = "db"
      engine     = "pg"
      version    = "16"
      size       = "db-s-1vcpu-1gb"
      region     = "fra1"
      node_count = 1
    }

    resource "digitalocean_database_firewall" "db" {
      cluster_id = digitalocean_database_cluster.db.id
      rule {
        type  = "ip_addr"
        value = "203.0.113.7"
      }
    }
  }

  fail "open" {
    resource "digitalocean_database_cluster" "db" {
      name       = "db"
      engine     = "pg"
      version    = "16"
      size       = "db-s-1vcpu-1gb"
      region     = "fra1"
      node_count = 1
    }
  }
}

rule "digitalocean-provider-token-in-code" {
  title     = "Provider block holds a DigitalOcean token"
  category  = "security"
  severity  = "high"
  resources = ["provider.digitalocean"]
  tags      = ["cwe-798"]
  assert    = !anytrue([for t in [resource.token, resource.spaces_secret_key] : is_known(t) && t != null && t != "" && !can(regex("^[A-Z_]+$|^[xX*.]+$|^<.*>$|(?i:your|placeholder|changeme|dummy|_here$|xxxx)", t))])
  at        = [resource.token, resource.spaces_secret_key]
  message   = "a token or key is written in plain text"
  why       = <<-EOT
    The token administers the account, and stays in the history of the repository.
  EOT
  remedy    = <<-EOT
    Take it from the environment variable `DIGITALOCEAN_TOKEN`.

    ```hcl
    provider "digitalocean" {}
    ```
  EOT
  link      = "https://registry.terraform.io/providers/digitalocean/digitalocean/latest/docs"

  pass "environment" {
    provider "digitalocean" {}
  }

  pass "variable" {
    variable "token" {}

    provider "digitalocean" {
      token = var.token
    }
  }

  fail "in code" {
    provider "digitalocean" {
      token = "dop_v1_0123456789abcdef0123456789abcdef"
    }

    expect = ["provider.digitalocean @ token"]
  }
}
