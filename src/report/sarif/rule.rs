//! Rules.

use serde_json::json;
use serde_sarif::sarif;

use super::super::{Report, RuleInfo, clean, explain};
use super::{bounded, properties};
use crate::finding::{Confidence, Severity};

/// Lengths that GitHub allows.
const MAX_NAME: usize = 255;
const MAX_DESCRIPTION: usize = 1_024;
/// Tags of one rule that GitHub allows.
const MAX_TAGS: usize = 20;

/// The description of a rule, with help for people.
pub fn descriptor(report: &Report, id: &str) -> sarif::ReportingDescriptor {
    let unknown;
    let rule = match report.rules.get(id) {
        Some(rule) => rule,
        // A finding of a rule that nobody knows is still a finding.
        None => {
            unknown = nobodys(id);
            &unknown
        }
    };
    // GitHub ranks a finding by its rule; findings may have been given other severities.
    let found = report.outcome.findings.iter().filter(|finding| finding.rule == id);
    let severity = found.map(|finding| finding.severity).max().unwrap_or(rule.severity);

    let clean = |text: &str, limit| bounded(&clean::line(text), limit);
    let text = |text: String| sarif::MultiformatMessageString::builder().text(text).build();
    let help = sarif::MultiformatMessageString::builder()
        .text(bounded(&explain::plain(rule), usize::MAX))
        .markdown(bounded(&explain::markdown(rule), usize::MAX))
        .build();
    let why = rule.why.split_whitespace().collect::<Vec<_>>().join(" ");
    let mut bag = properties([
        ("security-severity", json!(security_severity(severity))),
        ("precision", json!(precision(rule.confidence))),
        ("problem.severity", json!(level(severity))),
    ]);
    bag.tags = Some(tags(rule));
    let level = sarif::ReportingConfiguration::builder().level(json!(level(severity))).build();
    let descriptor = sarif::ReportingDescriptor::builder()
        .id(clean::line(id).into_owned())
        .name(name(id))
        .short_description(text(clean(&rule.title, MAX_DESCRIPTION)))
        .full_description(text(clean(&why, MAX_DESCRIPTION)))
        .help(help)
        .default_configuration(level)
        .properties(bag);
    match rule.references.iter().find(|address| address.starts_with("https://")) {
        Some(address) => descriptor.help_uri(clean::percent_uri(address)).build(),
        None => descriptor.build(),
    }
}

/// What is known of a rule that is not in the catalogue.
fn nobodys(id: &str) -> RuleInfo {
    RuleInfo {
        id: id.to_owned(),
        title: id.to_owned(),
        severity: Severity::Medium,
        confidence: Confidence::default(),
        level: Default::default(),
        why: id.to_owned(),
        fix: "-".into(),
        references: vec![],
        controls: vec![],
        examples: vec![],
    }
}

/// `s3/acl-public-read` as `S3AclPublicRead`, which viewers show beside the id.
fn name(id: &str) -> String {
    let words = id.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    let capital = |word: &str| {
        let mut chars = word.chars();
        let first = chars.next().map(|c| c.to_uppercase().to_string()).unwrap_or_default();
        first + chars.as_str()
    };
    bounded(&words.map(capital).collect::<String>(), MAX_NAME)
}

fn tags(rule: &RuleInfo) -> Vec<String> {
    let pack = clean::line(RuleInfo::pack(&rule.id)).into_owned();
    let fixed = ["security".to_owned(), "aws".to_owned(), pack];
    let controls = rule.controls.iter().map(|control| clean::line(control).into_owned());
    let mut tags: Vec<String> = vec![];
    for tag in fixed.into_iter().chain(controls) {
        if !tag.is_empty() && !tags.contains(&tag) && tags.len() < MAX_TAGS {
            tags.push(tag);
        }
    }
    tags
}

/// GitHub's ranges: critical above 9, high from 7, medium from 4, low below.
fn security_severity(severity: Severity) -> &'static str {
    match severity {
        Severity::Critical => "9.5",
        Severity::High => "8.0",
        Severity::Medium => "5.5",
        Severity::Low => "2.0",
        Severity::Info => "0.5",
    }
}

fn precision(confidence: Confidence) -> &'static str {
    match confidence {
        Confidence::High => "very-high",
        Confidence::Medium => "high",
        Confidence::Low => "medium",
    }
}

/// SARIF's three levels.
pub fn level(severity: Severity) -> &'static str {
    match severity {
        Severity::Critical | Severity::High => "error",
        Severity::Medium => "warning",
        Severity::Low | Severity::Info => "note",
    }
}
