//! What is wrong with policies.

use std::io::{self, Write};

use serde::Serialize;

use super::super::place::Location;
use super::super::summary::counted;
use super::super::text::page::Tone;
use super::View;
use crate::iam::{Class, Issue, PolicyType};
use crate::source::Span;

/// A policy that was checked.
pub struct Validated {
    /// As the user names it.
    pub policy: String,
    /// What it was checked as.
    pub used_as: PolicyType,
    /// Whether that is a guess.
    pub guessed: bool,
    /// What is wrong, and where.
    pub issues: Vec<(Issue, Span)>,
}

const CLASSES: [Class; 4] =
    [Class::Error, Class::SecurityWarning, Class::GeneralWarning, Class::Suggestion];

fn tone(class: Class) -> Tone {
    match class {
        Class::Error => Tone::Error,
        Class::SecurityWarning => Tone::Security,
        Class::GeneralWarning => Tone::Warning,
        Class::Suggestion => Tone::Suggestion,
    }
}

fn used_as(kind: PolicyType) -> &'static str {
    match kind {
        PolicyType::Identity => "identity policy",
        PolicyType::Resource(_) => "resource policy",
        PolicyType::Trust => "trust policy",
        PolicyType::ServiceControl => "service control policy",
        PolicyType::ResourceControl => "resource control policy",
    }
}

/// Each issue with its line, then the numbers.
///
/// # Errors
/// Those of `out`.
pub fn validation_text(view: &View, all: &[Validated], out: &mut dyn Write) -> io::Result<()> {
    for (issue, span) in all.iter().flat_map(|policy| &policy.issues) {
        let text = view.block(tone(issue.class), Some(issue.code), &issue.message, *span, &[]);
        writeln!(out, "{text}")?;
    }
    if all.is_empty() {
        return Ok(());
    }
    let issues = || all.iter().flat_map(|policy| &policy.issues);
    let counts = CLASSES.map(|class| {
        let count = issues().filter(|(issue, _)| issue.class == class).count();
        (count > 0).then(|| counted(count, tone(class).word()))
    });
    let counts: Vec<String> = counts.into_iter().flatten().collect();
    let of = match all {
        [one] => format!("1 {}", used_as(one.used_as)),
        all => counted(all.len(), "policy").replace("policys", "policies"),
    };
    match counts.is_empty() {
        true => writeln!(out, "no findings · {of}"),
        false => {
            writeln!(out, "{} ({}) · {of}", counted(issues().count(), "finding"), counts.join(", "))
        }
    }
}

#[derive(Serialize)]
struct Document<'a> {
    version: u32,
    policies: Vec<PolicyJson<'a>>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct PolicyJson<'a> {
    policy: &'a str,
    policy_type: &'static str,
    guessed: bool,
    findings: Vec<FindingJson<'a>>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct FindingJson<'a> {
    finding_type: &'static str,
    issue_code: &'static str,
    finding_details: &'a str,
    /// Its place in the document, as a JSON pointer.
    pointer: String,
    location: Location,
}

/// The same for programs, with the names of Access Analyzer's `ValidatePolicy`.
///
/// # Errors
/// Those of `out`.
pub fn validation_json(view: &View, all: &[Validated], out: &mut dyn Write) -> io::Result<()> {
    let policies = all.iter().map(|one| PolicyJson {
        policy: &one.policy,
        policy_type: match one.used_as {
            PolicyType::Identity => "IDENTITY_POLICY",
            PolicyType::Resource(_) | PolicyType::Trust => "RESOURCE_POLICY",
            PolicyType::ServiceControl => "SERVICE_CONTROL_POLICY",
            PolicyType::ResourceControl => "RESOURCE_CONTROL_POLICY",
        },
        guessed: one.guessed,
        findings: one
            .issues
            .iter()
            .map(|(issue, span)| FindingJson {
                finding_type: match issue.class {
                    Class::Error => "ERROR",
                    Class::SecurityWarning => "SECURITY_WARNING",
                    Class::GeneralWarning => "WARNING",
                    Class::Suggestion => "SUGGESTION",
                },
                issue_code: issue.code,
                finding_details: &issue.message,
                pointer: issue.location.to_string(),
                location: view.location(*span),
            })
            .collect(),
    });
    super::json(&Document { version: 1, policies: policies.collect() }, out)
}
