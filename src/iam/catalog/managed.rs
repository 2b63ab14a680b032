//! The policies AWS manages.
//!
//! <https://docs.aws.amazon.com/aws-managed-policy/latest/reference/about-managed-policy-reference.html>

use std::sync::OnceLock;

use super::block::{Block, blocks};

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
    let path = match wanted.split_once(":iam::aws:policy/") {
        Some((_, path)) => path,
        None if wanted.starts_with("arn:") => return None,
        None => wanted,
    };
    let name = path.rsplit('/').next().unwrap_or(path);
    let block = all().iter().find(|b| b.names.binary_search(&name).is_ok())?;
    policies_of(block)
        .find(|p| p.name == name && (path == name || p.path == path))
        // An ARN without the path is none of AWS's.
        .filter(|p| !wanted.starts_with("arn:") || p.path == path)
}
