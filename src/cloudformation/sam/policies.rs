//! The `Policies` of a function or state machine: names and ARNs of managed policies, policy
//! documents, and SAM's policy templates.
//! <https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/serverless-policy-templates.html>

use ecow::{EcoString, eco_format};

use super::role::Role;
use super::{Sam, branches, is_call, is_no_value};
use crate::cloudformation::{call, tree};
use crate::source::Span;
use crate::syntax::data::{Node, NodeKind};
use crate::syntax::json;

/// Name and document of every policy template.
const TEMPLATES: &str = include_str!("../../../data/sam/policy_templates.tsv");

/// Managed policies whose ARN has more than their name.
const PATHS: &str = include_str!("../../../data/sam/managed_policy_paths.txt");

/// What an entry of `Policies` is.
enum Policy {
    /// A managed policy's ARN, or an expression that gives one.
    Managed(Node),
    /// A document.
    Document(Node),
    /// Nothing (`AWS::NoValue`).
    Absent,
}

impl Sam<'_> {
    /// Adds a resource's `Policies` to its role.
    pub(super) fn policies(&self, policies: &Node, role: &mut Role) {
        let entries = match &policies.kind {
            NodeKind::Sequence(items) if !is_call(policies) => items.as_slice(),
            _ => std::slice::from_ref(policies),
        };
        for (index, entry) in entries.iter().enumerate() {
            // Templates that were written into one map are several all the same.
            let several = entry.as_mapping().is_some_and(|entries| entries.len() > 1)
                && entry.get("Statement").is_none();
            if several && !is_call(entry) {
                for (key, value) in entry.as_mapping().unwrap_or_default() {
                    let single = Node {
                        kind: NodeKind::Mapping(vec![(key.clone(), value.clone())]),
                        span: key.span,
                        tag: None,
                    };
                    self.policy(&single, index, role);
                }
            } else {
                self.policy(entry, index, role);
            }
        }
    }

    fn policy(&self, entry: &Node, index: usize, role: &mut Role) {
        let name = eco_format!("{}Policy{index}", role.id);
        let named = |document: Node| {
            let span = document.span;
            tree::map(
                vec![("PolicyName", tree::text(name.clone(), span)), ("PolicyDocument", document)],
                span,
            )
        };
        let Some((condition, then, otherwise)) = branches(entry) else {
            match self.read(entry) {
                Some(Policy::Managed(arn)) => role.manage(arn),
                Some(Policy::Document(document)) => role.policies.push(named(document)),
                Some(Policy::Absent) | None => {}
            }
            return;
        };
        let (then, otherwise) = (self.read(then), self.read(otherwise));
        let managed = [&then, &otherwise].iter().any(|p| matches!(p, Some(Policy::Managed(_))));
        let branch = |policy: Option<Policy>| match policy {
            Some(Policy::Managed(arn)) if managed => arn,
            Some(Policy::Document(document)) if !managed => named(document),
            _ => super::reference("AWS::NoValue", condition.span),
        };
        let parts = vec![condition.clone(), branch(then), branch(otherwise)];
        let node = tree::call("Fn::If", tree::list(parts, condition.span));
        if managed { role.manage(node) } else { role.policies.push(node) }
    }

    fn read(&self, entry: &Node) -> Option<Policy> {
        if is_no_value(entry) {
            return Some(Policy::Absent);
        }
        if is_call(entry) {
            return Some(Policy::Managed(entry.clone()));
        }
        if let Some(name) = entry.as_str() {
            return Some(Policy::Managed(managed(name, entry)));
        }
        if entry.get("Statement").is_some() {
            return Some(Policy::Document(entry.clone()));
        }
        let [(name, parameters)] = entry.as_mapping()? else { return None };
        match template(name.as_str()?, name.span, parameters) {
            Some(document) => Some(Policy::Document(document)),
            None => {
                let message = format!("{} is no policy template", name.as_str()?);
                self.shared.invalid(name.span, message);
                None
            }
        }
    }
}

/// The ARN of a managed policy, placed at its name. What is no name stays.
fn managed(name: &str, node: &Node) -> Node {
    match managed_arn(name) {
        Some(arn) => tree::text(arn, node.span),
        None => node.clone(),
    }
}

/// The ARN of an AWS managed policy by name.
fn managed_arn(name: &str) -> Option<EcoString> {
    let is_name = |c: char| c.is_ascii_alphanumeric() || "-_+=,.@".contains(c);
    if name.is_empty() || !name.chars().all(is_name) {
        return None;
    }
    let path = PATHS.lines().find(|line| line.strip_suffix(name).is_some_and(|p| p.ends_with('/')));
    Some(eco_format!("arn:aws:iam::aws:policy/{}", path.unwrap_or(name)))
}

/// The document of a policy template, placed at its name; parameters keep their places.
fn template(name: &str, span: Span, parameters: &Node) -> Option<Node> {
    let line = TEMPLATES.lines().find_map(|line| line.strip_prefix(name)?.strip_prefix('\t'))?;
    let parsed = json::parse(span.file, line);
    Some(insert(&parsed.tree, parameters, span))
}

/// A template's tree with parameters for the `Ref`s that name them.
fn insert(node: &Node, parameters: &Node, span: Span) -> Node {
    if let Some(call) = call::long(node)
        && call.function == Some(call::Function::Ref)
        && let Some(value) = call.argument.as_str().and_then(|name| parameters.get(name))
    {
        return value.clone();
    }
    let kind = match &node.kind {
        NodeKind::Scalar(scalar) => NodeKind::Scalar(scalar.clone()),
        NodeKind::Sequence(items) => {
            NodeKind::Sequence(items.iter().map(|item| insert(item, parameters, span)).collect())
        }
        NodeKind::Mapping(entries) => {
            let entry = |(key, value): &(Node, Node)| {
                (Node { span, ..key.clone() }, insert(value, parameters, span))
            };
            NodeKind::Mapping(entries.iter().map(entry).collect())
        }
    };
    Node { kind, span, tag: None }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::FileId;

    #[test]
    fn managed_policies_have_their_path() {
        let arn = |name| managed_arn(name).unwrap();
        assert_eq!(arn("AmazonS3FullAccess"), "arn:aws:iam::aws:policy/AmazonS3FullAccess");
        assert_eq!(
            arn("AWSLambdaBasicExecutionRole"),
            "arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole"
        );
        assert_eq!(managed_arn("arn:aws:iam::aws:policy/X"), None);
    }

    #[test]
    fn every_policy_template_can_be_read() {
        let span = Span::new(FileId::from_index(0), 0, 0);
        let none = tree::map(vec![], span);
        for line in TEMPLATES.lines() {
            let (name, _) = line.split_once('\t').unwrap();
            let document = template(name, span, &none).unwrap();
            assert!(document.get("Statement").is_some(), "{name}");
        }
        assert!(TEMPLATES.lines().count() > 80);
    }
}
