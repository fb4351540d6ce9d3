rule "github-secret-plaintext" {
  title    = "GitHub secret stands in the configuration"
  category = "security"
  severity = "high"
  resources = [
    "github_actions_secret", "github_actions_organization_secret", "github_actions_environment_secret",
    "github_codespaces_secret", "github_codespaces_organization_secret",
    "github_codespaces_user_secret", "github_dependabot_secret",
    "github_dependabot_organization_secret",
  ]
  aliases  = ["CKV_GIT_4", "GIT-0002", "github-environmentsecrets-no-plain-text-action-secrets", "AVD-GIT-0002"]
  tags     = ["cwe-798"]
  for_each = [for v in [resource.plaintext_value, resource.value] : v if is_known(v) && v != null && v != ""]
  assert   = false
  at       = [resource.plaintext_value, resource.value]
  message  = "the secret's value is written in plain text"
  why      = <<-EOT
    Everyone who may read the repository of this configuration has the secret. Values from variables, generators
    and data sources pass; they still stand in the state, which an encrypted value avoids.
  EOT
  remedy   = <<-EOT
    Take the value from a variable or a secret store, or encrypt it with the repository's public key.

    ```hcl
    encrypted_value = var.encrypted_token
    ```
  EOT
  link     = "https://registry.terraform.io/providers/integrations/github/latest/docs/resources/actions_secret"

  pass "from a variable" {
    variable "token" {}

    resource "github_actions_secret" "this" {
      repository      = "app"
      secret_name     = "TOKEN"
      plaintext_value = var.token
    }
  }

  pass "encrypted" {
    resource "github_actions_secret" "this" {
      repository      = "app"
      secret_name     = "TOKEN"
      encrypted_value = "c29tZS1lbmNyeXB0ZWQ="
    }
  }

  fail "in code" {
    resource "github_actions_secret" "this" {
      repository      = "app"
      secret_name     = "TOKEN"
      plaintext_value = "hunter2"
    }

    expect = ["github_actions_secret.this @ plaintext_value"]
  }

  fail "newer name" {
    resource "github_dependabot_secret" "d" {
      repository  = "app"
      secret_name = "TOKEN"
      value       = "hunter2"
    }

    expect = ["github_dependabot_secret.d @ value"]
  }
}

rule "github-repository-public" {
  title     = "GitHub repository is public"
  category  = "security"
  severity  = "medium"
  resources = ["github_repository"]
  aliases = [
    "CKV_GIT_1", "GIT-0001", "github-repositories-private", "AVD-GIT-0001",
    "15d8a7fd-465a-4d15-a868-add86552f17b",
  ]
  tags    = ["cwe-200"]
  default = false
  assert  = resource.visibility != null ? resource.visibility != "public" : coalesce(resource.private, false)
  at      = [resource.visibility, resource.private]
  message = "everyone on the internet can read this repository"
  why     = <<-EOT
    Code, history, issues and logs of workflows are open to all. A repository without `visibility` is public.
    Right for open source: then say so with a suppression.
  EOT
  remedy  = <<-EOT
    Make it private, or internal in an enterprise.

    ```hcl
    visibility = "private"
    ```
  EOT
  link    = "https://docs.github.com/en/repositories/creating-and-managing-repositories/about-repositories#about-repository-visibility"

  fix {
    set = {
      visibility = "private"
    }
  }

  pass "private" {
    resource "github_repository" "this" {
      name       = "app"
      visibility = "private"
    }
    also = ["github-repository-no-branch-protection", "github-repository-no-vulnerability-alerts"]
  }

  pass "internal" {
    resource "github_repository" "this" {
      name       = "app"
      visibility = "internal"
    }
    also = ["github-repository-no-branch-protection", "github-repository-no-vulnerability-alerts"]
  }

  pass "older argument" {
    resource "github_repository" "this" {
      name    = "app"
      private = true
    }
    also = ["github-repository-no-branch-protection", "github-repository-no-vulnerability-alerts"]
  }

  fail "public" {
    resource "github_repository" "this" {
      name       = "app"
      visibility = "public"
    }

    expect = ["github_repository.this @ visibility"]
  }

  fail "not written" {
    resource "github_repository" "this" {
      name        = "app"
      description = "An application"
    }

    expect = ["github_repository.this"]
  }

  unknown "not known" {
    variable "visibility" {}

    resource "github_repository" "this" {
      name       = "app"
      visibility = var.visibility
    }
  }
}

rule "github-repository-no-vulnerability-alerts" {
  title     = "GitHub repository gets no alerts about its dependencies"
  category  = "security"
  severity  = "medium"
  resources = ["github_repository"]
  aliases   = ["CKV_GIT_3", "GIT-0003", "github-repositories-enable-vulnerability-alerts", "AVD-GIT-0003"]
  tags      = ["cwe-1104"]

  related "alerts" {
    type = "github_repository_vulnerability_alerts"
    on   = refers(other.repository, resource)
  }

  when    = !coalesce(resource.archived, false)
  assert  = coalesce(resource.vulnerability_alerts, false) || anytrue([for a in related.alerts : coalesce(a.enabled, true)]) || anytrue([for s in resource.security_and_analysis : length(s) > 0 && resource.vulnerability_alerts != false])
  message = "`vulnerability_alerts` is not on"
  why     = <<-EOT
    Nobody is told when a dependency turns out to be vulnerable. Archived repositories are not judged.
  EOT
  remedy  = <<-EOT
    Turn alerts on.

    ```hcl
    vulnerability_alerts = true
    ```
  EOT
  link    = "https://docs.github.com/en/code-security/dependabot/dependabot-alerts/about-dependabot-alerts"

  fix {
    set = {
      vulnerability_alerts = true
    }
  }

  pass "on" {
    resource "github_repository" "this" {
      name                 = "app"
      visibility           = "private"
      vulnerability_alerts = true
    }
    also = ["github-repository-no-branch-protection"]
  }

  pass "archived" {
    resource "github_repository" "this" {
      name       = "app"
      visibility = "private"
      archived   = true
    }
  }

  pass "separate resource" {
    resource "github_repository" "app" {
      name       = "app"
      visibility = "private"
    }

    resource "github_repository_vulnerability_alerts" "app" {
      repository = github_repository.app.name
    }
    also = ["github-repository-no-branch-protection"]
  }

  fail "off" {
    resource "github_repository" "this" {
      name                 = "app"
      visibility           = "private"
      vulnerability_alerts = false
    }

    expect = ["github_repository.this @ vulnerability_alerts"]
  }

  fail "not written" {
    resource "github_repository" "this" {
      name        = "app"
      visibility  = "private"
      description = "An application"
    }

    expect = ["github_repository.this"]
  }

  unknown "not known" {
    variable "alerts" {}

    resource "github_repository" "this" {
      name                 = "app"
      visibility           = "private"
      vulnerability_alerts = var.alerts
    }
  }
}

rule "github-repository-no-branch-protection" {
  title     = "GitHub repository protects no branch"
  category  = "security"
  severity  = "medium"
  resources = ["github_repository"]
  aliases   = ["CKV2_GIT_1"]
  tags      = ["cwe-284"]

  related "protection" {
    type = ["github_branch_protection", "github_branch_protection_v3", "github_repository_ruleset"]
    on   = refers(other.repository_id, resource) || refers(other.repository, resource)
  }


  related "organisation" {
    type = "github_organization_ruleset"
    on   = other.enforcement == "active"
  }

  when    = !coalesce(resource.archived, false) && !coalesce(resource.is_template, false)
  assert  = length(related.protection) > 0 || length(related.organisation) > 0
  at      = resource.name
  message = "neither a branch protection nor a ruleset belongs to this repository"
  why     = <<-EOT
    Whoever may push can change the main branch without review, and rewrite its history. Rules of the organisation
    that are managed elsewhere are not seen here.
  EOT
  remedy  = <<-EOT
    Protect the default branch.

    ```hcl
    resource "github_branch_protection" "main" {
      repository_id = github_repository.app.node_id
      pattern       = "main"
      required_pull_request_reviews {
        required_approving_review_count = 1
      }
    }
    ```
  EOT
  link    = "https://docs.github.com/en/repositories/configuring-branches-and-merges-in-your-repository/managing-protected-branches/about-protected-branches"

  pass "protected" {
    resource "github_repository" "app" {
      name       = "app"
      visibility = "private"
    }

    resource "github_branch_protection" "main" {
      repository_id = github_repository.app.node_id
      pattern       = "main"
    }
    also = ["github-branch-few-reviews", "github-repository-no-vulnerability-alerts"]
  }

  pass "ruleset" {
    resource "github_repository" "app" {
      name       = "app"
      visibility = "private"
    }

    resource "github_repository_ruleset" "main" {
      repository  = github_repository.app.name
      name        = "main"
      target      = "branch"
      enforcement = "active"
    }
    also = ["github-repository-no-vulnerability-alerts"]
  }

  fail "none" {
    resource "github_repository" "app" {
      name       = "app"
      visibility = "private"
    }
  }

  pass "more that pass" {
    resource "github_repository" "archived_is_true" {
      name       = "app"
      visibility = "private"
      archived   = true
    }
    resource "github_repository" "one_more_is_template_is_true" {
      name       = "app"
      visibility = "private"
    }
    resource "github_repository" "one_more_is_template_is_true_2" {
      name        = "app"
      visibility  = "private"
      is_template = true
    }
    resource "github_branch_protection" "one_more_is_template_is_true" {
      repository_id = github_repository.one_more_is_template_is_true.node_id
      pattern       = "main"
    }
    also = ["github-branch-few-reviews", "github-repository-no-vulnerability-alerts"]
  }
}

rule "github-branch-unsigned-commits" {
  title     = "Protected branch takes unsigned commits"
  category  = "security"
  severity  = "low"
  resources = ["github_branch_protection", "github_branch_protection_v3"]
  aliases   = ["CKV_GIT_6", "GIT-0004", "github-branchprotections-require-signed-commits", "AVD-GIT-0004"]
  tags      = ["cwe-345"]
  default   = false
  assert    = coalesce(resource.require_signed_commits, false)
  message   = "`require_signed_commits` is not on"
  why       = <<-EOT
    Author and committer of a commit are what its maker wrote; only a signature shows who made it. All
    contributors need keys first.
  EOT
  remedy    = <<-EOT
    Require signatures.

    ```hcl
    require_signed_commits = true
    ```
  EOT
  link      = "https://docs.github.com/en/authentication/managing-commit-signature-verification/about-commit-signature-verification"

  fix {
    set = {
      require_signed_commits = true
    }
  }

  pass "on" {
    resource "github_branch_protection" "this" {
      repository_id          = "app"
      pattern                = "main"
      require_signed_commits = true
    }
    also = ["github-branch-few-reviews"]
  }

  fail "not written" {
    resource "github_branch_protection" "this" {
      repository_id = "app"
      pattern       = "main"
    }

    expect = ["github_branch_protection.this"]
  }

  fail "off" {
    resource "github_branch_protection" "this" {
      repository_id          = "app"
      pattern                = "main"
      require_signed_commits = false
    }

    expect = ["github_branch_protection.this @ require_signed_commits"]
  }

  unknown "not known" {
    variable "require_signed_commits" {}

    resource "github_branch_protection" "this" {
      repository_id          = "app"
      pattern                = "main"
      require_signed_commits = var.require_signed_commits
    }
  }
}

rule "github-branch-few-reviews" {
  title     = "Protected branch takes changes that nobody approved"
  category  = "security"
  severity  = "low"
  resources = ["github_branch_protection", "github_branch_protection_v3"]
  aliases   = ["CKV_GIT_5"]
  tags      = ["cwe-284"]
  params = {
    minimum = 1
  }
  assert  = length(resource.required_pull_request_reviews) > 0 && coalesce(resource.required_pull_request_reviews[0].required_approving_review_count, 1) >= param.minimum
  at      = resource.required_pull_request_reviews[0].required_approving_review_count
  message = "fewer than ${param.minimum} approvals are required"
  why     = <<-EOT
    One stolen account, or one hurried afternoon, is then enough to change what is released. Raise `minimum` to 2
    where four eyes beside the author's are the rule.
  EOT
  remedy  = <<-EOT
    Require a review.

    ```hcl
    required_pull_request_reviews {
      required_approving_review_count = 1
    }
    ```
  EOT
  link    = "https://docs.github.com/en/repositories/configuring-branches-and-merges-in-your-repository/managing-protected-branches/about-protected-branches"

  pass "one" {
    resource "github_branch_protection" "this" {
      repository_id = "app"
      pattern       = "main"
      required_pull_request_reviews {
        required_approving_review_count = 1
      }
    }
  }

  pass "default of the block" {
    resource "github_branch_protection" "this" {
      repository_id = "app"
      pattern       = "main"
      required_pull_request_reviews {
        dismiss_stale_reviews = true
      }
    }
  }

  fail "no reviews" {
    resource "github_branch_protection" "this" {
      repository_id  = "app"
      pattern        = "main"
      enforce_admins = true
    }

    expect = ["github_branch_protection.this"]
  }

  fail "none" {
    resource "github_branch_protection" "this" {
      repository_id = "app"
      pattern       = "main"
      required_pull_request_reviews {
        required_approving_review_count = 0
      }
    }

    expect = ["github_branch_protection.this @ required_pull_request_reviews[0].required_approving_review_count"]
  }

  unknown "not known" {
    variable "reviews" {}

    resource "github_branch_protection" "this" {
      repository_id = "app"
      pattern       = "main"
      required_pull_request_reviews {
        required_approving_review_count = var.reviews
      }
    }
  }
}

rule "github-branch-force-push" {
  title     = "Protected branch may be rewritten or deleted"
  category  = "security"
  severity  = "medium"
  resources = ["github_branch_protection", "github_branch_protection_v3"]
  tags      = ["cwe-284"]
  assert    = !coalesce(resource.allows_force_pushes, false) && !coalesce(resource.allows_deletions, false)
  message   = "`allows_force_pushes` or `allows_deletions` is on"
  why       = <<-EOT
    A force push replaces reviewed history by other commits, and the trace of it is soon gone.
  EOT
  remedy    = <<-EOT
    Remove the argument.
  EOT
  link      = "https://docs.github.com/en/repositories/configuring-branches-and-merges-in-your-repository/managing-protected-branches/about-protected-branches#allow-force-pushes"

  fix {
    remove = ["allows_force_pushes", "allows_deletions"]
  }

  pass "default" {
    resource "github_branch_protection" "this" {
      repository_id = "app"
      pattern       = "main"
    }
    also = ["github-branch-few-reviews"]
  }

  fail "force push" {
    resource "github_branch_protection" "this" {
      repository_id       = "app"
      pattern             = "main"
      allows_force_pushes = true
    }

    expect = ["github_branch_protection.this @ allows_force_pushes"]
  }

  fail "deletion" {
    resource "github_branch_protection" "this" {
      repository_id    = "app"
      pattern          = "main"
      allows_deletions = true
    }

    expect = ["github_branch_protection.this @ allows_deletions"]
  }

  unknown "not known" {
    variable "force" {}

    resource "github_branch_protection" "this" {
      repository_id       = "app"
      pattern             = "main"
      allows_force_pushes = var.force
    }
  }
}

rule "github-webhook-insecure" {
  title     = "GitHub webhook does not check certificates"
  category  = "security"
  severity  = "medium"
  resources = ["github_repository_webhook", "github_organization_webhook"]
  aliases   = ["CKV_GIT_2", "ce7c874e-1b88-450b-a5e4-cb76ada3c8a9"]
  tags      = ["cwe-295"]
  for_each  = resource.configuration
  assert    = !contains(["true", "1"], tostring(coalesce(each.value.insecure_ssl, false))) && !startswith(coalesce(each.value.url, "https://"), "http://")
  at        = [each.value.insecure_ssl, each.value.url]
  message   = "`insecure_ssl` is on, or the address is plain HTTP"
  why       = <<-EOT
    Whoever stands in between reads code and secrets in events, and can send their own.
  EOT
  remedy    = <<-EOT
    Use HTTPS and leave `insecure_ssl` out.

    ```hcl
    configuration {
      url          = "https://ci.example.com/hook"
      content_type = "json"
      secret       = var.hook_secret
    }
    ```
  EOT
  link      = "https://docs.github.com/en/webhooks/using-webhooks/best-practices-for-using-webhooks"

  pass "secure" {
    resource "github_repository_webhook" "this" {
      repository = "app"
      events     = ["push"]
      configuration {
        url          = "https://ci.example.com/hook"
        insecure_ssl = false
      }
    }
    also = ["github-webhook-no-secret"]
  }

  fail "unchecked" {
    resource "github_repository_webhook" "this" {
      repository = "app"
      events     = ["push"]
      configuration {
        insecure_ssl = true
        url          = "https://ci.example.com/hook"
      }
    }

    expect = ["github_repository_webhook.this @ configuration[0].insecure_ssl"]
  }

  fail "plain HTTP" {
    resource "github_repository_webhook" "this" {
      repository = "app"
      events     = ["push"]
      configuration {
        url = "http://ci.example.com/hook"
      }
    }
  }

  unknown "not known" {
    variable "insecure" {}

    resource "github_repository_webhook" "this" {
      repository = "app"
      events     = ["push"]
      configuration {
        url          = "https://ci.example.com/hook"
        insecure_ssl = var.insecure
      }
    }
  }

  pass "no `insecure_ssl`" {
    resource "github_repository_webhook" "this" {
      repository = "app"
      events     = ["push"]
      configuration {
        url = "https://ci.example.com/hook"
      }
    }
    also = ["github-webhook-no-secret"]
  }
}

rule "github-webhook-no-secret" {
  title     = "GitHub webhook has no secret"
  category  = "security"
  severity  = "low"
  resources = ["github_repository_webhook", "github_organization_webhook"]
  tags      = ["cwe-345"]
  for_each  = resource.configuration
  assert    = each.value.secret != null && !(is_known(each.value.secret) && each.value.secret == "")
  at        = each.value.secret
  message   = "events are not signed"
  why       = <<-EOT
    The receiver cannot tell GitHub's events from those of anybody who knows the address.
  EOT
  remedy    = <<-EOT
    Set a secret, and check the signature.

    ```hcl
    configuration {
      url    = "https://ci.example.com/hook"
      secret = var.hook_secret
    }
    ```
  EOT
  link      = "https://docs.github.com/en/webhooks/using-webhooks/validating-webhook-deliveries"

  pass "a secret" {
    resource "random_password" "hook" {
      length = 32
    }

    resource "github_repository_webhook" "h" {
      repository = "app"
      events     = ["push"]
      configuration {
        url    = "https://ci.example.com/hook"
        secret = random_password.hook.result
      }
    }
  }

  fail "none" {
    resource "github_repository_webhook" "this" {
      repository = "app"
      events     = ["push"]
      configuration {
        url = "https://ci.example.com/hook"
      }
    }
  }
}

rule "github-deploy-key-writes" {
  title     = "Deploy key may push"
  category  = "security"
  severity  = "medium"
  resources = ["github_repository_deploy_key"]
  tags      = ["cwe-250"]
  assert    = coalesce(resource.read_only, true)
  message   = "`read_only` is false"
  why       = <<-EOT
    A deploy key has no person behind it, does not expire and often lies on a server. With write access the server
    can change the code.
  EOT
  remedy    = <<-EOT
    Use a read-only key, or an app with short-lived tokens.

    ```hcl
    read_only = true
    ```
  EOT
  link      = "https://docs.github.com/en/authentication/connecting-to-github-with-ssh/managing-deploy-keys"

  fix {
    set = {
      read_only = true
    }
    safe = false
  }

  pass "read only" {
    resource "github_repository_deploy_key" "this" {
      repository = "app"
      title      = "server"
      key        = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIBx"
      read_only  = true
    }
  }

  fail "writes" {
    resource "github_repository_deploy_key" "this" {
      repository = "app"
      title      = "server"
      key        = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIBx"
      read_only  = false
    }

    expect = ["github_repository_deploy_key.this @ read_only"]
  }

  unknown "not known" {
    variable "read_only" {}

    resource "github_repository_deploy_key" "this" {
      repository = "app"
      title      = "server"
      key        = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIBx"
      read_only  = var.read_only
    }
  }

  pass "no `read_only`" {
    resource "github_repository_deploy_key" "this" {
      repository = "app"
      title      = "server"
      key        = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIBx"
    }
  }
}

rule "github-actions-all-allowed" {
  title     = "Workflows may use any action of the marketplace"
  category  = "security"
  severity  = "low"
  resources = ["github_actions_repository_permissions", "github_actions_organization_permissions"]
  tags      = ["cwe-829"]
  default   = false
  when      = resource.enabled != false && resource.enabled_repositories != "none"
  assert    = resource.allowed_actions != "all" || coalesce(resource.sha_pinning_required, false)
  message   = "`allowed_actions` is `all`"
  why       = <<-EOT
    An action runs with the workflow's token and secrets; a stranger's action can be changed under its tag at any
    time.
  EOT
  remedy    = <<-EOT
    Allow your own and selected actions, or require pinning to a commit.

    ```hcl
    allowed_actions = "selected"
    ```
  EOT
  link      = "https://docs.github.com/en/actions/security-for-github-actions/security-guides/security-hardening-for-github-actions"

  pass "selected" {
    resource "github_actions_organization_permissions" "this" {
      enabled_repositories = "all"
      allowed_actions      = "selected"
    }
  }

  pass "pinned" {
    resource "github_actions_organization_permissions" "this" {
      enabled_repositories = "all"
      allowed_actions      = "all"
      sha_pinning_required = true
    }
  }

  fail "all" {
    resource "github_actions_organization_permissions" "this" {
      enabled_repositories = "all"
      allowed_actions      = "all"
    }

    expect = ["github_actions_organization_permissions.this @ allowed_actions"]
  }

  unknown "not known" {
    variable "allowed_actions" {}

    resource "github_actions_organization_permissions" "this" {
      enabled_repositories = "all"
      allowed_actions      = var.allowed_actions
    }
  }

  pass "more that pass" {
    resource "github_actions_organization_permissions" "enabled_repositories_is_none" {
      enabled_repositories = "none"
      allowed_actions      = "all"
    }
  }
}

rule "github-actions-write-token" {
  title     = "Workflow tokens may write by default"
  category  = "security"
  severity  = "medium"
  resources = ["github_workflow_repository_permissions", "github_actions_organization_workflow_permissions"]
  tags      = ["cwe-250"]
  assert    = resource.default_workflow_permissions != "write"
  message   = "`default_workflow_permissions` is `write`"
  why       = <<-EOT
    A workflow that runs foreign code, a test of a dependency for instance, can then push to the repository and
    publish packages. Workflows ask for what they need with `permissions`.
  EOT
  remedy    = <<-EOT
    Give read access by default.

    ```hcl
    default_workflow_permissions = "read"
    ```
  EOT
  link      = "https://docs.github.com/en/actions/security-for-github-actions/security-guides/automatic-token-authentication"

  fix {
    set = {
      default_workflow_permissions = "read"
    }
  }

  pass "read" {
    resource "github_workflow_repository_permissions" "this" {
      repository                   = "app"
      default_workflow_permissions = "read"
    }
  }

  pass "default" {
    resource "github_workflow_repository_permissions" "this" {
      repository = "app"
    }
  }

  fail "write" {
    resource "github_workflow_repository_permissions" "this" {
      repository                   = "app"
      default_workflow_permissions = "write"
    }

    expect = ["github_workflow_repository_permissions.this @ default_workflow_permissions"]
  }

  unknown "not known" {
    variable "permissions" {}

    resource "github_workflow_repository_permissions" "this" {
      repository                   = "app"
      default_workflow_permissions = var.permissions
    }
  }
}

rule "github-runner-public-repositories" {
  title     = "Own runners take jobs of public repositories"
  category  = "security"
  severity  = "high"
  resources = ["github_actions_runner_group", "github_enterprise_actions_runner_group"]
  tags      = ["cwe-94"]
  assert    = !coalesce(resource.allows_public_repositories, false)
  message   = "`allows_public_repositories` is on"
  why       = <<-EOT
    Anyone can open a pull request to a public repository and so run code on your machine, inside your network.
  EOT
  remedy    = <<-EOT
    Keep own runners for private repositories.
  EOT
  link      = "https://docs.github.com/en/actions/hosting-your-own-runners/managing-self-hosted-runners/about-self-hosted-runners#self-hosted-runner-security"

  fix {
    set = {
      allows_public_repositories = false
    }
  }

  pass "default" {
    resource "github_actions_runner_group" "this" {
      name       = "own"
      visibility = "all"
    }
  }

  fail "public" {
    resource "github_actions_runner_group" "this" {
      name                       = "own"
      visibility                 = "all"
      allows_public_repositories = true
    }

    expect = ["github_actions_runner_group.this @ allows_public_repositories"]
  }

  unknown "not known" {
    variable "public" {}

    resource "github_actions_runner_group" "this" {
      name                       = "own"
      visibility                 = "all"
      allows_public_repositories = var.public
    }
  }
}

rule "github-organisation-wide-permission" {
  title     = "Every member may write to every repository"
  category  = "security"
  severity  = "medium"
  resources = ["github_organization_settings"]
  tags      = ["cwe-250"]
  assert    = !contains(["write", "admin"], resource.default_repository_permission)
  message   = "`default_repository_permission` is `${resource.default_repository_permission}`"
  why       = <<-EOT
    One stolen account of any member can then change all code, and administer repositories with `admin`.
  EOT
  remedy    = <<-EOT
    Give read or no access by default, and grant more through teams.

    ```hcl
    default_repository_permission = "read"
    ```
  EOT
  link      = "https://docs.github.com/en/organizations/managing-user-access-to-your-organizations-repositories/managing-repository-roles/setting-base-permissions-for-an-organization"

  pass "read" {
    resource "github_organization_settings" "this" {
      billing_email                 = "billing@example.com"
      default_repository_permission = "read"
    }
  }

  pass "default" {
    resource "github_organization_settings" "this" {
      billing_email = "billing@example.com"
    }
  }

  fail "admin" {
    resource "github_organization_settings" "this" {
      billing_email                 = "billing@example.com"
      default_repository_permission = "admin"
    }

    expect = ["github_organization_settings.this @ default_repository_permission"]
  }

  unknown "not known" {
    variable "permission" {}

    resource "github_organization_settings" "this" {
      billing_email                 = "billing@example.com"
      default_repository_permission = var.permission
    }
  }

  fail "`default_repository_permission` is `write`" {
    resource "github_organization_settings" "this" {
      billing_email                 = "billing@example.com"
      default_repository_permission = "write"
    }
    expect = ["github_organization_settings.this @ default_repository_permission"]
  }
}

rule "github-provider-token-in-code" {
  title     = "Provider block holds a GitHub token"
  category  = "security"
  severity  = "high"
  resources = ["provider.github"]
  tags      = ["cwe-798"]
  assert    = !(is_known(resource.token) && resource.token != null && resource.token != "" && !can(regex("^[A-Z_]+$|^[xX*.]+$|^<.*>$|(?i:your|placeholder|changeme|dummy|_here$|xxxx)", resource.token))) && !anytrue([for a in resource.app_auth : (is_known(a.pem_file) && can(regex("PRIVATE KEY", a.pem_file)))])
  at        = [resource.token, resource.app_auth]
  message   = "a token or an app's private key is written in plain text"
  why       = <<-EOT
    The token usually administers the organisation, and stays in the history of the repository.
  EOT
  remedy    = <<-EOT
    Take it from the environment variable `GITHUB_TOKEN`.

    ```hcl
    provider "github" {
      owner = "example"
    }
    ```
  EOT
  link      = "https://registry.terraform.io/providers/integrations/github/latest/docs#authentication"

  pass "environment" {
    provider "github" {
      owner = "example"
    }
  }

  pass "variable" {
    variable "token" {}

    provider "github" {
      owner = "example"
      token = var.token
    }
  }

  fail "in code" {
    provider "github" {
      owner = "example"
      token = "ghp_0123456789abcdefghijABCDEFGHIJ012345"
    }

    expect = ["provider.github @ token"]
  }
}
