# What is paid for and not needed: idle, oversized, old, kept for ever. What counts as not production is a parameter of each rule that asks for it.

rule "azure-vm-large-outside-production" {
  title     = "Large machine outside production"
  category  = "cost"
  severity  = "info"
  default   = false
  resources = ["azurerm_linux_virtual_machine", "azurerm_windows_virtual_machine"]
  params = {
    nonproduction = "(?i)(?:^|[^a-z])(?:dev(?:elop(?:ment)?)?|te?st(?:ing)?|qa|uat|sandbox|sbx|demo|poc|non-?prod(?:uction)?|preview|lab)(?:$|[^a-z])"
    sizes         = "(?i)^Standard_[A-Z]+(?:1[6-9]|[2-9][0-9]|[1-9][0-9][0-9])[a-z-]"
  }
  when    = can(regex(param.sizes, resource.size))
  assert  = !can(regex(param.nonproduction, environment_of(resource)))
  at      = resource.size
  message = "`${resource.size}` is a large size for an environment that is not production"
  why     = <<-EOT
    Sizes are often copied from production. Each step down halves the bill; burstable sizes (`Standard_B2s_v2`) serve most tests. It is fine for load
    tests and builds.
  EOT
  remedy  = <<-EOT
    Choose the size by environment.

    ```hcl
    size = var.environment == "prod" ? "Standard_D32s_v5" : "Standard_B2s_v2"
    ```
  EOT
  link    = "https://learn.microsoft.com/azure/virtual-machines/sizes/overview"

  pass "production" {
    resource "azurerm_linux_virtual_machine" "this" {
      name                  = "app"
      resource_group_name   = "app"
      location              = "westeurope"
      admin_username        = "ada"
      network_interface_ids = ["/nic"]
      os_disk {
        caching              = "ReadWrite"
        storage_account_type = "StandardSSD_LRS"
      }
      size = "Standard_D32s_v5"
      tags = {
        environment = "prod"
      }
    }
  }

  pass "a small one" {
    resource "azurerm_linux_virtual_machine" "this" {
      name                  = "app"
      resource_group_name   = "app"
      location              = "westeurope"
      admin_username        = "ada"
      network_interface_ids = ["/nic"]
      os_disk {
        caching              = "ReadWrite"
        storage_account_type = "StandardSSD_LRS"
      }
      size = "Standard_B2s_v2"
      tags = {
        environment = "dev"
      }
    }
  }

  fail "a test environment" {
    resource "azurerm_linux_virtual_machine" "this" {
      name                  = "app"
      resource_group_name   = "app"
      location              = "westeurope"
      admin_username        = "ada"
      network_interface_ids = ["/nic"]
      os_disk {
        caching              = "ReadWrite"
        storage_account_type = "StandardSSD_LRS"
      }
      size = "Standard_D32s_v5"
      tags = {
        environment = "dev"
      }
    }
    expect = ["azurerm_linux_virtual_machine.this @ size"]
  }

  unknown "nobody says which environment it is" {
    variable "environment" {}
    resource "azurerm_linux_virtual_machine" "this" {
      name                  = "app"
      resource_group_name   = "app"
      location              = "westeurope"
      admin_username        = "ada"
      network_interface_ids = ["/nic"]
      os_disk {
        caching              = "ReadWrite"
        storage_account_type = "StandardSSD_LRS"
      }
      size = "Standard_D32s_v5"
      tags = {
        environment = var.environment
      }
    }
  }
}

rule "azure-vm-arm-candidate" {
  title    = "Machine size has a cheaper Arm sibling"
  category = "cost"
  severity = "info"
  default  = false
  resources = [
    "azurerm_linux_virtual_machine",
    "azurerm_linux_virtual_machine_scale_set",
    "azurerm_kubernetes_cluster_node_pool",
  ]
  params = {
    sizes = "(?i)^Standard_[DE][0-9]+a?l?d?s_v[56]$"
  }
  when    = coalesce(resource.size, resource.sku, resource.vm_size) != null && lower(coalesce(resource.os_type, "linux")) == "linux"
  assert  = !can(regex(param.sizes, coalesce(resource.size, resource.sku, resource.vm_size)))
  at      = [resource.size, resource.sku, resource.vm_size]
  message = "`${coalesce(resource.size, resource.sku, resource.vm_size)}` has an Arm sibling (`p` in its name) at a lower price"
  why     = <<-EOT
    In the price table (eastus) `Standard_D2s_v5` costs 0.096 USD an hour, `Standard_D2ps_v5` 0.077 and `Standard_D2ps_v6` 0.0702. Image and agents must
    exist for arm64.
  EOT
  remedy  = <<-EOT
    Use a size with Ampere or Cobalt processors.

    ```hcl
    size = "Standard_D2ps_v6"
    ```
  EOT
  link    = "https://learn.microsoft.com/azure/virtual-machines/sizes/general-purpose/dpsv6-series"

  pass "an Arm size" {
    resource "azurerm_linux_virtual_machine" "this" {
      name                  = "app"
      resource_group_name   = "app"
      location              = "westeurope"
      admin_username        = "ada"
      network_interface_ids = ["/nic"]
      os_disk {
        caching              = "ReadWrite"
        storage_account_type = "StandardSSD_LRS"
      }
      size = "Standard_D2ps_v6"
    }
  }

  fail "x86" {
    resource "azurerm_linux_virtual_machine" "this" {
      name                  = "app"
      resource_group_name   = "app"
      location              = "westeurope"
      admin_username        = "ada"
      network_interface_ids = ["/nic"]
      os_disk {
        caching              = "ReadWrite"
        storage_account_type = "StandardSSD_LRS"
      }
      size = "Standard_D2s_v5"
    }
    expect = ["azurerm_linux_virtual_machine.this @ size"]
  }

  unknown "not known" {
    variable "size" {}
    resource "azurerm_linux_virtual_machine" "this" {
      name                  = "app"
      resource_group_name   = "app"
      location              = "westeurope"
      admin_username        = "ada"
      network_interface_ids = ["/nic"]
      os_disk {
        caching              = "ReadWrite"
        storage_account_type = "StandardSSD_LRS"
      }
      size = var.size
    }
  }
}

rule "azure-scale-set-on-demand-outside-production" {
  title    = "Scale set of a test environment has no Spot machines"
  category = "cost"
  severity = "info"
  default  = false
  resources = [
    "azurerm_linux_virtual_machine_scale_set",
    "azurerm_windows_virtual_machine_scale_set",
    "azurerm_orchestrated_virtual_machine_scale_set",
  ]
  params = {
    nonproduction = "(?i)(?:^|[^a-z])(?:dev(?:elop(?:ment)?)?|te?st(?:ing)?|qa|uat|sandbox|sbx|demo|poc|non-?prod(?:uction)?|preview|lab)(?:$|[^a-z])"
  }
  when    = coalesce(resource.priority, "Regular") == "Regular"
  assert  = !can(regex(param.nonproduction, environment_of(resource)))
  at      = resource.priority
  message = "every machine is billed at the full price"
  why     = <<-EOT
    Spot machines cost a fraction and may be taken away with half a minute of notice, which a scale set of a test environment bears.
  EOT
  remedy  = <<-EOT
    Use Spot priority outside production; the choice is made when the set is created.

    ```hcl
    priority        = var.environment == "prod" ? "Regular" : "Spot"
    eviction_policy = var.environment == "prod" ? null : "Delete"
    ```
  EOT
  link    = "https://learn.microsoft.com/azure/virtual-machine-scale-sets/use-spot"

  pass "production" {
    resource "azurerm_linux_virtual_machine_scale_set" "this" {
      name                = "app"
      resource_group_name = "app"
      location            = "westeurope"
      sku                 = "Standard_D2s_v5"
      instances           = 2
      admin_username      = "ada"
      priority            = "Regular"
      tags = {
        environment = "prod"
      }
    }
  }

  pass "Spot" {
    resource "azurerm_linux_virtual_machine_scale_set" "this" {
      name                = "app"
      resource_group_name = "app"
      location            = "westeurope"
      sku                 = "Standard_D2s_v5"
      instances           = 2
      admin_username      = "ada"
      priority            = "Spot"
      eviction_policy     = "Delete"
      tags = {
        environment = "dev"
      }
    }
  }

  fail "a test environment" {
    resource "azurerm_linux_virtual_machine_scale_set" "this" {
      name                = "app"
      resource_group_name = "app"
      location            = "westeurope"
      sku                 = "Standard_D2s_v5"
      instances           = 2
      admin_username      = "ada"
      priority            = "Regular"
      tags = {
        environment = "dev"
      }
    }
    expect = ["azurerm_linux_virtual_machine_scale_set.this @ priority"]
  }

  unknown "nobody says which environment it is" {
    variable "environment" {}
    resource "azurerm_linux_virtual_machine_scale_set" "this" {
      name                = "app"
      resource_group_name = "app"
      location            = "westeurope"
      sku                 = "Standard_D2s_v5"
      instances           = 2
      admin_username      = "ada"
      priority            = "Regular"
      tags = {
        environment = var.environment
      }
    }
  }

  fail "no `priority`" {
    resource "azurerm_linux_virtual_machine_scale_set" "this" {
      name                = "app"
      resource_group_name = "app"
      location            = "westeurope"
      sku                 = "Standard_D2s_v5"
      instances           = 2
      admin_username      = "ada"
      tags                = { environment = "dev" }
    }
    expect = ["azurerm_linux_virtual_machine_scale_set.this"]
  }
}

rule "azure-scale-set-no-autoscaling" {
  title     = "Scale set never shrinks"
  category  = "cost"
  severity  = "info"
  default   = false
  resources = ["azurerm_linux_virtual_machine_scale_set", "azurerm_windows_virtual_machine_scale_set"]
  related "settings" {
    type = "azurerm_monitor_autoscale_setting"
    on   = refers(other.target_resource_id, resource)
  }
  when    = resource.instances > 1
  assert  = length(related.settings) > 0
  at      = resource.instances
  message = "${resource.instances} machines run at all hours"
  why     = <<-EOT
    Without an autoscale setting the set keeps the size of its busiest hour, or is too small in it.
  EOT
  remedy  = <<-EOT
    Add an autoscale setting.

    ```hcl
    resource "azurerm_monitor_autoscale_setting" "app" {
      name                = "app"
      resource_group_name = azurerm_resource_group.app.name
      location            = azurerm_resource_group.app.location
      target_resource_id  = azurerm_linux_virtual_machine_scale_set.app.id
      profile {
        name = "default"
        capacity {
          default = 2
          minimum = 1
          maximum = 5
        }
      }
    }
    ```
  EOT
  link    = "https://learn.microsoft.com/azure/virtual-machine-scale-sets/virtual-machine-scale-sets-autoscale-overview"

  pass "a setting" {
    resource "azurerm_linux_virtual_machine_scale_set" "this" {
      name                = "app"
      resource_group_name = "app"
      location            = "westeurope"
      sku                 = "Standard_D2s_v5"
      instances           = 3
      admin_username      = "ada"
    }
    resource "azurerm_monitor_autoscale_setting" "this" {
      name                = "app"
      resource_group_name = "app"
      location            = "westeurope"
      target_resource_id  = azurerm_linux_virtual_machine_scale_set.this.id
      profile {
        name = "default"
        capacity {
          default = 2
          minimum = 1
          maximum = 5
        }
      }
    }
  }

  pass "one machine" {
    resource "azurerm_linux_virtual_machine_scale_set" "this" {
      name                = "app"
      resource_group_name = "app"
      location            = "westeurope"
      sku                 = "Standard_D2s_v5"
      instances           = 1
      admin_username      = "ada"
    }
  }

  fail "fixed" {
    resource "azurerm_linux_virtual_machine_scale_set" "this" {
      name                = "app"
      resource_group_name = "app"
      location            = "westeurope"
      sku                 = "Standard_D2s_v5"
      instances           = 3
      admin_username      = "ada"
    }
    expect = ["azurerm_linux_virtual_machine_scale_set.this @ instances"]
  }

  unknown "not known" {
    variable "instances" {}
    resource "azurerm_linux_virtual_machine_scale_set" "this" {
      name                = "app"
      resource_group_name = "app"
      location            = "westeurope"
      sku                 = "Standard_D2s_v5"
      instances           = var.instances
      admin_username      = "ada"
    }
  }

  fail "`instances` is `2`" {
    resource "azurerm_linux_virtual_machine_scale_set" "this" {
      name                = "app"
      resource_group_name = "app"
      location            = "westeurope"
      sku                 = "Standard_D2s_v5"
      instances           = 2
      admin_username      = "ada"
    }
    expect = ["azurerm_linux_virtual_machine_scale_set.this @ instances"]
  }
}

rule "azure-vm-disks-outlive-machine" {
  title     = "Disks of a deleted machine stay"
  category  = "cost"
  severity  = "info"
  default   = false
  resources = ["azurerm_virtual_machine"]
  assert    = resource.delete_os_disk_on_termination == true
  at        = resource.delete_os_disk_on_termination
  message   = "the system disk stays, and is billed, when the machine is destroyed"
  why       = <<-EOT
    This older resource keeps its disks by default. Newer ones (`azurerm_linux_virtual_machine`) delete the system disk with the machine.
  EOT
  remedy    = <<-EOT
    Delete the system disk with the machine, or move to the newer resource.

    ```hcl
    delete_os_disk_on_termination    = true
    delete_data_disks_on_termination = true
    ```
  EOT
  link      = "https://learn.microsoft.com/azure/virtual-machines/delete"

  pass "deleted" {
    resource "azurerm_virtual_machine" "this" {
      name                          = "app"
      resource_group_name           = "app"
      location                      = "westeurope"
      network_interface_ids         = ["/nic"]
      vm_size                       = "Standard_D2s_v5"
      delete_os_disk_on_termination = true
      storage_os_disk {
        name          = "app"
        create_option = "FromImage"
      }
    }
  }

  fail "the default" {
    resource "azurerm_virtual_machine" "this" {
      name                  = "app"
      resource_group_name   = "app"
      location              = "westeurope"
      network_interface_ids = ["/nic"]
      vm_size               = "Standard_D2s_v5"
      storage_os_disk {
        name          = "app"
        create_option = "FromImage"
      }
    }
  }

  unknown "not known" {
    variable "delete" {}
    resource "azurerm_virtual_machine" "this" {
      name                          = "app"
      resource_group_name           = "app"
      location                      = "westeurope"
      network_interface_ids         = ["/nic"]
      vm_size                       = "Standard_D2s_v5"
      delete_os_disk_on_termination = var.delete
      storage_os_disk {
        name          = "app"
        create_option = "FromImage"
      }
    }
  }
}

rule "azure-snapshot-full" {
  title     = "Snapshot copies the whole disk"
  category  = "cost"
  severity  = "low"
  resources = ["azurerm_snapshot"]
  assert    = resource.incremental_enabled == true
  at        = resource.incremental_enabled
  message   = "`incremental_enabled` is not true"
  why       = <<-EOT
    A full snapshot is billed for all data of the disk, an incremental one for what changed since the last. Both restore the whole disk.
  EOT
  remedy    = <<-EOT
    Make incremental snapshots; the choice is made when the snapshot is created.

    ```hcl
    incremental_enabled = true
    ```
  EOT
  link      = "https://learn.microsoft.com/azure/virtual-machines/disks-incremental-snapshots"

  pass "incremental" {
    resource "azurerm_snapshot" "this" {
      name                = "app"
      resource_group_name = "app"
      location            = "westeurope"
      create_option       = "Copy"
      source_uri          = "/disk"
      incremental_enabled = true
    }
  }

  fail "full" {
    resource "azurerm_snapshot" "this" {
      name                = "app"
      resource_group_name = "app"
      location            = "westeurope"
      create_option       = "Copy"
      source_uri          = "/disk"
    }
  }

  unknown "not known" {
    variable "incremental" {}
    resource "azurerm_snapshot" "this" {
      name                = "app"
      resource_group_name = "app"
      location            = "westeurope"
      create_option       = "Copy"
      source_uri          = "/disk"
      incremental_enabled = var.incremental
    }
  }
}

rule "azure-recovery-vault-geo-redundant-outside-production" {
  title     = "Backups of a test environment are copied to another region"
  category  = "cost"
  severity  = "low"
  default   = false
  resources = ["azurerm_recovery_services_vault"]
  params = {
    nonproduction = "(?i)(?:^|[^a-z])(?:dev(?:elop(?:ment)?)?|te?st(?:ing)?|qa|uat|sandbox|sbx|demo|poc|non-?prod(?:uction)?|preview|lab)(?:$|[^a-z])"
  }
  when    = coalesce(resource.storage_mode_type, "GeoRedundant") == "GeoRedundant"
  assert  = !can(regex(param.nonproduction, environment_of(resource)))
  at      = resource.storage_mode_type
  message = "backups are stored twice, in two regions"
  why     = <<-EOT
    Geo-redundant storage, which the provider takes when nothing is said, costs about twice as much as locally redundant storage. The mode can be changed
    only before the first backup.
  EOT
  remedy  = <<-EOT
    Use locally redundant storage outside production.

    ```hcl
    storage_mode_type = var.environment == "prod" ? "GeoRedundant" : "LocallyRedundant"
    ```
  EOT
  link    = "https://learn.microsoft.com/azure/backup/backup-create-recovery-services-vault"

  pass "production" {
    resource "azurerm_recovery_services_vault" "this" {
      name                = "app"
      resource_group_name = "app"
      location            = "westeurope"
      sku                 = "Standard"
      storage_mode_type   = "GeoRedundant"
      tags = {
        environment = "prod"
      }
    }
  }

  pass "one region" {
    resource "azurerm_recovery_services_vault" "this" {
      name                = "app"
      resource_group_name = "app"
      location            = "westeurope"
      sku                 = "Standard"
      storage_mode_type   = "LocallyRedundant"
      tags = {
        environment = "dev"
      }
    }
  }

  fail "a test environment" {
    resource "azurerm_recovery_services_vault" "this" {
      name                = "app"
      resource_group_name = "app"
      location            = "westeurope"
      sku                 = "Standard"
      storage_mode_type   = "GeoRedundant"
      tags = {
        environment = "dev"
      }
    }
    expect = ["azurerm_recovery_services_vault.this @ storage_mode_type"]
  }

  unknown "nobody says which environment it is" {
    variable "environment" {}
    resource "azurerm_recovery_services_vault" "this" {
      name                = "app"
      resource_group_name = "app"
      location            = "westeurope"
      sku                 = "Standard"
      storage_mode_type   = "GeoRedundant"
      tags = {
        environment = var.environment
      }
    }
  }

  fail "no `storage_mode_type`" {
    resource "azurerm_recovery_services_vault" "this" {
      name                = "app"
      resource_group_name = "app"
      location            = "westeurope"
      sku                 = "Standard"
      tags                = { environment = "dev" }
    }
    expect = ["azurerm_recovery_services_vault.this"]
  }
}

rule "azure-nat-gateway-unused" {
  title     = "NAT gateway serves no subnet"
  category  = "cost"
  severity  = "medium"
  default   = false
  resources = ["azurerm_nat_gateway"]
  related "users" {
    type = ["azurerm_subnet_nat_gateway_association", "azapi_resource", "module"]
    on   = refers(other.nat_gateway_id, resource) || (other.meta.type != "azurerm_subnet_nat_gateway_association" && refers(other, resource))
  }
  assert  = length(related.users) > 0
  message = "no subnet in this configuration is associated with the gateway${is_known(monthly_cost(resource)) && monthly_cost(resource) > 0 ? ", which costs ${format("%.2f", monthly_cost(resource))} USD a month" : ""}"
  why     = <<-EOT
    A NAT gateway is billed by the hour whether a packet passes it or not. Another configuration may associate it, hence the rule is not in the default
    set.
  EOT
  remedy  = <<-EOT
    Associate it, or delete it together with its addresses.

    ```hcl
    resource "azurerm_subnet_nat_gateway_association" "app" {
      subnet_id      = azurerm_subnet.app.id
      nat_gateway_id = azurerm_nat_gateway.app.id
    }
    ```
  EOT
  link    = "https://learn.microsoft.com/azure/nat-gateway/nat-overview"

  pass "associated" {
    resource "azurerm_nat_gateway" "this" {
      name                = "app"
      resource_group_name = "app"
      location            = "westeurope"
    }
    resource "azurerm_subnet_nat_gateway_association" "this" {
      subnet_id      = "/subnet"
      nat_gateway_id = azurerm_nat_gateway.this.id
    }
  }

  fail "idle" {
    resource "azurerm_nat_gateway" "this" {
      name                = "app"
      resource_group_name = "app"
      location            = "westeurope"
    }
  }

  unknown "it may be this one" {
    variable "gateway" {}
    resource "azurerm_nat_gateway" "this" {
      name                = "app"
      resource_group_name = "app"
      location            = "westeurope"
    }
    resource "azurerm_subnet_nat_gateway_association" "this" {
      subnet_id      = "/subnet"
      nat_gateway_id = var.gateway
    }
  }
}

rule "azure-vpn-gateway-unused" {
  title     = "Network gateway has no connection"
  category  = "cost"
  severity  = "medium"
  default   = false
  resources = ["azurerm_virtual_network_gateway"]
  related "users" {
    type = ["azurerm_virtual_network_gateway_connection", "module"]
    on   = refers(other.virtual_network_gateway_id, resource) || refers(other.peer_virtual_network_gateway_id, resource) || (other.meta.type != "azurerm_virtual_network_gateway_connection" && refers(other, resource))
  }
  assert  = length(resource.vpn_client_configuration) > 0 || length(related.users) > 0
  message = "neither a connection nor client access uses the gateway"
  why     = <<-EOT
    Gateways are billed by the hour from the moment they exist. A connection of another configuration may use it, hence the rule is not in the default
    set.
  EOT
  remedy  = <<-EOT
    Connect it, or delete it.

    ```hcl
    resource "azurerm_virtual_network_gateway_connection" "office" {
      name                       = "office"
      resource_group_name        = azurerm_resource_group.hub.name
      location                   = azurerm_resource_group.hub.location
      type                       = "IPsec"
      virtual_network_gateway_id = azurerm_virtual_network_gateway.hub.id
      local_network_gateway_id   = azurerm_local_network_gateway.office.id
      shared_key                 = var.shared_key
    }
    ```
  EOT
  link    = "https://learn.microsoft.com/azure/vpn-gateway/vpn-gateway-about-vpngateways"

  pass "a connection" {
    resource "azurerm_virtual_network_gateway" "this" {
      name                = "hub"
      resource_group_name = "app"
      location            = "westeurope"
      type                = "Vpn"
      sku                 = "VpnGw1AZ"
      ip_configuration {
        subnet_id = "/subnet"
      }
    }
    resource "azurerm_virtual_network_gateway_connection" "this" {
      name                       = "office"
      resource_group_name        = "app"
      location                   = "westeurope"
      type                       = "IPsec"
      virtual_network_gateway_id = azurerm_virtual_network_gateway.this.id
    }
  }

  fail "idle" {
    resource "azurerm_virtual_network_gateway" "this" {
      name                = "hub"
      resource_group_name = "app"
      location            = "westeurope"
      type                = "Vpn"
      sku                 = "VpnGw1AZ"
      ip_configuration {
        subnet_id = "/subnet"
      }
    }
  }

  unknown "it may be this one" {
    variable "gateway" {}
    resource "azurerm_virtual_network_gateway" "this" {
      name                = "hub"
      resource_group_name = "app"
      location            = "westeurope"
      type                = "Vpn"
      sku                 = "VpnGw1AZ"
      ip_configuration {
        subnet_id = "/subnet"
      }
    }
    resource "azurerm_virtual_network_gateway_connection" "this" {
      name                       = "office"
      resource_group_name        = "app"
      location                   = "westeurope"
      type                       = "IPsec"
      virtual_network_gateway_id = var.gateway
    }
  }
}

rule "azure-express-route-circuit-unused" {
  title     = "ExpressRoute circuit has no peering"
  category  = "cost"
  severity  = "medium"
  default   = false
  resources = ["azurerm_express_route_circuit"]
  related "users" {
    type = ["azurerm_express_route_circuit_peering", "azurerm_express_route_circuit_authorization", "azurerm_virtual_network_gateway_connection", "module"]
    on   = refers(other.express_route_circuit_name, resource) || refers(other.express_route_circuit_id, resource) || (other.meta.type != "azurerm_express_route_circuit_peering" && refers(other, resource))
  }
  assert  = length(related.users) > 0
  message = "nothing in this configuration uses the circuit"
  why     = <<-EOT
    A circuit is billed from the moment its service key is issued, provisioned or not.
  EOT
  remedy  = <<-EOT
    Add a peering and a connection, or delete the circuit.

    ```hcl
    resource "azurerm_express_route_circuit_peering" "private" {
      peering_type                  = "AzurePrivatePeering"
      express_route_circuit_name    = azurerm_express_route_circuit.dc.name
      resource_group_name           = azurerm_resource_group.hub.name
      vlan_id                       = 100
      primary_peer_address_prefix   = "192.168.0.0/30"
      secondary_peer_address_prefix = "192.168.0.4/30"
    }
    ```
  EOT
  link    = "https://learn.microsoft.com/azure/expressroute/expressroute-faqs"

  pass "a peering" {
    resource "azurerm_express_route_circuit" "this" {
      name                  = "dc"
      resource_group_name   = "app"
      location              = "westeurope"
      service_provider_name = "Equinix"
      peering_location      = "Amsterdam"
      bandwidth_in_mbps     = 50
      sku {
        tier   = "Standard"
        family = "MeteredData"
      }
    }
    resource "azurerm_express_route_circuit_peering" "this" {
      peering_type               = "AzurePrivatePeering"
      express_route_circuit_name = azurerm_express_route_circuit.this.name
      resource_group_name        = "app"
      vlan_id                    = 100
    }
  }

  fail "nothing" {
    resource "azurerm_express_route_circuit" "this" {
      name                  = "dc"
      resource_group_name   = "app"
      location              = "westeurope"
      service_provider_name = "Equinix"
      peering_location      = "Amsterdam"
      bandwidth_in_mbps     = 50
      sku {
        tier   = "Standard"
        family = "MeteredData"
      }
    }
  }

  unknown "it may be this one" {
    variable "circuit" {}
    resource "azurerm_express_route_circuit" "this" {
      name                  = "dc"
      resource_group_name   = "app"
      location              = "westeurope"
      service_provider_name = "Equinix"
      peering_location      = "Amsterdam"
      bandwidth_in_mbps     = 50
      sku {
        tier   = "Standard"
        family = "MeteredData"
      }
    }
    resource "azurerm_express_route_circuit_peering" "this" {
      peering_type               = "AzurePrivatePeering"
      express_route_circuit_name = var.circuit
      resource_group_name        = "other"
      vlan_id                    = 100
    }
  }
}

rule "azure-ddos-plan-several" {
  title     = "Several DDoS protection plans"
  category  = "cost"
  severity  = "medium"
  resources = ["azurerm_network_ddos_protection_plan"]
  assert    = length(all("azurerm_network_ddos_protection_plan")) <= 1
  message   = "${length(all("azurerm_network_ddos_protection_plan"))} plans are billed where one protects all networks of a tenant"
  why       = <<-EOT
    A plan costs some thousands of dollars a month, includes a hundred addresses, and can be used by the networks of all subscriptions of a tenant, in
    every region.
  EOT
  remedy    = <<-EOT
    Keep one plan and let all networks refer to it.

    ```hcl
    ddos_protection_plan {
      id     = var.ddos_protection_plan_id
      enable = true
    }
    ```
  EOT
  link      = "https://learn.microsoft.com/azure/ddos-protection/manage-ddos-protection"

  pass "one plan" {
    resource "azurerm_network_ddos_protection_plan" "this" {
      name                = "all"
      resource_group_name = "app"
      location            = "westeurope"
    }
  }

  fail "two plans" {
    resource "azurerm_network_ddos_protection_plan" "this" {
      name                = "all"
      resource_group_name = "app"
      location            = "westeurope"
    }
    resource "azurerm_network_ddos_protection_plan" "other" {
      name                = "other"
      resource_group_name = "app"
      location            = "westeurope"
    }
    expect = ["azurerm_network_ddos_protection_plan.this", "azurerm_network_ddos_protection_plan.other"]
  }
}

rule "azure-ddos-plan-outside-production" {
  title     = "DDoS protection plan outside production"
  category  = "cost"
  severity  = "medium"
  default   = false
  resources = ["azurerm_network_ddos_protection_plan"]
  params = {
    nonproduction = "(?i)(?:^|[^a-z])(?:dev(?:elop(?:ment)?)?|te?st(?:ing)?|qa|uat|sandbox|sbx|demo|poc|non-?prod(?:uction)?|preview|lab)(?:$|[^a-z])"
  }
  when    = resource.name != null
  assert  = !can(regex(param.nonproduction, environment_of(resource)))
  at      = resource.name
  message = "a plan of its own is billed for an environment that is not production"
  why     = <<-EOT
    A plan costs some thousands of dollars a month and can be used by all subscriptions of a tenant.
  EOT
  remedy  = <<-EOT
    Refer to the plan of production, or do without.

    ```hcl
    data "azurerm_network_ddos_protection_plan" "shared" {
      name                = "all"
      resource_group_name = "hub"
    }
    ```
  EOT
  link    = "https://learn.microsoft.com/azure/ddos-protection/ddos-protection-overview"

  pass "production" {
    resource "azurerm_network_ddos_protection_plan" "this" {
      resource_group_name = "app"
      location            = "westeurope"
      name                = "all"
      tags = {
        environment = "prod"
      }
    }
  }

  fail "a test environment" {
    resource "azurerm_network_ddos_protection_plan" "this" {
      resource_group_name = "app"
      location            = "westeurope"
      name                = "all"
      tags = {
        environment = "dev"
      }
    }
    expect = ["azurerm_network_ddos_protection_plan.this @ name"]
  }

  unknown "nobody says which environment it is" {
    variable "environment" {}
    resource "azurerm_network_ddos_protection_plan" "this" {
      resource_group_name = "app"
      location            = "westeurope"
      name                = "all"
      tags = {
        environment = var.environment
      }
    }
  }

  unknown "`name` is an unset variable" {
    variable "name" {}
    resource "azurerm_network_ddos_protection_plan" "this" {
      resource_group_name = "app"
      location            = "westeurope"
      name                = var.name
      tags                = { environment = "dev" }
    }
    expect = ["azurerm_network_ddos_protection_plan.this @ name"]
  }
}

rule "azure-bastion-standard-outside-production" {
  title     = "Bastion of a test environment is of a dear kind"
  category  = "cost"
  severity  = "low"
  default   = false
  resources = ["azurerm_bastion_host"]
  params = {
    nonproduction = "(?i)(?:^|[^a-z])(?:dev(?:elop(?:ment)?)?|te?st(?:ing)?|qa|uat|sandbox|sbx|demo|poc|non-?prod(?:uction)?|preview|lab)(?:$|[^a-z])"
  }
  when    = contains(["Standard", "Premium"], resource.sku)
  assert  = !can(regex(param.nonproduction, environment_of(resource)))
  at      = resource.sku
  message = "`${resource.sku}` is billed by the hour for a host that is used for minutes"
  why     = <<-EOT
    The `Developer` kind is free and connects one machine at a time; `Basic` costs less than `Standard`.
  EOT
  remedy  = <<-EOT
    Use a smaller kind outside production.

    ```hcl
    sku = var.environment == "prod" ? "Standard" : "Developer"
    ```
  EOT
  link    = "https://learn.microsoft.com/azure/bastion/configuration-settings"

  pass "production" {
    resource "azurerm_bastion_host" "this" {
      name                = "hub"
      resource_group_name = "app"
      location            = "westeurope"
      ip_configuration {
        name                 = "hub"
        subnet_id            = "/subnet"
        public_ip_address_id = "/ip"
      }
      sku = "Standard"
      tags = {
        environment = "prod"
      }
    }
  }

  pass "Basic" {
    resource "azurerm_bastion_host" "this" {
      name                = "hub"
      resource_group_name = "app"
      location            = "westeurope"
      ip_configuration {
        name                 = "hub"
        subnet_id            = "/subnet"
        public_ip_address_id = "/ip"
      }
      sku = "Basic"
      tags = {
        environment = "dev"
      }
    }
  }

  fail "a test environment" {
    resource "azurerm_bastion_host" "this" {
      name                = "hub"
      resource_group_name = "app"
      location            = "westeurope"
      ip_configuration {
        name                 = "hub"
        subnet_id            = "/subnet"
        public_ip_address_id = "/ip"
      }
      sku = "Standard"
      tags = {
        environment = "dev"
      }
    }
    expect = ["azurerm_bastion_host.this @ sku"]
  }

  unknown "nobody says which environment it is" {
    variable "environment" {}
    resource "azurerm_bastion_host" "this" {
      name                = "hub"
      resource_group_name = "app"
      location            = "westeurope"
      ip_configuration {
        name                 = "hub"
        subnet_id            = "/subnet"
        public_ip_address_id = "/ip"
      }
      sku = "Standard"
      tags = {
        environment = var.environment
      }
    }
  }

  fail "`sku` is `Premium`" {
    resource "azurerm_bastion_host" "this" {
      name                = "hub"
      resource_group_name = "app"
      location            = "westeurope"
      ip_configuration {
        name                 = "hub"
        subnet_id            = "/subnet"
        public_ip_address_id = "/ip"
      }
      sku  = "Premium"
      tags = { environment = "dev" }
    }
    expect = ["azurerm_bastion_host.this @ sku"]
  }
}

rule "azure-firewall-premium-outside-production" {
  title     = "Premium firewall outside production"
  category  = "cost"
  severity  = "low"
  default   = false
  resources = ["azurerm_firewall"]
  params = {
    nonproduction = "(?i)(?:^|[^a-z])(?:dev(?:elop(?:ment)?)?|te?st(?:ing)?|qa|uat|sandbox|sbx|demo|poc|non-?prod(?:uction)?|preview|lab)(?:$|[^a-z])"
  }
  when    = resource.sku_tier == "Premium"
  assert  = !can(regex(param.nonproduction, environment_of(resource)))
  at      = resource.sku_tier
  message = "the premium tier is billed by the hour in an environment that is not production"
  why     = <<-EOT
    Premium costs 1.75 USD an hour and Standard 1.25 (eastus), some 365 USD a month between them. Tests of TLS inspection are a reason to have it.
  EOT
  remedy  = <<-EOT
    Choose the tier by environment.

    ```hcl
    sku_tier = var.environment == "prod" ? "Premium" : "Basic"
    ```
  EOT
  link    = "https://learn.microsoft.com/azure/firewall/choose-firewall-sku"

  pass "production" {
    resource "azurerm_firewall" "this" {
      name                = "hub"
      resource_group_name = "app"
      location            = "westeurope"
      sku_name            = "AZFW_VNet"
      sku_tier            = "Premium"
      tags = {
        environment = "prod"
      }
    }
  }

  pass "Basic" {
    resource "azurerm_firewall" "this" {
      name                = "hub"
      resource_group_name = "app"
      location            = "westeurope"
      sku_name            = "AZFW_VNet"
      sku_tier            = "Basic"
      tags = {
        environment = "dev"
      }
    }
  }

  fail "a test environment" {
    resource "azurerm_firewall" "this" {
      name                = "hub"
      resource_group_name = "app"
      location            = "westeurope"
      sku_name            = "AZFW_VNet"
      sku_tier            = "Premium"
      tags = {
        environment = "dev"
      }
    }
    expect = ["azurerm_firewall.this @ sku_tier"]
  }

  unknown "nobody says which environment it is" {
    variable "environment" {}
    resource "azurerm_firewall" "this" {
      name                = "hub"
      resource_group_name = "app"
      location            = "westeurope"
      sku_name            = "AZFW_VNet"
      sku_tier            = "Premium"
      tags = {
        environment = var.environment
      }
    }
  }
}

rule "azure-vpn-gateway-large-outside-production" {
  title     = "Large network gateway outside production"
  category  = "cost"
  severity  = "low"
  default   = false
  resources = ["azurerm_virtual_network_gateway"]
  params = {
    nonproduction = "(?i)(?:^|[^a-z])(?:dev(?:elop(?:ment)?)?|te?st(?:ing)?|qa|uat|sandbox|sbx|demo|poc|non-?prod(?:uction)?|preview|lab)(?:$|[^a-z])"
    skus          = "^VpnGw[3-5]|^ErGw[23]AZ|^UltraPerformance"
  }
  when    = can(regex(param.skus, resource.sku))
  assert  = !can(regex(param.nonproduction, environment_of(resource)))
  at      = resource.sku
  message = "`${resource.sku}` is more than a test environment needs"
  why     = <<-EOT
    Each step of a gateway about doubles its price by the hour.
  EOT
  remedy  = <<-EOT
    Choose the size by environment.

    ```hcl
    sku = var.environment == "prod" ? "VpnGw3AZ" : "VpnGw1AZ"
    ```
  EOT
  link    = "https://learn.microsoft.com/azure/vpn-gateway/about-gateway-skus"

  pass "production" {
    resource "azurerm_virtual_network_gateway" "this" {
      name                = "hub"
      resource_group_name = "app"
      location            = "westeurope"
      type                = "Vpn"
      ip_configuration {
        subnet_id = "/subnet"
      }
      sku = "VpnGw3AZ"
      tags = {
        environment = "prod"
      }
    }
  }

  pass "a small one" {
    resource "azurerm_virtual_network_gateway" "this" {
      name                = "hub"
      resource_group_name = "app"
      location            = "westeurope"
      type                = "Vpn"
      ip_configuration {
        subnet_id = "/subnet"
      }
      sku = "VpnGw1AZ"
      tags = {
        environment = "dev"
      }
    }
  }

  fail "a test environment" {
    resource "azurerm_virtual_network_gateway" "this" {
      name                = "hub"
      resource_group_name = "app"
      location            = "westeurope"
      type                = "Vpn"
      ip_configuration {
        subnet_id = "/subnet"
      }
      sku = "VpnGw3AZ"
      tags = {
        environment = "dev"
      }
    }
    expect = ["azurerm_virtual_network_gateway.this @ sku"]
  }

  unknown "nobody says which environment it is" {
    variable "environment" {}
    resource "azurerm_virtual_network_gateway" "this" {
      name                = "hub"
      resource_group_name = "app"
      location            = "westeurope"
      type                = "Vpn"
      ip_configuration {
        subnet_id = "/subnet"
      }
      sku = "VpnGw3AZ"
      tags = {
        environment = var.environment
      }
    }
  }
}

rule "azure-application-gateway-fixed-capacity" {
  title     = "Application gateway has a fixed capacity"
  category  = "cost"
  severity  = "info"
  default   = false
  resources = ["azurerm_application_gateway"]
  when      = can(regex("_v2$", resource.sku[0].name))
  assert    = length(resource.autoscale_configuration) > 0 || resource.sku[0].capacity <= 1
  at        = resource.sku[0].capacity
  message   = "${coalesce(resource.sku[0].capacity, 0)} instances are billed at all hours"
  why       = <<-EOT
    A gateway of the second generation bills capacity units; with autoscaling it keeps as many as the traffic needs.
  EOT
  remedy    = <<-EOT
    Use an `autoscale_configuration` with a small minimum.

    ```hcl
    autoscale_configuration {
      min_capacity = 0
      max_capacity = 10
    }
    ```
  EOT
  link      = "https://learn.microsoft.com/azure/application-gateway/application-gateway-autoscaling-zone-redundant"

  pass "autoscaling" {
    resource "azurerm_application_gateway" "this" {
      name                = "web"
      resource_group_name = "app"
      location            = "westeurope"
      sku {
        name = "WAF_v2"
        tier = "WAF_v2"
      }
      autoscale_configuration {
        min_capacity = 0
        max_capacity = 10
      }
    }
  }

  fail "fixed" {
    resource "azurerm_application_gateway" "this" {
      name                = "web"
      resource_group_name = "app"
      location            = "westeurope"
      sku {
        name     = "WAF_v2"
        tier     = "WAF_v2"
        capacity = 4
      }
    }
    expect = ["azurerm_application_gateway.this @ sku[0].capacity"]
  }

  unknown "not known" {
    variable "capacity" {}
    resource "azurerm_application_gateway" "this" {
      name                = "web"
      resource_group_name = "app"
      location            = "westeurope"
      sku {
        name     = "WAF_v2"
        tier     = "WAF_v2"
        capacity = var.capacity
      }
    }
  }

  pass "`capacity` is `1`" {
    resource "azurerm_application_gateway" "this" {
      name                = "web"
      resource_group_name = "app"
      location            = "westeurope"
      sku {
        name     = "WAF_v2"
        tier     = "WAF_v2"
        capacity = 1
      }
    }
  }

  fail "more that fail" {
    resource "azurerm_application_gateway" "one_more_name_is_waf_medium" {
      name                = "web"
      resource_group_name = "app"
      location            = "westeurope"
      sku {
        name     = "WAF_v2"
        tier     = "WAF_v2"
        capacity = 4
      }
    }
    resource "azurerm_application_gateway" "one_more_name_is_waf_medium_2" {
      name                = "web"
      resource_group_name = "app"
      location            = "westeurope"
      sku {
        name     = "WAF_Medium"
        tier     = "WAF_v2"
        capacity = 4
      }
    }
    resource "azurerm_application_gateway" "one_more_capacity_is_2" {
      name                = "web"
      resource_group_name = "app"
      location            = "westeurope"
      sku {
        name     = "WAF_v2"
        tier     = "WAF_v2"
        capacity = 4
      }
    }
    resource "azurerm_application_gateway" "one_more_capacity_is_2_2" {
      name                = "web"
      resource_group_name = "app"
      location            = "westeurope"
      sku {
        name     = "WAF_v2"
        tier     = "WAF_v2"
        capacity = 2
      }
    }
    expect = [
      "azurerm_application_gateway.one_more_name_is_waf_medium @ sku[0].capacity",
      "azurerm_application_gateway.one_more_capacity_is_2 @ sku[0].capacity",
      "azurerm_application_gateway.one_more_capacity_is_2_2 @ sku[0].capacity",
    ]
  }
}

rule "azure-flow-log-fast-analytics" {
  title     = "Traffic analytics runs every ten minutes"
  category  = "cost"
  severity  = "info"
  default   = false
  resources = ["azurerm_network_watcher_flow_log"]
  for_each  = [for t in resource.traffic_analytics : t if t.enabled != false]
  assert    = tonumber(coalesce(each.value.interval_in_minutes, 60)) > 10
  at        = each.value.interval_in_minutes
  message   = "flow logs are processed every ${each.value.interval_in_minutes} minutes"
  why       = <<-EOT
    Processing every ten minutes is billed at a higher price by the gigabyte than every hour.
  EOT
  remedy    = <<-EOT
    Use an hour unless somebody watches.

    ```hcl
    interval_in_minutes = 60
    ```
  EOT
  link      = "https://learn.microsoft.com/azure/network-watcher/traffic-analytics"

  pass "every hour" {
    resource "azurerm_network_watcher_flow_log" "this" {
      network_watcher_name = "nw"
      resource_group_name  = "app"
      name                 = "app"
      storage_account_id   = "/sa"
      enabled              = true
      traffic_analytics {
        enabled               = true
        workspace_id          = "w"
        workspace_region      = "westeurope"
        workspace_resource_id = "/w"
        interval_in_minutes   = 60
      }
    }
  }

  fail "every ten minutes" {
    resource "azurerm_network_watcher_flow_log" "this" {
      network_watcher_name = "nw"
      resource_group_name  = "app"
      name                 = "app"
      storage_account_id   = "/sa"
      enabled              = true
      traffic_analytics {
        enabled               = true
        workspace_id          = "w"
        workspace_region      = "westeurope"
        workspace_resource_id = "/w"
        interval_in_minutes   = 10
      }
    }
    expect = ["azurerm_network_watcher_flow_log.this @ traffic_analytics[0].interval_in_minutes"]
  }

  unknown "not known" {
    variable "minutes" {}
    resource "azurerm_network_watcher_flow_log" "this" {
      network_watcher_name = "nw"
      resource_group_name  = "app"
      name                 = "app"
      storage_account_id   = "/sa"
      enabled              = true
      traffic_analytics {
        enabled               = true
        workspace_id          = "w"
        workspace_region      = "westeurope"
        workspace_resource_id = "/w"
        interval_in_minutes   = var.minutes
      }
    }
  }

  pass "`interval_in_minutes` is `11`" {
    resource "azurerm_network_watcher_flow_log" "this" {
      network_watcher_name = "nw"
      resource_group_name  = "app"
      name                 = "app"
      storage_account_id   = "/sa"
      enabled              = true
      traffic_analytics {
        enabled               = true
        workspace_id          = "w"
        workspace_region      = "westeurope"
        workspace_resource_id = "/w"
        interval_in_minutes   = 11
      }
    }
  }
}

rule "azure-front-door-premium-outside-production" {
  title     = "Premium Front Door outside production"
  category  = "cost"
  severity  = "low"
  default   = false
  resources = ["azurerm_cdn_frontdoor_profile"]
  params = {
    nonproduction = "(?i)(?:^|[^a-z])(?:dev(?:elop(?:ment)?)?|te?st(?:ing)?|qa|uat|sandbox|sbx|demo|poc|non-?prod(?:uction)?|preview|lab)(?:$|[^a-z])"
  }
  when    = resource.sku_name == "Premium_AzureFrontDoor"
  assert  = !can(regex(param.nonproduction, environment_of(resource)))
  at      = resource.sku_name
  message = "the base fee of the premium profile is many times that of the standard one"
  why     = <<-EOT
    Managed firewall rules and private links to origins need the premium profile, which is a reason to have it in one test environment and not in all.
  EOT
  remedy  = <<-EOT
    Choose the profile by environment.

    ```hcl
    sku_name = var.environment == "prod" ? "Premium_AzureFrontDoor" : "Standard_AzureFrontDoor"
    ```
  EOT
  link    = "https://learn.microsoft.com/azure/frontdoor/standard-premium/tier-comparison"

  pass "production" {
    resource "azurerm_cdn_frontdoor_profile" "this" {
      name                = "web"
      resource_group_name = "app"
      sku_name            = "Premium_AzureFrontDoor"
      tags = {
        environment = "prod"
      }
    }
  }

  pass "standard" {
    resource "azurerm_cdn_frontdoor_profile" "this" {
      name                = "web"
      resource_group_name = "app"
      sku_name            = "Standard_AzureFrontDoor"
      tags = {
        environment = "dev"
      }
    }
  }

  fail "a test environment" {
    resource "azurerm_cdn_frontdoor_profile" "this" {
      name                = "web"
      resource_group_name = "app"
      sku_name            = "Premium_AzureFrontDoor"
      tags = {
        environment = "dev"
      }
    }
    expect = ["azurerm_cdn_frontdoor_profile.this @ sku_name"]
  }

  unknown "nobody says which environment it is" {
    variable "environment" {}
    resource "azurerm_cdn_frontdoor_profile" "this" {
      name                = "web"
      resource_group_name = "app"
      sku_name            = "Premium_AzureFrontDoor"
      tags = {
        environment = var.environment
      }
    }
  }
}

rule "azure-mssql-serverless-never-pauses" {
  title     = "Serverless SQL database is never paused"
  category  = "cost"
  severity  = "low"
  resources = ["azurerm_mssql_database"]
  when      = can(regex("^GP_S_", resource.sku_name))
  assert    = tonumber(coalesce(resource.auto_pause_delay_in_minutes, 60)) != -1
  at        = resource.auto_pause_delay_in_minutes
  message   = "`auto_pause_delay_in_minutes` is -1"
  why       = <<-EOT
    A serverless database that never pauses bills its minimum of vCores around the clock, at a higher price than a provisioned one. Right where the first
    query after a pause must not wait.
  EOT
  remedy    = <<-EOT
    Let it pause, or provision it.

    ```hcl
    auto_pause_delay_in_minutes = 60
    ```
  EOT
  link      = "https://learn.microsoft.com/azure/azure-sql/database/serverless-tier-overview"

  pass "after an hour" {
    resource "azurerm_mssql_database" "this" {
      name                        = "orders"
      server_id                   = "/server"
      sku_name                    = "GP_S_Gen5_2"
      auto_pause_delay_in_minutes = 60
    }
  }

  fail "never" {
    resource "azurerm_mssql_database" "this" {
      name                        = "orders"
      server_id                   = "/server"
      sku_name                    = "GP_S_Gen5_2"
      auto_pause_delay_in_minutes = -1
    }
    expect = ["azurerm_mssql_database.this @ auto_pause_delay_in_minutes"]
  }

  unknown "not known" {
    variable "delay" {}
    resource "azurerm_mssql_database" "this" {
      name                        = "orders"
      server_id                   = "/server"
      sku_name                    = "GP_S_Gen5_2"
      auto_pause_delay_in_minutes = var.delay
    }
  }

  pass "no `sku_name`" {
    resource "azurerm_mssql_database" "this" {
      name                        = "orders"
      server_id                   = "/server"
      auto_pause_delay_in_minutes = -1
    }
  }
}

rule "azure-mssql-geo-backup-outside-production" {
  title     = "Backups of a test database are copied to another region"
  category  = "cost"
  severity  = "info"
  default   = false
  resources = ["azurerm_mssql_database"]
  params = {
    nonproduction = "(?i)(?:^|[^a-z])(?:dev(?:elop(?:ment)?)?|te?st(?:ing)?|qa|uat|sandbox|sbx|demo|poc|non-?prod(?:uction)?|preview|lab)(?:$|[^a-z])"
  }
  when    = contains(["Geo", "GeoZone"], coalesce(resource.storage_account_type, "Geo"))
  assert  = !can(regex(param.nonproduction, environment_of(resource)))
  at      = resource.storage_account_type
  message = "backups are stored in two regions"
  why     = <<-EOT
    Geo-redundant backup storage, which one gets when nothing is said, costs about twice as much as local.
  EOT
  remedy  = <<-EOT
    Keep backups local outside production.

    ```hcl
    storage_account_type = var.environment == "prod" ? "Geo" : "Local"
    ```
  EOT
  link    = "https://learn.microsoft.com/azure/azure-sql/database/automated-backups-overview"

  pass "production" {
    resource "azurerm_mssql_database" "this" {
      name                 = "orders"
      server_id            = "/server"
      sku_name             = "GP_S_Gen5_2"
      storage_account_type = "Geo"
      tags = {
        environment = "prod"
      }
    }
  }

  pass "one region" {
    resource "azurerm_mssql_database" "this" {
      name                 = "orders"
      server_id            = "/server"
      sku_name             = "GP_S_Gen5_2"
      storage_account_type = "Local"
      tags = {
        environment = "dev"
      }
    }
  }

  fail "a test environment" {
    resource "azurerm_mssql_database" "this" {
      name                 = "orders"
      server_id            = "/server"
      sku_name             = "GP_S_Gen5_2"
      storage_account_type = "Geo"
      tags = {
        environment = "dev"
      }
    }
    expect = ["azurerm_mssql_database.this @ storage_account_type"]
  }

  unknown "nobody says which environment it is" {
    variable "environment" {}
    resource "azurerm_mssql_database" "this" {
      name                 = "orders"
      server_id            = "/server"
      sku_name             = "GP_S_Gen5_2"
      storage_account_type = "Geo"
      tags = {
        environment = var.environment
      }
    }
  }

  fail "more that fail" {
    resource "azurerm_mssql_database" "no_storage_account_type" {
      name      = "orders"
      server_id = "/server"
      sku_name  = "GP_S_Gen5_2"
      tags      = { environment = "dev" }
    }
    resource "azurerm_mssql_database" "one_more_storage_account_type_is_geozone" {
      name                 = "orders"
      server_id            = "/server"
      sku_name             = "GP_S_Gen5_2"
      storage_account_type = "Local"
      tags                 = { environment = "dev" }
    }
    resource "azurerm_mssql_database" "one_more_storage_account_type_is_geozone_2" {
      name                 = "orders"
      server_id            = "/server"
      sku_name             = "GP_S_Gen5_2"
      storage_account_type = "GeoZone"
      tags                 = { environment = "dev" }
    }
    expect = [
      "azurerm_mssql_database.no_storage_account_type",
      "azurerm_mssql_database.one_more_storage_account_type_is_geozone_2 @ storage_account_type",
    ]
  }
}

rule "azure-mssql-managed-instance-costly-tier-outside-production" {
  title     = "Business critical managed instance outside production"
  category  = "cost"
  severity  = "low"
  default   = false
  resources = ["azurerm_mssql_managed_instance"]
  params = {
    nonproduction = "(?i)(?:^|[^a-z])(?:dev(?:elop(?:ment)?)?|te?st(?:ing)?|qa|uat|sandbox|sbx|demo|poc|non-?prod(?:uction)?|preview|lab)(?:$|[^a-z])"
  }
  when    = startswith(resource.sku_name, "BC_")
  assert  = !can(regex(param.nonproduction, environment_of(resource)))
  at      = resource.sku_name
  message = "`${resource.sku_name}` keeps replicas and local disks that a non-production instance seldom needs"
  why     = <<-EOT
    Business critical instances cost about twice as much as general purpose ones with the same cores.
  EOT
  remedy  = <<-EOT
    Choose the tier by environment.

    ```hcl
    sku_name = var.environment == "prod" ? "BC_Gen5" : "GP_Gen5"
    ```
  EOT
  link    = "https://learn.microsoft.com/azure/azure-sql/managed-instance/service-tiers-managed-instance-vcore"

  pass "production" {
    resource "azurerm_mssql_managed_instance" "this" {
      name                = "erp"
      resource_group_name = "app"
      location            = "westeurope"
      license_type        = "BasePrice"
      storage_size_in_gb  = 64
      subnet_id           = "/subnet"
      vcores              = 4
      sku_name            = "BC_Gen5"
      tags = {
        environment = "prod"
      }
    }
  }

  pass "general purpose" {
    resource "azurerm_mssql_managed_instance" "this" {
      name                = "erp"
      resource_group_name = "app"
      location            = "westeurope"
      license_type        = "BasePrice"
      storage_size_in_gb  = 64
      subnet_id           = "/subnet"
      vcores              = 4
      sku_name            = "GP_Gen5"
      tags = {
        environment = "dev"
      }
    }
  }

  fail "a test environment" {
    resource "azurerm_mssql_managed_instance" "this" {
      name                = "erp"
      resource_group_name = "app"
      location            = "westeurope"
      license_type        = "BasePrice"
      storage_size_in_gb  = 64
      subnet_id           = "/subnet"
      vcores              = 4
      sku_name            = "BC_Gen5"
      tags = {
        environment = "dev"
      }
    }
    expect = ["azurerm_mssql_managed_instance.this @ sku_name"]
  }

  unknown "nobody says which environment it is" {
    variable "environment" {}
    resource "azurerm_mssql_managed_instance" "this" {
      name                = "erp"
      resource_group_name = "app"
      location            = "westeurope"
      license_type        = "BasePrice"
      storage_size_in_gb  = 64
      subnet_id           = "/subnet"
      vcores              = 4
      sku_name            = "BC_Gen5"
      tags = {
        environment = var.environment
      }
    }
  }
}

rule "azure-mssql-no-hybrid-benefit" {
  title     = "SQL database bills a licence by the hour"
  category  = "cost"
  severity  = "info"
  default   = false
  resources = ["azurerm_mssql_database", "azurerm_mssql_elasticpool", "azurerm_mssql_managed_instance"]
  when      = can(regex("^(?:GP|BC|HS)_", coalesce(resource.sku[0].name, resource.sku_name))) && !can(regex("^GP_S_", resource.sku_name))
  assert    = resource.license_type == "BasePrice"
  at        = resource.license_type
  message   = "`license_type` is not `BasePrice`"
  why       = <<-EOT
    Who owns SQL Server licences with Software Assurance need not pay for them again (Azure Hybrid Benefit). Fine for those who own none.
  EOT
  remedy    = <<-EOT
    Claim the benefit where licences are at hand.

    ```hcl
    license_type = "BasePrice"
    ```
  EOT
  link      = "https://learn.microsoft.com/azure/azure-sql/azure-hybrid-benefit"

  pass "claimed" {
    resource "azurerm_mssql_database" "this" {
      name         = "orders"
      server_id    = "/server"
      sku_name     = "GP_Gen5_2"
      license_type = "BasePrice"
    }
  }

  pass "serverless has none" {
    resource "azurerm_mssql_database" "this" {
      name      = "orders"
      server_id = "/server"
      sku_name  = "GP_S_Gen5_2"
    }
  }

  fail "not claimed" {
    resource "azurerm_mssql_database" "this" {
      name         = "orders"
      server_id    = "/server"
      sku_name     = "GP_Gen5_2"
      license_type = "LicenseIncluded"
    }
    expect = ["azurerm_mssql_database.this @ license_type"]
  }

  unknown "not known" {
    variable "license" {}
    resource "azurerm_mssql_database" "this" {
      name         = "orders"
      server_id    = "/server"
      sku_name     = "GP_Gen5_2"
      license_type = var.license
    }
  }

  pass "no `sku_name`" {
    resource "azurerm_mssql_database" "this" {
      name      = "orders"
      server_id = "/server"
    }
  }
}

rule "azure-database-high-availability-outside-production" {
  title     = "Database server of a test environment has a standby"
  category  = "cost"
  severity  = "low"
  default   = false
  resources = ["azurerm_postgresql_flexible_server", "azurerm_mysql_flexible_server"]
  params = {
    nonproduction = "(?i)(?:^|[^a-z])(?:dev(?:elop(?:ment)?)?|te?st(?:ing)?|qa|uat|sandbox|sbx|demo|poc|non-?prod(?:uction)?|preview|lab)(?:$|[^a-z])"
  }
  when    = length(resource.high_availability) > 0
  assert  = !can(regex(param.nonproduction, environment_of(resource)))
  at      = resource.high_availability
  message = "the standby costs as much as the server and its storage"
  why     = <<-EOT
    A standby takes over within minutes when a zone fails. A test environment can wait.
  EOT
  remedy  = <<-EOT
    Use high availability in production only.

    ```hcl
    dynamic "high_availability" {
      for_each = var.environment == "prod" ? [1] : []
      content {
        mode = "ZoneRedundant"
      }
    }
    ```
  EOT
  link    = "https://learn.microsoft.com/azure/postgresql/flexible-server/concepts-high-availability"

  pass "production" {
    resource "azurerm_postgresql_flexible_server" "this" {
      name                = "orders"
      resource_group_name = "app"
      location            = "westeurope"
      version             = "16"
      sku_name            = "GP_Standard_D2s_v3"
      high_availability {
        mode = "ZoneRedundant"
      }
      tags = {
        environment = "prod"
      }
    }
  }

  pass "one server" {
    resource "azurerm_postgresql_flexible_server" "this" {
      name                = "orders"
      resource_group_name = "app"
      location            = "westeurope"
      version             = "16"
      sku_name            = "GP_Standard_D2s_v3"
      tags = {
        environment = "dev"
      }
    }
  }

  fail "a test environment" {
    resource "azurerm_postgresql_flexible_server" "this" {
      name                = "orders"
      resource_group_name = "app"
      location            = "westeurope"
      version             = "16"
      sku_name            = "GP_Standard_D2s_v3"
      high_availability {
        mode = "ZoneRedundant"
      }
      tags = {
        environment = "dev"
      }
    }
    expect = ["azurerm_postgresql_flexible_server.this @ high_availability"]
  }

  unknown "nobody says which environment it is" {
    variable "environment" {}
    resource "azurerm_postgresql_flexible_server" "this" {
      name                = "orders"
      resource_group_name = "app"
      location            = "westeurope"
      version             = "16"
      sku_name            = "GP_Standard_D2s_v3"
      high_availability {
        mode = "ZoneRedundant"
      }
      tags = {
        environment = var.environment
      }
    }
  }
}

rule "azure-database-not-burstable-outside-production" {
  title     = "Database server of a test environment is not burstable"
  category  = "cost"
  severity  = "info"
  default   = false
  resources = ["azurerm_postgresql_flexible_server", "azurerm_mysql_flexible_server"]
  params = {
    nonproduction = "(?i)(?:^|[^a-z])(?:dev(?:elop(?:ment)?)?|te?st(?:ing)?|qa|uat|sandbox|sbx|demo|poc|non-?prod(?:uction)?|preview|lab)(?:$|[^a-z])"
  }
  when    = can(regex("^(?:GP|MO|BC)_", resource.sku_name))
  assert  = !can(regex(param.nonproduction, environment_of(resource)))
  at      = resource.sku_name
  message = "`${resource.sku_name}` has processors of its own for an environment with little load"
  why     = <<-EOT
    Burstable servers share processors: `B_Standard_B1ms` costs 0.022 USD an hour in westus, `GP_Standard_D2ads_v5` 0.195 for PostgreSQL.
  EOT
  remedy  = <<-EOT
    Choose the size by environment.

    ```hcl
    sku_name = var.environment == "prod" ? "GP_Standard_D2ads_v5" : "B_Standard_B1ms"
    ```
  EOT
  link    = "https://learn.microsoft.com/azure/postgresql/flexible-server/concepts-compute"

  pass "production" {
    resource "azurerm_postgresql_flexible_server" "this" {
      name                = "orders"
      resource_group_name = "app"
      location            = "westeurope"
      version             = "16"
      sku_name            = "GP_Standard_D2ads_v5"
      tags = {
        environment = "prod"
      }
    }
  }

  pass "burstable" {
    resource "azurerm_postgresql_flexible_server" "this" {
      name                = "orders"
      resource_group_name = "app"
      location            = "westeurope"
      version             = "16"
      sku_name            = "B_Standard_B1ms"
      tags = {
        environment = "dev"
      }
    }
  }

  fail "a test environment" {
    resource "azurerm_postgresql_flexible_server" "this" {
      name                = "orders"
      resource_group_name = "app"
      location            = "westeurope"
      version             = "16"
      sku_name            = "GP_Standard_D2ads_v5"
      tags = {
        environment = "dev"
      }
    }
    expect = ["azurerm_postgresql_flexible_server.this @ sku_name"]
  }

  unknown "nobody says which environment it is" {
    variable "environment" {}
    resource "azurerm_postgresql_flexible_server" "this" {
      name                = "orders"
      resource_group_name = "app"
      location            = "westeurope"
      version             = "16"
      sku_name            = "GP_Standard_D2ads_v5"
      tags = {
        environment = var.environment
      }
    }
  }
}

rule "azure-database-geo-backup-outside-production" {
  title     = "Backups of a test server are copied to another region"
  category  = "cost"
  severity  = "info"
  default   = false
  resources = ["azurerm_postgresql_flexible_server", "azurerm_mysql_flexible_server"]
  params = {
    nonproduction = "(?i)(?:^|[^a-z])(?:dev(?:elop(?:ment)?)?|te?st(?:ing)?|qa|uat|sandbox|sbx|demo|poc|non-?prod(?:uction)?|preview|lab)(?:$|[^a-z])"
  }
  when    = resource.geo_redundant_backup_enabled == true
  assert  = !can(regex(param.nonproduction, environment_of(resource)))
  at      = resource.geo_redundant_backup_enabled
  message = "backups are stored in two regions"
  why     = <<-EOT
    Data of a test environment can be made again.
  EOT
  remedy  = <<-EOT
    Copy backups in production only.

    ```hcl
    geo_redundant_backup_enabled = var.environment == "prod"
    ```
  EOT
  link    = "https://learn.microsoft.com/azure/postgresql/flexible-server/concepts-backup-restore"

  pass "production" {
    resource "azurerm_postgresql_flexible_server" "this" {
      name                         = "orders"
      resource_group_name          = "app"
      location                     = "westeurope"
      version                      = "16"
      sku_name                     = "GP_Standard_D2s_v3"
      geo_redundant_backup_enabled = true
      tags = {
        environment = "prod"
      }
    }
  }

  pass "one region" {
    resource "azurerm_postgresql_flexible_server" "this" {
      name                         = "orders"
      resource_group_name          = "app"
      location                     = "westeurope"
      version                      = "16"
      sku_name                     = "GP_Standard_D2s_v3"
      geo_redundant_backup_enabled = false
      tags = {
        environment = "dev"
      }
    }
  }

  fail "a test environment" {
    resource "azurerm_postgresql_flexible_server" "this" {
      name                         = "orders"
      resource_group_name          = "app"
      location                     = "westeurope"
      version                      = "16"
      sku_name                     = "GP_Standard_D2s_v3"
      geo_redundant_backup_enabled = true
      tags = {
        environment = "dev"
      }
    }
    expect = ["azurerm_postgresql_flexible_server.this @ geo_redundant_backup_enabled"]
  }

  unknown "nobody says which environment it is" {
    variable "environment" {}
    resource "azurerm_postgresql_flexible_server" "this" {
      name                         = "orders"
      resource_group_name          = "app"
      location                     = "westeurope"
      version                      = "16"
      sku_name                     = "GP_Standard_D2s_v3"
      geo_redundant_backup_enabled = true
      tags = {
        environment = var.environment
      }
    }
  }
}

rule "azure-cosmosdb-many-regions-outside-production" {
  title     = "Cosmos DB of a test environment runs in several regions"
  category  = "cost"
  severity  = "low"
  default   = false
  resources = ["azurerm_cosmosdb_account"]
  params = {
    nonproduction = "(?i)(?:^|[^a-z])(?:dev(?:elop(?:ment)?)?|te?st(?:ing)?|qa|uat|sandbox|sbx|demo|poc|non-?prod(?:uction)?|preview|lab)(?:$|[^a-z])"
  }
  when    = length(resource.geo_location) > 1
  assert  = !can(regex(param.nonproduction, environment_of(resource)))
  at      = resource.geo_location
  message = "throughput and storage are billed in each of ${length(resource.geo_location)} regions"
  why     = <<-EOT
    Every region has all the data and all the request units.
  EOT
  remedy  = <<-EOT
    Use one region outside production.

    ```hcl
    dynamic "geo_location" {
      for_each = var.environment == "prod" ? var.regions : slice(var.regions, 0, 1)
      content {
        location          = geo_location.value
        failover_priority = geo_location.key
      }
    }
    ```
  EOT
  link    = "https://learn.microsoft.com/azure/cosmos-db/distribute-data-globally"

  pass "production" {
    resource "azurerm_cosmosdb_account" "this" {
      name                = "orders"
      resource_group_name = "app"
      location            = "westeurope"
      offer_type          = "Standard"
      consistency_policy {
        consistency_level = "Session"
      }
      geo_location {
        location          = "westeurope"
        failover_priority = 0
      }
      geo_location {
        location          = "northeurope"
        failover_priority = 1
      }
      tags = {
        environment = "prod"
      }
    }
  }

  pass "one region" {
    resource "azurerm_cosmosdb_account" "this" {
      name                = "orders"
      resource_group_name = "app"
      location            = "westeurope"
      offer_type          = "Standard"
      consistency_policy {
        consistency_level = "Session"
      }
      geo_location {
        location          = "westeurope"
        failover_priority = 0
      }
      tags = {
        environment = "dev"
      }
    }
  }

  fail "a test environment" {
    resource "azurerm_cosmosdb_account" "this" {
      name                = "orders"
      resource_group_name = "app"
      location            = "westeurope"
      offer_type          = "Standard"
      consistency_policy {
        consistency_level = "Session"
      }
      geo_location {
        location          = "westeurope"
        failover_priority = 0
      }
      geo_location {
        location          = "northeurope"
        failover_priority = 1
      }
      tags = {
        environment = "dev"
      }
    }
    expect = ["azurerm_cosmosdb_account.this @ geo_location"]
  }

  unknown "nobody says which environment it is" {
    variable "environment" {}
    resource "azurerm_cosmosdb_account" "this" {
      name                = "orders"
      resource_group_name = "app"
      location            = "westeurope"
      offer_type          = "Standard"
      consistency_policy {
        consistency_level = "Session"
      }
      geo_location {
        location          = "westeurope"
        failover_priority = 0
      }
      geo_location {
        location          = "northeurope"
        failover_priority = 1
      }
      tags = {
        environment = var.environment
      }
    }
  }
}

rule "azure-cosmosdb-fixed-throughput" {
  title    = "Cosmos DB pays for fixed throughput day and night"
  category = "cost"
  severity = "info"
  default  = false
  resources = [
    "azurerm_cosmosdb_sql_container",
    "azurerm_cosmosdb_sql_database",
    "azurerm_cosmosdb_mongo_collection",
    "azurerm_cosmosdb_mongo_database",
    "azurerm_cosmosdb_table",
  ]
  params = {
    minimum = 1000
  }
  when    = resource.throughput != null
  assert  = resource.throughput <= param.minimum
  at      = resource.throughput
  message = "${resource.throughput} request units per second are billed whether they are used or not"
  why     = <<-EOT
    With autoscaling the price follows the load between a tenth and the maximum. Steady load is cheaper with fixed throughput, at two thirds of the price
    per unit.
  EOT
  remedy  = <<-EOT
    Use `autoscale_settings` where load comes and goes.

    ```hcl
    autoscale_settings {
      max_throughput = 4000
    }
    ```
  EOT
  link    = "https://learn.microsoft.com/azure/cosmos-db/how-to-choose-offer"

  pass "autoscaling" {
    resource "azurerm_cosmosdb_sql_container" "this" {
      name                = "orders"
      resource_group_name = "app"
      account_name        = "orders"
      database_name       = "orders"
      partition_key_paths = ["/id"]
      autoscale_settings {
        max_throughput = 4000
      }
    }
  }

  pass "the smallest" {
    resource "azurerm_cosmosdb_sql_container" "this" {
      name                = "orders"
      resource_group_name = "app"
      account_name        = "orders"
      database_name       = "orders"
      partition_key_paths = ["/id"]
      throughput          = 400
    }
  }

  fail "fixed" {
    resource "azurerm_cosmosdb_sql_container" "this" {
      name                = "orders"
      resource_group_name = "app"
      account_name        = "orders"
      database_name       = "orders"
      partition_key_paths = ["/id"]
      throughput          = 10000
    }
    expect = ["azurerm_cosmosdb_sql_container.this @ throughput"]
  }

  unknown "not known" {
    variable "throughput" {}
    resource "azurerm_cosmosdb_sql_container" "this" {
      name                = "orders"
      resource_group_name = "app"
      account_name        = "orders"
      database_name       = "orders"
      partition_key_paths = ["/id"]
      throughput          = var.throughput
    }
  }

  pass "`throughput` is `1000`" {
    resource "azurerm_cosmosdb_sql_container" "this" {
      name                = "orders"
      resource_group_name = "app"
      account_name        = "orders"
      database_name       = "orders"
      partition_key_paths = ["/id"]
      throughput          = 1000
    }
  }

  fail "one more, `throughput` is `1001`" {
    resource "azurerm_cosmosdb_sql_container" "this" {
      name                = "orders"
      resource_group_name = "app"
      account_name        = "orders"
      database_name       = "orders"
      partition_key_paths = ["/id"]
      autoscale_settings {
        max_throughput = 4000
      }
    }
    resource "azurerm_cosmosdb_sql_container" "this_too" {
      name                = "orders"
      resource_group_name = "app"
      account_name        = "orders"
      database_name       = "orders"
      partition_key_paths = ["/id"]
      throughput          = 1001
      autoscale_settings {
        max_throughput = 4000
      }
    }
    expect = ["azurerm_cosmosdb_sql_container.this_too @ throughput"]
    also   = ["azure-cosmosdb-invalid-throughput"]
  }
}

rule "azure-redis-premium-outside-production" {
  title     = "Premium cache outside production"
  category  = "cost"
  severity  = "low"
  default   = false
  resources = ["azurerm_redis_cache"]
  params = {
    nonproduction = "(?i)(?:^|[^a-z])(?:dev(?:elop(?:ment)?)?|te?st(?:ing)?|qa|uat|sandbox|sbx|demo|poc|non-?prod(?:uction)?|preview|lab)(?:$|[^a-z])"
  }
  when    = resource.sku_name == "Premium"
  assert  = !can(regex(param.nonproduction, environment_of(resource)))
  at      = resource.sku_name
  message = "the smallest premium cache costs some 200 USD a month"
  why     = <<-EOT
    In eastus `P1` is 202.21 USD a month. Persistence, clustering and networks of its own need the premium tier, which is a reason to have it in one test
    environment and not in all.
  EOT
  remedy  = <<-EOT
    Choose the tier by environment.

    ```hcl
    sku_name = var.environment == "prod" ? "Premium" : "Basic"
    family   = var.environment == "prod" ? "P" : "C"
    capacity = 1
    ```
  EOT
  link    = "https://learn.microsoft.com/azure/azure-cache-for-redis/cache-overview"

  pass "production" {
    resource "azurerm_redis_cache" "this" {
      name                = "sessions"
      resource_group_name = "app"
      location            = "westeurope"
      capacity            = 1
      family              = "P"
      sku_name            = "Premium"
      tags = {
        environment = "prod"
      }
    }
  }

  pass "basic" {
    resource "azurerm_redis_cache" "this" {
      name                = "sessions"
      resource_group_name = "app"
      location            = "westeurope"
      capacity            = 0
      family              = "C"
      sku_name            = "Basic"
      tags = {
        environment = "dev"
      }
    }
  }

  fail "a test environment" {
    resource "azurerm_redis_cache" "this" {
      name                = "sessions"
      resource_group_name = "app"
      location            = "westeurope"
      capacity            = 1
      family              = "P"
      sku_name            = "Premium"
      tags = {
        environment = "dev"
      }
    }
    expect = ["azurerm_redis_cache.this @ sku_name"]
  }

  unknown "nobody says which environment it is" {
    variable "environment" {}
    resource "azurerm_redis_cache" "this" {
      name                = "sessions"
      resource_group_name = "app"
      location            = "westeurope"
      capacity            = 1
      family              = "P"
      sku_name            = "Premium"
      tags = {
        environment = var.environment
      }
    }
  }
}

rule "azure-service-plan-no-autoscaling" {
  title     = "App Service plan never shrinks"
  category  = "cost"
  severity  = "info"
  default   = false
  resources = ["azurerm_service_plan"]
  related "settings" {
    type = "azurerm_monitor_autoscale_setting"
    on   = refers(other.target_resource_id, resource)
  }
  when    = resource.worker_count > 1 && can(regex("^[SPI]", upper(resource.sku_name)))
  assert  = length(related.settings) > 0 || resource.premium_plan_auto_scale_enabled == true
  at      = resource.worker_count
  message = "${resource.worker_count} workers run at all hours"
  why     = <<-EOT
    Workers are billed by the hour whether requests come or not.
  EOT
  remedy  = <<-EOT
    Add an autoscale setting.

    ```hcl
    resource "azurerm_monitor_autoscale_setting" "web" {
      name                = "web"
      resource_group_name = azurerm_resource_group.web.name
      location            = azurerm_resource_group.web.location
      target_resource_id  = azurerm_service_plan.web.id
      profile {
        name = "default"
        capacity {
          default = 2
          minimum = 1
          maximum = 5
        }
      }
    }
    ```
  EOT
  link    = "https://learn.microsoft.com/azure/app-service/manage-automatic-scaling"

  pass "a setting" {
    resource "azurerm_service_plan" "this" {
      name                = "web"
      resource_group_name = "app"
      location            = "westeurope"
      os_type             = "Linux"
      sku_name            = "P1v3"
      worker_count        = 3
    }
    resource "azurerm_monitor_autoscale_setting" "this" {
      name                = "web"
      resource_group_name = "app"
      location            = "westeurope"
      target_resource_id  = azurerm_service_plan.this.id
      profile {
        name = "default"
        capacity {
          default = 2
          minimum = 1
          maximum = 5
        }
      }
    }
  }

  pass "one worker" {
    resource "azurerm_service_plan" "this" {
      name                = "web"
      resource_group_name = "app"
      location            = "westeurope"
      os_type             = "Linux"
      sku_name            = "P1v3"
      worker_count        = 1
    }
  }

  fail "fixed" {
    resource "azurerm_service_plan" "this" {
      name                = "web"
      resource_group_name = "app"
      location            = "westeurope"
      os_type             = "Linux"
      sku_name            = "P1v3"
      worker_count        = 3
    }
    expect = ["azurerm_service_plan.this @ worker_count"]
  }

  unknown "not known" {
    variable "workers" {}
    resource "azurerm_service_plan" "this" {
      name                = "web"
      resource_group_name = "app"
      location            = "westeurope"
      os_type             = "Linux"
      sku_name            = "P1v3"
      worker_count        = var.workers
    }
  }

  pass "more that pass" {
    resource "azurerm_service_plan" "one_more_premium_plan_auto_scale_enabled" {
      name                = "web"
      resource_group_name = "app"
      location            = "westeurope"
      os_type             = "Linux"
      sku_name            = "P1v3"
      worker_count        = 3
    }
    resource "azurerm_service_plan" "one_more_premium_plan_auto_scale_enabled_2" {
      name                            = "web"
      resource_group_name             = "app"
      location                        = "westeurope"
      os_type                         = "Linux"
      sku_name                        = "P1v3"
      worker_count                    = 3
      premium_plan_auto_scale_enabled = true
    }
    resource "azurerm_monitor_autoscale_setting" "one_more_premium_plan_auto_scale_enabled" {
      name                = "web"
      resource_group_name = "app"
      location            = "westeurope"
      target_resource_id  = azurerm_service_plan.one_more_premium_plan_auto_scale_enabled.id
      profile {
        name = "default"
        capacity {
          default = 2
          minimum = 1
          maximum = 5
        }
      }
    }
    resource "azurerm_service_plan" "one_more_sku_name_is_b1" {
      name                = "web"
      resource_group_name = "app"
      location            = "westeurope"
      os_type             = "Linux"
      sku_name            = "P1v3"
      worker_count        = 3
    }
    resource "azurerm_service_plan" "one_more_sku_name_is_b1_2" {
      name                = "web"
      resource_group_name = "app"
      location            = "westeurope"
      os_type             = "Linux"
      sku_name            = "B1"
      worker_count        = 3
    }
    resource "azurerm_monitor_autoscale_setting" "one_more_sku_name_is_b1" {
      name                = "web"
      resource_group_name = "app"
      location            = "westeurope"
      target_resource_id  = azurerm_service_plan.one_more_sku_name_is_b1.id
      profile {
        name = "default"
        capacity {
          default = 2
          minimum = 1
          maximum = 5
        }
      }
    }
  }

  fail "`worker_count` is `2`" {
    resource "azurerm_service_plan" "this" {
      name                = "web"
      resource_group_name = "app"
      location            = "westeurope"
      os_type             = "Linux"
      sku_name            = "P1v3"
      worker_count        = 2
    }
    expect = ["azurerm_service_plan.this @ worker_count"]
  }
}

rule "azure-function-plan-always-on-outside-production" {
  title     = "Function plan of a test environment never sleeps"
  category  = "cost"
  severity  = "low"
  default   = false
  resources = ["azurerm_service_plan"]
  params = {
    nonproduction = "(?i)(?:^|[^a-z])(?:dev(?:elop(?:ment)?)?|te?st(?:ing)?|qa|uat|sandbox|sbx|demo|poc|non-?prod(?:uction)?|preview|lab)(?:$|[^a-z])"
  }
  when    = can(regex("^(?:EP|WS)[123]$", upper(resource.sku_name)))
  assert  = !can(regex(param.nonproduction, environment_of(resource)))
  at      = resource.sku_name
  message = "`${resource.sku_name}` keeps at least one worker running"
  why     = <<-EOT
    Elastic premium plans and workflow plans are billed by the hour. Consumption plans (`Y1`, `FC1`) are billed by the call and cost nothing while nobody
    calls.
  EOT
  remedy  = <<-EOT
    Use a consumption plan outside production.

    ```hcl
    sku_name = var.environment == "prod" ? "EP1" : "Y1"
    ```
  EOT
  link    = "https://learn.microsoft.com/azure/azure-functions/functions-scale"

  pass "production" {
    resource "azurerm_service_plan" "this" {
      name                = "jobs"
      resource_group_name = "app"
      location            = "westeurope"
      os_type             = "Linux"
      sku_name            = "EP1"
      tags = {
        environment = "prod"
      }
    }
  }

  pass "consumption" {
    resource "azurerm_service_plan" "this" {
      name                = "jobs"
      resource_group_name = "app"
      location            = "westeurope"
      os_type             = "Linux"
      sku_name            = "Y1"
      tags = {
        environment = "dev"
      }
    }
  }

  fail "a test environment" {
    resource "azurerm_service_plan" "this" {
      name                = "jobs"
      resource_group_name = "app"
      location            = "westeurope"
      os_type             = "Linux"
      sku_name            = "EP1"
      tags = {
        environment = "dev"
      }
    }
    expect = ["azurerm_service_plan.this @ sku_name"]
  }

  unknown "nobody says which environment it is" {
    variable "environment" {}
    resource "azurerm_service_plan" "this" {
      name                = "jobs"
      resource_group_name = "app"
      location            = "westeurope"
      os_type             = "Linux"
      sku_name            = "EP1"
      tags = {
        environment = var.environment
      }
    }
  }
}

rule "azure-app-service-environment-outside-production" {
  title     = "App Service environment outside production"
  category  = "cost"
  severity  = "low"
  default   = false
  resources = ["azurerm_app_service_environment_v3"]
  params = {
    nonproduction = "(?i)(?:^|[^a-z])(?:dev(?:elop(?:ment)?)?|te?st(?:ing)?|qa|uat|sandbox|sbx|demo|poc|non-?prod(?:uction)?|preview|lab)(?:$|[^a-z])"
  }
  when    = resource.name != null
  assert  = !can(regex(param.nonproduction, environment_of(resource)))
  at      = resource.name
  message = "an isolated environment is billed for an environment that is not production"
  why     = <<-EOT
    An environment bills at least one isolated worker around the clock, and nine with zone redundancy. Private endpoints of an ordinary plan isolate tests
    well enough.
  EOT
  remedy  = <<-EOT
    Use a basic or premium plan outside production.

    ```hcl
    resource "azurerm_service_plan" "web" {
      name                = "web"
      resource_group_name = azurerm_resource_group.web.name
      location            = azurerm_resource_group.web.location
      os_type             = "Linux"
      sku_name            = "B1"
    }
    ```
  EOT
  link    = "https://learn.microsoft.com/azure/app-service/environment/overview"

  pass "production" {
    resource "azurerm_app_service_environment_v3" "this" {
      resource_group_name = "app"
      subnet_id           = "/subnet"
      name                = "ase"
      tags = {
        environment = "prod"
      }
    }
  }

  fail "a test environment" {
    resource "azurerm_app_service_environment_v3" "this" {
      resource_group_name = "app"
      subnet_id           = "/subnet"
      name                = "ase"
      tags = {
        environment = "dev"
      }
    }
    expect = ["azurerm_app_service_environment_v3.this @ name"]
  }

  unknown "nobody says which environment it is" {
    variable "environment" {}
    resource "azurerm_app_service_environment_v3" "this" {
      resource_group_name = "app"
      subnet_id           = "/subnet"
      name                = "ase"
      tags = {
        environment = var.environment
      }
    }
  }

  pass "no `name`" {
    resource "azurerm_app_service_environment_v3" "this" {
      resource_group_name = "app"
      subnet_id           = "/subnet"
      tags                = { environment = "dev" }
    }
  }
}

rule "azure-api-management-costly-tier-outside-production" {
  title     = "API Management of a test environment is of a dear tier"
  category  = "cost"
  severity  = "low"
  default   = false
  resources = ["azurerm_api_management"]
  params = {
    nonproduction = "(?i)(?:^|[^a-z])(?:dev(?:elop(?:ment)?)?|te?st(?:ing)?|qa|uat|sandbox|sbx|demo|poc|non-?prod(?:uction)?|preview|lab)(?:$|[^a-z])"
  }
  when    = can(regex("^(?:Standard|Premium|StandardV2|PremiumV2)_", resource.sku_name))
  assert  = !can(regex(param.nonproduction, environment_of(resource)))
  at      = resource.sku_name
  message = "`${resource.sku_name}` instead of the Developer tier"
  why     = <<-EOT
    A unit costs 48 USD a month in the Developer tier, 687 in Standard and 2,795 in Premium (eastus). Developer has all features and no SLA.
  EOT
  remedy  = <<-EOT
    Choose the tier by environment.

    ```hcl
    sku_name = var.environment == "prod" ? "Premium_1" : "Developer_1"
    ```
  EOT
  link    = "https://learn.microsoft.com/azure/api-management/api-management-features"

  pass "production" {
    resource "azurerm_api_management" "this" {
      name                = "api"
      resource_group_name = "app"
      location            = "westeurope"
      publisher_name      = "Example"
      publisher_email     = "api@example.com"
      sku_name            = "Premium_1"
      tags = {
        environment = "prod"
      }
    }
  }

  pass "Developer" {
    resource "azurerm_api_management" "this" {
      name                = "api"
      resource_group_name = "app"
      location            = "westeurope"
      publisher_name      = "Example"
      publisher_email     = "api@example.com"
      sku_name            = "Developer_1"
      tags = {
        environment = "dev"
      }
    }
  }

  fail "a test environment" {
    resource "azurerm_api_management" "this" {
      name                = "api"
      resource_group_name = "app"
      location            = "westeurope"
      publisher_name      = "Example"
      publisher_email     = "api@example.com"
      sku_name            = "Premium_1"
      tags = {
        environment = "dev"
      }
    }
    expect = ["azurerm_api_management.this @ sku_name"]
  }

  unknown "nobody says which environment it is" {
    variable "environment" {}
    resource "azurerm_api_management" "this" {
      name                = "api"
      resource_group_name = "app"
      location            = "westeurope"
      publisher_name      = "Example"
      publisher_email     = "api@example.com"
      sku_name            = "Premium_1"
      tags = {
        environment = var.environment
      }
    }
  }
}

rule "azure-search-large-outside-production" {
  title     = "Search service of a test environment is large"
  category  = "cost"
  severity  = "low"
  default   = false
  resources = ["azurerm_search_service"]
  params = {
    nonproduction = "(?i)(?:^|[^a-z])(?:dev(?:elop(?:ment)?)?|te?st(?:ing)?|qa|uat|sandbox|sbx|demo|poc|non-?prod(?:uction)?|preview|lab)(?:$|[^a-z])"
  }
  when    = contains(["standard", "standard2", "standard3", "storage_optimized_l1", "storage_optimized_l2"], lower(resource.sku)) || resource.replica_count > 1
  assert  = !can(regex(param.nonproduction, environment_of(resource)))
  at      = [resource.sku, resource.replica_count]
  message = "`${resource.sku}` with ${coalesce(resource.replica_count, 1)} replicas"
  why     = <<-EOT
    Search units are billed by the hour, and each replica is one more. The basic tier holds fifteen indexes.
  EOT
  remedy  = <<-EOT
    Choose tier and replicas by environment.

    ```hcl
    sku           = var.environment == "prod" ? "standard" : "basic"
    replica_count = var.environment == "prod" ? 3 : 1
    ```
  EOT
  link    = "https://learn.microsoft.com/azure/search/search-sku-tier"

  pass "production" {
    resource "azurerm_search_service" "this" {
      name                = "shop"
      resource_group_name = "app"
      location            = "westeurope"
      sku                 = "standard"
      tags = {
        environment = "prod"
      }
    }
  }

  pass "basic" {
    resource "azurerm_search_service" "this" {
      name                = "shop"
      resource_group_name = "app"
      location            = "westeurope"
      sku                 = "basic"
      tags = {
        environment = "dev"
      }
    }
  }

  fail "a test environment" {
    resource "azurerm_search_service" "this" {
      name                = "shop"
      resource_group_name = "app"
      location            = "westeurope"
      sku                 = "standard"
      tags = {
        environment = "dev"
      }
    }
    expect = ["azurerm_search_service.this @ sku"]
  }

  unknown "nobody says which environment it is" {
    variable "environment" {}
    resource "azurerm_search_service" "this" {
      name                = "shop"
      resource_group_name = "app"
      location            = "westeurope"
      sku                 = "standard"
      tags = {
        environment = var.environment
      }
    }
  }

  pass "one more, `replica_count` is `1`" {
    resource "azurerm_search_service" "this" {
      name                = "shop"
      resource_group_name = "app"
      location            = "westeurope"
      sku                 = "basic"
      tags                = { environment = "dev" }
    }
    resource "azurerm_search_service" "this_too" {
      name                = "shop"
      resource_group_name = "app"
      location            = "westeurope"
      sku                 = "basic"
      tags                = { environment = "dev" }
      replica_count       = 1
    }
  }

  fail "more that fail" {
    resource "azurerm_search_service" "replica_count_is_2" {
      name                = "shop"
      resource_group_name = "app"
      location            = "westeurope"
      sku                 = "basic"
      tags                = { environment = "dev" }
      replica_count       = 2
    }
    resource "azurerm_search_service" "sku_is_standard3" {
      name                = "shop"
      resource_group_name = "app"
      location            = "westeurope"
      sku                 = "standard3"
      tags                = { environment = "dev" }
    }
    resource "azurerm_search_service" "sku_is_storage_optimized_l2" {
      name                = "shop"
      resource_group_name = "app"
      location            = "westeurope"
      sku                 = "storage_optimized_l2"
      tags                = { environment = "dev" }
    }
    expect = [
      "azurerm_search_service.replica_count_is_2 @ sku",
      "azurerm_search_service.sku_is_standard3 @ sku",
      "azurerm_search_service.sku_is_storage_optimized_l2 @ sku",
    ]
  }
}

rule "azure-container-registry-premium-outside-production" {
  title     = "Premium container registry outside production"
  category  = "cost"
  severity  = "info"
  default   = false
  resources = ["azurerm_container_registry"]
  params = {
    nonproduction = "(?i)(?:^|[^a-z])(?:dev(?:elop(?:ment)?)?|te?st(?:ing)?|qa|uat|sandbox|sbx|demo|poc|non-?prod(?:uction)?|preview|lab)(?:$|[^a-z])"
  }
  when    = resource.sku == "Premium"
  assert  = !can(regex(param.nonproduction, environment_of(resource)))
  at      = resource.sku
  message = "the premium tier is billed by the day in an environment that is not production"
  why     = <<-EOT
    Private endpoints, replication and customer-managed keys need the premium tier. A registry that all environments share needs it once.
  EOT
  remedy  = <<-EOT
    Share a registry, or use the basic tier.

    ```hcl
    sku = var.environment == "prod" ? "Premium" : "Basic"
    ```
  EOT
  link    = "https://learn.microsoft.com/azure/container-registry/container-registry-skus"

  pass "production" {
    resource "azurerm_container_registry" "this" {
      name                = "app"
      resource_group_name = "app"
      location            = "westeurope"
      sku                 = "Premium"
      tags = {
        environment = "prod"
      }
    }
  }

  pass "basic" {
    resource "azurerm_container_registry" "this" {
      name                = "app"
      resource_group_name = "app"
      location            = "westeurope"
      sku                 = "Basic"
      tags = {
        environment = "dev"
      }
    }
  }

  fail "a test environment" {
    resource "azurerm_container_registry" "this" {
      name                = "app"
      resource_group_name = "app"
      location            = "westeurope"
      sku                 = "Premium"
      tags = {
        environment = "dev"
      }
    }
    expect = ["azurerm_container_registry.this @ sku"]
  }

  unknown "nobody says which environment it is" {
    variable "environment" {}
    resource "azurerm_container_registry" "this" {
      name                = "app"
      resource_group_name = "app"
      location            = "westeurope"
      sku                 = "Premium"
      tags = {
        environment = var.environment
      }
    }
  }
}

rule "azure-container-app-always-on-outside-production" {
  title     = "Container app of a test environment never sleeps"
  category  = "cost"
  severity  = "low"
  default   = false
  resources = ["azurerm_container_app"]
  params = {
    nonproduction = "(?i)(?:^|[^a-z])(?:dev(?:elop(?:ment)?)?|te?st(?:ing)?|qa|uat|sandbox|sbx|demo|poc|non-?prod(?:uction)?|preview|lab)(?:$|[^a-z])"
  }
  when    = resource.template[0].min_replicas > 0
  assert  = !can(regex(param.nonproduction, environment_of(resource)))
  at      = resource.template[0].min_replicas
  message = "at least ${resource.template[0].min_replicas} replicas run without requests"
  why     = <<-EOT
    An app that may scale to zero costs nothing at night and starts within seconds of the first request.
  EOT
  remedy  = <<-EOT
    Scale to zero outside production.

    ```hcl
    template {
      min_replicas = var.environment == "prod" ? 2 : 0
    }
    ```
  EOT
  link    = "https://learn.microsoft.com/azure/container-apps/scale-app"

  pass "production" {
    resource "azurerm_container_app" "this" {
      name                         = "web"
      resource_group_name          = "app"
      container_app_environment_id = "/env"
      revision_mode                = "Single"
      template {
        min_replicas = 2
        container {
          name   = "web"
          image  = "example/web:1.0"
          cpu    = 0.25
          memory = "0.5Gi"
        }
      }
      tags = {
        environment = "prod"
      }
    }
  }

  pass "down to zero" {
    resource "azurerm_container_app" "this" {
      name                         = "web"
      resource_group_name          = "app"
      container_app_environment_id = "/env"
      revision_mode                = "Single"
      template {
        min_replicas = 0
        container {
          name   = "web"
          image  = "example/web:1.0"
          cpu    = 0.25
          memory = "0.5Gi"
        }
      }
      tags = {
        environment = "dev"
      }
    }
  }

  fail "a test environment" {
    resource "azurerm_container_app" "this" {
      name                         = "web"
      resource_group_name          = "app"
      container_app_environment_id = "/env"
      revision_mode                = "Single"
      template {
        min_replicas = 2
        container {
          name   = "web"
          image  = "example/web:1.0"
          cpu    = 0.25
          memory = "0.5Gi"
        }
      }
      tags = {
        environment = "dev"
      }
    }
    expect = ["azurerm_container_app.this @ template[0].min_replicas"]
  }

  unknown "nobody says which environment it is" {
    variable "environment" {}
    resource "azurerm_container_app" "this" {
      name                         = "web"
      resource_group_name          = "app"
      container_app_environment_id = "/env"
      revision_mode                = "Single"
      template {
        min_replicas = 2
        container {
          name   = "web"
          image  = "example/web:1.0"
          cpu    = 0.25
          memory = "0.5Gi"
        }
      }
      tags = {
        environment = var.environment
      }
    }
  }

  fail "`min_replicas` is `1`" {
    resource "azurerm_container_app" "this" {
      name                         = "web"
      resource_group_name          = "app"
      container_app_environment_id = "/env"
      revision_mode                = "Single"
      template {
        min_replicas = 1
        container {
          name   = "web"
          image  = "example/web:1.0"
          cpu    = 0.25
          memory = "0.5Gi"
        }
      }
      tags = { environment = "dev" }
    }
    expect = ["azurerm_container_app.this @ template[0].min_replicas"]
  }
}

rule "azure-aks-on-demand-outside-production" {
  title     = "Node pool of a test cluster has no Spot nodes"
  category  = "cost"
  severity  = "info"
  default   = false
  resources = ["azurerm_kubernetes_cluster_node_pool"]
  params = {
    nonproduction = "(?i)(?:^|[^a-z])(?:dev(?:elop(?:ment)?)?|te?st(?:ing)?|qa|uat|sandbox|sbx|demo|poc|non-?prod(?:uction)?|preview|lab)(?:$|[^a-z])"
  }
  when    = coalesce(resource.priority, "Regular") == "Regular" && coalesce(resource.mode, "User") == "User"
  assert  = !can(regex(param.nonproduction, environment_of(resource)))
  at      = resource.priority
  message = "every node is billed at the full price"
  why     = <<-EOT
    Kubernetes moves pods away when Spot nodes are taken back, which a test cluster bears well. System pools cannot be Spot and are not judged.
  EOT
  remedy  = <<-EOT
    Use Spot nodes outside production.

    ```hcl
    priority        = var.environment == "prod" ? "Regular" : "Spot"
    eviction_policy = var.environment == "prod" ? null : "Delete"
    spot_max_price  = -1
    ```
  EOT
  link    = "https://learn.microsoft.com/azure/aks/spot-node-pool"

  pass "production" {
    resource "azurerm_kubernetes_cluster_node_pool" "this" {
      name                  = "user"
      kubernetes_cluster_id = "/cluster"
      vm_size               = "Standard_D4s_v5"
      priority              = "Regular"
      tags = {
        environment = "prod"
      }
    }
  }

  pass "Spot" {
    resource "azurerm_kubernetes_cluster_node_pool" "this" {
      name                  = "user"
      kubernetes_cluster_id = "/cluster"
      vm_size               = "Standard_D4s_v5"
      priority              = "Spot"
      eviction_policy       = "Delete"
      tags = {
        environment = "dev"
      }
    }
  }

  fail "a test environment" {
    resource "azurerm_kubernetes_cluster_node_pool" "this" {
      name                  = "user"
      kubernetes_cluster_id = "/cluster"
      vm_size               = "Standard_D4s_v5"
      priority              = "Regular"
      tags = {
        environment = "dev"
      }
    }
    expect = ["azurerm_kubernetes_cluster_node_pool.this @ priority"]
  }

  unknown "nobody says which environment it is" {
    variable "environment" {}
    resource "azurerm_kubernetes_cluster_node_pool" "this" {
      name                  = "user"
      kubernetes_cluster_id = "/cluster"
      vm_size               = "Standard_D4s_v5"
      priority              = "Regular"
      tags = {
        environment = var.environment
      }
    }
  }

  fail "more that fail" {
    resource "azurerm_kubernetes_cluster_node_pool" "no_priority" {
      name                  = "user"
      kubernetes_cluster_id = "/cluster"
      vm_size               = "Standard_D4s_v5"
      tags                  = { environment = "dev" }
    }
    resource "azurerm_kubernetes_cluster_node_pool" "one_more_mode_is_system" {
      name                  = "user"
      kubernetes_cluster_id = "/cluster"
      vm_size               = "Standard_D4s_v5"
      priority              = "Regular"
      tags                  = { environment = "dev" }
    }
    resource "azurerm_kubernetes_cluster_node_pool" "one_more_mode_is_system_2" {
      name                  = "user"
      kubernetes_cluster_id = "/cluster"
      vm_size               = "Standard_D4s_v5"
      priority              = "Regular"
      tags                  = { environment = "dev" }
      mode                  = "System"
    }
    expect = [
      "azurerm_kubernetes_cluster_node_pool.no_priority",
      "azurerm_kubernetes_cluster_node_pool.one_more_mode_is_system @ priority",
    ]
  }
}

rule "azure-aks-user-pool-never-empty" {
  title     = "Autoscaled user pool keeps nodes without pods"
  category  = "cost"
  severity  = "info"
  default   = false
  resources = ["azurerm_kubernetes_cluster_node_pool"]
  params = {
    minimum = 1
  }
  when    = (resource.auto_scaling_enabled == true || resource.enable_auto_scaling == true) && coalesce(resource.mode, "User") == "User"
  assert  = coalesce(resource.min_count, 0) <= param.minimum
  at      = resource.min_count
  message = "at least ${resource.min_count} nodes run with pods or without"
  why     = <<-EOT
    User pools may shrink to nothing; only system pools need a node. A minimum saves the minutes that a new node takes to start.
  EOT
  remedy  = <<-EOT
    Lower `min_count`.

    ```hcl
    auto_scaling_enabled = true
    min_count            = 0
    max_count            = 5
    ```
  EOT
  link    = "https://learn.microsoft.com/azure/aks/scale-cluster"

  pass "down to zero" {
    resource "azurerm_kubernetes_cluster_node_pool" "this" {
      name                  = "user"
      kubernetes_cluster_id = "/cluster"
      vm_size               = "Standard_D4s_v5"
      auto_scaling_enabled  = true
      min_count             = 0
      max_count             = 5
    }
  }

  pass "a system pool" {
    resource "azurerm_kubernetes_cluster_node_pool" "this" {
      name                  = "user"
      kubernetes_cluster_id = "/cluster"
      vm_size               = "Standard_D4s_v5"
      mode                  = "System"
      auto_scaling_enabled  = true
      min_count             = 3
      max_count             = 5
    }
  }

  fail "three at least" {
    resource "azurerm_kubernetes_cluster_node_pool" "this" {
      name                  = "user"
      kubernetes_cluster_id = "/cluster"
      vm_size               = "Standard_D4s_v5"
      auto_scaling_enabled  = true
      min_count             = 3
      max_count             = 5
    }
    expect = ["azurerm_kubernetes_cluster_node_pool.this @ min_count"]
  }

  unknown "not known" {
    variable "nodes" {}
    resource "azurerm_kubernetes_cluster_node_pool" "this" {
      name                  = "user"
      kubernetes_cluster_id = "/cluster"
      vm_size               = "Standard_D4s_v5"
      auto_scaling_enabled  = true
      min_count             = var.nodes
      max_count             = 5
    }
  }

  pass "no `auto_scaling_enabled`" {
    resource "azurerm_kubernetes_cluster_node_pool" "this" {
      name                  = "user"
      kubernetes_cluster_id = "/cluster"
      vm_size               = "Standard_D4s_v5"
      min_count             = 3
      max_count             = 5
    }
  }

  fail "more that fail" {
    resource "azurerm_kubernetes_cluster_node_pool" "no_auto_scaling_enabled_enable_auto" {
      name                  = "user"
      kubernetes_cluster_id = "/cluster"
      vm_size               = "Standard_D4s_v5"
      min_count             = 3
      max_count             = 5
      enable_auto_scaling   = true
    }
    resource "azurerm_kubernetes_cluster_node_pool" "one_more_min_count_is_1" {
      name                  = "user"
      kubernetes_cluster_id = "/cluster"
      vm_size               = "Standard_D4s_v5"
      auto_scaling_enabled  = true
      min_count             = 3
      max_count             = 5
    }
    resource "azurerm_kubernetes_cluster_node_pool" "one_more_min_count_is_1_2" {
      name                  = "user"
      kubernetes_cluster_id = "/cluster"
      vm_size               = "Standard_D4s_v5"
      auto_scaling_enabled  = true
      min_count             = 1
      max_count             = 5
    }
    resource "azurerm_kubernetes_cluster_node_pool" "one_more_min_count_is_2" {
      name                  = "user"
      kubernetes_cluster_id = "/cluster"
      vm_size               = "Standard_D4s_v5"
      auto_scaling_enabled  = true
      min_count             = 0
      max_count             = 5
    }
    resource "azurerm_kubernetes_cluster_node_pool" "one_more_min_count_is_2_2" {
      name                  = "user"
      kubernetes_cluster_id = "/cluster"
      vm_size               = "Standard_D4s_v5"
      auto_scaling_enabled  = true
      min_count             = 2
      max_count             = 5
    }
    expect = [
      "azurerm_kubernetes_cluster_node_pool.no_auto_scaling_enabled_enable_auto @ min_count",
      "azurerm_kubernetes_cluster_node_pool.one_more_min_count_is_1 @ min_count",
      "azurerm_kubernetes_cluster_node_pool.one_more_min_count_is_2_2 @ min_count",
    ]
  }
}

rule "azure-virtual-desktop-host-pool-always-on" {
  title     = "Virtual desktop machines run without users"
  category  = "cost"
  severity  = "info"
  default   = false
  resources = ["azurerm_virtual_desktop_host_pool"]
  related "plans" {
    type = "azurerm_virtual_desktop_scaling_plan"
    on   = anytrue([for p in other.host_pool : refers(p.hostpool_id, resource)])
  }
  assert  = resource.start_vm_on_connect == true || length(related.plans) > 0
  at      = resource.start_vm_on_connect
  message = "neither `start_vm_on_connect` nor a scaling plan stops machines that nobody uses"
  why     = <<-EOT
    With Start VM on Connect, machines may be deallocated and start when a user comes; a scaling plan does both.
  EOT
  remedy  = <<-EOT
    Switch it on.

    ```hcl
    start_vm_on_connect = true
    ```
  EOT
  link    = "https://learn.microsoft.com/azure/virtual-desktop/start-virtual-machine-connect"

  pass "started on demand" {
    resource "azurerm_virtual_desktop_host_pool" "this" {
      name                = "office"
      resource_group_name = "app"
      location            = "westeurope"
      type                = "Pooled"
      load_balancer_type  = "BreadthFirst"
      start_vm_on_connect = true
    }
  }

  fail "always on" {
    resource "azurerm_virtual_desktop_host_pool" "this" {
      name                = "office"
      resource_group_name = "app"
      location            = "westeurope"
      type                = "Pooled"
      load_balancer_type  = "BreadthFirst"
    }
  }

  unknown "not known" {
    variable "start" {}
    resource "azurerm_virtual_desktop_host_pool" "this" {
      name                = "office"
      resource_group_name = "app"
      location            = "westeurope"
      type                = "Pooled"
      load_balancer_type  = "BreadthFirst"
      start_vm_on_connect = var.start
    }
  }
}

rule "azure-kusto-cluster-never-stops" {
  title     = "Data Explorer cluster never stops by itself"
  category  = "cost"
  severity  = "low"
  resources = ["azurerm_kusto_cluster"]
  assert    = resource.auto_stop_enabled != false
  at        = resource.auto_stop_enabled
  message   = "`auto_stop_enabled` is false"
  why       = <<-EOT
    A cluster without data or queries for days is stopped by itself unless this is switched off; it is billed by the hour until then.
  EOT
  remedy    = <<-EOT
    Leave it on.

    ```hcl
    auto_stop_enabled = true
    ```
  EOT
  link      = "https://learn.microsoft.com/azure/data-explorer/auto-stop-clusters"

  pass "the default" {
    resource "azurerm_kusto_cluster" "this" {
      name                = "logs"
      resource_group_name = "app"
      location            = "westeurope"
      sku {
        name     = "Standard_E2ads_v5"
        capacity = 2
      }
    }
  }

  fail "switched off" {
    resource "azurerm_kusto_cluster" "this" {
      name                = "logs"
      resource_group_name = "app"
      location            = "westeurope"
      auto_stop_enabled   = false
      sku {
        name     = "Standard_E2ads_v5"
        capacity = 2
      }
    }
    expect = ["azurerm_kusto_cluster.this @ auto_stop_enabled"]
  }

  unknown "not known" {
    variable "stop" {}
    resource "azurerm_kusto_cluster" "this" {
      name                = "logs"
      resource_group_name = "app"
      location            = "westeurope"
      auto_stop_enabled   = var.stop
      sku {
        name     = "Standard_E2ads_v5"
        capacity = 2
      }
    }
  }
}

rule "azure-data-factory-cluster-kept-warm" {
  title     = "Data flow cluster is billed while it waits"
  category  = "cost"
  severity  = "info"
  default   = false
  resources = ["azurerm_data_factory_integration_runtime_azure"]
  params = {
    minutes = 15
  }
  assert  = !(resource.time_to_live_min > param.minutes)
  at      = resource.time_to_live_min
  message = "the cluster stays for ${resource.time_to_live_min} minutes after each data flow"
  why     = <<-EOT
    The time to live saves the next data flow some minutes of start, and bills all cores meanwhile.
  EOT
  remedy  = <<-EOT
    Keep it short, or 0 for flows that run once a day.

    ```hcl
    time_to_live_min = 10
    ```
  EOT
  link    = "https://learn.microsoft.com/azure/data-factory/concepts-integration-runtime-performance"

  pass "ten minutes" {
    resource "azurerm_data_factory_integration_runtime_azure" "this" {
      name             = "flows"
      data_factory_id  = "/factory"
      location         = "westeurope"
      time_to_live_min = 10
    }
  }

  fail "two hours" {
    resource "azurerm_data_factory_integration_runtime_azure" "this" {
      name             = "flows"
      data_factory_id  = "/factory"
      location         = "westeurope"
      time_to_live_min = 120
    }
    expect = ["azurerm_data_factory_integration_runtime_azure.this @ time_to_live_min"]
  }

  unknown "not known" {
    variable "minutes" {}
    resource "azurerm_data_factory_integration_runtime_azure" "this" {
      name             = "flows"
      data_factory_id  = "/factory"
      location         = "westeurope"
      time_to_live_min = var.minutes
    }
  }

  pass "`time_to_live_min` is `15`" {
    resource "azurerm_data_factory_integration_runtime_azure" "this" {
      name             = "flows"
      data_factory_id  = "/factory"
      location         = "westeurope"
      time_to_live_min = 15
    }
  }

  fail "one more, `time_to_live_min` is `16`" {
    resource "azurerm_data_factory_integration_runtime_azure" "this" {
      name             = "flows"
      data_factory_id  = "/factory"
      location         = "westeurope"
      time_to_live_min = 120
    }
    resource "azurerm_data_factory_integration_runtime_azure" "this_too" {
      name             = "flows"
      data_factory_id  = "/factory"
      location         = "westeurope"
      time_to_live_min = 16
    }
    expect = [
      "azurerm_data_factory_integration_runtime_azure.this @ time_to_live_min",
      "azurerm_data_factory_integration_runtime_azure.this_too @ time_to_live_min",
    ]
  }
}

rule "azure-hdinsight-no-autoscaling" {
  title    = "HDInsight cluster keeps all workers at all hours"
  category = "cost"
  severity = "info"
  default  = false
  resources = [
    "azurerm_hdinsight_spark_cluster",
    "azurerm_hdinsight_hadoop_cluster",
    "azurerm_hdinsight_interactive_query_cluster",
  ]
  for_each = flatten(resource.roles[*].worker_node)
  assert   = length(each.value.autoscale) > 0
  at       = each.value.target_instance_count
  message  = "${coalesce(each.value.target_instance_count, 0)} worker nodes have no `autoscale` block"
  why      = <<-EOT
    Nodes are billed by the minute, with jobs or without.
  EOT
  remedy   = <<-EOT
    Scale by load or by schedule.

    ```hcl
    autoscale {
      capacity {
        min_instance_count = 1
        max_instance_count = 5
      }
    }
    ```
  EOT
  link     = "https://learn.microsoft.com/azure/hdinsight/hdinsight-autoscale-clusters"

  pass "by load" {
    resource "azurerm_hdinsight_spark_cluster" "this" {
      name                = "etl"
      resource_group_name = "app"
      location            = "westeurope"
      cluster_version     = "5.1"
      tier                = "Standard"
      roles {
        worker_node {
          vm_size               = "Standard_E8ads_v5"
          username              = "ada"
          target_instance_count = 3
          autoscale {
            capacity {
              min_instance_count = 1
              max_instance_count = 5
            }
          }
        }
      }
    }
  }

  fail "fixed" {
    resource "azurerm_hdinsight_spark_cluster" "this" {
      name                = "etl"
      resource_group_name = "app"
      location            = "westeurope"
      cluster_version     = "5.1"
      tier                = "Standard"
      roles {
        worker_node {
          vm_size               = "Standard_E8ads_v5"
          username              = "ada"
          target_instance_count = 3
        }
      }
    }
    expect = ["azurerm_hdinsight_spark_cluster.this @ roles[0].worker_node[0].target_instance_count"]
  }
}

rule "azure-eventhub-fixed-throughput" {
  title     = "Event Hubs pays for fixed throughput day and night"
  category  = "cost"
  severity  = "info"
  default   = false
  resources = ["azurerm_eventhub_namespace"]
  when      = lower(resource.sku) == "standard" && resource.capacity > 1
  assert    = resource.auto_inflate_enabled == true
  at        = resource.capacity
  message   = "${resource.capacity} throughput units are billed whether they are used or not"
  why       = <<-EOT
    With auto-inflate a namespace starts small and grows with its load; it does not shrink by itself.
  EOT
  remedy    = <<-EOT
    Start with one unit.

    ```hcl
    capacity                 = 1
    auto_inflate_enabled     = true
    maximum_throughput_units = 10
    ```
  EOT
  link      = "https://learn.microsoft.com/azure/event-hubs/event-hubs-auto-inflate"

  pass "it grows" {
    resource "azurerm_eventhub_namespace" "this" {
      name                     = "events"
      resource_group_name      = "app"
      location                 = "westeurope"
      sku                      = "Standard"
      capacity                 = 2
      auto_inflate_enabled     = true
      maximum_throughput_units = 10
    }
  }

  fail "fixed" {
    resource "azurerm_eventhub_namespace" "this" {
      name                = "events"
      resource_group_name = "app"
      location            = "westeurope"
      sku                 = "Standard"
      capacity            = 10
    }
    expect = ["azurerm_eventhub_namespace.this @ capacity"]
  }

  unknown "not known" {
    variable "units" {}
    resource "azurerm_eventhub_namespace" "this" {
      name                = "events"
      resource_group_name = "app"
      location            = "westeurope"
      sku                 = "Standard"
      capacity            = var.units
    }
  }

  pass "more that pass" {
    resource "azurerm_eventhub_namespace" "sku_is_premium" {
      name                = "events"
      resource_group_name = "app"
      location            = "westeurope"
      sku                 = "Premium"
      capacity            = 10
    }
    resource "azurerm_eventhub_namespace" "capacity_is_1" {
      name                = "events"
      resource_group_name = "app"
      location            = "westeurope"
      sku                 = "Standard"
      capacity            = 1
    }
  }

  fail "one more, no `auto_inflate_enabled`" {
    resource "azurerm_eventhub_namespace" "this" {
      name                     = "events"
      resource_group_name      = "app"
      location                 = "westeurope"
      sku                      = "Standard"
      capacity                 = 2
      auto_inflate_enabled     = true
      maximum_throughput_units = 10
    }
    resource "azurerm_eventhub_namespace" "this_too" {
      name                     = "events"
      resource_group_name      = "app"
      location                 = "westeurope"
      sku                      = "Standard"
      capacity                 = 2
      maximum_throughput_units = 10
    }
    expect = ["azurerm_eventhub_namespace.this_too @ capacity"]
  }
}

rule "azure-netapp-costly-level-outside-production" {
  title     = "Fast NetApp pool outside production"
  category  = "cost"
  severity  = "low"
  default   = false
  resources = ["azurerm_netapp_pool"]
  params = {
    nonproduction = "(?i)(?:^|[^a-z])(?:dev(?:elop(?:ment)?)?|te?st(?:ing)?|qa|uat|sandbox|sbx|demo|poc|non-?prod(?:uction)?|preview|lab)(?:$|[^a-z])"
  }
  when    = contains(["Premium", "Ultra"], resource.service_level)
  assert  = !can(regex(param.nonproduction, environment_of(resource)))
  at      = resource.service_level
  message = "`${resource.service_level}` bills each provisioned terabyte at a higher price"
  why     = <<-EOT
    A pool is billed for its size, filled or not, and the levels differ in throughput by the terabyte.
  EOT
  remedy  = <<-EOT
    Choose the level by environment.

    ```hcl
    service_level = var.environment == "prod" ? "Ultra" : "Standard"
    ```
  EOT
  link    = "https://learn.microsoft.com/azure/azure-netapp-files/azure-netapp-files-service-levels"

  pass "production" {
    resource "azurerm_netapp_pool" "this" {
      name                = "files"
      resource_group_name = "app"
      location            = "westeurope"
      account_name        = "files"
      size_in_tb          = 1
      service_level       = "Ultra"
      tags = {
        environment = "prod"
      }
    }
  }

  pass "standard" {
    resource "azurerm_netapp_pool" "this" {
      name                = "files"
      resource_group_name = "app"
      location            = "westeurope"
      account_name        = "files"
      size_in_tb          = 1
      service_level       = "Standard"
      tags = {
        environment = "dev"
      }
    }
  }

  fail "a test environment" {
    resource "azurerm_netapp_pool" "this" {
      name                = "files"
      resource_group_name = "app"
      location            = "westeurope"
      account_name        = "files"
      size_in_tb          = 1
      service_level       = "Ultra"
      tags = {
        environment = "dev"
      }
    }
    expect = ["azurerm_netapp_pool.this @ service_level"]
  }

  unknown "nobody says which environment it is" {
    variable "environment" {}
    resource "azurerm_netapp_pool" "this" {
      name                = "files"
      resource_group_name = "app"
      location            = "westeurope"
      account_name        = "files"
      size_in_tb          = 1
      service_level       = "Ultra"
      tags = {
        environment = var.environment
      }
    }
  }

  fail "`service_level` is `Premium`" {
    resource "azurerm_netapp_pool" "this" {
      name                = "files"
      resource_group_name = "app"
      location            = "westeurope"
      account_name        = "files"
      size_in_tb          = 1
      service_level       = "Premium"
      tags                = { environment = "dev" }
    }
    expect = ["azurerm_netapp_pool.this @ service_level"]
  }
}

rule "azure-storage-premium-outside-production" {
  title     = "Premium storage account outside production"
  category  = "cost"
  severity  = "low"
  default   = false
  resources = ["azurerm_storage_account"]
  params = {
    nonproduction = "(?i)(?:^|[^a-z])(?:dev(?:elop(?:ment)?)?|te?st(?:ing)?|qa|uat|sandbox|sbx|demo|poc|non-?prod(?:uction)?|preview|lab)(?:$|[^a-z])"
  }
  when    = resource.account_tier == "Premium"
  assert  = !can(regex(param.nonproduction, environment_of(resource)))
  at      = resource.account_tier
  message = "premium storage costs several times as much by the gigabyte"
  why     = <<-EOT
    Premium accounts are for many small requests at low latency.
  EOT
  remedy  = <<-EOT
    Choose the tier by environment.

    ```hcl
    account_tier = var.environment == "prod" ? "Premium" : "Standard"
    ```
  EOT
  link    = "https://learn.microsoft.com/azure/storage/common/storage-account-overview"

  pass "production" {
    resource "azurerm_storage_account" "this" {
      name                     = "files"
      resource_group_name      = "app"
      location                 = "westeurope"
      account_replication_type = "LRS"
      account_tier             = "Premium"
      tags = {
        environment = "prod"
      }
    }
  }

  pass "standard" {
    resource "azurerm_storage_account" "this" {
      name                     = "files"
      resource_group_name      = "app"
      location                 = "westeurope"
      account_replication_type = "LRS"
      account_tier             = "Standard"
      tags = {
        environment = "dev"
      }
    }
  }

  fail "a test environment" {
    resource "azurerm_storage_account" "this" {
      name                     = "files"
      resource_group_name      = "app"
      location                 = "westeurope"
      account_replication_type = "LRS"
      account_tier             = "Premium"
      tags = {
        environment = "dev"
      }
    }
    expect = ["azurerm_storage_account.this @ account_tier"]
  }

  unknown "nobody says which environment it is" {
    variable "environment" {}
    resource "azurerm_storage_account" "this" {
      name                     = "files"
      resource_group_name      = "app"
      location                 = "westeurope"
      account_replication_type = "LRS"
      account_tier             = "Premium"
      tags = {
        environment = var.environment
      }
    }
  }
}

rule "azure-storage-policy-deletes-before-minimum" {
  title     = "Blobs are deleted before the minimum time of their tier"
  category  = "cost"
  severity  = "low"
  resources = ["azurerm_storage_management_policy"]
  params = {
    cool    = 30
    cold    = 90
    archive = 180
  }
  for_each = flatten([for r in resource.rule : [for a in r.actions : a.base_blob] if r.enabled != false])
  assert = !anytrue([
    for t in [
      { from = each.value.tier_to_cool_after_days_since_modification_greater_than, minimum = param.cool },
      { from = each.value.tier_to_cold_after_days_since_modification_greater_than, minimum = param.cold },
      { from = each.value.tier_to_archive_after_days_since_modification_greater_than, minimum = param.archive },
    ] : t.from >= 0 && each.value.delete_after_days_since_modification_greater_than >= 0 && each.value.delete_after_days_since_modification_greater_than - t.from < t.minimum
  ])
  at      = each.value.delete_after_days_since_modification_greater_than
  message = "blobs are deleted on day ${each.value.delete_after_days_since_modification_greater_than}, before the minimum time of the tier that they were moved to"
  why     = <<-EOT
    Cool blobs are billed for 30 days at least, cold ones for 90, archived ones for 180, and each move is a billed request. Who deletes earlier pays for
    the remaining days.
  EOT
  remedy  = <<-EOT
    Delete without moving, or keep the blobs for the minimum time.

    ```hcl
    base_blob {
      tier_to_cool_after_days_since_modification_greater_than = 30
      delete_after_days_since_modification_greater_than       = 90
    }
    ```
  EOT
  link    = "https://learn.microsoft.com/azure/storage/blobs/access-tiers-overview"

  pass "kept long enough" {
    resource "azurerm_storage_management_policy" "this" {
      storage_account_id = "/sa"
      rule {
        name    = "old"
        enabled = true
        filters {
          blob_types = ["blockBlob"]
        }
        actions {
          base_blob {
            tier_to_cool_after_days_since_modification_greater_than = 30
            delete_after_days_since_modification_greater_than       = 90
          }
        }
      }
    }
  }

  pass "deleted only" {
    resource "azurerm_storage_management_policy" "this" {
      storage_account_id = "/sa"
      rule {
        name    = "old"
        enabled = true
        filters {
          blob_types = ["blockBlob"]
        }
        actions {
          base_blob {
            delete_after_days_since_modification_greater_than = 7
          }
        }
      }
    }
  }

  fail "a month in the archive" {
    resource "azurerm_storage_management_policy" "this" {
      storage_account_id = "/sa"
      rule {
        name    = "old"
        enabled = true
        filters {
          blob_types = ["blockBlob"]
        }
        actions {
          base_blob {
            tier_to_archive_after_days_since_modification_greater_than = 60
            delete_after_days_since_modification_greater_than          = 90
          }
        }
      }
    }
    expect = [
      "azurerm_storage_management_policy.this @ rule[0].actions[0].base_blob[0].delete_after_days_since_modification_greater_than",
    ]
  }

  unknown "not known" {
    variable "days" {}
    resource "azurerm_storage_management_policy" "this" {
      storage_account_id = "/sa"
      rule {
        name    = "old"
        enabled = true
        filters {
          blob_types = ["blockBlob"]
        }
        actions {
          base_blob {
            tier_to_archive_after_days_since_modification_greater_than = 60
            delete_after_days_since_modification_greater_than          = var.days
          }
        }
      }
    }
  }

  unknown "more that nobody can know" {
    variable "enabled" {}
    variable "tier_to_cool_after_days_since_modification_greater_than" {}
    resource "azurerm_storage_management_policy" "one_more_enabled_is_an_unset_variable" {
      storage_account_id = "/sa"
      rule {
        name    = "old"
        enabled = true
        filters {
          blob_types = ["blockBlob"]
        }
        actions {
          base_blob {
            tier_to_cool_after_days_since_modification_greater_than = 30
            delete_after_days_since_modification_greater_than       = 90
          }
        }
      }
    }
    resource "azurerm_storage_management_policy" "one_more_enabled_is_an_unset_variable_2" {
      storage_account_id = "/sa"
      rule {
        name    = "old"
        enabled = var.enabled
        filters {
          blob_types = ["blockBlob"]
        }
        actions {
          base_blob {
            tier_to_cool_after_days_since_modification_greater_than = 30
            delete_after_days_since_modification_greater_than       = 90
          }
        }
      }
    }
    expect = ["azurerm_storage_management_policy.one_more_enabled_is_an_unset_variable_2"]
  }
}

rule "azure-storage-policy-keeps-old-versions" {
  title     = "Lifecycle policy keeps every old version for ever"
  category  = "cost"
  severity  = "low"
  resources = ["azurerm_storage_management_policy"]
  related "account" {
    type = "azurerm_storage_account"
    on   = refers(resource.storage_account_id, other)
  }
  when    = anytrue([for a in related.account : a.blob_properties[0].versioning_enabled == true])
  assert  = anytrue([for r in resource.rule : r.enabled != false && anytrue([for a in r.actions : length(a.version) > 0])])
  at      = resource.rule
  message = "versioning is on, and no rule deletes or moves old versions"
  why     = <<-EOT
    With versioning every overwrite or deletion leaves a version that is billed as before. Somebody wrote a policy for this account, and without a
    `version` action it saves little.
  EOT
  remedy  = <<-EOT
    Delete old versions after a while.

    ```hcl
    version {
      delete_after_days_since_creation = 30
    }
    ```
  EOT
  link    = "https://learn.microsoft.com/azure/storage/blobs/versioning-overview"

  pass "versions too" {
    resource "azurerm_storage_account" "this" {
      name                     = "files"
      resource_group_name      = "app"
      location                 = "westeurope"
      account_tier             = "Standard"
      account_replication_type = "LRS"
      blob_properties {
        versioning_enabled = true
      }
    }
    resource "azurerm_storage_management_policy" "this" {
      storage_account_id = azurerm_storage_account.this.id
      rule {
        name    = "old"
        enabled = true
        filters {
          blob_types = ["blockBlob"]
        }
        actions {
          version {
            delete_after_days_since_creation = 30
          }
          base_blob {
            delete_after_days_since_modification_greater_than = 90
          }
        }
      }
    }
  }

  pass "no versioning" {
    resource "azurerm_storage_account" "this" {
      name                     = "files"
      resource_group_name      = "app"
      location                 = "westeurope"
      account_tier             = "Standard"
      account_replication_type = "LRS"
    }
    resource "azurerm_storage_management_policy" "this" {
      storage_account_id = azurerm_storage_account.this.id
      rule {
        name    = "old"
        enabled = true
        filters {
          blob_types = ["blockBlob"]
        }
        actions {
          base_blob {
            delete_after_days_since_modification_greater_than = 90
          }
        }
      }
    }
  }

  fail "blobs only" {
    resource "azurerm_storage_account" "this" {
      name                     = "files"
      resource_group_name      = "app"
      location                 = "westeurope"
      account_tier             = "Standard"
      account_replication_type = "LRS"
      blob_properties {
        versioning_enabled = true
      }
    }
    resource "azurerm_storage_management_policy" "this" {
      storage_account_id = azurerm_storage_account.this.id
      rule {
        name    = "old"
        enabled = true
        filters {
          blob_types = ["blockBlob"]
        }
        actions {
          base_blob {
            delete_after_days_since_modification_greater_than = 90
          }
        }
      }
    }
    expect = ["azurerm_storage_management_policy.this @ rule"]
  }

  unknown "not known" {
    variable "versions" {}
    resource "azurerm_storage_account" "this" {
      name                     = "files"
      resource_group_name      = "app"
      location                 = "westeurope"
      account_tier             = "Standard"
      account_replication_type = "LRS"
      blob_properties {
        versioning_enabled = var.versions
      }
    }
    resource "azurerm_storage_management_policy" "this" {
      storage_account_id = azurerm_storage_account.this.id
      rule {
        name    = "old"
        enabled = true
        filters {
          blob_types = ["blockBlob"]
        }
        actions {
          base_blob {
            delete_after_days_since_modification_greater_than = 90
          }
        }
      }
    }
  }

  fail "without `rule`" {
    resource "azurerm_storage_account" "this" {
      name                     = "files"
      resource_group_name      = "app"
      location                 = "westeurope"
      account_tier             = "Standard"
      account_replication_type = "LRS"
      blob_properties {
        versioning_enabled = true
      }
    }
    resource "azurerm_storage_management_policy" "this" {
      storage_account_id = azurerm_storage_account.this.id
    }
    expect = ["azurerm_storage_management_policy.this"]
  }

  unknown "`enabled` is an unset variable" {
    variable "enabled" {}
    resource "azurerm_storage_account" "this" {
      name                     = "files"
      resource_group_name      = "app"
      location                 = "westeurope"
      account_tier             = "Standard"
      account_replication_type = "LRS"
      blob_properties {
        versioning_enabled = true
      }
    }
    resource "azurerm_storage_management_policy" "this" {
      storage_account_id = azurerm_storage_account.this.id
      rule {
        name    = "old"
        enabled = var.enabled
        filters {
          blob_types = ["blockBlob"]
        }
        actions {
          version {
            delete_after_days_since_creation = 30
          }
          base_blob {
            delete_after_days_since_modification_greater_than = 90
          }
        }
      }
    }
    expect = ["azurerm_storage_management_policy.this @ rule"]
  }
}

rule "azure-log-analytics-legacy-sku" {
  title     = "Log Analytics workspace has an old pricing tier"
  category  = "cost"
  severity  = "info"
  default   = false
  resources = ["azurerm_log_analytics_workspace"]
  assert    = !contains(["Standalone", "PerNode", "Premium", "Standard", "Unlimited"], resource.sku)
  at        = resource.sku
  message   = "`${resource.sku}` is a pricing tier of before 2018"
  why       = <<-EOT
    Old tiers have no commitment discounts, and new workspaces cannot have them.
  EOT
  remedy    = <<-EOT
    Use the tier by volume.

    ```hcl
    sku = "PerGB2018"
    ```
  EOT
  link      = "https://learn.microsoft.com/azure/azure-monitor/logs/cost-logs"

  pass "by volume" {
    resource "azurerm_log_analytics_workspace" "this" {
      name                = "logs"
      resource_group_name = "app"
      location            = "westeurope"
      sku                 = "PerGB2018"
      retention_in_days   = 30
    }
  }

  fail "by node" {
    resource "azurerm_log_analytics_workspace" "this" {
      name                = "logs"
      resource_group_name = "app"
      location            = "westeurope"
      sku                 = "PerNode"
      retention_in_days   = 30
    }
    expect = ["azurerm_log_analytics_workspace.this @ sku"]
  }

  unknown "not known" {
    variable "sku" {}
    resource "azurerm_log_analytics_workspace" "this" {
      name                = "logs"
      resource_group_name = "app"
      location            = "westeurope"
      sku                 = var.sku
      retention_in_days   = 30
    }
  }

  fail "more that fail" {
    resource "azurerm_log_analytics_workspace" "sku_is_premium" {
      name                = "logs"
      resource_group_name = "app"
      location            = "westeurope"
      sku                 = "Premium"
      retention_in_days   = 30
    }
    resource "azurerm_log_analytics_workspace" "one_more_sku_is_standalone" {
      name                = "logs"
      resource_group_name = "app"
      location            = "westeurope"
      sku                 = "PerGB2018"
      retention_in_days   = 30
    }
    resource "azurerm_log_analytics_workspace" "one_more_sku_is_standalone_2" {
      name                = "logs"
      resource_group_name = "app"
      location            = "westeurope"
      sku                 = "Standalone"
      retention_in_days   = 30
    }
    resource "azurerm_log_analytics_workspace" "one_more_sku_is_unlimited" {
      name                = "logs"
      resource_group_name = "app"
      location            = "westeurope"
      sku                 = "PerGB2018"
      retention_in_days   = 30
    }
    resource "azurerm_log_analytics_workspace" "one_more_sku_is_unlimited_2" {
      name                = "logs"
      resource_group_name = "app"
      location            = "westeurope"
      sku                 = "Unlimited"
      retention_in_days   = 30
    }
    expect = [
      "azurerm_log_analytics_workspace.sku_is_premium @ sku",
      "azurerm_log_analytics_workspace.one_more_sku_is_standalone_2 @ sku",
      "azurerm_log_analytics_workspace.one_more_sku_is_unlimited_2 @ sku",
    ]
  }
}

rule "azure-application-insights-paid-retention" {
  title     = "Application Insights keeps data beyond the free period"
  category  = "cost"
  severity  = "info"
  default   = false
  resources = ["azurerm_application_insights"]
  when      = resource.workspace_id == null
  assert    = coalesce(resource.retention_in_days, 90) <= 90
  at        = resource.retention_in_days
  message   = "data is kept for ${resource.retention_in_days} days, of which 90 are free"
  why       = <<-EOT
    Each gigabyte is billed by the month beyond 90 days (0.10 USD in eastus). Where a workspace holds the data, its retention counts and not this one.
  EOT
  remedy    = <<-EOT
    Keep 90 days.

    ```hcl
    retention_in_days = 90
    ```
  EOT
  link      = "https://learn.microsoft.com/azure/azure-monitor/logs/cost-logs"

  pass "ninety days" {
    resource "azurerm_application_insights" "this" {
      name                = "web"
      resource_group_name = "app"
      location            = "westeurope"
      application_type    = "web"
    }
  }

  fail "two years" {
    resource "azurerm_application_insights" "this" {
      name                = "web"
      resource_group_name = "app"
      location            = "westeurope"
      application_type    = "web"
      retention_in_days   = 730
    }
    expect = ["azurerm_application_insights.this @ retention_in_days"]
  }

  unknown "not known" {
    variable "days" {}
    resource "azurerm_application_insights" "this" {
      name                = "web"
      resource_group_name = "app"
      location            = "westeurope"
      application_type    = "web"
      retention_in_days   = var.days
    }
  }

  fail "more that fail" {
    resource "azurerm_application_insights" "retention_in_days_is_91" {
      name                = "web"
      resource_group_name = "app"
      location            = "westeurope"
      application_type    = "web"
      retention_in_days   = 91
    }
    resource "azurerm_application_insights" "one_more_workspace_id_is_some_id" {
      name                = "web"
      resource_group_name = "app"
      location            = "westeurope"
      application_type    = "web"
      retention_in_days   = 730
    }
    resource "azurerm_application_insights" "one_more_workspace_id_is_some_id_2" {
      name                = "web"
      resource_group_name = "app"
      location            = "westeurope"
      application_type    = "web"
      retention_in_days   = 730
      workspace_id        = "some-id"
    }
    expect = [
      "azurerm_application_insights.retention_in_days_is_91 @ retention_in_days",
      "azurerm_application_insights.one_more_workspace_id_is_some_id @ retention_in_days",
    ]
    also   = ["azure-application-insights-invalid-retention"]
  }
}
