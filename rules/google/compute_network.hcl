rule "google-compute-network-auto-subnets" {
  title     = "Network makes a subnet in every region by itself"
  category  = "security"
  severity  = "low"
  resources = ["google_compute_network"]
  aliases   = ["550e8400-e29b-41d4-a716-446655440000", "CKV2_GCP_2"]
  tags      = ["cwe-1188", "cis-gcp-2.0-3.2"]
  assert    = resource.auto_create_subnetworks == false
  at        = resource.auto_create_subnetworks
  message   = "`auto_create_subnetworks` is not false"
  why       = <<-EOT
    An auto mode network claims 10.128.0.0/9 and one subnet a region, also regions that you do not use and those
    to come. Ranges overlap with other networks, which makes peering and VPN impossible later. The provider's
    default is true.
  EOT
  remedy    = <<-EOT
    Use custom mode and declare the subnetworks.

    ```hcl
    auto_create_subnetworks = false
    ```
  EOT
  link      = "https://cloud.google.com/vpc/docs/vpc#subnet-ranges"

  fix {
    set = {
      auto_create_subnetworks = false
    }
    safe = false
  }

  pass "custom mode" {
    resource "google_compute_network" "this" {
      name                    = "main"
      auto_create_subnetworks = false
    }
  }

  fail "auto mode" {
    resource "google_compute_network" "this" {
      name                    = "main"
      auto_create_subnetworks = true
    }

    expect = ["google_compute_network.this @ auto_create_subnetworks"]
  }

  fail "not written" {
    resource "google_compute_network" "this" {
      name = "main"
    }

    expect = ["google_compute_network.this"]
  }

  unknown "not known" {
    variable "auto" {}

    resource "google_compute_network" "this" {
      name                    = "main"
      auto_create_subnetworks = var.auto
    }
  }
}

rule "google-project-default-network" {
  title     = "Project keeps the default network"
  category  = "security"
  severity  = "medium"
  resources = ["google_project"]
  aliases = [
    "CKV_GCP_27", "59571246-3f62-4965-a96f-c7d97e269351", "GCP-0010", "google-iam-no-default-network",
    "AVD-GCP-0010",
  ]
  tags    = ["cwe-1188", "cis-gcp-2.0-3.1"]
  assert  = resource.auto_create_network == false
  at      = resource.auto_create_network
  message = "`auto_create_network` is not false, so the project starts with the default network"
  why     = <<-EOT
    The default network has a subnet in every region and rules that open SSH, RDP and ICMP to the whole internet.
    An organisation policy (`compute.skipDefaultNetworkCreation`) prevents it everywhere; then set the argument as
    well, or leave this rule out.
  EOT
  remedy  = <<-EOT
    Switch it off.

    ```hcl
    auto_create_network = false
    ```
  EOT
  link    = "https://registry.terraform.io/providers/hashicorp/google/latest/docs/resources/google_project#auto_create_network-1"

  fix {
    set = {
      auto_create_network = false
    }
  }

  pass "off" {
    resource "google_project" "this" {
      name                = "app"
      project_id          = "app-123456"
      auto_create_network = false
    }
  }

  fail "on" {
    resource "google_project" "this" {
      name                = "app"
      project_id          = "app-123456"
      auto_create_network = true
    }

    expect = ["google_project.this @ auto_create_network"]
  }

  fail "not written" {
    resource "google_project" "this" {
      name       = "app"
      project_id = "app-123456"
    }

    expect = ["google_project.this"]
  }

  unknown "not known" {
    variable "auto" {}

    resource "google_project" "this" {
      name                = "app"
      project_id          = "app-123456"
      auto_create_network = var.auto
    }
  }
}

rule "google-compute-subnetwork-no-private-google-access" {
  title     = "Machines without public address cannot reach Google APIs"
  category  = "security"
  severity  = "low"
  resources = ["google_compute_subnetwork"]
  aliases = [
    "CKV_GCP_74", "ee7b93c1-b3f8-4a3b-9588-146d481814f5", "GCP-0075",
    "google-compute-enable-subnetwork-private-google-access", "AVD-GCP-0075",
  ]
  tags    = ["cwe-284"]
  when    = !contains(["REGIONAL_MANAGED_PROXY", "GLOBAL_MANAGED_PROXY", "INTERNAL_HTTPS_LOAD_BALANCER", "PRIVATE_SERVICE_CONNECT", "PRIVATE_NAT"], resource.purpose)
  assert  = coalesce(resource.private_ip_google_access, false)
  message = "`private_ip_google_access` is not on"
  why     = <<-EOT
    Without Private Google Access machines need a public address or NAT to reach storage, registries and other
    Google APIs, and their traffic to them leaves through it. Proxy-only and Private Service Connect subnets are
    not judged.
  EOT
  remedy  = <<-EOT
    Turn it on.

    ```hcl
    private_ip_google_access = true
    ```
  EOT
  link    = "https://cloud.google.com/vpc/docs/private-google-access"

  fix {
    set = {
      private_ip_google_access = true
    }
  }

  pass "on" {
    resource "google_compute_subnetwork" "this" {
      name                     = "s"
      ip_cidr_range            = "10.0.0.0/24"
      network                  = "main"
      private_ip_google_access = true
    }
    also = ["google-compute-subnetwork-flow-logs-off"]
  }

  pass "proxy-only" {
    resource "google_compute_subnetwork" "this" {
      name          = "s"
      ip_cidr_range = "10.0.0.0/24"
      network       = "main"
      purpose       = "REGIONAL_MANAGED_PROXY"
      role          = "ACTIVE"
    }
  }

  fail "off" {
    resource "google_compute_subnetwork" "this" {
      name                     = "s"
      ip_cidr_range            = "10.0.0.0/24"
      network                  = "main"
      private_ip_google_access = false
    }

    expect = ["google_compute_subnetwork.this @ private_ip_google_access"]
  }

  fail "not written" {
    resource "google_compute_subnetwork" "this" {
      name          = "s"
      ip_cidr_range = "10.0.0.0/24"
      network       = "main"
    }

    expect = ["google_compute_subnetwork.this"]
  }

  unknown "not known" {
    variable "access" {}

    resource "google_compute_subnetwork" "this" {
      name                     = "s"
      ip_cidr_range            = "10.0.0.0/24"
      network                  = "main"
      private_ip_google_access = var.access
    }
  }

  pass "more that pass" {
    resource "google_compute_subnetwork" "purpose_is_private_nat" {
      name          = "s"
      ip_cidr_range = "10.0.0.0/24"
      network       = "main"
      purpose       = "PRIVATE_NAT"
      role          = "ACTIVE"
    }
    resource "google_compute_subnetwork" "one_more_purpose_is_internal_https_load" {
      name          = "s"
      ip_cidr_range = "10.0.0.0/24"
      network       = "main"
      purpose       = "REGIONAL_MANAGED_PROXY"
      role          = "ACTIVE"
    }
    resource "google_compute_subnetwork" "one_more_purpose_is_internal_https_load_2" {
      name          = "s"
      ip_cidr_range = "10.0.0.0/24"
      network       = "main"
      purpose       = "INTERNAL_HTTPS_LOAD_BALANCER"
      role          = "ACTIVE"
    }
  }
}

rule "google-compute-subnetwork-no-private-google-access-ipv6" {
  title     = "IPv6 machines cannot reach Google APIs privately"
  category  = "security"
  severity  = "info"
  resources = ["google_compute_subnetwork"]
  aliases   = ["CKV_GCP_76"]
  tags      = ["cwe-284"]
  default   = false
  params = {
    allowed = ["ENABLE_OUTBOUND_VM_ACCESS_TO_GOOGLE", "ENABLE_BIDIRECTIONAL_ACCESS_TO_GOOGLE"]
  }
  when    = contains(["IPV4_IPV6", "IPV6_ONLY"], resource.stack_type)
  assert  = contains(param.allowed, resource.private_ipv6_google_access)
  message = "`private_ipv6_google_access` is not enabled on an IPv6 subnetwork"
  why     = <<-EOT
    Machines without an external IPv6 address then have no way to Google APIs over IPv6.
  EOT
  remedy  = <<-EOT
    Enable outbound access.

    ```hcl
    private_ipv6_google_access = "ENABLE_OUTBOUND_VM_ACCESS_TO_GOOGLE"
    ```
  EOT
  link    = "https://cloud.google.com/vpc/docs/private-google-access"

  pass "IPv4 only" {
    resource "google_compute_subnetwork" "this" {
      name          = "s"
      ip_cidr_range = "10.0.0.0/24"
      network       = "main"
    }
    also = ["google-compute-subnetwork-flow-logs-off", "google-compute-subnetwork-no-private-google-access"]
  }

  pass "enabled" {
    resource "google_compute_subnetwork" "this" {
      name                       = "s"
      ip_cidr_range              = "10.0.0.0/24"
      network                    = "main"
      stack_type                 = "IPV4_IPV6"
      private_ipv6_google_access = "ENABLE_OUTBOUND_VM_ACCESS_TO_GOOGLE"
    }
    also = ["google-compute-subnetwork-flow-logs-off", "google-compute-subnetwork-no-private-google-access"]
  }

  fail "dual stack without" {
    resource "google_compute_subnetwork" "this" {
      name          = "s"
      ip_cidr_range = "10.0.0.0/24"
      network       = "main"
      stack_type    = "IPV4_IPV6"
    }
  }

  unknown "`stack_type` is an unset variable" {
    variable "stack_type" {}
    resource "google_compute_subnetwork" "this" {
      name          = "s"
      ip_cidr_range = "10.0.0.0/24"
      network       = "main"
      stack_type    = var.stack_type
    }
  }

  pass "one more, `private_ipv6_google_access` is `ENABLE_BIDIRECTIONAL_ACCESS_TO_GOOGLE`" {
    resource "google_compute_subnetwork" "this" {
      name                       = "s"
      ip_cidr_range              = "10.0.0.0/24"
      network                    = "main"
      stack_type                 = "IPV4_IPV6"
      private_ipv6_google_access = "ENABLE_OUTBOUND_VM_ACCESS_TO_GOOGLE"
    }
    resource "google_compute_subnetwork" "this_too" {
      name                       = "s"
      ip_cidr_range              = "10.0.0.0/24"
      network                    = "main"
      stack_type                 = "IPV4_IPV6"
      private_ipv6_google_access = "ENABLE_BIDIRECTIONAL_ACCESS_TO_GOOGLE"
    }
    also = ["google-compute-subnetwork-flow-logs-off", "google-compute-subnetwork-no-private-google-access"]
  }

  fail "`stack_type` is `IPV6_ONLY`" {
    resource "google_compute_subnetwork" "this" {
      name          = "s"
      ip_cidr_range = "10.0.0.0/24"
      network       = "main"
      stack_type    = "IPV6_ONLY"
    }
    expect = ["google_compute_subnetwork.this @ stack_type"]
  }
}

rule "google-compute-subnetwork-flow-logs-off" {
  title     = "Subnetwork writes no flow logs"
  category  = "security"
  severity  = "medium"
  resources = ["google_compute_subnetwork"]
  aliases = [
    "CKV_GCP_26", "40430747-442d-450a-a34f-dc57149f4609", "GCP-0076",
    "google-compute-google-compute-subnetwork-logging", "AVD-GCP-0076",
    "google-compute-subnetwork-logging", "GCP-0029", "google-compute-enable-vpc-flow-logs",
    "AVD-GCP-0029",
  ]
  tags    = ["cwe-778", "cis-gcp-2.0-3.8"]
  when    = !contains(["REGIONAL_MANAGED_PROXY", "GLOBAL_MANAGED_PROXY", "INTERNAL_HTTPS_LOAD_BALANCER", "PRIVATE_NAT", "PRIVATE_SERVICE_CONNECT"], resource.purpose)
  assert  = length(resource.log_config) > 0
  at      = resource.log_config
  message = "no `log_config` block, so no flow logs"
  why     = <<-EOT
    Flow logs show who talked to whom; after an incident nothing replaces them. They cost by volume: sampling and
    a longer aggregation interval keep that small. Google does not log proxy-only subnets.
  EOT
  remedy  = <<-EOT
    Add a `log_config` block.

    ```hcl
    log_config {
      aggregation_interval = "INTERVAL_10_MIN"
      flow_sampling        = 0.5
      metadata             = "INCLUDE_ALL_METADATA"
    }
    ```
  EOT
  link    = "https://cloud.google.com/vpc/docs/flow-logs"

  pass "logged" {
    resource "google_compute_subnetwork" "this" {
      name          = "s"
      ip_cidr_range = "10.0.0.0/24"
      network       = "main"
      log_config {
        aggregation_interval = "INTERVAL_10_MIN"
      }
    }
    also = ["google-compute-subnetwork-no-private-google-access"]
  }

  pass "proxy-only" {
    resource "google_compute_subnetwork" "this" {
      name          = "s"
      ip_cidr_range = "10.0.0.0/24"
      network       = "main"
      purpose       = "GLOBAL_MANAGED_PROXY"
      role          = "ACTIVE"
    }
  }

  fail "not logged" {
    resource "google_compute_subnetwork" "this" {
      name          = "s"
      ip_cidr_range = "10.0.0.0/24"
      network       = "main"
    }

    expect = ["google_compute_subnetwork.this"]
  }

  pass "more that pass" {
    resource "google_compute_subnetwork" "purpose_is_regional_managed_proxy" {
      name          = "s"
      ip_cidr_range = "10.0.0.0/24"
      network       = "main"
      purpose       = "REGIONAL_MANAGED_PROXY"
    }
    resource "google_compute_subnetwork" "one_more_purpose_is_internal_https_load" {
      name          = "s"
      ip_cidr_range = "10.0.0.0/24"
      network       = "main"
      purpose       = "GLOBAL_MANAGED_PROXY"
      role          = "ACTIVE"
    }
    resource "google_compute_subnetwork" "one_more_purpose_is_internal_https_load_2" {
      name          = "s"
      ip_cidr_range = "10.0.0.0/24"
      network       = "main"
      purpose       = "INTERNAL_HTTPS_LOAD_BALANCER"
      role          = "ACTIVE"
    }
    resource "google_compute_subnetwork" "one_more_purpose_is_private_service" {
      name          = "s"
      ip_cidr_range = "10.0.0.0/24"
      network       = "main"
      purpose       = "GLOBAL_MANAGED_PROXY"
      role          = "ACTIVE"
    }
    resource "google_compute_subnetwork" "one_more_purpose_is_private_service_2" {
      name          = "s"
      ip_cidr_range = "10.0.0.0/24"
      network       = "main"
      purpose       = "PRIVATE_SERVICE_CONNECT"
      role          = "ACTIVE"
    }
  }
}

rule "google-compute-ssl-policy-old-tls" {
  title     = "SSL policy accepts TLS 1.0 or 1.1"
  category  = "security"
  severity  = "medium"
  resources = ["google_compute_ssl_policy", "google_compute_region_ssl_policy"]
  aliases = [
    "14a457f0-473d-4d1d-9e37-6d99b355b336", "GCP-0039", "google-compute-use-secure-tls-policy",
    "AVD-GCP-0039",
  ]
  tags    = ["cwe-326", "cis-gcp-2.0-3.9"]
  assert  = contains(["TLS_1_2", "TLS_1_3"], resource.min_tls_version)
  message = "`min_tls_version` is ${coalesce(resource.min_tls_version, "not set, which means TLS_1_0")}"
  why     = <<-EOT
    TLS 1.0 and 1.1 are withdrawn (RFC 8996) and forbidden by PCI DSS. The provider's default is TLS 1.0.
  EOT
  remedy  = <<-EOT
    Ask for TLS 1.2.

    ```hcl
    min_tls_version = "TLS_1_2"
    ```
  EOT
  link    = "https://cloud.google.com/load-balancing/docs/ssl-policies-concepts"

  fix {
    set = {
      min_tls_version = "TLS_1_2"
    }
  }

  pass "TLS 1.2" {
    resource "google_compute_ssl_policy" "this" {
      name            = "p"
      profile         = "MODERN"
      min_tls_version = "TLS_1_2"
    }
  }

  pass "TLS 1.3" {
    resource "google_compute_ssl_policy" "this" {
      name            = "p"
      profile         = "RESTRICTED"
      min_tls_version = "TLS_1_3"
    }
  }

  fail "TLS 1.0" {
    resource "google_compute_ssl_policy" "this" {
      name            = "p"
      profile         = "MODERN"
      min_tls_version = "TLS_1_0"
    }

    expect = ["google_compute_ssl_policy.this @ min_tls_version"]
  }

  fail "not written" {
    resource "google_compute_ssl_policy" "this" {
      name    = "p"
      profile = "MODERN"
    }

    expect = ["google_compute_ssl_policy.this"]
  }

  unknown "not known" {
    variable "tls" {}

    resource "google_compute_ssl_policy" "this" {
      name            = "p"
      profile         = "MODERN"
      min_tls_version = var.tls
    }
  }
}

rule "google-compute-ssl-policy-weak-ciphers" {
  title     = "SSL policy accepts the weakest cipher suites"
  category  = "security"
  severity  = "low"
  resources = ["google_compute_ssl_policy", "google_compute_region_ssl_policy"]
  aliases   = ["CKV_GCP_4"]
  tags      = ["cwe-327", "cis-gcp-2.0-3.9"]
  assert    = contains(["MODERN", "RESTRICTED", "CUSTOM", "FIPS_202205"], resource.profile)
  message   = "the profile is ${coalesce(resource.profile, "not set, which means COMPATIBLE")}"
  why       = <<-EOT
    COMPATIBLE offers suites without forward secrecy and 3DES to please very old clients. MODERN covers every
    browser of the last ten years.
  EOT
  remedy    = <<-EOT
    Use MODERN or RESTRICTED.

    ```hcl
    profile = "MODERN"
    ```
  EOT
  link      = "https://cloud.google.com/load-balancing/docs/ssl-policies-concepts"

  fix {
    set = {
      profile = "MODERN"
    }
  }

  pass "modern" {
    resource "google_compute_ssl_policy" "this" {
      name            = "p"
      min_tls_version = "TLS_1_2"
      profile         = "MODERN"
    }
  }

  pass "restricted" {
    resource "google_compute_ssl_policy" "this" {
      name            = "p"
      min_tls_version = "TLS_1_2"
      profile         = "RESTRICTED"
    }
  }

  fail "compatible" {
    resource "google_compute_ssl_policy" "this" {
      name            = "p"
      min_tls_version = "TLS_1_2"
      profile         = "COMPATIBLE"
    }

    expect = ["google_compute_ssl_policy.this @ profile"]
  }

  fail "not written" {
    resource "google_compute_ssl_policy" "this" {
      name            = "p"
      min_tls_version = "TLS_1_2"
    }

    expect = ["google_compute_ssl_policy.this"]
  }

  unknown "not known" {
    variable "profile" {}

    resource "google_compute_ssl_policy" "this" {
      name            = "p"
      min_tls_version = "TLS_1_2"
      profile         = var.profile
    }
  }

  pass "more that pass" {
    resource "google_compute_ssl_policy" "profile_is_custom" {
      name            = "p"
      min_tls_version = "TLS_1_2"
      profile         = "CUSTOM"
    }
    resource "google_compute_ssl_policy" "one_more_profile_is_fips_202205" {
      name            = "p"
      min_tls_version = "TLS_1_2"
      profile         = "RESTRICTED"
    }
    resource "google_compute_ssl_policy" "one_more_profile_is_fips_202205_2" {
      name            = "p"
      min_tls_version = "TLS_1_2"
      profile         = "FIPS_202205"
    }
  }
}

rule "google-compute-https-proxy-default-ssl-policy" {
  title    = "HTTPS proxy uses the default SSL policy"
  category = "security"
  severity = "low"
  resources = [
    "google_compute_target_https_proxy", "google_compute_region_target_https_proxy",
    "google_compute_target_ssl_proxy",
  ]
  tags    = ["cwe-326", "cis-gcp-2.0-3.9"]
  assert  = resource.ssl_policy != null
  message = "no `ssl_policy`, so clients may use TLS 1.0"
  why     = <<-EOT
    Without a policy the load balancer applies Google's default one: profile COMPATIBLE from TLS 1.0 on.
  EOT
  remedy  = <<-EOT
    Name a policy with TLS 1.2 at least.

    ```hcl
    ssl_policy = google_compute_ssl_policy.modern.id
    ```
  EOT
  link    = "https://cloud.google.com/load-balancing/docs/ssl-policies-concepts"

  pass "a policy" {
    resource "google_compute_target_https_proxy" "this" {
      name             = "p"
      url_map          = "m"
      ssl_certificates = ["c"]
      ssl_policy       = "modern"
    }
  }

  pass "a policy of the same configuration" {
    resource "google_compute_ssl_policy" "modern" {
      name            = "modern"
      min_tls_version = "TLS_1_2"
    }

    resource "google_compute_target_https_proxy" "p" {
      name       = "p"
      url_map    = "m"
      ssl_policy = google_compute_ssl_policy.modern.id
    }
    also = ["google-compute-ssl-policy-weak-ciphers"]
  }

  fail "none" {
    resource "google_compute_target_https_proxy" "this" {
      name             = "p"
      url_map          = "m"
      ssl_certificates = ["c"]
    }

    expect = ["google_compute_target_https_proxy.this"]
  }
}

rule "google-compute-http-proxy-no-redirect" {
  title     = "Load balancer serves plain HTTP"
  category  = "security"
  severity  = "medium"
  resources = ["google_compute_target_http_proxy", "google_compute_region_target_http_proxy"]
  aliases   = ["CKV2_GCP_37", "CKV2_GCP_38"]
  tags      = ["cwe-319"]

  related "map" {
    type = ["google_compute_url_map", "google_compute_region_url_map"]
    on   = refers(resource.url_map, other)
  }


  related "rule" {
    type = ["google_compute_forwarding_rule", "google_compute_global_forwarding_rule"]
    on   = refers(other.target, resource)
  }

  when    = !anytrue([for r in related.rule : startswith(r.load_balancing_scheme, "INTERNAL")])
  assert  = anytrue([for m in related.map : anytrue([for redirect in m.default_url_redirect : coalesce(redirect.https_redirect, false)])])
  at      = resource.url_map
  message = "the proxy answers over HTTP instead of redirecting to HTTPS"
  why     = <<-EOT
    Requests and answers, with their cookies and tokens, travel readable and can be changed on the way. Internal
    load balancers are not judged.
  EOT
  remedy  = <<-EOT
    Point the HTTP proxy to a URL map that only redirects.

    ```hcl
    default_url_redirect {
      https_redirect = true
      strip_query    = false
    }
    ```
  EOT
  link    = "https://cloud.google.com/load-balancing/docs/https/setting-up-http-https-redirect"

  pass "redirect" {
    resource "google_compute_url_map" "redirect" {
      name = "redirect"
      default_url_redirect {
        https_redirect = true
        strip_query    = false
      }
    }

    resource "google_compute_target_http_proxy" "p" {
      name    = "p"
      url_map = google_compute_url_map.redirect.id
    }
  }

  pass "internal" {
    resource "google_compute_region_target_http_proxy" "p" {
      name    = "p"
      url_map = "m"
    }

    resource "google_compute_forwarding_rule" "r" {
      name                  = "r"
      target                = google_compute_region_target_http_proxy.p.id
      load_balancing_scheme = "INTERNAL_MANAGED"
    }
  }

  fail "serves content" {
    resource "google_compute_url_map" "site" {
      name            = "site"
      default_service = "backend"
    }

    resource "google_compute_target_http_proxy" "p" {
      name    = "p"
      url_map = google_compute_url_map.site.id
    }

    expect = ["google_compute_target_http_proxy.p @ url_map"]
  }
}

rule "google-compute-backend-service-logs-off" {
  title     = "Load balancer writes no request logs"
  category  = "security"
  severity  = "low"
  resources = ["google_compute_backend_service", "google_compute_region_backend_service"]
  tags      = ["cwe-778", "cis-gcp-2.0-2.16"]
  default   = false
  when      = contains(["HTTP", "HTTPS", "HTTP2"], coalesce(resource.protocol, "HTTP"))
  assert    = coalesce(resource.log_config[0].enable, false)
  at        = resource.log_config
  message   = "request logging is not enabled"
  why       = <<-EOT
    Request logs are the only record of who asked for what. They cost by volume; `sample_rate` reduces it.
  EOT
  remedy    = <<-EOT
    Enable logging.

    ```hcl
    log_config {
      enable      = true
      sample_rate = 1.0
    }
    ```
  EOT
  link      = "https://cloud.google.com/load-balancing/docs/https/https-logging-monitoring"

  pass "on" {
    resource "google_compute_backend_service" "this" {
      name = "b"
      log_config {
        enable = true
      }
    }
  }

  fail "not written" {
    resource "google_compute_backend_service" "this" {
      name = "b"
    }

    expect = ["google_compute_backend_service.this"]
  }

  fail "off" {
    resource "google_compute_backend_service" "this" {
      name = "b"
      log_config {
        enable = false
      }
    }
  }

  fail "more that fail" {
    resource "google_compute_backend_service" "protocol_is_http2" {
      name     = "b"
      protocol = "HTTP2"
    }
    resource "google_compute_backend_service" "one_more_protocol_is_https" {
      name = "b"
    }
    resource "google_compute_backend_service" "one_more_protocol_is_https_2" {
      name     = "b"
      protocol = "HTTPS"
    }
    expect = [
      "google_compute_backend_service.protocol_is_http2",
      "google_compute_backend_service.one_more_protocol_is_https",
      "google_compute_backend_service.one_more_protocol_is_https_2",
    ]
  }

  unknown "`protocol` is `HTTP`, `protocol` is an unset variable" {
    variable "protocol" {}
    resource "google_compute_backend_service" "this" {
      name     = "b"
      protocol = var.protocol
    }
    expect = ["google_compute_backend_service.this"]
  }
}

rule "google-compute-backend-service-no-cloud-armor" {
  title     = "Public load balancer has no Cloud Armor policy"
  category  = "security"
  severity  = "info"
  resources = ["google_compute_backend_service"]
  default   = false
  when      = startswith(coalesce(resource.load_balancing_scheme, "EXTERNAL"), "EXTERNAL")
  assert    = resource.security_policy != null || resource.edge_security_policy != null
  message   = "no `security_policy`"
  why       = <<-EOT
    Cloud Armor filters attacks and limits rates before they reach the machines. It costs per policy and request.
  EOT
  remedy    = <<-EOT
    Attach a policy.

    ```hcl
    security_policy = google_compute_security_policy.web.id
    ```
  EOT
  link      = "https://cloud.google.com/armor/docs/security-policy-overview"

  pass "a policy" {
    resource "google_compute_backend_service" "this" {
      name            = "b"
      security_policy = "web"
    }
  }

  pass "internal" {
    resource "google_compute_backend_service" "this" {
      name                  = "b"
      load_balancing_scheme = "INTERNAL_SELF_MANAGED"
    }
  }

  fail "none" {
    resource "google_compute_backend_service" "this" {
      name = "b"
    }

    expect = ["google_compute_backend_service.this"]
  }
}

rule "google-compute-security-policy-no-log4j-rule" {
  title     = "Cloud Armor policy has no rule against Log4j attacks"
  category  = "security"
  severity  = "info"
  resources = ["google_compute_security_policy"]
  aliases   = ["CKV_GCP_73"]
  tags      = ["cwe-917"]
  default   = false
  when      = coalesce(resource.type, "CLOUD_ARMOR") == "CLOUD_ARMOR"
  assert    = anytrue([for r in resource.rule : can(regex("cve-canary|json-sqli-canary", r.match[0].expr[0].expression)) && startswith(r.action, "deny") && !coalesce(r.preview, false)])
  at        = resource.rule
  message   = "no rule denies requests that match `cve-canary`"
  why       = <<-EOT
    The preconfigured set `cve-canary` recognises attempts to use CVE-2021-44228 and its relatives. Needed only
    where Java applications that may hold an old Log4j stand behind the policy.
  EOT
  remedy    = <<-EOT
    Deny requests that match the preconfigured set.

    ```hcl
    rule {
      action   = "deny(403)"
      priority = 1
      match {
        expr {
          expression = "evaluatePreconfiguredExpr('cve-canary')"
        }
      }
    }
    ```
  EOT
  link      = "https://cloud.google.com/armor/docs/waf-rules"

  pass "denied" {
    resource "google_compute_security_policy" "this" {
      name = "p"
      rule {
        action   = "deny(403)"
        priority = 1
        match {
          expr {
            expression = "evaluatePreconfiguredExpr('cve-canary')"
          }
        }
      }
    }
  }

  fail "no rule" {
    resource "google_compute_security_policy" "this" {
      name = "p"
    }

    expect = ["google_compute_security_policy.this"]
  }

  fail "preview only" {
    resource "google_compute_security_policy" "this" {
      name = "p"
      rule {
        action   = "deny(403)"
        priority = 1
        preview  = true
        match {
          expr {
            expression = "evaluatePreconfiguredExpr('cve-canary')"
          }
        }
      }
    }
  }

  fail "more that fail" {
    resource "google_compute_security_policy" "no_action" {
      name = "p"
      rule {
        priority = 1
        match {
          expr {
            expression = "evaluatePreconfiguredExpr('cve-canary')"
          }
        }
      }
    }
    resource "google_compute_security_policy" "without_match" {
      name = "p"
      rule {
        action   = "deny(403)"
        priority = 1
      }
    }
    expect = ["google_compute_security_policy.no_action @ rule", "google_compute_security_policy.without_match @ rule"]
  }
}

rule "google-compute-project-os-login-off" {
  title     = "Project metadata does not enable OS Login"
  category  = "security"
  severity  = "medium"
  resources = ["google_compute_project_metadata"]
  aliases = [
    "CKV_GCP_33", "32ecd6eb-0711-421f-9627-1a28d9eff217", "GCP-0042",
    "google-compute-project-level-oslogin", "AVD-GCP-0042",
  ]
  tags    = ["cwe-284", "cis-gcp-2.0-4.4"]
  assert  = contains(["true", "1", "y", "yes"], lower(tostring(resource.metadata["enable-oslogin"])))
  at      = resource.metadata
  message = "project metadata has no `enable-oslogin = \"TRUE\"`"
  why     = <<-EOT
    OS Login ties SSH access to IAM instead of keys that stay in metadata when people leave. This resource owns
    the project's whole metadata, so what is not written here is not set.
  EOT
  remedy  = <<-EOT
    Set the key.

    ```hcl
    metadata = { enable-oslogin = "TRUE" }
    ```
  EOT
  link    = "https://cloud.google.com/compute/docs/oslogin/set-up-oslogin"

  pass "on" {
    resource "google_compute_project_metadata" "this" {
      metadata = { enable-oslogin = "TRUE" }
    }
  }

  pass "boolean" {
    resource "google_compute_project_metadata" "this" {
      metadata = { enable-oslogin = true }
    }
  }

  fail "not there" {
    resource "google_compute_project_metadata" "this" {
      metadata = { team = "core" }
    }

    expect = ["google_compute_project_metadata.this @ metadata"]
  }

  fail "off" {
    resource "google_compute_project_metadata" "this" {
      metadata = { enable-oslogin = "FALSE" }
    }
  }

  unknown "not known" {
    variable "oslogin" {}

    resource "google_compute_project_metadata" "this" {
      metadata = { enable-oslogin = var.oslogin }
    }
  }

  pass "more that pass" {
    resource "google_compute_project_metadata" "enable_oslogin_is_1" {
      metadata = { enable-oslogin = "1" }
    }
    resource "google_compute_project_metadata" "one_more_enable_oslogin_is_yes" {
      metadata = { enable-oslogin = "TRUE" }
    }
    resource "google_compute_project_metadata" "one_more_enable_oslogin_is_yes_2" {
      metadata = { enable-oslogin = "yes" }
    }
    resource "google_compute_project_metadata" "enable_oslogin_is_y" {
      metadata = { enable-oslogin = "y" }
    }
  }
}

rule "google-compute-project-metadata-item-os-login-off" {
  title     = "Project metadata switches OS Login off"
  category  = "security"
  severity  = "medium"
  resources = ["google_compute_project_metadata_item"]
  aliases   = ["CKV_GCP_33", "GCP-0042", "google-compute-project-level-oslogin", "AVD-GCP-0042"]
  tags      = ["cwe-284", "cis-gcp-2.0-4.4"]
  when      = resource.key == "enable-oslogin"
  assert    = contains(["true", "1", "y", "yes"], lower(tostring(resource.value)))
  at        = resource.value
  message   = "`enable-oslogin` is `${resource.value}`"
  why       = <<-EOT
    With OS Login off, SSH access hangs on keys in metadata, which nobody removes when people leave.
  EOT
  remedy    = <<-EOT
    Set the value to `TRUE`.

    ```hcl
    value = "TRUE"
    ```
  EOT
  link      = "https://cloud.google.com/compute/docs/oslogin/set-up-oslogin"

  fix {
    set = {
      value = "TRUE"
    }
  }

  pass "on" {
    resource "google_compute_project_metadata_item" "this" {
      key   = "enable-oslogin"
      value = "TRUE"
    }
  }

  pass "another key" {
    resource "google_compute_project_metadata_item" "this" {
      key   = "team"
      value = "core"
    }
  }

  fail "off" {
    resource "google_compute_project_metadata_item" "this" {
      key   = "enable-oslogin"
      value = "FALSE"
    }

    expect = ["google_compute_project_metadata_item.this @ value"]
  }

  unknown "not known" {
    variable "oslogin" {}

    resource "google_compute_project_metadata_item" "this" {
      key   = "enable-oslogin"
      value = var.oslogin
    }
  }

  pass "more that pass" {
    resource "google_compute_project_metadata_item" "value_is_1" {
      key   = "enable-oslogin"
      value = "1"
    }
    resource "google_compute_project_metadata_item" "value_is_y" {
      key   = "enable-oslogin"
      value = "y"
    }
  }

  fail "one more, `value` is `yes`" {
    resource "google_compute_project_metadata_item" "this" {
      key   = "enable-oslogin"
      value = "FALSE"
    }
    resource "google_compute_project_metadata_item" "this_too" {
      key   = "enable-oslogin"
      value = "yes"
    }
    expect = ["google_compute_project_metadata_item.this @ value"]
  }
}

rule "google-compute-project-ssh-keys" {
  title     = "SSH keys for all machines stand in project metadata"
  category  = "security"
  severity  = "low"
  resources = ["google_compute_project_metadata", "google_compute_project_metadata_item"]
  tags      = ["cwe-284", "cis-gcp-2.0-4.3"]
  assert    = !contains(["ssh-keys", "sshKeys"], resource.key) && resource.metadata["ssh-keys"] == null && resource.metadata.sshKeys == null
  message   = "a key in project metadata opens every machine of the project"
  why       = <<-EOT
    Project-wide keys are shared, do not end with the person's account and leave no trace of who logged in.
  EOT
  remedy    = <<-EOT
    Use OS Login, or keys on single machines.
  EOT
  link      = "https://cloud.google.com/compute/docs/connect/restrict-ssh-keys"

  pass "OS Login" {
    resource "google_compute_project_metadata" "this" {
      metadata = { enable-oslogin = "TRUE" }
    }
  }

  fail "in the map" {
    resource "google_compute_project_metadata" "this" {
      metadata = { ssh-keys = "dev:ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIBx dev" }
    }
  }

  fail "as an item" {
    resource "google_compute_project_metadata_item" "this" {
      key   = "ssh-keys"
      value = "dev:ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIBx dev"
    }
  }

  unknown "`metadata` is an unset variable" {
    variable "metadata" {}
    resource "google_compute_project_metadata" "this" {
      metadata = var.metadata
    }
  }
}

rule "google-compute-vpn-tunnel-secret-in-code" {
  title     = "VPN's shared secret stands in the configuration"
  category  = "security"
  severity  = "high"
  resources = ["google_compute_vpn_tunnel"]
  tags      = ["cwe-798"]
  params = {
    placeholder = "^<.*>$|^%%.*%%$"
  }
  when    = is_known(resource.shared_secret) && resource.shared_secret != null
  assert  = resource.shared_secret == "" || can(regex(param.placeholder, resource.shared_secret))
  at        = resource.shared_secret
  message   = "`shared_secret` is written in plain text"
  why       = <<-EOT
    Whoever reads the repository can pose as the other end of the tunnel.
  EOT
  remedy    = <<-EOT
    Take it from a secret store or from an unset variable, or use the write-only argument.

    ```hcl
    shared_secret_wo         = var.vpn_secret
    shared_secret_wo_version = "1"
    ```
  EOT
  link      = "https://cloud.google.com/network-connectivity/docs/vpn/how-to/generating-pre-shared-key"

  pass "from a variable" {
    variable "secret" {}

    resource "google_compute_vpn_tunnel" "this" {
      name          = "t"
      peer_ip       = "203.0.113.1"
      shared_secret = var.secret
    }
  }

  pass "a placeholder" {
    resource "google_compute_vpn_tunnel" "this" {
      name          = "t"
      shared_secret = "<SHARED_SECRET>"
    }
  }

  fail "in code" {
    resource "google_compute_vpn_tunnel" "this" {
      name          = "t"
      peer_ip       = "203.0.113.1"
      shared_secret = "a secret message"
    }

    expect = ["google_compute_vpn_tunnel.this @ shared_secret"]
  }

  pass "no `shared_secret`" {
    resource "google_compute_vpn_tunnel" "this" {
      name    = "t"
      peer_ip = "203.0.113.1"
    }
  }
}

rule "google-compute-router-nat-logs-off" {
  title     = "Cloud NAT writes no logs"
  category  = "security"
  severity  = "info"
  resources = ["google_compute_router_nat"]
  tags      = ["cwe-778"]
  default   = false
  assert    = coalesce(resource.log_config[0].enable, false)
  at        = resource.log_config
  message   = "NAT logging is not enabled"
  why       = <<-EOT
    NAT logs connect an outside address and port with the machine that used it, and show dropped connections when
    ports run out. `ERRORS_ONLY` is cheap.
  EOT
  remedy    = <<-EOT
    Enable logging.

    ```hcl
    log_config {
      enable = true
      filter = "ERRORS_ONLY"
    }
    ```
  EOT
  link      = "https://cloud.google.com/nat/docs/monitoring"

  pass "errors" {
    resource "google_compute_router_nat" "this" {
      name                               = "n"
      router                             = "r"
      nat_ip_allocate_option             = "AUTO_ONLY"
      source_subnetwork_ip_ranges_to_nat = "ALL_SUBNETWORKS_ALL_IP_RANGES"
      log_config {
        enable = true
        filter = "ERRORS_ONLY"
      }
    }
  }

  fail "none" {
    resource "google_compute_router_nat" "this" {
      name                               = "n"
      router                             = "r"
      nat_ip_allocate_option             = "AUTO_ONLY"
      source_subnetwork_ip_ranges_to_nat = "ALL_SUBNETWORKS_ALL_IP_RANGES"
    }

    expect = ["google_compute_router_nat.this"]
  }

  fail "off" {
    resource "google_compute_router_nat" "this" {
      name                               = "n"
      router                             = "r"
      nat_ip_allocate_option             = "AUTO_ONLY"
      source_subnetwork_ip_ranges_to_nat = "ALL_SUBNETWORKS_ALL_IP_RANGES"
      log_config {
        enable = false
        filter = "ALL"
      }
    }
  }
}

rule "google-compute-certificate-key-in-code" {
  title     = "TLS private key stands in the repository"
  category  = "security"
  severity  = "high"
  resources = ["google_compute_ssl_certificate", "google_compute_region_ssl_certificate", "google_sql_ssl_cert"]
  tags      = ["cwe-321", "secret"]
  when      = is_known(resource.private_key) && resource.private_key != null
  assert    = resource.private_key == ""
  at        = resource.private_key
  message   = "`private_key` is a text or file in this repository"
  why       = <<-EOT
    Whoever reads the repository can pose as the site. Keys in history stay readable after they are removed.
  EOT
  remedy    = <<-EOT
    Use a Google-managed certificate, or take the key from a secret store.

    ```hcl
    resource "google_compute_managed_ssl_certificate" "site" {
      name = "site"
      managed {
        domains = ["example.com"]
      }
    }
    ```
  EOT
  link      = "https://cloud.google.com/load-balancing/docs/ssl-certificates/google-managed-certs"

  pass "from a variable" {
    variable "private_key" {}

    resource "google_compute_ssl_certificate" "this" {
      name        = "c"
      certificate = "x"
      private_key = var.private_key
    }
  }

  pass "made by Terraform" {
    resource "tls_private_key" "k" {
      algorithm = "RSA"
    }

    resource "google_compute_ssl_certificate" "c" {
      name        = "c"
      certificate = "x"
      private_key = tls_private_key.k.private_key_pem
    }
  }

  fail "in code" {
    resource "google_compute_ssl_certificate" "this" {
      name        = "c"
      certificate = "x"
      private_key = "-----BEGIN PRIVATE KEY-----\nMIIEvQIBADANBgkqhkiG9w0BAQEFAASC\n-----END PRIVATE KEY-----"
    }

    expect = ["google_compute_ssl_certificate.this @ private_key"]
  }

  pass "no `private_key`" {
    variable "private_key" {}
    resource "google_compute_ssl_certificate" "this" {
      name        = "c"
      certificate = "x"
    }
  }
}

rule "google-compute-cidr-invalid" {
  title     = "Subnetwork's range is no valid CIDR block"
  category  = "correctness"
  severity  = "high"
  resources = ["google_compute_subnetwork"]
  when      = is_known(resource.ip_cidr_range) && resource.ip_cidr_range != null && resource.ip_cidr_range != ""
  assert    = can(cidrhost(resource.ip_cidr_range, 0)) && cidrhost(resource.ip_cidr_range, 0) == split("/", resource.ip_cidr_range)[0] && tonumber(split("/", resource.ip_cidr_range)[1]) <= 29
  at        = resource.ip_cidr_range
  message   = "`${resource.ip_cidr_range}` is not a network address with a prefix of at most 29 bits"
  why       = <<-EOT
    The API refuses ranges with host bits set (10.0.0.1/24) and primary ranges smaller than /29, but only at
    apply.
  EOT
  remedy    = <<-EOT
    Write the network address.

    ```hcl
    ip_cidr_range = "10.0.0.0/24"
    ```
  EOT
  link      = "https://cloud.google.com/vpc/docs/subnets#valid-ranges"

  pass "a network" {
    resource "google_compute_subnetwork" "this" {
      name          = "s"
      network       = "main"
      ip_cidr_range = "10.0.0.0/24"
    }
    also = ["google-compute-subnetwork-flow-logs-off", "google-compute-subnetwork-no-private-google-access"]
  }

  fail "host bits" {
    resource "google_compute_subnetwork" "this" {
      name          = "s"
      network       = "main"
      ip_cidr_range = "10.0.0.1/24"
    }

    expect = ["google_compute_subnetwork.this @ ip_cidr_range"]
  }

  fail "too small" {
    resource "google_compute_subnetwork" "this" {
      name          = "s"
      network       = "main"
      ip_cidr_range = "10.0.0.0/30"
    }
  }

  fail "no range" {
    resource "google_compute_subnetwork" "this" {
      name          = "s"
      network       = "main"
      ip_cidr_range = "10.0.0.0"
    }
  }

  pass "`ip_cidr_range` is an unset variable" {
    variable "ip_cidr_range" {}
    resource "google_compute_subnetwork" "this" {
      name          = "s"
      network       = "main"
      ip_cidr_range = var.ip_cidr_range
    }
    also = ["google-compute-subnetwork-flow-logs-off", "google-compute-subnetwork-no-private-google-access"]
  }
}
