//! What stands open of an S3 bucket: policy and ACL behind block public access and ownership.
//!
//! <https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-control-block-public-access.html>

use super::truth::Truth;

/// The four settings of block public access, of one level or effective.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct PublicAccessBlock {
    /// `BlockPublicAcls`: requests that set a public ACL are refused.
    pub block_acls: Truth,
    /// `IgnorePublicAcls`: public ACLs have no effect.
    pub ignore_acls: Truth,
    /// `BlockPublicPolicy`: a public policy is refused.
    pub block_policy: Truth,
    /// `RestrictPublicBuckets`: a bucket with a public policy is closed to all but its own
    /// account and AWS services.
    pub restrict: Truth,
}

impl PublicAccessBlock {
    /// All four settings on, as buckets are made since April 2023.
    pub const ON: PublicAccessBlock = PublicAccessBlock::all(Truth::True);
    /// All four settings off.
    pub const OFF: PublicAccessBlock = PublicAccessBlock::all(Truth::False);
    /// Nothing known.
    pub const UNKNOWN: PublicAccessBlock = PublicAccessBlock::all(Truth::Unknown);

    const fn all(setting: Truth) -> PublicAccessBlock {
        PublicAccessBlock {
            block_acls: setting,
            ignore_acls: setting,
            block_policy: setting,
            restrict: setting,
        }
    }

    /// The effective settings of several levels (organisation, account, bucket, access point):
    /// the most restrictive of each.
    #[must_use]
    pub fn with(self, other: PublicAccessBlock) -> PublicAccessBlock {
        PublicAccessBlock {
            block_acls: self.block_acls | other.block_acls,
            ignore_acls: self.ignore_acls | other.ignore_acls,
            block_policy: self.block_policy | other.block_policy,
            restrict: self.restrict | other.restrict,
        }
    }
}

/// What is declared of a bucket (or of an access point, which has no ACL).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct BucketAccess {
    /// Whether its policy is public ([`super::is_public`] with [`super::Definition::S3`]).
    pub policy: Truth,
    /// Whether its ACL grants anything to AllUsers or AuthenticatedUsers.
    pub acl: Truth,
    /// Whether ACLs are turned off: the object ownership is BucketOwnerEnforced.
    pub acls_off: Truth,
    /// Whether it is reached from a VPC only: an access point of VPC origin.
    pub vpc_only: Truth,
    /// The effective settings.
    pub block: PublicAccessBlock,
}

/// What stands open, and what the declaration asks for but does not get.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct BucketExposure {
    /// Open to everyone by its policy.
    pub by_policy: Truth,
    /// Open to everyone by its ACL.
    pub by_acl: Truth,
    /// A public policy is asked for and AWS refuses it: the deployment fails, the wish shows.
    pub policy_refused: Truth,
    /// A public ACL is asked for and AWS refuses it, or has no effect.
    pub acl_refused: Truth,
}

impl BucketExposure {
    /// Whether it is open to everyone in one of both ways.
    #[must_use]
    pub fn is_public(&self) -> Truth {
        self.by_policy | self.by_acl
    }
}

/// What stands open of a bucket or access point.
#[must_use]
pub fn bucket_exposure(access: &BucketAccess) -> BucketExposure {
    let block = access.block;
    let policy = access.policy & !access.vpc_only;
    let stopped = block.block_policy | block.restrict;
    // An ACL that is refused cannot be there to be ignored; both close it.
    let acl_stopped = block.block_acls | block.ignore_acls | access.acls_off;
    BucketExposure {
        by_policy: policy & !stopped,
        by_acl: access.acl & !acl_stopped & !access.vpc_only,
        policy_refused: policy & block.block_policy,
        acl_refused: access.acl & (block.block_acls | access.acls_off),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_most_restrictive_level_counts() {
        let open = BucketAccess {
            policy: Truth::True,
            acl: Truth::True,
            acls_off: Truth::False,
            vpc_only: Truth::False,
            block: PublicAccessBlock::OFF,
        };
        assert_eq!(bucket_exposure(&open).is_public(), Truth::True);
        let account = PublicAccessBlock::OFF.with(PublicAccessBlock::ON);
        let closed = bucket_exposure(&BucketAccess { block: account, ..open });
        assert_eq!(closed.is_public(), Truth::False);
        assert_eq!((closed.policy_refused, closed.acl_refused), (Truth::True, Truth::True));
        let half = PublicAccessBlock { block_acls: Truth::True, ..PublicAccessBlock::UNKNOWN };
        let unsure = bucket_exposure(&BucketAccess { block: half, ..open });
        assert_eq!((unsure.by_policy, unsure.by_acl), (Truth::Unknown, Truth::False));
        let owner = bucket_exposure(&BucketAccess { acls_off: Truth::True, ..open });
        assert_eq!((owner.by_policy, owner.by_acl), (Truth::True, Truth::False));
        let vpc = bucket_exposure(&BucketAccess { vpc_only: Truth::True, ..open });
        assert_eq!(vpc.is_public(), Truth::False);
    }
}
