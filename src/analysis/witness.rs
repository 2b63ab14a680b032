//! Which request shows best what a statement lets through.

use super::statement::Said;
use crate::iam::{self, Definition, Document, Example, Item, Str, Values};

/// Actions on the data itself, or those that services are known for: what reads comes first.
/// The engine's own witness is any that there is.
const TELLING: &[&str] = &[
    "s3:GetObject",
    "s3:PutObject",
    "s3:ListBucket",
    "sqs:ReceiveMessage",
    "sqs:SendMessage",
    "sns:Subscribe",
    "sns:Publish",
    "kms:Decrypt",
    "kms:Encrypt",
    "secretsmanager:GetSecretValue",
    "lambda:InvokeFunction",
    "lambda:GetLayerVersion",
    "ecr:BatchGetImage",
    "ecr:PutImage",
    "es:ESHttpGet",
    "es:ESHttpPost",
    "execute-api:Invoke",
    "dynamodb:GetItem",
    "dynamodb:PutItem",
    "kinesis:GetRecords",
    "kinesis:PutRecord",
    "glue:GetTable",
    "elasticfilesystem:ClientMount",
    "glacier:InitiateJob",
    "events:PutEvents",
    "logs:PutLogEvents",
    "ses:SendEmail",
    "ses:SendRawEmail",
    "backup:CopyIntoBackupVault",
    "codeartifact:ReadFromRepository",
    "sts:AssumeRole",
];

/// A request of a telling action that anybody can make, if the statement lets one through.
pub fn of_anybody(said: Said<'_>, document: &Document, definition: Definition) -> Option<Example> {
    let location = &said.statement.action.as_ref()?.location;
    let allowed = TELLING.iter().filter(|name| said.statement.matches_action(name).is_true());
    allowed.take(3).find_map(|name| {
        let mut document = document.clone();
        let item = Item { text: Str::text(name), location: location.clone() };
        let action = Values { items: vec![item], ..said.statement.action.clone()? };
        document.statements.first_mut()?.action = Some(Values { open: false, ..action });
        let example = iam::is_public(&document, definition).example?;
        // Objects are in a bucket.
        (!name.ends_with("Object") || example.resource.contains('/')).then_some(example)
    })
}
