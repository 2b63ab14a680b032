//! iacscan reads Terraform and CloudFormation and proves what AWS access they would create.
//!
//! The way of the data is one direction: `source → syntax → value → terraform /
//! cloudformation → model → analysis → rules → finding → report`. [`scan`] is that line.
//! ARCHITECTURE.md says what each room must never know.

pub mod declared;
pub mod finding;
pub mod forms;
pub mod iam;
pub mod source;
pub mod syntax;
pub mod terraform;
pub mod value;
