//! Terraform and OpenTofu: modules, expressions and data sources evaluated to the resources
//! they declare, as `terraform plan` would know them without asking a provider.
//!
//! [`Workspace::new`] merges parsed files to modules, [`Workspace::roots`] tells which are
//! deployed by themselves, and [`Workspace::evaluate`] gives what one of them declares. A
//! value remembers where it is written and every reference that carried it:
//! [`HopKind::Reference`](crate::value::HopKind) hops are named `var.x`, `local.x`,
//! `each.key`; `Argument` hops by the call's address without keys and the argument
//! (`module.site.acl`); `Output` hops `module.site.arn`; `Attribute` hops
//! `aws_s3_bucket.this.id`. No AWS meaning here but that of a few data sources.

mod blocks;
pub mod convert;
mod data;
mod decimal;
mod declare;
mod dump;
mod eval;
mod expansion;
mod files;
pub mod functions;
mod inputs;
mod instance;
mod literals;
mod load;
mod module;
mod named;
mod overrides;
mod paths;
pub mod plan;
mod policy_document;
mod resource;
#[cfg(test)]
mod tests;
mod type_expr;
mod workspace;

pub use dump::dump;
pub use load::parse;
pub use module::ParsedFile;
pub use workspace::{Evaluation, GivenVar, Limits, Options, Root, Workspace};
