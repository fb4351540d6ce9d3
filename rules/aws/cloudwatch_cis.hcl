# The alarms that the CIS AWS Foundations Benchmark asks for: a metric filter on CloudTrail's log group, and an alarm on its metric.
# They are judged on the trail that feeds the log group; a trail without one is aws-cloudtrail-no-log-group's.

rule "aws-cloudwatch-alarm-missing-unauthorized-api-calls" {
  title     = "No alarm on unauthorised API calls"
  category  = "security"
  severity  = "low"
  resources = ["aws_cloudtrail"]
  aliases   = ["AWS-0147", "aws-cloudwatch-require-unauthorised-api-call-alarm", "AVD-AWS-0147", "4c18a45b-4ab1-4790-9f83-399ac695f1e5"]
  tags      = ["cwe-778", "cis-aws-3.0-4.1"]
  default   = false
  params = {
    # Words that the filter's pattern must hold.
    words = ["UnauthorizedOperation", "AccessDenied"]
  }
  when = resource.cloud_watch_logs_group_arn != null
  assert = anytrue([
    for f in all("aws_cloudwatch_log_metric_filter") :
    alltrue([for w in param.words : strcontains(f.pattern, w)])
    && anytrue([
      for a in all("aws_cloudwatch_metric_alarm") :
      a.metric_name == f.metric_transformation[0].name || refers(a.metric_name, f) || anytrue([for q in a.metric_query : q.metric[0].metric_name == f.metric_transformation[0].name])
    ])
  ])
  at      = resource.cloud_watch_logs_group_arn
  message = "No metric filter with an alarm watches for unauthorised API calls"
  why     = <<-EOT
    Refused calls in number are how an intruder with a stolen key finds out what it can do. Filters and alarms that another configuration makes are not seen here, which is why the rule is not on by default.
  EOT
  remedy  = "Add an `aws_cloudwatch_log_metric_filter` on the trail's log group and an `aws_cloudwatch_metric_alarm` on its metric."
  link    = "https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudwatch-alarms-for-cloudtrail.html"

  pass "a filter and an alarm" {
    resource "aws_cloudtrail" "main" {
      name                       = "main"
      s3_bucket_name             = "trail"
      cloud_watch_logs_group_arn = "arn:aws:logs:eu-central-1:123456789012:log-group:trail:*"
    }
    resource "aws_cloudwatch_log_metric_filter" "this" {
      name           = "unauthorized-api-calls"
      log_group_name = "trail"
      pattern        = "{($.errorCode=\"*UnauthorizedOperation\") || ($.errorCode=\"AccessDenied*\")}"
      metric_transformation {
        name      = "unauthorized-api-calls"
        namespace = "cis"
        value     = "1"
      }
    }
    resource "aws_cloudwatch_metric_alarm" "this" {
      alarm_name          = "unauthorized-api-calls"
      comparison_operator = "GreaterThanOrEqualToThreshold"
      evaluation_periods  = 1
      metric_name         = aws_cloudwatch_log_metric_filter.this.metric_transformation[0].name
    }
  }

  fail "nothing" {
    resource "aws_cloudtrail" "main" {
      name                       = "main"
      s3_bucket_name             = "trail"
      cloud_watch_logs_group_arn = "arn:aws:logs:eu-central-1:123456789012:log-group:trail:*"
    }
    expect = ["aws_cloudtrail.main @ cloud_watch_logs_group_arn"]
  }

  fail "a filter without an alarm" {
    resource "aws_cloudtrail" "main" {
      name                       = "main"
      s3_bucket_name             = "trail"
      cloud_watch_logs_group_arn = "arn:aws:logs:eu-central-1:123456789012:log-group:trail:*"
    }
    resource "aws_cloudwatch_log_metric_filter" "this" {
      name           = "unauthorized-api-calls"
      log_group_name = "trail"
      pattern        = "{($.errorCode=\"*UnauthorizedOperation\") || ($.errorCode=\"AccessDenied*\")}"
      metric_transformation {
        name      = "unauthorized-api-calls"
        namespace = "cis"
        value     = "1"
      }
    }
  }

  unknown "`cloud_watch_logs_group_arn` is an unset variable" {
    variable "cloud_watch_logs_group_arn" {}
    resource "aws_cloudtrail" "main" {
      name                       = "main"
      s3_bucket_name             = "trail"
      cloud_watch_logs_group_arn = var.cloud_watch_logs_group_arn
    }
  }
}

rule "aws-cloudwatch-alarm-missing-console-login-without-mfa" {
  title     = "No alarm on console logins without MFA"
  category  = "security"
  severity  = "low"
  resources = ["aws_cloudtrail"]
  aliases   = ["AWS-0148", "aws-cloudwatch-require-non-mfa-login-alarm", "AVD-AWS-0148", "44ceb4fa-0897-4fd2-b676-30e7a58f2933"]
  tags      = ["cwe-778", "cis-aws-3.0-4.2"]
  default   = false
  params = {
    # Words that the filter's pattern must hold.
    words = ["ConsoleLogin", "MFAUsed"]
  }
  when = resource.cloud_watch_logs_group_arn != null
  assert = anytrue([
    for f in all("aws_cloudwatch_log_metric_filter") :
    alltrue([for w in param.words : strcontains(f.pattern, w)])
    && anytrue([
      for a in all("aws_cloudwatch_metric_alarm") :
      a.metric_name == f.metric_transformation[0].name || refers(a.metric_name, f) || anytrue([for q in a.metric_query : q.metric[0].metric_name == f.metric_transformation[0].name])
    ])
  ])
  at      = resource.cloud_watch_logs_group_arn
  message = "No metric filter with an alarm watches for console logins without MFA"
  why     = <<-EOT
    A login without a second factor is a login that a stolen password is enough for. Filters and alarms that another configuration makes are not seen here, which is why the rule is not on by default.
  EOT
  remedy  = "Add an `aws_cloudwatch_log_metric_filter` on the trail's log group and an `aws_cloudwatch_metric_alarm` on its metric."
  link    = "https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudwatch-alarms-for-cloudtrail.html"

  pass "a filter and an alarm" {
    resource "aws_cloudtrail" "main" {
      name                       = "main"
      s3_bucket_name             = "trail"
      cloud_watch_logs_group_arn = "arn:aws:logs:eu-central-1:123456789012:log-group:trail:*"
    }
    resource "aws_cloudwatch_log_metric_filter" "this" {
      name           = "console-login-without-mfa"
      log_group_name = "trail"
      pattern        = "{($.eventName=\"ConsoleLogin\") && ($.additionalEventData.MFAUsed!=\"Yes\")}"
      metric_transformation {
        name      = "console-login-without-mfa"
        namespace = "cis"
        value     = "1"
      }
    }
    resource "aws_cloudwatch_metric_alarm" "this" {
      alarm_name          = "console-login-without-mfa"
      comparison_operator = "GreaterThanOrEqualToThreshold"
      evaluation_periods  = 1
      metric_name         = aws_cloudwatch_log_metric_filter.this.metric_transformation[0].name
    }
  }

  fail "nothing" {
    resource "aws_cloudtrail" "main" {
      name                       = "main"
      s3_bucket_name             = "trail"
      cloud_watch_logs_group_arn = "arn:aws:logs:eu-central-1:123456789012:log-group:trail:*"
    }
    expect = ["aws_cloudtrail.main @ cloud_watch_logs_group_arn"]
  }

  fail "a filter without an alarm" {
    resource "aws_cloudtrail" "main" {
      name                       = "main"
      s3_bucket_name             = "trail"
      cloud_watch_logs_group_arn = "arn:aws:logs:eu-central-1:123456789012:log-group:trail:*"
    }
    resource "aws_cloudwatch_log_metric_filter" "this" {
      name           = "console-login-without-mfa"
      log_group_name = "trail"
      pattern        = "{($.eventName=\"ConsoleLogin\") && ($.additionalEventData.MFAUsed!=\"Yes\")}"
      metric_transformation {
        name      = "console-login-without-mfa"
        namespace = "cis"
        value     = "1"
      }
    }
  }

  unknown "`cloud_watch_logs_group_arn` is an unset variable" {
    variable "cloud_watch_logs_group_arn" {}
    resource "aws_cloudtrail" "main" {
      name                       = "main"
      s3_bucket_name             = "trail"
      cloud_watch_logs_group_arn = var.cloud_watch_logs_group_arn
    }
  }
}

rule "aws-cloudwatch-alarm-missing-root-use" {
  title     = "No alarm on use of the root user"
  category  = "security"
  severity  = "low"
  resources = ["aws_cloudtrail"]
  aliases   = ["AWS-0149", "aws-cloudwatch-require-root-user-usage-alarm", "AVD-AWS-0149", "8b1b1e67-6248-4dca-bbad-93486bb181c0"]
  tags      = ["cwe-778", "cis-aws-3.0-4.3"]
  default   = false
  params = {
    # Words that the filter's pattern must hold.
    words = ["Root"]
  }
  when = resource.cloud_watch_logs_group_arn != null
  assert = anytrue([
    for f in all("aws_cloudwatch_log_metric_filter") :
    alltrue([for w in param.words : strcontains(f.pattern, w)])
    && anytrue([
      for a in all("aws_cloudwatch_metric_alarm") :
      a.metric_name == f.metric_transformation[0].name || refers(a.metric_name, f) || anytrue([for q in a.metric_query : q.metric[0].metric_name == f.metric_transformation[0].name])
    ])
  ])
  at      = resource.cloud_watch_logs_group_arn
  message = "No metric filter with an alarm watches for use of the root user"
  why     = <<-EOT
    The root user can do everything and is needed almost never: each use deserves a look. Filters and alarms that another configuration makes are not seen here, which is why the rule is not on by default.
  EOT
  remedy  = "Add an `aws_cloudwatch_log_metric_filter` on the trail's log group and an `aws_cloudwatch_metric_alarm` on its metric."
  link    = "https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudwatch-alarms-for-cloudtrail.html"

  pass "a filter and an alarm" {
    resource "aws_cloudtrail" "main" {
      name                       = "main"
      s3_bucket_name             = "trail"
      cloud_watch_logs_group_arn = "arn:aws:logs:eu-central-1:123456789012:log-group:trail:*"
    }
    resource "aws_cloudwatch_log_metric_filter" "this" {
      name           = "root-use"
      log_group_name = "trail"
      pattern        = "{$.userIdentity.type=\"Root\" && $.eventType!=\"AwsServiceEvent\"}"
      metric_transformation {
        name      = "root-use"
        namespace = "cis"
        value     = "1"
      }
    }
    resource "aws_cloudwatch_metric_alarm" "this" {
      alarm_name          = "root-use"
      comparison_operator = "GreaterThanOrEqualToThreshold"
      evaluation_periods  = 1
      metric_name         = aws_cloudwatch_log_metric_filter.this.metric_transformation[0].name
    }
  }

  fail "nothing" {
    resource "aws_cloudtrail" "main" {
      name                       = "main"
      s3_bucket_name             = "trail"
      cloud_watch_logs_group_arn = "arn:aws:logs:eu-central-1:123456789012:log-group:trail:*"
    }
    expect = ["aws_cloudtrail.main @ cloud_watch_logs_group_arn"]
  }

  fail "a filter without an alarm" {
    resource "aws_cloudtrail" "main" {
      name                       = "main"
      s3_bucket_name             = "trail"
      cloud_watch_logs_group_arn = "arn:aws:logs:eu-central-1:123456789012:log-group:trail:*"
    }
    resource "aws_cloudwatch_log_metric_filter" "this" {
      name           = "root-use"
      log_group_name = "trail"
      pattern        = "{$.userIdentity.type=\"Root\" && $.eventType!=\"AwsServiceEvent\"}"
      metric_transformation {
        name      = "root-use"
        namespace = "cis"
        value     = "1"
      }
    }
  }

  unknown "`cloud_watch_logs_group_arn` is an unset variable" {
    variable "cloud_watch_logs_group_arn" {}
    resource "aws_cloudtrail" "main" {
      name                       = "main"
      s3_bucket_name             = "trail"
      cloud_watch_logs_group_arn = var.cloud_watch_logs_group_arn
    }
  }
}

rule "aws-cloudwatch-alarm-missing-iam-policy-changes" {
  title     = "No alarm on changes of IAM policies"
  category  = "security"
  severity  = "low"
  resources = ["aws_cloudtrail"]
  aliases   = ["AWS-0150", "aws-cloudwatch-require-iam-policy-change-alarm", "AVD-AWS-0150", "eaaba502-2f94-411a-a3c2-83d63cc1776d"]
  tags      = ["cwe-778", "cis-aws-3.0-4.4"]
  default   = false
  params = {
    # Words that the filter's pattern must hold.
    words = ["PutRolePolicy", "AttachRolePolicy", "CreatePolicyVersion"]
  }
  when = resource.cloud_watch_logs_group_arn != null
  assert = anytrue([
    for f in all("aws_cloudwatch_log_metric_filter") :
    alltrue([for w in param.words : strcontains(f.pattern, w)])
    && anytrue([
      for a in all("aws_cloudwatch_metric_alarm") :
      a.metric_name == f.metric_transformation[0].name || refers(a.metric_name, f) || anytrue([for q in a.metric_query : q.metric[0].metric_name == f.metric_transformation[0].name])
    ])
  ])
  at      = resource.cloud_watch_logs_group_arn
  message = "No metric filter with an alarm watches for changes of IAM policies"
  why     = <<-EOT
    Rights are given away with a handful of calls; whoever wants to stay in an account uses them first. Filters and alarms that another configuration makes are not seen here, which is why the rule is not on by default.
  EOT
  remedy  = "Add an `aws_cloudwatch_log_metric_filter` on the trail's log group and an `aws_cloudwatch_metric_alarm` on its metric."
  link    = "https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudwatch-alarms-for-cloudtrail.html"

  pass "a filter and an alarm" {
    resource "aws_cloudtrail" "main" {
      name                       = "main"
      s3_bucket_name             = "trail"
      cloud_watch_logs_group_arn = "arn:aws:logs:eu-central-1:123456789012:log-group:trail:*"
    }
    resource "aws_cloudwatch_log_metric_filter" "this" {
      name           = "iam-policy-changes"
      log_group_name = "trail"
      pattern        = "{($.eventName=PutRolePolicy) || ($.eventName=AttachRolePolicy) || ($.eventName=CreatePolicyVersion)}"
      metric_transformation {
        name      = "iam-policy-changes"
        namespace = "cis"
        value     = "1"
      }
    }
    resource "aws_cloudwatch_metric_alarm" "this" {
      alarm_name          = "iam-policy-changes"
      comparison_operator = "GreaterThanOrEqualToThreshold"
      evaluation_periods  = 1
      metric_name         = aws_cloudwatch_log_metric_filter.this.metric_transformation[0].name
    }
  }

  fail "nothing" {
    resource "aws_cloudtrail" "main" {
      name                       = "main"
      s3_bucket_name             = "trail"
      cloud_watch_logs_group_arn = "arn:aws:logs:eu-central-1:123456789012:log-group:trail:*"
    }
    expect = ["aws_cloudtrail.main @ cloud_watch_logs_group_arn"]
  }

  fail "a filter without an alarm" {
    resource "aws_cloudtrail" "main" {
      name                       = "main"
      s3_bucket_name             = "trail"
      cloud_watch_logs_group_arn = "arn:aws:logs:eu-central-1:123456789012:log-group:trail:*"
    }
    resource "aws_cloudwatch_log_metric_filter" "this" {
      name           = "iam-policy-changes"
      log_group_name = "trail"
      pattern        = "{($.eventName=PutRolePolicy) || ($.eventName=AttachRolePolicy) || ($.eventName=CreatePolicyVersion)}"
      metric_transformation {
        name      = "iam-policy-changes"
        namespace = "cis"
        value     = "1"
      }
    }
  }

  unknown "`cloud_watch_logs_group_arn` is an unset variable" {
    variable "cloud_watch_logs_group_arn" {}
    resource "aws_cloudtrail" "main" {
      name                       = "main"
      s3_bucket_name             = "trail"
      cloud_watch_logs_group_arn = var.cloud_watch_logs_group_arn
    }
  }
}

rule "aws-cloudwatch-alarm-missing-cloudtrail-changes" {
  title     = "No alarm on changes of CloudTrail"
  category  = "security"
  severity  = "low"
  resources = ["aws_cloudtrail"]
  aliases   = ["AWS-0151", "aws-cloudwatch-require-cloud-trail-change-alarm", "AVD-AWS-0151", "0f6cbf69-41bb-47dc-93f3-3844640bf480"]
  tags      = ["cwe-778", "cis-aws-3.0-4.5"]
  default   = false
  params = {
    # Words that the filter's pattern must hold.
    words = ["StopLogging", "DeleteTrail", "UpdateTrail"]
  }
  when = resource.cloud_watch_logs_group_arn != null
  assert = anytrue([
    for f in all("aws_cloudwatch_log_metric_filter") :
    alltrue([for w in param.words : strcontains(f.pattern, w)])
    && anytrue([
      for a in all("aws_cloudwatch_metric_alarm") :
      a.metric_name == f.metric_transformation[0].name || refers(a.metric_name, f) || anytrue([for q in a.metric_query : q.metric[0].metric_name == f.metric_transformation[0].name])
    ])
  ])
  at      = resource.cloud_watch_logs_group_arn
  message = "No metric filter with an alarm watches for changes of CloudTrail"
  why     = <<-EOT
    Stopping the record comes before what is not to be recorded. Filters and alarms that another configuration makes are not seen here, which is why the rule is not on by default.
  EOT
  remedy  = "Add an `aws_cloudwatch_log_metric_filter` on the trail's log group and an `aws_cloudwatch_metric_alarm` on its metric."
  link    = "https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudwatch-alarms-for-cloudtrail.html"

  pass "a filter and an alarm" {
    resource "aws_cloudtrail" "main" {
      name                       = "main"
      s3_bucket_name             = "trail"
      cloud_watch_logs_group_arn = "arn:aws:logs:eu-central-1:123456789012:log-group:trail:*"
    }
    resource "aws_cloudwatch_log_metric_filter" "this" {
      name           = "cloudtrail-changes"
      log_group_name = "trail"
      pattern        = "{($.eventName=StopLogging) || ($.eventName=DeleteTrail) || ($.eventName=UpdateTrail)}"
      metric_transformation {
        name      = "cloudtrail-changes"
        namespace = "cis"
        value     = "1"
      }
    }
    resource "aws_cloudwatch_metric_alarm" "this" {
      alarm_name          = "cloudtrail-changes"
      comparison_operator = "GreaterThanOrEqualToThreshold"
      evaluation_periods  = 1
      metric_name         = aws_cloudwatch_log_metric_filter.this.metric_transformation[0].name
    }
  }

  fail "nothing" {
    resource "aws_cloudtrail" "main" {
      name                       = "main"
      s3_bucket_name             = "trail"
      cloud_watch_logs_group_arn = "arn:aws:logs:eu-central-1:123456789012:log-group:trail:*"
    }
    expect = ["aws_cloudtrail.main @ cloud_watch_logs_group_arn"]
  }

  fail "a filter without an alarm" {
    resource "aws_cloudtrail" "main" {
      name                       = "main"
      s3_bucket_name             = "trail"
      cloud_watch_logs_group_arn = "arn:aws:logs:eu-central-1:123456789012:log-group:trail:*"
    }
    resource "aws_cloudwatch_log_metric_filter" "this" {
      name           = "cloudtrail-changes"
      log_group_name = "trail"
      pattern        = "{($.eventName=StopLogging) || ($.eventName=DeleteTrail) || ($.eventName=UpdateTrail)}"
      metric_transformation {
        name      = "cloudtrail-changes"
        namespace = "cis"
        value     = "1"
      }
    }
  }

  unknown "`cloud_watch_logs_group_arn` is an unset variable" {
    variable "cloud_watch_logs_group_arn" {}
    resource "aws_cloudtrail" "main" {
      name                       = "main"
      s3_bucket_name             = "trail"
      cloud_watch_logs_group_arn = var.cloud_watch_logs_group_arn
    }
  }
}

rule "aws-cloudwatch-alarm-missing-console-login-failures" {
  title     = "No alarm on failed console logins"
  category  = "security"
  severity  = "low"
  resources = ["aws_cloudtrail"]
  aliases   = ["AWS-0152", "aws-cloudwatch-require-console-login-failures-alarm", "AVD-AWS-0152", "5864d189-ee9a-4009-ac0c-8a582e6b7919"]
  tags      = ["cwe-778", "cis-aws-3.0-4.6"]
  default   = false
  params = {
    # Words that the filter's pattern must hold.
    words = ["ConsoleLogin", "Failed authentication"]
  }
  when = resource.cloud_watch_logs_group_arn != null
  assert = anytrue([
    for f in all("aws_cloudwatch_log_metric_filter") :
    alltrue([for w in param.words : strcontains(f.pattern, w)])
    && anytrue([
      for a in all("aws_cloudwatch_metric_alarm") :
      a.metric_name == f.metric_transformation[0].name || refers(a.metric_name, f) || anytrue([for q in a.metric_query : q.metric[0].metric_name == f.metric_transformation[0].name])
    ])
  ])
  at      = resource.cloud_watch_logs_group_arn
  message = "No metric filter with an alarm watches for failed console logins"
  why     = <<-EOT
    Many failed logins are somebody guessing passwords. Filters and alarms that another configuration makes are not seen here, which is why the rule is not on by default.
  EOT
  remedy  = "Add an `aws_cloudwatch_log_metric_filter` on the trail's log group and an `aws_cloudwatch_metric_alarm` on its metric."
  link    = "https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudwatch-alarms-for-cloudtrail.html"

  pass "a filter and an alarm" {
    resource "aws_cloudtrail" "main" {
      name                       = "main"
      s3_bucket_name             = "trail"
      cloud_watch_logs_group_arn = "arn:aws:logs:eu-central-1:123456789012:log-group:trail:*"
    }
    resource "aws_cloudwatch_log_metric_filter" "this" {
      name           = "console-login-failures"
      log_group_name = "trail"
      pattern        = "{($.eventName=ConsoleLogin) && ($.errorMessage=\"Failed authentication\")}"
      metric_transformation {
        name      = "console-login-failures"
        namespace = "cis"
        value     = "1"
      }
    }
    resource "aws_cloudwatch_metric_alarm" "this" {
      alarm_name          = "console-login-failures"
      comparison_operator = "GreaterThanOrEqualToThreshold"
      evaluation_periods  = 1
      metric_name         = aws_cloudwatch_log_metric_filter.this.metric_transformation[0].name
    }
  }

  fail "nothing" {
    resource "aws_cloudtrail" "main" {
      name                       = "main"
      s3_bucket_name             = "trail"
      cloud_watch_logs_group_arn = "arn:aws:logs:eu-central-1:123456789012:log-group:trail:*"
    }
    expect = ["aws_cloudtrail.main @ cloud_watch_logs_group_arn"]
  }

  fail "a filter without an alarm" {
    resource "aws_cloudtrail" "main" {
      name                       = "main"
      s3_bucket_name             = "trail"
      cloud_watch_logs_group_arn = "arn:aws:logs:eu-central-1:123456789012:log-group:trail:*"
    }
    resource "aws_cloudwatch_log_metric_filter" "this" {
      name           = "console-login-failures"
      log_group_name = "trail"
      pattern        = "{($.eventName=ConsoleLogin) && ($.errorMessage=\"Failed authentication\")}"
      metric_transformation {
        name      = "console-login-failures"
        namespace = "cis"
        value     = "1"
      }
    }
  }

  unknown "`cloud_watch_logs_group_arn` is an unset variable" {
    variable "cloud_watch_logs_group_arn" {}
    resource "aws_cloudtrail" "main" {
      name                       = "main"
      s3_bucket_name             = "trail"
      cloud_watch_logs_group_arn = var.cloud_watch_logs_group_arn
    }
  }
}

rule "aws-cloudwatch-alarm-missing-key-disabling" {
  title     = "No alarm on disabling and deletion of KMS keys"
  category  = "security"
  severity  = "low"
  resources = ["aws_cloudtrail"]
  aliases   = ["AWS-0153", "aws-cloudwatch-require-cmk-disabled-alarm", "AVD-AWS-0153", "56a585f5-555c-48b2-8395-e64e4740a9cf"]
  tags      = ["cwe-778", "cis-aws-3.0-4.7"]
  default   = false
  params = {
    # Words that the filter's pattern must hold.
    words = ["DisableKey", "ScheduleKeyDeletion"]
  }
  when = resource.cloud_watch_logs_group_arn != null
  assert = anytrue([
    for f in all("aws_cloudwatch_log_metric_filter") :
    alltrue([for w in param.words : strcontains(f.pattern, w)])
    && anytrue([
      for a in all("aws_cloudwatch_metric_alarm") :
      a.metric_name == f.metric_transformation[0].name || refers(a.metric_name, f) || anytrue([for q in a.metric_query : q.metric[0].metric_name == f.metric_transformation[0].name])
    ])
  ])
  at      = resource.cloud_watch_logs_group_arn
  message = "No metric filter with an alarm watches for disabling and deletion of KMS keys"
  why     = <<-EOT
    Without its key all data is lost; a deletion can be stopped for some days only. Filters and alarms that another configuration makes are not seen here, which is why the rule is not on by default.
  EOT
  remedy  = "Add an `aws_cloudwatch_log_metric_filter` on the trail's log group and an `aws_cloudwatch_metric_alarm` on its metric."
  link    = "https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudwatch-alarms-for-cloudtrail.html"

  pass "a filter and an alarm" {
    resource "aws_cloudtrail" "main" {
      name                       = "main"
      s3_bucket_name             = "trail"
      cloud_watch_logs_group_arn = "arn:aws:logs:eu-central-1:123456789012:log-group:trail:*"
    }
    resource "aws_cloudwatch_log_metric_filter" "this" {
      name           = "key-disabling"
      log_group_name = "trail"
      pattern        = "{($.eventSource=kms.amazonaws.com) && (($.eventName=DisableKey) || ($.eventName=ScheduleKeyDeletion))}"
      metric_transformation {
        name      = "key-disabling"
        namespace = "cis"
        value     = "1"
      }
    }
    resource "aws_cloudwatch_metric_alarm" "this" {
      alarm_name          = "key-disabling"
      comparison_operator = "GreaterThanOrEqualToThreshold"
      evaluation_periods  = 1
      metric_name         = aws_cloudwatch_log_metric_filter.this.metric_transformation[0].name
    }
  }

  fail "nothing" {
    resource "aws_cloudtrail" "main" {
      name                       = "main"
      s3_bucket_name             = "trail"
      cloud_watch_logs_group_arn = "arn:aws:logs:eu-central-1:123456789012:log-group:trail:*"
    }
    expect = ["aws_cloudtrail.main @ cloud_watch_logs_group_arn"]
  }

  fail "a filter without an alarm" {
    resource "aws_cloudtrail" "main" {
      name                       = "main"
      s3_bucket_name             = "trail"
      cloud_watch_logs_group_arn = "arn:aws:logs:eu-central-1:123456789012:log-group:trail:*"
    }
    resource "aws_cloudwatch_log_metric_filter" "this" {
      name           = "key-disabling"
      log_group_name = "trail"
      pattern        = "{($.eventSource=kms.amazonaws.com) && (($.eventName=DisableKey) || ($.eventName=ScheduleKeyDeletion))}"
      metric_transformation {
        name      = "key-disabling"
        namespace = "cis"
        value     = "1"
      }
    }
  }

  unknown "`cloud_watch_logs_group_arn` is an unset variable" {
    variable "cloud_watch_logs_group_arn" {}
    resource "aws_cloudtrail" "main" {
      name                       = "main"
      s3_bucket_name             = "trail"
      cloud_watch_logs_group_arn = var.cloud_watch_logs_group_arn
    }
  }
}

rule "aws-cloudwatch-alarm-missing-s3-policy-changes" {
  title     = "No alarm on changes of S3 bucket policies"
  category  = "security"
  severity  = "low"
  resources = ["aws_cloudtrail"]
  aliases   = ["AWS-0154", "aws-cloudwatch-require-s3-bucket-policy-change-alarm", "AVD-AWS-0154", "27c6a499-895a-4dc7-9617-5c485218db13"]
  tags      = ["cwe-778", "cis-aws-3.0-4.8"]
  default   = false
  params = {
    # Words that the filter's pattern must hold.
    words = ["PutBucketPolicy", "PutBucketAcl", "DeleteBucketPolicy"]
  }
  when = resource.cloud_watch_logs_group_arn != null
  assert = anytrue([
    for f in all("aws_cloudwatch_log_metric_filter") :
    alltrue([for w in param.words : strcontains(f.pattern, w)])
    && anytrue([
      for a in all("aws_cloudwatch_metric_alarm") :
      a.metric_name == f.metric_transformation[0].name || refers(a.metric_name, f) || anytrue([for q in a.metric_query : q.metric[0].metric_name == f.metric_transformation[0].name])
    ])
  ])
  at      = resource.cloud_watch_logs_group_arn
  message = "No metric filter with an alarm watches for changes of S3 bucket policies"
  why     = <<-EOT
    A changed bucket policy is the shortest way from private to public data. Filters and alarms that another configuration makes are not seen here, which is why the rule is not on by default.
  EOT
  remedy  = "Add an `aws_cloudwatch_log_metric_filter` on the trail's log group and an `aws_cloudwatch_metric_alarm` on its metric."
  link    = "https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudwatch-alarms-for-cloudtrail.html"

  pass "a filter and an alarm" {
    resource "aws_cloudtrail" "main" {
      name                       = "main"
      s3_bucket_name             = "trail"
      cloud_watch_logs_group_arn = "arn:aws:logs:eu-central-1:123456789012:log-group:trail:*"
    }
    resource "aws_cloudwatch_log_metric_filter" "this" {
      name           = "s3-policy-changes"
      log_group_name = "trail"
      pattern        = "{($.eventSource=s3.amazonaws.com) && (($.eventName=PutBucketPolicy) || ($.eventName=PutBucketAcl) || ($.eventName=DeleteBucketPolicy))}"
      metric_transformation {
        name      = "s3-policy-changes"
        namespace = "cis"
        value     = "1"
      }
    }
    resource "aws_cloudwatch_metric_alarm" "this" {
      alarm_name          = "s3-policy-changes"
      comparison_operator = "GreaterThanOrEqualToThreshold"
      evaluation_periods  = 1
      metric_name         = aws_cloudwatch_log_metric_filter.this.metric_transformation[0].name
    }
  }

  fail "nothing" {
    resource "aws_cloudtrail" "main" {
      name                       = "main"
      s3_bucket_name             = "trail"
      cloud_watch_logs_group_arn = "arn:aws:logs:eu-central-1:123456789012:log-group:trail:*"
    }
    expect = ["aws_cloudtrail.main @ cloud_watch_logs_group_arn"]
  }

  fail "a filter without an alarm" {
    resource "aws_cloudtrail" "main" {
      name                       = "main"
      s3_bucket_name             = "trail"
      cloud_watch_logs_group_arn = "arn:aws:logs:eu-central-1:123456789012:log-group:trail:*"
    }
    resource "aws_cloudwatch_log_metric_filter" "this" {
      name           = "s3-policy-changes"
      log_group_name = "trail"
      pattern        = "{($.eventSource=s3.amazonaws.com) && (($.eventName=PutBucketPolicy) || ($.eventName=PutBucketAcl) || ($.eventName=DeleteBucketPolicy))}"
      metric_transformation {
        name      = "s3-policy-changes"
        namespace = "cis"
        value     = "1"
      }
    }
  }

  unknown "`cloud_watch_logs_group_arn` is an unset variable" {
    variable "cloud_watch_logs_group_arn" {}
    resource "aws_cloudtrail" "main" {
      name                       = "main"
      s3_bucket_name             = "trail"
      cloud_watch_logs_group_arn = var.cloud_watch_logs_group_arn
    }
  }
}

rule "aws-cloudwatch-alarm-missing-config-changes" {
  title     = "No alarm on changes of AWS Config"
  category  = "security"
  severity  = "low"
  resources = ["aws_cloudtrail"]
  aliases = [
    "AWS-0155", "aws-cloudwatch-require-config-configuration-changes-alarm", "AVD-AWS-0155", "5b8d7527-de8e-4114-b9dd-9d988f1f418f",
  ]
  tags    = ["cwe-778", "cis-aws-3.0-4.9"]
  default = false
  params = {
    # Words that the filter's pattern must hold.
    words = ["StopConfigurationRecorder", "DeleteDeliveryChannel"]
  }
  when = resource.cloud_watch_logs_group_arn != null
  assert = anytrue([
    for f in all("aws_cloudwatch_log_metric_filter") :
    alltrue([for w in param.words : strcontains(f.pattern, w)])
    && anytrue([
      for a in all("aws_cloudwatch_metric_alarm") :
      a.metric_name == f.metric_transformation[0].name || refers(a.metric_name, f) || anytrue([for q in a.metric_query : q.metric[0].metric_name == f.metric_transformation[0].name])
    ])
  ])
  at      = resource.cloud_watch_logs_group_arn
  message = "No metric filter with an alarm watches for changes of AWS Config"
  why     = <<-EOT
    Without the recorder nobody can tell afterwards how a resource looked. Filters and alarms that another configuration makes are not seen here, which is why the rule is not on by default.
  EOT
  remedy  = "Add an `aws_cloudwatch_log_metric_filter` on the trail's log group and an `aws_cloudwatch_metric_alarm` on its metric."
  link    = "https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudwatch-alarms-for-cloudtrail.html"

  pass "a filter and an alarm" {
    resource "aws_cloudtrail" "main" {
      name                       = "main"
      s3_bucket_name             = "trail"
      cloud_watch_logs_group_arn = "arn:aws:logs:eu-central-1:123456789012:log-group:trail:*"
    }
    resource "aws_cloudwatch_log_metric_filter" "this" {
      name           = "config-changes"
      log_group_name = "trail"
      pattern        = "{($.eventName=StopConfigurationRecorder) || ($.eventName=DeleteDeliveryChannel) || ($.eventName=PutConfigurationRecorder)}"
      metric_transformation {
        name      = "config-changes"
        namespace = "cis"
        value     = "1"
      }
    }
    resource "aws_cloudwatch_metric_alarm" "this" {
      alarm_name          = "config-changes"
      comparison_operator = "GreaterThanOrEqualToThreshold"
      evaluation_periods  = 1
      metric_name         = aws_cloudwatch_log_metric_filter.this.metric_transformation[0].name
    }
  }

  fail "nothing" {
    resource "aws_cloudtrail" "main" {
      name                       = "main"
      s3_bucket_name             = "trail"
      cloud_watch_logs_group_arn = "arn:aws:logs:eu-central-1:123456789012:log-group:trail:*"
    }
    expect = ["aws_cloudtrail.main @ cloud_watch_logs_group_arn"]
  }

  fail "a filter without an alarm" {
    resource "aws_cloudtrail" "main" {
      name                       = "main"
      s3_bucket_name             = "trail"
      cloud_watch_logs_group_arn = "arn:aws:logs:eu-central-1:123456789012:log-group:trail:*"
    }
    resource "aws_cloudwatch_log_metric_filter" "this" {
      name           = "config-changes"
      log_group_name = "trail"
      pattern        = "{($.eventName=StopConfigurationRecorder) || ($.eventName=DeleteDeliveryChannel) || ($.eventName=PutConfigurationRecorder)}"
      metric_transformation {
        name      = "config-changes"
        namespace = "cis"
        value     = "1"
      }
    }
  }

  unknown "`cloud_watch_logs_group_arn` is an unset variable" {
    variable "cloud_watch_logs_group_arn" {}
    resource "aws_cloudtrail" "main" {
      name                       = "main"
      s3_bucket_name             = "trail"
      cloud_watch_logs_group_arn = var.cloud_watch_logs_group_arn
    }
  }
}

rule "aws-cloudwatch-alarm-missing-security-group-changes" {
  title     = "No alarm on changes of security groups"
  category  = "security"
  severity  = "low"
  resources = ["aws_cloudtrail"]
  aliases   = ["AWS-0156", "aws-cloudwatch-require-sg-change-alarms", "AVD-AWS-0156", "4beaf898-9f8b-4237-89e2-5ffdc7ee6006"]
  tags      = ["cwe-778", "cis-aws-3.0-4.10"]
  default   = false
  params = {
    # Words that the filter's pattern must hold.
    words = ["AuthorizeSecurityGroupIngress", "RevokeSecurityGroupIngress"]
  }
  when = resource.cloud_watch_logs_group_arn != null
  assert = anytrue([
    for f in all("aws_cloudwatch_log_metric_filter") :
    alltrue([for w in param.words : strcontains(f.pattern, w)])
    && anytrue([
      for a in all("aws_cloudwatch_metric_alarm") :
      a.metric_name == f.metric_transformation[0].name || refers(a.metric_name, f) || anytrue([for q in a.metric_query : q.metric[0].metric_name == f.metric_transformation[0].name])
    ])
  ])
  at      = resource.cloud_watch_logs_group_arn
  message = "No metric filter with an alarm watches for changes of security groups"
  why     = <<-EOT
    One changed rule opens a database to the world. Filters and alarms that another configuration makes are not seen here, which is why the rule is not on by default.
  EOT
  remedy  = "Add an `aws_cloudwatch_log_metric_filter` on the trail's log group and an `aws_cloudwatch_metric_alarm` on its metric."
  link    = "https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudwatch-alarms-for-cloudtrail.html"

  pass "a filter and an alarm" {
    resource "aws_cloudtrail" "main" {
      name                       = "main"
      s3_bucket_name             = "trail"
      cloud_watch_logs_group_arn = "arn:aws:logs:eu-central-1:123456789012:log-group:trail:*"
    }
    resource "aws_cloudwatch_log_metric_filter" "this" {
      name           = "security-group-changes"
      log_group_name = "trail"
      pattern        = "{($.eventName=AuthorizeSecurityGroupIngress) || ($.eventName=RevokeSecurityGroupIngress) || ($.eventName=DeleteSecurityGroup)}"
      metric_transformation {
        name      = "security-group-changes"
        namespace = "cis"
        value     = "1"
      }
    }
    resource "aws_cloudwatch_metric_alarm" "this" {
      alarm_name          = "security-group-changes"
      comparison_operator = "GreaterThanOrEqualToThreshold"
      evaluation_periods  = 1
      metric_name         = aws_cloudwatch_log_metric_filter.this.metric_transformation[0].name
    }
  }

  fail "nothing" {
    resource "aws_cloudtrail" "main" {
      name                       = "main"
      s3_bucket_name             = "trail"
      cloud_watch_logs_group_arn = "arn:aws:logs:eu-central-1:123456789012:log-group:trail:*"
    }
    expect = ["aws_cloudtrail.main @ cloud_watch_logs_group_arn"]
  }

  fail "a filter without an alarm" {
    resource "aws_cloudtrail" "main" {
      name                       = "main"
      s3_bucket_name             = "trail"
      cloud_watch_logs_group_arn = "arn:aws:logs:eu-central-1:123456789012:log-group:trail:*"
    }
    resource "aws_cloudwatch_log_metric_filter" "this" {
      name           = "security-group-changes"
      log_group_name = "trail"
      pattern        = "{($.eventName=AuthorizeSecurityGroupIngress) || ($.eventName=RevokeSecurityGroupIngress) || ($.eventName=DeleteSecurityGroup)}"
      metric_transformation {
        name      = "security-group-changes"
        namespace = "cis"
        value     = "1"
      }
    }
  }

  unknown "`cloud_watch_logs_group_arn` is an unset variable" {
    variable "cloud_watch_logs_group_arn" {}
    resource "aws_cloudtrail" "main" {
      name                       = "main"
      s3_bucket_name             = "trail"
      cloud_watch_logs_group_arn = var.cloud_watch_logs_group_arn
    }
  }
}

rule "aws-cloudwatch-alarm-missing-network-acl-changes" {
  title     = "No alarm on changes of network ACLs"
  category  = "security"
  severity  = "low"
  resources = ["aws_cloudtrail"]
  aliases   = ["AWS-0157", "aws-cloudwatch-require-nacl-changes-alarm", "AVD-AWS-0157", "0a8e8dc5-b6fc-44fc-b5a1-969ec950f9b0"]
  tags      = ["cwe-778", "cis-aws-3.0-4.11"]
  default   = false
  params = {
    # Words that the filter's pattern must hold.
    words = ["CreateNetworkAcl", "ReplaceNetworkAclEntry"]
  }
  when = resource.cloud_watch_logs_group_arn != null
  assert = anytrue([
    for f in all("aws_cloudwatch_log_metric_filter") :
    alltrue([for w in param.words : strcontains(f.pattern, w)])
    && anytrue([
      for a in all("aws_cloudwatch_metric_alarm") :
      a.metric_name == f.metric_transformation[0].name || refers(a.metric_name, f) || anytrue([for q in a.metric_query : q.metric[0].metric_name == f.metric_transformation[0].name])
    ])
  ])
  at      = resource.cloud_watch_logs_group_arn
  message = "No metric filter with an alarm watches for changes of network ACLs"
  why     = <<-EOT
    Network ACLs change rarely; when they do, somebody should know why. Filters and alarms that another configuration makes are not seen here, which is why the rule is not on by default.
  EOT
  remedy  = "Add an `aws_cloudwatch_log_metric_filter` on the trail's log group and an `aws_cloudwatch_metric_alarm` on its metric."
  link    = "https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudwatch-alarms-for-cloudtrail.html"

  pass "a filter and an alarm" {
    resource "aws_cloudtrail" "main" {
      name                       = "main"
      s3_bucket_name             = "trail"
      cloud_watch_logs_group_arn = "arn:aws:logs:eu-central-1:123456789012:log-group:trail:*"
    }
    resource "aws_cloudwatch_log_metric_filter" "this" {
      name           = "network-acl-changes"
      log_group_name = "trail"
      pattern        = "{($.eventName=CreateNetworkAcl) || ($.eventName=CreateNetworkAclEntry) || ($.eventName=ReplaceNetworkAclEntry)}"
      metric_transformation {
        name      = "network-acl-changes"
        namespace = "cis"
        value     = "1"
      }
    }
    resource "aws_cloudwatch_metric_alarm" "this" {
      alarm_name          = "network-acl-changes"
      comparison_operator = "GreaterThanOrEqualToThreshold"
      evaluation_periods  = 1
      metric_name         = aws_cloudwatch_log_metric_filter.this.metric_transformation[0].name
    }
  }

  fail "nothing" {
    resource "aws_cloudtrail" "main" {
      name                       = "main"
      s3_bucket_name             = "trail"
      cloud_watch_logs_group_arn = "arn:aws:logs:eu-central-1:123456789012:log-group:trail:*"
    }
    expect = ["aws_cloudtrail.main @ cloud_watch_logs_group_arn"]
  }

  fail "a filter without an alarm" {
    resource "aws_cloudtrail" "main" {
      name                       = "main"
      s3_bucket_name             = "trail"
      cloud_watch_logs_group_arn = "arn:aws:logs:eu-central-1:123456789012:log-group:trail:*"
    }
    resource "aws_cloudwatch_log_metric_filter" "this" {
      name           = "network-acl-changes"
      log_group_name = "trail"
      pattern        = "{($.eventName=CreateNetworkAcl) || ($.eventName=CreateNetworkAclEntry) || ($.eventName=ReplaceNetworkAclEntry)}"
      metric_transformation {
        name      = "network-acl-changes"
        namespace = "cis"
        value     = "1"
      }
    }
  }

  unknown "`cloud_watch_logs_group_arn` is an unset variable" {
    variable "cloud_watch_logs_group_arn" {}
    resource "aws_cloudtrail" "main" {
      name                       = "main"
      s3_bucket_name             = "trail"
      cloud_watch_logs_group_arn = var.cloud_watch_logs_group_arn
    }
  }
}

rule "aws-cloudwatch-alarm-missing-network-gateway-changes" {
  title     = "No alarm on changes of network gateways"
  category  = "security"
  severity  = "low"
  resources = ["aws_cloudtrail"]
  aliases   = ["AWS-0158", "aws-cloudwatch-require-network-gateway-changes-alarm", "AVD-AWS-0158", "6b6874fe-4c2f-4eea-8b90-7cceaa4a125e"]
  tags      = ["cwe-778", "cis-aws-3.0-4.12"]
  default   = false
  params = {
    # Words that the filter's pattern must hold.
    words = ["CreateInternetGateway", "AttachInternetGateway"]
  }
  when = resource.cloud_watch_logs_group_arn != null
  assert = anytrue([
    for f in all("aws_cloudwatch_log_metric_filter") :
    alltrue([for w in param.words : strcontains(f.pattern, w)])
    && anytrue([
      for a in all("aws_cloudwatch_metric_alarm") :
      a.metric_name == f.metric_transformation[0].name || refers(a.metric_name, f) || anytrue([for q in a.metric_query : q.metric[0].metric_name == f.metric_transformation[0].name])
    ])
  ])
  at      = resource.cloud_watch_logs_group_arn
  message = "No metric filter with an alarm watches for changes of network gateways"
  why     = <<-EOT
    A new gateway connects a closed network to the internet. Filters and alarms that another configuration makes are not seen here, which is why the rule is not on by default.
  EOT
  remedy  = "Add an `aws_cloudwatch_log_metric_filter` on the trail's log group and an `aws_cloudwatch_metric_alarm` on its metric."
  link    = "https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudwatch-alarms-for-cloudtrail.html"

  pass "a filter and an alarm" {
    resource "aws_cloudtrail" "main" {
      name                       = "main"
      s3_bucket_name             = "trail"
      cloud_watch_logs_group_arn = "arn:aws:logs:eu-central-1:123456789012:log-group:trail:*"
    }
    resource "aws_cloudwatch_log_metric_filter" "this" {
      name           = "network-gateway-changes"
      log_group_name = "trail"
      pattern        = "{($.eventName=CreateInternetGateway) || ($.eventName=AttachInternetGateway) || ($.eventName=DetachInternetGateway)}"
      metric_transformation {
        name      = "network-gateway-changes"
        namespace = "cis"
        value     = "1"
      }
    }
    resource "aws_cloudwatch_metric_alarm" "this" {
      alarm_name          = "network-gateway-changes"
      comparison_operator = "GreaterThanOrEqualToThreshold"
      evaluation_periods  = 1
      metric_name         = aws_cloudwatch_log_metric_filter.this.metric_transformation[0].name
    }
  }

  fail "nothing" {
    resource "aws_cloudtrail" "main" {
      name                       = "main"
      s3_bucket_name             = "trail"
      cloud_watch_logs_group_arn = "arn:aws:logs:eu-central-1:123456789012:log-group:trail:*"
    }
    expect = ["aws_cloudtrail.main @ cloud_watch_logs_group_arn"]
  }

  fail "a filter without an alarm" {
    resource "aws_cloudtrail" "main" {
      name                       = "main"
      s3_bucket_name             = "trail"
      cloud_watch_logs_group_arn = "arn:aws:logs:eu-central-1:123456789012:log-group:trail:*"
    }
    resource "aws_cloudwatch_log_metric_filter" "this" {
      name           = "network-gateway-changes"
      log_group_name = "trail"
      pattern        = "{($.eventName=CreateInternetGateway) || ($.eventName=AttachInternetGateway) || ($.eventName=DetachInternetGateway)}"
      metric_transformation {
        name      = "network-gateway-changes"
        namespace = "cis"
        value     = "1"
      }
    }
  }

  unknown "`cloud_watch_logs_group_arn` is an unset variable" {
    variable "cloud_watch_logs_group_arn" {}
    resource "aws_cloudtrail" "main" {
      name                       = "main"
      s3_bucket_name             = "trail"
      cloud_watch_logs_group_arn = var.cloud_watch_logs_group_arn
    }
  }
}

rule "aws-cloudwatch-alarm-missing-route-table-changes" {
  title     = "No alarm on changes of route tables"
  category  = "security"
  severity  = "low"
  resources = ["aws_cloudtrail"]
  aliases   = ["AWS-0159", "aws-cloudwatch-require-network-gateway-changes-alarm", "AVD-AWS-0159", "2285e608-ddbc-47f3-ba54-ce7121e31216"]
  tags      = ["cwe-778", "cis-aws-3.0-4.13"]
  default   = false
  params = {
    # Words that the filter's pattern must hold.
    words = ["CreateRoute", "ReplaceRoute"]
  }
  when = resource.cloud_watch_logs_group_arn != null
  assert = anytrue([
    for f in all("aws_cloudwatch_log_metric_filter") :
    alltrue([for w in param.words : strcontains(f.pattern, w)])
    && anytrue([
      for a in all("aws_cloudwatch_metric_alarm") :
      a.metric_name == f.metric_transformation[0].name || refers(a.metric_name, f) || anytrue([for q in a.metric_query : q.metric[0].metric_name == f.metric_transformation[0].name])
    ])
  ])
  at      = resource.cloud_watch_logs_group_arn
  message = "No metric filter with an alarm watches for changes of route tables"
  why     = <<-EOT
    A changed route can send traffic past the firewall, or through somebody's machine. Filters and alarms that another configuration makes are not seen here, which is why the rule is not on by default.
  EOT
  remedy  = "Add an `aws_cloudwatch_log_metric_filter` on the trail's log group and an `aws_cloudwatch_metric_alarm` on its metric."
  link    = "https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudwatch-alarms-for-cloudtrail.html"

  pass "a filter and an alarm" {
    resource "aws_cloudtrail" "main" {
      name                       = "main"
      s3_bucket_name             = "trail"
      cloud_watch_logs_group_arn = "arn:aws:logs:eu-central-1:123456789012:log-group:trail:*"
    }
    resource "aws_cloudwatch_log_metric_filter" "this" {
      name           = "route-table-changes"
      log_group_name = "trail"
      pattern        = "{($.eventName=CreateRoute) || ($.eventName=ReplaceRoute) || ($.eventName=DeleteRoute)}"
      metric_transformation {
        name      = "route-table-changes"
        namespace = "cis"
        value     = "1"
      }
    }
    resource "aws_cloudwatch_metric_alarm" "this" {
      alarm_name          = "route-table-changes"
      comparison_operator = "GreaterThanOrEqualToThreshold"
      evaluation_periods  = 1
      metric_name         = aws_cloudwatch_log_metric_filter.this.metric_transformation[0].name
    }
  }

  fail "nothing" {
    resource "aws_cloudtrail" "main" {
      name                       = "main"
      s3_bucket_name             = "trail"
      cloud_watch_logs_group_arn = "arn:aws:logs:eu-central-1:123456789012:log-group:trail:*"
    }
    expect = ["aws_cloudtrail.main @ cloud_watch_logs_group_arn"]
  }

  fail "a filter without an alarm" {
    resource "aws_cloudtrail" "main" {
      name                       = "main"
      s3_bucket_name             = "trail"
      cloud_watch_logs_group_arn = "arn:aws:logs:eu-central-1:123456789012:log-group:trail:*"
    }
    resource "aws_cloudwatch_log_metric_filter" "this" {
      name           = "route-table-changes"
      log_group_name = "trail"
      pattern        = "{($.eventName=CreateRoute) || ($.eventName=ReplaceRoute) || ($.eventName=DeleteRoute)}"
      metric_transformation {
        name      = "route-table-changes"
        namespace = "cis"
        value     = "1"
      }
    }
  }

  unknown "`cloud_watch_logs_group_arn` is an unset variable" {
    variable "cloud_watch_logs_group_arn" {}
    resource "aws_cloudtrail" "main" {
      name                       = "main"
      s3_bucket_name             = "trail"
      cloud_watch_logs_group_arn = var.cloud_watch_logs_group_arn
    }
  }
}

rule "aws-cloudwatch-alarm-missing-vpc-changes" {
  title     = "No alarm on changes of VPCs"
  category  = "security"
  severity  = "low"
  resources = ["aws_cloudtrail"]
  aliases   = ["AWS-0160", "aws-cloudwatch-require-vpc-changes-alarm", "AVD-AWS-0160", "9d0d4512-1959-43a2-a17f-72360ff06d1b"]
  tags      = ["cwe-778", "cis-aws-3.0-4.14"]
  default   = false
  params = {
    # Words that the filter's pattern must hold.
    words = ["CreateVpc", "DeleteVpc"]
  }
  when = resource.cloud_watch_logs_group_arn != null
  assert = anytrue([
    for f in all("aws_cloudwatch_log_metric_filter") :
    alltrue([for w in param.words : strcontains(f.pattern, w)])
    && anytrue([
      for a in all("aws_cloudwatch_metric_alarm") :
      a.metric_name == f.metric_transformation[0].name || refers(a.metric_name, f) || anytrue([for q in a.metric_query : q.metric[0].metric_name == f.metric_transformation[0].name])
    ])
  ])
  at      = resource.cloud_watch_logs_group_arn
  message = "No metric filter with an alarm watches for changes of VPCs"
  why     = <<-EOT
    New networks and peerings are new ways in and out. Filters and alarms that another configuration makes are not seen here, which is why the rule is not on by default.
  EOT
  remedy  = "Add an `aws_cloudwatch_log_metric_filter` on the trail's log group and an `aws_cloudwatch_metric_alarm` on its metric."
  link    = "https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudwatch-alarms-for-cloudtrail.html"

  pass "a filter and an alarm" {
    resource "aws_cloudtrail" "main" {
      name                       = "main"
      s3_bucket_name             = "trail"
      cloud_watch_logs_group_arn = "arn:aws:logs:eu-central-1:123456789012:log-group:trail:*"
    }
    resource "aws_cloudwatch_log_metric_filter" "this" {
      name           = "vpc-changes"
      log_group_name = "trail"
      pattern        = "{($.eventName=CreateVpc) || ($.eventName=DeleteVpc) || ($.eventName=AcceptVpcPeeringConnection)}"
      metric_transformation {
        name      = "vpc-changes"
        namespace = "cis"
        value     = "1"
      }
    }
    resource "aws_cloudwatch_metric_alarm" "this" {
      alarm_name          = "vpc-changes"
      comparison_operator = "GreaterThanOrEqualToThreshold"
      evaluation_periods  = 1
      metric_name         = aws_cloudwatch_log_metric_filter.this.metric_transformation[0].name
    }
  }

  fail "nothing" {
    resource "aws_cloudtrail" "main" {
      name                       = "main"
      s3_bucket_name             = "trail"
      cloud_watch_logs_group_arn = "arn:aws:logs:eu-central-1:123456789012:log-group:trail:*"
    }
    expect = ["aws_cloudtrail.main @ cloud_watch_logs_group_arn"]
  }

  fail "a filter without an alarm" {
    resource "aws_cloudtrail" "main" {
      name                       = "main"
      s3_bucket_name             = "trail"
      cloud_watch_logs_group_arn = "arn:aws:logs:eu-central-1:123456789012:log-group:trail:*"
    }
    resource "aws_cloudwatch_log_metric_filter" "this" {
      name           = "vpc-changes"
      log_group_name = "trail"
      pattern        = "{($.eventName=CreateVpc) || ($.eventName=DeleteVpc) || ($.eventName=AcceptVpcPeeringConnection)}"
      metric_transformation {
        name      = "vpc-changes"
        namespace = "cis"
        value     = "1"
      }
    }
  }

  unknown "`cloud_watch_logs_group_arn` is an unset variable" {
    variable "cloud_watch_logs_group_arn" {}
    resource "aws_cloudtrail" "main" {
      name                       = "main"
      s3_bucket_name             = "trail"
      cloud_watch_logs_group_arn = var.cloud_watch_logs_group_arn
    }
  }
}

rule "aws-cloudwatch-alarm-missing-organizations-changes" {
  title     = "No alarm on changes of the organisation"
  category  = "security"
  severity  = "low"
  resources = ["aws_cloudtrail"]
  aliases   = ["AWS-0174", "aws-cloudwatch-require-org-changes-alarm", "AVD-AWS-0174", "38b85c45-e772-4de8-a247-69619ca137b3"]
  tags      = ["cwe-778", "cis-aws-3.0-4.15"]
  default   = false
  params = {
    # Words that the filter's pattern must hold.
    words = ["organizations.amazonaws.com", "LeaveOrganization"]
  }
  when = resource.cloud_watch_logs_group_arn != null
  assert = anytrue([
    for f in all("aws_cloudwatch_log_metric_filter") :
    alltrue([for w in param.words : strcontains(f.pattern, w)])
    && anytrue([
      for a in all("aws_cloudwatch_metric_alarm") :
      a.metric_name == f.metric_transformation[0].name || refers(a.metric_name, f) || anytrue([for q in a.metric_query : q.metric[0].metric_name == f.metric_transformation[0].name])
    ])
  ])
  at      = resource.cloud_watch_logs_group_arn
  message = "No metric filter with an alarm watches for changes of the organisation"
  why     = <<-EOT
    An account that leaves the organisation leaves its guard rails behind. Filters and alarms that another configuration makes are not seen here, which is why the rule is not on by default.
  EOT
  remedy  = "Add an `aws_cloudwatch_log_metric_filter` on the trail's log group and an `aws_cloudwatch_metric_alarm` on its metric."
  link    = "https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudwatch-alarms-for-cloudtrail.html"

  pass "a filter and an alarm" {
    resource "aws_cloudtrail" "main" {
      name                       = "main"
      s3_bucket_name             = "trail"
      cloud_watch_logs_group_arn = "arn:aws:logs:eu-central-1:123456789012:log-group:trail:*"
    }
    resource "aws_cloudwatch_log_metric_filter" "this" {
      name           = "organizations-changes"
      log_group_name = "trail"
      pattern        = "{($.eventSource=organizations.amazonaws.com) && (($.eventName=LeaveOrganization) || ($.eventName=DetachPolicy))}"
      metric_transformation {
        name      = "organizations-changes"
        namespace = "cis"
        value     = "1"
      }
    }
    resource "aws_cloudwatch_metric_alarm" "this" {
      alarm_name          = "organizations-changes"
      comparison_operator = "GreaterThanOrEqualToThreshold"
      evaluation_periods  = 1
      metric_name         = aws_cloudwatch_log_metric_filter.this.metric_transformation[0].name
    }
  }

  fail "nothing" {
    resource "aws_cloudtrail" "main" {
      name                       = "main"
      s3_bucket_name             = "trail"
      cloud_watch_logs_group_arn = "arn:aws:logs:eu-central-1:123456789012:log-group:trail:*"
    }
    expect = ["aws_cloudtrail.main @ cloud_watch_logs_group_arn"]
  }

  fail "a filter without an alarm" {
    resource "aws_cloudtrail" "main" {
      name                       = "main"
      s3_bucket_name             = "trail"
      cloud_watch_logs_group_arn = "arn:aws:logs:eu-central-1:123456789012:log-group:trail:*"
    }
    resource "aws_cloudwatch_log_metric_filter" "this" {
      name           = "organizations-changes"
      log_group_name = "trail"
      pattern        = "{($.eventSource=organizations.amazonaws.com) && (($.eventName=LeaveOrganization) || ($.eventName=DetachPolicy))}"
      metric_transformation {
        name      = "organizations-changes"
        namespace = "cis"
        value     = "1"
      }
    }
  }

  unknown "`cloud_watch_logs_group_arn` is an unset variable" {
    variable "cloud_watch_logs_group_arn" {}
    resource "aws_cloudtrail" "main" {
      name                       = "main"
      s3_bucket_name             = "trail"
      cloud_watch_logs_group_arn = var.cloud_watch_logs_group_arn
    }
  }
}
