rule "aws-sfn-logging-disabled" {
  title     = "State machine does not log its executions"
  category  = "security"
  severity  = "low"
  default   = false
  resources = ["aws_sfn_state_machine"]
  aliases   = ["CKV_AWS_285"]
  tags      = ["cwe-778"]
  assert    = contains(["ALL", "ERROR", "FATAL"], resource.logging_configuration[0].level)
  at        = resource.logging_configuration[0].level
  message   = "`logging_configuration` has no level, or `OFF`"
  why       = <<-EOT
    Standard workflows keep their history for 90 days; express workflows keep none at all without logs. With `include_execution_data` the data of each step is logged as well: decide whether it may be.
  EOT
  remedy    = <<-EOT
    ```hcl
    logging_configuration {
      level           = "ERROR"
      log_destination = "$${aws_cloudwatch_log_group.orders.arn}:*"
    }
    ```
  EOT
  link      = "https://docs.aws.amazon.com/step-functions/latest/dg/cw-logs.html"

  pass "errors" {
    resource "aws_sfn_state_machine" "this" {
      name       = "orders"
      role_arn   = "arn:aws:iam::111122223333:role/orders"
      definition = "{}"
      logging_configuration {
        level           = "ERROR"
        log_destination = "arn:aws:logs:eu-west-1:111122223333:log-group:orders:*"
      }
    }
  }

  pass "everything, with data" {
    resource "aws_sfn_state_machine" "this" {
      name       = "orders"
      role_arn   = "arn:aws:iam::111122223333:role/orders"
      definition = "{}"
      logging_configuration {
        level                  = "ALL"
        include_execution_data = true
        log_destination        = "arn:aws:logs:eu-west-1:111122223333:log-group:orders:*"
      }
    }
  }

  fail "left out" {
    resource "aws_sfn_state_machine" "this" {
      name       = "orders"
      role_arn   = "arn:aws:iam::111122223333:role/orders"
      definition = "{}"
    }
  }

  fail "off" {
    resource "aws_sfn_state_machine" "this" {
      name       = "orders"
      role_arn   = "arn:aws:iam::111122223333:role/orders"
      definition = "{}"
      logging_configuration {
        level = "OFF"
      }
    }
    expect = ["aws_sfn_state_machine.this @ logging_configuration[0].level"]
  }

  unknown "`level` is an unset variable" {
    variable "level" {}
    resource "aws_sfn_state_machine" "this" {
      name       = "orders"
      role_arn   = "arn:aws:iam::111122223333:role/orders"
      definition = "{}"
      logging_configuration {
        level = var.level
      }
    }
  }

  pass "`level` is `FATAL`" {
    resource "aws_sfn_state_machine" "this" {
      name       = "orders"
      role_arn   = "arn:aws:iam::111122223333:role/orders"
      definition = "{}"
      logging_configuration {
        level           = "FATAL"
        log_destination = "arn:aws:logs:eu-west-1:111122223333:log-group:orders:*"
      }
    }
  }
}

rule "aws-sfn-tracing-disabled" {
  title     = "State machine sends no traces to X-Ray"
  category  = "reliability"
  severity  = "low"
  default   = false
  resources = ["aws_sfn_state_machine"]
  aliases   = ["CKV_AWS_284"]
  tags      = ["cwe-778"]
  assert    = coalesce(resource.tracing_configuration[0].enabled, false)
  at        = resource.tracing_configuration[0].enabled
  message   = "`tracing_configuration` is not enabled"
  why       = <<-EOT
    Traces show where time goes between steps and services. Each is billed.
  EOT
  remedy    = <<-EOT
    ```hcl
    tracing_configuration {
      enabled = true
    }
    ```
  EOT
  link      = "https://docs.aws.amazon.com/step-functions/latest/dg/concepts-xray-tracing.html"

  pass "enabled" {
    resource "aws_sfn_state_machine" "this" {
      name       = "orders"
      role_arn   = "arn:aws:iam::111122223333:role/orders"
      definition = "{}"
      tracing_configuration {
        enabled = true
      }
    }
  }

  fail "left out" {
    resource "aws_sfn_state_machine" "this" {
      name       = "orders"
      role_arn   = "arn:aws:iam::111122223333:role/orders"
      definition = "{}"
    }
  }

  fail "switched off" {
    resource "aws_sfn_state_machine" "this" {
      name       = "orders"
      role_arn   = "arn:aws:iam::111122223333:role/orders"
      definition = "{}"
      tracing_configuration {
        enabled = false
      }
    }
    expect = ["aws_sfn_state_machine.this @ tracing_configuration[0].enabled"]
  }

  unknown "`enabled` is an unset variable" {
    variable "enabled" {}
    resource "aws_sfn_state_machine" "this" {
      name       = "orders"
      role_arn   = "arn:aws:iam::111122223333:role/orders"
      definition = "{}"
      tracing_configuration {
        enabled = var.enabled
      }
    }
  }
}
