rule "aws-neptune-unencrypted" {
  title     = "Neptune cluster stores its data unencrypted"
  category  = "security"
  severity  = "medium"
  resources = ["aws_neptune_cluster"]
  aliases = [
    "CKV_AWS_44", "AWS-0076", "aws-neptune-enable-storage-encryption", "AVD-AWS-0076", "98d59056-f745-4ef5-8613-32bca8d40b7e",
    "g3l20gd0k-e5f6-7890-ab12-cd34ef567890",
  ]
  tags = ["cwe-311"]
  when = (
    resource.storage_encrypted != null
    || (resource.snapshot_identifier == null && resource.replication_source_identifier == null && resource.global_cluster_identifier == null)
  )
  assert  = coalesce(resource.storage_encrypted, false)
  at      = resource.storage_encrypted
  message = "`storage_encrypted` is not true"
  why     = <<-EOT
    Data, logs and snapshots are in plain text. It defaults to false and cannot be changed later. Clusters made from a snapshot take its encryption.
  EOT
  remedy  = <<-EOT
    ```hcl
    storage_encrypted = true
    ```
  EOT
  link    = "https://docs.aws.amazon.com/neptune/latest/userguide/encrypt.html"

  fix {
    set = {
      storage_encrypted = true
    }
    safe = false
  }

  pass "encrypted" {
    resource "aws_neptune_cluster" "this" {
      cluster_identifier = "graph"
      engine             = "neptune"
      storage_encrypted  = true
    }
    also = ["aws-neptune-iam-authentication-disabled"]
  }

  pass "from a snapshot" {
    resource "aws_neptune_cluster" "this" {
      cluster_identifier  = "graph"
      engine              = "neptune"
      snapshot_identifier = "graph-1"
    }
    also = ["aws-neptune-iam-authentication-disabled"]
  }

  fail "left out" {
    resource "aws_neptune_cluster" "this" {
      cluster_identifier = "graph"
      engine             = "neptune"
    }
  }

  fail "switched off" {
    resource "aws_neptune_cluster" "this" {
      cluster_identifier = "graph"
      engine             = "neptune"
      storage_encrypted  = false
    }
    expect = ["aws_neptune_cluster.this @ storage_encrypted"]
  }

  unknown "not known from the code" {
    variable "value" {}
    resource "aws_neptune_cluster" "this" {
      cluster_identifier = "graph"
      engine             = "neptune"
      storage_encrypted  = var.value
    }
  }

  fail "`storage_encrypted` is `false`" {
    resource "aws_neptune_cluster" "this" {
      cluster_identifier  = "graph"
      engine              = "neptune"
      snapshot_identifier = "graph-1"
      storage_encrypted   = false
    }
    expect = ["aws_neptune_cluster.this @ storage_encrypted"]
  }
}

rule "aws-neptune-without-customer-key" {
  title     = "Neptune cluster is not encrypted with a KMS key of your own"
  category  = "security"
  severity  = "low"
  default   = false
  resources = ["aws_neptune_cluster"]
  aliases   = ["CKV_AWS_347", "AWS-0128", "aws-neptune-encryption-customer-key", "AVD-AWS-0128"]
  tags      = ["cwe-326"]
  when      = coalesce(resource.storage_encrypted, false)
  assert    = resource.kms_key_arn != null
  at        = resource.kms_key_arn
  message   = "`kms_key_arn` is not set; the key `aws/rds` is used"
  why       = <<-EOT
    A key of your own has its own policy, and snapshots encrypted with it can be shared. Clusters without encryption are another rule's.
  EOT
  remedy    = <<-EOT
    ```hcl
    kms_key_arn = aws_kms_key.graph.arn
    ```
  EOT
  link      = "https://docs.aws.amazon.com/neptune/latest/userguide/encrypt.html"

  pass "a key" {
    resource "aws_neptune_cluster" "this" {
      cluster_identifier = "graph"
      engine             = "neptune"
      storage_encrypted  = true
      kms_key_arn        = "arn:aws:kms:eu-west-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab"
    }
    also = ["aws-neptune-iam-authentication-disabled"]
  }

  pass "not encrypted" {
    resource "aws_neptune_cluster" "this" {
      cluster_identifier = "graph"
      engine             = "neptune"
    }
    also = ["aws-neptune-iam-authentication-disabled", "aws-neptune-unencrypted"]
  }

  fail "the key of the service" {
    resource "aws_neptune_cluster" "this" {
      cluster_identifier = "graph"
      engine             = "neptune"
      storage_encrypted  = true
    }
  }

  fail "with a backup window" {
    resource "aws_neptune_cluster" "this" {
      cluster_identifier      = "graph"
      engine                  = "neptune"
      storage_encrypted       = true
      preferred_backup_window = "07:00-09:00"
    }
  }

  unknown "not known from the code" {
    variable "value" {}
    resource "aws_neptune_cluster" "this" {
      cluster_identifier = "graph"
      engine             = "neptune"
      storage_encrypted  = true
      kms_key_arn        = var.value
    }
  }
}

rule "aws-neptune-instance-public" {
  title     = "Neptune instance gets a public address"
  category  = "security"
  severity  = "high"
  resources = ["aws_neptune_cluster_instance"]
  aliases   = ["CKV_AWS_102", "9ba198e0-fef4-464a-8a4d-75ea55300de7"]
  tags      = ["cwe-668"]
  assert    = !coalesce(resource.publicly_accessible, false)
  at        = resource.publicly_accessible
  message   = "`publicly_accessible` is true"
  why       = <<-EOT
    Neptune asks for no password unless IAM authentication is on: its security group would be all there is.
  EOT
  remedy    = <<-EOT
    ```hcl
    publicly_accessible = false
    ```
  EOT
  link      = "https://docs.aws.amazon.com/neptune/latest/userguide/neptune-public-endpoints.html"

  fix {
    set = {
      publicly_accessible = false
    }
  }

  pass "private" {
    resource "aws_neptune_cluster_instance" "this" {
      cluster_identifier  = "graph"
      instance_class      = "db.r6g.large"
      publicly_accessible = false
    }
  }

  pass "the default" {
    resource "aws_neptune_cluster_instance" "this" {
      cluster_identifier = "graph"
      instance_class     = "db.r6g.large"
    }
  }

  fail "public" {
    resource "aws_neptune_cluster_instance" "this" {
      cluster_identifier  = "graph"
      instance_class      = "db.r6g.large"
      publicly_accessible = true
    }
    expect = ["aws_neptune_cluster_instance.this @ publicly_accessible"]
  }

  fail "public, as text" {
    resource "aws_neptune_cluster_instance" "this" {
      cluster_identifier  = "graph"
      instance_class      = "db.r6g.large"
      publicly_accessible = "true"
    }
  }

  unknown "not known from the code" {
    variable "value" {}
    resource "aws_neptune_cluster_instance" "this" {
      cluster_identifier  = "graph"
      instance_class      = "db.r6g.large"
      publicly_accessible = var.value
    }
  }
}

rule "aws-neptune-iam-authentication-disabled" {
  title     = "Neptune cluster asks for no authentication"
  category  = "security"
  severity  = "medium"
  resources = ["aws_neptune_cluster"]
  aliases   = ["CKV_AWS_359", "c91d7ea0-d4d1-403b-8fe1-c9961ac082c5"]
  tags      = ["cwe-285", "cwe-306"]
  assert    = coalesce(resource.iam_database_authentication_enabled, false)
  at        = resource.iam_database_authentication_enabled
  message   = "`iam_database_authentication_enabled` is not true"
  why       = <<-EOT
    Neptune has no users and passwords. Without IAM authentication everyone inside the network who reaches the port reads and writes the graph.
  EOT
  remedy    = <<-EOT
    ```hcl
    iam_database_authentication_enabled = true
    ```
  EOT
  link      = "https://docs.aws.amazon.com/neptune/latest/userguide/iam-auth.html"

  fix {
    set = {
      iam_database_authentication_enabled = true
    }
    safe = false
  }

  pass "on" {
    resource "aws_neptune_cluster" "this" {
      cluster_identifier                  = "graph"
      engine                              = "neptune"
      iam_database_authentication_enabled = true
    }
    also = ["aws-neptune-unencrypted"]
  }

  fail "left out" {
    resource "aws_neptune_cluster" "this" {
      cluster_identifier = "graph"
      engine             = "neptune"
    }
  }

  fail "switched off" {
    resource "aws_neptune_cluster" "this" {
      cluster_identifier                  = "graph"
      engine                              = "neptune"
      iam_database_authentication_enabled = false
    }
    expect = ["aws_neptune_cluster.this @ iam_database_authentication_enabled"]
  }

  unknown "not known from the code" {
    variable "value" {}
    resource "aws_neptune_cluster" "this" {
      cluster_identifier                  = "graph"
      engine                              = "neptune"
      iam_database_authentication_enabled = var.value
    }
  }
}

rule "aws-neptune-audit-log-disabled" {
  title     = "Neptune cluster exports no audit log"
  category  = "security"
  severity  = "medium"
  default   = false
  resources = ["aws_neptune_cluster"]
  aliases   = ["CKV_AWS_101", "AWS-0075", "aws-neptune-enable-log-export", "AVD-AWS-0075", "45cff7b6-3b80-40c1-ba7b-2cf480678bb8"]
  tags      = ["cwe-778"]
  assert    = contains(resource.enable_cloudwatch_logs_exports, "audit")
  at        = resource.enable_cloudwatch_logs_exports
  message   = "`audit` is not among the exported logs"
  why       = <<-EOT
    It shows who asked what; `neptune_enable_audit_log` in the parameter group turns it on.
  EOT
  remedy    = <<-EOT
    ```hcl
    enable_cloudwatch_logs_exports = ["audit"]
    ```
  EOT
  link      = "https://docs.aws.amazon.com/neptune/latest/userguide/cloudwatch-logs.html"

  fix {
    set = {
      enable_cloudwatch_logs_exports = ["audit"]
    }
  }

  pass "exported" {
    resource "aws_neptune_cluster" "this" {
      cluster_identifier             = "graph"
      engine                         = "neptune"
      enable_cloudwatch_logs_exports = ["audit", "slowquery"]
    }
    also = ["aws-neptune-iam-authentication-disabled", "aws-neptune-unencrypted"]
  }

  fail "left out" {
    resource "aws_neptune_cluster" "this" {
      cluster_identifier = "graph"
      engine             = "neptune"
    }
  }

  fail "slow queries only" {
    resource "aws_neptune_cluster" "this" {
      cluster_identifier             = "graph"
      engine                         = "neptune"
      enable_cloudwatch_logs_exports = ["slowquery"]
    }
    expect = ["aws_neptune_cluster.this @ enable_cloudwatch_logs_exports"]
  }

  unknown "not known from the code" {
    variable "value" {}
    resource "aws_neptune_cluster" "this" {
      cluster_identifier             = "graph"
      engine                         = "neptune"
      enable_cloudwatch_logs_exports = var.value
    }
  }
}

rule "aws-neptune-backup-retention-short" {
  title     = "Neptune backups are kept for less than a week"
  category  = "reliability"
  severity  = "low"
  default   = false
  resources = ["aws_neptune_cluster"]
  aliases   = ["CKV_AWS_361"]
  params = {
    minimum = 7
  }
  assert  = coalesce(resource.backup_retention_period, 1) >= param.minimum
  at      = resource.backup_retention_period
  message = "backups are kept for ${coalesce(resource.backup_retention_period, 1)} days"
  why     = <<-EOT
    The default is one day. A mistake that is found after a weekend needs more.
  EOT
  remedy  = <<-EOT
    ```hcl
    backup_retention_period = 7
    ```
  EOT
  link    = "https://docs.aws.amazon.com/neptune/latest/userguide/backup-restore-overview.html"

  fix {
    set = {
      backup_retention_period = 7
    }
  }

  pass "a week" {
    resource "aws_neptune_cluster" "this" {
      cluster_identifier      = "graph"
      engine                  = "neptune"
      backup_retention_period = 7
    }
    also = ["aws-neptune-iam-authentication-disabled", "aws-neptune-unencrypted"]
  }

  fail "left out" {
    resource "aws_neptune_cluster" "this" {
      cluster_identifier = "graph"
      engine             = "neptune"
    }
  }

  fail "three days" {
    resource "aws_neptune_cluster" "this" {
      cluster_identifier      = "graph"
      engine                  = "neptune"
      backup_retention_period = 3
    }
    expect = ["aws_neptune_cluster.this @ backup_retention_period"]
  }

  unknown "not known from the code" {
    variable "value" {}
    resource "aws_neptune_cluster" "this" {
      cluster_identifier      = "graph"
      engine                  = "neptune"
      backup_retention_period = var.value
    }
  }
}

rule "aws-neptune-deletion-unprotected" {
  title     = "Neptune cluster can be deleted without unlocking it first"
  category  = "reliability"
  severity  = "medium"
  default   = false
  resources = ["aws_neptune_cluster"]
  aliases   = ["CKV2_AWS_58"]
  tags      = ["cwe-693"]
  assert    = coalesce(resource.deletion_protection, false)
  at        = resource.deletion_protection
  message   = "`deletion_protection` is not true"
  why       = <<-EOT
    With protection a `terraform destroy` or a click fails instead of deleting the graph. Environments that come and go do without.
  EOT
  remedy    = <<-EOT
    ```hcl
    deletion_protection = true
    ```
  EOT
  link      = "https://docs.aws.amazon.com/neptune/latest/userguide/manage-console-instances-delete.html"

  fix {
    set = {
      deletion_protection = true
    }
  }

  pass "protected" {
    resource "aws_neptune_cluster" "this" {
      cluster_identifier  = "graph"
      engine              = "neptune"
      deletion_protection = true
    }
    also = ["aws-neptune-iam-authentication-disabled", "aws-neptune-unencrypted"]
  }

  fail "left out" {
    resource "aws_neptune_cluster" "this" {
      cluster_identifier = "graph"
      engine             = "neptune"
    }
  }

  fail "switched off" {
    resource "aws_neptune_cluster" "this" {
      cluster_identifier  = "graph"
      engine              = "neptune"
      deletion_protection = false
    }
    expect = ["aws_neptune_cluster.this @ deletion_protection"]
  }

  unknown "not known from the code" {
    variable "value" {}
    resource "aws_neptune_cluster" "this" {
      cluster_identifier  = "graph"
      engine              = "neptune"
      deletion_protection = var.value
    }
  }
}

rule "aws-neptune-tags-not-copied" {
  title     = "Neptune snapshots do not get the tags of their cluster"
  category  = "tagging"
  severity  = "low"
  default   = false
  resources = ["aws_neptune_cluster"]
  aliases   = ["CKV_AWS_362"]
  assert    = coalesce(resource.copy_tags_to_snapshot, false)
  at        = resource.copy_tags_to_snapshot
  message   = "`copy_tags_to_snapshot` is not true"
  why       = <<-EOT
    Access rules, costs and clean-up by tag then miss the snapshots, which hold the same data.
  EOT
  remedy    = <<-EOT
    ```hcl
    copy_tags_to_snapshot = true
    ```
  EOT
  link      = "https://docs.aws.amazon.com/neptune/latest/userguide/tagging.html"

  fix {
    set = {
      copy_tags_to_snapshot = true
    }
  }

  pass "copied" {
    resource "aws_neptune_cluster" "this" {
      cluster_identifier    = "graph"
      engine                = "neptune"
      copy_tags_to_snapshot = true
    }
    also = ["aws-neptune-iam-authentication-disabled", "aws-neptune-unencrypted"]
  }

  fail "left out" {
    resource "aws_neptune_cluster" "this" {
      cluster_identifier = "graph"
      engine             = "neptune"
    }
  }

  fail "switched off" {
    resource "aws_neptune_cluster" "this" {
      cluster_identifier    = "graph"
      engine                = "neptune"
      copy_tags_to_snapshot = false
    }
    expect = ["aws_neptune_cluster.this @ copy_tags_to_snapshot"]
  }

  unknown "not known from the code" {
    variable "value" {}
    resource "aws_neptune_cluster" "this" {
      cluster_identifier    = "graph"
      engine                = "neptune"
      copy_tags_to_snapshot = var.value
    }
  }
}
