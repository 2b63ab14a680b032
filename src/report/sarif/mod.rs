//! SARIF 2.1.0, as the OASIS schema and GitHub's ingestion want it.
//!
//! One run. Paths are relative to the repository's root, since GitHub ignores `uriBaseId`.
//! What is above GitHub's limits is left out, the worst findings kept, and a notification
//! says so: an upload above them is rejected whole.

mod location;
mod notification;
mod result;
mod rule;
#[cfg(test)]
mod tests;

use std::collections::BTreeMap;
use std::io::{self, Write};

use serde_json::json;
use serde_sarif::sarif;

use super::{Report, VERSION, clean, wire};
use crate::finding::Finding;

/// Results that GitHub takes in one run.
const MAX_RESULTS: usize = 25_000;
/// Locations of one result that GitHub keeps.
const MAX_LOCATIONS: usize = 100;
/// Bytes of a compressed report that GitHub takes.
const MAX_COMPRESSED: usize = 10_000_000;
/// Undecided checks that are listed; more are counted.
const MAX_UNDECIDED: usize = 1_000;
/// What runs are kept apart by: a later run takes the place of an earlier one of its category.
const CATEGORY: &str = "iacscan/";

const SCHEMA: &str =
    "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json";

/// The rules that the run refers to, with their places in its list.
type Indices<'a> = BTreeMap<&'a str, usize>;

/// Writes the report.
pub fn write(report: &Report, out: &mut dyn Write) -> io::Result<()> {
    write_within(report, MAX_COMPRESSED, out)
}

/// Writes as many results as stay within a number of compressed bytes.
fn write_within(report: &Report, limit: usize, out: &mut dyn Write) -> io::Result<()> {
    let mut results = MAX_RESULTS;
    loop {
        let findings = kept(report, results);
        let mut text = vec![];
        wire::write(&document(report, &findings), &mut text)?;
        let size = if text.len() > limit { compressed(&text)? } else { 0 };
        if size <= limit || findings.is_empty() {
            return out.write_all(&text);
        }
        // Somewhat less than in proportion, so that the next try is the last.
        results = findings.len() * 9 / 10 * limit / size;
    }
}

/// The size that an upload would have.
fn compressed(text: &[u8]) -> io::Result<usize> {
    let mut encoder = flate2::write::GzEncoder::new(vec![], flate2::Compression::default());
    encoder.write_all(text)?;
    Ok(encoder.finish()?.len())
}

fn document(report: &Report, findings: &[&Finding]) -> sarif::Sarif {
    let used = findings.iter().map(|finding| finding.rule.as_str());
    let undecided = &report.outcome.undecided[..report.outcome.undecided.len().min(MAX_UNDECIDED)];
    let used = used.chain(undecided.iter().map(|undecided| undecided.rule.as_str()));
    let mut rules: Indices = used.map(|id| (id, 0)).collect();
    rules.values_mut().enumerate().for_each(|(index, value)| *value = index);

    let driver = sarif::ToolComponent::builder()
        .name("iacscan")
        .full_name(format!("iacscan {VERSION}"))
        .semantic_version(VERSION)
        .version(VERSION)
        .information_uri(env!("CARGO_PKG_REPOSITORY"))
        .rules(rules.keys().map(|id| rule::descriptor(report, id)).collect::<Vec<_>>())
        .notifications(notification::descriptors())
        .build();
    let results = findings.iter().map(|finding| result::result(report, finding, &rules));
    let run = sarif::Run::builder()
        .tool(sarif::Tool::builder().driver(driver).build())
        .invocations(vec![notification::invocation(report, &rules, findings.len())])
        .results(results.collect::<Vec<_>>())
        .automation_details(sarif::RunAutomationDetails::builder().id(CATEGORY).build())
        .column_kind(json!("unicodeCodePoints"))
        .default_encoding("utf-8")
        .redaction_tokens(vec!["…".to_owned()])
        .build();
    sarif::Sarif::builder().schema(SCHEMA).version(json!("2.1.0")).runs(vec![run]).build()
}

/// The findings within the limit, the worst if there are more, in their order.
fn kept<'a>(report: &Report<'a>, limit: usize) -> Vec<&'a Finding> {
    let mut findings: Vec<(usize, &Finding)> = report.outcome.findings.iter().enumerate().collect();
    if findings.len() > limit {
        let rank = |finding: &Finding| {
            (finding.suppression.is_some(), std::cmp::Reverse(finding.severity))
        };
        findings.sort_by_key(|(order, finding)| (rank(finding), *order));
        findings.truncate(limit);
        findings.sort_by_key(|(order, _)| *order);
    }
    findings.into_iter().map(|(_, finding)| finding).collect()
}

/// A message of plain text. In SARIF `[text](target)` is a link even there: nothing from
/// the scanned code may make one.
fn message(report: &Report, text: &str) -> sarif::Message {
    let text = plain(report, text);
    sarif::Message::builder().text(text).build()
}

fn plain(report: &Report, text: &str) -> String {
    let text = report.clean(text);
    match text.contains("](") {
        true => text.replace('[', "\\[").replace(']', "\\]"),
        false => text,
    }
}

fn properties(
    entries: impl IntoIterator<Item = (&'static str, serde_json::Value)>,
) -> sarif::PropertyBag {
    let entries = entries.into_iter().map(|(key, value)| (key.to_owned(), value));
    sarif::PropertyBag::builder()
        .additional_properties(entries.collect::<BTreeMap<String, serde_json::Value>>())
        .build()
}

/// At most `limit` characters, and never none: empty texts are refused.
fn bounded(text: &str, limit: usize) -> String {
    match text.trim() {
        "" => "-".into(),
        text => clean::cut(text, limit).into_owned(),
    }
}
