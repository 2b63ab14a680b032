//! Suppressions where there are no comments: in the `Metadata` of CloudFormation, and under
//! the key `//` of Terraform's JSON syntax, which Terraform reads as a comment.
//!
//! <https://developer.hashicorp.com/terraform/language/syntax/json#comment-properties>

use super::directive::{Fault, Given, malformed};
use super::inline::{Written, marked, written};
use crate::source::Span;
use crate::syntax::data::{Node, NodeKind};

/// Those of the templates of a file.
pub(super) fn find(documents: &[Node]) -> Vec<Written> {
    let mut found = vec![];
    for template in documents {
        if let Some(own) = own(template) {
            read(own, Some(template.span), &mut found);
        }
        let resources = template.get("Resources").and_then(Node::as_mapping);
        for (name, resource) in resources.into_iter().flatten() {
            if let Some(own) = own(resource)
                && name.span.file == resource.span.file
            {
                read(own, Some(name.span.to(resource.span)), &mut found);
            }
        }
    }
    found
}

/// What `Metadata` has under our name.
fn own(node: &Node) -> Option<&Node> {
    node.get("Metadata")?.get("iacscan")
}

fn read(own: &Node, reach: Option<Span>, found: &mut Vec<Written>) {
    let mut push = |given, place| found.push(Written { given, reach, place });
    let shape = "Metadata is read as iacscan: { ignore: [{ rules: […], until: …, reason: … }] }";
    let Some(entries) = own.as_mapping() else { return push(malformed(shape), own.span) };
    for (key, value) in entries {
        match (key.as_str(), &value.kind) {
            (Some("ignore"), NodeKind::Sequence(items)) => {
                items.iter().for_each(|item| push(given(item), item.span));
            }
            (Some("ignore"), NodeKind::Mapping(_)) => push(given(value), value.span),
            _ => push(malformed(shape), key.span),
        }
    }
}

fn given(node: &Node) -> Result<Given, Fault> {
    let Some(entries) = node.as_mapping() else {
        return malformed("keys are expected: rules, until, reason");
    };
    let mut given = Given::default();
    for (key, value) in entries {
        let text = || value.as_str().map(str::to_owned);
        let list = || value.as_sequence()?.iter().map(|v| v.as_str().map(str::to_owned)).collect();
        let name = key.as_str().unwrap_or_default();
        let read = match name {
            "rules" => text().map(|rule| vec![rule]).or_else(list).map(|all| given.rules = all),
            "until" => text().map(|until| given.until = Some(until)),
            "reason" => text().map(|reason| given.reason = reason),
            _ => return malformed(format!("unknown key '{name}': there are rules, until, reason")),
        };
        if read.is_none() {
            return malformed(format!("'{name}' is text, of rules also a list"));
        }
    }
    Ok(given)
}

/// Those under `//`, each for what the object around it is the value of.
pub(super) fn comments(node: &Node, around: Option<Span>, found: &mut Vec<Written>) {
    match &node.kind {
        NodeKind::Scalar(_) => {}
        NodeKind::Sequence(items) => {
            items.iter().for_each(|item| comments(item, around.map(|_| item.span), found));
        }
        NodeKind::Mapping(entries) => {
            for (key, value) in entries {
                if key.as_str() == Some("//") {
                    let one = std::slice::from_ref(value);
                    for text in value.as_sequence().unwrap_or(one) {
                        let said = text.as_str().and_then(marked);
                        found.extend(
                            said.map(|said| {
                                written(said, text.span, || around, || around.is_none())
                            }),
                        );
                    }
                } else {
                    comments(value, Some(key.span.to(value.span)), found);
                }
            }
        }
    }
}
