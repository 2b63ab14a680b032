//! Cuts a file into its top-level attributes and blocks, so that a broken one does not lose
//! the others.

use std::ops::Range;

use super::lex::{Frame, Kind, Lexer};

/// The ranges of the top-level attributes and blocks of `text`, in order, each with the end
/// of its last line. Where brackets or
/// quotes do not match, an item may reach further than its author meant: see [`headers`].
pub(super) fn items(text: &str) -> Vec<Range<usize>> {
    let mut items = vec![];
    let mut item: Option<Range<usize>> = None;
    let mut lexer = Lexer::new(text);
    while let Some(token) = lexer.next() {
        match token.kind {
            Kind::Newline if lexer.stack.is_empty() => {
                items.extend(item.take().map(|item| item.start..token.range.end));
            }
            Kind::Newline | Kind::LineComment => {}
            Kind::BlockComment if text[token.range.clone()].ends_with("*/") => {}
            _ => {
                let start = item.map_or(token.range.start, |item| item.start);
                item = Some(start..token.range.end);
            }
        }
    }
    items.extend(item);
    items
}

/// Cuts an item at lines that look like the start of another block: a name at the very
/// start of the line, labels and `{`. One piece when there is none.
pub(super) fn headers(text: &str, item: Range<usize>) -> Vec<Range<usize>> {
    let inside = &text[item.clone()];
    let mut heredocs = closed_heredocs(inside).into_iter().peekable();
    let mut pieces = vec![];
    let (mut start, mut line_start) = (0, 0);
    for line in inside.split_inclusive('\n') {
        while heredocs.next_if(|heredoc| heredoc.end <= line_start).is_some() {}
        let in_heredoc = heredocs.peek().is_some_and(|heredoc| heredoc.contains(&line_start));
        if line_start > 0 && is_header(line) && !in_heredoc {
            pieces.push(item.start + start..item.start + line_start);
            start = line_start;
        }
        line_start += line.len();
    }
    pieces.push(item.start + start..item.end);
    pieces
}

/// The ranges of heredocs that have their end marker, in order, those inside others left out.
fn closed_heredocs(text: &str) -> Vec<Range<usize>> {
    let mut heredocs = vec![];
    let mut open = vec![];
    for token in Lexer::new(text) {
        match token.kind {
            Kind::Heredoc => open.push(token.range.start),
            Kind::EndHeredoc => {
                let Some(start) = open.pop() else { continue };
                while heredocs.pop_if(|inner: &mut Range<usize>| inner.start > start).is_some() {}
                heredocs.push(start..token.range.end);
            }
            _ => {}
        }
    }
    heredocs
}

fn is_header(line: &str) -> bool {
    if !line.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_') {
        return false;
    }
    let mut lexer = Lexer::new(line);
    let mut header = false;
    while let Some(token) = lexer.next() {
        header = match token.kind {
            Kind::Open(b'{') => return true,
            Kind::Word | Kind::Quote => true,
            Kind::Text => header && lexer.stack == [(Frame::Quoted, lexer.stack[0].1.clone())],
            _ => false,
        };
        if !header {
            return false;
        }
    }
    false
}

/// Takes from `budget` the square of the number of entries of every object, which is what
/// hcl-edit's time grows with. The object at which the budget runs out, if it does.
pub(super) fn oversized(text: &str, budget: &mut usize) -> Option<Range<usize>> {
    let mut lexer = Lexer::new(text);
    let mut counts: Vec<usize> = vec![];
    let mut separated = false;
    while let Some(token) = lexer.next() {
        let depth = lexer.stack.len();
        match token.kind {
            Kind::Newline | Kind::LineComment | Kind::BlockComment => separated = true,
            _ if &text[token.range.clone()] == "," => separated = true,
            _ => {
                let entry = std::mem::take(&mut separated);
                let inside = if matches!(token.kind, Kind::Open(_) | Kind::Quote) {
                    depth - 1
                } else {
                    depth
                };
                let frame = inside.checked_sub(1).and_then(|at| lexer.stack.get(at));
                if entry
                    && let Some((Frame::Bracket(b'{'), range)) = frame
                    && let Some(count) = counts.get_mut(inside - 1)
                {
                    *count += 1;
                    // The difference of two squares.
                    let cost = 2 * *count - 1;
                    if cost > *budget {
                        return Some(range.clone());
                    }
                    *budget -= cost;
                }
            }
        }
        counts.resize(depth, 0);
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pieces(text: &str) -> Vec<&str> {
        let items = items(text).into_iter();
        items.flat_map(|item| headers(text, item)).map(|piece| text[piece].trim_end()).collect()
    }

    #[test]
    fn items_end_with_their_line() {
        let text = "# c\na = [\n1]\nb \"x\" {\n y = <<E\n}\nE\n}\r\nc = \"}\" /* \n */\n";
        assert_eq!(
            pieces(text),
            ["a = [\n1]", "b \"x\" {\n y = <<E\n}\nE\n}", "c = \"}\" /* \n */"]
        );
    }

    #[test]
    fn an_unclosed_block_ends_at_the_next_header() {
        let text = "a \"x\" {\n b {\n}\nc \"${y\" d {\n}\ne f {\n}\n";
        assert_eq!(pieces(text), ["a \"x\" {\n b {\n}\nc \"${y\" d {\n}", "e f {\n}"]);
        let text = "a {\n x = <<E\nb \"c\" {\n";
        assert_eq!(pieces(text), ["a {\n x = <<E", "b \"c\" {"]);
        let text = "a {\n x = <<E\nb {\nE\n}\n";
        assert_eq!(pieces(text), [text.trim_end()]);
    }

    #[test]
    fn large_objects_are_told() {
        let text = "a = {\n b = [1,\n2,3]\n c = 1\n}\n";
        assert_eq!(oversized(text, &mut 3), Some(4..5));
        let mut budget = 10;
        assert_eq!(oversized(text, &mut budget), None);
        assert_eq!(budget, 6);
    }
}
