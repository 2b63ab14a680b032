//! Policy variables whose values a request tells.
//!
//! To a search a variable is a letter of its own: a fixed text that nobody knows. That is all
//! there is to know unless the request found, or a condition it must fulfil, gives the key a
//! value: then the variable is that value, and the request has to stand with it put in.
//!
//! <https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html>

use std::collections::HashSet;

use ecow::EcoString;

use super::caller::{Caller, SESSION};
use super::matcher::{Matcher, Test};
use super::witness::Witness;
use super::{Grant, Selection};
use crate::iam::document::{Comparison, Operator};
use crate::iam::glob::{Glob, Token};
use crate::iam::text::Str;

/// What a variable stands for whose key the request has not: no text has it.
const NOTHING: Token = SESSION + 1;

/// Keys that follow from a principal and are used as variables.
const OF_CALLERS: [&str; 6] = [
    "aws:username",
    "aws:userid",
    "aws:principalaccount",
    "aws:principalarn",
    "aws:principaltype",
    "kms:calleraccount",
];

/// The variables of some statements whose keys these, or principals, may give values.
pub(super) struct Variables(Vec<(EcoString, Token)>);

/// Some of them with their values; none if the key is absent.
#[derive(Default)]
pub(super) struct Known(Vec<(EcoString, Token, Option<Vec<Token>>)>);

impl Variables {
    pub(super) fn of(inside: &[&Grant], outside: &[&Grant]) -> Variables {
        let all = || inside.iter().chain(outside).copied();
        if !all().any(|g| g.has_variables) {
            return Variables(Vec::new());
        }
        let globs = |grant: &'_ Grant| {
            let tests = grant.tests.iter().filter_map(|t| t.matcher.texts()).flatten();
            tests.chain(&grant.resources.globs).flat_map(Glob::variables).collect::<Vec<_>>()
        };
        let used: HashSet<Token> = all().filter(|g| g.has_variables).flat_map(globs).collect();
        let mut keys: Vec<EcoString> = OF_CALLERS.map(EcoString::from).to_vec();
        keys.extend(all().flat_map(|g| &g.tests).map(|t| t.key.clone()));
        keys.sort_unstable();
        keys.dedup();
        let named = |key: EcoString| {
            let token = token(&key)?;
            used.contains(&token).then_some((key, token))
        };
        Variables(keys.into_iter().filter_map(named).collect())
    }

    pub(super) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Those that conditions of all of `inside` give one value.
    pub(super) fn pinned(&self, inside: &[&Grant]) -> Known {
        let one = |test: &Test| match &test.matcher {
            Matcher::Texts { globs, fold: false } => match globs.as_slice() {
                [one] if !one.has_star() && !one.has_name() && !one.has_variable() => {
                    Some(one.tokens().to_vec())
                }
                _ => None,
            },
            _ => None,
        };
        let asked = |key: &EcoString| {
            let mut tests = inside.iter().flat_map(|g| &g.tests).filter(|t| t.key == *key);
            tests.find_map(|t| one(t).filter(|_| is_plain(t.operator)))
        };
        let pinned = self
            .0
            .iter()
            .filter_map(|(key, token)| asked(key).map(|value| (key.clone(), *token, Some(value))));
        Known(pinned.collect())
    }

    /// Those that a request gives a value.
    pub(super) fn known(&self, witness: &Witness) -> Known {
        let known = self.0.iter().filter_map(|(key, token)| {
            let mut values = values(witness, key)?;
            // Variables stand for single values only.
            let one = if values.len() == 1 { values.pop() } else { None };
            Some((key.clone(), *token, one))
        });
        Known(known.collect())
    }
}

impl Known {
    pub(super) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The statements with the values put in.
    pub(super) fn put(&self, grants: &[&Grant]) -> Vec<Grant> {
        let glob = |glob: &Glob| {
            let mut tokens = Vec::with_capacity(glob.tokens().len());
            for token in glob.tokens() {
                match self.0.iter().find(|(_, of, _)| of == token) {
                    Some((_, _, Some(value))) => tokens.extend(value),
                    Some((_, _, None)) => tokens.push(NOTHING),
                    None => tokens.push(*token),
                }
            }
            Glob::from_tokens(tokens)
        };
        let put = |grant: &&Grant| {
            let mut grant = (*grant).clone();
            if !grant.has_variables {
                return grant;
            }
            let globs = grant.resources.globs.iter().map(glob).collect();
            grant.resources = Selection { globs, ..grant.resources };
            for test in &mut grant.tests {
                if let Matcher::Texts { globs, .. } = &mut test.matcher {
                    *globs = globs.iter().map(glob).collect();
                }
            }
            grant
        };
        grants.iter().map(put).collect()
    }

    /// The requests whose keys have these values.
    pub(super) fn requests(&self) -> Grant {
        let operator = |comparison| Operator {
            quantifier: None,
            comparison,
            negated: false,
            if_exists: false,
        };
        let test = |(key, _, value): &(EcoString, Token, Option<Vec<Token>>)| match value {
            Some(value) => Test {
                key: key.clone(),
                operator: operator(Comparison::StringEquals),
                matcher: Matcher::Texts {
                    globs: vec![Glob::from_tokens(value.clone())],
                    fold: false,
                },
            },
            None => Test {
                key: key.clone(),
                operator: operator(Comparison::Null),
                matcher: Matcher::Absent(true),
            },
        };
        let mut grant = Grant::plain(Selection::any(), Selection::any());
        grant.tests = self.0.iter().map(test).collect();
        grant
    }

    /// Whether a request stands with the values put in.
    pub(super) fn fit(&self, witness: &Witness, inside: &[&Grant], outside: &[&Grant]) -> bool {
        let real = [&witness.action, &witness.resource, &witness.principal];
        !real.iter().any(|text| text.contains(&NOTHING))
            && self.put(inside).iter().all(|grant| contains(grant, witness))
            && !self.put(outside).iter().any(|grant| contains(grant, witness))
    }
}

fn is_plain(operator: Operator) -> bool {
    operator.quantifier.is_none() && !operator.negated && !operator.if_exists
}

/// The letter that stands for the variable of a key.
fn token(key: &str) -> Option<Token> {
    Glob::resource(&Str::text(&format!("${{{key}}}")), true).variables().next()
}

fn values(witness: &Witness, key: &str) -> Option<Vec<Vec<Token>>> {
    let given = witness.context.iter().find(|(of, _)| of == key).map(|(_, values)| values.clone());
    given.or_else(|| Caller::of(&witness.principal)?.values(key))
}

fn contains(grant: &Grant, witness: &Witness) -> bool {
    let texts = [&witness.action, &witness.resource, &witness.principal];
    let holds = |test: &Test| test.holds(&values(witness, &test.key).unwrap_or_default());
    texts.iter().enumerate().all(|(at, text)| grant.selection(at).contains(text))
        && grant.tests.iter().all(holds)
}
