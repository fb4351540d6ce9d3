rule "aws-ssoadmin-long-session" {
  title     = "Permission set gives sessions of more than eight hours"
  category  = "security"
  severity  = "low"
  resources = ["aws_ssoadmin_permission_set"]
  aliases   = ["ce9dfce0-5fc8-433b-944a-3b16153111a8"]
  tags      = ["cwe-613"]
  params = {
    maximum_hours = 8
  }
  when    = resource.session_duration != null && can(regex("^PT[0-9]+[HM]", resource.session_duration))
  assert  = can(regex("^PT[0-9]+M$", resource.session_duration)) ? tonumber(try(regex("^PT([0-9]+)M$", resource.session_duration)[0], 0)) <= param.maximum_hours * 60 : tonumber(try(regex("^PT([0-9]+)H", resource.session_duration)[0], 0)) <= param.maximum_hours
  at      = resource.session_duration
  message = "sessions last `${resource.session_duration}`, longer than ${param.maximum_hours} hours"
  why     = <<-EOT
    Credentials of a session work until it ends, also on a stolen laptop. A working day is enough; an hour is the default.
  EOT
  remedy  = <<-EOT
    ```hcl
    session_duration = "PT8H"
    ```
  EOT
  link    = "https://docs.aws.amazon.com/singlesignon/latest/userguide/howtosessionduration.html"

  pass "a working day" {
    resource "aws_ssoadmin_permission_set" "this" {
      name             = "developers"
      instance_arn     = "arn:aws:sso:::instance/ssoins-1"
      session_duration = "PT8H"
    }
  }

  pass "the default" {
    resource "aws_ssoadmin_permission_set" "this" {
      name         = "developers"
      instance_arn = "arn:aws:sso:::instance/ssoins-1"
    }
  }

  pass "half an hour" {
    resource "aws_ssoadmin_permission_set" "this" {
      name             = "developers"
      instance_arn     = "arn:aws:sso:::instance/ssoins-1"
      session_duration = "PT30M"
    }
  }

  fail "half a day" {
    resource "aws_ssoadmin_permission_set" "this" {
      name             = "developers"
      instance_arn     = "arn:aws:sso:::instance/ssoins-1"
      session_duration = "PT12H"
    }
    expect = ["aws_ssoadmin_permission_set.this @ session_duration"]
  }

  fail "the same in minutes" {
    resource "aws_ssoadmin_permission_set" "this" {
      name             = "developers"
      instance_arn     = "arn:aws:sso:::instance/ssoins-1"
      session_duration = "PT720M"
    }
  }

  unknown "not known from the code" {
    variable "value" {}
    resource "aws_ssoadmin_permission_set" "this" {
      name             = "developers"
      instance_arn     = "arn:aws:sso:::instance/ssoins-1"
      session_duration = var.value
    }
  }

  pass "`session_duration` is `0`" {
    resource "aws_ssoadmin_permission_set" "this" {
      name             = "developers"
      instance_arn     = "arn:aws:sso:::instance/ssoins-1"
      session_duration = 0
    }
  }
}

rule "aws-ssoadmin-administrator-access" {
  title     = "Permission set gives AdministratorAccess"
  category  = "security"
  severity  = "low"
  default   = false
  resources = ["aws_ssoadmin_managed_policy_attachment"]
  aliases   = ["CKV_AWS_274"]
  tags      = ["cwe-269"]
  assert    = !endswith(resource.managed_policy_arn, ":aws:policy/AdministratorAccess")
  at        = resource.managed_policy_arn
  message   = "whoever is assigned the permission set is administrator of the account"
  why       = <<-EOT
    Every organisation has such a permission set; the rule is for those that want to see each of them. Keep it apart, assign it to few, and for a short time.
  EOT
  remedy    = <<-EOT
    Attach `PowerUserAccess` or a policy of your own.
  EOT
  link      = "https://docs.aws.amazon.com/singlesignon/latest/userguide/permissionsetsconcept.html"

  pass "reading only" {
    resource "aws_ssoadmin_managed_policy_attachment" "this" {
      instance_arn       = "arn:aws:sso:::instance/ssoins-1"
      permission_set_arn = "arn:aws:sso:::permissionSet/ssoins-1/ps-1"
      managed_policy_arn = "arn:aws:iam::aws:policy/ReadOnlyAccess"
    }
  }

  fail "administrator" {
    resource "aws_ssoadmin_managed_policy_attachment" "this" {
      instance_arn       = "arn:aws:sso:::instance/ssoins-1"
      permission_set_arn = "arn:aws:sso:::permissionSet/ssoins-1/ps-1"
      managed_policy_arn = "arn:aws:iam::aws:policy/AdministratorAccess"
    }
    expect = ["aws_ssoadmin_managed_policy_attachment.this @ managed_policy_arn"]
  }

  fail "administrator in GovCloud" {
    resource "aws_ssoadmin_managed_policy_attachment" "this" {
      instance_arn       = "arn:aws-us-gov:sso:::instance/ssoins-1"
      permission_set_arn = "arn:aws-us-gov:sso:::permissionSet/ssoins-1/ps-1"
      managed_policy_arn = "arn:aws-us-gov:iam::aws:policy/AdministratorAccess"
    }
  }

  unknown "not known from the code" {
    variable "value" {}
    resource "aws_ssoadmin_managed_policy_attachment" "this" {
      instance_arn       = "arn:aws:sso:::instance/ssoins-1"
      permission_set_arn = "arn:aws:sso:::permissionSet/ssoins-1/ps-1"
      managed_policy_arn = var.value
    }
  }
}
