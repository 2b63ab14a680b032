//! Schemas of what is read out of policy documents.

use super::Type::{Map, Sentence, Text};
use super::{Kind, Schema, field};

/// See [`Kind::PolicyIssue`].
pub const POLICY_ISSUE: Schema = Schema {
    kind: Kind::PolicyIssue,
    name: "policy_issue",
    doc: "A flaw of a policy document as such, as IAM Access Analyzer checks for them",
    fields: &[
        field("code", Text, "the code of the check: MISSING_VERSION"),
        field("says", Sentence, "what is wrong, and how to mend it"),
        field("element", Map, "the element at fault"),
        field("used_as", Text, "identity, trust, resource, scp or rcp"),
    ],
};
