# Virtual networks, subnets, interfaces, public addresses, load balancers, flow logs, Bastion, VPN, private endpoints.

rule "azure-subnet-no-nsg" {
  title     = "Subnet has no network security group"
  category  = "security"
  severity  = "medium"
  default   = false
  resources = ["azurerm_subnet"]
  aliases   = ["CKV2_AZURE_31"]
  tags      = ["cwe-284"]
  params = {
    exempt = [
      "GatewaySubnet", "AzureFirewallSubnet", "AzureFirewallManagementSubnet", "RouteServerSubnet",
      "AzureBastionSubnet",
    ]
  }

  related "association" {
    type = "azurerm_subnet_network_security_group_association"
    on   = refers(other.subnet_id, resource)
  }

  when    = !contains(param.exempt, resource.name) && !contains([for d in resource.delegation : lower(d.service_delegation[0].name)], "microsoft.netapp/volumes")
  assert  = length(related.association) > 0 || resource.network_security_group_id_wo != null || resource.network_security_group_id != null
  at      = resource
  message = "no network security group is associated with the subnet in this configuration"
  why     = <<-EOT
    Without a group every machine in the virtual network and its peers reaches every port in the subnet. Groups may be
    attached elsewhere (policy, another root module), and subnets for private endpoints often need none; hence the rule is
    not in the default set.
  EOT
  remedy  = <<-EOT
    Associate a group:

        resource "azurerm_subnet_network_security_group_association" "app" {
          subnet_id                 = azurerm_subnet.app.id
          network_security_group_id = azurerm_network_security_group.app.id
        }
  EOT
  link    = "https://learn.microsoft.com/azure/virtual-network/network-security-groups-overview"

  pass "associated" {
    resource "azurerm_subnet" "example" {
      name                 = "example"
      resource_group_name  = "example"
      virtual_network_name = "example"
      address_prefixes     = ["10.0.1.0/24"]
    }

    resource "azurerm_subnet_network_security_group_association" "example" {
      subnet_id                 = azurerm_subnet.example.id
      network_security_group_id = "some-id"
    }
  }

  pass "gateway subnets take none" {
    resource "azurerm_subnet" "example" {
      resource_group_name  = "example"
      virtual_network_name = "example"
      address_prefixes     = ["10.0.1.0/24"]
      name                 = "GatewaySubnet"
    }
  }

  fail "nothing associated" {
    resource "azurerm_subnet" "example" {
      name                 = "example"
      resource_group_name  = "example"
      virtual_network_name = "example"
      address_prefixes     = ["10.0.1.0/24"]
    }

    expect = ["azurerm_subnet.example"]
  }

  fail "another subnet's association" {
    resource "azurerm_subnet" "example" {
      name                 = "example"
      resource_group_name  = "example"
      virtual_network_name = "example"
      address_prefixes     = ["10.0.1.0/24"]
    }

    resource "azurerm_subnet" "other" {
      resource_group_name  = "example"
      virtual_network_name = "example"
      name                 = "other"
      address_prefixes     = ["10.0.2.0/24"]
    }

    resource "azurerm_subnet_network_security_group_association" "example" {
      network_security_group_id = "some-id"
      subnet_id                 = azurerm_subnet.other.id
    }

    expect = ["azurerm_subnet.example"]
  }

  unknown "the association's subnet is an unset variable" {
    variable "subnet" {}

    resource "azurerm_subnet" "example" {
      name                 = "example"
      resource_group_name  = "example"
      virtual_network_name = "example"
      address_prefixes     = ["10.0.1.0/24"]
    }

    resource "azurerm_subnet_network_security_group_association" "example" {
      network_security_group_id = "some-id"
      subnet_id                 = var.subnet
    }
  }

  pass "`name` is `AzureBastionSubnet`" {
    resource "azurerm_subnet" "example" {
      resource_group_name  = "example"
      virtual_network_name = "example"
      address_prefixes     = ["10.0.1.0/24"]
      name                 = "AzureBastionSubnet"
    }
  }
}

rule "azure-virtual-network-subnet-no-nsg" {
  title     = "Inline subnet has no network security group"
  category  = "security"
  severity  = "medium"
  default   = false
  resources = ["azurerm_virtual_network"]
  aliases   = ["5c822443-e1ea-46b8-84eb-758ec602e844"]
  tags      = ["cwe-284"]
  when      = !contains(["GatewaySubnet", "AzureFirewallSubnet", "AzureFirewallManagementSubnet", "RouteServerSubnet", "AzureBastionSubnet"], each.value.name)
  for_each  = resource.subnet
  assert    = each.value.security_group != null
  at        = each.value.security_group
  message   = "subnet `${each.value.name}` names no `security_group`"
  why       = <<-EOT
    Without a group every machine in the virtual network and its peers reaches every port in the subnet.
  EOT
  remedy    = <<-EOT
    Add `security_group = azurerm_network_security_group.app.id` to the subnet.
  EOT
  link      = "https://registry.terraform.io/providers/hashicorp/azurerm/latest/docs/resources/virtual_network"

  pass "a group is named" {
    resource "azurerm_virtual_network" "example" {
      name                = "example"
      resource_group_name = "example"
      location            = "westeurope"
      address_space       = ["10.0.0.0/16"]

      subnet {
        name             = "app"
        address_prefixes = ["10.0.1.0/24"]
        security_group   = "some-id"
      }
    }
  }

  pass "no inline subnets" {
    resource "azurerm_virtual_network" "example" {
      name                = "example"
      resource_group_name = "example"
      location            = "westeurope"
      address_space       = ["10.0.0.0/16"]
    }
  }

  fail "one of two has none" {
    resource "azurerm_virtual_network" "example" {
      name                = "example"
      resource_group_name = "example"
      location            = "westeurope"
      address_space       = ["10.0.0.0/16"]

      subnet {
        name             = "app"
        address_prefixes = ["10.0.1.0/24"]
        security_group   = "some-id"
      }

      subnet {
        name             = "db"
        address_prefixes = ["10.0.2.0/24"]
      }
    }

    expect = ["azurerm_virtual_network.example @ subnet[1]"]
  }

  pass "more that pass" {
    resource "azurerm_virtual_network" "name_is_azurebastionsubnet" {
      name                = "example"
      resource_group_name = "example"
      location            = "westeurope"
      address_space       = ["10.0.0.0/16"]
      subnet {
        name             = "app"
        address_prefixes = ["10.0.1.0/24"]
        security_group   = "some-id"
      }
      subnet {
        name             = "AzureBastionSubnet"
        address_prefixes = ["10.0.2.0/24"]
      }
    }
    resource "azurerm_virtual_network" "name_is_gatewaysubnet" {
      name                = "example"
      resource_group_name = "example"
      location            = "westeurope"
      address_space       = ["10.0.0.0/16"]
      subnet {
        name             = "app"
        address_prefixes = ["10.0.1.0/24"]
        security_group   = "some-id"
      }
      subnet {
        name             = "GatewaySubnet"
        address_prefixes = ["10.0.2.0/24"]
      }
    }
  }

  fail "one more, one more `subnet`, `name` is `AzureFirewallManagementSubnet`" {
    resource "azurerm_virtual_network" "example" {
      name                = "example"
      resource_group_name = "example"
      location            = "westeurope"
      address_space       = ["10.0.0.0/16"]
      subnet {
        name             = "app"
        address_prefixes = ["10.0.1.0/24"]
        security_group   = "some-id"
      }
      subnet {
        name             = "db"
        address_prefixes = ["10.0.2.0/24"]
      }
    }
    resource "azurerm_virtual_network" "example_too" {
      name                = "example"
      resource_group_name = "example"
      location            = "westeurope"
      address_space       = ["10.0.0.0/16"]
      subnet {
        name             = "app"
        address_prefixes = ["10.0.1.0/24"]
        security_group   = "some-id"
      }
      subnet {
        name             = "db"
        address_prefixes = ["10.0.2.0/24"]
      }
      subnet {
        name             = "AzureFirewallManagementSubnet"
        address_prefixes = ["10.0.2.0/24"]
      }
    }
    expect = ["azurerm_virtual_network.example @ subnet[1]", "azurerm_virtual_network.example_too @ subnet[1]"]
  }
}

rule "azure-subnet-default-outbound" {
  title     = "Subnet relies on implicit outbound internet access"
  category  = "security"
  severity  = "low"
  default   = false
  resources = ["azurerm_subnet"]
  tags      = ["cwe-668"]
  when      = !contains(["GatewaySubnet", "AzureFirewallSubnet", "AzureFirewallManagementSubnet", "RouteServerSubnet", "AzureBastionSubnet"], resource.name)
  assert    = resource.default_outbound_access_enabled == false
  at        = resource.default_outbound_access_enabled
  message   = "machines reach the internet through an address that belongs to Microsoft and may change"
  why       = <<-EOT
    Default outbound access is invisible in diagrams and firewalls. Microsoft retires it for new networks; an explicit way
    out (NAT gateway, load balancer, firewall) has addresses you own.
  EOT
  remedy    = <<-EOT
    Write `default_outbound_access_enabled = false` and attach a NAT gateway where outbound access is needed.
  EOT
  link      = "https://learn.microsoft.com/azure/virtual-network/ip-services/default-outbound-access"

  fix {
    set = {
      default_outbound_access_enabled = false
    }
    safe = false
  }

  pass "off" {
    resource "azurerm_subnet" "example" {
      name                            = "example"
      resource_group_name             = "example"
      virtual_network_name            = "example"
      address_prefixes                = ["10.0.1.0/24"]
      default_outbound_access_enabled = false
    }
  }

  pass "subnets of gateways need it" {
    resource "azurerm_subnet" "example" {
      resource_group_name  = "example"
      virtual_network_name = "example"
      address_prefixes     = ["10.0.1.0/24"]
      name                 = "AzureFirewallSubnet"
    }
  }

  fail "not set" {
    resource "azurerm_subnet" "example" {
      name                 = "example"
      resource_group_name  = "example"
      virtual_network_name = "example"
      address_prefixes     = ["10.0.1.0/24"]
    }

    expect = ["azurerm_subnet.example"]
  }

  fail "on" {
    resource "azurerm_subnet" "example" {
      name                            = "example"
      resource_group_name             = "example"
      virtual_network_name            = "example"
      address_prefixes                = ["10.0.1.0/24"]
      default_outbound_access_enabled = true
    }

    expect = ["azurerm_subnet.example @ default_outbound_access_enabled"]
  }

  unknown "the value is an unset variable" {
    variable "outbound" {}

    resource "azurerm_subnet" "example" {
      name                            = "example"
      resource_group_name             = "example"
      virtual_network_name            = "example"
      address_prefixes                = ["10.0.1.0/24"]
      default_outbound_access_enabled = var.outbound
    }
  }

  pass "more that pass" {
    resource "azurerm_subnet" "name_is_gatewaysubnet" {
      resource_group_name  = "example"
      virtual_network_name = "example"
      address_prefixes     = ["10.0.1.0/24"]
      name                 = "GatewaySubnet"
    }
    resource "azurerm_subnet" "one_more_name_is" {
      resource_group_name  = "example"
      virtual_network_name = "example"
      address_prefixes     = ["10.0.1.0/24"]
      name                 = "AzureFirewallSubnet"
    }
    resource "azurerm_subnet" "one_more_name_is_2" {
      resource_group_name  = "example"
      virtual_network_name = "example"
      address_prefixes     = ["10.0.1.0/24"]
      name                 = "AzureFirewallManagementSubnet"
    }
    resource "azurerm_subnet" "one_more_name_is_azurebastionsubnet" {
      resource_group_name  = "example"
      virtual_network_name = "example"
      address_prefixes     = ["10.0.1.0/24"]
      name                 = "AzureFirewallSubnet"
    }
    resource "azurerm_subnet" "one_more_name_is_azurebastionsubnet_2" {
      resource_group_name  = "example"
      virtual_network_name = "example"
      address_prefixes     = ["10.0.1.0/24"]
      name                 = "AzureBastionSubnet"
    }
    also = ["azure-subnet-overlap"]
  }
}

rule "azure-virtual-network-single-dns-server" {
  title     = "Virtual network depends on a single DNS server"
  category  = "reliability"
  severity  = "low"
  default   = false
  resources = ["azurerm_virtual_network", "azurerm_virtual_network_dns_servers"]
  aliases   = ["CKV_AZURE_182"]
  assert    = length(resource.dns_servers) != 1
  at        = resource.dns_servers
  message   = "`dns_servers` holds one address: its outage stops name resolution for the network"
  why       = <<-EOT
    Azure asks the listed servers only. One address is fine where it is redundant behind the scenes (Azure Firewall's DNS
    proxy, a resolver's inbound endpoint); hence the rule is not in the default set.
  EOT
  remedy    = <<-EOT
    List a second server, or leave `dns_servers` out to use Azure's own resolver.
  EOT
  link      = "https://learn.microsoft.com/azure/virtual-network/virtual-networks-name-resolution-for-vms-and-role-instances"

  pass "two servers" {
    resource "azurerm_virtual_network" "example" {
      name                = "example"
      resource_group_name = "example"
      location            = "westeurope"
      address_space       = ["10.0.0.0/16"]
      dns_servers         = ["10.0.0.4", "10.0.0.5"]
    }
  }

  pass "Azure's resolver" {
    resource "azurerm_virtual_network" "example" {
      name                = "example"
      resource_group_name = "example"
      location            = "westeurope"
      address_space       = ["10.0.0.0/16"]
    }
  }

  fail "one server" {
    resource "azurerm_virtual_network" "example" {
      name                = "example"
      resource_group_name = "example"
      location            = "westeurope"
      address_space       = ["10.0.0.0/16"]
      dns_servers         = ["10.0.0.4"]
    }

    expect = ["azurerm_virtual_network.example @ dns_servers"]
  }

  fail "one server, separate resource" {
    resource "azurerm_virtual_network_dns_servers" "example" {
      virtual_network_id = "some-id"
      dns_servers        = ["10.0.0.4"]
    }

    expect = ["azurerm_virtual_network_dns_servers.example @ dns_servers"]
  }

  unknown "the value is an unset variable" {
    variable "servers" {}

    resource "azurerm_virtual_network" "example" {
      name                = "example"
      resource_group_name = "example"
      location            = "westeurope"
      address_space       = ["10.0.0.0/16"]
      dns_servers         = var.servers
    }
  }
}

rule "azure-virtual-network-foreign-dns-server" {
  title     = "Virtual network uses DNS servers outside private ranges"
  category  = "security"
  severity  = "low"
  default   = false
  resources = ["azurerm_virtual_network", "azurerm_virtual_network_dns_servers"]
  aliases   = ["CKV_AZURE_183"]
  assert    = alltrue([for s in resource.dns_servers : anytrue([for own in concat(["10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "168.63.129.16/32"], resource.address_space) : cidr_contains(own, s)])])
  at        = resource.dns_servers
  message   = "`dns_servers` holds a public address"
  why       = <<-EOT
    A public resolver sees every name your machines ask for, internal ones included, and can answer as it likes.
  EOT
  remedy    = <<-EOT
    Use resolvers inside your networks, or Azure's own (`168.63.129.16`, the default).
  EOT
  link      = "https://learn.microsoft.com/azure/virtual-network/virtual-networks-name-resolution-for-vms-and-role-instances"

  pass "inside" {
    resource "azurerm_virtual_network" "example" {
      name                = "example"
      resource_group_name = "example"
      location            = "westeurope"
      address_space       = ["10.0.0.0/16"]
      dns_servers         = ["10.0.0.4", "10.0.0.5"]
    }
  }

  pass "Azure's resolver" {
    resource "azurerm_virtual_network" "example" {
      name                = "example"
      resource_group_name = "example"
      location            = "westeurope"
      address_space       = ["10.0.0.0/16"]
      dns_servers         = ["168.63.129.16"]
    }
  }

  fail "a public resolver" {
    resource "azurerm_virtual_network" "example" {
      name                = "example"
      resource_group_name = "example"
      location            = "westeurope"
      address_space       = ["10.0.0.0/16"]
      dns_servers         = ["10.0.0.4", "8.8.8.8"]
    }

    expect = ["azurerm_virtual_network.example @ dns_servers"]
  }

  fail "only public ones" {
    resource "azurerm_virtual_network" "example" {
      name                = "example"
      resource_group_name = "example"
      location            = "westeurope"
      address_space       = ["10.0.0.0/16"]
      dns_servers         = ["1.1.1.1"]
    }

    expect = ["azurerm_virtual_network.example @ dns_servers"]
  }

  unknown "the value is an unset variable" {
    variable "servers" {}

    resource "azurerm_virtual_network" "example" {
      name                = "example"
      resource_group_name = "example"
      location            = "westeurope"
      address_space       = ["10.0.0.0/16"]
      dns_servers         = var.servers
    }
  }

  pass "`address_space` without `10.0.0.0/16`" {
    resource "azurerm_virtual_network" "example" {
      name                = "example"
      resource_group_name = "example"
      location            = "westeurope"
      address_space       = []
      dns_servers         = ["10.0.0.4", "10.0.0.5"]
    }
  }
}

rule "azure-virtual-network-no-ddos-plan" {
  title     = "Virtual network has no DDoS protection plan"
  category  = "security"
  severity  = "low"
  default   = false
  resources = ["azurerm_virtual_network"]
  aliases   = ["b4cc2c52-34a6-4b43-b57c-4bdeb4514a5a"]
  tags      = ["cwe-693"]
  assert    = anytrue([for p in resource.ddos_protection_plan : p.enable == true])
  at        = resource.ddos_protection_plan
  message   = "DDoS network protection is not enabled for the network"
  why       = <<-EOT
    The basic protection that every tenant has is tuned for Azure as a whole, not for your addresses. A plan costs a
    substantial fixed price a month and covers up to 100 addresses; a decision for the organisation.
  EOT
  remedy    = <<-EOT
    Refer to the plan:

        ddos_protection_plan {
          id     = azurerm_network_ddos_protection_plan.shared.id
          enable = true
        }
  EOT
  link      = "https://learn.microsoft.com/azure/ddos-protection/ddos-protection-overview"

  pass "enabled" {
    resource "azurerm_virtual_network" "example" {
      name                = "example"
      resource_group_name = "example"
      location            = "westeurope"
      address_space       = ["10.0.0.0/16"]

      ddos_protection_plan {
        id     = "some-id"
        enable = true
      }
    }
  }

  fail "no plan" {
    resource "azurerm_virtual_network" "example" {
      name                = "example"
      resource_group_name = "example"
      location            = "westeurope"
      address_space       = ["10.0.0.0/16"]
    }

    expect = ["azurerm_virtual_network.example"]
  }

  fail "a plan that is off" {
    resource "azurerm_virtual_network" "example" {
      name                = "example"
      resource_group_name = "example"
      location            = "westeurope"
      address_space       = ["10.0.0.0/16"]

      ddos_protection_plan {
        id     = "some-id"
        enable = false
      }
    }

    expect = ["azurerm_virtual_network.example @ ddos_protection_plan"]
  }

  unknown "the value is an unset variable" {
    variable "ddos" {}

    resource "azurerm_virtual_network" "example" {
      name                = "example"
      resource_group_name = "example"
      location            = "westeurope"
      address_space       = ["10.0.0.0/16"]

      ddos_protection_plan {
        id     = "some-id"
        enable = var.ddos
      }
    }
  }
}

rule "azure-virtual-network-invalid-address-space" {
  title     = "Virtual network address space is not a valid CIDR range"
  category  = "correctness"
  severity  = "high"
  resources = ["azurerm_virtual_network"]
  assert    = alltrue([for a in resource.address_space : a == "" || can(cidrhost(a, 0)) && try(cidrsubnet(a, 0, 0), a) == a])
  at        = resource.address_space
  message   = "`address_space` (${join(", ", resource.address_space)}) holds something that is not a CIDR range, or whose host bits are set"
  why       = <<-EOT
    Azure refuses the network at apply.
  EOT
  remedy    = <<-EOT
    Write ranges with the host bits zero, such as `10.0.0.0/16`.
  EOT
  link      = "https://registry.terraform.io/providers/hashicorp/azurerm/latest/docs/resources/virtual_network"

  pass "a range" {
    resource "azurerm_virtual_network" "example" {
      name                = "example"
      resource_group_name = "example"
      location            = "westeurope"
      address_space       = ["10.0.0.0/16", "fd00:db8::/48"]
    }
  }

  pass "computed" {
    locals {
      base = "10.0.0.0/8"
    }

    resource "azurerm_virtual_network" "example" {
      name                = "example"
      resource_group_name = "example"
      location            = "westeurope"
      address_space       = [cidrsubnet(local.base, 8, 3)]
    }
  }

  fail "no prefix length" {
    resource "azurerm_virtual_network" "example" {
      name                = "example"
      resource_group_name = "example"
      location            = "westeurope"
      address_space       = ["10.0.0.0"]
    }

    expect = ["azurerm_virtual_network.example @ address_space"]
  }

  fail "host bits set" {
    resource "azurerm_virtual_network" "example" {
      name                = "example"
      resource_group_name = "example"
      location            = "westeurope"
      address_space       = ["10.0.1.5/16"]
    }

    expect = ["azurerm_virtual_network.example @ address_space"]
  }

  unknown "the value is an unset variable" {
    variable "range" {}

    resource "azurerm_virtual_network" "example" {
      name                = "example"
      resource_group_name = "example"
      location            = "westeurope"
      address_space       = [var.range]
    }
  }

  fail "`address_space` with `0`" {
    resource "azurerm_virtual_network" "example" {
      name                = "example"
      resource_group_name = "example"
      location            = "westeurope"
      address_space       = ["10.0.0.0/16", "fd00:db8::/48", 0]
    }
    expect = ["azurerm_virtual_network.example @ address_space"]
  }
}

rule "azure-subnet-outside-virtual-network" {
  title     = "Subnet lies outside its virtual network"
  category  = "correctness"
  severity  = "high"
  resources = ["azurerm_subnet"]

  related "network" {
    type = "azurerm_virtual_network"
    on   = refers(resource.virtual_network_name, other) && other.resource_group_name == resource.resource_group_name
  }

  when    = length(related.network) == 1 && length(related.network[0].address_space) > 0
  assert  = alltrue([for p in resource.address_prefixes : p == "" || anytrue([for a in related.network[0].address_space : a == "" || cidr_contains(a, p)])])
  at      = resource.address_prefixes
  message = "`${join(", ", resource.address_prefixes)}` is not inside `${join(", ", related.network[0].address_space)}`"
  why     = <<-EOT
    Azure refuses the subnet at apply, after other resources were already changed.
  EOT
  remedy  = <<-EOT
    Take the prefix from the network's range, for example with
    `cidrsubnet(one(azurerm_virtual_network.main.address_space), 8, 1)`.
  EOT
  link    = "https://registry.terraform.io/providers/hashicorp/azurerm/latest/docs/resources/subnet"

  pass "inside" {
    resource "azurerm_virtual_network" "example" {
      name                = "example"
      resource_group_name = "example"
      location            = "westeurope"
      address_space       = ["10.0.0.0/16"]
    }

    resource "azurerm_subnet" "example" {
      name                 = "example"
      resource_group_name  = "example"
      virtual_network_name = azurerm_virtual_network.example.name
      address_prefixes     = ["10.0.1.0/24"]
    }
  }

  pass "another network" {
    resource "azurerm_virtual_network" "example" {
      name                = "example"
      resource_group_name = "example"
      location            = "westeurope"
      address_space       = ["10.0.0.0/16"]
    }

    resource "azurerm_subnet" "example" {
      name                 = "example"
      resource_group_name  = "example"
      virtual_network_name = "elsewhere"
      address_prefixes     = ["10.9.1.0/24"]
    }
  }

  fail "outside" {
    resource "azurerm_virtual_network" "example" {
      name                = "example"
      resource_group_name = "example"
      location            = "westeurope"
      address_space       = ["10.0.0.0/16"]
    }

    resource "azurerm_subnet" "example" {
      name                 = "example"
      resource_group_name  = "example"
      virtual_network_name = azurerm_virtual_network.example.name
      address_prefixes     = ["10.1.1.0/24"]
    }

    expect = ["azurerm_subnet.example @ address_prefixes"]
  }

  fail "larger than the network" {
    resource "azurerm_virtual_network" "example" {
      name                = "example"
      resource_group_name = "example"
      location            = "westeurope"
      address_space       = ["10.0.0.0/16"]
    }

    resource "azurerm_subnet" "example" {
      name                 = "example"
      resource_group_name  = "example"
      virtual_network_name = azurerm_virtual_network.example.name
      address_prefixes     = ["10.0.0.0/8"]
    }

    expect = ["azurerm_subnet.example @ address_prefixes"]
  }

  unknown "the prefix is an unset variable" {
    variable "prefix" {}

    resource "azurerm_virtual_network" "example" {
      name                = "example"
      resource_group_name = "example"
      location            = "westeurope"
      address_space       = ["10.0.0.0/16"]
    }

    resource "azurerm_subnet" "example" {
      name                 = "example"
      resource_group_name  = "example"
      virtual_network_name = azurerm_virtual_network.example.name
      address_prefixes     = [var.prefix]
    }
  }

  pass "`address_space` without `10.0.0.0/16`" {
    resource "azurerm_virtual_network" "example" {
      name                = "example"
      resource_group_name = "example"
      location            = "westeurope"
      address_space       = []
    }
    resource "azurerm_subnet" "example" {
      name                 = "example"
      resource_group_name  = "example"
      virtual_network_name = azurerm_virtual_network.example.name
      address_prefixes     = ["10.0.1.0/24"]
    }
  }

  pass "`address_prefixes` without `10.0.1.0/24`" {
    resource "azurerm_virtual_network" "example" {
      name                = "example"
      resource_group_name = "example"
      location            = "westeurope"
      address_space       = ["10.0.0.0/16"]
    }
    resource "azurerm_subnet" "example" {
      name                 = "example"
      resource_group_name  = "example"
      virtual_network_name = azurerm_virtual_network.example.name
      address_prefixes     = []
    }
  }

  pass "one more, `address_space` without `10.0.0.0/16`" {
    resource "azurerm_virtual_network" "example" {
      name                = "example"
      resource_group_name = "example"
      location            = "westeurope"
      address_space       = ["10.0.0.0/16"]
    }
    resource "azurerm_virtual_network" "example_too" {
      name                = "example"
      resource_group_name = "example"
      location            = "westeurope"
      address_space       = []
    }
    resource "azurerm_subnet" "example" {
      name                 = "example"
      resource_group_name  = "example"
      virtual_network_name = azurerm_virtual_network.example.name
      address_prefixes     = ["10.1.1.0/24"]
    }
  }

  unknown "`resource_group_name` is an unset variable" {
    variable "resource_group_name" {}
    resource "azurerm_virtual_network" "example" {
      name                = "example"
      resource_group_name = var.resource_group_name
      location            = "westeurope"
      address_space       = ["10.0.0.0/16"]
    }
    resource "azurerm_subnet" "example" {
      name                 = "example"
      resource_group_name  = "example"
      virtual_network_name = azurerm_virtual_network.example.name
      address_prefixes     = ["10.0.1.0/24"]
    }
    expect = ["azurerm_subnet.example @ address_prefixes"]
  }
}

rule "azure-subnet-overlap" {
  title     = "Two subnets of a virtual network overlap"
  category  = "correctness"
  severity  = "high"
  resources = ["azurerm_subnet"]

  related "sibling" {
    type = "azurerm_subnet"
    on   = other.virtual_network_name == resource.virtual_network_name && other.resource_group_name == resource.resource_group_name
  }

  assert  = !anytrue([for s in related.sibling : s.meta.address != meta.address && sort([s.meta.address, meta.address])[0] != meta.address && anytrue([for pair in setproduct(s.address_prefixes, resource.address_prefixes) : cidr_overlaps(pair[0], pair[1])])])
  at      = resource.address_prefixes
  message = "`${join(", ", resource.address_prefixes)}` overlaps another subnet of the same network"
  why     = <<-EOT
    Azure refuses the second subnet at apply. The later of the two addresses is reported.
  EOT
  remedy  = <<-EOT
    Number the subnets with `cidrsubnet`, each with an index of its own.
  EOT
  link    = "https://registry.terraform.io/providers/hashicorp/azurerm/latest/docs/resources/subnet"

  pass "apart" {
    resource "azurerm_subnet" "a" {
      resource_group_name  = "example"
      virtual_network_name = "example"
      address_prefixes     = ["10.0.1.0/24"]
      name                 = "a"
    }

    resource "azurerm_subnet" "b" {
      resource_group_name  = "example"
      virtual_network_name = "example"
      name                 = "b"
      address_prefixes     = ["10.0.2.0/24"]
    }
  }

  pass "equal in different networks" {
    resource "azurerm_subnet" "a" {
      resource_group_name  = "example"
      virtual_network_name = "example"
      address_prefixes     = ["10.0.1.0/24"]
      name                 = "a"
    }

    resource "azurerm_subnet" "b" {
      resource_group_name  = "example"
      address_prefixes     = ["10.0.1.0/24"]
      name                 = "b"
      virtual_network_name = "other"
    }
  }

  fail "equal" {
    resource "azurerm_subnet" "a" {
      resource_group_name  = "example"
      virtual_network_name = "example"
      address_prefixes     = ["10.0.1.0/24"]
      name                 = "a"
    }

    resource "azurerm_subnet" "b" {
      resource_group_name  = "example"
      virtual_network_name = "example"
      address_prefixes     = ["10.0.1.0/24"]
      name                 = "b"
    }

    expect = ["azurerm_subnet.b @ address_prefixes"]
  }

  fail "one holds the other" {
    resource "azurerm_subnet" "a" {
      resource_group_name  = "example"
      virtual_network_name = "example"
      name                 = "a"
      address_prefixes     = ["10.0.0.0/20"]
    }

    resource "azurerm_subnet" "b" {
      resource_group_name  = "example"
      virtual_network_name = "example"
      name                 = "b"
      address_prefixes     = ["10.0.4.0/24"]
    }

    expect = ["azurerm_subnet.b @ address_prefixes"]
  }

  unknown "`address_prefixes` is an unset variable" {
    variable "address_prefixes" {}
    resource "azurerm_subnet" "a" {
      resource_group_name  = "example"
      virtual_network_name = "example"
      address_prefixes     = ["10.0.1.0/24"]
      name                 = "a"
    }
    resource "azurerm_subnet" "b" {
      resource_group_name  = "example"
      virtual_network_name = "example"
      address_prefixes     = var.address_prefixes
      name                 = "b"
    }
  }

  pass "`address_prefixes` without `10.0.1.0/24`" {
    resource "azurerm_subnet" "a" {
      resource_group_name  = "example"
      virtual_network_name = "example"
      address_prefixes     = []
      name                 = "a"
    }
    resource "azurerm_subnet" "b" {
      resource_group_name  = "example"
      virtual_network_name = "example"
      name                 = "b"
      address_prefixes     = ["10.0.2.0/24"]
    }
  }

  unknown "one more, `resource_group_name` is an unset variable" {
    variable "resource_group_name" {}
    resource "azurerm_subnet" "a" {
      resource_group_name  = "example"
      virtual_network_name = "example"
      address_prefixes     = ["10.0.1.0/24"]
      name                 = "a"
    }
    resource "azurerm_subnet" "b" {
      resource_group_name  = "example"
      virtual_network_name = "example"
      name                 = "b"
      address_prefixes     = ["10.0.2.0/24"]
    }
    resource "azurerm_subnet" "b_too" {
      resource_group_name  = var.resource_group_name
      virtual_network_name = "example"
      name                 = "b"
      address_prefixes     = ["10.0.2.0/24"]
    }
    expect = ["azurerm_subnet.b_too @ address_prefixes"]
  }
}

rule "azure-subnet-reserved-too-small" {
  title     = "Gateway, firewall or Bastion subnet is too small"
  category  = "correctness"
  severity  = "high"
  resources = ["azurerm_subnet"]
  params = {
    largest = {
      AzureBastionSubnet            = 26
      AzureFirewallSubnet           = 26
      AzureFirewallManagementSubnet = 26
      GatewaySubnet                 = 29
      RouteServerSubnet             = 27
    }
  }
  when    = is_known(resource.name) && param.largest[resource.name] != null
  assert  = alltrue([for p in resource.address_prefixes : strcontains(p, ":") || tonumber(split("/", p)[1]) <= param.largest[resource.name]])
  at      = resource.address_prefixes
  message = "`${resource.name}` needs a /${param.largest[resource.name]} or larger; here it is `${join(", ", resource.address_prefixes)}`"
  why     = <<-EOT
    Azure refuses to create the service in a smaller subnet, and the subnet cannot grow while something is in it.
  EOT
  remedy  = <<-EOT
    Give Bastion and firewall subnets a /26 or larger, route server a /27, gateways a /27 (a /29 is the minimum).
  EOT
  link    = "https://learn.microsoft.com/azure/bastion/configuration-settings#subnet"

  pass "large enough" {
    resource "azurerm_subnet" "example" {
      resource_group_name  = "example"
      virtual_network_name = "example"
      name                 = "AzureBastionSubnet"
      address_prefixes     = ["10.0.9.0/26"]
    }
  }

  pass "any other name" {
    resource "azurerm_subnet" "example" {
      resource_group_name  = "example"
      virtual_network_name = "example"
      name                 = "app"
      address_prefixes     = ["10.0.9.0/28"]
    }
  }

  fail "a Bastion /27" {
    resource "azurerm_subnet" "example" {
      resource_group_name  = "example"
      virtual_network_name = "example"
      name                 = "AzureBastionSubnet"
      address_prefixes     = ["10.0.9.0/27"]
    }

    expect = ["azurerm_subnet.example @ address_prefixes"]
  }

  fail "a firewall /28" {
    resource "azurerm_subnet" "example" {
      resource_group_name  = "example"
      virtual_network_name = "example"
      name                 = "AzureFirewallSubnet"
      address_prefixes     = ["10.0.9.0/28"]
    }

    expect = ["azurerm_subnet.example @ address_prefixes"]
  }

  unknown "the prefix is an unset variable" {
    variable "prefix" {}

    resource "azurerm_subnet" "example" {
      resource_group_name  = "example"
      virtual_network_name = "example"
      name                 = "AzureBastionSubnet"
      address_prefixes     = [var.prefix]
    }
  }

  pass "more that pass" {
    variable "name" {}
    resource "azurerm_subnet" "address_prefixes_without_10_0_9_0_26" {
      resource_group_name  = "example"
      virtual_network_name = "example"
      name                 = "AzureBastionSubnet"
      address_prefixes     = []
    }
    resource "azurerm_subnet" "one_more_name_is_an_unset_variable" {
      resource_group_name  = "example"
      virtual_network_name = "example"
      name                 = "AzureBastionSubnet"
      address_prefixes     = ["10.0.9.0/26"]
    }
    resource "azurerm_subnet" "one_more_name_is_an_unset_variable_2" {
      resource_group_name  = "example"
      virtual_network_name = "example"
      name                 = var.name
      address_prefixes     = ["10.0.9.0/26"]
    }
    also = ["azure-subnet-overlap"]
  }
}

rule "azure-network-interface-public-ip" {
  title     = "Network interface has a public address"
  category  = "security"
  severity  = "medium"
  resources = ["azurerm_network_interface"]
  aliases = [
    "CKV_AZURE_119", "AZU-0076", "azure-network-network-interface-public-ip", "AVD-AZU-0076",
    "c1573577-e494-4417-8854-7e119368dc8b",
  ]
  tags = ["cwe-668", "cis-azure-2.0-6.7"]

  related "nic_group" {
    type = "azurerm_network_interface_security_group_association"
    on   = refers(other.network_interface_id, resource)
  }

  related "subnet" {
    type = "azurerm_subnet"
    on   = anytrue([for c in resource.ip_configuration : refers(c.subnet_id, other)])
  }

  related "subnet_group" {
    type = "azurerm_subnet_network_security_group_association"
    on   = anytrue([for s in related.subnet : refers(other.subnet_id, s)])
  }

  related "address" {
    type = "azurerm_public_ip"
    on   = anytrue([for c in resource.ip_configuration : refers(c.public_ip_address_id, other)])
  }

  when    = length(related.nic_group) > 0 || length(related.subnet_group) > 0 || resource.network_security_group_id != null || !anytrue([for a in related.address : lower(a.sku) == "basic"])
  assert  = alltrue([for c in resource.ip_configuration : c.public_ip_address_id == null])
  at      = resource.ip_configuration
  message = length(related.nic_group) > 0 || length(related.subnet_group) > 0 || resource.network_security_group_id != null ? "the machine is directly on the internet, behind nothing but its security group" : "the machine has an address on the internet, and only the lack of a security group keeps it closed"
  why     = <<-EOT
    A machine with an address of its own is scanned and attacked without pause; one wrong rule in its security group is
    enough. Basic addresses without any security group are reported by `azure-network-interface-public-ip-no-nsg`. Jump hosts,
    VPN servers and appliances need public addresses: suppress the finding there with the reason.
  EOT
  remedy  = <<-EOT
    Remove `public_ip_address_id`. Publish services through a load balancer or Application Gateway, administer through
    `azurerm_bastion_host`, and let outbound traffic take a NAT gateway.
  EOT
  link    = "https://learn.microsoft.com/azure/virtual-network/ip-services/public-ip-addresses"

  pass "private only" {
    resource "azurerm_network_interface" "example" {
      name                = "example"
      resource_group_name = "example"
      location            = "westeurope"

      ip_configuration {
        name                          = "internal"
        subnet_id                     = "some-id"
        private_ip_address_allocation = "Dynamic"
      }
    }

    resource "azurerm_network_interface_security_group_association" "example" {
      network_interface_id      = azurerm_network_interface.example.id
      network_security_group_id = "some-id"
    }
  }

  pass "a Basic address without a group is another rule's subject" {
    resource "azurerm_public_ip" "example" {
      name                = "example"
      resource_group_name = "example"
      location            = "westeurope"
      allocation_method   = "Static"
      sku                 = "Basic"
    }

    resource "azurerm_network_interface" "example" {
      name                = "example"
      resource_group_name = "example"
      location            = "westeurope"

      ip_configuration {
        name                          = "public"
        subnet_id                     = "some-id"
        private_ip_address_allocation = "Dynamic"
        public_ip_address_id          = azurerm_public_ip.example.id
      }
    }
    also = ["azure-basic-sku-retired", "azure-network-interface-public-ip-no-nsg"]
  }

  fail "public, without a group" {
    resource "azurerm_network_interface" "example" {
      name                = "example"
      resource_group_name = "example"
      location            = "westeurope"

      ip_configuration {
        name                          = "public"
        subnet_id                     = "some-id"
        private_ip_address_allocation = "Dynamic"
        public_ip_address_id          = "some-id"
      }
    }

    expect = ["azurerm_network_interface.example @ ip_configuration"]
  }

  fail "public, with a group on the interface" {
    resource "azurerm_network_interface" "example" {
      name                = "example"
      resource_group_name = "example"
      location            = "westeurope"

      ip_configuration {
        name                          = "public"
        subnet_id                     = "some-id"
        private_ip_address_allocation = "Dynamic"
        public_ip_address_id          = "some-id"
      }
    }

    resource "azurerm_network_interface_security_group_association" "example" {
      network_interface_id      = azurerm_network_interface.example.id
      network_security_group_id = "some-id"
    }

    expect = ["azurerm_network_interface.example @ ip_configuration"]
  }

  fail "public, with a group on the subnet" {
    resource "azurerm_subnet" "example" {
      name                 = "example"
      resource_group_name  = "example"
      virtual_network_name = "example"
      address_prefixes     = ["10.0.1.0/24"]
    }

    resource "azurerm_network_interface" "example" {
      name                = "example"
      resource_group_name = "example"
      location            = "westeurope"

      ip_configuration {
        name                          = "public"
        subnet_id                     = azurerm_subnet.example.id
        private_ip_address_allocation = "Dynamic"
        public_ip_address_id          = "some-id"
      }
    }

    resource "azurerm_subnet_network_security_group_association" "example" {
      subnet_id                 = azurerm_subnet.example.id
      network_security_group_id = "some-id"
    }

    expect = ["azurerm_network_interface.example @ ip_configuration"]
  }

  fail "more that fail" {
    resource "azurerm_subnet" "one_more_one_more_ip_configuration_subnet" {
      name                 = "example"
      resource_group_name  = "example"
      virtual_network_name = "example"
      address_prefixes     = ["10.0.1.0/24"]
    }
    resource "azurerm_network_interface" "one_more_one_more_ip_configuration_subnet" {
      name                = "example"
      resource_group_name = "example"
      location            = "westeurope"
      ip_configuration {
        name                          = "public"
        subnet_id                     = azurerm_subnet.one_more_one_more_ip_configuration_subnet.id
        private_ip_address_allocation = "Dynamic"
        public_ip_address_id          = "some-id"
      }
    }
    resource "azurerm_network_interface" "one_more_one_more_ip_configuration_subnet_2" {
      name                = "example"
      resource_group_name = "example"
      location            = "westeurope"
      ip_configuration {
        name                          = "public"
        subnet_id                     = azurerm_subnet.one_more_one_more_ip_configuration_subnet.id
        private_ip_address_allocation = "Dynamic"
        public_ip_address_id          = "some-id"
      }
      ip_configuration {
        name                          = "public"
        subnet_id                     = "some-id"
        private_ip_address_allocation = "Dynamic"
        public_ip_address_id          = "some-id"
      }
    }
    resource "azurerm_subnet_network_security_group_association" "one_more_one_more_ip_configuration_subnet" {
      subnet_id                 = azurerm_subnet.one_more_one_more_ip_configuration_subnet.id
      network_security_group_id = "some-id"
    }
    resource "azurerm_network_interface" "one_more_ip_configuration_no_public_ip" {
      name                = "example"
      resource_group_name = "example"
      location            = "westeurope"
      ip_configuration {
        name                          = "public"
        subnet_id                     = "some-id"
        private_ip_address_allocation = "Dynamic"
        public_ip_address_id          = "some-id"
      }
      ip_configuration {
        name                          = "public"
        subnet_id                     = "some-id"
        private_ip_address_allocation = "Dynamic"
      }
    }
    resource "azurerm_network_interface_security_group_association" "one_more_ip_configuration_no_public_ip" {
      network_interface_id      = azurerm_network_interface.one_more_ip_configuration_no_public_ip.id
      network_security_group_id = "some-id"
    }
    expect = [
      "azurerm_network_interface.one_more_one_more_ip_configuration_subnet @ ip_configuration",
      "azurerm_network_interface.one_more_one_more_ip_configuration_subnet_2 @ ip_configuration",
      "azurerm_network_interface.one_more_ip_configuration_no_public_ip @ ip_configuration",
    ]
  }
}

rule "azure-network-interface-public-ip-no-nsg" {
  title     = "Public network interface has no security group"
  category  = "security"
  severity  = "high"
  resources = ["azurerm_network_interface"]
  aliases = [
    "AZU-0068", "azure-compute-vm-not-attached-to-network", "AVD-AZU-0068", "azure-vm-not-attached-to-network",
    "bbf6b3df-4b65-4f87-82cc-da9f30f8c033", "CKV_AZURE_119", "AZU-0076",
    "azure-network-network-interface-public-ip", "AVD-AZU-0076", "c1573577-e494-4417-8854-7e119368dc8b",
  ]
  tags = ["cwe-284", "cwe-668"]

  related "nic_group" {
    type = "azurerm_network_interface_security_group_association"
    on   = refers(other.network_interface_id, resource)
  }

  related "subnet" {
    type = "azurerm_subnet"
    on   = anytrue([for c in resource.ip_configuration : refers(c.subnet_id, other)])
  }

  related "subnet_group" {
    type = "azurerm_subnet_network_security_group_association"
    on   = anytrue([for s in related.subnet : refers(other.subnet_id, s)])
  }

  related "address" {
    type = "azurerm_public_ip"
    on   = anytrue([for c in resource.ip_configuration : refers(c.public_ip_address_id, other)])
  }

  when    = anytrue([for a in related.address : lower(a.sku) == "basic"])
  assert  = length(related.nic_group) > 0 || length(related.subnet_group) > 0 || resource.network_security_group_id != null
  at      = resource.ip_configuration
  message = "the interface has a Basic public address, and neither it nor its subnet has a network security group"
  why     = <<-EOT
    With a Basic address all ports of the machine are open to the internet. With a Standard address, the default since
    provider version 4.0, none is reachable without a group, so that only Basic addresses are judged. The rule looks at
    addresses and associations in the same root module.
  EOT
  remedy  = <<-EOT
    Remove the public address, or associate a group that opens only what must be public:

        resource "azurerm_network_interface_security_group_association" "app" {
          network_interface_id      = azurerm_network_interface.app.id
          network_security_group_id = azurerm_network_security_group.app.id
        }
  EOT
  link    = "https://learn.microsoft.com/azure/virtual-network/network-security-groups-overview"

  pass "a group on the interface" {
    resource "azurerm_public_ip" "example" {
      name                = "example"
      resource_group_name = "example"
      location            = "westeurope"
      allocation_method   = "Static"
      sku                 = "Basic"
    }

    resource "azurerm_network_interface" "example" {
      name                = "example"
      resource_group_name = "example"
      location            = "westeurope"

      ip_configuration {
        name                          = "public"
        subnet_id                     = "some-id"
        private_ip_address_allocation = "Dynamic"
        public_ip_address_id          = azurerm_public_ip.example.id
      }
    }

    resource "azurerm_network_interface_security_group_association" "example" {
      network_interface_id      = azurerm_network_interface.example.id
      network_security_group_id = "some-id"
    }
    also = ["azure-basic-sku-retired", "azure-network-interface-public-ip"]
  }

  pass "a group on the subnet" {
    resource "azurerm_subnet" "example" {
      name                 = "example"
      resource_group_name  = "example"
      virtual_network_name = "example"
      address_prefixes     = ["10.0.1.0/24"]
    }

    resource "azurerm_public_ip" "example" {
      name                = "example"
      resource_group_name = "example"
      location            = "westeurope"
      allocation_method   = "Static"
      sku                 = "Basic"
    }

    resource "azurerm_network_interface" "example" {
      name                = "example"
      resource_group_name = "example"
      location            = "westeurope"

      ip_configuration {
        name                          = "public"
        subnet_id                     = azurerm_subnet.example.id
        private_ip_address_allocation = "Dynamic"
        public_ip_address_id          = azurerm_public_ip.example.id
      }
    }

    resource "azurerm_subnet_network_security_group_association" "example" {
      subnet_id                 = azurerm_subnet.example.id
      network_security_group_id = "some-id"
    }
    also = ["azure-basic-sku-retired", "azure-network-interface-public-ip"]
  }

  pass "a Standard address is closed without a group" {
    resource "azurerm_public_ip" "example" {
      name                = "example"
      resource_group_name = "example"
      location            = "westeurope"
      allocation_method   = "Static"
    }

    resource "azurerm_network_interface" "example" {
      name                = "example"
      resource_group_name = "example"
      location            = "westeurope"

      ip_configuration {
        name                          = "public"
        subnet_id                     = "some-id"
        private_ip_address_allocation = "Dynamic"
        public_ip_address_id          = azurerm_public_ip.example.id
      }
    }
    also = ["azure-network-interface-public-ip"]
  }

  pass "private only" {
    resource "azurerm_network_interface" "example" {
      name                = "example"
      resource_group_name = "example"
      location            = "westeurope"

      ip_configuration {
        name                          = "internal"
        subnet_id                     = "some-id"
        private_ip_address_allocation = "Dynamic"
      }
    }
  }

  fail "no group anywhere" {
    resource "azurerm_public_ip" "example" {
      name                = "example"
      resource_group_name = "example"
      location            = "westeurope"
      allocation_method   = "Static"
      sku                 = "Basic"
    }

    resource "azurerm_network_interface" "example" {
      name                = "example"
      resource_group_name = "example"
      location            = "westeurope"

      ip_configuration {
        name                          = "public"
        subnet_id                     = "some-id"
        private_ip_address_allocation = "Dynamic"
        public_ip_address_id          = azurerm_public_ip.example.id
      }
    }

    expect = ["azurerm_network_interface.example @ ip_configuration"]
  }

  fail "the group belongs to another subnet" {
    resource "azurerm_subnet" "example" {
      name                 = "example"
      resource_group_name  = "example"
      virtual_network_name = "example"
      address_prefixes     = ["10.0.1.0/24"]
    }

    resource "azurerm_subnet" "other" {
      resource_group_name  = "example"
      virtual_network_name = "example"
      name                 = "other"
      address_prefixes     = ["10.0.2.0/24"]
    }

    resource "azurerm_public_ip" "example" {
      name                = "example"
      resource_group_name = "example"
      location            = "westeurope"
      allocation_method   = "Static"
      sku                 = "Basic"
    }

    resource "azurerm_network_interface" "example" {
      name                = "example"
      resource_group_name = "example"
      location            = "westeurope"

      ip_configuration {
        name                          = "public"
        subnet_id                     = azurerm_subnet.example.id
        private_ip_address_allocation = "Dynamic"
        public_ip_address_id          = azurerm_public_ip.example.id
      }
    }

    resource "azurerm_subnet_network_security_group_association" "example" {
      network_security_group_id = "some-id"
      subnet_id                 = azurerm_subnet.other.id
    }

    expect = ["azurerm_network_interface.example @ ip_configuration"]
  }

  unknown "the group's interface is an unset variable" {
    variable "nic" {}

    resource "azurerm_public_ip" "example" {
      name                = "example"
      resource_group_name = "example"
      location            = "westeurope"
      allocation_method   = "Static"
      sku                 = "Basic"
    }

    resource "azurerm_network_interface" "example" {
      name                = "example"
      resource_group_name = "example"
      location            = "westeurope"

      ip_configuration {
        name                          = "public"
        subnet_id                     = "some-id"
        private_ip_address_allocation = "Dynamic"
        public_ip_address_id          = azurerm_public_ip.example.id
      }
    }

    resource "azurerm_network_interface_security_group_association" "example" {
      network_security_group_id = "some-id"
      network_interface_id      = var.nic
    }
  }

  pass "one more, one more `ip_configuration`, `subnet_id` is `some-id`" {
    resource "azurerm_subnet" "example" {
      name                 = "example"
      resource_group_name  = "example"
      virtual_network_name = "example"
      address_prefixes     = ["10.0.1.0/24"]
    }
    resource "azurerm_network_interface" "example" {
      name                = "example"
      resource_group_name = "example"
      location            = "westeurope"
      ip_configuration {
        name                          = "public"
        subnet_id                     = azurerm_subnet.example.id
        private_ip_address_allocation = "Dynamic"
        public_ip_address_id          = "some-id"
      }
    }
    resource "azurerm_network_interface" "example_too" {
      name                = "example"
      resource_group_name = "example"
      location            = "westeurope"
      ip_configuration {
        name                          = "public"
        subnet_id                     = azurerm_subnet.example.id
        private_ip_address_allocation = "Dynamic"
        public_ip_address_id          = "some-id"
      }
      ip_configuration {
        name                          = "public"
        subnet_id                     = "some-id"
        private_ip_address_allocation = "Dynamic"
        public_ip_address_id          = "some-id"
      }
    }
    resource "azurerm_subnet_network_security_group_association" "example" {
      subnet_id                 = azurerm_subnet.example.id
      network_security_group_id = "some-id"
    }
    also = ["azure-network-interface-public-ip"]
  }
}

rule "azure-network-interface-ip-forwarding" {
  title     = "Network interface forwards traffic of other machines"
  category  = "security"
  severity  = "low"
  default   = false
  resources = ["azurerm_network_interface"]
  aliases = [
    "4216ebac-d74c-4423-b437-35025cb88af5", "AZU-0075", "azure-network-network-ip-forwarding-enabled",
    "AVD-AZU-0075",
  ]
  tags    = ["cwe-668"]
  assert  = resource.ip_forwarding_enabled != true && resource.enable_ip_forwarding != true
  at      = coalesce(resource.ip_forwarding_enabled, resource.enable_ip_forwarding)
  message = "IP forwarding is on: the machine may pass on packets that are not its own"
  why     = <<-EOT
    Needed for network appliances and VPN servers; on any other machine it helps an intruder to reach networks behind it.
  EOT
  remedy  = <<-EOT
    Remove the argument, or write `ip_forwarding_enabled = false`.
  EOT
  link    = "https://learn.microsoft.com/azure/virtual-network/virtual-network-network-interface"

  fix {
    remove = ["ip_forwarding_enabled", "enable_ip_forwarding"]
  }

  pass "the default" {
    resource "azurerm_network_interface" "example" {
      name                = "example"
      resource_group_name = "example"
      location            = "westeurope"

      ip_configuration {
        name                          = "internal"
        subnet_id                     = "some-id"
        private_ip_address_allocation = "Dynamic"
      }
    }
  }

  pass "off" {
    resource "azurerm_network_interface" "example" {
      name                  = "example"
      resource_group_name   = "example"
      location              = "westeurope"
      ip_forwarding_enabled = false

      ip_configuration {
        name                          = "internal"
        subnet_id                     = "some-id"
        private_ip_address_allocation = "Dynamic"
      }
    }
  }

  fail "on" {
    resource "azurerm_network_interface" "example" {
      name                  = "example"
      resource_group_name   = "example"
      location              = "westeurope"
      ip_forwarding_enabled = true

      ip_configuration {
        name                          = "internal"
        subnet_id                     = "some-id"
        private_ip_address_allocation = "Dynamic"
      }
    }

    expect = ["azurerm_network_interface.example @ ip_forwarding_enabled"]
  }

  fail "on, in the spelling before 4.0" {
    resource "azurerm_network_interface" "example" {
      name                 = "example"
      resource_group_name  = "example"
      location             = "westeurope"
      enable_ip_forwarding = true

      ip_configuration {
        name                          = "internal"
        subnet_id                     = "some-id"
        private_ip_address_allocation = "Dynamic"
      }
    }

    expect = ["azurerm_network_interface.example @ enable_ip_forwarding"]
  }

  unknown "the value is an unset variable" {
    variable "forward" {}

    resource "azurerm_network_interface" "example" {
      name                  = "example"
      resource_group_name   = "example"
      location              = "westeurope"
      ip_forwarding_enabled = var.forward

      ip_configuration {
        name                          = "internal"
        subnet_id                     = "some-id"
        private_ip_address_allocation = "Dynamic"
      }
    }
  }
}

rule "azure-basic-sku-retired" {
  title     = "Basic public IP or load balancer is retired"
  category  = "reliability"
  severity  = "medium"
  resources = ["azurerm_public_ip", "azurerm_lb"]
  tags      = ["cis-azure-2.0-5.5"]
  assert    = lower(resource.sku) != "basic"
  at        = resource.sku
  message   = "`sku` is `Basic`, which Azure retired on 30 September 2025"
  why       = <<-EOT
    Basic addresses and load balancers are out of support, have no zones and no SLA, and Basic addresses are open by
    default. New ones cannot be created. Since provider version 4.0 the default is `Standard`.
  EOT
  remedy    = <<-EOT
    Write `sku = "Standard"` (with `allocation_method = "Static"`) and allow wanted traffic in a network security group.
  EOT
  link      = "https://learn.microsoft.com/azure/virtual-network/ip-services/public-ip-basic-upgrade-guidance"

  fix {
    set = {
      sku = "Standard"
    }
    safe = false
  }

  pass "standard" {
    resource "azurerm_public_ip" "example" {
      name                = "example"
      resource_group_name = "example"
      location            = "westeurope"
      allocation_method   = "Static"
      sku                 = "Standard"
    }
  }

  pass "the default" {
    resource "azurerm_lb" "example" {
      name                = "example"
      resource_group_name = "example"
      location            = "westeurope"
    }
  }

  fail "a basic address" {
    resource "azurerm_public_ip" "example" {
      name                = "example"
      resource_group_name = "example"
      location            = "westeurope"
      sku                 = "Basic"
      allocation_method   = "Dynamic"
    }

    expect = ["azurerm_public_ip.example @ sku"]
  }

  fail "a basic load balancer" {
    resource "azurerm_lb" "example" {
      name                = "example"
      resource_group_name = "example"
      location            = "westeurope"
      sku                 = "Basic"
    }

    expect = ["azurerm_lb.example @ sku"]
  }

  unknown "the value is an unset variable" {
    variable "sku" {}

    resource "azurerm_lb" "example" {
      name                = "example"
      resource_group_name = "example"
      location            = "westeurope"
      sku                 = var.sku
    }
  }
}

rule "azure-public-ip-dynamic-standard" {
  title     = "Standard public IP asks for dynamic allocation"
  category  = "correctness"
  severity  = "high"
  resources = ["azurerm_public_ip"]
  assert    = !(lower(resource.sku) == "standard" && lower(resource.allocation_method) == "dynamic")
  at        = resource.allocation_method
  message   = "a `Standard` address cannot be allocated dynamically"
  why       = <<-EOT
    Azure refuses the combination at apply; only Basic addresses could be dynamic.
  EOT
  remedy    = <<-EOT
    Write `allocation_method = "Static"`.
  EOT
  link      = "https://registry.terraform.io/providers/hashicorp/azurerm/latest/docs/resources/public_ip"

  fix {
    set = {
      allocation_method = "Static"
    }
  }

  pass "static" {
    resource "azurerm_public_ip" "example" {
      name                = "example"
      resource_group_name = "example"
      location            = "westeurope"
      allocation_method   = "Static"
      sku                 = "Standard"
    }
  }

  pass "basic may be dynamic" {
    resource "azurerm_public_ip" "example" {
      name                = "example"
      resource_group_name = "example"
      location            = "westeurope"
      sku                 = "Basic"
      allocation_method   = "Dynamic"
    }
    also = ["azure-basic-sku-retired"]
  }

  fail "dynamic" {
    resource "azurerm_public_ip" "example" {
      name                = "example"
      resource_group_name = "example"
      location            = "westeurope"
      sku                 = "Standard"
      allocation_method   = "Dynamic"
    }

    expect = ["azurerm_public_ip.example @ allocation_method"]
  }

  unknown "the value is an unset variable" {
    variable "method" {}

    resource "azurerm_public_ip" "example" {
      name                = "example"
      resource_group_name = "example"
      location            = "westeurope"
      sku                 = "Standard"
      allocation_method   = var.method
    }
  }
}

rule "azure-public-ip-unused" {
  title     = "Public IP address is attached to nothing"
  category  = "cost"
  severity  = "medium"
  default   = false
  resources = ["azurerm_public_ip"]

  related "user" {
    type = [
      "azurerm_network_interface", "azurerm_lb", "azurerm_application_gateway", "azurerm_bastion_host",
      "azurerm_firewall", "azurerm_nat_gateway_public_ip_association", "azurerm_virtual_network_gateway",
      "azurerm_route_server",
    ]
    on = refers(other.public_ip_address_id, resource) || anytrue([for c in concat(other.ip_configuration, other.frontend_ip_configuration, other.management_ip_configuration) : refers(c.public_ip_address_id, resource)])
  }

  assert  = length(related.user) > 0
  at      = resource
  message = "nothing in this configuration uses the address, and a static address is billed while idle"
  why     = <<-EOT
    An idle Standard address costs as much as a used one. The address may be handed to another root module or a remote
    module, which this rule cannot see; hence it is not in the default set.
  EOT
  remedy  = <<-EOT
    Remove the address, or attach it.
  EOT
  link    = "https://azure.microsoft.com/pricing/details/ip-addresses/"

  pass "used by an interface" {
    resource "azurerm_public_ip" "example" {
      name                = "example"
      resource_group_name = "example"
      location            = "westeurope"
      allocation_method   = "Static"
    }

    resource "azurerm_network_interface" "example" {
      name                = "example"
      resource_group_name = "example"
      location            = "westeurope"

      ip_configuration {
        name                          = "public"
        subnet_id                     = "some-id"
        private_ip_address_allocation = "Dynamic"
        public_ip_address_id          = azurerm_public_ip.example.id
      }
    }
    also = ["azure-network-interface-public-ip"]
  }

  pass "used by a NAT gateway" {
    resource "azurerm_public_ip" "example" {
      name                = "example"
      resource_group_name = "example"
      location            = "westeurope"
      allocation_method   = "Static"
    }

    resource "azurerm_nat_gateway_public_ip_association" "example" {
      nat_gateway_id       = "some-id"
      public_ip_address_id = azurerm_public_ip.example.id
    }
  }

  fail "used by nothing" {
    resource "azurerm_public_ip" "example" {
      name                = "example"
      resource_group_name = "example"
      location            = "westeurope"
      allocation_method   = "Static"
    }

    expect = ["azurerm_public_ip.example"]
  }

  pass "one more `ip_configuration`, no `public_ip_address_id`" {
    resource "azurerm_public_ip" "example" {
      name                = "example"
      resource_group_name = "example"
      location            = "westeurope"
      allocation_method   = "Static"
    }
    resource "azurerm_network_interface" "example" {
      name                = "example"
      resource_group_name = "example"
      location            = "westeurope"
      ip_configuration {
        name                          = "public"
        subnet_id                     = "some-id"
        private_ip_address_allocation = "Dynamic"
        public_ip_address_id          = azurerm_public_ip.example.id
      }
      ip_configuration {
        name                          = "public"
        subnet_id                     = "some-id"
        private_ip_address_allocation = "Dynamic"
      }
    }
    also = ["azure-network-interface-public-ip"]
  }
}

rule "azure-lb-rule-no-probe" {
  title     = "Load balancer rule has no health probe"
  category  = "reliability"
  severity  = "low"
  resources = ["azurerm_lb_rule"]
  assert    = resource.probe_id != null
  at        = resource.probe_id
  message   = "traffic is sent to machines whether or not they answer"
  why       = <<-EOT
    Without a probe a broken machine keeps its share of the connections.
  EOT
  remedy    = <<-EOT
    Add `probe_id = azurerm_lb_probe.app.id`.
  EOT
  link      = "https://learn.microsoft.com/azure/load-balancer/load-balancer-custom-probe-overview"

  pass "a probe" {
    resource "azurerm_lb_probe" "example" {
      name            = "example"
      loadbalancer_id = "some-id"
      port            = 8443
    }

    resource "azurerm_lb_rule" "example" {
      name                           = "example"
      loadbalancer_id                = "some-id"
      protocol                       = "Tcp"
      frontend_port                  = 443
      backend_port                   = 8443
      frontend_ip_configuration_name = "public"
      probe_id                       = azurerm_lb_probe.example.id
    }
  }

  fail "none" {
    resource "azurerm_lb_rule" "example" {
      name                           = "example"
      loadbalancer_id                = "some-id"
      protocol                       = "Tcp"
      frontend_port                  = 443
      backend_port                   = 8443
      frontend_ip_configuration_name = "public"
    }

    expect = ["azurerm_lb_rule.example"]
  }
}

rule "azure-flow-log-disabled" {
  title     = "Network flow log is switched off"
  category  = "security"
  severity  = "medium"
  resources = ["azurerm_network_watcher_flow_log"]
  aliases = [
    "b90842e5-6779-44d4-9760-972f4c03ba1c", "AZU-0073", "azure-network-network-watcher-flow-disabled",
    "AVD-AZU-0073", "azure-network-watcher-flow-disabled",
  ]
  tags    = ["cwe-778", "cis-azure-2.0-5.1.6"]
  assert  = resource.enabled != false
  at      = resource.enabled
  message = "`enabled` is false: no traffic is recorded"
  why     = <<-EOT
    Flow logs show who talked to whom; after an incident there is no other source for it. A log that is declared but off
    looks like coverage and gives none.
  EOT
  remedy  = <<-EOT
    Write `enabled = true`, or remove the resource.
  EOT
  link    = "https://learn.microsoft.com/azure/network-watcher/vnet-flow-logs-overview"

  fix {
    set = {
      enabled = true
    }
  }

  pass "on" {
    resource "azurerm_network_watcher_flow_log" "example" {
      name                 = "example"
      network_watcher_name = "example"
      resource_group_name  = "example"
      storage_account_id   = "some-id"
      enabled              = true
      target_resource_id   = "some-id"

      retention_policy {
        enabled = true
        days    = 90
      }
    }
  }

  fail "off" {
    resource "azurerm_network_watcher_flow_log" "example" {
      name                 = "example"
      network_watcher_name = "example"
      resource_group_name  = "example"
      storage_account_id   = "some-id"
      target_resource_id   = "some-id"
      enabled              = false

      retention_policy {
        enabled = true
        days    = 90
      }
    }

    expect = ["azurerm_network_watcher_flow_log.example @ enabled"]
  }

  unknown "the value is an unset variable" {
    variable "log" {}

    resource "azurerm_network_watcher_flow_log" "example" {
      name                 = "example"
      network_watcher_name = "example"
      resource_group_name  = "example"
      storage_account_id   = "some-id"
      target_resource_id   = "some-id"
      enabled              = var.log

      retention_policy {
        enabled = true
        days    = 90
      }
    }
  }
}

rule "azure-flow-log-short-retention" {
  title     = "Network flow logs are kept for less than 90 days"
  category  = "security"
  severity  = "low"
  resources = ["azurerm_network_watcher_flow_log"]
  aliases = [
    "CKV_AZURE_12", "AZU-0049", "azure-network-retention-policy-set", "AVD-AZU-0049",
    "7750fcca-dd03-4d38-b663-4b70289bcfd4", "AZU-0073", "azure-network-network-watcher-flow-disabled",
    "AVD-AZU-0073", "azure-network-watcher-flow-disabled",
  ]
  tags = ["cwe-778", "cis-azure-2.0-6.5"]
  params = {
    minimum_days = 90
  }
  when    = resource.enabled != false
  assert  = resource.retention_policy[0].enabled == false || resource.retention_policy[0].days >= param.minimum_days || resource.retention_policy[0].days == 0
  at      = resource.retention_policy[0].days
  message = "flow logs are deleted after ${resource.retention_policy[0].days} days; at least ${param.minimum_days} are wanted"
  why     = <<-EOT
    Intrusions are often found after months. Zero days, and retention that is off, keep logs for ever: both are accepted,
    other than by the peers.
  EOT
  remedy  = <<-EOT
    Write `retention_policy { enabled = true, days = 90 }` with one argument a line.
  EOT
  link    = "https://registry.terraform.io/providers/hashicorp/azurerm/latest/docs/resources/network_watcher_flow_log"

  pass "ninety days" {
    resource "azurerm_network_watcher_flow_log" "example" {
      name                 = "example"
      network_watcher_name = "example"
      resource_group_name  = "example"
      storage_account_id   = "some-id"
      enabled              = true

      retention_policy {
        enabled = true
        days    = 90
      }
    }
  }

  pass "for ever" {
    resource "azurerm_network_watcher_flow_log" "example" {
      name                 = "example"
      network_watcher_name = "example"
      resource_group_name  = "example"
      storage_account_id   = "some-id"
      enabled              = true

      retention_policy {
        enabled = true
        days    = 0
      }
    }
  }

  fail "a week" {
    resource "azurerm_network_watcher_flow_log" "example" {
      name                 = "example"
      network_watcher_name = "example"
      resource_group_name  = "example"
      storage_account_id   = "some-id"
      enabled              = true

      retention_policy {
        enabled = true
        days    = 7
      }
    }

    expect = ["azurerm_network_watcher_flow_log.example @ retention_policy[0].days"]
  }

  pass "retention off" {
    resource "azurerm_network_watcher_flow_log" "example" {
      name                 = "example"
      network_watcher_name = "example"
      resource_group_name  = "example"
      storage_account_id   = "some-id"
      enabled              = true

      retention_policy {
        enabled = false
        days    = 0
      }
    }
  }

  unknown "the value is an unset variable" {
    variable "days" {}

    resource "azurerm_network_watcher_flow_log" "example" {
      name                 = "example"
      network_watcher_name = "example"
      resource_group_name  = "example"
      storage_account_id   = "some-id"
      enabled              = true

      retention_policy {
        enabled = true
        days    = var.days
      }
    }
  }

  pass "`enabled` is `false`" {
    resource "azurerm_network_watcher_flow_log" "example" {
      name                 = "example"
      network_watcher_name = "example"
      resource_group_name  = "example"
      storage_account_id   = "some-id"
      enabled              = false
      retention_policy {
        enabled = true
        days    = 7
      }
    }
    also = ["azure-flow-log-disabled"]
  }

  unknown "`enabled` is an unset variable" {
    variable "enabled" {}
    resource "azurerm_network_watcher_flow_log" "example" {
      name                 = "example"
      network_watcher_name = "example"
      resource_group_name  = "example"
      storage_account_id   = "some-id"
      enabled              = true
      retention_policy {
        enabled = var.enabled
        days    = 7
      }
    }
    expect = ["azurerm_network_watcher_flow_log.example @ retention_policy[0].days"]
  }
}

rule "azure-flow-log-on-nsg" {
  title     = "Flow log targets a network security group"
  category  = "reliability"
  severity  = "low"
  resources = ["azurerm_network_watcher_flow_log"]

  related "group" {
    type = "azurerm_network_security_group"
    on   = refers(resource.target_resource_id, other) || refers(resource.network_security_group_id, other)
  }

  assert  = resource.network_security_group_id == null && length(related.group) == 0
  at      = coalesce(resource.network_security_group_id, resource.target_resource_id)
  message = "NSG flow logs cannot be created any more (since 30 June 2025) and stop in September 2027"
  why     = <<-EOT
    Virtual network flow logs replace them: one log for a network or subnet instead of one for each group, with encryption
    state and without gaps for traffic that no group sees.
  EOT
  remedy  = <<-EOT
    Write `target_resource_id = azurerm_virtual_network.main.id`.
  EOT
  link    = "https://learn.microsoft.com/azure/network-watcher/nsg-flow-logs-migrate"

  pass "a virtual network" {
    resource "azurerm_virtual_network" "example" {
      name                = "example"
      resource_group_name = "example"
      location            = "westeurope"
      address_space       = ["10.0.0.0/16"]
    }

    resource "azurerm_network_watcher_flow_log" "example" {
      name                 = "example"
      network_watcher_name = "example"
      resource_group_name  = "example"
      storage_account_id   = "some-id"
      enabled              = true
      target_resource_id   = azurerm_virtual_network.example.id

      retention_policy {
        enabled = true
        days    = 90
      }
    }
  }

  fail "the old argument" {
    resource "azurerm_network_watcher_flow_log" "example" {
      name                      = "example"
      network_watcher_name      = "example"
      resource_group_name       = "example"
      storage_account_id        = "some-id"
      enabled                   = true
      network_security_group_id = "some-id"

      retention_policy {
        enabled = true
        days    = 90
      }
    }

    expect = ["azurerm_network_watcher_flow_log.example @ network_security_group_id"]
  }

  fail "a group as target" {
    resource "azurerm_network_security_group" "example" {
      name                = "example"
      resource_group_name = "example"
      location            = "westeurope"
    }

    resource "azurerm_network_watcher_flow_log" "example" {
      name                 = "example"
      network_watcher_name = "example"
      resource_group_name  = "example"
      storage_account_id   = "some-id"
      enabled              = true
      target_resource_id   = azurerm_network_security_group.example.id

      retention_policy {
        enabled = true
        days    = 90
      }
    }

    expect = ["azurerm_network_watcher_flow_log.example @ target_resource_id"]
  }

  unknown "`network_security_group_id` is an unset variable" {
    variable "network_security_group_id" {}
    resource "azurerm_network_watcher_flow_log" "example" {
      name                      = "example"
      network_watcher_name      = "example"
      resource_group_name       = "example"
      storage_account_id        = "some-id"
      enabled                   = true
      network_security_group_id = var.network_security_group_id

      retention_policy {
        enabled = true
        days    = 90
      }
    }
  }
}

rule "azure-flow-log-no-traffic-analytics" {
  title     = "Flow logs are not analysed"
  category  = "security"
  severity  = "low"
  default   = false
  resources = ["azurerm_network_watcher_flow_log"]
  tags      = ["cwe-778", "cis-azure-2.0-5.1.6"]
  when      = resource.enabled != false
  assert    = anytrue([for t in resource.traffic_analytics : t.enabled == true])
  at        = resource.traffic_analytics
  message   = "traffic analytics is off: the logs lie in a storage account where nobody looks"
  why       = <<-EOT
    Traffic analytics brings flows into a Log Analytics workspace, where they can be searched and alerted on. It is billed
    by volume.
  EOT
  remedy    = <<-EOT
    Add a `traffic_analytics` block with `enabled = true` and the workspace's ids.
  EOT
  link      = "https://learn.microsoft.com/azure/network-watcher/traffic-analytics"

  pass "on" {
    resource "azurerm_network_watcher_flow_log" "example" {
      name                 = "example"
      network_watcher_name = "example"
      resource_group_name  = "example"
      storage_account_id   = "some-id"
      enabled              = true

      retention_policy {
        enabled = true
        days    = 90
      }

      traffic_analytics {
        enabled               = true
        workspace_id          = "some-id"
        workspace_region      = "westeurope"
        workspace_resource_id = "some-id"
      }
    }
  }

  fail "none" {
    resource "azurerm_network_watcher_flow_log" "example" {
      name                 = "example"
      network_watcher_name = "example"
      resource_group_name  = "example"
      storage_account_id   = "some-id"
      enabled              = true

      retention_policy {
        enabled = true
        days    = 90
      }
    }

    expect = ["azurerm_network_watcher_flow_log.example"]
  }

  fail "off" {
    resource "azurerm_network_watcher_flow_log" "example" {
      name                 = "example"
      network_watcher_name = "example"
      resource_group_name  = "example"
      storage_account_id   = "some-id"
      enabled              = true

      retention_policy {
        enabled = true
        days    = 90
      }

      traffic_analytics {
        enabled               = false
        workspace_id          = "some-id"
        workspace_region      = "westeurope"
        workspace_resource_id = "some-id"
      }
    }

    expect = ["azurerm_network_watcher_flow_log.example @ traffic_analytics"]
  }

  unknown "the value is an unset variable" {
    variable "analytics" {}

    resource "azurerm_network_watcher_flow_log" "example" {
      name                 = "example"
      network_watcher_name = "example"
      resource_group_name  = "example"
      storage_account_id   = "some-id"
      enabled              = true

      retention_policy {
        enabled = true
        days    = 90
      }

      traffic_analytics {
        enabled               = var.analytics
        workspace_id          = "some-id"
        workspace_region      = "westeurope"
        workspace_resource_id = "some-id"
      }
    }
  }

  pass "`enabled` is `false`" {
    resource "azurerm_network_watcher_flow_log" "example" {
      name                 = "example"
      network_watcher_name = "example"
      resource_group_name  = "example"
      storage_account_id   = "some-id"
      enabled              = false
      retention_policy {
        enabled = true
        days    = 90
      }
    }
    also = ["azure-flow-log-disabled"]
  }
}

rule "azure-bastion-shareable-link" {
  title     = "Bastion hands out shareable links"
  category  = "security"
  severity  = "medium"
  resources = ["azurerm_bastion_host"]
  tags      = ["cwe-287"]
  assert    = resource.shareable_link_enabled != true
  at        = resource.shareable_link_enabled
  message   = "with a shareable link people reach a machine's sign-in page without an Azure account"
  why       = <<-EOT
    The link bypasses Entra ID, conditional access and role assignments; who has the URL needs only the machine's
    password.
  EOT
  remedy    = <<-EOT
    Remove the argument, or write `shareable_link_enabled = false`.
  EOT
  link      = "https://learn.microsoft.com/azure/bastion/shareable-link"

  fix {
    set = {
      shareable_link_enabled = false
    }
  }

  pass "the default" {
    resource "azurerm_bastion_host" "example" {
      name                = "example"
      resource_group_name = "example"
      location            = "westeurope"
      sku                 = "Standard"
    }
  }

  pass "off" {
    resource "azurerm_bastion_host" "example" {
      name                   = "example"
      resource_group_name    = "example"
      location               = "westeurope"
      sku                    = "Standard"
      shareable_link_enabled = false
    }
  }

  fail "on" {
    resource "azurerm_bastion_host" "example" {
      name                   = "example"
      resource_group_name    = "example"
      location               = "westeurope"
      sku                    = "Standard"
      shareable_link_enabled = true
    }

    expect = ["azurerm_bastion_host.example @ shareable_link_enabled"]
  }

  unknown "the value is an unset variable" {
    variable "share" {}

    resource "azurerm_bastion_host" "example" {
      name                   = "example"
      resource_group_name    = "example"
      location               = "westeurope"
      sku                    = "Standard"
      shareable_link_enabled = var.share
    }
  }
}

rule "azure-vpn-weak-ipsec" {
  title     = "VPN connection allows weak encryption"
  category  = "security"
  severity  = "medium"
  resources = ["azurerm_virtual_network_gateway_connection", "azurerm_vpn_gateway_connection"]
  tags      = ["cwe-326", "cwe-327"]
  params = {
    weak = ["DES", "DES3", "MD5", "SHA1", "None", "DHGroup1", "DHGroup2", "PFS1", "PFS2"]
  }
  for_each = meta.type == "azurerm_vpn_gateway_connection" ? flatten([for l in resource.vpn_link : l.ipsec_policy]) : resource.ipsec_policy
  assert   = length(setintersection(param.weak, compact([each.value.encryption_algorithm, each.value.integrity_algorithm, each.value.ike_encryption, each.value.ike_integrity, each.value.ike_encryption_algorithm, each.value.ike_integrity_algorithm, each.value.ipsec_encryption, each.value.ipsec_integrity, each.value.dh_group]))) == 0
  at       = each.value
  message  = "the policy uses ${join(", ", sort(setintersection(param.weak, compact([each.value.encryption_algorithm, each.value.integrity_algorithm, each.value.ike_encryption, each.value.ike_integrity, each.value.ike_encryption_algorithm, each.value.ike_integrity_algorithm, each.value.ipsec_encryption, each.value.ipsec_integrity, each.value.dh_group]))))}"
  why      = <<-EOT
    DES, 3DES, MD5, SHA-1 and 1024-bit Diffie-Hellman are within reach of a well-equipped listener. Without a policy Azure
    negotiates strong algorithms first.
  EOT
  remedy   = <<-EOT
    Use AES-256 and SHA-256 with a large group:

        ipsec_policy {
          dh_group         = "DHGroup14"
          ike_encryption   = "AES256"
          ike_integrity    = "SHA256"
          ipsec_encryption = "GCMAES256"
          ipsec_integrity  = "GCMAES256"
          pfs_group        = "PFS14"
        }
  EOT
  link     = "https://learn.microsoft.com/azure/vpn-gateway/vpn-gateway-about-compliance-crypto"

  pass "strong" {
    resource "azurerm_virtual_network_gateway_connection" "example" {
      name                       = "example"
      resource_group_name        = "example"
      location                   = "westeurope"
      type                       = "IPsec"
      virtual_network_gateway_id = "some-id"
      local_network_gateway_id   = "some-id"

      ipsec_policy {
        dh_group         = "DHGroup14"
        ike_encryption   = "AES256"
        ike_integrity    = "SHA256"
        ipsec_encryption = "GCMAES256"
        ipsec_integrity  = "GCMAES256"
        pfs_group        = "PFS14"
      }
    }
  }

  pass "no policy" {
    resource "azurerm_virtual_network_gateway_connection" "example" {
      name                       = "example"
      resource_group_name        = "example"
      location                   = "westeurope"
      type                       = "IPsec"
      virtual_network_gateway_id = "some-id"
      local_network_gateway_id   = "some-id"
    }
  }

  fail "triple DES" {
    resource "azurerm_virtual_network_gateway_connection" "example" {
      name                       = "example"
      resource_group_name        = "example"
      location                   = "westeurope"
      type                       = "IPsec"
      virtual_network_gateway_id = "some-id"
      local_network_gateway_id   = "some-id"

      ipsec_policy {
        dh_group         = "DHGroup14"
        ike_encryption   = "DES3"
        ike_integrity    = "SHA256"
        ipsec_encryption = "AES256"
        ipsec_integrity  = "SHA256"
        pfs_group        = "PFS14"
      }
    }

    expect = ["azurerm_virtual_network_gateway_connection.example @ ipsec_policy[0]"]
  }

  fail "small group and SHA-1" {
    resource "azurerm_virtual_network_gateway_connection" "example" {
      name                       = "example"
      resource_group_name        = "example"
      location                   = "westeurope"
      type                       = "IPsec"
      virtual_network_gateway_id = "some-id"
      local_network_gateway_id   = "some-id"

      ipsec_policy {
        dh_group         = "DHGroup2"
        ike_encryption   = "AES256"
        ike_integrity    = "SHA1"
        ipsec_encryption = "AES256"
        ipsec_integrity  = "SHA256"
        pfs_group        = "PFS14"
      }
    }

    expect = ["azurerm_virtual_network_gateway_connection.example @ ipsec_policy[0]"]
  }

  unknown "the value is an unset variable" {
    variable "cipher" {}

    resource "azurerm_virtual_network_gateway_connection" "example" {
      name                       = "example"
      resource_group_name        = "example"
      location                   = "westeurope"
      type                       = "IPsec"
      virtual_network_gateway_id = "some-id"
      local_network_gateway_id   = "some-id"

      ipsec_policy {
        dh_group         = "DHGroup14"
        ike_encryption   = var.cipher
        ike_integrity    = "SHA256"
        ipsec_encryption = "AES256"
        ipsec_integrity  = "SHA256"
        pfs_group        = "PFS14"
      }
    }
  }

  fail "more that fail" {
    resource "azurerm_virtual_network_gateway_connection" "ipsec_encryption_is_des" {
      name                       = "example"
      resource_group_name        = "example"
      location                   = "westeurope"
      type                       = "IPsec"
      virtual_network_gateway_id = "some-id"
      local_network_gateway_id   = "some-id"
      ipsec_policy {
        dh_group         = "DHGroup14"
        ike_encryption   = "AES256"
        ike_integrity    = "SHA256"
        ipsec_encryption = "DES"
        ipsec_integrity  = "GCMAES256"
        pfs_group        = "PFS14"
      }
    }
    expect = ["azurerm_virtual_network_gateway_connection.ipsec_encryption_is_des @ ipsec_policy[0]"]
  }
}

rule "azure-private-endpoint-no-dns-zone" {
  title     = "Private endpoint registers no DNS name"
  category  = "reliability"
  severity  = "low"
  default   = false
  resources = ["azurerm_private_endpoint"]
  assert    = length(resource.private_dns_zone_group) > 0
  at        = resource
  message   = "without a `private_dns_zone_group` clients still resolve the public address of the service"
  why       = <<-EOT
    The connection is private only for clients that resolve the private address. Where Azure Policy registers the record,
    the block is not needed; hence the rule is not in the default set.
  EOT
  remedy    = <<-EOT
    Add a group that names the zone, such as `privatelink.blob.core.windows.net`:

        private_dns_zone_group {
          name                 = "default"
          private_dns_zone_ids = [azurerm_private_dns_zone.blob.id]
        }
  EOT
  link      = "https://learn.microsoft.com/azure/private-link/private-endpoint-dns"

  pass "a zone group" {
    resource "azurerm_private_endpoint" "example" {
      name                = "example"
      resource_group_name = "example"
      location            = "westeurope"
      subnet_id           = "some-id"

      private_service_connection {
        name                           = "example"
        is_manual_connection           = false
        private_connection_resource_id = "some-id"
      }

      private_dns_zone_group {
        name                 = "default"
        private_dns_zone_ids = ["example"]
      }
    }
  }

  fail "none" {
    resource "azurerm_private_endpoint" "example" {
      name                = "example"
      resource_group_name = "example"
      location            = "westeurope"
      subnet_id           = "some-id"

      private_service_connection {
        name                           = "example"
        is_manual_connection           = false
        private_connection_resource_id = "some-id"
      }
    }

    expect = ["azurerm_private_endpoint.example"]
  }
}
