//! HCL: native syntax to a spanned tree.

mod ast;
mod convert;
mod json;
mod lex;
mod message;
mod normal;
mod outline;
mod recover;
mod repair;
mod split;
mod template;

pub use ast::*;
pub use json::{BlockType, TERRAFORM_BLOCKS, expr_in_string, from_json, values_from_json};

pub use normal::{is_normal, normal};
pub use outline::outline;

use super::Parsed;
use super::places::Places;
use crate::source::{Diagnostic, FileId};
use convert::Converter;
use template::Style;

/// Parses a file in HCL's native syntax.
///
/// What cannot be parsed costs the top-level block it stands in, and a diagnostic.
pub fn parse(file: FileId, text: &str) -> Parsed<Body> {
    recover::body(text, Places::file(file, text))
}

/// Parses a template without quotes: the contents of a file given to `templatefile`, or a
/// string of HCL's JSON syntax.
///
/// `places` tells where `text` stands. No parts at all when it cannot be parsed; the
/// diagnostics then say why.
pub fn parse_template(text: &str, places: Places) -> Parsed<Vec<Part>> {
    let parse = |parsed: &str, to: &Converter| {
        let template = hcl_edit::parser::parse_template(parsed)?;
        Ok(to.template(&template, Style::Bare))
    };
    let parsed = recover::whole(text, places, true, parse);
    Parsed { tree: parsed.tree.unwrap_or_default(), diagnostics: parsed.diagnostics }
}

/// Parses an expression that stands alone, such as a reference in a string of HCL's JSON
/// syntax; `None` when it cannot be parsed. `places` tells where `text` stands.
pub fn parse_expr(text: &str, places: Places) -> Parsed<Option<Expr>> {
    recover::whole(text, places, false, |parsed, to| {
        Ok(to.expr(&hcl_edit::parser::parse_expr(parsed)?))
    })
}

fn syntax(places: Places, range: std::ops::Range<usize>, message: String) -> Diagnostic {
    Diagnostic::syntax(places.span(range), message)
}

#[cfg(test)]
mod tests;
