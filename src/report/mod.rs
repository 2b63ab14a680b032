//! What was found, for people and machines: one file a format.
//!
//! A report is a function of the outcome, the sources and the options: the same bytes for
//! the same input. Text from the scanned code reaches no output without passing `clean`,
//! secrets none without passing [`Masks`].

mod clean;
mod excerpt;
mod explain;
#[cfg(test)]
mod formats_tests;
mod github;
mod gitlab;
mod gitlab_sast;
#[cfg(test)]
mod hostile_tests;
mod json;
#[cfg(test)]
mod json_tests;
mod junit;
mod listing;
#[cfg(test)]
mod listing_tests;
mod markdown;
mod mask;
mod place;
pub mod policy;
mod rule;
mod sarif;
mod summary;
#[cfg(test)]
mod testing;
mod text;
mod wire;

use std::io::{self, Write};
use std::time::{Duration, SystemTime};

pub use clean::{line as harmless, lines as harmless_lines};
pub use explain::explain;
pub use listing::{list_json, list_text};
pub use mask::{Masks, is_secret, mask};
pub use rule::{Catalogue, Example, RuleInfo};
pub use summary::Summary;
pub use text::problem;

use crate::finding::Outcome;
use crate::source::{Root, Sources};

/// A format of reports.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, clap::ValueEnum)]
pub enum Format {
    /// For people at a terminal.
    Text,
    /// For programs; described in docs/json-report.md.
    Json,
    /// SARIF 2.1.0, for code scanning.
    Sarif,
    /// Text and annotations, for the log of GitHub Actions.
    Github,
    /// GitLab's Code Quality report.
    Gitlab,
    /// GitLab's SAST report, version 15.2.1.
    GitlabSast,
    /// JUnit's XML: a failed case is a finding.
    Junit,
    /// For summaries and comments.
    Markdown,
}

/// How a report is written.
#[derive(Clone, Debug)]
pub struct Options {
    /// What paths in machine-read reports are relative to.
    pub root: Root,
    /// Whether text is coloured.
    pub color: bool,
    /// Columns that text may take.
    pub width: usize,
    /// Text holds findings only.
    pub quiet: bool,
    /// Text lists undecided checks and unresolved references.
    pub show_undecided: bool,
    /// How long it took, for the summary line of text.
    pub elapsed: Option<Duration>,
    /// When it began, for formats that ask for it.
    pub started: Option<SystemTime>,
}

impl Options {
    /// Plain text for no terminal, relative to a root.
    pub fn plain(root: Root) -> Options {
        Options {
            root,
            color: false,
            width: DEFAULT_WIDTH,
            quiet: false,
            show_undecided: false,
            elapsed: None,
            started: None,
        }
    }
}

/// The width of text that is not written to a terminal.
pub const DEFAULT_WIDTH: usize = 120;

/// Names in the scanned code are of any length: no text of a report has more characters.
const MAX_TEXT: usize = 4_000;

/// The version that reports name as the tool's.
pub const VERSION: &str = env!("CARGO_PKG_VERSION");

/// Everything a report is made from.
#[derive(Clone, Copy, Debug)]
pub struct Report<'a> {
    /// What was found.
    pub outcome: &'a Outcome,
    /// Where it was found.
    pub sources: &'a Sources,
    /// The rules that found it.
    pub rules: &'a Catalogue,
    /// How to write it.
    pub options: &'a Options,
    /// The secrets not to show.
    pub masks: &'a Masks,
}

impl Report<'_> {
    /// Writes the report in a format.
    ///
    /// # Errors
    /// Those of `out`.
    pub fn write(&self, format: Format, out: &mut dyn Write) -> io::Result<()> {
        match format {
            Format::Text => text::write(self, out),
            Format::Json => json::write(self, out),
            Format::Sarif => sarif::write(self, out),
            Format::Github => github::write(self, out),
            Format::Gitlab => gitlab::write(self, out),
            Format::GitlabSast => gitlab_sast::write(self, out),
            Format::Junit => junit::write(self, out),
            Format::Markdown => markdown::write(self, out),
        }
    }

    /// What findings say, made harmless: one line of a length that somebody would read.
    fn clean(&self, text: &str) -> String {
        clean::cut(&clean::line(&self.masks.text(text)), MAX_TEXT).into_owned()
    }

    /// The id of a rule. It is never masked: no secret of the scanned code can be made to hide it.
    fn id(&self, rule: &str) -> String {
        clean::line(rule).into_owned()
    }
}
