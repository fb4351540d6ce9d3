rule "aws-provider-key-in-code" {
  title     = "AWS access key stands in the provider block"
  category  = "security"
  severity  = "high"
  resources = ["provider.aws"]
  aliases   = ["CKV_AWS_41"]
  tags      = ["cwe-798"]
  when      = (resource.access_key != null || resource.secret_key != null) && !coalesce(resource.skip_credentials_validation, false)
  assert = (
    !is_known(coalesce(resource.secret_key, resource.access_key))
    || can(regex("(?i)^(|x+|test|mock|mock[_-].*|dummy|fake|anything|localstack)$", coalesce(resource.secret_key, resource.access_key)))
  )
  at      = [resource.secret_key, resource.access_key]
  message = "the provider's key is written in the configuration"
  why     = <<-EOT
    Whoever reads the repository or its history has the key, mostly one that may do everything. Keys of a local stand-in (with `skip_credentials_validation`) are let pass.
  EOT
  remedy  = <<-EOT
    Take the key out and give Terraform credentials from outside: a profile, an assumed role, or OIDC in the pipeline. Then revoke the key.

        provider "aws" {
          region = "eu-west-1"
        }
  EOT
  link    = "https://registry.terraform.io/providers/hashicorp/aws/latest/docs#authentication-and-configuration"

  pass "none" {
    provider "aws" {
      region = "eu-west-1"
    }
  }

  pass "from variables" {
    variable "key" {}
    variable "secret" {}
    provider "aws" {
      region     = "eu-west-1"
      access_key = var.key
      secret_key = var.secret
    }
  }

  pass "a local stand-in" {
    provider "aws" {
      region                      = "us-east-1"
      access_key                  = "test"
      secret_key                  = "test"
      skip_credentials_validation = true
    }
  }

  fail "in the code" {
    provider "aws" {
      region     = "eu-west-1"
      access_key = "AKIAIOSFODNN7QWERTYU"
      secret_key = "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"
    }
  }

  fail "in a default" {
    variable "secret" {
      default = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYzQ4tT8kLmN"
    }
    provider "aws" {
      region     = "eu-west-1"
      access_key = "AKIAIOSFODNN7QWERTYU"
      secret_key = var.secret
    }
  }

  pass "`access_key` is `test`" {
    provider "aws" {
      region     = "eu-west-1"
      access_key = "test"
    }
  }

  pass "`skip_credentials_validation` is `true`" {
    variable "secret" {
      default = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYzQ4tT8kLmN"
    }
    provider "aws" {
      region                      = "eu-west-1"
      access_key                  = "AKIAIOSFODNN7QWERTYU"
      secret_key                  = var.secret
      skip_credentials_validation = true
    }
  }

  fail "`access_key` is `AKIAIOSFODNN7QWERTYU`" {
    provider "aws" {
      region     = "eu-west-1"
      access_key = "AKIAIOSFODNN7QWERTYU"
    }
    expect = ["provider.aws @ access_key"]
  }

  fail "`secret_key` is `wJalrXUtnFEMI/K7MDENG/bPxRfiCYzQ4tT8kLmN`" {
    provider "aws" {
      region     = "eu-west-1"
      secret_key = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYzQ4tT8kLmN"
    }
    expect = ["provider.aws @ secret_key"]
  }
}

rule "aws-provider-default-tags-missing" {
  title     = "AWS provider gives no default tags"
  category  = "tagging"
  severity  = "low"
  default   = false
  resources = ["provider.aws"]
  aliases   = ["aws_provider_missing_default_tags"]
  params = {
    keys = []
  }
  assert  = length(resource.default_tags) > 0 && alltrue([for k in param.keys : contains(keys(resource.default_tags[0].tags), k)])
  at      = resource.default_tags
  message = "`default_tags` is missing${length(param.keys) > 0 ? ", or lacks one of ${join(", ", param.keys)}" : ""}"
  why     = <<-EOT
    Default tags reach every resource of the provider, also those in modules of others. The parameter `keys` names tags that have to be among them.
  EOT
  remedy  = <<-EOT
    ```hcl
    default_tags {
      tags = {
        owner       = "platform"
        environment = var.environment
      }
    }
    ```
  EOT
  link    = "https://registry.terraform.io/providers/hashicorp/aws/latest/docs#default_tags-configuration-block"

  pass "with tags" {
    provider "aws" {
      region = "eu-west-1"
      default_tags {
        tags = {
          owner = "platform"
        }
      }
    }
  }

  fail "without" {
    provider "aws" {
      region = "eu-west-1"
    }
  }

  fail "without, under an alias" {
    provider "aws" {
      alias  = "us"
      region = "us-east-1"
    }
  }
}

rule "aws-provider-any-account" {
  title     = "AWS provider does not say for which account it is"
  category  = "reliability"
  severity  = "info"
  default   = false
  resources = ["provider.aws"]
  when      = resource.assume_role == null || length(resource.assume_role) == 0
  assert    = length(resource.allowed_account_ids) > 0 || length(resource.forbidden_account_ids) > 0
  at        = resource.allowed_account_ids
  message   = "neither `allowed_account_ids` nor `forbidden_account_ids` is set"
  why       = <<-EOT
    With the wrong profile in the shell, a plan for the test account runs against production. With the list, Terraform stops. A provider that assumes a role names its account that way.
  EOT
  remedy    = <<-EOT
    ```hcl
    allowed_account_ids = ["111122223333"]
    ```
  EOT
  link      = "https://registry.terraform.io/providers/hashicorp/aws/latest/docs#allowed_account_ids"

  pass "one account" {
    provider "aws" {
      region              = "eu-west-1"
      allowed_account_ids = ["111122223333"]
    }
  }

  pass "an assumed role" {
    provider "aws" {
      region = "eu-west-1"
      assume_role {
        role_arn = "arn:aws:iam::111122223333:role/deploy"
      }
    }
  }

  fail "any" {
    provider "aws" {
      region = "eu-west-1"
    }
  }

  fail "any, under an alias" {
    provider "aws" {
      alias  = "us"
      region = "us-east-1"
    }
  }
}
