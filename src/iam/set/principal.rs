//! Principals as texts: an ARN as `super::caller` has it, else the kind, a colon, and who.
//!
//! <https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html>

use super::caller::with_session;
use super::{Bound, Selection};
use crate::iam::document::{Principal, PrincipalKind, Principals};
use crate::iam::glob::{Glob, MANY, Reading, Token};
use crate::iam::simulate::Caller;
use crate::iam::text::{Part, Str};

/// The set of principals an element names.
pub(super) fn selection(who: &Principals, negated: bool, bound: Bound) -> Selection {
    let inner = if negated { bound.flipped() } else { bound };
    let mut globs = Vec::new();
    for principal in &who.items {
        patterns(principal, negated, &mut globs);
    }
    if inner == Bound::Over {
        if who.open || who.items.iter().any(|p| p.text.parts().first().is_some_and(is_unknown)) {
            globs = vec![Glob::any()];
        }
        for glob in &mut globs {
            *glob = glob.widened(false);
        }
    }
    if !negated {
        return Selection::of(globs);
    }
    Selection::except(globs)
}

/// The set an AWS principal stands for.
pub(crate) fn principal_patterns(text: &Str) -> Selection {
    let mut globs = Vec::new();
    aws(text, false, &mut globs);
    Selection::of(globs)
}

/// The caller's own requests.
pub(super) fn of_caller(caller: &Caller) -> Selection {
    let exact = |kind: &str, who: &str| vec![exactly(kind, &Str::text(who))];
    let mut globs = Vec::new();
    match caller {
        Caller::Root { arn, .. } => globs.push(exactly("", &Str::text(arn))),
        Caller::Service(name) => globs = exact("Service:", name),
        Caller::Federated(name) => globs = exact("Federated:", name),
        Caller::Canonical(id) => globs = exact("CanonicalUser:", id),
        Caller::Anonymous => globs = exact("Anonymous", ""),
        _ => aws(&Str::text(caller.arn().unwrap_or_default()), false, &mut globs),
    }
    Selection::of(globs)
}

fn is_unknown(part: &Part) -> bool {
    matches!(part, Part::Unknown(_))
}

fn patterns(principal: &Principal, spared: bool, out: &mut Vec<Glob>) {
    let kind = match &principal.kind {
        PrincipalKind::Aws => return aws(&principal.text, spared, out),
        PrincipalKind::Service => "Service:",
        PrincipalKind::Federated => "Federated:",
        PrincipalKind::CanonicalUser => "CanonicalUser:",
        PrincipalKind::Other(_) => "Other:",
    };
    out.push(exactly(kind, &principal.text));
}

fn pattern(parts: &[Str]) -> Glob {
    let mut whole = Str::text("");
    for part in parts.iter().flat_map(Str::parts) {
        whole.push(part.clone());
    }
    Glob::new(&whole, Reading { variables: false, ..Reading::RESOURCE })
}

fn exactly(kind: &str, text: &Str) -> Glob {
    Glob::new(&prefixed(kind, text), Reading::TEXT)
}

fn prefixed(kind: &str, text: &Str) -> Str {
    let mut whole = Str::text(kind);
    for part in text.parts() {
        whole.push(part.clone());
    }
    whole
}

/// `NotPrincipal` spares just whom it names: of an account its root user, of a role no session.
///
/// <https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_notprincipal.html>
fn aws(text: &Str, spared: bool, out: &mut Vec<Glob>) {
    if text.is("*") {
        out.push(Glob::any());
        return;
    }
    let fields = text.splitn(6, ':');
    match fields.as_slice() {
        // A bare account id is everyone in that account, as its root ARN is.
        [account] if is_account(account) => of_account(account, spared, out),
        [arn, partition, service, _, account, rest] if arn.is("arn") && service.is("iam") => {
            if rest.is("root") {
                return of_account(account, spared, out);
            }
            out.push(exactly("", text));
            // A role stands for its sessions, which are known by its name without the path.
            if rest.prefix().starts_with("role/") && !spared {
                let names = rest.splitn(usize::MAX, '/');
                let name = names.last().cloned().unwrap_or_else(|| "".into());
                sessions(partition, account, &name, &[MANY], out);
            }
        }
        [arn, partition, service, _, account, rest] if arn.is("arn") && service.is("sts") => {
            let names = rest.splitn(3, '/');
            let [kind, role, session] = names.as_slice() else {
                out.push(exactly("", text));
                return;
            };
            if !kind.is("assumed-role") {
                out.push(exactly("", text));
                return;
            }
            sessions(partition, account, role, exactly("", session).tokens(), out);
        }
        _ => out.push(exactly("", text)),
    }
}

/// Everyone in an account, or only its root user. It lies in one partition, whichever.
fn of_account(account: &Str, spared: bool, out: &mut Vec<Glob>) {
    let end = if spared { ":root" } else { ":*" };
    out.push(pattern(&["arn:*:iam::".into(), account.clone(), end.into()]));
    if !spared {
        out.push(pattern(&["arn:*:sts::".into(), account.clone(), end.into()]));
    }
}

/// Sessions of a role of this name. An account has one, whatever its path.
fn sessions(partition: &Str, account: &Str, role: &Str, name: &[Token], out: &mut Vec<Glob>) {
    for path in [":role/", ":role/*/"] {
        let role = pattern(&[
            "arn:".into(),
            partition.clone(),
            ":iam::".into(),
            account.clone(),
            path.into(),
            role.clone(),
        ]);
        out.push(with_session(&role, name));
    }
}

fn is_account(text: &Str) -> bool {
    match text.parts() {
        [Part::Text(digits)] => digits.len() == 12 && digits.bytes().all(|b| b.is_ascii_digit()),
        [Part::Symbol(crate::iam::text::Symbol::Account)] => true,
        _ => false,
    }
}
