rule "cloudstack-instance-secret-in-user-data" {
  title     = "User data of a CloudStack instance holds a secret"
  category  = "security"
  severity  = "high"
  resources = ["cloudstack_instance"]
  aliases   = ["CLDSTK-0001", "cloudstack-compute-no-sensitive-info", "AVD-CLDSTK-0001"]
  tags      = ["cwe-798"]
  for_each  = [for d in [resource.user_data] : coalesce(base64decode(d), d) if is_known(d) && d != null]
  assert    = !can(regex("(?i)(password|passwd|secret|access_?key|api_?key|token)[\\\"' ]*[:=][\\\"' ]*[A-Za-z0-9/+_!@#-]{6,}", each.value)) && !can(regex("PRIVATE KEY|AKIA[A-Z0-9]{16}", each.value))
  at        = resource.user_data
  message   = "a key or password is written in the start-up script"
  why       = <<-EOT
    User data can be read from the machine without credentials, by every user and program on it.
  EOT
  remedy    = <<-EOT
    Let the machine fetch secrets from a store.
  EOT
  link      = "https://registry.terraform.io/providers/cloudstack/cloudstack/latest/docs/resources/instance"

  pass "harmless" {
    resource "cloudstack_instance" "this" {
      name             = "web"
      service_offering = "small"
      template         = "debian"
      zone             = "zone-1"
      user_data        = "#!/bin/sh\napt-get update"
    }
  }

  pass "none" {
    resource "cloudstack_instance" "this" {
      name             = "web"
      service_offering = "small"
      template         = "debian"
      zone             = "zone-1"
    }
  }

  fail "a password" {
    resource "cloudstack_instance" "this" {
      name             = "web"
      service_offering = "small"
      template         = "debian"
      zone             = "zone-1"
      user_data        = "#!/bin/sh\nexport DATABASE_PASSWORD=\"SomeSortOfPassword\""
    }

    expect = ["cloudstack_instance.this @ user_data"]
  }

  fail "encoded" {
    resource "cloudstack_instance" "this" {
      name             = "web"
      service_offering = "small"
      template         = "debian"
      zone             = "zone-1"
      user_data        = base64encode("export AWS_SECRET_ACCESS_KEY=wJalrXUtnFEMIexampleKEY")
    }
  }

  pass "`user_data` is an unset variable" {
    variable "user_data" {}
    resource "cloudstack_instance" "this" {
      name             = "web"
      service_offering = "small"
      template         = "debian"
      zone             = "zone-1"
      user_data        = var.user_data
    }
  }
}

rule "okta-signon-one-factor" {
  title     = "Okta sign-on rule asks for one factor"
  category  = "security"
  severity  = "medium"
  resources = ["okta_app_signon_policy_rule"]
  aliases   = ["CKV_OKTA_1"]
  tags      = ["cwe-308"]
  when      = coalesce(resource.access, "ALLOW") == "ALLOW"
  assert    = coalesce(resource.factor_mode, "2FA") != "1FA"
  at        = resource.factor_mode
  message   = "`factor_mode` is `1FA`"
  why       = <<-EOT
    A stolen password is then access to the application.
  EOT
  remedy    = <<-EOT
    Ask for two factors.

    ```hcl
    factor_mode = "2FA"
    ```
  EOT
  link      = "https://registry.terraform.io/providers/okta/okta/latest/docs/resources/app_signon_policy_rule"

  fix {
    set = {
      factor_mode = "2FA"
    }
  }

  pass "default" {
    resource "okta_app_signon_policy_rule" "this" {
      policy_id = "p"
      name      = "default"
    }
  }

  pass "two" {
    resource "okta_app_signon_policy_rule" "this" {
      policy_id   = "p"
      name        = "default"
      factor_mode = "2FA"
    }
  }

  pass "deny" {
    resource "okta_app_signon_policy_rule" "this" {
      policy_id   = "p"
      name        = "default"
      access      = "DENY"
      factor_mode = "1FA"
    }
  }

  fail "one" {
    resource "okta_app_signon_policy_rule" "this" {
      policy_id   = "p"
      name        = "default"
      factor_mode = "1FA"
    }

    expect = ["okta_app_signon_policy_rule.this @ factor_mode"]
  }

  unknown "not known" {
    variable "mode" {}

    resource "okta_app_signon_policy_rule" "this" {
      policy_id   = "p"
      name        = "default"
      factor_mode = var.mode
    }
  }
}

rule "azuredevops-repository-few-reviewers" {
  title     = "Azure DevOps repository needs fewer than two reviewers"
  category  = "security"
  severity  = "low"
  resources = ["azuredevops_git_repository"]
  aliases   = ["CKV2_ADO_1"]
  tags      = ["cwe-284"]
  default   = false
  params = {
    minimum = 2
  }

  related "policy" {
    type = "azuredevops_branch_policy_min_reviewers"
    on   = anytrue([for s in flatten(other.settings[*].scope) : refers(s.repository_id, resource)])
  }

  assert  = anytrue([for p in related.policy : coalesce(p.enabled, true) && coalesce(p.settings[0].reviewer_count, 0) >= param.minimum])
  message = "no branch policy asks for ${param.minimum} reviewers"
  why     = <<-EOT
    One stolen account is then enough to change what is released.
  EOT
  remedy  = <<-EOT
    Add a policy.

    ```hcl
    resource "azuredevops_branch_policy_min_reviewers" "main" {
      project_id = azuredevops_project.app.id
      settings {
        reviewer_count = 2
        scope {
          repository_id  = azuredevops_git_repository.app.id
          repository_ref = "refs/heads/main"
          match_type     = "Exact"
        }
      }
    }
    ```
  EOT
  link    = "https://learn.microsoft.com/en-us/azure/devops/repos/git/branch-policies"

  pass "two" {
    resource "azuredevops_git_repository" "app" {
      project_id = "p"
      name       = "app"
    }

    resource "azuredevops_branch_policy_min_reviewers" "main" {
      project_id = "p"
      settings {
        reviewer_count = 2
        scope {
          repository_id = azuredevops_git_repository.app.id
          match_type    = "Exact"
        }
      }
    }
  }

  fail "none" {
    resource "azuredevops_git_repository" "app" {
      project_id = "p"
      name       = "app"
    }
  }

  fail "more that fail" {
    resource "azuredevops_git_repository" "no_reviewer_count" {
      project_id = "p"
      name       = "app"
    }
    resource "azuredevops_branch_policy_min_reviewers" "no_reviewer_count" {
      project_id = "p"
      settings {
        scope {
          repository_id = azuredevops_git_repository.no_reviewer_count.id
          match_type    = "Exact"
        }
      }
    }
    resource "azuredevops_git_repository" "without_scope" {
      project_id = "p"
      name       = "app"
    }
    resource "azuredevops_branch_policy_min_reviewers" "without_scope" {
      project_id = "p"
      settings {
        reviewer_count = 2
      }
    }
    expect = ["azuredevops_git_repository.no_reviewer_count", "azuredevops_git_repository.without_scope"]
  }
}

rule "provider-credential-in-code" {
  title    = "Provider block holds a password, key or token"
  category = "security"
  severity = "high"
  resources = [
    "provider.vault", "provider.datadog", "provider.newrelic", "provider.pagerduty", "provider.okta",
    "provider.auth0", "provider.mongodbatlas", "provider.snowflake", "provider.hcloud",
    "provider.heroku", "provider.fastly", "provider.grafana", "provider.consul", "provider.nomad",
    "provider.rabbitmq", "provider.postgresql", "provider.mysql", "provider.elasticstack",
    "provider.ec", "provider.confluent", "provider.tfe", "provider.scaleway", "provider.ovh",
    "provider.vsphere", "provider.bitbucket", "provider.azuredevops", "provider.databricks",
    "provider.ibm", "provider.tencentcloud", "provider.yandex", "provider.nifcloud",
    "provider.cloudstack", "provider.bridgecrew", "provider.sentry", "provider.spacelift",
    "provider.aiven", "provider.dnsimple", "provider.netlify", "provider.vercel",
    "provider.launchdarkly", "provider.opsgenie",
  ]
  aliases = ["CKV_BCW_1"]
  tags    = ["cwe-798"]
  params = {
    arguments = ["token", "api_token", "password", "api_key", "app_key", "secret_key", "client_secret", "private_key", "personal_access_token", "auth", "application_secret", "ibmcloud_api_key", "secret_access_key", "vault_token", "secret_id", "key"]
  }
  for_each = [for name in param.arguments : { name = name, value = resource[name] } if is_known(resource[name]) && resource[name] != null && resource[name] != "" && !can(regex("^[A-Z_]+$|^[xX*.]+$|^<.*>$|(?i:your|placeholder|changeme|dummy|_here$|xxxx)", resource[name]))]
  assert   = can(regex("^(~|\\.|/)[^ ]*$", each.value.value)) || try(length(each.value.value) < 6, false)
  at       = [resource.token, resource.api_token, resource.password, resource.api_key, resource.app_key, resource.secret_key, resource.client_secret, resource.private_key, resource.personal_access_token]
  message  = "`${each.value.name}` is written in plain text"
  why      = <<-EOT
    The account that runs Terraform usually may do everything in that service, and the value stays in the history
    of the repository. Paths to files and very short values pass.
  EOT
  remedy   = <<-EOT
    Leave the argument out and set the provider's environment variable, or take it from an unset variable.

    ```hcl
    provider "vault" {
      address = "https://vault.example.com"
    }
    ```
  EOT
  link     = "https://developer.hashicorp.com/terraform/language/providers/configuration"

  pass "environment" {
    provider "vault" {
      address = "https://vault.example.com"
    }
  }

  pass "variable" {
    variable "token" {}

    provider "vault" {
      address = "https://vault.example.com"
      token   = var.token
    }
  }

  fail "in code" {
    provider "vault" {
      address = "https://vault.example.com"
      token   = "hvs.CAESIexampleexampleexample"
    }

    expect = ["provider.vault @ token"]
  }

  fail "another provider" {
    provider "datadog" {
      api_key = "0123456789abcdef0123456789abcdef"
    }
  }
}
