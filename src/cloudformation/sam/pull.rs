//! Events that Lambda pulls from streams and queues: the function's role must read them.

use ecow::eco_format;

use super::permission::Target;
use super::push::Event;
use super::role::{Role, sends_to};
use super::{Sam, Source, passed};
use crate::cloudformation::tree;
use crate::source::Span;
use crate::syntax::data::Node;

/// Event type, property that holds the source's ARN, managed policy that reads it.
const SOURCES: &[(&str, &str, &str)] = &[
    ("Kinesis", "Stream", "service-role/AWSLambdaKinesisExecutionRole"),
    ("DynamoDB", "Stream", "service-role/AWSLambdaDynamoDBExecutionRole"),
    ("SQS", "Queue", "service-role/AWSLambdaSQSQueueExecutionRole"),
    ("MSK", "Stream", "service-role/AWSLambdaMSKExecutionRole"),
    ("MQ", "Broker", ""),
    ("SelfManagedKafka", "", ""),
    ("DocumentDB", "Cluster", ""),
];

/// What Lambda needs to reach into a VPC.
const NETWORK: &str = r#"{"Action": ["ec2:CreateNetworkInterface", "ec2:DescribeNetworkInterfaces",
    "ec2:DeleteNetworkInterface", "ec2:DescribeVpcs", "ec2:DescribeSubnets",
    "ec2:DescribeSecurityGroups"], "Effect": "Allow", "Resource": "*"}"#;

impl Sam<'_> {
    /// What an event makes that Lambda polls.
    pub(super) fn pull(
        &mut self,
        source: &Source<'_>,
        event: &Event<'_>,
        target: &Target,
        role: Option<&mut Role>,
    ) {
        let Some((_, property, managed)) = SOURCES.iter().find(|known| known.0 == event.kind)
        else {
            let message = format!("there is no event type {}", event.kind);
            self.shared.invalid(event.span, message);
            return;
        };
        let mut made = tree::map(vec![("FunctionName", target.name.clone())], event.span);
        if let Some(arn) = event.get(property) {
            tree::push(&mut made, "EventSourceArn", arn.clone());
        }
        passed(
            event.properties,
            &[
                "SourceAccessConfigurations",
                "DestinationConfig",
                "Topics",
                "Queues",
                "FilterCriteria",
            ],
            &mut made,
        );
        self.make(source, event.id.clone(), "AWS::Lambda::EventSourceMapping", made);
        let Some(role) = role else { return };
        if !managed.is_empty() {
            role.manage_named(managed, event.span);
        }
        if let Some(policy) = self.reading_policy(event) {
            role.add_once(policy);
        }
        let failure = event.get("DestinationConfig").and_then(|config| config.get("OnFailure"));
        if let Some(failure) = failure
            && let (Some(kind), Some(arn)) =
                (failure.get("Type").and_then(Node::as_str), failure.get("Destination"))
            && let Some(policy) = sends_to(kind, &event.id, arn, failure.span)
        {
            role.add_once(policy);
        }
    }

    /// A mapping from a queue to a function.
    pub(super) fn mapping(
        &mut self,
        source: &Source<'_>,
        id: &str,
        queue: &Node,
        target: &Target,
        span: Span,
    ) {
        let made = tree::map(
            vec![("FunctionName", target.name.clone()), ("EventSourceArn", queue.clone())],
            span,
        );
        self.make(source, id, "AWS::Lambda::EventSourceMapping", made);
    }

    /// The inline policy that reads a source, where no managed policy does.
    fn reading_policy(&self, event: &Event<'_>) -> Option<Node> {
        let span = event.span;
        let statement = |json: &str, resource: &Node| tree::pattern(json, span, &[("r", resource)]);
        let secret = |uri: &Node| {
            let json = r#"{"Action": ["secretsmanager:GetSecretValue"], "Effect": "Allow", "Resource": "%r"}"#;
            statement(json, uri)
        };
        let key = event.get("SecretsManagerKmsKeyId").and_then(Node::as_str).map(|id| {
            let arn = eco_format!(
                "arn:${{AWS::Partition}}:kms:${{AWS::Region}}:${{AWS::AccountId}}:key/{id}"
            );
            let arn = tree::call("Fn::Sub", tree::text(arn, span));
            statement(r#"{"Action": ["kms:Decrypt"], "Effect": "Allow", "Resource": "%r"}"#, &arn)
        });
        let access =
            event.get("SourceAccessConfigurations").and_then(Node::as_sequence).unwrap_or_default();
        let uri = |is: &dyn Fn(&str) -> bool| {
            let found =
                access.iter().find(|c| c.get("Type").and_then(Node::as_str).is_some_and(is));
            found.and_then(|config| config.get("URI"))
        };
        let mut statements = vec![];
        let name = match event.kind {
            "MSK" => {
                statements.extend(self.registry(event, &secret));
                statements.extend(uri(&|kind| kind == "CLIENT_CERTIFICATE_TLS_AUTH").map(secret));
                "MSKExecutionRolePolicy".into()
            }
            "MQ" => {
                statements.extend(uri(&|kind| kind == "BASIC_AUTH").map(secret));
                let broker = event.get("Broker")?;
                let json =
                    r#"{"Action": ["mq:DescribeBroker"], "Effect": "Allow", "Resource": "%r"}"#;
                statements.push(statement(json, broker));
                statements.extend(key);
                let dynamic = event.get("DynamicPolicyName").and_then(Node::as_str) == Some("true");
                if dynamic {
                    eco_format!("{}AMQPolicy", event.id)
                } else {
                    "SamAutoGeneratedAMQPolicy".into()
                }
            }
            "SelfManagedKafka" => {
                let is_auth = |kind: &str| kind.ends_with("_AUTH") && !kind.starts_with("IAM_");
                statements.extend(uri(&is_auth).map(secret));
                statements.extend(uri(&|kind| kind == "SERVER_ROOT_CA_CERTIFICATE").map(secret));
                if uri(&|kind| kind == "VPC_SUBNET").is_some() {
                    statements.push(tree::pattern(NETWORK, span, &[]));
                }
                statements.extend(key);
                statements.extend(self.registry(event, &secret));
                "SelfManagedKafkaExecutionRolePolicy".into()
            }
            "DocumentDB" => {
                statements.extend(uri(&|kind| kind == "BASIC_AUTH").map(secret));
                statements.extend(documentdb(event)?);
                statements.extend(key);
                "SamAutoGeneratedDocumentDBPolicy".into()
            }
            _ => return None,
        };
        if statements.is_empty() {
            return None;
        }
        let (name, statements) = (tree::text(name, span), tree::list(statements, span));
        let json = match event.kind {
            "SelfManagedKafka" => {
                r#"{"PolicyName": "%name", "PolicyDocument": {"Version": "2012-10-17", "Statement": "%all"}}"#
            }
            _ => r#"{"PolicyName": "%name", "PolicyDocument": {"Statement": "%all"}}"#,
        };
        Some(tree::pattern(json, span, &[("name", &name), ("all", &statements)]))
    }

    /// What reads a schema registry.
    fn registry(&self, event: &Event<'_>, secret: &dyn Fn(&Node) -> Node) -> Vec<Node> {
        let Some(config) = event.get("SchemaRegistryConfig") else { return vec![] };
        let access = config.get("AccessConfigs").and_then(Node::as_sequence).unwrap_or_default();
        let mut statements: Vec<Node> =
            access.iter().filter_map(|c| c.get("URI")).map(secret).collect();
        let Some(uri) = config.get("SchemaRegistryURI") else { return statements };
        // Only a registry of Glue's has an ARN; its name is that ARN's end.
        let text = match crate::cloudformation::call::of(uri) {
            Some(call) => call.argument.as_str(),
            None => uri.as_str(),
        };
        let name = text
            .filter(|text| text.starts_with("arn"))
            .and_then(|text| text.split(":registry/").nth(1));
        if let Some(name) = name {
            let schema = eco_format!(
                "arn:${{AWS::Partition}}:glue:${{AWS::Region}}:${{AWS::AccountId}}:schema/{name}/*"
            );
            let schema = tree::call("Fn::Sub", tree::text(schema, event.span));
            for (json, resource) in [
                (r#"{"Action": ["glue:GetRegistry"], "Effect": "Allow", "Resource": "%r"}"#, uri),
                (
                    r#"{"Action": ["glue:GetSchemaVersion"], "Effect": "Allow", "Resource": ["%r"]}"#,
                    &schema,
                ),
            ] {
                statements.push(tree::pattern(json, event.span, &[("r", resource)]));
            }
        }
        statements
    }
}

fn documentdb(event: &Event<'_>) -> Option<Vec<Node>> {
    let arn = |rest: &str| {
        let arn =
            eco_format!("arn:${{AWS::Partition}}:rds:${{AWS::Region}}:${{AWS::AccountId}}:{rest}");
        tree::call("Fn::Sub", tree::text(arn, event.span))
    };
    let (parameters, subnets) = (arn("cluster-pg:*"), arn("subgrp:*"));
    let cluster = event.get("Cluster")?;
    let mut statements: Vec<Node> = [
        (r#"{"Action": ["rds:DescribeDBClusterParameters"], "Effect": "Allow", "Resource": "%r"}"#, &parameters),
        (r#"{"Action": ["rds:DescribeDBSubnetGroups"], "Effect": "Allow", "Resource": "%r"}"#, &subnets),
        (r#"{"Action": ["rds:DescribeDBClusters"], "Effect": "Allow", "Resource": "%r"}"#, cluster),
    ]
    .into_iter()
    .map(|(json, resource)| tree::pattern(json, event.span, &[("r", resource)]))
    .collect();
    statements.push(tree::pattern(NETWORK, event.span, &[]));
    Some(statements)
}
