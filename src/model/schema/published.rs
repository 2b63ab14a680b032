//! Schemas of what is shared with others or published to them.

use super::Type::{Bool, Document, Map, Text, Texts};
use super::{Kind, Schema, field};

/// See [`Kind::SearchDomain`].
pub const SEARCH_DOMAIN: Schema = Schema {
    kind: Kind::SearchDomain,
    name: "search_domain",
    doc: "An OpenSearch or Elasticsearch domain",
    fields: &[
        field("name", Text, "its name"),
        field("policy", Document, "who may use it"),
        field("fine_grained", Bool, "whether it controls access to indices, documents and fields"),
        field("vpc", Map, "what puts it into a VPC, where nobody else reaches it"),
    ],
};

/// See [`Kind::ResourceShare`].
pub const RESOURCE_SHARE: Schema = Schema {
    kind: Kind::ResourceShare,
    name: "resource_share",
    doc: "A resource share of AWS RAM",
    fields: &[
        field("name", Text, "its name"),
        field("arn", Text, "its ARN"),
        field("external", Bool, "whether principals outside of the organization may be in it"),
        field("principals", Texts, "accounts, organizations, units and principals that are in it"),
    ],
};

/// See [`Kind::ApiMethod`].
pub const API_METHOD: Schema = Schema {
    kind: Kind::ApiMethod,
    name: "api_method",
    doc: "A method or route of API Gateway",
    fields: &[
        field("method", Text, "its HTTP method, or the key of its route"),
        field("authorization", Text, "NONE, AWS_IAM, CUSTOM, COGNITO_USER_POOLS or JWT"),
        field("api_key", Bool, "whether callers must send an API key, where they can"),
        field("rest", Bool, "whether it is of a REST API"),
    ],
};

/// See [`Kind::Distribution`].
pub const DISTRIBUTION: Schema = Schema {
    kind: Kind::Distribution,
    name: "distribution",
    doc: "A CloudFront distribution",
    fields: &[field("arn", Text, "its ARN"), field("logging", Map, "where its access log goes")],
};

/// See [`Kind::Origin`].
pub const ORIGIN: Schema = Schema {
    kind: Kind::Origin,
    name: "origin",
    doc: "An origin of a CloudFront distribution",
    fields: &[
        field("domain", Text, "its domain name"),
        field("s3", Bool, "whether it is a bucket"),
        field("identity", Text, "the origin access identity that it is read as"),
        field("access_control", Text, "the origin access control that signs for it"),
    ],
};
