# Elastic Beanstalk.

rule "aws-elastic-beanstalk-basic-health" {
  title     = "Elastic Beanstalk reports basic health only"
  category  = "reliability"
  severity  = "low"
  resources = ["aws_elastic_beanstalk_environment"]
  aliases   = ["CKV_AWS_312"]
  default   = false
  assert    = anytrue([for s in resource.setting : s.namespace == "aws:elasticbeanstalk:healthreporting:system" && (s.name == "SystemType" && s.value == "enhanced" || s.name == "HealthStreamingEnabled" && lower(s.value) == "true")])
  at        = resource.setting
  message   = "Enhanced health reporting is not set"
  why       = "Basic health knows whether instances answer pings, not whether requests fail. Enhanced is the default of the console, not of the API."
  remedy    = <<-EOT
    ```hcl
    setting {
      namespace = "aws:elasticbeanstalk:healthreporting:system"
      name      = "SystemType"
      value     = "enhanced"
    }
    ```
  EOT
  link      = "https://docs.aws.amazon.com/elasticbeanstalk/latest/dg/health-enhanced.html"

  pass "enhanced" {
    resource "aws_elastic_beanstalk_environment" "web" {
      name        = "web-prod"
      application = "web"
      setting {
        namespace = "aws:elasticbeanstalk:healthreporting:system"
        name      = "SystemType"
        value     = "enhanced"
      }
    }
    also = ["aws-elastic-beanstalk-no-managed-updates"]
  }

  fail "not written" {
    resource "aws_elastic_beanstalk_environment" "web" {
      name        = "web-prod"
      application = "web"
    }
  }

  fail "basic" {
    resource "aws_elastic_beanstalk_environment" "web" {
      name        = "web-prod"
      application = "web"
      setting {
        namespace = "aws:elasticbeanstalk:healthreporting:system"
        name      = "SystemType"
        value     = "basic"
      }
    }
  }

  fail "more that fail" {
    resource "aws_elastic_beanstalk_environment" "name_is_healthstreamingenabled" {
      name        = "web-prod"
      application = "web"
      setting {
        namespace = "aws:elasticbeanstalk:healthreporting:system"
        name      = "HealthStreamingEnabled"
        value     = "enhanced"
      }
    }
    resource "aws_elastic_beanstalk_environment" "value_is_true" {
      name        = "web-prod"
      application = "web"
      setting {
        namespace = "aws:elasticbeanstalk:healthreporting:system"
        name      = "SystemType"
        value     = "true"
      }
    }
    resource "aws_elastic_beanstalk_environment" "namespace_is_aws_autoscaling" {
      name        = "web-prod"
      application = "web"
      setting {
        namespace = "aws:autoscaling:launchconfiguration"
        name      = "SystemType"
        value     = "enhanced"
      }
    }
    expect = [
      "aws_elastic_beanstalk_environment.name_is_healthstreamingenabled @ setting",
      "aws_elastic_beanstalk_environment.value_is_true @ setting",
      "aws_elastic_beanstalk_environment.namespace_is_aws_autoscaling @ setting",
    ]
  }

  unknown "more that nobody can know" {
    variable "value" {}
    variable "name" {}
    resource "aws_elastic_beanstalk_environment" "one_more_name_is_an_unset_variable_value" {
      name        = "web-prod"
      application = "web"
      setting {
        namespace = "aws:elasticbeanstalk:healthreporting:system"
        name      = "SystemType"
        value     = "enhanced"
      }
    }
    resource "aws_elastic_beanstalk_environment" "one_more_name_is_an_unset_variable_value_2" {
      name        = "web-prod"
      application = "web"
      setting {
        namespace = "aws:elasticbeanstalk:healthreporting:system"
        name      = var.name
        value     = "True"
      }
    }
    resource "aws_elastic_beanstalk_environment" "name_is_healthstreamingenabled_value_is" {
      name        = "web-prod"
      application = "web"
      setting {
        namespace = "aws:elasticbeanstalk:healthreporting:system"
        name      = "HealthStreamingEnabled"
        value     = var.value
      }
    }
    expect = [
      "aws_elastic_beanstalk_environment.one_more_name_is_an_unset_variable_value_2 @ setting",
      "aws_elastic_beanstalk_environment.name_is_healthstreamingenabled_value_is @ setting",
    ]
  }
}

rule "aws-elastic-beanstalk-no-managed-updates" {
  title     = "Elastic Beanstalk does not patch its platform"
  category  = "security"
  severity  = "medium"
  resources = ["aws_elastic_beanstalk_environment"]
  aliases   = ["CKV_AWS_340"]
  tags      = ["cwe-1104"]
  assert    = anytrue([for s in resource.setting : s.namespace == "aws:elasticbeanstalk:managedactions" && s.name == "ManagedActionsEnabled" && lower(s.value) == "true"])
  at        = resource.setting
  message   = "Managed platform updates are not set"
  why       = "Without them the operating system and runtime stay as they were on the first day."
  remedy    = <<-EOT
    ```hcl
    setting {
      namespace = "aws:elasticbeanstalk:managedactions"
      name      = "ManagedActionsEnabled"
      value     = "true"
    }
    ```
  EOT
  link      = "https://docs.aws.amazon.com/elasticbeanstalk/latest/dg/environment-platform-update-managed.html"

  pass "on" {
    resource "aws_elastic_beanstalk_environment" "web" {
      name        = "web-prod"
      application = "web"
      setting {
        namespace = "aws:elasticbeanstalk:managedactions"
        name      = "ManagedActionsEnabled"
        value     = "True"
      }
    }
  }

  fail "not written" {
    resource "aws_elastic_beanstalk_environment" "web" {
      name        = "web-prod"
      application = "web"
    }
  }

  fail "off" {
    resource "aws_elastic_beanstalk_environment" "web" {
      name        = "web-prod"
      application = "web"
      setting {
        namespace = "aws:elasticbeanstalk:managedactions"
        name      = "ManagedActionsEnabled"
        value     = "false"
      }
    }
  }

  unknown "an unset variable" {
    variable "managed" {
      type = string
    }
    resource "aws_elastic_beanstalk_environment" "web" {
      name        = "web-prod"
      application = "web"
      setting {
        namespace = "aws:elasticbeanstalk:managedactions"
        name      = "ManagedActionsEnabled"
        value     = var.managed
      }
    }
  }

  fail "more that fail" {
    resource "aws_elastic_beanstalk_environment" "namespace_is_aws_autoscaling" {
      name        = "web-prod"
      application = "web"
      setting {
        namespace = "aws:autoscaling:launchconfiguration"
        name      = "ManagedActionsEnabled"
        value     = "True"
      }
    }
    resource "aws_elastic_beanstalk_environment" "name_is_systemtype" {
      name        = "web-prod"
      application = "web"
      setting {
        namespace = "aws:elasticbeanstalk:managedactions"
        name      = "SystemType"
        value     = "True"
      }
    }
    expect = [
      "aws_elastic_beanstalk_environment.namespace_is_aws_autoscaling @ setting",
      "aws_elastic_beanstalk_environment.name_is_systemtype @ setting",
    ]
  }
}

rule "aws-elastic-beanstalk-name-invalid" {
  title     = "Elastic Beanstalk refuses the environment's name"
  category  = "correctness"
  severity  = "high"
  resources = ["aws_elastic_beanstalk_environment"]
  aliases   = ["aws_elastic_beanstalk_environment_invalid_name_format"]
  assert    = can(regex("^[a-zA-Z0-9][a-zA-Z0-9-]{2,38}[a-zA-Z0-9]$", resource.name))
  at        = resource.name
  message   = "`${resource.name}` is not 4 to 40 letters, digits and dashes"
  why       = "AWS refuses other names at apply: no underscores, no dash at either end, 4 to 40 characters."
  remedy    = "Write for example `web-prod`."
  link      = "https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/elastic_beanstalk_environment"

  pass "valid" {
    resource "aws_elastic_beanstalk_environment" "web" {
      name        = "web-prod"
      application = "web"
    }
    also = ["aws-elastic-beanstalk-no-managed-updates"]
  }

  fail "an underscore" {
    resource "aws_elastic_beanstalk_environment" "web" {
      name        = "web_prod"
      application = "web"
    }
    expect = ["aws_elastic_beanstalk_environment.web @ name"]
  }

  fail "too short" {
    resource "aws_elastic_beanstalk_environment" "web" {
      name        = "web"
      application = "web"
    }
    expect = ["aws_elastic_beanstalk_environment.web @ name"]
  }

  unknown "an unset variable" {
    variable "name" {
      type = string
    }
    resource "aws_elastic_beanstalk_environment" "web" {
      name        = var.name
      application = "web"
    }
  }
}
