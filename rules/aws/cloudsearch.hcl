# CloudSearch.

rule "aws-cloudsearch-weak-tls" {
  title     = "CloudSearch accepts TLS before 1.2"
  category  = "security"
  severity  = "medium"
  resources = ["aws_cloudsearch_domain"]
  aliases   = ["CKV_AWS_218"]
  tags      = ["cwe-326", "cwe-327"]
  assert    = resource.endpoint_options[0].tls_security_policy == "Policy-Min-TLS-1-2-2019-07"
  at        = resource.endpoint_options[0].tls_security_policy
  message   = "TLS 1.0 is allowed"
  why       = "TLS 1.0 and 1.1 have known weaknesses; `Policy-Min-TLS-1-0-2019-07` is the service's default."
  remedy    = <<-EOT
    ```hcl
    endpoint_options {
      enforce_https       = true
      tls_security_policy = "Policy-Min-TLS-1-2-2019-07"
    }
    ```
  EOT
  link      = "https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/cloudsearch_domain"

  pass "TLS 1.2" {
    resource "aws_cloudsearch_domain" "search" {
      name = "search"
      endpoint_options {
        enforce_https       = true
        tls_security_policy = "Policy-Min-TLS-1-2-2019-07"
      }
    }
  }

  fail "not written" {
    resource "aws_cloudsearch_domain" "search" {
      name = "search"
    }
  }

  fail "TLS 1.0" {
    resource "aws_cloudsearch_domain" "search" {
      name = "search"
      endpoint_options {
        enforce_https       = true
        tls_security_policy = "Policy-Min-TLS-1-0-2019-07"
      }
    }
    expect = ["aws_cloudsearch_domain.search @ endpoint_options[0].tls_security_policy"]
  }

  unknown "an unset variable" {
    variable "tls" {
      type = string
    }
    resource "aws_cloudsearch_domain" "search" {
      name = "search"
      endpoint_options {
        enforce_https       = true
        tls_security_policy = var.tls
      }
    }
  }
}

rule "aws-cloudsearch-http" {
  title     = "CloudSearch serves plain HTTP"
  category  = "security"
  severity  = "high"
  resources = ["aws_cloudsearch_domain"]
  aliases   = ["CKV_AWS_220"]
  tags      = ["cwe-319"]
  assert    = resource.endpoint_options[0].enforce_https == true
  at        = resource.endpoint_options[0].enforce_https
  message   = "HTTPS is not enforced"
  why       = "Searches and documents cross the internet readable: CloudSearch endpoints are public. HTTPS is not enforced unless written."
  remedy    = "Set `enforce_https = true` in `endpoint_options`."
  link      = "https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/cloudsearch_domain"

  pass "enforced" {
    resource "aws_cloudsearch_domain" "search" {
      name = "search"
      endpoint_options {
        enforce_https       = true
        tls_security_policy = "Policy-Min-TLS-1-2-2019-07"
      }
    }
  }

  fail "not written" {
    resource "aws_cloudsearch_domain" "search" {
      name = "search"
    }
  }

  fail "off" {
    resource "aws_cloudsearch_domain" "search" {
      name = "search"
      endpoint_options {
        enforce_https = false
      }
    }
    expect = ["aws_cloudsearch_domain.search @ endpoint_options[0].enforce_https"]
  }

  unknown "an unset variable" {
    variable "https" {
      type = bool
    }
    resource "aws_cloudsearch_domain" "search" {
      name = "search"
      endpoint_options {
        enforce_https = var.https
      }
    }
  }
}
