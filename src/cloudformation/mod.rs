//! CloudFormation templates to declared resources: parameters, mappings, conditions,
//! intrinsic functions, transforms and nested stacks, evaluated as AWS would.
//!
//! The way through this room: [`templates`] tells templates from other YAML and JSON by
//! content; `expand` carries out transforms on the tree (loops, includes, SAM), so that
//! what follows knows one language only; `scan` gathers literals and `check` says which
//! references lead nowhere; `stack` evaluates, lazily and with memory, what the model asks
//! for. No rules and no meaning of AWS here.
//!
//! How scalars are read is said in `scalar`; what a known attribute looks like, in
//! [`crate::forms`].
//!
//! # What values mean
//! What depends on a condition that is not known is an unknown with both branches as
//! alternatives; [`crate::value::Kind::Null`] among them stands for `AWS::NoValue`, the
//! absence of the property or element. A parameter without a value has its `AllowedValues` as
//! alternatives, a lookup by an unknown key the values it may find. In a text, alternatives
//! are those of its hole. Under a resource's own condition, that condition holds: `Fn::If` on
//! it takes its first branch.

mod budget;
mod call;
mod cdk;
mod check;
mod condition;
mod detect;
mod evaluate;
mod expand;
mod exports;
mod functions;
mod inline;
mod lists;
mod nested;
mod network;
mod parameter_files;
mod parameters;
mod reference;
mod sam;
mod scalar;
mod scan;
mod stack;
mod strings;
mod template;
mod tree;

pub use cdk::{Target, target};
pub use detect::{is_template, looks_like_template, templates};
pub use evaluate::{Evaluated, Files, Options, evaluate};
pub use exports::{Export, Exports};
pub use nested::{nested_templates, standing};
pub use parameter_files::{ParameterValues, parameter_values};
