rule "aws-guardduty-disabled" {
  title     = "GuardDuty detector is suspended"
  category  = "security"
  severity  = "medium"
  resources = ["aws_guardduty_detector"]
  aliases   = ["CKV_AWS_238", "704dadd3-54fc-48ac-b6a0-02f170011473"]
  tags      = ["cwe-778"]
  assert    = coalesce(resource.enable, true)
  at        = resource.enable
  message   = "`enable` is false"
  why       = <<-EOT
    A suspended detector finds nothing. Somebody took the trouble to declare it; the default is true.
  EOT
  remedy    = <<-EOT
    ```hcl
    enable = true
    ```
  EOT
  link      = "https://docs.aws.amazon.com/guardduty/latest/ug/guardduty_suspend-disable.html"

  fix {
    set = {
      enable = true
    }
  }

  pass "the default" {
    resource "aws_guardduty_detector" "this" {}
  }

  pass "written out" {
    resource "aws_guardduty_detector" "this" {
      enable = true
    }
  }

  fail "suspended" {
    resource "aws_guardduty_detector" "this" {
      enable = false
    }
    expect = ["aws_guardduty_detector.this @ enable"]
  }

  fail "suspended, as text" {
    resource "aws_guardduty_detector" "this" {
      enable = "false"
    }
  }

  unknown "not known from the code" {
    variable "value" {}
    resource "aws_guardduty_detector" "this" {
      enable = var.value
    }
  }
}

rule "aws-guardduty-new-accounts-unwatched" {
  title     = "GuardDuty is not switched on for accounts of the organisation"
  category  = "security"
  severity  = "medium"
  default   = false
  resources = ["aws_guardduty_detector"]
  aliases   = ["CKV2_AWS_3"]
  tags      = ["cwe-778"]
  related "organization" {
    type = "aws_guardduty_organization_configuration"
    on   = refers(other.detector_id, resource)
  }
  when    = coalesce(resource.enable, true)
  assert  = anytrue([for o in related.organization : contains(["ALL", "NEW"], o.auto_enable_organization_members) || coalesce(o.auto_enable, false)])
  message = "no organisation configuration switches GuardDuty on for member accounts"
  why     = <<-EOT
    In the delegated administrator's account the configuration makes GuardDuty part of every account. In a single account there is none.
  EOT
  remedy  = <<-EOT
    ```hcl
    resource "aws_guardduty_organization_configuration" "all" {
      detector_id                      = aws_guardduty_detector.main.id
      auto_enable_organization_members = "ALL"
    }
    ```
  EOT
  link    = "https://docs.aws.amazon.com/guardduty/latest/ug/guardduty_organizations.html"

  pass "all accounts" {
    resource "aws_guardduty_detector" "this" {
      enable = true
    }
    resource "aws_guardduty_organization_configuration" "this" {
      detector_id                      = aws_guardduty_detector.this.id
      auto_enable_organization_members = "ALL"
    }
  }

  pass "suspended is another rule's" {
    resource "aws_guardduty_detector" "this" {
      enable = false
    }
    also = ["aws-guardduty-disabled"]
  }

  fail "alone" {
    resource "aws_guardduty_detector" "this" {
      enable = true
    }
  }

  fail "none of them" {
    resource "aws_guardduty_detector" "this" {
      enable = true
    }
    resource "aws_guardduty_organization_configuration" "this" {
      detector_id                      = aws_guardduty_detector.this.id
      auto_enable_organization_members = "NONE"
    }
  }

  unknown "`enable` is an unset variable" {
    variable "enable" {}
    resource "aws_guardduty_detector" "this" {
      enable = var.enable
    }
  }

  pass "one more, `auto_enable_organization_members` is `NEW`" {
    resource "aws_guardduty_detector" "this" {
      enable = true
    }
    resource "aws_guardduty_organization_configuration" "this" {
      detector_id                      = aws_guardduty_detector.this.id
      auto_enable_organization_members = "NONE"
    }
    resource "aws_guardduty_organization_configuration" "this_too" {
      detector_id                      = aws_guardduty_detector.this.id
      auto_enable_organization_members = "NEW"
    }
  }

  fail "no `enable`" {
    resource "aws_guardduty_detector" "this" {}
    expect = ["aws_guardduty_detector.this"]
  }
}
