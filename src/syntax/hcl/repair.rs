//! Rewrites of a text that hcl-edit refuses though HashiCorp's parser reads it. Bytes are
//! replaced one for one, so spans stay true; the tree's text is taken from the original.

use std::ops::Range;

use super::lex::{Frame, Kind, Lexer};

/// Replaces by spaces the line ends and comments that mean nothing where they stand: inside
/// parentheses, square brackets, interpolations and `{for …}`. Also hides heredoc lines
/// that only start like the end marker. `None` when there is nothing to replace. The lexer
/// is one at the start of `text`.
pub(super) fn mask(text: &str, mut lexer: Lexer) -> Option<String> {
    let mut masked = text.as_bytes().to_vec();
    // For every open frame, whether line ends count in it.
    let mut counts: Vec<bool> = vec![];
    let mut line_start = false;
    while let Some(token) = lexer.next() {
        let depth = lexer.stack.len();
        match token.kind {
            Kind::Open(bracket) => {
                counts.push(bracket == b'{' && !starts_for(&text[token.range.end..]));
            }
            Kind::Sequence => counts.push(false),
            Kind::Newline | Kind::LineComment if depth > 0 && counts.last() == Some(&false) => {
                masked[token.range.clone()].fill(b' ');
                if token.range.start > 0 && masked[token.range.start - 1] == b'\r' {
                    masked[token.range.start - 1] = b' ';
                }
            }
            Kind::Text
                if line_start && let Some((Frame::Heredoc(marker), _)) = lexer.stack.last() =>
            {
                let line = &text[token.range.clone()];
                let indent = line.len() - line.trim_start().len();
                if line.trim_start().starts_with(&text[marker.clone()]) {
                    masked[token.range.start + indent] = b'.';
                }
            }
            _ => {}
        }
        // Quotes and heredocs open frames too.
        counts.resize(depth, true);
        line_start = token.kind == Kind::Heredoc || text[token.range].ends_with('\n');
    }
    let masked = String::from_utf8(masked).ok()?;
    (masked != text).then_some(masked)
}

/// Whether what follows an opening bracket is the word `for`.
fn starts_for(text: &str) -> bool {
    let mut tokens = Lexer::new(text).filter(|token| {
        !matches!(token.kind, Kind::Newline | Kind::LineComment | Kind::BlockComment)
    });
    let word = tokens.next().is_some_and(|token| &text[token.range] == "for");
    word && tokens.next().is_some_and(|token| token.kind == Kind::Word)
}

/// Writes another name, new for every `counter`, over the key or attribute name at `at`.
/// The range it covers, or `None` when there is no key.
pub(super) fn rename(text: &mut String, at: usize, counter: usize) -> Option<Range<usize>> {
    let mut lexer = Lexer::new(text.get(at..)?);
    let mut end = 0;
    while let Some(token) = lexer.next() {
        let assigns =
            token.kind == Kind::Punct && matches!(&text[at..][token.range.clone()], "=" | ":");
        if assigns && lexer.stack.is_empty() {
            break;
        }
        if !matches!(token.kind, Kind::Newline | Kind::LineComment | Kind::BlockComment) {
            end = token.range.end;
        }
    }
    if end == 0 {
        return None;
    }
    text.replace_range(at..at + end, &name(end, counter));
    Some(at..at + end)
}

/// A name of `len` bytes. Capitals only, so that it is no keyword.
fn name(len: usize, counter: usize) -> String {
    const FIRST: &[u8] = b"QXZJKVWYBCDFGHLMNPRSTAEIOU_";
    const REST: &[u8] = b"QXZJKVWYBCDFGHLMNPRSTAEIOU_0123456789";
    let mut left = counter;
    let mut bytes = vec![FIRST[0]; len];
    for (at, byte) in bytes.iter_mut().enumerate().rev() {
        let choice = if at == 0 { FIRST } else { REST };
        *byte = choice[left % choice.len()];
        left /= choice.len();
    }
    String::from_utf8(bytes).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_line_ends_without_meaning_are_replaced() {
        let text = "a = { for k, v in x : # c\r\n k => v\n}\nb = {\n c = (1\n +2)\n}\n";
        let masked = mask(text, Lexer::new(text)).unwrap();
        assert_eq!(masked, "a = { for k, v in x :       k => v }\nb = {\n c = (1  +2)\n}\n");
        let text = "a = {\n b = 1 # c\n}\n";
        assert_eq!(mask(text, Lexer::new(text)), None);
    }

    #[test]
    fn heredoc_lines_that_only_start_like_the_marker_are_hidden() {
        let text = "a = <<E\nE (x\n E\n";
        let masked = mask(text, Lexer::new(text)).unwrap();
        assert_eq!(masked, "a = <<E\n. (x\n E\n");
    }

    #[test]
    fn a_key_is_renamed_whole() {
        let mut text = "{ \"a${b}\" = 1 }".to_owned();
        assert_eq!(rename(&mut text, 2, 0), Some(2..9));
        assert_eq!(text, "{ QQQQQQQ = 1 }");
        assert_ne!(name(1, 0), name(1, 1));
    }
}
