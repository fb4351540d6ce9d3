rule "aws-kinesis-stream-unencrypted" {
  title     = "Kinesis stream keeps its records unencrypted"
  category  = "security"
  severity  = "medium"
  resources = ["aws_kinesis_stream"]
  aliases   = ["CKV_AWS_43", "AWS-0064", "aws-kinesis-enable-in-transit-encryption", "AVD-AWS-0064", "862fe4bf-3eec-4767-a517-40f378886b88"]
  tags      = ["cwe-311"]
  assert    = coalesce(resource.encryption_type, "NONE") == "KMS"
  at        = resource.encryption_type
  message   = "`encryption_type` is not `KMS`"
  why       = <<-EOT
    Records lie on disk for a day to a year. Encryption is off by default, and `alias/aws/kinesis` is there without further work.
  EOT
  remedy    = <<-EOT
    ```hcl
    encryption_type = "KMS"
    kms_key_id      = "alias/aws/kinesis"
    ```
  EOT
  link      = "https://docs.aws.amazon.com/streams/latest/dev/server-side-encryption.html"

  pass "encrypted" {
    resource "aws_kinesis_stream" "this" {
      name            = "clicks"
      shard_count     = 1
      encryption_type = "KMS"
      kms_key_id      = "alias/aws/kinesis"
    }
  }

  fail "left out" {
    resource "aws_kinesis_stream" "this" {
      name        = "clicks"
      shard_count = 1
    }
  }

  fail "switched off" {
    resource "aws_kinesis_stream" "this" {
      name            = "clicks"
      shard_count     = 1
      encryption_type = "NONE"
    }
    expect = ["aws_kinesis_stream.this @ encryption_type"]
  }

  unknown "decided by the caller" {
    variable "type" {}
    resource "aws_kinesis_stream" "this" {
      name            = "clicks"
      shard_count     = 1
      encryption_type = var.type
    }
  }
}

rule "aws-kinesis-stream-without-customer-key" {
  title     = "Kinesis stream is not encrypted with a KMS key of your own"
  category  = "security"
  severity  = "low"
  default   = false
  resources = ["aws_kinesis_stream", "aws_kinesis_video_stream"]
  aliases   = ["CKV_AWS_185", "CKV_AWS_177"]
  tags      = ["cwe-326"]
  when      = meta.type == "aws_kinesis_video_stream" || resource.encryption_type == "KMS"
  assert    = resource.kms_key_id != null && !can(regex("alias/aws/", resource.kms_key_id))
  at        = resource.kms_key_id
  message   = "the key of the service is used"
  why       = <<-EOT
    The keys `aws/kinesis` and `aws/kinesisvideo` cannot be shared or revoked. Streams without encryption are another rule's.
  EOT
  remedy    = <<-EOT
    ```hcl
    kms_key_id = aws_kms_key.stream.arn
    ```
  EOT
  link      = "https://docs.aws.amazon.com/streams/latest/dev/creating-using-sse-master-keys.html"

  pass "a key" {
    resource "aws_kinesis_stream" "this" {
      name            = "clicks"
      shard_count     = 1
      encryption_type = "KMS"
      kms_key_id      = "arn:aws:kms:eu-west-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab"
    }
  }

  pass "not encrypted" {
    resource "aws_kinesis_stream" "this" {
      name        = "clicks"
      shard_count = 1
    }
    also = ["aws-kinesis-stream-unencrypted"]
  }

  fail "the key of the service" {
    resource "aws_kinesis_stream" "this" {
      name            = "clicks"
      shard_count     = 1
      encryption_type = "KMS"
      kms_key_id      = "alias/aws/kinesis"
    }
    expect = ["aws_kinesis_stream.this @ kms_key_id"]
  }

  fail "a video stream" {
    resource "aws_kinesis_video_stream" "this" {
      name = "door"
    }
  }

  unknown "not known from the code" {
    variable "value" {}
    resource "aws_kinesis_stream" "this" {
      name            = "clicks"
      shard_count     = 1
      encryption_type = "KMS"
      kms_key_id      = var.value
    }
  }
}

rule "aws-kinesis-firehose-unencrypted" {
  title     = "Firehose keeps its records unencrypted"
  category  = "security"
  severity  = "medium"
  resources = ["aws_kinesis_firehose_delivery_stream"]
  aliases   = ["CKV_AWS_240", "5c6dd5e7-1fe0-4cae-8f81-4c122717cef3"]
  tags      = ["cwe-311"]
  when      = length(resource.kinesis_source_configuration) == 0 && length(resource.msk_source_configuration) == 0
  assert    = coalesce(resource.server_side_encryption[0].enabled, false)
  at        = resource.server_side_encryption[0].enabled
  message   = "`server_side_encryption` is not enabled"
  why       = <<-EOT
    Records wait in Firehose until they are delivered, and are not encrypted there unless asked for. A stream that reads from Kinesis or MSK cannot set it and takes the source's.
  EOT
  remedy    = <<-EOT
    ```hcl
    server_side_encryption {
      enabled = true
    }
    ```
  EOT
  link      = "https://docs.aws.amazon.com/firehose/latest/dev/encryption.html"

  pass "encrypted" {
    resource "aws_kinesis_firehose_delivery_stream" "this" {
      name        = "clicks"
      destination = "extended_s3"
      extended_s3_configuration {
        role_arn   = "arn:aws:iam::111122223333:role/firehose"
        bucket_arn = "arn:aws:s3:::clicks"
      }
      server_side_encryption {
        enabled = true
      }
    }
  }

  pass "reads from Kinesis" {
    resource "aws_kinesis_firehose_delivery_stream" "this" {
      name        = "clicks"
      destination = "extended_s3"
      extended_s3_configuration {
        role_arn   = "arn:aws:iam::111122223333:role/firehose"
        bucket_arn = "arn:aws:s3:::clicks"
      }
      kinesis_source_configuration {
        kinesis_stream_arn = "arn:aws:kinesis:eu-west-1:111122223333:stream/clicks"
        role_arn           = "arn:aws:iam::111122223333:role/firehose"
      }
    }
  }

  fail "left out" {
    resource "aws_kinesis_firehose_delivery_stream" "this" {
      name        = "clicks"
      destination = "extended_s3"
      extended_s3_configuration {
        role_arn   = "arn:aws:iam::111122223333:role/firehose"
        bucket_arn = "arn:aws:s3:::clicks"
      }
    }
  }

  fail "switched off" {
    resource "aws_kinesis_firehose_delivery_stream" "this" {
      name        = "clicks"
      destination = "extended_s3"
      extended_s3_configuration {
        role_arn   = "arn:aws:iam::111122223333:role/firehose"
        bucket_arn = "arn:aws:s3:::clicks"
      }
      server_side_encryption {
        enabled = false
      }
    }
    expect = ["aws_kinesis_firehose_delivery_stream.this @ server_side_encryption[0].enabled"]
  }

  unknown "`enabled` is an unset variable" {
    variable "enabled" {}
    resource "aws_kinesis_firehose_delivery_stream" "this" {
      name        = "clicks"
      destination = "extended_s3"
      extended_s3_configuration {
        role_arn   = "arn:aws:iam::111122223333:role/firehose"
        bucket_arn = "arn:aws:s3:::clicks"
      }
      server_side_encryption {
        enabled = var.enabled
      }
    }
  }
}

rule "aws-kinesis-firehose-without-customer-key" {
  title     = "Firehose is not encrypted with a KMS key of your own"
  category  = "security"
  severity  = "low"
  default   = false
  resources = ["aws_kinesis_firehose_delivery_stream"]
  aliases   = ["CKV_AWS_241"]
  tags      = ["cwe-326"]
  when      = coalesce(resource.server_side_encryption[0].enabled, false)
  assert    = resource.server_side_encryption[0].key_type == "CUSTOMER_MANAGED_CMK"
  at        = resource.server_side_encryption[0].key_type
  message   = "`key_type` is not `CUSTOMER_MANAGED_CMK`"
  why       = <<-EOT
    The default is a key that AWS owns and that shows in no log. Streams without encryption are another rule's.
  EOT
  remedy    = <<-EOT
    ```hcl
    server_side_encryption {
      enabled  = true
      key_type = "CUSTOMER_MANAGED_CMK"
      key_arn  = aws_kms_key.stream.arn
    }
    ```
  EOT
  link      = "https://docs.aws.amazon.com/firehose/latest/dev/encryption.html"

  pass "a key" {
    resource "aws_kinesis_firehose_delivery_stream" "this" {
      name        = "clicks"
      destination = "extended_s3"
      extended_s3_configuration {
        role_arn   = "arn:aws:iam::111122223333:role/firehose"
        bucket_arn = "arn:aws:s3:::clicks"
      }
      server_side_encryption {
        enabled  = true
        key_type = "CUSTOMER_MANAGED_CMK"
        key_arn  = "arn:aws:kms:eu-west-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab"
      }
    }
  }

  pass "not encrypted" {
    resource "aws_kinesis_firehose_delivery_stream" "this" {
      name        = "clicks"
      destination = "extended_s3"
      extended_s3_configuration {
        role_arn   = "arn:aws:iam::111122223333:role/firehose"
        bucket_arn = "arn:aws:s3:::clicks"
      }
    }
    also = ["aws-kinesis-firehose-unencrypted"]
  }

  fail "the default key" {
    resource "aws_kinesis_firehose_delivery_stream" "this" {
      name        = "clicks"
      destination = "extended_s3"
      extended_s3_configuration {
        role_arn   = "arn:aws:iam::111122223333:role/firehose"
        bucket_arn = "arn:aws:s3:::clicks"
      }
      server_side_encryption {
        enabled = true
      }
    }
  }

  fail "AWS's key, written out" {
    resource "aws_kinesis_firehose_delivery_stream" "this" {
      name        = "clicks"
      destination = "extended_s3"
      extended_s3_configuration {
        role_arn   = "arn:aws:iam::111122223333:role/firehose"
        bucket_arn = "arn:aws:s3:::clicks"
      }
      server_side_encryption {
        enabled  = true
        key_type = "AWS_OWNED_CMK"
      }
    }
    expect = ["aws_kinesis_firehose_delivery_stream.this @ server_side_encryption[0].key_type"]
  }

  unknown "`key_type` is an unset variable" {
    variable "key_type" {}
    resource "aws_kinesis_firehose_delivery_stream" "this" {
      name        = "clicks"
      destination = "extended_s3"
      extended_s3_configuration {
        role_arn   = "arn:aws:iam::111122223333:role/firehose"
        bucket_arn = "arn:aws:s3:::clicks"
      }
      server_side_encryption {
        enabled  = true
        key_type = var.key_type
      }
    }
  }
}

rule "aws-kinesis-stream-retention-invalid" {
  title     = "Kinesis stream retention is outside of 24 to 8,760 hours"
  category  = "correctness"
  severity  = "high"
  resources = ["aws_kinesis_stream"]
  when      = resource.retention_period != null
  assert    = resource.retention_period >= 24 && resource.retention_period <= 8760
  at        = resource.retention_period
  message   = "`${resource.retention_period}` hours is outside of 24 to 8,760"
  why       = <<-EOT
    The unit is hours, not days. Kinesis refuses other values.
  EOT
  remedy    = <<-EOT
    ```hcl
    retention_period = 168
    ```
  EOT
  link      = "https://docs.aws.amazon.com/streams/latest/dev/kinesis-extended-retention.html"

  pass "a week" {
    resource "aws_kinesis_stream" "this" {
      name             = "clicks"
      shard_count      = 1
      retention_period = 168
    }
    also = ["aws-kinesis-stream-unencrypted"]
  }

  pass "the default" {
    resource "aws_kinesis_stream" "this" {
      name        = "clicks"
      shard_count = 1
    }
    also = ["aws-kinesis-stream-unencrypted"]
  }

  fail "days" {
    resource "aws_kinesis_stream" "this" {
      name             = "clicks"
      shard_count      = 1
      retention_period = 7
    }
    expect = ["aws_kinesis_stream.this @ retention_period"]
  }

  fail "two years" {
    resource "aws_kinesis_stream" "this" {
      name             = "clicks"
      shard_count      = 1
      retention_period = 17520
    }
  }

  unknown "not known from the code" {
    variable "value" {}
    resource "aws_kinesis_stream" "this" {
      name             = "clicks"
      shard_count      = 1
      retention_period = var.value
    }
  }

  pass "more that pass" {
    resource "aws_kinesis_stream" "retention_period_is_24" {
      name             = "clicks"
      shard_count      = 1
      retention_period = 24
    }
    resource "aws_kinesis_stream" "one_more_retention_period_is_8760" {
      name             = "clicks"
      shard_count      = 1
      retention_period = 168
    }
    resource "aws_kinesis_stream" "one_more_retention_period_is_8760_2" {
      name             = "clicks"
      shard_count      = 1
      retention_period = 8760
    }
    also = ["aws-kinesis-stream-unencrypted"]
  }

  fail "one more, `retention_period` is `8761`" {
    resource "aws_kinesis_stream" "this" {
      name             = "clicks"
      shard_count      = 1
      retention_period = 168
    }
    resource "aws_kinesis_stream" "this_too" {
      name             = "clicks"
      shard_count      = 1
      retention_period = 8761
    }
    expect = ["aws_kinesis_stream.this_too @ retention_period"]
  }
}
