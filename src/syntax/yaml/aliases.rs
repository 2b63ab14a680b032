//! What aliases cost, and what merge keys mean.

use std::collections::HashSet;

use ecow::EcoString;

use crate::syntax::data::{Node, NodeKind, ScalarStyle};

/// Counts the nodes below `node`; false once there are more than `limit`.
pub(super) fn measure(node: &Node, limit: usize, size: &mut usize) -> bool {
    *size += 1;
    if *size > limit {
        return false;
    }
    match &node.kind {
        NodeKind::Scalar(scalar) => {
            *size += scalar.pieces.len() / 4;
            *size <= limit
        }
        NodeKind::Sequence(items) => items.iter().all(|item| measure(item, limit, size)),
        NodeKind::Mapping(entries) => entries
            .iter()
            .all(|(key, value)| measure(key, limit, size) && measure(value, limit, size)),
    }
}

/// How many collections lie inside each other at most.
pub(super) fn height(node: &Node) -> usize {
    let inner = match &node.kind {
        NodeKind::Scalar(_) => return 0,
        NodeKind::Sequence(items) => items.iter().map(height).max(),
        NodeKind::Mapping(entries) => {
            entries.iter().map(|(key, value)| height(key).max(height(value))).max()
        }
    };
    1 + inner.unwrap_or(0)
}

/// Puts the entries of `<<` mappings in the place of their `<<`, but for keys set here.
pub(super) fn merged(entries: Vec<(Node, Node)>) -> Vec<(Node, Node)> {
    let is_mapping = |node: &Node| node.as_mapping().is_some() && node.tag.is_none();
    let merges = |key: &Node, value: &Node| {
        let plain = matches!(&key.kind, NodeKind::Scalar(key) if key.style == ScalarStyle::Plain);
        let mappings =
            value.as_sequence().map_or(is_mapping(value), |all| all.iter().all(is_mapping));
        plain && key.as_str() == Some("<<") && mappings
    };
    if !entries.iter().any(|(key, value)| merges(key, value)) {
        return entries;
    }
    let own = entries.iter().filter(|(key, value)| !merges(key, value));
    let mut set: HashSet<EcoString> =
        own.filter_map(|(key, _)| key.as_str().map(EcoString::from)).collect();
    let mut to = Vec::with_capacity(entries.len());
    for (key, value) in entries {
        if !merges(&key, &value) {
            to.push((key, value));
            continue;
        }
        let sources = match value.kind {
            NodeKind::Sequence(sources) => sources,
            _ => vec![value],
        };
        for source in sources {
            let NodeKind::Mapping(entries) = source.kind else { continue };
            // Of equal keys in one mapping the last counts; an earlier mapping wins.
            let from = to.len();
            to.extend(
                entries
                    .into_iter()
                    .filter(|(key, _)| key.as_str().is_none_or(|key| !set.contains(key))),
            );
            set.extend(to[from..].iter().filter_map(|(key, _)| key.as_str().map(EcoString::from)));
        }
    }
    to
}
