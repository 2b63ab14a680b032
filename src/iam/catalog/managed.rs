//! The policies AWS manages.
//!
//! <https://docs.aws.amazon.com/aws-managed-policy/latest/reference/about-managed-policy-reference.html>

use std::sync::OnceLock;

use super::{inflate, number_at};

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

struct Block {
    first: &'static str,
    packed: &'static [u8],
    size: usize,
    text: OnceLock<String>,
}

impl Block {
    fn policies(&'static self) -> impl Iterator<Item = ManagedPolicy> {
        let text = self.text.get_or_init(|| inflate(self.packed, self.size));
        text.lines().filter_map(|line| {
            let mut fields = line.splitn(3, '\t');
            Some(ManagedPolicy {
                name: fields.next()?,
                path: fields.next()?,
                document: fields.next()?,
            })
        })
    }
}

fn blocks() -> &'static [Block] {
    static BLOCKS: OnceLock<Vec<Block>> = OnceLock::new();
    BLOCKS.get_or_init(|| {
        let head = number_at(PACKED, 0);
        let index = PACKED.get(4..4 + head).and_then(|b| std::str::from_utf8(b).ok());
        let mut at = 4 + head;
        let mut blocks = Vec::new();
        for line in index.unwrap_or("").lines() {
            let mut fields = line.split('\t');
            let first = fields.next().unwrap_or("");
            let mut number = || fields.next().and_then(|n| n.parse().ok()).unwrap_or(0);
            let (length, size): (usize, usize) = (number(), number());
            let packed = PACKED.get(at..at + length).unwrap_or(&[]);
            at += length;
            blocks.push(Block { first, packed, size, text: OnceLock::new() });
        }
        blocks
    })
}

/// All policies managed by AWS, sorted by name.
pub fn managed_policies() -> impl Iterator<Item = ManagedPolicy> {
    blocks().iter().flat_map(Block::policies)
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
    let at = blocks().partition_point(|b| b.first <= name).checked_sub(1)?;
    let block = blocks().get(at)?;
    block
        .policies()
        .find(|p| p.name == name && (path == name || p.path == path))
        // An ARN without the path is none of AWS's.
        .filter(|p| !wanted.starts_with("arn:") || p.path == path)
}
