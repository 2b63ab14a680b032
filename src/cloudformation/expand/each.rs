//! `Fn::ForEach`: a part of a template repeated for every item of a collection.
//! <https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/intrinsic-function-reference-foreach.html>

use ecow::{EcoString, eco_format};

use crate::cloudformation::evaluate::Shared;
use crate::cloudformation::stack::{self, Placement};
use crate::cloudformation::{call, tree};
use crate::source::{Diagnostic, Span};
use crate::syntax::data::{Node, NodeKind};
use crate::value::Value;

/// How a loop's key starts.
pub(super) const KEY: &str = "Fn::ForEach::";

/// Larger than any template that is accepted.
const MAX_NODES: usize = 200_000;

/// A loop's name, standing for the item of this turn.
#[derive(Clone)]
struct Item {
    name: EcoString,
    /// `None` where the collection is unknown: the name is a parameter without a value.
    text: Option<EcoString>,
    span: Span,
}

struct Each<'e> {
    root: &'e Node,
    shared: &'e Shared<'e>,
    place: &'e Placement<'e>,
    nodes: usize,
    /// Whether the walk is in the argument of `Fn::Sub`.
    in_sub: bool,
    /// Names of loops over unknown collections, which become parameters.
    unknown: Vec<(EcoString, Span)>,
}

pub(super) fn expand(root: &Node, shared: &Shared<'_>, place: &Placement<'_>) -> Node {
    let mut each = Each { root, shared, place, nodes: 0, in_sub: false, unknown: vec![] };
    let mut made = each.node(root, &[]);
    let unknown = std::mem::take(&mut each.unknown);
    for (name, span) in unknown {
        let parameter = tree::map(vec![("Type", tree::text("String", span))], span);
        add(&mut made, "Parameters", &name, parameter, span);
        // Unknown, as the item is: what depends on it may be there.
        let parts = vec![tree::call("Ref", tree::text(name.clone(), span)), tree::text("", span)];
        let condition = tree::call("Fn::Equals", tree::list(parts, span));
        add(&mut made, "Conditions", &eco_format!("{KEY}{name}"), condition, span);
    }
    made
}

fn add(root: &mut Node, section: &str, name: &str, value: Node, span: Span) {
    let NodeKind::Mapping(sections) = &mut root.kind else { return };
    if !sections.iter().any(|(key, _)| key.as_str() == Some(section)) {
        sections.push((tree::text(section, span), tree::map(vec![], span)));
    }
    let found = sections.iter_mut().find(|(key, _)| key.as_str() == Some(section));
    if let Some((_, Node { kind: NodeKind::Mapping(entries), .. })) = found
        && !entries.iter().any(|(key, _)| key.as_str() == Some(name))
    {
        entries.push((tree::text(name, span), value));
    }
}

impl Each<'_> {
    fn node(&mut self, node: &Node, items: &[Item]) -> Node {
        self.nodes += 1;
        if let Some(item) = reference(node, items) {
            return match &item.text {
                Some(text) => tree::text(text.clone(), item.span),
                None => node.clone(),
            };
        }
        let call = call::of(node);
        let was_in_sub = self.in_sub;
        self.in_sub |= call.is_some_and(|call| call.function == Some(call::Function::Sub));
        let made = self.inside(node, items);
        self.in_sub = was_in_sub;
        made
    }

    fn inside(&mut self, node: &Node, items: &[Item]) -> Node {
        let kind = match &node.kind {
            NodeKind::Scalar(_) => {
                let made = substitute(node, items);
                let mut unknown = items.iter().filter(|item| item.text.is_none());
                let text = made.as_str().unwrap_or("");
                return match unknown.any(|item| text.contains(&*eco_format!("${{{}}}", item.name)))
                {
                    true if !self.in_sub => tree::call("Fn::Sub", made),
                    _ => made,
                };
            }
            NodeKind::Sequence(list) => {
                NodeKind::Sequence(list.iter().map(|item| self.node(item, items)).collect())
            }
            NodeKind::Mapping(entries) => {
                let mut made = Vec::with_capacity(entries.len());
                for (key, value) in entries {
                    let name = key.as_str().unwrap_or("");
                    match name.strip_prefix(KEY) {
                        Some(_) => self.repeat(key, value, items, &mut made),
                        None => {
                            // A key that still holds a name is that of an unknown repetition.
                            made.push((substitute(key, items), self.node(value, items)));
                        }
                    }
                }
                NodeKind::Mapping(made)
            }
        };
        Node { kind, span: node.span, tag: node.tag.clone() }
    }

    /// What a loop adds to the mapping it stands in.
    fn repeat(&mut self, key: &Node, value: &Node, items: &[Item], made: &mut Vec<(Node, Node)>) {
        let Some([name, collection, body]) = value.as_sequence() else {
            let message = "Fn::ForEach takes a name, a collection and a map";
            self.shared.invalid(value.span, message);
            return;
        };
        let (Some(name), Some(body)) = (name.as_str(), body.as_mapping()) else {
            self.shared.invalid(value.span, "Fn::ForEach takes a name, a collection and a map");
            return;
        };
        let collection = self.node(collection, items);
        let collection_value =
            stack::evaluate_alone(self.root, &collection, self.shared, self.place);
        for item in self.items(name, &collection, &collection_value) {
            if self.nodes > MAX_NODES {
                let message = "Fn::ForEach makes more than any template may hold";
                self.shared.report(Diagnostic::syntax(key.span, message));
                return;
            }
            let mut inner = items.to_vec();
            let known = item.text.is_some();
            inner.retain(|outer| outer.name != item.name);
            inner.push(item);
            for (key, value) in body {
                let text = key.as_str().unwrap_or("");
                if text.starts_with(KEY) {
                    self.repeat(key, value, &inner, made);
                    continue;
                }
                let mut value = self.node(value, &inner);
                if !known {
                    may_be_there(&mut value, name, key.span);
                }
                made.push((substitute(key, &inner), value));
            }
        }
    }

    fn items(&mut self, name: &str, node: &Node, value: &Value) -> Vec<Item> {
        let known = value.as_list().filter(|_| value.is_wholly_known()).and_then(|items| {
            let item = |item: &Value| {
                let text = item.to_text()?;
                let text: EcoString = text.as_known()?.into();
                let span = item.span_of(0..text.len()).or(item.origin.span).unwrap_or(node.span);
                Some(Item { name: name.into(), text: Some(text), span })
            };
            items.iter().map(item).collect::<Option<Vec<Item>>>()
        });
        known.unwrap_or_else(|| {
            if value.find_unknown().is_none() {
                self.shared.invalid(node.span, "the collection of Fn::ForEach must be a list");
                return vec![];
            }
            self.unknown.push((name.into(), node.span));
            vec![Item { name: name.into(), text: None, span: node.span }]
        })
    }
}

/// Puts a resource or output under the condition that its loop turns at all.
fn may_be_there(node: &mut Node, name: &str, span: Span) {
    let is_declaration = node.get("Type").is_some() || node.get("Value").is_some();
    if is_declaration
        && node.get("Condition").is_none()
        && let NodeKind::Mapping(entries) = &mut node.kind
    {
        let condition = tree::text(eco_format!("{KEY}{name}"), span);
        entries.push((tree::text("Condition", span), condition));
    }
}

/// The item that a `Ref` names.
fn reference<'i>(node: &Node, items: &'i [Item]) -> Option<&'i Item> {
    if items.is_empty() {
        return None;
    }
    let call = call::of(node)?;
    if call.function != Some(call::Function::Ref) {
        return None;
    }
    let name = call.argument.as_str()?;
    items.iter().find(|item| item.name == name)
}

/// A scalar with `${Name}` and `&{Name}` replaced; the latter keeps letters and digits only,
/// as logical ids must.
fn substitute(node: &Node, items: &[Item]) -> Node {
    let Some(text) = node.as_str() else { return node.clone() };
    if items.is_empty() || !(text.contains("${") || text.contains("&{")) {
        return node.clone();
    }
    let mut parts = vec![];
    let mut start = 0;
    while let Some(open) = text[start..].find("{").map(|at| at + start) {
        let Some(close) = text[open..].find('}').map(|at| at + open + 1) else { break };
        start = open + 1;
        let sign = text[..open].chars().next_back();
        let item = items.iter().find(|item| item.name == text[open + 1..close - 1]);
        let Some(Item { text: Some(with), span, .. }) = item else { continue };
        let with = match sign {
            Some('$') => with.clone(),
            Some('&') => with.chars().filter(char::is_ascii_alphanumeric).collect(),
            _ => continue,
        };
        parts.push((open - 1..close, with, *span));
        start = close;
    }
    if parts.is_empty() { node.clone() } else { tree::replace(node, &parts) }
}
