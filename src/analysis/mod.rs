//! What entities mean together: who gets in, and what stands against it.

pub mod access_block;
pub mod phrase;
mod verdict;

pub use verdict::{Evidence, Verdict};
