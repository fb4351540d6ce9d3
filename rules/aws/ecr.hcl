# Elastic Container Registry.

rule "aws-ecr-scan-on-push-off" {
  title     = "Images are not scanned when they are pushed"
  category  = "security"
  severity  = "medium"
  resources = ["aws_ecr_repository"]
  aliases   = ["CKV_AWS_163", "AWS-0030", "aws-ecr-enable-image-scans", "AVD-AWS-0030", "9630336b-3fed-4096-8173-b9afdfe346a7"]
  tags      = ["cwe-1104"]
  when      = length(all("aws_ecr_registry_scanning_configuration")) == 0
  assert    = resource.image_scanning_configuration[0].scan_on_push == true
  at        = resource.image_scanning_configuration[0].scan_on_push
  message   = "Scan on push is off"
  why       = <<-EOT
    A scan finds known flaws of the image's packages before the image runs. Basic scans are free. The rule is quiet where the configuration sets the
    scanning of the whole registry (`aws_ecr_registry_scanning_configuration`), which AWS recommends today.
  EOT
  remedy    = <<-EOT
    ```hcl
    image_scanning_configuration {
      scan_on_push = true
    }
    ```
  EOT
  link      = "https://docs.aws.amazon.com/AmazonECR/latest/userguide/image-scanning.html"

  pass "scanned" {
    resource "aws_ecr_repository" "app" {
      name = "app"
      image_scanning_configuration {
        scan_on_push = true
      }
    }
    also = ["aws-ecr-lifecycle-missing", "aws-ecr-mutable-tags"]
  }

  pass "the registry scans" {
    resource "aws_ecr_registry_scanning_configuration" "this" {
      scan_type = "ENHANCED"
      rule {
        scan_frequency = "CONTINUOUS_SCAN"
        repository_filter {
          filter      = "*"
          filter_type = "WILDCARD"
        }
      }
    }
    resource "aws_ecr_repository" "app" {
      name = "app"
    }
    also = ["aws-ecr-lifecycle-missing", "aws-ecr-mutable-tags"]
  }

  fail "not written" {
    resource "aws_ecr_repository" "app" {
      name = "app"
    }
  }

  fail "switched off" {
    resource "aws_ecr_repository" "app" {
      name = "app"
      image_scanning_configuration {
        scan_on_push = false
      }
    }
    expect = ["aws_ecr_repository.app @ image_scanning_configuration[0].scan_on_push"]
  }

  unknown "an unset variable" {
    variable "scan" {
      type = bool
    }
    resource "aws_ecr_repository" "app" {
      name = "app"
      image_scanning_configuration {
        scan_on_push = var.scan
      }
    }
  }
}

rule "aws-ecr-mutable-tags" {
  title     = "Image tags can be overwritten"
  category  = "security"
  severity  = "low"
  resources = ["aws_ecr_repository"]
  aliases   = ["CKV_AWS_51", "AWS-0031", "aws-ecr-enforce-immutable-repository", "AVD-AWS-0031", "d1846b12-20c5-4d45-8798-fc35b79268eb"]
  tags      = ["cwe-345"]
  assert    = startswith(coalesce(resource.image_tag_mutability, "MUTABLE"), "IMMUTABLE")
  at        = resource.image_tag_mutability
  message   = "Tags are mutable"
  why       = "Whoever may push can put another image under a tag that runs in production; a roll-back then does not bring back what ran before. Tags are mutable unless written."
  remedy    = "Set `image_tag_mutability = \"IMMUTABLE\"`; `IMMUTABLE_WITH_EXCLUSION` keeps a moving tag such as `latest`."
  link      = "https://docs.aws.amazon.com/AmazonECR/latest/userguide/image-tag-mutability.html"
  fix {
    set = {
      image_tag_mutability = "IMMUTABLE"
    }
    safe = false
  }

  pass "immutable" {
    resource "aws_ecr_repository" "app" {
      name                 = "app"
      image_tag_mutability = "IMMUTABLE"
    }
    also = ["aws-ecr-lifecycle-missing", "aws-ecr-scan-on-push-off"]
  }

  pass "immutable but for some" {
    resource "aws_ecr_repository" "app" {
      name                 = "app"
      image_tag_mutability = "IMMUTABLE_WITH_EXCLUSION"
    }
    also = ["aws-ecr-lifecycle-missing", "aws-ecr-scan-on-push-off"]
  }

  fail "not written" {
    resource "aws_ecr_repository" "app" {
      name = "app"
    }
  }

  fail "mutable" {
    resource "aws_ecr_repository" "app" {
      name                 = "app"
      image_tag_mutability = "MUTABLE"
    }
    expect = ["aws_ecr_repository.app @ image_tag_mutability"]
  }

  unknown "an unset variable" {
    variable "mutability" {
      type = string
    }
    resource "aws_ecr_repository" "app" {
      name                 = "app"
      image_tag_mutability = var.mutability
    }
  }
}

rule "aws-ecr-aws-managed-key" {
  title     = "Registry is not encrypted with a key of your own"
  category  = "security"
  severity  = "low"
  resources = ["aws_ecr_repository"]
  aliases   = ["CKV_AWS_136", "AWS-0033", "aws-ecr-repository-customer-key", "AVD-AWS-0033", "0e32d561-4b5a-4664-a6e3-a3fa85649157"]
  tags      = ["cwe-320"]
  default   = false
  assert    = resource.encryption_configuration[0].encryption_type == "KMS" && resource.encryption_configuration[0].kms_key != null
  at        = [resource.encryption_configuration[0].encryption_type, resource.encryption_configuration]
  message   = "Images are encrypted with a key that is not yours"
  why       = "Without the block S3 encrypts the layers with AES-256; a KMS key of your own adds a policy and an audit trail. It can be chosen only when the repository is made."
  remedy    = <<-EOT
    ```hcl
    encryption_configuration {
      encryption_type = "KMS"
      kms_key         = aws_kms_key.ecr.arn
    }
    ```
  EOT
  link      = "https://docs.aws.amazon.com/AmazonECR/latest/userguide/encryption-at-rest.html"

  pass "a key" {
    resource "aws_ecr_repository" "app" {
      name = "app"
      encryption_configuration {
        encryption_type = "KMS"
        kms_key         = "arn:aws:kms:eu-central-1:123456789012:key/1234abcd-12ab-34cd-56ef-1234567890ab"
      }
    }
    also = ["aws-ecr-lifecycle-missing", "aws-ecr-mutable-tags", "aws-ecr-scan-on-push-off"]
  }

  fail "none" {
    resource "aws_ecr_repository" "app" {
      name = "app"
    }
  }

  fail "the AWS managed key" {
    resource "aws_ecr_repository" "app" {
      name = "app"
      encryption_configuration {
        encryption_type = "KMS"
      }
    }
    expect = ["aws_ecr_repository.app @ encryption_configuration[0].encryption_type"]
  }

  fail "no `encryption_type`" {
    resource "aws_ecr_repository" "app" {
      name = "app"
      encryption_configuration {
        kms_key = "arn:aws:kms:eu-central-1:123456789012:key/1234abcd-12ab-34cd-56ef-1234567890ab"
      }
    }
    expect = ["aws_ecr_repository.app @ encryption_configuration"]
  }
}

rule "aws-ecr-policy-public" {
  title     = "Registry lets every AWS account in"
  category  = "security"
  severity  = "high"
  resources = ["aws_ecr_repository_policy", "aws_ecr_registry_policy"]
  aliases   = ["CKV_AWS_32", "AWS-0032", "aws-ecr-no-public-access", "AVD-AWS-0032", "e86e26fc-489e-44f0-9bcd-97305e4ba69a"]
  tags      = ["cwe-732"]
  assert    = !anytrue([for s in iam_statements(resource.policy) : iam_is_public(s)])
  at        = resource.policy
  message   = "A statement of the policy allows everyone"
  why       = "With the principal `*` anyone who has an AWS account may pull, or even push, images. Images hold source, configuration and sometimes keys."
  remedy    = "Name accounts, or add a condition on `aws:PrincipalOrgID`. For images that are meant for everyone use ECR Public."
  link      = "https://docs.aws.amazon.com/AmazonECR/latest/userguide/repository-policies.html"

  pass "one account" {
    resource "aws_ecr_repository_policy" "app" {
      repository = "app"
      policy = jsonencode({
        Statement = [{
          Effect    = "Allow"
          Principal = { AWS = "arn:aws:iam::210987654321:root" }
          Action    = ["ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer"]
        }]
      })
    }
  }

  pass "the organisation" {
    resource "aws_ecr_repository_policy" "app" {
      repository = "app"
      policy = jsonencode({
        Statement = [{
          Effect    = "Allow"
          Principal = "*"
          Action    = "ecr:BatchGetImage"
          Condition = { StringEquals = { "aws:PrincipalOrgID" = "o-abc1234567" } }
        }]
      })
    }
  }

  fail "everyone" {
    resource "aws_ecr_repository_policy" "app" {
      repository = "app"
      policy = jsonencode({
        Statement = [{
          Effect    = "Allow"
          Principal = "*"
          Action    = "ecr:*"
        }]
      })
    }
    expect = ["aws_ecr_repository_policy.app @ policy"]
  }

  fail "everyone, through a policy document" {
    data "aws_iam_policy_document" "pull" {
      statement {
        actions = ["ecr:BatchGetImage"]
        principals {
          type        = "AWS"
          identifiers = ["*"]
        }
      }
    }
    resource "aws_ecr_repository_policy" "app" {
      repository = "app"
      policy     = data.aws_iam_policy_document.pull.json
    }
    expect = ["aws_ecr_repository_policy.app @ policy"]
  }

  unknown "the policy is an unset variable" {
    variable "policy" {
      type = string
    }
    resource "aws_ecr_repository_policy" "app" {
      repository = "app"
      policy     = var.policy
    }
  }

  pass "`policy` is another" {
    variable "policy" {
      type = string
    }
    resource "aws_ecr_repository_policy" "app" {
      repository = "app"
      policy     = "{\"Statement\": []}"
    }
  }
}

rule "aws-ecr-policy-missing" {
  title     = "Registry has no policy of its own"
  category  = "security"
  severity  = "info"
  resources = ["aws_ecr_repository"]
  aliases   = ["69e7c320-b65d-41bb-be02-d63ecc0bcc9d"]
  default   = false
  related "policies" {
    type = "aws_ecr_repository_policy"
    on   = refers(other.repository, resource)
  }
  assert  = length(related.policies) > 0
  message = "No repository policy limits who may pull and push"
  why     = "Without a policy the account's own IAM policies decide, which is enough in most accounts."
  remedy  = "Add an `aws_ecr_repository_policy`."
  link    = "https://docs.aws.amazon.com/AmazonECR/latest/userguide/repository-policies.html"

  pass "a policy" {
    resource "aws_ecr_repository" "app" {
      name = "app"
    }
    resource "aws_ecr_repository_policy" "app" {
      repository = aws_ecr_repository.app.name
      policy     = "{\"Statement\": []}"
    }
    also = ["aws-ecr-lifecycle-missing", "aws-ecr-mutable-tags", "aws-ecr-scan-on-push-off"]
  }

  fail "none" {
    resource "aws_ecr_repository" "app" {
      name = "app"
    }
  }
}

rule "aws-ecr-lifecycle-missing" {
  title     = "Old images are kept for ever"
  category  = "cost"
  severity  = "low"
  resources = ["aws_ecr_repository"]
  related "policies" {
    type = "aws_ecr_lifecycle_policy"
    on   = refers(other.repository, resource)
  }
  assert  = length(related.policies) > 0
  message = "The repository has no lifecycle policy"
  why     = "Every push stays and is billed by the GB and month. A policy that keeps the last thirty images, and drops untagged ones after some days, loses nothing that anyone runs."
  remedy  = <<-EOT
    ```hcl
    resource "aws_ecr_lifecycle_policy" "app" {
      repository = aws_ecr_repository.app.name
      policy = jsonencode({
        rules = [{
          rulePriority = 1
          selection    = { tagStatus = "untagged", countType = "sinceImagePushed", countUnit = "days", countNumber = 14 }
          action       = { type = "expire" }
        }]
      })
    }
    ```
  EOT
  link    = "https://docs.aws.amazon.com/AmazonECR/latest/userguide/LifecyclePolicies.html"

  pass "a policy" {
    resource "aws_ecr_repository" "app" {
      name = "app"
    }
    resource "aws_ecr_lifecycle_policy" "app" {
      repository = aws_ecr_repository.app.name
      policy     = "{\"rules\": []}"
    }
    also = ["aws-ecr-mutable-tags", "aws-ecr-scan-on-push-off"]
  }

  pass "a policy by name" {
    resource "aws_ecr_repository" "app" {
      name = "app"
    }
    resource "aws_ecr_lifecycle_policy" "app" {
      repository = "app"
      policy     = "{\"rules\": []}"
    }
    also = ["aws-ecr-mutable-tags", "aws-ecr-scan-on-push-off"]
  }

  fail "none" {
    resource "aws_ecr_repository" "app" {
      name = "app"
    }
  }

  fail "another repository's" {
    resource "aws_ecr_repository" "app" {
      name = "app"
    }
    resource "aws_ecr_lifecycle_policy" "other" {
      repository = "other"
      policy     = "{\"rules\": []}"
    }
  }
}

rule "aws-ecr-force-delete" {
  title     = "Registry is deleted together with its images"
  category  = "reliability"
  severity  = "low"
  resources = ["aws_ecr_repository"]
  default   = false
  assert    = resource.force_delete != true
  at        = resource.force_delete
  message   = "`force_delete` removes the repository even when it holds images"
  why       = "A destroy or a rename then takes every image with it, also those that run. For test environments that is convenient."
  remedy    = "Remove `force_delete`."
  link      = "https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/ecr_repository"
  fix {
    remove = ["force_delete"]
  }

  pass "not written" {
    resource "aws_ecr_repository" "app" {
      name = "app"
    }
    also = ["aws-ecr-lifecycle-missing", "aws-ecr-mutable-tags", "aws-ecr-scan-on-push-off"]
  }

  fail "forced" {
    resource "aws_ecr_repository" "app" {
      name         = "app"
      force_delete = true
    }
    expect = ["aws_ecr_repository.app @ force_delete"]
  }

  unknown "`force_delete` is an unset variable" {
    variable "force_delete" {}
    resource "aws_ecr_repository" "app" {
      name         = "app"
      force_delete = var.force_delete
    }
  }
}
