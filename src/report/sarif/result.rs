//! Findings.

use std::collections::BTreeMap;

use serde_json::json;
use serde_sarif::sarif;

use super::super::Report;
use super::{Indices, MAX_LOCATIONS, location, message, plain, properties};
use crate::finding::{Finding, Related, RelatedRole, Severity, SuppressionKind};

/// A finding as a result.
pub fn result(report: &Report, finding: &Finding, rules: &Indices) -> sarif::Result {
    let level = match finding.severity {
        Severity::Critical | Severity::High => sarif::ResultLevel::Error,
        Severity::Medium => sarif::ResultLevel::Warning,
        Severity::Low | Severity::Info => sarif::ResultLevel::Note,
    };
    let mut primary = location::described(report, finding.primary, &finding.label);
    let logical: Vec<sarif::LogicalLocation> = finding
        .addresses
        .iter()
        .take(MAX_LOCATIONS)
        .map(|address| {
            sarif::LogicalLocation::builder()
                .fully_qualified_name(report.clean(address))
                .kind("resource")
                .build()
        })
        .collect();
    primary.logical_locations = (!logical.is_empty()).then_some(logical);

    let fingerprints =
        BTreeMap::from([("primaryLocationLineHash".to_owned(), finding.fingerprint.clone())]);
    let mut result = sarif::Result::builder()
        .rule_id(report.id(&finding.rule))
        .rule_index(rules.get(finding.rule.as_str()).map_or(-1, |index| *index as i64))
        .level(level)
        .message(sarif::Message::builder().text(text(report, finding)).build())
        .locations(vec![primary])
        .partial_fingerprints(fingerprints)
        .properties(details(report, finding))
        .build();
    let related = finding.related.iter().take(MAX_LOCATIONS).zip(1..);
    let related: Vec<sarif::Location> = related
        .map(|(related, id)| {
            let mut place = location::described(report, related.span, &related.message);
            place.id = Some(id);
            place
        })
        .collect();
    result.related_locations = (!related.is_empty()).then_some(related);
    result.code_flows = flow(report, finding).map(|flow| vec![flow]);
    // An empty list says that it was asked for suppressions and there are none.
    result.suppressions = finding.suppression.as_ref().map(|suppression| {
        let kind = match suppression.kind {
            SuppressionKind::Inline => "inSource",
            SuppressionKind::Config | SuppressionKind::Baseline => "external",
        };
        let until = suppression.until.map(|day| format!("until {day}"));
        let reason = [report.clean(&suppression.reason)].into_iter().chain(until);
        let reason: Vec<String> = reason.filter(|part| !part.is_empty()).collect();
        let suppressed = sarif::Suppression::builder()
            .kind(json!(kind))
            .status(json!("accepted"))
            .justification(reason.join(", "));
        vec![match suppression.place {
            Some(place) => suppressed.location(location::described(report, place, "")).build(),
            None => suppressed.build(),
        }]
    });
    result
}

/// What viewers show: the finding, its proof, what to know and what to do.
fn text(report: &Report, finding: &Finding) -> String {
    let mut lines = vec![plain(report, &finding.message)];
    lines.extend(finding.proof.iter().map(|proof| format!("Proof: {}", plain(report, proof))));
    lines.extend(finding.notes.iter().map(|note| format!("Note: {}", plain(report, note))));
    if !finding.fix.is_empty() {
        lines.push(format!("Fix: {}", plain(report, &finding.fix)));
    }
    lines.join("\n")
}

fn details(report: &Report, finding: &Finding) -> sarif::PropertyBag {
    fn texts<T: AsRef<str>>(report: &Report, texts: &[T]) -> Vec<String> {
        texts.iter().map(|text| report.clean(text.as_ref())).collect()
    }
    let also: Vec<String> = finding.also_violates.iter().map(|rule| report.id(rule)).collect();
    properties([
        ("severity", json!(finding.severity.name())),
        ("confidence", json!(finding.confidence.name())),
        ("addresses", json!(texts(report, &finding.addresses))),
        ("alsoViolates", json!(also)),
        ("environments", json!(texts(report, &finding.environments))),
    ])
}

/// The value's way from where it is written to where it is used, if it went any.
fn flow(report: &Report, finding: &Finding) -> Option<sarif::CodeFlow> {
    let is_hop = |related: &&Related| related.role == RelatedRole::Hop;
    let hops: Vec<&Related> =
        finding.related.iter().filter(is_hop).take(MAX_LOCATIONS - 1).collect();
    if hops.is_empty() {
        return None;
    }
    let start = match finding.label.as_str() {
        "" => "written here",
        label => label,
    };
    let steps = std::iter::once((finding.primary, start))
        .chain(hops.into_iter().map(|hop| (hop.span, hop.message.as_str())));
    let steps = steps.zip(1..).map(|((span, text), order)| {
        sarif::ThreadFlowLocation::builder()
            .location(location::described(report, span, text))
            .execution_order(order)
            .build()
    });
    let flow = sarif::ThreadFlow::builder().locations(steps.collect::<Vec<_>>()).build();
    let how = message(report, "how the value gets there");
    Some(sarif::CodeFlow::builder().thread_flows(vec![flow]).message(how).build())
}
