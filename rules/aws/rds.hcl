# RDS and Aurora. Replicas and copies made from a snapshot take encryption, backups and engine from their source, and are left out where that decides.

rule "aws-rds-instance-public" {
  title     = "RDS instance gets a public address"
  category  = "security"
  severity  = "high"
  resources = ["aws_db_instance", "aws_rds_cluster_instance"]
  aliases   = ["CKV_AWS_17", "AWS-0180", "aws-rds-enable-public-access", "AVD-AWS-0180", "35113e6f-2c6b-414d-beec-7a9482d3b2d1"]
  tags      = ["cwe-668", "cis-aws-3.0-2.3.3"]
  assert    = !coalesce(resource.publicly_accessible, false)
  at        = resource.publicly_accessible
  message   = "`publicly_accessible` is true"
  why       = <<-EOT
    The instance gets an address on the internet, and only its security group and the password stand in between. Databases are found by scanners
    within minutes.
  EOT
  remedy    = <<-EOT
    Remove the argument, and reach the database from inside the VPC: a VPN, a bastion through Session Manager, or RDS Proxy.

        publicly_accessible = false
  EOT
  link      = "https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_VPC.WorkingWithRDSInstanceinaVPC.html#USER_VPC.Hiding"

  fix {
    set = {
      publicly_accessible = false
    }
  }

  pass "private" {
    resource "aws_db_instance" "this" {
      identifier                  = "orders"
      engine                      = "postgres"
      instance_class              = "db.t4g.medium"
      allocated_storage           = 20
      username                    = "app"
      manage_master_user_password = true
      publicly_accessible         = false
    }
    also = ["aws-rds-backups-disabled", "aws-rds-instance-unencrypted"]
  }

  pass "the default" {
    resource "aws_rds_cluster_instance" "this" {
      cluster_identifier = "orders"
      engine             = "aurora-postgresql"
      instance_class     = "db.r6g.large"
    }
  }

  fail "a public instance" {
    resource "aws_db_instance" "this" {
      identifier                  = "orders"
      engine                      = "postgres"
      instance_class              = "db.t4g.medium"
      allocated_storage           = 20
      username                    = "app"
      manage_master_user_password = true
      publicly_accessible         = true
    }
    expect = ["aws_db_instance.this @ publicly_accessible"]
  }

  fail "a public instance of a cluster" {
    resource "aws_rds_cluster_instance" "this" {
      cluster_identifier  = "orders"
      engine              = "aurora-postgresql"
      instance_class      = "db.r6g.large"
      publicly_accessible = true
    }
    expect = ["aws_rds_cluster_instance.this @ publicly_accessible"]
  }

  unknown "decided by the caller" {
    variable "public" {
      type = bool
    }
    resource "aws_db_instance" "this" {
      identifier                  = "orders"
      engine                      = "postgres"
      instance_class              = "db.t4g.medium"
      allocated_storage           = 20
      username                    = "app"
      manage_master_user_password = true
      publicly_accessible         = var.public
    }
  }
}

rule "aws-rds-instance-unencrypted" {
  title     = "RDS instance stores its data unencrypted"
  category  = "security"
  severity  = "medium"
  resources = ["aws_db_instance"]
  aliases   = ["CKV_AWS_16", "AWS-0080", "aws-rds-encrypt-instance-storage-data", "AVD-AWS-0080", "08bd0760-8752-44e1-9779-7bb369b2b4e4"]
  tags      = ["cwe-311", "cis-aws-3.0-2.3.1"]
  when = (
    resource.replicate_source_db == null
    && !is_computed(resource.replicate_source_db)
    && resource.snapshot_identifier == null
    && length(resource.restore_to_point_in_time) == 0
  )
  assert  = coalesce(resource.storage_encrypted, false)
  at      = resource.storage_encrypted
  message = "`storage_encrypted` is not true"
  why     = <<-EOT
    Volume, backups, snapshots and replicas are in plain text. It defaults to false, and cannot be changed later: the way is a copy of a snapshot.
    A replica, or an instance made from a snapshot, takes the encryption of its source whatever is written here, and is left out.
  EOT
  remedy  = <<-EOT
    Set it before the first apply; on an existing instance Terraform would replace the database.

        storage_encrypted = true
  EOT
  link    = "https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/Overview.Encryption.html"

  fix {
    set = {
      storage_encrypted = true
    }
    safe = false
  }

  pass "encrypted" {
    resource "aws_db_instance" "this" {
      identifier                  = "orders"
      engine                      = "postgres"
      instance_class              = "db.t4g.medium"
      allocated_storage           = 20
      username                    = "app"
      manage_master_user_password = true
      storage_encrypted           = true
    }
    also = ["aws-rds-backups-disabled"]
  }

  pass "a replica takes it from its source" {
    resource "aws_db_instance" "this" {
      identifier          = "orders"
      instance_class      = "db.t4g.medium"
      replicate_source_db = "orders-main"
    }
  }

  pass "a replica takes it whatever it says" {
    resource "aws_db_instance" "main" {
      identifier                  = "orders"
      engine                      = "postgres"
      instance_class              = "db.t4g.medium"
      allocated_storage           = 20
      username                    = "app"
      manage_master_user_password = true
      storage_encrypted           = true
      backup_retention_period     = 7
    }
    resource "aws_db_instance" "this" {
      identifier          = "orders-replica"
      instance_class      = "db.t4g.medium"
      replicate_source_db = aws_db_instance.main.identifier
      storage_encrypted   = false
    }
  }

  fail "left out" {
    resource "aws_db_instance" "this" {
      identifier                  = "orders"
      engine                      = "postgres"
      instance_class              = "db.t4g.medium"
      allocated_storage           = 20
      username                    = "app"
      manage_master_user_password = true
    }
  }

  fail "switched off" {
    resource "aws_db_instance" "this" {
      identifier                  = "orders"
      engine                      = "postgres"
      instance_class              = "db.t4g.medium"
      allocated_storage           = 20
      username                    = "app"
      manage_master_user_password = true
      storage_encrypted           = false
    }
    expect = ["aws_db_instance.this @ storage_encrypted"]
  }

  unknown "decided by the caller" {
    variable "encrypted" {
      type = bool
    }
    resource "aws_db_instance" "this" {
      identifier                  = "orders"
      engine                      = "postgres"
      instance_class              = "db.t4g.medium"
      allocated_storage           = 20
      username                    = "app"
      manage_master_user_password = true
      storage_encrypted           = var.encrypted
    }
  }
}

rule "aws-rds-cluster-unencrypted" {
  title     = "RDS cluster stores its data unencrypted"
  category  = "security"
  severity  = "medium"
  resources = ["aws_rds_cluster"]
  aliases = [
    "CKV_AWS_96", "CKV_AWS_146", "1a690d1d-0ae7-49fa-b2db-b75ae0dd1d3e", "3199c26c-7871-4cb3-99c2-10a59244ce7f",
    "656880aa-1388-488f-a6d4-8f73c23149b2",
  ]
  tags = ["cwe-311", "cis-aws-3.0-2.3.1"]
  when = (
    resource.engine_mode != "serverless"
    && (
      resource.storage_encrypted != null
      || (
        resource.replication_source_identifier == null
        && resource.snapshot_identifier == null
        && resource.global_cluster_identifier == null
        && length(resource.restore_to_point_in_time) == 0
      )
    )
  )
  assert  = coalesce(resource.storage_encrypted, false)
  at      = resource.storage_encrypted
  message = "`storage_encrypted` is not true"
  why     = <<-EOT
    Data, backups and snapshots of the cluster are in plain text. It defaults to false for provisioned clusters (Serverless v1 is always encrypted), and cannot be
    changed later. Copies take the encryption of their source and are left out.
  EOT
  remedy  = <<-EOT
    ```hcl
    storage_encrypted = true
    ```
  EOT
  link    = "https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/Overview.Encryption.html"

  fix {
    set = {
      storage_encrypted = true
    }
    safe = false
  }

  pass "encrypted" {
    resource "aws_rds_cluster" "this" {
      cluster_identifier          = "orders"
      engine                      = "aurora-postgresql"
      master_username             = "app"
      manage_master_user_password = true
      storage_encrypted           = true
    }
  }

  pass "a secondary cluster" {
    resource "aws_rds_cluster" "this" {
      cluster_identifier        = "orders"
      engine                    = "aurora-postgresql"
      global_cluster_identifier = "orders-global"
    }
  }

  fail "left out" {
    resource "aws_rds_cluster" "this" {
      cluster_identifier          = "orders"
      engine                      = "aurora-postgresql"
      master_username             = "app"
      manage_master_user_password = true
    }
  }

  fail "switched off" {
    resource "aws_rds_cluster" "this" {
      cluster_identifier          = "orders"
      engine                      = "aurora-postgresql"
      master_username             = "app"
      manage_master_user_password = true
      storage_encrypted           = false
    }
    expect = ["aws_rds_cluster.this @ storage_encrypted"]
  }

  unknown "not known from the code" {
    variable "value" {}
    resource "aws_rds_cluster" "this" {
      cluster_identifier          = "orders"
      engine                      = "aurora-postgresql"
      master_username             = "app"
      manage_master_user_password = true
      storage_encrypted           = var.value
    }
  }

  pass "`engine_mode` is `serverless`" {
    resource "aws_rds_cluster" "this" {
      cluster_identifier          = "orders"
      engine                      = "aurora-postgresql"
      master_username             = "app"
      manage_master_user_password = true
      engine_mode                 = "serverless"
    }
    also = ["aws-rds-serverless-v1"]
  }

  fail "`storage_encrypted` is `false`" {
    resource "aws_rds_cluster" "this" {
      cluster_identifier        = "orders"
      engine                    = "aurora-postgresql"
      global_cluster_identifier = "orders-global"
      storage_encrypted         = false
    }
    expect = ["aws_rds_cluster.this @ storage_encrypted"]
  }
}

rule "aws-rds-global-cluster-unencrypted" {
  title     = "RDS global cluster stores its data unencrypted"
  category  = "security"
  severity  = "medium"
  resources = ["aws_rds_global_cluster"]
  aliases   = ["CKV_AWS_140"]
  tags      = ["cwe-311"]
  when      = resource.source_db_cluster_identifier == null
  assert    = coalesce(resource.storage_encrypted, false)
  at        = resource.storage_encrypted
  message   = "`storage_encrypted` is not true"
  why       = <<-EOT
    All clusters of a global database share the setting, which defaults to false. A global cluster made from an existing cluster takes its encryption.
  EOT
  remedy    = <<-EOT
    ```hcl
    storage_encrypted = true
    ```
  EOT
  link      = "https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/rds_global_cluster"

  fix {
    set = {
      storage_encrypted = true
    }
    safe = false
  }

  pass "encrypted" {
    resource "aws_rds_global_cluster" "this" {
      global_cluster_identifier = "orders"
      engine                    = "aurora-postgresql"
      storage_encrypted         = true
    }
  }

  pass "made from a cluster" {
    resource "aws_rds_global_cluster" "this" {
      global_cluster_identifier    = "orders"
      source_db_cluster_identifier = "arn:aws:rds:eu-west-1:111122223333:cluster:orders"
    }
  }

  fail "left out" {
    resource "aws_rds_global_cluster" "this" {
      global_cluster_identifier = "orders"
      engine                    = "aurora-postgresql"
    }
  }

  fail "switched off" {
    resource "aws_rds_global_cluster" "this" {
      global_cluster_identifier = "orders"
      engine                    = "aurora-postgresql"
      storage_encrypted         = false
    }
    expect = ["aws_rds_global_cluster.this @ storage_encrypted"]
  }

  unknown "not known from the code" {
    variable "value" {}
    resource "aws_rds_global_cluster" "this" {
      global_cluster_identifier = "orders"
      engine                    = "aurora-postgresql"
      storage_encrypted         = var.value
    }
  }
}

rule "aws-rds-without-customer-key" {
  title    = "RDS storage is not encrypted with a KMS key of your own"
  category = "security"
  severity = "low"
  default  = false
  resources = [
    "aws_db_instance", "aws_rds_cluster", "aws_db_snapshot_copy", "aws_rds_cluster_snapshot_copy", "aws_db_instance_automated_backups_replication",
  ]
  aliases = ["CKV_AWS_327", "AWS-0079", "aws-rds-encrypt-cluster-storage-data", "AVD-AWS-0079", "CKV_AWS_266", "CKV_AWS_245"]
  tags    = ["cwe-326"]
  when    = !(contains(["aws_db_instance", "aws_rds_cluster"], meta.type)) || coalesce(resource.storage_encrypted, false)
  assert  = resource.kms_key_id != null
  at      = resource.kms_key_id
  message = "`kms_key_id` is not set; the key `aws/rds` is used"
  why     = <<-EOT
    Snapshots encrypted with `aws/rds` cannot be shared with another account, and who decrypts is not decided by you. Unencrypted databases are another rule's.
  EOT
  remedy  = <<-EOT
    ```hcl
    kms_key_id = aws_kms_key.rds.arn
    ```
  EOT
  link    = "https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/Overview.Encryption.Keys.html"

  pass "a key of one's own" {
    resource "aws_rds_cluster" "this" {
      cluster_identifier          = "orders"
      engine                      = "aurora-postgresql"
      master_username             = "app"
      manage_master_user_password = true
      storage_encrypted           = true
      kms_key_id                  = "arn:aws:kms:eu-west-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab"
    }
  }

  pass "not encrypted at all" {
    resource "aws_db_instance" "this" {
      identifier                  = "orders"
      engine                      = "postgres"
      instance_class              = "db.t4g.medium"
      allocated_storage           = 20
      username                    = "app"
      manage_master_user_password = true
    }
    also = ["aws-rds-backups-disabled", "aws-rds-instance-unencrypted"]
  }

  fail "the key of the service" {
    resource "aws_db_instance" "this" {
      identifier                  = "orders"
      engine                      = "postgres"
      instance_class              = "db.t4g.medium"
      allocated_storage           = 20
      username                    = "app"
      manage_master_user_password = true
      storage_encrypted           = true
    }
  }

  fail "a copy with the key of the service" {
    resource "aws_db_snapshot_copy" "this" {
      source_db_snapshot_identifier = "a"
      target_db_snapshot_identifier = "b"
    }
  }

  unknown "not known from the code" {
    variable "value" {}
    resource "aws_db_instance" "this" {
      identifier                  = "orders"
      engine                      = "postgres"
      instance_class              = "db.t4g.medium"
      allocated_storage           = 20
      username                    = "app"
      manage_master_user_password = true
      storage_encrypted           = true
      kms_key_id                  = var.value
    }
  }

  pass "no `storage_encrypted`, no `kms_key_id`" {
    resource "aws_rds_cluster" "this" {
      cluster_identifier          = "orders"
      engine                      = "aurora-postgresql"
      master_username             = "app"
      manage_master_user_password = true
    }
    also = ["aws-rds-cluster-unencrypted"]
  }
}

rule "aws-rds-snapshot-public" {
  title     = "RDS snapshot can be restored by every AWS account"
  category  = "security"
  severity  = "critical"
  resources = ["aws_db_snapshot", "aws_db_cluster_snapshot", "aws_db_snapshot_copy", "aws_rds_cluster_snapshot_copy"]
  aliases   = ["CKV_AWS_302", "f0d8781f-1991-4958-9917-d39283b168a0"]
  tags      = ["cwe-200"]
  assert    = !contains(resource.shared_accounts, "all")
  at        = resource.shared_accounts
  message   = "`all` in `shared_accounts` makes the snapshot public"
  why       = <<-EOT
    Public snapshots are listed, and people watch the list. Whoever restores one has the whole database.
  EOT
  remedy    = <<-EOT
    Name the accounts.

        shared_accounts = ["444455556666"]
  EOT
  link      = "https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_ShareSnapshot.html"

  pass "one account" {
    resource "aws_db_snapshot" "this" {
      db_instance_identifier = "orders"
      db_snapshot_identifier = "orders-1"
      shared_accounts        = ["444455556666"]
    }
  }

  pass "not shared" {
    resource "aws_db_cluster_snapshot" "this" {
      db_cluster_identifier          = "orders"
      db_cluster_snapshot_identifier = "orders-1"
    }
  }

  fail "everyone" {
    resource "aws_db_snapshot" "this" {
      db_instance_identifier = "orders"
      db_snapshot_identifier = "orders-1"
      shared_accounts        = ["all"]
    }
    expect = ["aws_db_snapshot.this @ shared_accounts"]
  }

  fail "everyone, of a cluster" {
    resource "aws_db_cluster_snapshot" "this" {
      db_cluster_identifier          = "orders"
      db_cluster_snapshot_identifier = "orders-1"
      shared_accounts                = ["444455556666", "all"]
    }
  }

  unknown "not known from the code" {
    variable "value" {}
    resource "aws_db_snapshot" "this" {
      db_instance_identifier = "orders"
      db_snapshot_identifier = "orders-1"
      shared_accounts        = var.value
    }
  }
}

rule "aws-rds-backups-disabled" {
  title     = "RDS instance makes no automatic backups"
  category  = "reliability"
  severity  = "medium"
  resources = ["aws_db_instance"]
  aliases   = ["CKV_AWS_133", "AWS-0077", "aws-rds-specify-backup-retention", "AVD-AWS-0077", "1dc73fb4-5b51-430c-8c5f-25dcf9090b02"]
  tags      = ["cwe-754"]
  when      = resource.replicate_source_db == null && !is_computed(resource.replicate_source_db)
  assert    = coalesce(resource.backup_retention_period, 0) > 0
  at        = resource.backup_retention_period
  message   = "`backup_retention_period` is not set or 0: there are no backups"
  why       = <<-EOT
    The provider's default is 0, unlike the console's. Without automated backups there is no point-in-time recovery, and a dropped table is gone.
    Clusters keep one day by default and are left to `aws-rds-backup-retention-short`.
  EOT
  remedy    = <<-EOT
    ```hcl
    backup_retention_period = 7
    ```
  EOT
  link      = "https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_WorkingWithAutomatedBackups.html"

  fix {
    set = {
      backup_retention_period = 7
    }
  }

  pass "a week" {
    resource "aws_db_instance" "this" {
      identifier                  = "orders"
      engine                      = "postgres"
      instance_class              = "db.t4g.medium"
      allocated_storage           = 20
      username                    = "app"
      manage_master_user_password = true
      backup_retention_period     = 7
    }
    also = ["aws-rds-instance-unencrypted"]
  }

  pass "a replica" {
    resource "aws_db_instance" "this" {
      identifier          = "orders"
      instance_class      = "db.t4g.medium"
      replicate_source_db = "orders-main"
    }
  }

  pass "a replica of an instance in another region" {
    resource "aws_db_instance" "main" {
      identifier                  = "orders"
      engine                      = "postgres"
      instance_class              = "db.t4g.medium"
      allocated_storage           = 20
      username                    = "app"
      manage_master_user_password = true
      storage_encrypted           = true
      backup_retention_period     = 7
    }
    resource "aws_db_instance" "this" {
      identifier              = "orders-replica"
      instance_class          = "db.t4g.medium"
      replicate_source_db     = aws_db_instance.main.arn
      backup_retention_period = 0
    }
  }

  fail "left out" {
    resource "aws_db_instance" "this" {
      identifier                  = "orders"
      engine                      = "postgres"
      instance_class              = "db.t4g.medium"
      allocated_storage           = 20
      username                    = "app"
      manage_master_user_password = true
    }
  }

  fail "zero" {
    resource "aws_db_instance" "this" {
      identifier                  = "orders"
      engine                      = "postgres"
      instance_class              = "db.t4g.medium"
      allocated_storage           = 20
      username                    = "app"
      manage_master_user_password = true
      backup_retention_period     = 0
    }
    expect = ["aws_db_instance.this @ backup_retention_period"]
  }

  unknown "decided by the caller" {
    variable "days" {
      type = number
    }
    resource "aws_db_instance" "this" {
      identifier                  = "orders"
      engine                      = "postgres"
      instance_class              = "db.t4g.medium"
      allocated_storage           = 20
      username                    = "app"
      manage_master_user_password = true
      backup_retention_period     = var.days
    }
  }

  pass "`backup_retention_period` is `1`" {
    resource "aws_db_instance" "this" {
      identifier                  = "orders"
      engine                      = "postgres"
      instance_class              = "db.t4g.medium"
      allocated_storage           = 20
      username                    = "app"
      manage_master_user_password = true
      backup_retention_period     = 1
    }
    also = ["aws-rds-instance-unencrypted"]
  }
}

rule "aws-rds-backup-retention-short" {
  title     = "RDS backups are kept for less than a week"
  category  = "reliability"
  severity  = "low"
  default   = false
  resources = ["aws_db_instance", "aws_rds_cluster"]
  aliases   = ["e542bd46-58c4-4e0f-a52a-1fb4f9548e02"]
  params = {
    minimum = 7
  }
  when    = meta.type == "aws_rds_cluster" || coalesce(resource.backup_retention_period, 0) > 0
  assert  = coalesce(resource.backup_retention_period, 1) >= param.minimum
  at      = resource.backup_retention_period
  message = "backups are kept for ${coalesce(resource.backup_retention_period, 1)} days"
  why     = <<-EOT
    A mistake that is found after a weekend needs a backup from before it. Clusters keep one day unless told otherwise.
  EOT
  remedy  = <<-EOT
    ```hcl
    backup_retention_period = 7
    ```
  EOT
  link    = "https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_WorkingWithAutomatedBackups.BackupRetention.html"

  fix {
    set = {
      backup_retention_period = 7
    }
  }

  pass "a week" {
    resource "aws_rds_cluster" "this" {
      cluster_identifier          = "orders"
      engine                      = "aurora-postgresql"
      master_username             = "app"
      manage_master_user_password = true
      backup_retention_period     = 7
    }
    also = ["aws-rds-cluster-unencrypted"]
  }

  pass "none at all is another rule's" {
    resource "aws_db_instance" "this" {
      identifier                  = "orders"
      engine                      = "postgres"
      instance_class              = "db.t4g.medium"
      allocated_storage           = 20
      username                    = "app"
      manage_master_user_password = true
      backup_retention_period     = 0
    }
    also = ["aws-rds-backups-disabled", "aws-rds-instance-unencrypted"]
  }

  fail "the default of clusters" {
    resource "aws_rds_cluster" "this" {
      cluster_identifier          = "orders"
      engine                      = "aurora-postgresql"
      master_username             = "app"
      manage_master_user_password = true
    }
  }

  fail "three days" {
    resource "aws_db_instance" "this" {
      identifier                  = "orders"
      engine                      = "postgres"
      instance_class              = "db.t4g.medium"
      allocated_storage           = 20
      username                    = "app"
      manage_master_user_password = true
      backup_retention_period     = 3
    }
    expect = ["aws_db_instance.this @ backup_retention_period"]
  }

  unknown "not known from the code" {
    variable "value" {}
    resource "aws_rds_cluster" "this" {
      cluster_identifier          = "orders"
      engine                      = "aurora-postgresql"
      master_username             = "app"
      manage_master_user_password = true
      backup_retention_period     = var.value
    }
  }

  pass "no `backup_retention_period`" {
    resource "aws_db_instance" "this" {
      identifier                  = "orders"
      engine                      = "postgres"
      instance_class              = "db.t4g.medium"
      allocated_storage           = 20
      username                    = "app"
      manage_master_user_password = true
    }
    also = ["aws-rds-backups-disabled", "aws-rds-instance-unencrypted"]
  }

  fail "one more, `backup_retention_period` is `1`" {
    resource "aws_db_instance" "this" {
      identifier                  = "orders"
      engine                      = "postgres"
      instance_class              = "db.t4g.medium"
      allocated_storage           = 20
      username                    = "app"
      manage_master_user_password = true
      backup_retention_period     = 3
    }
    resource "aws_db_instance" "this_too" {
      identifier                  = "orders"
      engine                      = "postgres"
      instance_class              = "db.t4g.medium"
      allocated_storage           = 20
      username                    = "app"
      manage_master_user_password = true
      backup_retention_period     = 1
    }
    expect = ["aws_db_instance.this @ backup_retention_period", "aws_db_instance.this_too @ backup_retention_period"]
  }
}

rule "aws-rds-deletion-unprotected" {
  title     = "RDS database can be deleted without unlocking it first"
  category  = "reliability"
  severity  = "medium"
  default   = false
  resources = ["aws_db_instance", "aws_rds_cluster", "aws_rds_global_cluster"]
  aliases = [
    "CKV_AWS_293", "CKV_AWS_139", "AWS-0177", "aws-rds-enable-deletion-protection", "AVD-AWS-0177", "AWS-0343",
    "aws-rds-enable-cluster-deletion-protection", "AVD-AWS-0343",
  ]
  tags    = ["cwe-693"]
  assert  = coalesce(resource.deletion_protection, false)
  at      = resource.deletion_protection
  message = "`deletion_protection` is not true"
  why     = <<-EOT
    With protection a `terraform destroy`, a renamed identifier or a click fails instead of deleting the database. Environments that come and go do without.
  EOT
  remedy  = <<-EOT
    ```hcl
    deletion_protection = true
    ```
  EOT
  link    = "https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_DeleteInstance.html#USER_DeleteInstance.DeletionProtection"

  fix {
    set = {
      deletion_protection = true
    }
  }

  pass "protected" {
    resource "aws_db_instance" "this" {
      identifier                  = "orders"
      engine                      = "postgres"
      instance_class              = "db.t4g.medium"
      allocated_storage           = 20
      username                    = "app"
      manage_master_user_password = true
      deletion_protection         = true
    }
    also = ["aws-rds-backups-disabled", "aws-rds-instance-unencrypted"]
  }

  fail "left out" {
    resource "aws_rds_cluster" "this" {
      cluster_identifier          = "orders"
      engine                      = "aurora-postgresql"
      master_username             = "app"
      manage_master_user_password = true
    }
  }

  fail "switched off" {
    resource "aws_db_instance" "this" {
      identifier                  = "orders"
      engine                      = "postgres"
      instance_class              = "db.t4g.medium"
      allocated_storage           = 20
      username                    = "app"
      manage_master_user_password = true
      deletion_protection         = false
    }
    expect = ["aws_db_instance.this @ deletion_protection"]
  }

  unknown "not known from the code" {
    variable "value" {}
    resource "aws_rds_cluster" "this" {
      cluster_identifier          = "orders"
      engine                      = "aurora-postgresql"
      master_username             = "app"
      manage_master_user_password = true
      deletion_protection         = var.value
    }
  }
}

rule "aws-rds-final-snapshot-skipped" {
  title     = "RDS database is deleted without a last snapshot"
  category  = "reliability"
  severity  = "low"
  default   = false
  resources = ["aws_db_instance", "aws_rds_cluster"]
  when      = meta.type == "aws_rds_cluster" || resource.replicate_source_db == null
  assert    = !coalesce(resource.skip_final_snapshot, false)
  at        = resource.skip_final_snapshot
  message   = "`skip_final_snapshot` is true"
  why       = <<-EOT
    With the database go its automated backups (unless `delete_automated_backups` is false). The last snapshot is what is left after a mistake.
  EOT
  remedy    = <<-EOT
    ```hcl
    skip_final_snapshot       = false
    final_snapshot_identifier = "orders-final"
    ```
  EOT
  link      = "https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/db_instance#skip_final_snapshot"

  pass "a last snapshot" {
    resource "aws_db_instance" "this" {
      identifier                  = "orders"
      engine                      = "postgres"
      instance_class              = "db.t4g.medium"
      allocated_storage           = 20
      username                    = "app"
      manage_master_user_password = true
      final_snapshot_identifier   = "orders-final"
    }
    also = ["aws-rds-backups-disabled", "aws-rds-instance-unencrypted"]
  }

  pass "a replica needs none" {
    resource "aws_db_instance" "this" {
      identifier          = "orders"
      instance_class      = "db.t4g.medium"
      replicate_source_db = "orders-main"
      skip_final_snapshot = true
    }
  }

  fail "skipped" {
    resource "aws_db_instance" "this" {
      identifier                  = "orders"
      engine                      = "postgres"
      instance_class              = "db.t4g.medium"
      allocated_storage           = 20
      username                    = "app"
      manage_master_user_password = true
      skip_final_snapshot         = true
    }
    expect = ["aws_db_instance.this @ skip_final_snapshot"]
  }

  fail "skipped, of a cluster" {
    resource "aws_rds_cluster" "this" {
      cluster_identifier          = "orders"
      engine                      = "aurora-postgresql"
      master_username             = "app"
      manage_master_user_password = true
      skip_final_snapshot         = true
    }
    expect = ["aws_rds_cluster.this @ skip_final_snapshot"]
  }

  unknown "not known from the code" {
    variable "value" {}
    resource "aws_db_instance" "this" {
      identifier                  = "orders"
      engine                      = "postgres"
      instance_class              = "db.t4g.medium"
      allocated_storage           = 20
      username                    = "app"
      manage_master_user_password = true
      skip_final_snapshot         = var.value
    }
  }
}

rule "aws-rds-instance-single-zone" {
  title     = "RDS instance runs in one availability zone"
  category  = "reliability"
  severity  = "medium"
  default   = false
  resources = ["aws_db_instance"]
  aliases   = ["CKV_AWS_157"]
  when      = resource.replicate_source_db == null
  assert    = coalesce(resource.multi_az, false)
  at        = resource.multi_az
  message   = "`multi_az` is not true"
  why       = <<-EOT
    Without a standby, maintenance and the loss of a zone stop the database for minutes to hours. It doubles the price, so it is for production.
  EOT
  remedy    = <<-EOT
    ```hcl
    multi_az = true
    ```
  EOT
  link      = "https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/Concepts.MultiAZ.html"

  fix {
    set = {
      multi_az = true
    }
  }

  pass "two zones" {
    resource "aws_db_instance" "this" {
      identifier                  = "orders"
      engine                      = "postgres"
      instance_class              = "db.t4g.medium"
      allocated_storage           = 20
      username                    = "app"
      manage_master_user_password = true
      multi_az                    = true
    }
    also = ["aws-rds-backups-disabled", "aws-rds-instance-unencrypted"]
  }

  fail "left out" {
    resource "aws_db_instance" "this" {
      identifier                  = "orders"
      engine                      = "postgres"
      instance_class              = "db.t4g.medium"
      allocated_storage           = 20
      username                    = "app"
      manage_master_user_password = true
    }
  }

  fail "switched off" {
    resource "aws_db_instance" "this" {
      identifier                  = "orders"
      engine                      = "postgres"
      instance_class              = "db.t4g.medium"
      allocated_storage           = 20
      username                    = "app"
      manage_master_user_password = true
      multi_az                    = false
    }
    expect = ["aws_db_instance.this @ multi_az"]
  }

  unknown "not known from the code" {
    variable "value" {}
    resource "aws_db_instance" "this" {
      identifier                  = "orders"
      engine                      = "postgres"
      instance_class              = "db.t4g.medium"
      allocated_storage           = 20
      username                    = "app"
      manage_master_user_password = true
      multi_az                    = var.value
    }
  }

  pass "`replicate_source_db` is `orders-main`" {
    resource "aws_db_instance" "this" {
      identifier                  = "orders"
      engine                      = "postgres"
      instance_class              = "db.t4g.medium"
      allocated_storage           = 20
      username                    = "app"
      manage_master_user_password = true
      replicate_source_db         = "orders-main"
    }
  }
}

rule "aws-rds-iam-authentication-disabled" {
  title     = "RDS database does not take IAM credentials"
  category  = "security"
  severity  = "low"
  default   = false
  resources = ["aws_db_instance", "aws_rds_cluster"]
  aliases   = ["CKV_AWS_161", "CKV_AWS_162", "AWS-0176", "aws-rds-enable-iam-auth", "AVD-AWS-0176", "88fd05e0-ac0e-43d2-ba6d-fc0ba60ae1a6"]
  tags      = ["cwe-285"]
  when      = resource.engine == null || contains(["mysql", "postgres", "mariadb", "aurora-mysql", "aurora-postgresql"], resource.engine)
  assert    = coalesce(resource.iam_database_authentication_enabled, false)
  at        = resource.iam_database_authentication_enabled
  message   = "`iam_database_authentication_enabled` is not true"
  why       = <<-EOT
    With IAM authentication applications use tokens of fifteen minutes instead of a password that is kept somewhere. Oracle, SQL Server and Db2 do not have it.
    It limits new connections to some 200 a second.
  EOT
  remedy    = <<-EOT
    ```hcl
    iam_database_authentication_enabled = true
    ```
  EOT
  link      = "https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/UsingWithRDS.IAMDBAuth.html"

  fix {
    set = {
      iam_database_authentication_enabled = true
    }
  }

  pass "on" {
    resource "aws_db_instance" "this" {
      identifier                          = "orders"
      engine                              = "postgres"
      instance_class                      = "db.t4g.medium"
      allocated_storage                   = 20
      username                            = "app"
      manage_master_user_password         = true
      iam_database_authentication_enabled = true
    }
    also = ["aws-rds-backups-disabled", "aws-rds-instance-unencrypted"]
  }

  pass "an engine that has none" {
    resource "aws_db_instance" "this" {
      identifier                  = "orders"
      instance_class              = "db.t4g.medium"
      allocated_storage           = 20
      username                    = "app"
      manage_master_user_password = true
      engine                      = "sqlserver-se"
    }
    also = ["aws-rds-backups-disabled", "aws-rds-instance-unencrypted"]
  }

  fail "left out" {
    resource "aws_rds_cluster" "this" {
      cluster_identifier          = "orders"
      engine                      = "aurora-postgresql"
      master_username             = "app"
      manage_master_user_password = true
    }
  }

  fail "switched off" {
    resource "aws_db_instance" "this" {
      identifier                          = "orders"
      engine                              = "postgres"
      instance_class                      = "db.t4g.medium"
      allocated_storage                   = 20
      username                            = "app"
      manage_master_user_password         = true
      iam_database_authentication_enabled = false
    }
    expect = ["aws_db_instance.this @ iam_database_authentication_enabled"]
  }

  unknown "not known from the code" {
    variable "value" {}
    resource "aws_rds_cluster" "this" {
      cluster_identifier                  = "orders"
      engine                              = "aurora-postgresql"
      master_username                     = "app"
      manage_master_user_password         = true
      iam_database_authentication_enabled = var.value
    }
  }

  fail "more that fail" {
    resource "aws_rds_cluster" "engine_is_mysql" {
      cluster_identifier          = "orders"
      engine                      = "mysql"
      master_username             = "app"
      manage_master_user_password = true
    }
    resource "aws_db_instance" "one_more_engine_is_mariadb" {
      identifier                  = "orders"
      instance_class              = "db.t4g.medium"
      allocated_storage           = 20
      username                    = "app"
      manage_master_user_password = true
      engine                      = "sqlserver-se"
    }
    resource "aws_db_instance" "one_more_engine_is_mariadb_2" {
      identifier                  = "orders"
      instance_class              = "db.t4g.medium"
      allocated_storage           = 20
      username                    = "app"
      manage_master_user_password = true
      engine                      = "mariadb"
    }
    resource "aws_db_instance" "no_engine" {
      identifier                  = "orders"
      instance_class              = "db.t4g.medium"
      allocated_storage           = 20
      username                    = "app"
      manage_master_user_password = true
    }
    expect = [
      "aws_rds_cluster.engine_is_mysql",
      "aws_db_instance.one_more_engine_is_mariadb_2",
      "aws_db_instance.no_engine",
    ]
  }
}

rule "aws-rds-minor-upgrades-disabled" {
  title     = "RDS instance does not take minor engine versions by itself"
  category  = "security"
  severity  = "low"
  resources = ["aws_db_instance", "aws_rds_cluster_instance"]
  aliases   = ["CKV_AWS_226", "3b6d777b-76e3-4133-80a3-0d6f667ade7f"]
  tags      = ["cwe-1104", "cis-aws-3.0-2.3.2"]
  assert    = coalesce(resource.auto_minor_version_upgrade, true)
  at        = resource.auto_minor_version_upgrade
  message   = "`auto_minor_version_upgrade` is false"
  why       = <<-EOT
    Minor versions carry the security fixes of the engine, and are installed in the maintenance window. The default is true; switched off, somebody has to do it by hand.
  EOT
  remedy    = <<-EOT
    Remove the argument, or

        auto_minor_version_upgrade = true
  EOT
  link      = "https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_UpgradeDBInstance.Upgrading.html"

  fix {
    set = {
      auto_minor_version_upgrade = true
    }
  }

  pass "the default" {
    resource "aws_db_instance" "this" {
      identifier                  = "orders"
      engine                      = "postgres"
      instance_class              = "db.t4g.medium"
      allocated_storage           = 20
      username                    = "app"
      manage_master_user_password = true
    }
    also = ["aws-rds-backups-disabled", "aws-rds-instance-unencrypted"]
  }

  pass "written out" {
    resource "aws_rds_cluster_instance" "this" {
      cluster_identifier         = "orders"
      engine                     = "aurora-postgresql"
      instance_class             = "db.r6g.large"
      auto_minor_version_upgrade = true
    }
  }

  fail "switched off" {
    resource "aws_db_instance" "this" {
      identifier                  = "orders"
      engine                      = "postgres"
      instance_class              = "db.t4g.medium"
      allocated_storage           = 20
      username                    = "app"
      manage_master_user_password = true
      auto_minor_version_upgrade  = false
    }
    expect = ["aws_db_instance.this @ auto_minor_version_upgrade"]
  }

  fail "switched off in a cluster" {
    resource "aws_rds_cluster_instance" "this" {
      cluster_identifier         = "orders"
      engine                     = "aurora-postgresql"
      instance_class             = "db.r6g.large"
      auto_minor_version_upgrade = false
    }
  }

  unknown "not known from the code" {
    variable "value" {}
    resource "aws_db_instance" "this" {
      identifier                  = "orders"
      engine                      = "postgres"
      instance_class              = "db.t4g.medium"
      allocated_storage           = 20
      username                    = "app"
      manage_master_user_password = true
      auto_minor_version_upgrade  = var.value
    }
  }
}

rule "aws-rds-expired-ca" {
  title     = "RDS instance uses a CA certificate that has expired"
  category  = "security"
  severity  = "medium"
  resources = ["aws_db_instance", "aws_rds_cluster_instance", "aws_rds_cluster"]
  aliases   = ["CKV_AWS_211", "9f40c07e-699e-4410-8856-3ba0f2e3a2dd"]
  tags      = ["cwe-295"]
  params = {
    expired = ["rds-ca-2010", "rds-ca-2015", "rds-ca-2019"]
  }
  assert  = !contains(param.expired, resource.ca_cert_identifier) && !contains(param.expired, resource.ca_certificate_identifier)
  at      = [resource.ca_cert_identifier, resource.ca_certificate_identifier]
  message = "`${coalesce(resource.ca_cert_identifier, resource.ca_certificate_identifier)}` has expired; clients that verify cannot connect"
  why     = <<-EOT
    `rds-ca-2019` ended in August 2024. Clients that check the server's certificate fail; those that still connect do not check it.
  EOT
  remedy  = <<-EOT
    ```hcl
    ca_cert_identifier = "rds-ca-rsa2048-g1"
    ```
  EOT
  link    = "https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/UsingWithRDS.SSL.html#UsingWithRDS.SSL.RegionCertificateAuthorities"

  pass "a present one" {
    resource "aws_db_instance" "this" {
      identifier                  = "orders"
      engine                      = "postgres"
      instance_class              = "db.t4g.medium"
      allocated_storage           = 20
      username                    = "app"
      manage_master_user_password = true
      ca_cert_identifier          = "rds-ca-rsa2048-g1"
    }
    also = ["aws-rds-backups-disabled", "aws-rds-instance-unencrypted"]
  }

  pass "the default" {
    resource "aws_rds_cluster_instance" "this" {
      cluster_identifier = "orders"
      engine             = "aurora-postgresql"
      instance_class     = "db.r6g.large"
    }
  }

  fail "the one of 2019" {
    resource "aws_db_instance" "this" {
      identifier                  = "orders"
      engine                      = "postgres"
      instance_class              = "db.t4g.medium"
      allocated_storage           = 20
      username                    = "app"
      manage_master_user_password = true
      ca_cert_identifier          = "rds-ca-2019"
    }
    expect = ["aws_db_instance.this @ ca_cert_identifier"]
  }

  fail "the one of 2015" {
    resource "aws_rds_cluster_instance" "this" {
      cluster_identifier = "orders"
      engine             = "aurora-postgresql"
      instance_class     = "db.r6g.large"
      ca_cert_identifier = "rds-ca-2015"
    }
  }

  unknown "`ca_cert_identifier` is an unset variable" {
    variable "ca_cert_identifier" {}
    resource "aws_db_instance" "this" {
      identifier                  = "orders"
      engine                      = "postgres"
      instance_class              = "db.t4g.medium"
      allocated_storage           = 20
      username                    = "app"
      manage_master_user_password = true
      ca_cert_identifier          = var.ca_cert_identifier
    }
  }

  fail "`ca_certificate_identifier` is `rds-ca-2010`" {
    resource "aws_db_instance" "this" {
      identifier                  = "orders"
      engine                      = "postgres"
      instance_class              = "db.t4g.medium"
      allocated_storage           = 20
      username                    = "app"
      manage_master_user_password = true
      ca_cert_identifier          = "rds-ca-rsa2048-g1"
      ca_certificate_identifier   = "rds-ca-2010"
    }
    expect = ["aws_db_instance.this @ ca_cert_identifier"]
  }
}

rule "aws-rds-engine-past-support" {
  title     = "RDS engine version is past the end of standard support"
  category  = "cost"
  severity  = "medium"
  resources = ["aws_db_instance", "aws_rds_cluster"]
  aliases   = ["CKV_AWS_388", "CKV_AWS_250"]
  tags      = ["cwe-1104"]
  params = {
    minimum = {
      mysql             = "8.4"
      postgres          = "14"
      mariadb           = "10.6"
      aurora-mysql      = "8.0"
      aurora-postgresql = "14"
    }
  }
  when = (
    resource.engine_version != null
    && param.minimum[resource.engine] != null
    && resource.engine_lifecycle_support != "open-source-rds-extended-support-disabled"
  )
  assert  = version_at_least(resource.engine_version, param.minimum[resource.engine])
  at      = resource.engine_version
  message = "standard support of ${resource.engine} ${resource.engine_version} has ended; extended support is billed by vCPU and hour"
  why     = <<-EOT
    After the end of standard support RDS enrols the database in extended support, which costs as much as a small instance again, and more from the third year on.
    The oldest of these versions (PostgreSQL 10 to 13.2, Aurora PostgreSQL 10 and 11) also let users read files of the host through `log_fdw`.

    `engine_lifecycle_support = "open-source-rds-extended-support-disabled"` leaves the charge out, and upgrades by itself at the end of support.
  EOT
  remedy  = <<-EOT
    Upgrade, with `allow_major_version_upgrade = true` or a blue/green deployment.

        engine_version = "16"
  EOT
  link    = "https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/extended-support.html"

  pass "a present version" {
    resource "aws_db_instance" "this" {
      identifier                  = "orders"
      engine                      = "postgres"
      instance_class              = "db.t4g.medium"
      allocated_storage           = 20
      username                    = "app"
      manage_master_user_password = true
      engine_version              = "16.3"
    }
    also = ["aws-rds-backups-disabled", "aws-rds-instance-unencrypted"]
  }

  pass "no version given" {
    resource "aws_db_instance" "this" {
      identifier                  = "orders"
      engine                      = "postgres"
      instance_class              = "db.t4g.medium"
      allocated_storage           = 20
      username                    = "app"
      manage_master_user_password = true
    }
    also = ["aws-rds-backups-disabled", "aws-rds-instance-unencrypted"]
  }

  pass "Aurora MySQL 3" {
    resource "aws_rds_cluster" "this" {
      cluster_identifier          = "orders"
      master_username             = "app"
      manage_master_user_password = true
      engine                      = "aurora-mysql"
      engine_version              = "8.0.mysql_aurora.3.05.2"
    }
    also = ["aws-rds-cluster-unencrypted"]
  }

  fail "PostgreSQL 12" {
    resource "aws_db_instance" "this" {
      identifier                  = "orders"
      engine                      = "postgres"
      instance_class              = "db.t4g.medium"
      allocated_storage           = 20
      username                    = "app"
      manage_master_user_password = true
      engine_version              = "12.19"
    }
    expect = ["aws_db_instance.this @ engine_version"]
  }

  fail "Aurora MySQL 2" {
    resource "aws_rds_cluster" "this" {
      cluster_identifier          = "orders"
      master_username             = "app"
      manage_master_user_password = true
      engine                      = "aurora-mysql"
      engine_version              = "5.7.mysql_aurora.2.11.5"
    }
    expect = ["aws_rds_cluster.this @ engine_version"]
  }

  unknown "decided by the caller" {
    variable "version" {}
    resource "aws_db_instance" "this" {
      identifier                  = "orders"
      engine                      = "postgres"
      instance_class              = "db.t4g.medium"
      allocated_storage           = 20
      username                    = "app"
      manage_master_user_password = true
      engine_version              = var.version
    }
  }

  pass "more that pass" {
    resource "aws_rds_cluster" "engine_lifecycle_support_is_another" {
      cluster_identifier          = "orders"
      master_username             = "app"
      manage_master_user_password = true
      engine                      = "aurora-mysql"
      engine_version              = "5.7.mysql_aurora.2.11.5"
      engine_lifecycle_support    = "open-source-rds-extended-support-disabled"
    }
    resource "aws_db_instance" "no_engine" {
      identifier                  = "orders"
      instance_class              = "db.t4g.medium"
      allocated_storage           = 20
      username                    = "app"
      manage_master_user_password = true
      engine_version              = "16.3"
    }
    also = ["aws-rds-backups-disabled", "aws-rds-cluster-unencrypted", "aws-rds-instance-unencrypted"]
  }
}

rule "aws-rds-serverless-v1" {
  title     = "Aurora Serverless v1 does not exist any more"
  category  = "correctness"
  severity  = "high"
  resources = ["aws_rds_cluster"]
  when      = resource.engine_mode != null
  assert    = !contains(["serverless", "multimaster", "parallelquery", "global"], resource.engine_mode)
  at        = resource.engine_mode
  message   = "`engine_mode = \"${resource.engine_mode}\"` cannot be created any more"
  why       = <<-EOT
    Serverless v1 ended in March 2025; the other old modes went with Aurora MySQL 1. Serverless v2 is a provisioned cluster with a scaling configuration.
  EOT
  remedy    = <<-EOT
    ```hcl
    engine_mode = "provisioned"
    serverlessv2_scaling_configuration {
      min_capacity = 0.5
      max_capacity = 4
    }
    ```
  EOT
  link      = "https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/aurora-serverless.html"

  pass "provisioned" {
    resource "aws_rds_cluster" "this" {
      cluster_identifier          = "orders"
      engine                      = "aurora-postgresql"
      master_username             = "app"
      manage_master_user_password = true
      engine_mode                 = "provisioned"
    }
    also = ["aws-rds-cluster-unencrypted"]
  }

  pass "the default" {
    resource "aws_rds_cluster" "this" {
      cluster_identifier          = "orders"
      engine                      = "aurora-postgresql"
      master_username             = "app"
      manage_master_user_password = true
    }
    also = ["aws-rds-cluster-unencrypted"]
  }

  fail "serverless" {
    resource "aws_rds_cluster" "this" {
      cluster_identifier          = "orders"
      engine                      = "aurora-postgresql"
      master_username             = "app"
      manage_master_user_password = true
      engine_mode                 = "serverless"
    }
    expect = ["aws_rds_cluster.this @ engine_mode"]
  }

  fail "multi-master" {
    resource "aws_rds_cluster" "this" {
      cluster_identifier          = "orders"
      engine                      = "aurora-postgresql"
      master_username             = "app"
      manage_master_user_password = true
      engine_mode                 = "multimaster"
    }
  }

  unknown "not known from the code" {
    variable "value" {}
    resource "aws_rds_cluster" "this" {
      cluster_identifier          = "orders"
      engine                      = "aurora-postgresql"
      master_username             = "app"
      manage_master_user_password = true
      engine_mode                 = var.value
    }
  }

  fail "more that fail" {
    resource "aws_rds_cluster" "engine_mode_is_global" {
      cluster_identifier          = "orders"
      engine                      = "aurora-postgresql"
      master_username             = "app"
      manage_master_user_password = true
      engine_mode                 = "global"
    }
    resource "aws_rds_cluster" "one_more_engine_mode_is_parallelquery" {
      cluster_identifier          = "orders"
      engine                      = "aurora-postgresql"
      master_username             = "app"
      manage_master_user_password = true
      engine_mode                 = "provisioned"
    }
    resource "aws_rds_cluster" "one_more_engine_mode_is_parallelquery_2" {
      cluster_identifier          = "orders"
      engine                      = "aurora-postgresql"
      master_username             = "app"
      manage_master_user_password = true
      engine_mode                 = "parallelquery"
    }
    expect = [
      "aws_rds_cluster.engine_mode_is_global @ engine_mode",
      "aws_rds_cluster.one_more_engine_mode_is_parallelquery_2 @ engine_mode",
    ]
  }
}

rule "aws-rds-parameter-group-tls-off" {
  title     = "RDS parameter group switches mandatory TLS off"
  category  = "security"
  severity  = "medium"
  resources = ["aws_db_parameter_group", "aws_rds_cluster_parameter_group"]
  aliases   = ["CKV2_AWS_69"]
  tags      = ["cwe-319"]
  for_each  = resource.parameter
  assert    = !contains(["rds.force_ssl", "require_secure_transport"], each.value.name) || contains(["1", "on", "true"], lower(each.value.value))
  at        = each.value.value
  message   = "`${each.value.name}` is `${each.value.value}`: clients may connect without TLS"
  why       = <<-EOT
    PostgreSQL 15 and later, and MySQL 8.4, ask for TLS unless a parameter group says otherwise. Here one does.
  EOT
  remedy    = <<-EOT
    ```hcl
    parameter {
      name  = "rds.force_ssl"
      value = "1"
    }
    ```
  EOT
  link      = "https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/PostgreSQL.Concepts.General.SSL.html"

  pass "on" {
    resource "aws_db_parameter_group" "this" {
      name   = "orders"
      family = "postgres14"
      parameter {
        name  = "rds.force_ssl"
        value = "1"
      }
    }
  }

  pass "another parameter" {
    resource "aws_db_parameter_group" "this" {
      name   = "orders"
      family = "postgres14"
      parameter {
        name  = "log_connections"
        value = "0"
      }
    }
  }

  fail "off, for PostgreSQL" {
    resource "aws_db_parameter_group" "this" {
      name   = "orders"
      family = "postgres14"
      parameter {
        name  = "log_connections"
        value = "1"
      }
      parameter {
        name  = "rds.force_ssl"
        value = "0"
      }
    }
    expect = ["aws_db_parameter_group.this @ parameter[1].value"]
  }

  fail "off, for MySQL" {
    resource "aws_rds_cluster_parameter_group" "this" {
      name   = "orders"
      family = "aurora-mysql8.0"
      parameter {
        name  = "require_secure_transport"
        value = "OFF"
      }
    }
  }

  unknown "`value` is an unset variable" {
    variable "value" {}
    resource "aws_db_parameter_group" "this" {
      name   = "orders"
      family = "postgres14"
      parameter {
        name  = "log_connections"
        value = "1"
      }
      parameter {
        name  = "rds.force_ssl"
        value = var.value
      }
    }
  }

  pass "more that pass" {
    resource "aws_db_parameter_group" "value_is_on" {
      name   = "orders"
      family = "postgres14"
      parameter {
        name  = "rds.force_ssl"
        value = "on"
      }
    }
    resource "aws_db_parameter_group" "one_more_one_more_parameter_value_is_true" {
      name   = "orders"
      family = "postgres14"
      parameter {
        name  = "rds.force_ssl"
        value = "1"
      }
    }
    resource "aws_db_parameter_group" "one_more_one_more_parameter_value_is_true_2" {
      name   = "orders"
      family = "postgres14"
      parameter {
        name  = "rds.force_ssl"
        value = "1"
      }
      parameter {
        name  = "rds.force_ssl"
        value = "true"
      }
    }
  }
}

rule "aws-rds-parameter-group-tls-optional" {
  title     = "RDS parameter group does not ask for TLS"
  category  = "security"
  severity  = "medium"
  default   = false
  resources = ["aws_db_parameter_group", "aws_rds_cluster_parameter_group"]
  tags      = ["cwe-319"]
  when = (
    can(regex("^(aurora-)?(postgresql|postgres|mysql|mariadb|sqlserver)", resource.family))
    && !can(regex("^(aurora-)?postgres(ql)?(1[5-9]|[2-9][0-9])", resource.family))
    && !can(regex("^mysql(8.4|9)", resource.family))
  )
  assert  = anytrue([for p in resource.parameter : contains(["rds.force_ssl", "require_secure_transport"], p.name)])
  at      = resource.family
  message = "neither `rds.force_ssl` nor `require_secure_transport` is set"
  why     = <<-EOT
    Engines before PostgreSQL 15 and MySQL 8.4 take plain connections as well. Passwords and rows then cross the network readable.
  EOT
  remedy  = <<-EOT
    ```hcl
    parameter {
      name  = "require_secure_transport"
      value = "ON"
    }
    ```
  EOT
  link    = "https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/mysql-ssl-connections.html"

  pass "asked for" {
    resource "aws_db_parameter_group" "this" {
      name   = "orders"
      family = "mysql8.0"
      parameter {
        name  = "require_secure_transport"
        value = "ON"
      }
    }
  }

  pass "asked for by default" {
    resource "aws_db_parameter_group" "this" {
      name   = "orders"
      family = "postgres16"
    }
  }

  fail "an older PostgreSQL" {
    resource "aws_db_parameter_group" "this" {
      name   = "orders"
      family = "postgres14"
    }
  }

  fail "Aurora MySQL" {
    resource "aws_rds_cluster_parameter_group" "this" {
      name   = "orders"
      family = "aurora-mysql8.0"
      parameter {
        name  = "time_zone"
        value = "UTC"
      }
    }
  }

  unknown "not known from the code" {
    variable "value" {}
    resource "aws_db_parameter_group" "this" {
      name   = "orders"
      family = var.value
    }
  }

  pass "more that pass" {
    resource "aws_rds_cluster_parameter_group" "no_family" {
      name = "orders"
      parameter {
        name  = "time_zone"
        value = "UTC"
      }
    }
    resource "aws_db_parameter_group" "one_more_name_is_rds_force_ssl" {
      name   = "orders"
      family = "mysql8.0"
      parameter {
        name  = "require_secure_transport"
        value = "ON"
      }
    }
    resource "aws_db_parameter_group" "one_more_name_is_rds_force_ssl_2" {
      name   = "orders"
      family = "mysql8.0"
      parameter {
        name  = "rds.force_ssl"
        value = "ON"
      }
    }
  }
}

rule "aws-rds-parameter-group-without-query-log" {
  title     = "RDS PostgreSQL parameter group logs no statements"
  category  = "security"
  severity  = "low"
  default   = false
  resources = ["aws_db_parameter_group", "aws_rds_cluster_parameter_group"]
  aliases   = ["CKV2_AWS_27", "CKV2_AWS_30"]
  tags      = ["cwe-778"]
  when      = can(regex("^(aurora-)?postgres", resource.family))
  assert = (
    anytrue([for p in resource.parameter : p.name == "log_statement" && p.value != "none"])
    && anytrue([for p in resource.parameter : p.name == "log_min_duration_statement" && p.value != "-1"])
  )
  at      = resource.family
  message = "`log_statement` and `log_min_duration_statement` are not both set"
  why     = <<-EOT
    Without them the database's log shows errors and logins only. With them it also holds data that stands in statements: keep it as carefully as the data.
  EOT
  remedy  = <<-EOT
    ```hcl
    parameter {
      name  = "log_statement"
      value = "ddl"
    }
    parameter {
      name  = "log_min_duration_statement"
      value = "1000"
    }
    ```
  EOT
  link    = "https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_LogAccess.Concepts.PostgreSQL.Query_Logging.html"

  pass "both" {
    resource "aws_db_parameter_group" "this" {
      name   = "orders"
      family = "postgres14"
      parameter {
        name  = "log_statement"
        value = "ddl"
      }
      parameter {
        name  = "log_min_duration_statement"
        value = "1000"
      }
    }
  }

  pass "MySQL" {
    resource "aws_db_parameter_group" "this" {
      name   = "orders"
      family = "mysql8.0"
    }
  }

  fail "neither" {
    resource "aws_db_parameter_group" "this" {
      name   = "orders"
      family = "postgres14"
    }
  }

  fail "one" {
    resource "aws_rds_cluster_parameter_group" "this" {
      name   = "orders"
      family = "aurora-postgresql14"
      parameter {
        name  = "log_statement"
        value = "ddl"
      }
    }
  }

  unknown "not known from the code" {
    variable "value" {}
    resource "aws_db_parameter_group" "this" {
      name   = "orders"
      family = var.value
    }
  }

  fail "more that fail" {
    resource "aws_db_parameter_group" "without_parameter" {
      name   = "orders"
      family = "postgres14"
      parameter {
        name  = "log_min_duration_statement"
        value = "1000"
      }
    }
    resource "aws_db_parameter_group" "value_is_1" {
      name   = "orders"
      family = "postgres14"
      parameter {
        name  = "log_statement"
        value = "ddl"
      }
      parameter {
        name  = "log_min_duration_statement"
        value = "-1"
      }
    }
    resource "aws_db_parameter_group" "value_is_none" {
      name   = "orders"
      family = "postgres14"
      parameter {
        name  = "log_statement"
        value = "none"
      }
      parameter {
        name  = "log_min_duration_statement"
        value = "1000"
      }
    }
    expect = [
      "aws_db_parameter_group.without_parameter @ family",
      "aws_db_parameter_group.value_is_1 @ family",
      "aws_db_parameter_group.value_is_none @ family",
    ]
  }
}

rule "aws-rds-logs-not-exported" {
  title     = "RDS database exports no logs to CloudWatch"
  category  = "security"
  severity  = "medium"
  default   = false
  resources = ["aws_db_instance", "aws_rds_cluster"]
  aliases   = ["CKV_AWS_129", "CKV_AWS_324", "8d7f7b8c-6c7c-40f8-baa6-62006c6c7b56"]
  tags      = ["cwe-778"]
  assert    = length(resource.enabled_cloudwatch_logs_exports) > 0
  at        = resource.enabled_cloudwatch_logs_exports
  message   = "`enabled_cloudwatch_logs_exports` is empty or not set"
  why       = <<-EOT
    Logs on the instance are kept for days at most and go with it. In CloudWatch they stay, can be searched, and raise alarms.
  EOT
  remedy    = <<-EOT
    ```hcl
    enabled_cloudwatch_logs_exports = ["postgresql", "upgrade"]
    ```
  EOT
  link      = "https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_LogAccess.Procedural.UploadtoCloudWatch.html"

  pass "exported" {
    resource "aws_db_instance" "this" {
      identifier                      = "orders"
      engine                          = "postgres"
      instance_class                  = "db.t4g.medium"
      allocated_storage               = 20
      username                        = "app"
      manage_master_user_password     = true
      enabled_cloudwatch_logs_exports = ["postgresql"]
    }
    also = ["aws-rds-backups-disabled", "aws-rds-instance-unencrypted"]
  }

  fail "left out" {
    resource "aws_rds_cluster" "this" {
      cluster_identifier          = "orders"
      engine                      = "aurora-postgresql"
      master_username             = "app"
      manage_master_user_password = true
    }
  }

  fail "none" {
    resource "aws_db_instance" "this" {
      identifier                      = "orders"
      engine                          = "postgres"
      instance_class                  = "db.t4g.medium"
      allocated_storage               = 20
      username                        = "app"
      manage_master_user_password     = true
      enabled_cloudwatch_logs_exports = []
    }
  }

  unknown "not known from the code" {
    variable "value" {}
    resource "aws_rds_cluster" "this" {
      cluster_identifier              = "orders"
      engine                          = "aurora-postgresql"
      master_username                 = "app"
      manage_master_user_password     = true
      enabled_cloudwatch_logs_exports = var.value
    }
  }
}

rule "aws-rds-cluster-audit-log-not-exported" {
  title     = "Aurora MySQL cluster does not export its audit log"
  category  = "security"
  severity  = "low"
  default   = false
  resources = ["aws_rds_cluster"]
  aliases   = ["CKV_AWS_325"]
  tags      = ["cwe-778"]
  when      = contains(["aurora", "aurora-mysql", "mysql"], resource.engine) && length(resource.enabled_cloudwatch_logs_exports) > 0
  assert    = contains(resource.enabled_cloudwatch_logs_exports, "audit")
  at        = resource.enabled_cloudwatch_logs_exports
  message   = "`audit` is not among the exported logs"
  why       = <<-EOT
    The audit log shows logins and statements by user; `server_audit_logging` in the cluster's parameter group turns it on. A cluster that exports nothing is another rule's.
  EOT
  remedy    = <<-EOT
    ```hcl
    enabled_cloudwatch_logs_exports = ["audit", "error", "slowquery"]
    ```
  EOT
  link      = "https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/AuroraMySQL.Auditing.html"

  pass "exported" {
    resource "aws_rds_cluster" "this" {
      cluster_identifier              = "orders"
      master_username                 = "app"
      manage_master_user_password     = true
      engine                          = "aurora-mysql"
      enabled_cloudwatch_logs_exports = ["audit", "error"]
    }
    also = ["aws-rds-cluster-unencrypted"]
  }

  pass "PostgreSQL has none" {
    resource "aws_rds_cluster" "this" {
      cluster_identifier              = "orders"
      engine                          = "aurora-postgresql"
      master_username                 = "app"
      manage_master_user_password     = true
      enabled_cloudwatch_logs_exports = ["postgresql"]
    }
    also = ["aws-rds-cluster-unencrypted"]
  }

  fail "errors only" {
    resource "aws_rds_cluster" "this" {
      cluster_identifier              = "orders"
      master_username                 = "app"
      manage_master_user_password     = true
      engine                          = "aurora-mysql"
      enabled_cloudwatch_logs_exports = ["error"]
    }
  }

  fail "slow statements only" {
    resource "aws_rds_cluster" "this" {
      cluster_identifier              = "orders"
      master_username                 = "app"
      manage_master_user_password     = true
      engine                          = "aurora-mysql"
      enabled_cloudwatch_logs_exports = ["slowquery"]
    }
    expect = ["aws_rds_cluster.this @ enabled_cloudwatch_logs_exports"]
  }

  unknown "not known from the code" {
    variable "value" {}
    resource "aws_rds_cluster" "this" {
      cluster_identifier              = "orders"
      master_username                 = "app"
      manage_master_user_password     = true
      engine                          = "aurora-mysql"
      enabled_cloudwatch_logs_exports = var.value
    }
  }

  pass "no `enabled_cloudwatch_logs_exports`" {
    resource "aws_rds_cluster" "this" {
      cluster_identifier          = "orders"
      master_username             = "app"
      manage_master_user_password = true
      engine                      = "aurora-mysql"
    }
    also = ["aws-rds-cluster-unencrypted"]
  }

  fail "more that fail" {
    resource "aws_rds_cluster" "one_more_engine_is_aurora" {
      cluster_identifier              = "orders"
      engine                          = "aurora-postgresql"
      master_username                 = "app"
      manage_master_user_password     = true
      enabled_cloudwatch_logs_exports = ["postgresql"]
    }
    resource "aws_rds_cluster" "one_more_engine_is_aurora_2" {
      cluster_identifier              = "orders"
      engine                          = "aurora"
      master_username                 = "app"
      manage_master_user_password     = true
      enabled_cloudwatch_logs_exports = ["postgresql"]
    }
    resource "aws_rds_cluster" "one_more_engine_is_mysql" {
      cluster_identifier              = "orders"
      engine                          = "aurora-postgresql"
      master_username                 = "app"
      manage_master_user_password     = true
      enabled_cloudwatch_logs_exports = ["postgresql"]
    }
    resource "aws_rds_cluster" "one_more_engine_is_mysql_2" {
      cluster_identifier              = "orders"
      engine                          = "mysql"
      master_username                 = "app"
      manage_master_user_password     = true
      enabled_cloudwatch_logs_exports = ["postgresql"]
    }
    expect = [
      "aws_rds_cluster.one_more_engine_is_aurora_2 @ enabled_cloudwatch_logs_exports",
      "aws_rds_cluster.one_more_engine_is_mysql_2 @ enabled_cloudwatch_logs_exports",
    ]
  }
}

rule "aws-rds-enhanced-monitoring-disabled" {
  title     = "RDS instance has no enhanced monitoring"
  category  = "reliability"
  severity  = "low"
  default   = false
  resources = ["aws_db_instance", "aws_rds_cluster_instance"]
  aliases   = ["CKV_AWS_118"]
  assert    = coalesce(resource.monitoring_interval, 0) > 0
  at        = resource.monitoring_interval
  message   = "`monitoring_interval` is not set or 0"
  why       = <<-EOT
    CloudWatch sees the instance from outside, once a minute. Enhanced monitoring shows processes, memory and disks of the operating system, for the price of its logs.
  EOT
  remedy    = <<-EOT
    ```hcl
    monitoring_interval = 60
    monitoring_role_arn = aws_iam_role.rds_monitoring.arn
    ```
  EOT
  link      = "https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_Monitoring.OS.html"

  pass "every minute" {
    resource "aws_db_instance" "this" {
      identifier                  = "orders"
      engine                      = "postgres"
      instance_class              = "db.t4g.medium"
      allocated_storage           = 20
      username                    = "app"
      manage_master_user_password = true
      monitoring_interval         = 60
      monitoring_role_arn         = "arn:aws:iam::111122223333:role/rds-monitoring"
    }
    also = ["aws-rds-backups-disabled", "aws-rds-instance-unencrypted"]
  }

  fail "left out" {
    resource "aws_db_instance" "this" {
      identifier                  = "orders"
      engine                      = "postgres"
      instance_class              = "db.t4g.medium"
      allocated_storage           = 20
      username                    = "app"
      manage_master_user_password = true
    }
  }

  fail "zero" {
    resource "aws_rds_cluster_instance" "this" {
      cluster_identifier  = "orders"
      engine              = "aurora-postgresql"
      instance_class      = "db.r6g.large"
      monitoring_interval = 0
    }
    expect = ["aws_rds_cluster_instance.this @ monitoring_interval"]
  }

  unknown "not known from the code" {
    variable "value" {}
    resource "aws_db_instance" "this" {
      identifier                  = "orders"
      engine                      = "postgres"
      instance_class              = "db.t4g.medium"
      allocated_storage           = 20
      username                    = "app"
      manage_master_user_password = true
      monitoring_interval         = var.value
    }
  }

  pass "`monitoring_interval` is `1`" {
    resource "aws_db_instance" "this" {
      identifier                  = "orders"
      engine                      = "postgres"
      instance_class              = "db.t4g.medium"
      allocated_storage           = 20
      username                    = "app"
      manage_master_user_password = true
      monitoring_interval         = 1
    }
    also = ["aws-rds-backups-disabled", "aws-rds-instance-unencrypted"]
  }
}

rule "aws-rds-performance-insights-disabled" {
  title     = "RDS instance has no Performance Insights"
  category  = "reliability"
  severity  = "low"
  default   = false
  resources = ["aws_db_instance", "aws_rds_cluster_instance"]
  aliases   = ["CKV_AWS_353", "AWS-0133", "aws-rds-enable-performance-insights", "AVD-AWS-0133"]
  assert    = coalesce(resource.performance_insights_enabled, false)
  at        = resource.performance_insights_enabled
  message   = "`performance_insights_enabled` is not true"
  why       = <<-EOT
    It shows which statements load the database; seven days are free. Small classes of MySQL and MariaDB do not have it.
  EOT
  remedy    = <<-EOT
    ```hcl
    performance_insights_enabled = true
    ```
  EOT
  link      = "https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_PerfInsights.html"

  fix {
    set = {
      performance_insights_enabled = true
    }
  }

  pass "on" {
    resource "aws_db_instance" "this" {
      identifier                   = "orders"
      engine                       = "postgres"
      instance_class               = "db.t4g.medium"
      allocated_storage            = 20
      username                     = "app"
      manage_master_user_password  = true
      performance_insights_enabled = true
    }
    also = ["aws-rds-backups-disabled", "aws-rds-instance-unencrypted"]
  }

  fail "left out" {
    resource "aws_rds_cluster_instance" "this" {
      cluster_identifier = "orders"
      engine             = "aurora-postgresql"
      instance_class     = "db.r6g.large"
    }
  }

  fail "switched off" {
    resource "aws_db_instance" "this" {
      identifier                   = "orders"
      engine                       = "postgres"
      instance_class               = "db.t4g.medium"
      allocated_storage            = 20
      username                     = "app"
      manage_master_user_password  = true
      performance_insights_enabled = false
    }
    expect = ["aws_db_instance.this @ performance_insights_enabled"]
  }

  unknown "not known from the code" {
    variable "value" {}
    resource "aws_rds_cluster_instance" "this" {
      cluster_identifier           = "orders"
      engine                       = "aurora-postgresql"
      instance_class               = "db.r6g.large"
      performance_insights_enabled = var.value
    }
  }
}

rule "aws-rds-performance-insights-without-customer-key" {
  title     = "Performance Insights data is not encrypted with a key of your own"
  category  = "security"
  severity  = "low"
  default   = false
  resources = ["aws_db_instance", "aws_rds_cluster_instance", "aws_rds_cluster"]
  aliases   = ["CKV_AWS_354", "AWS-0078", "aws-rds-performance-insights-encryption-customer-key", "AVD-AWS-0078"]
  tags      = ["cwe-326"]
  when      = coalesce(resource.performance_insights_enabled, false)
  assert    = resource.performance_insights_kms_key_id != null
  at        = resource.performance_insights_kms_key_id
  message   = "`performance_insights_kms_key_id` is not set"
  why       = <<-EOT
    The data holds statements, which may hold personal data. It is encrypted with `aws/rds` unless a key is named; it cannot be changed later.
  EOT
  remedy    = <<-EOT
    ```hcl
    performance_insights_kms_key_id = aws_kms_key.rds.arn
    ```
  EOT
  link      = "https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_PerfInsights.access-control.html"

  pass "a key of one's own" {
    resource "aws_db_instance" "this" {
      identifier                      = "orders"
      engine                          = "postgres"
      instance_class                  = "db.t4g.medium"
      allocated_storage               = 20
      username                        = "app"
      manage_master_user_password     = true
      performance_insights_enabled    = true
      performance_insights_kms_key_id = "arn:aws:kms:eu-west-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab"
    }
    also = ["aws-rds-backups-disabled", "aws-rds-instance-unencrypted"]
  }

  pass "no Performance Insights" {
    resource "aws_db_instance" "this" {
      identifier                  = "orders"
      engine                      = "postgres"
      instance_class              = "db.t4g.medium"
      allocated_storage           = 20
      username                    = "app"
      manage_master_user_password = true
    }
    also = ["aws-rds-backups-disabled", "aws-rds-instance-unencrypted"]
  }

  fail "the key of the service" {
    resource "aws_db_instance" "this" {
      identifier                   = "orders"
      engine                       = "postgres"
      instance_class               = "db.t4g.medium"
      allocated_storage            = 20
      username                     = "app"
      manage_master_user_password  = true
      performance_insights_enabled = true
    }
  }

  fail "the key of the service, in a cluster" {
    resource "aws_rds_cluster_instance" "this" {
      cluster_identifier           = "orders"
      engine                       = "aurora-postgresql"
      instance_class               = "db.r6g.large"
      performance_insights_enabled = true
    }
  }

  unknown "not known from the code" {
    variable "value" {}
    resource "aws_db_instance" "this" {
      identifier                      = "orders"
      engine                          = "postgres"
      instance_class                  = "db.t4g.medium"
      allocated_storage               = 20
      username                        = "app"
      manage_master_user_password     = true
      performance_insights_enabled    = true
      performance_insights_kms_key_id = var.value
    }
  }
}

rule "aws-rds-performance-insights-long-retention" {
  title     = "Performance Insights keeps data beyond the free week"
  category  = "cost"
  severity  = "low"
  default   = false
  resources = ["aws_db_instance", "aws_rds_cluster_instance"]
  assert    = coalesce(resource.performance_insights_retention_period, 7) <= 7
  at        = resource.performance_insights_retention_period
  message   = "${resource.performance_insights_retention_period} days are billed by vCPU and month"
  why       = <<-EOT
    Seven days are free; longer ones cost per vCPU. Worth it for a few databases, seldom for all.
  EOT
  remedy    = <<-EOT
    ```hcl
    performance_insights_retention_period = 7
    ```
  EOT
  link      = "https://aws.amazon.com/rds/performance-insights/pricing/"

  fix {
    set = {
      performance_insights_retention_period = 7
    }
  }

  pass "a week" {
    resource "aws_db_instance" "this" {
      identifier                            = "orders"
      engine                                = "postgres"
      instance_class                        = "db.t4g.medium"
      allocated_storage                     = 20
      username                              = "app"
      manage_master_user_password           = true
      performance_insights_enabled          = true
      performance_insights_retention_period = 7
    }
    also = ["aws-rds-backups-disabled", "aws-rds-instance-unencrypted"]
  }

  pass "the default" {
    resource "aws_rds_cluster_instance" "this" {
      cluster_identifier           = "orders"
      engine                       = "aurora-postgresql"
      instance_class               = "db.r6g.large"
      performance_insights_enabled = true
    }
  }

  fail "two years" {
    resource "aws_db_instance" "this" {
      identifier                            = "orders"
      engine                                = "postgres"
      instance_class                        = "db.t4g.medium"
      allocated_storage                     = 20
      username                              = "app"
      manage_master_user_password           = true
      performance_insights_enabled          = true
      performance_insights_retention_period = 731
    }
    expect = ["aws_db_instance.this @ performance_insights_retention_period"]
  }

  fail "a month" {
    resource "aws_rds_cluster_instance" "this" {
      cluster_identifier                    = "orders"
      engine                                = "aurora-postgresql"
      instance_class                        = "db.r6g.large"
      performance_insights_enabled          = true
      performance_insights_retention_period = 31
    }
  }

  unknown "not known from the code" {
    variable "value" {}
    resource "aws_db_instance" "this" {
      identifier                            = "orders"
      engine                                = "postgres"
      instance_class                        = "db.t4g.medium"
      allocated_storage                     = 20
      username                              = "app"
      manage_master_user_password           = true
      performance_insights_enabled          = true
      performance_insights_retention_period = var.value
    }
  }

  fail "`performance_insights_retention_period` is `8`" {
    resource "aws_rds_cluster_instance" "this" {
      cluster_identifier                    = "orders"
      engine                                = "aurora-postgresql"
      instance_class                        = "db.r6g.large"
      performance_insights_enabled          = true
      performance_insights_retention_period = 8
    }
    expect = ["aws_rds_cluster_instance.this @ performance_insights_retention_period"]
  }
}

rule "aws-rds-tags-not-copied" {
  title     = "RDS snapshots do not get the tags of their database"
  category  = "tagging"
  severity  = "low"
  default   = false
  resources = ["aws_db_instance", "aws_rds_cluster", "aws_rds_cluster_instance"]
  aliases   = ["CKV_AWS_313", "CKV2_AWS_60"]
  when      = meta.type != "aws_db_instance" || !startswith(coalesce(resource.engine, "none"), "aurora")
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
  link      = "https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_Tagging.html#USER_Tagging.CopyTags"

  fix {
    set = {
      copy_tags_to_snapshot = true
    }
  }

  pass "copied" {
    resource "aws_db_instance" "this" {
      identifier                  = "orders"
      engine                      = "postgres"
      instance_class              = "db.t4g.medium"
      allocated_storage           = 20
      username                    = "app"
      manage_master_user_password = true
      copy_tags_to_snapshot       = true
    }
    also = ["aws-rds-backups-disabled", "aws-rds-instance-unencrypted"]
  }

  fail "left out" {
    resource "aws_rds_cluster" "this" {
      cluster_identifier          = "orders"
      engine                      = "aurora-postgresql"
      master_username             = "app"
      manage_master_user_password = true
    }
  }

  fail "switched off" {
    resource "aws_db_instance" "this" {
      identifier                  = "orders"
      engine                      = "postgres"
      instance_class              = "db.t4g.medium"
      allocated_storage           = 20
      username                    = "app"
      manage_master_user_password = true
      copy_tags_to_snapshot       = false
    }
    expect = ["aws_db_instance.this @ copy_tags_to_snapshot"]
  }

  unknown "not known from the code" {
    variable "value" {}
    resource "aws_rds_cluster" "this" {
      cluster_identifier          = "orders"
      engine                      = "aurora-postgresql"
      master_username             = "app"
      manage_master_user_password = true
      copy_tags_to_snapshot       = var.value
    }
  }
}

rule "aws-rds-cluster-without-backup-plan" {
  title     = "RDS cluster is in no AWS Backup plan"
  category  = "reliability"
  severity  = "low"
  default   = false
  resources = ["aws_rds_cluster"]
  aliases   = ["CKV2_AWS_8"]
  related "selection" {
    type = "aws_backup_selection"
    on   = refers(other.resources, resource)
  }
  assert  = length(related.selection) > 0
  message = "no `aws_backup_selection` names this cluster"
  why     = <<-EOT
    Backup plans keep copies in a vault of their own, also in other accounts and regions. Plans that select by tag are not seen by this rule.
  EOT
  remedy  = <<-EOT
    ```hcl
    resource "aws_backup_selection" "databases" {
      name         = "databases"
      plan_id      = aws_backup_plan.daily.id
      iam_role_arn = aws_iam_role.backup.arn
      resources    = [aws_rds_cluster.this.arn]
    }
    ```
  EOT
  link    = "https://docs.aws.amazon.com/aws-backup/latest/devguide/assigning-resources.html"

  pass "selected" {
    resource "aws_rds_cluster" "this" {
      cluster_identifier          = "orders"
      engine                      = "aurora-postgresql"
      master_username             = "app"
      manage_master_user_password = true
    }
    resource "aws_backup_selection" "this" {
      name         = "db"
      plan_id      = "plan"
      iam_role_arn = "arn:aws:iam::111122223333:role/backup"
      resources    = [aws_rds_cluster.this.arn]
    }
    also = ["aws-rds-cluster-unencrypted"]
  }

  fail "not selected" {
    resource "aws_rds_cluster" "this" {
      cluster_identifier          = "orders"
      engine                      = "aurora-postgresql"
      master_username             = "app"
      manage_master_user_password = true
    }
  }

  fail "another is" {
    resource "aws_rds_cluster" "this" {
      cluster_identifier          = "orders"
      engine                      = "aurora-postgresql"
      master_username             = "app"
      manage_master_user_password = true
    }
    resource "aws_backup_selection" "this" {
      name         = "db"
      plan_id      = "plan"
      iam_role_arn = "arn:aws:iam::111122223333:role/backup"
      resources    = ["arn:aws:rds:eu-west-1:111122223333:cluster:other"]
    }
  }
}

rule "aws-rds-cluster-without-backtrack" {
  title     = "Aurora MySQL cluster cannot be turned back in time"
  category  = "reliability"
  severity  = "info"
  default   = false
  resources = ["aws_rds_cluster"]
  aliases   = ["CKV_AWS_326"]
  when      = resource.engine == "aurora-mysql" && resource.global_cluster_identifier == null
  assert    = coalesce(resource.backtrack_window, 0) > 0
  at        = resource.backtrack_window
  message   = "`backtrack_window` is not set or 0"
  why       = <<-EOT
    Backtracking undoes a mistake within minutes, without a restore. It is billed by change record, and only some versions and regions of Aurora MySQL have it.
  EOT
  remedy    = <<-EOT
    ```hcl
    backtrack_window = 86400
    ```
  EOT
  link      = "https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/AuroraMySQL.Managing.Backtrack.html"

  pass "a day" {
    resource "aws_rds_cluster" "this" {
      cluster_identifier          = "orders"
      master_username             = "app"
      manage_master_user_password = true
      engine                      = "aurora-mysql"
      backtrack_window            = 86400
    }
    also = ["aws-rds-cluster-unencrypted"]
  }

  pass "PostgreSQL has none" {
    resource "aws_rds_cluster" "this" {
      cluster_identifier          = "orders"
      engine                      = "aurora-postgresql"
      master_username             = "app"
      manage_master_user_password = true
    }
    also = ["aws-rds-cluster-unencrypted"]
  }

  fail "left out" {
    resource "aws_rds_cluster" "this" {
      cluster_identifier          = "orders"
      master_username             = "app"
      manage_master_user_password = true
      engine                      = "aurora-mysql"
    }
  }

  fail "zero" {
    resource "aws_rds_cluster" "this" {
      cluster_identifier          = "orders"
      master_username             = "app"
      manage_master_user_password = true
      engine                      = "aurora-mysql"
      backtrack_window            = 0
    }
    expect = ["aws_rds_cluster.this @ backtrack_window"]
  }

  unknown "not known from the code" {
    variable "value" {}
    resource "aws_rds_cluster" "this" {
      cluster_identifier          = "orders"
      master_username             = "app"
      manage_master_user_password = true
      engine                      = "aurora-mysql"
      backtrack_window            = var.value
    }
  }

  pass "more that pass" {
    resource "aws_rds_cluster" "backtrack_window_is_1" {
      cluster_identifier          = "orders"
      master_username             = "app"
      manage_master_user_password = true
      engine                      = "aurora-mysql"
      backtrack_window            = 1
    }
    resource "aws_rds_cluster" "global_cluster_identifier_is_orders" {
      cluster_identifier          = "orders"
      master_username             = "app"
      manage_master_user_password = true
      engine                      = "aurora-mysql"
      global_cluster_identifier   = "orders-global"
    }
    also = ["aws-rds-cluster-unencrypted"]
  }
}

rule "aws-rds-default-port" {
  title     = "RDS database listens on the engine's usual port"
  category  = "security"
  severity  = "info"
  default   = false
  resources = ["aws_db_instance", "aws_rds_cluster"]
  aliases   = ["bca7cc4d-b3a4-4345-9461-eb69c68fcd26"]
  tags      = ["cwe-668"]
  when      = resource.engine != null
  assert    = resource.port != null && !contains([3306, 5432, 1521, 1433], tonumber(resource.port))
  at        = resource.port
  message   = "the port is the one that scanners try first"
  why       = <<-EOT
    Another port keeps off the simplest scans, and nothing else; the security group is what counts. Some policies ask for it.
  EOT
  remedy    = <<-EOT
    ```hcl
    port = 15432
    ```
  EOT
  link      = "https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/Overview.DBInstance.Modifying.html"

  pass "another port" {
    resource "aws_db_instance" "this" {
      identifier                  = "orders"
      engine                      = "postgres"
      instance_class              = "db.t4g.medium"
      allocated_storage           = 20
      username                    = "app"
      manage_master_user_password = true
      port                        = 15432
    }
    also = ["aws-rds-backups-disabled", "aws-rds-instance-unencrypted"]
  }

  fail "left out" {
    resource "aws_db_instance" "this" {
      identifier                  = "orders"
      engine                      = "postgres"
      instance_class              = "db.t4g.medium"
      allocated_storage           = 20
      username                    = "app"
      manage_master_user_password = true
    }
  }

  fail "the usual one" {
    resource "aws_rds_cluster" "this" {
      cluster_identifier          = "orders"
      engine                      = "aurora-postgresql"
      master_username             = "app"
      manage_master_user_password = true
      port                        = 5432
    }
    expect = ["aws_rds_cluster.this @ port"]
  }

  unknown "not known from the code" {
    variable "value" {}
    resource "aws_db_instance" "this" {
      identifier                  = "orders"
      engine                      = "postgres"
      instance_class              = "db.t4g.medium"
      allocated_storage           = 20
      username                    = "app"
      manage_master_user_password = true
      port                        = var.value
    }
  }

  pass "no `engine`" {
    resource "aws_db_instance" "this" {
      identifier                  = "orders"
      instance_class              = "db.t4g.medium"
      allocated_storage           = 20
      username                    = "app"
      manage_master_user_password = true
    }
    also = ["aws-rds-backups-disabled", "aws-rds-instance-unencrypted"]
  }

  fail "more that fail" {
    resource "aws_db_instance" "port_is_1433" {
      identifier                  = "orders"
      engine                      = "postgres"
      instance_class              = "db.t4g.medium"
      allocated_storage           = 20
      username                    = "app"
      manage_master_user_password = true
      port                        = 1433
    }
    resource "aws_db_instance" "one_more_port_is_3306" {
      identifier                  = "orders"
      engine                      = "postgres"
      instance_class              = "db.t4g.medium"
      allocated_storage           = 20
      username                    = "app"
      manage_master_user_password = true
      port                        = 15432
    }
    resource "aws_db_instance" "one_more_port_is_3306_2" {
      identifier                  = "orders"
      engine                      = "postgres"
      instance_class              = "db.t4g.medium"
      allocated_storage           = 20
      username                    = "app"
      manage_master_user_password = true
      port                        = 3306
    }
    resource "aws_db_instance" "one_more_port_is_1521" {
      identifier                  = "orders"
      engine                      = "postgres"
      instance_class              = "db.t4g.medium"
      allocated_storage           = 20
      username                    = "app"
      manage_master_user_password = true
      port                        = 15432
    }
    resource "aws_db_instance" "one_more_port_is_1521_2" {
      identifier                  = "orders"
      engine                      = "postgres"
      instance_class              = "db.t4g.medium"
      allocated_storage           = 20
      username                    = "app"
      manage_master_user_password = true
      port                        = 1521
    }
    expect = [
      "aws_db_instance.port_is_1433 @ port",
      "aws_db_instance.one_more_port_is_3306_2 @ port",
      "aws_db_instance.one_more_port_is_1521_2 @ port",
    ]
  }
}

rule "aws-rds-default-parameter-group" {
  title     = "RDS instance uses the default parameter group"
  category  = "correctness"
  severity  = "info"
  default   = false
  resources = ["aws_db_instance"]
  aliases   = ["aws_db_instance_default_parameter_group"]
  when      = resource.parameter_group_name != null
  assert    = !startswith(resource.parameter_group_name, "default.")
  at        = resource.parameter_group_name
  message   = "`${resource.parameter_group_name}` cannot be changed"
  why       = <<-EOT
    Parameters of a default group are fixed, and changing to a group of one's own later needs a reboot.
  EOT
  remedy    = <<-EOT
    ```hcl
    parameter_group_name = aws_db_parameter_group.orders.name
    ```
  EOT
  link      = "https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_WorkingWithParamGroups.html"

  pass "one's own" {
    resource "aws_db_instance" "this" {
      identifier                  = "orders"
      engine                      = "postgres"
      instance_class              = "db.t4g.medium"
      allocated_storage           = 20
      username                    = "app"
      manage_master_user_password = true
      parameter_group_name        = "orders"
    }
    also = ["aws-rds-backups-disabled", "aws-rds-instance-unencrypted"]
  }

  pass "not set" {
    resource "aws_db_instance" "this" {
      identifier                  = "orders"
      engine                      = "postgres"
      instance_class              = "db.t4g.medium"
      allocated_storage           = 20
      username                    = "app"
      manage_master_user_password = true
    }
    also = ["aws-rds-backups-disabled", "aws-rds-instance-unencrypted"]
  }

  fail "the default, by name" {
    resource "aws_db_instance" "this" {
      identifier                  = "orders"
      engine                      = "postgres"
      instance_class              = "db.t4g.medium"
      allocated_storage           = 20
      username                    = "app"
      manage_master_user_password = true
      parameter_group_name        = "default.postgres16"
    }
    expect = ["aws_db_instance.this @ parameter_group_name"]
  }

  fail "the default of MySQL" {
    resource "aws_db_instance" "this" {
      identifier                  = "orders"
      instance_class              = "db.t4g.medium"
      allocated_storage           = 20
      username                    = "app"
      manage_master_user_password = true
      engine                      = "mysql"
      parameter_group_name        = "default.mysql8.0"
    }
  }

  unknown "not known from the code" {
    variable "value" {}
    resource "aws_db_instance" "this" {
      identifier                  = "orders"
      engine                      = "postgres"
      instance_class              = "db.t4g.medium"
      allocated_storage           = 20
      username                    = "app"
      manage_master_user_password = true
      parameter_group_name        = var.value
    }
  }
}

rule "aws-rds-subnet-group-public" {
  title     = "RDS subnet group holds a subnet with a route to the internet"
  category  = "security"
  severity  = "medium"
  resources = ["aws_db_subnet_group"]
  aliases   = ["2f737336-b18a-4602-8ea0-b200312e1ac1"]
  tags      = ["cwe-668"]
  related "subnet" {
    type = "aws_subnet"
    on   = refers(resource.subnet_ids, other)
  }
  related "association" {
    type = "aws_route_table_association"
    on   = anytrue([for s in related.subnet : refers(other.subnet_id, s)])
  }
  related "table" {
    type = "aws_route_table"
    on   = anytrue([for a in related.association : refers(a.route_table_id, other)])
  }
  related "route" {
    type = "aws_route"
    on   = anytrue([for t in related.table : refers(other.route_table_id, t)])
  }
  related "gateway" {
    type = "aws_internet_gateway"
    on   = anytrue([for r in concat(related.route, flatten([for t in related.table : t.route])) : refers(r.gateway_id, other)])
  }
  assert  = length(related.gateway) == 0
  at      = resource.subnet_ids
  message = "a subnet of this group has a route to an internet gateway"
  why     = <<-EOT
    Databases in public subnets are one argument (`publicly_accessible`) away from the internet. In private subnets that argument does nothing.
  EOT
  remedy  = <<-EOT
    Use subnets whose route table has no route to an internet gateway.
  EOT
  link    = "https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_VPC.WorkingWithRDSInstanceinaVPC.html"

  pass "private subnets" {
    resource "aws_subnet" "a" {
      vpc_id     = "vpc-1"
      cidr_block = "10.0.1.0/24"
    }
    resource "aws_db_subnet_group" "this" {
      subnet_ids = [aws_subnet.a.id]
    }
    also = ["aws-rds-subnet-group-single-zone"]
  }

  pass "subnets from elsewhere" {
    resource "aws_db_subnet_group" "this" {
      subnet_ids = ["subnet-1", "subnet-2"]
    }
  }

  fail "a public subnet" {
    resource "aws_subnet" "a" {
      vpc_id     = "vpc-1"
      cidr_block = "10.0.1.0/24"
    }
    resource "aws_internet_gateway" "g" {
      vpc_id = "vpc-1"
    }
    resource "aws_route_table" "t" {
      vpc_id = "vpc-1"
      route {
        cidr_block = "0.0.0.0/0"
        gateway_id = aws_internet_gateway.g.id
      }
    }
    resource "aws_route_table_association" "a" {
      subnet_id      = aws_subnet.a.id
      route_table_id = aws_route_table.t.id
    }
    resource "aws_db_subnet_group" "this" {
      subnet_ids = [aws_subnet.a.id]
    }
    expect = ["aws_db_subnet_group.this @ subnet_ids"]
    also   = ["aws-rds-subnet-group-single-zone"]
  }

  fail "the route stands apart" {
    resource "aws_subnet" "a" {
      vpc_id     = "vpc-1"
      cidr_block = "10.0.1.0/24"
    }
    resource "aws_internet_gateway" "g" {
      vpc_id = "vpc-1"
    }
    resource "aws_route_table" "t" {
      vpc_id = "vpc-1"
    }
    resource "aws_route" "r" {
      route_table_id         = aws_route_table.t.id
      destination_cidr_block = "0.0.0.0/0"
      gateway_id             = aws_internet_gateway.g.id
    }
    resource "aws_route_table_association" "a" {
      subnet_id      = aws_subnet.a.id
      route_table_id = aws_route_table.t.id
    }
    resource "aws_db_subnet_group" "this" {
      subnet_ids = [aws_subnet.a.id]
    }
    also = ["aws-rds-subnet-group-single-zone"]
  }
}

rule "aws-rds-subnet-group-single-zone" {
  title     = "RDS subnet group covers one availability zone only"
  category  = "reliability"
  severity  = "medium"
  resources = ["aws_db_subnet_group"]
  when      = resource.subnet_ids != null
  assert    = length(resource.subnet_ids) != 1
  at        = resource.subnet_ids
  message   = "one subnet is not enough; RDS asks for two availability zones"
  why       = <<-EOT
    RDS refuses a group with fewer than two zones, also for an instance that runs in one.
  EOT
  remedy    = <<-EOT
    ```hcl
    subnet_ids = [aws_subnet.a.id, aws_subnet.b.id]
    ```
  EOT
  link      = "https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_VPC.WorkingWithRDSInstanceinaVPC.html#USER_VPC.Subnets"

  pass "two subnets" {
    resource "aws_db_subnet_group" "this" {
      subnet_ids = ["subnet-1", "subnet-2"]
    }
  }

  pass "three, by reference" {
    resource "aws_subnet" "s" {
      count      = 3
      vpc_id     = "vpc-1"
      cidr_block = "10.0.${count.index}.0/24"
    }
    resource "aws_db_subnet_group" "this" {
      subnet_ids = aws_subnet.s[*].id
    }
  }

  fail "one subnet" {
    resource "aws_db_subnet_group" "this" {
      subnet_ids = ["subnet-1"]
    }
    expect = ["aws_db_subnet_group.this @ subnet_ids"]
  }

  fail "one, by reference" {
    resource "aws_subnet" "s" {
      vpc_id     = "vpc-1"
      cidr_block = "10.0.1.0/24"
    }
    resource "aws_db_subnet_group" "this" {
      subnet_ids = [aws_subnet.s.id]
    }
  }

  unknown "not known from the code" {
    variable "value" {}
    resource "aws_db_subnet_group" "this" {
      subnet_ids = var.value
    }
  }
}

rule "aws-rds-proxy-tls-optional" {
  title     = "RDS Proxy takes connections without TLS"
  category  = "security"
  severity  = "medium"
  resources = ["aws_db_proxy"]
  tags      = ["cwe-319"]
  assert    = coalesce(resource.require_tls, false)
  at        = resource.require_tls
  message   = "`require_tls` is not true"
  why       = <<-EOT
    It defaults to false: applications may talk to the proxy in plain text, while the proxy's own connection to the database is encrypted.
  EOT
  remedy    = <<-EOT
    ```hcl
    require_tls = true
    ```
  EOT
  link      = "https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/rds-proxy.howitworks.html#rds-proxy-security.tls"

  fix {
    set = {
      require_tls = true
    }
  }

  pass "asked for" {
    resource "aws_db_proxy" "this" {
      name           = "orders"
      engine_family  = "POSTGRESQL"
      role_arn       = "arn:aws:iam::111122223333:role/proxy"
      vpc_subnet_ids = ["subnet-1", "subnet-2"]
      auth {
        secret_arn = "arn:aws:secretsmanager:eu-west-1:111122223333:secret:orders-AbCdEf"
      }
      require_tls = true
    }
  }

  fail "left out" {
    resource "aws_db_proxy" "this" {
      name           = "orders"
      engine_family  = "POSTGRESQL"
      role_arn       = "arn:aws:iam::111122223333:role/proxy"
      vpc_subnet_ids = ["subnet-1", "subnet-2"]
      auth {
        secret_arn = "arn:aws:secretsmanager:eu-west-1:111122223333:secret:orders-AbCdEf"
      }
    }
  }

  fail "switched off" {
    resource "aws_db_proxy" "this" {
      name           = "orders"
      engine_family  = "POSTGRESQL"
      role_arn       = "arn:aws:iam::111122223333:role/proxy"
      vpc_subnet_ids = ["subnet-1", "subnet-2"]
      auth {
        secret_arn = "arn:aws:secretsmanager:eu-west-1:111122223333:secret:orders-AbCdEf"
      }
      require_tls = false
    }
    expect = ["aws_db_proxy.this @ require_tls"]
  }

  unknown "not known from the code" {
    variable "value" {}
    resource "aws_db_proxy" "this" {
      name           = "orders"
      engine_family  = "POSTGRESQL"
      role_arn       = "arn:aws:iam::111122223333:role/proxy"
      vpc_subnet_ids = ["subnet-1", "subnet-2"]
      auth {
        secret_arn = "arn:aws:secretsmanager:eu-west-1:111122223333:secret:orders-AbCdEf"
      }
      require_tls = var.value
    }
  }
}

rule "aws-rds-proxy-debug-logging" {
  title     = "RDS Proxy writes statements to its log"
  category  = "security"
  severity  = "low"
  resources = ["aws_db_proxy"]
  tags      = ["cwe-532"]
  assert    = !coalesce(resource.debug_logging, false)
  at        = resource.debug_logging
  message   = "`debug_logging` is true"
  why       = <<-EOT
    The detailed log holds the text of statements, with the data in them. AWS advises to switch it on for an investigation only.
  EOT
  remedy    = <<-EOT
    ```hcl
    debug_logging = false
    ```
  EOT
  link      = "https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/rds-proxy-creating.html"

  fix {
    set = {
      debug_logging = false
    }
  }

  pass "the default" {
    resource "aws_db_proxy" "this" {
      name           = "orders"
      engine_family  = "POSTGRESQL"
      role_arn       = "arn:aws:iam::111122223333:role/proxy"
      vpc_subnet_ids = ["subnet-1", "subnet-2"]
      auth {
        secret_arn = "arn:aws:secretsmanager:eu-west-1:111122223333:secret:orders-AbCdEf"
      }
    }
    also = ["aws-rds-proxy-tls-optional"]
  }

  pass "off" {
    resource "aws_db_proxy" "this" {
      name           = "orders"
      engine_family  = "POSTGRESQL"
      role_arn       = "arn:aws:iam::111122223333:role/proxy"
      vpc_subnet_ids = ["subnet-1", "subnet-2"]
      auth {
        secret_arn = "arn:aws:secretsmanager:eu-west-1:111122223333:secret:orders-AbCdEf"
      }
      debug_logging = false
    }
    also = ["aws-rds-proxy-tls-optional"]
  }

  fail "on" {
    resource "aws_db_proxy" "this" {
      name           = "orders"
      engine_family  = "POSTGRESQL"
      role_arn       = "arn:aws:iam::111122223333:role/proxy"
      vpc_subnet_ids = ["subnet-1", "subnet-2"]
      auth {
        secret_arn = "arn:aws:secretsmanager:eu-west-1:111122223333:secret:orders-AbCdEf"
      }
      debug_logging = true
    }
    expect = ["aws_db_proxy.this @ debug_logging"]
  }

  fail "on, as text" {
    resource "aws_db_proxy" "this" {
      name           = "orders"
      engine_family  = "POSTGRESQL"
      role_arn       = "arn:aws:iam::111122223333:role/proxy"
      vpc_subnet_ids = ["subnet-1", "subnet-2"]
      auth {
        secret_arn = "arn:aws:secretsmanager:eu-west-1:111122223333:secret:orders-AbCdEf"
      }
      debug_logging = "true"
    }
  }

  unknown "not known from the code" {
    variable "value" {}
    resource "aws_db_proxy" "this" {
      name           = "orders"
      engine_family  = "POSTGRESQL"
      role_arn       = "arn:aws:iam::111122223333:role/proxy"
      vpc_subnet_ids = ["subnet-1", "subnet-2"]
      auth {
        secret_arn = "arn:aws:secretsmanager:eu-west-1:111122223333:secret:orders-AbCdEf"
      }
      debug_logging = var.value
    }
  }
}

rule "aws-rds-security-group-classic" {
  title     = "aws_db_security_group is for EC2-Classic, which is gone"
  category  = "correctness"
  severity  = "high"
  resources = ["aws_db_security_group"]
  aliases = [
    "CKV_AWS_198", "1e0ef61b-ad85-4518-a3d3-85eaad164885", "4f615f3e-fb9c-4fad-8b70-2e9f781806ce", "f0d8781f-99bf-4958-9917-d39283b168a0",
  ]
  assert  = false
  message = "DB security groups cannot be created any more"
  why     = <<-EOT
    EC2-Classic ended in 2022, and version 5 of the provider has no such resource. What its `ingress` blocks opened is to be opened in a VPC security group, and not to the world.
  EOT
  remedy  = <<-EOT
    ```hcl
    vpc_security_group_ids = [aws_security_group.database.id]
    ```
  EOT
  link    = "https://registry.terraform.io/providers/hashicorp/aws/latest/docs/guides/version-5-upgrade"

  pass "a security group of the VPC" {
    resource "aws_db_instance" "this" {
      identifier                  = "orders"
      engine                      = "postgres"
      instance_class              = "db.t4g.medium"
      allocated_storage           = 20
      username                    = "app"
      manage_master_user_password = true
      vpc_security_group_ids      = ["sg-1"]
    }
    also = ["aws-rds-backups-disabled", "aws-rds-instance-unencrypted"]
  }

  fail "a DB security group" {
    resource "aws_db_security_group" "this" {
      name = "db"
      ingress {
        cidr = "10.0.0.0/24"
      }
    }
  }

  fail "open to the world as well" {
    resource "aws_db_security_group" "this" {
      name = "db"
      ingress {
        cidr = "0.0.0.0/0"
      }
    }
  }
}

rule "aws-rds-invalid-engine" {
  title     = "RDS engine is not one that RDS knows"
  category  = "correctness"
  severity  = "high"
  resources = ["aws_db_instance"]
  aliases   = ["aws_db_instance_invalid_engine"]
  params = {
    valid = [
      "aurora-mysql", "aurora-postgresql", "custom-oracle-ee", "custom-oracle-ee-cdb", "custom-oracle-se2", "custom-oracle-se2-cdb", "custom-sqlserver-dev",
      "custom-sqlserver-ee", "custom-sqlserver-se", "custom-sqlserver-web", "db2-ae", "db2-se", "mariadb", "mysql", "oracle-ee", "oracle-ee-cdb", "oracle-se2",
      "oracle-se2-cdb", "postgres", "sqlserver-dev-ee", "sqlserver-ee", "sqlserver-ex", "sqlserver-se", "sqlserver-web",
    ]
  }
  when    = resource.engine != null && resource.engine != ""
  assert  = contains(param.valid, resource.engine)
  at      = resource.engine
  message = "`${resource.engine}` is no engine of RDS"
  why     = <<-EOT
    The value is refused when the change is applied. Usual mistakes are `postgresql`, `aurora` (retired) and `sqlserver`.
  EOT
  remedy  = <<-EOT
    ```hcl
    engine = "postgres"
    ```
  EOT
  link    = "https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_CreateDBInstance.html"

  pass "PostgreSQL" {
    resource "aws_db_instance" "this" {
      identifier                  = "orders"
      engine                      = "postgres"
      instance_class              = "db.t4g.medium"
      allocated_storage           = 20
      username                    = "app"
      manage_master_user_password = true
    }
    also = ["aws-rds-backups-disabled", "aws-rds-instance-unencrypted"]
  }

  pass "SQL Server" {
    resource "aws_db_instance" "this" {
      identifier                  = "orders"
      instance_class              = "db.t4g.medium"
      allocated_storage           = 20
      username                    = "app"
      manage_master_user_password = true
      engine                      = "sqlserver-se"
    }
    also = ["aws-rds-backups-disabled", "aws-rds-instance-unencrypted"]
  }

  fail "postgresql" {
    resource "aws_db_instance" "this" {
      identifier                  = "orders"
      instance_class              = "db.t4g.medium"
      allocated_storage           = 20
      username                    = "app"
      manage_master_user_password = true
      engine                      = "postgresql"
    }
    expect = ["aws_db_instance.this @ engine"]
  }

  fail "the retired Aurora" {
    resource "aws_db_instance" "this" {
      identifier                  = "orders"
      instance_class              = "db.t4g.medium"
      allocated_storage           = 20
      username                    = "app"
      manage_master_user_password = true
      engine                      = "aurora"
    }
  }

  unknown "decided by the caller" {
    variable "engine" {}
    resource "aws_db_instance" "this" {
      identifier                  = "orders"
      instance_class              = "db.t4g.medium"
      allocated_storage           = 20
      username                    = "app"
      manage_master_user_password = true
      engine                      = var.engine
    }
  }

  pass "more that pass" {
    resource "aws_db_instance" "no_engine" {
      identifier                  = "orders"
      instance_class              = "db.t4g.medium"
      allocated_storage           = 20
      username                    = "app"
      manage_master_user_password = true
    }
    resource "aws_db_instance" "one_more_engine_is_sqlserver_web" {
      identifier                  = "orders"
      engine                      = "postgres"
      instance_class              = "db.t4g.medium"
      allocated_storage           = 20
      username                    = "app"
      manage_master_user_password = true
    }
    resource "aws_db_instance" "one_more_engine_is_sqlserver_web_2" {
      identifier                  = "orders"
      engine                      = "sqlserver-web"
      instance_class              = "db.t4g.medium"
      allocated_storage           = 20
      username                    = "app"
      manage_master_user_password = true
    }
    resource "aws_db_instance" "one_more_engine_is_aurora_mysql" {
      identifier                  = "orders"
      engine                      = "postgres"
      instance_class              = "db.t4g.medium"
      allocated_storage           = 20
      username                    = "app"
      manage_master_user_password = true
    }
    resource "aws_db_instance" "one_more_engine_is_aurora_mysql_2" {
      identifier                  = "orders"
      engine                      = "aurora-mysql"
      instance_class              = "db.t4g.medium"
      allocated_storage           = 20
      username                    = "app"
      manage_master_user_password = true
    }
    also = ["aws-rds-backups-disabled", "aws-rds-instance-unencrypted"]
  }
}

rule "aws-rds-cluster-invalid-engine" {
  title     = "RDS cluster engine is not one that clusters run on"
  category  = "correctness"
  severity  = "high"
  resources = ["aws_rds_cluster", "aws_rds_cluster_instance"]
  params = {
    valid = ["aurora-mysql", "aurora-postgresql", "mysql", "postgres"]
  }
  when    = resource.engine != null
  assert  = contains(param.valid, resource.engine)
  at      = resource.engine
  message = "`${resource.engine}` is no engine of RDS clusters"
  why     = <<-EOT
    Clusters are Aurora (`aurora-mysql`, `aurora-postgresql`) or Multi-AZ (`mysql`, `postgres`). `aurora`, the MySQL 5.6 edition, was retired in 2023.
  EOT
  remedy  = <<-EOT
    ```hcl
    engine = "aurora-mysql"
    ```
  EOT
  link    = "https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/rds_cluster#engine"

  pass "Aurora PostgreSQL" {
    resource "aws_rds_cluster" "this" {
      cluster_identifier          = "orders"
      engine                      = "aurora-postgresql"
      master_username             = "app"
      manage_master_user_password = true
    }
    also = ["aws-rds-cluster-unencrypted"]
  }

  pass "Multi-AZ MySQL" {
    resource "aws_rds_cluster" "this" {
      cluster_identifier          = "orders"
      master_username             = "app"
      manage_master_user_password = true
      engine                      = "mysql"
    }
    also = ["aws-rds-cluster-unencrypted"]
  }

  fail "the retired Aurora" {
    resource "aws_rds_cluster" "this" {
      cluster_identifier          = "orders"
      master_username             = "app"
      manage_master_user_password = true
      engine                      = "aurora"
    }
    expect = ["aws_rds_cluster.this @ engine"]
  }

  fail "aurora-postgres" {
    resource "aws_rds_cluster_instance" "this" {
      cluster_identifier = "orders"
      instance_class     = "db.r6g.large"
      engine             = "aurora-postgres"
    }
  }

  unknown "not known from the code" {
    variable "value" {}
    resource "aws_rds_cluster" "this" {
      cluster_identifier          = "orders"
      master_username             = "app"
      manage_master_user_password = true
      engine                      = var.value
    }
  }

  pass "more that pass" {
    resource "aws_rds_cluster" "engine_is_postgres" {
      cluster_identifier          = "orders"
      engine                      = "postgres"
      master_username             = "app"
      manage_master_user_password = true
    }
    resource "aws_rds_cluster" "one_more_engine_is_aurora_mysql" {
      cluster_identifier          = "orders"
      engine                      = "aurora-postgresql"
      master_username             = "app"
      manage_master_user_password = true
    }
    resource "aws_rds_cluster" "one_more_engine_is_aurora_mysql_2" {
      cluster_identifier          = "orders"
      engine                      = "aurora-mysql"
      master_username             = "app"
      manage_master_user_password = true
    }
    also = ["aws-rds-cluster-unencrypted"]
  }
}

rule "aws-rds-invalid-instance-class" {
  title     = "RDS instance class does not exist"
  category  = "correctness"
  severity  = "high"
  resources = ["aws_db_instance", "aws_rds_cluster_instance"]
  aliases   = ["aws_db_instance_invalid_type"]
  when      = resource.instance_class != null && resource.instance_class != ""
  assert = (
    can(regex("^db[.][a-z]+[0-9]+[a-z-]*[.](nano|micro|small|medium|large|[0-9]*xlarge([.]tpc[12][.]mem[0-9]+x)?)$", resource.instance_class))
    || resource.instance_class == "db.serverless"
  )
  at      = resource.instance_class
  message = "`${resource.instance_class}` is no instance class of RDS"
  why     = <<-EOT
    Classes are `db.`, a family, a dot and a size. Without `db.` it is an EC2 type, which RDS refuses.
  EOT
  remedy  = <<-EOT
    ```hcl
    instance_class = "db.t4g.medium"
    ```
  EOT
  link    = "https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/Concepts.DBInstanceClass.html"

  pass "a class" {
    resource "aws_db_instance" "this" {
      identifier                  = "orders"
      engine                      = "postgres"
      allocated_storage           = 20
      username                    = "app"
      manage_master_user_password = true
      instance_class              = "db.r6g.2xlarge"
    }
    also = ["aws-rds-backups-disabled", "aws-rds-instance-unencrypted"]
  }

  pass "serverless" {
    resource "aws_rds_cluster_instance" "this" {
      cluster_identifier = "orders"
      engine             = "aurora-postgresql"
      instance_class     = "db.serverless"
    }
  }

  fail "an EC2 type" {
    resource "aws_db_instance" "this" {
      identifier                  = "orders"
      engine                      = "postgres"
      allocated_storage           = 20
      username                    = "app"
      manage_master_user_password = true
      instance_class              = "t3.medium"
    }
    expect = ["aws_db_instance.this @ instance_class"]
  }

  fail "a typing error" {
    resource "aws_db_instance" "this" {
      identifier                  = "orders"
      engine                      = "postgres"
      allocated_storage           = 20
      username                    = "app"
      manage_master_user_password = true
      instance_class              = "db.t3.mikro"
    }
  }

  unknown "decided by the caller" {
    variable "class" {}
    resource "aws_db_instance" "this" {
      identifier                  = "orders"
      engine                      = "postgres"
      allocated_storage           = 20
      username                    = "app"
      manage_master_user_password = true
      instance_class              = var.class
    }
  }
}

rule "aws-rds-previous-generation" {
  title     = "RDS instance class is of a previous generation"
  category  = "cost"
  severity  = "low"
  resources = ["aws_db_instance", "aws_rds_cluster_instance"]
  aliases   = ["aws_db_instance_previous_type"]
  params = {
    successors = {
      m1 = "m6g"
      m2 = "r6g"
      m3 = "m6g"
      m4 = "m6g"
      r3 = "r6g"
      r4 = "r6g"
      t1 = "t4g"
      t2 = "t4g"
    }
    families = ["t1", "t2", "m1", "m2", "m3", "m4", "r3", "r4"]
  }
  when    = resource.instance_class != null
  assert  = !contains(param.families, split(".", resource.instance_class)[1])
  at      = resource.instance_class
  message = "`${resource.instance_class}` is of a previous generation${param.successors[split(".", resource.instance_class)[1]] == null ? "" : "; `db.${param.successors[split(".", resource.instance_class)[1]]}` follows it"}"
  why     = <<-EOT
    Later classes cost the same or less and do more; the old ones are not offered for new engine versions, and end with them.
  EOT
  remedy  = <<-EOT
    ```hcl
    instance_class = "db.t4g.medium"
    ```
  EOT
  link    = "https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/Concepts.DBInstanceClass.Support.html"

  pass "a present class" {
    resource "aws_db_instance" "this" {
      identifier                  = "orders"
      engine                      = "postgres"
      allocated_storage           = 20
      username                    = "app"
      manage_master_user_password = true
      instance_class              = "db.m6g.large"
    }
    also = ["aws-rds-backups-disabled", "aws-rds-instance-unencrypted"]
  }

  pass "serverless" {
    resource "aws_rds_cluster_instance" "this" {
      cluster_identifier = "orders"
      engine             = "aurora-postgresql"
      instance_class     = "db.serverless"
    }
  }

  fail "t2" {
    resource "aws_db_instance" "this" {
      identifier                  = "orders"
      engine                      = "postgres"
      allocated_storage           = 20
      username                    = "app"
      manage_master_user_password = true
      instance_class              = "db.t2.medium"
    }
    expect = ["aws_db_instance.this @ instance_class"]
  }

  fail "r4" {
    resource "aws_rds_cluster_instance" "this" {
      cluster_identifier = "orders"
      engine             = "aurora-postgresql"
      instance_class     = "db.r4.large"
    }
  }

  unknown "not known from the code" {
    variable "value" {}
    resource "aws_db_instance" "this" {
      identifier                  = "orders"
      engine                      = "postgres"
      allocated_storage           = 20
      username                    = "app"
      manage_master_user_password = true
      instance_class              = var.value
    }
  }
}

rule "aws-rds-graviton-candidate" {
  title     = "RDS instance class has a cheaper Graviton sibling"
  category  = "cost"
  severity  = "info"
  default   = false
  resources = ["aws_db_instance", "aws_rds_cluster_instance"]
  params = {
    siblings = {
      t3  = "t4g"
      m5  = "m6g"
      m6i = "m7g"
      r5  = "r6g"
      r6i = "r7g"
    }
  }
  when = (
    resource.instance_class != null
    && (resource.engine == null || contains(["mysql", "postgres", "mariadb", "aurora-mysql", "aurora-postgresql"], resource.engine))
  )
  assert  = param.siblings[split(".", resource.instance_class)[1]] == null
  at      = resource.instance_class
  message = "`${resource.instance_class}` could be `db.${param.siblings[split(".", resource.instance_class)[1]]}.${split(".", resource.instance_class)[2]}`, on Graviton"
  why     = <<-EOT
    The open-source engines run on Graviton without any change for the application, at about a tenth less.
  EOT
  remedy  = <<-EOT
    ```hcl
    instance_class = "db.t4g.medium"
    ```
  EOT
  link    = "https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/Concepts.DBInstanceClass.Types.html"

  pass "Graviton" {
    resource "aws_db_instance" "this" {
      identifier                  = "orders"
      engine                      = "postgres"
      instance_class              = "db.t4g.medium"
      allocated_storage           = 20
      username                    = "app"
      manage_master_user_password = true
    }
    also = ["aws-rds-backups-disabled", "aws-rds-instance-unencrypted"]
  }

  pass "an engine without" {
    resource "aws_db_instance" "this" {
      identifier                  = "orders"
      allocated_storage           = 20
      username                    = "app"
      manage_master_user_password = true
      engine                      = "sqlserver-se"
      instance_class              = "db.m5.large"
    }
    also = ["aws-rds-backups-disabled", "aws-rds-instance-unencrypted"]
  }

  fail "t3" {
    resource "aws_db_instance" "this" {
      identifier                  = "orders"
      engine                      = "postgres"
      allocated_storage           = 20
      username                    = "app"
      manage_master_user_password = true
      instance_class              = "db.t3.medium"
    }
    expect = ["aws_db_instance.this @ instance_class"]
  }

  fail "r5" {
    resource "aws_rds_cluster_instance" "this" {
      cluster_identifier = "orders"
      engine             = "aurora-postgresql"
      instance_class     = "db.r5.large"
    }
  }

  unknown "not known from the code" {
    variable "value" {}
    resource "aws_db_instance" "this" {
      identifier                  = "orders"
      engine                      = "postgres"
      allocated_storage           = 20
      username                    = "app"
      manage_master_user_password = true
      instance_class              = var.value
    }
  }

  fail "more that fail" {
    resource "aws_db_instance" "no_engine" {
      identifier                  = "orders"
      allocated_storage           = 20
      username                    = "app"
      manage_master_user_password = true
      instance_class              = "db.m5.large"
    }
    resource "aws_db_instance" "one_more_engine_is_mariadb" {
      identifier                  = "orders"
      allocated_storage           = 20
      username                    = "app"
      manage_master_user_password = true
      engine                      = "sqlserver-se"
      instance_class              = "db.m5.large"
    }
    resource "aws_db_instance" "one_more_engine_is_mariadb_2" {
      identifier                  = "orders"
      allocated_storage           = 20
      username                    = "app"
      manage_master_user_password = true
      engine                      = "mariadb"
      instance_class              = "db.m5.large"
    }
    resource "aws_db_instance" "engine_is_mysql" {
      identifier                  = "orders"
      allocated_storage           = 20
      username                    = "app"
      manage_master_user_password = true
      engine                      = "mysql"
      instance_class              = "db.m5.large"
    }
    expect = [
      "aws_db_instance.no_engine @ instance_class",
      "aws_db_instance.one_more_engine_is_mariadb_2 @ instance_class",
      "aws_db_instance.engine_is_mysql @ instance_class",
    ]
  }
}

rule "aws-rds-gp2-storage" {
  title     = "RDS instance uses gp2 or magnetic storage"
  category  = "cost"
  severity  = "low"
  resources = ["aws_db_instance"]
  when      = resource.storage_type != null
  assert    = !contains(["gp2", "standard"], resource.storage_type)
  at        = resource.storage_type
  message   = "`${resource.storage_type}` gives fewer IOPS for the same money than gp3"
  why       = <<-EOT
    gp3 has 3,000 IOPS from the first gigabyte on and lets IOPS grow without size. It is changed in place. `standard` is magnetic and of a previous generation.
  EOT
  remedy    = <<-EOT
    ```hcl
    storage_type = "gp3"
    ```
  EOT
  link      = "https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/CHAP_Storage.html"

  fix {
    set = {
      storage_type = "gp3"
    }
  }

  pass "gp3" {
    resource "aws_db_instance" "this" {
      identifier                  = "orders"
      engine                      = "postgres"
      instance_class              = "db.t4g.medium"
      allocated_storage           = 20
      username                    = "app"
      manage_master_user_password = true
      storage_type                = "gp3"
    }
    also = ["aws-rds-backups-disabled", "aws-rds-instance-unencrypted"]
  }

  pass "not set" {
    resource "aws_db_instance" "this" {
      identifier                  = "orders"
      engine                      = "postgres"
      instance_class              = "db.t4g.medium"
      allocated_storage           = 20
      username                    = "app"
      manage_master_user_password = true
    }
    also = ["aws-rds-backups-disabled", "aws-rds-instance-unencrypted"]
  }

  fail "gp2" {
    resource "aws_db_instance" "this" {
      identifier                  = "orders"
      engine                      = "postgres"
      instance_class              = "db.t4g.medium"
      allocated_storage           = 20
      username                    = "app"
      manage_master_user_password = true
      storage_type                = "gp2"
    }
    expect = ["aws_db_instance.this @ storage_type"]
  }

  fail "magnetic" {
    resource "aws_db_instance" "this" {
      identifier                  = "orders"
      engine                      = "postgres"
      instance_class              = "db.t4g.medium"
      allocated_storage           = 20
      username                    = "app"
      manage_master_user_password = true
      storage_type                = "standard"
    }
  }

  unknown "not known from the code" {
    variable "value" {}
    resource "aws_db_instance" "this" {
      identifier                  = "orders"
      engine                      = "postgres"
      instance_class              = "db.t4g.medium"
      allocated_storage           = 20
      username                    = "app"
      manage_master_user_password = true
      storage_type                = var.value
    }
  }
}

rule "aws-rds-provisioned-iops-small" {
  title     = "RDS instance pays for provisioned IOPS that gp3 also has"
  category  = "cost"
  severity  = "info"
  default   = false
  resources = ["aws_db_instance"]
  when      = contains(["io1", "io2"], resource.storage_type)
  assert    = !(resource.iops != null && resource.iops <= 12000)
  at        = resource.storage_type
  message   = "`${resource.storage_type}` with ${coalesce(resource.iops, 0)} IOPS; gp3 reaches 12,000 and more at a lower price"
  why       = <<-EOT
    io1 and io2 are for what gp3 cannot do: more IOPS, or a latency below a millisecond.
  EOT
  remedy    = <<-EOT
    ```hcl
    storage_type = "gp3"
    iops         = 12000
    ```
  EOT
  link      = "https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/CHAP_Storage.html"

  pass "gp3" {
    resource "aws_db_instance" "this" {
      identifier                  = "orders"
      engine                      = "postgres"
      instance_class              = "db.t4g.medium"
      allocated_storage           = 20
      username                    = "app"
      manage_master_user_password = true
      storage_type                = "gp3"
    }
    also = ["aws-rds-backups-disabled", "aws-rds-instance-unencrypted"]
  }

  pass "many IOPS" {
    resource "aws_db_instance" "this" {
      identifier                  = "orders"
      engine                      = "postgres"
      instance_class              = "db.t4g.medium"
      username                    = "app"
      manage_master_user_password = true
      storage_type                = "io1"
      iops                        = 40000
      allocated_storage           = 1000
    }
    also = ["aws-rds-backups-disabled", "aws-rds-instance-unencrypted"]
  }

  fail "few IOPS" {
    resource "aws_db_instance" "this" {
      identifier                  = "orders"
      engine                      = "postgres"
      instance_class              = "db.t4g.medium"
      username                    = "app"
      manage_master_user_password = true
      storage_type                = "io1"
      iops                        = 3000
      allocated_storage           = 100
    }
    expect = ["aws_db_instance.this @ storage_type"]
  }

  fail "at the limit" {
    resource "aws_db_instance" "this" {
      identifier                  = "orders"
      engine                      = "postgres"
      instance_class              = "db.t4g.medium"
      username                    = "app"
      manage_master_user_password = true
      storage_type                = "io1"
      iops                        = 12000
      allocated_storage           = 400
    }
  }

  unknown "not known from the code" {
    variable "value" {}
    resource "aws_db_instance" "this" {
      identifier                  = "orders"
      engine                      = "postgres"
      instance_class              = "db.t4g.medium"
      username                    = "app"
      manage_master_user_password = true
      iops                        = 3000
      allocated_storage           = 100
      storage_type                = var.value
    }
  }

  pass "one more, `iops` is `12001`" {
    resource "aws_db_instance" "this" {
      identifier                  = "orders"
      engine                      = "postgres"
      instance_class              = "db.t4g.medium"
      username                    = "app"
      manage_master_user_password = true
      storage_type                = "io1"
      iops                        = 40000
      allocated_storage           = 1000
    }
    resource "aws_db_instance" "this_too" {
      identifier                  = "orders"
      engine                      = "postgres"
      instance_class              = "db.t4g.medium"
      username                    = "app"
      manage_master_user_password = true
      storage_type                = "io1"
      iops                        = 12001
      allocated_storage           = 1000
    }
    also = ["aws-rds-backups-disabled", "aws-rds-instance-unencrypted"]
  }

  fail "`storage_type` is `io2`" {
    resource "aws_db_instance" "this" {
      identifier                  = "orders"
      engine                      = "postgres"
      instance_class              = "db.t4g.medium"
      username                    = "app"
      manage_master_user_password = true
      storage_type                = "io2"
      iops                        = 3000
      allocated_storage           = 100
    }
    expect = ["aws_db_instance.this @ storage_type"]
  }
}

rule "aws-rds-multi-az-outside-production" {
  title     = "RDS instance of a test environment has a standby"
  category  = "cost"
  severity  = "low"
  default   = false
  resources = ["aws_db_instance"]
  params = {
    nonproduction = "(?i)(?:^|[^a-z])(?:dev(?:elop(?:ment)?)?|te?st(?:ing)?|qa|stag(?:e|ing)|uat|sandbox|sbx|demo|poc|non-?prod(?:uction)?|preview|lab)(?:$|[^a-z])"
  }
  when    = coalesce(resource.multi_az, false)
  assert  = !can(regex(param.nonproduction, environment_of(resource)))
  at      = resource.multi_az
  message = "`multi_az` doubles the price of an instance that is tagged as not production"
  why     = <<-EOT
    The standby costs as much as the instance and its storage.
  EOT
  remedy  = <<-EOT
    ```hcl
    multi_az = var.environment == "prod"
    ```
  EOT
  link    = "https://aws.amazon.com/rds/pricing/"

  pass "production" {
    resource "aws_db_instance" "this" {
      identifier                  = "orders"
      engine                      = "postgres"
      instance_class              = "db.t4g.medium"
      allocated_storage           = 20
      username                    = "app"
      manage_master_user_password = true
      multi_az                    = true
      tags = {
        Environment = "prod"
      }
    }
    also = ["aws-rds-backups-disabled", "aws-rds-instance-unencrypted"]
  }

  pass "no standby" {
    resource "aws_db_instance" "this" {
      identifier                  = "orders"
      engine                      = "postgres"
      instance_class              = "db.t4g.medium"
      allocated_storage           = 20
      username                    = "app"
      manage_master_user_password = true
      tags = {
        Environment = "dev"
      }
    }
    also = ["aws-rds-backups-disabled", "aws-rds-instance-unencrypted"]
  }

  fail "a test database" {
    resource "aws_db_instance" "this" {
      identifier                  = "orders"
      engine                      = "postgres"
      instance_class              = "db.t4g.medium"
      allocated_storage           = 20
      username                    = "app"
      manage_master_user_password = true
      multi_az                    = true
      tags = {
        Environment = "test"
      }
    }
    expect = ["aws_db_instance.this @ multi_az"]
  }

  fail "the tag comes from the provider" {
    provider "aws" {
      default_tags {
        tags = {
          env = "dev"
        }
      }
    }
    resource "aws_db_instance" "this" {
      identifier                  = "orders"
      engine                      = "postgres"
      instance_class              = "db.t4g.medium"
      allocated_storage           = 20
      username                    = "app"
      manage_master_user_password = true
      multi_az                    = true
    }
  }

  unknown "not known from the code" {
    variable "value" {}
    resource "aws_db_instance" "this" {
      identifier                  = "orders"
      engine                      = "postgres"
      instance_class              = "db.t4g.medium"
      allocated_storage           = 20
      username                    = "app"
      manage_master_user_password = true
      tags = {
        Environment = "test"
      }
      multi_az = var.value
    }
  }
}

rule "aws-rds-storage-cannot-grow" {
  title     = "RDS instance with much storage does not grow by itself"
  category  = "reliability"
  severity  = "info"
  default   = false
  resources = ["aws_db_instance"]
  when      = coalesce(resource.allocated_storage, 0) >= 100
  assert    = resource.max_allocated_storage != null
  at        = resource.allocated_storage
  message   = "${resource.allocated_storage} GB are allocated, and `max_allocated_storage` is not set"
  why       = <<-EOT
    Storage cannot be made smaller again, so people allocate for years ahead. Storage autoscaling starts small and grows when it is needed.
  EOT
  remedy    = <<-EOT
    ```hcl
    allocated_storage     = 50
    max_allocated_storage = 1000
    ```
  EOT
  link      = "https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_PIOPS.Autoscaling.html"

  pass "it grows" {
    resource "aws_db_instance" "this" {
      identifier                  = "orders"
      engine                      = "postgres"
      instance_class              = "db.t4g.medium"
      username                    = "app"
      manage_master_user_password = true
      allocated_storage           = 200
      max_allocated_storage       = 1000
    }
    also = ["aws-rds-backups-disabled", "aws-rds-instance-unencrypted"]
  }

  pass "small" {
    resource "aws_db_instance" "this" {
      identifier                  = "orders"
      engine                      = "postgres"
      instance_class              = "db.t4g.medium"
      allocated_storage           = 20
      username                    = "app"
      manage_master_user_password = true
    }
    also = ["aws-rds-backups-disabled", "aws-rds-instance-unencrypted"]
  }

  fail "large and fixed" {
    resource "aws_db_instance" "this" {
      identifier                  = "orders"
      engine                      = "postgres"
      instance_class              = "db.t4g.medium"
      username                    = "app"
      manage_master_user_password = true
      allocated_storage           = 500
    }
    expect = ["aws_db_instance.this @ allocated_storage"]
  }

  fail "just a hundred" {
    resource "aws_db_instance" "this" {
      identifier                  = "orders"
      engine                      = "postgres"
      instance_class              = "db.t4g.medium"
      username                    = "app"
      manage_master_user_password = true
      allocated_storage           = 100
    }
  }

  unknown "not known from the code" {
    variable "value" {}
    resource "aws_db_instance" "this" {
      identifier                  = "orders"
      engine                      = "postgres"
      instance_class              = "db.t4g.medium"
      username                    = "app"
      manage_master_user_password = true
      allocated_storage           = var.value
    }
  }
}
