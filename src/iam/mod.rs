//! AWS's meaning of identity and access policies, as a library in its own right.
//!
//! It knows no files and no formats: documents come in as a [`Tree`] (made from JSON, or from
//! evaluated values that may have unknown parts), places go out as a [`Location`].
//!
//! ```
//! use iacscan::iam::{Document, Query, Truth, allows};
//!
//! let document = Document::from_json(
//!     r#"{"Version": "2012-10-17",
//!         "Statement": {"Effect": "Allow", "Action": "s3:*", "Resource": "*"}}"#,
//! )?;
//! let answer = allows(&[&document], &Query::every("s3:GetObject", "*"));
//! assert_eq!(answer.truth, Truth::True);
//! # Ok::<(), serde_json::Error>(())
//! ```
//!
//! One request is decided by [`simulate`], two versions are compared by [`compare`], who outside
//! gets in is told by [`is_public`] and [`cross_account`], a document is checked by [`validate`].
//! `docs/iam-engine.md` has the whole of it: the order in which AWS evaluates policies, how sets
//! of requests are decided within a bounded effort, and what the engine does not know.

#[cfg(doctest)]
#[doc = include_str!("../../docs/iam-engine.md")]
struct IamEngine;

mod ask;
mod bucket;
pub mod catalog;
mod compare;
mod document;
mod effective;
mod exposure;
mod glob;
mod issue;
mod levels;
mod location;
mod near;
mod set;
mod simulate;
mod text;
mod tree;
mod truth;
mod validate;

pub use ask::{Answer, Example, Query, StatementRef, allows};
pub use bucket::{BucketAccess, BucketExposure, PublicAccessBlock, bucket_exposure};
#[cfg(test)]
pub(crate) use compare::compare_within;
pub use compare::{NewAccess, PolicySet, all_new_access, compare};
pub use document::{
    Comparison, Condition, Document, Effect, Item, Operator, Principal, PrincipalKind, Principals,
    Quantifier, Statement, Values, Version,
};
pub use effective::effective;
pub use exposure::{Definition, Foreign, Public, cross_account, is_public};
pub use glob::{Piece, Variable, VariableFault, pieces};
pub use issue::{Class, Issue};
pub use levels::{LevelSummary, ServiceSummary, summarize};
pub use location::{Location, Step};
pub use set::{Conditions, RequestSet};
pub use simulate::{Caller, Decision, Matched, Policies, PolicyKind, Request, Verdict, simulate};
pub use text::{Part, Str, Symbol};
pub use tree::Tree;
pub use truth::Truth;
pub use validate::services::SOURCELESS;
pub use validate::{PolicyType, ResourceKind, validate};
