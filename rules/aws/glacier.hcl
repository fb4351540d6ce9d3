rule "aws-glacier-vault-public" {
  title     = "Glacier vault is open to everyone"
  category  = "security"
  severity  = "critical"
  resources = ["aws_glacier_vault"]
  aliases   = ["CKV_AWS_167"]
  tags      = ["cwe-284"]
  when      = resource.access_policy != null
  assert    = !anytrue([for s in iam_statements(resource.access_policy) : iam_is_public(s)])
  at        = resource.access_policy
  message   = "an `Allow` statement names `*` as principal without a condition"
  why       = <<-EOT
    Every AWS account may then use what the statement allows on the archives.
  EOT
  remedy    = <<-EOT
    Name the accounts or roles that may read or write.
  EOT
  link      = "https://docs.aws.amazon.com/amazonglacier/latest/dev/vault-access-policy.html"

  pass "one account" {
    resource "aws_glacier_vault" "this" {
      name          = "v"
      access_policy = jsonencode({ Statement = [{ Effect = "Allow", Principal = { AWS = "arn:aws:iam::444455556666:root" }, Action = "glacier:UploadArchive", Resource = "*" }] })
    }
  }

  pass "no policy" {
    resource "aws_glacier_vault" "this" {
      name = "v"
    }
  }

  fail "everyone" {
    resource "aws_glacier_vault" "this" {
      name          = "v"
      access_policy = jsonencode({ Statement = [{ Effect = "Allow", Principal = "*", Action = "glacier:*", Resource = "*" }] })
    }
    expect = ["aws_glacier_vault.this @ access_policy"]
  }

  fail "everyone may read" {
    resource "aws_glacier_vault" "this" {
      name          = "v"
      access_policy = jsonencode({ Statement = [{ Effect = "Allow", Principal = { AWS = "*" }, Action = "glacier:GetJobOutput", Resource = "*" }] })
    }
  }

  unknown "not known from the code" {
    variable "value" {}
    resource "aws_glacier_vault" "this" {
      name          = "v"
      access_policy = var.value
    }
  }
}
