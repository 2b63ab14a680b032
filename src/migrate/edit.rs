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

/// The edits as a patch without context; they are in order and do not overlap.
pub fn patch(path: &str, file: &SourceFile, edits: &[Edit]) -> String {
    let text = file.text();
    let mut out = format!("--- {path}\n+++ {path}\n");
    let mut shift = 0isize;
    let mut index = 0;
    while index < edits.len() {
        // Edits of the same lines are one hunk.
        let lines = lines(file, &edits[index]);
        let mut end = lines.end;
        let first = index;
        index += 1;
        while index < edits.len() && self::lines(file, &edits[index]).start < end {
            end = end.max(self::lines(file, &edits[index]).end);
            index += 1;
        }
        let start = lines.start;
        let offset = |line: usize| {
            if line > last_line(file) { text.len() } else { file.line_range(line).start }
        };
        let range = offset(start)..offset(end);
        let moved = |edit: &Edit| Edit {
            start: edit.start - range.start,
            end: edit.end - range.start,
            text: edit.text.clone(),
        };
        let local: Vec<Edit> = edits[first..index].iter().map(moved).collect();
        let old = &text[range.clone()];
        let new = apply(old, &local);
        let (before, after) = (old.lines().count(), new.lines().count());
        let place = |line: isize, count: usize| if count == 0 { line - 1 } else { line };
        let _ = writeln!(
            out,
            "@@ -{},{before} +{},{after} @@",
            place(start as isize, before),
            place(start as isize + shift, after)
        );
        old.lines().for_each(|line| out.push_str(&format!("-{line}\n")));
        new.lines().for_each(|line| out.push_str(&format!("+{line}\n")));
        shift += after as isize - before as isize;
    }
    out
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
