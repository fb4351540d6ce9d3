# Front Door (classic, Standard and Premium) and CDN.

rule "azure-front-door-classic-no-waf" {
  title     = "Classic Front Door endpoint has no firewall policy"
  category  = "security"
  severity  = "medium"
  resources = ["azurerm_frontdoor"]
  aliases   = ["CKV_AZURE_121", "835a4f2f-df43-437d-9943-545ccfc55961"]
  tags      = ["cwe-693"]
  for_each  = resource.frontend_endpoint
  assert    = each.value.web_application_firewall_policy_link_id != null
  at        = each.value.web_application_firewall_policy_link_id
  message   = "endpoint `${each.value.name}` has no `web_application_firewall_policy_link_id`"
  why       = <<-EOT
    Requests from the internet reach the backends unfiltered.
  EOT
  remedy    = <<-EOT
    Write `web_application_firewall_policy_link_id = azurerm_frontdoor_firewall_policy.main.id`.
  EOT
  link      = "https://learn.microsoft.com/azure/web-application-firewall/afds/afds-overview"

  pass "a policy" {
    resource "azurerm_frontdoor" "example" {
      name                = "example"
      resource_group_name = "example"

      routing_rule {
        name               = "example"
        accepted_protocols = ["Https"]
        patterns_to_match  = ["/*"]
        frontend_endpoints = ["example"]
      }

      backend_pool {
        name                = "example"
        health_probe_name   = "example"
        load_balancing_name = "example"

        backend {
          host_header = "example.com"
          address     = "example.com"
          http_port   = 80
          https_port  = 443
        }
      }

      backend_pool_health_probe {
        name = "example"
      }

      backend_pool_load_balancing {
        name = "example"
      }

      frontend_endpoint {
        name                                    = "example"
        host_name                               = "example.azurefd.net"
        web_application_firewall_policy_link_id = "some-id"
      }
    }
    also = ["azure-front-door-classic-retired"]
  }

  fail "none" {
    resource "azurerm_frontdoor" "example" {
      name                = "example"
      resource_group_name = "example"

      routing_rule {
        name               = "example"
        accepted_protocols = ["Https"]
        patterns_to_match  = ["/*"]
        frontend_endpoints = ["example"]
      }

      backend_pool {
        name                = "example"
        health_probe_name   = "example"
        load_balancing_name = "example"

        backend {
          host_header = "example.com"
          address     = "example.com"
          http_port   = 80
          https_port  = 443
        }
      }

      backend_pool_health_probe {
        name = "example"
      }

      backend_pool_load_balancing {
        name = "example"
      }

      frontend_endpoint {
        name      = "example"
        host_name = "example.azurefd.net"
      }
    }

    expect = ["azurerm_frontdoor.example @ frontend_endpoint[0]"]
  }

  fail "one of two has none" {
    resource "azurerm_frontdoor" "example" {
      name                = "example"
      resource_group_name = "example"

      routing_rule {
        name               = "example"
        accepted_protocols = ["Https"]
        patterns_to_match  = ["/*"]
        frontend_endpoints = ["example"]
      }

      backend_pool {
        name                = "example"
        health_probe_name   = "example"
        load_balancing_name = "example"

        backend {
          host_header = "example.com"
          address     = "example.com"
          http_port   = 80
          https_port  = 443
        }
      }

      backend_pool_health_probe {
        name = "example"
      }

      backend_pool_load_balancing {
        name = "example"
      }

      frontend_endpoint {
        name                                    = "a"
        host_name                               = "a.azurefd.net"
        web_application_firewall_policy_link_id = "some-id"
      }

      frontend_endpoint {
        name      = "b"
        host_name = "b.azurefd.net"
      }
    }

    expect = ["azurerm_frontdoor.example @ frontend_endpoint[1]"]
  }
}

rule "azure-front-door-no-waf" {
  title     = "Front Door profile has no security policy"
  category  = "security"
  severity  = "medium"
  default   = false
  resources = ["azurerm_cdn_frontdoor_profile"]
  tags      = ["cwe-693"]

  related "policy" {
    type = "azurerm_cdn_frontdoor_security_policy"
    on   = refers(other.cdn_frontdoor_profile_id, resource)
  }

  assert  = length(related.policy) > 0
  at      = resource
  message = "no `azurerm_cdn_frontdoor_security_policy` in this configuration covers the profile"
  why     = <<-EOT
    Requests from the internet reach the origins unfiltered. Profiles for static files, or whose policy lives elsewhere,
    do not need one here; hence the rule is not in the default set.
  EOT
  remedy  = <<-EOT
    Add an `azurerm_cdn_frontdoor_security_policy` that links a firewall policy to the domains.
  EOT
  link    = "https://learn.microsoft.com/azure/web-application-firewall/afds/afds-overview"

  pass "covered" {
    resource "azurerm_cdn_frontdoor_profile" "example" {
      name                = "example"
      resource_group_name = "example"
      sku_name            = "Premium_AzureFrontDoor"
    }

    resource "azurerm_cdn_frontdoor_security_policy" "example" {
      name                     = "example"
      cdn_frontdoor_profile_id = azurerm_cdn_frontdoor_profile.example.id
    }
  }

  fail "not covered" {
    resource "azurerm_cdn_frontdoor_profile" "example" {
      name                = "example"
      resource_group_name = "example"
      sku_name            = "Premium_AzureFrontDoor"
    }

    expect = ["azurerm_cdn_frontdoor_profile.example"]
  }

  unknown "the policy's profile is an unset variable" {
    variable "profile" {}

    resource "azurerm_cdn_frontdoor_profile" "example" {
      name                = "example"
      resource_group_name = "example"
      sku_name            = "Premium_AzureFrontDoor"
    }

    resource "azurerm_cdn_frontdoor_security_policy" "example" {
      name                     = "example"
      cdn_frontdoor_profile_id = var.profile
    }
  }
}

rule "azure-front-door-classic-retired" {
  title     = "Classic Front Door or CDN is being retired"
  category  = "reliability"
  severity  = "low"
  resources = ["azurerm_frontdoor", "azurerm_cdn_profile", "azurerm_cdn_frontdoor_profile"]
  assert    = meta.type == "azurerm_cdn_frontdoor_profile"
  at        = resource.sku
  message   = "neither classic Front Door nor classic CDN accepts new profiles, and both end in 2027 (Akamai and Verizon have ended)"
  why       = <<-EOT
    Azure CDN from Akamai and Verizon is gone. Classic Front Door ends on 31 March 2027 and CDN Standard from Microsoft
    (classic) on 30 September 2027.
  EOT
  remedy    = <<-EOT
    Move to `azurerm_cdn_frontdoor_profile` with `Standard_AzureFrontDoor` or `Premium_AzureFrontDoor`; the portal
    migrates without downtime.
  EOT
  link      = "https://learn.microsoft.com/azure/frontdoor/classic-retirement-faq"

  pass "Front Door Premium" {
    resource "azurerm_cdn_frontdoor_profile" "example" {
      name                = "example"
      resource_group_name = "example"
      sku_name            = "Premium_AzureFrontDoor"
    }
  }

  pass "Front Door Standard" {
    resource "azurerm_cdn_frontdoor_profile" "example" {
      name                = "example"
      resource_group_name = "example"
      sku_name            = "Standard_AzureFrontDoor"
    }
  }

  fail "classic Front Door" {
    resource "azurerm_frontdoor" "example" {
      name                = "example"
      resource_group_name = "example"

      routing_rule {
        name               = "example"
        accepted_protocols = ["Https"]
        patterns_to_match  = ["/*"]
        frontend_endpoints = ["example"]
      }

      backend_pool {
        name                = "example"
        health_probe_name   = "example"
        load_balancing_name = "example"

        backend {
          host_header = "example.com"
          address     = "example.com"
          http_port   = 80
          https_port  = 443
        }
      }

      backend_pool_health_probe {
        name = "example"
      }

      backend_pool_load_balancing {
        name = "example"
      }

      frontend_endpoint {
        name      = "example"
        host_name = "example.azurefd.net"
      }
    }

    expect = ["azurerm_frontdoor.example"]
  }

  fail "a classic CDN profile" {
    resource "azurerm_cdn_profile" "example" {
      name                = "example"
      resource_group_name = "example"
      location            = "westeurope"
      sku                 = "Standard_Microsoft"
    }

    expect = ["azurerm_cdn_profile.example @ sku"]
  }
}

rule "azure-front-door-weak-tls" {
  title     = "Front Door domain accepts TLS 1.0"
  category  = "security"
  severity  = "medium"
  resources = ["azurerm_cdn_frontdoor_custom_domain"]
  tags      = ["cwe-326", "cwe-327"]
  assert    = !contains(["TLS10", "TLS1_0"], upper(coalesce(resource.tls[0].minimum_version, resource.tls[0].minimum_tls_version, "-")))
  at        = coalesce(resource.tls[0].minimum_version, resource.tls[0].minimum_tls_version)
  message   = "the minimum version is TLS 1.0"
  why       = <<-EOT
    TLS 1.0 has known weaknesses and is refused by auditors. The default is TLS 1.2.
  EOT
  remedy    = <<-EOT
    Remove the argument, or write `minimum_version = "TLS12"` (`minimum_tls_version` before provider version 5.0).
  EOT
  link      = "https://learn.microsoft.com/azure/frontdoor/end-to-end-tls"

  pass "the default" {
    resource "azurerm_cdn_frontdoor_custom_domain" "example" {
      name                     = "example"
      cdn_frontdoor_profile_id = "some-id"
      host_name                = "www.example.com"

      tls {
        certificate_type = "ManagedCertificate"
      }
    }
  }

  pass "TLS 1.2" {
    resource "azurerm_cdn_frontdoor_custom_domain" "example" {
      name                     = "example"
      cdn_frontdoor_profile_id = "some-id"
      host_name                = "www.example.com"

      tls {
        minimum_version = "TLS12"
      }
    }
  }

  fail "TLS 1.0" {
    resource "azurerm_cdn_frontdoor_custom_domain" "example" {
      name                     = "example"
      cdn_frontdoor_profile_id = "some-id"
      host_name                = "www.example.com"

      tls {
        minimum_tls_version = "TLS10"
      }
    }

    expect = ["azurerm_cdn_frontdoor_custom_domain.example @ tls[0].minimum_tls_version"]
  }

  unknown "the value is an unset variable" {
    variable "tls" {}

    resource "azurerm_cdn_frontdoor_custom_domain" "example" {
      name                     = "example"
      cdn_frontdoor_profile_id = "some-id"
      host_name                = "www.example.com"

      tls {
        minimum_version = var.tls
      }
    }
  }

  fail "`minimum_version` is `TLS1_0`" {
    resource "azurerm_cdn_frontdoor_custom_domain" "example" {
      name                     = "example"
      cdn_frontdoor_profile_id = "some-id"
      host_name                = "www.example.com"
      tls {
        certificate_type = "ManagedCertificate"
        minimum_version  = "TLS1_0"
      }
    }
    expect = ["azurerm_cdn_frontdoor_custom_domain.example @ tls[0].minimum_version"]
  }
}

rule "azure-front-door-http-not-redirected" {
  title     = "Front Door route serves plain HTTP"
  category  = "security"
  severity  = "medium"
  resources = ["azurerm_cdn_frontdoor_route"]
  tags      = ["cwe-319"]
  when      = contains([for p in resource.supported_protocols : lower(p)], "http")
  assert    = resource.https_redirect_enabled != false
  at        = resource.https_redirect_enabled
  message   = "`https_redirect_enabled` is false, so visitors may stay on HTTP"
  why       = <<-EOT
    Sessions and data can be read and changed on the way. Front Door redirects by default.
  EOT
  remedy    = <<-EOT
    Remove the argument, or support HTTPS only: `supported_protocols = ["Https"]`.
  EOT
  link      = "https://registry.terraform.io/providers/hashicorp/azurerm/latest/docs/resources/cdn_frontdoor_route"

  fix {
    set = {
      https_redirect_enabled = true
    }
  }

  pass "redirected by default" {
    resource "azurerm_cdn_frontdoor_route" "example" {
      name                          = "example"
      cdn_frontdoor_endpoint_id     = "some-id"
      cdn_frontdoor_origin_group_id = "some-id"
      cdn_frontdoor_origin_ids      = ["some-id"]
      patterns_to_match             = ["/*"]
      supported_protocols           = ["Http", "Https"]
    }
  }

  pass "HTTPS only" {
    resource "azurerm_cdn_frontdoor_route" "example" {
      name                          = "example"
      cdn_frontdoor_endpoint_id     = "some-id"
      cdn_frontdoor_origin_group_id = "some-id"
      cdn_frontdoor_origin_ids      = ["some-id"]
      patterns_to_match             = ["/*"]
      supported_protocols           = ["Https"]
      https_redirect_enabled        = false
    }
  }

  fail "not redirected" {
    resource "azurerm_cdn_frontdoor_route" "example" {
      name                          = "example"
      cdn_frontdoor_endpoint_id     = "some-id"
      cdn_frontdoor_origin_group_id = "some-id"
      cdn_frontdoor_origin_ids      = ["some-id"]
      patterns_to_match             = ["/*"]
      supported_protocols           = ["Http", "Https"]
      https_redirect_enabled        = false
    }

    expect = ["azurerm_cdn_frontdoor_route.example @ https_redirect_enabled"]
  }

  unknown "the value is an unset variable" {
    variable "redirect" {}

    resource "azurerm_cdn_frontdoor_route" "example" {
      name                          = "example"
      cdn_frontdoor_endpoint_id     = "some-id"
      cdn_frontdoor_origin_group_id = "some-id"
      cdn_frontdoor_origin_ids      = ["some-id"]
      patterns_to_match             = ["/*"]
      supported_protocols           = ["Http", "Https"]
      https_redirect_enabled        = var.redirect
    }
  }
}

rule "azure-front-door-http-to-origin" {
  title     = "Front Door talks plain HTTP to its origin"
  category  = "security"
  severity  = "medium"
  resources = ["azurerm_cdn_frontdoor_route"]
  tags      = ["cwe-319"]
  assert    = lower(resource.forwarding_protocol) != "httponly"
  at        = resource.forwarding_protocol
  message   = "`forwarding_protocol` is `HttpOnly`: requests cross the internet unencrypted behind the edge"
  why       = <<-EOT
    Visitors see a lock, yet the way from the edge to the origin is open. Without the argument the origin is called with
    the visitor's protocol.
  EOT
  remedy    = <<-EOT
    Write `forwarding_protocol = "HttpsOnly"`.
  EOT
  link      = "https://learn.microsoft.com/azure/frontdoor/end-to-end-tls"

  fix {
    set = {
      forwarding_protocol = "HttpsOnly"
    }
    safe = false
  }

  pass "HTTPS" {
    resource "azurerm_cdn_frontdoor_route" "example" {
      name                          = "example"
      cdn_frontdoor_endpoint_id     = "some-id"
      cdn_frontdoor_origin_group_id = "some-id"
      cdn_frontdoor_origin_ids      = ["some-id"]
      patterns_to_match             = ["/*"]
      supported_protocols           = ["Http", "Https"]
      forwarding_protocol           = "HttpsOnly"
    }
  }

  pass "the visitor's protocol" {
    resource "azurerm_cdn_frontdoor_route" "example" {
      name                          = "example"
      cdn_frontdoor_endpoint_id     = "some-id"
      cdn_frontdoor_origin_group_id = "some-id"
      cdn_frontdoor_origin_ids      = ["some-id"]
      patterns_to_match             = ["/*"]
      supported_protocols           = ["Http", "Https"]
    }
  }

  fail "HTTP" {
    resource "azurerm_cdn_frontdoor_route" "example" {
      name                          = "example"
      cdn_frontdoor_endpoint_id     = "some-id"
      cdn_frontdoor_origin_group_id = "some-id"
      cdn_frontdoor_origin_ids      = ["some-id"]
      patterns_to_match             = ["/*"]
      supported_protocols           = ["Http", "Https"]
      forwarding_protocol           = "HttpOnly"
    }

    expect = ["azurerm_cdn_frontdoor_route.example @ forwarding_protocol"]
  }

  unknown "the value is an unset variable" {
    variable "protocol" {}

    resource "azurerm_cdn_frontdoor_route" "example" {
      name                          = "example"
      cdn_frontdoor_endpoint_id     = "some-id"
      cdn_frontdoor_origin_group_id = "some-id"
      cdn_frontdoor_origin_ids      = ["some-id"]
      patterns_to_match             = ["/*"]
      supported_protocols           = ["Http", "Https"]
      forwarding_protocol           = var.protocol
    }
  }
}

rule "azure-front-door-origin-certificate-unchecked" {
  title     = "Front Door does not check its origin's certificate"
  category  = "security"
  severity  = "medium"
  resources = ["azurerm_cdn_frontdoor_origin"]
  tags      = ["cwe-297"]
  assert    = resource.certificate_name_check_enabled != false
  at        = resource.certificate_name_check_enabled
  message   = "`certificate_name_check_enabled` is false: any certificate is good enough"
  why       = <<-EOT
    Whoever can redirect traffic on the way to the origin may answer in its place.
  EOT
  remedy    = <<-EOT
    Write `certificate_name_check_enabled = true` and give the origin a certificate for its host name.
  EOT
  link      = "https://registry.terraform.io/providers/hashicorp/azurerm/latest/docs/resources/cdn_frontdoor_origin"

  fix {
    set = {
      certificate_name_check_enabled = true
    }
    safe = false
  }

  pass "checked" {
    resource "azurerm_cdn_frontdoor_origin" "example" {
      name                           = "example"
      cdn_frontdoor_origin_group_id  = "some-id"
      host_name                      = "app.example.com"
      certificate_name_check_enabled = true
    }
  }

  fail "not checked" {
    resource "azurerm_cdn_frontdoor_origin" "example" {
      name                           = "example"
      cdn_frontdoor_origin_group_id  = "some-id"
      host_name                      = "app.example.com"
      certificate_name_check_enabled = false
    }

    expect = ["azurerm_cdn_frontdoor_origin.example @ certificate_name_check_enabled"]
  }

  unknown "the value is an unset variable" {
    variable "check" {}

    resource "azurerm_cdn_frontdoor_origin" "example" {
      name                           = "example"
      cdn_frontdoor_origin_group_id  = "some-id"
      host_name                      = "app.example.com"
      certificate_name_check_enabled = var.check
    }
  }
}

rule "azure-cdn-https-disabled" {
  title     = "CDN endpoint does not offer HTTPS"
  category  = "security"
  severity  = "medium"
  resources = ["azurerm_cdn_endpoint"]
  aliases   = ["CKV_AZURE_198"]
  tags      = ["cwe-319"]
  assert    = resource.is_https_allowed != false
  at        = resource.is_https_allowed
  message   = "`is_https_allowed` is false: all content is delivered unencrypted"
  why       = <<-EOT
    Everything on the way can read and change what visitors get, scripts included.
  EOT
  remedy    = <<-EOT
    Remove the argument; HTTPS is allowed by default.
  EOT
  link      = "https://registry.terraform.io/providers/hashicorp/azurerm/latest/docs/resources/cdn_endpoint"

  fix {
    remove = ["is_https_allowed"]
  }

  pass "the default" {
    resource "azurerm_cdn_endpoint" "example" {
      name                = "example"
      profile_name        = "example"
      resource_group_name = "example"
      location            = "westeurope"

      origin {
        name      = "example"
        host_name = "www.example.com"
      }
    }
  }

  pass "allowed" {
    resource "azurerm_cdn_endpoint" "example" {
      name                = "example"
      profile_name        = "example"
      resource_group_name = "example"
      location            = "westeurope"
      is_https_allowed    = true

      origin {
        name      = "example"
        host_name = "www.example.com"
      }
    }
  }

  fail "not allowed" {
    resource "azurerm_cdn_endpoint" "example" {
      name                = "example"
      profile_name        = "example"
      resource_group_name = "example"
      location            = "westeurope"
      is_https_allowed    = false

      origin {
        name      = "example"
        host_name = "www.example.com"
      }
    }

    expect = ["azurerm_cdn_endpoint.example @ is_https_allowed"]
  }

  unknown "the value is an unset variable" {
    variable "https" {}

    resource "azurerm_cdn_endpoint" "example" {
      name                = "example"
      profile_name        = "example"
      resource_group_name = "example"
      location            = "westeurope"
      is_https_allowed    = var.https

      origin {
        name      = "example"
        host_name = "www.example.com"
      }
    }
  }
}

rule "azure-cdn-http-allowed" {
  title     = "CDN endpoint serves plain HTTP"
  category  = "security"
  severity  = "low"
  default   = false
  resources = ["azurerm_cdn_endpoint"]
  aliases   = ["CKV_AZURE_197"]
  tags      = ["cwe-319"]
  assert    = resource.is_http_allowed == false || anytrue([for r in resource.delivery_rule : length(r.request_scheme_condition) > 0 && length(r.url_redirect_action) > 0])
  at        = resource.is_http_allowed
  message   = "HTTP is allowed and no delivery rule redirects it"
  why       = <<-EOT
    Content and cookies can be read and changed on the way. HTTP is allowed unless it is switched off.
  EOT
  remedy    = <<-EOT
    Write `is_http_allowed = false`, or add a delivery rule with a `url_redirect_action` for the scheme `HTTP`.
  EOT
  link      = "https://learn.microsoft.com/azure/cdn/cdn-standard-rules-engine"

  fix {
    set = {
      is_http_allowed = false
    }
  }

  pass "off" {
    resource "azurerm_cdn_endpoint" "example" {
      name                = "example"
      profile_name        = "example"
      resource_group_name = "example"
      location            = "westeurope"
      is_http_allowed     = false

      origin {
        name      = "example"
        host_name = "www.example.com"
      }
    }
  }

  pass "redirected" {
    resource "azurerm_cdn_endpoint" "example" {
      name                = "example"
      profile_name        = "example"
      resource_group_name = "example"
      location            = "westeurope"

      origin {
        name      = "example"
        host_name = "www.example.com"
      }

      delivery_rule {
        name  = "https"
        order = 1

        request_scheme_condition {
          operator     = "Equal"
          match_values = ["HTTP"]
        }

        url_redirect_action {
          redirect_type = "PermanentRedirect"
          protocol      = "Https"
        }
      }
    }
  }

  fail "not set" {
    resource "azurerm_cdn_endpoint" "example" {
      name                = "example"
      profile_name        = "example"
      resource_group_name = "example"
      location            = "westeurope"

      origin {
        name      = "example"
        host_name = "www.example.com"
      }
    }

    expect = ["azurerm_cdn_endpoint.example"]
  }

  fail "allowed" {
    resource "azurerm_cdn_endpoint" "example" {
      name                = "example"
      profile_name        = "example"
      resource_group_name = "example"
      location            = "westeurope"
      is_http_allowed     = true

      origin {
        name      = "example"
        host_name = "www.example.com"
      }
    }

    expect = ["azurerm_cdn_endpoint.example @ is_http_allowed"]
  }

  unknown "the value is an unset variable" {
    variable "http" {}

    resource "azurerm_cdn_endpoint" "example" {
      name                = "example"
      profile_name        = "example"
      resource_group_name = "example"
      location            = "westeurope"
      is_http_allowed     = var.http

      origin {
        name      = "example"
        host_name = "www.example.com"
      }
    }
  }

  fail "more that fail" {
    resource "azurerm_cdn_endpoint" "without_url_redirect_action" {
      name                = "example"
      profile_name        = "example"
      resource_group_name = "example"
      location            = "westeurope"
      origin {
        name      = "example"
        host_name = "www.example.com"
      }
      delivery_rule {
        name  = "https"
        order = 1
        request_scheme_condition {
          operator     = "Equal"
          match_values = ["HTTP"]
        }
      }
    }
    resource "azurerm_cdn_endpoint" "one_more_without_request_scheme_condition" {
      name                = "example"
      profile_name        = "example"
      resource_group_name = "example"
      location            = "westeurope"
      origin {
        name      = "example"
        host_name = "www.example.com"
      }
      delivery_rule {
        name  = "https"
        order = 1
        request_scheme_condition {
          operator     = "Equal"
          match_values = ["HTTP"]
        }
        url_redirect_action {
          redirect_type = "PermanentRedirect"
          protocol      = "Https"
        }
      }
    }
    resource "azurerm_cdn_endpoint" "one_more_without_request_scheme_condition_2" {
      name                = "example"
      profile_name        = "example"
      resource_group_name = "example"
      location            = "westeurope"
      origin {
        name      = "example"
        host_name = "www.example.com"
      }
      delivery_rule {
        name  = "https"
        order = 1
        url_redirect_action {
          redirect_type = "PermanentRedirect"
          protocol      = "Https"
        }
      }
    }
    expect = [
      "azurerm_cdn_endpoint.without_url_redirect_action",
      "azurerm_cdn_endpoint.one_more_without_request_scheme_condition_2",
    ]
  }
}

rule "azure-cdn-weak-tls" {
  title     = "CDN domain accepts TLS 1.0"
  category  = "security"
  severity  = "medium"
  resources = ["azurerm_cdn_endpoint_custom_domain"]
  aliases   = ["CKV_AZURE_200"]
  tags      = ["cwe-326", "cwe-327"]
  for_each  = concat(resource.cdn_managed_https, resource.user_managed_https)
  assert    = !contains(["none", "tls10"], lower(each.value.tls_version))
  at        = each.value.tls_version
  message   = "`tls_version` is `${each.value.tls_version}`"
  why       = <<-EOT
    TLS 1.0 has known weaknesses and is refused by auditors. The default is TLS 1.2.
  EOT
  remedy    = <<-EOT
    Remove the argument, or write `tls_version = "TLS12"`.
  EOT
  link      = "https://registry.terraform.io/providers/hashicorp/azurerm/latest/docs/resources/cdn_endpoint_custom_domain"

  pass "the default" {
    resource "azurerm_cdn_endpoint_custom_domain" "example" {
      name            = "example"
      cdn_endpoint_id = "some-id"
      host_name       = "www.example.com"

      cdn_managed_https {
        certificate_type = "Dedicated"
        protocol_type    = "ServerNameIndication"
      }
    }
  }

  pass "TLS 1.2" {
    resource "azurerm_cdn_endpoint_custom_domain" "example" {
      name            = "example"
      cdn_endpoint_id = "some-id"
      host_name       = "www.example.com"

      user_managed_https {
        key_vault_secret_id = "some-id"
        tls_version         = "TLS12"
      }
    }
  }

  fail "TLS 1.0" {
    resource "azurerm_cdn_endpoint_custom_domain" "example" {
      name            = "example"
      cdn_endpoint_id = "some-id"
      host_name       = "www.example.com"

      cdn_managed_https {
        certificate_type = "Dedicated"
        protocol_type    = "ServerNameIndication"
        tls_version      = "TLS10"
      }
    }

    expect = ["azurerm_cdn_endpoint_custom_domain.example @ cdn_managed_https[0].tls_version"]
  }

  fail "none" {
    resource "azurerm_cdn_endpoint_custom_domain" "example" {
      name            = "example"
      cdn_endpoint_id = "some-id"
      host_name       = "www.example.com"

      user_managed_https {
        key_vault_secret_id = "some-id"
        tls_version         = "None"
      }
    }

    expect = ["azurerm_cdn_endpoint_custom_domain.example @ user_managed_https[0].tls_version"]
  }

  unknown "the value is an unset variable" {
    variable "tls" {}

    resource "azurerm_cdn_endpoint_custom_domain" "example" {
      name            = "example"
      cdn_endpoint_id = "some-id"
      host_name       = "www.example.com"

      cdn_managed_https {
        certificate_type = "Dedicated"
        protocol_type    = "ServerNameIndication"
        tls_version      = var.tls
      }
    }
  }
}
