//! `yamldecode` and `yamlencode`, by the rules of go-cty-yaml:
//! <https://developer.hashicorp.com/terraform/language/functions/yamldecode>

mod encode;
mod scalar;

use std::collections::HashMap;
use std::ops::Range;

use granit_parser::{Event, Parser, ScalarStyle, ScanError, Span, Tag};

pub(super) use encode::encode;

use super::args::{Args, Outcome};
use crate::terraform::convert::Type;
use crate::value::{Entry, Kind, Map, Origin, Text, Value};

/// Aliases may stand for more nodes than a document could hold; more than this are not
/// followed.
const MAX_NODES: usize = super::MAX_ITEMS;

pub(super) fn decode(args: &Args) -> Outcome {
    let text = args.text(0);
    let whole = args.value(0);
    let mut decoder = Decoder {
        parser: Parser::new_from_str(text.flat()),
        text: &text,
        whole,
        anchors: HashMap::new(),
        nodes: 0,
    };
    match decoder.document() {
        Ok(value) => Ok(super::encoding::in_order(&value)),
        Err(_) if decoder.nodes > MAX_NODES => Ok(super::unknown_result(args.function)),
        // With what is in the hole it may be YAML.
        Err(_) if super::text::has_holes(&text) => Err(args.not_known(&text)),
        Err(message) => Err(message.into()),
    }
}

struct Decoder<'t, 'p> {
    parser: Parser<'p, granit_parser::StrInput<'p>>,
    text: &'t Text,
    whole: &'t Value,
    /// The value of each anchor, and how many nodes it has.
    anchors: HashMap<usize, (Value, usize)>,
    nodes: usize,
}

fn at(span: &Span, message: &str) -> String {
    let start = span.start;
    format!("on line {}, column {}: {message}", start.line(), start.col() + 1)
}

fn scan_error(error: &ScanError) -> String {
    let marker = error.marker();
    format!("on line {}, column {}: {}", marker.line(), marker.col() + 1, error.info())
}

impl<'p> Decoder<'_, 'p> {
    /// The next event that says something.
    fn next(&mut self) -> Result<(Event<'p>, Span), String> {
        loop {
            match self.parser.next_event() {
                Some(Ok((Event::Comment(..) | Event::Anchor(..) | Event::StreamStart, _))) => {}
                Some(Ok(event)) => return Ok(event),
                Some(Err(error)) => return Err(scan_error(&error)),
                None => return Err("unexpected end of stream".into()),
            }
        }
    }

    fn document(&mut self) -> Result<Value, String> {
        let (event, span) = self.next()?;
        match event {
            Event::DocumentStart(..) => {}
            // Nothing but comments: Terraform asks for a document.
            _ => return Err(at(&span, "missing start of document")),
        }
        let (event, span) = self.next()?;
        let value = self.node(event, span)?;
        let (event, span) = self.next()?;
        if !matches!(event, Event::DocumentEnd) {
            return Err(at(&span, "unexpected extra content after value"));
        }
        match self.next()? {
            (Event::DocumentStart(..), span) => Err(at(&span, "only a single document is allowed")),
            _ => Ok(value),
        }
    }

    fn node(&mut self, event: Event<'p>, span: Span) -> Result<Value, String> {
        self.nodes += 1;
        if self.nodes > MAX_NODES {
            return Err("too many nodes".into());
        }
        let before = self.nodes;
        let anchor = event.anchor_id();
        let value = match event {
            Event::Scalar(text, style, _, tag) => {
                self.scalar(&text, style, tag.as_deref(), &span)?
            }
            Event::SequenceStart(_, _, tag) => {
                check_tag(tag.as_deref(), "seq", "sequence", &span)?;
                self.sequence(&span)?
            }
            Event::MappingStart(_, _, tag) => {
                check_tag(tag.as_deref(), "map", "mapping", &span)?;
                self.mapping(&span)?
            }
            Event::Alias(id) => {
                let Some((value, nodes)) = self.anchors.get(&id) else {
                    return Err(at(
                        &span,
                        "cannot refer to an anchor from inside its own definition",
                    ));
                };
                self.nodes += nodes;
                value.clone()
            }
            Event::DocumentEnd | Event::StreamEnd => Value::NULL,
            _ => return Err(at(&span, "unexpected parser event")),
        };
        if let Some(id) = anchor {
            self.anchors.insert(id, (value.clone(), self.nodes - before));
        }
        Ok(value)
    }

    fn placed(&self, kind: Kind, range: Option<Range<usize>>) -> Value {
        let span = range.and_then(|range| self.whole.span_of(range));
        let origin = Origin { span, chain: self.whole.origin.chain.clone() };
        Value { origin, ..Value::from(kind) }.or_sensitive(self.whole.sensitive)
    }

    fn sequence(&mut self, start: &Span) -> Result<Value, String> {
        let mut items = vec![];
        loop {
            let (event, span) = self.next()?;
            if matches!(event, Event::SequenceEnd) {
                let range = cover(start, &span);
                return Ok(self.placed(Kind::List(items.into()), range));
            }
            items.push(self.node(event, span)?);
        }
    }

    fn mapping(&mut self, start: &Span) -> Result<Value, String> {
        let mut map = Map::default();
        loop {
            let (event, span) = self.next()?;
            let (text, style, tag) = match event {
                Event::MappingEnd => {
                    let range = cover(start, &span);
                    return Ok(self.placed(Kind::Map(map.into()), range));
                }
                Event::Scalar(text, style, _, tag) => (text, style, tag),
                _ => return Err(at(&span, "only strings are allowed as mapping keys")),
            };
            if text == "<<" && tag.is_none() {
                let (event, value_span) = self.next()?;
                let merged = self.node(event, value_span)?;
                let Kind::Map(merged) = &merged.kind else {
                    let got = Type::of(&merged);
                    return Err(at(&span, &format!("cannot merge {got} into mapping")));
                };
                if let Some(rest) = &merged.rest {
                    map.may_change(rest);
                }
                for (key, entry) in &merged.entries {
                    map.entries.insert(key.clone(), entry.clone());
                }
                continue;
            }
            let key = self.scalar(&text, style, tag.as_deref(), &span)?;
            let Some(name) = key.to_text() else {
                return Err(at(&span, "mapping key cannot be null"));
            };
            let (event, value_span) = self.next()?;
            let value = self.node(event, value_span)?;
            match name.first_unknown() {
                Some(unknown) => map.may_change(unknown),
                None => {
                    let entry = Entry { key_span: key.origin.span, value };
                    map.entries.insert(name.to_string().into(), entry);
                }
            }
        }
    }

    fn scalar(
        &self,
        text: &str,
        style: ScalarStyle,
        tag: Option<&Tag>,
        span: &Span,
    ) -> Result<Value, String> {
        let quoted = matches!(style, ScalarStyle::SingleQuoted | ScalarStyle::DoubleQuoted);
        let kind = scalar::resolve(tag, text, quoted).map_err(|message| at(span, &message))?;
        let range = span.byte_range();
        match kind {
            Some(kind) => Ok(self.placed(kind, range)),
            None => {
                let text = range.clone().map_or_else(|| text.into(), |range| self.cut(text, range));
                match text.as_unknown() {
                    Some(unknown) => Ok(self.placed(Kind::Unknown(unknown.clone()), range)),
                    None => Ok(self.placed(Kind::String(text), range)),
                }
            }
        }
    }

    /// A scalar's text with its holes and the places of its lines, by finding each line
    /// where the scalar stands.
    fn cut(&self, decoded: &str, range: Range<usize>) -> Text {
        let raw = self.text.flat().get(range.clone()).unwrap_or_default();
        let mut builder = Text::builder();
        let mut from = 0;
        for piece in decoded.split_inclusive(['\n', ' ']) {
            let line = piece.trim_end_matches(['\n', ' ']);
            match raw[from..].find(line) {
                Some(found) => {
                    let start = range.start + from + found;
                    builder.text(&self.text.slice(start..start + line.len()), &Origin::NONE);
                    from += found + line.len();
                }
                None => {
                    builder.literal(line, self.whole.span_of(range.clone()));
                }
            }
            builder.literal(&piece[line.len()..], None);
        }
        builder.build()
    }
}

fn check_tag(tag: Option<&Tag>, wanted: &str, what: &str, span: &Span) -> Result<(), String> {
    match tag {
        Some(tag) if tag.core_suffix() != Some(wanted) => {
            Err(at(span, &format!("can't interpret {what} as {}", tag.original())))
        }
        _ => Ok(()),
    }
}

fn cover(start: &Span, end: &Span) -> Option<Range<usize>> {
    let (start, end) = (start.byte_range()?, end.byte_range()?);
    Some(start.start..end.end.max(start.end))
}
