//! `AWS::Serverless::Connector`: what one resource needs to reach another.
//! <https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/sam-resource-connector.html>

use ecow::{EcoString, eco_format};

use super::{Sam, Source, attribute, reference, referred};
use crate::cloudformation::template::Item;
use crate::cloudformation::tree;
use crate::source::Span;
use crate::syntax::data::Node;
use crate::syntax::json;

/// What a connector between two types allows.
const PROFILES: &str = include_str!("../../../data/sam/connectors.tsv");

/// A connector, standing by itself or in its source.
pub(super) struct Connector<'s> {
    id: EcoString,
    span: Span,
    source: Node,
    destinations: Vec<&'s Node>,
    /// Whether destinations are a list, which shows in logical ids.
    several: bool,
    permissions: Vec<&'s Node>,
    resource: &'s Node,
}

/// One end of a connector: what is known of the resource.
#[derive(Default)]
struct End {
    kind: EcoString,
    arn: Option<Node>,
    role_name: Option<Node>,
    queue_url: Option<Node>,
    resource_id: Option<Node>,
    name: Option<Node>,
    qualifier: Option<Node>,
}

/// The connectors that a resource is or has.
pub(super) fn of<'s>(id: &str, item: &Item<'s>) -> Vec<Connector<'s>> {
    let resource = item.value;
    if resource.get("Type").and_then(Node::as_str) == Some("AWS::Serverless::Connector") {
        let source = resource.get("Properties").and_then(|p| p.get("Source")).cloned();
        return source
            .and_then(|source| read(id.into(), item.key.span, source, resource))
            .into_iter()
            .collect();
    }
    let inner = resource.get("Connectors").and_then(Node::as_mapping).unwrap_or_default();
    inner
        .iter()
        .filter_map(|(key, connector)| {
            let own = eco_format!("{id}{}", key.as_str()?);
            let mut source = tree::map(vec![("Id", tree::text(id, item.key.span))], key.span);
            let more = connector.get("Properties")?.get("SourceReference");
            for (key, value) in more.and_then(Node::as_mapping).unwrap_or_default() {
                tree::push(&mut source, key.as_str()?, value.clone());
            }
            read(own, key.span, source, connector)
        })
        .collect()
}

fn read<'s>(id: EcoString, span: Span, source: Node, resource: &'s Node) -> Option<Connector<'s>> {
    let properties = resource.get("Properties")?;
    let destination = properties.get("Destination")?;
    let destinations = match destination.as_sequence() {
        Some(items) => items.iter().collect(),
        None => vec![destination],
    };
    let permissions = properties.get("Permissions")?.as_sequence()?.iter().collect();
    let several = destination.as_sequence().is_some();
    Some(Connector { id, span, source, destinations, several, permissions, resource })
}

impl Sam<'_> {
    /// Connects as a resource of type `AWS::Serverless::Connector` says.
    pub(super) fn connect_node(&mut self, id: &str, span: Span, resource: &Node) {
        let source = resource.get("Properties").and_then(|p| p.get("Source")).cloned();
        if let Some(connector) = source.and_then(|source| read(id.into(), span, source, resource)) {
            self.connect(&connector);
        }
    }

    /// Adds the policies and permissions that a connector stands for.
    pub(super) fn connect(&mut self, connector: &Connector<'_>) {
        for (index, destination) in connector.destinations.iter().enumerate() {
            let to = self.end(destination, &connector.source);
            let from = self.end(&connector.source, destination);
            let (Some(from), Some(to)) = (from, to) else {
                self.shared.invalid(connector.span, "a connector of a resource that is not there");
                continue;
            };
            if self.allow(connector, index, &from, &to).is_none() {
                let message = format!("there is no connector from {} to {}", from.kind, to.kind);
                self.shared.invalid(connector.span, message);
            }
        }
    }

    fn allow(
        &mut self,
        connector: &Connector<'_>,
        index: usize,
        from: &End,
        to: &End,
    ) -> Option<()> {
        let line = PROFILES.lines().find_map(|line| {
            line.strip_prefix(&*from.kind)?
                .strip_prefix('\t')?
                .strip_prefix(&*to.kind)?
                .strip_prefix('\t')
        })?;
        let (kind, properties) = line.split_once('\t')?;
        let profile = json::parse(connector.span.file, properties).tree;
        let of_source = profile.get("SourcePolicy").and_then(Node::as_str) == Some("true");
        let holder = if of_source { from } else { to };
        let categories = profile.get("AccessCategories")?;
        let source = Source {
            id: &connector.id,
            span: connector.span,
            properties: tree::map(vec![], connector.span),
            resource: connector.resource,
        };
        let suffix = if connector.several { eco_format!("Destination{index}") } else { "".into() };
        let mut statements = vec![];
        // In the profile's order, as the statements then are.
        for (key, category) in categories.as_mapping()? {
            let wanted = connector.permissions.iter().find(|node| node.as_str() == key.as_str());
            let Some(wanted) = wanted else { continue };
            let span = wanted.span;
            let filled = tree::fill(category, &|text| insert(text, from, to, span), span);
            match filled.get("Statement").and_then(Node::as_sequence) {
                Some(more) => statements.extend_from_slice(more),
                None => {
                    let mut made = tree::map(vec![("FunctionName", holder.arn.clone()?)], span);
                    super::passed(
                        &filled,
                        &["Action", "Principal", "SourceArn", "SourceAccount"],
                        &mut made,
                    );
                    let id =
                        eco_format!("{}{}LambdaPermission{suffix}", connector.id, key.as_str()?);
                    self.make(&source, id, "AWS::Lambda::Permission", made);
                }
            }
        }
        let Some(first) = statements.first() else { return Some(()) };
        let span = first.span;
        let all = tree::list(statements, span);
        let document = tree::pattern(
            r#"{"Version": "2012-10-17", "Statement": "%all"}"#,
            span,
            &[("all", &all)],
        );
        let (name, on, made) = match kind {
            "AWS_SQS_QUEUE_POLICY" => {
                ("QueuePolicy", ("Queues", holder.queue_url.clone()?), "AWS::SQS::QueuePolicy")
            }
            "AWS_SNS_TOPIC_POLICY" => {
                ("TopicPolicy", ("Topics", holder.arn.clone()?), "AWS::SNS::TopicPolicy")
            }
            _ => ("Policy", ("Roles", holder.role_name.clone()?), "AWS::IAM::ManagedPolicy"),
        };
        let properties = tree::map(
            vec![("PolicyDocument", document), (on.0, tree::list(vec![on.1], span))],
            span,
        );
        self.make(&source, eco_format!("{}{name}{suffix}", connector.id), made, properties);
        Some(())
    }

    /// What is known of an end; `other` is the end it is connected to.
    fn end(&mut self, node: &Node, other: &Node) -> Option<End> {
        let get = |name: &str| node.get(name).cloned();
        let Some(id_node) = node.get("Id") else {
            let kind = node.get("Type")?.as_str()?;
            return Some(End {
                kind: plain_type(kind).into(),
                arn: get("Arn"),
                role_name: get("RoleName"),
                queue_url: get("QueueUrl"),
                resource_id: get("ResourceId"),
                name: get("Name"),
                qualifier: get("Qualifier"),
            });
        };
        let (id, span) = (id_node.as_str()?, id_node.span);
        let made = self.made_mut(id)?;
        let kind = made.get("Type")?.as_str()?.to_owned();
        let role = role_of(made, &kind, other);
        let is = |kinds: &[&str]| kinds.contains(&kind.as_str());
        let by_ref = [
            "AWS::StepFunctions::StateMachine",
            "AWS::AppSync::GraphQLApi",
            "AWS::AppSync::DataSource",
            "AWS::SNS::Topic",
        ];
        let apis = ["AWS::ApiGateway::RestApi", "AWS::ApiGatewayV2::Api"];
        Some(End {
            arn: Some(if is(&by_ref) { reference(id, span) } else { attribute(id, "Arn", span) }),
            role_name: role.map(|role| reference(&role, span)),
            queue_url: is(&["AWS::SQS::Queue"]).then(|| reference(id, span)),
            resource_id: match () {
                () if is(&apis) => Some(reference(id, span)),
                () if is(&["AWS::AppSync::GraphQLApi"]) => Some(attribute(id, "ApiId", span)),
                () => None,
            },
            name: is(&["AWS::StepFunctions::StateMachine"]).then(|| attribute(id, "Name", span)),
            qualifier: get("Qualifier").or_else(|| is(&apis).then(|| tree::text("*", span))),
            kind: kind.into(),
        })
    }
}

/// The logical id of the role that a resource runs with.
fn role_of(resource: &Node, kind: &str, other: &Node) -> Option<EcoString> {
    let properties = resource.get("Properties")?;
    let role = match kind {
        "AWS::Lambda::Function" => properties.get("Role"),
        "AWS::StepFunctions::StateMachine" => properties.get("RoleArn"),
        "AWS::AppSync::DataSource" => properties.get("ServiceRoleArn"),
        "AWS::Events::Rule" => {
            let is_target = |target: &&Node| {
                let arn = target.get("Arn");
                let by_id = other.get("Id").and_then(Node::as_str);
                by_id.is_some() && arn.and_then(referred) == by_id
                    || matches!((arn, other.get("Arn")), (Some(a), Some(b)) if tree::same(a, b))
            };
            properties.get("Targets")?.as_sequence()?.iter().find(is_target)?.get("RoleArn")
        }
        _ => None,
    };
    role.and_then(referred).map(EcoString::from)
}

/// A profile's text with what is known of both ends.
fn insert(text: &str, from: &End, to: &End, span: Span) -> Option<Node> {
    let is_expression = text.contains("%{") || text.contains("${");
    if !is_expression {
        return None;
    }
    let mut template = EcoString::new();
    let mut variables = vec![];
    let mut rest = text;
    while let Some((before, after)) = rest.split_once("%{") {
        let (name, after) = after.split_once('}')?;
        let (side, member) = name.split_once('.')?;
        let end = if side == "Source" { from } else { to };
        let value = match member {
            "Arn" => &end.arn,
            "ResourceId" => &end.resource_id,
            "Name" => &end.name,
            "Qualifier" => &end.qualifier,
            _ => &None,
        };
        let value = value.clone().unwrap_or_else(|| reference("AWS::NoValue", span));
        if before.is_empty() && after.is_empty() && template.is_empty() {
            return Some(value);
        }
        template.push_str(before);
        template.push_str(&eco_format!("${{{side}{member}}}"));
        variables.push((eco_format!("{side}{member}"), value));
        rest = after;
    }
    template.push_str(rest);
    let template = tree::text(template, span);
    if variables.is_empty() {
        return Some(tree::call("Fn::Sub", template));
    }
    let variables = variables.iter().map(|(name, value)| (name.as_str(), value.clone())).collect();
    Some(tree::call("Fn::Sub", tree::list(vec![template, tree::map(variables, span)], span)))
}

/// CloudFormation's type for SAM's.
fn plain_type(kind: &str) -> &str {
    match kind {
        "AWS::Serverless::Function" => "AWS::Lambda::Function",
        "AWS::Serverless::StateMachine" => "AWS::StepFunctions::StateMachine",
        "AWS::Serverless::Api" => "AWS::ApiGateway::RestApi",
        "AWS::Serverless::HttpApi" => "AWS::ApiGatewayV2::Api",
        "AWS::Serverless::SimpleTable" => "AWS::DynamoDB::Table",
        kind => kind,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_profile_can_be_read() {
        for line in PROFILES.lines() {
            let json = line.rsplit('\t').next().unwrap();
            let parsed = json::parse(crate::source::FileId::from_index(0), json);
            assert!(parsed.tree.get("AccessCategories").is_some(), "{line}");
        }
        assert!(PROFILES.lines().count() >= 31);
    }
}
