//! Who gets in through an OpenID Connect provider: whose tokens a trust policy takes.
//!
//! <https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_providers_create_oidc_secure-by-default.html>
//! <https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_iam-condition-keys.html#condition-keys-wif>

use super::statement::Said;
use super::{Evidence, Verdict};
use crate::iam::{Comparison, Condition, Effect, Part, Principal, PrincipalKind, Truth};

/// What is missing of a trust in an OpenID Connect provider.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Fault {
    /// No condition says whose tokens count.
    NoSubject,
    /// A condition on the subject that a stranger's token can meet.
    LooseSubject,
    /// No condition says that the token must be meant for AWS, or for one's own app.
    NoAudience,
}

impl Fault {
    /// The one of that name in rules.
    pub fn named(name: &str) -> Option<Fault> {
        Some(match name {
            "no-subject" => Fault::NoSubject,
            "loose-subject" => Fault::LooseSubject,
            "no-audience" => Fault::NoAudience,
            _ => return None,
        })
    }
}

/// An issuer, the claims that say who its token is of, and how a subject begins that names an
/// owner: the owner follows, up to the last character given.
struct Issuer {
    host: &'static str,
    claims: &'static [&'static str],
    subjects: &'static [(&'static str, char)],
}

/// Issuers whose tokens strangers can have, too. Of those not listed any fixed beginning counts.
const ISSUERS: &[Issuer] = &[
    Issuer {
        host: "token.actions.githubusercontent.com",
        claims: &[
            "sub",
            "job_workflow_ref",
            "repository",
            "repository_id",
            "repository_owner",
            "repository_owner_id",
        ],
        subjects: &[
            ("repo:", '/'),
            ("repository:", '/'),
            ("job_workflow_ref:", '/'),
            ("repository_owner:", ':'),
            ("repository_owner_id:", ':'),
            ("repository_id:", ':'),
        ],
    },
    Issuer {
        host: "gitlab.com",
        claims: &["sub", "namespace_id", "namespace_path", "project_id", "project_path"],
        subjects: &[("project_path:", '/')],
    },
    Issuer {
        host: "app.terraform.io",
        claims: &["sub", "terraform_organization_id"],
        subjects: &[("organization:", ':')],
    },
    Issuer {
        host: "agent.buildkite.com",
        claims: &["sub", "organization_id"],
        subjects: &[("organization:", ':')],
    },
    Issuer { host: "oidc.eks.", claims: &["sub"], subjects: &[("system:serviceaccount:", ':')] },
];

/// Issuers whose users are an app's: that the token is of one's own app is what counts.
const APPS: &[&str] = &[
    "cognito-identity.amazonaws.com",
    "accounts.google.com",
    "www.amazon.com",
    "graph.facebook.com",
];

/// Whether the trust policy's statement has the fault.
pub fn has(said: Said<'_>, fault: Fault) -> Verdict {
    if said.statement.effect != Effect::Allow {
        return Verdict::No;
    }
    match said.statement.matches_action("sts:AssumeRoleWithWebIdentity") {
        Truth::True => {}
        Truth::False => return Verdict::No,
        Truth::Unknown => return said.unknown(),
    }
    let principals = said.statement.principal.iter().flat_map(|p| &p.items);
    Verdict::any(
        principals
            .filter(|p| p.kind == PrincipalKind::Federated)
            .filter_map(|principal| Some((principal, issuer_of(principal)?)))
            .map(|(principal, issuer)| of_issuer(said, principal, &issuer, fault)),
    )
}

/// The issuer's address, as far as it is known; none for SAML providers.
fn issuer_of(principal: &Principal) -> Option<String> {
    let text = principal.text.to_string();
    if text.contains(":saml-provider/") {
        return None;
    }
    Some(text.split_once(":oidc-provider/").map_or(text.as_str(), |(_, issuer)| issuer).to_owned())
}

fn of_issuer(said: Said<'_>, principal: &Principal, issuer: &str, fault: Fault) -> Verdict {
    let host = issuer.trim_start_matches("https://");
    let known = ISSUERS.iter().find(|known| host.starts_with(known.host));
    let app = APPS.iter().any(|app| host.starts_with(app));
    let claims: &[&str] = known.map_or(&["sub"], |known| known.claims);
    let conditions = || said.statement.conditions.iter();
    let on = |claims: &[&str]| -> Vec<&Condition> {
        conditions().filter(|condition| is_claim(condition, claims)).collect()
    };
    let open = said.statement.conditions_open
        || said.statement.open
        || conditions().any(|condition| is_positive(condition) && names_no_claim(condition));
    let at_principal = || {
        let mut evidence = Evidence::default();
        evidence.elements.extend(said.element("principals", &principal.location));
        Verdict::Yes(evidence)
    };
    let missing = |found: Vec<&Condition>| match found.is_empty() {
        true if open => said.unknown(),
        // An issuer that is not known may be one for SAML, or for an app.
        true if host.starts_with('<') => said.unknown(),
        true => at_principal(),
        false => Verdict::No,
    };
    match fault {
        Fault::NoAudience => missing(on(&["aud", "oaud", "app_id", "azp"])),
        Fault::NoSubject if app => Verdict::No,
        Fault::NoSubject => missing(on(claims)),
        Fault::LooseSubject if app => Verdict::No,
        Fault::LooseSubject => {
            let subjects = on(claims);
            let mut loose = None;
            for condition in &subjects {
                let subject = is_claim(condition, &["sub"]);
                let bad = condition.values.iter().find(|value| {
                    let text = value.text.to_string();
                    is_loose(condition, &text, known.filter(|_| subject))
                });
                match bad {
                    // Another condition limits it: all must hold.
                    None => return Verdict::No,
                    Some(value) => loose = Some(value),
                }
            }
            let Some(value) = loose else { return Verdict::No };
            if !value.text.is_known() || open {
                return said.unknown();
            }
            let mut evidence = Evidence::default();
            evidence.elements.extend(said.element("conditions", &value.location));
            evidence.elements.extend(said.element("principals", &principal.location));
            Verdict::Yes(evidence)
        }
    }
}

/// Whether a condition asks for some value of one of the claims.
fn is_claim(condition: &Condition, claims: &[&str]) -> bool {
    let key = condition.key.to_string().to_ascii_lowercase();
    is_positive(condition) && key.rsplit_once(':').is_some_and(|(_, claim)| claims.contains(&claim))
}

fn is_positive(condition: &Condition) -> bool {
    let operator = condition.operator;
    operator.is_none_or(|operator| !operator.negated && operator.comparison != Comparison::Null)
}

/// Whether the key ends in what is not known, and may be on any claim.
fn names_no_claim(condition: &Condition) -> bool {
    condition.key.parts().last().is_some_and(|part| !matches!(part, Part::Text(_)))
}

/// Whether a stranger's token can have a value that matches.
fn is_loose(condition: &Condition, text: &str, issuer: Option<&Issuer>) -> bool {
    let like = condition.operator.is_some_and(|operator| {
        matches!(operator.comparison, Comparison::StringLike | Comparison::ArnLike)
    });
    let wild = like && text.contains(['*', '?']);
    let fixed = if like { text.split(['*', '?']).next().unwrap_or("") } else { text };
    let Some(issuer) = issuer else { return wild && fixed.is_empty() };
    let named = issuer.subjects.iter().any(|(start, end)| {
        let Some(owner) = fixed.strip_prefix(start) else { return false };
        match owner.split_once(*end) {
            Some((owner, _)) => !owner.is_empty(),
            // It ends with the owner.
            None => !wild && !owner.is_empty() && *end == ':',
        }
    });
    !named
}
