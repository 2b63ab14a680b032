//! CloudFormation templates to declared resources: parameters, mappings, conditions,
//! intrinsic functions, transforms and nested stacks, evaluated as AWS would.
//!
//! The way through this room: [`templates`] tells templates from other YAML and JSON by
//! content; `expand` carries out transforms on the tree (loops, includes, SAM), so that
//! what follows knows one language only; `check` walks the tree once for what is wrong
//! with it and for its literals; `stack` evaluates, lazily and with memory, what the model
//! asks for. No rules and no meaning of AWS here.
//!
//! How scalars are read is said in `scalar`; what a known attribute looks like, in
//! [`crate::forms`].

mod budget;
mod call;
mod check;
mod condition;
mod detect;
mod evaluate;
mod expand;
mod functions;
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

pub use detect::{is_template, looks_like_template, templates};
pub use evaluate::{Evaluated, Files, Options, evaluate};
pub use nested::nested_templates;
pub use parameter_files::{ParameterValues, parameter_values};
