//! One case a check, near misses of each, and documents that must pass.

mod aws;
mod conditions;
mod elements;
mod near_conditions;
mod near_statements;
mod near_trust;
mod principals;

use super::*;
use PolicyType::{Identity, ResourceControl, ServiceControl, Trust};

const BUCKET: PolicyType = PolicyType::Resource(ResourceKind::S3Bucket);
const OTHER: PolicyType = PolicyType::Resource(ResourceKind::Other);

fn issues(policy: PolicyType, json: &str) -> Vec<Issue> {
    let tree = Tree::from_json(json).unwrap_or_else(|e| panic!("{e}: {json}"));
    validate(&tree, policy)
}

fn with(policy: PolicyType, statement: &str) -> Vec<Issue> {
    issues(policy, &format!(r#"{{"Version":"2012-10-17","Statement":[{{{statement}}}]}}"#))
}

/// Checks that the statement has the issue at the place (inside the statement), and says more.
fn has(policy: PolicyType, code: &str, place: &str, says: &str, statement: &str) {
    let found = with(policy, statement);
    let place = format!("/Statement/0{place}");
    let here = found.iter().find(|i| i.code == code && i.location.to_string() == place);
    let all: Vec<_> =
        found.iter().map(|i| format!("{} {} {}", i.code, i.location, i.message)).collect();
    let here = here.unwrap_or_else(|| panic!("no {code} at {place} in {all:#?}"));
    assert!(here.message.contains(says), "{}", here.message);
}

fn passes(policy: PolicyType, statement: &str) {
    assert_eq!(with(policy, statement), [], "{statement}");
}

/// An Allow of an identity policy with one condition.
fn condition(code: &str, says: &str, condition: &str) {
    let text =
        format!(r#""Effect":"Allow","Action":"s3:*","Resource":"*","Condition":{{{condition}}}"#);
    let found = with(Identity, &text);
    let here = found.iter().find(|i| i.code == code);
    let here = here.unwrap_or_else(|| panic!("no {code} for {condition} in {found:#?}"));
    assert!(here.message.contains(says), "{}", here.message);
}

const A: &str = r#""Effect":"Allow","Resource":"*","#;
const R: &str = r#""Effect":"Allow","Action":"*","#;

fn silent(policy: PolicyType, code: &str, statement: &str) {
    let found = with(policy, statement);
    assert!(!found.iter().any(|i| i.code == code), "{code} for {statement}: {found:#?}");
}
