//! Sets: distinct elements in the order in which Terraform iterates over them.

use std::cmp::Ordering;
use std::fmt::Write;

use crate::value::{Kind, Value};

/// A set of these elements: the first of equal ones stays.
pub fn set(items: impl IntoIterator<Item = Value>) -> Value {
    let mut items: Vec<Value> = items.into_iter().collect();
    items.sort_by(compare);
    items.dedup_by(|later, first| later == first);
    Kind::Set(items.into()).into()
}

/// The order of elements of one type in a set: strings by bytes, numbers by value, false
/// before true, others by the text that cty hashes; unknowns and nulls last.
pub fn compare(a: &Value, b: &Value) -> Ordering {
    let rank = |value: &Value| match value.kind {
        Kind::Null => 2,
        Kind::Unknown(_) => 1,
        _ => 0,
    };
    rank(a).cmp(&rank(b)).then_with(|| match (&a.kind, &b.kind) {
        (Kind::String(a), Kind::String(b)) => {
            a.flat().cmp(b.flat()).then_with(|| a.to_string().cmp(&b.to_string()))
        }
        (Kind::Number(a), Kind::Number(b)) => a.partial_cmp(b).unwrap_or(Ordering::Equal),
        (Kind::Bool(a), Kind::Bool(b)) => a.cmp(b),
        _ => key(a).cmp(&key(b)),
    })
}

fn key(value: &Value) -> String {
    let mut key = String::new();
    write_key(value, &mut key);
    key
}

fn write_key(value: &Value, out: &mut String) {
    // Writing to a string does not fail.
    let _ = match &value.kind {
        Kind::Null => write!(out, "~"),
        Kind::Unknown(unknown) => write!(out, "?{}", unknown.why.name()),
        Kind::Bool(value) => write!(out, "{}", if *value { 'T' } else { 'F' }),
        Kind::Number(number) => write!(out, "{number}"),
        Kind::String(text) => write!(out, "{:?}", text.to_string()),
        Kind::List(items) | Kind::Set(items) => {
            let uniform = value.uniform || matches!(value.kind, Kind::Set(_));
            out.push(if uniform { '[' } else { '<' });
            for item in items {
                write_key(item, out);
                out.push(';');
            }
            write!(out, "{}", if uniform { ']' } else { '>' })
        }
        Kind::Map(map) => {
            out.push(if value.uniform { '{' } else { '<' });
            let mut entries: Vec<_> = map.iter().collect();
            entries.sort_by_key(|(name, _)| *name);
            for (name, item) in entries {
                // Writing to a string does not fail.
                let _ =
                    if value.uniform { write!(out, "{name:?}:") } else { write!(out, "{name}:") };
                write_key(item, out);
                out.push(';');
            }
            write!(out, "{}", if value.uniform { '}' } else { '>' })
        }
    };
}
