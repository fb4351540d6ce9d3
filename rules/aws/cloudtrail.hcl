# CloudTrail.

rule "aws-cloudtrail-single-region" {
  title     = "CloudTrail records one region only"
  category  = "security"
  severity  = "medium"
  resources = ["aws_cloudtrail"]
  aliases   = ["CKV_AWS_67", "AWS-0014", "aws-cloudtrail-enable-all-regions", "AVD-AWS-0014", "8173d5eb-96b5-4aa6-a71b-ecfa153c123d"]
  tags      = ["cwe-778", "cis-aws-3.0-3.1"]
  assert    = resource.is_multi_region_trail == true && coalesce(resource.include_global_service_events, true)
  at        = [resource.is_multi_region_trail, resource.include_global_service_events]
  message   = "The trail does not record all regions and the global services"
  why       = "Intruders start machines in regions that nobody looks at. A trail for all regions costs nothing extra; the provider's default is one region."
  remedy    = "Set `is_multi_region_trail = true`, and leave `include_global_service_events` at its default."
  link      = "https://docs.aws.amazon.com/awscloudtrail/latest/userguide/receive-cloudtrail-log-files-from-multiple-regions.html"
  fix {
    set = {
      is_multi_region_trail = true
    }
  }

  pass "all regions" {
    resource "aws_cloudtrail" "main" {
      name                  = "main"
      s3_bucket_name        = "trail"
      is_multi_region_trail = true
    }
    also = ["aws-cloudtrail-log-validation-off"]
  }

  fail "not written" {
    resource "aws_cloudtrail" "main" {
      name           = "main"
      s3_bucket_name = "trail"
    }
  }

  fail "switched off" {
    resource "aws_cloudtrail" "main" {
      name                  = "main"
      s3_bucket_name        = "trail"
      is_multi_region_trail = false
    }
    expect = ["aws_cloudtrail.main @ is_multi_region_trail"]
  }

  fail "without the global services" {
    resource "aws_cloudtrail" "main" {
      name                          = "main"
      s3_bucket_name                = "trail"
      is_multi_region_trail         = true
      include_global_service_events = false
    }
  }

  unknown "an unset variable" {
    variable "all" {
      type = bool
    }
    resource "aws_cloudtrail" "main" {
      name                  = "main"
      s3_bucket_name        = "trail"
      is_multi_region_trail = var.all
    }
  }
}

rule "aws-cloudtrail-log-validation-off" {
  title     = "CloudTrail log files can be changed unnoticed"
  category  = "security"
  severity  = "medium"
  resources = ["aws_cloudtrail"]
  aliases   = ["CKV_AWS_36", "AWS-0016", "aws-cloudtrail-enable-log-validation", "AVD-AWS-0016", "52ffcfa6-6c70-4ea6-8376-d828d3961669"]
  tags      = ["cwe-354", "cis-aws-3.0-3.2"]
  assert    = resource.enable_log_file_validation == true
  at        = resource.enable_log_file_validation
  message   = "Log file validation is off"
  why       = "The digest files prove that no log was changed or removed after delivery. They are free, and off unless written."
  remedy    = "Set `enable_log_file_validation = true`."
  link      = "https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-log-file-validation-intro.html"
  fix {
    set = {
      enable_log_file_validation = true
    }
  }

  pass "validated" {
    resource "aws_cloudtrail" "main" {
      name                       = "main"
      s3_bucket_name             = "trail"
      enable_log_file_validation = true
    }
    also = ["aws-cloudtrail-single-region"]
  }

  fail "not written" {
    resource "aws_cloudtrail" "main" {
      name           = "main"
      s3_bucket_name = "trail"
    }
  }

  fail "switched off" {
    resource "aws_cloudtrail" "main" {
      name                       = "main"
      s3_bucket_name             = "trail"
      enable_log_file_validation = false
    }
    expect = ["aws_cloudtrail.main @ enable_log_file_validation"]
  }

  unknown "an unset variable" {
    variable "validate" {
      type = bool
    }
    resource "aws_cloudtrail" "main" {
      name                       = "main"
      s3_bucket_name             = "trail"
      enable_log_file_validation = var.validate
    }
  }
}

rule "aws-cloudtrail-logging-off" {
  title     = "CloudTrail is switched off"
  category  = "security"
  severity  = "medium"
  resources = ["aws_cloudtrail"]
  aliases   = ["CKV_AWS_251", "4bb76f17-3d63-4529-bdca-2b454529d774"]
  tags      = ["cwe-778"]
  assert    = coalesce(resource.enable_logging, true)
  at        = resource.enable_logging
  message   = "The trail exists and records nothing"
  why       = "Switching off the trail is the first thing an intruder does. In code it should not be possible to overlook."
  remedy    = "Remove `enable_logging`, which is true by default."
  link      = "https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/cloudtrail"
  fix {
    set = {
      enable_logging = true
    }
  }

  pass "the default" {
    resource "aws_cloudtrail" "main" {
      name           = "main"
      s3_bucket_name = "trail"
    }
    also = ["aws-cloudtrail-log-validation-off", "aws-cloudtrail-single-region"]
  }

  fail "switched off" {
    resource "aws_cloudtrail" "main" {
      name           = "main"
      s3_bucket_name = "trail"
      enable_logging = false
    }
    expect = ["aws_cloudtrail.main @ enable_logging"]
  }

  unknown "an unset variable" {
    variable "on" {
      type = bool
    }
    resource "aws_cloudtrail" "main" {
      name           = "main"
      s3_bucket_name = "trail"
      enable_logging = var.on
    }
  }
}

rule "aws-cloudtrail-no-kms-key" {
  title     = "CloudTrail logs are not encrypted with a key of your own"
  category  = "security"
  severity  = "low"
  resources = ["aws_cloudtrail"]
  aliases = [
    "CKV_AWS_35", "AWS-0015", "aws-cloudtrail-encryption-customer-managed-key", "AVD-AWS-0015",
    "5d9e3164-9265-470c-9a10-57ae454ac0c7",
  ]
  tags    = ["cwe-320", "cis-aws-3.0-3.5"]
  default = false
  assert  = resource.kms_key_id != null
  message = "The trail has no KMS key"
  why     = "S3 encrypts the logs by itself. With a key of your own, reading them needs a second permission, which separates those who store the logs from those who read them."
  remedy  = "Set `kms_key_id = aws_kms_key.trail.arn`."
  link    = "https://docs.aws.amazon.com/awscloudtrail/latest/userguide/encrypting-cloudtrail-log-files-with-aws-kms.html"

  pass "a key" {
    resource "aws_cloudtrail" "main" {
      name           = "main"
      s3_bucket_name = "trail"
      kms_key_id     = "arn:aws:kms:eu-central-1:123456789012:key/1234abcd-12ab-34cd-56ef-1234567890ab"
    }
    also = ["aws-cloudtrail-log-validation-off", "aws-cloudtrail-single-region"]
  }

  pass "a key of this configuration" {
    resource "aws_kms_key" "trail" {
      enable_key_rotation = true
    }
    resource "aws_cloudtrail" "main" {
      name           = "main"
      s3_bucket_name = "trail"
      kms_key_id     = aws_kms_key.trail.arn
    }
    also = ["aws-cloudtrail-log-validation-off", "aws-cloudtrail-single-region"]
  }

  fail "none" {
    resource "aws_cloudtrail" "main" {
      name           = "main"
      s3_bucket_name = "trail"
    }
  }
}

rule "aws-cloudtrail-no-log-group" {
  title     = "CloudTrail does not feed CloudWatch Logs"
  category  = "security"
  severity  = "low"
  resources = ["aws_cloudtrail"]
  aliases = [
    "CKV2_AWS_10", "AWS-0162", "aws-cloudtrail-ensure-cloudwatch-integration", "AVD-AWS-0162", "17b30f8f-8dfb-4597-adf6-57600b6cf25e",
  ]
  tags    = ["cwe-778"]
  default = false
  assert  = resource.cloud_watch_logs_group_arn != null
  message = "Events go to S3 only, where no alarm can see them"
  why     = "Metric filters and alarms work on a log group. Teams that use EventBridge, GuardDuty or another product for alarms do not need it."
  remedy  = "Set `cloud_watch_logs_group_arn = \"$${aws_cloudwatch_log_group.trail.arn}:*\"` and `cloud_watch_logs_role_arn`."
  link    = "https://docs.aws.amazon.com/awscloudtrail/latest/userguide/monitor-cloudtrail-log-files-with-cloudwatch-logs.html"

  pass "a log group" {
    resource "aws_cloudtrail" "main" {
      name                       = "main"
      s3_bucket_name             = "trail"
      cloud_watch_logs_group_arn = "arn:aws:logs:eu-central-1:123456789012:log-group:trail:*"
      cloud_watch_logs_role_arn  = "arn:aws:iam::123456789012:role/trail"
    }
    also = ["aws-cloudtrail-log-validation-off", "aws-cloudtrail-single-region"]
  }

  fail "none" {
    resource "aws_cloudtrail" "main" {
      name           = "main"
      s3_bucket_name = "trail"
    }
  }
}

rule "aws-cloudtrail-no-sns-topic" {
  title     = "CloudTrail announces no log deliveries"
  category  = "security"
  severity  = "info"
  resources = ["aws_cloudtrail"]
  aliases   = ["CKV_AWS_252", "482b7d26-0bdb-4b5f-bf6f-545826c0a3dd"]
  default   = false
  assert    = resource.sns_topic_name != null
  message   = "No SNS topic is told when log files arrive"
  why       = "Tools that read the log files from S3 can be woken by the topic instead of polling. S3 event notifications do the same."
  remedy    = "Set `sns_topic_name = aws_sns_topic.trail.name`."
  link      = "https://docs.aws.amazon.com/awscloudtrail/latest/userguide/configure-sns-notifications-for-cloudtrail.html"

  pass "a topic" {
    resource "aws_cloudtrail" "main" {
      name           = "main"
      s3_bucket_name = "trail"
      sns_topic_name = "trail"
    }
    also = ["aws-cloudtrail-log-validation-off", "aws-cloudtrail-single-region"]
  }

  fail "none" {
    resource "aws_cloudtrail" "main" {
      name           = "main"
      s3_bucket_name = "trail"
    }
  }
}

rule "aws-cloudtrail-management-events-off" {
  title     = "CloudTrail leaves out management events"
  category  = "security"
  severity  = "medium"
  resources = ["aws_cloudtrail"]
  tags      = ["cwe-778", "cis-aws-3.0-3.1"]
  when      = length(resource.event_selector) > 0 && length(all("aws_cloudtrail")) == 1
  assert    = anytrue([for s in resource.event_selector : coalesce(s.include_management_events, true) && coalesce(s.read_write_type, "All") == "All"])
  at        = [resource.event_selector[0].include_management_events, resource.event_selector[0].read_write_type]
  message   = "No event selector records both reading and writing management events"
  why       = "Who changed a policy, a user or a network is a management event. A trail with selectors for data only does not show it, and it is the only trail of this configuration."
  remedy    = "Keep `include_management_events = true` and `read_write_type = \"All\"` in one `event_selector`."
  link      = "https://docs.aws.amazon.com/awscloudtrail/latest/userguide/logging-management-events-with-cloudtrail.html"

  pass "the default" {
    resource "aws_cloudtrail" "main" {
      name           = "main"
      s3_bucket_name = "trail"
    }
    also = ["aws-cloudtrail-log-validation-off", "aws-cloudtrail-single-region"]
  }

  pass "both" {
    resource "aws_cloudtrail" "main" {
      name           = "main"
      s3_bucket_name = "trail"
      event_selector {
        include_management_events = true
        data_resource {
          type   = "AWS::S3::Object"
          values = ["arn:aws:s3"]
        }
      }
    }
    also = ["aws-cloudtrail-log-validation-off", "aws-cloudtrail-single-region"]
  }

  fail "data only" {
    resource "aws_cloudtrail" "main" {
      name           = "main"
      s3_bucket_name = "trail"
      event_selector {
        include_management_events = false
        data_resource {
          type   = "AWS::S3::Object"
          values = ["arn:aws:s3"]
        }
      }
    }
    expect = ["aws_cloudtrail.main @ event_selector[0].include_management_events"]
  }

  fail "writes only" {
    resource "aws_cloudtrail" "main" {
      name           = "main"
      s3_bucket_name = "trail"
      event_selector {
        read_write_type = "WriteOnly"
      }
    }
    expect = ["aws_cloudtrail.main @ event_selector[0].read_write_type"]
  }

  unknown "`include_management_events` is an unset variable" {
    variable "include_management_events" {}
    resource "aws_cloudtrail" "main" {
      name           = "main"
      s3_bucket_name = "trail"
      event_selector {
        include_management_events = var.include_management_events
        data_resource {
          type   = "AWS::S3::Object"
          values = ["arn:aws:s3"]
        }
      }
    }
  }

  pass "no `include_management_events`" {
    resource "aws_cloudtrail" "main" {
      name           = "main"
      s3_bucket_name = "trail"
      event_selector {
        data_resource {
          type   = "AWS::S3::Object"
          values = ["arn:aws:s3"]
        }
      }
    }
    also = ["aws-cloudtrail-log-validation-off", "aws-cloudtrail-single-region"]
  }

  pass "one more `event_selector`, `include_management_events` is an unset variable" {
    variable "include_management_events" {}
    resource "aws_cloudtrail" "main" {
      name           = "main"
      s3_bucket_name = "trail"
      event_selector {
        include_management_events = true
        data_resource {
          type   = "AWS::S3::Object"
          values = ["arn:aws:s3"]
        }
      }
      event_selector {
        include_management_events = var.include_management_events
        data_resource {
          type   = "AWS::S3::Object"
          values = ["arn:aws:s3"]
        }
      }
    }
    also = ["aws-cloudtrail-log-validation-off", "aws-cloudtrail-single-region"]
  }

  pass "one more, with `event_selector`" {
    resource "aws_cloudtrail" "main" {
      name           = "main"
      s3_bucket_name = "trail"
    }
    resource "aws_cloudtrail" "main_too" {
      name           = "main"
      s3_bucket_name = "trail"
      event_selector {
        read_write_type = "WriteOnly"
      }
    }
    also = ["aws-cloudtrail-log-validation-off", "aws-cloudtrail-single-region"]
  }
}

rule "aws-cloudtrail-event-data-store-aws-owned-key" {
  title     = "CloudTrail event data store is not encrypted with a key of your own"
  category  = "security"
  severity  = "low"
  resources = ["aws_cloudtrail_event_data_store"]
  aliases   = ["CKV_AWS_294"]
  tags      = ["cwe-320"]
  default   = false
  assert    = resource.kms_key_id != null
  message   = "The events are encrypted with a key that AWS owns"
  why       = "A key of your own adds a policy and an audit trail. It cannot be removed or changed once it is set."
  remedy    = "Set `kms_key_id = aws_kms_key.trail.arn`."
  link      = "https://docs.aws.amazon.com/awscloudtrail/latest/userguide/query-event-data-store.html"

  pass "a key" {
    resource "aws_cloudtrail_event_data_store" "main" {
      name       = "main"
      kms_key_id = "arn:aws:kms:eu-central-1:123456789012:key/1234abcd-12ab-34cd-56ef-1234567890ab"
    }
  }

  fail "none" {
    resource "aws_cloudtrail_event_data_store" "main" {
      name = "main"
    }
  }
}

rule "aws-cloudtrail-event-data-store-unprotected" {
  title     = "CloudTrail event data store can be deleted by mistake"
  category  = "reliability"
  severity  = "medium"
  resources = ["aws_cloudtrail_event_data_store"]
  assert    = coalesce(resource.termination_protection_enabled, true)
  at        = resource.termination_protection_enabled
  message   = "Termination protection is switched off"
  why       = "A data store holds the audit trail of years. Protection is on by default; switching it off belongs into the change that removes the store."
  remedy    = "Remove `termination_protection_enabled`."
  link      = "https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/cloudtrail_event_data_store"
  fix {
    set = {
      termination_protection_enabled = true
    }
  }

  pass "the default" {
    resource "aws_cloudtrail_event_data_store" "main" {
      name = "main"
    }
  }

  fail "switched off" {
    resource "aws_cloudtrail_event_data_store" "main" {
      name                           = "main"
      termination_protection_enabled = false
    }
    expect = ["aws_cloudtrail_event_data_store.main @ termination_protection_enabled"]
  }

  unknown "`termination_protection_enabled` is an unset variable" {
    variable "termination_protection_enabled" {}
    resource "aws_cloudtrail_event_data_store" "main" {
      name                           = "main"
      termination_protection_enabled = var.termination_protection_enabled
    }
  }
}
