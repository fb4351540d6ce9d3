# Cognito.

rule "aws-cognito-mfa-off" {
  title     = "Cognito users have no second factor"
  category  = "security"
  severity  = "medium"
  resources = ["aws_cognito_user_pool"]
  aliases   = ["ec28bf61-a474-4dbe-b414-6dd3a067d6f0"]
  tags      = ["cwe-308"]
  default   = false
  assert    = contains(["ON", "OPTIONAL"], coalesce(resource.mfa_configuration, "OFF"))
  at        = resource.mfa_configuration
  message   = "Multi-factor authentication is off"
  why       = "A reused password is then all that an attacker needs. `OPTIONAL` lets users choose; `OFF` is the default."
  remedy    = "Set `mfa_configuration = \"OPTIONAL\"` with `software_token_mfa_configuration { enabled = true }`."
  link      = "https://docs.aws.amazon.com/cognito/latest/developerguide/user-pool-settings-mfa.html"

  pass "optional" {
    resource "aws_cognito_user_pool" "users" {
      name              = "users"
      mfa_configuration = "OPTIONAL"
      software_token_mfa_configuration {
        enabled = true
      }
    }
  }

  fail "not written" {
    resource "aws_cognito_user_pool" "users" {
      name = "users"
    }
  }

  fail "off" {
    resource "aws_cognito_user_pool" "users" {
      name              = "users"
      mfa_configuration = "OFF"
    }
    expect = ["aws_cognito_user_pool.users @ mfa_configuration"]
  }

  unknown "an unset variable" {
    variable "mfa" {
      type = string
    }
    resource "aws_cognito_user_pool" "users" {
      name              = "users"
      mfa_configuration = var.mfa
    }
  }

  pass "`mfa_configuration` is `ON`" {
    resource "aws_cognito_user_pool" "users" {
      name              = "users"
      mfa_configuration = "ON"
    }
  }
}

rule "aws-cognito-unauthenticated-identities" {
  title     = "Cognito gives AWS credentials to everyone"
  category  = "security"
  severity  = "medium"
  resources = ["aws_cognito_identity_pool"]
  aliases   = ["CKV_AWS_366"]
  tags      = ["cwe-306"]
  assert    = resource.allow_unauthenticated_identities != true
  at        = resource.allow_unauthenticated_identities
  message   = "Guests get credentials of an AWS role"
  why       = "Anyone on the internet may ask the pool for credentials and use them for whatever the guest role allows, and roles grow."
  remedy    = "Set `allow_unauthenticated_identities = false`."
  link      = "https://docs.aws.amazon.com/cognito/latest/developerguide/identity-pools.html"
  fix {
    set = {
      allow_unauthenticated_identities = false
    }
    safe = false
  }

  pass "off" {
    resource "aws_cognito_identity_pool" "app" {
      identity_pool_name               = "app"
      allow_unauthenticated_identities = false
    }
  }

  pass "not written" {
    resource "aws_cognito_identity_pool" "app" {
      identity_pool_name = "app"
    }
  }

  fail "on" {
    resource "aws_cognito_identity_pool" "app" {
      identity_pool_name               = "app"
      allow_unauthenticated_identities = true
    }
    expect = ["aws_cognito_identity_pool.app @ allow_unauthenticated_identities"]
  }

  unknown "an unset variable" {
    variable "guests" {
      type = bool
    }
    resource "aws_cognito_identity_pool" "app" {
      identity_pool_name               = "app"
      allow_unauthenticated_identities = var.guests
    }
  }
}

rule "aws-cognito-weak-password-policy" {
  title     = "Cognito allows short passwords"
  category  = "security"
  severity  = "medium"
  resources = ["aws_cognito_user_pool"]
  tags      = ["cwe-521"]
  params = {
    length = 8
  }
  for_each = resource.password_policy
  assert   = coalesce(each.value.minimum_length, 8) >= param.length
  at       = each.value.minimum_length
  message  = "Passwords of ${each.value.minimum_length} characters are allowed"
  why      = "Short passwords are guessed from leaked hashes in minutes. Eight characters are what Cognito asks for where nothing is written."
  remedy   = "Set `minimum_length = 12`."
  link     = "https://docs.aws.amazon.com/cognito/latest/developerguide/managing-users-passwords.html"

  pass "twelve" {
    resource "aws_cognito_user_pool" "users" {
      name = "users"
      password_policy {
        minimum_length = 12
      }
    }
  }

  pass "not written" {
    resource "aws_cognito_user_pool" "users" {
      name = "users"
    }
  }

  fail "six" {
    resource "aws_cognito_user_pool" "users" {
      name = "users"
      password_policy {
        minimum_length = 6
      }
    }
    expect = ["aws_cognito_user_pool.users @ password_policy[0].minimum_length"]
  }

  unknown "an unset variable" {
    variable "length" {
      type = number
    }
    resource "aws_cognito_user_pool" "users" {
      name = "users"
      password_policy {
        minimum_length = var.length
      }
    }
  }

  pass "no `minimum_length`" {
    resource "aws_cognito_user_pool" "users" {
      name = "users"
      password_policy {}
    }
  }
}

rule "aws-cognito-callback-http" {
  title     = "Cognito sends tokens over plain HTTP"
  category  = "security"
  severity  = "medium"
  resources = ["aws_cognito_user_pool_client"]
  tags      = ["cwe-319"]
  assert    = !anytrue([for u in concat(resource.callback_urls, [resource.default_redirect_uri]) : startswith(lower(u), "http://") && !can(regex("^http://(?:localhost|127[.]0[.]0[.]1|\\[::1\\])(?:[:/]|$)", lower(u)))])
  at        = [resource.callback_urls, resource.default_redirect_uri]
  message   = "A callback address uses `http://`"
  why       = "Codes and tokens of the sign-in cross the network readable. Cognito refuses such addresses but for localhost."
  remedy    = "Use `https://`."
  link      = "https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/cognito_user_pool_client"

  pass "HTTPS" {
    resource "aws_cognito_user_pool_client" "app" {
      name          = "app"
      user_pool_id  = "p1"
      callback_urls = ["https://app.example.com/callback"]
    }
  }

  pass "development" {
    resource "aws_cognito_user_pool_client" "app" {
      name          = "app"
      user_pool_id  = "p1"
      callback_urls = ["http://localhost:3000/callback"]
    }
  }

  fail "HTTP" {
    resource "aws_cognito_user_pool_client" "app" {
      name          = "app"
      user_pool_id  = "p1"
      callback_urls = ["http://app.example.com/callback"]
    }
    expect = ["aws_cognito_user_pool_client.app @ callback_urls"]
  }

  unknown "an unset variable" {
    variable "callback" {
      type = string
    }
    resource "aws_cognito_user_pool_client" "app" {
      name          = "app"
      user_pool_id  = "p1"
      callback_urls = [var.callback]
    }
  }

  fail "`default_redirect_uri` is `http://`" {
    resource "aws_cognito_user_pool_client" "app" {
      name                 = "app"
      user_pool_id         = "p1"
      callback_urls        = ["https://app.example.com/callback"]
      default_redirect_uri = "http://"
    }
    expect = ["aws_cognito_user_pool_client.app @ callback_urls"]
  }
}

rule "aws-cognito-implicit-flow" {
  title     = "Cognito client uses the implicit flow"
  category  = "security"
  severity  = "low"
  resources = ["aws_cognito_user_pool_client"]
  tags      = ["cwe-522"]
  assert    = !contains(resource.allowed_oauth_flows, "implicit")
  at        = resource.allowed_oauth_flows
  message   = "Tokens are handed out in the address bar"
  why       = "The implicit flow leaves tokens in the browser's history and in logs. OAuth 2.1 has dropped it for the code flow with PKCE."
  remedy    = "Set `allowed_oauth_flows = [\"code\"]`."
  link      = "https://docs.aws.amazon.com/cognito/latest/developerguide/federation-endpoints-oauth-grants.html"

  pass "code" {
    resource "aws_cognito_user_pool_client" "app" {
      name                = "app"
      user_pool_id        = "p1"
      allowed_oauth_flows = ["code"]
    }
  }

  fail "implicit" {
    resource "aws_cognito_user_pool_client" "app" {
      name                = "app"
      user_pool_id        = "p1"
      allowed_oauth_flows = ["implicit", "code"]
    }
    expect = ["aws_cognito_user_pool_client.app @ allowed_oauth_flows"]
  }

  unknown "`allowed_oauth_flows` is an unset variable" {
    variable "allowed_oauth_flows" {}
    resource "aws_cognito_user_pool_client" "app" {
      name                = "app"
      user_pool_id        = "p1"
      allowed_oauth_flows = var.allowed_oauth_flows
    }
  }
}

rule "aws-cognito-deletion-protection-off" {
  title     = "Cognito user pool can be deleted by mistake"
  category  = "reliability"
  severity  = "medium"
  resources = ["aws_cognito_user_pool"]
  default   = false
  assert    = resource.deletion_protection == "ACTIVE"
  at        = resource.deletion_protection
  message   = "Deletion protection is off"
  why       = "Passwords cannot be exported: with the pool all users are gone, or must choose new ones."
  remedy    = "Set `deletion_protection = \"ACTIVE\"`."
  link      = "https://docs.aws.amazon.com/cognito/latest/developerguide/user-pool-settings-deletion-protection.html"
  fix {
    set = {
      deletion_protection = "ACTIVE"
    }
  }

  pass "protected" {
    resource "aws_cognito_user_pool" "users" {
      name                = "users"
      deletion_protection = "ACTIVE"
    }
  }

  fail "not written" {
    resource "aws_cognito_user_pool" "users" {
      name = "users"
    }
  }

  fail "off" {
    resource "aws_cognito_user_pool" "users" {
      name                = "users"
      deletion_protection = "INACTIVE"
    }
    expect = ["aws_cognito_user_pool.users @ deletion_protection"]
  }

  unknown "`deletion_protection` is an unset variable" {
    variable "deletion_protection" {}
    resource "aws_cognito_user_pool" "users" {
      name                = "users"
      deletion_protection = var.deletion_protection
    }
  }
}
