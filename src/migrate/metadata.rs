//! Skips in CloudFormation's metadata: cfn_nag's and checkov's. They stay for their tools;
//! ours are put beside them.

use super::table::{Tool, rules};
use super::{Edit, Migration};
use crate::source::SourceFile;
use crate::syntax::data::{Node, NodeKind};

pub(super) fn read(documents: &[Node], source: &SourceFile, into: &mut Migration) {
    for template in documents {
        resource(template, source, into);
        let resources = template.get("Resources").and_then(Node::as_mapping);
        for (_, node) in resources.into_iter().flatten() {
            resource(node, source, into);
        }
    }
}

/// A skip: our rules, and why.
type Skip = (Vec<&'static str>, String);

fn resource(node: &Node, source: &SourceFile, into: &mut Migration) {
    let Some(metadata) = node.get("Metadata") else { return };
    let entries = metadata.as_mapping().unwrap_or_default();
    if metadata.get("iacscan").is_some() {
        return;
    }
    let mut skips: Vec<Skip> = vec![];
    let mut place = None;
    for (key, value) in entries {
        let (tool, list, why) = match key.as_str() {
            Some("cfn_nag") => (Tool::CfnNag, value.get("rules_to_suppress"), "reason"),
            Some("checkov") => (Tool::Checkov, value.get("skip"), "comment"),
            _ => continue,
        };
        for item in list.and_then(Node::as_sequence).into_iter().flatten() {
            let Some(id) = item.get("id").and_then(Node::as_str) else { continue };
            match rules(tool, id) {
                Some(rules) => {
                    let reason = item.get(why).and_then(Node::as_str).unwrap_or_default();
                    skips.push((rules, reason.split_whitespace().collect::<Vec<_>>().join(" ")));
                    place.get_or_insert(key.span);
                }
                None => {
                    let message = format!("{} {id} has no equivalent", tool.name());
                    into.left.push((item.span, message));
                }
            }
        }
    }
    let Some(place) = place else { return };
    let text = source.text();
    let at = place.start as usize;
    let line = source.line_range(source.position(place.start).line);
    let indent = &text[line.start..at];
    let quoted = text[at..].starts_with('"');
    // A flow mapping, as all of JSON, and a block mapping are written differently.
    let flow = matches!(metadata.kind, NodeKind::Mapping(_))
        && text[metadata.span.start as usize..].starts_with('{');
    let items = skips
        .iter()
        .map(|(rules, reason)| serde_json::json!({ "rules": rules, "reason": reason }).to_string());
    let items: Vec<String> = items.collect();
    let new = if flow {
        let space = if indent.trim().is_empty() { format!("\n{indent}") } else { " ".into() };
        let name = if quoted { "\"iacscan\"" } else { "iacscan" };
        let ignore = if quoted { "\"ignore\"" } else { "ignore" };
        format!("{name}: {{{ignore}: [{}]}},{space}", items.join(", "))
    } else if indent.trim().is_empty() {
        let lines = items.iter().map(|item| format!("{indent}    - {item}\n"));
        format!("iacscan:\n{indent}  ignore:\n{}{indent}", lines.collect::<String>())
    } else {
        into.left.push((place, "metadata on one line: write ours by hand".into()));
        return;
    };
    into.made += skips.len();
    into.edits.push(Edit { start: at, end: at, text: new });
}
