rule "aws-macie-paused" {
  title     = "Macie is paused"
  category  = "security"
  severity  = "low"
  resources = ["aws_macie2_account"]
  tags      = ["cwe-778"]
  assert    = coalesce(resource.status, "ENABLED") == "ENABLED"
  at        = resource.status
  message   = "`status` is `${resource.status}`"
  why       = <<-EOT
    A paused Macie neither watches buckets nor runs jobs. Somebody took the trouble to declare it; the default is enabled.
  EOT
  remedy    = <<-EOT
    ```hcl
    status = "ENABLED"
    ```
  EOT
  link      = "https://docs.aws.amazon.com/macie/latest/user/account-suspend.html"

  fix {
    set = {
      status = "ENABLED"
    }
  }

  pass "the default" {
    resource "aws_macie2_account" "this" {}
  }

  pass "enabled" {
    resource "aws_macie2_account" "this" {
      status = "ENABLED"
    }
  }

  fail "paused" {
    resource "aws_macie2_account" "this" {
      status = "PAUSED"
    }
    expect = ["aws_macie2_account.this @ status"]
  }

  fail "paused, reporting hourly" {
    resource "aws_macie2_account" "this" {
      status                       = "PAUSED"
      finding_publishing_frequency = "ONE_HOUR"
    }
  }

  unknown "not known from the code" {
    variable "value" {}
    resource "aws_macie2_account" "this" {
      status = var.value
    }
  }
}
