//! The kinds of entities and their fields: the vocabulary of the model and of the rules.
//!
//! A new field is a line here and one in the table of each language that can say it.

mod account;
mod compute;
mod policies;
mod published;
mod services;

use std::fmt;

/// A kind of entity.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
#[repr(u8)]
pub enum Kind {
    /// An IAM user.
    User,
    /// An IAM group.
    Group,
    /// An IAM role.
    Role,
    /// A policy document and what holds it.
    Policy,
    /// One statement of a policy document.
    Statement,
    /// A managed policy given to principals.
    Attachment,
    /// Users put into groups.
    Membership,
    /// A long-lived access key.
    AccessKey,
    /// A console password.
    LoginProfile,
    /// The account's password policy.
    PasswordPolicy,
    /// An S3 bucket with everything declared about it.
    Bucket,
    /// The account's S3 public access block.
    AccountAccessBlock,
    /// Something that runs code: an instance, a function.
    Workload,
    /// A configured provider of a Terraform configuration.
    Provider,
    /// A credential written in code.
    Secret,
    /// An S3 access point.
    AccessPoint,
    /// A resource, other than a bucket, with a policy that says who may use it.
    SharedResource,
    /// A permission to use a Lambda function or layer.
    LambdaPermission,
    /// The URL of a Lambda function.
    FunctionUrl,
    /// A CloudTrail trail.
    Trail,
    /// What an AWS Config aggregator collects.
    ConfigAggregator,
    /// An AWS Config recorder.
    ConfigRecorder,
    /// A Cognito user pool.
    UserPool,
    /// A Cognito identity pool.
    IdentityPool,
    /// An RDS, Aurora or Neptune database.
    Database,
    /// An Identity Center permission set.
    PermissionSet,
    /// A user of the Identity Center directory.
    DirectoryUser,
    /// A QLDB ledger.
    Ledger,
    /// A resource whose own settings open it to other accounts.
    Sharing,
    /// What gives an instance its role.
    InstanceProfile,
    /// A subnet.
    Subnet,
    /// A route table.
    RouteTable,
    /// A subnet's use of a route table.
    SubnetRoute,
    /// The search for a machine image.
    ImageSearch,
    /// A server certificate kept in IAM.
    ServerCertificate,
    /// What a configuration shows of itself once it is deployed.
    Output,
    /// A policy of AWS IoT, which devices have.
    IotPolicy,
    /// An OpenSearch or Elasticsearch domain.
    SearchDomain,
    /// A resource share of AWS RAM.
    ResourceShare,
    /// A method or route of API Gateway.
    ApiMethod,
    /// A CloudFront distribution.
    Distribution,
    /// An origin of a CloudFront distribution.
    Origin,
    /// Credentials in the metadata of a CloudFormation resource.
    MetadataCredential,
    /// A flaw of a policy document as such.
    PolicyIssue,
    /// All that is deployed together.
    Configuration,
    /// An organisation of AWS Organizations.
    Organization,
    /// A metric made of log events.
    MetricFilter,
    /// A CloudWatch alarm.
    Alarm,
    /// A rule of EventBridge.
    EventRule,
    /// A rule of AWS Config.
    ConfigRule,
    /// An analyzer of IAM Access Analyzer.
    AccessAnalyzer,
}

/// What a field holds when it is known and present.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Type {
    /// `true` or `false`.
    Bool,
    /// A number.
    Number,
    /// A string.
    Text,
    /// A sentence, which messages show whole.
    Sentence,
    /// A list of strings.
    Texts,
    /// A list of maps with these keys.
    Maps(&'static [&'static str]),
    /// Principals: a map from a principal's type to its identifiers.
    Principals,
    /// A map of anything.
    Map,
    /// A policy document.
    Document,
}

/// One field of a kind of entity.
#[derive(Clone, Copy, Debug)]
pub struct FieldInfo {
    /// Its name in rules and in `iacscan model`.
    pub name: &'static str,
    /// What it holds.
    pub holds: Type,
    /// What it means.
    pub doc: &'static str,
}

/// A kind of entity and its fields.
#[derive(Clone, Copy, Debug)]
pub struct Schema {
    /// The kind.
    pub kind: Kind,
    /// Its name in rules and messages.
    pub name: &'static str,
    /// What it means.
    pub doc: &'static str,
    /// Its fields.
    pub fields: &'static [FieldInfo],
}

const fn field(name: &'static str, holds: Type, doc: &'static str) -> FieldInfo {
    FieldInfo { name, holds, doc }
}

use Type::{Bool, Document, Map, Maps, Number, Principals, Text, Texts};

/// Every kind, in the order of [`Kind`].
pub const SCHEMAS: &[Schema] = &[
    Schema {
        kind: Kind::User,
        name: "user",
        doc: "An IAM user",
        fields: &[
            field("name", Text, "its name"),
            field("arn", Text, "its ARN"),
            field("boundary", Text, "ARN of its permissions boundary"),
        ],
    },
    Schema {
        kind: Kind::Group,
        name: "group",
        doc: "An IAM group",
        fields: &[field("name", Text, "its name"), field("arn", Text, "its ARN")],
    },
    Schema {
        kind: Kind::Role,
        name: "role",
        doc: "An IAM role",
        fields: &[
            field("name", Text, "its name"),
            field("arn", Text, "its ARN"),
            field("trust", Document, "who may assume it"),
            field("boundary", Text, "ARN of its permissions boundary"),
        ],
    },
    Schema {
        kind: Kind::Policy,
        name: "policy",
        doc: "A policy document and what holds it",
        fields: &[
            field("name", Text, "its name"),
            field("arn", Text, "its ARN, if it is a managed policy"),
            field("document", Document, "the document"),
            field("usage", Text, "identity, trust, resource, boundary, scp, rcp, endpoint or data"),
            field("inline", Bool, "whether it is part of a principal"),
            field("roles", Texts, "names of the roles it is part of"),
            field("users", Texts, "names of the users it is part of"),
            field("groups", Texts, "names of the groups it is part of"),
            field("resource", Text, "the resource it is the policy of"),
            field("id", Text, "its id, if it is an organisation's"),
            field("targets", Texts, "accounts and units that an organisation's policy bounds"),
        ],
    },
    Schema {
        kind: Kind::Statement,
        name: "statement",
        doc: "One statement of a policy document",
        fields: &[
            field("sid", Text, "its id"),
            field("effect", Text, "Allow or Deny"),
            field("actions", Texts, "Action"),
            field("not_actions", Texts, "NotAction"),
            field("resources", Texts, "Resource"),
            field("not_resources", Texts, "NotResource"),
            field("principals", Principals, "Principal"),
            field("not_principals", Principals, "NotPrincipal"),
            field("conditions", Map, "Condition"),
            field("usage", Text, "how its policy is used: see policy.usage"),
        ],
    },
    Schema {
        kind: Kind::Attachment,
        name: "attachment",
        doc: "A managed policy given to principals",
        fields: &[
            field("policy", Text, "ARN of the policy; the bare name for AWS managed policies"),
            field("roles", Texts, "names of the roles that get it"),
            field("users", Texts, "names of the users that get it"),
            field("groups", Texts, "names of the groups that get it"),
            field("permission_set", Text, "the Identity Center permission set that gets it"),
        ],
    },
    Schema {
        kind: Kind::Membership,
        name: "membership",
        doc: "Users put into groups",
        fields: &[
            field("users", Texts, "names of the users"),
            field("groups", Texts, "names of the groups"),
        ],
    },
    Schema {
        kind: Kind::AccessKey,
        name: "access_key",
        doc: "A long-lived access key",
        fields: &[
            field("user", Text, "name of the user it belongs to"),
            field("pgp_key", Text, "the key that its secret is encrypted with"),
            field("status", Text, "Active or Inactive"),
        ],
    },
    Schema {
        kind: Kind::LoginProfile,
        name: "login_profile",
        doc: "A console password",
        fields: &[
            field("user", Text, "name of the user it belongs to"),
            field("password", Text, "the password, if it is written down"),
            field("password_length", Number, "length of the password that is set or generated"),
            field("reset_required", Bool, "whether it must be changed at first use"),
            field("pgp_key", Text, "the key that the password is encrypted with"),
        ],
    },
    Schema {
        kind: Kind::PasswordPolicy,
        name: "password_policy",
        doc: "The account's password policy",
        fields: &[
            field("minimum_length", Number, "least number of characters"),
            field("require_lowercase", Bool, "whether a lower-case letter is required"),
            field("require_uppercase", Bool, "whether an upper-case letter is required"),
            field("require_numbers", Bool, "whether a digit is required"),
            field("require_symbols", Bool, "whether a symbol is required"),
            field("reuse_prevention", Number, "how many passwords back may not be used again"),
            field("max_age", Number, "days after which a password must be changed; 0 is never"),
            field("change_allowed", Bool, "whether users may change their own"),
        ],
    },
    Schema {
        kind: Kind::Bucket,
        name: "bucket",
        doc: "An S3 bucket with everything declared about it",
        fields: &[
            field("name", Text, "its name"),
            field("arn", Text, "its ARN"),
            field("acl", Text, "its canned ACL, as the S3 API writes it: public-read"),
            field("grants", Maps(&["to", "permission"]), "grants of its ACL"),
            field("access_block", Bool, "whether it has a public access block of its own"),
            field("block_public_acls", Bool, "BlockPublicAcls: refuses new public ACLs"),
            field("ignore_public_acls", Bool, "IgnorePublicAcls: neutralises public ACLs"),
            field("block_public_policy", Bool, "BlockPublicPolicy: refuses new public policies"),
            field(
                "restrict_public_buckets",
                Bool,
                "RestrictPublicBuckets: cuts access through public policies",
            ),
            field("ownership", Text, "ObjectOwnership: BucketOwnerEnforced turns ACLs off"),
            field("policy", Document, "its policy"),
            field("website", Map, "how it serves a website"),
            field("mfa_delete", Text, "Enabled if deleting versions asks for MFA"),
            field("logging", Map, "where its access log goes"),
        ],
    },
    Schema {
        kind: Kind::AccountAccessBlock,
        name: "account_access_block",
        doc: "The account's S3 public access block",
        fields: &[
            field("block_public_acls", Bool, "see bucket"),
            field("ignore_public_acls", Bool, "see bucket"),
            field("block_public_policy", Bool, "see bucket"),
            field("restrict_public_buckets", Bool, "see bucket"),
        ],
    },
    compute::WORKLOAD,
    Schema {
        kind: Kind::Provider,
        name: "provider",
        doc: "A configured provider of a Terraform configuration",
        fields: &[
            field("access_key", Text, "the id of the key it signs with"),
            field("secret_key", Text, "the key it signs with"),
            field("token", Text, "the session token it signs with"),
        ],
    },
    Schema {
        kind: Kind::Secret,
        name: "secret",
        doc: "A credential written in code",
        fields: &[
            field("holds", Text, "aws-key-id, aws-secret-key or private-key"),
            field("within", Text, "provider, user-data, environment or other"),
            field("beside_key_id", Bool, "whether the id of an access key stands beside it"),
            field("documented", Bool, "whether it is an example of AWS's documentation"),
            field("shown", Text, "what may be shown of it"),
        ],
    },
    services::ACCESS_POINT,
    services::SHARED_RESOURCE,
    services::LAMBDA_PERMISSION,
    services::FUNCTION_URL,
    services::TRAIL,
    services::CONFIG_AGGREGATOR,
    services::CONFIG_RECORDER,
    services::USER_POOL,
    services::IDENTITY_POOL,
    services::DATABASE,
    services::PERMISSION_SET,
    services::DIRECTORY_USER,
    services::LEDGER,
    services::SHARING,
    compute::INSTANCE_PROFILE,
    compute::SUBNET,
    compute::ROUTE_TABLE,
    compute::SUBNET_ROUTE,
    compute::IMAGE_SEARCH,
    services::SERVER_CERTIFICATE,
    services::OUTPUT,
    services::IOT_POLICY,
    published::SEARCH_DOMAIN,
    published::RESOURCE_SHARE,
    published::API_METHOD,
    published::DISTRIBUTION,
    published::ORIGIN,
    services::METADATA_CREDENTIAL,
    policies::POLICY_ISSUE,
    account::CONFIGURATION,
    account::ORGANIZATION,
    account::METRIC_FILTER,
    account::ALARM,
    account::EVENT_RULE,
    account::CONFIG_RULE,
    account::ACCESS_ANALYZER,
];

/// The place of a field among those of its kind; the default is the first.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Default)]
pub struct Field(u8);

impl Field {
    /// Its index in [`Schema::fields`].
    pub fn index(self) -> usize {
        self.0 as usize
    }
}

impl Kind {
    /// Its schema.
    pub fn schema(self) -> &'static Schema {
        &SCHEMAS[self as usize]
    }

    /// The kind of that name.
    pub fn named(name: &str) -> Option<Kind> {
        SCHEMAS.iter().find(|schema| schema.name == name).map(|schema| schema.kind)
    }

    /// The field of that name.
    pub fn field(self, name: &str) -> Option<Field> {
        self.schema()
            .fields
            .iter()
            .position(|field| field.name == name)
            .map(|index| Field(index as u8))
    }
}

impl fmt::Display for Kind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.schema().name)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_schemas_stand_in_the_order_of_the_kinds() {
        for (index, schema) in SCHEMAS.iter().enumerate() {
            assert_eq!(schema.kind as usize, index);
            assert_eq!(Kind::named(schema.name), Some(schema.kind));
        }
    }
}
