mod builder;
mod shown;

use std::fmt;
use std::ops::Range;
use std::sync::Arc;

use ecow::EcoString;

pub use builder::TextBuilder;

use super::{Origin, Unknown, Value, Why};
use crate::source::Span;

/// Stands in the flat text for each hole, in order. U+10FFFF is a noncharacter: no
/// configuration has a use for it, and one that holds it has it replaced.
const HOLE: char = '\u{10FFFF}';

/// The first byte of [`HOLE`], which is quick to look for and rare.
const HOLE_STARTS: u8 = 0xF4;

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
    /// Places of parts of the flat text, in order and apart; gaps are written nowhere.
    pieces: Vec<Piece>,
    /// The value of which this text is the JSON encoding.
    decoded: Option<Value>,
}

/// The [`HOLE`] at `flat[at..]`.
#[derive(Clone, PartialEq, Debug)]
struct Hole {
    at: u32,
    filling: Filling,
}

#[derive(Clone, PartialEq, Debug)]
enum Filling {
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
        let flat = if text.as_bytes().contains(&HOLE_STARTS) && text.contains(HOLE) {
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
        Text::of_hole(Filling::Symbol(symbol))
    }
}

impl Text {
    fn of_hole(filling: Filling) -> Text {
        let extra = Extra { holes: vec![Hole { at: 0, filling }], ..Extra::default() };
        Text { flat: HOLE.into(), extra: Some(Arc::new(extra)) }
    }

    /// A text of which nothing is known.
    pub fn hole(unknown: Arc<Unknown>) -> Text {
        Text::of_hole(Filling::Unknown(unknown))
    }

    fn holes(&self) -> &[Hole] {
        self.extra.as_ref().map_or(&[], |extra| &extra.holes)
    }

    fn pieces(&self) -> &[Piece] {
        self.extra.as_ref().map_or(&[], |extra| &extra.pieces)
    }

    /// The holes at these offsets, counted from the range's start.
    fn holes_in(&self, range: &Range<usize>) -> impl Iterator<Item = Hole> {
        let holes = self.holes();
        let until = |end: usize| holes.partition_point(|hole| (hole.at as usize) < end);
        let (first, start) = (until(range.start), range.start as u32);
        let holes = &holes[first..until(range.end).max(first)];
        holes.iter().map(move |hole| Hole { at: hole.at - start, filling: hole.filling.clone() })
    }

    /// The parts of pieces at these offsets, counted from the range's start.
    fn pieces_in(&self, range: Range<usize>) -> impl Iterator<Item = Piece> {
        let pieces = self.pieces();
        let first = pieces.partition_point(|piece| piece.end() <= range.start);
        let (from, end) = (range.start, range.end);
        let within = pieces[first..].iter().take_while(move |piece| (piece.at as usize) < end);
        within.filter_map(move |piece| piece.cut(&(from..end)))
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
            [hole] if self.flat.len() == HOLE.len_utf8() => match &hole.filling {
                Filling::Symbol(symbol) => Some(*symbol),
                Filling::Unknown(_) => None,
            },
            _ => None,
        }
    }

    /// The unknown that the whole text is.
    pub fn as_unknown(&self) -> Option<&Arc<Unknown>> {
        match self.holes() {
            [hole] if self.flat.len() == HOLE.len_utf8() => hole.filling.as_unknown(),
            _ => None,
        }
    }

    /// The first unknown part.
    pub fn first_unknown(&self) -> Option<&Arc<Unknown>> {
        self.unknowns().next()
    }

    /// Its unknown parts.
    pub fn unknowns(&self) -> impl Iterator<Item = &Arc<Unknown>> {
        self.holes().iter().filter_map(|hole| hole.filling.as_unknown())
    }

    /// Its parts in order; no two literals in a row, none empty.
    pub fn parts(&self) -> Vec<Part<'_>> {
        let mut parts = vec![];
        let mut start = 0;
        for hole in self.holes() {
            let at = hole.at as usize;
            if at > start {
                parts.push(Part::Literal(&self.flat[start..at]));
            }
            parts.push(match &hole.filling {
                Filling::Symbol(symbol) => Part::Symbol(*symbol),
                Filling::Unknown(unknown) => Part::Unknown(unknown),
            });
            start = at + HOLE.len_utf8();
        }
        if start < self.flat.len() {
            parts.push(Part::Literal(&self.flat[start..]));
        }
        parts
    }

    /// The part of the text at these offsets of [`Text::flat`], with its holes and places.
    ///
    /// # Panics
    /// If the offsets are out of range or inside a character.
    pub fn slice(&self, range: Range<usize>) -> Text {
        if range == (0..self.flat.len()) {
            return self.clone();
        }
        let flat = EcoString::from(&self.flat[range.clone()]);
        if self.extra.is_none() {
            return Text { flat, extra: None };
        }
        let holes = self.holes_in(&range).collect();
        let pieces = self.pieces_in(range).collect();
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
        let mut flat = String::with_capacity(self.flat.len());
        let mut holes = vec![];
        for part in self.parts() {
            let filling = match part {
                Part::Literal(text) => {
                    flat.push_str(&f(text));
                    continue;
                }
                Part::Symbol(symbol) => Filling::Symbol(symbol),
                Part::Unknown(unknown) => Filling::Unknown(unknown.clone()),
            };
            holes.push(Hole { at: flat.len() as u32, filling });
            flat.push(HOLE);
        }
        if flat == *self.flat {
            return self.clone();
        }
        let extra = (!holes.is_empty()).then(|| Arc::new(Extra { holes, ..Extra::default() }));
        Text { flat: flat.into(), extra }
    }

    /// The text with a symbol written out. Places of known text stay.
    pub fn resolve(&self, symbol: Symbol, text: &str) -> Text {
        let is_it = |filling: &Filling| *filling == Filling::Symbol(symbol);
        if !self.holes().iter().any(|hole| is_it(&hole.filling)) {
            return self.clone();
        }
        let resolved = self.filled(is_it, &Value::string(text));
        match self.decoded().map(|value| value.resolve(symbol, text)) {
            Some(value) => resolved.with_decoded(value),
            None => resolved,
        }
    }

    /// The text with a value, which has to have a text, wherever the unknown stands.
    pub fn choose(&self, unknown: &Unknown, value: &Value) -> Text {
        self.filled(|filling| filling.as_unknown().is_some_and(|own| **own == *unknown), value)
    }

    fn filled(&self, is_it: impl Fn(&Filling) -> bool, value: &Value) -> Text {
        let mut builder = Text::builder();
        let mut start = 0;
        for hole in self.holes().iter().filter(|hole| is_it(&hole.filling)) {
            let at = hole.at as usize;
            builder.text(&self.slice(start..at), &Origin::NONE).value(value);
            start = at + HOLE.len_utf8();
        }
        builder.text(&self.slice(start..self.flat.len()), &Origin::NONE);
        builder.build()
    }

    /// The text with another reason for each of its unknowns. Places stay.
    pub fn map_unknowns(&self, f: &dyn Fn(&Why) -> Why) -> Text {
        let Some(extra) = &self.extra else { return self.clone() };
        let mut extra = Extra::clone(extra);
        for hole in &mut extra.holes {
            if let Filling::Unknown(unknown) = &mut hole.filling {
                *unknown = Arc::new(unknown.map_unknowns(f));
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

impl Filling {
    fn as_unknown(&self) -> Option<&Arc<Unknown>> {
        match self {
            Filling::Unknown(unknown) => Some(unknown),
            Filling::Symbol(_) => None,
        }
    }
}

impl Piece {
    fn end(&self) -> usize {
        self.at as usize + self.len as usize
    }

    fn cut(&self, range: &Range<usize>) -> Option<Piece> {
        let (start, end) = (self.at as usize, self.end());
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
        let mut spans = text.pieces_in(range).map(|piece| piece.span);
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
    fn any_slice_has_its_own_holes_and_places() {
        let mut builder = Text::builder();
        builder.literal("ab", Some(span(10, 12))).symbol(Symbol::Region).literal("é", None);
        builder.text(&Text::hole(unknown("var.x")), &Origin::NONE);
        builder.literal("cd", Some(span(20, 22))).symbol(Symbol::AccountId);
        let text = builder.build();
        let ends: Vec<usize> =
            text.flat().char_indices().map(|(at, _)| at).chain([text.flat().len()]).collect();
        for (from, start) in ends.iter().enumerate() {
            for end in &ends[from..] {
                let slice = text.slice(*start..*end);
                let both =
                    [text.slice(0..*start), slice.clone(), text.slice(*end..text.flat().len())];
                let mut joined = Text::builder();
                for part in &both {
                    joined.text(part, &Origin::NONE);
                }
                let joined = joined.build();
                assert_eq!(joined, text, "{start}..{end}");
                assert_eq!(joined.parts(), text.parts());
                let all = Value::from(crate::value::Kind::String(joined));
                assert_eq!(all.span_of(1..2), Some(span(11, 12)));
                let mapped = slice.map_literals(str::to_uppercase);
                assert_eq!(mapped.parts().len(), slice.parts().len());
            }
        }
    }

    #[test]
    fn the_hole_character_cannot_be_smuggled_in() {
        let text = Text::from("a\u{10FFFF}b");
        assert_eq!(text.as_known(), Some("a\u{FFFD}b"));
    }
}
