rule "aws-kendra-without-customer-key" {
  title     = "Kendra index is not encrypted with a KMS key of your own"
  category  = "security"
  severity  = "low"
  default   = false
  resources = ["aws_kendra_index"]
  aliases   = ["CKV_AWS_262"]
  tags      = ["cwe-326"]
  assert    = resource.server_side_encryption_configuration[0].kms_key_id != null
  at        = resource.server_side_encryption_configuration[0].kms_key_id
  message   = "`server_side_encryption_configuration` names no key"
  why       = <<-EOT
    Indexes are always encrypted with a key that AWS owns. One of your own has its own policy; it cannot be set later.
  EOT
  remedy    = <<-EOT
    ```hcl
    server_side_encryption_configuration {
      kms_key_id = aws_kms_key.search.arn
    }
    ```
  EOT
  link      = "https://docs.aws.amazon.com/kendra/latest/dg/encryption-at-rest.html"

  pass "a key" {
    resource "aws_kendra_index" "this" {
      name     = "docs"
      role_arn = "arn:aws:iam::111122223333:role/kendra"
      server_side_encryption_configuration {
        kms_key_id = "key-1"
      }
    }
  }

  fail "none" {
    resource "aws_kendra_index" "this" {
      name     = "docs"
      role_arn = "arn:aws:iam::111122223333:role/kendra"
    }
  }

  fail "none, enterprise edition" {
    resource "aws_kendra_index" "this" {
      name     = "docs"
      role_arn = "arn:aws:iam::111122223333:role/kendra"
      edition  = "ENTERPRISE_EDITION"
    }
  }
}
