//! Resources with a policy of their own, or that are one: a row a type.

use crate::model::normalise::{event_bus_policy, serverless_access_policy};
use crate::model::schema::Kind::SharedResource;
use crate::model::table::Source::{Bool, Form, Path, Text, With};
use crate::model::table::{Row, adds, entity};

/// The rows.
pub const ROWS: &[Row] = &[
    entity("aws_acmpca_policy", SharedResource, &[("policy", Path("policy"))]),
    entity("aws_api_gateway_rest_api", SharedResource, &[("policy", Path("policy"))]),
    entity("aws_api_gateway_rest_api_policy", SharedResource, &[("policy", Path("policy"))]),
    entity("aws_backup_vault_policy", SharedResource, &[("policy", Path("policy"))]),
    entity("aws_cloudwatch_event_bus_policy", SharedResource, &[("policy", Path("policy"))]),
    entity(
        "aws_cloudwatch_event_permission",
        SharedResource,
        &[("policy", With(event_bus_policy))],
    ),
    entity(
        "aws_cloudwatch_log_delivery_destination_policy",
        SharedResource,
        &[("policy", Path("delivery_destination_policy"))],
    ),
    entity(
        "aws_cloudwatch_log_destination_policy",
        SharedResource,
        &[("policy", Path("access_policy"))],
    ),
    entity(
        "aws_cloudwatch_log_resource_policy",
        SharedResource,
        &[("policy", Path("policy_document"))],
    ),
    entity(
        "aws_codeartifact_domain_permissions_policy",
        SharedResource,
        &[("policy", Path("policy_document"))],
    ),
    entity(
        "aws_codeartifact_repository_permissions_policy",
        SharedResource,
        &[("policy", Path("policy_document"))],
    ),
    entity("aws_codebuild_resource_policy", SharedResource, &[("policy", Path("policy"))]),
    entity(
        "aws_dynamodb_resource_policy",
        SharedResource,
        &[("type", Text("table")), ("policy", Path("policy"))],
    ),
    entity("aws_ecr_registry_policy", SharedResource, &[("policy", Path("policy"))]),
    entity(
        "aws_ecr_repository_creation_template",
        SharedResource,
        &[("policy", Path("repository_policy"))],
    ),
    entity("aws_ecr_repository_policy", SharedResource, &[("policy", Path("policy"))]),
    entity("aws_ecrpublic_repository_policy", SharedResource, &[("policy", Path("policy"))]),
    entity("aws_efs_file_system_policy", SharedResource, &[("policy", Path("policy"))]),
    entity("aws_glacier_vault", SharedResource, &[("policy", Path("access_policy"))]),
    entity("aws_glacier_vault_lock", SharedResource, &[("policy", Path("policy"))]),
    entity("aws_glue_resource_policy", SharedResource, &[("policy", Path("policy"))]),
    entity("aws_kinesis_resource_policy", SharedResource, &[("policy", Path("policy"))]),
    entity(
        "aws_kms_external_key",
        SharedResource,
        &[("type", Text("key")), ("policy", Path("policy"))],
    ),
    entity(
        "aws_kms_key",
        SharedResource,
        &[
            ("type", Text("key")),
            ("id", Form("key_id")),
            ("key", Bool(true)),
            ("policy", Path("policy")),
        ],
    ),
    adds(
        "aws_kms_key_policy",
        SharedResource,
        "id",
        &[("type", Text("key")), ("id", Path("key_id")), ("policy", Path("policy"))],
    ),
    entity(
        "aws_kms_replica_external_key",
        SharedResource,
        &[("type", Text("key")), ("policy", Path("policy"))],
    ),
    entity(
        "aws_kms_replica_key",
        SharedResource,
        &[("type", Text("key")), ("policy", Path("policy"))],
    ),
    entity("aws_media_store_container_policy", SharedResource, &[("policy", Path("policy"))]),
    entity("aws_msk_cluster_policy", SharedResource, &[("policy", Path("policy"))]),
    entity("aws_networkfirewall_resource_policy", SharedResource, &[("policy", Path("policy"))]),
    entity("aws_oam_sink_policy", SharedResource, &[("policy", Path("policy"))]),
    entity("aws_organizations_resource_policy", SharedResource, &[("policy", Path("content"))]),
    entity(
        "aws_prometheus_resource_policy",
        SharedResource,
        &[("policy", Path("policy_document"))],
    ),
    entity("aws_redshift_resource_policy", SharedResource, &[("policy", Path("policy"))]),
    entity("aws_redshiftserverless_resource_policy", SharedResource, &[("policy", Path("policy"))]),
    entity("aws_s3control_bucket_policy", SharedResource, &[("policy", Path("policy"))]),
    entity(
        "aws_s3control_multi_region_access_point_policy",
        SharedResource,
        &[("type", Text("access-point")), ("policy", Path("details.policy"))],
    ),
    entity(
        "aws_s3control_object_lambda_access_point_policy",
        SharedResource,
        &[("type", Text("access-point")), ("policy", Path("policy"))],
    ),
    entity(
        "aws_s3tables_table_bucket_policy",
        SharedResource,
        &[("policy", Path("resource_policy"))],
    ),
    entity("aws_s3tables_table_policy", SharedResource, &[("policy", Path("resource_policy"))]),
    entity("aws_s3vectors_vector_bucket_policy", SharedResource, &[("policy", Path("policy"))]),
    entity(
        "aws_sagemaker_model_package_group_policy",
        SharedResource,
        &[("policy", Path("resource_policy"))],
    ),
    entity("aws_schemas_registry_policy", SharedResource, &[("policy", Path("policy"))]),
    entity(
        "aws_opensearchserverless_access_policy",
        SharedResource,
        &[("type", Text("serverless-data")), ("policy", With(serverless_access_policy))],
    ),
    entity("aws_secretsmanager_secret", SharedResource, &[("policy", Path("policy"))]),
    entity("aws_secretsmanager_secret_policy", SharedResource, &[("policy", Path("policy"))]),
    entity("aws_ses_identity_policy", SharedResource, &[("policy", Path("policy"))]),
    entity("aws_sesv2_email_identity_policy", SharedResource, &[("policy", Path("policy"))]),
    entity("aws_sns_topic", SharedResource, &[("type", Text("topic")), ("policy", Path("policy"))]),
    entity(
        "aws_sns_topic_policy",
        SharedResource,
        &[("type", Text("topic")), ("policy", Path("policy"))],
    ),
    entity("aws_sqs_queue", SharedResource, &[("type", Text("queue")), ("policy", Path("policy"))]),
    entity(
        "aws_sqs_queue_policy",
        SharedResource,
        &[("type", Text("queue")), ("policy", Path("policy"))],
    ),
    entity("aws_vpclattice_auth_policy", SharedResource, &[("policy", Path("policy"))]),
    entity("aws_vpclattice_resource_policy", SharedResource, &[("policy", Path("policy"))]),
    entity("aws_xray_resource_policy", SharedResource, &[("policy", Path("policy_document"))]),
];
