# Buckets, disks, file systems, backups and logs: what a plan takes away from them.

rule "change-bucket-destroyed" {
  title     = "Plan destroys a bucket or storage account"
  category  = "change"
  severity  = "critical"
  resources = [
    "aws_s3_bucket",
    "aws_s3_directory_bucket",
    "aws_s3control_bucket",
    "aws_lightsail_bucket",
    "azurerm_storage_account",
    "azurerm_storage_container",
    "azurerm_storage_data_lake_gen2_filesystem",
    "google_storage_bucket",
    "digitalocean_spaces_bucket",
    "linode_object_storage_bucket",
    "oci_objectstorage_bucket",
    "alicloud_oss_bucket",
    "tencentcloud_cos_bucket",
    "yandex_storage_bucket",
    "cloudflare_r2_bucket",
  ]
  assert    = change.action != "destroy"
  message   = "the plan destroys the bucket `${meta.address}`: ${change.because}"
  why       = <<-EOT
    Objects and their older versions go with it (S3 and Cloud Storage refuse only while `force_destroy` is off and something is left inside). Names of buckets are global: once it is free, anybody may take the name and receive what clients still send there.
  EOT
  remedy    = <<-EOT
    Empty it and let it stand unused for a while before it goes. Where the destruction is not meant, put the block back, or write a `moved` block for the rename.
  EOT
  link      = "https://developer.hashicorp.com/terraform/language/meta-arguments/lifecycle"

  pass "an update in place" {
    plan {
      update "aws_s3_bucket.main" {
        before = { bucket = "invoices" }
        after  = { bucket = "invoices" }
      }
    }
  }

  pass "it is new" {
    plan {
      create "aws_s3_bucket.main" {
        after = { bucket = "invoices" }
      }
    }
  }

  fail "its block was removed" {
    plan {
      destroy "aws_s3_bucket.main" {
        reason = "delete_because_no_resource_config"
        before = { bucket = "invoices" }
      }
    }
    expect = ["aws_s3_bucket.main"]
  }
}

rule "change-bucket-replaced" {
  title     = "Plan replaces a bucket or storage account"
  category  = "change"
  severity  = "critical"
  resources = [
    "aws_s3_bucket",
    "aws_s3_directory_bucket",
    "aws_s3control_bucket",
    "aws_lightsail_bucket",
    "azurerm_storage_account",
    "azurerm_storage_container",
    "azurerm_storage_data_lake_gen2_filesystem",
    "google_storage_bucket",
    "digitalocean_spaces_bucket",
    "linode_object_storage_bucket",
    "oci_objectstorage_bucket",
    "alicloud_oss_bucket",
    "tencentcloud_cos_bucket",
    "yandex_storage_bucket",
    "cloudflare_r2_bucket",
  ]
  assert    = change.action != "replace"
  at        = resource[change.attribute]
  message   = "the plan replaces the bucket `${meta.address}`: ${change.because}"
  why       = <<-EOT
    Everything in the old one is destroyed before or after the new one exists; nothing is copied. If the name stays the same, there is a moment in which anybody else can take it.
  EOT
  remedy    = <<-EOT
    Keep the argument as it is, or create a second bucket, copy the objects (`aws s3 sync`, `gcloud storage rsync`, AzCopy), and remove the old one in a later change.
  EOT
  link      = "https://developer.hashicorp.com/terraform/language/meta-arguments/lifecycle"

  pass "an update in place" {
    plan {
      update "aws_s3_bucket.main" {
        before = { bucket = "invoices" }
        after  = { bucket = "invoices" }
      }
    }
  }

  fail "`bucket` forces it" {
    resource "aws_s3_bucket" "main" {
      bucket = "invoices-eu"
    }
    plan {
      replace "aws_s3_bucket.main" {
        by     = ["bucket"]
        before = { bucket = "invoices" }
        after  = { bucket = "invoices-eu" }
      }
    }
    expect = ["aws_s3_bucket.main @ bucket"]
  }

  fail "somebody asked for it" {
    plan {
      replace "aws_s3_bucket.main" {
        reason = "replace_by_request"
        before = { bucket = "invoices" }
        after  = { bucket = "invoices" }
      }
    }
    expect = ["aws_s3_bucket.main"]
  }
}

rule "change-disk-destroyed" {
  title     = "Plan destroys a disk or volume"
  category  = "change"
  severity  = "critical"
  resources = [
    "aws_ebs_volume",
    "azurerm_managed_disk",
    "google_compute_disk",
    "google_compute_region_disk",
    "digitalocean_volume",
    "linode_volume",
    "oci_core_volume",
    "openstack_blockstorage_volume_v3",
    "alicloud_disk",
    "ibm_is_volume",
    "kubernetes_persistent_volume",
    "kubernetes_persistent_volume_claim",
    "kubernetes_persistent_volume_claim_v1",
    "kubernetes_persistent_volume_v1",
  ]
  assert    = change.action != "destroy"
  message   = "the plan destroys the disk `${meta.address}`: ${change.because}"
  why       = <<-EOT
    A volume that is deleted is gone at once; no recycle bin holds it. Its snapshots, if there are any, are all that is left.
  EOT
  remedy    = <<-EOT
    Take a snapshot first (`aws_ebs_snapshot`, `final_snapshot = true` on `aws_ebs_volume`), or keep the block.
  EOT
  link      = "https://developer.hashicorp.com/terraform/language/meta-arguments/lifecycle"

  pass "an update in place" {
    plan {
      update "aws_ebs_volume.main" {
        before = { size = 100 }
        after  = { size = 100 }
      }
    }
  }

  pass "it is new" {
    plan {
      create "aws_ebs_volume.main" {
        after = { size = 100 }
      }
    }
  }

  fail "its block was removed" {
    plan {
      destroy "aws_ebs_volume.main" {
        reason = "delete_because_no_resource_config"
        before = { size = 100 }
      }
    }
    expect = ["aws_ebs_volume.main"]
  }
}

rule "change-disk-replaced" {
  title     = "Plan replaces a disk by an empty one"
  category  = "change"
  severity  = "critical"
  resources = [
    "aws_ebs_volume",
    "azurerm_managed_disk",
    "google_compute_disk",
    "google_compute_region_disk",
    "digitalocean_volume",
    "linode_volume",
    "oci_core_volume",
    "openstack_blockstorage_volume_v3",
    "alicloud_disk",
    "ibm_is_volume",
    "kubernetes_persistent_volume",
    "kubernetes_persistent_volume_claim",
    "kubernetes_persistent_volume_claim_v1",
    "kubernetes_persistent_volume_v1",
  ]
  assert    = change.action != "replace"
  at        = resource[change.attribute]
  message   = "the plan replaces the disk `${meta.address}`: ${change.because}"
  why       = <<-EOT
    The new disk is blank. The machine that mounts it starts without its data, or does not start at all. Encryption, zone and the source snapshot are the usual arguments that cannot be changed in place.
  EOT
  remedy    = <<-EOT
    Make the new disk from a snapshot of the old one, and let them exist side by side:

    ```hcl
    resource "aws_ebs_volume" "new" {
      availability_zone = "eu-west-1a"
      snapshot_id       = aws_ebs_snapshot.old.id
      encrypted         = true
    }
    ```
  EOT
  link      = "https://developer.hashicorp.com/terraform/language/meta-arguments/lifecycle"

  pass "an update in place" {
    plan {
      update "aws_ebs_volume.main" {
        before = { availability_zone = "eu-west-1a" }
        after  = { availability_zone = "eu-west-1a" }
      }
    }
  }

  fail "`availability_zone` forces it" {
    resource "aws_ebs_volume" "main" {
      availability_zone = "eu-west-1b"
    }
    plan {
      replace "aws_ebs_volume.main" {
        by     = ["availability_zone"]
        before = { availability_zone = "eu-west-1a" }
        after  = { availability_zone = "eu-west-1b" }
      }
    }
    expect = ["aws_ebs_volume.main @ availability_zone"]
  }

  fail "somebody asked for it" {
    plan {
      replace "aws_ebs_volume.main" {
        reason = "replace_by_request"
        before = { availability_zone = "eu-west-1a" }
        after  = { availability_zone = "eu-west-1a" }
      }
    }
    expect = ["aws_ebs_volume.main"]
  }
}

rule "change-file-system-destroyed" {
  title     = "Plan destroys a shared file system"
  category  = "change"
  severity  = "critical"
  resources = [
    "aws_efs_file_system",
    "aws_fsx_lustre_file_system",
    "aws_fsx_windows_file_system",
    "aws_fsx_ontap_file_system",
    "aws_fsx_ontap_volume",
    "aws_fsx_openzfs_file_system",
    "aws_fsx_openzfs_volume",
    "aws_finspace_kx_volume",
    "azurerm_storage_share",
    "azurerm_netapp_volume",
    "azurerm_netapp_account",
    "google_filestore_instance",
    "google_netapp_volume",
    "oci_file_storage_file_system",
    "alicloud_nas_file_system",
  ]
  assert    = change.action != "destroy"
  message   = "the plan destroys the file system `${meta.address}`: ${change.because}"
  why       = <<-EOT
    All machines that mount it lose their files at the same moment, and only a backup in another service has a copy.
  EOT
  remedy    = <<-EOT
    Check that a backup exists and restores, unmount the clients, and destroy it in a change of its own.
  EOT
  link      = "https://developer.hashicorp.com/terraform/language/meta-arguments/lifecycle"

  pass "an update in place" {
    plan {
      update "aws_efs_file_system.main" {
        before = { creation_token = "home" }
        after  = { creation_token = "home" }
      }
    }
  }

  pass "it is new" {
    plan {
      create "aws_efs_file_system.main" {
        after = { creation_token = "home" }
      }
    }
  }

  fail "its block was removed" {
    plan {
      destroy "aws_efs_file_system.main" {
        reason = "delete_because_no_resource_config"
        before = { creation_token = "home" }
      }
    }
    expect = ["aws_efs_file_system.main"]
  }
}

rule "change-file-system-replaced" {
  title     = "Plan replaces a shared file system by an empty one"
  category  = "change"
  severity  = "critical"
  resources = [
    "aws_efs_file_system",
    "aws_fsx_lustre_file_system",
    "aws_fsx_windows_file_system",
    "aws_fsx_ontap_file_system",
    "aws_fsx_ontap_volume",
    "aws_fsx_openzfs_file_system",
    "aws_fsx_openzfs_volume",
    "aws_finspace_kx_volume",
    "azurerm_storage_share",
    "azurerm_netapp_volume",
    "azurerm_netapp_account",
    "google_filestore_instance",
    "google_netapp_volume",
    "oci_file_storage_file_system",
    "alicloud_nas_file_system",
  ]
  assert    = change.action != "replace"
  at        = resource[change.attribute]
  message   = "the plan replaces the file system `${meta.address}`: ${change.because}"
  why       = <<-EOT
    Mount targets and access points come back under new addresses, and what they lead to is empty.
  EOT
  remedy    = <<-EOT
    Copy first: a second file system, AWS DataSync or `rsync`, then the switch. Encryption at rest of EFS, for one, can be chosen at creation only.
  EOT
  link      = "https://developer.hashicorp.com/terraform/language/meta-arguments/lifecycle"

  pass "an update in place" {
    plan {
      update "aws_efs_file_system.main" {
        before = { kms_key_id = "arn:aws:kms:eu-west-1:111122223333:key/a" }
        after  = { kms_key_id = "arn:aws:kms:eu-west-1:111122223333:key/a" }
      }
    }
  }

  fail "`kms_key_id` forces it" {
    resource "aws_efs_file_system" "main" {
      kms_key_id = "arn:aws:kms:eu-west-1:111122223333:key/b"
    }
    plan {
      replace "aws_efs_file_system.main" {
        by     = ["kms_key_id"]
        before = { kms_key_id = "arn:aws:kms:eu-west-1:111122223333:key/a" }
        after  = { kms_key_id = "arn:aws:kms:eu-west-1:111122223333:key/b" }
      }
    }
    expect = ["aws_efs_file_system.main @ kms_key_id"]
  }

  fail "somebody asked for it" {
    plan {
      replace "aws_efs_file_system.main" {
        reason = "replace_by_request"
        before = { kms_key_id = "arn:aws:kms:eu-west-1:111122223333:key/a" }
        after  = { kms_key_id = "arn:aws:kms:eu-west-1:111122223333:key/a" }
      }
    }
    expect = ["aws_efs_file_system.main"]
  }
}

rule "change-backup-destroyed" {
  title     = "Plan destroys backups or snapshots"
  category  = "change"
  severity  = "critical"
  resources = [
    "aws_backup_vault",
    "aws_backup_logically_air_gapped_vault",
    "aws_ebs_snapshot",
    "aws_db_snapshot",
    "aws_db_cluster_snapshot",
    "aws_redshift_cluster_snapshot",
    "aws_ami",
    "azurerm_recovery_services_vault",
    "azurerm_data_protection_backup_vault",
    "azurerm_snapshot",
    "google_compute_snapshot",
    "google_compute_image",
    "google_backup_dr_backup_vault",
    "google_gke_backup_backup_plan",
  ]
  assert    = change.action != "destroy"
  message   = "the plan destroys the backup `${meta.address}`: ${change.because}"
  why       = <<-EOT
    A backup is the copy for the day on which everything else is lost; when it is deleted in passing nobody notices before that day. Deleting backups is also what an attacker does first.
  EOT
  remedy    = <<-EOT
    Let retention rules delete old backups, not a plan. Keep the vault as long as its last recovery point, and lock it.
  EOT
  link      = "https://developer.hashicorp.com/terraform/language/meta-arguments/lifecycle"

  pass "an update in place" {
    plan {
      update "aws_backup_vault.main" {
        before = { name = "prod" }
        after  = { name = "prod" }
      }
    }
  }

  pass "it is new" {
    plan {
      create "aws_backup_vault.main" {
        after = { name = "prod" }
      }
    }
  }

  fail "its block was removed" {
    plan {
      destroy "aws_backup_vault.main" {
        reason = "delete_because_no_resource_config"
        before = { name = "prod" }
      }
    }
    expect = ["aws_backup_vault.main"]
  }
}

rule "change-log-store-destroyed" {
  title     = "Plan destroys a store of logs"
  category  = "change"
  severity  = "high"
  resources = [
    "aws_cloudwatch_log_group",
    "aws_cloudtrail_event_data_store",
    "azurerm_log_analytics_workspace",
    "azurerm_application_insights",
    "google_logging_project_bucket_config",
    "google_logging_folder_bucket_config",
    "google_logging_organization_bucket_config",
  ]
  assert    = change.action != "destroy"
  message   = "the plan destroys the log store `${meta.address}`: ${change.because}"
  why       = <<-EOT
    Logs are asked for when something has gone wrong, and auditors ask for those of last year. They are data that nothing else holds.
  EOT
  remedy    = <<-EOT
    Export them (to S3, to a storage account), or leave the store without writers until its retention has passed.
  EOT
  link      = "https://developer.hashicorp.com/terraform/language/meta-arguments/lifecycle"

  pass "an update in place" {
    plan {
      update "aws_cloudwatch_log_group.main" {
        before = { name = "/app/audit" }
        after  = { name = "/app/audit" }
      }
    }
  }

  pass "it is new" {
    plan {
      create "aws_cloudwatch_log_group.main" {
        after = { name = "/app/audit" }
      }
    }
  }

  fail "its block was removed" {
    plan {
      destroy "aws_cloudwatch_log_group.main" {
        reason = "delete_because_no_resource_config"
        before = { name = "/app/audit" }
      }
    }
    expect = ["aws_cloudwatch_log_group.main"]
  }
}

rule "change-log-store-replaced" {
  title     = "Plan replaces a store of logs by an empty one"
  category  = "change"
  severity  = "high"
  resources = [
    "aws_cloudwatch_log_group",
    "aws_cloudtrail_event_data_store",
    "azurerm_log_analytics_workspace",
    "azurerm_application_insights",
    "google_logging_project_bucket_config",
    "google_logging_folder_bucket_config",
    "google_logging_organization_bucket_config",
  ]
  assert    = change.action != "replace"
  at        = resource[change.attribute]
  message   = "the plan replaces the log store `${meta.address}`: ${change.because}"
  why       = <<-EOT
    The entries of the old store do not move to the new one. Alarms, metric filters and queries that name the old one stand without data.
  EOT
  remedy    = <<-EOT
    Keep the name, or create the new store beside the old one and let that run out.
  EOT
  link      = "https://developer.hashicorp.com/terraform/language/meta-arguments/lifecycle"

  pass "an update in place" {
    plan {
      update "aws_cloudwatch_log_group.main" {
        before = { name = "/app/audit" }
        after  = { name = "/app/audit" }
      }
    }
  }

  fail "`name` forces it" {
    resource "aws_cloudwatch_log_group" "main" {
      name = "/app/audit-v2"
    }
    plan {
      replace "aws_cloudwatch_log_group.main" {
        by     = ["name"]
        before = { name = "/app/audit" }
        after  = { name = "/app/audit-v2" }
      }
    }
    expect = ["aws_cloudwatch_log_group.main @ name"]
  }

  fail "somebody asked for it" {
    plan {
      replace "aws_cloudwatch_log_group.main" {
        reason = "replace_by_request"
        before = { name = "/app/audit" }
        after  = { name = "/app/audit" }
      }
    }
    expect = ["aws_cloudwatch_log_group.main"]
  }
}
