//! Comments as the parser sees them, and the entries and items of the tree.

use granit_parser::{Event, Parser};

use super::parse;
use crate::source::{FileId, Span};
use crate::syntax::data::{Node, NodeKind};
use crate::syntax::outline::{Block, Outline};

/// The outline of a YAML text.
pub fn outline(file: FileId, text: &str) -> Outline {
    let mut outline = Outline::default();
    for event in Parser::new_from_str(text) {
        match event {
            Ok((Event::Comment(..), at)) => {
                let start = at.start.byte_offset().unwrap_or(0).min(text.len());
                let end = at.end.byte_offset().unwrap_or(start).clamp(start, text.len());
                outline.comments.push(Span::new(file, start, end));
            }
            Ok(_) => {}
            // What is wrong is told where the tree is read.
            Err(_) => break,
        }
    }
    for document in &parse(file, text).tree {
        blocks(document, &mut outline.blocks);
    }
    outline.comments.sort();
    outline.comments.dedup();
    outline.blocks.sort_by_key(|block| block.span.start);
    outline
}

fn blocks(node: &Node, into: &mut Vec<Block>) {
    // What an alias stands for has its places elsewhere, and is visited there.
    let here = |inner: Span| node.span.contains(inner);
    match &node.kind {
        NodeKind::Scalar(_) => {}
        NodeKind::Sequence(items) => {
            for item in items.iter().filter(|item| here(item.span)) {
                into.push(block(item.span, item));
                blocks(item, into);
            }
        }
        NodeKind::Mapping(entries) => {
            for (key, value) in entries {
                if here(key.span) && here(value.span) {
                    into.push(block(key.span.to(value.span), value));
                    blocks(value, into);
                }
            }
        }
    }
}

fn block(span: Span, value: &Node) -> Block {
    let first = match &value.kind {
        NodeKind::Mapping(entries) => entries.first().map(|(key, _)| key.span.start),
        NodeKind::Sequence(items) => items.first().map(|item| item.span.start),
        NodeKind::Scalar(_) => None,
    };
    let named = matches!(value.kind, NodeKind::Mapping(_));
    Block { span, first: first.unwrap_or(value.span.start), named }
}
