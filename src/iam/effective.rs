//! The effective permissions of a user or role, as a set of requests.
//!
//! <https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html>

use super::document::Document;
use super::set::RequestSet;
use super::simulate::Policies;
use super::tree::Tree;

/// What the identity policies come to behind boundary, session policies, control policies and
/// the policy of the endpoint, in the caller's own account: everything must allow, nothing may
/// deny. Grants of resource policies come on top of it and are not in here; the Denies of the
/// resource policy given are.
#[must_use]
pub fn effective(policies: &Policies<'_>) -> RequestSet {
    let mut set = RequestSet::allowed(&policies.identity);
    for document in policies.boundary.iter().chain(&policies.endpoint) {
        set = set.intersection(&RequestSet::allowed(&[document]));
    }
    if !policies.session.is_empty() {
        set = set.intersection(&RequestSet::allowed(&policies.session));
    }
    for level in &policies.service_control {
        set = set.intersection(&RequestSet::allowed(level));
    }
    let everything = everything();
    for level in &policies.resource_control {
        set = set.intersection(&behind(&everything, level));
    }
    if let Some(resource) = policies.resource {
        set = set.intersection(&behind(&everything, &[resource]));
    }
    set
}

/// What the Denies of documents leave of everything.
fn behind(everything: &Document, documents: &[&Document]) -> RequestSet {
    let mut all = vec![everything];
    all.extend(documents);
    RequestSet::allowed(&all)
}

fn everything() -> Document {
    let text = |t: &str| Tree::String(t.into());
    Document::parse(&Tree::Object(vec![
        ("Version".into(), text("2012-10-17")),
        (
            "Statement".into(),
            Tree::Object(vec![
                ("Effect".into(), text("Allow")),
                ("Action".into(), text("*")),
                ("Resource".into(), text("*")),
            ]),
        ),
    ]))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::iam::{Query, Truth};

    fn read(statements: &str) -> Document {
        let json = format!(r#"{{"Version":"2012-10-17","Statement":[{statements}]}}"#);
        Document::from_json(&json).expect("JSON")
    }

    /// <https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_boundaries.html>
    #[test]
    fn everything_must_allow() {
        let admin = read(r#"{"Effect":"Allow","Action":"*","Resource":"*"}"#);
        let boundary =
            read(r#"{"Effect":"Allow","Action":["s3:*","cloudwatch:*","ec2:*"],"Resource":"*"}"#);
        let scp = read(
            r#"{"Effect":"Allow","Action":"*","Resource":"*"},{"Effect":"Deny","Action":"ec2:*","Resource":"*"}"#,
        );
        let policies = Policies {
            identity: vec![&admin],
            boundary: vec![&boundary],
            service_control: vec![vec![&admin], vec![&scp]],
            ..Policies::default()
        };
        let set = effective(&policies);
        let asks = |action: &str| RequestSet::of_query(&Query::every(action, "*"));
        assert_eq!(asks("s3:GetObject").is_subset(&set), Truth::True);
        assert_eq!(asks("ec2:RunInstances").intersection(&set).is_empty(), Truth::True);
        assert_eq!(asks("iam:CreateUser").intersection(&set).is_empty(), Truth::True);
        assert_eq!(set.is_subset(&asks("cloudwatch:*").union(&asks("s3:*"))), Truth::True);
    }
}
