//! Why a command could not do what it was asked to.

use std::io::{self, Write};
use std::sync::Arc;

use crate::report::{harmless, problem};
use crate::source::{Diagnostic, Sources};

/// Why a command could not do what it was asked to: exit code 2.
#[derive(Debug)]
pub enum Failure {
    /// In one sentence.
    Message(String),
    /// With places, in the sources that are named.
    Diagnostics(Arc<Sources>, Vec<Diagnostic>),
    /// Output could not be written.
    Output(io::Error),
}

impl Failure {
    /// Tells the user.
    pub fn print(&self, color: bool, stderr: &mut dyn Write) {
        // Where standard error is closed nobody can be told.
        let _ = match self {
            // It may hold names of files, which others chose.
            Failure::Message(message) => writeln!(stderr, "error: {}", harmless(message)),
            Failure::Output(error) => writeln!(stderr, "error: cannot write output: {error}"),
            Failure::Diagnostics(sources, diagnostics) => diagnostics
                .iter()
                .try_for_each(|found| writeln!(stderr, "{}", problem(found, sources, color))),
        };
    }
}

impl From<String> for Failure {
    fn from(message: String) -> Failure {
        Failure::Message(message)
    }
}

impl From<io::Error> for Failure {
    fn from(error: io::Error) -> Failure {
        Failure::Output(error)
    }
}
