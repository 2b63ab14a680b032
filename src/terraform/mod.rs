//! Terraform.

pub mod convert;
pub mod functions;
