//! The report for programs: JSON, stable, described in docs/json-report.md.

use std::io::{self, Write};

use serde::Serialize;

use super::place::Location;
use super::{Report, Summary, VERSION, wire};
use crate::finding::{Finding, Related, RelatedRole, Undecided};
use crate::source::{Diagnostic, DiagnosticKind, Place};

/// The version of this format: raised when something is removed or changes its meaning.
const FORMAT_VERSION: u32 = 1;

#[derive(Serialize)]
struct Document {
    version: u32,
    tool: Tool,
    findings: Vec<JsonFinding>,
    undecided: Vec<JsonUndecided>,
    diagnostics: Vec<JsonDiagnostic>,
    summary: Summary,
}

#[derive(Serialize)]
struct Tool {
    name: &'static str,
    version: &'static str,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct JsonFinding {
    rule: String,
    title: Option<String>,
    severity: &'static str,
    confidence: &'static str,
    message: String,
    label: String,
    location: Location,
    related: Vec<JsonRelated>,
    addresses: Vec<String>,
    subjects: Vec<String>,
    proof: Option<String>,
    notes: Vec<String>,
    fix: Option<String>,
    also_violates: Vec<String>,
    environments: Vec<String>,
    fingerprint: String,
    suppressed: Option<JsonSuppression>,
}

#[derive(Serialize)]
struct JsonRelated {
    role: &'static str,
    message: String,
    location: Location,
}

#[derive(Serialize)]
struct JsonSuppression {
    kind: &'static str,
    reason: String,
    until: Option<String>,
    location: Option<Location>,
}

#[derive(Serialize)]
struct JsonUndecided {
    rule: String,
    reason: String,
    location: Location,
    addresses: Vec<String>,
}

#[derive(Serialize)]
struct JsonDiagnostic {
    kind: &'static str,
    message: String,
    path: String,
    location: Option<Location>,
}

/// Writes the report.
pub fn write(report: &Report, out: &mut dyn Write) -> io::Result<()> {
    let outcome = report.outcome;
    let document = Document {
        version: FORMAT_VERSION,
        tool: Tool { name: "iacscan", version: VERSION },
        findings: outcome.findings.iter().map(|f| finding(report, f)).collect(),
        undecided: outcome.undecided.iter().map(|u| undecided(report, u)).collect(),
        diagnostics: outcome.diagnostics.iter().map(|d| diagnostic(report, d)).collect(),
        summary: Summary::of(outcome),
    };
    wire::write(&document, out)
}

fn texts<T: AsRef<str>>(report: &Report, texts: &[T]) -> Vec<String> {
    texts.iter().map(|text| report.clean(text.as_ref())).collect()
}

fn finding(report: &Report, finding: &Finding) -> JsonFinding {
    JsonFinding {
        rule: report.id(&finding.rule),
        title: report.rules.get(&finding.rule).map(|rule| report.clean(&rule.title)),
        severity: finding.severity.name(),
        confidence: finding.confidence.name(),
        message: report.clean(&finding.message),
        label: report.clean(&finding.label),
        location: Location::of(report, finding.primary),
        related: finding.related.iter().map(|r| related(report, r)).collect(),
        addresses: texts(report, &finding.addresses),
        subjects: texts(report, &finding.subjects),
        proof: finding.proof.as_deref().map(|proof| report.clean(proof)),
        notes: texts(report, &finding.notes),
        fix: (!finding.fix.is_empty()).then(|| report.clean(&finding.fix)),
        also_violates: finding.also_violates.iter().map(|rule| report.id(rule)).collect(),
        environments: finding.environments.iter().map(|name| report.clean(name)).collect(),
        fingerprint: finding.fingerprint.clone(),
        suppressed: finding.suppression.as_ref().map(|suppression| JsonSuppression {
            kind: suppression.kind.name(),
            until: suppression.until.map(|day| day.to_string()),
            reason: report.clean(&suppression.reason),
            location: suppression.place.map(|place| Location::of(report, place)),
        }),
    }
}

fn related(report: &Report, related: &Related) -> JsonRelated {
    JsonRelated {
        role: match related.role {
            RelatedRole::Element => "element",
            RelatedRole::Hop => "hop",
            RelatedRole::Context => "context",
        },
        message: report.clean(&related.message),
        location: Location::of(report, related.span),
    }
}

fn undecided(report: &Report, undecided: &Undecided) -> JsonUndecided {
    JsonUndecided {
        rule: report.id(&undecided.rule),
        reason: report.clean(&undecided.reason),
        location: Location::of(report, undecided.place),
        addresses: texts(report, &undecided.addresses),
    }
}

fn diagnostic(report: &Report, diagnostic: &Diagnostic) -> JsonDiagnostic {
    let (path, location) = match &diagnostic.place {
        Place::Path(path) => (report.options.root.relative(path), None),
        Place::Span(span) => {
            let location = Location::of(report, *span);
            (location.path.clone(), Some(location))
        }
    };
    let message = report.clean(&diagnostic.message);
    JsonDiagnostic { kind: kind_name(diagnostic.kind), message, path, location }
}

/// The name of a kind of diagnostic in machine-read reports.
pub fn kind_name(kind: DiagnosticKind) -> &'static str {
    match kind {
        DiagnosticKind::Unreadable => "unreadable",
        DiagnosticKind::Syntax => "syntax",
        DiagnosticKind::Invalid => "invalid",
        DiagnosticKind::Unresolved => "unresolved",
    }
}
