//! Leaves out the entry that holds an error and reads the rest.

use std::ops::Range;

use super::build::{Built, build};
use crate::source::FileId;
use crate::syntax::Parsed;
use crate::syntax::data::Node;

/// How many broken entries of one file are left out before the rest is given up.
const MAX_ERRORS: usize = 20;

/// Bytes of one file that may be read again after an error.
const RETRY_BUDGET: usize = 16 * 1024 * 1024;

/// Parses all documents, leaving out what is broken.
pub(super) fn parse(file: FileId, text: &str) -> Parsed<Vec<Node>> {
    let mut built = build(file, text, text);
    let mut errors = vec![];
    if built.error.is_some() {
        let lines = lines(text);
        let mut masked = text.as_bytes().to_vec();
        let mut budget = RETRY_BUDGET;
        while let Some(error) = &built.error {
            let known = errors.contains(&error.diagnostic);
            if !known {
                errors.push(error.diagnostic.clone());
            }
            budget = budget.saturating_sub(text.len());
            if errors.len() > MAX_ERRORS || budget == 0 {
                break;
            }
            let blanked = mask(text, &lines, &mut masked, error.from)
                || mask(text, &lines, &mut masked, error.at);
            let Ok(retry) = std::str::from_utf8(&masked) else { break };
            if !blanked {
                break;
            }
            built = build(file, retry, text);
        }
    }
    let Built { documents, mut diagnostics, .. } = built;
    diagnostics.extend(errors);
    diagnostics.sort_by(|a, b| a.place.cmp(&b.place));
    Parsed { tree: documents, diagnostics }
}

/// A line with something on it.
struct Line {
    range: Range<usize>,
    indent: usize,
    /// `---` or `...`.
    boundary: bool,
}

fn lines(text: &str) -> Vec<Line> {
    let mut lines = vec![];
    let mut start = 0;
    for line in text.split_inclusive('\n') {
        let range = start..start + line.len();
        start = range.end;
        let words = line.trim_start_matches(' ');
        if words.trim().is_empty() || words.starts_with('#') {
            continue;
        }
        let boundary = line.starts_with("---") || line.starts_with("...");
        lines.push(Line { range, indent: line.len() - words.len(), boundary });
    }
    lines
}

/// Blanks the entry that holds `at`: of the second level if there is one, else of the first.
/// An entry that is blank already leads to that around it. False when all is blank.
fn mask(text: &str, lines: &[Line], masked: &mut [u8], at: usize) -> bool {
    let Some(line) = lines.iter().rposition(|line| line.range.start <= at) else { return false };
    let first = lines[..=line].iter().rposition(|line| line.indent == 0).unwrap_or(0);
    if lines[first].boundary {
        return blank(text, masked, lines[line].range.clone());
    }
    let ends = |indent: usize, from: usize| {
        let end = lines[from + 1..].iter().position(|line| line.indent <= indent);
        end.map_or(lines.len(), |end| from + 1 + end)
    };
    let first_end = ends(lines[first].indent, first);
    let whole = lines[first].range.start..lines[first_end - 1].range.end;
    if line > first && line < first_end {
        let indent = lines[first + 1].indent;
        let second = lines[first + 1..=line].iter().rposition(|line| line.indent <= indent);
        let second = first + 1 + second.unwrap_or(0);
        let end = ends(lines[second].indent, second).min(first_end);
        if blank(text, masked, lines[second].range.start..lines[end - 1].range.end) {
            return true;
        }
    }
    blank(text, masked, whole)
}

/// Writes spaces over a range, line ends excepted; false when it was blank.
fn blank(text: &str, masked: &mut [u8], range: Range<usize>) -> bool {
    let was_blank = masked[range.clone()].trim_ascii().is_empty();
    for at in range {
        if !matches!(text.as_bytes()[at], b'\n' | b'\r') {
            masked[at] = b' ';
        }
    }
    !was_blank
}
