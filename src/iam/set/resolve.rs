//! Policy variables whose values a request tells.
//!
//! To a search a variable is a letter of its own: a fixed text that nobody knows. That is all
//! there is to know unless the request found, or a condition it must fulfil, gives the key a
//! value: then the variable is that value, and the request has to stand with it put in.
//!
//! <https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html>

use ecow::EcoString;

use super::caller::{Caller, SESSION};
use super::matcher::{Matcher, Test};
use super::witness::Witness;
use super::{Grant, Selection};
use crate::iam::document::{Comparison, Operator};
use crate::iam::glob::{Glob, Token, letters};

/// What a variable stands for whose key the request has not: no text has it.
const NOTHING: Token = SESSION + 1;

/// A value to try; what is tried has to stand with it.
const SOMETHING: &str = "something";

/// More values than this are not taken from one text.
const GUESSES: usize = 16;

/// The variables of some statements: keys and letters.
pub(super) struct Variables(Vec<(EcoString, Token)>);

/// Some of them with their values; none if the key is absent.
#[derive(Clone, Default)]
pub(super) struct Known(Vec<(EcoString, Token, Option<Vec<Token>>)>);

impl Variables {
    pub(super) fn of(inside: &[&Grant], outside: &[&Grant]) -> Variables {
        let all = inside.iter().chain(outside).flat_map(|g| &g.variables);
        let mut all: Vec<_> = all.cloned().collect();
        all.sort_unstable();
        all.dedup();
        Variables(all)
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
            let mut values = values_of(witness, key)?;
            // Variables stand for single values only.
            let one = if values.len() == 1 { values.pop() } else { None };
            Some((key.clone(), *token, one))
        });
        Known(known.collect())
    }

    /// What those that are not known may be, such that a request stands: what its resource has
    /// in their place, or some text.
    pub(super) fn guesses(
        &self,
        known: &Known,
        witness: &Witness,
        inside: &[&Grant],
    ) -> Vec<Known> {
        let is_open = |token: Token| !known.0.iter().any(|(_, of, _)| *of == token);
        let mut values = vec![letters(SOMETHING)];
        for glob in inside.iter().flat_map(|g| &g.resources.globs) {
            let tokens = glob.tokens();
            let Some(at) =
                glob.variables().next().and_then(|v| tokens.iter().position(|t| *t == v))
            else {
                continue;
            };
            // After each letter such as the one before the variable, up to the one behind it.
            let text = &witness.resource;
            let starts = (0..text.len()).filter(|n| at > 0 && text[*n] == tokens[at - 1]);
            for start in starts.take(GUESSES) {
                let rest = &text[start + 1..];
                let end = tokens.get(at + 1).and_then(|next| rest.iter().position(|t| t == next));
                values.push(rest[..end.unwrap_or(rest.len())].to_vec());
            }
        }
        values.sort_unstable();
        values.dedup();
        let open: Vec<_> = self.0.iter().filter(|(_, token)| is_open(*token)).collect();
        if open.is_empty() {
            return vec![known.clone()];
        }
        let guess = |value: Vec<Token>| {
            let mut all = known.clone();
            let more = open.iter().map(|(key, token)| (key.clone(), *token, Some(value.clone())));
            all.0.extend(more);
            all
        };
        values.into_iter().map(guess).collect()
    }
}

impl Known {
    /// The text with the values put in.
    fn put_into(&self, tokens: &[Token]) -> Vec<Token> {
        let mut all = Vec::with_capacity(tokens.len());
        for token in tokens {
            match self.0.iter().find(|(_, of, _)| of == token) {
                Some((_, _, Some(value))) => all.extend(value),
                Some((_, _, None)) => all.push(NOTHING),
                None => all.push(*token),
            }
        }
        all
    }

    /// The request with the values put in, which its context tells.
    pub(super) fn told(&self, witness: &Witness) -> Witness {
        let text = |text: &Vec<Token>| self.put_into(text);
        let mut told = Witness {
            action: witness.action.clone(),
            resource: text(&witness.resource),
            principal: text(&witness.principal),
            context: Vec::with_capacity(witness.context.len()),
        };
        for (key, values) in &witness.context {
            told.context.push((key.clone(), values.iter().map(text).collect()));
        }
        for (key, _, value) in &self.0 {
            let Some(value) = value else { continue };
            match told.context.iter_mut().find(|(of, _)| of == key) {
                Some(entry) => entry.1 = vec![value.clone()],
                None => told.context.push((key.clone(), vec![value.clone()])),
            }
        }
        told
    }

    /// The statements with the values put in.
    pub(super) fn put(&self, grants: &[&Grant]) -> Vec<Grant> {
        let glob = |glob: &Glob| Glob::from_tokens(self.put_into(glob.tokens()));
        let put = |grant: &&Grant| {
            let mut grant = (*grant).clone();
            if grant.variables.is_empty() {
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
        let test = |(key, _, value): &(EcoString, Token, Option<Vec<Token>>)| {
            let (comparison, matcher) = match value {
                Some(value) => {
                    let globs = vec![Glob::from_tokens(value.clone())];
                    (Comparison::StringEquals, Matcher::Texts { globs, fold: false })
                }
                None => (Comparison::Null, Matcher::Absent(true)),
            };
            Test { key: key.clone(), operator: operator(comparison), matcher }
        };
        let mut grant = Grant::plain(Selection::any(), Selection::any());
        grant.tests = self.0.iter().map(test).collect();
        grant
    }

    /// Whether a request stands with the values put in.
    pub(super) fn fit(&self, witness: &Witness, inside: &[&Grant], outside: &[&Grant]) -> bool {
        let values = witness.context.iter().flat_map(|(_, values)| values);
        let mut texts = values.chain([&witness.resource, &witness.principal]);
        let agrees = |(key, _, value): &(EcoString, Token, Option<Vec<Token>>)| {
            values_of(witness, key).is_none_or(|known| match value {
                Some(value) => known == [value.clone()],
                None => known.len() != 1,
            })
        };
        self.0.iter().all(agrees)
            && !texts.any(|text| text.contains(&NOTHING))
            && self.put(inside).iter().all(|grant| contains(grant, witness))
            && !self.put(outside).iter().any(|grant| contains(grant, witness))
    }
}

fn is_plain(operator: Operator) -> bool {
    operator.quantifier.is_none() && !operator.negated && !operator.if_exists
}

/// What follows from the principal comes first.
fn values_of(witness: &Witness, key: &str) -> Option<Vec<Vec<Token>>> {
    let derived = Caller::of(&witness.principal).and_then(|caller| caller.values(key));
    let given = || witness.context.iter().find(|(of, _)| of == key);
    derived.or_else(|| given().map(|(_, values)| values.clone()))
}

fn contains(grant: &Grant, witness: &Witness) -> bool {
    let texts = [&witness.action, &witness.resource, &witness.principal];
    let holds = |test: &Test| test.holds(&values_of(witness, &test.key).unwrap_or_default());
    texts.iter().enumerate().all(|(at, text)| grant.selection(at).contains(text))
        && grant.tests.iter().all(holds)
}
