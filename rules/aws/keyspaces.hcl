rule "aws-keyspaces-without-customer-key" {
  title     = "Keyspaces table is not encrypted with a KMS key of your own"
  category  = "security"
  severity  = "low"
  default   = false
  resources = ["aws_keyspaces_table"]
  aliases   = ["CKV_AWS_265"]
  tags      = ["cwe-326"]
  assert    = resource.encryption_specification[0].type == "CUSTOMER_MANAGED_KMS_KEY"
  at        = resource.encryption_specification[0].type
  message   = "the type of encryption is not `CUSTOMER_MANAGED_KMS_KEY`"
  why       = <<-EOT
    Tables are always encrypted with a key that AWS owns. One of your own has its own policy and shows in CloudTrail.
  EOT
  remedy    = <<-EOT
    ```hcl
    encryption_specification {
      type               = "CUSTOMER_MANAGED_KMS_KEY"
      kms_key_identifier = aws_kms_key.orders.arn
    }
    ```
  EOT
  link      = "https://docs.aws.amazon.com/keyspaces/latest/devguide/EncryptionAtRest.html"

  pass "a key" {
    resource "aws_keyspaces_table" "this" {
      keyspace_name = "orders"
      table_name    = "lines"
      schema_definition {
        column {
          name = "id"
          type = "uuid"
        }
        partition_key {
          name = "id"
        }
      }
      encryption_specification {
        type               = "CUSTOMER_MANAGED_KMS_KEY"
        kms_key_identifier = "arn:aws:kms:eu-west-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab"
      }
    }
    also = ["aws-keyspaces-recovery-disabled"]
  }

  fail "left out" {
    resource "aws_keyspaces_table" "this" {
      keyspace_name = "orders"
      table_name    = "lines"
      schema_definition {
        column {
          name = "id"
          type = "uuid"
        }
        partition_key {
          name = "id"
        }
      }
    }
  }

  fail "AWS's key, written out" {
    resource "aws_keyspaces_table" "this" {
      keyspace_name = "orders"
      table_name    = "lines"
      schema_definition {
        column {
          name = "id"
          type = "uuid"
        }
        partition_key {
          name = "id"
        }
      }
      encryption_specification {
        type = "AWS_OWNED_KMS_KEY"
      }
    }
    expect = ["aws_keyspaces_table.this @ encryption_specification[0].type"]
  }

  unknown "`type` is an unset variable" {
    variable "type" {}
    resource "aws_keyspaces_table" "this" {
      keyspace_name = "orders"
      table_name    = "lines"
      schema_definition {
        column {
          name = "id"
          type = "uuid"
        }
        partition_key {
          name = "id"
        }
      }
      encryption_specification {
        type = var.type
      }
    }
  }
}

rule "aws-keyspaces-recovery-disabled" {
  title     = "Keyspaces table has no point-in-time recovery"
  category  = "reliability"
  severity  = "low"
  resources = ["aws_keyspaces_table"]
  assert    = resource.point_in_time_recovery[0].status == "ENABLED"
  at        = resource.point_in_time_recovery[0].status
  message   = "`point_in_time_recovery` is not enabled"
  why       = <<-EOT
    Without it a deleted or overwritten row is gone: Keyspaces makes no other backups. It is billed by the size of the table.
  EOT
  remedy    = <<-EOT
    ```hcl
    point_in_time_recovery {
      status = "ENABLED"
    }
    ```
  EOT
  link      = "https://docs.aws.amazon.com/keyspaces/latest/devguide/PointInTimeRecovery.html"

  pass "enabled" {
    resource "aws_keyspaces_table" "this" {
      keyspace_name = "orders"
      table_name    = "lines"
      schema_definition {
        column {
          name = "id"
          type = "uuid"
        }
        partition_key {
          name = "id"
        }
      }
      point_in_time_recovery {
        status = "ENABLED"
      }
    }
  }

  fail "left out" {
    resource "aws_keyspaces_table" "this" {
      keyspace_name = "orders"
      table_name    = "lines"
      schema_definition {
        column {
          name = "id"
          type = "uuid"
        }
        partition_key {
          name = "id"
        }
      }
    }
  }

  fail "switched off" {
    resource "aws_keyspaces_table" "this" {
      keyspace_name = "orders"
      table_name    = "lines"
      schema_definition {
        column {
          name = "id"
          type = "uuid"
        }
        partition_key {
          name = "id"
        }
      }
      point_in_time_recovery {
        status = "DISABLED"
      }
    }
    expect = ["aws_keyspaces_table.this @ point_in_time_recovery[0].status"]
  }

  unknown "`status` is an unset variable" {
    variable "status" {}
    resource "aws_keyspaces_table" "this" {
      keyspace_name = "orders"
      table_name    = "lines"
      schema_definition {
        column {
          name = "id"
          type = "uuid"
        }
        partition_key {
          name = "id"
        }
      }
      point_in_time_recovery {
        status = var.status
      }
    }
  }
}
