# Words and numbers that the provider refuses, for the most used types: one rule for words, one for numbers.
# Only lists that have not changed for years are here. What has a rule of its own (volume types, stream views, log retention) is not.

rule "aws-argument-word-refused" {
  title    = "Argument has a word that the provider refuses"
  category = "correctness"
  severity = "high"
  resources = [
    "aws_alb", "aws_alb_listener", "aws_alb_target_group", "aws_api_gateway_authorizer", "aws_api_gateway_domain_name",
    "aws_api_gateway_integration", "aws_api_gateway_integration_response", "aws_api_gateway_method",
    "aws_api_gateway_method_response", "aws_api_gateway_method_settings", "aws_api_gateway_rest_api", "aws_api_gateway_usage_plan",
    "aws_apigatewayv2_api", "aws_apigatewayv2_authorizer", "aws_apigatewayv2_integration", "aws_apigatewayv2_stage",
    "aws_athena_database", "aws_athena_workgroup", "aws_autoscaling_group", "aws_autoscaling_lifecycle_hook",
    "aws_batch_compute_environment", "aws_batch_job_definition", "aws_cloudformation_stack", "aws_cloudformation_stack_set_instance",
    "aws_cloudfront_distribution", "aws_cloudfront_origin_access_control", "aws_cloudfront_origin_request_policy",
    "aws_cloudwatch_event_rule", "aws_cloudwatch_event_target", "aws_cloudwatch_log_group", "aws_cloudwatch_log_subscription_filter",
    "aws_codebuild_project", "aws_cognito_identity_provider", "aws_cognito_user_pool", "aws_dlm_lifecycle_policy",
    "aws_dms_endpoint", "aws_dms_replication_instance", "aws_dms_replication_task", "aws_docdb_cluster", "aws_dynamodb_table",
    "aws_ec2_managed_prefix_list", "aws_ec2_subnet_cidr_reservation", "aws_ec2_transit_gateway_peering_attachment",
    "aws_ec2_transit_gateway_vpc_attachment", "aws_ecr_registry_scanning_configuration", "aws_ecs_capacity_provider",
    "aws_ecs_service", "aws_ecs_task_definition", "aws_efs_backup_policy", "aws_efs_file_system", "aws_eks_addon", "aws_eks_cluster",
    "aws_eks_node_group", "aws_elasticache_cluster", "aws_elasticache_replication_group", "aws_flow_log", "aws_instance",
    "aws_launch_configuration", "aws_launch_template", "aws_lb", "aws_lb_listener", "aws_lb_target_group", "aws_nat_gateway",
    "aws_network_acl_rule", "aws_placement_group", "aws_scheduler_schedule", "aws_security_group_rule", "aws_vpc",
    "aws_vpc_endpoint_service",
  ]
  params = {
    words = {
      aws_alb = {
        dns_record_client_routing_policy = ["availability_zone_affinity", "partial_availability_zone_affinity", "any_availability_zone"]
        load_balancer_type               = ["application", "network", "gateway"]
        xff_header_processing_mode       = ["append", "preserve", "remove"]
      }
      aws_alb_listener = {
        alpn_policy                                            = ["HTTP1Only", "HTTP2Only", "HTTP2Optional", "HTTP2Preferred", "None"]
        "mutual_authentication.advertise_trust_store_ca_names" = ["on", "off"]
        "mutual_authentication.mode"                           = ["off", "verify", "passthrough"]
        protocol                                               = ["HTTP", "HTTPS", "TCP", "TLS", "UDP", "TCP_UDP", "GENEVE"]
      }
      aws_alb_target_group = {
        "health_check.protocol"             = ["HTTP", "HTTPS", "TCP"]
        load_balancing_algorithm_type       = ["round_robin", "least_outstanding_requests", "weighted_random"]
        load_balancing_anomaly_mitigation   = ["on", "off"]
        load_balancing_cross_zone_enabled   = ["true", "false", "use_load_balancer_configuration"]
        protocol                            = ["HTTP", "HTTPS", "TCP", "TLS", "UDP", "TCP_UDP", "GENEVE"]
        protocol_version                    = ["GRPC", "HTTP1", "HTTP2"]
        "stickiness.type"                   = ["lb_cookie", "app_cookie", "source_ip", "source_ip_dest_ip", "source_ip_dest_ip_proto"]
        "target_failover.on_deregistration" = ["rebalance", "no_rebalance"]
        "target_failover.on_unhealthy"      = ["rebalance", "no_rebalance"]
        target_type                         = ["instance", "ip", "lambda", "alb"]
      }
      aws_api_gateway_authorizer = {
        type = ["TOKEN", "REQUEST", "COGNITO_USER_POOLS"]
      }
      aws_api_gateway_domain_name = {
        "endpoint_configuration.types" = ["REGIONAL", "EDGE", "PRIVATE"]
      }
      aws_api_gateway_integration = {
        connection_type         = ["INTERNET", "VPC_LINK"]
        content_handling        = ["CONVERT_TO_BINARY", "CONVERT_TO_TEXT"]
        http_method             = ["ANY", "DELETE", "GET", "HEAD", "OPTIONS", "PATCH", "POST", "PUT"]
        integration_http_method = ["ANY", "DELETE", "GET", "HEAD", "OPTIONS", "PATCH", "POST", "PUT"]
        passthrough_behavior    = ["WHEN_NO_MATCH", "WHEN_NO_TEMPLATES", "NEVER"]
        type                    = ["HTTP", "AWS", "MOCK", "HTTP_PROXY", "AWS_PROXY"]
      }
      aws_api_gateway_integration_response = {
        content_handling = ["CONVERT_TO_BINARY", "CONVERT_TO_TEXT"]
        http_method      = ["ANY", "DELETE", "GET", "HEAD", "OPTIONS", "PATCH", "POST", "PUT"]
      }
      aws_api_gateway_method = {
        http_method = ["ANY", "DELETE", "GET", "HEAD", "OPTIONS", "PATCH", "POST", "PUT"]
      }
      aws_api_gateway_method_response = {
        http_method = ["ANY", "DELETE", "GET", "HEAD", "OPTIONS", "PATCH", "POST", "PUT"]
      }
      aws_api_gateway_method_settings = {
        "settings.logging_level"                              = ["OFF", "ERROR", "INFO"]
        "settings.unauthorized_cache_control_header_strategy" = ["FAIL_WITH_403", "SUCCEED_WITH_RESPONSE_HEADER", "SUCCEED_WITHOUT_RESPONSE_HEADER"]
      }
      aws_api_gateway_rest_api = {
        api_key_source                 = ["HEADER", "AUTHORIZER"]
        "endpoint_configuration.types" = ["REGIONAL", "EDGE", "PRIVATE"]
        put_rest_api_mode              = ["merge", "overwrite"]
      }
      aws_api_gateway_usage_plan = {
        "quota_settings.period" = ["DAY", "WEEK", "MONTH"]
      }
      aws_apigatewayv2_api = {
        protocol_type = ["WEBSOCKET", "HTTP"]
      }
      aws_apigatewayv2_authorizer = {
        authorizer_payload_format_version = ["1.0", "2.0"]
        authorizer_type                   = ["REQUEST", "JWT"]
      }
      aws_apigatewayv2_integration = {
        connection_type           = ["INTERNET", "VPC_LINK"]
        content_handling_strategy = ["CONVERT_TO_BINARY", "CONVERT_TO_TEXT"]
        integration_method        = ["ANY", "DELETE", "GET", "HEAD", "OPTIONS", "PATCH", "POST", "PUT"]
        integration_type          = ["AWS", "HTTP", "MOCK", "HTTP_PROXY", "AWS_PROXY"]
        passthrough_behavior      = ["WHEN_NO_MATCH", "NEVER", "WHEN_NO_TEMPLATES"]
        payload_format_version    = ["1.0", "2.0"]
      }
      aws_apigatewayv2_stage = {
        "default_route_settings.logging_level" = ["ERROR", "INFO", "OFF"]
      }
      aws_athena_database = {
        "encryption_configuration.encryption_option" = ["SSE_S3", "SSE_KMS", "CSE_KMS"]
      }
      aws_athena_workgroup = {
        state = ["ENABLED", "DISABLED"]
      }
      aws_autoscaling_group = {
        "capacity_reservation_specification.capacity_reservation_preference" = ["capacity-reservations-only", "capacity-reservations-first", "none", "default"]
        "warm_pool.pool_state"                                               = ["Stopped", "Running", "Hibernated"]
      }
      aws_autoscaling_lifecycle_hook = {
        default_result       = ["ABANDON", "CONTINUE"]
        lifecycle_transition = ["autoscaling:EC2_INSTANCE_LAUNCHING", "autoscaling:EC2_INSTANCE_TERMINATING"]
      }
      aws_batch_compute_environment = {
        "compute_resources.allocation_strategy" = ["BEST_FIT", "BEST_FIT_PROGRESSIVE", "SPOT_CAPACITY_OPTIMIZED", "SPOT_PRICE_CAPACITY_OPTIMIZED"]
        "compute_resources.type"                = ["EC2", "SPOT", "FARGATE", "FARGATE_SPOT"]
        state                                   = ["ENABLED", "DISABLED"]
        type                                    = ["MANAGED", "UNMANAGED"]
      }
      aws_batch_job_definition = {
        platform_capabilities = ["EC2", "FARGATE"]
        type                  = ["container", "multinode"]
      }
      aws_cloudformation_stack = {
        capabilities = ["CAPABILITY_IAM", "CAPABILITY_NAMED_IAM", "CAPABILITY_AUTO_EXPAND"]
        on_failure   = ["DO_NOTHING", "ROLLBACK", "DELETE"]
      }
      aws_cloudformation_stack_set_instance = {
        call_as                                         = ["SELF", "DELEGATED_ADMIN"]
        "operation_preferences.concurrency_mode"        = ["STRICT_FAILURE_TOLERANCE", "SOFT_FAILURE_TOLERANCE"]
        "operation_preferences.region_concurrency_type" = ["SEQUENTIAL", "PARALLEL"]
      }
      aws_cloudfront_distribution = {
        "default_cache_behavior.viewer_protocol_policy" = ["allow-all", "https-only", "redirect-to-https"]
        "ordered_cache_behavior.viewer_protocol_policy" = ["allow-all", "https-only", "redirect-to-https"]
        price_class                                     = ["PriceClass_100", "PriceClass_200", "PriceClass_All"]
        "viewer_certificate.ssl_support_method"         = ["sni-only", "vip", "static-ip"]
      }
      aws_cloudfront_origin_access_control = {
        signing_behavior = ["never", "always", "no-override"]
      }
      aws_cloudfront_origin_request_policy = {
        "cookies_config.cookie_behavior"             = ["none", "whitelist", "all", "allExcept"]
        "headers_config.header_behavior"             = ["none", "whitelist", "allViewer", "allViewerAndWhitelistCloudFront", "allExcept"]
        "query_strings_config.query_string_behavior" = ["none", "whitelist", "all", "allExcept"]
      }
      aws_cloudwatch_event_rule = {
        state = ["ENABLED", "DISABLED", "ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS"]
      }
      aws_cloudwatch_event_target = {
        "ecs_target.launch_type" = ["EC2", "FARGATE", "EXTERNAL"]
      }
      aws_cloudwatch_log_group = {
        log_group_class = ["STANDARD", "INFREQUENT_ACCESS", "DELIVERY"]
      }
      aws_cloudwatch_log_subscription_filter = {
        distribution = ["Random", "ByLogStream"]
      }
      aws_codebuild_project = {
        "artifacts.bucket_owner_access"           = ["NONE", "READ_ONLY", "FULL"]
        "artifacts.namespace_type"                = ["NONE", "BUILD_ID"]
        "artifacts.packaging"                     = ["NONE", "ZIP"]
        "artifacts.type"                          = ["CODEPIPELINE", "S3", "NO_ARTIFACTS"]
        "cache.modes"                             = ["LOCAL_DOCKER_LAYER_CACHE", "LOCAL_SOURCE_CACHE", "LOCAL_CUSTOM_CACHE"]
        "cache.type"                              = ["NO_CACHE", "S3", "LOCAL"]
        "environment.image_pull_credentials_type" = ["CODEBUILD", "SERVICE_ROLE"]
        project_visibility                        = ["PUBLIC_READ", "PRIVATE"]
      }
      aws_cognito_identity_provider = {
        provider_type = ["SAML", "Facebook", "Google", "LoginWithAmazon", "SignInWithApple", "OIDC"]
      }
      aws_cognito_user_pool = {
        auto_verified_attributes                                                       = ["phone_number", "email"]
        deletion_protection                                                            = ["ACTIVE", "INACTIVE"]
        "email_configuration.email_sending_account"                                    = ["COGNITO_DEFAULT", "DEVELOPER"]
        mfa_configuration                                                              = ["OFF", "ON", "OPTIONAL"]
        "user_attribute_update_settings.attributes_require_verification_before_update" = ["phone_number", "email"]
        "user_pool_add_ons.advanced_security_mode"                                     = ["OFF", "AUDIT", "ENFORCED"]
        user_pool_tier                                                                 = ["LITE", "ESSENTIALS", "PLUS"]
        "verification_message_template.default_email_option"                           = ["CONFIRM_WITH_LINK", "CONFIRM_WITH_CODE"]
        "web_authn_configuration.user_verification"                                    = ["required", "preferred"]
      }
      aws_dlm_lifecycle_policy = {
        "policy_details.policy_type"    = ["EBS_SNAPSHOT_MANAGEMENT", "IMAGE_MANAGEMENT", "EVENT_BASED_POLICY"]
        "policy_details.resource_types" = ["VOLUME", "INSTANCE"]
        state                           = ["ENABLED", "DISABLED"]
      }
      aws_dms_endpoint = {
        endpoint_type                          = ["source", "target"]
        "kafka_settings.message_format"        = ["json", "json-unformatted"]
        "kafka_settings.sasl_mechanism"        = ["scram-sha-512", "plain"]
        "kafka_settings.security_protocol"     = ["plaintext", "ssl-authentication", "ssl-encryption", "sasl-ssl"]
        "kinesis_settings.message_format"      = ["json", "json-unformatted"]
        "mongodb_settings.auth_mechanism"      = ["default", "mongodb-cr", "scram-sha-1"]
        "mongodb_settings.auth_type"           = ["no", "password"]
        "mongodb_settings.nesting_level"       = ["none", "one"]
        "redis_settings.auth_type"             = ["none", "auth-role", "auth-token"]
        "redis_settings.ssl_security_protocol" = ["plaintext", "ssl-encryption"]
        "redshift_settings.encryption_mode"    = ["SSE_KMS", "SSE_S3"]
        "s3_settings.compression_type"         = ["GZIP", "NONE"]
        "s3_settings.data_format"              = ["csv", "parquet"]
        "s3_settings.date_partition_delimiter" = ["SLASH", "UNDERSCORE", "DASH", "NONE"]
        "s3_settings.date_partition_sequence"  = ["YYYYMMDD", "YYYYMMDDHH", "YYYYMM", "MMYYYYDD", "DDMMYYYY"]
        "s3_settings.encoding_type"            = ["plain", "plain-dictionary", "rle-dictionary"]
        "s3_settings.encryption_mode"          = ["SSE_KMS", "SSE_S3"]
        "s3_settings.parquet_version"          = ["parquet-1-0", "parquet-2-0"]
        ssl_mode                               = ["none", "require", "verify-ca", "verify-full"]
      }
      aws_dms_replication_instance = {
        network_type = ["DUAL", "IPV4"]
      }
      aws_dms_replication_task = {
        migration_type = ["full-load", "cdc", "full-load-and-cdc"]
      }
      aws_docdb_cluster = {
        enabled_cloudwatch_logs_exports = ["audit", "profiler"]
        storage_type                    = ["iopt1", "standard"]
      }
      aws_dynamodb_table = {
        billing_mode = ["PROVISIONED", "PAY_PER_REQUEST"]
        table_class  = ["STANDARD", "STANDARD_INFREQUENT_ACCESS"]
      }
      aws_ec2_managed_prefix_list = {
        address_family = ["IPv4", "IPv6"]
      }
      aws_ec2_subnet_cidr_reservation = {
        reservation_type = ["prefix", "explicit"]
      }
      aws_ec2_transit_gateway_peering_attachment = {
        "options.dynamic_routing" = ["enable", "disable"]
      }
      aws_ec2_transit_gateway_vpc_attachment = {
        appliance_mode_support             = ["enable", "disable"]
        dns_support                        = ["enable", "disable"]
        ipv6_support                       = ["enable", "disable"]
        security_group_referencing_support = ["enable", "disable"]
      }
      aws_ecr_registry_scanning_configuration = {
        scan_type = ["BASIC", "ENHANCED"]
      }
      aws_ecs_capacity_provider = {
        "auto_scaling_group_provider.managed_termination_protection" = ["ENABLED", "DISABLED"]
      }
      aws_ecs_service = {
        availability_zone_rebalancing     = ["ENABLED", "DISABLED"]
        launch_type                       = ["EC2", "FARGATE", "EXTERNAL"]
        "ordered_placement_strategy.type" = ["random", "spread", "binpack"]
        propagate_tags                    = ["TASK_DEFINITION", "SERVICE", "NONE"]
        scheduling_strategy               = ["REPLICA", "DAEMON"]
      }
      aws_ecs_task_definition = {
        ipc_mode                            = ["host", "task", "none"]
        network_mode                        = ["bridge", "host", "awsvpc", "none"]
        pid_mode                            = ["host", "task"]
        requires_compatibilities            = ["EC2", "FARGATE", "EXTERNAL"]
        "runtime_platform.cpu_architecture" = ["X86_64", "ARM64"]
      }
      aws_efs_backup_policy = {
        "backup_policy.status" = ["DISABLED", "ENABLED"]
      }
      aws_efs_file_system = {
        "lifecycle_policy.transition_to_archive" = ["AFTER_1_DAY", "AFTER_7_DAYS", "AFTER_14_DAYS", "AFTER_30_DAYS", "AFTER_60_DAYS", "AFTER_90_DAYS", "AFTER_180_DAYS", "AFTER_270_DAYS", "AFTER_365_DAYS"]
        "lifecycle_policy.transition_to_ia"      = ["AFTER_7_DAYS", "AFTER_14_DAYS", "AFTER_30_DAYS", "AFTER_60_DAYS", "AFTER_90_DAYS", "AFTER_1_DAY", "AFTER_180_DAYS", "AFTER_270_DAYS", "AFTER_365_DAYS"]
        performance_mode                         = ["generalPurpose", "maxIO"]
        throughput_mode                          = ["bursting", "provisioned", "elastic"]
      }
      aws_eks_addon = {
        resolve_conflicts_on_create = ["NONE", "OVERWRITE"]
        resolve_conflicts_on_update = ["OVERWRITE", "NONE", "PRESERVE"]
      }
      aws_eks_cluster = {
        "access_config.authentication_mode" = ["API", "API_AND_CONFIG_MAP", "CONFIG_MAP"]
        "upgrade_policy.support_type"       = ["STANDARD", "EXTENDED"]
      }
      aws_eks_node_group = {
        capacity_type = ["ON_DEMAND", "SPOT", "CAPACITY_BLOCK"]
      }
      aws_elasticache_cluster = {
        az_mode      = ["single-az", "cross-az"]
        network_type = ["ipv4", "ipv6", "dual_stack"]
        outpost_mode = ["single-outpost", "cross-outpost"]
      }
      aws_elasticache_replication_group = {
        auth_token_update_strategy = ["SET", "ROTATE", "DELETE"]
        cluster_mode               = ["enabled", "disabled", "compatible"]
        network_type               = ["ipv4", "ipv6", "dual_stack"]
        transit_encryption_mode    = ["preferred", "required"]
      }
      aws_flow_log = {
        "destination_options.file_format" = ["plain-text", "parquet"]
        traffic_type                      = ["ACCEPT", "REJECT", "ALL"]
      }
      aws_instance = {
        "credit_specification.cpu_credits"        = ["standard", "unlimited"]
        "maintenance_options.auto_recovery"       = ["disabled", "default"]
        "metadata_options.http_endpoint"          = ["disabled", "enabled"]
        "metadata_options.http_protocol_ipv6"     = ["disabled", "enabled"]
        "metadata_options.http_tokens"            = ["optional", "required"]
        "metadata_options.instance_metadata_tags" = ["disabled", "enabled"]
        tenancy                                   = ["default", "dedicated", "host"]
      }
      aws_launch_configuration = {
        "metadata_options.http_endpoint" = ["enabled", "disabled"]
        "metadata_options.http_tokens"   = ["optional", "required"]
      }
      aws_launch_template = {
        "capacity_reservation_specification.capacity_reservation_preference" = ["capacity-reservations-only", "open", "none"]
        "credit_specification.cpu_credits"                                   = ["standard", "unlimited"]
        instance_initiated_shutdown_behavior                                 = ["stop", "terminate"]
        "maintenance_options.auto_recovery"                                  = ["default", "disabled"]
        "metadata_options.http_endpoint"                                     = ["disabled", "enabled"]
        "metadata_options.http_protocol_ipv6"                                = ["disabled", "enabled"]
        "metadata_options.http_tokens"                                       = ["optional", "required"]
        "metadata_options.instance_metadata_tags"                            = ["disabled", "enabled"]
        "placement.tenancy"                                                  = ["default", "dedicated", "host"]
      }
      aws_lb = {
        dns_record_client_routing_policy = ["availability_zone_affinity", "partial_availability_zone_affinity", "any_availability_zone"]
        load_balancer_type               = ["application", "network", "gateway"]
        xff_header_processing_mode       = ["append", "preserve", "remove"]
      }
      aws_lb_listener = {
        alpn_policy                                            = ["HTTP1Only", "HTTP2Only", "HTTP2Optional", "HTTP2Preferred", "None"]
        "mutual_authentication.advertise_trust_store_ca_names" = ["on", "off"]
        "mutual_authentication.mode"                           = ["off", "verify", "passthrough"]
        protocol                                               = ["HTTP", "HTTPS", "TCP", "TLS", "UDP", "TCP_UDP", "GENEVE"]
      }
      aws_lb_target_group = {
        "health_check.protocol"             = ["HTTP", "HTTPS", "TCP"]
        load_balancing_algorithm_type       = ["round_robin", "least_outstanding_requests", "weighted_random"]
        load_balancing_anomaly_mitigation   = ["on", "off"]
        load_balancing_cross_zone_enabled   = ["true", "false", "use_load_balancer_configuration"]
        protocol                            = ["HTTP", "HTTPS", "TCP", "TLS", "UDP", "TCP_UDP", "GENEVE"]
        protocol_version                    = ["GRPC", "HTTP1", "HTTP2"]
        "stickiness.type"                   = ["lb_cookie", "app_cookie", "source_ip", "source_ip_dest_ip", "source_ip_dest_ip_proto"]
        "target_failover.on_deregistration" = ["rebalance", "no_rebalance"]
        "target_failover.on_unhealthy"      = ["rebalance", "no_rebalance"]
        target_type                         = ["instance", "ip", "lambda", "alb"]
      }
      aws_nat_gateway = {
        connectivity_type = ["private", "public"]
      }
      aws_network_acl_rule = {
        rule_action = ["allow", "deny"]
      }
      aws_placement_group = {
        spread_level = ["host", "rack"]
        strategy     = ["cluster", "spread", "partition"]
      }
      aws_scheduler_schedule = {
        "flexible_time_window.mode" = ["OFF", "FLEXIBLE"]
        state                       = ["ENABLED", "DISABLED"]
      }
      aws_security_group_rule = {
        type = ["egress", "ingress"]
      }
      aws_vpc = {
        instance_tenancy = ["default", "dedicated"]
      }
      aws_vpc_endpoint_service = {
        supported_ip_address_types = ["ipv4", "ipv6"]
      }
    }
  }
  for_each = flatten([
    for path, words in lookup(param.words, meta.type, {}) : [
      for i, block in(strcontains(path, ".") ? resource[split(".", path)[0]] : [resource]) : {
        block    = split(".", path)[0]
        index    = i
        argument = reverse(split(".", path))[0]
        value    = block[reverse(split(".", path))[0]]
        allowed  = words
      }
    ] if is_known(resource[split(".", path)[0]])
  ])
  assert = !is_known(each.value.value) || alltrue([
    for v in flatten([each.value.value]) : v == null || v == "" || !is_known(v) || !can(tostring(v)) || contains([for w in each.value.allowed : lower(w)], lower(tostring(v)))
  ])
  at      = [resource[each.value.block][each.value.index][each.value.argument], resource[each.value.argument]]
  message = "`${each.value.argument}` is `${join(", ", flatten([each.value.value]))}`, allowed are ${join(", ", each.value.allowed)}"
  why     = <<-EOT
    The provider knows these arguments by a short list of words. Another word fails at plan or at apply, after other resources were changed. Upper and lower
    case are not compared here, since the provider is not strict about it everywhere. Values that are not known are not judged.
  EOT
  remedy  = "Write one of the words that the message lists. Should a new provider version know another, add it to the rule's `words`."
  link    = "https://registry.terraform.io/providers/hashicorp/aws/latest/docs"

  pass "known words" {
    resource "aws_lb" "web" {
      load_balancer_type = "network"
      subnets            = ["subnet-0a1b2c3d", "subnet-1a1b2c3d"]
    }
    resource "aws_dynamodb_table" "t" {
      name         = "t"
      billing_mode = "PAY_PER_REQUEST"
      hash_key     = "id"
      attribute {
        name = "id"
        type = "S"
      }
    }
  }

  pass "a variable without a value" {
    variable "mode" {
      type = string
    }
    resource "aws_dynamodb_table" "t" {
      name         = "t"
      billing_mode = var.mode
      hash_key     = "id"
      attribute {
        name = "id"
        type = "S"
      }
    }
  }

  pass "a block where newer provider versions have an argument" {
    resource "aws_elasticache_replication_group" "r" {
      replication_group_id          = "sessions"
      replication_group_description = "sessions"
      node_type                     = "cache.t4g.small"
      at_rest_encryption_enabled    = true
      transit_encryption_enabled    = true
      cluster_mode {
        replicas_per_node_group = 1
        num_node_groups         = 2
      }
    }
  }

  fail "a slip in an argument" {
    resource "aws_dynamodb_table" "t" {
      name         = "t"
      billing_mode = "ON_DEMAND"
      hash_key     = "id"
      attribute {
        name = "id"
        type = "S"
      }
    }
    expect = ["aws_dynamodb_table.t @ billing_mode"]
  }

  fail "a slip in a block" {
    resource "aws_launch_template" "web" {
      metadata_options {
        http_endpoint = "enabled"
        http_tokens   = "mandatory"
      }
    }
    expect = ["aws_launch_template.web @ metadata_options[0].http_tokens"]
    also   = ["aws-instance-imdsv1-enabled"]
  }

  fail "one of a list" {
    resource "aws_ecs_task_definition" "app" {
      family                   = "app"
      requires_compatibilities = ["EC2", "LAMBDA"]
      container_definitions    = jsonencode([{ name = "app", image = "nginx:1.27" }])
    }
    expect = ["aws_ecs_task_definition.app @ requires_compatibilities"]
  }
}

rule "aws-argument-number-refused" {
  title    = "Argument has a number that the provider refuses"
  category = "correctness"
  severity = "high"
  resources = [
    "aws_alb_target_group", "aws_api_gateway_authorizer", "aws_apigatewayv2_authorizer", "aws_autoscaling_lifecycle_hook",
    "aws_batch_compute_environment", "aws_batch_job_definition", "aws_cloudwatch_event_target", "aws_codebuild_project",
    "aws_cognito_user_pool", "aws_dms_endpoint", "aws_dms_replication_instance", "aws_docdb_cluster", "aws_docdb_cluster_instance",
    "aws_dynamodb_table", "aws_elb", "aws_instance", "aws_launch_configuration", "aws_launch_template", "aws_lb_listener",
    "aws_lb_target_group", "aws_placement_group", "aws_scheduler_schedule", "aws_vpc_ipv4_cidr_block_association",
  ]
  params = {
    # Least and greatest.
    ranges = {
      aws_alb_target_group = {
        "health_check.healthy_threshold"                  = [2, 10]
        "health_check.interval"                           = [5, 300]
        "health_check.timeout"                            = [2, 120]
        "health_check.unhealthy_threshold"                = [2, 10]
        port                                              = [1, 65535]
        "stickiness.cookie_duration"                      = [0, 604800]
        "target_health_state.unhealthy_draining_interval" = [0, 360000]
      }
      aws_api_gateway_authorizer = {
        authorizer_result_ttl_in_seconds = [0, 3600]
      }
      aws_apigatewayv2_authorizer = {
        authorizer_result_ttl_in_seconds = [0, 3600]
      }
      aws_autoscaling_lifecycle_hook = {
        heartbeat_timeout = [30, 7200]
      }
      aws_batch_compute_environment = {
        "update_policy.job_execution_timeout_minutes" = [1, 360]
      }
      aws_batch_job_definition = {
        "retry_strategy.attempts" = [1, 10]
      }
      aws_cloudwatch_event_target = {
        "batch_target.array_size"                   = [2, 10000]
        "retry_policy.maximum_event_age_in_seconds" = [0, 86400]
        "retry_policy.maximum_retry_attempts"       = [0, 185]
      }
      aws_codebuild_project = {
        "build_batch_config.timeout_in_mins" = [5, 2160]
        build_timeout                        = [5, 2160]
        queued_timeout                       = [5, 480]
      }
      aws_cognito_user_pool = {
        "password_policy.password_history_size"            = [0, 24]
        "password_policy.temporary_password_validity_days" = [0, 365]
      }
      aws_dms_endpoint = {
        "elasticsearch_settings.full_load_error_percentage" = [0, 100]
        "s3_settings.max_file_size"                         = [1, 1048576]
      }
      aws_dms_replication_instance = {
        allocated_storage = [5, 6144]
      }
      aws_docdb_cluster = {
        port = [1150, 65535]
      }
      aws_docdb_cluster_instance = {
        promotion_tier = [0, 15]
      }
      aws_dynamodb_table = {
        "point_in_time_recovery.recovery_period_in_days" = [1, 35]
      }
      aws_elb = {
        "health_check.healthy_threshold"   = [2, 10]
        "health_check.interval"            = [5, 300]
        "health_check.timeout"             = [2, 60]
        "health_check.unhealthy_threshold" = [2, 10]
        idle_timeout                       = [1, 4000]
      }
      aws_instance = {
        "metadata_options.http_put_response_hop_limit" = [1, 64]
      }
      aws_launch_configuration = {
        "metadata_options.http_put_response_hop_limit" = [1, 64]
      }
      aws_launch_template = {
        "metadata_options.http_put_response_hop_limit" = [1, 64]
      }
      aws_lb_listener = {
        tcp_idle_timeout_seconds = [60, 6000]
      }
      aws_lb_target_group = {
        "health_check.healthy_threshold"                  = [2, 10]
        "health_check.interval"                           = [5, 300]
        "health_check.timeout"                            = [2, 120]
        "health_check.unhealthy_threshold"                = [2, 10]
        port                                              = [1, 65535]
        "stickiness.cookie_duration"                      = [0, 604800]
        "target_health_state.unhealthy_draining_interval" = [0, 360000]
      }
      aws_placement_group = {
        partition_count = [0, 7]
      }
      aws_scheduler_schedule = {
        "flexible_time_window.maximum_window_in_minutes" = [1, 1440]
      }
      aws_vpc_ipv4_cidr_block_association = {
        ipv4_netmask_length = [16, 28]
      }
    }
  }
  for_each = flatten([
    for path, range in lookup(param.ranges, meta.type, {}) : [
      for i, block in(strcontains(path, ".") ? resource[split(".", path)[0]] : [resource]) : {
        block    = split(".", path)[0]
        index    = i
        argument = reverse(split(".", path))[0]
        value    = block[reverse(split(".", path))[0]]
        least    = range[0]
        greatest = range[1]
      }
    ] if is_known(resource[split(".", path)[0]])
  ])
  assert = (
    !is_known(each.value.value) || each.value.value == null
    || tonumber(each.value.value) >= each.value.least && tonumber(each.value.value) <= each.value.greatest
  )
  at      = [resource[each.value.block][each.value.index][each.value.argument], resource[each.value.argument]]
  message = "`${each.value.argument}` is ${each.value.value}, allowed are ${each.value.least} to ${each.value.greatest}"
  why     = "A number outside the range fails at plan or at apply, after other resources were changed. Values that are not known are not judged."
  remedy  = "Write a number of the range that the message names."
  link    = "https://registry.terraform.io/providers/hashicorp/aws/latest/docs"

  pass "inside" {
    resource "aws_lb_target_group" "web" {
      port     = 443
      protocol = "HTTPS"
      vpc_id   = "vpc-0a1b2c3d"
      health_check {
        interval          = 30
        healthy_threshold = 3
      }
    }
  }

  fail "in a block" {
    resource "aws_lb_target_group" "web" {
      port     = 443
      protocol = "HTTPS"
      vpc_id   = "vpc-0a1b2c3d"
      health_check {
        interval = 600
      }
    }
    expect = ["aws_lb_target_group.web @ health_check[0].interval"]
  }

  fail "in an argument" {
    resource "aws_elb" "web" {
      idle_timeout = 5000
      listener {
        instance_port      = 80
        instance_protocol  = "http"
        lb_port            = 443
        lb_protocol        = "https"
        ssl_certificate_id = "arn:aws:acm:eu-central-1:123456789012:certificate/1"
      }
    }
    expect = ["aws_elb.web @ idle_timeout"]
  }
}
