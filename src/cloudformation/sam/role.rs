//! The roles that SAM makes.

use ecow::{EcoString, eco_format};

use super::{Sam, Source};
use crate::cloudformation::tree;
use crate::source::Span;
use crate::syntax::data::Node;

/// A role in the making.
pub(super) struct Role {
    /// Its logical id.
    pub id: EcoString,
    /// Its trust policy.
    pub trust: Node,
    /// ARNs of its managed policies.
    managed: Vec<Node>,
    /// Its inline policies: `PolicyName` and `PolicyDocument`.
    pub policies: Vec<Node>,
    pub path: Option<Node>,
    pub boundary: Option<Node>,
    pub tags: Option<Node>,
    /// Its condition, if that is another than its source's.
    pub condition: Option<EcoString>,
    span: Span,
}

impl Role {
    /// A role that a service takes, placed at `span`.
    pub(super) fn of_service(id: EcoString, service: &str, span: Span) -> Role {
        Role {
            id,
            trust: trust(service, span),
            managed: vec![],
            policies: vec![],
            path: None,
            boundary: None,
            tags: None,
            condition: None,
            span,
        }
    }

    /// Attaches an AWS managed policy by path and name, placed at `span`.
    pub(super) fn manage_named(&mut self, name: &str, span: Span) {
        self.manage(tree::text(eco_format!("arn:aws:iam::aws:policy/{name}"), span));
    }

    /// Attaches a managed policy by ARN, once.
    pub(super) fn manage(&mut self, arn: Node) {
        if !self.managed.iter().any(|known| tree::same(known, &arn)) {
            self.managed.push(arn);
        }
    }

    /// Adds an inline policy unless its document is there.
    pub(super) fn add_once(&mut self, policy: Node) {
        let document = policy.get("PolicyDocument");
        let known =
            self.policies.iter().any(|known| match (known.get("PolicyDocument"), document) {
                (Some(known), Some(document)) => tree::same(known, document),
                _ => tree::same(known, &policy),
            });
        if !known {
            self.policies.push(policy);
        }
    }

    /// Its ARN.
    pub(super) fn arn(&self) -> Node {
        super::attribute(&self.id, "Arn", self.span)
    }
}

impl Sam<'_> {
    /// Adds a role.
    pub(super) fn add_role(&mut self, source: &Source<'_>, role: Role) {
        let span = role.span;
        let mut properties = tree::map(vec![("AssumeRolePolicyDocument", role.trust)], span);
        if !role.managed.is_empty() {
            tree::push(&mut properties, "ManagedPolicyArns", tree::list(role.managed, span));
        }
        if !role.policies.is_empty() {
            tree::push(&mut properties, "Policies", tree::list(role.policies, span));
        }
        let rest =
            [("Path", role.path), ("PermissionsBoundary", role.boundary), ("Tags", role.tags)];
        for (name, value) in rest {
            if let Some(value) = value {
                tree::push(&mut properties, name, value);
            }
        }
        self.make(source, role.id.clone(), "AWS::IAM::Role", properties);
        if let Some(condition) = role.condition
            && let Some(node) = self.made_mut(&role.id)
        {
            let name = tree::text(condition, span);
            match tree::member(node, "Condition", name.clone()) {
                Some(there) => *there = name,
                None => tree::push(node, "Condition", name),
            }
        }
    }
}

/// The trust policy of a service.
pub(super) fn trust(service: &str, span: Span) -> Node {
    let service = tree::text(service, span);
    tree::pattern(
        r#"{"Version": "2012-10-17", "Statement": [{"Action": ["sts:AssumeRole"],
            "Effect": "Allow", "Principal": {"Service": ["%service"]}}]}"#,
        span,
        &[("service", &service)],
    )
}

/// An inline policy of one statement that allows an action on a resource.
pub(super) fn allows(name: &str, action: &str, resource: &Node, span: Span) -> Node {
    let (name, action) = (tree::text(name, span), tree::text(action, span));
    tree::pattern(
        r#"{"PolicyName": "%name", "PolicyDocument": {"Statement": [
            {"Action": "%action", "Effect": "Allow", "Resource": "%resource"}]}}"#,
        span,
        &[("name", &name), ("action", &action), ("resource", resource)],
    )
}

/// What a role needs to hand messages on to a destination of this type.
pub(super) fn sends_to(kind: &str, id: &str, arn: &Node, span: Span) -> Option<Node> {
    Some(match kind {
        "SQS" => allows(&eco_format!("{id}SQSPolicy"), "sqs:SendMessage", arn, span),
        "SNS" => allows(&eco_format!("{id}SNSPolicy"), "sns:publish", arn, span),
        "EventBridge" => {
            allows(&eco_format!("{id}EventBridgePolicy"), "events:PutEvents", arn, span)
        }
        "Lambda" => allows(&eco_format!("{id}LambdaPolicy"), "lambda:InvokeFunction", arn, span),
        "S3" | "S3Bucket" => {
            let name = tree::text(eco_format!("{id}S3Policy"), span);
            tree::pattern(
                r#"{"PolicyName": "%name", "PolicyDocument": {"Statement": [
                    {"Action": "s3:PutObject", "Effect": "Allow",
                     "Resource": {"Fn::Join": ["/", ["%arn", "*"]]}},
                    {"Action": "s3:ListBucket", "Effect": "Allow", "Resource": "%arn"}]}}"#,
                span,
                &[("name", &name), ("arn", arn)],
            )
        }
        _ => return None,
    })
}
