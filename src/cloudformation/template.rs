//! A template's sections, found once.

use indexmap::IndexMap;

use crate::syntax::data::{Node, NodeKind, ScalarStyle};

/// A key and its value.
#[derive(Clone, Copy, Debug)]
pub(super) struct Item<'n> {
    pub key: &'n Node,
    pub value: &'n Node,
}

/// A mapping by key, in the order written.
pub(super) type Section<'n> = IndexMap<&'n str, Item<'n>>;

/// The sections that are evaluated.
#[derive(Debug)]
pub(super) struct Template<'n> {
    pub root: &'n Node,
    pub parameters: Section<'n>,
    pub mappings: Section<'n>,
    pub conditions: Section<'n>,
    pub resources: Section<'n>,
    pub outputs: Section<'n>,
}

impl<'n> Template<'n> {
    pub(super) fn new(root: &'n Node) -> Template<'n> {
        let section = |name| root.get(name).map(entries).unwrap_or_default();
        Template {
            root,
            parameters: section("Parameters"),
            mappings: section("Mappings"),
            conditions: section("Conditions"),
            resources: section("Resources"),
            outputs: section("Outputs"),
        }
    }

    /// The type of a resource.
    pub(super) fn kind(&self, id: &str) -> Option<&'n str> {
        self.resources.get(id)?.value.get("Type")?.as_str()
    }
}

/// A mapping's entries by key: the last of equal keys counts, and YAML's merge keys (`<<`)
/// add what is not there. Empty for anything but a mapping.
pub(super) fn entries(node: &Node) -> Section<'_> {
    let mut section = Section::new();
    let mut merged = vec![];
    for (key, value) in node.as_mapping().unwrap_or_default() {
        if is_merge(key, value) {
            merged.push(value);
        } else if let Some(name) = key.as_str() {
            section.insert(name, Item { key, value });
        }
    }
    // An anchor holds only what was written before it: chains of merges end.
    while let Some(node) = merged.pop() {
        match &node.kind {
            NodeKind::Sequence(items) => merged.extend(items.iter().rev()),
            NodeKind::Mapping(entries) => {
                for (key, value) in entries {
                    if is_merge(key, value) {
                        merged.push(value);
                    } else if let Some(name) = key.as_str() {
                        section.entry(name).or_insert(Item { key, value });
                    }
                }
            }
            NodeKind::Scalar(_) => {}
        }
    }
    section
}

/// Whether an entry is a merge key's.
pub(super) fn is_merge(key: &Node, value: &Node) -> bool {
    let plain =
        matches!(&key.kind, NodeKind::Scalar(s) if s.style == ScalarStyle::Plain && s.text == "<<");
    plain && !matches!(value.kind, NodeKind::Scalar(_))
}
