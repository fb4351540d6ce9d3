# Container Registry, Container Instances, Container Apps.

rule "azure-container-registry-admin-user" {
  title     = "Container registry has its admin user switched on"
  category  = "security"
  severity  = "medium"
  resources = ["azurerm_container_registry"]
  aliases   = ["CKV_AZURE_137", "b897dfbf-322c-45a8-b67c-1e698beeaa51"]
  tags      = ["cwe-287", "cwe-522"]
  assert    = resource.admin_enabled != true
  at        = resource.admin_enabled
  message   = "`admin_enabled` is true: one shared password may push and pull everything"
  why       = <<-EOT
    The account belongs to nobody, cannot be limited to a repository, and its password ends up in pipelines and pods.
    Kubernetes, App Service and pipelines can use identities.
  EOT
  remedy    = <<-EOT
    Remove the argument, and assign the role `AcrPull` or `AcrPush` to identities.
  EOT
  link      = "https://learn.microsoft.com/azure/container-registry/container-registry-authentication"

  fix {
    set = {
      admin_enabled = false
    }
    safe = false
  }

  pass "off by default" {
    resource "azurerm_container_registry" "example" {
      name                = "exampleregistry"
      resource_group_name = "example"
      location            = "westeurope"
      sku                 = "Premium"
    }
  }

  pass "off" {
    resource "azurerm_container_registry" "example" {
      name                = "exampleregistry"
      resource_group_name = "example"
      location            = "westeurope"
      sku                 = "Premium"
      admin_enabled       = false
    }
  }

  fail "on" {
    resource "azurerm_container_registry" "example" {
      name                = "exampleregistry"
      resource_group_name = "example"
      location            = "westeurope"
      sku                 = "Premium"
      admin_enabled       = true
    }

    expect = ["azurerm_container_registry.example @ admin_enabled"]
  }

  unknown "the value is an unset variable" {
    variable "admin" {}

    resource "azurerm_container_registry" "example" {
      name                = "exampleregistry"
      resource_group_name = "example"
      location            = "westeurope"
      sku                 = "Premium"
      admin_enabled       = var.admin
    }
  }
}

rule "azure-container-registry-anonymous-pull" {
  title     = "Container registry serves images to everybody"
  category  = "security"
  severity  = "high"
  resources = ["azurerm_container_registry"]
  aliases   = ["CKV_AZURE_138"]
  tags      = ["cwe-284"]
  assert    = resource.anonymous_pull_enabled != true
  at        = resource.anonymous_pull_enabled
  message   = "`anonymous_pull_enabled` is true: every image can be pulled without signing in"
  why       = <<-EOT
    Images hold code, internal host names and now and then credentials. Right only for a registry of published images.
  EOT
  remedy    = <<-EOT
    Remove the argument; anonymous pull is off by default.
  EOT
  link      = "https://learn.microsoft.com/azure/container-registry/anonymous-pull-access"

  fix {
    set = {
      anonymous_pull_enabled = false
    }
  }

  pass "off by default" {
    resource "azurerm_container_registry" "example" {
      name                = "exampleregistry"
      resource_group_name = "example"
      location            = "westeurope"
      sku                 = "Premium"
    }
  }

  pass "off" {
    resource "azurerm_container_registry" "example" {
      name                   = "exampleregistry"
      resource_group_name    = "example"
      location               = "westeurope"
      sku                    = "Premium"
      anonymous_pull_enabled = false
    }
  }

  fail "on" {
    resource "azurerm_container_registry" "example" {
      name                   = "exampleregistry"
      resource_group_name    = "example"
      location               = "westeurope"
      sku                    = "Premium"
      anonymous_pull_enabled = true
    }

    expect = ["azurerm_container_registry.example @ anonymous_pull_enabled"]
  }

  unknown "the value is an unset variable" {
    variable "anonymous" {}

    resource "azurerm_container_registry" "example" {
      name                   = "exampleregistry"
      resource_group_name    = "example"
      location               = "westeurope"
      sku                    = "Premium"
      anonymous_pull_enabled = var.anonymous
    }
  }
}

rule "azure-container-registry-public-endpoint" {
  title     = "Container registry keeps its public endpoint"
  category  = "security"
  severity  = "low"
  default   = false
  resources = ["azurerm_container_registry"]
  aliases   = ["CKV_AZURE_139"]
  tags      = ["cwe-668"]
  assert    = resource.public_network_access_enabled == false
  at        = resource.public_network_access_enabled
  message   = "the registry can be reached from the internet; credentials are still needed"
  why       = <<-EOT
    Private endpoints and network rules need the premium tier, and pipelines inside the network.
  EOT
  remedy    = <<-EOT
    Write `public_network_access_enabled = false` and add a private endpoint.
  EOT
  link      = "https://learn.microsoft.com/azure/container-registry/container-registry-private-link"

  pass "off" {
    resource "azurerm_container_registry" "example" {
      name                          = "exampleregistry"
      resource_group_name           = "example"
      location                      = "westeurope"
      sku                           = "Premium"
      public_network_access_enabled = false
    }
  }

  fail "not set" {
    resource "azurerm_container_registry" "example" {
      name                = "exampleregistry"
      resource_group_name = "example"
      location            = "westeurope"
      sku                 = "Premium"
    }

    expect = ["azurerm_container_registry.example"]
  }

  fail "on" {
    resource "azurerm_container_registry" "example" {
      name                          = "exampleregistry"
      resource_group_name           = "example"
      location                      = "westeurope"
      sku                           = "Premium"
      public_network_access_enabled = true
    }

    expect = ["azurerm_container_registry.example @ public_network_access_enabled"]
  }

  unknown "the value is an unset variable" {
    variable "public" {}

    resource "azurerm_container_registry" "example" {
      name                          = "exampleregistry"
      resource_group_name           = "example"
      location                      = "westeurope"
      sku                           = "Premium"
      public_network_access_enabled = var.public
    }
  }
}

rule "azure-container-registry-network-open" {
  title     = "Container registry firewall allows all networks"
  category  = "security"
  severity  = "medium"
  resources = ["azurerm_container_registry"]
  tags      = ["cwe-668"]
  when      = resource.public_network_access_enabled != false
  for_each  = resource.network_rule_set
  assert    = lower(coalesce(each.value.default_action, "Allow")) != "allow"
  at        = each.value.default_action
  message   = "the rule set's default is `Allow`: the listed networks are no restriction"
  why       = <<-EOT
    Rules with the default `Allow` look like a firewall and are none.
  EOT
  remedy    = <<-EOT
    Write `default_action = "Deny"`.
  EOT
  link      = "https://registry.terraform.io/providers/hashicorp/azurerm/latest/docs/resources/container_registry"

  pass "denied" {
    resource "azurerm_container_registry" "example" {
      name                = "exampleregistry"
      resource_group_name = "example"
      location            = "westeurope"
      sku                 = "Premium"

      network_rule_set {
        default_action = "Deny"
      }
    }
  }

  pass "no rule set" {
    resource "azurerm_container_registry" "example" {
      name                = "exampleregistry"
      resource_group_name = "example"
      location            = "westeurope"
      sku                 = "Premium"
    }
  }

  pass "no public endpoint" {
    resource "azurerm_container_registry" "example" {
      name                          = "exampleregistry"
      resource_group_name           = "example"
      location                      = "westeurope"
      sku                           = "Premium"
      public_network_access_enabled = false

      network_rule_set {
        default_action = "Allow"
      }
    }
  }

  fail "allowed" {
    resource "azurerm_container_registry" "example" {
      name                = "exampleregistry"
      resource_group_name = "example"
      location            = "westeurope"
      sku                 = "Premium"

      network_rule_set {
        default_action = "Allow"

        ip_rule {
          action   = "Allow"
          ip_range = "203.0.113.0/24"
        }
      }
    }

    expect = ["azurerm_container_registry.example @ network_rule_set[0].default_action"]
  }

  fail "not set" {
    resource "azurerm_container_registry" "example" {
      name                = "exampleregistry"
      resource_group_name = "example"
      location            = "westeurope"
      sku                 = "Premium"

      network_rule_set {
        ip_rule {
          action   = "Allow"
          ip_range = "203.0.113.0/24"
        }
      }
    }

    expect = ["azurerm_container_registry.example @ network_rule_set[0]"]
  }

  unknown "the value is an unset variable" {
    variable "action" {}

    resource "azurerm_container_registry" "example" {
      name                = "exampleregistry"
      resource_group_name = "example"
      location            = "westeurope"
      sku                 = "Premium"

      network_rule_set {
        default_action = var.action
      }
    }
  }
}

rule "azure-container-registry-no-geo-replication" {
  title     = "Container registry lives in one region"
  category  = "reliability"
  severity  = "low"
  default   = false
  resources = ["azurerm_container_registry"]
  aliases   = ["CKV_AZURE_165"]
  assert    = length(resource.georeplications) > 0 || length(resource.georeplication_locations) > 0
  at        = resource.georeplications
  message   = "there is no `georeplications` block"
  why       = <<-EOT
    Replicas bring images near the clusters and survive the loss of a region; each costs as much as the first registry.
  EOT
  remedy    = <<-EOT
    Add `georeplications { location = "northeurope" }` to a premium registry.
  EOT
  link      = "https://learn.microsoft.com/azure/container-registry/container-registry-geo-replication"

  pass "replicated" {
    resource "azurerm_container_registry" "example" {
      name                = "exampleregistry"
      resource_group_name = "example"
      location            = "westeurope"
      sku                 = "Premium"

      georeplications {
        location = "northeurope"
      }
    }
  }

  fail "none" {
    resource "azurerm_container_registry" "example" {
      name                = "exampleregistry"
      resource_group_name = "example"
      location            = "westeurope"
      sku                 = "Premium"
    }

    expect = ["azurerm_container_registry.example"]
  }
}

rule "azure-container-registry-no-zone-redundancy" {
  title     = "Container registry is not spread over zones"
  category  = "reliability"
  severity  = "low"
  default   = false
  resources = ["azurerm_container_registry"]
  aliases   = ["CKV_AZURE_233"]
  when      = lower(resource.sku) == "premium"
  assert    = resource.zone_redundancy_enabled == true
  at        = resource.zone_redundancy_enabled
  message   = "`zone_redundancy_enabled` is not true"
  why       = <<-EOT
    Zone redundancy costs nothing extra in the premium tier but can only be chosen at creation. In many regions Azure
    applies it by itself by now.
  EOT
  remedy    = <<-EOT
    Write `zone_redundancy_enabled = true`.
  EOT
  link      = "https://learn.microsoft.com/azure/container-registry/zone-redundancy"

  pass "spread" {
    resource "azurerm_container_registry" "example" {
      name                    = "exampleregistry"
      resource_group_name     = "example"
      location                = "westeurope"
      sku                     = "Premium"
      zone_redundancy_enabled = true
    }
  }

  pass "not premium" {
    resource "azurerm_container_registry" "example" {
      name                = "exampleregistry"
      resource_group_name = "example"
      location            = "westeurope"
      sku                 = "Basic"
    }
  }

  fail "not set" {
    resource "azurerm_container_registry" "example" {
      name                = "exampleregistry"
      resource_group_name = "example"
      location            = "westeurope"
      sku                 = "Premium"
    }

    expect = ["azurerm_container_registry.example"]
  }

  fail "off" {
    resource "azurerm_container_registry" "example" {
      name                    = "exampleregistry"
      resource_group_name     = "example"
      location                = "westeurope"
      sku                     = "Premium"
      zone_redundancy_enabled = false
    }

    expect = ["azurerm_container_registry.example @ zone_redundancy_enabled"]
  }

  unknown "the value is an unset variable" {
    variable "zones" {}

    resource "azurerm_container_registry" "example" {
      name                    = "exampleregistry"
      resource_group_name     = "example"
      location                = "westeurope"
      sku                     = "Premium"
      zone_redundancy_enabled = var.zones
    }
  }
}

rule "azure-container-registry-no-retention" {
  title     = "Container registry never removes untagged images"
  category  = "cost"
  severity  = "low"
  default   = false
  resources = ["azurerm_container_registry"]
  aliases   = ["CKV_AZURE_167"]
  when      = lower(resource.sku) == "premium"
  assert    = coalesce(resource.retention_policy_in_days, 0) > 0 || resource.retention_policy[0].enabled == true
  at        = coalesce(resource.retention_policy_in_days, resource.retention_policy)
  message   = "manifests without a tag are kept for ever"
  why       = <<-EOT
    Every push under the same tag leaves an untagged image that is billed and scanned.
  EOT
  remedy    = <<-EOT
    Write `retention_policy_in_days = 30` (a `retention_policy` block before provider version 4.0).
  EOT
  link      = "https://learn.microsoft.com/azure/container-registry/container-registry-retention-policy"

  pass "thirty days" {
    resource "azurerm_container_registry" "example" {
      name                     = "exampleregistry"
      resource_group_name      = "example"
      location                 = "westeurope"
      sku                      = "Premium"
      retention_policy_in_days = 30
    }
  }

  pass "the block of version 3" {
    resource "azurerm_container_registry" "example" {
      name                = "exampleregistry"
      resource_group_name = "example"
      location            = "westeurope"
      sku                 = "Premium"

      retention_policy {
        days    = 30
        enabled = true
      }
    }
  }

  fail "not set" {
    resource "azurerm_container_registry" "example" {
      name                = "exampleregistry"
      resource_group_name = "example"
      location            = "westeurope"
      sku                 = "Premium"
    }

    expect = ["azurerm_container_registry.example"]
  }

  fail "off" {
    resource "azurerm_container_registry" "example" {
      name                = "exampleregistry"
      resource_group_name = "example"
      location            = "westeurope"
      sku                 = "Premium"

      retention_policy {
        days    = 30
        enabled = false
      }
    }

    expect = ["azurerm_container_registry.example @ retention_policy"]
  }

  unknown "the value is an unset variable" {
    variable "days" {}

    resource "azurerm_container_registry" "example" {
      name                     = "exampleregistry"
      resource_group_name      = "example"
      location                 = "westeurope"
      sku                      = "Premium"
      retention_policy_in_days = var.days
    }
  }

  pass "more that pass" {
    resource "azurerm_container_registry" "sku_is_basic" {
      name                = "exampleregistry"
      resource_group_name = "example"
      location            = "westeurope"
      sku                 = "Basic"
    }
    resource "azurerm_container_registry" "one_more_retention_policy_in_days_is_1" {
      name                     = "exampleregistry"
      resource_group_name      = "example"
      location                 = "westeurope"
      sku                      = "Premium"
      retention_policy_in_days = 30
    }
    resource "azurerm_container_registry" "one_more_retention_policy_in_days_is_1_2" {
      name                     = "exampleregistry"
      resource_group_name      = "example"
      location                 = "westeurope"
      sku                      = "Premium"
      retention_policy_in_days = 1
    }
  }
}

rule "azure-container-registry-no-quarantine" {
  title     = "Container registry does not quarantine new images"
  category  = "security"
  severity  = "info"
  default   = false
  resources = ["azurerm_container_registry"]
  aliases   = ["CKV_AZURE_166"]
  when      = lower(resource.sku) == "premium"
  assert    = resource.quarantine_policy_enabled == true
  at        = resource.quarantine_policy_enabled
  message   = "`quarantine_policy_enabled` is not true"
  why       = <<-EOT
    Quarantine holds pushed images back until a scanner releases them. Without such a scanner nothing can be pulled any
    more.
  EOT
  remedy    = <<-EOT
    Write `quarantine_policy_enabled = true` together with a scanner that releases images.
  EOT
  link      = "https://registry.terraform.io/providers/hashicorp/azurerm/latest/docs/resources/container_registry"

  pass "on" {
    resource "azurerm_container_registry" "example" {
      name                      = "exampleregistry"
      resource_group_name       = "example"
      location                  = "westeurope"
      sku                       = "Premium"
      quarantine_policy_enabled = true
    }
  }

  fail "not set" {
    resource "azurerm_container_registry" "example" {
      name                = "exampleregistry"
      resource_group_name = "example"
      location            = "westeurope"
      sku                 = "Premium"
    }

    expect = ["azurerm_container_registry.example"]
  }

  fail "off" {
    resource "azurerm_container_registry" "example" {
      name                      = "exampleregistry"
      resource_group_name       = "example"
      location                  = "westeurope"
      sku                       = "Premium"
      quarantine_policy_enabled = false
    }

    expect = ["azurerm_container_registry.example @ quarantine_policy_enabled"]
  }

  unknown "the value is an unset variable" {
    variable "quarantine" {}

    resource "azurerm_container_registry" "example" {
      name                      = "exampleregistry"
      resource_group_name       = "example"
      location                  = "westeurope"
      sku                       = "Premium"
      quarantine_policy_enabled = var.quarantine
    }
  }

  pass "`sku` is `Basic`" {
    resource "azurerm_container_registry" "example" {
      name                = "exampleregistry"
      resource_group_name = "example"
      location            = "westeurope"
      sku                 = "Basic"
    }
  }
}

rule "azure-container-registry-no-data-endpoint" {
  title     = "Container registry has no dedicated data endpoint"
  category  = "security"
  severity  = "info"
  default   = false
  resources = ["azurerm_container_registry"]
  aliases   = ["CKV_AZURE_237"]
  when      = lower(resource.sku) == "premium"
  assert    = resource.data_endpoint_enabled == true
  at        = resource.data_endpoint_enabled
  message   = "clients need a firewall rule for all of Azure's blob storage"
  why       = <<-EOT
    With dedicated endpoints a firewall can name the registry's own host instead of `*.blob.core.windows.net`, which
    closes a way out for data.
  EOT
  remedy    = <<-EOT
    Write `data_endpoint_enabled = true`.
  EOT
  link      = "https://learn.microsoft.com/azure/container-registry/container-registry-dedicated-data-endpoints"

  pass "on" {
    resource "azurerm_container_registry" "example" {
      name                  = "exampleregistry"
      resource_group_name   = "example"
      location              = "westeurope"
      sku                   = "Premium"
      data_endpoint_enabled = true
    }
  }

  fail "not set" {
    resource "azurerm_container_registry" "example" {
      name                = "exampleregistry"
      resource_group_name = "example"
      location            = "westeurope"
      sku                 = "Premium"
    }

    expect = ["azurerm_container_registry.example"]
  }

  fail "off" {
    resource "azurerm_container_registry" "example" {
      name                  = "exampleregistry"
      resource_group_name   = "example"
      location              = "westeurope"
      sku                   = "Premium"
      data_endpoint_enabled = false
    }

    expect = ["azurerm_container_registry.example @ data_endpoint_enabled"]
  }

  unknown "the value is an unset variable" {
    variable "endpoint" {}

    resource "azurerm_container_registry" "example" {
      name                  = "exampleregistry"
      resource_group_name   = "example"
      location              = "westeurope"
      sku                   = "Premium"
      data_endpoint_enabled = var.endpoint
    }
  }

  pass "`sku` is `Basic`" {
    resource "azurerm_container_registry" "example" {
      name                = "exampleregistry"
      resource_group_name = "example"
      location            = "westeurope"
      sku                 = "Basic"
    }
  }
}

rule "azure-container-registry-premium-feature" {
  title     = "Container registry uses features its tier does not have"
  category  = "correctness"
  severity  = "high"
  resources = ["azurerm_container_registry"]
  when      = contains(["basic", "standard"], lower(resource.sku))
  assert    = length(resource.georeplications) == 0 && length(resource.network_rule_set) == 0 && resource.zone_redundancy_enabled != true && resource.data_endpoint_enabled != true && coalesce(resource.retention_policy_in_days, 0) == 0 && resource.public_network_access_enabled != false && length(resource.encryption) == 0
  at        = resource.sku
  message   = "`${resource.sku}` has neither replication, network rules, retention, private access nor keys of your own"
  why       = <<-EOT
    Azure refuses such settings at apply; they need the premium tier.
  EOT
  remedy    = <<-EOT
    Write `sku = "Premium"`, or remove the settings.
  EOT
  link      = "https://learn.microsoft.com/azure/container-registry/container-registry-skus"

  pass "premium" {
    resource "azurerm_container_registry" "example" {
      name                     = "exampleregistry"
      resource_group_name      = "example"
      location                 = "westeurope"
      sku                      = "Premium"
      retention_policy_in_days = 30
    }
  }

  pass "basic without them" {
    resource "azurerm_container_registry" "example" {
      name                = "exampleregistry"
      resource_group_name = "example"
      location            = "westeurope"
      sku                 = "Basic"
    }
  }

  fail "replication on standard" {
    resource "azurerm_container_registry" "example" {
      name                = "exampleregistry"
      resource_group_name = "example"
      location            = "westeurope"
      sku                 = "Standard"

      georeplications {
        location = "northeurope"
      }
    }

    expect = ["azurerm_container_registry.example @ sku"]
  }

  fail "private access on basic" {
    resource "azurerm_container_registry" "example" {
      name                          = "exampleregistry"
      resource_group_name           = "example"
      location                      = "westeurope"
      sku                           = "Basic"
      public_network_access_enabled = false
    }

    expect = ["azurerm_container_registry.example @ sku"]
  }

  unknown "the value is an unset variable" {
    variable "public" {}

    resource "azurerm_container_registry" "example" {
      name                          = "exampleregistry"
      resource_group_name           = "example"
      location                      = "westeurope"
      sku                           = "Standard"
      public_network_access_enabled = var.public
    }
  }

  fail "more that fail" {
    resource "azurerm_container_registry" "data_endpoint_enabled_is_true" {
      name                  = "exampleregistry"
      resource_group_name   = "example"
      location              = "westeurope"
      sku                   = "Basic"
      data_endpoint_enabled = true
    }
    resource "azurerm_container_registry" "zone_redundancy_enabled_is_true" {
      name                    = "exampleregistry"
      resource_group_name     = "example"
      location                = "westeurope"
      sku                     = "Basic"
      zone_redundancy_enabled = true
    }
    resource "azurerm_container_registry" "one_more_sku_is_basic" {
      name                     = "exampleregistry"
      resource_group_name      = "example"
      location                 = "westeurope"
      sku                      = "Premium"
      retention_policy_in_days = 30
    }
    resource "azurerm_container_registry" "one_more_sku_is_basic_2" {
      name                     = "exampleregistry"
      resource_group_name      = "example"
      location                 = "westeurope"
      sku                      = "basic"
      retention_policy_in_days = 30
    }
    resource "azurerm_container_registry" "one_more_with_network_rule_set" {
      name                = "exampleregistry"
      resource_group_name = "example"
      location            = "westeurope"
      sku                 = "Basic"
    }
    resource "azurerm_container_registry" "one_more_with_network_rule_set_2" {
      name                = "exampleregistry"
      resource_group_name = "example"
      location            = "westeurope"
      sku                 = "Basic"
      network_rule_set {
        default_action = "Deny"
      }
    }
    expect = [
      "azurerm_container_registry.data_endpoint_enabled_is_true @ sku",
      "azurerm_container_registry.zone_redundancy_enabled_is_true @ sku",
      "azurerm_container_registry.one_more_sku_is_basic_2 @ sku",
      "azurerm_container_registry.one_more_with_network_rule_set_2 @ sku",
    ]
  }
}

rule "azure-container-registry-name-invalid" {
  title     = "Container registry name breaks Azure's rules"
  category  = "naming"
  severity  = "high"
  resources = ["azurerm_container_registry"]
  when      = resource.name != null && resource.name != "" && is_known(can(regex("^[a-zA-Z0-9]{5,50}$", resource.name)))
  assert    = can(regex("^[a-zA-Z0-9]{5,50}$", resource.name))
  at        = resource.name
  message   = "`${resource.name}` is not 5 to 50 letters and digits"
  why       = <<-EOT
    Azure refuses hyphens, dots and other lengths at apply. A name that is not known yet is judged when it is: with the
    plan.
  EOT
  remedy    = <<-EOT
    Write for example `name = "acrexampleprod"`.
  EOT
  link      = "https://learn.microsoft.com/azure/azure-resource-manager/management/resource-name-rules"

  pass "letters and digits" {
    resource "azurerm_container_registry" "example" {
      resource_group_name = "example"
      location            = "westeurope"
      sku                 = "Premium"
      name                = "acrexampleprod"
    }
  }

  fail "a hyphen" {
    resource "azurerm_container_registry" "example" {
      resource_group_name = "example"
      location            = "westeurope"
      sku                 = "Premium"
      name                = "acr-example"
    }

    expect = ["azurerm_container_registry.example @ name"]
  }

  fail "too short" {
    resource "azurerm_container_registry" "example" {
      resource_group_name = "example"
      location            = "westeurope"
      sku                 = "Premium"
      name                = "acr"
    }

    expect = ["azurerm_container_registry.example @ name"]
  }

  pass "the name is not known yet" {
    variable "name" {}

    resource "azurerm_container_registry" "example" {
      resource_group_name = "example"
      location            = "westeurope"
      sku                 = "Premium"
      name                = var.name
    }
  }
}

rule "azure-container-registry-webhook-http" {
  title     = "Registry webhook is sent without encryption"
  category  = "security"
  severity  = "medium"
  resources = ["azurerm_container_registry_webhook"]
  aliases   = ["CKV2_AZURE_30"]
  tags      = ["cwe-319"]
  assert    = !startswith(lower(resource.service_uri), "http://")
  at        = resource.service_uri
  message   = "`service_uri` begins with `http://`"
  why       = <<-EOT
    The call carries image names and often an authorization header, readable on the way.
  EOT
  remedy    = <<-EOT
    Use an `https://` address.
  EOT
  link      = "https://registry.terraform.io/providers/hashicorp/azurerm/latest/docs/resources/container_registry_webhook"

  pass "HTTPS" {
    resource "azurerm_container_registry_webhook" "example" {
      name                = "example"
      resource_group_name = "example"
      location            = "westeurope"
      registry_name       = "exampleregistry"
      actions             = ["push"]
      service_uri         = "https://hooks.example.com/registry"
    }
  }

  fail "HTTP" {
    resource "azurerm_container_registry_webhook" "example" {
      name                = "example"
      resource_group_name = "example"
      location            = "westeurope"
      registry_name       = "exampleregistry"
      actions             = ["push"]
      service_uri         = "http://hooks.example.com/registry"
    }

    expect = ["azurerm_container_registry_webhook.example @ service_uri"]
  }

  unknown "the value is an unset variable" {
    variable "uri" {}

    resource "azurerm_container_registry_webhook" "example" {
      name                = "example"
      resource_group_name = "example"
      location            = "westeurope"
      registry_name       = "exampleregistry"
      actions             = ["push"]
      service_uri         = var.uri
    }
  }
}

rule "azure-container-group-public" {
  title     = "Container group has a public address"
  category  = "security"
  severity  = "medium"
  resources = ["azurerm_container_group"]
  aliases   = ["CKV_AZURE_245", "CKV_AZURE_98"]
  tags      = ["cwe-668"]
  assert    = contains(["private", "none"], lower(coalesce(resource.ip_address_type, "public"))) || length(resource.subnet_ids) > 0
  at        = resource.ip_address_type
  message   = "the containers are directly on the internet (`Public` is the default)"
  why       = <<-EOT
    There is no firewall, gateway or TLS termination in front of a container group: each open port is reachable by
    everybody.
  EOT
  remedy    = <<-EOT
    Put the group into a subnet:

        ip_address_type = "Private"
        subnet_ids      = [azurerm_subnet.containers.id]
  EOT
  link      = "https://learn.microsoft.com/azure/container-instances/container-instances-vnet"

  pass "inside a network" {
    resource "azurerm_container_group" "example" {
      name                = "example"
      resource_group_name = "example"
      location            = "westeurope"
      os_type             = "Linux"
      ip_address_type     = "Private"
      subnet_ids          = ["some-id"]

      container {
        name   = "app"
        image  = "example.azurecr.io/app:1.4.2"
        cpu    = "0.5"
        memory = "1.5"
      }
    }
  }

  pass "no address" {
    resource "azurerm_container_group" "example" {
      name                = "example"
      resource_group_name = "example"
      location            = "westeurope"
      os_type             = "Linux"
      ip_address_type     = "None"

      container {
        name   = "app"
        image  = "example.azurecr.io/app:1.4.2"
        cpu    = "0.5"
        memory = "1.5"
      }
    }
  }

  fail "not set" {
    resource "azurerm_container_group" "example" {
      name                = "example"
      resource_group_name = "example"
      location            = "westeurope"
      os_type             = "Linux"

      container {
        name   = "app"
        image  = "example.azurecr.io/app:1.4.2"
        cpu    = "0.5"
        memory = "1.5"
      }
    }

    expect = ["azurerm_container_group.example"]
  }

  fail "public" {
    resource "azurerm_container_group" "example" {
      name                = "example"
      resource_group_name = "example"
      location            = "westeurope"
      os_type             = "Linux"
      ip_address_type     = "Public"

      container {
        name   = "app"
        image  = "example.azurecr.io/app:1.4.2"
        cpu    = "0.5"
        memory = "1.5"
      }
    }

    expect = ["azurerm_container_group.example @ ip_address_type"]
  }

  unknown "the value is an unset variable" {
    variable "type" {}

    resource "azurerm_container_group" "example" {
      name                = "example"
      resource_group_name = "example"
      location            = "westeurope"
      os_type             = "Linux"
      ip_address_type     = var.type

      container {
        name   = "app"
        image  = "example.azurecr.io/app:1.4.2"
        cpu    = "0.5"
        memory = "1.5"
      }
    }
  }

  pass "more that pass" {
    resource "azurerm_container_group" "no_ip_address_type" {
      name                = "example"
      resource_group_name = "example"
      location            = "westeurope"
      os_type             = "Linux"
      subnet_ids          = ["some-id"]
      container {
        name   = "app"
        image  = "example.azurecr.io/app:1.4.2"
        cpu    = "0.5"
        memory = "1.5"
      }
    }
    resource "azurerm_container_group" "no_subnet_ids" {
      name                = "example"
      resource_group_name = "example"
      location            = "westeurope"
      os_type             = "Linux"
      ip_address_type     = "Private"
      container {
        name   = "app"
        image  = "example.azurecr.io/app:1.4.2"
        cpu    = "0.5"
        memory = "1.5"
      }
    }
  }
}

rule "azure-container-group-secret-in-environment" {
  title     = "Container gets a secret through a readable variable"
  category  = "security"
  severity  = "medium"
  resources = ["azurerm_container_group"]
  aliases   = ["CKV_AZURE_235"]
  tags      = ["cwe-526"]
  params = {
    names = "(?i)(password|passwd|secret|token|api_?key|access_?key|connection_?string|private_?key)$"
  }
  for_each = concat(resource.container, resource.init_container)
  assert   = !anytrue([for k in keys(each.value.environment_variables) : can(regex(param.names, k))])
  at       = each.value.environment_variables
  message  = "`environment_variables` holds ${join(", ", [for k in keys(each.value.environment_variables) : "`${k}`" if can(regex(param.names, k))])}"
  why      = <<-EOT
    Plain variables are shown in the portal and returned by the API to everyone who may read the group. The names are
    judged, so ordinary settings do not disturb.
  EOT
  remedy   = <<-EOT
    Move them to `secure_environment_variables`, or mount a Key Vault secret.
  EOT
  link     = "https://learn.microsoft.com/azure/container-instances/container-instances-environment-variables"

  pass "ordinary settings" {
    resource "azurerm_container_group" "example" {
      name                = "example"
      resource_group_name = "example"
      location            = "westeurope"
      os_type             = "Linux"

      container {
        name                  = "app"
        image                 = "example.azurecr.io/app:1.4.2"
        cpu                   = "0.5"
        memory                = "1.5"
        environment_variables = { LOG_LEVEL = "info" }
      }
    }
    also = ["azure-container-group-public"]
  }

  pass "secure variables" {
    variable "password" {}

    resource "azurerm_container_group" "example" {
      name                = "example"
      resource_group_name = "example"
      location            = "westeurope"
      os_type             = "Linux"

      container {
        name                         = "app"
        image                        = "example.azurecr.io/app:1.4.2"
        cpu                          = "0.5"
        memory                       = "1.5"
        secure_environment_variables = { DB_PASSWORD = var.password }
      }
    }
    also = ["azure-container-group-public"]
  }

  fail "a password" {
    variable "password" {}

    resource "azurerm_container_group" "example" {
      name                = "example"
      resource_group_name = "example"
      location            = "westeurope"
      os_type             = "Linux"

      container {
        name                  = "app"
        image                 = "example.azurecr.io/app:1.4.2"
        cpu                   = "0.5"
        memory                = "1.5"
        environment_variables = { DB_PASSWORD = var.password }
      }
    }

    expect = ["azurerm_container_group.example @ container[0].environment_variables"]
  }

  fail "in an init container" {
    resource "azurerm_container_group" "example" {
      name                = "example"
      resource_group_name = "example"
      location            = "westeurope"
      os_type             = "Linux"

      container {
        name   = "app"
        image  = "example.azurecr.io/app:1.4.2"
        cpu    = "0.5"
        memory = "1.5"
      }

      init_container {
        name                  = "init"
        image                 = "example.azurecr.io/init:1.0.0"
        environment_variables = { API_KEY = "x" }
      }
    }

    expect = ["azurerm_container_group.example @ init_container[0].environment_variables"]
  }

  unknown "the value is an unset variable" {
    variable "settings" {}

    resource "azurerm_container_group" "example" {
      name                = "example"
      resource_group_name = "example"
      location            = "westeurope"
      os_type             = "Linux"

      container {
        name                  = "app"
        image                 = "example.azurecr.io/app:1.4.2"
        cpu                   = "0.5"
        memory                = "1.5"
        environment_variables = var.settings
      }
    }
  }
}

rule "azure-container-group-no-identity" {
  title     = "Container group has no managed identity"
  category  = "security"
  severity  = "low"
  default   = false
  resources = ["azurerm_container_group"]
  aliases   = ["CKV2_AZURE_28"]
  tags      = ["cwe-522"]
  assert    = length(resource.identity) > 0
  at        = resource.identity
  message   = "there is no `identity` block"
  why       = <<-EOT
    With an identity containers reach Key Vault, storage and the registry without stored credentials.
  EOT
  remedy    = <<-EOT
    Add `identity { type = "SystemAssigned" }`.
  EOT
  link      = "https://learn.microsoft.com/azure/container-instances/container-instances-managed-identity"

  pass "an identity" {
    resource "azurerm_container_group" "example" {
      name                = "example"
      resource_group_name = "example"
      location            = "westeurope"
      os_type             = "Linux"

      container {
        name   = "app"
        image  = "example.azurecr.io/app:1.4.2"
        cpu    = "0.5"
        memory = "1.5"
      }

      identity {
        type = "SystemAssigned"
      }
    }
    also = ["azure-container-group-public"]
  }

  fail "none" {
    resource "azurerm_container_group" "example" {
      name                = "example"
      resource_group_name = "example"
      location            = "westeurope"
      os_type             = "Linux"

      container {
        name   = "app"
        image  = "example.azurecr.io/app:1.4.2"
        cpu    = "0.5"
        memory = "1.5"
      }
    }

    expect = ["azurerm_container_group.example"]
  }
}

rule "azure-container-app-http-allowed" {
  title     = "Container app accepts unencrypted HTTP"
  category  = "security"
  severity  = "medium"
  resources = ["azurerm_container_app"]
  tags      = ["cwe-319"]
  assert    = resource.ingress[0].allow_insecure_connections != true
  at        = resource.ingress[0].allow_insecure_connections
  message   = "`allow_insecure_connections` is true: requests over HTTP are answered instead of redirected"
  why       = <<-EOT
    Session cookies, tokens and data can be read and changed on the way.
  EOT
  remedy    = <<-EOT
    Remove the argument.
  EOT
  link      = "https://learn.microsoft.com/azure/container-apps/ingress-overview"

  pass "redirected by default" {
    resource "azurerm_container_app" "example" {
      name                         = "example"
      resource_group_name          = "example"
      container_app_environment_id = "some-id"
      revision_mode                = "Single"

      template {
        container {
          name   = "app"
          image  = "example.azurecr.io/app:1.4.2"
          cpu    = 0.5
          memory = "1Gi"
        }
      }

      ingress {
        target_port      = 8080
        external_enabled = true

        traffic_weight {
          percentage      = 100
          latest_revision = true
        }
      }
    }
  }

  pass "no ingress" {
    resource "azurerm_container_app" "example" {
      name                         = "example"
      resource_group_name          = "example"
      container_app_environment_id = "some-id"
      revision_mode                = "Single"

      template {
        container {
          name   = "app"
          image  = "example.azurecr.io/app:1.4.2"
          cpu    = 0.5
          memory = "1Gi"
        }
      }
    }
  }

  fail "allowed" {
    resource "azurerm_container_app" "example" {
      name                         = "example"
      resource_group_name          = "example"
      container_app_environment_id = "some-id"
      revision_mode                = "Single"

      template {
        container {
          name   = "app"
          image  = "example.azurecr.io/app:1.4.2"
          cpu    = 0.5
          memory = "1Gi"
        }
      }

      ingress {
        target_port                = 8080
        external_enabled           = true
        allow_insecure_connections = true

        traffic_weight {
          percentage      = 100
          latest_revision = true
        }
      }
    }

    expect = ["azurerm_container_app.example @ ingress[0].allow_insecure_connections"]
  }

  unknown "the value is an unset variable" {
    variable "http" {}

    resource "azurerm_container_app" "example" {
      name                         = "example"
      resource_group_name          = "example"
      container_app_environment_id = "some-id"
      revision_mode                = "Single"

      template {
        container {
          name   = "app"
          image  = "example.azurecr.io/app:1.4.2"
          cpu    = 0.5
          memory = "1Gi"
        }
      }

      ingress {
        target_port                = 8080
        allow_insecure_connections = var.http

        traffic_weight {
          percentage      = 100
          latest_revision = true
        }
      }
    }
  }
}

rule "azure-container-app-secret-in-environment" {
  title     = "Container app gets a secret through a readable variable"
  category  = "security"
  severity  = "medium"
  resources = ["azurerm_container_app", "azurerm_container_app_job"]
  tags      = ["cwe-526"]
  params = {
    names = "(?i)(password|passwd|secret|token|api_?key|access_?key|connection_?string|private_?key)$"
  }
  for_each = flatten([for t in resource.template : [for c in concat(t.container, t.init_container) : c.env]])
  assert   = !(each.value.secret_name == null && can(regex(param.names, each.value.name)))
  at       = each.value.value
  message  = "`${each.value.name}` is passed as a plain value"
  why      = <<-EOT
    Plain values are kept in each revision and returned by the API to everyone who may read the app.
  EOT
  remedy   = <<-EOT
    Declare a `secret` block and refer to it with `secret_name`.
  EOT
  link     = "https://learn.microsoft.com/azure/container-apps/manage-secrets"

  pass "a secret" {
    variable "password" {}

    resource "azurerm_container_app" "example" {
      name                         = "example"
      resource_group_name          = "example"
      container_app_environment_id = "some-id"
      revision_mode                = "Single"

      secret {
        name  = "db-password"
        value = var.password
      }

      template {
        container {
          name   = "app"
          image  = "example.azurecr.io/app:1.4.2"
          cpu    = 0.5
          memory = "1Gi"

          env {
            name        = "DB_PASSWORD"
            secret_name = "db-password"
          }
        }
      }
    }
  }

  pass "ordinary settings" {
    resource "azurerm_container_app" "example" {
      name                         = "example"
      resource_group_name          = "example"
      container_app_environment_id = "some-id"
      revision_mode                = "Single"

      template {
        container {
          name   = "app"
          image  = "example.azurecr.io/app:1.4.2"
          cpu    = 0.5
          memory = "1Gi"

          env {
            name  = "LOG_LEVEL"
            value = "info"
          }
        }
      }
    }
  }

  fail "a plain value" {
    variable "password" {}

    resource "azurerm_container_app" "example" {
      name                         = "example"
      resource_group_name          = "example"
      container_app_environment_id = "some-id"
      revision_mode                = "Single"

      template {
        container {
          name   = "app"
          image  = "example.azurecr.io/app:1.4.2"
          cpu    = 0.5
          memory = "1Gi"

          env {
            name  = "DB_PASSWORD"
            value = var.password
          }
        }
      }
    }

    expect = ["azurerm_container_app.example @ template[0].container[0].env[0].value"]
  }
}

rule "azure-container-app-environment-public" {
  title     = "Container Apps environment is open to the internet"
  category  = "security"
  severity  = "low"
  default   = false
  resources = ["azurerm_container_app_environment"]
  tags      = ["cwe-668"]
  assert    = resource.internal_load_balancer_enabled == true || lower(resource.public_network_access) == "disabled"
  at        = resource.internal_load_balancer_enabled
  message   = "the environment has a public load balancer"
  why       = <<-EOT
    Each app still decides by itself whether its ingress is external. Internal environments suit back-end services.
  EOT
  remedy    = <<-EOT
    Write `internal_load_balancer_enabled = true` with an `infrastructure_subnet_id`.
  EOT
  link      = "https://learn.microsoft.com/azure/container-apps/networking"

  pass "internal" {
    resource "azurerm_container_app_environment" "example" {
      name                           = "example"
      resource_group_name            = "example"
      location                       = "westeurope"
      infrastructure_subnet_id       = "some-id"
      internal_load_balancer_enabled = true
    }
  }

  fail "not set" {
    resource "azurerm_container_app_environment" "example" {
      name                = "example"
      resource_group_name = "example"
      location            = "westeurope"
    }

    expect = ["azurerm_container_app_environment.example"]
  }

  fail "public" {
    resource "azurerm_container_app_environment" "example" {
      name                           = "example"
      resource_group_name            = "example"
      location                       = "westeurope"
      infrastructure_subnet_id       = "some-id"
      internal_load_balancer_enabled = false
    }

    expect = ["azurerm_container_app_environment.example @ internal_load_balancer_enabled"]
  }

  unknown "the value is an unset variable" {
    variable "internal" {}

    resource "azurerm_container_app_environment" "example" {
      name                           = "example"
      resource_group_name            = "example"
      location                       = "westeurope"
      infrastructure_subnet_id       = "some-id"
      internal_load_balancer_enabled = var.internal
    }
  }

  pass "`public_network_access` is `disabled`" {
    resource "azurerm_container_app_environment" "example" {
      name                  = "example"
      resource_group_name   = "example"
      location              = "westeurope"
      public_network_access = "disabled"
    }
  }
}

rule "azure-container-image-latest" {
  title     = "Container image has no fixed version"
  category  = "reliability"
  severity  = "low"
  resources = ["azurerm_container_group", "azurerm_container_app", "azurerm_container_app_job"]
  tags      = ["cwe-1357"]
  when      = each.value.image != null
  for_each  = concat(resource.container, resource.init_container, flatten([for t in resource.template : concat(t.container, t.init_container)]))
  assert    = can(regex("@sha256:", each.value.image)) || (can(regex(":[^/]+$", each.value.image)) && !endswith(each.value.image, ":latest"))
  at        = each.value.image
  message   = "`${each.value.image}` may be another image tomorrow"
  why       = <<-EOT
    Without a tag, or with `latest`, a restart can bring a version that nobody tested, and a rollback brings it again.
  EOT
  remedy    = <<-EOT
    Name a version or digest: `image = "example.azurecr.io/app:1.4.2"`.
  EOT
  link      = "https://learn.microsoft.com/azure/container-registry/container-registry-image-tag-version"

  pass "a version" {
    resource "azurerm_container_app" "example" {
      name                         = "example"
      resource_group_name          = "example"
      container_app_environment_id = "some-id"
      revision_mode                = "Single"

      template {
        container {
          name   = "app"
          image  = "example.azurecr.io/app:1.4.2"
          cpu    = 0.5
          memory = "1Gi"
        }
      }
    }
  }

  pass "a digest" {
    resource "azurerm_container_group" "example" {
      name                = "example"
      resource_group_name = "example"
      location            = "westeurope"
      os_type             = "Linux"

      container {
        name   = "app"
        image  = "example.azurecr.io/app@sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef"
        cpu    = "0.5"
        memory = "1.5"
      }
    }
    also = ["azure-container-group-public"]
  }

  fail "latest" {
    resource "azurerm_container_group" "example" {
      name                = "example"
      resource_group_name = "example"
      location            = "westeurope"
      os_type             = "Linux"

      container {
        name   = "app"
        image  = "nginx:latest"
        cpu    = "0.5"
        memory = "1.5"
      }
    }

    expect = ["azurerm_container_group.example @ container[0].image"]
  }

  fail "no tag" {
    resource "azurerm_container_app" "example" {
      name                         = "example"
      resource_group_name          = "example"
      container_app_environment_id = "some-id"
      revision_mode                = "Single"

      template {
        container {
          name   = "app"
          image  = "registry.example.com:5000/app"
          cpu    = 0.5
          memory = "1Gi"
        }
      }
    }

    expect = ["azurerm_container_app.example @ template[0].container[0].image"]
  }

  unknown "the value is an unset variable" {
    variable "image" {}

    resource "azurerm_container_app" "example" {
      name                         = "example"
      resource_group_name          = "example"
      container_app_environment_id = "some-id"
      revision_mode                = "Single"

      template {
        container {
          name   = "app"
          image  = var.image
          cpu    = 0.5
          memory = "1Gi"
        }
      }
    }
  }
}

rule "azure-container-app-resources-mismatch" {
  title     = "Container app asks for memory that does not fit its CPU"
  category  = "correctness"
  severity  = "high"
  resources = ["azurerm_container_app", "azurerm_container_app_job"]
  when      = resource.workload_profile_name == null && alltrue([for c in each.value.container : endswith(c.memory, "Gi") && c.cpu != null]) && length(each.value.container) > 0
  for_each  = resource.template
  assert    = sum([for c in each.value.container : tonumber(trimsuffix(c.memory, "Gi"))]) == 2 * sum([for c in each.value.container : tonumber(c.cpu)])
  at        = each.value.container[0].memory
  message   = "the containers ask for ${sum([for c in each.value.container : tonumber(c.cpu)])} CPU and ${sum([for c in each.value.container : tonumber(trimsuffix(c.memory, "Gi"))])}Gi"
  why       = <<-EOT
    In the consumption profile the memory of all containers together is two Gi for each CPU; Azure refuses other
    combinations at apply. Apps in a dedicated profile (`workload_profile_name`) are free.
  EOT
  remedy    = <<-EOT
    Write for example `cpu = 0.5` with `memory = "1Gi"`.
  EOT
  link      = "https://learn.microsoft.com/azure/container-apps/containers#allocations"

  pass "half a CPU" {
    resource "azurerm_container_app" "example" {
      name                         = "example"
      resource_group_name          = "example"
      container_app_environment_id = "some-id"
      revision_mode                = "Single"

      template {
        container {
          name   = "app"
          image  = "example.azurecr.io/app:1.4.2"
          cpu    = 0.5
          memory = "1Gi"
        }
      }
    }
  }

  pass "a dedicated profile is free" {
    resource "azurerm_container_app" "example" {
      name                         = "example"
      resource_group_name          = "example"
      container_app_environment_id = "some-id"
      revision_mode                = "Single"
      workload_profile_name        = "large"

      template {
        container {
          name   = "app"
          image  = "example.azurecr.io/app:1.4.2"
          cpu    = 1
          memory = "4Gi"
        }
      }
    }
  }

  pass "two that add up" {
    resource "azurerm_container_app" "example" {
      name                         = "example"
      resource_group_name          = "example"
      container_app_environment_id = "some-id"
      revision_mode                = "Single"

      template {
        container {
          name   = "app"
          image  = "example.azurecr.io/app:1.4.2"
          cpu    = 0.75
          memory = "1Gi"
        }

        container {
          name   = "proxy"
          image  = "example.azurecr.io/proxy:2.0.0"
          cpu    = 0.25
          memory = "1Gi"
        }
      }
    }
  }

  fail "too much memory" {
    resource "azurerm_container_app" "example" {
      name                         = "example"
      resource_group_name          = "example"
      container_app_environment_id = "some-id"
      revision_mode                = "Single"

      template {
        container {
          name   = "app"
          image  = "example.azurecr.io/app:1.4.2"
          cpu    = 0.25
          memory = "1Gi"
        }
      }
    }

    expect = ["azurerm_container_app.example @ template[0].container[0].memory"]
  }

  unknown "the value is an unset variable" {
    variable "cpu" {}

    resource "azurerm_container_app" "example" {
      name                         = "example"
      resource_group_name          = "example"
      container_app_environment_id = "some-id"
      revision_mode                = "Single"

      template {
        container {
          name   = "app"
          image  = "example.azurecr.io/app:1.4.2"
          cpu    = var.cpu
          memory = "1Gi"
        }
      }
    }
  }
}
