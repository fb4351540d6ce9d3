rule "aws-sqs-queue-unencrypted" {
  title     = "SQS queue stores its messages unencrypted"
  category  = "security"
  severity  = "medium"
  resources = ["aws_sqs_queue"]
  aliases   = ["CKV_AWS_27", "AWS-0096", "aws-sqs-enable-queue-encryption", "AVD-AWS-0096", "6e8849c1-3aa7-40e3-9063-b85ee300f29f"]
  tags      = ["cwe-311"]
  assert    = resource.kms_master_key_id != null || coalesce(resource.sqs_managed_sse_enabled, true)
  at        = resource.sqs_managed_sse_enabled
  message   = "`sqs_managed_sse_enabled` is false and no KMS key is named"
  why       = <<-EOT
    Queues made since October 2022 are encrypted with a key of SQS unless that is switched off, so a queue without these arguments is fine. Other tools report it
    nevertheless.
  EOT
  remedy    = <<-EOT
    Remove the argument, or name a key.

        sqs_managed_sse_enabled = true
  EOT
  link      = "https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-configure-sqs-sse-queue.html"

  fix {
    set = {
      sqs_managed_sse_enabled = true
    }
  }

  pass "the default" {
    resource "aws_sqs_queue" "this" {
      name = "jobs"
    }
  }

  pass "a key" {
    resource "aws_sqs_queue" "this" {
      name              = "jobs"
      kms_master_key_id = "alias/jobs"
    }
  }

  pass "written out" {
    resource "aws_sqs_queue" "this" {
      name                    = "jobs"
      sqs_managed_sse_enabled = true
    }
  }

  fail "switched off" {
    resource "aws_sqs_queue" "this" {
      name                    = "jobs"
      sqs_managed_sse_enabled = false
    }
    expect = ["aws_sqs_queue.this @ sqs_managed_sse_enabled"]
  }

  fail "switched off, as text" {
    resource "aws_sqs_queue" "this" {
      name                    = "jobs"
      sqs_managed_sse_enabled = "false"
    }
  }

  unknown "decided by the caller" {
    variable "sse" {
      type = bool
    }
    resource "aws_sqs_queue" "this" {
      name                    = "jobs"
      sqs_managed_sse_enabled = var.sse
    }
  }

  pass "`sqs_managed_sse_enabled` is `false`" {
    resource "aws_sqs_queue" "this" {
      name                    = "jobs"
      kms_master_key_id       = "alias/jobs"
      sqs_managed_sse_enabled = false
    }
  }
}

rule "aws-sqs-queue-without-customer-key" {
  title     = "SQS queue is not encrypted with a KMS key of your own"
  category  = "security"
  severity  = "low"
  default   = false
  resources = ["aws_sqs_queue"]
  aliases   = ["CKV2_AWS_73", "AWS-0135", "aws-sqs-queue-encryption-use-cmk", "AVD-AWS-0135"]
  tags      = ["cwe-326"]
  when      = resource.kms_master_key_id != null || coalesce(resource.sqs_managed_sse_enabled, true)
  assert    = resource.kms_master_key_id != null && !endswith(resource.kms_master_key_id, "alias/aws/sqs")
  at        = [resource.kms_master_key_id, resource.sqs_managed_sse_enabled]
  message   = "messages are encrypted with a key that AWS holds"
  why       = <<-EOT
    A key of one's own has its own policy and log. Services that send to the queue (SNS, EventBridge, S3) then need the right to use it.
  EOT
  remedy    = <<-EOT
    ```hcl
    kms_master_key_id = aws_kms_key.jobs.id
    ```
  EOT
  link      = "https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-key-management.html"

  pass "a key of one's own" {
    resource "aws_sqs_queue" "this" {
      name              = "jobs"
      kms_master_key_id = "1234abcd-12ab-34cd-56ef-1234567890ab"
    }
  }

  fail "the key of SQS" {
    resource "aws_sqs_queue" "this" {
      name = "jobs"
    }
  }

  fail "the key aws/sqs" {
    resource "aws_sqs_queue" "this" {
      name              = "jobs"
      kms_master_key_id = "alias/aws/sqs"
    }
    expect = ["aws_sqs_queue.this @ kms_master_key_id"]
  }

  unknown "`kms_master_key_id` is an unset variable" {
    variable "kms_master_key_id" {}
    resource "aws_sqs_queue" "this" {
      name              = "jobs"
      kms_master_key_id = var.kms_master_key_id
    }
  }

  pass "more that pass" {
    resource "aws_sqs_queue" "sqs_managed_sse_enabled_is_false" {
      name                    = "jobs"
      sqs_managed_sse_enabled = false
    }
    also = ["aws-sqs-queue-unencrypted"]
  }

  fail "one more, `sqs_managed_sse_enabled` is `false`" {
    resource "aws_sqs_queue" "this" {
      name              = "jobs"
      kms_master_key_id = "alias/aws/sqs"
    }
    resource "aws_sqs_queue" "this_too" {
      name                    = "jobs"
      kms_master_key_id       = "alias/aws/sqs"
      sqs_managed_sse_enabled = false
    }
    expect = ["aws_sqs_queue.this @ kms_master_key_id", "aws_sqs_queue.this_too @ kms_master_key_id"]
  }
}

rule "aws-sqs-queue-public" {
  title     = "SQS queue lets anyone send or receive messages"
  category  = "security"
  severity  = "critical"
  resources = ["aws_sqs_queue", "aws_sqs_queue_policy"]
  aliases   = ["CKV_AWS_168", "CKV_AWS_387", "abb06e5f-ef9a-4a99-98c6-376d396bfcdf", "730675f9-52ed-49b6-8ead-0acb5dd7df7f"]
  tags      = ["cwe-284", "cwe-668"]
  when      = resource.policy != null
  assert    = !anytrue([for s in iam_statements(resource.policy) : iam_is_public(s)])
  at        = resource.policy
  message   = "everyone may use ${join(", ", distinct(flatten([for s in iam_statements(resource.policy) : [for a in s.actions : "`${a}`"] if iam_is_public(s)])))} on this queue"
  why       = <<-EOT
    With `*` as principal and no condition on the sender, any AWS account can read the messages, or put its own in, which the consumer then trusts.
    A policy for SNS, S3 or EventBridge names the service, or the topic in `aws:SourceArn`.
  EOT
  remedy    = <<-EOT
    ```hcl
    principals {
      type        = "Service"
      identifiers = ["sns.amazonaws.com"]
    }
    condition {
      test     = "ArnEquals"
      variable = "aws:SourceArn"
      values   = [aws_sns_topic.orders.arn]
    }
    ```
  EOT
  link      = "https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-basic-examples-of-sqs-policies.html"

  pass "a topic may send" {
     resource "aws_sqs_queue_policy" "this" {
       queue_url = "https://sqs.eu-west-1.amazonaws.com/111122223333/jobs"
       policy = jsonencode({
         Statement = [{
           Effect    = "Allow"
           Principal = "*"
           Action    = "sqs:SendMessage"
           Resource  = "arn:aws:sqs:eu-west-1:111122223333:jobs"
           Condition = { ArnEquals = { "aws:SourceArn" = "arn:aws:sns:eu-west-1:111122223333:orders" } }
         }]
       })
     }
  }

  pass "one role" {
     resource "aws_sqs_queue" "this" {
       name = "jobs"
       policy = jsonencode({
         Statement = [{
           Effect    = "Allow"
           Principal = { AWS = "arn:aws:iam::111122223333:role/worker" }
           Action    = ["sqs:ReceiveMessage", "sqs:DeleteMessage"]
           Resource  = "*"
         }]
       })
     }
  }

  fail "everyone" {
     resource "aws_sqs_queue" "this" {
       name = "jobs"
       policy = jsonencode({
         Statement = [{
           Effect    = "Allow"
           Principal = "*"
           Action    = "sqs:*"
           Resource  = "*"
         }]
       })
     }
    expect = ["aws_sqs_queue.this @ policy"]
  }

  fail "everyone may send, in the separate resource" {
     resource "aws_sqs_queue_policy" "this" {
       queue_url = "https://sqs.eu-west-1.amazonaws.com/111122223333/jobs"
       policy = jsonencode({
         Statement = [{
           Effect    = "Allow"
           Principal = { AWS = "*" }
           Action    = "sqs:SendMessage"
           Resource  = "arn:aws:sqs:eu-west-1:111122223333:jobs"
         }]
       })
     }
    expect = ["aws_sqs_queue_policy.this @ policy"]
  }

  unknown "the policy comes from outside" {
    variable "policy" {}
    resource "aws_sqs_queue" "this" {
      name   = "jobs"
      policy = var.policy
    }
  }

  pass "`policy` is another" {
    variable "policy" {}
    resource "aws_sqs_queue" "this" {
      name   = "jobs"
      policy = "{\"Statement\": [],}"
    }
  }
}

rule "aws-sqs-queue-policy-wildcard-action" {
  title     = "SQS queue policy allows every action"
  category  = "security"
  severity  = "medium"
  resources = ["aws_sqs_queue", "aws_sqs_queue_policy"]
  aliases   = ["CKV_AWS_72", "AWS-0097", "aws-sqs-no-wildcards-in-policy-documents", "AVD-AWS-0097", "816ea8cf-d589-442d-a917-2dd0ce0e45e3"]
  tags      = ["cwe-285"]
  when      = resource.policy != null
  assert = !anytrue([
    for s in iam_statements(resource.policy) :
    s.effect == "Allow" && !iam_is_public(s) && length(s.conditions) == 0 && anytrue([for a in s.actions : a == "*" || lower(a) == "sqs:*"])
  ])
  at      = resource.policy
  message = "an `Allow` statement holds for `sqs:*`"
  why     = <<-EOT
    Whoever is named may also change the policy, purge the queue and delete it. A queue that everyone may use is reported by `aws-sqs-queue-public`.
  EOT
  remedy  = <<-EOT
    ```hcl
    actions = ["sqs:SendMessage"]
    ```
  EOT
  link    = "https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-security-best-practices.html"

  pass "sending only" {
     resource "aws_sqs_queue_policy" "this" {
       queue_url = "https://sqs.eu-west-1.amazonaws.com/111122223333/jobs"
       policy    = jsonencode({ Statement = [{ Effect = "Allow", Principal = { Service = "sns.amazonaws.com" }, Action = "sqs:SendMessage", Resource = "*" }] })
     }
  }

  pass "everything is denied without TLS" {
     resource "aws_sqs_queue_policy" "this" {
       queue_url = "https://sqs.eu-west-1.amazonaws.com/111122223333/jobs"
       policy    = jsonencode({ Statement = [{ Effect = "Deny", Principal = "*", Action = "sqs:*", Resource = "*", Condition = { Bool = { "aws:SecureTransport" = "false" } } }] })
     }
  }

  fail "all of SQS" {
     resource "aws_sqs_queue_policy" "this" {
       queue_url = "https://sqs.eu-west-1.amazonaws.com/111122223333/jobs"
       policy    = jsonencode({ Statement = [{ Effect = "Allow", Principal = { AWS = "arn:aws:iam::444455556666:root" }, Action = "sqs:*", Resource = "*" }] })
     }
    expect = ["aws_sqs_queue_policy.this @ policy"]
  }

  fail "everything" {
     resource "aws_sqs_queue" "this" {
       name   = "jobs"
       policy = jsonencode({ Statement = [{ Effect = "Allow", Principal = { AWS = "arn:aws:iam::444455556666:role/r" }, Action = "*", Resource = "*" }] })
     }
  }

  unknown "`policy` is an unset variable" {
    variable "policy" {}
    resource "aws_sqs_queue_policy" "this" {
       queue_url = "https://sqs.eu-west-1.amazonaws.com/111122223333/jobs"
       policy    = var.policy
     }
  }

  pass "more that pass" {
    resource "aws_sqs_queue_policy" "no_condition" {
      queue_url = "https://sqs.eu-west-1.amazonaws.com/111122223333/jobs"
      policy    = jsonencode({ Statement = [{ Effect = "Deny", Principal = "*", Action = "sqs:*", Resource = "*" }] })
    }
    resource "aws_sqs_queue" "no_action" {
      name = "jobs"
      policy = jsonencode({
        Statement = [{ Effect = "Allow", Principal = { AWS = "arn:aws:iam::444455556666:role/r" }, Resource = "*" }]
      })
    }
    resource "aws_sqs_queue_policy" "aws_is" {
      queue_url = "https://sqs.eu-west-1.amazonaws.com/111122223333/jobs"
      policy    = jsonencode({ Statement = [{ Effect = "Allow", Principal = { AWS = "*" }, Action = "sqs:*", Resource = "*" }] })
    }
    also = ["aws-sqs-queue-public"]
  }

  fail "more that fail" {
    resource "aws_sqs_queue_policy" "one_more_condition_is_another" {
      queue_url = "https://sqs.eu-west-1.amazonaws.com/111122223333/jobs"
      policy = jsonencode({
        Statement = [
          {
            Effect    = "Allow"
            Principal = { AWS = "arn:aws:iam::444455556666:root" }
            Action    = "sqs:*"
            Resource  = "*"
          },
        ]
      })
    }
    resource "aws_sqs_queue_policy" "one_more_condition_is_another_2" {
      queue_url = "https://sqs.eu-west-1.amazonaws.com/111122223333/jobs"
      policy = jsonencode({
        Statement = [
          {
            Effect    = "Allow"
            Principal = { AWS = "arn:aws:iam::444455556666:root" }
            Action    = "sqs:*"
            Resource  = "*"
            Condition = { Bool = { "aws:SecureTransport" = "false" } }
          },
        ]
      })
    }
    resource "aws_sqs_queue_policy" "one_more_besides_action_is" {
      queue_url = "https://sqs.eu-west-1.amazonaws.com/111122223333/jobs"
      policy = jsonencode({
        Statement = [
          {
            Effect    = "Allow"
            Principal = { Service = "sns.amazonaws.com" }
            Action    = "sqs:SendMessage"
            Resource  = "*"
          },
        ]
      })
    }
    resource "aws_sqs_queue_policy" "one_more_besides_action_is_2" {
      queue_url = "https://sqs.eu-west-1.amazonaws.com/111122223333/jobs"
      policy = jsonencode({
        Statement = [
          {
            Effect    = "Allow"
            Principal = { Service = "sns.amazonaws.com" }
            Action    = "sqs:SendMessage"
            Resource  = "*"
          },
          { Effect = "Allow", Principal = { Service = "sns.amazonaws.com" }, Action = "*", Resource = "*" },
        ]
      })
    }
    expect = [
      "aws_sqs_queue_policy.one_more_condition_is_another @ policy",
      "aws_sqs_queue_policy.one_more_besides_action_is_2 @ policy",
    ]
  }
}

rule "aws-sqs-queue-without-dead-letter-queue" {
  title     = "SQS queue has no dead-letter queue"
  category  = "reliability"
  severity  = "low"
  default   = false
  resources = ["aws_sqs_queue"]
  related "redrive" {
    type = "aws_sqs_queue_redrive_policy"
    on   = refers(other.queue_url, resource)
  }
  related "source" {
    type = ["aws_sqs_queue", "aws_sqs_queue_redrive_policy", "aws_sqs_queue_redrive_allow_policy"]
    on   = refers(other.redrive_policy, resource)
  }
  when    = length(related.source) == 0 && resource.redrive_allow_policy == null
  assert  = resource.redrive_policy != null || length(related.redrive) > 0
  at      = resource.redrive_policy
  message = "messages that cannot be processed come back until they expire"
  why     = <<-EOT
    One bad message then blocks or burdens the consumer for days, and is lost at the end. A queue that is itself a dead-letter queue is left alone.
  EOT
  remedy  = <<-EOT
    ```hcl
    redrive_policy = jsonencode({
      deadLetterTargetArn = aws_sqs_queue.jobs_dead.arn
      maxReceiveCount     = 5
    })
    ```
  EOT
  link    = "https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-dead-letter-queues.html"

  pass "a queue and its dead-letter queue" {
     resource "aws_sqs_queue" "dead" {
       name = "jobs-dead"
     }
     resource "aws_sqs_queue" "jobs" {
       name = "jobs"
       redrive_policy = jsonencode({
         deadLetterTargetArn = aws_sqs_queue.dead.arn
         maxReceiveCount     = 5
       })
     }
  }

  fail "none" {
    resource "aws_sqs_queue" "this" {
      name = "jobs"
    }
  }

  fail "another queue's" {
     resource "aws_sqs_queue" "this" {
       name = "jobs"
     }
     resource "aws_sqs_queue_redrive_policy" "other" {
       queue_url      = "https://sqs.eu-west-1.amazonaws.com/111122223333/other"
       redrive_policy = jsonencode({ deadLetterTargetArn = "arn:aws:sqs:eu-west-1:111122223333:dead", maxReceiveCount = 5 })
     }
    expect = ["aws_sqs_queue.this"]
  }

  unknown "not known from the code" {
    variable "value" {}
    resource "aws_sqs_queue" "this" {
      name           = "jobs"
      redrive_policy = var.value
    }
  }

  unknown "`queue_url` is an unset variable" {
    variable "queue_url" {}
    resource "aws_sqs_queue" "this" {
      name = "jobs"
    }
    resource "aws_sqs_queue_redrive_policy" "other" {
      queue_url      = var.queue_url
      redrive_policy = jsonencode({ deadLetterTargetArn = "arn:aws:sqs:eu-west-1:111122223333:dead", maxReceiveCount = 5 })
    }
    expect = ["aws_sqs_queue.this"]
  }
}

rule "aws-sqs-fifo-name-invalid" {
  title     = "SQS FIFO queue and its name do not match"
  category  = "correctness"
  severity  = "high"
  resources = ["aws_sqs_queue"]
  when      = resource.name != null && is_known(endswith(resource.name, ".fifo")) && is_known(resource.fifo_queue)
  assert    = coalesce(resource.fifo_queue, false) == endswith(resource.name, ".fifo")
  at        = resource.name
  message   = "names of FIFO queues end with `.fifo`, others do not; this is `${resource.name}`"
  why       = <<-EOT
    SQS refuses a FIFO queue without the ending and a standard queue with it.
  EOT
  remedy    = <<-EOT
    ```hcl
    name       = "jobs.fifo"
    fifo_queue = true
    ```
  EOT
  link      = "https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/FIFO-queues.html"

  pass "a standard queue" {
    resource "aws_sqs_queue" "this" {
      name = "jobs"
    }
  }

  pass "a FIFO queue" {
    resource "aws_sqs_queue" "this" {
      name       = "jobs.fifo"
      fifo_queue = true
    }
  }

  fail "the ending is missing" {
    resource "aws_sqs_queue" "this" {
      name       = "jobs"
      fifo_queue = true
    }
    expect = ["aws_sqs_queue.this @ name"]
  }

  fail "the ending alone" {
    resource "aws_sqs_queue" "this" {
      name = "jobs.fifo"
    }
  }

  pass "more that pass" {
    variable "fifo_queue" {}
    variable "name" {}
    resource "aws_sqs_queue" "name_is_an_unset_variable" {
      name = var.name
    }
    resource "aws_sqs_queue" "one_more_fifo_queue_is_an_unset_variable" {
      name       = "jobs.fifo"
      fifo_queue = true
    }
    resource "aws_sqs_queue" "one_more_fifo_queue_is_an_unset_variable_2" {
      name       = "jobs.fifo"
      fifo_queue = var.fifo_queue
    }
  }
}

rule "aws-sqs-queue-value-out-of-range" {
  title     = "SQS queue has a time or size outside of what SQS takes"
  category  = "correctness"
  severity  = "high"
  resources = ["aws_sqs_queue"]
  assert = !anytrue(
    [resource.visibility_timeout_seconds < 0, resource.visibility_timeout_seconds > 43200, resource.message_retention_seconds != null && resource.message_retention_seconds < 60, resource.message_retention_seconds > 1209600, resource.delay_seconds > 900, resource.receive_wait_time_seconds > 20],
  )
  message = "visibility is 0 to 43,200 seconds, retention 60 to 1,209,600, delay up to 900, waiting up to 20"
  why     = <<-EOT
    Values outside are refused when the change is planned or applied.
  EOT
  remedy  = <<-EOT
    ```hcl
    message_retention_seconds = 1209600
    ```
  EOT
  link    = "https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_SetQueueAttributes.html"

  pass "the defaults" {
    resource "aws_sqs_queue" "this" {
      name = "jobs"
    }
  }

  pass "the limits" {
    resource "aws_sqs_queue" "this" {
      name                       = "jobs"
      visibility_timeout_seconds = 43200
      message_retention_seconds  = 1209600
      delay_seconds              = 900
      receive_wait_time_seconds  = 20
    }
  }

  fail "a month" {
    resource "aws_sqs_queue" "this" {
      name                      = "jobs"
      message_retention_seconds = 2592000
    }
  }

  fail "an hour of delay" {
    resource "aws_sqs_queue" "this" {
      name          = "jobs"
      delay_seconds = 3600
    }
  }

  unknown "`message_retention_seconds` is an unset variable" {
    variable "message_retention_seconds" {}
    resource "aws_sqs_queue" "this" {
      name                      = "jobs"
      message_retention_seconds = var.message_retention_seconds
    }
  }

  pass "more that pass" {
    resource "aws_sqs_queue" "message_retention_seconds_is_60" {
      name                      = "jobs"
      message_retention_seconds = 60
    }
    resource "aws_sqs_queue" "visibility_timeout_seconds_is_0" {
      name                       = "jobs"
      visibility_timeout_seconds = 0
    }
  }

  fail "more that fail" {
    resource "aws_sqs_queue" "message_retention_seconds_is_59" {
      name                      = "jobs"
      message_retention_seconds = 59
    }
    resource "aws_sqs_queue" "delay_seconds_is_901" {
      name          = "jobs"
      delay_seconds = 901
    }
    resource "aws_sqs_queue" "receive_wait_time_seconds_is_21" {
      name                       = "jobs"
      visibility_timeout_seconds = 43200
      message_retention_seconds  = 1209600
      delay_seconds              = 900
      receive_wait_time_seconds  = 21
    }
    resource "aws_sqs_queue" "message_retention_seconds_is_1209601" {
      name                       = "jobs"
      visibility_timeout_seconds = 43200
      message_retention_seconds  = 1209601
      delay_seconds              = 900
      receive_wait_time_seconds  = 20
    }
    expect = [
      "aws_sqs_queue.message_retention_seconds_is_59 @ message_retention_seconds",
      "aws_sqs_queue.delay_seconds_is_901 @ delay_seconds",
      "aws_sqs_queue.receive_wait_time_seconds_is_21 @ visibility_timeout_seconds",
      "aws_sqs_queue.message_retention_seconds_is_1209601 @ visibility_timeout_seconds",
    ]
  }
}
