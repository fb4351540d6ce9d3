# AppSync.

rule "aws-appsync-logging-off" {
  title     = "AppSync writes no log"
  category  = "security"
  severity  = "low"
  resources = ["aws_appsync_graphql_api"]
  aliases   = ["CKV_AWS_193", "CKV_AWS_194"]
  tags      = ["cwe-778"]
  default   = false
  assert    = length(resource.log_config) > 0 && contains(["ALL", "ERROR", "INFO", "DEBUG"], resource.log_config[0].field_log_level)
  at        = resource.log_config[0].field_log_level
  message   = "Field logging is off"
  why       = "Without a log nobody can tell which resolver failed. `ERROR` writes little."
  remedy    = <<-EOT
    ```hcl
    log_config {
      cloudwatch_logs_role_arn = aws_iam_role.appsync.arn
      field_log_level          = "ERROR"
    }
    ```
  EOT
  link      = "https://docs.aws.amazon.com/appsync/latest/devguide/monitoring.html"

  pass "errors" {
    resource "aws_appsync_graphql_api" "api" {
      name                = "api"
      authentication_type = "AWS_IAM"
      log_config {
        cloudwatch_logs_role_arn = "arn:aws:iam::123456789012:role/appsync"
        field_log_level          = "ERROR"
      }
    }
  }

  fail "not written" {
    resource "aws_appsync_graphql_api" "api" {
      name                = "api"
      authentication_type = "AWS_IAM"
    }
  }

  fail "none" {
    resource "aws_appsync_graphql_api" "api" {
      name                = "api"
      authentication_type = "AWS_IAM"
      log_config {
        cloudwatch_logs_role_arn = "arn:aws:iam::123456789012:role/appsync"
        field_log_level          = "NONE"
      }
    }
    expect = ["aws_appsync_graphql_api.api @ log_config[0].field_log_level"]
  }

  unknown "`field_log_level` is an unset variable" {
    variable "field_log_level" {}
    resource "aws_appsync_graphql_api" "api" {
      name                = "api"
      authentication_type = "AWS_IAM"
      log_config {
        cloudwatch_logs_role_arn = "arn:aws:iam::123456789012:role/appsync"
        field_log_level          = var.field_log_level
      }
    }
  }

  pass "more that pass" {
    resource "aws_appsync_graphql_api" "field_log_level_is_all" {
      name                = "api"
      authentication_type = "AWS_IAM"
      log_config {
        cloudwatch_logs_role_arn = "arn:aws:iam::123456789012:role/appsync"
        field_log_level          = "ALL"
      }
    }
    resource "aws_appsync_graphql_api" "one_more_field_log_level_is_debug" {
      name                = "api"
      authentication_type = "AWS_IAM"
      log_config {
        cloudwatch_logs_role_arn = "arn:aws:iam::123456789012:role/appsync"
        field_log_level          = "ERROR"
      }
    }
    resource "aws_appsync_graphql_api" "one_more_field_log_level_is_debug_2" {
      name                = "api"
      authentication_type = "AWS_IAM"
      log_config {
        cloudwatch_logs_role_arn = "arn:aws:iam::123456789012:role/appsync"
        field_log_level          = "DEBUG"
      }
    }
    resource "aws_appsync_graphql_api" "field_log_level_is_info" {
      name                = "api"
      authentication_type = "AWS_IAM"
      log_config {
        cloudwatch_logs_role_arn = "arn:aws:iam::123456789012:role/appsync"
        field_log_level          = "INFO"
      }
    }
  }
}

rule "aws-appsync-waf-missing" {
  title     = "AppSync has no web application firewall"
  category  = "security"
  severity  = "medium"
  resources = ["aws_appsync_graphql_api"]
  aliases   = ["CKV2_AWS_33"]
  tags      = ["cwe-693"]
  default   = false
  related "associations" {
    type = "aws_wafv2_web_acl_association"
    on   = refers(other.resource_arn, resource)
  }
  assert  = length(related.associations) > 0
  message = "No web ACL is associated with the API"
  why     = "A web ACL stops scanners and limits the rate of requests before resolvers run. It is billed by rule and request."
  remedy  = <<-EOT
    ```hcl
    resource "aws_wafv2_web_acl_association" "api" {
      resource_arn = aws_appsync_graphql_api.api.arn
      web_acl_arn  = aws_wafv2_web_acl.api.arn
    }
    ```
  EOT
  link    = "https://docs.aws.amazon.com/appsync/latest/devguide/WAF-Integration.html"

  pass "associated" {
    resource "aws_appsync_graphql_api" "api" {
      name                = "api"
      authentication_type = "AWS_IAM"
    }
    resource "aws_wafv2_web_acl_association" "api" {
      resource_arn = aws_appsync_graphql_api.api.arn
      web_acl_arn  = "arn:aws:wafv2:eu-central-1:123456789012:regional/webacl/api/1"
    }
  }

  fail "none" {
    resource "aws_appsync_graphql_api" "api" {
      name                = "api"
      authentication_type = "AWS_IAM"
    }
  }
}

rule "aws-appsync-api-key-only" {
  title     = "AppSync trusts an API key alone"
  category  = "security"
  severity  = "medium"
  resources = ["aws_appsync_graphql_api"]
  tags      = ["cwe-306"]
  default   = false
  assert    = resource.authentication_type != "API_KEY" || resource.visibility == "PRIVATE"
  at        = resource.authentication_type
  message   = "The default authorisation is an API key"
  why       = "A key that is built into a web page or an app is public. It is meant for development and for data that everyone may see."
  remedy    = "Set `authentication_type = \"AMAZON_COGNITO_USER_POOLS\"` or `AWS_IAM`."
  link      = "https://docs.aws.amazon.com/appsync/latest/devguide/security-authz.html"

  pass "IAM" {
    resource "aws_appsync_graphql_api" "api" {
      name                = "api"
      authentication_type = "AWS_IAM"
    }
  }

  fail "a key" {
    resource "aws_appsync_graphql_api" "api" {
      name                = "api"
      authentication_type = "API_KEY"
    }
    expect = ["aws_appsync_graphql_api.api @ authentication_type"]
  }

  unknown "an unset variable" {
    variable "auth" {
      type = string
    }
    resource "aws_appsync_graphql_api" "api" {
      name                = "api"
      authentication_type = var.auth
    }
  }

  pass "`visibility` is `PRIVATE`" {
    resource "aws_appsync_graphql_api" "api" {
      name                = "api"
      authentication_type = "API_KEY"
      visibility          = "PRIVATE"
    }
  }
}

rule "aws-appsync-cache-unencrypted-at-rest" {
  title     = "AppSync cache is not encrypted at rest"
  category  = "security"
  severity  = "medium"
  resources = ["aws_appsync_api_cache"]
  aliases   = ["CKV_AWS_214"]
  tags      = ["cwe-311"]
  assert    = resource.at_rest_encryption_enabled == true
  at        = resource.at_rest_encryption_enabled
  message   = "Encryption at rest is off"
  why       = "The cache keeps answers of resolvers, personal data included, readable on disk. It is off unless written, and cannot be changed later."
  remedy    = "Set `at_rest_encryption_enabled = true`."
  link      = "https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/appsync_api_cache"
  fix {
    set = {
      at_rest_encryption_enabled = true
    }
    safe = false
  }

  pass "on" {
    resource "aws_appsync_api_cache" "cache" {
      api_id                     = "a1"
      api_caching_behavior       = "FULL_REQUEST_CACHING"
      ttl                        = 60
      type                       = "SMALL"
      at_rest_encryption_enabled = true
    }
    also = ["aws-appsync-cache-unencrypted-transit"]
  }

  fail "not written" {
    resource "aws_appsync_api_cache" "cache" {
      api_id               = "a1"
      api_caching_behavior = "FULL_REQUEST_CACHING"
      ttl                  = 60
      type                 = "SMALL"
    }
  }

  fail "off" {
    resource "aws_appsync_api_cache" "cache" {
      api_id                     = "a1"
      api_caching_behavior       = "FULL_REQUEST_CACHING"
      ttl                        = 60
      type                       = "SMALL"
      at_rest_encryption_enabled = false
    }
    expect = ["aws_appsync_api_cache.cache @ at_rest_encryption_enabled"]
  }

  unknown "an unset variable" {
    variable "on" {
      type = bool
    }
    resource "aws_appsync_api_cache" "cache" {
      api_id                     = "a1"
      api_caching_behavior       = "FULL_REQUEST_CACHING"
      ttl                        = 60
      type                       = "SMALL"
      at_rest_encryption_enabled = var.on
    }
  }
}

rule "aws-appsync-cache-unencrypted-transit" {
  title     = "AppSync cache is not encrypted in transit"
  category  = "security"
  severity  = "medium"
  resources = ["aws_appsync_api_cache"]
  aliases   = ["CKV_AWS_215"]
  tags      = ["cwe-319"]
  assert    = resource.transit_encryption_enabled == true
  at        = resource.transit_encryption_enabled
  message   = "Encryption in transit is off"
  why       = "Answers cross the network between AppSync and its cache readable. It is off unless written, and cannot be changed later."
  remedy    = "Set `transit_encryption_enabled = true`."
  link      = "https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/appsync_api_cache"
  fix {
    set = {
      transit_encryption_enabled = true
    }
    safe = false
  }

  pass "on" {
    resource "aws_appsync_api_cache" "cache" {
      api_id                     = "a1"
      api_caching_behavior       = "FULL_REQUEST_CACHING"
      ttl                        = 60
      type                       = "SMALL"
      transit_encryption_enabled = true
    }
    also = ["aws-appsync-cache-unencrypted-at-rest"]
  }

  fail "not written" {
    resource "aws_appsync_api_cache" "cache" {
      api_id               = "a1"
      api_caching_behavior = "FULL_REQUEST_CACHING"
      ttl                  = 60
      type                 = "SMALL"
    }
  }

  fail "off" {
    resource "aws_appsync_api_cache" "cache" {
      api_id                     = "a1"
      api_caching_behavior       = "FULL_REQUEST_CACHING"
      ttl                        = 60
      type                       = "SMALL"
      transit_encryption_enabled = false
    }
    expect = ["aws_appsync_api_cache.cache @ transit_encryption_enabled"]
  }

  unknown "an unset variable" {
    variable "on" {
      type = bool
    }
    resource "aws_appsync_api_cache" "cache" {
      api_id                     = "a1"
      api_caching_behavior       = "FULL_REQUEST_CACHING"
      ttl                        = 60
      type                       = "SMALL"
      transit_encryption_enabled = var.on
    }
  }
}
