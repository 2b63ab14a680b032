//! Properties whose values the languages write differently, in one form: the S3 and IAM API's.

use ecow::EcoString;

use super::table::{only, path};
use crate::declared::Declared;
use crate::value::{Kind, Map, Value, Why, from_json_text};

/// A canned ACL as the S3 API writes it: CloudFormation's `PublicReadWrite` is
/// `public-read-write`.
///
/// <https://docs.aws.amazon.com/AmazonS3/latest/userguide/acl-overview.html#canned-acl>
pub fn canned_acl(_: &Declared, properties: &Value) -> Value {
    let value = properties.child("AccessControl");
    let Some(name) = value.as_str() else { return value };
    let mut kebab = EcoString::new();
    for (index, c) in name.chars().enumerate() {
        if c.is_ascii_uppercase() && index > 0 {
            kebab.push('-');
        }
        kebab.push(c.to_ascii_lowercase());
    }
    Value { kind: Kind::String(kebab.into()), ..value }
}

/// Grants of `aws_s3_bucket`: `grant { type, uri, id, permissions }`.
pub fn terraform_bucket_grants(_: &Declared, properties: &Value) -> Value {
    grants(&properties.child("grant"), |grant| (grant.clone(), grant.child("permissions")))
}

/// Grants of `aws_s3_bucket_acl`: `access_control_policy { grant { grantee { … } permission } }`.
pub fn terraform_acl_grants(_: &Declared, properties: &Value) -> Value {
    let policy = path(properties, "access_control_policy.grant");
    grants(&policy, |grant| (only(&grant.child("grantee")), grant.child("permission")))
}

fn grants(blocks: &Value, parts: impl Fn(&Value) -> (Value, Value)) -> Value {
    if blocks.is_null() || blocks.as_unknown().is_some() {
        return blocks.clone();
    }
    let mut grants = vec![];
    for block in blocks.items() {
        if block.as_unknown().is_some() {
            grants.push(block);
            continue;
        }
        let (grantee, permissions) = parts(&block);
        let to = grantee_of(&grantee);
        for permission in permissions.items() {
            let mut map = Map::default();
            map.insert("to", to.clone());
            map.insert("permission", permission.clone());
            let grant = Value::map(map);
            grants.push(match permission.origin.span.or(block.origin.span) {
                Some(span) => grant.at(span),
                None => grant,
            });
        }
    }
    Value::list(grants)
}

/// Who a grantee is: `everyone`, `authenticated-users`, `log-delivery` or `account`.
///
/// <https://docs.aws.amazon.com/AmazonS3/latest/userguide/acl-overview.html#specifying-grantee-predefined-groups>
fn grantee_of(grantee: &Value) -> Value {
    let uri = grantee.child("uri");
    let name = match uri.as_str() {
        Some(uri) if uri.ends_with("/global/AllUsers") => "everyone",
        Some(uri) if uri.ends_with("/global/AuthenticatedUsers") => "authenticated-users",
        Some(uri) if uri.ends_with("/s3/LogDelivery") => "log-delivery",
        Some(_) => "account",
        None if uri.is_null() => "account",
        None => return uri,
    };
    Value { kind: Kind::String(name.into()), ..uri }
}

/// How the policies of an organisation are used, by their type.
pub fn organization_policy_usage(_: &Declared, properties: &Value) -> Value {
    let written = properties.child("type");
    let written = if written.is_null() { properties.child("Type") } else { written };
    let usage = match written.as_str() {
        None if written.is_null() => "scp",
        Some("SERVICE_CONTROL_POLICY") => "scp",
        Some("RESOURCE_CONTROL_POLICY") => "rcp",
        // Tag policies and their like are no access policies.
        _ => "other",
    };
    Value::string(usage)
}

/// The length of the password that the provider generates: 20 unless it is set.
pub fn generated_password_length(_: &Declared, properties: &Value) -> Value {
    let length = properties.child("password_length");
    if length.is_null() { Value::number(20usize) } else { length }
}

/// The length of a password that is written down.
pub fn length_of_password(_: &Declared, profile: &Value) -> Value {
    let password = profile.child("Password");
    match password.as_str() {
        Some(text) => {
            let length = Value::number(text.chars().count());
            Value { kind: length.kind, ..password }
        }
        None => password,
    }
}

/// MFA delete of `aws_s3_bucket`, which says `versioning { mfa_delete = true }`.
pub fn mfa_delete_of_bucket(_: &Declared, properties: &Value) -> Value {
    let written = path(properties, "versioning.mfa_delete");
    let Some(on) = written.as_bool() else { return written };
    Value { kind: Kind::String(if on { "Enabled" } else { "Disabled" }.into()), ..written }
}

/// MFA delete, which templates cannot set: only the root user can, outside of them.
pub fn mfa_delete_elsewhere(_: &Declared, _: &Value) -> Value {
    Value::unknown(Why::Unresolved("MFA delete, which templates cannot set".into()))
}

/// The duration of a permission set's session in minutes: `PT1H30M` is 90. One hour unless it
/// is set.
///
/// <https://docs.aws.amazon.com/singlesignon/latest/APIReference/API_CreatePermissionSet.html>
pub fn session_minutes(_: &Declared, properties: &Value) -> Value {
    let written = properties.child("session_duration");
    let written = if written.is_null() { properties.child("SessionDuration") } else { written };
    if written.is_null() {
        return Value::number(60usize);
    }
    let minutes = written.as_str().and_then(|text| {
        let (mut minutes, mut number) = (0usize, 0usize);
        for c in text.strip_prefix("PT")?.chars().take(12) {
            match c.to_digit(10) {
                Some(digit) => number = number * 10 + digit as usize,
                None => {
                    minutes += match c {
                        'H' => number * 60,
                        'M' => number,
                        'S' => number / 60,
                        _ => return None,
                    };
                    number = 0;
                }
            }
        }
        Some(minutes)
    });
    match minutes {
        Some(minutes) => Value { kind: Value::number(minutes).kind, ..written },
        None => written,
    }
}

/// The age in days at which the Config rule access-keys-rotated complains.
///
/// <https://docs.aws.amazon.com/config/latest/developerguide/access-keys-rotated.html>
pub fn max_key_age(_: &Declared, properties: &Value) -> Value {
    let places = [
        "input_parameters",
        "InputParameters",
        "OrganizationManagedRuleMetadata.InputParameters",
    ];
    let written = places.iter().map(|place| path(properties, place)).find(|v| !v.is_null());
    let Some(written) = written else { return Value::number(90usize) };
    let parameters = match written.kind {
        Kind::String(_) => from_json_text(&written).unwrap_or(Value::NULL),
        _ => written,
    };
    let age = parameters.child("maxAccessKeyAge");
    match age.as_number() {
        Some(number) => Value { kind: Kind::Number(number), ..age },
        None if age.is_null() => Value::number(90usize),
        None => age,
    }
}
