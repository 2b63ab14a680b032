//! Evaluated policy documents, handed to the engine and found again.

use std::collections::HashMap;
use std::sync::Arc;

use crate::iam::{Location, Part as IamPart, Step, Str, Symbol as IamSymbol, Tree};
use crate::source::Span;
use crate::value::{Kind, Part, Symbol, Text, Unknown, Value, Why};

/// Numbers the unknowns of a configuration for the engine, which knows them by number.
#[derive(Debug, Default)]
pub struct Holes {
    numbers: HashMap<Why, u32>,
    unknowns: Vec<Arc<Unknown>>,
}

impl Holes {
    fn number(&mut self, unknown: &Arc<Unknown>) -> u32 {
        *self.numbers.entry(unknown.why.clone()).or_insert_with(|| {
            self.unknowns.push(unknown.clone());
            self.unknowns.len() as u32 - 1
        })
    }

    /// The unknown of a number.
    pub fn unknown(&self, number: u32) -> Option<&Arc<Unknown>> {
        self.unknowns.get(number as usize)
    }

    /// A text for the engine.
    pub fn str(&mut self, text: &Text) -> Str {
        Str::from_parts(text.parts().into_iter().map(|part| match part {
            Part::Literal(text) => IamPart::Text(text.into()),
            Part::Symbol(Symbol::AccountId) => IamPart::Symbol(IamSymbol::Account),
            Part::Symbol(Symbol::Region) => IamPart::Symbol(IamSymbol::Region),
            Part::Symbol(Symbol::Partition) => IamPart::Symbol(IamSymbol::Partition),
            Part::Symbol(Symbol::DnsSuffix) => IamPart::Symbol(IamSymbol::DnsSuffix),
            Part::Symbol(symbol @ (Symbol::OrganizationId | Symbol::ManagementAccountId)) => {
                let why = Why::Data(symbol.to_string().into());
                IamPart::Name(self.number(&Arc::new(Unknown::anything(why))))
            }
            // Names and ids that AWS gives are plain: they hold no wildcard.
            Part::Unknown(unknown) => match unknown.why {
                Why::Computed(..) => IamPart::Name(self.number(unknown)),
                _ => IamPart::Unknown(self.number(unknown)),
            },
        }))
    }

    /// A value for the engine. Its order is the value's, so that [`span_at`] finds places.
    pub fn tree(&mut self, value: &Value) -> Tree {
        match &value.kind {
            Kind::Null => Tree::Null,
            Kind::Bool(value) => Tree::Bool(*value),
            Kind::Number(number) => Tree::Number(ecow::eco_format!("{number}")),
            Kind::String(text) => Tree::String(self.str(text)),
            Kind::List(items) | Kind::Set(items) => {
                Tree::List(items.iter().map(|i| self.tree(i)).collect())
            }
            Kind::Map(map) => Tree::Object(
                map.iter().map(|(key, value)| (Str::text(key), self.tree(value))).collect(),
            ),
            Kind::Unknown(unknown) => match unknown.why {
                // A computed value inside a document is an ARN or an id: one plain text.
                Why::Computed(..) => {
                    Tree::String(Str::from_parts([IamPart::Name(self.number(unknown))]))
                }
                _ => Tree::Unknown(self.number(unknown)),
            },
        }
    }
}

/// The value at a location, and its place.
pub fn value_at(document: &Value, location: &Location) -> Option<Value> {
    location.path.iter().try_fold(document.clone(), |value, step| match (&value.kind, step) {
        (Kind::Map(map), Step::Key(key, _)) => map.get(key).map(|child| value.pass_on(child)),
        (Kind::List(items) | Kind::Set(items), Step::Item(index)) => {
            items.get(*index).map(|item| value.pass_on(item))
        }
        // A single value where a list may be is its only element.
        (_, Step::Item(0)) => Some(value),
        _ => None,
    })
}

/// Where a location of a document is written: of the nearest element that has a place.
pub fn span_at(document: &Value, location: &Location) -> Option<Span> {
    if location.at_key
        && let Some((Step::Key(key, _), parents)) = location.path.split_last()
    {
        let parent = Location { path: parents.to_vec(), at_key: false };
        let parent = value_at(document, &parent)?;
        if let Kind::Map(map) = &parent.kind
            && let Some(span) = map.entries.get(key).and_then(|entry| entry.key_span)
        {
            return Some(span);
        }
    }
    (0..=location.path.len()).rev().find_map(|length| {
        let outer = Location { path: location.path[..length].to_vec(), at_key: false };
        value_at(document, &outer)?.origin.span
    })
}
