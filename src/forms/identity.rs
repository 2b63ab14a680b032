//! IAM, Organizations, Identity Center, Access Analyzer, RAM.

use super::{Form, form};

pub(super) const FORMS: &[Form] = &[
    form(
        "aws_iam_role",
        "AWS::IAM::Role",
        &[("name", "name", "RoleName", None), ("path", "path", "Path", Some("/"))],
        &[
            ("arn", "Arn", "arn:{partition}:iam::{account}:role{path}{name}"),
            ("id", "Ref", "{name}"),
            ("name", "", "{name}"),
            ("path", "", "{path}"),
        ],
    ),
    form(
        "aws_iam_user",
        "AWS::IAM::User",
        &[("name", "name", "UserName", None), ("path", "path", "Path", Some("/"))],
        &[
            ("arn", "Arn", "arn:{partition}:iam::{account}:user{path}{name}"),
            ("id", "Ref", "{name}"),
            ("name", "", "{name}"),
            ("path", "", "{path}"),
        ],
    ),
    form(
        "aws_iam_group",
        "AWS::IAM::Group",
        &[("name", "name", "GroupName", None), ("path", "path", "Path", Some("/"))],
        &[
            ("arn", "Arn", "arn:{partition}:iam::{account}:group{path}{name}"),
            ("id", "Ref", "{name}"),
            ("name", "", "{name}"),
            ("path", "", "{path}"),
        ],
    ),
    form(
        "aws_iam_policy",
        "AWS::IAM::ManagedPolicy",
        &[("name", "name", "ManagedPolicyName", None), ("path", "path", "Path", Some("/"))],
        &[
            ("arn", "PolicyArn", "arn:{partition}:iam::{account}:policy{path}{name}"),
            ("id", "Ref", "arn:{partition}:iam::{account}:policy{path}{name}"),
            ("name", "", "{name}"),
            ("path", "", "{path}"),
        ],
    ),
    form(
        "aws_iam_instance_profile",
        "AWS::IAM::InstanceProfile",
        &[("name", "name", "InstanceProfileName", None), ("path", "path", "Path", Some("/"))],
        &[
            ("arn", "Arn", "arn:{partition}:iam::{account}:instance-profile{path}{name}"),
            ("id", "Ref", "{name}"),
            ("name", "", "{name}"),
        ],
    ),
    form(
        "aws_iam_openid_connect_provider",
        "AWS::IAM::OIDCProvider",
        &[("host", "url", "Url", None)],
        &[
            ("arn", "Arn", "arn:{partition}:iam::{account}:oidc-provider/{host}"),
            ("id", "Ref", "arn:{partition}:iam::{account}:oidc-provider/{host}"),
        ],
    ),
    form("", "AWS::IAM::Policy", &[("name", "", "PolicyName", None)], &[("", "Ref", "{name}")]),
    form(
        "aws_iam_access_key",
        "AWS::IAM::AccessKey",
        &[("id", "", "", None)],
        &[("id", "Ref", "{id}")],
    ),
    form(
        "aws_iam_saml_provider",
        "AWS::IAM::SAMLProvider",
        &[("name", "name", "Name", None)],
        &[
            ("arn", "Ref", "arn:{partition}:iam::{account}:saml-provider/{name}"),
            ("", "Arn", "arn:{partition}:iam::{account}:saml-provider/{name}"),
            ("id", "", "arn:{partition}:iam::{account}:saml-provider/{name}"),
        ],
    ),
    form(
        "aws_iam_server_certificate",
        "AWS::IAM::ServerCertificate",
        &[("name", "name", "ServerCertificateName", None), ("path", "path", "Path", Some("/"))],
        &[
            ("arn", "Arn", "arn:{partition}:iam::{account}:server-certificate{path}{name}"),
            ("name", "Ref", "{name}"),
        ],
    ),
    form(
        "aws_cognito_user_pool",
        "AWS::Cognito::UserPool",
        &[("id", "", "", None)],
        &[
            ("arn", "Arn", "arn:{partition}:cognito-idp:{region}:{account}:userpool/{id}"),
            ("id", "Ref", "{id}"),
            ("", "UserPoolId", "{id}"),
            ("endpoint", "ProviderName", "cognito-idp.{region}.amazonaws.com/{id}"),
            ("", "ProviderURL", "https://cognito-idp.{region}.amazonaws.com/{id}"),
        ],
    ),
    form(
        "aws_cognito_identity_pool",
        "AWS::Cognito::IdentityPool",
        &[("id", "", "", None)],
        &[
            ("id", "Ref", "{id}"),
            ("arn", "", "arn:{partition}:cognito-identity:{region}:{account}:identitypool/{id}"),
        ],
    ),
    form(
        "aws_accessanalyzer_analyzer",
        "AWS::AccessAnalyzer::Analyzer",
        &[("name", "analyzer_name", "AnalyzerName", None)],
        &[
            ("arn", "Arn", "arn:{partition}:access-analyzer:{region}:{account}:analyzer/{name}"),
            ("", "Ref", "arn:{partition}:access-analyzer:{region}:{account}:analyzer/{name}"),
            ("id", "", "{name}"),
        ],
    ),
    form("aws_iam_user_login_profile", "", &[("user", "user", "", None)], &[("id", "", "{user}")]),
    form(
        "aws_iam_role_policy",
        "",
        &[("role", "role", "", None), ("name", "name", "", None)],
        &[("id", "", "{role}:{name}"), ("name", "", "{name}")],
    ),
    form(
        "aws_iam_user_policy",
        "",
        &[("user", "user", "", None), ("name", "name", "", None)],
        &[("id", "", "{user}:{name}"), ("name", "", "{name}")],
    ),
    form(
        "aws_iam_group_policy",
        "",
        &[("group", "group", "", None), ("name", "name", "", None)],
        &[("id", "", "{group}:{name}"), ("name", "", "{name}")],
    ),
    form(
        "aws_iam_service_linked_role",
        "",
        &[("service", "aws_service_name", "", None), ("name", "", "", None)],
        &[
            ("arn", "", "arn:{partition}:iam::{account}:role/aws-service-role/{service}/{name}"),
            ("id", "", "arn:{partition}:iam::{account}:role/aws-service-role/{service}/{name}"),
        ],
    ),
    form(
        "aws_organizations_organization",
        "AWS::Organizations::Organization",
        &[("id", "", "", None)],
        &[
            ("arn", "Arn", "arn:{partition}:organizations::{account}:organization/{id}"),
            ("id", "Ref", "{id}"),
            ("", "Id", "{id}"),
        ],
    ),
    form(
        "aws_organizations_policy",
        "AWS::Organizations::Policy",
        &[("organization", "", "", None), ("type", "", "", None), ("id", "", "", None)],
        &[
            (
                "arn",
                "Arn",
                "arn:{partition}:organizations::{account}:policy/{organization}/{type}/{id}",
            ),
            ("id", "Ref", "{id}"),
            ("", "Id", "{id}"),
        ],
    ),
    form(
        "aws_ssoadmin_permission_set",
        "AWS::SSO::PermissionSet",
        &[("instance", "", "", None), ("id", "", "", None)],
        &[("arn", "PermissionSetArn", "arn:{partition}:sso:::permissionSet/{instance}/{id}")],
    ),
    form(
        "aws_ram_resource_share",
        "AWS::RAM::ResourceShare",
        &[("id", "", "", None)],
        &[
            ("arn", "Arn", "arn:{partition}:ram:{region}:{account}:resource-share/{id}"),
            ("id", "Ref", "arn:{partition}:ram:{region}:{account}:resource-share/{id}"),
        ],
    ),
    form(
        "aws_cloudfront_origin_access_identity",
        "AWS::CloudFront::CloudFrontOriginAccessIdentity",
        &[("id", "", "", None)],
        &[
            (
                "iam_arn",
                "",
                "arn:{partition}:iam::cloudfront:user/CloudFront Origin Access Identity {id}",
            ),
            ("id", "Ref", "{id}"),
            ("", "Id", "{id}"),
        ],
    ),
];
