//! iacscan reads Terraform and CloudFormation and proves what AWS access they would create.
//!
//! The way of the data is one direction: `source → syntax → value → terraform /
//! cloudformation → model → analysis → rules → finding → report`. [`scan`] is that line.
//! ARCHITECTURE.md says what each room must never know.

pub mod analysis;
pub mod cli;
pub mod cloudformation;
pub mod config;
pub mod declared;
pub mod finding;
pub mod forms;
pub mod git;
pub mod iam;
pub mod migrate;
pub mod model;
pub mod progress;
pub mod report;
pub mod rules;
pub mod scan;
pub mod source;
pub mod suppress;
pub mod syntax;
pub mod terraform;
pub mod value;
