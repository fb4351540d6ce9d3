# Certificate Manager.

rule "aws-acm-certificate-gap" {
  title     = "Certificate is deleted before its successor exists"
  category  = "reliability"
  severity  = "low"
  resources = ["aws_acm_certificate"]
  aliases   = ["CKV_AWS_233", "aws_acm_certificate_lifecycle"]
  assert    = meta.lifecycle.create_before_destroy == true
  message   = "`create_before_destroy` is missing"
  why       = "A changed name replaces the certificate. Terraform deletes the old one first, which AWS refuses while a load balancer or distribution uses it: the apply fails half-way."
  remedy    = <<-EOT
    ```hcl
    lifecycle {
      create_before_destroy = true
    }
    ```
  EOT
  link      = "https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/acm_certificate"

  pass "new before old" {
    resource "aws_acm_certificate" "web" {
      domain_name       = "www.example.com"
      validation_method = "DNS"
      lifecycle {
        create_before_destroy = true
      }
    }
  }

  fail "not written" {
    resource "aws_acm_certificate" "web" {
      domain_name       = "www.example.com"
      validation_method = "DNS"
    }
  }

  fail "switched off" {
    resource "aws_acm_certificate" "web" {
      domain_name       = "www.example.com"
      validation_method = "DNS"
      lifecycle {
        create_before_destroy = false
      }
    }
  }
}

rule "aws-acm-transparency-log-off" {
  title     = "Certificate is kept out of the transparency logs"
  category  = "security"
  severity  = "low"
  resources = ["aws_acm_certificate"]
  aliases   = ["CKV_AWS_234"]
  tags      = ["cwe-295"]
  when      = resource.certificate_authority_arn == null
  assert    = coalesce(resource.options[0].certificate_transparency_logging_preference, "ENABLED") == "ENABLED"
  at        = resource.options[0].certificate_transparency_logging_preference
  message   = "Transparency logging is switched off"
  why       = "Browsers show an error for public certificates that no transparency log knows. The logs are also how one notices certificates that somebody else had issued."
  remedy    = "Remove the option, which is `ENABLED` by default."
  link      = "https://docs.aws.amazon.com/acm/latest/userguide/acm-bestpractices.html"

  pass "the default" {
    resource "aws_acm_certificate" "web" {
      domain_name       = "www.example.com"
      validation_method = "DNS"
    }
    also = ["aws-acm-certificate-gap"]
  }

  pass "on" {
    resource "aws_acm_certificate" "web" {
      domain_name       = "www.example.com"
      validation_method = "DNS"
      options {
        certificate_transparency_logging_preference = "ENABLED"
      }
    }
    also = ["aws-acm-certificate-gap"]
  }

  fail "off" {
    resource "aws_acm_certificate" "web" {
      domain_name       = "www.example.com"
      validation_method = "DNS"
      options {
        certificate_transparency_logging_preference = "DISABLED"
      }
    }
    expect = ["aws_acm_certificate.web @ options[0].certificate_transparency_logging_preference"]
  }

  unknown "an unset variable" {
    variable "ct" {
      type = string
    }
    resource "aws_acm_certificate" "web" {
      domain_name       = "www.example.com"
      validation_method = "DNS"
      options {
        certificate_transparency_logging_preference = var.ct
      }
    }
  }
}

rule "aws-acm-wildcard" {
  title     = "Certificate is valid for every name below a domain"
  category  = "security"
  severity  = "info"
  resources = ["aws_acm_certificate"]
  aliases   = ["CKV2_AWS_71"]
  tags      = ["cwe-295"]
  default   = false
  assert    = !anytrue([for n in concat([resource.domain_name], resource.subject_alternative_names) : startswith(n, "*.")])
  at        = resource.domain_name
  message   = "The certificate has a wildcard"
  why       = "Whoever gets the private key can pose as any host of the domain. Keys of ACM never leave AWS, which makes the risk small; many teams prefer one certificate to many."
  remedy    = "Name the hosts: `subject_alternative_names = [\"api.example.com\"]`."
  link      = "https://docs.aws.amazon.com/acm/latest/userguide/acm-bestpractices.html"

  pass "names" {
    resource "aws_acm_certificate" "web" {
      domain_name               = "www.example.com"
      validation_method         = "DNS"
      subject_alternative_names = ["api.example.com"]
    }
    also = ["aws-acm-certificate-gap"]
  }

  fail "a wildcard" {
    resource "aws_acm_certificate" "web" {
      domain_name       = "*.example.com"
      validation_method = "DNS"
    }
    expect = ["aws_acm_certificate.web @ domain_name"]
  }

  fail "among others" {
    resource "aws_acm_certificate" "web" {
      domain_name               = "www.example.com"
      validation_method         = "DNS"
      subject_alternative_names = ["*.example.com"]
    }
  }

  unknown "`domain_name` is an unset variable" {
    variable "domain_name" {}
    resource "aws_acm_certificate" "web" {
      domain_name       = var.domain_name
      validation_method = "DNS"
    }
  }
}

rule "aws-acm-weak-key" {
  title     = "Certificate has a short RSA key"
  category  = "security"
  severity  = "medium"
  resources = ["aws_acm_certificate"]
  aliases   = ["874d68a3-bfbe-4a4b-aaa0-9e74d7da634b"]
  tags      = ["cwe-326"]
  assert    = resource.key_algorithm != "RSA_1024"
  at        = resource.key_algorithm
  message   = "The key algorithm is RSA with 1024 bits"
  why       = "Keys of 1024 bits are within reach of large attackers, and clients refuse them."
  remedy    = "Remove `key_algorithm` (RSA with 2048 bits), or use `EC_prime256v1`."
  link      = "https://docs.aws.amazon.com/acm/latest/userguide/acm-certificate-characteristics.html"

  pass "the default" {
    resource "aws_acm_certificate" "web" {
      domain_name       = "www.example.com"
      validation_method = "DNS"
    }
    also = ["aws-acm-certificate-gap"]
  }

  pass "elliptic" {
    resource "aws_acm_certificate" "web" {
      domain_name       = "www.example.com"
      validation_method = "DNS"
      key_algorithm     = "EC_prime256v1"
    }
    also = ["aws-acm-certificate-gap"]
  }

  fail "short" {
    resource "aws_acm_certificate" "web" {
      domain_name       = "www.example.com"
      validation_method = "DNS"
      key_algorithm     = "RSA_1024"
    }
    expect = ["aws_acm_certificate.web @ key_algorithm"]
  }

  unknown "`key_algorithm` is an unset variable" {
    variable "key_algorithm" {}
    resource "aws_acm_certificate" "web" {
      domain_name       = "www.example.com"
      validation_method = "DNS"
      key_algorithm     = var.key_algorithm
    }
  }
}
