rule "aws-secretsmanager-secret-public" {
  title     = "Secret can be read by everyone"
  category  = "security"
  severity  = "critical"
  resources = ["aws_secretsmanager_secret", "aws_secretsmanager_secret_policy"]
  aliases   = ["fa00ce45-386d-4718-8392-fb485e1f3c5b"]
  tags      = ["cwe-732"]
  when      = resource.policy != null
  assert    = !anytrue([for s in iam_statements(resource.policy) : iam_is_public(s)])
  at        = resource.policy
  message   = "the policy allows everyone ${join(", ", distinct(flatten([for s in iam_statements(resource.policy) : [for a in s.actions : "`${a}`"] if iam_is_public(s)])))}"
  why       = <<-EOT
    With `*` as principal and no condition, every AWS account may use what the statement allows. Only the KMS key may still stand in between.
  EOT
  remedy    = <<-EOT
    Name the role that reads the secret, and set `block_public_policy = true` in `aws_secretsmanager_secret_policy`.
  EOT
  link      = "https://docs.aws.amazon.com/secretsmanager/latest/userguide/auth-and-access_resource-policies.html"

  pass "one role" {
     resource "aws_secretsmanager_secret_policy" "this" {
       secret_arn = "arn:aws:secretsmanager:eu-west-1:111122223333:secret:orders-AbCdEf"
       policy     = jsonencode({ Statement = [{ Effect = "Allow", Principal = { AWS = "arn:aws:iam::111122223333:role/app" }, Action = "secretsmanager:GetSecretValue", Resource = "*" }] })
     }
  }

  pass "no policy" {
    resource "aws_secretsmanager_secret" "this" {
      name = "orders/database"
    }
  }

  fail "everyone" {
     resource "aws_secretsmanager_secret_policy" "this" {
       secret_arn = "arn:aws:secretsmanager:eu-west-1:111122223333:secret:orders-AbCdEf"
       policy     = jsonencode({ Statement = [{ Effect = "Allow", Principal = { AWS = "*" }, Action = "secretsmanager:*", Resource = "*" }] })
     }
    expect = ["aws_secretsmanager_secret_policy.this @ policy"]
  }

  fail "everyone, in the secret itself" {
     resource "aws_secretsmanager_secret" "this" {
       name   = "orders/database"
       policy = jsonencode({ Statement = [{ Effect = "Allow", Principal = "*", Action = "secretsmanager:GetSecretValue", Resource = "*" }] })
     }
    expect = ["aws_secretsmanager_secret.this @ policy"]
  }

  unknown "the policy comes from outside" {
    variable "policy" {}
    resource "aws_secretsmanager_secret" "this" {
      name   = "orders/database"
      policy = var.policy
    }
  }

  pass "no `Statement`" {
    resource "aws_secretsmanager_secret_policy" "this" {
      secret_arn = "arn:aws:secretsmanager:eu-west-1:111122223333:secret:orders-AbCdEf"
      policy     = jsonencode({})
    }
  }
}

rule "aws-secretsmanager-value-in-code" {
  title     = "Secret's value stands in the code"
  category  = "security"
  severity  = "high"
  resources = ["aws_secretsmanager_secret_version"]
  tags      = ["cwe-798"]
  params = {
    names       = "(?i)(password|passwd|pwd|secret|api_?key|access_?key|private_?key|token|credential|webhook)s?$"
    placeholder = "(?i)^.{0,7}$|change.?me|change.?it|replace|placeholder|dummy|example|todo|set by|to be set|<.*>"
  }
  when    = is_known(resource.secret_string) && resource.secret_string != null && !contains(meta.lifecycle.ignore_changes, "secret_string")
  assert  = length(keys(jsondecode(resource.secret_string))) > 0 ? !anytrue([for k, v in jsondecode(resource.secret_string) : can(regex(param.names, k)) && !can(regex(param.placeholder, v))]) : can(regex(param.placeholder, resource.secret_string))
  at      = resource.secret_string
  message = "the value of the secret is written in the configuration"
  why     = <<-EOT
    Whoever reads the repository, its history or the state has the secret; keeping it in Secrets Manager then hides nothing.
    A value that is ignored after the first apply (`ignore_changes`), or says `change me`, counts as a placeholder; of a JSON object the members
    with names of secrets are looked at.
  EOT
  remedy  = <<-EOT
    Generate it, or hand it over as an ephemeral or write-only value.

        secret_string_wo         = ephemeral.random_password.db.result
        secret_string_wo_version = 1
  EOT
  link    = "https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/secretsmanager_secret_version"

  pass "generated" {
    resource "random_password" "db" {
      length = 32
    }
    resource "aws_secretsmanager_secret_version" "this" {
      secret_id     = "orders/database"
      secret_string = random_password.db.result
    }
  }

  pass "from a variable without a default" {
    variable "password" {
      sensitive = true
    }
    resource "aws_secretsmanager_secret_version" "this" {
      secret_id     = "orders/database"
      secret_string = jsonencode({ password = var.password })
    }
  }

  pass "a placeholder" {
    resource "aws_secretsmanager_secret_version" "this" {
      secret_id     = "orders/database"
      secret_string = "set by hand"
      lifecycle {
        ignore_changes = [secret_string]
      }
    }
  }

  pass "placeholders in JSON" {
    resource "aws_secretsmanager_secret_version" "this" {
      secret_id     = "orders/database"
      secret_string = jsonencode({ username = "app", password = "", token = "CHANGE_ME_IN_THE_CONSOLE" })
    }
  }

  fail "in plain text" {
    resource "aws_secretsmanager_secret_version" "this" {
      secret_id     = "orders/database"
      secret_string = "hunter2hunter2"
    }
    expect = ["aws_secretsmanager_secret_version.this @ secret_string"]
  }

  fail "as JSON" {
    resource "aws_secretsmanager_secret_version" "this" {
      secret_id     = "orders/database"
      secret_string = jsonencode({ username = "app", password = "hunter2hunter2" })
    }
  }

  pass "more that pass" {
    resource "aws_secretsmanager_secret_version" "secret_string_is_hunter2hunter2" {
      secret_id     = "orders/database"
      secret_string = "hunter2hunter2"
      lifecycle {
        ignore_changes = [secret_string]
      }
    }
    resource "aws_secretsmanager_secret_version" "no_password" {
      secret_id     = "orders/database"
      secret_string = jsonencode({ username = "app" })
    }
  }
}

rule "aws-secretsmanager-without-customer-key" {
  title     = "Secret is not encrypted with a KMS key of your own"
  category  = "security"
  severity  = "low"
  default   = false
  resources = ["aws_secretsmanager_secret"]
  aliases = [
    "CKV_AWS_149", "AWS-0098", "aws-ssm-secret-use-customer-key", "AVD-AWS-0098", "a2f548f2-188c-4fff-b172-e9a6acb216bd",
    "b0d3ef3f-845d-4b1b-83d6-63a5a380375f",
  ]
  tags    = ["cwe-326"]
  assert  = resource.kms_key_id != null && !endswith(resource.kms_key_id, "alias/aws/secretsmanager")
  at      = resource.kms_key_id
  message = "the key `aws/secretsmanager` is used"
  why     = <<-EOT
    Secrets are always encrypted. With a key of your own a second policy decides who decrypts, and other accounts can be let in.
  EOT
  remedy  = <<-EOT
    ```hcl
    kms_key_id = aws_kms_key.secrets.arn
    ```
  EOT
  link    = "https://docs.aws.amazon.com/secretsmanager/latest/userguide/security-encryption.html"

  pass "a key" {
    resource "aws_secretsmanager_secret" "this" {
      name       = "orders/database"
      kms_key_id = "alias/secrets"
    }
  }

  fail "left out" {
    resource "aws_secretsmanager_secret" "this" {
      name = "orders/database"
    }
  }

  fail "the key of the service" {
    resource "aws_secretsmanager_secret" "this" {
      name       = "orders/database"
      kms_key_id = "alias/aws/secretsmanager"
    }
    expect = ["aws_secretsmanager_secret.this @ kms_key_id"]
  }

  unknown "not known from the code" {
    variable "value" {}
    resource "aws_secretsmanager_secret" "this" {
      name       = "orders/database"
      kms_key_id = var.value
    }
  }
}

rule "aws-secretsmanager-without-rotation" {
  title     = "Secret is not rotated"
  category  = "security"
  severity  = "low"
  default   = false
  resources = ["aws_secretsmanager_secret"]
  aliases   = ["CKV2_AWS_57"]
  tags      = ["cwe-262"]
  related "rotation" {
    type = "aws_secretsmanager_secret_rotation"
    on   = refers(other.secret_id, resource)
  }
  assert  = length(related.rotation) > 0
  message = "no `aws_secretsmanager_secret_rotation` refers to this secret"
  why     = <<-EOT
    A password that changes by itself is worth less to whoever took it. Rotation needs a function, or a service that does it (RDS does); API keys of others seldom allow it.
  EOT
  remedy  = <<-EOT
    ```hcl
    resource "aws_secretsmanager_secret_rotation" "database" {
      secret_id           = aws_secretsmanager_secret.database.id
      rotation_lambda_arn = aws_lambda_function.rotate.arn
      rotation_rules {
        automatically_after_days = 30
      }
    }
    ```
  EOT
  link    = "https://docs.aws.amazon.com/secretsmanager/latest/userguide/rotating-secrets.html"

  pass "rotated" {
    resource "aws_secretsmanager_secret" "this" {
      name = "orders/database"
    }
    resource "aws_secretsmanager_secret_rotation" "this" {
      rotation_lambda_arn = "arn:aws:lambda:eu-west-1:111122223333:function:rotate"
      secret_id           = aws_secretsmanager_secret.this.id
      rotation_rules {
        automatically_after_days = 30
      }
    }
  }

  fail "not rotated" {
    resource "aws_secretsmanager_secret" "this" {
      name = "orders/database"
    }
  }

  fail "another secret is" {
    resource "aws_secretsmanager_secret" "this" {
      name = "orders/database"
    }
    resource "aws_secretsmanager_secret_rotation" "this" {
      rotation_lambda_arn = "arn:aws:lambda:eu-west-1:111122223333:function:rotate"
      secret_id           = "other"
      rotation_rules {
        automatically_after_days = 30
      }
    }
  }
}

rule "aws-secretsmanager-rotation-rare" {
  title     = "Secret is rotated less often than every 90 days"
  category  = "security"
  severity  = "low"
  default   = false
  resources = ["aws_secretsmanager_secret_rotation"]
  aliases   = ["CKV_AWS_304"]
  tags      = ["cwe-262"]
  params = {
    maximum = 90
  }
  when    = resource.rotation_rules[0].schedule_expression == null
  assert  = resource.rotation_rules[0].automatically_after_days != null && resource.rotation_rules[0].automatically_after_days <= param.maximum
  at      = resource.rotation_rules[0].automatically_after_days
  message = "rotation every ${coalesce(resource.rotation_rules[0].automatically_after_days, 0)} days"
  why     = <<-EOT
    The foundational best practices ask for 90 days at most. Schedules by expression are not judged.
  EOT
  remedy  = <<-EOT
    ```hcl
    rotation_rules {
      automatically_after_days = 30
    }
    ```
  EOT
  link    = "https://docs.aws.amazon.com/secretsmanager/latest/userguide/rotate-secrets_schedule.html"

  pass "every month" {
    resource "aws_secretsmanager_secret_rotation" "this" {
      secret_id           = "orders/database"
      rotation_lambda_arn = "arn:aws:lambda:eu-west-1:111122223333:function:rotate"
      rotation_rules {
        automatically_after_days = 30
      }
    }
  }

  pass "by expression" {
    resource "aws_secretsmanager_secret_rotation" "this" {
      secret_id           = "orders/database"
      rotation_lambda_arn = "arn:aws:lambda:eu-west-1:111122223333:function:rotate"
      rotation_rules {
        schedule_expression = "rate(10 days)"
      }
    }
  }

  fail "every year" {
    resource "aws_secretsmanager_secret_rotation" "this" {
      secret_id           = "orders/database"
      rotation_lambda_arn = "arn:aws:lambda:eu-west-1:111122223333:function:rotate"
      rotation_rules {
        automatically_after_days = 365
      }
    }
    expect = ["aws_secretsmanager_secret_rotation.this @ rotation_rules[0].automatically_after_days"]
  }

  fail "just too rare" {
    resource "aws_secretsmanager_secret_rotation" "this" {
      secret_id           = "orders/database"
      rotation_lambda_arn = "arn:aws:lambda:eu-west-1:111122223333:function:rotate"
      rotation_rules {
        automatically_after_days = 91
      }
    }
  }

  unknown "`automatically_after_days` is an unset variable" {
    variable "automatically_after_days" {}
    resource "aws_secretsmanager_secret_rotation" "this" {
      secret_id           = "orders/database"
      rotation_lambda_arn = "arn:aws:lambda:eu-west-1:111122223333:function:rotate"
      rotation_rules {
        automatically_after_days = var.automatically_after_days
      }
    }
  }

  pass "`automatically_after_days` is `90`" {
    resource "aws_secretsmanager_secret_rotation" "this" {
      secret_id           = "orders/database"
      rotation_lambda_arn = "arn:aws:lambda:eu-west-1:111122223333:function:rotate"
      rotation_rules {
        automatically_after_days = 90
      }
    }
  }
}

rule "aws-secretsmanager-no-recovery" {
  title     = "Secret is deleted at once, without a way back"
  category  = "reliability"
  severity  = "low"
  default   = false
  resources = ["aws_secretsmanager_secret"]
  assert    = coalesce(resource.recovery_window_in_days, 30) != 0
  at        = resource.recovery_window_in_days
  message   = "`recovery_window_in_days` is 0"
  why       = <<-EOT
    A deleted secret can be restored for 7 to 30 days unless the window is zero. It is handy in environments that come and go, where the name is needed again.
  EOT
  remedy    = <<-EOT
    ```hcl
    recovery_window_in_days = 7
    ```
  EOT
  link      = "https://docs.aws.amazon.com/secretsmanager/latest/userguide/manage_delete-secret.html"

  fix {
    set = {
      recovery_window_in_days = 7
    }
  }

  pass "the default" {
    resource "aws_secretsmanager_secret" "this" {
      name = "orders/database"
    }
  }

  pass "a week" {
    resource "aws_secretsmanager_secret" "this" {
      name                    = "orders/database"
      recovery_window_in_days = 7
    }
  }

  fail "at once" {
    resource "aws_secretsmanager_secret" "this" {
      name                    = "orders/database"
      recovery_window_in_days = 0
    }
    expect = ["aws_secretsmanager_secret.this @ recovery_window_in_days"]
  }

  fail "at once, as text" {
    resource "aws_secretsmanager_secret" "this" {
      name                    = "orders/database"
      recovery_window_in_days = "0"
    }
  }

  unknown "not known from the code" {
    variable "value" {}
    resource "aws_secretsmanager_secret" "this" {
      name                    = "orders/database"
      recovery_window_in_days = var.value
    }
  }
}

rule "aws-secretsmanager-recovery-window-invalid" {
  title     = "Secret's recovery window is neither 0 nor 7 to 30 days"
  category  = "correctness"
  severity  = "high"
  resources = ["aws_secretsmanager_secret"]
  when      = resource.recovery_window_in_days != null
  assert    = resource.recovery_window_in_days == 0 || (resource.recovery_window_in_days >= 7 && resource.recovery_window_in_days <= 30)
  at        = resource.recovery_window_in_days
  message   = "`${resource.recovery_window_in_days}` days is not possible"
  why       = <<-EOT
    Secrets Manager takes 7 to 30 days, or 0 for deletion at once; the provider refuses other values.
  EOT
  remedy    = <<-EOT
    ```hcl
    recovery_window_in_days = 7
    ```
  EOT
  link      = "https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/secretsmanager_secret"

  pass "a week" {
    resource "aws_secretsmanager_secret" "this" {
      name                    = "orders/database"
      recovery_window_in_days = 7
    }
  }

  pass "at once" {
    resource "aws_secretsmanager_secret" "this" {
      name                    = "orders/database"
      recovery_window_in_days = 0
    }
  }

  fail "a day" {
    resource "aws_secretsmanager_secret" "this" {
      name                    = "orders/database"
      recovery_window_in_days = 1
    }
    expect = ["aws_secretsmanager_secret.this @ recovery_window_in_days"]
  }

  fail "two months" {
    resource "aws_secretsmanager_secret" "this" {
      name                    = "orders/database"
      recovery_window_in_days = 60
    }
  }

  unknown "not known from the code" {
    variable "value" {}
    resource "aws_secretsmanager_secret" "this" {
      name                    = "orders/database"
      recovery_window_in_days = var.value
    }
  }

  pass "more that pass" {
    resource "aws_secretsmanager_secret" "no_recovery_window_in_days" {
      name = "orders/database"
    }
    resource "aws_secretsmanager_secret" "one_more_recovery_window_in_days_is_30" {
      name                    = "orders/database"
      recovery_window_in_days = 0
    }
    resource "aws_secretsmanager_secret" "one_more_recovery_window_in_days_is_30_2" {
      name                    = "orders/database"
      recovery_window_in_days = 30
    }
  }

  fail "one more, `recovery_window_in_days` is `31`" {
    resource "aws_secretsmanager_secret" "this" {
      name                    = "orders/database"
      recovery_window_in_days = 0
    }
    resource "aws_secretsmanager_secret" "this_too" {
      name                    = "orders/database"
      recovery_window_in_days = 31
    }
    expect = ["aws_secretsmanager_secret.this_too @ recovery_window_in_days"]
  }
}
