//! From a range of a text that was parsed back to the place where it is written.

use std::ops::Range;

use super::data::{Node, NodeKind, Piece, Scalar};
use crate::source::{FileId, Span};

/// Where a text stands in its file.
///
/// A parser that runs over a text of its own, such as a template inside a JSON string,
/// turns its byte ranges into spans with this.
#[derive(Clone, Copy, Debug)]
pub struct Places<'a> {
    /// The place of the whole text, without quotes.
    whole: Span,
    /// Length of the text in bytes.
    len: usize,
    /// Empty when the text stands in the file byte for byte.
    pieces: &'a [Piece],
}

impl<'a> Places<'a> {
    /// A whole file.
    pub fn file(file: FileId, text: &str) -> Places<'static> {
        Places::at(Span::new(file, 0, text.len()))
    }

    /// A text that stands byte for byte at `span`.
    pub fn at(span: Span) -> Places<'static> {
        Places { whole: span, len: span.len(), pieces: &[] }
    }

    /// The decoded text of a scalar whose node stands at `span`, quotes included.
    pub fn of_scalar(scalar: &'a Scalar, span: Span) -> Places<'a> {
        let len = scalar.text.len();
        // Quotes are the only thing a verbatim scalar's node has around its text.
        let quote = usize::from(span.len() >= len + 2);
        let verbatim = scalar.pieces.is_empty() && span.len() >= len + quote;
        let whole = if verbatim { span.part(quote, quote + len) } else { span };
        Places { whole, len, pieces: &scalar.pieces }
    }

    /// The place of the whole text.
    pub fn whole(&self) -> Span {
        self.whole
    }

    /// The place of a byte range of the text, from the first byte written for it to the last.
    /// What lies past the text's end is taken as its end.
    pub fn span(&self, range: Range<usize>) -> Span {
        let end = range.end.min(self.len);
        let start = range.start.min(end);
        if self.pieces.is_empty() {
            let written = self.whole.len();
            return self.whole.part(start.min(written), end.min(written));
        }
        let from = self.start_of(start);
        let to = if start == end { from } else { self.end_of(end) };
        Span { file: self.whole.file, start: from, end: to.max(from) }
    }

    /// Cuts a byte range of the text into runs that each stand in the file byte for byte or
    /// are a single decoded escape, with the place of each.
    pub fn runs(&self, range: Range<usize>) -> impl Iterator<Item = (Range<usize>, Span)> {
        let mut at = range.start;
        std::iter::from_fn(move || {
            if at >= range.end {
                return None;
            }
            let end =
                if self.pieces.is_empty() { range.end } else { self.piece_end(self.piece(at)) };
            let run = at..end.clamp(at + 1, range.end);
            at = run.end;
            Some((run.clone(), self.span(run)))
        })
    }

    /// Whether a byte range of the text stands in the file byte for byte.
    pub fn is_verbatim(&self, range: Range<usize>) -> bool {
        self.pieces.is_empty() || {
            let only = self.runs(range.clone()).next();
            only.is_none_or(|(run, span)| run == range && span.len() == run.len())
        }
    }

    /// The piece that holds this offset of the text.
    fn piece(&self, at: usize) -> usize {
        self.pieces.partition_point(|piece| piece.at as usize <= at).saturating_sub(1)
    }

    /// The offset in the text where a piece ends.
    fn piece_end(&self, index: usize) -> usize {
        self.pieces.get(index + 1).map_or(self.len, |next| next.at as usize)
    }

    /// Where the byte at this offset of the text is written.
    fn start_of(&self, at: usize) -> u32 {
        let index = self.piece(at);
        let piece = self.pieces[index];
        let len = self.piece_end(index).saturating_sub(piece.at as usize);
        let offset = at.saturating_sub(piece.at as usize);
        if len == piece.span.len() || offset >= len {
            piece.span.start + offset.min(piece.span.len()) as u32
        } else {
            piece.span.start
        }
    }

    /// Where what is written for the byte before this offset of the text ends.
    fn end_of(&self, at: usize) -> u32 {
        let index = self.piece(at.saturating_sub(1));
        let piece = self.pieces[index];
        let len = self.piece_end(index).saturating_sub(piece.at as usize);
        if len == piece.span.len() {
            piece.span.start + at.saturating_sub(piece.at as usize).min(len) as u32
        } else {
            piece.span.end
        }
    }
}

impl Node {
    /// Where a byte range of a scalar's decoded text is written; the node's own place for
    /// anything but a scalar.
    pub fn place(&self, range: Range<usize>) -> Span {
        match &self.kind {
            NodeKind::Scalar(scalar) => Places::of_scalar(scalar, self.span).span(range),
            _ => self.span,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::syntax::data::ScalarStyle;

    fn span(start: usize, end: usize) -> Span {
        Span::new(FileId::from_index(0), start, end)
    }

    #[test]
    fn verbatim_scalars_map_by_offset() {
        let scalar = Scalar { text: "abc".into(), style: ScalarStyle::Quoted, pieces: vec![] };
        assert_eq!(Places::of_scalar(&scalar, span(10, 15)).span(1..2), span(12, 13));
        assert_eq!(Places::of_scalar(&scalar, span(10, 13)).span(1..2), span(11, 12));
        assert_eq!(Places::of_scalar(&scalar, span(10, 13)).span(2..9), span(12, 13));
    }

    #[test]
    fn escapes_map_as_a_whole() {
        // "a\nbc" written in JSON at 10.
        let pieces = [(0, span(11, 12)), (1, span(12, 14)), (2, span(14, 16))]
            .map(|(at, span)| Piece { at, span });
        let scalar =
            Scalar { text: "a\nbc".into(), style: ScalarStyle::Quoted, pieces: pieces.to_vec() };
        let places = Places::of_scalar(&scalar, span(10, 17));
        assert_eq!(places.span(1..2), span(12, 14));
        assert_eq!(places.span(0..4), span(11, 16));
        assert_eq!(places.span(3..4), span(15, 16));
        assert_eq!(places.span(2..2), span(14, 14));
        assert_eq!(places.span(4..4), span(16, 16));
        let runs: Vec<_> = places.runs(0..3).collect();
        assert_eq!(runs, [(0..1, span(11, 12)), (1..2, span(12, 14)), (2..3, span(14, 15))]);
        assert!(places.is_verbatim(2..4));
        assert!(!places.is_verbatim(1..3));
    }
}
