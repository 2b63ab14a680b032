//! Questions about what documents allow.

use super::document::Document;
use super::glob::Glob;
use super::set::search::{Budget, Outcome, exists, find};
use super::set::witness::{Witness, readable};
use super::set::{Access, Bound, Conditions, Grant, Selection, shown};
use super::text::Str;
use super::truth::Truth;

/// A question about requests of some actions on some resources.
#[derive(Clone, Debug, PartialEq)]
pub struct Query {
    /// Patterns of actions: `s3:GetObject`, `iam:*`.
    pub actions: Vec<Str>,
    /// Patterns of resources: `*`, `arn:aws:s3:::logs/*`.
    pub resources: Vec<Str>,
    /// Whether every request is asked for, or just one.
    pub every: bool,
    /// What is made of conditions.
    pub conditions: Conditions,
}

impl Query {
    /// Is *every* request of this action pattern on this resource pattern allowed?
    #[must_use]
    pub fn every(action: &str, resource: &str) -> Query {
        Query {
            actions: vec![action.into()],
            resources: vec![resource.into()],
            every: true,
            conditions: Conditions::Judged,
        }
    }

    /// Is *some* request of this action pattern on this resource pattern allowed?
    #[must_use]
    pub fn some(action: &str, resource: &str) -> Query {
        Query { every: false, ..Query::every(action, resource) }
    }

    /// The same, as if every condition of an Allow held and none of a Deny did.
    #[must_use]
    pub fn whatever_conditions(self) -> Query {
        Query { conditions: Conditions::Favourable, ..self }
    }

    pub(crate) fn grant(&self) -> Grant {
        Grant::plain(
            Selection::of(self.actions.iter().map(Glob::action).collect()),
            Selection::of(self.resources.iter().map(|r| Glob::resource(r, false)).collect()),
        )
    }
}

/// A statement of one of several documents.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct StatementRef {
    /// Which of the documents asked about, from 0.
    pub document: usize,
    /// The [`super::Statement::index`] in it.
    pub statement: usize,
}

/// A request somebody could make.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Example {
    /// The action, lower case where only a pattern names it.
    pub action: String,
    /// The ARN of the resource.
    pub resource: String,
    /// Who asks: kind, colon, who. Empty if anybody.
    pub principal: String,
    /// The context keys that matter, with their values; no value: the key is absent.
    pub context: Vec<(String, Vec<String>)>,
}

impl Example {
    pub(crate) fn of(witness: &Witness) -> Example {
        Example {
            action: super::catalog::proper_action(&readable(&witness.action)),
            resource: readable(&witness.resource),
            principal: shown(&witness.principal),
            context: witness
                .context
                .iter()
                .map(|(key, values)| {
                    (key.to_string(), values.iter().map(|v| readable(v)).collect())
                })
                .collect(),
        }
    }
}

/// The answer to a [`Query`].
#[derive(Clone, Debug, PartialEq)]
pub struct Answer {
    /// Whether it holds.
    pub truth: Truth,
    /// The statements that make it so: the Allows that give (a part of) it when it holds or may
    /// hold, the Denies that take it when it does not.
    pub by: Vec<StatementRef>,
    /// A request: an allowed one of *some*, one that is not allowed of *every*.
    pub example: Option<Example>,
}

/// Whether these documents, applying together, allow what the query asks.
///
/// An implicit deny is a no. Statements nobody knows ([`Document::open`]) make a no unknown but
/// not a yes: that they take something away again is not assumed.
#[must_use]
pub fn allows(documents: &[&Document], query: &Query) -> Answer {
    let asked = query.grant();
    // What it asks for may turn out to be what a literal says.
    let possible = Grant { resources: asked.resources.widened(), ..asked.clone() };
    let lower = Access::of(documents, Bound::Under, query.conditions);
    let mut budget = Budget::new();
    let sure = judge(&asked, &possible, &lower, query.every, &mut budget);
    if let (Truth::True, example) = sure {
        return Answer { truth: Truth::True, by: givers(&asked, &lower.allows), example };
    }
    let upper = Access::of(documents, Bound::Over, query.conditions);
    let widest = if query.every { &asked } else { &possible };
    let (truth, example) = judge(widest, &asked, &upper, query.every, &mut budget);
    let open = documents.iter().any(|d| d.open);
    if truth.is_false() && !open {
        let by = givers(&asked, &upper.denies);
        return Answer { truth: Truth::False, by, example };
    }
    Answer { truth: Truth::Unknown, by: givers(&asked, &upper.allows), example: None }
}

/// Whether every or some request asked for is allowed, and whether Denies take none of `denied`.
fn judge(
    asked: &Grant,
    denied: &Grant,
    access: &Access,
    every: bool,
    budget: &mut Budget,
) -> (Truth, Option<Example>) {
    if !every {
        let mut undecided = false;
        for allow in access.allows.meeting(asked) {
            match find(&[asked, allow], &access.denies.meeting(allow), budget) {
                Outcome::Found(witness) => return (Truth::True, Some(Example::of(&witness))),
                Outcome::Nothing => {}
                Outcome::Undecided => undecided = true,
            }
        }
        return (if undecided { Truth::Unknown } else { Truth::False }, None);
    }
    let mut undecided = false;
    match find(&[asked], &access.allows.meeting(asked), budget) {
        Outcome::Found(witness) => return (Truth::False, Some(Example::of(&witness))),
        Outcome::Nothing => {}
        Outcome::Undecided => undecided = true,
    }
    for deny in access.denies.meeting(denied) {
        match find(&[denied, deny], &[], budget) {
            Outcome::Found(witness) => return (Truth::False, Some(Example::of(&witness))),
            Outcome::Nothing => {}
            Outcome::Undecided => undecided = true,
        }
    }
    (if undecided { Truth::Unknown } else { Truth::True }, None)
}

/// The statements that have a request in common with what is asked.
fn givers(asked: &Grant, grants: &[Grant]) -> Vec<StatementRef> {
    let mut budget = Budget::new();
    grants
        .iter()
        .filter(|g| exists(&[asked, g], &[], &mut budget) != Outcome::Nothing)
        .map(|g| StatementRef { document: g.origin.0, statement: g.origin.1 })
        .collect()
}

#[cfg(test)]
mod tests;
