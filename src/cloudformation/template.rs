//! A template's sections, found once.

use indexmap::IndexMap;

use crate::syntax::data::Node;

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

/// A mapping's entries by key: the last of equal keys counts. Empty for anything but a
/// mapping.
pub(super) fn entries(node: &Node) -> Section<'_> {
    let mapping = node.as_mapping().unwrap_or_default();
    mapping.iter().filter_map(|(key, value)| Some((key.as_str()?, Item { key, value }))).collect()
}
