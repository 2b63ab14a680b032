//! Edits of a text, and what they change, as a patch.

use std::fmt::Write as _;
use std::ops::Range;

use crate::source::SourceFile;

/// Puts a text in the place of a range of bytes.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub struct Edit {
    /// Where it starts.
    pub start: usize,
    /// Where it ends.
    pub end: usize,
    /// What comes there.
    pub text: String,
}

/// The text with the edits made; of edits that overlap the first counts.
pub fn apply(text: &str, edits: &[Edit]) -> String {
    let mut new = String::with_capacity(text.len());
    let mut at = 0;
    for edit in edits.iter() {
        if edit.start >= at {
            new.push_str(&text[at..edit.start]);
            new.push_str(&edit.text);
            at = edit.end;
        }
    }
    new.push_str(&text[at..]);
    new
}

/// Lines around a change that a patch shows.
const CONTEXT: usize = 3;

/// Lines of a file, from 1, and what comes in their place.
struct Change {
    lines: Range<usize>,
    new: String,
}

/// The edits as a patch, as `git apply` and `patch -p1` take it; they are in order and do not
/// overlap.
pub fn patch(path: &str, file: &SourceFile, edits: &[Edit]) -> String {
    let old: Vec<&str> = file.text().split_inclusive('\n').collect();
    let mut changes = changes(file, edits).into_iter().peekable();
    let mut out = format!("--- a/{path}\n+++ b/{path}\n");
    let mut shift = 0isize;
    while let Some(first) = changes.next() {
        let start = first.lines.start.saturating_sub(CONTEXT).max(1);
        let mut body = String::new();
        let (mut before, mut after, mut at) = (0, 0, start);
        let mut next = Some(first);
        while let Some(change) = next {
            for line in &old[at - 1..change.lines.start - 1] {
                put(&mut body, ' ', line);
            }
            before += change.lines.end - at;
            after += change.lines.start - at + change.new.split_inclusive('\n').count();
            old[change.lines.start - 1..change.lines.end - 1]
                .iter()
                .for_each(|line| put(&mut body, '-', line));
            change.new.split_inclusive('\n').for_each(|line| put(&mut body, '+', line));
            at = change.lines.end;
            next = changes.next_if(|change| change.lines.start <= at + 2 * CONTEXT);
        }
        let end = (at + CONTEXT).min(old.len() + 1);
        for line in &old[at - 1..end - 1] {
            put(&mut body, ' ', line);
        }
        (before, after) = (before + end - at, after + end - at);
        // A place without lines is the one before it.
        let place = |line: isize, count: usize| if count == 0 { line - 1 } else { line };
        let _ = writeln!(
            out,
            "@@ -{},{before} +{},{after} @@",
            place(start as isize, before),
            place(start as isize + shift, after)
        );
        out.push_str(&body);
        shift += after as isize - before as isize;
    }
    out
}

fn put(out: &mut String, mark: char, line: &str) {
    out.push(mark);
    out.push_str(line);
    if !line.ends_with('\n') {
        out.push_str("\n\\ No newline at end of file\n");
    }
}

/// What becomes of which lines; edits of the same lines are one change.
fn changes(file: &SourceFile, edits: &[Edit]) -> Vec<Change> {
    let text = file.text();
    let mut changes = vec![];
    let mut index = 0;
    while index < edits.len() {
        let mut lines = lines(file, &edits[index]);
        let first = index;
        index += 1;
        while index < edits.len() && self::lines(file, &edits[index]).start < lines.end {
            lines.end = lines.end.max(self::lines(file, &edits[index]).end);
            index += 1;
        }
        let offset = |line: usize| {
            if line > last_line(file) { text.len() } else { file.line_range(line).start }
        };
        let range = offset(lines.start)..offset(lines.end);
        let moved = |edit: &Edit| Edit {
            start: edit.start - range.start,
            end: edit.end - range.start,
            text: edit.text.clone(),
        };
        let local: Vec<Edit> = edits[first..index].iter().map(moved).collect();
        changes.push(Change { lines, new: apply(&text[range], &local) });
    }
    changes
}

fn last_line(file: &SourceFile) -> usize {
    file.position(file.text().len() as u32).line
}

/// The lines that an edit changes; none for whole lines that are put before one.
fn lines(file: &SourceFile, edit: &Edit) -> Range<usize> {
    let start = file.position(edit.start as u32);
    let end = file.position(edit.end as u32);
    let whole = start.column == 1 && end.column == 1;
    let keeps = whole && (edit.text.is_empty() || edit.text.ends_with('\n'));
    start.line..end.line + usize::from(!keeps)
}
