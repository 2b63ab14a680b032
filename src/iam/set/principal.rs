//! Principals as texts: the kind, a colon, and who.
//!
//! <https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html>

use super::{Bound, Selection};
use crate::iam::document::{Principal, PrincipalKind, Principals};
use crate::iam::glob::{Glob, Reading};
use crate::iam::text::{Part, Str};

/// The set of principals an element names.
pub(super) fn selection(who: &Principals, negated: bool, bound: Bound) -> Selection {
    let inner = if negated { bound.flipped() } else { bound };
    let mut globs = Vec::new();
    for principal in &who.items {
        patterns(principal, &mut globs);
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
    aws(text, &mut globs);
    Selection::of(globs)
}

fn is_unknown(part: &Part) -> bool {
    matches!(part, Part::Unknown(_))
}

fn patterns(principal: &Principal, out: &mut Vec<Glob>) {
    let kind = match &principal.kind {
        PrincipalKind::Aws => return aws(&principal.text, out),
        PrincipalKind::Service => "Service:",
        PrincipalKind::Federated => "Federated:",
        PrincipalKind::CanonicalUser => "CanonicalUser:",
        PrincipalKind::Other(_) => "Other:",
    };
    out.push(exactly(kind, &principal.text));
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

fn aws(text: &Str, out: &mut Vec<Glob>) {
    if text.is("*") {
        out.push(Glob::any());
        return;
    }
    let fields = text.splitn(6, ':');
    let pattern = |parts: &[&Str], between: &[&str], last: &str, out: &mut Vec<Glob>| {
        let mut whole = Str::text("AWS:");
        for (part, before) in parts.iter().zip(between) {
            whole.push(Part::Text((*before).into()));
            for part in part.parts() {
                whole.push(part.clone());
            }
        }
        whole.push(Part::Text(last.into()));
        out.push(Glob::new(
            &whole,
            Reading { wildcards: true, fields: false, variables: false, fold: false },
        ));
    };
    match fields.as_slice() {
        // A bare account id is everyone in that account, as its root ARN is.
        [account] if is_account(account) => {
            pattern(&[account], &["arn:*:iam::"], ":*", out);
            pattern(&[account], &["arn:*:sts::"], ":*", out);
        }
        [arn, partition, service, _, account, rest] if arn.is("arn") && service.is("iam") => {
            if rest.is("root") {
                pattern(&[partition, account], &["arn:", ":iam::"], ":*", out);
                pattern(&[partition, account], &["arn:", ":sts::"], ":*", out);
                return;
            }
            out.push(exactly("AWS:", text));
            if rest.prefix().starts_with("role/") {
                // A role stands for its sessions, whose ARN has its name without the path.
                let names = rest.splitn(usize::MAX, '/');
                if let Some(name) = names.last() {
                    pattern(
                        &[partition, account, name],
                        &["arn:", ":sts::", ":assumed-role/"],
                        "/*",
                        out,
                    );
                }
            }
        }
        _ => out.push(exactly("AWS:", text)),
    }
}

fn is_account(text: &Str) -> bool {
    match text.parts() {
        [Part::Text(digits)] => digits.len() == 12 && digits.bytes().all(|b| b.is_ascii_digit()),
        [Part::Symbol(crate::iam::text::Symbol::Account)] => true,
        _ => false,
    }
}
