rule "aws-fsx-without-customer-key" {
  title     = "FSx file system is not encrypted with a KMS key of your own"
  category  = "security"
  severity  = "low"
  default   = false
  resources = ["aws_fsx_lustre_file_system", "aws_fsx_windows_file_system", "aws_fsx_ontap_file_system", "aws_fsx_openzfs_file_system"]
  aliases   = ["CKV_AWS_190", "CKV_AWS_179", "CKV_AWS_178", "CKV_AWS_203"]
  tags      = ["cwe-326"]
  assert    = resource.kms_key_id != null
  at        = resource.kms_key_id
  message   = "`kms_key_id` is not set; the key `aws/fsx` is used"
  why       = <<-EOT
    FSx always encrypts at rest. With a key of your own, backups can be shared and the key can be revoked; it cannot be set later. (Scratch file systems of Lustre cannot have one.)
  EOT
  remedy    = <<-EOT
    ```hcl
    kms_key_id = aws_kms_key.files.arn
    ```
  EOT
  link      = "https://docs.aws.amazon.com/fsx/latest/WindowsGuide/encryption-at-rest.html"

  pass "a key" {
    resource "aws_fsx_windows_file_system" "this" {
      subnet_ids          = ["subnet-1"]
      storage_capacity    = 300
      throughput_capacity = 64
      kms_key_id          = "arn:aws:kms:eu-west-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab"
    }
  }

  fail "Lustre" {
    resource "aws_fsx_lustre_file_system" "this" {
      subnet_ids       = ["subnet-1"]
      storage_capacity = 1200
    }
  }

  fail "OpenZFS" {
    resource "aws_fsx_openzfs_file_system" "this" {
      deployment_type     = "SINGLE_AZ_1"
      subnet_ids          = ["subnet-1"]
      storage_capacity    = 64
      throughput_capacity = 64
    }
  }

  unknown "not known from the code" {
    variable "value" {}
    resource "aws_fsx_lustre_file_system" "this" {
      subnet_ids       = ["subnet-1"]
      storage_capacity = 1200
      kms_key_id       = var.value
    }
  }
}

rule "aws-fsx-backups-disabled" {
  title     = "FSx file system makes no daily backups"
  category  = "reliability"
  severity  = "medium"
  resources = ["aws_fsx_windows_file_system", "aws_fsx_ontap_file_system", "aws_fsx_openzfs_file_system"]
  assert    = resource.automatic_backup_retention_days == null || resource.automatic_backup_retention_days != 0
  at        = resource.automatic_backup_retention_days
  message   = "`automatic_backup_retention_days` is 0"
  why       = <<-EOT
    Zero switches the daily backup off; a deleted folder is then gone. Leave it where AWS Backup makes them.
  EOT
  remedy    = <<-EOT
    ```hcl
    automatic_backup_retention_days = 7
    ```
  EOT
  link      = "https://docs.aws.amazon.com/fsx/latest/WindowsGuide/using-backups.html"

  fix {
    set = {
      automatic_backup_retention_days = 7
    }
  }

  pass "a week" {
    resource "aws_fsx_windows_file_system" "this" {
      subnet_ids                      = ["subnet-1"]
      storage_capacity                = 300
      throughput_capacity             = 64
      automatic_backup_retention_days = 7
    }
  }

  pass "not set" {
    resource "aws_fsx_openzfs_file_system" "this" {
      deployment_type     = "SINGLE_AZ_1"
      subnet_ids          = ["subnet-1"]
      storage_capacity    = 64
      throughput_capacity = 64
    }
  }

  fail "none" {
    resource "aws_fsx_windows_file_system" "this" {
      subnet_ids                      = ["subnet-1"]
      storage_capacity                = 300
      throughput_capacity             = 64
      automatic_backup_retention_days = 0
    }
    expect = ["aws_fsx_windows_file_system.this @ automatic_backup_retention_days"]
  }

  fail "none, ONTAP" {
    resource "aws_fsx_ontap_file_system" "this" {
      deployment_type                 = "SINGLE_AZ_1"
      preferred_subnet_id             = "subnet-1"
      subnet_ids                      = ["subnet-1"]
      storage_capacity                = 1024
      throughput_capacity             = 128
      automatic_backup_retention_days = 0
    }
  }

  unknown "not known from the code" {
    variable "value" {}
    resource "aws_fsx_windows_file_system" "this" {
      subnet_ids                      = ["subnet-1"]
      storage_capacity                = 300
      throughput_capacity             = 64
      automatic_backup_retention_days = var.value
    }
  }
}
