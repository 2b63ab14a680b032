//! The transform AWS::Serverless-2016-10-31: SAM resources to those that CloudFormation
//! makes of them, each node placed at the SAM source that causes it.
//!
//! What grants, trusts or exposes is made in full: roles, policies, permissions, resource
//! policies, function URLs, queues and topics. What only runs (deployments, versions'
//! hashes, base path mappings) is left out or kept short.
//! <https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/sam-specification-generated-resources.html>

mod api;
mod connector;
mod definition;
mod destination;
mod function;
mod globals;
mod machine;
mod others;
mod permission;
mod policies;
mod pull;
mod push;
mod resource_policy;
mod role;

use ecow::EcoString;
use indexmap::IndexMap;

use super::evaluate::Shared;
use super::stack::{self, Placement};
use super::template::{self, Item};
use super::{call, tree};
use crate::source::Span;
use crate::syntax::data::{Node, NodeKind};

/// How the types of SAM start.
pub(super) const PREFIX: &str = "AWS::Serverless::";

/// The transform at work.
pub(super) struct Sam<'s> {
    shared: &'s Shared<'s>,
    place: &'s Placement<'s>,
    /// The template before the transform.
    root: &'s Node,
    /// The resources after it, by logical id and in order.
    made: IndexMap<EcoString, (Node, Node)>,
    /// The conditions it adds.
    conditions: Vec<(Node, Node)>,
    /// The routes that events add to APIs.
    routes: Vec<api::Route>,
    /// What buckets are to tell functions: bucket and configuration.
    notifications: Vec<(EcoString, Node)>,
    /// The APIs that wait for them.
    apis: Vec<api::Api<'s>>,
}

/// A SAM resource: its properties have those of `Globals` in them.
pub(super) struct Source<'s> {
    id: &'s str,
    /// The logical id's place: where to point for what nothing else causes.
    span: Span,
    /// Properties, a mapping.
    properties: Node,
    resource: &'s Node,
}

impl Source<'_> {
    fn get(&self, name: &str) -> Option<&Node> {
        self.properties.get(name)
    }

    /// The condition it is under, by name.
    fn condition(&self) -> Option<&str> {
        self.resource.get("Condition")?.as_str()
    }
}

/// A template after the transform.
pub(super) fn transform(root: &Node, shared: &Shared<'_>, place: &Placement<'_>) -> Node {
    let mut sam = Sam {
        shared,
        place,
        root,
        made: IndexMap::new(),
        conditions: vec![],
        routes: vec![],
        notifications: vec![],
        apis: vec![],
    };
    let resources = root.get("Resources").map(template::entries).unwrap_or_default();
    let mut connectors = vec![];
    for (id, item) in &resources {
        sam.resource(id, item);
        connectors.extend(connector::of(id, item));
    }
    sam.notify();
    sam.make_apis();
    for connector in &connectors {
        sam.connect(connector);
    }
    sam.finish()
}

impl<'s> Sam<'s> {
    fn resource(&mut self, id: &'s str, item: &Item<'s>) {
        let kind = item.value.get("Type").and_then(Node::as_str).unwrap_or("");
        let Some(kind) = kind.strip_prefix(PREFIX) else {
            self.made.insert(id.into(), (item.key.clone(), item.value.clone()));
            return;
        };
        let properties = globals::merged(self.root, kind, item);
        let source = Source { id, span: item.key.span, properties, resource: item.value };
        match kind {
            "Function" => self.function(&source),
            "StateMachine" => self.state_machine(&source),
            "Api" => self.rest_api(source),
            "HttpApi" => self.http_api(source),
            "WebSocketApi" => self.web_socket_api(&source),
            "SimpleTable" => self.simple_table(&source),
            "LayerVersion" => {
                self.main(&source, "AWS::Lambda::LayerVersion", source.properties.clone())
            }
            "Application" => self.application(&source),
            "GraphQLApi" => self.graphql_api(&source),
            "CapacityProvider" | "NetworkConnector" => self.operated(&source, kind),
            // Made of by `connect`, once all roles are there.
            "Connector" => {}
            _ => {
                let message = format!("there is no type {PREFIX}{kind}");
                self.shared.invalid(item.value.span, message);
            }
        }
    }

    /// Adds the resource that keeps a source's logical id, with all of its attributes.
    fn main(&mut self, source: &Source<'_>, kind: &str, properties: Node) {
        const ATTRIBUTES: &[&str] = &[
            "Condition",
            "DeletionPolicy",
            "UpdateReplacePolicy",
            "DependsOn",
            "Metadata",
            "UpdatePolicy",
        ];
        let made = resource(source, kind, properties, ATTRIBUTES);
        self.made.insert(source.id.into(), (tree::text(source.id, source.span), made));
    }

    /// Adds a resource made of a source, placed at `span`.
    fn make(
        &mut self,
        source: &Source<'_>,
        id: impl Into<EcoString>,
        kind: &str,
        properties: Node,
    ) {
        const ATTRIBUTES: &[&str] = &["Condition", "DeletionPolicy", "UpdateReplacePolicy"];
        let span = properties.span;
        let (id, made) = (id.into(), resource(source, kind, properties, ATTRIBUTES));
        // What several events share is made once.
        self.made.insert(id.clone(), (tree::text(id, span), made));
    }

    /// The resource of a logical id, made so far, to be changed.
    fn made_mut(&mut self, id: &str) -> Option<&mut Node> {
        self.made.get_mut(id).map(|(_, node)| node)
    }

    /// The text of an expression, if it is known: SAM itself needs some.
    fn known(&self, node: &Node) -> Option<EcoString> {
        match &node.kind {
            NodeKind::Scalar(scalar) if node.tag.is_none() => Some(scalar.text.clone()),
            _ => {
                let value = stack::evaluate_alone(self.root, node, self.shared, self.place);
                value.to_text()?.as_known().map(EcoString::from)
            }
        }
    }

    /// Adds a condition that is another's negation.
    fn negation(&mut self, condition: &str, span: Span) -> EcoString {
        let name = ecow::eco_format!("NOT{condition}");
        let name_node = tree::text(condition, span);
        let node = tree::pattern(
            r#"{"Fn::Not": [{"Condition": "%name"}]}"#,
            span,
            &[("name", &name_node)],
        );
        self.condition(name, node)
    }

    /// Adds a condition, once.
    fn condition(&mut self, name: EcoString, node: Node) -> EcoString {
        let there = self.root.get("Conditions").is_some_and(|all| all.get(&name).is_some());
        if !there && !self.conditions.iter().any(|(key, _)| key.as_str() == Some(&name)) {
            self.conditions.push((tree::text(name.clone(), node.span), node));
        }
        name
    }

    fn finish(self) -> Node {
        let mut root = self.root.clone();
        let NodeKind::Mapping(sections) = &mut root.kind else { return root };
        sections.retain(|(key, _)| key.as_str() != Some("Globals"));
        let mut made = Some(self.made);
        for (key, value) in sections.iter_mut() {
            if key.as_str() == Some("Resources")
                && let Some(made) = made.take()
            {
                value.kind = NodeKind::Mapping(made.into_values().collect());
            }
        }
        if !self.conditions.is_empty() {
            let span = root.span;
            let section = tree::member(&mut root, "Conditions", tree::map(vec![], span));
            if let Some(Node { kind: NodeKind::Mapping(there), .. }) = section {
                there.extend(self.conditions);
            }
        }
        root
    }
}

fn resource(source: &Source<'_>, kind: &str, properties: Node, attributes: &[&str]) -> Node {
    let span = properties.span;
    let mut made =
        tree::map(vec![("Type", tree::text(kind, span)), ("Properties", properties)], span);
    for name in attributes {
        if let Some(value) = source.resource.get(name) {
            tree::push(&mut made, name, value.clone());
        }
    }
    made
}

/// Whether a node is a call, and so has no members to look at.
fn is_call(node: &Node) -> bool {
    call::of(node).is_some()
}

/// The parts of an `Fn::If`: its condition and both branches.
fn branches(node: &Node) -> Option<(&Node, &Node, &Node)> {
    let call = call::of(node).filter(|call| call.function == Some(call::Function::If))?;
    match call.argument.as_sequence()? {
        [condition, then, otherwise] => Some((condition, then, otherwise)),
        _ => None,
    }
}

/// Whether a node is `AWS::NoValue`.
fn is_no_value(node: &Node) -> bool {
    referred(node) == Some("AWS::NoValue")
}

/// The logical id that a `Ref` or `Fn::GetAtt` names.
fn referred(node: &Node) -> Option<&str> {
    let call = call::of(node)?;
    match call.function? {
        call::Function::Ref => call.argument.as_str(),
        call::Function::GetAtt => match call.argument.as_str() {
            Some(text) => text.split('.').next(),
            None => call.argument.as_sequence()?.first()?.as_str(),
        },
        _ => None,
    }
}

/// A `Ref`.
fn reference(id: &str, span: Span) -> Node {
    tree::call("Ref", tree::text(id, span))
}

/// A `Fn::GetAtt`.
fn attribute(id: &str, name: &str, span: Span) -> Node {
    tree::call("Fn::GetAtt", tree::list(vec![tree::text(id, span), tree::text(name, span)], span))
}

/// The copies of members that are passed on under the same name.
fn passed(from: &Node, names: &[&str], to: &mut Node) {
    for name in names {
        if let Some(value) = from.get(name) {
            tree::push(to, name, value.clone());
        }
    }
}

/// A map of tags as CloudFormation's list of them.
fn tag_list(tags: Option<&Node>, span: Span) -> Node {
    let mut items =
        vec![tree::pattern(r#"{"Key": "lambda:createdBy", "Value": "SAM"}"#, span, &[])];
    for (key, value) in tags.and_then(Node::as_mapping).unwrap_or_default() {
        items.push(tree::map(vec![("Key", key.clone()), ("Value", value.clone())], key.span));
    }
    tree::list(items, span)
}
