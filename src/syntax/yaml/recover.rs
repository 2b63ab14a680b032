//! Leaves out the entry that holds an error and reads the rest.

use std::ops::Range;

use super::build::{Built, Harmless, build};
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
            let mended = match error.harmless {
                Some(Harmless::QuoteIndent) => join_quoted(text, &mut masked, error.from),
                Some(Harmless::TouchingComment) => hide_comment(text, &mut masked, error.at),
                None => false,
            };
            if mended {
                let Ok(retry) = std::str::from_utf8(&masked) else { break };
                built = build(file, retry, text);
                budget = budget.saturating_sub(text.len());
                if budget > 0 {
                    continue;
                }
                break;
            }
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

/// Writes spaces over the line ends of the quoted text at `from`, after its tag and anchor:
/// the templates of some 1 in 150 close a quoted policy at the indentation of its key, and
/// CloudFormation and PyYAML read them. False when there is no such text, or when what comes
/// after it shows that its quote was never closed.
fn join_quoted(text: &str, masked: &mut [u8], from: usize) -> bool {
    let mut start = from;
    loop {
        let rest = text.get(start..).unwrap_or_default();
        let blank = rest.len() - rest.trim_start().len();
        let property = match rest.as_bytes().get(blank) {
            Some(b'!' | b'&') => rest[blank..].find(char::is_whitespace),
            _ => None,
        };
        start += blank + property.unwrap_or(0);
        if property.is_none() {
            break;
        }
    }
    let bytes = text.as_bytes();
    let Some(quote @ (b'"' | b'\'')) = bytes.get(start).copied() else { return false };
    let mut end = start + 1;
    loop {
        match bytes.get(end) {
            None => return false,
            Some(b'\\') if quote == b'"' => end += 2,
            Some(b'\'') if quote == b'\'' && bytes.get(end + 1) == Some(&b'\'') => end += 2,
            Some(byte) if *byte == quote => break,
            Some(_) => end += 1,
        }
    }
    let after = text[end + 1..].lines().next().unwrap_or_default().trim_start();
    if !(after.is_empty() || after.starts_with(['#', ',', ']', '}'])) {
        return false;
    }
    let mut changed = false;
    for byte in &mut masked[start..end] {
        if matches!(byte, b'\n' | b'\r') {
            *byte = b' ';
            changed = true;
        }
    }
    changed
}

/// Writes spaces over the comment at `at`. False when none stands there.
fn hide_comment(text: &str, masked: &mut [u8], at: usize) -> bool {
    let rest = text.get(at..).unwrap_or_default();
    let line = rest.split(['\n', '\r']).next().unwrap_or_default();
    line.starts_with('#') && blank(text, masked, at..at + line.len())
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
