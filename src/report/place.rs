//! Places as machine-read formats name them.

use serde::Serialize;

use super::{Report, clean};
use crate::source::{Position, Span};

/// A snippet in a machine-read report is no longer than this many characters.
const MAX_SNIPPET: usize = 500;

/// A part of a file; the end is past the last character.
#[derive(Serialize)]
pub struct Location {
    /// Relative to the root, `/` between its parts.
    pub path: String,
    /// Its first character.
    pub start: At,
    /// Past its last character.
    pub end: At,
    /// The text there, with secrets masked.
    pub snippet: String,
}

/// Line and column, from 1, in code points.
#[derive(Serialize, Clone, Copy, PartialEq, Eq)]
pub struct At {
    /// Line.
    pub line: usize,
    /// Column.
    pub column: usize,
}

impl From<Position> for At {
    fn from(position: Position) -> At {
        At { line: position.line, column: position.column }
    }
}

impl Location {
    /// The location of a span.
    pub fn of(report: &Report, span: Span) -> Location {
        let file = report.sources.get(span.file);
        let text = file.text().get(span.start as usize..span.end as usize).unwrap_or("");
        // A line end belongs to no region: it would reach into the next line.
        let span = span.part(0, text.trim_end_matches(['\n', '\r']).len());
        let snippet = clean::lines(&report.masks.snippet(report.sources, span));
        Location {
            path: file.place(&report.options.root).to_owned(),
            start: file.position(span.start).into(),
            end: file.position(span.end).into(),
            snippet: clean::cut(&snippet.replace("␍\n", "\n"), MAX_SNIPPET).into_owned(),
        }
    }
}
