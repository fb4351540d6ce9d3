# API Management, App Configuration, Automation, Logic Apps (consumption).

rule "azure-api-management-weak-tls" {
  title     = "API gateway accepts old TLS versions or ciphers"
  category  = "security"
  severity  = "medium"
  resources = ["azurerm_api_management"]
  aliases   = ["CKV_AZURE_173"]
  tags      = ["cwe-326", "cwe-327"]
  for_each  = resource.security
  assert    = !anytrue([each.value.backend_ssl30_enabled, each.value.backend_tls10_enabled, each.value.backend_tls11_enabled, each.value.frontend_ssl30_enabled, each.value.frontend_tls10_enabled, each.value.frontend_tls11_enabled, each.value.enable_backend_ssl30, each.value.enable_backend_tls10, each.value.enable_backend_tls11, each.value.enable_frontend_ssl30, each.value.enable_frontend_tls10, each.value.enable_frontend_tls11, each.value.triple_des_ciphers_enabled, each.value.enable_triple_des_ciphers])
  at        = each.value
  message   = "the `security` block switches SSL 3.0, TLS 1.0, TLS 1.1 or triple DES on"
  why       = <<-EOT
    These protocols have known weaknesses, are refused by auditors and are off unless they are written.
  EOT
  remedy    = <<-EOT
    Remove the arguments from the `security` block.
  EOT
  link      = "https://learn.microsoft.com/azure/api-management/api-management-howto-manage-protocols-ciphers"

  pass "no block" {
    resource "azurerm_api_management" "example" {
      name                = "example-apim"
      resource_group_name = "example"
      location            = "westeurope"
      publisher_name      = "Example"
      publisher_email     = "apis@example.com"
      sku_name            = "Developer_1"
    }
  }

  pass "all off" {
    resource "azurerm_api_management" "example" {
      name                = "example-apim"
      resource_group_name = "example"
      location            = "westeurope"
      publisher_name      = "Example"
      publisher_email     = "apis@example.com"
      sku_name            = "Developer_1"

      security {
        backend_tls10_enabled  = false
        frontend_tls10_enabled = false
      }
    }
  }

  fail "old clients" {
    resource "azurerm_api_management" "example" {
      name                = "example-apim"
      resource_group_name = "example"
      location            = "westeurope"
      publisher_name      = "Example"
      publisher_email     = "apis@example.com"
      sku_name            = "Developer_1"

      security {
        frontend_tls10_enabled = true
      }
    }

    expect = ["azurerm_api_management.example @ security[0]"]
  }

  fail "old backends, in the spelling before 5.0" {
    resource "azurerm_api_management" "example" {
      name                = "example-apim"
      resource_group_name = "example"
      location            = "westeurope"
      publisher_name      = "Example"
      publisher_email     = "apis@example.com"
      sku_name            = "Developer_1"

      security {
        enable_backend_ssl30 = true
      }
    }

    expect = ["azurerm_api_management.example @ security[0]"]
  }

  unknown "the value is an unset variable" {
    variable "old" {}

    resource "azurerm_api_management" "example" {
      name                = "example-apim"
      resource_group_name = "example"
      location            = "westeurope"
      publisher_name      = "Example"
      publisher_email     = "apis@example.com"
      sku_name            = "Developer_1"

      security {
        frontend_tls11_enabled = var.old
      }
    }
  }
}

rule "azure-api-management-http-api" {
  title     = "API can be called over plain HTTP"
  category  = "security"
  severity  = "medium"
  resources = ["azurerm_api_management_api"]
  tags      = ["cwe-319"]
  assert    = !contains([for p in resource.protocols : lower(p)], "http") && !contains([for p in resource.protocols : lower(p)], "ws")
  at        = resource.protocols
  message   = "`protocols` contains ${join(", ", [for p in resource.protocols : "`${p}`" if contains(["http", "ws"], lower(p))])}"
  why       = <<-EOT
    Subscription keys and tokens travel readable.
  EOT
  remedy    = <<-EOT
    Write `protocols = ["https"]`.
  EOT
  link      = "https://learn.microsoft.com/azure/api-management/import-and-publish"

  fix {
    set = {
      protocols = ["https"]
    }
    safe = false
  }

  pass "HTTPS only" {
    resource "azurerm_api_management_api" "example" {
      name                = "example"
      resource_group_name = "example"
      api_management_name = "example-apim"
      revision            = "1"
      display_name        = "Example"
      path                = "example"
      protocols           = ["https"]
    }
  }

  pass "an encrypted socket" {
    resource "azurerm_api_management_api" "example" {
      name                = "example"
      resource_group_name = "example"
      api_management_name = "example-apim"
      revision            = "1"
      display_name        = "Example"
      path                = "example"
      protocols           = ["wss"]
    }
  }

  fail "both" {
    resource "azurerm_api_management_api" "example" {
      name                = "example"
      resource_group_name = "example"
      api_management_name = "example-apim"
      revision            = "1"
      display_name        = "Example"
      path                = "example"
      protocols           = ["http", "https"]
    }

    expect = ["azurerm_api_management_api.example @ protocols"]
  }

  unknown "the value is an unset variable" {
    variable "protocols" {}

    resource "azurerm_api_management_api" "example" {
      name                = "example"
      resource_group_name = "example"
      api_management_name = "example-apim"
      revision            = "1"
      display_name        = "Example"
      path                = "example"
      protocols           = var.protocols
    }
  }

  fail "`protocols` is `ws`" {
    resource "azurerm_api_management_api" "example" {
      name                = "example"
      resource_group_name = "example"
      api_management_name = "example-apim"
      revision            = "1"
      display_name        = "Example"
      path                = "example"
      protocols           = ["ws"]
    }
    expect = ["azurerm_api_management_api.example @ protocols"]
  }
}

rule "azure-api-management-http-backend" {
  title     = "API gateway calls its backend over plain HTTP"
  category  = "security"
  severity  = "medium"
  resources = ["azurerm_api_management_backend"]
  aliases   = ["CKV_AZURE_215"]
  tags      = ["cwe-319"]
  assert    = !startswith(lower(resource.url), "http://")
  at        = resource.url
  message   = "`${resource.url}` is called without encryption"
  why       = <<-EOT
    Callers see a lock, yet the way from the gateway to the service is open, with tokens and data.
  EOT
  remedy    = <<-EOT
    Write an `https://` address.
  EOT
  link      = "https://registry.terraform.io/providers/hashicorp/azurerm/latest/docs/resources/api_management_backend"

  pass "HTTPS" {
    resource "azurerm_api_management_backend" "example" {
      name                = "example"
      resource_group_name = "example"
      api_management_name = "example-apim"
      protocol            = "http"
      url                 = "https://backend.example.com"
    }
  }

  pass "a Service Fabric service" {
    resource "azurerm_api_management_backend" "example" {
      name                = "example"
      resource_group_name = "example"
      api_management_name = "example-apim"
      protocol            = "http"
      url                 = "fabric:/mytestapp/api"
    }
  }

  fail "HTTP" {
    resource "azurerm_api_management_backend" "example" {
      name                = "example"
      resource_group_name = "example"
      api_management_name = "example-apim"
      protocol            = "http"
      url                 = "http://backend.example.com"
    }

    expect = ["azurerm_api_management_backend.example @ url"]
  }

  unknown "the value is an unset variable" {
    variable "url" {}

    resource "azurerm_api_management_backend" "example" {
      name                = "example"
      resource_group_name = "example"
      api_management_name = "example-apim"
      protocol            = "http"
      url                 = var.url
    }
  }
}

rule "azure-api-management-backend-certificate-unchecked" {
  title     = "API gateway does not check its backend's certificate"
  category  = "security"
  severity  = "medium"
  resources = ["azurerm_api_management_backend"]
  tags      = ["cwe-295"]
  for_each  = resource.tls
  assert    = each.value.validate_certificate_chain != false && each.value.validate_certificate_name != false
  at        = coalesce(each.value.validate_certificate_chain, each.value.validate_certificate_name)
  message   = "certificate validation is switched off"
  why       = <<-EOT
    Whoever can redirect traffic on the way may answer in the backend's place.
  EOT
  remedy    = <<-EOT
    Give the backend a certificate that the gateway trusts (upload the authority's certificate to the gateway) and remove
    the block.
  EOT
  link      = "https://registry.terraform.io/providers/hashicorp/azurerm/latest/docs/resources/api_management_backend"

  pass "checked by default" {
    resource "azurerm_api_management_backend" "example" {
      name                = "example"
      resource_group_name = "example"
      api_management_name = "example-apim"
      protocol            = "http"
      url                 = "https://backend.example.com"
    }
  }

  pass "checked" {
    resource "azurerm_api_management_backend" "example" {
      name                = "example"
      resource_group_name = "example"
      api_management_name = "example-apim"
      protocol            = "http"
      url                 = "https://backend.example.com"

      tls {
        validate_certificate_chain = true
        validate_certificate_name  = true
      }
    }
  }

  fail "chain not checked" {
    resource "azurerm_api_management_backend" "example" {
      name                = "example"
      resource_group_name = "example"
      api_management_name = "example-apim"
      protocol            = "http"
      url                 = "https://backend.example.com"

      tls {
        validate_certificate_chain = false
      }
    }

    expect = ["azurerm_api_management_backend.example @ tls[0].validate_certificate_chain"]
  }

  fail "name not checked" {
    resource "azurerm_api_management_backend" "example" {
      name                = "example"
      resource_group_name = "example"
      api_management_name = "example-apim"
      protocol            = "http"
      url                 = "https://backend.example.com"

      tls {
        validate_certificate_name = false
      }
    }

    expect = ["azurerm_api_management_backend.example @ tls[0].validate_certificate_name"]
  }

  unknown "the value is an unset variable" {
    variable "check" {}

    resource "azurerm_api_management_backend" "example" {
      name                = "example"
      resource_group_name = "example"
      api_management_name = "example-apim"
      protocol            = "http"
      url                 = "https://backend.example.com"

      tls {
        validate_certificate_chain = var.check
      }
    }
  }
}

rule "azure-api-management-named-value-readable" {
  title     = "API gateway keeps a secret as a readable value"
  category  = "security"
  severity  = "medium"
  resources = ["azurerm_api_management_named_value"]
  tags      = ["cwe-312"]
  params = {
    names = "(?i)(password|passwd|secret|token|api[-_]?key|access[-_]?key|connection[-_]?string|private[-_]?key)$"
  }
  when    = can(regex(param.names, coalesce(resource.display_name, resource.name)))
  assert  = resource.secret == true
  at      = resource.secret
  message = "`${coalesce(resource.display_name, resource.name)}` is not marked `secret`, so everyone who may read the gateway sees it"
  why     = <<-EOT
    Named values are shown in the portal and exported with the gateway's configuration unless they are secret.
  EOT
  remedy  = <<-EOT
    Write `secret = true`, better with `value_from_key_vault`.
  EOT
  link    = "https://learn.microsoft.com/azure/api-management/api-management-howto-properties"

  fix {
    set = {
      secret = true
    }
  }

  pass "secret" {
    variable "password" {}

    resource "azurerm_api_management_named_value" "example" {
      name                = "example"
      resource_group_name = "example"
      api_management_name = "example-apim"
      display_name        = "backend-password"
      secret              = true
      value               = var.password
    }
  }

  pass "an ordinary value" {
    resource "azurerm_api_management_named_value" "example" {
      name                = "example"
      resource_group_name = "example"
      api_management_name = "example-apim"
      display_name        = "backend-url"
      value               = "https://backend.example.com"
    }
  }

  fail "readable" {
    variable "password" {}

    resource "azurerm_api_management_named_value" "example" {
      name                = "example"
      resource_group_name = "example"
      api_management_name = "example-apim"
      display_name        = "backend-password"
      value               = var.password
    }

    expect = ["azurerm_api_management_named_value.example"]
  }

  fail "written as readable" {
    variable "key" {}

    resource "azurerm_api_management_named_value" "example" {
      name                = "example"
      resource_group_name = "example"
      api_management_name = "example-apim"
      display_name        = "BackendApiKey"
      secret              = false
      value               = var.key
    }

    expect = ["azurerm_api_management_named_value.example @ secret"]
  }

  unknown "the value is an unset variable" {
    variable "password" {}

    variable "secret" {}

    resource "azurerm_api_management_named_value" "example" {
      name                = "example"
      resource_group_name = "example"
      api_management_name = "example-apim"
      display_name        = "backend-password"
      secret              = var.secret
      value               = var.password
    }
  }
}

rule "azure-api-management-no-subscription" {
  title     = "API can be called without a subscription key"
  category  = "security"
  severity  = "low"
  default   = false
  resources = ["azurerm_api_management_api"]
  tags      = ["cwe-306"]
  assert    = resource.subscription_required != false
  at        = resource.subscription_required
  message   = "`subscription_required` is false"
  why       = <<-EOT
    Fine where the API checks tokens by policy or is public; the configuration does not show it.
  EOT
  remedy    = <<-EOT
    Remove the argument, or validate tokens with a `validate-jwt` policy.
  EOT
  link      = "https://learn.microsoft.com/azure/api-management/api-management-subscriptions"

  pass "required by default" {
    resource "azurerm_api_management_api" "example" {
      name                = "example"
      resource_group_name = "example"
      api_management_name = "example-apim"
      revision            = "1"
      display_name        = "Example"
      path                = "example"
    }
  }

  fail "not required" {
    resource "azurerm_api_management_api" "example" {
      name                  = "example"
      resource_group_name   = "example"
      api_management_name   = "example-apim"
      revision              = "1"
      display_name          = "Example"
      path                  = "example"
      subscription_required = false
    }

    expect = ["azurerm_api_management_api.example @ subscription_required"]
  }

  unknown "the value is an unset variable" {
    variable "key" {}

    resource "azurerm_api_management_api" "example" {
      name                  = "example"
      resource_group_name   = "example"
      api_management_name   = "example-apim"
      revision              = "1"
      display_name          = "Example"
      path                  = "example"
      subscription_required = var.key
    }
  }
}

rule "azure-api-management-no-client-certificate" {
  title     = "API gateway does not ask for client certificates"
  category  = "security"
  severity  = "low"
  default   = false
  resources = ["azurerm_api_management"]
  aliases   = ["CKV_AZURE_152"]
  tags      = ["cwe-295"]
  when      = startswith(lower(resource.sku_name), "consumption")
  assert    = resource.client_certificate_enabled == true
  at        = resource.client_certificate_enabled
  message   = "`client_certificate_enabled` is not true"
  why       = <<-EOT
    The argument exists in the consumption tier only; other tiers negotiate certificates per host name.
  EOT
  remedy    = <<-EOT
    Write `client_certificate_enabled = true` for machine-to-machine APIs.
  EOT
  link      = "https://learn.microsoft.com/azure/api-management/api-management-howto-mutual-certificates-for-clients"

  pass "required" {
    resource "azurerm_api_management" "example" {
      name                       = "example-apim"
      resource_group_name        = "example"
      location                   = "westeurope"
      publisher_name             = "Example"
      publisher_email            = "apis@example.com"
      sku_name                   = "Consumption_0"
      client_certificate_enabled = true
    }
  }

  pass "another tier" {
    resource "azurerm_api_management" "example" {
      name                = "example-apim"
      resource_group_name = "example"
      location            = "westeurope"
      publisher_name      = "Example"
      publisher_email     = "apis@example.com"
      sku_name            = "Developer_1"
    }
  }

  fail "not required" {
    resource "azurerm_api_management" "example" {
      name                = "example-apim"
      resource_group_name = "example"
      location            = "westeurope"
      publisher_name      = "Example"
      publisher_email     = "apis@example.com"
      sku_name            = "Consumption_0"
    }

    expect = ["azurerm_api_management.example"]
  }

  unknown "the value is an unset variable" {
    variable "mtls" {}

    resource "azurerm_api_management" "example" {
      name                       = "example-apim"
      resource_group_name        = "example"
      location                   = "westeurope"
      publisher_name             = "Example"
      publisher_email            = "apis@example.com"
      sku_name                   = "Consumption_0"
      client_certificate_enabled = var.mtls
    }
  }
}

rule "azure-api-management-no-virtual-network" {
  title     = "API gateway is outside every virtual network"
  category  = "security"
  severity  = "low"
  default   = false
  resources = ["azurerm_api_management"]
  aliases   = ["CKV_AZURE_107"]
  tags      = ["cwe-668"]
  assert    = length(resource.virtual_network_configuration) > 0
  at        = resource.virtual_network_configuration
  message   = "there is no `virtual_network_configuration`"
  why       = <<-EOT
    Inside a network the gateway reaches private backends and can be shielded by security groups; that needs the
    developer, premium or v2 tiers.
  EOT
  remedy    = <<-EOT
    Add `virtual_network_type = "Internal"` and a `virtual_network_configuration` block.
  EOT
  link      = "https://learn.microsoft.com/azure/api-management/virtual-network-concepts"

  pass "inside" {
    resource "azurerm_api_management" "example" {
      name                 = "example-apim"
      resource_group_name  = "example"
      location             = "westeurope"
      publisher_name       = "Example"
      publisher_email      = "apis@example.com"
      sku_name             = "Developer_1"
      virtual_network_type = "Internal"

      virtual_network_configuration {
        subnet_id = "some-id"
      }
    }
  }

  fail "outside" {
    resource "azurerm_api_management" "example" {
      name                = "example-apim"
      resource_group_name = "example"
      location            = "westeurope"
      publisher_name      = "Example"
      publisher_email     = "apis@example.com"
      sku_name            = "Developer_1"
    }

    expect = ["azurerm_api_management.example"]
  }
}

rule "azure-app-configuration-no-purge-protection" {
  title     = "App Configuration can be purged at once"
  category  = "reliability"
  severity  = "low"
  default   = false
  resources = ["azurerm_app_configuration"]
  aliases   = ["CKV_AZURE_187"]
  when      = contains(["standard", "premium"], lower(resource.sku))
  assert    = resource.purge_protection_enabled == true
  at        = resource.purge_protection_enabled
  message   = "`purge_protection_enabled` is not true"
  why       = <<-EOT
    A deleted store stays recoverable for a week, unless somebody purges it. Free and developer stores have no such
    protection.
  EOT
  remedy    = <<-EOT
    Write `purge_protection_enabled = true`.
  EOT
  link      = "https://learn.microsoft.com/azure/azure-app-configuration/concept-soft-delete"

  pass "protected" {
    resource "azurerm_app_configuration" "example" {
      name                     = "example-config"
      resource_group_name      = "example"
      location                 = "westeurope"
      sku                      = "standard"
      purge_protection_enabled = true
    }
  }

  pass "a free store" {
    resource "azurerm_app_configuration" "example" {
      name                = "example-config"
      resource_group_name = "example"
      location            = "westeurope"
      sku                 = "free"
    }
  }

  fail "not set" {
    resource "azurerm_app_configuration" "example" {
      name                = "example-config"
      resource_group_name = "example"
      location            = "westeurope"
      sku                 = "standard"
    }

    expect = ["azurerm_app_configuration.example"]
  }

  fail "off" {
    resource "azurerm_app_configuration" "example" {
      name                     = "example-config"
      resource_group_name      = "example"
      location                 = "westeurope"
      sku                      = "standard"
      purge_protection_enabled = false
    }

    expect = ["azurerm_app_configuration.example @ purge_protection_enabled"]
  }

  unknown "the value is an unset variable" {
    variable "protect" {}

    resource "azurerm_app_configuration" "example" {
      name                     = "example-config"
      resource_group_name      = "example"
      location                 = "westeurope"
      sku                      = "standard"
      purge_protection_enabled = var.protect
    }
  }

  fail "`sku` is `premium`" {
    resource "azurerm_app_configuration" "example" {
      name                = "example-config"
      resource_group_name = "example"
      location            = "westeurope"
      sku                 = "premium"
    }
    expect = ["azurerm_app_configuration.example"]
  }
}

rule "azure-app-configuration-free-tier" {
  title     = "App Configuration runs in the free tier"
  category  = "reliability"
  severity  = "low"
  default   = false
  resources = ["azurerm_app_configuration"]
  aliases   = ["CKV_AZURE_188"]
  assert    = contains(["standard", "premium"], lower(resource.sku))
  at        = resource.sku
  message   = "`sku` is `${coalesce(resource.sku, "free")}`: no SLA, no private endpoint, a thousand requests a day"
  why       = <<-EOT
    Good for a try, not for an application that reads its settings at start.
  EOT
  remedy    = <<-EOT
    Write `sku = "standard"`.
  EOT
  link      = "https://azure.microsoft.com/pricing/details/app-configuration/"

  pass "standard" {
    resource "azurerm_app_configuration" "example" {
      name                = "example-config"
      resource_group_name = "example"
      location            = "westeurope"
      sku                 = "standard"
    }
  }

  fail "not set" {
    resource "azurerm_app_configuration" "example" {
      name                = "example-config"
      resource_group_name = "example"
      location            = "westeurope"
    }

    expect = ["azurerm_app_configuration.example"]
  }

  fail "free" {
    resource "azurerm_app_configuration" "example" {
      name                = "example-config"
      resource_group_name = "example"
      location            = "westeurope"
      sku                 = "free"
    }

    expect = ["azurerm_app_configuration.example @ sku"]
  }

  unknown "the value is an unset variable" {
    variable "sku" {}

    resource "azurerm_app_configuration" "example" {
      name                = "example-config"
      resource_group_name = "example"
      location            = "westeurope"
      sku                 = var.sku
    }
  }

  pass "`sku` is `premium`" {
    resource "azurerm_app_configuration" "example" {
      name                = "example-config"
      resource_group_name = "example"
      location            = "westeurope"
      sku                 = "premium"
    }
  }
}

rule "azure-automation-secret-not-encrypted" {
  title    = "Automation variable holds a secret in readable form"
  category = "security"
  severity = "medium"
  resources = [
    "azurerm_automation_variable_string", "azurerm_automation_variable_bool", "azurerm_automation_variable_int",
    "azurerm_automation_variable_datetime", "azurerm_automation_variable_object",
  ]
  aliases = ["CKV_AZURE_73"]
  tags    = ["cwe-312"]
  params = {
    names = "(?i)(password|passwd|secret|token|api[-_]?key|access[-_]?key|connection[-_]?string|private[-_]?key|credential)s?$"
  }
  when    = can(regex(param.names, resource.name))
  assert  = resource.encrypted == true
  at      = resource.encrypted
  message = "`${resource.name}` is not `encrypted`, so everyone who may read the account sees it"
  why     = <<-EOT
    Variables are stored and shown in plain text unless they are encrypted.
  EOT
  remedy  = <<-EOT
    Write `encrypted = true`; the variable is created anew.
  EOT
  link    = "https://learn.microsoft.com/azure/automation/shared-resources/variables"

  fix {
    set = {
      encrypted = true
    }
    safe = false
  }

  pass "encrypted" {
    variable "password" {}

    resource "azurerm_automation_variable_string" "example" {
      resource_group_name     = "example"
      automation_account_name = "example"
      name                    = "db-password"
      value                   = var.password
      encrypted               = true
    }
  }

  pass "an ordinary variable" {
    resource "azurerm_automation_variable_string" "example" {
      name                    = "region"
      resource_group_name     = "example"
      automation_account_name = "example"
      value                   = "westeurope"
    }
  }

  fail "readable" {
    variable "password" {}

    resource "azurerm_automation_variable_string" "example" {
      resource_group_name     = "example"
      automation_account_name = "example"
      name                    = "db-password"
      value                   = var.password
    }

    expect = ["azurerm_automation_variable_string.example"]
  }

  fail "written as readable" {
    variable "key" {}

    resource "azurerm_automation_variable_string" "example" {
      resource_group_name     = "example"
      automation_account_name = "example"
      name                    = "ApiKey"
      value                   = var.key
      encrypted               = false
    }

    expect = ["azurerm_automation_variable_string.example @ encrypted"]
  }

  unknown "the value is an unset variable" {
    variable "encrypt" {}

    variable "password" {}

    resource "azurerm_automation_variable_string" "example" {
      resource_group_name     = "example"
      automation_account_name = "example"
      name                    = "db-password"
      value                   = var.password
      encrypted               = var.encrypt
    }
  }
}

rule "azure-automation-variable-not-encrypted" {
  title    = "Automation variable is not encrypted"
  category = "security"
  severity = "low"
  default  = false
  resources = [
    "azurerm_automation_variable_string", "azurerm_automation_variable_bool", "azurerm_automation_variable_int",
    "azurerm_automation_variable_datetime", "azurerm_automation_variable_object",
  ]
  aliases = ["CKV_AZURE_73"]
  tags    = ["cwe-312"]
  when    = !can(regex("(?i)(password|passwd|secret|token|api[-_]?key|access[-_]?key|connection[-_]?string|private[-_]?key|credential)s?$", resource.name))
  assert  = resource.encrypted == true
  at      = resource.encrypted
  message = "`${resource.name}` is stored in readable form"
  why     = <<-EOT
    Most variables are settings that may be read. Those whose names speak of secrets are judged by
    `azure-automation-secret-not-encrypted`.
  EOT
  remedy  = <<-EOT
    Write `encrypted = true`.
  EOT
  link    = "https://learn.microsoft.com/azure/automation/shared-resources/variables"

  pass "encrypted" {
    resource "azurerm_automation_variable_string" "example" {
      name                    = "region"
      resource_group_name     = "example"
      automation_account_name = "example"
      value                   = "westeurope"
      encrypted               = true
    }
  }

  pass "a secret, another rule's subject" {
    variable "password" {}

    resource "azurerm_automation_variable_string" "example" {
      resource_group_name     = "example"
      automation_account_name = "example"
      name                    = "db-password"
      value                   = var.password
    }
    also = ["azure-automation-secret-not-encrypted"]
  }

  fail "not set" {
    resource "azurerm_automation_variable_int" "example" {
      name                    = "count"
      resource_group_name     = "example"
      automation_account_name = "example"
      value                   = 3
    }

    expect = ["azurerm_automation_variable_int.example"]
  }

  fail "off" {
    resource "azurerm_automation_variable_string" "example" {
      name                    = "region"
      resource_group_name     = "example"
      automation_account_name = "example"
      value                   = "westeurope"
      encrypted               = false
    }

    expect = ["azurerm_automation_variable_string.example @ encrypted"]
  }

  unknown "the value is an unset variable" {
    variable "encrypt" {}

    resource "azurerm_automation_variable_string" "example" {
      name                    = "region"
      resource_group_name     = "example"
      automation_account_name = "example"
      value                   = "westeurope"
      encrypted               = var.encrypt
    }
  }
}

rule "azure-logic-app-trigger-open" {
  title     = "Logic app can be triggered from every address"
  category  = "security"
  severity  = "low"
  default   = false
  resources = ["azurerm_logic_app_workflow"]
  tags      = ["cwe-668"]
  assert    = length(resource.access_control[0].trigger[0].allowed_caller_ip_address_range) > 0
  at        = resource.access_control
  message   = "no `allowed_caller_ip_address_range` limits who may call the trigger"
  why       = <<-EOT
    The trigger's address holds a signature that is all a caller needs. Workflows without an HTTP trigger have nothing to
    limit.
  EOT
  remedy    = <<-EOT
    Add `access_control { trigger { allowed_caller_ip_address_range = ["203.0.113.0/24"] } }` with one argument a line.
  EOT
  link      = "https://learn.microsoft.com/azure/logic-apps/logic-apps-securing-a-logic-app"

  pass "limited" {
    resource "azurerm_logic_app_workflow" "example" {
      name                = "example"
      resource_group_name = "example"
      location            = "westeurope"

      access_control {
        trigger {
          allowed_caller_ip_address_range = ["203.0.113.0/24"]
        }
      }
    }
  }

  fail "not set" {
    resource "azurerm_logic_app_workflow" "example" {
      name                = "example"
      resource_group_name = "example"
      location            = "westeurope"
    }

    expect = ["azurerm_logic_app_workflow.example"]
  }

  fail "only content is limited" {
    resource "azurerm_logic_app_workflow" "example" {
      name                = "example"
      resource_group_name = "example"
      location            = "westeurope"

      access_control {
        content {
          allowed_caller_ip_address_range = ["203.0.113.0/24"]
        }
      }
    }

    expect = ["azurerm_logic_app_workflow.example @ access_control"]
  }
}
