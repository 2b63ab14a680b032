//! Text to spanned trees, for HCL, YAML and JSON.
//!
//! Parsing never fails: every parser gives the tree it could build and a diagnostic for
//! each part it could not. No IO, and no knowledge of Terraform or CloudFormation.

pub mod data;
pub mod hcl;
pub mod json;
pub mod outline;
pub mod places;
pub mod yaml;

use crate::source::Diagnostic;

/// A tree and what could not be made part of it.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct Parsed<T> {
    /// What could be parsed.
    pub tree: T,
    /// What could not, in order of place.
    pub diagnostics: Vec<Diagnostic>,
}
