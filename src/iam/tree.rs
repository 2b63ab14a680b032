//! The neutral, JSON-like input that policy documents are read from.

use std::fmt;

use ecow::EcoString;
use serde::de::{Deserialize, Deserializer, MapAccess, SeqAccess, Visitor};

use super::text::Str;

/// A JSON-like value. Objects keep their order and keys given twice.
#[derive(Clone, Debug, PartialEq)]
pub enum Tree {
    /// JSON `null`.
    Null,
    /// JSON `true` or `false`.
    Bool(bool),
    /// A number, as it is written.
    Number(EcoString),
    /// A text, perhaps with holes.
    String(Str),
    /// A list.
    List(Vec<Tree>),
    /// Entries in the order they are written.
    Object(Vec<(Str, Tree)>),
    /// A value of unknown shape; the same number is the same value. As an element of a list it
    /// stands for one element, or (since evaluators splice) any number of them.
    Unknown(u32),
}

impl Tree {
    /// Reads JSON text.
    ///
    /// # Errors
    /// When the text is not JSON or nests deeper than 128 levels; the error has line and column.
    pub fn from_json(json: &str) -> Result<Tree, serde_json::Error> {
        serde_json::from_str(json.trim_start_matches('\u{feff}'))
    }

    /// The entry of an object under exactly this key, the last if it is given twice.
    #[must_use]
    pub fn get(&self, key: &str) -> Option<&Tree> {
        match self {
            Tree::Object(entries) => {
                entries.iter().rev().find(|(name, _)| name.is(key)).map(|(_, value)| value)
            }
            _ => None,
        }
    }

    /// What JSON calls the kind of this value.
    #[must_use]
    pub fn kind(&self) -> &'static str {
        match self {
            Tree::Null => "null",
            Tree::Bool(_) => "boolean",
            Tree::Number(_) => "number",
            Tree::String(_) => "string",
            Tree::List(_) => "array",
            Tree::Object(_) => "object",
            Tree::Unknown(_) => "unknown",
        }
    }
}

impl<'de> Deserialize<'de> for Tree {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Tree, D::Error> {
        deserializer.deserialize_any(TreeVisitor)
    }
}

struct TreeVisitor;

impl<'de> Visitor<'de> for TreeVisitor {
    type Value = Tree;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a JSON value")
    }

    fn visit_unit<E>(self) -> Result<Tree, E> {
        Ok(Tree::Null)
    }

    fn visit_bool<E>(self, value: bool) -> Result<Tree, E> {
        Ok(Tree::Bool(value))
    }

    fn visit_i64<E>(self, value: i64) -> Result<Tree, E> {
        Ok(Tree::Number(ecow::eco_format!("{value}")))
    }

    fn visit_u64<E>(self, value: u64) -> Result<Tree, E> {
        Ok(Tree::Number(ecow::eco_format!("{value}")))
    }

    fn visit_f64<E>(self, value: f64) -> Result<Tree, E> {
        Ok(Tree::Number(ecow::eco_format!("{value}")))
    }

    fn visit_str<E>(self, value: &str) -> Result<Tree, E> {
        Ok(Tree::String(Str::text(value)))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut access: A) -> Result<Tree, A::Error> {
        let mut items = Vec::new();
        while let Some(item) = access.next_element()? {
            items.push(item);
        }
        Ok(Tree::List(items))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut access: A) -> Result<Tree, A::Error> {
        let mut entries = Vec::new();
        while let Some((key, value)) = access.next_entry::<String, Tree>()? {
            entries.push((Str::text(&key), value));
        }
        Ok(Tree::Object(entries))
    }
}
