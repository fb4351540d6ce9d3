# Protections that a plan takes off: encryption, backups, locks, logs.

rule "change-encryption-disabled" {
  title     = "Plan switches encryption off"
  category  = "change"
  severity  = "high"
  resources = ["*"]
  params = {
    flags  = [
      "encrypted",
      "storage_encrypted",
      "at_rest_encryption_enabled",
      "transit_encryption_enabled",
      "encrypt_at_rest",
      "encryption_enabled",
      "encryption_at_host_enabled",
      "infrastructure_encryption_enabled",
      "enable_https_traffic_only",
      "https_traffic_only_enabled",
      "https_only",
      "ssl_enforcement_enabled",
      "require_ssl",
      "transparent_data_encryption_enabled",
      "double_encryption_enabled",
      "kms_encryption_enabled",
    ]
    blocks = [
      "server_side_encryption",
      "encrypt_at_rest",
      "node_to_node_encryption",
      "encryption_config",
      "encryption",
    ]
  }
  when      = contains(["update", "replace"], change.action)
  for_each  = [for d in change.differences : d if (contains(param.flags, d.name) || (d.name == "enabled" && contains(param.blocks, d.attribute))) && coalesce(d.before, false) && is_known(d.after) && !coalesce(d.after, false)]
  assert    = false
  at        = resource[each.value.attribute]
  message   = "the plan switches `${each.value.path}` of `${meta.address}` off"
  why       = <<-EOT
    What was encrypted until now is written in the clear from the apply on; services that cannot change this in place make a new, unencrypted copy. A review of values alone sees the same in a resource that never was encrypted; here somebody decides to take the protection off.
  EOT
  remedy    = <<-EOT
    Leave the argument at `true`. Where another key is meant, change the key and not the switch.
  EOT

  pass "it stays on" {
    plan {
      update "aws_db_instance.main" {
        before = { storage_encrypted = true, allocated_storage = 20 }
        after  = { storage_encrypted = true, allocated_storage = 40 }
      }
    }
  }

  pass "it goes on" {
    plan {
      update "aws_db_instance.main" {
        before = { storage_encrypted = false }
        after  = { storage_encrypted = true }
      }
    }
  }

  fail "off, with a new and unencrypted database" {
    resource "aws_db_instance" "main" {
      storage_encrypted = false
    }
    plan {
      replace "aws_db_instance.main" {
        by     = ["storage_encrypted"]
        before = { storage_encrypted = true }
        after  = { storage_encrypted = false }
      }
    }
    expect = ["aws_db_instance.main @ storage_encrypted"]
    also   = ["aws-rds-instance-unencrypted", "change-database-replaced"]
  }

  fail "in transit" {
    plan {
      update "azurerm_storage_account.main" {
        before = { https_traffic_only_enabled = true }
        after  = { https_traffic_only_enabled = false }
      }
    }
  }

  fail "in a nested block" {
    plan {
      update "aws_dynamodb_table.main" {
        before = { server_side_encryption = [{ enabled = true }] }
        after  = { server_side_encryption = [{ enabled = false }] }
      }
    }
  }

  pass "more that pass" {
    plan {
      update "azurerm_storage_account.no_https_traffic_only_enabled" {
        before = {}
        after  = { https_traffic_only_enabled = false }
      }
      update "aws_dynamodb_table.no_before_before_is_another" {
        after  = { server_side_encryption = [{ enabled = false }] }
        before = { point_in_time_recovery = [{ enabled = true }] }
      }
    }
  }

  fail "no `https_traffic_only_enabled`" {
    plan {
      update "azurerm_storage_account.main" {
        before = { https_traffic_only_enabled = true }
        after  = {}
      }
    }
    expect = ["azurerm_storage_account.main"]
  }
}

rule "change-encryption-key-removed" {
  title     = "Plan goes back from an own key to the provider's"
  category  = "change"
  severity  = "medium"
  resources = ["*"]
  params = {
    keys = [
      "kms_key_id",
      "kms_key_arn",
      "kms_key",
      "kms_key_name",
      "kms_master_key_id",
      "kms_master_key_arn",
      "kms_key_self_link",
      "crypto_key",
      "key_arn",
      "key_vault_key_id",
      "disk_encryption_set_id",
      "customer_managed_key_id",
      "default_kms_key_name",
      "encryption_key",
    ]
  }
  when      = contains(["update", "replace"], change.action)
  for_each  = [for d in change.differences : d if contains(param.keys, d.name) && coalesce(d.before, "") != "" && is_known(d.after) && coalesce(d.after, "") == ""]
  assert    = false
  at        = resource[each.value.attribute]
  message   = "the plan takes the key in `${each.value.path}` of `${meta.address}` away"
  why       = <<-EOT
    With the provider's own key there is no key policy that says who may read, no log of its use that is yours, and no way to make the data unreadable at once.
  EOT
  remedy    = <<-EOT
    Keep the key, or name another one of your own.
  EOT

  pass "another key" {
    plan {
      update "aws_ebs_volume.main" {
        before = { kms_key_id = "arn:aws:kms:eu-west-1:111122223333:key/a" }
        after  = { kms_key_id = "arn:aws:kms:eu-west-1:111122223333:key/b" }
      }
    }
  }

  pass "the apply tells it" {
    plan {
      update "aws_ebs_volume.main" {
        before = { kms_key_id = "arn:aws:kms:eu-west-1:111122223333:key/a" }
        after  = {}
        unknown = ["kms_key_id"]
      }
    }
  }

  fail "no key any more" {
    plan {
      update "aws_sqs_queue.main" {
        before = { kms_master_key_id = "alias/orders" }
        after  = { kms_master_key_id = null }
      }
    }
  }

  fail "more that fail" {
    plan {
      update "aws_sqs_queue.name_is_a" {
        before = { kms_master_key_id = "alias/orders", name = "a" }
        after  = { kms_master_key_id = null }
      }
      update "aws_ebs_volume.no_kms_key_id" {
        before = { kms_key_id = "arn:aws:kms:eu-west-1:111122223333:key/a" }
        after  = {}
      }
    }
    expect = ["aws_sqs_queue.name_is_a", "aws_ebs_volume.no_kms_key_id"]
  }
}

rule "change-backup-retention-lowered" {
  title     = "Plan keeps backups for a shorter time"
  category  = "change"
  severity  = "high"
  resources = ["*"]
  params = {
    attributes = [
      "backup_retention_period",
      "backup_retention_days",
      "backup_retention_in_days",
      "snapshot_retention_limit",
      "automated_snapshot_retention_period",
      "automatic_backup_retention_days",
      "automatic_snapshot_retention_days",
      "retained_backups",
      "transaction_log_retention_days",
      "retention_days",
      "soft_delete_retention_days",
      "soft_delete_retention_in_days",
      "delete_after",
      "point_in_time_recovery_retention_days",
      "recovery_period_in_days",
      "recovery_window_in_days",
      "deletion_window_in_days",
      "max_retention_days",
      "min_retention_days",
    ]
  }
  when      = contains(["update", "replace"], change.action)
  for_each  = [for d in change.differences : d if contains(param.attributes, d.name) && is_known(d.after) && d.before != null && coalesce(d.after, 0) < d.before]
  assert    = false
  at        = resource[each.value.attribute]
  message   = "the plan lowers `${each.value.path}` of `${meta.address}` from `${each.value.before}` to `${coalesce(each.value.after, 0)}`"
  why       = <<-EOT
    Backups beyond the new limit are deleted soon after the apply, those that reached back before a mistake first; a retention of 0 switches them off altogether. Raising the number again does not bring them back.
  EOT
  remedy    = <<-EOT
    Keep the longer time, or copy the old backups to a vault of their own first.
  EOT

  pass "longer" {
    plan {
      update "aws_db_instance.main" {
        before = { backup_retention_period = 7 }
        after  = { backup_retention_period = 14 }
      }
    }
  }

  pass "new" {
    plan {
      create "aws_db_instance.main" {
        after = { backup_retention_period = 1 }
      }
    }
  }

  fail "off" {
    resource "aws_db_instance" "main" {
      backup_retention_period = 0
    }
    plan {
      update "aws_db_instance.main" {
        before = { backup_retention_period = 14 }
        after  = { backup_retention_period = 0 }
      }
    }
    expect = ["aws_db_instance.main @ backup_retention_period"]
    also   = ["aws-rds-backups-disabled"]
  }

  fail "in a nested block" {
    plan {
      update "google_sql_database_instance.main" {
        before = { settings = [{ backup_configuration = [{ transaction_log_retention_days = 7 }] }] }
        after  = { settings = [{ backup_configuration = [{ transaction_log_retention_days = 2 }] }] }
      }
    }
  }

  pass "more that pass" {
    plan {
      create "aws_db_instance.before_is_another_backup_retention_period" {
        after  = { backup_retention_period = 1 }
        before = { multi_az = true, backup_retention_period = 7 }
      }
      update "aws_db_instance.no_backup_retention_period_backup" {
        before = { backup_retention_period = 0 }
        after  = {}
      }
    }
    resource "aws_db_instance" "no_backup_retention_period_backup" {
      backup_retention_period = 0
    }
  }

  fail "`backup_retention_period` is `1`, no `backup_retention_period`" {
    resource "aws_db_instance" "main" {
      backup_retention_period = 0
    }
    plan {
      update "aws_db_instance.main" {
        before = { backup_retention_period = 1 }
        after  = {}
      }
    }
    expect = ["aws_db_instance.main @ backup_retention_period"]
    also   = ["aws-rds-backups-disabled"]
  }
}

rule "change-backup-disabled" {
  title     = "Plan switches backups off"
  category  = "change"
  severity  = "high"
  resources = ["*"]
  params = {
    flags  = [
      "automatic_backup_enabled",
      "backups_enabled",
      "backup_enabled",
      "automated_backups_enabled",
      "geo_redundant_backup_enabled",
      "point_in_time_recovery_enabled",
      "binary_log_enabled",
      "automatic_failover_backup_enabled",
    ]
    blocks = [
      "point_in_time_recovery",
      "backup",
      "backup_configuration",
      "automated_backup_policy",
      "continuous_backup_config",
      "backup_policy",
    ]
  }
  when      = contains(["update", "replace"], change.action)
  for_each  = [for d in change.differences : d if (contains(param.flags, d.name) || (d.name == "enabled" && contains(param.blocks, d.attribute))) && coalesce(d.before, false) && is_known(d.after) && !coalesce(d.after, false)]
  assert    = false
  at        = resource[each.value.attribute]
  message   = "the plan switches `${each.value.path}` of `${meta.address}` off"
  why       = <<-EOT
    From the apply on nothing is kept to go back to, and with most services the backups that exist are deleted too.
  EOT
  remedy    = <<-EOT
    Leave it on. Where the cost is the reason, keep them for fewer days instead.
  EOT

  pass "on" {
    plan {
      update "aws_dynamodb_table.main" {
        before = { point_in_time_recovery = [{ enabled = true }], read_capacity = 1 }
        after  = { point_in_time_recovery = [{ enabled = true }], read_capacity = 2 }
      }
    }
  }

  fail "a block's switch" {
    plan {
      update "aws_dynamodb_table.main" {
        before = { point_in_time_recovery = [{ enabled = true }] }
        after  = { point_in_time_recovery = [{ enabled = false }] }
      }
    }
  }

  fail "an argument" {
    plan {
      update "azurerm_postgresql_flexible_server.main" {
        before = { geo_redundant_backup_enabled = true }
        after  = { geo_redundant_backup_enabled = false }
      }
    }
  }

  pass "no `point_in_time_recovery`" {
    plan {
      update "aws_dynamodb_table.main" {
        before = {}
        after  = { point_in_time_recovery = [{ enabled = false }] }
      }
    }
  }

  fail "no `point_in_time_recovery` (2)" {
    plan {
      update "aws_dynamodb_table.main" {
        before = { point_in_time_recovery = [{ enabled = true }], read_capacity = 1 }
        after  = { read_capacity = 2 }
      }
    }
    expect = ["aws_dynamodb_table.main"]
  }
}

rule "change-versioning-disabled" {
  title     = "Plan switches versions of objects off"
  category  = "change"
  severity  = "high"
  resources = ["*"]
  when      = contains(["update", "replace"], change.action)
  for_each  = [for d in change.differences : d if ((d.name == "status" && d.attribute == "versioning_configuration" && d.before == "Enabled") || (d.name == "enabled" && d.attribute == "versioning" && coalesce(d.before, false)) || (d.name == "versioning_enabled" && coalesce(d.before, false))) && is_known(d.after) && !contains(["Enabled", "true"], tostring(coalesce(d.after, false)))]
  assert    = false
  at        = resource[each.value.attribute]
  message   = "the plan switches versions off in `${each.value.path}` of `${meta.address}`"
  why       = <<-EOT
    An object that is overwritten or deleted afterwards is gone; the versions until now stay, but nothing protects what comes. Versions are what saves a bucket from ransomware and from a wrong `sync --delete`.
  EOT
  remedy    = <<-EOT
    Leave versions on, and let a lifecycle rule delete old ones.
  EOT

  pass "on" {
    plan {
      update "aws_s3_bucket_versioning.main" {
        before = { versioning_configuration = [{ status = "Suspended" }] }
        after  = { versioning_configuration = [{ status = "Enabled" }] }
      }
    }
  }

  fail "suspended" {
    plan {
      update "aws_s3_bucket_versioning.main" {
        before = { versioning_configuration = [{ status = "Enabled" }] }
        after  = { versioning_configuration = [{ status = "Suspended" }] }
      }
    }
  }

  fail "Cloud Storage" {
    plan {
      update "google_storage_bucket.main" {
        before = { versioning = [{ enabled = true }] }
        after  = { versioning = [{ enabled = false }] }
      }
    }
  }

  pass "more that pass" {
    plan {
      update "aws_s3_bucket_versioning.no_versioning_configuration" {
        before = { versioning_configuration = [{ status = "Suspended" }] }
        after  = {}
      }
      update "google_storage_bucket.no_versioning" {
        before = {}
        after  = { versioning = [{ enabled = false }] }
      }
    }
  }

  fail "no `versioning_configuration`" {
    plan {
      update "aws_s3_bucket_versioning.main" {
        before = { versioning_configuration = [{ status = "Enabled" }] }
        after  = {}
      }
    }
    expect = ["aws_s3_bucket_versioning.main"]
  }
}

rule "change-deletion-protection-removed" {
  title     = "Plan takes the protection against deletion off"
  category  = "change"
  severity  = "high"
  resources = ["*"]
  params = {
    attributes = [
      "deletion_protection",
      "deletion_protection_enabled",
      "enable_deletion_protection",
      "enable_drop_protection",
      "drop_protection_enabled",
      "delete_protection_state",
      "delete_protection",
      "disable_api_termination",
      "termination_protection",
      "purge_protection_enabled",
      "prevent_deletion_if_contains_resources",
      "delete_protection_enabled",
      "enable_object_lock",
    ]
  }
  when      = contains(["update", "replace"], change.action)
  for_each  = [for d in change.differences : d if contains(param.attributes, d.name) && contains([true, "ACTIVE", "Enabled", "DELETE_PROTECTION_ENABLED"], d.before) && is_known(d.after) && !contains([true, "ACTIVE", "Enabled", "DELETE_PROTECTION_ENABLED"], d.after)]
  assert    = false
  at        = resource[each.value.attribute]
  message   = "the plan takes `${each.value.path}` of `${meta.address}` off"
  why       = <<-EOT
    This is the first of two steps: once the protection is off, the next plan, or a click in the console, deletes the resource without asking. It is right only as the beginning of a removal that everybody knows about.
  EOT
  remedy    = <<-EOT
    Leave it on. Where the resource is to go, say so in the pull request, and silence this finding with the reason.
  EOT

  pass "on" {
    plan {
      update "aws_lb.main" {
        before = { enable_deletion_protection = false }
        after  = { enable_deletion_protection = true }
      }
    }
  }

  fail "off" {
    resource "aws_db_instance" "main" {
      deletion_protection = false
    }
    plan {
      update "aws_db_instance.main" {
        before = { deletion_protection = true }
        after  = { deletion_protection = false }
      }
    }
    expect = ["aws_db_instance.main @ deletion_protection"]
  }

  fail "the argument was removed" {
    plan {
      update "aws_cognito_user_pool.main" {
        before = { deletion_protection = "ACTIVE" }
        after  = { deletion_protection = "INACTIVE" }
      }
    }
  }

  pass "more that pass" {
    plan {
      update "aws_lb.name_is_shop" {
        before = { enable_deletion_protection = false, name = "shop" }
        after  = { enable_deletion_protection = true }
      }
      update "aws_lb.no_enable_deletion_protection" {
        before = { enable_deletion_protection = false }
        after  = {}
      }
    }
  }
}

rule "change-force-destroy-enabled" {
  title     = "Plan lets a later destruction take the content along"
  category  = "change"
  severity  = "medium"
  resources = ["*"]
  params = {
    attributes = [
      "force_destroy",
      "force_delete",
      "skip_final_snapshot",
      "skip_final_backup",
      "delete_contents_on_destroy",
      "force_detach_policies",
      "delete_all_versions_on_destroy",
      "delete_automated_backups",
      "force_overwrite_replica_secret",
    ]
  }
  when      = contains(["update", "replace"], change.action)
  for_each  = [for d in change.differences : d if contains(param.attributes, d.name) && is_known(d.after) && coalesce(d.after, false) && !coalesce(d.before, false)]
  assert    = false
  at        = resource[each.value.attribute]
  message   = "the plan sets `${each.value.path}` of `${meta.address}`"
  why       = <<-EOT
    With it a destruction deletes what is inside, or takes no last snapshot. It changes nothing today, which is why it passes reviews, and decides whether the next mistake costs the data.
  EOT
  remedy    = <<-EOT
    Leave it out. To remove something for good, set it in the change right before the removal.
  EOT

  pass "off" {
    plan {
      update "aws_s3_bucket.main" {
        before = { force_destroy = true }
        after  = { force_destroy = false }
      }
    }
  }

  fail "on" {
    plan {
      update "aws_s3_bucket.main" {
        before = { force_destroy = false }
        after  = { force_destroy = true }
      }
    }
  }

  fail "no last snapshot" {
    plan {
      update "aws_db_instance.main" {
        before = { skip_final_snapshot = null }
        after  = { skip_final_snapshot = true }
      }
    }
  }

  pass "more that pass" {
    plan {
      update "aws_s3_bucket.no_force_destroy" {
        before = { force_destroy = false }
        after  = {}
      }
      update "aws_db_instance.no_after_after_is_another" {
        before = { skip_final_snapshot = null }
        after  = { multi_az = true }
      }
    }
  }
}

rule "change-log-retention-lowered" {
  title     = "Plan keeps logs for a shorter time"
  category  = "change"
  severity  = "medium"
  resources = ["*"]
  params = {
    attributes = [
      "retention_in_days",
      "log_retention_days",
      "workspace_retention_in_days",
      "retention_policy_days",
      "query_insights_retention",
    ]
  }
  when      = contains(["update", "replace"], change.action)
  for_each  = [for d in change.differences : d if contains(param.attributes, d.name) && is_known(d.after) && d.before != null && coalesce(d.after, 0) != 0 && (d.before == 0 || d.after < d.before)]
  assert    = false
  at        = resource[each.value.attribute]
  message   = "the plan lowers `${each.value.path}` of `${meta.address}` to `${each.value.after}`"
  why       = <<-EOT
    Entries older than the new limit are deleted within a day or so. An incident is often found months after it began.
  EOT
  remedy    = <<-EOT
    Keep them as long as your rules for evidence ask, in a cheaper class of storage where the price is the reason.
  EOT

  pass "longer" {
    plan {
      update "aws_cloudwatch_log_group.main" {
        before = { retention_in_days = 30 }
        after  = { retention_in_days = 365 }
      }
    }
  }

  pass "for ever" {
    plan {
      update "aws_cloudwatch_log_group.main" {
        before = { retention_in_days = 30 }
        after  = { retention_in_days = 0 }
      }
    }
  }

  fail "shorter" {
    plan {
      update "aws_cloudwatch_log_group.main" {
        before = { retention_in_days = 365 }
        after  = { retention_in_days = 7 }
      }
    }
  }

  fail "no more for ever" {
    plan {
      update "aws_cloudwatch_log_group.main" {
        before = { retention_in_days = 0 }
        after  = { retention_in_days = 90 }
      }
    }
  }

  pass "no `retention_in_days`" {
    plan {
      update "aws_cloudwatch_log_group.main" {
        before = { retention_in_days = 0 }
        after  = {}
      }
    }
  }
}

rule "change-audit-trail-destroyed" {
  title     = "Plan destroys what records or watches the account"
  category  = "change"
  severity  = "high"
  resources = [
    "aws_cloudtrail",
    "aws_config_configuration_recorder",
    "aws_config_delivery_channel",
    "aws_guardduty_detector",
    "aws_securityhub_account",
    "aws_flow_log",
    "aws_accessanalyzer_analyzer",
    "aws_macie2_account",
    "aws_inspector2_enabler",
    "aws_wafv2_web_acl_association",
    "azurerm_monitor_diagnostic_setting",
    "azurerm_security_center_subscription_pricing",
    "azurerm_network_watcher_flow_log",
    "google_logging_project_sink",
    "google_logging_folder_sink",
    "google_logging_organization_sink",
    "google_scc_notification_config",
  ]
  assert    = change.action != "destroy"
  message   = "the plan destroys `${meta.address}`: ${change.because}"
  why       = <<-EOT
    From that moment nobody sees what happens in the account, and what happened in between can never be told. It is what an intruder does first, so it should stand out when it is meant too.
  EOT
  remedy    = <<-EOT
    Keep it. Where another tool takes its place, let both run side by side until the new one has proved itself.
  EOT
  link      = "https://developer.hashicorp.com/terraform/language/meta-arguments/lifecycle"

  pass "new" {
    plan {
      create "aws_cloudtrail.main" {
        after = { name = "all" }
      }
    }
  }

  fail "gone" {
    plan {
      destroy "aws_cloudtrail.main" {
        reason = "delete_because_no_resource_config"
        before = { name = "all" }
      }
    }
  }
}

rule "change-audit-trail-disabled" {
  title     = "Plan switches the recording of events off"
  category  = "change"
  severity  = "high"
  resources = [
    "aws_cloudtrail",
    "aws_guardduty_detector",
    "aws_config_configuration_recorder_status",
    "azurerm_network_watcher_flow_log",
    "azurerm_mssql_server_extended_auditing_policy",
    "azurerm_mssql_database_extended_auditing_policy",
    "google_container_cluster",
    "google_compute_subnetwork",
    "aws_macie2_account",
  ]
  params = {
    attributes = [
      "enable_logging",
      "enable_log_file_validation",
      "is_multi_region_trail",
      "include_global_service_events",
      "enable",
      "enable_flow_logs",
      "flow_log_enabled",
      "auditing_enabled",
      "audit_log_enabled",
      "recording_enabled",
      "enable_audit_log",
    ]
  }
  when      = contains(["update", "replace"], change.action)
  for_each  = [for d in change.differences : d if contains(param.attributes, d.name) && coalesce(d.before, false) && is_known(d.after) && !coalesce(d.after, false)]
  assert    = false
  at        = resource[each.value.attribute]
  message   = "the plan switches `${each.value.path}` of `${meta.address}` off"
  why       = <<-EOT
    The trail, detector or log stays in the list of resources and looks alive, but records nothing, or records one region and leaves the others dark.
  EOT
  remedy    = <<-EOT
    Leave it on. To spend less, choose fewer data events or a cheaper place for them.
  EOT

  pass "on" {
    plan {
      update "aws_cloudtrail.main" {
        before = { enable_logging = true }
        after  = { enable_logging = true }
      }
    }
  }

  fail "off" {
    plan {
      update "aws_cloudtrail.main" {
        before = { enable_logging = true }
        after  = { enable_logging = false }
      }
    }
  }

  pass "more that pass" {
    plan {
      update "aws_cloudtrail.name_is_all" {
        before = { enable_logging = true, name = "all" }
        after  = { enable_logging = true }
      }
      update "aws_cloudtrail.no_enable_logging" {
        before = {}
        after  = { enable_logging = false }
      }
    }
  }

  fail "no `enable_logging`" {
    plan {
      update "aws_cloudtrail.main" {
        before = { enable_logging = true }
        after  = {}
      }
    }
    expect = ["aws_cloudtrail.main"]
  }
}

rule "change-high-availability-disabled" {
  title     = "Plan takes the second zone away"
  category  = "change"
  severity  = "medium"
  resources = ["*"]
  params = {
    attributes = [
      "multi_az",
      "multi_az_enabled",
      "automatic_failover_enabled",
      "zone_redundant",
      "zone_redundancy_enabled",
      "zone_balancing_enabled",
      "cross_zone_load_balancing",
      "enable_cross_zone_load_balancing",
    ]
  }
  when      = contains(["update", "replace"], change.action)
  for_each  = [for d in change.differences : d if (contains(param.attributes, d.name) && coalesce(d.before, false) && is_known(d.after) && !coalesce(d.after, false)) || (d.name == "availability_type" && d.before == "REGIONAL" && d.after == "ZONAL")]
  assert    = false
  at        = resource[each.value.attribute]
  message   = "the plan switches `${each.value.path}` of `${meta.address}` off"
  why       = <<-EOT
    Until now the failure of one zone cost seconds; afterwards it costs as long as a restore takes.
  EOT
  remedy    = <<-EOT
    Keep the second zone for everything that users wait for.
  EOT

  pass "on" {
    plan {
      update "aws_db_instance.main" {
        before = { multi_az = false }
        after  = { multi_az = true }
      }
    }
  }

  fail "off" {
    plan {
      update "aws_db_instance.main" {
        before = { multi_az = true }
        after  = { multi_az = false }
      }
    }
  }

  fail "Cloud SQL" {
    plan {
      update "google_sql_database_instance.main" {
        before = { settings = [{ availability_type = "REGIONAL" }] }
        after  = { settings = [{ availability_type = "ZONAL" }] }
      }
    }
  }

  pass "more that pass" {
    plan {
      update "google_sql_database_instance.no_availability_type" {
        before = { settings = [{}] }
        after  = { settings = [{ availability_type = "ZONAL" }] }
      }
      update "aws_db_instance.no_multi_az" {
        before = {}
        after  = { multi_az = false }
      }
      update "google_sql_database_instance.no_availability_type_2" {
        before = { settings = [{ availability_type = "REGIONAL" }] }
        after  = { settings = [{}] }
      }
      update "aws_db_instance.no_before_before_is_another" {
        after  = { multi_az = true }
        before = { storage_encrypted = true }
      }
    }
  }

  fail "no `multi_az`" {
    plan {
      update "aws_db_instance.main" {
        before = { multi_az = true }
        after  = {}
      }
    }
    expect = ["aws_db_instance.main"]
  }
}
