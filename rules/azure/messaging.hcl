# Event Hubs, Service Bus, Event Grid, SignalR, Web PubSub. Public endpoints, local authentication, identities and keys of
# these services are judged in platform.hcl.

rule "azure-messaging-weak-tls" {
  title     = "Messaging namespace accepts TLS 1.0 or 1.1"
  category  = "security"
  severity  = "medium"
  resources = ["azurerm_eventhub_namespace", "azurerm_servicebus_namespace"]
  aliases   = ["CKV_AZURE_223", "CKV_AZURE_205"]
  tags      = ["cwe-326", "cwe-327"]
  assert    = !contains(["1.0", "1.1"], resource.minimum_tls_version)
  at        = resource.minimum_tls_version
  message   = "`minimum_tls_version` is `${resource.minimum_tls_version}`"
  why       = <<-EOT
    TLS 1.0 and 1.1 have known weaknesses and are refused by auditors. Since version 4.0 of the provider the default is
    1.2, and Azure chose it for new namespaces before.
  EOT
  remedy    = <<-EOT
    Remove the argument, or write `minimum_tls_version = "1.2"`.
  EOT
  link      = "https://learn.microsoft.com/azure/event-hubs/transport-layer-security-enforce-minimum-version"

  fix {
    set = {
      minimum_tls_version = "1.2"
    }
  }

  pass "the default" {
    resource "azurerm_eventhub_namespace" "example" {
      name                = "example-hub"
      resource_group_name = "example"
      location            = "westeurope"
      sku                 = "Standard"
    }
  }

  pass "1.2" {
    resource "azurerm_servicebus_namespace" "example" {
      name                = "example-bus"
      resource_group_name = "example"
      location            = "westeurope"
      sku                 = "Standard"
      minimum_tls_version = "1.2"
    }
  }

  fail "1.0" {
    resource "azurerm_eventhub_namespace" "example" {
      name                = "example-hub"
      resource_group_name = "example"
      location            = "westeurope"
      sku                 = "Standard"
      minimum_tls_version = "1.0"
    }

    expect = ["azurerm_eventhub_namespace.example @ minimum_tls_version"]
  }

  fail "1.1" {
    resource "azurerm_servicebus_namespace" "example" {
      name                = "example-bus"
      resource_group_name = "example"
      location            = "westeurope"
      sku                 = "Standard"
      minimum_tls_version = "1.1"
    }

    expect = ["azurerm_servicebus_namespace.example @ minimum_tls_version"]
  }

  unknown "the value is an unset variable" {
    variable "tls" {}

    resource "azurerm_eventhub_namespace" "example" {
      name                = "example-hub"
      resource_group_name = "example"
      location            = "westeurope"
      sku                 = "Standard"
      minimum_tls_version = var.tls
    }
  }
}

rule "azure-messaging-network-open" {
  title     = "Messaging firewall allows all networks"
  category  = "security"
  severity  = "medium"
  resources = ["azurerm_eventhub_namespace", "azurerm_servicebus_namespace"]
  tags      = ["cwe-668"]
  when      = each.value.public_network_access_enabled != false && resource.public_network_access_enabled != false
  for_each  = concat(resource.network_rulesets, resource.network_rule_set)
  assert    = lower(coalesce(each.value.default_action, "Allow")) != "allow"
  at        = each.value.default_action
  message   = "the rule set's default is `Allow`: the listed networks are no restriction"
  why       = <<-EOT
    Rules with the default `Allow` look like a firewall and are none; a leaked connection string works from anywhere. For
    Service Bus `Allow` is also the default of a missing argument.
  EOT
  remedy    = <<-EOT
    Write `default_action = "Deny"`.
  EOT
  link      = "https://learn.microsoft.com/azure/event-hubs/network-security"

  pass "denied" {
    resource "azurerm_eventhub_namespace" "example" {
      name                = "example-hub"
      resource_group_name = "example"
      location            = "westeurope"
      sku                 = "Standard"

      network_rulesets {
        default_action = "Deny"

        ip_rule {
          ip_mask = "203.0.113.0/24"
        }
      }
    }
  }

  pass "no rule set" {
    resource "azurerm_servicebus_namespace" "example" {
      name                = "example-bus"
      resource_group_name = "example"
      location            = "westeurope"
      sku                 = "Standard"
    }
  }

  pass "no public endpoint" {
    resource "azurerm_servicebus_namespace" "example" {
      name                = "example-bus"
      resource_group_name = "example"
      location            = "westeurope"
      sku                 = "Premium"

      network_rule_set {
        public_network_access_enabled = false
      }
    }
  }

  fail "allowed" {
    resource "azurerm_eventhub_namespace" "example" {
      name                = "example-hub"
      resource_group_name = "example"
      location            = "westeurope"
      sku                 = "Standard"

      network_rulesets {
        default_action = "Allow"

        ip_rule {
          ip_mask = "203.0.113.0/24"
        }
      }
    }

    expect = ["azurerm_eventhub_namespace.example @ network_rulesets[0].default_action"]
  }

  fail "not set" {
    resource "azurerm_servicebus_namespace" "example" {
      name                = "example-bus"
      resource_group_name = "example"
      location            = "westeurope"
      sku                 = "Premium"

      network_rule_set {
        ip_rules = ["203.0.113.0/24"]
      }
    }

    expect = ["azurerm_servicebus_namespace.example @ network_rule_set[0]"]
  }

  unknown "the value is an unset variable" {
    variable "action" {}

    resource "azurerm_eventhub_namespace" "example" {
      name                = "example-hub"
      resource_group_name = "example"
      location            = "westeurope"
      sku                 = "Standard"

      network_rulesets {
        default_action = var.action
      }
    }
  }

  pass "`public_network_access_enabled` is `false`" {
    resource "azurerm_eventhub_namespace" "example" {
      name                          = "example-hub"
      resource_group_name           = "example"
      location                      = "westeurope"
      sku                           = "Standard"
      public_network_access_enabled = false
      network_rulesets {
        default_action = "Allow"
        ip_rule {
          ip_mask = "203.0.113.0/24"
        }
      }
    }
  }
}

rule "azure-servicebus-no-double-encryption" {
  title     = "Service Bus is encrypted only once"
  category  = "security"
  severity  = "low"
  default   = false
  resources = ["azurerm_servicebus_namespace"]
  aliases   = ["CKV_AZURE_199"]
  tags      = ["cwe-311"]
  when      = lower(resource.sku) == "premium"
  assert    = resource.customer_managed_key[0].infrastructure_encryption_enabled == true
  at        = resource.customer_managed_key
  message   = "`infrastructure_encryption_enabled` is not true"
  why       = <<-EOT
    Data is encrypted at rest in any case; a second layer with another key is what some regulations demand. It needs the
    premium tier and a key of your own.
  EOT
  remedy    = <<-EOT
    Write `infrastructure_encryption_enabled = true` in `customer_managed_key`.
  EOT
  link      = "https://learn.microsoft.com/azure/service-bus-messaging/configure-customer-managed-key"

  pass "two layers" {
    resource "azurerm_servicebus_namespace" "example" {
      name                = "example-bus"
      resource_group_name = "example"
      location            = "westeurope"
      sku                 = "Premium"

      customer_managed_key {
        key_vault_key_id                  = "some-id"
        identity_id                       = "some-id"
        infrastructure_encryption_enabled = true
      }
    }
  }

  pass "not premium" {
    resource "azurerm_servicebus_namespace" "example" {
      name                = "example-bus"
      resource_group_name = "example"
      location            = "westeurope"
      sku                 = "Standard"
    }
  }

  fail "no key" {
    resource "azurerm_servicebus_namespace" "example" {
      name                = "example-bus"
      resource_group_name = "example"
      location            = "westeurope"
      sku                 = "Premium"
    }

    expect = ["azurerm_servicebus_namespace.example"]
  }

  fail "one layer" {
    resource "azurerm_servicebus_namespace" "example" {
      name                = "example-bus"
      resource_group_name = "example"
      location            = "westeurope"
      sku                 = "Premium"

      customer_managed_key {
        key_vault_key_id = "some-id"
        identity_id      = "some-id"
      }
    }

    expect = ["azurerm_servicebus_namespace.example @ customer_managed_key"]
  }

  unknown "the value is an unset variable" {
    variable "sku" {}

    resource "azurerm_servicebus_namespace" "example" {
      name                = "example-bus"
      resource_group_name = "example"
      location            = "westeurope"
      sku                 = var.sku
    }
  }
}

rule "azure-servicebus-invalid-capacity" {
  title     = "Service Bus capacity does not fit the tier"
  category  = "correctness"
  severity  = "high"
  resources = ["azurerm_servicebus_namespace"]
  assert    = lower(resource.sku) == "premium" ? contains([1, 2, 4, 8, 16], coalesce(resource.capacity, 1)) : coalesce(resource.capacity, 0) == 0
  at        = resource.capacity
  message   = "capacity ${coalesce(resource.capacity, 0)} is not possible in the tier `${resource.sku}`"
  why       = <<-EOT
    Premium takes 1, 2, 4, 8 or 16 units, the other tiers 0; the provider refuses the rest.
  EOT
  remedy    = <<-EOT
    Write `capacity = 1` with `sku = "Premium"`, or leave it out.
  EOT
  link      = "https://registry.terraform.io/providers/hashicorp/azurerm/latest/docs/resources/servicebus_namespace"

  pass "standard" {
    resource "azurerm_servicebus_namespace" "example" {
      name                = "example-bus"
      resource_group_name = "example"
      location            = "westeurope"
      sku                 = "Standard"
    }
  }

  pass "premium" {
    resource "azurerm_servicebus_namespace" "example" {
      name                         = "example-bus"
      resource_group_name          = "example"
      location                     = "westeurope"
      sku                          = "Premium"
      capacity                     = 2
      premium_messaging_partitions = 1
    }
  }

  fail "units on standard" {
    resource "azurerm_servicebus_namespace" "example" {
      name                = "example-bus"
      resource_group_name = "example"
      location            = "westeurope"
      sku                 = "Standard"
      capacity            = 1
    }

    expect = ["azurerm_servicebus_namespace.example @ capacity"]
  }

  fail "three units" {
    resource "azurerm_servicebus_namespace" "example" {
      name                         = "example-bus"
      resource_group_name          = "example"
      location                     = "westeurope"
      sku                          = "Premium"
      capacity                     = 3
      premium_messaging_partitions = 1
    }

    expect = ["azurerm_servicebus_namespace.example @ capacity"]
  }

  unknown "the value is an unset variable" {
    variable "units" {}

    resource "azurerm_servicebus_namespace" "example" {
      name                = "example-bus"
      resource_group_name = "example"
      location            = "westeurope"
      sku                 = "Standard"
      capacity            = var.units
    }
  }

  pass "more that pass" {
    resource "azurerm_servicebus_namespace" "sku_is_premium" {
      name                = "example-bus"
      resource_group_name = "example"
      location            = "westeurope"
      sku                 = "premium"
    }
    resource "azurerm_servicebus_namespace" "capacity_is_4" {
      name                         = "example-bus"
      resource_group_name          = "example"
      location                     = "westeurope"
      sku                          = "Premium"
      capacity                     = 4
      premium_messaging_partitions = 1
    }
  }

  fail "one more, `capacity` is `16`" {
    resource "azurerm_servicebus_namespace" "example" {
      name                         = "example-bus"
      resource_group_name          = "example"
      location                     = "westeurope"
      sku                          = "Premium"
      capacity                     = 3
      premium_messaging_partitions = 1
    }
    resource "azurerm_servicebus_namespace" "example_too" {
      name                         = "example-bus"
      resource_group_name          = "example"
      location                     = "westeurope"
      sku                          = "Premium"
      capacity                     = 16
      premium_messaging_partitions = 1
    }
    expect = ["azurerm_servicebus_namespace.example @ capacity"]
  }
}

rule "azure-messaging-premium-outside-production" {
  title     = "Premium messaging tier outside production"
  category  = "cost"
  severity  = "low"
  resources = ["azurerm_servicebus_namespace", "azurerm_eventhub_namespace"]
  params = {
    nonproduction = "(?i)(?:^|[^a-z])(?:dev(?:elop(?:ment)?)?|te?st(?:ing)?|qa|uat|sandbox|sbx|demo|poc|non-?prod(?:uction)?|preview|lab)(?:$|[^a-z])"
  }
  when    = lower(resource.sku) == "premium"
  assert  = !can(regex(param.nonproduction, environment_of(resource)))
  at      = resource.sku
  message = "`Premium` bills reserved units by the hour in an environment with little traffic"
  why     = <<-EOT
    One premium unit costs many times what a standard namespace does. Network isolation is a reason to have it in tests as
    well: suppress the finding then.
  EOT
  remedy  = <<-EOT
    Choose per environment: `sku = var.environment == "prod" ? "Premium" : "Standard"`.
  EOT
  link    = "https://azure.microsoft.com/pricing/details/service-bus/"

  pass "production" {
    resource "azurerm_servicebus_namespace" "example" {
      name                = "example-bus"
      resource_group_name = "example"
      location            = "westeurope"
      sku                 = "Premium"
      capacity            = 1
      tags                = { environment = "prod" }
    }
  }

  pass "a standard test namespace" {
    resource "azurerm_eventhub_namespace" "example" {
      name                = "example-hub"
      resource_group_name = "example"
      location            = "westeurope"
      sku                 = "Standard"
      tags                = { environment = "test" }
    }
  }

  fail "a premium test namespace" {
    resource "azurerm_servicebus_namespace" "example" {
      name                = "example-bus"
      resource_group_name = "example"
      location            = "westeurope"
      sku                 = "Premium"
      capacity            = 1
      tags                = { environment = "test" }
    }

    expect = ["azurerm_servicebus_namespace.example @ sku"]
  }

  fail "premium hubs in development" {
    resource "azurerm_eventhub_namespace" "example" {
      name                = "example-hub"
      resource_group_name = "example"
      location            = "westeurope"
      sku                 = "Premium"
      tags                = { Environment = "dev" }
    }

    expect = ["azurerm_eventhub_namespace.example @ sku"]
  }

  unknown "the environment is an unset variable" {
    variable "env" {}

    resource "azurerm_servicebus_namespace" "example" {
      name                = "example-bus"
      resource_group_name = "example"
      location            = "westeurope"
      sku                 = "Premium"
      capacity            = 1
      tags                = { environment = var.env }
    }
  }
}

rule "azure-signalr-free-tier" {
  title     = "SignalR or Web PubSub runs in the free tier"
  category  = "reliability"
  severity  = "low"
  default   = false
  resources = ["azurerm_signalr_service", "azurerm_web_pubsub"]
  aliases   = ["CKV_AZURE_196", "CKV_AZURE_175"]
  assert    = !contains(["Free_F1"], meta.type == "azurerm_web_pubsub" ? resource.sku : resource.sku[0].name)
  at        = resource.sku
  message   = "`Free_F1` has 20 connections and no SLA"
  why       = <<-EOT
    Good for a try, not for users.
  EOT
  remedy    = <<-EOT
    Write the SKU `Standard_S1`.
  EOT
  link      = "https://azure.microsoft.com/pricing/details/signalr-service/"

  pass "standard SignalR" {
    resource "azurerm_signalr_service" "example" {
      name                = "example-signalr"
      resource_group_name = "example"
      location            = "westeurope"

      sku {
        name     = "Standard_S1"
        capacity = 1
      }
    }
  }

  pass "standard" {
    resource "azurerm_web_pubsub" "example" {
      name                = "example-pubsub"
      resource_group_name = "example"
      location            = "westeurope"
      sku                 = "Standard_S1"
    }
  }

  fail "free" {
    resource "azurerm_signalr_service" "example" {
      name                = "example-signalr"
      resource_group_name = "example"
      location            = "westeurope"

      sku {
        name     = "Free_F1"
        capacity = 1
      }
    }

    expect = ["azurerm_signalr_service.example @ sku"]
  }

  fail "free Web PubSub" {
    resource "azurerm_web_pubsub" "example" {
      name                = "example-pubsub"
      resource_group_name = "example"
      location            = "westeurope"
      sku                 = "Free_F1"
    }

    expect = ["azurerm_web_pubsub.example @ sku"]
  }

  unknown "the value is an unset variable" {
    variable "sku" {}

    resource "azurerm_web_pubsub" "example" {
      name                = "example-pubsub"
      resource_group_name = "example"
      location            = "westeurope"
      sku                 = var.sku
    }
  }
}
