# Roles, role assignments, federated credentials, policies, locks, provider configuration.

rule "azure-role-definition-everything" {
  title     = "Custom role allows every action"
  category  = "security"
  severity  = "high"
  resources = ["azurerm_role_definition"]
  aliases   = ["CKV_AZURE_39", "AZU-0030", "azure-authorization-limit-role-actions", "AVD-AZU-0030"]
  tags      = ["cwe-250", "cwe-269"]
  for_each  = resource.permissions
  assert    = !contains(each.value.actions, "*")
  at        = each.value.actions
  message   = "`actions` contains `*`: the role is an owner of its scopes"
  why       = <<-EOT
    A second owner role escapes the reviews and alerts that watch the built-in one. The scope decides how far it reaches,
    and scopes tend to grow.
  EOT
  remedy    = <<-EOT
    List the actions that are needed, for example `actions = ["Microsoft.Compute/virtualMachines/read"]`, or assign the
    built-in role.
  EOT
  link      = "https://learn.microsoft.com/azure/role-based-access-control/custom-roles"

  pass "named actions" {
    resource "azurerm_role_definition" "example" {
      name  = "example"
      scope = "/subscriptions/00000000-0000-0000-0000-000000000000"

      permissions {
        actions = ["Microsoft.Compute/virtualMachines/read", "Microsoft.Compute/virtualMachines/start/action"]
      }
    }
  }

  pass "reading everything" {
    resource "azurerm_role_definition" "example" {
      name  = "example"
      scope = "/subscriptions/00000000-0000-0000-0000-000000000000"

      permissions {
        actions = ["*/read"]
      }
    }
  }

  fail "every action" {
    resource "azurerm_role_definition" "example" {
      name  = "example"
      scope = "/subscriptions/00000000-0000-0000-0000-000000000000"

      permissions {
        actions = ["*"]
      }
    }

    expect = ["azurerm_role_definition.example @ permissions[0].actions"]
  }

  fail "every action but a few" {
    resource "azurerm_role_definition" "example" {
      name  = "example"
      scope = "/subscriptions/00000000-0000-0000-0000-000000000000"

      permissions {
        actions     = ["*"]
        not_actions = ["Microsoft.Authorization/*/Delete"]
      }
    }

    expect = ["azurerm_role_definition.example @ permissions[0].actions"]
  }

  unknown "the value is an unset variable" {
    variable "actions" {}

    resource "azurerm_role_definition" "example" {
      name  = "example"
      scope = "/subscriptions/00000000-0000-0000-0000-000000000000"

      permissions {
        actions = var.actions
      }
    }
  }
}

rule "azure-role-definition-escalation" {
  title     = "Custom role can create roles or assign them"
  category  = "security"
  severity  = "high"
  resources = ["azurerm_role_definition"]
  aliases = [
    "AZU-0052", "azure-authorization-prevent-custom-role-creation", "AVD-AZU-0052",
    "azure-role-definition-allows-custom-role-creation", "3fa5900f-9aac-4982-96b2-a6143d9c99fb",
  ]
  tags = ["cwe-269"]
  params = {
    escalating = [
      "microsoft.authorization/*", "microsoft.authorization/*/write",
      "microsoft.authorization/roledefinitions/*", "microsoft.authorization/roledefinitions/write",
      "microsoft.authorization/roleassignments/*", "microsoft.authorization/roleassignments/write",
      "microsoft.authorization/elevateaccess/action",
    ]
  }
  when     = !contains(each.value.actions, "*")
  for_each = resource.permissions
  assert   = length(setsubtract(setintersection(param.escalating, [for x in each.value.actions : lower(x)]), [for x in each.value.not_actions : lower(x)])) == 0
  at       = each.value.actions
  message  = "the role may ${join(", ", sort(setintersection(param.escalating, [for x in each.value.actions : lower(x)])))}"
  why      = <<-EOT
    Whoever may write role definitions or assignments can make himself owner of the scope.
  EOT
  remedy   = <<-EOT
    Remove the actions. Where assignments are the role's purpose, add a condition to its assignment that limits which
    roles it may hand out.
  EOT
  link     = "https://learn.microsoft.com/azure/role-based-access-control/delegate-role-assignments-overview"

  pass "no authorization" {
    resource "azurerm_role_definition" "example" {
      name  = "example"
      scope = "/subscriptions/00000000-0000-0000-0000-000000000000"

      permissions {
        actions = ["Microsoft.Compute/*"]
      }
    }
  }

  pass "reading assignments" {
    resource "azurerm_role_definition" "example" {
      name  = "example"
      scope = "/subscriptions/00000000-0000-0000-0000-000000000000"

      permissions {
        actions = ["Microsoft.Authorization/*/read"]
      }
    }
  }

  fail "creating roles" {
    resource "azurerm_role_definition" "example" {
      name  = "example"
      scope = "/subscriptions/00000000-0000-0000-0000-000000000000"

      permissions {
        actions = ["Microsoft.Authorization/roleDefinitions/write"]
      }
    }

    expect = ["azurerm_role_definition.example @ permissions[0].actions"]
  }

  fail "all of authorization" {
    resource "azurerm_role_definition" "example" {
      name  = "example"
      scope = "/subscriptions/00000000-0000-0000-0000-000000000000"

      permissions {
        actions = ["Microsoft.Compute/*", "Microsoft.Authorization/*"]
      }
    }

    expect = ["azurerm_role_definition.example @ permissions[0].actions"]
  }

  unknown "the value is an unset variable" {
    variable "actions" {}

    resource "azurerm_role_definition" "example" {
      name  = "example"
      scope = "/subscriptions/00000000-0000-0000-0000-000000000000"

      permissions {
        actions = var.actions
      }
    }
  }

  pass "`actions` with `*`" {
    resource "azurerm_role_definition" "example" {
      name  = "example"
      scope = "/subscriptions/00000000-0000-0000-0000-000000000000"
      permissions {
        actions = ["Microsoft.Authorization/roleDefinitions/write", "*"]
      }
    }
    also = ["azure-role-definition-everything"]
  }

  fail "`actions` with another" {
    resource "azurerm_role_definition" "example" {
      name  = "example"
      scope = "/subscriptions/00000000-0000-0000-0000-000000000000"
      permissions {
        actions = ["Microsoft.Compute/*", "microsoft.authorization/elevateaccess/action"]
      }
    }
    expect = ["azurerm_role_definition.example @ permissions[0].actions"]
  }
}

rule "azure-role-assignment-owner-of-subscription" {
  title     = "Owner role is assigned to a whole subscription"
  category  = "security"
  severity  = "high"
  default   = false
  resources = ["azurerm_role_assignment"]
  tags      = ["cwe-250"]
  params = {
    roles = ["Owner", "User Access Administrator", "Role Based Access Control Administrator"]
  }

  related "subscription" {
    type = ["azurerm_subscription", "azurerm_management_group"]
    on   = refers(resource.scope, other)
  }

  when    = contains(param.roles, resource.role_definition_name) && resource.condition == null
  assert  = !(length(related.subscription) > 0 || can(regex("(?i)^(/|/subscriptions/[^/]+|/providers/Microsoft.Management/managementGroups/[^/]+)$", resource.scope)))
  at      = resource.scope
  message = "`${resource.role_definition_name}` is granted on `${resource.scope}`, without a condition"
  why     = <<-EOT
    The principal owns everything in the subscription and can make others owners. Landing zones need it for their
    bootstrap identity; everything else should own a resource group. Common enough to be left out of the default set.
  EOT
  remedy  = <<-EOT
    Narrow the scope to a resource group, choose `Contributor`, or add a `condition` that limits which roles may be
    assigned.
  EOT
  link    = "https://learn.microsoft.com/azure/role-based-access-control/best-practices"

  pass "a resource group" {
    resource "azurerm_role_assignment" "example" {
      principal_id         = "11111111-1111-1111-1111-111111111111"
      role_definition_name = "Owner"
      scope                = "/subscriptions/00000000-0000-0000-0000-000000000000/resourceGroups/app"
    }
  }

  pass "a reader" {
    resource "azurerm_role_assignment" "example" {
      scope                = "/subscriptions/00000000-0000-0000-0000-000000000000"
      principal_id         = "11111111-1111-1111-1111-111111111111"
      role_definition_name = "Reader"
    }
  }

  fail "owner of a subscription" {
    resource "azurerm_role_assignment" "example" {
      scope                = "/subscriptions/00000000-0000-0000-0000-000000000000"
      principal_id         = "11111111-1111-1111-1111-111111111111"
      role_definition_name = "Owner"
    }

    expect = ["azurerm_role_assignment.example @ scope"]
  }

  fail "a management group" {
    resource "azurerm_role_assignment" "example" {
      principal_id         = "11111111-1111-1111-1111-111111111111"
      role_definition_name = "User Access Administrator"
      scope                = "/providers/Microsoft.Management/managementGroups/root"
    }

    expect = ["azurerm_role_assignment.example @ scope"]
  }

  unknown "the value is an unset variable" {
    variable "scope" {}

    resource "azurerm_role_assignment" "example" {
      principal_id         = "11111111-1111-1111-1111-111111111111"
      role_definition_name = "Owner"
      scope                = var.scope
    }
  }

  fail "`role_definition_name` is `Role Based Access Control Administrator`" {
    resource "azurerm_role_assignment" "example" {
      scope                = "/subscriptions/00000000-0000-0000-0000-000000000000"
      principal_id         = "11111111-1111-1111-1111-111111111111"
      role_definition_name = "Role Based Access Control Administrator"
    }
    expect = ["azurerm_role_assignment.example @ scope"]
  }
}

rule "azure-federated-credential-wildcard" {
  title    = "Federated credential trusts any repository or branch"
  category = "security"
  severity = "critical"
  resources = [
    "azurerm_federated_identity_credential", "azuread_application_federated_identity_credential",
    "azuread_application_flexible_federated_identity_credential",
  ]
  aliases = ["CKV_AZURE_249"]
  tags    = ["cwe-284", "cwe-287"]
  assert  = !strcontains(coalesce(resource.subject, "-"), "*") && !can(regex("(?i)matches\\s+'repo:(\\*|[^/']*/?\\*)", resource.claims_matching_expression))
  at      = coalesce(resource.subject, resource.claims_matching_expression)
  message = "`${coalesce(resource.subject, resource.claims_matching_expression)}` lets workflows that you do not control sign in as this identity"
  why     = <<-EOT
    A subject names exactly who may exchange a token. With a wildcard for the organisation or the repository, a workflow
    in a repository of somebody else, or in any of yours, gets the identity's rights. Wildcards after the repository's
    name are left to judgement.
  EOT
  remedy  = <<-EOT
    Name repository and environment: `subject = "repo:example/infrastructure:environment:production"`.
  EOT
  link    = "https://learn.microsoft.com/entra/workload-id/workload-identity-federation-create-trust"

  pass "a branch" {
    resource "azurerm_federated_identity_credential" "example" {
      name                = "example"
      resource_group_name = "example"
      parent_id           = "some-id"
      audience            = ["api://AzureADTokenExchange"]
      issuer              = "https://token.actions.githubusercontent.com"
      subject             = "repo:example/infrastructure:ref:refs/heads/main"
    }
  }

  pass "an environment" {
    resource "azuread_application_federated_identity_credential" "example" {
      application_id = "some-id"
      display_name   = "example"
      audiences      = ["api://AzureADTokenExchange"]
      issuer         = "https://token.actions.githubusercontent.com"
      subject        = "repo:example/infrastructure:environment:production"
    }
  }

  fail "anybody" {
    resource "azuread_application_federated_identity_credential" "example" {
      application_id = "some-id"
      display_name   = "example"
      audiences      = ["api://AzureADTokenExchange"]
      issuer         = "https://token.actions.githubusercontent.com"
      subject        = "*"
    }

    expect = ["azuread_application_federated_identity_credential.example @ subject"]
  }

  fail "any repository" {
    resource "azurerm_federated_identity_credential" "example" {
      name                = "example"
      resource_group_name = "example"
      parent_id           = "some-id"
      audience            = ["api://AzureADTokenExchange"]
      issuer              = "https://token.actions.githubusercontent.com"
      subject             = "repo:example/*"
    }

    expect = ["azurerm_federated_identity_credential.example @ subject"]
  }

  fail "a flexible expression" {
    resource "azuread_application_flexible_federated_identity_credential" "example" {
      application_id             = "some-id"
      display_name               = "example"
      audience                   = "api://AzureADTokenExchange"
      issuer                     = "https://token.actions.githubusercontent.com"
      claims_matching_expression = "claims['sub'] matches 'repo:example/*'"
    }

    expect = ["azuread_application_flexible_federated_identity_credential.example @ claims_matching_expression"]
  }

  unknown "the value is an unset variable" {
    variable "subject" {}

    resource "azurerm_federated_identity_credential" "example" {
      name                = "example"
      resource_group_name = "example"
      parent_id           = "some-id"
      audience            = ["api://AzureADTokenExchange"]
      issuer              = "https://token.actions.githubusercontent.com"
      subject             = var.subject
    }
  }
}

rule "azure-federated-credential-pull-request" {
  title     = "Federated credential trusts every pull request"
  category  = "security"
  severity  = "medium"
  resources = ["azurerm_federated_identity_credential", "azuread_application_federated_identity_credential"]
  tags      = ["cwe-284"]
  assert    = !endswith(lower(resource.subject), ":pull_request")
  at        = resource.subject
  message   = "`${resource.subject}` lets the code of any pull request in the repository sign in"
  why       = <<-EOT
    Whoever may open a branch gets the identity before anyone reviewed the change. Right for an identity that may only
    read, such as for `terraform plan`.
  EOT
  remedy    = <<-EOT
    Bind the credential to an environment with reviewers, and keep one with reader rights for plans.
  EOT
  link      = "https://learn.microsoft.com/entra/workload-id/workload-identity-federation-create-trust"

  pass "an environment" {
    resource "azurerm_federated_identity_credential" "example" {
      name                = "example"
      resource_group_name = "example"
      parent_id           = "some-id"
      audience            = ["api://AzureADTokenExchange"]
      issuer              = "https://token.actions.githubusercontent.com"
      subject             = "repo:example/infrastructure:environment:production"
    }
  }

  fail "pull requests" {
    resource "azurerm_federated_identity_credential" "example" {
      name                = "example"
      resource_group_name = "example"
      parent_id           = "some-id"
      audience            = ["api://AzureADTokenExchange"]
      issuer              = "https://token.actions.githubusercontent.com"
      subject             = "repo:example/infrastructure:pull_request"
    }

    expect = ["azurerm_federated_identity_credential.example @ subject"]
  }

  fail "pull requests, application" {
    resource "azuread_application_federated_identity_credential" "example" {
      application_id = "some-id"
      display_name   = "example"
      audiences      = ["api://AzureADTokenExchange"]
      issuer         = "https://token.actions.githubusercontent.com"
      subject        = "repo:example/infrastructure:pull_request"
    }

    expect = ["azuread_application_federated_identity_credential.example @ subject"]
  }

  unknown "the value is an unset variable" {
    variable "subject" {}

    resource "azurerm_federated_identity_credential" "example" {
      name                = "example"
      resource_group_name = "example"
      parent_id           = "some-id"
      audience            = ["api://AzureADTokenExchange"]
      issuer              = "https://token.actions.githubusercontent.com"
      subject             = var.subject
    }
  }
}

rule "azure-policy-not-enforced" {
  title    = "Policy is assigned but not enforced"
  category = "security"
  severity = "low"
  default  = false
  resources = [
    "azurerm_subscription_policy_assignment", "azurerm_resource_group_policy_assignment",
    "azurerm_resource_policy_assignment", "azurerm_management_group_policy_assignment",
  ]
  tags    = ["cwe-693"]
  assert  = resource.enforce != false
  at      = resource.enforce
  message = "`enforce` is false: violations are reported, not refused"
  why     = <<-EOT
    The right first step for a new policy; forgotten, it gives a false sense of protection.
  EOT
  remedy  = <<-EOT
    Remove `enforce = false` once the report is clean.
  EOT
  link    = "https://learn.microsoft.com/azure/governance/policy/concepts/assignment-structure#enforcement-mode"

  pass "enforced by default" {
    resource "azurerm_subscription_policy_assignment" "example" {
      name                 = "example"
      policy_definition_id = "some-id"
      subscription_id      = "some-id"
    }
  }

  fail "not enforced" {
    resource "azurerm_subscription_policy_assignment" "example" {
      name                 = "example"
      policy_definition_id = "some-id"
      subscription_id      = "some-id"
      enforce              = false
    }

    expect = ["azurerm_subscription_policy_assignment.example @ enforce"]
  }

  unknown "the value is an unset variable" {
    variable "enforce" {}

    resource "azurerm_subscription_policy_assignment" "example" {
      name                 = "example"
      policy_definition_id = "some-id"
      subscription_id      = "some-id"
      enforce              = var.enforce
    }
  }
}

rule "azure-policy-exemption-endless" {
  title    = "Policy exemption never expires"
  category = "security"
  severity = "low"
  resources = [
    "azurerm_subscription_policy_exemption", "azurerm_resource_group_policy_exemption",
    "azurerm_resource_policy_exemption", "azurerm_management_group_policy_exemption",
  ]
  tags    = ["cwe-693"]
  when    = lower(resource.exemption_category) == "waiver"
  assert  = resource.expires_on != null
  at      = resource.expires_on
  message = "`expires_on` is not set"
  why     = <<-EOT
    A waiver is meant to be temporary; without a date nobody looks at it again. Exemptions because the goal is met in
    another way (`Mitigated`) are not judged.
  EOT
  remedy  = <<-EOT
    Write `expires_on = "2027-06-30T00:00:00Z"`.
  EOT
  link    = "https://learn.microsoft.com/azure/governance/policy/concepts/exemption-structure"

  pass "a date" {
    resource "azurerm_subscription_policy_exemption" "example" {
      name                 = "example"
      policy_assignment_id = "some-id"
      subscription_id      = "some-id"
      exemption_category   = "Waiver"
      expires_on           = "2027-06-30T00:00:00Z"
    }
  }

  pass "mitigated otherwise" {
    resource "azurerm_subscription_policy_exemption" "example" {
      name                 = "example"
      policy_assignment_id = "some-id"
      subscription_id      = "some-id"
      exemption_category   = "Mitigated"
    }
  }

  fail "no date" {
    resource "azurerm_subscription_policy_exemption" "example" {
      name                 = "example"
      policy_assignment_id = "some-id"
      subscription_id      = "some-id"
      exemption_category   = "Waiver"
    }

    expect = ["azurerm_subscription_policy_exemption.example"]
  }
}

rule "azure-resource-no-lock" {
  title    = "Important resource has no lock against deletion"
  category = "reliability"
  severity = "low"
  default  = false
  resources = [
    "azurerm_container_registry", "azurerm_key_vault", "azurerm_storage_account", "azurerm_mssql_server",
    "azurerm_postgresql_flexible_server", "azurerm_mysql_flexible_server", "azurerm_cosmosdb_account",
    "azurerm_recovery_services_vault", "azurerm_log_analytics_workspace",
  ]
  aliases = ["a187ac47-8163-42ce-8a63-c115236be6fb"]
  tags    = ["cis-azure-2.0-10.1"]

  related "lock" {
    type = "azurerm_management_lock"
    on   = refers(other.scope, resource)
  }

  related "group" {
    type = "azurerm_resource_group"
    on   = refers(resource.resource_group_name, other)
  }

  related "group_lock" {
    type = "azurerm_management_lock"
    on   = anytrue([for g in related.group : refers(other.scope, g)])
  }

  assert  = length(related.lock) > 0 || length(related.group_lock) > 0 || meta.lifecycle.prevent_destroy == true
  at      = resource
  message = "neither an `azurerm_management_lock` nor `prevent_destroy` guards it"
  why     = <<-EOT
    A lock stops deletions from the portal and from scripts, `prevent_destroy` those from Terraform. Test environments
    want neither.
  EOT
  remedy  = <<-EOT
    Add a lock:

        resource "azurerm_management_lock" "registry" {
          name       = "no-delete"
          scope      = azurerm_container_registry.example.id
          lock_level = "CanNotDelete"
        }
  EOT
  link    = "https://learn.microsoft.com/azure/azure-resource-manager/management/lock-resources"

  pass "a lock" {
    resource "azurerm_container_registry" "example" {
      name                = "exampleregistry"
      resource_group_name = "example"
      location            = "westeurope"
      sku                 = "Premium"
    }

    resource "azurerm_management_lock" "example" {
      name       = "example"
      lock_level = "CanNotDelete"
      scope      = azurerm_container_registry.example.id
    }
  }

  pass "a lock on the group" {
    resource "azurerm_resource_group" "example" {
      name     = "example"
      location = "westeurope"
    }

    resource "azurerm_container_registry" "example" {
      name                = "exampleregistry"
      location            = "westeurope"
      sku                 = "Premium"
      resource_group_name = azurerm_resource_group.example.name
    }

    resource "azurerm_management_lock" "example" {
      name       = "example"
      lock_level = "CanNotDelete"
      scope      = azurerm_resource_group.example.id
    }
  }

  pass "prevent_destroy" {
    resource "azurerm_key_vault" "example" {
      name                = "example-kv"
      resource_group_name = "example"
      location            = "westeurope"
      tenant_id           = "00000000-0000-0000-0000-000000000000"
      sku_name            = "standard"

      lifecycle {
        prevent_destroy = true
      }
    }
  }

  fail "none" {
    resource "azurerm_container_registry" "example" {
      name                = "exampleregistry"
      resource_group_name = "example"
      location            = "westeurope"
      sku                 = "Premium"
    }

    expect = ["azurerm_container_registry.example"]
  }

  fail "another resource's lock" {
    resource "azurerm_container_registry" "example" {
      name                = "exampleregistry"
      resource_group_name = "example"
      location            = "westeurope"
      sku                 = "Premium"
    }

    resource "azurerm_key_vault" "example" {
      name                = "example-kv"
      resource_group_name = "example"
      location            = "westeurope"
      tenant_id           = "00000000-0000-0000-0000-000000000000"
      sku_name            = "standard"
    }

    resource "azurerm_management_lock" "example" {
      name       = "example"
      lock_level = "CanNotDelete"
      scope      = azurerm_key_vault.example.id
    }

    expect = ["azurerm_container_registry.example"]
  }
}

rule "azure-provider-credential-in-code" {
  title    = "Provider block holds a credential"
  category = "security"
  severity = "high"
  resources = [
    "provider.azurerm", "provider.azuread", "provider.azapi", "provider.azurestack", "provider.azuredevops",
  ]
  tags    = ["cwe-798"]
  assert  = alltrue([for v in [resource.client_secret, resource.client_certificate_password, resource.client_certificate, resource.oidc_token, resource.oidc_request_token, resource.personal_access_token] : v == null || v == "" || !is_known(v)])
  at      = coalesce(resource.client_secret, resource.client_certificate_password, resource.client_certificate, resource.oidc_token, resource.oidc_request_token, resource.personal_access_token)
  message = "a secret of the provider is written in the configuration or in a variable file"
  why     = <<-EOT
    Whoever reads the repository can act as the pipeline, which may usually change everything.
  EOT
  remedy  = <<-EOT
    Sign in with workload identity federation (`use_oidc = true`), or set `ARM_CLIENT_SECRET` in the environment.
  EOT
  link    = "https://registry.terraform.io/providers/hashicorp/azurerm/latest/docs/guides/service_principal_oidc"

  pass "federation" {
    provider "azurerm" {
      features {}

      use_oidc = true
    }
  }

  pass "handed in at run time" {
    variable "secret" {}

    provider "azurerm" {
      features {}

      client_secret = var.secret
    }
  }

  fail "a literal" {
    provider "azurerm" {
      features {}

      client_id     = "00000000-0000-0000-0000-000000000000"
      client_secret = "Qx78Q~abcdefghijklmnopqrstuvwxyz01234567"
    }

    expect = ["provider.azurerm @ client_secret"]
  }

  fail "a default" {
    variable "secret" {
      default = "Qx78Q~abcdefghijklmnopqrstuvwxyz01234567"
    }

    provider "azuread" {
      client_secret = var.secret
    }

    expect = ["provider.azuread @ client_secret"]
  }
}

rule "azure-provider-deletes-full-groups" {
  title     = "Provider deletes resource groups that are not empty"
  category  = "reliability"
  severity  = "low"
  default   = false
  resources = ["provider.azurerm"]
  assert    = resource.features[0].resource_group[0].prevent_deletion_if_contains_resources != false
  at        = resource.features[0].resource_group[0].prevent_deletion_if_contains_resources
  message   = "`prevent_deletion_if_contains_resources` is false: a group takes with it whatever others created inside"
  why       = <<-EOT
    With the protection, the default, a destroy stops when the group holds resources that Terraform does not know.
    Switching it off is convenient for tests and often a decision; hence the rule is not in the default set.
  EOT
  remedy    = <<-EOT
    Remove the argument.
  EOT
  link      = "https://registry.terraform.io/providers/hashicorp/azurerm/latest/docs/guides/features-block"

  pass "the default" {
    provider "azurerm" {
      features {}
    }
  }

  pass "protected" {
    provider "azurerm" {
      features {
        resource_group {
          prevent_deletion_if_contains_resources = true
        }
      }
    }
  }

  fail "not protected" {
    provider "azurerm" {
      features {
        resource_group {
          prevent_deletion_if_contains_resources = false
        }
      }
    }

    expect = ["provider.azurerm @ features[0].resource_group[0].prevent_deletion_if_contains_resources"]
  }

  unknown "the value is an unset variable" {
    variable "protect" {}

    provider "azurerm" {
      features {
        resource_group {
          prevent_deletion_if_contains_resources = var.protect
        }
      }
    }
  }
}

rule "azure-provider-purges-key-vaults" {
  title     = "Provider purges key vaults on destroy"
  category  = "reliability"
  severity  = "info"
  default   = false
  resources = ["provider.azurerm"]
  assert    = resource.features[0].key_vault[0].purge_soft_delete_on_destroy == false
  at        = resource.features[0].key_vault[0].purge_soft_delete_on_destroy
  message   = "`purge_soft_delete_on_destroy` is not false: a destroyed vault without purge protection is gone at once"
  why       = <<-EOT
    The provider purges by default, so that names are free again in tests; it undoes soft delete for everything that
    Terraform destroys.
  EOT
  remedy    = <<-EOT
    Write `purge_soft_delete_on_destroy = false` in `features { key_vault { … } }`.
  EOT
  link      = "https://registry.terraform.io/providers/hashicorp/azurerm/latest/docs/guides/features-block"

  pass "kept" {
    provider "azurerm" {
      features {
        key_vault {
          purge_soft_delete_on_destroy = false
        }
      }
    }
  }

  fail "not set" {
    provider "azurerm" {
      features {}
    }

    expect = ["provider.azurerm @ features[0]"]
  }

  fail "purged" {
    provider "azurerm" {
      features {
        key_vault {
          purge_soft_delete_on_destroy = true
        }
      }
    }

    expect = ["provider.azurerm @ features[0].key_vault[0].purge_soft_delete_on_destroy"]
  }

  unknown "the value is an unset variable" {
    variable "purge" {}

    provider "azurerm" {
      features {
        key_vault {
          purge_soft_delete_on_destroy = var.purge
        }
      }
    }
  }
}

rule "azure-role-assignment-no-role" {
  title     = "Role assignment names no role, or two"
  category  = "correctness"
  severity  = "high"
  resources = ["azurerm_role_assignment"]
  assert    = (resource.role_definition_id == null) != (resource.role_definition_name == null)
  at        = coalesce(resource.role_definition_name, resource.role_definition_id, resource.principal_id)
  message   = "exactly one of `role_definition_name` and `role_definition_id` is needed"
  why       = <<-EOT
    The provider refuses the assignment.
  EOT
  remedy    = <<-EOT
    Write `role_definition_name = "Reader"` for a built-in role, or `role_definition_id` for a custom one.
  EOT
  link      = "https://registry.terraform.io/providers/hashicorp/azurerm/latest/docs/resources/role_assignment"

  pass "a built-in role" {
    resource "azurerm_role_assignment" "example" {
      scope                = "/subscriptions/00000000-0000-0000-0000-000000000000"
      principal_id         = "11111111-1111-1111-1111-111111111111"
      role_definition_name = "Reader"
    }
  }

  pass "a custom role" {
    resource "azurerm_role_definition" "example" {
      name  = "example"
      scope = "/subscriptions/00000000-0000-0000-0000-000000000000"
    }

    resource "azurerm_role_assignment" "example" {
      scope              = "/subscriptions/00000000-0000-0000-0000-000000000000"
      principal_id       = "11111111-1111-1111-1111-111111111111"
      role_definition_id = azurerm_role_definition.example.role_definition_resource_id
    }
  }

  fail "none" {
    resource "azurerm_role_assignment" "example" {
      scope        = "/subscriptions/00000000-0000-0000-0000-000000000000"
      principal_id = "11111111-1111-1111-1111-111111111111"
    }

    expect = ["azurerm_role_assignment.example @ principal_id"]
  }

  fail "both" {
    resource "azurerm_role_assignment" "example" {
      scope                = "/subscriptions/00000000-0000-0000-0000-000000000000"
      principal_id         = "11111111-1111-1111-1111-111111111111"
      role_definition_name = "Reader"
      role_definition_id   = "some-id"
    }

    expect = ["azurerm_role_assignment.example @ role_definition_name"]
  }

  unknown "the value is an unset variable" {
    variable "role" {}

    resource "azurerm_role_assignment" "example" {
      scope                = "/subscriptions/00000000-0000-0000-0000-000000000000"
      principal_id         = "11111111-1111-1111-1111-111111111111"
      role_definition_name = var.role
    }
  }
}
