//! Where the decoded text of a scalar stands: escapes, folded lines and indentation.

use std::ops::Range;

use crate::source::{FileId, Span};
use crate::syntax::data::{Piece, ScalarStyle};

/// Where a block scalar's `|` or `>` stands, looked for between the event before and the
/// first line of its content.
pub(super) fn block_header(text: &str, from: usize, content: usize) -> usize {
    let Some(between) = text.get(from..content) else { return content };
    let mut before = b' ';
    let mut comment = false;
    for (at, byte) in between.bytes().enumerate() {
        match byte {
            b'\n' => comment = false,
            b'#' if before.is_ascii_whitespace() => comment = true,
            b'|' | b'>' if !comment && (before.is_ascii_whitespace() || before == b':') => {
                return from + at;
            }
            _ => {}
        }
        before = byte;
    }
    content
}

/// The pieces of a scalar whose node stands at `span` and whose text is `decoded`.
pub(super) fn of(
    text: &str,
    file: FileId,
    decoded: &str,
    style: ScalarStyle,
    span: Span,
) -> Vec<Piece> {
    let (start, end) = (span.start as usize, span.end as usize);
    let mut aligner = Aligner { text, file, decoded, at: 0, source: start, end, pieces: vec![] };
    let aligned = match style {
        ScalarStyle::Quoted => {
            aligner.source += 1;
            aligner.end = end.saturating_sub(1).max(aligner.source);
            aligner.quoted(text[start..].starts_with('"'))
        }
        ScalarStyle::Block => {
            // Content starts on the line after the indicator.
            let header = text[start..end].find('\n').map_or(end - start, |newline| newline + 1);
            aligner.source += header;
            aligner.lines()
        }
        ScalarStyle::Plain | ScalarStyle::Literal => aligner.lines(),
    };
    if aligned.is_none() || aligner.at != decoded.len() {
        // Never off by a little: the whole text then stands at the whole scalar.
        let span = if span.len() == decoded.len() { span.part(0, 0) } else { span };
        return vec![Piece { at: 0, span }];
    }
    aligner.pieces
}

/// Walks over the decoded text and its source side by side.
struct Aligner<'a> {
    text: &'a str,
    file: FileId,
    decoded: &'a str,
    /// Offset in the decoded text.
    at: usize,
    /// Offset in the source.
    source: usize,
    end: usize,
    pieces: Vec<Piece>,
}

fn is_space(byte: u8) -> bool {
    matches!(byte, b' ' | b'\t' | b'\n' | b'\r')
}

fn spaces(text: &str) -> usize {
    text.bytes().take_while(|byte| is_space(*byte)).count()
}

impl<'a> Aligner<'a> {
    fn source(&self) -> &'a str {
        &self.text[self.source..self.end]
    }

    /// Takes `decoded` bytes of the text for `written` bytes of the source.
    fn take(&mut self, decoded: usize, written: usize) {
        let range = self.source..self.source + written;
        if decoded > 0 {
            self.push(self.at, decoded, range.clone());
        }
        self.at += decoded;
        self.source = range.end;
    }

    fn push(&mut self, at: usize, len: usize, range: Range<usize>) {
        let decoded = &self.decoded[at..at + len];
        let verbatim = decoded == &self.text[range.clone()];
        let span = Span::new(self.file, range.start, range.end);
        if !verbatim {
            // A piece of equal length counts as verbatim.
            let end = if span.len() == len { span.start } else { span.end };
            self.pieces.push(Piece { at: at as u32, span: Span { end, ..span } });
            return;
        }
        if let Some(last) = self.pieces.last_mut() {
            let last_len = at - last.at as usize;
            let run = last_len == last.span.len() && last.span.end == span.start;
            if run {
                last.span.end = span.end;
                return;
            }
        }
        self.pieces.push(Piece { at: at as u32, span });
    }

    /// White space of the text for white space of the source: what both have at their ends
    /// is verbatim, the rest stands for the rest.
    fn gap(&mut self, decoded: usize, written: usize) {
        let meant = &self.decoded.as_bytes()[self.at..self.at + decoded];
        let source = &self.text.as_bytes()[self.source..self.source + written];
        let same = |(a, b): &(&u8, &u8)| a == b;
        let prefix = meant.iter().zip(source).take_while(same).count();
        let (meant, source) = (&meant[prefix..], &source[prefix..]);
        let suffix = meant.iter().rev().zip(source.iter().rev()).take_while(same).count();
        self.take(prefix, prefix);
        self.take(meant.len() - suffix, source.len() - suffix);
        self.take(suffix, suffix);
    }

    /// Block and plain scalars: every line's words stand in the text; white space between
    /// them is folded or cut.
    fn lines(&mut self) -> Option<()> {
        loop {
            let gap = spaces(self.source());
            let meant = spaces(&self.decoded[self.at..]);
            if gap == self.source().len() {
                let rest = self.decoded.len() - self.at;
                // The last line's end lies past the node, which ends with its last word.
                return (meant == rest).then(|| self.gap(rest, gap));
            }
            self.gap(meant, gap);
            let line = self.source().split('\n').next()?;
            let words = line.trim_end_matches([' ', '\t', '\r']);
            self.decoded[self.at..].starts_with(words).then_some(())?;
            self.take(words.len(), words.len());
        }
    }

    fn quoted(&mut self, double: bool) -> Option<()> {
        while self.source < self.end {
            let source = self.source();
            let folded = spaces(source);
            let newlines = source[..folded].matches('\n').count();
            if newlines > 0 {
                self.take_known(if newlines == 1 { 1 } else { newlines - 1 }, folded)?;
                continue;
            }
            match source.as_bytes()[0] {
                b'\'' if !double => self.take_known(1, 2)?,
                b'\\' if double => {
                    let (decoded, written) = self.escape(source)?;
                    self.take_known(decoded, written)?;
                }
                _ => {
                    let stops: &[char] = if double {
                        &['\\', ' ', '\t', '\n', '\r']
                    } else {
                        &['\'', ' ', '\t', '\n', '\r']
                    };
                    let first = source.chars().next()?.len_utf8();
                    let run = source[first..].find(stops).map_or(source.len(), |at| first + at);
                    self.decoded[self.at..].starts_with(&source[..run]).then_some(())?;
                    self.take(run, run);
                }
            }
        }
        Some(())
    }

    /// [`Aligner::take`] that checks the lengths against what there is.
    fn take_known(&mut self, decoded: usize, written: usize) -> Option<()> {
        let fits =
            self.source + written <= self.end && self.decoded.is_char_boundary(self.at + decoded);
        (fits && self.text.is_char_boundary(self.source + written))
            .then(|| self.take(decoded, written))
    }

    /// The decoded and written length of the escape `source` starts with.
    fn escape(&self, source: &str) -> Option<(usize, usize)> {
        let meant = self.decoded[self.at..].chars().next().map_or(0, char::len_utf8);
        let hex = |digits: usize| {
            // A character outside the basic plane may take a pair of escapes.
            let pair = digits == 4
                && source.get(2..3).is_some_and(|d| d.eq_ignore_ascii_case("d"))
                && meant == 4;
            Some((meant, if pair { 12 } else { 2 + digits }))
        };
        match *source.as_bytes().get(1)? {
            b'x' => hex(2),
            b'u' => hex(4),
            b'U' => hex(8),
            b'\n' | b'\r' => {
                // An escaped line end joins the lines; empty lines after it count.
                let gap = spaces(&source[1..]);
                let newlines = source[1..=gap].matches('\n').count();
                Some((newlines.saturating_sub(1), gap + 1))
            }
            _ => Some((meant, 1 + source[1..].chars().next()?.len_utf8())),
        }
    }
}
