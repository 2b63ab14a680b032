//! JSON: strict text to the tree YAML shares, on jsonc-parser's scanner.
//!
//! The tree is built from tokens rather than from jsonc-parser's own tree, so that what
//! stands before an error is kept and nesting is bounded.

use ecow::EcoString;
use jsonc_parser::errors::{ParseError, ParseErrorKind};
use jsonc_parser::tokens::Token;
use jsonc_parser::{ParseStringErrorKind, Scanner, ScannerOptions};

use super::Parsed;
use super::data::{Node, NodeKind, Piece, Scalar, ScalarStyle};
use crate::source::{Diagnostic, FileId, Span};

/// How deep arrays and objects may nest.
const MAX_DEPTH: usize = 200;

/// Diagnostics kept of one file.
const MAX_DIAGNOSTICS: usize = 100;

/// Parses JSON.
///
/// Comments, trailing and missing commas are diagnostics but cost nothing of the tree; after
/// any other error the tree holds what came before it. A text without any value gives `null`.
pub fn parse(file: FileId, text: &str) -> Parsed<Node> {
    // Everything beyond JSON stays off.
    let options = ScannerOptions {
        allow_single_quoted_strings: false,
        allow_hexadecimal_numbers: false,
        allow_unary_plus_numbers: false,
        allow_bare_decimal_point_numbers: false,
        allow_non_finite_numbers: false,
        allow_extended_string_escapes: false,
    };
    let scanner = Scanner::new(text, &options);
    let mut parser =
        Parser { file, text, scanner, peeked: None, diagnostics: vec![], commented: false };
    let tree = parser.document();
    Parsed { tree, diagnostics: parser.diagnostics }
}

/// Ends parsing; the diagnostic is already noted.
struct Stop;

struct Parser<'a> {
    file: FileId,
    text: &'a str,
    scanner: Scanner<'a>,
    peeked: Option<(Token<'a>, Span)>,
    diagnostics: Vec<Diagnostic>,
    /// Comments are complained about once.
    commented: bool,
}

impl<'a> Parser<'a> {
    fn span(&self, start: usize, end: usize) -> Span {
        Span::new(self.file, start, end)
    }

    fn end(&self) -> Span {
        let end = self.text.trim_end().len();
        self.span(end, end)
    }

    fn note(&mut self, span: Span, message: impl Into<String>) {
        if self.diagnostics.len() < MAX_DIAGNOSTICS {
            self.diagnostics.push(Diagnostic::syntax(span, message));
        }
    }

    fn next(&mut self) -> Result<Option<(Token<'a>, Span)>, Stop> {
        if let Some(peeked) = self.peeked.take() {
            return Ok(Some(peeked));
        }
        loop {
            let scanned = self.scanner.scan();
            let span = |parser: &Self| {
                parser.span(parser.scanner.token_start(), parser.scanner.token_end())
            };
            match scanned {
                Ok(None) => return Ok(None),
                Ok(Some(Token::CommentLine(_) | Token::CommentBlock(_))) => {
                    if !std::mem::replace(&mut self.commented, true) {
                        self.note(span(self), "JSON has no comments");
                    }
                }
                Ok(Some(token)) => return Ok(Some((token, span(self)))),
                Err(error) => {
                    let (message, span) = self.explain(&error);
                    self.note(span, message);
                    return Err(Stop);
                }
            }
        }
    }

    fn document(&mut self) -> Node {
        let start = self.text.len() - self.text.trim_start().len();
        let mut node = Node {
            kind: NodeKind::Scalar(literal("null")),
            span: self.span(start, start),
            tag: None,
        };
        match self.next() {
            Ok(Some((token, span))) => {
                if self.value(token, span, 0, &mut node).is_ok()
                    && let Ok(Some((token, span))) = self.next()
                {
                    let shown = shown(&token);
                    self.note(span, format!("expected the end of the file, found {shown}"));
                }
            }
            Ok(None) => self.note(self.end(), "expected a JSON value, found the end of the file"),
            Err(Stop) => {}
        }
        node
    }

    /// Parses the value that starts with `token` into `to`, as far as it goes.
    fn value(
        &mut self,
        token: Token<'a>,
        span: Span,
        depth: usize,
        to: &mut Node,
    ) -> Result<(), Stop> {
        to.span = span;
        match token {
            Token::OpenBrace | Token::OpenBracket if depth >= MAX_DEPTH => {
                self.note(span, format!("nested more than {MAX_DEPTH} levels deep"));
                Err(Stop)
            }
            Token::OpenBrace => {
                let mut entries = vec![];
                let done = self.object(span, depth + 1, &mut entries);
                let end = entries.last().map_or(span, |(_, value): &(Node, Node)| value.span);
                to.kind = NodeKind::Mapping(entries);
                to.span = span.to(*done.as_ref().unwrap_or(&end));
                done.map(drop)
            }
            Token::OpenBracket => {
                let mut items = vec![];
                let done = self.array(span, depth + 1, &mut items);
                let end = items.last().map_or(span, |item: &Node| item.span);
                to.kind = NodeKind::Sequence(items);
                to.span = span.to(*done.as_ref().unwrap_or(&end));
                done.map(drop)
            }
            Token::String(decoded) => {
                to.kind = NodeKind::Scalar(self.string(&decoded, span));
                Ok(())
            }
            Token::Number(text) => {
                to.kind = NodeKind::Scalar(literal(text));
                Ok(())
            }
            Token::Boolean(value) => {
                to.kind = NodeKind::Scalar(literal(if value { "true" } else { "false" }));
                Ok(())
            }
            Token::Null => {
                to.kind = NodeKind::Scalar(literal("null"));
                Ok(())
            }
            other => {
                self.note(span, format!("expected a value, found {}", shown(&other)));
                Err(Stop)
            }
        }
    }

    /// Parses entries up to the closing brace and gives its place.
    fn object(
        &mut self,
        open: Span,
        depth: usize,
        to: &mut Vec<(Node, Node)>,
    ) -> Result<Span, Stop> {
        let mut comma = None;
        loop {
            let Some((token, span)) = self.next()? else { return Err(self.unclosed(open, "{")) };
            let key = match token {
                Token::CloseBrace => {
                    self.trailing(comma);
                    return Ok(span);
                }
                Token::String(decoded) => self.string(&decoded, span),
                other => {
                    let after_value = !to.is_empty() && comma.is_none();
                    let wanted = if after_value { "`,`" } else { "a key in double quotes" };
                    self.note(span, format!("expected {wanted} or `}}`, found {}", shown(&other)));
                    return Err(Stop);
                }
            };
            if !to.is_empty() && comma.is_none() {
                self.note(span, "expected `,` before the key");
            }
            let key = Node { kind: NodeKind::Scalar(key), span, tag: None };
            match self.next()? {
                Some((Token::Colon, _)) => {}
                Some((other, span)) => {
                    let shown = shown(&other);
                    self.note(span, format!("expected `:` after the key, found {shown}"));
                    return Err(Stop);
                }
                None => return Err(self.unclosed(open, "{")),
            }
            let Some((token, span)) = self.next()? else { return Err(self.unclosed(open, "{")) };
            let mut value = Node { kind: NodeKind::Scalar(literal("null")), span, tag: None };
            let done = self.value(token, span, depth, &mut value);
            // A value of which nothing could be read is no entry.
            if done.is_ok() || !matches!(value.kind, NodeKind::Scalar(_)) {
                to.push((key, value));
            }
            done?;
            comma = self.comma()?;
        }
    }

    /// Parses items up to the closing bracket and gives its place.
    fn array(&mut self, open: Span, depth: usize, to: &mut Vec<Node>) -> Result<Span, Stop> {
        let mut comma = None;
        loop {
            let Some((token, span)) = self.next()? else { return Err(self.unclosed(open, "[")) };
            if token == Token::CloseBracket {
                self.trailing(comma);
                return Ok(span);
            }
            let starts_value =
                !matches!(token, Token::Comma | Token::Colon | Token::CloseBrace | Token::Word(_));
            if !to.is_empty() && comma.is_none() {
                if !starts_value {
                    self.note(span, format!("expected `,` or `]`, found {}", shown(&token)));
                    return Err(Stop);
                }
                self.note(span, "expected `,` before the value");
            }
            let mut value = Node { kind: NodeKind::Scalar(literal("null")), span, tag: None };
            let done = self.value(token, span, depth, &mut value);
            if done.is_ok() || !matches!(value.kind, NodeKind::Scalar(_)) {
                to.push(value);
            }
            done?;
            comma = self.comma()?;
        }
    }

    /// Takes a comma if one comes next.
    fn comma(&mut self) -> Result<Option<Span>, Stop> {
        match self.next()? {
            Some((Token::Comma, span)) => Ok(Some(span)),
            other => {
                self.peeked = other;
                Ok(None)
            }
        }
    }

    fn trailing(&mut self, comma: Option<Span>) {
        if let Some(comma) = comma {
            self.note(comma, "expected no comma after the last entry");
        }
    }

    fn unclosed(&mut self, open: Span, bracket: &str) -> Stop {
        self.note(open, format!("`{bracket}` is never closed"));
        Stop
    }

    fn string(&mut self, decoded: &str, span: Span) -> Scalar {
        let inside = &self.text[span.start as usize + 1..span.end as usize - 1];
        if inside.contains('\n') {
            self.note(span, "a string may not go over the end of its line");
        }
        let pieces = if inside == decoded {
            vec![]
        } else {
            pieces(inside, decoded, span.part(1, span.len() - 1))
        };
        Scalar { text: decoded.into(), style: ScalarStyle::Quoted, pieces }
    }

    /// A scanner's error in our words.
    fn explain(&self, error: &ParseError) -> (String, Span) {
        let range = error.range();
        let start = range.start.min(self.text.len());
        let span = self.span(start, range.end.clamp(start, self.text.len()));
        let first_line = |span: Span| {
            let text = &self.text[span.start as usize..span.end as usize];
            span.part(0, text.lines().next().unwrap_or_default().len())
        };
        let (message, span) = match error.kind() {
            ParseErrorKind::String(ParseStringErrorKind::UnterminatedStringLiteral) => {
                ("the string is never closed", first_line(span))
            }
            ParseErrorKind::String(ParseStringErrorKind::InvalidUnicodeEscapeSequence(_)) => {
                ("the escape is no Unicode character", span)
            }
            ParseErrorKind::String(_) => ("the string has an escape that JSON does not know", span),
            ParseErrorKind::SingleQuotedStringsNotAllowed => ("a string needs double quotes", span),
            ParseErrorKind::UnterminatedCommentBlock => {
                ("the comment is never closed", first_line(span))
            }
            ParseErrorKind::UnexpectedWord => {
                ("expected a value, found a word without quotes", span)
            }
            ParseErrorKind::UnexpectedToken => ("expected a value, found another character", span),
            _ => ("the number is not written as JSON asks", span),
        };
        (message.to_owned(), span)
    }
}

fn literal(text: &str) -> Scalar {
    Scalar { text: text.into(), style: ScalarStyle::Literal, pieces: vec![] }
}

fn shown(token: &Token) -> EcoString {
    match token {
        Token::String(_) => "a string".into(),
        Token::Number(_) => "a number".into(),
        Token::Word(_) => "a word without quotes".into(),
        other => ecow::eco_format!("`{}`", other.as_str()),
    }
}

/// The pieces of a string with escapes, whose inside stands at `span`.
fn pieces(inside: &str, decoded: &str, span: Span) -> Vec<Piece> {
    let bytes = inside.as_bytes();
    let mut pieces = vec![];
    let (mut from, mut to) = (0, 0);
    while from < bytes.len() {
        let escape = bytes[from] == b'\\';
        let (written, meant) = if escape {
            let meant = decoded[to..].chars().next().map_or(0, char::len_utf8);
            let written = match (bytes.get(from + 1), meant) {
                // A character outside the basic plane takes two escapes.
                (Some(b'u'), 4) => 12,
                (Some(b'u'), _) => 6,
                _ => 2,
            };
            (written.min(bytes.len() - from), meant)
        } else {
            let run = bytes[from..].iter().position(|b| *b == b'\\').unwrap_or(bytes.len() - from);
            (run, run)
        };
        pieces.push(Piece { at: to as u32, span: span.part(from, from + written) });
        from += written;
        to += meant;
    }
    pieces
}

#[cfg(test)]
#[path = "json/tests.rs"]
mod tests;
