//! Fields that are worked out from several properties.

use super::table::{only, path};
use crate::declared::Declared;
use crate::value::{Kind, Unknown, Value};

/// The instance profile of a launch template or instance: a name, or a block with a name or ARN.
pub fn instance_profile(_: &Declared, properties: &Value) -> Value {
    let places =
        ["iam_instance_profile", "IamInstanceProfile", "LaunchTemplateData.IamInstanceProfile"];
    let written = first(places.iter().map(|place| path(properties, place)));
    let block = only(&written);
    match block.kind {
        Kind::Map(_) => first(["name", "arn", "Name", "Arn"].iter().map(|key| block.child(key))),
        _ => block,
    }
}

/// The subnet of an instance, or of its first network interface.
pub fn subnet_of(_: &Declared, properties: &Value) -> Value {
    first(["SubnetId", "NetworkInterfaces.SubnetId"].iter().map(|place| path(properties, place)))
}

/// Whether one of the routes of a table leads to an internet gateway; null if none does.
pub fn routes_to_internet(declared: &Declared, properties: &Value) -> Value {
    let routes = properties.child("route").items();
    first(routes.iter().map(|route| route_to_internet(declared, route)))
}

/// Whether a route leads to an internet gateway; null if it does not.
pub fn route_to_internet(_: &Declared, route: &Value) -> Value {
    let gateway = first(["gateway_id", "GatewayId"].iter().map(|key| route.child(key)));
    let id = gateway.to_text().map(|text| text.to_string()).unwrap_or_default();
    let internet = id.contains("aws_internet_gateway.") || id.starts_with("igw-");
    // A template names the gateway by its logical id, which can be anything.
    let other = ["vgw-", "local", "aws_vpn_gateway.", "aws_egress_only_internet_gateway."];
    let named = route.child("GatewayId").is_null()
        || other.iter().any(|known| id.starts_with(known) || id.contains(known));
    if internet || !named { Value::bool(true) } else { Value::NULL }
}

/// Whether a trail records reads or writes of objects in S3, by either kind of selector.
///
/// <https://docs.aws.amazon.com/awscloudtrail/latest/userguide/logging-data-events-with-cloudtrail.html>
pub fn records_objects(_: &Declared, properties: &Value) -> Value {
    const BASIC: [[&str; 3]; 2] =
        [["event_selector", "data_resource", "type"], ["EventSelectors", "DataResources", "Type"]];
    const ADVANCED: [[&str; 4]; 2] = [
        ["advanced_event_selector", "field_selector", "field", "equals"],
        ["AdvancedEventSelectors", "FieldSelectors", "Field", "Equals"],
    ];
    let objects =
        |values: &Value| values.items().iter().any(|v| v.as_str() == Some("AWS::S3::Object"));
    let mut open = None;
    for [selectors, resources, kind] in BASIC {
        for resource in nested(properties, selectors, resources, &mut open) {
            if objects(&resource.child(kind)) {
                return Value::bool(true);
            }
            open = open.or(resource.child(kind).find_unknown().cloned());
        }
    }
    for [selectors, fields, name, equals] in ADVANCED {
        for field in nested(properties, selectors, fields, &mut open) {
            if field.child(name).as_str() == Some("resources.type") && objects(&field.child(equals))
            {
                return Value::bool(true);
            }
            open = open.or(field.find_unknown().cloned());
        }
    }
    match open {
        Some(unknown) => Kind::Unknown(unknown).into(),
        None => Value::bool(false),
    }
}

/// The elements of a list in each element of a list.
fn nested(
    value: &Value,
    outer: &str,
    inner: &str,
    open: &mut Option<std::sync::Arc<Unknown>>,
) -> Vec<Value> {
    let lists = value.child(outer).items();
    *open = open.take().or(lists.iter().find_map(|list| list.as_unknown().cloned()));
    lists.iter().flat_map(|list| list.child(inner).items()).collect()
}

/// The HTTP method of a route's key: `GET /orders` is GET; `$default` is itself.
pub fn route_method(_: &Declared, properties: &Value) -> Value {
    let key = first(["route_key", "RouteKey"].iter().map(|name| properties.child(name)));
    let method = key.as_str().and_then(|key| Some(key.split_once(' ')?.0.to_owned()));
    match method {
        Some(method) => Value { kind: Value::string(method).kind, ..key },
        None => key,
    }
}

/// Whether an origin is a bucket read through the S3 API; a website endpoint is a plain web
/// server.
///
/// <https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/DownloadDistS3AndCustomOrigins.html>
pub fn is_s3_origin(declared: &Declared, origin: &Value) -> Value {
    let has = |names: [&str; 2]| names.iter().any(|name| !origin.child(name).is_null());
    if has(["custom_origin_config", "CustomOriginConfig"])
        || has(["vpc_origin_config", "VpcOriginConfig"])
    {
        return Value::bool(false);
    }
    // The provider takes an origin that says nothing for a bucket.
    if has(["s3_origin_config", "S3OriginConfig"]) || declared.kind.starts_with("aws_") {
        return Value::bool(true);
    }
    let domain = first(["domain_name", "DomainName"].iter().map(|name| origin.child(name)));
    let text = domain.to_text().map(|text| text.to_string()).unwrap_or_default();
    let bucket = (text.contains(".s3.") || text.contains(".s3-")) && !text.contains(".s3-website");
    Value::bool(bucket)
}

/// The id of an access key in the metadata for cfn-init.
pub fn metadata_key_id(_: &Declared, authentication: &Value) -> Value {
    member(authentication, "accessKeyId")
}

/// The secret of an access key in the metadata for cfn-init.
pub fn metadata_secret(_: &Declared, authentication: &Value) -> Value {
    member(authentication, "secretKey")
}

/// A password in the metadata for cfn-init.
pub fn metadata_password(_: &Declared, authentication: &Value) -> Value {
    member(authentication, "password")
}

/// The role in the metadata for cfn-init.
pub fn metadata_role(_: &Declared, authentication: &Value) -> Value {
    member(authentication, "roleName")
}

/// A member of whichever entry of a map has it.
fn member(entries: &Value, name: &str) -> Value {
    match entries.as_map() {
        Some(map) => first(map.iter().map(|(_, entry)| entry.child(name))),
        None => Value::NULL,
    }
}

/// The first that is there.
fn first(values: impl Iterator<Item = Value>) -> Value {
    values.into_iter().find(|value| !value.is_null()).unwrap_or(Value::NULL)
}
