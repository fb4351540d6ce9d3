# Application Gateway.

rule "azure-application-gateway-weak-tls" {
  title     = "Application Gateway accepts TLS 1.0 or 1.1"
  category  = "security"
  severity  = "medium"
  resources = ["azurerm_application_gateway"]
  aliases   = ["CKV_AZURE_218"]
  tags      = ["cwe-326", "cwe-327"]
  params = {
    weak_policies = ["AppGwSslPolicy20150501", "AppGwSslPolicy20170401"]
  }
  for_each = concat(resource.ssl_policy, flatten([for p in resource.ssl_profile : p.ssl_policy]))
  assert   = !contains(param.weak_policies, each.value.policy_name) && !contains(["TLSv1_0", "TLSv1_1"], each.value.min_protocol_version) && (length(each.value.disabled_protocols) == 0 || contains(["Predefined", "Custom", "CustomV2"], each.value.policy_type) || alltrue([for p in ["TLSv1_0", "TLSv1_1"] : contains(each.value.disabled_protocols, p)]))
  at       = coalesce(each.value.policy_name, each.value.min_protocol_version, each.value.disabled_protocols)
  message  = "`${coalesce(each.value.policy_name, each.value.min_protocol_version, join(", ", each.value.disabled_protocols))}` lets clients negotiate a protocol older than TLS 1.2"
  why      = <<-EOT
    TLS 1.0 and 1.1 have known weaknesses and are refused by auditors. Without an `ssl_policy` the gateway uses
    `AppGwSslPolicy20220101`, which starts at TLS 1.2.
  EOT
  remedy   = <<-EOT
    Use a current predefined policy:

        ssl_policy {
          policy_type = "Predefined"
          policy_name = "AppGwSslPolicy20220101"
        }
  EOT
  link     = "https://learn.microsoft.com/azure/application-gateway/application-gateway-ssl-policy-overview"

  pass "the default" {
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

  pass "a current policy" {
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

      ssl_policy {
        policy_type = "Predefined"
        policy_name = "AppGwSslPolicy20220101S"
      }
    }
  }

  pass "TLS 1.2 by hand" {
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

      ssl_policy {
        policy_type          = "Custom"
        min_protocol_version = "TLSv1_2"
        cipher_suites        = ["TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384"]
      }
    }
  }

  fail "an old predefined policy" {
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

      ssl_policy {
        policy_type = "Predefined"
        policy_name = "AppGwSslPolicy20150501"
      }
    }

    expect = ["azurerm_application_gateway.example @ ssl_policy[0].policy_name"]
  }

  fail "TLS 1.1 by hand" {
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

      ssl_policy {
        policy_type          = "Custom"
        min_protocol_version = "TLSv1_1"
        cipher_suites        = ["TLS_RSA_WITH_AES_128_CBC_SHA"]
      }
    }

    expect = ["azurerm_application_gateway.example @ ssl_policy[0].min_protocol_version"]
  }

  unknown "the value is an unset variable" {
    variable "policy" {}

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

      ssl_policy {
        policy_type = "Predefined"
        policy_name = var.policy
      }
    }
  }

  pass "no `policy_type`" {
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
      ssl_policy {
        policy_name = "AppGwSslPolicy20220101S"
      }
    }
  }
}

rule "azure-application-gateway-http-listener" {
  title     = "Application Gateway serves plain HTTP"
  category  = "security"
  severity  = "medium"
  resources = ["azurerm_application_gateway"]
  aliases   = ["CKV_AZURE_217"]
  tags      = ["cwe-319"]
  for_each  = resource.http_listener
  assert    = lower(each.value.protocol) != "http" || anytrue([for r in resource.request_routing_rule : r.http_listener_name == each.value.name && r.redirect_configuration_name != null])
  at        = each.value.protocol
  message   = "listener `${each.value.name}` answers without encryption and does not redirect"
  why       = <<-EOT
    Sessions and data can be read and changed on the way. A listener whose routing rule redirects to HTTPS passes.
  EOT
  remedy    = <<-EOT
    Write `protocol = "Https"` with a certificate, or let the HTTP listener's `request_routing_rule` use a
    `redirect_configuration`.
  EOT
  link      = "https://learn.microsoft.com/azure/application-gateway/redirect-overview"

  pass "HTTPS" {
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

  pass "HTTP that redirects" {
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
        name                           = "http"
        frontend_ip_configuration_name = "private"
        frontend_port_name             = "http"
        protocol                       = "Http"
      }

      request_routing_rule {
        name                        = "redirect"
        priority                    = 10
        rule_type                   = "Basic"
        http_listener_name          = "http"
        redirect_configuration_name = "to-https"
      }

      redirect_configuration {
        name                 = "to-https"
        redirect_type        = "Permanent"
        target_listener_name = "https"
      }
    }
  }

  fail "HTTP to the backend" {
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
        name                           = "http"
        frontend_ip_configuration_name = "private"
        frontend_port_name             = "http"
        protocol                       = "Http"
      }

      request_routing_rule {
        name                       = "app"
        priority                   = 10
        rule_type                  = "Basic"
        http_listener_name         = "http"
        backend_address_pool_name  = "app"
        backend_http_settings_name = "app"
      }
    }

    expect = ["azurerm_application_gateway.example @ http_listener[0].protocol"]
  }

  unknown "the value is an unset variable" {
    variable "protocol" {}

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

      request_routing_rule {
        name                       = "app"
        priority                   = 10
        rule_type                  = "Basic"
        http_listener_name         = "https"
        backend_address_pool_name  = "app"
        backend_http_settings_name = "app"
      }

      http_listener {
        name                           = "web"
        frontend_ip_configuration_name = "private"
        frontend_port_name             = "web"
        protocol                       = var.protocol
      }
    }
  }

  fail "more that fail" {
    resource "azurerm_application_gateway" "without_request_routing_rule" {
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
        name                           = "http"
        frontend_ip_configuration_name = "private"
        frontend_port_name             = "http"
        protocol                       = "Http"
      }
      redirect_configuration {
        name                 = "to-https"
        redirect_type        = "Permanent"
        target_listener_name = "https"
      }
    }
    resource "azurerm_application_gateway" "one_more_one_more_http_listener_name_is" {
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
        name                           = "http"
        frontend_ip_configuration_name = "private"
        frontend_port_name             = "http"
        protocol                       = "Http"
      }
      request_routing_rule {
        name                        = "redirect"
        priority                    = 10
        rule_type                   = "Basic"
        http_listener_name          = "http"
        redirect_configuration_name = "to-https"
      }
      redirect_configuration {
        name                 = "to-https"
        redirect_type        = "Permanent"
        target_listener_name = "https"
      }
    }
    resource "azurerm_application_gateway" "one_more_one_more_http_listener_name_is_2" {
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
        name                           = "http"
        frontend_ip_configuration_name = "private"
        frontend_port_name             = "http"
        protocol                       = "Http"
      }
      http_listener {
        name                           = "web"
        frontend_ip_configuration_name = "private"
        frontend_port_name             = "http"
        protocol                       = "Http"
      }
      request_routing_rule {
        name                        = "redirect"
        priority                    = 10
        rule_type                   = "Basic"
        http_listener_name          = "http"
        redirect_configuration_name = "to-https"
      }
      redirect_configuration {
        name                 = "to-https"
        redirect_type        = "Permanent"
        target_listener_name = "https"
      }
    }
    expect = [
      "azurerm_application_gateway.without_request_routing_rule @ http_listener[0].protocol",
      "azurerm_application_gateway.one_more_one_more_http_listener_name_is_2 @ http_listener[1].protocol",
    ]
  }
}

rule "azure-application-gateway-http-backend" {
  title     = "Application Gateway talks plain HTTP to its backends"
  category  = "security"
  severity  = "low"
  default   = false
  resources = ["azurerm_application_gateway"]
  tags      = ["cwe-319"]
  for_each  = resource.backend_http_settings
  assert    = lower(each.value.protocol) != "http"
  at        = each.value.protocol
  message   = "settings `${each.value.name}` send decrypted traffic through the virtual network"
  why       = <<-EOT
    Ending TLS at the gateway is common and often accepted; regulated environments encrypt to the machine.
  EOT
  remedy    = <<-EOT
    Write `protocol = "Https"` and trust the backend's certificate.
  EOT
  link      = "https://learn.microsoft.com/azure/application-gateway/ssl-overview"

  pass "HTTPS" {
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

  fail "HTTP" {
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

      backend_http_settings {
        name                  = "app"
        cookie_based_affinity = "Disabled"
        port                  = 80
        protocol              = "Http"
      }
    }

    expect = ["azurerm_application_gateway.example @ backend_http_settings[0].protocol"]
  }

  unknown "the value is an unset variable" {
    variable "protocol" {}

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

      backend_http_settings {
        name                  = "app"
        cookie_based_affinity = "Disabled"
        port                  = 80
        protocol              = var.protocol
      }
    }
  }
}

rule "azure-application-gateway-no-waf" {
  title     = "Public Application Gateway has no web application firewall"
  category  = "security"
  severity  = "medium"
  resources = ["azurerm_application_gateway"]
  aliases   = ["CKV_AZURE_120", "2e48d91c-50e4-45c8-9312-27b625868a72"]
  tags      = ["cwe-693"]
  when      = anytrue([for f in resource.frontend_ip_configuration : f.public_ip_address_id != null])
  assert    = resource.firewall_policy_id != null || anytrue([for w in resource.waf_configuration : w.enabled == true]) || anytrue([for l in resource.http_listener : l.firewall_policy_id != null])
  at        = resource.waf_configuration
  message   = "the gateway has a public address, but neither a firewall policy nor an enabled `waf_configuration`"
  why       = <<-EOT
    Requests reach the applications unfiltered. The firewall stops common injection and scanner traffic and buys time when
    a library has a new hole. It needs the `WAF_v2` SKU. Gateways with private frontends only are not judged.
  EOT
  remedy    = <<-EOT
    Use `tier = "WAF_v2"` and `firewall_policy_id = azurerm_web_application_firewall_policy.app.id`.
  EOT
  link      = "https://learn.microsoft.com/azure/web-application-firewall/ag/ag-overview"

  pass "a policy" {
    resource "azurerm_application_gateway" "example" {
      name                = "example"
      resource_group_name = "example"
      location            = "westeurope"
      firewall_policy_id  = "some-id"

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

      frontend_ip_configuration {
        name                 = "public"
        public_ip_address_id = "some-id"
      }
    }
    also = ["azure-application-gateway-waf-sku-mismatch"]
  }

  pass "the classic block" {
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

      frontend_ip_configuration {
        name                 = "public"
        public_ip_address_id = "some-id"
      }

      waf_configuration {
        enabled          = true
        firewall_mode    = "Prevention"
        rule_set_version = "3.2"
      }
    }
    also = ["azure-application-gateway-waf-sku-mismatch"]
  }

  pass "private only" {
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

  fail "public without" {
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

      frontend_ip_configuration {
        name                 = "public"
        public_ip_address_id = "some-id"
      }
    }

    expect = ["azurerm_application_gateway.example"]
  }

  fail "switched off" {
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

      frontend_ip_configuration {
        name                 = "public"
        public_ip_address_id = "some-id"
      }

      waf_configuration {
        enabled          = false
        firewall_mode    = "Prevention"
        rule_set_version = "3.2"
      }
    }

    expect = ["azurerm_application_gateway.example @ waf_configuration"]
  }

  unknown "the value is an unset variable" {
    variable "waf" {}

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

      frontend_ip_configuration {
        name                 = "public"
        public_ip_address_id = "some-id"
      }

      waf_configuration {
        enabled          = var.waf
        firewall_mode    = "Prevention"
        rule_set_version = "3.2"
      }
    }
  }

  pass "one more, without `frontend_ip_configuration`" {
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
    resource "azurerm_application_gateway" "example_too" {
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

  fail "without `http_listener`" {
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
      backend_http_settings {
        name                  = "app"
        cookie_based_affinity = "Disabled"
        port                  = 443
        protocol              = "Https"
      }
      request_routing_rule {
        name                       = "app"
        priority                   = 10
        rule_type                  = "Basic"
        http_listener_name         = "https"
        backend_address_pool_name  = "app"
        backend_http_settings_name = "app"
      }
      frontend_ip_configuration {
        name                 = "public"
        public_ip_address_id = "some-id"
      }
    }
    expect = ["azurerm_application_gateway.example"]
  }
}

rule "azure-application-gateway-v1" {
  title     = "Application Gateway v1 is retired"
  category  = "reliability"
  severity  = "medium"
  resources = ["azurerm_application_gateway"]
  for_each  = resource.sku
  assert    = !contains(["standard", "waf"], lower(each.value.tier))
  at        = each.value.tier
  message   = "tier `${each.value.tier}` is the first generation, retired on 28 April 2026"
  why       = <<-EOT
    v1 gateways are out of support: no fixes, no autoscaling, no zones.
  EOT
  remedy    = <<-EOT
    Use `name = "Standard_v2"` / `tier = "Standard_v2"`, or `WAF_v2`; the gateway needs a subnet and address of its own
    during migration.
  EOT
  link      = "https://learn.microsoft.com/azure/application-gateway/v1-retirement"

  pass "v2" {
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

  pass "v2 with firewall" {
    resource "azurerm_application_gateway" "example" {
      name                = "example"
      resource_group_name = "example"
      location            = "westeurope"

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

      sku {
        name     = "WAF_v2"
        tier     = "WAF_v2"
        capacity = 2
      }
    }
  }

  fail "v1" {
    resource "azurerm_application_gateway" "example" {
      name                = "example"
      resource_group_name = "example"
      location            = "westeurope"

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

      sku {
        name     = "Standard_Small"
        tier     = "Standard"
        capacity = 2
      }
    }

    expect = ["azurerm_application_gateway.example @ sku[0].tier"]
  }

  fail "v1 with firewall" {
    resource "azurerm_application_gateway" "example" {
      name                = "example"
      resource_group_name = "example"
      location            = "westeurope"

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

      sku {
        name     = "WAF_Medium"
        tier     = "WAF"
        capacity = 2
      }
    }

    expect = ["azurerm_application_gateway.example @ sku[0].tier"]
  }

  unknown "the value is an unset variable" {
    variable "tier" {}

    resource "azurerm_application_gateway" "example" {
      name                = "example"
      resource_group_name = "example"
      location            = "westeurope"

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

      sku {
        name     = "Standard_v2"
        tier     = var.tier
        capacity = 2
      }
    }
  }
}

rule "azure-application-gateway-single-instance" {
  title     = "Application Gateway runs on one instance"
  category  = "reliability"
  severity  = "low"
  resources = ["azurerm_application_gateway"]
  assert    = length(resource.autoscale_configuration) > 0 || resource.sku[0].capacity == null || resource.sku[0].capacity >= 2
  at        = resource.sku[0].capacity
  message   = "`capacity` is ${resource.sku[0].capacity} and there is no autoscaling: maintenance interrupts the service"
  why       = <<-EOT
    The SLA needs two instances; with one, each platform update drops connections. Fine for a test environment.
  EOT
  remedy    = <<-EOT
    Write `capacity = 2` or more, or add an `autoscale_configuration` block.
  EOT
  link      = "https://learn.microsoft.com/azure/application-gateway/application-gateway-autoscaling-zone-redundant"

  pass "two" {
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

  pass "autoscaled" {
    resource "azurerm_application_gateway" "example" {
      name                = "example"
      resource_group_name = "example"
      location            = "westeurope"

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

      sku {
        name = "Standard_v2"
        tier = "Standard_v2"
      }

      autoscale_configuration {
        min_capacity = 1
        max_capacity = 10
      }
    }
  }

  fail "one" {
    resource "azurerm_application_gateway" "example" {
      name                = "example"
      resource_group_name = "example"
      location            = "westeurope"

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

      sku {
        name     = "Standard_v2"
        tier     = "Standard_v2"
        capacity = 1
      }
    }

    expect = ["azurerm_application_gateway.example @ sku[0].capacity"]
  }

  unknown "the value is an unset variable" {
    variable "capacity" {}

    resource "azurerm_application_gateway" "example" {
      name                = "example"
      resource_group_name = "example"
      location            = "westeurope"

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

      sku {
        name     = "Standard_v2"
        tier     = "Standard_v2"
        capacity = var.capacity
      }
    }
  }

  pass "more that pass" {
    resource "azurerm_application_gateway" "capacity_is_1" {
      name                = "example"
      resource_group_name = "example"
      location            = "westeurope"
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
      sku {
        name     = "Standard_v2"
        tier     = "Standard_v2"
        capacity = 1
      }
      autoscale_configuration {
        min_capacity = 1
        max_capacity = 10
      }
    }
    resource "azurerm_application_gateway" "no_capacity" {
      name                = "example"
      resource_group_name = "example"
      location            = "westeurope"
      sku {
        name = "Standard_v2"
        tier = "Standard_v2"
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
}

rule "azure-application-gateway-no-zones" {
  title     = "Application Gateway is not spread over zones"
  category  = "reliability"
  severity  = "low"
  default   = false
  resources = ["azurerm_application_gateway"]
  assert    = length(resource.zones) >= 2
  at        = resource.zones
  message   = "`zones` names fewer than two availability zones"
  why       = <<-EOT
    Instances in one zone fail together. Zones cost nothing extra, but they can only be chosen at creation, and not every
    region has them.
  EOT
  remedy    = <<-EOT
    Write `zones = ["1", "2", "3"]`; the gateway is created anew.
  EOT
  link      = "https://registry.terraform.io/providers/hashicorp/azurerm/latest/docs/resources/application_gateway"

  pass "three zones" {
    resource "azurerm_application_gateway" "example" {
      name                = "example"
      resource_group_name = "example"
      location            = "westeurope"
      zones               = ["1", "2", "3"]

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

  fail "none" {
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

    expect = ["azurerm_application_gateway.example"]
  }

  fail "one" {
    resource "azurerm_application_gateway" "example" {
      name                = "example"
      resource_group_name = "example"
      location            = "westeurope"
      zones               = ["1"]

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

    expect = ["azurerm_application_gateway.example @ zones"]
  }

  unknown "the value is an unset variable" {
    variable "zones" {}

    resource "azurerm_application_gateway" "example" {
      name                = "example"
      resource_group_name = "example"
      location            = "westeurope"
      zones               = var.zones

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

  pass "`zones` without `1`" {
    resource "azurerm_application_gateway" "example" {
      name                = "example"
      resource_group_name = "example"
      location            = "westeurope"
      zones               = ["2", "3"]
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
}

rule "azure-application-gateway-waf-sku-mismatch" {
  title     = "Firewall settings on a gateway tier without firewall"
  category  = "correctness"
  severity  = "high"
  resources = ["azurerm_application_gateway"]
  when      = length(resource.waf_configuration) > 0 || resource.firewall_policy_id != null
  assert    = startswith(upper(resource.sku[0].tier), "WAF")
  at        = resource.sku[0].tier
  message   = "tier `${resource.sku[0].tier}` has no web application firewall, but one is configured"
  why       = <<-EOT
    Azure refuses the combination at apply.
  EOT
  remedy    = <<-EOT
    Write `name = "WAF_v2"` and `tier = "WAF_v2"` in the `sku` block, or remove the firewall settings.
  EOT
  link      = "https://registry.terraform.io/providers/hashicorp/azurerm/latest/docs/resources/application_gateway"

  pass "a firewall tier" {
    resource "azurerm_application_gateway" "example" {
      name                = "example"
      resource_group_name = "example"
      location            = "westeurope"
      firewall_policy_id  = "some-id"

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

      sku {
        name     = "WAF_v2"
        tier     = "WAF_v2"
        capacity = 2
      }
    }
  }

  pass "no firewall configured" {
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

  fail "a policy on a standard tier" {
    resource "azurerm_application_gateway" "example" {
      name                = "example"
      resource_group_name = "example"
      location            = "westeurope"
      firewall_policy_id  = "some-id"

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

    expect = ["azurerm_application_gateway.example @ sku[0].tier"]
  }

  fail "the classic block on a standard tier" {
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
        firewall_mode    = "Prevention"
        rule_set_version = "3.2"
      }
    }

    expect = ["azurerm_application_gateway.example @ sku[0].tier"]
  }

  unknown "the value is an unset variable" {
    variable "tier" {}

    resource "azurerm_application_gateway" "example" {
      name                = "example"
      resource_group_name = "example"
      location            = "westeurope"
      firewall_policy_id  = "some-id"

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

      sku {
        name     = "WAF_v2"
        tier     = var.tier
        capacity = 2
      }
    }
  }
}
