//! The numbers of a run.

use std::fmt;
use std::time::Duration;

use serde::Serialize;

use super::{Options, Report};
use crate::finding::{Outcome, Severity};
use crate::source::DiagnosticKind;

/// The numbers of a run.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Summary {
    /// Findings that are not suppressed.
    pub findings: usize,
    /// The same by severity.
    pub by_severity: BySeverity,
    /// Findings that are suppressed.
    pub suppressed: usize,
    /// Entries of the baseline that nothing needs any more; `null` without one.
    pub baseline_unused: Option<usize>,
    /// Findings that the base of the change has, too; `null` without one.
    pub known: Option<usize>,
    /// Findings of the base that the change repairs; `null` without one.
    pub fixed: Option<usize>,
    /// Files that belong to a configuration.
    pub files: usize,
    /// Resources that were judged.
    pub resources: usize,
    /// Checks that depend on something unknown.
    pub undecided: usize,
    /// Inputs that could not be read or resolved.
    pub skipped: usize,
    /// Those of them that could not be read, so that nothing is known about them.
    pub unread: usize,
}

/// A number for each severity.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize)]
pub struct BySeverity {
    /// Critical findings.
    pub critical: usize,
    /// High ones.
    pub high: usize,
    /// Medium ones.
    pub medium: usize,
    /// Low ones.
    pub low: usize,
    /// Those that are for information.
    pub info: usize,
}

impl BySeverity {
    fn count(&mut self, severity: Severity) {
        *match severity {
            Severity::Critical => &mut self.critical,
            Severity::High => &mut self.high,
            Severity::Medium => &mut self.medium,
            Severity::Low => &mut self.low,
            Severity::Info => &mut self.info,
        } += 1;
    }
}

impl fmt::Display for BySeverity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let all = [
            (self.critical, "critical"),
            (self.high, "high"),
            (self.medium, "medium"),
            (self.low, "low"),
            (self.info, "info"),
        ];
        let some = all.iter().filter(|(count, _)| *count > 0);
        let some: Vec<String> = some.map(|(count, name)| format!("{count} {name}")).collect();
        f.write_str(&some.join(", "))
    }
}

impl Summary {
    /// The numbers of an outcome.
    pub fn of(outcome: &Outcome) -> Summary {
        let mut by_severity = BySeverity::default();
        outcome.counting().for_each(|finding| by_severity.count(finding.severity));
        let findings = outcome.counting().count();
        Summary {
            findings,
            by_severity,
            suppressed: outcome.findings.len() - findings,
            baseline_unused: outcome.baseline_unused,
            known: outcome.base.map(|base| base.known),
            fixed: outcome.base.map(|base| base.fixed),
            files: outcome.files,
            resources: outcome.resources,
            undecided: outcome.undecided.len(),
            skipped: outcome.skipped(),
            unread: outcome.diagnostics.iter().filter(|d| d.kind.is_unread()).count(),
        }
    }

    /// The numbers as one line of text.
    pub fn line(&self, report: &Report) -> String {
        let Options { show_undecided, elapsed, .. } = report.options;
        let mut parts = vec![];
        let noun = if self.known.is_some() { "new finding" } else { "finding" };
        parts.push(match self.findings {
            0 => format!("0 {noun}s"),
            n => format!("{} ({})", counted(n, noun), self.by_severity),
        });
        if let (Some(known), Some(fixed)) = (self.known, self.fixed) {
            parts.push(format!("{fixed} fixed, {known} as before"));
        }
        parts.push(format!(
            "{}, {}",
            counted(self.files, "file"),
            counted(self.resources, "resource")
        ));
        if self.suppressed > 0 {
            parts.push(format!("{} suppressed", self.suppressed));
        }
        if let Some(unused) = self.baseline_unused.filter(|unused| *unused > 0) {
            let entries = if unused == 1 { "entry" } else { "entries" };
            parts.push(format!("{unused} baseline {entries} of no use"));
        }
        let hint = |hidden: bool| if hidden { " (--show-undecided)" } else { "" };
        let hidden = !show_undecided && self.undecided > 0;
        parts.push(format!("{} undecided{}", self.undecided, hint(hidden)));
        let unresolved =
            report.outcome.diagnostics.iter().any(|d| d.kind == DiagnosticKind::Unresolved);
        // One hint is enough.
        let hidden = !show_undecided && unresolved && !hidden;
        parts.push(format!("{} skipped{}", self.skipped, hint(hidden)));
        parts.extend(elapsed.map(duration));
        parts.join(" · ")
    }
}

/// `1 file`, `2 files`.
pub fn counted(count: usize, noun: &str) -> String {
    format!("{count} {noun}{}", if count == 1 { "" } else { "s" })
}

fn duration(elapsed: Duration) -> String {
    match elapsed.as_millis() {
        0 => "under 1 ms".into(),
        ms @ 1..10_000 => format!("{ms} ms"),
        _ => format!("{:.1} s", elapsed.as_secs_f64()),
    }
}
