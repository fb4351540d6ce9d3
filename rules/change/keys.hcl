# Keys and secrets: what a plan makes unreadable.

rule "change-encryption-key-destroyed" {
  title     = "Plan destroys an encryption key"
  category  = "change"
  severity  = "critical"
  resources = [
    "aws_kms_key",
    "aws_kms_external_key",
    "aws_kms_replica_key",
    "aws_cloudhsm_v2_cluster",
    "azurerm_key_vault",
    "azurerm_key_vault_key",
    "azurerm_key_vault_managed_hardware_security_module",
    "azurerm_key_vault_managed_hardware_security_module_key",
    "azurerm_disk_encryption_set",
    "google_kms_crypto_key",
    "google_kms_key_ring",
    "google_kms_crypto_key_version",
    "oci_kms_key",
    "oci_kms_vault",
    "alicloud_kms_key",
    "tencentcloud_kms_key",
    "yandex_kms_symmetric_key",
    "ibm_kms_key",
  ]
  assert    = change.action != "destroy"
  message   = "the plan destroys the key `${meta.address}`: ${change.because}"
  why       = <<-EOT
    Whatever is encrypted with the key cannot be read again without it: disks, databases, objects, backups, also those in other accounts. Key services wait for some days before they delete; after that nobody can help.
  EOT
  remedy    = <<-EOT
    Find out who still uses the key (CloudTrail, Key Vault logs), disable it for a while instead of destroying it, and let a later change remove it. Where a rename caused this, write a `moved` block.
  EOT
  link      = "https://developer.hashicorp.com/terraform/language/meta-arguments/lifecycle"

  pass "an update in place" {
    plan {
      update "aws_kms_key.main" {
        before = { description = "orders" }
        after  = { description = "orders" }
      }
    }
  }

  pass "it is new" {
    plan {
      create "aws_kms_key.main" {
        after = { description = "orders" }
      }
    }
  }

  fail "its block was removed" {
    plan {
      destroy "aws_kms_key.main" {
        reason = "delete_because_no_resource_config"
        before = { description = "orders" }
      }
    }
    expect = ["aws_kms_key.main"]
  }
}

rule "change-encryption-key-replaced" {
  title     = "Plan replaces an encryption key"
  category  = "change"
  severity  = "critical"
  resources = [
    "aws_kms_key",
    "aws_kms_external_key",
    "aws_kms_replica_key",
    "aws_cloudhsm_v2_cluster",
    "azurerm_key_vault",
    "azurerm_key_vault_key",
    "azurerm_key_vault_managed_hardware_security_module",
    "azurerm_key_vault_managed_hardware_security_module_key",
    "azurerm_disk_encryption_set",
    "google_kms_crypto_key",
    "google_kms_key_ring",
    "google_kms_crypto_key_version",
    "oci_kms_key",
    "oci_kms_vault",
    "alicloud_kms_key",
    "tencentcloud_kms_key",
    "yandex_kms_symmetric_key",
    "ibm_kms_key",
  ]
  assert    = change.action != "replace"
  at        = resource[change.attribute]
  message   = "the plan replaces the key `${meta.address}`: ${change.because}"
  why       = <<-EOT
    Data that was encrypted with the old key stays encrypted with it, and the plan destroys that key. Rotation is something else: there the old key material is kept for reading.
  EOT
  remedy    = <<-EOT
    Turn on rotation (`enable_key_rotation = true`) where fresh key material is the aim. Where another kind of key is needed, create it beside the old one, encrypt the data again, and only then remove the old one.
  EOT
  link      = "https://developer.hashicorp.com/terraform/language/meta-arguments/lifecycle"

  pass "an update in place" {
    plan {
      update "aws_kms_key.main" {
        before = { customer_master_key_spec = "SYMMETRIC_DEFAULT" }
        after  = { customer_master_key_spec = "SYMMETRIC_DEFAULT" }
      }
    }
  }

  fail "`customer_master_key_spec` forces it" {
    resource "aws_kms_key" "main" {
      customer_master_key_spec = "RSA_2048"
    }
    plan {
      replace "aws_kms_key.main" {
        by     = ["customer_master_key_spec"]
        before = { customer_master_key_spec = "SYMMETRIC_DEFAULT" }
        after  = { customer_master_key_spec = "RSA_2048" }
      }
    }
    expect = ["aws_kms_key.main @ customer_master_key_spec"]
  }

  fail "somebody asked for it" {
    plan {
      replace "aws_kms_key.main" {
        reason = "replace_by_request"
        before = { customer_master_key_spec = "SYMMETRIC_DEFAULT" }
        after  = { customer_master_key_spec = "SYMMETRIC_DEFAULT" }
      }
    }
    expect = ["aws_kms_key.main"]
  }
}

rule "change-secret-destroyed" {
  title     = "Plan destroys a stored secret"
  category  = "change"
  severity  = "high"
  resources = [
    "aws_secretsmanager_secret",
    "aws_ssm_parameter",
    "azurerm_key_vault_secret",
    "azurerm_key_vault_certificate",
    "google_secret_manager_secret",
    "google_secret_manager_secret_version",
    "vault_kv_secret_v2",
    "vault_mount",
    "kubernetes_secret",
    "kubernetes_secret_v1",
    "aws_iam_access_key",
    "google_service_account_key",
    "tls_private_key",
    "random_password",
  ]
  assert    = change.action != "destroy"
  message   = "the plan destroys the secret `${meta.address}`: ${change.because}"
  why       = <<-EOT
    Programs that read the secret fail at their next start. A password or private key that was generated here is known nowhere else.
  EOT
  remedy    = <<-EOT
    Let its readers go first. Secrets Manager and Key Vault keep a deleted secret for some days (`recovery_window_in_days`, soft delete): leave that time long.
  EOT
  link      = "https://developer.hashicorp.com/terraform/language/meta-arguments/lifecycle"

  pass "an update in place" {
    plan {
      update "aws_secretsmanager_secret.main" {
        before = { name = "db" }
        after  = { name = "db" }
      }
    }
  }

  pass "it is new" {
    plan {
      create "aws_secretsmanager_secret.main" {
        after = { name = "db" }
      }
    }
  }

  fail "its block was removed" {
    plan {
      destroy "aws_secretsmanager_secret.main" {
        reason = "delete_because_no_resource_config"
        before = { name = "db" }
      }
    }
    expect = ["aws_secretsmanager_secret.main"]
  }
}

rule "change-secret-replaced" {
  title     = "Plan replaces a stored secret"
  category  = "change"
  severity  = "high"
  resources = [
    "aws_secretsmanager_secret",
    "aws_ssm_parameter",
    "azurerm_key_vault_secret",
    "azurerm_key_vault_certificate",
    "google_secret_manager_secret",
    "google_secret_manager_secret_version",
    "vault_kv_secret_v2",
    "vault_mount",
    "kubernetes_secret",
    "kubernetes_secret_v1",
    "aws_iam_access_key",
    "google_service_account_key",
    "tls_private_key",
    "random_password",
  ]
  assert    = change.action != "replace"
  at        = resource[change.attribute]
  message   = "the plan replaces the secret `${meta.address}`: ${change.because}"
  why       = <<-EOT
    The new secret has another value, or none until somebody writes it. Whoever holds the old one is locked out from that moment, and with private keys everything that trusts the public half has to be told.
  EOT
  remedy    = <<-EOT
    Rotate in two steps: add the second secret, let both be accepted, remove the first. `create_before_destroy` helps where the service allows two.
  EOT
  link      = "https://developer.hashicorp.com/terraform/language/meta-arguments/lifecycle"

  pass "an update in place" {
    plan {
      update "aws_secretsmanager_secret.main" {
        before = { name = "db" }
        after  = { name = "db" }
      }
    }
  }

  fail "`name` forces it" {
    resource "aws_secretsmanager_secret" "main" {
      name = "db-v2"
    }
    plan {
      replace "aws_secretsmanager_secret.main" {
        by     = ["name"]
        before = { name = "db" }
        after  = { name = "db-v2" }
      }
    }
    expect = ["aws_secretsmanager_secret.main @ name"]
  }

  fail "somebody asked for it" {
    plan {
      replace "aws_secretsmanager_secret.main" {
        reason = "replace_by_request"
        before = { name = "db" }
        after  = { name = "db" }
      }
    }
    expect = ["aws_secretsmanager_secret.main"]
  }
}

rule "change-certificate-authority-destroyed" {
  title     = "Plan destroys a certificate authority"
  category  = "change"
  severity  = "high"
  resources = ["aws_acmpca_certificate_authority", "google_privateca_certificate_authority", "google_privateca_ca_pool", "vault_pki_secret_backend_root_cert"]
  assert    = change.action != "destroy"
  message   = "the plan destroys the certificate authority `${meta.address}`: ${change.because}"
  why       = <<-EOT
    Certificates that it has signed can no longer be revoked or renewed, and revocation lists stop. Its private key is not exportable, so the same authority cannot be made again.
  EOT
  remedy    = <<-EOT
    Disable it and let its certificates run out before it is destroyed.
  EOT
  link      = "https://developer.hashicorp.com/terraform/language/meta-arguments/lifecycle"

  pass "an update in place" {
    plan {
      update "aws_acmpca_certificate_authority.main" {
        before = { type = "ROOT" }
        after  = { type = "ROOT" }
      }
    }
  }

  pass "it is new" {
    plan {
      create "aws_acmpca_certificate_authority.main" {
        after = { type = "ROOT" }
      }
    }
  }

  fail "its block was removed" {
    plan {
      destroy "aws_acmpca_certificate_authority.main" {
        reason = "delete_because_no_resource_config"
        before = { type = "ROOT" }
      }
    }
    expect = ["aws_acmpca_certificate_authority.main"]
  }
}
