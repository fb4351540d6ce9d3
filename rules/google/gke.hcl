rule "google-gke-control-plane-open" {
  title     = "GKE control plane accepts connections from everywhere"
  category  = "security"
  severity  = "high"
  resources = ["google_container_cluster"]
  aliases = [
    "CKV_GCP_18", "e2f9b5c7-8d3a-4a5f-93b0-78aeb39d7e09", "GCP-0053",
    "google-gke-no-public-control-plane", "AVD-GCP-0053",
  ]
  tags     = ["cwe-284", "cis-gke-1.4-5.6.3"]
  for_each = flatten(resource.master_authorized_networks_config[*].cidr_blocks)
  assert   = !cidr_is_public(each.value.cidr_block)
  at       = each.value.cidr_block
  message  = "`${each.value.cidr_block}` may reach the control plane"
  why      = <<-EOT
    Authorized networks are the control plane's firewall. Opened to everyone, a leaked kubeconfig or a hole in the
    API server is enough to take the cluster.
  EOT
  remedy   = <<-EOT
    List the ranges from which administrators and pipelines connect, or use a private endpoint.

    ```hcl
    master_authorized_networks_config {
      cidr_blocks {
        cidr_block   = "203.0.113.0/28"
        display_name = "office"
      }
    }
    ```
  EOT
  link     = "https://cloud.google.com/kubernetes-engine/docs/how-to/authorized-networks"

  pass "an office" {
    resource "google_container_cluster" "this" {
      name     = "main"
      location = "europe-west1"
      master_authorized_networks_config {
        cidr_blocks {
          cidr_block = "203.0.113.0/28"
        }
      }
    }
    also = [
      "google-gke-default-service-account",
      "google-gke-network-policy-off",
      "google-gke-public-nodes",
      "google-gke-secure-boot-off",
      "google-gke-workload-identity-off",
    ]
  }

  fail "everywhere" {
    resource "google_container_cluster" "this" {
      name     = "main"
      location = "europe-west1"
      master_authorized_networks_config {
        cidr_blocks {
          cidr_block = "0.0.0.0/0"
        }
      }
    }

    expect = ["google_container_cluster.this @ master_authorized_networks_config[0].cidr_blocks[0].cidr_block"]
  }

  unknown "not known" {
    variable "office" {}

    resource "google_container_cluster" "this" {
      name     = "main"
      location = "europe-west1"
      master_authorized_networks_config {
        cidr_blocks {
          cidr_block = var.office
        }
      }
    }
  }
}

rule "google-gke-no-authorized-networks" {
  title     = "GKE control plane has no list of authorized networks"
  category  = "security"
  severity  = "high"
  resources = ["google_container_cluster"]
  aliases   = ["CKV_GCP_20", "GCP-0061", "google-gke-enable-master-networks", "AVD-GCP-0061"]
  tags      = ["cwe-284", "cis-gke-1.4-5.6.3"]
  when      = !coalesce(resource.private_cluster_config[0].enable_private_endpoint, false) && resource.control_plane_endpoints_config[0].ip_endpoints_config[0].enabled != false
  assert    = length(resource.master_authorized_networks_config) > 0
  at        = resource.master_authorized_networks_config
  message   = "no `master_authorized_networks_config`, so the public endpoint answers everyone"
  why       = <<-EOT
    Without authorized networks the API server is reachable from the whole internet; only credentials protect it.
    Clusters with a private endpoint, or without IP endpoints, are not judged.
  EOT
  remedy    = <<-EOT
    Add authorized networks, or make the endpoint private.

    ```hcl
    master_authorized_networks_config {
      cidr_blocks {
        cidr_block   = "203.0.113.0/28"
        display_name = "office"
      }
    }
    ```
  EOT
  link      = "https://cloud.google.com/kubernetes-engine/docs/how-to/authorized-networks"

  pass "a list" {
    resource "google_container_cluster" "this" {
      name     = "main"
      location = "europe-west1"
      master_authorized_networks_config {
        cidr_blocks {
          cidr_block = "203.0.113.0/28"
        }
      }
    }
    also = [
      "google-gke-default-service-account",
      "google-gke-network-policy-off",
      "google-gke-public-nodes",
      "google-gke-secure-boot-off",
      "google-gke-workload-identity-off",
    ]
  }

  pass "private endpoint" {
    resource "google_container_cluster" "this" {
      name     = "main"
      location = "europe-west1"
      private_cluster_config {
        enable_private_nodes    = true
        enable_private_endpoint = true
      }
    }
    also = [
      "google-gke-default-service-account",
      "google-gke-network-policy-off",
      "google-gke-secure-boot-off",
      "google-gke-workload-identity-off",
    ]
  }

  fail "none" {
    resource "google_container_cluster" "this" {
      name     = "main"
      location = "europe-west1"
    }

    expect = ["google_container_cluster.this"]
  }

  fail "public endpoint" {
    resource "google_container_cluster" "this" {
      name     = "main"
      location = "europe-west1"
      private_cluster_config {
        enable_private_nodes    = true
        enable_private_endpoint = false
      }
    }
  }

  unknown "not known" {
    variable "private" {}

    resource "google_container_cluster" "this" {
      name     = "main"
      location = "europe-west1"
      private_cluster_config {
        enable_private_endpoint = var.private
      }
    }
  }

  unknown "`control_plane_endpoints_config` is `true`, `control_plane_endpoints_config` is an unset variable" {
    variable "control_plane_endpoints_config" {}
    resource "google_container_cluster" "this" {
      name                           = "main"
      location                       = "europe-west1"
      control_plane_endpoints_config = var.control_plane_endpoints_config
    }
    expect = ["google_container_cluster.this"]
  }
}

rule "google-gke-public-nodes" {
  title     = "GKE nodes have public IP addresses"
  category  = "security"
  severity  = "medium"
  resources = ["google_container_cluster"]
  aliases = [
    "CKV_GCP_25", "CKV_GCP_64", "6ccb85d7-0420-4907-9380-50313f80946b", "GCP-0059",
    "google-gke-enable-private-cluster", "AVD-GCP-0059",
  ]
  tags = ["cwe-284", "cis-gke-1.4-5.6.5"]

  related "pools" {
    type = "google_container_node_pool"
    on   = refers(other.cluster, resource)
  }

  assert = (
    coalesce(resource.private_cluster_config[0].enable_private_nodes, false)
    || (length(related.pools) > 0 && alltrue([for p in related.pools : coalesce(p.network_config[0].enable_private_nodes, false)]))
  )
  at      = resource.private_cluster_config[0].enable_private_nodes
  message = "`enable_private_nodes` is not on"
  why     = <<-EOT
    Nodes with public addresses are one open firewall rule away from the internet. Private nodes go out through
    Cloud NAT. A node pool may ask for private nodes by itself, which passes when all do.
  EOT
  remedy  = <<-EOT
    Make the nodes private.

    ```hcl
    private_cluster_config {
      enable_private_nodes    = true
      enable_private_endpoint = false
      master_ipv4_cidr_block  = "172.16.0.0/28"
    }
    ```
  EOT
  link    = "https://cloud.google.com/kubernetes-engine/docs/how-to/private-clusters"

  pass "private" {
    resource "google_container_cluster" "this" {
      name     = "main"
      location = "europe-west1"
      private_cluster_config {
        enable_private_nodes = true
      }
    }
    also = [
      "google-gke-default-service-account",
      "google-gke-network-policy-off",
      "google-gke-no-authorized-networks",
      "google-gke-secure-boot-off",
      "google-gke-workload-identity-off",
    ]
  }

  pass "private pools" {
    resource "google_container_cluster" "main" {
      name     = "main"
      location = "europe-west1"
    }

    resource "google_container_node_pool" "pool" {
      cluster = google_container_cluster.main.name
      network_config {
        enable_private_nodes = true
      }
    }
    also = [
      "google-gke-default-service-account",
      "google-gke-network-policy-off",
      "google-gke-no-authorized-networks",
      "google-gke-secure-boot-off",
      "google-gke-workload-identity-off",
    ]
  }

  fail "not written" {
    resource "google_container_cluster" "this" {
      name     = "main"
      location = "europe-west1"
    }

    expect = ["google_container_cluster.this"]
  }

  fail "off" {
    resource "google_container_cluster" "this" {
      name     = "main"
      location = "europe-west1"
      private_cluster_config {
        enable_private_nodes = false
      }
    }

    expect = ["google_container_cluster.this @ private_cluster_config[0].enable_private_nodes"]
  }

  unknown "not known" {
    variable "private" {}

    resource "google_container_cluster" "this" {
      name     = "main"
      location = "europe-west1"
      private_cluster_config {
        enable_private_nodes = var.private
      }
    }
  }

  fail "one more, without `network_config`" {
    resource "google_container_cluster" "main" {
      name     = "main"
      location = "europe-west1"
    }
    resource "google_container_node_pool" "pool" {
      cluster = google_container_cluster.main.name
      network_config {
        enable_private_nodes = true
      }
    }
    resource "google_container_node_pool" "pool_too" {
      cluster = google_container_cluster.main.name
    }
    expect = ["google_container_cluster.main"]
  }
}

rule "google-gke-client-certificate" {
  title     = "GKE cluster issues a client certificate"
  category  = "security"
  severity  = "medium"
  resources = ["google_container_cluster"]
  aliases = [
    "CKV_GCP_13", "73fb21a1-b19a-45b1-b648-b47b1678681e", "GCP-0064",
    "google-gke-no-legacy-authentication", "AVD-GCP-0064",
  ]
  tags    = ["cwe-287", "cis-gke-1.4-5.8.1"]
  assert  = !coalesce(resource.master_auth[0].client_certificate_config[0].issue_client_certificate, false)
  at      = resource.master_auth[0].client_certificate_config[0].issue_client_certificate
  message = "`issue_client_certificate` is on"
  why     = <<-EOT
    The certificate cannot be revoked and has no person behind it; it stays valid for years and stands in the
    state. It is off unless asked for.
  EOT
  remedy  = <<-EOT
    Remove it, and let people and pipelines authenticate with their Google identity.

    ```hcl
    master_auth {
      client_certificate_config {
        issue_client_certificate = false
      }
    }
    ```
  EOT
  link    = "https://cloud.google.com/kubernetes-engine/docs/how-to/api-server-authentication"

  pass "not written" {
    resource "google_container_cluster" "this" {
      name     = "main"
      location = "europe-west1"
    }
    also = [
      "google-gke-default-service-account",
      "google-gke-network-policy-off",
      "google-gke-no-authorized-networks",
      "google-gke-public-nodes",
      "google-gke-secure-boot-off",
      "google-gke-workload-identity-off",
    ]
  }

  pass "off" {
    resource "google_container_cluster" "this" {
      name     = "main"
      location = "europe-west1"
      master_auth {
        client_certificate_config {
          issue_client_certificate = false
        }
      }
    }
    also = [
      "google-gke-default-service-account",
      "google-gke-network-policy-off",
      "google-gke-no-authorized-networks",
      "google-gke-public-nodes",
      "google-gke-secure-boot-off",
      "google-gke-workload-identity-off",
    ]
  }

  fail "on" {
    resource "google_container_cluster" "this" {
      name     = "main"
      location = "europe-west1"
      master_auth {
        client_certificate_config {
          issue_client_certificate = true
        }
      }
    }

    expect = [
      "google_container_cluster.this @ master_auth[0].client_certificate_config[0].issue_client_certificate",
    ]
  }

  unknown "not known" {
    variable "certificate" {}

    resource "google_container_cluster" "this" {
      name     = "main"
      location = "europe-west1"
      master_auth {
        client_certificate_config {
          issue_client_certificate = var.certificate
        }
      }
    }
  }
}

rule "google-gke-basic-auth" {
  title     = "GKE cluster accepts a static password"
  category  = "security"
  severity  = "high"
  resources = ["google_container_cluster"]
  tags      = ["cwe-798"]
  when      = length(resource.master_auth) > 0
  assert    = !is_computed(resource.master_auth[0].username) && (resource.master_auth[0].username == null || resource.master_auth[0].username == "")
  at        = resource.master_auth[0].username
  message   = "basic authentication is configured"
  why       = <<-EOT
    The password is full administration of the cluster, cannot be tied to a person and stands in the state. GKE
    1.19 and later have no basic authentication any more.
  EOT
  remedy    = <<-EOT
    Remove user and password.
  EOT
  link      = "https://cloud.google.com/kubernetes-engine/docs/how-to/api-server-authentication"

  pass "none" {
    resource "google_container_cluster" "this" {
      name     = "main"
      location = "europe-west1"
      master_auth {
        client_certificate_config {
          issue_client_certificate = false
        }
      }
    }
    also = [
      "google-gke-default-service-account",
      "google-gke-network-policy-off",
      "google-gke-no-authorized-networks",
      "google-gke-public-nodes",
      "google-gke-secure-boot-off",
      "google-gke-workload-identity-off",
    ]
  }

  pass "switched off as older versions needed it" {
    resource "google_container_cluster" "this" {
      name     = "main"
      location = "europe-west1"
      master_auth {
        username = ""
        password = ""
      }
    }
    also = [
      "google-gke-default-service-account",
      "google-gke-network-policy-off",
      "google-gke-no-authorized-networks",
      "google-gke-public-nodes",
      "google-gke-secure-boot-off",
      "google-gke-workload-identity-off",
    ]
  }

  fail "a user" {
    variable "password" {}

    resource "google_container_cluster" "this" {
      name     = "main"
      location = "europe-west1"
      master_auth {
        username = "admin"
        password = var.password
      }
    }

    expect = ["google_container_cluster.this @ master_auth[0].username"]
  }

  unknown "not known" {
    variable "username" {}
    variable "password" {}

    resource "google_container_cluster" "this" {
      name     = "main"
      location = "europe-west1"
      master_auth {
        username = var.username
        password = var.password
      }
    }
  }
}

rule "google-gke-legacy-abac" {
  title     = "GKE cluster uses legacy authorization"
  category  = "security"
  severity  = "high"
  resources = ["google_container_cluster"]
  aliases = [
    "CKV_GCP_7", "5baa92d2-d8ee-4c75-88a4-52d9d8bb8067", "GCP-0062", "google-gke-use-rbac-permissions",
    "AVD-GCP-0062",
  ]
  tags    = ["cwe-284"]
  assert  = !coalesce(resource.enable_legacy_abac, false)
  message = "`enable_legacy_abac` is on"
  why     = <<-EOT
    Legacy ABAC gives nodes, service accounts and users broad fixed rights beside RBAC. A token from any pod is
    then enough to change the cluster.
  EOT
  remedy  = <<-EOT
    Remove it; RBAC is always on.
  EOT
  link    = "https://cloud.google.com/kubernetes-engine/docs/how-to/hardening-your-cluster#leave_abac_disabled_default_for_110"

  fix {
    set = {
      enable_legacy_abac = false
    }
  }

  pass "not written" {
    resource "google_container_cluster" "this" {
      name     = "main"
      location = "europe-west1"
    }
    also = [
      "google-gke-default-service-account",
      "google-gke-network-policy-off",
      "google-gke-no-authorized-networks",
      "google-gke-public-nodes",
      "google-gke-secure-boot-off",
      "google-gke-workload-identity-off",
    ]
  }

  pass "off" {
    resource "google_container_cluster" "this" {
      name               = "main"
      location           = "europe-west1"
      enable_legacy_abac = false
    }
    also = [
      "google-gke-default-service-account",
      "google-gke-network-policy-off",
      "google-gke-no-authorized-networks",
      "google-gke-public-nodes",
      "google-gke-secure-boot-off",
      "google-gke-workload-identity-off",
    ]
  }

  fail "on" {
    resource "google_container_cluster" "this" {
      name               = "main"
      location           = "europe-west1"
      enable_legacy_abac = true
    }

    expect = ["google_container_cluster.this @ enable_legacy_abac"]
  }

  unknown "not known" {
    variable "abac" {}

    resource "google_container_cluster" "this" {
      name               = "main"
      location           = "europe-west1"
      enable_legacy_abac = var.abac
    }
  }
}

rule "google-gke-shielded-nodes-off" {
  title     = "GKE cluster switches shielded nodes off"
  category  = "security"
  severity  = "medium"
  resources = ["google_container_cluster"]
  aliases = [
    "CKV_GCP_71", "579a0727-9c29-4d58-8195-fc5802a8bdb4", "GCP-0055",
    "google-gke-node-shielding-enabled", "AVD-GCP-0055",
  ]
  tags    = ["cwe-693", "cis-gke-1.4-5.5.5"]
  assert  = coalesce(resource.enable_shielded_nodes, true)
  message = "`enable_shielded_nodes` is false"
  why     = <<-EOT
    Shielded nodes prove to the control plane that they are what they claim to be. Without that, stolen bootstrap
    credentials let a foreign machine join as a node. They are on unless switched off.
  EOT
  remedy  = <<-EOT
    Remove the argument.
  EOT
  link    = "https://cloud.google.com/kubernetes-engine/docs/how-to/shielded-gke-nodes"

  fix {
    set = {
      enable_shielded_nodes = true
    }
  }

  pass "default" {
    resource "google_container_cluster" "this" {
      name     = "main"
      location = "europe-west1"
    }
    also = [
      "google-gke-default-service-account",
      "google-gke-network-policy-off",
      "google-gke-no-authorized-networks",
      "google-gke-public-nodes",
      "google-gke-secure-boot-off",
      "google-gke-workload-identity-off",
    ]
  }

  pass "on" {
    resource "google_container_cluster" "this" {
      name                  = "main"
      location              = "europe-west1"
      enable_shielded_nodes = true
    }
    also = [
      "google-gke-default-service-account",
      "google-gke-network-policy-off",
      "google-gke-no-authorized-networks",
      "google-gke-public-nodes",
      "google-gke-secure-boot-off",
      "google-gke-workload-identity-off",
    ]
  }

  fail "off" {
    resource "google_container_cluster" "this" {
      name                  = "main"
      location              = "europe-west1"
      enable_shielded_nodes = false
    }

    expect = ["google_container_cluster.this @ enable_shielded_nodes"]
  }

  unknown "not known" {
    variable "shielded" {}

    resource "google_container_cluster" "this" {
      name                  = "main"
      location              = "europe-west1"
      enable_shielded_nodes = var.shielded
    }
  }
}

rule "google-gke-network-policy-off" {
  title     = "GKE cluster does not enforce network policies"
  category  = "security"
  severity  = "medium"
  resources = ["google_container_cluster"]
  aliases = [
    "CKV_GCP_12", "11e7550e-c4b6-472e-adff-c698f157cdd7", "GCP-0056",
    "google-gke-enable-network-policy", "AVD-GCP-0056",
  ]
  tags    = ["cwe-284", "cis-gke-1.4-5.6.7"]
  when    = !coalesce(resource.enable_autopilot, false) && resource.datapath_provider != "ADVANCED_DATAPATH"
  assert  = coalesce(resource.network_policy[0].enabled, false) && !coalesce(resource.addons_config[0].network_policy_config[0].disabled, false)
  at      = resource.network_policy[0].enabled
  message = "neither Dataplane V2 nor the network policy add-on is enabled"
  why     = <<-EOT
    Every pod can talk to every other; `NetworkPolicy` objects are accepted and have no effect. Dataplane V2
    (`ADVANCED_DATAPATH`) and Autopilot enforce them by themselves.
  EOT
  remedy  = <<-EOT
    Use Dataplane V2 for new clusters; it cannot be turned on later.

    ```hcl
    datapath_provider = "ADVANCED_DATAPATH"
    ```
  EOT
  link    = "https://cloud.google.com/kubernetes-engine/docs/how-to/network-policy"

  pass "Dataplane V2" {
    resource "google_container_cluster" "this" {
      name              = "main"
      location          = "europe-west1"
      datapath_provider = "ADVANCED_DATAPATH"
    }
    also = [
      "google-gke-default-service-account",
      "google-gke-no-authorized-networks",
      "google-gke-public-nodes",
      "google-gke-secure-boot-off",
      "google-gke-workload-identity-off",
    ]
  }

  pass "the add-on" {
    resource "google_container_cluster" "this" {
      name     = "main"
      location = "europe-west1"
      network_policy {
        enabled = true
      }
    }
    also = [
      "google-gke-default-service-account",
      "google-gke-no-authorized-networks",
      "google-gke-public-nodes",
      "google-gke-secure-boot-off",
      "google-gke-workload-identity-off",
    ]
  }

  pass "Autopilot" {
    resource "google_container_cluster" "this" {
      name             = "main"
      location         = "europe-west1"
      enable_autopilot = true
    }
    also = ["google-gke-no-authorized-networks", "google-gke-public-nodes"]
  }

  fail "none" {
    resource "google_container_cluster" "this" {
      name     = "main"
      location = "europe-west1"
    }

    expect = ["google_container_cluster.this"]
  }

  fail "off" {
    resource "google_container_cluster" "this" {
      name     = "main"
      location = "europe-west1"
      network_policy {
        enabled = false
      }
    }

    expect = ["google_container_cluster.this @ network_policy[0].enabled"]
  }

  fail "add-on disabled" {
    resource "google_container_cluster" "this" {
      name     = "main"
      location = "europe-west1"
      network_policy {
        enabled = true
      }
      addons_config {
        network_policy_config {
          disabled = true
        }
      }
    }
  }

  unknown "not known" {
    variable "datapath" {}

    resource "google_container_cluster" "this" {
      name              = "main"
      location          = "europe-west1"
      datapath_provider = var.datapath
    }
  }
}

rule "google-gke-routes-based" {
  title     = "GKE cluster is routes-based"
  category  = "security"
  severity  = "low"
  resources = ["google_container_cluster"]
  aliases = [
    "CKV_GCP_23", "c606ba1d-d736-43eb-ac24-e16108f3a9e0", "GCP-0049", "google-gke-enable-ip-aliasing",
    "AVD-GCP-0049",
  ]
  tags    = ["cis-gke-1.4-5.6.2"]
  assert  = resource.networking_mode != "ROUTES"
  message = "`networking_mode` is `ROUTES`"
  why     = <<-EOT
    Routes-based clusters use up the network's quota of routes, and cannot have private nodes or network endpoint
    groups. New clusters are VPC-native unless told otherwise, also without `ip_allocation_policy`.
  EOT
  remedy  = <<-EOT
    Remove the argument; the cluster has to be made again.

    ```hcl
    networking_mode = "VPC_NATIVE"
    ```
  EOT
  link    = "https://cloud.google.com/kubernetes-engine/docs/concepts/alias-ips"

  pass "default" {
    resource "google_container_cluster" "this" {
      name     = "main"
      location = "europe-west1"
    }
    also = [
      "google-gke-default-service-account",
      "google-gke-network-policy-off",
      "google-gke-no-authorized-networks",
      "google-gke-public-nodes",
      "google-gke-secure-boot-off",
      "google-gke-workload-identity-off",
    ]
  }

  pass "VPC-native" {
    resource "google_container_cluster" "this" {
      name            = "main"
      location        = "europe-west1"
      networking_mode = "VPC_NATIVE"
      ip_allocation_policy {}
    }
    also = [
      "google-gke-default-service-account",
      "google-gke-network-policy-off",
      "google-gke-no-authorized-networks",
      "google-gke-public-nodes",
      "google-gke-secure-boot-off",
      "google-gke-workload-identity-off",
    ]
  }

  fail "routes" {
    resource "google_container_cluster" "this" {
      name            = "main"
      location        = "europe-west1"
      networking_mode = "ROUTES"
    }

    expect = ["google_container_cluster.this @ networking_mode"]
  }

  unknown "not known" {
    variable "mode" {}

    resource "google_container_cluster" "this" {
      name            = "main"
      location        = "europe-west1"
      networking_mode = var.mode
    }
  }
}

rule "google-gke-logging-off" {
  title     = "GKE cluster sends no logs"
  category  = "security"
  severity  = "medium"
  resources = ["google_container_cluster"]
  aliases = [
    "CKV_GCP_1", "4c7ebcb2-eae2-461e-bc83-456ee2d4f694", "GCP-0060",
    "google-gke-enable-stackdriver-logging", "AVD-GCP-0060",
  ]
  tags    = ["cwe-778"]
  assert  = resource.logging_service != "none" && (length(resource.logging_config) == 0 || length(resource.logging_config[0].enable_components) > 0)
  at      = resource.logging_service
  message = "Cloud Logging is switched off for this cluster"
  why     = <<-EOT
    System and workload logs are gone with the node that wrote them. Logging is on unless switched off.
  EOT
  remedy  = <<-EOT
    Remove `logging_service`, or list components.

    ```hcl
    logging_config {
      enable_components = ["SYSTEM_COMPONENTS", "WORKLOADS"]
    }
    ```
  EOT
  link    = "https://cloud.google.com/kubernetes-engine/docs/concepts/about-logs"

  pass "default" {
    resource "google_container_cluster" "this" {
      name     = "main"
      location = "europe-west1"
    }
    also = [
      "google-gke-default-service-account",
      "google-gke-network-policy-off",
      "google-gke-no-authorized-networks",
      "google-gke-public-nodes",
      "google-gke-secure-boot-off",
      "google-gke-workload-identity-off",
    ]
  }

  pass "components" {
    resource "google_container_cluster" "this" {
      name     = "main"
      location = "europe-west1"
      logging_config {
        enable_components = ["SYSTEM_COMPONENTS", "WORKLOADS"]
      }
    }
    also = [
      "google-gke-default-service-account",
      "google-gke-network-policy-off",
      "google-gke-no-authorized-networks",
      "google-gke-public-nodes",
      "google-gke-secure-boot-off",
      "google-gke-workload-identity-off",
    ]
  }

  fail "none" {
    resource "google_container_cluster" "this" {
      name            = "main"
      location        = "europe-west1"
      logging_service = "none"
    }

    expect = ["google_container_cluster.this @ logging_service"]
  }

  fail "no components" {
    resource "google_container_cluster" "this" {
      name     = "main"
      location = "europe-west1"
      logging_config {
        enable_components = []
      }
    }
  }

  unknown "not known" {
    variable "logging" {}

    resource "google_container_cluster" "this" {
      name            = "main"
      location        = "europe-west1"
      logging_service = var.logging
    }
  }

  pass "`enable_components` without `SYSTEM_COMPONENTS`" {
    resource "google_container_cluster" "this" {
      name     = "main"
      location = "europe-west1"
      logging_config {
        enable_components = ["WORKLOADS"]
      }
    }
    also = [
      "google-gke-default-service-account",
      "google-gke-network-policy-off",
      "google-gke-no-authorized-networks",
      "google-gke-public-nodes",
      "google-gke-secure-boot-off",
      "google-gke-workload-identity-off",
    ]
  }
}

rule "google-gke-monitoring-off" {
  title     = "GKE cluster sends no metrics"
  category  = "reliability"
  severity  = "low"
  resources = ["google_container_cluster"]
  aliases = [
    "CKV_GCP_8", "30e8dfd2-3591-4d19-8d11-79e93106c93d", "GCP-0052",
    "google-gke-enable-stackdriver-monitoring", "AVD-GCP-0052",
  ]
  assert  = resource.monitoring_service != "none" && !(length(resource.monitoring_config) > 0 && resource.monitoring_config[0].enable_components != null && length(resource.monitoring_config[0].enable_components) == 0)
  at      = [resource.monitoring_config[0].enable_components, resource.monitoring_service]
  message = "Cloud Monitoring is switched off for this cluster"
  why     = <<-EOT
    Nobody is alerted when nodes fail or fill up. Monitoring of system components is on, and free, unless switched
    off.
  EOT
  remedy  = <<-EOT
    Remove `monitoring_service`, or list components.

    ```hcl
    monitoring_config {
      enable_components = ["SYSTEM_COMPONENTS"]
    }
    ```
  EOT
  link    = "https://cloud.google.com/kubernetes-engine/docs/how-to/configure-metrics"

  pass "default" {
    resource "google_container_cluster" "this" {
      name     = "main"
      location = "europe-west1"
    }
    also = [
      "google-gke-default-service-account",
      "google-gke-network-policy-off",
      "google-gke-no-authorized-networks",
      "google-gke-public-nodes",
      "google-gke-secure-boot-off",
      "google-gke-workload-identity-off",
    ]
  }

  pass "components" {
    resource "google_container_cluster" "this" {
      name     = "main"
      location = "europe-west1"
      monitoring_config {
        enable_components = ["SYSTEM_COMPONENTS"]
      }
    }
    also = [
      "google-gke-default-service-account",
      "google-gke-network-policy-off",
      "google-gke-no-authorized-networks",
      "google-gke-public-nodes",
      "google-gke-secure-boot-off",
      "google-gke-workload-identity-off",
    ]
  }

  fail "none" {
    resource "google_container_cluster" "this" {
      name               = "main"
      location           = "europe-west1"
      monitoring_service = "none"
    }

    expect = ["google_container_cluster.this @ monitoring_service"]
  }

  fail "no components" {
    resource "google_container_cluster" "this" {
      name     = "main"
      location = "europe-west1"
      monitoring_config {
        enable_components = []
      }
    }

    expect = ["google_container_cluster.this @ monitoring_config[0].enable_components"]
  }

  fail "no components beside a service that is not chosen" {
    resource "google_container_cluster" "this" {
      name               = "main"
      location           = "europe-west1"
      monitoring_service = null
      monitoring_config {
        enable_components = []
      }
    }

    expect = ["google_container_cluster.this @ monitoring_config[0].enable_components"]
  }

  unknown "not known" {
    variable "monitoring" {}

    resource "google_container_cluster" "this" {
      name               = "main"
      location           = "europe-west1"
      monitoring_service = var.monitoring
    }
  }

  pass "no `enable_components`" {
    resource "google_container_cluster" "this" {
      name     = "main"
      location = "europe-west1"
      monitoring_config {}
    }
    also = [
      "google-gke-default-service-account",
      "google-gke-network-policy-off",
      "google-gke-no-authorized-networks",
      "google-gke-public-nodes",
      "google-gke-secure-boot-off",
      "google-gke-workload-identity-off",
    ]
  }
}

rule "google-gke-default-service-account" {
  title     = "GKE nodes run as the default service account"
  category  = "security"
  severity  = "medium"
  resources = ["google_container_node_pool", "google_container_cluster"]
  aliases = [
    "1c8eef02-17b1-4a3e-b01d-dcc3292d2c38", "GCP-0050", "google-gke-use-service-account",
    "AVD-GCP-0050", "CKV2_GCP_1",
  ]
  tags    = ["cwe-250", "cis-gke-1.4-5.2.1"]
  when    = meta.type == "google_container_node_pool" || (!coalesce(resource.remove_default_node_pool, false) && !coalesce(resource.enable_autopilot, false) && length(resource.node_pool) == 0)
  assert  = is_computed(resource.node_config[0].service_account) || (resource.node_config[0].service_account != null && resource.node_config[0].service_account != "default")
  at      = resource.node_config[0].service_account
  message = "the nodes use the project's default service account"
  why     = <<-EOT
    The default Compute Engine account usually holds Editor; every pod that reaches the metadata server can then
    use it. Nodes need little more than to write logs and metrics and to pull images.
  EOT
  remedy  = <<-EOT
    Create an account with `roles/container.defaultNodeServiceAccount` and name it here.

    ```hcl
    node_config {
      service_account = google_service_account.nodes.email
    }
    ```
  EOT
  link    = "https://cloud.google.com/kubernetes-engine/docs/how-to/hardening-your-cluster#use_least_privilege_sa"

  pass "own account" {
    resource "google_container_node_pool" "this" {
      name    = "pool"
      cluster = "main"
      node_config {
        service_account = "nodes@example.iam.gserviceaccount.com"
      }
    }
    also = ["google-gke-secure-boot-off"]
  }

  pass "own account of this configuration" {
    resource "google_service_account" "nodes" {
      account_id = "gke-nodes"
    }

    resource "google_container_node_pool" "pool" {
      name    = "pool"
      cluster = "main"
      node_config {
        service_account = google_service_account.nodes.email
      }
    }
    also = ["google-gke-secure-boot-off"]
  }

  pass "the default pool goes" {
    resource "google_container_cluster" "main" {
      name                     = "main"
      remove_default_node_pool = true
      initial_node_count       = 1
    }
    also = [
      "google-gke-network-policy-off",
      "google-gke-no-authorized-networks",
      "google-gke-public-nodes",
      "google-gke-workload-identity-off",
    ]
  }

  fail "not written" {
    resource "google_container_node_pool" "this" {
      name    = "pool"
      cluster = "main"
      node_config {
        machine_type = "e2-standard-4"
      }
    }
  }

  fail "no node_config" {
    resource "google_container_node_pool" "this" {
      name    = "pool"
      cluster = "main"
    }

    expect = ["google_container_node_pool.this"]
  }

  fail "by name" {
    resource "google_container_node_pool" "this" {
      name    = "pool"
      cluster = "main"
      node_config {
        service_account = "default"
      }
    }

    expect = ["google_container_node_pool.this @ node_config[0].service_account"]
  }

  fail "default pool of a cluster" {
    resource "google_container_cluster" "main" {
      name               = "main"
      initial_node_count = 3
    }
  }

  unknown "not known" {
    variable "service_account" {}

    resource "google_container_node_pool" "this" {
      name    = "pool"
      cluster = "main"
      node_config {
        service_account = var.service_account
      }
    }
  }

  pass "`enable_autopilot` is `true`" {
    resource "google_container_cluster" "main" {
      name               = "main"
      initial_node_count = 3
      enable_autopilot   = true
    }
    also = ["google-gke-no-authorized-networks", "google-gke-public-nodes"]
  }

  fail "more that fail" {
    resource "google_container_cluster" "one_more_with_node_pool" {
      name               = "main"
      initial_node_count = 3
    }
    resource "google_container_cluster" "one_more_with_node_pool_2" {
      name               = "main"
      initial_node_count = 3
      node_pool {
        name       = "default"
        node_count = 3
      }
    }
    expect = ["google_container_cluster.one_more_with_node_pool"]
  }
}

rule "google-gke-workload-identity-off" {
  title     = "GKE cluster has no workload identity"
  category  = "security"
  severity  = "medium"
  resources = ["google_container_cluster"]
  aliases   = ["CKV_GCP_69", "GCP-0057", "google-gke-node-metadata-security", "AVD-GCP-0057"]
  tags      = ["cwe-522", "cis-gke-1.4-5.2.2"]
  when      = !coalesce(resource.enable_autopilot, false)
  assert    = resource.workload_identity_config[0].workload_pool != null
  at        = resource.workload_identity_config
  message   = "no `workload_identity_config`, so pods use the node's identity"
  why       = <<-EOT
    Without workload identity every pod reads the node's token from the metadata server and shares its rights, and
    applications that need less or more get exported keys. Autopilot has it always.
  EOT
  remedy    = <<-EOT
    Enable it; node pools made later then hide the node's metadata by themselves.

    ```hcl
    workload_identity_config {
      workload_pool = "my-project.svc.id.goog"
    }
    ```
  EOT
  link      = "https://cloud.google.com/kubernetes-engine/docs/how-to/workload-identity"

  pass "on" {
    resource "google_container_cluster" "this" {
      name     = "main"
      location = "europe-west1"
      workload_identity_config {
        workload_pool = "my-project.svc.id.goog"
      }
    }
    also = [
      "google-gke-default-service-account",
      "google-gke-network-policy-off",
      "google-gke-no-authorized-networks",
      "google-gke-public-nodes",
      "google-gke-secure-boot-off",
    ]
  }

  pass "from a variable" {
    variable "project" {}

    resource "google_container_cluster" "this" {
      name     = "main"
      location = "europe-west1"
      workload_identity_config {
        workload_pool = "${var.project}.svc.id.goog"
      }
    }
    also = [
      "google-gke-default-service-account",
      "google-gke-network-policy-off",
      "google-gke-no-authorized-networks",
      "google-gke-public-nodes",
      "google-gke-secure-boot-off",
    ]
  }

  pass "Autopilot" {
    resource "google_container_cluster" "this" {
      name             = "main"
      location         = "europe-west1"
      enable_autopilot = true
    }
    also = ["google-gke-no-authorized-networks", "google-gke-public-nodes"]
  }

  fail "none" {
    resource "google_container_cluster" "this" {
      name     = "main"
      location = "europe-west1"
    }

    expect = ["google_container_cluster.this"]
  }
}

rule "google-gke-node-metadata-exposed" {
  title     = "GKE node pool shows the node's metadata to pods"
  category  = "security"
  severity  = "medium"
  resources = ["google_container_node_pool", "google_container_cluster"]
  aliases   = ["CKV_GCP_69", "GCP-0057", "google-gke-node-metadata-security", "AVD-GCP-0057"]
  tags      = ["cwe-522"]
  for_each  = [for n in concat(resource.node_config, flatten(resource.node_pool[*].node_config)) : n.workload_metadata_config[0] if n.workload_metadata_config[0].mode != null]
  assert    = contains(["GKE_METADATA", "GKE_METADATA_SERVER"], each.value.mode)
  at        = each.value.mode
  message   = "`mode` is `${each.value.mode}`"
  why       = <<-EOT
    Pods reach the Compute Engine metadata server and with it the node's service account and bootstrap data.
  EOT
  remedy    = <<-EOT
    Use the GKE metadata server.

    ```hcl
    workload_metadata_config {
      mode = "GKE_METADATA"
    }
    ```
  EOT
  link      = "https://cloud.google.com/kubernetes-engine/docs/how-to/protecting-cluster-metadata"

  pass "GKE metadata" {
    resource "google_container_node_pool" "this" {
      name    = "pool"
      cluster = "main"
      node_config {
        workload_metadata_config {
          mode = "GKE_METADATA"
        }
      }
    }
    also = ["google-gke-default-service-account", "google-gke-secure-boot-off"]
  }

  pass "not written" {
    resource "google_container_node_pool" "this" {
      name    = "pool"
      cluster = "main"
      node_config {
        machine_type = "e2-standard-4"
      }
    }
    also = ["google-gke-default-service-account", "google-gke-secure-boot-off"]
  }

  fail "exposed" {
    resource "google_container_node_pool" "this" {
      name    = "pool"
      cluster = "main"
      node_config {
        workload_metadata_config {
          mode = "GCE_METADATA"
        }
      }
    }

    expect = ["google_container_node_pool.this @ node_config[0].workload_metadata_config[0].mode"]
  }

  unknown "not known" {
    variable "mode" {}

    resource "google_container_node_pool" "this" {
      name    = "pool"
      cluster = "main"
      node_config {
        workload_metadata_config {
          mode = var.mode
        }
      }
    }
  }

  pass "`mode` is `GKE_METADATA_SERVER`" {
    resource "google_container_node_pool" "this" {
      name    = "pool"
      cluster = "main"
      node_config {
        workload_metadata_config {
          mode = "GKE_METADATA_SERVER"
        }
      }
    }
    also = ["google-gke-default-service-account", "google-gke-secure-boot-off"]
  }
}

rule "google-gke-legacy-metadata-endpoints" {
  title     = "GKE nodes answer on the old metadata endpoints"
  category  = "security"
  severity  = "low"
  resources = ["google_container_node_pool", "google_container_cluster"]
  aliases   = ["GCP-0048", "google-gke-metadata-endpoints-disabled", "AVD-GCP-0048"]
  tags      = ["cwe-918", "cis-gke-1.4-5.4.1"]
  for_each  = [for n in concat(resource.node_config, flatten(resource.node_pool[*].node_config)) : n if n.metadata["disable-legacy-endpoints"] != null]
  assert    = lower(tostring(each.value.metadata["disable-legacy-endpoints"])) == "true"
  at        = each.value.metadata
  message   = "`disable-legacy-endpoints` is not true"
  why       = <<-EOT
    The old endpoints answer requests without the protective header, so that a forged request from a web
    application is enough to read the node's token. They are disabled unless asked for.
  EOT
  remedy    = <<-EOT
    Remove the key, or set it to true.

    ```hcl
    metadata = { disable-legacy-endpoints = "true" }
    ```
  EOT
  link      = "https://cloud.google.com/kubernetes-engine/docs/how-to/protecting-cluster-metadata#disable-legacy-apis"

  pass "true" {
    resource "google_container_node_pool" "this" {
      name    = "pool"
      cluster = "main"
      node_config {
        metadata = { disable-legacy-endpoints = "true" }
      }
    }
    also = ["google-gke-default-service-account", "google-gke-secure-boot-off"]
  }

  pass "not written" {
    resource "google_container_node_pool" "this" {
      name    = "pool"
      cluster = "main"
      node_config {
        machine_type = "e2-standard-4"
      }
    }
    also = ["google-gke-default-service-account", "google-gke-secure-boot-off"]
  }

  fail "false" {
    resource "google_container_node_pool" "this" {
      name    = "pool"
      cluster = "main"
      node_config {
        metadata = { disable-legacy-endpoints = "false" }
      }
    }

    expect = ["google_container_node_pool.this @ node_config[0].metadata"]
  }

  unknown "not known" {
    variable "legacy" {}

    resource "google_container_node_pool" "this" {
      name    = "pool"
      cluster = "main"
      node_config {
        metadata = { disable-legacy-endpoints = var.legacy }
      }
    }
  }
}

rule "google-gke-secure-boot-off" {
  title     = "GKE nodes boot without Secure Boot"
  category  = "security"
  severity  = "low"
  resources = ["google_container_node_pool", "google_container_cluster"]
  aliases   = ["CKV_GCP_68"]
  tags      = ["cwe-693", "cis-gke-1.4-5.5.7"]
  when      = meta.type == "google_container_node_pool" || (!coalesce(resource.remove_default_node_pool, false) && !coalesce(resource.enable_autopilot, false) && length(resource.node_pool) == 0)
  assert    = coalesce(resource.node_config[0].shielded_instance_config[0].enable_secure_boot, false)
  at        = resource.node_config[0].shielded_instance_config[0].enable_secure_boot
  message   = "`enable_secure_boot` is not on"
  why       = <<-EOT
    Secure Boot runs only signed boot loaders, kernels and drivers. It is off unless asked for, and has to stay
    off with third-party unsigned kernel modules.
  EOT
  remedy    = <<-EOT
    Turn it on.

    ```hcl
    node_config {
      shielded_instance_config {
        enable_secure_boot = true
      }
    }
    ```
  EOT
  link      = "https://cloud.google.com/kubernetes-engine/docs/how-to/shielded-gke-nodes#secure_boot"

  pass "on" {
    resource "google_container_node_pool" "this" {
      name    = "pool"
      cluster = "main"
      node_config {
        shielded_instance_config {
          enable_secure_boot = true
        }
      }
    }
    also = ["google-gke-default-service-account"]
  }

  fail "off" {
    resource "google_container_node_pool" "this" {
      name    = "pool"
      cluster = "main"
      node_config {
        shielded_instance_config {
          enable_secure_boot = false
        }
      }
    }

    expect = ["google_container_node_pool.this @ node_config[0].shielded_instance_config[0].enable_secure_boot"]
  }

  fail "not written" {
    resource "google_container_node_pool" "this" {
      name    = "pool"
      cluster = "main"
      node_config {
        machine_type = "e2-standard-4"
      }
    }
  }

  unknown "not known" {
    variable "secure" {}

    resource "google_container_node_pool" "this" {
      name    = "pool"
      cluster = "main"
      node_config {
        shielded_instance_config {
          enable_secure_boot = var.secure
        }
      }
    }
  }
}

rule "google-gke-integrity-monitoring-off" {
  title     = "GKE nodes switch integrity monitoring off"
  category  = "security"
  severity  = "medium"
  resources = ["google_container_node_pool", "google_container_cluster"]
  aliases   = ["CKV_GCP_72"]
  tags      = ["cwe-693", "cis-gke-1.4-5.5.6"]
  for_each  = flatten(concat(resource.node_config, flatten(resource.node_pool[*].node_config))[*].shielded_instance_config)
  assert    = coalesce(each.value.enable_integrity_monitoring, true)
  at        = each.value.enable_integrity_monitoring
  message   = "`enable_integrity_monitoring` is false"
  why       = <<-EOT
    Integrity monitoring compares each boot with a known good one. It is on unless switched off.
  EOT
  remedy    = <<-EOT
    Remove the argument.

    ```hcl
    shielded_instance_config {
      enable_integrity_monitoring = true
    }
    ```
  EOT
  link      = "https://cloud.google.com/kubernetes-engine/docs/how-to/shielded-gke-nodes"

  pass "on" {
    resource "google_container_node_pool" "this" {
      name    = "pool"
      cluster = "main"
      node_config {
        shielded_instance_config {
          enable_integrity_monitoring = true
        }
      }
    }
    also = ["google-gke-default-service-account", "google-gke-secure-boot-off"]
  }

  pass "not written" {
    resource "google_container_node_pool" "this" {
      name    = "pool"
      cluster = "main"
      node_config {
        machine_type = "e2-standard-4"
      }
    }
    also = ["google-gke-default-service-account", "google-gke-secure-boot-off"]
  }

  fail "off" {
    resource "google_container_node_pool" "this" {
      name    = "pool"
      cluster = "main"
      node_config {
        shielded_instance_config {
          enable_integrity_monitoring = false
        }
      }
    }

    expect = [
      "google_container_node_pool.this @ node_config[0].shielded_instance_config[0].enable_integrity_monitoring",
    ]
  }

  unknown "not known" {
    variable "monitoring" {}

    resource "google_container_node_pool" "this" {
      name    = "pool"
      cluster = "main"
      node_config {
        shielded_instance_config {
          enable_integrity_monitoring = var.monitoring
        }
      }
    }
  }
}

rule "google-gke-auto-repair-off" {
  title     = "GKE node pool does not repair sick nodes"
  category  = "reliability"
  severity  = "medium"
  resources = ["google_container_node_pool"]
  aliases = [
    "CKV_GCP_9", "acfdbec6-4a17-471f-b412-169d77553332", "GCP-0063", "google-gke-enable-auto-repair",
    "AVD-GCP-0063",
  ]
  tags    = ["cis-gke-1.4-5.5.2"]
  assert  = coalesce(resource.management[0].auto_repair, true)
  at      = resource.management[0].auto_repair
  message = "`auto_repair` is false"
  why     = <<-EOT
    A node that fails its health checks stays in the pool, and its pods with it, until someone looks. Repair is on
    unless switched off.
  EOT
  remedy  = <<-EOT
    Remove the argument, or set it to true.

    ```hcl
    management {
      auto_repair  = true
      auto_upgrade = true
    }
    ```
  EOT
  link    = "https://cloud.google.com/kubernetes-engine/docs/how-to/node-auto-repair"

  pass "default" {
    resource "google_container_node_pool" "this" {
      name    = "pool"
      cluster = "main"
    }
    also = ["google-gke-default-service-account", "google-gke-secure-boot-off"]
  }

  pass "on" {
    resource "google_container_node_pool" "this" {
      name    = "pool"
      cluster = "main"
      management {
        auto_repair  = true
        auto_upgrade = true
      }
    }
    also = ["google-gke-default-service-account", "google-gke-secure-boot-off"]
  }

  fail "off" {
    resource "google_container_node_pool" "this" {
      name    = "pool"
      cluster = "main"
      management {
        auto_repair  = false
        auto_upgrade = true
      }
    }

    expect = ["google_container_node_pool.this @ management[0].auto_repair"]
  }

  unknown "not known" {
    variable "repair" {}

    resource "google_container_node_pool" "this" {
      name    = "pool"
      cluster = "main"
      management {
        auto_repair = var.repair
      }
    }
  }
}

rule "google-gke-auto-upgrade-off" {
  title     = "GKE node pool is not upgraded automatically"
  category  = "security"
  severity  = "medium"
  resources = ["google_container_node_pool"]
  aliases = [
    "CKV_GCP_10", "b139213e-7d24-49c2-8025-c18faa21ecaa", "GCP-0058", "google-gke-enable-auto-upgrade",
    "AVD-GCP-0058",
  ]
  tags    = ["cwe-1104", "cis-gke-1.4-5.5.3"]
  assert  = coalesce(resource.management[0].auto_upgrade, true)
  at      = resource.management[0].auto_upgrade
  message = "`auto_upgrade` is false"
  why     = <<-EOT
    Nodes keep the holes of their kernel and kubelet until someone upgrades them by hand. Upgrades are on unless
    switched off; a maintenance window decides when they run.
  EOT
  remedy  = <<-EOT
    Remove the argument, or set it to true.

    ```hcl
    management {
      auto_repair  = true
      auto_upgrade = true
    }
    ```
  EOT
  link    = "https://cloud.google.com/kubernetes-engine/docs/how-to/node-auto-upgrades"

  pass "default" {
    resource "google_container_node_pool" "this" {
      name    = "pool"
      cluster = "main"
    }
    also = ["google-gke-default-service-account", "google-gke-secure-boot-off"]
  }

  pass "on" {
    resource "google_container_node_pool" "this" {
      name    = "pool"
      cluster = "main"
      management {
        auto_repair  = true
        auto_upgrade = true
      }
    }
    also = ["google-gke-default-service-account", "google-gke-secure-boot-off"]
  }

  fail "off" {
    resource "google_container_node_pool" "this" {
      name    = "pool"
      cluster = "main"
      management {
        auto_repair  = true
        auto_upgrade = false
      }
    }

    expect = ["google_container_node_pool.this @ management[0].auto_upgrade"]
  }

  unknown "not known" {
    variable "upgrade" {}

    resource "google_container_node_pool" "this" {
      name    = "pool"
      cluster = "main"
      management {
        auto_upgrade = var.upgrade
      }
    }
  }
}

rule "google-gke-no-release-channel" {
  title     = "GKE cluster is in no release channel"
  category  = "security"
  severity  = "low"
  resources = ["google_container_cluster"]
  aliases   = ["CKV_GCP_70"]
  tags      = ["cwe-1104", "cis-gke-1.4-5.5.4"]
  assert    = resource.release_channel[0].channel != "UNSPECIFIED"
  at        = resource.release_channel[0].channel
  message   = "the release channel is `UNSPECIFIED`"
  why       = <<-EOT
    Outside a channel the cluster gets upgrades late and by hand, and Google is phasing such clusters out. A
    cluster without the block joins the Regular channel, so leaving it out passes.
  EOT
  remedy    = <<-EOT
    Choose a channel.

    ```hcl
    release_channel {
      channel = "REGULAR"
    }
    ```
  EOT
  link      = "https://cloud.google.com/kubernetes-engine/docs/concepts/release-channels"

  pass "regular" {
    resource "google_container_cluster" "this" {
      name     = "main"
      location = "europe-west1"
      release_channel {
        channel = "REGULAR"
      }
    }
    also = [
      "google-gke-default-service-account",
      "google-gke-network-policy-off",
      "google-gke-no-authorized-networks",
      "google-gke-public-nodes",
      "google-gke-secure-boot-off",
      "google-gke-workload-identity-off",
    ]
  }

  pass "default" {
    resource "google_container_cluster" "this" {
      name     = "main"
      location = "europe-west1"
    }
    also = [
      "google-gke-default-service-account",
      "google-gke-network-policy-off",
      "google-gke-no-authorized-networks",
      "google-gke-public-nodes",
      "google-gke-secure-boot-off",
      "google-gke-workload-identity-off",
    ]
  }

  fail "none" {
    resource "google_container_cluster" "this" {
      name     = "main"
      location = "europe-west1"
      release_channel {
        channel = "UNSPECIFIED"
      }
    }

    expect = ["google_container_cluster.this @ release_channel[0].channel"]
  }

  unknown "not known" {
    variable "channel" {}

    resource "google_container_cluster" "this" {
      name     = "main"
      location = "europe-west1"
      release_channel {
        channel = var.channel
      }
    }
  }
}

rule "google-gke-version-outdated" {
  title     = "GKE cluster asks for a Kubernetes version without support"
  category  = "security"
  severity  = "medium"
  resources = ["google_container_cluster", "google_container_node_pool"]
  aliases   = ["128df7ec-f185-48bc-8913-ce756a3ccb85"]
  tags      = ["cwe-1104"]
  params = {
    minimum = "1.30"
  }
  for_each = [for v in [resource.min_master_version, resource.node_version, resource.version] : v if v != null && can(regex("^[0-9]+\\.[0-9]+", v))]
  assert   = version_at_least(each.value, param.minimum)
  at       = resource.min_master_version
  message  = "version `${each.value}` is older than ${param.minimum}"
  why      = <<-EOT
    Old minor versions get no fixes, and GKE upgrades them by force at the end of support.
  EOT
  remedy   = <<-EOT
    Raise the version, or leave it out and follow a release channel.

    ```hcl
    release_channel {
      channel = "REGULAR"
    }
    ```
  EOT
  link     = "https://cloud.google.com/kubernetes-engine/docs/release-schedule"

  pass "current" {
    resource "google_container_cluster" "this" {
      name               = "main"
      location           = "europe-west1"
      min_master_version = "1.33"
    }
    also = [
      "google-gke-default-service-account",
      "google-gke-network-policy-off",
      "google-gke-no-authorized-networks",
      "google-gke-public-nodes",
      "google-gke-secure-boot-off",
      "google-gke-workload-identity-off",
    ]
  }

  pass "latest" {
    resource "google_container_cluster" "this" {
      name               = "main"
      location           = "europe-west1"
      min_master_version = "latest"
    }
    also = [
      "google-gke-default-service-account",
      "google-gke-network-policy-off",
      "google-gke-no-authorized-networks",
      "google-gke-public-nodes",
      "google-gke-secure-boot-off",
      "google-gke-workload-identity-off",
    ]
  }

  pass "not written" {
    resource "google_container_cluster" "this" {
      name     = "main"
      location = "europe-west1"
    }
    also = [
      "google-gke-default-service-account",
      "google-gke-network-policy-off",
      "google-gke-no-authorized-networks",
      "google-gke-public-nodes",
      "google-gke-secure-boot-off",
      "google-gke-workload-identity-off",
    ]
  }

  fail "old" {
    resource "google_container_cluster" "this" {
      name               = "main"
      location           = "europe-west1"
      min_master_version = "1.24.5-gke.100"
    }

    expect = ["google_container_cluster.this @ min_master_version"]
  }

  fail "old nodes" {
    resource "google_container_node_pool" "p" {
      name    = "p"
      cluster = "main"
      version = "1.22"
    }
  }

  unknown "not known" {
    variable "kubernetes" {}

    resource "google_container_cluster" "this" {
      name               = "main"
      location           = "europe-west1"
      min_master_version = var.kubernetes
    }
  }

  unknown "one more, `node_version` is `1.30`, `node_version` is an unset variable" {
    variable "node_version" {}
    resource "google_container_cluster" "this" {
      name               = "main"
      location           = "europe-west1"
      min_master_version = "1.33"
    }
    resource "google_container_cluster" "this_too" {
      name               = "main"
      location           = "europe-west1"
      min_master_version = "1.33"
      node_version       = var.node_version
    }
    expect = ["google_container_cluster.this_too @ min_master_version"]
  }
}

rule "google-gke-alpha-features" {
  title     = "GKE cluster has alpha features enabled"
  category  = "reliability"
  severity  = "medium"
  resources = ["google_container_cluster"]
  aliases   = ["CKV2_GCP_19"]
  assert    = !coalesce(resource.enable_kubernetes_alpha, false)
  message   = "`enable_kubernetes_alpha` is on"
  why       = <<-EOT
    Alpha clusters are deleted after 30 days, get no upgrades and have no service level agreement.
  EOT
  remedy    = <<-EOT
    Remove it, except for a short test.
  EOT
  link      = "https://cloud.google.com/kubernetes-engine/docs/concepts/alpha-clusters"

  pass "not written" {
    resource "google_container_cluster" "this" {
      name     = "main"
      location = "europe-west1"
    }
    also = [
      "google-gke-default-service-account",
      "google-gke-network-policy-off",
      "google-gke-no-authorized-networks",
      "google-gke-public-nodes",
      "google-gke-secure-boot-off",
      "google-gke-workload-identity-off",
    ]
  }

  pass "off" {
    resource "google_container_cluster" "this" {
      name                    = "main"
      location                = "europe-west1"
      enable_kubernetes_alpha = false
    }
    also = [
      "google-gke-default-service-account",
      "google-gke-network-policy-off",
      "google-gke-no-authorized-networks",
      "google-gke-public-nodes",
      "google-gke-secure-boot-off",
      "google-gke-workload-identity-off",
    ]
  }

  fail "on" {
    resource "google_container_cluster" "this" {
      name                    = "main"
      location                = "europe-west1"
      enable_kubernetes_alpha = true
    }

    expect = ["google_container_cluster.this @ enable_kubernetes_alpha"]
  }

  unknown "not known" {
    variable "alpha" {}

    resource "google_container_cluster" "this" {
      name                    = "main"
      location                = "europe-west1"
      enable_kubernetes_alpha = var.alpha
    }
  }
}

rule "google-gke-kubelet-readonly-port" {
  title     = "GKE kubelet answers on its unauthenticated port"
  category  = "security"
  severity  = "medium"
  resources = ["google_container_node_pool", "google_container_cluster"]
  tags      = ["cwe-306"]
  for_each  = concat(flatten(concat(resource.node_config, flatten(resource.node_pool[*].node_config))[*].kubelet_config), flatten(resource.node_pool_defaults[*].node_config_defaults), flatten(resource.node_pool_auto_config[*].node_kubelet_config))
  assert    = lower(tostring(coalesce(each.value.insecure_kubelet_readonly_port_enabled, "FALSE"))) != "true"
  at        = each.value.insecure_kubelet_readonly_port_enabled
  message   = "`insecure_kubelet_readonly_port_enabled` is TRUE"
  why       = <<-EOT
    Port 10255 tells every pod, without authentication, what runs on the node, with environment variables in pod
    specs.
  EOT
  remedy    = <<-EOT
    Set it to FALSE; move metrics collectors to port 10250.

    ```hcl
    kubelet_config {
      cpu_manager_policy                     = ""
      insecure_kubelet_readonly_port_enabled = "FALSE"
    }
    ```
  EOT
  link      = "https://cloud.google.com/kubernetes-engine/docs/how-to/disable-kubelet-readonly-port"

  pass "closed" {
    resource "google_container_node_pool" "this" {
      name    = "pool"
      cluster = "main"
      node_config {
        kubelet_config {
          cpu_manager_policy                     = "static"
          insecure_kubelet_readonly_port_enabled = "FALSE"
        }
      }
    }
    also = ["google-gke-default-service-account", "google-gke-secure-boot-off"]
  }

  pass "not written" {
    resource "google_container_node_pool" "this" {
      name    = "pool"
      cluster = "main"
      node_config {
        kubelet_config {
          cpu_manager_policy = "static"
        }
      }
    }
    also = ["google-gke-default-service-account", "google-gke-secure-boot-off"]
  }

  fail "open" {
    resource "google_container_node_pool" "this" {
      name    = "pool"
      cluster = "main"
      node_config {
        kubelet_config {
          cpu_manager_policy                     = "static"
          insecure_kubelet_readonly_port_enabled = "TRUE"
        }
      }
    }

    expect = [
      "google_container_node_pool.this @ node_config[0].kubelet_config[0].insecure_kubelet_readonly_port_enabled",
    ]
  }

  unknown "not known" {
    variable "port" {}

    resource "google_container_node_pool" "this" {
      name    = "pool"
      cluster = "main"
      node_config {
        kubelet_config {
          cpu_manager_policy                     = "static"
          insecure_kubelet_readonly_port_enabled = var.port
        }
      }
    }
  }
}

rule "google-gke-image-not-cos" {
  title     = "GKE nodes do not run Container-Optimized OS"
  category  = "security"
  severity  = "info"
  resources = ["google_container_node_pool", "google_container_cluster"]
  aliases = [
    "CKV_GCP_22", "8a893e46-e267-485a-8690-51f39951de58", "GCP-0054", "google-gke-node-pool-uses-cos",
    "AVD-GCP-0054",
  ]
  tags     = ["cis-gke-1.4-5.5.1"]
  default  = false
  for_each = [for n in concat(resource.node_config, flatten(resource.node_pool[*].node_config)) : n if n.image_type != null]
  assert   = startswith(upper(each.value.image_type), "COS") || startswith(upper(each.value.image_type), "WINDOWS")
  at       = each.value.image_type
  message  = "nodes run `${each.value.image_type}`"
  why      = <<-EOT
    Container-Optimized OS is small, read-only in its system parts and patched by Google. Ubuntu is right where
    drivers or file systems need it.
  EOT
  remedy   = <<-EOT
    Leave `image_type` out, or use COS.

    ```hcl
    image_type = "COS_CONTAINERD"
    ```
  EOT
  link     = "https://cloud.google.com/kubernetes-engine/docs/concepts/node-images"

  pass "COS" {
    resource "google_container_node_pool" "this" {
      name    = "pool"
      cluster = "main"
      node_config {
        image_type = "COS_CONTAINERD"
      }
    }
    also = ["google-gke-default-service-account", "google-gke-secure-boot-off"]
  }

  pass "default" {
    resource "google_container_node_pool" "this" {
      name    = "pool"
      cluster = "main"
      node_config {
        machine_type = "e2-standard-4"
      }
    }
    also = ["google-gke-default-service-account", "google-gke-secure-boot-off"]
  }

  fail "Ubuntu" {
    resource "google_container_node_pool" "this" {
      name    = "pool"
      cluster = "main"
      node_config {
        image_type = "UBUNTU_CONTAINERD"
      }
    }

    expect = ["google_container_node_pool.this @ node_config[0].image_type"]
  }

  unknown "not known" {
    variable "image_type" {}

    resource "google_container_node_pool" "this" {
      name    = "pool"
      cluster = "main"
      node_config {
        image_type = var.image_type
      }
    }
  }

  pass "more that pass" {
    resource "google_container_node_pool" "image_type_is_windows" {
      name    = "pool"
      cluster = "main"
      node_config {
        image_type = "WINDOWS"
      }
    }
    also = ["google-gke-default-service-account", "google-gke-secure-boot-off"]
  }
}

rule "google-gke-no-google-groups" {
  title     = "GKE cluster does not use Google Groups for RBAC"
  category  = "security"
  severity  = "info"
  resources = ["google_container_cluster"]
  aliases   = ["CKV_GCP_65"]
  default   = false
  assert    = resource.authenticator_groups_config[0].security_group != null
  at        = resource.authenticator_groups_config
  message   = "no `authenticator_groups_config`"
  why       = <<-EOT
    With groups, rights follow people's membership instead of long lists of users in role bindings.
  EOT
  remedy    = <<-EOT
    Name the security group, after creating `gke-security-groups@` in your domain.

    ```hcl
    authenticator_groups_config {
      security_group = "gke-security-groups@example.com"
    }
    ```
  EOT
  link      = "https://cloud.google.com/kubernetes-engine/docs/how-to/google-groups-rbac"

  pass "groups" {
    resource "google_container_cluster" "this" {
      name     = "main"
      location = "europe-west1"
      authenticator_groups_config {
        security_group = "gke-security-groups@example.com"
      }
    }
    also = [
      "google-gke-default-service-account",
      "google-gke-network-policy-off",
      "google-gke-no-authorized-networks",
      "google-gke-public-nodes",
      "google-gke-secure-boot-off",
      "google-gke-workload-identity-off",
    ]
  }

  fail "none" {
    resource "google_container_cluster" "this" {
      name     = "main"
      location = "europe-west1"
    }

    expect = ["google_container_cluster.this"]
  }
}

rule "google-gke-binary-authorization-off" {
  title     = "GKE cluster runs images that nobody has signed"
  category  = "security"
  severity  = "low"
  resources = ["google_container_cluster"]
  aliases   = ["CKV_GCP_66"]
  tags      = ["cwe-345"]
  default   = false
  assert    = coalesce(resource.enable_binary_authorization, false) || startswith(resource.binary_authorization[0].evaluation_mode, "P")
  at        = resource.binary_authorization
  message   = "Binary Authorization is not enforced"
  why       = <<-EOT
    Binary Authorization admits only images that your pipeline attested. It needs a policy and a signing step
    first.
  EOT
  remedy    = <<-EOT
    Enforce the project's policy.

    ```hcl
    binary_authorization {
      evaluation_mode = "PROJECT_SINGLETON_POLICY_ENFORCE"
    }
    ```
  EOT
  link      = "https://cloud.google.com/binary-authorization/docs/overview"

  pass "enforced" {
    resource "google_container_cluster" "this" {
      name     = "main"
      location = "europe-west1"
      binary_authorization {
        evaluation_mode = "PROJECT_SINGLETON_POLICY_ENFORCE"
      }
    }
    also = [
      "google-gke-default-service-account",
      "google-gke-network-policy-off",
      "google-gke-no-authorized-networks",
      "google-gke-public-nodes",
      "google-gke-secure-boot-off",
      "google-gke-workload-identity-off",
    ]
  }

  pass "the older argument" {
    resource "google_container_cluster" "this" {
      name                        = "main"
      location                    = "europe-west1"
      enable_binary_authorization = true
    }
    also = [
      "google-gke-default-service-account",
      "google-gke-network-policy-off",
      "google-gke-no-authorized-networks",
      "google-gke-public-nodes",
      "google-gke-secure-boot-off",
      "google-gke-workload-identity-off",
    ]
  }

  fail "none" {
    resource "google_container_cluster" "this" {
      name     = "main"
      location = "europe-west1"
    }

    expect = ["google_container_cluster.this"]
  }

  fail "disabled" {
    resource "google_container_cluster" "this" {
      name     = "main"
      location = "europe-west1"
      binary_authorization {
        evaluation_mode = "DISABLED"
      }
    }
  }
}

rule "google-gke-intranode-visibility-off" {
  title     = "GKE traffic between pods of one node is not visible"
  category  = "security"
  severity  = "info"
  resources = ["google_container_cluster"]
  aliases   = ["CKV_GCP_61"]
  tags      = ["cwe-778", "cis-gke-1.4-5.6.1"]
  default   = false
  assert    = coalesce(resource.enable_intranode_visibility, false)
  message   = "`enable_intranode_visibility` is not on"
  why       = <<-EOT
    Flow logs and firewall logs then miss traffic that does not leave the node.
  EOT
  remedy    = <<-EOT
    Turn it on together with flow logs of the subnetwork.

    ```hcl
    enable_intranode_visibility = true
    ```
  EOT
  link      = "https://cloud.google.com/kubernetes-engine/docs/how-to/intranode-visibility"

  fix {
    set = {
      enable_intranode_visibility = true
    }
  }

  pass "on" {
    resource "google_container_cluster" "this" {
      name                        = "main"
      location                    = "europe-west1"
      enable_intranode_visibility = true
    }
    also = [
      "google-gke-default-service-account",
      "google-gke-network-policy-off",
      "google-gke-no-authorized-networks",
      "google-gke-public-nodes",
      "google-gke-secure-boot-off",
      "google-gke-workload-identity-off",
    ]
  }

  fail "not written" {
    resource "google_container_cluster" "this" {
      name     = "main"
      location = "europe-west1"
    }

    expect = ["google_container_cluster.this"]
  }

  fail "off" {
    resource "google_container_cluster" "this" {
      name                        = "main"
      location                    = "europe-west1"
      enable_intranode_visibility = false
    }
  }

  unknown "`enable_intranode_visibility` is an unset variable" {
    variable "enable_intranode_visibility" {}
    resource "google_container_cluster" "this" {
      name                        = "main"
      location                    = "europe-west1"
      enable_intranode_visibility = var.enable_intranode_visibility
    }
  }
}

rule "google-gke-secrets-not-customer-key-encrypted" {
  title     = "GKE cluster does not encrypt secrets with your own key"
  category  = "security"
  severity  = "low"
  resources = ["google_container_cluster"]
  tags      = ["cwe-311", "cis-gke-1.4-5.3.1"]
  default   = false
  assert    = contains(["ENCRYPTED", "ALL_OBJECTS_ENCRYPTION_ENABLED"], resource.database_encryption[0].state)
  at        = resource.database_encryption[0].state
  message   = "application-layer encryption of secrets is not enabled"
  why       = <<-EOT
    GKE encrypts its storage, and with this option secrets once more with a key that you can withdraw.
  EOT
  remedy    = <<-EOT
    Name a Cloud KMS key in the cluster's region.

    ```hcl
    database_encryption {
      state    = "ENCRYPTED"
      key_name = google_kms_crypto_key.gke.id
    }
    ```
  EOT
  link      = "https://cloud.google.com/kubernetes-engine/docs/how-to/encrypting-secrets"

  pass "encrypted" {
    resource "google_container_cluster" "this" {
      name     = "main"
      location = "europe-west1"
      database_encryption {
        state    = "ENCRYPTED"
        key_name = "projects/p/locations/europe-west1/keyRings/r/cryptoKeys/k"
      }
    }
    also = [
      "google-gke-default-service-account",
      "google-gke-network-policy-off",
      "google-gke-no-authorized-networks",
      "google-gke-public-nodes",
      "google-gke-secure-boot-off",
      "google-gke-workload-identity-off",
    ]
  }

  fail "none" {
    resource "google_container_cluster" "this" {
      name     = "main"
      location = "europe-west1"
    }

    expect = ["google_container_cluster.this"]
  }

  fail "decrypted" {
    resource "google_container_cluster" "this" {
      name     = "main"
      location = "europe-west1"
      database_encryption {
        state = "DECRYPTED"
      }
    }
  }

  unknown "`state` is an unset variable" {
    variable "state" {}
    resource "google_container_cluster" "this" {
      name     = "main"
      location = "europe-west1"
      database_encryption {
        state = var.state
      }
    }
  }

  pass "`state` is `ALL_OBJECTS_ENCRYPTION_ENABLED`" {
    resource "google_container_cluster" "this" {
      name     = "main"
      location = "europe-west1"
      database_encryption {
        state = "ALL_OBJECTS_ENCRYPTION_ENABLED"
      }
    }
    also = [
      "google-gke-default-service-account",
      "google-gke-network-policy-off",
      "google-gke-no-authorized-networks",
      "google-gke-public-nodes",
      "google-gke-secure-boot-off",
      "google-gke-workload-identity-off",
    ]
  }
}

rule "google-gke-inline-node-pools" {
  title     = "GKE node pools are declared inside the cluster"
  category  = "reliability"
  severity  = "low"
  resources = ["google_container_cluster"]
  aliases   = ["CKV_GCP_123"]
  default   = false
  when      = !coalesce(resource.remove_default_node_pool, false)
  assert    = length(resource.node_pool) == 0
  at        = resource.node_pool
  message   = "`node_pool` blocks inside the cluster"
  why       = <<-EOT
    A change of such a pool can replace the whole cluster. The provider advises separate resources.
  EOT
  remedy    = <<-EOT
    Declare `google_container_node_pool` resources and remove the default pool.

    ```hcl
    remove_default_node_pool = true
    initial_node_count       = 1
    ```
  EOT
  link      = "https://registry.terraform.io/providers/hashicorp/google/latest/docs/resources/container_cluster"

  pass "separate" {
    resource "google_container_cluster" "this" {
      name                     = "main"
      location                 = "europe-west1"
      remove_default_node_pool = true
      initial_node_count       = 1
    }
    also = [
      "google-gke-network-policy-off",
      "google-gke-no-authorized-networks",
      "google-gke-public-nodes",
      "google-gke-workload-identity-off",
    ]
  }

  fail "inline" {
    resource "google_container_cluster" "this" {
      name     = "main"
      location = "europe-west1"
      node_pool {
        name       = "default"
        node_count = 3
      }
    }

    expect = ["google_container_cluster.this @ node_pool"]
  }

  pass "`remove_default_node_pool` is `true`" {
    resource "google_container_cluster" "this" {
      name                     = "main"
      location                 = "europe-west1"
      remove_default_node_pool = true
      node_pool {
        name       = "default"
        node_count = 3
      }
    }
    also = [
      "google-gke-network-policy-off",
      "google-gke-no-authorized-networks",
      "google-gke-public-nodes",
      "google-gke-workload-identity-off",
    ]
  }
}

rule "google-gke-zonal-cluster" {
  title     = "GKE control plane runs in one zone only"
  category  = "reliability"
  severity  = "info"
  resources = ["google_container_cluster"]
  default   = false
  when      = resource.location != null
  assert    = !can(regex("-[a-z]$", resource.location))
  message   = "`${resource.location}` is a zone"
  why       = <<-EOT
    A zonal control plane is unreachable during upgrades and when its zone fails. A regional one costs the same.
  EOT
  remedy    = <<-EOT
    Use a region as the location.

    ```hcl
    location = "europe-west1"
    ```
  EOT
  link      = "https://cloud.google.com/kubernetes-engine/docs/concepts/types-of-clusters"

  pass "regional" {
    resource "google_container_cluster" "this" {
      name     = "main"
      location = "europe-west1"
    }
    also = [
      "google-gke-default-service-account",
      "google-gke-network-policy-off",
      "google-gke-no-authorized-networks",
      "google-gke-public-nodes",
      "google-gke-secure-boot-off",
      "google-gke-workload-identity-off",
    ]
  }

  fail "zonal" {
    resource "google_container_cluster" "this" {
      name     = "main"
      location = "europe-west1-b"
    }

    expect = ["google_container_cluster.this @ location"]
  }

  unknown "not known" {
    variable "location" {}

    resource "google_container_cluster" "this" {
      name     = "main"
      location = var.location
    }
  }
}

rule "google-gke-no-deletion-protection" {
  title     = "GKE cluster can be destroyed by an apply"
  category  = "reliability"
  severity  = "low"
  resources = ["google_container_cluster"]
  default   = false
  assert    = coalesce(resource.deletion_protection, true)
  message   = "`deletion_protection` is false"
  why       = <<-EOT
    Several changes of a cluster replace it, with everything that runs on it. Protection is on unless switched
    off.
  EOT
  remedy    = <<-EOT
    Remove the argument in production.
  EOT
  link      = "https://registry.terraform.io/providers/hashicorp/google/latest/docs/resources/container_cluster#deletion_protection-1"

  fix {
    set = {
      deletion_protection = true
    }
  }

  pass "default" {
    resource "google_container_cluster" "this" {
      name     = "main"
      location = "europe-west1"
    }
    also = [
      "google-gke-default-service-account",
      "google-gke-network-policy-off",
      "google-gke-no-authorized-networks",
      "google-gke-public-nodes",
      "google-gke-secure-boot-off",
      "google-gke-workload-identity-off",
    ]
  }

  fail "off" {
    resource "google_container_cluster" "this" {
      name                = "main"
      location            = "europe-west1"
      deletion_protection = false
    }

    expect = ["google_container_cluster.this @ deletion_protection"]
  }

  unknown "not known" {
    variable "protect" {}

    resource "google_container_cluster" "this" {
      name                = "main"
      location            = "europe-west1"
      deletion_protection = var.protect
    }
  }
}

rule "google-gke-old-machine-type" {
  title     = "GKE nodes use a machine type of the first generation"
  category  = "cost"
  severity  = "low"
  resources = ["google_container_node_pool", "google_container_cluster"]
  params = {
    old = "^(n1-|f1-micro$|g1-small$)"
  }
  for_each = [for n in concat(resource.node_config, flatten(resource.node_pool[*].node_config)) : n if n.machine_type != null && length(n.guest_accelerator) == 0]
  assert   = !can(regex(param.old, each.value.machine_type))
  at       = each.value.machine_type
  message  = "`${each.value.machine_type}` is a first-generation machine type"
  why      = <<-EOT
    E2 costs about a third less than N1 for the same size, N2 and later are faster at a similar price. Pools with
    GPUs are not judged.
  EOT
  remedy   = <<-EOT
    Use the E2, N2 or C4 type of the same size.

    ```hcl
    machine_type = "e2-standard-4"
    ```
  EOT
  link     = "https://cloud.google.com/compute/docs/machine-resource"

  pass "current" {
    resource "google_container_node_pool" "this" {
      name    = "pool"
      cluster = "main"
      node_config {
        machine_type = "e2-standard-4"
      }
    }
    also = ["google-gke-default-service-account", "google-gke-secure-boot-off"]
  }

  pass "GPU" {
    resource "google_container_node_pool" "this" {
      name    = "pool"
      cluster = "main"
      node_config {
        machine_type = "n1-standard-4"
        guest_accelerator {
          type  = "nvidia-tesla-t4"
          count = 1
        }
      }
    }
    also = ["google-gke-default-service-account", "google-gke-secure-boot-off"]
  }

  fail "N1" {
    resource "google_container_node_pool" "this" {
      name    = "pool"
      cluster = "main"
      node_config {
        machine_type = "n1-standard-4"
      }
    }

    expect = ["google_container_node_pool.this @ node_config[0].machine_type"]
  }

  unknown "not known" {
    variable "machine_type" {}

    resource "google_container_node_pool" "this" {
      name    = "pool"
      cluster = "main"
      node_config {
        machine_type = var.machine_type
      }
    }
  }
}

rule "google-gke-no-autoscaling" {
  title     = "GKE node pool never shrinks"
  category  = "cost"
  severity  = "info"
  resources = ["google_container_node_pool"]
  default   = false
  assert    = length(resource.autoscaling) > 0
  at        = resource.autoscaling
  message   = "no `autoscaling` block"
  why       = <<-EOT
    The pool keeps its size at night and when workloads are gone.
  EOT
  remedy    = <<-EOT
    Let the autoscaler follow the load.

    ```hcl
    autoscaling {
      min_node_count = 1
      max_node_count = 5
    }
    ```
  EOT
  link      = "https://cloud.google.com/kubernetes-engine/docs/concepts/cluster-autoscaler"

  pass "scaling" {
    resource "google_container_node_pool" "this" {
      name    = "pool"
      cluster = "main"
      autoscaling {
        min_node_count = 0
        max_node_count = 3
      }
    }
    also = ["google-gke-default-service-account", "google-gke-secure-boot-off"]
  }

  fail "fixed size" {
    resource "google_container_node_pool" "this" {
      name       = "pool"
      cluster    = "main"
      node_count = 3
    }

    expect = ["google_container_node_pool.this"]
  }
}

rule "google-gke-no-labels" {
  title     = "GKE cluster has no labels"
  category  = "tagging"
  severity  = "info"
  resources = ["google_container_cluster"]
  aliases = [
    "CKV_GCP_21", "65c1bc7a-4835-4ac4-a2b6-13d310b0648d", "GCP-0051", "google-gke-use-cluster-labels",
    "AVD-GCP-0051",
  ]
  default = false
  assert  = length(resource.resource_labels) > 0 || length(provider.default_labels) > 0
  at      = resource.resource_labels
  message = "no `resource_labels`"
  why     = <<-EOT
    Labels carry owner and cost centre to the bill and to inventories.
  EOT
  remedy  = <<-EOT
    Label the cluster, or set `default_labels` on the provider.

    ```hcl
    resource_labels = { team = "platform" }
    ```
  EOT
  link    = "https://cloud.google.com/kubernetes-engine/docs/how-to/creating-managing-labels"

  pass "labels" {
    resource "google_container_cluster" "this" {
      name            = "main"
      location        = "europe-west1"
      resource_labels = { team = "platform" }
    }
    also = [
      "google-gke-default-service-account",
      "google-gke-network-policy-off",
      "google-gke-no-authorized-networks",
      "google-gke-public-nodes",
      "google-gke-secure-boot-off",
      "google-gke-workload-identity-off",
    ]
  }

  pass "labels of the provider" {
    provider "google" {
      default_labels = { team = "platform" }
    }

    resource "google_container_cluster" "main" {
      name     = "main"
      location = "europe-west1"
    }
    also = [
      "google-gke-default-service-account",
      "google-gke-network-policy-off",
      "google-gke-no-authorized-networks",
      "google-gke-public-nodes",
      "google-gke-secure-boot-off",
      "google-gke-workload-identity-off",
    ]
  }

  fail "none" {
    resource "google_container_cluster" "this" {
      name     = "main"
      location = "europe-west1"
    }

    expect = ["google_container_cluster.this"]
  }
}
