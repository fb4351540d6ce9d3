rule "aws-organizations-consolidated-billing-only" {
  title     = "AWS organisation has consolidated billing only"
  category  = "security"
  severity  = "medium"
  resources = ["aws_organizations_organization"]
  aliases   = ["5ba6229c-8057-433e-91d0-21cf13569ca9"]
  tags      = ["cwe-284"]
  assert    = coalesce(resource.feature_set, "ALL") == "ALL"
  at        = resource.feature_set
  message   = "`feature_set` is `${resource.feature_set}`"
  why       = <<-EOT
    Without all features there are no service control policies, and no service can be managed for all accounts at once.
  EOT
  remedy    = <<-EOT
    ```hcl
    feature_set = "ALL"
    ```
  EOT
  link      = "https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_org_support-all-features.html"

  pass "the default" {
    resource "aws_organizations_organization" "this" {}
  }

  pass "all features" {
    resource "aws_organizations_organization" "this" {
      feature_set = "ALL"
    }
  }

  fail "billing only" {
    resource "aws_organizations_organization" "this" {
      feature_set = "CONSOLIDATED_BILLING"
    }
    expect = ["aws_organizations_organization.this @ feature_set"]
  }

  fail "billing only, with services" {
    resource "aws_organizations_organization" "this" {
      feature_set                   = "CONSOLIDATED_BILLING"
      aws_service_access_principals = []
    }
  }

  unknown "not known from the code" {
    variable "value" {}
    resource "aws_organizations_organization" "this" {
      feature_set = var.value
    }
  }
}
