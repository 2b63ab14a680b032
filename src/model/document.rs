//! Evaluated policy documents, handed to the engine and found again.

use std::borrow::Cow;
use std::collections::HashMap;
use std::sync::Arc;

use crate::iam::{Location, Part as IamPart, Step, Str, Symbol as IamSymbol, Tree};
use crate::source::Span;
use crate::value::{Entry, Kind, Map, Part, Symbol, Text, Unknown, Value, Why};

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

    /// A value for the engine. Its order is the value's, so that [`span_at`] finds places.
    pub fn tree(&mut self, value: &Value) -> Tree {
        self.tree_of(value, Within::Elsewhere)
    }

    fn tree_of(&mut self, value: &Value, within: Within) -> Tree {
        match &value.kind {
            Kind::Null => Tree::Null,
            Kind::Bool(value) => Tree::Bool(*value),
            Kind::Number(number) => Tree::Number(ecow::eco_format!("{number}")),
            Kind::String(text) => Tree::String(self.str(text, within)),
            Kind::List(items) | Kind::Set(items) => {
                Tree::List(items.iter().map(|item| self.tree_of(item, within)).collect())
            }
            Kind::Map(map) => {
                let known = map.iter();
                let known = known.map(|(key, value)| {
                    let value = self.tree_of(value, within.under(key));
                    (self.str(&Text::of_shown(key), Within::Elsewhere), value)
                });
                let mut entries: Vec<(Str, Tree)> = known.collect();
                // Last, so that the places of the others stay.
                if let Some(rest) = &map.rest {
                    let number = self.number(rest);
                    entries.push((Str::unknown(number), Tree::Unknown(number)));
                }
                Tree::Object(entries)
            }
            Kind::Unknown(unknown) if is_plain(unknown) || within == Within::NamedPrincipal => {
                Tree::String(Str::from_parts([IamPart::Name(self.number(unknown))]))
            }
            Kind::Unknown(unknown) => match value.common() {
                // What all alternatives have is there.
                Cow::Owned(common) => self.tree_of(&common, within),
                Cow::Borrowed(_) => Tree::Unknown(self.number(unknown)),
            },
        }
    }

    /// A text that is not part of a document, in the words of the documents: what none of them
    /// speaks of is a name that equals itself only.
    pub fn str_of(&self, text: &Text) -> Str {
        const ELSEWHERE: u32 = u32::MAX;
        Str::from_parts(text.parts().into_iter().map(|part| match part {
            Part::Literal(text) => IamPart::Text(text.into()),
            Part::Symbol(Symbol::AccountId) => IamPart::Symbol(IamSymbol::Account),
            Part::Symbol(Symbol::Region) => IamPart::Symbol(IamSymbol::Region),
            Part::Symbol(Symbol::Partition) => IamPart::Symbol(IamSymbol::Partition),
            Part::Symbol(Symbol::DnsSuffix) => IamPart::Symbol(IamSymbol::DnsSuffix),
            Part::Symbol(_) => IamPart::Name(ELSEWHERE),
            Part::Unknown(unknown) => {
                IamPart::Name(self.numbers.get(&unknown.why).copied().unwrap_or(ELSEWHERE))
            }
        }))
    }

    fn str(&mut self, text: &Text, within: Within) -> Str {
        // AWS takes no wildcard in a part of a principal.
        let whole = text.as_unknown().is_some();
        let named = within == Within::NamedPrincipal || (within == Within::Principal && !whole);
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
            Part::Unknown(unknown) if named || is_plain(unknown) => {
                IamPart::Name(self.number(unknown))
            }
            Part::Unknown(unknown) => IamPart::Unknown(self.number(unknown)),
        }))
    }
}

/// Where in a document a value stands, as far as it says what an unknown may be.
///
/// <https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html>
#[derive(Clone, Copy, PartialEq)]
enum Within {
    /// Anywhere but in a principal.
    Elsewhere,
    /// In a principal whose type may be `*` as a whole.
    Principal,
    /// In a principal of a type that is never `*`: a service, an identity provider.
    NamedPrincipal,
}

impl Within {
    fn under(self, key: &str) -> Within {
        match (self, key) {
            (Within::Elsewhere, "Principal" | "NotPrincipal") => Within::Principal,
            (Within::Principal, "Service" | "Federated" | "CanonicalUser") => {
                Within::NamedPrincipal
            }
            (within, _) => within,
        }
    }
}

/// Whether an unknown is one plain text, without wildcards: a name or id that AWS gives, or
/// one of a few known texts that have none.
fn is_plain(unknown: &Unknown) -> bool {
    if !unknown.any_of.is_empty() {
        let plain = |text: &str| !text.is_empty() && !text.contains(['*', '?', '$']);
        return unknown.any_of.iter().all(|value| value.as_str().is_some_and(plain));
    }
    match &unknown.why {
        Why::Computed(..) => true,
        Why::Data(name) => {
            ["arn", ".id", "account_id"].iter().any(|attribute| name.ends_with(attribute))
        }
        _ => false,
    }
}

/// The value at a location, and its place.
pub fn value_at(document: &Value, location: &Location) -> Option<Value> {
    location.path.iter().try_fold(document.clone(), |value, step| {
        let value = value.common().into_owned();
        match (&value.kind, step) {
            (Kind::Map(map), Step::Key(key, at)) => {
                entry_at(map, key, *at).map(|entry| value.pass_on(&entry.value))
            }
            (Kind::List(items) | Kind::Set(items), Step::Item(index)) => {
                items.get(*index).map(|item| value.pass_on(item))
            }
            // A single value where a list may be is its only element.
            (_, Step::Item(0)) => Some(value),
            _ => None,
        }
    })
}

/// The entry of a key; of one that is not known as text, which the engine leaves empty, the
/// one at its position.
fn entry_at<'m>(map: &'m Map, key: &str, at: usize) -> Option<&'m Entry> {
    let by_position = || map.entries.get_index(at).map(|(_, entry)| entry);
    map.entries.get(key).or_else(|| by_position().filter(|_| key.is_empty()))
}

/// Where a location of a document is written: of the nearest element that has a place.
pub fn span_at(document: &Value, location: &Location) -> Option<Span> {
    if location.at_key
        && let Some((Step::Key(key, at), parents)) = location.path.split_last()
    {
        let parent = Location { path: parents.to_vec(), at_key: false };
        let parent = value_at(document, &parent)?;
        if let Kind::Map(map) = &parent.common().kind
            && let Some(span) = entry_at(map, key, *at).and_then(|entry| entry.key_span)
        {
            return Some(span);
        }
    }
    (0..=location.path.len()).rev().find_map(|length| {
        let outer = Location { path: location.path[..length].to_vec(), at_key: false };
        value_at(document, &outer)?.origin.span
    })
}
