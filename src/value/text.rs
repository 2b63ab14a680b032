use std::fmt;
use std::ops::Range;
use std::sync::Arc;

use ecow::EcoString;

use super::{Origin, Unknown, Value, Why};
use crate::source::Span;

/// Stands in the flat text for each hole, in order. U+10FFFF is a noncharacter: no
/// configuration has a use for it, and one that holds it has it replaced.
const HOLE: char = '\u{10FFFF}';

/// A string: known text with holes for what is not known as text before deployment.
///
/// Text functions work on the flat text, in which a hole is one character that matches
/// nothing else. Every run of known text knows its place.
#[derive(Clone, Debug)]
pub struct Text {
    flat: EcoString,
    extra: Option<Arc<Extra>>,
}

#[derive(Clone, Debug, Default)]
struct Extra {
    /// One for every [`HOLE`] of the flat text, in order.
    holes: Vec<Hole>,
    /// Places of parts of the flat text, in order; gaps are written nowhere.
    pieces: Vec<Piece>,
    /// The value of which this text is the JSON encoding.
    decoded: Option<Value>,
}

#[derive(Clone, PartialEq, Debug)]
enum Hole {
    Symbol(Symbol),
    Unknown(Arc<Unknown>),
}

/// `flat[at..at + len]` is written at `span`: byte for byte if the lengths agree.
#[derive(Clone, Copy, Debug)]
struct Piece {
    at: u32,
    len: u32,
    span: Span,
}

/// A string whose text is unknown but whose meaning is not: it equals itself wherever it
/// comes from.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Symbol {
    /// The 12-digit number of the account that is deployed to.
    AccountId,
    /// The Region that is deployed to.
    Region,
    /// The partition that is deployed to: `aws`, `aws-cn`, `aws-us-gov`.
    Partition,
    /// The domain of the partition's service names: `amazonaws.com`.
    DnsSuffix,
    /// The organisation that the account belongs to: `o-…`.
    OrganizationId,
    /// The number of the organisation's management account.
    ManagementAccountId,
}

impl fmt::Display for Symbol {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Symbol::AccountId => "<this account>",
            Symbol::Region => "<this region>",
            Symbol::Partition => "<this partition>",
            Symbol::DnsSuffix => "<dns suffix>",
            Symbol::OrganizationId => "<this organization>",
            Symbol::ManagementAccountId => "<management account>",
        })
    }
}

/// A part of a [`Text`].
#[derive(Clone, Copy, PartialEq, Debug)]
pub enum Part<'t> {
    /// Known text.
    Literal(&'t str),
    /// A symbol.
    Symbol(Symbol),
    /// Unknown text, of any length.
    Unknown(&'t Arc<Unknown>),
}

/// Equal text with equal holes, wherever it is written.
impl PartialEq for Text {
    fn eq(&self, other: &Text) -> bool {
        self.flat == other.flat && self.holes() == other.holes()
    }
}

impl From<EcoString> for Text {
    fn from(text: EcoString) -> Text {
        let flat = if text.contains(HOLE) {
            text.chars().map(|c| if c == HOLE { '\u{FFFD}' } else { c }).collect()
        } else {
            text
        };
        Text { flat, extra: None }
    }
}

impl From<&str> for Text {
    fn from(text: &str) -> Text {
        EcoString::from(text).into()
    }
}

impl From<String> for Text {
    fn from(text: String) -> Text {
        EcoString::from(text).into()
    }
}

impl From<Symbol> for Text {
    fn from(symbol: Symbol) -> Text {
        Text::of_hole(Hole::Symbol(symbol))
    }
}

impl Text {
    fn of_hole(hole: Hole) -> Text {
        let extra = Extra { holes: vec![hole], ..Extra::default() };
        Text { flat: HOLE.into(), extra: Some(Arc::new(extra)) }
    }

    /// A text of which nothing is known.
    pub fn hole(unknown: Arc<Unknown>) -> Text {
        Text::of_hole(Hole::Unknown(unknown))
    }

    fn holes(&self) -> &[Hole] {
        self.extra.as_ref().map_or(&[], |extra| &extra.holes)
    }

    fn pieces(&self) -> &[Piece] {
        self.extra.as_ref().map_or(&[], |extra| &extra.pieces)
    }

    /// The text, if it has no hole of either kind.
    pub fn as_known(&self) -> Option<&str> {
        self.holes().is_empty().then_some(&*self.flat)
    }

    /// The text in which every hole is one character that occurs nowhere else. Offsets for
    /// [`Text::slice`] and [`Value::span_of`] count in it.
    pub fn flat(&self) -> &str {
        &self.flat
    }

    /// Whether it is the empty string.
    pub fn is_empty(&self) -> bool {
        self.flat.is_empty()
    }

    /// Whether a character of the flat text is a hole.
    pub fn is_hole(char: char) -> bool {
        char == HOLE
    }

    /// The symbol that the whole text is.
    pub fn as_symbol(&self) -> Option<Symbol> {
        match self.holes() {
            [Hole::Symbol(symbol)] if self.flat.len() == HOLE.len_utf8() => Some(*symbol),
            _ => None,
        }
    }

    /// The unknown that the whole text is.
    pub fn as_unknown(&self) -> Option<&Arc<Unknown>> {
        match self.holes() {
            [Hole::Unknown(unknown)] if self.flat.len() == HOLE.len_utf8() => Some(unknown),
            _ => None,
        }
    }

    /// The first unknown part.
    pub fn first_unknown(&self) -> Option<&Arc<Unknown>> {
        self.holes().iter().find_map(|hole| match hole {
            Hole::Unknown(unknown) => Some(unknown),
            Hole::Symbol(_) => None,
        })
    }

    /// Its parts in order; no two literals in a row, none empty.
    pub fn parts(&self) -> Vec<Part<'_>> {
        let mut parts = vec![];
        let mut holes = self.holes().iter();
        for (index, literal) in self.flat.split(HOLE).enumerate() {
            if index > 0 {
                match holes.next() {
                    Some(Hole::Symbol(symbol)) => parts.push(Part::Symbol(*symbol)),
                    Some(Hole::Unknown(unknown)) => parts.push(Part::Unknown(unknown)),
                    None => {}
                }
            }
            if !literal.is_empty() {
                parts.push(Part::Literal(literal));
            }
        }
        parts
    }

    /// The part of the text at these offsets of [`Text::flat`], with its holes and places.
    ///
    /// # Panics
    /// If the offsets are out of range or inside a character.
    pub fn slice(&self, range: Range<usize>) -> Text {
        let flat = EcoString::from(&self.flat[range.clone()]);
        let Some(extra) = &self.extra else { return Text { flat, extra: None } };
        if range == (0..self.flat.len()) {
            return self.clone();
        }
        let before = self.flat[..range.start].chars().filter(|c| *c == HOLE).count();
        let count = flat.chars().filter(|c| *c == HOLE).count();
        let holes = extra.holes[before..before + count].to_vec();
        let pieces = extra.pieces.iter().filter_map(|piece| piece.cut(&range)).collect();
        Text { flat, extra: Some(Arc::new(Extra { holes, pieces, decoded: None })) }
    }

    /// The pieces between occurrences of a separator, as `str::split` gives them.
    pub fn split(&self, separator: &str) -> Vec<Text> {
        let mut start = 0;
        let mut texts = vec![];
        for (at, found) in self.flat.match_indices(separator) {
            texts.push(self.slice(start..at));
            start = at + found.len();
        }
        texts.push(self.slice(start..self.flat.len()));
        texts
    }

    /// This text with a function applied to every run of known text; holes stay. Places are
    /// lost where the function changes a run.
    pub fn map_literals(&self, f: impl Fn(&str) -> String) -> Text {
        let flat =
            self.flat.split(HOLE).map(f).collect::<Vec<_>>().join(HOLE.encode_utf8(&mut [0; 4]));
        if flat == *self.flat {
            return self.clone();
        }
        let holes = self.holes().to_vec();
        let extra = (!holes.is_empty()).then(|| Arc::new(Extra { holes, ..Extra::default() }));
        Text { flat: flat.into(), extra }
    }

    /// The text with a symbol written out. Places of known text stay.
    pub fn resolve(&self, symbol: Symbol, text: &str) -> Text {
        if !self.holes().contains(&Hole::Symbol(symbol)) {
            return self.clone();
        }
        let mut builder = Text::builder();
        let mut start = 0;
        let mut holes = self.holes().iter();
        for (at, hole) in self.flat.match_indices(HOLE) {
            if holes.next() == Some(&Hole::Symbol(symbol)) {
                builder.text(&self.slice(start..at), &Origin::NONE).literal(text, None);
                start = at + hole.len();
            }
        }
        builder.text(&self.slice(start..self.flat.len()), &Origin::NONE);
        let decoded = self.decoded().map(|value| value.resolve(symbol, text));
        let resolved = builder.build();
        decoded.map_or(resolved.clone(), |value| resolved.with_decoded(value))
    }

    /// The text with another reason for each of its unknowns. Places stay.
    pub fn map_unknowns(&self, f: &dyn Fn(&Why) -> Why) -> Text {
        let Some(extra) = &self.extra else { return self.clone() };
        let mut extra = Extra::clone(extra);
        for hole in &mut extra.holes {
            if let Hole::Unknown(unknown) = hole {
                *hole = Hole::Unknown(Arc::new(unknown.map_unknowns(f)));
            }
        }
        extra.decoded = extra.decoded.map(|value| value.map_unknowns(f));
        Text { flat: self.flat.clone(), extra: Some(Arc::new(extra)) }
    }

    /// The value of which this text is the JSON encoding, if it was made so.
    pub fn decoded(&self) -> Option<&Value> {
        self.extra.as_ref()?.decoded.as_ref()
    }

    /// The same text, remembered as the JSON encoding of a value.
    pub fn with_decoded(self, value: Value) -> Text {
        let mut extra = self.extra.as_deref().cloned().unwrap_or_default();
        extra.decoded = Some(value);
        Text { flat: self.flat, extra: Some(Arc::new(extra)) }
    }

    /// Joins values' texts: see [`TextBuilder`].
    pub fn builder() -> TextBuilder {
        TextBuilder::default()
    }
}

impl Piece {
    fn cut(&self, range: &Range<usize>) -> Option<Piece> {
        let (start, end) = (self.at as usize, (self.at + self.len) as usize);
        let (from, to) = (start.max(range.start), end.min(range.end));
        if from >= to {
            return None;
        }
        let exact = self.len as usize == self.span.len();
        let span = if exact { self.span.part(from - start, to - start) } else { self.span };
        Some(Piece { at: (from - range.start) as u32, len: (to - from) as u32, span })
    }
}

/// As users see it in messages: holes as `${var.x}` and `<this account>`.
impl fmt::Display for Text {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for part in self.parts() {
            match part {
                Part::Literal(text) => f.write_str(text)?,
                Part::Symbol(symbol) => write!(f, "{symbol}")?,
                Part::Unknown(unknown) => write!(f, "${{{}}}", unknown.why.name())?,
            }
        }
        Ok(())
    }
}

/// Builds a [`Text`] from parts, keeping the place of each.
#[derive(Default, Debug)]
pub struct TextBuilder {
    flat: EcoString,
    extra: Extra,
    sensitive: bool,
}

impl TextBuilder {
    /// Adds known text written at a place.
    pub fn literal(&mut self, text: &str, span: Option<Span>) -> &mut Self {
        if let Some(span) = span
            && !text.is_empty()
        {
            self.extra.pieces.push(Piece {
                at: self.flat.len() as u32,
                len: text.len() as u32,
                span,
            });
        }
        self.flat.push_str(&Text::from(text).flat);
        self
    }

    /// Adds a symbol.
    pub fn symbol(&mut self, symbol: Symbol) -> &mut Self {
        self.text(&symbol.into(), &Origin::NONE)
    }

    /// Adds a text that comes from `origin`.
    pub fn text(&mut self, text: &Text, origin: &Origin) -> &mut Self {
        let at = self.flat.len() as u32;
        if text.pieces().is_empty() {
            if let Some(span) = origin.span
                && !text.is_empty()
            {
                let span = inside_quotes(&text.flat, span);
                self.extra.pieces.push(Piece { at, len: text.flat.len() as u32, span });
            }
        } else {
            self.extra.pieces.extend(text.pieces().iter().map(|p| Piece { at: p.at + at, ..*p }));
        }
        self.extra.holes.extend_from_slice(text.holes());
        self.flat.push_str(&text.flat);
        self
    }

    /// Adds a value's text; false if it has none, being null or a collection.
    pub fn value(&mut self, value: &Value) -> bool {
        self.sensitive |= value.sensitive;
        match value.to_text() {
            Some(text) => {
                self.text(&text, &value.origin);
                true
            }
            None => false,
        }
    }

    /// The text.
    pub fn build(self) -> Text {
        let plain = self.extra.holes.is_empty() && self.extra.pieces.is_empty();
        Text { flat: self.flat, extra: (!plain).then(|| Arc::new(self.extra)) }
    }

    /// The text as a value, sensitive if any value in it is.
    pub fn build_value(self) -> Value {
        let sensitive = self.sensitive;
        Value::from(super::Kind::String(self.build())).or_sensitive(sensitive)
    }
}

/// The place of the text itself, if the span is that of its quoted form.
fn inside_quotes(flat: &str, span: Span) -> Span {
    if span.len() == flat.len() + 2 { span.part(1, span.len() - 1) } else { span }
}

impl Value {
    /// Where a part of a string is written, by offsets in [`Text::flat`]: as exactly as is
    /// known, else the whole string's place.
    pub fn span_of(&self, range: Range<usize>) -> Option<Span> {
        let text = self.as_text()?;
        let whole = 0..text.flat.len();
        if text.pieces().is_empty() {
            let span = inside_quotes(&text.flat, self.origin.span?);
            let exact = span.len() == text.flat.len() && range.end <= whole.end;
            return if exact && range != whole {
                Some(span.part(range.start, range.end))
            } else {
                self.origin.span
            };
        }
        let mut spans = text.pieces().iter().filter_map(|piece| piece.cut(&range)).map(|p| p.span);
        let Some(first) = spans.next() else { return self.origin.span };
        // A run of pieces in one file reads as one place; elsewhere its start has to do.
        Some(
            spans
                .take_while(|next| next.file == first.file && next.start >= first.end)
                .fold(first, Span::to),
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::FileId;
    use crate::value::Why;

    fn span(start: usize, end: usize) -> Span {
        Span::new(FileId::from_index(0), start, end)
    }

    fn unknown(name: &str) -> Arc<Unknown> {
        Arc::new(Unknown::anything(Why::Variable(name.into())))
    }

    #[test]
    fn parts_and_holes_survive_slicing() {
        let mut builder = Text::builder();
        builder.literal("arn:", Some(span(1, 5)));
        builder.symbol(Symbol::Partition);
        builder.literal(":s3:::", Some(span(8, 14)));
        builder.text(&Text::hole(unknown("var.b")), &Origin::NONE);
        let text = builder.build();
        assert_eq!(text.to_string(), "arn:<this partition>:s3:::${var.b}");
        assert_eq!(text.as_known(), None);
        let fields = text.split(":");
        assert_eq!(fields.len(), 6);
        assert_eq!(fields[1].as_symbol(), Some(Symbol::Partition));
        assert_eq!(fields[5].as_unknown(), Some(&unknown("var.b")));
        assert_eq!(fields[2].as_known(), Some("s3"));
    }

    #[test]
    fn places_follow_every_piece() {
        let mut builder = Text::builder();
        builder.literal("ab", Some(span(10, 12)));
        builder.value(&Value::string("cde").at(span(100, 105)));
        builder.literal("\n", Some(span(20, 22)));
        let value = Value::from(crate::value::Kind::String(builder.build())).at(span(9, 30));
        assert_eq!(value.span_of(1..2), Some(span(11, 12)));
        assert_eq!(value.span_of(3..5), Some(span(102, 104)), "inside the quotes");
        assert_eq!(value.span_of(5..6), Some(span(20, 22)), "an escape is one place");
        let plain = Value::string("public-read").at(span(0, 13));
        assert_eq!(plain.span_of(0..11), Some(span(0, 13)));
        assert_eq!(plain.span_of(0..6), Some(span(1, 7)));
    }

    #[test]
    fn the_hole_character_cannot_be_smuggled_in() {
        let text = Text::from("a\u{10FFFF}b");
        assert_eq!(text.as_known(), Some("a\u{FFFD}b"));
    }
}
