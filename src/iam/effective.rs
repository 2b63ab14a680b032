//! The effective permissions of a user or role, as a set of requests.
//!
//! <https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html>

use super::catalog;
use super::document::{Document, Effect};
use super::set::RequestSet;
use super::simulate::{Caller, Naming, Policies};
use super::tree::Tree;

/// What the policies let a caller do in its own account.
///
/// Identity policies count as far as boundary and session policies allow the same. Given the
/// principal (an ARN, a service principal, `*` for somebody without credentials), what the
/// resource policy grants comes on top, as in [`super::simulate`]: to the user, the session or
/// everyone whatever boundary and session policies leave out, to the role within them; keys of
/// KMS and roles must trust the account by their own policy. Without it, only the Denies of the
/// resource policy count. Control policies and the policy of the endpoint must allow all of it,
/// and nothing may deny.
#[must_use]
pub fn effective(policies: &Policies<'_>, principal: Option<&str>) -> RequestSet {
    let caller = principal.map(Caller::parse);
    let caller = caller.as_ref();
    let everything = everything();
    let none = RequestSet::allowed(&[]);
    let own = caller.is_none_or(|c| c.account().is_some());

    let mut within = RequestSet::allowed(&[&everything]);
    for document in &policies.boundary {
        within = within.intersection(&RequestSet::allowed(&[document]));
    }
    if !policies.session.is_empty() {
        within = within.intersection(&RequestSet::allowed(&policies.session));
    } else if matches!(caller, Some(Caller::FederatedUser { .. })) {
        within = none.clone();
    }
    let identity = match caller {
        _ if !own => none,
        Some(caller) if caller.is_root() => behind(&everything, &policies.identity),
        _ => RequestSet::allowed(&policies.identity),
    };
    let mut set = identity.intersection(&within);
    if let Some(caller) = caller {
        let denying: Vec<&Document> = [&policies.identity, &policies.boundary, &policies.session]
            .into_iter()
            .flatten()
            .copied()
            .collect();
        let behind = behind(&everything, &denying);
        let granted = |namings: &[Naming]| {
            let document = policies.resource.map(|of| naming(of, caller, namings));
            RequestSet::allowed(&document.iter().collect::<Vec<_>>())
        };
        // What has its own policy as the root of trust.
        let rooted = RequestSet::allowed(&[&rooted()]);
        let trusted = set.intersection(&rooted).intersection(&granted(&[Naming::Account]));
        set = set.difference(&rooted).union(&trusted);
        let direct = granted(&[Naming::Direct, Naming::Everyone]);
        let role = granted(&[Naming::Role]).intersection(&within);
        set = set.union(&direct.union(&role).intersection(&behind));
        set = set.intersection(&RequestSet::of_caller(caller));
    }
    let linked = caller.is_some_and(Caller::is_service_linked);
    if own && !linked {
        for level in &policies.service_control {
            set = set.intersection(&RequestSet::allowed(level));
        }
    }
    if !linked {
        for level in &policies.resource_control {
            let free = RequestSet::allowed(&[&uncontrolled()]);
            set = set.intersection(&behind(&everything, level).union(&free));
        }
    }
    if let Some(endpoint) = policies.endpoint {
        set = set.intersection(&RequestSet::allowed(&[endpoint]));
    }
    if let Some(resource) = policies.resource {
        set = set.intersection(&behind(&everything, &[resource]));
    }
    set
}

/// A resource policy with the principals of its Allows that name the caller so.
fn naming(document: &Document, caller: &Caller, namings: &[Naming]) -> Document {
    let mut document = document.clone();
    for statement in document.statements.iter_mut().filter(|s| s.effect != Effect::Deny) {
        let everyone = namings.contains(&Naming::Everyone);
        match &mut statement.principal {
            Some(who) => who.items.retain(|item| match caller.named_by(item) {
                Some(naming) => namings.contains(&naming),
                // Whom an unknown text names is unknown.
                None => everyone && !item.text.is_known(),
            }),
            None if everyone && statement.not_principal.is_some() => {}
            None => statement.effect = Effect::Invalid,
        }
    }
    document
}

/// What the Denies of documents leave of everything.
fn behind(everything: &Document, documents: &[&Document]) -> RequestSet {
    let mut all = vec![everything];
    all.extend(documents);
    RequestSet::allowed(&all)
}

fn everything() -> Document {
    allow(&[("Action", &["*"]), ("Resource", &["*"])])
}

/// Keys of KMS and roles.
fn rooted() -> Document {
    let mut document = allow(&[("Action", &["kms:*"]), ("Resource", &["arn:*:kms:*:*:key/*"])]);
    let roles = allow(&[("Action", &["sts:*"]), ("Resource", &["arn:*:iam::*:role/*"])]);
    document.statements.extend(roles.statements);
    document
}

/// What resource control policies do not reach.
fn uncontrolled() -> Document {
    let bound =
        catalog::services().filter(|s| catalog::service(s).is_some_and(|s| s.resource_control));
    let actions: Vec<String> = bound.map(|prefix| format!("{prefix}:*")).collect();
    let actions: Vec<&str> = actions.iter().map(String::as_str).collect();
    allow(&[("NotAction", &actions), ("Resource", &["*"])])
}

fn allow(elements: &[(&str, &[&str])]) -> Document {
    let text = |t: &str| Tree::String(t.into());
    let mut statement = vec![("Effect".into(), text("Allow"))];
    for (name, values) in elements {
        let values = values.iter().map(|value| text(value)).collect();
        statement.push(((*name).into(), Tree::List(values)));
    }
    Document::parse(&Tree::Object(vec![
        ("Version".into(), text("2012-10-17")),
        ("Statement".into(), Tree::Object(statement)),
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
        let set = effective(&policies, None);
        let asks = |action: &str| RequestSet::of_query(&Query::every(action, "*"));
        assert_eq!(asks("s3:GetObject").is_subset(&set), Truth::True);
        assert_eq!(asks("ec2:RunInstances").intersection(&set).is_empty(), Truth::True);
        assert_eq!(asks("iam:CreateUser").intersection(&set).is_empty(), Truth::True);
        assert_eq!(set.is_subset(&asks("cloudwatch:*").union(&asks("s3:*"))), Truth::True);
    }

    /// <https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic_policy-eval-basics.html>
    #[test]
    fn resource_policies_grant() {
        let read_a =
            read(r#"{"Effect":"Allow","Action":"s3:GetObject","Resource":"arn:aws:s3:::a/*"}"#);
        let within = read(r#"{"Effect":"Allow","Action":"s3:*","Resource":"arn:aws:s3:::a/*"}"#);
        let bucket = |principal: &str| {
            read(&format!(
                r#"{{"Effect":"Allow","Principal":{principal},"Action":"s3:GetObject","Resource":"arn:aws:s3:::b/*"}}"#
            ))
        };
        let bob = "arn:aws:iam::111122223333:user/bob";
        let role = "arn:aws:iam::111122223333:role/r";
        let session = "arn:aws:sts::111122223333:assumed-role/r/s";
        let gets = |caller: &str, principal: &str| {
            let resource = bucket(principal);
            let policies = Policies {
                identity: vec![&read_a],
                boundary: vec![&within],
                resource: Some(&resource),
                ..Policies::default()
            };
            let asked = RequestSet::of_query(&Query::some("s3:GetObject", "arn:aws:s3:::b/x"));
            let set = effective(&policies, Some(caller));
            let own = RequestSet::of_query(&Query::some("s3:GetObject", "arn:aws:s3:::a/x"));
            assert_eq!(set.intersection(&own).is_empty(), Truth::False, "{caller} {principal}");
            !set.intersection(&asked).is_empty()
        };
        let aws = |arn: &str| format!(r#"{{"AWS":"{arn}"}}"#);
        assert_eq!(gets(bob, &aws(bob)), Truth::True, "named");
        assert_eq!(gets(bob, r#""*""#), Truth::True, "with everyone");
        assert_eq!(gets(bob, &aws("111122223333")), Truth::False, "by account");
        assert_eq!(gets(bob, &aws("arn:aws:iam::111122223333:user/eve")), Truth::False);
        assert_eq!(gets(session, &aws(session)), Truth::True, "named");
        assert_eq!(gets(session, &aws(role)), Truth::False, "the boundary limits the role");
    }

    #[test]
    fn keys_trust_by_their_own_policy() {
        let all = read(r#"{"Effect":"Allow","Action":"*","Resource":"*"}"#);
        let key = |principal: &str| {
            read(&format!(
                r#"{{"Effect":"Allow","Principal":{{"AWS":"{principal}"}},"Action":"kms:*","Resource":"*"}}"#
            ))
        };
        let key_arn = "arn:aws:kms:eu-west-1:111122223333:key/k";
        let decrypts = |resource: Option<&Document>| {
            let policies = Policies { identity: vec![&all], resource, ..Policies::default() };
            let set = effective(&policies, Some("arn:aws:iam::111122223333:user/bob"));
            let asked = RequestSet::of_query(&Query::some("kms:Decrypt", key_arn));
            !set.intersection(&asked).is_empty()
        };
        assert_eq!(decrypts(None), Truth::False);
        assert_eq!(decrypts(Some(&key("arn:aws:iam::111122223333:root"))), Truth::True);
        assert_eq!(decrypts(Some(&key("arn:aws:iam::111122223333:role/r"))), Truth::False);
    }

    /// Services and strangers have nothing but what the resource grants.
    #[test]
    fn callers_without_an_account() {
        let all = read(r#"{"Effect":"Allow","Action":"*","Resource":"*"}"#);
        let queue = read(
            r#"{"Effect":"Allow","Principal":{"Service":"sns.amazonaws.com"},"Action":"sqs:SendMessage","Resource":"*"}"#,
        );
        let policies =
            Policies { identity: vec![&all], resource: Some(&queue), ..Policies::default() };
        let sns = effective(&policies, Some("sns.amazonaws.com"));
        let (found, _) = sns.example().expect("a request");
        assert_eq!(
            (found.principal.as_str(), found.action.as_str()),
            ("Service:sns.amazonaws.com", "sqs:SendMessage")
        );
        assert_eq!(effective(&policies, Some("*")).is_empty(), Truth::True);
    }
}
