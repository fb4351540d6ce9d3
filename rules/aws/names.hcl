# Names of AWS resources: what the services take, and a pattern of your own. Bucket names have rules of their own (s3.hcl).

rule "aws-name-invalid" {
  title    = "Name breaks the service's naming rules"
  category = "naming"
  severity = "high"
  resources = [
    "aws_lb", "aws_lb_target_group", "aws_elb", "aws_iam_role", "aws_iam_user", "aws_iam_group", "aws_iam_policy", "aws_iam_instance_profile",
    "aws_lambda_function", "aws_sqs_queue", "aws_sns_topic", "aws_dynamodb_table", "aws_db_instance", "aws_rds_cluster", "aws_redshift_cluster",
    "aws_docdb_cluster", "aws_neptune_cluster", "aws_elasticache_cluster", "aws_elasticache_replication_group", "aws_ecr_repository",
    "aws_ecs_cluster", "aws_ecs_service", "aws_eks_cluster", "aws_cloudwatch_log_group", "aws_cloudwatch_event_rule", "aws_sfn_state_machine",
    "aws_kms_alias", "aws_secretsmanager_secret", "aws_opensearch_domain", "aws_elasticsearch_domain", "aws_kinesis_stream",
    "aws_kinesis_firehose_delivery_stream", "aws_launch_template", "aws_security_group", "aws_codebuild_project", "aws_msk_cluster", "aws_mq_broker",
    "aws_cognito_user_pool", "aws_wafv2_web_acl", "aws_db_subnet_group",
  ]
  params = {
    limits = {
      aws_lb = {
        maximum = 32
        pattern = "^[a-zA-Z0-9]([a-zA-Z0-9-]*[a-zA-Z0-9])?$"
      }
      aws_lb_target_group = {
        maximum = 32
        pattern = "^[a-zA-Z0-9]([a-zA-Z0-9-]*[a-zA-Z0-9])?$"
      }
      aws_elb = {
        maximum = 32
        pattern = "^[a-zA-Z0-9]([a-zA-Z0-9-]*[a-zA-Z0-9])?$"
      }
      aws_iam_role = {
        maximum = 64
        pattern = "^[a-zA-Z0-9+=,.@_-]+$"
      }
      aws_iam_user = {
        maximum = 64
        pattern = "^[a-zA-Z0-9+=,.@_-]+$"
      }
      aws_iam_group = {
        maximum = 128
        pattern = "^[a-zA-Z0-9+=,.@_-]+$"
      }
      aws_iam_policy = {
        maximum = 128
        pattern = "^[a-zA-Z0-9+=,.@_-]+$"
      }
      aws_iam_instance_profile = {
        maximum = 128
        pattern = "^[a-zA-Z0-9+=,.@_-]+$"
      }
      aws_lambda_function = {
        maximum = 64
        pattern = "^[a-zA-Z0-9-_]+$"
      }
      aws_sqs_queue = {
        maximum = 80
        pattern = "^[a-zA-Z0-9_-]+([.]fifo)?$"
      }
      aws_sns_topic = {
        maximum = 256
        pattern = "^[a-zA-Z0-9_-]+([.]fifo)?$"
      }
      aws_dynamodb_table = {
        maximum = 255
        pattern = "^[a-zA-Z0-9_.-]{3,}$"
      }
      aws_db_instance = {
        maximum = 63
        pattern = "^[a-z]([a-z0-9]|-[a-z0-9])*$"
      }
      aws_rds_cluster = {
        maximum = 63
        pattern = "^[a-z]([a-z0-9]|-[a-z0-9])*$"
      }
      aws_redshift_cluster = {
        maximum = 63
        pattern = "^[a-z]([a-z0-9]|-[a-z0-9])*$"
      }
      aws_docdb_cluster = {
        maximum = 63
        pattern = "^[a-z]([a-z0-9]|-[a-z0-9])*$"
      }
      aws_neptune_cluster = {
        maximum = 63
        pattern = "^[a-z]([a-z0-9]|-[a-z0-9])*$"
      }
      aws_elasticache_cluster = {
        maximum = 50
        pattern = "^[a-z]([a-z0-9]|-[a-z0-9])*$"
      }
      aws_elasticache_replication_group = {
        maximum = 40
        pattern = "^[a-z]([a-z0-9]|-[a-z0-9])*$"
      }
      aws_ecr_repository = {
        maximum = 256
        pattern = "^[a-z0-9]+(([.]|_|__|-+)[a-z0-9]+)*(/[a-z0-9]+(([.]|_|__|-+)[a-z0-9]+)*)*$"
      }
      aws_ecs_cluster = {
        maximum = 255
        pattern = "^[a-zA-Z0-9_-]+$"
      }
      aws_ecs_service = {
        maximum = 255
        pattern = "^[a-zA-Z0-9_-]+$"
      }
      aws_eks_cluster = {
        maximum = 100
        pattern = "^[0-9A-Za-z][A-Za-z0-9_-]*$"
      }
      aws_cloudwatch_log_group = {
        maximum = 512
        pattern = "^[a-zA-Z0-9_/.#-]+$"
      }
      aws_cloudwatch_event_rule = {
        maximum = 64
        pattern = "^[a-zA-Z0-9._-]+$"
      }
      aws_sfn_state_machine = {
        maximum = 80
        pattern = "^[a-zA-Z0-9_-]+$"
      }
      aws_kms_alias = {
        maximum = 256
        pattern = "^alias/[a-zA-Z0-9/_-]+$"
      }
      aws_secretsmanager_secret = {
        maximum = 512
        pattern = "^[a-zA-Z0-9/_+=.@-]+$"
      }
      aws_opensearch_domain = {
        maximum = 28
        pattern = "^[a-z][a-z0-9-]{2,}$"
      }
      aws_elasticsearch_domain = {
        maximum = 28
        pattern = "^[a-z][a-z0-9-]{2,}$"
      }
      aws_kinesis_stream = {
        maximum = 128
        pattern = "^[a-zA-Z0-9_.-]+$"
      }
      aws_kinesis_firehose_delivery_stream = {
        maximum = 64
        pattern = "^[a-zA-Z0-9_.-]+$"
      }
      aws_launch_template = {
        maximum = 128
        pattern = "^[a-zA-Z0-9().\\/_-]{3,}$"
      }
      aws_security_group = {
        maximum = 255
        pattern = "^[a-zA-Z0-9 ._:/()#,@\\[\\]+=&;{}!$*-]+$"
      }
      aws_codebuild_project = {
        maximum = 255
        pattern = "^[a-zA-Z0-9][a-zA-Z0-9_-]+$"
      }
      aws_msk_cluster = {
        maximum = 64
        pattern = "^[a-zA-Z0-9]+(-[a-zA-Z0-9]+)*$"
      }
      aws_mq_broker = {
        maximum = 50
        pattern = "^[a-zA-Z0-9_-]+$"
      }
      aws_cognito_user_pool = {
        maximum = 128
        pattern = "^[a-zA-Z0-9 +=,.@_-]+$"
      }
      aws_wafv2_web_acl = {
        maximum = 128
        pattern = "^[a-zA-Z0-9_-]+$"
      }
      aws_db_subnet_group = {
        maximum = 255
        pattern = "^[a-z0-9 ._-]+$"
      }
    }
  }
  when    = name_of(resource) != null && is_known(name_of(resource)) && name_of(resource) != "" && !startswith(name_of(resource), "-")
  assert  = length(name_of(resource)) <= param.limits[meta.type].maximum && can(regex(param.limits[meta.type].pattern, name_of(resource)))
  at      = [resource.name, resource.identifier, resource.cluster_identifier, resource.cluster_id, resource.replication_group_id, resource.function_name, resource.domain_name, resource.cluster_name, resource.broker_name]
  message = "`${name_of(resource)}` (${length(name_of(resource))} characters) is not accepted: up to ${param.limits[meta.type].maximum} characters that match `${param.limits[meta.type].pattern}`"
  why     = <<-EOT
    The service refuses the name when the change is applied, often after half of the other resources were made. Names that are put together from parts grow over the limit easily.
  EOT
  remedy  = <<-EOT
    Shorten the name, `substr` it, or use the argument that ends with `_prefix`.
  EOT
  link    = "https://docs.aws.amazon.com/general/latest/gr/aws-service-information.html"

  pass "a role" {
    resource "aws_iam_role" "this" {
      assume_role_policy = "{}"
      name               = "orders-worker"
    }
  }

  pass "generated" {
    resource "aws_iam_role" "this" {
      assume_role_policy = "{}"
      name_prefix        = "orders-"
    }
  }

  pass "a load balancer" {
    resource "aws_lb" "this" {
      name = "orders-public"
    }
  }

  fail "too long, put together" {
    locals {
      env = "production"
    }
    resource "aws_lb" "this" {
      name = "orders-${local.env}-public-application"
    }
    expect = ["aws_lb.this @ name"]
  }

  fail "an underscore" {
    resource "aws_lb_target_group" "this" {
      name = "orders_api"
    }
    expect = ["aws_lb_target_group.this @ name"]
  }

  fail "capitals" {
    resource "aws_db_instance" "this" {
      identifier        = "OrdersDB"
      instance_class    = "db.t4g.medium"
      engine            = "postgres"
      allocated_storage = 20
    }
    expect = ["aws_db_instance.this @ identifier"]
  }
}

rule "aws-name-off-pattern" {
  title     = "Name does not follow the pattern"
  category  = "naming"
  severity  = "low"
  default   = false
  resources = ["aws_*"]
  params = {
    pattern = "^[a-z0-9]+(-[a-z0-9]+)*$"
    except  = ["aws_route53_zone", "aws_route53_record", "aws_cloudwatch_log_group", "aws_ssm_parameter", "aws_secretsmanager_secret", "aws_kms_alias", "aws_iam_access_key", "aws_acm_certificate", "aws_db_parameter_group"]
  }
  when    = !contains(param.except, meta.type) && name_of(resource) != null && is_known(name_of(resource))
  assert  = can(regex(param.pattern, name_of(resource)))
  at      = [resource.name, resource.bucket, resource.identifier, resource.cluster_identifier, resource.function_name, resource.domain_name, resource.cluster_id]
  message = "`${name_of(resource)}` does not match `${param.pattern}`"
  why     = <<-EOT
    Names that follow one pattern can be found, sorted and used in policies. Set the parameter `pattern` to your own, and `except` to types whose names follow another.
  EOT
  remedy  = <<-EOT
    Rename the resource; many are replaced when renamed, so look at the plan.
  EOT
  link    = "https://docs.aws.amazon.com/whitepapers/latest/tagging-best-practices/tagging-best-practices.html"

  pass "kebab case" {
    resource "aws_iam_role" "this" {
      assume_role_policy = "{}"
      name               = "orders-worker"
    }
  }

  pass "no name" {
    resource "aws_iam_role" "this" {
      assume_role_policy = "{}"
    }
  }

  fail "capitals" {
    resource "aws_iam_role" "this" {
      assume_role_policy = "{}"
      name               = "OrdersWorker"
    }
    expect = ["aws_iam_role.this @ name"]
  }

  fail "underscores" {
    resource "aws_sqs_queue" "this" {
      name = "orders_jobs"
    }
  }
}
