rule "aws-lambda-function-public" {
  title     = "Lambda function can be invoked by anyone"
  category  = "security"
  severity  = "critical"
  resources = ["aws_lambda_permission"]
  aliases   = ["CKV_AWS_301", "1btsf2f9-af8c-4dfc-a0f1-a03adb70deb2", "e08ed7eb-f3ef-494d-9d22-2e3db756a347"]
  tags      = ["cwe-284"]
  when      = resource.action != "lambda:InvokeFunctionUrl" && resource.function_url_auth_type == null
  assert    = resource.principal != "*" || resource.principal_org_id != null || resource.source_account != null || resource.source_arn != null
  at        = resource.principal
  message   = "`*` as principal lets every AWS account use `${resource.action}`"
  why       = <<-EOT
    Anyone with an AWS account may run the function, with data of their choice and at your expense. The permissions of function URLs, which have to name `*`, are judged
    at `aws_lambda_function_url`.
  EOT
  remedy    = <<-EOT
    ```hcl
    principal  = "apigateway.amazonaws.com"
    source_arn = "$${aws_apigatewayv2_api.orders.execution_arn}/*"
    ```
  EOT
  link      = "https://docs.aws.amazon.com/lambda/latest/dg/access-control-resource-based.html"

  pass "a service" {
    resource "aws_lambda_permission" "this" {
      function_name = "orders"
      action        = "lambda:InvokeFunction"
      principal     = "s3.amazonaws.com"
      source_arn    = "arn:aws:s3:::data"
    }
  }

  pass "everyone in the organisation" {
    resource "aws_lambda_permission" "this" {
      function_name    = "orders"
      action           = "lambda:InvokeFunction"
      principal        = "*"
      principal_org_id = "o-abcdef1234"
    }
  }

  fail "everyone" {
    resource "aws_lambda_permission" "this" {
      function_name = "orders"
      action        = "lambda:InvokeFunction"
      principal     = "*"
    }
    expect = ["aws_lambda_permission.this @ principal"]
  }

  fail "everyone, every action" {
    resource "aws_lambda_permission" "this" {
      function_name = "orders"
      principal     = "*"
      action        = "lambda:*"
    }
  }

  unknown "decided by the caller" {
    variable "principal" {}
    resource "aws_lambda_permission" "this" {
      function_name = "orders"
      action        = "lambda:InvokeFunction"
      principal     = var.principal
    }
  }

  pass "more that pass" {
    resource "aws_lambda_permission" "action_is_lambda_invokefunctionurl" {
      function_name = "orders"
      action        = "lambda:InvokeFunctionUrl"
      principal     = "*"
    }
    resource "aws_lambda_permission" "source_account_is_111122223333" {
      function_name  = "orders"
      principal      = "*"
      action         = "lambda:*"
      source_account = "111122223333"
    }
    resource "aws_lambda_permission" "one_more_principal_is" {
      function_name = "orders"
      action        = "lambda:InvokeFunction"
      principal     = "s3.amazonaws.com"
      source_arn    = "arn:aws:s3:::data"
    }
    resource "aws_lambda_permission" "one_more_principal_is_2" {
      function_name = "orders"
      action        = "lambda:InvokeFunction"
      principal     = "*"
      source_arn    = "arn:aws:s3:::data"
    }
  }
}

rule "aws-lambda-permission-any-source" {
  title     = "Lambda function can be invoked through a service by any account"
  category  = "security"
  severity  = "medium"
  resources = ["aws_lambda_permission"]
  aliases   = ["CKV_AWS_364", "AWS-0067", "aws-lambda-restrict-source-arn", "AVD-AWS-0067", "3ef8696c-e4ae-4872-92c7-520bb44dfe77"]
  tags      = ["cwe-284", "cwe-441"]
  when = (
    endswith(resource.principal, ".amazonaws.com")
    && !contains(["cognito-idp.amazonaws.com", "lex.amazonaws.com", "elasticloadbalancing.amazonaws.com", "edgelambda.amazonaws.com"], resource.principal)
  )
  assert = (
    !is_known(resource.source_arn)
    || !is_known(resource.source_account)
    || resource.source_arn != null
    || resource.source_account != null
    || resource.principal_org_id != null
    || resource.event_source_token != null
  )
  at      = resource.principal
  message = "`${resource.principal}` may invoke the function for any account: neither `source_arn` nor `source_account` is set"
  why     = <<-EOT
    The service acts for all its customers. Without a source, somebody else's bucket, topic or API that names this function can invoke it (the confused deputy).
  EOT
  remedy  = <<-EOT
    ```hcl
    source_arn = aws_sns_topic.orders.arn
    ```
  EOT
  link    = "https://docs.aws.amazon.com/lambda/latest/dg/permissions-function-services.html"

  pass "one topic" {
    resource "aws_lambda_permission" "this" {
      function_name = "orders"
      action        = "lambda:InvokeFunction"
      principal     = "sns.amazonaws.com"
      source_arn    = "arn:aws:sns:eu-west-1:111122223333:orders"
    }
  }

  pass "one account" {
    resource "aws_lambda_permission" "this" {
      function_name  = "orders"
      action         = "lambda:InvokeFunction"
      principal      = "s3.amazonaws.com"
      source_account = "111122223333"
    }
  }

  pass "an account as principal" {
    resource "aws_lambda_permission" "this" {
      function_name = "orders"
      action        = "lambda:InvokeFunction"
      principal     = "444455556666"
    }
  }

  fail "any API" {
    resource "aws_lambda_permission" "this" {
      function_name = "orders"
      action        = "lambda:InvokeFunction"
      principal     = "apigateway.amazonaws.com"
    }
    expect = ["aws_lambda_permission.this @ principal"]
  }

  fail "any bucket" {
    resource "aws_lambda_permission" "this" {
      function_name = "orders"
      action        = "lambda:InvokeFunction"
      principal     = "s3.amazonaws.com"
      statement_id  = "s3"
    }
  }

  unknown "not known from the code" {
    variable "value" {}
    resource "aws_lambda_permission" "this" {
      function_name = "orders"
      action        = "lambda:InvokeFunction"
      principal     = var.value
    }
  }

  pass "more that pass" {
    variable "source_account" {}
    variable "source_arn" {}
    resource "aws_lambda_permission" "source_arn_is_an_unset_variable" {
      function_name = "orders"
      action        = "lambda:InvokeFunction"
      principal     = "sns.amazonaws.com"
      source_arn    = var.source_arn
    }
    resource "aws_lambda_permission" "principal_is_edgelambda_amazonaws_com" {
      function_name = "orders"
      action        = "lambda:InvokeFunction"
      principal     = "edgelambda.amazonaws.com"
    }
    resource "aws_lambda_permission" "principal_is_lex_amazonaws_com" {
      function_name = "orders"
      action        = "lambda:InvokeFunction"
      principal     = "lex.amazonaws.com"
    }
    resource "aws_lambda_permission" "one_more_source_account_is_an_unset" {
      function_name  = "orders"
      action         = "lambda:InvokeFunction"
      principal      = "s3.amazonaws.com"
      source_account = "111122223333"
    }
    resource "aws_lambda_permission" "one_more_source_account_is_an_unset_2" {
      function_name  = "orders"
      action         = "lambda:InvokeFunction"
      principal      = "s3.amazonaws.com"
      source_account = var.source_account
    }
  }

  fail "more that fail" {
    resource "aws_lambda_permission" "one_more_principal_org_id_is_o_abcdef1234" {
      function_name = "orders"
      action        = "lambda:InvokeFunction"
      principal     = "apigateway.amazonaws.com"
    }
    resource "aws_lambda_permission" "one_more_principal_org_id_is_o_abcdef1234_2" {
      function_name    = "orders"
      action           = "lambda:InvokeFunction"
      principal        = "apigateway.amazonaws.com"
      principal_org_id = "o-abcdef1234"
    }
    resource "aws_lambda_permission" "one_more_principal_is" {
      function_name = "orders"
      action        = "lambda:InvokeFunction"
      principal     = "apigateway.amazonaws.com"
    }
    resource "aws_lambda_permission" "one_more_principal_is_2" {
      function_name = "orders"
      action        = "lambda:InvokeFunction"
      principal     = "elasticloadbalancing.amazonaws.com"
    }
    resource "aws_lambda_permission" "one_more_principal_is_cognito_idp" {
      function_name = "orders"
      action        = "lambda:InvokeFunction"
      principal     = "apigateway.amazonaws.com"
    }
    resource "aws_lambda_permission" "one_more_principal_is_cognito_idp_2" {
      function_name = "orders"
      action        = "lambda:InvokeFunction"
      principal     = "cognito-idp.amazonaws.com"
    }
    expect = [
      "aws_lambda_permission.one_more_principal_org_id_is_o_abcdef1234 @ principal",
      "aws_lambda_permission.one_more_principal_is @ principal",
      "aws_lambda_permission.one_more_principal_is_cognito_idp @ principal",
    ]
  }
}

rule "aws-lambda-permission-wildcard-action" {
  title     = "Lambda permission allows more than invoking"
  category  = "security"
  severity  = "medium"
  resources = ["aws_lambda_permission"]
  aliases   = ["ad9dabc7-7839-4bae-a957-aa9120013f39", "75ec6890-83af-4bf1-9f16-e83726df0bd0"]
  tags      = ["cwe-155"]
  when      = resource.principal != "*"
  assert    = contains(["lambda:InvokeFunction", "lambda:InvokeFunctionUrl", "lambda:GetFunction", "lambda:GetFunctionConfiguration", "lambda:InvokeAsync"], resource.action)
  at        = resource.action
  message   = "`${resource.action}` lets `${resource.principal}` do more with the function than invoke it"
  why       = <<-EOT
    `lambda:*` includes replacing the code, which then runs with the function's role. Everyone as principal is another rule's.
  EOT
  remedy    = <<-EOT
    ```hcl
    action = "lambda:InvokeFunction"
    ```
  EOT
  link      = "https://docs.aws.amazon.com/service-authorization/latest/reference/list_awslambda.html"

  fix {
    set = {
      action = "lambda:InvokeFunction"
    }
    safe = false
  }

  pass "invoking" {
    resource "aws_lambda_permission" "this" {
      function_name = "orders"
      action        = "lambda:InvokeFunction"
      principal     = "444455556666"
    }
  }

  pass "through the URL" {
    resource "aws_lambda_permission" "this" {
      function_name = "orders"
      principal     = "444455556666"
      action        = "lambda:InvokeFunctionUrl"
    }
  }

  fail "everything" {
    resource "aws_lambda_permission" "this" {
      function_name = "orders"
      principal     = "444455556666"
      action        = "lambda:*"
    }
    expect = ["aws_lambda_permission.this @ action"]
  }

  fail "replacing the code" {
    resource "aws_lambda_permission" "this" {
      function_name = "orders"
      principal     = "444455556666"
      action        = "lambda:UpdateFunctionCode"
    }
  }

  unknown "not known from the code" {
    variable "value" {}
    resource "aws_lambda_permission" "this" {
      function_name = "orders"
      principal     = "444455556666"
      action        = var.value
    }
  }

  pass "more that pass" {
    resource "aws_lambda_permission" "principal_is" {
      function_name = "orders"
      principal     = "*"
      action        = "lambda:*"
    }
    resource "aws_lambda_permission" "action_is_lambda_getfunction" {
      function_name = "orders"
      action        = "lambda:GetFunction"
      principal     = "444455556666"
    }
    resource "aws_lambda_permission" "one_more_action_is_lambda_invokeasync" {
      function_name = "orders"
      action        = "lambda:InvokeFunction"
      principal     = "444455556666"
    }
    resource "aws_lambda_permission" "one_more_action_is_lambda_invokeasync_2" {
      function_name = "orders"
      action        = "lambda:InvokeAsync"
      principal     = "444455556666"
    }
    also = ["aws-lambda-function-public"]
  }
}

rule "aws-lambda-layer-public" {
  title     = "Lambda layer can be used by every account"
  category  = "security"
  severity  = "medium"
  resources = ["aws_lambda_layer_version_permission"]
  tags      = ["cwe-284"]
  assert    = resource.principal != "*" || resource.organization_id != null
  at        = resource.principal
  message   = "`*` as principal lets every AWS account download the layer"
  why       = <<-EOT
    Layers hold code, sometimes configuration and keys with it. With `organization_id` the star means the organisation.
  EOT
  remedy    = <<-EOT
    ```hcl
    principal       = "*"
    organization_id = "o-abcdef1234"
    ```
  EOT
  link      = "https://docs.aws.amazon.com/lambda/latest/dg/permissions-layer-cross-account.html"

  pass "one account" {
    resource "aws_lambda_layer_version_permission" "this" {
      layer_name     = "shared"
      version_number = 1
      statement_id   = "share"
      action         = "lambda:GetLayerVersion"
      principal      = "444455556666"
    }
  }

  pass "the organisation" {
    resource "aws_lambda_layer_version_permission" "this" {
      layer_name      = "shared"
      version_number  = 1
      statement_id    = "share"
      action          = "lambda:GetLayerVersion"
      principal       = "*"
      organization_id = "o-abcdef1234"
    }
  }

  fail "everyone" {
    resource "aws_lambda_layer_version_permission" "this" {
      layer_name     = "shared"
      version_number = 1
      statement_id   = "share"
      action         = "lambda:GetLayerVersion"
      principal      = "*"
    }
    expect = ["aws_lambda_layer_version_permission.this @ principal"]
  }

  fail "everyone, a later version" {
    resource "aws_lambda_layer_version_permission" "this" {
      layer_name     = "shared"
      statement_id   = "share"
      action         = "lambda:GetLayerVersion"
      principal      = "*"
      version_number = 7
    }
  }

  unknown "not known from the code" {
    variable "value" {}
    resource "aws_lambda_layer_version_permission" "this" {
      layer_name     = "shared"
      version_number = 1
      statement_id   = "share"
      action         = "lambda:GetLayerVersion"
      principal      = var.value
    }
  }
}

rule "aws-lambda-url-without-authentication" {
  title     = "Lambda function URL asks for no authentication"
  category  = "security"
  severity  = "medium"
  resources = ["aws_lambda_function_url"]
  aliases   = ["CKV_AWS_258"]
  tags      = ["cwe-306"]
  assert    = resource.authorization_type != "NONE"
  at        = resource.authorization_type
  message   = "`authorization_type = \"NONE\"` puts the function on the internet for everyone"
  why       = <<-EOT
    There is no login, no rate limit and no firewall in front; whoever finds the URL runs the function. It is meant for webhooks that check a signature themselves.
  EOT
  remedy    = <<-EOT
    ```hcl
    authorization_type = "AWS_IAM"
    ```
  EOT
  link      = "https://docs.aws.amazon.com/lambda/latest/dg/urls-auth.html"

  fix {
    set = {
      authorization_type = "AWS_IAM"
    }
    safe = false
  }

  pass "IAM" {
    resource "aws_lambda_function_url" "this" {
      function_name      = "orders"
      authorization_type = "AWS_IAM"
    }
  }

  fail "none" {
    resource "aws_lambda_function_url" "this" {
      function_name      = "orders"
      authorization_type = "NONE"
    }
    expect = ["aws_lambda_function_url.this @ authorization_type"]
  }

  fail "none, for an alias" {
    resource "aws_lambda_function_url" "this" {
      function_name      = "orders"
      authorization_type = "NONE"
      qualifier          = "live"
    }
  }

  unknown "decided by the caller" {
    variable "auth" {}
    resource "aws_lambda_function_url" "this" {
      function_name      = "orders"
      authorization_type = var.auth
    }
  }
}

rule "aws-lambda-url-cors-any-origin" {
  title     = "Lambda function URL lets scripts of any site call any method"
  category  = "security"
  severity  = "low"
  resources = ["aws_lambda_function_url"]
  aliases   = ["CKV2_AWS_75"]
  tags      = ["cwe-942"]
  for_each  = resource.cors
  assert    = !(contains(each.value.allow_origins, "*") && (contains(each.value.allow_methods, "*") || coalesce(each.value.allow_credentials, false)))
  at        = each.value.allow_origins
  message   = "`*` in `allow_origins` together with every method or with credentials"
  why       = <<-EOT
    Any page that a user visits may then call the function from the user's browser, and read the answer.
  EOT
  remedy    = <<-EOT
    ```hcl
    allow_origins = ["https://app.example.com"]
    allow_methods = ["GET"]
    ```
  EOT
  link      = "https://docs.aws.amazon.com/lambda/latest/dg/urls-configuration.html#urls-cors"

  pass "one origin" {
    resource "aws_lambda_function_url" "this" {
      function_name      = "orders"
      authorization_type = "AWS_IAM"
      cors {
        allow_origins = ["https://app.example.com"]
        allow_methods = ["*"]
      }
    }
  }

  pass "every origin may read" {
    resource "aws_lambda_function_url" "this" {
      function_name      = "orders"
      authorization_type = "AWS_IAM"
      cors {
        allow_origins = ["*"]
        allow_methods = ["GET"]
      }
    }
  }

  fail "every origin, every method" {
    resource "aws_lambda_function_url" "this" {
      function_name      = "orders"
      authorization_type = "AWS_IAM"
      cors {
        allow_origins = ["*"]
        allow_methods = ["*"]
      }
    }
    expect = ["aws_lambda_function_url.this @ cors[0].allow_origins"]
  }

  fail "every origin, with credentials" {
    resource "aws_lambda_function_url" "this" {
      function_name      = "orders"
      authorization_type = "AWS_IAM"
      cors {
        allow_origins     = ["*"]
        allow_methods     = ["GET"]
        allow_credentials = true
      }
    }
  }

  unknown "`allow_origins` is an unset variable" {
    variable "allow_origins" {}
    resource "aws_lambda_function_url" "this" {
      function_name      = "orders"
      authorization_type = "AWS_IAM"
      cors {
        allow_origins = var.allow_origins
        allow_methods = ["*"]
      }
    }
  }
}

rule "aws-lambda-environment-secret" {
  title     = "Lambda environment holds a credential in plain text"
  category  = "security"
  severity  = "high"
  resources = ["aws_lambda_function"]
  aliases   = ["CKV_AWS_45", "1402afd8-a95c-4e84-8b0b-6fb43758e6ce"]
  tags      = ["cwe-798"]
  params = {
    names    = "(?i)(password|passwd|pwd|secret|api_?key|access_?key|private_?key|token|credential)s?$"
    harmless = "(?i)(arn|name|_id|path|file|url|uri|ttl|public_?key|max_?tokens?)"
    nothing  = "^(arn:|https?://|/|[{]{2}|<|true$|false$|[0-9]*$)|(?i)(example|change-?me|replace|placeholder|dummy|todo)"
  }
  when = length(resource.environment) > 0
  assert = !anytrue([
    for name, value in resource.environment[0].variables :
    is_known(value)
    && (
      can(regex("^(AKIA|ASIA)[0-9A-Z]{16}$", value))
      || (
        can(regex(param.names, name))
        && !can(regex(param.harmless, name))
        && length(coalesce(value, "")) >= 8
        && !can(regex(param.nothing, value))
      )
    )
  ])
  at      = resource.environment[0].variables
  message = "${join(", ", [for name, value in resource.environment[0].variables : "`${name}`" if is_known(value) && (can(regex("^(AKIA|ASIA)[0-9A-Z]{16}$", value)) || (can(regex(param.names, name)) && !can(regex(param.harmless, name)) && length(coalesce(value, "")) >= 8 && !can(regex(param.nothing, value))))])} is a credential in plain text"
  why     = <<-EOT
    It stands in the code and its history, in the state, and in the console for everybody who may read the function's configuration.
  EOT
  remedy  = <<-EOT
    Keep it in Secrets Manager or the Parameter Store, hand over the name only, and let the function read it.

        environment {
          variables = {
            DB_SECRET_ARN = aws_secretsmanager_secret.db.arn
          }
        }
  EOT
  link    = "https://docs.aws.amazon.com/lambda/latest/dg/configuration-envvars.html"

  pass "names only" {
    resource "aws_lambda_function" "this" {
      function_name = "orders"
      role          = "arn:aws:iam::111122223333:role/orders"
      runtime       = "python3.13"
      handler       = "app.handler"
      filename      = "orders.zip"
      environment {
        variables = {
          TABLE         = "orders"
          DB_SECRET_ARN = "arn:aws:secretsmanager:eu-west-1:111122223333:secret:db-AbCdEf"
          DB_PASSWORD   = "changeme"
        }
      }
    }
  }

  pass "no environment" {
    resource "aws_lambda_function" "this" {
      function_name = "orders"
      role          = "arn:aws:iam::111122223333:role/orders"
      runtime       = "python3.13"
      handler       = "app.handler"
      filename      = "orders.zip"
    }
  }

  pass "a value from elsewhere" {
    variable "token" {
      sensitive = true
    }
    resource "aws_lambda_function" "this" {
      function_name = "orders"
      role          = "arn:aws:iam::111122223333:role/orders"
      runtime       = "python3.13"
      handler       = "app.handler"
      filename      = "orders.zip"
      environment {
        variables = {
          TOKEN = var.token
        }
      }
    }
  }

  fail "an access key" {
    resource "aws_lambda_function" "this" {
      function_name = "orders"
      role          = "arn:aws:iam::111122223333:role/orders"
      runtime       = "python3.13"
      handler       = "app.handler"
      filename      = "orders.zip"
      environment {
        variables = {
          TABLE = "orders"
          KEY   = "AKIAIOSFODNN7QWERTYU"
        }
      }
    }
    expect = ["aws_lambda_function.this @ environment[0].variables"]
  }

  fail "a password" {
    resource "aws_lambda_function" "this" {
      function_name = "orders"
      role          = "arn:aws:iam::111122223333:role/orders"
      runtime       = "python3.13"
      handler       = "app.handler"
      filename      = "orders.zip"
      environment {
        variables = {
          TABLE       = "orders"
          DB_PASSWORD = "hunter2hunter2"
        }
      }
    }
  }

  unknown "`variables` is an unset variable" {
    variable "variables" {}
    resource "aws_lambda_function" "this" {
      function_name = "orders"
      role          = "arn:aws:iam::111122223333:role/orders"
      runtime       = "python3.13"
      handler       = "app.handler"
      filename      = "orders.zip"
      environment {
        variables = var.variables
      }
    }
  }
}

rule "aws-lambda-deprecated-runtime" {
  title     = "Lambda runtime gets no more security updates"
  category  = "security"
  severity  = "medium"
  resources = ["aws_lambda_function"]
  aliases   = ["CKV_AWS_363", "aws_lambda_function_deprecated_runtime"]
  tags      = ["cwe-1104"]
  params = {
    deprecated = [
      "dotnetcore1.0", "dotnetcore2.0", "dotnetcore2.1", "dotnetcore3.1", "dotnet5.0", "dotnet6", "dotnet7", "go1.x", "java8", "nodejs", "nodejs4.3", "nodejs4.3-edge",
      "nodejs6.10", "nodejs8.10", "nodejs10.x", "nodejs12.x", "nodejs14.x", "nodejs16.x", "nodejs18.x", "nodejs20.x", "provided", "python2.7", "python3.6", "python3.7",
      "python3.8", "python3.9", "ruby2.5", "ruby2.7", "ruby3.2",
    ]
  }
  when    = resource.runtime != null
  assert  = !contains(param.deprecated, resource.runtime)
  at      = resource.runtime
  message = "`${resource.runtime}` is deprecated"
  why     = <<-EOT
    AWS applies no more patches to a deprecated runtime, and after a while functions with it can be neither made nor changed.
  EOT
  remedy  = <<-EOT
    ```hcl
    runtime = "python3.13"
    ```
  EOT
  link    = "https://docs.aws.amazon.com/lambda/latest/dg/lambda-runtimes.html"

  pass "a present one" {
    resource "aws_lambda_function" "this" {
      function_name = "orders"
      role          = "arn:aws:iam::111122223333:role/orders"
      runtime       = "python3.13"
      handler       = "app.handler"
      filename      = "orders.zip"
    }
  }

  pass "a container image" {
    resource "aws_lambda_function" "this" {
      function_name = "orders"
      role          = "arn:aws:iam::111122223333:role/orders"
      package_type  = "Image"
      image_uri     = "111122223333.dkr.ecr.eu-west-1.amazonaws.com/orders:1"
    }
  }

  fail "Python 3.8" {
    resource "aws_lambda_function" "this" {
      function_name = "orders"
      role          = "arn:aws:iam::111122223333:role/orders"
      handler       = "app.handler"
      filename      = "orders.zip"
      runtime       = "python3.8"
    }
    expect = ["aws_lambda_function.this @ runtime"]
  }

  fail "Go 1.x" {
    resource "aws_lambda_function" "this" {
      function_name = "orders"
      role          = "arn:aws:iam::111122223333:role/orders"
      handler       = "app.handler"
      filename      = "orders.zip"
      runtime       = "go1.x"
    }
  }

  unknown "decided by the caller" {
    variable "runtime" {}
    resource "aws_lambda_function" "this" {
      function_name = "orders"
      role          = "arn:aws:iam::111122223333:role/orders"
      handler       = "app.handler"
      filename      = "orders.zip"
      runtime       = var.runtime
    }
  }

  fail "more that fail" {
    resource "aws_lambda_function" "runtime_is_ruby3_2" {
      function_name = "orders"
      role          = "arn:aws:iam::111122223333:role/orders"
      runtime       = "ruby3.2"
      handler       = "app.handler"
      filename      = "orders.zip"
    }
    resource "aws_lambda_function" "one_more_runtime_is_dotnetcore1_0" {
      function_name = "orders"
      role          = "arn:aws:iam::111122223333:role/orders"
      runtime       = "python3.13"
      handler       = "app.handler"
      filename      = "orders.zip"
    }
    resource "aws_lambda_function" "one_more_runtime_is_dotnetcore1_0_2" {
      function_name = "orders"
      role          = "arn:aws:iam::111122223333:role/orders"
      runtime       = "dotnetcore1.0"
      handler       = "app.handler"
      filename      = "orders.zip"
    }
    expect = [
      "aws_lambda_function.runtime_is_ruby3_2 @ runtime",
      "aws_lambda_function.one_more_runtime_is_dotnetcore1_0_2 @ runtime",
    ]
  }
}

rule "aws-lambda-tracing-disabled" {
  title     = "Lambda function sends no traces to X-Ray"
  category  = "reliability"
  severity  = "low"
  default   = false
  resources = ["aws_lambda_function"]
  aliases   = ["CKV_AWS_50", "AWS-0066", "aws-lambda-enable-tracing", "AVD-AWS-0066", "8152e0cf-d2f0-47ad-96d5-d003a76eabd1"]
  tags      = ["cwe-778"]
  assert    = resource.tracing_config[0].mode == "Active"
  at        = resource.tracing_config[0].mode
  message   = "`tracing_config` does not say `Active`"
  why       = <<-EOT
    Traces show where time goes between functions, queues and tables. Each trace is billed, and other tracing tools do as well.
  EOT
  remedy    = <<-EOT
    ```hcl
    tracing_config {
      mode = "Active"
    }
    ```
  EOT
  link      = "https://docs.aws.amazon.com/lambda/latest/dg/services-xray.html"

  pass "active" {
    resource "aws_lambda_function" "this" {
      function_name = "orders"
      role          = "arn:aws:iam::111122223333:role/orders"
      runtime       = "python3.13"
      handler       = "app.handler"
      filename      = "orders.zip"
      tracing_config {
        mode = "Active"
      }
    }
  }

  fail "left out" {
    resource "aws_lambda_function" "this" {
      function_name = "orders"
      role          = "arn:aws:iam::111122223333:role/orders"
      runtime       = "python3.13"
      handler       = "app.handler"
      filename      = "orders.zip"
    }
  }

  fail "only when asked" {
    resource "aws_lambda_function" "this" {
      function_name = "orders"
      role          = "arn:aws:iam::111122223333:role/orders"
      runtime       = "python3.13"
      handler       = "app.handler"
      filename      = "orders.zip"
      tracing_config {
        mode = "PassThrough"
      }
    }
    expect = ["aws_lambda_function.this @ tracing_config[0].mode"]
  }

  unknown "`mode` is an unset variable" {
    variable "mode" {}
    resource "aws_lambda_function" "this" {
      function_name = "orders"
      role          = "arn:aws:iam::111122223333:role/orders"
      runtime       = "python3.13"
      handler       = "app.handler"
      filename      = "orders.zip"
      tracing_config {
        mode = var.mode
      }
    }
  }
}

rule "aws-lambda-without-dead-letter-queue" {
  title     = "Lambda function has no destination for failed events"
  category  = "reliability"
  severity  = "low"
  default   = false
  resources = ["aws_lambda_function"]
  aliases   = ["CKV_AWS_116"]
  related "invoke_config" {
    type = "aws_lambda_function_event_invoke_config"
    on   = refers(other.function_name, resource)
  }
  assert = (
    resource.dead_letter_config[0].target_arn != null
    || anytrue([for c in related.invoke_config : length(c.destination_config[0].on_failure) > 0])
  )
  message = "events that fail three times are dropped"
  why     = <<-EOT
    Asynchronous events (S3, SNS, EventBridge) are tried three times and then lost. Functions that are called synchronously, or read from a queue, need no such destination.
  EOT
  remedy  = <<-EOT
    ```hcl
    dead_letter_config {
      target_arn = aws_sqs_queue.orders_dead.arn
    }
    ```
  EOT
  link    = "https://docs.aws.amazon.com/lambda/latest/dg/invocation-async-retain-records.html"

  pass "a queue" {
    resource "aws_lambda_function" "this" {
      function_name = "orders"
      role          = "arn:aws:iam::111122223333:role/orders"
      runtime       = "python3.13"
      handler       = "app.handler"
      filename      = "orders.zip"
      dead_letter_config {
        target_arn = "arn:aws:sqs:eu-west-1:111122223333:dead"
      }
    }
  }

  pass "a destination" {
    resource "aws_lambda_function" "this" {
      function_name = "orders"
      role          = "arn:aws:iam::111122223333:role/orders"
      runtime       = "python3.13"
      handler       = "app.handler"
      filename      = "orders.zip"
    }
    resource "aws_lambda_function_event_invoke_config" "this" {
      function_name = aws_lambda_function.this.function_name
      destination_config {
        on_failure {
          destination = "arn:aws:sqs:eu-west-1:111122223333:dead"
        }
      }
    }
  }

  fail "neither" {
    resource "aws_lambda_function" "this" {
      function_name = "orders"
      role          = "arn:aws:iam::111122223333:role/orders"
      runtime       = "python3.13"
      handler       = "app.handler"
      filename      = "orders.zip"
    }
  }

  fail "for success only" {
    resource "aws_lambda_function" "this" {
      function_name = "orders"
      role          = "arn:aws:iam::111122223333:role/orders"
      runtime       = "python3.13"
      handler       = "app.handler"
      filename      = "orders.zip"
    }
    resource "aws_lambda_function_event_invoke_config" "this" {
      function_name = aws_lambda_function.this.function_name
      destination_config {
        on_success {
          destination = "arn:aws:sqs:eu-west-1:111122223333:done"
        }
      }
    }
  }
}

rule "aws-lambda-without-concurrency-limit" {
  title     = "Lambda function may use the concurrency of the whole account"
  category  = "reliability"
  severity  = "low"
  default   = false
  resources = ["aws_lambda_function"]
  aliases   = ["CKV_AWS_115"]
  assert    = coalesce(resource.reserved_concurrent_executions, -1) >= 0
  at        = resource.reserved_concurrent_executions
  message   = "`reserved_concurrent_executions` is not set"
  why       = <<-EOT
    All functions of a region share one limit, 1,000 at first. One that runs wild stops the others; a reservation is a limit and a guarantee at once.
  EOT
  remedy    = <<-EOT
    ```hcl
    reserved_concurrent_executions = 50
    ```
  EOT
  link      = "https://docs.aws.amazon.com/lambda/latest/dg/configuration-concurrency.html"

  pass "reserved" {
    resource "aws_lambda_function" "this" {
      function_name                  = "orders"
      role                           = "arn:aws:iam::111122223333:role/orders"
      runtime                        = "python3.13"
      handler                        = "app.handler"
      filename                       = "orders.zip"
      reserved_concurrent_executions = 50
    }
  }

  fail "left out" {
    resource "aws_lambda_function" "this" {
      function_name = "orders"
      role          = "arn:aws:iam::111122223333:role/orders"
      runtime       = "python3.13"
      handler       = "app.handler"
      filename      = "orders.zip"
    }
  }

  fail "unlimited" {
    resource "aws_lambda_function" "this" {
      function_name                  = "orders"
      role                           = "arn:aws:iam::111122223333:role/orders"
      runtime                        = "python3.13"
      handler                        = "app.handler"
      filename                       = "orders.zip"
      reserved_concurrent_executions = -1
    }
    expect = ["aws_lambda_function.this @ reserved_concurrent_executions"]
  }

  unknown "not known from the code" {
    variable "value" {}
    resource "aws_lambda_function" "this" {
      function_name                  = "orders"
      role                           = "arn:aws:iam::111122223333:role/orders"
      runtime                        = "python3.13"
      handler                        = "app.handler"
      filename                       = "orders.zip"
      reserved_concurrent_executions = var.value
    }
  }

  pass "`reserved_concurrent_executions` is `0`" {
    resource "aws_lambda_function" "this" {
      function_name                  = "orders"
      role                           = "arn:aws:iam::111122223333:role/orders"
      runtime                        = "python3.13"
      handler                        = "app.handler"
      filename                       = "orders.zip"
      reserved_concurrent_executions = 0
    }
  }
}

rule "aws-lambda-outside-vpc" {
  title     = "Lambda function runs outside of a VPC"
  category  = "security"
  severity  = "low"
  default   = false
  resources = ["aws_lambda_function"]
  aliases   = ["CKV_AWS_117"]
  tags      = ["cwe-284"]
  assert    = length(resource.vpc_config) > 0
  message   = "no `vpc_config` is declared"
  why       = <<-EOT
    Outside of a VPC the function reaches the whole internet, and nothing private. Only functions that need private addresses, or whose outgoing traffic is to be controlled, belong in one.
  EOT
  remedy    = <<-EOT
    ```hcl
    vpc_config {
      subnet_ids         = var.private_subnet_ids
      security_group_ids = [aws_security_group.lambda.id]
    }
    ```
  EOT
  link      = "https://docs.aws.amazon.com/lambda/latest/dg/configuration-vpc.html"

  pass "in a VPC" {
    resource "aws_lambda_function" "this" {
      function_name = "orders"
      role          = "arn:aws:iam::111122223333:role/orders"
      runtime       = "python3.13"
      handler       = "app.handler"
      filename      = "orders.zip"
      vpc_config {
        subnet_ids         = ["subnet-1"]
        security_group_ids = ["sg-1"]
      }
    }
  }

  fail "outside" {
    resource "aws_lambda_function" "this" {
      function_name = "orders"
      role          = "arn:aws:iam::111122223333:role/orders"
      runtime       = "python3.13"
      handler       = "app.handler"
      filename      = "orders.zip"
    }
  }

  fail "outside, as an image" {
    resource "aws_lambda_function" "this" {
      function_name = "orders"
      role          = "arn:aws:iam::111122223333:role/orders"
      package_type  = "Image"
      image_uri     = "111122223333.dkr.ecr.eu-west-1.amazonaws.com/orders:1"
    }
  }
}

rule "aws-lambda-without-code-signing" {
  title     = "Lambda function takes unsigned code"
  category  = "security"
  severity  = "low"
  default   = false
  resources = ["aws_lambda_function"]
  aliases   = ["CKV_AWS_272"]
  tags      = ["cwe-345"]
  when      = coalesce(resource.package_type, "Zip") == "Zip"
  assert    = resource.code_signing_config_arn != null
  at        = resource.code_signing_config_arn
  message   = "`code_signing_config_arn` is not set"
  why       = <<-EOT
    With code signing Lambda takes packages of known publishers only, whoever uploads them. It does not work with container images, which are left out.
  EOT
  remedy    = <<-EOT
    ```hcl
    code_signing_config_arn = aws_lambda_code_signing_config.release.arn
    ```
  EOT
  link      = "https://docs.aws.amazon.com/lambda/latest/dg/configuration-codesigning.html"

  pass "signed" {
    resource "aws_lambda_function" "this" {
      function_name           = "orders"
      role                    = "arn:aws:iam::111122223333:role/orders"
      runtime                 = "python3.13"
      handler                 = "app.handler"
      filename                = "orders.zip"
      code_signing_config_arn = "arn:aws:lambda:eu-west-1:111122223333:code-signing-config:csc-0f6c334abcdea4d8b"
    }
  }

  pass "an image" {
    resource "aws_lambda_function" "this" {
      function_name = "orders"
      role          = "arn:aws:iam::111122223333:role/orders"
      package_type  = "Image"
      image_uri     = "111122223333.dkr.ecr.eu-west-1.amazonaws.com/orders:1"
    }
  }

  fail "unsigned" {
    resource "aws_lambda_function" "this" {
      function_name = "orders"
      role          = "arn:aws:iam::111122223333:role/orders"
      runtime       = "python3.13"
      handler       = "app.handler"
      filename      = "orders.zip"
    }
  }

  fail "unsigned, from S3" {
    resource "aws_lambda_function" "this" {
      function_name = "orders"
      role          = "arn:aws:iam::111122223333:role/orders"
      runtime       = "python3.13"
      handler       = "app.handler"
      s3_bucket     = "code"
      s3_key        = "orders.zip"
    }
  }

  unknown "not known from the code" {
    variable "value" {}
    resource "aws_lambda_function" "this" {
      function_name           = "orders"
      role                    = "arn:aws:iam::111122223333:role/orders"
      runtime                 = "python3.13"
      handler                 = "app.handler"
      filename                = "orders.zip"
      code_signing_config_arn = var.value
    }
  }
}

rule "aws-lambda-environment-without-customer-key" {
  title     = "Lambda environment is encrypted with a key that AWS holds"
  category  = "security"
  severity  = "low"
  default   = false
  resources = ["aws_lambda_function"]
  aliases   = ["CKV_AWS_173"]
  tags      = ["cwe-326"]
  when      = length(resource.environment) > 0
  assert    = resource.kms_key_arn != null
  at        = resource.kms_key_arn
  message   = "`kms_key_arn` is not set although there are environment variables"
  why       = <<-EOT
    Variables are always encrypted at rest. With a key of your own, reading the configuration also needs the right to decrypt.
  EOT
  remedy    = <<-EOT
    ```hcl
    kms_key_arn = aws_kms_key.lambda.arn
    ```
  EOT
  link      = "https://docs.aws.amazon.com/lambda/latest/dg/configuration-envvars-encryption.html"

  pass "a key" {
    resource "aws_lambda_function" "this" {
      function_name = "orders"
      role          = "arn:aws:iam::111122223333:role/orders"
      runtime       = "python3.13"
      handler       = "app.handler"
      filename      = "orders.zip"
      environment {
        variables = {
          TABLE = "orders"
        }
      }
      kms_key_arn = "arn:aws:kms:eu-west-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab"
    }
  }

  pass "nothing to encrypt" {
    resource "aws_lambda_function" "this" {
      function_name = "orders"
      role          = "arn:aws:iam::111122223333:role/orders"
      runtime       = "python3.13"
      handler       = "app.handler"
      filename      = "orders.zip"
    }
  }

  fail "no key" {
    resource "aws_lambda_function" "this" {
      function_name = "orders"
      role          = "arn:aws:iam::111122223333:role/orders"
      runtime       = "python3.13"
      handler       = "app.handler"
      filename      = "orders.zip"
      environment {
        variables = {
          TABLE = "orders"
        }
      }
    }
  }

  fail "two variables, no key" {
    resource "aws_lambda_function" "this" {
      function_name = "orders"
      role          = "arn:aws:iam::111122223333:role/orders"
      runtime       = "python3.13"
      handler       = "app.handler"
      filename      = "orders.zip"
      environment {
        variables = {
          TABLE = "orders"
          STAGE = "prod"
        }
      }
    }
  }

  unknown "not known from the code" {
    variable "value" {}
    resource "aws_lambda_function" "this" {
      function_name = "orders"
      role          = "arn:aws:iam::111122223333:role/orders"
      runtime       = "python3.13"
      handler       = "app.handler"
      filename      = "orders.zip"
      environment {
        variables = {
          TABLE = "orders"
        }
      }
      kms_key_arn = var.value
    }
  }
}

rule "aws-lambda-timeout-invalid" {
  title     = "Lambda timeout is outside of 1 to 900 seconds"
  category  = "correctness"
  severity  = "high"
  resources = ["aws_lambda_function"]
  when      = resource.timeout != null
  assert    = resource.timeout >= 1 && resource.timeout <= 900
  at        = resource.timeout
  message   = "`${resource.timeout}` seconds is outside of 1 to 900"
  why       = <<-EOT
    Functions run for fifteen minutes at most; AWS refuses other values. (Milliseconds are a usual mistake.)
  EOT
  remedy    = <<-EOT
    ```hcl
    timeout = 30
    ```
  EOT
  link      = "https://docs.aws.amazon.com/lambda/latest/dg/configuration-timeout.html"

  pass "thirty seconds" {
    resource "aws_lambda_function" "this" {
      function_name = "orders"
      role          = "arn:aws:iam::111122223333:role/orders"
      runtime       = "python3.13"
      handler       = "app.handler"
      filename      = "orders.zip"
      timeout       = 30
    }
  }

  pass "the default" {
    resource "aws_lambda_function" "this" {
      function_name = "orders"
      role          = "arn:aws:iam::111122223333:role/orders"
      runtime       = "python3.13"
      handler       = "app.handler"
      filename      = "orders.zip"
    }
  }

  fail "milliseconds" {
    resource "aws_lambda_function" "this" {
      function_name = "orders"
      role          = "arn:aws:iam::111122223333:role/orders"
      runtime       = "python3.13"
      handler       = "app.handler"
      filename      = "orders.zip"
      timeout       = 3000
    }
    expect = ["aws_lambda_function.this @ timeout"]
  }

  fail "zero" {
    resource "aws_lambda_function" "this" {
      function_name = "orders"
      role          = "arn:aws:iam::111122223333:role/orders"
      runtime       = "python3.13"
      handler       = "app.handler"
      filename      = "orders.zip"
      timeout       = 0
    }
  }

  unknown "not known from the code" {
    variable "value" {}
    resource "aws_lambda_function" "this" {
      function_name = "orders"
      role          = "arn:aws:iam::111122223333:role/orders"
      runtime       = "python3.13"
      handler       = "app.handler"
      filename      = "orders.zip"
      timeout       = var.value
    }
  }

  pass "more that pass" {
    resource "aws_lambda_function" "timeout_is_1" {
      function_name = "orders"
      role          = "arn:aws:iam::111122223333:role/orders"
      runtime       = "python3.13"
      handler       = "app.handler"
      filename      = "orders.zip"
      timeout       = 1
    }
    resource "aws_lambda_function" "one_more_timeout_is_900" {
      function_name = "orders"
      role          = "arn:aws:iam::111122223333:role/orders"
      runtime       = "python3.13"
      handler       = "app.handler"
      filename      = "orders.zip"
      timeout       = 30
    }
    resource "aws_lambda_function" "one_more_timeout_is_900_2" {
      function_name = "orders"
      role          = "arn:aws:iam::111122223333:role/orders"
      runtime       = "python3.13"
      handler       = "app.handler"
      filename      = "orders.zip"
      timeout       = 900
    }
  }

  fail "one more, `timeout` is `901`" {
    resource "aws_lambda_function" "this" {
      function_name = "orders"
      role          = "arn:aws:iam::111122223333:role/orders"
      runtime       = "python3.13"
      handler       = "app.handler"
      filename      = "orders.zip"
      timeout       = 30
    }
    resource "aws_lambda_function" "this_too" {
      function_name = "orders"
      role          = "arn:aws:iam::111122223333:role/orders"
      runtime       = "python3.13"
      handler       = "app.handler"
      filename      = "orders.zip"
      timeout       = 901
    }
    expect = ["aws_lambda_function.this_too @ timeout"]
  }
}

rule "aws-lambda-memory-invalid" {
  title     = "Lambda memory is outside of 128 to 10,240 MB"
  category  = "correctness"
  severity  = "high"
  resources = ["aws_lambda_function"]
  when      = resource.memory_size != null && length(resource.capacity_provider_config) == 0
  assert    = resource.memory_size >= 128 && resource.memory_size <= 10240
  at        = resource.memory_size
  message   = "`${resource.memory_size}` MB is outside of 128 to 10,240"
  why       = <<-EOT
    AWS refuses other values when the change is applied.
  EOT
  remedy    = <<-EOT
    ```hcl
    memory_size = 512
    ```
  EOT
  link      = "https://docs.aws.amazon.com/lambda/latest/dg/configuration-memory.html"

  pass "half a gigabyte" {
    resource "aws_lambda_function" "this" {
      function_name = "orders"
      role          = "arn:aws:iam::111122223333:role/orders"
      runtime       = "python3.13"
      handler       = "app.handler"
      filename      = "orders.zip"
      memory_size   = 512
    }
  }

  pass "the default" {
    resource "aws_lambda_function" "this" {
      function_name = "orders"
      role          = "arn:aws:iam::111122223333:role/orders"
      runtime       = "python3.13"
      handler       = "app.handler"
      filename      = "orders.zip"
    }
  }

  fail "too small" {
    resource "aws_lambda_function" "this" {
      function_name = "orders"
      role          = "arn:aws:iam::111122223333:role/orders"
      runtime       = "python3.13"
      handler       = "app.handler"
      filename      = "orders.zip"
      memory_size   = 64
    }
    expect = ["aws_lambda_function.this @ memory_size"]
  }

  fail "too large" {
    resource "aws_lambda_function" "this" {
      function_name = "orders"
      role          = "arn:aws:iam::111122223333:role/orders"
      runtime       = "python3.13"
      handler       = "app.handler"
      filename      = "orders.zip"
      memory_size   = 16384
    }
  }

  unknown "not known from the code" {
    variable "value" {}
    resource "aws_lambda_function" "this" {
      function_name = "orders"
      role          = "arn:aws:iam::111122223333:role/orders"
      runtime       = "python3.13"
      handler       = "app.handler"
      filename      = "orders.zip"
      memory_size   = var.value
    }
  }

  pass "more that pass" {
    resource "aws_lambda_function" "memory_size_is_128" {
      function_name = "orders"
      role          = "arn:aws:iam::111122223333:role/orders"
      runtime       = "python3.13"
      handler       = "app.handler"
      filename      = "orders.zip"
      memory_size   = 128
    }
    resource "aws_lambda_function" "one_more_memory_size_is_10240" {
      function_name = "orders"
      role          = "arn:aws:iam::111122223333:role/orders"
      runtime       = "python3.13"
      handler       = "app.handler"
      filename      = "orders.zip"
      memory_size   = 512
    }
    resource "aws_lambda_function" "one_more_memory_size_is_10240_2" {
      function_name = "orders"
      role          = "arn:aws:iam::111122223333:role/orders"
      runtime       = "python3.13"
      handler       = "app.handler"
      filename      = "orders.zip"
      memory_size   = 10240
    }
  }

  fail "one more, `memory_size` is `10241`" {
    resource "aws_lambda_function" "this" {
      function_name = "orders"
      role          = "arn:aws:iam::111122223333:role/orders"
      runtime       = "python3.13"
      handler       = "app.handler"
      filename      = "orders.zip"
      memory_size   = 512
    }
    resource "aws_lambda_function" "this_too" {
      function_name = "orders"
      role          = "arn:aws:iam::111122223333:role/orders"
      runtime       = "python3.13"
      handler       = "app.handler"
      filename      = "orders.zip"
      memory_size   = 10241
    }
    expect = ["aws_lambda_function.this_too @ memory_size"]
  }
}

rule "aws-lambda-x86" {
  title     = "Lambda function runs on x86"
  category  = "cost"
  severity  = "info"
  default   = false
  resources = ["aws_lambda_function"]
  when      = resource.runtime == null || !contains(["go1.x", "nodejs10.x", "python3.7", "python2.7"], resource.runtime)
  assert    = contains(resource.architectures, "arm64")
  at        = resource.architectures
  message   = "`architectures` is not `arm64`"
  why       = <<-EOT
    Graviton costs a fifth less for each millisecond. Scripts run as they are; compiled code and native packages have to be built for arm64.
  EOT
  remedy    = <<-EOT
    ```hcl
    architectures = ["arm64"]
    ```
  EOT
  link      = "https://docs.aws.amazon.com/lambda/latest/dg/foundation-arch.html"

  pass "arm64" {
    resource "aws_lambda_function" "this" {
      function_name = "orders"
      role          = "arn:aws:iam::111122223333:role/orders"
      runtime       = "python3.13"
      handler       = "app.handler"
      filename      = "orders.zip"
      architectures = ["arm64"]
    }
  }

  fail "left out" {
    resource "aws_lambda_function" "this" {
      function_name = "orders"
      role          = "arn:aws:iam::111122223333:role/orders"
      runtime       = "python3.13"
      handler       = "app.handler"
      filename      = "orders.zip"
    }
  }

  fail "x86" {
    resource "aws_lambda_function" "this" {
      function_name = "orders"
      role          = "arn:aws:iam::111122223333:role/orders"
      runtime       = "python3.13"
      handler       = "app.handler"
      filename      = "orders.zip"
      architectures = ["x86_64"]
    }
    expect = ["aws_lambda_function.this @ architectures"]
  }

  unknown "not known from the code" {
    variable "value" {}
    resource "aws_lambda_function" "this" {
      function_name = "orders"
      role          = "arn:aws:iam::111122223333:role/orders"
      runtime       = "python3.13"
      handler       = "app.handler"
      filename      = "orders.zip"
      architectures = var.value
    }
  }

  pass "`runtime` is `go1.x`" {
    resource "aws_lambda_function" "this" {
      function_name = "orders"
      role          = "arn:aws:iam::111122223333:role/orders"
      runtime       = "go1.x"
      handler       = "app.handler"
      filename      = "orders.zip"
    }
    also = ["aws-lambda-deprecated-runtime"]
  }

  fail "more that fail" {
    resource "aws_lambda_function" "one_more_runtime_is_nodejs10_x" {
      function_name = "orders"
      role          = "arn:aws:iam::111122223333:role/orders"
      runtime       = "python3.13"
      handler       = "app.handler"
      filename      = "orders.zip"
    }
    resource "aws_lambda_function" "one_more_runtime_is_nodejs10_x_2" {
      function_name = "orders"
      role          = "arn:aws:iam::111122223333:role/orders"
      runtime       = "nodejs10.x"
      handler       = "app.handler"
      filename      = "orders.zip"
    }
    resource "aws_lambda_function" "one_more_runtime_is_python3_7" {
      function_name = "orders"
      role          = "arn:aws:iam::111122223333:role/orders"
      runtime       = "python3.13"
      handler       = "app.handler"
      filename      = "orders.zip"
    }
    resource "aws_lambda_function" "one_more_runtime_is_python3_7_2" {
      function_name = "orders"
      role          = "arn:aws:iam::111122223333:role/orders"
      runtime       = "python3.7"
      handler       = "app.handler"
      filename      = "orders.zip"
    }
    resource "aws_lambda_function" "one_more_runtime_is_python2_7" {
      function_name = "orders"
      role          = "arn:aws:iam::111122223333:role/orders"
      runtime       = "python3.13"
      handler       = "app.handler"
      filename      = "orders.zip"
    }
    resource "aws_lambda_function" "one_more_runtime_is_python2_7_2" {
      function_name = "orders"
      role          = "arn:aws:iam::111122223333:role/orders"
      runtime       = "python2.7"
      handler       = "app.handler"
      filename      = "orders.zip"
    }
    expect = [
      "aws_lambda_function.one_more_runtime_is_nodejs10_x",
      "aws_lambda_function.one_more_runtime_is_python3_7",
      "aws_lambda_function.one_more_runtime_is_python2_7",
    ]
  }
}

rule "aws-lambda-memory-large" {
  title     = "Lambda function has more memory than two processors use"
  category  = "cost"
  severity  = "info"
  default   = false
  resources = ["aws_lambda_function"]
  params = {
    maximum = 3008
  }
  assert  = coalesce(resource.memory_size, 128) <= param.maximum
  at      = resource.memory_size
  message = "${resource.memory_size} MB; each MB is billed for each millisecond"
  why     = <<-EOT
    Processors come with memory: above 3,008 MB there are more than two, which only parallel code uses. AWS Lambda Power Tuning finds the cheapest size.
  EOT
  remedy  = <<-EOT
    ```hcl
    memory_size = 1769
    ```
  EOT
  link    = "https://docs.aws.amazon.com/lambda/latest/dg/configuration-memory.html"

  pass "a full processor" {
    resource "aws_lambda_function" "this" {
      function_name = "orders"
      role          = "arn:aws:iam::111122223333:role/orders"
      runtime       = "python3.13"
      handler       = "app.handler"
      filename      = "orders.zip"
      memory_size   = 1769
    }
  }

  pass "the default" {
    resource "aws_lambda_function" "this" {
      function_name = "orders"
      role          = "arn:aws:iam::111122223333:role/orders"
      runtime       = "python3.13"
      handler       = "app.handler"
      filename      = "orders.zip"
    }
  }

  fail "ten gigabytes" {
    resource "aws_lambda_function" "this" {
      function_name = "orders"
      role          = "arn:aws:iam::111122223333:role/orders"
      runtime       = "python3.13"
      handler       = "app.handler"
      filename      = "orders.zip"
      memory_size   = 10240
    }
    expect = ["aws_lambda_function.this @ memory_size"]
  }

  fail "six gigabytes" {
    resource "aws_lambda_function" "this" {
      function_name = "orders"
      role          = "arn:aws:iam::111122223333:role/orders"
      runtime       = "python3.13"
      handler       = "app.handler"
      filename      = "orders.zip"
      memory_size   = 6144
    }
  }

  unknown "not known from the code" {
    variable "value" {}
    resource "aws_lambda_function" "this" {
      function_name = "orders"
      role          = "arn:aws:iam::111122223333:role/orders"
      runtime       = "python3.13"
      handler       = "app.handler"
      filename      = "orders.zip"
      memory_size   = var.value
    }
  }

  pass "`memory_size` is `3008`" {
    resource "aws_lambda_function" "this" {
      function_name = "orders"
      role          = "arn:aws:iam::111122223333:role/orders"
      runtime       = "python3.13"
      handler       = "app.handler"
      filename      = "orders.zip"
      memory_size   = 3008
    }
  }

  fail "one more, `memory_size` is `3009`" {
    resource "aws_lambda_function" "this" {
      function_name = "orders"
      role          = "arn:aws:iam::111122223333:role/orders"
      runtime       = "python3.13"
      handler       = "app.handler"
      filename      = "orders.zip"
      memory_size   = 1769
    }
    resource "aws_lambda_function" "this_too" {
      function_name = "orders"
      role          = "arn:aws:iam::111122223333:role/orders"
      runtime       = "python3.13"
      handler       = "app.handler"
      filename      = "orders.zip"
      memory_size   = 3009
    }
    expect = ["aws_lambda_function.this_too @ memory_size"]
  }
}

rule "aws-lambda-provisioned-concurrency" {
  title     = "Lambda function keeps environments ready at all hours"
  category  = "cost"
  severity  = "info"
  default   = false
  resources = ["aws_lambda_provisioned_concurrency_config"]
  assert    = false
  at        = resource.provisioned_concurrent_executions
  message   = "${resource.provisioned_concurrent_executions} environments are billed whether they are used or not"
  why       = <<-EOT
    Provisioned concurrency takes the cold start away and is billed by the hour. Outside of production it is seldom needed; in production, schedule it.
  EOT
  remedy    = <<-EOT
    Remove it, or scale it with `aws_appautoscaling_scheduled_action`.
  EOT
  link      = "https://docs.aws.amazon.com/lambda/latest/dg/provisioned-concurrency.html"

  pass "none" {
    resource "aws_lambda_function" "this" {
      function_name = "orders"
      role          = "arn:aws:iam::111122223333:role/orders"
      runtime       = "python3.13"
      handler       = "app.handler"
      filename      = "orders.zip"
    }
  }

  fail "five" {
    resource "aws_lambda_provisioned_concurrency_config" "this" {
      function_name                     = "orders"
      qualifier                         = "live"
      provisioned_concurrent_executions = 5
    }
    expect = ["aws_lambda_provisioned_concurrency_config.this @ provisioned_concurrent_executions"]
  }

  fail "one" {
    resource "aws_lambda_provisioned_concurrency_config" "this" {
      function_name                     = "orders"
      qualifier                         = "1"
      provisioned_concurrent_executions = 1
    }
  }
}
