//! `--baseline` and `--write-baseline`.

use super::args::ScanArgs;
use super::failure::Failure;
use super::output;
use crate::config::Request;
use crate::finding::{Outcome, home, identities};
use crate::source::{Root, Sources, read};
use crate::suppress::{Baseline, Known};

/// A baseline larger than this is a mistake.
const SIZE_LIMIT: u64 = 256 << 20;

/// Suppresses what the baseline lists, and writes one if that is wanted.
///
/// # Errors
/// When a file cannot be read or written, or is no baseline.
pub fn apply(
    outcome: &mut Outcome,
    request: &Request,
    args: &ScanArgs,
    sources: &Sources,
    root: &Root,
) -> Result<(), Failure> {
    if args.baseline.is_none() && args.write_baseline.is_none() {
        return Ok(());
    }
    let mut findings: Vec<Known> = outcome
        .findings
        .iter_mut()
        .map(|finding| {
            let relative = |path: &std::path::Path| root.relative(path);
            let home = home(finding, sources, relative);
            let identities = identities(finding, sources, &home);
            Known { path: relative(&sources.path(finding.primary.file)), identities, finding }
        })
        .collect();
    if let Some(path) = &args.baseline {
        let text = read(path, path, SIZE_LIMIT)
            .map_err(|problem| format!("{}: {}", path.display(), problem.message))?;
        let baseline =
            Baseline::parse(&text).map_err(|problem| format!("{}: {problem}", path.display()))?;
        outcome.baseline_unused = Some(baseline.apply(&mut findings, &request.rules));
    }
    if let Some(path) = &args.write_baseline {
        // What is below the lowest severity is not reported, and so not accepted either.
        let least = request.config.min_severity;
        findings.retain(|known| known.finding.severity >= least);
        let baseline = Baseline::of(&findings);
        output::write_file(path, |out| out.write_all(baseline.text().as_bytes()))?;
        for known in &mut findings {
            known
                .finding
                .suppression
                .take_if(|s| s.kind == crate::finding::SuppressionKind::Baseline);
        }
        baseline.apply(&mut findings, &request.rules);
        outcome.baseline_unused = Some(0);
    }
    Ok(())
}
