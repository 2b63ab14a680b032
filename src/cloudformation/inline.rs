//! A template written in another as a string: `TemplateBody` of a stack set.

use super::{detect, is_template};
use crate::source::{Diagnostic, Place, Span};
use crate::syntax::data::{Node, NodeKind};
use crate::value::Value;

/// The template that a known string is, with the places where the string is written, and what
/// could not be read of it. `None` if it is no template.
pub(super) fn template(body: &Value) -> (Option<Node>, Vec<Diagnostic>) {
    let (Some(text), Some(whole)) = (body.as_str(), body.origin.span) else {
        return (None, vec![]);
    };
    let (trees, mut diagnostics) = detect::parse(whole.file, text);
    let place = |span: Span| body.span_of(span.start as usize..span.end as usize).unwrap_or(whole);
    for diagnostic in &mut diagnostics {
        if let Place::Span(span) = &mut diagnostic.place {
            *span = place(*span);
        }
    }
    let mut tree = trees.into_iter().find(is_template);
    if let Some(tree) = &mut tree {
        relocate(tree, &place);
    }
    (tree, diagnostics)
}

fn relocate(node: &mut Node, place: &dyn Fn(Span) -> Span) {
    node.span = place(node.span);
    if let Some(tag) = &mut node.tag {
        tag.span = tag.span.map(place);
    }
    match &mut node.kind {
        NodeKind::Scalar(scalar) => {
            scalar.pieces.iter_mut().for_each(|piece| piece.span = place(piece.span));
        }
        NodeKind::Sequence(items) => items.iter_mut().for_each(|item| relocate(item, place)),
        NodeKind::Mapping(entries) => {
            for (key, value) in entries {
                relocate(key, place);
                relocate(value, place);
            }
        }
    }
}
