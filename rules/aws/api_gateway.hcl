# API Gateway: REST APIs (aws_api_gateway_*), HTTP and WebSocket APIs (aws_apigatewayv2_*).

rule "aws-api-gateway-access-log-missing" {
  title     = "API stage writes no access log"
  category  = "security"
  severity  = "medium"
  resources = ["aws_api_gateway_stage", "aws_apigatewayv2_stage"]
  aliases = [
    "CKV_AWS_76", "CKV2_AWS_4", "AWS-0001", "aws-apigateway-enable-access-logging", "AVD-AWS-0001",
    "1b6799eb-4a7a-4b04-9001-8cceb9999326", "625abc0e-f980-4ac9-a775-f7519ee34296",
  ]
  tags    = ["cwe-778"]
  default = false
  assert  = length(resource.access_log_settings) > 0
  at      = resource.access_log_settings
  message = "The stage has no `access_log_settings`"
  why     = "The access log tells who called what and how it ended. It is billed as log volume, and other layers may log the same."
  remedy  = <<-EOT
    ```hcl
    access_log_settings {
      destination_arn = aws_cloudwatch_log_group.api.arn
      format          = "$context.requestId $context.identity.sourceIp $context.status"
    }
    ```
  EOT
  link    = "https://docs.aws.amazon.com/apigateway/latest/developerguide/set-up-logging.html"

  pass "a REST API" {
    resource "aws_api_gateway_stage" "prod" {
      deployment_id = "d1"
      rest_api_id   = "a1"
      stage_name    = "prod"
      access_log_settings {
        destination_arn = "arn:aws:logs:eu-central-1:123456789012:log-group:api"
        format          = "$context.requestId"
      }
    }
  }

  pass "an HTTP API" {
    resource "aws_apigatewayv2_stage" "prod" {
      api_id = "a1"
      name   = "prod"
      access_log_settings {
        destination_arn = "arn:aws:logs:eu-central-1:123456789012:log-group:api"
        format          = "$context.requestId"
      }
    }
  }

  fail "a REST API, without it" {
    resource "aws_api_gateway_stage" "prod" {
      deployment_id = "d1"
      rest_api_id   = "a1"
      stage_name    = "prod"
    }
  }

  fail "an HTTP API, without it" {
    resource "aws_apigatewayv2_stage" "prod" {
      api_id = "a1"
      name   = "prod"
    }
  }
}

rule "aws-api-gateway-execution-log-off" {
  title     = "API stage logs no errors"
  category  = "security"
  severity  = "low"
  resources = ["aws_api_gateway_method_settings"]
  aliases   = ["CKV2_AWS_4"]
  tags      = ["cwe-778"]
  default   = false
  assert    = contains(["ERROR", "INFO"], resource.settings[0].logging_level)
  at        = resource.settings[0].logging_level
  message   = "The logging level is `${coalesce(resource.settings[0].logging_level, "OFF")}`"
  why       = "Errors inside API Gateway (authorisers, mappings, timeouts) never reach the backend's logs. `logging_level` is `OFF` unless written."
  remedy    = "Set `logging_level = \"ERROR\"`; `INFO` writes a line for every step of every request."
  link      = "https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/api_gateway_method_settings"

  pass "errors" {
    resource "aws_api_gateway_method_settings" "all" {
      method_path = "*/*"
      rest_api_id = "a1"
      stage_name  = "prod"
      settings {
        logging_level = "ERROR"
      }
    }
  }

  fail "off" {
    resource "aws_api_gateway_method_settings" "all" {
      method_path = "*/*"
      rest_api_id = "a1"
      stage_name  = "prod"
      settings {
        logging_level = "OFF"
      }
    }
    expect = ["aws_api_gateway_method_settings.all @ settings[0].logging_level"]
  }

  fail "not written" {
    resource "aws_api_gateway_method_settings" "all" {
      method_path = "*/*"
      rest_api_id = "a1"
      stage_name  = "prod"
      settings {
        metrics_enabled = true
      }
    }
  }

  unknown "`logging_level` is an unset variable" {
    variable "logging_level" {}
    resource "aws_api_gateway_method_settings" "all" {
      method_path = "*/*"
      rest_api_id = "a1"
      stage_name  = "prod"
      settings {
        logging_level = var.logging_level
      }
    }
  }

  pass "`logging_level` is `INFO`" {
    resource "aws_api_gateway_method_settings" "all" {
      method_path = "*/*"
      rest_api_id = "a1"
      stage_name  = "prod"
      settings {
        logging_level = "INFO"
      }
    }
  }
}

rule "aws-api-gateway-execution-log-group-missing" {
  title     = "Stage's execution log group is not managed"
  category  = "security"
  severity  = "info"
  resources = ["aws_api_gateway_stage"]
  aliases   = ["982aa526-6970-4c59-8b9b-2ce7e019fe36"]
  default   = false
  assert = anytrue([
    for g in all("aws_cloudwatch_log_group") : startswith(g.name, "API-Gateway-Execution-Logs_")
  ])
  message = "No log group named `API-Gateway-Execution-Logs_…` is declared"
  why     = "API Gateway makes the group for execution logs by itself, without retention and key, when it logs for the first time. Declaring it beforehand sets both."
  remedy  = <<-EOT
    ```hcl
    resource "aws_cloudwatch_log_group" "api" {
      name              = "API-Gateway-Execution-Logs_abc123/prod"
      retention_in_days = 90
    }
    ```
  EOT
  link    = "https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/api_gateway_stage"

  pass "declared" {
    resource "aws_cloudwatch_log_group" "api" {
      name = "API-Gateway-Execution-Logs_a1/prod"
    }
    resource "aws_api_gateway_stage" "prod" {
      deployment_id = "d1"
      rest_api_id   = "a1"
      stage_name    = "prod"
    }
  }

  fail "not declared" {
    resource "aws_api_gateway_stage" "prod" {
      deployment_id = "d1"
      rest_api_id   = "a1"
      stage_name    = "prod"
    }
  }
}

rule "aws-api-gateway-data-trace-on" {
  title     = "API Gateway logs request and response bodies"
  category  = "security"
  severity  = "medium"
  resources = ["aws_api_gateway_method_settings", "aws_apigatewayv2_stage"]
  aliases   = ["CKV_AWS_276"]
  tags      = ["cwe-532"]
  assert = !anytrue([
    for s in concat(resource.settings, resource.default_route_settings, resource.route_settings) : s.data_trace_enabled == true
  ])
  at      = [resource.settings[0].data_trace_enabled, resource.default_route_settings[0].data_trace_enabled, resource.route_settings[0].data_trace_enabled]
  message = "Full requests and responses are written to the log"
  why     = "Passwords, tokens and personal data of every caller end up in the log, where more people read them than in the application. AWS advises against it in production."
  remedy  = "Set `data_trace_enabled = false`."
  link    = "https://docs.aws.amazon.com/apigateway/latest/developerguide/set-up-logging.html"

  pass "off" {
    resource "aws_api_gateway_method_settings" "all" {
      method_path = "*/*"
      rest_api_id = "a1"
      stage_name  = "prod"
      settings {
        data_trace_enabled = false
      }
    }
  }

  pass "not written" {
    resource "aws_api_gateway_method_settings" "all" {
      method_path = "*/*"
      rest_api_id = "a1"
      stage_name  = "prod"
      settings {
        logging_level = "ERROR"
      }
    }
  }

  fail "on" {
    resource "aws_api_gateway_method_settings" "all" {
      method_path = "*/*"
      rest_api_id = "a1"
      stage_name  = "prod"
      settings {
        data_trace_enabled = true
      }
    }
    expect = ["aws_api_gateway_method_settings.all @ settings[0].data_trace_enabled"]
  }

  fail "a WebSocket API" {
    resource "aws_apigatewayv2_stage" "prod" {
      api_id = "a1"
      name   = "prod"
      default_route_settings {
        data_trace_enabled = true
      }
    }
    expect = ["aws_apigatewayv2_stage.prod @ default_route_settings[0].data_trace_enabled"]
  }

  unknown "an unset variable" {
    variable "trace" {
      type = bool
    }
    resource "aws_api_gateway_method_settings" "all" {
      method_path = "*/*"
      rest_api_id = "a1"
      stage_name  = "prod"
      settings {
        data_trace_enabled = var.trace
      }
    }
  }
}

rule "aws-api-gateway-tracing-off" {
  title     = "API stage is not traced"
  category  = "reliability"
  severity  = "info"
  resources = ["aws_api_gateway_stage"]
  aliases   = ["CKV_AWS_73", "AWS-0003", "aws-apigateway-enable-tracing", "AVD-AWS-0003", "5813ef56-fa94-406a-b35d-977d4a56ff2b"]
  default   = false
  assert    = resource.xray_tracing_enabled == true
  at        = resource.xray_tracing_enabled
  message   = "X-Ray tracing is off"
  why       = "A trace shows where the time of a slow request goes, from the gateway to the database. Teams with another tracing system do not need it."
  remedy    = "Set `xray_tracing_enabled = true`."
  link      = "https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-xray.html"
  fix {
    set = {
      xray_tracing_enabled = true
    }
  }

  pass "on" {
    resource "aws_api_gateway_stage" "prod" {
      deployment_id        = "d1"
      rest_api_id          = "a1"
      stage_name           = "prod"
      xray_tracing_enabled = true
    }
  }

  fail "not written" {
    resource "aws_api_gateway_stage" "prod" {
      deployment_id = "d1"
      rest_api_id   = "a1"
      stage_name    = "prod"
    }
  }

  fail "off" {
    resource "aws_api_gateway_stage" "prod" {
      deployment_id        = "d1"
      rest_api_id          = "a1"
      stage_name           = "prod"
      xray_tracing_enabled = false
    }
    expect = ["aws_api_gateway_stage.prod @ xray_tracing_enabled"]
  }

  unknown "`xray_tracing_enabled` is an unset variable" {
    variable "xray_tracing_enabled" {}
    resource "aws_api_gateway_stage" "prod" {
      deployment_id        = "d1"
      rest_api_id          = "a1"
      stage_name           = "prod"
      xray_tracing_enabled = var.xray_tracing_enabled
    }
  }
}

rule "aws-api-gateway-metrics-off" {
  title     = "API Gateway keeps no metrics for single methods"
  category  = "reliability"
  severity  = "info"
  resources = ["aws_api_gateway_method_settings"]
  aliases   = ["081069cb-588b-4ce1-884c-2a1ce3029fe5"]
  default   = false
  assert    = resource.settings[0].metrics_enabled == true
  at        = resource.settings[0].metrics_enabled
  message   = "Detailed metrics are off"
  why       = "Without them errors and latency are known for the whole stage only. Each method's metrics are billed."
  remedy    = "Set `metrics_enabled = true`."
  link      = "https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/api_gateway_method_settings"

  pass "on" {
    resource "aws_api_gateway_method_settings" "all" {
      method_path = "*/*"
      rest_api_id = "a1"
      stage_name  = "prod"
      settings {
        metrics_enabled = true
      }
    }
  }

  fail "off" {
    resource "aws_api_gateway_method_settings" "all" {
      method_path = "*/*"
      rest_api_id = "a1"
      stage_name  = "prod"
      settings {
        metrics_enabled = false
      }
    }
    expect = ["aws_api_gateway_method_settings.all @ settings[0].metrics_enabled"]
  }

  unknown "`metrics_enabled` is an unset variable" {
    variable "metrics_enabled" {}
    resource "aws_api_gateway_method_settings" "all" {
      method_path = "*/*"
      rest_api_id = "a1"
      stage_name  = "prod"
      settings {
        metrics_enabled = var.metrics_enabled
      }
    }
  }
}

rule "aws-api-gateway-cache-unencrypted" {
  title     = "API cache is not encrypted"
  category  = "security"
  severity  = "medium"
  resources = ["aws_api_gateway_method_settings"]
  aliases   = ["CKV_AWS_308", "AWS-0002", "aws-apigateway-enable-cache-encryption", "AVD-AWS-0002", "b7c9a40c-23e4-4a2d-8d39-a3352f10f288"]
  tags      = ["cwe-311"]
  when      = resource.settings[0].caching_enabled == true
  assert    = resource.settings[0].cache_data_encrypted == true
  at        = [resource.settings[0].cache_data_encrypted, resource.settings[0].caching_enabled]
  message   = "Cached responses are not encrypted"
  why       = "The cache holds what callers received, personal data included. Encryption is a switch, and off unless written."
  remedy    = "Set `cache_data_encrypted = true`."
  link      = "https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/api_gateway_method_settings"

  pass "encrypted" {
    resource "aws_api_gateway_method_settings" "all" {
      method_path = "*/*"
      rest_api_id = "a1"
      stage_name  = "prod"
      settings {
        caching_enabled      = true
        cache_data_encrypted = true
      }
    }
  }

  pass "no cache" {
    resource "aws_api_gateway_method_settings" "all" {
      method_path = "*/*"
      rest_api_id = "a1"
      stage_name  = "prod"
      settings {
        logging_level = "ERROR"
      }
    }
  }

  fail "not written" {
    resource "aws_api_gateway_method_settings" "all" {
      method_path = "*/*"
      rest_api_id = "a1"
      stage_name  = "prod"
      settings {
        caching_enabled = true
      }
    }
  }

  fail "off" {
    resource "aws_api_gateway_method_settings" "all" {
      method_path = "*/*"
      rest_api_id = "a1"
      stage_name  = "prod"
      settings {
        caching_enabled      = true
        cache_data_encrypted = false
      }
    }
    expect = ["aws_api_gateway_method_settings.all @ settings[0].cache_data_encrypted"]
  }

  unknown "an unset variable" {
    variable "encrypted" {
      type = bool
    }
    resource "aws_api_gateway_method_settings" "all" {
      method_path = "*/*"
      rest_api_id = "a1"
      stage_name  = "prod"
      settings {
        caching_enabled      = true
        cache_data_encrypted = var.encrypted
      }
    }
  }
}

rule "aws-api-gateway-cache-off" {
  title     = "API responses are not cached"
  category  = "reliability"
  severity  = "info"
  resources = ["aws_api_gateway_method_settings", "aws_api_gateway_stage"]
  aliases   = ["CKV_AWS_120", "CKV_AWS_225", "AWS-0190", "aws-apigateway-enable-cache", "AVD-AWS-0190"]
  default   = false
  assert    = coalesce(resource.settings[0].caching_enabled, resource.cache_cluster_enabled, false)
  at        = [resource.settings[0].caching_enabled, resource.cache_cluster_enabled]
  message   = "Caching is off"
  why       = "A cache takes load off the backend and costs by the hour. It suits answers that many callers share, which most APIs have few of."
  remedy    = "Set `cache_cluster_enabled = true` on the stage and `caching_enabled = true` for the methods."
  link      = "https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-caching.html"

  pass "on" {
    resource "aws_api_gateway_stage" "prod" {
      deployment_id         = "d1"
      rest_api_id           = "a1"
      stage_name            = "prod"
      cache_cluster_enabled = true
      cache_cluster_size    = "0.5"
    }
  }

  fail "a stage without" {
    resource "aws_api_gateway_stage" "prod" {
      deployment_id = "d1"
      rest_api_id   = "a1"
      stage_name    = "prod"
    }
  }

  fail "methods without" {
    resource "aws_api_gateway_method_settings" "all" {
      method_path = "*/*"
      rest_api_id = "a1"
      stage_name  = "prod"
      settings {
        caching_enabled = false
      }
    }
    expect = ["aws_api_gateway_method_settings.all @ settings[0].caching_enabled"]
  }

  unknown "`caching_enabled` is an unset variable" {
    variable "caching_enabled" {}
    resource "aws_api_gateway_method_settings" "all" {
      method_path = "*/*"
      rest_api_id = "a1"
      stage_name  = "prod"
      settings {
        caching_enabled = var.caching_enabled
      }
    }
  }
}

rule "aws-api-gateway-weak-tls" {
  title     = "API domain accepts TLS before 1.2"
  category  = "security"
  severity  = "medium"
  resources = ["aws_api_gateway_domain_name"]
  aliases   = ["CKV_AWS_206", "AWS-0005", "aws-apigateway-use-secure-tls-policy", "AVD-AWS-0005", "4e1cc5d3-2811-4fb2-861c-ee9b3cb7f90b"]
  tags      = ["cwe-326", "cwe-327"]
  assert    = resource.security_policy != "TLS_1_0"
  at        = resource.security_policy
  message   = "The security policy is `${resource.security_policy}`"
  why       = <<-EOT
    TLS 1.0 has known weaknesses and no current client uses it. Neither AWS nor the provider documents what a domain gets where the policy is not written
    (reports of recent years say TLS 1.2), so that only a written `TLS_1_0` is a finding.
  EOT
  remedy    = "Set `security_policy = \"TLS_1_2\"`."
  link      = "https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-custom-domain-tls-version.html"
  fix {
    set = {
      security_policy = "TLS_1_2"
    }
  }

  pass "TLS 1.2" {
    resource "aws_api_gateway_domain_name" "api" {
      domain_name     = "api.example.com"
      certificate_arn = "arn:aws:acm:us-east-1:123456789012:certificate/1"
      security_policy = "TLS_1_2"
    }
  }

  pass "regional, by default" {
    resource "aws_api_gateway_domain_name" "api" {
      domain_name              = "api.example.com"
      regional_certificate_arn = "arn:aws:acm:eu-central-1:123456789012:certificate/1"
      endpoint_configuration {
        types = ["REGIONAL"]
      }
    }
  }

  pass "edge-optimised, by default" {
    resource "aws_api_gateway_domain_name" "api" {
      domain_name     = "api.example.com"
      certificate_arn = "arn:aws:acm:us-east-1:123456789012:certificate/1"
    }
  }

  fail "TLS 1.0" {
    resource "aws_api_gateway_domain_name" "api" {
      domain_name              = "api.example.com"
      regional_certificate_arn = "arn:aws:acm:eu-central-1:123456789012:certificate/1"
      security_policy          = "TLS_1_0"
      endpoint_configuration {
        types = ["REGIONAL"]
      }
    }
    expect = ["aws_api_gateway_domain_name.api @ security_policy"]
  }

  unknown "an unset variable" {
    variable "tls" {
      type = string
    }
    resource "aws_api_gateway_domain_name" "api" {
      domain_name     = "api.example.com"
      certificate_arn = "arn:aws:acm:us-east-1:123456789012:certificate/1"
      security_policy = var.tls
    }
  }

  pass "`types` is `PRIVATE`" {
    resource "aws_api_gateway_domain_name" "api" {
      domain_name              = "api.example.com"
      regional_certificate_arn = "arn:aws:acm:eu-central-1:123456789012:certificate/1"
      endpoint_configuration {
        types = ["PRIVATE"]
      }
    }
  }
}

rule "aws-api-gateway-method-public" {
  title     = "API method asks for no authorisation"
  category  = "security"
  severity  = "low"
  resources = ["aws_api_gateway_method"]
  aliases = [
    "CKV_AWS_59", "CKV2_AWS_70", "AWS-0004", "aws-apigateway-no-public-access", "AVD-AWS-0004",
    "15ccec05-5476-4890-ad19-53991eba1db8",
  ]
  tags = ["cwe-306"]
  related "apis" {
    type = "aws_api_gateway_rest_api"
    on   = refers(resource.rest_api_id, other)
  }
  assert = !(
    upper(coalesce(resource.authorization, "NONE")) == "NONE" && resource.api_key_required != true && upper(resource.http_method) != "OPTIONS"
    && !anytrue([for a in related.apis : anytrue([for e in a.endpoint_configuration : contains(e.types, "PRIVATE")])])
  )
  at      = resource.authorization
  message = "Anyone may call the method"
  why     = <<-EOT
    The method reaches the backend without any check by the gateway. That is right for a public website or a webhook that checks signatures itself; say so
    with a suppression. `OPTIONS` (CORS) and methods with an API key pass.
  EOT
  remedy  = "Set `authorization = \"AWS_IAM\"`, or `COGNITO_USER_POOLS` or `CUSTOM` with an `authorizer_id`."
  link    = "https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-control-access-to-api.html"

  pass "IAM" {
    resource "aws_api_gateway_method" "get" {
      http_method   = "GET"
      resource_id   = "r1"
      rest_api_id   = "a1"
      authorization = "AWS_IAM"
    }
  }

  pass "CORS" {
    resource "aws_api_gateway_method" "options" {
      http_method   = "OPTIONS"
      resource_id   = "r1"
      rest_api_id   = "a1"
      authorization = "NONE"
    }
  }

  pass "a private API" {
    resource "aws_api_gateway_rest_api" "internal" {
      name = "internal"
      endpoint_configuration {
        types = ["PRIVATE"]
      }
    }
    resource "aws_api_gateway_method" "get" {
      http_method   = "GET"
      resource_id   = "r1"
      rest_api_id   = aws_api_gateway_rest_api.internal.id
      authorization = "NONE"
    }
  }

  fail "nothing" {
    resource "aws_api_gateway_method" "get" {
      http_method   = "GET"
      resource_id   = "r1"
      rest_api_id   = "a1"
      authorization = "NONE"
    }
    expect = ["aws_api_gateway_method.get @ authorization"]
  }

  fail "in small letters" {
    resource "aws_api_gateway_method" "any" {
      http_method   = "ANY"
      resource_id   = "r1"
      rest_api_id   = "a1"
      authorization = "none"
    }
    expect = ["aws_api_gateway_method.any @ authorization"]
  }

  unknown "an unset variable" {
    variable "auth" {
      type = string
    }
    resource "aws_api_gateway_method" "get" {
      http_method   = "GET"
      resource_id   = "r1"
      rest_api_id   = "a1"
      authorization = var.auth
    }
  }

  pass "more that pass" {
    resource "aws_api_gateway_method" "api_key_required_is_true" {
      http_method      = "GET"
      resource_id      = "r1"
      rest_api_id      = "a1"
      authorization    = "NONE"
      api_key_required = true
    }
  }
}

rule "aws-api-gateway-route-public" {
  title     = "HTTP API route asks for no authorisation"
  category  = "security"
  severity  = "low"
  resources = ["aws_apigatewayv2_route"]
  aliases   = ["CKV_AWS_309"]
  tags      = ["cwe-306"]
  related "apis" {
    type = "aws_apigatewayv2_api"
    on   = refers(resource.api_id, other)
  }
  assert  = contains(["AWS_IAM", "CUSTOM", "JWT"], resource.authorization_type) || startswith(coalesce(resource.route_key, ""), "OPTIONS ") || resource.api_key_required == true || anytrue([for a in related.apis : a.protocol_type == "WEBSOCKET"]) && resource.route_key != "$connect"
  at      = [resource.authorization_type, resource.route_key]
  message = "Anyone may call the route"
  why     = <<-EOT
    `authorization_type` is `NONE` unless written: the route reaches the backend without any check by the gateway. For a WebSocket API only `$connect` can
    be authorised. Public routes are often meant; suppress those with a reason.
  EOT
  remedy  = "Set `authorization_type = \"JWT\"` with an `authorizer_id`, or `AWS_IAM`."
  link    = "https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/apigatewayv2_route"

  pass "a JWT" {
    resource "aws_apigatewayv2_route" "get" {
      api_id             = "a1"
      route_key          = "GET /items"
      authorization_type = "JWT"
      authorizer_id      = "z1"
    }
  }

  pass "CORS" {
    resource "aws_apigatewayv2_route" "options" {
      api_id    = "a1"
      route_key = "OPTIONS /items"
    }
  }

  fail "not written" {
    resource "aws_apigatewayv2_route" "get" {
      api_id    = "a1"
      route_key = "GET /items"
    }
  }

  fail "nothing" {
    resource "aws_apigatewayv2_route" "get" {
      api_id             = "a1"
      route_key          = "GET /items"
      authorization_type = "NONE"
    }
    expect = ["aws_apigatewayv2_route.get @ authorization_type"]
  }

  unknown "an unset variable" {
    variable "auth" {
      type = string
    }
    resource "aws_apigatewayv2_route" "get" {
      api_id             = "a1"
      route_key          = "GET /items"
      authorization_type = var.auth
    }
  }

  pass "more that pass" {
    resource "aws_apigatewayv2_route" "api_key_required_is_true" {
      api_id           = "a1"
      route_key        = "GET /items"
      api_key_required = true
    }
    resource "aws_apigatewayv2_route" "one_more_authorization_type_is_aws_iam" {
      api_id             = "a1"
      route_key          = "GET /items"
      authorization_type = "JWT"
      authorizer_id      = "z1"
    }
    resource "aws_apigatewayv2_route" "one_more_authorization_type_is_aws_iam_2" {
      api_id             = "a1"
      route_key          = "GET /items"
      authorization_type = "AWS_IAM"
      authorizer_id      = "z1"
    }
    resource "aws_apigatewayv2_route" "one_more_authorization_type_is_custom" {
      api_id             = "a1"
      route_key          = "GET /items"
      authorization_type = "JWT"
      authorizer_id      = "z1"
    }
    resource "aws_apigatewayv2_route" "one_more_authorization_type_is_custom_2" {
      api_id             = "a1"
      route_key          = "GET /items"
      authorization_type = "CUSTOM"
      authorizer_id      = "z1"
    }
  }
}

rule "aws-api-gateway-no-authorizer" {
  title     = "REST API has no authoriser"
  category  = "security"
  severity  = "info"
  resources = ["aws_api_gateway_rest_api"]
  aliases   = ["0a96ce49-4163-4ee6-8169-eb3b0797d694"]
  default   = false
  related "authorizers" {
    type = "aws_api_gateway_authorizer"
    on   = refers(other.rest_api_id, resource)
  }
  when    = resource.body == null
  assert  = length(related.authorizers) > 0
  message = "No `aws_api_gateway_authorizer` belongs to the API"
  why     = "IAM authorisation needs no authoriser, and an OpenAPI body may define its own, so that the rule is a hint only."
  remedy  = "Add an `aws_api_gateway_authorizer` and name it in the methods."
  link    = "https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/api_gateway_authorizer"

  pass "one" {
    resource "aws_api_gateway_rest_api" "api" {
      name = "api"
    }
    resource "aws_api_gateway_authorizer" "pool" {
      name          = "pool"
      rest_api_id   = aws_api_gateway_rest_api.api.id
      type          = "COGNITO_USER_POOLS"
      provider_arns = ["arn:aws:cognito-idp:eu-central-1:123456789012:userpool/p1"]
    }
  }

  fail "none" {
    resource "aws_api_gateway_rest_api" "api" {
      name = "api"
    }
  }
}

rule "aws-api-gateway-policy-public" {
  title     = "API policy lets every AWS account in"
  category  = "security"
  severity  = "medium"
  resources = ["aws_api_gateway_rest_api_policy", "aws_api_gateway_rest_api"]
  aliases   = ["b161c11b-a59b-4431-9a29-4e19f63e6b27"]
  tags      = ["cwe-732"]
  when      = resource.policy != null
  assert = !(
    anytrue([for s in iam_statements(resource.policy) : iam_is_public(s)])
    && !anytrue([for s in iam_statements(resource.policy) : s.effect == "Deny" && length(s.conditions) > 0])
  )
  at      = resource.policy
  message = "A statement allows everyone and nothing denies"
  why     = <<-EOT
    For a private API the resource policy is the only lock: with `*` every VPC endpoint of every account may call it. An open statement beside a `Deny`
    for all but some sources is the usual pattern and passes.
  EOT
  remedy  = "Name accounts, or deny what does not come from your VPC endpoint (`aws:SourceVpce`)."
  link    = "https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-resource-policies-examples.html"

  pass "one endpoint" {
    resource "aws_api_gateway_rest_api_policy" "api" {
      rest_api_id = "a1"
      policy      = jsonencode({ Statement = [{ Effect = "Allow", Principal = "*", Action = "execute-api:Invoke", Resource = "execute-api:/*", Condition = { StringEquals = { "aws:SourceVpce" = "vpce-0a1b2c3d" } } }] })
    }
  }

  pass "all, but for a denial" {
    resource "aws_api_gateway_rest_api_policy" "api" {
      rest_api_id = "a1"
      policy      = jsonencode({ Statement = [{ Effect = "Allow", Principal = "*", Action = "execute-api:Invoke", Resource = "execute-api:/*" }, { Effect = "Deny", Principal = "*", Action = "execute-api:Invoke", Resource = "execute-api:/*", Condition = { StringNotEquals = { "aws:SourceVpc" = "vpc-0a1b2c3d" } } }] })
    }
  }

  fail "everyone" {
    resource "aws_api_gateway_rest_api_policy" "api" {
      rest_api_id = "a1"
      policy      = jsonencode({ Statement = [{ Effect = "Allow", Principal = "*", Action = "execute-api:Invoke", Resource = "execute-api:/*" }] })
    }
    expect = ["aws_api_gateway_rest_api_policy.api @ policy"]
  }

  unknown "an unset variable" {
    variable "policy" {
      type = string
    }
    resource "aws_api_gateway_rest_api_policy" "api" {
      rest_api_id = "a1"
      policy      = var.policy
    }
  }

  fail "more that fail" {
    resource "aws_api_gateway_rest_api_policy" "no_effect" {
      rest_api_id = "a1"
      policy = jsonencode({
        Statement = [
          { Effect = "Allow", Principal = "*", Action = "execute-api:Invoke", Resource = "execute-api:/*" },
          {
            Principal = "*"
            Action    = "execute-api:Invoke"
            Resource  = "execute-api:/*"
            Condition = { StringNotEquals = { "aws:SourceVpc" = "vpc-0a1b2c3d" } }
          },
        ]
      })
    }
    resource "aws_api_gateway_rest_api_policy" "no_condition" {
      rest_api_id = "a1"
      policy = jsonencode({
        Statement = [
          { Effect = "Allow", Principal = "*", Action = "execute-api:Invoke", Resource = "execute-api:/*" },
          { Effect = "Deny", Principal = "*", Action = "execute-api:Invoke", Resource = "execute-api:/*" },
        ]
      })
    }
    expect = [
      "aws_api_gateway_rest_api_policy.no_effect @ policy",
      "aws_api_gateway_rest_api_policy.no_condition @ policy",
    ]
  }
}

rule "aws-api-gateway-public-endpoint" {
  title     = "REST API is reachable from the internet"
  category  = "security"
  severity  = "low"
  resources = ["aws_api_gateway_rest_api"]
  aliases   = ["6b2739db-9c49-4db7-b980-7816e0c248c1"]
  tags      = ["cwe-284"]
  default   = false
  assert    = anytrue([for e in resource.endpoint_configuration : contains(e.types, "PRIVATE")])
  at        = resource.endpoint_configuration[0].types
  message   = "The endpoint type is not `PRIVATE`"
  why       = "An API for one's own services need not face the internet. `EDGE` is the default."
  remedy    = <<-EOT
    ```hcl
    endpoint_configuration {
      types            = ["PRIVATE"]
      vpc_endpoint_ids = [aws_vpc_endpoint.execute_api.id]
    }
    ```
  EOT
  link      = "https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-private-apis.html"

  pass "private" {
    resource "aws_api_gateway_rest_api" "api" {
      name = "api"
      endpoint_configuration {
        types = ["PRIVATE"]
      }
    }
  }

  fail "the default" {
    resource "aws_api_gateway_rest_api" "api" {
      name = "api"
    }
  }

  fail "regional" {
    resource "aws_api_gateway_rest_api" "api" {
      name = "api"
      endpoint_configuration {
        types = ["REGIONAL"]
      }
    }
    expect = ["aws_api_gateway_rest_api.api @ endpoint_configuration[0].types"]
  }

  unknown "`types` is an unset variable" {
    variable "types" {}
    resource "aws_api_gateway_rest_api" "api" {
      name = "api"
      endpoint_configuration {
        types = var.types
      }
    }
  }
}

rule "aws-api-gateway-waf-missing" {
  title     = "API stage has no web application firewall"
  category  = "security"
  severity  = "medium"
  resources = ["aws_api_gateway_stage"]
  aliases   = ["CKV2_AWS_29", "a186e82c-1078-4a7b-85d8-579561fde884"]
  tags      = ["cwe-693"]
  default   = false
  related "associations" {
    type = ["aws_wafv2_web_acl_association", "aws_wafregional_web_acl_association"]
    on   = refers(other.resource_arn, resource)
  }
  related "apis" {
    type = "aws_api_gateway_rest_api"
    on   = refers(resource.rest_api_id, other)
  }
  assert  = length(related.associations) > 0 || anytrue([for a in related.apis : anytrue([for e in a.endpoint_configuration : contains(e.types, "PRIVATE")])])
  message = "No web ACL is associated with the stage"
  why     = "A web ACL with the managed rule groups stops the bulk of scanners and known exploits before they reach the backend. It is billed by rule and request. Private APIs pass."
  remedy  = <<-EOT
    ```hcl
    resource "aws_wafv2_web_acl_association" "api" {
      resource_arn = aws_api_gateway_stage.prod.arn
      web_acl_arn  = aws_wafv2_web_acl.api.arn
    }
    ```
  EOT
  link    = "https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-control-access-aws-waf.html"

  pass "associated" {
    resource "aws_api_gateway_stage" "prod" {
      deployment_id = "d1"
      rest_api_id   = "a1"
      stage_name    = "prod"
    }
    resource "aws_wafv2_web_acl_association" "api" {
      resource_arn = aws_api_gateway_stage.prod.arn
      web_acl_arn  = "arn:aws:wafv2:eu-central-1:123456789012:regional/webacl/api/1"
    }
  }

  fail "none" {
    resource "aws_api_gateway_stage" "prod" {
      deployment_id = "d1"
      rest_api_id   = "a1"
      stage_name    = "prod"
    }
  }
}

rule "aws-api-gateway-client-certificate-missing" {
  title     = "Backend cannot tell that API Gateway is calling"
  category  = "security"
  severity  = "low"
  resources = ["aws_api_gateway_stage", "aws_apigatewayv2_stage"]
  aliases   = ["CKV2_AWS_51", "0b4869fc-a842-4597-aa00-1294df425440"]
  tags      = ["cwe-295"]
  default   = false
  related "apis" {
    type = "aws_apigatewayv2_api"
    on   = refers(resource.api_id, other)
  }
  assert  = resource.client_certificate_id != null || anytrue([for a in related.apis : a.protocol_type == "HTTP"])
  message = "The stage has no client certificate"
  why     = <<-EOT
    A backend on the internet that accepts every caller can be reached around the gateway. With a client certificate it accepts the gateway alone.
    Backends in a VPC or Lambda functions do not need it; HTTP APIs do not support it.
  EOT
  remedy  = "Set `client_certificate_id = aws_api_gateway_client_certificate.api.id`."
  link    = "https://docs.aws.amazon.com/apigateway/latest/developerguide/getting-started-client-side-ssl-authentication.html"

  pass "a certificate" {
    resource "aws_api_gateway_stage" "prod" {
      deployment_id         = "d1"
      rest_api_id           = "a1"
      stage_name            = "prod"
      client_certificate_id = "c1"
    }
  }

  pass "an HTTP API" {
    resource "aws_apigatewayv2_api" "api" {
      name          = "api"
      protocol_type = "HTTP"
    }
    resource "aws_apigatewayv2_stage" "prod" {
      api_id = aws_apigatewayv2_api.api.id
      name   = "prod"
    }
  }

  fail "none" {
    resource "aws_api_gateway_stage" "prod" {
      deployment_id = "d1"
      rest_api_id   = "a1"
      stage_name    = "prod"
    }
  }
}

rule "aws-api-gateway-api-key-missing" {
  title     = "API method asks for no API key"
  category  = "security"
  severity  = "info"
  resources = ["aws_api_gateway_method"]
  aliases   = ["671211c5-5d2a-4e97-8867-30fc28b02216"]
  default   = false
  assert    = resource.api_key_required == true
  at        = resource.api_key_required
  message   = "`api_key_required` is off"
  why       = "API keys meter callers for usage plans. They are no protection: use authorisation for that."
  remedy    = "Set `api_key_required = true` and add an `aws_api_gateway_usage_plan`."
  link      = "https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-api-usage-plans.html"

  pass "a key" {
    resource "aws_api_gateway_method" "get" {
      http_method      = "GET"
      resource_id      = "r1"
      rest_api_id      = "a1"
      authorization    = "AWS_IAM"
      api_key_required = true
    }
  }

  fail "none" {
    resource "aws_api_gateway_method" "get" {
      http_method   = "GET"
      resource_id   = "r1"
      rest_api_id   = "a1"
      authorization = "AWS_IAM"
    }
  }
}

rule "aws-api-gateway-request-validation-missing" {
  title     = "API method does not validate requests"
  category  = "security"
  severity  = "info"
  resources = ["aws_api_gateway_method"]
  aliases   = ["CKV2_AWS_53"]
  tags      = ["cwe-20"]
  default   = false
  assert    = resource.request_validator_id != null
  at        = resource.request_validator_id
  message   = "No request validator is set"
  why       = "With a validator and a model the gateway refuses malformed requests before they reach, and cost, the backend."
  remedy    = "Set `request_validator_id = aws_api_gateway_request_validator.all.id`."
  link      = "https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-method-request-validation.html"

  pass "validated" {
    resource "aws_api_gateway_method" "post" {
      http_method          = "GET"
      resource_id          = "r1"
      rest_api_id          = "a1"
      authorization        = "AWS_IAM"
      request_validator_id = "v1"
    }
  }

  fail "not validated" {
    resource "aws_api_gateway_method" "post" {
      http_method   = "GET"
      resource_id   = "r1"
      rest_api_id   = "a1"
      authorization = "AWS_IAM"
    }
  }
}

rule "aws-api-gateway-usage-plan-missing" {
  title     = "API stage is in no usage plan"
  category  = "reliability"
  severity  = "info"
  resources = ["aws_api_gateway_stage", "aws_api_gateway_deployment"]
  aliases   = ["b3a59b8e-94a3-403e-b6e2-527abaf12034", "c999cf62-0920-40f8-8dda-0caccd66ed7e"]
  default   = false
  related "plans" {
    type = "aws_api_gateway_usage_plan"
    on   = anytrue([for s in other.api_stages : refers(s.stage, resource) || s.stage == resource.stage_name && s.api_id == resource.rest_api_id])
  }
  when    = meta.type == "aws_api_gateway_stage" || resource.stage_name != null
  assert  = length(related.plans) > 0
  message = "No usage plan covers the stage"
  why     = "A usage plan limits what one caller may ask for; without one the account's limit is the first that a noisy caller meets."
  remedy  = "Add an `aws_api_gateway_usage_plan` with the stage in `api_stages`."
  link    = "https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/api_gateway_usage_plan"

  pass "a plan" {
    resource "aws_api_gateway_stage" "prod" {
      deployment_id = "d1"
      rest_api_id   = "a1"
      stage_name    = "prod"
    }
    resource "aws_api_gateway_usage_plan" "main" {
      name = "main"
      api_stages {
        api_id = "a1"
        stage  = aws_api_gateway_stage.prod.stage_name
      }
    }
  }

  fail "none" {
    resource "aws_api_gateway_stage" "prod" {
      deployment_id = "d1"
      rest_api_id   = "a1"
      stage_name    = "prod"
    }
  }

  fail "`stage_name` is an unset variable" {
    variable "stage_name" {}
    resource "aws_api_gateway_stage" "prod" {
      deployment_id = "d1"
      rest_api_id   = "a1"
      stage_name    = var.stage_name
    }
    expect = ["aws_api_gateway_stage.prod @ stage_name"]
  }

  fail "`rest_api_id` is `abc123`" {
    resource "aws_api_gateway_stage" "prod" {
      deployment_id = "d1"
      rest_api_id   = "abc123"
      stage_name    = "prod"
    }
    resource "aws_api_gateway_usage_plan" "main" {
      name = "main"
      api_stages {
        api_id = "a1"
        stage  = aws_api_gateway_stage.prod.stage_name
      }
    }
    expect = ["aws_api_gateway_stage.prod @ stage_name"]
  }

  fail "without `api_stages`" {
    resource "aws_api_gateway_stage" "prod" {
      deployment_id = "d1"
      rest_api_id   = "a1"
      stage_name    = "prod"
    }
    resource "aws_api_gateway_usage_plan" "main" {
      name = "main"
    }
    expect = ["aws_api_gateway_stage.prod @ stage_name"]
  }

  unknown "more that nobody can know" {
    variable "stage_name" {}
    variable "stage" {}
    resource "aws_api_gateway_stage" "rest_api_id_is_abc123_one_more_one_more" {
      deployment_id = "d1"
      rest_api_id   = "abc123"
      stage_name    = "prod"
    }
    resource "aws_api_gateway_usage_plan" "rest_api_id_is_abc123_one_more_one_more" {
      name = "main"
      api_stages {
        api_id = "a1"
        stage  = aws_api_gateway_stage.rest_api_id_is_abc123_one_more_one_more.stage_name
      }
    }
    resource "aws_api_gateway_usage_plan" "rest_api_id_is_abc123_one_more_one_more_2" {
      name = "main"
      api_stages {
        api_id = "a1"
        stage  = aws_api_gateway_stage.rest_api_id_is_abc123_one_more_one_more.stage_name
      }
      api_stages {
        api_id = "a1"
        stage  = var.stage
      }
    }
    resource "aws_api_gateway_stage" "one_more_stage_name_is_an_unset_variable" {
      deployment_id = "d1"
      rest_api_id   = "a1"
      stage_name    = "prod"
    }
    resource "aws_api_gateway_stage" "one_more_stage_name_is_an_unset_variable_2" {
      deployment_id = "d1"
      rest_api_id   = "a1"
      stage_name    = var.stage_name
    }
    resource "aws_api_gateway_usage_plan" "one_more_stage_name_is_an_unset_variable" {
      name = "main"
      api_stages {
        api_id = "a1"
        stage  = aws_api_gateway_stage.one_more_stage_name_is_an_unset_variable.stage_name
      }
    }
    expect = [
      "aws_api_gateway_stage.rest_api_id_is_abc123_one_more_one_more @ stage_name",
      "aws_api_gateway_stage.one_more_stage_name_is_an_unset_variable_2 @ stage_name",
    ]
  }
}

rule "aws-api-gateway-deployment-gap" {
  title     = "API is without a deployment while it is replaced"
  category  = "reliability"
  severity  = "low"
  resources = ["aws_api_gateway_deployment"]
  aliases   = ["CKV_AWS_217"]
  assert    = meta.lifecycle.create_before_destroy == true
  message   = "`create_before_destroy` is missing"
  why       = "A deployment is replaced on each change of the API. Terraform deletes the old one first, which AWS refuses while a stage uses it: the apply fails half-way."
  remedy    = <<-EOT
    ```hcl
    lifecycle {
      create_before_destroy = true
    }
    ```
  EOT
  link      = "https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/api_gateway_deployment"

  pass "new before old" {
    resource "aws_api_gateway_deployment" "main" {
      rest_api_id = "a1"
      lifecycle {
        create_before_destroy = true
      }
    }
  }

  fail "not written" {
    resource "aws_api_gateway_deployment" "main" {
      rest_api_id = "a1"
    }
  }
}

rule "aws-api-gateway-rest-api-gap" {
  title     = "REST API is gone while it is replaced"
  category  = "reliability"
  severity  = "info"
  resources = ["aws_api_gateway_rest_api"]
  aliases   = ["CKV_AWS_237"]
  default   = false
  assert    = meta.lifecycle.create_before_destroy == true
  message   = "`create_before_destroy` is missing"
  why       = "A replaced API has a new id and a new address, so that the old one should live until everything points to the new. Few changes replace an API."
  remedy    = <<-EOT
    ```hcl
    lifecycle {
      create_before_destroy = true
    }
    ```
  EOT
  link      = "https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/api_gateway_rest_api"

  pass "new before old" {
    resource "aws_api_gateway_rest_api" "api" {
      name = "api"
      lifecycle {
        create_before_destroy = true
      }
    }
  }

  fail "not written" {
    resource "aws_api_gateway_rest_api" "api" {
      name = "api"
    }
  }
}

rule "aws-api-gateway-no-compression" {
  title     = "REST API does not compress its answers"
  category  = "cost"
  severity  = "info"
  resources = ["aws_api_gateway_rest_api"]
  aliases   = ["ed35928e-195c-4405-a252-98ccb664ab7b"]
  default   = false
  assert    = tonumber(coalesce(resource.minimum_compression_size, "-1")) >= 0 && tonumber(coalesce(resource.minimum_compression_size, "-1")) <= 10485760
  at        = resource.minimum_compression_size
  message   = "`minimum_compression_size` is not set"
  why       = "JSON shrinks to a fifth; the gateway compresses for clients that ask for it. Small answers gain nothing."
  remedy    = "Set `minimum_compression_size = \"1024\"`."
  link      = "https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-gzip-compression-decompression.html"

  pass "from a kilobyte" {
    resource "aws_api_gateway_rest_api" "api" {
      name                     = "api"
      minimum_compression_size = "1024"
    }
  }

  fail "not set" {
    resource "aws_api_gateway_rest_api" "api" {
      name = "api"
    }
  }

  fail "switched off" {
    resource "aws_api_gateway_rest_api" "api" {
      name                     = "api"
      minimum_compression_size = "-1"
    }
    expect = ["aws_api_gateway_rest_api.api @ minimum_compression_size"]
  }

  unknown "`minimum_compression_size` is an unset variable" {
    variable "minimum_compression_size" {}
    resource "aws_api_gateway_rest_api" "api" {
      name                     = "api"
      minimum_compression_size = var.minimum_compression_size
    }
  }

  pass "more that pass" {
    resource "aws_api_gateway_rest_api" "minimum_compression_size_is_0" {
      name                     = "api"
      minimum_compression_size = 0
    }
    resource "aws_api_gateway_rest_api" "one_more_minimum_compression_size_is" {
      name                     = "api"
      minimum_compression_size = "1024"
    }
    resource "aws_api_gateway_rest_api" "one_more_minimum_compression_size_is_2" {
      name                     = "api"
      minimum_compression_size = 10485760
    }
  }

  fail "one more, `minimum_compression_size` is `10485761`" {
    resource "aws_api_gateway_rest_api" "api" {
      name                     = "api"
      minimum_compression_size = "1024"
    }
    resource "aws_api_gateway_rest_api" "api_too" {
      name                     = "api"
      minimum_compression_size = 10485761
    }
    expect = ["aws_api_gateway_rest_api.api_too @ minimum_compression_size"]
  }
}

rule "aws-api-gateway-model-name-invalid" {
  title     = "Model name has characters that AWS refuses"
  category  = "correctness"
  severity  = "high"
  resources = ["aws_api_gateway_model"]
  aliases   = ["aws_api_gateway_model_invalid_name"]
  assert    = can(regex("^[a-zA-Z0-9]+$", resource.name))
  at        = resource.name
  message   = "`${resource.name}` may hold letters and digits only"
  why       = "Unlike most names, that of a model allows neither dashes nor underscores; AWS refuses it at apply."
  remedy    = "Write it in camel case: `OrderItem`."
  link      = "https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/api_gateway_model"

  pass "camel case" {
    resource "aws_api_gateway_model" "item" {
      rest_api_id  = "a1"
      name         = "OrderItem"
      content_type = "application/json"
      schema       = "{}"
    }
  }

  fail "a dash" {
    resource "aws_api_gateway_model" "item" {
      rest_api_id  = "a1"
      name         = "order-item"
      content_type = "application/json"
      schema       = "{}"
    }
    expect = ["aws_api_gateway_model.item @ name"]
  }

  unknown "an unset variable" {
    variable "name" {
      type = string
    }
    resource "aws_api_gateway_model" "item" {
      rest_api_id  = "a1"
      name         = var.name
      content_type = "application/json"
      schema       = "{}"
    }
  }
}

rule "aws-api-gateway-cors-any-origin" {
  title     = "API lets every website call it with credentials"
  category  = "security"
  severity  = "medium"
  resources = ["aws_apigatewayv2_api"]
  tags      = ["cwe-942"]
  assert = !anytrue([
    for c in resource.cors_configuration : contains(c.allow_origins, "*") && c.allow_credentials == true
  ])
  at      = resource.cors_configuration[0].allow_origins
  message = "`allow_origins` is `*` together with `allow_credentials`"
  why     = "Any page a signed-in user visits could call the API in his name. API Gateway refuses the combination or answers every origin; neither is what was meant."
  remedy  = "Name the origins: `allow_origins = [\"https://app.example.com\"]`."
  link    = "https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-cors.html"

  pass "named" {
    resource "aws_apigatewayv2_api" "api" {
      name          = "api"
      protocol_type = "HTTP"
      cors_configuration {
        allow_origins     = ["https://app.example.com"]
        allow_credentials = true
      }
    }
  }

  pass "any, without credentials" {
    resource "aws_apigatewayv2_api" "api" {
      name          = "api"
      protocol_type = "HTTP"
      cors_configuration {
        allow_origins = ["*"]
      }
    }
  }

  fail "any, with credentials" {
    resource "aws_apigatewayv2_api" "api" {
      name          = "api"
      protocol_type = "HTTP"
      cors_configuration {
        allow_origins     = ["*"]
        allow_credentials = true
      }
    }
    expect = ["aws_apigatewayv2_api.api @ cors_configuration[0].allow_origins"]
  }

  unknown "`allow_origins` is an unset variable" {
    variable "allow_origins" {}
    resource "aws_apigatewayv2_api" "api" {
      name          = "api"
      protocol_type = "HTTP"
      cors_configuration {
        allow_origins     = var.allow_origins
        allow_credentials = true
      }
    }
  }

  pass "without `cors_configuration`" {
    resource "aws_apigatewayv2_api" "api" {
      name          = "api"
      protocol_type = "HTTP"
    }
  }
}
