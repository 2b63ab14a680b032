//! AWS's facts: services, actions, resource types, condition keys, managed policies, Regions.
//!
//! The tables are in `data/`, compiled in and unpacked when first asked for: a few milliseconds
//! for the catalogue, well under one for a block of managed policies.

mod managed;
mod place;
mod service;

pub use managed::{ManagedPolicy, managed_policies, managed_policy};
pub use place::{Partition, is_region, partition, partition_of_region, partitions};
pub use service::{
    AccessLevel, Action, ConditionKey, KeyType, ResourceType, Service, action, actions_matching,
    global_key, global_keys, is_action_pattern_known, service, services,
};

use std::io::Read;

/// Where a part of the facts comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Source {
    /// The package.
    pub package: &'static str,
    /// Its registry.
    pub registry: &'static str,
    /// Its version.
    pub version: &'static str,
    /// Its licence, as an SPDX identifier.
    pub licence: &'static str,
    /// What was taken from it.
    pub facts: &'static str,
    /// The day it was taken, `2026-11-22`.
    pub date: &'static str,
}

/// The packages the facts come from, with version, licence and date.
pub fn sources() -> impl Iterator<Item = Source> {
    include_str!("../../../data/sources.tsv").lines().filter_map(|line| {
        let mut fields = line.split('\t');
        Some(Source {
            package: fields.next()?,
            registry: fields.next()?,
            version: fields.next()?,
            licence: fields.next()?,
            facts: fields.next()?,
            date: fields.next()?,
        })
    })
}

/// The action as AWS writes it, if AWS has it.
pub(crate) fn proper_action(lower: &str) -> String {
    action(lower).map_or_else(
        || lower.to_owned(),
        |(service, action)| format!("{}:{}", service.prefix, action.name),
    )
}

/// Unpacks a raw deflate stream of text. The tables are our own; a broken one is empty.
fn inflate(packed: &[u8], size: usize) -> String {
    let mut text = String::with_capacity(size);
    let mut decoder = flate2::read::DeflateDecoder::new(packed);
    if decoder.read_to_string(&mut text).is_err() {
        text.clear();
    }
    text
}

/// The four bytes at a place as a number, the little end first.
fn number_at(bytes: &[u8], at: usize) -> usize {
    let four = bytes.get(at..at + 4).and_then(|b| <[u8; 4]>::try_from(b).ok());
    four.map_or(0, |b| usize::try_from(u32::from_le_bytes(b)).unwrap_or(0))
}

#[cfg(test)]
mod tests;
