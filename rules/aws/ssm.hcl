rule "aws-ssm-parameter-plain-text" {
  title     = "SSM parameter is stored in plain text"
  category  = "security"
  severity  = "low"
  default   = false
  resources = ["aws_ssm_parameter"]
  aliases   = ["CKV2_AWS_34"]
  tags      = ["cwe-311"]
  params = {
    endings = [
      "password", "passwd", "secret", "secret_key", "secret-key", "private_key", "private-key", "api_key", "api-key", "apikey", "access_key", "access-key",
      "auth_token", "auth-token", "access_token", "access-token", "api_token", "api-token", "credentials",
    ]
  }
  when    = !anytrue([for e in param.endings : endswith(lower(resource.name), e)])
  assert  = resource.type == "SecureString"
  at      = resource.type
  message = "`${resource.type}` parameters are readable to everyone with `ssm:GetParameter`"
  why     = <<-EOT
    For addresses, names and switches that is right; for whatever is secret use `SecureString`. Parameters whose name says that they are secret are reported by `aws-ssm-secret-in-plain-parameter`.
  EOT
  remedy  = <<-EOT
    ```hcl
    type = "SecureString"
    ```
  EOT
  link    = "https://docs.aws.amazon.com/systems-manager/latest/userguide/sysman-paramstore-securestring.html"

  pass "secure" {
    variable "value" {}
    resource "aws_ssm_parameter" "this" {
      name  = "/orders/db"
      type  = "SecureString"
      value = var.value
    }
  }

  fail "a string" {
    resource "aws_ssm_parameter" "this" {
      name  = "/orders/db"
      type  = "String"
      value = "eu-west-1"
    }
    expect = ["aws_ssm_parameter.this @ type"]
  }

  fail "a list" {
    resource "aws_ssm_parameter" "this" {
      name  = "/orders/db"
      type  = "StringList"
      value = "a,b"
    }
  }

  unknown "not known from the code" {
    variable "value" {}
    resource "aws_ssm_parameter" "this" {
      name  = "/orders/db"
      value = "eu-west-1"
      type  = var.value
    }
  }

  pass "`name` is `/orders/db/password`" {
    resource "aws_ssm_parameter" "this" {
      name  = "/orders/db/password"
      type  = "String"
      value = "eu-west-1"
    }
    also = ["aws-ssm-secret-in-plain-parameter"]
  }
}

rule "aws-ssm-secret-in-plain-parameter" {
  title     = "SSM parameter with a secret is stored in plain text"
  category  = "security"
  severity  = "high"
  resources = ["aws_ssm_parameter"]
  tags      = ["cwe-312"]
  params = {
    endings = [
      "password", "passwd", "secret", "secret_key", "secret-key", "private_key", "private-key", "api_key", "api-key", "apikey", "access_key", "access-key",
      "auth_token", "auth-token", "access_token", "access-token", "api_token", "api-token", "credentials",
    ]
  }
  when = (
    is_known(anytrue([for e in param.endings : endswith(lower(resource.name), e)]))
    && anytrue([for e in param.endings : endswith(lower(resource.name), e)])
  )
  assert  = resource.type == "SecureString"
  at      = resource.type
  message = "`${resource.name}` is a `${resource.type}`, readable to everyone with `ssm:GetParameter`"
  why     = <<-EOT
    Plain parameters show their value in the console, in logs of deployments and to every role that reads configuration.
  EOT
  remedy  = <<-EOT
    ```hcl
    type = "SecureString"
    ```
  EOT
  link    = "https://docs.aws.amazon.com/systems-manager/latest/userguide/sysman-paramstore-securestring.html"

  fix {
    set = {
      type = "SecureString"
    }
    safe = false
  }

  pass "secure" {
    variable "value" {}
    resource "aws_ssm_parameter" "this" {
      type  = "SecureString"
      value = var.value
      name  = "/orders/db/password"
    }
  }

  pass "nothing secret" {
    resource "aws_ssm_parameter" "this" {
      name  = "/orders/db/host"
      type  = "String"
      value = "db.internal"
    }
  }

  pass "where the secret is" {
    resource "aws_ssm_parameter" "this" {
      name  = "/orders/db/secret_arn"
      type  = "String"
      value = "arn:aws:secretsmanager:eu-west-1:111122223333:secret:db-AbCdEf"
    }
  }

  fail "a password" {
    variable "value" {}
    resource "aws_ssm_parameter" "this" {
      value = var.value
      name  = "/orders/db/password"
      type  = "String"
    }
    expect = ["aws_ssm_parameter.this @ type"]
  }

  fail "an API key, below an unknown path" {
    variable "value" {}
    variable "env" {}
    resource "aws_ssm_parameter" "this" {
      value = var.value
      name  = "/${var.env}/stripe-api-key"
      type  = "String"
    }
  }

  unknown "`type` is an unset variable" {
    variable "type" {}
    variable "value" {}
    resource "aws_ssm_parameter" "this" {
      value = var.value
      name  = "/orders/db/password"
      type  = var.type
    }
  }

  pass "`name` is an unset variable" {
    variable "name" {}
    resource "aws_ssm_parameter" "this" {
      name  = var.name
      type  = "String"
      value = "db.internal"
    }
  }
}

rule "aws-ssm-parameter-value-in-code" {
  title     = "Secure SSM parameter's value stands in the code"
  category  = "security"
  severity  = "high"
  resources = ["aws_ssm_parameter"]
  tags      = ["cwe-798"]
  params = {
    endings = [
      "password", "passwd", "pwd", "secret", "secret_key", "secret-key", "private_key", "private-key", "api_key", "api-key", "apikey", "access_key", "access-key",
      "token", "credentials", "webhook",
    ]
    placeholder = "(?i)^.{0,7}$|change.?me|change.?it|replace|placeholder|dummy|example|todo|set by|to be set|<.*>"
  }
  when = (
    resource.type == "SecureString"
    && is_known(coalesce(resource.value, resource.insecure_value))
    && coalesce(resource.value, resource.insecure_value) != null
    && !contains(meta.lifecycle.ignore_changes, "value")
    && !contains(meta.lifecycle.ignore_changes, "insecure_value")
  )
  assert = (
    can(regex(param.placeholder, coalesce(resource.value, resource.insecure_value)))
    || !(
      is_known(anytrue([for e in param.endings : endswith(lower(resource.name), e)]))
      && anytrue([for e in param.endings : endswith(lower(resource.name), e)])
    )
  )
  at      = [resource.value, resource.insecure_value]
  message = "the value of a secure parameter is written in the configuration"
  why     = <<-EOT
    Whoever reads the repository, its history or the state has it. A value that is ignored after the first apply (`ignore_changes`), or says `change me`, counts as
    a placeholder; parameters whose name does not end like a secret's are left out, for they often hold an address only.
  EOT
  remedy  = <<-EOT
    Generate it, or hand it over as a write-only value.

        value_wo         = ephemeral.random_password.db.result
        value_wo_version = 1
  EOT
  link    = "https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/ssm_parameter"

  pass "from a variable without a default" {
    variable "value" {
      sensitive = true
    }
    resource "aws_ssm_parameter" "this" {
      name  = "/orders/db"
      type  = "SecureString"
      value = var.value
    }
  }

  pass "generated" {
    resource "random_password" "db" {
      length = 32
    }
    resource "aws_ssm_parameter" "this" {
      name  = "/orders/db"
      type  = "SecureString"
      value = random_password.db.result
    }
  }

  pass "an address" {
    resource "aws_ssm_parameter" "this" {
      type  = "SecureString"
      name  = "/orders/app-url"
      value = "https://app.example.com/"
    }
  }

  pass "a placeholder" {
    resource "aws_ssm_parameter" "this" {
      type  = "SecureString"
      name  = "/orders/db/password"
      value = "set by hand"
      lifecycle {
        ignore_changes = [value]
      }
    }
  }

  pass "nothing secret" {
    resource "aws_ssm_parameter" "this" {
      name  = "/orders/db"
      type  = "String"
      value = "eu-west-1"
    }
  }

  fail "in plain text" {
    resource "aws_ssm_parameter" "this" {
      type  = "SecureString"
      name  = "/orders/db/password"
      value = "hunter2hunter2"
    }
    expect = ["aws_ssm_parameter.this @ value"]
  }

  fail "through a local" {
    locals {
      password = "hunter2hunter2"
    }
    resource "aws_ssm_parameter" "this" {
      type  = "SecureString"
      name  = "/orders/api-token"
      value = local.password
    }
  }

  pass "more that pass" {
    variable "name" {}
    variable "value" {
      sensitive = true
    }
    resource "aws_ssm_parameter" "name_is_orders_token" {
      name  = "/orders/token"
      type  = "SecureString"
      value = var.value
    }
    resource "aws_ssm_parameter" "value_is_eu_west_1" {
      name  = "/orders/db"
      type  = "SecureString"
      value = "eu-west-1"
    }
    resource "aws_ssm_parameter" "name_is_orders_token_2" {
      type  = "SecureString"
      name  = "/orders/token"
      value = "https://app.example.com/"
    }
    resource "aws_ssm_parameter" "ignore_changes_is_insecure_value_one_more" {
      type  = "SecureString"
      name  = "/orders/db/password"
      value = "set by hand"
      lifecycle {
        ignore_changes = ["insecure_value"]
      }
    }
    resource "aws_ssm_parameter" "ignore_changes_is_insecure_value_one_more_2" {
      type  = "SecureString"
      name  = "/orders/db/password"
      value = "eu-west-1"
      lifecycle {
        ignore_changes = ["insecure_value"]
      }
    }
    resource "aws_ssm_parameter" "one_more_value_is_eu_west_1" {
      type  = "SecureString"
      name  = "/orders/db/password"
      value = "set by hand"
      lifecycle {
        ignore_changes = [value]
      }
    }
    resource "aws_ssm_parameter" "one_more_value_is_eu_west_1_2" {
      type  = "SecureString"
      name  = "/orders/db/password"
      value = "eu-west-1"
      lifecycle {
        ignore_changes = [value]
      }
    }
    resource "aws_ssm_parameter" "name_is_orders_token_3" {
      name  = "/orders/token"
      type  = "String"
      value = "eu-west-1"
    }
    resource "aws_ssm_parameter" "name_is_an_unset_variable" {
      type  = "SecureString"
      name  = var.name
      value = "hunter2hunter2"
    }
  }
}

rule "aws-ssm-parameter-without-customer-key" {
  title     = "Secure SSM parameter is not encrypted with your own KMS key"
  category  = "security"
  severity  = "low"
  default   = false
  resources = ["aws_ssm_parameter"]
  aliases   = ["CKV_AWS_337"]
  tags      = ["cwe-326"]
  when      = resource.type == "SecureString"
  assert    = resource.key_id != null && resource.key_id != "alias/aws/ssm"
  at        = resource.key_id
  message   = "the key `aws/ssm` is used"
  why       = <<-EOT
    With a key of your own, reading the parameter needs a second right that is given separately. Plain parameters are another rule's.
  EOT
  remedy    = <<-EOT
    ```hcl
    key_id = aws_kms_key.parameters.arn
    ```
  EOT
  link      = "https://docs.aws.amazon.com/systems-manager/latest/userguide/sysman-paramstore-securestring.html"

  pass "a key" {
    variable "value" {}
    resource "aws_ssm_parameter" "this" {
      name   = "/orders/db"
      type   = "SecureString"
      value  = var.value
      key_id = "alias/parameters"
    }
  }

  pass "plain" {
    resource "aws_ssm_parameter" "this" {
      name  = "/orders/db"
      type  = "String"
      value = "eu-west-1"
    }
  }

  fail "left out" {
    variable "value" {}
    resource "aws_ssm_parameter" "this" {
      name  = "/orders/db"
      type  = "SecureString"
      value = var.value
    }
  }

  fail "the key of the service" {
    variable "value" {}
    resource "aws_ssm_parameter" "this" {
      name   = "/orders/db"
      type   = "SecureString"
      value  = var.value
      key_id = "alias/aws/ssm"
    }
    expect = ["aws_ssm_parameter.this @ key_id"]
  }

  unknown "`key_id` is an unset variable" {
    variable "key_id" {}
    variable "value" {}
    resource "aws_ssm_parameter" "this" {
      name   = "/orders/db"
      type   = "SecureString"
      value  = var.value
      key_id = var.key_id
    }
  }
}

rule "aws-ssm-secret-sent-by-http" {
  title     = "Secret parameter is sent away by an HTTP request"
  category  = "security"
  severity  = "high"
  resources = ["data.http"]
  aliases   = ["CKV2_AWS_36", "AWS-0134", "aws-ssm-avoid-leaks-via-http", "AVD-AWS-0134"]
  tags      = ["cwe-201"]
  related "parameter" {
    type = ["aws_ssm_parameter", "aws_secretsmanager_secret_version", "data.aws_ssm_parameter", "data.aws_secretsmanager_secret_version"]
    on = (other.meta.mode == "data" && refers([resource.url, resource.request_body, resource.request_headers], other)) || anytrue([
      for v in [other.value, other.insecure_value, other.secret_string] :
      is_known(v)
      && length(v) >= 8
      && (other.type == null || other.type == "SecureString")
      && anytrue([for t in concat([resource.url, resource.request_body], values(coalesce(resource.request_headers, {}))) : strcontains(t, v)])
    ])
  }
  assert  = length(related.parameter) == 0
  at      = resource.url
  message = "the request carries the value of a parameter or secret of this configuration"
  why     = <<-EOT
    A data source runs at each plan, also in the pull request of a stranger. A value in a URL stands in the logs of every server on the way.
  EOT
  remedy  = <<-EOT
    Let the application fetch the secret, and take the request out of Terraform.
  EOT
  link    = "https://registry.terraform.io/providers/hashicorp/http/latest/docs/data-sources/http"

  pass "a parameter that is read for something else" {
    data "aws_ssm_parameter" "token" {
      name = "/prod/token"
    }
    data "http" "this" {
      url = "https://checkip.amazonaws.com"
    }
  }

  fail "a parameter that is read" {
    data "aws_ssm_parameter" "token" {
      name = "/prod/token"
    }
    data "http" "this" {
      url = "https://api.example.com/?token=${data.aws_ssm_parameter.token.value}"
    }
    expect = ["data.http.this @ url"]
  }

  pass "nothing secret" {
    data "http" "this" {
      url = "https://checkip.amazonaws.com"
    }
  }

  pass "another value" {
    variable "zone" {}
    data "http" "this" {
      url = "https://api.example.com/zones/${var.zone}"
    }
  }

  fail "in the URL" {
     resource "aws_ssm_parameter" "p" {
       name  = "/orders/token"
       type  = "SecureString"
       value = "hunter2hunter2"
     }
     data "http" "this" {
       url = "https://example.com/?token=${aws_ssm_parameter.p.value}"
     }
  }

  fail "in a header" {
     resource "aws_ssm_parameter" "p" {
       name  = "/orders/token"
       type  = "SecureString"
       value = "hunter2hunter2"
     }
     data "http" "this" {
       url             = "https://example.com/"
       request_headers = { Authorization = "Bearer ${aws_ssm_parameter.p.value}" }
     }
  }

  unknown "`url` is an unset variable" {
    variable "url" {}
    data "aws_ssm_parameter" "token" {
      name = "/prod/token"
    }
    data "http" "this" {
      url = var.url
    }
  }

  pass "more that pass" {
    variable "value" {}
    resource "aws_ssm_parameter" "type_is_string" {
      name  = "/orders/token"
      type  = "String"
      value = "hunter2hunter2"
    }
    data "http" "type_is_string" {
      url = "https://example.com/?token=${aws_ssm_parameter.type_is_string.value}"
    }
    resource "aws_ssm_parameter" "value_is_an_unset_variable" {
      name  = "/orders/token"
      type  = "SecureString"
      value = var.value
    }
    data "http" "value_is_an_unset_variable" {
      url = "https://example.com/?token=${aws_ssm_parameter.value_is_an_unset_variable.value}"
    }
  }

  pass "more that pass (2)" {
    resource "aws_ssm_parameter" "url_is_https_example_com" {
      name  = "/orders/token"
      type  = "SecureString"
      value = "hunter2hunter2"
    }
    data "http" "url_is_https_example_com" {
      url = "https://example.com/"
    }
    resource "aws_ssm_parameter" "value_is_a_b" {
      name  = "/orders/token"
      type  = "SecureString"
      value = "a,b"
    }
    data "http" "value_is_a_b" {
      url = "https://example.com/?token=${aws_ssm_parameter.value_is_a_b.value}"
    }
    also = ["aws-ssm-parameter-value-in-code"]
  }

  fail "`value` is `aaaaaaaa`" {
    resource "aws_ssm_parameter" "p" {
      name  = "/orders/token"
      type  = "SecureString"
      value = "aaaaaaaa"
    }
    data "http" "this" {
      url = "https://example.com/?token=${aws_ssm_parameter.p.value}"
    }
    expect = ["data.http.this @ url"]
  }
}

rule "aws-ssm-document-public" {
  title     = "SSM document is shared with everyone"
  category  = "security"
  severity  = "high"
  resources = ["aws_ssm_document"]
  aliases   = ["CKV_AWS_303"]
  tags      = ["cwe-284"]
  when      = resource.permissions != null
  assert    = lower(coalesce(resource.permissions.account_ids, "none")) != "all"
  at        = resource.permissions
  message   = "`account_ids` is `All`: every AWS account can read and run the document"
  why       = <<-EOT
    Documents hold commands, addresses and sometimes passwords of your systems, and a public one can be searched for.
  EOT
  remedy    = <<-EOT
    ```hcl
    permissions = {
      type        = "Share"
      account_ids = "444455556666"
    }
    ```
  EOT
  link      = "https://docs.aws.amazon.com/systems-manager/latest/userguide/documents-ssm-sharing.html"

  pass "one account" {
    resource "aws_ssm_document" "this" {
      name            = "session"
      document_format = "JSON"
      document_type   = "Command"
      content         = "{}"
      permissions = {
        type        = "Share"
        account_ids = "444455556666"
      }
    }
  }

  pass "not shared" {
    resource "aws_ssm_document" "this" {
      name            = "session"
      document_format = "JSON"
      document_type   = "Command"
      content         = "{}"
    }
  }

  fail "everyone" {
    resource "aws_ssm_document" "this" {
      name            = "session"
      document_format = "JSON"
      document_type   = "Command"
      content         = "{}"
      permissions = {
        type        = "Share"
        account_ids = "All"
      }
    }
    expect = ["aws_ssm_document.this @ permissions"]
  }

  fail "everyone, in small letters" {
    resource "aws_ssm_document" "this" {
      name            = "session"
      document_format = "JSON"
      document_type   = "Automation"
      content         = "{}"
      permissions = {
        type        = "Share"
        account_ids = "all"
      }
    }
  }

  unknown "not known from the code" {
    variable "value" {}
    resource "aws_ssm_document" "this" {
      name            = "session"
      document_format = "JSON"
      document_type   = "Command"
      content         = "{}"
      permissions     = var.value
    }
  }
}

rule "aws-ssm-session-unencrypted" {
  title     = "Session Manager sessions are not encrypted with KMS"
  category  = "security"
  severity  = "low"
  default   = false
  resources = ["aws_ssm_document"]
  aliases   = ["CKV_AWS_112", "ce60cc6b-6831-4bd7-84a2-cc7f8ee71433"]
  tags      = ["cwe-311"]
  when      = resource.document_type == "Session" && resource.content != null
  assert    = length(coalesce(try(jsondecode(resource.content).inputs.kmsKeyId, null), try(yamldecode(resource.content).inputs.kmsKeyId, null), "")) > 0
  at        = resource.content
  message   = "`inputs.kmsKeyId` is empty or missing"
  why       = <<-EOT
    Sessions run over TLS. With a KMS key what is typed and shown is encrypted between the two ends as well, and users need the right to use the key.
  EOT
  remedy    = <<-EOT
    ```hcl
    content = jsonencode({
      schemaVersion = "1.0"
      sessionType   = "Standard_Stream"
      inputs        = { kmsKeyId = aws_kms_key.sessions.arn }
    })
    ```
  EOT
  link      = "https://docs.aws.amazon.com/systems-manager/latest/userguide/session-preferences-enable-encryption.html"

  pass "a key" {
    resource "aws_ssm_document" "this" {
      name            = "session"
      document_type   = "Session"
      document_format = "JSON"
      content         = jsonencode({ schemaVersion = "1.0", sessionType = "Standard_Stream", inputs = { kmsKeyId = "alias/sessions" } })
    }
  }

  pass "another document" {
    resource "aws_ssm_document" "this" {
      name            = "session"
      document_format = "JSON"
      document_type   = "Command"
      content         = "{}"
    }
  }

  fail "none" {
    resource "aws_ssm_document" "this" {
      name            = "session"
      document_type   = "Session"
      document_format = "JSON"
      content         = jsonencode({ schemaVersion = "1.0", sessionType = "Standard_Stream", inputs = { s3BucketName = "logs" } })
    }
    expect = ["aws_ssm_document.this @ content"]
  }

  fail "empty" {
    resource "aws_ssm_document" "this" {
      name            = "session"
      document_type   = "Session"
      document_format = "JSON"
      content         = jsonencode({ schemaVersion = "1.0", sessionType = "Standard_Stream", inputs = { kmsKeyId = "" } })
    }
  }

  unknown "not known from the code" {
    variable "value" {}
    resource "aws_ssm_document" "this" {
      name            = "session"
      document_type   = "Session"
      document_format = "JSON"
      content         = var.value
    }
  }

  pass "`kmsKeyId` is `a`" {
    resource "aws_ssm_document" "this" {
      name            = "session"
      document_type   = "Session"
      document_format = "JSON"
      content         = jsonencode({ schemaVersion = "1.0", sessionType = "Standard_Stream", inputs = { kmsKeyId = "a" } })
    }
  }
}

rule "aws-ssm-session-not-logged" {
  title     = "Session Manager sessions are not logged"
  category  = "security"
  severity  = "medium"
  default   = false
  resources = ["aws_ssm_document"]
  aliases   = ["CKV_AWS_113"]
  tags      = ["cwe-778"]
  when      = resource.document_type == "Session" && resource.content != null
  assert = (
    length(coalesce(try(jsondecode(resource.content).inputs.s3BucketName, null), try(yamldecode(resource.content).inputs.s3BucketName, null), "")) > 0
    || length(coalesce(try(jsondecode(resource.content).inputs.cloudWatchLogGroupName, null), try(yamldecode(resource.content).inputs.cloudWatchLogGroupName, null), "")) > 0
  )
  at      = resource.content
  message = "neither `s3BucketName` nor `cloudWatchLogGroupName` is set"
  why     = <<-EOT
    CloudTrail shows that a session was opened. What was done in it is kept only where the preferences name a bucket or a log group.
  EOT
  remedy  = <<-EOT
    ```hcl
    inputs = {
      cloudWatchLogGroupName      = aws_cloudwatch_log_group.sessions.name
      cloudWatchEncryptionEnabled = true
    }
    ```
  EOT
  link    = "https://docs.aws.amazon.com/systems-manager/latest/userguide/session-manager-logging.html"

  pass "to CloudWatch" {
    resource "aws_ssm_document" "this" {
      name            = "session"
      document_type   = "Session"
      document_format = "JSON"
      content         = jsonencode({ schemaVersion = "1.0", sessionType = "Standard_Stream", inputs = { cloudWatchLogGroupName = "sessions" } })
    }
  }

  pass "to S3" {
    resource "aws_ssm_document" "this" {
      name            = "session"
      document_type   = "Session"
      document_format = "JSON"
      content         = jsonencode({ schemaVersion = "1.0", sessionType = "Standard_Stream", inputs = { s3BucketName = "sessions" } })
    }
  }

  fail "nowhere" {
    resource "aws_ssm_document" "this" {
      name            = "session"
      document_type   = "Session"
      document_format = "JSON"
      content         = jsonencode({ schemaVersion = "1.0", sessionType = "Standard_Stream", inputs = { kmsKeyId = "alias/sessions" } })
    }
    expect = ["aws_ssm_document.this @ content"]
  }

  fail "empty names" {
    resource "aws_ssm_document" "this" {
      name            = "session"
      document_type   = "Session"
      document_format = "JSON"
      content         = jsonencode({ schemaVersion = "1.0", sessionType = "Standard_Stream", inputs = { s3BucketName = "", cloudWatchLogGroupName = "" } })
    }
  }

  unknown "not known from the code" {
    variable "value" {}
    resource "aws_ssm_document" "this" {
      name            = "session"
      document_type   = "Session"
      document_format = "JSON"
      content         = var.value
    }
  }

  pass "more that pass" {
    resource "aws_ssm_document" "document_type_is_command" {
      name            = "session"
      document_type   = "Command"
      document_format = "JSON"
      content         = jsonencode({ schemaVersion = "1.0", sessionType = "Standard_Stream", inputs = { kmsKeyId = "alias/sessions" } })
    }
    resource "aws_ssm_document" "s3bucketname_is_a" {
      name            = "session"
      document_type   = "Session"
      document_format = "JSON"
      content         = jsonencode({ schemaVersion = "1.0", sessionType = "Standard_Stream", inputs = { s3BucketName = "a" } })
    }
    resource "aws_ssm_document" "one_more_cloudwatchloggroupname_is_a" {
      name            = "session"
      document_type   = "Session"
      document_format = "JSON"
      content = jsonencode({
        schemaVersion = "1.0"
        sessionType   = "Standard_Stream"
        inputs        = { cloudWatchLogGroupName = "sessions" }
      })
    }
    resource "aws_ssm_document" "one_more_cloudwatchloggroupname_is_a_2" {
      name            = "session"
      document_type   = "Session"
      document_format = "JSON"
      content = jsonencode({
        schemaVersion = "1.0"
        sessionType   = "Standard_Stream"
        inputs        = { cloudWatchLogGroupName = "a" }
      })
    }
  }
}
