//! Events that services push: each comes with a permission to invoke the function.
//! <https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/sam-property-function-eventsource.html>

use ecow::{EcoString, eco_format};

use super::permission::{Caller, Target};
use super::role::{Role, allows, sends_to};
use super::{Sam, Source, attribute, passed, reference};
use crate::cloudformation::tree;
use crate::source::Span;
use crate::syntax::data::{Node, NodeKind};

/// An event of a function or state machine.
pub(super) struct Event<'e> {
    /// The logical id of what is made of it: that of its source and its own name.
    pub id: EcoString,
    pub kind: &'e str,
    /// The place of its name.
    pub span: Span,
    /// Its properties, a mapping.
    pub properties: &'e Node,
}

impl Event<'_> {
    pub(super) fn get(&self, name: &str) -> Option<&Node> {
        self.properties.get(name)
    }
}

impl<'s> Sam<'s> {
    /// What a function's event makes; `role` is the function's, where SAM makes it.
    pub(super) fn function_event(
        &mut self,
        source: &Source<'s>,
        (key, declaration): (&Node, &Node),
        target: &Target,
        role: Option<&mut Role>,
    ) {
        let (Some(name), Some(kind)) =
            (key.as_str(), declaration.get("Type").and_then(Node::as_str))
        else {
            return;
        };
        let none = tree::map(vec![], key.span);
        let properties = declaration.get("Properties").unwrap_or(&none);
        let event =
            Event { id: eco_format!("{}{name}", source.id), kind, span: key.span, properties };
        let span = event.span;
        match kind {
            "Schedule" | "CloudWatchEvent" | "EventBridgeRule" => {
                self.rule(source, &event, &target.arn, None);
                let arn = attribute(&event.id, "Arn", span);
                self.invoked_by(source, &event, target, "events.amazonaws.com", Some(arn));
            }
            "ScheduleV2" => self.schedule(source, &event, &target.arn, "lambda:InvokeFunction"),
            "S3" => self.bucket_event(source, &event, target),
            "SNS" => self.topic_event(source, &event, target, role),
            "Api" => self.api_event(source, &event, target),
            "HttpApi" => self.http_api_event(source, &event, target),
            "AlexaSkill" => {
                let caller = Caller {
                    principal: "alexa-appkit.amazon.com",
                    token: event.get("SkillId").cloned(),
                    ..Caller::default()
                };
                self.permit(source, permission_id(&event.id), &target.name, caller, span);
            }
            "IoTRule" => {
                let rule = reference(&event.id, span);
                let caller = Caller {
                    principal: "iot.amazonaws.com",
                    source_arn: Some(arn_of("iot", "rule/${RuleName}", "RuleName", &rule, span)),
                    source_account: Some(reference("AWS::AccountId", span)),
                    ..Caller::default()
                };
                self.permit(source, permission_id(&event.id), &target.name, caller, span);
                let mut payload = tree::map(vec![], span);
                passed(properties, &["Sql", "AwsIotSqlVersion"], &mut payload);
                let made = tree::map(vec![("TopicRulePayload", payload)], span);
                self.make(source, event.id.clone(), "AWS::IoT::TopicRule", made);
            }
            "Cognito" => {
                let pool = event.get("UserPool").and_then(super::referred);
                let caller = Caller {
                    principal: "cognito-idp.amazonaws.com",
                    source_arn: pool.map(|pool| attribute(pool, "Arn", span)),
                    ..Caller::default()
                };
                let id = eco_format!("{}CognitoPermission", source.id);
                self.permit(source, id, &target.name, caller, span);
            }
            "CloudWatchLogs" => {
                let Some(group) = event.get("LogGroupName") else { return };
                let name = "__LogGroupName__";
                let arn = arn_of("logs", "log-group:${__LogGroupName__}:*", name, group, span);
                self.invoked_by(source, &event, target, "logs.amazonaws.com", Some(arn));
                let mut made = tree::map(vec![("DestinationArn", target.arn.clone())], span);
                passed(properties, &["LogGroupName", "FilterPattern"], &mut made);
                self.make(source, event.id.clone(), "AWS::Logs::SubscriptionFilter", made);
            }
            _ => self.pull(source, &event, target, role),
        }
    }

    fn invoked_by(
        &mut self,
        source: &Source<'_>,
        event: &Event<'_>,
        target: &Target,
        principal: &str,
        source_arn: Option<Node>,
    ) {
        let caller = Caller { principal, source_arn, ..Caller::default() };
        self.permit(source, permission_id(&event.id), &target.name, caller, event.span);
    }

    /// A rule of EventBridge's, with its dead-letter queue if it makes one.
    pub(super) fn rule(
        &mut self,
        source: &Source<'_>,
        event: &Event<'_>,
        arn: &Node,
        role: Option<Node>,
    ) {
        let span = event.span;
        let mut rule = tree::map(vec![], span);
        for (from, to) in [
            ("Schedule", "ScheduleExpression"),
            ("Pattern", "EventPattern"),
            ("EventBusName", "EventBusName"),
            ("RuleName", "Name"),
            ("Name", "Name"),
            ("State", "State"),
            ("Description", "Description"),
        ] {
            if let Some(value) = event.get(from) {
                tree::push(&mut rule, to, value.clone());
            }
        }
        let id = tree::text(eco_format!("{}Target", event.id), span);
        let mut target = tree::map(vec![("Arn", arn.clone()), ("Id", id)], span);
        passed(
            event.properties,
            &["Input", "InputPath", "InputTransformer", "RetryPolicy"],
            &mut target,
        );
        if let Some(role) = role {
            tree::push(&mut target, "RoleArn", role);
        }
        let own = attribute(&event.id, "Arn", span);
        if let Some(queue) = self.dead_letter_queue(source, event, Some(&own)) {
            tree::push(&mut target, "DeadLetterConfig", tree::map(vec![("Arn", queue)], span));
        }
        tree::push(&mut rule, "Targets", tree::list(vec![target], span));
        self.make(source, event.id.clone(), "AWS::Events::Rule", rule);
    }

    /// The ARN of an event's dead-letter queue; the queue is made if it is not given, with a
    /// policy that lets the rule `sender` send to it.
    fn dead_letter_queue(
        &mut self,
        source: &Source<'_>,
        event: &Event<'_>,
        sender: Option<&Node>,
    ) -> Option<Node> {
        let config = event.get("DeadLetterConfig")?;
        if let Some(arn) = config.get("Arn") {
            return Some(arn.clone());
        }
        let named = config.get("QueueLogicalId").and_then(Node::as_str);
        let id = named.map_or_else(|| eco_format!("{}Queue", event.id), EcoString::from);
        self.make(source, id.clone(), "AWS::SQS::Queue", tree::map(vec![], config.span));
        let (arn, url) = (attribute(&id, "Arn", config.span), reference(&id, config.span));
        if let Some(sender) = sender {
            let principal = r#"{"Service": "events.amazonaws.com"}"#;
            let policy = eco_format!("{}QueuePolicy", event.id);
            self.queue_policy(source, policy, (&arn, &url), principal, sender, config.span);
        }
        Some(arn)
    }

    /// A schedule of EventBridge Scheduler's, with the role it takes.
    pub(super) fn schedule(
        &mut self,
        source: &Source<'_>,
        event: &Event<'_>,
        arn: &Node,
        action: &str,
    ) {
        let span = event.span;
        let queue = self.dead_letter_queue(source, event, None);
        let role = match event.get("RoleArn") {
            Some(given) => given.clone(),
            None => {
                let id = eco_format!("{}Role", event.id);
                let mut role = Role::of_service(id, "scheduler.amazonaws.com", span);
                let name = match action {
                    "states:StartExecution" => eco_format!("{}StartExecutionPolicy", event.id),
                    _ => eco_format!("{}LambdaPolicy", event.id),
                };
                role.policies.push(allows(&name, action, arn, span));
                if let Some(queue) = &queue {
                    role.policies.extend(sends_to("SQS", &event.id, queue, span));
                }
                role.boundary = event.get("PermissionsBoundary").cloned();
                let arn = role.arn();
                self.add_role(source, role);
                arn
            }
        };
        let target = tree::map(vec![("Arn", arn.clone()), ("RoleArn", role)], span);
        let mut made = tree::map(vec![("Target", target)], span);
        passed(event.properties, &["ScheduleExpression", "State", "Name", "GroupName"], &mut made);
        self.make(source, event.id.clone(), "AWS::Scheduler::Schedule", made);
    }

    fn bucket_event(&mut self, source: &Source<'_>, event: &Event<'_>, target: &Target) {
        let span = event.span;
        let caller = Caller {
            principal: "s3.amazonaws.com",
            source_account: Some(reference("AWS::AccountId", span)),
            ..Caller::default()
        };
        self.permit(source, permission_id(&event.id), &target.name, caller, span);
        let (Some(bucket), Some(types)) =
            (event.get("Bucket").and_then(super::referred), event.get("Events"))
        else {
            return;
        };
        let types = types.as_sequence().unwrap_or(std::slice::from_ref(types));
        let configurations: Vec<Node> = types
            .iter()
            .map(|kind| {
                let mut made = tree::map(
                    vec![("Event", kind.clone()), ("Function", target.arn.clone())],
                    span,
                );
                passed(event.properties, &["Filter"], &mut made);
                made
            })
            .collect();
        for configuration in configurations {
            let configuration = match source.condition() {
                Some(condition) => {
                    let parts = vec![
                        tree::text(condition, span),
                        configuration,
                        reference("AWS::NoValue", span),
                    ];
                    tree::call("Fn::If", tree::list(parts, span))
                }
                None => configuration,
            };
            self.notifications.push((bucket.into(), configuration));
        }
    }

    /// Has buckets tell functions, which stands in the buckets' own properties.
    pub(super) fn notify(&mut self) {
        for (bucket, configuration) in std::mem::take(&mut self.notifications) {
            let span = configuration.span;
            let empty = || tree::map(vec![], span);
            let list = self
                .made_mut(&bucket)
                .and_then(|bucket| tree::member(bucket, "Properties", empty()))
                .and_then(|made| tree::member(made, "NotificationConfiguration", empty()))
                .and_then(|made| {
                    tree::member(made, "LambdaConfigurations", tree::list(vec![], span))
                });
            if let Some(Node { kind: NodeKind::Sequence(items), .. }) = list
                && !items.iter().any(|known| tree::same(known, &configuration))
            {
                items.push(configuration);
            }
        }
    }

    fn topic_event(
        &mut self,
        source: &Source<'_>,
        event: &Event<'_>,
        target: &Target,
        role: Option<&mut Role>,
    ) {
        let Some(topic) = event.get("Topic") else { return };
        let span = event.span;
        let through = event.get("SqsSubscription").filter(|node| node.as_str() != Some("false"));
        let mut endpoint = ("lambda", target.arn.clone());
        if let Some(through) = through {
            let given = through.get("QueueArn").zip(through.get("QueueUrl"));
            let (arn, url) = match given {
                Some((arn, url)) => (arn.clone(), url.clone()),
                None => {
                    let id = eco_format!("{}Queue", event.id);
                    self.make(source, id.clone(), "AWS::SQS::Queue", tree::map(vec![], span));
                    (attribute(&id, "Arn", span), reference(&id, span))
                }
            };
            let named = through.get("QueuePolicyLogicalId").and_then(Node::as_str);
            let id = named.map_or_else(|| eco_format!("{}QueuePolicy", event.id), EcoString::from);
            self.queue_policy(source, id, (&arn, &url), r#""*""#, topic, span);
            self.mapping(
                source,
                &eco_format!("{}EventSourceMapping", event.id),
                &arn,
                target,
                span,
            );
            if let Some(role) = role {
                role.manage_named("service-role/AWSLambdaSQSQueueExecutionRole", span);
            }
            endpoint = ("sqs", arn);
        } else {
            self.invoked_by(source, event, target, "sns.amazonaws.com", Some(topic.clone()));
        }
        let mut made = tree::map(
            vec![
                ("Protocol", tree::text(endpoint.0, span)),
                ("Endpoint", endpoint.1),
                ("TopicArn", topic.clone()),
            ],
            span,
        );
        passed(event.properties, &["Region", "FilterPolicy", "RedrivePolicy"], &mut made);
        self.make(source, event.id.clone(), "AWS::SNS::Subscription", made);
    }
}

/// The logical id of an event's permission.
pub(super) fn permission_id(event: &str) -> EcoString {
    eco_format!("{event}Permission")
}

/// An ARN of this account and Region with one part that is an expression.
pub(super) fn arn_of(service: &str, rest: &str, name: &str, value: &Node, span: Span) -> Node {
    let text = eco_format!(
        "arn:${{AWS::Partition}}:{service}:${{AWS::Region}}:${{AWS::AccountId}}:{rest}"
    );
    let variables = tree::map(vec![(name, value.clone())], span);
    tree::call("Fn::Sub", tree::list(vec![tree::text(text, span), variables], span))
}
