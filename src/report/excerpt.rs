//! The lines around marked places, ready to be shown: secrets masked, control characters
//! harmless, tabs expanded, long lines cut around the mark.

use std::ops::Range;

use super::{Masks, clean};
use crate::source::{SourceFile, Span};

/// Marked lines further apart than this are shown as two excerpts.
const MAX_GAP: usize = 40;
/// Lines between marked ones are shown where there are no more than this.
const SHOWN_GAP: usize = 3;

/// Consecutive lines of a file.
#[derive(PartialEq, Eq, Debug)]
pub struct Excerpt {
    /// The number of the first.
    pub first_line: usize,
    /// The lines as shown. Those that will be elided are empty.
    pub text: String,
    /// Which of the places asked for are here, and the bytes of `text` they cover.
    pub marks: Vec<(usize, Range<usize>)>,
}

/// The excerpts that show `places`, which all lie in `file`, in no more than `width` columns.
pub fn excerpts(file: &SourceFile, places: &[Span], masks: &Masks, width: usize) -> Vec<Excerpt> {
    let starts: Vec<usize> = places.iter().map(|p| file.position(p.start).line).collect();
    let mut lines = starts.clone();
    lines.sort_unstable();
    lines.dedup();
    let groups = lines.chunk_by(|a, b| b - a <= MAX_GAP);
    groups
        .map(|lines| {
            let (first_line, last_line) = (lines[0], lines[lines.len() - 1]);
            let mut excerpt = Excerpt { first_line, text: String::new(), marks: vec![] };
            for line in first_line..=last_line {
                if line > first_line {
                    excerpt.text.push('\n');
                }
                let here: Vec<usize> = (0..places.len()).filter(|i| starts[*i] == line).collect();
                if !here.is_empty() || between(lines, line) {
                    show_line(file, line, places, &here, masks, width, &mut excerpt);
                }
            }
            excerpt
        })
        .collect()
}

/// Whether a line lies in a gap narrow enough to be shown.
fn between(lines: &[usize], line: usize) -> bool {
    let next = lines.partition_point(|marked| *marked < line);
    next > 0 && next < lines.len() && lines[next] - lines[next - 1] <= SHOWN_GAP
}

/// A character or a masked secret, as it is shown.
struct Unit {
    /// Its bytes in the file.
    source: Range<usize>,
    /// Where it starts in the shown text.
    shown: usize,
    /// The column it starts at.
    column: usize,
}

fn show_line(
    file: &SourceFile,
    line: usize,
    places: &[Span],
    here: &[usize],
    masks: &Masks,
    width: usize,
    excerpt: &mut Excerpt,
) {
    let range = file.line_range(line);
    let focus = here.iter().map(|i| places[*i].start as usize).min().unwrap_or(range.start);
    let window = window(file.text(), &range, focus, width);
    let file_id = here.first().or(Some(&0)).map(|i| places[*i].file);
    let masked =
        file_id.map_or(vec![], |id| masks.ranges(id, window.start, &file.text()[window.clone()]));
    let (shown, units, columns) = units(file.text(), &window, &masked);

    // The columns to show: from the line's start if the mark is near, else around it.
    let column_of = |offset: usize| {
        let at = units.partition_point(|unit| unit.source.end <= offset);
        units.get(at).map_or(columns, |unit| unit.column)
    };
    let focus_column = column_of(focus);
    let from = match columns > width && focus_column > width * 2 / 3 {
        true => (focus_column - width / 3).min(columns.saturating_sub(width)),
        false => 0,
    };
    let first = units.partition_point(|unit| unit.column < from);
    let last = units.partition_point(|unit| unit.column < from + width);
    let start_of = |unit: usize| units.get(unit).map_or(shown.len(), |unit| unit.shown);
    let (cut_left, cut_right) =
        (first > 0 || window.start > range.start, last < units.len() || window.end < range.end);

    if cut_left {
        excerpt.text.push('…');
    }
    let base = excerpt.text.len();
    let visible = start_of(first)..start_of(last);
    excerpt.text.push_str(&shown[visible.clone()]);
    let end = excerpt.text.len();
    let mut goes_on = false;
    for index in here {
        let place = places[*index];
        let stop = (place.end as usize).min(range.end).max(place.start as usize);
        // A place of several lines is shown by its first.
        let rest = file.text().get(stop..place.end as usize).unwrap_or("");
        goes_on |= !rest.trim().is_empty();
        let start = start_of(units.partition_point(|u| u.source.end <= place.start as usize));
        let stop = start_of(units.partition_point(|u| u.source.start < stop));
        let into = |at: usize| base + at.clamp(visible.start, visible.end) - visible.start;
        excerpt.marks.push((*index, into(start)..into(stop).max(into(start))));
    }
    if cut_right || goes_on {
        excerpt.text.push_str(if cut_right { "…" } else { " …" });
        // What lies past the cut is marked at the cut.
        for (_, mark) in excerpt.marks.iter_mut().filter(|(_, m)| m.start == end && cut_right) {
            mark.end = end + '…'.len_utf8();
        }
    }
}

/// The bytes of a line worth looking at: all, or those around the focus if there are more
/// than could ever be shown.
fn window(text: &str, line: &Range<usize>, focus: usize, width: usize) -> Range<usize> {
    // A character is four bytes at most.
    let enough = 4 * width;
    if line.len() <= 2 * enough {
        return line.clone();
    }
    let start = focus.saturating_sub(enough).max(line.start);
    let end = (focus + enough).min(line.end);
    let snap = |mut at: usize| {
        while !text.is_char_boundary(at) {
            at -= 1;
        }
        at
    };
    snap(start)..snap(end)
}

fn units(text: &str, window: &Range<usize>, masked: &[Range<usize>]) -> (String, Vec<Unit>, usize) {
    let mut shown = String::with_capacity(window.len());
    let mut units = Vec::with_capacity(window.len());
    let (mut at, mut column) = (window.start, 0);
    let mut masked = masked.iter().peekable();
    while at < window.end {
        masked.next_if(|range| range.end <= at);
        let start = shown.len();
        let (source, width) = match masked.peek() {
            Some(range) if range.start <= at => {
                let end = range.end.min(window.end);
                // Only its first line shows its beginning.
                let mask =
                    if range.start < at { "…".into() } else { super::mask(&text[at..end]) };
                shown.push_str(&mask);
                (at..end, mask.chars().count())
            }
            _ => {
                let c = text[at..].chars().next().unwrap_or(' ');
                let width = match c {
                    '\t' => {
                        shown.push_str("    ");
                        4
                    }
                    '[' if clean::opens_command(&text[window.start..at]) => {
                        shown.push(clean::INERT_BRACKET);
                        1
                    }
                    c => {
                        shown.push(clean::stand_in(c).unwrap_or(c));
                        // Near enough for deciding where to cut.
                        if c >= '\u{1100}' { 2 } else { 1 }
                    }
                };
                (at..at + c.len_utf8(), width)
            }
        };
        at = source.end;
        units.push(Unit { source, shown: start, column });
        column += width;
    }
    (shown, units, column)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::Sources;

    /// Every excerpt with its marks in brackets.
    fn show(text: &str, marked: &[&str], width: usize) -> Vec<String> {
        let sources = Sources::new();
        let id = sources.add("a.tf", text);
        let span = |needle: &&str| {
            let start = text.find(needle).expect("the text to mark");
            Span::new(id, start, start + needle.len())
        };
        let places: Vec<Span> = marked.iter().map(span).collect();
        let shown = excerpts(&sources.get(id), &places, &Masks::default(), width);
        let bracketed = shown.into_iter().map(|excerpt| {
            let mut text = excerpt.text;
            let mut marks = excerpt.marks;
            marks.sort_by_key(|(_, mark)| std::cmp::Reverse(mark.start));
            for (_, mark) in marks {
                text.insert(mark.end, ']');
                text.insert(mark.start, '[');
            }
            format!("{}: {text}", excerpt.first_line)
        });
        bracketed.collect()
    }

    #[test]
    fn marks_follow_tabs_wide_and_control_characters() {
        let text = "x = 1\n\tname = \"漢字\x1b[31m\u{202E}\" # é\r\n";
        let expected = "2:     name = [\"漢字␛[31m\u{FFFD}\"] # é";
        assert_eq!(show(text, &["\"漢字\x1b[31m\u{202E}\""], 80), [expected]);
    }

    #[test]
    fn long_lines_are_cut_around_the_mark() {
        let long = format!("a = \"{}NEEDLE{}\"", "x".repeat(5000), "y".repeat(5000));
        let shown = &show(&long, &["NEEDLE"], 40)[0];
        assert!(shown.starts_with("1: …xxxxxxx") && shown.ends_with("yyyy…"), "{shown}");
        assert!(shown.contains("x[NEEDLE]y") && shown.chars().count() < 50, "{shown}");
        let near = format!("NEEDLE{}FAR", "y".repeat(100));
        assert_eq!(show(&near, &["NEEDLE", "FAR"], 10), ["1: [NEEDLE]yyyy[…]"]);
    }

    #[test]
    fn places_of_several_lines_are_shown_by_their_first() {
        assert_eq!(show("a {\r\n  b = 1\r\n}\r\n", &["a {\r\n  b = 1\r\n}"], 80), ["1: [a {] …"]);
        assert_eq!(show("a {}\n", &["a {}\n"], 80), ["1: [a {}]"]);
    }

    #[test]
    fn lines_far_apart_are_two_excerpts() {
        let text = format!("a\nb\nc\n{}z\n", "\n".repeat(100));
        assert_eq!(show(&text, &["a", "c"], 80), ["1: [a]\nb\n[c]"]);
        assert_eq!(show(&text, &["a", "z"], 80), ["1: [a]", "104: [z]"]);
        let gap = "a\n1\n2\n3\n4\nz\n";
        assert_eq!(show(gap, &["a", "z"], 80), ["1: [a]\n\n\n\n\n[z]"]);
    }

    #[test]
    fn a_place_past_the_end_is_a_caret_on_an_empty_line() {
        let sources = Sources::new();
        let id = sources.add("a.tf", "a\n");
        let place = Span::new(id, 2, 2);
        let shown = excerpts(&sources.get(id), &[place], &Masks::default(), 80);
        assert_eq!(shown, [Excerpt { first_line: 2, text: "".into(), marks: vec![(0, 0..0)] }]);
    }
}
