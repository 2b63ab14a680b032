//! Comments and brackets, from the lexer alone.

use super::lex::{Kind, Lexer};
use crate::source::{FileId, Span};
use crate::syntax::outline::{Block, Outline};

/// The outline of a file in HCL's native syntax.
pub fn outline(file: FileId, text: &str) -> Outline {
    /// What is open: where, since which depth of the lexer's stack, and its first thing.
    struct Open {
        start: usize,
        depth: usize,
        first: Option<usize>,
        named: bool,
    }
    let mut outline = Outline::default();
    let mut open: Vec<Open> = vec![];
    let mut lexer = Lexer::new(text);
    loop {
        let depth = lexer.stack.len();
        let Some(token) = lexer.next() else { break };
        match token.kind {
            Kind::LineComment | Kind::BlockComment => {
                outline.comments.push(Span::new(file, token.range.start, token.range.end));
                continue;
            }
            Kind::Newline => {}
            _ => {
                if let Some(inner) = open.last_mut() {
                    inner.first.get_or_insert(token.range.start);
                }
            }
        }
        while open.last().is_some_and(|inner| inner.depth >= lexer.stack.len()) {
            let Some(Open { start, first, named, .. }) = open.pop() else { break };
            let span = Span::new(file, start, token.range.end);
            outline.blocks.push(Block { span, first: first.unwrap_or(start) as u32, named });
        }
        if lexer.stack.len() > depth {
            let named = token.kind == Kind::Open(b'{');
            open.push(Open { start: token.range.start, depth, first: None, named });
        }
    }
    outline.blocks.sort_by_key(|block| block.span.start);
    outline
}
