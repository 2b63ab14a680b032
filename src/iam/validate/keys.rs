//! What is known about condition keys.

use crate::iam::catalog::{self, ConditionKey, KeyType};

/// What a condition key is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Known {
    /// A key AWS has.
    Key(ConditionKey),
    /// `aws:` and a name AWS does not have.
    NoGlobal,
    /// A service AWS has, without this key.
    NoKey(&'static str),
    /// No service AWS has.
    NoService,
    /// A claim of an identity provider, or an incomplete name: not judged.
    Open,
}

/// Prefixes of claims that look like services.
const PROVIDERS: [&str; 5] =
    ["saml", "cognito-identity-auth", "cognito-identity-unauth", "identitycenter", "catalog"];

/// Keys beyond the catalogue that AWS documents for requests of services.
const ELSEWHERE: [&str; 3] =
    ["aws:PrincipalOrgMasterAccountId", "aws:InstanceId", "s3:ResourceAccount"];

pub(super) fn known(key: &str) -> Known {
    let Some((prefix, _)) = key.split_once(':') else { return Known::Open };
    let lower = prefix.to_ascii_lowercase();
    if lower.contains(['.', '/', '$']) || PROVIDERS.contains(&lower.as_str()) {
        return Known::Open;
    }
    if let Some(global) = catalog::global_key(key) {
        return Known::Key(global);
    }
    if ELSEWHERE.iter().any(|k| k.eq_ignore_ascii_case(key)) {
        return Known::Open;
    }
    if lower == "aws" {
        return Known::NoGlobal;
    }
    let Some(service) = catalog::service(&lower) else { return Known::NoService };
    let own = service.keys.iter().find(|k| is_key(k, key));
    // A few keys have the prefix of another service than the one whose requests have them.
    let other = || {
        let all = catalog::services().filter_map(catalog::service);
        all.flat_map(|service| service.keys.iter()).find(|k| is_key(k, key))
    };
    own.or_else(other).map_or(Known::NoKey(service.prefix), |k| Known::Key(*k))
}

fn is_key(known: &ConditionKey, key: &str) -> bool {
    if known.is(key) {
        return true;
    }
    // Places for tag keys that the catalogue writes out.
    let place = known
        .name
        .strip_suffix("tag-key")
        .or_else(|| known.name.ends_with("ResourceTag/").then_some(known.name));
    place.is_some_and(|before| {
        key.len() > before.len()
            && key.get(..before.len()).is_some_and(|k| k.eq_ignore_ascii_case(before))
    })
}

/// The name of a type as operators are called after it.
pub(super) fn family(kind: KeyType) -> &'static str {
    match kind {
        KeyType::String => "String",
        KeyType::Numeric => "Numeric",
        KeyType::Bool => "Bool",
        KeyType::Date => "Date",
        KeyType::Arn => "Arn",
        KeyType::Address => "IpAddress",
    }
}

/// The keys near a wrong one.
pub(super) fn near(key: &str) -> Option<String> {
    let (prefix, _) = key.split_once(':')?;
    if prefix.eq_ignore_ascii_case("aws") {
        let all: Vec<ConditionKey> = catalog::global_keys().collect();
        return crate::iam::near::nearest(key, all.iter().map(|k| k.name)).map(str::to_owned);
    }
    let service = catalog::service(prefix)?;
    crate::iam::near::nearest(key, service.keys.iter().map(|k| k.name)).map(str::to_owned)
}
