//! The checks of IAM Access Analyzer's policy validation that a document alone decides.
//!
//! Each issue has the code of AWS's check
//! (<https://docs.aws.amazon.com/IAM/latest/UserGuide/access-analyzer-reference-policy-checks.html>),
//! its place and a message that says how to mend it. What is unknown is not judged.

mod actions;
mod arn;
mod condition;
mod controls;
mod guess;
mod keys;
mod principals;
mod resources;
pub mod services;
mod statements;
#[cfg(test)]
mod tests;
mod trust;
mod value;
mod variables;

use std::collections::HashSet;

use super::document::{Document, Effect, Statement, Version};
use super::issue::Issue;
use super::location::Location;
use super::tree::Tree;

/// What a document is used as.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum PolicyType {
    /// Attached to a user, group or role; a permissions boundary; a session policy.
    Identity,
    /// Attached to a resource.
    Resource(ResourceKind),
    /// The trust policy of a role.
    Trust,
    /// A service control policy.
    ServiceControl,
    /// A resource control policy.
    ResourceControl,
}

/// What a resource policy is attached to, as far as checks differ.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ResourceKind {
    /// A bucket of Amazon S3.
    S3Bucket,
    /// An access point, of one or of many Regions, or of Object Lambda.
    S3AccessPoint,
    /// A table of DynamoDB.
    DynamoDbTable,
    /// A key of KMS.
    KmsKey,
    /// A topic of SNS.
    SnsTopic,
    /// A queue of SQS.
    SqsQueue,
    /// Anything else.
    Other,
}

impl PolicyType {
    /// Whether statements name principals.
    fn has_principals(self) -> bool {
        matches!(self, PolicyType::Resource(_) | PolicyType::Trust | PolicyType::ResourceControl)
    }

    fn is_resource(self) -> bool {
        matches!(self, PolicyType::Resource(_))
    }
}

/// Checks a document read from a tree, as what it is used as. Sorted by place.
#[must_use]
pub fn validate(tree: &Tree, policy: PolicyType) -> Vec<Issue> {
    let document = Document::parse(tree);
    let malformed = document.issues.iter().map(|issue| issue.location.clone()).collect();
    let mut check = Check { policy, issues: document.issues.clone(), malformed };
    check.document(&document);
    check.size(tree);
    let mut issues = check.issues;
    issues.sort_by(|a, b| (&a.location, a.code).cmp(&(&b.location, b.code)));
    issues.dedup_by(|a, b| a.code == b.code && a.location == b.location);
    issues
}

/// The checks of one document.
struct Check {
    policy: PolicyType,
    issues: Vec<Issue>,
    /// Where the shape of the document is wrong already.
    malformed: HashSet<Location>,
}

impl Check {
    fn error(&mut self, code: &'static str, place: &Location, message: impl Into<String>) {
        self.issues.push(Issue::error(code, place, message.into()));
    }

    fn warning(&mut self, code: &'static str, place: &Location, message: impl Into<String>) {
        self.issues.push(Issue::general(code, place, message.into()));
    }

    fn security(&mut self, code: &'static str, place: &Location, message: impl Into<String>) {
        self.issues.push(Issue::security(code, place, message.into()));
    }

    fn suggestion(&mut self, code: &'static str, place: &Location, message: impl Into<String>) {
        self.issues.push(Issue::suggestion(code, place, message.into()));
    }

    fn document(&mut self, document: &Document) {
        if document.version == Version::Absent && !document.open {
            self.warning(
                "MISSING_VERSION",
                &Location::root(),
                "The policy has no Version; add \"Version\": \"2012-10-17\".",
            );
        }
        if let Some(id) = document.id.as_ref().and_then(|id| id.as_text()) {
            self.no_variable(id, "Id", &Location::root().key("Id", 0));
        }
        self.sids(document);
        self.repeated(document);
        for statement in &document.statements {
            self.statement(statement);
        }
    }

    fn statement(&mut self, statement: &Statement) {
        self.elements(statement);
        self.actions(statement);
        if self.policy != PolicyType::Trust {
            self.resources(statement);
        }
        self.principals(statement);
        self.conditions(statement);
        match self.policy {
            PolicyType::Trust => self.trust(statement),
            PolicyType::ServiceControl => self.service_control(statement),
            PolicyType::ResourceControl => self.resource_control(statement),
            _ => {}
        }
        if statement.effect == Effect::Allow {
            self.delegation(statement);
        }
    }

    /// Quotas on the length without white space.
    ///
    /// <https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html>
    fn size(&mut self, tree: &Tree) {
        let (code, quota, error) = match self.policy {
            PolicyType::Identity => ("POLICY_SIZE_EXCEEDS_IDENTITY_POLICY_QUOTA", 6_144, false),
            PolicyType::Trust => ("POLICY_SIZE_EXCEEDS_ROLE_TRUST_POLICY_QUOTA", 2_048, false),
            PolicyType::Resource(kind) => {
                let quota = match kind {
                    ResourceKind::KmsKey => 32_768,
                    ResourceKind::SnsTopic => 30_720,
                    _ => 20_480,
                };
                ("POLICY_SIZE_EXCEEDS_RESOURCE_POLICY_QUOTA", quota, false)
            }
            PolicyType::ServiceControl => ("POLICY_SIZE_EXCEEDS_SCP_QUOTA", 5_120, true),
            PolicyType::ResourceControl => ("POLICY_SIZE_EXCEEDS_RCP_QUOTA", 5_120, true),
        };
        let size = size_of(tree);
        if size > quota {
            let message = format!(
                "The policy has {size} characters without white space, {} more than the quota of \
                 {quota}; split it or shorten it with wildcards.",
                size - quota
            );
            let root = Location::root();
            if error {
                self.error(code, &root, message)
            } else {
                self.warning(code, &root, message)
            }
        }
    }
}

/// The characters of the document as JSON without white space; holes count nothing.
fn size_of(tree: &Tree) -> usize {
    let text = |text: &super::text::Str| {
        text.parts()
            .iter()
            .map(|part| match part {
                super::text::Part::Text(t) => {
                    t.chars().map(|c| if matches!(c, '"' | '\\') { 2 } else { 1 }).sum()
                }
                _ => 0,
            })
            .sum::<usize>()
            + 2
    };
    match tree {
        Tree::Null => 4,
        Tree::Bool(value) => 5 - usize::from(*value),
        Tree::Number(number) => number.len(),
        Tree::String(value) => text(value),
        Tree::List(items) => {
            2 + items.len().saturating_sub(1) + items.iter().map(size_of).sum::<usize>()
        }
        Tree::Object(entries) => {
            let inner = entries.iter().map(|(key, value)| text(key) + 1 + size_of(value));
            2 + entries.len().saturating_sub(1) + inner.sum::<usize>()
        }
        Tree::Unknown(_) => 0,
    }
}

/// Whether the text has a wildcard.
fn is_wild(text: &str) -> bool {
    text.contains(['*', '?'])
}
