//! Policy documents: the model, and reading it from a [`Tree`](super::Tree).
//!
//! <https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements.html>

mod operator;
mod parse;
#[cfg(test)]
mod tests;

use std::cell::OnceCell;

use super::glob::{self, Glob};
use super::issue::Issue;
use super::location::Location;
use super::text::{Part, Str};
use super::tree::Tree;
use super::truth::Truth;

pub use operator::{Comparison, Operator, Quantifier};

/// A policy document. Whatever it is read from, there is one: what cannot be read is an issue.
#[derive(Clone, Debug, PartialEq)]
pub struct Document {
    /// The `Version`.
    pub version: Version,
    /// The `Id`, if there is one.
    pub id: Option<Str>,
    /// The statements in order.
    pub statements: Vec<Statement>,
    /// Whether there may be further statements nobody knows.
    pub open: bool,
    /// What is wrong with the shape of the document.
    pub issues: Vec<Issue>,
}

/// The `Version` of the policy language.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Version {
    /// `2012-10-17`, with policy variables.
    V2012,
    /// `2008-10-17`, without.
    V2008,
    /// None given, which means `2008-10-17`.
    Absent,
    /// Something else, which AWS refuses.
    Other(Str),
}

/// What a statement does with the requests it matches.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Effect {
    /// It allows them.
    Allow,
    /// It denies them, whatever else allows them.
    Deny,
    /// Known only at deployment.
    Unknown,
    /// Neither `Allow` nor `Deny`, or missing: AWS refuses the document.
    Invalid,
}

/// One statement.
#[derive(Clone, Debug, PartialEq)]
pub struct Statement {
    /// Its position in the document, from 0.
    pub index: usize,
    /// Its place.
    pub location: Location,
    /// The `Sid`.
    pub sid: Option<Item>,
    /// The `Effect`.
    pub effect: Effect,
    /// The `Action` patterns.
    pub action: Option<Values>,
    /// The `NotAction` patterns: every action but these.
    pub not_action: Option<Values>,
    /// The `Resource` patterns.
    pub resource: Option<Values>,
    /// The `NotResource` patterns: every resource but these.
    pub not_resource: Option<Values>,
    /// The `Principal`.
    pub principal: Option<Principals>,
    /// The `NotPrincipal`: everyone but these.
    pub not_principal: Option<Principals>,
    /// The conditions, which all must hold.
    pub conditions: Vec<Condition>,
    /// Whether there may be further conditions nobody knows.
    pub conditions_open: bool,
    /// Whether `${…}` are policy variables, from the document's version.
    pub variables: bool,
    /// The whole statement is unknown, or may have elements nobody knows.
    pub open: bool,
}

/// One text of an element with its place.
#[derive(Clone, Debug, PartialEq)]
pub struct Item {
    /// The text.
    pub text: Str,
    /// Its place.
    pub location: Location,
}

/// The values of an element: one or a list.
#[derive(Clone, Debug, PartialEq)]
pub struct Values {
    /// The values in order.
    pub items: Vec<Item>,
    /// Whether there may be further values nobody knows.
    pub open: bool,
    /// The place of the element's value.
    pub location: Location,
}

/// What kind of principal a value names.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum PrincipalKind {
    /// An account, user, role or session; `*` is everyone.
    Aws,
    /// An AWS service.
    Service,
    /// An identity provider.
    Federated,
    /// The canonical id of an account, in S3.
    CanonicalUser,
    /// A key AWS does not know.
    Other(Str),
}

/// One principal.
#[derive(Clone, Debug, PartialEq)]
pub struct Principal {
    /// Its kind.
    pub kind: PrincipalKind,
    /// An ARN, an account id, a service, `*`.
    pub text: Str,
    /// Its place.
    pub location: Location,
}

/// The value of `Principal` or `NotPrincipal`.
#[derive(Clone, Debug, PartialEq)]
pub struct Principals {
    /// Written as the bare text `"*"`.
    pub star: bool,
    /// Each principal named; a bare `"*"` is here, too, as `AWS`.
    pub items: Vec<Principal>,
    /// Whether there may be further principals nobody knows.
    pub open: bool,
    /// The place of the element's value.
    pub location: Location,
}

/// One key under one operator.
#[derive(Clone, Debug, PartialEq)]
pub struct Condition {
    /// The operator; `None` if AWS has none of that name, or its name is unknown.
    pub operator: Option<Operator>,
    /// The operator as written.
    pub operator_text: Str,
    /// The condition key as written; case does not matter.
    pub key: Str,
    /// The values: numbers and booleans as text.
    pub values: Vec<Item>,
    /// Whether there may be further values nobody knows.
    pub open: bool,
    /// The place of the operator's block.
    pub operator_location: Location,
    /// The place of the value (its key: [`Location::on_key`]).
    pub location: Location,
}

impl Document {
    /// Reads a document. Never fails; what is wrong with its shape is in
    /// [`Document::issues`], with the codes of Access Analyzer.
    #[must_use]
    pub fn parse(tree: &Tree) -> Document {
        parse::document(tree)
    }

    /// Whether anything in it is unknown.
    #[must_use]
    pub fn has_unknown(&self) -> bool {
        let values = |v: &Option<Values>| {
            v.as_ref().is_some_and(|v| v.items.iter().any(|i| !i.text.is_known()))
        };
        let who = |p: &Option<Principals>| {
            p.as_ref().is_some_and(|p| p.items.iter().any(|i| !i.text.is_known()))
        };
        self.has_unknown_shape()
            || self.statements.iter().any(|s| {
                values(&s.action)
                    || values(&s.not_action)
                    || values(&s.resource)
                    || values(&s.not_resource)
                    || who(&s.principal)
                    || who(&s.not_principal)
                    || s.conditions
                        .iter()
                        .any(|c| !c.key.is_known() || c.values.iter().any(|v| !v.text.is_known()))
            })
    }

    /// Whether more than texts is unknown: statements, elements, effects, lengths of lists.
    pub(crate) fn has_unknown_shape(&self) -> bool {
        self.open || self.statements.iter().any(Statement::has_unknown_shape)
    }

    /// A document of the same version that says this alone.
    #[must_use]
    pub fn with(&self, statements: Vec<Statement>) -> Document {
        let version = self.version.clone();
        Document { version, id: None, statements, open: false, issues: vec![] }
    }

    /// Reads a document from JSON text.
    ///
    /// # Errors
    /// When the text is not JSON.
    pub fn from_json(json: &str) -> Result<Document, serde_json::Error> {
        Ok(Document::parse(&Tree::from_json(json)?))
    }
}

impl Statement {
    /// Whether more than texts is unknown: elements, the effect, lengths of lists.
    pub(crate) fn has_unknown_shape(&self) -> bool {
        let values = |v: &Option<Values>| v.as_ref().is_some_and(|v| v.open);
        let who = |p: &Option<Principals>| p.as_ref().is_some_and(|p| p.open);
        self.open
            || self.effect == Effect::Unknown
            || self.conditions_open
            || self.conditions.iter().any(|c| c.open || !c.operator_text.is_known())
            || values(&self.action)
            || values(&self.not_action)
            || values(&self.resource)
            || values(&self.not_resource)
            || who(&self.principal)
            || who(&self.not_principal)
    }

    /// Whether it has conditions: true, false, or unknown when there may be some.
    #[must_use]
    pub fn is_conditioned(&self) -> Truth {
        if !self.conditions.is_empty() {
            Truth::True
        } else if self.conditions_open || self.open {
            Truth::Unknown
        } else {
            Truth::False
        }
    }

    /// Whether it has a condition on this key, whatever the operator; `aws:RequestTag/` with
    /// the slash matches every tag.
    #[must_use]
    pub fn has_condition_on(&self, key: &str) -> Truth {
        let found = self.conditions.iter().map(|c| c.is_on(key));
        Truth::any(found.chain([if self.conditions_open || self.open {
            Truth::Unknown
        } else {
            Truth::False
        }]))
    }

    /// Whether the action patterns (taking `NotAction` as the complement) include this action.
    #[must_use]
    pub fn matches_action(&self, action: &str) -> Truth {
        let letters = OnceCell::new();
        let letters = || &**letters.get_or_init(|| glob::letters(&action.to_ascii_lowercase()));
        let within = |values: &Values| {
            values.holds(|text| {
                if let Some(matches) = text.as_text().and_then(|p| glob::action_matches(p, action))
                {
                    return Truth::from(matches);
                }
                may_match(&Glob::action(text), letters())
            })
        };
        self.either(self.action.as_ref().map(within), self.not_action.as_ref().map(within))
    }

    /// Whether the resource patterns (taking `NotResource` as the complement) include this
    /// resource; a statement without either, as in trust policies, includes all.
    #[must_use]
    pub fn matches_resource(&self, resource: &str) -> Truth {
        let letters = glob::letters(resource);
        let within = |values: &Values| {
            values.holds(|text| may_match(&Glob::resource(text, self.variables), &letters))
        };
        if self.resource.is_none() && self.not_resource.is_none() && !self.open {
            return Truth::True;
        }
        self.either(self.resource.as_ref().map(within), self.not_resource.as_ref().map(within))
    }

    fn either(&self, positive: Option<Truth>, negative: Option<Truth>) -> Truth {
        match (positive, negative) {
            (Some(positive), _) => positive,
            (None, Some(negative)) => !negative,
            (None, None) if self.open => Truth::Unknown,
            (None, None) => Truth::False,
        }
    }
}

/// Whether a pattern matches, or does for some value of its unknown parts and variables.
fn may_match(glob: &Glob, letters: &[u32]) -> Truth {
    if glob.matches(letters) {
        Truth::True
    } else if glob.has_unknown() && glob.widened(false).matches(letters)
        || glob.has_variable() && glob.widened(true).matches(letters)
    {
        Truth::Unknown
    } else {
        Truth::False
    }
}

impl Values {
    fn holds(&self, matches: impl Fn(&Str) -> Truth) -> Truth {
        let each = self.items.iter().map(|item| matches(&item.text));
        Truth::any(each.chain([if self.open { Truth::Unknown } else { Truth::False }]))
    }

    /// The texts without holes.
    pub fn texts(&self) -> impl Iterator<Item = &str> {
        self.items.iter().filter_map(|item| item.text.as_text())
    }
}

impl Condition {
    /// Whether it is on this key; case does not matter, and a key given up to its slash
    /// (`aws:RequestTag/`) stands for all of its tags.
    #[must_use]
    pub fn is_on(&self, key: &str) -> Truth {
        let Some(own) = self.key.as_text() else {
            let prefix = self.key.prefix().to_ascii_lowercase();
            let key = key.to_ascii_lowercase();
            // `<unknown>:sub` is on none that ends otherwise.
            let ends_otherwise = match self.key.parts().last() {
                Some(Part::Text(end)) => !key.ends_with(end.to_ascii_lowercase().as_str()),
                _ => false,
            };
            return if key.ends_with('/') && prefix.starts_with(&key) {
                Truth::True
            } else if !key.ends_with('/') && ends_otherwise {
                Truth::False
            } else if prefix.starts_with(&key) || key.starts_with(&prefix) {
                Truth::Unknown
            } else {
                Truth::False
            };
        };
        let same = if key.ends_with('/') {
            own.get(..key.len()).is_some_and(|own| own.eq_ignore_ascii_case(key))
        } else {
            own.eq_ignore_ascii_case(key)
        };
        same.into()
    }
}

impl Principals {
    /// Whether it names everyone: `*` or `AWS: *`.
    #[must_use]
    pub fn is_everyone(&self) -> Truth {
        let star = Glob::any();
        let each = self.items.iter().map(|p| match (&p.kind, p.text.as_text()) {
            (PrincipalKind::Aws, Some("*")) => Truth::True,
            (PrincipalKind::Aws, None) if p.text.is_open() => {
                Truth::from(Glob::action(&p.text).widened(false).covers(&star)) & Truth::Unknown
            }
            _ => Truth::False,
        });
        Truth::any(each.chain([if self.open { Truth::Unknown } else { Truth::False }]))
    }
}
