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

/// A tree written as JSON, every node placed at `span`. A string that is `%` and a name is
/// the tree given under that name, with its own places.
pub(super) fn pattern(json: &str, span: Span, holes: &[(&str, &Node)]) -> Node {
    let parsed = crate::syntax::json::parse(span.file, json);
    debug_assert_eq!(parsed.diagnostics, [], "{json}");
    fill(
        &parsed.tree,
        &|text| {
            let name = text.strip_prefix('%')?;
            holes.iter().find(|hole| hole.0 == name).map(|hole| hole.1.clone())
        },
        span,
    )
}

/// A copy with every node placed at `span`, and strings replaced where `with` says so.
pub(super) fn fill(node: &Node, with: &dyn Fn(&str) -> Option<Node>, span: Span) -> Node {
    let kind = match &node.kind {
        NodeKind::Scalar(scalar) => {
            if let Some(node) = with(&scalar.text) {
                return node;
            }
            NodeKind::Scalar(Scalar { pieces: vec![], ..scalar.clone() })
        }
        NodeKind::Sequence(items) => {
            NodeKind::Sequence(items.iter().map(|item| fill(item, with, span)).collect())
        }
        NodeKind::Mapping(entries) => {
            let entry =
                |(key, value): &(Node, Node)| (fill(key, &|_| None, span), fill(value, with, span));
            NodeKind::Mapping(entries.iter().map(entry).collect())
        }
    };
    Node { kind, span, tag: None }
}

/// Whether two trees say the same, wherever they stand.
pub(super) fn same(a: &Node, b: &Node) -> bool {
    let tag = |node: &Node| node.tag.as_ref().map(|tag| tag.name.clone());
    tag(a) == tag(b)
        && match (&a.kind, &b.kind) {
            (NodeKind::Scalar(a), NodeKind::Scalar(b)) => a.text == b.text,
            (NodeKind::Sequence(a), NodeKind::Sequence(b)) => {
                a.len() == b.len() && a.iter().zip(b).all(|(a, b)| same(a, b))
            }
            (NodeKind::Mapping(a), NodeKind::Mapping(b)) => {
                a.len() == b.len()
                    && a.iter().zip(b).all(|(a, b)| same(&a.0, &b.0) && same(&a.1, &b.1))
            }
            _ => false,
        }
}

/// A mapping's entries, added to it.
pub(super) fn push(node: &mut Node, key: &str, value: Node) {
    if let NodeKind::Mapping(entries) = &mut node.kind {
        entries.push((text(key, value.span), value));
    }
}

/// A member of a mapping, to be changed; made empty where it is absent.
pub(super) fn member<'n>(node: &'n mut Node, key: &str, empty: Node) -> Option<&'n mut Node> {
    let NodeKind::Mapping(entries) = &mut node.kind else { return None };
    let at = entries.iter().rposition(|(k, _)| k.as_str() == Some(key));
    let at = at.unwrap_or_else(|| {
        entries.push((text(key, empty.span), empty));
        entries.len() - 1
    });
    entries.get_mut(at).map(|(_, value)| value)
}
