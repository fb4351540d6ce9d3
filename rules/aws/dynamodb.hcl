# DynamoDB and its cache, DAX.

rule "aws-dynamodb-no-point-in-time-recovery" {
  title     = "DynamoDB table cannot be restored"
  category  = "reliability"
  severity  = "medium"
  resources = ["aws_dynamodb_table"]
  aliases   = ["CKV_AWS_28", "AWS-0024", "aws-dynamodb-enable-recovery", "AVD-AWS-0024", "741f1291-47ac-4a85-a07b-3d32a9d6bd3e"]
  assert    = resource.point_in_time_recovery[0].enabled == true
  at        = resource.point_in_time_recovery[0].enabled
  message   = "Point-in-time recovery is off"
  why       = <<-EOT
    A wrong script or a bad deployment empties a table in seconds. Point-in-time recovery brings back any second of the last 35 days, for a charge by
    table size; it is off unless written. For tables that can be rebuilt from elsewhere suppress the rule.
  EOT
  remedy    = <<-EOT
    ```hcl
    point_in_time_recovery {
      enabled = true
    }
    ```
  EOT
  link      = "https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/PointInTimeRecovery.html"

  pass "on" {
    resource "aws_dynamodb_table" "t" {
      name         = "t"
      billing_mode = "PAY_PER_REQUEST"
      hash_key     = "id"
      attribute {
        name = "id"
        type = "S"
      }
      point_in_time_recovery {
        enabled = true
      }
    }
  }

  fail "not written" {
    resource "aws_dynamodb_table" "t" {
      name         = "t"
      billing_mode = "PAY_PER_REQUEST"
      hash_key     = "id"
      attribute {
        name = "id"
        type = "S"
      }
    }
  }

  fail "off" {
    resource "aws_dynamodb_table" "t" {
      name         = "t"
      billing_mode = "PAY_PER_REQUEST"
      hash_key     = "id"
      attribute {
        name = "id"
        type = "S"
      }
      point_in_time_recovery {
        enabled = false
      }
    }
    expect = ["aws_dynamodb_table.t @ point_in_time_recovery[0].enabled"]
  }

  unknown "an unset variable" {
    variable "pitr" {
      type = bool
    }
    resource "aws_dynamodb_table" "t" {
      name         = "t"
      billing_mode = "PAY_PER_REQUEST"
      hash_key     = "id"
      attribute {
        name = "id"
        type = "S"
      }
      point_in_time_recovery {
        enabled = var.pitr
      }
    }
  }
}

rule "aws-dynamodb-replica-no-point-in-time-recovery" {
  title     = "DynamoDB replica cannot be restored"
  category  = "reliability"
  severity  = "low"
  resources = ["aws_dynamodb_table", "aws_dynamodb_table_replica"]
  default   = false
  for_each  = meta.type == "aws_dynamodb_table" ? resource.replica : [resource]
  assert    = each.value.point_in_time_recovery == true
  at        = each.value.point_in_time_recovery
  message   = "Point-in-time recovery is off in the replica"
  why       = "Recovery is switched on for each region alone. A replica follows a wrong delete within a second; it is no backup."
  remedy    = "Set `point_in_time_recovery = true`."
  link      = "https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/dynamodb_table"

  pass "on" {
    resource "aws_dynamodb_table" "t" {
      name         = "t"
      billing_mode = "PAY_PER_REQUEST"
      hash_key     = "id"
      attribute {
        name = "id"
        type = "S"
      }
      replica {
        region_name            = "eu-west-1"
        point_in_time_recovery = true
      }
    }
    also = ["aws-dynamodb-no-point-in-time-recovery"]
  }

  fail "not written" {
    resource "aws_dynamodb_table" "t" {
      name         = "t"
      billing_mode = "PAY_PER_REQUEST"
      hash_key     = "id"
      attribute {
        name = "id"
        type = "S"
      }
      replica {
        region_name = "eu-west-1"
      }
    }
  }

  fail "a resource of its own" {
    resource "aws_dynamodb_table_replica" "r" {
      global_table_arn       = "arn:aws:dynamodb:eu-central-1:123456789012:table/t"
      point_in_time_recovery = false
    }
    expect = ["aws_dynamodb_table_replica.r @ point_in_time_recovery"]
  }

  unknown "`point_in_time_recovery` is an unset variable" {
    variable "point_in_time_recovery" {}
    resource "aws_dynamodb_table_replica" "r" {
      global_table_arn       = "arn:aws:dynamodb:eu-central-1:123456789012:table/t"
      point_in_time_recovery = var.point_in_time_recovery
    }
  }
}

rule "aws-dynamodb-aws-owned-key" {
  title     = "DynamoDB table is not encrypted with a key of your own"
  category  = "security"
  severity  = "low"
  resources = ["aws_dynamodb_table"]
  aliases   = ["CKV_AWS_119", "AWS-0025", "aws-dynamodb-table-customer-key", "AVD-AWS-0025", "ce089fd4-1406-47bd-8aad-c259772bb294"]
  tags      = ["cwe-320"]
  default   = false
  assert    = resource.server_side_encryption[0].enabled == true && resource.server_side_encryption[0].kms_key_arn != null
  at        = [resource.server_side_encryption[0].enabled, resource.server_side_encryption]
  message   = "The table is encrypted with a key of AWS"
  why       = "DynamoDB encrypts every table, whatever the argument says: `enabled = false` means a key that AWS owns. A key of your own adds a policy and an audit trail, for a charge."
  remedy    = <<-EOT
    ```hcl
    server_side_encryption {
      enabled     = true
      kms_key_arn = aws_kms_key.table.arn
    }
    ```
  EOT
  link      = "https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/EncryptionAtRest.html"

  pass "a key" {
    resource "aws_dynamodb_table" "t" {
      name         = "t"
      billing_mode = "PAY_PER_REQUEST"
      hash_key     = "id"
      attribute {
        name = "id"
        type = "S"
      }
      server_side_encryption {
        enabled     = true
        kms_key_arn = "arn:aws:kms:eu-central-1:123456789012:key/1234abcd-12ab-34cd-56ef-1234567890ab"
      }
    }
    also = ["aws-dynamodb-no-point-in-time-recovery"]
  }

  fail "none" {
    resource "aws_dynamodb_table" "t" {
      name         = "t"
      billing_mode = "PAY_PER_REQUEST"
      hash_key     = "id"
      attribute {
        name = "id"
        type = "S"
      }
    }
  }

  fail "the AWS managed key" {
    resource "aws_dynamodb_table" "t" {
      name         = "t"
      billing_mode = "PAY_PER_REQUEST"
      hash_key     = "id"
      attribute {
        name = "id"
        type = "S"
      }
      server_side_encryption {
        enabled = true
      }
    }
    expect = ["aws_dynamodb_table.t @ server_side_encryption[0].enabled"]
  }

  fail "no `enabled`" {
    resource "aws_dynamodb_table" "t" {
      name         = "t"
      billing_mode = "PAY_PER_REQUEST"
      hash_key     = "id"
      attribute {
        name = "id"
        type = "S"
      }
      server_side_encryption {
        kms_key_arn = "arn:aws:kms:eu-central-1:123456789012:key/1234abcd-12ab-34cd-56ef-1234567890ab"
      }
    }
    expect = ["aws_dynamodb_table.t @ server_side_encryption"]
  }
}

rule "aws-dynamodb-replica-aws-owned-key" {
  title     = "DynamoDB replica is not encrypted with a key of your own"
  category  = "security"
  severity  = "low"
  resources = ["aws_dynamodb_table_replica"]
  aliases   = ["CKV_AWS_271"]
  tags      = ["cwe-320"]
  default   = false
  assert    = resource.kms_key_arn != null
  message   = "The replica is encrypted with a key that AWS owns"
  why       = "AWS encrypts by itself. A key of your own adds a policy, an audit trail and the power to take it away, for a monthly charge and one for each request."
  remedy    = "Set `kms_key_arn = aws_kms_key.main.arn`."
  link      = "https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/dynamodb_table_replica"

  pass "a key" {
    resource "aws_dynamodb_table_replica" "r" {
      global_table_arn = "arn:aws:dynamodb:eu-central-1:123456789012:table/t"
      kms_key_arn      = "arn:aws:kms:eu-central-1:123456789012:key/1234abcd-12ab-34cd-56ef-1234567890ab"
    }
  }

  fail "none" {
    resource "aws_dynamodb_table_replica" "r" {
      global_table_arn = "arn:aws:dynamodb:eu-central-1:123456789012:table/t"
    }
  }
}

rule "aws-dynamodb-deletion-protection-off" {
  title     = "DynamoDB table can be deleted by mistake"
  category  = "reliability"
  severity  = "medium"
  resources = ["aws_dynamodb_table"]
  default   = false
  assert    = resource.deletion_protection_enabled == true
  at        = resource.deletion_protection_enabled
  message   = "Deletion protection is off"
  why       = "A changed key schema replaces the table, data and all, and a plan with many lines is read too quickly. Protection stops that at apply."
  remedy    = "Set `deletion_protection_enabled = true`."
  link      = "https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/WorkingWithTables.Basics.html"
  fix {
    set = {
      deletion_protection_enabled = true
    }
  }

  pass "protected" {
    resource "aws_dynamodb_table" "t" {
      name         = "t"
      billing_mode = "PAY_PER_REQUEST"
      hash_key     = "id"
      attribute {
        name = "id"
        type = "S"
      }
      deletion_protection_enabled = true
    }
    also = ["aws-dynamodb-no-point-in-time-recovery"]
  }

  fail "not written" {
    resource "aws_dynamodb_table" "t" {
      name         = "t"
      billing_mode = "PAY_PER_REQUEST"
      hash_key     = "id"
      attribute {
        name = "id"
        type = "S"
      }
    }
  }

  fail "off" {
    resource "aws_dynamodb_table" "t" {
      name         = "t"
      billing_mode = "PAY_PER_REQUEST"
      hash_key     = "id"
      attribute {
        name = "id"
        type = "S"
      }
      deletion_protection_enabled = false
    }
    expect = ["aws_dynamodb_table.t @ deletion_protection_enabled"]
  }

  unknown "`deletion_protection_enabled` is an unset variable" {
    variable "deletion_protection_enabled" {}
    resource "aws_dynamodb_table" "t" {
      name         = "t"
      billing_mode = "PAY_PER_REQUEST"
      hash_key     = "id"
      attribute {
        name = "id"
        type = "S"
      }
      deletion_protection_enabled = var.deletion_protection_enabled
    }
  }
}

rule "aws-dynamodb-no-autoscaling" {
  title     = "DynamoDB table pays for fixed capacity day and night"
  category  = "cost"
  severity  = "info"
  resources = ["aws_dynamodb_table"]
  aliases   = ["CKV2_AWS_16"]
  default   = false
  related "targets" {
    type = "aws_appautoscaling_target"
    on   = refers(other.resource_id, resource) || other.resource_id == "table/${resource.name}"
  }
  when    = coalesce(resource.billing_mode, "PROVISIONED") == "PROVISIONED"
  assert  = length(related.targets) > 0
  at      = [resource.billing_mode, resource.read_capacity]
  message = "Capacity is provisioned and nothing scales it"
  why     = "Provisioned capacity is paid whether it is used or not, and throttles what exceeds it. On demand, or with autoscaling, the table follows its load."
  remedy  = "Set `billing_mode = \"PAY_PER_REQUEST\"`, or add `aws_appautoscaling_target` and `aws_appautoscaling_policy`."
  link    = "https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/AutoScaling.html"

  pass "on demand" {
    resource "aws_dynamodb_table" "t" {
      name         = "t"
      billing_mode = "PAY_PER_REQUEST"
      hash_key     = "id"
      attribute {
        name = "id"
        type = "S"
      }
    }
    also = ["aws-dynamodb-no-point-in-time-recovery"]
  }

  pass "scaled" {
    resource "aws_dynamodb_table" "t" {
      name           = "t"
      read_capacity  = 5
      write_capacity = 5
      hash_key       = "id"
      attribute {
        name = "id"
        type = "S"
      }
    }
    resource "aws_appautoscaling_target" "read" {
      service_namespace  = "dynamodb"
      resource_id        = "table/${aws_dynamodb_table.t.name}"
      scalable_dimension = "dynamodb:table:ReadCapacityUnits"
      min_capacity       = 5
      max_capacity       = 100
    }
    also = ["aws-dynamodb-no-point-in-time-recovery"]
  }

  fail "fixed" {
    resource "aws_dynamodb_table" "t" {
      name           = "t"
      read_capacity  = 5
      write_capacity = 5
      hash_key       = "id"
      attribute {
        name = "id"
        type = "S"
      }
    }
  }

  fail "fixed, written down" {
    resource "aws_dynamodb_table" "t" {
      name           = "t"
      billing_mode   = "PROVISIONED"
      read_capacity  = 5
      write_capacity = 5
      hash_key       = "id"
      attribute {
        name = "id"
        type = "S"
      }
    }
    expect = ["aws_dynamodb_table.t @ billing_mode"]
  }

  unknown "`billing_mode` is an unset variable" {
    variable "billing_mode" {}
    resource "aws_dynamodb_table" "t" {
      name           = "t"
      billing_mode   = var.billing_mode
      read_capacity  = 5
      write_capacity = 5
      hash_key       = "id"
      attribute {
        name = "id"
        type = "S"
      }
    }
  }
}

rule "aws-dynamodb-policy-public" {
  title     = "DynamoDB table policy lets every AWS account in"
  category  = "security"
  severity  = "high"
  resources = ["aws_dynamodb_resource_policy"]
  tags      = ["cwe-732"]
  assert    = !anytrue([for s in iam_statements(resource.policy) : iam_is_public(s)])
  at        = resource.policy
  message   = "A statement of the policy allows everyone"
  why       = "With the principal `*` anyone who has an AWS account reads, or writes, the table."
  remedy    = "Name accounts or roles as principals."
  link      = "https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/dynamodb_resource_policy"

  pass "one role" {
    resource "aws_dynamodb_resource_policy" "t" {
      resource_arn = "arn:aws:dynamodb:eu-central-1:123456789012:table/t"
      policy       = jsonencode({ Statement = [{ Effect = "Allow", Principal = { AWS = "arn:aws:iam::210987654321:role/app" }, Action = "dynamodb:GetItem", Resource = "*" }] })
    }
  }

  fail "everyone" {
    resource "aws_dynamodb_resource_policy" "t" {
      resource_arn = "arn:aws:dynamodb:eu-central-1:123456789012:table/t"
      policy       = jsonencode({ Statement = [{ Effect = "Allow", Principal = "*", Action = "dynamodb:GetItem", Resource = "*" }] })
    }
    expect = ["aws_dynamodb_resource_policy.t @ policy"]
  }

  unknown "an unset variable" {
    variable "policy" {
      type = string
    }
    resource "aws_dynamodb_resource_policy" "t" {
      resource_arn = "arn:aws:dynamodb:eu-central-1:123456789012:table/t"
      policy       = var.policy
    }
  }

  pass "no `policy`" {
    resource "aws_dynamodb_resource_policy" "t" {
      resource_arn = "arn:aws:dynamodb:eu-central-1:123456789012:table/t"
    }
  }
}

rule "aws-dynamodb-stream-view-type-invalid" {
  title     = "DynamoDB stream has a view type that AWS does not know"
  category  = "correctness"
  severity  = "high"
  resources = ["aws_dynamodb_table"]
  aliases   = ["aws_dynamodb_table_invalid_stream_view_type"]
  params = {
    allowed = ["KEYS_ONLY", "NEW_IMAGE", "OLD_IMAGE", "NEW_AND_OLD_IMAGES"]
  }
  when    = resource.stream_view_type != null && resource.stream_view_type != ""
  assert  = contains(param.allowed, resource.stream_view_type)
  at      = resource.stream_view_type
  message = "`${resource.stream_view_type}` is not one of ${join(", ", param.allowed)}"
  why     = "The provider refuses other words."
  remedy  = "Write `NEW_AND_OLD_IMAGES`."
  link    = "https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/dynamodb_table"

  pass "known" {
    resource "aws_dynamodb_table" "t" {
      name         = "t"
      billing_mode = "PAY_PER_REQUEST"
      hash_key     = "id"
      attribute {
        name = "id"
        type = "S"
      }
      stream_enabled   = true
      stream_view_type = "NEW_AND_OLD_IMAGES"
    }
    also = ["aws-dynamodb-no-point-in-time-recovery"]
  }

  fail "a slip" {
    resource "aws_dynamodb_table" "t" {
      name         = "t"
      billing_mode = "PAY_PER_REQUEST"
      hash_key     = "id"
      attribute {
        name = "id"
        type = "S"
      }
      stream_enabled   = true
      stream_view_type = "OLD_AND_NEW_IMAGES"
    }
    expect = ["aws_dynamodb_table.t @ stream_view_type"]
  }

  unknown "an unset variable" {
    variable "view" {
      type = string
    }
    resource "aws_dynamodb_table" "t" {
      name         = "t"
      billing_mode = "PAY_PER_REQUEST"
      hash_key     = "id"
      attribute {
        name = "id"
        type = "S"
      }
      stream_enabled   = true
      stream_view_type = var.view
    }
  }

  pass "no `stream_view_type`" {
    resource "aws_dynamodb_table" "t" {
      name         = "t"
      billing_mode = "PAY_PER_REQUEST"
      hash_key     = "id"
      attribute {
        name = "id"
        type = "S"
      }
      stream_enabled = true
    }
    also = ["aws-dynamodb-no-point-in-time-recovery"]
  }

  fail "one more, `stream_view_type` is `KEYS_ONLY`" {
    resource "aws_dynamodb_table" "t" {
      name         = "t"
      billing_mode = "PAY_PER_REQUEST"
      hash_key     = "id"
      attribute {
        name = "id"
        type = "S"
      }
      stream_enabled   = true
      stream_view_type = "OLD_AND_NEW_IMAGES"
    }
    resource "aws_dynamodb_table" "t_too" {
      name         = "t"
      billing_mode = "PAY_PER_REQUEST"
      hash_key     = "id"
      attribute {
        name = "id"
        type = "S"
      }
      stream_enabled   = true
      stream_view_type = "KEYS_ONLY"
    }
    expect = ["aws_dynamodb_table.t @ stream_view_type"]
  }
}

rule "aws-dynamodb-attribute-unindexed" {
  title     = "DynamoDB table declares an attribute that is no key"
  category  = "correctness"
  severity  = "high"
  resources = ["aws_dynamodb_table"]
  for_each  = resource.attribute
  assert = contains(concat(
    [resource.hash_key, resource.range_key],
    flatten([for i in concat(resource.global_secondary_index, resource.local_secondary_index) : concat([i.hash_key, i.range_key], flatten([for k in i.key_schema : k.attribute_name]))])
  ), each.value.name)
  at      = each.value.name
  message = "`${each.value.name}` is a key of neither the table nor an index"
  why     = "DynamoDB has no schema: only keys are declared. The provider refuses an attribute that no key uses."
  remedy  = "Remove the `attribute` block; items may hold the attribute all the same."
  link    = "https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/dynamodb_table"

  pass "keys only" {
    resource "aws_dynamodb_table" "t" {
      name         = "t"
      billing_mode = "PAY_PER_REQUEST"
      hash_key     = "id"
      attribute {
        name = "id"
        type = "S"
      }
      attribute {
        name = "day"
        type = "N"
      }
      global_secondary_index {
        name            = "by-day"
        hash_key        = "day"
        projection_type = "ALL"
      }
    }
    also = ["aws-dynamodb-no-point-in-time-recovery"]
  }

  fail "one too many" {
    resource "aws_dynamodb_table" "t" {
      name         = "t"
      billing_mode = "PAY_PER_REQUEST"
      hash_key     = "id"
      attribute {
        name = "id"
        type = "S"
      }
      attribute {
        name = "email"
        type = "S"
      }
    }
    expect = ["aws_dynamodb_table.t @ attribute[1].name"]
  }

  unknown "`name` is an unset variable" {
    variable "name" {}
    resource "aws_dynamodb_table" "t" {
      name         = "t"
      billing_mode = "PAY_PER_REQUEST"
      hash_key     = "id"
      attribute {
        name = "id"
        type = "S"
      }
      attribute {
        name = var.name
        type = "S"
      }
    }
  }

  pass "no `hash_key`, `range_key` is `day`" {
    resource "aws_dynamodb_table" "t" {
      name         = "t"
      billing_mode = "PAY_PER_REQUEST"
      hash_key     = "id"
      range_key    = "day"
      attribute {
        name = "id"
        type = "S"
      }
      attribute {
        name = "day"
        type = "N"
      }
      global_secondary_index {
        name            = "by-day"
        projection_type = "ALL"
      }
    }
    also = ["aws-dynamodb-no-point-in-time-recovery"]
  }
}

rule "aws-dynamodb-key-undeclared" {
  title     = "DynamoDB key is not declared as an attribute"
  category  = "correctness"
  severity  = "high"
  resources = ["aws_dynamodb_table"]
  when      = resource.restore_source_name == null && resource.restore_source_table_arn == null
  for_each = [for k in concat(
    [resource.hash_key, resource.range_key],
    flatten([for i in concat(resource.global_secondary_index, resource.local_secondary_index) : concat([i.hash_key, i.range_key], flatten([for k in i.key_schema : k.attribute_name]))])
  ) : k if k != null]
  assert  = contains([for a in resource.attribute : a.name], each.value)
  at      = resource.hash_key
  message = "`${each.value}` has no `attribute` block with its type"
  why     = "Every key of the table and of its indexes needs a type. The provider refuses a key without one."
  remedy  = <<-EOT
    ```hcl
    attribute {
      name = "id"
      type = "S"
    }
    ```
  EOT
  link    = "https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/dynamodb_table"

  pass "declared" {
    resource "aws_dynamodb_table" "t" {
      name         = "t"
      billing_mode = "PAY_PER_REQUEST"
      hash_key     = "id"
      attribute {
        name = "id"
        type = "S"
      }
    }
    also = ["aws-dynamodb-no-point-in-time-recovery"]
  }

  fail "not declared" {
    resource "aws_dynamodb_table" "t" {
      name         = "t"
      billing_mode = "PAY_PER_REQUEST"
      hash_key     = "id"
      range_key    = "day"
      attribute {
        name = "id"
        type = "S"
      }
    }
  }

  unknown "`hash_key` is an unset variable" {
    variable "hash_key" {}
    resource "aws_dynamodb_table" "t" {
      name         = "t"
      billing_mode = "PAY_PER_REQUEST"
      hash_key     = var.hash_key
      range_key    = "day"
      attribute {
        name = "id"
        type = "S"
      }
    }
  }

  fail "with `global_secondary_index`" {
    resource "aws_dynamodb_table" "t" {
      name         = "t"
      billing_mode = "PAY_PER_REQUEST"
      hash_key     = "id"
      attribute {
        name = "id"
        type = "S"
      }
      global_secondary_index {
        name            = "by-day"
        hash_key        = "day"
        projection_type = "ALL"
      }
    }
    expect = ["aws_dynamodb_table.t @ hash_key"]
  }
}

rule "aws-dynamodb-capacity-missing" {
  title     = "Provisioned DynamoDB table has no capacity"
  category  = "correctness"
  severity  = "high"
  resources = ["aws_dynamodb_table"]
  when      = coalesce(resource.billing_mode, "PROVISIONED") == "PROVISIONED" && resource.restore_source_name == null && resource.restore_source_table_arn == null
  assert    = resource.read_capacity != null && resource.write_capacity != null
  at        = [resource.read_capacity, resource.write_capacity, resource.billing_mode]
  message   = "`read_capacity` and `write_capacity` are needed in the billing mode `PROVISIONED`"
  why       = "`PROVISIONED` is the default billing mode. The provider refuses such a table without both capacities."
  remedy    = "Set both, or `billing_mode = \"PAY_PER_REQUEST\"`."
  link      = "https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/dynamodb_table"

  pass "both" {
    resource "aws_dynamodb_table" "t" {
      name           = "t"
      read_capacity  = 5
      write_capacity = 5
      hash_key       = "id"
      attribute {
        name = "id"
        type = "S"
      }
    }
    also = ["aws-dynamodb-no-point-in-time-recovery"]
  }

  pass "on demand" {
    resource "aws_dynamodb_table" "t" {
      name         = "t"
      billing_mode = "PAY_PER_REQUEST"
      hash_key     = "id"
      attribute {
        name = "id"
        type = "S"
      }
    }
    also = ["aws-dynamodb-no-point-in-time-recovery"]
  }

  fail "none" {
    resource "aws_dynamodb_table" "t" {
      name     = "t"
      hash_key = "id"
      attribute {
        name = "id"
        type = "S"
      }
    }
  }

  fail "more that fail" {
    resource "aws_dynamodb_table" "no_read_capacity" {
      name           = "t"
      write_capacity = 5
      hash_key       = "id"
      attribute {
        name = "id"
        type = "S"
      }
    }
    resource "aws_dynamodb_table" "no_write_capacity" {
      name          = "t"
      read_capacity = 5
      hash_key      = "id"
      attribute {
        name = "id"
        type = "S"
      }
    }
    expect = [
      "aws_dynamodb_table.no_read_capacity @ write_capacity",
      "aws_dynamodb_table.no_write_capacity @ read_capacity",
    ]
  }
}

rule "aws-dax-unencrypted" {
  title     = "DAX cluster is not encrypted at rest"
  category  = "security"
  severity  = "medium"
  resources = ["aws_dax_cluster"]
  aliases   = ["CKV_AWS_47", "AWS-0023", "aws-dynamodb-enable-at-rest-encryption", "AVD-AWS-0023", "f11aec39-858f-4b6f-b946-0a1bf46c0c87"]
  tags      = ["cwe-311"]
  assert    = resource.server_side_encryption[0].enabled == true
  at        = resource.server_side_encryption[0].enabled
  message   = "Encryption at rest is off"
  why       = "DAX holds copies of the table's items, which DynamoDB itself would encrypt. It can be chosen only when the cluster is made, and is off unless written."
  remedy    = <<-EOT
    ```hcl
    server_side_encryption {
      enabled = true
    }
    ```
  EOT
  link      = "https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/DAXEncryptionAtRest.html"

  pass "on" {
    resource "aws_dax_cluster" "dax" {
      cluster_name       = "dax"
      iam_role_arn       = "arn:aws:iam::123456789012:role/dax"
      node_type          = "dax.t3.small"
      replication_factor = 1
      server_side_encryption {
        enabled = true
      }
    }
    also = ["aws-dax-plain-endpoint"]
  }

  fail "not written" {
    resource "aws_dax_cluster" "dax" {
      cluster_name       = "dax"
      iam_role_arn       = "arn:aws:iam::123456789012:role/dax"
      node_type          = "dax.t3.small"
      replication_factor = 1
    }
  }

  fail "off" {
    resource "aws_dax_cluster" "dax" {
      cluster_name       = "dax"
      iam_role_arn       = "arn:aws:iam::123456789012:role/dax"
      node_type          = "dax.t3.small"
      replication_factor = 1
      server_side_encryption {
        enabled = false
      }
    }
    expect = ["aws_dax_cluster.dax @ server_side_encryption[0].enabled"]
  }

  unknown "an unset variable" {
    variable "encrypted" {
      type = bool
    }
    resource "aws_dax_cluster" "dax" {
      cluster_name       = "dax"
      iam_role_arn       = "arn:aws:iam::123456789012:role/dax"
      node_type          = "dax.t3.small"
      replication_factor = 1
      server_side_encryption {
        enabled = var.encrypted
      }
    }
  }
}

rule "aws-dax-plain-endpoint" {
  title     = "DAX endpoint does not use TLS"
  category  = "security"
  severity  = "medium"
  resources = ["aws_dax_cluster"]
  aliases   = ["CKV_AWS_239"]
  tags      = ["cwe-319"]
  assert    = resource.cluster_endpoint_encryption_type == "TLS"
  at        = resource.cluster_endpoint_encryption_type
  message   = "The endpoint is not encrypted"
  why       = "Items cross the network readable. `NONE` is the default and cannot be changed later."
  remedy    = "Set `cluster_endpoint_encryption_type = \"TLS\"`."
  link      = "https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/DAXEncryptionInTransit.html"
  fix {
    set = {
      cluster_endpoint_encryption_type = "TLS"
    }
    safe = false
  }

  pass "TLS" {
    resource "aws_dax_cluster" "dax" {
      cluster_name                     = "dax"
      iam_role_arn                     = "arn:aws:iam::123456789012:role/dax"
      node_type                        = "dax.t3.small"
      replication_factor               = 1
      cluster_endpoint_encryption_type = "TLS"
    }
    also = ["aws-dax-unencrypted"]
  }

  fail "not written" {
    resource "aws_dax_cluster" "dax" {
      cluster_name       = "dax"
      iam_role_arn       = "arn:aws:iam::123456789012:role/dax"
      node_type          = "dax.t3.small"
      replication_factor = 1
    }
  }

  fail "none" {
    resource "aws_dax_cluster" "dax" {
      cluster_name                     = "dax"
      iam_role_arn                     = "arn:aws:iam::123456789012:role/dax"
      node_type                        = "dax.t3.small"
      replication_factor               = 1
      cluster_endpoint_encryption_type = "NONE"
    }
    expect = ["aws_dax_cluster.dax @ cluster_endpoint_encryption_type"]
  }

  unknown "`cluster_endpoint_encryption_type` is an unset variable" {
    variable "cluster_endpoint_encryption_type" {}
    resource "aws_dax_cluster" "dax" {
      cluster_name                     = "dax"
      iam_role_arn                     = "arn:aws:iam::123456789012:role/dax"
      node_type                        = "dax.t3.small"
      replication_factor               = 1
      cluster_endpoint_encryption_type = var.cluster_endpoint_encryption_type
    }
  }
}
