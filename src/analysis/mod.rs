//! What entities mean together: who gets in, and what stands against it.

pub mod access_block;
pub mod cross_account;
pub mod grants;
pub mod members;
pub mod oidc;
pub mod phrase;
pub mod principals;
pub mod statement;
mod verdict;

pub use verdict::{Evidence, Verdict};
