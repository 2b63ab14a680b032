//! CloudFormation's resource types as entities. Property names are those of the
//! CloudFormation template reference.

mod account;
mod compute;
mod published;
mod services;
mod shared;

use ecow::EcoString;

use super::languages::Absent;
use super::normalise::{canned_acl, length_of_password};
use super::schema::Kind;
use super::schema::Kind::{
    AccessKey, AccountAccessBlock, Attachment, Bucket, ConfigRecorder, DirectoryUser, Group,
    LoginProfile, Membership, Output, PasswordPolicy, Policy, Provider, Role, ServerCertificate,
    SharedResource, Sharing, User, Workload,
};
use super::table::Source::{Bool, Form, One, OrElse, Path, Text, With};
use super::table::{Row, adds, each, entity};
use crate::declared::Declared;

/// The path of the CDK construct that a resource comes from, without the step that every one
/// ends with: `App/Logs`, of `App/Logs/Resource`.
/// <https://docs.aws.amazon.com/cdk/v2/guide/identifiers.html>
pub fn construct_path(resource: &Declared) -> Option<EcoString> {
    let metadata = resource.properties.as_map()?.get("#Metadata")?;
    let path = metadata.child("aws:cdk:path");
    let path = path.as_str()?;
    Some(path.strip_suffix("/Resource").unwrap_or(path).into())
}

/// Every table of rows.
pub const TABLES: &[&[Row]] =
    &[ROWS, account::ROWS, compute::ROWS, published::ROWS, services::ROWS, shared::ROWS];

/// What the language cannot say, and why.
pub const ABSENT: &[Absent] = &[
    (Policy, "id", "a template attaches a policy in itself"),
    (super::schema::Kind::AccessPoint, "arn", "no resource type refers to it"),
    (AccessKey, "pgp_key", "the secret is an attribute in the clear"),
    (LoginProfile, "pgp_key", "the password is a property, in the clear"),
    (PasswordPolicy, "", "no resource type sets it"),
    (AccountAccessBlock, "", "no resource type sets it"),
    (Bucket, "grants", "buckets take canned ACLs only"),
    (Workload, "user_data", "user data is always encoded"),
    (Provider, "", "templates do not say who deploys them"),
    (SharedResource, "id", "no policy that is declared apart is joined by an id"),
    (ConfigRecorder, "enabled", "a recorder runs as soon as its delivery channel is there"),
    (DirectoryUser, "", "no resource type makes one"),
    (Workload, "provisioners", "templates run no commands of their own"),
    (Kind::ImageSearch, "", "templates name images, and search for none"),
    (Kind::ResourceShare, "arn", "a share has its principals in itself, and is joined by nothing"),
    (Sharing, "principal", "no resource type makes grants of keys"),
    (Sharing, "group", "no resource type shares images"),
    (Sharing, "accounts", "no resource type shares images, snapshots or documents"),
];

/// Identities, their policies and credentials; buckets.
const ROWS: &[Row] = &[
    // Principals
    entity(
        "AWS::IAM::User",
        User,
        &[("name", Form("Ref")), ("arn", Form("Arn")), ("boundary", Path("PermissionsBoundary"))],
    ),
    entity("AWS::IAM::Group", Group, &[("name", Form("Ref")), ("arn", Form("Arn"))]),
    entity(
        "AWS::IAM::Role",
        Role,
        &[
            ("name", Form("Ref")),
            ("arn", Form("Arn")),
            ("trust", Path("AssumeRolePolicyDocument")),
            ("boundary", Path("PermissionsBoundary")),
        ],
    ),
    entity(
        "AWS::IAM::UserToGroupAddition",
        Membership,
        &[("users", Path("Users")), ("groups", One("GroupName"))],
    ),
    each("AWS::IAM::User", "Groups", Membership, &[("users", Form("Ref")), ("groups", One("."))]),
    // Policies
    entity(
        "AWS::IAM::ManagedPolicy",
        Policy,
        &[
            ("name", Path("ManagedPolicyName")),
            ("arn", Form("Ref")),
            ("document", Path("PolicyDocument")),
            ("usage", Text("identity")),
            ("inline", Bool(false)),
        ],
    ),
    entity(
        "AWS::IAM::Policy",
        Policy,
        &[
            ("name", Path("PolicyName")),
            ("document", Path("PolicyDocument")),
            ("usage", Text("identity")),
            ("inline", Bool(true)),
            ("roles", Path("Roles")),
            ("users", Path("Users")),
            ("groups", Path("Groups")),
        ],
    ),
    entity(
        "AWS::IAM::RolePolicy",
        Policy,
        &[
            ("name", Path("PolicyName")),
            ("document", Path("PolicyDocument")),
            ("usage", Text("identity")),
            ("inline", Bool(true)),
            ("roles", One("RoleName")),
        ],
    ),
    entity(
        "AWS::IAM::UserPolicy",
        Policy,
        &[
            ("name", Path("PolicyName")),
            ("document", Path("PolicyDocument")),
            ("usage", Text("identity")),
            ("inline", Bool(true)),
            ("users", One("UserName")),
        ],
    ),
    entity(
        "AWS::IAM::GroupPolicy",
        Policy,
        &[
            ("name", Path("PolicyName")),
            ("document", Path("PolicyDocument")),
            ("usage", Text("identity")),
            ("inline", Bool(true)),
            ("groups", One("GroupName")),
        ],
    ),
    each(
        "AWS::IAM::Role",
        "Policies",
        Policy,
        &[
            ("name", Path("PolicyName")),
            ("document", Path("PolicyDocument")),
            ("usage", Text("identity")),
            ("inline", Bool(true)),
            ("roles", Form("Ref")),
        ],
    ),
    each(
        "AWS::IAM::User",
        "Policies",
        Policy,
        &[
            ("name", Path("PolicyName")),
            ("document", Path("PolicyDocument")),
            ("usage", Text("identity")),
            ("inline", Bool(true)),
            ("users", Form("Ref")),
        ],
    ),
    each(
        "AWS::IAM::Group",
        "Policies",
        Policy,
        &[
            ("name", Path("PolicyName")),
            ("document", Path("PolicyDocument")),
            ("usage", Text("identity")),
            ("inline", Bool(true)),
            ("groups", Form("Ref")),
        ],
    ),
    entity(
        "AWS::SSO::PermissionSet",
        Policy,
        &[
            ("name", Path("Name")),
            ("document", Path("InlinePolicy")),
            ("usage", Text("identity")),
            ("resource", Form("PermissionSetArn")),
        ],
    ),
    entity(
        "AWS::Organizations::Policy",
        Policy,
        &[
            ("name", Path("Name")),
            ("targets", Path("TargetIds")),
            ("document", Path("Content")),
            ("usage", With(super::normalise::organization_policy_usage)),
        ],
    ),
    entity(
        "AWS::EC2::VPCEndpoint",
        Policy,
        &[("document", Path("PolicyDocument")), ("usage", Text("endpoint"))],
    ),
    // Attachments
    each(
        "AWS::IAM::Role",
        "ManagedPolicyArns",
        Attachment,
        &[("policy", Path(".")), ("roles", Form("Ref"))],
    ),
    each(
        "AWS::IAM::User",
        "ManagedPolicyArns",
        Attachment,
        &[("policy", Path(".")), ("users", Form("Ref"))],
    ),
    each(
        "AWS::IAM::Group",
        "ManagedPolicyArns",
        Attachment,
        &[("policy", Path(".")), ("groups", Form("Ref"))],
    ),
    each(
        "AWS::IAM::ManagedPolicy",
        "Roles",
        Attachment,
        &[("policy", Form("Ref")), ("roles", One("."))],
    ),
    each(
        "AWS::IAM::ManagedPolicy",
        "Users",
        Attachment,
        &[("policy", Form("Ref")), ("users", One("."))],
    ),
    each(
        "AWS::IAM::ManagedPolicy",
        "Groups",
        Attachment,
        &[("policy", Form("Ref")), ("groups", One("."))],
    ),
    each(
        "AWS::SSO::PermissionSet",
        "ManagedPolicies",
        Attachment,
        &[("policy", Path(".")), ("permission_set", Path("^Name"))],
    ),
    // Credentials
    entity(
        "AWS::IAM::AccessKey",
        AccessKey,
        &[("user", Path("UserName")), ("status", Path("Status"))],
    ),
    each(
        "AWS::IAM::User",
        "LoginProfile",
        LoginProfile,
        &[
            ("user", Form("Ref")),
            ("password", Path("Password")),
            ("password_length", With(length_of_password)),
            ("reset_required", Path("PasswordResetRequired")),
        ],
    ),
    // Buckets
    entity(
        "AWS::S3::Bucket",
        Bucket,
        &[
            ("name", Form("Ref")),
            ("arn", Form("Arn")),
            ("acl", With(canned_acl)),
            // The bucket itself would say so.
            ("access_block", Bool(false)),
            ("ownership", Path("OwnershipControls.Rules.ObjectOwnership")),
            ("website", Path("WebsiteConfiguration")),
            ("mfa_delete", With(super::normalise::mfa_delete_elsewhere)),
            ("logging", Path("LoggingConfiguration")),
        ],
    ),
    // A block that is there sets all four, absent ones to false.
    Row {
        resource: "AWS::S3::Bucket",
        entity: Bucket,
        each: "PublicAccessBlockConfiguration",
        joins: Some("name"),
        fields: &[
            ("name", Form("Ref")),
            ("access_block", Bool(true)),
            ("block_public_acls", OrElse("BlockPublicAcls", false)),
            ("ignore_public_acls", OrElse("IgnorePublicAcls", false)),
            ("block_public_policy", OrElse("BlockPublicPolicy", false)),
            ("restrict_public_buckets", OrElse("RestrictPublicBuckets", false)),
        ],
    },
    adds(
        "AWS::S3::BucketPolicy",
        Bucket,
        "name",
        &[("name", Path("Bucket")), ("policy", Path("PolicyDocument"))],
    ),
    entity(
        "AWS::IAM::ServerCertificate",
        ServerCertificate,
        &[("name", Form("Ref")), ("body", Path("CertificateBody"))],
    ),
    entity("Output", Output, &[("value", Path("Value")), ("sensitive", Bool(false))]),
];
