rule "aws-xray-without-customer-key" {
  title     = "X-Ray data is not encrypted with a KMS key"
  category  = "security"
  severity  = "low"
  default   = false
  resources = ["aws_xray_encryption_config"]
  tags      = ["cwe-326"]
  assert    = resource.type == "KMS"
  at        = resource.type
  message   = "`type` is `${resource.type}`"
  why       = <<-EOT
    Traces are encrypted either way. With `KMS` a key's policy decides who reads them.
  EOT
  remedy    = <<-EOT
    ```hcl
    type   = "KMS"
    key_id = aws_kms_key.traces.arn
    ```
  EOT
  link      = "https://docs.aws.amazon.com/xray/latest/devguide/xray-console-encryption.html"

  pass "KMS" {
    resource "aws_xray_encryption_config" "this" {
      type   = "KMS"
      key_id = "alias/traces"
    }
  }

  fail "the default key" {
    resource "aws_xray_encryption_config" "this" {
      type = "NONE"
    }
    expect = ["aws_xray_encryption_config.this @ type"]
  }

  fail "the default key, for one region" {
    resource "aws_xray_encryption_config" "this" {
      type   = "NONE"
      region = "eu-west-1"
    }
  }

  unknown "not known from the code" {
    variable "value" {}
    resource "aws_xray_encryption_config" "this" {
      type = var.value
    }
  }
}
