//! Partitions and Regions.
//!
//! <https://docs.aws.amazon.com/whitepapers/latest/aws-fault-isolation-boundaries/partitions.html>

/// A partition of AWS.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Partition {
    /// Its id, the second field of its ARNs: `aws-cn`.
    pub id: &'static str,
    /// The suffix of its endpoints: `amazonaws.com.cn`.
    pub dns_suffix: &'static str,
    regions: &'static str,
}

impl Partition {
    /// Its Regions.
    pub fn regions(&self) -> impl Iterator<Item = &'static str> {
        self.regions.split(' ').filter(|r| !r.ends_with("-global"))
    }
}

/// All partitions.
pub fn partitions() -> impl Iterator<Item = Partition> {
    include_str!("../../../data/partitions.tsv").lines().filter_map(|line| {
        let mut fields = line.split('\t');
        Some(Partition { id: fields.next()?, dns_suffix: fields.next()?, regions: fields.next()? })
    })
}

/// The partition with this id.
#[must_use]
pub fn partition(id: &str) -> Option<Partition> {
    partitions().find(|p| p.id == id)
}

/// The partition a Region belongs to.
#[must_use]
pub fn partition_of_region(region: &str) -> Option<Partition> {
    partitions().find(|p| p.regions().any(|r| r == region))
}

/// Whether AWS has this Region.
#[must_use]
pub fn is_region(region: &str) -> bool {
    partition_of_region(region).is_some()
}
