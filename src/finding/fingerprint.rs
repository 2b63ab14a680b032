use std::collections::HashMap;

use sha2::{Digest, Sha256};

use super::Finding;
use crate::source::{Language, Sources};

/// Gives every finding its fingerprint: a hash of rule, module or template and, of every
/// resource, its address and what is granted there. It stays when lines move, differs
/// between equal blocks (by their order in the file), changes when more is granted, and
/// depends neither on the machine nor on the directory the command runs in, as long as
/// `relative` maps paths to the repository's root.
pub fn assign_fingerprints(
    findings: &mut [Finding],
    sources: &Sources,
    relative: impl Fn(&std::path::Path) -> String,
) {
    let mut seen: HashMap<String, usize> = HashMap::new();
    for finding in findings {
        let hash = hash(&identities(finding, sources, &home(finding, sources, &relative)));
        // The suppressed instances of a finding count by themselves.
        let count = seen.entry(hash.clone()).or_default();
        *count += 1;
        finding.fingerprint = format!("{hash}:{count}");
    }
}

/// Where a finding is at home: the directory of a Terraform module, within which blocks may
/// move from file to file; else the file.
pub fn home(
    finding: &Finding,
    sources: &Sources,
    relative: impl Fn(&std::path::Path) -> String,
) -> String {
    let path = sources.path(finding.primary.file);
    let module = Language::of(&path).is_some_and(Language::is_terraform);
    let relative = relative(&path);
    match relative.rsplit_once('/') {
        Some((dir, _)) if module => dir.to_owned(),
        None if module => ".".to_owned(),
        _ => relative,
    }
}

/// What a finding is, for each of its resources: a hash of rule, `home`, address and
/// what is granted. Findings of two scans that share one are the same there.
pub fn identities(finding: &Finding, sources: &Sources, home: &str) -> Vec<String> {
    // What is granted says more than how it is written, which may be laid out anew freely.
    // A secret stays out: whoever reads a report could try guesses against the hash.
    let cause = match finding.redact || !finding.instances.is_empty() {
        true => String::new(),
        false => {
            let cause = sources.snippet(finding.primary);
            cause.split_whitespace().collect::<Vec<_>>().join(" ")
        }
    };
    let identity = |address: &str, access: &str| {
        let parts = [&finding.rule, home, &cause, address, access];
        hash(&parts.map(str::to_owned))
    };
    match finding.instances.is_empty() {
        true if finding.addresses.is_empty() => vec![identity("", "")],
        true => finding.addresses.iter().map(|address| identity(address, "")).collect(),
        false => finding.instances.iter().map(|at| identity(&at.address, &at.access)).collect(),
    }
}

fn hash(parts: &[String]) -> String {
    let mut hash = Sha256::new();
    for part in parts {
        hash.update(part.as_bytes());
        hash.update([0]);
    }
    hash.finalize().iter().take(16).map(|byte| format!("{byte:02x}")).collect()
}
