# Azure Kubernetes Service: clusters and node pools.

rule "azure-aks-rbac-disabled" {
  title     = "Kubernetes cluster has no role-based access control"
  category  = "security"
  severity  = "high"
  resources = ["azurerm_kubernetes_cluster"]
  aliases = [
    "CKV_AZURE_5", "86f92117-eed8-4614-9c6c-b26da20ff37f", "AZU-0042", "azure-container-use-rbac-permissions",
    "AVD-AZU-0042",
  ]
  tags    = ["cwe-284"]
  assert  = resource.role_based_access_control_enabled != false && resource.role_based_access_control[0].enabled != false
  at      = coalesce(resource.role_based_access_control_enabled, resource.role_based_access_control[0].enabled)
  message = "everyone who holds any credential of the cluster is its administrator"
  why     = <<-EOT
    Without RBAC a stolen pod token is enough to take over the cluster. It is on by default and can only be chosen at
    creation.
  EOT
  remedy  = <<-EOT
    Remove the argument; the cluster is created anew.
  EOT
  link    = "https://learn.microsoft.com/azure/aks/concepts-identity"

  pass "on by default" {
    resource "azurerm_kubernetes_cluster" "example" {
      name                = "example"
      resource_group_name = "example"
      location            = "westeurope"
      dns_prefix          = "example"

      default_node_pool {
        name       = "system"
        vm_size    = "Standard_D4s_v5"
        node_count = 3
      }

      identity {
        type = "SystemAssigned"
      }
    }
    also = ["azure-aks-api-open", "azure-aks-no-network-policy"]
  }

  pass "the block of provider version 2" {
    resource "azurerm_kubernetes_cluster" "example" {
      name                = "example"
      resource_group_name = "example"
      location            = "westeurope"
      dns_prefix          = "example"

      default_node_pool {
        name       = "system"
        vm_size    = "Standard_D4s_v5"
        node_count = 3
      }

      identity {
        type = "SystemAssigned"
      }

      role_based_access_control {
        enabled = true
      }
    }
    also = ["azure-aks-api-open", "azure-aks-no-network-policy"]
  }

  fail "off" {
    resource "azurerm_kubernetes_cluster" "example" {
      name                              = "example"
      resource_group_name               = "example"
      location                          = "westeurope"
      dns_prefix                        = "example"
      role_based_access_control_enabled = false

      default_node_pool {
        name       = "system"
        vm_size    = "Standard_D4s_v5"
        node_count = 3
      }

      identity {
        type = "SystemAssigned"
      }
    }

    expect = ["azurerm_kubernetes_cluster.example @ role_based_access_control_enabled"]
  }

  fail "off in the block" {
    resource "azurerm_kubernetes_cluster" "example" {
      name                = "example"
      resource_group_name = "example"
      location            = "westeurope"
      dns_prefix          = "example"

      default_node_pool {
        name       = "system"
        vm_size    = "Standard_D4s_v5"
        node_count = 3
      }

      identity {
        type = "SystemAssigned"
      }

      role_based_access_control {
        enabled = false
      }
    }

    expect = ["azurerm_kubernetes_cluster.example @ role_based_access_control[0].enabled"]
  }

  unknown "the value is an unset variable" {
    variable "rbac" {}

    resource "azurerm_kubernetes_cluster" "example" {
      name                              = "example"
      resource_group_name               = "example"
      location                          = "westeurope"
      dns_prefix                        = "example"
      role_based_access_control_enabled = var.rbac

      default_node_pool {
        name       = "system"
        vm_size    = "Standard_D4s_v5"
        node_count = 3
      }

      identity {
        type = "SystemAssigned"
      }
    }
  }
}

rule "azure-aks-api-open" {
  title     = "Kubernetes API server accepts connections from everywhere"
  category  = "security"
  severity  = "medium"
  resources = ["azurerm_kubernetes_cluster"]
  aliases   = ["CKV_AZURE_6", "AZU-0041", "azure-container-limit-authorized-ips", "AVD-AZU-0041"]
  tags      = ["cwe-284", "cwe-668"]
  when      = resource.private_cluster_enabled != true
  assert    = length(concat(resource.api_server_access_profile[0].authorized_ip_ranges, resource.api_server_authorized_ip_ranges)) > 0 && !anytrue([for c in concat(resource.api_server_access_profile[0].authorized_ip_ranges, resource.api_server_authorized_ip_ranges) : cidr_is_public(c)])
  at        = coalesce(resource.api_server_access_profile[0].authorized_ip_ranges, resource.api_server_authorized_ip_ranges)
  message   = "the API server is public and ${length(concat(resource.api_server_access_profile[0].authorized_ip_ranges, resource.api_server_authorized_ip_ranges)) > 0 ? "its authorized ranges hold the whole internet" : "no authorized ranges limit it"}"
  why       = <<-EOT
    A leaked kubeconfig works from anywhere, and a flaw in the API server's sign-in can be used by anybody. Private
    clusters pass.
  EOT
  remedy    = <<-EOT
    List the addresses of administrators and pipelines, or make the cluster private:

        api_server_access_profile {
          authorized_ip_ranges = ["203.0.113.0/24"]
        }
  EOT
  link      = "https://learn.microsoft.com/azure/aks/api-server-authorized-ip-ranges"

  pass "ranges" {
    resource "azurerm_kubernetes_cluster" "example" {
      name                = "example"
      resource_group_name = "example"
      location            = "westeurope"
      dns_prefix          = "example"

      default_node_pool {
        name       = "system"
        vm_size    = "Standard_D4s_v5"
        node_count = 3
      }

      identity {
        type = "SystemAssigned"
      }

      api_server_access_profile {
        authorized_ip_ranges = ["203.0.113.0/24"]
      }
    }
    also = ["azure-aks-no-network-policy"]
  }

  pass "ranges, in the form before 4.0" {
    resource "azurerm_kubernetes_cluster" "example" {
      name                            = "example"
      resource_group_name             = "example"
      location                        = "westeurope"
      dns_prefix                      = "example"
      api_server_authorized_ip_ranges = ["203.0.113.0/24"]

      default_node_pool {
        name       = "system"
        vm_size    = "Standard_D4s_v5"
        node_count = 3
      }

      identity {
        type = "SystemAssigned"
      }
    }
    also = ["azure-aks-no-network-policy"]
  }

  pass "private" {
    resource "azurerm_kubernetes_cluster" "example" {
      name                    = "example"
      resource_group_name     = "example"
      location                = "westeurope"
      dns_prefix              = "example"
      private_cluster_enabled = true

      default_node_pool {
        name       = "system"
        vm_size    = "Standard_D4s_v5"
        node_count = 3
      }

      identity {
        type = "SystemAssigned"
      }
    }
    also = ["azure-aks-no-network-policy"]
  }

  fail "nothing" {
    resource "azurerm_kubernetes_cluster" "example" {
      name                = "example"
      resource_group_name = "example"
      location            = "westeurope"
      dns_prefix          = "example"

      default_node_pool {
        name       = "system"
        vm_size    = "Standard_D4s_v5"
        node_count = 3
      }

      identity {
        type = "SystemAssigned"
      }
    }

    expect = ["azurerm_kubernetes_cluster.example"]
  }

  fail "the whole internet" {
    resource "azurerm_kubernetes_cluster" "example" {
      name                = "example"
      resource_group_name = "example"
      location            = "westeurope"
      dns_prefix          = "example"

      default_node_pool {
        name       = "system"
        vm_size    = "Standard_D4s_v5"
        node_count = 3
      }

      identity {
        type = "SystemAssigned"
      }

      api_server_access_profile {
        authorized_ip_ranges = ["0.0.0.0/0"]
      }
    }

    expect = ["azurerm_kubernetes_cluster.example @ api_server_access_profile[0].authorized_ip_ranges"]
  }

  fail "an empty list" {
    resource "azurerm_kubernetes_cluster" "example" {
      name                = "example"
      resource_group_name = "example"
      location            = "westeurope"
      dns_prefix          = "example"

      default_node_pool {
        name       = "system"
        vm_size    = "Standard_D4s_v5"
        node_count = 3
      }

      identity {
        type = "SystemAssigned"
      }

      api_server_access_profile {
        authorized_ip_ranges = []
      }
    }

    expect = ["azurerm_kubernetes_cluster.example @ api_server_access_profile[0].authorized_ip_ranges"]
  }

  unknown "the value is an unset variable" {
    variable "private" {}

    resource "azurerm_kubernetes_cluster" "example" {
      name                    = "example"
      resource_group_name     = "example"
      location                = "westeurope"
      dns_prefix              = "example"
      private_cluster_enabled = var.private

      default_node_pool {
        name       = "system"
        vm_size    = "Standard_D4s_v5"
        node_count = 3
      }

      identity {
        type = "SystemAssigned"
      }
    }
  }

  unknown "besides, `authorized_ip_ranges` is an unset variable" {
    variable "authorized_ip_ranges" {}
    resource "azurerm_kubernetes_cluster" "example" {
      name                = "example"
      resource_group_name = "example"
      location            = "westeurope"
      dns_prefix          = "example"
      default_node_pool {
        name       = "system"
        vm_size    = "Standard_D4s_v5"
        node_count = 3
      }
      identity {
        type = "SystemAssigned"
      }
      api_server_access_profile {
        authorized_ip_ranges = ["203.0.113.0/24", var.authorized_ip_ranges]
      }
    }
    expect = ["azurerm_kubernetes_cluster.example @ api_server_access_profile[0].authorized_ip_ranges"]
  }
}

rule "azure-aks-not-private" {
  title     = "Kubernetes API server has a public address"
  category  = "security"
  severity  = "low"
  default   = false
  resources = ["azurerm_kubernetes_cluster"]
  aliases = [
    "599318f2-6653-4569-9e21-041d06c63a89", "AZU-0065", "azure-container-enable-private-cluster", "AVD-AZU-0065",
  ]
  tags    = ["cwe-668"]
  when    = length(concat(resource.api_server_access_profile[0].authorized_ip_ranges, resource.api_server_authorized_ip_ranges)) > 0
  assert  = resource.private_cluster_enabled == true
  at      = resource.private_cluster_enabled
  message = "the API server is public, limited to authorized ranges"
  why     = <<-EOT
    A private cluster's API is reached through the virtual network only, which needs a VPN or runners inside. Clusters
    without authorized ranges are reported by `azure-aks-api-open`.
  EOT
  remedy  = <<-EOT
    Write `private_cluster_enabled = true`; the cluster is created anew.
  EOT
  link    = "https://learn.microsoft.com/azure/aks/private-clusters"

  pass "private" {
    resource "azurerm_kubernetes_cluster" "example" {
      name                    = "example"
      resource_group_name     = "example"
      location                = "westeurope"
      dns_prefix              = "example"
      private_cluster_enabled = true

      default_node_pool {
        name       = "system"
        vm_size    = "Standard_D4s_v5"
        node_count = 3
      }

      identity {
        type = "SystemAssigned"
      }
    }
    also = ["azure-aks-no-network-policy"]
  }

  pass "no ranges, another rule's subject" {
    resource "azurerm_kubernetes_cluster" "example" {
      name                = "example"
      resource_group_name = "example"
      location            = "westeurope"
      dns_prefix          = "example"

      default_node_pool {
        name       = "system"
        vm_size    = "Standard_D4s_v5"
        node_count = 3
      }

      identity {
        type = "SystemAssigned"
      }
    }
    also = ["azure-aks-api-open", "azure-aks-no-network-policy"]
  }

  fail "public with ranges" {
    resource "azurerm_kubernetes_cluster" "example" {
      name                = "example"
      resource_group_name = "example"
      location            = "westeurope"
      dns_prefix          = "example"

      default_node_pool {
        name       = "system"
        vm_size    = "Standard_D4s_v5"
        node_count = 3
      }

      identity {
        type = "SystemAssigned"
      }

      api_server_access_profile {
        authorized_ip_ranges = ["203.0.113.0/24"]
      }
    }

    expect = ["azurerm_kubernetes_cluster.example"]
  }

  unknown "the value is an unset variable" {
    variable "private" {}

    resource "azurerm_kubernetes_cluster" "example" {
      name                    = "example"
      resource_group_name     = "example"
      location                = "westeurope"
      dns_prefix              = "example"
      private_cluster_enabled = var.private

      default_node_pool {
        name       = "system"
        vm_size    = "Standard_D4s_v5"
        node_count = 3
      }

      identity {
        type = "SystemAssigned"
      }

      api_server_access_profile {
        authorized_ip_ranges = ["203.0.113.0/24"]
      }
    }
  }

  pass "with `api_server_access_profile`" {
    resource "azurerm_kubernetes_cluster" "example" {
      name                    = "example"
      resource_group_name     = "example"
      location                = "westeurope"
      dns_prefix              = "example"
      private_cluster_enabled = true
      default_node_pool {
        name       = "system"
        vm_size    = "Standard_D4s_v5"
        node_count = 3
      }
      identity {
        type = "SystemAssigned"
      }
      api_server_access_profile {
        authorized_ip_ranges = ["0.0.0.0/0"]
      }
    }
    also = ["azure-aks-no-network-policy"]
  }
}

rule "azure-aks-no-network-policy" {
  title     = "Kubernetes cluster cannot enforce network policies"
  category  = "security"
  severity  = "medium"
  resources = ["azurerm_kubernetes_cluster"]
  aliases = [
    "CKV_AZURE_7", "f5342045-b935-402d-adf1-8dbbd09c0eef", "AZU-0043",
    "azure-container-configured-network-policy", "AVD-AZU-0043",
  ]
  tags    = ["cwe-284"]
  assert  = contains(["azure", "calico", "cilium"], lower(resource.network_profile[0].network_policy)) || lower(resource.network_profile[0].network_data_plane) == "cilium"
  at      = resource.network_profile[0].network_policy
  message = "no network policy engine is chosen: every pod may talk to every other"
  why     = <<-EOT
    Without an engine `NetworkPolicy` objects are accepted and ignored. Choosing one changes nothing until policies are
    written, and often means to create the cluster anew later.
  EOT
  remedy  = <<-EOT
    Choose an engine:

        network_profile {
          network_plugin     = "azure"
          network_policy     = "cilium"
          network_data_plane = "cilium"
        }
  EOT
  link    = "https://learn.microsoft.com/azure/aks/use-network-policies"

  pass "Azure's engine" {
    resource "azurerm_kubernetes_cluster" "example" {
      name                = "example"
      resource_group_name = "example"
      location            = "westeurope"
      dns_prefix          = "example"

      default_node_pool {
        name       = "system"
        vm_size    = "Standard_D4s_v5"
        node_count = 3
      }

      identity {
        type = "SystemAssigned"
      }

      network_profile {
        network_plugin = "azure"
        network_policy = "azure"
      }
    }
    also = ["azure-aks-api-open"]
  }

  pass "Calico" {
    resource "azurerm_kubernetes_cluster" "example" {
      name                = "example"
      resource_group_name = "example"
      location            = "westeurope"
      dns_prefix          = "example"

      default_node_pool {
        name       = "system"
        vm_size    = "Standard_D4s_v5"
        node_count = 3
      }

      identity {
        type = "SystemAssigned"
      }

      network_profile {
        network_plugin = "kubenet"
        network_policy = "calico"
      }
    }
    also = ["azure-aks-api-open"]
  }

  pass "Cilium's data plane" {
    resource "azurerm_kubernetes_cluster" "example" {
      name                = "example"
      resource_group_name = "example"
      location            = "westeurope"
      dns_prefix          = "example"

      default_node_pool {
        name       = "system"
        vm_size    = "Standard_D4s_v5"
        node_count = 3
      }

      identity {
        type = "SystemAssigned"
      }

      network_profile {
        network_plugin     = "azure"
        network_data_plane = "cilium"
      }
    }
    also = ["azure-aks-api-open"]
  }

  fail "no profile" {
    resource "azurerm_kubernetes_cluster" "example" {
      name                = "example"
      resource_group_name = "example"
      location            = "westeurope"
      dns_prefix          = "example"

      default_node_pool {
        name       = "system"
        vm_size    = "Standard_D4s_v5"
        node_count = 3
      }

      identity {
        type = "SystemAssigned"
      }
    }

    expect = ["azurerm_kubernetes_cluster.example"]
  }

  fail "a profile without" {
    resource "azurerm_kubernetes_cluster" "example" {
      name                = "example"
      resource_group_name = "example"
      location            = "westeurope"
      dns_prefix          = "example"

      default_node_pool {
        name       = "system"
        vm_size    = "Standard_D4s_v5"
        node_count = 3
      }

      identity {
        type = "SystemAssigned"
      }

      network_profile {
        network_plugin = "azure"
      }
    }

    expect = ["azurerm_kubernetes_cluster.example @ network_profile[0]"]
  }

  unknown "the value is an unset variable" {
    variable "policy" {}

    resource "azurerm_kubernetes_cluster" "example" {
      name                = "example"
      resource_group_name = "example"
      location            = "westeurope"
      dns_prefix          = "example"

      default_node_pool {
        name       = "system"
        vm_size    = "Standard_D4s_v5"
        node_count = 3
      }

      identity {
        type = "SystemAssigned"
      }

      network_profile {
        network_plugin = "azure"
        network_policy = var.policy
      }
    }
  }

  pass "`network_policy` is `cilium`" {
    resource "azurerm_kubernetes_cluster" "example" {
      name                = "example"
      resource_group_name = "example"
      location            = "westeurope"
      dns_prefix          = "example"
      default_node_pool {
        name       = "system"
        vm_size    = "Standard_D4s_v5"
        node_count = 3
      }
      identity {
        type = "SystemAssigned"
      }
      network_profile {
        network_plugin = "azure"
        network_policy = "cilium"
      }
    }
    also = ["azure-aks-api-open", "azure-aks-network-policy-mismatch"]
  }
}

rule "azure-aks-kubenet" {
  title     = "Kubernetes cluster uses kubenet"
  category  = "reliability"
  severity  = "low"
  default   = false
  resources = ["azurerm_kubernetes_cluster"]
  aliases   = ["CKV2_AZURE_29"]
  assert    = contains(["azure", "none"], lower(resource.network_profile[0].network_plugin))
  at        = resource.network_profile[0].network_plugin
  message   = "the network plugin is `${coalesce(resource.network_profile[0].network_plugin, "kubenet")}`"
  why       = <<-EOT
    Kubenet is limited to 400 nodes, needs route tables and is retired on 31 March 2028. Azure CNI Overlay saves addresses
    just as well.
  EOT
  remedy    = <<-EOT
    Write `network_plugin = "azure"` and `network_plugin_mode = "overlay"`.
  EOT
  link      = "https://learn.microsoft.com/azure/aks/concepts-network-cni-overview"

  pass "Azure CNI" {
    resource "azurerm_kubernetes_cluster" "example" {
      name                = "example"
      resource_group_name = "example"
      location            = "westeurope"
      dns_prefix          = "example"

      default_node_pool {
        name       = "system"
        vm_size    = "Standard_D4s_v5"
        node_count = 3
      }

      identity {
        type = "SystemAssigned"
      }

      network_profile {
        network_plugin = "azure"
      }
    }
    also = ["azure-aks-api-open", "azure-aks-no-network-policy"]
  }

  fail "not set" {
    resource "azurerm_kubernetes_cluster" "example" {
      name                = "example"
      resource_group_name = "example"
      location            = "westeurope"
      dns_prefix          = "example"

      default_node_pool {
        name       = "system"
        vm_size    = "Standard_D4s_v5"
        node_count = 3
      }

      identity {
        type = "SystemAssigned"
      }
    }

    expect = ["azurerm_kubernetes_cluster.example"]
  }

  fail "kubenet" {
    resource "azurerm_kubernetes_cluster" "example" {
      name                = "example"
      resource_group_name = "example"
      location            = "westeurope"
      dns_prefix          = "example"

      default_node_pool {
        name       = "system"
        vm_size    = "Standard_D4s_v5"
        node_count = 3
      }

      identity {
        type = "SystemAssigned"
      }

      network_profile {
        network_plugin = "kubenet"
      }
    }

    expect = ["azurerm_kubernetes_cluster.example @ network_profile[0].network_plugin"]
  }

  unknown "the value is an unset variable" {
    variable "plugin" {}

    resource "azurerm_kubernetes_cluster" "example" {
      name                = "example"
      resource_group_name = "example"
      location            = "westeurope"
      dns_prefix          = "example"

      default_node_pool {
        name       = "system"
        vm_size    = "Standard_D4s_v5"
        node_count = 3
      }

      identity {
        type = "SystemAssigned"
      }

      network_profile {
        network_plugin = var.plugin
      }
    }
  }

  pass "`network_plugin` is `none`" {
    resource "azurerm_kubernetes_cluster" "example" {
      name                = "example"
      resource_group_name = "example"
      location            = "westeurope"
      dns_prefix          = "example"
      default_node_pool {
        name       = "system"
        vm_size    = "Standard_D4s_v5"
        node_count = 3
      }
      identity {
        type = "SystemAssigned"
      }
      network_profile {
        network_plugin = "none"
      }
    }
    also = ["azure-aks-api-open", "azure-aks-no-network-policy"]
  }
}

rule "azure-aks-no-monitoring" {
  title     = "Kubernetes cluster sends no logs"
  category  = "security"
  severity  = "low"
  default   = false
  resources = ["azurerm_kubernetes_cluster"]
  aliases   = ["CKV_AZURE_4", "AZU-0040", "azure-container-logging", "AVD-AZU-0040"]
  tags      = ["cwe-778"]

  related "setting" {
    type = "azurerm_monitor_diagnostic_setting"
    on   = refers(other.target_resource_id, resource)
  }

  assert  = length(resource.oms_agent) > 0 || resource.addon_profile[0].oms_agent[0].enabled == true || length(related.setting) > 0
  at      = coalesce(resource.oms_agent, resource.addon_profile)
  message = "neither the monitoring add-on nor a diagnostic setting is configured"
  why     = <<-EOT
    Container logs and audit records stay on nodes that come and go. Other tools (Prometheus, a vendor's agent) may do the
    work; hence the rule is not in the default set.
  EOT
  remedy  = <<-EOT
    Add the add-on:

        oms_agent {
          log_analytics_workspace_id = azurerm_log_analytics_workspace.main.id
        }
  EOT
  link    = "https://learn.microsoft.com/azure/azure-monitor/containers/container-insights-overview"

  pass "the add-on" {
    resource "azurerm_kubernetes_cluster" "example" {
      name                = "example"
      resource_group_name = "example"
      location            = "westeurope"
      dns_prefix          = "example"

      default_node_pool {
        name       = "system"
        vm_size    = "Standard_D4s_v5"
        node_count = 3
      }

      identity {
        type = "SystemAssigned"
      }

      oms_agent {
        log_analytics_workspace_id = "some-id"
      }
    }
    also = ["azure-aks-api-open", "azure-aks-no-network-policy"]
  }

  pass "a diagnostic setting" {
    resource "azurerm_kubernetes_cluster" "example" {
      name                = "example"
      resource_group_name = "example"
      location            = "westeurope"
      dns_prefix          = "example"

      default_node_pool {
        name       = "system"
        vm_size    = "Standard_D4s_v5"
        node_count = 3
      }

      identity {
        type = "SystemAssigned"
      }
    }

    resource "azurerm_monitor_diagnostic_setting" "example" {
      name                       = "example"
      log_analytics_workspace_id = "some-id"
      target_resource_id         = azurerm_kubernetes_cluster.example.id

      enabled_log {
        category = "kube-audit-admin"
      }
    }
    also = ["azure-aks-api-open", "azure-aks-no-network-policy"]
  }

  fail "neither" {
    resource "azurerm_kubernetes_cluster" "example" {
      name                = "example"
      resource_group_name = "example"
      location            = "westeurope"
      dns_prefix          = "example"

      default_node_pool {
        name       = "system"
        vm_size    = "Standard_D4s_v5"
        node_count = 3
      }

      identity {
        type = "SystemAssigned"
      }
    }

    expect = ["azurerm_kubernetes_cluster.example"]
  }

  fail "switched off, old form" {
    resource "azurerm_kubernetes_cluster" "example" {
      name                = "example"
      resource_group_name = "example"
      location            = "westeurope"
      dns_prefix          = "example"

      default_node_pool {
        name       = "system"
        vm_size    = "Standard_D4s_v5"
        node_count = 3
      }

      identity {
        type = "SystemAssigned"
      }

      addon_profile {
        oms_agent {
          enabled = false
        }
      }
    }

    expect = ["azurerm_kubernetes_cluster.example @ addon_profile"]
  }

  pass "`enabled` is `true`" {
    resource "azurerm_kubernetes_cluster" "example" {
      name                = "example"
      resource_group_name = "example"
      location            = "westeurope"
      dns_prefix          = "example"
      default_node_pool {
        name       = "system"
        vm_size    = "Standard_D4s_v5"
        node_count = 3
      }
      identity {
        type = "SystemAssigned"
      }
      addon_profile {
        oms_agent {
          enabled = true
        }
      }
    }
    also = ["azure-aks-api-open", "azure-aks-no-network-policy"]
  }
}

rule "azure-aks-dashboard" {
  title     = "Kubernetes dashboard add-on is enabled"
  category  = "security"
  severity  = "high"
  resources = ["azurerm_kubernetes_cluster"]
  aliases   = ["CKV_AZURE_8", "61c3cb8b-0715-47e4-b788-86dde40dd2db"]
  tags      = ["cwe-269"]
  assert    = resource.addon_profile[0].kube_dashboard[0].enabled != true
  at        = resource.addon_profile[0].kube_dashboard[0].enabled
  message   = "`kube_dashboard` is enabled"
  why       = <<-EOT
    The dashboard ran with broad rights and was a common way into clusters; AKS dropped it with Kubernetes 1.19.
  EOT
  remedy    = <<-EOT
    Remove the block, and use the portal's resource view.
  EOT
  link      = "https://learn.microsoft.com/azure/aks/kubernetes-portal"

  pass "no add-on" {
    resource "azurerm_kubernetes_cluster" "example" {
      name                = "example"
      resource_group_name = "example"
      location            = "westeurope"
      dns_prefix          = "example"

      default_node_pool {
        name       = "system"
        vm_size    = "Standard_D4s_v5"
        node_count = 3
      }

      identity {
        type = "SystemAssigned"
      }
    }
    also = ["azure-aks-api-open", "azure-aks-no-network-policy"]
  }

  pass "off" {
    resource "azurerm_kubernetes_cluster" "example" {
      name                = "example"
      resource_group_name = "example"
      location            = "westeurope"
      dns_prefix          = "example"

      default_node_pool {
        name       = "system"
        vm_size    = "Standard_D4s_v5"
        node_count = 3
      }

      identity {
        type = "SystemAssigned"
      }

      addon_profile {
        kube_dashboard {
          enabled = false
        }
      }
    }
    also = ["azure-aks-api-open", "azure-aks-no-network-policy"]
  }

  fail "on" {
    resource "azurerm_kubernetes_cluster" "example" {
      name                = "example"
      resource_group_name = "example"
      location            = "westeurope"
      dns_prefix          = "example"

      default_node_pool {
        name       = "system"
        vm_size    = "Standard_D4s_v5"
        node_count = 3
      }

      identity {
        type = "SystemAssigned"
      }

      addon_profile {
        kube_dashboard {
          enabled = true
        }
      }
    }

    expect = ["azurerm_kubernetes_cluster.example @ addon_profile[0].kube_dashboard[0].enabled"]
  }

  unknown "the value is an unset variable" {
    variable "dashboard" {}

    resource "azurerm_kubernetes_cluster" "example" {
      name                = "example"
      resource_group_name = "example"
      location            = "westeurope"
      dns_prefix          = "example"

      default_node_pool {
        name       = "system"
        vm_size    = "Standard_D4s_v5"
        node_count = 3
      }

      identity {
        type = "SystemAssigned"
      }

      addon_profile {
        kube_dashboard {
          enabled = var.dashboard
        }
      }
    }
  }
}

rule "azure-aks-http-application-routing" {
  title     = "Kubernetes cluster uses HTTP application routing"
  category  = "security"
  severity  = "medium"
  resources = ["azurerm_kubernetes_cluster"]
  aliases   = ["CKV_AZURE_246"]
  tags      = ["cwe-319"]
  assert    = resource.http_application_routing_enabled != true && resource.addon_profile[0].http_application_routing[0].enabled != true
  at        = coalesce(resource.http_application_routing_enabled, resource.addon_profile[0].http_application_routing[0].enabled)
  message   = "the add-on publishes services over HTTP in a DNS zone of Microsoft's; it was retired on 3 March 2025"
  why       = <<-EOT
    It was never meant for production: no TLS, an old ingress controller, names that anybody can guess.
  EOT
  remedy    = <<-EOT
    Remove the argument, and use the application routing add-on (`web_app_routing`) or an ingress controller of your own.
  EOT
  link      = "https://learn.microsoft.com/azure/aks/app-routing-migration"

  fix {
    remove = ["http_application_routing_enabled"]
    safe   = false
  }

  pass "off by default" {
    resource "azurerm_kubernetes_cluster" "example" {
      name                = "example"
      resource_group_name = "example"
      location            = "westeurope"
      dns_prefix          = "example"

      default_node_pool {
        name       = "system"
        vm_size    = "Standard_D4s_v5"
        node_count = 3
      }

      identity {
        type = "SystemAssigned"
      }
    }
    also = ["azure-aks-api-open", "azure-aks-no-network-policy"]
  }

  pass "off" {
    resource "azurerm_kubernetes_cluster" "example" {
      name                             = "example"
      resource_group_name              = "example"
      location                         = "westeurope"
      dns_prefix                       = "example"
      http_application_routing_enabled = false

      default_node_pool {
        name       = "system"
        vm_size    = "Standard_D4s_v5"
        node_count = 3
      }

      identity {
        type = "SystemAssigned"
      }
    }
    also = ["azure-aks-api-open", "azure-aks-no-network-policy"]
  }

  fail "on" {
    resource "azurerm_kubernetes_cluster" "example" {
      name                             = "example"
      resource_group_name              = "example"
      location                         = "westeurope"
      dns_prefix                       = "example"
      http_application_routing_enabled = true

      default_node_pool {
        name       = "system"
        vm_size    = "Standard_D4s_v5"
        node_count = 3
      }

      identity {
        type = "SystemAssigned"
      }
    }

    expect = ["azurerm_kubernetes_cluster.example @ http_application_routing_enabled"]
  }

  fail "on, old form" {
    resource "azurerm_kubernetes_cluster" "example" {
      name                = "example"
      resource_group_name = "example"
      location            = "westeurope"
      dns_prefix          = "example"

      default_node_pool {
        name       = "system"
        vm_size    = "Standard_D4s_v5"
        node_count = 3
      }

      identity {
        type = "SystemAssigned"
      }

      addon_profile {
        http_application_routing {
          enabled = true
        }
      }
    }

    expect = ["azurerm_kubernetes_cluster.example @ addon_profile[0].http_application_routing[0].enabled"]
  }

  unknown "the value is an unset variable" {
    variable "routing" {}

    resource "azurerm_kubernetes_cluster" "example" {
      name                             = "example"
      resource_group_name              = "example"
      location                         = "westeurope"
      dns_prefix                       = "example"
      http_application_routing_enabled = var.routing

      default_node_pool {
        name       = "system"
        vm_size    = "Standard_D4s_v5"
        node_count = 3
      }

      identity {
        type = "SystemAssigned"
      }
    }
  }
}

rule "azure-aks-no-policy-addon" {
  title     = "Kubernetes cluster has no Azure Policy add-on"
  category  = "security"
  severity  = "low"
  default   = false
  resources = ["azurerm_kubernetes_cluster"]
  aliases = [
    "CKV_AZURE_116", "43789711-161b-4708-b5bb-9d1c626f7492", "AZU-0066",
    "azure-container-enable-azure-policy-addon", "AVD-AZU-0066",
  ]
  tags    = ["cwe-693"]
  assert  = resource.azure_policy_enabled == true || resource.addon_profile[0].azure_policy[0].enabled == true
  at      = coalesce(resource.azure_policy_enabled, resource.addon_profile[0].azure_policy[0].enabled)
  message = "`azure_policy_enabled` is not true"
  why     = <<-EOT
    The add-on lets Azure Policy refuse privileged pods and the like. Other admission controllers (Kyverno, Gatekeeper) do
    the same.
  EOT
  remedy  = <<-EOT
    Write `azure_policy_enabled = true`.
  EOT
  link    = "https://learn.microsoft.com/azure/governance/policy/concepts/policy-for-kubernetes"

  fix {
    set = {
      azure_policy_enabled = true
    }
    safe = false
  }

  pass "on" {
    resource "azurerm_kubernetes_cluster" "example" {
      name                 = "example"
      resource_group_name  = "example"
      location             = "westeurope"
      dns_prefix           = "example"
      azure_policy_enabled = true

      default_node_pool {
        name       = "system"
        vm_size    = "Standard_D4s_v5"
        node_count = 3
      }

      identity {
        type = "SystemAssigned"
      }
    }
    also = ["azure-aks-api-open", "azure-aks-no-network-policy"]
  }

  pass "on, old form" {
    resource "azurerm_kubernetes_cluster" "example" {
      name                = "example"
      resource_group_name = "example"
      location            = "westeurope"
      dns_prefix          = "example"

      default_node_pool {
        name       = "system"
        vm_size    = "Standard_D4s_v5"
        node_count = 3
      }

      identity {
        type = "SystemAssigned"
      }

      addon_profile {
        azure_policy {
          enabled = true
        }
      }
    }
    also = ["azure-aks-api-open", "azure-aks-no-network-policy"]
  }

  fail "not set" {
    resource "azurerm_kubernetes_cluster" "example" {
      name                = "example"
      resource_group_name = "example"
      location            = "westeurope"
      dns_prefix          = "example"

      default_node_pool {
        name       = "system"
        vm_size    = "Standard_D4s_v5"
        node_count = 3
      }

      identity {
        type = "SystemAssigned"
      }
    }

    expect = ["azurerm_kubernetes_cluster.example"]
  }

  fail "off" {
    resource "azurerm_kubernetes_cluster" "example" {
      name                 = "example"
      resource_group_name  = "example"
      location             = "westeurope"
      dns_prefix           = "example"
      azure_policy_enabled = false

      default_node_pool {
        name       = "system"
        vm_size    = "Standard_D4s_v5"
        node_count = 3
      }

      identity {
        type = "SystemAssigned"
      }
    }

    expect = ["azurerm_kubernetes_cluster.example @ azure_policy_enabled"]
  }

  unknown "the value is an unset variable" {
    variable "policy" {}

    resource "azurerm_kubernetes_cluster" "example" {
      name                 = "example"
      resource_group_name  = "example"
      location             = "westeurope"
      dns_prefix           = "example"
      azure_policy_enabled = var.policy

      default_node_pool {
        name       = "system"
        vm_size    = "Standard_D4s_v5"
        node_count = 3
      }

      identity {
        type = "SystemAssigned"
      }
    }
  }
}

rule "azure-aks-no-disk-encryption-set" {
  title     = "Kubernetes disks use keys that Microsoft manages"
  category  = "security"
  severity  = "low"
  default   = false
  resources = ["azurerm_kubernetes_cluster"]
  aliases = [
    "CKV_AZURE_117", "b17d8bb8-4c08-4785-867e-cb9e62a622aa", "AZU-0067", "azure-container-enable-disk-encryption",
    "AVD-AZU-0067",
  ]
  tags    = ["cwe-320"]
  assert  = resource.disk_encryption_set_id != null
  at      = resource.disk_encryption_set_id
  message = "`disk_encryption_set_id` is not set"
  why     = <<-EOT
    Disks are encrypted either way. A key of your own can be rotated and revoked, which some regulations require; it can
    only be chosen at creation.
  EOT
  remedy  = <<-EOT
    Write `disk_encryption_set_id = azurerm_disk_encryption_set.aks.id`.
  EOT
  link    = "https://learn.microsoft.com/azure/aks/azure-disk-customer-managed-keys"

  pass "a set" {
    resource "azurerm_kubernetes_cluster" "example" {
      name                   = "example"
      resource_group_name    = "example"
      location               = "westeurope"
      dns_prefix             = "example"
      disk_encryption_set_id = "some-id"

      default_node_pool {
        name       = "system"
        vm_size    = "Standard_D4s_v5"
        node_count = 3
      }

      identity {
        type = "SystemAssigned"
      }
    }
    also = ["azure-aks-api-open", "azure-aks-no-network-policy"]
  }

  fail "none" {
    resource "azurerm_kubernetes_cluster" "example" {
      name                = "example"
      resource_group_name = "example"
      location            = "westeurope"
      dns_prefix          = "example"

      default_node_pool {
        name       = "system"
        vm_size    = "Standard_D4s_v5"
        node_count = 3
      }

      identity {
        type = "SystemAssigned"
      }
    }

    expect = ["azurerm_kubernetes_cluster.example"]
  }
}

rule "azure-aks-local-accounts" {
  title     = "Kubernetes cluster keeps its local administrator account"
  category  = "security"
  severity  = "medium"
  default   = false
  resources = ["azurerm_kubernetes_cluster"]
  aliases   = ["CKV_AZURE_141"]
  tags      = ["cwe-287"]
  assert    = resource.local_account_disabled == true
  at        = resource.local_account_disabled
  message   = "anyone with the right role can fetch a certificate that is cluster administrator"
  why       = <<-EOT
    The local account bypasses Entra ID: no multi-factor sign-in, no name in the audit log, no way to revoke it but
    rotating all certificates. It can be switched off once Entra integration is in place.
  EOT
  remedy    = <<-EOT
    Write `local_account_disabled = true` together with `azure_active_directory_role_based_access_control`.
  EOT
  link      = "https://learn.microsoft.com/azure/aks/manage-local-accounts-managed-azure-ad"

  pass "off" {
    resource "azurerm_kubernetes_cluster" "example" {
      name                   = "example"
      resource_group_name    = "example"
      location               = "westeurope"
      dns_prefix             = "example"
      local_account_disabled = true

      default_node_pool {
        name       = "system"
        vm_size    = "Standard_D4s_v5"
        node_count = 3
      }

      identity {
        type = "SystemAssigned"
      }

      azure_active_directory_role_based_access_control {
        azure_rbac_enabled = true
      }
    }
    also = ["azure-aks-api-open", "azure-aks-no-network-policy"]
  }

  fail "not set" {
    resource "azurerm_kubernetes_cluster" "example" {
      name                = "example"
      resource_group_name = "example"
      location            = "westeurope"
      dns_prefix          = "example"

      default_node_pool {
        name       = "system"
        vm_size    = "Standard_D4s_v5"
        node_count = 3
      }

      identity {
        type = "SystemAssigned"
      }
    }

    expect = ["azurerm_kubernetes_cluster.example"]
  }

  fail "on" {
    resource "azurerm_kubernetes_cluster" "example" {
      name                   = "example"
      resource_group_name    = "example"
      location               = "westeurope"
      dns_prefix             = "example"
      local_account_disabled = false

      default_node_pool {
        name       = "system"
        vm_size    = "Standard_D4s_v5"
        node_count = 3
      }

      identity {
        type = "SystemAssigned"
      }
    }

    expect = ["azurerm_kubernetes_cluster.example @ local_account_disabled"]
  }

  unknown "the value is an unset variable" {
    variable "local" {}

    resource "azurerm_kubernetes_cluster" "example" {
      name                   = "example"
      resource_group_name    = "example"
      location               = "westeurope"
      dns_prefix             = "example"
      local_account_disabled = var.local

      default_node_pool {
        name       = "system"
        vm_size    = "Standard_D4s_v5"
        node_count = 3
      }

      identity {
        type = "SystemAssigned"
      }
    }
  }
}

rule "azure-aks-no-entra-integration" {
  title     = "Kubernetes cluster is not tied to Entra ID"
  category  = "security"
  severity  = "medium"
  default   = false
  resources = ["azurerm_kubernetes_cluster"]
  tags      = ["cwe-287"]
  assert    = length(resource.azure_active_directory_role_based_access_control) > 0 || length(resource.role_based_access_control[0].azure_active_directory) > 0
  at        = resource.azure_active_directory_role_based_access_control
  message   = "there is no `azure_active_directory_role_based_access_control` block"
  why       = <<-EOT
    Access then rests on certificates that belong to nobody. With Entra ID people sign in, and groups map to cluster
    roles.
  EOT
  remedy    = <<-EOT
    Add the block:

        azure_active_directory_role_based_access_control {
          azure_rbac_enabled     = true
          admin_group_object_ids = [var.admin_group_id]
        }
  EOT
  link      = "https://learn.microsoft.com/azure/aks/azure-ad-rbac"

  pass "integrated" {
    resource "azurerm_kubernetes_cluster" "example" {
      name                = "example"
      resource_group_name = "example"
      location            = "westeurope"
      dns_prefix          = "example"

      default_node_pool {
        name       = "system"
        vm_size    = "Standard_D4s_v5"
        node_count = 3
      }

      identity {
        type = "SystemAssigned"
      }

      azure_active_directory_role_based_access_control {
        azure_rbac_enabled = true
      }
    }
    also = ["azure-aks-api-open", "azure-aks-no-network-policy"]
  }

  fail "not set" {
    resource "azurerm_kubernetes_cluster" "example" {
      name                = "example"
      resource_group_name = "example"
      location            = "westeurope"
      dns_prefix          = "example"

      default_node_pool {
        name       = "system"
        vm_size    = "Standard_D4s_v5"
        node_count = 3
      }

      identity {
        type = "SystemAssigned"
      }
    }

    expect = ["azurerm_kubernetes_cluster.example"]
  }
}

rule "azure-aks-node-public-ip" {
  title     = "Kubernetes nodes have public addresses"
  category  = "security"
  severity  = "medium"
  resources = ["azurerm_kubernetes_cluster", "azurerm_kubernetes_cluster_node_pool"]
  aliases   = ["CKV_AZURE_143"]
  tags      = ["cwe-668"]
  for_each  = meta.type == "azurerm_kubernetes_cluster" ? resource.default_node_pool : [resource]
  assert    = each.value.node_public_ip_enabled != true && each.value.enable_node_public_ip != true
  at        = coalesce(each.value.node_public_ip_enabled, each.value.enable_node_public_ip)
  message   = "each node of the pool is directly on the internet"
  why       = <<-EOT
    Node ports and the kubelet are then one security group rule away from everybody. Game servers and peer-to-peer
    workloads are the exception.
  EOT
  remedy    = <<-EOT
    Remove the argument; let a load balancer publish services and a NAT gateway carry outbound traffic.
  EOT
  link      = "https://learn.microsoft.com/azure/aks/use-node-public-ips"

  fix {
    remove = ["node_public_ip_enabled", "enable_node_public_ip"]
  }

  pass "off by default" {
    resource "azurerm_kubernetes_cluster" "example" {
      name                = "example"
      resource_group_name = "example"
      location            = "westeurope"
      dns_prefix          = "example"

      default_node_pool {
        name       = "system"
        vm_size    = "Standard_D4s_v5"
        node_count = 3
      }

      identity {
        type = "SystemAssigned"
      }
    }
    also = ["azure-aks-api-open", "azure-aks-no-network-policy"]
  }

  pass "off" {
    resource "azurerm_kubernetes_cluster_node_pool" "example" {
      name                   = "apps"
      kubernetes_cluster_id  = "some-id"
      vm_size                = "Standard_D4s_v5"
      node_public_ip_enabled = false
    }
  }

  fail "on in the default pool" {
    resource "azurerm_kubernetes_cluster" "example" {
      name                = "example"
      resource_group_name = "example"
      location            = "westeurope"
      dns_prefix          = "example"

      identity {
        type = "SystemAssigned"
      }

      default_node_pool {
        name                   = "system"
        vm_size                = "Standard_D4s_v5"
        node_count             = 3
        node_public_ip_enabled = true
      }
    }

    expect = ["azurerm_kubernetes_cluster.example @ default_node_pool[0].node_public_ip_enabled"]
  }

  fail "on, in the spelling before 4.0" {
    resource "azurerm_kubernetes_cluster_node_pool" "example" {
      name                  = "apps"
      kubernetes_cluster_id = "some-id"
      vm_size               = "Standard_D4s_v5"
      enable_node_public_ip = true
    }

    expect = ["azurerm_kubernetes_cluster_node_pool.example @ enable_node_public_ip"]
  }

  unknown "the value is an unset variable" {
    variable "public" {}

    resource "azurerm_kubernetes_cluster_node_pool" "example" {
      name                   = "apps"
      kubernetes_cluster_id  = "some-id"
      vm_size                = "Standard_D4s_v5"
      node_public_ip_enabled = var.public
    }
  }
}

rule "azure-aks-no-host-encryption" {
  title     = "Kubernetes node caches are not encrypted on the host"
  category  = "security"
  severity  = "low"
  default   = false
  resources = ["azurerm_kubernetes_cluster", "azurerm_kubernetes_cluster_node_pool"]
  aliases   = ["CKV_AZURE_227"]
  tags      = ["cwe-311"]
  for_each  = meta.type == "azurerm_kubernetes_cluster" ? resource.default_node_pool : [resource]
  assert    = each.value.host_encryption_enabled == true || each.value.enable_host_encryption == true
  at        = coalesce(each.value.host_encryption_enabled, each.value.enable_host_encryption)
  message   = "temporary disks and caches of pool `${each.value.name}` lie unencrypted on the host"
  why       = <<-EOT
    Data disks are encrypted by the storage service; encryption at host adds temporary disks and caches. The subscription
    must have the feature registered.
  EOT
  remedy    = <<-EOT
    Write `host_encryption_enabled = true` (`enable_host_encryption` before provider version 4.0).
  EOT
  link      = "https://learn.microsoft.com/azure/aks/enable-host-encryption"

  pass "on" {
    resource "azurerm_kubernetes_cluster_node_pool" "example" {
      name                    = "apps"
      kubernetes_cluster_id   = "some-id"
      vm_size                 = "Standard_D4s_v5"
      host_encryption_enabled = true
    }
  }

  pass "on, older spelling" {
    resource "azurerm_kubernetes_cluster_node_pool" "example" {
      name                   = "apps"
      kubernetes_cluster_id  = "some-id"
      vm_size                = "Standard_D4s_v5"
      enable_host_encryption = true
    }
  }

  fail "not set" {
    resource "azurerm_kubernetes_cluster_node_pool" "example" {
      name                  = "apps"
      kubernetes_cluster_id = "some-id"
      vm_size               = "Standard_D4s_v5"
    }

    expect = ["azurerm_kubernetes_cluster_node_pool.example"]
  }

  fail "off in the default pool" {
    resource "azurerm_kubernetes_cluster" "example" {
      name                = "example"
      resource_group_name = "example"
      location            = "westeurope"
      dns_prefix          = "example"

      identity {
        type = "SystemAssigned"
      }

      default_node_pool {
        name                    = "system"
        vm_size                 = "Standard_D4s_v5"
        node_count              = 3
        host_encryption_enabled = false
      }
    }

    expect = ["azurerm_kubernetes_cluster.example @ default_node_pool[0].host_encryption_enabled"]
  }

  unknown "the value is an unset variable" {
    variable "encrypt" {}

    resource "azurerm_kubernetes_cluster_node_pool" "example" {
      name                    = "apps"
      kubernetes_cluster_id   = "some-id"
      vm_size                 = "Standard_D4s_v5"
      host_encryption_enabled = var.encrypt
    }
  }
}

rule "azure-aks-os-disk-managed" {
  title     = "Kubernetes node disks are not ephemeral"
  category  = "cost"
  severity  = "info"
  default   = false
  resources = ["azurerm_kubernetes_cluster", "azurerm_kubernetes_cluster_node_pool"]
  aliases   = ["CKV_AZURE_226"]
  for_each  = meta.type == "azurerm_kubernetes_cluster" ? resource.default_node_pool : [resource]
  assert    = lower(each.value.os_disk_type) == "ephemeral"
  at        = each.value.os_disk_type
  message   = "pool `${each.value.name}` keeps node disks on billed managed disks"
  why       = <<-EOT
    Ephemeral disks live on the host: free, faster, gone with the node. They need a size whose cache is large enough.
  EOT
  remedy    = <<-EOT
    Write `os_disk_type = "Ephemeral"`.
  EOT
  link      = "https://learn.microsoft.com/azure/aks/concepts-storage#ephemeral-os-disk"

  pass "ephemeral" {
    resource "azurerm_kubernetes_cluster_node_pool" "example" {
      name                  = "apps"
      kubernetes_cluster_id = "some-id"
      vm_size               = "Standard_D4s_v5"
      os_disk_type          = "Ephemeral"
    }
  }

  fail "not set" {
    resource "azurerm_kubernetes_cluster_node_pool" "example" {
      name                  = "apps"
      kubernetes_cluster_id = "some-id"
      vm_size               = "Standard_D4s_v5"
    }

    expect = ["azurerm_kubernetes_cluster_node_pool.example"]
  }

  fail "managed" {
    resource "azurerm_kubernetes_cluster" "example" {
      name                = "example"
      resource_group_name = "example"
      location            = "westeurope"
      dns_prefix          = "example"

      identity {
        type = "SystemAssigned"
      }

      default_node_pool {
        name         = "system"
        vm_size      = "Standard_D4s_v5"
        node_count   = 3
        os_disk_type = "Managed"
      }
    }

    expect = ["azurerm_kubernetes_cluster.example @ default_node_pool[0].os_disk_type"]
  }

  unknown "the value is an unset variable" {
    variable "disk" {}

    resource "azurerm_kubernetes_cluster_node_pool" "example" {
      name                  = "apps"
      kubernetes_cluster_id = "some-id"
      vm_size               = "Standard_D4s_v5"
      os_disk_type          = var.disk
    }
  }
}

rule "azure-aks-few-pods-per-node" {
  title     = "Kubernetes nodes take few pods"
  category  = "reliability"
  severity  = "info"
  default   = false
  resources = ["azurerm_kubernetes_cluster", "azurerm_kubernetes_cluster_node_pool"]
  aliases   = ["CKV_AZURE_168"]
  params = {
    minimum = 50
  }
  for_each = meta.type == "azurerm_kubernetes_cluster" ? resource.default_node_pool : [resource]
  assert   = coalesce(each.value.max_pods, param.minimum) >= param.minimum
  at       = each.value.max_pods
  message  = "`max_pods` is ${each.value.max_pods} in pool `${each.value.name}`"
  why      = <<-EOT
    A low limit leaves paid capacity unused; it can only be changed by replacing the pool. With Azure CNI without overlay
    each pod takes an address of the subnet, which is the usual reason for a low number.
  EOT
  remedy   = <<-EOT
    Write `max_pods = 110` with CNI Overlay.
  EOT
  link     = "https://learn.microsoft.com/azure/aks/quotas-skus-regions"

  pass "not set" {
    resource "azurerm_kubernetes_cluster_node_pool" "example" {
      name                  = "apps"
      kubernetes_cluster_id = "some-id"
      vm_size               = "Standard_D4s_v5"
    }
  }

  pass "a hundred" {
    resource "azurerm_kubernetes_cluster_node_pool" "example" {
      name                  = "apps"
      kubernetes_cluster_id = "some-id"
      vm_size               = "Standard_D4s_v5"
      max_pods              = 100
    }
  }

  fail "thirty" {
    resource "azurerm_kubernetes_cluster_node_pool" "example" {
      name                  = "apps"
      kubernetes_cluster_id = "some-id"
      vm_size               = "Standard_D4s_v5"
      max_pods              = 30
    }

    expect = ["azurerm_kubernetes_cluster_node_pool.example @ max_pods"]
  }

  unknown "the value is an unset variable" {
    variable "pods" {}

    resource "azurerm_kubernetes_cluster_node_pool" "example" {
      name                  = "apps"
      kubernetes_cluster_id = "some-id"
      vm_size               = "Standard_D4s_v5"
      max_pods              = var.pods
    }
  }

  pass "`max_pods` is `50`" {
    resource "azurerm_kubernetes_cluster_node_pool" "example" {
      name                  = "apps"
      kubernetes_cluster_id = "some-id"
      vm_size               = "Standard_D4s_v5"
      max_pods              = 50
    }
  }
}

rule "azure-aks-system-pool-shared" {
  title     = "Kubernetes system node pool takes any pod"
  category  = "reliability"
  severity  = "low"
  default   = false
  resources = ["azurerm_kubernetes_cluster"]
  aliases   = ["CKV_AZURE_232"]
  assert    = resource.default_node_pool[0].only_critical_addons_enabled == true
  at        = resource.default_node_pool[0].only_critical_addons_enabled
  message   = "applications may crowd out the cluster's own pods"
  why       = <<-EOT
    A pool of its own for CoreDNS and metrics keeps a greedy application from stopping the cluster; it needs a second pool
    for applications.
  EOT
  remedy    = <<-EOT
    Write `only_critical_addons_enabled = true` and add an `azurerm_kubernetes_cluster_node_pool`.
  EOT
  link      = "https://learn.microsoft.com/azure/aks/use-system-pools"

  pass "reserved" {
    resource "azurerm_kubernetes_cluster" "example" {
      name                = "example"
      resource_group_name = "example"
      location            = "westeurope"
      dns_prefix          = "example"

      identity {
        type = "SystemAssigned"
      }

      default_node_pool {
        name                         = "system"
        vm_size                      = "Standard_D4s_v5"
        node_count                   = 3
        only_critical_addons_enabled = true
      }
    }
    also = ["azure-aks-api-open", "azure-aks-no-network-policy"]
  }

  fail "not set" {
    resource "azurerm_kubernetes_cluster" "example" {
      name                = "example"
      resource_group_name = "example"
      location            = "westeurope"
      dns_prefix          = "example"

      default_node_pool {
        name       = "system"
        vm_size    = "Standard_D4s_v5"
        node_count = 3
      }

      identity {
        type = "SystemAssigned"
      }
    }

    expect = ["azurerm_kubernetes_cluster.example @ default_node_pool[0]"]
  }

  unknown "the value is an unset variable" {
    variable "critical" {}

    resource "azurerm_kubernetes_cluster" "example" {
      name                = "example"
      resource_group_name = "example"
      location            = "westeurope"
      dns_prefix          = "example"

      identity {
        type = "SystemAssigned"
      }

      default_node_pool {
        name                         = "system"
        vm_size                      = "Standard_D4s_v5"
        node_count                   = 3
        only_critical_addons_enabled = var.critical
      }
    }
  }
}

rule "azure-aks-availability-set" {
  title     = "Kubernetes node pool is an availability set"
  category  = "reliability"
  severity  = "medium"
  resources = ["azurerm_kubernetes_cluster"]
  aliases   = ["CKV_AZURE_169"]
  assert    = resource.default_node_pool[0].type != "AvailabilitySet"
  at        = resource.default_node_pool[0].type
  message   = "`type` is `AvailabilitySet`: no autoscaling, no second pool, no zones"
  why       = <<-EOT
    Availability set pools were retired on 30 September 2025, and provider version 4.0 does not accept them.
  EOT
  remedy    = <<-EOT
    Remove the argument; `VirtualMachineScaleSets` is the default.
  EOT
  link      = "https://learn.microsoft.com/azure/aks/availability-sets-on-aks"

  pass "a scale set by default" {
    resource "azurerm_kubernetes_cluster" "example" {
      name                = "example"
      resource_group_name = "example"
      location            = "westeurope"
      dns_prefix          = "example"

      default_node_pool {
        name       = "system"
        vm_size    = "Standard_D4s_v5"
        node_count = 3
      }

      identity {
        type = "SystemAssigned"
      }
    }
    also = ["azure-aks-api-open", "azure-aks-no-network-policy"]
  }

  pass "a scale set" {
    resource "azurerm_kubernetes_cluster" "example" {
      name                = "example"
      resource_group_name = "example"
      location            = "westeurope"
      dns_prefix          = "example"

      identity {
        type = "SystemAssigned"
      }

      default_node_pool {
        name       = "system"
        vm_size    = "Standard_D4s_v5"
        node_count = 3
        type       = "VirtualMachineScaleSets"
      }
    }
    also = ["azure-aks-api-open", "azure-aks-no-network-policy"]
  }

  fail "an availability set" {
    resource "azurerm_kubernetes_cluster" "example" {
      name                = "example"
      resource_group_name = "example"
      location            = "westeurope"
      dns_prefix          = "example"

      identity {
        type = "SystemAssigned"
      }

      default_node_pool {
        name       = "system"
        vm_size    = "Standard_D4s_v5"
        node_count = 3
        type       = "AvailabilitySet"
      }
    }

    expect = ["azurerm_kubernetes_cluster.example @ default_node_pool[0].type"]
  }

  unknown "the value is an unset variable" {
    variable "type" {}

    resource "azurerm_kubernetes_cluster" "example" {
      name                = "example"
      resource_group_name = "example"
      location            = "westeurope"
      dns_prefix          = "example"

      identity {
        type = "SystemAssigned"
      }

      default_node_pool {
        name       = "system"
        vm_size    = "Standard_D4s_v5"
        node_count = 3
        type       = var.type
      }
    }
  }
}

rule "azure-aks-free-tier" {
  title     = "Kubernetes control plane has no SLA"
  category  = "reliability"
  severity  = "low"
  default   = false
  resources = ["azurerm_kubernetes_cluster"]
  aliases   = ["CKV_AZURE_170"]
  assert    = contains(["standard", "premium", "paid"], lower(resource.sku_tier))
  at        = resource.sku_tier
  message   = "`sku_tier` is `${coalesce(resource.sku_tier, "Free")}`"
  why       = <<-EOT
    The free control plane is meant for tests: no SLA, and limits on size and requests. The standard tier is billed by the
    hour.
  EOT
  remedy    = <<-EOT
    Write `sku_tier = "Standard"` for production.
  EOT
  link      = "https://learn.microsoft.com/azure/aks/free-standard-pricing-tiers"

  pass "standard" {
    resource "azurerm_kubernetes_cluster" "example" {
      name                = "example"
      resource_group_name = "example"
      location            = "westeurope"
      dns_prefix          = "example"
      sku_tier            = "Standard"

      default_node_pool {
        name       = "system"
        vm_size    = "Standard_D4s_v5"
        node_count = 3
      }

      identity {
        type = "SystemAssigned"
      }
    }
    also = ["azure-aks-api-open", "azure-aks-no-network-policy"]
  }

  fail "not set" {
    resource "azurerm_kubernetes_cluster" "example" {
      name                = "example"
      resource_group_name = "example"
      location            = "westeurope"
      dns_prefix          = "example"

      default_node_pool {
        name       = "system"
        vm_size    = "Standard_D4s_v5"
        node_count = 3
      }

      identity {
        type = "SystemAssigned"
      }
    }

    expect = ["azurerm_kubernetes_cluster.example"]
  }

  fail "free" {
    resource "azurerm_kubernetes_cluster" "example" {
      name                = "example"
      resource_group_name = "example"
      location            = "westeurope"
      dns_prefix          = "example"
      sku_tier            = "Free"

      default_node_pool {
        name       = "system"
        vm_size    = "Standard_D4s_v5"
        node_count = 3
      }

      identity {
        type = "SystemAssigned"
      }
    }

    expect = ["azurerm_kubernetes_cluster.example @ sku_tier"]
  }

  unknown "the value is an unset variable" {
    variable "tier" {}

    resource "azurerm_kubernetes_cluster" "example" {
      name                = "example"
      resource_group_name = "example"
      location            = "westeurope"
      dns_prefix          = "example"
      sku_tier            = var.tier

      default_node_pool {
        name       = "system"
        vm_size    = "Standard_D4s_v5"
        node_count = 3
      }

      identity {
        type = "SystemAssigned"
      }
    }
  }

  pass "more that pass" {
    resource "azurerm_kubernetes_cluster" "sku_tier_is_paid" {
      name                = "example"
      resource_group_name = "example"
      location            = "westeurope"
      dns_prefix          = "example"
      sku_tier            = "paid"
      default_node_pool {
        name       = "system"
        vm_size    = "Standard_D4s_v5"
        node_count = 3
      }
      identity {
        type = "SystemAssigned"
      }
    }
    resource "azurerm_kubernetes_cluster" "one_more_sku_tier_is_premium" {
      name                = "example"
      resource_group_name = "example"
      location            = "westeurope"
      dns_prefix          = "example"
      sku_tier            = "Standard"
      default_node_pool {
        name       = "system"
        vm_size    = "Standard_D4s_v5"
        node_count = 3
      }
      identity {
        type = "SystemAssigned"
      }
    }
    resource "azurerm_kubernetes_cluster" "one_more_sku_tier_is_premium_2" {
      name                = "example"
      resource_group_name = "example"
      location            = "westeurope"
      dns_prefix          = "example"
      sku_tier            = "premium"
      default_node_pool {
        name       = "system"
        vm_size    = "Standard_D4s_v5"
        node_count = 3
      }
      identity {
        type = "SystemAssigned"
      }
    }
    also = ["azure-aks-api-open", "azure-aks-no-network-policy"]
  }
}

rule "azure-aks-paid-tier-outside-production" {
  title     = "Kubernetes control plane with SLA outside production"
  category  = "cost"
  severity  = "low"
  resources = ["azurerm_kubernetes_cluster"]
  params = {
    nonproduction = "(?i)(?:^|[^a-z])(?:dev(?:elop(?:ment)?)?|te?st(?:ing)?|qa|uat|sandbox|sbx|demo|poc|non-?prod(?:uction)?|preview|lab)(?:$|[^a-z])"
  }
  when    = contains(["standard", "premium", "paid"], lower(resource.sku_tier))
  assert  = !can(regex(param.nonproduction, environment_of(resource)))
  at      = resource.sku_tier
  message = "`${resource.sku_tier}` bills the control plane of a test cluster by the hour"
  why     = <<-EOT
    The free tier runs the same control plane without SLA, which a test cluster seldom needs.
  EOT
  remedy  = <<-EOT
    Choose per environment: `sku_tier = var.environment == "prod" ? "Standard" : "Free"`.
  EOT
  link    = "https://learn.microsoft.com/azure/aks/free-standard-pricing-tiers"

  pass "production" {
    resource "azurerm_kubernetes_cluster" "example" {
      name                = "example"
      resource_group_name = "example"
      location            = "westeurope"
      dns_prefix          = "example"
      sku_tier            = "Standard"
      tags                = { environment = "prod" }

      default_node_pool {
        name       = "system"
        vm_size    = "Standard_D4s_v5"
        node_count = 3
      }

      identity {
        type = "SystemAssigned"
      }
    }
    also = ["azure-aks-api-open", "azure-aks-no-network-policy"]
  }

  pass "a free test cluster" {
    resource "azurerm_kubernetes_cluster" "example" {
      name                = "example"
      resource_group_name = "example"
      location            = "westeurope"
      dns_prefix          = "example"
      sku_tier            = "Free"
      tags                = { environment = "test" }

      default_node_pool {
        name       = "system"
        vm_size    = "Standard_D4s_v5"
        node_count = 3
      }

      identity {
        type = "SystemAssigned"
      }
    }
    also = ["azure-aks-api-open", "azure-aks-no-network-policy"]
  }

  fail "a paid test cluster" {
    resource "azurerm_kubernetes_cluster" "example" {
      name                = "example"
      resource_group_name = "example"
      location            = "westeurope"
      dns_prefix          = "example"
      sku_tier            = "Standard"
      tags                = { environment = "test" }

      default_node_pool {
        name       = "system"
        vm_size    = "Standard_D4s_v5"
        node_count = 3
      }

      identity {
        type = "SystemAssigned"
      }
    }

    expect = ["azurerm_kubernetes_cluster.example @ sku_tier"]
  }

  unknown "the environment is an unset variable" {
    variable "env" {}

    resource "azurerm_kubernetes_cluster" "example" {
      name                = "example"
      resource_group_name = "example"
      location            = "westeurope"
      dns_prefix          = "example"
      sku_tier            = "Standard"
      tags                = { environment = var.env }

      default_node_pool {
        name       = "system"
        vm_size    = "Standard_D4s_v5"
        node_count = 3
      }

      identity {
        type = "SystemAssigned"
      }
    }
  }

  fail "more that fail" {
    resource "azurerm_kubernetes_cluster" "sku_tier_is_paid" {
      name                = "example"
      resource_group_name = "example"
      location            = "westeurope"
      dns_prefix          = "example"
      sku_tier            = "paid"
      tags                = { environment = "test" }
      default_node_pool {
        name       = "system"
        vm_size    = "Standard_D4s_v5"
        node_count = 3
      }
      identity {
        type = "SystemAssigned"
      }
    }
    resource "azurerm_kubernetes_cluster" "one_more_sku_tier_is_premium" {
      name                = "example"
      resource_group_name = "example"
      location            = "westeurope"
      dns_prefix          = "example"
      sku_tier            = "Standard"
      tags                = { environment = "test" }
      default_node_pool {
        name       = "system"
        vm_size    = "Standard_D4s_v5"
        node_count = 3
      }
      identity {
        type = "SystemAssigned"
      }
    }
    resource "azurerm_kubernetes_cluster" "one_more_sku_tier_is_premium_2" {
      name                = "example"
      resource_group_name = "example"
      location            = "westeurope"
      dns_prefix          = "example"
      sku_tier            = "premium"
      tags                = { environment = "test" }
      default_node_pool {
        name       = "system"
        vm_size    = "Standard_D4s_v5"
        node_count = 3
      }
      identity {
        type = "SystemAssigned"
      }
    }
    expect = [
      "azurerm_kubernetes_cluster.sku_tier_is_paid @ sku_tier",
      "azurerm_kubernetes_cluster.one_more_sku_tier_is_premium @ sku_tier",
      "azurerm_kubernetes_cluster.one_more_sku_tier_is_premium_2 @ sku_tier",
    ]
  }
}

rule "azure-aks-no-upgrade-channel" {
  title     = "Kubernetes cluster is not upgraded automatically"
  category  = "security"
  severity  = "low"
  default   = false
  resources = ["azurerm_kubernetes_cluster"]
  aliases   = ["CKV_AZURE_171"]
  tags      = ["cwe-1104"]
  assert    = !contains(["", "none"], lower(coalesce(resource.automatic_upgrade_channel, resource.automatic_channel_upgrade, "none")))
  at        = coalesce(resource.automatic_upgrade_channel, resource.automatic_channel_upgrade)
  message   = "no upgrade channel is chosen"
  why       = <<-EOT
    Versions leave support after a year. A channel (`patch` at least) applies fixes in the maintenance window; teams that
    pin and upgrade by pull request do without.
  EOT
  remedy    = <<-EOT
    Write `automatic_upgrade_channel = "patch"` (`automatic_channel_upgrade` before provider version 4.0).
  EOT
  link      = "https://learn.microsoft.com/azure/aks/auto-upgrade-cluster"

  pass "patches" {
    resource "azurerm_kubernetes_cluster" "example" {
      name                      = "example"
      resource_group_name       = "example"
      location                  = "westeurope"
      dns_prefix                = "example"
      automatic_upgrade_channel = "patch"

      default_node_pool {
        name       = "system"
        vm_size    = "Standard_D4s_v5"
        node_count = 3
      }

      identity {
        type = "SystemAssigned"
      }
    }
    also = ["azure-aks-api-open", "azure-aks-no-network-policy"]
  }

  pass "stable, older spelling" {
    resource "azurerm_kubernetes_cluster" "example" {
      name                      = "example"
      resource_group_name       = "example"
      location                  = "westeurope"
      dns_prefix                = "example"
      automatic_channel_upgrade = "stable"

      default_node_pool {
        name       = "system"
        vm_size    = "Standard_D4s_v5"
        node_count = 3
      }

      identity {
        type = "SystemAssigned"
      }
    }
    also = ["azure-aks-api-open", "azure-aks-no-network-policy"]
  }

  fail "not set" {
    resource "azurerm_kubernetes_cluster" "example" {
      name                = "example"
      resource_group_name = "example"
      location            = "westeurope"
      dns_prefix          = "example"

      default_node_pool {
        name       = "system"
        vm_size    = "Standard_D4s_v5"
        node_count = 3
      }

      identity {
        type = "SystemAssigned"
      }
    }

    expect = ["azurerm_kubernetes_cluster.example"]
  }

  fail "none" {
    resource "azurerm_kubernetes_cluster" "example" {
      name                      = "example"
      resource_group_name       = "example"
      location                  = "westeurope"
      dns_prefix                = "example"
      automatic_upgrade_channel = "none"

      default_node_pool {
        name       = "system"
        vm_size    = "Standard_D4s_v5"
        node_count = 3
      }

      identity {
        type = "SystemAssigned"
      }
    }

    expect = ["azurerm_kubernetes_cluster.example @ automatic_upgrade_channel"]
  }

  unknown "the value is an unset variable" {
    variable "channel" {}

    resource "azurerm_kubernetes_cluster" "example" {
      name                      = "example"
      resource_group_name       = "example"
      location                  = "westeurope"
      dns_prefix                = "example"
      automatic_upgrade_channel = var.channel

      default_node_pool {
        name       = "system"
        vm_size    = "Standard_D4s_v5"
        node_count = 3
      }

      identity {
        type = "SystemAssigned"
      }
    }
  }
}

rule "azure-aks-version-end-of-life" {
  title     = "Kubernetes version has left support"
  category  = "security"
  severity  = "medium"
  resources = ["azurerm_kubernetes_cluster", "azurerm_kubernetes_cluster_node_pool"]
  tags      = ["cwe-1104"]
  params = {
    minimum = "1.32"
  }
  for_each = [for v in [coalesce(resource.kubernetes_version, resource.orchestrator_version)] : v if v != null]
  assert   = version_at_least(each.value, param.minimum)
  at       = coalesce(resource.kubernetes_version, resource.orchestrator_version)
  message  = "`${each.value}` is older than ${param.minimum}, the oldest version that AKS supports"
  why      = <<-EOT
    Unsupported versions get no security fixes, cannot be created anew and are upgraded by Azure on a day of its own
    choosing. The oldest accepted version is a parameter.
  EOT
  remedy   = <<-EOT
    Upgrade one minor version at a time, for example to `kubernetes_version = "1.33"`.
  EOT
  link     = "https://learn.microsoft.com/azure/aks/supported-kubernetes-versions"

  pass "supported" {
    resource "azurerm_kubernetes_cluster" "example" {
      name                = "example"
      resource_group_name = "example"
      location            = "westeurope"
      dns_prefix          = "example"
      kubernetes_version  = "1.33"

      default_node_pool {
        name       = "system"
        vm_size    = "Standard_D4s_v5"
        node_count = 3
      }

      identity {
        type = "SystemAssigned"
      }
    }
    also = ["azure-aks-api-open", "azure-aks-no-network-policy"]
  }

  pass "not pinned" {
    resource "azurerm_kubernetes_cluster" "example" {
      name                = "example"
      resource_group_name = "example"
      location            = "westeurope"
      dns_prefix          = "example"

      default_node_pool {
        name       = "system"
        vm_size    = "Standard_D4s_v5"
        node_count = 3
      }

      identity {
        type = "SystemAssigned"
      }
    }
    also = ["azure-aks-api-open", "azure-aks-no-network-policy"]
  }

  fail "old cluster" {
    resource "azurerm_kubernetes_cluster" "example" {
      name                = "example"
      resource_group_name = "example"
      location            = "westeurope"
      dns_prefix          = "example"
      kubernetes_version  = "1.24.9"

      default_node_pool {
        name       = "system"
        vm_size    = "Standard_D4s_v5"
        node_count = 3
      }

      identity {
        type = "SystemAssigned"
      }
    }

    expect = ["azurerm_kubernetes_cluster.example @ kubernetes_version"]
  }

  fail "old pool" {
    resource "azurerm_kubernetes_cluster_node_pool" "example" {
      name                  = "apps"
      kubernetes_cluster_id = "some-id"
      vm_size               = "Standard_D4s_v5"
      orchestrator_version  = "1.21"
    }

    expect = ["azurerm_kubernetes_cluster_node_pool.example @ orchestrator_version"]
  }

  unknown "the value is an unset variable" {
    variable "version" {}

    resource "azurerm_kubernetes_cluster" "example" {
      name                = "example"
      resource_group_name = "example"
      location            = "westeurope"
      dns_prefix          = "example"
      kubernetes_version  = var.version

      default_node_pool {
        name       = "system"
        vm_size    = "Standard_D4s_v5"
        node_count = 3
      }

      identity {
        type = "SystemAssigned"
      }
    }
  }
}

rule "azure-aks-secret-rotation-off" {
  title     = "Kubernetes secrets from Key Vault are not refreshed"
  category  = "security"
  severity  = "low"
  resources = ["azurerm_kubernetes_cluster"]
  aliases   = ["CKV_AZURE_172"]
  tags      = ["cwe-324"]
  for_each  = resource.key_vault_secrets_provider
  assert    = each.value.secret_rotation_enabled == true
  at        = each.value.secret_rotation_enabled
  message   = "`secret_rotation_enabled` is not true: pods keep the value they started with"
  why       = <<-EOT
    After a rotation in the vault, mounted secrets stay old until the pod is replaced. Clusters without the provider are
    not judged.
  EOT
  remedy    = <<-EOT
    Write `secret_rotation_enabled = true`.
  EOT
  link      = "https://learn.microsoft.com/azure/aks/csi-secrets-store-configuration-options"

  fix {
    set = {
      secret_rotation_enabled = true
    }
  }

  pass "refreshed" {
    resource "azurerm_kubernetes_cluster" "example" {
      name                = "example"
      resource_group_name = "example"
      location            = "westeurope"
      dns_prefix          = "example"

      default_node_pool {
        name       = "system"
        vm_size    = "Standard_D4s_v5"
        node_count = 3
      }

      identity {
        type = "SystemAssigned"
      }

      key_vault_secrets_provider {
        secret_rotation_enabled = true
      }
    }
    also = ["azure-aks-api-open", "azure-aks-no-network-policy"]
  }

  pass "no provider" {
    resource "azurerm_kubernetes_cluster" "example" {
      name                = "example"
      resource_group_name = "example"
      location            = "westeurope"
      dns_prefix          = "example"

      default_node_pool {
        name       = "system"
        vm_size    = "Standard_D4s_v5"
        node_count = 3
      }

      identity {
        type = "SystemAssigned"
      }
    }
    also = ["azure-aks-api-open", "azure-aks-no-network-policy"]
  }

  fail "not set" {
    resource "azurerm_kubernetes_cluster" "example" {
      name                = "example"
      resource_group_name = "example"
      location            = "westeurope"
      dns_prefix          = "example"

      default_node_pool {
        name       = "system"
        vm_size    = "Standard_D4s_v5"
        node_count = 3
      }

      identity {
        type = "SystemAssigned"
      }

      key_vault_secrets_provider {
        secret_rotation_interval = "2m"
      }
    }

    expect = ["azurerm_kubernetes_cluster.example @ key_vault_secrets_provider[0]"]
  }

  fail "off" {
    resource "azurerm_kubernetes_cluster" "example" {
      name                = "example"
      resource_group_name = "example"
      location            = "westeurope"
      dns_prefix          = "example"

      default_node_pool {
        name       = "system"
        vm_size    = "Standard_D4s_v5"
        node_count = 3
      }

      identity {
        type = "SystemAssigned"
      }

      key_vault_secrets_provider {
        secret_rotation_enabled = false
      }
    }

    expect = ["azurerm_kubernetes_cluster.example @ key_vault_secrets_provider[0].secret_rotation_enabled"]
  }

  unknown "the value is an unset variable" {
    variable "rotate" {}

    resource "azurerm_kubernetes_cluster" "example" {
      name                = "example"
      resource_group_name = "example"
      location            = "westeurope"
      dns_prefix          = "example"

      default_node_pool {
        name       = "system"
        vm_size    = "Standard_D4s_v5"
        node_count = 3
      }

      identity {
        type = "SystemAssigned"
      }

      key_vault_secrets_provider {
        secret_rotation_enabled = var.rotate
      }
    }
  }
}

rule "azure-aks-service-principal" {
  title     = "Kubernetes cluster uses a service principal with a password"
  category  = "security"
  severity  = "low"
  resources = ["azurerm_kubernetes_cluster"]
  tags      = ["cwe-798"]
  assert    = length(resource.service_principal) == 0
  at        = resource.service_principal
  message   = "`service_principal` needs a client secret that expires and lies in the state"
  why       = <<-EOT
    A managed identity does the same without a secret; when the secret expires, the cluster can no longer attach disks or
    balancers.
  EOT
  remedy    = <<-EOT
    Replace the block by `identity { type = "SystemAssigned" }`.
  EOT
  link      = "https://learn.microsoft.com/azure/aks/use-managed-identity"

  pass "an identity" {
    resource "azurerm_kubernetes_cluster" "example" {
      name                = "example"
      resource_group_name = "example"
      location            = "westeurope"
      dns_prefix          = "example"

      default_node_pool {
        name       = "system"
        vm_size    = "Standard_D4s_v5"
        node_count = 3
      }

      identity {
        type = "SystemAssigned"
      }
    }
    also = ["azure-aks-api-open", "azure-aks-no-network-policy"]
  }

  fail "a service principal" {
    variable "secret" {}

    resource "azurerm_kubernetes_cluster" "example" {
      name                = "example"
      resource_group_name = "example"
      location            = "westeurope"
      dns_prefix          = "example"

      default_node_pool {
        name       = "system"
        vm_size    = "Standard_D4s_v5"
        node_count = 3
      }

      service_principal {
        client_id     = "00000000-0000-0000-0000-000000000000"
        client_secret = var.secret
      }
    }

    expect = ["azurerm_kubernetes_cluster.example @ service_principal"]
  }
}

rule "azure-aks-run-command" {
  title     = "Commands can be run in the cluster through the Azure API"
  category  = "security"
  severity  = "low"
  default   = false
  resources = ["azurerm_kubernetes_cluster"]
  tags      = ["cwe-284"]
  assert    = resource.run_command_enabled == false
  at        = resource.run_command_enabled
  message   = "`az aks command invoke` reaches the API server of even a private cluster"
  why       = <<-EOT
    Handy in an emergency, and a way around the private network for everyone with a contributor role. It is on by default.
  EOT
  remedy    = <<-EOT
    Write `run_command_enabled = false`.
  EOT
  link      = "https://learn.microsoft.com/azure/aks/access-private-cluster"

  fix {
    set = {
      run_command_enabled = false
    }
    safe = false
  }

  pass "off" {
    resource "azurerm_kubernetes_cluster" "example" {
      name                = "example"
      resource_group_name = "example"
      location            = "westeurope"
      dns_prefix          = "example"
      run_command_enabled = false

      default_node_pool {
        name       = "system"
        vm_size    = "Standard_D4s_v5"
        node_count = 3
      }

      identity {
        type = "SystemAssigned"
      }
    }
    also = ["azure-aks-api-open", "azure-aks-no-network-policy"]
  }

  fail "not set" {
    resource "azurerm_kubernetes_cluster" "example" {
      name                = "example"
      resource_group_name = "example"
      location            = "westeurope"
      dns_prefix          = "example"

      default_node_pool {
        name       = "system"
        vm_size    = "Standard_D4s_v5"
        node_count = 3
      }

      identity {
        type = "SystemAssigned"
      }
    }

    expect = ["azurerm_kubernetes_cluster.example"]
  }

  fail "on" {
    resource "azurerm_kubernetes_cluster" "example" {
      name                = "example"
      resource_group_name = "example"
      location            = "westeurope"
      dns_prefix          = "example"
      run_command_enabled = true

      default_node_pool {
        name       = "system"
        vm_size    = "Standard_D4s_v5"
        node_count = 3
      }

      identity {
        type = "SystemAssigned"
      }
    }

    expect = ["azurerm_kubernetes_cluster.example @ run_command_enabled"]
  }

  unknown "the value is an unset variable" {
    variable "command" {}

    resource "azurerm_kubernetes_cluster" "example" {
      name                = "example"
      resource_group_name = "example"
      location            = "westeurope"
      dns_prefix          = "example"
      run_command_enabled = var.command

      default_node_pool {
        name       = "system"
        vm_size    = "Standard_D4s_v5"
        node_count = 3
      }

      identity {
        type = "SystemAssigned"
      }
    }
  }
}

rule "azure-aks-no-zones" {
  title     = "Kubernetes node pool is not spread over zones"
  category  = "reliability"
  severity  = "low"
  default   = false
  resources = ["azurerm_kubernetes_cluster", "azurerm_kubernetes_cluster_node_pool"]
  for_each  = meta.type == "azurerm_kubernetes_cluster" ? resource.default_node_pool : [resource]
  assert    = length(concat(each.value.zones, each.value.availability_zones)) >= 2
  at        = coalesce(each.value.zones, each.value.availability_zones)
  message   = "pool `${each.value.name}` names fewer than two zones"
  why       = <<-EOT
    Nodes in one data centre fail together. Zones cost nothing but the traffic between them, and can only be chosen at
    creation.
  EOT
  remedy    = <<-EOT
    Write `zones = ["1", "2", "3"]`.
  EOT
  link      = "https://learn.microsoft.com/azure/aks/availability-zones"

  pass "three zones" {
    resource "azurerm_kubernetes_cluster_node_pool" "example" {
      name                  = "apps"
      kubernetes_cluster_id = "some-id"
      vm_size               = "Standard_D4s_v5"
      zones                 = ["1", "2", "3"]
    }
  }

  fail "none" {
    resource "azurerm_kubernetes_cluster_node_pool" "example" {
      name                  = "apps"
      kubernetes_cluster_id = "some-id"
      vm_size               = "Standard_D4s_v5"
    }

    expect = ["azurerm_kubernetes_cluster_node_pool.example"]
  }

  fail "one in the default pool" {
    resource "azurerm_kubernetes_cluster" "example" {
      name                = "example"
      resource_group_name = "example"
      location            = "westeurope"
      dns_prefix          = "example"

      identity {
        type = "SystemAssigned"
      }

      default_node_pool {
        name       = "system"
        vm_size    = "Standard_D4s_v5"
        node_count = 3
        zones      = ["1"]
      }
    }

    expect = ["azurerm_kubernetes_cluster.example @ default_node_pool[0].zones"]
  }

  unknown "the value is an unset variable" {
    variable "zones" {}

    resource "azurerm_kubernetes_cluster_node_pool" "example" {
      name                  = "apps"
      kubernetes_cluster_id = "some-id"
      vm_size               = "Standard_D4s_v5"
      zones                 = var.zones
    }
  }

  pass "`zones` without `1`" {
    resource "azurerm_kubernetes_cluster_node_pool" "example" {
      name                  = "apps"
      kubernetes_cluster_id = "some-id"
      vm_size               = "Standard_D4s_v5"
      zones                 = ["2", "3"]
    }
  }
}

rule "azure-aks-single-node" {
  title     = "Kubernetes default node pool has one node"
  category  = "reliability"
  severity  = "low"
  default   = false
  resources = ["azurerm_kubernetes_cluster"]
  assert    = resource.default_node_pool[0].node_count == null || resource.default_node_pool[0].node_count >= 2 || coalesce(resource.default_node_pool[0].min_count, 0) >= 2
  at        = resource.default_node_pool[0].node_count
  message   = "`node_count` is ${resource.default_node_pool[0].node_count}: an upgrade or a failure stops everything"
  why       = <<-EOT
    System pools should have two nodes at least, three in production. One is fine for a test.
  EOT
  remedy    = <<-EOT
    Write `node_count = 3`, or scale with `min_count = 2`.
  EOT
  link      = "https://learn.microsoft.com/azure/aks/use-system-pools"

  pass "three" {
    resource "azurerm_kubernetes_cluster" "example" {
      name                = "example"
      resource_group_name = "example"
      location            = "westeurope"
      dns_prefix          = "example"

      default_node_pool {
        name       = "system"
        vm_size    = "Standard_D4s_v5"
        node_count = 3
      }

      identity {
        type = "SystemAssigned"
      }
    }
    also = ["azure-aks-api-open", "azure-aks-no-network-policy"]
  }

  fail "one" {
    resource "azurerm_kubernetes_cluster" "example" {
      name                = "example"
      resource_group_name = "example"
      location            = "westeurope"
      dns_prefix          = "example"

      identity {
        type = "SystemAssigned"
      }

      default_node_pool {
        name       = "system"
        vm_size    = "Standard_D4s_v5"
        node_count = 1
      }
    }

    expect = ["azurerm_kubernetes_cluster.example @ default_node_pool[0].node_count"]
  }

  unknown "the value is an unset variable" {
    variable "nodes" {}

    resource "azurerm_kubernetes_cluster" "example" {
      name                = "example"
      resource_group_name = "example"
      location            = "westeurope"
      dns_prefix          = "example"

      identity {
        type = "SystemAssigned"
      }

      default_node_pool {
        name       = "system"
        vm_size    = "Standard_D4s_v5"
        node_count = var.nodes
      }
    }
  }

  pass "more that pass" {
    resource "azurerm_kubernetes_cluster" "min_count_is_2" {
      name                = "example"
      resource_group_name = "example"
      location            = "westeurope"
      dns_prefix          = "example"
      identity {
        type = "SystemAssigned"
      }
      default_node_pool {
        name       = "system"
        vm_size    = "Standard_D4s_v5"
        node_count = 1
        min_count  = 2
      }
    }
    resource "azurerm_kubernetes_cluster" "node_count_is_2" {
      name                = "example"
      resource_group_name = "example"
      location            = "westeurope"
      dns_prefix          = "example"
      default_node_pool {
        name       = "system"
        vm_size    = "Standard_D4s_v5"
        node_count = 2
      }
      identity {
        type = "SystemAssigned"
      }
    }
    resource "azurerm_kubernetes_cluster" "no_node_count" {
      name                = "example"
      resource_group_name = "example"
      location            = "westeurope"
      dns_prefix          = "example"
      default_node_pool {
        name    = "system"
        vm_size = "Standard_D4s_v5"
      }
      identity {
        type = "SystemAssigned"
      }
    }
    also = ["azure-aks-api-open", "azure-aks-invalid-scaling", "azure-aks-no-network-policy"]
  }
}

rule "azure-aks-no-autoscaling" {
  title     = "Kubernetes node pool never shrinks"
  category  = "cost"
  severity  = "info"
  default   = false
  resources = ["azurerm_kubernetes_cluster", "azurerm_kubernetes_cluster_node_pool"]
  for_each  = meta.type == "azurerm_kubernetes_cluster" ? resource.default_node_pool : [resource]
  assert    = each.value.auto_scaling_enabled == true || each.value.enable_auto_scaling == true
  at        = coalesce(each.value.auto_scaling_enabled, each.value.enable_auto_scaling)
  message   = "pool `${each.value.name}` has a fixed number of nodes"
  why       = <<-EOT
    Nodes are billed whether pods run on them or not; the autoscaler follows the demand.
  EOT
  remedy    = <<-EOT
    Write `auto_scaling_enabled = true`, `min_count` and `max_count` (`enable_auto_scaling` before provider version 4.0).
  EOT
  link      = "https://learn.microsoft.com/azure/aks/cluster-autoscaler"

  pass "scaled" {
    resource "azurerm_kubernetes_cluster_node_pool" "example" {
      name                  = "apps"
      kubernetes_cluster_id = "some-id"
      vm_size               = "Standard_D4s_v5"
      auto_scaling_enabled  = true
      min_count             = 1
      max_count             = 5
    }
  }

  pass "scaled, older spelling" {
    resource "azurerm_kubernetes_cluster_node_pool" "example" {
      name                  = "apps"
      kubernetes_cluster_id = "some-id"
      vm_size               = "Standard_D4s_v5"
      enable_auto_scaling   = true
      min_count             = 1
      max_count             = 5
    }
  }

  fail "fixed" {
    resource "azurerm_kubernetes_cluster_node_pool" "example" {
      name                  = "apps"
      kubernetes_cluster_id = "some-id"
      vm_size               = "Standard_D4s_v5"
      node_count            = 3
    }

    expect = ["azurerm_kubernetes_cluster_node_pool.example"]
  }

  fail "off in the default pool" {
    resource "azurerm_kubernetes_cluster" "example" {
      name                = "example"
      resource_group_name = "example"
      location            = "westeurope"
      dns_prefix          = "example"

      identity {
        type = "SystemAssigned"
      }

      default_node_pool {
        name                 = "system"
        vm_size              = "Standard_D4s_v5"
        node_count           = 3
        auto_scaling_enabled = false
      }
    }

    expect = ["azurerm_kubernetes_cluster.example @ default_node_pool[0].auto_scaling_enabled"]
  }

  unknown "the value is an unset variable" {
    variable "scale" {}

    resource "azurerm_kubernetes_cluster_node_pool" "example" {
      name                  = "apps"
      kubernetes_cluster_id = "some-id"
      vm_size               = "Standard_D4s_v5"
      auto_scaling_enabled  = var.scale
    }
  }
}

rule "azure-aks-invalid-scaling" {
  title     = "Kubernetes node pool limits contradict each other"
  category  = "correctness"
  severity  = "high"
  resources = ["azurerm_kubernetes_cluster", "azurerm_kubernetes_cluster_node_pool"]
  for_each  = meta.type == "azurerm_kubernetes_cluster" ? resource.default_node_pool : [resource]
  assert    = (each.value.min_count == null || each.value.max_count == null || each.value.min_count <= each.value.max_count) && (each.value.min_count == null || each.value.auto_scaling_enabled == true || each.value.enable_auto_scaling == true)
  at        = each.value.min_count
  message   = "pool `${each.value.name}` has `min_count` ${each.value.min_count} and `max_count` ${coalesce(each.value.max_count, "not set")}, autoscaling ${each.value.auto_scaling_enabled == true || each.value.enable_auto_scaling == true ? "on" : "off"}"
  why       = <<-EOT
    The provider refuses limits without autoscaling, and a minimum above the maximum.
  EOT
  remedy    = <<-EOT
    Write `auto_scaling_enabled = true` with `min_count` not above `max_count`.
  EOT
  link      = "https://registry.terraform.io/providers/hashicorp/azurerm/latest/docs/resources/kubernetes_cluster"

  pass "fitting limits" {
    resource "azurerm_kubernetes_cluster_node_pool" "example" {
      name                  = "apps"
      kubernetes_cluster_id = "some-id"
      vm_size               = "Standard_D4s_v5"
      auto_scaling_enabled  = true
      min_count             = 1
      max_count             = 5
    }
  }

  pass "no limits" {
    resource "azurerm_kubernetes_cluster" "example" {
      name                = "example"
      resource_group_name = "example"
      location            = "westeurope"
      dns_prefix          = "example"

      default_node_pool {
        name       = "system"
        vm_size    = "Standard_D4s_v5"
        node_count = 3
      }

      identity {
        type = "SystemAssigned"
      }
    }
    also = ["azure-aks-api-open", "azure-aks-no-network-policy"]
  }

  fail "minimum above maximum" {
    resource "azurerm_kubernetes_cluster_node_pool" "example" {
      name                  = "apps"
      kubernetes_cluster_id = "some-id"
      vm_size               = "Standard_D4s_v5"
      auto_scaling_enabled  = true
      min_count             = 6
      max_count             = 5
    }

    expect = ["azurerm_kubernetes_cluster_node_pool.example @ min_count"]
  }

  fail "limits without autoscaling" {
    resource "azurerm_kubernetes_cluster" "example" {
      name                = "example"
      resource_group_name = "example"
      location            = "westeurope"
      dns_prefix          = "example"

      identity {
        type = "SystemAssigned"
      }

      default_node_pool {
        name      = "system"
        vm_size   = "Standard_D4s_v5"
        min_count = 1
        max_count = 3
      }
    }

    expect = ["azurerm_kubernetes_cluster.example @ default_node_pool[0].min_count"]
  }

  unknown "the value is an unset variable" {
    variable "minimum" {}

    resource "azurerm_kubernetes_cluster_node_pool" "example" {
      name                  = "apps"
      kubernetes_cluster_id = "some-id"
      vm_size               = "Standard_D4s_v5"
      auto_scaling_enabled  = true
      min_count             = var.minimum
      max_count             = 5
    }
  }

  pass "more that pass" {
    resource "azurerm_kubernetes_cluster_node_pool" "no_min_count" {
      name                  = "apps"
      kubernetes_cluster_id = "some-id"
      vm_size               = "Standard_D4s_v5"
      auto_scaling_enabled  = true
      max_count             = 5
    }
    resource "azurerm_kubernetes_cluster_node_pool" "one_more_no_max_count" {
      name                  = "apps"
      kubernetes_cluster_id = "some-id"
      vm_size               = "Standard_D4s_v5"
      auto_scaling_enabled  = true
      min_count             = 1
      max_count             = 5
    }
    resource "azurerm_kubernetes_cluster_node_pool" "one_more_no_max_count_2" {
      name                  = "apps"
      kubernetes_cluster_id = "some-id"
      vm_size               = "Standard_D4s_v5"
      auto_scaling_enabled  = true
      min_count             = 1
    }
  }

  fail "one more, `min_count` is `5`" {
    resource "azurerm_kubernetes_cluster_node_pool" "example" {
      name                  = "apps"
      kubernetes_cluster_id = "some-id"
      vm_size               = "Standard_D4s_v5"
      auto_scaling_enabled  = true
      min_count             = 6
      max_count             = 5
    }
    resource "azurerm_kubernetes_cluster_node_pool" "example_too" {
      name                  = "apps"
      kubernetes_cluster_id = "some-id"
      vm_size               = "Standard_D4s_v5"
      auto_scaling_enabled  = true
      min_count             = 5
      max_count             = 5
    }
    expect = ["azurerm_kubernetes_cluster_node_pool.example @ min_count"]
  }
}

rule "azure-aks-pool-name-invalid" {
  title     = "Kubernetes node pool name breaks Azure's rules"
  category  = "naming"
  severity  = "high"
  resources = ["azurerm_kubernetes_cluster", "azurerm_kubernetes_cluster_node_pool"]
  when      = each.value.name != null && is_known(can(regex("^[a-z][a-z0-9]{0,11}$", each.value.name)))
  for_each  = meta.type == "azurerm_kubernetes_cluster" ? resource.default_node_pool : [resource]
  assert    = lower(each.value.os_type) == "windows" ? can(regex("^[a-z][a-z0-9]{0,5}$", each.value.name)) : can(regex("^[a-z][a-z0-9]{0,11}$", each.value.name))
  at        = each.value.name
  message   = "`${each.value.name}` is not 1 to ${lower(each.value.os_type) == "windows" ? 6 : 12} lower-case letters and digits that begin with a letter"
  why       = <<-EOT
    Azure refuses hyphens, upper case and longer names (six characters on Windows) at apply. A name that is not known yet
    is judged when it is: with the plan.
  EOT
  remedy    = <<-EOT
    Write for example `name = "system"`.
  EOT
  link      = "https://learn.microsoft.com/azure/aks/create-node-pools"

  pass "a short name" {
    resource "azurerm_kubernetes_cluster" "example" {
      name                = "example"
      resource_group_name = "example"
      location            = "westeurope"
      dns_prefix          = "example"

      default_node_pool {
        name       = "system"
        vm_size    = "Standard_D4s_v5"
        node_count = 3
      }

      identity {
        type = "SystemAssigned"
      }
    }
    also = ["azure-aks-api-open", "azure-aks-no-network-policy"]
  }

  pass "six characters on Windows" {
    resource "azurerm_kubernetes_cluster_node_pool" "example" {
      kubernetes_cluster_id = "some-id"
      vm_size               = "Standard_D4s_v5"
      name                  = "winapp"
      os_type               = "Windows"
    }
  }

  fail "a hyphen" {
    resource "azurerm_kubernetes_cluster_node_pool" "example" {
      kubernetes_cluster_id = "some-id"
      vm_size               = "Standard_D4s_v5"
      name                  = "user-pool"
    }

    expect = ["azurerm_kubernetes_cluster_node_pool.example @ name"]
  }

  fail "too long" {
    resource "azurerm_kubernetes_cluster" "example" {
      name                = "example"
      resource_group_name = "example"
      location            = "westeurope"
      dns_prefix          = "example"

      identity {
        type = "SystemAssigned"
      }

      default_node_pool {
        name       = "defaultnodepool"
        vm_size    = "Standard_D4s_v5"
        node_count = 3
      }
    }

    expect = ["azurerm_kubernetes_cluster.example @ default_node_pool[0].name"]
  }

  fail "too long on Windows" {
    resource "azurerm_kubernetes_cluster_node_pool" "example" {
      kubernetes_cluster_id = "some-id"
      vm_size               = "Standard_D4s_v5"
      name                  = "windowspool"
      os_type               = "Windows"
    }

    expect = ["azurerm_kubernetes_cluster_node_pool.example @ name"]
  }

  pass "the name is not known yet" {
    variable "name" {}

    resource "azurerm_kubernetes_cluster_node_pool" "example" {
      kubernetes_cluster_id = "some-id"
      vm_size               = "Standard_D4s_v5"
      name                  = var.name
    }
  }
}

rule "azure-aks-network-policy-mismatch" {
  title     = "Network policy engine does not fit the network plugin"
  category  = "correctness"
  severity  = "high"
  resources = ["azurerm_kubernetes_cluster"]
  for_each  = resource.network_profile
  assert    = !(lower(each.value.network_policy) == "azure" && lower(each.value.network_plugin) != "azure") && !(lower(each.value.network_policy) == "cilium" && lower(coalesce(each.value.network_data_plane, each.value.ebpf_data_plane, "-")) != "cilium")
  at        = each.value.network_policy
  message   = "the policy engine `${each.value.network_policy}` is refused with the plugin `${each.value.network_plugin}` and this data plane"
  why       = <<-EOT
    The engine `azure` needs the plugin `azure`, and `cilium` needs `network_data_plane = "cilium"`; the provider refuses
    the rest.
  EOT
  remedy    = <<-EOT
    Write `network_plugin = "azure"`, and for Cilium `network_data_plane = "cilium"` as well; with kubenet only `calico`
    works.
  EOT
  link      = "https://registry.terraform.io/providers/hashicorp/azurerm/latest/docs/resources/kubernetes_cluster"

  pass "Azure with Azure CNI" {
    resource "azurerm_kubernetes_cluster" "example" {
      name                = "example"
      resource_group_name = "example"
      location            = "westeurope"
      dns_prefix          = "example"

      default_node_pool {
        name       = "system"
        vm_size    = "Standard_D4s_v5"
        node_count = 3
      }

      identity {
        type = "SystemAssigned"
      }

      network_profile {
        network_plugin = "azure"
        network_policy = "azure"
      }
    }
    also = ["azure-aks-api-open"]
  }

  pass "Calico with kubenet" {
    resource "azurerm_kubernetes_cluster" "example" {
      name                = "example"
      resource_group_name = "example"
      location            = "westeurope"
      dns_prefix          = "example"

      default_node_pool {
        name       = "system"
        vm_size    = "Standard_D4s_v5"
        node_count = 3
      }

      identity {
        type = "SystemAssigned"
      }

      network_profile {
        network_plugin = "kubenet"
        network_policy = "calico"
      }
    }
    also = ["azure-aks-api-open"]
  }

  pass "Cilium with its data plane" {
    resource "azurerm_kubernetes_cluster" "example" {
      name                = "example"
      resource_group_name = "example"
      location            = "westeurope"
      dns_prefix          = "example"

      default_node_pool {
        name       = "system"
        vm_size    = "Standard_D4s_v5"
        node_count = 3
      }

      identity {
        type = "SystemAssigned"
      }

      network_profile {
        network_plugin     = "azure"
        network_policy     = "cilium"
        network_data_plane = "cilium"
      }
    }
    also = ["azure-aks-api-open"]
  }

  fail "Azure with kubenet" {
    resource "azurerm_kubernetes_cluster" "example" {
      name                = "example"
      resource_group_name = "example"
      location            = "westeurope"
      dns_prefix          = "example"

      default_node_pool {
        name       = "system"
        vm_size    = "Standard_D4s_v5"
        node_count = 3
      }

      identity {
        type = "SystemAssigned"
      }

      network_profile {
        network_plugin = "kubenet"
        network_policy = "azure"
      }
    }

    expect = ["azurerm_kubernetes_cluster.example @ network_profile[0].network_policy"]
  }

  fail "Cilium without its data plane" {
    resource "azurerm_kubernetes_cluster" "example" {
      name                = "example"
      resource_group_name = "example"
      location            = "westeurope"
      dns_prefix          = "example"

      default_node_pool {
        name       = "system"
        vm_size    = "Standard_D4s_v5"
        node_count = 3
      }

      identity {
        type = "SystemAssigned"
      }

      network_profile {
        network_plugin = "azure"
        network_policy = "cilium"
      }
    }

    expect = ["azurerm_kubernetes_cluster.example @ network_profile[0].network_policy"]
  }

  unknown "the value is an unset variable" {
    variable "plugin" {}

    resource "azurerm_kubernetes_cluster" "example" {
      name                = "example"
      resource_group_name = "example"
      location            = "westeurope"
      dns_prefix          = "example"

      default_node_pool {
        name       = "system"
        vm_size    = "Standard_D4s_v5"
        node_count = 3
      }

      identity {
        type = "SystemAssigned"
      }

      network_profile {
        network_plugin = var.plugin
        network_policy = "azure"
      }
    }
  }
}
