//! GitLab's Code Quality report, shown in merge requests of every tier:
//! <https://docs.gitlab.com/ci/testing/code_quality/#code-quality-report-format>.

use std::io::{self, Write};

use serde::Serialize;

use super::place::Location;
use super::{Report, wire};
use crate::finding::{Finding, Severity};

#[derive(Serialize)]
struct Issue {
    description: String,
    check_name: String,
    fingerprint: String,
    severity: &'static str,
    location: Place,
}

#[derive(Serialize)]
struct Place {
    path: String,
    lines: Lines,
}

#[derive(Serialize)]
struct Lines {
    begin: usize,
}

/// Writes the report: an empty list when there is nothing to fix.
pub fn write(report: &Report, out: &mut dyn Write) -> io::Result<()> {
    let issues: Vec<Issue> =
        report.outcome.counting().map(|finding| issue(report, finding)).collect();
    wire::write(&issues, out)
}

fn issue(report: &Report, finding: &Finding) -> Issue {
    let Location { path, start, .. } = Location::of(report, finding.primary);
    let mut description = report.clean(&finding.message);
    if !finding.fix.is_empty() {
        description += &format!("; fix: {}", report.clean(&finding.fix));
    }
    Issue {
        description,
        check_name: report.id(&finding.rule),
        fingerprint: finding.fingerprint.clone(),
        severity: severity(finding.severity),
        location: Place { path, lines: Lines { begin: start.line } },
    }
}

fn severity(severity: Severity) -> &'static str {
    match severity {
        Severity::Critical => "blocker",
        Severity::High => "critical",
        Severity::Medium => "major",
        Severity::Low => "minor",
        Severity::Info => "info",
    }
}
