//! `Globals`: properties that every resource of a type has unless it says otherwise.
//! <https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/sam-specification-template-anatomy-globals.html>

use super::is_call;
use crate::cloudformation::template::{Item, entries};
use crate::cloudformation::tree;
use crate::syntax::data::{Node, NodeKind};

/// A resource's properties with those of `Globals` for its type in them.
pub(super) fn merged(root: &Node, kind: &str, item: &Item<'_>) -> Node {
    let own = match item.value.get("Properties") {
        Some(node) if node.as_mapping().is_some() => node.clone(),
        _ => tree::map(vec![], item.key.span),
    };
    let Some(globals) = root.get("Globals").and_then(|globals| globals.get(kind)) else {
        return own;
    };
    let ignored = item.value.get("IgnoreGlobals");
    if ignored.and_then(Node::as_str) == Some("*") {
        return own;
    }
    let ignored: Vec<&str> = ignored
        .and_then(Node::as_sequence)
        .unwrap_or_default()
        .iter()
        .filter_map(Node::as_str)
        .collect();
    let mut globals = globals.clone();
    if let NodeKind::Mapping(entries) = &mut globals.kind {
        entries.retain(|(key, _)| !ignored.iter().any(|name| key.as_str() == Some(name)));
    }
    merge(&globals, &own, "")
}

/// Maps are merged, lists joined, anything else is the resource's own.
fn merge(global: &Node, own: &Node, name: &str) -> Node {
    if is_call(global) || is_call(own) {
        return own.clone();
    }
    let kind = match (&global.kind, &own.kind) {
        (NodeKind::Mapping(_), NodeKind::Mapping(_)) => {
            let own_entries = entries(own);
            let mut made: Vec<(Node, Node)> = entries(global)
                .iter()
                .filter(|(key, _)| !own_entries.contains_key(*key))
                .map(|(_, item)| (item.key.clone(), item.value.clone()))
                .collect();
            for (key, item) in &own_entries {
                let value = match global.get(key) {
                    Some(global) => merge(global, item.value, key),
                    None => item.value.clone(),
                };
                made.push((item.key.clone(), value));
            }
            NodeKind::Mapping(made)
        }
        (NodeKind::Sequence(global), NodeKind::Sequence(own)) if name != "Architectures" => {
            NodeKind::Sequence(global.iter().chain(own).cloned().collect())
        }
        _ => return own.clone(),
    };
    Node { kind, span: own.span, tag: None }
}
