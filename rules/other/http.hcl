rule "http-secret-in-request" {
  title     = "HTTP request carries a secret parameter"
  category  = "security"
  severity  = "high"
  resources = ["data.http"]
  aliases   = ["CKV2_AWS_36"]
  tags      = ["cwe-200", "cwe-319"]
  related "parameters" {
    type = ["data.aws_ssm_parameter", "aws_ssm_parameter", "data.aws_secretsmanager_secret_version"]
    on   = refers([resource.url, resource.request_body, values(resource.request_headers)], other)
  }
  assert  = !anytrue([for p in related.parameters : p.meta.mode == "data" || p.type == "SecureString"])
  at      = coalesce(resource.url, resource.request_body)
  message = "the request holds a value of `${related.parameters[0].meta.address}`"
  why     = <<-EOT
    The request is made at every plan, also by whoever only wants to look, and the secret reaches the other side and its logs. What the data source reads stands in the state as well.
  EOT
  remedy  = <<-EOT
    Let the workload make the request with the secret that it reads from the store; a check that needs no secret may stay.
  EOT
  link    = "https://registry.terraform.io/providers/hashicorp/http/latest/docs/data-sources/http"

  pass "no secret" {
    data "http" "version" {
      url = "https://example.com/version"
    }
    data "aws_ssm_parameter" "token" {
      name = "token"
    }
  }

  fail "in the address" {
    data "aws_ssm_parameter" "token" {
      name = "token"
    }
    data "http" "call" {
      url = "https://example.com/?token=${data.aws_ssm_parameter.token.value}"
    }
    expect = ["data.http.call @ url"]
  }

  fail "a secure parameter in the body" {
    resource "aws_ssm_parameter" "token" {
      name     = "token"
      type     = "SecureString"
      value_wo = "x"
    }
    data "http" "call" {
      url          = "https://example.com/"
      method       = "POST"
      request_body = aws_ssm_parameter.token.value
    }
  }
}
