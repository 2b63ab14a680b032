//! AWS's facts: services, actions, resource types, condition keys, managed policies, Regions.
//!
//! The tables are in `data/`, compiled in and unpacked when first asked for: well under
//! a millisecond for a service or a managed policy.

mod block;
mod managed;
mod place;
mod service;

pub use managed::{ManagedPolicy, managed_document, managed_policies, managed_policy};
pub use place::{Partition, is_region, partition, partition_of_region, partitions};
pub use service::{
    AccessLevel, Action, ConditionKey, KeyType, ResourceType, Service, action, actions_matching,
    global_key, global_keys, is_action_pattern_known, service, services,
};
pub(crate) use service::{actions_such, arn_formats, is_match};

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

#[cfg(test)]
mod tests;
