//! Schemas of what is beyond identities and buckets: services and what they share.

use super::Type::{Bool, Document, Map, Number, Text};
use super::{Kind, Schema, field};

/// See [`Kind::AccessPoint`].
pub const ACCESS_POINT: Schema = Schema {
    kind: Kind::AccessPoint,
    name: "access_point",
    doc: "An S3 access point",
    fields: &[
        field("name", Text, "its name"),
        field("arn", Text, "its ARN"),
        field("access_block", Bool, "whether it says anything of its public access block"),
        field("block_public_acls", Bool, "see bucket; on unless it is switched off"),
        field("ignore_public_acls", Bool, "see bucket; on unless it is switched off"),
        field("block_public_policy", Bool, "see bucket; on unless it is switched off"),
        field("restrict_public_buckets", Bool, "see bucket; on unless it is switched off"),
        field("policy", Document, "its policy"),
    ],
};

/// See [`Kind::SharedResource`].
pub const SHARED_RESOURCE: Schema = Schema {
    kind: Kind::SharedResource,
    name: "shared_resource",
    doc: "A resource, other than a bucket, with a policy that says who may use it",
    fields: &[
        field("id", Text, "the id that others know it by, where its policy is declared apart"),
        field("key", Bool, "whether it is a KMS key"),
        field(
            "type",
            Text,
            "key, queue, topic, table or access-point, where that matters to its policy",
        ),
        field("policy", Document, "its policy"),
    ],
};

/// See [`Kind::LambdaPermission`].
pub const LAMBDA_PERMISSION: Schema = Schema {
    kind: Kind::LambdaPermission,
    name: "lambda_permission",
    doc: "A permission to use a Lambda function or layer",
    fields: &[
        field("action", Text, "what is allowed"),
        field("principal", Text, "who may: a service, an account, * for everyone"),
        field("source_arn", Text, "the resource that a service must act for"),
        field("source_account", Text, "the account that a service must act for"),
        field("organization", Text, "the organization that the principal must be in"),
        field("event_source_token", Text, "the token that Alexa must present"),
        field("url_auth", Text, "the type of the function URL that it is for"),
    ],
};

/// See [`Kind::FunctionUrl`].
pub const FUNCTION_URL: Schema = Schema {
    kind: Kind::FunctionUrl,
    name: "function_url",
    doc: "The URL of a Lambda function",
    fields: &[field("auth", Text, "NONE or AWS_IAM")],
};

/// See [`Kind::Trail`].
pub const TRAIL: Schema = Schema {
    kind: Kind::Trail,
    name: "trail",
    doc: "A CloudTrail trail",
    fields: &[
        field("name", Text, "its name"),
        field("logging", Bool, "whether it records"),
        field("multi_region", Bool, "whether it records every Region"),
        field("log_validation", Bool, "whether changed log files can be told"),
        field("kms_key", Text, "the key that log files are encrypted with"),
        field("log_group", Text, "the log group in CloudWatch Logs that gets its events"),
        field("sns_topic", Text, "the topic that is told of new log files"),
        field("bucket", Text, "name of the bucket that gets its log files"),
        field("s3_data_events", Bool, "whether it records reads and writes of objects in S3"),
    ],
};

/// See [`Kind::ConfigAggregator`].
pub const CONFIG_AGGREGATOR: Schema = Schema {
    kind: Kind::ConfigAggregator,
    name: "config_aggregator",
    doc: "What an AWS Config aggregator collects, of accounts or an organization",
    fields: &[field("all_regions", Bool, "whether every Region is collected")],
};

/// See [`Kind::ConfigRecorder`].
pub const CONFIG_RECORDER: Schema = Schema {
    kind: Kind::ConfigRecorder,
    name: "config_recorder",
    doc: "An AWS Config recorder",
    fields: &[
        field("name", Text, "its name"),
        field("all_supported", Bool, "whether every supported type of resource is recorded"),
        field("global", Bool, "whether global types such as IAM's are recorded"),
        field("strategy", Text, "which types are recorded, if it is said as a strategy"),
        field("enabled", Bool, "whether it is switched on, where the language says so"),
    ],
};

/// See [`Kind::UserPool`].
pub const USER_POOL: Schema = Schema {
    kind: Kind::UserPool,
    name: "user_pool",
    doc: "A Cognito user pool",
    fields: &[field("name", Text, "its name"), field("mfa", Text, "OFF, OPTIONAL or ON")],
};

/// See [`Kind::IdentityPool`].
pub const IDENTITY_POOL: Schema = Schema {
    kind: Kind::IdentityPool,
    name: "identity_pool",
    doc: "A Cognito identity pool",
    fields: &[
        field("name", Text, "its name"),
        field("guests", Bool, "whether identities need not sign in"),
    ],
};

/// See [`Kind::Database`].
pub const DATABASE: Schema = Schema {
    kind: Kind::Database,
    name: "database",
    doc: "An RDS, Aurora or Neptune database",
    fields: &[
        field("engine", Text, "its engine"),
        field("cluster", Text, "the cluster it is part of"),
        field("iam_auth", Bool, "whether IAM principals can sign in with their credentials"),
    ],
};

/// See [`Kind::PermissionSet`].
pub const PERMISSION_SET: Schema = Schema {
    kind: Kind::PermissionSet,
    name: "permission_set",
    doc: "An Identity Center permission set",
    fields: &[
        field("name", Text, "its name"),
        field("session_minutes", Number, "how long a session lasts"),
    ],
};

/// See [`Kind::DirectoryUser`].
pub const DIRECTORY_USER: Schema = Schema {
    kind: Kind::DirectoryUser,
    name: "directory_user",
    doc: "A user of the Identity Center directory",
    fields: &[field("name", Text, "the name to sign in with")],
};

/// See [`Kind::Ledger`].
pub const LEDGER: Schema = Schema {
    kind: Kind::Ledger,
    name: "ledger",
    doc: "A QLDB ledger",
    fields: &[
        field("name", Text, "its name"),
        field("permissions_mode", Text, "ALLOW_ALL or STANDARD"),
    ],
};

/// See [`Kind::Sharing`].
pub const SHARING: Schema = Schema {
    kind: Kind::Sharing,
    name: "sharing",
    doc: "A resource whose own settings, not a policy, open it to other accounts",
    fields: &[
        field(
            "what",
            Text,
            "endpoint-service, transit-gateway, snapshot, image, ssm-document or key",
        ),
        field("group", Text, "all: everyone"),
        field("accounts", super::Type::Texts, "the accounts that get it"),
        field("acceptance_required", Bool, "whether connections wait to be accepted"),
        field("auto_accept", Text, "enable if attachments are accepted unseen"),
        field("principal", Text, "the principal that gets it"),
    ],
};

/// See [`Kind::ServerCertificate`].
pub const SERVER_CERTIFICATE: Schema = Schema {
    kind: Kind::ServerCertificate,
    name: "server_certificate",
    doc: "A server certificate kept in IAM",
    fields: &[field("name", Text, "its name"), field("body", Text, "the certificate in PEM form")],
};

/// See [`Kind::Output`].
pub const OUTPUT: Schema = Schema {
    kind: Kind::Output,
    name: "output",
    doc: "What a configuration shows of itself once it is deployed",
    fields: &[
        field("value", Map, "what is shown: a text, a list, a whole resource"),
        field("sensitive", Bool, "whether it is kept from being shown"),
    ],
};

/// See [`Kind::IotPolicy`].
pub const IOT_POLICY: Schema = Schema {
    kind: Kind::IotPolicy,
    name: "iot_policy",
    doc: "A policy of AWS IoT, which devices have",
    fields: &[field("name", Text, "its name"), field("policy", Document, "the document")],
};

/// See [`Kind::MetadataCredential`].
pub const METADATA_CREDENTIAL: Schema = Schema {
    kind: Kind::MetadataCredential,
    name: "metadata_credential",
    doc: "Credentials in AWS::CloudFormation::Authentication, the metadata of a resource",
    fields: &[
        field("access_key_id", Text, "id of an access key"),
        field("secret_key", Text, "its secret"),
        field("password", Text, "a password"),
        field("role", Text, "the role that is used instead"),
    ],
};
