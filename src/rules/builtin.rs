//! The rules that come with iacscan, compiled into the binary as text.

use super::{Rule, compile};
use crate::source::FileId;

// `BUILTIN`: id and text of every file below `rules/`, made by build.rs.
include!(concat!(env!("OUT_DIR"), "/builtin_rules.rs"));

/// Compiles the rules that come with iacscan, in the order of their ids.
pub fn builtin() -> Vec<Rule> {
    use rayon::prelude::*;
    BUILTIN.par_iter().map(|(id, text)| rule(id, text)).collect()
}

/// The whole text of a rule's file.
pub fn builtin_text(id: &str) -> Option<&'static str> {
    BUILTIN.iter().find(|(known, _)| *known == id).map(|(_, text)| *text)
}

fn rule(id: &str, text: &str) -> Rule {
    // Examples come last and are not needed to judge.
    let end = text.find("\nexamples:").map_or(text.len(), |at| at + 1);
    match compile(id, FileId::from_index(0), &text[..end]) {
        Ok(rule) => rule,
        // Not a matter of input: every rule is compiled in a test.
        Err(errors) => unreachable!("rules/{id}.yaml: {}", errors[0].message),
    }
}
