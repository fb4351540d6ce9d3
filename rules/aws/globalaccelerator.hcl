rule "aws-globalaccelerator-flow-logs-disabled" {
  title     = "Global Accelerator writes no flow logs"
  category  = "security"
  severity  = "low"
  default   = false
  resources = ["aws_globalaccelerator_accelerator"]
  aliases   = ["CKV_AWS_75", "96e8183b-e985-457b-90cd-61c0503a3369"]
  tags      = ["cwe-778"]
  assert    = coalesce(resource.attributes[0].flow_logs_enabled, false)
  at        = resource.attributes[0].flow_logs_enabled
  message   = "`flow_logs_enabled` is not true"
  why       = <<-EOT
    Flow logs show who connects through the accelerator; behind it the addresses of clients are not always kept.
  EOT
  remedy    = <<-EOT
    ```hcl
    attributes {
      flow_logs_enabled   = true
      flow_logs_s3_bucket = aws_s3_bucket.logs.bucket
    }
    ```
  EOT
  link      = "https://docs.aws.amazon.com/global-accelerator/latest/dg/monitoring-global-accelerator.flow-logs.html"

  pass "enabled" {
    resource "aws_globalaccelerator_accelerator" "this" {
      name = "site"
      attributes {
        flow_logs_enabled   = true
        flow_logs_s3_bucket = "logs"
      }
    }
  }

  fail "left out" {
    resource "aws_globalaccelerator_accelerator" "this" {
      name = "site"
    }
  }

  fail "switched off" {
    resource "aws_globalaccelerator_accelerator" "this" {
      name = "site"
      attributes {
        flow_logs_enabled = false
      }
    }
    expect = ["aws_globalaccelerator_accelerator.this @ attributes[0].flow_logs_enabled"]
  }

  unknown "`flow_logs_enabled` is an unset variable" {
    variable "flow_logs_enabled" {}
    resource "aws_globalaccelerator_accelerator" "this" {
      name = "site"
      attributes {
        flow_logs_enabled = var.flow_logs_enabled
      }
    }
  }
}
