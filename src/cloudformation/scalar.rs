//! What a scalar of a template means.
//!
//! CloudFormation reads a template without knowing the types of properties: quoted and
//! block scalars are strings; of plain ones, `true` and `false` are booleans, and what is
//! written the way a number prints is a number. Everything else is a string: `2012-10-17`,
//! `yes`, `on`, `012345678901`, `1.10`, `1e3`, `True`. So is every run of twelve digits,
//! which is an account's number. Nothing is lost by it: [`Value::as_bool`] and
//! [`Value::as_number`] read strings too, and a number's text is the one written.

use crate::source::Span;
use crate::syntax::data::{Node, NodeKind, Scalar, ScalarStyle};
use crate::value::{Kind, Number, Text, Value};

/// The value of a scalar, placed at it.
pub(super) fn value(scalar: &Scalar, tag: Option<&str>, span: Span) -> Value {
    let bare = matches!(scalar.style, ScalarStyle::Plain | ScalarStyle::Literal);
    let kind = match tag {
        Some("!!str") => None,
        None | Some("!!int" | "!!float" | "!!bool" | "!!null") if bare => plain(&scalar.text),
        _ => None,
    };
    Value::from(kind.unwrap_or_else(|| Kind::String(text(scalar)))).at(span)
}

fn plain(text: &str) -> Option<Kind> {
    match text {
        "true" => return Some(Kind::Bool(true)),
        "false" => return Some(Kind::Bool(false)),
        "" | "~" | "null" => return Some(Kind::Null),
        _ => {}
    }
    if !text.starts_with(|c: char| c.is_ascii_digit() || c == '-') || text.len() == 12 {
        return None;
    }
    Number::parse(text).filter(|number| number.to_string() == text).map(Kind::Number)
}

/// A scalar's text, each piece of it with its place.
pub(super) fn text(scalar: &Scalar) -> Text {
    if scalar.pieces.is_empty() {
        return Text::from(scalar.text.clone());
    }
    let mut builder = Text::builder();
    let whole = scalar.text.len();
    let ends = scalar.pieces.iter().skip(1).map(|piece| piece.at as usize).chain([whole]);
    let mut done = 0;
    for (piece, end) in scalar.pieces.iter().zip(ends) {
        let at = piece.at as usize;
        if let Some(gap) = scalar.text.get(done..at) {
            builder.literal(gap, None);
        }
        if let Some(run) = scalar.text.get(at..end) {
            builder.literal(run, Some(piece.span));
        }
        done = end;
    }
    builder.build()
}

/// The text of a scalar node as a value that is a string, whatever it looks like.
pub(super) fn string(node: &Node) -> Option<Value> {
    match &node.kind {
        NodeKind::Scalar(scalar) => Some(Value::from(Kind::String(text(scalar))).at(node.span)),
        _ => None,
    }
}

/// A part of a string value by offsets in its flat text, placed where that part is written.
pub(super) fn part(value: &Value, text: &Text, range: std::ops::Range<usize>) -> Value {
    // The text alone forgets a verbatim value's place: join it to one that keeps it.
    let mut builder = Text::builder();
    builder.text(text, &value.origin);
    let piece = builder.build().slice(range.clone());
    let mut origin = value.origin.clone();
    origin.span = value.span_of(range);
    let kind = match piece.as_unknown() {
        Some(unknown) => Kind::Unknown(unknown.clone()),
        None => Kind::String(piece),
    };
    Value { kind, origin, ..value.clone() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::FileId;

    fn read(text: &str, style: ScalarStyle) -> Kind {
        let scalar = Scalar { text: text.into(), style, pieces: vec![] };
        value(&scalar, None, Span::new(FileId::from_index(0), 0, text.len())).kind
    }

    #[test]
    fn plain_scalars_are_what_cloudformation_takes_them_for() {
        use ScalarStyle::{Plain, Quoted};
        assert_eq!(read("true", Plain), Kind::Bool(true));
        assert_eq!(read("-7", Plain), Kind::Number(Number::Int(-7)));
        assert_eq!(read("", Plain), Kind::Null);
        for text in ["yes", "on", "True", "2012-10-17", "012", "1.10", "1e3", "123456789012", "-"] {
            assert_eq!(read(text, Plain), Kind::String(text.into()), "{text}");
        }
        for text in ["true", "7", ""] {
            assert_eq!(read(text, Quoted), Kind::String(text.into()), "{text}");
        }
    }

    #[test]
    fn a_part_knows_its_place() {
        let whole = Value::string("ab,cd").at(Span::new(FileId::from_index(0), 10, 17));
        let text = whole.as_text().unwrap().clone();
        let second = part(&whole, &text, 3..5);
        assert_eq!(second.as_str(), Some("cd"));
        assert_eq!(second.origin.span, Some(Span::new(FileId::from_index(0), 14, 16)));
    }
}
