//! hcl-edit's errors and nesting faults in words for a user.

use std::ops::Range;

use hcl_edit::parser::Error;

use super::lex::{Fault, FaultKind, Frame};

/// What an hcl-edit error says about `text`, and where in it.
pub(super) fn of_error(error: &Error, text: &str) -> (String, Range<usize>) {
    let message = error.message();
    let mut at = offset(error, text);
    // The one error of hcl-edit that points past the offending character.
    if message.starts_with("invalid object value") {
        at = text[..at].char_indices().next_back().map_or(0, |(before, _)| before);
    }
    if at == text.len() {
        at = text.trim_end().len();
    }
    let (found, range) = found(text, at);
    let expected = match message {
        m if m.contains("nested levels") => {
            return ("nested more than 64 levels deep".into(), range);
        }
        m if m.contains("chained binary") => {
            return ("more than 128 operators in one expression".into(), range);
        }
        m if m.contains("redefined") => {
            return ("the same key is given too many times".into(), range);
        }
        m if m.contains("escape sequence") || m.contains("hex code") => {
            let escape = escape(text, at);
            return (format!("`{}` is no escape sequence", &text[escape.clone()]), escape);
        }
        m if m.starts_with("invalid expression") => "an expression".into(),
        m if m.starts_with("invalid structure") => "`=`, a label or `{` after the name".into(),
        m if m.starts_with("invalid block body") => "an attribute, a block or `}`".into(),
        m if m.starts_with("invalid object item") => {
            "`,`, a new line or `}` after the entry".into()
        }
        m if m.starts_with("invalid object value") => "`=` or `:` after the key".into(),
        m if m.starts_with("invalid traversal") => "a name, a number or `*` after the dot".into(),
        m if m.contains("heredoc end") => "the heredoc's end marker".into(),
        m if m.contains("newline or eof") => "a new line".into(),
        m if m.contains("expected ") && !m.contains("unexpected") => {
            let (_, expected) = m.split_once("expected ").unwrap_or_default();
            let expected = expected.split(';').next().unwrap_or_default();
            match expected {
                "`\n`" | "newline" => "a new line".into(),
                "identifier" => "a name".into(),
                "digit" => "a digit".into(),
                other => other.to_owned(),
            }
        }
        // hcl-edit went back to the start of the attribute or block.
        _ if text[range.clone()].starts_with(char::is_alphabetic) => {
            return ("what starts here is no attribute or block".into(), range);
        }
        _ => return (format!("unexpected {found}"), range),
    };
    (format!("expected {expected}, found {found}"), range)
}

/// Where the error is. hcl-edit names the last byte when the text ends too early, and only
/// the column, which is one too many then, tells the two apart.
fn offset(error: &Error, text: &str) -> usize {
    let mut at = error.location().offset().min(text.len());
    if at + 1 == text.len() {
        let line =
            text.rfind('\n').filter(|newline| *newline < at).map_or(0, |newline| newline + 1);
        let column = text.get(line..=at).map_or(at - line + 1, |line| line.chars().count());
        at += usize::from(error.location().column() > column);
    }
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}

/// What a nesting fault says.
pub(super) fn of_fault(fault: &Fault, text: &str) -> String {
    match &fault.kind {
        FaultKind::Unclosed(Frame::Bracket(bracket)) => {
            format!("`{}` is never closed", char::from(*bracket))
        }
        FaultKind::Unclosed(Frame::Sequence) => {
            format!("`{}` is never closed", &text[fault.range.clone()])
        }
        FaultKind::Unclosed(Frame::Quoted) => "the string is not closed on its line".into(),
        FaultKind::Unclosed(Frame::Heredoc(marker)) => {
            let marker: String = text[marker.clone()].chars().take(40).collect();
            format!("the heredoc has no end: expected a line with only `{marker}`")
        }
        FaultKind::UnclosedComment => "the comment is never closed".into(),
        FaultKind::Stray => format!("`{}` closes nothing", &text[fault.range.clone()]),
        FaultKind::Deep => "nested more than 64 levels deep".into(),
        FaultKind::Mismatched(due) => {
            format!("expected `{}`, found `{}`", char::from(*due), &text[fault.range.clone()])
        }
    }
}

/// Words and range for what stands at `at`.
fn found(text: &str, at: usize) -> (String, Range<usize>) {
    let rest = &text[at..];
    let Some(first) = rest.chars().next() else { return ("the end".into(), at..at) };
    if matches!(first, '\n' | '\r') {
        return ("the end of the line".into(), at..at);
    }
    let word = rest.find(|c: char| !c.is_alphanumeric() && c != '_').unwrap_or(rest.len());
    let len = if word == 0 { first.len_utf8() } else { word };
    let shown: String = rest[..len].chars().take(40).collect();
    if first == '"' {
        return ("a string".into(), at..at + 1);
    }
    (format!("`{shown}`"), at..at + len)
}

/// The backslash escape at or just before `at`.
fn escape(text: &str, at: usize) -> Range<usize> {
    let line = text[..at].rfind('\n').map_or(0, |newline| newline + 1);
    let near = text[line..at].rfind('\\').map(|back| line + back);
    let start = if text[at..].starts_with('\\') { at } else { near.unwrap_or(at) };
    let end = text[start..].char_indices().nth(2).map_or(text.len(), |(len, _)| start + len);
    start..end
}
