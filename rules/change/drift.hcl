# What was changed outside of Terraform, and what the plan makes of it.

rule "change-drift-security" {
  title     = "Somebody changed a security setting outside Terraform"
  category  = "change"
  severity  = "high"
  resources = ["*"]
  params = {
    attributes = [
      "acl",
      "policy",
      "assume_role_policy",
      "inline_policy",
      "managed_policy_arns",
      "permissions_boundary",
      "ingress",
      "egress",
      "cidr_blocks",
      "ipv6_cidr_blocks",
      "cidr_ipv4",
      "cidr_ipv6",
      "source_ranges",
      "source_tags",
      "allow",
      "deny",
      "source_address_prefix",
      "source_address_prefixes",
      "destination_port_range",
      "destination_port_ranges",
      "security_rule",
      "access",
      "security_groups",
      "vpc_security_group_ids",
      "network_acls",
      "ip_rules",
      "authorized_networks",
      "publicly_accessible",
      "public_network_access_enabled",
      "public_access_prevention",
      "allow_nested_items_to_be_public",
      "block_public_acls",
      "block_public_policy",
      "ignore_public_acls",
      "restrict_public_buckets",
      "encrypted",
      "storage_encrypted",
      "kms_key_id",
      "server_side_encryption",
      "min_tls_version",
      "minimum_tls_version",
      "ssl_policy",
      "deletion_protection",
      "enable_deletion_protection",
      "versioning",
      "logging",
      "enable_logging",
      "iam_instance_profile",
      "role",
      "roles",
      "member",
      "members",
      "principal_id",
      "role_definition_name",
      "action",
      "principal",
      "password_policy",
      "mfa_configuration",
      "metadata_options",
      "force_destroy",
      "lock_level",
    ]
  }
  when      = change.drift != null
  for_each  = [for d in change.drift.differences : d if contains(param.attributes, d.attribute) || contains(param.attributes, d.name)]
  assert    = false
  at        = resource[each.value.attribute]
  message   = "somebody changed `${each.value.path}` of `${meta.address}` outside Terraform; this plan ${change.action == "no-op" ? "leaves it so" : "writes over it"}"
  why       = <<-EOT
    A permission or a network rule that was changed by hand was changed by somebody who did not want a review, or could not wait for one: in an incident, or as part of one. The apply may silently put the old value back, and break what depends on the new one.

    `attributes` names what counts as security.
  EOT
  remedy    = <<-EOT
    Find out who changed it and why (CloudTrail, activity log). Then write it into the code, or let the apply put it back knowingly.
  EOT
  link      = "https://developer.hashicorp.com/terraform/tutorials/state/resource-drift"

  pass "a tag" {
    plan {
      keep "aws_security_group.main" {}
      drift "aws_security_group.main" {
        before = { tags = { owner = "a" } }
        after  = { tags = { owner = "b" } }
      }
    }
  }

  fail "an open port that the plan closes again" {
    resource "aws_security_group" "main" {
      ingress = []
    }
    plan {
      update "aws_security_group.main" {
        before = { ingress = [{ from_port = 22, cidr_blocks = ["0.0.0.0/0"] }] }
        after  = { ingress = [] }
      }
      drift "aws_security_group.main" {
        before = { ingress = [] }
        after  = { ingress = [{ from_port = 22, cidr_blocks = ["0.0.0.0/0"] }] }
      }
    }
    expect = ["aws_security_group.main @ ingress", "aws_security_group.main @ ingress"]
  }

  fail "a policy that the plan leaves" {
    plan {
      keep "aws_iam_role.main" {}
      drift "aws_iam_role.main" {
        before = { assume_role_policy = "{}" }
        after  = { assume_role_policy = "{\"Statement\":[]}" }
      }
    }
  }
}

rule "change-drift-overwritten" {
  title     = "Plan writes over what was changed outside Terraform"
  category  = "change"
  severity  = "low"
  resources = ["*"]
  default   = false
  when      = change.drift != null && contains(["update", "replace"], change.action)
  assert    = length(change.drift.differences) == 0
  message   = "the plan writes over what was changed outside Terraform: `${join("`, `", [for d in slice(change.drift.differences, 0, min(3, length(change.drift.differences))) : d.path])}`"
  why       = <<-EOT
    Autoscaling, an operator in a hurry, another tool: something else believes that it owns the value. Each apply will put it back, until somebody decides who does.
  EOT
  remedy    = <<-EOT
    Take the new value into the code, or leave it to the other side:

    ```hcl
    lifecycle {
      ignore_changes = [desired_capacity]
    }
    ```
  EOT
  link      = "https://developer.hashicorp.com/terraform/language/meta-arguments/lifecycle"

  pass "the plan leaves it" {
    plan {
      keep "aws_autoscaling_group.main" {}
      drift "aws_autoscaling_group.main" {
        before = { desired_capacity = 2 }
        after  = { desired_capacity = 4 }
      }
    }
  }

  fail "the plan puts it back" {
    plan {
      update "aws_autoscaling_group.main" {
        before = { desired_capacity = 4 }
        after  = { desired_capacity = 2 }
      }
      drift "aws_autoscaling_group.main" {
        before = { desired_capacity = 2 }
        after  = { desired_capacity = 4 }
      }
    }
  }
}

rule "change-drift-deleted" {
  title     = "Somebody deleted a resource outside Terraform"
  category  = "change"
  severity  = "medium"
  resources = ["*"]
  when      = change.drift != null
  assert    = change.drift.after != null || change.action != "create"
  message   = "`${meta.address}` was deleted outside Terraform; this plan creates it again"
  why       = <<-EOT
    The plan shows a creation, as if it were new. The one that was there is gone with what it held, and whoever deleted it had a reason or made a mistake.
  EOT
  remedy    = <<-EOT
    Ask before you apply. If it is to stay away, remove the block; else look what of its content has to be restored.
  EOT
  link      = "https://developer.hashicorp.com/terraform/tutorials/state/resource-drift"

  pass "new" {
    plan {
      create "aws_sqs_queue.main" {
        after = { name = "a" }
      }
    }
  }

  fail "it was there" {
    plan {
      create "aws_sqs_queue.main" {
        after = { name = "a" }
      }
      drift "aws_sqs_queue.main" {
        before = { name = "a" }
      }
    }
  }

  pass "`after` is another" {
    plan {
      create "aws_sqs_queue.main" {
        after = { name = "a" }
      }
      drift "aws_sqs_queue.main" {
        before = { name = "a" }
        after  = { name = "a" }
      }
    }
  }
}
