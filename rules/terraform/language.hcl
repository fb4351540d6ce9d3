# The language itself: rules that look at code and not at values (`native`).

rule "terraform-broken-condition" {
  title     = "Condition of the configuration is false"
  category  = "correctness"
  severity  = "high"
  resources = ["terraform"]
  native    = "broken-condition"
  why       = <<-EOT
    A validation, precondition, postcondition or check of the configuration itself says that its values are wrong, and all of them are known already: `terraform plan` will stop here (a `check` warns).
    What rests on the default of a variable is left out where other variables of the root have no value: such a root is a module whose callers set both.
  EOT
  remedy    = <<-EOT
    Correct the value that the condition judges, or the condition.
  EOT
  link      = "https://developer.hashicorp.com/terraform/language/expressions/custom-conditions"

  pass "the value is allowed" {
    variable "size" {
      default = 2
      validation {
        condition     = var.size < 5
        error_message = "At most four."
      }
    }
    resource "terraform_data" "d" {
      input = var.size
    }
  }

  pass "a module for callers, who set what stands beside the default" {
    variable "project" {
      type = string
    }
    variable "rules" {
      type    = list(string)
      default = null
    }
    variable "checks" {
      type    = list(string)
      default = null
    }
    resource "terraform_data" "d" {
      input = [var.project, var.rules, var.checks]
      lifecycle {
        precondition {
          condition     = length([for given in [var.rules, var.checks] : given if given != null]) == 1
          error_message = "Give either rules or checks."
        }
      }
    }
  }

  fail "a default that its own validation refuses" {
    variable "size" {
      default = 9
      validation {
        condition     = var.size < 5
        error_message = "At most four."
      }
    }
    expect = ["var.size"]
  }

  fail "a precondition that never holds" {
    locals {
      zones = 1
    }
    resource "terraform_data" "d" {
      input = local.zones
      lifecycle {
        precondition {
          condition     = local.zones > 1
          error_message = "Use two zones."
        }
      }
    }
    expect = ["terraform_data.d"]
  }
}

rule "terraform-unused-declaration" {
  title     = "Variable, local value or data source is never used"
  category  = "correctness"
  severity  = "low"
  resources = ["terraform"]
  aliases   = ["terraform_unused_declarations"]
  native    = "unused-declaration"
  why       = <<-EOT
    A declaration that nothing refers to misleads readers and callers: they set it and nothing happens. An unused data source also costs a read at each plan.
  EOT
  remedy    = <<-EOT
    Remove the declaration, or use it where it was meant to be used.
  EOT
  link      = "https://developer.hashicorp.com/terraform/language/values/variables"

  pass "used in a resource" {
    variable "name" {}
    resource "terraform_data" "d" {
      input = var.name
    }
  }

  fail "an unused variable" {
    variable "name" {}
    expect = ["var.name"]
  }

  fail "an unused local value" {
    locals {
      a = 1
    }
    expect = ["local.a"]
  }

  fail "an unused data source" {
    data "aws_region" "current" {}
    expect = ["data.aws_region.current"]
  }
}

rule "terraform-unused-required-provider" {
  title     = "Required provider is never used"
  category  = "correctness"
  severity  = "low"
  resources = ["terraform"]
  aliases   = ["terraform_unused_required_providers"]
  native    = "unused-provider"
  why       = <<-EOT
    Terraform downloads and checks every provider in `required_providers`, used or not: a leftover makes `init` slower and the lock file longer.
  EOT
  remedy    = <<-EOT
    Remove the entry from `required_providers`.
  EOT
  link      = "https://developer.hashicorp.com/terraform/language/providers/requirements"

  pass "each provider has a resource" {
    terraform {
      required_providers {
        random = {
          source  = "hashicorp/random"
          version = "~> 3.6"
        }
      }
    }
    resource "random_id" "r" {
      byte_length = 4
    }
  }

  fail "nothing of the provider is used" {
    terraform {
      required_providers {
        random = {
          source  = "hashicorp/random"
          version = "~> 3.6"
        }
      }
    }
    resource "terraform_data" "d" {}
    expect = ["provider.random"]
  }
}

rule "terraform-required-version-missing" {
  title     = "Module does not say which Terraform it needs"
  category  = "correctness"
  severity  = "low"
  resources = ["terraform"]
  aliases   = ["terraform_required_version"]
  native    = "required-version"
  default   = false
  why       = <<-EOT
    Without `required_version` a module runs under any Terraform, also under one that lacks a feature it uses, and fails with an error that does not name the cause.
  EOT
  remedy    = <<-EOT
    Write the oldest version that the module is tested with:

    ```hcl
    terraform {
      required_version = ">= 1.6"
    }
    ```
  EOT
  link      = "https://developer.hashicorp.com/terraform/language/terraform#terraform-required_version"

  pass "a minimum is set" {
    terraform {
      required_version = ">= 1.6"
    }
  }

  fail "a module without a terraform block" {
    resource "terraform_data" "d" {}
  }

  fail "a terraform block without it" {
    terraform {
      backend "local" {}
    }
  }
}

rule "terraform-provider-version-missing" {
  title     = "Provider is used without a version constraint"
  category  = "correctness"
  severity  = "low"
  resources = ["terraform"]
  aliases   = ["terraform_required_providers"]
  native    = "required-provider"
  why       = <<-EOT
    Without a constraint `terraform init` takes the newest release of the provider, breaking majors included; two machines then plan different things from the same code.
  EOT
  remedy    = <<-EOT
    Name source and version:

    ```hcl
    terraform {
      required_providers {
        aws = {
          source  = "hashicorp/aws"
          version = "~> 5.0"
        }
      }
    }
    ```
  EOT
  link      = "https://developer.hashicorp.com/terraform/language/providers/requirements"

  pass "source and version are named" {
    terraform {
      required_providers {
        random = {
          source  = "hashicorp/random"
          version = "~> 3.6"
        }
      }
    }
    resource "random_id" "r" {
      byte_length = 4
    }
  }

  fail "the provider is not declared" {
    resource "random_id" "r" {
      byte_length = 4
    }
    expect = ["provider.random"]
  }

  fail "a source without a version" {
    terraform {
      required_providers {
        random = {
          source = "hashicorp/random"
        }
      }
    }
    resource "random_id" "r" {
      byte_length = 4
    }
    expect = ["provider.random"]
  }
}

rule "terraform-deprecated-interpolation" {
  title     = "Template around a single reference"
  category  = "correctness"
  severity  = "info"
  resources = ["terraform"]
  aliases   = ["terraform_deprecated_interpolation"]
  native    = "deprecated-interpolation"
  why       = <<-EOT
    Since Terraform 0.12 a reference needs no quotes. `"$${var.x}"` reads as if text were built, and turns nothing into a string: the value keeps its type.
  EOT
  remedy    = <<-EOT
    Write the reference itself: `var.x`.
  EOT
  link      = "https://developer.hashicorp.com/terraform/language/expressions/strings#interpolation"

  pass "a plain reference" {
    variable "x" {}
    resource "terraform_data" "d" {
      input = var.x
    }
  }

  pass "text around it" {
    variable "x" {}
    resource "terraform_data" "d" {
      input = "id-${var.x}"
    }
  }

  fail "quotes around a reference" {
    variable "x" {}
    resource "terraform_data" "d" {
      input = "${var.x}"
    }
  }
}

rule "terraform-deprecated-index" {
  title     = "Index or splat in the syntax of Terraform 0.11"
  category  = "correctness"
  severity  = "info"
  resources = ["terraform"]
  aliases   = ["terraform_deprecated_index"]
  native    = "deprecated-index"
  why       = <<-EOT
    `list.0` and `list.*.id` are kept for old configurations only. The splat also behaves differently: an index behind `.*` applies to the result, not to each element.
  EOT
  remedy    = <<-EOT
    Write `list[0]` and `list[*].id`.
  EOT
  link      = "https://developer.hashicorp.com/terraform/language/expressions/splat#legacy-attribute-only-splat-expressions"

  pass "brackets" {
    locals {
      a = ["x"]
      b = local.a[0]
      c = local.b
    }
    also = ["terraform-unused-declaration"]
  }

  fail "a number after a dot" {
    locals {
      a = ["x"]
      b = local.a.0
    }
  }

  fail "a star after a dot" {
    resource "terraform_data" "d" {
      count = 2
    }
    output "ids" {
      value = terraform_data.d.*.id
    }
  }
}

rule "terraform-deprecated-lookup" {
  title     = "`lookup` without a default"
  category  = "correctness"
  severity  = "info"
  resources = ["terraform"]
  aliases   = ["terraform_deprecated_lookup"]
  native    = "deprecated-lookup"
  why       = <<-EOT
    `lookup(map, key)` without a third argument does nothing that an index does not do, and reads worse.
  EOT
  remedy    = <<-EOT
    Write `map[key]`, or give the default: `lookup(map, key, "none")`.
  EOT
  link      = "https://developer.hashicorp.com/terraform/language/functions/lookup"

  pass "with a default" {
    locals {
      m = { a = 1 }
      v = lookup(local.m, "a", 0)
    }
    also = ["terraform-unused-declaration"]
  }

  fail "without a default" {
    locals {
      m = { a = 1 }
      v = lookup(local.m, "a")
    }
  }
}

rule "terraform-comment-syntax" {
  title     = "Comment begins with `//`"
  category  = "naming"
  severity  = "info"
  resources = ["terraform"]
  aliases   = ["terraform_comment_syntax"]
  native    = "comment-syntax"
  default   = false
  why       = <<-EOT
    Terraform's style guide has one kind of line comment, `#`; tools and readers then need to know only that one.
  EOT
  remedy    = <<-EOT
    Begin line comments with `#`.
  EOT
  link      = "https://developer.hashicorp.com/terraform/language/style#comments"

  pass "a hash" {
    locals {
      # fine
      a = 1
    }
    also = ["terraform-unused-declaration"]
  }

  fail "two slashes" {
    locals {
      // old
      a = 1
    }
  }
}

rule "terraform-duplicate-key" {
  title     = "Object sets one key twice"
  category  = "correctness"
  severity  = "medium"
  resources = ["terraform"]
  aliases   = ["terraform_map_duplicate_keys"]
  native    = "duplicate-key"
  why       = <<-EOT
    Terraform keeps the last value of a key that an object sets twice, without a word. One of the two lines does nothing, often the one that somebody has just changed.
  EOT
  remedy    = <<-EOT
    Remove one of the two.
  EOT
  link      = "https://developer.hashicorp.com/terraform/language/expressions/types#maps-objects"

  pass "each key once" {
    locals {
      m = { a = 1, b = 2 }
    }
    also = ["terraform-unused-declaration"]
  }

  fail "one key twice" {
    locals {
      m = {
        a = 1
        a = 2
      }
    }
  }
}

rule "terraform-empty-list-equality" {
  title     = "List is compared with `[]`"
  category  = "correctness"
  severity  = "medium"
  resources = ["terraform"]
  aliases   = ["terraform_empty_list_equality"]
  native    = "empty-list-equality"
  why       = <<-EOT
    `[]` is an empty tuple and no list, and `==` compares types too: the comparison is false for every list, also for an empty one.
  EOT
  remedy    = <<-EOT
    Compare the length: `length(var.x) == 0`.
  EOT
  link      = "https://developer.hashicorp.com/terraform/language/expressions/operators#equality-operators"

  pass "the length is compared" {
    variable "x" {
      type    = list(string)
      default = []
    }
    output "none" {
      value = length(var.x) == 0
    }
  }

  fail "compared with an empty list" {
    variable "x" {
      type    = list(string)
      default = []
    }
    output "none" {
      value = var.x == []
    }
  }
}

rule "terraform-module-structure" {
  title     = "File layout differs from the standard module structure"
  category  = "naming"
  severity  = "info"
  resources = ["terraform"]
  aliases   = ["terraform_standard_module_structure"]
  native    = "module-structure"
  default   = false
  why       = <<-EOT
    Readers and registries look for `main.tf`, and for variables and outputs in the files of those names.
  EOT
  remedy    = <<-EOT
    Move the blocks to `variables.tf` and `outputs.tf`, and keep a `main.tf`.
  EOT
  link      = "https://developer.hashicorp.com/terraform/language/modules/develop/structure"

  pass "all in their files" {
    file "main.tf" {
      resource "terraform_data" "d" {}
    }
    file "variables.tf" {
      variable "x" {}
    }
    also = ["terraform-unused-declaration"]
  }

  fail "a variable in main.tf" {
    variable "x" {}
    expect = ["var.x"]
  }
}

rule "terraform-workspace-with-remote-backend" {
  title     = "Workspace name is read with a remote backend"
  category  = "correctness"
  severity  = "medium"
  resources = ["terraform"]
  aliases   = ["terraform_workspace_remote"]
  native    = "workspace-remote"
  why       = <<-EOT
    With the `remote` backend, runs in HCP Terraform see a different `terraform.workspace` than runs on a machine: up to 1.0 it was always `default` there, and with a prefix it still is the name with the prefix in one place and without it in the other. Code that chooses by it can act on the wrong environment. A `cloud` block has one name in both.
  EOT
  remedy    = <<-EOT
    Give the environment as a variable of the workspace.
  EOT
  link      = "https://developer.hashicorp.com/terraform/language/state/workspaces"

  pass "no backend of that kind" {
    output "w" {
      value = terraform.workspace
    }
  }

  pass "read beside a cloud block" {
    terraform {
      cloud {
        organization = "acme"
      }
    }
    output "w" {
      value = terraform.workspace
    }
  }

  fail "read beside a remote backend" {
    terraform {
      backend "remote" {
        organization = "acme"
      }
    }
    output "w" {
      value = terraform.workspace
    }
  }
}

rule "terraform-secret-in-text" {
  title     = "Credential stands in plain text"
  category  = "security"
  severity  = "high"
  resources = ["terraform"]
  aliases   = ["CKV_SECRET_6", "CKV_AZURE_239", "487f4be7-3fd9-4506-a07a-eae252180c08"]
  tags      = ["cwe-798", "secret"]
  native    = "secret-text"
  why       = <<-EOT
    Whoever can read the repository, its history or a fork has the credential; deleting the line does not take it back. The form is that of a real key or token, not of a placeholder.
  EOT
  remedy    = <<-EOT
    Revoke the credential, then read it from a secret store or from a sensitive variable that is set outside the repository.
  EOT
  link      = "https://developer.hashicorp.com/terraform/language/values/variables#suppressing-values-in-cli-output"

  pass "a placeholder" {
    locals {
      token = "<your token>"
    }
    also = ["terraform-unused-declaration"]
  }

  pass "a reference" {
    variable "token" {
      sensitive = true
    }
    resource "terraform_data" "d" {
      input = var.token
    }
  }

  fail "a token of a code host" {
    locals {
      token = "ghp_u8jzPde0IgxLd6GncfBAepfJBd0Kh8oOOL8d"
    }
    expect = ["local.token @ token"]
  }
}

rule "terraform-json-root-list" {
  title     = "JSON file has a list at its root"
  category  = "correctness"
  severity  = "info"
  resources = ["terraform"]
  aliases   = ["terraform_json_syntax"]
  native    = "json-root"
  default   = false
  why       = <<-EOT
    Terraform reads a list of objects as if they stood in files of their own. Its documentation knows one object whose keys are kinds of blocks, and that is what other readers of `.tf.json` files expect.
  EOT
  remedy    = <<-EOT
    Merge the objects of the list into one.
  EOT
  link      = "https://developer.hashicorp.com/terraform/language/syntax/json"

  pass "an object" {
    file "main.tf.json" {
      text = "{\"locals\": {\"a\": 1}}"
    }
    also = ["terraform-unused-declaration"]
  }

  fail "a list" {
    file "main.tf.json" {
      text = "[{\"locals\": {\"a\": 1}}]"
    }
  }
}
