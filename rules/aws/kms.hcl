rule "aws-kms-key-rotation-disabled" {
  title     = "KMS key is not rotated"
  category  = "security"
  severity  = "medium"
  resources = ["aws_kms_key"]
  aliases   = ["CKV_AWS_7", "AWS-0065", "aws-kms-auto-rotate-keys", "AVD-AWS-0065", "22fbfeac-7b5a-421a-8a27-7a2178bb910b"]
  tags      = ["cwe-326", "cis-aws-3.0-3.6"]
  when = (
    coalesce(resource.key_usage, "ENCRYPT_DECRYPT") == "ENCRYPT_DECRYPT"
    && coalesce(resource.customer_master_key_spec, "SYMMETRIC_DEFAULT") == "SYMMETRIC_DEFAULT"
    && resource.custom_key_store_id == null
  )
  assert  = coalesce(resource.enable_key_rotation, false)
  at      = resource.enable_key_rotation
  message = "`enable_key_rotation` is not true"
  why     = <<-EOT
    Rotation makes new key material once a year; old material stays for decrypting, so nothing has to be encrypted again. It is off by default.
    Asymmetric and HMAC keys, and keys in a custom store, cannot be rotated by AWS and are left out.
  EOT
  remedy  = <<-EOT
    ```hcl
    enable_key_rotation = true
    ```
  EOT
  link    = "https://docs.aws.amazon.com/kms/latest/developerguide/rotate-keys.html"

  fix {
    set = {
      enable_key_rotation = true
    }
  }

  pass "rotated" {
    resource "aws_kms_key" "this" {
      description         = "orders"
      enable_key_rotation = true
    }
  }

  pass "an asymmetric key" {
    resource "aws_kms_key" "this" {
      description              = "orders"
      customer_master_key_spec = "RSA_4096"
      key_usage                = "SIGN_VERIFY"
    }
  }

  fail "left out" {
    resource "aws_kms_key" "this" {
      description = "orders"
    }
  }

  fail "switched off" {
    resource "aws_kms_key" "this" {
      description         = "orders"
      enable_key_rotation = false
    }
    expect = ["aws_kms_key.this @ enable_key_rotation"]
  }

  unknown "decided by the caller" {
    variable "rotate" {
      type = bool
    }
    resource "aws_kms_key" "this" {
      description         = "orders"
      enable_key_rotation = var.rotate
    }
  }

  pass "more that pass" {
    resource "aws_kms_key" "no_customer_master_key_spec" {
      description = "orders"
      key_usage   = "SIGN_VERIFY"
    }
    resource "aws_kms_key" "one_more_no_key_usage" {
      description              = "orders"
      customer_master_key_spec = "RSA_4096"
      key_usage                = "SIGN_VERIFY"
    }
    resource "aws_kms_key" "one_more_no_key_usage_2" {
      description              = "orders"
      customer_master_key_spec = "RSA_4096"
    }
  }
}

rule "aws-kms-key-public" {
  title     = "KMS key policy lets everyone use the key"
  category  = "security"
  severity  = "critical"
  resources = ["aws_kms_key", "aws_kms_key_policy", "aws_kms_replica_key", "aws_kms_external_key", "aws_kms_replica_external_key"]
  aliases   = ["CKV_AWS_33", "7ebc9038-0bde-479a-acc4-6ed7b6758899"]
  tags      = ["cwe-732"]
  when      = resource.policy != null
  assert = !anytrue([
    for s in iam_statements(resource.policy) :
    iam_is_public(s) && !anytrue([for c in s.conditions : contains(["kms:calleraccount", "kms:granteeprincipal"], lower(c.variable))])
  ])
  at      = resource.policy
  message = "an `Allow` statement lets everyone in without a condition on the caller"
  why     = <<-EOT
    Every AWS account may then encrypt or decrypt with the key, or change it. AWS's own keys use `*` too, but always with `kms:CallerAccount`.
  EOT
  remedy  = <<-EOT
    ```hcl
    principals {
      type        = "AWS"
      identifiers = ["arn:aws:iam::111122223333:root"]
    }
    ```
  EOT
  link    = "https://docs.aws.amazon.com/kms/latest/developerguide/key-policies.html"

  pass "the account" {
     resource "aws_kms_key" "this" {
       policy = jsonencode({
         Statement = [{
           Effect    = "Allow"
           Principal = { AWS = "arn:aws:iam::111122223333:root" }
           Action    = "kms:*"
           Resource  = "*"
         }]
       })
     }
    also = ["aws-kms-key-rotation-disabled"]
  }

  pass "everyone, of one account, through one service" {
     resource "aws_kms_key" "this" {
       policy = jsonencode({
         Statement = [{
           Effect    = "Allow"
           Principal = { AWS = "*" }
           Action    = "kms:Decrypt"
           Resource  = "*"
           Condition = { StringEquals = { "kms:CallerAccount" = "111122223333", "kms:ViaService" = "s3.eu-west-1.amazonaws.com" } }
         }]
       })
     }
    also = ["aws-kms-key-rotation-disabled"]
  }

  pass "the default policy" {
    resource "aws_kms_key" "this" {
      description = "orders"
    }
    also = ["aws-kms-key-rotation-disabled"]
  }

  fail "everyone" {
     resource "aws_kms_key" "this" {
       policy = jsonencode({
         Statement = [{
           Effect    = "Allow"
           Principal = "*"
           Action    = "kms:*"
           Resource  = "*"
         }]
       })
     }
    expect = ["aws_kms_key.this @ policy"]
  }

  fail "everyone, in the separate resource, from a document" {
     data "aws_iam_policy_document" "key" {
       statement {
         actions   = ["kms:Decrypt"]
         resources = ["*"]
         principals {
           type        = "AWS"
           identifiers = ["*"]
         }
       }
     }
     resource "aws_kms_key_policy" "this" {
       key_id = "1234abcd-12ab-34cd-56ef-1234567890ab"
       policy = data.aws_iam_policy_document.key.json
     }
    expect = ["aws_kms_key_policy.this @ policy"]
  }

  unknown "the policy comes from outside" {
    variable "policy" {}
    resource "aws_kms_key" "this" {
      description = "orders"
      policy      = var.policy
    }
  }

  pass "with `condition`, `variable` is `kms:granteeprincipal`" {
    data "aws_iam_policy_document" "key" {
      statement {
        actions   = ["kms:Decrypt"]
        resources = ["*"]
        principals {
          type        = "AWS"
          identifiers = ["*"]
        }
        condition {
          test     = "StringEquals"
          variable = "kms:granteeprincipal"
          values   = ["data"]
        }
      }
    }
    resource "aws_kms_key_policy" "this" {
      key_id = "1234abcd-12ab-34cd-56ef-1234567890ab"
      policy = data.aws_iam_policy_document.key.json
    }
  }

  fail "one more, besides, no `Condition`" {
    resource "aws_kms_key" "this" {
      policy = jsonencode({
        Statement = [
          {
            Effect    = "Allow"
            Principal = { AWS = "*" }
            Action    = "kms:Decrypt"
            Resource  = "*"
            Condition = {
              StringEquals = { "kms:CallerAccount" = "111122223333", "kms:ViaService" = "s3.eu-west-1.amazonaws.com" }
            }
          },
        ]
      })
    }
    resource "aws_kms_key" "this_too" {
      policy = jsonencode({
        Statement = [
          {
            Effect    = "Allow"
            Principal = { AWS = "*" }
            Action    = "kms:Decrypt"
            Resource  = "*"
            Condition = {
              StringEquals = { "kms:CallerAccount" = "111122223333", "kms:ViaService" = "s3.eu-west-1.amazonaws.com" }
            }
          },
          { Effect = "Allow", Principal = { AWS = "*" }, Action = "kms:Decrypt", Resource = "*" },
        ]
      })
    }
    expect = ["aws_kms_key.this_too @ policy"]
  }
}

rule "aws-kms-key-without-policy" {
  title     = "KMS key has no key policy of its own"
  category  = "security"
  severity  = "low"
  default   = false
  resources = ["aws_kms_key"]
  aliases   = ["CKV2_AWS_64"]
  tags      = ["cwe-284"]
  related "policy" {
    type = "aws_kms_key_policy"
    on   = refers(other.key_id, resource)
  }
  assert  = resource.policy != null || length(related.policy) > 0
  at      = resource.policy
  message = "the default key policy applies: whoever IAM allows"
  why     = <<-EOT
    The default leaves the whole decision to IAM policies, so that `kms:*` on `*` anywhere opens this key too. A policy of its own names who administers and who uses it.
  EOT
  remedy  = <<-EOT
    ```hcl
    resource "aws_kms_key_policy" "orders" {
      key_id = aws_kms_key.orders.id
      policy = data.aws_iam_policy_document.orders_key.json
    }
    ```
  EOT
  link    = "https://docs.aws.amazon.com/kms/latest/developerguide/key-policy-default.html"

  pass "inside" {
    resource "aws_kms_key" "this" {
      description = "orders"
      policy      = "{}"
    }
    also = ["aws-kms-key-rotation-disabled"]
  }

  pass "apart" {
    resource "aws_kms_key" "this" {
      description = "orders"
    }
    resource "aws_kms_key_policy" "this" {
      key_id = aws_kms_key.this.id
      policy = "{}"
    }
    also = ["aws-kms-key-rotation-disabled"]
  }

  fail "none" {
    resource "aws_kms_key" "this" {
      description = "orders"
    }
  }

  fail "another key's" {
    resource "aws_kms_key" "this" {
      description = "orders"
    }
    resource "aws_kms_key_policy" "this" {
      key_id = "1234abcd-12ab-34cd-56ef-1234567890ab"
      policy = "{}"
    }
  }

  unknown "not known from the code" {
    variable "value" {}
    resource "aws_kms_key" "this" {
      description = "orders"
      policy      = var.value
    }
  }
}

rule "aws-kms-key-disabled" {
  title     = "KMS key is disabled"
  category  = "reliability"
  severity  = "low"
  resources = ["aws_kms_key"]
  aliases   = ["CKV_AWS_227", "7350fa23-dcf7-4938-916d-6a60b0c73b50"]
  tags      = ["cwe-693"]
  assert    = coalesce(resource.is_enabled, true)
  at        = resource.is_enabled
  message   = "`is_enabled` is false: what was encrypted with this key cannot be read"
  why       = <<-EOT
    A disabled key costs as much as one in use, and every volume, bucket and queue that relies on it fails.
  EOT
  remedy    = <<-EOT
    Enable the key, or remove it when nothing needs it any more.
  EOT
  link      = "https://docs.aws.amazon.com/kms/latest/developerguide/enabling-keys.html"

  fix {
    set = {
      is_enabled = true
    }
    safe = false
  }

  pass "the default" {
    resource "aws_kms_key" "this" {
      description = "orders"
    }
    also = ["aws-kms-key-rotation-disabled"]
  }

  pass "enabled" {
    resource "aws_kms_key" "this" {
      description = "orders"
      is_enabled  = true
    }
    also = ["aws-kms-key-rotation-disabled"]
  }

  fail "disabled" {
    resource "aws_kms_key" "this" {
      description = "orders"
      is_enabled  = false
    }
    expect = ["aws_kms_key.this @ is_enabled"]
  }

  fail "disabled, as text" {
    resource "aws_kms_key" "this" {
      description = "orders"
      is_enabled  = "false"
    }
  }

  unknown "not known from the code" {
    variable "value" {}
    resource "aws_kms_key" "this" {
      description = "orders"
      is_enabled  = var.value
    }
  }
}

rule "aws-kms-key-deletion-window-invalid" {
  title     = "KMS key deletion window is outside of 7 to 30 days"
  category  = "correctness"
  severity  = "high"
  resources = ["aws_kms_key", "aws_kms_replica_key", "aws_kms_external_key"]
  aliases   = ["0b530315-0ea4-497f-b34c-4ff86268f59d"]
  when      = resource.deletion_window_in_days != null
  assert    = resource.deletion_window_in_days >= 7 && resource.deletion_window_in_days <= 30
  at        = resource.deletion_window_in_days
  message   = "`${resource.deletion_window_in_days}` days is outside of 7 to 30"
  why       = <<-EOT
    KMS refuses other values. The default, 30, leaves the most time to notice that a key was still in use.
  EOT
  remedy    = <<-EOT
    ```hcl
    deletion_window_in_days = 30
    ```
  EOT
  link      = "https://docs.aws.amazon.com/kms/latest/developerguide/deleting-keys.html"

  pass "thirty" {
    resource "aws_kms_key" "this" {
      description             = "orders"
      deletion_window_in_days = 30
    }
    also = ["aws-kms-key-rotation-disabled"]
  }

  pass "the default" {
    resource "aws_kms_key" "this" {
      description = "orders"
    }
    also = ["aws-kms-key-rotation-disabled"]
  }

  fail "too short" {
    resource "aws_kms_key" "this" {
      description             = "orders"
      deletion_window_in_days = 1
    }
    expect = ["aws_kms_key.this @ deletion_window_in_days"]
  }

  fail "too long" {
    resource "aws_kms_key" "this" {
      description             = "orders"
      deletion_window_in_days = 90
    }
  }

  unknown "not known from the code" {
    variable "value" {}
    resource "aws_kms_key" "this" {
      description             = "orders"
      deletion_window_in_days = var.value
    }
  }

  pass "`deletion_window_in_days` is `7`" {
    resource "aws_kms_key" "this" {
      description             = "orders"
      deletion_window_in_days = 7
    }
    also = ["aws-kms-key-rotation-disabled"]
  }

  fail "one more, `deletion_window_in_days` is `31`" {
    resource "aws_kms_key" "this" {
      description             = "orders"
      deletion_window_in_days = 30
    }
    resource "aws_kms_key" "this_too" {
      description             = "orders"
      deletion_window_in_days = 31
    }
    expect = ["aws_kms_key.this_too @ deletion_window_in_days"]
  }
}

rule "aws-kms-lockout-check-bypassed" {
  title     = "KMS key policy skips the check against locking everyone out"
  category  = "reliability"
  severity  = "medium"
  resources = ["aws_kms_key", "aws_kms_key_policy", "aws_kms_replica_key", "aws_kms_external_key"]
  assert    = !coalesce(resource.bypass_policy_lockout_safety_check, false)
  at        = resource.bypass_policy_lockout_safety_check
  message   = "`bypass_policy_lockout_safety_check` is true"
  why       = <<-EOT
    KMS normally refuses a policy that the caller could not change any more. Without the check a mistake makes the key, and all that it encrypts, unmanageable.
  EOT
  remedy    = <<-EOT
    Remove the argument.
  EOT
  link      = "https://docs.aws.amazon.com/kms/latest/APIReference/API_PutKeyPolicy.html"

  fix {
    remove = ["bypass_policy_lockout_safety_check"]
  }

  pass "checked" {
    resource "aws_kms_key" "this" {
      description = "orders"
    }
    also = ["aws-kms-key-rotation-disabled"]
  }

  pass "false" {
    resource "aws_kms_key" "this" {
      description                        = "orders"
      bypass_policy_lockout_safety_check = false
    }
    also = ["aws-kms-key-rotation-disabled"]
  }

  fail "skipped" {
    resource "aws_kms_key" "this" {
      description                        = "orders"
      bypass_policy_lockout_safety_check = true
    }
    expect = ["aws_kms_key.this @ bypass_policy_lockout_safety_check"]
  }

  fail "skipped, in the separate resource" {
    resource "aws_kms_key_policy" "this" {
      key_id                             = "1234abcd-12ab-34cd-56ef-1234567890ab"
      policy                             = "{}"
      bypass_policy_lockout_safety_check = true
    }
  }

  unknown "not known from the code" {
    variable "value" {}
    resource "aws_kms_key" "this" {
      description                        = "orders"
      bypass_policy_lockout_safety_check = var.value
    }
  }
}

rule "aws-kms-key-unused" {
  title     = "KMS key is used by nothing in this configuration"
  category  = "cost"
  severity  = "low"
  default   = false
  resources = ["aws_kms_key"]
  related "user" {
    type = ["aws_*", "module"]
    on   = other.meta.address != meta.address && refers(other, resource)
  }
  assert  = length(related.user) > 0
  message = "nothing but outputs refers to this key"
  why     = <<-EOT
    Each key costs a dollar a month, and another for each rotation. Keys that other configurations use, through an alias or an output, are fine; hence the rule is not in the default set.
  EOT
  remedy  = <<-EOT
    Remove the key, or use it where it was meant.
  EOT
  link    = "https://aws.amazon.com/kms/pricing/"

  pass "used by a bucket" {
     resource "aws_kms_key" "k" {
       enable_key_rotation = true
     }
     resource "aws_s3_bucket_server_side_encryption_configuration" "b" {
       bucket = "b"
       rule {
         apply_server_side_encryption_by_default {
           sse_algorithm     = "aws:kms"
           kms_master_key_id = aws_kms_key.k.arn
         }
       }
     }
  }

  fail "used by nothing" {
    resource "aws_kms_key" "this" {
      description = "orders"
    }
  }

  fail "an output only" {
    resource "aws_kms_key" "this" {
      description = "orders"
    }
    output "arn" {
      value = aws_kms_key.this.arn
    }
  }

  fail "no `kms_master_key_id`" {
    resource "aws_kms_key" "k" {
      enable_key_rotation = true
    }
    resource "aws_s3_bucket_server_side_encryption_configuration" "b" {
      bucket = "b"
      rule {
        apply_server_side_encryption_by_default {
          sse_algorithm = "aws:kms"
        }
      }
    }
    expect = ["aws_kms_key.k"]
  }
}
