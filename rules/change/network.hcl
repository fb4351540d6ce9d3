# Names, addresses, networks and entrances: what a plan makes unreachable.

rule "change-dns-zone-destroyed" {
  title     = "Plan destroys a DNS zone"
  category  = "change"
  severity  = "high"
  resources = [
    "aws_route53_zone",
    "azurerm_dns_zone",
    "azurerm_private_dns_zone",
    "google_dns_managed_zone",
    "cloudflare_zone",
    "digitalocean_domain",
    "linode_domain",
    "oci_dns_zone",
    "alicloud_alidns_domain",
    "aws_service_discovery_private_dns_namespace",
    "aws_service_discovery_public_dns_namespace",
  ]
  assert    = change.action != "destroy"
  message   = "the plan destroys the DNS zone `${meta.address}`: ${change.because}"
  why       = <<-EOT
    All names in it stop resolving, for as long as caches and the registrar need to learn about a new zone. While the parent still delegates to name servers that no longer know the zone, somebody else may create it there and answer in its place.
  EOT
  remedy    = <<-EOT
    Take the delegation away first, then the zone. A zone that is only renamed in code needs a `moved` block.
  EOT
  link      = "https://developer.hashicorp.com/terraform/language/meta-arguments/lifecycle"

  pass "an update in place" {
    plan {
      update "aws_route53_zone.main" {
        before = { name = "example.com" }
        after  = { name = "example.com" }
      }
    }
  }

  pass "it is new" {
    plan {
      create "aws_route53_zone.main" {
        after = { name = "example.com" }
      }
    }
  }

  fail "its block was removed" {
    plan {
      destroy "aws_route53_zone.main" {
        reason = "delete_because_no_resource_config"
        before = { name = "example.com" }
      }
    }
    expect = ["aws_route53_zone.main"]
  }
}

rule "change-dns-zone-replaced" {
  title     = "Plan replaces a DNS zone"
  category  = "change"
  severity  = "high"
  resources = [
    "aws_route53_zone",
    "azurerm_dns_zone",
    "azurerm_private_dns_zone",
    "google_dns_managed_zone",
    "cloudflare_zone",
    "digitalocean_domain",
    "linode_domain",
    "oci_dns_zone",
    "alicloud_alidns_domain",
    "aws_service_discovery_private_dns_namespace",
    "aws_service_discovery_public_dns_namespace",
  ]
  assert    = change.action != "replace"
  at        = resource[change.attribute]
  message   = "the plan replaces the DNS zone `${meta.address}`: ${change.because}"
  why       = <<-EOT
    The new zone has other name servers. Until the registrar or the parent zone points to them, nothing in it resolves, and with DNSSEC signed names fail even longer.
  EOT
  remedy    = <<-EOT
    Create the new zone with all its records beside the old one, change the delegation, wait for the old time-to-live to pass, and remove the old zone then.
  EOT
  link      = "https://developer.hashicorp.com/terraform/language/meta-arguments/lifecycle"

  pass "an update in place" {
    plan {
      update "aws_route53_zone.main" {
        before = { name = "example.com" }
        after  = { name = "example.com" }
      }
    }
  }

  fail "`name` forces it" {
    resource "aws_route53_zone" "main" {
      name = "example.net"
    }
    plan {
      replace "aws_route53_zone.main" {
        by     = ["name"]
        before = { name = "example.com" }
        after  = { name = "example.net" }
      }
    }
    expect = ["aws_route53_zone.main @ name"]
  }

  fail "somebody asked for it" {
    plan {
      replace "aws_route53_zone.main" {
        reason = "replace_by_request"
        before = { name = "example.com" }
        after  = { name = "example.com" }
      }
    }
    expect = ["aws_route53_zone.main"]
  }
}

rule "change-public-address-released" {
  title     = "Plan gives up a public address"
  category  = "change"
  severity  = "medium"
  resources = [
    "aws_eip",
    "azurerm_public_ip",
    "azurerm_public_ip_prefix",
    "google_compute_address",
    "google_compute_global_address",
    "digitalocean_reserved_ip",
    "linode_ipv6_range",
    "oci_core_public_ip",
    "alicloud_eip_address",
    "hcloud_primary_ip",
    "hcloud_floating_ip",
  ]
  assert    = change.action != "destroy"
  message   = "the plan destroys the address `${meta.address}`: ${change.because}"
  why       = <<-EOT
    An address that is released goes back to the provider's pool and cannot be asked for again. Allow lists of partners, mail reputation and DNS records that still name it then mean somebody else's machine.
  EOT
  remedy    = <<-EOT
    Keep the address and attach it to the new machine. If it has to go, remove it from DNS and allow lists first.
  EOT
  link      = "https://developer.hashicorp.com/terraform/language/meta-arguments/lifecycle"

  pass "an update in place" {
    plan {
      update "aws_eip.main" {
        before = { domain = "vpc" }
        after  = { domain = "vpc" }
      }
    }
  }

  pass "it is new" {
    plan {
      create "aws_eip.main" {
        after = { domain = "vpc" }
      }
    }
  }

  fail "its block was removed" {
    plan {
      destroy "aws_eip.main" {
        reason = "delete_because_no_resource_config"
        before = { domain = "vpc" }
      }
    }
    expect = ["aws_eip.main"]
  }
}

rule "change-public-address-replaced" {
  title     = "Plan replaces a public address by another"
  category  = "change"
  severity  = "medium"
  resources = [
    "aws_eip",
    "azurerm_public_ip",
    "azurerm_public_ip_prefix",
    "google_compute_address",
    "google_compute_global_address",
    "digitalocean_reserved_ip",
    "linode_ipv6_range",
    "oci_core_public_ip",
    "alicloud_eip_address",
    "hcloud_primary_ip",
    "hcloud_floating_ip",
  ]
  assert    = change.action != "replace"
  at        = resource[change.attribute]
  message   = "the plan replaces the address `${meta.address}`: ${change.because}"
  why       = <<-EOT
    The new address is a different one. Everyone who knows the old one (DNS, firewalls of partners, licence servers) has to learn it.
  EOT
  remedy    = <<-EOT
    Avoid the change that forces it, or make the second address first and let both be known for a while.
  EOT
  link      = "https://developer.hashicorp.com/terraform/language/meta-arguments/lifecycle"

  pass "an update in place" {
    plan {
      update "aws_eip.main" {
        before = { network_border_group = "eu-west-1" }
        after  = { network_border_group = "eu-west-1" }
      }
    }
  }

  fail "`network_border_group` forces it" {
    resource "aws_eip" "main" {
      network_border_group = "eu-west-1-a"
    }
    plan {
      replace "aws_eip.main" {
        by     = ["network_border_group"]
        before = { network_border_group = "eu-west-1" }
        after  = { network_border_group = "eu-west-1-a" }
      }
    }
    expect = ["aws_eip.main @ network_border_group"]
  }

  fail "somebody asked for it" {
    plan {
      replace "aws_eip.main" {
        reason = "replace_by_request"
        before = { network_border_group = "eu-west-1" }
        after  = { network_border_group = "eu-west-1" }
      }
    }
    expect = ["aws_eip.main"]
  }
}

rule "change-network-destroyed" {
  title     = "Plan destroys a network or its connection"
  category  = "change"
  severity  = "medium"
  resources = [
    "aws_vpc",
    "aws_subnet",
    "aws_ec2_transit_gateway",
    "aws_vpn_gateway",
    "aws_vpn_connection",
    "aws_dx_connection",
    "aws_dx_gateway",
    "azurerm_virtual_network",
    "azurerm_subnet",
    "azurerm_virtual_network_gateway",
    "azurerm_express_route_circuit",
    "azurerm_virtual_hub",
    "google_compute_network",
    "google_compute_subnetwork",
    "google_compute_ha_vpn_gateway",
    "google_compute_interconnect_attachment",
    "oci_core_vcn",
    "oci_core_subnet",
  ]
  assert    = change.action != "destroy"
  message   = "the plan destroys the network `${meta.address}`: ${change.because}"
  why       = <<-EOT
    Everything inside loses its addresses and routes; connections to offices and other clouds take hours to come back. A plan can destroy a network only together with all that is in it, so look at what else it destroys.
  EOT
  remedy    = <<-EOT
    Check the rest of the plan. Move what is inside first, and remove the network in a change of its own.
  EOT
  link      = "https://developer.hashicorp.com/terraform/language/meta-arguments/lifecycle"

  pass "an update in place" {
    plan {
      update "aws_vpc.main" {
        before = { cidr_block = "10.0.0.0/16" }
        after  = { cidr_block = "10.0.0.0/16" }
      }
    }
  }

  pass "it is new" {
    plan {
      create "aws_vpc.main" {
        after = { cidr_block = "10.0.0.0/16" }
      }
    }
  }

  fail "its block was removed" {
    plan {
      destroy "aws_vpc.main" {
        reason = "delete_because_no_resource_config"
        before = { cidr_block = "10.0.0.0/16" }
      }
    }
    expect = ["aws_vpc.main"]
  }
}

rule "change-network-replaced" {
  title     = "Plan replaces a network or its connection"
  category  = "change"
  severity  = "medium"
  resources = [
    "aws_vpc",
    "aws_subnet",
    "aws_ec2_transit_gateway",
    "aws_vpn_gateway",
    "aws_vpn_connection",
    "aws_dx_connection",
    "aws_dx_gateway",
    "azurerm_virtual_network",
    "azurerm_subnet",
    "azurerm_virtual_network_gateway",
    "azurerm_express_route_circuit",
    "azurerm_virtual_hub",
    "google_compute_network",
    "google_compute_subnetwork",
    "google_compute_ha_vpn_gateway",
    "google_compute_interconnect_attachment",
    "oci_core_vcn",
    "oci_core_subnet",
  ]
  assert    = change.action != "replace"
  at        = resource[change.attribute]
  message   = "the plan replaces the network `${meta.address}`: ${change.because}"
  why       = <<-EOT
    A network cannot be replaced under running machines: what lives in it is replaced too, or the apply fails half-way because something is still attached.
  EOT
  remedy    = <<-EOT
    Add a second range instead (`aws_vpc_ipv4_cidr_block_association`, a second address space), or build the new network beside the old one.
  EOT
  link      = "https://developer.hashicorp.com/terraform/language/meta-arguments/lifecycle"

  pass "an update in place" {
    plan {
      update "aws_vpc.main" {
        before = { cidr_block = "10.0.0.0/16" }
        after  = { cidr_block = "10.0.0.0/16" }
      }
    }
  }

  fail "`cidr_block` forces it" {
    resource "aws_vpc" "main" {
      cidr_block = "10.1.0.0/16"
    }
    plan {
      replace "aws_vpc.main" {
        by     = ["cidr_block"]
        before = { cidr_block = "10.0.0.0/16" }
        after  = { cidr_block = "10.1.0.0/16" }
      }
    }
    expect = ["aws_vpc.main @ cidr_block"]
  }

  fail "somebody asked for it" {
    plan {
      replace "aws_vpc.main" {
        reason = "replace_by_request"
        before = { cidr_block = "10.0.0.0/16" }
        after  = { cidr_block = "10.0.0.0/16" }
      }
    }
    expect = ["aws_vpc.main"]
  }
}

rule "change-load-balancer-destroyed" {
  title     = "Plan destroys an entrance to a service"
  category  = "change"
  severity  = "medium"
  resources = [
    "aws_lb",
    "aws_alb",
    "aws_elb",
    "aws_api_gateway_rest_api",
    "aws_apigatewayv2_api",
    "aws_cloudfront_distribution",
    "aws_globalaccelerator_accelerator",
    "azurerm_lb",
    "azurerm_application_gateway",
    "azurerm_frontdoor",
    "azurerm_cdn_frontdoor_profile",
    "azurerm_cdn_frontdoor_endpoint",
    "azurerm_api_management",
    "google_compute_forwarding_rule",
    "google_compute_global_forwarding_rule",
    "google_api_gateway_gateway",
    "digitalocean_loadbalancer",
  ]
  assert    = change.action != "destroy"
  message   = "the plan destroys the entrance `${meta.address}`: ${change.because}"
  why       = <<-EOT
    Clients reach the service through it. It goes as soon as the apply comes to it, whether traffic still arrives or not.
  EOT
  remedy    = <<-EOT
    Move DNS to the new entrance, watch the old one until it is quiet, then remove it.
  EOT
  link      = "https://developer.hashicorp.com/terraform/language/meta-arguments/lifecycle"

  pass "an update in place" {
    plan {
      update "aws_lb.main" {
        before = { name = "shop" }
        after  = { name = "shop" }
      }
    }
  }

  pass "it is new" {
    plan {
      create "aws_lb.main" {
        after = { name = "shop" }
      }
    }
  }

  fail "its block was removed" {
    plan {
      destroy "aws_lb.main" {
        reason = "delete_because_no_resource_config"
        before = { name = "shop" }
      }
    }
    expect = ["aws_lb.main"]
  }
}

rule "change-load-balancer-replaced" {
  title     = "Plan replaces an entrance to a service"
  category  = "change"
  severity  = "medium"
  resources = [
    "aws_lb",
    "aws_alb",
    "aws_elb",
    "aws_api_gateway_rest_api",
    "aws_apigatewayv2_api",
    "aws_cloudfront_distribution",
    "aws_globalaccelerator_accelerator",
    "azurerm_lb",
    "azurerm_application_gateway",
    "azurerm_frontdoor",
    "azurerm_cdn_frontdoor_profile",
    "azurerm_cdn_frontdoor_endpoint",
    "azurerm_api_management",
    "google_compute_forwarding_rule",
    "google_compute_global_forwarding_rule",
    "google_api_gateway_gateway",
    "digitalocean_loadbalancer",
  ]
  assert    = change.action != "replace"
  at        = resource[change.attribute]
  message   = "the plan replaces the entrance `${meta.address}`: ${change.because}"
  why       = <<-EOT
    The new one has another host name or address. There is an outage until it is healthy and DNS has followed, and hard-coded names of the old one stay broken.
  EOT
  remedy    = <<-EOT
    Use `create_before_destroy` with a name that may exist twice (`name_prefix`), and let DNS point to an alias.
  EOT
  link      = "https://developer.hashicorp.com/terraform/language/meta-arguments/lifecycle"

  pass "an update in place" {
    plan {
      update "aws_lb.main" {
        before = { name = "shop" }
        after  = { name = "shop" }
      }
    }
  }

  fail "`name` forces it" {
    resource "aws_lb" "main" {
      name = "shop-public"
    }
    plan {
      replace "aws_lb.main" {
        by     = ["name"]
        before = { name = "shop" }
        after  = { name = "shop-public" }
      }
    }
    expect = ["aws_lb.main @ name"]
  }

  fail "somebody asked for it" {
    plan {
      replace "aws_lb.main" {
        reason = "replace_by_request"
        before = { name = "shop" }
        after  = { name = "shop" }
      }
    }
    expect = ["aws_lb.main"]
  }
}
