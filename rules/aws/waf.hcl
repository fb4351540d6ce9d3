rule "aws-waf-without-rules" {
  title     = "Web ACL has no rules"
  category  = "security"
  severity  = "medium"
  resources = ["aws_wafv2_web_acl", "aws_waf_web_acl", "aws_wafregional_web_acl"]
  aliases   = ["CKV_AWS_175"]
  tags      = ["cwe-693"]
  related "rule" {
    type = "aws_wafv2_web_acl_rule"
    on   = refers(other.web_acl_arn, resource)
  }
  assert = (
    length(resource.rule) + length(resource.rules) > 0
    || resource.rule_json != null
    || length(related.rule) > 0
    || contains(meta.lifecycle.ignore_changes, "rule")
  )
  message = "no rule is declared: everything gets the default action"
  why     = <<-EOT
    An empty web ACL costs money and lets everything through (or nothing).
  EOT
  remedy  = <<-EOT
    ```hcl
    rule {
      name     = "common"
      priority = 1
      override_action {
        none {}
      }
      statement {
        managed_rule_group_statement {
          vendor_name = "AWS"
          name        = "AWSManagedRulesCommonRuleSet"
        }
      }
      visibility_config {
        cloudwatch_metrics_enabled = true
        metric_name                = "common"
        sampled_requests_enabled   = true
      }
    }
    ```
  EOT
  link    = "https://docs.aws.amazon.com/waf/latest/developerguide/aws-managed-rule-groups-list.html"

  pass "a managed group" {
    resource "aws_wafv2_web_acl" "this" {
      name  = "site"
      scope = "REGIONAL"
      default_action {
        allow {}
      }
      visibility_config {
        cloudwatch_metrics_enabled = true
        metric_name                = "site"
        sampled_requests_enabled   = true
      }
      rule {
        name     = "common"
        priority = 1
        override_action {
          none {}
        }
        statement {
          managed_rule_group_statement {
            vendor_name = "AWS"
            name        = "AWSManagedRulesCommonRuleSet"
          }
        }
        visibility_config {
          cloudwatch_metrics_enabled = true
          metric_name                = "common"
          sampled_requests_enabled   = true
        }
      }
    }
  }

  pass "classic, with a rule" {
    resource "aws_waf_web_acl" "this" {
      name        = "site"
      metric_name = "site"
      default_action {
        type = "ALLOW"
      }
      rules {
        priority = 1
        rule_id  = "r-1"
        type     = "REGULAR"
        action {
          type = "BLOCK"
        }
      }
    }
    also = ["aws-waf-classic"]
  }

  fail "none" {
    resource "aws_wafv2_web_acl" "this" {
      name  = "site"
      scope = "REGIONAL"
      default_action {
        allow {}
      }
      visibility_config {
        cloudwatch_metrics_enabled = true
        metric_name                = "site"
        sampled_requests_enabled   = true
      }
    }
  }

  fail "none, regional classic" {
    resource "aws_wafregional_web_acl" "this" {
      name        = "site"
      metric_name = "site"
      default_action {
        type = "ALLOW"
      }
    }
  }
}

rule "aws-waf-rule-without-action" {
  title    = "WAF rule has no action"
  category = "correctness"
  severity = "high"
  resources = [
    "aws_wafv2_web_acl", "aws_wafv2_rule_group", "aws_waf_web_acl", "aws_wafregional_web_acl", "aws_waf_rule_group", "aws_wafregional_rule_group",
  ]
  aliases  = ["CKV_AWS_342"]
  for_each = concat(resource.rule, resource.rules, resource.activated_rule)
  assert   = length(each.value.action) > 0 || length(each.value.override_action) > 0
  at       = each.value
  message  = "the rule has neither `action` nor `override_action`"
  why      = <<-EOT
    WAF refuses such a rule. Rules with a statement of their own take `action`, rule groups take `override_action`.
  EOT
  remedy   = <<-EOT
    ```hcl
    action {
      block {}
    }
    ```
  EOT
  link     = "https://docs.aws.amazon.com/waf/latest/developerguide/waf-rule-action.html"

  pass "an action" {
    resource "aws_wafv2_web_acl" "this" {
      name  = "site"
      scope = "REGIONAL"
      default_action {
        allow {}
      }
      visibility_config {
        cloudwatch_metrics_enabled = true
        metric_name                = "site"
        sampled_requests_enabled   = true
      }
      rule {
        name     = "geo"
        priority = 1
        action {
          block {}
        }
        statement {
          geo_match_statement {
            country_codes = ["KP"]
          }
        }
        visibility_config {
          cloudwatch_metrics_enabled = true
          metric_name                = "geo"
          sampled_requests_enabled   = true
        }
      }
    }
  }

  pass "a group" {
    resource "aws_waf_web_acl" "this" {
      name        = "site"
      metric_name = "site"
      default_action {
        type = "ALLOW"
      }
      rules {
        priority = 1
        rule_id  = "r-1"
        type     = "GROUP"
        override_action {
          type = "NONE"
        }
      }
    }
    also = ["aws-waf-classic"]
  }

  fail "neither" {
    resource "aws_wafv2_web_acl" "this" {
      name  = "site"
      scope = "REGIONAL"
      default_action {
        allow {}
      }
      visibility_config {
        cloudwatch_metrics_enabled = true
        metric_name                = "site"
        sampled_requests_enabled   = true
      }
      rule {
        name     = "geo"
        priority = 1
        statement {
          geo_match_statement {
            country_codes = ["KP"]
          }
        }
        visibility_config {
          cloudwatch_metrics_enabled = true
          metric_name                = "geo"
          sampled_requests_enabled   = true
        }
      }
    }
    expect = ["aws_wafv2_web_acl.this @ rule[0]"]
  }

  fail "neither, classic" {
    resource "aws_waf_web_acl" "this" {
      name        = "site"
      metric_name = "site"
      default_action {
        type = "ALLOW"
      }
      rules {
        priority = 1
        rule_id  = "r-1"
        type     = "REGULAR"
      }
    }
  }
}

rule "aws-waf-group-only-counts" {
  title     = "Web ACL only counts what a managed rule group finds"
  category  = "security"
  severity  = "medium"
  default   = false
  resources = ["aws_wafv2_web_acl"]
  tags      = ["cwe-693"]
  for_each  = resource.rule
  assert    = length(each.value.override_action[0].count) == 0
  at        = each.value.override_action
  message   = "the rule group blocks nothing: its actions are overridden with `count`"
  why       = <<-EOT
    Counting is for trying rules out. Left so, attacks are seen and let through.
  EOT
  remedy    = <<-EOT
    ```hcl
    override_action {
      none {}
    }
    ```
  EOT
  link      = "https://docs.aws.amazon.com/waf/latest/developerguide/web-acl-rule-group-override-options.html"

  pass "it blocks" {
    resource "aws_wafv2_web_acl" "this" {
      name  = "site"
      scope = "REGIONAL"
      default_action {
        allow {}
      }
      visibility_config {
        cloudwatch_metrics_enabled = true
        metric_name                = "site"
        sampled_requests_enabled   = true
      }
      rule {
        name     = "common"
        priority = 1
        override_action {
          none {}
        }
        statement {
          managed_rule_group_statement {
            vendor_name = "AWS"
            name        = "AWSManagedRulesCommonRuleSet"
          }
        }
        visibility_config {
          cloudwatch_metrics_enabled = true
          metric_name                = "common"
          sampled_requests_enabled   = true
        }
      }
    }
  }

  fail "it counts" {
    resource "aws_wafv2_web_acl" "this" {
      name  = "site"
      scope = "REGIONAL"
      default_action {
        allow {}
      }
      visibility_config {
        cloudwatch_metrics_enabled = true
        metric_name                = "site"
        sampled_requests_enabled   = true
      }
      rule {
        name     = "common"
        priority = 1
        override_action {
          count {}
        }
        statement {
          managed_rule_group_statement {
            vendor_name = "AWS"
            name        = "AWSManagedRulesCommonRuleSet"
          }
        }
        visibility_config {
          cloudwatch_metrics_enabled = true
          metric_name                = "common"
          sampled_requests_enabled   = true
        }
      }
    }
  }

  fail "the second counts" {
    resource "aws_wafv2_web_acl" "this" {
      name  = "site"
      scope = "REGIONAL"
      default_action {
        allow {}
      }
      visibility_config {
        cloudwatch_metrics_enabled = true
        metric_name                = "site"
        sampled_requests_enabled   = true
      }
      rule {
        name     = "a"
        priority = 1
        action {
          block {}
        }
        statement {
          geo_match_statement {
            country_codes = ["KP"]
          }
        }
        visibility_config {
          cloudwatch_metrics_enabled = true
          metric_name                = "a"
          sampled_requests_enabled   = true
        }
      }
      rule {
        name     = "b"
        priority = 2
        override_action {
          count {}
        }
        statement {
          managed_rule_group_statement {
            vendor_name = "AWS"
            name        = "AWSManagedRulesCommonRuleSet"
          }
        }
        visibility_config {
          cloudwatch_metrics_enabled = true
          metric_name                = "b"
          sampled_requests_enabled   = true
        }
      }
    }
  }
}

rule "aws-waf-without-logging" {
  title     = "Web ACL logs no requests"
  category  = "security"
  severity  = "low"
  default   = false
  resources = ["aws_wafv2_web_acl", "aws_waf_web_acl", "aws_wafregional_web_acl"]
  aliases   = ["CKV2_AWS_31", "CKV_AWS_176"]
  tags      = ["cwe-778"]
  related "logging" {
    type = "aws_wafv2_web_acl_logging_configuration"
    on   = refers(other.resource_arn, resource)
  }
  assert  = length(resource.logging_configuration) > 0 || length(related.logging) > 0
  message = "no logging configuration is declared for this web ACL"
  why     = <<-EOT
    Sampled requests are kept for three hours. Logs show what was blocked and why, and what was let through; they are billed by volume.
  EOT
  remedy  = <<-EOT
    ```hcl
    resource "aws_wafv2_web_acl_logging_configuration" "site" {
      resource_arn            = aws_wafv2_web_acl.site.arn
      log_destination_configs = [aws_cloudwatch_log_group.waf.arn]
    }
    ```
  EOT
  link    = "https://docs.aws.amazon.com/waf/latest/developerguide/logging.html"

  pass "declared apart" {
    resource "aws_wafv2_web_acl" "this" {
      name  = "site"
      scope = "REGIONAL"
      default_action {
        allow {}
      }
      visibility_config {
        cloudwatch_metrics_enabled = true
        metric_name                = "site"
        sampled_requests_enabled   = true
      }
    }
    resource "aws_wafv2_web_acl_logging_configuration" "this" {
      resource_arn            = aws_wafv2_web_acl.this.arn
      log_destination_configs = ["arn:aws:logs:eu-west-1:111122223333:log-group:aws-waf-logs-site"]
    }
    also = ["aws-waf-without-rules"]
  }

  pass "classic, declared inside" {
    resource "aws_waf_web_acl" "this" {
      name        = "site"
      metric_name = "site"
      default_action {
        type = "ALLOW"
      }
      logging_configuration {
        log_destination = "arn:aws:firehose:us-east-1:111122223333:deliverystream/aws-waf-logs-site"
      }
    }
    also = ["aws-waf-classic", "aws-waf-without-rules"]
  }

  fail "none" {
    resource "aws_wafv2_web_acl" "this" {
      name  = "site"
      scope = "REGIONAL"
      default_action {
        allow {}
      }
      visibility_config {
        cloudwatch_metrics_enabled = true
        metric_name                = "site"
        sampled_requests_enabled   = true
      }
    }
  }

  fail "another is logged" {
    resource "aws_wafv2_web_acl" "this" {
      name  = "site"
      scope = "REGIONAL"
      default_action {
        allow {}
      }
      visibility_config {
        cloudwatch_metrics_enabled = true
        metric_name                = "site"
        sampled_requests_enabled   = true
      }
    }
    resource "aws_wafv2_web_acl_logging_configuration" "this" {
      resource_arn            = "arn:aws:wafv2:eu-west-1:111122223333:regional/webacl/other/a1"
      log_destination_configs = ["arn:aws:logs:eu-west-1:111122223333:log-group:aws-waf-logs-site"]
    }
  }
}

rule "aws-waf-classic" {
  title    = "WAF Classic is at its end"
  category = "correctness"
  severity = "low"
  resources = [
    "aws_waf_web_acl", "aws_wafregional_web_acl", "aws_waf_rule", "aws_wafregional_rule", "aws_waf_rule_group", "aws_wafregional_rule_group",
  ]
  assert  = false
  message = "`${meta.type}` belongs to WAF Classic, which AWS has ended"
  why     = <<-EOT
    WAF Classic takes no new web ACLs since May 2025 and ended in September 2025. AWS WAF (`aws_wafv2_*`) has managed rule groups as well.
  EOT
  remedy  = <<-EOT
    Move the rules to `aws_wafv2_web_acl`.
  EOT
  link    = "https://docs.aws.amazon.com/waf/latest/developerguide/waf-migrating-from-classic.html"

  pass "the present one" {
    resource "aws_wafv2_web_acl" "this" {
      name  = "site"
      scope = "REGIONAL"
      default_action {
        allow {}
      }
      visibility_config {
        cloudwatch_metrics_enabled = true
        metric_name                = "site"
        sampled_requests_enabled   = true
      }
    }
    also = ["aws-waf-without-rules"]
  }

  fail "classic" {
    resource "aws_waf_web_acl" "this" {
      name        = "site"
      metric_name = "site"
      default_action {
        type = "ALLOW"
      }
    }
  }

  fail "classic, regional" {
    resource "aws_wafregional_web_acl" "this" {
      name        = "site"
      metric_name = "site"
      default_action {
        type = "ALLOW"
      }
    }
  }
}
