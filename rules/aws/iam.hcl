# IAM. Identity policies are judged statement by statement: a `data.aws_iam_policy_document` at its own statements, JSON at the argument that holds it.
# A policy that comes from a document of the same root is judged at the document only. Statements with principals belong to trust and
# resource policies and are judged where they are used.

rule "aws-iam-policy-administrator" {
  title    = "IAM policy allows every action on every resource"
  category = "security"
  severity = "high"
  resources = [
    "data.aws_iam_policy_document", "aws_iam_policy", "aws_iam_role_policy", "aws_iam_user_policy", "aws_iam_group_policy", "aws_iam_role",
    "aws_ssoadmin_permission_set_inline_policy",
  ]
  aliases = [
    "CKV_AWS_62", "CKV_AWS_1", "2f37c4a3-58b9-4afe-8a87-d7f1d2286f84", "575a2155-6af1-4026-b1af-d5bc8fe2a904",
    "132a8c31-9837-4203-9fd1-15ca210c7b73",
  ]
  tags = ["cwe-269", "cwe-732", "cis-aws-3.0-1.16"]
  related "document" {
    type = "data.aws_iam_policy_document"
    on   = refers(resource.policy, other) || refers(resource.inline_policy, other)
  }
  related "scp" {
    type = "aws_organizations_policy"
    on   = refers(other.content, resource)
  }
  related "bounded" {
    type = ["aws_iam_role", "aws_iam_user"]
    on   = refers(other.permissions_boundary, resource)
  }
  when = length(related.scp) == 0 && length(related.bounded) == 0
  for_each = concat(
    resource.statement,
    meta.type == "aws_iam_role" ? [for p in resource.inline_policy : p if !anytrue([for d in related.document : refers(p.policy, d)])] : [],
    [
      for p in [meta.type == "aws_ssoadmin_permission_set_inline_policy" ? resource.inline_policy : resource.policy] :
      { policy = p } if p != null && length(related.document) == 0
    ],
  )
  assert = !anytrue([
    for s in concat([for x in [each.value] : x if x.policy == null], iam_statements(each.value.policy)) :
    s.effect != "Deny"
    && length(s.principals) == 0
    && length(concat(s.condition, s.conditions)) == 0
    && anytrue([for r in s.resources : is_known(r) && r == "*"])
    && anytrue([for a in s.actions : a == "*" || a == "*:*"])
  ])
  at      = [each.value.actions, each.value.policy, resource.policy, resource.inline_policy]
  message = "`*` on `*` is allowed, without a condition"
  why     = <<-EOT
    Whoever gets hold of these credentials is administrator of the account: reads all data, removes the logs, makes users that stay.

    Where an administrator is wanted, attach the managed policy `AdministratorAccess` to a role that people assume with MFA, so that it is found by name.
  EOT
  remedy  = <<-EOT
    List what the workload does; IAM Access Analyzer writes such a list from CloudTrail.

        statement {
          actions   = ["s3:GetObject", "s3:PutObject"]
          resources = ["$${aws_s3_bucket.data.arn}/*"]
        }
  EOT
  link    = "https://docs.aws.amazon.com/IAM/latest/UserGuide/best-practices.html#grant-least-privilege"

  pass "what is needed" {
    data "aws_iam_policy_document" "d" {
      statement {
        actions   = ["s3:GetObject"]
        resources = ["arn:aws:s3:::data/*"]
      }
    }
  }

  pass "everything is denied without MFA" {
    resource "aws_iam_policy" "p" {
      policy = jsonencode({
        Version = "2012-10-17"
        Statement = [{
          Effect    = "Deny"
          Action    = "*"
          Resource  = "*"
          Condition = { BoolIfExists = { "aws:MultiFactorAuthPresent" = "false" } }
        }]
      })
    }
  }

  pass "a service control policy" {
    data "aws_iam_policy_document" "d" {
      statement {
        actions   = ["*"]
        resources = ["*"]
      }
    }
    resource "aws_organizations_policy" "scp" {
      name    = "full"
      content = data.aws_iam_policy_document.d.json
    }
  }

  pass "a permissions boundary" {
    resource "aws_iam_policy" "boundary" {
      policy = jsonencode({ Statement = [{ Effect = "Allow", Action = "*", Resource = "*" }] })
    }
    resource "aws_iam_role" "r" {
      assume_role_policy   = "{}"
      permissions_boundary = aws_iam_policy.boundary.arn
    }
  }

  fail "the second statement of a document, reported once" {
    data "aws_iam_policy_document" "d" {
      statement {
        actions   = ["s3:GetObject"]
        resources = ["arn:aws:s3:::data/*"]
      }
      statement {
        actions   = ["*"]
        resources = ["*"]
      }
    }
    resource "aws_iam_policy" "p" {
      policy = data.aws_iam_policy_document.d.json
    }
    expect = ["data.aws_iam_policy_document.d @ statement[1].actions"]
  }

  fail "JSON in a role's policy" {
    resource "aws_iam_role_policy" "p" {
      role   = "r"
      policy = <<-JSON
        {"Version": "2012-10-17", "Statement": {"Effect": "Allow", "Action": "*", "Resource": "*"}}
      JSON
    }
    expect = ["aws_iam_role_policy.p @ policy"]
  }

  fail "a role's own block" {
    resource "aws_iam_role" "r" {
      assume_role_policy = "{}"
      inline_policy {
        name   = "all"
        policy = jsonencode({ Statement = [{ Effect = "Allow", Action = ["*"], Resource = ["*"] }] })
      }
    }
    expect = ["aws_iam_role.r @ inline_policy[0].policy"]
  }

  fail "a permission set" {
    resource "aws_ssoadmin_permission_set_inline_policy" "p" {
      instance_arn       = "arn:aws:sso:::instance/ssoins-1"
      permission_set_arn = "arn:aws:sso:::permissionSet/ssoins-1/ps-1"
      inline_policy      = jsonencode({ Statement = [{ Effect = "Allow", Action = "*", Resource = "*" }] })
    }
  }

  unknown "the policy comes from outside" {
    variable "policy" {}
    resource "aws_iam_policy" "p" {
      policy = var.policy
    }
  }
}

rule "aws-iam-policy-all-actions" {
  title    = "IAM policy allows every action of every service"
  category = "security"
  severity = "medium"
  resources = [
    "data.aws_iam_policy_document", "aws_iam_policy", "aws_iam_role_policy", "aws_iam_user_policy", "aws_iam_group_policy", "aws_iam_role",
    "aws_ssoadmin_permission_set_inline_policy",
  ]
  aliases = ["CKV_AWS_63", "CKV_AWS_49"]
  tags    = ["cwe-732"]
  related "document" {
    type = "data.aws_iam_policy_document"
    on   = refers(resource.policy, other) || refers(resource.inline_policy, other)
  }
  related "scp" {
    type = "aws_organizations_policy"
    on   = refers(other.content, resource)
  }
  related "bounded" {
    type = ["aws_iam_role", "aws_iam_user"]
    on   = refers(other.permissions_boundary, resource)
  }
  when = length(related.scp) == 0 && length(related.bounded) == 0
  for_each = concat(
    [for s in is_known(length(resource.statement)) ? resource.statement : [] : s if is_known(s)],
    meta.type == "aws_iam_role" && is_known(length(resource.inline_policy)) ? [for p in resource.inline_policy : p if is_known(length(iam_statements(p.policy))) && !anytrue([for d in related.document : refers(p.policy, d)])] : [],
    [
      for p in [meta.type == "aws_ssoadmin_permission_set_inline_policy" ? resource.inline_policy : resource.policy] :
      { policy = p } if p != null && is_known(length(iam_statements(p))) && length(related.document) == 0
    ],
  )
  assert = !anytrue([
    for s in concat([for x in [each.value] : x if x.policy == null], iam_statements(each.value.policy)) :
    s.effect != "Deny"
    && length(s.principals) == 0
    && length(concat(s.condition, s.conditions)) == 0
    && !anytrue([for r in s.resources : is_known(r) && r == "*"])
    && length(s.resources) > 0
    && anytrue([for a in s.actions : a == "*" || a == "*:*"])
  ])
  at      = [each.value.actions, each.value.policy, resource.policy, resource.inline_policy]
  message = "`*` allows every action of every service on these resources"
  why     = <<-EOT
    The resources bound it today. `*` also holds the actions that change who may use them (`PutBucketPolicy`, `PutKeyPolicy`), and those that AWS will add.
  EOT
  remedy  = <<-EOT
    ```hcl
    actions = ["s3:GetObject", "s3:PutObject"]
    ```
  EOT
  link    = "https://docs.aws.amazon.com/IAM/latest/UserGuide/best-practices.html#grant-least-privilege"

  pass "what is needed" {
    data "aws_iam_policy_document" "d" {
      statement {
        actions   = ["s3:GetObject"]
        resources = ["arn:aws:s3:::data/*"]
      }
    }
  }

  pass "a resource policy" {
    data "aws_iam_policy_document" "d" {
      statement {
        actions   = ["*"]
        resources = ["arn:aws:s3:::data/*"]
        principals {
          type        = "AWS"
          identifiers = ["arn:aws:iam::111122223333:role/app"]
        }
      }
    }
  }

  fail "all actions on one bucket" {
    data "aws_iam_policy_document" "d" {
      statement {
        actions   = ["*"]
        resources = ["arn:aws:s3:::data/*"]
      }
    }
    expect = ["data.aws_iam_policy_document.d @ statement[0].actions"]
  }

  fail "in JSON" {
    resource "aws_iam_user_policy" "p" {
      user   = "u"
      policy = jsonencode({ Statement = [{ Effect = "Allow", Action = "*", Resource = "arn:aws:s3:::data/*" }] })
    }
    expect = ["aws_iam_user_policy.p @ policy"]
  }

  unknown "`actions` is an unset variable" {
    variable "actions" {}
    data "aws_iam_policy_document" "d" {
      statement {
        actions   = var.actions
        resources = ["arn:aws:s3:::data/*"]
      }
    }
  }
}

rule "aws-iam-policy-service-wildcard" {
  title    = "IAM policy allows a whole service on every resource"
  category = "security"
  severity = "medium"
  resources = [
    "data.aws_iam_policy_document", "aws_iam_policy", "aws_iam_role_policy", "aws_iam_user_policy", "aws_iam_group_policy", "aws_iam_role",
    "aws_ssoadmin_permission_set_inline_policy",
  ]
  aliases = ["AWS-0057", "aws-iam-no-policy-wildcards", "AVD-AWS-0057", "AWS-0346", "aws-iam-unauthorized-bucket-access", "AVD-AWS-0346"]
  tags    = ["cwe-732"]
  params = {
    harmless = ["cloudwatch", "xray", "tag", "pricing", "ce", "health", "trustedadvisor", "iam", "sts"]
  }
  related "document" {
    type = "data.aws_iam_policy_document"
    on   = refers(resource.policy, other) || refers(resource.inline_policy, other)
  }
  related "scp" {
    type = "aws_organizations_policy"
    on   = refers(other.content, resource)
  }
  related "bounded" {
    type = ["aws_iam_role", "aws_iam_user"]
    on   = refers(other.permissions_boundary, resource)
  }
  when = length(related.scp) == 0 && length(related.bounded) == 0
  for_each = concat(
    [for s in is_known(length(resource.statement)) ? resource.statement : [] : s if is_known(s)],
    meta.type == "aws_iam_role" && is_known(length(resource.inline_policy)) ? [for p in resource.inline_policy : p if is_known(length(iam_statements(p.policy))) && !anytrue([for d in related.document : refers(p.policy, d)])] : [],
    [
      for p in [meta.type == "aws_ssoadmin_permission_set_inline_policy" ? resource.inline_policy : resource.policy] :
      { policy = p } if p != null && is_known(length(iam_statements(p))) && length(related.document) == 0
    ],
  )
  assert = !anytrue([
    for s in concat([for x in [each.value] : x if x.policy == null], iam_statements(each.value.policy)) :
    s.effect != "Deny"
    && length(s.principals) == 0
    && length(concat(s.condition, s.conditions)) == 0
    && anytrue([for r in s.resources : is_known(r) && r == "*"])
    && anytrue([for a in s.actions : endswith(a, ":*") && a != "*:*" && !contains(param.harmless, split(":", lower(a))[0])])
  ])
  at      = [each.value.actions, each.value.policy, resource.policy, resource.inline_policy]
  message = "a whole service is allowed on every resource: ${join(", ", distinct(flatten([for s in concat([for x in [each.value] : x if x.policy == null], iam_statements(each.value.policy)) : [for a in s.actions : "`${a}`" if endswith(a, ":*") && a != "*:*" && !contains(param.harmless, split(":", lower(a))[0])] if s.effect != "Deny"])))}"
  why     = <<-EOT
    `s3:*` on `*` is reading, writing, deleting and opening each bucket of the account, today's and tomorrow's. One leaked key or one hole in the
    application then costs all of them.

    `iam:*` and `sts:*` are left to the rules on privilege escalation; a few services that hold no data are not counted (parameter `harmless`).
  EOT
  remedy  = <<-EOT
    Name the actions, or the resources, best both.

        statement {
          actions   = ["s3:GetObject", "s3:ListBucket"]
          resources = [aws_s3_bucket.data.arn, "$${aws_s3_bucket.data.arn}/*"]
        }
  EOT
  link    = "https://docs.aws.amazon.com/IAM/latest/UserGuide/best-practices.html#grant-least-privilege"

  pass "a service, on one resource" {
    data "aws_iam_policy_document" "d" {
      statement {
        actions   = ["s3:*"]
        resources = ["arn:aws:s3:::data", "arn:aws:s3:::data/*"]
      }
    }
  }

  pass "every resource, a few actions" {
    data "aws_iam_policy_document" "d" {
      statement {
        actions   = ["ec2:DescribeInstances", "cloudwatch:*"]
        resources = ["*"]
      }
    }
  }

  pass "a condition narrows it" {
    data "aws_iam_policy_document" "d" {
      statement {
        actions   = ["ec2:*"]
        resources = ["*"]
        condition {
          test     = "StringEquals"
          variable = "aws:ResourceTag/team"
          values   = ["data"]
        }
      }
    }
  }

  fail "a service, on every resource" {
    data "aws_iam_policy_document" "d" {
      statement {
        actions   = ["s3:*"]
        resources = ["*"]
      }
    }
    expect = ["data.aws_iam_policy_document.d @ statement[0].actions"]
  }

  fail "in JSON, two statements, one finding" {
    resource "aws_iam_policy" "p" {
      policy = jsonencode({
        Statement = [
          { Effect = "Allow", Action = ["dynamodb:*"], Resource = "*" },
          { Effect = "Allow", Action = ["sqs:*"], Resource = ["*"] },
        ]
      })
    }
    expect = ["aws_iam_policy.p @ policy"]
  }

  unknown "`actions` is an unset variable" {
    variable "actions" {}
    data "aws_iam_policy_document" "d" {
      statement {
        actions   = var.actions
        resources = ["*"]
      }
    }
  }
}

rule "aws-iam-policy-allow-not-action" {
  title    = "IAM policy allows all actions but a few"
  category = "security"
  severity = "medium"
  resources = [
    "data.aws_iam_policy_document", "aws_iam_policy", "aws_iam_role_policy", "aws_iam_user_policy", "aws_iam_group_policy", "aws_iam_role",
    "aws_ssoadmin_permission_set_inline_policy",
  ]
  tags = ["cwe-732"]
  related "document" {
    type = "data.aws_iam_policy_document"
    on   = refers(resource.policy, other) || refers(resource.inline_policy, other)
  }
  related "scp" {
    type = "aws_organizations_policy"
    on   = refers(other.content, resource)
  }
  related "bounded" {
    type = ["aws_iam_role", "aws_iam_user"]
    on   = refers(other.permissions_boundary, resource)
  }
  when = length(related.scp) == 0 && length(related.bounded) == 0
  for_each = concat(
    [for s in is_known(length(resource.statement)) ? resource.statement : [] : s if is_known(s)],
    meta.type == "aws_iam_role" && is_known(length(resource.inline_policy)) ? [for p in resource.inline_policy : p if is_known(length(iam_statements(p.policy))) && !anytrue([for d in related.document : refers(p.policy, d)])] : [],
    [
      for p in [meta.type == "aws_ssoadmin_permission_set_inline_policy" ? resource.inline_policy : resource.policy] :
      { policy = p } if p != null && is_known(length(iam_statements(p))) && length(related.document) == 0
    ],
  )
  assert = !anytrue([
    for s in concat([for x in [each.value] : x if x.policy == null], iam_statements(each.value.policy)) :
    s.effect != "Deny"
    && length(s.principals) == 0
    && length(concat(s.condition, s.conditions)) == 0
    && length(s.not_actions) > 0
    && anytrue([for r in s.resources : is_known(r) && r == "*"])
  ])
  at      = [each.value.not_actions, each.value.policy, resource.policy, resource.inline_policy]
  message = "`Allow` with `NotAction` on `*` grants everything that is not listed"
  why     = <<-EOT
    The list says what is forbidden; all else is allowed, including services that do not exist yet and, mostly, the means to become administrator.
  EOT
  remedy  = <<-EOT
    Allow by `actions`, and forbid in a second statement with `effect = "Deny"`.
  EOT
  link    = "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_notaction.html"

  pass "not_actions in a deny" {
    data "aws_iam_policy_document" "d" {
      statement {
        effect      = "Deny"
        not_actions = ["iam:*"]
        resources   = ["*"]
      }
    }
  }

  pass "on one bucket" {
    data "aws_iam_policy_document" "d" {
      statement {
        not_actions = ["s3:DeleteBucket"]
        resources   = ["arn:aws:s3:::data"]
      }
    }
  }

  fail "all but IAM" {
    data "aws_iam_policy_document" "d" {
      statement {
        not_actions = ["iam:*", "organizations:*"]
        resources   = ["*"]
      }
    }
    expect = ["data.aws_iam_policy_document.d @ statement[0].not_actions"]
  }

  fail "in JSON" {
    resource "aws_iam_group_policy" "p" {
      group  = "g"
      policy = jsonencode({ Statement = [{ Effect = "Allow", NotAction = "iam:*", Resource = "*" }] })
    }
  }

  unknown "`not_actions` is an unset variable" {
    variable "not_actions" {}
    data "aws_iam_policy_document" "d" {
      statement {
        not_actions = var.not_actions
        resources   = ["*"]
      }
    }
  }
}

rule "aws-iam-policy-allow-not-resource" {
  title    = "IAM policy allows actions on all resources but a few"
  category = "security"
  severity = "low"
  resources = [
    "data.aws_iam_policy_document", "aws_iam_policy", "aws_iam_role_policy", "aws_iam_user_policy", "aws_iam_group_policy", "aws_iam_role",
    "aws_ssoadmin_permission_set_inline_policy",
  ]
  tags = ["cwe-732"]
  related "document" {
    type = "data.aws_iam_policy_document"
    on   = refers(resource.policy, other) || refers(resource.inline_policy, other)
  }
  related "scp" {
    type = "aws_organizations_policy"
    on   = refers(other.content, resource)
  }
  related "bounded" {
    type = ["aws_iam_role", "aws_iam_user"]
    on   = refers(other.permissions_boundary, resource)
  }
  when = length(related.scp) == 0 && length(related.bounded) == 0
  for_each = concat(
    [for s in is_known(length(resource.statement)) ? resource.statement : [] : s if is_known(s)],
    meta.type == "aws_iam_role" && is_known(length(resource.inline_policy)) ? [for p in resource.inline_policy : p if is_known(length(iam_statements(p.policy))) && !anytrue([for d in related.document : refers(p.policy, d)])] : [],
    [
      for p in [meta.type == "aws_ssoadmin_permission_set_inline_policy" ? resource.inline_policy : resource.policy] :
      { policy = p } if p != null && is_known(length(iam_statements(p))) && length(related.document) == 0
    ],
  )
  assert = !anytrue([
    for s in concat([for x in [each.value] : x if x.policy == null], iam_statements(each.value.policy)) :
    s.effect != "Deny" && length(s.not_resources) > 0
  ])
  at      = [each.value.not_resources, each.value.policy, resource.policy, resource.inline_policy]
  message = "`Allow` with `NotResource` grants the actions on everything that is not listed"
  why     = <<-EOT
    Resources that come later are included without anybody deciding it; in another account as well, if that account agrees.
  EOT
  remedy  = <<-EOT
    List the resources that are meant, and exclude single ones by a statement with `effect = "Deny"`.
  EOT
  link    = "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_notresource.html"

  pass "resources listed" {
    data "aws_iam_policy_document" "d" {
      statement {
        actions   = ["s3:GetObject"]
        resources = ["arn:aws:s3:::data/*"]
      }
    }
  }

  pass "in a deny" {
    data "aws_iam_policy_document" "d" {
      statement {
        effect        = "Deny"
        actions       = ["s3:PutObject"]
        not_resources = ["arn:aws:s3:::data/*"]
      }
    }
  }

  fail "all but one bucket" {
    data "aws_iam_policy_document" "d" {
      statement {
        actions       = ["s3:GetObject"]
        not_resources = ["arn:aws:s3:::secret/*"]
      }
    }
    expect = ["data.aws_iam_policy_document.d @ statement[0].not_resources"]
  }

  fail "in JSON" {
    resource "aws_iam_policy" "p" {
      policy = jsonencode({ Statement = [{ Effect = "Allow", Action = "s3:GetObject", NotResource = "arn:aws:s3:::secret/*" }] })
    }
  }

  unknown "`not_resources` is an unset variable" {
    variable "not_resources" {}
    data "aws_iam_policy_document" "d" {
      statement {
        actions       = ["s3:GetObject"]
        not_resources = var.not_resources
      }
    }
  }
}

rule "aws-iam-policy-privilege-escalation" {
  title    = "IAM policy lets its holder become administrator"
  category = "security"
  severity = "high"
  resources = [
    "data.aws_iam_policy_document", "aws_iam_policy", "aws_iam_role_policy", "aws_iam_user_policy", "aws_iam_group_policy", "aws_iam_role",
    "aws_ssoadmin_permission_set_inline_policy",
  ]
  aliases = [
    "CKV_AWS_286", "CKV_AWS_110", "CKV2_AWS_40",
    "04c686f1-e0cd-4812-88e1-4e038410074c", "0c10d7da-85c4-4d62-b2a8-d6c104f1bd77", "0fd7d920-4711-46bd-aff2-d307d82cd8b7",
    "113208f2-a886-4526-9ecc-f3218600e12c", "118281d0-6471-422e-a7c5-051bc667926e", "1743f5f1-0bb0-4934-acef-c80baa5dadfa",
    "33627268-1445-4385-988a-318fd9d1a512", "35ccf766-0e4d-41ed-9ec4-2dab155082b4", "3dd96caa-0b5f-4a85-b929-acfac4646cc2",
    "43a41523-386a-4cb1-becb-42af6b414433", "571254d8-aa6a-432e-9725-535d3ef04d69", "5b4d4aee-ac94-4810-9611-833636e5916d",
    "60263b4a-6801-4587-911d-919c37ed733b", "6d23d87e-1c5b-4308-b224-92624300f29b", "6deb34e2-5d9c-499a-801b-ea6d9eda894f",
    "70b42736-efee-4bce-80d5-50358ed94990", "70cb518c-d990-46f6-bc05-44a5041493d6", "7782d4b3-e23e-432b-9742-d9528432e771",
    "78f1ec6f-5659-41ea-bd48-d0a142dce4f2", "7c96920c-6fd0-449d-9a52-0aa431b6beaf", "846646e3-2af1-428c-ac5d-271eccfa6faf",
    "8bfbf7ab-d5e8-4100-8618-798956e101e0", "8f3c16b3-354d-45db-8ad5-5066778a9485", "8f75840d-9ee7-42f3-b203-b40e3979eb12",
    "970ed7a2-0aca-4425-acf1-0453c9ecbca1", "9a205ba3-0dd1-42eb-8d54-2ffec836b51a", "9b877bd8-94b4-4c10-a060-8e0436cc09fa",
    "ad296c0d-8131-4d6b-b030-1b0e73a99ad3", "b69247e5-7e73-464e-ba74-ec9b715c6e12", "b8a31292-509d-4b61-bc40-13b167db7e9c",
    "bf9d42c7-c2f9-4dfe-942c-c8cc8249a081", "c0c1e744-0f37-445e-924a-1846f0839f69", "c583f0f9-7dfd-476b-a056-f47c62b47b46",
    "d6047119-a0b2-4b59-a4f2-127a36fb685b", "db78d14b-10e5-4e6e-84b1-dace6327b1ec", "e227091e-2228-4b40-b046-fc13650d8e88",
    "e77c89f6-9c85-49ea-b95b-5f960fe5be92", "eb64f1e9-f67d-4e35-8a3c-3d6a2f9efea7", "ec49cbfd-fae4-45f3-81b1-860526d66e3f",
    "eda48c88-2b7d-4e34-b6ca-04c0194aee17", "ee49557d-750c-4cc1-aa95-94ab36cbefde", "eeb4d37a-3c59-4789-a00c-1509bc3af1e5",
    "f1173d8c-3264-4148-9fdb-61181e031b51", "f465fff1-0a0f-457d-aa4d-1bddb6f204ff", "f906113d-cdc0-415a-ba60-609cc6daaf4d",
  ]
  tags = ["cwe-269"]
  params = {
    actions = [
      "iam:CreatePolicyVersion", "iam:SetDefaultPolicyVersion", "iam:AttachUserPolicy", "iam:AttachGroupPolicy", "iam:AttachRolePolicy",
      "iam:PutUserPolicy", "iam:PutGroupPolicy", "iam:PutRolePolicy", "iam:AddUserToGroup", "iam:CreateAccessKey", "iam:CreateLoginProfile",
      "iam:UpdateLoginProfile", "iam:UpdateAssumeRolePolicy", "lambda:UpdateFunctionCode", "glue:UpdateDevEndpoint",
    ]
  }
  related "document" {
    type = "data.aws_iam_policy_document"
    on   = refers(resource.policy, other) || refers(resource.inline_policy, other)
  }
  related "scp" {
    type = "aws_organizations_policy"
    on   = refers(other.content, resource)
  }
  related "bounded" {
    type = ["aws_iam_role", "aws_iam_user"]
    on   = refers(other.permissions_boundary, resource)
  }
  when = length(related.scp) == 0 && length(related.bounded) == 0
  for_each = concat(
    [for s in is_known(length(resource.statement)) ? resource.statement : [] : s if is_known(s)],
    meta.type == "aws_iam_role" && is_known(length(resource.inline_policy)) ? [for p in resource.inline_policy : p if is_known(length(iam_statements(p.policy))) && !anytrue([for d in related.document : refers(p.policy, d)])] : [],
    [
      for p in [meta.type == "aws_ssoadmin_permission_set_inline_policy" ? resource.inline_policy : resource.policy] :
      { policy = p } if p != null && is_known(length(iam_statements(p))) && length(related.document) == 0
    ],
  )
  assert = !anytrue([
    for s in concat([for x in [each.value] : x if x.policy == null], iam_statements(each.value.policy)) :
    s.effect != "Deny"
    && length(s.principals) == 0
    && length(concat(s.condition, s.conditions)) == 0
    && anytrue([
      for r in s.resources :
      (is_known(r) && r == "*")
      || (
        is_known(startswith(r, "arn:"))
        && startswith(r, "arn:")
        && anytrue([for e in ["::*", ":user/*", ":role/*", ":group/*", ":policy/*", ":function:*", ":*:*"] : endswith(r, e)])
      )
    ])
    && anytrue([
      for a in s.actions :
      a != "*" && a != "*:*" && (endswith(a, ":*") ? lower(a) == "iam:*" : anytrue([for e in param.actions : iam_action_matches(a, e)]))
    ])
  ])
  at      = [each.value.actions, each.value.policy, resource.policy, resource.inline_policy]
  message = "`${join("`, `", distinct(flatten([for s in concat([for x in [each.value] : x if x.policy == null], iam_statements(each.value.policy)) : [for a in s.actions : a if a != "*" && a != "*:*" && (endswith(a, ":*") ? lower(a) == "iam:*" : anytrue([for e in param.actions : iam_action_matches(a, e)]))] if s.effect != "Deny"])))}` on any user, role, policy or function: its holder can take over the account"
  why     = <<-EOT
    Each of these actions alone is enough when it holds for every identity: write a new version of the own policy, attach `AdministratorAccess`, make a key for
    an administrator, change whom a privileged role trusts, or replace the code that runs with a privileged role.

    Deploying roles need some of them. Then bind the resource to a path or name prefix, and require a permissions boundary.
  EOT
  remedy  = <<-EOT
    ```hcl
    statement {
      actions   = ["iam:AttachRolePolicy", "iam:PutRolePolicy"]
      resources = ["arn:aws:iam::*:role/app/*"]
      condition {
        test     = "StringEquals"
        variable = "iam:PermissionsBoundary"
        values   = [aws_iam_policy.boundary.arn]
      }
    }
    ```
  EOT
  link    = "https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_boundaries.html"

  pass "bound to a path" {
    data "aws_iam_policy_document" "d" {
      statement {
        actions   = ["iam:AttachRolePolicy"]
        resources = ["arn:aws:iam::111122223333:role/app/*"]
      }
    }
  }

  pass "bound by a boundary" {
    data "aws_iam_policy_document" "d" {
      statement {
        actions   = ["iam:PutRolePolicy"]
        resources = ["*"]
        condition {
          test     = "StringEquals"
          variable = "iam:PermissionsBoundary"
          values   = ["arn:aws:iam::111122223333:policy/boundary"]
        }
      }
    }
  }

  pass "people rotate their own keys" {
    data "aws_iam_policy_document" "d" {
      statement {
        actions   = ["iam:CreateAccessKey", "iam:DeleteAccessKey"]
        resources = ["arn:aws:iam::*:user/$${aws:username}"]
      }
    }
  }

  pass "IAM is only read" {
    data "aws_iam_policy_document" "d" {
      statement {
        actions   = ["iam:Get*", "iam:List*"]
        resources = ["*"]
      }
    }
  }

  fail "a new policy version" {
    data "aws_iam_policy_document" "d" {
      statement {
        actions   = ["iam:GetPolicy", "iam:CreatePolicyVersion"]
        resources = ["*"]
      }
    }
    expect = ["data.aws_iam_policy_document.d @ statement[0].actions"]
  }

  fail "any role of the account, whatever its number" {
    data "aws_caller_identity" "me" {}
    data "aws_iam_policy_document" "d" {
      statement {
        actions   = ["iam:PutRolePolicy"]
        resources = ["arn:aws:iam::${data.aws_caller_identity.me.account_id}:role/*"]
      }
    }
  }

  fail "all of IAM" {
    data "aws_iam_policy_document" "d" {
      statement {
        actions   = ["iam:*"]
        resources = ["*"]
      }
    }
  }

  fail "a pattern, for every role" {
    resource "aws_iam_user_policy" "p" {
      user = "u"
      policy = jsonencode({
        Statement = [{ Effect = "Allow", Action = ["iam:Put*"], Resource = "arn:aws:iam::111122223333:role/*" }]
      })
    }
    expect = ["aws_iam_user_policy.p @ policy"]
  }

  fail "replacing the code of any function" {
    data "aws_iam_policy_document" "d" {
      statement {
        actions   = ["lambda:UpdateFunctionCode"]
        resources = ["*"]
      }
    }
  }

  unknown "the actions are not known" {
    variable "actions" {
      type = list(string)
    }
    data "aws_iam_policy_document" "d" {
      statement {
        actions   = var.actions
        resources = ["*"]
      }
    }
  }
}

rule "aws-iam-policy-pass-role-and-run" {
  title    = "IAM policy passes any role and starts what runs with it"
  category = "security"
  severity = "high"
  resources = [
    "data.aws_iam_policy_document", "aws_iam_policy", "aws_iam_role_policy", "aws_iam_user_policy", "aws_iam_group_policy", "aws_iam_role",
    "aws_ssoadmin_permission_set_inline_policy",
  ]
  aliases = [
    "034d0aee-620f-4bf7-b7fb-efdf661fdb9e", "0a592060-8166-49f5-8e65-99ac6dce9871", "15e6ad8c-f420-49a6-bafb-074f5eb1ec74",
    "19ffbe31-9d72-4379-9768-431195eae328", "30b88745-eebe-4ecb-a3a9-5cf886e96204", "7d544dad-8a6c-431c-84c1-5f07fe9afc0e",
    "8055dec2-efb8-4fe6-8837-d9bed6ff202a", "89561b03-cb35-44a9-a7e9-8356e71606f4", "94fbe150-27e3-4eba-9ca6-af32865e4503",
    "9b0ffadc-a61f-4c2a-b1e6-68fab60f6267", "be2aa235-bd93-4b68-978a-1cc65d49082f", "fa62ac4f-f5b9-45b9-97c1-625c8b6253ca",
  ]
  tags = ["cwe-269"]
  params = {
    actions = [
      "lambda:CreateFunction", "ec2:RunInstances", "cloudformation:CreateStack", "glue:CreateDevEndpoint", "glue:CreateJob", "ecs:RunTask", "ecs:RegisterTaskDefinition",
      "datapipeline:CreatePipeline", "sagemaker:CreateNotebookInstance", "sagemaker:CreateTrainingJob", "codebuild:CreateProject", "states:CreateStateMachine", "batch:SubmitJob",
    ]
  }
  related "document" {
    type = "data.aws_iam_policy_document"
    on   = refers(resource.policy, other) || refers(resource.inline_policy, other)
  }
  related "scp" {
    type = "aws_organizations_policy"
    on   = refers(other.content, resource)
  }
  related "bounded" {
    type = ["aws_iam_role", "aws_iam_user"]
    on   = refers(other.permissions_boundary, resource)
  }
  when = length(related.scp) == 0 && length(related.bounded) == 0
  for_each = concat(
    [for s in is_known(length(resource.statement)) ? resource.statement : [] : s if is_known(s)],
    meta.type == "aws_iam_role" && is_known(length(resource.inline_policy)) ? [for p in resource.inline_policy : p if is_known(length(iam_statements(p.policy))) && !anytrue([for d in related.document : refers(p.policy, d)])] : [],
    [
      for p in [meta.type == "aws_ssoadmin_permission_set_inline_policy" ? resource.inline_policy : resource.policy] :
      { policy = p } if p != null && is_known(length(iam_statements(p))) && length(related.document) == 0
    ],
  )
  assert = (
    !(
      anytrue([
        for s in concat([for x in [each.value] : x if x.policy == null], iam_statements(each.value.policy)) :
        s.effect != "Deny"
        && length(s.principals) == 0
        && length(concat(s.condition, s.conditions)) == 0
        && anytrue([
          for r in s.resources :
          (is_known(r) && r == "*")
          || (is_known(startswith(r, "arn:")) && startswith(r, "arn:") && anytrue([for e in ["::*", ":role/*", ":*:*"] : endswith(r, e)]))
        ])
        && anytrue([for a in s.actions : !startswith(a, "*") && lower(a) != "iam:*" && iam_action_matches(a, "iam:PassRole")])
      ])
    )
    || !(
      anytrue([
        for s in concat(resource.statement, iam_statements(each.value.policy)) :
        s.effect != "Deny" && anytrue([for a in s.actions : anytrue([for e in param.actions : iam_action_matches(a, e)])])
      ])
    )
  )
  at      = [each.value.actions, each.value.policy, resource.policy, resource.inline_policy]
  message = "`iam:PassRole` for every role, and the same policy may start a function, machine, stack or job: its holder runs code as any role"
  why     = <<-EOT
    Passing a role is lending it. Whoever may lend every role and start something that uses it (a Lambda function, an instance, a stack, a job) acts as the
    strongest role of the account that trusts that service.
  EOT
  remedy  = <<-EOT
    ```hcl
    statement {
      actions   = ["iam:PassRole"]
      resources = [aws_iam_role.task.arn]
      condition {
        test     = "StringEquals"
        variable = "iam:PassedToService"
        values   = ["ecs-tasks.amazonaws.com"]
      }
    }
    ```
  EOT
  link    = "https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_use_passrole.html"

  pass "one role is passed" {
    data "aws_iam_policy_document" "d" {
      statement {
        actions   = ["iam:PassRole"]
        resources = ["arn:aws:iam::111122223333:role/task"]
      }
      statement {
        actions   = ["ecs:RunTask"]
        resources = ["*"]
      }
    }
  }

  pass "nothing is started" {
    data "aws_iam_policy_document" "d" {
      statement {
        actions   = ["iam:PassRole"]
        resources = ["*"]
      }
    }
    also = ["aws-iam-policy-pass-any-role"]
  }

  pass "passed to one service only" {
    data "aws_iam_policy_document" "d" {
      statement {
        actions   = ["iam:PassRole"]
        resources = ["*"]
        condition {
          test     = "StringEquals"
          variable = "iam:PassedToService"
          values   = ["lambda.amazonaws.com"]
        }
      }
      statement {
        actions   = ["lambda:CreateFunction"]
        resources = ["*"]
      }
    }
  }

  fail "in two statements" {
    data "aws_iam_policy_document" "d" {
      statement {
        actions   = ["lambda:*"]
        resources = ["arn:aws:lambda:eu-west-1:111122223333:function:app-*"]
      }
      statement {
        actions   = ["iam:PassRole"]
        resources = ["*"]
      }
    }
    expect = ["data.aws_iam_policy_document.d @ statement[1].actions"]
  }

  fail "in one statement, in JSON" {
    resource "aws_iam_role_policy" "p" {
      role = "r"
      policy = jsonencode({
        Statement = [{ Effect = "Allow", Action = ["ec2:RunInstances", "iam:PassRole"], Resource = "*" }]
      })
    }
    expect = ["aws_iam_role_policy.p @ policy"]
  }

  unknown "`actions` is an unset variable" {
    variable "actions" {}
    data "aws_iam_policy_document" "d" {
      statement {
        actions   = ["lambda:*"]
        resources = ["arn:aws:lambda:eu-west-1:111122223333:function:app-*"]
      }
      statement {
        actions   = var.actions
        resources = ["*"]
      }
    }
  }
}

rule "aws-iam-policy-pass-any-role" {
  title    = "IAM policy may pass every role"
  category = "security"
  severity = "medium"
  resources = [
    "data.aws_iam_policy_document", "aws_iam_policy", "aws_iam_role_policy", "aws_iam_user_policy", "aws_iam_group_policy", "aws_iam_role",
    "aws_ssoadmin_permission_set_inline_policy",
  ]
  aliases = ["AWS-0342", "aws-iam-filter-passrole-access", "AVD-AWS-0342", "e39bee8c-fe54-4a3f-824d-e5e2d1cca40a"]
  tags    = ["cwe-269"]
  params = {
    actions = [
      "lambda:CreateFunction", "ec2:RunInstances", "cloudformation:CreateStack", "glue:CreateDevEndpoint", "glue:CreateJob", "ecs:RunTask", "ecs:RegisterTaskDefinition",
      "datapipeline:CreatePipeline", "sagemaker:CreateNotebookInstance", "sagemaker:CreateTrainingJob", "codebuild:CreateProject", "states:CreateStateMachine", "batch:SubmitJob",
    ]
  }
  related "document" {
    type = "data.aws_iam_policy_document"
    on   = refers(resource.policy, other) || refers(resource.inline_policy, other)
  }
  related "scp" {
    type = "aws_organizations_policy"
    on   = refers(other.content, resource)
  }
  related "bounded" {
    type = ["aws_iam_role", "aws_iam_user"]
    on   = refers(other.permissions_boundary, resource)
  }
  when = length(related.scp) == 0 && length(related.bounded) == 0
  for_each = concat(
    [for s in is_known(length(resource.statement)) ? resource.statement : [] : s if is_known(s)],
    meta.type == "aws_iam_role" && is_known(length(resource.inline_policy)) ? [for p in resource.inline_policy : p if is_known(length(iam_statements(p.policy))) && !anytrue([for d in related.document : refers(p.policy, d)])] : [],
    [
      for p in [meta.type == "aws_ssoadmin_permission_set_inline_policy" ? resource.inline_policy : resource.policy] :
      { policy = p } if p != null && is_known(length(iam_statements(p))) && length(related.document) == 0
    ],
  )
  assert = (
    !(
      anytrue([
        for s in concat([for x in [each.value] : x if x.policy == null], iam_statements(each.value.policy)) :
        s.effect != "Deny"
        && length(s.principals) == 0
        && length(concat(s.condition, s.conditions)) == 0
        && anytrue([
          for r in s.resources :
          (is_known(r) && r == "*")
          || (is_known(startswith(r, "arn:")) && startswith(r, "arn:") && anytrue([for e in ["::*", ":role/*", ":*:*"] : endswith(r, e)]))
        ])
        && anytrue([for a in s.actions : !startswith(a, "*") && lower(a) != "iam:*" && iam_action_matches(a, "iam:PassRole")])
      ])
    )
    || anytrue([
      for s in concat(resource.statement, iam_statements(each.value.policy)) :
      s.effect != "Deny" && anytrue([for a in s.actions : anytrue([for e in param.actions : iam_action_matches(a, e)])])
    ])
  )
  at      = [each.value.actions, each.value.policy, resource.policy, resource.inline_policy]
  message = "`iam:PassRole` holds for every role, and for every service"
  why     = <<-EOT
    Together with a permission that starts something (which another policy of the same role may give), passing every role is acting as every role.
    A policy that has both in one place is reported by `aws-iam-policy-pass-role-and-run`.
  EOT
  remedy  = <<-EOT
    ```hcl
    resources = [aws_iam_role.task.arn]
    ```
  EOT
  link    = "https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_use_passrole.html"

  pass "one role" {
    data "aws_iam_policy_document" "d" {
      statement {
        actions   = ["iam:PassRole"]
        resources = ["arn:aws:iam::111122223333:role/task"]
      }
    }
  }

  pass "one service" {
    resource "aws_iam_policy" "p" {
      policy = jsonencode({
        Statement = [{
          Effect    = "Allow"
          Action    = "iam:PassRole"
          Resource  = "*"
          Condition = { StringEquals = { "iam:PassedToService" = "ec2.amazonaws.com" } }
        }]
      })
    }
  }

  fail "every role" {
    data "aws_iam_policy_document" "d" {
      statement {
        actions   = ["iam:PassRole"]
        resources = ["*"]
      }
    }
    expect = ["data.aws_iam_policy_document.d @ statement[0].actions"]
  }

  fail "every role, by pattern, in JSON" {
    resource "aws_iam_role_policy" "p" {
      role   = "r"
      policy = jsonencode({ Statement = [{ Effect = "Allow", Action = "iam:Pass*", Resource = "arn:aws:iam::111122223333:role/*" }] })
    }
  }

  unknown "`actions` is an unset variable" {
    variable "actions" {}
    data "aws_iam_policy_document" "d" {
      statement {
        actions   = var.actions
        resources = ["*"]
      }
    }
  }
}

rule "aws-iam-policy-assume-any-role" {
  title    = "IAM policy may assume every role"
  category = "security"
  severity = "medium"
  resources = [
    "data.aws_iam_policy_document", "aws_iam_policy", "aws_iam_role_policy", "aws_iam_user_policy", "aws_iam_group_policy", "aws_iam_role",
    "aws_ssoadmin_permission_set_inline_policy",
  ]
  tags = ["cwe-269"]
  related "document" {
    type = "data.aws_iam_policy_document"
    on   = refers(resource.policy, other) || refers(resource.inline_policy, other)
  }
  related "scp" {
    type = "aws_organizations_policy"
    on   = refers(other.content, resource)
  }
  related "bounded" {
    type = ["aws_iam_role", "aws_iam_user"]
    on   = refers(other.permissions_boundary, resource)
  }
  when = length(related.scp) == 0 && length(related.bounded) == 0
  for_each = concat(
    [for s in is_known(length(resource.statement)) ? resource.statement : [] : s if is_known(s)],
    meta.type == "aws_iam_role" && is_known(length(resource.inline_policy)) ? [for p in resource.inline_policy : p if is_known(length(iam_statements(p.policy))) && !anytrue([for d in related.document : refers(p.policy, d)])] : [],
    [
      for p in [meta.type == "aws_ssoadmin_permission_set_inline_policy" ? resource.inline_policy : resource.policy] :
      { policy = p } if p != null && is_known(length(iam_statements(p))) && length(related.document) == 0
    ],
  )
  assert = !anytrue([
    for s in concat([for x in [each.value] : x if x.policy == null], iam_statements(each.value.policy)) :
    s.effect != "Deny"
    && length(s.principals) == 0
    && length(concat(s.condition, s.conditions)) == 0
    && anytrue([
      for r in s.resources :
      (is_known(r) && r == "*")
      || (is_known(startswith(r, "arn:")) && startswith(r, "arn:") && anytrue([for e in ["::*:role/*", ":*:role/*"] : endswith(r, e)]))
    ])
    && anytrue([for a in s.actions : a != "*" && a != "*:*" && iam_action_matches(a, "sts:AssumeRole")])
  ])
  at      = [each.value.actions, each.value.policy, resource.policy, resource.inline_policy]
  message = "`sts:AssumeRole` holds for every role of every account that trusts this one"
  why     = <<-EOT
    Roles that trust the account as a whole leave the choice to its identity policies, and this one says "all of them", in partner accounts too.
  EOT
  remedy  = <<-EOT
    ```hcl
    resources = ["arn:aws:iam::111122223333:role/deploy"]
    ```
  EOT
  link    = "https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_use_permissions-to-switch.html"

  pass "one role" {
    data "aws_iam_policy_document" "d" {
      statement {
        actions   = ["sts:AssumeRole"]
        resources = ["arn:aws:iam::111122223333:role/deploy"]
      }
    }
  }

  pass "a trust policy" {
    data "aws_iam_policy_document" "d" {
      statement {
        actions = ["sts:AssumeRole"]
        principals {
          type        = "Service"
          identifiers = ["ec2.amazonaws.com"]
        }
      }
    }
  }

  fail "every role" {
    data "aws_iam_policy_document" "d" {
      statement {
        actions   = ["sts:AssumeRole"]
        resources = ["*"]
      }
    }
    expect = ["data.aws_iam_policy_document.d @ statement[0].actions"]
  }

  fail "every role of every account, in JSON" {
    resource "aws_iam_user_policy" "p" {
      user   = "u"
      policy = jsonencode({ Statement = [{ Effect = "Allow", Action = "sts:*", Resource = "arn:aws:iam::*:role/*" }] })
    }
  }

  unknown "`actions` is an unset variable" {
    variable "actions" {}
    data "aws_iam_policy_document" "d" {
      statement {
        actions   = var.actions
        resources = ["*"]
      }
    }
  }
}

rule "aws-iam-policy-reads-all-data" {
  title    = "IAM policy reads every object, parameter or secret"
  category = "security"
  severity = "medium"
  resources = [
    "data.aws_iam_policy_document", "aws_iam_policy", "aws_iam_role_policy", "aws_iam_user_policy", "aws_iam_group_policy", "aws_iam_role",
    "aws_ssoadmin_permission_set_inline_policy",
  ]
  aliases = ["CKV_AWS_288", "CKV_AWS_108"]
  tags    = ["cwe-732", "cwe-200"]
  params = {
    actions = ["s3:GetObject", "ssm:GetParameter", "ssm:GetParameters", "ssm:GetParametersByPath", "secretsmanager:GetSecretValue", "secretsmanager:BatchGetSecretValue"]
  }
  related "document" {
    type = "data.aws_iam_policy_document"
    on   = refers(resource.policy, other) || refers(resource.inline_policy, other)
  }
  related "scp" {
    type = "aws_organizations_policy"
    on   = refers(other.content, resource)
  }
  related "bounded" {
    type = ["aws_iam_role", "aws_iam_user"]
    on   = refers(other.permissions_boundary, resource)
  }
  when = length(related.scp) == 0 && length(related.bounded) == 0
  for_each = concat(
    [for s in is_known(length(resource.statement)) ? resource.statement : [] : s if is_known(s)],
    meta.type == "aws_iam_role" && is_known(length(resource.inline_policy)) ? [for p in resource.inline_policy : p if is_known(length(iam_statements(p.policy))) && !anytrue([for d in related.document : refers(p.policy, d)])] : [],
    [
      for p in [meta.type == "aws_ssoadmin_permission_set_inline_policy" ? resource.inline_policy : resource.policy] :
      { policy = p } if p != null && is_known(length(iam_statements(p))) && length(related.document) == 0
    ],
  )
  assert = !anytrue([
    for s in concat([for x in [each.value] : x if x.policy == null], iam_statements(each.value.policy)) :
    s.effect != "Deny"
    && length(s.principals) == 0
    && length(concat(s.condition, s.conditions)) == 0
    && anytrue([for r in s.resources : is_known(r) && r == "*"])
    && anytrue([
      for a in s.actions :
      !startswith(a, "*") && !endswith(a, ":*") && anytrue([for e in param.actions : iam_action_matches(a, e)])
    ])
  ])
  at      = [each.value.actions, each.value.policy, resource.policy, resource.inline_policy]
  message = "`${join("`, `", distinct(flatten([for s in concat([for x in [each.value] : x if x.policy == null], iam_statements(each.value.policy)) : [for a in s.actions : a if !startswith(a, "*") && !endswith(a, ":*") && anytrue([for e in param.actions : iam_action_matches(a, e)])] if s.effect != "Deny"])))}` on `*` reads all of them, in this account and in those that share theirs"
  why     = <<-EOT
    These actions hand out content: files, configuration, passwords. On `*` one leaked credential is a copy of everything.
  EOT
  remedy  = <<-EOT
    ```hcl
    statement {
      actions   = ["secretsmanager:GetSecretValue"]
      resources = [aws_secretsmanager_secret.app.arn]
    }
    ```
  EOT
  link    = "https://docs.aws.amazon.com/IAM/latest/UserGuide/best-practices.html#grant-least-privilege"

  pass "one secret" {
    data "aws_iam_policy_document" "d" {
      statement {
        actions   = ["secretsmanager:GetSecretValue"]
        resources = ["arn:aws:secretsmanager:eu-west-1:111122223333:secret:app-AbCdEf"]
      }
    }
  }

  pass "narrowed by a tag" {
    data "aws_iam_policy_document" "d" {
      statement {
        actions   = ["ssm:GetParameter"]
        resources = ["*"]
        condition {
          test     = "StringEquals"
          variable = "ssm:resourceTag/team"
          values   = ["data"]
        }
      }
    }
  }

  fail "every secret" {
    data "aws_iam_policy_document" "d" {
      statement {
        actions   = ["secretsmanager:GetSecretValue"]
        resources = ["*"]
      }
    }
    expect = ["data.aws_iam_policy_document.d @ statement[0].actions"]
  }

  fail "everything in every bucket, in JSON" {
    resource "aws_iam_policy" "p" {
      policy = jsonencode({ Statement = [{ Effect = "Allow", Action = ["s3:Get*", "s3:List*"], Resource = "*" }] })
    }
    expect = ["aws_iam_policy.p @ policy"]
  }

  unknown "`actions` is an unset variable" {
    variable "actions" {}
    data "aws_iam_policy_document" "d" {
      statement {
        actions   = var.actions
        resources = ["*"]
      }
    }
  }
}

rule "aws-iam-policy-decrypts-with-any-key" {
  title    = "IAM policy decrypts with every KMS key"
  category = "security"
  severity = "medium"
  resources = [
    "data.aws_iam_policy_document", "aws_iam_policy", "aws_iam_role_policy", "aws_iam_user_policy", "aws_iam_group_policy", "aws_iam_role",
    "aws_ssoadmin_permission_set_inline_policy",
  ]
  tags = ["cwe-732"]
  related "document" {
    type = "data.aws_iam_policy_document"
    on   = refers(resource.policy, other) || refers(resource.inline_policy, other)
  }
  related "scp" {
    type = "aws_organizations_policy"
    on   = refers(other.content, resource)
  }
  related "bounded" {
    type = ["aws_iam_role", "aws_iam_user"]
    on   = refers(other.permissions_boundary, resource)
  }
  when = length(related.scp) == 0 && length(related.bounded) == 0
  for_each = concat(
    [for s in is_known(length(resource.statement)) ? resource.statement : [] : s if is_known(s)],
    meta.type == "aws_iam_role" && is_known(length(resource.inline_policy)) ? [for p in resource.inline_policy : p if is_known(length(iam_statements(p.policy))) && !anytrue([for d in related.document : refers(p.policy, d)])] : [],
    [
      for p in [meta.type == "aws_ssoadmin_permission_set_inline_policy" ? resource.inline_policy : resource.policy] :
      { policy = p } if p != null && is_known(length(iam_statements(p))) && length(related.document) == 0
    ],
  )
  assert = !anytrue([
    for s in concat([for x in [each.value] : x if x.policy == null], iam_statements(each.value.policy)) :
    s.effect != "Deny"
    && length(s.principals) == 0
    && length(concat(s.condition, s.conditions)) == 0
    && anytrue([
      for r in s.resources :
      (is_known(r) && r == "*")
      || (is_known(startswith(r, "arn:")) && startswith(r, "arn:") && anytrue([for e in [":key/*", ":*:*", ":*"] : endswith(r, e)]))
    ])
    && anytrue([
      for a in s.actions :
      !startswith(a, "*") && !endswith(a, ":*") && (iam_action_matches(a, "kms:Decrypt") || iam_action_matches(a, "kms:ReEncryptFrom"))
    ])
  ])
  at      = [each.value.actions, each.value.policy, resource.policy, resource.inline_policy]
  message = "`kms:Decrypt` holds for every key"
  why     = <<-EOT
    Encryption with keys of one's own separates data only while each workload decrypts with its own key. On `*` the key policy is the last lock, and the
    usual one leaves the decision to IAM.
  EOT
  remedy  = <<-EOT
    Name the key, or the service through which it is used.

        resources = [aws_kms_key.app.arn]
  EOT
  link    = "https://docs.aws.amazon.com/kms/latest/developerguide/iam-policies-best-practices.html"

  pass "one key" {
    data "aws_iam_policy_document" "d" {
      statement {
        actions   = ["kms:Decrypt"]
        resources = ["arn:aws:kms:eu-west-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab"]
      }
    }
  }

  pass "through one service" {
    data "aws_iam_policy_document" "d" {
      statement {
        actions   = ["kms:Decrypt"]
        resources = ["*"]
        condition {
          test     = "StringEquals"
          variable = "kms:ViaService"
          values   = ["s3.eu-west-1.amazonaws.com"]
        }
      }
    }
  }

  pass "a key policy" {
    data "aws_iam_policy_document" "d" {
      statement {
        actions   = ["kms:Decrypt"]
        resources = ["*"]
        principals {
          type        = "AWS"
          identifiers = ["arn:aws:iam::111122223333:role/app"]
        }
      }
    }
  }

  fail "every key" {
    data "aws_iam_policy_document" "d" {
      statement {
        actions   = ["kms:Encrypt", "kms:Decrypt"]
        resources = ["*"]
      }
    }
    expect = ["data.aws_iam_policy_document.d @ statement[0].actions"]
  }

  fail "every key of the account, in JSON" {
    resource "aws_iam_role_policy" "p" {
      role   = "r"
      policy = jsonencode({ Statement = [{ Effect = "Allow", Action = "kms:Decrypt", Resource = "arn:aws:kms:eu-west-1:111122223333:key/*" }] })
    }
  }

  unknown "`actions` is an unset variable" {
    variable "actions" {}
    data "aws_iam_policy_document" "d" {
      statement {
        actions   = var.actions
        resources = ["*"]
      }
    }
  }
}

rule "aws-iam-policy-exposes-credentials" {
  title    = "IAM policy hands out credentials for every resource"
  category = "security"
  severity = "medium"
  default  = false
  resources = [
    "data.aws_iam_policy_document", "aws_iam_policy", "aws_iam_role_policy", "aws_iam_user_policy", "aws_iam_group_policy", "aws_iam_role",
    "aws_ssoadmin_permission_set_inline_policy",
  ]
  aliases = ["CKV_AWS_287", "CKV_AWS_107"]
  tags    = ["cwe-522"]
  params = {
    actions = [
      "sts:GetFederationToken", "iam:CreateServiceSpecificCredential", "iam:ResetServiceSpecificCredential", "iam:UploadSSHPublicKey", "rds-db:connect", "redshift:GetClusterCredentials",
      "redshift:GetClusterCredentialsWithIAM", "codeartifact:GetAuthorizationToken", "cognito-identity:GetOpenIdToken", "cognito-identity:GetCredentialsForIdentity", "gamelift:RequestUploadCredentials",
      "lightsail:GetInstanceAccessDetails", "lightsail:GetRelationalDatabaseMasterUserPassword", "mediapackage:RotateIngestEndpointCredentials", "sso:GetRoleCredentials", "ec2:GetPasswordData",
    ]
  }
  related "document" {
    type = "data.aws_iam_policy_document"
    on   = refers(resource.policy, other) || refers(resource.inline_policy, other)
  }
  related "scp" {
    type = "aws_organizations_policy"
    on   = refers(other.content, resource)
  }
  related "bounded" {
    type = ["aws_iam_role", "aws_iam_user"]
    on   = refers(other.permissions_boundary, resource)
  }
  when = length(related.scp) == 0 && length(related.bounded) == 0
  for_each = concat(
    [for s in is_known(length(resource.statement)) ? resource.statement : [] : s if is_known(s)],
    meta.type == "aws_iam_role" && is_known(length(resource.inline_policy)) ? [for p in resource.inline_policy : p if is_known(length(iam_statements(p.policy))) && !anytrue([for d in related.document : refers(p.policy, d)])] : [],
    [
      for p in [meta.type == "aws_ssoadmin_permission_set_inline_policy" ? resource.inline_policy : resource.policy] :
      { policy = p } if p != null && is_known(length(iam_statements(p))) && length(related.document) == 0
    ],
  )
  assert = !anytrue([
    for s in concat([for x in [each.value] : x if x.policy == null], iam_statements(each.value.policy)) :
    s.effect != "Deny"
    && length(s.principals) == 0
    && length(concat(s.condition, s.conditions)) == 0
    && anytrue([for r in s.resources : is_known(r) && r == "*"])
    && anytrue([
      for a in s.actions :
      !startswith(a, "*") && !endswith(a, ":*") && anytrue([for e in param.actions : iam_action_matches(a, e)])
    ])
  ])
  at      = [each.value.actions, each.value.policy, resource.policy, resource.inline_policy]
  message = "`${join("`, `", distinct(flatten([for s in concat([for x in [each.value] : x if x.policy == null], iam_statements(each.value.policy)) : [for a in s.actions : a if !startswith(a, "*") && !endswith(a, ":*") && anytrue([for e in param.actions : iam_action_matches(a, e)])] if s.effect != "Deny"])))}` on `*` returns credentials"
  why     = <<-EOT
    The answer of these calls is itself a password, token or key, which lives on outside the policy that gave it.
    Keys for IAM users are reported by `aws-iam-policy-privilege-escalation`.
  EOT
  remedy  = <<-EOT
    Bind the action to the one cluster, database user or instance that is meant.
  EOT
  link    = "https://docs.aws.amazon.com/IAM/latest/UserGuide/best-practices.html#grant-least-privilege"

  pass "one cluster" {
    data "aws_iam_policy_document" "d" {
      statement {
        actions   = ["redshift:GetClusterCredentials"]
        resources = ["arn:aws:redshift:eu-west-1:111122223333:dbuser:main/reader"]
      }
    }
  }

  pass "a harmless action" {
    data "aws_iam_policy_document" "d" {
      statement {
        actions   = ["ecr:GetAuthorizationToken"]
        resources = ["*"]
      }
    }
  }

  fail "every cluster" {
    data "aws_iam_policy_document" "d" {
      statement {
        actions   = ["redshift:GetClusterCredentials"]
        resources = ["*"]
      }
    }
    expect = ["data.aws_iam_policy_document.d @ statement[0].actions"]
  }

  fail "federation, in JSON" {
    resource "aws_iam_user_policy" "p" {
      user   = "u"
      policy = jsonencode({ Statement = [{ Effect = "Allow", Action = "sts:GetFederationToken", Resource = "*" }] })
    }
  }

  unknown "`actions` is an unset variable" {
    variable "actions" {}
    data "aws_iam_policy_document" "d" {
      statement {
        actions   = var.actions
        resources = ["*"]
      }
    }
  }
}

rule "aws-iam-policy-manages-permissions-anywhere" {
  title    = "IAM policy changes who may access any resource"
  category = "security"
  severity = "medium"
  default  = false
  resources = [
    "data.aws_iam_policy_document", "aws_iam_policy", "aws_iam_role_policy", "aws_iam_user_policy", "aws_iam_group_policy", "aws_iam_role",
    "aws_ssoadmin_permission_set_inline_policy",
  ]
  aliases = ["CKV_AWS_289", "CKV_AWS_109"]
  tags    = ["cwe-269"]
  params = {
    permissions = [
      "s3:PutBucketPolicy", "s3:PutBucketAcl", "s3:PutObjectAcl", "s3:PutAccessPointPolicy", "s3:PutBucketPublicAccessBlock", "s3:PutAccountPublicAccessBlock",
      "kms:PutKeyPolicy", "kms:CreateGrant", "lambda:AddPermission", "lambda:AddLayerVersionPermission", "sns:AddPermission", "sns:SetTopicAttributes",
      "sqs:AddPermission", "sqs:SetQueueAttributes", "ecr:SetRepositoryPolicy", "secretsmanager:PutResourcePolicy", "ec2:ModifySnapshotAttribute",
      "ec2:ModifyImageAttribute", "rds:ModifyDBSnapshotAttribute", "rds:ModifyDBClusterSnapshotAttribute", "ssm:ModifyDocumentPermission",
      "glacier:SetVaultAccessPolicy", "backup:PutBackupVaultAccessPolicy", "elasticfilesystem:PutFileSystemPolicy", "events:PutPermission",
      "logs:PutResourcePolicy", "glue:PutResourcePolicy", "dynamodb:PutResourcePolicy", "codeartifact:PutDomainPermissionsPolicy", "ram:CreateResourceShare",
    ]
  }
  related "document" {
    type = "data.aws_iam_policy_document"
    on   = refers(resource.policy, other) || refers(resource.inline_policy, other)
  }
  related "scp" {
    type = "aws_organizations_policy"
    on   = refers(other.content, resource)
  }
  related "bounded" {
    type = ["aws_iam_role", "aws_iam_user"]
    on   = refers(other.permissions_boundary, resource)
  }
  when = length(related.scp) == 0 && length(related.bounded) == 0
  for_each = concat(
    [for s in is_known(length(resource.statement)) ? resource.statement : [] : s if is_known(s)],
    meta.type == "aws_iam_role" && is_known(length(resource.inline_policy)) ? [for p in resource.inline_policy : p if is_known(length(iam_statements(p.policy))) && !anytrue([for d in related.document : refers(p.policy, d)])] : [],
    [
      for p in [meta.type == "aws_ssoadmin_permission_set_inline_policy" ? resource.inline_policy : resource.policy] :
      { policy = p } if p != null && is_known(length(iam_statements(p))) && length(related.document) == 0
    ],
  )
  assert = !anytrue([
    for s in concat([for x in [each.value] : x if x.policy == null], iam_statements(each.value.policy)) :
    s.effect != "Deny"
    && length(s.principals) == 0
    && length(concat(s.condition, s.conditions)) == 0
    && anytrue([for r in s.resources : is_known(r) && r == "*"])
    && anytrue([
      for a in s.actions :
      anytrue([for e in param.permissions : iam_action_matches(a, e)]) && !startswith(a, "*") && !endswith(a, ":*")
    ])
  ])
  at      = [each.value.actions, each.value.policy, resource.policy, resource.inline_policy]
  message = "`${join("`, `", distinct(flatten([for s in concat([for x in [each.value] : x if x.policy == null], iam_statements(each.value.policy)) : [for a in s.actions : a if anytrue([for e in param.permissions : iam_action_matches(a, e)]) && !startswith(a, "*") && !endswith(a, ":*")] if s.effect != "Deny"])))}` on `*` opens any resource to anyone"
  why     = <<-EOT
    Whoever may write resource policies, ACLs, grants or sharing settings of every resource can open each of them, to the public too.
  EOT
  remedy  = <<-EOT
    Bind the action to the resources of the stack, or leave it to the role that deploys.
  EOT
  link    = "https://docs.aws.amazon.com/service-authorization/latest/reference/reference_policies_actions-resources-contextkeys.html"

  pass "one bucket" {
    data "aws_iam_policy_document" "d" {
      statement {
        actions   = ["s3:PutBucketPolicy"]
        resources = ["arn:aws:s3:::data"]
      }
    }
  }

  pass "nothing of the kind" {
    data "aws_iam_policy_document" "d" {
      statement {
        actions   = ["ec2:DescribeInstances", "s3:GetBucketPolicy"]
        resources = ["*"]
      }
    }
  }

  fail "every bucket" {
    data "aws_iam_policy_document" "d" {
      statement {
        actions   = ["s3:PutBucketPolicy"]
        resources = ["*"]
      }
    }
    expect = ["data.aws_iam_policy_document.d @ statement[0].actions"]
  }

  fail "every function, in JSON" {
    resource "aws_iam_role_policy" "p" {
      role   = "r"
      policy = jsonencode({ Statement = [{ Effect = "Allow", Action = ["lambda:AddPermission"], Resource = "*" }] })
    }
  }

  unknown "`actions` is an unset variable" {
    variable "actions" {}
    data "aws_iam_policy_document" "d" {
      statement {
        actions   = var.actions
        resources = ["*"]
      }
    }
  }
}

rule "aws-iam-policy-writes-any-resource" {
  title    = "IAM policy writes to every resource"
  category = "security"
  severity = "low"
  default  = false
  resources = [
    "data.aws_iam_policy_document", "aws_iam_policy", "aws_iam_role_policy", "aws_iam_user_policy", "aws_iam_group_policy", "aws_iam_role",
    "aws_ssoadmin_permission_set_inline_policy",
  ]
  aliases = ["CKV_AWS_290", "CKV_AWS_111", "CKV_AWS_355", "CKV_AWS_356"]
  tags    = ["cwe-732"]
  params = {
    unbound = ["logs:CreateLogGroup", "cloudwatch:PutMetricData", "xray:PutTraceSegments", "xray:PutTelemetryRecords", "ec2:CreateNetworkInterface", "ec2:DeleteNetworkInterface", "ssmmessages:CreateControlChannel", "ssmmessages:CreateDataChannel", "sns:Unsubscribe"]
    permissions = [
      "s3:PutBucketPolicy", "s3:PutBucketAcl", "s3:PutObjectAcl", "s3:PutAccessPointPolicy", "s3:PutBucketPublicAccessBlock", "s3:PutAccountPublicAccessBlock",
      "kms:PutKeyPolicy", "kms:CreateGrant", "lambda:AddPermission", "lambda:AddLayerVersionPermission", "sns:AddPermission", "sns:SetTopicAttributes",
      "sqs:AddPermission", "sqs:SetQueueAttributes", "ecr:SetRepositoryPolicy", "secretsmanager:PutResourcePolicy", "ec2:ModifySnapshotAttribute",
      "ec2:ModifyImageAttribute", "rds:ModifyDBSnapshotAttribute", "rds:ModifyDBClusterSnapshotAttribute", "ssm:ModifyDocumentPermission",
      "glacier:SetVaultAccessPolicy", "backup:PutBackupVaultAccessPolicy", "elasticfilesystem:PutFileSystemPolicy", "events:PutPermission",
      "logs:PutResourcePolicy", "glue:PutResourcePolicy", "dynamodb:PutResourcePolicy", "codeartifact:PutDomainPermissionsPolicy", "ram:CreateResourceShare",
    ]
  }
  related "document" {
    type = "data.aws_iam_policy_document"
    on   = refers(resource.policy, other) || refers(resource.inline_policy, other)
  }
  related "scp" {
    type = "aws_organizations_policy"
    on   = refers(other.content, resource)
  }
  related "bounded" {
    type = ["aws_iam_role", "aws_iam_user"]
    on   = refers(other.permissions_boundary, resource)
  }
  when = length(related.scp) == 0 && length(related.bounded) == 0
  for_each = concat(
    [for s in is_known(length(resource.statement)) ? resource.statement : [] : s if is_known(s)],
    meta.type == "aws_iam_role" && is_known(length(resource.inline_policy)) ? [for p in resource.inline_policy : p if is_known(length(iam_statements(p.policy))) && !anytrue([for d in related.document : refers(p.policy, d)])] : [],
    [
      for p in [meta.type == "aws_ssoadmin_permission_set_inline_policy" ? resource.inline_policy : resource.policy] :
      { policy = p } if p != null && is_known(length(iam_statements(p))) && length(related.document) == 0
    ],
  )
  assert = !anytrue([
    for s in concat([for x in [each.value] : x if x.policy == null], iam_statements(each.value.policy)) :
    s.effect != "Deny"
    && length(s.principals) == 0
    && length(concat(s.condition, s.conditions)) == 0
    && anytrue([for r in s.resources : is_known(r) && r == "*"])
    && anytrue([
      for a in s.actions :
      !startswith(a, "*")
      && !endswith(a, ":*")
      && !contains(param.unbound, a)
      && !can(regex("(?i)^(iam|sts):|^kms:(decrypt|reencrypt)|^[a-z0-9-]+:(describe|list|get|head|batchget|query|scan|search|lookup|view|select|simulate|generate|check|estimate|validate|test|read|is|access|download|discover|filter)", a))
      && !(anytrue([for e in param.permissions : iam_action_matches(a, e)]) && !startswith(a, "*") && !endswith(a, ":*"))
    ])
  ])
  at      = [each.value.actions, each.value.policy, resource.policy, resource.inline_policy]
  message = "`${join("`, `", distinct(flatten([for s in concat([for x in [each.value] : x if x.policy == null], iam_statements(each.value.policy)) : [for a in s.actions : a if !startswith(a, "*") && !endswith(a, ":*") && !contains(param.unbound, a) && !can(regex("(?i)^(iam|sts):|^kms:(decrypt|reencrypt)|^[a-z0-9-]+:(describe|list|get|head|batchget|query|scan|search|lookup|view|select|simulate|generate|check|estimate|validate|test|read|is|access|download|discover|filter)", a)) && !(anytrue([for e in param.permissions : iam_action_matches(a, e)]) && !startswith(a, "*") && !endswith(a, ":*"))] if s.effect != "Deny"])))}` on `*` holds for every resource of the account"
  why     = <<-EOT
    Most actions that change something take a resource. With `*` a mistake or a stolen credential reaches what belongs to others.
    Actions that cannot be bound to a resource are left out (parameter `unbound`).
  EOT
  remedy  = <<-EOT
    Write the ARNs, or a condition on tags.
  EOT
  link    = "https://docs.aws.amazon.com/service-authorization/latest/reference/reference_policies_actions-resources-contextkeys.html"

  pass "one queue" {
    data "aws_iam_policy_document" "d" {
      statement {
        actions   = ["sqs:SendMessage"]
        resources = ["arn:aws:sqs:eu-west-1:111122223333:jobs"]
      }
    }
  }

  pass "reading, and what cannot be bound" {
    data "aws_iam_policy_document" "d" {
      statement {
        actions   = ["ec2:Describe*", "cloudwatch:PutMetricData"]
        resources = ["*"]
      }
    }
  }

  fail "every queue" {
    data "aws_iam_policy_document" "d" {
      statement {
        actions   = ["sqs:SendMessage", "sqs:DeleteMessage"]
        resources = ["*"]
      }
    }
    expect = ["data.aws_iam_policy_document.d @ statement[0].actions"]
  }

  fail "every table, in JSON" {
    resource "aws_iam_policy" "p" {
      policy = jsonencode({ Statement = [{ Effect = "Allow", Action = "dynamodb:PutItem", Resource = "*" }] })
    }
  }

  unknown "`actions` is an unset variable" {
    variable "actions" {}
    data "aws_iam_policy_document" "d" {
      statement {
        actions   = var.actions
        resources = ["*"]
      }
    }
  }
}

rule "aws-iam-role-trust-anyone" {
  title     = "IAM role can be assumed by anyone"
  category  = "security"
  severity  = "critical"
  resources = ["aws_iam_role"]
  aliases   = ["CKV_AWS_60", "12b7e704-37f0-4d1e-911a-44bf60c48c21", "bcdcbdc6-a350-4855-ae7c-d1e6436f7c97"]
  tags      = ["cwe-284", "cwe-732"]
  assert = !anytrue([
    for s in iam_statements(resource.assume_role_policy) :
    iam_is_public(s) || (s.effect == "Allow" && length(s.not_principals) > 0 && length(s.conditions) == 0)
  ])
  at      = resource.assume_role_policy
  message = "the trust policy lets principals of every AWS account in"
  why     = <<-EOT
    With `"Principal": "*"` (or `NotPrincipal`) in a trust policy, everybody with an AWS account of their own may assume the role, and has its permissions. Only the ARN has to be known.
  EOT
  remedy  = <<-EOT
    ```hcl
    principals {
      type        = "AWS"
      identifiers = ["arn:aws:iam::111122223333:role/deploy"]
    }
    ```
  EOT
  link    = "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html"

  pass "a service" {
    resource "aws_iam_role" "r" {
      assume_role_policy = jsonencode({
        Statement = [{ Effect = "Allow", Principal = { Service = "ec2.amazonaws.com" }, Action = "sts:AssumeRole" }]
      })
    }
  }

  pass "anyone of the organisation" {
    resource "aws_iam_role" "r" {
      assume_role_policy = jsonencode({
        Statement = [{
          Effect    = "Allow"
          Principal = { AWS = "*" }
          Action    = "sts:AssumeRole"
          Condition = { StringEquals = { "aws:PrincipalOrgID" = "o-abcdef1234" } }
        }]
      })
    }
  }

  fail "anyone" {
    resource "aws_iam_role" "r" {
      assume_role_policy = jsonencode({
        Statement = [{ Effect = "Allow", Principal = { AWS = "*" }, Action = "sts:AssumeRole" }]
      })
    }
    expect = ["aws_iam_role.r @ assume_role_policy"]
  }

  fail "anyone, from a document" {
    data "aws_iam_policy_document" "trust" {
      statement {
        actions = ["sts:AssumeRole"]
        principals {
          type        = "*"
          identifiers = ["*"]
        }
      }
    }
    resource "aws_iam_role" "r" {
      assume_role_policy = data.aws_iam_policy_document.trust.json
    }
  }

  fail "anyone but one account" {
    resource "aws_iam_role" "r" {
      assume_role_policy = jsonencode({
        Statement = [{ Effect = "Allow", NotPrincipal = { AWS = "arn:aws:iam::111122223333:root" }, Action = "sts:AssumeRole" }]
      })
    }
  }

  unknown "the trust policy comes from outside" {
    variable "trust" {}
    resource "aws_iam_role" "r" {
      assume_role_policy = var.trust
    }
  }

  pass "`NotPrincipal` is another" {
    resource "aws_iam_role" "r" {
      assume_role_policy = jsonencode({
        Statement = [
          {
            Effect       = "Allow"
            Principal    = { AWS = "*" }
            Action       = "sts:AssumeRole"
            Condition    = { StringEquals = { "aws:PrincipalOrgID" = "o-abcdef1234" } }
            NotPrincipal = { AWS = "arn:aws:iam::111122223333:root" }
          },
        ]
      })
    }
  }

  fail "besides, no `Condition`" {
    resource "aws_iam_role" "r" {
      assume_role_policy = jsonencode({
        Statement = [
          {
            Effect    = "Allow"
            Principal = { AWS = "*" }
            Action    = "sts:AssumeRole"
            Condition = { StringEquals = { "aws:PrincipalOrgID" = "o-abcdef1234" } }
          },
          { Effect = "Allow", Principal = { AWS = "*" }, Action = "sts:AssumeRole" },
        ]
      })
    }
    expect = ["aws_iam_role.r @ assume_role_policy"]
  }
}

rule "aws-iam-role-trust-any-repository" {
  title     = "IAM role can be assumed by any GitHub repository"
  category  = "security"
  severity  = "critical"
  resources = ["aws_iam_role"]
  aliases   = ["CKV_AWS_393", "CKV_AWS_358"]
  tags      = ["cwe-284"]
  when      = is_known(length(iam_statements(resource.assume_role_policy)))
  assert = !anytrue([
    for s in iam_statements(resource.assume_role_policy) :
    s.effect == "Allow"
    && (
      anytrue([
        for p in s.principals :
        p.type == "Federated"
        && anytrue([
          for i in p.identifiers :
          is_known(strcontains(i, "token.actions.githubusercontent.com")) && strcontains(i, "token.actions.githubusercontent.com")
        ])
      ])
      || anytrue([
        for c in s.conditions :
        is_known(startswith(c.variable, "token.actions.githubusercontent.com:"))
        && startswith(c.variable, "token.actions.githubusercontent.com:")
      ])
    )
    && !anytrue([
      for c in s.conditions :
      endswith(c.variable, ":sub")
      && length(c.values) > 0
      && alltrue([for v in c.values : can(regex(startswith(v, "repo:") ? "^repo:[^/*?:]+/" : "^[a-z_]+:[^*?]", v))])
    ])
    && !anytrue([
      for c in s.conditions :
      can(regex(":(repository|repository_id|repository_owner|repository_owner_id|job_workflow_ref)$", c.variable))
    ])
  ])
  at      = resource.assume_role_policy
  message = "no condition on `token.actions.githubusercontent.com:sub` names a repository"
  why     = <<-EOT
    GitHub signs tokens for everyone's workflows with the same issuer, and `aud` is the same for all. Without a condition on `sub` that begins with an owner, a
    workflow in any repository of the world may assume this role. `repo:*` and `repo:my-*` do not help: anyone can make an owner with such a name.
  EOT
  remedy  = <<-EOT
    ```hcl
    condition {
      test     = "StringLike"
      variable = "token.actions.githubusercontent.com:sub"
      values   = ["repo:my-org/my-repo:ref:refs/heads/main"]
    }
    ```
  EOT
  link    = "https://docs.github.com/en/actions/security-for-github-actions/security-hardening-your-deployments/configuring-openid-connect-in-amazon-web-services"

  pass "one repository" {
    resource "aws_iam_role" "r" {
      assume_role_policy = jsonencode({
        Statement = [{
          Effect    = "Allow"
          Principal = { Federated = "arn:aws:iam::111122223333:oidc-provider/token.actions.githubusercontent.com" }
          Action    = "sts:AssumeRoleWithWebIdentity"
          Condition = {
            StringLike   = { "token.actions.githubusercontent.com:sub" = "repo:my-org/my-repo:*" }
            StringEquals = { "token.actions.githubusercontent.com:aud" = "sts.amazonaws.com" }
          }
        }]
      })
    }
  }

  pass "all repositories of one owner" {
    data "aws_iam_policy_document" "trust" {
      statement {
        actions = ["sts:AssumeRoleWithWebIdentity"]
        principals {
          type        = "Federated"
          identifiers = [aws_iam_openid_connect_provider.github.arn]
        }
        condition {
          test     = "StringLike"
          variable = "token.actions.githubusercontent.com:sub"
          values   = ["repo:my-org/*"]
        }
      }
    }
    resource "aws_iam_openid_connect_provider" "github" {
      url            = "https://token.actions.githubusercontent.com"
      client_id_list = ["sts.amazonaws.com"]
    }
    resource "aws_iam_role" "r" {
      assume_role_policy = data.aws_iam_policy_document.trust.json
    }
  }

  pass "another issuer" {
    resource "aws_iam_role" "r" {
      assume_role_policy = jsonencode({
        Statement = [{
          Effect    = "Allow"
          Principal = { Federated = "cognito-identity.amazonaws.com" }
          Action    = "sts:AssumeRoleWithWebIdentity"
          Condition = { StringEquals = { "cognito-identity.amazonaws.com:aud" = "eu-west-1:pool" } }
        }]
      })
    }
  }

  fail "the audience only" {
    resource "aws_iam_role" "r" {
      assume_role_policy = jsonencode({
        Statement = [{
          Effect    = "Allow"
          Principal = { Federated = "arn:aws:iam::111122223333:oidc-provider/token.actions.githubusercontent.com" }
          Action    = "sts:AssumeRoleWithWebIdentity"
          Condition = { StringEquals = { "token.actions.githubusercontent.com:aud" = "sts.amazonaws.com" } }
        }]
      })
    }
    expect = ["aws_iam_role.r @ assume_role_policy"]
  }

  fail "any repository, by pattern" {
    resource "aws_iam_role" "r" {
      assume_role_policy = jsonencode({
        Statement = [{
          Effect    = "Allow"
          Principal = { Federated = "arn:aws:iam::111122223333:oidc-provider/token.actions.githubusercontent.com" }
          Action    = "sts:AssumeRoleWithWebIdentity"
          Condition = { StringLike = { "token.actions.githubusercontent.com:sub" = "repo:*" } }
        }]
      })
    }
  }

  fail "any owner whose name begins so" {
    resource "aws_iam_role" "r" {
      assume_role_policy = jsonencode({
        Statement = [{
          Effect    = "Allow"
          Principal = { Federated = "arn:aws:iam::111122223333:oidc-provider/token.actions.githubusercontent.com" }
          Action    = "sts:AssumeRoleWithWebIdentity"
          Condition = { StringLike = { "token.actions.githubusercontent.com:sub" = "repo:my-*" } }
        }]
      })
    }
  }

  fail "no condition, from a document" {
    data "aws_iam_policy_document" "trust" {
      statement {
        actions = ["sts:AssumeRoleWithWebIdentity"]
        principals {
          type        = "Federated"
          identifiers = ["arn:aws:iam::111122223333:oidc-provider/token.actions.githubusercontent.com"]
        }
      }
    }
    resource "aws_iam_role" "r" {
      assume_role_policy = data.aws_iam_policy_document.trust.json
    }
  }

  fail "more that fail" {
    data "aws_iam_policy_document" "values_without_repo_my_org" {
      statement {
        actions = ["sts:AssumeRoleWithWebIdentity"]
        principals {
          type        = "Federated"
          identifiers = [aws_iam_openid_connect_provider.values_without_repo_my_org.arn]
        }
        condition {
          test     = "StringLike"
          variable = "token.actions.githubusercontent.com:sub"
          values   = []
        }
      }
    }
    resource "aws_iam_openid_connect_provider" "values_without_repo_my_org" {
      url            = "https://token.actions.githubusercontent.com"
      client_id_list = ["sts.amazonaws.com"]
    }
    resource "aws_iam_role" "values_without_repo_my_org" {
      assume_role_policy = data.aws_iam_policy_document.values_without_repo_my_org.json
    }
    data "aws_iam_policy_document" "variable_is_token_actions" {
      statement {
        actions = ["sts:AssumeRoleWithWebIdentity"]
        principals {
          type        = "Federated"
          identifiers = [aws_iam_openid_connect_provider.variable_is_token_actions.arn]
        }
        condition {
          test     = "StringLike"
          variable = "token.actions.githubusercontent.com:"
          values   = ["repo:my-org/*"]
        }
      }
    }
    resource "aws_iam_openid_connect_provider" "variable_is_token_actions" {
      url            = "https://token.actions.githubusercontent.com"
      client_id_list = ["sts.amazonaws.com"]
    }
    resource "aws_iam_role" "variable_is_token_actions" {
      assume_role_policy = data.aws_iam_policy_document.variable_is_token_actions.json
    }
    resource "aws_iam_role" "besides_no_condition" {
      assume_role_policy = jsonencode({
        Statement = [
          {
            Effect    = "Allow"
            Principal = { Federated = "arn:aws:iam::111122223333:oidc-provider/token.actions.githubusercontent.com" }
            Action    = "sts:AssumeRoleWithWebIdentity"
            Condition = {
              StringLike   = { "token.actions.githubusercontent.com:sub" = "repo:my-org/my-repo:*" }
              StringEquals = { "token.actions.githubusercontent.com:aud" = "sts.amazonaws.com" }
            }
          },
          {
            Effect    = "Allow"
            Principal = { Federated = "arn:aws:iam::111122223333:oidc-provider/token.actions.githubusercontent.com" }
            Action    = "sts:AssumeRoleWithWebIdentity"
          },
        ]
      })
    }
    data "aws_iam_policy_document" "besides_identifiers_is_another" {
      statement {
        actions = ["sts:AssumeRoleWithWebIdentity"]
        principals {
          type        = "Federated"
          identifiers = ["arn:aws:iam::111122223333:oidc-provider/token.actions.githubusercontent.com", ["*"]]
        }
      }
    }
    resource "aws_iam_role" "besides_identifiers_is_another" {
      assume_role_policy = data.aws_iam_policy_document.besides_identifiers_is_another.json
    }
    expect = [
      "aws_iam_role.values_without_repo_my_org @ assume_role_policy",
      "aws_iam_role.variable_is_token_actions @ assume_role_policy",
      "aws_iam_role.besides_no_condition @ assume_role_policy",
      "aws_iam_role.besides_identifiers_is_another @ assume_role_policy",
    ]
  }
}

rule "aws-iam-role-trust-any-subject" {
  title     = "IAM role trusts every subject of an OIDC issuer"
  category  = "security"
  severity  = "medium"
  resources = ["aws_iam_role"]
  tags      = ["cwe-284"]
  when      = is_known(length(iam_statements(resource.assume_role_policy)))
  assert = !anytrue([
    for s in iam_statements(resource.assume_role_policy) :
    s.effect == "Allow"
    && anytrue([
      for p in s.principals :
      p.type == "Federated"
      && anytrue([for i in p.identifiers : is_known(strcontains(i, ":oidc-provider/")) && strcontains(i, ":oidc-provider/")])
    ])
    && !(
      (
        anytrue([
          for p in s.principals :
          p.type == "Federated"
          && anytrue([
            for i in p.identifiers :
            is_known(strcontains(i, "token.actions.githubusercontent.com")) && strcontains(i, "token.actions.githubusercontent.com")
          ])
        ])
        || anytrue([
          for c in s.conditions :
          is_known(startswith(c.variable, "token.actions.githubusercontent.com:"))
          && startswith(c.variable, "token.actions.githubusercontent.com:")
        ])
      )
    )
    && !anytrue([for c in s.conditions : !endswith(c.variable, ":aud") && !contains(c.values, "*")])
  ])
  at      = resource.assume_role_policy
  message = "no condition narrows which tokens of the issuer may assume the role"
  why     = <<-EOT
    The issuer (an EKS cluster, GitLab, Terraform Cloud, ..) signs tokens for many: every service account of the cluster, every project of the platform.
    A condition on `sub` (or another claim than the audience) names the one that is meant.
  EOT
  remedy  = <<-EOT
    ```hcl
    condition {
      test     = "StringEquals"
      variable = "$${replace(aws_iam_openid_connect_provider.eks.url, "https://", "")}:sub"
      values   = ["system:serviceaccount:kube-system:aws-node"]
    }
    ```
  EOT
  link    = "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_iam-condition-keys.html#condition-keys-wif"

  pass "one service account" {
    resource "aws_iam_role" "r" {
      assume_role_policy = jsonencode({
        Statement = [{
          Effect    = "Allow"
          Principal = { Federated = "arn:aws:iam::111122223333:oidc-provider/oidc.eks.eu-west-1.amazonaws.com/id/ABC" }
          Action    = "sts:AssumeRoleWithWebIdentity"
          Condition = { StringEquals = { "oidc.eks.eu-west-1.amazonaws.com/id/ABC:sub" = "system:serviceaccount:app:api" } }
        }]
      })
    }
  }

  pass "a service" {
    resource "aws_iam_role" "r" {
      assume_role_policy = jsonencode({
        Statement = [{ Effect = "Allow", Principal = { Service = "ec2.amazonaws.com" }, Action = "sts:AssumeRole" }]
      })
    }
  }

  fail "every service account" {
    resource "aws_iam_role" "r" {
      assume_role_policy = jsonencode({
        Statement = [{
          Effect    = "Allow"
          Principal = { Federated = "arn:aws:iam::111122223333:oidc-provider/oidc.eks.eu-west-1.amazonaws.com/id/ABC" }
          Action    = "sts:AssumeRoleWithWebIdentity"
        }]
      })
    }
    expect = ["aws_iam_role.r @ assume_role_policy"]
  }

  fail "the audience only" {
    resource "aws_iam_role" "r" {
      assume_role_policy = jsonencode({
        Statement = [{
          Effect    = "Allow"
          Principal = { Federated = "arn:aws:iam::111122223333:oidc-provider/gitlab.com" }
          Action    = "sts:AssumeRoleWithWebIdentity"
          Condition = { StringEquals = { "gitlab.com:aud" = "https://gitlab.com" } }
        }]
      })
    }
  }

  pass "more that pass" {
    resource "aws_iam_role" "federated_is_another" {
      assume_role_policy = jsonencode({
        Statement = [
          {
            Effect = "Allow"
            Principal = {
              Service   = "ec2.amazonaws.com"
              Federated = "arn:aws:iam::111122223333:oidc-provider/token.actions.githubusercontent.com"
            }
            Action = "sts:AssumeRole"
          },
        ]
      })
    }
    resource "aws_iam_role" "federated_is_cognito_identity_amazonaws" {
      assume_role_policy = jsonencode({
        Statement = [
          {
            Effect    = "Allow"
            Principal = { Service = "ec2.amazonaws.com", Federated = "cognito-identity.amazonaws.com" }
            Action    = "sts:AssumeRole"
          },
        ]
      })
    }
    resource "aws_iam_role" "condition_is_another" {
      assume_role_policy = jsonencode({
        Statement = [
          {
            Effect    = "Allow"
            Principal = { Federated = "arn:aws:iam::111122223333:oidc-provider/oidc.eks.eu-west-1.amazonaws.com/id/ABC" }
            Action    = "sts:AssumeRoleWithWebIdentity"
            Condition = { StringEquals = { "token.actions.githubusercontent.com:aud" = "sts.amazonaws.com" } }
          },
        ]
      })
    }
    resource "aws_iam_role" "no_principal" {
      assume_role_policy = jsonencode({ Statement = [{ Effect = "Allow", Action = "sts:AssumeRole" }] })
    }
    also = ["aws-iam-role-trust-any-repository"]
  }

  fail "more that fail" {
    resource "aws_iam_role" "one_more_besides_no_condition" {
      assume_role_policy = jsonencode({
        Statement = [
          {
            Effect    = "Allow"
            Principal = { Federated = "arn:aws:iam::111122223333:oidc-provider/oidc.eks.eu-west-1.amazonaws.com/id/ABC" }
            Action    = "sts:AssumeRoleWithWebIdentity"
            Condition = {
              StringEquals = { "oidc.eks.eu-west-1.amazonaws.com/id/ABC:sub" = "system:serviceaccount:app:api" }
            }
          },
        ]
      })
    }
    resource "aws_iam_role" "one_more_besides_no_condition_2" {
      assume_role_policy = jsonencode({
        Statement = [
          {
            Effect    = "Allow"
            Principal = { Federated = "arn:aws:iam::111122223333:oidc-provider/oidc.eks.eu-west-1.amazonaws.com/id/ABC" }
            Action    = "sts:AssumeRoleWithWebIdentity"
            Condition = {
              StringEquals = { "oidc.eks.eu-west-1.amazonaws.com/id/ABC:sub" = "system:serviceaccount:app:api" }
            }
          },
          {
            Effect    = "Allow"
            Principal = { Federated = "arn:aws:iam::111122223333:oidc-provider/oidc.eks.eu-west-1.amazonaws.com/id/ABC" }
            Action    = "sts:AssumeRoleWithWebIdentity"
          },
        ]
      })
    }
    expect = ["aws_iam_role.one_more_besides_no_condition_2 @ assume_role_policy"]
  }
}

rule "aws-iam-role-trust-whole-account" {
  title     = "IAM role trusts a whole account without a second factor"
  category  = "security"
  severity  = "medium"
  default   = false
  resources = ["aws_iam_role"]
  aliases   = ["CKV_AWS_61", "09c35abf-5852-4622-ac7a-b987b331232e"]
  tags      = ["cwe-285"]
  when      = is_known(length(iam_statements(resource.assume_role_policy)))
  assert = !anytrue([
    for s in iam_statements(resource.assume_role_policy) :
    s.effect == "Allow"
    && anytrue([
      for p in s.principals :
      p.type == "AWS" && anytrue([for i in p.identifiers : can(regex("^([0-9]{12}|arn:[a-z-]+:iam::[0-9]{12}:root)$", i))])
    ])
    && !anytrue([
      for c in s.conditions :
      contains(["sts:externalid", "aws:multifactorauthpresent", "aws:multifactorauthage", "aws:principalarn", "aws:principalorgid", "aws:sourceidentity", "sts:sourceidentity"], lower(c.variable))
      || startswith(lower(c.variable), "aws:principaltag/")
    ])
  ])
  at      = resource.assume_role_policy
  message = "everyone in the trusted account may assume the role; no external id, MFA or principal is asked for"
  why     = <<-EOT
    An account (`:root`) as principal leaves the choice to that account's administrators. For another company's account, an external id keeps
    its other customers out; for people, MFA keeps a stolen key from being enough. Inside one's own account it is common and fine.
  EOT
  remedy  = <<-EOT
    ```hcl
    condition {
      test     = "StringEquals"
      variable = "sts:ExternalId"
      values   = ["an-id-the-partner-chose"]
    }
    ```
  EOT
  link    = "https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_common-scenarios_third-party.html"

  pass "one role of the account" {
    resource "aws_iam_role" "r" {
      assume_role_policy = jsonencode({
        Statement = [{ Effect = "Allow", Principal = { AWS = "arn:aws:iam::111122223333:role/ci" }, Action = "sts:AssumeRole" }]
      })
    }
  }

  pass "an external id" {
    resource "aws_iam_role" "r" {
      assume_role_policy = jsonencode({
        Statement = [{
          Effect    = "Allow"
          Principal = { AWS = "arn:aws:iam::111122223333:root" }
          Action    = "sts:AssumeRole"
          Condition = { StringEquals = { "sts:ExternalId" = "x" } }
        }]
      })
    }
  }

  fail "the account" {
    resource "aws_iam_role" "r" {
      assume_role_policy = jsonencode({
        Statement = [{ Effect = "Allow", Principal = { AWS = "arn:aws:iam::111122223333:root" }, Action = "sts:AssumeRole" }]
      })
    }
    expect = ["aws_iam_role.r @ assume_role_policy"]
  }

  fail "the account, by number" {
    resource "aws_iam_role" "r" {
      assume_role_policy = jsonencode({
        Statement = [{ Effect = "Allow", Principal = { AWS = ["111122223333"] }, Action = "sts:AssumeRole" }]
      })
    }
  }

  pass "more that pass" {
    resource "aws_iam_role" "no_principal" {
      assume_role_policy = jsonencode({ Statement = [{ Effect = "Allow", Action = "sts:AssumeRole" }] })
    }
    resource "aws_iam_role" "aws_without_111122223333" {
      assume_role_policy = jsonencode({ Statement = [{ Effect = "Allow", Principal = { AWS = [] }, Action = "sts:AssumeRole" }] })
    }
  }

  fail "more that fail" {
    resource "aws_iam_role" "one_more_besides_aws_is_another" {
      assume_role_policy = jsonencode({
        Statement = [
          {
            Effect    = "Allow"
            Principal = { AWS = "arn:aws:iam::111122223333:role/ci" }
            Action    = "sts:AssumeRole"
          },
        ]
      })
    }
    resource "aws_iam_role" "one_more_besides_aws_is_another_2" {
      assume_role_policy = jsonencode({
        Statement = [
          {
            Effect    = "Allow"
            Principal = { AWS = "arn:aws:iam::111122223333:role/ci" }
            Action    = "sts:AssumeRole"
          },
          { Effect = "Allow", Principal = { AWS = ["111122223333"] }, Action = "sts:AssumeRole" },
        ]
      })
    }
    resource "aws_iam_role" "one_more_condition_is_another" {
      assume_role_policy = jsonencode({
        Statement = [
          {
            Effect    = "Allow"
            Principal = { AWS = "arn:aws:iam::111122223333:root" }
            Action    = "sts:AssumeRole"
          },
        ]
      })
    }
    resource "aws_iam_role" "one_more_condition_is_another_2" {
      assume_role_policy = jsonencode({
        Statement = [
          {
            Effect    = "Allow"
            Principal = { AWS = "arn:aws:iam::111122223333:root" }
            Action    = "sts:AssumeRole"
            Condition = { StringEquals = { "aws:PrincipalOrgID" = "o-abcdef1234" } }
          },
        ]
      })
    }
    expect = [
      "aws_iam_role.one_more_besides_aws_is_another_2 @ assume_role_policy",
      "aws_iam_role.one_more_condition_is_another @ assume_role_policy",
    ]
  }
}

rule "aws-iam-role-trust-wildcard-action" {
  title     = "IAM trust policy allows more than assuming the role"
  category  = "security"
  severity  = "low"
  resources = ["aws_iam_role"]
  aliases   = ["b1ffa705-19a3-4b73-b9d0-0c97d0663842"]
  tags      = ["cwe-732"]
  when      = is_known(length(iam_statements(resource.assume_role_policy)))
  assert = !anytrue([
    for s in iam_statements(resource.assume_role_policy) :
    s.effect == "Allow" && (length(s.not_actions) > 0 || anytrue([for a in s.actions : a == "*" || endswith(a, ":*")]))
  ])
  at      = resource.assume_role_policy
  message = "the trust policy allows a wildcard action"
  why     = <<-EOT
    `*` or `sts:*` includes `sts:TagSession`, `sts:SetSourceIdentity` and `sts:SetContext`, with which the caller chooses the attributes by which others judge the session.
  EOT
  remedy  = <<-EOT
    ```hcl
    actions = ["sts:AssumeRole"]
    ```
  EOT
  link    = "https://docs.aws.amazon.com/IAM/latest/UserGuide/id_session-tags.html"

  pass "one action" {
    resource "aws_iam_role" "r" {
      assume_role_policy = jsonencode({
        Statement = [{ Effect = "Allow", Principal = { Service = "ec2.amazonaws.com" }, Action = "sts:AssumeRole" }]
      })
    }
  }

  pass "with tags, named" {
    resource "aws_iam_role" "r" {
      assume_role_policy = jsonencode({
        Statement = [{ Effect = "Allow", Principal = { Service = "pods.eks.amazonaws.com" }, Action = ["sts:AssumeRole", "sts:TagSession"] }]
      })
    }
  }

  fail "every action" {
    resource "aws_iam_role" "r" {
      assume_role_policy = jsonencode({
        Statement = [{ Effect = "Allow", Principal = { AWS = "arn:aws:iam::111122223333:role/ci" }, Action = "*" }]
      })
    }
    expect = ["aws_iam_role.r @ assume_role_policy"]
  }

  fail "every action of STS" {
    resource "aws_iam_role" "r" {
      assume_role_policy = jsonencode({
        Statement = [{ Effect = "Allow", Principal = { AWS = "arn:aws:iam::111122223333:role/ci" }, Action = "sts:*" }]
      })
    }
  }

  fail "more that fail" {
    resource "aws_iam_role" "action_with" {
      assume_role_policy = jsonencode({
        Statement = [
          {
            Effect    = "Allow"
            Principal = { Service = "pods.eks.amazonaws.com" }
            Action    = ["sts:AssumeRole", "sts:TagSession", "*"]
          },
        ]
      })
    }
    resource "aws_iam_role" "besides_action_is" {
      assume_role_policy = jsonencode({
        Statement = [
          { Effect = "Allow", Principal = { Service = "ec2.amazonaws.com" }, Action = "sts:AssumeRole" },
          { Effect = "Allow", Principal = { Service = "ec2.amazonaws.com" }, Action = "*" },
        ]
      })
    }
    expect = ["aws_iam_role.action_with @ assume_role_policy", "aws_iam_role.besides_action_is @ assume_role_policy"]
  }
}

rule "aws-iam-administrator-access-attached" {
  title    = "AdministratorAccess is attached"
  category = "security"
  severity = "high"
  resources = [
    "aws_iam_role", "aws_iam_policy_attachment", "aws_iam_role_policy_attachment", "aws_iam_user_policy_attachment",
    "aws_iam_group_policy_attachment", "aws_iam_role_policy_attachments_exclusive", "aws_iam_user_policy_attachments_exclusive",
    "aws_iam_group_policy_attachments_exclusive",
  ]
  aliases = ["CKV_AWS_274", "1b3af2f9-af8c-4dfc-a0f1-a03adb70deb2"]
  tags    = ["cwe-269", "cis-aws-3.0-1.16"]
  related "own" {
    type = "aws_iam_policy"
    on   = refers(resource.policy_arn, other) || refers(resource.managed_policy_arns, other) || refers(resource.policy_arns, other)
  }
  assert = !anytrue([
    for p in concat([resource.policy_arn], resource.managed_policy_arns, resource.policy_arns) :
    endswith(p, ":aws:policy/AdministratorAccess") if !anytrue([for o in related.own : refers(p, o)])
  ])
  at      = [resource.policy_arn, resource.managed_policy_arns, resource.policy_arns]
  message = "`AdministratorAccess` gives its holder the whole account"
  why     = <<-EOT
    A user, group or role with this policy is as good as the root user for nearly everything. It has its place: a break-glass role, or the role that
    deploys all; those are few, and worth a suppression with a reason.
  EOT
  remedy  = <<-EOT
    Attach a policy that lists what is needed, or one of the AWS managed job-function policies, with a permissions boundary.
  EOT
  link    = "https://docs.aws.amazon.com/aws-managed-policy/latest/reference/AdministratorAccess.html"

  pass "another policy" {
    resource "aws_iam_role_policy_attachment" "a" {
      role       = "r"
      policy_arn = "arn:aws:iam::aws:policy/ReadOnlyAccess"
    }
  }

  pass "a policy of one's own" {
    resource "aws_iam_policy" "p" {
      name   = "p"
      policy = "{}"
    }
    resource "aws_iam_role_policy_attachment" "a" {
      role       = "r"
      policy_arn = aws_iam_policy.p.arn
    }
  }

  pass "a role without managed policies" {
    resource "aws_iam_role" "r" {
      assume_role_policy = "{}"
    }
  }

  fail "attached to a role" {
    resource "aws_iam_role_policy_attachment" "a" {
      role       = "r"
      policy_arn = "arn:aws:iam::aws:policy/AdministratorAccess"
    }
    expect = ["aws_iam_role_policy_attachment.a @ policy_arn"]
  }

  fail "in the role itself" {
    resource "aws_iam_role" "r" {
      assume_role_policy  = "{}"
      managed_policy_arns = ["arn:aws:iam::aws:policy/AdministratorAccess"]
    }
    expect = ["aws_iam_role.r @ managed_policy_arns"]
    also   = ["aws-iam-role-deprecated-policies"]
  }

  unknown "the policy comes from outside" {
    variable "policy_arn" {}
    resource "aws_iam_user_policy_attachment" "a" {
      user       = "u"
      policy_arn = var.policy_arn
    }
  }
}

rule "aws-iam-full-iam-access-attached" {
  title    = "IAMFullAccess is attached"
  category = "security"
  severity = "high"
  resources = [
    "aws_iam_role", "aws_iam_policy_attachment", "aws_iam_role_policy_attachment", "aws_iam_user_policy_attachment",
    "aws_iam_group_policy_attachment", "aws_ssoadmin_managed_policy_attachment", "aws_iam_role_policy_attachments_exclusive",
    "aws_iam_user_policy_attachments_exclusive", "aws_iam_group_policy_attachments_exclusive",
  ]
  aliases = ["CKV2_AWS_56"]
  tags    = ["cwe-269"]
  assert = !anytrue([
    for p in concat([resource.policy_arn, resource.managed_policy_arn], resource.managed_policy_arns, resource.policy_arns) :
    is_known(p) && endswith(p, ":aws:policy/IAMFullAccess")
  ])
  at      = [resource.policy_arn, resource.managed_policy_arn, resource.managed_policy_arns, resource.policy_arns]
  message = "with `IAMFullAccess` its holder makes themselves administrator"
  why     = <<-EOT
    `iam:*` includes attaching `AdministratorAccess` to oneself. The name sounds narrower than the power is.
  EOT
  remedy  = <<-EOT
    Attach `IAMReadOnlyAccess`, or a policy with the few actions needed, bound to a path and a permissions boundary.
  EOT
  link    = "https://docs.aws.amazon.com/aws-managed-policy/latest/reference/IAMFullAccess.html"

  pass "reading only" {
    resource "aws_iam_group_policy_attachment" "a" {
      group      = "g"
      policy_arn = "arn:aws:iam::aws:policy/IAMReadOnlyAccess"
    }
  }

  pass "another policy, by attribute" {
    resource "aws_iam_policy" "p" {
      name   = "p"
      policy = "{}"
    }
    resource "aws_iam_policy_attachment" "a" {
      name       = "a"
      roles      = ["r"]
      policy_arn = "arn:aws:iam::111122223333:policy/p"
    }
    also = ["aws-iam-policy-attachment-exclusive"]
  }

  fail "attached to a group" {
    resource "aws_iam_group_policy_attachment" "a" {
      group      = "g"
      policy_arn = "arn:aws:iam::aws:policy/IAMFullAccess"
    }
    expect = ["aws_iam_group_policy_attachment.a @ policy_arn"]
  }

  fail "in a permission set" {
    resource "aws_ssoadmin_managed_policy_attachment" "a" {
      instance_arn       = "arn:aws:sso:::instance/ssoins-1"
      permission_set_arn = "arn:aws:sso:::permissionSet/ssoins-1/ps-1"
      managed_policy_arn = "arn:aws:iam::aws:policy/IAMFullAccess"
    }
    expect = ["aws_ssoadmin_managed_policy_attachment.a @ managed_policy_arn"]
  }
}

rule "aws-iam-full-service-access-attached" {
  title    = "A managed policy for a whole service is attached"
  category = "security"
  severity = "low"
  default  = false
  resources = [
    "aws_iam_role", "aws_iam_policy_attachment", "aws_iam_role_policy_attachment", "aws_iam_user_policy_attachment",
    "aws_iam_group_policy_attachment", "aws_iam_role_policy_attachments_exclusive", "aws_iam_user_policy_attachments_exclusive",
    "aws_iam_group_policy_attachments_exclusive",
  ]
  aliases = ["AWS-0345", "aws-iam-no-s3-full-access", "AVD-AWS-0345"]
  tags    = ["cwe-732"]
  params = {
    policies = [
      "AmazonS3FullAccess", "AmazonEC2FullAccess", "AmazonRDSFullAccess", "AmazonDynamoDBFullAccess", "AmazonSQSFullAccess", "AmazonSNSFullAccess", "AWSLambda_FullAccess",
      "AmazonVPCFullAccess", "AmazonSSMFullAccess", "SecretsManagerReadWrite", "AWSKeyManagementServicePowerUser", "CloudWatchFullAccess", "PowerUserAccess",
    ]
  }
  assert = !anytrue([
    for p in concat([resource.policy_arn], resource.managed_policy_arns, resource.policy_arns) :
    is_known(p) && anytrue([for n in param.policies : endswith(p, "/${n}")])
  ])
  at      = [resource.policy_arn, resource.managed_policy_arns, resource.policy_arns]
  message = "the attached policy allows a whole service on every resource"
  why     = <<-EOT
    The `FullAccess` policies are made for trying things out: every action, also the ones that delete and open up, on everything of that service.
  EOT
  remedy  = <<-EOT
    Write a policy with the actions and resources that are used.
  EOT
  link    = "https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_managed-vs-inline.html"

  pass "reading only" {
    resource "aws_iam_role_policy_attachment" "a" {
      role       = "r"
      policy_arn = "arn:aws:iam::aws:policy/AmazonS3ReadOnlyAccess"
    }
  }

  pass "a service role's policy" {
    resource "aws_iam_role_policy_attachment" "a" {
      role       = "r"
      policy_arn = "arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole"
    }
  }

  fail "all of S3" {
    resource "aws_iam_role_policy_attachment" "a" {
      role       = "r"
      policy_arn = "arn:aws:iam::aws:policy/AmazonS3FullAccess"
    }
    expect = ["aws_iam_role_policy_attachment.a @ policy_arn"]
  }

  fail "all of EC2, in the role" {
    resource "aws_iam_role" "r" {
      assume_role_policy  = "{}"
      managed_policy_arns = ["arn:aws:iam::aws:policy/AmazonEC2FullAccess"]
    }
    expect = ["aws_iam_role.r @ managed_policy_arns"]
    also   = ["aws-iam-role-deprecated-policies"]
  }

  unknown "`managed_policy_arns` is an unset variable" {
    variable "managed_policy_arns" {}
    resource "aws_iam_role" "r" {
      assume_role_policy  = "{}"
      managed_policy_arns = var.managed_policy_arns
    }
  }
}

rule "aws-iam-user-policy-attached" {
  title     = "IAM policy is attached to a user"
  category  = "security"
  severity  = "low"
  resources = ["aws_iam_user_policy", "aws_iam_user_policy_attachment", "aws_iam_policy_attachment"]
  aliases   = ["CKV_AWS_40", "AWS-0143", "aws-iam-no-user-attached-policies", "AVD-AWS-0143", "b4378389-a9aa-44ee-91e7-ef183f11079e"]
  tags      = ["cwe-284", "cis-aws-3.0-1.15"]
  assert    = meta.type == "aws_iam_policy_attachment" ? length(resource.users) == 0 : false
  at        = [resource.users, resource.user]
  message   = "permissions hang on a single user"
  why       = <<-EOT
    Permissions that are given user by user are forgotten when people change jobs. Groups and roles say what for, and can be taken away in one place.
  EOT
  remedy    = <<-EOT
    ```hcl
    resource "aws_iam_group_policy_attachment" "developers" {
      group      = aws_iam_group.developers.name
      policy_arn = aws_iam_policy.deploy.arn
    }
    ```
  EOT
  link      = "https://docs.aws.amazon.com/IAM/latest/UserGuide/id_users_change-permissions.html"

  pass "attached to a group" {
    resource "aws_iam_group_policy_attachment" "a" {
      group      = "g"
      policy_arn = "arn:aws:iam::aws:policy/ReadOnlyAccess"
    }
  }

  pass "attached to roles" {
    resource "aws_iam_policy_attachment" "a" {
      name       = "a"
      roles      = ["r"]
      policy_arn = "arn:aws:iam::aws:policy/ReadOnlyAccess"
    }
    also = ["aws-iam-policy-attachment-exclusive"]
  }

  fail "attached to a user" {
    resource "aws_iam_user_policy_attachment" "a" {
      user       = "u"
      policy_arn = "arn:aws:iam::aws:policy/ReadOnlyAccess"
    }
  }

  fail "written into a user" {
    resource "aws_iam_user_policy" "p" {
      user   = "u"
      policy = "{}"
    }
  }

  fail "attached to users and roles" {
    resource "aws_iam_policy_attachment" "a" {
      name       = "a"
      users      = ["u"]
      roles      = ["r"]
      policy_arn = "arn:aws:iam::aws:policy/ReadOnlyAccess"
    }
    expect = ["aws_iam_policy_attachment.a @ users"]
  }

  unknown "`users` is an unset variable" {
    variable "users" {}
    resource "aws_iam_policy_attachment" "a" {
      name       = "a"
      users      = var.users
      roles      = ["r"]
      policy_arn = "arn:aws:iam::aws:policy/ReadOnlyAccess"
    }
  }
}

rule "aws-iam-user-instead-of-role" {
  title     = "IAM user with long-lived identity"
  category  = "security"
  severity  = "info"
  default   = false
  resources = ["aws_iam_user"]
  aliases   = ["CKV_AWS_273"]
  tags      = ["cwe-284"]
  assert    = false
  message   = "this is an IAM user; people and workloads can get temporary credentials instead"
  why       = <<-EOT
    Passwords and keys of IAM users live until somebody removes them. IAM Identity Center gives people sessions, roles give them to workloads, OIDC to pipelines.
    Some partners still ask for a user; then suppress the finding.
  EOT
  remedy    = <<-EOT
    Use a role (`aws_iam_role`), or a permission set of Identity Center (`aws_ssoadmin_permission_set`).
  EOT
  link      = "https://docs.aws.amazon.com/IAM/latest/UserGuide/best-practices.html#bp-users-federation-idp"

  pass "a role" {
    resource "aws_iam_role" "r" {
      assume_role_policy = "{}"
    }
  }

  fail "a user" {
    resource "aws_iam_user" "u" {
      name = "u"
    }
    expect = ["aws_iam_user.u"]
  }

  fail "two users" {
    resource "aws_iam_user" "u" {
      for_each = toset(["a", "b"])
      name     = each.key
    }
    expect = ["aws_iam_user.u[\"a\"]"]
  }
}

rule "aws-iam-user-console-access" {
  title     = "IAM user has a console password"
  category  = "security"
  severity  = "low"
  default   = false
  resources = ["aws_iam_user_login_profile"]
  aliases   = ["CKV2_AWS_22", "9ec311bf-dfd9-421f-8498-0b063c8bc552"]
  tags      = ["cwe-284"]
  assert    = false
  at        = resource.user
  message   = "a login profile gives the user a password for the console"
  why       = <<-EOT
    A password made by Terraform lies in the state and is a long-lived credential. People log in through IAM Identity Center or a federated identity.
  EOT
  remedy    = <<-EOT
    Remove the login profile, and give access through Identity Center.
  EOT
  link      = "https://docs.aws.amazon.com/IAM/latest/UserGuide/best-practices.html#bp-users-federation-idp"

  pass "a user without" {
    resource "aws_iam_user" "u" {
      name = "u"
    }
  }

  fail "a login profile" {
    resource "aws_iam_user_login_profile" "p" {
      user    = "u"
      pgp_key = "keybase:u"
    }
    expect = ["aws_iam_user_login_profile.p @ user"]
  }

  fail "one by reference" {
    resource "aws_iam_user" "u" {
      name = "u"
    }
    resource "aws_iam_user_login_profile" "p" {
      user    = aws_iam_user.u.name
      pgp_key = "keybase:u"
    }
    expect = ["aws_iam_user_login_profile.p @ user"]
  }
}

rule "aws-iam-user-without-mfa" {
  title     = "IAM user with a console password has no MFA device"
  category  = "security"
  severity  = "medium"
  default   = false
  resources = ["aws_iam_user_login_profile"]
  aliases = [
    "AWS-0145", "aws-iam-enforce-user-mfa", "AVD-AWS-0145", "AWS-0123", "aws-iam-enforce-group-mfa", "AVD-AWS-0123", "aws-iam-enforce-mfa",
    "3ddfa124-6407-4845-a501-179f90c65097", "b5681959-6c09-4f55-b42b-c40fa12d03ec",
  ]
  tags = ["cwe-308", "cis-aws-3.0-1.10"]
  related "user" {
    type = "aws_iam_user"
    on   = refers(resource.user, other)
  }
  assert = (
    length(all("aws_iam_virtual_mfa_device")) > 0
    || anytrue([
      for d in concat(all("aws_iam_policy"), all("aws_iam_group_policy"), all("aws_iam_user_policy")) :
      anytrue([
        for s in iam_statements(d.policy) :
        s.effect == "Deny" && anytrue([for c in s.conditions : lower(c.variable) == "aws:multifactorauthpresent"])
      ])
    ])
  )
  at      = resource.user
  message = "nothing in this configuration makes the user sign in with MFA"
  why     = <<-EOT
    A password alone is what phishing gets. Whether a person has registered a device is known to AWS only; in code, a policy that denies all but setting up MFA shows it.
  EOT
  remedy  = <<-EOT
    Attach a policy that denies everything except managing the own MFA device while `aws:MultiFactorAuthPresent` is false.
  EOT
  link    = "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_examples_aws_my-sec-creds-self-manage.html"

  pass "MFA is enforced by policy" {
    resource "aws_iam_user_login_profile" "p" {
      user    = "u"
      pgp_key = "keybase:u"
    }
    resource "aws_iam_group_policy" "mfa" {
      group = "people"
      policy = jsonencode({
        Statement = [{
          Effect    = "Deny"
          NotAction = ["iam:CreateVirtualMFADevice", "iam:EnableMFADevice"]
          Resource  = "*"
          Condition = { BoolIfExists = { "aws:MultiFactorAuthPresent" = "false" } }
        }]
      })
    }
  }

  pass "no console password" {
    resource "aws_iam_user" "u" {
      name = "u"
    }
  }

  fail "nothing of MFA" {
    resource "aws_iam_user_login_profile" "p" {
      user    = "u"
      pgp_key = "keybase:u"
    }
    expect = ["aws_iam_user_login_profile.p @ user"]
  }

  fail "a policy without MFA" {
    resource "aws_iam_user_login_profile" "p" {
      user    = "u"
      pgp_key = "keybase:u"
    }
    resource "aws_iam_group_policy" "g" {
      group  = "people"
      policy = jsonencode({ Statement = [{ Effect = "Allow", Action = "s3:GetObject", Resource = "arn:aws:s3:::data/*" }] })
    }
  }

  fail "more that fail" {
    resource "aws_iam_user_login_profile" "no_condition" {
      user    = "u"
      pgp_key = "keybase:u"
    }
    resource "aws_iam_group_policy" "no_condition" {
      group = "people"
      policy = jsonencode({
        Statement = [
          {
            Effect    = "Deny"
            NotAction = ["iam:CreateVirtualMFADevice", "iam:EnableMFADevice"]
            Resource  = "*"
          },
        ]
      })
    }
    resource "aws_iam_user_login_profile" "no_policy" {
      user    = "u"
      pgp_key = "keybase:u"
    }
    resource "aws_iam_group_policy" "no_policy" {
      group = "people"
    }
    resource "aws_iam_user_login_profile" "no_effect" {
      user    = "u"
      pgp_key = "keybase:u"
    }
    resource "aws_iam_group_policy" "no_effect" {
      group = "people"
      policy = jsonencode({
        Statement = [
          {
            NotAction = ["iam:CreateVirtualMFADevice", "iam:EnableMFADevice"]
            Resource  = "*"
            Condition = { BoolIfExists = { "aws:MultiFactorAuthPresent" = "false" } }
          },
        ]
      })
    }
    expect = [
      "aws_iam_user_login_profile.no_condition @ user",
      "aws_iam_user_login_profile.no_policy @ user",
      "aws_iam_user_login_profile.no_effect @ user",
    ]
  }
}

rule "aws-iam-login-profile-weak-password" {
  title     = "IAM login profile makes a weak or lasting password"
  category  = "security"
  severity  = "low"
  resources = ["aws_iam_user_login_profile"]
  aliases   = ["b592ffd4-0577-44b6-bd35-8c5ee81b5918"]
  tags      = ["cwe-521"]
  assert    = coalesce(resource.password_length, 20) >= 14 && coalesce(resource.password_reset_required, true)
  message   = "the generated password is shorter than 14 characters, or stays without being changed"
  why       = <<-EOT
    The password is made by Terraform and stands in the state, and whoever runs Terraform has seen it. It should be long, and replaced at the first login.
  EOT
  remedy    = <<-EOT
    ```hcl
    password_length         = 20
    password_reset_required = true
    ```
  EOT
  link      = "https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/iam_user_login_profile"

  pass "the defaults" {
    resource "aws_iam_user_login_profile" "p" {
      user    = "u"
      pgp_key = "keybase:u"
    }
  }

  pass "written out" {
    resource "aws_iam_user_login_profile" "p" {
      user                    = "u"
      password_length         = 24
      password_reset_required = true
    }
  }

  fail "short" {
    resource "aws_iam_user_login_profile" "p" {
      user            = "u"
      password_length = 8
    }
  }

  fail "it stays" {
    resource "aws_iam_user_login_profile" "p" {
      user                    = "u"
      password_reset_required = false
    }
  }

  unknown "`password_length` is an unset variable" {
    variable "password_length" {}
    resource "aws_iam_user_login_profile" "p" {
      user            = "u"
      password_length = var.password_length
    }
  }
}

rule "aws-iam-root-access-key" {
  title     = "Access key belongs to the root user"
  category  = "security"
  severity  = "high"
  resources = ["aws_iam_access_key"]
  aliases   = ["CKV_AWS_348", "AWS-0141", "aws-iam-no-root-access-keys", "AVD-AWS-0141", "970d224d-b42a-416b-81f9-8f4dfe70c4bc"]
  tags      = ["cwe-250", "cis-aws-3.0-1.4"]
  assert    = lower(resource.user) != "root"
  at        = resource.user
  message   = "an access key is made for a user called `root`"
  why       = <<-EOT
    Keys of the root user cannot be bound by any policy. The root user needs none; and an IAM user of that name is taken for it by everybody who reads the logs.
  EOT
  remedy    = <<-EOT
    Use a role, or at the least a user with a policy of its own.
  EOT
  link      = "https://docs.aws.amazon.com/IAM/latest/UserGuide/root-user-best-practices.html"

  pass "a user" {
    resource "aws_iam_access_key" "k" {
      user = "mailer"
    }
    also = ["aws-iam-access-key-secret-in-state"]
  }

  pass "a user by reference" {
    resource "aws_iam_user" "u" {
      name = "mailer"
    }
    resource "aws_iam_access_key" "k" {
      user = aws_iam_user.u.name
    }
    also = ["aws-iam-access-key-secret-in-state"]
  }

  fail "root" {
    resource "aws_iam_access_key" "k" {
      user = "root"
    }
    expect = ["aws_iam_access_key.k @ user"]
  }

  fail "root, in capitals" {
    resource "aws_iam_access_key" "k" {
      user = "Root"
    }
  }

  unknown "`user` is an unset variable" {
    variable "user" {}
    resource "aws_iam_access_key" "k" {
      user = var.user
    }
  }
}

rule "aws-iam-access-key-secret-in-state" {
  title     = "Access key's secret stands in the state in plain text"
  category  = "security"
  severity  = "medium"
  resources = ["aws_iam_access_key"]
  aliases   = ["7081f85c-b94d-40fd-8b45-a4f1cac75e46"]
  tags      = ["cwe-312"]
  when      = coalesce(resource.status, "Active") == "Active"
  assert    = resource.pgp_key != null
  message   = "`pgp_key` is not set, so that `secret` is written to the state as it is"
  why       = <<-EOT
    Everyone who may read the state has the key. With `pgp_key` the state holds it encrypted. Best is no key: roles give temporary credentials.
    Where the secret goes on to a secret store in the same configuration, the encrypted form cannot be used; protect the state then.
  EOT
  remedy    = <<-EOT
    ```hcl
    pgp_key = "keybase:some_person"
    ```
  EOT
  link      = "https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/iam_access_key"

  pass "encrypted" {
    resource "aws_iam_access_key" "k" {
      user    = "mailer"
      pgp_key = "keybase:ops"
    }
  }

  pass "an inactive key" {
    resource "aws_iam_access_key" "k" {
      user   = "mailer"
      status = "Inactive"
    }
  }

  fail "in plain text" {
    resource "aws_iam_access_key" "k" {
      user = "mailer"
    }
  }

  fail "active, in plain text" {
    resource "aws_iam_access_key" "k" {
      user   = "mailer"
      status = "Active"
    }
  }

  unknown "`status` is an unset variable" {
    variable "status" {}
    resource "aws_iam_access_key" "k" {
      user   = "mailer"
      status = var.status
    }
  }
}

rule "aws-iam-user-with-two-access-keys" {
  title     = "IAM user has more than one active access key"
  category  = "security"
  severity  = "low"
  resources = ["aws_iam_access_key"]
  aliases   = ["AWS-0167", "aws-iam-limit-user-access-keys", "AVD-AWS-0167", "3561130e-9c5f-485b-9e16-2764c82763e5"]
  tags      = ["cwe-284", "cis-aws-3.0-1.13"]
  related "sibling" {
    type = "aws_iam_access_key"
    on   = other.user == resource.user && other.meta.address != meta.address
  }
  when    = coalesce(resource.status, "Active") == "Active"
  assert  = !anytrue([for k in related.sibling : coalesce(k.status, "Active") == "Active"])
  at      = resource.user
  message = "another active key of the same user is declared"
  why     = <<-EOT
    A second key is for the hour of rotation. Two that stay are twice the chance to leak one, and nobody knows which is in use.
  EOT
  remedy  = <<-EOT
    Remove one, or set `status = "Inactive"` until it goes.
  EOT
  link    = "https://docs.aws.amazon.com/IAM/latest/UserGuide/id-credentials-access-keys-update.html"

  pass "one each" {
    resource "aws_iam_access_key" "a" {
      user = "a"
    }
    resource "aws_iam_access_key" "b" {
      user = "b"
    }
    also = ["aws-iam-access-key-secret-in-state"]
  }

  pass "the old one is inactive" {
    resource "aws_iam_access_key" "new" {
      user = "a"
    }
    resource "aws_iam_access_key" "old" {
      user   = "a"
      status = "Inactive"
    }
    also = ["aws-iam-access-key-secret-in-state"]
  }

  fail "two" {
    resource "aws_iam_access_key" "one" {
      user = "a"
    }
    resource "aws_iam_access_key" "two" {
      user = "a"
    }
    expect = ["aws_iam_access_key.one @ user", "aws_iam_access_key.two @ user"]
  }
}

rule "aws-iam-group-without-users" {
  title     = "IAM group has no members"
  category  = "security"
  severity  = "low"
  default   = false
  resources = ["aws_iam_group"]
  aliases   = ["CKV2_AWS_14", "fc101ca7-c9dd-4198-a1eb-0fbe92e80044"]
  tags      = ["cwe-284"]
  related "membership" {
    type = "aws_iam_group_membership"
    on   = refers(other.group, resource)
  }
  related "user_membership" {
    type = "aws_iam_user_group_membership"
    on   = refers(other.groups, resource)
  }
  assert  = anytrue([for m in related.membership : length(m.users) > 0]) || length(related.user_membership) > 0
  message = "no membership refers to this group"
  why     = <<-EOT
    A group nobody is in is either forgotten or filled by hand, where review does not see it.
  EOT
  remedy  = <<-EOT
    ```hcl
    resource "aws_iam_group_membership" "developers" {
      name  = "developers"
      group = aws_iam_group.developers.name
      users = [aws_iam_user.ada.name]
    }
    ```
  EOT
  link    = "https://docs.aws.amazon.com/IAM/latest/UserGuide/id_groups_manage_add-remove-users.html"

  pass "with members" {
    resource "aws_iam_group" "g" {
      name = "g"
    }
    resource "aws_iam_group_membership" "m" {
      name  = "m"
      group = aws_iam_group.g.name
      users = ["ada"]
    }
  }

  pass "a user joins" {
    resource "aws_iam_group" "g" {
      name = "g"
    }
    resource "aws_iam_user_group_membership" "m" {
      user   = "ada"
      groups = [aws_iam_group.g.name]
    }
  }

  fail "nobody" {
    resource "aws_iam_group" "g" {
      name = "g"
    }
    expect = ["aws_iam_group.g"]
  }

  fail "an empty membership" {
    resource "aws_iam_group" "g" {
      name = "g"
    }
    resource "aws_iam_group_membership" "m" {
      name  = "m"
      group = aws_iam_group.g.name
      users = []
    }
  }
}

rule "aws-iam-user-without-group" {
  title     = "IAM user is in no group"
  category  = "security"
  severity  = "low"
  default   = false
  resources = ["aws_iam_user"]
  aliases   = ["CKV2_AWS_21"]
  tags      = ["cwe-284"]
  related "membership" {
    type = "aws_iam_group_membership"
    on   = refers(other.users, resource)
  }
  related "user_membership" {
    type = "aws_iam_user_group_membership"
    on   = refers(other.user, resource)
  }
  assert  = length(related.membership) > 0 || length(related.user_membership) > 0
  message = "no group membership refers to this user"
  why     = <<-EOT
    Users outside of groups get their permissions one by one. Users for machines have a policy of their own and need no group.
  EOT
  remedy  = <<-EOT
    ```hcl
    resource "aws_iam_user_group_membership" "ada" {
      user   = aws_iam_user.ada.name
      groups = [aws_iam_group.developers.name]
    }
    ```
  EOT
  link    = "https://docs.aws.amazon.com/IAM/latest/UserGuide/id_groups.html"

  pass "a member" {
    resource "aws_iam_user" "u" {
      name = "u"
    }
    resource "aws_iam_user_group_membership" "m" {
      user   = aws_iam_user.u.name
      groups = ["g"]
    }
  }

  pass "listed by the group" {
    resource "aws_iam_user" "u" {
      name = "u"
    }
    resource "aws_iam_group_membership" "m" {
      name  = "m"
      group = "g"
      users = [aws_iam_user.u.name]
    }
  }

  fail "in none" {
    resource "aws_iam_user" "u" {
      name = "u"
    }
    expect = ["aws_iam_user.u"]
  }

  fail "another user is" {
    resource "aws_iam_user" "u" {
      name = "u"
    }
    resource "aws_iam_user_group_membership" "m" {
      user   = "v"
      groups = ["g"]
    }
  }
}

rule "aws-iam-password-policy-short" {
  title     = "Account password policy allows short passwords"
  category  = "security"
  severity  = "medium"
  resources = ["aws_iam_account_password_policy"]
  aliases   = ["CKV_AWS_10", "AWS-0063", "aws-iam-set-minimum-password-length", "AVD-AWS-0063", "1bc1c685-e593-450e-88fb-19db4c82aa1d"]
  tags      = ["cwe-521", "cis-aws-3.0-1.8"]
  params = {
    minimum = 14
  }
  assert  = coalesce(resource.minimum_password_length, 6) >= param.minimum
  at      = resource.minimum_password_length
  message = "passwords may have ${coalesce(resource.minimum_password_length, 6)} characters"
  why     = <<-EOT
    Length is what counts against guessing. Without the argument AWS asks for 6 characters.
  EOT
  remedy  = <<-EOT
    ```hcl
    minimum_password_length = 14
    ```
  EOT
  link    = "https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_passwords_account-policy.html"

  fix {
    set = {
      minimum_password_length = 14
    }
  }

  pass "fourteen" {
    resource "aws_iam_account_password_policy" "p" {
      minimum_password_length = 14
    }
    also = [
      "aws-iam-password-policy-reuse",
      "aws-iam-password-policy-without-lowercase",
      "aws-iam-password-policy-without-numbers",
      "aws-iam-password-policy-without-symbols",
      "aws-iam-password-policy-without-uppercase",
    ]
  }

  pass "more" {
    resource "aws_iam_account_password_policy" "p" {
      minimum_password_length = 24
    }
    also = [
      "aws-iam-password-policy-reuse",
      "aws-iam-password-policy-without-lowercase",
      "aws-iam-password-policy-without-numbers",
      "aws-iam-password-policy-without-symbols",
      "aws-iam-password-policy-without-uppercase",
    ]
  }

  fail "eight" {
    resource "aws_iam_account_password_policy" "p" {
      minimum_password_length = 8
    }
    expect = ["aws_iam_account_password_policy.p @ minimum_password_length"]
  }

  fail "left out" {
    resource "aws_iam_account_password_policy" "p" {
      require_symbols = true
    }
    expect = ["aws_iam_account_password_policy.p"]
  }

  unknown "decided by the caller" {
    variable "length" {
      type = number
    }
    resource "aws_iam_account_password_policy" "p" {
      minimum_password_length = var.length
    }
  }
}

rule "aws-iam-password-policy-reuse" {
  title     = "Account password policy lets old passwords come back"
  category  = "security"
  severity  = "medium"
  resources = ["aws_iam_account_password_policy"]
  aliases   = ["CKV_AWS_13", "AWS-0056", "aws-iam-no-password-reuse", "AVD-AWS-0056", "89806cdc-9c2e-4bd1-a0dc-53f339bcfb2a"]
  tags      = ["cwe-521", "cis-aws-3.0-1.9"]
  params = {
    minimum = 24
  }
  assert  = coalesce(resource.password_reuse_prevention, 0) >= param.minimum
  at      = resource.password_reuse_prevention
  message = "the last ${coalesce(resource.password_reuse_prevention, 0)} passwords are remembered, less than ${param.minimum}"
  why     = <<-EOT
    A password that leaked once comes back when people alternate between a few. CIS asks for 24; without the argument none is remembered.
  EOT
  remedy  = <<-EOT
    ```hcl
    password_reuse_prevention = 24
    ```
  EOT
  link    = "https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_passwords_account-policy.html"

  fix {
    set = {
      password_reuse_prevention = 24
    }
  }

  pass "twenty-four" {
    resource "aws_iam_account_password_policy" "p" {
      password_reuse_prevention = 24
    }
    also = [
      "aws-iam-password-policy-short",
      "aws-iam-password-policy-without-lowercase",
      "aws-iam-password-policy-without-numbers",
      "aws-iam-password-policy-without-symbols",
      "aws-iam-password-policy-without-uppercase",
    ]
  }

  fail "five" {
    resource "aws_iam_account_password_policy" "p" {
      password_reuse_prevention = 5
    }
    expect = ["aws_iam_account_password_policy.p @ password_reuse_prevention"]
  }

  fail "left out" {
    resource "aws_iam_account_password_policy" "p" {
      minimum_password_length = 14
    }
    expect = ["aws_iam_account_password_policy.p"]
  }

  unknown "`password_reuse_prevention` is an unset variable" {
    variable "password_reuse_prevention" {}
    resource "aws_iam_account_password_policy" "p" {
      password_reuse_prevention = var.password_reuse_prevention
    }
  }
}

rule "aws-iam-password-policy-never-expires" {
  title     = "Account password policy lets passwords live for ever"
  category  = "security"
  severity  = "low"
  default   = false
  resources = ["aws_iam_account_password_policy"]
  aliases   = ["CKV_AWS_9", "AWS-0062", "aws-iam-set-max-password-age", "AVD-AWS-0062", "ce60d060-efb8-4bfd-9cf7-ff8945d00d90"]
  tags      = ["cwe-262"]
  params = {
    maximum = 90
  }
  assert  = resource.max_password_age > 0 && resource.max_password_age <= param.maximum
  at      = resource.max_password_age
  message = "passwords do not expire within ${param.maximum} days"
  why     = <<-EOT
    PCI DSS still asks for it. NIST 800-63B and the later CIS benchmarks advise against expiry without a cause, because people then choose weaker passwords.
  EOT
  remedy  = <<-EOT
    ```hcl
    max_password_age = 90
    ```
  EOT
  link    = "https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_passwords_account-policy.html"

  fix {
    set = {
      max_password_age = 90
    }
  }

  pass "ninety days" {
    resource "aws_iam_account_password_policy" "p" {
      max_password_age = 90
    }
    also = [
      "aws-iam-password-policy-reuse",
      "aws-iam-password-policy-short",
      "aws-iam-password-policy-without-lowercase",
      "aws-iam-password-policy-without-numbers",
      "aws-iam-password-policy-without-symbols",
      "aws-iam-password-policy-without-uppercase",
    ]
  }

  fail "a year" {
    resource "aws_iam_account_password_policy" "p" {
      max_password_age = 365
    }
    expect = ["aws_iam_account_password_policy.p @ max_password_age"]
  }

  fail "left out" {
    resource "aws_iam_account_password_policy" "p" {
      minimum_password_length = 14
    }
    expect = ["aws_iam_account_password_policy.p"]
  }

  fail "zero means never" {
    resource "aws_iam_account_password_policy" "p" {
      max_password_age = 0
    }
  }

  unknown "`max_password_age` is an unset variable" {
    variable "max_password_age" {}
    resource "aws_iam_account_password_policy" "p" {
      max_password_age = var.max_password_age
    }
  }
}

rule "aws-iam-password-policy-without-lowercase" {
  title     = "Account password policy asks for no lower-case letters"
  category  = "security"
  severity  = "low"
  resources = ["aws_iam_account_password_policy"]
  aliases   = ["CKV_AWS_11", "AWS-0058", "aws-iam-require-lowercase-in-passwords", "AVD-AWS-0058", "a1b2c3d4-e5f6-7890-ab12-cd34ef567890"]
  tags      = ["cwe-521"]
  assert    = coalesce(resource.require_lowercase_characters, false)
  at        = resource.require_lowercase_characters
  message   = "`require_lowercase_characters` is not true"
  why       = <<-EOT
    Without the argument AWS does not ask for the class. Length matters more: NIST 800-63B and the later CIS benchmarks ask for length and no reuse only,
    PCI DSS and many company policies for classes as well.
  EOT
  remedy    = <<-EOT
    ```hcl
    require_lowercase_characters = true
    ```
  EOT
  link      = "https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_passwords_account-policy.html"

  fix {
    set = {
      require_lowercase_characters = true
    }
  }

  pass "asked for" {
    resource "aws_iam_account_password_policy" "p" {
      require_lowercase_characters = true
    }
    also = [
      "aws-iam-password-policy-reuse",
      "aws-iam-password-policy-short",
      "aws-iam-password-policy-without-numbers",
      "aws-iam-password-policy-without-symbols",
      "aws-iam-password-policy-without-uppercase",
    ]
  }

  fail "not asked for" {
    resource "aws_iam_account_password_policy" "p" {
      require_lowercase_characters = false
    }
    expect = ["aws_iam_account_password_policy.p @ require_lowercase_characters"]
  }

  fail "left out" {
    resource "aws_iam_account_password_policy" "p" {
      minimum_password_length = 14
    }
    expect = ["aws_iam_account_password_policy.p"]
  }

  unknown "`require_lowercase_characters` is an unset variable" {
    variable "require_lowercase_characters" {}
    resource "aws_iam_account_password_policy" "p" {
      require_lowercase_characters = var.require_lowercase_characters
    }
  }
}

rule "aws-iam-password-policy-without-uppercase" {
  title     = "Account password policy asks for no capital letters"
  category  = "security"
  severity  = "low"
  resources = ["aws_iam_account_password_policy"]
  aliases   = ["CKV_AWS_15", "AWS-0061", "aws-iam-require-uppercase-in-passwords", "AVD-AWS-0061", "2c3d4ghwt-e5f6-7890-ab12-cd34ef567890"]
  tags      = ["cwe-521"]
  assert    = coalesce(resource.require_uppercase_characters, false)
  at        = resource.require_uppercase_characters
  message   = "`require_uppercase_characters` is not true"
  why       = <<-EOT
    Without the argument AWS does not ask for the class. Length matters more: NIST 800-63B and the later CIS benchmarks ask for length and no reuse only,
    PCI DSS and many company policies for classes as well.
  EOT
  remedy    = <<-EOT
    ```hcl
    require_uppercase_characters = true
    ```
  EOT
  link      = "https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_passwords_account-policy.html"

  fix {
    set = {
      require_uppercase_characters = true
    }
  }

  pass "asked for" {
    resource "aws_iam_account_password_policy" "p" {
      require_uppercase_characters = true
    }
    also = [
      "aws-iam-password-policy-reuse",
      "aws-iam-password-policy-short",
      "aws-iam-password-policy-without-lowercase",
      "aws-iam-password-policy-without-numbers",
      "aws-iam-password-policy-without-symbols",
    ]
  }

  fail "not asked for" {
    resource "aws_iam_account_password_policy" "p" {
      require_uppercase_characters = false
    }
    expect = ["aws_iam_account_password_policy.p @ require_uppercase_characters"]
  }

  fail "left out" {
    resource "aws_iam_account_password_policy" "p" {
      minimum_password_length = 14
    }
    expect = ["aws_iam_account_password_policy.p"]
  }

  unknown "`require_uppercase_characters` is an unset variable" {
    variable "require_uppercase_characters" {}
    resource "aws_iam_account_password_policy" "p" {
      require_uppercase_characters = var.require_uppercase_characters
    }
  }
}

rule "aws-iam-password-policy-without-numbers" {
  title     = "Account password policy asks for no digits"
  category  = "security"
  severity  = "low"
  resources = ["aws_iam_account_password_policy"]
  aliases   = ["CKV_AWS_12", "AWS-0059", "aws-iam-require-numbers-in-passwords", "AVD-AWS-0059", "bts2c3d4-e5f6-7890-ab12-cd34ef567890"]
  tags      = ["cwe-521"]
  assert    = coalesce(resource.require_numbers, false)
  at        = resource.require_numbers
  message   = "`require_numbers` is not true"
  why       = <<-EOT
    Without the argument AWS does not ask for the class. Length matters more: NIST 800-63B and the later CIS benchmarks ask for length and no reuse only,
    PCI DSS and many company policies for classes as well.
  EOT
  remedy    = <<-EOT
    ```hcl
    require_numbers = true
    ```
  EOT
  link      = "https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_passwords_account-policy.html"

  fix {
    set = {
      require_numbers = true
    }
  }

  pass "asked for" {
    resource "aws_iam_account_password_policy" "p" {
      require_numbers = true
    }
    also = [
      "aws-iam-password-policy-reuse",
      "aws-iam-password-policy-short",
      "aws-iam-password-policy-without-lowercase",
      "aws-iam-password-policy-without-symbols",
      "aws-iam-password-policy-without-uppercase",
    ]
  }

  fail "not asked for" {
    resource "aws_iam_account_password_policy" "p" {
      require_numbers = false
    }
    expect = ["aws_iam_account_password_policy.p @ require_numbers"]
  }

  fail "left out" {
    resource "aws_iam_account_password_policy" "p" {
      minimum_password_length = 14
    }
    expect = ["aws_iam_account_password_policy.p"]
  }

  unknown "`require_numbers` is an unset variable" {
    variable "require_numbers" {}
    resource "aws_iam_account_password_policy" "p" {
      require_numbers = var.require_numbers
    }
  }
}

rule "aws-iam-password-policy-without-symbols" {
  title     = "Account password policy asks for no symbols"
  category  = "security"
  severity  = "low"
  resources = ["aws_iam_account_password_policy"]
  aliases   = ["CKV_AWS_14", "AWS-0060", "aws-iam-require-symbols-in-passwords", "AVD-AWS-0060"]
  tags      = ["cwe-521"]
  assert    = coalesce(resource.require_symbols, false)
  at        = resource.require_symbols
  message   = "`require_symbols` is not true"
  why       = <<-EOT
    Without the argument AWS does not ask for the class. Length matters more: NIST 800-63B and the later CIS benchmarks ask for length and no reuse only,
    PCI DSS and many company policies for classes as well.
  EOT
  remedy    = <<-EOT
    ```hcl
    require_symbols = true
    ```
  EOT
  link      = "https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_passwords_account-policy.html"

  fix {
    set = {
      require_symbols = true
    }
  }

  pass "asked for" {
    resource "aws_iam_account_password_policy" "p" {
      require_symbols = true
    }
    also = [
      "aws-iam-password-policy-reuse",
      "aws-iam-password-policy-short",
      "aws-iam-password-policy-without-lowercase",
      "aws-iam-password-policy-without-numbers",
      "aws-iam-password-policy-without-uppercase",
    ]
  }

  fail "not asked for" {
    resource "aws_iam_account_password_policy" "p" {
      require_symbols = false
    }
    expect = ["aws_iam_account_password_policy.p @ require_symbols"]
  }

  fail "left out" {
    resource "aws_iam_account_password_policy" "p" {
      minimum_password_length = 14
    }
    expect = ["aws_iam_account_password_policy.p"]
  }

  unknown "`require_symbols` is an unset variable" {
    variable "require_symbols" {}
    resource "aws_iam_account_password_policy" "p" {
      require_symbols = var.require_symbols
    }
  }
}

rule "aws-iam-password-policy-unchangeable" {
  title     = "Account password policy keeps users from changing theirs"
  category  = "security"
  severity  = "low"
  resources = ["aws_iam_account_password_policy"]
  aliases   = ["9ef7d25d-9764-4224-9968-fa321c56ef76"]
  tags      = ["cwe-521"]
  assert    = coalesce(resource.allow_users_to_change_password, true)
  at        = resource.allow_users_to_change_password
  message   = "`allow_users_to_change_password` is false"
  why       = <<-EOT
    Whoever fears that a password has leaked has to wait for an administrator.
  EOT
  remedy    = <<-EOT
    ```hcl
    allow_users_to_change_password = true
    ```
  EOT
  link      = "https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_passwords_account-policy.html"

  fix {
    set = {
      allow_users_to_change_password = true
    }
  }

  pass "true" {
    resource "aws_iam_account_password_policy" "p" {
      allow_users_to_change_password = true
    }
    also = [
      "aws-iam-password-policy-reuse",
      "aws-iam-password-policy-short",
      "aws-iam-password-policy-without-lowercase",
      "aws-iam-password-policy-without-numbers",
      "aws-iam-password-policy-without-symbols",
      "aws-iam-password-policy-without-uppercase",
    ]
  }

  pass "the default" {
    resource "aws_iam_account_password_policy" "p" {
      minimum_password_length = 14
    }
    also = [
      "aws-iam-password-policy-reuse",
      "aws-iam-password-policy-without-lowercase",
      "aws-iam-password-policy-without-numbers",
      "aws-iam-password-policy-without-symbols",
      "aws-iam-password-policy-without-uppercase",
    ]
  }

  fail "false" {
    resource "aws_iam_account_password_policy" "p" {
      allow_users_to_change_password = false
    }
    expect = ["aws_iam_account_password_policy.p @ allow_users_to_change_password"]
  }

  fail "false, as text" {
    resource "aws_iam_account_password_policy" "p" {
      allow_users_to_change_password = "false"
    }
  }

  unknown "`allow_users_to_change_password` is an unset variable" {
    variable "allow_users_to_change_password" {}
    resource "aws_iam_account_password_policy" "p" {
      allow_users_to_change_password = var.allow_users_to_change_password
    }
  }
}

rule "aws-iam-policy-too-long" {
  title     = "IAM policy is longer than AWS accepts"
  category  = "correctness"
  severity  = "high"
  resources = ["aws_iam_policy", "aws_iam_user_policy", "aws_iam_group_policy", "aws_iam_role_policy"]
  aliases   = ["aws_iam_policy_too_long_policy", "aws_iam_group_policy_too_long"]
  params = {
    limits = {
      aws_iam_policy       = 6144
      aws_iam_user_policy  = 2048
      aws_iam_group_policy = 5120
      aws_iam_role_policy  = 10240
    }
  }
  when    = is_known(resource.policy) && resource.policy != null
  assert  = length(replace(resource.policy, "/\\s/", "")) <= param.limits[meta.type]
  at      = resource.policy
  message = "the policy has ${length(replace(resource.policy, "/\\s/", ""))} characters without white space, AWS takes ${param.limits[meta.type]}"
  why     = <<-EOT
    The limit is checked when the change is applied. Inline policies of one user, group or role share theirs: 2,048, 5,120 and 10,240 characters.
  EOT
  remedy  = <<-EOT
    Split the policy, or join actions by pattern and resources by prefix.
  EOT
  link    = "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html#reference_iam-quotas-entity-length"

  pass "short" {
    resource "aws_iam_policy" "p" {
      policy = jsonencode({ Statement = [{ Effect = "Allow", Action = "s3:GetObject", Resource = "arn:aws:s3:::data/*" }] })
    }
  }

  pass "white space does not count" {
    resource "aws_iam_user_policy" "p" {
      user   = "u"
      policy = join("", [for i in range(1000) : "   "])
    }
    also = ["aws-iam-policy-invalid-json", "aws-iam-user-policy-attached"]
  }

  fail "a user's policy" {
    resource "aws_iam_user_policy" "p" {
      user   = "u"
      policy = jsonencode({ Statement = [{ Effect = "Allow", Action = "s3:GetObject", Resource = [for i in range(100) : "arn:aws:s3:::bucket-${i}/*"] }] })
    }
    expect = ["aws_iam_user_policy.p @ policy"]
  }

  fail "a managed policy" {
    resource "aws_iam_policy" "p" {
      policy = jsonencode({ Statement = [{ Effect = "Allow", Action = "s3:GetObject", Resource = [for i in range(300) : "arn:aws:s3:::bucket-${i}/*"] }] })
    }
  }
}

rule "aws-iam-policy-invalid-sid" {
  title    = "IAM statement id has characters that AWS refuses"
  category = "correctness"
  severity = "high"
  resources = [
    "data.aws_iam_policy_document", "aws_iam_policy", "aws_iam_role_policy", "aws_iam_user_policy", "aws_iam_group_policy", "aws_iam_role",
    "aws_ssoadmin_permission_set_inline_policy",
  ]
  aliases = ["aws_iam_policy_sid_invalid_characters"]
  related "document" {
    type = "data.aws_iam_policy_document"
    on   = refers(resource.policy, other) || refers(resource.inline_policy, other)
  }
  related "scp" {
    type = "aws_organizations_policy"
    on   = refers(other.content, resource)
  }
  related "bounded" {
    type = ["aws_iam_role", "aws_iam_user"]
    on   = refers(other.permissions_boundary, resource)
  }
  when = length(related.scp) == 0 && length(related.bounded) == 0
  for_each = concat(
    [for s in is_known(length(resource.statement)) ? resource.statement : [] : s if is_known(s)],
    meta.type == "aws_iam_role" && is_known(length(resource.inline_policy)) ? [for p in resource.inline_policy : p if is_known(length(iam_statements(p.policy))) && !anytrue([for d in related.document : refers(p.policy, d)])] : [],
    [
      for p in [meta.type == "aws_ssoadmin_permission_set_inline_policy" ? resource.inline_policy : resource.policy] :
      { policy = p } if p != null && is_known(length(iam_statements(p))) && length(related.document) == 0
    ],
  )
  assert = !anytrue([
    for s in concat([for x in [each.value] : x if x.policy == null], iam_statements(each.value.policy)) :
    length(s.principals) == 0 && length(coalesce(s.sid, "")) > 0 && !can(regex("^[a-zA-Z0-9]+$", s.sid))
  ])
  at      = [each.value.sid, each.value.policy, resource.policy, resource.inline_policy]
  message = "a `Sid` may hold letters and digits only: ${join(", ", [for s in concat([for x in [each.value] : x if x.policy == null], iam_statements(each.value.policy)) : "`${s.sid}`" if length(coalesce(s.sid, "")) > 0 && !can(regex("^[a-zA-Z0-9]+$", s.sid))])}"
  why     = <<-EOT
    IAM refuses identity policies whose `Sid` has blanks, hyphens or underscores, when the change is applied. (Some resource policies, such as S3's, allow them.)
  EOT
  remedy  = <<-EOT
    ```hcl
    sid = "AllowRead"
    ```
  EOT
  link    = "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_sid.html"

  pass "letters and digits" {
    data "aws_iam_policy_document" "d" {
      statement {
        sid       = "AllowRead1"
        actions   = ["s3:GetObject"]
        resources = ["arn:aws:s3:::data/*"]
      }
    }
  }

  pass "none" {
    resource "aws_iam_policy" "p" {
      policy = jsonencode({ Statement = [{ Effect = "Allow", Action = "s3:GetObject", Resource = "arn:aws:s3:::data/*" }] })
    }
  }

  fail "a hyphen" {
    data "aws_iam_policy_document" "d" {
      statement {
        sid       = "allow-read"
        actions   = ["s3:GetObject"]
        resources = ["arn:aws:s3:::data/*"]
      }
    }
    expect = ["data.aws_iam_policy_document.d @ statement[0].sid"]
  }

  fail "blanks, in JSON" {
    resource "aws_iam_policy" "p" {
      policy = jsonencode({ Statement = [{ Sid = "Allow read", Effect = "Allow", Action = "s3:GetObject", Resource = "arn:aws:s3:::data/*" }] })
    }
    expect = ["aws_iam_policy.p @ policy"]
  }

  unknown "`sid` is an unset variable" {
    variable "sid" {}
    data "aws_iam_policy_document" "d" {
      statement {
        sid       = var.sid
        actions   = ["s3:GetObject"]
        resources = ["arn:aws:s3:::data/*"]
      }
    }
  }
}

rule "aws-iam-policy-invalid-json" {
  title     = "IAM policy is not JSON"
  category  = "correctness"
  severity  = "high"
  resources = ["aws_iam_policy", "aws_iam_user_policy", "aws_iam_group_policy", "aws_iam_role_policy", "aws_iam_role"]
  related "document" {
    type = "data.aws_iam_policy_document"
    on   = refers(resource.policy, other) || refers(resource.assume_role_policy, other)
  }
  when = (
    is_known(coalesce(resource.policy, resource.assume_role_policy))
    && length(coalesce(resource.policy, resource.assume_role_policy)) > 0
    && length(related.document) == 0
  )
  assert  = can(jsondecode(coalesce(resource.policy, resource.assume_role_policy)))
  at      = [resource.policy, resource.assume_role_policy]
  message = "the policy cannot be read as JSON"
  why     = <<-EOT
    A comma too many in a heredoc is found only when the change is applied. `jsonencode` and policy documents cannot go wrong this way.
  EOT
  remedy  = <<-EOT
    ```hcl
    policy = jsonencode({
      Version   = "2012-10-17"
      Statement = [{ Effect = "Allow", Action = "s3:GetObject", Resource = "$${aws_s3_bucket.data.arn}/*" }]
    })
    ```
  EOT
  link    = "https://developer.hashicorp.com/terraform/language/functions/jsonencode"

  pass "a heredoc" {
    resource "aws_iam_policy" "p" {
      policy = <<-JSON
        {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::data/*"}]}
      JSON
    }
  }

  pass "encoded" {
    resource "aws_iam_role" "r" {
      assume_role_policy = jsonencode({ Statement = [{ Effect = "Allow", Principal = { Service = "ec2.amazonaws.com" }, Action = "sts:AssumeRole" }] })
    }
  }

  fail "a comma too many" {
    resource "aws_iam_policy" "p" {
      policy = <<-JSON
        {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "s3:GetObject", "Resource": "*",}]}
      JSON
    }
    expect = ["aws_iam_policy.p @ policy"]
  }

  fail "a trust policy without an end" {
    resource "aws_iam_role" "r" {
      assume_role_policy = "{\"Statement\": ["
    }
    expect = ["aws_iam_role.r @ assume_role_policy"]
  }
}

rule "aws-iam-policy-hard-coded-partition" {
  title    = "IAM policy names the partition aws in its ARNs"
  category = "correctness"
  severity = "info"
  default  = false
  resources = [
    "data.aws_iam_policy_document", "aws_iam_policy", "aws_iam_role_policy", "aws_iam_user_policy", "aws_iam_group_policy", "aws_iam_role",
    "aws_ssoadmin_permission_set_inline_policy",
  ]
  aliases = ["aws_iam_policy_gov_friendly_arns", "aws_iam_role_policy_gov_friendly_arns", "aws_iam_policy_document_gov_friendly_arns"]
  related "document" {
    type = "data.aws_iam_policy_document"
    on   = refers(resource.policy, other) || refers(resource.inline_policy, other)
  }
  related "scp" {
    type = "aws_organizations_policy"
    on   = refers(other.content, resource)
  }
  related "bounded" {
    type = ["aws_iam_role", "aws_iam_user"]
    on   = refers(other.permissions_boundary, resource)
  }
  # Whoever asks for the partition writes it where it counts: its value is `aws` here as well.
  when = length(related.scp) == 0 && length(related.bounded) == 0 && !anytrue([for p in all("data.aws_partition") : p.meta.module == meta.module])
  for_each = concat(
    [for s in is_known(length(resource.statement)) ? resource.statement : [] : s if is_known(s)],
    meta.type == "aws_iam_role" && is_known(length(resource.inline_policy)) ? [for p in resource.inline_policy : p if is_known(length(iam_statements(p.policy))) && !anytrue([for d in related.document : refers(p.policy, d)])] : [],
    [
      for p in [meta.type == "aws_ssoadmin_permission_set_inline_policy" ? resource.inline_policy : resource.policy] :
      { policy = p } if p != null && is_known(length(iam_statements(p))) && length(related.document) == 0
    ],
  )
  assert = !anytrue([
    for s in concat([for x in [each.value] : x if x.policy == null], iam_statements(each.value.policy)) :
    length(s.principals) == 0 && anytrue([for r in s.resources : startswith(r, "arn:aws:")])
  ])
  at      = [each.value.resources, each.value.policy, resource.policy, resource.inline_policy]
  message = "`arn:aws:` does not exist in GovCloud and in China"
  why     = <<-EOT
    Modules that are to work in `aws-us-gov` and `aws-cn` take the partition from a data source.
  EOT
  remedy  = <<-EOT
    ```hcl
    resources = ["arn:$${data.aws_partition.current.partition}:s3:::data/*"]
    ```
  EOT
  link    = "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference-arns.html"

  pass "any resource" {
    data "aws_iam_policy_document" "d" {
      statement {
        actions   = ["s3:ListAllMyBuckets"]
        resources = ["*"]
      }
    }
  }

  pass "the partition is asked for" {
    data "aws_partition" "current" {}

    data "aws_iam_policy_document" "d" {
      statement {
        actions   = ["s3:GetObject"]
        resources = ["arn:${data.aws_partition.current.partition}:s3:::data/*"]
      }
    }
  }

  pass "GovCloud" {
    data "aws_iam_policy_document" "d" {
      statement {
        actions   = ["s3:GetObject"]
        resources = ["arn:aws-us-gov:s3:::data/*"]
      }
    }
  }

  fail "hard-coded" {
    data "aws_iam_policy_document" "d" {
      statement {
        actions   = ["s3:GetObject"]
        resources = ["arn:aws:s3:::data/*"]
      }
    }
    expect = ["data.aws_iam_policy_document.d @ statement[0].resources"]
  }

  fail "in JSON" {
    resource "aws_iam_role_policy" "p" {
      role   = "r"
      policy = jsonencode({ Statement = [{ Effect = "Allow", Action = "s3:GetObject", Resource = "arn:aws:s3:::data/*" }] })
    }
  }

  unknown "`resources` is an unset variable" {
    variable "resources" {}
    data "aws_iam_policy_document" "d" {
      statement {
        actions   = ["s3:GetObject"]
        resources = var.resources
      }
    }
  }
}

rule "aws-iam-role-deprecated-policies" {
  title     = "IAM role lists its policies inside, which is deprecated"
  category  = "correctness"
  severity  = "info"
  resources = ["aws_iam_role"]
  aliases   = ["aws_iam_role_deprecated_policy_attributes"]
  assert = (
    !(is_known(length(resource.inline_policy)) && length(resource.inline_policy) > 0)
    && !(is_known(resource.managed_policy_arns) && resource.managed_policy_arns != null)
  )
  message = "`inline_policy` and `managed_policy_arns` are deprecated"
  why     = <<-EOT
    Both arguments claim all policies of the role, and fight with attachments made elsewhere. The provider has resources of their own for it.
  EOT
  remedy  = <<-EOT
    Use `aws_iam_role_policy` and `aws_iam_role_policy_attachment`, and where nothing else may be attached, `aws_iam_role_policies_exclusive` and
    `aws_iam_role_policy_attachments_exclusive`.
  EOT
  link    = "https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/iam_role"

  pass "attached apart" {
    resource "aws_iam_role" "r" {
      assume_role_policy = "{}"
    }
    resource "aws_iam_role_policy_attachment" "a" {
      role       = aws_iam_role.r.name
      policy_arn = "arn:aws:iam::aws:policy/ReadOnlyAccess"
    }
  }

  fail "managed policies inside" {
    resource "aws_iam_role" "r" {
      assume_role_policy  = "{}"
      managed_policy_arns = ["arn:aws:iam::aws:policy/ReadOnlyAccess"]
    }
  }

  fail "an inline policy inside" {
    resource "aws_iam_role" "r" {
      assume_role_policy = "{}"
      inline_policy {
        name   = "p"
        policy = "{}"
      }
    }
  }
}

rule "aws-iam-policy-attachment-exclusive" {
  title     = "aws_iam_policy_attachment removes all other attachments"
  category  = "correctness"
  severity  = "medium"
  resources = ["aws_iam_policy_attachment"]
  aliases   = ["aws_iam_policy_attachment_exclusive_attachment"]
  assert    = false
  at        = resource.policy_arn
  message   = "this resource owns every attachment of the policy, in the whole account"
  why       = <<-EOT
    At each apply it detaches the policy from every user, group and role that is not listed here, also from those of other configurations and of other teams.
  EOT
  remedy    = <<-EOT
    Use `aws_iam_role_policy_attachment`, `aws_iam_user_policy_attachment` or `aws_iam_group_policy_attachment`.
  EOT
  link      = "https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/iam_policy_attachment"

  pass "one attachment" {
    resource "aws_iam_role_policy_attachment" "a" {
      role       = "r"
      policy_arn = "arn:aws:iam::aws:policy/ReadOnlyAccess"
    }
  }

  fail "all attachments" {
    resource "aws_iam_policy_attachment" "a" {
      name       = "a"
      roles      = ["r"]
      policy_arn = "arn:aws:iam::aws:policy/ReadOnlyAccess"
    }
    expect = ["aws_iam_policy_attachment.a @ policy_arn"]
  }

  fail "by reference" {
    resource "aws_iam_policy" "p" {
      name   = "p"
      policy = "{}"
    }
    resource "aws_iam_policy_attachment" "a" {
      name       = "a"
      groups     = ["g"]
      policy_arn = aws_iam_policy.p.arn
    }
  }
}

rule "aws-iam-role-session-duration-invalid" {
  title     = "IAM role session is shorter or longer than AWS allows"
  category  = "correctness"
  severity  = "high"
  resources = ["aws_iam_role"]
  when      = resource.max_session_duration != null
  assert    = resource.max_session_duration >= 3600 && resource.max_session_duration <= 43200
  at        = resource.max_session_duration
  message   = "`${resource.max_session_duration}` seconds is outside of 3,600 to 43,200"
  why       = <<-EOT
    AWS takes 1 to 12 hours, in seconds; the provider refuses other values.
  EOT
  remedy    = <<-EOT
    ```hcl
    max_session_duration = 3600
    ```
  EOT
  link      = "https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_use.html"

  pass "an hour" {
    resource "aws_iam_role" "r" {
      assume_role_policy   = "{}"
      max_session_duration = 3600
    }
  }

  pass "the default" {
    resource "aws_iam_role" "r" {
      assume_role_policy = "{}"
    }
  }

  fail "minutes" {
    resource "aws_iam_role" "r" {
      assume_role_policy   = "{}"
      max_session_duration = 60
    }
    expect = ["aws_iam_role.r @ max_session_duration"]
  }

  fail "a day" {
    resource "aws_iam_role" "r" {
      assume_role_policy   = "{}"
      max_session_duration = 86400
    }
  }

  unknown "`max_session_duration` is an unset variable" {
    variable "max_session_duration" {}
    resource "aws_iam_role" "r" {
      assume_role_policy   = "{}"
      max_session_duration = var.max_session_duration
    }
  }

  pass "`max_session_duration` is `43200`" {
    resource "aws_iam_role" "r" {
      assume_role_policy   = "{}"
      max_session_duration = 43200
    }
  }

  fail "one more, `max_session_duration` is `43201`" {
    resource "aws_iam_role" "r" {
      assume_role_policy   = "{}"
      max_session_duration = 3600
    }
    resource "aws_iam_role" "r_too" {
      assume_role_policy   = "{}"
      max_session_duration = 43201
    }
    expect = ["aws_iam_role.r_too @ max_session_duration"]
  }
}
