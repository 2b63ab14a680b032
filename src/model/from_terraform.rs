//! Terraform's resource types as entities. Argument names are those of the AWS provider's
//! documentation.

mod account;
mod compute;
mod published;
mod services;
mod shared;

use super::languages::Absent;
use super::normalise::{generated_password_length, terraform_acl_grants, terraform_bucket_grants};
use super::schema::Kind;
use super::schema::Kind::{
    AccessKey, AccountAccessBlock, Attachment, Bucket, Database, Group, LoginProfile, Membership,
    Output, PasswordPolicy, Policy, Provider, Role, ServerCertificate, User,
};
use super::table::Source::{Bool, Form, One, OrElse, Path, Text, With};
use super::table::{Row, adds, each, entity};

/// Every table of rows.
pub const TABLES: &[&[Row]] =
    &[ROWS, account::ROWS, compute::ROWS, published::ROWS, services::ROWS, shared::ROWS];

/// What the language cannot say, and why.
pub const ABSENT: &[Absent] = &[
    (LoginProfile, "password", "the provider takes no password: it generates one"),
    (Kind::MetadataCredential, "", "there is no metadata that cfn-init reads"),
    (Database, "cluster", "instances of clusters are a type of their own, without such settings"),
];

/// Identities, their policies and credentials; buckets.
const ROWS: &[Row] = &[
    // Principals
    entity(
        "aws_iam_user",
        User,
        &[("name", Form("name")), ("arn", Form("arn")), ("boundary", Path("permissions_boundary"))],
    ),
    entity("aws_iam_group", Group, &[("name", Form("name")), ("arn", Form("arn"))]),
    entity(
        "aws_iam_role",
        Role,
        &[
            ("name", Form("name")),
            ("arn", Form("arn")),
            ("trust", Path("assume_role_policy")),
            ("boundary", Path("permissions_boundary")),
        ],
    ),
    entity(
        "aws_iam_user_group_membership",
        Membership,
        &[("users", One("user")), ("groups", Path("groups"))],
    ),
    entity(
        "aws_iam_group_membership",
        Membership,
        &[("users", Path("users")), ("groups", One("group"))],
    ),
    // Policies
    entity(
        "aws_iam_policy",
        Policy,
        &[
            ("name", Form("name")),
            ("arn", Form("arn")),
            ("document", Path("policy")),
            ("usage", Text("identity")),
            ("inline", Bool(false)),
        ],
    ),
    entity(
        "aws_iam_role_policy",
        Policy,
        &[
            ("name", Path("name")),
            ("document", Path("policy")),
            ("usage", Text("identity")),
            ("inline", Bool(true)),
            ("roles", One("role")),
        ],
    ),
    entity(
        "aws_iam_user_policy",
        Policy,
        &[
            ("name", Path("name")),
            ("document", Path("policy")),
            ("usage", Text("identity")),
            ("inline", Bool(true)),
            ("users", One("user")),
        ],
    ),
    entity(
        "aws_iam_group_policy",
        Policy,
        &[
            ("name", Path("name")),
            ("document", Path("policy")),
            ("usage", Text("identity")),
            ("inline", Bool(true)),
            ("groups", One("group")),
        ],
    ),
    each(
        "aws_iam_role",
        "inline_policy",
        Policy,
        &[
            ("name", Path("name")),
            ("document", Path("policy")),
            ("usage", Text("identity")),
            ("inline", Bool(true)),
            ("roles", Form("name")),
        ],
    ),
    entity(
        "aws_ssoadmin_permission_set_inline_policy",
        Policy,
        &[
            ("document", Path("inline_policy")),
            ("usage", Text("identity")),
            ("resource", Path("permission_set_arn")),
        ],
    ),
    entity(
        "data.aws_iam_policy_document",
        Policy,
        &[("document", Path("json")), ("usage", Text("data"))],
    ),
    entity(
        "aws_organizations_policy",
        Policy,
        &[
            ("name", Path("name")),
            ("id", Form("id")),
            ("document", Path("content")),
            ("usage", With(super::normalise::organization_policy_usage)),
        ],
    ),
    entity(
        "aws_vpc_endpoint",
        Policy,
        &[("document", Path("policy")), ("usage", Text("endpoint"))],
    ),
    entity(
        "aws_vpc_endpoint_policy",
        Policy,
        &[("document", Path("policy")), ("usage", Text("endpoint"))],
    ),
    // Attachments
    entity(
        "aws_iam_role_policy_attachment",
        Attachment,
        &[("policy", Path("policy_arn")), ("roles", One("role"))],
    ),
    entity(
        "aws_iam_user_policy_attachment",
        Attachment,
        &[("policy", Path("policy_arn")), ("users", One("user"))],
    ),
    entity(
        "aws_iam_group_policy_attachment",
        Attachment,
        &[("policy", Path("policy_arn")), ("groups", One("group"))],
    ),
    entity(
        "aws_iam_policy_attachment",
        Attachment,
        &[
            ("policy", Path("policy_arn")),
            ("roles", Path("roles")),
            ("users", Path("users")),
            ("groups", Path("groups")),
        ],
    ),
    each(
        "aws_iam_role",
        "managed_policy_arns",
        Attachment,
        &[("policy", Path(".")), ("roles", Form("name"))],
    ),
    each(
        "aws_iam_role_policy_attachments_exclusive",
        "policy_arns",
        Attachment,
        &[("policy", Path(".")), ("roles", One("^role_name"))],
    ),
    entity(
        "aws_ssoadmin_managed_policy_attachment",
        Attachment,
        &[("policy", Path("managed_policy_arn")), ("permission_set", Path("permission_set_arn"))],
    ),
    // Credentials
    entity(
        "aws_iam_access_key",
        AccessKey,
        &[("user", Path("user")), ("pgp_key", Path("pgp_key")), ("status", Path("status"))],
    ),
    entity(
        "aws_iam_user_login_profile",
        LoginProfile,
        &[
            ("user", Path("user")),
            ("password_length", With(generated_password_length)),
            ("reset_required", Path("password_reset_required")),
            ("pgp_key", Path("pgp_key")),
        ],
    ),
    entity(
        "aws_iam_account_password_policy",
        PasswordPolicy,
        &[
            ("minimum_length", Path("minimum_password_length")),
            ("require_lowercase", Path("require_lowercase_characters")),
            ("require_uppercase", Path("require_uppercase_characters")),
            ("require_numbers", Path("require_numbers")),
            ("require_symbols", Path("require_symbols")),
            ("reuse_prevention", Path("password_reuse_prevention")),
            ("max_age", Path("max_password_age")),
            ("change_allowed", Path("allow_users_to_change_password")),
        ],
    ),
    // Buckets
    entity(
        "aws_s3_bucket",
        Bucket,
        &[
            ("name", Form("id")),
            ("arn", Form("arn")),
            ("acl", Path("acl")),
            ("grants", With(terraform_bucket_grants)),
            ("policy", Path("policy")),
            ("website", Path("website")),
            ("mfa_delete", With(super::normalise::mfa_delete_of_bucket)),
            ("logging", Path("logging")),
        ],
    ),
    adds(
        "aws_s3_bucket_acl",
        Bucket,
        "name",
        &[("name", Path("bucket")), ("acl", Path("acl")), ("grants", With(terraform_acl_grants))],
    ),
    adds(
        "aws_s3_bucket_policy",
        Bucket,
        "name",
        &[("name", Path("bucket")), ("policy", Path("policy"))],
    ),
    adds(
        "aws_s3_bucket_website_configuration",
        Bucket,
        "name",
        &[("name", Path("bucket")), ("website", Path("."))],
    ),
    adds(
        "aws_s3_bucket_versioning",
        Bucket,
        "name",
        &[
            ("name", Path("bucket")),
            ("mfa_delete", With(super::normalise::mfa_delete_of_versioning)),
        ],
    ),
    adds(
        "aws_s3_bucket_logging",
        Bucket,
        "name",
        &[("name", Path("bucket")), ("logging", Path("."))],
    ),
    adds(
        "aws_s3_bucket_ownership_controls",
        Bucket,
        "name",
        &[("name", Path("bucket")), ("ownership", Path("rule.object_ownership"))],
    ),
    adds(
        "aws_s3_bucket_public_access_block",
        Bucket,
        "name",
        &[
            ("name", Path("bucket")),
            ("access_block", Bool(true)),
            ("block_public_acls", OrElse("block_public_acls", false)),
            ("ignore_public_acls", OrElse("ignore_public_acls", false)),
            ("block_public_policy", OrElse("block_public_policy", false)),
            ("restrict_public_buckets", OrElse("restrict_public_buckets", false)),
        ],
    ),
    entity(
        "aws_s3_account_public_access_block",
        AccountAccessBlock,
        &[
            ("block_public_acls", OrElse("block_public_acls", false)),
            ("ignore_public_acls", OrElse("ignore_public_acls", false)),
            ("block_public_policy", OrElse("block_public_policy", false)),
            ("restrict_public_buckets", OrElse("restrict_public_buckets", false)),
        ],
    ),
    entity(
        "provider.aws",
        Provider,
        &[
            ("access_key", Path("access_key")),
            ("secret_key", Path("secret_key")),
            ("token", Path("token")),
        ],
    ),
    entity(
        "aws_iam_server_certificate",
        ServerCertificate,
        &[("name", Form("name")), ("body", Path("certificate_body"))],
    ),
    entity(
        "output",
        Output,
        &[("value", Path("value")), ("sensitive", OrElse("sensitive", false))],
    ),
];
