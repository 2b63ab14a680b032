//! The request that a search found: whether it stands, and what people are shown of it.

use ecow::EcoString;

use super::caller::{self, Caller, Kind};
use super::matcher::Test;
use super::{Grant, Selection};
use crate::iam::catalog;
use crate::iam::glob::{FRESH, Glob, Token, intersect, letters, service_of, show};

/// A request that was looked for, as letters.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Witness {
    pub action: Vec<Token>,
    pub resource: Vec<Token>,
    pub principal: Vec<Token>,
    /// The keys that matter; no values means the key must be absent.
    pub context: Vec<(EcoString, Vec<Vec<Token>>)>,
}

/// The conditions on what may follow from the principal.
pub(super) fn tied(grant: &Grant) -> impl Iterator<Item = &Test> {
    grant.tests.iter().filter(|test| caller::is_tied(&test.key))
}

fn selection(grant: &Grant, dimension: usize) -> &Selection {
    grant.selection(dimension)
}

/// Whether a text nobody knows may turn out to put the request into a set it must stay out of.
pub(super) fn is_uncertain(
    witness: &Witness,
    caller: Option<&Caller<'_>>,
    inside: &[&Grant],
    outside: &[&Grant],
) -> bool {
    let texts = [&witness.action, &witness.resource, &witness.principal]
        .map(|text| Glob::from_tokens(text.clone()));
    if !texts.iter().any(Glob::has_unknown) {
        return false;
    }
    let may_contain = |selection: &Selection, text: &Glob| {
        if !text.has_unknown() {
            return selection.contains(text.tokens());
        }
        if selection.negated {
            let surely = |g: &Glob| !g.has_name() && g.matches(text.tokens());
            return !selection.globs.iter().any(surely);
        }
        let wide = text.widened(false);
        let meets = |g: &Glob| intersect(g, &wide).is_none_or(|both| !both.is_empty());
        selection.globs.iter().any(meets)
    };
    let contains = |selection: &Selection, text: &Glob| selection.contains(text.tokens());
    let turns = |test: &Test| caller.is_some_and(|c| c.is_uncertain(test));
    if inside.iter().flat_map(|g| &g.tests).any(turns) {
        return true;
    }
    let holds = |test: &Test| {
        if turns(test) {
            return true;
        }
        if let Some(holds) = caller.and_then(|c| c.holds(test)) {
            return holds;
        }
        let values = witness.context.iter().find(|(key, _)| *key == test.key);
        test.holds(values.map_or(&[], |(_, values)| values))
    };
    outside.iter().filter(|grant| grant.tests.iter().all(holds)).any(|grant| {
        let dimensions = || (0..3).map(|d| (selection(grant, d), &texts[d]));
        // Sets it is in as it stands are left by a condition, and so stay left.
        dimensions().all(|(s, t)| may_contain(s, t))
            && (!dimensions().all(|(s, t)| contains(s, t)) || grant.tests.iter().any(turns))
    })
}

/// Puts plain letters for the fresh ones, such that every set keeps its opinion.
pub(super) fn settle(witness: &mut Witness, inside: &[&Grant], outside: &[&Grant]) {
    let all = || inside.iter().chain(outside);
    for dimension in 0..3 {
        let text = match dimension {
            0 => &mut witness.action,
            1 => &mut witness.resource,
            _ => &mut witness.principal,
        };
        if !text.contains(&FRESH) {
            continue;
        }
        let opinion = |grant: &Grant, text: &[Token]| {
            let caller = if dimension == 2 { Caller::of(text) } else { None };
            let tests = caller.map(|c| tied(grant).map(|t| c.holds(t)).collect::<Vec<_>>());
            (selection(grant, dimension).contains(text), tests)
        };
        let opinions: Vec<_> = all().map(|g| opinion(g, text)).collect();
        let same = |other: &[Token]| all().zip(&opinions).all(|(g, o)| opinion(g, other) == *o);
        if dimension == 2 {
            usual(text, &same);
            if !text.contains(&FRESH) {
                continue;
            }
        }
        let known = if dimension == 0 { real_action(text, &same) } else { None };
        match known {
            Some(known) => *text = known,
            None => plain(text, &same),
        }
    }
    for (key, values) in &mut witness.context {
        for value in values.iter_mut().filter(|v| v.contains(&FRESH)) {
            let tests = || all().flat_map(|g| &g.tests).filter(|t| t.key == *key);
            let opinions: Vec<bool> = tests().map(|t| t.matcher.accepts(value)).collect();
            let same = |other: &[Token]| {
                tests().zip(&opinions).all(|(t, o)| t.matcher.accepts(other) == *o)
            };
            plain(value, &same);
        }
    }
}

/// A partition and an account as they are, where any will do.
fn usual(text: &mut Vec<Token>, same: &dyn Fn(&[Token]) -> bool) {
    for (field, usual) in [(4, "123456789012"), (1, "aws")] {
        let colon = Token::from(':');
        let fields: Vec<&[Token]> = text.splitn(6, |t| *t == colon).collect();
        if fields.len() == 6 && fields[field].iter().all(|t| *t == FRESH) {
            let usual = letters(usual);
            let mut fields = fields.clone();
            fields[field] = &usual;
            let other = fields.join(&colon);
            if same(&other) {
                *text = other;
            }
        }
    }
}

/// Adds what follows from the principal, where a set asks for it.
pub(super) fn complete(witness: &mut Witness, inside: &[&Grant], outside: &[&Grant]) {
    let Some(caller) = Caller::of(&witness.principal) else { return };
    let mut known: Vec<(EcoString, Vec<Vec<Token>>)> = Vec::new();
    for test in inside.iter().chain(outside).flat_map(|g| tied(g)) {
        if let Some(values) = caller.values(&test.key) {
            known.push((test.key.clone(), values));
        }
    }
    // The ARN of a session does not tell the path of its role.
    if caller.kind == Kind::Session {
        let key = EcoString::from("aws:principalarn");
        known.extend(caller.values(&key).map(|values| (key, values)));
    }
    for (key, values) in known {
        match witness.context.iter_mut().find(|(of, _)| *of == key) {
            Some(entry) => entry.1 = values,
            None => witness.context.push((key, values)),
        }
    }
}

fn plain(text: &mut Vec<Token>, same: &dyn Fn(&[Token]) -> bool) {
    // The last is of a private area: no pattern has it.
    for letter in "xzqwkjv0_\u{E000}".chars() {
        let put = |t: &Token| if *t == FRESH { Token::from(letter) } else { *t };
        let other: Vec<Token> = text.iter().map(put).collect();
        if same(&other) {
            *text = other;
            return;
        }
    }
}

/// An action AWS has that all sets judge alike: a better example than an invented one.
fn real_action(text: &[Token], same: &dyn Fn(&[Token]) -> bool) -> Option<Vec<Token>> {
    let prefix = service_of(text).filter(|prefix| !prefix.contains(&FRESH));
    let Some(prefix) = prefix else {
        let usual = ["s3:getobject", "iam:createuser", "ec2:runinstances", "sts:assumerole"];
        return usual.iter().map(|a| letters(a)).find(|a| same(a));
    };
    let service = catalog::service(&show(prefix, 'x'))?;
    service.actions.iter().find_map(|action| {
        let name = format!("{}:{}", service.prefix, action.name).to_ascii_lowercase();
        Some(letters(&name)).filter(|name| same(name))
    })
}

/// Letters as text for people.
pub(crate) fn readable(letters: &[Token]) -> String {
    show(letters, 'x')
}
