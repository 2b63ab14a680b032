//! What is printed on a GitHub runner: the report for people, which is the log, and annotations
//! for the pull request.
//!
//! A step has ten errors, ten warnings and ten notices; GitHub drops what is above in silence.
//! The worst come first, and the last notice says how many are only in the log.

use std::fmt::Write as _;
use std::io::{self, Write};
use std::path::Path;

use super::place::Location;
use super::{Report, Summary, clean, text};
use crate::finding::{Finding, Severity};
use crate::source::{Diagnostic, Place};

/// Annotations of one level that GitHub shows of one step.
const MAX_OF_LEVEL: usize = 10;
/// Inputs that could not be read take no more of the errors.
const MAX_UNREAD: usize = 3;
/// Bytes of one message; GitHub cuts at 64 KiB.
const MAX_MESSAGE: usize = 4_000;
const MAX_TITLE: usize = 250;

/// Writes the report.
pub fn write(report: &Report, out: &mut dyn Write) -> io::Result<()> {
    text::write(report, out)?;
    let unread: Vec<&Diagnostic> =
        report.outcome.diagnostics.iter().filter(|found| found.kind.is_unread()).collect();
    let mut findings: Vec<&Finding> = report.outcome.counting().collect();
    findings.sort_by_key(|finding| std::cmp::Reverse(finding.severity));
    // One notice is kept for what is left out.
    let mut room = [MAX_OF_LEVEL, MAX_OF_LEVEL, MAX_OF_LEVEL - 1];
    let mut shown = 0;
    for found in unread.iter().take(MAX_UNREAD) {
        writeln!(out, "{}", of_diagnostic(report, found))?;
        room[0] -= 1;
        shown += 1;
    }
    for finding in &findings {
        let level = Level::of(finding.severity);
        let left = &mut room[level as usize];
        if *left > 0 {
            writeln!(out, "{}", of_finding(report, finding, level))?;
            *left -= 1;
            shown += 1;
        }
    }
    match findings.len() + unread.len() - shown {
        0 => Ok(()),
        more => {
            let numbers = Summary::of(report.outcome).line(report);
            let text = format!("{more} more in the log and in the summary: {numbers}");
            writeln!(out, "::notice title=iacscan::{}", data(&clean::line(&text)))
        }
    }
}

#[derive(Clone, Copy)]
enum Level {
    Error,
    Warning,
    Notice,
}

impl Level {
    fn of(severity: Severity) -> Level {
        match severity {
            Severity::Critical | Severity::High => Level::Error,
            Severity::Medium => Level::Warning,
            Severity::Low | Severity::Info => Level::Notice,
        }
    }

    fn name(self) -> &'static str {
        match self {
            Level::Error => "error",
            Level::Warning => "warning",
            Level::Notice => "notice",
        }
    }
}

fn of_finding(report: &Report, finding: &Finding, level: Level) -> String {
    let mut lines = vec![report.clean(&finding.message)];
    lines.extend(finding.proof.iter().map(|proof| format!("proof: {}", report.clean(proof))));
    lines.extend(finding.notes.iter().map(|note| format!("note: {}", report.clean(note))));
    if !finding.fix.is_empty() {
        lines.push(format!("fix: {}", report.clean(&finding.fix)));
    }
    let place = Location::of(report, finding.primary);
    let title = format!("{} ({})", report.id(&finding.rule), finding.severity);
    command(level, &place.path, Some(&place), &title, &lines.join("\n"))
}

fn of_diagnostic(report: &Report, found: &Diagnostic) -> String {
    let message = report.clean(&found.message);
    match &found.place {
        Place::Path(path) => {
            let path = report.options.root.relative(path);
            command(Level::Error, &path, None, "not read", &message)
        }
        Place::Span(span) => {
            let place = Location::of(report, *span);
            command(Level::Error, &place.path, Some(&place), "not read", &message)
        }
    }
}

/// A workflow command: <https://docs.github.com/actions/reference/workflow-commands-for-github-actions>.
fn command(
    level: Level,
    path: &str,
    place: Option<&Location>,
    title: &str,
    message: &str,
) -> String {
    let mut text = format!("::{} ", level.name());
    // What lies outside of the repository has no page to show it on.
    if !Path::new(path).is_absolute() {
        let _ = write!(text, "file={},", property(&clean::line(path)));
        if let Some(Location { start, end, .. }) = place {
            let _ = write!(text, "line={},endLine={},", start.line, end.line);
            // Columns only count within one line; the last is included.
            if start.line == end.line {
                let last = end.column.max(start.column + 1) - 1;
                let _ = write!(text, "col={},endColumn={last},", start.column);
            }
        }
    }
    let title = clean::cut(title, MAX_TITLE);
    let message = clean::truncate(message.to_owned(), MAX_MESSAGE, "…");
    let _ = write!(text, "title={}::{}", property(&title), data(&message));
    text
}

fn data(text: &str) -> String {
    text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}
