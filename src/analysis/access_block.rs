//! What S3 Block Public Access and Object Ownership make of a bucket's ACL and policy.
//!
//! <https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-control-block-public-access.html>
//! <https://docs.aws.amazon.com/AmazonS3/latest/userguide/about-object-ownership.html>

use crate::analysis::{Evidence, Verdict};
use crate::model::{Entity, Kind, Model};
use crate::value::Value;

/// Since April 2023 new buckets have every setting of the block on, and ACLs off.
const REFUSED_BY_DEFAULT: &str = "buckets made since April 2023 refuse this until their public access block and \
     ownership are opened: it fails to apply, or says that you mean it";

/// Whether nothing in the configuration refuses or ignores a public ACL of the bucket.
pub fn lets_acl_be_public(model: &Model, bucket: &Entity) -> Verdict {
    let ownership = bucket.field("ownership");
    let enforced = match ownership.as_str() {
        Some(name) => Verdict::from_bool(name == "BucketOwnerEnforced"),
        None if ownership.is_null() || is_elsewhere(bucket, &ownership) => Verdict::No,
        None => unknown(&ownership),
    };
    let blocks = ["block_public_acls", "ignore_public_acls"];
    let blocked = blocks.iter().map(|setting| is_on(model, bucket, setting));
    let open = Verdict::any(std::iter::once(enforced).chain(blocked)).negate();
    Verdict::all([open, circumstances(bucket, &["access_block", "ownership"])])
}

/// Whether nothing in the configuration refuses or cuts a public policy of the bucket.
pub fn lets_policy_be_public(model: &Model, bucket: &Entity) -> Verdict {
    let blocks = ["block_public_policy", "restrict_public_buckets"];
    let open = Verdict::any(blocks.iter().map(|setting| is_on(model, bucket, setting))).negate();
    Verdict::all([open, circumstances(bucket, &["access_block"])])
}

/// Whether the account's block in this configuration has every setting on.
pub fn account_blocks_all(model: &Model) -> Verdict {
    const SETTINGS: [&str; 4] = [
        "block_public_acls",
        "ignore_public_acls",
        "block_public_policy",
        "restrict_public_buckets",
    ];
    Verdict::any(model.of_kind(Kind::AccountAccessBlock).map(|(_, block)| {
        Verdict::all(SETTINGS.iter().map(|setting| {
            let value = block.field(setting);
            value.as_bool().map_or_else(|| unknown(&value), Verdict::from_bool)
        }))
    }))
}

/// Whether a setting is on for the bucket or its account: the most restrictive one counts.
fn is_on(model: &Model, bucket: &Entity, setting: &str) -> Verdict {
    let of = |entity: &Entity| {
        let value = entity.field(setting);
        match value.as_bool() {
            Some(on) => Verdict::from_bool(on),
            None if value.is_null() || is_elsewhere(entity, &value) => Verdict::No,
            None => unknown(&value),
        }
    };
    let account = model.of_kind(Kind::AccountAccessBlock).map(|(_, block)| of(block));
    Verdict::any(std::iter::once(of(bucket)).chain(account))
}

/// What is not said here may be said where the bucket is declared; that somebody asks for
/// public access is said here.
fn is_elsewhere(entity: &Entity, value: &Value) -> bool {
    let written = value.as_unknown().is_some_and(|unknown| unknown.any_of.is_empty());
    !entity.declared && written && value.origin.span.is_none()
}

fn unknown(value: &Value) -> Verdict {
    match value.find_unknown() {
        Some(unknown) => Verdict::for_each_of(unknown, |value| {
            Verdict::from_bool(
                value.as_bool() == Some(true) || value.as_str() == Some("BucketOwnerEnforced"),
            )
        }),
        None => Verdict::No,
    }
}

fn circumstances(bucket: &Entity, silent: &[&str]) -> Verdict {
    let mut evidence = Evidence::default();
    if !bucket.declared {
        evidence.notes.push(
            "the bucket is declared elsewhere; a public access block there may stand against it"
                .into(),
        );
    } else if silent.iter().all(|field| {
        let value = bucket.field(field);
        value.is_null() || value.as_bool() == Some(false)
    }) {
        evidence.notes.push(REFUSED_BY_DEFAULT.split_whitespace().collect::<Vec<_>>().join(" "));
    }
    Verdict::Yes(evidence)
}
