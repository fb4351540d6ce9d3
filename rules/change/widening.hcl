# What a plan opens: permissions, networks, public access.

rule "change-iam-action-widened" {
  title     = "Plan adds a wildcard to the actions of a policy"
  category  = "change"
  severity  = "high"
  resources = [
    "aws_iam_policy",
    "aws_iam_role_policy",
    "aws_iam_user_policy",
    "aws_iam_group_policy",
    "aws_iam_role",
    "aws_kms_key",
    "aws_kms_key_policy",
    "aws_s3_bucket_policy",
    "aws_sqs_queue_policy",
    "aws_sns_topic_policy",
    "aws_ecr_repository_policy",
    "aws_secretsmanager_secret_policy",
    "aws_ssoadmin_permission_set_inline_policy",
    "aws_organizations_policy",
    "aws_vpc_endpoint_policy",
    "aws_vpc_endpoint",
  ]
  when      = contains(["update", "replace"], change.action)
  for_each  = { for name in ["policy", "inline_policy", "content"] : name => change.after[name] if change.after[name] != null && change.after[name] != change.before[name] }
  assert    = length([for a in flatten([for s in iam_statements(each.value) : s.actions if s.effect == "Allow"]) : a if length(regexall("[*]", a)) > 0 && !anytrue([for p in flatten([for s in iam_statements(change.before[each.key]) : s.actions if s.effect == "Allow"]) : iam_action_matches(p, a)])]) == 0
  at        = resource[each.key]
  message   = "the plan lets `${meta.address}` do `${join(", ", [for a in flatten([for s in iam_statements(each.value) : s.actions if s.effect == "Allow"]) : a if length(regexall("[*]", a)) > 0 && !anytrue([for p in flatten([for s in iam_statements(change.before[each.key]) : s.actions if s.effect == "Allow"]) : iam_action_matches(p, a)])])}`, which it could not do before"
  why       = <<-EOT
    A wildcard grants what the service has today and what it will get in years to come, deletion and the change of permissions included. The difference between before and after is the moment at which somebody can still ask what it is for.
  EOT
  remedy    = <<-EOT
    Name the actions that the program really calls; the access advisor and CloudTrail tell which.
  EOT
  link      = "https://docs.aws.amazon.com/IAM/latest/UserGuide/best-practices.html#grant-least-privilege"

  pass "one more action by its name" {
    plan {
      update "aws_iam_policy.main" {
        before = { policy = "{\"Statement\":[{\"Effect\":\"Allow\",\"Action\":[\"s3:GetObject\"],\"Resource\":\"*\"}]}" }
        after  = { policy = "{\"Statement\":[{\"Effect\":\"Allow\",\"Action\":[\"s3:GetObject\",\"s3:PutObject\"],\"Resource\":\"*\"}]}" }
      }
    }
  }

  pass "narrower than before" {
    plan {
      update "aws_iam_policy.main" {
        before = { policy = "{\"Statement\":[{\"Effect\":\"Allow\",\"Action\":\"*\",\"Resource\":\"*\"}]}" }
        after  = { policy = "{\"Statement\":[{\"Effect\":\"Allow\",\"Action\":\"s3:*\",\"Resource\":\"*\"}]}" }
      }
    }
  }

  fail "all of a service" {
    plan {
      update "aws_iam_policy.main" {
        before = { policy = "{\"Statement\":[{\"Effect\":\"Allow\",\"Action\":[\"s3:GetObject\"],\"Resource\":\"*\"}]}" }
        after  = { policy = "{\"Statement\":[{\"Effect\":\"Allow\",\"Action\":[\"s3:*\"],\"Resource\":\"*\"}]}" }
      }
    }
  }

  unknown "the apply tells it" {
    plan {
      update "aws_iam_policy.main" {
        before = { policy = "{\"Statement\":[{\"Effect\":\"Allow\",\"Action\":[\"s3:GetObject\"],\"Resource\":\"*\"}]}" }
        after  = {}
        unknown = ["policy"]
      }
    }
  }

  fail "no `before`" {
    plan {
      update "aws_iam_policy.main" {
        after = { policy = "{\"Statement\":[{\"Effect\":\"Allow\",\"Action\":\"s3:*\",\"Resource\":\"*\"}]}" }
      }
    }
    expect = ["aws_iam_policy.main"]
  }
}

rule "change-iam-trust-widened" {
  title     = "Plan lets another principal assume a role"
  category  = "change"
  severity  = "high"
  resources = ["aws_iam_role"]
  when      = contains(["update", "replace"], change.action)
  assert    = length([for p in flatten([for s in iam_statements(change.after.assume_role_policy) : [for q in s.principals : [for i in q.identifiers : "${q.type} ${i}" if q.type != "Service"]] if s.effect == "Allow"]) : p if !contains(flatten([for s in iam_statements(change.before.assume_role_policy) : [for q in s.principals : [for i in q.identifiers : "${q.type} ${i}"]] if s.effect == "Allow"]), p)]) == 0
  at        = resource.assume_role_policy
  message   = "the plan lets a principal assume `${meta.address}` that could not do so before"
  why       = <<-EOT
    Whoever may assume the role has everything that it may do. A new account or identity provider in the trust policy is a new door, and its lock is kept by somebody else.
  EOT
  remedy    = <<-EOT
    Add principals one at a time, by their full ARN, with a condition (`sts:ExternalId`, the repository of an OIDC token).
  EOT
  link      = "https://docs.aws.amazon.com/IAM/latest/UserGuide/confused-deputy.html"

  pass "a service" {
    plan {
      update "aws_iam_role.main" {
        before = { assume_role_policy = "{\"Statement\":[{\"Effect\":\"Allow\",\"Action\":\"sts:AssumeRole\",\"Principal\":{\"Service\":\"ec2.amazonaws.com\"}}]}" }
        after  = { assume_role_policy = "{\"Statement\":[{\"Effect\":\"Allow\",\"Action\":\"sts:AssumeRole\",\"Principal\":{\"Service\":\"ecs.amazonaws.com\"}}]}" }
      }
    }
  }

  fail "another account" {
    resource "aws_iam_role" "main" {
      assume_role_policy = "{}"
    }
    plan {
      update "aws_iam_role.main" {
        before = { assume_role_policy = "{\"Statement\":[{\"Effect\":\"Allow\",\"Action\":\"sts:AssumeRole\",\"Principal\":{\"AWS\":\"arn:aws:iam::111122223333:root\"}}]}" }
        after  = { assume_role_policy = "{\"Statement\":[{\"Effect\":\"Allow\",\"Action\":\"sts:AssumeRole\",\"Principal\":{\"AWS\":[\"arn:aws:iam::111122223333:root\",\"arn:aws:iam::444455556666:root\"]}}]}" }
      }
    }
    expect = ["aws_iam_role.main @ assume_role_policy"]
  }

  pass "`assume_role_policy` is another" {
    resource "aws_iam_role" "main" {
      assume_role_policy = "{}"
    }
    plan {
      update "aws_iam_role.main" {
        before = {
          assume_role_policy = "{\"Statement\":[{\"Effect\":\"Allow\",\"Action\":\"sts:AssumeRole\",\"Principal\":{\"AWS\":\"arn:aws:iam::111122223333:root\"}}]}"
        }
        after = {
          assume_role_policy = "{\"Statement\":[{\"Effect\":\"Allow\",\"Action\":\"sts:AssumeRole\",\"Principal\":{\"AWS\":\"arn:aws:iam::111122223333:root\"}}]}"
        }
      }
    }
  }

  fail "no `before`" {
    resource "aws_iam_role" "main" {
      assume_role_policy = "{}"
    }
    plan {
      update "aws_iam_role.main" {
        after = {
          assume_role_policy = "{\"Statement\":[{\"Effect\":\"Allow\",\"Action\":\"sts:AssumeRole\",\"Principal\":{\"AWS\":[\"arn:aws:iam::111122223333:root\",\"arn:aws:iam::444455556666:root\"]}}]}"
        }
      }
    }
    expect = ["aws_iam_role.main @ assume_role_policy"]
  }
}

rule "change-policy-made-public" {
  title     = "Plan opens a resource policy to everyone"
  category  = "change"
  severity  = "critical"
  resources = [
    "aws_s3_bucket_policy",
    "aws_sqs_queue_policy",
    "aws_sqs_queue",
    "aws_sns_topic_policy",
    "aws_sns_topic",
    "aws_kms_key",
    "aws_kms_key_policy",
    "aws_ecr_repository_policy",
    "aws_secretsmanager_secret_policy",
    "aws_lambda_permission",
    "aws_backup_vault_policy",
    "aws_glacier_vault",
    "aws_efs_file_system_policy",
    "aws_opensearch_domain_policy",
    "aws_elasticsearch_domain_policy",
  ]
  tags      = ["cwe-732"]
  when      = contains(["update", "replace"], change.action)
  assert    = !anytrue([for s in iam_statements(coalesce(change.after.policy, change.after.access_policies)) : iam_is_public(s)]) || anytrue([for s in iam_statements(coalesce(change.before.policy, change.before.access_policies)) : iam_is_public(s)])
  at        = coalesce(resource.policy, resource.access_policies)
  message   = "the plan opens `${meta.address}` to everyone; until now its policy did not"
  why       = <<-EOT
    A statement with the principal `*` and no condition that narrows it means everyone with or without an account. Before this change nobody outside could come in.
  EOT
  remedy    = <<-EOT
    Name the principals, or add a condition on the organisation, account or VPC endpoint.
  EOT

  pass "still for one account" {
    plan {
      update "aws_sqs_queue_policy.main" {
        before = { policy = "{\"Statement\":[{\"Effect\":\"Allow\",\"Action\":\"sqs:*\",\"Resource\":\"*\",\"Principal\":{\"AWS\":\"111122223333\"}}]}" }
        after  = { policy = "{\"Statement\":[{\"Effect\":\"Allow\",\"Action\":\"sqs:SendMessage\",\"Resource\":\"*\",\"Principal\":{\"AWS\":\"111122223333\"}}]}" }
      }
    }
  }

  fail "everyone" {
    plan {
      update "aws_sqs_queue_policy.main" {
        before = { policy = "{\"Statement\":[{\"Effect\":\"Allow\",\"Action\":\"sqs:*\",\"Resource\":\"*\",\"Principal\":{\"AWS\":\"111122223333\"}}]}" }
        after  = { policy = "{\"Statement\":[{\"Effect\":\"Allow\",\"Action\":\"sqs:*\",\"Resource\":\"*\",\"Principal\":\"*\"}]}" }
      }
    }
  }

  pass "more that pass" {
    plan {
      update "aws_sqs_queue_policy.policy_is_another" {
        before = {
          policy = "{\"Statement\":[{\"Effect\":\"Allow\",\"Action\":\"sqs:*\",\"Resource\":\"*\",\"Principal\":\"*\"}]}"
        }
        after = {
          policy = "{\"Statement\":[{\"Effect\":\"Allow\",\"Action\":\"sqs:*\",\"Resource\":\"*\",\"Principal\":\"*\"}]}"
        }
      }
      update "aws_sqs_queue_policy.no_policy" {
        before = {
          policy = "{\"Statement\":[{\"Effect\":\"Allow\",\"Action\":\"sqs:*\",\"Resource\":\"*\",\"Principal\":{\"AWS\":\"111122223333\"}}]}"
        }
        after = {}
      }
    }
  }

  fail "no `before`" {
    plan {
      update "aws_sqs_queue_policy.main" {
        after = {
          policy = "{\"Statement\":[{\"Effect\":\"Allow\",\"Action\":\"sqs:*\",\"Resource\":\"*\",\"Principal\":\"*\"}]}"
        }
      }
    }
    expect = ["aws_sqs_queue_policy.main"]
  }
}

rule "change-iam-role-widened" {
  title     = "Plan grants a role that may do everything"
  category  = "change"
  severity  = "high"
  resources = [
    "google_*_iam_member",
    "google_*_iam_binding",
    "azurerm_role_assignment",
    "aws_iam_role",
    "aws_iam_role_policy_attachment",
    "aws_iam_user_policy_attachment",
    "aws_iam_group_policy_attachment",
    "aws_iam_policy_attachment",
    "aws_ssoadmin_managed_policy_attachment",
  ]
  params = {
    roles = ["roles/owner", "roles/editor", "roles/iam.securityAdmin", "Owner", "Contributor", "User Access Administrator", "Role Based Access Control Administrator", "arn:aws:iam::aws:policy/AdministratorAccess", "arn:aws:iam::aws:policy/IAMFullAccess", "arn:aws:iam::aws:policy/PowerUserAccess", "cluster-admin"]
  }
  when      = contains(["update", "replace"], change.action)
  for_each  = [for d in change.differences : d if contains(["role", "role_definition_name", "policy_arn", "managed_policy_arns"], d.name) && is_known(d.after) && length([for r in flatten([d.after]) : r if contains(param.roles, r)]) > 0 && length([for r in flatten([d.before]) : r if contains(param.roles, r)]) == 0]
  assert    = false
  at        = resource[each.value.attribute]
  message   = "the plan changes `${each.value.path}` of `${meta.address}` to a role that may do everything"
  why       = <<-EOT
    Owner, editor and administrator roles may change permissions, so their holder can take whatever they lack. In a plan this is one changed line, or a replacement that looks harmless.
  EOT
  remedy    = <<-EOT
    Choose a role for the task: predefined roles of one service, or one of your own.
  EOT

  pass "a narrow role" {
    plan {
      update "google_project_iam_member.main" {
        before = { role = "roles/viewer" }
        after  = { role = "roles/storage.objectViewer" }
      }
    }
  }

  fail "owner" {
    plan {
      replace "google_project_iam_member.main" {
        by     = ["role"]
        before = { role = "roles/viewer" }
        after  = { role = "roles/owner" }
      }
    }
  }

  fail "Contributor" {
    plan {
      replace "azurerm_role_assignment.main" {
        by     = ["role_definition_name"]
        before = { role_definition_name = "Reader" }
        after  = { role_definition_name = "Owner" }
      }
    }
  }

  fail "`role` is `roles/owner`" {
    plan {
      update "google_project_iam_member.main" {
        before = { role = "roles/viewer" }
        after  = { role = "roles/owner" }
      }
    }
    expect = ["google_project_iam_member.main"]
  }
}

rule "change-iam-members-public" {
  title     = "Plan grants something to everyone"
  category  = "change"
  severity  = "critical"
  resources = ["google_*_iam_member", "google_*_iam_binding", "google_storage_bucket_access_control"]
  tags      = ["cwe-732"]
  when      = contains(["update", "replace"], change.action)
  for_each  = [for d in change.differences : d if contains(["members", "member"], d.name) && is_known(d.after) && length([for m in flatten([d.after]) : m if contains(["allUsers", "allAuthenticatedUsers"], m)]) > 0 && length([for m in flatten([d.before]) : m if contains(["allUsers", "allAuthenticatedUsers"], m)]) == 0]
  assert    = false
  at        = resource[each.value.attribute]
  message   = "the plan grants the role of `${meta.address}` to everyone"
  why       = <<-EOT
    `allUsers` is everyone on the internet, `allAuthenticatedUsers` everyone with a Google account. Neither was a member before.
  EOT
  remedy    = <<-EOT
    Name users, groups or service accounts.
  EOT

  pass "one more user" {
    plan {
      update "google_storage_bucket_iam_binding.main" {
        before = { members = ["user:a@example.com"] }
        after  = { members = ["user:a@example.com", "user:b@example.com"] }
      }
    }
  }

  fail "everyone" {
    plan {
      update "google_storage_bucket_iam_binding.main" {
        before = { members = ["user:a@example.com"] }
        after  = { members = ["allUsers", "user:a@example.com"] }
      }
    }
  }

  pass "`members` is another" {
    plan {
      update "google_storage_bucket_iam_binding.main" {
        before = { members = [["allUsers", "user:a@example.com"]] }
        after  = { members = ["allUsers", "user:a@example.com"] }
      }
    }
  }
}

rule "change-security-group-opened" {
  title     = "Plan opens a security group to the internet"
  category  = "change"
  severity  = "high"
  resources = ["aws_security_group", "aws_default_security_group", "azurerm_network_security_group"]
  tags      = ["cwe-284"]
  when      = contains(["update", "replace"], change.action)
  assert    = length([for r in concat(change.after.ingress, change.after.security_rule) : r if coalesce(r.access, "Allow") == "Allow" && coalesce(r.direction, "Inbound") == "Inbound" && anytrue([for c in concat(r.cidr_blocks, r.ipv6_cidr_blocks, r.source_address_prefixes, [r.source_address_prefix]) : cidr_is_public(c)]) && !anytrue([for b in concat(change.before.ingress, change.before.security_rule) : anytrue([for c in concat(b.cidr_blocks, b.ipv6_cidr_blocks, b.source_address_prefixes, [b.source_address_prefix]) : cidr_is_public(c)]) && b.from_port == r.from_port && b.to_port == r.to_port && b.protocol == r.protocol && b.destination_port_range == r.destination_port_range && coalesce(b.access, "Allow") == "Allow"])]) == 0
  at        = coalesce(resource.ingress, resource.security_rule)
  message   = "the plan lets the internet reach ports of `${meta.address}` that it could not reach before"
  why       = <<-EOT
    A rule for the internet that was not there before the change, or one that now covers other ports. In the plan of a long list of rules the new one is easily overlooked, because the whole list is shown as changed.
  EOT
  remedy    = <<-EOT
    Allow the ranges or security groups that need it, and put a load balancer in front of what everybody may reach.
  EOT

  pass "open as before" {
    plan {
      update "aws_security_group.main" {
        before = { ingress = [{ from_port = 443, to_port = 443, protocol = "tcp", cidr_blocks = ["0.0.0.0/0"], ipv6_cidr_blocks = [] }] }
        after  = { ingress = [{ from_port = 22, to_port = 22, protocol = "tcp", cidr_blocks = ["10.0.0.0/8"], ipv6_cidr_blocks = [] }, { from_port = 443, to_port = 443, protocol = "tcp", cidr_blocks = ["0.0.0.0/0"], ipv6_cidr_blocks = [] }] }
      }
    }
  }

  fail "one more port" {
    plan {
      update "aws_security_group.main" {
        before = { ingress = [{ from_port = 443, to_port = 443, protocol = "tcp", cidr_blocks = ["0.0.0.0/0"], ipv6_cidr_blocks = [] }] }
        after  = { ingress = [{ from_port = 22, to_port = 22, protocol = "tcp", cidr_blocks = ["0.0.0.0/0"], ipv6_cidr_blocks = [] }, { from_port = 443, to_port = 443, protocol = "tcp", cidr_blocks = ["0.0.0.0/0"], ipv6_cidr_blocks = [] }] }
      }
    }
  }

  fail "more that fail" {
    plan {
      update "aws_security_group.from_port_is_22" {
        before = {
          ingress = [
            {
              from_port        = 22
              to_port          = 443
              protocol         = "tcp"
              cidr_blocks      = ["0.0.0.0/0"]
              ipv6_cidr_blocks = []
            },
          ]
        }
        after = {
          ingress = [
            {
              from_port        = 22
              to_port          = 22
              protocol         = "tcp"
              cidr_blocks      = ["10.0.0.0/8"]
              ipv6_cidr_blocks = []
            },
            {
              from_port        = 443
              to_port          = 443
              protocol         = "tcp"
              cidr_blocks      = ["0.0.0.0/0"]
              ipv6_cidr_blocks = []
            },
          ]
        }
      }
      update "aws_security_group.no_before" {
        after = {
          ingress = [
            {
              from_port        = 22
              to_port          = 22
              protocol         = "tcp"
              cidr_blocks      = ["10.0.0.0/8"]
              ipv6_cidr_blocks = []
            },
            {
              from_port        = 443
              to_port          = 443
              protocol         = "tcp"
              cidr_blocks      = ["0.0.0.0/0"]
              ipv6_cidr_blocks = []
            },
          ]
        }
      }
      update "aws_security_group.to_port_is_442" {
        before = {
          ingress = [
            {
              from_port        = 443
              to_port          = 442
              protocol         = "tcp"
              cidr_blocks      = ["0.0.0.0/0"]
              ipv6_cidr_blocks = []
            },
          ]
        }
        after = {
          ingress = [
            {
              from_port        = 22
              to_port          = 22
              protocol         = "tcp"
              cidr_blocks      = ["10.0.0.0/8"]
              ipv6_cidr_blocks = []
            },
            {
              from_port        = 443
              to_port          = 443
              protocol         = "tcp"
              cidr_blocks      = ["0.0.0.0/0"]
              ipv6_cidr_blocks = []
            },
          ]
        }
      }
      update "aws_security_group.no_protocol" {
        before = {
          ingress = [{ from_port = 443, to_port = 443, cidr_blocks = ["0.0.0.0/0"], ipv6_cidr_blocks = [] }]
        }
        after = {
          ingress = [
            {
              from_port        = 22
              to_port          = 22
              protocol         = "tcp"
              cidr_blocks      = ["10.0.0.0/8"]
              ipv6_cidr_blocks = []
            },
            {
              from_port        = 443
              to_port          = 443
              protocol         = "tcp"
              cidr_blocks      = ["0.0.0.0/0"]
              ipv6_cidr_blocks = []
            },
          ]
        }
      }
      update "aws_security_group.cidr_blocks_without_0_0_0_0_0" {
        before = {
          ingress = [{ from_port = 443, to_port = 443, protocol = "tcp", cidr_blocks = [], ipv6_cidr_blocks = [] }]
        }
        after = {
          ingress = [
            {
              from_port        = 22
              to_port          = 22
              protocol         = "tcp"
              cidr_blocks      = ["10.0.0.0/8"]
              ipv6_cidr_blocks = []
            },
            {
              from_port        = 443
              to_port          = 443
              protocol         = "tcp"
              cidr_blocks      = ["0.0.0.0/0"]
              ipv6_cidr_blocks = []
            },
          ]
        }
      }
    }
    expect = [
      "aws_security_group.from_port_is_22",
      "aws_security_group.no_before",
      "aws_security_group.to_port_is_442",
      "aws_security_group.no_protocol",
      "aws_security_group.cidr_blocks_without_0_0_0_0_0",
    ]
  }
}

rule "change-firewall-rule-opened" {
  title     = "Plan opens a firewall rule to the internet"
  category  = "change"
  severity  = "high"
  resources = [
    "aws_security_group_rule",
    "aws_vpc_security_group_ingress_rule",
    "aws_network_acl_rule",
    "azurerm_network_security_rule",
    "google_compute_firewall",
    "azurerm_mssql_firewall_rule",
    "azurerm_postgresql_flexible_server_firewall_rule",
    "azurerm_mysql_flexible_server_firewall_rule",
    "openstack_networking_secgroup_rule_v2",
    "digitalocean_firewall",
    "alicloud_security_group_rule",
  ]
  tags      = ["cwe-284"]
  when      = contains(["update", "replace"], change.action)
  assert    = coalesce(change.after.type, "ingress") == "egress" || coalesce(change.after.direction, "Inbound") == "Outbound" || coalesce(change.after.direction, "INGRESS") == "EGRESS" || !anytrue([for c in concat(change.after.cidr_blocks, change.after.ipv6_cidr_blocks, change.after.source_ranges, change.after.source_address_prefixes, [change.after.cidr_ipv4, change.after.cidr_ipv6, change.after.cidr_block, change.after.cidr_ip, change.after.remote_ip_prefix, change.after.source_address_prefix]) : cidr_is_public(c)]) || anytrue([for c in concat(change.before.cidr_blocks, change.before.ipv6_cidr_blocks, change.before.source_ranges, change.before.source_address_prefixes, [change.before.cidr_ipv4, change.before.cidr_ipv6, change.before.cidr_block, change.before.cidr_ip, change.before.remote_ip_prefix, change.before.source_address_prefix]) : cidr_is_public(c)])
  at        = coalesce(resource.cidr_blocks, resource.source_ranges, resource.cidr_ipv4, resource.cidr_ipv6, resource.source_address_prefix, resource.cidr_ip, resource.remote_ip_prefix)
  message   = "the plan opens `${meta.address}` to the internet; until now it named narrower ranges"
  why       = <<-EOT
    One word in one argument turns a rule for an office into a rule for everyone.
  EOT
  remedy    = <<-EOT
    Put the narrow ranges back, or take another rule for what everybody may reach.
  EOT

  pass "still narrow" {
    plan {
      update "aws_vpc_security_group_ingress_rule.main" {
        before = { cidr_ipv4 = "10.0.0.0/8" }
        after  = { cidr_ipv4 = "10.1.0.0/16" }
      }
    }
  }

  pass "outbound" {
    plan {
      update "aws_security_group_rule.main" {
        before = { type = "egress", cidr_blocks = ["10.0.0.0/8"] }
        after  = { type = "egress", cidr_blocks = ["0.0.0.0/0"] }
      }
    }
  }

  fail "open" {
    resource "aws_vpc_security_group_ingress_rule" "main" {
      cidr_ipv4 = "0.0.0.0/0"
    }
    plan {
      update "aws_vpc_security_group_ingress_rule.main" {
        before = { cidr_ipv4 = "10.0.0.0/8" }
        after  = { cidr_ipv4 = "0.0.0.0/0" }
      }
    }
    expect = ["aws_vpc_security_group_ingress_rule.main @ cidr_ipv4"]
  }

  fail "Google Cloud" {
    plan {
      update "google_compute_firewall.main" {
        before = { direction = "INGRESS", source_ranges = ["10.0.0.0/8"] }
        after  = { direction = "INGRESS", source_ranges = ["0.0.0.0/0"] }
      }
    }
  }

  unknown "the apply tells it" {
    plan {
      update "aws_vpc_security_group_ingress_rule.main" {
        before = { cidr_ipv4 = "10.0.0.0/8" }
        after  = {}
        unknown = ["cidr_ipv4"]
      }
    }
  }

  pass "more that pass" {
    plan {
      update "aws_vpc_security_group_ingress_rule.cidr_ipv4_is_0_0_0_0_0" {
        before  = { cidr_ipv4 = "0.0.0.0/0" }
        after   = {}
        unknown = ["cidr_ipv4"]
      }
      update "google_compute_firewall.direction_is_egress" {
        before = { direction = "INGRESS", source_ranges = ["10.0.0.0/8"] }
        after  = { direction = "EGRESS", source_ranges = ["0.0.0.0/0"] }
      }
      update "google_compute_firewall.direction_is_outbound" {
        before = { direction = "INGRESS", source_ranges = ["10.0.0.0/8"] }
        after  = { direction = "Outbound", source_ranges = ["0.0.0.0/0"] }
      }
    }
  }
}

rule "change-public-access-enabled" {
  title     = "Plan makes a resource reachable from the internet"
  category  = "change"
  severity  = "high"
  resources = ["*"]
  tags      = ["cwe-284"]
  params = {
    on   = [
      "publicly_accessible",
      "public_network_access_enabled",
      "public_access_enabled",
      "public_access",
      "allow_nested_items_to_be_public",
      "allow_blob_public_access",
      "ipv4_enabled",
      "endpoint_public_access",
      "public_network_enabled",
      "map_public_ip_on_launch",
      "associate_public_ip_address",
      "enable_public_ip",
      "public_ip_enabled",
      "internet_facing",
      "skip_public_access_block",
    ]
    off  = [
      "block_public_acls",
      "block_public_policy",
      "ignore_public_acls",
      "restrict_public_buckets",
      "uniform_bucket_level_access",
      "private_cluster_enabled",
      "enable_private_nodes",
      "enable_private_endpoint",
      "internal",
    ]
    acls = ["public-read", "public-read-write", "website", "authenticated-read", "publicRead", "publicReadWrite"]
  }
  when      = contains(["update", "replace"], change.action)
  for_each  = [for d in change.differences : d if (contains(param.on, d.name) && is_known(d.after) && coalesce(d.after, false) && !coalesce(d.before, false)) || (contains(param.off, d.name) && coalesce(d.before, false) && is_known(d.after) && !coalesce(d.after, false)) || (d.name == "public_access_prevention" && d.before == "enforced" && d.after != "enforced") || (d.name == "container_access_type" && d.before == "private" && d.after != "private") || (d.name == "acl" && contains(param.acls, d.after) && !contains(param.acls, d.before))]
  assert    = false
  at        = resource[each.value.attribute]
  message   = "the plan changes `${each.value.path}` of `${meta.address}` from `${coalesce(each.value.before, "nothing")}` to `${coalesce(each.value.after, "nothing")}`"
  why       = <<-EOT
    Until now a network or an access block stood between the internet and this resource. After the apply its own permissions are all that is left.
  EOT
  remedy    = <<-EOT
    Keep it private, and reach it over a private endpoint, a VPN or a bastion.
  EOT

  pass "closed" {
    plan {
      update "aws_db_instance.main" {
        before = { publicly_accessible = true }
        after  = { publicly_accessible = false }
      }
    }
  }

  fail "a public database" {
    resource "aws_db_instance" "main" {
      publicly_accessible = true
    }
    plan {
      update "aws_db_instance.main" {
        before = { publicly_accessible = false }
        after  = { publicly_accessible = true }
      }
    }
    expect = ["aws_db_instance.main @ publicly_accessible"]
    also   = ["aws-rds-instance-public"]
  }

  fail "the access block is lifted" {
    plan {
      update "aws_s3_bucket_public_access_block.main" {
        before = { block_public_acls = true, block_public_policy = true }
        after  = { block_public_acls = true, block_public_policy = false }
      }
    }
  }

  fail "Azure" {
    plan {
      update "azurerm_key_vault.main" {
        before = { public_network_access_enabled = false }
        after  = { public_network_access_enabled = true }
      }
    }
  }

  pass "more that pass" {
    plan {
      update "aws_s3_bucket_public_access_block.no_block_public_policy" {
        before = { block_public_acls = true }
        after  = { block_public_acls = true, block_public_policy = false }
      }
      update "azurerm_key_vault.no_public_network_access_enabled" {
        before = { public_network_access_enabled = false }
        after  = {}
      }
    }
  }

  fail "more that fail" {
    plan {
      update "aws_s3_bucket_public_access_block.no_block_public_acls" {
        before = { block_public_policy = true }
        after  = { block_public_acls = true, block_public_policy = false }
      }
      update "azurerm_key_vault.no_public_network_access_enabled" {
        before = {}
        after  = { public_network_access_enabled = true }
      }
      update "aws_s3_bucket_public_access_block.no_block_public_acls_2" {
        before = { block_public_acls = true, block_public_policy = true }
        after  = { block_public_policy = false }
      }
    }
    expect = [
      "aws_s3_bucket_public_access_block.no_block_public_acls",
      "azurerm_key_vault.no_public_network_access_enabled",
      "aws_s3_bucket_public_access_block.no_block_public_acls_2",
      "aws_s3_bucket_public_access_block.no_block_public_acls_2",
    ]
  }
}

rule "change-access-block-destroyed" {
  title     = "Plan destroys a block of public access"
  category  = "change"
  severity  = "high"
  resources = [
    "aws_s3_bucket_public_access_block",
    "aws_s3_account_public_access_block",
    "aws_ebs_snapshot_block_public_access",
    "aws_ec2_image_block_public_access",
    "aws_ssoadmin_permissions_boundary_attachment",
    "azurerm_storage_account_network_rules",
    "google_access_context_manager_service_perimeter",
    "google_org_policy_policy",
  ]
  tags      = ["cwe-284"]
  assert    = change.action != "destroy"
  message   = "the plan destroys `${meta.address}`, which keeps the public out: ${change.because}"
  why       = <<-EOT
    The block overrides every ACL and policy below it; without it one wrong statement elsewhere is enough. Nothing becomes public at once, and nothing warns on the day on which it does.
  EOT
  remedy    = <<-EOT
    Keep it. Where its bucket is destroyed too, this is fine: silence the finding with that reason.
  EOT
  link      = "https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-control-block-public-access.html"

  pass "together with its bucket's" {
    plan {
      keep "aws_s3_bucket_public_access_block.main" {
        before = { block_public_acls = true }
        after  = { block_public_acls = true }
      }
    }
  }

  fail "gone" {
    plan {
      destroy "aws_s3_bucket_public_access_block.main" {
        reason = "delete_because_no_resource_config"
        before = { block_public_acls = true }
      }
    }
  }
}
