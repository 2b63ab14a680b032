//! What entities mean together: who gets in, and what stands against it.

pub mod access_block;
pub mod baseline;
pub mod certificate;
pub mod cross_account;
pub mod grants;
pub mod held;
pub mod members;
pub mod oidc;
pub mod phrase;
pub mod principals;
pub mod statement;
pub mod use_of;
mod verdict;
pub mod witness;
pub mod workloads;

pub use statement::Said;
pub use verdict::{Evidence, Verdict};
