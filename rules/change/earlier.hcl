# What only the state before the change can tell (`check --plan … --base REV`): protections that were removed, versions that jumped.

rule "change-prevent-destroy-removed" {
  title     = "Plan takes away what `prevent_destroy` protected"
  category  = "change"
  severity  = "critical"
  resources = ["*"]
  when      = coalesce(change.was_protected, false)
  assert    = !contains(["destroy", "replace"], change.action)
  message   = "the plan means to ${change.action} `${meta.address}`, which had `prevent_destroy = true` before this change: ${change.because}"
  why       = <<-EOT
    `prevent_destroy` stands in the block that it protects. Whoever deletes the block, or the line, deletes the protection with it, and the same plan destroys the resource without a word.

    It is told by the source before the change, so only with `--base`.
  EOT
  remedy    = <<-EOT
    Take the protection away in a change of its own, and destroy in the next, when everybody knows.
  EOT
  link      = "https://developer.hashicorp.com/terraform/language/meta-arguments/lifecycle"

  pass "it had none" {
    plan {
      destroy "aws_db_instance.main" {
        reason = "delete_because_no_resource_config"
      }
    }
  }

  pass "it had one and stays" {
    plan {
      update "aws_db_instance.main" {
        was_protected = true
      }
    }
  }

  fail "gone with its protection" {
    plan {
      destroy "module.shop.aws_db_instance.main[0]" {
        was_protected = true
        reason        = "delete_because_no_resource_config"
      }
    }
    expect = ["module.shop.aws_db_instance.main[0]"]
  }
}

rule "change-provider-major-version" {
  title     = "Provider jumps to another major version"
  category  = "change"
  severity  = "medium"
  resources = ["plan"]
  for_each  = { for p in resource.providers : p.name => p if p.locked_before != null && p.locked != null && can(regex("^[0-9]+", p.locked)) && regex("^[0-9]+", p.locked) != regex("^[0-9]+", p.locked_before) }
  assert    = false
  message   = "the lock file moves `${each.key}` from `${each.value.locked_before}` to `${each.value.locked}`"
  why       = <<-EOT
    Major versions of providers rename arguments, change defaults and upgrade the state in a way that an older version cannot read. The differences that they make hide among those that you meant.

    It is told by the lock files before and after the change, so only with `--base`.
  EOT
  remedy    = <<-EOT
    Upgrade in a change of its own, whose plan should be empty. Read the provider's upgrade guide first.
  EOT
  link      = "https://developer.hashicorp.com/terraform/language/files/dependency-lock"

  pass "a minor version" {
    plan {
      provider "registry.terraform.io/hashicorp/aws" {
        locked_before = "5.1.0"
        locked        = "5.62.0"
      }
    }
  }

  pass "nothing is known of before" {
    plan {
      provider "registry.terraform.io/hashicorp/aws" {
        locked = "6.0.0"
      }
    }
  }

  fail "a major version" {
    plan {
      provider "registry.terraform.io/hashicorp/aws" {
        locked_before = "4.67.0"
        locked        = "5.1.0"
      }
    }
  }
}

rule "change-provider-downgraded" {
  title     = "Provider goes back to an older version"
  category  = "change"
  severity  = "high"
  resources = ["plan"]
  for_each  = { for p in resource.providers : p.name => p if p.locked_before != null && p.locked != null && !version_at_least(p.locked, p.locked_before) }
  assert    = false
  message   = "the lock file moves `${each.key}` back from `${each.value.locked_before}` to `${each.value.locked}`"
  why       = <<-EOT
    The state was written by the newer version. An older one may refuse it, or read it and lose what it does not know. A merge that took the wrong side of a conflict in the lock file looks like this.
  EOT
  remedy    = <<-EOT
    Keep the newer version, or restore a state from before the upgrade together with the older one.
  EOT
  link      = "https://developer.hashicorp.com/terraform/language/files/dependency-lock"

  pass "newer" {
    plan {
      provider "registry.terraform.io/hashicorp/aws" {
        locked_before = "5.1.0"
        locked        = "5.2.0"
      }
    }
  }

  fail "older" {
    plan {
      provider "registry.terraform.io/hashicorp/aws" {
        locked_before = "5.10.0"
        locked        = "5.9.3"
      }
    }
  }

  pass "no `locked_before`" {
    plan {
      provider "registry.terraform.io/hashicorp/aws" {
        locked = "5.2.0"
      }
    }
  }

  pass "no `locked`" {
    plan {
      provider "registry.terraform.io/hashicorp/aws" {
        locked_before = "5.10.0"
      }
    }
  }
}

rule "change-module-major-version" {
  title     = "Module jumps to another major version"
  category  = "change"
  severity  = "medium"
  resources = ["plan"]
  for_each  = { for c in resource.calls : c.address => c if c.version != null && c.version_before != null && can(regex("[0-9]+", c.version)) && can(regex("[0-9]+", c.version_before)) && regex("[0-9]+", c.version) != regex("[0-9]+", c.version_before) }
  assert    = false
  message   = "`${each.key}` moves from version `${each.value.version_before}` to `${each.value.version}`"
  why       = <<-EOT
    A major version of a module may rename its resources, which destroys and creates them, or change what it makes by default. What you meant to change stands in the same plan.

    It is told by the source before the change, so only with `--base`.
  EOT
  remedy    = <<-EOT
    Upgrade in a change of its own, and look in the plan for everything that is destroyed.
  EOT
  link      = "https://developer.hashicorp.com/terraform/language/modules/syntax#version"

  pass "a minor version" {
    plan {
      call "module.vpc" {
        source         = "terraform-aws-modules/vpc/aws"
        version_before = "~> 5.1"
        version        = "~> 5.8"
      }
    }
  }

  fail "a major version" {
    plan {
      call "module.vpc" {
        source         = "terraform-aws-modules/vpc/aws"
        version_before = "5.1.0"
        version        = "6.0.0"
      }
    }
  }

  pass "no `version`" {
    plan {
      call "module.vpc" {
        source         = "terraform-aws-modules/vpc/aws"
        version_before = "~> 5.1"
      }
    }
  }
}
