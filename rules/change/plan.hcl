# The plan as a whole: how far it reaches, what was renamed, forgotten or imported, and what it could not find out.

rule "change-many-destroyed" {
  title     = "Plan destroys more resources than agreed"
  category  = "change"
  severity  = "medium"
  resources = ["plan"]
  params = {
    max = 10
  }
  assert    = resource.destroyed + resource.replaced <= param.max
  message   = "the plan destroys or replaces ${resource.destroyed + resource.replaced} resources, more than ${param.max}"
  why       = <<-EOT
    A plan that takes this much away is seldom what somebody meant to do in one pull request: a provider or a region was renamed, a workspace was mixed up, a module moved without `moved` blocks. People stop reading after the first screen.

    `max` is for the whole root module.
  EOT
  remedy    = <<-EOT
    Read the list from its beginning. Split the change, and write `moved` blocks for what only has another address.
  EOT
  link      = "https://developer.hashicorp.com/terraform/language/moved"

  pass "a few" {
    plan {
      destroy "aws_sqs_queue.a" {}
      destroy "aws_sqs_queue.b" {}
    }
  }

  fail "too many" {
    plan {
      destroy "aws_sqs_queue.a[0]" {}
      destroy "aws_sqs_queue.a[1]" {}
      destroy "aws_sqs_queue.a[2]" {}
      destroy "aws_sqs_queue.a[3]" {}
      destroy "aws_sqs_queue.a[4]" {}
      destroy "aws_sqs_queue.a[5]" {}
      destroy "aws_sqs_queue.a[6]" {}
      destroy "aws_sqs_queue.a[7]" {}
      destroy "aws_sqs_queue.a[8]" {}
      destroy "aws_sqs_queue.a[9]" {}
      destroy "aws_sqs_queue.a[10]" {}
    }
    expect = ["plan.plan"]
  }

  pass "without `aws_sqs_queue.a[0]`" {
    plan {
      destroy "aws_sqs_queue.a[1]" {}
      destroy "aws_sqs_queue.a[2]" {}
      destroy "aws_sqs_queue.a[3]" {}
      destroy "aws_sqs_queue.a[4]" {}
      destroy "aws_sqs_queue.a[5]" {}
      destroy "aws_sqs_queue.a[6]" {}
      destroy "aws_sqs_queue.a[7]" {}
      destroy "aws_sqs_queue.a[8]" {}
      destroy "aws_sqs_queue.a[9]" {}
      destroy "aws_sqs_queue.a[10]" {}
    }
    also = ["change-large-share-destroyed"]
  }
}

rule "change-large-share-destroyed" {
  title     = "Plan destroys a large part of what there is"
  category  = "change"
  severity  = "high"
  resources = ["plan"]
  params = {
    share = 0.3
    min   = 10
  }
  assert    = resource.total - resource.created < param.min || resource.destroyed + resource.replaced <= param.share * (resource.total - resource.created)
  message   = "the plan destroys or replaces ${resource.destroyed + resource.replaced} of ${resource.total - resource.created} resources"
  why       = <<-EOT
    A plan that takes down a third of an environment or more is an outage, and mostly an accident: the wrong state, the wrong workspace, a provider that lost its configuration.

    `share` is the part that may go, `min` the number of existing resources below which nothing is said.
  EOT
  remedy    = <<-EOT
    Check workspace, backend and account first. Where it is meant, say so, and silence the finding for this one change.
  EOT
  link      = "https://developer.hashicorp.com/terraform/cli/workspaces"

  pass "most stays" {
    plan {
      destroy "aws_sqs_queue.a[0]" {}
      destroy "aws_sqs_queue.a[1]" {}
      keep "aws_sns_topic.a[0]" {}
      keep "aws_sns_topic.a[1]" {}
      keep "aws_sns_topic.a[2]" {}
      keep "aws_sns_topic.a[3]" {}
      keep "aws_sns_topic.a[4]" {}
      keep "aws_sns_topic.a[5]" {}
      keep "aws_sns_topic.a[6]" {}
      keep "aws_sns_topic.a[7]" {}
      keep "aws_sns_topic.a[8]" {}
      keep "aws_sns_topic.a[9]" {}
    }
  }

  pass "there is little" {
    plan {
      destroy "aws_sqs_queue.a" {}
    }
  }

  fail "half of it" {
    plan {
      destroy "aws_sqs_queue.a[0]" {}
      destroy "aws_sqs_queue.a[1]" {}
      destroy "aws_sqs_queue.a[2]" {}
      destroy "aws_sqs_queue.a[3]" {}
      destroy "aws_sqs_queue.a[4]" {}
      destroy "aws_sqs_queue.a[5]" {}
      keep "aws_sns_topic.a[0]" {}
      keep "aws_sns_topic.a[1]" {}
      keep "aws_sns_topic.a[2]" {}
      keep "aws_sns_topic.a[3]" {}
      keep "aws_sns_topic.a[4]" {}
      keep "aws_sns_topic.a[5]" {}
    }
  }

  fail "without `aws_sqs_queue.a[2]`, without `aws_sqs_queue.a[3]`" {
    plan {
      destroy "aws_sqs_queue.a[0]" {}
      destroy "aws_sqs_queue.a[1]" {}
      destroy "aws_sqs_queue.a[4]" {}
      destroy "aws_sqs_queue.a[5]" {}
      keep "aws_sns_topic.a[0]" {}
      keep "aws_sns_topic.a[1]" {}
      keep "aws_sns_topic.a[2]" {}
      keep "aws_sns_topic.a[3]" {}
      keep "aws_sns_topic.a[4]" {}
      keep "aws_sns_topic.a[5]" {}
    }
    expect = ["plan.plan"]
  }
}

rule "change-many-changed" {
  title     = "Plan changes more resources than one can review"
  category  = "change"
  severity  = "low"
  resources = ["plan"]
  params = {
    max = 100
  }
  assert    = resource.changed <= param.max
  message   = "the plan changes ${resource.changed} resources, more than ${param.max}"
  why       = <<-EOT
    Nobody reads a plan of hundreds of changes. When one of them goes wrong half-way, the rest is left between old and new.

    `max` counts what is created, updated, replaced, destroyed and forgotten.
  EOT
  remedy    = <<-EOT
    Make several smaller changes: the modules first that others depend on.
  EOT

  pass "a few" {
    plan {
      create "aws_sqs_queue.a[0]" {}
      create "aws_sqs_queue.a[1]" {}
      create "aws_sqs_queue.a[2]" {}
    }
  }

  fail "too many for the limit" {
    plan {
      update "aws_sqs_queue.a[0]" {}
      update "aws_sqs_queue.a[1]" {}
      update "aws_sqs_queue.a[2]" {}
      update "aws_sqs_queue.a[3]" {}
      update "aws_sqs_queue.a[4]" {}
      update "aws_sqs_queue.a[5]" {}
      update "aws_sqs_queue.a[6]" {}
      update "aws_sqs_queue.a[7]" {}
      update "aws_sqs_queue.a[8]" {}
      update "aws_sqs_queue.a[9]" {}
      update "aws_sqs_queue.a[10]" {}
      update "aws_sqs_queue.a[11]" {}
      update "aws_sqs_queue.a[12]" {}
      update "aws_sqs_queue.a[13]" {}
      update "aws_sqs_queue.a[14]" {}
      update "aws_sqs_queue.a[15]" {}
      update "aws_sqs_queue.a[16]" {}
      update "aws_sqs_queue.a[17]" {}
      update "aws_sqs_queue.a[18]" {}
      update "aws_sqs_queue.a[19]" {}
      update "aws_sqs_queue.a[20]" {}
      update "aws_sqs_queue.a[21]" {}
      update "aws_sqs_queue.a[22]" {}
      update "aws_sqs_queue.a[23]" {}
      update "aws_sqs_queue.a[24]" {}
      update "aws_sqs_queue.a[25]" {}
      update "aws_sqs_queue.a[26]" {}
      update "aws_sqs_queue.a[27]" {}
      update "aws_sqs_queue.a[28]" {}
      update "aws_sqs_queue.a[29]" {}
      update "aws_sqs_queue.a[30]" {}
      update "aws_sqs_queue.a[31]" {}
      update "aws_sqs_queue.a[32]" {}
      update "aws_sqs_queue.a[33]" {}
      update "aws_sqs_queue.a[34]" {}
      update "aws_sqs_queue.a[35]" {}
      update "aws_sqs_queue.a[36]" {}
      update "aws_sqs_queue.a[37]" {}
      update "aws_sqs_queue.a[38]" {}
      update "aws_sqs_queue.a[39]" {}
      update "aws_sqs_queue.a[40]" {}
      update "aws_sqs_queue.a[41]" {}
      update "aws_sqs_queue.a[42]" {}
      update "aws_sqs_queue.a[43]" {}
      update "aws_sqs_queue.a[44]" {}
      update "aws_sqs_queue.a[45]" {}
      update "aws_sqs_queue.a[46]" {}
      update "aws_sqs_queue.a[47]" {}
      update "aws_sqs_queue.a[48]" {}
      update "aws_sqs_queue.a[49]" {}
      update "aws_sqs_queue.a[50]" {}
      update "aws_sqs_queue.a[51]" {}
      update "aws_sqs_queue.a[52]" {}
      update "aws_sqs_queue.a[53]" {}
      update "aws_sqs_queue.a[54]" {}
      update "aws_sqs_queue.a[55]" {}
      update "aws_sqs_queue.a[56]" {}
      update "aws_sqs_queue.a[57]" {}
      update "aws_sqs_queue.a[58]" {}
      update "aws_sqs_queue.a[59]" {}
      update "aws_sqs_queue.a[60]" {}
      update "aws_sqs_queue.a[61]" {}
      update "aws_sqs_queue.a[62]" {}
      update "aws_sqs_queue.a[63]" {}
      update "aws_sqs_queue.a[64]" {}
      update "aws_sqs_queue.a[65]" {}
      update "aws_sqs_queue.a[66]" {}
      update "aws_sqs_queue.a[67]" {}
      update "aws_sqs_queue.a[68]" {}
      update "aws_sqs_queue.a[69]" {}
      update "aws_sqs_queue.a[70]" {}
      update "aws_sqs_queue.a[71]" {}
      update "aws_sqs_queue.a[72]" {}
      update "aws_sqs_queue.a[73]" {}
      update "aws_sqs_queue.a[74]" {}
      update "aws_sqs_queue.a[75]" {}
      update "aws_sqs_queue.a[76]" {}
      update "aws_sqs_queue.a[77]" {}
      update "aws_sqs_queue.a[78]" {}
      update "aws_sqs_queue.a[79]" {}
      update "aws_sqs_queue.a[80]" {}
      update "aws_sqs_queue.a[81]" {}
      update "aws_sqs_queue.a[82]" {}
      update "aws_sqs_queue.a[83]" {}
      update "aws_sqs_queue.a[84]" {}
      update "aws_sqs_queue.a[85]" {}
      update "aws_sqs_queue.a[86]" {}
      update "aws_sqs_queue.a[87]" {}
      update "aws_sqs_queue.a[88]" {}
      update "aws_sqs_queue.a[89]" {}
      update "aws_sqs_queue.a[90]" {}
      update "aws_sqs_queue.a[91]" {}
      update "aws_sqs_queue.a[92]" {}
      update "aws_sqs_queue.a[93]" {}
      update "aws_sqs_queue.a[94]" {}
      update "aws_sqs_queue.a[95]" {}
      update "aws_sqs_queue.a[96]" {}
      update "aws_sqs_queue.a[97]" {}
      update "aws_sqs_queue.a[98]" {}
      update "aws_sqs_queue.a[99]" {}
      update "aws_sqs_queue.a[100]" {}
    }
  }
}

rule "change-module-many-destroyed" {
  title     = "Plan destroys more of a module than agreed"
  category  = "change"
  severity  = "medium"
  resources = ["plan"]
  params = {
    max = 5
  }
  for_each  = { for m in resource.modules : m.address => m if m.address != "" }
  assert    = each.value.destroyed + each.value.replaced <= param.max
  message   = "the plan destroys or replaces ${each.value.destroyed + each.value.replaced} resources of `${each.value.address}`, more than ${param.max}"
  why       = <<-EOT
    The number for the whole plan may be small while one module loses most of what it has, often because its call was renamed or its source was changed to another version.

    `max` is for each instance of a module.
  EOT
  remedy    = <<-EOT
    Look what changed at the call. A renamed call needs one `moved` block for the whole module:

    ```hcl
    moved {
      from = module.old
      to   = module.new
    }
    ```
  EOT
  link      = "https://developer.hashicorp.com/terraform/language/moved"

  pass "a few" {
    plan {
      destroy "module.shop.aws_sqs_queue.a" {}
    }
  }

  pass "the root module is the plan's own limit" {
    plan {
      destroy "aws_sqs_queue.a[0]" {}
      destroy "aws_sqs_queue.a[1]" {}
      destroy "aws_sqs_queue.a[2]" {}
      destroy "aws_sqs_queue.a[3]" {}
      destroy "aws_sqs_queue.a[4]" {}
      destroy "aws_sqs_queue.a[5]" {}
    }
  }

  fail "too many" {
    plan {
      destroy "module.shop.aws_sqs_queue.a[0]" {}
      destroy "module.shop.aws_sqs_queue.a[1]" {}
      destroy "module.shop.aws_sqs_queue.a[2]" {}
      destroy "module.shop.aws_sqs_queue.a[3]" {}
      destroy "module.shop.aws_sqs_queue.a[4]" {}
      destroy "module.shop.aws_sqs_queue.a[5]" {}
    }
  }

  pass "without `module.shop.aws_sqs_queue.a[0]`" {
    plan {
      destroy "module.shop.aws_sqs_queue.a[1]" {}
      destroy "module.shop.aws_sqs_queue.a[2]" {}
      destroy "module.shop.aws_sqs_queue.a[3]" {}
      destroy "module.shop.aws_sqs_queue.a[4]" {}
      destroy "module.shop.aws_sqs_queue.a[5]" {}
    }
    also = ["change-module-mostly-destroyed"]
  }
}

rule "change-module-mostly-destroyed" {
  title     = "Plan destroys most of a module"
  category  = "change"
  severity  = "high"
  resources = ["plan"]
  params = {
    share = 0.5
    min   = 4
  }
  for_each  = { for m in resource.modules : m.address => m if m.address != "" }
  assert    = each.value.total - each.value.created < param.min || each.value.destroyed + each.value.replaced <= param.share * (each.value.total - each.value.created)
  message   = "the plan destroys or replaces ${each.value.destroyed + each.value.replaced} of ${each.value.total - each.value.created} resources of `${each.value.address}`"
  why       = <<-EOT
    When a module loses more than half of its resources it is not being changed but taken down. Version jumps of a module that rename its resources look like this.

    `share` is the part that may go, `min` the number of existing resources below which nothing is said.
  EOT
  remedy    = <<-EOT
    Read the module's upgrade notes for `moved` blocks, or pin the version that you had.
  EOT
  link      = "https://developer.hashicorp.com/terraform/language/moved"

  pass "most stays" {
    plan {
      destroy "module.shop.aws_sqs_queue.a[0]" {}
      keep "module.shop.aws_sns_topic.a[0]" {}
      keep "module.shop.aws_sns_topic.a[1]" {}
      keep "module.shop.aws_sns_topic.a[2]" {}
      keep "module.shop.aws_sns_topic.a[3]" {}
    }
  }

  fail "most goes" {
    plan {
      destroy "module.shop.aws_sqs_queue.a[0]" {}
      destroy "module.shop.aws_sqs_queue.a[1]" {}
      destroy "module.shop.aws_sqs_queue.a[2]" {}
      destroy "module.shop.aws_sqs_queue.a[3]" {}
      keep "module.shop.aws_sns_topic.a[0]" {}
    }
  }

  fail "without `module.shop.aws_sqs_queue.a[0]`" {
    plan {
      destroy "module.shop.aws_sqs_queue.a[1]" {}
      destroy "module.shop.aws_sqs_queue.a[2]" {}
      destroy "module.shop.aws_sqs_queue.a[3]" {}
      keep "module.shop.aws_sns_topic.a[0]" {}
    }
    expect = ["plan.plan"]
  }
}

rule "change-plan-errored" {
  title     = "Plan stopped with an error"
  category  = "change"
  severity  = "high"
  resources = ["plan"]
  assert    = !resource.errored
  message   = "planning stopped with an error, so this plan is not complete"
  why       = <<-EOT
    A plan that stopped shows what was found until then. It cannot be applied, and what is not in it was not judged: no finding here means nothing.
  EOT
  remedy    = <<-EOT
    Repair the error that `terraform plan` printed, and judge the new plan.
  EOT

  pass "complete" {
    plan {
      errored = false
    }
  }

  fail "stopped" {
    plan {
      errored = true
    }
  }
}

rule "change-check-failed" {
  title     = "A check of the configuration fails in the plan"
  category  = "change"
  severity  = "medium"
  resources = ["plan"]
  for_each  = { for c in resource.checks : c.address => c if contains(["fail", "error"], c.status) }
  assert    = false
  message   = "`${each.key}` fails in this plan${length(each.value.problems) > 0 ? ": ${each.value.problems[0]}" : ""}"
  why       = <<-EOT
    Somebody wrote down what must hold, and with the planned values it does not. A broken `check` block is a warning for Terraform: it applies the plan all the same.
  EOT
  remedy    = <<-EOT
    Look which of the two is wrong, the change or the condition.
  EOT
  link      = "https://developer.hashicorp.com/terraform/language/checks"

  pass "all hold" {
    plan {
      check "check.health" {
        status = "pass"
      }
    }
  }

  fail "one does not" {
    plan {
      check "check.health" {
        status   = "fail"
        problems = ["the certificate ends in two days"]
      }
      check "check.size" {
        status = "pass"
      }
    }
  }

  fail "`status` is `error`" {
    plan {
      check "check.health" {
        status = "error"
      }
    }
    expect = ["plan.plan"]
  }
}

rule "change-check-unknown" {
  title     = "A check of the configuration cannot be decided yet"
  category  = "change"
  severity  = "info"
  resources = ["plan"]
  default   = false
  for_each  = { for c in resource.checks : c.address => c if c.status == "unknown" }
  assert    = false
  message   = "whether `${each.key}` holds is known only after the apply"
  why       = <<-EOT
    The condition depends on something that the apply will tell. It is judged then, when the change has been made already.
  EOT
  remedy    = <<-EOT
    Where it matters, write the condition over values that the plan knows, or run the apply in two steps.
  EOT
  link      = "https://developer.hashicorp.com/terraform/language/checks"

  pass "decided" {
    plan {
      check "check.health" {
        status = "pass"
      }
    }
  }

  fail "not yet" {
    plan {
      check "check.health" {
        status = "unknown"
      }
    }
  }
}

rule "change-renamed-without-moved" {
  title     = "Resource was renamed without a `moved` block"
  category  = "change"
  severity  = "high"
  resources = ["*"]
  assert    = change.renamed_from == null
  message   = "the plan creates `${meta.address}` and destroys `${change.renamed_from}`, which is the same; a `moved` block keeps it"
  why       = <<-EOT
    For Terraform another address is another resource: it destroys the old one and creates the new one, with all that this means for data, addresses and names. Renaming, moving into a module, and going from `count` to `for_each` all look like this.
  EOT
  remedy    = <<-EOT
    Tell Terraform that it is the same one:

    ```hcl
    moved {
      from = aws_s3_bucket.old
      to   = aws_s3_bucket.new
    }
    ```
  EOT
  link      = "https://developer.hashicorp.com/terraform/language/moved"

  pass "another queue" {
    plan {
      create "aws_sqs_queue.b" {
        after   = { name = "b" }
        unknown = ["arn"]
      }
      destroy "aws_sqs_queue.a" {
        before = { name = "a", arn = "arn:aws:sqs:eu-west-1:111122223333:a" }
      }
    }
  }

  pass "moved" {
    plan {
      keep "aws_sqs_queue.b" {
        from   = "aws_sqs_queue.a"
        before = { name = "a" }
        after  = { name = "a" }
      }
    }
  }

  fail "renamed" {
    resource "aws_sqs_queue" "b" {
      name = "a"
    }
    plan {
      create "aws_sqs_queue.b" {
        after   = { name = "a", tags = null }
        unknown = ["arn"]
      }
      destroy "aws_sqs_queue.a" {
        reason = "delete_because_no_resource_config"
        before = { name = "a", tags = {}, arn = "arn:aws:sqs:eu-west-1:111122223333:a" }
      }
    }
    expect = ["aws_sqs_queue.b"]
  }

  fail "from `count` to `for_each`" {
    plan {
      create "aws_sqs_queue.a[\"x.y\"]" {
        after = { name = "a" }
      }
      destroy "aws_sqs_queue.a[0]" {
        reason = "delete_because_wrong_repetition"
        before = { name = "a" }
      }
    }
    expect = ["aws_sqs_queue.a[\"x.y\"]"]
  }
}

rule "change-moved-and-replaced" {
  title     = "Resource is moved and replaced at once"
  category  = "change"
  severity  = "high"
  resources = ["*"]
  when      = change.previous_address != null
  assert    = change.action != "replace"
  at        = resource[change.attribute]
  message   = "the plan moves `${change.previous_address}` to `${meta.address}` and replaces it: ${change.because}"
  why       = <<-EOT
    A `moved` block is there so that nothing happens to the resource. Here something does: the block at the new address differs from the old one in an argument that cannot be changed in place.
  EOT
  remedy    = <<-EOT
    Move in one change, and make the other change in the next; compare the new block with what the old one said.
  EOT
  link      = "https://developer.hashicorp.com/terraform/language/moved"

  pass "only moved" {
    plan {
      keep "aws_db_instance.new" {
        from = "aws_db_instance.old"
      }
    }
  }

  fail "and replaced" {
    plan {
      replace "aws_db_instance.new" {
        from   = "aws_db_instance.old"
        by     = ["engine"]
        before = { engine = "mysql" }
        after  = { engine = "postgres" }
      }
    }
  }

  pass "no `from`" {
    plan {
      replace "aws_db_instance.new" {
        by     = ["engine"]
        before = { engine = "mysql" }
        after  = { engine = "postgres" }
      }
    }
  }
}

rule "change-resource-forgotten" {
  title     = "Plan forgets a resource that stays where it is"
  category  = "change"
  severity  = "low"
  resources = ["*"]
  assert    = change.action != "forget"
  message   = "the plan forgets `${meta.address}`: it stays in the cloud, and nothing here manages it any more"
  why       = <<-EOT
    The resource goes on costing money and being reachable, but no plan will ever show it again: no update, no drift, no destruction.
  EOT
  remedy    = <<-EOT
    Fine where another configuration takes it over: import it there in the same change. Else destroy it.
  EOT
  link      = "https://developer.hashicorp.com/terraform/language/block/removed"

  pass "destroyed" {
    plan {
      destroy "aws_sqs_queue.a" {}
    }
  }

  fail "forgotten" {
    plan {
      forget "aws_sqs_queue.a" {
        before = { name = "a" }
      }
    }
  }
}

rule "change-import-generated" {
  title     = "Import with a configuration that Terraform wrote"
  category  = "change"
  severity  = "low"
  resources = ["*"]
  when      = change.importing != null || change.generated
  assert    = !change.generated
  message   = "the configuration of `${meta.address}` was written by Terraform from `${coalesce(change.importing, "an id")}`"
  why       = <<-EOT
    Generated blocks hold every argument that the provider reported: defaults, values that are set elsewhere, sometimes secrets in plain text. Terraform's own header asks to review them before they are used.
  EOT
  remedy    = <<-EOT
    Keep the arguments that you mean, replace ids by references, and move the block to the file where it belongs.
  EOT
  link      = "https://developer.hashicorp.com/terraform/language/import/generating-configuration"

  pass "written by hand" {
    plan {
      keep "aws_sqs_queue.a" {
        importing = "https://sqs.eu-west-1.amazonaws.com/111122223333/a"
      }
    }
  }

  fail "generated" {
    plan {
      keep "aws_sqs_queue.a" {
        importing        = "https://sqs.eu-west-1.amazonaws.com/111122223333/a"
        generated_config = "resource \"aws_sqs_queue\" \"a\" {}"
      }
    }
  }
}

rule "change-import-with-changes" {
  title     = "Import changes what it imports"
  category  = "change"
  severity  = "medium"
  resources = ["*"]
  when      = change.importing != null
  assert    = !contains(["update", "replace"], change.action)
  message   = "the plan imports `${meta.address}` and ${change.action}s it at once"
  why       = <<-EOT
    An import should take a resource over as it is. Where the block says something else than the cloud has, the same apply changes or replaces what was running until now, and nobody has seen the difference before.
  EOT
  remedy    = <<-EOT
    Make the block equal to what there is until the plan shows an import and nothing else; change it afterwards.
  EOT
  link      = "https://developer.hashicorp.com/terraform/language/import"

  pass "as it is" {
    plan {
      keep "aws_sqs_queue.a" {
        importing = "a"
      }
    }
  }

  fail "changed" {
    plan {
      update "aws_sqs_queue.a" {
        importing = "a"
        before    = { delay_seconds = 5 }
        after     = { delay_seconds = 0 }
      }
    }
  }

  fail "replaced" {
    plan {
      replace "aws_db_instance.a" {
        importing = "a"
        by        = ["engine"]
      }
    }
  }

  pass "no `importing`" {
    plan {
      replace "aws_db_instance.a" {
        by = ["engine"]
      }
    }
  }
}

rule "change-deposed-destroyed" {
  title     = "Plan removes what an earlier apply left behind"
  category  = "change"
  severity  = "info"
  resources = ["*"]
  assert    = change.deposed == null
  message   = "the plan destroys a former `${meta.address}` that an earlier apply could not remove"
  why       = <<-EOT
    With `create_before_destroy` the new one was made and the old one could not be deleted, so both have existed since. Something may still use the old one.
  EOT
  remedy    = <<-EOT
    See why it could not be deleted before you apply: dependants, a protection, a permission.
  EOT
  link      = "https://developer.hashicorp.com/terraform/language/meta-arguments/lifecycle"

  pass "nothing left" {
    plan {
      destroy "aws_sqs_queue.a" {}
    }
  }

  fail "left behind" {
    plan {
      destroy "aws_sqs_queue.a" {
        deposed = "8a1b2c3d"
      }
    }
    expect = ["aws_sqs_queue.a (deposed 8a1b2c3d)"]
  }
}

rule "change-tainted-replaced" {
  title     = "Plan replaces what an earlier apply left half made"
  category  = "change"
  severity  = "low"
  resources = ["*"]
  assert    = change.reason != "replace_because_tainted"
  message   = "the plan replaces `${meta.address}`: ${change.because}"
  why       = <<-EOT
    The last apply failed while it made this resource, or a provisioner on it failed, or somebody tainted it. It may work all the same and be in use by now.
  EOT
  remedy    = <<-EOT
    Look at it before it goes. `terraform untaint` keeps it.
  EOT
  link      = "https://developer.hashicorp.com/terraform/cli/commands/untaint"

  pass "replaced for another reason" {
    plan {
      replace "aws_instance.a" {
        by = ["ami"]
      }
    }
  }

  fail "tainted" {
    plan {
      replace "aws_instance.a" {
        reason = "replace_because_tainted"
      }
    }
  }
}

rule "change-protected-destroyed" {
  title     = "Plan takes away what is marked as protected"
  category  = "change"
  severity  = "critical"
  resources = ["*"]
  params = {
    types = []
    tags  = { protected = "true" }
  }
  assert    = !contains(["destroy", "replace", "forget"], change.action) || !(anytrue([for t in param.types : can(regex(t, meta.type))]) || anytrue([for k, v in param.tags : lookup(merge(change.before.tags, change.before.labels), k, null) == v]))
  message   = "the plan means to ${change.action} `${meta.address}`, which is marked as protected: ${change.because}"
  why       = <<-EOT
    Tags say in the cloud what a team has agreed on; this rule holds plans to it. What carries one of `tags`, or is of a type that one of the regular expressions in `types` matches, may not go.
  EOT
  remedy    = <<-EOT
    Take the mark away in a change of its own, so that somebody sees and approves it.
  EOT

  pass "no mark" {
    plan {
      destroy "aws_sqs_queue.a" {
        before = { tags = { owner = "shop" } }
      }
    }
  }

  pass "the mark, but it stays" {
    plan {
      update "aws_sqs_queue.a" {
        before = { tags = { protected = "true" } }
        after  = { tags = { protected = "true" } }
      }
    }
  }

  fail "marked" {
    plan {
      destroy "aws_sqs_queue.a" {
        before = { tags = { protected = "true" } }
      }
    }
  }
}
