//! Telling templates from other YAML and JSON by their content.

use crate::source::{Diagnostic, FileId};
use crate::syntax::data::Node;
use crate::syntax::yaml;

/// Whether a text may hold a template: cheap, and never wrong about a template.
///
/// Kubernetes manifests, workflows, API descriptions and compose files fail it, and are
/// not parsed at all.
pub fn looks_like_template(text: &str) -> bool {
    text.contains("Resources")
        && (text.contains("AWS::")
            || ["Alexa::", "Custom::", "Transform"].iter().any(|t| text.contains(t)))
}

/// Whether a tree is a template: it has a mapping `Resources`, and either a resource whose
/// type is one of CloudFormation's or a section that only templates have.
pub fn is_template(node: &Node) -> bool {
    let Some(resources) = node.get("Resources").and_then(Node::as_mapping) else { return false };
    let is_resource = |node: &Node| {
        let kind = node.get("Type").and_then(Node::as_str).unwrap_or("");
        ["AWS::", "Custom::", "Alexa::"].iter().any(|prefix| kind.starts_with(prefix))
    };
    node.get("AWSTemplateFormatVersion").is_some()
        || node.get("Transform").is_some()
        || resources.iter().any(|(_, resource)| is_resource(resource))
}

/// The templates of a file, one a document, and what could not be read of them.
///
/// A file that is no template yields nothing at all. One that cannot be parsed and does not
/// say plainly that it is a template yields no diagnostic either: it may be a Helm chart, or
/// a template of some other tool that CloudFormation never sees.
pub fn templates(file: FileId, text: &str) -> (Vec<Node>, Vec<Diagnostic>) {
    if !looks_like_template(text) {
        return (vec![], vec![]);
    }
    let (trees, diagnostics) = parse(file, text);
    let found: Vec<Node> = trees.into_iter().filter(is_template).collect();
    let reports = !diagnostics.is_empty() && (!found.is_empty() || claims_to_be_one(text));
    // Jinja, Helm and Go templates become CloudFormation only after their own engine ran.
    let reports = reports && !is_templated(text);
    (found, if reports { diagnostics } else { vec![] })
}

/// A file's trees, whatever they are: `.template` files hold either language, JSON may be
/// indented with tabs, and YAML may start with a flow mapping.
pub(super) fn parse(file: FileId, text: &str) -> (Vec<Node>, Vec<Diagnostic>) {
    let parsed = yaml::parse(file, text);
    (parsed.tree, parsed.diagnostics)
}

/// Whether a text that could not be parsed says that it is a template.
fn claims_to_be_one(text: &str) -> bool {
    let has_section = text.lines().any(|line| {
        line.starts_with("Resources:") || line.trim_start().starts_with("\"Resources\"")
    });
    let has_type = text.lines().any(|line| {
        let line = line.trim_start().replace(['"', '\''], "");
        line.strip_prefix("Type:").is_some_and(|rest| rest.trim_start().starts_with("AWS::"))
    });
    has_section && has_type
}

fn is_templated(text: &str) -> bool {
    text.contains("{%") || text.replace("{{resolve:", "").contains("{{")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::FileId;

    fn count(text: &str) -> (usize, usize) {
        let (trees, diagnostics) = templates(FileId::from_index(0), text);
        (trees.len(), diagnostics.len())
    }

    #[test]
    fn templates_are_known_by_their_content() {
        assert_eq!(count("Resources:\n  A:\n    Type: AWS::S3::Bucket\n"), (1, 0));
        assert_eq!(count("{\"Resources\": {\"A\": {\"Type\": \"AWS::S3::Bucket\"}}}"), (1, 0));
        assert_eq!(
            count("{\n\t\"Resources\": {\"A\": {\"Type\": \"Custom::X\"}}}"),
            (1, 0),
            "tabs"
        );
        assert_eq!(count("{Resources: {A: {Type: 'AWS::S3::Bucket'}}}"), (1, 0), "a flow mapping");
        let two = "Resources:\n  A:\n    Type: AWS::S3::Bucket\n---\nResources:\n  B:\n    Type: AWS::SQS::Queue\n";
        assert_eq!(count(two), (2, 0));
    }

    #[test]
    fn other_files_are_passed_by() {
        assert_eq!(count("apiVersion: v1\nkind: Pod\nspec:\n  resources: {}\n"), (0, 0));
        assert_eq!(count("on: push\njobs:\n  Resources: AWS::S3::Bucket\n"), (0, 0));
        assert_eq!(count("{{ if .Values.x }}\nResources: \"AWS::\n{{ end }}\n"), (0, 0));
        assert_eq!(count("openapi: 3.0.0\nResources: [Transform]\n"), (0, 0));
    }

    #[test]
    fn a_damaged_template_is_reported() {
        let (_, diagnostics) = templates(
            FileId::from_index(0),
            "Resources:\n  A:\n    Type: AWS::S3::Bucket\n  B: [\n",
        );
        assert!(!diagnostics.is_empty());
    }
}
