rule "panos-rule-any-application" {
  title    = "Security rule allows any application"
  category = "security"
  severity = "low"
  resources = [
    "panos_security_policy", "panos_security_rule_group", "panos_panorama_security_policy",
    "panos_panorama_security_rule_group", "panos_security_policy_rules",
  ]
  aliases  = ["CKV_PAN_5"]
  tags     = ["cwe-284"]
  default  = false
  for_each = [for r in concat(resource.rule, resource.rules) : r if coalesce(r.action, "allow") == "allow" && !coalesce(r.disabled, false)]
  assert   = !contains(each.value.applications, "any")
  at       = each.value.applications
  message  = "rule `${each.value.name}` allows the application `any`"
  why      = <<-EOT
    The firewall's strength is to know applications; `any` lets everything through the allowed ports.
  EOT
  remedy   = <<-EOT
    Name the applications.

    ```hcl
    applications = ["ssl", "web-browsing"]
    ```
  EOT
  link     = "https://registry.terraform.io/providers/PaloAltoNetworks/panos/latest/docs/resources/security_policy"

  pass "named" {
    resource "panos_security_policy" "this" {
      device_group = "shared"
      rule {
        name                  = "web"
        applications          = ["ssl"]
        services              = ["application-default"]
        source_addresses      = ["lan"]
        destination_addresses = ["web"]
        action                = "allow"
      }
    }
  }

  pass "deny" {
    resource "panos_security_policy" "this" {
      device_group = "shared"
      rule {
        name         = "rest"
        applications = ["any"]
        action       = "deny"
      }
    }
  }

  fail "any" {
    resource "panos_security_policy" "this" {
      device_group = "shared"
      rule {
        name         = "web"
        applications = ["any"]
        services     = ["application-default"]
        action       = "allow"
      }
    }

    expect = ["panos_security_policy.this @ rule[0].applications"]
  }

  unknown "not known" {
    variable "applications" {}

    resource "panos_security_policy" "this" {
      device_group = "shared"
      rule {
        name         = "web"
        applications = var.applications
        services     = ["application-default"]
        action       = "allow"
      }
    }
  }

  fail "no `action`" {
    resource "panos_security_policy" "this" {
      device_group = "shared"
      rule {
        name         = "rest"
        applications = ["any"]
      }
    }
    expect = ["panos_security_policy.this @ rule[0].applications"]
  }
}

rule "panos-rule-any-service" {
  title    = "Security rule allows any service"
  category = "security"
  severity = "low"
  resources = [
    "panos_security_policy", "panos_security_rule_group", "panos_panorama_security_policy",
    "panos_panorama_security_rule_group", "panos_security_policy_rules",
  ]
  aliases  = ["CKV_PAN_6"]
  tags     = ["cwe-284"]
  for_each = [for r in concat(resource.rule, resource.rules) : r if coalesce(r.action, "allow") == "allow" && !coalesce(r.disabled, false)]
  assert   = !contains(each.value.services, "any")
  at       = each.value.services
  message  = "rule `${each.value.name}` allows every port"
  why      = <<-EOT
    An application may then use ports that it does not need, and others can pose as it.
  EOT
  remedy   = <<-EOT
    Use `application-default`.

    ```hcl
    services = ["application-default"]
    ```
  EOT
  link     = "https://registry.terraform.io/providers/PaloAltoNetworks/panos/latest/docs/resources/security_policy"

  pass "default" {
    resource "panos_security_policy" "this" {
      device_group = "shared"
      rule {
        name         = "web"
        applications = ["ssl"]
        services     = ["application-default"]
        action       = "allow"
      }
    }
  }

  fail "any" {
    resource "panos_security_policy" "this" {
      device_group = "shared"
      rule {
        name         = "web"
        applications = ["ssl"]
        services     = ["any"]
        action       = "allow"
      }
    }

    expect = ["panos_security_policy.this @ rule[0].services"]
  }

  unknown "not known" {
    variable "services" {}

    resource "panos_security_policy" "this" {
      device_group = "shared"
      rule {
        name         = "web"
        applications = ["ssl"]
        services     = var.services
        action       = "allow"
      }
    }
  }

  fail "no `action`" {
    resource "panos_security_policy" "this" {
      device_group = "shared"
      rule {
        name         = "web"
        applications = ["ssl"]
        services     = ["any"]
      }
    }
    expect = ["panos_security_policy.this @ rule[0].services"]
  }

  unknown "`action` is an unset variable" {
    variable "action" {}
    resource "panos_security_policy" "this" {
      device_group = "shared"
      rule {
        name         = "web"
        applications = ["ssl"]
        services     = ["application-default"]
        action       = var.action
      }
    }
    expect = ["panos_security_policy.this"]
  }
}

rule "panos-rule-any-to-any" {
  title    = "Security rule allows traffic from anywhere to anywhere"
  category = "security"
  severity = "high"
  resources = [
    "panos_security_policy", "panos_security_rule_group", "panos_panorama_security_policy",
    "panos_panorama_security_rule_group", "panos_security_policy_rules",
  ]
  aliases  = ["CKV_PAN_7"]
  tags     = ["cwe-284"]
  for_each = [for r in concat(resource.rule, resource.rules) : r if coalesce(r.action, "allow") == "allow" && !coalesce(r.disabled, false)]
  assert   = !(contains(each.value.source_addresses, "any") && contains(each.value.destination_addresses, "any"))
  at       = each.value.destination_addresses
  message  = "rule `${each.value.name}` allows any source and any destination"
  why      = <<-EOT
    The firewall then filters nothing between the rule's zones.
  EOT
  remedy   = <<-EOT
    Name sources or destinations.

    ```hcl
    source_addresses      = ["lan"]
    destination_addresses = ["web-servers"]
    ```
  EOT
  link     = "https://registry.terraform.io/providers/PaloAltoNetworks/panos/latest/docs/resources/security_policy"

  pass "one named" {
    resource "panos_security_policy" "this" {
      device_group = "shared"
      rule {
        name                  = "web"
        source_addresses      = ["any"]
        destination_addresses = ["web"]
        services              = ["application-default"]
        action                = "allow"
      }
    }
  }

  fail "both" {
    resource "panos_security_policy" "this" {
      device_group = "shared"
      rule {
        name                  = "all"
        source_addresses      = ["any"]
        destination_addresses = ["any"]
        services              = ["application-default"]
        action                = "allow"
      }
    }

    expect = ["panos_security_policy.this @ rule[0].destination_addresses"]
  }

  unknown "not known" {
    variable "destinations" {}

    resource "panos_security_policy" "this" {
      device_group = "shared"
      rule {
        name                  = "all"
        source_addresses      = ["any"]
        destination_addresses = var.destinations
        services              = ["application-default"]
        action                = "allow"
      }
    }
  }

  pass "no `source_addresses`" {
    resource "panos_security_policy" "this" {
      device_group = "shared"
      rule {
        name                  = "all"
        destination_addresses = ["any"]
        services              = ["application-default"]
        action                = "allow"
      }
    }
  }

  fail "no `action`" {
    resource "panos_security_policy" "this" {
      device_group = "shared"
      rule {
        name                  = "all"
        source_addresses      = ["any"]
        destination_addresses = ["any"]
        services              = ["application-default"]
      }
    }
    expect = ["panos_security_policy.this @ rule[0].destination_addresses"]
  }

  unknown "`action` is an unset variable" {
    variable "action" {}
    resource "panos_security_policy" "this" {
      device_group = "shared"
      rule {
        name                  = "web"
        source_addresses      = ["any"]
        destination_addresses = ["web"]
        services              = ["application-default"]
        action                = var.action
      }
    }
    expect = ["panos_security_policy.this"]
  }
}

rule "panos-rule-not-described" {
  title    = "Security rule has no description"
  category = "security"
  severity = "low"
  resources = [
    "panos_security_policy", "panos_security_rule_group", "panos_panorama_security_policy",
    "panos_panorama_security_rule_group", "panos_security_policy_rules",
  ]
  aliases  = ["CKV_PAN_8"]
  default  = false
  for_each = concat(resource.rule, resource.rules)
  assert   = each.value.description != null && each.value.description != ""
  at       = each.value.description
  message  = "rule `${each.value.name}` does not say what it is for"
  why      = <<-EOT
    Nobody dares to remove a rule whose purpose is forgotten.
  EOT
  remedy   = <<-EOT
    Describe it.

    ```hcl
    description = "Customers to the shop"
    ```
  EOT
  link     = "https://registry.terraform.io/providers/PaloAltoNetworks/panos/latest/docs/resources/security_policy"

  pass "described" {
    resource "panos_security_policy" "this" {
      device_group = "shared"
      rule {
        name        = "web"
        description = "Customers to the shop"
      }
    }
  }

  fail "none" {
    resource "panos_security_policy" "this" {
      device_group = "shared"
      rule {
        name = "web"
      }
    }
  }
}

rule "panos-rule-not-forwarded" {
  title    = "Logs of a security rule are not forwarded"
  category = "security"
  severity = "low"
  resources = [
    "panos_security_policy", "panos_security_rule_group", "panos_panorama_security_policy",
    "panos_panorama_security_rule_group", "panos_security_policy_rules",
  ]
  aliases  = ["CKV_PAN_9"]
  tags     = ["cwe-778"]
  default  = false
  for_each = concat(resource.rule, resource.rules)
  assert   = each.value.log_setting != null && each.value.log_setting != ""
  at       = each.value.log_setting
  message  = "rule `${each.value.name}` has no `log_setting`"
  why      = <<-EOT
    Logs stay on the firewall, which keeps them for a short time.
  EOT
  remedy   = <<-EOT
    Name a log forwarding profile.

    ```hcl
    log_setting = "default"
    ```
  EOT
  link     = "https://registry.terraform.io/providers/PaloAltoNetworks/panos/latest/docs/resources/security_policy"

  pass "forwarded" {
    resource "panos_security_policy" "this" {
      device_group = "shared"
      rule {
        name        = "web"
        log_setting = "default"
      }
    }
  }

  fail "none" {
    resource "panos_security_policy" "this" {
      device_group = "shared"
      rule {
        name = "web"
      }
    }
  }
}

rule "panos-rule-not-logged" {
  title    = "Security rule switches logging off"
  category = "security"
  severity = "medium"
  resources = [
    "panos_security_policy", "panos_security_rule_group", "panos_panorama_security_policy",
    "panos_panorama_security_rule_group", "panos_security_policy_rules",
  ]
  aliases  = ["CKV_PAN_10"]
  tags     = ["cwe-778"]
  for_each = [for r in concat(resource.rule, resource.rules) : r if !coalesce(r.disabled, false)]
  assert   = coalesce(each.value.log_end, true)
  at       = each.value.log_end
  message  = "rule `${each.value.name}` sets `log_end` to false"
  why      = <<-EOT
    Sessions that the rule lets through leave no trace. Logging at the end of sessions is on unless switched off.
  EOT
  remedy   = <<-EOT
    Remove the argument.

    ```hcl
    log_end = true
    ```
  EOT
  link     = "https://registry.terraform.io/providers/PaloAltoNetworks/panos/latest/docs/resources/security_policy"

  pass "default" {
    resource "panos_security_policy" "this" {
      device_group = "shared"
      rule {
        name = "web"
      }
    }
  }

  fail "off" {
    resource "panos_security_policy" "this" {
      device_group = "shared"
      rule {
        name    = "web"
        log_end = false
      }
    }

    expect = ["panos_security_policy.this @ rule[0].log_end"]
  }

  unknown "not known" {
    variable "logging" {}

    resource "panos_security_policy" "this" {
      device_group = "shared"
      rule {
        name    = "web"
        log_end = var.logging
      }
    }
  }
}

rule "panos-rule-not-inspected" {
  title    = "Security rule does not inspect the server's answers"
  category = "security"
  severity = "medium"
  resources = [
    "panos_security_policy", "panos_security_rule_group", "panos_panorama_security_policy",
    "panos_panorama_security_rule_group", "panos_security_policy_rules",
  ]
  aliases  = ["CKV_PAN_4"]
  tags     = ["cwe-693"]
  for_each = concat(resource.rule, resource.rules)
  assert   = !coalesce(each.value.disable_server_response_inspection, false)
  at       = each.value.disable_server_response_inspection
  message  = "rule `${each.value.name}` disables server response inspection"
  why      = <<-EOT
    Malware that a server sends passes unseen.
  EOT
  remedy   = <<-EOT
    Remove the argument.

    ```hcl
    disable_server_response_inspection = false
    ```
  EOT
  link     = "https://registry.terraform.io/providers/PaloAltoNetworks/panos/latest/docs/resources/security_policy"

  pass "default" {
    resource "panos_security_policy" "this" {
      device_group = "shared"
      rule {
        name = "web"
      }
    }
  }

  fail "disabled" {
    resource "panos_security_policy" "this" {
      device_group = "shared"
      rule {
        name                               = "web"
        disable_server_response_inspection = true
      }
    }

    expect = ["panos_security_policy.this @ rule[0].disable_server_response_inspection"]
  }

  unknown "not known" {
    variable "dsri" {}

    resource "panos_security_policy" "this" {
      device_group = "shared"
      rule {
        name                               = "web"
        disable_server_response_inspection = var.dsri
      }
    }
  }
}

rule "panos-management-plaintext" {
  title    = "Firewall is managed over telnet or plain HTTP"
  category = "security"
  severity = "high"
  resources = [
    "panos_management_profile", "panos_panorama_management_profile",
    "panos_interface_management_profile",
  ]
  aliases = ["CKV_PAN_2", "CKV_PAN_3"]
  tags    = ["cwe-319"]
  assert  = !coalesce(resource.http, false) && !coalesce(resource.telnet, false)
  message = "`http` or `telnet` is on"
  why     = <<-EOT
    Administrators' passwords travel readable.
  EOT
  remedy  = <<-EOT
    Use HTTPS and SSH, and limit the addresses.

    ```hcl
    https         = true
    ssh           = true
    permitted_ips = ["10.1.0.0/24"]
    ```
  EOT
  link    = "https://registry.terraform.io/providers/PaloAltoNetworks/panos/latest/docs/resources/interface_management_profile"

  pass "encrypted" {
    resource "panos_management_profile" "this" {
      name  = "mgmt"
      https = true
      ssh   = true
    }
  }

  fail "HTTP" {
    resource "panos_management_profile" "this" {
      name = "mgmt"
      http = true
    }

    expect = ["panos_management_profile.this @ http"]
  }

  fail "telnet" {
    resource "panos_management_profile" "this" {
      name   = "mgmt"
      telnet = true
    }

    expect = ["panos_management_profile.this @ telnet"]
  }

  unknown "not known" {
    variable "telnet" {}

    resource "panos_management_profile" "this" {
      name   = "mgmt"
      telnet = var.telnet
    }
  }
}

rule "panos-ipsec-weak" {
  title     = "VPN profile uses weak algorithms"
  category  = "security"
  severity  = "medium"
  resources = ["panos_ipsec_crypto_profile", "panos_panorama_ipsec_crypto_profile"]
  aliases   = ["CKV_PAN_11", "CKV_PAN_12", "CKV_PAN_13"]
  tags      = ["cwe-327"]
  params = {
    encryptions     = ["des", "3des", "null"]
    authentications = ["none", "md5", "sha1"]
  }
  assert = (
    coalesce(resource.protocol, "esp") != "ah" && resource.ah == null
    && !anytrue([for e in flatten([resource.encryptions, resource.esp.encryption]) : contains(param.encryptions, e)])
    && !anytrue([for a in flatten([resource.authentications, resource.esp.authentication]) : contains(param.authentications, a)])
  )
  at      = [resource.encryptions, resource.authentications, resource.protocol]
  message = "the profile allows DES, 3DES, MD5, SHA-1, no encryption or no authentication"
  why     = <<-EOT
    Traffic of the tunnel can be read or changed by who records it. The protocol AH does not encrypt at all.
    AES-CBC with SHA-256 or better passes.
  EOT
  remedy  = <<-EOT
    Use AES-GCM.

    ```hcl
    encryptions     = ["aes-256-gcm"]
    authentications = ["sha512"]
    dh_group        = "group20"
    ```
  EOT
  link    = "https://registry.terraform.io/providers/PaloAltoNetworks/panos/latest/docs/resources/ipsec_crypto_profile"

  pass "strong" {
    resource "panos_ipsec_crypto_profile" "this" {
      name            = "vpn"
      dh_group        = "group20"
      lifetime_type   = "hours"
      lifetime_value  = 1
      encryptions     = ["aes-256-gcm"]
      authentications = ["sha512"]
    }
  }

  fail "3DES" {
    resource "panos_ipsec_crypto_profile" "this" {
      name            = "vpn"
      dh_group        = "group20"
      lifetime_type   = "hours"
      lifetime_value  = 1
      encryptions     = ["3des", "aes-256-gcm"]
      authentications = ["sha512"]
    }

    expect = ["panos_ipsec_crypto_profile.this @ encryptions"]
  }

  fail "SHA-1" {
    resource "panos_ipsec_crypto_profile" "this" {
      name            = "vpn"
      dh_group        = "group20"
      lifetime_type   = "hours"
      lifetime_value  = 1
      encryptions     = ["aes-256-gcm"]
      authentications = ["sha1"]
    }
  }

  fail "AH" {
    resource "panos_ipsec_crypto_profile" "this" {
      name            = "vpn"
      dh_group        = "group20"
      lifetime_type   = "hours"
      lifetime_value  = 1
      protocol        = "ah"
      authentications = ["sha512"]
    }
  }

  unknown "not known" {
    variable "encryptions" {}

    resource "panos_ipsec_crypto_profile" "this" {
      name            = "vpn"
      dh_group        = "group20"
      lifetime_type   = "hours"
      lifetime_value  = 1
      encryptions     = var.encryptions
      authentications = ["sha512"]
    }
  }

  pass "no `authentications`" {
    resource "panos_ipsec_crypto_profile" "this" {
      name           = "vpn"
      dh_group       = "group20"
      lifetime_type  = "hours"
      lifetime_value = 1
      encryptions    = ["aes-256-gcm"]
    }
  }

  fail "more that fail" {
    resource "panos_ipsec_crypto_profile" "one_more_authentications_with_none" {
      name            = "vpn"
      dh_group        = "group20"
      lifetime_type   = "hours"
      lifetime_value  = 1
      encryptions     = ["aes-256-gcm"]
      authentications = ["sha512"]
    }
    resource "panos_ipsec_crypto_profile" "one_more_authentications_with_none_2" {
      name            = "vpn"
      dh_group        = "group20"
      lifetime_type   = "hours"
      lifetime_value  = 1
      encryptions     = ["aes-256-gcm"]
      authentications = ["sha512", "none"]
    }
    resource "panos_ipsec_crypto_profile" "one_more_encryptions_with_null" {
      name            = "vpn"
      dh_group        = "group20"
      lifetime_type   = "hours"
      lifetime_value  = 1
      encryptions     = ["aes-256-gcm"]
      authentications = ["sha512"]
    }
    resource "panos_ipsec_crypto_profile" "one_more_encryptions_with_null_2" {
      name            = "vpn"
      dh_group        = "group20"
      lifetime_type   = "hours"
      lifetime_value  = 1
      encryptions     = ["aes-256-gcm", "null"]
      authentications = ["sha512"]
    }
    resource "panos_ipsec_crypto_profile" "one_more_encryptions_with_des" {
      name            = "vpn"
      dh_group        = "group20"
      lifetime_type   = "hours"
      lifetime_value  = 1
      encryptions     = ["aes-256-gcm"]
      authentications = ["sha512"]
    }
    resource "panos_ipsec_crypto_profile" "one_more_encryptions_with_des_2" {
      name            = "vpn"
      dh_group        = "group20"
      lifetime_type   = "hours"
      lifetime_value  = 1
      encryptions     = ["aes-256-gcm", "des"]
      authentications = ["sha512"]
    }
    expect = [
      "panos_ipsec_crypto_profile.one_more_authentications_with_none_2 @ encryptions",
      "panos_ipsec_crypto_profile.one_more_encryptions_with_null_2 @ encryptions",
      "panos_ipsec_crypto_profile.one_more_encryptions_with_des_2 @ encryptions",
    ]
  }

  unknown "`esp` is `none`, `esp` is an unset variable" {
    variable "esp" {}
    resource "panos_ipsec_crypto_profile" "this" {
      name            = "vpn"
      dh_group        = "group20"
      lifetime_type   = "hours"
      lifetime_value  = 1
      encryptions     = ["3des", "aes-256-gcm"]
      authentications = ["sha512"]
      esp             = var.esp
    }
    expect = ["panos_ipsec_crypto_profile.this @ encryptions"]
  }
}

rule "panos-zone-unprotected" {
  title     = "Zone has no protection profile"
  category  = "security"
  severity  = "low"
  resources = ["panos_zone", "panos_panorama_zone"]
  aliases   = ["CKV_PAN_14"]
  tags      = ["cwe-400"]
  assert    = resource.zone_profile != null || resource.network.zone_protection_profile != null
  at        = resource.zone_profile
  message   = "no `zone_profile`"
  why       = <<-EOT
    Floods, scans and malformed packets from the zone are not limited.
  EOT
  remedy    = <<-EOT
    Name a profile.

    ```hcl
    zone_profile = "strict"
    ```
  EOT
  link      = "https://registry.terraform.io/providers/PaloAltoNetworks/panos/latest/docs/resources/zone"

  pass "a profile" {
    resource "panos_zone" "this" {
      name         = "untrust"
      mode         = "layer3"
      zone_profile = "strict"
    }
  }

  fail "none" {
    resource "panos_zone" "this" {
      name = "untrust"
      mode = "layer3"
    }

    expect = ["panos_zone.this"]
  }
}

rule "panos-zone-user-id-everywhere" {
  title     = "User identification of a zone has no list of networks"
  category  = "security"
  severity  = "low"
  resources = ["panos_zone", "panos_panorama_zone"]
  aliases   = ["CKV_PAN_15"]
  tags      = ["cwe-200"]
  when      = coalesce(resource.enable_user_id, false)
  assert    = length(resource.include_acls) > 0
  at        = resource.include_acls
  message   = "`enable_user_id` without `include_acls`"
  why       = <<-EOT
    The firewall then asks every address for its user, and may send a service account's hash to strangers'
    machines.
  EOT
  remedy    = <<-EOT
    List the networks of your users.

    ```hcl
    enable_user_id = true
    include_acls   = ["10.0.0.0/8"]
    ```
  EOT
  link      = "https://registry.terraform.io/providers/PaloAltoNetworks/panos/latest/docs/resources/zone"

  pass "listed" {
    resource "panos_zone" "this" {
      name           = "trust"
      mode           = "layer3"
      zone_profile   = "strict"
      enable_user_id = true
      include_acls   = ["10.0.0.0/8"]
    }
  }

  pass "off" {
    resource "panos_zone" "this" {
      name           = "trust"
      mode           = "layer3"
      zone_profile   = "strict"
      enable_user_id = false
    }
  }

  fail "none" {
    resource "panos_zone" "this" {
      name           = "trust"
      mode           = "layer3"
      zone_profile   = "strict"
      enable_user_id = true
    }
  }

  pass "no `enable_user_id`" {
    resource "panos_zone" "this" {
      name         = "trust"
      mode         = "layer3"
      zone_profile = "strict"
    }
  }
}

rule "panos-provider-password-in-code" {
  title     = "Provider block holds a firewall's password or key"
  category  = "security"
  severity  = "high"
  resources = ["provider.panos"]
  aliases   = ["CKV_PAN_1"]
  tags      = ["cwe-798"]
  assert    = !anytrue([for s in [resource.password, resource.api_key] : is_known(s) && s != null && s != "" && !can(regex("^[A-Z_]+$|^[xX*.]+$|^<.*>$|(?i:your|placeholder|changeme|dummy|_here$|xxxx)", s))])
  at        = [resource.password, resource.api_key]
  message   = "a password or API key is written in plain text"
  why       = <<-EOT
    Whoever reads the repository can change the firewall.
  EOT
  remedy    = <<-EOT
    Take it from the environment.

    ```hcl
    provider "panos" {
      hostname = "fw.example.com"
    }
    ```
  EOT
  link      = "https://registry.terraform.io/providers/PaloAltoNetworks/panos/latest/docs"

  pass "environment" {
    provider "panos" {
      hostname = "fw.example.com"
    }
  }

  pass "variable" {
    variable "password" {}

    provider "panos" {
      hostname = "fw.example.com"
      password = var.password
    }
  }

  fail "password" {
    provider "panos" {
      hostname = "fw.example.com"
      username = "admin"
      password = "hunter2"
    }

    expect = ["provider.panos @ password"]
  }

  fail "key" {
    provider "panos" {
      hostname = "fw.example.com"
      api_key  = "LUFRPT1example"
    }
  }
}
