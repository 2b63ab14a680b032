//! JUnit's XML, which nearly every pipeline can show: a failed case is a finding, and a scan
//! that finds nothing is one case that passed.

use std::fmt::Write as _;
use std::io::{self, Write};

use super::place::Location;
use super::{Report, clean};
use crate::finding::Finding;
use crate::source::{Diagnostic, Place};

/// Writes the report. One suite: the repository that was scanned.
pub fn write(report: &Report, out: &mut dyn Write) -> io::Result<()> {
    let outcome = report.outcome;
    let mut cases: Vec<String> =
        outcome.findings.iter().map(|finding| of_finding(report, finding)).collect();
    let unread = outcome.diagnostics.iter().filter(|found| found.kind.is_unread());
    let unread: Vec<String> = unread.map(|found| of_unread(report, found)).collect();
    let (failures, errors) = (outcome.counting().count(), unread.len());
    let skipped = cases.len() - failures;
    cases.extend(unread);
    if cases.is_empty() {
        cases.push("    <testcase name=\"no findings\" classname=\"iacscan\"/>\n".into());
    }
    let numbers = format!(
        "tests=\"{}\" failures=\"{failures}\" errors=\"{errors}\" skipped=\"{skipped}\"",
        cases.len()
    );
    writeln!(out, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>")?;
    writeln!(out, "<testsuites name=\"iacscan\" {numbers}>")?;
    writeln!(out, "  <testsuite name=\"iacscan\" {numbers}>")?;
    cases.iter().try_for_each(|case| out.write_all(case.as_bytes()))?;
    writeln!(out, "  </testsuite>\n</testsuites>")
}

fn of_finding(report: &Report, finding: &Finding) -> String {
    let place = Location::of(report, finding.primary);
    let path = clean::line(&place.path);
    let rule = report.id(&finding.rule);
    let message = report.clean(&finding.message);
    let mut text = open(&format!("{rule}: {message}"), &path, place.start.line);
    if let Some(suppression) = &finding.suppression {
        let kind = suppression.kind.name();
        let reason = escape(&format!("{kind}: {}", report.clean(&suppression.reason)));
        let _ = writeln!(text, "      <skipped message=\"{reason}\"/>\n    </testcase>");
        return text;
    }
    let mut lines = vec![format!("{path}:{}:{}", place.start.line, place.start.column)];
    lines.extend(finding.proof.iter().map(|proof| format!("proof: {}", report.clean(proof))));
    lines.extend(finding.notes.iter().map(|note| format!("note: {}", report.clean(note))));
    if !finding.fix.is_empty() {
        lines.push(format!("fix: {}", report.clean(&finding.fix)));
    }
    let (message, body) = (escape(&message), escape(&lines.join("\n")));
    let _ = writeln!(
        text,
        "      <failure type=\"{}\" message=\"{message}\">{body}</failure>\n    </testcase>",
        finding.severity
    );
    text
}

fn of_unread(report: &Report, found: &Diagnostic) -> String {
    let (path, line) = match &found.place {
        Place::Path(path) => (report.options.root.relative(path), 1),
        Place::Span(span) => {
            let place = Location::of(report, *span);
            (place.path, place.start.line)
        }
    };
    let mut text = open("not read", &clean::line(&path), line);
    let message = escape(&report.clean(&found.message));
    let _ = writeln!(text, "      <error type=\"unread\" message=\"{message}\"/>\n    </testcase>");
    text
}

fn open(name: &str, path: &str, line: usize) -> String {
    let (name, path) = (escape(name), escape(path));
    format!("    <testcase name=\"{name}\" classname=\"{path}\" file=\"{path}\" line=\"{line}\">\n")
}

/// Text that was made harmless has no character that XML forbids.
fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            '\'' => escaped.push_str("&apos;"),
            c => escaped.push(c),
        }
    }
    escaped
}
