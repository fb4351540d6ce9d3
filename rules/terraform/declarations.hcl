# Declarations: what variables, outputs, module calls and block names should say.

rule "terraform-variable-untyped" {
  title     = "Variable has no type"
  category  = "correctness"
  severity  = "low"
  resources = ["variable"]
  aliases   = ["terraform_typed_variables", "fc5109bf-01fd-49fb-8bde-4492b543c34a"]
  assert    = resource.type != null
  message   = "the variable `${meta.name}` has no `type`"
  why       = <<-EOT
    A variable without a type takes anything: a list where a string was meant is found deep inside the module, with an error that does not name the caller's mistake.
  EOT
  remedy    = <<-EOT
    Say what is expected:

    ```hcl
    variable "name" {
      type = string
    }
    ```
  EOT
  link      = "https://developer.hashicorp.com/terraform/language/values/variables#type-constraints"

  pass "typed" {
    variable "name" {
      type = string
    }
  }

  fail "no type" {
    variable "name" {}
    expect = ["var.name"]
  }
}

rule "terraform-variable-undocumented" {
  title     = "Variable has no description"
  category  = "correctness"
  severity  = "info"
  resources = ["variable"]
  aliases   = ["terraform_documented_variables", "b3535a48-910c-47f8-8b3b-14222f29ef80", "2a153952-2544-4687-bcc9-cc8fea814a9b"]
  default   = false
  assert    = coalesce(resource.description, "") != ""
  message   = "the variable `${meta.name}` has no `description`"
  why       = <<-EOT
    The description is what callers read in registries, editors and generated documentation.
  EOT
  remedy    = <<-EOT
    Write one sentence: `description = "Name of the bucket"`.
  EOT
  link      = "https://developer.hashicorp.com/terraform/language/values/variables#input-variable-documentation"

  pass "described" {
    variable "name" {
      description = "Name of the bucket"
    }
    also = ["terraform-variable-untyped"]
  }

  fail "no description" {
    variable "name" {}
  }

  fail "an empty one" {
    variable "name" {
      description = ""
    }
    expect = ["var.name @ description"]
  }
}

rule "terraform-output-undocumented" {
  title     = "Output has no description"
  category  = "correctness"
  severity  = "info"
  resources = ["output"]
  aliases   = ["terraform_documented_outputs", "59312e8a-a64e-41e7-a252-618533dd1ea8"]
  default   = false
  assert    = coalesce(resource.description, "") != ""
  message   = "the output `${meta.name}` has no `description`"
  why       = <<-EOT
    Callers learn from the description what they get, in registries, editors and generated documentation.
  EOT
  remedy    = <<-EOT
    Write one sentence: `description = "ARN of the bucket"`.
  EOT
  link      = "https://developer.hashicorp.com/terraform/language/values/outputs#description-input-output-documentation"

  pass "described" {
    output "arn" {
      description = "ARN of the bucket"
      value       = "x"
    }
  }

  fail "no description" {
    output "arn" {
      value = "x"
    }
  }
}

rule "terraform-module-version-unpinned" {
  title     = "Registry module is called without a version"
  category  = "correctness"
  severity  = "medium"
  resources = ["module"]
  aliases   = ["terraform_module_version", "CKV_TF_2"]
  when      = module.is_registry
  assert    = coalesce(module.version, "") != ""
  message   = "the module `${module.source}` has no `version`"
  why       = <<-EOT
    `terraform init` takes the newest release of the module, breaking majors included: the same commit plans different things on different days.
  EOT
  remedy    = <<-EOT
    Name the version, exactly or within one major:

    ```hcl
    module "vpc" {
      source  = "terraform-aws-modules/vpc/aws"
      version = "~> 5.8"
    }
    ```
  EOT
  link      = "https://developer.hashicorp.com/terraform/language/modules/sources#terraform-registry"

  pass "a version" {
    module "vpc" {
      source  = "terraform-aws-modules/vpc/aws"
      version = "~> 5.8"
    }
  }

  pass "a local module has none" {
    module "vpc" {
      source = "./modules/vpc"
    }
    file "modules/vpc/main.tf" {
      variable "x" {
        default = 1
      }
    }
    also = ["terraform-variable-untyped"]
  }

  fail "no version" {
    module "vpc" {
      source = "terraform-aws-modules/vpc/aws"
    }
  }
}

rule "terraform-module-git-unpinned" {
  title     = "Git module is not pinned to a tag or commit"
  category  = "correctness"
  severity  = "medium"
  resources = ["module"]
  aliases   = ["terraform_module_pinned_source", "CKV_TF_3", "3a81fc06-566f-492a-91dd-7448e409e2cd"]
  params = {
    branches = ["main", "master", "default", "develop", "HEAD"]
  }
  when    = module.is_git
  assert  = !contains(concat(param.branches, [""]), coalesce(try(regex("[?&]ref=([^&]*)", module.source)[0], ""), ""))
  at      = module.source
  message = "the module source `${module.source}` follows a branch"
  why     = <<-EOT
    Whoever can push to the branch decides what your next plan does. A tag or, better, a commit stands still.
  EOT
  remedy  = <<-EOT
    Add `?ref=` with a tag or a commit: `git::https://example.com/vpc.git?ref=v1.4.0`.
  EOT
  link    = "https://developer.hashicorp.com/terraform/language/modules/sources#selecting-a-revision"

  pass "a tag" {
    module "vpc" {
      source = "git::https://example.com/vpc.git?ref=v1.4.0"
    }
  }

  fail "no revision" {
    module "vpc" {
      source = "git::https://example.com/vpc.git"
    }
    expect = ["module.vpc @ source"]
  }

  fail "a branch" {
    module "vpc" {
      source = "github.com/acme/vpc?ref=main"
    }
  }
}

rule "terraform-module-git-not-commit" {
  title     = "Git module is not pinned to a commit"
  category  = "security"
  severity  = "low"
  resources = ["module"]
  aliases   = ["CKV_TF_1"]
  tags      = ["cwe-494"]
  default   = false
  when      = module.is_git
  assert    = can(regex("[?&]ref=[0-9a-f]{40}(&|$)", module.source))
  message   = "the module source `${module.source}` names no commit"
  why       = <<-EOT
    A tag can be moved; a commit cannot. Teams that treat module sources like dependencies with a lock file pin the commit.
  EOT
  remedy    = <<-EOT
    Add `?ref=` with the full commit id.
  EOT
  link      = "https://developer.hashicorp.com/terraform/language/modules/sources#selecting-a-revision"

  pass "a commit" {
    module "vpc" {
      source = "git::https://example.com/vpc.git?ref=0123456789abcdef0123456789abcdef01234567"
    }
  }

  fail "a tag" {
    module "vpc" {
      source = "git::https://example.com/vpc.git?ref=v1.4.0"
    }
  }
}

rule "terraform-module-git-full-clone" {
  title     = "Git module is fetched with its whole history"
  category  = "correctness"
  severity  = "info"
  resources = ["module"]
  aliases   = ["terraform_module_shallow_clone"]
  default   = false
  when      = module.is_git
  assert    = can(regex("[?&]depth=1(&|$)", module.source))
  message   = "the module source `${module.source}` has no `depth=1`"
  why       = <<-EOT
    `terraform init` clones all of the repository's history for one module; with `depth=1` it fetches what it needs.
  EOT
  remedy    = <<-EOT
    Add `depth=1` behind `ref`: `?ref=v1.4.0&depth=1`.
  EOT
  link      = "https://developer.hashicorp.com/terraform/language/modules/sources#shallow-clone"

  pass "shallow" {
    module "vpc" {
      source = "git::https://example.com/vpc.git?ref=v1.4.0&depth=1"
    }
  }

  fail "full" {
    module "vpc" {
      source = "git::https://example.com/vpc.git?ref=v1.4.0"
    }
  }
}

rule "terraform-block-name-not-snake-case" {
  title     = "Block name is not in snake case"
  category  = "naming"
  severity  = "info"
  resources = ["*", "data.*", "module", "variable", "output"]
  aliases   = ["terraform_naming_convention", "1e434b25-8763-4b00-a5ca-ca03b7abbb66"]
  default   = false
  params = {
    pattern = "^[a-z][a-z0-9_]*$"
  }
  assert  = can(regex(param.pattern, meta.name))
  message = "the name `${meta.name}` does not match `${param.pattern}`"
  why     = <<-EOT
    Names of resources, variables and modules are read together in addresses; Terraform's style guide writes them in lower case with underscores, as its own names are.
    A team with another convention sets `params.pattern`.
  EOT
  remedy  = <<-EOT
    Rename the block, and add a `moved` block for a resource or module so that nothing is replaced.
  EOT
  link    = "https://developer.hashicorp.com/terraform/language/style#resource-naming"

  pass "snake case" {
    resource "terraform_data" "web_server" {}
  }

  fail "capitals and dashes" {
    resource "terraform_data" "Web-Server" {}
    expect = ["terraform_data.Web-Server"]
  }

  fail "a variable" {
    variable "instanceType" {}
    expect = ["var.instanceType"]
  }
}
