//! HCL: native syntax to a spanned tree.

mod ast;
mod convert;
mod template;

pub use ast::*;

use super::Parsed;
use super::places::Places;
use crate::source::{Diagnostic, FileId, Span};
use convert::Converter;

/// Parses a file in HCL's native syntax.
pub fn parse(file: FileId, text: &str) -> Parsed<Body> {
    match hcl_edit::parser::parse_body(text) {
        Ok(body) => {
            let to = Converter { text, base: 0, places: Places::file(file, text), renamed: &[] };
            Parsed { tree: to.body(&body), diagnostics: vec![] }
        }
        Err(error) => {
            let at = error.location().offset();
            let diagnostic = Diagnostic::syntax(Span::new(file, at, at), error.message());
            Parsed { tree: Body::default(), diagnostics: vec![diagnostic] }
        }
    }
}
