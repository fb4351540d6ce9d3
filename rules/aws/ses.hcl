rule "aws-ses-tls-optional" {
  title     = "SES sends mail without TLS when the other side has none"
  category  = "security"
  severity  = "medium"
  resources = ["aws_ses_configuration_set", "aws_sesv2_configuration_set"]
  aliases   = ["CKV_AWS_365"]
  tags      = ["cwe-319"]
  assert    = lower(coalesce(resource.delivery_options[0].tls_policy, "Optional")) == "require"
  at        = resource.delivery_options[0].tls_policy
  message   = "`tls_policy` is not `Require`"
  why       = <<-EOT
    With `Optional`, the default, mail goes out in plain text when the receiving server offers no TLS, or somebody on the way takes the offer out. With `Require` such mail is not delivered.
  EOT
  remedy    = <<-EOT
    ```hcl
    delivery_options {
      tls_policy = "Require"
    }
    ```
  EOT
  link      = "https://docs.aws.amazon.com/ses/latest/dg/security-protocols.html"

  pass "required" {
    resource "aws_ses_configuration_set" "this" {
      name = "mail"
      delivery_options {
        tls_policy = "Require"
      }
    }
  }

  pass "required, version 2" {
    resource "aws_sesv2_configuration_set" "this" {
      configuration_set_name = "mail"
      delivery_options {
        tls_policy = "REQUIRE"
      }
    }
  }

  fail "left out" {
    resource "aws_ses_configuration_set" "this" {
      name = "mail"
    }
  }

  fail "optional" {
    resource "aws_sesv2_configuration_set" "this" {
      configuration_set_name = "mail"
      delivery_options {
        tls_policy = "OPTIONAL"
      }
    }
    expect = ["aws_sesv2_configuration_set.this @ delivery_options[0].tls_policy"]
  }

  unknown "`tls_policy` is an unset variable" {
    variable "tls_policy" {}
    resource "aws_sesv2_configuration_set" "this" {
      configuration_set_name = "mail"
      delivery_options {
        tls_policy = var.tls_policy
      }
    }
  }
}

rule "aws-ses-identity-public" {
  title     = "SES identity lets everyone send in its name"
  category  = "security"
  severity  = "critical"
  resources = ["aws_ses_identity_policy", "aws_sesv2_email_identity_policy"]
  aliases   = ["34b921bd-90a0-402e-a0a5-dc73371fd963"]
  tags      = ["cwe-284"]
  assert    = !anytrue([for s in iam_statements(resource.policy) : iam_is_public(s)])
  at        = resource.policy
  message   = "an `Allow` statement names `*` as principal without a condition"
  why       = <<-EOT
    Every AWS account may then send mail from your domain, signed as yours.
  EOT
  remedy    = <<-EOT
    ```hcl
    principals {
      type        = "AWS"
      identifiers = ["arn:aws:iam::444455556666:root"]
    }
    ```
  EOT
  link      = "https://docs.aws.amazon.com/ses/latest/dg/sending-authorization-policies.html"

  pass "one account" {
    resource "aws_ses_identity_policy" "this" {
      identity = "example.com"
      name     = "p"
      policy   = jsonencode({ Statement = [{ Effect = "Allow", Principal = { AWS = "arn:aws:iam::444455556666:root" }, Action = "ses:SendEmail", Resource = "*" }] })
    }
  }

  pass "nobody" {
    resource "aws_ses_identity_policy" "this" {
      identity = "example.com"
      name     = "p"
      policy   = jsonencode({ Statement = [{ Effect = "Deny", Principal = "*", Action = "ses:SendEmail", Resource = "*" }] })
    }
  }

  fail "everyone" {
    resource "aws_ses_identity_policy" "this" {
      identity = "example.com"
      name     = "p"
      policy   = jsonencode({ Statement = [{ Effect = "Allow", Principal = "*", Action = "ses:*", Resource = "*" }] })
    }
    expect = ["aws_ses_identity_policy.this @ policy"]
  }

  fail "everyone, version 2" {
    resource "aws_sesv2_email_identity_policy" "this" {
      email_identity = "example.com"
      policy_name    = "p"
      policy         = jsonencode({ Statement = [{ Effect = "Allow", Principal = { AWS = "*" }, Action = "ses:SendRawEmail", Resource = "*" }] })
    }
  }

  unknown "not known from the code" {
    variable "value" {}
    resource "aws_ses_identity_policy" "this" {
      identity = "example.com"
      name     = "p"
      policy   = var.value
    }
  }

  pass "no `policy`" {
    resource "aws_ses_identity_policy" "this" {
      identity = "example.com"
      name     = "p"
    }
  }
}
