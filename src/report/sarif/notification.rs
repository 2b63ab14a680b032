//! What was not read, not resolved, not decided or left out: notifications of the invocation.

use serde_json::json;
use serde_sarif::sarif;

use super::super::Report;
use super::super::json::kind_name;
use super::{Indices, MAX_RESULTS, MAX_UNDECIDED, location, message};
use crate::finding::Undecided;
use crate::source::{Diagnostic, DiagnosticKind, Place};

/// What notifications there are.
pub fn descriptors() -> Vec<sarif::ReportingDescriptor> {
    let all = [
        ("unreadable", "A file could not be read"),
        ("syntax", "A part of a file could not be parsed"),
        ("invalid", "The configuration is wrong by its own rules"),
        ("unresolved", "Something that is referred to is not here"),
        ("undecided", "A check depends on a value that is not known"),
        ("limit", "Something was left out because there is too much of it"),
    ];
    let descriptor = |(id, text): (&str, &str)| {
        let text = sarif::MultiformatMessageString::builder().text(text).build();
        sarif::ReportingDescriptor::builder().id(id).short_description(text).build()
    };
    all.into_iter().map(descriptor).collect()
}

/// The invocation, with its notifications.
pub fn invocation(report: &Report, rules: &Indices, results: usize) -> sarif::Invocation {
    let outcome = report.outcome;
    let mut notifications: Vec<sarif::Notification> = vec![];
    if results < outcome.findings.len() {
        let left_out = outcome.findings.len() - results;
        notifications.push(limit(
            report,
            &format!(
                "{left_out} findings of the lowest severity are left out: code scanning takes {MAX_RESULTS} and 10 MB"
            ),
        ));
    }
    notifications.extend(outcome.diagnostics.iter().map(|found| diagnostic(report, found)));
    let listed = outcome.undecided.iter().take(MAX_UNDECIDED);
    notifications.extend(listed.map(|check| undecided(report, check, rules)));
    if outcome.undecided.len() > MAX_UNDECIDED {
        let more = outcome.undecided.len() - MAX_UNDECIDED;
        notifications.push(limit(report, &format!("{more} more checks are undecided")));
    }
    sarif::Invocation::builder()
        .execution_successful(!outcome.diagnostics.iter().any(|found| found.kind.is_unread()))
        .tool_execution_notifications(notifications)
        .build()
}

fn descriptor(id: &str) -> sarif::ReportingDescriptorReference {
    sarif::ReportingDescriptorReference::builder().id(id).build()
}

fn limit(report: &Report, text: &str) -> sarif::Notification {
    sarif::Notification::builder()
        .descriptor(descriptor("limit"))
        .level(json!("warning"))
        .message(message(report, text))
        .build()
}

fn diagnostic(report: &Report, found: &Diagnostic) -> sarif::Notification {
    let level = match found.kind {
        DiagnosticKind::Unreadable | DiagnosticKind::Syntax => "error",
        DiagnosticKind::Invalid => "warning",
        DiagnosticKind::Unresolved => "note",
    };
    let place = match &found.place {
        Place::Path(path) => location::whole(report, path),
        Place::Span(span) => location::described(report, *span, ""),
    };
    sarif::Notification::builder()
        .descriptor(descriptor(kind_name(found.kind)))
        .level(json!(level))
        .message(message(report, &found.message))
        .locations(vec![place])
        .build()
}

fn undecided(report: &Report, check: &Undecided, rules: &Indices) -> sarif::Notification {
    let rule = sarif::ReportingDescriptorReference::builder()
        .id(report.id(&check.rule))
        .index(rules.get(check.rule.as_str()).map_or(-1, |index| *index as i64))
        .build();
    sarif::Notification::builder()
        .descriptor(descriptor("undecided"))
        .associated_rule(rule)
        .level(json!("note"))
        .message(message(report, &check.reason))
        .locations(vec![location::described(report, check.place, "")])
        .build()
}
