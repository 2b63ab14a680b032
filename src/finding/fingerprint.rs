use std::collections::HashMap;

use sha2::{Digest, Sha256};

use super::Finding;
use crate::source::Sources;

/// Gives every finding its fingerprint: a hash of rule, file, cause text and addresses. It
/// stays when lines move, differs between equal blocks (by their order in the file), and
/// depends neither on the machine nor on the directory the command runs in, as long as
/// `relative` maps paths to the repository's root.
pub fn assign_fingerprints(
    findings: &mut [Finding],
    sources: &Sources,
    relative: impl Fn(&std::path::Path) -> String,
) {
    let mut seen: HashMap<String, usize> = HashMap::new();
    for finding in findings {
        let mut hash = Sha256::new();
        let mut add = |part: &str| {
            hash.update(part.as_bytes());
            hash.update([0]);
        };
        add(&finding.rule);
        add(&relative(&sources.path(finding.primary.file)));
        // White space within a cause may be reformatted freely. A secret stays out: whoever
        // reads a report could try guesses against the hash.
        if !finding.redact {
            let cause = sources.snippet(finding.primary);
            add(&cause.split_whitespace().collect::<Vec<_>>().join(" "));
        }
        finding.addresses.iter().for_each(|address| add(address));
        let hash: String =
            hash.finalize().iter().take(16).map(|byte| format!("{byte:02x}")).collect();
        let count = seen.entry(hash.clone()).or_default();
        *count += 1;
        finding.fingerprint = format!("{hash}:{count}");
    }
}
