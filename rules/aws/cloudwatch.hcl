# CloudWatch logs and alarms, EventBridge. The alarms of the CIS benchmark are in cloudwatch_cis.hcl.

rule "aws-cloudwatch-log-retention-missing" {
  title     = "Log group keeps its logs for ever"
  category  = "cost"
  severity  = "low"
  resources = ["aws_cloudwatch_log_group"]
  aliases   = ["CKV_AWS_66", "ef0b316a-211e-42f1-888e-64efe172b755"]
  when      = resource.log_group_class != "DELIVERY"
  assert    = coalesce(resource.retention_in_days, 0) != 0
  at        = resource.retention_in_days
  message   = "The log group has no retention"
  why       = "Without `retention_in_days`, or with 0, nothing is ever deleted: the bill grows every month, and personal data stays longer than any policy allows."
  remedy    = "Set `retention_in_days`, for example to 90 for applications and 365 or more for audit logs."
  link      = "https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/Working-with-log-groups-and-streams.html"
  fix {
    set = {
      retention_in_days = 365
    }
    safe = false
  }

  pass "ninety days" {
    resource "aws_cloudwatch_log_group" "app" {
      name              = "app"
      retention_in_days = 90
    }
  }

  fail "not written" {
    resource "aws_cloudwatch_log_group" "app" {
      name = "app"
    }
  }

  fail "for ever" {
    resource "aws_cloudwatch_log_group" "app" {
      name              = "app"
      retention_in_days = 0
    }
    expect = ["aws_cloudwatch_log_group.app @ retention_in_days"]
  }

  unknown "an unset variable" {
    variable "days" {
      type = number
    }
    resource "aws_cloudwatch_log_group" "app" {
      name              = "app"
      retention_in_days = var.days
    }
  }
}

rule "aws-cloudwatch-log-retention-short" {
  title     = "Log group keeps its logs for less than a year"
  category  = "security"
  severity  = "low"
  resources = ["aws_cloudwatch_log_group"]
  aliases   = ["CKV_AWS_338"]
  tags      = ["cwe-778"]
  default   = false
  params = {
    days = 365
  }
  when    = coalesce(resource.retention_in_days, 0) != 0
  assert  = resource.retention_in_days >= param.days
  at      = resource.retention_in_days
  message = "Logs are deleted after ${resource.retention_in_days} days, before the ${param.days} that are asked for"
  why     = "Intrusions are found after months. Audit logs are commonly kept for a year; application logs need not be, so that the rule is not on by default."
  remedy  = "Set `retention_in_days = 365`, or lower the rule's `days`."
  link    = "https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/Working-with-log-groups-and-streams.html"

  pass "a year" {
    resource "aws_cloudwatch_log_group" "audit" {
      name              = "audit"
      retention_in_days = 365
    }
  }

  pass "for ever" {
    resource "aws_cloudwatch_log_group" "audit" {
      name = "audit"
    }
    also = ["aws-cloudwatch-log-retention-missing"]
  }

  fail "a month" {
    resource "aws_cloudwatch_log_group" "audit" {
      name              = "audit"
      retention_in_days = 30
    }
    expect = ["aws_cloudwatch_log_group.audit @ retention_in_days"]
  }

  unknown "`retention_in_days` is an unset variable" {
    variable "retention_in_days" {}
    resource "aws_cloudwatch_log_group" "audit" {
      name              = "audit"
      retention_in_days = var.retention_in_days
    }
  }
}

rule "aws-cloudwatch-log-retention-invalid" {
  title     = "Log group's retention is not one that AWS knows"
  category  = "correctness"
  severity  = "high"
  resources = ["aws_cloudwatch_log_group"]
  params = {
    allowed = [0, 1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653]
  }
  when    = resource.retention_in_days != null
  assert  = contains(param.allowed, resource.retention_in_days)
  at      = resource.retention_in_days
  message = "${resource.retention_in_days} days are not among ${join(", ", param.allowed)}"
  why     = "CloudWatch keeps logs for certain numbers of days only; the provider refuses others."
  remedy  = "Take the next allowed number, for example 365 instead of 360."
  link    = "https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/cloudwatch_log_group"

  pass "allowed" {
    resource "aws_cloudwatch_log_group" "app" {
      name              = "app"
      retention_in_days = 30
    }
  }

  fail "not allowed" {
    resource "aws_cloudwatch_log_group" "app" {
      name              = "app"
      retention_in_days = 45
    }
    expect = ["aws_cloudwatch_log_group.app @ retention_in_days"]
  }

  unknown "`retention_in_days` is an unset variable" {
    variable "retention_in_days" {}
    resource "aws_cloudwatch_log_group" "app" {
      name              = "app"
      retention_in_days = var.retention_in_days
    }
  }
}

rule "aws-cloudwatch-log-group-no-kms-key" {
  title     = "Log group is not encrypted with a key of your own"
  category  = "security"
  severity  = "low"
  resources = ["aws_cloudwatch_log_group"]
  aliases   = ["CKV_AWS_158", "AWS-0017", "aws-cloudwatch-log-group-customer-key", "AVD-AWS-0017", "0afbcfe9-d341-4b92-a64c-7e6de0543879"]
  tags      = ["cwe-320"]
  default   = false
  assert    = resource.kms_key_id != null
  message   = "The log group has no KMS key"
  why       = "CloudWatch encrypts all logs by itself. A key of your own adds a policy, an audit trail and the power to take it away, for a charge per key and request."
  remedy    = "Set `kms_key_id = aws_kms_key.logs.arn`; the key's policy must let the logs service in."
  link      = "https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/encrypt-log-data-kms.html"

  pass "a key" {
    resource "aws_cloudwatch_log_group" "app" {
      name       = "app"
      kms_key_id = "arn:aws:kms:eu-central-1:123456789012:key/1234abcd-12ab-34cd-56ef-1234567890ab"
    }
    also = ["aws-cloudwatch-log-retention-missing"]
  }

  fail "none" {
    resource "aws_cloudwatch_log_group" "app" {
      name = "app"
    }
  }
}

rule "aws-cloudwatch-log-destination-public" {
  title     = "Any AWS account may send logs to the destination"
  category  = "security"
  severity  = "medium"
  resources = ["aws_cloudwatch_log_destination_policy"]
  aliases   = ["db0ec4c4-852c-46a2-b4f3-7ec13cdb12a8"]
  tags      = ["cwe-732"]
  assert    = !anytrue([for s in iam_statements(resource.access_policy) : iam_is_public(s)])
  at        = resource.access_policy
  message   = "A statement of the policy allows everyone"
  why       = "Strangers can then write into the stream behind the destination: they drive up the bill and hide what matters in noise."
  remedy    = "Name the accounts as principals, or add a condition on `aws:PrincipalOrgID`."
  link      = "https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/CrossAccountSubscriptions.html"

  pass "one account" {
    resource "aws_cloudwatch_log_destination_policy" "central" {
      destination_name = "central"
      access_policy = jsonencode({
        Statement = [{
          Effect    = "Allow"
          Principal = { AWS = "210987654321" }
          Action    = "logs:PutSubscriptionFilter"
          Resource  = "arn:aws:logs:eu-central-1:123456789012:destination:central"
        }]
      })
    }
  }

  pass "the organisation" {
    resource "aws_cloudwatch_log_destination_policy" "central" {
      destination_name = "central"
      access_policy = jsonencode({
        Statement = [{
          Effect    = "Allow"
          Principal = "*"
          Action    = "logs:PutSubscriptionFilter"
          Resource  = "arn:aws:logs:eu-central-1:123456789012:destination:central"
          Condition = { StringEquals = { "aws:PrincipalOrgID" = ["o-abc1234567"] } }
        }]
      })
    }
  }

  fail "everyone" {
    resource "aws_cloudwatch_log_destination_policy" "central" {
      destination_name = "central"
      access_policy = jsonencode({
        Statement = [{
          Effect    = "Allow"
          Principal = { AWS = "*" }
          Action    = "logs:*"
          Resource  = "arn:aws:logs:eu-central-1:123456789012:destination:central"
        }]
      })
    }
    expect = ["aws_cloudwatch_log_destination_policy.central @ access_policy"]
  }

  unknown "`access_policy` is an unset variable" {
    variable "access_policy" {}
    resource "aws_cloudwatch_log_destination_policy" "central" {
      destination_name = "central"
      access_policy = var.access_policy
    }
  }
}

rule "aws-cloudwatch-alarm-actions-off" {
  title     = "Alarm's actions are switched off"
  category  = "reliability"
  severity  = "low"
  resources = ["aws_cloudwatch_metric_alarm", "aws_cloudwatch_composite_alarm"]
  aliases   = ["CKV_AWS_319"]
  tags      = ["cwe-778"]
  assert    = coalesce(resource.actions_enabled, true)
  at        = resource.actions_enabled
  message   = "The alarm changes its colour and tells nobody"
  why       = "Actions are switched off for a night and forgotten. A variable that switches them off outside production is fine; suppress it with that reason."
  remedy    = "Remove `actions_enabled`, which is true by default."
  link      = "https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/AlarmThatSendsEmail.html"
  fix {
    set = {
      actions_enabled = true
    }
  }

  pass "the default" {
    resource "aws_cloudwatch_metric_alarm" "cpu" {
      alarm_name          = "cpu"
      comparison_operator = "GreaterThanThreshold"
      evaluation_periods  = 2
      alarm_actions       = ["arn:aws:sns:eu-central-1:123456789012:ops"]
    }
  }

  fail "switched off" {
    resource "aws_cloudwatch_metric_alarm" "cpu" {
      alarm_name          = "cpu"
      comparison_operator = "GreaterThanThreshold"
      evaluation_periods  = 2
      actions_enabled     = false
      alarm_actions       = ["arn:aws:sns:eu-central-1:123456789012:ops"]
    }
    expect = ["aws_cloudwatch_metric_alarm.cpu @ actions_enabled"]
  }

  unknown "an unset variable" {
    variable "on" {
      type = bool
    }
    resource "aws_cloudwatch_composite_alarm" "all" {
      alarm_name      = "all"
      alarm_rule      = "ALARM(cpu)"
      actions_enabled = var.on
    }
  }
}

rule "aws-cloudwatch-alarm-without-action" {
  title     = "Alarm has no action"
  category  = "reliability"
  severity  = "low"
  resources = ["aws_cloudwatch_metric_alarm"]
  default   = false
  assert    = length(resource.alarm_actions) + length(resource.ok_actions) + length(resource.insufficient_data_actions) > 0
  at        = resource.alarm_actions
  message   = "The alarm tells nobody"
  why       = "An alarm without actions is seen by whoever happens to look at the console. Alarms that only feed a composite alarm are the exception."
  remedy    = "Set `alarm_actions = [aws_sns_topic.ops.arn]`."
  link      = "https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/AlarmThatSendsEmail.html"

  pass "a topic" {
    resource "aws_cloudwatch_metric_alarm" "cpu" {
      alarm_name          = "cpu"
      comparison_operator = "GreaterThanThreshold"
      evaluation_periods  = 2
      alarm_actions       = ["arn:aws:sns:eu-central-1:123456789012:ops"]
    }
  }

  fail "none" {
    resource "aws_cloudwatch_metric_alarm" "cpu" {
      alarm_name          = "cpu"
      comparison_operator = "GreaterThanThreshold"
      evaluation_periods  = 2
    }
  }

  fail "an empty list" {
    resource "aws_cloudwatch_metric_alarm" "cpu" {
      alarm_name          = "cpu"
      comparison_operator = "GreaterThanThreshold"
      evaluation_periods  = 2
      alarm_actions       = []
    }
    expect = ["aws_cloudwatch_metric_alarm.cpu @ alarm_actions"]
  }

  unknown "`alarm_actions` is an unset variable" {
    variable "alarm_actions" {}
    resource "aws_cloudwatch_metric_alarm" "cpu" {
      alarm_name          = "cpu"
      comparison_operator = "GreaterThanThreshold"
      evaluation_periods  = 2
      alarm_actions       = var.alarm_actions
    }
  }
}

rule "aws-cloudwatch-alarm-operator-invalid" {
  title     = "Alarm compares in a way that AWS does not know"
  category  = "correctness"
  severity  = "high"
  resources = ["aws_cloudwatch_metric_alarm"]
  params = {
    allowed = [
      "GreaterThanOrEqualToThreshold", "GreaterThanThreshold", "LessThanThreshold", "LessThanOrEqualToThreshold",
      "LessThanLowerOrGreaterThanUpperThreshold", "LessThanLowerThreshold", "GreaterThanUpperThreshold",
    ]
  }
  assert  = contains(param.allowed, resource.comparison_operator)
  at      = resource.comparison_operator
  message = "`${resource.comparison_operator}` is not a comparison operator"
  why     = "The provider refuses unknown operators."
  remedy  = "Write for example `GreaterThanOrEqualToThreshold`."
  link    = "https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/cloudwatch_metric_alarm"

  pass "known" {
    resource "aws_cloudwatch_metric_alarm" "cpu" {
      alarm_name          = "cpu"
      comparison_operator = "GreaterThanOrEqualToThreshold"
      evaluation_periods  = 2
    }
  }

  fail "a slip" {
    resource "aws_cloudwatch_metric_alarm" "cpu" {
      alarm_name          = "cpu"
      comparison_operator = "GreaterThanOrEqualThreshold"
      evaluation_periods  = 2
    }
    expect = ["aws_cloudwatch_metric_alarm.cpu @ comparison_operator"]
  }

  unknown "`comparison_operator` is an unset variable" {
    variable "comparison_operator" {}
    resource "aws_cloudwatch_metric_alarm" "cpu" {
      alarm_name          = "cpu"
      comparison_operator = var.comparison_operator
      evaluation_periods  = 2
    }
  }
}

rule "aws-eventbridge-bus-public" {
  title     = "Any AWS account may put events on the bus"
  category  = "security"
  severity  = "high"
  resources = ["aws_cloudwatch_event_bus_policy"]
  tags      = ["cwe-732"]
  assert    = !anytrue([for s in iam_statements(resource.policy) : iam_is_public(s)])
  at        = resource.policy
  message   = "A statement of the policy allows everyone"
  why       = "Rules on the bus start functions, pipelines and tickets. With the principal `*` any account can start them with events of its own making."
  remedy    = "Name accounts, or add a condition on `aws:PrincipalOrgID`."
  link      = "https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-event-bus-perms.html"

  pass "the organisation" {
    resource "aws_cloudwatch_event_bus_policy" "main" {
      policy = jsonencode({
        Statement = [{
          Effect    = "Allow"
          Principal = "*"
          Action    = "events:PutEvents"
          Resource  = "arn:aws:events:eu-central-1:123456789012:event-bus/default"
          Condition = { StringEquals = { "aws:PrincipalOrgID" = "o-abc1234567" } }
        }]
      })
    }
  }

  pass "one account" {
    resource "aws_cloudwatch_event_bus_policy" "main" {
      policy = jsonencode({
        Statement = [{
          Effect    = "Allow"
          Principal = { AWS = "arn:aws:iam::210987654321:root" }
          Action    = "events:PutEvents"
          Resource  = "arn:aws:events:eu-central-1:123456789012:event-bus/default"
        }]
      })
    }
  }

  fail "everyone" {
    resource "aws_cloudwatch_event_bus_policy" "main" {
      policy = jsonencode({
        Statement = [{
          Effect    = "Allow"
          Principal = "*"
          Action    = "events:PutEvents"
          Resource  = "arn:aws:events:eu-central-1:123456789012:event-bus/default"
        }]
      })
    }
    expect = ["aws_cloudwatch_event_bus_policy.main @ policy"]
  }

  unknown "an unset variable" {
    variable "policy" {
      type = string
    }
    resource "aws_cloudwatch_event_bus_policy" "main" {
      policy = var.policy
    }
  }

  pass "no `policy`" {
    resource "aws_cloudwatch_event_bus_policy" "main" {}
  }
}

rule "aws-eventbridge-permission-public" {
  title     = "Any AWS account may put events on the bus"
  category  = "security"
  severity  = "high"
  resources = ["aws_cloudwatch_event_permission"]
  tags      = ["cwe-732"]
  assert    = resource.principal != "*" || length(resource.condition) > 0
  at        = resource.principal
  message   = "The principal is `*` without a condition"
  why       = "Rules on the bus start functions, pipelines and tickets. Every account of AWS could start them with events of its own making."
  remedy    = <<-EOT
    ```hcl
    condition {
      key   = "aws:PrincipalOrgID"
      type  = "StringEquals"
      value = data.aws_organizations_organization.this.id
    }
    ```
  EOT
  link      = "https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/cloudwatch_event_permission"

  pass "one account" {
    resource "aws_cloudwatch_event_permission" "partner" {
      principal    = "210987654321"
      statement_id = "partner"
    }
  }

  pass "the organisation" {
    resource "aws_cloudwatch_event_permission" "org" {
      principal    = "*"
      statement_id = "org"
      condition {
        key   = "aws:PrincipalOrgID"
        type  = "StringEquals"
        value = "o-abc1234567"
      }
    }
  }

  fail "everyone" {
    resource "aws_cloudwatch_event_permission" "all" {
      principal    = "*"
      statement_id = "all"
    }
    expect = ["aws_cloudwatch_event_permission.all @ principal"]
  }

  unknown "`principal` is an unset variable" {
    variable "principal" {}
    resource "aws_cloudwatch_event_permission" "all" {
      principal    = var.principal
      statement_id = "all"
    }
  }
}

rule "aws-eventbridge-schedule-invalid" {
  title     = "Schedule expression is not valid"
  category  = "correctness"
  severity  = "high"
  resources = ["aws_cloudwatch_event_rule", "aws_scheduler_schedule"]
  when      = resource.schedule_expression != null
  assert = (
    can(regex("^rate[(]1 (?:minute|hour|day)[)]$", resource.schedule_expression))
    || can(regex("^rate[(](?:[2-9]|[1-9][0-9]+) (?:minutes|hours|days)[)]$", resource.schedule_expression))
    || can(regex("^cron[(](?:[^ ]+ ){5}[^ ]+[)]$", resource.schedule_expression))
    || meta.type == "aws_scheduler_schedule" && can(regex("^at[(][0-9T:-]+[)]$|^rate[(]1 (?:minute|hour|day)s?[)]$", resource.schedule_expression))
  )
  at      = resource.schedule_expression
  message = "`${resource.schedule_expression}` is neither a rate nor a cron expression of six fields"
  why     = "EventBridge wants `rate(1 hour)` but `rate(2 hours)`, and six fields in `cron(…)` (the last is the year). It refuses others at apply."
  remedy  = "Write `rate(5 minutes)` or `cron(0 12 * * ? *)`."
  link    = "https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-scheduled-rule-pattern.html"

  pass "a rate" {
    resource "aws_cloudwatch_event_rule" "often" {
      schedule_expression = "rate(5 minutes)"
    }
  }

  pass "cron" {
    resource "aws_cloudwatch_event_rule" "noon" {
      schedule_expression = "cron(0 12 * * ? *)"
    }
  }

  pass "once" {
    resource "aws_scheduler_schedule" "once" {
      schedule_expression = "at(2027-01-31T12:00:00)"
      flexible_time_window {
        mode = "OFF"
      }
      target {
        arn      = "arn:aws:lambda:eu-central-1:123456789012:function:f"
        role_arn = "arn:aws:iam::123456789012:role/scheduler"
      }
    }
  }

  fail "five fields" {
    resource "aws_cloudwatch_event_rule" "noon" {
      schedule_expression = "cron(0 12 * * *)"
    }
    expect = ["aws_cloudwatch_event_rule.noon @ schedule_expression"]
  }

  fail "the plural of one" {
    resource "aws_cloudwatch_event_rule" "hourly" {
      schedule_expression = "rate(1 hours)"
    }
    expect = ["aws_cloudwatch_event_rule.hourly @ schedule_expression"]
  }

  unknown "an unset variable" {
    variable "schedule" {
      type = string
    }
    resource "aws_cloudwatch_event_rule" "noon" {
      schedule_expression = var.schedule
    }
  }

  pass "no `schedule_expression`" {
    resource "aws_cloudwatch_event_rule" "noon" {}
  }

  unknown "one more, `schedule_expression` is an unset variable" {
    variable "schedule_expression" {}
    resource "aws_scheduler_schedule" "once" {
      schedule_expression = "at(2027-01-31T12:00:00)"
      flexible_time_window {
        mode = "OFF"
      }
      target {
        arn      = "arn:aws:lambda:eu-central-1:123456789012:function:f"
        role_arn = "arn:aws:iam::123456789012:role/scheduler"
      }
    }
    resource "aws_scheduler_schedule" "once_too" {
      schedule_expression = var.schedule_expression
      flexible_time_window {
        mode = "OFF"
      }
      target {
        arn      = "arn:aws:lambda:eu-central-1:123456789012:function:f"
        role_arn = "arn:aws:iam::123456789012:role/scheduler"
      }
    }
    expect = ["aws_scheduler_schedule.once_too @ schedule_expression"]
  }
}

rule "aws-scheduler-schedule-aws-owned-key" {
  title     = "Schedule is not encrypted with a key of your own"
  category  = "security"
  severity  = "low"
  resources = ["aws_scheduler_schedule"]
  aliases   = ["CKV_AWS_297"]
  tags      = ["cwe-320"]
  default   = false
  assert    = resource.kms_key_arn != null
  message   = "The schedule and its payload are encrypted with a key that AWS owns"
  why       = "A key of your own adds a policy and an audit trail. It matters where the target's input holds data of customers."
  remedy    = "Set `kms_key_arn = aws_kms_key.scheduler.arn`."
  link      = "https://docs.aws.amazon.com/scheduler/latest/UserGuide/encryption-rest.html"

  pass "a key" {
    resource "aws_scheduler_schedule" "nightly" {
      schedule_expression = "rate(1 day)"
      kms_key_arn         = "arn:aws:kms:eu-central-1:123456789012:key/1234abcd-12ab-34cd-56ef-1234567890ab"
      flexible_time_window {
        mode = "OFF"
      }
      target {
        arn      = "arn:aws:lambda:eu-central-1:123456789012:function:f"
        role_arn = "arn:aws:iam::123456789012:role/scheduler"
      }
    }
  }

  fail "none" {
    resource "aws_scheduler_schedule" "nightly" {
      schedule_expression = "rate(1 day)"
      flexible_time_window {
        mode = "OFF"
      }
      target {
        arn      = "arn:aws:lambda:eu-central-1:123456789012:function:f"
        role_arn = "arn:aws:iam::123456789012:role/scheduler"
      }
    }
  }
}
