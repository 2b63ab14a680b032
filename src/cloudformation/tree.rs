//! Building and rewriting trees, for transforms.

use ecow::EcoString;

use crate::source::Span;
use crate::syntax::data::{Node, NodeKind, Piece, Scalar, ScalarStyle};

/// A string that nobody wrote, placed at what causes it.
pub(super) fn text(text: impl Into<EcoString>, span: Span) -> Node {
    let scalar = Scalar { text: text.into(), style: ScalarStyle::Quoted, pieces: vec![] };
    Node { kind: NodeKind::Scalar(scalar), span, tag: None }
}

/// A mapping.
pub(super) fn map(entries: Vec<(&str, Node)>, span: Span) -> Node {
    let entries = entries.into_iter().map(|(key, value)| (text(key, value.span), value)).collect();
    Node { kind: NodeKind::Mapping(entries), span, tag: None }
}

/// A sequence.
pub(super) fn list(items: Vec<Node>, span: Span) -> Node {
    Node { kind: NodeKind::Sequence(items), span, tag: None }
}

/// A call in long form, such as `Ref` or `Fn::Sub`.
pub(super) fn call(function: &str, argument: Node) -> Node {
    let span = argument.span;
    map(vec![(function, argument)], span)
}

/// How many nodes a tree has, counted up to a limit.
pub(super) fn size(node: &Node, limit: usize) -> usize {
    let mut stack = vec![node];
    let mut count = 0;
    while let Some(node) = stack.pop() {
        count += 1;
        if count > limit {
            return count;
        }
        match &node.kind {
            NodeKind::Scalar(_) => {}
            NodeKind::Sequence(items) => stack.extend(items),
            NodeKind::Mapping(entries) => {
                stack.extend(entries.iter().flat_map(|(key, value)| [key, value]))
            }
        }
    }
    count
}

/// A scalar's text with parts of it replaced: what stays keeps its place, what is put in has
/// the place it comes from. `parts` are ranges of the text in order.
pub(super) fn replace(node: &Node, parts: &[(std::ops::Range<usize>, EcoString, Span)]) -> Node {
    let NodeKind::Scalar(scalar) = &node.kind else { return node.clone() };
    let mut made = EcoString::new();
    let mut pieces = vec![];
    let mut start = 0;
    for (range, with, span) in parts {
        keep(scalar, node.span, start..range.start, &mut made, &mut pieces);
        pieces.push(Piece { at: made.len() as u32, span: *span });
        made.push_str(with);
        start = range.end;
    }
    keep(scalar, node.span, start..scalar.text.len(), &mut made, &mut pieces);
    let style = match scalar.style {
        ScalarStyle::Literal => ScalarStyle::Quoted,
        style => style,
    };
    let scalar = Scalar { text: made, style, pieces };
    Node { kind: NodeKind::Scalar(scalar), span: node.span, tag: node.tag.clone() }
}

/// Adds a range of a scalar's text to another text, with its places.
fn keep(
    scalar: &Scalar,
    span: Span,
    range: std::ops::Range<usize>,
    made: &mut EcoString,
    pieces: &mut Vec<Piece>,
) {
    if range.is_empty() {
        return;
    }
    let at = made.len();
    made.push_str(&scalar.text[range.clone()]);
    if scalar.pieces.is_empty() {
        let quotes = usize::from(span.len() == scalar.text.len() + 2);
        let exact = span.len() == scalar.text.len() + 2 * quotes;
        let span = if exact { span.part(quotes + range.start, quotes + range.end) } else { span };
        pieces.push(Piece { at: at as u32, span });
        return;
    }
    let ends = scalar.pieces.iter().skip(1).map(|piece| piece.at as usize);
    for (piece, end) in scalar.pieces.iter().zip(ends.chain([scalar.text.len()])) {
        let start = piece.at as usize;
        let (from, to) = (start.max(range.start), end.min(range.end));
        if from >= to {
            continue;
        }
        let exact = piece.span.len() == end - start;
        let span = if exact { piece.span.part(from - start, to - start) } else { piece.span };
        pieces.push(Piece { at: (at + from - range.start) as u32, span });
    }
}
