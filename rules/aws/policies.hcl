# Policies of resources, whatever the resource: what the rules of single services do not judge.

rule "aws-resource-policy-public" {
  title    = "Resource policy lets everyone in"
  category = "security"
  severity = "critical"
  resources = [
    "aws_acmpca_policy", "aws_api_gateway_domain_name", "aws_cloudsearch_domain_service_access_policy", "aws_cloudwatch_log_resource_policy",
    "aws_codebuild_resource_policy", "aws_ecr_repository_creation_template", "aws_glacier_vault_lock", "aws_kinesis_resource_policy",
    "aws_media_store_container_policy", "aws_msk_cluster_policy", "aws_networkfirewall_resource_policy", "aws_oam_sink_policy",
    "aws_prometheus_resource_policy", "aws_redshift_resource_policy", "aws_redshiftserverless_resource_policy", "aws_s3control_bucket_policy",
    "aws_s3control_object_lambda_access_point_policy", "aws_s3tables_table_bucket_policy", "aws_s3tables_table_policy",
    "aws_s3vectors_vector_bucket_policy", "aws_sagemaker_model_package_group_policy", "aws_schemas_registry_policy", "aws_vpclattice_auth_policy",
    "aws_vpclattice_resource_policy", "aws_xray_resource_policy",
  ]
  aliases = ["CKV_AWS_283"]
  tags    = ["cwe-284", "cwe-732"]
  assert = !anytrue([
    for s in flatten([
      for p in [resource.policy, resource.policy_document, resource.access_policy, resource.access_policies, resource.resource_policy, resource.repository_policy] :
      iam_statements(p)
    ]) :
    iam_is_public(s)
  ])
  at      = [resource.policy, resource.policy_document, resource.access_policy, resource.access_policies, resource.resource_policy, resource.repository_policy]
  message = "everyone may use ${join(", ", distinct(flatten([for s in flatten([for p in [resource.policy, resource.policy_document, resource.access_policy, resource.access_policies, resource.resource_policy, resource.repository_policy] : iam_statements(p)]) : [for a in s.actions : "`${a}`"] if iam_is_public(s)])))} here"
  why     = <<-EOT
    With `*` as principal, and no condition on account, organisation, source or network, the statement holds for every AWS account, and where the service takes unsigned requests for
    the whole internet. Buckets, queues, topics, keys, secrets and other services with rules of their own are judged by those.
  EOT
  remedy  = <<-EOT
    ```hcl
    principals {
      type        = "AWS"
      identifiers = ["arn:aws:iam::111122223333:root"]
    }
    ```
  EOT
  link    = "https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_identity-vs-resource.html"

  pass "one account" {
    resource "aws_kinesis_resource_policy" "this" {
      resource_arn = "arn:aws:kinesis:eu-west-1:111122223333:stream/clicks"
      policy       = jsonencode({ Statement = [{ Effect = "Allow", Principal = { AWS = "arn:aws:iam::444455556666:root" }, Action = "kinesis:GetRecords", Resource = "*" }] })
    }
  }

  pass "a service" {
    resource "aws_cloudwatch_log_resource_policy" "this" {
      policy_name     = "es"
      policy_document = jsonencode({ Statement = [{ Effect = "Allow", Principal = { Service = "es.amazonaws.com" }, Action = "logs:PutLogEvents", Resource = "*" }] })
    }
  }

  pass "the organisation" {
    resource "aws_msk_cluster_policy" "this" {
      cluster_arn = "arn:aws:kafka:eu-west-1:111122223333:cluster/events/1"
      policy      = jsonencode({ Statement = [{ Effect = "Allow", Principal = "*", Action = "kafka:CreateVpcConnection", Resource = "*", Condition = { StringEquals = { "aws:PrincipalOrgID" = "o-1" } } }] })
    }
  }

  fail "everyone" {
    resource "aws_kinesis_resource_policy" "this" {
      resource_arn = "arn:aws:kinesis:eu-west-1:111122223333:stream/clicks"
      policy       = jsonencode({ Statement = [{ Effect = "Allow", Principal = "*", Action = "kinesis:GetRecords", Resource = "*" }] })
    }
    expect = ["aws_kinesis_resource_policy.this @ policy"]
  }

  fail "everyone, under another name" {
    resource "aws_cloudwatch_log_resource_policy" "this" {
      policy_name     = "es"
      policy_document = jsonencode({ Statement = [{ Effect = "Allow", Principal = { AWS = "*" }, Action = "logs:*", Resource = "*" }] })
    }
    expect = ["aws_cloudwatch_log_resource_policy.this @ policy_document"]
  }

  unknown "the policy comes from outside" {
    variable "policy" {}
    resource "aws_kinesis_resource_policy" "this" {
      resource_arn = "arn:aws:kinesis:eu-west-1:111122223333:stream/clicks"
      policy       = var.policy
    }
  }

  pass "no `policy_document`" {
    resource "aws_cloudwatch_log_resource_policy" "this" {
      policy_name = "es"
    }
  }
}

rule "aws-resource-policy-allow-not-principal" {
  title    = "Resource policy lets in everyone but a few"
  category = "security"
  severity = "medium"
  resources = [
    "aws_acmpca_policy", "aws_api_gateway_domain_name", "aws_api_gateway_rest_api", "aws_api_gateway_rest_api_policy", "aws_backup_vault_policy",
    "aws_cloudsearch_domain_service_access_policy", "aws_cloudwatch_event_bus_policy", "aws_cloudwatch_log_destination_policy",
    "aws_cloudwatch_log_resource_policy", "aws_codeartifact_domain_permissions_policy", "aws_codeartifact_repository_permissions_policy",
    "aws_codebuild_resource_policy", "aws_dynamodb_resource_policy", "aws_ecr_registry_policy", "aws_ecr_repository_creation_template",
    "aws_ecr_repository_policy", "aws_efs_file_system_policy", "aws_elasticsearch_domain", "aws_elasticsearch_domain_policy", "aws_glacier_vault",
    "aws_glacier_vault_lock", "aws_glue_resource_policy", "aws_kinesis_resource_policy", "aws_kms_key", "aws_kms_key_policy", "aws_kms_replica_key",
    "aws_media_store_container_policy", "aws_msk_cluster_policy", "aws_networkfirewall_resource_policy", "aws_oam_sink_policy",
    "aws_opensearch_domain", "aws_opensearch_domain_policy", "aws_prometheus_resource_policy", "aws_redshift_resource_policy",
    "aws_redshiftserverless_resource_policy", "aws_s3_access_point", "aws_s3_bucket", "aws_s3_bucket_policy", "aws_s3control_access_point_policy",
    "aws_s3control_bucket_policy", "aws_s3control_object_lambda_access_point_policy", "aws_s3tables_table_bucket_policy",
    "aws_s3tables_table_policy", "aws_s3vectors_vector_bucket_policy", "aws_sagemaker_model_package_group_policy", "aws_schemas_registry_policy",
    "aws_secretsmanager_secret", "aws_secretsmanager_secret_policy", "aws_ses_identity_policy", "aws_sesv2_email_identity_policy", "aws_sns_topic",
    "aws_sns_topic_policy", "aws_sqs_queue", "aws_sqs_queue_policy", "aws_vpc_endpoint", "aws_vpc_endpoint_policy", "aws_vpclattice_auth_policy",
    "aws_vpclattice_resource_policy", "aws_xray_resource_policy",
  ]
  tags = ["cwe-284", "cwe-732"]
  assert = !anytrue([
    for s in flatten([
      for p in [resource.policy, resource.policy_document, resource.access_policy, resource.access_policies, resource.resource_policy, resource.repository_policy] :
      iam_statements(p) if is_known(length(iam_statements(p)))
    ]) :
    s.effect == "Allow" && length(s.not_principals) > 0 && !iam_is_public(s)
  ])
  at      = [resource.policy, resource.policy_document, resource.access_policy, resource.access_policies, resource.resource_policy, resource.repository_policy]
  message = "`Allow` with `NotPrincipal` holds for everybody who is not listed and meets the conditions"
  why     = <<-EOT
    The list says who is kept out; all others that the conditions let through are let in. It is nearly always meant the other way round, with `Deny`.
    Without conditions the whole world is let in: that is the finding of the rules about public policies.
  EOT
  remedy  = <<-EOT
    Name those who may, or use `effect = "Deny"` with `not_principals`.
  EOT
  link    = "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_notprincipal.html"

  pass "named" {
    resource "aws_sqs_queue_policy" "this" {
      queue_url = "https://sqs.eu-west-1.amazonaws.com/111122223333/jobs"
      policy    = jsonencode({ Statement = [{ Effect = "Allow", Principal = { AWS = "arn:aws:iam::111122223333:root" }, Action = "sqs:SendMessage", Resource = "*" }] })
    }
  }

  pass "all others are denied" {
    resource "aws_s3_bucket_policy" "this" {
      bucket = "b"
      policy = jsonencode({ Statement = [{ Effect = "Deny", NotPrincipal = { AWS = "arn:aws:iam::111122223333:root" }, Action = "s3:*", Resource = "*" }] })
    }
  }

  fail "all others may" {
    resource "aws_s3_bucket_policy" "this" {
      bucket = "b"
      policy = jsonencode({ Statement = [{ Effect = "Allow", NotPrincipal = { AWS = "arn:aws:iam::111122223333:user/bob" }, Action = "s3:GetObject", Resource = "arn:aws:s3:::b/*", Condition = { StringEquals = { "aws:SourceAccount" = "111122223333" } } }] })
    }
    expect = ["aws_s3_bucket_policy.this @ policy"]
  }

  pass "without a condition it is public, which another rule tells" {
    resource "aws_s3_bucket_policy" "this" {
      bucket = "b"
      policy = jsonencode({ Statement = [{ Effect = "Allow", NotPrincipal = { AWS = "arn:aws:iam::111122223333:user/bob" }, Action = "s3:GetObject", Resource = "arn:aws:s3:::b/*" }] })
    }
  }

  fail "all others may, of a key" {
    resource "aws_kms_key" "this" {
      policy = jsonencode({ Statement = [{ Effect = "Allow", NotPrincipal = { AWS = ["arn:aws:iam::111122223333:user/bob"] }, Action = "kms:Decrypt", Resource = "*", Condition = { StringEquals = { "aws:PrincipalOrgID" = "o-1" } } }] })
    }
  }

  fail "besides, no `NotPrincipal`" {
    resource "aws_s3_bucket_policy" "this" {
      bucket = "b"
      policy = jsonencode({
        Statement = [
          {
            Effect       = "Allow"
            NotPrincipal = { AWS = "arn:aws:iam::111122223333:user/bob" }
            Action       = "s3:GetObject"
            Resource     = "arn:aws:s3:::b/*"
            Condition    = { StringEquals = { "aws:SourceAccount" = "111122223333" } }
          },
          {
            Effect    = "Allow"
            Action    = "s3:GetObject"
            Resource  = "arn:aws:s3:::b/*"
            Condition = { StringEquals = { "aws:SourceAccount" = "111122223333" } }
          },
        ]
      })
    }
    expect = ["aws_s3_bucket_policy.this @ policy"]
  }
}

rule "aws-resource-policy-allow-not-action" {
  title    = "Resource policy allows all actions but a few"
  category = "security"
  severity = "medium"
  resources = [
    "aws_acmpca_policy", "aws_api_gateway_domain_name", "aws_api_gateway_rest_api", "aws_api_gateway_rest_api_policy", "aws_backup_vault_policy",
    "aws_cloudsearch_domain_service_access_policy", "aws_cloudwatch_event_bus_policy", "aws_cloudwatch_log_destination_policy",
    "aws_cloudwatch_log_resource_policy", "aws_codeartifact_domain_permissions_policy", "aws_codeartifact_repository_permissions_policy",
    "aws_codebuild_resource_policy", "aws_dynamodb_resource_policy", "aws_ecr_registry_policy", "aws_ecr_repository_creation_template",
    "aws_ecr_repository_policy", "aws_efs_file_system_policy", "aws_elasticsearch_domain", "aws_elasticsearch_domain_policy", "aws_glacier_vault",
    "aws_glacier_vault_lock", "aws_glue_resource_policy", "aws_kinesis_resource_policy", "aws_kms_key", "aws_kms_key_policy", "aws_kms_replica_key",
    "aws_media_store_container_policy", "aws_msk_cluster_policy", "aws_networkfirewall_resource_policy", "aws_oam_sink_policy",
    "aws_opensearch_domain", "aws_opensearch_domain_policy", "aws_prometheus_resource_policy", "aws_redshift_resource_policy",
    "aws_redshiftserverless_resource_policy", "aws_s3_access_point", "aws_s3_bucket", "aws_s3_bucket_policy", "aws_s3control_access_point_policy",
    "aws_s3control_bucket_policy", "aws_s3control_object_lambda_access_point_policy", "aws_s3tables_table_bucket_policy",
    "aws_s3tables_table_policy", "aws_s3vectors_vector_bucket_policy", "aws_sagemaker_model_package_group_policy", "aws_schemas_registry_policy",
    "aws_secretsmanager_secret", "aws_secretsmanager_secret_policy", "aws_ses_identity_policy", "aws_sesv2_email_identity_policy", "aws_sns_topic",
    "aws_sns_topic_policy", "aws_sqs_queue", "aws_sqs_queue_policy", "aws_vpc_endpoint", "aws_vpc_endpoint_policy", "aws_vpclattice_auth_policy",
    "aws_vpclattice_resource_policy", "aws_xray_resource_policy",
  ]
  aliases = ["5ea624e4-c8b1-4bb3-87a4-4235a776adcc"]
  tags    = ["cwe-732"]
  assert = !anytrue([
    for s in flatten([
      for p in [resource.policy, resource.policy_document, resource.access_policy, resource.access_policies, resource.resource_policy, resource.repository_policy] :
      iam_statements(p) if is_known(length(iam_statements(p)))
    ]) :
    s.effect == "Allow" && length(s.not_actions) > 0 && !iam_is_public(s)
  ])
  at      = [resource.policy, resource.policy_document, resource.access_policy, resource.access_policies, resource.resource_policy, resource.repository_policy]
  message = "`Allow` with `NotAction` grants everything that is not listed"
  why     = <<-EOT
    Also granted are changing the policy itself, deleting the resource, and actions that AWS adds later. Statements that hold for everyone are reported by the rules on public access.
  EOT
  remedy  = <<-EOT
    List the actions that are allowed.
  EOT
  link    = "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_notaction.html"

  pass "listed" {
    resource "aws_sns_topic_policy" "this" {
      arn    = "arn:aws:sns:eu-west-1:111122223333:orders"
      policy = jsonencode({ Statement = [{ Effect = "Allow", Principal = { AWS = "444455556666" }, Action = "sns:Publish", Resource = "*" }] })
    }
  }

  pass "all others are denied" {
    resource "aws_sns_topic_policy" "this" {
      arn    = "arn:aws:sns:eu-west-1:111122223333:orders"
      policy = jsonencode({ Statement = [{ Effect = "Deny", Principal = "*", NotAction = "sns:Publish", Resource = "*" }] })
    }
  }

  fail "all but deleting" {
    resource "aws_sns_topic_policy" "this" {
      arn    = "arn:aws:sns:eu-west-1:111122223333:orders"
      policy = jsonencode({ Statement = [{ Effect = "Allow", Principal = { AWS = "arn:aws:iam::444455556666:root" }, NotAction = "sns:DeleteTopic", Resource = "*" }] })
    }
    expect = ["aws_sns_topic_policy.this @ policy"]
  }

  fail "all but one, of a queue" {
    resource "aws_sqs_queue" "this" {
      name   = "jobs"
      policy = jsonencode({ Statement = [{ Effect = "Allow", Principal = { AWS = "arn:aws:iam::444455556666:root" }, NotAction = ["sqs:PurgeQueue"], Resource = "*" }] })
    }
  }

  pass "more that pass" {
    variable "access_policies" {}
    resource "aws_sns_topic_policy" "effect_is_allow" {
      arn    = "arn:aws:sns:eu-west-1:111122223333:orders"
      policy = jsonencode({ Statement = [{ Effect = "Allow", Principal = "*", NotAction = "sns:Publish", Resource = "*" }] })
    }
    
  }

  fail "one more, besides, `NotAction` is `sns:Publish`" {
    resource "aws_sns_topic_policy" "this" {
      arn = "arn:aws:sns:eu-west-1:111122223333:orders"
      policy = jsonencode({
        Statement = [{ Effect = "Allow", Principal = { AWS = "444455556666" }, Action = "sns:Publish", Resource = "*" }]
      })
    }
    resource "aws_sns_topic_policy" "this_too" {
      arn = "arn:aws:sns:eu-west-1:111122223333:orders"
      policy = jsonencode({
        Statement = [
          { Effect = "Allow", Principal = { AWS = "444455556666" }, Action = "sns:Publish", Resource = "*" },
          {
            Effect    = "Allow"
            Principal = { AWS = "444455556666" }
            Action    = "sns:Publish"
            Resource  = "*"
            NotAction = "sns:Publish"
          },
        ]
      })
    }
    expect = ["aws_sns_topic_policy.this_too @ policy"]
  }
}

rule "aws-resource-policy-invalid-json" {
  title    = "Resource policy is not JSON"
  category = "correctness"
  severity = "high"
  resources = [
    "aws_acmpca_policy", "aws_api_gateway_domain_name", "aws_api_gateway_rest_api", "aws_api_gateway_rest_api_policy", "aws_backup_vault_policy",
    "aws_cloudsearch_domain_service_access_policy", "aws_cloudwatch_event_bus_policy", "aws_cloudwatch_log_destination_policy",
    "aws_cloudwatch_log_resource_policy", "aws_codeartifact_domain_permissions_policy", "aws_codeartifact_repository_permissions_policy",
    "aws_codebuild_resource_policy", "aws_dynamodb_resource_policy", "aws_ecr_registry_policy", "aws_ecr_repository_creation_template",
    "aws_ecr_repository_policy", "aws_efs_file_system_policy", "aws_elasticsearch_domain", "aws_elasticsearch_domain_policy", "aws_glacier_vault",
    "aws_glacier_vault_lock", "aws_glue_resource_policy", "aws_kinesis_resource_policy", "aws_kms_key", "aws_kms_key_policy", "aws_kms_replica_key",
    "aws_media_store_container_policy", "aws_msk_cluster_policy", "aws_networkfirewall_resource_policy", "aws_oam_sink_policy",
    "aws_opensearch_domain", "aws_opensearch_domain_policy", "aws_prometheus_resource_policy", "aws_redshift_resource_policy",
    "aws_redshiftserverless_resource_policy", "aws_s3_access_point", "aws_s3_bucket", "aws_s3_bucket_policy", "aws_s3control_access_point_policy",
    "aws_s3control_bucket_policy", "aws_s3control_object_lambda_access_point_policy", "aws_s3tables_table_bucket_policy",
    "aws_s3tables_table_policy", "aws_s3vectors_vector_bucket_policy", "aws_sagemaker_model_package_group_policy", "aws_schemas_registry_policy",
    "aws_secretsmanager_secret", "aws_secretsmanager_secret_policy", "aws_ses_identity_policy", "aws_sesv2_email_identity_policy", "aws_sns_topic",
    "aws_sns_topic_policy", "aws_sqs_queue", "aws_sqs_queue_policy", "aws_vpc_endpoint", "aws_vpc_endpoint_policy", "aws_vpclattice_auth_policy",
    "aws_vpclattice_resource_policy", "aws_xray_resource_policy",
  ]
  assert = alltrue([
    for p in [resource.policy, resource.policy_document, resource.access_policy, resource.access_policies, resource.resource_policy, resource.repository_policy] :
    p == null || !is_known(p) || p == "" || can(jsondecode(p))
  ])
  at      = [resource.policy, resource.policy_document, resource.access_policy, resource.access_policies, resource.resource_policy, resource.repository_policy]
  message = "the policy cannot be read as JSON"
  why     = <<-EOT
    A comma too many in a heredoc is found only when the change is applied. `jsonencode` and policy documents cannot go wrong this way.
  EOT
  remedy  = <<-EOT
    ```hcl
    policy = jsonencode({
      Version   = "2012-10-17"
      Statement = [{ Effect = "Allow", Principal = { AWS = "111122223333" }, Action = "sqs:SendMessage", Resource = aws_sqs_queue.jobs.arn }]
    })
    ```
  EOT
  link    = "https://developer.hashicorp.com/terraform/language/functions/jsonencode"

  pass "encoded" {
    resource "aws_sqs_queue" "this" {
      name   = "jobs"
      policy = jsonencode({ Statement = [] })
    }
  }

  pass "none" {
    resource "aws_sqs_queue" "this" {
      name = "jobs"
    }
  }

  fail "a comma too many" {
    resource "aws_sqs_queue" "this" {
      name   = "jobs"
      policy = "{\"Statement\": [],}"
    }
    expect = ["aws_sqs_queue.this @ policy"]
  }

  fail "an end is missing" {
    resource "aws_s3_bucket_policy" "this" {
      bucket = "b"
      policy = "{\"Statement\": ["
    }
  }

  pass "`policy` is an unset variable" {
    variable "policy" {}
    resource "aws_sqs_queue" "this" {
      name   = "jobs"
      policy = var.policy
    }
  }
}
