# CodeBuild, CodePipeline, CodeCommit, CodeArtifact, CodeGuru.

rule "aws-codebuild-artifacts-unencrypted" {
  title     = "CodeBuild writes its artifacts without encryption"
  category  = "security"
  severity  = "medium"
  resources = ["aws_codebuild_project"]
  aliases   = ["CKV_AWS_78", "AWS-0018", "aws-codebuild-enable-encryption", "AVD-AWS-0018"]
  tags      = ["cwe-311"]
  for_each  = concat(resource.artifacts, resource.secondary_artifacts)
  assert    = !(each.value.encryption_disabled == true && each.value.type != "NO_ARTIFACTS")
  at        = each.value.encryption_disabled
  message   = "Encryption of the artifacts is switched off"
  why       = "What is built is what runs in production: source, configuration and sometimes keys. Encryption is on unless written."
  remedy    = "Remove `encryption_disabled`."
  link      = "https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/codebuild_project"
  fix {
    set = {
      encryption_disabled = false
    }
  }

  pass "the default" {
    resource "aws_codebuild_project" "app" {
      name         = "app"
      service_role = "arn:aws:iam::123456789012:role/build"
      source {
        type     = "GITHUB"
        location = "https://github.com/example/app.git"
      }
      environment {
        compute_type = "BUILD_GENERAL1_SMALL"
        image        = "aws/codebuild/amazonlinux2-x86_64-standard:5.0"
        type         = "LINUX_CONTAINER"
      }
      artifacts {
        type     = "S3"
        location = "artifacts"
      }
    }
  }

  pass "no artifacts" {
    resource "aws_codebuild_project" "app" {
      name         = "app"
      service_role = "arn:aws:iam::123456789012:role/build"
      source {
        type     = "GITHUB"
        location = "https://github.com/example/app.git"
      }
      environment {
        compute_type = "BUILD_GENERAL1_SMALL"
        image        = "aws/codebuild/amazonlinux2-x86_64-standard:5.0"
        type         = "LINUX_CONTAINER"
      }
      artifacts {
        type                = "NO_ARTIFACTS"
        encryption_disabled = true
      }
    }
  }

  fail "switched off" {
    resource "aws_codebuild_project" "app" {
      name         = "app"
      service_role = "arn:aws:iam::123456789012:role/build"
      source {
        type     = "GITHUB"
        location = "https://github.com/example/app.git"
      }
      environment {
        compute_type = "BUILD_GENERAL1_SMALL"
        image        = "aws/codebuild/amazonlinux2-x86_64-standard:5.0"
        type         = "LINUX_CONTAINER"
      }
      artifacts {
        type                = "S3"
        location            = "artifacts"
        encryption_disabled = true
      }
    }
    expect = ["aws_codebuild_project.app @ artifacts[0].encryption_disabled"]
  }

  fail "secondary artifacts" {
    resource "aws_codebuild_project" "app" {
      name         = "app"
      service_role = "arn:aws:iam::123456789012:role/build"
      source {
        type     = "GITHUB"
        location = "https://github.com/example/app.git"
      }
      environment {
        compute_type = "BUILD_GENERAL1_SMALL"
        image        = "aws/codebuild/amazonlinux2-x86_64-standard:5.0"
        type         = "LINUX_CONTAINER"
      }
      artifacts {
        type = "NO_ARTIFACTS"
      }
      secondary_artifacts {
        artifact_identifier = "docs"
        type                = "S3"
        location            = "docs"
        encryption_disabled = true
      }
    }
    expect = ["aws_codebuild_project.app @ secondary_artifacts[0].encryption_disabled"]
  }

  unknown "an unset variable" {
    variable "plain" {
      type = bool
    }
    resource "aws_codebuild_project" "app" {
      name         = "app"
      service_role = "arn:aws:iam::123456789012:role/build"
      source {
        type     = "GITHUB"
        location = "https://github.com/example/app.git"
      }
      environment {
        compute_type = "BUILD_GENERAL1_SMALL"
        image        = "aws/codebuild/amazonlinux2-x86_64-standard:5.0"
        type         = "LINUX_CONTAINER"
      }
      artifacts {
        type                = "S3"
        location            = "artifacts"
        encryption_disabled = var.plain
      }
    }
  }
}

rule "aws-codebuild-logs-unencrypted" {
  title     = "CodeBuild writes its logs to S3 without encryption"
  category  = "security"
  severity  = "low"
  resources = ["aws_codebuild_project"]
  aliases   = ["CKV_AWS_311"]
  tags      = ["cwe-311"]
  assert    = resource.logs_config[0].s3_logs[0].encryption_disabled != true
  at        = resource.logs_config[0].s3_logs[0].encryption_disabled
  message   = "Encryption of the build log is switched off"
  why       = "Build logs show what commands printed: addresses, versions, now and then a secret."
  remedy    = "Remove `encryption_disabled`."
  link      = "https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/codebuild_project"

  pass "the default" {
    resource "aws_codebuild_project" "app" {
      name         = "app"
      service_role = "arn:aws:iam::123456789012:role/build"
      source {
        type     = "GITHUB"
        location = "https://github.com/example/app.git"
      }
      environment {
        compute_type = "BUILD_GENERAL1_SMALL"
        image        = "aws/codebuild/amazonlinux2-x86_64-standard:5.0"
        type         = "LINUX_CONTAINER"
      }
      artifacts {
        type = "NO_ARTIFACTS"
      }
      logs_config {
        s3_logs {
          status   = "ENABLED"
          location = "logs/app"
        }
      }
    }
  }

  fail "switched off" {
    resource "aws_codebuild_project" "app" {
      name         = "app"
      service_role = "arn:aws:iam::123456789012:role/build"
      source {
        type     = "GITHUB"
        location = "https://github.com/example/app.git"
      }
      environment {
        compute_type = "BUILD_GENERAL1_SMALL"
        image        = "aws/codebuild/amazonlinux2-x86_64-standard:5.0"
        type         = "LINUX_CONTAINER"
      }
      artifacts {
        type = "NO_ARTIFACTS"
      }
      logs_config {
        s3_logs {
          status              = "ENABLED"
          location            = "logs/app"
          encryption_disabled = true
        }
      }
    }
    expect = ["aws_codebuild_project.app @ logs_config[0].s3_logs[0].encryption_disabled"]
  }

  unknown "`encryption_disabled` is an unset variable" {
    variable "encryption_disabled" {}
    resource "aws_codebuild_project" "app" {
      name         = "app"
      service_role = "arn:aws:iam::123456789012:role/build"
      source {
        type     = "GITHUB"
        location = "https://github.com/example/app.git"
      }
      environment {
        compute_type = "BUILD_GENERAL1_SMALL"
        image        = "aws/codebuild/amazonlinux2-x86_64-standard:5.0"
        type         = "LINUX_CONTAINER"
      }
      artifacts {
        type = "NO_ARTIFACTS"
      }
      logs_config {
        s3_logs {
          status              = "ENABLED"
          location            = "logs/app"
          encryption_disabled = var.encryption_disabled
        }
      }
    }
  }
}

rule "aws-codebuild-aws-managed-key" {
  title     = "CodeBuild has no key of your own"
  category  = "security"
  severity  = "low"
  resources = ["aws_codebuild_project"]
  aliases   = ["CKV_AWS_147", "3deec14b-03d2-4d27-9670-7d79322e3340"]
  tags      = ["cwe-320"]
  default   = false
  assert    = resource.encryption_key != null
  message   = "What the project builds is encrypted with the account's default key"
  why       = "AWS encrypts by itself. A key of your own adds a policy, an audit trail and the power to take it away, for a monthly charge and one for each request."
  remedy    = "Set `encryption_key = aws_kms_key.main.arn`."
  link      = "https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/codebuild_project"

  pass "a key" {
    resource "aws_codebuild_project" "app" {
      name         = "app"
      service_role = "arn:aws:iam::123456789012:role/build"
      source {
        type     = "GITHUB"
        location = "https://github.com/example/app.git"
      }
      environment {
        compute_type = "BUILD_GENERAL1_SMALL"
        image        = "aws/codebuild/amazonlinux2-x86_64-standard:5.0"
        type         = "LINUX_CONTAINER"
      }
      artifacts {
        type = "NO_ARTIFACTS"
      }
      encryption_key = "arn:aws:kms:eu-central-1:123456789012:key/1234abcd-12ab-34cd-56ef-1234567890ab"
    }
  }

  fail "none" {
    resource "aws_codebuild_project" "app" {
      name         = "app"
      service_role = "arn:aws:iam::123456789012:role/build"
      source {
        type     = "GITHUB"
        location = "https://github.com/example/app.git"
      }
      environment {
        compute_type = "BUILD_GENERAL1_SMALL"
        image        = "aws/codebuild/amazonlinux2-x86_64-standard:5.0"
        type         = "LINUX_CONTAINER"
      }
      artifacts {
        type = "NO_ARTIFACTS"
      }
    }
  }
}

rule "aws-codebuild-logs-off" {
  title     = "CodeBuild keeps no log"
  category  = "security"
  severity  = "low"
  resources = ["aws_codebuild_project"]
  aliases   = ["CKV_AWS_314"]
  tags      = ["cwe-778"]
  assert    = coalesce(resource.logs_config[0].cloudwatch_logs[0].status, "ENABLED") == "ENABLED" || resource.logs_config[0].s3_logs[0].status == "ENABLED"
  at        = resource.logs_config[0].cloudwatch_logs[0].status
  message   = "Both log destinations are switched off"
  why       = "Without a log nobody can tell why a build failed, or what it did. CloudWatch logs are on unless written."
  remedy    = "Remove `status = \"DISABLED\"`."
  link      = "https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/codebuild_project"

  pass "the default" {
    resource "aws_codebuild_project" "app" {
      name         = "app"
      service_role = "arn:aws:iam::123456789012:role/build"
      source {
        type     = "GITHUB"
        location = "https://github.com/example/app.git"
      }
      environment {
        compute_type = "BUILD_GENERAL1_SMALL"
        image        = "aws/codebuild/amazonlinux2-x86_64-standard:5.0"
        type         = "LINUX_CONTAINER"
      }
      artifacts {
        type = "NO_ARTIFACTS"
      }
    }
  }

  pass "S3 instead" {
    resource "aws_codebuild_project" "app" {
      name         = "app"
      service_role = "arn:aws:iam::123456789012:role/build"
      source {
        type     = "GITHUB"
        location = "https://github.com/example/app.git"
      }
      environment {
        compute_type = "BUILD_GENERAL1_SMALL"
        image        = "aws/codebuild/amazonlinux2-x86_64-standard:5.0"
        type         = "LINUX_CONTAINER"
      }
      artifacts {
        type = "NO_ARTIFACTS"
      }
      logs_config {
        cloudwatch_logs {
          status = "DISABLED"
        }
        s3_logs {
          status   = "ENABLED"
          location = "logs/app"
        }
      }
    }
  }

  fail "none" {
    resource "aws_codebuild_project" "app" {
      name         = "app"
      service_role = "arn:aws:iam::123456789012:role/build"
      source {
        type     = "GITHUB"
        location = "https://github.com/example/app.git"
      }
      environment {
        compute_type = "BUILD_GENERAL1_SMALL"
        image        = "aws/codebuild/amazonlinux2-x86_64-standard:5.0"
        type         = "LINUX_CONTAINER"
      }
      artifacts {
        type = "NO_ARTIFACTS"
      }
      logs_config {
        cloudwatch_logs {
          status = "DISABLED"
        }
      }
    }
    expect = ["aws_codebuild_project.app @ logs_config[0].cloudwatch_logs[0].status"]
  }

  unknown "`status` is an unset variable" {
    variable "status" {}
    resource "aws_codebuild_project" "app" {
      name         = "app"
      service_role = "arn:aws:iam::123456789012:role/build"
      source {
        type     = "GITHUB"
        location = "https://github.com/example/app.git"
      }
      environment {
        compute_type = "BUILD_GENERAL1_SMALL"
        image        = "aws/codebuild/amazonlinux2-x86_64-standard:5.0"
        type         = "LINUX_CONTAINER"
      }
      artifacts {
        type = "NO_ARTIFACTS"
      }
      logs_config {
        cloudwatch_logs {
          status = var.status
        }
      }
    }
  }
}

rule "aws-codebuild-privileged" {
  title     = "CodeBuild runs builds privileged"
  category  = "security"
  severity  = "low"
  resources = ["aws_codebuild_project"]
  aliases   = ["CKV_AWS_316"]
  tags      = ["cwe-250"]
  default   = false
  assert    = resource.environment[0].privileged_mode != true
  at        = resource.environment[0].privileged_mode
  message   = "Builds have the rights of the host's root"
  why       = "Privileged mode is needed to build container images with Docker, and for nothing else. The build's code then controls its host."
  remedy    = "Set `privileged_mode = false`; to build images without Docker use Buildah or kaniko."
  link      = "https://docs.aws.amazon.com/codebuild/latest/userguide/build-env-ref-available.html"

  pass "not privileged" {
    resource "aws_codebuild_project" "app" {
      name         = "app"
      service_role = "arn:aws:iam::123456789012:role/build"
      source {
        type     = "GITHUB"
        location = "https://github.com/example/app.git"
      }
      environment {
        compute_type = "BUILD_GENERAL1_SMALL"
        image        = "aws/codebuild/amazonlinux2-x86_64-standard:5.0"
        type         = "LINUX_CONTAINER"
      }
      artifacts {
        type = "NO_ARTIFACTS"
      }
    }
  }

  fail "privileged" {
    resource "aws_codebuild_project" "app" {
      name         = "app"
      service_role = "arn:aws:iam::123456789012:role/build"
      source {
        type     = "GITHUB"
        location = "https://github.com/example/app.git"
      }
      environment {
        compute_type    = "BUILD_GENERAL1_SMALL"
        image           = "aws/codebuild/amazonlinux2-x86_64-standard:5.0"
        type            = "LINUX_CONTAINER"
        privileged_mode = true
      }
      artifacts {
        type = "NO_ARTIFACTS"
      }
    }
    expect = ["aws_codebuild_project.app @ environment[0].privileged_mode"]
  }

  unknown "`privileged_mode` is an unset variable" {
    variable "privileged_mode" {}
    resource "aws_codebuild_project" "app" {
      name         = "app"
      service_role = "arn:aws:iam::123456789012:role/build"
      source {
        type     = "GITHUB"
        location = "https://github.com/example/app.git"
      }
      environment {
        compute_type    = "BUILD_GENERAL1_SMALL"
        image           = "aws/codebuild/amazonlinux2-x86_64-standard:5.0"
        type            = "LINUX_CONTAINER"
        privileged_mode = var.privileged_mode
      }
      artifacts {
        type = "NO_ARTIFACTS"
      }
    }
  }
}

rule "aws-codebuild-secret-in-environment" {
  title     = "CodeBuild gets a secret in plain text"
  category  = "security"
  severity  = "high"
  resources = ["aws_codebuild_project"]
  tags      = ["cwe-798", "cwe-312"]
  params = {
    names    = "(?i)(?:password|passwd|secret|api_?key|access_?key|private_?key|token|credential)s?$"
    harmless = "(?i)(?:_arn|_name|_id|_path|_file|_url|_ttl|public_?key|max_?tokens?|secret_?name)$"
  }
  for_each = flatten([for e in resource.environment : e.environment_variable])
  assert = !(
    coalesce(each.value.type, "PLAINTEXT") == "PLAINTEXT"
    && (
      can(regex(param.names, each.value.name)) && !can(regex(param.harmless, each.value.name))
      && length(coalesce(each.value.value, "")) >= 8 && !can(regex("^(?:arn:|https?://|/|[$][{]|true$|false$)", each.value.value))
      || can(regex("(?:AKIA|ASIA)[0-9A-Z]{16}", each.value.value))
    )
  )
  at      = each.value.value
  message = "The environment variable `${each.value.name}` holds a secret in plain text"
  why     = "Everyone with `codebuild:BatchGetProjects` reads it, the console shows it, and it stands in the state file."
  remedy  = <<-EOT
    ```hcl
    environment_variable {
      name  = "NPM_TOKEN"
      type  = "SECRETS_MANAGER"
      value = aws_secretsmanager_secret.npm.arn
    }
    ```
  EOT
  link    = "https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/codebuild_project"

  pass "a reference" {
    resource "aws_codebuild_project" "app" {
      name         = "app"
      service_role = "arn:aws:iam::123456789012:role/build"
      source {
        type     = "GITHUB"
        location = "https://github.com/example/app.git"
      }
      environment {
        compute_type = "BUILD_GENERAL1_SMALL"
        image        = "aws/codebuild/amazonlinux2-x86_64-standard:5.0"
        type         = "LINUX_CONTAINER"
        environment_variable {
          name  = "NPM_TOKEN"
          value = "npm/token"
          type  = "SECRETS_MANAGER"
        }
      }
      artifacts {
        type = "NO_ARTIFACTS"
      }
    }
  }

  pass "no secret" {
    resource "aws_codebuild_project" "app" {
      name         = "app"
      service_role = "arn:aws:iam::123456789012:role/build"
      source {
        type     = "GITHUB"
        location = "https://github.com/example/app.git"
      }
      environment {
        compute_type = "BUILD_GENERAL1_SMALL"
        image        = "aws/codebuild/amazonlinux2-x86_64-standard:5.0"
        type         = "LINUX_CONTAINER"
        environment_variable {
          name  = "STAGE"
          value = "production"
        }
      }
      artifacts {
        type = "NO_ARTIFACTS"
      }
    }
  }

  fail "a token" {
    resource "aws_codebuild_project" "app" {
      name         = "app"
      service_role = "arn:aws:iam::123456789012:role/build"
      source {
        type     = "GITHUB"
        location = "https://github.com/example/app.git"
      }
      environment {
        compute_type = "BUILD_GENERAL1_SMALL"
        image        = "aws/codebuild/amazonlinux2-x86_64-standard:5.0"
        type         = "LINUX_CONTAINER"
        environment_variable {
          name  = "NPM_TOKEN"
          value = "correct-horse-battery"
        }
      }
      artifacts {
        type = "NO_ARTIFACTS"
      }
    }
    expect = ["aws_codebuild_project.app @ environment[0].environment_variable[0].value"]
  }

  unknown "an unset variable" {
    variable "token" {
      type = string
    }
    resource "aws_codebuild_project" "app" {
      name         = "app"
      service_role = "arn:aws:iam::123456789012:role/build"
      source {
        type     = "GITHUB"
        location = "https://github.com/example/app.git"
      }
      environment {
        compute_type = "BUILD_GENERAL1_SMALL"
        image        = "aws/codebuild/amazonlinux2-x86_64-standard:5.0"
        type         = "LINUX_CONTAINER"
        environment_variable {
          name  = "NPM_TOKEN"
          value = var.token
        }
      }
      artifacts {
        type = "NO_ARTIFACTS"
      }
    }
  }

  fail "more that fail" {
    resource "aws_codebuild_project" "one_more_environment_variable_no_value" {
      name         = "app"
      service_role = "arn:aws:iam::123456789012:role/build"
      source {
        type     = "GITHUB"
        location = "https://github.com/example/app.git"
      }
      environment {
        compute_type = "BUILD_GENERAL1_SMALL"
        image        = "aws/codebuild/amazonlinux2-x86_64-standard:5.0"
        type         = "LINUX_CONTAINER"
        environment_variable {
          name  = "NPM_TOKEN"
          value = "correct-horse-battery"
        }
        environment_variable {
          name = "NPM_TOKEN"
        }
      }
      artifacts {
        type = "NO_ARTIFACTS"
      }
    }
    resource "aws_codebuild_project" "one_more_environment_variable_value_is" {
      name         = "app"
      service_role = "arn:aws:iam::123456789012:role/build"
      source {
        type     = "GITHUB"
        location = "https://github.com/example/app.git"
      }
      environment {
        compute_type = "BUILD_GENERAL1_SMALL"
        image        = "aws/codebuild/amazonlinux2-x86_64-standard:5.0"
        type         = "LINUX_CONTAINER"
        environment_variable {
          name  = "NPM_TOKEN"
          value = "correct-horse-battery"
        }
        environment_variable {
          name  = "NPM_TOKEN"
          value = "aaaaaaaa"
        }
      }
      artifacts {
        type = "NO_ARTIFACTS"
      }
    }
    expect = [
      "aws_codebuild_project.one_more_environment_variable_no_value @ environment[0].environment_variable[0].value",
      "aws_codebuild_project.one_more_environment_variable_value_is @ environment[0].environment_variable[0].value",
      "aws_codebuild_project.one_more_environment_variable_value_is @ environment[0].environment_variable[1].value",
    ]
  }
}

rule "aws-codebuild-public" {
  title     = "CodeBuild shows its builds to everyone"
  category  = "security"
  severity  = "high"
  resources = ["aws_codebuild_project"]
  tags      = ["cwe-200"]
  assert    = resource.project_visibility != "PUBLIC_READ"
  at        = resource.project_visibility
  message   = "The project is public"
  why       = "Logs and artifacts of all builds, old ones included, can be read by anyone who has the address."
  remedy    = "Remove `project_visibility`."
  link      = "https://docs.aws.amazon.com/codebuild/latest/userguide/public-builds.html"
  fix {
    set = {
      project_visibility = "PRIVATE"
    }
    safe = false
  }

  pass "the default" {
    resource "aws_codebuild_project" "app" {
      name         = "app"
      service_role = "arn:aws:iam::123456789012:role/build"
      source {
        type     = "GITHUB"
        location = "https://github.com/example/app.git"
      }
      environment {
        compute_type = "BUILD_GENERAL1_SMALL"
        image        = "aws/codebuild/amazonlinux2-x86_64-standard:5.0"
        type         = "LINUX_CONTAINER"
      }
      artifacts {
        type = "NO_ARTIFACTS"
      }
    }
  }

  fail "public" {
    resource "aws_codebuild_project" "app" {
      name         = "app"
      service_role = "arn:aws:iam::123456789012:role/build"
      source {
        type     = "GITHUB"
        location = "https://github.com/example/app.git"
      }
      environment {
        compute_type = "BUILD_GENERAL1_SMALL"
        image        = "aws/codebuild/amazonlinux2-x86_64-standard:5.0"
        type         = "LINUX_CONTAINER"
      }
      artifacts {
        type = "NO_ARTIFACTS"
      }
      project_visibility = "PUBLIC_READ"
    }
    expect = ["aws_codebuild_project.app @ project_visibility"]
  }

  unknown "`project_visibility` is an unset variable" {
    variable "project_visibility" {}
    resource "aws_codebuild_project" "app" {
      name         = "app"
      service_role = "arn:aws:iam::123456789012:role/build"
      source {
        type     = "GITHUB"
        location = "https://github.com/example/app.git"
      }
      environment {
        compute_type = "BUILD_GENERAL1_SMALL"
        image        = "aws/codebuild/amazonlinux2-x86_64-standard:5.0"
        type         = "LINUX_CONTAINER"
      }
      artifacts {
        type = "NO_ARTIFACTS"
      }
      project_visibility = var.project_visibility
    }
  }
}

rule "aws-codebuild-insecure-source" {
  title     = "CodeBuild does not check the certificate of its source"
  category  = "security"
  severity  = "medium"
  resources = ["aws_codebuild_project"]
  tags      = ["cwe-295"]
  for_each  = concat(resource.source, resource.secondary_sources)
  assert    = each.value.insecure_ssl != true
  at        = each.value.insecure_ssl
  message   = "Certificate warnings are ignored"
  why       = "Whoever stands between CodeBuild and the repository can then put other source into the build."
  remedy    = "Remove `insecure_ssl`, and set `certificate` in `environment` for a private CA."
  link      = "https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/codebuild_project"
  fix {
    set = {
      insecure_ssl = false
    }
  }

  pass "the default" {
    resource "aws_codebuild_project" "app" {
      name         = "app"
      service_role = "arn:aws:iam::123456789012:role/build"
      source {
        type     = "GITHUB"
        location = "https://github.com/example/app.git"
      }
      environment {
        compute_type = "BUILD_GENERAL1_SMALL"
        image        = "aws/codebuild/amazonlinux2-x86_64-standard:5.0"
        type         = "LINUX_CONTAINER"
      }
      artifacts {
        type = "NO_ARTIFACTS"
      }
    }
  }

  fail "ignored" {
    resource "aws_codebuild_project" "app" {
      name         = "app"
      service_role = "arn:aws:iam::123456789012:role/build"
      source {
        type         = "GITHUB"
        location     = "https://github.com/example/app.git"
        insecure_ssl = true
      }
      environment {
        compute_type = "BUILD_GENERAL1_SMALL"
        image        = "aws/codebuild/amazonlinux2-x86_64-standard:5.0"
        type         = "LINUX_CONTAINER"
      }
      artifacts {
        type = "NO_ARTIFACTS"
      }
    }
    expect = ["aws_codebuild_project.app @ source[0].insecure_ssl"]
  }

  unknown "`insecure_ssl` is an unset variable" {
    variable "insecure_ssl" {}
    resource "aws_codebuild_project" "app" {
      name         = "app"
      service_role = "arn:aws:iam::123456789012:role/build"
      source {
        type         = "GITHUB"
        location     = "https://github.com/example/app.git"
        insecure_ssl = var.insecure_ssl
      }
      environment {
        compute_type = "BUILD_GENERAL1_SMALL"
        image        = "aws/codebuild/amazonlinux2-x86_64-standard:5.0"
        type         = "LINUX_CONTAINER"
      }
      artifacts {
        type = "NO_ARTIFACTS"
      }
    }
  }
}

rule "aws-codepipeline-aws-managed-key" {
  title     = "CodePipeline has no key of your own"
  category  = "security"
  severity  = "low"
  resources = ["aws_codepipeline"]
  aliases   = ["CKV_AWS_219"]
  tags      = ["cwe-320"]
  default   = false
  assert    = alltrue([for s in resource.artifact_store : length(s.encryption_key) > 0])
  at        = resource.artifact_store
  message   = "Artifacts are encrypted with the account's default key"
  why       = "AWS encrypts by itself. Artifacts that other accounts deploy need a key of your own, since the default one cannot be shared."
  remedy    = <<-EOT
    ```hcl
    encryption_key {
      id   = aws_kms_key.pipeline.arn
      type = "KMS"
    }
    ```
  EOT
  link      = "https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/codepipeline"

  pass "a key" {
    resource "aws_codepipeline" "app" {
      name     = "app"
      role_arn = "arn:aws:iam::123456789012:role/pipe"
      artifact_store {
        location = "artifacts"
        type     = "S3"
        encryption_key {
          id   = "arn:aws:kms:eu-central-1:123456789012:key/1234abcd-12ab-34cd-56ef-1234567890ab"
          type = "KMS"
        }
      }
      stage {
        name = "Source"
        action {
          name     = "a"
          category = "Source"
          owner    = "AWS"
          provider = "CodeCommit"
          version  = "1"
        }
      }
      stage {
        name = "Build"
        action {
          name     = "a"
          category = "Build"
          owner    = "AWS"
          provider = "CodeBuild"
          version  = "1"
        }
      }
    }
  }

  fail "none" {
    resource "aws_codepipeline" "app" {
      name     = "app"
      role_arn = "arn:aws:iam::123456789012:role/pipe"
      artifact_store {
        location = "artifacts"
        type     = "S3"
      }
      stage {
        name = "Source"
        action {
          name     = "a"
          category = "Source"
          owner    = "AWS"
          provider = "CodeCommit"
          version  = "1"
        }
      }
      stage {
        name = "Build"
        action {
          name     = "a"
          category = "Build"
          owner    = "AWS"
          provider = "CodeBuild"
          version  = "1"
        }
      }
    }
  }
}

rule "aws-codecommit-approval-rule-missing" {
  title     = "CodeCommit repository asks for no approvals"
  category  = "security"
  severity  = "low"
  resources = ["aws_codecommit_repository"]
  aliases   = ["CKV2_AWS_37"]
  default   = false
  related "rules" {
    type = "aws_codecommit_approval_rule_template_association"
    on   = refers(other.repository_name, resource)
  }
  assert  = length(related.rules) > 0
  message = "No approval rule template is associated with the repository"
  why     = "Without approvals one person alone, or one stolen key, changes what is built and deployed."
  remedy  = "Add an `aws_codecommit_approval_rule_template_association`."
  link    = "https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/codecommit_approval_rule_template_association"

  pass "a rule" {
    resource "aws_codecommit_repository" "app" {
      repository_name = "app"
    }
    resource "aws_codecommit_approval_rule_template_association" "app" {
      approval_rule_template_name = "two"
      repository_name             = aws_codecommit_repository.app.repository_name
    }
  }

  fail "none" {
    resource "aws_codecommit_repository" "app" {
      repository_name = "app"
    }
  }
}

rule "aws-codecommit-few-approvals" {
  title     = "CodeCommit approval rule asks for one approval only"
  category  = "security"
  severity  = "low"
  resources = ["aws_codecommit_approval_rule_template"]
  aliases   = ["CKV_AWS_257"]
  default   = false
  params = {
    approvals = 2
  }
  assert  = alltrue([for s in jsondecode(resource.content).Statements : s.NumberOfApprovalsNeeded >= param.approvals])
  at      = resource.content
  message = "Fewer than ${param.approvals} approvals are needed"
  why     = "Two pairs of eyes besides the author's are what auditors commonly ask for."
  remedy  = "Set `NumberOfApprovalsNeeded = 2`."
  link    = "https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/codecommit_approval_rule_template"

  pass "two" {
    resource "aws_codecommit_approval_rule_template" "two" {
      name    = "two"
      content = jsonencode({ Version = "2018-11-08", Statements = [{ Type = "Approvers", NumberOfApprovalsNeeded = 2 }] })
    }
  }

  fail "one" {
    resource "aws_codecommit_approval_rule_template" "one" {
      name    = "one"
      content = jsonencode({ Version = "2018-11-08", Statements = [{ Type = "Approvers", NumberOfApprovalsNeeded = 1 }] })
    }
    expect = ["aws_codecommit_approval_rule_template.one @ content"]
  }

  unknown "`content` is an unset variable" {
    variable "content" {}
    resource "aws_codecommit_approval_rule_template" "one" {
      name    = "one"
      content = var.content
    }
  }
}

rule "aws-codeartifact-domain-aws-managed-key" {
  title     = "CodeArtifact domain has no key of your own"
  category  = "security"
  severity  = "low"
  resources = ["aws_codeartifact_domain"]
  aliases   = ["CKV_AWS_221"]
  tags      = ["cwe-320"]
  default   = false
  assert    = resource.encryption_key != null
  message   = "The domain is encrypted with the account's default key"
  why       = "AWS encrypts by itself. A key of your own adds a policy, an audit trail and the power to take it away, for a monthly charge and one for each request."
  remedy    = "Set `encryption_key = aws_kms_key.main.arn`."
  link      = "https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/codeartifact_domain"

  pass "a key" {
    resource "aws_codeartifact_domain" "main" {
      domain         = "main"
      encryption_key = "arn:aws:kms:eu-central-1:123456789012:key/1234abcd-12ab-34cd-56ef-1234567890ab"
    }
  }

  fail "none" {
    resource "aws_codeartifact_domain" "main" {
      domain = "main"
    }
  }
}

rule "aws-codeartifact-policy-public" {
  title     = "CodeArtifact lets every AWS account in"
  category  = "security"
  severity  = "high"
  resources = ["aws_codeartifact_domain_permissions_policy", "aws_codeartifact_repository_permissions_policy"]
  tags      = ["cwe-732"]
  assert    = !anytrue([for s in iam_statements(resource.policy_document) : iam_is_public(s)])
  at        = resource.policy_document
  message   = "A statement of the policy allows everyone"
  why       = "Whoever reads internal packages learns their names and flaws; whoever publishes is in every build."
  remedy    = "Name accounts, or add a condition on `aws:PrincipalOrgID`."
  link      = "https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/codeartifact_repository_permissions_policy"

  pass "the organisation" {
    resource "aws_codeartifact_repository_permissions_policy" "main" {
      domain          = "main"
      repository      = "npm"
      policy_document = jsonencode({ Statement = [{ Effect = "Allow", Principal = "*", Action = "codeartifact:ReadFromRepository", Resource = "*", Condition = { StringEquals = { "aws:PrincipalOrgID" = "o-abc1234567" } } }] })
    }
  }

  fail "everyone" {
    resource "aws_codeartifact_domain_permissions_policy" "main" {
      domain          = "main"
      policy_document = jsonencode({ Statement = [{ Effect = "Allow", Principal = "*", Action = "codeartifact:*", Resource = "*" }] })
    }
    expect = ["aws_codeartifact_domain_permissions_policy.main @ policy_document"]
  }

  unknown "an unset variable" {
    variable "policy" {
      type = string
    }
    resource "aws_codeartifact_domain_permissions_policy" "main" {
      domain          = "main"
      policy_document = var.policy
    }
  }
}

rule "aws-codegurureviewer-aws-owned-key" {
  title     = "CodeGuru Reviewer has no key of your own"
  category  = "security"
  severity  = "low"
  resources = ["aws_codegurureviewer_repository_association"]
  aliases   = ["CKV_AWS_381"]
  tags      = ["cwe-320"]
  default   = false
  assert    = resource.kms_key_details[0].encryption_option == "CUSTOMER_MANAGED_CMK"
  message   = "The association is encrypted with a key that AWS owns"
  why       = "AWS encrypts by itself; a key of your own adds a policy and an audit trail."
  remedy    = <<-EOT
    ```hcl
    kms_key_details {
      encryption_option = "CUSTOMER_MANAGED_CMK"
      kms_key_id        = aws_kms_key.main.key_id
    }
    ```
  EOT
  link      = "https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/codegurureviewer_repository_association"

  pass "a key" {
    resource "aws_codegurureviewer_repository_association" "app" {
      repository {
        codecommit {
          name = "app"
        }
      }
      kms_key_details {
        encryption_option = "CUSTOMER_MANAGED_CMK"
        kms_key_id        = "1234abcd"
      }
    }
  }

  fail "none" {
    resource "aws_codegurureviewer_repository_association" "app" {
      repository {
        codecommit {
          name = "app"
        }
      }
    }
  }
}
