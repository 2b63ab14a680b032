//! Policy documents as they are written, handed to the engine and found again.

use crate::iam::{Location, Step, Tree};
use crate::source::Span;
use crate::syntax::data::{Node, NodeKind, ScalarStyle};

/// A tree for the engine. Its order is the file's, keys given twice included, so that
/// [`span_at`] finds places. Of YAML's plain scalars only null is no text: policies have texts,
/// and the booleans and numbers of their conditions are read from texts as well.
pub fn tree(node: &Node) -> Tree {
    match &node.kind {
        NodeKind::Scalar(scalar) => match (scalar.style, &*scalar.text) {
            (ScalarStyle::Literal, "true") => Tree::Bool(true),
            (ScalarStyle::Literal, "false") => Tree::Bool(false),
            (ScalarStyle::Literal, "null") | (ScalarStyle::Plain, "" | "~" | "null") => Tree::Null,
            (ScalarStyle::Literal, number) => Tree::Number(number.into()),
            (_, text) => Tree::String(text.into()),
        },
        NodeKind::Sequence(items) => Tree::List(items.iter().map(tree).collect()),
        NodeKind::Mapping(entries) => Tree::Object(
            entries
                .iter()
                .map(|(key, value)| (key.as_str().unwrap_or_default().into(), tree(value)))
                .collect(),
        ),
    }
}

/// Where a location is written: the nearest element around it that is there.
pub fn span_at(root: &Node, location: &Location) -> Span {
    let mut node = root;
    let mut key_span = None;
    for step in &location.path {
        let inner = match (&node.kind, step) {
            (NodeKind::Mapping(entries), Step::Key(name, entry)) => {
                let at = entries.get(*entry).filter(|(key, _)| key.as_str() == Some(name));
                let at = at.or_else(|| entries.iter().find(|(k, _)| k.as_str() == Some(name)));
                at.map(|(key, value)| (Some(key.span), value))
            }
            (NodeKind::Sequence(items), Step::Item(index)) => {
                items.get(*index).map(|item| (None, item))
            }
            // A single value where a list may be is its only element.
            (_, Step::Item(0)) => Some((key_span, node)),
            _ => None,
        };
        let Some((key, value)) = inner else { return node.span };
        (key_span, node) = (key, value);
    }
    key_span.filter(|_| location.at_key).unwrap_or(node.span)
}
