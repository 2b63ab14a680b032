//! Services that are no identities, and what they say of access.

use crate::model::derive::records_objects;
use crate::model::normalise::{permitted_action, session_minutes};
use crate::model::schema::Kind::{
    AccessPoint, ConfigAggregator, ConfigRecorder, Database, FunctionUrl, IdentityPool,
    LambdaPermission, Ledger, PermissionSet, Sharing, Trail, UserPool,
};
use crate::model::table::Source::{OrElse, Path, Text, With};
use crate::model::table::{Row, each, entity};

/// The rows.
pub const ROWS: &[Row] = &[
    entity(
        "AWS::S3::AccessPoint",
        AccessPoint,
        &[
            ("name", Path("Name")),
            ("access_block", Path("PublicAccessBlockConfiguration")),
            ("block_public_acls", OrElse("PublicAccessBlockConfiguration.BlockPublicAcls", true)),
            ("ignore_public_acls", OrElse("PublicAccessBlockConfiguration.IgnorePublicAcls", true)),
            (
                "block_public_policy",
                OrElse("PublicAccessBlockConfiguration.BlockPublicPolicy", true),
            ),
            (
                "restrict_public_buckets",
                OrElse("PublicAccessBlockConfiguration.RestrictPublicBuckets", true),
            ),
            ("policy", Path("Policy")),
        ],
    ),
    // Lambda
    entity(
        "AWS::Lambda::Permission",
        LambdaPermission,
        &[
            ("action", With(permitted_action)),
            ("principal", Path("Principal")),
            ("source_arn", Path("SourceArn")),
            ("source_account", Path("SourceAccount")),
            ("organization", Path("PrincipalOrgID")),
            ("event_source_token", Path("EventSourceToken")),
            ("url_auth", Path("FunctionUrlAuthType")),
        ],
    ),
    entity(
        "AWS::Lambda::LayerVersionPermission",
        LambdaPermission,
        &[
            ("action", With(permitted_action)),
            ("principal", Path("Principal")),
            ("organization", Path("OrganizationId")),
        ],
    ),
    entity("AWS::Lambda::Url", FunctionUrl, &[("auth", Path("AuthType"))]),
    each(
        "AWS::Serverless::Function",
        "FunctionUrlConfig",
        FunctionUrl,
        &[("auth", Path("AuthType"))],
    ),
    // Audit
    entity(
        "AWS::CloudTrail::Trail",
        Trail,
        &[
            ("name", Path("TrailName")),
            ("logging", Path("IsLogging")),
            ("multi_region", OrElse("IsMultiRegionTrail", false)),
            ("log_validation", OrElse("EnableLogFileValidation", false)),
            ("kms_key", Path("KMSKeyId")),
            ("log_group", Path("CloudWatchLogsLogGroupArn")),
            ("sns_topic", Path("SnsTopicName")),
            ("bucket", Path("S3BucketName")),
            ("s3_data_events", With(records_objects)),
        ],
    ),
    each(
        "AWS::Config::ConfigurationAggregator",
        "AccountAggregationSources",
        ConfigAggregator,
        &[("all_regions", OrElse("AllAwsRegions", false))],
    ),
    each(
        "AWS::Config::ConfigurationAggregator",
        "OrganizationAggregationSource",
        ConfigAggregator,
        &[("all_regions", OrElse("AllAwsRegions", false))],
    ),
    entity(
        "AWS::Config::ConfigurationRecorder",
        ConfigRecorder,
        &[
            ("name", Path("Name")),
            ("all_supported", OrElse("RecordingGroup.AllSupported", false)),
            ("global", OrElse("RecordingGroup.IncludeGlobalResourceTypes", false)),
            ("strategy", Path("RecordingGroup.RecordingStrategy.UseOnly")),
        ],
    ),
    // Identity
    entity(
        "AWS::Cognito::UserPool",
        UserPool,
        &[("name", Path("UserPoolName")), ("mfa", Path("MfaConfiguration"))],
    ),
    entity(
        "AWS::Cognito::IdentityPool",
        IdentityPool,
        &[
            ("name", Path("IdentityPoolName")),
            ("guests", OrElse("AllowUnauthenticatedIdentities", false)),
        ],
    ),
    entity(
        "AWS::SSO::PermissionSet",
        PermissionSet,
        &[("name", Path("Name")), ("session_minutes", With(session_minutes))],
    ),
    entity(
        "AWS::QLDB::Ledger",
        Ledger,
        &[("name", Path("Name")), ("permissions_mode", Path("PermissionsMode"))],
    ),
    entity(
        "AWS::RDS::DBInstance",
        Database,
        &[
            ("engine", Path("Engine")),
            ("cluster", Path("DBClusterIdentifier")),
            ("iam_auth", OrElse("EnableIAMDatabaseAuthentication", false)),
        ],
    ),
    entity(
        "AWS::RDS::DBCluster",
        Database,
        &[
            ("engine", Path("Engine")),
            ("iam_auth", OrElse("EnableIAMDatabaseAuthentication", false)),
        ],
    ),
    entity(
        "AWS::Neptune::DBCluster",
        Database,
        &[("engine", Text("neptune")), ("iam_auth", OrElse("IamAuthEnabled", false))],
    ),
    // Sharing by settings
    entity(
        "AWS::EC2::VPCEndpointService",
        Sharing,
        &[
            ("what", Text("endpoint-service")),
            ("acceptance_required", OrElse("AcceptanceRequired", true)),
        ],
    ),
    entity(
        "AWS::EC2::TransitGateway",
        Sharing,
        &[("what", Text("transit-gateway")), ("auto_accept", Path("AutoAcceptSharedAttachments"))],
    ),
];
