//! What the commands need of the rest of the program: one function for each.

use crate::config::{Config, Request};
use crate::finding::Outcome;
use crate::progress::Progress;
use crate::report::Catalogue;
use crate::source::{Diagnostic, Sources};

/// The scanner, as commands see it. Tests put a handmade one in its place.
pub trait Engine {
    /// The rules, with the user's own of `config.rules`.
    ///
    /// # Errors
    /// What is wrong with the user's rules; their texts are in `sources`.
    fn catalogue(&self, config: &Config, sources: &Sources) -> Result<Catalogue, Vec<Diagnostic>>;

    /// Scans. Findings need no fingerprints yet.
    fn scan(&self, request: &Request, sources: &Sources, progress: &dyn Progress) -> Outcome;

    /// The neutral model as JSON, and what could not be read.
    fn model(&self, request: &Request, sources: &Sources) -> (serde_json::Value, Vec<Diagnostic>);
}

/// The scanner itself.
#[derive(Clone, Copy, Debug)]
pub struct Scanner;

/// Until the scanner is here, every command that needs it says so and fails.
const MISSING: &str = "this build has no scanner yet";

impl Engine for Scanner {
    fn catalogue(&self, _: &Config, _: &Sources) -> Result<Catalogue, Vec<Diagnostic>> {
        Ok(Catalogue::default())
    }

    fn scan(&self, request: &Request, _: &Sources, _: &dyn Progress) -> Outcome {
        let missing = |path| Diagnostic::unreadable(path, MISSING);
        Outcome { diagnostics: request.paths.iter().map(missing).collect(), ..Outcome::default() }
    }

    fn model(&self, request: &Request, _: &Sources) -> (serde_json::Value, Vec<Diagnostic>) {
        let missing = |path| Diagnostic::unreadable(path, MISSING);
        (serde_json::Value::Null, request.paths.iter().map(missing).collect())
    }
}
