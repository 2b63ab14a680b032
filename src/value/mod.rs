//! Values that know where they come from and how far they are known.
//!
//! A [`Value`] is what an expression of any language evaluates to: known, unknown (with the
//! reason), or known in part, with the place where it is literally written and the chain
//! that carried it from there. No language is known here.

mod common;
mod json;
mod number;
mod origin;
mod text;
mod unknown;

use std::sync::Arc;

use ecow::{EcoString, EcoVec};
use indexmap::IndexMap;

pub use json::{from_flawed_json_text, from_json_text, to_json_text};
pub use number::Number;
pub use origin::{Hop, HopKind, Origin};
pub use text::{Part, Symbol, Text, TextBuilder};
pub use unknown::{Unknown, Why};

use crate::source::Span;

/// A value, its origin, and whether it must not be shown.
#[derive(Clone, Debug)]
pub struct Value {
    /// What it is.
    pub kind: Kind,
    /// Where it is written and what carried it.
    pub origin: Origin,
    /// Whether its language says that it is secret: never print it.
    pub sensitive: bool,
    /// Whether it is a list or map whose elements have one type, where its language tells those
    /// from tuples and objects.
    pub uniform: bool,
}

/// The kinds of values.
#[derive(Clone, PartialEq, Debug)]
pub enum Kind {
    /// Null, or absent.
    Null,
    /// A boolean.
    Bool(bool),
    /// A number.
    Number(Number),
    /// A string, perhaps with unknown parts.
    String(Text),
    /// A list or tuple. An unknown element of a list of blocks stands for any number of them.
    List(EcoVec<Value>),
    /// A set: elements are distinct and sorted.
    Set(EcoVec<Value>),
    /// A map or object.
    Map(Arc<Map>),
    /// Unknown as a whole.
    Unknown(Arc<Unknown>),
}

/// Entries by key. They are looked up so often that the hash function shows.
pub type Entries = IndexMap<EcoString, Entry, foldhash::fast::RandomState>;

/// The entries of a map or object.
#[derive(Clone, Debug, Default)]
pub struct Map {
    /// Known keys, in the order of the language (Terraform: sorted).
    pub entries: Entries,
    /// Present when there may be further entries, each with such a value. The known ones are
    /// what they are: what may be replaced is itself unknown (see [`Map::may_change`]).
    pub rest: Option<Arc<Unknown>>,
    /// The address of the resource that this is the whole object of: attributes that are not
    /// among the entries exist only after deployment.
    pub of: Option<EcoString>,
}

/// A map's value, with the place of its key.
#[derive(Clone, Debug)]
pub struct Entry {
    /// Where the key is written.
    pub key_span: Option<Span>,
    /// The value.
    pub value: Value,
}

/// Shared maps, which are often large, are equal at sight.
impl PartialEq for Map {
    fn eq(&self, other: &Map) -> bool {
        std::ptr::eq(self, other)
            || self.of == other.of && self.rest == other.rest && same(&self.entries, &other.entries)
    }
}

/// Whether the keys and their values are the same, in whatever order.
fn same(one: &Entries, other: &Entries) -> bool {
    // Keys are nearly always in one order: then none is looked up.
    if one.len() == other.len() && one.keys().eq(other.keys()) {
        return one.values().eq(other.values());
    }
    one == other
}

/// Equal keys hold equal values wherever they are written.
impl PartialEq for Entry {
    fn eq(&self, other: &Entry) -> bool {
        self.value == other.value
    }
}

/// Values are equal when they mean the same, wherever they come from; an unknown equals
/// itself only.
impl PartialEq for Value {
    fn eq(&self, other: &Value) -> bool {
        self.kind == other.kind
    }
}

impl Map {
    /// The entry of a key.
    pub fn get(&self, key: &str) -> Option<&Value> {
        self.entries.get(key).map(|entry| &entry.value)
    }

    /// Adds or replaces an entry.
    pub fn insert(&mut self, key: impl Into<EcoString>, value: Value) {
        self.entries.insert(key.into(), Entry { key_span: None, value });
    }

    /// Adds or replaces an entry whose key is written somewhere.
    pub fn insert_at(&mut self, key: impl Into<EcoString>, key_span: Span, value: Value) {
        self.entries.insert(key.into(), Entry { key_span: Some(key_span), value });
    }

    /// Entries that are not known come after these: there may be more, and each of these may
    /// have been replaced.
    pub fn may_change(&mut self, unknown: &Unknown) {
        let unknown = Arc::new(Unknown::anything(unknown.why.clone()));
        for entry in self.entries.values_mut() {
            entry.value.kind = Kind::Unknown(unknown.clone());
        }
        self.rest = Some(unknown);
    }

    /// Keys and values in order.
    pub fn iter(&self) -> impl Iterator<Item = (&EcoString, &Value)> {
        self.entries.iter().map(|(key, entry)| (key, &entry.value))
    }
}

impl FromIterator<(EcoString, Value)> for Map {
    fn from_iter<I: IntoIterator<Item = (EcoString, Value)>>(iter: I) -> Map {
        let mut map = Map::default();
        map.extend(iter);
        map
    }
}

impl Extend<(EcoString, Value)> for Map {
    fn extend<I: IntoIterator<Item = (EcoString, Value)>>(&mut self, iter: I) {
        for (key, value) in iter {
            self.insert(key, value);
        }
    }
}

impl From<Kind> for Value {
    fn from(kind: Kind) -> Value {
        Value { kind, origin: Origin::NONE, sensitive: false, uniform: false }
    }
}

impl Value {
    /// Null without a place.
    pub const NULL: Value =
        Value { kind: Kind::Null, origin: Origin::NONE, sensitive: false, uniform: false };

    /// A known string.
    pub fn string(text: impl Into<EcoString>) -> Value {
        Kind::String(Text::from(text.into())).into()
    }

    /// A boolean.
    pub fn bool(value: bool) -> Value {
        Kind::Bool(value).into()
    }

    /// A number.
    pub fn number(value: impl Into<Number>) -> Value {
        Kind::Number(value.into()).into()
    }

    /// A list.
    pub fn list(items: impl IntoIterator<Item = Value>) -> Value {
        Kind::List(items.into_iter().collect()).into()
    }

    /// A map.
    pub fn map(map: Map) -> Value {
        Kind::Map(Arc::new(map)).into()
    }

    /// An unknown of any type.
    pub fn unknown(why: Why) -> Value {
        Kind::Unknown(Arc::new(Unknown::anything(why))).into()
    }

    /// The same value, written at this place.
    pub fn at(mut self, span: Span) -> Value {
        self.origin.span = Some(span);
        self
    }

    /// The same value, carried on by one more hop.
    pub fn via(mut self, kind: HopKind, name: impl Into<EcoString>, span: Span) -> Value {
        self.origin = self.origin.via(kind, name, span);
        self
    }

    /// The same value, sensitive if it was or if `sensitive`.
    pub fn or_sensitive(mut self, sensitive: bool) -> Value {
        self.sensitive |= sensitive;
        self
    }

    /// The same list or map, whose elements have one type.
    pub fn uniform(mut self) -> Value {
        self.uniform = true;
        self
    }

    /// Whether it is null.
    pub fn is_null(&self) -> bool {
        matches!(self.kind, Kind::Null)
    }

    /// The unknown it is as a whole; parts may be unknown all the same.
    pub fn as_unknown(&self) -> Option<&Arc<Unknown>> {
        match &self.kind {
            Kind::Unknown(unknown) => Some(unknown),
            _ => None,
        }
    }

    /// Whether, as an element, it stands for any number of elements.
    pub fn is_spread(&self) -> bool {
        self.as_unknown().is_some_and(|unknown| unknown.many)
    }

    /// The first unknown in it, at any depth, if there is one. Symbols are known.
    pub fn find_unknown(&self) -> Option<&Arc<Unknown>> {
        match &self.kind {
            Kind::Null | Kind::Bool(_) | Kind::Number(_) => None,
            Kind::String(text) => text.first_unknown(),
            Kind::List(items) | Kind::Set(items) => items.iter().find_map(Value::find_unknown),
            Kind::Map(map) => {
                map.rest.as_ref().or_else(|| map.iter().find_map(|(_, value)| value.find_unknown()))
            }
            Kind::Unknown(unknown) => Some(unknown),
        }
    }

    /// Whether nothing in it is unknown.
    pub fn is_wholly_known(&self) -> bool {
        self.find_unknown().is_none()
    }

    /// A boolean, also from the strings that both languages take for one.
    pub fn as_bool(&self) -> Option<bool> {
        match &self.kind {
            Kind::Bool(value) => Some(*value),
            Kind::String(text) => match text.as_known()? {
                "true" | "True" | "TRUE" => Some(true),
                "false" | "False" | "FALSE" => Some(false),
                _ => None,
            },
            _ => None,
        }
    }

    /// A wholly known string.
    pub fn as_str(&self) -> Option<&str> {
        match &self.kind {
            Kind::String(text) => text.as_known(),
            _ => None,
        }
    }

    /// A string, known or not.
    pub fn as_text(&self) -> Option<&Text> {
        match &self.kind {
            Kind::String(text) => Some(text),
            _ => None,
        }
    }

    /// A number, also from a string that is one.
    pub fn as_number(&self) -> Option<Number> {
        match &self.kind {
            Kind::Number(number) => Some(*number),
            Kind::String(text) => Number::parse(text.as_known()?),
            _ => None,
        }
    }

    /// The elements of a list or set.
    pub fn as_list(&self) -> Option<&[Value]> {
        match &self.kind {
            Kind::List(items) | Kind::Set(items) => Some(items),
            _ => None,
        }
    }

    /// A map.
    pub fn as_map(&self) -> Option<&Map> {
        match &self.kind {
            Kind::Map(map) => Some(map),
            _ => None,
        }
    }

    /// The value as text: strings as they are, booleans and numbers as both languages
    /// write them, an unknown as a hole. `None` for null and collections.
    pub fn to_text(&self) -> Option<Text> {
        match &self.kind {
            Kind::String(text) => Some(text.clone()),
            Kind::Bool(value) => {
                Some(Text::from(EcoString::from(if *value { "true" } else { "false" })))
            }
            Kind::Number(number) => Some(Text::from(number.to_string())),
            Kind::Unknown(unknown) => Some(Text::hole(unknown.clone())),
            Kind::Null | Kind::List(_) | Kind::Set(_) | Kind::Map(_) => None,
        }
    }

    /// A child by key, with this value's chain after its own; null when it is absent.
    /// An unknown stays unknown.
    pub fn child(&self, key: &str) -> Value {
        match &self.kind {
            Kind::Map(map) => match (map.get(key), &map.rest) {
                (Some(value), _) => self.pass_on(value),
                (None, Some(rest)) => {
                    // It may as well be absent.
                    let absent = (!rest.any_of.is_empty()).then_some(Value::NULL);
                    let any_of = rest.any_of.iter().cloned().chain(absent).collect();
                    let unknown = Unknown::one_of(rest.why.clone(), any_of);
                    Value { kind: Kind::Unknown(Arc::new(unknown)), ..self.clone() }
                }
                (None, None) => match &map.of {
                    Some(address) => {
                        let why = Why::Computed(address.clone(), key.into());
                        Value { origin: self.origin.clone(), ..Value::unknown(why) }
                    }
                    None => Value::NULL,
                },
            },
            Kind::Unknown(unknown) => {
                let child = |value: &Value| value.child(key);
                let unknown = unknown.map(child);
                Value { kind: Kind::Unknown(Arc::new(unknown)), ..self.clone() }
            }
            _ => Value::NULL,
        }
    }

    /// An element's value as reached through this one: its own place, this value's chain,
    /// and this value's sensitivity.
    pub fn pass_on(&self, element: &Value) -> Value {
        let mut element = element.clone();
        if self.origin.chain.is_some() {
            element.origin = element.origin.followed_by(&self.origin);
        }
        element.sensitive |= self.sensitive;
        element
    }

    /// The value with a symbol written out wherever it stands.
    pub fn resolve(&self, symbol: Symbol, text: &str) -> Value {
        let each = |value: &Value| value.resolve(symbol, text);
        let kind = match &self.kind {
            Kind::String(string) => Kind::String(string.resolve(symbol, text)),
            Kind::List(items) => Kind::List(items.iter().map(each).collect()),
            Kind::Set(items) => Kind::Set(items.iter().map(each).collect()),
            Kind::Map(map) => {
                let mut map = Map::clone(map);
                map.entries.values_mut().for_each(|entry| entry.value = each(&entry.value));
                Kind::Map(Arc::new(map))
            }
            Kind::Unknown(unknown) if !unknown.any_of.is_empty() => {
                Kind::Unknown(Arc::new(unknown.map(each)))
            }
            other => other.clone(),
        };
        Value { kind, ..self.clone() }
    }

    /// The value with another reason for each unknown in it, at any depth.
    pub fn map_unknowns(&self, f: &dyn Fn(&Why) -> Why) -> Value {
        let each = |value: &Value| value.map_unknowns(f);
        let kind = match &self.kind {
            Kind::String(text) => Kind::String(text.map_unknowns(f)),
            Kind::List(items) => Kind::List(items.iter().map(each).collect()),
            Kind::Set(items) => Kind::Set(items.iter().map(each).collect()),
            Kind::Map(map) => {
                let mut map = Map::clone(map);
                map.entries.values_mut().for_each(|entry| entry.value = each(&entry.value));
                map.rest = map.rest.map(|rest| Arc::new(rest.map_unknowns(f)));
                Kind::Map(Arc::new(map))
            }
            Kind::Unknown(unknown) => Kind::Unknown(Arc::new(unknown.map_unknowns(f))),
            Kind::Null | Kind::Bool(_) | Kind::Number(_) => self.kind.clone(),
        };
        Value { kind, ..self.clone() }
    }

    /// Elements of a list or set, or the value itself as the only one; empty for null.
    /// Policies and templates write a single item either way.
    pub fn items(&self) -> Vec<Value> {
        match &self.kind {
            Kind::Null => vec![],
            Kind::List(items) | Kind::Set(items) => {
                items.iter().map(|item| self.pass_on(item)).collect()
            }
            _ => vec![self.clone()],
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_unknown_element_leaves_the_rest_known() {
        let unknown = Value::unknown(Why::Variable("x".into()));
        let list = Value::list([Value::string("a"), unknown.clone()]);
        assert!(!list.is_wholly_known());
        assert_eq!(list.items()[0].as_str(), Some("a"));
        let mut map = Map::default();
        map.insert("a", Value::bool(true));
        let mut open = Map { rest: unknown.as_unknown().cloned(), ..map.clone() };
        assert_eq!(Value::map(map).child("a").as_bool(), Some(true));
        assert_eq!(Value::map(open.clone()).child("a").as_bool(), Some(true));
        assert!(Value::map(open.clone()).child("b").as_unknown().is_some());
        open.may_change(unknown.as_unknown().unwrap());
        assert!(Value::map(open).child("a").as_unknown().is_some(), "it may be replaced");
    }

    #[test]
    fn an_unknown_equals_itself_only() {
        let x = Value::unknown(Why::Variable("x".into()));
        assert_eq!(x, x.clone());
        assert_ne!(x, Value::unknown(Why::Variable("y".into())));
    }
}
