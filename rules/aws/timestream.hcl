rule "aws-timestream-without-customer-key" {
  title     = "Timestream database is not encrypted with a key of your own"
  category  = "security"
  severity  = "low"
  default   = false
  resources = ["aws_timestreamwrite_database"]
  aliases   = ["CKV_AWS_160"]
  tags      = ["cwe-326"]
  assert    = resource.kms_key_id != null
  at        = resource.kms_key_id
  message   = "`kms_key_id` is not set; the key `aws/timestream` is used"
  why       = <<-EOT
    Data is always encrypted. With a key of your own its policy decides who reads.
  EOT
  remedy    = <<-EOT
    ```hcl
    kms_key_id = aws_kms_key.metrics.arn
    ```
  EOT
  link      = "https://docs.aws.amazon.com/timestream/latest/developerguide/EncryptionAtRest.html"

  pass "a key" {
    resource "aws_timestreamwrite_database" "this" {
      database_name = "metrics"
      kms_key_id    = "arn:aws:kms:eu-west-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab"
    }
  }

  fail "left out" {
    resource "aws_timestreamwrite_database" "this" {
      database_name = "metrics"
    }
  }

  fail "left out, with tags" {
    resource "aws_timestreamwrite_database" "this" {
      database_name = "metrics"
      tags = {
        team = "data"
      }
    }
  }

  unknown "not known from the code" {
    variable "value" {}
    resource "aws_timestreamwrite_database" "this" {
      database_name = "metrics"
      kms_key_id    = var.value
    }
  }
}
