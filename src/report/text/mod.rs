//! The report for people: each finding with the lines it is about, then one line of numbers.

mod diagnostic;
mod finding;
pub(super) mod page;
#[cfg(test)]
mod tests;

use std::io::{self, Write};

use super::{Report, Summary};
use crate::source::DiagnosticKind;

pub use diagnostic::problem;

/// Writes the report.
pub fn write(report: &Report, out: &mut dyn Write) -> io::Result<()> {
    for found in report.outcome.counting() {
        writeln!(out, "{}", finding::show(report, found))?;
    }
    if report.options.quiet {
        return Ok(());
    }
    if report.options.show_undecided {
        for undecided in &report.outcome.undecided {
            writeln!(out, "{}", finding::show_undecided(report, undecided))?;
        }
    }
    for found in &report.outcome.diagnostics {
        if found.kind != DiagnosticKind::Unresolved || report.options.show_undecided {
            writeln!(out, "{}", diagnostic::show(report, found))?;
        }
    }
    writeln!(out, "{}", Summary::of(report.outcome).line(report))
}
