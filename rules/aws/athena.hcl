# Athena.

rule "aws-athena-workgroup-overridable" {
  title     = "Clients may override the settings of an Athena workgroup"
  category  = "security"
  severity  = "low"
  resources = ["aws_athena_workgroup"]
  aliases   = ["CKV_AWS_82", "AWS-0007", "aws-athena-no-encryption-override", "AVD-AWS-0007"]
  tags      = ["cwe-311"]
  assert    = coalesce(resource.configuration[0].enforce_workgroup_configuration, true)
  at        = resource.configuration[0].enforce_workgroup_configuration
  message   = "The workgroup's configuration is not enforced"
  why       = "A client can then write its results anywhere, without the encryption that the workgroup asks for. Enforcement is on unless written."
  remedy    = "Remove `enforce_workgroup_configuration`, or set it to true."
  link      = "https://docs.aws.amazon.com/athena/latest/ug/workgroups-settings-override.html"

  pass "the default" {
    resource "aws_athena_workgroup" "main" {
      name = "main"
      configuration {
        result_configuration {
          output_location = "s3://results/"
        }
      }
    }
  }

  pass "enforced" {
    resource "aws_athena_workgroup" "main" {
      name = "main"
      configuration {
        enforce_workgroup_configuration = true
      }
    }
  }

  fail "not enforced" {
    resource "aws_athena_workgroup" "main" {
      name = "main"
      configuration {
        enforce_workgroup_configuration = false
      }
    }
    expect = ["aws_athena_workgroup.main @ configuration[0].enforce_workgroup_configuration"]
  }

  unknown "an unset variable" {
    variable "enforce" {
      type = bool
    }
    resource "aws_athena_workgroup" "main" {
      name = "main"
      configuration {
        enforce_workgroup_configuration = var.enforce
      }
    }
  }
}

rule "aws-athena-results-encryption-missing" {
  title     = "Athena does not ask for encrypted results"
  category  = "security"
  severity  = "low"
  resources = ["aws_athena_workgroup", "aws_athena_database"]
  aliases = [
    "CKV_AWS_159", "CKV_AWS_77", "AWS-0006", "aws-athena-enable-at-rest-encryption", "AVD-AWS-0006",
    "d364984a-a222-4b5f-a8b0-e23ab19ebff3", "b2315cae-b110-4426-81e0-80bb8640cdd3",
  ]
  tags    = ["cwe-311"]
  default = false
  assert  = coalesce(resource.configuration[0].result_configuration[0].encryption_configuration[0].encryption_option, resource.encryption_configuration[0].encryption_option) != null
  at      = [resource.configuration[0].result_configuration, resource.encryption_configuration]
  message = "No encryption is configured for query results"
  why     = "S3 encrypts every new object by itself since January 2023, so that results are not readable on disk; a configuration decides which key is used."
  remedy  = <<-EOT
    ```hcl
    encryption_configuration {
      encryption_option = "SSE_KMS"
      kms_key_arn       = aws_kms_key.athena.arn
    }
    ```
  EOT
  link    = "https://docs.aws.amazon.com/athena/latest/ug/encryption.html"

  pass "a workgroup" {
    resource "aws_athena_workgroup" "main" {
      name = "main"
      configuration {
        result_configuration {
          output_location = "s3://results/"
          encryption_configuration {
            encryption_option = "SSE_S3"
          }
        }
      }
    }
  }

  pass "a database" {
    resource "aws_athena_database" "main" {
      name   = "main"
      bucket = "data"
      encryption_configuration {
        encryption_option = "SSE_S3"
      }
    }
  }

  fail "a workgroup, without it" {
    resource "aws_athena_workgroup" "main" {
      name = "main"
      configuration {
        result_configuration {
          output_location = "s3://results/"
        }
      }
    }
  }

  fail "a database, without it" {
    resource "aws_athena_database" "main" {
      name   = "main"
      bucket = "data"
    }
  }
}

rule "aws-athena-no-scan-limit" {
  title     = "Athena queries may scan without a limit"
  category  = "cost"
  severity  = "info"
  resources = ["aws_athena_workgroup"]
  default   = false
  assert    = resource.configuration[0].bytes_scanned_cutoff_per_query != null
  at        = resource.configuration[0].bytes_scanned_cutoff_per_query
  message   = "One query may scan, and bill, any amount of data"
  why       = "Athena charges for each terabyte that a query reads. A forgotten partition filter on a large table costs hundreds of dollars in one go."
  remedy    = "Set `bytes_scanned_cutoff_per_query`, for example to 1 TiB (1099511627776)."
  link      = "https://docs.aws.amazon.com/athena/latest/ug/workgroups-setting-control-limits-cloudwatch.html"

  pass "a limit" {
    resource "aws_athena_workgroup" "main" {
      name = "main"
      configuration {
        bytes_scanned_cutoff_per_query = 1099511627776
      }
    }
  }

  fail "none" {
    resource "aws_athena_workgroup" "main" {
      name = "main"
    }
  }
}
