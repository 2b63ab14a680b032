//! The list of all rules.

use std::io::{self, Write};

use owo_colors::{OwoColorize, Style};
use serde::Serialize;

use super::summary::counted;
use super::{Catalogue, clean};
use crate::finding::Level;
use crate::finding::Severity;

/// One line a rule: id, severity, level, title.
///
/// # Errors
/// Those of `out`.
pub fn list_text(rules: &Catalogue, color: bool, out: &mut dyn Write) -> io::Result<()> {
    let width = rules.ids().map(|id| id.chars().count()).max().unwrap_or(0);
    for rule in rules.rules() {
        let style = if color { severity_style(rule.severity) } else { Style::new() };
        let faint = if color { Style::new().dimmed() } else { Style::new() };
        let severity = format!("{:8}", rule.severity);
        let level = format!("{:8}", rule.level.name());
        writeln!(
            out,
            "{:width$}  {}  {}  {}",
            clean::line(&rule.id),
            severity.style(style),
            level.style(faint),
            clean::line(&rule.title)
        )?;
    }
    let count = |level| rules.rules().iter().filter(|rule| rule.level == level).count();
    writeln!(
        out,
        "\n{}: {} run by default, {} with --pedantic, {} for account baselines",
        counted(rules.rules().len(), "rule"),
        count(Level::Default),
        count(Level::Pedantic),
        count(Level::Account)
    )
}

/// The colour of a severity, as in findings.
pub fn severity_style(severity: Severity) -> Style {
    match severity {
        Severity::Critical | Severity::High => Style::new().bright_red().bold(),
        Severity::Medium => Style::new().yellow().bold(),
        Severity::Low | Severity::Info => Style::new().bright_green().bold(),
    }
}

#[derive(Serialize)]
struct Document<'a> {
    version: u32,
    rules: &'a [super::RuleInfo],
}

/// All there is to know about every rule, as JSON.
///
/// # Errors
/// Those of `out`.
pub fn list_json(rules: &Catalogue, out: &mut dyn Write) -> io::Result<()> {
    serde_json::to_writer_pretty(&mut *out, &Document { version: 1, rules: rules.rules() })?;
    writeln!(out)
}
