# AWS Backup and Data Lifecycle Manager.

rule "aws-backup-vault-aws-managed-key" {
  title     = "Backup vault is not encrypted with a key of your own"
  category  = "security"
  severity  = "low"
  resources = ["aws_backup_vault"]
  aliases   = ["CKV_AWS_166"]
  tags      = ["cwe-320"]
  default   = false
  assert    = resource.kms_key_arn != null
  message   = "The vault is encrypted with the account's default key"
  why       = "AWS encrypts by itself. A key of your own adds a policy, an audit trail and the power to take it away, for a monthly charge and one for each request."
  remedy    = "Set `kms_key_arn = aws_kms_key.main.arn`."
  link      = "https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/backup_vault"

  pass "a key" {
    resource "aws_backup_vault" "main" {
      name        = "main"
      kms_key_arn = "arn:aws:kms:eu-central-1:123456789012:key/1234abcd-12ab-34cd-56ef-1234567890ab"
    }
  }

  fail "none" {
    resource "aws_backup_vault" "main" {
      name = "main"
    }
  }
}

rule "aws-backup-vault-policy-public" {
  title     = "Backup vault lets every AWS account in"
  category  = "security"
  severity  = "high"
  resources = ["aws_backup_vault_policy"]
  tags      = ["cwe-732"]
  assert    = !anytrue([for s in iam_statements(resource.policy) : iam_is_public(s)])
  at        = resource.policy
  message   = "A statement of the policy allows everyone"
  why       = "Whoever may copy into or out of the vault has a copy of every database and disk."
  remedy    = "Name accounts, or add a condition on `aws:PrincipalOrgID`."
  link      = "https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/backup_vault_policy"

  pass "the organisation" {
    resource "aws_backup_vault_policy" "main" {
      backup_vault_name = "main"
      policy            = jsonencode({ Statement = [{ Effect = "Allow", Principal = "*", Action = "backup:CopyIntoBackupVault", Resource = "*", Condition = { StringEquals = { "aws:PrincipalOrgID" = "o-abc1234567" } } }] })
    }
  }

  pass "a denial" {
    resource "aws_backup_vault_policy" "main" {
      backup_vault_name = "main"
      policy            = jsonencode({ Statement = [{ Effect = "Deny", Principal = "*", Action = "backup:DeleteRecoveryPoint", Resource = "*" }] })
    }
  }

  fail "everyone" {
    resource "aws_backup_vault_policy" "main" {
      backup_vault_name = "main"
      policy            = jsonencode({ Statement = [{ Effect = "Allow", Principal = "*", Action = "backup:*", Resource = "*" }] })
    }
    expect = ["aws_backup_vault_policy.main @ policy"]
  }

  unknown "an unset variable" {
    variable "policy" {
      type = string
    }
    resource "aws_backup_vault_policy" "main" {
      backup_vault_name = "main"
      policy            = var.policy
    }
  }

  pass "no `policy`" {
    resource "aws_backup_vault_policy" "main" {
      backup_vault_name = "main"
    }
  }
}

rule "aws-backup-vault-lock-missing" {
  title     = "Backups can be deleted before their time"
  category  = "reliability"
  severity  = "low"
  resources = ["aws_backup_vault"]
  default   = false
  related "locks" {
    type = "aws_backup_vault_lock_configuration"
    on   = refers(other.backup_vault_name, resource)
  }
  assert  = length(related.locks) > 0
  message = "The vault has no lock"
  why     = <<-EOT
    Ransomware and angry administrators delete the backups first. A lock keeps recovery points for their time whatever rights someone has. It cannot be
    undone in compliance mode.
  EOT
  remedy  = <<-EOT
    ```hcl
    resource "aws_backup_vault_lock_configuration" "main" {
      backup_vault_name  = aws_backup_vault.main.name
      min_retention_days = 7
    }
    ```
  EOT
  link    = "https://docs.aws.amazon.com/aws-backup/latest/devguide/vault-lock.html"

  pass "locked" {
    resource "aws_backup_vault" "main" {
      name = "main"
    }
    resource "aws_backup_vault_lock_configuration" "main" {
      backup_vault_name  = aws_backup_vault.main.name
      min_retention_days = 7
    }
  }

  fail "none" {
    resource "aws_backup_vault" "main" {
      name = "main"
    }
  }
}

rule "aws-backup-lifecycle-invalid" {
  title     = "Backups leave cold storage too early"
  category  = "correctness"
  severity  = "high"
  resources = ["aws_backup_plan"]
  for_each  = flatten([for r in resource.rule : r.lifecycle])
  assert    = each.value.delete_after == null || each.value.cold_storage_after == null || each.value.delete_after >= each.value.cold_storage_after + 90
  at        = each.value.delete_after
  message   = "Deletion after ${each.value.delete_after} days is less than 90 days after the move on day ${each.value.cold_storage_after}"
  why       = "Recovery points stay in cold storage for 90 days at least; AWS refuses a shorter time at apply."
  remedy    = "Set `delete_after` to `cold_storage_after` plus 90 or more."
  link      = "https://docs.aws.amazon.com/aws-backup/latest/devguide/creating-a-backup-plan.html"

  pass "long enough" {
    resource "aws_backup_plan" "main" {
      name = "main"
      rule {
        rule_name         = "daily"
        target_vault_name = "main"
        schedule          = "cron(0 3 * * ? *)"
        lifecycle {
          cold_storage_after = 30
          delete_after       = 120
        }
      }
    }
  }

  pass "no cold storage" {
    resource "aws_backup_plan" "main" {
      name = "main"
      rule {
        rule_name         = "daily"
        target_vault_name = "main"
        schedule          = "cron(0 3 * * ? *)"
        lifecycle {
          delete_after = 30
        }
      }
    }
  }

  fail "too short" {
    resource "aws_backup_plan" "main" {
      name = "main"
      rule {
        rule_name         = "daily"
        target_vault_name = "main"
        schedule          = "cron(0 3 * * ? *)"
        lifecycle {
          cold_storage_after = 30
          delete_after       = 90
        }
      }
    }
    expect = ["aws_backup_plan.main @ rule[0].lifecycle[0].delete_after"]
  }

  unknown "an unset variable" {
    variable "days" {
      type = number
    }
    resource "aws_backup_plan" "main" {
      name = "main"
      rule {
        rule_name         = "daily"
        target_vault_name = "main"
        schedule          = "cron(0 3 * * ? *)"
        lifecycle {
          cold_storage_after = 30
          delete_after       = var.days
        }
      }
    }
  }
}

rule "aws-dlm-copy-unencrypted" {
  title     = "Snapshot copies in another region are not encrypted"
  category  = "security"
  severity  = "medium"
  resources = ["aws_dlm_lifecycle_policy"]
  aliases   = ["CKV_AWS_253", "CKV_AWS_255"]
  tags      = ["cwe-311"]
  assert = alltrue([
    for p in resource.policy_details : alltrue(concat(
      flatten([for s in p.schedule : [for c in s.cross_region_copy_rule : c.encrypted == true]]),
      flatten([for a in p.action : [for c in a.cross_region_copy : [for e in c.encryption_configuration : e.encrypted == true || e.cmk_arn != null]]])
    ))
  ])
  at      = [resource.policy_details[0].schedule[0].cross_region_copy_rule[0].encrypted, resource.policy_details[0].action[0].cross_region_copy[0].encryption_configuration[0].encrypted, resource.policy_details[0].action[0].cross_region_copy[0].encryption_configuration]
  message = "A cross-region copy is not encrypted"
  why     = "A copy of an unencrypted snapshot can be encrypted for free on its way. Copies of encrypted snapshots are encrypted in any case, so that writing it down does no harm."
  remedy  = "Set `encrypted = true` in the copy rule."
  link    = "https://docs.aws.amazon.com/ebs/latest/userguide/snapshot-ami-policy.html"

  pass "by schedule" {
    resource "aws_dlm_lifecycle_policy" "daily" {
      description        = "daily"
      execution_role_arn = "arn:aws:iam::123456789012:role/dlm"
      policy_details {
        resource_types = ["VOLUME"]
        target_tags    = { Snapshot = "true" }
        schedule {
          name = "daily"
          create_rule {
            interval = 24
          }
          retain_rule {
            count = 7
          }
          cross_region_copy_rule {
            target    = "eu-west-1"
            encrypted = true
          }
        }
      }
    }
  }

  pass "by event" {
    resource "aws_dlm_lifecycle_policy" "shared" {
      description        = "shared"
      execution_role_arn = "arn:aws:iam::123456789012:role/dlm"
      policy_details {
        policy_type = "EVENT_BASED_POLICY"
        action {
          name = "copy"
          cross_region_copy {
            target = "eu-west-1"
            encryption_configuration {
              encrypted = true
            }
          }
        }
        event_source {
          type = "MANAGED_CWE"
          parameters {
            description_regex = "^.*$"
            event_type        = "shareSnapshot"
            snapshot_owner    = ["210987654321"]
          }
        }
      }
    }
  }

  fail "by schedule, without it" {
    resource "aws_dlm_lifecycle_policy" "daily" {
      description        = "daily"
      execution_role_arn = "arn:aws:iam::123456789012:role/dlm"
      policy_details {
        resource_types = ["VOLUME"]
        target_tags    = { Snapshot = "true" }
        schedule {
          name = "daily"
          create_rule {
            interval = 24
          }
          retain_rule {
            count = 7
          }
          cross_region_copy_rule {
            target    = "eu-west-1"
            encrypted = false
          }
        }
      }
    }
  }

  fail "by event, without it" {
    resource "aws_dlm_lifecycle_policy" "shared" {
      description        = "shared"
      execution_role_arn = "arn:aws:iam::123456789012:role/dlm"
      policy_details {
        policy_type = "EVENT_BASED_POLICY"
        action {
          name = "copy"
          cross_region_copy {
            target = "eu-west-1"
            encryption_configuration {
              encrypted = false
            }
          }
        }
        event_source {
          type = "MANAGED_CWE"
          parameters {
            description_regex = "^.*$"
            event_type        = "shareSnapshot"
            snapshot_owner    = ["210987654321"]
          }
        }
      }
    }
  }

  fail "by event, not written" {
    resource "aws_dlm_lifecycle_policy" "shared" {
      description        = "shared"
      execution_role_arn = "arn:aws:iam::123456789012:role/dlm"
      policy_details {
        policy_type = "EVENT_BASED_POLICY"
        action {
          name = "copy"
          cross_region_copy {
            target = "eu-west-1"
            encryption_configuration {
            }
          }
        }
        event_source {
          type = "MANAGED_CWE"
          parameters {
            description_regex = "^.*$"
            event_type        = "shareSnapshot"
            snapshot_owner    = ["210987654321"]
          }
        }
      }
    }
  }

  unknown "an unset variable" {
    variable "encrypted" {
      type = bool
    }
    resource "aws_dlm_lifecycle_policy" "daily" {
      description        = "daily"
      execution_role_arn = "arn:aws:iam::123456789012:role/dlm"
      policy_details {
        resource_types = ["VOLUME"]
        target_tags    = { Snapshot = "true" }
        schedule {
          name = "daily"
          create_rule {
            interval = 24
          }
          retain_rule {
            count = 7
          }
          cross_region_copy_rule {
            target    = "eu-west-1"
            encrypted = var.encrypted
          }
        }
      }
    }
  }

  pass "more that pass" {
    resource "aws_dlm_lifecycle_policy" "without_schedule" {
      description        = "daily"
      execution_role_arn = "arn:aws:iam::123456789012:role/dlm"
      policy_details {
        resource_types = ["VOLUME"]
        target_tags    = { Snapshot = "true" }
      }
    }
    resource "aws_dlm_lifecycle_policy" "cmk_arn_is_another" {
      description        = "shared"
      execution_role_arn = "arn:aws:iam::123456789012:role/dlm"
      policy_details {
        policy_type = "EVENT_BASED_POLICY"
        action {
          name = "copy"
          cross_region_copy {
            target = "eu-west-1"
            encryption_configuration {
              cmk_arn = "arn:aws:kms:eu-central-1:123456789012:key/1234abcd-12ab-34cd-56ef-1234567890ab"
            }
          }
        }
        event_source {
          type = "MANAGED_CWE"
          parameters {
            description_regex = "^.*$"
            event_type        = "shareSnapshot"
            snapshot_owner    = ["210987654321"]
          }
        }
      }
    }
  }
}

rule "aws-dlm-copy-aws-managed-key" {
  title     = "Snapshot copies in another region have no key of your own"
  category  = "security"
  severity  = "low"
  resources = ["aws_dlm_lifecycle_policy"]
  aliases   = ["CKV_AWS_254", "CKV_AWS_256"]
  tags      = ["cwe-320"]
  default   = false
  assert = alltrue([
    for p in resource.policy_details : alltrue(concat(
      flatten([for s in p.schedule : [for c in s.cross_region_copy_rule : c.encrypted != true || c.cmk_arn != null]]),
      flatten([for a in p.action : [for c in a.cross_region_copy : [for e in c.encryption_configuration : e.encrypted != true || e.cmk_arn != null]]])
    ))
  ])
  at      = resource.policy_details
  message = "A copy is encrypted with the account's default key"
  why     = "Copies under the default key cannot be shared with another account, which is what a disaster often asks for."
  remedy  = "Set `cmk_arn` to a key of the target region."
  link    = "https://docs.aws.amazon.com/ebs/latest/userguide/snapshot-ami-policy.html"

  pass "a key" {
    resource "aws_dlm_lifecycle_policy" "daily" {
      description        = "daily"
      execution_role_arn = "arn:aws:iam::123456789012:role/dlm"
      policy_details {
        resource_types = ["VOLUME"]
        target_tags    = { Snapshot = "true" }
        schedule {
          name = "daily"
          create_rule {
            interval = 24
          }
          retain_rule {
            count = 7
          }
          cross_region_copy_rule {
            target    = "eu-west-1"
            encrypted = true
            cmk_arn   = "arn:aws:kms:eu-central-1:123456789012:key/1234abcd-12ab-34cd-56ef-1234567890ab"
          }
        }
      }
    }
  }

  pass "by event" {
    resource "aws_dlm_lifecycle_policy" "shared" {
      description        = "shared"
      execution_role_arn = "arn:aws:iam::123456789012:role/dlm"
      policy_details {
        policy_type = "EVENT_BASED_POLICY"
        action {
          name = "copy"
          cross_region_copy {
            target = "eu-west-1"
            encryption_configuration {
              encrypted = true
              cmk_arn   = "arn:aws:kms:eu-central-1:123456789012:key/1234abcd-12ab-34cd-56ef-1234567890ab"
            }
          }
        }
        event_source {
          type = "MANAGED_CWE"
          parameters {
            description_regex = "^.*$"
            event_type        = "shareSnapshot"
            snapshot_owner    = ["210987654321"]
          }
        }
      }
    }
  }

  fail "by schedule" {
    resource "aws_dlm_lifecycle_policy" "daily" {
      description        = "daily"
      execution_role_arn = "arn:aws:iam::123456789012:role/dlm"
      policy_details {
        resource_types = ["VOLUME"]
        target_tags    = { Snapshot = "true" }
        schedule {
          name = "daily"
          create_rule {
            interval = 24
          }
          retain_rule {
            count = 7
          }
          cross_region_copy_rule {
            target    = "eu-west-1"
            encrypted = true
          }
        }
      }
    }
  }

  fail "by event, without it" {
    resource "aws_dlm_lifecycle_policy" "shared" {
      description        = "shared"
      execution_role_arn = "arn:aws:iam::123456789012:role/dlm"
      policy_details {
        policy_type = "EVENT_BASED_POLICY"
        action {
          name = "copy"
          cross_region_copy {
            target = "eu-west-1"
            encryption_configuration {
              encrypted = true
            }
          }
        }
        event_source {
          type = "MANAGED_CWE"
          parameters {
            description_regex = "^.*$"
            event_type        = "shareSnapshot"
            snapshot_owner    = ["210987654321"]
          }
        }
      }
    }
  }

  pass "more that pass" {
    resource "aws_dlm_lifecycle_policy" "without_schedule" {
      description        = "daily"
      execution_role_arn = "arn:aws:iam::123456789012:role/dlm"
      policy_details {
        resource_types = ["VOLUME"]
        target_tags    = { Snapshot = "true" }
      }
    }
  }
}
