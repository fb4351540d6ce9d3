rule "aws-sns-topic-public" {
  title     = "SNS topic lets anyone publish or subscribe"
  category  = "security"
  severity  = "critical"
  resources = ["aws_sns_topic", "aws_sns_topic_policy"]
  aliases   = ["CKV_AWS_169", "b26d2b7e-60f6-413d-a3a1-a57db24aa2b3"]
  tags      = ["cwe-284"]
  when      = resource.policy != null
  assert    = !anytrue([for s in iam_statements(resource.policy) : iam_is_public(s)])
  at        = resource.policy
  message   = "everyone may use ${join(", ", distinct(flatten([for s in iam_statements(resource.policy) : [for a in s.actions : "`${a}`"] if iam_is_public(s)])))} on this topic"
  why       = <<-EOT
    With `*` as principal and no condition on the owner or source, any AWS account can subscribe to what is published, or publish in your name.
    The default policy also says `*`, but with `AWS:SourceOwner`.
  EOT
  remedy    = <<-EOT
    ```hcl
    condition {
      test     = "StringEquals"
      variable = "aws:SourceAccount"
      values   = ["111122223333"]
    }
    ```
  EOT
  link      = "https://docs.aws.amazon.com/sns/latest/dg/sns-access-policy-use-cases.html"

  pass "the own account" {
     resource "aws_sns_topic_policy" "this" {
       arn = "arn:aws:sns:eu-west-1:111122223333:orders"
       policy = jsonencode({
         Statement = [{
           Effect    = "Allow"
           Principal = { AWS = "*" }
           Action    = "SNS:Publish"
           Resource  = "arn:aws:sns:eu-west-1:111122223333:orders"
           Condition = { StringEquals = { "AWS:SourceOwner" = "111122223333" } }
         }]
       })
     }
  }

  pass "a service" {
     resource "aws_sns_topic" "this" {
       name = "orders"
       policy = jsonencode({
         Statement = [{
           Effect    = "Allow"
           Principal = { Service = "events.amazonaws.com" }
           Action    = "sns:Publish"
           Resource  = "*"
         }]
       })
     }
  }

  fail "everyone may publish" {
     resource "aws_sns_topic" "this" {
       name = "orders"
       policy = jsonencode({
         Statement = [{
           Effect    = "Allow"
           Principal = "*"
           Action    = "sns:Publish"
           Resource  = "*"
         }]
       })
     }
    expect = ["aws_sns_topic.this @ policy"]
  }

  fail "everyone may subscribe, from a document" {
     data "aws_iam_policy_document" "topic" {
       statement {
         actions   = ["sns:Subscribe"]
         resources = ["arn:aws:sns:eu-west-1:111122223333:orders"]
         principals {
           type        = "AWS"
           identifiers = ["*"]
         }
       }
     }
     resource "aws_sns_topic_policy" "this" {
       arn    = "arn:aws:sns:eu-west-1:111122223333:orders"
       policy = data.aws_iam_policy_document.topic.json
     }
    expect = ["aws_sns_topic_policy.this @ policy"]
  }

  unknown "the policy comes from outside" {
    variable "policy" {}
    resource "aws_sns_topic" "this" {
      name   = "orders"
      policy = var.policy
    }
  }

  pass "`Statement` without another" {
    resource "aws_sns_topic_policy" "this" {
      arn    = "arn:aws:sns:eu-west-1:111122223333:orders"
      policy = jsonencode({ Statement = [] })
    }
  }
}

rule "aws-sns-topic-unencrypted" {
  title     = "SNS topic has no server-side encryption with KMS"
  category  = "security"
  severity  = "medium"
  default   = false
  resources = ["aws_sns_topic"]
  aliases   = ["CKV_AWS_26", "AWS-0095", "aws-sns-enable-topic-encryption", "AVD-AWS-0095", "28545147-2fc6-42d5-a1f9-cf226658e591"]
  tags      = ["cwe-311"]
  assert    = resource.kms_master_key_id != null
  at        = resource.kms_master_key_id
  message   = "`kms_master_key_id` is not set"
  why       = <<-EOT
    Messages are kept on disk until they are delivered, at most for days. AWS took this control out of its foundational best practices in 2024, because the disks are encrypted
    anyway. With the key `alias/aws/sns` CloudWatch, EventBridge and S3 cannot publish to the topic: take a key of your own.
  EOT
  remedy    = <<-EOT
    ```hcl
    kms_master_key_id = aws_kms_key.messages.id
    ```
  EOT
  link      = "https://docs.aws.amazon.com/sns/latest/dg/sns-server-side-encryption.html"

  pass "a key" {
    resource "aws_sns_topic" "this" {
      name              = "orders"
      kms_master_key_id = "1234abcd-12ab-34cd-56ef-1234567890ab"
    }
  }

  pass "the key of the service" {
    resource "aws_sns_topic" "this" {
      name              = "orders"
      kms_master_key_id = "alias/aws/sns"
    }
  }

  fail "none" {
    resource "aws_sns_topic" "this" {
      name = "orders"
    }
  }

  fail "none, for a FIFO topic" {
    resource "aws_sns_topic" "this" {
      name       = "orders.fifo"
      fifo_topic = true
    }
  }

  unknown "not known from the code" {
    variable "value" {}
    resource "aws_sns_topic" "this" {
      name              = "orders"
      kms_master_key_id = var.value
    }
  }
}

rule "aws-sns-topic-without-customer-key" {
  title     = "SNS topic is encrypted with the key of the service"
  category  = "security"
  severity  = "low"
  default   = false
  resources = ["aws_sns_topic"]
  aliases   = ["AWS-0136", "aws-sns-topic-encryption-use-cmk", "AVD-AWS-0136", "b1a72f66-2236-4f3b-87ba-0da1b366956f"]
  tags      = ["cwe-326"]
  when      = resource.kms_master_key_id != null
  assert    = !endswith(resource.kms_master_key_id, "alias/aws/sns")
  at        = resource.kms_master_key_id
  message   = "`alias/aws/sns` is a key whose policy cannot be changed"
  why       = <<-EOT
    Other AWS services cannot publish to such a topic, and other accounts cannot either. A topic without a key is another rule's.
  EOT
  remedy    = <<-EOT
    ```hcl
    kms_master_key_id = aws_kms_key.messages.id
    ```
  EOT
  link      = "https://docs.aws.amazon.com/sns/latest/dg/sns-key-management.html"

  pass "a key of one's own" {
    resource "aws_sns_topic" "this" {
      name              = "orders"
      kms_master_key_id = "alias/messages"
    }
  }

  pass "none" {
    resource "aws_sns_topic" "this" {
      name = "orders"
    }
  }

  fail "the key of the service" {
    resource "aws_sns_topic" "this" {
      name              = "orders"
      kms_master_key_id = "alias/aws/sns"
    }
    expect = ["aws_sns_topic.this @ kms_master_key_id"]
  }

  fail "by ARN" {
    resource "aws_sns_topic" "this" {
      name              = "orders"
      kms_master_key_id = "arn:aws:kms:eu-west-1:111122223333:alias/aws/sns"
    }
  }

  unknown "not known from the code" {
    variable "value" {}
    resource "aws_sns_topic" "this" {
      name              = "orders"
      kms_master_key_id = var.value
    }
  }
}

rule "aws-sns-topic-cross-account" {
  title     = "SNS topic policy names another account"
  category  = "security"
  severity  = "low"
  default   = false
  resources = ["aws_sns_topic", "aws_sns_topic_policy"]
  aliases   = ["CKV_AWS_385"]
  tags      = ["cwe-284"]
  when      = resource.policy != null
  assert = !anytrue([
    for s in iam_statements(resource.policy) :
    s.effect == "Allow"
    && !iam_is_public(s)
    && length(s.conditions) == 0
    && anytrue([
      for p in s.principals :
      p.type == "AWS" && anytrue([for i in p.identifiers : can(regex("^([0-9]{12}|arn:[a-z-]+:iam::[0-9]{12}:root)$", i))])
    ])
  ])
  at      = resource.policy
  message = "a whole account is allowed, without a condition"
  why     = <<-EOT
    Everybody in that account whom its administrators let may use the topic. Which account is one's own is not known from the code, so look whether it is meant.
  EOT
  remedy  = <<-EOT
    Name a role, or add a condition on `aws:PrincipalOrgID`.
  EOT
  link    = "https://docs.aws.amazon.com/sns/latest/dg/sns-access-policy-use-cases.html"

  pass "one role" {
     resource "aws_sns_topic_policy" "this" {
       arn    = "arn:aws:sns:eu-west-1:111122223333:orders"
       policy = jsonencode({ Statement = [{ Effect = "Allow", Principal = { AWS = "arn:aws:iam::444455556666:role/r" }, Action = "sns:Publish", Resource = "*" }] })
     }
  }

  pass "of the organisation" {
     resource "aws_sns_topic_policy" "this" {
       arn    = "arn:aws:sns:eu-west-1:111122223333:orders"
       policy = jsonencode({ Statement = [{ Effect = "Allow", Principal = { AWS = "444455556666" }, Action = "sns:Publish", Resource = "*", Condition = { StringEquals = { "aws:PrincipalOrgID" = "o-1" } } }] })
     }
  }

  fail "an account" {
     resource "aws_sns_topic_policy" "this" {
       arn    = "arn:aws:sns:eu-west-1:111122223333:orders"
       policy = jsonencode({ Statement = [{ Effect = "Allow", Principal = { AWS = "arn:aws:iam::444455556666:root" }, Action = "sns:Publish", Resource = "*" }] })
     }
    expect = ["aws_sns_topic_policy.this @ policy"]
  }

  fail "an account, by number" {
     resource "aws_sns_topic" "this" {
       name   = "orders"
       policy = jsonencode({ Statement = [{ Effect = "Allow", Principal = { AWS = "444455556666" }, Action = "sns:*", Resource = "*" }] })
     }
  }

  unknown "`policy` is an unset variable" {
    variable "policy" {}
    resource "aws_sns_topic_policy" "this" {
       arn    = "arn:aws:sns:eu-west-1:111122223333:orders"
       policy = var.policy
     }
  }

  pass "more that pass" {
    resource "aws_sns_topic" "no_effect" {
      name   = "orders"
      policy = jsonencode({ Statement = [{ Principal = { AWS = "444455556666" }, Action = "sns:*", Resource = "*" }] })
    }
    resource "aws_sns_topic" "no_principal" {
      name   = "orders"
      policy = jsonencode({ Statement = [{ Effect = "Allow", Action = "sns:*", Resource = "*" }] })
    }
  }

  fail "one more, besides, `AWS` is `444455556666`" {
    resource "aws_sns_topic_policy" "this" {
      arn = "arn:aws:sns:eu-west-1:111122223333:orders"
      policy = jsonencode({
        Statement = [
          {
            Effect    = "Allow"
            Principal = { AWS = "arn:aws:iam::444455556666:role/r" }
            Action    = "sns:Publish"
            Resource  = "*"
          },
        ]
      })
    }
    resource "aws_sns_topic_policy" "this_too" {
      arn = "arn:aws:sns:eu-west-1:111122223333:orders"
      policy = jsonencode({
        Statement = [
          {
            Effect    = "Allow"
            Principal = { AWS = "arn:aws:iam::444455556666:role/r" }
            Action    = "sns:Publish"
            Resource  = "*"
          },
          { Effect = "Allow", Principal = { AWS = "444455556666" }, Action = "sns:Publish", Resource = "*" },
        ]
      })
    }
    expect = ["aws_sns_topic_policy.this_too @ policy"]
  }
}

rule "aws-sns-subscription-plain-http" {
  title     = "SNS delivers messages over plain HTTP"
  category  = "security"
  severity  = "medium"
  resources = ["aws_sns_topic_subscription"]
  tags      = ["cwe-319"]
  assert    = resource.protocol != "http"
  at        = resource.protocol
  message   = "`protocol = \"http\"` sends the messages, and the link that confirms the subscription, unencrypted"
  why       = <<-EOT
    Everybody on the way reads what is published, and can take the subscription over.
  EOT
  remedy    = <<-EOT
    ```hcl
    protocol = "https"
    endpoint = "https://hooks.example.com/orders"
    ```
  EOT
  link      = "https://docs.aws.amazon.com/sns/latest/dg/sns-http-https-endpoint-as-subscriber.html"

  pass "HTTPS" {
    resource "aws_sns_topic_subscription" "this" {
      topic_arn = "arn:aws:sns:eu-west-1:111122223333:orders"
      protocol  = "https"
      endpoint  = "https://hooks.example.com"
    }
  }

  pass "a queue" {
    resource "aws_sns_topic_subscription" "this" {
      topic_arn = "arn:aws:sns:eu-west-1:111122223333:orders"
      protocol  = "sqs"
      endpoint  = "arn:aws:sqs:eu-west-1:111122223333:jobs"
    }
  }

  fail "HTTP" {
    resource "aws_sns_topic_subscription" "this" {
      topic_arn = "arn:aws:sns:eu-west-1:111122223333:orders"
      protocol  = "http"
      endpoint  = "http://hooks.example.com"
    }
    expect = ["aws_sns_topic_subscription.this @ protocol"]
  }

  fail "HTTP, twice" {
    resource "aws_sns_topic_subscription" "this" {
      count     = 2
      topic_arn = "arn:aws:sns:eu-west-1:111122223333:orders"
      protocol  = "http"
      endpoint  = "http://hooks.example.com/${count.index}"
    }
    expect = ["aws_sns_topic_subscription.this[0] @ protocol"]
  }

  unknown "not known from the code" {
    variable "value" {}
    resource "aws_sns_topic_subscription" "this" {
      topic_arn = "arn:aws:sns:eu-west-1:111122223333:orders"
      endpoint  = "http://hooks.example.com"
      protocol  = var.value
    }
  }
}

rule "aws-sns-fifo-name-invalid" {
  title     = "SNS FIFO topic and its name do not match"
  category  = "correctness"
  severity  = "high"
  resources = ["aws_sns_topic"]
  when      = resource.name != null && is_known(endswith(resource.name, ".fifo")) && is_known(resource.fifo_topic)
  assert    = coalesce(resource.fifo_topic, false) == endswith(resource.name, ".fifo")
  at        = resource.name
  message   = "names of FIFO topics end with `.fifo`, others do not; this is `${resource.name}`"
  why       = <<-EOT
    SNS refuses a FIFO topic without the ending and a standard topic with it.
  EOT
  remedy    = <<-EOT
    ```hcl
    name       = "orders.fifo"
    fifo_topic = true
    ```
  EOT
  link      = "https://docs.aws.amazon.com/sns/latest/dg/sns-fifo-topics.html"

  pass "a standard topic" {
    resource "aws_sns_topic" "this" {
      name = "orders"
    }
  }

  pass "a FIFO topic" {
    resource "aws_sns_topic" "this" {
      name       = "orders.fifo"
      fifo_topic = true
    }
  }

  fail "the ending is missing" {
    resource "aws_sns_topic" "this" {
      name       = "orders"
      fifo_topic = true
    }
    expect = ["aws_sns_topic.this @ name"]
  }

  fail "the ending alone" {
    resource "aws_sns_topic" "this" {
      name = "orders.fifo"
    }
  }

  pass "more that pass" {
    variable "fifo_topic" {}
    variable "name" {}
    resource "aws_sns_topic" "name_is_an_unset_variable" {
      name = var.name
    }
    resource "aws_sns_topic" "one_more_fifo_topic_is_an_unset_variable" {
      name       = "orders.fifo"
      fifo_topic = true
    }
    resource "aws_sns_topic" "one_more_fifo_topic_is_an_unset_variable_2" {
      name       = "orders.fifo"
      fifo_topic = var.fifo_topic
    }
  }
}
