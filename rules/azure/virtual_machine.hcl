# Virtual machines, scale sets, disks, snapshots.

rule "azure-vm-password-authentication" {
  title    = "Linux machine accepts passwords over SSH"
  category = "security"
  severity = "medium"
  resources = [
    "azurerm_linux_virtual_machine", "azurerm_linux_virtual_machine_scale_set", "azurerm_virtual_machine",
    "azurerm_virtual_machine_scale_set", "azurerm_orchestrated_virtual_machine_scale_set",
  ]
  aliases = [
    "CKV_AZURE_1", "CKV_AZURE_149", "CKV_AZURE_49", "CKV_AZURE_178", "AZU-0039",
    "azure-compute-disable-password-authentication", "AVD-AZU-0039", "dafe30ec-325d-4516-85d1-e8e6776f012c",
  ]
  tags    = ["cwe-521", "cwe-287"]
  assert  = resource.disable_password_authentication != false && resource.os_profile_linux_config[0].disable_password_authentication != false && resource.os_profile[0].linux_configuration[0].disable_password_authentication != false
  at      = coalesce(resource.disable_password_authentication, resource.os_profile_linux_config[0].disable_password_authentication, resource.os_profile[0].linux_configuration[0].disable_password_authentication)
  message = "`disable_password_authentication` is false"
  why     = <<-EOT
    Passwords can be guessed and are shared; keys cannot be guessed. Keys only is the default of the current types.
  EOT
  remedy  = <<-EOT
    Remove the argument, and add an `admin_ssh_key` block:

        admin_ssh_key {
          username   = "operator"
          public_key = file("id_ed25519.pub")
        }
  EOT
  link    = "https://learn.microsoft.com/azure/virtual-machines/linux/create-ssh-keys-detailed"

  pass "keys by default" {
    variable "key" {}

    resource "azurerm_linux_virtual_machine" "example" {
      name                  = "example-vm"
      resource_group_name   = "example"
      location              = "westeurope"
      size                  = "Standard_D2s_v5"
      admin_username        = "operator"
      network_interface_ids = ["some-id"]

      os_disk {
        caching              = "ReadWrite"
        storage_account_type = "StandardSSD_LRS"
      }

      admin_ssh_key {
        username   = "operator"
        public_key = var.key
      }
    }
  }

  pass "keys on the legacy type" {
    resource "azurerm_virtual_machine" "example" {
      name                  = "example-vm"
      resource_group_name   = "example"
      location              = "westeurope"
      vm_size               = "Standard_D2s_v5"
      network_interface_ids = ["some-id"]

      storage_os_disk {
        name              = "os"
        create_option     = "FromImage"
        managed_disk_type = "StandardSSD_LRS"
      }

      os_profile_linux_config {
        disable_password_authentication = true
      }
    }
  }

  fail "passwords" {
    variable "password" {}

    resource "azurerm_linux_virtual_machine" "example" {
      name                            = "example-vm"
      resource_group_name             = "example"
      location                        = "westeurope"
      size                            = "Standard_D2s_v5"
      admin_username                  = "operator"
      network_interface_ids           = ["some-id"]
      disable_password_authentication = false
      admin_password                  = var.password

      os_disk {
        caching              = "ReadWrite"
        storage_account_type = "StandardSSD_LRS"
      }
    }

    expect = ["azurerm_linux_virtual_machine.example @ disable_password_authentication"]
  }

  fail "passwords on a scale set" {
    variable "password" {}

    resource "azurerm_linux_virtual_machine_scale_set" "example" {
      name                            = "example-vmss"
      resource_group_name             = "example"
      location                        = "westeurope"
      sku                             = "Standard_D2s_v5"
      instances                       = 2
      admin_username                  = "operator"
      disable_password_authentication = false
      admin_password                  = var.password
    }

    expect = ["azurerm_linux_virtual_machine_scale_set.example @ disable_password_authentication"]
  }

  fail "passwords on the legacy type" {
    resource "azurerm_virtual_machine" "example" {
      name                  = "example-vm"
      resource_group_name   = "example"
      location              = "westeurope"
      vm_size               = "Standard_D2s_v5"
      network_interface_ids = ["some-id"]

      storage_os_disk {
        name              = "os"
        create_option     = "FromImage"
        managed_disk_type = "StandardSSD_LRS"
      }

      os_profile_linux_config {
        disable_password_authentication = false
      }
    }

    expect = ["azurerm_virtual_machine.example @ os_profile_linux_config[0].disable_password_authentication"]
  }

  unknown "the value is an unset variable" {
    variable "keys_only" {}

    resource "azurerm_linux_virtual_machine" "example" {
      name                            = "example-vm"
      resource_group_name             = "example"
      location                        = "westeurope"
      size                            = "Standard_D2s_v5"
      admin_username                  = "operator"
      network_interface_ids           = ["some-id"]
      disable_password_authentication = var.keys_only

      os_disk {
        caching              = "ReadWrite"
        storage_account_type = "StandardSSD_LRS"
      }
    }
  }
}

rule "azure-vm-secret-in-custom-data" {
  title    = "Start-up script of a machine holds a credential"
  category = "security"
  severity = "high"
  resources = [
    "azurerm_linux_virtual_machine", "azurerm_windows_virtual_machine", "azurerm_linux_virtual_machine_scale_set",
    "azurerm_windows_virtual_machine_scale_set", "azurerm_virtual_machine", "azurerm_virtual_machine_scale_set",
  ]
  aliases = ["CKV_AZURE_45", "AZU-0037", "azure-compute-no-secrets-in-custom-data", "AVD-AZU-0037"]
  tags    = ["cwe-798"]
  params = {
    patterns = [
      "AKIA[0-9A-Z]{16}", "-----BEGIN [A-Z ]*PRIVATE KEY-----", "AccountKey=[A-Za-z0-9+/=]{40,}",
      "(?im)^\\s*(export\\s+)?[A-Z0-9_]*(PASSWORD|PASSWD|SECRET|SECRET_KEY|ACCESS_KEY|API_KEY|TOKEN)\\s*=\\s*[\"']?[^\\s\"'$<{]{8,}",
    ]
  }
  for_each = [for d in [resource.custom_data, resource.user_data, resource.os_profile[0].custom_data] : coalesce(base64decode(d), d) if d != null]
  assert   = !anytrue([for p in param.patterns : can(regex(p, each.value))])
  at       = coalesce(resource.custom_data, resource.user_data, resource.os_profile[0].custom_data)
  message  = "the script contains something that looks like a key or password"
  why      = <<-EOT
    Custom data is stored with the machine, readable for everyone who may read it in Azure and for every process inside.
  EOT
  remedy   = <<-EOT
    Give the machine an identity, and let the script fetch the secret from Key Vault at start.
  EOT
  link     = "https://learn.microsoft.com/azure/virtual-machines/custom-data"

  pass "a harmless script" {
    resource "azurerm_linux_virtual_machine" "example" {
      name                  = "example-vm"
      resource_group_name   = "example"
      location              = "westeurope"
      size                  = "Standard_D2s_v5"
      admin_username        = "operator"
      network_interface_ids = ["some-id"]
      custom_data           = base64encode("#!/bin/sh\napt-get install -y nginx\n")

      os_disk {
        caching              = "ReadWrite"
        storage_account_type = "StandardSSD_LRS"
      }
    }
    also = ["azure-vm-no-credentials"]
  }

  pass "a secret fetched at start" {
    resource "azurerm_linux_virtual_machine" "example" {
      name                  = "example-vm"
      resource_group_name   = "example"
      location              = "westeurope"
      size                  = "Standard_D2s_v5"
      admin_username        = "operator"
      network_interface_ids = ["some-id"]
      custom_data           = base64encode("export DB_PASSWORD=$(az keyvault secret show --name db --query value)")

      os_disk {
        caching              = "ReadWrite"
        storage_account_type = "StandardSSD_LRS"
      }
    }
    also = ["azure-vm-no-credentials"]
  }

  pass "none" {
    variable "password" {}

    resource "azurerm_windows_virtual_machine" "example" {
      name                  = "example-vm"
      resource_group_name   = "example"
      location              = "westeurope"
      size                  = "Standard_D2s_v5"
      admin_username        = "operator"
      admin_password        = var.password
      network_interface_ids = ["some-id"]

      os_disk {
        caching              = "ReadWrite"
        storage_account_type = "StandardSSD_LRS"
      }
    }
  }

  fail "a password" {
    resource "azurerm_linux_virtual_machine" "example" {
      name                  = "example-vm"
      resource_group_name   = "example"
      location              = "westeurope"
      size                  = "Standard_D2s_v5"
      admin_username        = "operator"
      network_interface_ids = ["some-id"]
      custom_data           = base64encode("export DATABASE_PASSWORD=\"SomeSortOfPassword\"\n")

      os_disk {
        caching              = "ReadWrite"
        storage_account_type = "StandardSSD_LRS"
      }
    }

    expect = ["azurerm_linux_virtual_machine.example @ custom_data"]
  }

  fail "an AWS key on the legacy type" {
    resource "azurerm_virtual_machine" "example" {
      name                  = "example-vm"
      resource_group_name   = "example"
      location              = "westeurope"
      vm_size               = "Standard_D2s_v5"
      network_interface_ids = ["some-id"]

      storage_os_disk {
        name              = "os"
        create_option     = "FromImage"
        managed_disk_type = "StandardSSD_LRS"
      }

      os_profile {
        computer_name  = "example"
        admin_username = "operator"
        custom_data    = "export AWS_ACCESS_KEY_ID=AKIAIOSFODNN7EXAMPLE"
      }
    }

    expect = ["azurerm_virtual_machine.example @ os_profile[0].custom_data"]
  }

  unknown "the value is an unset variable" {
    variable "script" {}

    resource "azurerm_linux_virtual_machine" "example" {
      name                  = "example-vm"
      resource_group_name   = "example"
      location              = "westeurope"
      size                  = "Standard_D2s_v5"
      admin_username        = "operator"
      network_interface_ids = ["some-id"]
      custom_data           = var.script

      os_disk {
        caching              = "ReadWrite"
        storage_account_type = "StandardSSD_LRS"
      }
    }
  }
}

rule "azure-vm-unmanaged-disk" {
  title     = "Machine uses unmanaged disks"
  category  = "reliability"
  severity  = "medium"
  resources = ["azurerm_virtual_machine", "azurerm_virtual_machine_scale_set"]
  aliases   = ["CKV2_AZURE_9", "CKV_AZURE_92"]
  tags      = ["cis-azure-2.0-7.2"]
  assert    = resource.storage_os_disk[0].vhd_uri == null && alltrue([for d in resource.storage_data_disk : d.vhd_uri == null]) && alltrue([for p in resource.storage_profile_os_disk : length(p.vhd_containers) == 0])
  at        = coalesce(resource.storage_os_disk[0].vhd_uri, resource.storage_data_disk, resource.storage_profile_os_disk)
  message   = "a disk is a VHD file in a storage account"
  why       = <<-EOT
    Unmanaged disks were retired on 31 March 2026. They share the limits and the access keys of a storage account, and
    have no snapshots or zones of their own.
  EOT
  remedy    = <<-EOT
    Use `azurerm_linux_virtual_machine` or `azurerm_windows_virtual_machine`, which know managed disks only.
  EOT
  link      = "https://learn.microsoft.com/azure/virtual-machines/unmanaged-disks-deprecation"

  pass "a managed disk" {
    resource "azurerm_virtual_machine" "example" {
      name                  = "example-vm"
      resource_group_name   = "example"
      location              = "westeurope"
      vm_size               = "Standard_D2s_v5"
      network_interface_ids = ["some-id"]

      storage_os_disk {
        name              = "os"
        create_option     = "FromImage"
        managed_disk_type = "StandardSSD_LRS"
      }
    }
  }

  fail "a VHD file" {
    resource "azurerm_virtual_machine" "example" {
      name                  = "example-vm"
      resource_group_name   = "example"
      location              = "westeurope"
      vm_size               = "Standard_D2s_v5"
      network_interface_ids = ["some-id"]

      storage_os_disk {
        name          = "os"
        create_option = "FromImage"
        vhd_uri       = "https://examplestorage.blob.core.windows.net/vhds/os.vhd"
      }
    }

    expect = ["azurerm_virtual_machine.example @ storage_os_disk[0].vhd_uri"]
  }

  fail "a data disk" {
    resource "azurerm_virtual_machine" "example" {
      name                  = "example-vm"
      resource_group_name   = "example"
      location              = "westeurope"
      vm_size               = "Standard_D2s_v5"
      network_interface_ids = ["some-id"]

      storage_os_disk {
        name              = "os"
        create_option     = "FromImage"
        managed_disk_type = "StandardSSD_LRS"
      }

      storage_data_disk {
        name          = "data"
        create_option = "Empty"
        lun           = 0
        disk_size_gb  = 64
        vhd_uri       = "https://examplestorage.blob.core.windows.net/vhds/data.vhd"
      }
    }

    expect = ["azurerm_virtual_machine.example @ storage_data_disk"]
  }

  unknown "the value is an unset variable" {
    variable "vhd" {}

    resource "azurerm_virtual_machine" "example" {
      name                  = "example-vm"
      resource_group_name   = "example"
      location              = "westeurope"
      vm_size               = "Standard_D2s_v5"
      network_interface_ids = ["some-id"]

      storage_os_disk {
        name          = "os"
        create_option = "FromImage"
        vhd_uri       = var.vhd
      }
    }
  }
}

rule "azure-vm-no-host-encryption" {
  title    = "Machine's caches are not encrypted on the host"
  category = "security"
  severity = "low"
  default  = false
  resources = [
    "azurerm_linux_virtual_machine", "azurerm_windows_virtual_machine", "azurerm_linux_virtual_machine_scale_set",
    "azurerm_windows_virtual_machine_scale_set",
  ]
  aliases = ["CKV_AZURE_97", "CKV_AZURE_151"]
  tags    = ["cwe-311"]
  assert  = resource.encryption_at_host_enabled == true
  at      = resource.encryption_at_host_enabled
  message = "temporary disk and caches lie unencrypted on the host"
  why     = <<-EOT
    Managed disks are encrypted by the storage service; encryption at host adds temporary disks and caches. The
    subscription must have the feature registered, and not all sizes support it.
  EOT
  remedy  = <<-EOT
    Write `encryption_at_host_enabled = true`.
  EOT
  link    = "https://learn.microsoft.com/azure/virtual-machines/disk-encryption"

  pass "on" {
    resource "azurerm_linux_virtual_machine" "example" {
      name                       = "example-vm"
      resource_group_name        = "example"
      location                   = "westeurope"
      size                       = "Standard_D2s_v5"
      admin_username             = "operator"
      network_interface_ids      = ["some-id"]
      encryption_at_host_enabled = true

      os_disk {
        caching              = "ReadWrite"
        storage_account_type = "StandardSSD_LRS"
      }
    }
    also = ["azure-vm-no-credentials"]
  }

  fail "not set" {
    variable "password" {}

    resource "azurerm_windows_virtual_machine" "example" {
      name                  = "example-vm"
      resource_group_name   = "example"
      location              = "westeurope"
      size                  = "Standard_D2s_v5"
      admin_username        = "operator"
      admin_password        = var.password
      network_interface_ids = ["some-id"]

      os_disk {
        caching              = "ReadWrite"
        storage_account_type = "StandardSSD_LRS"
      }
    }

    expect = ["azurerm_windows_virtual_machine.example"]
  }

  fail "off" {
    resource "azurerm_linux_virtual_machine_scale_set" "example" {
      name                       = "example-vmss"
      resource_group_name        = "example"
      location                   = "westeurope"
      sku                        = "Standard_D2s_v5"
      instances                  = 2
      admin_username             = "operator"
      encryption_at_host_enabled = false
    }

    expect = ["azurerm_linux_virtual_machine_scale_set.example @ encryption_at_host_enabled"]
  }

  unknown "the value is an unset variable" {
    variable "encrypt" {}

    resource "azurerm_linux_virtual_machine" "example" {
      name                       = "example-vm"
      resource_group_name        = "example"
      location                   = "westeurope"
      size                       = "Standard_D2s_v5"
      admin_username             = "operator"
      network_interface_ids      = ["some-id"]
      encryption_at_host_enabled = var.encrypt

      os_disk {
        caching              = "ReadWrite"
        storage_account_type = "StandardSSD_LRS"
      }
    }
  }
}

rule "azure-vm-extensions-allowed" {
  title     = "Machine accepts extensions"
  category  = "security"
  severity  = "low"
  default   = false
  resources = ["azurerm_linux_virtual_machine", "azurerm_windows_virtual_machine"]
  aliases   = ["CKV_AZURE_50"]
  tags      = ["cwe-829", "cis-azure-2.0-7.5"]
  assert    = resource.allow_extension_operations == false
  at        = resource.allow_extension_operations
  message   = "`allow_extension_operations` is not false"
  why       = <<-EOT
    Extensions run as root, so whoever may add one owns the machine. Backup, monitoring and Entra sign-in are extensions
    too, which most machines need.
  EOT
  remedy    = <<-EOT
    Write `allow_extension_operations = false` on machines that need none.
  EOT
  link      = "https://learn.microsoft.com/azure/virtual-machines/extensions/overview"

  pass "refused" {
    resource "azurerm_linux_virtual_machine" "example" {
      name                       = "example-vm"
      resource_group_name        = "example"
      location                   = "westeurope"
      size                       = "Standard_D2s_v5"
      admin_username             = "operator"
      network_interface_ids      = ["some-id"]
      allow_extension_operations = false

      os_disk {
        caching              = "ReadWrite"
        storage_account_type = "StandardSSD_LRS"
      }
    }
    also = ["azure-vm-no-credentials"]
  }

  fail "not set" {
    resource "azurerm_linux_virtual_machine" "example" {
      name                  = "example-vm"
      resource_group_name   = "example"
      location              = "westeurope"
      size                  = "Standard_D2s_v5"
      admin_username        = "operator"
      network_interface_ids = ["some-id"]

      os_disk {
        caching              = "ReadWrite"
        storage_account_type = "StandardSSD_LRS"
      }
    }

    expect = ["azurerm_linux_virtual_machine.example"]
  }

  fail "allowed" {
    variable "password" {}

    resource "azurerm_windows_virtual_machine" "example" {
      name                       = "example-vm"
      resource_group_name        = "example"
      location                   = "westeurope"
      size                       = "Standard_D2s_v5"
      admin_username             = "operator"
      admin_password             = var.password
      network_interface_ids      = ["some-id"]
      allow_extension_operations = true

      os_disk {
        caching              = "ReadWrite"
        storage_account_type = "StandardSSD_LRS"
      }
    }

    expect = ["azurerm_windows_virtual_machine.example @ allow_extension_operations"]
  }

  unknown "the value is an unset variable" {
    variable "extensions" {}

    resource "azurerm_linux_virtual_machine" "example" {
      name                       = "example-vm"
      resource_group_name        = "example"
      location                   = "westeurope"
      size                       = "Standard_D2s_v5"
      admin_username             = "operator"
      network_interface_ids      = ["some-id"]
      allow_extension_operations = var.extensions

      os_disk {
        caching              = "ReadWrite"
        storage_account_type = "StandardSSD_LRS"
      }
    }
  }
}

rule "azure-vm-automatic-updates-off" {
  title    = "Windows machine does not update itself"
  category = "security"
  severity = "low"
  resources = [
    "azurerm_windows_virtual_machine", "azurerm_windows_virtual_machine_scale_set",
    "azurerm_orchestrated_virtual_machine_scale_set",
  ]
  aliases = ["CKV_AZURE_177"]
  tags    = ["cwe-1104"]
  when    = !contains(["automaticbyplatform", "manual"], lower(resource.patch_mode))
  assert  = resource.automatic_updates_enabled != false && resource.enable_automatic_updates != false && resource.os_profile[0].windows_configuration[0].enable_automatic_updates != false && resource.os_profile[0].windows_configuration[0].automatic_updates_enabled != false
  at      = coalesce(resource.automatic_updates_enabled, resource.enable_automatic_updates, resource.os_profile)
  message = "automatic updates are switched off"
  why     = <<-EOT
    Without updates known holes stay open. They are on by default; a `patch_mode` that hands patching to Azure or to you
    passes.
  EOT
  remedy  = <<-EOT
    Remove the argument, or write `patch_mode = "AutomaticByPlatform"`.
  EOT
  link    = "https://learn.microsoft.com/azure/virtual-machines/automatic-vm-guest-patching"

  fix {
    remove = ["automatic_updates_enabled", "enable_automatic_updates"]
  }

  pass "on by default" {
    variable "password" {}

    resource "azurerm_windows_virtual_machine" "example" {
      name                  = "example-vm"
      resource_group_name   = "example"
      location              = "westeurope"
      size                  = "Standard_D2s_v5"
      admin_username        = "operator"
      admin_password        = var.password
      network_interface_ids = ["some-id"]

      os_disk {
        caching              = "ReadWrite"
        storage_account_type = "StandardSSD_LRS"
      }
    }
  }

  pass "patched by the platform" {
    variable "password" {}

    resource "azurerm_windows_virtual_machine" "example" {
      name                     = "example-vm"
      resource_group_name      = "example"
      location                 = "westeurope"
      size                     = "Standard_D2s_v5"
      admin_username           = "operator"
      admin_password           = var.password
      network_interface_ids    = ["some-id"]
      enable_automatic_updates = false
      patch_mode               = "AutomaticByPlatform"

      os_disk {
        caching              = "ReadWrite"
        storage_account_type = "StandardSSD_LRS"
      }
    }
  }

  fail "off" {
    variable "password" {}

    resource "azurerm_windows_virtual_machine" "example" {
      name                      = "example-vm"
      resource_group_name       = "example"
      location                  = "westeurope"
      size                      = "Standard_D2s_v5"
      admin_username            = "operator"
      admin_password            = var.password
      network_interface_ids     = ["some-id"]
      automatic_updates_enabled = false

      os_disk {
        caching              = "ReadWrite"
        storage_account_type = "StandardSSD_LRS"
      }
    }

    expect = ["azurerm_windows_virtual_machine.example @ automatic_updates_enabled"]
  }

  fail "off, in the spelling before 5.0" {
    variable "password" {}

    resource "azurerm_windows_virtual_machine_scale_set" "example" {
      name                     = "example"
      resource_group_name      = "example"
      location                 = "westeurope"
      sku                      = "Standard_D2s_v5"
      instances                = 2
      admin_username           = "operator"
      admin_password           = var.password
      enable_automatic_updates = false
    }

    expect = ["azurerm_windows_virtual_machine_scale_set.example @ enable_automatic_updates"]
  }

  unknown "the value is an unset variable" {
    variable "password" {}

    variable "updates" {}

    resource "azurerm_windows_virtual_machine" "example" {
      name                      = "example-vm"
      resource_group_name       = "example"
      location                  = "westeurope"
      size                      = "Standard_D2s_v5"
      admin_username            = "operator"
      admin_password            = var.password
      network_interface_ids     = ["some-id"]
      automatic_updates_enabled = var.updates

      os_disk {
        caching              = "ReadWrite"
        storage_account_type = "StandardSSD_LRS"
      }
    }
  }

  pass "`patch_mode` is `manual`" {
    variable "password" {}
    resource "azurerm_windows_virtual_machine" "example" {
      name                     = "example-vm"
      resource_group_name      = "example"
      location                 = "westeurope"
      size                     = "Standard_D2s_v5"
      admin_username           = "operator"
      admin_password           = var.password
      network_interface_ids    = ["some-id"]
      enable_automatic_updates = false
      patch_mode               = "manual"
      os_disk {
        caching              = "ReadWrite"
        storage_account_type = "StandardSSD_LRS"
      }
    }
  }
}

rule "azure-vm-agent-disabled" {
  title    = "Machine has no VM agent"
  category = "security"
  severity = "low"
  resources = [
    "azurerm_linux_virtual_machine", "azurerm_windows_virtual_machine", "azurerm_linux_virtual_machine_scale_set",
    "azurerm_windows_virtual_machine_scale_set",
  ]
  aliases = ["CKV_AZURE_179"]
  tags    = ["cwe-693"]
  assert  = resource.provision_vm_agent != false
  at      = resource.provision_vm_agent
  message = "`provision_vm_agent` is false: no extension, no backup, no patch management works"
  why     = <<-EOT
    The agent is there by default and needed for nearly all management.
  EOT
  remedy  = <<-EOT
    Remove the argument.
  EOT
  link    = "https://learn.microsoft.com/azure/virtual-machines/extensions/agent-windows"

  fix {
    remove = ["provision_vm_agent"]
  }

  pass "there by default" {
    resource "azurerm_linux_virtual_machine" "example" {
      name                  = "example-vm"
      resource_group_name   = "example"
      location              = "westeurope"
      size                  = "Standard_D2s_v5"
      admin_username        = "operator"
      network_interface_ids = ["some-id"]

      os_disk {
        caching              = "ReadWrite"
        storage_account_type = "StandardSSD_LRS"
      }
    }
    also = ["azure-vm-no-credentials"]
  }

  pass "written" {
    variable "password" {}

    resource "azurerm_windows_virtual_machine" "example" {
      name                  = "example-vm"
      resource_group_name   = "example"
      location              = "westeurope"
      size                  = "Standard_D2s_v5"
      admin_username        = "operator"
      admin_password        = var.password
      network_interface_ids = ["some-id"]
      provision_vm_agent    = true

      os_disk {
        caching              = "ReadWrite"
        storage_account_type = "StandardSSD_LRS"
      }
    }
  }

  fail "left out" {
    resource "azurerm_linux_virtual_machine" "example" {
      name                  = "example-vm"
      resource_group_name   = "example"
      location              = "westeurope"
      size                  = "Standard_D2s_v5"
      admin_username        = "operator"
      network_interface_ids = ["some-id"]
      provision_vm_agent    = false

      os_disk {
        caching              = "ReadWrite"
        storage_account_type = "StandardSSD_LRS"
      }
    }

    expect = ["azurerm_linux_virtual_machine.example @ provision_vm_agent"]
  }

  fail "left out of a scale set" {
    variable "password" {}

    resource "azurerm_windows_virtual_machine_scale_set" "example" {
      name                = "example"
      resource_group_name = "example"
      location            = "westeurope"
      sku                 = "Standard_D2s_v5"
      instances           = 2
      admin_username      = "operator"
      admin_password      = var.password
      provision_vm_agent  = false
    }

    expect = ["azurerm_windows_virtual_machine_scale_set.example @ provision_vm_agent"]
  }

  unknown "the value is an unset variable" {
    variable "agent" {}

    resource "azurerm_linux_virtual_machine" "example" {
      name                  = "example-vm"
      resource_group_name   = "example"
      location              = "westeurope"
      size                  = "Standard_D2s_v5"
      admin_username        = "operator"
      network_interface_ids = ["some-id"]
      provision_vm_agent    = var.agent

      os_disk {
        caching              = "ReadWrite"
        storage_account_type = "StandardSSD_LRS"
      }
    }
  }
}

rule "azure-vmss-no-automatic-os-upgrade" {
  title    = "Scale set does not replace its image by itself"
  category = "security"
  severity = "low"
  default  = false
  resources = [
    "azurerm_virtual_machine_scale_set", "azurerm_linux_virtual_machine_scale_set",
    "azurerm_windows_virtual_machine_scale_set",
  ]
  aliases = ["CKV_AZURE_95"]
  tags    = ["cwe-1104"]
  assert  = resource.automatic_os_upgrade == true || resource.automatic_os_upgrade_policy[0].automatic_os_upgrade_enabled == true || resource.automatic_os_upgrade_policy[0].enable_automatic_os_upgrade == true
  at      = coalesce(resource.automatic_os_upgrade, resource.automatic_os_upgrade_policy)
  message = "instances keep the image they were created from"
  why     = <<-EOT
    Automatic upgrades roll a new image through the set, watched by a health probe. Teams that build images replace them
    by deployment.
  EOT
  remedy  = <<-EOT
    Add an `automatic_os_upgrade_policy` with `automatic_os_upgrade_enabled = true` and a health probe.
  EOT
  link    = "https://learn.microsoft.com/azure/virtual-machine-scale-sets/virtual-machine-scale-sets-automatic-upgrade"

  pass "the policy" {
    resource "azurerm_linux_virtual_machine_scale_set" "example" {
      name                = "example-vmss"
      resource_group_name = "example"
      location            = "westeurope"
      sku                 = "Standard_D2s_v5"
      instances           = 2
      admin_username      = "operator"

      automatic_os_upgrade_policy {
        automatic_os_upgrade_enabled = true
        automatic_rollback_enabled   = true
      }
    }
    also = ["azure-vm-no-credentials"]
  }

  pass "the policy before 5.0" {
    resource "azurerm_linux_virtual_machine_scale_set" "example" {
      name                = "example-vmss"
      resource_group_name = "example"
      location            = "westeurope"
      sku                 = "Standard_D2s_v5"
      instances           = 2
      admin_username      = "operator"

      automatic_os_upgrade_policy {
        enable_automatic_os_upgrade = true
        disable_automatic_rollback  = false
      }
    }
    also = ["azure-vm-no-credentials"]
  }

  pass "the legacy type" {
    resource "azurerm_virtual_machine_scale_set" "example" {
      name                 = "example-vmss"
      resource_group_name  = "example"
      location             = "westeurope"
      upgrade_policy_mode  = "Manual"
      automatic_os_upgrade = true
    }
  }

  fail "none" {
    resource "azurerm_linux_virtual_machine_scale_set" "example" {
      name                = "example-vmss"
      resource_group_name = "example"
      location            = "westeurope"
      sku                 = "Standard_D2s_v5"
      instances           = 2
      admin_username      = "operator"
    }

    expect = ["azurerm_linux_virtual_machine_scale_set.example"]
  }

  fail "off" {
    resource "azurerm_virtual_machine_scale_set" "example" {
      name                 = "example-vmss"
      resource_group_name  = "example"
      location             = "westeurope"
      upgrade_policy_mode  = "Manual"
      automatic_os_upgrade = false
    }

    expect = ["azurerm_virtual_machine_scale_set.example @ automatic_os_upgrade"]
  }

  unknown "the value is an unset variable" {
    variable "upgrade" {}

    resource "azurerm_virtual_machine_scale_set" "example" {
      name                 = "example-vmss"
      resource_group_name  = "example"
      location             = "westeurope"
      upgrade_policy_mode  = "Manual"
      automatic_os_upgrade = var.upgrade
    }
  }
}

rule "azure-vm-no-antimalware" {
  title     = "Windows machine has no antimalware extension"
  category  = "security"
  severity  = "low"
  default   = false
  resources = ["azurerm_windows_virtual_machine", "azurerm_virtual_machine"]
  aliases   = ["CKV2_AZURE_10"]
  tags      = ["cwe-693", "cis-azure-2.0-7.6"]

  related "extension" {
    type = "azurerm_virtual_machine_extension"
    on   = refers(other.virtual_machine_id, resource) && other.publisher == "Microsoft.Azure.Security" && other.type == "IaaSAntimalware"
  }

  when    = length(resource.os_profile_linux_config) == 0
  assert  = anytrue([for e in related.extension : e.auto_upgrade_minor_version != false])
  at      = resource
  message = "no `IaaSAntimalware` extension with automatic upgrades refers to the machine"
  why     = <<-EOT
    Windows Server has Defender built in, and Defender for Servers manages it; the extension is the older way.
  EOT
  remedy  = <<-EOT
    Enable Defender for Servers, or add the extension from the publisher `Microsoft.Azure.Security`.
  EOT
  link    = "https://learn.microsoft.com/azure/security/fundamentals/antimalware"

  pass "the extension" {
    variable "password" {}

    resource "azurerm_windows_virtual_machine" "example" {
      name                  = "example-vm"
      resource_group_name   = "example"
      location              = "westeurope"
      size                  = "Standard_D2s_v5"
      admin_username        = "operator"
      admin_password        = var.password
      network_interface_ids = ["some-id"]

      os_disk {
        caching              = "ReadWrite"
        storage_account_type = "StandardSSD_LRS"
      }
    }

    resource "azurerm_virtual_machine_extension" "example" {
      name                       = "example"
      virtual_machine_id         = azurerm_windows_virtual_machine.example.id
      publisher                  = "Microsoft.Azure.Security"
      type                       = "IaaSAntimalware"
      type_handler_version       = "1.5"
      auto_upgrade_minor_version = true
    }
  }

  fail "none" {
    variable "password" {}

    resource "azurerm_windows_virtual_machine" "example" {
      name                  = "example-vm"
      resource_group_name   = "example"
      location              = "westeurope"
      size                  = "Standard_D2s_v5"
      admin_username        = "operator"
      admin_password        = var.password
      network_interface_ids = ["some-id"]

      os_disk {
        caching              = "ReadWrite"
        storage_account_type = "StandardSSD_LRS"
      }
    }

    expect = ["azurerm_windows_virtual_machine.example"]
  }

  fail "another extension" {
    variable "password" {}

    resource "azurerm_windows_virtual_machine" "example" {
      name                  = "example-vm"
      resource_group_name   = "example"
      location              = "westeurope"
      size                  = "Standard_D2s_v5"
      admin_username        = "operator"
      admin_password        = var.password
      network_interface_ids = ["some-id"]

      os_disk {
        caching              = "ReadWrite"
        storage_account_type = "StandardSSD_LRS"
      }
    }

    resource "azurerm_virtual_machine_extension" "example" {
      name                 = "example"
      virtual_machine_id   = azurerm_windows_virtual_machine.example.id
      publisher            = "Microsoft.Azure.Monitor"
      type                 = "AzureMonitorWindowsAgent"
      type_handler_version = "1.0"
    }

    expect = ["azurerm_windows_virtual_machine.example"]
  }

  fail "more that fail" {
    variable "password" {}
    resource "azurerm_windows_virtual_machine" "no_virtual_machine_id" {
      name                  = "example-vm"
      resource_group_name   = "example"
      location              = "westeurope"
      size                  = "Standard_D2s_v5"
      admin_username        = "operator"
      admin_password        = var.password
      network_interface_ids = ["some-id"]
      os_disk {
        caching              = "ReadWrite"
        storage_account_type = "StandardSSD_LRS"
      }
    }
    resource "azurerm_virtual_machine_extension" "no_virtual_machine_id" {
      name                       = "example"
      publisher                  = "Microsoft.Azure.Security"
      type                       = "IaaSAntimalware"
      type_handler_version       = "1.5"
      auto_upgrade_minor_version = true
    }
    resource "azurerm_windows_virtual_machine" "no_publisher" {
      name                  = "example-vm"
      resource_group_name   = "example"
      location              = "westeurope"
      size                  = "Standard_D2s_v5"
      admin_username        = "operator"
      admin_password        = var.password
      network_interface_ids = ["some-id"]
      os_disk {
        caching              = "ReadWrite"
        storage_account_type = "StandardSSD_LRS"
      }
    }
    resource "azurerm_virtual_machine_extension" "no_publisher" {
      name                       = "example"
      virtual_machine_id         = azurerm_windows_virtual_machine.no_publisher.id
      type                       = "IaaSAntimalware"
      type_handler_version       = "1.5"
      auto_upgrade_minor_version = true
    }
    resource "azurerm_windows_virtual_machine" "no_type" {
      name                  = "example-vm"
      resource_group_name   = "example"
      location              = "westeurope"
      size                  = "Standard_D2s_v5"
      admin_username        = "operator"
      admin_password        = var.password
      network_interface_ids = ["some-id"]
      os_disk {
        caching              = "ReadWrite"
        storage_account_type = "StandardSSD_LRS"
      }
    }
    resource "azurerm_virtual_machine_extension" "no_type" {
      name                       = "example"
      virtual_machine_id         = azurerm_windows_virtual_machine.no_type.id
      publisher                  = "Microsoft.Azure.Security"
      type_handler_version       = "1.5"
      auto_upgrade_minor_version = true
    }
    expect = [
      "azurerm_windows_virtual_machine.no_virtual_machine_id",
      "azurerm_windows_virtual_machine.no_publisher",
      "azurerm_windows_virtual_machine.no_type",
    ]
  }
}

rule "azure-vm-no-backup" {
  title     = "Machine is not backed up"
  category  = "reliability"
  severity  = "low"
  default   = false
  resources = ["azurerm_linux_virtual_machine", "azurerm_windows_virtual_machine", "azurerm_virtual_machine"]
  aliases   = ["CKV2_AZURE_12"]

  related "backup" {
    type = "azurerm_backup_protected_vm"
    on   = refers(other.source_vm_id, resource)
  }

  assert  = length(related.backup) > 0
  at      = resource
  message = "no `azurerm_backup_protected_vm` refers to the machine"
  why     = <<-EOT
    Machines that can be built anew need no backup, and Azure Policy may protect the others; hence the rule is not in the
    default set.
  EOT
  remedy  = <<-EOT
    Add an `azurerm_backup_protected_vm` with `source_vm_id`.
  EOT
  link    = "https://learn.microsoft.com/azure/backup/backup-azure-vms-introduction"

  pass "protected" {
    resource "azurerm_linux_virtual_machine" "example" {
      name                  = "example-vm"
      resource_group_name   = "example"
      location              = "westeurope"
      size                  = "Standard_D2s_v5"
      admin_username        = "operator"
      network_interface_ids = ["some-id"]

      os_disk {
        caching              = "ReadWrite"
        storage_account_type = "StandardSSD_LRS"
      }
    }

    resource "azurerm_backup_protected_vm" "example" {
      resource_group_name = "example"
      recovery_vault_name = "example"
      source_vm_id        = azurerm_linux_virtual_machine.example.id
      backup_policy_id    = "some-id"
    }
    also = ["azure-vm-no-credentials"]
  }

  fail "not protected" {
    resource "azurerm_linux_virtual_machine" "example" {
      name                  = "example-vm"
      resource_group_name   = "example"
      location              = "westeurope"
      size                  = "Standard_D2s_v5"
      admin_username        = "operator"
      network_interface_ids = ["some-id"]

      os_disk {
        caching              = "ReadWrite"
        storage_account_type = "StandardSSD_LRS"
      }
    }

    expect = ["azurerm_linux_virtual_machine.example"]
  }

  unknown "the protected machine is an unset variable" {
    variable "vm" {}

    resource "azurerm_linux_virtual_machine" "example" {
      name                  = "example-vm"
      resource_group_name   = "example"
      location              = "westeurope"
      size                  = "Standard_D2s_v5"
      admin_username        = "operator"
      network_interface_ids = ["some-id"]

      os_disk {
        caching              = "ReadWrite"
        storage_account_type = "StandardSSD_LRS"
      }
    }

    resource "azurerm_backup_protected_vm" "example" {
      resource_group_name = "example"
      recovery_vault_name = "example"
      source_vm_id        = var.vm
      backup_policy_id    = "some-id"
    }
  }
}

rule "azure-vm-no-trusted-launch" {
  title    = "Machine starts without secure boot or virtual TPM"
  category = "security"
  severity = "low"
  default  = false
  resources = [
    "azurerm_linux_virtual_machine", "azurerm_windows_virtual_machine", "azurerm_linux_virtual_machine_scale_set",
    "azurerm_windows_virtual_machine_scale_set",
  ]
  tags    = ["cwe-693"]
  assert  = resource.secure_boot_enabled == true && resource.vtpm_enabled == true
  at      = coalesce(resource.secure_boot_enabled, resource.vtpm_enabled)
  message = "`secure_boot_enabled` and `vtpm_enabled` are not both true"
  why     = <<-EOT
    Trusted launch keeps boot kits out of second generation machines and costs nothing; the image must support it, and it
    is chosen at creation.
  EOT
  remedy  = <<-EOT
    Write `secure_boot_enabled = true` and `vtpm_enabled = true`.
  EOT
  link    = "https://learn.microsoft.com/azure/virtual-machines/trusted-launch"

  pass "both" {
    resource "azurerm_linux_virtual_machine" "example" {
      name                  = "example-vm"
      resource_group_name   = "example"
      location              = "westeurope"
      size                  = "Standard_D2s_v5"
      admin_username        = "operator"
      network_interface_ids = ["some-id"]
      secure_boot_enabled   = true
      vtpm_enabled          = true

      os_disk {
        caching              = "ReadWrite"
        storage_account_type = "StandardSSD_LRS"
      }
    }
    also = ["azure-vm-no-credentials"]
  }

  fail "not set" {
    resource "azurerm_linux_virtual_machine" "example" {
      name                  = "example-vm"
      resource_group_name   = "example"
      location              = "westeurope"
      size                  = "Standard_D2s_v5"
      admin_username        = "operator"
      network_interface_ids = ["some-id"]

      os_disk {
        caching              = "ReadWrite"
        storage_account_type = "StandardSSD_LRS"
      }
    }

    expect = ["azurerm_linux_virtual_machine.example"]
  }

  fail "one" {
    variable "password" {}

    resource "azurerm_windows_virtual_machine" "example" {
      name                  = "example-vm"
      resource_group_name   = "example"
      location              = "westeurope"
      size                  = "Standard_D2s_v5"
      admin_username        = "operator"
      admin_password        = var.password
      network_interface_ids = ["some-id"]
      secure_boot_enabled   = true

      os_disk {
        caching              = "ReadWrite"
        storage_account_type = "StandardSSD_LRS"
      }
    }

    expect = ["azurerm_windows_virtual_machine.example @ secure_boot_enabled"]
  }

  unknown "the value is an unset variable" {
    variable "tpm" {}

    resource "azurerm_linux_virtual_machine" "example" {
      name                  = "example-vm"
      resource_group_name   = "example"
      location              = "westeurope"
      size                  = "Standard_D2s_v5"
      admin_username        = "operator"
      network_interface_ids = ["some-id"]
      secure_boot_enabled   = true
      vtpm_enabled          = var.tpm

      os_disk {
        caching              = "ReadWrite"
        storage_account_type = "StandardSSD_LRS"
      }
    }
  }

  fail "no `secure_boot_enabled`" {
    resource "azurerm_linux_virtual_machine" "example" {
      name                  = "example-vm"
      resource_group_name   = "example"
      location              = "westeurope"
      size                  = "Standard_D2s_v5"
      admin_username        = "operator"
      network_interface_ids = ["some-id"]
      vtpm_enabled          = true
      os_disk {
        caching              = "ReadWrite"
        storage_account_type = "StandardSSD_LRS"
      }
    }
    expect = ["azurerm_linux_virtual_machine.example @ vtpm_enabled"]
  }
}

rule "azure-vm-winrm-http" {
  title    = "Windows machine offers unencrypted remote management"
  category = "security"
  severity = "medium"
  resources = [
    "azurerm_windows_virtual_machine", "azurerm_windows_virtual_machine_scale_set", "azurerm_virtual_machine",
  ]
  tags    = ["cwe-319"]
  assert  = !anytrue([for l in concat(resource.winrm_listener, resource.os_profile_windows_config[0].winrm) : lower(l.protocol) == "http"])
  at      = coalesce(resource.winrm_listener, resource.os_profile_windows_config[0].winrm)
  message = "a WinRM listener uses `Http`"
  why     = <<-EOT
    Commands and their output, sometimes credentials, cross the network in a form that can be read.
  EOT
  remedy  = <<-EOT
    Use `protocol = "Https"` with a certificate from Key Vault, or `az vm run-command`.
  EOT
  link    = "https://learn.microsoft.com/windows/win32/winrm/installation-and-configuration-for-windows-remote-management"

  pass "HTTPS" {
    variable "certificate" {}

    variable "password" {}

    resource "azurerm_windows_virtual_machine" "example" {
      name                  = "example-vm"
      resource_group_name   = "example"
      location              = "westeurope"
      size                  = "Standard_D2s_v5"
      admin_username        = "operator"
      admin_password        = var.password
      network_interface_ids = ["some-id"]

      os_disk {
        caching              = "ReadWrite"
        storage_account_type = "StandardSSD_LRS"
      }

      winrm_listener {
        protocol        = "Https"
        certificate_url = var.certificate
      }
    }
  }

  pass "no listener" {
    variable "password" {}

    resource "azurerm_windows_virtual_machine" "example" {
      name                  = "example-vm"
      resource_group_name   = "example"
      location              = "westeurope"
      size                  = "Standard_D2s_v5"
      admin_username        = "operator"
      admin_password        = var.password
      network_interface_ids = ["some-id"]

      os_disk {
        caching              = "ReadWrite"
        storage_account_type = "StandardSSD_LRS"
      }
    }
  }

  fail "HTTP" {
    variable "password" {}

    resource "azurerm_windows_virtual_machine" "example" {
      name                  = "example-vm"
      resource_group_name   = "example"
      location              = "westeurope"
      size                  = "Standard_D2s_v5"
      admin_username        = "operator"
      admin_password        = var.password
      network_interface_ids = ["some-id"]

      os_disk {
        caching              = "ReadWrite"
        storage_account_type = "StandardSSD_LRS"
      }

      winrm_listener {
        protocol = "Http"
      }
    }

    expect = ["azurerm_windows_virtual_machine.example @ winrm_listener"]
  }

  fail "HTTP on the legacy type" {
    resource "azurerm_virtual_machine" "example" {
      name                  = "example-vm"
      resource_group_name   = "example"
      location              = "westeurope"
      vm_size               = "Standard_D2s_v5"
      network_interface_ids = ["some-id"]

      storage_os_disk {
        name              = "os"
        create_option     = "FromImage"
        managed_disk_type = "StandardSSD_LRS"
      }

      os_profile_windows_config {
        winrm {
          protocol = "HTTP"
        }
      }
    }

    expect = ["azurerm_virtual_machine.example @ os_profile_windows_config[0].winrm"]
  }

  unknown "the value is an unset variable" {
    variable "password" {}

    variable "protocol" {}

    resource "azurerm_windows_virtual_machine" "example" {
      name                  = "example-vm"
      resource_group_name   = "example"
      location              = "westeurope"
      size                  = "Standard_D2s_v5"
      admin_username        = "operator"
      admin_password        = var.password
      network_interface_ids = ["some-id"]

      os_disk {
        caching              = "ReadWrite"
        storage_account_type = "StandardSSD_LRS"
      }

      winrm_listener {
        protocol = var.protocol
      }
    }
  }
}

rule "azure-vm-previous-generation" {
  title    = "Machine size belongs to a retired or old generation"
  category = "cost"
  severity = "low"
  resources = [
    "azurerm_linux_virtual_machine", "azurerm_windows_virtual_machine", "azurerm_virtual_machine",
    "azurerm_linux_virtual_machine_scale_set", "azurerm_windows_virtual_machine_scale_set",
    "azurerm_kubernetes_cluster_node_pool", "azurerm_kubernetes_cluster", "azurerm_orchestrated_virtual_machine_scale_set",
    "azurerm_batch_pool",
  ]
  params = {
    patterns = [
      "^Basic_A", "^Standard_A[0-9]+$", "^Standard_D[0-9]+$", "^Standard_DS[0-9]+$", "^Standard_DS?[0-9]+_v2",
      "^Standard_F[0-9]+s?$", "^Standard_GS?[0-9]+$", "^Standard_L[0-9]+s$", "^Standard_NC[0-9]+r?$",
      "^Standard_NV[0-9]+$", "^Standard_ND[0-9]+r?s$", "^Standard_NC[0-9]+r?s_v2$", "^Standard_H[0-9]+m?r?$",
    ]
  }
  assert  = !anytrue([for p in param.patterns : can(regex("(?i)${p}", coalesce(resource.size, resource.vm_size, resource.default_node_pool[0].vm_size, resource.sku_name, resource.sku)))])
  at      = [resource.size, resource.vm_size, resource.default_node_pool[0].vm_size, resource.sku_name, resource.sku]
  message = "`${coalesce(resource.size, resource.vm_size, resource.default_node_pool[0].vm_size, resource.sku_name, resource.sku)}` is an old size: slower for the same money or more, and retired or soon to be"
  why     = <<-EOT
    Azure has retired the A, D, DS, F, G, H, Ls, NC, ND and NV first generations or announced it (D and DS v2 end in May
    2028). Newer sizes do more work for the price (in eastus `Standard_DS2_v2` costs
    0.146 USD an hour and `Standard_D2s_v5` 0.096), and retired ones are deallocated on the day.
  EOT
  remedy  = <<-EOT
    Choose a current size, for example `Standard_D2s_v5` or `Standard_B2s_v2`.
  EOT
  link    = "https://learn.microsoft.com/azure/virtual-machines/sizes/previous-gen-sizes-list"

  pass "current" {
    resource "azurerm_linux_virtual_machine" "example" {
      name                  = "example-vm"
      resource_group_name   = "example"
      location              = "westeurope"
      size                  = "Standard_D2s_v5"
      admin_username        = "operator"
      network_interface_ids = ["some-id"]

      os_disk {
        caching              = "ReadWrite"
        storage_account_type = "StandardSSD_LRS"
      }
    }
    also = ["azure-vm-no-credentials"]
  }

  pass "burstable" {
    variable "password" {}

    resource "azurerm_windows_virtual_machine" "example" {
      name                  = "example-vm"
      resource_group_name   = "example"
      location              = "westeurope"
      admin_username        = "operator"
      admin_password        = var.password
      network_interface_ids = ["some-id"]
      size                  = "Standard_B2ms"

      os_disk {
        caching              = "ReadWrite"
        storage_account_type = "StandardSSD_LRS"
      }
    }
  }

  pass "second A generation" {
    resource "azurerm_linux_virtual_machine" "example" {
      name                  = "example-vm"
      resource_group_name   = "example"
      location              = "westeurope"
      admin_username        = "operator"
      network_interface_ids = ["some-id"]
      size                  = "Standard_A2_v2"

      os_disk {
        caching              = "ReadWrite"
        storage_account_type = "StandardSSD_LRS"
      }
    }
    also = ["azure-vm-no-credentials"]
  }

  fail "basic" {
    resource "azurerm_linux_virtual_machine" "example" {
      name                  = "example-vm"
      resource_group_name   = "example"
      location              = "westeurope"
      admin_username        = "operator"
      network_interface_ids = ["some-id"]
      size                  = "Basic_A1"

      os_disk {
        caching              = "ReadWrite"
        storage_account_type = "StandardSSD_LRS"
      }
    }

    expect = ["azurerm_linux_virtual_machine.example @ size"]
  }

  fail "first generation" {
    variable "password" {}

    resource "azurerm_windows_virtual_machine" "example" {
      name                  = "example-vm"
      resource_group_name   = "example"
      location              = "westeurope"
      admin_username        = "operator"
      admin_password        = var.password
      network_interface_ids = ["some-id"]
      size                  = "Standard_F2"

      os_disk {
        caching              = "ReadWrite"
        storage_account_type = "StandardSSD_LRS"
      }
    }

    expect = ["azurerm_windows_virtual_machine.example @ size"]
  }

  fail "second generation, scale set" {
    resource "azurerm_linux_virtual_machine_scale_set" "example" {
      name                = "example-vmss"
      resource_group_name = "example"
      location            = "westeurope"
      instances           = 2
      admin_username      = "operator"
      sku                 = "Standard_DS1_v2"
    }

    expect = ["azurerm_linux_virtual_machine_scale_set.example @ sku"]
  }

  fail "the first pool of a cluster" {
    resource "azurerm_kubernetes_cluster" "example" {
      name                = "example"
      resource_group_name = "example"
      location            = "westeurope"
      dns_prefix          = "example"
      default_node_pool {
        name       = "system"
        node_count = 1
        vm_size    = "Standard_DS2_v2"
      }
    }

    expect = ["azurerm_kubernetes_cluster.example @ default_node_pool[0].vm_size"]
  }

  fail "legacy type" {
    resource "azurerm_virtual_machine" "example" {
      name                  = "example-vm"
      resource_group_name   = "example"
      location              = "westeurope"
      network_interface_ids = ["some-id"]
      vm_size               = "Standard_NC6"

      storage_os_disk {
        name              = "os"
        create_option     = "FromImage"
        managed_disk_type = "StandardSSD_LRS"
      }
    }

    expect = ["azurerm_virtual_machine.example @ vm_size"]
  }

  unknown "the value is an unset variable" {
    variable "size" {}

    resource "azurerm_linux_virtual_machine" "example" {
      name                  = "example-vm"
      resource_group_name   = "example"
      location              = "westeurope"
      admin_username        = "operator"
      network_interface_ids = ["some-id"]
      size                  = var.size

      os_disk {
        caching              = "ReadWrite"
        storage_account_type = "StandardSSD_LRS"
      }
    }
  }
}

rule "azure-vm-invalid-size" {
  title    = "Machine size is not a valid name"
  category = "correctness"
  severity = "high"
  resources = [
    "azurerm_linux_virtual_machine", "azurerm_windows_virtual_machine", "azurerm_virtual_machine",
    "azurerm_linux_virtual_machine_scale_set", "azurerm_windows_virtual_machine_scale_set",
    "azurerm_kubernetes_cluster_node_pool",
  ]
  when    = coalesce(resource.size, resource.vm_size, resource.sku_name, resource.sku) != null && !startswith(lower(coalesce(resource.size, resource.vm_size, resource.sku_name, resource.sku)), "mix")
  assert  = can(regex("(?i)^(Standard|Basic)_[A-Z]{1,3}[0-9]+(-[0-9]+)?[a-z]*(_[A-Za-z0-9]+)*$", coalesce(resource.size, resource.vm_size, resource.sku_name, resource.sku)))
  at      = coalesce(resource.size, resource.vm_size, resource.sku_name, resource.sku)
  message = "`${coalesce(resource.size, resource.vm_size, resource.sku_name, resource.sku)}` does not look like an Azure size such as `Standard_D2s_v5`"
  why     = <<-EOT
    Azure refuses unknown sizes at apply. The portal shows names without the prefix, which is the usual mistake.
  EOT
  remedy  = <<-EOT
    Write the full name: `size = "Standard_D2s_v5"`.
  EOT
  link    = "https://learn.microsoft.com/azure/virtual-machines/vm-naming-conventions"

  pass "a full name" {
    resource "azurerm_linux_virtual_machine" "example" {
      name                  = "example-vm"
      resource_group_name   = "example"
      location              = "westeurope"
      size                  = "Standard_D2s_v5"
      admin_username        = "operator"
      network_interface_ids = ["some-id"]

      os_disk {
        caching              = "ReadWrite"
        storage_account_type = "StandardSSD_LRS"
      }
    }
    also = ["azure-vm-no-credentials"]
  }

  pass "constrained cores" {
    variable "password" {}

    resource "azurerm_windows_virtual_machine" "example" {
      name                  = "example-vm"
      resource_group_name   = "example"
      location              = "westeurope"
      admin_username        = "operator"
      admin_password        = var.password
      network_interface_ids = ["some-id"]
      size                  = "Standard_E8-4ds_v5"

      os_disk {
        caching              = "ReadWrite"
        storage_account_type = "StandardSSD_LRS"
      }
    }
  }

  pass "a GPU" {
    resource "azurerm_linux_virtual_machine" "example" {
      name                  = "example-vm"
      resource_group_name   = "example"
      location              = "westeurope"
      admin_username        = "operator"
      network_interface_ids = ["some-id"]
      size                  = "Standard_NC24ads_A100_v4"

      os_disk {
        caching              = "ReadWrite"
        storage_account_type = "StandardSSD_LRS"
      }
    }
    also = ["azure-vm-no-credentials"]
  }

  fail "no prefix" {
    resource "azurerm_linux_virtual_machine" "example" {
      name                  = "example-vm"
      resource_group_name   = "example"
      location              = "westeurope"
      admin_username        = "operator"
      network_interface_ids = ["some-id"]
      size                  = "D2s_v5"

      os_disk {
        caching              = "ReadWrite"
        storage_account_type = "StandardSSD_LRS"
      }
    }

    expect = ["azurerm_linux_virtual_machine.example @ size"]
  }

  fail "a size of another cloud" {
    resource "azurerm_linux_virtual_machine" "example" {
      name                  = "example-vm"
      resource_group_name   = "example"
      location              = "westeurope"
      admin_username        = "operator"
      network_interface_ids = ["some-id"]
      size                  = "t3.micro"

      os_disk {
        caching              = "ReadWrite"
        storage_account_type = "StandardSSD_LRS"
      }
    }

    expect = ["azurerm_linux_virtual_machine.example @ size"]
  }

  fail "spaces" {
    variable "password" {}

    resource "azurerm_windows_virtual_machine" "example" {
      name                  = "example-vm"
      resource_group_name   = "example"
      location              = "westeurope"
      admin_username        = "operator"
      admin_password        = var.password
      network_interface_ids = ["some-id"]
      size                  = "Standard D2s v5"

      os_disk {
        caching              = "ReadWrite"
        storage_account_type = "StandardSSD_LRS"
      }
    }

    expect = ["azurerm_windows_virtual_machine.example @ size"]
  }

  unknown "the value is an unset variable" {
    variable "size" {}

    resource "azurerm_linux_virtual_machine" "example" {
      name                  = "example-vm"
      resource_group_name   = "example"
      location              = "westeurope"
      admin_username        = "operator"
      network_interface_ids = ["some-id"]
      size                  = var.size

      os_disk {
        caching              = "ReadWrite"
        storage_account_type = "StandardSSD_LRS"
      }
    }
  }
}

rule "azure-vm-reserved-admin-name" {
  title    = "Administrator name is one that Azure refuses"
  category = "correctness"
  severity = "high"
  resources = [
    "azurerm_linux_virtual_machine", "azurerm_windows_virtual_machine", "azurerm_linux_virtual_machine_scale_set",
    "azurerm_windows_virtual_machine_scale_set",
  ]
  params = {
    reserved = [
      "administrator", "admin", "user", "user1", "test", "user2", "test1", "user3", "admin1", "1", "123", "a",
      "actuser", "adm", "admin2", "aspnet", "backup", "console", "david", "guest", "john", "owner", "root",
      "server", "sql", "support", "support_388945a0", "sys", "test2", "test3", "user4", "user5",
    ]
  }
  when    = resource.admin_username != null
  assert  = !contains(param.reserved, lower(resource.admin_username))
  at      = resource.admin_username
  message = "`${resource.admin_username}` is reserved"
  why     = <<-EOT
    Azure refuses these names at apply.
  EOT
  remedy  = <<-EOT
    Choose another, for example `admin_username = "operator"`.
  EOT
  link    = "https://learn.microsoft.com/azure/virtual-machines/windows/faq#what-are-the-username-requirements-when-creating-a-vm-"

  pass "a free name" {
    resource "azurerm_linux_virtual_machine" "example" {
      name                  = "example-vm"
      resource_group_name   = "example"
      location              = "westeurope"
      size                  = "Standard_D2s_v5"
      admin_username        = "operator"
      network_interface_ids = ["some-id"]

      os_disk {
        caching              = "ReadWrite"
        storage_account_type = "StandardSSD_LRS"
      }
    }
    also = ["azure-vm-no-credentials"]
  }

  pass "a compound" {
    variable "password" {}

    resource "azurerm_windows_virtual_machine" "example" {
      name                  = "example-vm"
      resource_group_name   = "example"
      location              = "westeurope"
      size                  = "Standard_D2s_v5"
      admin_password        = var.password
      network_interface_ids = ["some-id"]
      admin_username        = "azureadmin"

      os_disk {
        caching              = "ReadWrite"
        storage_account_type = "StandardSSD_LRS"
      }
    }
  }

  fail "root" {
    resource "azurerm_linux_virtual_machine" "example" {
      name                  = "example-vm"
      resource_group_name   = "example"
      location              = "westeurope"
      size                  = "Standard_D2s_v5"
      network_interface_ids = ["some-id"]
      admin_username        = "root"

      os_disk {
        caching              = "ReadWrite"
        storage_account_type = "StandardSSD_LRS"
      }
    }

    expect = ["azurerm_linux_virtual_machine.example @ admin_username"]
  }

  fail "administrator" {
    variable "password" {}

    resource "azurerm_windows_virtual_machine" "example" {
      name                  = "example-vm"
      resource_group_name   = "example"
      location              = "westeurope"
      size                  = "Standard_D2s_v5"
      admin_password        = var.password
      network_interface_ids = ["some-id"]
      admin_username        = "Administrator"

      os_disk {
        caching              = "ReadWrite"
        storage_account_type = "StandardSSD_LRS"
      }
    }

    expect = ["azurerm_windows_virtual_machine.example @ admin_username"]
  }

  unknown "the value is an unset variable" {
    variable "admin" {}

    resource "azurerm_linux_virtual_machine" "example" {
      name                  = "example-vm"
      resource_group_name   = "example"
      location              = "westeurope"
      size                  = "Standard_D2s_v5"
      network_interface_ids = ["some-id"]
      admin_username        = var.admin

      os_disk {
        caching              = "ReadWrite"
        storage_account_type = "StandardSSD_LRS"
      }
    }
  }

  fail "`admin_username` is `user5`" {
    resource "azurerm_linux_virtual_machine" "example" {
      name                  = "example-vm"
      resource_group_name   = "example"
      location              = "westeurope"
      size                  = "Standard_D2s_v5"
      admin_username        = "user5"
      network_interface_ids = ["some-id"]
      os_disk {
        caching              = "ReadWrite"
        storage_account_type = "StandardSSD_LRS"
      }
    }
    expect = ["azurerm_linux_virtual_machine.example @ admin_username"]
  }
}

rule "azure-vm-windows-name-too-long" {
  title     = "Windows computer name is longer than 15 characters"
  category  = "naming"
  severity  = "high"
  resources = ["azurerm_windows_virtual_machine"]
  when      = is_known(length(coalesce(resource.computer_name, resource.name))) && coalesce(resource.computer_name, resource.name) != null
  assert    = length(coalesce(resource.computer_name, resource.name)) <= 15
  at        = coalesce(resource.computer_name, resource.name)
  message   = "`${coalesce(resource.computer_name, resource.name)}` has ${length(coalesce(resource.computer_name, resource.name))} characters; NetBIOS allows 15"
  why       = <<-EOT
    The provider takes `name` where `computer_name` is missing and refuses more than 15 characters. A name that is not
    known yet is judged when it is: with the plan.
  EOT
  remedy    = <<-EOT
    Keep the long `name` and write a short `computer_name`.
  EOT
  link      = "https://registry.terraform.io/providers/hashicorp/azurerm/latest/docs/resources/windows_virtual_machine"

  pass "short" {
    variable "password" {}

    resource "azurerm_windows_virtual_machine" "example" {
      name                  = "example-vm"
      resource_group_name   = "example"
      location              = "westeurope"
      size                  = "Standard_D2s_v5"
      admin_username        = "operator"
      admin_password        = var.password
      network_interface_ids = ["some-id"]

      os_disk {
        caching              = "ReadWrite"
        storage_account_type = "StandardSSD_LRS"
      }
    }
  }

  pass "a long resource name with a short computer name" {
    variable "password" {}

    resource "azurerm_windows_virtual_machine" "example" {
      resource_group_name   = "example"
      location              = "westeurope"
      size                  = "Standard_D2s_v5"
      admin_username        = "operator"
      admin_password        = var.password
      network_interface_ids = ["some-id"]
      name                  = "vm-example-production-weu"
      computer_name         = "vm-ex-prod-weu"

      os_disk {
        caching              = "ReadWrite"
        storage_account_type = "StandardSSD_LRS"
      }
    }
  }

  fail "a long name" {
    variable "password" {}

    resource "azurerm_windows_virtual_machine" "example" {
      resource_group_name   = "example"
      location              = "westeurope"
      size                  = "Standard_D2s_v5"
      admin_username        = "operator"
      admin_password        = var.password
      network_interface_ids = ["some-id"]
      name                  = "vm-example-production-weu"

      os_disk {
        caching              = "ReadWrite"
        storage_account_type = "StandardSSD_LRS"
      }
    }

    expect = ["azurerm_windows_virtual_machine.example @ name"]
  }

  fail "a long computer name" {
    variable "password" {}

    resource "azurerm_windows_virtual_machine" "example" {
      name                  = "example-vm"
      resource_group_name   = "example"
      location              = "westeurope"
      size                  = "Standard_D2s_v5"
      admin_username        = "operator"
      admin_password        = var.password
      network_interface_ids = ["some-id"]
      computer_name         = "example-production"

      os_disk {
        caching              = "ReadWrite"
        storage_account_type = "StandardSSD_LRS"
      }
    }

    expect = ["azurerm_windows_virtual_machine.example @ computer_name"]
  }

  pass "the name is not known yet" {
    variable "name" {}

    variable "password" {}

    resource "azurerm_windows_virtual_machine" "example" {
      resource_group_name   = "example"
      location              = "westeurope"
      size                  = "Standard_D2s_v5"
      admin_username        = "operator"
      admin_password        = var.password
      network_interface_ids = ["some-id"]
      name                  = var.name

      os_disk {
        caching              = "ReadWrite"
        storage_account_type = "StandardSSD_LRS"
      }
    }
  }

  pass "`name` is `aaaaaaaaaaaaaaa`" {
    variable "password" {}
    resource "azurerm_windows_virtual_machine" "example" {
      name                  = "aaaaaaaaaaaaaaa"
      resource_group_name   = "example"
      location              = "westeurope"
      size                  = "Standard_D2s_v5"
      admin_username        = "operator"
      admin_password        = var.password
      network_interface_ids = ["some-id"]
      os_disk {
        caching              = "ReadWrite"
        storage_account_type = "StandardSSD_LRS"
      }
    }
  }

  fail "one more, `name` is `aaaaaaaaaaaaaaaa`" {
    variable "password" {}
    resource "azurerm_windows_virtual_machine" "example" {
      name                  = "example-vm"
      resource_group_name   = "example"
      location              = "westeurope"
      size                  = "Standard_D2s_v5"
      admin_username        = "operator"
      admin_password        = var.password
      network_interface_ids = ["some-id"]
      os_disk {
        caching              = "ReadWrite"
        storage_account_type = "StandardSSD_LRS"
      }
    }
    resource "azurerm_windows_virtual_machine" "example_too" {
      name                  = "aaaaaaaaaaaaaaaa"
      resource_group_name   = "example"
      location              = "westeurope"
      size                  = "Standard_D2s_v5"
      admin_username        = "operator"
      admin_password        = var.password
      network_interface_ids = ["some-id"]
      os_disk {
        caching              = "ReadWrite"
        storage_account_type = "StandardSSD_LRS"
      }
    }
    expect = ["azurerm_windows_virtual_machine.example_too @ name"]
  }
}

rule "azure-vmss-windows-prefix-too-long" {
  title     = "Windows scale set prefix is longer than 9 characters"
  category  = "naming"
  severity  = "high"
  resources = ["azurerm_windows_virtual_machine_scale_set"]
  when      = is_known(length(coalesce(resource.computer_name_prefix, resource.name))) && coalesce(resource.computer_name_prefix, resource.name) != null
  assert    = length(coalesce(resource.computer_name_prefix, resource.name)) <= 9
  at        = coalesce(resource.computer_name_prefix, resource.name)
  message   = "`${coalesce(resource.computer_name_prefix, resource.name)}` leaves no room for the six characters that number the instances"
  why       = <<-EOT
    The provider takes `name` where `computer_name_prefix` is missing, and computer names on Windows have 15 characters. A
    name that is not known yet is judged when it is: with the plan.
  EOT
  remedy    = <<-EOT
    Write a short prefix: `computer_name_prefix = "web"`.
  EOT
  link      = "https://registry.terraform.io/providers/hashicorp/azurerm/latest/docs/resources/windows_virtual_machine_scale_set"

  pass "short" {
    variable "password" {}

    resource "azurerm_windows_virtual_machine_scale_set" "example" {
      name                = "example"
      resource_group_name = "example"
      location            = "westeurope"
      sku                 = "Standard_D2s_v5"
      instances           = 2
      admin_username      = "operator"
      admin_password      = var.password
    }
  }

  pass "a prefix" {
    variable "password" {}

    resource "azurerm_windows_virtual_machine_scale_set" "example" {
      resource_group_name  = "example"
      location             = "westeurope"
      sku                  = "Standard_D2s_v5"
      instances            = 2
      admin_username       = "operator"
      admin_password       = var.password
      name                 = "vmss-example-prod"
      computer_name_prefix = "web"
    }
  }

  fail "a long name" {
    variable "password" {}

    resource "azurerm_windows_virtual_machine_scale_set" "example" {
      resource_group_name = "example"
      location            = "westeurope"
      sku                 = "Standard_D2s_v5"
      instances           = 2
      admin_username      = "operator"
      admin_password      = var.password
      name                = "vmss-example-prod"
    }

    expect = ["azurerm_windows_virtual_machine_scale_set.example @ name"]
  }

  pass "the name is not known yet" {
    variable "name" {}

    variable "password" {}

    resource "azurerm_windows_virtual_machine_scale_set" "example" {
      resource_group_name = "example"
      location            = "westeurope"
      sku                 = "Standard_D2s_v5"
      instances           = 2
      admin_username      = "operator"
      admin_password      = var.password
      name                = var.name
    }
  }

  pass "`name` is `aaaaaaaaa`" {
    variable "password" {}
    resource "azurerm_windows_virtual_machine_scale_set" "example" {
      name                = "aaaaaaaaa"
      resource_group_name = "example"
      location            = "westeurope"
      sku                 = "Standard_D2s_v5"
      instances           = 2
      admin_username      = "operator"
      admin_password      = var.password
    }
  }

  fail "one more, `name` is `aaaaaaaaaa`" {
    variable "password" {}
    resource "azurerm_windows_virtual_machine_scale_set" "example" {
      name                = "example"
      resource_group_name = "example"
      location            = "westeurope"
      sku                 = "Standard_D2s_v5"
      instances           = 2
      admin_username      = "operator"
      admin_password      = var.password
    }
    resource "azurerm_windows_virtual_machine_scale_set" "example_too" {
      name                = "aaaaaaaaaa"
      resource_group_name = "example"
      location            = "westeurope"
      sku                 = "Standard_D2s_v5"
      instances           = 2
      admin_username      = "operator"
      admin_password      = var.password
    }
    expect = ["azurerm_windows_virtual_machine_scale_set.example_too @ name"]
  }
}

rule "azure-vm-premium-disk-outside-production" {
  title     = "Premium disk outside production"
  category  = "cost"
  severity  = "low"
  resources = ["azurerm_managed_disk", "azurerm_linux_virtual_machine", "azurerm_windows_virtual_machine"]
  params = {
    nonproduction = "(?i)(?:^|[^a-z])(?:dev(?:elop(?:ment)?)?|te?st(?:ing)?|qa|uat|sandbox|sbx|demo|poc|non-?prod(?:uction)?|preview|lab)(?:$|[^a-z])"
  }
  when    = startswith(coalesce(resource.storage_account_type, resource.os_disk[0].storage_account_type), "Premium") || startswith(coalesce(resource.storage_account_type, resource.os_disk[0].storage_account_type), "Ultra")
  assert  = !can(regex(param.nonproduction, environment_of(resource)))
  at      = coalesce(resource.storage_account_type, resource.os_disk[0].storage_account_type)
  message = "`${coalesce(resource.storage_account_type, resource.os_disk[0].storage_account_type)}` is paid by capacity in an environment that needs little speed"
  why     = <<-EOT
    Standard SSD disks cost about half and serve tests well.
  EOT
  remedy  = <<-EOT
    Choose per environment: `storage_account_type = var.environment == "prod" ? "Premium_LRS" : "StandardSSD_LRS"`.
  EOT
  link    = "https://learn.microsoft.com/azure/virtual-machines/disks-types"

  pass "production" {
    resource "azurerm_managed_disk" "example" {
      name                 = "example"
      resource_group_name  = "example"
      location             = "westeurope"
      create_option        = "Empty"
      disk_size_gb         = 64
      storage_account_type = "Premium_LRS"
      tags                 = { environment = "prod" }
    }
  }

  pass "standard test disk" {
    resource "azurerm_managed_disk" "example" {
      name                 = "example"
      resource_group_name  = "example"
      location             = "westeurope"
      storage_account_type = "StandardSSD_LRS"
      create_option        = "Empty"
      disk_size_gb         = 64
      tags                 = { environment = "test" }
    }
  }

  fail "a premium test disk" {
    resource "azurerm_managed_disk" "example" {
      name                 = "example"
      resource_group_name  = "example"
      location             = "westeurope"
      create_option        = "Empty"
      disk_size_gb         = 64
      storage_account_type = "Premium_LRS"
      tags                 = { environment = "test" }
    }

    expect = ["azurerm_managed_disk.example @ storage_account_type"]
  }

  fail "a machine's system disk" {
    resource "azurerm_linux_virtual_machine" "example" {
      name                  = "example-vm"
      resource_group_name   = "example"
      location              = "westeurope"
      size                  = "Standard_D2s_v5"
      admin_username        = "operator"
      network_interface_ids = ["some-id"]
      tags                  = { Environment = "Dev" }

      os_disk {
        caching              = "ReadWrite"
        storage_account_type = "Premium_LRS"
      }
    }

    expect = ["azurerm_linux_virtual_machine.example @ os_disk[0].storage_account_type"]
  }

  unknown "the environment is an unset variable" {
    variable "env" {}

    resource "azurerm_managed_disk" "example" {
      name                 = "example"
      resource_group_name  = "example"
      location             = "westeurope"
      create_option        = "Empty"
      disk_size_gb         = 64
      storage_account_type = "Premium_LRS"
      tags                 = { environment = var.env }
    }
  }
}

rule "azure-vm-no-shutdown-outside-production" {
  title     = "Test machine runs through the night"
  category  = "cost"
  severity  = "info"
  default   = false
  resources = ["azurerm_linux_virtual_machine", "azurerm_windows_virtual_machine"]
  params = {
    nonproduction = "(?i)(?:^|[^a-z])(?:dev(?:elop(?:ment)?)?|te?st(?:ing)?|qa|uat|sandbox|sbx|demo|poc|non-?prod(?:uction)?|preview|lab)(?:$|[^a-z])"
  }

  related "schedule" {
    type = "azurerm_dev_test_global_vm_shutdown_schedule"
    on   = refers(other.virtual_machine_id, resource)
  }

  when    = can(regex(param.nonproduction, environment_of(resource)))
  assert  = anytrue([for s in related.schedule : s.enabled != false])
  at      = resource
  message = "no `azurerm_dev_test_global_vm_shutdown_schedule` stops the machine in the evening"
  why     = <<-EOT
    A machine that is used during office hours costs three times what it needs to.
  EOT
  remedy  = <<-EOT
    Add a schedule with `daily_recurrence_time = "1900"`.
  EOT
  link    = "https://learn.microsoft.com/azure/virtual-machines/auto-shutdown-vm"

  pass "a schedule" {
    resource "azurerm_linux_virtual_machine" "example" {
      name                  = "example-vm"
      resource_group_name   = "example"
      location              = "westeurope"
      size                  = "Standard_D2s_v5"
      admin_username        = "operator"
      network_interface_ids = ["some-id"]
      tags                  = { environment = "test" }

      os_disk {
        caching              = "ReadWrite"
        storage_account_type = "StandardSSD_LRS"
      }
    }

    resource "azurerm_dev_test_global_vm_shutdown_schedule" "example" {
      location              = "westeurope"
      daily_recurrence_time = "1900"
      timezone              = "UTC"
      virtual_machine_id    = azurerm_linux_virtual_machine.example.id

      notification_settings {
        enabled = false
      }
    }
    also = ["azure-vm-no-credentials"]
  }

  pass "production" {
    resource "azurerm_linux_virtual_machine" "example" {
      name                  = "example-vm"
      resource_group_name   = "example"
      location              = "westeurope"
      size                  = "Standard_D2s_v5"
      admin_username        = "operator"
      network_interface_ids = ["some-id"]
      tags                  = { environment = "prod" }

      os_disk {
        caching              = "ReadWrite"
        storage_account_type = "StandardSSD_LRS"
      }
    }
    also = ["azure-vm-no-credentials"]
  }

  fail "none" {
    resource "azurerm_linux_virtual_machine" "example" {
      name                  = "example-vm"
      resource_group_name   = "example"
      location              = "westeurope"
      size                  = "Standard_D2s_v5"
      admin_username        = "operator"
      network_interface_ids = ["some-id"]
      tags                  = { environment = "test" }

      os_disk {
        caching              = "ReadWrite"
        storage_account_type = "StandardSSD_LRS"
      }
    }

    expect = ["azurerm_linux_virtual_machine.example"]
  }

  unknown "the environment is an unset variable" {
    variable "env" {}

    resource "azurerm_linux_virtual_machine" "example" {
      name                  = "example-vm"
      resource_group_name   = "example"
      location              = "westeurope"
      size                  = "Standard_D2s_v5"
      admin_username        = "operator"
      network_interface_ids = ["some-id"]
      tags                  = { environment = var.env }

      os_disk {
        caching              = "ReadWrite"
        storage_account_type = "StandardSSD_LRS"
      }
    }
  }
}

rule "azure-vm-no-hybrid-benefit" {
  title     = "Windows machine does not claim the Azure Hybrid Benefit"
  category  = "cost"
  severity  = "info"
  default   = false
  resources = ["azurerm_windows_virtual_machine", "azurerm_windows_virtual_machine_scale_set"]
  assert    = contains(["Windows_Client", "Windows_Server", "None"], coalesce(resource.license_type, resource.license, "-"))
  at        = resource.license_type
  message   = "`license_type` is not set, so Windows is billed by the hour"
  why       = <<-EOT
    Who owns Windows Server licences with Software Assurance need not pay again. `None` says that this was considered.
  EOT
  remedy    = <<-EOT
    Write `license_type = "Windows_Server"` where licences are at hand.
  EOT
  link      = "https://learn.microsoft.com/azure/virtual-machines/windows/hybrid-use-benefit-licensing"

  pass "claimed" {
    variable "password" {}

    resource "azurerm_windows_virtual_machine" "example" {
      name                  = "example-vm"
      resource_group_name   = "example"
      location              = "westeurope"
      size                  = "Standard_D2s_v5"
      admin_username        = "operator"
      admin_password        = var.password
      network_interface_ids = ["some-id"]
      license_type          = "Windows_Server"

      os_disk {
        caching              = "ReadWrite"
        storage_account_type = "StandardSSD_LRS"
      }
    }
  }

  fail "not set" {
    variable "password" {}

    resource "azurerm_windows_virtual_machine" "example" {
      name                  = "example-vm"
      resource_group_name   = "example"
      location              = "westeurope"
      size                  = "Standard_D2s_v5"
      admin_username        = "operator"
      admin_password        = var.password
      network_interface_ids = ["some-id"]

      os_disk {
        caching              = "ReadWrite"
        storage_account_type = "StandardSSD_LRS"
      }
    }

    expect = ["azurerm_windows_virtual_machine.example"]
  }

  unknown "the value is an unset variable" {
    variable "license" {}

    variable "password" {}

    resource "azurerm_windows_virtual_machine" "example" {
      name                  = "example-vm"
      resource_group_name   = "example"
      location              = "westeurope"
      size                  = "Standard_D2s_v5"
      admin_username        = "operator"
      admin_password        = var.password
      network_interface_ids = ["some-id"]
      license_type          = var.license

      os_disk {
        caching              = "ReadWrite"
        storage_account_type = "StandardSSD_LRS"
      }
    }
  }

  pass "more that pass" {
    variable "password" {}
    resource "azurerm_windows_virtual_machine" "license_type_is_none" {
      name                  = "example-vm"
      resource_group_name   = "example"
      location              = "westeurope"
      size                  = "Standard_D2s_v5"
      admin_username        = "operator"
      admin_password        = var.password
      network_interface_ids = ["some-id"]
      license_type          = "None"
      os_disk {
        caching              = "ReadWrite"
        storage_account_type = "StandardSSD_LRS"
      }
    }
    resource "azurerm_windows_virtual_machine" "one_more_license_type_is_windows_client" {
      name                  = "example-vm"
      resource_group_name   = "example"
      location              = "westeurope"
      size                  = "Standard_D2s_v5"
      admin_username        = "operator"
      admin_password        = var.password
      network_interface_ids = ["some-id"]
      license_type          = "Windows_Server"
      os_disk {
        caching              = "ReadWrite"
        storage_account_type = "StandardSSD_LRS"
      }
    }
    resource "azurerm_windows_virtual_machine" "one_more_license_type_is_windows_client_2" {
      name                  = "example-vm"
      resource_group_name   = "example"
      location              = "westeurope"
      size                  = "Standard_D2s_v5"
      admin_username        = "operator"
      admin_password        = var.password
      network_interface_ids = ["some-id"]
      license_type          = "Windows_Client"
      os_disk {
        caching              = "ReadWrite"
        storage_account_type = "StandardSSD_LRS"
      }
    }
  }
}

rule "azure-disk-encryption-disabled" {
  title     = "Disk encryption is switched off in the declaration"
  category  = "security"
  severity  = "low"
  resources = ["azurerm_managed_disk", "azurerm_snapshot"]
  aliases = [
    "CKV_AZURE_2", "a99130ab-4c0e-43aa-97f8-78d4fcb30024", "AZU-0038", "azure-compute-enable-disk-encryption",
    "AVD-AZU-0038",
  ]
  tags    = ["cwe-311"]
  assert  = resource.encryption_settings[0].enabled != false
  at      = resource.encryption_settings[0].enabled
  message = "`encryption_settings` has `enabled = false`"
  why     = <<-EOT
    The block belongs to Azure Disk Encryption inside the guest; every managed disk is encrypted at rest by the service in
    any case, so a missing block is fine. A written `false` is misleading, and provider version 4.0 does not know it any
    more.
  EOT
  remedy  = <<-EOT
    Remove the block, or fill it with a `disk_encryption_key`.
  EOT
  link    = "https://learn.microsoft.com/azure/virtual-machines/disk-encryption-overview"

  pass "no block" {
    resource "azurerm_managed_disk" "example" {
      name                 = "example"
      resource_group_name  = "example"
      location             = "westeurope"
      storage_account_type = "StandardSSD_LRS"
      create_option        = "Empty"
      disk_size_gb         = 64
    }
  }

  pass "on" {
    resource "azurerm_managed_disk" "example" {
      name                 = "example"
      resource_group_name  = "example"
      location             = "westeurope"
      storage_account_type = "StandardSSD_LRS"
      create_option        = "Empty"
      disk_size_gb         = 64

      encryption_settings {
        enabled = true
      }
    }
  }

  fail "off" {
    resource "azurerm_managed_disk" "example" {
      name                 = "example"
      resource_group_name  = "example"
      location             = "westeurope"
      storage_account_type = "StandardSSD_LRS"
      create_option        = "Empty"
      disk_size_gb         = 64

      encryption_settings {
        enabled = false
      }
    }

    expect = ["azurerm_managed_disk.example @ encryption_settings[0].enabled"]
  }

  unknown "the value is an unset variable" {
    variable "encrypt" {}

    resource "azurerm_managed_disk" "example" {
      name                 = "example"
      resource_group_name  = "example"
      location             = "westeurope"
      storage_account_type = "StandardSSD_LRS"
      create_option        = "Empty"
      disk_size_gb         = 64

      encryption_settings {
        enabled = var.encrypt
      }
    }
  }
}

rule "azure-disk-no-customer-managed-key" {
  title     = "Disk is encrypted with keys that Microsoft manages"
  category  = "security"
  severity  = "low"
  default   = false
  resources = ["azurerm_managed_disk"]
  aliases   = ["CKV_AZURE_93", "CKV2_AZURE_14"]
  tags      = ["cwe-320", "cis-azure-2.0-7.3", "cis-azure-2.0-7.4"]
  assert    = resource.disk_encryption_set_id != null || resource.secure_vm_disk_encryption_set_id != null
  at        = resource.disk_encryption_set_id
  message   = "`disk_encryption_set_id` is not set"
  why       = <<-EOT
    The disk is encrypted either way. A key of your own can be rotated and revoked, which some regulations require.
  EOT
  remedy    = <<-EOT
    Write `disk_encryption_set_id = azurerm_disk_encryption_set.main.id`.
  EOT
  link      = "https://learn.microsoft.com/azure/virtual-machines/disk-encryption"

  pass "a set" {
    resource "azurerm_managed_disk" "example" {
      name                   = "example"
      resource_group_name    = "example"
      location               = "westeurope"
      storage_account_type   = "StandardSSD_LRS"
      create_option          = "Empty"
      disk_size_gb           = 64
      disk_encryption_set_id = "some-id"
    }
  }

  fail "none" {
    resource "azurerm_managed_disk" "example" {
      name                 = "example"
      resource_group_name  = "example"
      location             = "westeurope"
      storage_account_type = "StandardSSD_LRS"
      create_option        = "Empty"
      disk_size_gb         = 64
    }

    expect = ["azurerm_managed_disk.example"]
  }
}

rule "azure-disk-public-access" {
  title     = "Disk can be exported over the public endpoint"
  category  = "security"
  severity  = "low"
  default   = false
  resources = ["azurerm_managed_disk", "azurerm_snapshot"]
  aliases   = ["CKV_AZURE_251"]
  tags      = ["cwe-668"]
  assert    = resource.public_network_access_enabled == false || contains(["denyall", "allowprivate"], lower(resource.network_access_policy))
  at        = coalesce(resource.public_network_access_enabled, resource.network_access_policy)
  message   = "`public_network_access_enabled` is not false: a SAS link for the disk works from anywhere"
  why       = <<-EOT
    An export needs a role that may create the link, so the network limit is a second lock.
  EOT
  remedy    = <<-EOT
    Write `public_network_access_enabled = false` and `network_access_policy = "DenyAll"`.
  EOT
  link      = "https://learn.microsoft.com/azure/virtual-machines/disks-restrict-import-export-overview"

  pass "refused" {
    resource "azurerm_managed_disk" "example" {
      name                          = "example"
      resource_group_name           = "example"
      location                      = "westeurope"
      storage_account_type          = "StandardSSD_LRS"
      create_option                 = "Empty"
      disk_size_gb                  = 64
      public_network_access_enabled = false
    }
  }

  pass "refused by policy" {
    resource "azurerm_managed_disk" "example" {
      name                  = "example"
      resource_group_name   = "example"
      location              = "westeurope"
      storage_account_type  = "StandardSSD_LRS"
      create_option         = "Empty"
      disk_size_gb          = 64
      network_access_policy = "DenyAll"
    }
  }

  fail "not set" {
    resource "azurerm_managed_disk" "example" {
      name                 = "example"
      resource_group_name  = "example"
      location             = "westeurope"
      storage_account_type = "StandardSSD_LRS"
      create_option        = "Empty"
      disk_size_gb         = 64
    }

    expect = ["azurerm_managed_disk.example"]
  }

  fail "allowed" {
    resource "azurerm_managed_disk" "example" {
      name                          = "example"
      resource_group_name           = "example"
      location                      = "westeurope"
      storage_account_type          = "StandardSSD_LRS"
      create_option                 = "Empty"
      disk_size_gb                  = 64
      public_network_access_enabled = true
    }

    expect = ["azurerm_managed_disk.example @ public_network_access_enabled"]
  }

  unknown "the value is an unset variable" {
    variable "public" {}

    resource "azurerm_managed_disk" "example" {
      name                          = "example"
      resource_group_name           = "example"
      location                      = "westeurope"
      storage_account_type          = "StandardSSD_LRS"
      create_option                 = "Empty"
      disk_size_gb                  = 64
      public_network_access_enabled = var.public
    }
  }

  pass "`network_access_policy` is `allowprivate`" {
    resource "azurerm_managed_disk" "example" {
      name                  = "example"
      resource_group_name   = "example"
      location              = "westeurope"
      storage_account_type  = "StandardSSD_LRS"
      create_option         = "Empty"
      disk_size_gb          = 64
      network_access_policy = "allowprivate"
    }
  }
}

rule "azure-disk-unattached" {
  title     = "Managed disk is attached to nothing"
  category  = "cost"
  severity  = "medium"
  default   = false
  resources = ["azurerm_managed_disk"]

  related "attachment" {
    type = "azurerm_virtual_machine_data_disk_attachment"
    on   = refers(other.managed_disk_id, resource)
  }

  related "machine" {
    type = "azurerm_virtual_machine"
    on   = anytrue([for d in concat(other.storage_data_disk, other.storage_os_disk) : refers(d.managed_disk_id, resource)])
  }

  assert  = length(related.attachment) > 0 || length(related.machine) > 0
  at      = resource
  message = "no attachment in this configuration refers to the disk, which is billed by its size all the same"
  why     = <<-EOT
    Disks left behind are a common waste. They may be attached by Kubernetes or in another root module; hence the rule is
    not in the default set.
  EOT
  remedy  = <<-EOT
    Attach it with `azurerm_virtual_machine_data_disk_attachment`, or keep a snapshot instead.
  EOT
  link    = "https://learn.microsoft.com/azure/virtual-machines/disks-find-unattached-portal"

  pass "attached" {
    resource "azurerm_managed_disk" "example" {
      name                 = "example"
      resource_group_name  = "example"
      location             = "westeurope"
      storage_account_type = "StandardSSD_LRS"
      create_option        = "Empty"
      disk_size_gb         = 64
    }

    resource "azurerm_virtual_machine_data_disk_attachment" "example" {
      managed_disk_id    = azurerm_managed_disk.example.id
      virtual_machine_id = "some-id"
      lun                = 0
      caching            = "None"
    }
  }

  fail "not attached" {
    resource "azurerm_managed_disk" "example" {
      name                 = "example"
      resource_group_name  = "example"
      location             = "westeurope"
      storage_account_type = "StandardSSD_LRS"
      create_option        = "Empty"
      disk_size_gb         = 64
    }

    expect = ["azurerm_managed_disk.example"]
  }

  unknown "the attachment's disk is an unset variable" {
    variable "disk" {}

    resource "azurerm_managed_disk" "example" {
      name                 = "example"
      resource_group_name  = "example"
      location             = "westeurope"
      storage_account_type = "StandardSSD_LRS"
      create_option        = "Empty"
      disk_size_gb         = 64
    }

    resource "azurerm_virtual_machine_data_disk_attachment" "example" {
      managed_disk_id    = var.disk
      virtual_machine_id = "some-id"
      lun                = 0
      caching            = "None"
    }
  }
}

rule "azure-disk-invalid-type" {
  title     = "Managed disk type does not exist"
  category  = "correctness"
  severity  = "high"
  resources = ["azurerm_managed_disk"]
  when      = resource.storage_account_type != null
  assert    = contains(["Standard_LRS", "StandardSSD_LRS", "StandardSSD_ZRS", "Premium_LRS", "Premium_ZRS", "PremiumV2_LRS", "UltraSSD_LRS"], resource.storage_account_type)
  at        = resource.storage_account_type
  message   = "`${resource.storage_account_type}` is not a disk type"
  why       = <<-EOT
    The provider refuses other values.
  EOT
  remedy    = <<-EOT
    Use `Standard_LRS`, `StandardSSD_LRS`, `StandardSSD_ZRS`, `Premium_LRS`, `Premium_ZRS`, `PremiumV2_LRS` or
    `UltraSSD_LRS`.
  EOT
  link      = "https://registry.terraform.io/providers/hashicorp/azurerm/latest/docs/resources/managed_disk"

  pass "a known type" {
    resource "azurerm_managed_disk" "example" {
      name                 = "example"
      resource_group_name  = "example"
      location             = "westeurope"
      storage_account_type = "StandardSSD_LRS"
      create_option        = "Empty"
      disk_size_gb         = 64
    }
  }

  pass "zone redundant" {
    resource "azurerm_managed_disk" "example" {
      name                 = "example"
      resource_group_name  = "example"
      location             = "westeurope"
      create_option        = "Empty"
      disk_size_gb         = 64
      storage_account_type = "Premium_ZRS"
    }
  }

  fail "geo redundant does not exist" {
    resource "azurerm_managed_disk" "example" {
      name                 = "example"
      resource_group_name  = "example"
      location             = "westeurope"
      create_option        = "Empty"
      disk_size_gb         = 64
      storage_account_type = "Standard_GRS"
    }

    expect = ["azurerm_managed_disk.example @ storage_account_type"]
  }

  unknown "the value is an unset variable" {
    variable "type" {}

    resource "azurerm_managed_disk" "example" {
      name                 = "example"
      resource_group_name  = "example"
      location             = "westeurope"
      create_option        = "Empty"
      disk_size_gb         = 64
      storage_account_type = var.type
    }
  }

  pass "more that pass" {
    resource "azurerm_managed_disk" "storage_account_type_is_standard_lrs" {
      name                 = "example"
      resource_group_name  = "example"
      location             = "westeurope"
      storage_account_type = "Standard_LRS"
      create_option        = "Empty"
      disk_size_gb         = 64
    }
    resource "azurerm_managed_disk" "one_more_storage_account_type_is" {
      name                 = "example"
      resource_group_name  = "example"
      location             = "westeurope"
      storage_account_type = "StandardSSD_LRS"
      create_option        = "Empty"
      disk_size_gb         = 64
    }
    resource "azurerm_managed_disk" "one_more_storage_account_type_is_2" {
      name                 = "example"
      resource_group_name  = "example"
      location             = "westeurope"
      storage_account_type = "StandardSSD_ZRS"
      create_option        = "Empty"
      disk_size_gb         = 64
    }
    resource "azurerm_managed_disk" "one_more_storage_account_type_is_ultrassd" {
      name                 = "example"
      resource_group_name  = "example"
      location             = "westeurope"
      storage_account_type = "StandardSSD_LRS"
      create_option        = "Empty"
      disk_size_gb         = 64
    }
    resource "azurerm_managed_disk" "one_more_storage_account_type_is_ultrassd_2" {
      name                 = "example"
      resource_group_name  = "example"
      location             = "westeurope"
      storage_account_type = "UltraSSD_LRS"
      create_option        = "Empty"
      disk_size_gb         = 64
    }
  }
}

rule "azure-disk-encryption-set-no-rotation" {
  title     = "Disk encryption set does not follow key rotation"
  category  = "security"
  severity  = "low"
  default   = false
  resources = ["azurerm_disk_encryption_set"]
  tags      = ["cwe-324"]
  assert    = resource.auto_key_rotation_enabled == true
  at        = resource.auto_key_rotation_enabled
  message   = "`auto_key_rotation_enabled` is not true"
  why       = <<-EOT
    When the key is rotated in the vault, disks stay with the old version until somebody updates the set; when that
    version expires, machines stop.
  EOT
  remedy    = <<-EOT
    Write `auto_key_rotation_enabled = true` and refer to the key's `versionless_id`.
  EOT
  link      = "https://learn.microsoft.com/azure/virtual-machines/disk-encryption#automatic-key-rotation-of-customer-managed-keys"

  pass "follows" {
    resource "azurerm_disk_encryption_set" "example" {
      name                      = "example"
      resource_group_name       = "example"
      location                  = "westeurope"
      key_vault_key_id          = "some-id"
      auto_key_rotation_enabled = true

      identity {
        type = "SystemAssigned"
      }
    }
  }

  fail "not set" {
    resource "azurerm_disk_encryption_set" "example" {
      name                = "example"
      resource_group_name = "example"
      location            = "westeurope"
      key_vault_key_id    = "some-id"

      identity {
        type = "SystemAssigned"
      }
    }

    expect = ["azurerm_disk_encryption_set.example"]
  }

  fail "off" {
    resource "azurerm_disk_encryption_set" "example" {
      name                      = "example"
      resource_group_name       = "example"
      location                  = "westeurope"
      key_vault_key_id          = "some-id"
      auto_key_rotation_enabled = false

      identity {
        type = "SystemAssigned"
      }
    }

    expect = ["azurerm_disk_encryption_set.example @ auto_key_rotation_enabled"]
  }

  unknown "the value is an unset variable" {
    variable "rotate" {}

    resource "azurerm_disk_encryption_set" "example" {
      name                      = "example"
      resource_group_name       = "example"
      location                  = "westeurope"
      key_vault_key_id          = "some-id"
      auto_key_rotation_enabled = var.rotate

      identity {
        type = "SystemAssigned"
      }
    }
  }
}

rule "azure-vm-no-credentials" {
  title     = "Linux machine has neither SSH key nor password"
  category  = "correctness"
  severity  = "high"
  resources = ["azurerm_linux_virtual_machine", "azurerm_linux_virtual_machine_scale_set"]
  when      = resource.os_managed_disk_id == null && resource.source_image_id == null
  assert    = length(resource.admin_ssh_key) > 0 || resource.disable_password_authentication == false
  at        = resource.disable_password_authentication
  message   = "passwords are off (the default), and there is no `admin_ssh_key`"
  why       = <<-EOT
    The provider refuses a machine that nobody can sign in to. Machines from a specialised image bring their own users and
    are not judged.
  EOT
  remedy    = <<-EOT
    Add a key:

        admin_ssh_key {
          username   = "operator"
          public_key = file("id_ed25519.pub")
        }
  EOT
  link      = "https://registry.terraform.io/providers/hashicorp/azurerm/latest/docs/resources/linux_virtual_machine"

  pass "a key" {
    variable "key" {}

    resource "azurerm_linux_virtual_machine" "example" {
      name                  = "example-vm"
      resource_group_name   = "example"
      location              = "westeurope"
      size                  = "Standard_D2s_v5"
      admin_username        = "operator"
      network_interface_ids = ["some-id"]

      os_disk {
        caching              = "ReadWrite"
        storage_account_type = "StandardSSD_LRS"
      }

      admin_ssh_key {
        username   = "operator"
        public_key = var.key
      }
    }
  }

  pass "a password" {
    variable "password" {}

    resource "azurerm_linux_virtual_machine" "example" {
      name                            = "example-vm"
      resource_group_name             = "example"
      location                        = "westeurope"
      size                            = "Standard_D2s_v5"
      admin_username                  = "operator"
      network_interface_ids           = ["some-id"]
      disable_password_authentication = false
      admin_password                  = var.password

      os_disk {
        caching              = "ReadWrite"
        storage_account_type = "StandardSSD_LRS"
      }
    }
    also = ["azure-vm-password-authentication"]
  }

  pass "a specialised image" {
    resource "azurerm_linux_virtual_machine" "example" {
      name                  = "example-vm"
      resource_group_name   = "example"
      location              = "westeurope"
      size                  = "Standard_D2s_v5"
      admin_username        = "operator"
      network_interface_ids = ["some-id"]
      source_image_id       = "some-id"

      os_disk {
        caching              = "ReadWrite"
        storage_account_type = "StandardSSD_LRS"
      }
    }
  }

  fail "neither" {
    resource "azurerm_linux_virtual_machine" "example" {
      name                  = "example-vm"
      resource_group_name   = "example"
      location              = "westeurope"
      size                  = "Standard_D2s_v5"
      admin_username        = "operator"
      network_interface_ids = ["some-id"]

      os_disk {
        caching              = "ReadWrite"
        storage_account_type = "StandardSSD_LRS"
      }
    }

    expect = ["azurerm_linux_virtual_machine.example"]
  }

  fail "neither, written" {
    resource "azurerm_linux_virtual_machine_scale_set" "example" {
      name                            = "example-vmss"
      resource_group_name             = "example"
      location                        = "westeurope"
      sku                             = "Standard_D2s_v5"
      instances                       = 2
      admin_username                  = "operator"
      disable_password_authentication = true
    }

    expect = ["azurerm_linux_virtual_machine_scale_set.example @ disable_password_authentication"]
  }

  unknown "the value is an unset variable" {
    variable "keys_only" {}

    resource "azurerm_linux_virtual_machine" "example" {
      name                            = "example-vm"
      resource_group_name             = "example"
      location                        = "westeurope"
      size                            = "Standard_D2s_v5"
      admin_username                  = "operator"
      network_interface_ids           = ["some-id"]
      disable_password_authentication = var.keys_only

      os_disk {
        caching              = "ReadWrite"
        storage_account_type = "StandardSSD_LRS"
      }
    }
  }
}
