# Cognitive Services and OpenAI, AI Search, Machine Learning, Batch. Public endpoints and keys are judged in platform.hcl.

rule "azure-cognitive-account-network-open" {
  title     = "AI service firewall allows all networks"
  category  = "security"
  severity  = "medium"
  resources = ["azurerm_cognitive_account"]
  tags      = ["cwe-668"]
  when      = resource.public_network_access_enabled != false
  for_each  = resource.network_acls
  assert    = lower(each.value.default_action) != "allow"
  at        = each.value.default_action
  message   = "`default_action` is `Allow`: the listed networks are no restriction"
  why       = <<-EOT
    Rules with the default `Allow` look like a firewall and are none; a leaked key works from anywhere, at your cost.
  EOT
  remedy    = <<-EOT
    Write `default_action = "Deny"`.
  EOT
  link      = "https://learn.microsoft.com/azure/ai-services/cognitive-services-virtual-networks"

  pass "denied" {
    resource "azurerm_cognitive_account" "example" {
      name                  = "example-ai"
      resource_group_name   = "example"
      location              = "westeurope"
      kind                  = "OpenAI"
      sku_name              = "S0"
      custom_subdomain_name = "example"

      network_acls {
        default_action = "Deny"
      }
    }
  }

  pass "no rules" {
    resource "azurerm_cognitive_account" "example" {
      name                = "example-ai"
      resource_group_name = "example"
      location            = "westeurope"
      kind                = "OpenAI"
      sku_name            = "S0"
    }
  }

  fail "allowed" {
    resource "azurerm_cognitive_account" "example" {
      name                  = "example-ai"
      resource_group_name   = "example"
      location              = "westeurope"
      kind                  = "OpenAI"
      sku_name              = "S0"
      custom_subdomain_name = "example"

      network_acls {
        default_action = "Allow"
        ip_rules       = ["203.0.113.0/24"]
      }
    }

    expect = ["azurerm_cognitive_account.example @ network_acls[0].default_action"]
  }

  unknown "the value is an unset variable" {
    variable "action" {}

    resource "azurerm_cognitive_account" "example" {
      name                  = "example-ai"
      resource_group_name   = "example"
      location              = "westeurope"
      kind                  = "OpenAI"
      sku_name              = "S0"
      custom_subdomain_name = "example"

      network_acls {
        default_action = var.action
      }
    }
  }

  pass "`public_network_access_enabled` is `false`" {
    resource "azurerm_cognitive_account" "example" {
      name                          = "example-ai"
      resource_group_name           = "example"
      location                      = "westeurope"
      kind                          = "OpenAI"
      sku_name                      = "S0"
      custom_subdomain_name         = "example"
      public_network_access_enabled = false
      network_acls {
        default_action = "Allow"
        ip_rules       = ["203.0.113.0/24"]
      }
    }
  }
}

rule "azure-cognitive-account-outbound-open" {
  title     = "OpenAI service may call any host"
  category  = "security"
  severity  = "low"
  default   = false
  resources = ["azurerm_cognitive_account"]
  aliases   = ["CKV_AZURE_247"]
  tags      = ["cwe-668"]
  when      = contains(["openai", "aiservices"], lower(resource.kind))
  assert    = resource.outbound_network_access_restricted == true && length(resource.fqdns) > 0
  at        = coalesce(resource.outbound_network_access_restricted, resource.fqdns)
  message   = "outbound access is not restricted to a list of `fqdns`"
  why       = <<-EOT
    A restricted list keeps data that the service reads from being sent elsewhere.
  EOT
  remedy    = <<-EOT
    Write `outbound_network_access_restricted = true` and `fqdns = ["example.blob.core.windows.net"]`.
  EOT
  link      = "https://learn.microsoft.com/azure/ai-services/cognitive-services-data-loss-prevention"

  pass "restricted" {
    resource "azurerm_cognitive_account" "example" {
      name                               = "example-ai"
      resource_group_name                = "example"
      location                           = "westeurope"
      kind                               = "OpenAI"
      sku_name                           = "S0"
      outbound_network_access_restricted = true
      fqdns                              = ["examplestorage.blob.core.windows.net"]
    }
  }

  pass "another kind" {
    resource "azurerm_cognitive_account" "example" {
      name                = "example-ai"
      resource_group_name = "example"
      location            = "westeurope"
      sku_name            = "S0"
      kind                = "SpeechServices"
    }
  }

  fail "not set" {
    resource "azurerm_cognitive_account" "example" {
      name                = "example-ai"
      resource_group_name = "example"
      location            = "westeurope"
      kind                = "OpenAI"
      sku_name            = "S0"
    }

    expect = ["azurerm_cognitive_account.example"]
  }

  fail "no hosts listed" {
    resource "azurerm_cognitive_account" "example" {
      name                               = "example-ai"
      resource_group_name                = "example"
      location                           = "westeurope"
      kind                               = "OpenAI"
      sku_name                           = "S0"
      outbound_network_access_restricted = true
    }

    expect = ["azurerm_cognitive_account.example @ outbound_network_access_restricted"]
  }

  unknown "the value is an unset variable" {
    variable "restrict" {}

    resource "azurerm_cognitive_account" "example" {
      name                               = "example-ai"
      resource_group_name                = "example"
      location                           = "westeurope"
      kind                               = "OpenAI"
      sku_name                           = "S0"
      outbound_network_access_restricted = var.restrict
      fqdns                              = ["examplestorage.blob.core.windows.net"]
    }
  }

  fail "`kind` is `aiservices`" {
    resource "azurerm_cognitive_account" "example" {
      name                = "example-ai"
      resource_group_name = "example"
      location            = "westeurope"
      sku_name            = "S0"
      kind                = "aiservices"
    }
    expect = ["azurerm_cognitive_account.example"]
  }
}

rule "azure-search-any-address" {
  title     = "Search service firewall lists the whole internet"
  category  = "security"
  severity  = "medium"
  resources = ["azurerm_search_service"]
  aliases   = ["CKV_AZURE_210"]
  tags      = ["cwe-668"]
  when      = resource.public_network_access_enabled != false
  assert    = !anytrue([for ip in resource.allowed_ips : cidr_is_public(ip)])
  at        = resource.allowed_ips
  message   = "`allowed_ips` contains a range that is open to the internet at large"
  why       = <<-EOT
    The list looks like a restriction and is none; a leaked key works from anywhere.
  EOT
  remedy    = <<-EOT
    List your own addresses: `allowed_ips = ["203.0.113.0/24"]`.
  EOT
  link      = "https://learn.microsoft.com/azure/search/service-configure-firewall"

  pass "own addresses" {
    resource "azurerm_search_service" "example" {
      name                = "example-search"
      resource_group_name = "example"
      location            = "westeurope"
      sku                 = "standard"
      allowed_ips         = ["203.0.113.0/24"]
    }
  }

  pass "no list" {
    resource "azurerm_search_service" "example" {
      name                = "example-search"
      resource_group_name = "example"
      location            = "westeurope"
      sku                 = "standard"
    }
  }

  fail "everything" {
    resource "azurerm_search_service" "example" {
      name                = "example-search"
      resource_group_name = "example"
      location            = "westeurope"
      sku                 = "standard"
      allowed_ips         = ["0.0.0.0/0"]
    }

    expect = ["azurerm_search_service.example @ allowed_ips"]
  }

  unknown "the value is an unset variable" {
    variable "office" {}

    resource "azurerm_search_service" "example" {
      name                = "example-search"
      resource_group_name = "example"
      location            = "westeurope"
      sku                 = "standard"
      allowed_ips         = [var.office]
    }
  }

  pass "`public_network_access_enabled` is `false`" {
    resource "azurerm_search_service" "example" {
      name                          = "example-search"
      resource_group_name           = "example"
      location                      = "westeurope"
      sku                           = "standard"
      allowed_ips                   = ["0.0.0.0/0"]
      public_network_access_enabled = false
    }
  }
}

rule "azure-search-few-replicas" {
  title     = "Search service has too few replicas for an SLA"
  category  = "reliability"
  severity  = "low"
  default   = false
  resources = ["azurerm_search_service"]
  aliases   = ["CKV_AZURE_208", "CKV_AZURE_209"]
  params = {
    minimum = 3
  }
  assert  = coalesce(resource.replica_count, 1) >= param.minimum
  at      = resource.replica_count
  message = "`replica_count` is ${coalesce(resource.replica_count, 1)}; the SLA for queries needs two, for indexing three"
  why     = <<-EOT
    Each replica costs as much as the first.
  EOT
  remedy  = <<-EOT
    Write `replica_count = 3`.
  EOT
  link    = "https://learn.microsoft.com/azure/search/search-reliability"

  pass "three" {
    resource "azurerm_search_service" "example" {
      name                = "example-search"
      resource_group_name = "example"
      location            = "westeurope"
      sku                 = "standard"
      replica_count       = 3
    }
  }

  fail "not set" {
    resource "azurerm_search_service" "example" {
      name                = "example-search"
      resource_group_name = "example"
      location            = "westeurope"
      sku                 = "standard"
    }

    expect = ["azurerm_search_service.example"]
  }

  fail "two" {
    resource "azurerm_search_service" "example" {
      name                = "example-search"
      resource_group_name = "example"
      location            = "westeurope"
      sku                 = "standard"
      replica_count       = 2
    }

    expect = ["azurerm_search_service.example @ replica_count"]
  }

  unknown "the value is an unset variable" {
    variable "replicas" {}

    resource "azurerm_search_service" "example" {
      name                = "example-search"
      resource_group_name = "example"
      location            = "westeurope"
      sku                 = "standard"
      replica_count       = var.replicas
    }
  }
}

rule "azure-machine-learning-public-ssh" {
  title     = "Machine learning nodes offer SSH to the internet"
  category  = "security"
  severity  = "high"
  resources = ["azurerm_machine_learning_compute_cluster"]
  tags      = ["cwe-284"]
  assert    = resource.ssh_public_access_enabled != true
  at        = resource.ssh_public_access_enabled
  message   = "`ssh_public_access_enabled` is true"
  why       = <<-EOT
    The nodes' SSH port is open to everybody; training data and the workspace's identity lie behind it. The port is closed
    by default.
  EOT
  remedy    = <<-EOT
    Remove the argument.
  EOT
  link      = "https://registry.terraform.io/providers/hashicorp/azurerm/latest/docs/resources/machine_learning_compute_cluster"

  pass "closed by default" {
    resource "azurerm_machine_learning_compute_cluster" "example" {
      name                          = "example"
      location                      = "westeurope"
      machine_learning_workspace_id = "some-id"
      vm_size                       = "Standard_DS11_v2"
      vm_priority                   = "LowPriority"

      scale_settings {
        min_node_count                       = 0
        max_node_count                       = 2
        scale_down_nodes_after_idle_duration = "PT5M"
      }
    }
  }

  pass "closed" {
    resource "azurerm_machine_learning_compute_cluster" "example" {
      name                          = "example"
      location                      = "westeurope"
      machine_learning_workspace_id = "some-id"
      vm_size                       = "Standard_DS11_v2"
      vm_priority                   = "LowPriority"
      ssh_public_access_enabled     = false

      scale_settings {
        min_node_count                       = 0
        max_node_count                       = 2
        scale_down_nodes_after_idle_duration = "PT5M"
      }
    }
  }

  fail "open" {
    resource "azurerm_machine_learning_compute_cluster" "example" {
      name                          = "example"
      location                      = "westeurope"
      machine_learning_workspace_id = "some-id"
      vm_size                       = "Standard_DS11_v2"
      vm_priority                   = "LowPriority"
      ssh_public_access_enabled     = true

      scale_settings {
        min_node_count                       = 0
        max_node_count                       = 2
        scale_down_nodes_after_idle_duration = "PT5M"
      }
    }

    expect = ["azurerm_machine_learning_compute_cluster.example @ ssh_public_access_enabled"]
  }

  unknown "the value is an unset variable" {
    variable "ssh" {}

    resource "azurerm_machine_learning_compute_cluster" "example" {
      name                          = "example"
      location                      = "westeurope"
      machine_learning_workspace_id = "some-id"
      vm_size                       = "Standard_DS11_v2"
      vm_priority                   = "LowPriority"
      ssh_public_access_enabled     = var.ssh

      scale_settings {
        min_node_count                       = 0
        max_node_count                       = 2
        scale_down_nodes_after_idle_duration = "PT5M"
      }
    }
  }
}

rule "azure-machine-learning-idle-nodes" {
  title     = "Machine learning cluster keeps nodes while idle"
  category  = "cost"
  severity  = "medium"
  resources = ["azurerm_machine_learning_compute_cluster"]
  aliases   = ["CKV_AZURE_150"]
  assert    = coalesce(resource.scale_settings[0].min_node_count, 0) == 0
  at        = resource.scale_settings[0].min_node_count
  message   = "`min_node_count` is ${resource.scale_settings[0].min_node_count}: these nodes are billed day and night"
  why       = <<-EOT
    Training jobs wait a few minutes for a node to start; idle GPU nodes cost more than nearly anything else.
  EOT
  remedy    = <<-EOT
    Write `min_node_count = 0`.
  EOT
  link      = "https://learn.microsoft.com/azure/machine-learning/how-to-manage-optimize-cost"

  pass "none while idle" {
    resource "azurerm_machine_learning_compute_cluster" "example" {
      name                          = "example"
      location                      = "westeurope"
      machine_learning_workspace_id = "some-id"
      vm_size                       = "Standard_DS11_v2"
      vm_priority                   = "LowPriority"

      scale_settings {
        min_node_count                       = 0
        max_node_count                       = 2
        scale_down_nodes_after_idle_duration = "PT5M"
      }
    }
  }

  fail "two kept" {
    resource "azurerm_machine_learning_compute_cluster" "example" {
      name                          = "example"
      location                      = "westeurope"
      machine_learning_workspace_id = "some-id"
      vm_size                       = "Standard_DS11_v2"
      vm_priority                   = "LowPriority"

      scale_settings {
        min_node_count                       = 2
        max_node_count                       = 4
        scale_down_nodes_after_idle_duration = "PT5M"
      }
    }

    expect = ["azurerm_machine_learning_compute_cluster.example @ scale_settings[0].min_node_count"]
  }

  unknown "the value is an unset variable" {
    variable "nodes" {}

    resource "azurerm_machine_learning_compute_cluster" "example" {
      name                          = "example"
      location                      = "westeurope"
      machine_learning_workspace_id = "some-id"
      vm_size                       = "Standard_DS11_v2"
      vm_priority                   = "LowPriority"

      scale_settings {
        min_node_count                       = var.nodes
        max_node_count                       = 4
        scale_down_nodes_after_idle_duration = "PT5M"
      }
    }
  }
}

rule "azure-machine-learning-storage-public" {
  title     = "Sensitive machine learning workspace uses public storage"
  category  = "security"
  severity  = "low"
  default   = false
  resources = ["azurerm_machine_learning_workspace"]
  aliases   = ["CKV2_AZURE_50"]
  tags      = ["cwe-668"]

  related "storage" {
    type = "azurerm_storage_account"
    on   = refers(resource.storage_account_id, other)
  }

  when    = resource.high_business_impact == true
  assert  = length(related.storage) > 0 && alltrue([for s in related.storage : s.public_network_access_enabled == false])
  at      = resource.storage_account_id
  message = "the workspace is marked `high_business_impact`, and its storage account keeps a public endpoint"
  why     = <<-EOT
    Data that is worth the mark lies in that account.
  EOT
  remedy  = <<-EOT
    Write `public_network_access_enabled = false` on the account and use private endpoints.
  EOT
  link    = "https://learn.microsoft.com/azure/machine-learning/concept-data-encryption"

  pass "closed storage" {
    resource "azurerm_storage_account" "example" {
      name                          = "examplestorage"
      resource_group_name           = "example"
      location                      = "westeurope"
      account_tier                  = "Standard"
      account_replication_type      = "ZRS"
      public_network_access_enabled = false
    }

    resource "azurerm_machine_learning_workspace" "example" {
      name                    = "example-ml"
      resource_group_name     = "example"
      location                = "westeurope"
      application_insights_id = "some-id"
      key_vault_id            = "some-id"
      high_business_impact    = true
      storage_account_id      = azurerm_storage_account.example.id

      identity {
        type = "SystemAssigned"
      }
    }
  }

  pass "not marked" {
    resource "azurerm_machine_learning_workspace" "example" {
      name                    = "example-ml"
      resource_group_name     = "example"
      location                = "westeurope"
      application_insights_id = "some-id"
      key_vault_id            = "some-id"
      storage_account_id      = "some-id"

      identity {
        type = "SystemAssigned"
      }
    }
  }

  fail "public storage" {
    resource "azurerm_storage_account" "example" {
      name                     = "examplestorage"
      resource_group_name      = "example"
      location                 = "westeurope"
      account_tier             = "Standard"
      account_replication_type = "ZRS"
    }

    resource "azurerm_machine_learning_workspace" "example" {
      name                    = "example-ml"
      resource_group_name     = "example"
      location                = "westeurope"
      application_insights_id = "some-id"
      key_vault_id            = "some-id"
      high_business_impact    = true
      storage_account_id      = azurerm_storage_account.example.id

      identity {
        type = "SystemAssigned"
      }
    }

    expect = ["azurerm_machine_learning_workspace.example @ storage_account_id"]
  }
}

rule "azure-batch-account-open" {
  title     = "Batch account endpoint allows all networks"
  category  = "security"
  severity  = "medium"
  resources = ["azurerm_batch_account"]
  aliases   = ["CKV_AZURE_248"]
  tags      = ["cwe-668"]
  when      = resource.public_network_access_enabled != false
  for_each  = concat(resource.network_profile[0].account_access, resource.network_profile[0].node_management_access)
  assert    = lower(coalesce(each.value.default_action, "Deny")) != "allow"
  at        = each.value.default_action
  message   = "`default_action` is `Allow`: a leaked account key works from anywhere"
  why       = <<-EOT
    With a network profile the default is `Deny`; `Allow` was written.
  EOT
  remedy    = <<-EOT
    Write `default_action = "Deny"` and list your networks as `ip_rule`.
  EOT
  link      = "https://registry.terraform.io/providers/hashicorp/azurerm/latest/docs/resources/batch_account"

  pass "denied" {
    resource "azurerm_batch_account" "example" {
      name                = "examplebatch"
      resource_group_name = "example"
      location            = "westeurope"

      network_profile {
        account_access {
          default_action = "Deny"

          ip_rule {
            ip_range = "203.0.113.0/24"
          }
        }
      }
    }
  }

  pass "no profile" {
    resource "azurerm_batch_account" "example" {
      name                = "examplebatch"
      resource_group_name = "example"
      location            = "westeurope"
    }
  }

  fail "allowed" {
    resource "azurerm_batch_account" "example" {
      name                = "examplebatch"
      resource_group_name = "example"
      location            = "westeurope"

      network_profile {
        account_access {
          default_action = "Allow"
        }
      }
    }

    expect = ["azurerm_batch_account.example @ network_profile[0].account_access[0].default_action"]
  }

  unknown "the value is an unset variable" {
    variable "action" {}

    resource "azurerm_batch_account" "example" {
      name                = "examplebatch"
      resource_group_name = "example"
      location            = "westeurope"

      network_profile {
        account_access {
          default_action = var.action
        }
      }
    }
  }

  pass "`public_network_access_enabled` is `false`" {
    resource "azurerm_batch_account" "example" {
      name                          = "examplebatch"
      resource_group_name           = "example"
      location                      = "westeurope"
      public_network_access_enabled = false
      network_profile {
        account_access {
          default_action = "Allow"
        }
      }
    }
  }
}

rule "azure-batch-account-no-key-vault" {
  title     = "Batch account has no Key Vault of its own"
  category  = "security"
  severity  = "low"
  default   = false
  resources = ["azurerm_batch_account"]
  aliases   = ["CKV_AZURE_76"]
  tags      = ["cwe-320"]
  assert    = length(resource.key_vault_reference) > 0
  at        = resource.key_vault_reference
  message   = "there is no `key_vault_reference`"
  why       = <<-EOT
    A Key Vault is needed when pools run in your subscription (`UserSubscription`); in the usual mode Batch keeps its
    secrets itself.
  EOT
  remedy    = <<-EOT
    Add a `key_vault_reference` block with `pool_allocation_mode = "UserSubscription"`.
  EOT
  link      = "https://learn.microsoft.com/azure/batch/batch-account-create-portal"

  pass "a vault" {
    resource "azurerm_batch_account" "example" {
      name                 = "examplebatch"
      resource_group_name  = "example"
      location             = "westeurope"
      pool_allocation_mode = "UserSubscription"

      key_vault_reference {
        id  = "some-id"
        url = "some-id"
      }
    }
  }

  fail "none" {
    resource "azurerm_batch_account" "example" {
      name                = "examplebatch"
      resource_group_name = "example"
      location            = "westeurope"
    }

    expect = ["azurerm_batch_account.example"]
  }
}
