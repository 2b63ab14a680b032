//! Services that are no identities, and what they say of access.

use crate::model::derive::records_objects;
use crate::model::normalise::{permitted_action, session_minutes};
use crate::model::schema::Kind::{
    AccessPoint, ConfigAggregator, ConfigRecorder, Database, DirectoryUser, FunctionUrl,
    IdentityPool, LambdaPermission, Ledger, PermissionSet, Sharing, Trail, UserPool,
};
use crate::model::table::Source::{Form, One, OrElse, Path, Text, With};
use crate::model::table::{Row, adds, each, entity};

/// The rows.
pub const ROWS: &[Row] = &[
    entity(
        "aws_s3_access_point",
        AccessPoint,
        &[
            ("name", Path("name")),
            ("arn", Form("arn")),
            ("access_block", Path("public_access_block_configuration")),
            (
                "block_public_acls",
                OrElse("public_access_block_configuration.block_public_acls", true),
            ),
            (
                "ignore_public_acls",
                OrElse("public_access_block_configuration.ignore_public_acls", true),
            ),
            (
                "block_public_policy",
                OrElse("public_access_block_configuration.block_public_policy", true),
            ),
            (
                "restrict_public_buckets",
                OrElse("public_access_block_configuration.restrict_public_buckets", true),
            ),
            ("policy", Path("policy")),
        ],
    ),
    adds(
        "aws_s3control_access_point_policy",
        AccessPoint,
        "arn",
        &[("arn", Path("access_point_arn")), ("policy", Path("policy"))],
    ),
    // Lambda
    entity(
        "aws_lambda_permission",
        LambdaPermission,
        &[
            ("action", With(permitted_action)),
            ("principal", Path("principal")),
            ("source_arn", Path("source_arn")),
            ("source_account", Path("source_account")),
            ("organization", Path("principal_org_id")),
            ("event_source_token", Path("event_source_token")),
            ("url_auth", Path("function_url_auth_type")),
        ],
    ),
    entity(
        "aws_lambda_layer_version_permission",
        LambdaPermission,
        &[
            ("action", With(permitted_action)),
            ("principal", Path("principal")),
            ("organization", Path("organization_id")),
        ],
    ),
    entity("aws_lambda_function_url", FunctionUrl, &[("auth", Path("authorization_type"))]),
    // Audit
    entity(
        "aws_cloudtrail",
        Trail,
        &[
            ("name", Path("name")),
            ("logging", OrElse("enable_logging", true)),
            ("multi_region", OrElse("is_multi_region_trail", false)),
            ("log_validation", OrElse("enable_log_file_validation", false)),
            ("kms_key", Path("kms_key_id")),
            ("log_group", Path("cloud_watch_logs_group_arn")),
            ("sns_topic", Path("sns_topic_name")),
            ("bucket", Path("s3_bucket_name")),
            ("s3_data_events", With(records_objects)),
        ],
    ),
    each(
        "aws_config_configuration_aggregator",
        "account_aggregation_source",
        ConfigAggregator,
        &[("all_regions", OrElse("all_regions", false))],
    ),
    each(
        "aws_config_configuration_aggregator",
        "organization_aggregation_source",
        ConfigAggregator,
        &[("all_regions", OrElse("all_regions", false))],
    ),
    entity(
        "aws_config_configuration_recorder",
        ConfigRecorder,
        &[
            ("name", Path("name")),
            ("all_supported", OrElse("recording_group.all_supported", true)),
            ("global", OrElse("recording_group.include_global_resource_types", false)),
            ("strategy", Path("recording_group.recording_strategy.use_only")),
        ],
    ),
    adds(
        "aws_config_configuration_recorder_status",
        ConfigRecorder,
        "name",
        &[("name", Path("name")), ("enabled", Path("is_enabled"))],
    ),
    // Identity
    entity(
        "aws_cognito_user_pool",
        UserPool,
        &[("name", Path("name")), ("mfa", Path("mfa_configuration"))],
    ),
    entity(
        "aws_cognito_identity_pool",
        IdentityPool,
        &[
            ("name", Path("identity_pool_name")),
            ("guests", OrElse("allow_unauthenticated_identities", false)),
        ],
    ),
    entity(
        "aws_ssoadmin_permission_set",
        PermissionSet,
        &[("name", Path("name")), ("session_minutes", With(session_minutes))],
    ),
    entity("aws_identitystore_user", DirectoryUser, &[("name", Path("user_name"))]),
    entity(
        "aws_qldb_ledger",
        Ledger,
        &[("name", Path("name")), ("permissions_mode", Path("permissions_mode"))],
    ),
    entity(
        "aws_db_instance",
        Database,
        &[
            ("engine", Path("engine")),
            ("iam_auth", OrElse("iam_database_authentication_enabled", false)),
        ],
    ),
    entity(
        "aws_rds_cluster",
        Database,
        &[
            ("engine", Path("engine")),
            ("iam_auth", OrElse("iam_database_authentication_enabled", false)),
        ],
    ),
    entity(
        "aws_neptune_cluster",
        Database,
        &[
            ("engine", Text("neptune")),
            ("iam_auth", OrElse("iam_database_authentication_enabled", false)),
        ],
    ),
    // Sharing by settings
    entity(
        "aws_vpc_endpoint_service",
        Sharing,
        &[("what", Text("endpoint-service")), ("acceptance_required", Path("acceptance_required"))],
    ),
    entity(
        "aws_ec2_transit_gateway",
        Sharing,
        &[
            ("what", Text("transit-gateway")),
            ("auto_accept", Path("auto_accept_shared_attachments")),
        ],
    ),
    entity(
        "aws_ami_launch_permission",
        Sharing,
        &[("what", Text("image")), ("group", Path("group")), ("accounts", One("account_id"))],
    ),
    entity(
        "aws_snapshot_create_volume_permission",
        Sharing,
        &[("what", Text("snapshot")), ("accounts", One("account_id"))],
    ),
    entity(
        "aws_db_snapshot",
        Sharing,
        &[("what", Text("snapshot")), ("accounts", Path("shared_accounts"))],
    ),
    entity(
        "aws_db_snapshot_copy",
        Sharing,
        &[("what", Text("snapshot")), ("accounts", Path("shared_accounts"))],
    ),
    entity(
        "aws_db_cluster_snapshot",
        Sharing,
        &[("what", Text("snapshot")), ("accounts", Path("shared_accounts"))],
    ),
    entity(
        "aws_ssm_document",
        Sharing,
        &[("what", Text("ssm-document")), ("accounts", One("permissions.account_ids"))],
    ),
];
