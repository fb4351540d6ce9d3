# Network security groups and their rules, inline (`security_rule`) and separate (`azurerm_network_security_rule`).
#
# The rules about open ports share one idea of "open": an inbound `Allow` whose source is the internet at large. They exclude
# each other, so that one range gives one finding: a range that holds both 22 and 3389 is "wide", everything else belongs to SSH,
# RDP, the sensitive ports, UDP or the rest, in this order.

rule "azure-nsg-all-ports-open" {
  title     = "Network security group opens nearly all ports to the internet"
  category  = "security"
  severity  = "high"
  resources = ["azurerm_network_security_group", "azurerm_network_security_rule"]
  aliases   = ["AZU-0047", "azure-network-no-public-ingress", "AVD-AZU-0047"]
  tags      = ["cwe-284", "cwe-668", "cis-azure-2.0-6.1", "cis-azure-2.0-6.2"]
  for_each  = meta.type == "azurerm_network_security_group" ? resource.security_rule : [resource]
  assert    = !(lower(each.value.direction) == "inbound" && lower(each.value.access) == "allow" && (cidr_is_public(each.value.source_address_prefix) || anytrue([for a in each.value.source_address_prefixes : cidr_is_public(a)])) && !contains(["icmp", "esp", "ah"], lower(each.value.protocol)) && anytrue([for r in concat([each.value.destination_port_range], each.value.destination_port_ranges) : port_list_includes(r, 22) && port_list_includes(r, 3389)]))
  at        = coalesce(each.value.source_address_prefix, each.value.source_address_prefixes)
  message   = "everyone on the internet may connect to ports `${join(", ", concat([each.value.destination_port_range], each.value.destination_port_ranges))}`"
  why       = <<-EOT
    Every service of every machine behind the group is exposed, those included that were never meant to listen outside:
    databases, management agents, SSH and RDP. Scanners find an open range within minutes.
  EOT
  remedy    = <<-EOT
    Name the ports that must be public, and take the rest from a load balancer, Bastion or VPN:

        destination_port_range = "443"
        source_address_prefix  = "Internet"
  EOT
  link      = "https://learn.microsoft.com/azure/virtual-network/network-security-groups-overview"

  pass "HTTPS only" {
    resource "azurerm_network_security_rule" "example" {
      name                        = "example"
      resource_group_name         = "example"
      network_security_group_name = "example"
      priority                    = 100
      direction                   = "Inbound"
      access                      = "Allow"
      protocol                    = "Tcp"
      source_port_range           = "*"
      destination_address_prefix  = "*"
      source_address_prefix       = "*"
      destination_port_range      = "443"
    }
  }

  pass "all ports from the virtual network" {
    resource "azurerm_network_security_group" "example" {
      name                = "example"
      resource_group_name = "example"
      location            = "westeurope"

      security_rule {
        name                       = "inside"
        priority                   = 100
        direction                  = "Inbound"
        access                     = "Allow"
        protocol                   = "*"
        source_port_range          = "*"
        destination_port_range     = "*"
        source_address_prefix      = "VirtualNetwork"
        destination_address_prefix = "*"
      }
    }
  }

  pass "a denying rule" {
    resource "azurerm_network_security_rule" "example" {
      name                        = "example"
      resource_group_name         = "example"
      network_security_group_name = "example"
      priority                    = 100
      direction                   = "Inbound"
      source_port_range           = "*"
      destination_address_prefix  = "*"
      access                      = "Deny"
      protocol                    = "*"
      source_address_prefix       = "*"
      destination_port_range      = "*"
    }
  }

  pass "outbound" {
    resource "azurerm_network_security_rule" "example" {
      name                        = "example"
      resource_group_name         = "example"
      network_security_group_name = "example"
      priority                    = 100
      access                      = "Allow"
      protocol                    = "Tcp"
      source_port_range           = "*"
      destination_address_prefix  = "*"
      direction                   = "Outbound"
      source_address_prefix       = "*"
      destination_port_range      = "*"
    }
  }

  fail "all ports, separate rule" {
    resource "azurerm_network_security_rule" "example" {
      name                        = "example"
      resource_group_name         = "example"
      network_security_group_name = "example"
      priority                    = 100
      direction                   = "Inbound"
      access                      = "Allow"
      source_port_range           = "*"
      destination_address_prefix  = "*"
      protocol                    = "*"
      source_address_prefix       = "*"
      destination_port_range      = "*"
    }

    expect = ["azurerm_network_security_rule.example @ source_address_prefix"]
  }

  fail "the service tag, inline" {
    resource "azurerm_network_security_group" "example" {
      name                = "example"
      resource_group_name = "example"
      location            = "westeurope"

      security_rule {
        name                       = "all"
        priority                   = 100
        direction                  = "Inbound"
        access                     = "Allow"
        protocol                   = "Tcp"
        source_port_range          = "*"
        destination_port_range     = "0-65535"
        source_address_prefix      = "Internet"
        destination_address_prefix = "*"
      }
    }

    expect = ["azurerm_network_security_group.example @ security_rule[0].source_address_prefix"]
  }

  fail "a list of sources" {
    resource "azurerm_network_security_rule" "example" {
      name                        = "example"
      resource_group_name         = "example"
      network_security_group_name = "example"
      priority                    = 100
      direction                   = "Inbound"
      access                      = "Allow"
      protocol                    = "Tcp"
      source_port_range           = "*"
      destination_address_prefix  = "*"
      source_address_prefixes     = ["10.0.0.0/8", "0.0.0.0/0"]
      destination_port_ranges     = ["20-4000"]
    }

    expect = ["azurerm_network_security_rule.example @ source_address_prefixes"]
  }

  unknown "the source is an unset variable" {
    variable "source" {}

    resource "azurerm_network_security_rule" "example" {
      name                        = "example"
      resource_group_name         = "example"
      network_security_group_name = "example"
      priority                    = 100
      direction                   = "Inbound"
      access                      = "Allow"
      protocol                    = "Tcp"
      source_port_range           = "*"
      destination_address_prefix  = "*"
      source_address_prefix       = var.source
      destination_port_range      = "*"
    }
  }

  pass "more that pass" {
    resource "azurerm_network_security_rule" "destination_port_range_is_22" {
      name                        = "example"
      resource_group_name         = "example"
      network_security_group_name = "example"
      priority                    = 100
      direction                   = "Inbound"
      access                      = "Allow"
      protocol                    = "Tcp"
      source_port_range           = "*"
      destination_address_prefix  = "*"
      source_address_prefix       = "*"
      destination_port_range      = 22
    }
    resource "azurerm_network_security_rule" "protocol_is_esp" {
      name                        = "example"
      resource_group_name         = "example"
      network_security_group_name = "example"
      priority                    = 100
      direction                   = "Inbound"
      access                      = "Allow"
      source_port_range           = "*"
      destination_address_prefix  = "*"
      protocol                    = "esp"
      source_address_prefix       = "*"
      destination_port_range      = "*"
    }
    resource "azurerm_network_security_rule" "one_more_destination_port_range_is_3389" {
      name                        = "example"
      resource_group_name         = "example"
      network_security_group_name = "example"
      priority                    = 100
      direction                   = "Inbound"
      access                      = "Allow"
      protocol                    = "Tcp"
      source_port_range           = "*"
      destination_address_prefix  = "*"
      source_address_prefix       = "*"
      destination_port_range      = "443"
    }
    resource "azurerm_network_security_rule" "one_more_destination_port_range_is_3389_2" {
      name                        = "example"
      resource_group_name         = "example"
      network_security_group_name = "example"
      priority                    = 100
      direction                   = "Inbound"
      access                      = "Allow"
      protocol                    = "Tcp"
      source_port_range           = "*"
      destination_address_prefix  = "*"
      source_address_prefix       = "*"
      destination_port_range      = 3389
    }
    also = ["azure-network-security-rule-duplicate-priority", "azure-nsg-rdp-open", "azure-nsg-ssh-open"]
  }

  fail "more that fail" {
    resource "azurerm_network_security_group" "one_more_one_more_security_rule_protocol" {
      name                = "example"
      resource_group_name = "example"
      location            = "westeurope"
      security_rule {
        name                       = "all"
        priority                   = 100
        direction                  = "Inbound"
        access                     = "Allow"
        protocol                   = "Tcp"
        source_port_range          = "*"
        destination_port_range     = "0-65535"
        source_address_prefix      = "Internet"
        destination_address_prefix = "*"
      }
    }
    resource "azurerm_network_security_group" "one_more_one_more_security_rule_protocol_2" {
      name                = "example"
      resource_group_name = "example"
      location            = "westeurope"
      security_rule {
        name                       = "all"
        priority                   = 100
        direction                  = "Inbound"
        access                     = "Allow"
        protocol                   = "Tcp"
        source_port_range          = "*"
        destination_port_range     = "0-65535"
        source_address_prefix      = "Internet"
        destination_address_prefix = "*"
      }
      security_rule {
        name                       = "all"
        priority                   = 100
        direction                  = "Inbound"
        access                     = "Allow"
        protocol                   = "ah"
        source_port_range          = "*"
        destination_port_range     = "0-65535"
        source_address_prefix      = "Internet"
        destination_address_prefix = "*"
      }
    }
    resource "azurerm_network_security_rule" "one_more_protocol_is_icmp" {
      name                        = "example"
      resource_group_name         = "example"
      network_security_group_name = "example"
      priority                    = 100
      direction                   = "Inbound"
      access                      = "Allow"
      source_port_range           = "*"
      destination_address_prefix  = "*"
      protocol                    = "*"
      source_address_prefix       = "*"
      destination_port_range      = "*"
    }
    resource "azurerm_network_security_rule" "one_more_protocol_is_icmp_2" {
      name                        = "example"
      resource_group_name         = "example"
      network_security_group_name = "example"
      priority                    = 100
      direction                   = "Inbound"
      access                      = "Allow"
      source_port_range           = "*"
      destination_address_prefix  = "*"
      protocol                    = "icmp"
      source_address_prefix       = "*"
      destination_port_range      = "*"
    }
    expect = [
      "azurerm_network_security_group.one_more_one_more_security_rule_protocol @ security_rule[0].source_address_prefix",
      "azurerm_network_security_group.one_more_one_more_security_rule_protocol_2 @ security_rule[0].source_address_prefix",
      "azurerm_network_security_rule.one_more_protocol_is_icmp @ source_address_prefix",
    ]
  }
}

rule "azure-nsg-ssh-open" {
  title     = "SSH is open to the internet"
  category  = "security"
  severity  = "high"
  resources = ["azurerm_network_security_group", "azurerm_network_security_rule"]
  aliases = [
    "CKV_AZURE_10", "AZU-0050", "azure-network-ssh-blocked-from-internet", "AVD-AZU-0050",
    "3e3c175e-aadf-4e2b-a464-3fdac5748d24",
  ]
  tags     = ["cwe-284", "cwe-668", "cis-azure-2.0-6.2"]
  for_each = meta.type == "azurerm_network_security_group" ? resource.security_rule : [resource]
  assert   = !(lower(each.value.direction) == "inbound" && lower(each.value.access) == "allow" && contains(["tcp", "*"], lower(each.value.protocol)) && (cidr_is_public(each.value.source_address_prefix) || anytrue([for a in each.value.source_address_prefixes : cidr_is_public(a)])) && anytrue([for r in concat([each.value.destination_port_range], each.value.destination_port_ranges) : port_list_includes(r, 22) && !port_list_includes(r, 3389)]))
  at       = coalesce(each.value.source_address_prefix, each.value.source_address_prefixes)
  message  = "port 22 is reachable from everywhere"
  why      = <<-EOT
    SSH on the open internet is attacked all the time, by password guessing and whenever a flaw in the server becomes
    known. Administrators can come through Bastion, a VPN or just-in-time access.
  EOT
  remedy   = <<-EOT
    Limit the source to addresses you own, or drop the rule and use `azurerm_bastion_host`:

        source_address_prefix = "203.0.113.0/24"
  EOT
  link     = "https://learn.microsoft.com/azure/bastion/bastion-overview"

  pass "from the office only" {
    resource "azurerm_network_security_rule" "example" {
      name                        = "example"
      resource_group_name         = "example"
      network_security_group_name = "example"
      priority                    = 100
      direction                   = "Inbound"
      access                      = "Allow"
      protocol                    = "Tcp"
      source_port_range           = "*"
      destination_address_prefix  = "*"
      source_address_prefix       = "203.0.113.0/24"
      destination_port_range      = "22"
    }
  }

  pass "another port" {
    resource "azurerm_network_security_rule" "example" {
      name                        = "example"
      resource_group_name         = "example"
      network_security_group_name = "example"
      priority                    = 100
      direction                   = "Inbound"
      access                      = "Allow"
      protocol                    = "Tcp"
      source_port_range           = "*"
      destination_address_prefix  = "*"
      source_address_prefix       = "*"
      destination_port_range      = "443"
    }
  }

  pass "UDP has no SSH" {
    resource "azurerm_network_security_rule" "example" {
      name                        = "example"
      resource_group_name         = "example"
      network_security_group_name = "example"
      priority                    = 100
      direction                   = "Inbound"
      access                      = "Allow"
      source_port_range           = "*"
      destination_address_prefix  = "*"
      protocol                    = "Udp"
      source_address_prefix       = "*"
      destination_port_range      = "22"
    }
    also = ["azure-nsg-udp-open"]
  }

  pass "no source port decides" {
    resource "azurerm_network_security_rule" "example" {
      name                        = "example"
      resource_group_name         = "example"
      network_security_group_name = "example"
      priority                    = 100
      direction                   = "Inbound"
      access                      = "Allow"
      protocol                    = "Tcp"
      destination_address_prefix  = "*"
      source_port_range           = "22"
      source_address_prefix       = "*"
      destination_port_range      = "443"
    }
  }

  fail "from everywhere, separate rule" {
    resource "azurerm_network_security_rule" "example" {
      name                        = "example"
      resource_group_name         = "example"
      network_security_group_name = "example"
      priority                    = 100
      direction                   = "Inbound"
      access                      = "Allow"
      protocol                    = "Tcp"
      source_port_range           = "*"
      destination_address_prefix  = "*"
      source_address_prefix       = "*"
      destination_port_range      = "22"
    }

    expect = ["azurerm_network_security_rule.example @ source_address_prefix"]
  }

  fail "a range holds the port" {
    resource "azurerm_network_security_rule" "example" {
      name                        = "example"
      resource_group_name         = "example"
      network_security_group_name = "example"
      priority                    = 100
      direction                   = "Inbound"
      access                      = "Allow"
      protocol                    = "Tcp"
      source_port_range           = "*"
      destination_address_prefix  = "*"
      source_address_prefix       = "0.0.0.0/0"
      destination_port_range      = "20-30"
    }

    expect = ["azurerm_network_security_rule.example @ source_address_prefix"]
  }

  fail "inline, second rule" {
    resource "azurerm_network_security_group" "example" {
      name                = "example"
      resource_group_name = "example"
      location            = "westeurope"

      security_rule {
        name                       = "web"
        priority                   = 100
        direction                  = "Inbound"
        access                     = "Allow"
        protocol                   = "Tcp"
        source_port_range          = "*"
        destination_port_range     = "443"
        source_address_prefix      = "*"
        destination_address_prefix = "*"
      }

      security_rule {
        name                       = "ssh"
        priority                   = 110
        direction                  = "Inbound"
        access                     = "Allow"
        protocol                   = "Tcp"
        source_port_range          = "*"
        destination_port_ranges    = ["22", "443"]
        source_address_prefix      = "Internet"
        destination_address_prefix = "*"
      }
    }

    expect = ["azurerm_network_security_group.example @ security_rule[1].source_address_prefix"]
  }

  fail "through a dynamic block" {
    locals {
      ports = [22]
    }

    resource "azurerm_network_security_group" "example" {
      name                = "example"
      resource_group_name = "example"
      location            = "westeurope"

      dynamic "security_rule" {
        for_each = local.ports

        content {
          name                       = "port-${security_rule.value}"
          priority                   = 100
          direction                  = "Inbound"
          access                     = "Allow"
          protocol                   = "Tcp"
          source_port_range          = "*"
          destination_port_range     = security_rule.value
          source_address_prefix      = "*"
          destination_address_prefix = "*"
        }
      }
    }
  }

  unknown "the source is an unset variable" {
    variable "source" {}

    resource "azurerm_network_security_rule" "example" {
      name                        = "example"
      resource_group_name         = "example"
      network_security_group_name = "example"
      priority                    = 100
      direction                   = "Inbound"
      access                      = "Allow"
      protocol                    = "Tcp"
      source_port_range           = "*"
      destination_address_prefix  = "*"
      source_address_prefix       = var.source
      destination_port_range      = "22"
    }
  }

  pass "`destination_port_range` is `*`" {
    resource "azurerm_network_security_rule" "example" {
      name                        = "example"
      resource_group_name         = "example"
      network_security_group_name = "example"
      priority                    = 100
      direction                   = "Inbound"
      access                      = "Allow"
      protocol                    = "Tcp"
      destination_address_prefix  = "*"
      source_port_range           = "22"
      source_address_prefix       = "*"
      destination_port_range      = "*"
    }
    also = ["azure-nsg-all-ports-open"]
  }

  fail "more that fail" {
    resource "azurerm_network_security_rule" "one_more_access_is_deny" {
      name                        = "example"
      resource_group_name         = "example"
      network_security_group_name = "example"
      priority                    = 100
      direction                   = "Inbound"
      access                      = "Allow"
      protocol                    = "Tcp"
      source_port_range           = "*"
      destination_address_prefix  = "*"
      source_address_prefix       = "*"
      destination_port_range      = "22"
    }
    resource "azurerm_network_security_rule" "one_more_access_is_deny_2" {
      name                        = "example"
      resource_group_name         = "example"
      network_security_group_name = "example"
      priority                    = 100
      direction                   = "Inbound"
      access                      = "Deny"
      protocol                    = "Tcp"
      source_port_range           = "*"
      destination_address_prefix  = "*"
      source_address_prefix       = "*"
      destination_port_range      = "22"
    }
    resource "azurerm_network_security_rule" "protocol_is" {
      name                        = "example"
      resource_group_name         = "example"
      network_security_group_name = "example"
      priority                    = 100
      direction                   = "Inbound"
      access                      = "Allow"
      source_port_range           = "*"
      destination_address_prefix  = "*"
      protocol                    = "*"
      source_address_prefix       = "*"
      destination_port_range      = "22"
    }
    resource "azurerm_network_security_rule" "one_more_source_address_prefixes_is" {
      name                        = "example"
      resource_group_name         = "example"
      network_security_group_name = "example"
      priority                    = 100
      direction                   = "Inbound"
      access                      = "Allow"
      protocol                    = "Tcp"
      source_port_range           = "*"
      destination_address_prefix  = "*"
      source_address_prefix       = "203.0.113.0/24"
      destination_port_range      = "22"
    }
    resource "azurerm_network_security_rule" "one_more_source_address_prefixes_is_2" {
      name                        = "example"
      resource_group_name         = "example"
      network_security_group_name = "example"
      priority                    = 100
      direction                   = "Inbound"
      access                      = "Allow"
      protocol                    = "Tcp"
      source_port_range           = "*"
      destination_address_prefix  = "*"
      source_address_prefix       = "203.0.113.0/24"
      destination_port_range      = "22"
      source_address_prefixes     = ["10.0.0.0/8", "0.0.0.0/0"]
    }
    resource "azurerm_network_security_rule" "one_more_direction_is_outbound" {
      name                        = "example"
      resource_group_name         = "example"
      network_security_group_name = "example"
      priority                    = 100
      direction                   = "Inbound"
      access                      = "Allow"
      protocol                    = "Tcp"
      source_port_range           = "*"
      destination_address_prefix  = "*"
      source_address_prefix       = "0.0.0.0/0"
      destination_port_range      = "20-30"
    }
    resource "azurerm_network_security_rule" "one_more_direction_is_outbound_2" {
      name                        = "example"
      resource_group_name         = "example"
      network_security_group_name = "example"
      priority                    = 100
      direction                   = "Outbound"
      access                      = "Allow"
      protocol                    = "Tcp"
      source_port_range           = "*"
      destination_address_prefix  = "*"
      source_address_prefix       = "0.0.0.0/0"
      destination_port_range      = "20-30"
    }
    expect = [
      "azurerm_network_security_rule.one_more_access_is_deny @ source_address_prefix",
      "azurerm_network_security_rule.protocol_is @ source_address_prefix",
      "azurerm_network_security_rule.one_more_source_address_prefixes_is_2 @ source_address_prefix",
      "azurerm_network_security_rule.one_more_direction_is_outbound @ source_address_prefix",
    ]
  }
}

rule "azure-nsg-rdp-open" {
  title     = "RDP is open to the internet"
  category  = "security"
  severity  = "high"
  resources = ["azurerm_network_security_group", "azurerm_network_security_rule"]
  aliases = [
    "CKV_AZURE_9", "AZU-0048", "azure-network-disable-rdp-from-internet", "AVD-AZU-0048",
    "efbf6449-5ec5-4cfe-8f15-acc51e0d787c",
  ]
  tags     = ["cwe-284", "cwe-668", "cis-azure-2.0-6.1"]
  for_each = meta.type == "azurerm_network_security_group" ? resource.security_rule : [resource]
  assert   = !(lower(each.value.direction) == "inbound" && lower(each.value.access) == "allow" && contains(["tcp", "*"], lower(each.value.protocol)) && (cidr_is_public(each.value.source_address_prefix) || anytrue([for a in each.value.source_address_prefixes : cidr_is_public(a)])) && anytrue([for r in concat([each.value.destination_port_range], each.value.destination_port_ranges) : port_list_includes(r, 3389) && !port_list_includes(r, 22)]))
  at       = coalesce(each.value.source_address_prefix, each.value.source_address_prefixes)
  message  = "port 3389 is reachable from everywhere"
  why      = <<-EOT
    Remote desktop is a favourite entrance of ransomware: passwords are guessed without pause, and several flaws needed no
    password at all.
  EOT
  remedy   = <<-EOT
    Limit the source to addresses you own, or drop the rule and use `azurerm_bastion_host`:

        source_address_prefix = "203.0.113.0/24"
  EOT
  link     = "https://learn.microsoft.com/azure/bastion/bastion-overview"

  pass "from the office only" {
    resource "azurerm_network_security_rule" "example" {
      name                        = "example"
      resource_group_name         = "example"
      network_security_group_name = "example"
      priority                    = 100
      direction                   = "Inbound"
      access                      = "Allow"
      protocol                    = "Tcp"
      source_port_range           = "*"
      destination_address_prefix  = "*"
      source_address_prefix       = "203.0.113.0/24"
      destination_port_range      = "3389"
    }
  }

  pass "denied" {
    resource "azurerm_network_security_rule" "example" {
      name                        = "example"
      resource_group_name         = "example"
      network_security_group_name = "example"
      priority                    = 100
      direction                   = "Inbound"
      protocol                    = "Tcp"
      source_port_range           = "*"
      destination_address_prefix  = "*"
      access                      = "Deny"
      source_address_prefix       = "*"
      destination_port_range      = "3389"
    }
  }

  fail "from everywhere, separate rule" {
    resource "azurerm_network_security_rule" "example" {
      name                        = "example"
      resource_group_name         = "example"
      network_security_group_name = "example"
      priority                    = 100
      direction                   = "Inbound"
      access                      = "Allow"
      protocol                    = "Tcp"
      source_port_range           = "*"
      destination_address_prefix  = "*"
      source_address_prefix       = "*"
      destination_port_range      = "3389"
    }

    expect = ["azurerm_network_security_rule.example @ source_address_prefix"]
  }

  fail "inline, any protocol" {
    resource "azurerm_network_security_group" "example" {
      name                = "example"
      resource_group_name = "example"
      location            = "westeurope"

      security_rule {
        name                       = "rdp"
        priority                   = 100
        direction                  = "Inbound"
        access                     = "Allow"
        protocol                   = "*"
        source_port_range          = "*"
        destination_port_range     = "3380-3400"
        source_address_prefix      = "Internet"
        destination_address_prefix = "*"
      }
    }

    expect = ["azurerm_network_security_group.example @ security_rule[0].source_address_prefix"]
  }

  unknown "the port is an unset variable" {
    variable "port" {}

    resource "azurerm_network_security_rule" "example" {
      name                        = "example"
      resource_group_name         = "example"
      network_security_group_name = "example"
      priority                    = 100
      direction                   = "Inbound"
      access                      = "Allow"
      protocol                    = "Tcp"
      source_port_range           = "*"
      destination_address_prefix  = "*"
      source_address_prefix       = "*"
      destination_port_range      = var.port
    }
  }

  pass "more that pass" {
    resource "azurerm_network_security_rule" "no_destination_port_range" {
      name                        = "example"
      resource_group_name         = "example"
      network_security_group_name = "example"
      priority                    = 100
      direction                   = "Inbound"
      access                      = "Allow"
      protocol                    = "Tcp"
      source_port_range           = "*"
      destination_address_prefix  = "*"
      source_address_prefix       = "*"
    }
    resource "azurerm_network_security_rule" "destination_port_range_is" {
      name                        = "example"
      resource_group_name         = "example"
      network_security_group_name = "example"
      priority                    = 100
      direction                   = "Inbound"
      access                      = "Allow"
      protocol                    = "Tcp"
      source_port_range           = "*"
      destination_address_prefix  = "*"
      source_address_prefix       = "*"
      destination_port_range      = "*"
    }
    also = ["azure-network-security-rule-duplicate-priority", "azure-nsg-all-ports-open"]
  }

  fail "more that fail" {
    resource "azurerm_network_security_rule" "one_more_source_address_prefixes_is" {
      name                        = "example"
      resource_group_name         = "example"
      network_security_group_name = "example"
      priority                    = 100
      direction                   = "Inbound"
      access                      = "Allow"
      protocol                    = "Tcp"
      source_port_range           = "*"
      destination_address_prefix  = "*"
      source_address_prefix       = "203.0.113.0/24"
      destination_port_range      = "3389"
    }
    resource "azurerm_network_security_rule" "one_more_source_address_prefixes_is_2" {
      name                        = "example"
      resource_group_name         = "example"
      network_security_group_name = "example"
      priority                    = 100
      direction                   = "Inbound"
      access                      = "Allow"
      protocol                    = "Tcp"
      source_port_range           = "*"
      destination_address_prefix  = "*"
      source_address_prefix       = "203.0.113.0/24"
      destination_port_range      = "3389"
      source_address_prefixes     = ["10.0.0.0/8", "0.0.0.0/0"]
    }
    resource "azurerm_network_security_rule" "one_more_destination_port_ranges_is" {
      name                        = "example"
      resource_group_name         = "example"
      network_security_group_name = "example"
      priority                    = 100
      direction                   = "Inbound"
      access                      = "Allow"
      protocol                    = "Tcp"
      source_port_range           = "*"
      destination_address_prefix  = "*"
      source_address_prefix       = "*"
      destination_port_range      = "3389"
    }
    resource "azurerm_network_security_rule" "one_more_destination_port_ranges_is_2" {
      name                        = "example"
      resource_group_name         = "example"
      network_security_group_name = "example"
      priority                    = 100
      direction                   = "Inbound"
      access                      = "Allow"
      protocol                    = "Tcp"
      source_port_range           = "*"
      destination_address_prefix  = "*"
      source_address_prefix       = "*"
      destination_port_range      = "3389"
      destination_port_ranges     = ["20-4000"]
    }
    expect = [
      "azurerm_network_security_rule.one_more_source_address_prefixes_is_2 @ source_address_prefix",
      "azurerm_network_security_rule.one_more_destination_port_ranges_is @ source_address_prefix",
      "azurerm_network_security_rule.one_more_destination_port_ranges_is_2 @ source_address_prefix",
    ]
    also   = ["azure-nsg-all-ports-open"]
  }

  unknown "more that nobody can know" {
    variable "direction" {}
    variable "protocol" {}
    resource "azurerm_network_security_rule" "protocol_is_an_unset_variable" {
      name                        = "example"
      resource_group_name         = "example"
      network_security_group_name = "example"
      priority                    = 100
      direction                   = "Inbound"
      access                      = "Allow"
      protocol                    = var.protocol
      source_port_range           = "*"
      destination_address_prefix  = "*"
      source_address_prefix       = "*"
      destination_port_range      = "3389"
    }
    resource "azurerm_network_security_rule" "direction_is_an_unset_variable" {
      name                        = "example"
      resource_group_name         = "example"
      network_security_group_name = "example"
      priority                    = 100
      direction                   = var.direction
      access                      = "Allow"
      protocol                    = "Tcp"
      source_port_range           = "*"
      destination_address_prefix  = "*"
      source_address_prefix       = "*"
      destination_port_range      = "3389"
    }
    expect = [
      "azurerm_network_security_rule.protocol_is_an_unset_variable @ source_address_prefix",
      "azurerm_network_security_rule.direction_is_an_unset_variable @ source_address_prefix",
    ]
  }
}

rule "azure-nsg-sensitive-port-open" {
  title     = "Database or management port is open to the internet"
  category  = "security"
  severity  = "high"
  resources = ["azurerm_network_security_group", "azurerm_network_security_rule"]
  aliases = [
    "AZU-0074", "azure-network-sensitive-port-is-exposed-to-entire-network", "AVD-AZU-0074",
    "azure-sensitive-port-is-exposed-to-entire-network", "594c198b-4d79-41b8-9b36-fde13348b619",
  ]
  tags = ["cwe-284", "cwe-668"]
  params = {
    ports = {
      23    = "Telnet"
      135   = "RPC"
      139   = "NetBIOS"
      445   = "SMB"
      1433  = "SQL Server"
      1521  = "Oracle"
      2375  = "Docker"
      2379  = "etcd"
      3306  = "MySQL"
      5432  = "PostgreSQL"
      5900  = "VNC"
      5985  = "WinRM"
      5986  = "WinRM"
      6379  = "Redis"
      9042  = "Cassandra"
      9200  = "Elasticsearch"
      10250 = "kubelet"
      11211 = "Memcached"
      27017 = "MongoDB"
    }
  }
  for_each = meta.type == "azurerm_network_security_group" ? resource.security_rule : [resource]
  assert   = !(lower(each.value.direction) == "inbound" && lower(each.value.access) == "allow" && contains(["tcp", "*"], lower(each.value.protocol)) && (cidr_is_public(each.value.source_address_prefix) || anytrue([for a in each.value.source_address_prefixes : cidr_is_public(a)])) && anytrue([for r in concat([each.value.destination_port_range], each.value.destination_port_ranges) : anytrue([for p in keys(param.ports) : port_list_includes(r, tonumber(p))]) && !port_list_includes(r, 22) && !port_list_includes(r, 3389)]))
  at       = coalesce(each.value.source_address_prefix, each.value.source_address_prefixes)
  message  = "${join(", ", distinct([for p, name in param.ports : name if anytrue([for r in concat([each.value.destination_port_range], each.value.destination_port_ranges) : port_list_includes(r, tonumber(p))])]))} is reachable from everywhere"
  why      = <<-EOT
    Databases, caches, file shares and management interfaces are built for a private network. Many have weak or no
    authentication by default, and all have had flaws that needed no credentials.
  EOT
  remedy   = <<-EOT
    Allow the application's subnet only, or reach the service through a private endpoint or VPN:

        source_address_prefix = "VirtualNetwork"
  EOT
  link     = "https://learn.microsoft.com/azure/virtual-network/network-security-groups-overview"

  pass "from the virtual network" {
    resource "azurerm_network_security_rule" "example" {
      name                        = "example"
      resource_group_name         = "example"
      network_security_group_name = "example"
      priority                    = 100
      direction                   = "Inbound"
      access                      = "Allow"
      protocol                    = "Tcp"
      source_port_range           = "*"
      destination_address_prefix  = "*"
      source_address_prefix       = "VirtualNetwork"
      destination_port_range      = "5432"
    }
  }

  pass "web ports" {
    resource "azurerm_network_security_rule" "example" {
      name                        = "example"
      resource_group_name         = "example"
      network_security_group_name = "example"
      priority                    = 100
      direction                   = "Inbound"
      access                      = "Allow"
      protocol                    = "Tcp"
      source_port_range           = "*"
      destination_address_prefix  = "*"
      source_address_prefix       = "*"
      destination_port_ranges     = ["80", "443"]
    }
  }

  fail "PostgreSQL" {
    resource "azurerm_network_security_rule" "example" {
      name                        = "example"
      resource_group_name         = "example"
      network_security_group_name = "example"
      priority                    = 100
      direction                   = "Inbound"
      access                      = "Allow"
      protocol                    = "Tcp"
      source_port_range           = "*"
      destination_address_prefix  = "*"
      source_address_prefix       = "*"
      destination_port_range      = "5432"
    }

    expect = ["azurerm_network_security_rule.example @ source_address_prefix"]
  }

  fail "WinRM, inline" {
    resource "azurerm_network_security_group" "example" {
      name                = "example"
      resource_group_name = "example"
      location            = "westeurope"

      security_rule {
        name                       = "winrm"
        priority                   = 100
        direction                  = "Inbound"
        access                     = "Allow"
        protocol                   = "Tcp"
        source_port_range          = "*"
        destination_port_ranges    = ["443", "5985-5986"]
        source_address_prefix      = "0.0.0.0/0"
        destination_address_prefix = "*"
      }
    }

    expect = ["azurerm_network_security_group.example @ security_rule[0].source_address_prefix"]
  }

  unknown "the source is an unset variable" {
    variable "source" {}

    resource "azurerm_network_security_rule" "example" {
      name                        = "example"
      resource_group_name         = "example"
      network_security_group_name = "example"
      priority                    = 100
      direction                   = "Inbound"
      access                      = "Allow"
      protocol                    = "Tcp"
      source_port_range           = "*"
      destination_address_prefix  = "*"
      source_address_prefix       = var.source
      destination_port_range      = "1433"
    }
  }

  pass "more that pass" {
    resource "azurerm_network_security_rule" "direction_is_outbound" {
      name                        = "example"
      resource_group_name         = "example"
      network_security_group_name = "example"
      priority                    = 100
      direction                   = "Outbound"
      access                      = "Allow"
      protocol                    = "Tcp"
      source_port_range           = "*"
      destination_address_prefix  = "*"
      source_address_prefix       = "*"
      destination_port_range      = "5432"
    }
    resource "azurerm_network_security_rule" "access_is_deny" {
      name                        = "example"
      resource_group_name         = "example"
      network_security_group_name = "example"
      priority                    = 100
      direction                   = "Inbound"
      access                      = "Deny"
      protocol                    = "Tcp"
      source_port_range           = "*"
      destination_address_prefix  = "*"
      source_address_prefix       = "*"
      destination_port_range      = "5432"
    }
    resource "azurerm_network_security_rule" "protocol_is_udp" {
      name                        = "example"
      resource_group_name         = "example"
      network_security_group_name = "example"
      priority                    = 100
      direction                   = "Inbound"
      access                      = "Allow"
      protocol                    = "Udp"
      source_port_range           = "*"
      destination_address_prefix  = "*"
      source_address_prefix       = "*"
      destination_port_range      = "5432"
    }
    also = ["azure-network-security-rule-duplicate-priority", "azure-nsg-udp-open"]
  }

  fail "more that fail" {
    resource "azurerm_network_security_rule" "protocol_is" {
      name                        = "example"
      resource_group_name         = "example"
      network_security_group_name = "example"
      priority                    = 100
      direction                   = "Inbound"
      access                      = "Allow"
      protocol                    = "*"
      source_port_range           = "*"
      destination_address_prefix  = "*"
      source_address_prefix       = "*"
      destination_port_range      = "5432"
    }
    resource "azurerm_network_security_group" "one_more_destination_port_ranges_is" {
      name                = "example"
      resource_group_name = "example"
      location            = "westeurope"
      security_rule {
        name                       = "winrm"
        priority                   = 100
        direction                  = "Inbound"
        access                     = "Allow"
        protocol                   = "Tcp"
        source_port_range          = "*"
        destination_port_ranges    = ["443", "5985-5986"]
        source_address_prefix      = "0.0.0.0/0"
        destination_address_prefix = "*"
      }
    }
    resource "azurerm_network_security_group" "one_more_destination_port_ranges_is_2" {
      name                = "example"
      resource_group_name = "example"
      location            = "westeurope"
      security_rule {
        name                       = "winrm"
        priority                   = 100
        direction                  = "Inbound"
        access                     = "Allow"
        protocol                   = "Tcp"
        source_port_range          = "*"
        destination_port_ranges    = ["443", ["22", "443"]]
        source_address_prefix      = "0.0.0.0/0"
        destination_address_prefix = "*"
      }
    }
    resource "azurerm_network_security_group" "one_more_destination_port_ranges_is_3" {
      name                = "example"
      resource_group_name = "example"
      location            = "westeurope"
      security_rule {
        name                       = "winrm"
        priority                   = 100
        direction                  = "Inbound"
        access                     = "Allow"
        protocol                   = "Tcp"
        source_port_range          = "*"
        destination_port_ranges    = ["443", ["22", "443"]]
        source_address_prefix      = "0.0.0.0/0"
        destination_address_prefix = "*"
      }
      security_rule {
        name                       = "winrm"
        priority                   = 100
        direction                  = "Inbound"
        access                     = "Allow"
        protocol                   = "Tcp"
        source_port_range          = "*"
        destination_port_ranges    = ["443", ["22", 23, "443"]]
        source_address_prefix      = "0.0.0.0/0"
        destination_address_prefix = "*"
      }
    }
    resource "azurerm_network_security_rule" "one_more_source_address_prefixes_is" {
      name                        = "example"
      resource_group_name         = "example"
      network_security_group_name = "example"
      priority                    = 100
      direction                   = "Inbound"
      access                      = "Allow"
      protocol                    = "Tcp"
      source_port_range           = "*"
      destination_address_prefix  = "*"
      source_address_prefix       = "VirtualNetwork"
      destination_port_range      = "5432"
    }
    resource "azurerm_network_security_rule" "one_more_source_address_prefixes_is_2" {
      name                        = "example"
      resource_group_name         = "example"
      network_security_group_name = "example"
      priority                    = 100
      direction                   = "Inbound"
      access                      = "Allow"
      protocol                    = "Tcp"
      source_port_range           = "*"
      destination_address_prefix  = "*"
      source_address_prefix       = "VirtualNetwork"
      destination_port_range      = "5432"
      source_address_prefixes     = ["10.0.0.0/8", "0.0.0.0/0"]
    }
    resource "azurerm_network_security_rule" "one_more_destination_port_ranges_with_23" {
      name                        = "example"
      resource_group_name         = "example"
      network_security_group_name = "example"
      priority                    = 100
      direction                   = "Inbound"
      access                      = "Allow"
      protocol                    = "Tcp"
      source_port_range           = "*"
      destination_address_prefix  = "*"
      source_address_prefix       = "*"
      destination_port_ranges     = ["80", "443"]
    }
    resource "azurerm_network_security_rule" "one_more_destination_port_ranges_with_23_2" {
      name                        = "example"
      resource_group_name         = "example"
      network_security_group_name = "example"
      priority                    = 100
      direction                   = "Inbound"
      access                      = "Allow"
      protocol                    = "Tcp"
      source_port_range           = "*"
      destination_address_prefix  = "*"
      source_address_prefix       = "*"
      destination_port_ranges     = ["80", "443", 23]
    }
    expect = [
      "azurerm_network_security_rule.protocol_is @ source_address_prefix",
      "azurerm_network_security_group.one_more_destination_port_ranges_is @ security_rule[0].source_address_prefix",
      "azurerm_network_security_rule.one_more_source_address_prefixes_is_2 @ source_address_prefix",
      "azurerm_network_security_rule.one_more_destination_port_ranges_with_23_2 @ source_address_prefix",
    ]
  }
}

rule "azure-nsg-udp-open" {
  title     = "UDP is open to the internet"
  category  = "security"
  severity  = "medium"
  resources = ["azurerm_network_security_group", "azurerm_network_security_rule"]
  aliases   = ["CKV_AZURE_77"]
  tags      = ["cwe-284", "cwe-406", "cis-azure-2.0-6.3"]
  for_each  = meta.type == "azurerm_network_security_group" ? resource.security_rule : [resource]
  assert    = !(lower(each.value.direction) == "inbound" && lower(each.value.access) == "allow" && lower(each.value.protocol) == "udp" && (cidr_is_public(each.value.source_address_prefix) || anytrue([for a in each.value.source_address_prefixes : cidr_is_public(a)])) && !anytrue([for r in concat([each.value.destination_port_range], each.value.destination_port_ranges) : port_list_includes(r, 22) && port_list_includes(r, 3389)]))
  at        = coalesce(each.value.source_address_prefix, each.value.source_address_prefixes)
  message   = "UDP ports `${join(", ", concat([each.value.destination_port_range], each.value.destination_port_ranges))}` are reachable from everywhere"
  why       = <<-EOT
    UDP services answer forged senders, so open ones are abused as amplifiers in denial-of-service attacks, and few need
    to be public. VPN, DNS and game servers are the usual exceptions: suppress the finding there with the reason.
  EOT
  remedy    = <<-EOT
    Limit the source, for example `source_address_prefix = "203.0.113.0/24"`.
  EOT
  link      = "https://learn.microsoft.com/azure/virtual-network/network-security-groups-overview"

  pass "from one range" {
    resource "azurerm_network_security_rule" "example" {
      name                        = "example"
      resource_group_name         = "example"
      network_security_group_name = "example"
      priority                    = 100
      direction                   = "Inbound"
      access                      = "Allow"
      source_port_range           = "*"
      destination_address_prefix  = "*"
      protocol                    = "Udp"
      source_address_prefix       = "203.0.113.0/24"
      destination_port_range      = "53"
    }
  }

  pass "TCP" {
    resource "azurerm_network_security_rule" "example" {
      name                        = "example"
      resource_group_name         = "example"
      network_security_group_name = "example"
      priority                    = 100
      direction                   = "Inbound"
      access                      = "Allow"
      protocol                    = "Tcp"
      source_port_range           = "*"
      destination_address_prefix  = "*"
      source_address_prefix       = "*"
      destination_port_range      = "443"
    }
  }

  fail "DNS from everywhere" {
    resource "azurerm_network_security_rule" "example" {
      name                        = "example"
      resource_group_name         = "example"
      network_security_group_name = "example"
      priority                    = 100
      direction                   = "Inbound"
      access                      = "Allow"
      source_port_range           = "*"
      destination_address_prefix  = "*"
      protocol                    = "Udp"
      source_address_prefix       = "*"
      destination_port_range      = "53"
    }

    expect = ["azurerm_network_security_rule.example @ source_address_prefix"]
  }

  fail "inline" {
    resource "azurerm_network_security_group" "example" {
      name                = "example"
      resource_group_name = "example"
      location            = "westeurope"

      security_rule {
        name                       = "ntp"
        priority                   = 100
        direction                  = "Inbound"
        access                     = "Allow"
        protocol                   = "Udp"
        source_port_range          = "*"
        destination_port_range     = "123"
        source_address_prefix      = "Internet"
        destination_address_prefix = "*"
      }
    }

    expect = ["azurerm_network_security_group.example @ security_rule[0].source_address_prefix"]
  }

  unknown "the source is an unset variable" {
    variable "source" {}

    resource "azurerm_network_security_rule" "example" {
      name                        = "example"
      resource_group_name         = "example"
      network_security_group_name = "example"
      priority                    = 100
      direction                   = "Inbound"
      access                      = "Allow"
      source_port_range           = "*"
      destination_address_prefix  = "*"
      protocol                    = "Udp"
      source_address_prefix       = var.source
      destination_port_range      = "53"
    }
  }

  pass "more that pass" {
    resource "azurerm_network_security_rule" "direction_is_outbound" {
      name                        = "example"
      resource_group_name         = "example"
      network_security_group_name = "example"
      priority                    = 100
      direction                   = "Outbound"
      access                      = "Allow"
      source_port_range           = "*"
      destination_address_prefix  = "*"
      protocol                    = "Udp"
      source_address_prefix       = "*"
      destination_port_range      = "53"
    }
    resource "azurerm_network_security_rule" "destination_port_range_is" {
      name                        = "example"
      resource_group_name         = "example"
      network_security_group_name = "example"
      priority                    = 100
      direction                   = "Inbound"
      access                      = "Allow"
      source_port_range           = "*"
      destination_address_prefix  = "*"
      protocol                    = "Udp"
      source_address_prefix       = "*"
      destination_port_range      = "*"
    }
    resource "azurerm_network_security_rule" "access_is_deny" {
      name                        = "example"
      resource_group_name         = "example"
      network_security_group_name = "example"
      priority                    = 100
      direction                   = "Inbound"
      access                      = "Deny"
      source_port_range           = "*"
      destination_address_prefix  = "*"
      protocol                    = "Udp"
      source_address_prefix       = "*"
      destination_port_range      = "53"
    }
    also = ["azure-network-security-rule-duplicate-priority", "azure-nsg-all-ports-open"]
  }

  fail "more that fail" {
    resource "azurerm_network_security_rule" "destination_port_range_is_22" {
      name                        = "example"
      resource_group_name         = "example"
      network_security_group_name = "example"
      priority                    = 100
      direction                   = "Inbound"
      access                      = "Allow"
      source_port_range           = "*"
      destination_address_prefix  = "*"
      protocol                    = "Udp"
      source_address_prefix       = "*"
      destination_port_range      = 22
    }
    resource "azurerm_network_security_rule" "one_more_source_address_prefixes_is" {
      name                        = "example"
      resource_group_name         = "example"
      network_security_group_name = "example"
      priority                    = 100
      direction                   = "Inbound"
      access                      = "Allow"
      source_port_range           = "*"
      destination_address_prefix  = "*"
      protocol                    = "Udp"
      source_address_prefix       = "203.0.113.0/24"
      destination_port_range      = "53"
    }
    resource "azurerm_network_security_rule" "one_more_source_address_prefixes_is_2" {
      name                        = "example"
      resource_group_name         = "example"
      network_security_group_name = "example"
      priority                    = 100
      direction                   = "Inbound"
      access                      = "Allow"
      source_port_range           = "*"
      destination_address_prefix  = "*"
      protocol                    = "Udp"
      source_address_prefix       = "203.0.113.0/24"
      destination_port_range      = "53"
      source_address_prefixes     = ["10.0.0.0/8", "0.0.0.0/0"]
    }
    resource "azurerm_network_security_rule" "one_more_destination_port_ranges_is" {
      name                        = "example"
      resource_group_name         = "example"
      network_security_group_name = "example"
      priority                    = 100
      direction                   = "Inbound"
      access                      = "Allow"
      source_port_range           = "*"
      destination_address_prefix  = "*"
      protocol                    = "Udp"
      source_address_prefix       = "*"
      destination_port_range      = "53"
    }
    resource "azurerm_network_security_rule" "one_more_destination_port_ranges_is_2" {
      name                        = "example"
      resource_group_name         = "example"
      network_security_group_name = "example"
      priority                    = 100
      direction                   = "Inbound"
      access                      = "Allow"
      source_port_range           = "*"
      destination_address_prefix  = "*"
      protocol                    = "Udp"
      source_address_prefix       = "*"
      destination_port_range      = "53"
      destination_port_ranges     = ["20-4000"]
    }
    resource "azurerm_network_security_rule" "destination_port_range_is_3389" {
      name                        = "example"
      resource_group_name         = "example"
      network_security_group_name = "example"
      priority                    = 100
      direction                   = "Inbound"
      access                      = "Allow"
      source_port_range           = "*"
      destination_address_prefix  = "*"
      protocol                    = "Udp"
      source_address_prefix       = "*"
      destination_port_range      = 3389
    }
    expect = [
      "azurerm_network_security_rule.destination_port_range_is_22 @ source_address_prefix",
      "azurerm_network_security_rule.one_more_source_address_prefixes_is_2 @ source_address_prefix",
      "azurerm_network_security_rule.one_more_destination_port_ranges_is @ source_address_prefix",
      "azurerm_network_security_rule.destination_port_range_is_3389 @ source_address_prefix",
    ]
  }
}

rule "azure-nsg-http-open" {
  title     = "Unencrypted HTTP is open to the internet"
  category  = "security"
  severity  = "low"
  default   = false
  resources = ["azurerm_network_security_group", "azurerm_network_security_rule"]
  aliases   = ["CKV_AZURE_160"]
  tags      = ["cwe-319", "cis-azure-2.0-6.4"]
  for_each  = meta.type == "azurerm_network_security_group" ? resource.security_rule : [resource]
  assert    = !(lower(each.value.direction) == "inbound" && lower(each.value.access) == "allow" && contains(["tcp", "*"], lower(each.value.protocol)) && (cidr_is_public(each.value.source_address_prefix) || anytrue([for a in each.value.source_address_prefixes : cidr_is_public(a)])) && anytrue([for r in concat([each.value.destination_port_range], each.value.destination_port_ranges) : port_list_includes(r, 80) && !port_list_includes(r, 22) && !port_list_includes(r, 3389)]))
  at        = coalesce(each.value.source_address_prefix, each.value.source_address_prefixes)
  message   = "port 80 is reachable from everywhere"
  why       = <<-EOT
    Plain HTTP is readable and changeable on the way. A listener that only redirects to HTTPS is fine, which a firewall
    rule cannot show; hence the rule is not in the default set.
  EOT
  remedy    = <<-EOT
    Publish port 443, and let Front Door or Application Gateway do the redirect.
  EOT
  link      = "https://learn.microsoft.com/azure/virtual-network/network-security-groups-overview"

  pass "HTTPS" {
    resource "azurerm_network_security_rule" "example" {
      name                        = "example"
      resource_group_name         = "example"
      network_security_group_name = "example"
      priority                    = 100
      direction                   = "Inbound"
      access                      = "Allow"
      protocol                    = "Tcp"
      source_port_range           = "*"
      destination_address_prefix  = "*"
      source_address_prefix       = "*"
      destination_port_range      = "443"
    }
  }

  pass "HTTP from the load balancer" {
    resource "azurerm_network_security_rule" "example" {
      name                        = "example"
      resource_group_name         = "example"
      network_security_group_name = "example"
      priority                    = 100
      direction                   = "Inbound"
      access                      = "Allow"
      protocol                    = "Tcp"
      source_port_range           = "*"
      destination_address_prefix  = "*"
      source_address_prefix       = "AzureLoadBalancer"
      destination_port_range      = "80"
    }
  }

  fail "HTTP" {
    resource "azurerm_network_security_rule" "example" {
      name                        = "example"
      resource_group_name         = "example"
      network_security_group_name = "example"
      priority                    = 100
      direction                   = "Inbound"
      access                      = "Allow"
      protocol                    = "Tcp"
      source_port_range           = "*"
      destination_address_prefix  = "*"
      source_address_prefix       = "*"
      destination_port_range      = "80"
    }

    expect = ["azurerm_network_security_rule.example @ source_address_prefix"]
  }

  fail "in a list" {
    resource "azurerm_network_security_group" "example" {
      name                = "example"
      resource_group_name = "example"
      location            = "westeurope"

      security_rule {
        name                       = "web"
        priority                   = 100
        direction                  = "Inbound"
        access                     = "Allow"
        protocol                   = "Tcp"
        source_port_range          = "*"
        destination_port_ranges    = ["80", "443"]
        source_address_prefix      = "*"
        destination_address_prefix = "*"
      }
    }

    expect = ["azurerm_network_security_group.example @ security_rule[0].source_address_prefix"]
  }

  unknown "the source is an unset variable" {
    variable "source" {}

    resource "azurerm_network_security_rule" "example" {
      name                        = "example"
      resource_group_name         = "example"
      network_security_group_name = "example"
      priority                    = 100
      direction                   = "Inbound"
      access                      = "Allow"
      protocol                    = "Tcp"
      source_port_range           = "*"
      destination_address_prefix  = "*"
      source_address_prefix       = var.source
      destination_port_range      = "80"
    }
  }

  pass "more that pass" {
    resource "azurerm_network_security_rule" "access_is_deny" {
      name                        = "example"
      resource_group_name         = "example"
      network_security_group_name = "example"
      priority                    = 100
      direction                   = "Inbound"
      access                      = "Deny"
      protocol                    = "Tcp"
      source_port_range           = "*"
      destination_address_prefix  = "*"
      source_address_prefix       = "*"
      destination_port_range      = "80"
    }
    resource "azurerm_network_security_group" "destination_port_ranges_is_another" {
      name                = "example"
      resource_group_name = "example"
      location            = "westeurope"
      security_rule {
        name                       = "web"
        priority                   = 100
        direction                  = "Inbound"
        access                     = "Allow"
        protocol                   = "Tcp"
        source_port_range          = "*"
        destination_port_ranges    = [["22", "443"], ["22", 80], "443"]
        source_address_prefix      = "*"
        destination_address_prefix = "*"
      }
    }
    also = ["azure-nsg-ssh-open"]
  }

  fail "more that fail" {
    resource "azurerm_network_security_rule" "protocol_is" {
      name                        = "example"
      resource_group_name         = "example"
      network_security_group_name = "example"
      priority                    = 100
      direction                   = "Inbound"
      access                      = "Allow"
      protocol                    = "*"
      source_port_range           = "*"
      destination_address_prefix  = "*"
      source_address_prefix       = "*"
      destination_port_range      = "80"
    }
    resource "azurerm_network_security_rule" "source_address_prefixes_is_another" {
      name                        = "example"
      resource_group_name         = "example"
      network_security_group_name = "example"
      priority                    = 100
      direction                   = "Inbound"
      access                      = "Allow"
      protocol                    = "Tcp"
      source_port_range           = "*"
      destination_address_prefix  = "*"
      source_address_prefix       = "AzureLoadBalancer"
      destination_port_range      = "80"
      source_address_prefixes     = ["10.0.0.0/8", "0.0.0.0/0"]
    }
    expect = [
      "azurerm_network_security_rule.protocol_is @ source_address_prefix",
      "azurerm_network_security_rule.source_address_prefixes_is_another @ source_address_prefix",
    ]
  }

  unknown "more that nobody can know" {
    variable "direction" {}
    variable "protocol" {}
    resource "azurerm_network_security_rule" "protocol_is_an_unset_variable" {
      name                        = "example"
      resource_group_name         = "example"
      network_security_group_name = "example"
      priority                    = 100
      direction                   = "Inbound"
      access                      = "Allow"
      protocol                    = var.protocol
      source_port_range           = "*"
      destination_address_prefix  = "*"
      source_address_prefix       = "*"
      destination_port_range      = "80"
    }
    resource "azurerm_network_security_rule" "direction_is_an_unset_variable" {
      name                        = "example"
      resource_group_name         = "example"
      network_security_group_name = "example"
      priority                    = 100
      direction                   = var.direction
      access                      = "Allow"
      protocol                    = "Tcp"
      source_port_range           = "*"
      destination_address_prefix  = "*"
      source_address_prefix       = "*"
      destination_port_range      = "80"
    }
    expect = [
      "azurerm_network_security_rule.protocol_is_an_unset_variable @ source_address_prefix",
      "azurerm_network_security_rule.direction_is_an_unset_variable @ source_address_prefix",
    ]
  }
}

rule "azure-nsg-other-port-open" {
  title     = "Port that is not a web port is open to the internet"
  category  = "security"
  severity  = "medium"
  default   = false
  resources = ["azurerm_network_security_group", "azurerm_network_security_rule"]
  aliases   = ["AZU-0047", "azure-network-no-public-ingress", "AVD-AZU-0047"]
  tags      = ["cwe-284", "cwe-668"]
  params = {
    allowed = ["80", "443"]
    sensitive = {
      23    = "Telnet"
      135   = "RPC"
      139   = "NetBIOS"
      445   = "SMB"
      1433  = "SQL Server"
      1521  = "Oracle"
      2375  = "Docker"
      2379  = "etcd"
      3306  = "MySQL"
      5432  = "PostgreSQL"
      5900  = "VNC"
      5985  = "WinRM"
      5986  = "WinRM"
      6379  = "Redis"
      9042  = "Cassandra"
      9200  = "Elasticsearch"
      10250 = "kubelet"
      11211 = "Memcached"
      27017 = "MongoDB"
    }
  }
  for_each = meta.type == "azurerm_network_security_group" ? resource.security_rule : [resource]
  assert   = !(lower(each.value.direction) == "inbound" && lower(each.value.access) == "allow" && contains(["tcp", "*"], lower(each.value.protocol)) && (cidr_is_public(each.value.source_address_prefix) || anytrue([for a in each.value.source_address_prefixes : cidr_is_public(a)])) && anytrue([for r in concat([each.value.destination_port_range], each.value.destination_port_ranges) : !contains(param.allowed, r) && !port_list_includes(r, 22) && !port_list_includes(r, 3389) && !anytrue([for p in keys(param.sensitive) : port_list_includes(r, tonumber(p))])]))
  at       = coalesce(each.value.source_address_prefix, each.value.source_address_prefixes)
  message  = "ports `${join(", ", concat([each.value.destination_port_range], each.value.destination_port_ranges))}` are reachable from everywhere"
  why      = <<-EOT
    A strict policy publishes web ports only and puts everything else behind a gateway or VPN. Ports that other rules
    judge (SSH, RDP, databases, whole ranges) are left to them.
  EOT
  remedy   = <<-EOT
    Limit the source, or add the port to `allowed` if it is meant to be public.
  EOT
  link     = "https://learn.microsoft.com/azure/virtual-network/network-security-groups-overview"

  pass "HTTPS" {
    resource "azurerm_network_security_rule" "example" {
      name                        = "example"
      resource_group_name         = "example"
      network_security_group_name = "example"
      priority                    = 100
      direction                   = "Inbound"
      access                      = "Allow"
      protocol                    = "Tcp"
      source_port_range           = "*"
      destination_address_prefix  = "*"
      source_address_prefix       = "*"
      destination_port_range      = "443"
    }
  }

  pass "SSH is another rule's subject" {
    resource "azurerm_network_security_rule" "example" {
      name                        = "example"
      resource_group_name         = "example"
      network_security_group_name = "example"
      priority                    = 100
      direction                   = "Inbound"
      access                      = "Allow"
      protocol                    = "Tcp"
      source_port_range           = "*"
      destination_address_prefix  = "*"
      source_address_prefix       = "*"
      destination_port_range      = "22"
    }
    also = ["azure-nsg-ssh-open"]
  }

  fail "an application port" {
    resource "azurerm_network_security_rule" "example" {
      name                        = "example"
      resource_group_name         = "example"
      network_security_group_name = "example"
      priority                    = 100
      direction                   = "Inbound"
      access                      = "Allow"
      protocol                    = "Tcp"
      source_port_range           = "*"
      destination_address_prefix  = "*"
      source_address_prefix       = "*"
      destination_port_range      = "8080"
    }

    expect = ["azurerm_network_security_rule.example @ source_address_prefix"]
  }

  fail "a range" {
    resource "azurerm_network_security_rule" "example" {
      name                        = "example"
      resource_group_name         = "example"
      network_security_group_name = "example"
      priority                    = 100
      direction                   = "Inbound"
      access                      = "Allow"
      protocol                    = "Tcp"
      source_port_range           = "*"
      destination_address_prefix  = "*"
      source_address_prefix       = "Internet"
      destination_port_range      = "8000-8100"
    }

    expect = ["azurerm_network_security_rule.example @ source_address_prefix"]
  }

  unknown "the source is an unset variable" {
    variable "source" {}

    resource "azurerm_network_security_rule" "example" {
      name                        = "example"
      resource_group_name         = "example"
      network_security_group_name = "example"
      priority                    = 100
      direction                   = "Inbound"
      access                      = "Allow"
      protocol                    = "Tcp"
      source_port_range           = "*"
      destination_address_prefix  = "*"
      source_address_prefix       = var.source
      destination_port_range      = "8080"
    }
  }

  pass "more that pass" {
    resource "azurerm_network_security_rule" "direction_is_outbound" {
      name                        = "example"
      resource_group_name         = "example"
      network_security_group_name = "example"
      priority                    = 100
      direction                   = "Outbound"
      access                      = "Allow"
      protocol                    = "Tcp"
      source_port_range           = "*"
      destination_address_prefix  = "*"
      source_address_prefix       = "*"
      destination_port_range      = "8080"
    }
    resource "azurerm_network_security_rule" "destination_port_range_is_23" {
      name                        = "example"
      resource_group_name         = "example"
      network_security_group_name = "example"
      priority                    = 100
      direction                   = "Inbound"
      access                      = "Allow"
      protocol                    = "Tcp"
      source_port_range           = "*"
      destination_address_prefix  = "*"
      source_address_prefix       = "*"
      destination_port_range      = 23
    }
    resource "azurerm_network_security_rule" "destination_port_range_is_3389" {
      name                        = "example"
      resource_group_name         = "example"
      network_security_group_name = "example"
      priority                    = 100
      direction                   = "Inbound"
      access                      = "Allow"
      protocol                    = "Tcp"
      source_port_range           = "*"
      destination_address_prefix  = "*"
      source_address_prefix       = "*"
      destination_port_range      = 3389
    }
    resource "azurerm_network_security_rule" "destination_port_range_is_80" {
      name                        = "example"
      resource_group_name         = "example"
      network_security_group_name = "example"
      priority                    = 100
      direction                   = "Inbound"
      access                      = "Allow"
      protocol                    = "Tcp"
      source_port_range           = "*"
      destination_address_prefix  = "*"
      source_address_prefix       = "*"
      destination_port_range      = "80"
    }
    resource "azurerm_network_security_rule" "one_more_destination_port_ranges_is_443" {
      name                        = "example"
      resource_group_name         = "example"
      network_security_group_name = "example"
      priority                    = 100
      direction                   = "Inbound"
      access                      = "Allow"
      protocol                    = "Tcp"
      source_port_range           = "*"
      destination_address_prefix  = "*"
      source_address_prefix       = "*"
      destination_port_range      = "443"
    }
    resource "azurerm_network_security_rule" "one_more_destination_port_ranges_is_443_2" {
      name                        = "example"
      resource_group_name         = "example"
      network_security_group_name = "example"
      priority                    = 100
      direction                   = "Inbound"
      access                      = "Allow"
      protocol                    = "Tcp"
      source_port_range           = "*"
      destination_address_prefix  = "*"
      source_address_prefix       = "*"
      destination_port_range      = "443"
      destination_port_ranges     = "443"
    }
    also = ["azure-network-security-rule-duplicate-priority", "azure-nsg-rdp-open", "azure-nsg-sensitive-port-open"]
  }

  fail "more that fail" {
    variable "source" {}
    resource "azurerm_network_security_rule" "one_more_protocol_is_udp" {
      name                        = "example"
      resource_group_name         = "example"
      network_security_group_name = "example"
      priority                    = 100
      direction                   = "Inbound"
      access                      = "Allow"
      protocol                    = "Tcp"
      source_port_range           = "*"
      destination_address_prefix  = "*"
      source_address_prefix       = "*"
      destination_port_range      = "8080"
    }
    resource "azurerm_network_security_rule" "one_more_protocol_is_udp_2" {
      name                        = "example"
      resource_group_name         = "example"
      network_security_group_name = "example"
      priority                    = 100
      direction                   = "Inbound"
      access                      = "Allow"
      protocol                    = "Udp"
      source_port_range           = "*"
      destination_address_prefix  = "*"
      source_address_prefix       = "*"
      destination_port_range      = "8080"
    }
    resource "azurerm_network_security_rule" "protocol_is" {
      name                        = "example"
      resource_group_name         = "example"
      network_security_group_name = "example"
      priority                    = 100
      direction                   = "Inbound"
      access                      = "Allow"
      protocol                    = "*"
      source_port_range           = "*"
      destination_address_prefix  = "*"
      source_address_prefix       = "*"
      destination_port_range      = "8080"
    }
    resource "azurerm_network_security_rule" "source_address_prefixes_is_another" {
      name                        = "example"
      resource_group_name         = "example"
      network_security_group_name = "example"
      priority                    = 100
      direction                   = "Inbound"
      access                      = "Allow"
      protocol                    = "Tcp"
      source_port_range           = "*"
      destination_address_prefix  = "*"
      source_address_prefix       = var.source
      destination_port_range      = "8080"
      source_address_prefixes     = ["10.0.0.0/8", "0.0.0.0/0"]
    }
    expect = [
      "azurerm_network_security_rule.one_more_protocol_is_udp @ source_address_prefix",
      "azurerm_network_security_rule.protocol_is @ source_address_prefix",
      "azurerm_network_security_rule.source_address_prefixes_is_another @ source_address_prefix",
    ]
  }

  unknown "`access` is an unset variable" {
    variable "access" {}
    resource "azurerm_network_security_rule" "example" {
      name                        = "example"
      resource_group_name         = "example"
      network_security_group_name = "example"
      priority                    = 100
      direction                   = "Inbound"
      access                      = var.access
      protocol                    = "Tcp"
      source_port_range           = "*"
      destination_address_prefix  = "*"
      source_address_prefix       = "*"
      destination_port_range      = "8080"
    }
    expect = ["azurerm_network_security_rule.example @ source_address_prefix"]
  }
}

rule "azure-nsg-sensitive-port-public-range" {
  title     = "Sensitive port is open to a public address range"
  category  = "security"
  severity  = "low"
  default   = false
  resources = ["azurerm_network_security_group", "azurerm_network_security_rule"]
  aliases   = ["e9dee01f-2505-4df2-b9bf-7804d1fd9082"]
  tags      = ["cwe-284", "cwe-668"]
  params = {
    ports = {
      22    = "SSH"
      3389  = "RDP"
      23    = "Telnet"
      135   = "RPC"
      139   = "NetBIOS"
      445   = "SMB"
      1433  = "SQL Server"
      1521  = "Oracle"
      2375  = "Docker"
      2379  = "etcd"
      3306  = "MySQL"
      5432  = "PostgreSQL"
      5900  = "VNC"
      5985  = "WinRM"
      5986  = "WinRM"
      6379  = "Redis"
      9042  = "Cassandra"
      9200  = "Elasticsearch"
      10250 = "kubelet"
      11211 = "Memcached"
      27017 = "MongoDB"
    }
  }
  for_each = meta.type == "azurerm_network_security_group" ? resource.security_rule : [resource]
  assert   = !(lower(each.value.direction) == "inbound" && lower(each.value.access) == "allow" && contains(["tcp", "*"], lower(each.value.protocol)) && anytrue([for a in concat([each.value.source_address_prefix], each.value.source_address_prefixes) : can(cidrhost(a, 0)) && !cidr_is_public(a) && !anytrue([for own in ["10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16"] : cidr_contains(own, a)])]) && anytrue([for r in concat([each.value.destination_port_range], each.value.destination_port_ranges) : anytrue([for p in keys(param.ports) : port_list_includes(r, tonumber(p))])]))
  at       = coalesce(each.value.source_address_prefix, each.value.source_address_prefixes)
  message  = "a public range may connect to ${join(", ", distinct([for p, name in param.ports : name if anytrue([for r in concat([each.value.destination_port_range], each.value.destination_port_ranges) : port_list_includes(r, tonumber(p))])]))}"
  why      = <<-EOT
    A named public range is far better than the whole internet, but addresses of offices and providers change hands.
    Strict environments let administrators in through private networks only.
  EOT
  remedy   = <<-EOT
    Use Bastion, a VPN or a private endpoint, and a private source range.
  EOT
  link     = "https://learn.microsoft.com/azure/virtual-network/network-security-groups-overview"

  pass "a private range" {
    resource "azurerm_network_security_rule" "example" {
      name                        = "example"
      resource_group_name         = "example"
      network_security_group_name = "example"
      priority                    = 100
      direction                   = "Inbound"
      access                      = "Allow"
      protocol                    = "Tcp"
      source_port_range           = "*"
      destination_address_prefix  = "*"
      source_address_prefix       = "10.1.0.0/16"
      destination_port_range      = "22"
    }
  }

  pass "a web port" {
    resource "azurerm_network_security_rule" "example" {
      name                        = "example"
      resource_group_name         = "example"
      network_security_group_name = "example"
      priority                    = 100
      direction                   = "Inbound"
      access                      = "Allow"
      protocol                    = "Tcp"
      source_port_range           = "*"
      destination_address_prefix  = "*"
      source_address_prefix       = "203.0.113.0/24"
      destination_port_range      = "443"
    }
  }

  fail "SSH from a public range" {
    resource "azurerm_network_security_rule" "example" {
      name                        = "example"
      resource_group_name         = "example"
      network_security_group_name = "example"
      priority                    = 100
      direction                   = "Inbound"
      access                      = "Allow"
      protocol                    = "Tcp"
      source_port_range           = "*"
      destination_address_prefix  = "*"
      source_address_prefix       = "203.0.113.0/24"
      destination_port_range      = "22"
    }

    expect = ["azurerm_network_security_rule.example @ source_address_prefix"]
  }

  fail "SQL Server, inline" {
    resource "azurerm_network_security_group" "example" {
      name                = "example"
      resource_group_name = "example"
      location            = "westeurope"

      security_rule {
        name                       = "sql"
        priority                   = 100
        direction                  = "Inbound"
        access                     = "Allow"
        protocol                   = "Tcp"
        source_port_range          = "*"
        destination_port_range     = "1433"
        source_address_prefixes    = ["10.0.0.0/8", "198.51.100.0/28"]
        destination_address_prefix = "*"
      }
    }

    expect = ["azurerm_network_security_group.example @ security_rule[0].source_address_prefixes"]
  }

  unknown "the source is an unset variable" {
    variable "source" {}

    resource "azurerm_network_security_rule" "example" {
      name                        = "example"
      resource_group_name         = "example"
      network_security_group_name = "example"
      priority                    = 100
      direction                   = "Inbound"
      access                      = "Allow"
      protocol                    = "Tcp"
      source_port_range           = "*"
      destination_address_prefix  = "*"
      source_address_prefix       = var.source
      destination_port_range      = "22"
    }
  }

  pass "more that pass" {
    resource "azurerm_network_security_rule" "direction_is_outbound" {
      name                        = "example"
      resource_group_name         = "example"
      network_security_group_name = "example"
      priority                    = 100
      direction                   = "Outbound"
      access                      = "Allow"
      protocol                    = "Tcp"
      source_port_range           = "*"
      destination_address_prefix  = "*"
      source_address_prefix       = "203.0.113.0/24"
      destination_port_range      = "22"
    }
    resource "azurerm_network_security_rule" "no_source_address_prefix" {
      name                        = "example"
      resource_group_name         = "example"
      network_security_group_name = "example"
      priority                    = 100
      direction                   = "Inbound"
      access                      = "Allow"
      protocol                    = "Tcp"
      source_port_range           = "*"
      destination_address_prefix  = "*"
      destination_port_range      = "22"
    }
    resource "azurerm_network_security_rule" "source_address_prefix_is_0_0_0_0_0" {
      name                        = "example"
      resource_group_name         = "example"
      network_security_group_name = "example"
      priority                    = 100
      direction                   = "Inbound"
      access                      = "Allow"
      protocol                    = "Tcp"
      source_port_range           = "*"
      destination_address_prefix  = "*"
      source_address_prefix       = "0.0.0.0/0"
      destination_port_range      = "22"
    }
    also = ["azure-network-security-rule-duplicate-priority", "azure-nsg-ssh-open"]
  }

  fail "more that fail" {
    resource "azurerm_network_security_rule" "one_more_destination_port_ranges_is" {
      name                        = "example"
      resource_group_name         = "example"
      network_security_group_name = "example"
      priority                    = 100
      direction                   = "Inbound"
      access                      = "Allow"
      protocol                    = "Tcp"
      source_port_range           = "*"
      destination_address_prefix  = "*"
      source_address_prefix       = "203.0.113.0/24"
      destination_port_range      = "443"
    }
    resource "azurerm_network_security_rule" "one_more_destination_port_ranges_is_2" {
      name                        = "example"
      resource_group_name         = "example"
      network_security_group_name = "example"
      priority                    = 100
      direction                   = "Inbound"
      access                      = "Allow"
      protocol                    = "Tcp"
      source_port_range           = "*"
      destination_address_prefix  = "*"
      source_address_prefix       = "203.0.113.0/24"
      destination_port_range      = "443"
      destination_port_ranges     = ["20-4000"]
    }
    resource "azurerm_network_security_rule" "protocol_is" {
      name                        = "example"
      resource_group_name         = "example"
      network_security_group_name = "example"
      priority                    = 100
      direction                   = "Inbound"
      access                      = "Allow"
      protocol                    = "*"
      source_port_range           = "*"
      destination_address_prefix  = "*"
      source_address_prefix       = "203.0.113.0/24"
      destination_port_range      = "22"
    }
    resource "azurerm_network_security_rule" "one_more_protocol_is_udp" {
      name                        = "example"
      resource_group_name         = "example"
      network_security_group_name = "example"
      priority                    = 100
      direction                   = "Inbound"
      access                      = "Allow"
      protocol                    = "Tcp"
      source_port_range           = "*"
      destination_address_prefix  = "*"
      source_address_prefix       = "203.0.113.0/24"
      destination_port_range      = "22"
    }
    resource "azurerm_network_security_rule" "one_more_protocol_is_udp_2" {
      name                        = "example"
      resource_group_name         = "example"
      network_security_group_name = "example"
      priority                    = 100
      direction                   = "Inbound"
      access                      = "Allow"
      protocol                    = "Udp"
      source_port_range           = "*"
      destination_address_prefix  = "*"
      source_address_prefix       = "203.0.113.0/24"
      destination_port_range      = "22"
    }
    resource "azurerm_network_security_group" "one_more_security_rule_no_source_address" {
      name                = "example"
      resource_group_name = "example"
      location            = "westeurope"
      security_rule {
        name                       = "sql"
        priority                   = 100
        direction                  = "Inbound"
        access                     = "Allow"
        protocol                   = "Tcp"
        source_port_range          = "*"
        destination_port_range     = "1433"
        source_address_prefixes    = ["10.0.0.0/8", "198.51.100.0/28"]
        destination_address_prefix = "*"
      }
      security_rule {
        name                       = "sql"
        priority                   = 100
        direction                  = "Inbound"
        access                     = "Allow"
        protocol                   = "Tcp"
        source_port_range          = "*"
        destination_port_range     = "1433"
        destination_address_prefix = "*"
        source_address_prefix      = "192.168.0.0/16"
      }
    }
    expect = [
      "azurerm_network_security_rule.one_more_destination_port_ranges_is_2 @ source_address_prefix",
      "azurerm_network_security_rule.protocol_is @ source_address_prefix",
      "azurerm_network_security_rule.one_more_protocol_is_udp @ source_address_prefix",
      "azurerm_network_security_group.one_more_security_rule_no_source_address @ security_rule[0].source_address_prefixes",
    ]
  }

  unknown "`access` is an unset variable" {
    variable "access" {}
    resource "azurerm_network_security_rule" "example" {
      name                        = "example"
      resource_group_name         = "example"
      network_security_group_name = "example"
      priority                    = 100
      direction                   = "Inbound"
      access                      = var.access
      protocol                    = "Tcp"
      source_port_range           = "*"
      destination_address_prefix  = "*"
      source_address_prefix       = "203.0.113.0/24"
      destination_port_range      = "22"
    }
    expect = ["azurerm_network_security_rule.example @ source_address_prefix"]
  }
}

rule "azure-nsg-sensitive-port-wide-private-range" {
  title     = "Sensitive port is open to a whole private address block"
  category  = "security"
  severity  = "low"
  default   = false
  resources = ["azurerm_network_security_group", "azurerm_network_security_rule"]
  aliases   = ["c6c7b33d-d7f6-4ab8-8c82-ca0431ecdb7e"]
  tags      = ["cwe-284", "cwe-668"]
  params = {
    ports = {
      22    = "SSH"
      3389  = "RDP"
      23    = "Telnet"
      135   = "RPC"
      139   = "NetBIOS"
      445   = "SMB"
      1433  = "SQL Server"
      1521  = "Oracle"
      2375  = "Docker"
      2379  = "etcd"
      3306  = "MySQL"
      5432  = "PostgreSQL"
      5900  = "VNC"
      5985  = "WinRM"
      5986  = "WinRM"
      6379  = "Redis"
      9042  = "Cassandra"
      9200  = "Elasticsearch"
      10250 = "kubelet"
      11211 = "Memcached"
      27017 = "MongoDB"
    }
  }
  for_each = meta.type == "azurerm_network_security_group" ? resource.security_rule : [resource]
  assert   = !(lower(each.value.direction) == "inbound" && lower(each.value.access) == "allow" && contains(["tcp", "*"], lower(each.value.protocol)) && anytrue([for a in concat([each.value.source_address_prefix], each.value.source_address_prefixes) : contains(["10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16"], a)]) && anytrue([for r in concat([each.value.destination_port_range], each.value.destination_port_ranges) : anytrue([for p in keys(param.ports) : port_list_includes(r, tonumber(p))])]))
  at       = coalesce(each.value.source_address_prefix, each.value.source_address_prefixes)
  message  = "every private address may connect to ${join(", ", distinct([for p, name in param.ports : name if anytrue([for r in concat([each.value.destination_port_range], each.value.destination_port_ranges) : port_list_includes(r, tonumber(p))])]))}"
  why      = <<-EOT
    Peered networks and VPN clients all live in these blocks, so one intruder anywhere inside reaches the port.
  EOT
  remedy   = <<-EOT
    Name the subnet that needs the port, for example `source_address_prefix = "10.20.3.0/24"`.
  EOT
  link     = "https://learn.microsoft.com/azure/virtual-network/network-security-groups-overview"

  pass "one subnet" {
    resource "azurerm_network_security_rule" "example" {
      name                        = "example"
      resource_group_name         = "example"
      network_security_group_name = "example"
      priority                    = 100
      direction                   = "Inbound"
      access                      = "Allow"
      protocol                    = "Tcp"
      source_port_range           = "*"
      destination_address_prefix  = "*"
      source_address_prefix       = "10.20.3.0/24"
      destination_port_range      = "5432"
    }
  }

  pass "a web port" {
    resource "azurerm_network_security_rule" "example" {
      name                        = "example"
      resource_group_name         = "example"
      network_security_group_name = "example"
      priority                    = 100
      direction                   = "Inbound"
      access                      = "Allow"
      protocol                    = "Tcp"
      source_port_range           = "*"
      destination_address_prefix  = "*"
      source_address_prefix       = "10.0.0.0/8"
      destination_port_range      = "443"
    }
  }

  fail "the whole block" {
    resource "azurerm_network_security_rule" "example" {
      name                        = "example"
      resource_group_name         = "example"
      network_security_group_name = "example"
      priority                    = 100
      direction                   = "Inbound"
      access                      = "Allow"
      protocol                    = "Tcp"
      source_port_range           = "*"
      destination_address_prefix  = "*"
      source_address_prefix       = "10.0.0.0/8"
      destination_port_range      = "5432"
    }

    expect = ["azurerm_network_security_rule.example @ source_address_prefix"]
  }

  fail "inline" {
    resource "azurerm_network_security_group" "example" {
      name                = "example"
      resource_group_name = "example"
      location            = "westeurope"

      security_rule {
        name                       = "rdp"
        priority                   = 100
        direction                  = "Inbound"
        access                     = "Allow"
        protocol                   = "Tcp"
        source_port_range          = "*"
        destination_port_range     = "3389"
        source_address_prefix      = "192.168.0.0/16"
        destination_address_prefix = "*"
      }
    }

    expect = ["azurerm_network_security_group.example @ security_rule[0].source_address_prefix"]
  }

  unknown "the source is an unset variable" {
    variable "source" {}

    resource "azurerm_network_security_rule" "example" {
      name                        = "example"
      resource_group_name         = "example"
      network_security_group_name = "example"
      priority                    = 100
      direction                   = "Inbound"
      access                      = "Allow"
      protocol                    = "Tcp"
      source_port_range           = "*"
      destination_address_prefix  = "*"
      source_address_prefix       = var.source
      destination_port_range      = "22"
    }
  }

  pass "more that pass" {
    resource "azurerm_network_security_rule" "direction_is_outbound" {
      name                        = "example"
      resource_group_name         = "example"
      network_security_group_name = "example"
      priority                    = 100
      direction                   = "Outbound"
      access                      = "Allow"
      protocol                    = "Tcp"
      source_port_range           = "*"
      destination_address_prefix  = "*"
      source_address_prefix       = "10.0.0.0/8"
      destination_port_range      = "5432"
    }
    resource "azurerm_network_security_rule" "access_is_deny" {
      name                        = "example"
      resource_group_name         = "example"
      network_security_group_name = "example"
      priority                    = 100
      direction                   = "Inbound"
      access                      = "Deny"
      protocol                    = "Tcp"
      source_port_range           = "*"
      destination_address_prefix  = "*"
      source_address_prefix       = "10.0.0.0/8"
      destination_port_range      = "5432"
    }
    resource "azurerm_network_security_rule" "protocol_is_udp" {
      name                        = "example"
      resource_group_name         = "example"
      network_security_group_name = "example"
      priority                    = 100
      direction                   = "Inbound"
      access                      = "Allow"
      protocol                    = "Udp"
      source_port_range           = "*"
      destination_address_prefix  = "*"
      source_address_prefix       = "10.0.0.0/8"
      destination_port_range      = "5432"
    }
    also = ["azure-network-security-rule-duplicate-priority"]
  }

  fail "more that fail" {
    resource "azurerm_network_security_rule" "protocol_is" {
      name                        = "example"
      resource_group_name         = "example"
      network_security_group_name = "example"
      priority                    = 100
      direction                   = "Inbound"
      access                      = "Allow"
      protocol                    = "*"
      source_port_range           = "*"
      destination_address_prefix  = "*"
      source_address_prefix       = "10.0.0.0/8"
      destination_port_range      = "5432"
    }
    resource "azurerm_network_security_rule" "one_more_source_address_prefixes_is" {
      name                        = "example"
      resource_group_name         = "example"
      network_security_group_name = "example"
      priority                    = 100
      direction                   = "Inbound"
      access                      = "Allow"
      protocol                    = "Tcp"
      source_port_range           = "*"
      destination_address_prefix  = "*"
      source_address_prefix       = "10.20.3.0/24"
      destination_port_range      = "5432"
    }
    resource "azurerm_network_security_rule" "one_more_source_address_prefixes_is_2" {
      name                        = "example"
      resource_group_name         = "example"
      network_security_group_name = "example"
      priority                    = 100
      direction                   = "Inbound"
      access                      = "Allow"
      protocol                    = "Tcp"
      source_port_range           = "*"
      destination_address_prefix  = "*"
      source_address_prefix       = "10.20.3.0/24"
      destination_port_range      = "5432"
      source_address_prefixes     = ["10.0.0.0/8", "0.0.0.0/0"]
    }
    resource "azurerm_network_security_rule" "one_more_destination_port_ranges_is" {
      name                        = "example"
      resource_group_name         = "example"
      network_security_group_name = "example"
      priority                    = 100
      direction                   = "Inbound"
      access                      = "Allow"
      protocol                    = "Tcp"
      source_port_range           = "*"
      destination_address_prefix  = "*"
      source_address_prefix       = "10.0.0.0/8"
      destination_port_range      = "443"
    }
    resource "azurerm_network_security_rule" "one_more_destination_port_ranges_is_2" {
      name                        = "example"
      resource_group_name         = "example"
      network_security_group_name = "example"
      priority                    = 100
      direction                   = "Inbound"
      access                      = "Allow"
      protocol                    = "Tcp"
      source_port_range           = "*"
      destination_address_prefix  = "*"
      source_address_prefix       = "10.0.0.0/8"
      destination_port_range      = "443"
      destination_port_ranges     = ["20-4000"]
    }
    resource "azurerm_network_security_rule" "one_more_source_address_prefix_is_172_16" {
      name                        = "example"
      resource_group_name         = "example"
      network_security_group_name = "example"
      priority                    = 100
      direction                   = "Inbound"
      access                      = "Allow"
      protocol                    = "Tcp"
      source_port_range           = "*"
      destination_address_prefix  = "*"
      source_address_prefix       = "10.20.3.0/24"
      destination_port_range      = "5432"
    }
    resource "azurerm_network_security_rule" "one_more_source_address_prefix_is_172_16_2" {
      name                        = "example"
      resource_group_name         = "example"
      network_security_group_name = "example"
      priority                    = 100
      direction                   = "Inbound"
      access                      = "Allow"
      protocol                    = "Tcp"
      source_port_range           = "*"
      destination_address_prefix  = "*"
      source_address_prefix       = "172.16.0.0/12"
      destination_port_range      = "5432"
    }
    expect = [
      "azurerm_network_security_rule.protocol_is @ source_address_prefix",
      "azurerm_network_security_rule.one_more_source_address_prefixes_is_2 @ source_address_prefix",
      "azurerm_network_security_rule.one_more_destination_port_ranges_is_2 @ source_address_prefix",
      "azurerm_network_security_rule.one_more_source_address_prefix_is_172_16_2 @ source_address_prefix",
    ]
    also   = ["azure-nsg-sensitive-port-open"]
  }
}

rule "azure-nsg-outbound-internet" {
  title     = "Outbound rule allows traffic to the whole internet"
  category  = "security"
  severity  = "low"
  default   = false
  resources = ["azurerm_network_security_group", "azurerm_network_security_rule"]
  aliases   = ["AZU-0051", "azure-network-no-public-egress", "AVD-AZU-0051"]
  tags      = ["cwe-668"]
  for_each  = meta.type == "azurerm_network_security_group" ? resource.security_rule : [resource]
  assert    = !(lower(each.value.direction) == "outbound" && lower(each.value.access) == "allow" && (cidr_is_public(each.value.destination_address_prefix) || anytrue([for a in each.value.destination_address_prefixes : cidr_is_public(a)])) && anytrue([for r in concat([each.value.destination_port_range], each.value.destination_port_ranges) : !contains(["443", "80"], r)]))
  at        = coalesce(each.value.destination_address_prefix, each.value.destination_address_prefixes)
  message   = "machines may connect to any address on ports `${join(", ", concat([each.value.destination_port_range], each.value.destination_port_ranges))}`"
  why       = <<-EOT
    Azure lets all outbound traffic pass unless a rule denies it, so such a rule rarely widens anything; where egress is
    controlled it undoes the control and eases exfiltration. Web ports are not reported.
  EOT
  remedy    = <<-EOT
    Send egress through Azure Firewall, or name destinations with service tags such as `Storage` or `AzureMonitor`.
  EOT
  link      = "https://learn.microsoft.com/azure/virtual-network/network-security-groups-overview"

  pass "a service tag" {
    resource "azurerm_network_security_rule" "example" {
      name                        = "example"
      resource_group_name         = "example"
      network_security_group_name = "example"
      priority                    = 100
      access                      = "Allow"
      protocol                    = "Tcp"
      source_port_range           = "*"
      direction                   = "Outbound"
      source_address_prefix       = "*"
      destination_address_prefix  = "AzureMonitor"
      destination_port_range      = "*"
    }
  }

  pass "HTTPS only" {
    resource "azurerm_network_security_rule" "example" {
      name                        = "example"
      resource_group_name         = "example"
      network_security_group_name = "example"
      priority                    = 100
      access                      = "Allow"
      protocol                    = "Tcp"
      source_port_range           = "*"
      direction                   = "Outbound"
      source_address_prefix       = "*"
      destination_address_prefix  = "Internet"
      destination_port_range      = "443"
    }
  }

  fail "everything" {
    resource "azurerm_network_security_rule" "example" {
      name                        = "example"
      resource_group_name         = "example"
      network_security_group_name = "example"
      priority                    = 100
      access                      = "Allow"
      protocol                    = "Tcp"
      source_port_range           = "*"
      direction                   = "Outbound"
      source_address_prefix       = "*"
      destination_address_prefix  = "0.0.0.0/0"
      destination_port_range      = "*"
    }

    expect = ["azurerm_network_security_rule.example @ destination_address_prefix"]
  }

  fail "the service tag, inline" {
    resource "azurerm_network_security_group" "example" {
      name                = "example"
      resource_group_name = "example"
      location            = "westeurope"

      security_rule {
        name                       = "out"
        priority                   = 100
        direction                  = "Outbound"
        access                     = "Allow"
        protocol                   = "*"
        source_port_range          = "*"
        destination_port_range     = "*"
        source_address_prefix      = "*"
        destination_address_prefix = "Internet"
      }
    }

    expect = ["azurerm_network_security_group.example @ security_rule[0].destination_address_prefix"]
  }

  unknown "the destination is an unset variable" {
    variable "to" {}

    resource "azurerm_network_security_rule" "example" {
      name                        = "example"
      resource_group_name         = "example"
      network_security_group_name = "example"
      priority                    = 100
      access                      = "Allow"
      protocol                    = "Tcp"
      source_port_range           = "*"
      direction                   = "Outbound"
      source_address_prefix       = "*"
      destination_address_prefix  = var.to
      destination_port_range      = "25"
    }
  }

  pass "more that pass" {
    resource "azurerm_network_security_rule" "access_is_deny" {
      name                        = "example"
      resource_group_name         = "example"
      network_security_group_name = "example"
      priority                    = 100
      access                      = "Deny"
      protocol                    = "Tcp"
      source_port_range           = "*"
      direction                   = "Outbound"
      source_address_prefix       = "*"
      destination_address_prefix  = "0.0.0.0/0"
      destination_port_range      = "*"
    }
    resource "azurerm_network_security_rule" "destination_port_range_is_80" {
      name                        = "example"
      resource_group_name         = "example"
      network_security_group_name = "example"
      priority                    = 100
      access                      = "Allow"
      protocol                    = "Tcp"
      source_port_range           = "*"
      direction                   = "Outbound"
      source_address_prefix       = "*"
      destination_address_prefix  = "Internet"
      destination_port_range      = "80"
    }
    also = ["azure-network-security-rule-duplicate-priority"]
  }

  fail "one more, `destination_port_ranges` is another" {
    resource "azurerm_network_security_rule" "example" {
      name                        = "example"
      resource_group_name         = "example"
      network_security_group_name = "example"
      priority                    = 100
      access                      = "Allow"
      protocol                    = "Tcp"
      source_port_range           = "*"
      direction                   = "Outbound"
      source_address_prefix       = "*"
      destination_address_prefix  = "Internet"
      destination_port_range      = "443"
    }
    resource "azurerm_network_security_rule" "example_too" {
      name                        = "example"
      resource_group_name         = "example"
      network_security_group_name = "example"
      priority                    = 100
      access                      = "Allow"
      protocol                    = "Tcp"
      source_port_range           = "*"
      direction                   = "Outbound"
      source_address_prefix       = "*"
      destination_address_prefix  = "Internet"
      destination_port_range      = "443"
      destination_port_ranges     = ["20-4000"]
    }
    expect = ["azurerm_network_security_rule.example_too @ destination_address_prefix"]
  }

  unknown "`direction` is an unset variable" {
    variable "direction" {}
    resource "azurerm_network_security_rule" "example" {
      name                        = "example"
      resource_group_name         = "example"
      network_security_group_name = "example"
      priority                    = 100
      access                      = "Allow"
      protocol                    = "Tcp"
      source_port_range           = "*"
      direction                   = var.direction
      source_address_prefix       = "*"
      destination_address_prefix  = "0.0.0.0/0"
      destination_port_range      = "*"
    }
    expect = ["azurerm_network_security_rule.example @ destination_address_prefix"]
  }
}

rule "azure-nsg-duplicate-priority" {
  title     = "Two rules of a security group have the same priority"
  category  = "correctness"
  severity  = "high"
  resources = ["azurerm_network_security_group"]
  assert    = length(resource.security_rule) == length(distinct([for r in resource.security_rule : "${lower(r.direction)}/${r.priority}"]))
  at        = resource.security_rule
  message   = "priorities within one direction repeat: ${join(", ", sort([for r in resource.security_rule : "${r.name} ${r.priority}"]))}"
  why       = <<-EOT
    Azure refuses a second rule with the same priority and direction, in the middle of the apply.
  EOT
  remedy    = <<-EOT
    Give each rule of a direction its own `priority`.
  EOT
  link      = "https://learn.microsoft.com/azure/virtual-network/network-security-groups-overview"

  pass "different priorities" {
    resource "azurerm_network_security_group" "example" {
      name                = "example"
      resource_group_name = "example"
      location            = "westeurope"

      security_rule {
        name                       = "a"
        priority                   = 100
        direction                  = "Inbound"
        access                     = "Allow"
        protocol                   = "Tcp"
        source_port_range          = "*"
        destination_port_range     = "443"
        source_address_prefix      = "10.0.0.0/24"
        destination_address_prefix = "*"
      }

      security_rule {
        name                       = "b"
        priority                   = 110
        direction                  = "Inbound"
        access                     = "Allow"
        protocol                   = "Tcp"
        source_port_range          = "*"
        destination_port_range     = "80"
        source_address_prefix      = "10.0.0.0/24"
        destination_address_prefix = "*"
      }
    }
  }

  pass "equal in different directions" {
    resource "azurerm_network_security_group" "example" {
      name                = "example"
      resource_group_name = "example"
      location            = "westeurope"

      security_rule {
        name                       = "a"
        priority                   = 100
        direction                  = "Inbound"
        access                     = "Allow"
        protocol                   = "Tcp"
        source_port_range          = "*"
        destination_port_range     = "443"
        source_address_prefix      = "10.0.0.0/24"
        destination_address_prefix = "*"
      }

      security_rule {
        name                       = "b"
        priority                   = 100
        direction                  = "Outbound"
        access                     = "Allow"
        protocol                   = "Tcp"
        source_port_range          = "*"
        destination_port_range     = "443"
        source_address_prefix      = "10.0.0.0/24"
        destination_address_prefix = "*"
      }
    }
  }

  fail "equal in one direction" {
    resource "azurerm_network_security_group" "example" {
      name                = "example"
      resource_group_name = "example"
      location            = "westeurope"

      security_rule {
        name                       = "a"
        priority                   = 100
        direction                  = "Inbound"
        access                     = "Allow"
        protocol                   = "Tcp"
        source_port_range          = "*"
        destination_port_range     = "443"
        source_address_prefix      = "10.0.0.0/24"
        destination_address_prefix = "*"
      }

      security_rule {
        name                       = "b"
        priority                   = 100
        direction                  = "Inbound"
        access                     = "Deny"
        protocol                   = "*"
        source_port_range          = "*"
        destination_port_range     = "*"
        source_address_prefix      = "*"
        destination_address_prefix = "*"
      }
    }

    expect = ["azurerm_network_security_group.example @ security_rule"]
  }
}

rule "azure-network-security-rule-duplicate-priority" {
  title     = "Two separate security rules have the same priority"
  category  = "correctness"
  severity  = "high"
  resources = ["azurerm_network_security_rule"]

  related "twin" {
    type = "azurerm_network_security_rule"
    on   = other.network_security_group_name == resource.network_security_group_name && other.resource_group_name == resource.resource_group_name && other.priority == resource.priority && lower(other.direction) == lower(resource.direction)
  }

  assert  = !anytrue([for t in related.twin : t.meta.address != meta.address && sort([t.meta.address, meta.address])[0] != meta.address])
  at      = resource.priority
  message = "priority `${resource.priority}` is taken by another rule of the same group and direction"
  why     = <<-EOT
    Azure refuses a second rule with the same priority and direction, in the middle of the apply. The later of the two
    addresses is reported.
  EOT
  remedy  = <<-EOT
    Give each rule of a direction its own `priority`.
  EOT
  link    = "https://learn.microsoft.com/azure/virtual-network/network-security-groups-overview"

  pass "different priorities" {
    resource "azurerm_network_security_rule" "a" {
      resource_group_name         = "example"
      network_security_group_name = "example"
      priority                    = 100
      direction                   = "Inbound"
      access                      = "Allow"
      protocol                    = "Tcp"
      source_port_range           = "*"
      destination_address_prefix  = "*"
      name                        = "a"
      source_address_prefix       = "10.0.0.0/24"
      destination_port_range      = "443"
    }

    resource "azurerm_network_security_rule" "b" {
      resource_group_name         = "example"
      network_security_group_name = "example"
      direction                   = "Inbound"
      access                      = "Allow"
      protocol                    = "Tcp"
      source_port_range           = "*"
      destination_address_prefix  = "*"
      name                        = "b"
      priority                    = 110
      source_address_prefix       = "10.0.0.0/24"
      destination_port_range      = "80"
    }
  }

  pass "another group" {
    resource "azurerm_network_security_rule" "a" {
      resource_group_name         = "example"
      network_security_group_name = "example"
      priority                    = 100
      direction                   = "Inbound"
      access                      = "Allow"
      protocol                    = "Tcp"
      source_port_range           = "*"
      destination_address_prefix  = "*"
      name                        = "a"
      source_address_prefix       = "10.0.0.0/24"
      destination_port_range      = "443"
    }

    resource "azurerm_network_security_rule" "b" {
      resource_group_name         = "example"
      priority                    = 100
      direction                   = "Inbound"
      access                      = "Allow"
      protocol                    = "Tcp"
      source_port_range           = "*"
      destination_address_prefix  = "*"
      name                        = "b"
      network_security_group_name = "other"
      source_address_prefix       = "10.0.0.0/24"
      destination_port_range      = "80"
    }
  }

  fail "equal" {
    resource "azurerm_network_security_rule" "a" {
      resource_group_name         = "example"
      network_security_group_name = "example"
      priority                    = 100
      direction                   = "Inbound"
      access                      = "Allow"
      protocol                    = "Tcp"
      source_port_range           = "*"
      destination_address_prefix  = "*"
      name                        = "a"
      source_address_prefix       = "10.0.0.0/24"
      destination_port_range      = "443"
    }

    resource "azurerm_network_security_rule" "b" {
      resource_group_name         = "example"
      network_security_group_name = "example"
      priority                    = 100
      direction                   = "Inbound"
      access                      = "Allow"
      protocol                    = "Tcp"
      source_port_range           = "*"
      destination_address_prefix  = "*"
      name                        = "b"
      source_address_prefix       = "10.0.0.0/24"
      destination_port_range      = "80"
    }

    expect = ["azurerm_network_security_rule.b @ priority"]
  }

  unknown "`priority` is an unset variable" {
    variable "priority" {}
    resource "azurerm_network_security_rule" "a" {
      resource_group_name         = "example"
      network_security_group_name = "example"
      priority                    = 100
      direction                   = "Inbound"
      access                      = "Allow"
      protocol                    = "Tcp"
      source_port_range           = "*"
      destination_address_prefix  = "*"
      name                        = "a"
      source_address_prefix       = "10.0.0.0/24"
      destination_port_range      = "443"
    }
    resource "azurerm_network_security_rule" "b" {
      resource_group_name         = "example"
      network_security_group_name = "example"
      priority                    = var.priority
      direction                   = "Inbound"
      access                      = "Allow"
      protocol                    = "Tcp"
      source_port_range           = "*"
      destination_address_prefix  = "*"
      name                        = "b"
      source_address_prefix       = "10.0.0.0/24"
      destination_port_range      = "80"
    }
  }

  pass "one more, `direction` is `Outbound`" {
    resource "azurerm_network_security_rule" "a" {
      resource_group_name         = "example"
      network_security_group_name = "example"
      priority                    = 100
      direction                   = "Inbound"
      access                      = "Allow"
      protocol                    = "Tcp"
      source_port_range           = "*"
      destination_address_prefix  = "*"
      name                        = "a"
      source_address_prefix       = "10.0.0.0/24"
      destination_port_range      = "443"
    }
    resource "azurerm_network_security_rule" "b" {
      resource_group_name         = "example"
      network_security_group_name = "example"
      direction                   = "Inbound"
      access                      = "Allow"
      protocol                    = "Tcp"
      source_port_range           = "*"
      destination_address_prefix  = "*"
      name                        = "b"
      priority                    = 110
      source_address_prefix       = "10.0.0.0/24"
      destination_port_range      = "80"
    }
    resource "azurerm_network_security_rule" "b_too" {
      resource_group_name         = "example"
      network_security_group_name = "example"
      direction                   = "Outbound"
      access                      = "Allow"
      protocol                    = "Tcp"
      source_port_range           = "*"
      destination_address_prefix  = "*"
      name                        = "b"
      priority                    = 110
      source_address_prefix       = "10.0.0.0/24"
      destination_port_range      = "80"
    }
  }

  unknown "one more, `resource_group_name` is an unset variable" {
    variable "resource_group_name" {}
    resource "azurerm_network_security_rule" "a" {
      resource_group_name         = "example"
      network_security_group_name = "example"
      priority                    = 100
      direction                   = "Inbound"
      access                      = "Allow"
      protocol                    = "Tcp"
      source_port_range           = "*"
      destination_address_prefix  = "*"
      name                        = "a"
      source_address_prefix       = "10.0.0.0/24"
      destination_port_range      = "443"
    }
    resource "azurerm_network_security_rule" "a_too" {
      resource_group_name         = var.resource_group_name
      network_security_group_name = "example"
      priority                    = 100
      direction                   = "Inbound"
      access                      = "Allow"
      protocol                    = "Tcp"
      source_port_range           = "*"
      destination_address_prefix  = "*"
      name                        = "a"
      source_address_prefix       = "10.0.0.0/24"
      destination_port_range      = "443"
    }
    resource "azurerm_network_security_rule" "b" {
      resource_group_name         = "example"
      network_security_group_name = "example"
      direction                   = "Inbound"
      access                      = "Allow"
      protocol                    = "Tcp"
      source_port_range           = "*"
      destination_address_prefix  = "*"
      name                        = "b"
      priority                    = 110
      source_address_prefix       = "10.0.0.0/24"
      destination_port_range      = "80"
    }
    expect = ["azurerm_network_security_rule.a_too @ priority"]
  }
}

rule "azure-nsg-invalid-priority" {
  title     = "Security rule priority is out of range"
  category  = "correctness"
  severity  = "high"
  resources = ["azurerm_network_security_group", "azurerm_network_security_rule"]
  when      = each.value.priority != null
  for_each  = meta.type == "azurerm_network_security_group" ? resource.security_rule : [resource]
  assert    = each.value.priority >= 100 && each.value.priority <= 4096
  at        = each.value.priority
  message   = "`priority` is `${each.value.priority}`; Azure accepts 100 to 4096"
  why       = <<-EOT
    The provider refuses other numbers.
  EOT
  remedy    = <<-EOT
    Choose a number from 100 to 4096; lower numbers are applied first.
  EOT
  link      = "https://registry.terraform.io/providers/hashicorp/azurerm/latest/docs/resources/network_security_rule"

  pass "the lowest" {
    resource "azurerm_network_security_rule" "example" {
      name                        = "example"
      resource_group_name         = "example"
      network_security_group_name = "example"
      direction                   = "Inbound"
      access                      = "Allow"
      protocol                    = "Tcp"
      source_port_range           = "*"
      destination_address_prefix  = "*"
      priority                    = 100
      source_address_prefix       = "10.0.0.0/24"
      destination_port_range      = "443"
    }
  }

  pass "the highest" {
    resource "azurerm_network_security_rule" "example" {
      name                        = "example"
      resource_group_name         = "example"
      network_security_group_name = "example"
      direction                   = "Inbound"
      access                      = "Allow"
      protocol                    = "Tcp"
      source_port_range           = "*"
      destination_address_prefix  = "*"
      priority                    = 4096
      source_address_prefix       = "10.0.0.0/24"
      destination_port_range      = "443"
    }
  }

  fail "too low" {
    resource "azurerm_network_security_rule" "example" {
      name                        = "example"
      resource_group_name         = "example"
      network_security_group_name = "example"
      direction                   = "Inbound"
      access                      = "Allow"
      protocol                    = "Tcp"
      source_port_range           = "*"
      destination_address_prefix  = "*"
      priority                    = 99
      source_address_prefix       = "10.0.0.0/24"
      destination_port_range      = "443"
    }

    expect = ["azurerm_network_security_rule.example @ priority"]
  }

  fail "too high, inline" {
    resource "azurerm_network_security_group" "example" {
      name                = "example"
      resource_group_name = "example"
      location            = "westeurope"

      security_rule {
        name                       = "a"
        priority                   = 5000
        direction                  = "Inbound"
        access                     = "Allow"
        protocol                   = "Tcp"
        source_port_range          = "*"
        destination_port_range     = "443"
        source_address_prefix      = "10.0.0.0/24"
        destination_address_prefix = "*"
      }
    }

    expect = ["azurerm_network_security_group.example @ security_rule[0].priority"]
  }

  unknown "the value is an unset variable" {
    variable "priority" {}

    resource "azurerm_network_security_rule" "example" {
      name                        = "example"
      resource_group_name         = "example"
      network_security_group_name = "example"
      direction                   = "Inbound"
      access                      = "Allow"
      protocol                    = "Tcp"
      source_port_range           = "*"
      destination_address_prefix  = "*"
      priority                    = var.priority
      source_address_prefix       = "10.0.0.0/24"
      destination_port_range      = "443"
    }
  }

  fail "`priority` is `4097`" {
    resource "azurerm_network_security_rule" "example" {
      name                        = "example"
      resource_group_name         = "example"
      network_security_group_name = "example"
      direction                   = "Inbound"
      access                      = "Allow"
      protocol                    = "Tcp"
      source_port_range           = "*"
      destination_address_prefix  = "*"
      priority                    = 4097
      source_address_prefix       = "10.0.0.0/24"
      destination_port_range      = "443"
    }
    expect = ["azurerm_network_security_rule.example @ priority"]
  }
}
