rule "aws-networkfirewall-logging-missing" {
  title     = "Network firewall writes no logs"
  category  = "security"
  severity  = "medium"
  resources = ["aws_networkfirewall_firewall"]
  aliases   = ["CKV2_AWS_63"]
  tags      = ["cwe-778"]
  related "logging" {
    type = "aws_networkfirewall_logging_configuration"
    on   = refers(other.firewall_arn, resource)
  }
  assert  = length(related.logging) > 0
  message = "no `aws_networkfirewall_logging_configuration` refers to this firewall"
  why     = <<-EOT
    A firewall that tells nobody what it let through or dropped is only half of one: alerts of its rules go nowhere.
  EOT
  remedy  = <<-EOT
    ```hcl
    resource "aws_networkfirewall_logging_configuration" "egress" {
      firewall_arn = aws_networkfirewall_firewall.egress.arn
      logging_configuration {
        log_destination_config {
          log_type             = "ALERT"
          log_destination_type = "CloudWatchLogs"
          log_destination = {
            logGroup = aws_cloudwatch_log_group.firewall.name
          }
        }
      }
    }
    ```
  EOT
  link    = "https://docs.aws.amazon.com/network-firewall/latest/developerguide/firewall-logging.html"

  pass "logged" {
    resource "aws_networkfirewall_firewall" "this" {
      name                = "egress"
      firewall_policy_arn = "arn:aws:network-firewall:eu-west-1:111122223333:firewall-policy/egress"
      vpc_id              = "vpc-1"
      subnet_mapping {
        subnet_id = "subnet-1"
      }
    }
    resource "aws_networkfirewall_logging_configuration" "this" {
      logging_configuration {
        log_destination_config {
          log_destination = {
            logGroup = "firewall"
          }
          log_destination_type = "CloudWatchLogs"
          log_type             = "ALERT"
        }
      }
      firewall_arn = aws_networkfirewall_firewall.this.arn
    }
  }

  fail "not logged" {
    resource "aws_networkfirewall_firewall" "this" {
      name                = "egress"
      firewall_policy_arn = "arn:aws:network-firewall:eu-west-1:111122223333:firewall-policy/egress"
      vpc_id              = "vpc-1"
      subnet_mapping {
        subnet_id = "subnet-1"
      }
    }
  }

  fail "another is" {
    resource "aws_networkfirewall_firewall" "this" {
      name                = "egress"
      firewall_policy_arn = "arn:aws:network-firewall:eu-west-1:111122223333:firewall-policy/egress"
      vpc_id              = "vpc-1"
      subnet_mapping {
        subnet_id = "subnet-1"
      }
    }
    resource "aws_networkfirewall_logging_configuration" "this" {
      logging_configuration {
        log_destination_config {
          log_destination = {
            logGroup = "firewall"
          }
          log_destination_type = "CloudWatchLogs"
          log_type             = "ALERT"
        }
      }
      firewall_arn = "arn:aws:network-firewall:eu-west-1:111122223333:firewall/other"
    }
  }
}

rule "aws-networkfirewall-deletion-unprotected" {
  title     = "Network firewall can be deleted without unlocking it first"
  category  = "reliability"
  severity  = "medium"
  default   = false
  resources = ["aws_networkfirewall_firewall"]
  aliases   = ["CKV_AWS_344"]
  tags      = ["cwe-693"]
  assert    = coalesce(resource.delete_protection, false)
  at        = resource.delete_protection
  message   = "`delete_protection` is not true"
  why       = <<-EOT
    Without the firewall the routes that lead to it lead nowhere: all traffic stops.
  EOT
  remedy    = <<-EOT
    ```hcl
    delete_protection = true
    ```
  EOT
  link      = "https://docs.aws.amazon.com/network-firewall/latest/developerguide/firewall-settings.html"

  fix {
    set = {
      delete_protection = true
    }
  }

  pass "protected" {
    resource "aws_networkfirewall_firewall" "this" {
      name                = "egress"
      firewall_policy_arn = "arn:aws:network-firewall:eu-west-1:111122223333:firewall-policy/egress"
      vpc_id              = "vpc-1"
      subnet_mapping {
        subnet_id = "subnet-1"
      }
      delete_protection = true
    }
    also = ["aws-networkfirewall-logging-missing"]
  }

  fail "left out" {
    resource "aws_networkfirewall_firewall" "this" {
      name                = "egress"
      firewall_policy_arn = "arn:aws:network-firewall:eu-west-1:111122223333:firewall-policy/egress"
      vpc_id              = "vpc-1"
      subnet_mapping {
        subnet_id = "subnet-1"
      }
    }
  }

  fail "switched off" {
    resource "aws_networkfirewall_firewall" "this" {
      name                = "egress"
      firewall_policy_arn = "arn:aws:network-firewall:eu-west-1:111122223333:firewall-policy/egress"
      vpc_id              = "vpc-1"
      subnet_mapping {
        subnet_id = "subnet-1"
      }
      delete_protection = false
    }
    expect = ["aws_networkfirewall_firewall.this @ delete_protection"]
  }

  unknown "not known from the code" {
    variable "value" {}
    resource "aws_networkfirewall_firewall" "this" {
      name                = "egress"
      firewall_policy_arn = "arn:aws:network-firewall:eu-west-1:111122223333:firewall-policy/egress"
      vpc_id              = "vpc-1"
      subnet_mapping {
        subnet_id = "subnet-1"
      }
      delete_protection = var.value
    }
  }
}

rule "aws-networkfirewall-without-customer-key" {
  title     = "Network firewall is not encrypted with a KMS key of your own"
  category  = "security"
  severity  = "low"
  default   = false
  resources = ["aws_networkfirewall_firewall", "aws_networkfirewall_firewall_policy", "aws_networkfirewall_rule_group"]
  aliases   = ["CKV_AWS_345", "CKV_AWS_346"]
  tags      = ["cwe-326"]
  assert    = resource.encryption_configuration[0].type == "CUSTOMER_KMS"
  at        = resource.encryption_configuration[0].type
  message   = "`encryption_configuration` does not name a KMS key"
  why       = <<-EOT
    Configuration and rules are always encrypted; with a key of your own its policy decides who reads them.
  EOT
  remedy    = <<-EOT
    ```hcl
    encryption_configuration {
      type   = "CUSTOMER_KMS"
      key_id = aws_kms_key.firewall.arn
    }
    ```
  EOT
  link      = "https://docs.aws.amazon.com/network-firewall/latest/developerguide/kms-encryption-at-rest.html"

  pass "a key" {
    resource "aws_networkfirewall_firewall" "this" {
      name                = "egress"
      firewall_policy_arn = "arn:aws:network-firewall:eu-west-1:111122223333:firewall-policy/egress"
      vpc_id              = "vpc-1"
      subnet_mapping {
        subnet_id = "subnet-1"
      }
      encryption_configuration {
        type   = "CUSTOMER_KMS"
        key_id = "arn:aws:kms:eu-west-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab"
      }
    }
    also = ["aws-networkfirewall-logging-missing"]
  }

  fail "left out" {
    resource "aws_networkfirewall_firewall_policy" "this" {
      name = "egress"
      firewall_policy {
        stateless_default_actions          = ["aws:forward_to_sfe"]
        stateless_fragment_default_actions = ["aws:forward_to_sfe"]
      }
    }
  }

  fail "AWS's key, written out" {
    resource "aws_networkfirewall_rule_group" "this" {
      name     = "domains"
      type     = "STATEFUL"
      capacity = 100
      rules    = "pass tcp any any -> any 443 (sid:1;)"
      encryption_configuration {
        type = "AWS_OWNED_KMS_KEY"
      }
    }
    expect = ["aws_networkfirewall_rule_group.this @ encryption_configuration[0].type"]
  }

  unknown "`type` is an unset variable" {
    variable "type" {}
    resource "aws_networkfirewall_rule_group" "this" {
      name     = "domains"
      type     = "STATEFUL"
      capacity = 100
      rules    = "pass tcp any any -> any 443 (sid:1;)"
      encryption_configuration {
        type = var.type
      }
    }
  }
}

rule "aws-networkfirewall-passes-by-default" {
  title     = "Network firewall lets packets pass that no rule has seen"
  category  = "security"
  severity  = "medium"
  resources = ["aws_networkfirewall_firewall_policy"]
  tags      = ["cwe-284"]
  for_each  = resource.firewall_policy
  assert    = !contains(each.value.stateless_default_actions, "aws:pass") && !contains(each.value.stateless_fragment_default_actions, "aws:pass")
  at        = each.value.stateless_default_actions
  message   = "`aws:pass` lets packets through without the stateful rules having looked at them"
  why       = <<-EOT
    Default actions hold for what no stateless rule matches, mostly everything. With `aws:pass` domain lists, intrusion rules and logs are left out.
  EOT
  remedy    = <<-EOT
    ```hcl
    stateless_default_actions          = ["aws:forward_to_sfe"]
    stateless_fragment_default_actions = ["aws:forward_to_sfe"]
    ```
  EOT
  link      = "https://docs.aws.amazon.com/network-firewall/latest/developerguide/stateless-default-actions.html"

  pass "forwarded" {
    resource "aws_networkfirewall_firewall_policy" "this" {
      name = "egress"
      firewall_policy {
        stateless_default_actions          = ["aws:forward_to_sfe"]
        stateless_fragment_default_actions = ["aws:forward_to_sfe"]
      }
    }
  }

  pass "dropped" {
    resource "aws_networkfirewall_firewall_policy" "this" {
      name = "egress"
      firewall_policy {
        stateless_default_actions          = ["aws:drop"]
        stateless_fragment_default_actions = ["aws:drop"]
      }
    }
  }

  fail "passed" {
    resource "aws_networkfirewall_firewall_policy" "this" {
      name = "egress"
      firewall_policy {
        stateless_default_actions          = ["aws:pass"]
        stateless_fragment_default_actions = ["aws:drop"]
      }
    }
    expect = ["aws_networkfirewall_firewall_policy.this @ firewall_policy[0].stateless_default_actions"]
  }

  fail "fragments passed" {
    resource "aws_networkfirewall_firewall_policy" "this" {
      name = "egress"
      firewall_policy {
        stateless_default_actions          = ["aws:drop"]
        stateless_fragment_default_actions = ["aws:pass"]
      }
    }
  }

  unknown "`stateless_default_actions` is an unset variable" {
    variable "stateless_default_actions" {}
    resource "aws_networkfirewall_firewall_policy" "this" {
      name = "egress"
      firewall_policy {
        stateless_default_actions          = var.stateless_default_actions
        stateless_fragment_default_actions = ["aws:drop"]
      }
    }
  }
}
