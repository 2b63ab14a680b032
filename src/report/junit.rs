//! JUnit's XML, which nearly every pipeline can show: a failed case is a finding, and a scan
//! that finds nothing is one case that passed.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::io::{self, Write};
use std::path::Path;

use super::place::Location;
use super::{Report, clean};
use crate::finding::{Finding, home};
use crate::source::{Diagnostic, Place};

/// The cases of one module or template.
#[derive(Default)]
struct Suite {
    text: String,
    count: Count,
}

#[derive(Clone, Copy, Default)]
struct Count {
    tests: usize,
    failures: usize,
    errors: usize,
    skipped: usize,
}

impl Count {
    fn add(&mut self, other: Count) {
        self.tests += other.tests;
        self.failures += other.failures;
        self.errors += other.errors;
        self.skipped += other.skipped;
    }

    fn attributes(self) -> String {
        let Count { tests, failures, errors, skipped } = self;
        format!(
            "tests=\"{tests}\" failures=\"{failures}\" errors=\"{errors}\" skipped=\"{skipped}\""
        )
    }
}

/// Writes the report: a suite for each directory of Terraform and each template that has cases.
pub fn write(report: &Report, out: &mut dyn Write) -> io::Result<()> {
    let outcome = report.outcome;
    let mut suites: BTreeMap<String, Suite> = BTreeMap::new();
    let mut add = |name: &str, text: &str, count: Count| {
        let suite = suites.entry(clean::line(name).into_owned()).or_default();
        suite.text.push_str(text);
        suite.count.add(Count { tests: 1, ..count });
    };
    for finding in &outcome.findings {
        let file = report.sources.get(finding.primary.file);
        let relative = |_: &Path| file.place(&report.options.root).to_owned();
        let count = match finding.suppression {
            None => Count { failures: 1, ..Count::default() },
            Some(_) => Count { skipped: 1, ..Count::default() },
        };
        let home = home(finding, report.sources, relative);
        add(&home, &of_finding(report, finding), count);
    }
    for found in outcome.diagnostics.iter().filter(|found| found.kind.is_unread()) {
        add("not read", &of_unread(report, found), Count { errors: 1, ..Count::default() });
    }
    if suites.is_empty() {
        let passed = "    <testcase name=\"no findings\" classname=\"iacscan\"/>\n".to_owned();
        let count = Count { tests: 1, ..Count::default() };
        suites.insert("iacscan".into(), Suite { text: passed, count });
    }
    let mut all = Count::default();
    suites.values().for_each(|suite| all.add(suite.count));
    writeln!(out, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>")?;
    writeln!(out, "<testsuites name=\"iacscan\" {}>", all.attributes())?;
    for (name, Suite { text, count }) in &suites {
        writeln!(out, "  <testsuite name=\"{}\" {}>", escape(name), count.attributes())?;
        out.write_all(text.as_bytes())?;
        writeln!(out, "  </testsuite>")?;
    }
    writeln!(out, "</testsuites>")
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
