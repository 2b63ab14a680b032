//! HCL: native syntax to a spanned tree.

mod ast;

pub use ast::*;
