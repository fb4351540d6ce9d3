//! Amazon Web Services.

mod compute;
mod container;
mod data;
mod database;
mod disk;
mod free;
mod instance;
mod network;
mod rows;
mod search;
mod serverless;
mod storage;

use super::costing::Costing;
use super::model::Provider;

pub(super) const PROVIDER: Provider = Provider { code: CODE, rows: &[rows::ROWS], free: free::FREE };

const CODE: &[(&str, fn(&mut Costing<'_>))] = &[
    ("aws_instance", compute::instance),
    ("aws_spot_instance_request", compute::spot_request),
    ("aws_autoscaling_group", compute::autoscaling_group),
    ("aws_ec2_host", compute::dedicated_host),
    ("aws_elastic_beanstalk_environment", compute::beanstalk),
    ("aws_ebs_volume", disk::volume),
    ("aws_ebs_snapshot", disk::snapshot),
    ("aws_ebs_snapshot_copy", disk::snapshot),
    ("aws_eks_cluster", container::eks_cluster),
    ("aws_eks_node_group", container::eks_node_group),
    ("aws_eks_fargate_profile", container::eks_fargate_profile),
    ("aws_ecs_service", container::ecs_service),
    ("aws_db_instance", database::db_instance),
    ("aws_rds_cluster", database::rds_cluster),
    ("aws_rds_cluster_instance", database::rds_cluster_instance),
    ("aws_docdb_cluster_instance", database::docdb_instance),
    ("aws_neptune_cluster", database::neptune_cluster),
    ("aws_neptune_cluster_instance", database::neptune_instance),
    ("aws_dms_replication_instance", database::dms_instance),
    ("aws_elasticache_cluster", search::cache_cluster),
    ("aws_elasticache_replication_group", search::cache_group),
    ("aws_opensearch_domain", search::domain),
    ("aws_elasticsearch_domain", search::domain),
    ("aws_redshift_cluster", data::redshift),
    ("aws_dynamodb_table", data::dynamodb),
    ("aws_kinesis_stream", data::kinesis_stream),
    ("aws_kinesis_firehose_delivery_stream", data::firehose),
    ("aws_msk_cluster", data::msk),
    ("aws_mq_broker", data::mq),
    ("aws_glue_job", data::glue_job),
    ("aws_mwaa_environment", data::mwaa),
    ("aws_lambda_function", serverless::lambda),
    ("aws_lambda_provisioned_concurrency_config", serverless::provisioned_concurrency),
    ("aws_apigatewayv2_api", serverless::http_api),
    ("aws_api_gateway_stage", serverless::api_stage),
    ("aws_sqs_queue", serverless::queue),
    ("aws_sns_topic", serverless::topic),
    ("aws_sns_topic_subscription", serverless::subscription),
    ("aws_sfn_state_machine", serverless::state_machine),
    ("aws_codebuild_project", serverless::codebuild),
    ("aws_ssm_parameter", serverless::parameter),
    ("aws_ssm_activation", serverless::activation),
    ("aws_s3_bucket", storage::bucket),
    ("aws_efs_file_system", storage::efs),
    ("aws_fsx_windows_file_system", storage::fsx_windows),
    ("aws_fsx_openzfs_file_system", storage::fsx_openzfs),
    ("aws_lb", network::load_balancer),
    ("aws_alb", network::load_balancer),
    ("aws_eip", network::elastic_ip),
    ("aws_vpc_endpoint", network::endpoint),
    ("aws_vpn_connection", network::vpn_connection),
    ("aws_cloudfront_distribution", network::distribution),
    ("aws_route53_record", network::dns_record),
    ("aws_route53_health_check", network::health_check),
    ("aws_route53_resolver_endpoint", network::resolver_endpoint),
    ("aws_dx_connection", network::direct_connect),
    ("aws_directory_service_directory", network::directory),
    ("aws_kms_key", network::kms_key),
    ("aws_acm_certificate", network::certificate),
    ("aws_acmpca_certificate_authority", network::certificate_authority),
    ("aws_cloudwatch_metric_alarm", network::metric_alarm),
    ("aws_waf_web_acl", network::web_acl),
    ("aws_wafv2_web_acl", network::web_acl_v2),
    ("aws_transfer_server", network::transfer_server),
];
