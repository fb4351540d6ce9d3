rule "aws-shield-advanced-missing" {
  title     = "Public entry point has no Shield Advanced protection"
  category  = "security"
  severity  = "low"
  default   = false
  resources = ["aws_cloudfront_distribution", "aws_globalaccelerator_accelerator", "aws_route53_zone", "aws_lb", "aws_eip"]
  aliases   = ["084c6686-2a70-4710-91b1-000393e54c12"]
  tags      = ["cwe-770"]
  related "protection" {
    type = "aws_shield_protection"
    on   = refers(other.resource_arn, resource)
  }
  when    = length(all("aws_shield_protection")) > 0 && length(resource.vpc) == 0 && !coalesce(resource.internal, false)
  assert  = length(related.protection) > 0
  message = "other resources here are protected by Shield Advanced, this one is not"
  why     = <<-EOT
    Shield Advanced is a subscription for the whole organisation (3,000 USD a month); standard Shield is always there. Where it is used, an entry point without it is probably forgotten.
  EOT
  remedy  = <<-EOT
    ```hcl
    resource "aws_shield_protection" "site" {
      name         = "site"
      resource_arn = aws_cloudfront_distribution.site.arn
    }
    ```
  EOT
  link    = "https://docs.aws.amazon.com/waf/latest/developerguide/ddos-advanced-summary.html"

  pass "protected" {
    resource "aws_eip" "a" {
      domain = "vpc"
    }
    resource "aws_shield_protection" "this" {
      name         = "a"
      resource_arn = aws_eip.a.arn
    }
  }

  pass "nothing is" {
    resource "aws_eip" "a" {
      domain = "vpc"
    }
  }

  fail "the other one" {
    resource "aws_eip" "a" {
      domain = "vpc"
    }
    resource "aws_eip" "b" {
      domain = "vpc"
    }
    resource "aws_shield_protection" "this" {
      name         = "a"
      resource_arn = aws_eip.a.arn
    }
    expect = ["aws_eip.b"]
  }

  fail "a load balancer" {
    resource "aws_lb" "a" {
      name = "a"
    }
    resource "aws_eip" "b" {
      domain = "vpc"
    }
    resource "aws_shield_protection" "this" {
      name         = "b"
      resource_arn = aws_eip.b.arn
    }
    expect = ["aws_lb.a"]
  }
}
