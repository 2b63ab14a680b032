//! A shallow lexer that knows what nests: strings, interpolations, heredocs, comments and
//! brackets. It serves recovery and repair when hcl-edit refuses a text; it never fails.

use std::ops::Range;

/// What a [`Token`] is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Kind {
    /// A line's end outside strings and heredocs.
    Newline,
    /// `# …` or `// …`, without the line's end.
    LineComment,
    /// `/* … */`.
    BlockComment,
    /// `(`, `[` or `{`.
    Open(u8),
    /// `)`, `]` or `}`.
    Close,
    /// `${` or `%{`.
    Sequence,
    /// A quote, either side.
    Quote,
    /// `<<EOT` with its line's end.
    Heredoc,
    /// A heredoc's end marker.
    EndHeredoc,
    /// Text in a string or heredoc; in a heredoc at most a line.
    Text,
    /// A name or number.
    Word,
    /// Any other byte or character.
    Punct,
}

/// A piece of the text.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct Token {
    /// What it is.
    pub kind: Kind,
    /// Where.
    pub range: Range<usize>,
}

/// What the lexer is inside of.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) enum Frame {
    /// An open bracket.
    Bracket(u8),
    /// An open `${` or `%{`.
    Sequence,
    /// A quoted string.
    Quoted,
    /// A heredoc with its marker's range.
    Heredoc(Range<usize>),
}

/// What is wrong with how things nest.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) enum FaultKind {
    /// Opened here and never closed.
    Unclosed(Frame),
    /// A comment without its `*/`.
    UnclosedComment,
    /// A closing bracket with nothing to close.
    Stray,
    /// A closing bracket where another is due.
    Mismatched(u8),
    /// More is open than hcl-edit reads.
    Deep,
}

/// The first thing found wrong with how things nest.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct Fault {
    /// What.
    pub kind: FaultKind,
    /// Where.
    pub range: Range<usize>,
}

/// How much may be open at once: more than hcl-edit allows. What is opened beyond is not
/// kept, so that time stays in proportion to the text.
const MAX_OPEN: usize = 256;

/// Walks over the tokens of a text.
pub(super) struct Lexer<'a> {
    text: &'a str,
    at: usize,
    /// At the start of a line of a heredoc's text.
    line_start: bool,
    /// Outside everything is text, as in a template's file, rather than code.
    bare: bool,
    /// What is open, outermost first, with where it was opened.
    pub stack: Vec<(Frame, Range<usize>)>,
    /// The first fault so far.
    pub fault: Option<Fault>,
}

impl<'a> Lexer<'a> {
    /// Starts at the beginning of `text`, which is code.
    pub fn new(text: &'a str) -> Lexer<'a> {
        Lexer { text, at: 0, line_start: false, bare: false, stack: vec![], fault: None }
    }

    /// Starts at the beginning of `text`, which is a template without quotes.
    pub fn bare(text: &'a str) -> Lexer<'a> {
        Lexer { bare: true, ..Lexer::new(text) }
    }

    /// The fault of the whole text; call it when no token is left.
    pub fn finish(mut self) -> Option<Fault> {
        self.unclosed_string();
        if let Some((frame, range)) = self.stack.pop() {
            self.note(FaultKind::Unclosed(frame), range);
        }
        self.fault
    }

    fn note(&mut self, kind: FaultKind, range: Range<usize>) {
        self.fault.get_or_insert(Fault { kind, range });
    }

    fn rest(&self) -> &'a [u8] {
        &self.text.as_bytes()[self.at..]
    }

    fn take(&mut self, kind: Kind, len: usize) -> Option<Token> {
        let range = self.at..self.at + len;
        self.at = range.end;
        Some(Token { kind, range })
    }

    fn open(&mut self, frame: Frame, kind: Kind, len: usize) -> Option<Token> {
        let range = self.at..self.at + len;
        if self.stack.len() < MAX_OPEN {
            self.stack.push((frame, range));
        } else {
            self.note(FaultKind::Deep, range);
        }
        self.take(kind, len)
    }

    fn code(&mut self) -> Option<Token> {
        let rest = self.rest();
        let blank = rest.iter().take_while(|b| matches!(b, b' ' | b'\t' | b'\r')).count();
        self.at += blank;
        let rest = &rest[blank..];
        let first = *rest.first()?;
        match first {
            b'\n' => self.take(Kind::Newline, 1),
            b'#' => self.line_comment(),
            b'/' if rest.starts_with(b"//") => self.line_comment(),
            b'/' if rest.starts_with(b"/*") => {
                let end = self.text[self.at + 2..].find("*/");
                let len = end.map_or(rest.len(), |end| end + 4);
                if end.is_none() {
                    self.note(FaultKind::UnclosedComment, self.at..self.at + 2);
                }
                self.take(Kind::BlockComment, len)
            }
            b'(' | b'[' | b'{' => self.open(Frame::Bracket(first), Kind::Open(first), 1),
            b')' | b']' | b'}' => {
                self.close(first);
                self.take(Kind::Close, 1)
            }
            b'"' => self.open(Frame::Quoted, Kind::Quote, 1),
            b'<' => match heredoc(rest) {
                Some((marker, len)) => {
                    let marker = self.at + marker.start..self.at + marker.end;
                    self.line_start = true;
                    self.open(Frame::Heredoc(marker), Kind::Heredoc, len)
                }
                None => self.take(Kind::Punct, 1),
            },
            _ if is_word(first) => {
                let len = rest.iter().take_while(|b| is_word(**b) || **b == b'-').count();
                self.take(Kind::Word, len)
            }
            _ => self.take(Kind::Punct, 1),
        }
    }

    fn line_comment(&mut self) -> Option<Token> {
        let len = self.rest().iter().take_while(|b| **b != b'\n').count();
        let len = len - usize::from(self.rest()[..len].ends_with(b"\r"));
        self.take(Kind::LineComment, len)
    }

    /// Closes what `bracket` closes. A bracket that closes an outer one closes what was left
    /// open in between; strings and sequences are never closed from inside.
    fn close(&mut self, bracket: u8) {
        let opens = |frame: &Frame| match frame {
            Frame::Bracket(open) => closer(*open) == bracket,
            Frame::Sequence => bracket == b'}',
            Frame::Quoted | Frame::Heredoc(_) => false,
        };
        let reach = self.stack.iter().rposition(|(frame, _)| !matches!(frame, Frame::Bracket(_)));
        let range = self.at..self.at + 1;
        let Some(found) = self.stack.iter().rposition(|(frame, _)| opens(frame)) else {
            let due = self.stack.last().map(|(frame, _)| frame.clone());
            return match due {
                Some(Frame::Bracket(open)) => self.note(FaultKind::Mismatched(closer(open)), range),
                _ => self.note(FaultKind::Stray, range),
            };
        };
        if reach.is_some_and(|reach| found < reach) {
            return self.note(FaultKind::Stray, range);
        }
        if found + 1 < self.stack.len()
            && let Some((Frame::Bracket(open), _)) = self.stack.last()
        {
            self.note(FaultKind::Mismatched(closer(*open)), range);
        }
        self.stack.truncate(found);
    }

    /// Text of a quoted string or of a line of a heredoc.
    fn literal(&mut self, quoted: bool) -> Option<Token> {
        let rest = self.rest();
        if rest.is_empty() {
            return None;
        }
        let mut len = 0;
        while len < rest.len() {
            let tail = &rest[len..];
            match tail[0] {
                b'\\' if quoted => len += 2,
                b'"' | b'\n' if quoted => break,
                b'\n' => {
                    len += 1;
                    self.line_start = true;
                    break;
                }
                b'$' if tail.starts_with(b"$${") => len += 3,
                b'%' if tail.starts_with(b"%%{") => len += 3,
                b'$' | b'%' if tail.get(1) == Some(&b'{') => break,
                _ => len += 1,
            }
        }
        len = len.min(rest.len());
        // A backslash before a character of several bytes.
        while !self.text.is_char_boundary(self.at + len) {
            len += 1;
        }
        if len > 0 {
            return self.take(Kind::Text, len);
        }
        match rest[0] {
            b'"' => {
                self.stack.pop();
                self.take(Kind::Quote, 1)
            }
            b'\n' => {
                self.unclosed_string();
                self.take(Kind::Newline, 1)
            }
            _ => self.open(Frame::Sequence, Kind::Sequence, 2),
        }
    }

    /// A line or the text ends inside a quoted string, if it does. The quote that is missing may be that of an outer
    /// string, so all of them end here.
    fn unclosed_string(&mut self) {
        let heredoc = self.stack.iter().rposition(|(frame, _)| matches!(frame, Frame::Heredoc(_)));
        let from = heredoc.map_or(0, |at| at + 1);
        let quoted = self.stack[from..].iter().position(|(frame, _)| *frame == Frame::Quoted);
        let Some(outermost) = quoted.map(|at| at + from) else { return };
        let start = self.stack[outermost].1.start;
        let line = self.text[start..self.at].lines().next().unwrap_or_default();
        self.note(FaultKind::Unclosed(Frame::Quoted), start..start + line.len());
        self.stack.truncate(outermost);
    }

    fn heredoc_line(&mut self, marker: Range<usize>) -> Option<Token> {
        if std::mem::take(&mut self.line_start) {
            let line = self.text[self.at..].split('\n').next().unwrap_or_default();
            if line.trim() == &self.text[marker] {
                self.at += line.len() - line.trim_start().len();
                self.stack.pop();
                return self.take(Kind::EndHeredoc, line.trim().len());
            }
        }
        self.literal(false)
    }
}

impl Iterator for Lexer<'_> {
    type Item = Token;

    fn next(&mut self) -> Option<Token> {
        match self.stack.last().map(|(frame, _)| frame.clone()) {
            Some(Frame::Quoted) => self.literal(true),
            Some(Frame::Heredoc(marker)) => self.heredoc_line(marker),
            None if self.bare => self.literal(false),
            _ => {
                let start = self.at;
                let token = self.code()?;
                // A punctuation mark may be the first byte of a character.
                debug_assert!(token.range.start >= start && self.text.is_char_boundary(self.at));
                Some(token)
            }
        }
    }
}

/// The closing bracket of an opening one.
pub(super) fn closer(open: u8) -> u8 {
    match open {
        b'(' => b')',
        b'[' => b']',
        _ => b'}',
    }
}

fn is_word(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || byte == b'_' || byte >= 0x80
}

/// The marker's range and the whole length of the heredoc's start that `rest` begins with.
fn heredoc(rest: &[u8]) -> Option<(Range<usize>, usize)> {
    let start = if rest.starts_with(b"<<-") {
        3
    } else if rest.starts_with(b"<<") {
        2
    } else {
        return None;
    };
    let len = rest[start..].iter().take_while(|b| is_word(**b) || **b == b'-').count();
    let end = start + len;
    let newline = if rest[end..].starts_with(b"\r\n") { 2 } else { 1 };
    let starts = len > 0 && rest.get(end + newline - 1) == Some(&b'\n');
    starts.then_some((start..end, end + newline))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn kinds(text: &str) -> Vec<(Kind, &str)> {
        Lexer::new(text).map(|token| (token.kind, &text[token.range])).collect()
    }

    fn fault(text: &str) -> Option<(FaultKind, usize)> {
        let mut lexer = Lexer::new(text);
        lexer.by_ref().for_each(drop);
        lexer.finish().map(|fault| (fault.kind, fault.range.start))
    }

    #[test]
    fn strings_nest_through_interpolation() {
        let text = "a = \"x${f(\"}\")}\\\"y\" # \"";
        let kinds: Vec<_> = kinds(text).into_iter().map(|(_, text)| text).collect();
        assert_eq!(
            kinds,
            ["a", "=", "\"", "x", "${", "f", "(", "\"", "}", "\"", ")", "}", "\\\"y", "\"", "# \""]
        );
        assert_eq!(fault(text), None);
    }

    #[test]
    fn heredocs_end_at_a_line_that_is_only_the_marker() {
        let text = "a = <<-EOT\r\n  EOT )\n${x}EOT\n  EOT\r\nb = 1";
        let found = kinds(text);
        assert!(found.contains(&(Kind::Text, "  EOT )\n")));
        assert!(found.contains(&(Kind::EndHeredoc, "EOT")));
        assert_eq!(found.last(), Some(&(Kind::Word, "1")));
        assert_eq!(fault(text), None);
    }

    #[test]
    fn faults_name_the_place() {
        assert_eq!(fault("a {\n b = [1\n}\n"), Some((FaultKind::Mismatched(b']'), 12)));
        assert_eq!(fault("a {\n"), Some((FaultKind::Unclosed(Frame::Bracket(b'{')), 2)));
        assert_eq!(fault("a = 1 }"), Some((FaultKind::Stray, 6)));
        assert_eq!(fault("a = \"x\nb = 1"), Some((FaultKind::Unclosed(Frame::Quoted), 4)));
        assert_eq!(fault("a = \"${x\"\nb = 1"), Some((FaultKind::Unclosed(Frame::Quoted), 4)));
        assert_eq!(fault("/* a"), Some((FaultKind::UnclosedComment, 0)));
        assert_eq!(fault("a = <<E\nx\n"), Some((FaultKind::Unclosed(Frame::Heredoc(6..7)), 4)));
    }
}
