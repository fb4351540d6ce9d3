rule "gitlab-project-few-approvals" {
  title     = "Merge requests need fewer than two approvals"
  category  = "security"
  severity  = "low"
  resources = ["gitlab_project"]
  aliases   = ["CKV_GLB_1"]
  tags      = ["cwe-284"]
  default   = false
  params = {
    minimum = 2
  }

  related "rules" {
    type = "gitlab_project_approval_rule"
    on   = refers(other.project, resource)
  }

  assert  = coalesce(resource.approvals_before_merge, 0) >= param.minimum || anytrue([for r in related.rules : r.approvals_required >= param.minimum])
  at      = resource.approvals_before_merge
  message = "fewer than ${param.minimum} approvals are required before a merge"
  why     = <<-EOT
    One stolen account is then enough to change what is released. Needs a paid GitLab edition.
  EOT
  remedy  = <<-EOT
    Add an approval rule.

    ```hcl
    resource "gitlab_project_approval_rule" "review" {
      project            = gitlab_project.app.id
      name               = "review"
      approvals_required = 2
    }
    ```
  EOT
  link    = "https://docs.gitlab.com/user/project/merge_requests/approvals/"

  pass "two" {
    resource "gitlab_project" "this" {
      name                   = "app"
      approvals_before_merge = 2
    }
  }

  pass "a rule" {
    resource "gitlab_project" "app" {
      name = "app"
    }

    resource "gitlab_project_approval_rule" "r" {
      project            = gitlab_project.app.id
      name               = "r"
      approvals_required = 2
    }
  }

  fail "one" {
    resource "gitlab_project" "this" {
      name                   = "app"
      approvals_before_merge = 1
    }

    expect = ["gitlab_project.this @ approvals_before_merge"]
  }

  fail "not written" {
    resource "gitlab_project" "this" {
      name = "app"
    }

    expect = ["gitlab_project.this"]
  }

  unknown "not known" {
    variable "approvals_before_merge" {}

    resource "gitlab_project" "this" {
      name                   = "app"
      approvals_before_merge = var.approvals_before_merge
    }
  }
}

rule "gitlab-branch-force-push" {
  title     = "Protected branch may be force-pushed"
  category  = "security"
  severity  = "medium"
  resources = ["gitlab_branch_protection"]
  aliases   = ["CKV_GLB_2"]
  tags      = ["cwe-284"]
  assert    = !coalesce(resource.allow_force_push, false)
  message   = "`allow_force_push` is on"
  why       = <<-EOT
    A force push replaces reviewed history by other commits.
  EOT
  remedy    = <<-EOT
    Remove the argument.
  EOT
  link      = "https://docs.gitlab.com/user/project/repository/branches/protected/"

  fix {
    set = {
      allow_force_push = false
    }
  }

  pass "default" {
    resource "gitlab_branch_protection" "this" {
      project = "app"
      branch  = "main"
    }
  }

  fail "on" {
    resource "gitlab_branch_protection" "this" {
      project          = "app"
      branch           = "main"
      allow_force_push = true
    }

    expect = ["gitlab_branch_protection.this @ allow_force_push"]
  }

  unknown "not known" {
    variable "force" {}

    resource "gitlab_branch_protection" "this" {
      project          = "app"
      branch           = "main"
      allow_force_push = var.force
    }
  }
}

rule "gitlab-project-secrets-not-rejected" {
  title     = "GitLab project takes commits with secret files"
  category  = "security"
  severity  = "low"
  resources = ["gitlab_project", "gitlab_project_push_rules", "gitlab_group"]
  aliases   = ["CKV_GLB_3"]
  tags      = ["cwe-798"]
  default   = false
  assert    = coalesce(resource.push_rules[0].prevent_secrets, resource.prevent_secrets, false)
  at        = [resource.push_rules, resource.prevent_secrets]
  message   = "`prevent_secrets` is not on"
  why       = <<-EOT
    Keys and passwords that are committed stay in the history. The push rule rejects files that usually hold them.
    Needs a paid GitLab edition.
  EOT
  remedy    = <<-EOT
    Turn it on.

    ```hcl
    push_rules {
      prevent_secrets = true
    }
    ```
  EOT
  link      = "https://docs.gitlab.com/user/project/repository/push_rules/"

  pass "on" {
    resource "gitlab_project" "this" {
      name = "app"
      push_rules {
        prevent_secrets = true
      }
    }
  }

  fail "not written" {
    resource "gitlab_project" "this" {
      name = "app"
    }

    expect = ["gitlab_project.this"]
  }

  fail "off" {
    resource "gitlab_project" "this" {
      name = "app"
      push_rules {
        prevent_secrets = false
      }
    }
  }
}

rule "gitlab-project-unsigned-commits" {
  title     = "GitLab project takes unsigned commits"
  category  = "security"
  severity  = "low"
  resources = ["gitlab_project", "gitlab_project_push_rules"]
  aliases   = ["CKV_GLB_4"]
  tags      = ["cwe-345"]
  default   = false
  assert    = coalesce(resource.push_rules[0].reject_unsigned_commits, resource.reject_unsigned_commits, false)
  at        = [resource.push_rules, resource.reject_unsigned_commits]
  message   = "`reject_unsigned_commits` is not on"
  why       = <<-EOT
    Only a signature shows who made a commit. All contributors need keys first.
  EOT
  remedy    = <<-EOT
    Turn it on.

    ```hcl
    push_rules {
      reject_unsigned_commits = true
    }
    ```
  EOT
  link      = "https://docs.gitlab.com/user/project/repository/push_rules/"

  pass "on" {
    resource "gitlab_project" "this" {
      name = "app"
      push_rules {
        reject_unsigned_commits = true
      }
    }
  }

  fail "not written" {
    resource "gitlab_project" "this" {
      name = "app"
    }

    expect = ["gitlab_project.this"]
  }
}

rule "gitlab-project-public" {
  title     = "GitLab project or group is public"
  category  = "security"
  severity  = "medium"
  resources = ["gitlab_project", "gitlab_group"]
  tags      = ["cwe-200"]
  assert    = resource.visibility_level != "public" && resource.visibility != "public"
  message   = "everyone on the internet can read it"
  why       = <<-EOT
    Code, history, issues and job logs are open to all. Right for open source: then say so with a suppression.
  EOT
  remedy    = <<-EOT
    Make it private.

    ```hcl
    visibility_level = "private"
    ```
  EOT
  link      = "https://docs.gitlab.com/user/public_access/"

  pass "private" {
    resource "gitlab_project" "this" {
      name             = "app"
      visibility_level = "private"
    }
  }

  pass "default" {
    resource "gitlab_project" "this" {
      name = "app"
    }
  }

  fail "public" {
    resource "gitlab_project" "this" {
      name             = "app"
      visibility_level = "public"
    }

    expect = ["gitlab_project.this @ visibility_level"]
  }

  unknown "not known" {
    variable "visibility" {}

    resource "gitlab_project" "this" {
      name             = "app"
      visibility_level = var.visibility
    }
  }
}

rule "gitlab-hook-insecure" {
  title     = "GitLab webhook does not check certificates"
  category  = "security"
  severity  = "medium"
  resources = ["gitlab_project_hook", "gitlab_group_hook", "gitlab_system_hook"]
  tags      = ["cwe-295"]
  assert    = resource.enable_ssl_verification != false && !startswith(coalesce(resource.url, "https://"), "http://")
  at        = [resource.enable_ssl_verification, resource.url]
  message   = "certificate checks are off, or the address is plain HTTP"
  why       = <<-EOT
    Whoever stands in between reads events and can send their own.
  EOT
  remedy    = <<-EOT
    Use HTTPS and leave verification on.

    ```hcl
    url                     = "https://ci.example.com/hook"
    enable_ssl_verification = true
    ```
  EOT
  link      = "https://docs.gitlab.com/user/project/integrations/webhooks/"

  pass "secure" {
    resource "gitlab_project_hook" "this" {
      project = "app"
      url     = "https://ci.example.com/hook"
    }
  }

  fail "unchecked" {
    resource "gitlab_project_hook" "this" {
      project                 = "app"
      url                     = "https://ci.example.com/hook"
      enable_ssl_verification = false
    }

    expect = ["gitlab_project_hook.this @ enable_ssl_verification"]
  }

  fail "plain HTTP" {
    resource "gitlab_project_hook" "this" {
      project = "app"
      url     = "http://ci.example.com/hook"
    }
  }

  unknown "not known" {
    variable "verify" {}

    resource "gitlab_project_hook" "this" {
      project                 = "app"
      url                     = "https://ci.example.com/hook"
      enable_ssl_verification = var.verify
    }
  }
}

rule "gitlab-variable-exposed" {
  title     = "Secret CI variable is neither masked nor protected"
  category  = "security"
  severity  = "medium"
  resources = ["gitlab_project_variable", "gitlab_group_variable", "gitlab_instance_variable"]
  tags      = ["cwe-532"]
  when      = can(regex("(?i)(passw|secret|token|api_?key|private_?key|credential)", resource.key))
  assert    = coalesce(resource.masked, false) || coalesce(resource.hidden, false)
  at        = [resource.masked, resource.key]
  message   = "`${resource.key}` appears in job logs"
  why       = <<-EOT
    A job that prints its environment, on purpose or by mistake, shows the value to everyone who may read logs.
  EOT
  remedy    = <<-EOT
    Mask the variable, and limit it to protected branches.

    ```hcl
    masked    = true
    protected = true
    ```
  EOT
  link      = "https://docs.gitlab.com/ci/variables/#mask-a-cicd-variable"

  fix {
    set = {
      masked = true
    }
  }

  pass "masked" {
    variable "token" {}

    resource "gitlab_project_variable" "this" {
      project = "app"
      key     = "DEPLOY_TOKEN"
      value   = var.token
      masked  = true
    }
  }

  pass "harmless name" {
    variable "token" {}

    resource "gitlab_project_variable" "this" {
      project = "app"
      value   = var.token
      key     = "REGION"
    }
  }

  fail "not masked" {
    variable "token" {}

    resource "gitlab_project_variable" "this" {
      project   = "app"
      key       = "DEPLOY_TOKEN"
      value     = var.token
      protected = true
    }
  }

  fail "off" {
    variable "token" {}

    resource "gitlab_project_variable" "this" {
      project = "app"
      key     = "DEPLOY_TOKEN"
      value   = var.token
      masked  = false
    }

    expect = ["gitlab_project_variable.this @ masked"]
  }

  unknown "not known" {
    variable "token" {}
    variable "masked" {}

    resource "gitlab_project_variable" "this" {
      project = "app"
      key     = "DEPLOY_TOKEN"
      value   = var.token
      masked  = var.masked
    }
  }

  pass "`hidden` is `true`" {
    variable "token" {}
    resource "gitlab_project_variable" "this" {
      project = "app"
      key     = "DEPLOY_TOKEN"
      value   = var.token
      masked  = false
      hidden  = true
    }
  }
}

rule "gitlab-provider-token-in-code" {
  title     = "Provider block holds a GitLab token"
  category  = "security"
  severity  = "high"
  resources = ["provider.gitlab"]
  tags      = ["cwe-798"]
  assert    = !(is_known(resource.token) && resource.token != null && resource.token != "" && !can(regex("^[A-Z_]+$|^[xX*.]+$|^<.*>$|(?i:your|placeholder|changeme|dummy|_here$|xxxx)", resource.token)))
  at        = resource.token
  message   = "`token` is written in plain text"
  why       = <<-EOT
    The token usually administers groups and projects, and stays in the history of the repository.
  EOT
  remedy    = <<-EOT
    Take it from the environment variable `GITLAB_TOKEN`.

    ```hcl
    provider "gitlab" {
      base_url = "https://gitlab.example.com/api/v4/"
    }
    ```
  EOT
  link      = "https://registry.terraform.io/providers/gitlabhq/gitlab/latest/docs"

  pass "environment" {
    provider "gitlab" {
      base_url = "https://gitlab.example.com/api/v4/"
    }
  }

  pass "variable" {
    variable "token" {}

    provider "gitlab" {
      base_url = "https://gitlab.example.com/api/v4/"
      token    = var.token
    }
  }

  fail "in code" {
    provider "gitlab" {
      base_url = "https://gitlab.example.com/api/v4/"
      token    = "glpat-0123456789abcdefghij"
    }

    expect = ["provider.gitlab @ token"]
  }
}
