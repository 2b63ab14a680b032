//! The policies AWS manages.
//!
//! <https://docs.aws.amazon.com/aws-managed-policy/latest/reference/about-managed-policy-reference.html>

use std::collections::HashMap;
use std::sync::OnceLock;

use super::block::{Block, blocks};
use crate::iam::Document;

const PACKED: &[u8] = include_bytes!("../../../data/managed.bin");

/// A policy managed by AWS, in its current version.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ManagedPolicy {
    /// Its name: `ReadOnlyAccess`.
    pub name: &'static str,
    /// The end of its ARN: `job-function/ViewOnlyAccess`.
    pub path: &'static str,
    /// The document as JSON.
    pub document: &'static str,
}

fn policies_of(block: &'static Block) -> impl Iterator<Item = ManagedPolicy> {
    block.text().lines().filter_map(|line| {
        let mut fields = line.splitn(3, '\t');
        Some(ManagedPolicy { name: fields.next()?, path: fields.next()?, document: fields.next()? })
    })
}

fn all() -> &'static [Block] {
    static BLOCKS: OnceLock<Vec<Block>> = OnceLock::new();
    BLOCKS.get_or_init(|| blocks(PACKED))
}

/// All policies managed by AWS, sorted by name.
pub fn managed_policies() -> impl Iterator<Item = ManagedPolicy> {
    all().iter().flat_map(policies_of)
}

/// The policy managed by AWS with this name, path or ARN (of any partition).
#[must_use]
pub fn managed_policy(wanted: &str) -> Option<ManagedPolicy> {
    let name = wanted.rsplit('/').next()?;
    named(name).filter(|policy| is_called(policy, wanted))
}

/// The document of that policy; each is read once.
#[must_use]
pub fn managed_document(wanted: &str) -> Option<&'static Document> {
    type Read = OnceLock<Option<(ManagedPolicy, Document)>>;
    static READ: OnceLock<HashMap<&'static str, Read>> = OnceLock::new();
    let documents = READ.get_or_init(|| {
        let names = all().iter().flat_map(|block| &block.names);
        names.map(|name| (*name, OnceLock::new())).collect()
    });
    let read = |name| {
        let policy = named(name)?;
        Some((policy, Document::from_json(policy.document).ok()?))
    };
    let (name, document) = documents.get_key_value(wanted.rsplit('/').next()?)?;
    let (policy, document) = document.get_or_init(|| read(name)).as_ref()?;
    is_called(policy, wanted).then_some(document)
}

fn named(name: &str) -> Option<ManagedPolicy> {
    let block = all().iter().find(|b| b.names.binary_search(&name).is_ok())?;
    policies_of(block).find(|policy| policy.name == name)
}

/// Whether a name, a path or an ARN, whose last step is known to fit, is the policy's.
fn is_called(policy: &ManagedPolicy, wanted: &str) -> bool {
    match wanted.split_once(":iam::aws:policy/") {
        // An ARN without the path is none of AWS's.
        Some((_, path)) => path == policy.path,
        None if wanted.starts_with("arn:") => false,
        None => wanted == policy.name || wanted == policy.path,
    }
}
