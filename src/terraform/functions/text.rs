//! Texts that keep their holes and the places of their parts.

use std::ops::Range;

use super::args::{Args, Fault, Outcome};
use super::{MAX_ITEMS, MAX_SIZE};
use crate::value::{Kind, Origin, Text, Unknown, Value, Why};

/// The text of a value, every part of it with its place; null and collections are empty.
pub(super) fn sourced(value: &Value) -> Text {
    let mut builder = Text::builder();
    builder.value(value);
    builder.build()
}

/// A piece of a value's text: it is written where the piece is, and was carried as the value
/// was.
pub(super) fn piece_of(text: Text, from: &Value) -> Value {
    let whole = 0..text.flat().len();
    let mut value = string(text);
    value.origin = Origin { span: value.span_of(whole), chain: from.origin.chain.clone() };
    value
}

/// A text that stands for the whole of a value: it is written where that is.
pub(super) fn remade(text: Text, from: &Value) -> Value {
    Value { origin: from.origin.clone(), ..string(text) }
}

/// A text put together from several values: only its parts are written somewhere, unless one
/// of them is all of it.
pub(super) fn composed<'v>(text: Text, from: impl IntoIterator<Item = &'v Value>) -> Value {
    let alone = from.into_iter().find(|value| value.to_text().is_some_and(|part| part == text));
    match alone {
        Some(value) => remade(text, value),
        None => string(text),
    }
}

fn string(text: Text) -> Value {
    match text.as_unknown() {
        Some(unknown) => Kind::Unknown(unknown.clone()).into(),
        None => Kind::String(text).into(),
    }
}

/// A part of a string argument.
pub(super) fn part(args: &Args, index: usize, range: Range<usize>) -> Outcome {
    let (text, from) = (args.text(index), args.value(index));
    if range == (0..text.flat().len()) {
        return Ok(remade(text, from));
    }
    Ok(piece_of(text.slice(range), from))
}

/// A string argument with a function applied to each run of known text. Where that changes
/// the run, its places are given up for that of the whole run.
pub(super) fn map_runs(args: &Args, index: usize, f: impl Fn(&str) -> String) -> Outcome {
    let whole = args.text(index);
    let flat = whole.flat();
    let value = Value::from(Kind::String(whole.clone()));
    let mut builder = Text::builder();
    let mut start = 0;
    for piece in flat.split_inclusive(Text::is_hole) {
        let run = piece.trim_end_matches(Text::is_hole);
        let (end, next) = (start + run.len(), start + piece.len());
        let mapped = f(run);
        if mapped == run {
            builder.text(&whole.slice(start..end), &Origin::NONE);
        } else {
            builder.literal(&mapped, value.span_of(start..end));
        }
        builder.text(&whole.slice(end..next), &Origin::NONE);
        start = next;
    }
    Ok(remade(builder.build(), args.value(index)))
}

/// Whether a text has parts that are not known as text.
pub(super) fn has_holes(text: &Text) -> bool {
    text.as_known().is_none()
}

/// The fault of a text that would be longer than anything a configuration needs.
pub(super) fn check_size(size: usize, function: &str) -> Result<(), Fault> {
    check(size, MAX_SIZE, function)
}

/// The fault of a list that would be longer than anything a configuration needs.
pub(super) fn check_items(count: usize, function: &str) -> Result<(), Fault> {
    check(count, MAX_ITEMS, function)
}

fn check(size: usize, most: usize, function: &str) -> Result<(), Fault> {
    if size > most {
        let why = Why::Function(function.into());
        return Err(Fault::Unknown(std::sync::Arc::new(Unknown::anything(why))));
    }
    Ok(())
}
