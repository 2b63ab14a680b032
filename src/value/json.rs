//! JSON text with holes, to values that know their places, and back.

use std::sync::Arc;

use ecow::EcoString;
use jsonc_parser::ast;
use jsonc_parser::common::Ranged;
use jsonc_parser::{CollectOptions, ParseOptions, parse_to_ast};

use super::{Entry, Kind, Map, Number, Origin, Text, Unknown, Value};
use crate::source::Span;

/// Deeper than any policy, shallower than the stack.
const MAX_DEPTH: usize = 200;

/// A hole outside a JSON string is read as this number, which has the hole's length and
/// which nobody writes.
const HOLE_TOKEN: &str = "-0e0";

/// Reads a string value as JSON. Every value in it has its place in the string's own source,
/// and the string's chain; a hole becomes an unknown or a string with a hole.
///
/// # Errors
/// What is wrong and where, if the text is no JSON.
pub fn from_json_text(value: &Value) -> Result<Value, (String, Option<Span>)> {
    read(value, false)
}

/// Reads what was meant by a text that is no JSON for comments, or for commas too many or too
/// few, or quotes of the other kind. `None` if that is not all.
pub fn from_flawed_json_text(value: &Value) -> Option<Value> {
    read(value, true).ok()
}

fn read(value: &Value, flawed: bool) -> Result<Value, (String, Option<Span>)> {
    let Some(text) = value.as_text() else {
        return Err(("not a string".into(), value.origin.span));
    };
    if let Some(decoded) = text.decoded() {
        return Ok(value.pass_on(decoded));
    }
    if let Some(unknown) = text.as_unknown() {
        return Ok(Value { kind: Kind::Unknown(decoded_choices(unknown)), ..value.clone() });
    }
    let flat = text.flat();
    if depth(flat) > MAX_DEPTH {
        return Err((format!("JSON nested more than {MAX_DEPTH} deep"), value.origin.span));
    }
    let masked = mask_holes(flat);
    let options = ParseOptions {
        allow_comments: flawed,
        allow_loose_object_property_names: false,
        allow_trailing_commas: flawed,
        allow_missing_commas: flawed,
        allow_single_quoted_strings: flawed,
        allow_hexadecimal_numbers: false,
        allow_unary_plus_numbers: false,
        allow_bare_decimal_point_numbers: false,
        allow_extended_string_escapes: false,
        allow_non_finite_numbers: false,
    };
    let parsed = parse_to_ast(&masked, &CollectOptions::default(), &options);
    let parsed = parsed.map_err(|error| {
        let range = error.range();
        let span = value.span_of(range.start..range.end.max(range.start + 1).min(flat.len()));
        (format!("not valid JSON: {}", error.kind()), span)
    })?;
    match parsed.value {
        Some(tree) => Ok(convert(value, text, &tree)),
        None => Err(("not valid JSON: it is empty".into(), value.origin.span)),
    }
}

fn convert(whole: &Value, text: &Text, tree: &ast::Value) -> Value {
    let range = tree.range();
    let kind = match tree {
        ast::Value::NullKeyword(_) => Kind::Null,
        ast::Value::BooleanLit(lit) => Kind::Bool(lit.value),
        ast::Value::NumberLit(lit) if text.flat()[range.start..].starts_with(Text::is_hole) => {
            debug_assert_eq!(lit.value, HOLE_TOKEN);
            let hole = text.slice(range.start..range.end);
            match hole.as_unknown() {
                Some(unknown) => Kind::Unknown(decoded_choices(unknown)),
                None => Kind::String(hole),
            }
        }
        ast::Value::NumberLit(lit) => {
            Number::parse(lit.value).map_or_else(|| Kind::String(lit.value.into()), Kind::Number)
        }
        ast::Value::StringLit(lit) => Kind::String(string(text, lit)),
        ast::Value::Array(array) => {
            Kind::List(array.elements.iter().map(|item| convert(whole, text, item)).collect())
        }
        ast::Value::Object(object) => {
            let mut map = Map::default();
            for property in &object.properties {
                let name = property.name.range();
                let key = match &property.name {
                    ast::ObjectPropName::String(lit) => {
                        EcoString::from(string(text, lit).to_string())
                    }
                    ast::ObjectPropName::Word(word) => word.value.into(),
                };
                let key_span = whole.span_of(name.start..name.end);
                let value = convert(whole, text, &property.value);
                map.entries.insert(key, Entry { key_span, value });
            }
            Kind::Map(map.into())
        }
    };
    let mut span = whole.span_of(range.start..range.end);
    // A string whose quotes stand elsewhere than what is put between them is written there.
    if matches!(tree, ast::Value::StringLit(_)) && range.end - range.start > 2 {
        let inner = whole.span_of(range.start + 1..range.end - 1);
        let within = |inner: Span, outer: Span| {
            inner.file == outer.file && outer.start <= inner.start && inner.end <= outer.end
        };
        span = match (inner, span) {
            (Some(inner), Some(outer)) if !within(inner, outer) => Some(inner),
            _ => span,
        };
    }
    let origin = Origin { span, chain: whole.origin.chain.clone() };
    Value { origin, ..Value::from(kind) }.or_sensitive(whole.sensitive)
}

fn string(text: &Text, lit: &ast::StringLit) -> Text {
    let range = lit.range();
    if lit.value.len() + 2 == range.end - range.start {
        return text.slice(range.start + 1..range.end - 1);
    }
    // Escapes: holes keep their order, single places are given up.
    let raw = text.slice(range.start + 1..range.end - 1);
    let decoded: Vec<&str> = lit.value.split(Text::is_hole).collect();
    let mut pieces = decoded.into_iter();
    let mut builder = Text::builder();
    builder.literal(pieces.next().unwrap_or(""), None);
    for hole in raw.parts().iter().filter(|part| !matches!(part, super::Part::Literal(_))) {
        match hole {
            super::Part::Symbol(symbol) => builder.symbol(*symbol),
            super::Part::Unknown(unknown) => {
                builder.text(&Text::hole((*unknown).clone()), &Origin::NONE)
            }
            super::Part::Literal(_) => continue,
        };
        builder.literal(pieces.next().unwrap_or(""), None);
    }
    builder.build()
}

/// What stands outside a string is JSON itself: each text that it may be is read.
fn decoded_choices(unknown: &Arc<Unknown>) -> Arc<Unknown> {
    if unknown.any_of.is_empty() {
        return unknown.clone();
    }
    let read = |choice: &Value| from_json_text(choice).unwrap_or_else(|_| choice.clone());
    Arc::new(unknown.map(read))
}

/// The text with every hole outside a string replaced by [`HOLE_TOKEN`].
fn mask_holes(flat: &str) -> std::borrow::Cow<'_, str> {
    if !flat.contains(Text::is_hole) {
        return flat.into();
    }
    let (mut in_string, mut escaped) = (false, false);
    let mut masked = String::with_capacity(flat.len());
    for c in flat.chars() {
        match c {
            '"' if !escaped => in_string = !in_string,
            c if Text::is_hole(c) && !in_string => {
                masked.push_str(HOLE_TOKEN);
                continue;
            }
            _ => {}
        }
        escaped = in_string && c == '\\' && !escaped;
        masked.push(c);
    }
    masked.into()
}

fn depth(text: &str) -> usize {
    let (mut depth, mut deepest) = (0usize, 0);
    for byte in text.bytes() {
        match byte {
            b'[' | b'{' => {
                depth += 1;
                deepest = deepest.max(depth);
            }
            b']' | b'}' => depth = depth.saturating_sub(1),
            _ => {}
        }
    }
    deepest
}

/// The JSON encoding of a value, as Terraform's `jsonencode` writes it; remembered as such,
/// so that decoding it again gives the value with all its places.
pub fn to_json_text(value: &Value) -> Text {
    let mut builder = Text::builder();
    encode(value, &mut builder);
    builder.build().with_decoded(value.clone())
}

fn encode(value: &Value, out: &mut super::text::TextBuilder) {
    match &value.kind {
        Kind::Null => out.literal("null", None),
        Kind::Bool(b) => out.literal(if *b { "true" } else { "false" }, None),
        Kind::Number(n) => out.literal(&n.to_string(), None),
        Kind::String(text) => {
            out.literal("\"", None);
            out.text(&text.map_literals(escape), &value.origin);
            out.literal("\"", None)
        }
        Kind::Unknown(unknown) => {
            let text = |choice: &Value| Kind::String(to_json_text(choice)).into();
            let unknown = match unknown.any_of.is_empty() {
                true => unknown.clone(),
                false => Arc::new(unknown.map(text)),
            };
            out.text(&Text::hole(unknown), &Origin::NONE)
        }
        Kind::List(items) | Kind::Set(items) => {
            out.literal("[", None);
            for (index, item) in items.iter().enumerate() {
                if index > 0 {
                    out.literal(",", None);
                }
                encode(item, out);
            }
            out.literal("]", None)
        }
        Kind::Map(map) => {
            out.literal("{", None);
            for (index, (key, item)) in map.iter().enumerate() {
                out.literal(
                    &format!("{}\"{}\":", if index > 0 { "," } else { "" }, escape(key)),
                    None,
                );
                encode(item, out);
            }
            // What else there may be is a hole, so that the text does not pass for known.
            if let Some(rest) = &map.rest {
                out.literal(if map.entries.is_empty() { "" } else { "," }, None);
                out.text(&Text::hole(rest.clone()), &Origin::NONE);
            }
            out.literal("}", None)
        }
    };
}

/// The escapes of Go's `encoding/json` with HTML escaping, which Terraform uses.
fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '"' => escaped.push_str("\\\""),
            '\\' => escaped.push_str("\\\\"),
            '\n' => escaped.push_str("\\n"),
            '\r' => escaped.push_str("\\r"),
            '\t' => escaped.push_str("\\t"),
            '\u{8}' => escaped.push_str("\\b"),
            '\u{C}' => escaped.push_str("\\f"),
            '<' | '>' | '&' | '\u{2028}' | '\u{2029}' => {
                escaped.push_str(&format!("\\u{:04x}", c as u32))
            }
            c if (c as u32) < 0x20 => escaped.push_str(&format!("\\u{:04x}", c as u32)),
            c => escaped.push(c),
        }
    }
    escaped
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::FileId;
    use crate::value::{Symbol, Unknown, Why};

    fn span(start: usize, end: usize) -> Span {
        Span::new(FileId::from_index(0), start, end)
    }

    #[test]
    fn values_of_a_heredoc_know_their_places() {
        let text = r#"{"Action": ["s3:*", "a\nb"]}"#;
        let value = from_json_text(&Value::string(text).at(span(100, 100 + text.len()))).unwrap();
        let actions = value.child("Action").items();
        assert_eq!(actions[0].origin.span, Some(span(112, 118)), "with its quotes");
        assert_eq!(actions[0].span_of(3..4), Some(span(116, 117)));
        assert_eq!(actions[1].as_str(), Some("a\nb"));
        let Kind::Map(map) = &value.kind else { panic!("a map") };
        assert_eq!(map.entries["Action"].key_span, Some(span(101, 109)));
    }

    #[test]
    fn holes_become_unknowns() {
        let unknown = std::sync::Arc::new(Unknown::anything(Why::Variable("var.x".into())));
        let mut builder = Text::builder();
        builder
            .literal(r#"{"A": "arn:"#, None)
            .symbol(Symbol::Partition)
            .literal(r#":\"z", "B": ["#, None);
        builder.text(&Text::hole(unknown.clone()), &Origin::NONE).literal("]}", None);
        let value = from_json_text(&builder.build_value()).unwrap();
        assert_eq!(value.child("A").as_text().unwrap().to_string(), "arn:<this partition>:\"z");
        assert_eq!(value.child("B").items()[0].as_unknown(), Some(&unknown));
    }

    #[test]
    fn encoding_is_remembered() {
        let mut map = Map::default();
        map.insert("a", Value::string("x<\"").at(span(5, 10)));
        let text = to_json_text(&Value::map(map));
        assert_eq!(text.as_known(), Some(r#"{"a":"x\u003c\""}"#));
        let back = from_json_text(&Value::from(Kind::String(text))).unwrap();
        assert_eq!(back.child("a").origin.span, Some(span(5, 10)));
    }

    /// Quadratic work would take minutes.
    #[test]
    fn much_text_is_read_in_one_go() {
        let mut builder = Text::builder();
        builder.literal("[", Some(span(0, 1)));
        for index in 0..50_000 {
            builder.literal(if index > 0 { ",\"a" } else { "\"a" }, Some(span(2, 5)));
            builder.symbol(Symbol::AccountId).literal("\"", None);
        }
        builder.literal("]", None);
        let value = from_json_text(&builder.build_value()).unwrap();
        let items = value.as_list().unwrap();
        assert_eq!(items.len(), 50_000);
        assert_eq!(items[49_999].as_text().unwrap().to_string(), "a<this account>");
    }

    #[test]
    fn what_is_wrong_has_a_place() {
        let text = "{\"a\": }";
        let (message, place) = from_json_text(&Value::string(text).at(span(50, 57))).unwrap_err();
        assert!(message.starts_with("not valid JSON"), "{message}");
        assert_eq!(place.map(|s| s.start), Some(56));
        assert!(from_json_text(&Value::string("[".repeat(100_000))).is_err());
    }
}
