//! What a document is likely used as, where nothing says so.

use super::{PolicyType, ResourceKind};
use crate::iam::document::{Document, Statement};

impl PolicyType {
    /// What a document is likely used as: one without principals is attached to somebody, one
    /// whose statements with principals are about assuming roles is a trust policy, and any
    /// other is a resource's, whose kind is told by the service of its actions.
    #[must_use]
    pub fn likely(document: &Document) -> PolicyType {
        let with: Vec<&Statement> = document
            .statements
            .iter()
            .filter(|s| s.principal.is_some() || s.not_principal.is_some())
            .collect();
        if with.is_empty() {
            return PolicyType::Identity;
        }
        let actions: Vec<&str> = with
            .iter()
            .flat_map(|s| [&s.action, &s.not_action])
            .flatten()
            .flat_map(|v| v.texts())
            .collect();
        if !actions.is_empty() && actions.iter().all(|action| assumes(action)) {
            return PolicyType::Trust;
        }
        let services = actions.iter().filter_map(|action| action.split_once(':'));
        let mut kinds = services.map(|(service, _)| ResourceKind::of_service(service));
        let known = kinds.find(|kind| *kind != ResourceKind::Other);
        PolicyType::Resource(known.unwrap_or(ResourceKind::Other))
    }
}

impl ResourceKind {
    fn of_service(prefix: &str) -> ResourceKind {
        match prefix.to_ascii_lowercase().as_str() {
            "s3" => ResourceKind::S3Bucket,
            "dynamodb" => ResourceKind::DynamoDbTable,
            "kms" => ResourceKind::KmsKey,
            "sns" => ResourceKind::SnsTopic,
            "sqs" => ResourceKind::SqsQueue,
            _ => ResourceKind::Other,
        }
    }
}

/// Whether an action belongs to trust policies.
fn assumes(action: &str) -> bool {
    let action = action.to_ascii_lowercase();
    ["sts:assumerole", "sts:tagsession", "sts:setsourceidentity", "sts:setcontext"]
        .iter()
        .any(|prefix| action.starts_with(prefix))
}
