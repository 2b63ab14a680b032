//! Permissions on functions, and the policies of queues that SAM makes.

use ecow::EcoString;

use super::{Sam, Source};
use crate::cloudformation::tree;
use crate::source::Span;
use crate::syntax::data::Node;

/// What events point at: a function, or its alias.
pub(super) struct Target {
    pub name: Node,
    pub arn: Node,
}

/// Who may invoke.
#[derive(Default)]
pub(super) struct Caller<'c> {
    pub principal: &'c str,
    pub source_arn: Option<Node>,
    pub source_account: Option<Node>,
    pub token: Option<Node>,
}

impl Sam<'_> {
    /// Adds a permission to invoke a function.
    pub(super) fn permit(
        &mut self,
        source: &Source<'_>,
        id: EcoString,
        function: &Node,
        caller: Caller<'_>,
        span: Span,
    ) {
        let mut properties = tree::map(
            vec![
                ("Action", tree::text("lambda:InvokeFunction", span)),
                ("FunctionName", function.clone()),
                ("Principal", tree::text(caller.principal, span)),
            ],
            span,
        );
        let rest = [
            ("SourceArn", caller.source_arn),
            ("SourceAccount", caller.source_account),
            ("EventSourceToken", caller.token),
        ];
        for (name, value) in rest {
            if let Some(value) = value {
                tree::push(&mut properties, name, value);
            }
        }
        self.make(source, id, "AWS::Lambda::Permission", properties);
    }

    /// Adds a policy that lets `principal` send to a queue on behalf of `sender`.
    pub(super) fn queue_policy(
        &mut self,
        source: &Source<'_>,
        id: EcoString,
        queue: (&Node, &Node),
        principal: &str,
        sender: &Node,
        span: Span,
    ) {
        let principal = tree::pattern(principal, span, &[]);
        let properties = tree::pattern(
            r#"{"PolicyDocument": {"Version": "2012-10-17", "Statement": [
                {"Action": "sqs:SendMessage", "Effect": "Allow", "Principal": "%principal",
                 "Resource": "%arn", "Condition": {"ArnEquals": {"aws:SourceArn": "%sender"}}}]},
                "Queues": ["%url"]}"#,
            span,
            &[("principal", &principal), ("arn", queue.0), ("url", queue.1), ("sender", sender)],
        );
        self.make(source, id, "AWS::SQS::QueuePolicy", properties);
    }
}
