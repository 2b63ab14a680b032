//! Properties whose values the languages write differently, in one form: the S3 and IAM API's.

use std::sync::Arc;

use ecow::EcoString;

use super::table::{only, path};
use crate::declared::Declared;
use crate::iam::catalog;
use crate::value::{Kind, Map, Symbol, Text, Value, Why, from_json_text};

/// A canned ACL as the S3 API writes it: CloudFormation's `PublicReadWrite` is
/// `public-read-write`.
///
/// <https://docs.aws.amazon.com/AmazonS3/latest/userguide/acl-overview.html#canned-acl>
pub fn canned_acl(_: &Declared, properties: &Value) -> Value {
    each(properties.child("AccessControl"), &|value| {
        let Some(name) = value.as_str() else { return value };
        let mut kebab = EcoString::new();
        for (index, c) in name.chars().enumerate() {
            if c.is_ascii_uppercase() && index > 0 {
                kebab.push('-');
            }
            kebab.push(c.to_ascii_lowercase());
        }
        Value { kind: Kind::String(kebab.into()), ..value }
    })
}

/// A value in another form; of an unknown, everything that it may be.
fn each(value: Value, form: &dyn Fn(Value) -> Value) -> Value {
    match &value.kind {
        Kind::Unknown(unknown) if !unknown.any_of.is_empty() => {
            let unknown = unknown.map(|one| each(one.clone(), form));
            Value { kind: Kind::Unknown(Arc::new(unknown)), ..value }
        }
        _ => form(value),
    }
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
    each(grantee.child("uri"), &group_of)
}

fn group_of(uri: Value) -> Value {
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

/// The action of a permission as AWS writes it, which takes it in any case.
pub fn permitted_action(_: &Declared, properties: &Value) -> Value {
    let written = properties.child("action");
    let written = if written.is_null() { properties.child("Action") } else { written };
    each(written, &|written| match written.as_str() {
        Some(text) => {
            let proper = catalog::proper_action(&text.to_ascii_lowercase());
            let known = proper.eq_ignore_ascii_case(text) && proper != text;
            if known { Value { kind: Kind::String(proper.into()), ..written } } else { written }
        }
        None => written,
    })
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
    each(profile.child("Password"), &|password| match password.as_str() {
        Some(text) => {
            let length = Value::number(text.chars().count());
            Value { kind: length.kind, ..password }
        }
        None => password,
    })
}

/// MFA delete of `aws_s3_bucket`, which says `versioning { mfa_delete = true }`.
pub fn mfa_delete_of_bucket(_: &Declared, properties: &Value) -> Value {
    each(path(properties, "versioning.mfa_delete"), &|written| {
        let Some(on) = written.as_bool() else { return written };
        Value { kind: Kind::String(if on { "Enabled" } else { "Disabled" }.into()), ..written }
    })
}

/// MFA delete of `aws_s3_bucket_versioning`: disabled unless it is said.
pub fn mfa_delete_of_versioning(_: &Declared, properties: &Value) -> Value {
    let written = path(properties, "versioning_configuration.mfa_delete");
    if written.is_null() { Value::string("Disabled") } else { written }
}

/// MFA delete, which templates cannot set: only the root user can, outside of them.
pub fn mfa_delete_elsewhere(_: &Declared, _: &Value) -> Value {
    Value::unknown(Why::Unresolved("MFA delete of the bucket".into()))
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
    each(written, &minutes)
}

fn minutes(written: Value) -> Value {
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
    let places =
        ["input_parameters", "InputParameters", "OrganizationManagedRuleMetadata.InputParameters"];
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

/// The policy that `AWS::Events::EventBusPolicy` adds to: its one statement, or the statement
/// that its older properties stand for, as do the arguments of `aws_cloudwatch_event_permission`.
///
/// <https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-events-eventbuspolicy.html>
pub fn event_bus_policy(_: &Declared, properties: &Value) -> Value {
    let written = properties.child("Statement");
    let statement = if written.is_null() { event_permission(properties) } else { written };
    let mut document = Map::default();
    document.insert("Version", Value::string("2012-10-17"));
    let origin = statement.origin.clone();
    document.insert("Statement", Value::list([statement]));
    Value { origin, ..Value::map(document) }
}

fn event_permission(properties: &Value) -> Value {
    let mut statement = Map::default();
    statement.insert("Effect", Value::string("Allow"));
    let either = |of: &Value, template: &str, terraform: &str| {
        let value = of.child(template);
        if value.is_null() { of.child(terraform) } else { value }
    };
    let sid = either(properties, "StatementId", "statement_id");
    if !sid.is_null() {
        statement.insert("Sid", sid);
    }
    let action = either(properties, "Action", "action");
    let default = Value::string("events:PutEvents");
    statement.insert("Action", if action.is_null() { default } else { action });
    let principal = either(properties, "Principal", "principal");
    let mut principals = Map::default();
    principals.insert("AWS", principal.clone());
    statement.insert("Principal", Value { origin: principal.origin, ..Value::map(principals) });
    let mut bus = Text::builder();
    bus.literal("arn:", None).symbol(Symbol::Partition).literal(":events:", None);
    bus.symbol(Symbol::Region).literal(":", None).symbol(Symbol::AccountId);
    bus.literal(":event-bus/", None);
    let name = either(properties, "EventBusName", "event_bus_name");
    if name.is_null() || !bus.value(&name) {
        bus.literal("default", None);
    }
    statement.insert("Resource", bus.build_value());
    // `StringEquals` of `aws:PrincipalOrgID` is the only condition there is.
    let condition = only(&either(properties, "Condition", "condition"));
    if !condition.is_null() {
        let [kind, key, value] = [("Type", "type"), ("Key", "key"), ("Value", "value")]
            .map(|(template, terraform)| either(&condition, template, terraform));
        let named = |key: &Value, value: Value| match key.as_str() {
            Some(key) => {
                let mut map = Map::default();
                map.insert(key, value);
                Value::map(map)
            }
            None => key.clone(),
        };
        statement.insert("Condition", named(&kind, named(&key, value)));
    }
    Value { origin: properties.origin.clone(), ..Value::map(statement) }
}

/// A data access policy of OpenSearch Serverless as a document: each of its rules is a statement
/// for the principals that it stands with.
///
/// <https://docs.aws.amazon.com/opensearch-service/latest/developerguide/serverless-data-access.html>
pub fn serverless_access_policy(_: &Declared, properties: &Value) -> Value {
    let written = properties.child("policy");
    let written = if written.is_null() { properties.child("Policy") } else { written };
    each(written, &|written| {
        let read = match &written.kind {
            Kind::String(_) => from_json_text(&written).unwrap_or_else(|_| written.clone()),
            _ => written.clone(),
        };
        if read.is_null() || read.as_unknown().is_some() {
            return read;
        }
        let mut statements = vec![];
        for policy in read.items() {
            let principal = policy.child("Principal");
            let mut principals = Map::default();
            principals.insert("AWS", principal.clone());
            let principals = Value { origin: principal.origin, ..Value::map(principals) };
            for rule in policy.child("Rules").items() {
                let mut statement = Map::default();
                statement.insert("Effect", Value::string("Allow"));
                statement.insert("Action", rule.child("Permission"));
                statement.insert("Resource", rule.child("Resource"));
                statement.insert("Principal", principals.clone());
                statements.push(Value { origin: rule.origin, ..Value::map(statement) });
            }
        }
        let mut document = Map::default();
        document.insert("Version", Value::string("2012-10-17"));
        document.insert("Statement", Value::list(statements));
        Value { origin: written.origin, ..Value::map(document) }
    })
}
