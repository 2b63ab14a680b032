//! The baseline: what was accepted once, and no more than that.

use std::collections::{BTreeMap, HashMap};

use serde::{Deserialize, Serialize};

use crate::finding::{Finding, Suppression, SuppressionKind};

/// The version of the file: raised when it cannot be read as before.
const VERSION: u32 = 1;

/// Accepted findings, as their file lists them.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Baseline {
    version: u32,
    findings: Vec<Entry>,
}

/// One finding at one resource. The fingerprint alone is compared: the rest is for those who
/// review the file.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug, Serialize, Deserialize)]
struct Entry {
    rule: String,
    path: String,
    address: String,
    fingerprint: String,
}

/// What is known of a finding besides itself.
pub struct Known<'f> {
    /// The finding.
    pub finding: &'f mut Finding,
    /// Its file, relative to the repository's root.
    pub path: String,
    /// What it is at each of its resources: [`crate::finding::identities`].
    pub identities: Vec<String>,
}

impl Baseline {
    /// Reads a file's text.
    ///
    /// # Errors
    /// What is wrong with it.
    pub fn parse(text: &str) -> Result<Baseline, String> {
        let baseline: Baseline =
            serde_json::from_str(text).map_err(|error| format!("no baseline: {error}"))?;
        match baseline.version {
            VERSION => Ok(baseline),
            other => {
                Err(format!("a baseline of version {other}; this iacscan reads version {VERSION}"))
            }
        }
    }

    /// The baseline of findings, of which suppressed ones are left out.
    pub fn of(findings: &[Known]) -> Baseline {
        let counting = findings.iter().filter(|known| {
            let kind = known.finding.suppression.as_ref().map(|suppression| suppression.kind);
            matches!(kind, None | Some(SuppressionKind::Baseline))
        });
        let mut entries: Vec<Entry> = counting
            .flat_map(|known| {
                let addresses = match known.finding.instances.is_empty() {
                    true => known.finding.addresses.clone(),
                    false => known.finding.instances.iter().map(|at| at.address.clone()).collect(),
                };
                let addresses = addresses.into_iter().map(String::from);
                let addresses = addresses.chain(std::iter::repeat(String::new()));
                known.identities.iter().zip(addresses).map(|(fingerprint, address)| Entry {
                    rule: known.finding.rule.to_string(),
                    path: known.path.clone(),
                    address,
                    fingerprint: fingerprint.clone(),
                })
            })
            .collect();
        entries.sort();
        Baseline { version: VERSION, findings: entries }
    }

    /// The file's text.
    pub fn text(&self) -> String {
        let mut text = serde_json::to_string_pretty(self).unwrap_or_default();
        text.push('\n');
        text
    }

    /// Suppresses what it lists, and gives the number of entries of rules that `ran` which
    /// no finding needs any more.
    ///
    /// A finding is suppressed if it is listed for every resource that it holds for.
    pub fn apply(&self, findings: &mut [Known], ran: &[String]) -> usize {
        let mut left: HashMap<&str, usize> = HashMap::new();
        for entry in &self.findings {
            *left.entry(&entry.fingerprint).or_default() += 1;
        }
        for known in findings {
            let mut needed: BTreeMap<&str, usize> = BTreeMap::new();
            for identity in &known.identities {
                *needed.entry(identity).or_default() += 1;
            }
            let listed = |(identity, count): (&&str, &usize)| {
                left.get(identity).is_some_and(|left| left >= count)
            };
            if known.finding.suppression.is_some() || !needed.iter().all(listed) {
                continue;
            }
            for (identity, count) in needed {
                *left.get_mut(identity).expect("it is listed") -= count;
            }
            known.finding.suppression = Some(Suppression {
                kind: SuppressionKind::Baseline,
                reason: "in the baseline".into(),
                until: None,
                place: None,
            });
        }
        let count = |fingerprint: &str, rule: &str| {
            let ran = ran.iter().any(|known| known == rule);
            if ran { left.get(fingerprint).copied().unwrap_or(0) } else { 0 }
        };
        let mut entries: Vec<(&str, &str)> =
            self.findings.iter().map(|e| (e.fingerprint.as_str(), e.rule.as_str())).collect();
        entries.sort_unstable();
        entries.dedup();
        entries.into_iter().map(|(fingerprint, rule)| count(fingerprint, rule)).sum()
    }
}
