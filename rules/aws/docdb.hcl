# DocumentDB.

rule "aws-docdb-unencrypted" {
  title     = "DocumentDB cluster is not encrypted"
  category  = "security"
  severity  = "medium"
  resources = ["aws_docdb_cluster", "aws_docdb_global_cluster"]
  aliases = [
    "CKV_AWS_74", "CKV_AWS_292", "AWS-0021", "aws-documentdb-enable-storage-encryption", "AVD-AWS-0021",
    "bc1f9009-84a0-490f-ae09-3e0ea6d74ad6",
  ]
  tags    = ["cwe-311"]
  when    = resource.source_db_cluster_identifier == null && resource.snapshot_identifier == null
  assert  = resource.storage_encrypted == true || resource.kms_key_id != null
  at      = resource.storage_encrypted
  message = "Storage is not encrypted"
  why     = "Data, logs and snapshots lie readable on disk. Encryption can be chosen only when the cluster is made, and is off unless written."
  remedy  = "Set `storage_encrypted = true`."
  link    = "https://docs.aws.amazon.com/documentdb/latest/developerguide/encryption-at-rest.html"
  fix {
    set = {
      storage_encrypted = true
    }
    safe = false
  }

  pass "encrypted" {
    resource "aws_docdb_cluster" "docs" {
      cluster_identifier          = "docs"
      master_username             = "admin"
      manage_master_user_password = true
      storage_encrypted           = true
    }
  }

  pass "a global cluster around an existing one" {
    resource "aws_docdb_global_cluster" "docs" {
      global_cluster_identifier    = "docs"
      source_db_cluster_identifier = "arn:aws:rds:eu-central-1:123456789012:cluster:docs"
    }
  }

  fail "not written" {
    resource "aws_docdb_cluster" "docs" {
      cluster_identifier          = "docs"
      master_username             = "admin"
      manage_master_user_password = true
    }
  }

  fail "off" {
    resource "aws_docdb_cluster" "docs" {
      cluster_identifier          = "docs"
      master_username             = "admin"
      manage_master_user_password = true
      storage_encrypted           = false
    }
    expect = ["aws_docdb_cluster.docs @ storage_encrypted"]
  }

  fail "a global cluster" {
    resource "aws_docdb_global_cluster" "docs" {
      global_cluster_identifier = "docs"
      engine                    = "docdb"
    }
  }

  unknown "an unset variable" {
    variable "encrypted" {
      type = bool
    }
    resource "aws_docdb_cluster" "docs" {
      cluster_identifier          = "docs"
      master_username             = "admin"
      manage_master_user_password = true
      storage_encrypted           = var.encrypted
    }
  }

  pass "`kms_key_id` is another" {
    resource "aws_docdb_cluster" "docs" {
      cluster_identifier          = "docs"
      master_username             = "admin"
      manage_master_user_password = true
      kms_key_id                  = "arn:aws:kms:eu-central-1:123456789012:key/1234abcd-12ab-34cd-56ef-1234567890ab"
    }
  }
}

rule "aws-docdb-aws-managed-key" {
  title     = "DocumentDB is not encrypted with a key of your own"
  category  = "security"
  severity  = "low"
  resources = ["aws_docdb_cluster"]
  aliases = [
    "CKV_AWS_182", "AWS-0022", "aws-documentdb-encryption-customer-key", "AVD-AWS-0022", "2134641d-30a4-4b16-8ffc-2cd4c4ffd15d",
    "4766d3ea-241c-4ee6-93ff-c380c996bd1a",
  ]
  tags    = ["cwe-320"]
  default = false
  when    = resource.storage_encrypted == true
  assert  = resource.kms_key_id != null
  message = "The cluster is encrypted with the account's default key"
  why     = "AWS encrypts by itself. A key of your own adds a policy, an audit trail and the power to take it away, for a monthly charge and one for each request."
  remedy  = "Set `kms_key_id = aws_kms_key.main.arn`."
  link    = "https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/docdb_cluster"

  pass "a key" {
    resource "aws_docdb_cluster" "docs" {
      cluster_identifier          = "docs"
      master_username             = "admin"
      manage_master_user_password = true
      storage_encrypted           = true
      kms_key_id                  = "arn:aws:kms:eu-central-1:123456789012:key/1234abcd-12ab-34cd-56ef-1234567890ab"
    }
  }

  fail "none" {
    resource "aws_docdb_cluster" "docs" {
      cluster_identifier          = "docs"
      master_username             = "admin"
      manage_master_user_password = true
      storage_encrypted           = true
    }
  }

  unknown "`storage_encrypted` is an unset variable" {
    variable "storage_encrypted" {}
    resource "aws_docdb_cluster" "docs" {
      cluster_identifier          = "docs"
      master_username             = "admin"
      manage_master_user_password = true
      storage_encrypted           = var.storage_encrypted
    }
  }
}

rule "aws-docdb-audit-log-off" {
  title     = "DocumentDB does not export its audit log"
  category  = "security"
  severity  = "medium"
  resources = ["aws_docdb_cluster"]
  aliases   = ["CKV_AWS_85", "AWS-0020", "aws-documentdb-enable-log-export", "AVD-AWS-0020", "56f6a008-1b14-4af4-b9b2-ab7cf7e27641"]
  tags      = ["cwe-778"]
  default   = false
  assert    = contains(resource.enabled_cloudwatch_logs_exports, "audit")
  at        = resource.enabled_cloudwatch_logs_exports
  message   = "The audit log is not sent to CloudWatch"
  why       = "Logins and changes of users, rights and indexes are recorded only where the export and the parameter `audit_logs` are on. The log is billed."
  remedy    = "Set `enabled_cloudwatch_logs_exports = [\"audit\"]` and the parameter `audit_logs = enabled`."
  link      = "https://docs.aws.amazon.com/documentdb/latest/developerguide/event-auditing.html"

  pass "exported" {
    resource "aws_docdb_cluster" "docs" {
      cluster_identifier              = "docs"
      master_username                 = "admin"
      manage_master_user_password     = true
      enabled_cloudwatch_logs_exports = ["audit", "profiler"]
    }
    also = ["aws-docdb-unencrypted"]
  }

  fail "none" {
    resource "aws_docdb_cluster" "docs" {
      cluster_identifier          = "docs"
      master_username             = "admin"
      manage_master_user_password = true
    }
  }

  fail "another log only" {
    resource "aws_docdb_cluster" "docs" {
      cluster_identifier              = "docs"
      master_username                 = "admin"
      manage_master_user_password     = true
      enabled_cloudwatch_logs_exports = ["profiler"]
    }
    expect = ["aws_docdb_cluster.docs @ enabled_cloudwatch_logs_exports"]
  }

  unknown "`enabled_cloudwatch_logs_exports` is an unset variable" {
    variable "enabled_cloudwatch_logs_exports" {}
    resource "aws_docdb_cluster" "docs" {
      cluster_identifier              = "docs"
      master_username                 = "admin"
      manage_master_user_password     = true
      enabled_cloudwatch_logs_exports = var.enabled_cloudwatch_logs_exports
    }
  }
}

rule "aws-docdb-audit-parameter-off" {
  title     = "DocumentDB records no audit events"
  category  = "security"
  severity  = "medium"
  resources = ["aws_docdb_cluster_parameter_group"]
  aliases   = ["CKV_AWS_104"]
  tags      = ["cwe-778"]
  default   = false
  assert    = anytrue([for p in resource.parameter : p.name == "audit_logs" && !contains(["disabled", "none"], p.value)])
  at        = resource.parameter
  message   = "The parameter `audit_logs` is not on"
  why       = "The export of the audit log alone does nothing; the parameter decides which events are recorded, and is `disabled` by default."
  remedy    = <<-EOT
    ```hcl
    parameter {
      name  = "audit_logs"
      value = "enabled"
    }
    ```
  EOT
  link      = "https://docs.aws.amazon.com/documentdb/latest/developerguide/event-auditing.html"

  pass "on" {
    resource "aws_docdb_cluster_parameter_group" "docs" {
      family = "docdb5.0"
      name   = "docs"
      parameter {
        name  = "audit_logs"
        value = "enabled"
      }
    }
  }

  fail "not written" {
    resource "aws_docdb_cluster_parameter_group" "docs" {
      family = "docdb5.0"
      name   = "docs"
    }
  }

  fail "off" {
    resource "aws_docdb_cluster_parameter_group" "docs" {
      family = "docdb5.0"
      name   = "docs"
      parameter {
        name  = "audit_logs"
        value = "disabled"
      }
    }
  }

  fail "more that fail" {
    resource "aws_docdb_cluster_parameter_group" "no_name" {
      family = "docdb5.0"
      name   = "docs"
      parameter {
        value = "enabled"
      }
    }
    resource "aws_docdb_cluster_parameter_group" "one_more_value_is_none" {
      family = "docdb5.0"
      name   = "docs"
      parameter {
        name  = "audit_logs"
        value = "enabled"
      }
    }
    resource "aws_docdb_cluster_parameter_group" "one_more_value_is_none_2" {
      family = "docdb5.0"
      name   = "docs"
      parameter {
        name  = "audit_logs"
        value = "none"
      }
    }
    expect = [
      "aws_docdb_cluster_parameter_group.no_name @ parameter",
      "aws_docdb_cluster_parameter_group.one_more_value_is_none_2 @ parameter",
    ]
  }
}

rule "aws-docdb-tls-off" {
  title     = "DocumentDB accepts connections without TLS"
  category  = "security"
  severity  = "medium"
  resources = ["aws_docdb_cluster_parameter_group"]
  aliases   = ["CKV_AWS_90"]
  tags      = ["cwe-319"]
  for_each  = resource.parameter
  assert    = !(each.value.name == "tls" && each.value.value == "disabled")
  at        = each.value.value
  message   = "TLS is switched off"
  why       = "Queries, results and passwords cross the network readable. TLS is on by default."
  remedy    = "Remove the parameter, or set its value to `enabled`."
  link      = "https://docs.aws.amazon.com/documentdb/latest/developerguide/security.encryption.ssl.html"
  fix {
    set = {
      value = "enabled"
    }
    safe = false
  }

  pass "the default" {
    resource "aws_docdb_cluster_parameter_group" "docs" {
      family = "docdb5.0"
      name   = "docs"
    }
  }

  pass "TLS 1.2 and later" {
    resource "aws_docdb_cluster_parameter_group" "docs" {
      family = "docdb5.0"
      name   = "docs"
      parameter {
        name  = "tls"
        value = "tls1.2+"
      }
    }
  }

  fail "off" {
    resource "aws_docdb_cluster_parameter_group" "docs" {
      family = "docdb5.0"
      name   = "docs"
      parameter {
        name  = "tls"
        value = "disabled"
      }
    }
    expect = ["aws_docdb_cluster_parameter_group.docs @ parameter[0].value"]
  }

  unknown "an unset variable" {
    variable "tls" {
      type = string
    }
    resource "aws_docdb_cluster_parameter_group" "docs" {
      family = "docdb5.0"
      name   = "docs"
      parameter {
        name  = "tls"
        value = var.tls
      }
    }
  }

  pass "with `parameter`" {
    resource "aws_docdb_cluster_parameter_group" "docs" {
      family = "docdb5.0"
      name   = "docs"
      parameter {
        name  = "audit_logs"
        value = "disabled"
      }
    }
  }
}

rule "aws-docdb-backup-retention-short" {
  title     = "DocumentDB keeps backups for less than a week"
  category  = "reliability"
  severity  = "low"
  resources = ["aws_docdb_cluster"]
  aliases   = ["CKV_AWS_360"]
  default   = false
  params = {
    days = 7
  }
  assert  = coalesce(resource.backup_retention_period, 1) >= param.days
  at      = resource.backup_retention_period
  message = "Backups are kept for ${coalesce(resource.backup_retention_period, 1)} day(s)"
  why     = "A mistake that is found on Monday was often made on Friday. One day is the default."
  remedy  = "Set `backup_retention_period = 7`."
  link    = "https://docs.aws.amazon.com/documentdb/latest/developerguide/backup_restore.html"
  fix {
    set = {
      backup_retention_period = 7
    }
  }

  pass "a week" {
    resource "aws_docdb_cluster" "docs" {
      cluster_identifier          = "docs"
      master_username             = "admin"
      manage_master_user_password = true
      backup_retention_period     = 7
    }
    also = ["aws-docdb-unencrypted"]
  }

  fail "the default" {
    resource "aws_docdb_cluster" "docs" {
      cluster_identifier          = "docs"
      master_username             = "admin"
      manage_master_user_password = true
    }
  }

  fail "three days" {
    resource "aws_docdb_cluster" "docs" {
      cluster_identifier          = "docs"
      master_username             = "admin"
      manage_master_user_password = true
      backup_retention_period     = 3
    }
    expect = ["aws_docdb_cluster.docs @ backup_retention_period"]
  }

  unknown "`backup_retention_period` is an unset variable" {
    variable "backup_retention_period" {}
    resource "aws_docdb_cluster" "docs" {
      cluster_identifier          = "docs"
      master_username             = "admin"
      manage_master_user_password = true
      backup_retention_period     = var.backup_retention_period
    }
  }
}

rule "aws-docdb-deletion-protection-off" {
  title     = "DocumentDB cluster can be deleted by mistake"
  category  = "reliability"
  severity  = "medium"
  resources = ["aws_docdb_cluster"]
  default   = false
  assert    = resource.deletion_protection == true
  at        = resource.deletion_protection
  message   = "Deletion protection is off"
  why       = "A changed argument can replace the cluster, and a plan with many lines is read too quickly."
  remedy    = "Set `deletion_protection = true`."
  link      = "https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/docdb_cluster"
  fix {
    set = {
      deletion_protection = true
    }
  }

  pass "protected" {
    resource "aws_docdb_cluster" "docs" {
      cluster_identifier          = "docs"
      master_username             = "admin"
      manage_master_user_password = true
      deletion_protection         = true
    }
    also = ["aws-docdb-unencrypted"]
  }

  fail "not written" {
    resource "aws_docdb_cluster" "docs" {
      cluster_identifier          = "docs"
      master_username             = "admin"
      manage_master_user_password = true
    }
  }

  fail "off" {
    resource "aws_docdb_cluster" "docs" {
      cluster_identifier          = "docs"
      master_username             = "admin"
      manage_master_user_password = true
      deletion_protection         = false
    }
    expect = ["aws_docdb_cluster.docs @ deletion_protection"]
  }

  unknown "`deletion_protection` is an unset variable" {
    variable "deletion_protection" {}
    resource "aws_docdb_cluster" "docs" {
      cluster_identifier          = "docs"
      master_username             = "admin"
      manage_master_user_password = true
      deletion_protection         = var.deletion_protection
    }
  }
}
