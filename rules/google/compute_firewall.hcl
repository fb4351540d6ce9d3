rule "google-compute-firewall-all-ports-open" {
  title     = "Firewall rule opens all ports to the internet"
  category  = "security"
  severity  = "high"
  resources = ["google_compute_firewall"]
  aliases = [
    "GCP-0027", "google-compute-no-public-ingress", "AVD-GCP-0027", "GCP-0072",
    "google-compute-disable-allow-all-ports", "AVD-GCP-0072", "22ef1d26-80f8-4a6c-8c15-f35aab3cac78",
    "CKV2_GCP_12",
  ]
  tags    = ["cwe-284"]
  when    = coalesce(resource.direction, "INGRESS") == "INGRESS" && !coalesce(resource.disabled, false) && anytrue([for r in resource.source_ranges : cidr_is_public(r)])
  assert  = !anytrue([for a in resource.allow : (lower(a.protocol) == "all" || (contains(["tcp", "udp", "6", "17"], lower(a.protocol)) && (length(a.ports) == 0 || anytrue([for p in a.ports : contains(["0-65535", "1-65535"], p)]))))])
  at      = resource.source_ranges
  message = "everyone on the internet reaches every port of the machines behind this rule"
  why     = <<-EOT
    With protocol `all`, or `tcp`/`udp` without ports, whatever listens now or later is reachable by everyone,
    with nothing but its own authentication in front of it.
  EOT
  remedy  = <<-EOT
    Allow the ports that are meant to be public, and limit all others to known ranges.

    ```hcl
    allow {
      protocol = "tcp"
      ports    = ["443"]
    }
    ```
  EOT
  link    = "https://cloud.google.com/firewall/docs/firewalls"

  pass "one port" {
    resource "google_compute_firewall" "this" {
      name          = "fw"
      network       = "main"
      source_ranges = ["0.0.0.0/0"]
      allow {
        protocol = "tcp"
        ports    = ["443"]
      }
    }
  }

  pass "internal" {
    resource "google_compute_firewall" "this" {
      name          = "fw"
      network       = "main"
      source_ranges = ["10.0.0.0/8"]
      allow {
        protocol = "all"
      }
    }
  }

  pass "egress" {
    resource "google_compute_firewall" "this" {
      name               = "fw"
      network            = "main"
      direction          = "EGRESS"
      destination_ranges = ["0.0.0.0/0"]
      allow {
        protocol = "all"
      }
    }
  }

  pass "disabled" {
    resource "google_compute_firewall" "this" {
      name          = "fw"
      network       = "main"
      disabled      = true
      source_ranges = ["0.0.0.0/0"]
      allow {
        protocol = "all"
      }
    }
  }

  fail "every protocol" {
    resource "google_compute_firewall" "this" {
      name          = "fw"
      network       = "main"
      source_ranges = ["0.0.0.0/0"]
      allow {
        protocol = "all"
      }
    }

    expect = ["google_compute_firewall.this @ source_ranges"]
  }

  fail "tcp without ports" {
    resource "google_compute_firewall" "this" {
      name          = "fw"
      network       = "main"
      source_ranges = ["10.1.0.0/16", "::/0"]
      allow {
        protocol = "tcp"
      }
    }

    expect = ["google_compute_firewall.this @ source_ranges"]
  }

  fail "the whole range" {
    resource "google_compute_firewall" "this" {
      name          = "fw"
      network       = "main"
      source_ranges = ["0.0.0.0/0"]
      allow {
        protocol = "udp"
        ports    = ["0-65535"]
      }
    }
  }

  unknown "not known" {
    variable "ranges" {}

    resource "google_compute_firewall" "this" {
      name          = "fw"
      network       = "main"
      source_ranges = var.ranges
      allow {
        protocol = "all"
      }
    }
  }

  pass "one more, `source_ranges` is another" {
    resource "google_compute_firewall" "this" {
      name               = "fw"
      network            = "main"
      direction          = "EGRESS"
      destination_ranges = ["0.0.0.0/0"]
      allow {
        protocol = "all"
      }
    }
    resource "google_compute_firewall" "this_too" {
      name               = "fw"
      network            = "main"
      direction          = "EGRESS"
      destination_ranges = ["0.0.0.0/0"]
      source_ranges      = ["0.0.0.0/0"]
      allow {
        protocol = "all"
      }
    }
  }

  fail "more that fail" {
    resource "google_compute_firewall" "protocol_is_6" {
      name          = "fw"
      network       = "main"
      source_ranges = ["0.0.0.0/0"]
      allow {
        protocol = "6"
      }
    }
    resource "google_compute_firewall" "protocol_is_17" {
      name          = "fw"
      network       = "main"
      source_ranges = ["0.0.0.0/0"]
      allow {
        protocol = "17"
      }
    }
    resource "google_compute_firewall" "one_more_one_more_allow_ports_with_1" {
      name          = "fw"
      network       = "main"
      source_ranges = ["0.0.0.0/0"]
      allow {
        protocol = "tcp"
        ports    = ["443"]
      }
    }
    resource "google_compute_firewall" "one_more_one_more_allow_ports_with_1_2" {
      name          = "fw"
      network       = "main"
      source_ranges = ["0.0.0.0/0"]
      allow {
        protocol = "tcp"
        ports    = ["443"]
      }
      allow {
        protocol = "tcp"
        ports    = ["443", "1-65535"]
      }
    }
    resource "google_compute_firewall" "one_more_one_more_allow_ports_with_0" {
      name          = "fw"
      network       = "main"
      source_ranges = ["0.0.0.0/0"]
      allow {
        protocol = "tcp"
        ports    = ["443"]
      }
    }
    resource "google_compute_firewall" "one_more_one_more_allow_ports_with_0_2" {
      name          = "fw"
      network       = "main"
      source_ranges = ["0.0.0.0/0"]
      allow {
        protocol = "tcp"
        ports    = ["443"]
      }
      allow {
        protocol = "tcp"
        ports    = ["443", "0-65535"]
      }
    }
    expect = [
      "google_compute_firewall.protocol_is_6 @ source_ranges",
      "google_compute_firewall.protocol_is_17 @ source_ranges",
      "google_compute_firewall.one_more_one_more_allow_ports_with_1_2 @ source_ranges",
      "google_compute_firewall.one_more_one_more_allow_ports_with_0_2 @ source_ranges",
    ]
  }

  unknown "more that nobody can know" {
    variable "protocol" {}
    resource "google_compute_firewall" "one_more_allow_protocol_is_an_unset" {
      name          = "fw"
      network       = "main"
      source_ranges = ["0.0.0.0/0"]
      allow {
        protocol = "tcp"
        ports    = ["443"]
      }
      allow {
        protocol = var.protocol
        ports    = ["443"]
      }
    }
    resource "google_compute_firewall" "protocol_is_an_unset_variable" {
      name          = "fw"
      network       = "main"
      source_ranges = ["0.0.0.0/0"]
      allow {
        protocol = var.protocol
      }
    }
    expect = [
      "google_compute_firewall.one_more_allow_protocol_is_an_unset @ source_ranges",
      "google_compute_firewall.protocol_is_an_unset_variable @ source_ranges",
    ]
  }
}

rule "google-compute-firewall-ssh-open" {
  title     = "Firewall rule opens SSH to the internet"
  category  = "security"
  severity  = "high"
  resources = ["google_compute_firewall"]
  aliases = [
    "CKV_GCP_2", "GCP-0071", "google-compute-restrict-ssh-access", "AVD-GCP-0071", "GCP-0027",
    "google-compute-no-public-ingress", "AVD-GCP-0027", "c4dcdcdf-10dd-4bf4-b4a0-8f6239e6aaa0",
  ]
  tags    = ["cwe-284", "cis-gcp-2.0-3.6"]
  when    = coalesce(resource.direction, "INGRESS") == "INGRESS" && !coalesce(resource.disabled, false) && anytrue([for r in resource.source_ranges : cidr_is_public(r)])
  assert  = !anytrue([for a in resource.allow : contains(["tcp", "6"], lower(a.protocol)) && !(lower(a.protocol) == "all" || (contains(["tcp", "udp", "6", "17"], lower(a.protocol)) && (length(a.ports) == 0 || anytrue([for p in a.ports : contains(["0-65535", "1-65535"], p)])))) && port_list_includes(a.ports, 22)])
  at      = resource.source_ranges
  message = "everyone on the internet reaches port 22"
  why     = <<-EOT
    Open SSH ports are found and tried within minutes. One weak password, one leaked key or one hole in the server
    is then enough. Identity-Aware Proxy gives the same access to named people only.
  EOT
  remedy  = <<-EOT
    Allow the range of Identity-Aware Proxy (35.235.240.0/20), or that of your office or VPN.

    ```hcl
    source_ranges = ["35.235.240.0/20"]
    ```
  EOT
  link    = "https://cloud.google.com/iap/docs/using-tcp-forwarding"

  pass "through IAP" {
    resource "google_compute_firewall" "this" {
      name          = "fw"
      network       = "main"
      source_ranges = ["35.235.240.0/20"]
      allow {
        protocol = "tcp"
        ports    = ["22"]
      }
    }
  }

  pass "another port" {
    resource "google_compute_firewall" "this" {
      name          = "fw"
      network       = "main"
      source_ranges = ["0.0.0.0/0"]
      allow {
        protocol = "tcp"
        ports    = ["443"]
      }
    }
  }

  fail "open" {
    resource "google_compute_firewall" "this" {
      name          = "fw"
      network       = "main"
      source_ranges = ["0.0.0.0/0"]
      allow {
        protocol = "tcp"
        ports    = ["22", "443"]
      }
    }

    expect = ["google_compute_firewall.this @ source_ranges"]
  }

  fail "in a range" {
    resource "google_compute_firewall" "this" {
      name          = "fw"
      network       = "main"
      source_ranges = ["::/0"]
      allow {
        protocol = "tcp"
        ports    = ["20-30"]
      }
    }

    expect = ["google_compute_firewall.this @ source_ranges"]
    also   = ["google-compute-firewall-service-port-open"]
  }

  unknown "ports not known" {
    variable "ports" {}

    resource "google_compute_firewall" "this" {
      name          = "fw"
      network       = "main"
      source_ranges = ["0.0.0.0/0"]
      allow {
        protocol = "tcp"
        ports    = var.ports
      }
    }
  }

  pass "more that pass" {
    resource "google_compute_firewall" "ports_with_0_65535" {
      name          = "fw"
      network       = "main"
      source_ranges = ["0.0.0.0/0"]
      allow {
        protocol = "tcp"
        ports    = ["443", "0-65535"]
      }
    }
    resource "google_compute_firewall" "disabled_is_true" {
      name          = "fw"
      network       = "main"
      source_ranges = ["0.0.0.0/0"]
      disabled      = true
      allow {
        protocol = "tcp"
        ports    = ["22", "443"]
      }
    }
    resource "google_compute_firewall" "source_ranges_without_35_235_240_0_20" {
      name          = "fw"
      network       = "main"
      source_ranges = []
      allow {
        protocol = "tcp"
        ports    = ["22"]
      }
    }
    resource "google_compute_firewall" "one_more_one_more_allow_ports_with_1" {
      name          = "fw"
      network       = "main"
      source_ranges = ["0.0.0.0/0"]
      allow {
        protocol = "tcp"
        ports    = ["443"]
      }
    }
    resource "google_compute_firewall" "one_more_one_more_allow_ports_with_1_2" {
      name          = "fw"
      network       = "main"
      source_ranges = ["0.0.0.0/0"]
      allow {
        protocol = "tcp"
        ports    = ["443"]
      }
      allow {
        protocol = "tcp"
        ports    = ["443", "1-65535"]
      }
    }
    resource "google_compute_firewall" "protocol_is_17" {
      name          = "fw"
      network       = "main"
      source_ranges = ["0.0.0.0/0"]
      allow {
        protocol = "17"
        ports    = ["22", "443"]
      }
    }
    also = ["google-compute-firewall-all-ports-open"]
  }

  fail "more that fail" {
    resource "google_compute_firewall" "one_more_one_more_allow_ports_with_22" {
      name          = "fw"
      network       = "main"
      source_ranges = ["0.0.0.0/0"]
      allow {
        protocol = "tcp"
        ports    = ["443"]
      }
    }
    resource "google_compute_firewall" "one_more_one_more_allow_ports_with_22_2" {
      name          = "fw"
      network       = "main"
      source_ranges = ["0.0.0.0/0"]
      allow {
        protocol = "tcp"
        ports    = ["443"]
      }
      allow {
        protocol = "tcp"
        ports    = ["443", 22]
      }
    }
    resource "google_compute_firewall" "one_more_direction_is_egress" {
      name          = "fw"
      network       = "main"
      source_ranges = ["0.0.0.0/0"]
      allow {
        protocol = "tcp"
        ports    = ["22", "443"]
      }
    }
    resource "google_compute_firewall" "one_more_direction_is_egress_2" {
      name          = "fw"
      network       = "main"
      source_ranges = ["0.0.0.0/0"]
      direction     = "EGRESS"
      allow {
        protocol = "tcp"
        ports    = ["22", "443"]
      }
    }
    resource "google_compute_firewall" "protocol_is_6" {
      name          = "fw"
      network       = "main"
      source_ranges = ["0.0.0.0/0"]
      allow {
        protocol = "6"
        ports    = ["22", "443"]
      }
    }
    expect = [
      "google_compute_firewall.one_more_one_more_allow_ports_with_22_2 @ source_ranges",
      "google_compute_firewall.one_more_direction_is_egress @ source_ranges",
      "google_compute_firewall.protocol_is_6 @ source_ranges",
    ]
  }
}

rule "google-compute-firewall-rdp-open" {
  title     = "Firewall rule opens remote desktop to the internet"
  category  = "security"
  severity  = "high"
  resources = ["google_compute_firewall"]
  aliases = [
    "CKV_GCP_3", "GCP-0070", "google-compute-no-open-rdp-access", "AVD-GCP-0070", "GCP-0027",
    "google-compute-no-public-ingress", "AVD-GCP-0027", "678fd659-96f2-454a-a2a0-c2571f83a4a3",
  ]
  tags    = ["cwe-284", "cis-gcp-2.0-3.7"]
  when    = coalesce(resource.direction, "INGRESS") == "INGRESS" && !coalesce(resource.disabled, false) && anytrue([for r in resource.source_ranges : cidr_is_public(r)])
  assert  = !anytrue([for a in resource.allow : contains(["tcp", "6", "udp", "17"], lower(a.protocol)) && !(lower(a.protocol) == "all" || (contains(["tcp", "udp", "6", "17"], lower(a.protocol)) && (length(a.ports) == 0 || anytrue([for p in a.ports : contains(["0-65535", "1-65535"], p)])))) && port_list_includes(a.ports, 3389)])
  at      = resource.source_ranges
  message = "everyone on the internet reaches port 3389"
  why     = <<-EOT
    RDP is the usual way in for ransomware: passwords are tried around the clock, and the protocol has had holes
    that needed no password at all.
  EOT
  remedy  = <<-EOT
    Allow the range of Identity-Aware Proxy (35.235.240.0/20), or that of your office or VPN.

    ```hcl
    source_ranges = ["35.235.240.0/20"]
    ```
  EOT
  link    = "https://cloud.google.com/iap/docs/using-tcp-forwarding"

  pass "through IAP" {
    resource "google_compute_firewall" "this" {
      name          = "fw"
      network       = "main"
      source_ranges = ["35.235.240.0/20"]
      allow {
        protocol = "tcp"
        ports    = ["3389"]
      }
    }
  }

  pass "another port" {
    resource "google_compute_firewall" "this" {
      name          = "fw"
      network       = "main"
      source_ranges = ["0.0.0.0/0"]
      allow {
        protocol = "tcp"
        ports    = ["443"]
      }
    }
  }

  fail "open" {
    resource "google_compute_firewall" "this" {
      name          = "fw"
      network       = "main"
      source_ranges = ["0.0.0.0/0"]
      allow {
        protocol = "tcp"
        ports    = ["3389"]
      }
    }

    expect = ["google_compute_firewall.this @ source_ranges"]
  }

  fail "in a range" {
    resource "google_compute_firewall" "this" {
      name          = "fw"
      network       = "main"
      source_ranges = ["0.0.0.0/0"]
      allow {
        protocol = "udp"
        ports    = ["3300-3400"]
      }
    }

    expect = ["google_compute_firewall.this @ source_ranges"]
  }

  unknown "ports not known" {
    variable "ports" {}

    resource "google_compute_firewall" "this" {
      name          = "fw"
      network       = "main"
      source_ranges = ["0.0.0.0/0"]
      allow {
        protocol = "tcp"
        ports    = var.ports
      }
    }
  }

  pass "more that pass" {
    resource "google_compute_firewall" "ports_with_0_65535" {
      name          = "fw"
      network       = "main"
      source_ranges = ["0.0.0.0/0"]
      allow {
        protocol = "tcp"
        ports    = ["443", "0-65535"]
      }
    }
    resource "google_compute_firewall" "disabled_is_true" {
      name          = "fw"
      network       = "main"
      source_ranges = ["0.0.0.0/0"]
      disabled      = true
      allow {
        protocol = "tcp"
        ports    = ["3389"]
      }
    }
    resource "google_compute_firewall" "source_ranges_without_35_235_240_0_20" {
      name          = "fw"
      network       = "main"
      source_ranges = []
      allow {
        protocol = "tcp"
        ports    = ["3389"]
      }
    }
    resource "google_compute_firewall" "one_more_one_more_allow_ports_with_1" {
      name          = "fw"
      network       = "main"
      source_ranges = ["0.0.0.0/0"]
      allow {
        protocol = "tcp"
        ports    = ["443"]
      }
    }
    resource "google_compute_firewall" "one_more_one_more_allow_ports_with_1_2" {
      name          = "fw"
      network       = "main"
      source_ranges = ["0.0.0.0/0"]
      allow {
        protocol = "tcp"
        ports    = ["443"]
      }
      allow {
        protocol = "tcp"
        ports    = ["443", "1-65535"]
      }
    }
    resource "google_compute_firewall" "ports_is_0_65535_one_more_one_more_allow" {
      name          = "fw"
      network       = "main"
      source_ranges = ["0.0.0.0/0"]
      allow {
        protocol = "udp"
        ports    = ["0-65535"]
      }
    }
    resource "google_compute_firewall" "ports_is_0_65535_one_more_one_more_allow_2" {
      name          = "fw"
      network       = "main"
      source_ranges = ["0.0.0.0/0"]
      allow {
        protocol = "udp"
        ports    = ["0-65535"]
      }
      allow {
        protocol = "6"
        ports    = ["0-65535"]
      }
    }
    resource "google_compute_firewall" "protocol_is_icmp" {
      name          = "fw"
      network       = "main"
      source_ranges = ["0.0.0.0/0"]
      allow {
        protocol = "icmp"
        ports    = ["3389"]
      }
    }
    also = ["google-compute-firewall-all-ports-open"]
  }

  fail "more that fail" {
    resource "google_compute_firewall" "protocol_is_6" {
      name          = "fw"
      network       = "main"
      source_ranges = ["0.0.0.0/0"]
      allow {
        protocol = "6"
        ports    = ["3389"]
      }
    }
    resource "google_compute_firewall" "one_more_one_more_allow_ports_with_3389" {
      name          = "fw"
      network       = "main"
      source_ranges = ["0.0.0.0/0"]
      allow {
        protocol = "tcp"
        ports    = ["443"]
      }
    }
    resource "google_compute_firewall" "one_more_one_more_allow_ports_with_3389_2" {
      name          = "fw"
      network       = "main"
      source_ranges = ["0.0.0.0/0"]
      allow {
        protocol = "tcp"
        ports    = ["443"]
      }
      allow {
        protocol = "tcp"
        ports    = ["443", 3389]
      }
    }
    resource "google_compute_firewall" "one_more_direction_is_egress" {
      name          = "fw"
      network       = "main"
      source_ranges = ["0.0.0.0/0"]
      allow {
        protocol = "tcp"
        ports    = ["3389"]
      }
    }
    resource "google_compute_firewall" "one_more_direction_is_egress_2" {
      name          = "fw"
      network       = "main"
      source_ranges = ["0.0.0.0/0"]
      direction     = "EGRESS"
      allow {
        protocol = "tcp"
        ports    = ["3389"]
      }
    }
    resource "google_compute_firewall" "one_more_ports_with_0_65535" {
      name          = "fw"
      network       = "main"
      source_ranges = ["0.0.0.0/0"]
      allow {
        protocol = "udp"
        ports    = ["3300-3400"]
      }
    }
    resource "google_compute_firewall" "one_more_ports_with_0_65535_2" {
      name          = "fw"
      network       = "main"
      source_ranges = ["0.0.0.0/0"]
      allow {
        protocol = "udp"
        ports    = ["3300-3400", "0-65535"]
      }
    }
    resource "google_compute_firewall" "one_more_protocol_is_17" {
      name          = "fw"
      network       = "main"
      source_ranges = ["0.0.0.0/0"]
      allow {
        protocol = "udp"
        ports    = ["3300-3400"]
      }
    }
    resource "google_compute_firewall" "one_more_protocol_is_17_2" {
      name          = "fw"
      network       = "main"
      source_ranges = ["0.0.0.0/0"]
      allow {
        protocol = "17"
        ports    = ["3300-3400"]
      }
    }
    expect = [
      "google_compute_firewall.protocol_is_6 @ source_ranges",
      "google_compute_firewall.one_more_one_more_allow_ports_with_3389_2 @ source_ranges",
      "google_compute_firewall.one_more_direction_is_egress @ source_ranges",
      "google_compute_firewall.one_more_ports_with_0_65535 @ source_ranges",
      "google_compute_firewall.one_more_protocol_is_17 @ source_ranges",
      "google_compute_firewall.one_more_protocol_is_17_2 @ source_ranges",
    ]
  }

  unknown "`protocol` is an unset variable, one more, `ports` with `1-65535`" {
    variable "protocol" {}
    resource "google_compute_firewall" "this" {
      name          = "fw"
      network       = "main"
      source_ranges = ["0.0.0.0/0"]
      allow {
        protocol = var.protocol
        ports    = ["3300-3400"]
      }
    }
    resource "google_compute_firewall" "this_too" {
      name          = "fw"
      network       = "main"
      source_ranges = ["0.0.0.0/0"]
      allow {
        protocol = var.protocol
        ports    = ["3300-3400", "1-65535"]
      }
    }
    expect = ["google_compute_firewall.this @ source_ranges", "google_compute_firewall.this_too @ source_ranges"]
  }
}

rule "google-compute-firewall-service-port-open" {
  title     = "Firewall rule opens a database or admin port to the internet"
  category  = "security"
  severity  = "high"
  resources = ["google_compute_firewall"]
  aliases = [
    "CKV_GCP_75", "CKV_GCP_77", "CKV_GCP_88", "GCP-0027", "google-compute-no-public-ingress",
    "AVD-GCP-0027", "d3f8e9c1-7a2b-4d5f-90e2-123456789abc", "d0a1b2c3-d4e5-6789-abcd-ef0123456789",
  ]
  tags = ["cwe-284"]
  params = {
    ports = [20, 21, 23, 111, 135, 139, 445, 1433, 1521, 2049, 2375, 2376, 2379, 3306, 5432, 5601, 5900, 5985, 5986, 6379, 6443, 7001, 8020, 9042, 9092, 9200, 9300, 10250, 11211, 27017]
  }
  when    = coalesce(resource.direction, "INGRESS") == "INGRESS" && !coalesce(resource.disabled, false) && anytrue([for r in resource.source_ranges : cidr_is_public(r)])
  assert  = !anytrue([for a in resource.allow : contains(["tcp", "6"], lower(a.protocol)) && !(lower(a.protocol) == "all" || (contains(["tcp", "udp", "6", "17"], lower(a.protocol)) && (length(a.ports) == 0 || anytrue([for p in a.ports : contains(["0-65535", "1-65535"], p)])))) && anytrue([for port in param.ports : port_list_includes(a.ports, port)])])
  at      = resource.source_ranges
  message = "everyone on the internet reaches port ${join(", ", [for port in param.ports : port if anytrue([for a in resource.allow : port_list_includes(a.ports, port)])])}"
  why     = <<-EOT
    Databases, file shares and management interfaces are not built to meet the open internet; several of these
    have no authentication unless it is set up.
  EOT
  remedy  = <<-EOT
    Limit the source ranges to the machines that use the service, or use a private address.

    ```hcl
    source_ranges = ["10.0.0.0/8"]
    ```
  EOT
  link    = "https://cloud.google.com/firewall/docs/firewalls"

  pass "internal" {
    resource "google_compute_firewall" "this" {
      name          = "fw"
      network       = "main"
      source_ranges = ["10.0.0.0/8"]
      allow {
        protocol = "tcp"
        ports    = ["5432"]
      }
    }
  }

  pass "web" {
    resource "google_compute_firewall" "this" {
      name          = "fw"
      network       = "main"
      source_ranges = ["0.0.0.0/0"]
      allow {
        protocol = "tcp"
        ports    = ["80", "443"]
      }
    }
  }

  fail "MySQL" {
    resource "google_compute_firewall" "this" {
      name          = "fw"
      network       = "main"
      source_ranges = ["0.0.0.0/0"]
      allow {
        protocol = "tcp"
        ports    = ["3306"]
      }
    }

    expect = ["google_compute_firewall.this @ source_ranges"]
  }

  fail "FTP in a range" {
    resource "google_compute_firewall" "this" {
      name          = "fw"
      network       = "main"
      source_ranges = ["0.0.0.0/0"]
      allow {
        protocol = "tcp"
        ports    = ["20-21"]
      }
    }

    expect = ["google_compute_firewall.this @ source_ranges"]
  }

  unknown "ports not known" {
    variable "ports" {}

    resource "google_compute_firewall" "this" {
      name          = "fw"
      network       = "main"
      source_ranges = ["0.0.0.0/0"]
      allow {
        protocol = "tcp"
        ports    = var.ports
      }
    }
  }

  pass "more that pass" {
    resource "google_compute_firewall" "one_more_allow_ports_with_0_65535" {
      name          = "fw"
      network       = "main"
      source_ranges = ["0.0.0.0/0"]
      allow {
        protocol = "tcp"
        ports    = ["80", "443"]
      }
      allow {
        protocol = "tcp"
        ports    = ["80", "443", "0-65535"]
      }
    }
    resource "google_compute_firewall" "disabled_is_true" {
      name          = "fw"
      network       = "main"
      source_ranges = ["0.0.0.0/0"]
      disabled      = true
      allow {
        protocol = "tcp"
        ports    = ["3306"]
      }
    }
    resource "google_compute_firewall" "source_ranges_without_10_0_0_0_8" {
      name          = "fw"
      network       = "main"
      source_ranges = []
      allow {
        protocol = "tcp"
        ports    = ["5432"]
      }
    }
    resource "google_compute_firewall" "one_more_one_more_allow_ports_with_1" {
      name          = "fw"
      network       = "main"
      source_ranges = ["0.0.0.0/0"]
      allow {
        protocol = "tcp"
        ports    = ["80", "443"]
      }
    }
    resource "google_compute_firewall" "one_more_one_more_allow_ports_with_1_2" {
      name          = "fw"
      network       = "main"
      source_ranges = ["0.0.0.0/0"]
      allow {
        protocol = "tcp"
        ports    = ["80", "443"]
      }
      allow {
        protocol = "tcp"
        ports    = ["80", "443", "1-65535"]
      }
    }
    resource "google_compute_firewall" "protocol_is_17" {
      name          = "fw"
      network       = "main"
      source_ranges = ["0.0.0.0/0"]
      allow {
        protocol = "17"
        ports    = ["3306"]
      }
    }
    also = ["google-compute-firewall-all-ports-open"]
  }

  fail "more that fail" {
    resource "google_compute_firewall" "protocol_is_6" {
      name          = "fw"
      network       = "main"
      source_ranges = ["0.0.0.0/0"]
      allow {
        protocol = "6"
        ports    = ["3306"]
      }
    }
    resource "google_compute_firewall" "one_more_direction_is_egress" {
      name          = "fw"
      network       = "main"
      source_ranges = ["0.0.0.0/0"]
      allow {
        protocol = "tcp"
        ports    = ["3306"]
      }
    }
    resource "google_compute_firewall" "one_more_direction_is_egress_2" {
      name          = "fw"
      network       = "main"
      source_ranges = ["0.0.0.0/0"]
      direction     = "EGRESS"
      allow {
        protocol = "tcp"
        ports    = ["3306"]
      }
    }
    expect = [
      "google_compute_firewall.protocol_is_6 @ source_ranges",
      "google_compute_firewall.one_more_direction_is_egress @ source_ranges",
    ]
  }

  unknown "one more `allow`, `ports` is an unset variable" {
    variable "ports" {}
    resource "google_compute_firewall" "this" {
      name          = "fw"
      network       = "main"
      source_ranges = ["0.0.0.0/0"]
      allow {
        protocol = "tcp"
        ports    = ["80", "443"]
      }
      allow {
        protocol = "tcp"
        ports    = [var.ports, "443"]
      }
    }
    expect = ["google_compute_firewall.this @ source_ranges"]
  }
}

rule "google-compute-firewall-http-open" {
  title     = "Firewall rule opens plain HTTP to the internet"
  category  = "security"
  severity  = "low"
  resources = ["google_compute_firewall"]
  aliases   = ["CKV_GCP_106", "GCP-0027", "google-compute-no-public-ingress", "AVD-GCP-0027"]
  tags      = ["cwe-319"]
  default   = false
  when      = coalesce(resource.direction, "INGRESS") == "INGRESS" && !coalesce(resource.disabled, false) && anytrue([for r in resource.source_ranges : cidr_is_public(r)])
  assert    = !anytrue([for a in resource.allow : contains(["tcp", "6"], lower(a.protocol)) && !(lower(a.protocol) == "all" || (contains(["tcp", "udp", "6", "17"], lower(a.protocol)) && (length(a.ports) == 0 || anytrue([for p in a.ports : contains(["0-65535", "1-65535"], p)])))) && port_list_includes(a.ports, 80)])
  at        = resource.source_ranges
  message   = "everyone on the internet reaches port 80"
  why       = <<-EOT
    HTTP is neither encrypted nor authenticated. It is right for a redirect to HTTPS, and in front of a load
    balancer the machines need no public rule at all; therefore not in the recommended set.
  EOT
  remedy    = <<-EOT
    Serve HTTPS, and let a load balancer redirect from HTTP.
  EOT
  link      = "https://cloud.google.com/load-balancing/docs/https/setting-up-http-https-redirect"

  pass "HTTPS" {
    resource "google_compute_firewall" "this" {
      name          = "fw"
      network       = "main"
      source_ranges = ["0.0.0.0/0"]
      allow {
        protocol = "tcp"
        ports    = ["443"]
      }
    }
  }

  pass "from a load balancer" {
    resource "google_compute_firewall" "this" {
      name          = "fw"
      network       = "main"
      source_ranges = ["130.211.0.0/22", "35.191.0.0/16"]
      allow {
        protocol = "tcp"
        ports    = ["80"]
      }
    }
  }

  fail "open" {
    resource "google_compute_firewall" "this" {
      name          = "fw"
      network       = "main"
      source_ranges = ["0.0.0.0/0"]
      allow {
        protocol = "tcp"
        ports    = ["80"]
      }
    }

    expect = ["google_compute_firewall.this @ source_ranges"]
  }

  unknown "not known" {
    variable "source_ranges" {}

    resource "google_compute_firewall" "this" {
      name          = "fw"
      network       = "main"
      source_ranges = var.source_ranges
      allow {
        protocol = "tcp"
        ports    = ["80"]
      }
    }
  }

  pass "more that pass" {
    resource "google_compute_firewall" "ports_with_0_65535" {
      name          = "fw"
      network       = "main"
      source_ranges = ["0.0.0.0/0"]
      allow {
        protocol = "tcp"
        ports    = ["443", "0-65535"]
      }
    }
    resource "google_compute_firewall" "disabled_is_true" {
      name          = "fw"
      network       = "main"
      source_ranges = ["0.0.0.0/0"]
      disabled      = true
      allow {
        protocol = "tcp"
        ports    = ["80"]
      }
    }
    resource "google_compute_firewall" "no_source_ranges" {
      name    = "fw"
      network = "main"
      allow {
        protocol = "tcp"
        ports    = ["80"]
      }
    }
    resource "google_compute_firewall" "one_more_allow_ports_is_0_65535_one_more" {
      name          = "fw"
      network       = "main"
      source_ranges = ["0.0.0.0/0"]
      allow {
        protocol = "tcp"
        ports    = ["443"]
      }
      allow {
        protocol = "tcp"
        ports    = ["0-65535"]
      }
    }
    resource "google_compute_firewall" "one_more_allow_ports_is_0_65535_one_more_2" {
      name          = "fw"
      network       = "main"
      source_ranges = ["0.0.0.0/0"]
      allow {
        protocol = "tcp"
        ports    = ["443"]
      }
      allow {
        protocol = "tcp"
        ports    = ["0-65535"]
      }
      allow {
        protocol = "6"
        ports    = ["0-65535"]
      }
    }
    resource "google_compute_firewall" "one_more_one_more_allow_ports_with_1" {
      name          = "fw"
      network       = "main"
      source_ranges = ["0.0.0.0/0"]
      allow {
        protocol = "tcp"
        ports    = ["443"]
      }
    }
    resource "google_compute_firewall" "one_more_one_more_allow_ports_with_1_2" {
      name          = "fw"
      network       = "main"
      source_ranges = ["0.0.0.0/0"]
      allow {
        protocol = "tcp"
        ports    = ["443"]
      }
      allow {
        protocol = "tcp"
        ports    = ["443", "1-65535"]
      }
    }
    resource "google_compute_firewall" "protocol_is_17" {
      name          = "fw"
      network       = "main"
      source_ranges = ["0.0.0.0/0"]
      allow {
        protocol = "17"
        ports    = ["80"]
      }
    }
    also = ["google-compute-firewall-all-ports-open"]
  }

  fail "one more, one more `allow`, `ports` with `80`" {
    resource "google_compute_firewall" "this" {
      name          = "fw"
      network       = "main"
      source_ranges = ["0.0.0.0/0"]
      allow {
        protocol = "tcp"
        ports    = ["443"]
      }
    }
    resource "google_compute_firewall" "this_too" {
      name          = "fw"
      network       = "main"
      source_ranges = ["0.0.0.0/0"]
      allow {
        protocol = "tcp"
        ports    = ["443"]
      }
      allow {
        protocol = "tcp"
        ports    = ["443", 80]
      }
    }
    expect = ["google_compute_firewall.this_too @ source_ranges"]
  }

  unknown "more that nobody can know" {
    variable "source_ranges" {}
    resource "google_compute_firewall" "protocol_is_6" {
      name          = "fw"
      network       = "main"
      source_ranges = var.source_ranges
      allow {
        protocol = "6"
        ports    = ["80"]
      }
    }
    resource "google_compute_firewall" "one_more_direction_is_egress" {
      name          = "fw"
      network       = "main"
      source_ranges = var.source_ranges
      allow {
        protocol = "tcp"
        ports    = ["80"]
      }
    }
    resource "google_compute_firewall" "one_more_direction_is_egress_2" {
      name          = "fw"
      network       = "main"
      source_ranges = var.source_ranges
      direction     = "EGRESS"
      allow {
        protocol = "tcp"
        ports    = ["80"]
      }
    }
    expect = [
      "google_compute_firewall.protocol_is_6 @ source_ranges",
      "google_compute_firewall.one_more_direction_is_egress @ source_ranges",
    ]
  }
}

rule "google-compute-firewall-open" {
  title     = "Firewall rule accepts traffic from the whole internet"
  category  = "security"
  severity  = "low"
  resources = ["google_compute_firewall"]
  aliases   = ["GCP-0027", "google-compute-no-public-ingress", "AVD-GCP-0027"]
  tags      = ["cwe-284"]
  default   = false
  params = {
    known = [20, 21, 22, 23, 80, 111, 135, 139, 445, 1433, 1521, 2049, 2375, 2376, 2379, 3306, 3389, 5432, 5601, 5900, 5985, 5986, 6379, 6443, 7001, 8020, 9042, 9092, 9200, 9300, 10250, 11211, 27017]
  }
  when    = coalesce(resource.direction, "INGRESS") == "INGRESS" && !coalesce(resource.disabled, false) && anytrue([for r in resource.source_ranges : cidr_is_public(r)])
  assert  = length(resource.allow) == 0 || anytrue([for a in resource.allow : (lower(a.protocol) == "all" || (contains(["tcp", "udp", "6", "17"], lower(a.protocol)) && (length(a.ports) == 0 || anytrue([for p in a.ports : contains(["0-65535", "1-65535"], p)])))) || anytrue([for port in param.known : length(a.ports) > 0 && port_list_includes(a.ports, port)])])
  at      = resource.source_ranges
  message = "everyone on the internet reaches ${join(", ", [for a in resource.allow : "${a.protocol} ${join(" ", a.ports)}"])}"
  why     = <<-EOT
    Each public port is attack surface, even where it is meant to be public. Ports with a rule of their own (SSH,
    RDP, HTTP, databases) are reported there.
  EOT
  remedy  = <<-EOT
    Put public services behind a load balancer, and allow its ranges only.

    ```hcl
    source_ranges = ["130.211.0.0/22", "35.191.0.0/16"]
    ```
  EOT
  link    = "https://cloud.google.com/firewall/docs/firewalls"

  pass "from a load balancer" {
    resource "google_compute_firewall" "this" {
      name          = "fw"
      network       = "main"
      source_ranges = ["130.211.0.0/22", "35.191.0.0/16"]
      allow {
        protocol = "tcp"
        ports    = ["8080"]
      }
    }
  }

  pass "reported elsewhere" {
    resource "google_compute_firewall" "this" {
      name          = "fw"
      network       = "main"
      source_ranges = ["0.0.0.0/0"]
      allow {
        protocol = "tcp"
        ports    = ["22"]
      }
    }
    also = ["google-compute-firewall-ssh-open"]
  }

  fail "open" {
    resource "google_compute_firewall" "this" {
      name          = "fw"
      network       = "main"
      source_ranges = ["0.0.0.0/0"]
      allow {
        protocol = "tcp"
        ports    = ["8443"]
      }
    }

    expect = ["google_compute_firewall.this @ source_ranges"]
  }

  fail "ICMP" {
    resource "google_compute_firewall" "this" {
      name          = "fw"
      network       = "main"
      source_ranges = ["0.0.0.0/0"]
      allow {
        protocol = "icmp"
      }
    }

    expect = ["google_compute_firewall.this @ source_ranges"]
  }

  unknown "not known" {
    variable "source_ranges" {}

    resource "google_compute_firewall" "this" {
      name          = "fw"
      network       = "main"
      source_ranges = var.source_ranges
      allow {
        protocol = "tcp"
        ports    = ["8443"]
      }
    }
  }

  pass "more that pass" {
    resource "google_compute_firewall" "no_ports" {
      name          = "fw"
      network       = "main"
      source_ranges = ["0.0.0.0/0"]
      allow {
        protocol = "tcp"
      }
    }
    resource "google_compute_firewall" "disabled_is_true" {
      name          = "fw"
      network       = "main"
      source_ranges = ["0.0.0.0/0"]
      disabled      = true
      allow {
        protocol = "tcp"
        ports    = ["8443"]
      }
    }
    resource "google_compute_firewall" "protocol_is_all" {
      name          = "fw"
      network       = "main"
      source_ranges = ["0.0.0.0/0"]
      allow {
        protocol = "all"
        ports    = ["8443"]
      }
    }
    resource "google_compute_firewall" "protocol_is_6" {
      name          = "fw"
      network       = "main"
      source_ranges = ["0.0.0.0/0"]
      allow {
        protocol = "6"
      }
    }
    resource "google_compute_firewall" "one_more_one_more_allow_ports_is_empty" {
      name          = "fw"
      network       = "main"
      source_ranges = ["0.0.0.0/0"]
      allow {
        protocol = "tcp"
        ports    = ["22"]
      }
    }
    resource "google_compute_firewall" "one_more_one_more_allow_ports_is_empty_2" {
      name          = "fw"
      network       = "main"
      source_ranges = ["0.0.0.0/0"]
      allow {
        protocol = "tcp"
        ports    = ["22"]
      }
      allow {
        protocol = "tcp"
        ports    = [""]
      }
    }
    resource "google_compute_firewall" "protocol_is_17" {
      name          = "fw"
      network       = "main"
      source_ranges = ["0.0.0.0/0"]
      allow {
        protocol = "17"
      }
    }
    also = ["google-compute-firewall-all-ports-open", "google-compute-firewall-ssh-open"]
  }

  fail "more that fail" {
    resource "google_compute_firewall" "one_more_direction_is_egress" {
      name          = "fw"
      network       = "main"
      source_ranges = ["0.0.0.0/0"]
      allow {
        protocol = "tcp"
        ports    = ["8443"]
      }
    }
    resource "google_compute_firewall" "one_more_direction_is_egress_2" {
      name          = "fw"
      network       = "main"
      source_ranges = ["0.0.0.0/0"]
      direction     = "EGRESS"
      allow {
        protocol = "tcp"
        ports    = ["8443"]
      }
    }
    resource "google_compute_firewall" "one_more_one_more_allow_protocol_is_udp" {
      name          = "fw"
      network       = "main"
      source_ranges = ["0.0.0.0/0"]
      allow {
        protocol = "icmp"
      }
    }
    resource "google_compute_firewall" "one_more_one_more_allow_protocol_is_udp_2" {
      name          = "fw"
      network       = "main"
      source_ranges = ["0.0.0.0/0"]
      allow {
        protocol = "icmp"
      }
      allow {
        protocol = "udp"
      }
    }
    expect = [
      "google_compute_firewall.one_more_direction_is_egress @ source_ranges",
      "google_compute_firewall.one_more_one_more_allow_protocol_is_udp @ source_ranges",
    ]
  }

  unknown "one more, `source_ranges` is an unset variable" {
    variable "source_ranges" {}
    resource "google_compute_firewall" "this" {
      name          = "fw"
      network       = "main"
      source_ranges = ["130.211.0.0/22", "35.191.0.0/16"]
      allow {
        protocol = "tcp"
        ports    = ["8080"]
      }
    }
    resource "google_compute_firewall" "this_too" {
      name          = "fw"
      network       = "main"
      source_ranges = [var.source_ranges, "35.191.0.0/16"]
      allow {
        protocol = "tcp"
        ports    = ["8080"]
      }
    }
    expect = ["google_compute_firewall.this_too @ source_ranges"]
  }
}

rule "google-compute-firewall-wide-port-range" {
  title     = "Firewall rule opens a wide range of ports to the internet"
  category  = "security"
  severity  = "low"
  resources = ["google_compute_firewall"]
  aliases = [
    "GCP-0074", "google-compute-disable-port-range-rule", "AVD-GCP-0074",
    "e6f61c37-106b-449f-a5bb-81bfcaceb8b4", "GCP-0027", "google-compute-no-public-ingress",
    "AVD-GCP-0027",
  ]
  tags = ["cwe-284"]
  params = {
    widest = 100
    known  = [20, 21, 22, 23, 80, 111, 135, 139, 445, 1433, 1521, 2049, 2375, 2376, 2379, 3306, 3389, 5432, 5601, 5900, 5985, 5986, 6379, 6443, 7001, 8020, 9042, 9092, 9200, 9300, 10250, 11211, 27017]
  }
  when = coalesce(resource.direction, "INGRESS") == "INGRESS" && !coalesce(resource.disabled, false) && anytrue([for r in resource.source_ranges : cidr_is_public(r)]) && !anytrue([for a in resource.allow : (lower(a.protocol) == "all" || (contains(["tcp", "udp", "6", "17"], lower(a.protocol)) && (length(a.ports) == 0 || anytrue([for p in a.ports : contains(["0-65535", "1-65535"], p)]))))])
  assert = !anytrue(flatten([for a in resource.allow : [for p in a.ports :
    tonumber(split("-", p)[1]) - tonumber(split("-", p)[0]) >= param.widest && !anytrue([for port in param.known : port_list_includes([p], port)])
  if can(regex("^[0-9]+-[0-9]+$", p))]]))
  at      = resource.source_ranges
  message = "more than ${param.widest} ports at once are open to everyone"
  why     = <<-EOT
    Nobody listens on a hundred ports on purpose; the range covers whatever starts listening there later. Ranges
    that hold a well-known service port are reported by the rule for that port.
  EOT
  remedy  = <<-EOT
    List the ports that are in use.

    ```hcl
    allow {
      protocol = "tcp"
      ports    = ["8080", "8443"]
    }
    ```
  EOT
  link    = "https://cloud.google.com/firewall/docs/firewalls"

  pass "single ports" {
    resource "google_compute_firewall" "this" {
      name          = "fw"
      network       = "main"
      source_ranges = ["0.0.0.0/0"]
      allow {
        protocol = "tcp"
        ports    = ["8080", "8443"]
      }
    }
  }

  pass "a short range" {
    resource "google_compute_firewall" "this" {
      name          = "fw"
      network       = "main"
      source_ranges = ["0.0.0.0/0"]
      allow {
        protocol = "udp"
        ports    = ["50000-50010"]
      }
    }
  }

  pass "internal" {
    resource "google_compute_firewall" "this" {
      name          = "fw"
      network       = "main"
      source_ranges = ["10.0.0.0/8"]
      allow {
        protocol = "tcp"
        ports    = ["30000-32767"]
      }
    }
  }

  fail "node ports" {
    resource "google_compute_firewall" "this" {
      name          = "fw"
      network       = "main"
      source_ranges = ["0.0.0.0/0"]
      allow {
        protocol = "tcp"
        ports    = ["30000-32767"]
      }
    }

    expect = ["google_compute_firewall.this @ source_ranges"]
  }

  unknown "not known" {
    variable "source_ranges" {}

    resource "google_compute_firewall" "this" {
      name          = "fw"
      network       = "main"
      source_ranges = var.source_ranges
      allow {
        protocol = "tcp"
        ports    = ["30000-32767"]
      }
    }
  }

  pass "more that pass" {
    resource "google_compute_firewall" "one_more_allow_no_ports" {
      name          = "fw"
      network       = "main"
      source_ranges = ["0.0.0.0/0"]
      allow {
        protocol = "tcp"
        ports    = ["30000-32767"]
      }
      allow {
        protocol = "tcp"
      }
    }
    resource "google_compute_firewall" "ports_with_0_65535" {
      name          = "fw"
      network       = "main"
      source_ranges = ["0.0.0.0/0"]
      allow {
        protocol = "tcp"
        ports    = ["30000-32767", "0-65535"]
      }
    }
    resource "google_compute_firewall" "disabled_is_true" {
      name          = "fw"
      network       = "main"
      source_ranges = ["0.0.0.0/0"]
      disabled      = true
      allow {
        protocol = "tcp"
        ports    = ["30000-32767"]
      }
    }
    resource "google_compute_firewall" "protocol_is_all" {
      name          = "fw"
      network       = "main"
      source_ranges = ["0.0.0.0/0"]
      allow {
        protocol = "all"
        ports    = ["30000-32767"]
      }
    }
    resource "google_compute_firewall" "no_source_ranges" {
      name    = "fw"
      network = "main"
      allow {
        protocol = "tcp"
        ports    = ["30000-32767"]
      }
    }
    resource "google_compute_firewall" "one_more_allow_no_ports_protocol_is_6" {
      name          = "fw"
      network       = "main"
      source_ranges = ["0.0.0.0/0"]
      allow {
        protocol = "tcp"
        ports    = ["30000-32767"]
      }
      allow {
        protocol = "6"
      }
    }
    also = ["google-compute-firewall-all-ports-open"]
  }

  fail "one more, one more `allow`, `ports` with `1-65535`" {
    resource "google_compute_firewall" "this" {
      name          = "fw"
      network       = "main"
      source_ranges = ["0.0.0.0/0"]
      allow {
        protocol = "tcp"
        ports    = ["30000-32767"]
      }
    }
    resource "google_compute_firewall" "this_too" {
      name          = "fw"
      network       = "main"
      source_ranges = ["0.0.0.0/0"]
      allow {
        protocol = "tcp"
        ports    = ["30000-32767"]
      }
      allow {
        protocol = "tcp"
        ports    = ["30000-32767", "1-65535"]
      }
    }
    expect = ["google_compute_firewall.this @ source_ranges"]
  }

  unknown "more that nobody can know" {
    variable "source_ranges" {}
    variable "protocol" {}
    resource "google_compute_firewall" "one_more_ports_is_1_65535_one_more" {
      name          = "fw"
      network       = "main"
      source_ranges = var.source_ranges
      allow {
        protocol = "tcp"
        ports    = ["30000-32767"]
      }
    }
    resource "google_compute_firewall" "one_more_ports_is_1_65535_one_more_2" {
      name          = "fw"
      network       = "main"
      source_ranges = var.source_ranges
      allow {
        protocol = "tcp"
        ports    = ["1-65535"]
      }
    }
    resource "google_compute_firewall" "one_more_ports_is_1_65535_one_more_3" {
      name          = "fw"
      network       = "main"
      source_ranges = var.source_ranges
      allow {
        protocol = var.protocol
        ports    = ["1-65535"]
      }
    }
    resource "google_compute_firewall" "with_allow" {
      name          = "fw"
      network       = "main"
      source_ranges = var.source_ranges
      allow {
        protocol = "tcp"
        ports    = ["30000-32767"]
      }
      allow {
        protocol = "icmp"
      }
    }
    resource "google_compute_firewall" "one_more_direction_is_egress" {
      name          = "fw"
      network       = "main"
      source_ranges = var.source_ranges
      allow {
        protocol = "tcp"
        ports    = ["30000-32767"]
      }
    }
    resource "google_compute_firewall" "one_more_direction_is_egress_2" {
      name          = "fw"
      network       = "main"
      source_ranges = var.source_ranges
      direction     = "EGRESS"
      allow {
        protocol = "tcp"
        ports    = ["30000-32767"]
      }
    }
    expect = [
      "google_compute_firewall.one_more_ports_is_1_65535_one_more @ source_ranges",
      "google_compute_firewall.with_allow @ source_ranges",
      "google_compute_firewall.one_more_direction_is_egress @ source_ranges",
    ]
  }
}

rule "google-compute-firewall-egress-open" {
  title     = "Firewall rule lets machines reach the whole internet"
  category  = "security"
  severity  = "info"
  resources = ["google_compute_firewall"]
  aliases   = ["GCP-0035", "google-compute-no-public-egress", "AVD-GCP-0035"]
  tags      = ["cwe-284"]
  default   = false
  when      = resource.direction == "EGRESS" && !coalesce(resource.disabled, false) && length(resource.allow) > 0
  assert    = !anytrue([for r in resource.destination_ranges : cidr_is_public(r)])
  at        = resource.destination_ranges
  message   = "egress to every address is allowed"
  why       = <<-EOT
    Limits on egress stop malware from calling home and data from leaving. A VPC network allows all egress by
    itself, so such a rule only matters where another denies it first.
  EOT
  remedy    = <<-EOT
    Allow the destinations that are needed.

    ```hcl
    destination_ranges = ["199.36.153.8/30"]
    ```
  EOT
  link      = "https://cloud.google.com/firewall/docs/firewalls#default_firewall_rules"

  pass "known range" {
    resource "google_compute_firewall" "this" {
      name               = "fw"
      network            = "main"
      direction          = "EGRESS"
      destination_ranges = ["10.0.0.0/8"]
      allow {
        protocol = "tcp"
        ports    = ["443"]
      }
    }
  }

  pass "ingress" {
    resource "google_compute_firewall" "this" {
      name          = "fw"
      network       = "main"
      source_ranges = ["0.0.0.0/0"]
      allow {
        protocol = "tcp"
        ports    = ["443"]
      }
    }
  }

  fail "everywhere" {
    resource "google_compute_firewall" "this" {
      name               = "fw"
      network            = "main"
      direction          = "EGRESS"
      destination_ranges = ["0.0.0.0/0"]
      allow {
        protocol = "all"
      }
    }

    expect = ["google_compute_firewall.this @ destination_ranges"]
  }

  unknown "not known" {
    variable "destination_ranges" {}

    resource "google_compute_firewall" "this" {
      name               = "fw"
      network            = "main"
      direction          = "EGRESS"
      destination_ranges = var.destination_ranges
      allow {
        protocol = "all"
      }
    }
  }

  pass "more that pass" {
    resource "google_compute_firewall" "no_direction" {
      name               = "fw"
      network            = "main"
      destination_ranges = ["0.0.0.0/0"]
      allow {
        protocol = "all"
      }
    }
    resource "google_compute_firewall" "no_destination_ranges" {
      name      = "fw"
      network   = "main"
      direction = "EGRESS"
      allow {
        protocol = "tcp"
        ports    = ["443"]
      }
    }
  }

  fail "one more, `disabled` is `true`" {
    resource "google_compute_firewall" "this" {
      name               = "fw"
      network            = "main"
      direction          = "EGRESS"
      destination_ranges = ["0.0.0.0/0"]
      allow {
        protocol = "all"
      }
    }
    resource "google_compute_firewall" "this_too" {
      name               = "fw"
      network            = "main"
      direction          = "EGRESS"
      destination_ranges = ["0.0.0.0/0"]
      disabled           = true
      allow {
        protocol = "all"
      }
    }
    expect = ["google_compute_firewall.this @ destination_ranges"]
  }
}

rule "google-compute-firewall-in-default-network" {
  title     = "Firewall rule belongs to the default network"
  category  = "security"
  severity  = "low"
  resources = ["google_compute_firewall"]
  aliases = [
    "GCP-0073", "google-compute-disable-default-firewall-rules", "AVD-GCP-0073",
    "40abce54-95b1-478c-8e5f-ea0bf0bb0e33",
  ]
  tags    = ["cwe-1188", "cis-gcp-2.0-3.1"]

  related "own" {
    type = "google_compute_network"
    on   = refers(resource.network, other)
  }

  assert  = length(related.own) > 0 || is_computed(resource.network) || !can(regex("(^|/)default$", resource.network))
  at      = resource.network
  message = "the rule is for the network `default`"
  why     = <<-EOT
    The default network brings rules that open SSH, RDP and ICMP to everyone, and a subnet in every region. A rule
    added to it means that it is in use.
  EOT
  remedy  = <<-EOT
    Move the machines to a network of your own and delete the default one.

    ```hcl
    network = google_compute_network.main.id
    ```
  EOT
  link    = "https://cloud.google.com/vpc/docs/vpc#default-network"

  pass "own network" {
    resource "google_compute_firewall" "this" {
      name          = "fw"
      source_ranges = ["10.0.0.0/8"]
      allow {
        protocol = "tcp"
        ports    = ["443"]
      }
      network = "main"
    }
  }

  pass "a network of this configuration, whatever its name" {
    variable "name" {}

    resource "google_compute_network" "own" {
      name                    = var.name
      auto_create_subnetworks = false
    }

    resource "google_compute_firewall" "this" {
      name          = "fw"
      source_ranges = ["10.0.0.0/8"]
      allow {
        protocol = "tcp"
        ports    = ["443"]
      }
      network = google_compute_network.own.name
    }
  }

  fail "default" {
    resource "google_compute_firewall" "this" {
      name          = "fw"
      source_ranges = ["10.0.0.0/8"]
      allow {
        protocol = "tcp"
        ports    = ["443"]
      }
      network = "default"
    }

    expect = ["google_compute_firewall.this @ network"]
  }

  fail "default by address" {
    resource "google_compute_firewall" "this" {
      name          = "fw"
      source_ranges = ["10.0.0.0/8"]
      allow {
        protocol = "tcp"
        ports    = ["443"]
      }
      network = "projects/p/global/networks/default"
    }
  }

  unknown "not known" {
    variable "network" {}

    resource "google_compute_firewall" "this" {
      name          = "fw"
      source_ranges = ["10.0.0.0/8"]
      allow {
        protocol = "tcp"
        ports    = ["443"]
      }
      network = var.network
    }
  }
}

rule "google-compute-firewall-logs-off" {
  title     = "Firewall rule writes no logs"
  category  = "security"
  severity  = "info"
  resources = ["google_compute_firewall"]
  tags      = ["cwe-778"]
  default   = false
  when      = !coalesce(resource.disabled, false)
  assert    = length(resource.log_config) > 0
  at        = resource.log_config
  message   = "no `log_config` block"
  why       = <<-EOT
    Firewall logs show which connections a rule let through or stopped. They cost by volume, so choose the rules
    that matter.
  EOT
  remedy    = <<-EOT
    Add a `log_config` block.

    ```hcl
    log_config {
      metadata = "INCLUDE_ALL_METADATA"
    }
    ```
  EOT
  link      = "https://cloud.google.com/firewall/docs/firewall-rules-logging"

  pass "logged" {
    resource "google_compute_firewall" "this" {
      name          = "fw"
      network       = "main"
      source_ranges = ["10.0.0.0/8"]
      allow {
        protocol = "tcp"
        ports    = ["443"]
      }
      log_config {
        metadata = "INCLUDE_ALL_METADATA"
      }
    }
  }

  fail "not logged" {
    resource "google_compute_firewall" "this" {
      name          = "fw"
      network       = "main"
      source_ranges = ["10.0.0.0/8"]
      allow {
        protocol = "tcp"
        ports    = ["443"]
      }
    }

    expect = ["google_compute_firewall.this"]
  }

  pass "`disabled` is `true`" {
    resource "google_compute_firewall" "this" {
      name          = "fw"
      network       = "main"
      source_ranges = ["10.0.0.0/8"]
      disabled      = true
      allow {
        protocol = "tcp"
        ports    = ["443"]
      }
    }
  }
}

rule "google-compute-firewall-policy-admin-port-open" {
  title    = "Firewall policy opens an admin port to the internet"
  category = "security"
  severity = "high"
  resources = [
    "google_compute_firewall_policy_rule", "google_compute_network_firewall_policy_rule",
    "google_compute_region_network_firewall_policy_rule",
  ]
  tags = ["cwe-284"]
  params = {
    ports = [20, 21, 22, 23, 111, 135, 139, 445, 1433, 1521, 2049, 2375, 2376, 2379, 3306, 3389, 5432, 5601, 5900, 5985, 5986, 6379, 6443, 9042, 9092, 9200, 10250, 11211, 27017]
  }
  when = resource.direction == "INGRESS" && resource.action == "allow" && !coalesce(resource.disabled, false)
  assert = (
    !anytrue([for r in resource.match[0].src_ip_ranges : cidr_is_public(r)])
    || !anytrue([for l in resource.match[0].layer4_configs : contains(["all", "tcp", "6"], lower(l.ip_protocol))
    && (length(l.ports) == 0 || anytrue([for port in param.ports : port_list_includes(l.ports, port)]))])
  )
  at      = resource.match[0].src_ip_ranges
  message = "the policy lets everyone on the internet reach administration or database ports"
  why     = <<-EOT
    A firewall policy applies to every network it is attached to. Opened here, the port is open in all of them.
  EOT
  remedy  = <<-EOT
    Limit the source ranges, or the ports.

    ```hcl
    match {
      src_ip_ranges = ["35.235.240.0/20"]
      layer4_configs {
        ip_protocol = "tcp"
        ports       = ["22"]
      }
    }
    ```
  EOT
  link    = "https://cloud.google.com/firewall/docs/firewall-policies-overview"

  pass "through IAP" {
    resource "google_compute_network_firewall_policy_rule" "this" {
      firewall_policy = "p"
      priority        = 1000
      action          = "allow"
      direction       = "INGRESS"
      match {
        src_ip_ranges = ["35.235.240.0/20"]
        layer4_configs {
          ip_protocol = "tcp"
          ports       = ["22"]
        }
      }
    }
  }

  pass "web" {
    resource "google_compute_network_firewall_policy_rule" "this" {
      firewall_policy = "p"
      priority        = 1000
      action          = "allow"
      direction       = "INGRESS"
      match {
        src_ip_ranges = ["0.0.0.0/0"]
        layer4_configs {
          ip_protocol = "tcp"
          ports       = ["443"]
        }
      }
    }
  }

  pass "deny" {
    resource "google_compute_network_firewall_policy_rule" "this" {
      firewall_policy = "p"
      priority        = 1000
      direction       = "INGRESS"
      action          = "deny"
      match {
        src_ip_ranges = ["0.0.0.0/0"]
        layer4_configs {
          ip_protocol = "all"
        }
      }
    }
  }

  fail "SSH" {
    resource "google_compute_network_firewall_policy_rule" "this" {
      firewall_policy = "p"
      priority        = 1000
      action          = "allow"
      direction       = "INGRESS"
      match {
        src_ip_ranges = ["0.0.0.0/0"]
        layer4_configs {
          ip_protocol = "tcp"
          ports       = ["22"]
        }
      }
    }

    expect = ["google_compute_network_firewall_policy_rule.this @ match[0].src_ip_ranges"]
  }

  fail "all" {
    resource "google_compute_network_firewall_policy_rule" "this" {
      firewall_policy = "p"
      priority        = 1000
      action          = "allow"
      direction       = "INGRESS"
      match {
        src_ip_ranges = ["0.0.0.0/0"]
        layer4_configs {
          ip_protocol = "all"
        }
      }
    }

    expect = ["google_compute_network_firewall_policy_rule.this @ match[0].src_ip_ranges"]
  }

  unknown "not known" {
    variable "ranges" {}

    resource "google_compute_network_firewall_policy_rule" "this" {
      firewall_policy = "p"
      priority        = 1000
      action          = "allow"
      direction       = "INGRESS"
      match {
        src_ip_ranges = var.ranges
        layer4_configs {
          ip_protocol = "all"
        }
      }
    }
  }

  pass "`disabled` is `true`" {
    resource "google_compute_network_firewall_policy_rule" "this" {
      firewall_policy = "p"
      priority        = 1000
      action          = "allow"
      direction       = "INGRESS"
      disabled        = true
      match {
        src_ip_ranges = ["0.0.0.0/0"]
        layer4_configs {
          ip_protocol = "all"
        }
      }
    }
  }

  fail "more that fail" {
    resource "google_compute_network_firewall_policy_rule" "ip_protocol_is_6" {
      firewall_policy = "p"
      priority        = 1000
      action          = "allow"
      direction       = "INGRESS"
      match {
        src_ip_ranges = ["0.0.0.0/0"]
        layer4_configs {
          ip_protocol = "6"
        }
      }
    }
    resource "google_compute_network_firewall_policy_rule" "one_more_layer4_configs_no_ports" {
      firewall_policy = "p"
      priority        = 1000
      action          = "allow"
      direction       = "INGRESS"
      match {
        src_ip_ranges = ["0.0.0.0/0"]
        layer4_configs {
          ip_protocol = "tcp"
          ports       = ["443"]
        }
        layer4_configs {
          ip_protocol = "tcp"
        }
      }
    }
    expect = [
      "google_compute_network_firewall_policy_rule.ip_protocol_is_6 @ match[0].src_ip_ranges",
      "google_compute_network_firewall_policy_rule.one_more_layer4_configs_no_ports @ match[0].src_ip_ranges",
    ]
  }

  unknown "more that nobody can know" {
    variable "direction" {}
    variable "ip_protocol" {}
    variable "src_ip_ranges" {}
    resource "google_compute_network_firewall_policy_rule" "besides_src_ip_ranges_is_an_unset" {
      firewall_policy = "p"
      priority        = 1000
      action          = "allow"
      direction       = "INGRESS"
      match {
        src_ip_ranges = ["35.235.240.0/20", var.src_ip_ranges]
        layer4_configs {
          ip_protocol = "tcp"
          ports       = ["22"]
        }
      }
    }
    resource "google_compute_network_firewall_policy_rule" "ip_protocol_is_an_unset_variable" {
      firewall_policy = "p"
      priority        = 1000
      action          = "allow"
      direction       = "INGRESS"
      match {
        src_ip_ranges = ["0.0.0.0/0"]
        layer4_configs {
          ip_protocol = var.ip_protocol
          ports       = ["22"]
        }
      }
    }
    resource "google_compute_network_firewall_policy_rule" "direction_is_an_unset_variable" {
      firewall_policy = "p"
      priority        = 1000
      action          = "allow"
      direction       = var.direction
      match {
        src_ip_ranges = ["0.0.0.0/0"]
        layer4_configs {
          ip_protocol = "tcp"
          ports       = ["22"]
        }
      }
    }
    expect = [
      "google_compute_network_firewall_policy_rule.besides_src_ip_ranges_is_an_unset @ match[0].src_ip_ranges",
      "google_compute_network_firewall_policy_rule.ip_protocol_is_an_unset_variable @ match[0].src_ip_ranges",
      "google_compute_network_firewall_policy_rule.direction_is_an_unset_variable @ match[0].src_ip_ranges",
    ]
  }
}
