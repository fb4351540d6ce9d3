# OpenSearch Service: `aws_opensearch_domain` and the older `aws_elasticsearch_domain` share nearly all arguments.

rule "aws-opensearch-domain-public" {
  title     = "OpenSearch domain is open to everyone"
  category  = "security"
  severity  = "critical"
  resources = ["aws_opensearch_domain", "aws_elasticsearch_domain", "aws_opensearch_domain_policy", "aws_elasticsearch_domain_policy"]
  aliases   = ["e7530c3c-b7cf-4149-8db9-d037a0b5268e", "16c4216a-50d3-4785-bfb2-4adb5144a8ba"]
  tags      = ["cwe-284", "cwe-306"]
  related "domain" {
    type = ["aws_opensearch_domain", "aws_elasticsearch_domain"]
    on   = refers(resource.domain_name, other)
  }
  when = resource.access_policies != null
  assert = (
    !anytrue([for s in iam_statements(resource.access_policies) : iam_is_public(s)])
    || anytrue([
      for d in concat([resource], related.domain) :
      length(d.vpc_options) > 0 || coalesce(d.advanced_security_options[0].enabled, false)
    ])
  )
  at      = resource.access_policies
  message = "the access policy allows everyone, and neither a VPC nor fine-grained access control stands in front"
  why     = <<-EOT
    The address of a domain outside of a VPC is on the internet. With `*` as principal and no condition on the sender, it answers unsigned requests: anyone reads and deletes all indexes.

    In a VPC, or with fine-grained access control, an open policy is usual, and passes.
  EOT
  remedy  = <<-EOT
    ```hcl
    principals {
      type        = "AWS"
      identifiers = [aws_iam_role.app.arn]
    }
    ```
  EOT
  link    = "https://docs.aws.amazon.com/opensearch-service/latest/developerguide/ac.html"

  pass "one role" {
    resource "aws_opensearch_domain" "this" {
      domain_name     = "logs"
      access_policies = jsonencode({ Statement = [{ Effect = "Allow", Principal = { AWS = "arn:aws:iam::111122223333:role/app" }, Action = "es:*", Resource = "*" }] })
    }
    also = ["aws-opensearch-plain-http-allowed", "aws-opensearch-unencrypted"]
  }

  pass "everyone, inside a VPC" {
    resource "aws_opensearch_domain" "this" {
      domain_name     = "logs"
      access_policies = jsonencode({ Statement = [{ Effect = "Allow", Principal = "*", Action = "es:*", Resource = "*" }] })
      vpc_options {
        subnet_ids = ["subnet-1"]
      }
    }
    also = ["aws-opensearch-default-security-group", "aws-opensearch-plain-http-allowed", "aws-opensearch-unencrypted"]
  }

  pass "everyone, and the domain has users of its own" {
    resource "aws_opensearch_domain" "this" {
      domain_name = "logs"
      advanced_security_options {
        enabled                        = true
        internal_user_database_enabled = true
      }
    }
    resource "aws_opensearch_domain_policy" "this" {
      domain_name     = aws_opensearch_domain.this.domain_name
      access_policies = jsonencode({ Statement = [{ Effect = "Allow", Principal = { AWS = "*" }, Action = "es:ESHttp*", Resource = "*" }] })
    }
    also = ["aws-opensearch-plain-http-allowed", "aws-opensearch-unencrypted"]
  }

  fail "everyone" {
    resource "aws_opensearch_domain" "this" {
      domain_name     = "logs"
      access_policies = jsonencode({ Statement = [{ Effect = "Allow", Principal = { AWS = "*" }, Action = "es:*", Resource = "*" }] })
    }
    expect = ["aws_opensearch_domain.this @ access_policies"]
  }

  fail "everyone, in the separate resource" {
    resource "aws_elasticsearch_domain" "this" {
      domain_name = "logs"
    }
    resource "aws_elasticsearch_domain_policy" "this" {
      domain_name     = aws_elasticsearch_domain.this.domain_name
      access_policies = jsonencode({ Statement = [{ Effect = "Allow", Principal = "*", Action = "es:*", Resource = "*" }] })
    }
    expect = ["aws_elasticsearch_domain_policy.this @ access_policies"]
  }

  unknown "the policy comes from outside" {
    variable "policy" {}
    resource "aws_opensearch_domain" "this" {
      domain_name     = "logs"
      access_policies = var.policy
    }
  }

  pass "no `Statement`" {
    resource "aws_opensearch_domain" "this" {
      domain_name     = "logs"
      access_policies = jsonencode({})
    }
    also = ["aws-opensearch-plain-http-allowed", "aws-opensearch-unencrypted"]
  }
}

rule "aws-opensearch-domain-outside-vpc" {
  title     = "OpenSearch domain has an address on the internet"
  category  = "security"
  severity  = "medium"
  default   = false
  resources = ["aws_opensearch_domain", "aws_elasticsearch_domain"]
  aliases   = ["CKV_AWS_137"]
  tags      = ["cwe-668"]
  assert    = length(resource.vpc_options) > 0
  message   = "no `vpc_options` are declared: the endpoint is public"
  why       = <<-EOT
    Access policies and signed requests protect it, but a mistake in them is open to all. The choice is made when the domain is created and cannot be changed.
  EOT
  remedy    = <<-EOT
    ```hcl
    vpc_options {
      subnet_ids         = var.private_subnet_ids
      security_group_ids = [aws_security_group.search.id]
    }
    ```
  EOT
  link      = "https://docs.aws.amazon.com/opensearch-service/latest/developerguide/vpc.html"

  pass "in a VPC" {
    resource "aws_opensearch_domain" "this" {
      domain_name = "logs"
      vpc_options {
        subnet_ids = ["subnet-1"]
      }
    }
    also = ["aws-opensearch-default-security-group", "aws-opensearch-plain-http-allowed", "aws-opensearch-unencrypted"]
  }

  fail "outside" {
    resource "aws_opensearch_domain" "this" {
      domain_name = "logs"
    }
  }

  fail "outside, the older type" {
    resource "aws_elasticsearch_domain" "this" {
      domain_name           = "logs"
      elasticsearch_version = "7.10"
    }
  }
}

rule "aws-opensearch-default-security-group" {
  title     = "OpenSearch domain in a VPC uses the default security group"
  category  = "security"
  severity  = "medium"
  resources = ["aws_opensearch_domain", "aws_elasticsearch_domain"]
  aliases   = ["CKV_AWS_248", "d3e1f5a9-bb45-4c89-b97c-12d34ef56789"]
  tags      = ["cwe-284"]
  for_each  = resource.vpc_options
  assert    = each.value.security_group_ids != null && length(each.value.security_group_ids) != 0
  at        = each.value.security_group_ids
  message   = "`security_group_ids` is not set, so that the VPC's default group applies"
  why       = <<-EOT
    The default security group lets everything in from whatever else has it, and nobody wrote it for this domain.
  EOT
  remedy    = <<-EOT
    ```hcl
    vpc_options {
      subnet_ids         = var.private_subnet_ids
      security_group_ids = [aws_security_group.search.id]
    }
    ```
  EOT
  link      = "https://docs.aws.amazon.com/opensearch-service/latest/developerguide/vpc.html"

  pass "a group of its own" {
    resource "aws_opensearch_domain" "this" {
      domain_name = "logs"
      vpc_options {
        subnet_ids         = ["subnet-1"]
        security_group_ids = ["sg-1"]
      }
    }
    also = ["aws-opensearch-plain-http-allowed", "aws-opensearch-unencrypted"]
  }

  pass "no VPC" {
    resource "aws_opensearch_domain" "this" {
      domain_name = "logs"
    }
    also = ["aws-opensearch-plain-http-allowed", "aws-opensearch-unencrypted"]
  }

  fail "left out" {
    resource "aws_opensearch_domain" "this" {
      domain_name = "logs"
      vpc_options {
        subnet_ids = ["subnet-1"]
      }
    }
  }

  fail "empty" {
    resource "aws_elasticsearch_domain" "this" {
      domain_name           = "logs"
      elasticsearch_version = "7.10"
      vpc_options {
        subnet_ids         = ["subnet-1"]
        security_group_ids = []
      }
    }
  }

  unknown "`security_group_ids` is an unset variable" {
    variable "security_group_ids" {}
    resource "aws_elasticsearch_domain" "this" {
      domain_name           = "logs"
      elasticsearch_version = "7.10"
      vpc_options {
        subnet_ids         = ["subnet-1"]
        security_group_ids = var.security_group_ids
      }
    }
  }
}

rule "aws-opensearch-unencrypted" {
  title     = "OpenSearch domain stores its data unencrypted"
  category  = "security"
  severity  = "medium"
  resources = ["aws_opensearch_domain", "aws_elasticsearch_domain"]
  aliases   = ["CKV_AWS_5", "AWS-0048", "aws-elasticsearch-enable-domain-encryption", "AVD-AWS-0048", "24e16922-4330-4e9d-be8a-caa90299466a"]
  tags      = ["cwe-311"]
  assert    = coalesce(resource.encrypt_at_rest[0].enabled, false)
  at        = resource.encrypt_at_rest[0].enabled
  message   = "`encrypt_at_rest` is not enabled"
  why       = <<-EOT
    Indexes, logs, swap and automated snapshots are in plain text. Domains with fine-grained access control need it anyway; it can be turned on later and not off again.
  EOT
  remedy    = <<-EOT
    ```hcl
    encrypt_at_rest {
      enabled = true
    }
    ```
  EOT
  link      = "https://docs.aws.amazon.com/opensearch-service/latest/developerguide/encryption-at-rest.html"

  pass "encrypted" {
    resource "aws_opensearch_domain" "this" {
      domain_name = "logs"
      encrypt_at_rest {
        enabled = true
      }
    }
    also = ["aws-opensearch-plain-http-allowed"]
  }

  fail "left out" {
    resource "aws_opensearch_domain" "this" {
      domain_name = "logs"
    }
  }

  fail "switched off" {
    resource "aws_elasticsearch_domain" "this" {
      domain_name           = "logs"
      elasticsearch_version = "7.10"
      encrypt_at_rest {
        enabled = false
      }
    }
    expect = ["aws_elasticsearch_domain.this @ encrypt_at_rest[0].enabled"]
  }

  unknown "decided by the caller" {
    variable "encrypted" {
      type = bool
    }
    resource "aws_opensearch_domain" "this" {
      domain_name = "logs"
      encrypt_at_rest {
        enabled = var.encrypted
      }
    }
  }
}

rule "aws-opensearch-without-customer-key" {
  title     = "OpenSearch domain is not encrypted with a KMS key of your own"
  category  = "security"
  severity  = "low"
  default   = false
  resources = ["aws_opensearch_domain", "aws_elasticsearch_domain"]
  aliases   = ["CKV_AWS_247", "7af2f4a3-00d9-47f3-8d15-ca0888f4e5b2"]
  tags      = ["cwe-326"]
  when      = coalesce(resource.encrypt_at_rest[0].enabled, false)
  assert    = resource.encrypt_at_rest[0].kms_key_id != null
  at        = resource.encrypt_at_rest[0].kms_key_id
  message   = "`kms_key_id` is not set; the key `aws/es` is used"
  why       = <<-EOT
    A key of your own has its own policy and can be revoked. Domains without encryption are another rule's.
  EOT
  remedy    = <<-EOT
    ```hcl
    encrypt_at_rest {
      enabled    = true
      kms_key_id = aws_kms_key.search.arn
    }
    ```
  EOT
  link      = "https://docs.aws.amazon.com/opensearch-service/latest/developerguide/encryption-at-rest.html"

  pass "a key" {
    resource "aws_opensearch_domain" "this" {
      domain_name = "logs"
      encrypt_at_rest {
        enabled    = true
        kms_key_id = "arn:aws:kms:eu-west-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab"
      }
    }
    also = ["aws-opensearch-plain-http-allowed"]
  }

  pass "not encrypted" {
    resource "aws_opensearch_domain" "this" {
      domain_name = "logs"
    }
    also = ["aws-opensearch-plain-http-allowed", "aws-opensearch-unencrypted"]
  }

  fail "the key of the service" {
    resource "aws_opensearch_domain" "this" {
      domain_name = "logs"
      encrypt_at_rest {
        enabled = true
      }
    }
  }

  fail "the key of the service, the older type" {
    resource "aws_elasticsearch_domain" "this" {
      domain_name           = "logs"
      elasticsearch_version = "7.10"
      encrypt_at_rest {
        enabled = true
      }
    }
  }
}

rule "aws-opensearch-node-traffic-unencrypted" {
  title     = "OpenSearch nodes talk to each other unencrypted"
  category  = "security"
  severity  = "medium"
  resources = ["aws_opensearch_domain", "aws_elasticsearch_domain"]
  aliases   = ["CKV_AWS_6", "AWS-0043", "aws-elasticsearch-enable-in-transit-encryption", "AVD-AWS-0043", "967eb3e6-26fc-497d-8895-6428beb6e8e2"]
  tags      = ["cwe-319"]
  when = (
    resource.node_to_node_encryption[0].enabled != null
    || coalesce(resource.cluster_config[0].instance_count, 1) > 1
    || coalesce(resource.cluster_config[0].dedicated_master_enabled, false)
  )
  assert  = coalesce(resource.node_to_node_encryption[0].enabled, false)
  at      = resource.node_to_node_encryption[0].enabled
  message = "`node_to_node_encryption` is not enabled"
  why     = <<-EOT
    Data that is copied between nodes crosses the network readable. A domain with a single node has no such traffic and is left out.
  EOT
  remedy  = <<-EOT
    ```hcl
    node_to_node_encryption {
      enabled = true
    }
    ```
  EOT
  link    = "https://docs.aws.amazon.com/opensearch-service/latest/developerguide/ntn.html"

  pass "encrypted" {
    resource "aws_opensearch_domain" "this" {
      domain_name = "logs"
      cluster_config {
        instance_count = 3
      }
      node_to_node_encryption {
        enabled = true
      }
    }
    also = ["aws-opensearch-plain-http-allowed", "aws-opensearch-unencrypted"]
  }

  pass "one node" {
    resource "aws_opensearch_domain" "this" {
      domain_name = "logs"
      cluster_config {
        instance_count = 1
      }
    }
    also = ["aws-opensearch-plain-http-allowed", "aws-opensearch-unencrypted"]
  }

  fail "left out, three nodes" {
    resource "aws_opensearch_domain" "this" {
      domain_name = "logs"
      cluster_config {
        instance_count = 3
      }
    }
  }

  fail "switched off" {
    resource "aws_elasticsearch_domain" "this" {
      domain_name           = "logs"
      elasticsearch_version = "7.10"
      node_to_node_encryption {
        enabled = false
      }
    }
    expect = ["aws_elasticsearch_domain.this @ node_to_node_encryption[0].enabled"]
  }

  unknown "`enabled` is an unset variable" {
    variable "enabled" {}
    resource "aws_elasticsearch_domain" "this" {
      domain_name           = "logs"
      elasticsearch_version = "7.10"
      node_to_node_encryption {
        enabled = var.enabled
      }
    }
  }

  pass "without `cluster_config`" {
    resource "aws_opensearch_domain" "this" {
      domain_name = "logs"
    }
    also = ["aws-opensearch-plain-http-allowed", "aws-opensearch-unencrypted"]
  }

  fail "more that fail" {
    resource "aws_opensearch_domain" "one_more_dedicated_master_enabled_is_true" {
      domain_name = "logs"
      cluster_config {
        instance_count = 1
      }
    }
    resource "aws_opensearch_domain" "one_more_dedicated_master_enabled_is_true_2" {
      domain_name = "logs"
      cluster_config {
        instance_count           = 1
        dedicated_master_enabled = true
      }
    }
    resource "aws_opensearch_domain" "one_more_instance_count_is_2" {
      domain_name = "logs"
      cluster_config {
        instance_count = 3
      }
    }
    resource "aws_opensearch_domain" "one_more_instance_count_is_2_2" {
      domain_name = "logs"
      cluster_config {
        instance_count = 2
      }
    }
    expect = [
      "aws_opensearch_domain.one_more_dedicated_master_enabled_is_true_2",
      "aws_opensearch_domain.one_more_instance_count_is_2",
      "aws_opensearch_domain.one_more_instance_count_is_2_2",
    ]
  }
}

rule "aws-opensearch-plain-http-allowed" {
  title     = "OpenSearch domain answers plain HTTP"
  category  = "security"
  severity  = "medium"
  resources = ["aws_opensearch_domain", "aws_elasticsearch_domain"]
  aliases   = ["CKV_AWS_83", "AWS-0046", "aws-elasticsearch-enforce-https", "AVD-AWS-0046", "2e9e0729-66d5-4148-9d39-5e6fb4bf2a4e"]
  tags      = ["cwe-319"]
  assert    = length(resource.domain_endpoint_options) > 0 && coalesce(resource.domain_endpoint_options[0].enforce_https, true)
  at        = resource.domain_endpoint_options[0].enforce_https
  message   = "HTTPS is not enforced"
  why       = <<-EOT
    Without the block `domain_endpoint_options` the service takes plain HTTP as well: documents, queries and basic authentication in clear text. Within the block the provider's
    default is to enforce HTTPS.
  EOT
  remedy    = <<-EOT
    ```hcl
    domain_endpoint_options {
      enforce_https       = true
      tls_security_policy = "Policy-Min-TLS-1-2-PFS-2023-10"
    }
    ```
  EOT
  link      = "https://docs.aws.amazon.com/opensearch-service/latest/APIReference/API_DomainEndpointOptions.html"

  pass "enforced" {
    resource "aws_opensearch_domain" "this" {
      domain_name = "logs"
      domain_endpoint_options {
        enforce_https       = true
        tls_security_policy = "Policy-Min-TLS-1-2-2019-07"
      }
    }
    also = ["aws-opensearch-unencrypted"]
  }

  pass "the provider's default" {
    resource "aws_elasticsearch_domain" "this" {
      domain_name           = "logs"
      elasticsearch_version = "7.10"
      domain_endpoint_options {
        tls_security_policy = "Policy-Min-TLS-1-2-2019-07"
      }
    }
    also = ["aws-opensearch-unencrypted"]
  }

  fail "no block" {
    resource "aws_opensearch_domain" "this" {
      domain_name = "logs"
    }
  }

  fail "switched off" {
    resource "aws_opensearch_domain" "this" {
      domain_name = "logs"
      domain_endpoint_options {
        enforce_https = false
      }
    }
    expect = ["aws_opensearch_domain.this @ domain_endpoint_options[0].enforce_https"]
  }

  unknown "`enforce_https` is an unset variable" {
    variable "enforce_https" {}
    resource "aws_opensearch_domain" "this" {
      domain_name = "logs"
      domain_endpoint_options {
        enforce_https = var.enforce_https
      }
    }
  }
}

rule "aws-opensearch-old-tls" {
  title     = "OpenSearch domain accepts TLS 1.0"
  category  = "security"
  severity  = "medium"
  resources = ["aws_opensearch_domain", "aws_elasticsearch_domain"]
  aliases   = ["CKV_AWS_228", "AWS-0126", "aws-elasticsearch-use-secure-tls-policy", "AVD-AWS-0126"]
  tags      = ["cwe-327"]
  when      = length(resource.domain_endpoint_options) > 0
  assert    = coalesce(resource.domain_endpoint_options[0].tls_security_policy, "Policy-Min-TLS-1-0-2019-07") != "Policy-Min-TLS-1-0-2019-07"
  at        = resource.domain_endpoint_options[0].tls_security_policy
  message   = "`tls_security_policy` is `Policy-Min-TLS-1-0-2019-07`, or not set, which means the same"
  why       = <<-EOT
    TLS 1.0 and 1.1 are broken and no client needs them any more. A domain without `domain_endpoint_options` does not even enforce HTTPS and is another rule's.
  EOT
  remedy    = <<-EOT
    ```hcl
    tls_security_policy = "Policy-Min-TLS-1-2-PFS-2023-10"
    ```
  EOT
  link      = "https://docs.aws.amazon.com/opensearch-service/latest/APIReference/API_DomainEndpointOptions.html"

  pass "TLS 1.2" {
    resource "aws_opensearch_domain" "this" {
      domain_name = "logs"
      domain_endpoint_options {
        tls_security_policy = "Policy-Min-TLS-1-2-2019-07"
      }
    }
    also = ["aws-opensearch-unencrypted"]
  }

  pass "TLS 1.2 with forward secrecy" {
    resource "aws_opensearch_domain" "this" {
      domain_name = "logs"
      domain_endpoint_options {
        tls_security_policy = "Policy-Min-TLS-1-2-PFS-2023-10"
      }
    }
    also = ["aws-opensearch-unencrypted"]
  }

  fail "TLS 1.0" {
    resource "aws_opensearch_domain" "this" {
      domain_name = "logs"
      domain_endpoint_options {
        tls_security_policy = "Policy-Min-TLS-1-0-2019-07"
      }
    }
    expect = ["aws_opensearch_domain.this @ domain_endpoint_options[0].tls_security_policy"]
  }

  fail "left out" {
    resource "aws_elasticsearch_domain" "this" {
      domain_name           = "logs"
      elasticsearch_version = "7.10"
      domain_endpoint_options {
        enforce_https = true
      }
    }
  }

  unknown "`tls_security_policy` is an unset variable" {
    variable "tls_security_policy" {}
    resource "aws_opensearch_domain" "this" {
      domain_name = "logs"
      domain_endpoint_options {
        tls_security_policy = var.tls_security_policy
      }
    }
  }

  pass "without `domain_endpoint_options`" {
    resource "aws_opensearch_domain" "this" {
      domain_name = "logs"
    }
    also = ["aws-opensearch-plain-http-allowed", "aws-opensearch-unencrypted"]
  }
}

rule "aws-opensearch-without-fine-grained-access" {
  title     = "OpenSearch domain has no fine-grained access control"
  category  = "security"
  severity  = "medium"
  default   = false
  resources = ["aws_opensearch_domain", "aws_elasticsearch_domain"]
  aliases   = ["CKV2_AWS_52", "b4c6d7e8-f9a1-4bcd-89ef-01234abcd567"]
  tags      = ["cwe-284"]
  assert    = coalesce(resource.advanced_security_options[0].enabled, false)
  at        = resource.advanced_security_options[0].enabled
  message   = "`advanced_security_options` is not enabled"
  why       = <<-EOT
    Without it whoever may call the domain may read and write every index. With it there are roles for indexes, documents and fields, and an audit log. It can be turned on, and never off again.
  EOT
  remedy    = <<-EOT
    ```hcl
    advanced_security_options {
      enabled = true
      master_user_options {
        master_user_arn = aws_iam_role.search_admin.arn
      }
    }
    ```
  EOT
  link      = "https://docs.aws.amazon.com/opensearch-service/latest/developerguide/fgac.html"

  pass "on" {
    resource "aws_opensearch_domain" "this" {
      domain_name = "logs"
      advanced_security_options {
        enabled = true
        master_user_options {
          master_user_arn = "arn:aws:iam::111122223333:role/admin"
        }
      }
    }
    also = ["aws-opensearch-plain-http-allowed", "aws-opensearch-unencrypted"]
  }

  fail "left out" {
    resource "aws_opensearch_domain" "this" {
      domain_name = "logs"
    }
  }

  fail "switched off" {
    resource "aws_opensearch_domain" "this" {
      domain_name = "logs"
      advanced_security_options {
        enabled = false
      }
    }
    expect = ["aws_opensearch_domain.this @ advanced_security_options[0].enabled"]
  }

  unknown "`enabled` is an unset variable" {
    variable "enabled" {}
    resource "aws_opensearch_domain" "this" {
      domain_name = "logs"
      advanced_security_options {
        enabled = var.enabled
      }
    }
  }
}

rule "aws-opensearch-logging-disabled" {
  title     = "OpenSearch domain publishes no logs"
  category  = "security"
  severity  = "medium"
  default   = false
  resources = ["aws_opensearch_domain", "aws_elasticsearch_domain"]
  aliases   = ["CKV_AWS_84", "AWS-0042", "aws-elasticsearch-enable-domain-logging", "AVD-AWS-0042", "acb6b4e2-a086-4f35-aefd-4db6ea51ada2"]
  tags      = ["cwe-778"]
  assert    = anytrue([for l in resource.log_publishing_options : coalesce(l.enabled, true)])
  at        = resource.log_publishing_options
  message   = "no `log_publishing_options` are enabled"
  why       = <<-EOT
    Error, slow and audit logs exist only where they are published to CloudWatch.
  EOT
  remedy    = <<-EOT
    ```hcl
    log_publishing_options {
      log_type                 = "ES_APPLICATION_LOGS"
      cloudwatch_log_group_arn = aws_cloudwatch_log_group.search.arn
    }
    ```
  EOT
  link      = "https://docs.aws.amazon.com/opensearch-service/latest/developerguide/createdomain-configure-slow-logs.html"

  pass "published" {
    resource "aws_opensearch_domain" "this" {
      domain_name = "logs"
      log_publishing_options {
        log_type                 = "ES_APPLICATION_LOGS"
        cloudwatch_log_group_arn = "arn:aws:logs:eu-west-1:111122223333:log-group:search"
      }
    }
    also = ["aws-opensearch-plain-http-allowed", "aws-opensearch-unencrypted"]
  }

  fail "left out" {
    resource "aws_opensearch_domain" "this" {
      domain_name = "logs"
    }
  }

  fail "switched off" {
    resource "aws_opensearch_domain" "this" {
      domain_name = "logs"
      log_publishing_options {
        log_type                 = "ES_APPLICATION_LOGS"
        cloudwatch_log_group_arn = "arn:aws:logs:eu-west-1:111122223333:log-group:search"
        enabled                  = false
      }
    }
  }

  unknown "not known from the code" {
    variable "value" {}
    resource "aws_opensearch_domain" "this" {
      domain_name            = "logs"
      log_publishing_options = var.value
    }
  }
}

rule "aws-opensearch-audit-log-missing" {
  title     = "OpenSearch domain publishes no audit log"
  category  = "security"
  severity  = "low"
  default   = false
  resources = ["aws_opensearch_domain", "aws_elasticsearch_domain"]
  aliases   = ["CKV_AWS_317"]
  tags      = ["cwe-778"]
  when      = anytrue([for l in resource.log_publishing_options : coalesce(l.enabled, true)])
  assert    = anytrue([for l in resource.log_publishing_options : l.log_type == "AUDIT_LOGS" && coalesce(l.enabled, true)])
  at        = resource.log_publishing_options
  message   = "`AUDIT_LOGS` is not among the published logs"
  why       = <<-EOT
    It shows who searched and changed what, and needs fine-grained access control. Domains that publish nothing are another rule's.
  EOT
  remedy    = <<-EOT
    ```hcl
    log_publishing_options {
      log_type                 = "AUDIT_LOGS"
      cloudwatch_log_group_arn = aws_cloudwatch_log_group.audit.arn
    }
    ```
  EOT
  link      = "https://docs.aws.amazon.com/opensearch-service/latest/developerguide/audit-logs.html"

  pass "published" {
    resource "aws_opensearch_domain" "this" {
      domain_name = "logs"
      log_publishing_options {
        log_type                 = "AUDIT_LOGS"
        cloudwatch_log_group_arn = "arn:aws:logs:eu-west-1:111122223333:log-group:audit"
      }
    }
    also = ["aws-opensearch-plain-http-allowed", "aws-opensearch-unencrypted"]
  }

  pass "no logs at all" {
    resource "aws_opensearch_domain" "this" {
      domain_name = "logs"
    }
    also = ["aws-opensearch-plain-http-allowed", "aws-opensearch-unencrypted"]
  }

  fail "errors only" {
    resource "aws_opensearch_domain" "this" {
      domain_name = "logs"
      log_publishing_options {
        log_type                 = "ES_APPLICATION_LOGS"
        cloudwatch_log_group_arn = "arn:aws:logs:eu-west-1:111122223333:log-group:search"
      }
    }
  }

  fail "slow searches only" {
    resource "aws_elasticsearch_domain" "this" {
      domain_name           = "logs"
      elasticsearch_version = "7.10"
      log_publishing_options {
        log_type                 = "SEARCH_SLOW_LOGS"
        cloudwatch_log_group_arn = "arn:aws:logs:eu-west-1:111122223333:log-group:search"
      }
    }
  }

  unknown "not known from the code" {
    variable "value" {}
    resource "aws_opensearch_domain" "this" {
      domain_name            = "logs"
      log_publishing_options = var.value
    }
  }

  pass "one more `log_publishing_options`, `log_type` is `SEARCH_SLOW_LOGS`" {
    resource "aws_opensearch_domain" "this" {
      domain_name = "logs"
      log_publishing_options {
        log_type                 = "AUDIT_LOGS"
        cloudwatch_log_group_arn = "arn:aws:logs:eu-west-1:111122223333:log-group:audit"
      }
      log_publishing_options {
        log_type                 = "SEARCH_SLOW_LOGS"
        cloudwatch_log_group_arn = "arn:aws:logs:eu-west-1:111122223333:log-group:audit"
      }
    }
    also = ["aws-opensearch-plain-http-allowed", "aws-opensearch-unencrypted"]
  }

  fail "one more, one more `log_publishing_options`, `log_type` is `ES_APPLICATION_LOGS`, `enabled` is `fals" {
    resource "aws_opensearch_domain" "this" {
      domain_name = "logs"
      log_publishing_options {
        log_type                 = "AUDIT_LOGS"
        cloudwatch_log_group_arn = "arn:aws:logs:eu-west-1:111122223333:log-group:audit"
      }
    }
    resource "aws_opensearch_domain" "this_too" {
      domain_name = "logs"
      log_publishing_options {
        log_type                 = "AUDIT_LOGS"
        cloudwatch_log_group_arn = "arn:aws:logs:eu-west-1:111122223333:log-group:audit"
        enabled                  = false
      }
      log_publishing_options {
        log_type                 = "ES_APPLICATION_LOGS"
        cloudwatch_log_group_arn = "arn:aws:logs:eu-west-1:111122223333:log-group:audit"
      }
    }
    expect = ["aws_opensearch_domain.this_too @ log_publishing_options"]
  }
}

rule "aws-opensearch-slow-logs-missing" {
  title     = "OpenSearch domain publishes no slow logs"
  category  = "reliability"
  severity  = "info"
  default   = false
  resources = ["aws_opensearch_domain", "aws_elasticsearch_domain"]
  aliases   = ["e979fcbc-df6c-422d-9458-c33d65e71c45"]
  when      = anytrue([for l in resource.log_publishing_options : coalesce(l.enabled, true)])
  assert = anytrue([
    for l in resource.log_publishing_options :
    contains(["INDEX_SLOW_LOGS", "SEARCH_SLOW_LOGS"], l.log_type) && coalesce(l.enabled, true)
  ])
  at      = resource.log_publishing_options
  message = "neither `INDEX_SLOW_LOGS` nor `SEARCH_SLOW_LOGS` is published"
  why     = <<-EOT
    They show which queries load the cluster. Domains that publish nothing are another rule's.
  EOT
  remedy  = <<-EOT
    ```hcl
    log_publishing_options {
      log_type                 = "SEARCH_SLOW_LOGS"
      cloudwatch_log_group_arn = aws_cloudwatch_log_group.search.arn
    }
    ```
  EOT
  link    = "https://docs.aws.amazon.com/opensearch-service/latest/developerguide/createdomain-configure-slow-logs.html"

  pass "slow searches" {
    resource "aws_opensearch_domain" "this" {
      domain_name = "logs"
      log_publishing_options {
        log_type                 = "SEARCH_SLOW_LOGS"
        cloudwatch_log_group_arn = "arn:aws:logs:eu-west-1:111122223333:log-group:search"
      }
    }
    also = ["aws-opensearch-plain-http-allowed", "aws-opensearch-unencrypted"]
  }

  pass "no logs at all" {
    resource "aws_opensearch_domain" "this" {
      domain_name = "logs"
    }
    also = ["aws-opensearch-plain-http-allowed", "aws-opensearch-unencrypted"]
  }

  fail "errors only" {
    resource "aws_opensearch_domain" "this" {
      domain_name = "logs"
      log_publishing_options {
        log_type                 = "ES_APPLICATION_LOGS"
        cloudwatch_log_group_arn = "arn:aws:logs:eu-west-1:111122223333:log-group:search"
      }
    }
  }

  fail "the audit log only" {
    resource "aws_opensearch_domain" "this" {
      domain_name = "logs"
      log_publishing_options {
        log_type                 = "AUDIT_LOGS"
        cloudwatch_log_group_arn = "arn:aws:logs:eu-west-1:111122223333:log-group:audit"
      }
    }
  }

  unknown "not known from the code" {
    variable "value" {}
    resource "aws_opensearch_domain" "this" {
      domain_name            = "logs"
      log_publishing_options = var.value
    }
  }

  pass "more that pass" {
    resource "aws_opensearch_domain" "log_type_is_index_slow_logs" {
      domain_name = "logs"
      log_publishing_options {
        log_type                 = "INDEX_SLOW_LOGS"
        cloudwatch_log_group_arn = "arn:aws:logs:eu-west-1:111122223333:log-group:search"
      }
    }
    resource "aws_opensearch_domain" "one_more_log_publishing_options_log_type" {
      domain_name = "logs"
      log_publishing_options {
        log_type                 = "SEARCH_SLOW_LOGS"
        cloudwatch_log_group_arn = "arn:aws:logs:eu-west-1:111122223333:log-group:search"
      }
      log_publishing_options {
        log_type                 = "AUDIT_LOGS"
        cloudwatch_log_group_arn = "arn:aws:logs:eu-west-1:111122223333:log-group:search"
      }
    }
    also = ["aws-opensearch-plain-http-allowed", "aws-opensearch-unencrypted"]
  }

  unknown "one more, `enabled` is `false`, one more, one more `log_publishing_options`, `enabled` is an unset v" {
    variable "enabled" {}
    resource "aws_opensearch_domain" "this" {
      domain_name = "logs"
      log_publishing_options {
        log_type                 = "SEARCH_SLOW_LOGS"
        cloudwatch_log_group_arn = "arn:aws:logs:eu-west-1:111122223333:log-group:search"
      }
    }
    resource "aws_opensearch_domain" "this_too" {
      domain_name = "logs"
      log_publishing_options {
        log_type                 = "SEARCH_SLOW_LOGS"
        cloudwatch_log_group_arn = "arn:aws:logs:eu-west-1:111122223333:log-group:search"
        enabled                  = false
      }
    }
    resource "aws_opensearch_domain" "this_too_too" {
      domain_name = "logs"
      log_publishing_options {
        log_type                 = "SEARCH_SLOW_LOGS"
        cloudwatch_log_group_arn = "arn:aws:logs:eu-west-1:111122223333:log-group:search"
        enabled                  = false
      }
      log_publishing_options {
        log_type                 = "SEARCH_SLOW_LOGS"
        cloudwatch_log_group_arn = "arn:aws:logs:eu-west-1:111122223333:log-group:search"
        enabled                  = var.enabled
      }
    }
    expect = ["aws_opensearch_domain.this_too_too @ log_publishing_options"]
  }
}

rule "aws-opensearch-single-zone" {
  title     = "OpenSearch domain does not survive the loss of a zone"
  category  = "reliability"
  severity  = "medium"
  default   = false
  resources = ["aws_opensearch_domain", "aws_elasticsearch_domain"]
  aliases   = ["CKV_AWS_318"]
  assert = (
    coalesce(resource.cluster_config[0].instance_count, 1) >= 3
    && (
      coalesce(resource.cluster_config[0].zone_awareness_enabled, false)
      || coalesce(resource.cluster_config[0].multi_az_with_standby_enabled, false)
    )
  )
  at      = resource.cluster_config[0].zone_awareness_enabled
  message = "fewer than three data nodes, or no zone awareness"
  why     = <<-EOT
    With one zone its loss is an outage, with fewer than three data nodes also the loss of data that has no replica. For production.
  EOT
  remedy  = <<-EOT
    ```hcl
    cluster_config {
      instance_count         = 3
      zone_awareness_enabled = true
      zone_awareness_config {
        availability_zone_count = 3
      }
    }
    ```
  EOT
  link    = "https://docs.aws.amazon.com/opensearch-service/latest/developerguide/managedomains-multiaz.html"

  pass "three nodes in zones" {
    resource "aws_opensearch_domain" "this" {
      domain_name = "logs"
      cluster_config {
        instance_count         = 3
        zone_awareness_enabled = true
      }
    }
    also = ["aws-opensearch-node-traffic-unencrypted", "aws-opensearch-plain-http-allowed", "aws-opensearch-unencrypted"]
  }

  fail "left out" {
    resource "aws_opensearch_domain" "this" {
      domain_name = "logs"
    }
  }

  fail "three nodes in one zone" {
    resource "aws_opensearch_domain" "this" {
      domain_name = "logs"
      cluster_config {
        instance_count = 3
      }
    }
  }

  fail "more that fail" {
    resource "aws_opensearch_domain" "no_instance_count" {
      domain_name = "logs"
      cluster_config {
        zone_awareness_enabled = true
      }
    }
    resource "aws_opensearch_domain" "one_more_multi_az_with_standby_enabled_is" {
      domain_name = "logs"
      cluster_config {
        instance_count = 3
      }
    }
    resource "aws_opensearch_domain" "one_more_multi_az_with_standby_enabled_is_2" {
      domain_name = "logs"
      cluster_config {
        instance_count                = 3
        multi_az_with_standby_enabled = true
      }
    }
    expect = [
      "aws_opensearch_domain.no_instance_count @ cluster_config[0].zone_awareness_enabled",
      "aws_opensearch_domain.one_more_multi_az_with_standby_enabled_is @ cluster_config[0]",
    ]
  }
}

rule "aws-opensearch-without-dedicated-master" {
  title     = "OpenSearch domain has no dedicated master nodes"
  category  = "reliability"
  severity  = "low"
  default   = false
  resources = ["aws_opensearch_domain", "aws_elasticsearch_domain"]
  aliases   = ["CKV2_AWS_59"]
  assert    = coalesce(resource.cluster_config[0].dedicated_master_enabled, false)
  at        = resource.cluster_config[0].dedicated_master_enabled
  message   = "`dedicated_master_enabled` is not true"
  why       = <<-EOT
    Master nodes of their own keep the cluster in order while data nodes are busy. AWS advises three for production; small clusters do without.
  EOT
  remedy    = <<-EOT
    ```hcl
    cluster_config {
      dedicated_master_enabled = true
      dedicated_master_count   = 3
      dedicated_master_type    = "m6g.large.search"
    }
    ```
  EOT
  link      = "https://docs.aws.amazon.com/opensearch-service/latest/developerguide/managedomains-dedicatedmasternodes.html"

  pass "three masters" {
    resource "aws_opensearch_domain" "this" {
      domain_name = "logs"
      cluster_config {
        dedicated_master_enabled = true
        dedicated_master_count   = 3
        dedicated_master_type    = "m6g.large.search"
      }
    }
    also = ["aws-opensearch-node-traffic-unencrypted", "aws-opensearch-plain-http-allowed", "aws-opensearch-unencrypted"]
  }

  fail "left out" {
    resource "aws_opensearch_domain" "this" {
      domain_name = "logs"
    }
  }

  fail "switched off" {
    resource "aws_opensearch_domain" "this" {
      domain_name = "logs"
      cluster_config {
        dedicated_master_enabled = false
      }
    }
    expect = ["aws_opensearch_domain.this @ cluster_config[0].dedicated_master_enabled"]
  }

  unknown "`dedicated_master_enabled` is an unset variable" {
    variable "dedicated_master_enabled" {}
    resource "aws_opensearch_domain" "this" {
      domain_name = "logs"
      cluster_config {
        dedicated_master_enabled = var.dedicated_master_enabled
      }
    }
  }
}

rule "aws-opensearch-gp2-storage" {
  title     = "OpenSearch domain uses gp2 or magnetic volumes"
  category  = "cost"
  severity  = "low"
  resources = ["aws_opensearch_domain", "aws_elasticsearch_domain"]
  for_each  = resource.ebs_options
  assert    = !contains(["gp2", "standard"], each.value.volume_type)
  at        = each.value.volume_type
  message   = "`${each.value.volume_type}` costs more than gp3 for less throughput"
  why       = <<-EOT
    gp3 volumes are cheaper by the gigabyte and have 3,000 IOPS from the start. All current instance types take them.
  EOT
  remedy    = <<-EOT
    ```hcl
    ebs_options {
      ebs_enabled = true
      volume_size = 100
      volume_type = "gp3"
    }
    ```
  EOT
  link      = "https://docs.aws.amazon.com/opensearch-service/latest/developerguide/opensearch-pricing.html"

  fix {
    set = {
      volume_type = "gp3"
    }
  }

  pass "gp3" {
    resource "aws_opensearch_domain" "this" {
      domain_name = "logs"
      ebs_options {
        ebs_enabled = true
        volume_size = 100
        volume_type = "gp3"
      }
    }
    also = ["aws-opensearch-plain-http-allowed", "aws-opensearch-unencrypted"]
  }

  pass "not set" {
    resource "aws_opensearch_domain" "this" {
      domain_name = "logs"
      ebs_options {
        ebs_enabled = true
        volume_size = 100
      }
    }
    also = ["aws-opensearch-plain-http-allowed", "aws-opensearch-unencrypted"]
  }

  fail "gp2" {
    resource "aws_opensearch_domain" "this" {
      domain_name = "logs"
      ebs_options {
        ebs_enabled = true
        volume_size = 100
        volume_type = "gp2"
      }
    }
    expect = ["aws_opensearch_domain.this @ ebs_options[0].volume_type"]
  }

  fail "magnetic" {
    resource "aws_elasticsearch_domain" "this" {
      domain_name           = "logs"
      elasticsearch_version = "7.10"
      ebs_options {
        ebs_enabled = true
        volume_size = 10
        volume_type = "standard"
      }
    }
  }

  unknown "`volume_type` is an unset variable" {
    variable "volume_type" {}
    resource "aws_opensearch_domain" "this" {
      domain_name = "logs"
      ebs_options {
        ebs_enabled = true
        volume_size = 100
        volume_type = var.volume_type
      }
    }
  }
}

rule "aws-opensearch-previous-generation" {
  title     = "OpenSearch instance type is of a previous generation"
  category  = "cost"
  severity  = "low"
  resources = ["aws_opensearch_domain", "aws_elasticsearch_domain"]
  params = {
    successors = {
      c4 = "c6g"
      m3 = "m6g"
      m4 = "m6g"
      r3 = "r6g"
      r4 = "r6g"
      t2 = "t3"
    }
    families = ["t2", "m3", "m4", "c4", "r3", "r4", "i2"]
  }
  for_each = [for t in [resource.cluster_config[0].instance_type, resource.cluster_config[0].dedicated_master_type] : t if t != null]
  assert   = !contains(param.families, split(".", each.value)[0])
  at       = [each.value, resource.cluster_config[0].instance_type]
  message  = "`${each.value}` is of a previous generation${param.successors[split(".", each.value)[0]] == null ? "" : "; `${param.successors[split(".", each.value)[0]]}` follows it"}"
  why      = <<-EOT
    Later types do more for the same money; new versions of OpenSearch do not run on the old ones.
  EOT
  remedy   = <<-EOT
    ```hcl
    instance_type = "r6g.large.search"
    ```
  EOT
  link     = "https://docs.aws.amazon.com/opensearch-service/latest/developerguide/supported-instance-types.html"

  pass "a present type" {
    resource "aws_opensearch_domain" "this" {
      domain_name = "logs"
      cluster_config {
        instance_type = "r6g.large.search"
      }
    }
    also = ["aws-opensearch-plain-http-allowed", "aws-opensearch-unencrypted"]
  }

  pass "the default" {
    resource "aws_opensearch_domain" "this" {
      domain_name = "logs"
    }
    also = ["aws-opensearch-plain-http-allowed", "aws-opensearch-unencrypted"]
  }

  fail "r4" {
    resource "aws_opensearch_domain" "this" {
      domain_name = "logs"
      cluster_config {
        instance_type = "r4.large.search"
      }
    }
  }

  fail "a master of type t2" {
    resource "aws_elasticsearch_domain" "this" {
      domain_name           = "logs"
      elasticsearch_version = "7.10"
      cluster_config {
        instance_type         = "r5.large.elasticsearch"
        dedicated_master_type = "t2.small.elasticsearch"
      }
    }
  }

  unknown "`instance_type` is an unset variable" {
    variable "instance_type" {}
    resource "aws_opensearch_domain" "this" {
      domain_name = "logs"
      cluster_config {
        instance_type = var.instance_type
      }
    }
  }

  fail "`instance_type` is `i2`" {
    resource "aws_opensearch_domain" "this" {
      domain_name = "logs"
      cluster_config {
        instance_type = "i2"
      }
    }
    expect = ["aws_opensearch_domain.this @ cluster_config[0].instance_type"]
  }

  unknown "`dedicated_master_type` is an unset variable" {
    variable "dedicated_master_type" {}
    resource "aws_elasticsearch_domain" "this" {
      domain_name           = "logs"
      elasticsearch_version = "7.10"
      cluster_config {
        instance_type         = "r5.large.elasticsearch"
        dedicated_master_type = var.dedicated_master_type
      }
    }
    expect = ["aws_elasticsearch_domain.this @ cluster_config[0].instance_type"]
  }
}

rule "aws-opensearch-version-past-support" {
  title     = "OpenSearch or Elasticsearch version is past standard support"
  category  = "cost"
  severity  = "medium"
  resources = ["aws_opensearch_domain", "aws_elasticsearch_domain"]
  tags      = ["cwe-1104"]
  params = {
    ended = "^(Elasticsearch_)?(1[.]5|2[.]3|5[.][1-5]|6[.][0-7]|7[.][1-8])$|^OpenSearch_(1[.][0-2]|2[.][3-9])$"
  }
  when    = coalesce(resource.engine_version, resource.elasticsearch_version) != null
  assert  = !can(regex(param.ended, coalesce(resource.engine_version, resource.elasticsearch_version)))
  at      = [resource.engine_version, resource.elasticsearch_version]
  message = "standard support of `${coalesce(resource.engine_version, resource.elasticsearch_version)}` ended in November 2025; extended support is billed by the hour"
  why     = <<-EOT
    Versions in extended support get critical fixes only, at an extra price for each instance hour.
  EOT
  remedy  = <<-EOT
    ```hcl
    engine_version = "OpenSearch_2.19"
    ```
  EOT
  link    = "https://docs.aws.amazon.com/opensearch-service/latest/developerguide/what-is.html#choosing-version"

  pass "a present version" {
    resource "aws_opensearch_domain" "this" {
      domain_name    = "logs"
      engine_version = "OpenSearch_2.19"
    }
    also = ["aws-opensearch-plain-http-allowed", "aws-opensearch-unencrypted"]
  }

  pass "the last Elasticsearch" {
    resource "aws_elasticsearch_domain" "this" {
      domain_name           = "logs"
      elasticsearch_version = "7.10"
    }
    also = ["aws-opensearch-plain-http-allowed", "aws-opensearch-unencrypted"]
  }

  fail "Elasticsearch 6.3" {
    resource "aws_elasticsearch_domain" "this" {
      domain_name           = "logs"
      elasticsearch_version = "6.3"
    }
    expect = ["aws_elasticsearch_domain.this @ elasticsearch_version"]
  }

  fail "OpenSearch 1.2" {
    resource "aws_opensearch_domain" "this" {
      domain_name    = "logs"
      engine_version = "OpenSearch_1.2"
    }
  }

  unknown "`elasticsearch_version` is an unset variable" {
    variable "elasticsearch_version" {}
    resource "aws_elasticsearch_domain" "this" {
      domain_name           = "logs"
      elasticsearch_version = var.elasticsearch_version
    }
  }
}
