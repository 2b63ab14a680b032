//! What holds of values that are known in part: `None` where it cannot be said.

use crate::value::{Kind, Part, Text, Value};

/// Whether two values are equal, as cty compares them: values of different types never are.
pub fn equal(a: &Value, b: &Value) -> Option<bool> {
    let uniform = (a.uniform, b.uniform);
    match (&a.kind, &b.kind) {
        (Kind::Unknown(a), _) if !a.any_of.is_empty() => {
            agreed(a.any_of.iter().map(|value| equal(value, b)))
        }
        (_, Kind::Unknown(b)) if !b.any_of.is_empty() => {
            agreed(b.any_of.iter().map(|value| equal(a, value)))
        }
        (Kind::Unknown(_), _) | (_, Kind::Unknown(_)) => None,
        (Kind::String(a), Kind::String(b)) => equal_texts(a, b),
        (Kind::List(_), Kind::List(_)) | (Kind::Map(_), Kind::Map(_)) if uniform.0 != uniform.1 => {
            Some(false)
        }
        (Kind::List(a), Kind::List(b)) => {
            if a.iter().chain(b).any(Value::is_spread) {
                None
            } else if a.len() != b.len() {
                Some(false)
            } else {
                all(a.iter().zip(b).map(|(a, b)| equal(a, b)))
            }
        }
        (Kind::Set(_), Kind::Set(_)) => {
            (a.is_wholly_known() && b.is_wholly_known()).then(|| a == b)
        }
        (Kind::Map(a), Kind::Map(b)) => {
            if a.rest.is_some() || b.rest.is_some() {
                // What both are known to have may differ all the same.
                let both = a.iter().filter_map(|(key, a)| Some((a, b.get(key)?)));
                all(both.map(|(a, b)| equal(a, b))).filter(|equal| !equal)
            } else if a.entries.len() != b.entries.len() {
                Some(false)
            } else {
                all(a.iter().map(|(key, a)| b.get(key).map_or(Some(false), |b| equal(a, b))))
            }
        }
        (a, b) => Some(a == b),
    }
}

/// The answer, if all give the same one.
fn agreed(mut answers: impl Iterator<Item = Option<bool>>) -> Option<bool> {
    let first = answers.next()??;
    answers.all(|answer| answer == Some(first)).then_some(first)
}

/// Whether all hold: one that does not decides.
fn all(answers: impl Iterator<Item = Option<bool>>) -> Option<bool> {
    let mut whole = Some(true);
    for answer in answers {
        match answer {
            Some(true) => {}
            Some(false) => return Some(false),
            None => whole = None,
        }
    }
    whole
}

fn equal_texts(a: &Text, b: &Text) -> Option<bool> {
    match (a.as_known(), b.as_known()) {
        (Some(a), Some(b)) => Some(a == b),
        // A symbol stands for one text, wherever it is.
        _ if a == b && a.first_unknown().is_none() => Some(true),
        (Some(known), None) => fits(known, b),
        (None, Some(known)) => fits(known, a),
        (None, None) => {
            let (a, b) = (a.flat(), b.flat());
            let clash = |a: &str, b: &str| !a.starts_with(b) && !b.starts_with(a);
            let clash_back = |a: &str, b: &str| !a.ends_with(b) && !b.ends_with(a);
            (clash(before_hole(a), before_hole(b)) || clash_back(after_hole(a), after_hole(b)))
                .then_some(false)
        }
    }
}

/// `Some(false)` if a known text lacks the known parts of another.
fn fits(known: &str, text: &Text) -> Option<bool> {
    let (head, tail) = (before_hole(text.flat()), after_hole(text.flat()));
    if known.len() < head.len() + tail.len() || !known.starts_with(head) || !known.ends_with(tail) {
        return Some(false);
    }
    let mut rest = &known[head.len()..known.len() - tail.len()];
    let inner = text.flat().len() - tail.len();
    for part in text.flat()[head.len()..inner].split(Text::is_hole) {
        match rest.find(part) {
            Some(at) => rest = &rest[at + part.len()..],
            None => return Some(false),
        }
    }
    None
}

/// The known text before the first hole.
pub(super) fn before_hole(flat: &str) -> &str {
    flat.find(Text::is_hole).map_or(flat, |at| &flat[..at])
}

/// The known text after the last hole.
pub(super) fn after_hole(flat: &str) -> &str {
    let last = flat.char_indices().rev().find(|(_, c)| Text::is_hole(*c));
    last.map_or(flat, |(at, c)| &flat[at + c.len_utf8()..])
}

/// Whether a text starts with a known prefix.
pub(super) fn starts_with(text: &Text, prefix: &str) -> Option<bool> {
    let head = before_hole(text.flat());
    match text.as_known() {
        Some(known) => Some(known.starts_with(prefix)),
        None if head.starts_with(prefix) => Some(true),
        None if !prefix.starts_with(head) => Some(false),
        None => None,
    }
}

/// Whether a text ends with a known suffix.
pub(super) fn ends_with(text: &Text, suffix: &str) -> Option<bool> {
    let tail = after_hole(text.flat());
    match text.as_known() {
        Some(known) => Some(known.ends_with(suffix)),
        None if tail.ends_with(suffix) => Some(true),
        None if !suffix.ends_with(tail) => Some(false),
        None => None,
    }
}

/// Whether a text holds a known text.
pub(super) fn contains(text: &Text, part: &str) -> Option<bool> {
    let found = text.parts().into_iter().any(|piece| match piece {
        Part::Literal(literal) => literal.contains(part),
        _ => part.is_empty(),
    });
    match (found || part.is_empty(), text.as_known()) {
        (true, _) => Some(true),
        (false, Some(_)) => Some(false),
        (false, None) => None,
    }
}
