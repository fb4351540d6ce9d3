# Limits for the monthly cost, from `budget` blocks of the configuration (`check::budget`).

rule "cost-budget-exceeded" {
  title     = "Monthly cost is over the budget"
  category  = "cost"
  severity  = "high"
  resources = ["terraform"]
  native    = "budget-total"
  why       = <<-EOT
    A `budget` block of the configuration says what an environment, a root, a module or all resources with a tag may cost in a month. The estimate, from list prices on demand or your own price table, is higher.

    The finding stands on the resource that contributes most: to the increase where a plan or `--base` tells what there is now, else to the cost. What depends on usage alone is not counted, and what has no price makes the verdict unknown while the rest is within the budget.
  EOT
  remedy    = <<-EOT
    Look at what costs most with `tollgate cost`, take something smaller, or agree on a higher budget.
  EOT

  pass "within the budget" {
    file "tollgate.hcl" {
      budget {
        monthly = 50
      }
    }
    file "main.tf" {
      provider "aws" {
        region = "us-east-1"
      }
      resource "aws_nat_gateway" "zone" {
        subnet_id = "subnet-1"
      }
    }
  }

  fail "two gateways cost more" {
    file "tollgate.hcl" {
      budget {
        monthly = 50
      }
    }
    file "main.tf" {
      provider "aws" {
        region = "us-east-1"
      }
      resource "aws_nat_gateway" "zone" {
        count     = 2
        subnet_id = "subnet-1"
      }
    }
    expect = ["aws_nat_gateway.zone[0]"]
  }

  unknown "the size is an unset variable" {
    file "tollgate.hcl" {
      budget {
        monthly = 50
      }
    }
    file "main.tf" {
      provider "aws" {
        region = "us-east-1"
      }
      variable "size" {}
      resource "aws_instance" "web" {
        instance_type = var.size
      }
    }
    expect = ["aws_instance.web"]
  }
}

rule "cost-increase-exceeded" {
  title     = "Change adds more to the monthly cost than it may"
  category  = "cost"
  severity  = "high"
  resources = ["terraform"]
  native    = "budget-increase"
  why       = <<-EOT
    A `budget` block of the configuration says by how much a change may raise the monthly cost, in USD (`increase`) or in percent (`increase_percent`). This change adds more. What there is now is told by a plan, or by the revision of `--base`; without either, nothing is judged.

    The finding stands on the resource that adds most.
  EOT
  remedy    = <<-EOT
    Look at the change with `tollgate cost --base REV` or `tollgate cost --plan FILE`, split it, take something smaller, or agree on a higher limit.
  EOT

  pass "without a plan or a base nothing is judged" {
    file "tollgate.hcl" {
      budget {
        increase = 1
      }
    }
    file "main.tf" {
      provider "aws" {
        region = "us-east-1"
      }
      resource "aws_nat_gateway" "zone" {
        subnet_id = "subnet-1"
      }
    }
  }

  fail "the plan creates a gateway" {
    file "tollgate.hcl" {
      budget {
        increase = 10
      }
    }
    file "main.tf" {
      provider "aws" {
        region = "us-east-1"
      }
      resource "aws_nat_gateway" "zone" {
        subnet_id = "subnet-1"
      }
    }
    plan {
      create "aws_nat_gateway.zone" {
        after = { subnet_id = "subnet-1" }
      }
    }
    expect = ["aws_nat_gateway.zone"]
  }
}
