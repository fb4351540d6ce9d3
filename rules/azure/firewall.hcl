# Azure Firewall, and web application firewall policies (Application Gateway and Front Door).

rule "azure-firewall-no-policy" {
  title     = "Azure Firewall uses classic rules instead of a policy"
  category  = "security"
  severity  = "low"
  default   = false
  resources = ["azurerm_firewall"]
  aliases   = ["CKV_AZURE_219"]
  assert    = resource.firewall_policy_id != null
  at        = resource.firewall_policy_id
  message   = "no `firewall_policy_id`: rules live in the firewall itself"
  why       = <<-EOT
    Policies can be inherited, reviewed and shared between firewalls, and only they offer intrusion detection and TLS
    inspection.
  EOT
  remedy    = <<-EOT
    Write `firewall_policy_id = azurerm_firewall_policy.main.id`.
  EOT
  link      = "https://learn.microsoft.com/azure/firewall-manager/policy-overview"

  pass "a policy" {
    resource "azurerm_firewall_policy" "example" {
      name                = "example"
      resource_group_name = "example"
      location            = "westeurope"
    }

    resource "azurerm_firewall" "example" {
      name                = "example"
      resource_group_name = "example"
      location            = "westeurope"
      sku_name            = "AZFW_VNet"
      sku_tier            = "Standard"
      firewall_policy_id  = azurerm_firewall_policy.example.id
    }
  }

  fail "none" {
    resource "azurerm_firewall" "example" {
      name                = "example"
      resource_group_name = "example"
      location            = "westeurope"
      sku_name            = "AZFW_VNet"
      sku_tier            = "Standard"
    }

    expect = ["azurerm_firewall.example"]
  }
}

rule "azure-firewall-threat-intelligence-off" {
  title     = "Azure Firewall ignores threat intelligence"
  category  = "security"
  severity  = "medium"
  resources = ["azurerm_firewall", "azurerm_firewall_policy"]
  aliases   = ["CKV_AZURE_216"]
  tags      = ["cwe-693"]
  assert    = lower(resource.threat_intel_mode) != "off" && lower(resource.threat_intelligence_mode) != "off"
  at        = coalesce(resource.threat_intel_mode, resource.threat_intelligence_mode)
  message   = "the mode is `Off`: traffic to known malicious addresses is neither stopped nor reported"
  why       = <<-EOT
    Microsoft's feed of malicious addresses and domains comes with every tier but Basic and costs nothing extra. The
    default is `Alert`.
  EOT
  remedy    = <<-EOT
    Write `threat_intelligence_mode = "Deny"` in the policy (`threat_intel_mode` on a classic firewall).
  EOT
  link      = "https://learn.microsoft.com/azure/firewall/threat-intel"

  pass "alerts by default" {
    resource "azurerm_firewall_policy" "example" {
      name                = "example"
      resource_group_name = "example"
      location            = "westeurope"
    }
  }

  pass "denied" {
    resource "azurerm_firewall_policy" "example" {
      name                     = "example"
      resource_group_name      = "example"
      location                 = "westeurope"
      threat_intelligence_mode = "Deny"
    }
  }

  fail "off in a policy" {
    resource "azurerm_firewall_policy" "example" {
      name                     = "example"
      resource_group_name      = "example"
      location                 = "westeurope"
      threat_intelligence_mode = "Off"
    }

    expect = ["azurerm_firewall_policy.example @ threat_intelligence_mode"]
  }

  fail "off on the firewall" {
    resource "azurerm_firewall" "example" {
      name                = "example"
      resource_group_name = "example"
      location            = "westeurope"
      sku_name            = "AZFW_VNet"
      sku_tier            = "Standard"
      threat_intel_mode   = "Off"
    }

    expect = ["azurerm_firewall.example @ threat_intel_mode"]
  }

  unknown "the value is an unset variable" {
    variable "mode" {}

    resource "azurerm_firewall" "example" {
      name                = "example"
      resource_group_name = "example"
      location            = "westeurope"
      sku_name            = "AZFW_VNet"
      sku_tier            = "Standard"
      threat_intel_mode   = var.mode
    }
  }
}

rule "azure-firewall-threat-intelligence-alert-only" {
  title     = "Azure Firewall lets known malicious traffic pass"
  category  = "security"
  severity  = "low"
  default   = false
  resources = ["azurerm_firewall", "azurerm_firewall_policy"]
  aliases   = ["CKV_AZURE_216"]
  tags      = ["cwe-693"]
  when      = resource.firewall_policy_id == null && lower(coalesce(resource.threat_intel_mode, resource.threat_intelligence_mode, "Alert")) != "off"
  assert    = lower(coalesce(resource.threat_intel_mode, resource.threat_intelligence_mode, "Alert")) == "deny"
  at        = coalesce(resource.threat_intel_mode, resource.threat_intelligence_mode)
  message   = "threat intelligence only raises alerts; traffic to malicious addresses goes on"
  why       = <<-EOT
    Alerts help only where somebody watches them. Denying may stop a wrongly listed partner, which an allow list repairs.
  EOT
  remedy    = <<-EOT
    Write `threat_intelligence_mode = "Deny"`.
  EOT
  link      = "https://learn.microsoft.com/azure/firewall/threat-intel"

  pass "denied in the policy" {
    resource "azurerm_firewall_policy" "example" {
      name                     = "example"
      resource_group_name      = "example"
      location                 = "westeurope"
      threat_intelligence_mode = "Deny"
    }
  }

  pass "denied on a classic firewall" {
    resource "azurerm_firewall" "example" {
      name                = "example"
      resource_group_name = "example"
      location            = "westeurope"
      sku_name            = "AZFW_VNet"
      sku_tier            = "Standard"
      threat_intel_mode   = "Deny"
    }
  }

  pass "the firewall's policy decides" {
    resource "azurerm_firewall" "example" {
      name                = "example"
      resource_group_name = "example"
      location            = "westeurope"
      sku_name            = "AZFW_VNet"
      sku_tier            = "Standard"
      firewall_policy_id  = "some-id"
    }
  }

  fail "the default" {
    resource "azurerm_firewall_policy" "example" {
      name                = "example"
      resource_group_name = "example"
      location            = "westeurope"
    }

    expect = ["azurerm_firewall_policy.example"]
  }

  fail "alert" {
    resource "azurerm_firewall" "example" {
      name                = "example"
      resource_group_name = "example"
      location            = "westeurope"
      sku_name            = "AZFW_VNet"
      sku_tier            = "Standard"
      threat_intel_mode   = "Alert"
    }

    expect = ["azurerm_firewall.example @ threat_intel_mode"]
  }

  unknown "the value is an unset variable" {
    variable "mode" {}

    resource "azurerm_firewall" "example" {
      name                = "example"
      resource_group_name = "example"
      location            = "westeurope"
      sku_name            = "AZFW_VNet"
      sku_tier            = "Standard"
      threat_intel_mode   = var.mode
    }
  }

  pass "`threat_intelligence_mode` is `off`" {
    resource "azurerm_firewall_policy" "example" {
      name                     = "example"
      resource_group_name      = "example"
      location                 = "westeurope"
      threat_intelligence_mode = "off"
    }
    also = ["azure-firewall-threat-intelligence-off"]
  }
}

rule "azure-firewall-idps-not-denying" {
  title     = "Premium firewall policy does not block intrusions"
  category  = "security"
  severity  = "low"
  default   = false
  resources = ["azurerm_firewall_policy"]
  aliases   = ["CKV_AZURE_220"]
  tags      = ["cwe-693"]
  when      = lower(resource.sku) == "premium"
  assert    = lower(resource.intrusion_detection[0].mode) == "deny"
  at        = resource.intrusion_detection[0].mode
  message   = "intrusion detection is `${coalesce(resource.intrusion_detection[0].mode, "not configured")}`"
  why       = <<-EOT
    The premium tier is paid for its signatures; without `Deny` a match is at best an alert.
  EOT
  remedy    = <<-EOT
    Add `intrusion_detection { mode = "Deny" }`, and override noisy signatures one by one.
  EOT
  link      = "https://learn.microsoft.com/azure/firewall/premium-features"

  pass "denying" {
    resource "azurerm_firewall_policy" "example" {
      name                = "example"
      resource_group_name = "example"
      location            = "westeurope"
      sku                 = "Premium"

      intrusion_detection {
        mode = "Deny"
      }
    }
  }

  pass "not premium" {
    resource "azurerm_firewall_policy" "example" {
      name                = "example"
      resource_group_name = "example"
      location            = "westeurope"
      sku                 = "Standard"
    }
  }

  fail "not configured" {
    resource "azurerm_firewall_policy" "example" {
      name                = "example"
      resource_group_name = "example"
      location            = "westeurope"
      sku                 = "Premium"
    }

    expect = ["azurerm_firewall_policy.example"]
  }

  fail "alert only" {
    resource "azurerm_firewall_policy" "example" {
      name                = "example"
      resource_group_name = "example"
      location            = "westeurope"
      sku                 = "Premium"

      intrusion_detection {
        mode = "Alert"
      }
    }

    expect = ["azurerm_firewall_policy.example @ intrusion_detection[0].mode"]
  }

  unknown "the value is an unset variable" {
    variable "mode" {}

    resource "azurerm_firewall_policy" "example" {
      name                = "example"
      resource_group_name = "example"
      location            = "westeurope"
      sku                 = "Premium"

      intrusion_detection {
        mode = var.mode
      }
    }
  }
}

rule "azure-firewall-allow-any" {
  title     = "Firewall rule allows any traffic to anywhere"
  category  = "security"
  severity  = "high"
  resources = ["azurerm_firewall_policy_rule_collection_group", "azurerm_firewall_network_rule_collection"]
  tags      = ["cwe-284", "cwe-668"]
  for_each  = meta.type == "azurerm_firewall_network_rule_collection" ? [resource] : resource.network_rule_collection
  assert    = lower(each.value.action) != "allow" || !anytrue([for r in each.value.rule : contains(concat(r.source_addresses, []), "*") && contains(concat(r.destination_addresses, []), "*") && contains(concat(r.destination_ports, []), "*")])
  at        = each.value.rule
  message   = "a rule of `${each.value.name}` allows every source to reach every destination on every port"
  why       = <<-EOT
    Such a rule turns the firewall into an expensive router; every rule below it is without effect.
  EOT
  remedy    = <<-EOT
    Name sources, destinations and ports:

        rule {
          name                  = "app-to-sql"
          protocols             = ["TCP"]
          source_addresses      = ["10.0.1.0/24"]
          destination_addresses = ["10.0.2.0/24"]
          destination_ports     = ["1433"]
        }
  EOT
  link      = "https://learn.microsoft.com/azure/firewall/rule-processing"

  pass "a narrow rule" {
    resource "azurerm_firewall_policy_rule_collection_group" "example" {
      name               = "example"
      firewall_policy_id = "some-id"
      priority           = 500

      network_rule_collection {
        name     = "app"
        priority = 100
        action   = "Allow"

        rule {
          name                  = "sql"
          protocols             = ["TCP"]
          source_addresses      = ["10.0.1.0/24"]
          destination_addresses = ["10.0.2.0/24"]
          destination_ports     = ["1433"]
        }
      }
    }
  }

  pass "deny any" {
    resource "azurerm_firewall_policy_rule_collection_group" "example" {
      name               = "example"
      firewall_policy_id = "some-id"
      priority           = 500

      network_rule_collection {
        name     = "last"
        priority = 4000
        action   = "Deny"

        rule {
          name                  = "any"
          protocols             = ["Any"]
          source_addresses      = ["*"]
          destination_addresses = ["*"]
          destination_ports     = ["*"]
        }
      }
    }
  }

  fail "any to any in a policy" {
    resource "azurerm_firewall_policy_rule_collection_group" "example" {
      name               = "example"
      firewall_policy_id = "some-id"
      priority           = 500

      network_rule_collection {
        name     = "open"
        priority = 100
        action   = "Allow"

        rule {
          name                  = "any"
          protocols             = ["Any"]
          source_addresses      = ["*"]
          destination_addresses = ["*"]
          destination_ports     = ["*"]
        }
      }
    }

    expect = ["azurerm_firewall_policy_rule_collection_group.example @ network_rule_collection[0].rule"]
  }

  fail "any to any on a classic firewall" {
    resource "azurerm_firewall_network_rule_collection" "example" {
      name                = "example"
      resource_group_name = "example"
      azure_firewall_name = "example"
      priority            = 100
      action              = "Allow"

      rule {
        name                  = "any"
        protocols             = ["Any"]
        source_addresses      = ["*"]
        destination_addresses = ["*"]
        destination_ports     = ["*"]
      }
    }

    expect = ["azurerm_firewall_network_rule_collection.example @ rule"]
  }

  unknown "the value is an unset variable" {
    variable "to" {}

    resource "azurerm_firewall_network_rule_collection" "example" {
      name                = "example"
      resource_group_name = "example"
      azure_firewall_name = "example"
      priority            = 100
      action              = "Allow"

      rule {
        name                  = "any"
        protocols             = ["Any"]
        source_addresses      = ["*"]
        destination_addresses = var.to
        destination_ports     = ["*"]
      }
    }
  }

  pass "without `rule`" {
    resource "azurerm_firewall_policy_rule_collection_group" "example" {
      name               = "example"
      firewall_policy_id = "some-id"
      priority           = 500
      network_rule_collection {
        name     = "app"
        priority = 100
        action   = "Allow"
      }
    }
  }

  fail "more that fail" {
    resource "azurerm_firewall_policy_rule_collection_group" "one_more_one_more_network_rule_collection" {
      name               = "example"
      firewall_policy_id = "some-id"
      priority           = 500
      network_rule_collection {
        name     = "open"
        priority = 100
        action   = "Allow"
        rule {
          name                  = "any"
          protocols             = ["Any"]
          source_addresses      = ["*"]
          destination_addresses = ["*"]
          destination_ports     = ["*"]
        }
      }
    }
    resource "azurerm_firewall_policy_rule_collection_group" "one_more_one_more_network_rule_collection_2" {
      name               = "example"
      firewall_policy_id = "some-id"
      priority           = 500
      network_rule_collection {
        name     = "open"
        priority = 100
        action   = "Allow"
        rule {
          name                  = "any"
          protocols             = ["Any"]
          source_addresses      = ["*"]
          destination_addresses = ["*"]
          destination_ports     = ["*"]
        }
      }
      network_rule_collection {
        name     = "open"
        priority = 100
        action   = "Allow"
        rule {
          name                  = "any"
          protocols             = ["Any"]
          source_addresses      = ["*"]
          destination_addresses = ["*"]
        }
      }
    }
    resource "azurerm_firewall_policy_rule_collection_group" "one_more_no_source_addresses" {
      name               = "example"
      firewall_policy_id = "some-id"
      priority           = 500
      network_rule_collection {
        name     = "open"
        priority = 100
        action   = "Allow"
        rule {
          name                  = "any"
          protocols             = ["Any"]
          source_addresses      = ["*"]
          destination_addresses = ["*"]
          destination_ports     = ["*"]
        }
      }
    }
    resource "azurerm_firewall_policy_rule_collection_group" "one_more_no_source_addresses_2" {
      name               = "example"
      firewall_policy_id = "some-id"
      priority           = 500
      network_rule_collection {
        name     = "open"
        priority = 100
        action   = "Allow"
        rule {
          name                  = "any"
          protocols             = ["Any"]
          destination_addresses = ["*"]
          destination_ports     = ["*"]
        }
      }
    }
    expect = [
      "azurerm_firewall_policy_rule_collection_group.one_more_one_more_network_rule_collection @ network_rule_collection[0].rule",
      "azurerm_firewall_policy_rule_collection_group.one_more_one_more_network_rule_collection_2 @ network_rule_collection[0].rule",
      "azurerm_firewall_policy_rule_collection_group.one_more_no_source_addresses @ network_rule_collection[0].rule",
    ]
  }
}

rule "azure-firewall-no-zones" {
  title     = "Azure Firewall is not spread over zones"
  category  = "reliability"
  severity  = "low"
  default   = false
  resources = ["azurerm_firewall"]
  when      = resource.sku_name != "AZFW_Hub"
  assert    = length(resource.zones) >= 2
  at        = resource.zones
  message   = "`zones` names fewer than two availability zones"
  why       = <<-EOT
    All egress depends on the firewall; in one zone it fails with it. Zones can only be chosen at creation.
  EOT
  remedy    = <<-EOT
    Write `zones = ["1", "2", "3"]`.
  EOT
  link      = "https://learn.microsoft.com/azure/firewall/deploy-availability-zone-powershell"

  pass "three zones" {
    resource "azurerm_firewall" "example" {
      name                = "example"
      resource_group_name = "example"
      location            = "westeurope"
      sku_name            = "AZFW_VNet"
      sku_tier            = "Standard"
      zones               = ["1", "2", "3"]
    }
  }

  fail "none" {
    resource "azurerm_firewall" "example" {
      name                = "example"
      resource_group_name = "example"
      location            = "westeurope"
      sku_name            = "AZFW_VNet"
      sku_tier            = "Standard"
    }

    expect = ["azurerm_firewall.example"]
  }

  fail "one" {
    resource "azurerm_firewall" "example" {
      name                = "example"
      resource_group_name = "example"
      location            = "westeurope"
      sku_name            = "AZFW_VNet"
      sku_tier            = "Standard"
      zones               = ["1"]
    }

    expect = ["azurerm_firewall.example @ zones"]
  }

  unknown "the value is an unset variable" {
    variable "zones" {}

    resource "azurerm_firewall" "example" {
      name                = "example"
      resource_group_name = "example"
      location            = "westeurope"
      sku_name            = "AZFW_VNet"
      sku_tier            = "Standard"
      zones               = var.zones
    }
  }

  pass "more that pass" {
    resource "azurerm_firewall" "sku_name_is_azfw_hub" {
      name                = "example"
      resource_group_name = "example"
      location            = "westeurope"
      sku_name            = "AZFW_Hub"
      sku_tier            = "Standard"
    }
    resource "azurerm_firewall" "zones_without_1" {
      name                = "example"
      resource_group_name = "example"
      location            = "westeurope"
      sku_name            = "AZFW_VNet"
      sku_tier            = "Standard"
      zones               = ["2", "3"]
    }
  }
}

rule "azure-waf-disabled" {
  title    = "Web application firewall policy is switched off"
  category = "security"
  severity = "medium"
  resources = [
    "azurerm_web_application_firewall_policy", "azurerm_frontdoor_firewall_policy",
    "azurerm_cdn_frontdoor_firewall_policy",
  ]
  aliases = ["CKV_AZURE_122", "CKV_AZURE_123"]
  tags    = ["cwe-693"]
  assert  = resource.enabled != false && resource.policy_settings[0].enabled != false
  at      = coalesce(resource.enabled, resource.policy_settings[0].enabled)
  message = "`enabled` is false: requests pass unfiltered although a policy is attached"
  why     = <<-EOT
    A disabled policy satisfies reviews and stops nothing. Policies are enabled unless this is written.
  EOT
  remedy  = <<-EOT
    Remove `enabled = false`; while tuning, use `mode = "Detection"` instead.
  EOT
  link    = "https://learn.microsoft.com/azure/web-application-firewall/overview"

  pass "the default" {
    resource "azurerm_web_application_firewall_policy" "example" {
      name                = "example"
      resource_group_name = "example"
      location            = "westeurope"

      managed_rules {
        managed_rule_set {
          type    = "OWASP"
          version = "3.2"
        }
      }
    }
  }

  pass "enabled" {
    resource "azurerm_cdn_frontdoor_firewall_policy" "example" {
      name                = "example"
      resource_group_name = "example"
      sku_name            = "Premium_AzureFrontDoor"
      mode                = "Prevention"
      enabled             = true
    }
    also = ["azure-front-door-waf-log4j-rule-off"]
  }

  fail "a gateway policy" {
    resource "azurerm_web_application_firewall_policy" "example" {
      name                = "example"
      resource_group_name = "example"
      location            = "westeurope"

      managed_rules {
        managed_rule_set {
          type    = "OWASP"
          version = "3.2"
        }
      }

      policy_settings {
        enabled = false
      }
    }

    expect = ["azurerm_web_application_firewall_policy.example @ policy_settings[0].enabled"]
  }

  fail "a Front Door policy" {
    resource "azurerm_cdn_frontdoor_firewall_policy" "example" {
      name                = "example"
      resource_group_name = "example"
      sku_name            = "Premium_AzureFrontDoor"
      mode                = "Prevention"
      enabled             = false
    }

    expect = ["azurerm_cdn_frontdoor_firewall_policy.example @ enabled"]
  }

  fail "a classic Front Door policy" {
    resource "azurerm_frontdoor_firewall_policy" "example" {
      name                = "example"
      resource_group_name = "example"
      enabled             = false
    }

    expect = ["azurerm_frontdoor_firewall_policy.example @ enabled"]
  }

  unknown "the value is an unset variable" {
    variable "waf" {}

    resource "azurerm_cdn_frontdoor_firewall_policy" "example" {
      name                = "example"
      resource_group_name = "example"
      sku_name            = "Premium_AzureFrontDoor"
      mode                = "Prevention"
      enabled             = var.waf
    }
  }
}

rule "azure-waf-detection-mode" {
  title    = "Web application firewall only detects"
  category = "security"
  severity = "low"
  resources = [
    "azurerm_web_application_firewall_policy", "azurerm_frontdoor_firewall_policy",
    "azurerm_cdn_frontdoor_firewall_policy", "azurerm_application_gateway",
  ]
  aliases = ["CKV_AZURE_122", "CKV_AZURE_123"]
  tags    = ["cwe-693"]
  when    = resource.enabled != false && resource.policy_settings[0].enabled != false && resource.waf_configuration[0].enabled != false
  assert  = lower(coalesce(resource.mode, resource.policy_settings[0].mode, resource.waf_configuration[0].firewall_mode, "Prevention")) != "detection"
  at      = coalesce(resource.mode, resource.policy_settings[0].mode, resource.waf_configuration[0].firewall_mode)
  message = "the mode is `Detection`: attacks are logged and let through"
  why     = <<-EOT
    Detection is the right first step while false alarms are sorted out, and too often the last one.
  EOT
  remedy  = <<-EOT
    Write `mode = "Prevention"` (`firewall_mode` in `waf_configuration`) and exclude the rules that disturb.
  EOT
  link    = "https://learn.microsoft.com/azure/web-application-firewall/ag/policy-overview"

  pass "prevention by default" {
    resource "azurerm_web_application_firewall_policy" "example" {
      name                = "example"
      resource_group_name = "example"
      location            = "westeurope"

      managed_rules {
        managed_rule_set {
          type    = "OWASP"
          version = "3.2"
        }
      }
    }
  }

  pass "prevention" {
    resource "azurerm_cdn_frontdoor_firewall_policy" "example" {
      name                = "example"
      resource_group_name = "example"
      sku_name            = "Premium_AzureFrontDoor"
      mode                = "Prevention"
    }
    also = ["azure-front-door-waf-log4j-rule-off"]
  }

  pass "a gateway without firewall" {
    resource "azurerm_application_gateway" "example" {
      name                = "example"
      resource_group_name = "example"
      location            = "westeurope"

      sku {
        name     = "Standard_v2"
        tier     = "Standard_v2"
        capacity = 2
      }

      gateway_ip_configuration {
        name      = "example"
        subnet_id = "some-id"
      }

      frontend_port {
        name = "https"
        port = 443
      }

      backend_address_pool {
        name = "app"
      }

      frontend_ip_configuration {
        name      = "private"
        subnet_id = "some-id"
      }

      backend_http_settings {
        name                  = "app"
        cookie_based_affinity = "Disabled"
        port                  = 443
        protocol              = "Https"
      }

      http_listener {
        name                           = "https"
        frontend_ip_configuration_name = "private"
        frontend_port_name             = "https"
        protocol                       = "Https"
        ssl_certificate_name           = "example"
      }

      request_routing_rule {
        name                       = "app"
        priority                   = 10
        rule_type                  = "Basic"
        http_listener_name         = "https"
        backend_address_pool_name  = "app"
        backend_http_settings_name = "app"
      }
    }
  }

  fail "a gateway policy" {
    resource "azurerm_web_application_firewall_policy" "example" {
      name                = "example"
      resource_group_name = "example"
      location            = "westeurope"

      managed_rules {
        managed_rule_set {
          type    = "OWASP"
          version = "3.2"
        }
      }

      policy_settings {
        mode = "Detection"
      }
    }

    expect = ["azurerm_web_application_firewall_policy.example @ policy_settings[0].mode"]
  }

  fail "a Front Door policy" {
    resource "azurerm_cdn_frontdoor_firewall_policy" "example" {
      name                = "example"
      resource_group_name = "example"
      sku_name            = "Premium_AzureFrontDoor"
      mode                = "Detection"
    }

    expect = ["azurerm_cdn_frontdoor_firewall_policy.example @ mode"]
  }

  fail "the classic block" {
    resource "azurerm_application_gateway" "example" {
      name                = "example"
      resource_group_name = "example"
      location            = "westeurope"

      sku {
        name     = "Standard_v2"
        tier     = "Standard_v2"
        capacity = 2
      }

      gateway_ip_configuration {
        name      = "example"
        subnet_id = "some-id"
      }

      frontend_port {
        name = "https"
        port = 443
      }

      backend_address_pool {
        name = "app"
      }

      frontend_ip_configuration {
        name      = "private"
        subnet_id = "some-id"
      }

      backend_http_settings {
        name                  = "app"
        cookie_based_affinity = "Disabled"
        port                  = 443
        protocol              = "Https"
      }

      http_listener {
        name                           = "https"
        frontend_ip_configuration_name = "private"
        frontend_port_name             = "https"
        protocol                       = "Https"
        ssl_certificate_name           = "example"
      }

      request_routing_rule {
        name                       = "app"
        priority                   = 10
        rule_type                  = "Basic"
        http_listener_name         = "https"
        backend_address_pool_name  = "app"
        backend_http_settings_name = "app"
      }

      waf_configuration {
        enabled          = true
        firewall_mode    = "Detection"
        rule_set_version = "3.2"
      }
    }

    expect = ["azurerm_application_gateway.example @ waf_configuration[0].firewall_mode"]
  }

  unknown "the value is an unset variable" {
    variable "mode" {}

    resource "azurerm_cdn_frontdoor_firewall_policy" "example" {
      name                = "example"
      resource_group_name = "example"
      sku_name            = "Premium_AzureFrontDoor"
      mode                = var.mode
    }
  }

  unknown "`enabled` is an unset variable" {
    variable "enabled" {}
    resource "azurerm_application_gateway" "example" {
      name                = "example"
      resource_group_name = "example"
      location            = "westeurope"
      sku {
        name     = "Standard_v2"
        tier     = "Standard_v2"
        capacity = 2
      }
      gateway_ip_configuration {
        name      = "example"
        subnet_id = "some-id"
      }
      frontend_port {
        name = "https"
        port = 443
      }
      backend_address_pool {
        name = "app"
      }
      frontend_ip_configuration {
        name      = "private"
        subnet_id = "some-id"
      }
      backend_http_settings {
        name                  = "app"
        cookie_based_affinity = "Disabled"
        port                  = 443
        protocol              = "Https"
      }
      http_listener {
        name                           = "https"
        frontend_ip_configuration_name = "private"
        frontend_port_name             = "https"
        protocol                       = "Https"
        ssl_certificate_name           = "example"
      }
      request_routing_rule {
        name                       = "app"
        priority                   = 10
        rule_type                  = "Basic"
        http_listener_name         = "https"
        backend_address_pool_name  = "app"
        backend_http_settings_name = "app"
      }
      waf_configuration {
        enabled          = var.enabled
        firewall_mode    = "Detection"
        rule_set_version = "3.2"
      }
    }
    expect = ["azurerm_application_gateway.example @ waf_configuration[0].firewall_mode"]
  }
}

rule "azure-waf-log4j-rule-off" {
  title     = "Web application firewall does not stop Log4Shell"
  category  = "security"
  severity  = "medium"
  resources = ["azurerm_web_application_firewall_policy"]
  aliases   = ["CKV_AZURE_135"]
  tags      = ["cwe-1395", "cwe-917"]
  for_each  = resource.managed_rules
  assert    = anytrue([for s in each.value.managed_rule_set : (contains(["3.1", "3.2"], s.version) || s.type == "Microsoft_DefaultRuleSet") && !anytrue([for o in s.rule_group_override : contains(concat(o.disabled_rules, []), "944240") || anytrue([for r in o.rule : r.id == "944240" && r.enabled != true])])])
  at        = each.value.managed_rule_set
  message   = "no active rule set has rule 944240, which blocks remote code execution through JNDI look-ups"
  why       = <<-EOT
    The rule that stops Log4Shell (CVE-2021-44228) exists since CRS 3.1 and in Microsoft's default rule set. Older rule
    sets lack it, and an override without `enabled = true` switches it off.
  EOT
  remedy    = <<-EOT
    Use a current set and do not override 944240:

        managed_rule_set {
          type    = "Microsoft_DefaultRuleSet"
          version = "2.1"
        }
  EOT
  link      = "https://learn.microsoft.com/azure/web-application-firewall/ag/application-gateway-crs-rulegroups-rules"

  pass "CRS 3.2" {
    resource "azurerm_web_application_firewall_policy" "example" {
      name                = "example"
      resource_group_name = "example"
      location            = "westeurope"

      managed_rules {
        managed_rule_set {
          type    = "OWASP"
          version = "3.2"
        }
      }
    }
  }

  pass "Microsoft's set" {
    resource "azurerm_web_application_firewall_policy" "example" {
      name                = "example"
      resource_group_name = "example"
      location            = "westeurope"

      managed_rules {
        managed_rule_set {
          type    = "Microsoft_DefaultRuleSet"
          version = "2.1"
        }
      }
    }
  }

  fail "an old set" {
    resource "azurerm_web_application_firewall_policy" "example" {
      name                = "example"
      resource_group_name = "example"
      location            = "westeurope"

      managed_rules {
        managed_rule_set {
          type    = "OWASP"
          version = "3.0"
        }
      }
    }

    expect = ["azurerm_web_application_firewall_policy.example @ managed_rules[0].managed_rule_set"]
  }

  fail "switched off by an override" {
    resource "azurerm_web_application_firewall_policy" "example" {
      name                = "example"
      resource_group_name = "example"
      location            = "westeurope"

      managed_rules {
        managed_rule_set {
          type    = "OWASP"
          version = "3.2"

          rule_group_override {
            rule_group_name = "REQUEST-944-APPLICATION-ATTACK-JAVA"

            rule {
              id      = "944240"
              enabled = false
              action  = "Log"
            }
          }
        }
      }
    }

    expect = ["azurerm_web_application_firewall_policy.example @ managed_rules[0].managed_rule_set"]
  }

  fail "switched off in the old way" {
    resource "azurerm_web_application_firewall_policy" "example" {
      name                = "example"
      resource_group_name = "example"
      location            = "westeurope"

      managed_rules {
        managed_rule_set {
          type    = "OWASP"
          version = "3.2"

          rule_group_override {
            rule_group_name = "REQUEST-944-APPLICATION-ATTACK-JAVA"
            disabled_rules  = ["944240"]
          }
        }
      }
    }

    expect = ["azurerm_web_application_firewall_policy.example @ managed_rules[0].managed_rule_set"]
  }

  unknown "the value is an unset variable" {
    variable "crs" {}

    resource "azurerm_web_application_firewall_policy" "example" {
      name                = "example"
      resource_group_name = "example"
      location            = "westeurope"

      managed_rules {
        managed_rule_set {
          type    = "OWASP"
          version = var.crs
        }
      }
    }
  }

  pass "more that pass" {
    resource "azurerm_web_application_firewall_policy" "one_more_managed_rule_set_no_id" {
      name                = "example"
      resource_group_name = "example"
      location            = "westeurope"
      managed_rules {
        managed_rule_set {
          type    = "OWASP"
          version = "3.2"
          rule_group_override {
            rule_group_name = "REQUEST-944-APPLICATION-ATTACK-JAVA"
            rule {
              id      = "944240"
              enabled = false
              action  = "Log"
            }
          }
        }
        managed_rule_set {
          type    = "OWASP"
          version = "3.2"
          rule_group_override {
            rule_group_name = "REQUEST-944-APPLICATION-ATTACK-JAVA"
            rule {
              enabled = false
              action  = "Log"
            }
          }
        }
      }
    }
    resource "azurerm_web_application_firewall_policy" "version_is_3_1" {
      name                = "example"
      resource_group_name = "example"
      location            = "westeurope"
      managed_rules {
        managed_rule_set {
          type    = "OWASP"
          version = "3.1"
        }
      }
    }
    resource "azurerm_web_application_firewall_policy" "one_more_managed_rule_set_version_is_2_1" {
      name                = "example"
      resource_group_name = "example"
      location            = "westeurope"
      managed_rules {
        managed_rule_set {
          type    = "OWASP"
          version = "3.2"
        }
        managed_rule_set {
          type    = "OWASP"
          version = "2.1"
        }
      }
    }
  }
}

rule "azure-front-door-waf-log4j-rule-off" {
  title     = "Front Door firewall does not stop Log4Shell"
  category  = "security"
  severity  = "medium"
  resources = ["azurerm_frontdoor_firewall_policy", "azurerm_cdn_frontdoor_firewall_policy"]
  aliases   = ["CKV_AZURE_133"]
  tags      = ["cwe-1395", "cwe-917"]
  when      = !startswith(lower(resource.sku_name), "standard")
  assert    = anytrue([for s in resource.managed_rule : contains(["DefaultRuleSet", "Microsoft_DefaultRuleSet"], s.type) && !anytrue([for o in s.override : anytrue([for r in o.rule : r.rule_id == "944240" && (r.enabled != true || contains(["Log", "Allow"], r.action))])])])
  at        = resource.managed_rule
  message   = "no managed rule set with an active rule 944240 is configured"
  why       = <<-EOT
    Rule 944240 of the default rule set blocks Log4Shell (CVE-2021-44228) at the edge. A policy without managed rules, or
    one that overrides the rule, lets it pass. The Standard tier of Front Door has no managed rules and is not judged.
  EOT
  remedy    = <<-EOT
    Add the default rule set:

        managed_rule {
          type    = "Microsoft_DefaultRuleSet"
          version = "2.1"
          action  = "Block"
        }
  EOT
  link      = "https://learn.microsoft.com/azure/web-application-firewall/afds/waf-front-door-drs"

  pass "the default rule set" {
    resource "azurerm_cdn_frontdoor_firewall_policy" "example" {
      name                = "example"
      resource_group_name = "example"
      sku_name            = "Premium_AzureFrontDoor"
      mode                = "Prevention"

      managed_rule {
        type    = "Microsoft_DefaultRuleSet"
        version = "2.1"
        action  = "Block"
      }
    }
  }

  pass "a classic policy" {
    resource "azurerm_frontdoor_firewall_policy" "example" {
      name                = "example"
      resource_group_name = "example"

      managed_rule {
        type    = "DefaultRuleSet"
        version = "1.0"
      }
    }
  }

  pass "the standard tier has none" {
    resource "azurerm_cdn_frontdoor_firewall_policy" "example" {
      name                = "example"
      resource_group_name = "example"
      mode                = "Prevention"
      sku_name            = "Standard_AzureFrontDoor"
    }
  }

  fail "no managed rules" {
    resource "azurerm_cdn_frontdoor_firewall_policy" "example" {
      name                = "example"
      resource_group_name = "example"
      sku_name            = "Premium_AzureFrontDoor"
      mode                = "Prevention"
    }

    expect = ["azurerm_cdn_frontdoor_firewall_policy.example"]
  }

  fail "switched off" {
    resource "azurerm_frontdoor_firewall_policy" "example" {
      name                = "example"
      resource_group_name = "example"

      managed_rule {
        type    = "DefaultRuleSet"
        version = "1.0"

        override {
          rule_group_name = "JAVA"

          rule {
            rule_id = "944240"
            enabled = false
            action  = "Block"
          }
        }
      }
    }

    expect = ["azurerm_frontdoor_firewall_policy.example @ managed_rule"]
  }

  fail "logged only" {
    resource "azurerm_cdn_frontdoor_firewall_policy" "example" {
      name                = "example"
      resource_group_name = "example"
      sku_name            = "Premium_AzureFrontDoor"
      mode                = "Prevention"

      managed_rule {
        type    = "Microsoft_DefaultRuleSet"
        version = "2.1"
        action  = "Block"

        override {
          rule_group_name = "JAVA"

          rule {
            rule_id = "944240"
            enabled = true
            action  = "Log"
          }
        }
      }
    }

    expect = ["azurerm_cdn_frontdoor_firewall_policy.example @ managed_rule"]
  }

  unknown "the value is an unset variable" {
    variable "set" {}

    resource "azurerm_cdn_frontdoor_firewall_policy" "example" {
      name                = "example"
      resource_group_name = "example"
      sku_name            = "Premium_AzureFrontDoor"
      mode                = "Prevention"

      managed_rule {
        type    = var.set
        version = "2.1"
        action  = "Block"
      }
    }
  }

  pass "more that pass" {
    resource "azurerm_frontdoor_firewall_policy" "no_rule_id" {
      name                = "example"
      resource_group_name = "example"
      managed_rule {
        type    = "DefaultRuleSet"
        version = "1.0"
        override {
          rule_group_name = "JAVA"
          rule {
            enabled = false
            action  = "Block"
          }
        }
      }
    }
    resource "azurerm_frontdoor_firewall_policy" "without_rule" {
      name                = "example"
      resource_group_name = "example"
      managed_rule {
        type    = "DefaultRuleSet"
        version = "1.0"
        override {
          rule_group_name = "JAVA"
        }
      }
    }
  }

  fail "more that fail" {
    resource "azurerm_frontdoor_firewall_policy" "one_more_one_more_managed_rule_enabled_is" {
      name                = "example"
      resource_group_name = "example"
      managed_rule {
        type    = "DefaultRuleSet"
        version = "1.0"
        override {
          rule_group_name = "JAVA"
          rule {
            rule_id = "944240"
            enabled = false
            action  = "Block"
          }
        }
      }
    }
    resource "azurerm_frontdoor_firewall_policy" "one_more_one_more_managed_rule_enabled_is_2" {
      name                = "example"
      resource_group_name = "example"
      managed_rule {
        type    = "DefaultRuleSet"
        version = "1.0"
        override {
          rule_group_name = "JAVA"
          rule {
            rule_id = "944240"
            enabled = false
            action  = "Block"
          }
        }
      }
      managed_rule {
        type    = "DefaultRuleSet"
        version = "1.0"
        override {
          rule_group_name = "JAVA"
          rule {
            rule_id = "944240"
            enabled = true
            action  = "Block"
          }
        }
      }
    }
    resource "azurerm_cdn_frontdoor_firewall_policy" "one_more_one_more_managed_rule_action_is" {
      name                = "example"
      resource_group_name = "example"
      sku_name            = "Premium_AzureFrontDoor"
      mode                = "Prevention"
      managed_rule {
        type    = "Microsoft_DefaultRuleSet"
        version = "2.1"
        action  = "Block"
        override {
          rule_group_name = "JAVA"
          rule {
            rule_id = "944240"
            enabled = true
            action  = "Log"
          }
        }
      }
    }
    resource "azurerm_cdn_frontdoor_firewall_policy" "one_more_one_more_managed_rule_action_is_2" {
      name                = "example"
      resource_group_name = "example"
      sku_name            = "Premium_AzureFrontDoor"
      mode                = "Prevention"
      managed_rule {
        type    = "Microsoft_DefaultRuleSet"
        version = "2.1"
        action  = "Block"
        override {
          rule_group_name = "JAVA"
          rule {
            rule_id = "944240"
            enabled = true
            action  = "Log"
          }
        }
      }
      managed_rule {
        type    = "Microsoft_DefaultRuleSet"
        version = "2.1"
        action  = "Block"
        override {
          rule_group_name = "JAVA"
          rule {
            rule_id = "944240"
            enabled = true
            action  = "Allow"
          }
        }
      }
    }
    expect = [
      "azurerm_frontdoor_firewall_policy.one_more_one_more_managed_rule_enabled_is @ managed_rule",
      "azurerm_cdn_frontdoor_firewall_policy.one_more_one_more_managed_rule_action_is @ managed_rule",
      "azurerm_cdn_frontdoor_firewall_policy.one_more_one_more_managed_rule_action_is_2 @ managed_rule",
    ]
  }
}
