//! What is shared with others or published to them.

use crate::model::derive::{is_s3_origin, route_method};
use crate::model::schema::Kind::{
    ApiMethod, Distribution, IotPolicy, Origin, ResourceShare, SearchDomain,
};
use crate::model::table::Source::{Bool, Form, OrElse, Path, With};
use crate::model::table::{Row, adds, each, entity};

/// The rows.
pub const ROWS: &[Row] = &[
    // Search domains
    entity(
        "AWS::OpenSearchService::Domain",
        SearchDomain,
        &[
            ("name", Path("DomainName")),
            ("policy", Path("AccessPolicies")),
            ("fine_grained", OrElse("AdvancedSecurityOptions.Enabled", false)),
            ("vpc", Path("VPCOptions")),
        ],
    ),
    entity(
        "AWS::Elasticsearch::Domain",
        SearchDomain,
        &[
            ("name", Path("DomainName")),
            ("policy", Path("AccessPolicies")),
            ("fine_grained", OrElse("AdvancedSecurityOptions.Enabled", false)),
            ("vpc", Path("VPCOptions")),
        ],
    ),
    // Shares
    entity(
        "AWS::RAM::ResourceShare",
        ResourceShare,
        &[
            ("name", Path("Name")),
            ("external", OrElse("AllowExternalPrincipals", true)),
            ("principals", Path("Principals")),
        ],
    ),
    entity(
        "AWS::IoT::Policy",
        IotPolicy,
        &[("name", Path("PolicyName")), ("policy", Path("PolicyDocument"))],
    ),
    // APIs
    entity(
        "AWS::ApiGateway::Method",
        ApiMethod,
        &[
            ("method", Path("HttpMethod")),
            ("authorization", Path("AuthorizationType")),
            ("api_key", OrElse("ApiKeyRequired", false)),
            ("rest", Bool(true)),
        ],
    ),
    entity(
        "AWS::ApiGatewayV2::Route",
        ApiMethod,
        &[
            ("method", With(route_method)),
            ("authorization", Path("AuthorizationType")),
            ("api_key", OrElse("ApiKeyRequired", false)),
            ("rest", Bool(false)),
        ],
    ),
    // Distributions
    entity(
        "AWS::CloudFront::Distribution",
        Distribution,
        &[("arn", Form("Arn")), ("logging", Path("DistributionConfig.Logging"))],
    ),
    adds(
        "AWS::Logs::DeliverySource",
        Distribution,
        "arn",
        &[("arn", Path("ResourceArn")), ("logging", Path("."))],
    ),
    each(
        "AWS::CloudFront::Distribution",
        "DistributionConfig.Origins",
        Origin,
        &[
            ("domain", Path("DomainName")),
            ("s3", With(is_s3_origin)),
            ("identity", Path("S3OriginConfig.OriginAccessIdentity")),
            ("access_control", Path("OriginAccessControlId")),
        ],
    ),
];
