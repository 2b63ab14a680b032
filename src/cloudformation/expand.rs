//! Transforms, carried out on the tree before it is evaluated, in CloudFormation's order:
//! includes, loops, then SAM. Every node that a transform makes is placed at the line of the
//! source that causes it.
//! <https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/transform-reference.html>

mod each;
mod include;

use std::borrow::Cow;

use ecow::eco_format;

use super::evaluate::Shared;
use super::sam;
use super::stack::Placement;
use crate::source::{Diagnostic, Span};
use crate::syntax::data::{Node, NodeKind};

/// A template after its transforms.
pub(super) struct Expanded<'n> {
    root: Cow<'n, Node>,
    opaque: bool,
}

impl Expanded<'_> {
    pub(super) fn root(&self) -> &Node {
        &self.root
    }

    /// Whether a transform that is not known here may have added to it.
    pub(super) fn opaque(&self) -> bool {
        self.opaque
    }
}

/// What a template's transforms make of it. What cannot be carried out is reported and left
/// as it is.
pub(super) fn expand<'n>(
    root: &'n Node,
    shared: &Shared<'_>,
    place: &Placement<'_>,
) -> Expanded<'n> {
    let mut expanded = Expanded { root: Cow::Borrowed(root), opaque: false };
    let found = Found::in_tree(root);
    expanded.opaque = found.foreign;
    if found.includes {
        expanded.root = Cow::Owned(include::expand(root, shared, place));
    }
    // An included part may hold loops.
    if found.loops || (found.includes && Found::in_tree(&expanded.root).loops) {
        expanded.root = Cow::Owned(each::expand(&expanded.root, shared, place));
    }
    if is_serverless(&expanded.root) {
        expanded.root = Cow::Owned(sam::transform(&expanded.root, shared, place));
    }
    for (name, span) in transforms(&expanded.root) {
        match name {
            "AWS::LanguageExtensions" | "AWS::Include" | SERVERLESS => {}
            _ => {
                let message = eco_format!("transform {name} is carried out by CloudFormation only");
                shared.report(Diagnostic::unresolved(span, message));
                expanded.opaque = true;
            }
        }
    }
    expanded
}

/// Whether SAM has work to do. Its types say so even where the template forgets the transform:
/// what its author means is plain.
fn is_serverless(root: &Node) -> bool {
    let is_sam = |resource: &Node| {
        let kind = resource.get("Type").and_then(Node::as_str);
        kind.is_some_and(|kind| kind.starts_with(sam::PREFIX))
    };
    let resources = root.get("Resources").and_then(Node::as_mapping).unwrap_or_default();
    transforms(root).iter().any(|transform| transform.0 == SERVERLESS)
        || resources.iter().any(|(_, resource)| is_sam(resource))
}

/// The name of SAM's transform.
const SERVERLESS: &str = "AWS::Serverless-2016-10-31";

/// The transforms of a whole template, by name.
pub(super) fn transforms(root: &Node) -> Vec<(&str, Span)> {
    let Some(node) = root.get("Transform") else { return vec![] };
    let nodes = node.as_sequence().unwrap_or(std::slice::from_ref(node));
    nodes
        .iter()
        .filter_map(|node| Some((node.as_str().or_else(|| node.get("Name")?.as_str())?, node.span)))
        .collect()
}

/// What there is to do in a tree.
#[derive(Clone, Copy, Default)]
struct Found {
    includes: bool,
    loops: bool,
    /// Functions of tools that run before CloudFormation: `Rain::Module`, `Rain::Embed`.
    foreign: bool,
}

impl Found {
    fn in_tree(root: &Node) -> Found {
        let mut found = Found {
            includes: transforms(root).iter().any(|t| t.0 == "AWS::Include"),
            ..Found::default()
        };
        let mut stack = vec![root];
        while let Some(node) = stack.pop() {
            let tag = node.tag.as_ref().map_or("", |tag| tag.name.as_str());
            found.includes |= tag == "!Transform";
            found.foreign |= tag.starts_with("!Rain::");
            match &node.kind {
                NodeKind::Scalar(_) => {}
                NodeKind::Sequence(items) => stack.extend(items),
                NodeKind::Mapping(entries) => {
                    for (key, value) in entries {
                        let key = key.as_str().unwrap_or("");
                        found.includes |= key == "Fn::Transform";
                        found.loops |= key.starts_with(each::KEY);
                        found.foreign |= key.starts_with("Rain::");
                        stack.push(value);
                    }
                }
            }
        }
        found
    }
}
