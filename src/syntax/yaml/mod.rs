//! YAML: text to spanned trees, on granit-parser's events.

mod aliases;
mod build;
mod message;
mod outline;
mod pieces;
mod recover;

pub use outline::outline;

use super::Parsed;
use super::data::Node;
use super::json;
use crate::source::FileId;

/// Parses all documents of a YAML text.
///
/// Aliases are expanded and merge keys (`<<`) applied; explicit keys win over merged ones.
/// A value that is left out is a plain scalar without text. Where the text is broken, the
/// entry of the first or second level that holds the error is lost, and a diagnostic says so.
pub fn parse(file: FileId, text: &str) -> Parsed<Vec<Node>> {
    // Templates are often JSON whatever their file is called.
    let braces = text.trim_start().starts_with('{');
    let json = braces.then(|| json::parse(file, text));
    match json {
        Some(json) if json.diagnostics.is_empty() => {
            Parsed { tree: vec![json.tree], diagnostics: vec![] }
        }
        Some(json) => {
            let built = build::build(file, text, text);
            if built.error.is_some() {
                return Parsed { tree: vec![json.tree], diagnostics: json.diagnostics };
            }
            Parsed { tree: built.documents, diagnostics: built.diagnostics }
        }
        None => recover::parse(file, text),
    }
}

#[cfg(test)]
mod tests;
