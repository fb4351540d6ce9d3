rule "cloudflare-zone-weak-tls" {
  title     = "Cloudflare zone accepts TLS 1.0 or 1.1"
  category  = "security"
  severity  = "medium"
  resources = ["cloudflare_zone_settings_override", "cloudflare_zone_setting"]
  tags      = ["cwe-326"]
  when      = resource.setting_id == "min_tls_version" || length(resource.settings) > 0
  assert    = contains(["1.2", "1.3"], tostring(coalesce(resource.value, resource.settings[0].min_tls_version, "1.0")))
  at        = [resource.value, resource.settings[0].min_tls_version]
  message   = "the lowest version is ${coalesce(resource.value, resource.settings[0].min_tls_version, "1.0 by default")}"
  why       = <<-EOT
    TLS 1.0 and 1.1 are withdrawn (RFC 8996) and forbidden by PCI DSS. Cloudflare's default is 1.0.
  EOT
  remedy    = <<-EOT
    Ask for TLS 1.2.

    ```hcl
    setting_id = "min_tls_version"
    value      = "1.2"
    ```
  EOT
  link      = "https://developers.cloudflare.com/ssl/edge-certificates/additional-options/minimum-tls/"

  pass "TLS 1.2" {
    resource "cloudflare_zone_setting" "this" {
      zone_id    = "z"
      setting_id = "min_tls_version"
      value      = "1.2"
    }
  }

  pass "older resource" {
    resource "cloudflare_zone_settings_override" "z" {
      zone_id = "z"
      settings {
        min_tls_version = "1.2"
      }
    }
    also = ["cloudflare-zone-plain-http"]
  }

  pass "another setting" {
    resource "cloudflare_zone_setting" "this" {
      zone_id    = "z"
      setting_id = "ipv6"
      value      = "on"
    }
  }

  fail "TLS 1.0" {
    resource "cloudflare_zone_setting" "this" {
      zone_id    = "z"
      setting_id = "min_tls_version"
      value      = "1.0"
    }

    expect = ["cloudflare_zone_setting.this @ value"]
  }

  fail "older resource without" {
    resource "cloudflare_zone_settings_override" "z" {
      zone_id = "z"
      settings {
        ssl = "strict"
      }
    }

    expect = ["cloudflare_zone_settings_override.z"]
  }

  unknown "not known" {
    variable "tls" {}

    resource "cloudflare_zone_setting" "this" {
      zone_id    = "z"
      setting_id = "min_tls_version"
      value      = var.tls
    }
  }

  pass "`min_tls_version` is `1.3`" {
    resource "cloudflare_zone_settings_override" "z" {
      zone_id = "z"
      settings {
        min_tls_version = "1.3"
      }
    }
    also = ["cloudflare-zone-plain-http"]
  }
}

rule "cloudflare-zone-unencrypted-origin" {
  title     = "Cloudflare talks to the origin without checked encryption"
  category  = "security"
  severity  = "high"
  resources = ["cloudflare_zone_settings_override", "cloudflare_zone_setting"]
  tags      = ["cwe-319"]
  when      = resource.setting_id == "ssl" || resource.settings[0].ssl != null
  assert    = contains(["full", "strict", "origin_pull"], lower(coalesce(resource.value, resource.settings[0].ssl)))
  at        = [resource.value, resource.settings[0].ssl]
  message   = "mode `${coalesce(resource.value, resource.settings[0].ssl)}` leaves traffic to the origin in plain text"
  why       = <<-EOT
    Visitors see a lock while their data crosses the internet readable between Cloudflare and your server.
  EOT
  remedy    = <<-EOT
    Use `strict`, with a certificate on the origin.

    ```hcl
    setting_id = "ssl"
    value      = "strict"
    ```
  EOT
  link      = "https://developers.cloudflare.com/ssl/origin-configuration/ssl-modes/"

  pass "strict" {
    resource "cloudflare_zone_setting" "this" {
      zone_id    = "z"
      setting_id = "ssl"
      value      = "strict"
    }
  }

  pass "older resource" {
    resource "cloudflare_zone_settings_override" "z" {
      zone_id = "z"
      settings {
        ssl = "full"
      }
    }
    also = ["cloudflare-zone-plain-http", "cloudflare-zone-weak-tls"]
  }

  fail "flexible" {
    resource "cloudflare_zone_setting" "this" {
      zone_id    = "z"
      setting_id = "ssl"
      value      = "flexible"
    }

    expect = ["cloudflare_zone_setting.this @ value"]
  }

  fail "off" {
    resource "cloudflare_zone_settings_override" "z" {
      zone_id = "z"
      settings {
        ssl = "off"
      }
    }
  }

  unknown "not known" {
    variable "mode" {}

    resource "cloudflare_zone_setting" "this" {
      zone_id    = "z"
      setting_id = "ssl"
      value      = var.mode
    }
  }

  pass "more that pass" {
    resource "cloudflare_zone_settings_override" "without_settings" {
      zone_id = "z"
    }
    resource "cloudflare_zone_setting" "one_more_value_is_origin_pull" {
      zone_id    = "z"
      setting_id = "ssl"
      value      = "strict"
    }
    resource "cloudflare_zone_setting" "one_more_value_is_origin_pull_2" {
      zone_id    = "z"
      setting_id = "ssl"
      value      = "origin_pull"
    }
  }
}

rule "cloudflare-zone-plain-http" {
  title     = "Cloudflare zone does not redirect to HTTPS"
  category  = "security"
  severity  = "medium"
  resources = ["cloudflare_zone_settings_override", "cloudflare_zone_setting"]
  tags      = ["cwe-319"]
  when      = resource.setting_id == "always_use_https" || length(resource.settings) > 0
  assert    = lower(coalesce(resource.value, resource.settings[0].always_use_https, "off")) == "on"
  at        = [resource.value, resource.settings[0].always_use_https]
  message   = "`always_use_https` is not on"
  why       = <<-EOT
    The first request of a visitor travels readable and can be answered by anyone in between.
  EOT
  remedy    = <<-EOT
    Turn it on.

    ```hcl
    setting_id = "always_use_https"
    value      = "on"
    ```
  EOT
  link      = "https://developers.cloudflare.com/ssl/edge-certificates/additional-options/always-use-https/"

  pass "on" {
    resource "cloudflare_zone_setting" "this" {
      zone_id    = "z"
      setting_id = "always_use_https"
      value      = "on"
    }
  }

  fail "off" {
    resource "cloudflare_zone_setting" "this" {
      zone_id    = "z"
      setting_id = "always_use_https"
      value      = "off"
    }

    expect = ["cloudflare_zone_setting.this @ value"]
  }

  fail "older resource without" {
    resource "cloudflare_zone_settings_override" "z" {
      zone_id = "z"
      settings {
        ssl = "strict"
      }
    }

    expect = ["cloudflare_zone_settings_override.z"]
  }

  unknown "not known" {
    variable "https" {}

    resource "cloudflare_zone_setting" "this" {
      zone_id    = "z"
      setting_id = "always_use_https"
      value      = var.https
    }
  }

  pass "`setting_id` is `ssl`" {
    resource "cloudflare_zone_setting" "this" {
      zone_id    = "z"
      setting_id = "ssl"
      value      = "off"
    }
    also = ["cloudflare-zone-unencrypted-origin"]
  }
}

rule "cloudflare-zone-no-dnssec" {
  title     = "Cloudflare zone is not signed"
  category  = "security"
  severity  = "low"
  resources = ["cloudflare_zone"]
  tags      = ["cwe-345"]
  default   = false

  related "dnssec" {
    type = "cloudflare_zone_dnssec"
    on   = refers(other.zone_id, resource)
  }

  assert  = length(related.dnssec) > 0
  message = "no `cloudflare_zone_dnssec` belongs to this zone"
  why     = <<-EOT
    Without signatures answers for the zone can be forged on the way.
  EOT
  remedy  = <<-EOT
    Enable DNSSEC, and register the DS record.

    ```hcl
    resource "cloudflare_zone_dnssec" "main" {
      zone_id = cloudflare_zone.main.id
    }
    ```
  EOT
  link    = "https://developers.cloudflare.com/dns/dnssec/"

  pass "signed" {
    resource "cloudflare_zone" "main" {
      name = "example.com"
    }

    resource "cloudflare_zone_dnssec" "main" {
      zone_id = cloudflare_zone.main.id
    }
  }

  fail "not signed" {
    resource "cloudflare_zone" "main" {
      name = "example.com"
    }
  }
}

rule "cloudflare-record-not-proxied" {
  title     = "DNS record shows the origin's address"
  category  = "security"
  severity  = "info"
  resources = ["cloudflare_record", "cloudflare_dns_record"]
  tags      = ["cwe-200"]
  default   = false
  when      = contains(["A", "AAAA", "CNAME"], resource.type)
  assert    = coalesce(resource.proxied, false)
  at        = resource.proxied
  message   = "`proxied` is not on"
  why       = <<-EOT
    Attackers can then reach the server past Cloudflare's firewall. Names for mail, VPN and verification cannot be
    proxied.
  EOT
  remedy    = <<-EOT
    Proxy names of web services.

    ```hcl
    proxied = true
    ```
  EOT
  link      = "https://developers.cloudflare.com/dns/proxy-status/"

  pass "proxied" {
    resource "cloudflare_record" "this" {
      zone_id = "z"
      name    = "www"
      type    = "A"
      content = "203.0.113.1"
      proxied = true
    }
  }

  pass "another type" {
    resource "cloudflare_record" "this" {
      zone_id = "z"
      name    = "www"
      type    = "TXT"
      content = "v=spf1 -all"
    }
  }

  fail "not written" {
    resource "cloudflare_record" "this" {
      zone_id = "z"
      name    = "www"
      type    = "A"
      content = "203.0.113.1"
    }

    expect = ["cloudflare_record.this"]
  }

  fail "off" {
    resource "cloudflare_record" "this" {
      zone_id = "z"
      name    = "www"
      type    = "A"
      content = "203.0.113.1"
      proxied = false
    }

    expect = ["cloudflare_record.this @ proxied"]
  }

  unknown "not known" {
    variable "proxied" {}

    resource "cloudflare_record" "this" {
      zone_id = "z"
      name    = "www"
      type    = "A"
      content = "203.0.113.1"
      proxied = var.proxied
    }
  }

  fail "more that fail" {
    resource "cloudflare_record" "type_is_aaaa" {
      zone_id = "z"
      name    = "www"
      type    = "AAAA"
      content = "v=spf1 -all"
    }
    resource "cloudflare_record" "one_more_type_is_cname" {
      zone_id = "z"
      name    = "www"
      type    = "TXT"
      content = "v=spf1 -all"
    }
    resource "cloudflare_record" "one_more_type_is_cname_2" {
      zone_id = "z"
      name    = "www"
      type    = "CNAME"
      content = "v=spf1 -all"
    }
    expect = ["cloudflare_record.type_is_aaaa", "cloudflare_record.one_more_type_is_cname_2"]
  }
}

rule "cloudflare-access-everyone" {
  title    = "Access policy lets everyone in"
  category = "security"
  severity = "high"
  resources = [
    "cloudflare_access_policy", "cloudflare_zero_trust_access_policy", "cloudflare_access_group",
    "cloudflare_zero_trust_access_group",
  ]
  tags     = ["cwe-284"]
  when     = contains(["allow", "bypass"], coalesce(resource.decision, "allow"))
  for_each = resource.include
  assert   = !(each.value.everyone == true || (each.value.everyone != null && can(keys(each.value.everyone)))) || length(resource.require) > 0
  at       = each.value.everyone
  message  = "`include` names everyone"
  why      = <<-EOT
    Anybody on the internet, or anybody who can confirm a mail address, reaches the application behind Access.
  EOT
  remedy   = <<-EOT
    Include groups, or mail addresses of your domain.

    ```hcl
    include {
      email_domain = ["example.com"]
    }
    ```
  EOT
  link     = "https://developers.cloudflare.com/cloudflare-one/policies/access/"

  pass "a domain" {
    resource "cloudflare_zero_trust_access_policy" "this" {
      account_id = "a"
      name       = "staff"
      decision   = "allow"
      include {
        email_domain = ["example.com"]
      }
    }
  }

  pass "deny" {
    resource "cloudflare_zero_trust_access_policy" "this" {
      account_id = "a"
      name       = "staff"
      decision   = "deny"
      include {
        everyone = true
      }
    }
  }

  fail "everyone" {
    resource "cloudflare_zero_trust_access_policy" "this" {
      account_id = "a"
      name       = "staff"
      decision   = "allow"
      include {
        everyone = true
      }
    }

    expect = ["cloudflare_zero_trust_access_policy.this @ include[0].everyone"]
  }

  unknown "not known" {
    variable "everyone" {}

    resource "cloudflare_zero_trust_access_policy" "this" {
      account_id = "a"
      name       = "staff"
      decision   = "allow"
      include {
        everyone = var.everyone
      }
    }
  }

  pass "one more, one more `include`, `everyone` is `false`" {
    resource "cloudflare_zero_trust_access_policy" "this" {
      account_id = "a"
      name       = "staff"
      decision   = "allow"
      include {
        email_domain = ["example.com"]
      }
    }
    resource "cloudflare_zero_trust_access_policy" "this_too" {
      account_id = "a"
      name       = "staff"
      decision   = "allow"
      include {
        email_domain = ["example.com"]
      }
      include {
        email_domain = ["example.com"]
        everyone     = false
      }
    }
  }

  fail "more that fail" {
    resource "cloudflare_zero_trust_access_policy" "no_decision" {
      account_id = "a"
      name       = "staff"
      include {
        everyone = true
      }
    }
    resource "cloudflare_zero_trust_access_policy" "one_more_decision_is_bypass" {
      account_id = "a"
      name       = "staff"
      decision   = "allow"
      include {
        everyone = true
      }
    }
    resource "cloudflare_zero_trust_access_policy" "one_more_decision_is_bypass_2" {
      account_id = "a"
      name       = "staff"
      decision   = "bypass"
      include {
        everyone = true
      }
    }
    expect = [
      "cloudflare_zero_trust_access_policy.no_decision @ include[0].everyone",
      "cloudflare_zero_trust_access_policy.one_more_decision_is_bypass @ include[0].everyone",
      "cloudflare_zero_trust_access_policy.one_more_decision_is_bypass_2 @ include[0].everyone",
    ]
  }
}

rule "cloudflare-provider-token-in-code" {
  title     = "Provider block holds a Cloudflare key"
  category  = "security"
  severity  = "high"
  resources = ["provider.cloudflare"]
  tags      = ["cwe-798"]
  assert    = !anytrue([for t in [resource.api_token, resource.api_key, resource.api_user_service_key] : is_known(t) && t != null && t != "" && !can(regex("^[A-Z_]+$|^[xX*.]+$|^<.*>$|(?i:your|placeholder|changeme|dummy|_here$|xxxx)", t))])
  at        = [resource.api_token, resource.api_key, resource.api_user_service_key]
  message   = "a token or key is written in plain text"
  why       = <<-EOT
    The key administers your zones, and stays in the history of the repository.
  EOT
  remedy    = <<-EOT
    Take it from the environment variable `CLOUDFLARE_API_TOKEN`.

    ```hcl
    provider "cloudflare" {}
    ```
  EOT
  link      = "https://registry.terraform.io/providers/cloudflare/cloudflare/latest/docs"

  pass "environment" {
    provider "cloudflare" {}
  }

  pass "variable" {
    variable "token" {}

    provider "cloudflare" {
      api_token = var.token
    }
  }

  fail "in code" {
    provider "cloudflare" {
      api_token = "abcdefghijklmnopqrstuvwxyz0123456789ABCD"
    }

    expect = ["provider.cloudflare @ api_token"]
  }
}

rule "cloudflare-tunnel-secret-in-code" {
  title     = "Secret of a Cloudflare tunnel stands in the configuration"
  category  = "security"
  severity  = "high"
  resources = ["cloudflare_tunnel", "cloudflare_zero_trust_tunnel_cloudflared", "cloudflare_argo_tunnel"]
  tags      = ["cwe-798"]
  for_each  = [for s in [resource.secret, resource.tunnel_secret] : s if is_known(s) && s != null && s != ""]
  assert    = false
  at        = [resource.secret, resource.tunnel_secret]
  message   = "the tunnel's secret is written in plain text"
  why       = <<-EOT
    Whoever has it can run the tunnel and answer for your host names.
  EOT
  remedy    = <<-EOT
    Generate it.

    ```hcl
    secret = random_id.tunnel.b64_std
    ```
  EOT
  link      = "https://developers.cloudflare.com/cloudflare-one/connections/connect-networks/"

  pass "generated" {
    resource "random_id" "tunnel" {
      byte_length = 35
    }

    resource "cloudflare_tunnel" "t" {
      account_id = "a"
      name       = "t"
      secret     = random_id.tunnel.b64_std
    }
  }

  fail "in code" {
    resource "cloudflare_tunnel" "this" {
      account_id = "a"
      name       = "t"
      secret     = "AQIDBAUGBwgBAgMEBQYHCAECAwQFBgcIAQIDBAUGBwg="
    }

    expect = ["cloudflare_tunnel.this @ secret"]
  }
}
