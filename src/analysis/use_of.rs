//! What uses what: policies and roles that somebody has, outputs that show secrets, buckets of
//! trails, principals of shares.

use std::sync::Arc;

use super::Verdict;
use super::held::Held;
use crate::iam::{Effect, RequestSet, Truth};
use crate::model::{Accounts, Entity, Kind, Model};
use crate::value::{Kind as ValueKind, Part, Symbol, Unknown, Value, Why};

/// Whether a managed policy is attached to somebody, or bounds somebody. One that an output
/// hands on may be attached elsewhere.
pub fn is_attached(model: &Model, policy: &Entity) -> Verdict {
    let (arn, name) = (policy.field("arn"), policy.field("name"));
    let same = |value: &Value| {
        if *value == arn || (!name.is_null() && *value == name) {
            return Verdict::yes();
        }
        match value.find_unknown() {
            // What comes from outside is not what is made here.
            Some(unknown)
                if !matches!(unknown.why, Why::Variable(_) | Why::Computed(..) | Why::Data(_)) =>
            {
                Verdict::Unknown(unknown.clone())
            }
            _ => Verdict::No,
        }
    };
    let attachments = model.of_kind(Kind::Attachment).map(|(_, a)| same(&a.field("policy")));
    let bounds = model.entities.iter().filter(|e| matches!(e.kind, Kind::User | Kind::Role));
    let bounds = bounds.map(|entity| entity.field("boundary")).filter(|arn| !arn.is_null());
    let bounds: Vec<Verdict> = bounds.map(|arn| same(&arn)).collect();
    Verdict::any(attachments.chain(bounds).chain([is_handed_on(model, policy)]))
}

/// Whether a role has a policy of any kind.
pub fn has_policies(model: &Model, role: &Entity) -> Verdict {
    let held = Held::by(model, Kind::Role, &role.field("name"));
    match held.open {
        _ if !held.identity.is_empty() => Verdict::yes(),
        Some(unknown) => Verdict::Unknown(unknown),
        None => is_handed_on(model, role),
    }
}

/// Whether some request satisfies the role's trust policy.
pub fn is_assumable(model: &Model, index: usize) -> Verdict {
    let Some(policy) = model.policies.iter().find(|policy| policy.holder.0 == index) else {
        return Verdict::yes();
    };
    let document = &policy.document;
    if document.open {
        return Verdict::yes();
    }
    let denies = document.statements.iter().any(|s| s.effect == Effect::Deny);
    let allows = document.statements.iter().any(|s| {
        matches!(s.effect, Effect::Allow | Effect::Unknown)
            && (s.open || s.principal.is_some() || s.not_principal.is_some())
    });
    match (allows, denies) {
        (false, _) => Verdict::No,
        (true, false) => Verdict::yes(),
        (true, true) => match RequestSet::allowed(&[document]).is_empty() {
            Truth::True => Verdict::No,
            _ => Verdict::yes(),
        },
    }
}

/// Unknown if an output hands the entity on to where it may be used.
fn is_handed_on(model: &Model, entity: &Entity) -> Verdict {
    let (arn, name) = (entity.field("arn"), entity.field("name"));
    let address = &entity.parts[0].address;
    let output = model.of_kind(Kind::Output).find(|(_, output)| {
        any_part(output.written(output.kind.field("value").expect("of the schema")), &|value| {
            *value == arn
                || *value == name
                || value.as_map().is_some_and(|map| map.of.as_ref() == Some(address))
        })
    });
    match output {
        Some((_, output)) => {
            let why = Why::Unresolved(format!("what uses {}", output.name()).into());
            Verdict::Unknown(Arc::new(Unknown::anything(why)))
        }
        None => Verdict::No,
    }
}

/// Whether the value or something in it passes.
fn any_part(value: &Value, passes: &dyn Fn(&Value) -> bool) -> bool {
    passes(value)
        || match &value.kind {
            ValueKind::List(items) | ValueKind::Set(items) => {
                items.iter().any(|item| any_part(item, passes))
            }
            ValueKind::Map(map) => map.iter().any(|(_, item)| any_part(item, passes)),
            _ => false,
        }
}

/// Attributes that are secrets, of resources of IAM: the type, and the attribute. Templates
/// know the type by the attribute alone.
const SECRET_ATTRIBUTES: &[(&str, &str)] = &[
    ("aws_iam_access_key", "secret"),
    ("aws_iam_access_key", "ses_smtp_password_v4"),
    ("aws_iam_user_login_profile", "password"),
    ("aws_iam_service_specific_credential", "service_password"),
    ("", "SecretAccessKey"),
];

/// Whether an output shows a secret access key or password: an attribute that is one, or a
/// whole resource that has one.
pub fn shows_secret(output: &Entity) -> Verdict {
    let field = output.kind.field("value").expect("of the schema");
    let secret = |unknown: &Arc<Unknown>| match &unknown.why {
        Why::Computed(address, attribute) => SECRET_ATTRIBUTES
            .iter()
            .any(|(kind, name)| name == attribute && is_of_type(address, kind)),
        _ => false,
    };
    let shows = any_part(output.written(field), &|value| match &value.kind {
        ValueKind::Unknown(unknown) => secret(unknown),
        ValueKind::String(text) => text
            .parts()
            .into_iter()
            .any(|part| matches!(part, Part::Unknown(unknown) if secret(unknown))),
        ValueKind::Map(map) => map.of.as_ref().is_some_and(|address| {
            SECRET_ATTRIBUTES.iter().any(|(kind, _)| !kind.is_empty() && is_of_type(address, kind))
        }),
        _ => false,
    });
    Verdict::from_bool(shows)
}

/// Whether a login profile's password can be read: it is written down, or comes from a
/// parameter without NoEcho. A dynamic reference is read at deployment only.
pub fn shows_password(profile: &Entity) -> Verdict {
    let password = profile.field("password");
    let parameter = |unknown: &Arc<Unknown>| matches!(unknown.why, Why::Variable(_));
    match (&password.kind, password.find_unknown()) {
        (ValueKind::Null, _) => Verdict::No,
        (ValueKind::String(text), None) => Verdict::from_bool(!text.flat().contains("{{resolve:")),
        // The values that a parameter may have are written down, whoever chooses among them.
        (_, Some(unknown)) if parameter(unknown) => {
            Verdict::from_bool(!password.sensitive || !unknown.any_of.is_empty())
        }
        (_, Some(unknown)) if matches!(unknown.why, Why::Data(_)) => Verdict::No,
        (_, Some(unknown)) => Verdict::Unknown(unknown.clone()),
        _ => Verdict::No,
    }
}

/// `module.a.aws_iam_access_key.ci[0]` is of type `aws_iam_access_key`.
fn is_of_type(address: &str, kind: &str) -> bool {
    kind.is_empty() || address.split('.').any(|step| step == kind)
}

/// Whether a trail writes to the bucket, or to the bucket whose policy the statement is of.
pub fn is_of_trail(model: &Model, entity: &Entity) -> Verdict {
    let holder = entity.policy.map(|policy| model.policies[policy].holder.0);
    let bucket = holder.map_or(entity, |holder| &model.entities[holder]);
    if bucket.kind != Kind::Bucket {
        return Verdict::No;
    }
    let (name, arn) = (bucket.field("name"), bucket.field("arn"));
    let named = |value: &Value| *value == name || (!arn.is_null() && *value == arn);
    let mut trails = model.of_kind(Kind::Trail).map(|(_, trail)| trail.field("bucket"));
    Verdict::from_bool(trails.any(|bucket| !bucket.is_null() && named(&bucket)))
}

/// Unknown if the bucket of a trail is declared elsewhere; no if it is here.
pub fn bucket_elsewhere(model: &Model, trail: &Entity) -> Verdict {
    let wanted = trail.field("bucket");
    let here = model.of_kind(Kind::Bucket).any(|(_, b)| b.declared && b.field("name") == wanted);
    if here || wanted.is_null() {
        return Verdict::No;
    }
    let name = wanted.to_text().map_or_else(String::new, |text| text.to_string());
    let why = Why::Unresolved(format!("bucket {name}").into());
    Verdict::Unknown(wanted.find_unknown().cloned().unwrap_or(Arc::new(Unknown::anything(why))))
}

/// Whether a resource share has principals, all of them of the own organization or accounts.
pub fn shares_inside(model: &Model, share: &Entity) -> Verdict {
    let principals = share.field("principals");
    if let Some(unknown) = principals.as_unknown() {
        return Verdict::Unknown(unknown.clone());
    }
    let principals = principals.items();
    let inside = principals.iter().map(|principal| is_inside(&model.accounts, principal));
    Verdict::all([Verdict::from_bool(!principals.is_empty())].into_iter().chain(inside))
}

/// Whether a grant is given to a principal of another account. One that is written out is
/// taken for another's where the own account's number is not known.
pub fn is_given_outside(model: &Model, sharing: &Entity) -> Verdict {
    let principal = sharing.field("principal");
    if principal.is_null() {
        return Verdict::No;
    }
    is_inside(&model.accounts, &principal).negate()
}

/// Whether a principal of a share or grant, by account number or ARN, is of the user's own.
fn is_inside(accounts: &Accounts, principal: &Value) -> Verdict {
    let Some(text) = principal.as_text() else {
        return principal.find_unknown().cloned().map_or(Verdict::No, Verdict::Unknown);
    };
    let account = match text.split(":").as_slice() {
        [only] => only.clone(),
        [_, _, service, _, account, ..] if service.as_known() != Some("organizations") => {
            account.clone()
        }
        // An organization, or a unit of one: nobody has two.
        [_, _, _, _, _, ..] => return Verdict::yes(),
        _ => return Verdict::No,
    };
    if account.as_symbol() == Some(Symbol::AccountId) {
        return Verdict::yes();
    }
    // A service of AWS works for the account that lets it.
    if account.is_empty() || text.as_known().is_some_and(|text| text.ends_with(".amazonaws.com")) {
        return Verdict::yes();
    }
    match (account.as_known(), account.first_unknown()) {
        (Some(id), _) => Verdict::from_bool(accounts.are_inside(id)),
        // An ARN that exists only after deployment is of something that is made here.
        (None, Some(unknown)) if matches!(unknown.why, Why::Computed(..)) => Verdict::yes(),
        (None, Some(unknown)) => Verdict::Unknown(unknown.clone()),
        (None, None) => Verdict::No,
    }
}
