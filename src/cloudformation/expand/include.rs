//! `AWS::Include`: a part of a template kept in another file.
//! <https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/transform-aws-include.html>

use crate::cloudformation::evaluate::Shared;
use crate::cloudformation::nested::local;
use crate::cloudformation::stack::{Placement, evaluate_alone};
use crate::cloudformation::{detect, scan, tree};
use crate::source::{Diagnostic, Span};
use crate::syntax::data::{Node, NodeKind};
use crate::value::Value;

/// Parts in parts; also the end of a file that includes itself.
const MAX_DEPTH: usize = 6;

/// Larger than any template that is accepted.
const MAX_NODES: usize = 200_000;

struct Include<'i> {
    root: &'i Node,
    shared: &'i Shared<'i>,
    place: &'i Placement<'i>,
    nodes: usize,
}

pub(super) fn expand(root: &Node, shared: &Shared<'_>, place: &Placement<'_>) -> Node {
    let mut include = Include { root, shared, place, nodes: 0 };
    let mut root = include.node(root, 0);
    let NodeKind::Mapping(entries) = &mut root.kind else { return root };
    // A whole template's `Transform` that includes adds sections.
    let mut added = vec![];
    for (key, value) in entries.iter() {
        if key.as_str() == Some("Transform") {
            let items = value.as_sequence().unwrap_or(std::slice::from_ref(value));
            let parts = items.iter().filter_map(|item| include.part(item, 0));
            added.extend(parts.filter_map(|part| match part.kind {
                NodeKind::Mapping(entries) => Some(entries),
                _ => None,
            }));
        }
    }
    for (key, value) in added.into_iter().flatten() {
        let there = entries.iter_mut().find(|(k, _)| k.as_str() == key.as_str());
        match (there.map(|(_, v)| &mut v.kind), value.kind) {
            (Some(NodeKind::Mapping(there)), NodeKind::Mapping(more)) => there.extend(more),
            (None, kind) => entries.push((key, Node { kind, span: value.span, tag: value.tag })),
            _ => {}
        }
    }
    root
}

impl Include<'_> {
    fn node(&mut self, node: &Node, depth: usize) -> Node {
        if let Some(part) = self.part_of_tag(node, depth) {
            return part;
        }
        let kind = match &node.kind {
            NodeKind::Scalar(scalar) => NodeKind::Scalar(scalar.clone()),
            NodeKind::Sequence(items) => {
                NodeKind::Sequence(items.iter().map(|item| self.node(item, depth)).collect())
            }
            NodeKind::Mapping(entries) => {
                let mut made = Vec::with_capacity(entries.len());
                for (key, value) in entries {
                    if key.as_str() == Some("Fn::Transform")
                        && let Some(part) = self.part(value, depth)
                    {
                        match part.kind {
                            NodeKind::Mapping(entries) => made.extend(entries),
                            _ if entries.len() == 1 => return part,
                            _ => {}
                        }
                        continue;
                    }
                    made.push((key.clone(), self.node(value, depth)));
                }
                NodeKind::Mapping(made)
            }
        };
        Node { kind, span: node.span, tag: node.tag.clone() }
    }

    fn part_of_tag(&mut self, node: &Node, depth: usize) -> Option<Node> {
        let tagged = node.tag.as_ref().is_some_and(|tag| tag.name == "!Transform");
        if tagged { self.part(node, depth) } else { None }
    }

    /// The part that a transform includes; `None` if it is another transform, or is reported.
    fn part(&mut self, transform: &Node, depth: usize) -> Option<Node> {
        if transform.get("Name")?.as_str()? != "AWS::Include" {
            return None;
        }
        let location = transform.get("Parameters")?.get("Location")?;
        let span = location.span;
        let name = match location.as_str().filter(|_| location.tag.is_none()) {
            Some(name) => Value::string(name),
            None => evaluate_alone(self.root, location, self.shared, self.place),
        };
        let Some(name) = name.as_str() else {
            return self.unresolved(span, "the included file has no fixed name".into());
        };
        let Some(path) = local(self.place.path, name) else {
            return self.unresolved(span, format!("the included file {name} is not local"));
        };
        let Some(files) = self.shared.options.files else {
            return self
                .unresolved(span, format!("the included file {} is not read", path.display()));
        };
        if depth >= MAX_DEPTH {
            return self.unresolved(span, format!("files included more than {MAX_DEPTH} deep"));
        }
        let file = match files.read(&path) {
            Ok(file) => file,
            Err(message) => return self.unresolved(span, format!("{}: {message}", path.display())),
        };
        let text = self.shared.sources.get(file);
        let (trees, diagnostics) = detect::parse(file, text.text());
        for diagnostic in diagnostics {
            self.shared.report(diagnostic);
        }
        let tree = trees.into_iter().next()?;
        scan::scan(&tree, self.shared);
        self.nodes += tree::size(&tree, MAX_NODES);
        if self.nodes > MAX_NODES {
            return self.unresolved(span, "what is included is too large".into());
        }
        Some(self.node(&tree, depth + 1))
    }

    fn unresolved(&self, span: Span, message: String) -> Option<Node> {
        self.shared.report(Diagnostic::unresolved(span, message));
        None
    }
}
