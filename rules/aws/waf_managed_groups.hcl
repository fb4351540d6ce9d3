# Managed rule groups of web ACLs.

rule "aws-wafv2-known-bad-inputs-missing" {
  title     = "Web ACL lets known exploit requests through"
  category  = "security"
  severity  = "low"
  resources = ["aws_wafv2_web_acl"]
  aliases   = ["CKV_AWS_192", "CKV2_AWS_47", "CKV2_AWS_76", "CKV2_AWS_77", "CKV2_AWS_78"]
  tags      = ["cwe-20", "cwe-502"]
  default   = false
  params = {
    group = "AWSManagedRulesKnownBadInputsRuleSet"
  }
  when    = resource.rule_json == null
  assert  = anytrue([for r in resource.rule : anytrue([for s in r.statement : anytrue([for m in s.managed_rule_group_statement : m.name == param.group])])])
  message = "`${param.group}` is not among the rules"
  why     = <<-EOT
    The group blocks requests that serve only to exploit known flaws, Log4j's (CVE-2021-44228) among them, and costs little. It is one finding for the
    ACL, wherever it is attached. An ACL that only limits rates may do without.
  EOT
  remedy  = <<-EOT
    ```hcl
    rule {
      name     = "known-bad-inputs"
      priority = 1
      override_action {
        none {}
      }
      statement {
        managed_rule_group_statement {
          name        = "AWSManagedRulesKnownBadInputsRuleSet"
          vendor_name = "AWS"
        }
      }
      visibility_config {
        cloudwatch_metrics_enabled = true
        metric_name                = "known-bad-inputs"
        sampled_requests_enabled   = true
      }
    }
    ```
  EOT
  link    = "https://docs.aws.amazon.com/waf/latest/developerguide/aws-managed-rule-groups-baseline.html"

  pass "among the rules" {
    resource "aws_wafv2_web_acl" "main" {
      name  = "main"
      scope = "REGIONAL"
      default_action {
        allow {
        }
      }
      visibility_config {
        cloudwatch_metrics_enabled = true
        metric_name                = "main"
        sampled_requests_enabled   = true
      }
      rule {
        name     = "m"
        priority = 1
        override_action {
          none {
          }
        }
        statement {
          managed_rule_group_statement {
            name        = "AWSManagedRulesKnownBadInputsRuleSet"
            vendor_name = "AWS"
          }
        }
        visibility_config {
          cloudwatch_metrics_enabled = true
          metric_name                = "m"
          sampled_requests_enabled   = true
        }
      }
    }
  }

  fail "another group only" {
    resource "aws_wafv2_web_acl" "main" {
      name  = "main"
      scope = "REGIONAL"
      default_action {
        allow {
        }
      }
      visibility_config {
        cloudwatch_metrics_enabled = true
        metric_name                = "main"
        sampled_requests_enabled   = true
      }
      rule {
        name     = "m"
        priority = 1
        override_action {
          none {
          }
        }
        statement {
          managed_rule_group_statement {
            name        = "AWSManagedRulesCommonRuleSet"
            vendor_name = "AWS"
          }
        }
        visibility_config {
          cloudwatch_metrics_enabled = true
          metric_name                = "m"
          sampled_requests_enabled   = true
        }
      }
    }
  }

  fail "no rules" {
    resource "aws_wafv2_web_acl" "main" {
      name  = "main"
      scope = "REGIONAL"
      default_action {
        allow {
        }
      }
      visibility_config {
        cloudwatch_metrics_enabled = true
        metric_name                = "main"
        sampled_requests_enabled   = true
      }
    }
  }

  fail "without `managed_rule_group_statement`" {
    resource "aws_wafv2_web_acl" "main" {
      name  = "main"
      scope = "REGIONAL"
      default_action {
        allow {}
      }
      visibility_config {
        cloudwatch_metrics_enabled = true
        metric_name                = "main"
        sampled_requests_enabled   = true
      }
      rule {
        name     = "m"
        priority = 1
        override_action {
          none {}
        }
        statement {}
        visibility_config {
          cloudwatch_metrics_enabled = true
          metric_name                = "m"
          sampled_requests_enabled   = true
        }
      }
    }
    expect = ["aws_wafv2_web_acl.main @ rule"]
  }
}
