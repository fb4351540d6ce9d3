# AWS Config and IAM Access Analyzer: records of the account's state.

rule "aws-config-aggregator-some-regions" {
  title     = "Config aggregator leaves out regions"
  category  = "security"
  severity  = "low"
  resources = ["aws_config_configuration_aggregator"]
  aliases   = ["CKV_AWS_121", "AWS-0019", "aws-config-aggregate-all-regions", "AVD-AWS-0019", "ac5a0bc0-a54c-45aa-90c3-15f7703b9132"]
  tags      = ["cwe-778"]
  assert    = alltrue([for s in concat(resource.account_aggregation_source, resource.organization_aggregation_source) : s.all_regions == true])
  at        = [resource.account_aggregation_source[0].all_regions, resource.organization_aggregation_source[0].all_regions, resource.account_aggregation_source, resource.organization_aggregation_source]
  message   = "Not all regions are aggregated"
  why       = "What goes wrong in a region that nobody uses is what the aggregator is for. New regions are missing from a list as well."
  remedy    = "Set `all_regions = true`."
  link      = "https://docs.aws.amazon.com/config/latest/developerguide/aggregate-data.html"

  pass "all" {
    resource "aws_config_configuration_aggregator" "org" {
      name = "org"
      organization_aggregation_source {
        all_regions = true
        role_arn    = "arn:aws:iam::123456789012:role/config"
      }
    }
  }

  fail "a list" {
    resource "aws_config_configuration_aggregator" "org" {
      name = "org"
      account_aggregation_source {
        account_ids = ["123456789012"]
        regions     = ["eu-central-1"]
      }
    }
  }

  fail "said no" {
    resource "aws_config_configuration_aggregator" "org" {
      name = "org"
      account_aggregation_source {
        account_ids = ["123456789012"]
        all_regions = false
        regions     = ["eu-central-1"]
      }
    }
    expect = ["aws_config_configuration_aggregator.org @ account_aggregation_source[0].all_regions"]
  }

  unknown "an unset variable" {
    variable "all" {
      type = bool
    }
    resource "aws_config_configuration_aggregator" "org" {
      name = "org"
      organization_aggregation_source {
        all_regions = var.all
        role_arn    = "arn:aws:iam::123456789012:role/config"
      }
    }
  }

  pass "without `organization_aggregation_source`" {
    resource "aws_config_configuration_aggregator" "org" {
      name = "org"
    }
  }
}

rule "aws-config-recorder-off" {
  title     = "Config recorder is switched off"
  category  = "security"
  severity  = "medium"
  resources = ["aws_config_configuration_recorder_status"]
  aliases   = ["CKV2_AWS_45"]
  tags      = ["cwe-778", "cis-aws-3.0-3.3"]
  assert    = resource.is_enabled
  at        = resource.is_enabled
  message   = "The recorder does not record"
  why       = "Without it nobody can tell how a resource looked before an incident, and Config rules see nothing."
  remedy    = "Set `is_enabled = true`."
  link      = "https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/config_configuration_recorder_status"
  fix {
    set = {
      is_enabled = true
    }
  }

  pass "on" {
    resource "aws_config_configuration_recorder_status" "main" {
      name       = "main"
      is_enabled = true
    }
  }

  fail "off" {
    resource "aws_config_configuration_recorder_status" "main" {
      name       = "main"
      is_enabled = false
    }
    expect = ["aws_config_configuration_recorder_status.main @ is_enabled"]
  }

  unknown "an unset variable" {
    variable "on" {
      type = bool
    }
    resource "aws_config_configuration_recorder_status" "main" {
      name       = "main"
      is_enabled = var.on
    }
  }
}

rule "aws-config-recorder-some-types" {
  title     = "Config records some resource types only"
  category  = "security"
  severity  = "low"
  resources = ["aws_config_configuration_recorder"]
  aliases   = ["CKV2_AWS_45"]
  tags      = ["cwe-778"]
  default   = false
  assert    = coalesce(resource.recording_group[0].all_supported, true)
  at        = resource.recording_group[0].all_supported
  message   = "Not all supported types are recorded"
  why       = "A list of types ages: services that came later are missing. Recording fewer types saves money where some change all the time, which is a fair reason."
  remedy    = "Set `all_supported = true`, or exclude single types."
  link      = "https://docs.aws.amazon.com/config/latest/developerguide/select-resources.html"

  pass "the default" {
    resource "aws_config_configuration_recorder" "main" {
      role_arn = "arn:aws:iam::123456789012:role/config"
    }
  }

  fail "a list" {
    resource "aws_config_configuration_recorder" "main" {
      role_arn = "arn:aws:iam::123456789012:role/config"
      recording_group {
        all_supported  = false
        resource_types = ["AWS::EC2::Instance"]
      }
    }
    expect = ["aws_config_configuration_recorder.main @ recording_group[0].all_supported"]
  }

  unknown "`all_supported` is an unset variable" {
    variable "all_supported" {}
    resource "aws_config_configuration_recorder" "main" {
      role_arn = "arn:aws:iam::123456789012:role/config"
      recording_group {
        all_supported  = var.all_supported
        resource_types = ["AWS::EC2::Instance"]
      }
    }
  }
}

rule "aws-config-recorder-no-global-types" {
  title     = "Config does not record users, roles and policies"
  category  = "security"
  severity  = "low"
  resources = ["aws_config_configuration_recorder"]
  aliases   = ["CKV2_AWS_48"]
  tags      = ["cwe-778", "cis-aws-3.0-3.3"]
  default   = false
  assert    = resource.recording_group[0].include_global_resource_types == true
  at        = resource.recording_group[0].include_global_resource_types
  message   = "Global resource types are left out"
  why       = "IAM users, roles and policies are global and recorded only where asked for; one region of the account should do so. In the others it would only cost more."
  remedy    = <<-EOT
    ```hcl
    recording_group {
      all_supported                 = true
      include_global_resource_types = true
    }
    ```
  EOT
  link      = "https://docs.aws.amazon.com/config/latest/developerguide/select-resources.html"

  pass "included" {
    resource "aws_config_configuration_recorder" "main" {
      role_arn = "arn:aws:iam::123456789012:role/config"
      recording_group {
        all_supported                 = true
        include_global_resource_types = true
      }
    }
  }

  fail "not written" {
    resource "aws_config_configuration_recorder" "main" {
      role_arn = "arn:aws:iam::123456789012:role/config"
    }
  }
}

rule "aws-config-encrypted-volumes-rule-missing" {
  title     = "No Config rule looks for unencrypted volumes"
  category  = "security"
  severity  = "info"
  resources = ["aws_config_configuration_recorder"]
  aliases   = ["abdb29d4-5ca1-4e91-800b-b3569bbd788c"]
  default   = false
  assert    = anytrue([for r in all("aws_config_config_rule") : anytrue([for s in r.source : contains(["ENCRYPTED_VOLUMES", "EC2_EBS_ENCRYPTION_BY_DEFAULT"], s.source_identifier)])])
  message   = "The managed rule `ENCRYPTED_VOLUMES` is not used"
  why       = "The rule finds volumes that were made by hand. Conformance packs that hold it are not seen here."
  remedy    = <<-EOT
    ```hcl
    resource "aws_config_config_rule" "volumes" {
      name = "encrypted-volumes"
      source {
        owner             = "AWS"
        source_identifier = "ENCRYPTED_VOLUMES"
      }
    }
    ```
  EOT
  link      = "https://docs.aws.amazon.com/config/latest/developerguide/encrypted-volumes.html"

  pass "used" {
    resource "aws_config_configuration_recorder" "main" {
      role_arn = "arn:aws:iam::123456789012:role/config"
    }
    resource "aws_config_config_rule" "volumes" {
      name = "volumes"
      source {
        owner             = "AWS"
        source_identifier = "ENCRYPTED_VOLUMES"
      }
    }
  }

  fail "not used" {
    resource "aws_config_configuration_recorder" "main" {
      role_arn = "arn:aws:iam::123456789012:role/config"
    }
  }

  pass "`source_identifier` is `EC2_EBS_ENCRYPTION_BY_DEFAULT`" {
    resource "aws_config_configuration_recorder" "main" {
      role_arn = "arn:aws:iam::123456789012:role/config"
    }
    resource "aws_config_config_rule" "volumes" {
      name = "volumes"
      source {
        owner             = "AWS"
        source_identifier = "EC2_EBS_ENCRYPTION_BY_DEFAULT"
      }
    }
  }

  fail "without `source`" {
    resource "aws_config_configuration_recorder" "main" {
      role_arn = "arn:aws:iam::123456789012:role/config"
    }
    resource "aws_config_config_rule" "volumes" {
      name = "volumes"
    }
    expect = ["aws_config_configuration_recorder.main"]
  }
}

rule "aws-accessanalyzer-missing" {
  title     = "Account has no IAM Access Analyzer"
  category  = "security"
  severity  = "low"
  resources = ["aws_cloudtrail", "aws_config_configuration_recorder"]
  aliases   = ["AWS-0175", "aws-accessanalyzer-enable-access-analyzer", "AVD-AWS-0175", "e592a0c5-5bdb-414c-9066-5dba7cdea370"]
  tags      = ["cwe-284", "cis-aws-3.0-1.20"]
  default   = false
  assert    = length(all("aws_accessanalyzer_analyzer")) > 0
  message   = "This configuration sets up the account's records, and no analyser"
  why       = <<-EOT
    The analyser finds buckets, roles, keys and functions that outsiders may use, and is free. It is judged where a trail or a recorder is declared, since
    those configurations set up accounts. One that another configuration declares is not seen.
  EOT
  remedy    = <<-EOT
    ```hcl
    resource "aws_accessanalyzer_analyzer" "account" {
      analyzer_name = "account"
    }
    ```
  EOT
  link      = "https://docs.aws.amazon.com/IAM/latest/UserGuide/what-is-access-analyzer.html"

  pass "an analyser" {
    resource "aws_cloudtrail" "main" {
      name           = "main"
      s3_bucket_name = "trail"
    }
    resource "aws_accessanalyzer_analyzer" "account" {
      analyzer_name = "account"
    }
  }

  fail "none" {
    resource "aws_cloudtrail" "main" {
      name           = "main"
      s3_bucket_name = "trail"
    }
  }
}
