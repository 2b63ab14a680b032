//! What statements of identity policies grant, by the catalogue of actions.

use std::cell::LazyCell;

use super::phrase;
use super::statement::Said;
use super::{Evidence, Verdict};
use crate::iam::catalog::{self, AccessLevel, Action, Service};
use crate::iam::{self, Conditions, Effect, Item, Query, Str, Truth, Values};

/// A class of actions.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Class {
    /// Those whose answer is a credential, if they can be limited to resources.
    Credentials,
    /// Those whose answer is a credential, and that take every resource only.
    AnyCredentials,
    /// Those whose answer is a credential that only the holder of a key can read.
    SealedCredentials,
    /// Those that AWS calls permissions management, if they can be limited to resources.
    Permissions,
    /// Those that write, if they can be limited to resources.
    Write,
    /// All that can be limited to resources.
    Restrictable,
}

impl Class {
    /// The class of that name in rules.
    pub fn named(name: &str) -> Option<Class> {
        Some(match name {
            "credentials" => Class::Credentials,
            "any-credentials" => Class::AnyCredentials,
            "sealed-credentials" => Class::SealedCredentials,
            "permissions" => Class::Permissions,
            "write" => Class::Write,
            "restrictable" => Class::Restrictable,
            _ => return None,
        })
    }

    /// Its actions that a pattern matches.
    fn actions(
        self,
        pattern: &str,
    ) -> Box<dyn Iterator<Item = (&'static Service, &'static Action)>> {
        type Found = (&'static Service, &'static Action);
        let restrictable =
            |(service, action): &Found| service.resources_of(action).next().is_some();
        let among = |actions: &'static [&'static str]| {
            let pattern = pattern.to_owned();
            let matched = actions.iter().filter(move |a| catalog::is_match(&pattern, a));
            matched.filter_map(|action| catalog::action(action))
        };
        let of_level = |level| {
            let such = move |action: &Action| action.level == level;
            catalog::actions_such(pattern, such).filter(restrictable)
        };
        match self {
            Class::Credentials => Box::new(among(CREDENTIALS).filter(restrictable)),
            Class::AnyCredentials => {
                Box::new(among(CREDENTIALS).filter(move |action| !restrictable(action)))
            }
            Class::SealedCredentials => Box::new(among(SEALED)),
            Class::Permissions => Box::new(of_level(AccessLevel::PermissionsManagement)),
            Class::Write => Box::new(of_level(AccessLevel::Write)),
            Class::Restrictable => {
                Box::new(catalog::actions_matching(pattern).filter(restrictable))
            }
        }
    }
}

fn is_among(actions: &[&str], service: &Service, action: &Action) -> bool {
    let own = (service.prefix, action.name);
    actions.iter().any(|known| known.split_once(':') == Some(own))
}

/// Actions whose answer, or whose effect, is a credential that works on its own.
const CREDENTIALS: &[&str] = &[
    "chime:CreateApiKey",
    "codepipeline:PollForJobs",
    "cognito-identity:GetCredentialsForIdentity",
    "cognito-identity:GetOpenIdToken",
    "cognito-identity:GetOpenIdTokenForDeveloperIdentity",
    "connect:GetFederationToken",
    "ecr:GetAuthorizationToken",
    "ecr-public:GetAuthorizationToken",
    "gamelift:GetComputeAuthToken",
    "gamelift:RequestUploadCredentials",
    "iam:CreateAccessKey",
    "iam:CreateLoginProfile",
    "iam:CreateServiceSpecificCredential",
    "iam:ResetServiceSpecificCredential",
    "iam:UpdateAccessKey",
    "lightsail:DownloadDefaultKeyPair",
    "lightsail:GetInstanceAccessDetails",
    "lightsail:GetRelationalDatabaseMasterUserPassword",
    "mediapackage:RotateChannelCredentials",
    "mediapackage:RotateIngestEndpointCredentials",
    "rds-db:connect",
    "redshift:GetClusterCredentials",
    "redshift:GetClusterCredentialsWithIAM",
    "redshift-serverless:GetCredentials",
    "sts:AssumeRole",
    "sts:AssumeRoleWithSAML",
    "sts:AssumeRoleWithWebIdentity",
    "sts:GetFederationToken",
    "sts:GetSessionToken",
];

/// Actions whose answer is a credential that is encrypted with a key pair's public key.
const SEALED: &[&str] = &["ec2:GetPasswordData"];

/// Actions of other levels that AWS counts among those of permissions management.
///
/// <https://docs.aws.amazon.com/securityhub/latest/userguide/s3-controls.html#s3-6>
const CHANGES_ACCESS: &[&str] = &["s3:PutEncryptionConfiguration"];

/// Actions of permissions management that change nobody's rights to the resource: replicas go to
/// the owner of the bucket they are written to, and a retention is passed by.
const KEEPS_POLICY: &[&str] =
    &["s3:BypassGovernanceRetention", "s3:ObjectOwnerOverrideToBucketOwner"];

/// Services that are nothing but channels of the agent of Systems Manager, which needs all of
/// their few actions; none can be limited to a resource.
///
/// <https://docs.aws.amazon.com/aws-managed-policy/latest/reference/AmazonSSMManagedInstanceCore.html>
const CHANNELS: &[&str] = &["ec2messages", "ssmmessages"];

/// How many actions of a statement the engine is asked about.
const TRIES: usize = 12;

/// Whether the statement allows some action of the class on every resource, whatever the
/// request's context.
pub fn on_any_resource(said: Said<'_>, class: Class) -> Verdict {
    match said.statement.effect {
        Effect::Allow => {}
        Effect::Unknown => return said.unknown(),
        Effect::Deny | Effect::Invalid => return Verdict::No,
    }
    let (Some(actions), Some(resources)) = (&said.statement.action, &said.statement.resource)
    else {
        return Verdict::No;
    };
    let star = resources.items.iter().find(|item| item.text.is("*"));
    if star.is_none() && !may_be_more(resources) {
        return Verdict::No;
    }
    // Without Denies, what the statement asks of a request it asks of each action.
    let alike = said.denies().next().is_none();
    // Nothing in the document but the statement itself has a say.
    let plain = star.is_some() && said.statement.is_conditioned() == Truth::False && alike;
    let document = LazyCell::new(|| said.alone());
    let mut undecided = actions.open;
    let mut tries = 0;
    'items: for item in &actions.items {
        let Some(pattern) = item.text.as_text() else {
            undecided |= item.text.is_open();
            continue;
        };
        let pattern = if pattern == "*" { "*:*" } else { pattern };
        for (service, action) in class.actions(pattern) {
            let name = format!("{}:{}", service.prefix, action.name);
            let truth = if plain {
                Truth::True
            } else if tries < TRIES {
                tries += 1;
                iam::allows(&[&document], &Query::every(&name, "*")).truth
            } else {
                break;
            };
            match truth {
                Truth::True => return granted(said, item, star, &name),
                Truth::Unknown => undecided = true,
                Truth::False if alike => break 'items,
                Truth::False => {}
            }
        }
    }
    if undecided { said.unknown() } else { Verdict::No }
}

fn granted(said: Said<'_>, action: &Item, resource: Option<&Item>, name: &str) -> Verdict {
    let mut evidence = Evidence::default();
    evidence.elements.extend(said.element("actions", &action.location));
    evidence.elements.extend(resource.and_then(|r| said.element("resources", &r.location)));
    evidence.proof =
        Some(format!("{} may {name} on {}", said.grantee(), phrase::resource("*", name),));
    Verdict::Yes(evidence)
}

fn may_be_more(values: &Values) -> bool {
    values.open
        || values.items.iter().any(|item| item.text.is_open() && item.text.prefix().is_empty())
}

/// Whether the statement allows every action of some service on every resource of it.
pub fn whole_service(said: Said<'_>) -> Verdict {
    match said.statement.effect {
        Effect::Allow => {}
        Effect::Unknown => return said.unknown(),
        Effect::Deny | Effect::Invalid => return Verdict::No,
    }
    let Some(actions) = &said.statement.action else { return Verdict::No };
    let document = LazyCell::new(|| said.alone());
    let mut undecided = actions.open;
    let mut asked: Vec<String> = vec![];
    for item in &actions.items {
        let Some(pattern) = item.text.as_text() else {
            undecided |= item.text.is_open();
            continue;
        };
        let (prefix, names) =
            if pattern == "*" { ("*", "*") } else { pattern.split_once(':').unwrap_or(("", "")) };
        let prefix = prefix.to_ascii_lowercase();
        if CHANNELS.contains(&&*prefix) {
            continue;
        }
        // A list of actions that happens to be complete is still a list.
        if !names.contains('*') || asked.contains(&prefix) {
            continue;
        }
        let Some((actions, resources)) = everything_of(said, &prefix, names == "*") else {
            continue;
        };
        let ask = |resources: Vec<Str>| {
            let actions = actions.clone();
            let query = Query { actions, resources, every: true, conditions: Conditions::Judged };
            iam::allows(&[&document], &query).truth
        };
        match Truth::any(resources.into_iter().map(ask)) {
            Truth::True => {
                let star = said.statement.resource.iter().flat_map(|r| &r.items).next();
                let name = format!("{prefix}:*");
                return granted(said, item, star, &name);
            }
            Truth::Unknown => undecided = true,
            Truth::False => {}
        }
        asked.push(prefix);
    }
    if undecided { said.unknown() } else { Verdict::No }
}

/// All actions of a service, and the ways to say all of its resources.
fn everything_of(said: Said<'_>, prefix: &str, all: bool) -> Option<(Vec<Str>, Vec<Vec<Str>>)> {
    let mut resources = vec![vec![Str::text("*")]];
    if prefix == "*" {
        return Some((vec!["*:*".into()], resources));
    }
    let service = catalog::service(prefix)?;
    // One action that no pattern has is enough for a no, and cheaper than the engine.
    let misses = |action: &Action| {
        said.statement.matches_action(&format!("{prefix}:{}", action.name)).is_false()
    };
    if !all && service.actions.iter().any(misses) {
        return None;
    }
    let actions = if all {
        vec![Str::from(format!("{prefix}:*").as_str())]
    } else {
        let names = service.actions.iter();
        names.map(|a| Str::from(format!("{prefix}:{}", a.name).as_str())).collect()
    };
    let arns: Vec<String> = service.resources.iter().map(|r| r.arn_pattern()).collect();
    // Who writes `arn:aws:s3:::*` means all buckets and what is in them: what else S3 has is of
    // some Region and account.
    let (placeless, _): (Vec<&String>, Vec<&String>) =
        arns.iter().partition(|arn| is_placeless(arn));
    for arns in [arns.iter().collect(), placeless] {
        let patterns: Vec<Vec<Str>> =
            arns.iter().map(|arn| said.own_resources(&own_pattern(arn))).collect();
        let ways = patterns.first().map_or(0, Vec::len);
        resources.extend(
            (0..ways).map(|way| {
                patterns.iter().filter_map(|pattern| pattern.get(way).cloned()).collect()
            }),
        );
    }
    Some((actions, resources))
}

/// Whether an ARN names no Region and no account.
fn is_placeless(arn: &str) -> bool {
    let mut fields = arn.splitn(6, ':').skip(3);
    fields.next() == Some("") && fields.next() == Some("")
}

/// `arn:*:sqs:*:*:*` of the partition and account deployed to.
fn own_pattern(arn: &str) -> String {
    let mut fields: Vec<&str> = arn.splitn(6, ':').collect();
    if fields.len() == 6 {
        fields[1] = "{partition}";
        if fields[4] == "*" {
            fields[4] = "{account}";
        }
    }
    fields.join(":")
}

/// Whether one of the statement's action patterns is all of a service, as `sqs:*` is.
pub fn names_all_of_service(said: Said<'_>) -> Verdict {
    let Some(actions) = &said.statement.action else { return Verdict::No };
    let mut items = actions.items.iter();
    match items.find(|item| item.text.as_text().is_some_and(|text| text.ends_with(":*"))) {
        Some(item) => {
            let mut evidence = Evidence::default();
            evidence.elements.extend(said.element("actions", &item.location));
            Verdict::Yes(evidence)
        }
        None if actions.open => said.unknown(),
        None => Verdict::No,
    }
}

/// Whether some action that the statement allows, on whatever resource, is one that changes
/// who may do what.
pub fn changes_permissions(said: Said<'_>) -> Verdict {
    let Some(actions) = &said.statement.action else { return Verdict::No };
    if said.statement.effect != Effect::Allow {
        return Verdict::No;
    }
    for item in &actions.items {
        let Some(pattern) = item.text.as_text() else { continue };
        let pattern = if pattern == "*" { "*:*" } else { pattern };
        let mut matching = catalog::actions_matching(pattern);
        let changes = |(service, action): &(&Service, &Action)| {
            action.level == AccessLevel::PermissionsManagement
                && !is_among(KEEPS_POLICY, service, action)
                || is_among(CHANGES_ACCESS, service, action)
        };
        if let Some((service, action)) = matching.find(changes) {
            let name = format!("{}:{}", service.prefix, action.name);
            return granted(said, item, None, &name);
        }
    }
    if actions.open { said.unknown() } else { Verdict::No }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn aws_has_the_actions_that_are_named() {
        for known in [CREDENTIALS, SEALED, KEEPS_POLICY, CHANGES_ACCESS].concat() {
            assert!(catalog::action(known).is_some(), "{known}");
        }
    }
}
