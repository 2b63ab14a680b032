//! What is shared with others or published to them.

use crate::model::derive::{is_s3_origin, route_method};
use crate::model::schema::Kind::{
    ApiMethod, Distribution, IotPolicy, Origin, ResourceShare, SearchDomain, Sharing,
};
use crate::model::table::Source::{Bool, Form, One, OrElse, Path, Text, With};
use crate::model::table::{Row, adds, each, entity};

/// The rows.
pub const ROWS: &[Row] = &[
    // Search domains
    entity(
        "aws_opensearch_domain",
        SearchDomain,
        &[
            ("name", Path("domain_name")),
            ("policy", Path("access_policies")),
            ("fine_grained", OrElse("advanced_security_options.enabled", false)),
            ("vpc", Path("vpc_options")),
        ],
    ),
    entity(
        "aws_elasticsearch_domain",
        SearchDomain,
        &[
            ("name", Path("domain_name")),
            ("policy", Path("access_policies")),
            ("fine_grained", OrElse("advanced_security_options.enabled", false)),
            ("vpc", Path("vpc_options")),
        ],
    ),
    adds(
        "aws_opensearch_domain_policy",
        SearchDomain,
        "name",
        &[("name", Path("domain_name")), ("policy", Path("access_policies"))],
    ),
    adds(
        "aws_elasticsearch_domain_policy",
        SearchDomain,
        "name",
        &[("name", Path("domain_name")), ("policy", Path("access_policies"))],
    ),
    // Shares and grants
    entity(
        "aws_ram_resource_share",
        ResourceShare,
        &[
            ("name", Path("name")),
            ("arn", Form("arn")),
            ("external", OrElse("allow_external_principals", false)),
        ],
    ),
    adds(
        "aws_ram_principal_association",
        ResourceShare,
        "arn",
        &[("arn", Path("resource_share_arn")), ("principals", One("principal"))],
    ),
    entity(
        "aws_kms_grant",
        Sharing,
        &[("what", Text("key")), ("principal", Path("grantee_principal"))],
    ),
    entity("aws_iot_policy", IotPolicy, &[("name", Path("name")), ("policy", Path("policy"))]),
    // APIs
    entity(
        "aws_api_gateway_method",
        ApiMethod,
        &[
            ("method", Path("http_method")),
            ("authorization", Path("authorization")),
            ("api_key", OrElse("api_key_required", false)),
            ("rest", Bool(true)),
        ],
    ),
    entity(
        "aws_apigatewayv2_route",
        ApiMethod,
        &[
            ("method", With(route_method)),
            ("authorization", Path("authorization_type")),
            ("api_key", OrElse("api_key_required", false)),
            ("rest", Bool(false)),
        ],
    ),
    // Distributions
    entity(
        "aws_cloudfront_distribution",
        Distribution,
        &[("arn", Form("arn")), ("logging", Path("logging_config"))],
    ),
    adds(
        "aws_cloudwatch_log_delivery_source",
        Distribution,
        "arn",
        &[("arn", Path("resource_arn")), ("logging", Path("."))],
    ),
    each(
        "aws_cloudfront_distribution",
        "origin",
        Origin,
        &[
            ("domain", Path("domain_name")),
            ("s3", With(is_s3_origin)),
            ("identity", Path("s3_origin_config.origin_access_identity")),
            ("access_control", Path("origin_access_control_id")),
        ],
    ),
];
