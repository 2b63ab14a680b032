//! `EventInvokeConfig`: where a function's asynchronous results and failures go.
//! <https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/sam-property-function-eventinvokeconfiguration.html>

use ecow::{EcoString, eco_format};

use super::role::{Role, sends_to};
use super::{Sam, Source, attribute, branches, is_no_value, reference};
use crate::cloudformation::tree;
use crate::syntax::data::Node;

/// A destination: its name, its type, where it is, and the queue or topic made for it with
/// the condition that it is made under.
struct Destination {
    name: &'static str,
    kind: EcoString,
    arn: Node,
    made: Option<(EcoString, Option<EcoString>)>,
    span: crate::source::Span,
}

impl Sam<'_> {
    /// Lets the function's role send to its destinations.
    pub(super) fn destination_policies(&mut self, source: &Source<'_>, role: &mut Role) {
        for destination in self.destinations(source) {
            let id = eco_format!("{}EventInvokeConfig{}", source.id, destination.name);
            role.policies.extend(sends_to(
                &destination.kind,
                &id,
                &destination.arn,
                destination.span,
            ));
        }
    }

    /// Adds the configuration, and the queues and topics made for it.
    pub(super) fn event_invoke_config(&mut self, source: &Source<'_>) {
        let Some(config) = source.get("EventInvokeConfig") else { return };
        let mut targets = tree::map(vec![], config.span);
        for destination in self.destinations(source) {
            let to = tree::map(vec![("Destination", destination.arn)], destination.span);
            tree::push(&mut targets, destination.name, to);
            let Some((id, condition)) = destination.made else { continue };
            let kind =
                if destination.kind == "SNS" { "AWS::SNS::Topic" } else { "AWS::SQS::Queue" };
            self.make(source, id.clone(), kind, tree::map(vec![], destination.span));
            if let (Some(condition), Some(made)) = (condition, self.made_mut(&id)) {
                let name = tree::text(condition, destination.span);
                if let Some(there) = tree::member(made, "Condition", name.clone()) {
                    *there = name;
                }
            }
        }
        let mut properties = tree::map(
            vec![
                ("FunctionName", reference(source.id, source.span)),
                ("Qualifier", tree::text("$LATEST", config.span)),
                ("DestinationConfig", targets),
            ],
            config.span,
        );
        super::passed(
            config,
            &["MaximumEventAgeInSeconds", "MaximumRetryAttempts"],
            &mut properties,
        );
        let id = eco_format!("{}EventInvokeConfig", source.id);
        self.make(source, id, "AWS::Lambda::EventInvokeConfig", properties);
    }

    fn destinations(&mut self, source: &Source<'_>) -> Vec<Destination> {
        let config = source.get("EventInvokeConfig").and_then(|c| c.get("DestinationConfig"));
        let mut found = vec![];
        for name in ["OnSuccess", "OnFailure"] {
            let Some(node) = config.and_then(|config| config.get(name)) else { continue };
            let Some(kind) = node.get("Type").and_then(Node::as_str) else { continue };
            let suffix = if kind == "SNS" { "Topic" } else { "Queue" };
            let id = eco_format!("{}EventInvokeConfig{name}{suffix}", source.id);
            let own = match kind {
                "SNS" => reference(&id, node.span),
                _ => attribute(&id, "Arn", node.span),
            };
            let (arn, made) = match node.get("Destination") {
                Some(given) => self.given(source, given, own, id),
                None => (own, Some((id, None))),
            };
            found.push(Destination { name, kind: kind.into(), arn, made, span: node.span });
        }
        found
    }

    /// A destination that is given, at least in one branch of a condition.
    fn given(
        &mut self,
        source: &Source<'_>,
        given: &Node,
        own: Node,
        id: EcoString,
    ) -> (Node, Option<(EcoString, Option<EcoString>)>) {
        let as_it_is = (given.clone(), None);
        let Some((condition, then, otherwise)) = branches(given) else { return as_it_is };
        let Some(name) = condition.as_str() else { return as_it_is };
        let (name, parts) = match (is_no_value(then), is_no_value(otherwise)) {
            (true, true) => return (own, Some((id, None))),
            (true, false) => {
                (EcoString::from(name), vec![condition.clone(), own, otherwise.clone()])
            }
            (false, true) => {
                let negation = self.negation(name, condition.span);
                (negation, vec![condition.clone(), then.clone(), own])
            }
            (false, false) => return as_it_is,
        };
        let name = match source.condition() {
            Some(outer) => self.both(outer, &name, given.span),
            None => name,
        };
        (tree::call("Fn::If", tree::list(parts, given.span)), Some((id, Some(name))))
    }

    /// Adds a condition that two others hold.
    fn both(&mut self, one: &str, other: &str, span: crate::source::Span) -> EcoString {
        let name = eco_format!("{one}AND{other}");
        let (a, b) = (tree::text(one, span), tree::text(other, span));
        let node = tree::pattern(
            r#"{"Fn::And": [{"Condition": "%a"}, {"Condition": "%b"}]}"#,
            span,
            &[("a", &a), ("b", &b)],
        );
        self.condition(name, node)
    }
}
