//! GitLab's SAST report, version 15.2.1 of its schema, for the security pages:
//! <https://docs.gitlab.com/development/integrations/secure/#report>.

use std::io::{self, Write};
use std::time::{Duration, SystemTime};

use serde::Serialize;
use serde_json::{Value, json};
use sha1::{Digest, Sha1};

use super::place::Location;
use super::summary::counted;
use super::{Report, VERSION, clean, wire};
use crate::finding::{Finding, RelatedRole, Severity};
use crate::source::{Diagnostic, Place};

const SCHEMA_VERSION: &str = "15.2.1";
/// Lengths that the schema allows, in characters.
const MAX_NAME: usize = 255;
const MAX_SOLUTION: usize = 7_000;
const MAX_DESCRIPTION: usize = 100_000;

#[derive(Serialize)]
struct Document {
    version: &'static str,
    scan: Value,
    vulnerabilities: Vec<Value>,
}

/// Writes the report. Suppressed findings have no place in the format.
pub fn write(report: &Report, out: &mut dyn Write) -> io::Result<()> {
    let vulnerabilities =
        report.outcome.counting().map(|finding| vulnerability(report, finding)).collect();
    let document = Document { version: SCHEMA_VERSION, scan: scan(report), vulnerabilities };
    wire::write(&document, out)
}

fn scan(report: &Report) -> Value {
    let tool = json!({
        "id": "iacscan",
        "name": "iacscan",
        "url": env!("CARGO_PKG_REPOSITORY"),
        "version": VERSION,
        "vendor": { "name": "iacscan" },
    });
    let outcome = report.outcome;
    let started = report.options.started.unwrap_or(SystemTime::UNIX_EPOCH);
    let unread: Vec<&Diagnostic> =
        outcome.diagnostics.iter().filter(|found| found.kind.is_unread()).collect();
    let mut messages: Vec<Value> = unread
        .iter()
        .map(|found| json!({ "level": "warn", "value": told(report, found) }))
        .collect();
    if !outcome.undecided.is_empty() {
        let value = format!("{} undecided", counted(outcome.undecided.len(), "check"));
        messages.push(json!({ "level": "info", "value": value }));
    }
    json!({
        "analyzer": tool,
        "scanner": tool,
        "start_time": time(started),
        "end_time": time(started + report.options.elapsed.unwrap_or(Duration::ZERO)),
        "status": if unread.is_empty() { "success" } else { "failure" },
        "type": "sast",
        "messages": messages,
    })
}

fn told(report: &Report, found: &Diagnostic) -> String {
    let place = match &found.place {
        Place::Path(path) => report.options.root.relative(path),
        Place::Span(span) => {
            let place = Location::of(report, *span);
            format!("{}:{}", place.path, place.start.line)
        }
    };
    format!("{}: {}", clean::line(&place), report.clean(&found.message))
}

fn vulnerability(report: &Report, finding: &Finding) -> Value {
    let rule = report.rules.get(&finding.rule);
    let id = report.id(&finding.rule);
    // The name must be the same for all findings of the rule.
    let name = rule.map_or(id.clone(), |rule| clean::line(&rule.title).into_owned());
    let place = Location::of(report, finding.primary);

    let references: Vec<&String> = rule
        .iter()
        .flat_map(|rule| &rule.references)
        .filter(|address| address.starts_with("https://"))
        .collect();
    let mut identifiers = vec![json!({ "type": "iacscan", "name": id, "value": id })];
    if let Some(address) = references.first() {
        identifiers[0]["url"] = json!(clean::percent_uri(address));
    }
    identifiers.extend(rule.iter().flat_map(|rule| &rule.controls).map(|control| {
        let control = clean::line(control);
        json!({ "type": "control", "name": control, "value": control })
    }));

    let mut description = vec![report.clean(&finding.message)];
    description.extend(finding.proof.iter().map(|proof| format!("Proof: {}", report.clean(proof))));
    description.extend(finding.notes.iter().map(|note| format!("Note: {}", report.clean(note))));
    if !finding.addresses.is_empty() {
        let addresses: Vec<String> = finding.addresses.iter().map(|a| report.clean(a)).collect();
        description.push(format!("In: {}", addresses.join(", ")));
    }
    let mut vulnerability = json!({
        "id": uuid(&finding.fingerprint),
        "name": clean::cut(&name, MAX_NAME),
        // GitLab shows it as Markdown.
        "description": clean::cut(&super::markdown::escape(&description.join("\n\n")), MAX_DESCRIPTION),
        "severity": severity(finding.severity),
        "identifiers": identifiers,
        "location": {
            "file": place.path,
            "start_line": place.start.line,
            "end_line": place.end.line,
        },
        // Else GitLab knows it by its lines, and takes one that has moved for another.
        "tracking": {
            "type": "source",
            "items": [{
                "file": place.path,
                "start_line": place.start.line,
                "end_line": place.end.line,
                "signatures": [{ "algorithm": "scope_offset", "value": finding.fingerprint }],
            }],
        },
    });
    if !finding.fix.is_empty() {
        let fix = super::markdown::escape(&report.clean(&finding.fix));
        vulnerability["solution"] = json!(clean::cut(&fix, MAX_SOLUTION));
    }
    if !references.is_empty() {
        let links = references.iter().map(|address| json!({ "url": clean::percent_uri(address) }));
        vulnerability["links"] = links.collect();
    }
    if let Some(flow) = flow(report, finding) {
        vulnerability["details"] = json!({ "code_flows": flow });
    }
    vulnerability
}

/// The value's way from where it is written to where it is used, if it went any.
fn flow(report: &Report, finding: &Finding) -> Option<Value> {
    let hops = finding.related.iter().filter(|related| related.role == RelatedRole::Hop);
    let places: Vec<_> = std::iter::once(finding.primary).chain(hops.map(|hop| hop.span)).collect();
    if places.len() == 1 {
        return None;
    }
    let node = |(index, span): (usize, &crate::source::Span)| {
        let place = Location::of(report, *span);
        let kind = match index {
            0 => "source",
            index if index + 1 == places.len() => "sink",
            _ => "propagation",
        };
        json!({
            "type": "code-flow-node",
            "node_type": kind,
            "file_location": {
                "type": "file-location",
                "file_name": place.path,
                "line_start": place.start.line,
                "line_end": place.end.line,
            },
        })
    };
    let nodes: Vec<Value> = places.iter().enumerate().map(node).collect();
    let name = "how the value gets there";
    Some(json!({ "name": name, "type": "code-flows", "items": [nodes] }))
}

fn severity(severity: Severity) -> &'static str {
    match severity {
        Severity::Critical => "Critical",
        Severity::High => "High",
        Severity::Medium => "Medium",
        Severity::Low => "Low",
        Severity::Info => "Info",
    }
}

/// A version 5 UUID of a fingerprint: RFC 9562, section 5.5, in a namespace of our own.
fn uuid(fingerprint: &str) -> String {
    const NAMESPACE: u128 = 0x8d1f_6c0e_53a4_4e1b_9f0a_6961_6373_636e;
    let hash = Sha1::new().chain_update(NAMESPACE.to_be_bytes()).chain_update(fingerprint);
    let mut bytes: [u8; 16] = [0; 16];
    bytes.copy_from_slice(&hash.finalize()[..16]);
    bytes[6] = bytes[6] & 0x0F | 0x50;
    bytes[8] = bytes[8] & 0x3F | 0x80;
    let hex = format!("{:032x}", u128::from_be_bytes(bytes));
    [&hex[..8], &hex[8..12], &hex[12..16], &hex[16..20], &hex[20..]].join("-")
}

/// `yyyy-mm-ddThh:mm:ss` in UTC.
fn time(at: SystemTime) -> String {
    let seconds = at.duration_since(SystemTime::UNIX_EPOCH).map_or(0, |since| since.as_secs());
    let (mut days, of_day) = (seconds / 86_400, seconds % 86_400);
    let leap = |year: u64| {
        year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400))
    };
    let mut year = 1970;
    while days >= 365 + u64::from(leap(year)) {
        days -= 365 + u64::from(leap(year));
        year += 1;
    }
    let lengths = [31, 28 + u64::from(leap(year)), 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
    let mut month = 0;
    while days >= lengths[month] {
        days -= lengths[month];
        month += 1;
    }
    let (hour, minute, second) = (of_day / 3_600, of_day / 60 % 60, of_day % 60);
    format!("{year:04}-{:02}-{:02}T{hour:02}:{minute:02}:{second:02}", month + 1, days + 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_are_of_the_calendar() {
        let at = |seconds| time(SystemTime::UNIX_EPOCH + Duration::from_secs(seconds));
        assert_eq!(at(0), "1970-01-01T00:00:00");
        assert_eq!(at(951_782_399), "2000-02-28T23:59:59");
        assert_eq!(at(951_782_400), "2000-02-29T00:00:00");
        assert_eq!(at(4_107_542_400), "2100-03-01T00:00:00");
        assert_eq!(at(1_798_761_599), "2026-12-31T23:59:59");
    }

    #[test]
    fn identities_are_uuids_of_version_5() {
        let id = uuid("3d16d86bfaa1f78bd61f2d67da094f27:1");
        assert_eq!((id.len(), &id[14..15]), (36, "5"));
        assert!(matches!(&id[19..20], "8" | "9" | "a" | "b"), "{id}");
        assert_eq!(id, uuid("3d16d86bfaa1f78bd61f2d67da094f27:1"));
        assert_ne!(id, uuid("3d16d86bfaa1f78bd61f2d67da094f27:2"));
    }
}
