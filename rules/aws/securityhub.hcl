rule "aws-securityhub-without-standards" {
  title     = "Security Hub runs without a standard"
  category  = "security"
  severity  = "low"
  resources = ["aws_securityhub_account"]
  tags      = ["cwe-778"]
  when      = resource.enable_default_standards != null
  assert = (
    coalesce(resource.enable_default_standards, true)
    || length(all("aws_securityhub_standards_subscription")) > 0
    || length(all("aws_securityhub_configuration_policy")) > 0
  )
  at      = resource.enable_default_standards
  message = "`enable_default_standards` is false and no standard is subscribed to here"
  why     = <<-EOT
    Without a standard Security Hub checks nothing and only collects what others find.
  EOT
  remedy  = <<-EOT
    ```hcl
    resource "aws_securityhub_standards_subscription" "fsbp" {
      standards_arn = "arn:aws:securityhub:eu-west-1::standards/aws-foundational-security-best-practices/v/1.0.0"
    }
    ```
  EOT
  link    = "https://docs.aws.amazon.com/securityhub/latest/userguide/standards-available.html"

  pass "the default" {
    resource "aws_securityhub_account" "this" {}
  }

  pass "a standard of one's choice" {
    resource "aws_securityhub_account" "this" {
      enable_default_standards = false
    }
    resource "aws_securityhub_standards_subscription" "this" {
      standards_arn = "arn:aws:securityhub:eu-west-1::standards/aws-foundational-security-best-practices/v/1.0.0"
    }
  }

  fail "none" {
    resource "aws_securityhub_account" "this" {
      enable_default_standards = false
    }
    expect = ["aws_securityhub_account.this @ enable_default_standards"]
  }

  fail "none, as text" {
    resource "aws_securityhub_account" "this" {
      enable_default_standards = "false"
    }
  }

  unknown "not known from the code" {
    variable "value" {}
    resource "aws_securityhub_account" "this" {
      enable_default_standards = var.value
    }
  }
}
