# Redshift. Defaults are those of the provider since version 6: clusters are encrypted and private unless told otherwise.

rule "aws-redshift-cluster-public" {
  title     = "Redshift gets a public address"
  category  = "security"
  severity  = "high"
  resources = ["aws_redshift_cluster", "aws_redshiftserverless_workgroup"]
  aliases   = ["CKV_AWS_87", "CKV_AWS_391", "af173fde-95ea-4584-b904-bb3923ac4bda"]
  tags      = ["cwe-668"]
  assert    = !coalesce(resource.publicly_accessible, false)
  at        = resource.publicly_accessible
  message   = "`publicly_accessible` is true"
  why       = <<-EOT
    The warehouse answers on the internet, and only its security group and a password stand in between. (Before version 6 of the provider the default was true: write it out there.)
  EOT
  remedy    = <<-EOT
    ```hcl
    publicly_accessible = false
    ```
  EOT
  link      = "https://docs.aws.amazon.com/redshift/latest/mgmt/managing-clusters-vpc.html"

  fix {
    set = {
      publicly_accessible = false
    }
  }

  pass "private" {
    resource "aws_redshift_cluster" "this" {
      cluster_identifier     = "warehouse"
      node_type              = "ra3.xlplus"
      master_username        = "admin1"
      manage_master_password = true
      publicly_accessible    = false
    }
  }

  pass "the default" {
    resource "aws_redshiftserverless_workgroup" "this" {
      namespace_name = "warehouse"
      workgroup_name = "warehouse"
    }
  }

  fail "a public cluster" {
    resource "aws_redshift_cluster" "this" {
      cluster_identifier     = "warehouse"
      node_type              = "ra3.xlplus"
      master_username        = "admin1"
      manage_master_password = true
      publicly_accessible    = true
    }
    expect = ["aws_redshift_cluster.this @ publicly_accessible"]
  }

  fail "a public workgroup" {
    resource "aws_redshiftserverless_workgroup" "this" {
      namespace_name      = "warehouse"
      workgroup_name      = "warehouse"
      publicly_accessible = true
    }
    expect = ["aws_redshiftserverless_workgroup.this @ publicly_accessible"]
  }

  unknown "decided by the caller" {
    variable "public" {
      type = bool
    }
    resource "aws_redshift_cluster" "this" {
      cluster_identifier     = "warehouse"
      node_type              = "ra3.xlplus"
      master_username        = "admin1"
      manage_master_password = true
      publicly_accessible    = var.public
    }
  }
}

rule "aws-redshift-cluster-unencrypted" {
  title     = "Redshift cluster stores its data unencrypted"
  category  = "security"
  severity  = "medium"
  resources = ["aws_redshift_cluster"]
  aliases   = ["CKV_AWS_64", "cfdcabb0-fc06-427c-865b-c59f13e898ce"]
  tags      = ["cwe-311"]
  assert    = coalesce(resource.encrypted, true)
  at        = resource.encrypted
  message   = "`encrypted` is false"
  why       = <<-EOT
    Data, temporary files and snapshots are in plain text. Since 2025 new clusters are encrypted, and so is the provider's default since version 6; before, the argument had to be written.
  EOT
  remedy    = <<-EOT
    ```hcl
    encrypted = true
    ```
  EOT
  link      = "https://docs.aws.amazon.com/redshift/latest/mgmt/working-with-db-encryption.html"

  fix {
    set = {
      encrypted = true
    }
  }

  pass "encrypted" {
    resource "aws_redshift_cluster" "this" {
      cluster_identifier     = "warehouse"
      node_type              = "ra3.xlplus"
      master_username        = "admin1"
      manage_master_password = true
      encrypted              = true
    }
  }

  pass "the default" {
    resource "aws_redshift_cluster" "this" {
      cluster_identifier     = "warehouse"
      node_type              = "ra3.xlplus"
      master_username        = "admin1"
      manage_master_password = true
    }
  }

  fail "switched off" {
    resource "aws_redshift_cluster" "this" {
      cluster_identifier     = "warehouse"
      node_type              = "ra3.xlplus"
      master_username        = "admin1"
      manage_master_password = true
      encrypted              = false
    }
    expect = ["aws_redshift_cluster.this @ encrypted"]
  }

  fail "switched off, as text" {
    resource "aws_redshift_cluster" "this" {
      cluster_identifier     = "warehouse"
      node_type              = "ra3.xlplus"
      master_username        = "admin1"
      manage_master_password = true
      encrypted              = "false"
    }
  }

  unknown "decided by the caller" {
    variable "encrypted" {
      type = bool
    }
    resource "aws_redshift_cluster" "this" {
      cluster_identifier     = "warehouse"
      node_type              = "ra3.xlplus"
      master_username        = "admin1"
      manage_master_password = true
      encrypted              = var.encrypted
    }
  }
}

rule "aws-redshift-without-customer-key" {
  title     = "Redshift is not encrypted with a KMS key of your own"
  category  = "security"
  severity  = "low"
  default   = false
  resources = ["aws_redshift_cluster", "aws_redshiftserverless_namespace", "aws_redshift_snapshot_copy_grant"]
  aliases   = ["CKV_AWS_142", "AWS-0084", "aws-redshift-encryption-customer-key", "AVD-AWS-0084", "CKV_AWS_282", "CKV_AWS_281"]
  tags      = ["cwe-326"]
  when      = meta.type != "aws_redshift_cluster" || coalesce(resource.encrypted, true)
  assert    = resource.kms_key_id != null
  at        = resource.kms_key_id
  message   = "`kms_key_id` is not set"
  why       = <<-EOT
    Data is encrypted with a key of AWS, whose policy is not yours, and snapshots cannot be shared. Clusters without encryption are another rule's.
  EOT
  remedy    = <<-EOT
    ```hcl
    kms_key_id = aws_kms_key.warehouse.arn
    ```
  EOT
  link      = "https://docs.aws.amazon.com/redshift/latest/mgmt/working-with-db-encryption.html"

  pass "a key" {
    resource "aws_redshift_cluster" "this" {
      cluster_identifier     = "warehouse"
      node_type              = "ra3.xlplus"
      master_username        = "admin1"
      manage_master_password = true
      encrypted              = true
      kms_key_id             = "arn:aws:kms:eu-west-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab"
    }
  }

  pass "not encrypted" {
    resource "aws_redshift_cluster" "this" {
      cluster_identifier     = "warehouse"
      node_type              = "ra3.xlplus"
      master_username        = "admin1"
      manage_master_password = true
      encrypted              = false
    }
    also = ["aws-redshift-cluster-unencrypted"]
  }

  fail "the key of the service" {
    resource "aws_redshift_cluster" "this" {
      cluster_identifier     = "warehouse"
      node_type              = "ra3.xlplus"
      master_username        = "admin1"
      manage_master_password = true
      encrypted              = true
    }
  }

  fail "a namespace" {
    resource "aws_redshiftserverless_namespace" "this" {
      namespace_name = "warehouse"
    }
  }

  unknown "not known from the code" {
    variable "value" {}
    resource "aws_redshift_cluster" "this" {
      cluster_identifier     = "warehouse"
      node_type              = "ra3.xlplus"
      master_username        = "admin1"
      manage_master_password = true
      encrypted              = true
      kms_key_id             = var.value
    }
  }

  fail "more that fail" {
    resource "aws_redshift_cluster" "one_more_no_encrypted" {
      cluster_identifier     = "warehouse"
      node_type              = "ra3.xlplus"
      master_username        = "admin1"
      manage_master_password = true
      encrypted              = false
    }
    resource "aws_redshift_cluster" "one_more_no_encrypted_2" {
      cluster_identifier     = "warehouse"
      node_type              = "ra3.xlplus"
      master_username        = "admin1"
      manage_master_password = true
    }
    expect = ["aws_redshift_cluster.one_more_no_encrypted_2"]
  }
}

rule "aws-redshift-logging-disabled" {
  title     = "Redshift cluster writes no audit log"
  category  = "security"
  severity  = "medium"
  default   = false
  resources = ["aws_redshift_cluster"]
  aliases   = ["CKV_AWS_71", "15ffbacc-fa42-4f6f-a57d-2feac7365caa"]
  tags      = ["cwe-778"]
  related "logging" {
    type = "aws_redshift_logging"
    on   = refers(other.cluster_identifier, resource)
  }
  assert  = coalesce(resource.logging[0].enable, false) || length(related.logging) > 0
  at      = resource.logging[0].enable
  message = "no audit logging is declared for this cluster"
  why     = <<-EOT
    Connections, users and statements are logged only when it is asked for, to S3 or CloudWatch. Statements also need `enable_user_activity_logging` in the parameter group.
  EOT
  remedy  = <<-EOT
    ```hcl
    resource "aws_redshift_logging" "warehouse" {
      cluster_identifier   = aws_redshift_cluster.warehouse.id
      log_destination_type = "cloudwatch"
      log_exports          = ["connectionlog", "userlog", "useractivitylog"]
    }
    ```
  EOT
  link    = "https://docs.aws.amazon.com/redshift/latest/mgmt/db-auditing.html"

  pass "declared apart" {
    resource "aws_redshift_cluster" "this" {
      cluster_identifier     = "warehouse"
      node_type              = "ra3.xlplus"
      master_username        = "admin1"
      manage_master_password = true
    }
    resource "aws_redshift_logging" "this" {
      cluster_identifier   = aws_redshift_cluster.this.id
      log_destination_type = "cloudwatch"
      log_exports          = ["connectionlog"]
    }
  }

  pass "declared inside, as before version 6 of the provider" {
    resource "aws_redshift_cluster" "this" {
      cluster_identifier     = "warehouse"
      node_type              = "ra3.xlplus"
      master_username        = "admin1"
      manage_master_password = true
      logging {
        enable      = true
        bucket_name = "logs"
      }
    }
  }

  fail "none" {
    resource "aws_redshift_cluster" "this" {
      cluster_identifier     = "warehouse"
      node_type              = "ra3.xlplus"
      master_username        = "admin1"
      manage_master_password = true
    }
  }

  fail "switched off" {
    resource "aws_redshift_cluster" "this" {
      cluster_identifier     = "warehouse"
      node_type              = "ra3.xlplus"
      master_username        = "admin1"
      manage_master_password = true
      logging {
        enable = false
      }
    }
  }

  unknown "`enable` is an unset variable" {
    variable "enable" {}
    resource "aws_redshift_cluster" "this" {
      cluster_identifier     = "warehouse"
      node_type              = "ra3.xlplus"
      master_username        = "admin1"
      manage_master_password = true
      logging {
        enable = var.enable
      }
    }
  }
}

rule "aws-redshift-plain-connections" {
  title     = "Redshift parameter group does not ask for TLS"
  category  = "security"
  severity  = "medium"
  resources = ["aws_redshift_parameter_group"]
  aliases   = ["CKV_AWS_105"]
  tags      = ["cwe-319"]
  assert = (
    anytrue([for p in resource.parameter : p.name == "require_ssl" && lower(p.value) == "true"])
    || (resource.family == "redshift-2.0" && !anytrue([for p in resource.parameter : p.name == "require_ssl"]))
  )
  at      = resource.parameter
  message = "`require_ssl` is not true"
  why     = <<-EOT
    In the family `redshift-1.0` clients may connect in plain text unless the parameter is set; passwords and results then cross the network readable. `redshift-2.0` asks for TLS by default.
  EOT
  remedy  = <<-EOT
    ```hcl
    parameter {
      name  = "require_ssl"
      value = "true"
    }
    ```
  EOT
  link    = "https://docs.aws.amazon.com/redshift/latest/mgmt/connecting-ssl-support.html"

  pass "asked for" {
    resource "aws_redshift_parameter_group" "this" {
      name   = "warehouse"
      family = "redshift-1.0"
      parameter {
        name  = "require_ssl"
        value = "true"
      }
    }
  }

  pass "asked for by default" {
    resource "aws_redshift_parameter_group" "this" {
      name   = "warehouse"
      family = "redshift-2.0"
    }
  }

  fail "left out" {
    resource "aws_redshift_parameter_group" "this" {
      name   = "warehouse"
      family = "redshift-1.0"
    }
  }

  fail "switched off" {
    resource "aws_redshift_parameter_group" "this" {
      name   = "warehouse"
      family = "redshift-2.0"
      parameter {
        name  = "require_ssl"
        value = "false"
      }
    }
  }

  unknown "not known from the code" {
    variable "value" {}
    resource "aws_redshift_parameter_group" "this" {
      name      = "warehouse"
      family    = "redshift-1.0"
      parameter = var.value
    }
  }

  fail "no `name`" {
    resource "aws_redshift_parameter_group" "this" {
      name   = "warehouse"
      family = "redshift-1.0"
      parameter {
        value = "true"
      }
    }
    expect = ["aws_redshift_parameter_group.this @ parameter"]
  }
}

rule "aws-redshift-backups-disabled" {
  title     = "Redshift cluster makes no automatic snapshots"
  category  = "reliability"
  severity  = "medium"
  resources = ["aws_redshift_cluster"]
  aliases   = ["CKV_AWS_343"]
  tags      = ["cwe-754"]
  assert    = coalesce(resource.automated_snapshot_retention_period, 1) > 0
  at        = resource.automated_snapshot_retention_period
  message   = "`automated_snapshot_retention_period` is 0"
  why       = <<-EOT
    Zero switches automated snapshots off. (The default is one day; RA3 clusters always keep one.)
  EOT
  remedy    = <<-EOT
    ```hcl
    automated_snapshot_retention_period = 7
    ```
  EOT
  link      = "https://docs.aws.amazon.com/redshift/latest/mgmt/managing-snapshots-console.html"

  fix {
    set = {
      automated_snapshot_retention_period = 7
    }
  }

  pass "a week" {
    resource "aws_redshift_cluster" "this" {
      cluster_identifier                  = "warehouse"
      node_type                           = "ra3.xlplus"
      master_username                     = "admin1"
      manage_master_password              = true
      automated_snapshot_retention_period = 7
    }
  }

  pass "the default" {
    resource "aws_redshift_cluster" "this" {
      cluster_identifier     = "warehouse"
      node_type              = "ra3.xlplus"
      master_username        = "admin1"
      manage_master_password = true
    }
  }

  fail "zero" {
    resource "aws_redshift_cluster" "this" {
      cluster_identifier                  = "warehouse"
      node_type                           = "ra3.xlplus"
      master_username                     = "admin1"
      manage_master_password              = true
      automated_snapshot_retention_period = 0
    }
    expect = ["aws_redshift_cluster.this @ automated_snapshot_retention_period"]
  }

  fail "zero, as text" {
    resource "aws_redshift_cluster" "this" {
      cluster_identifier                  = "warehouse"
      node_type                           = "ra3.xlplus"
      master_username                     = "admin1"
      manage_master_password              = true
      automated_snapshot_retention_period = "0"
    }
  }

  unknown "not known from the code" {
    variable "value" {}
    resource "aws_redshift_cluster" "this" {
      cluster_identifier                  = "warehouse"
      node_type                           = "ra3.xlplus"
      master_username                     = "admin1"
      manage_master_password              = true
      automated_snapshot_retention_period = var.value
    }
  }
}

rule "aws-redshift-default-vpc" {
  title     = "Redshift cluster is in no subnet group"
  category  = "security"
  severity  = "low"
  default   = false
  resources = ["aws_redshift_cluster"]
  aliases   = ["CKV_AWS_154", "AWS-0127", "aws-redshift-use-vpc", "AVD-AWS-0127", "0a494a6a-ebe2-48a0-9d77-cf9d5125e1b3"]
  tags      = ["cwe-284"]
  assert    = resource.cluster_subnet_group_name != null
  at        = resource.cluster_subnet_group_name
  message   = "`cluster_subnet_group_name` is not set: the cluster is put into the default VPC"
  why       = <<-EOT
    The default VPC has public subnets only. EC2-Classic, for which other tools report this as high, does not exist any more.
  EOT
  remedy    = <<-EOT
    ```hcl
    cluster_subnet_group_name = aws_redshift_subnet_group.warehouse.name
    ```
  EOT
  link      = "https://docs.aws.amazon.com/redshift/latest/mgmt/working-with-cluster-subnet-groups.html"

  pass "a subnet group" {
    resource "aws_redshift_cluster" "this" {
      cluster_identifier        = "warehouse"
      node_type                 = "ra3.xlplus"
      master_username           = "admin1"
      manage_master_password    = true
      cluster_subnet_group_name = "private"
    }
  }

  fail "none" {
    resource "aws_redshift_cluster" "this" {
      cluster_identifier     = "warehouse"
      node_type              = "ra3.xlplus"
      master_username        = "admin1"
      manage_master_password = true
    }
  }

  fail "none, but a security group" {
    resource "aws_redshift_cluster" "this" {
      cluster_identifier     = "warehouse"
      node_type              = "ra3.xlplus"
      master_username        = "admin1"
      manage_master_password = true
      vpc_security_group_ids = ["sg-1"]
    }
  }

  unknown "not known from the code" {
    variable "value" {}
    resource "aws_redshift_cluster" "this" {
      cluster_identifier        = "warehouse"
      node_type                 = "ra3.xlplus"
      master_username           = "admin1"
      manage_master_password    = true
      cluster_subnet_group_name = var.value
    }
  }
}

rule "aws-redshift-upgrades-disabled" {
  title     = "Redshift cluster does not take new versions"
  category  = "security"
  severity  = "low"
  resources = ["aws_redshift_cluster"]
  aliases   = ["CKV_AWS_141"]
  tags      = ["cwe-1104"]
  assert    = coalesce(resource.allow_version_upgrade, true)
  at        = resource.allow_version_upgrade
  message   = "`allow_version_upgrade` is false"
  why       = <<-EOT
    Versions of the engine are installed in the maintenance window and carry security fixes. The default is true.
  EOT
  remedy    = <<-EOT
    ```hcl
    allow_version_upgrade = true
    ```
  EOT
  link      = "https://docs.aws.amazon.com/redshift/latest/mgmt/managing-cluster-considerations.html"

  fix {
    set = {
      allow_version_upgrade = true
    }
  }

  pass "the default" {
    resource "aws_redshift_cluster" "this" {
      cluster_identifier     = "warehouse"
      node_type              = "ra3.xlplus"
      master_username        = "admin1"
      manage_master_password = true
    }
  }

  pass "written out" {
    resource "aws_redshift_cluster" "this" {
      cluster_identifier     = "warehouse"
      node_type              = "ra3.xlplus"
      master_username        = "admin1"
      manage_master_password = true
      allow_version_upgrade  = true
    }
  }

  fail "switched off" {
    resource "aws_redshift_cluster" "this" {
      cluster_identifier     = "warehouse"
      node_type              = "ra3.xlplus"
      master_username        = "admin1"
      manage_master_password = true
      allow_version_upgrade  = false
    }
    expect = ["aws_redshift_cluster.this @ allow_version_upgrade"]
  }

  fail "switched off, as text" {
    resource "aws_redshift_cluster" "this" {
      cluster_identifier     = "warehouse"
      node_type              = "ra3.xlplus"
      master_username        = "admin1"
      manage_master_password = true
      allow_version_upgrade  = "false"
    }
  }

  unknown "not known from the code" {
    variable "value" {}
    resource "aws_redshift_cluster" "this" {
      cluster_identifier     = "warehouse"
      node_type              = "ra3.xlplus"
      master_username        = "admin1"
      manage_master_password = true
      allow_version_upgrade  = var.value
    }
  }
}

rule "aws-redshift-enhanced-routing-disabled" {
  title     = "Redshift loads and unloads data outside of the VPC"
  category  = "security"
  severity  = "low"
  default   = false
  resources = ["aws_redshift_cluster", "aws_redshiftserverless_workgroup"]
  aliases   = ["CKV_AWS_321"]
  tags      = ["cwe-284"]
  assert    = coalesce(resource.enhanced_vpc_routing, false)
  at        = resource.enhanced_vpc_routing
  message   = "`enhanced_vpc_routing` is not true"
  why       = <<-EOT
    COPY and UNLOAD then go over AWS's network, past security groups, endpoints and flow logs. With enhanced routing the VPC needs an endpoint for S3, or a NAT gateway.
  EOT
  remedy    = <<-EOT
    ```hcl
    enhanced_vpc_routing = true
    ```
  EOT
  link      = "https://docs.aws.amazon.com/redshift/latest/mgmt/enhanced-vpc-routing.html"

  fix {
    set = {
      enhanced_vpc_routing = true
    }
    safe = false
  }

  pass "on" {
    resource "aws_redshift_cluster" "this" {
      cluster_identifier     = "warehouse"
      node_type              = "ra3.xlplus"
      master_username        = "admin1"
      manage_master_password = true
      enhanced_vpc_routing   = true
    }
  }

  fail "left out" {
    resource "aws_redshiftserverless_workgroup" "this" {
      namespace_name = "warehouse"
      workgroup_name = "warehouse"
    }
  }

  fail "switched off" {
    resource "aws_redshift_cluster" "this" {
      cluster_identifier     = "warehouse"
      node_type              = "ra3.xlplus"
      master_username        = "admin1"
      manage_master_password = true
      enhanced_vpc_routing   = false
    }
    expect = ["aws_redshift_cluster.this @ enhanced_vpc_routing"]
  }

  unknown "not known from the code" {
    variable "value" {}
    resource "aws_redshiftserverless_workgroup" "this" {
      namespace_name       = "warehouse"
      workgroup_name       = "warehouse"
      enhanced_vpc_routing = var.value
    }
  }
}

rule "aws-redshift-default-database" {
  title     = "Redshift cluster uses the default database name"
  category  = "correctness"
  severity  = "info"
  default   = false
  resources = ["aws_redshift_cluster"]
  aliases   = ["CKV_AWS_320"]
  assert    = resource.database_name != null && resource.database_name != "dev"
  at        = resource.database_name
  message   = "the database is called `dev`, or has no name, which is the same"
  why       = <<-EOT
    The foundational best practices ask for a name of one's own. It protects little; a name that says what it holds is worth more.
  EOT
  remedy    = <<-EOT
    ```hcl
    database_name = "sales"
    ```
  EOT
  link      = "https://docs.aws.amazon.com/securityhub/latest/userguide/redshift-controls.html#redshift-9"

  pass "a name" {
    resource "aws_redshift_cluster" "this" {
      cluster_identifier     = "warehouse"
      node_type              = "ra3.xlplus"
      master_username        = "admin1"
      manage_master_password = true
      database_name          = "sales"
    }
  }

  fail "none" {
    resource "aws_redshift_cluster" "this" {
      cluster_identifier     = "warehouse"
      node_type              = "ra3.xlplus"
      master_username        = "admin1"
      manage_master_password = true
    }
  }

  fail "the default" {
    resource "aws_redshift_cluster" "this" {
      cluster_identifier     = "warehouse"
      node_type              = "ra3.xlplus"
      master_username        = "admin1"
      manage_master_password = true
      database_name          = "dev"
    }
    expect = ["aws_redshift_cluster.this @ database_name"]
  }

  unknown "not known from the code" {
    variable "value" {}
    resource "aws_redshift_cluster" "this" {
      cluster_identifier     = "warehouse"
      node_type              = "ra3.xlplus"
      master_username        = "admin1"
      manage_master_password = true
      database_name          = var.value
    }
  }
}

rule "aws-redshift-default-port" {
  title     = "Redshift listens on its usual port"
  category  = "security"
  severity  = "info"
  default   = false
  resources = ["aws_redshift_cluster"]
  aliases   = ["41abc6cc-dde1-4217-83d3-fb5f0cc09d8f"]
  tags      = ["cwe-668"]
  assert    = coalesce(resource.port, 5439) != 5439
  at        = resource.port
  message   = "the port is 5439"
  why       = <<-EOT
    Another port keeps off the simplest scans, and nothing else; the security group is what counts.
  EOT
  remedy    = <<-EOT
    ```hcl
    port = 15439
    ```
  EOT
  link      = "https://docs.aws.amazon.com/redshift/latest/mgmt/rs-gsg-connect-to-cluster.html"

  pass "another port" {
    resource "aws_redshift_cluster" "this" {
      cluster_identifier     = "warehouse"
      node_type              = "ra3.xlplus"
      master_username        = "admin1"
      manage_master_password = true
      port                   = 5455
    }
  }

  fail "left out" {
    resource "aws_redshift_cluster" "this" {
      cluster_identifier     = "warehouse"
      node_type              = "ra3.xlplus"
      master_username        = "admin1"
      manage_master_password = true
    }
  }

  fail "the usual one" {
    resource "aws_redshift_cluster" "this" {
      cluster_identifier     = "warehouse"
      node_type              = "ra3.xlplus"
      master_username        = "admin1"
      manage_master_password = true
      port                   = 5439
    }
    expect = ["aws_redshift_cluster.this @ port"]
  }

  unknown "not known from the code" {
    variable "value" {}
    resource "aws_redshift_cluster" "this" {
      cluster_identifier     = "warehouse"
      node_type              = "ra3.xlplus"
      master_username        = "admin1"
      manage_master_password = true
      port                   = var.value
    }
  }
}

rule "aws-redshift-previous-generation" {
  title     = "Redshift node type is of a previous generation"
  category  = "cost"
  severity  = "medium"
  resources = ["aws_redshift_cluster"]
  params = {
    families = ["dw1", "dw2", "ds1", "ds2", "dc1", "dc2"]
  }
  when    = resource.node_type != null
  assert  = !contains(param.families, split(".", lower(resource.node_type))[0])
  at      = resource.node_type
  message = "`${resource.node_type}` is of a previous generation"
  why     = <<-EOT
    Dense-compute and dense-storage nodes cannot be ordered any more, or not for long. RA3 nodes separate storage from compute, so that neither is bought for the other.
  EOT
  remedy  = <<-EOT
    ```hcl
    node_type = "ra3.large"
    ```
  EOT
  link    = "https://docs.aws.amazon.com/redshift/latest/mgmt/working-with-clusters.html"

  pass "RA3" {
    resource "aws_redshift_cluster" "this" {
      cluster_identifier     = "warehouse"
      node_type              = "ra3.xlplus"
      master_username        = "admin1"
      manage_master_password = true
    }
  }

  pass "the smallest RA3" {
    resource "aws_redshift_cluster" "this" {
      cluster_identifier     = "warehouse"
      master_username        = "admin1"
      manage_master_password = true
      node_type              = "ra3.large"
    }
  }

  fail "DC2" {
    resource "aws_redshift_cluster" "this" {
      cluster_identifier     = "warehouse"
      master_username        = "admin1"
      manage_master_password = true
      node_type              = "dc2.large"
    }
    expect = ["aws_redshift_cluster.this @ node_type"]
  }

  fail "DS2" {
    resource "aws_redshift_cluster" "this" {
      cluster_identifier     = "warehouse"
      master_username        = "admin1"
      manage_master_password = true
      node_type              = "ds2.xlarge"
    }
  }

  unknown "not known from the code" {
    variable "value" {}
    resource "aws_redshift_cluster" "this" {
      cluster_identifier     = "warehouse"
      master_username        = "admin1"
      manage_master_password = true
      node_type              = var.value
    }
  }

  fail "`node_type` is `dw1`" {
    resource "aws_redshift_cluster" "this" {
      cluster_identifier     = "warehouse"
      node_type              = "dw1"
      master_username        = "admin1"
      manage_master_password = true
    }
    expect = ["aws_redshift_cluster.this @ node_type"]
  }
}

rule "aws-redshift-final-snapshot-skipped" {
  title     = "Redshift cluster is deleted without a last snapshot"
  category  = "reliability"
  severity  = "low"
  default   = false
  resources = ["aws_redshift_cluster"]
  assert    = !coalesce(resource.skip_final_snapshot, false)
  at        = resource.skip_final_snapshot
  message   = "`skip_final_snapshot` is true"
  why       = <<-EOT
    With the cluster go its automated snapshots; the last one is what is left after a mistake.
  EOT
  remedy    = <<-EOT
    ```hcl
    skip_final_snapshot       = false
    final_snapshot_identifier = "warehouse-final"
    ```
  EOT
  link      = "https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/redshift_cluster#skip_final_snapshot"

  pass "a last snapshot" {
    resource "aws_redshift_cluster" "this" {
      cluster_identifier        = "warehouse"
      node_type                 = "ra3.xlplus"
      master_username           = "admin1"
      manage_master_password    = true
      final_snapshot_identifier = "warehouse-final"
    }
  }

  fail "skipped" {
    resource "aws_redshift_cluster" "this" {
      cluster_identifier     = "warehouse"
      node_type              = "ra3.xlplus"
      master_username        = "admin1"
      manage_master_password = true
      skip_final_snapshot    = true
    }
    expect = ["aws_redshift_cluster.this @ skip_final_snapshot"]
  }

  fail "skipped, as text" {
    resource "aws_redshift_cluster" "this" {
      cluster_identifier     = "warehouse"
      node_type              = "ra3.xlplus"
      master_username        = "admin1"
      manage_master_password = true
      skip_final_snapshot    = "true"
    }
  }

  unknown "not known from the code" {
    variable "value" {}
    resource "aws_redshift_cluster" "this" {
      cluster_identifier     = "warehouse"
      node_type              = "ra3.xlplus"
      master_username        = "admin1"
      manage_master_password = true
      skip_final_snapshot    = var.value
    }
  }
}

rule "aws-redshift-security-group-classic" {
  title     = "aws_redshift_security_group is for EC2-Classic, which is gone"
  category  = "correctness"
  severity  = "high"
  resources = ["aws_redshift_security_group"]
  aliases = [
    "AWS-0085", "aws-redshift-no-classic-resources", "AVD-AWS-0085", "AWS-0083", "aws-redshift-add-description-to-security-group", "AVD-AWS-0083",
  ]
  assert  = false
  message = "Redshift security groups cannot be created any more"
  why     = <<-EOT
    EC2-Classic ended in 2022, and version 5 of the provider has no such resource. Clusters in a VPC take VPC security groups.
  EOT
  remedy  = <<-EOT
    ```hcl
    vpc_security_group_ids = [aws_security_group.warehouse.id]
    ```
  EOT
  link    = "https://registry.terraform.io/providers/hashicorp/aws/latest/docs/guides/version-5-upgrade"

  pass "a security group of the VPC" {
    resource "aws_redshift_cluster" "this" {
      cluster_identifier     = "warehouse"
      node_type              = "ra3.xlplus"
      master_username        = "admin1"
      manage_master_password = true
      vpc_security_group_ids = ["sg-1"]
    }
  }

  fail "a classic group" {
    resource "aws_redshift_security_group" "this" {
      name = "warehouse"
      ingress {
        cidr = "10.0.0.0/24"
      }
    }
  }

  fail "with a description" {
    resource "aws_redshift_security_group" "this" {
      name        = "warehouse"
      description = "office"
      ingress {
        cidr = "10.0.0.0/24"
      }
    }
  }
}
