//! What configurations came to, as one outcome in a stable order.

use std::collections::HashMap;
use std::path::PathBuf;

use crate::config::Environment;
use crate::finding::{Finding, Outcome, Suppression, Undecided};
use crate::rules::Judged;
use crate::source::{FileId, Place, Sources, Span};

/// Adds what was judged to an outcome: what several configurations say of the same place is
/// told once, with the environments it holds in unless it holds in all, and all is in order.
pub fn complete(
    outcome: &mut Outcome,
    judged: Vec<(Option<String>, Judged)>,
    environments: &[Environment],
    sources: &Sources,
) {
    let mut findings: Vec<Finding> = vec![];
    let mut undecided: Vec<Undecided> = vec![];
    let mut known: HashMap<(ecow::EcoString, Span, Option<Suppression>), usize> = HashMap::new();
    let mut open: HashMap<(ecow::EcoString, Span, String), usize> = HashMap::new();
    for (environment, judgement) in judged {
        for mut finding in judgement.findings {
            finding.environments.extend(environment.clone());
            let key = (finding.rule.clone(), finding.primary, finding.suppression.clone());
            match known.get(&key) {
                Some(index) => join(&mut findings[*index], finding),
                None => {
                    known.insert(key, findings.len());
                    findings.push(finding);
                }
            }
        }
        for check in judgement.undecided {
            let key = (check.rule.clone(), check.place, check.reason.clone());
            match open.get(&key) {
                Some(index) => merge(&mut undecided[*index].addresses, check.addresses),
                None => {
                    open.insert(key, undecided.len());
                    undecided.push(check);
                }
            }
        }
    }
    for finding in &mut findings {
        if environments.iter().all(|environment| finding.environments.contains(&environment.name)) {
            finding.environments.clear();
        }
    }
    outcome.findings.extend(findings);
    outcome.undecided = undecided;
    sort(outcome, sources);
}

/// The same module reached from two roots: one finding with the addresses of both.
fn join(finding: &mut Finding, other: Finding) {
    // It is new if it is new anywhere.
    finding.known &= other.known;
    merge(&mut finding.addresses, other.addresses);
    merge(&mut finding.subjects, other.subjects);
    merge(&mut finding.instances, other.instances);
    merge(&mut finding.environments, other.environments);
    merge(&mut finding.also_violates, other.also_violates);
    for related in other.related {
        if !finding.related.contains(&related) {
            finding.related.push(related);
        }
    }
}

fn merge<T: Ord>(into: &mut Vec<T>, more: Vec<T>) {
    into.extend(more);
    into.sort();
    into.dedup();
}

/// Orders an outcome by path, place and rule: numbers of files depend on threads.
pub fn sort(outcome: &mut Outcome, sources: &Sources) {
    let mut paths: HashMap<FileId, PathBuf> = HashMap::new();
    let mut path = |file: FileId| paths.entry(file).or_insert_with(|| sources.path(file)).clone();
    let mut key = |span: Span| (path(span.file), span.start, span.end);
    outcome.findings.sort_by_cached_key(|finding| {
        // What counts comes before what does not, and that in the order it is written.
        let suppressed = finding.suppression.as_ref().map(|s| s.place.map(&mut key));
        (key(finding.primary), finding.rule.clone(), suppressed)
    });
    outcome
        .undecided
        .sort_by_cached_key(|check| (key(check.place), check.rule.clone(), check.reason.clone()));
    outcome.diagnostics.sort_by_cached_key(|diagnostic| {
        let place = match &diagnostic.place {
            Place::Path(path) => (path.clone(), 0, 0),
            Place::Span(span) => key(*span),
        };
        (place, diagnostic.message.clone())
    });
    outcome.diagnostics.dedup();
}
