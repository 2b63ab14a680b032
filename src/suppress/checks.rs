//! What is said of suppressions themselves.

use crate::finding::Severity;

/// A rule about suppressions, which no rule file can express.
#[derive(Clone, Copy, Debug)]
pub struct Check {
    /// Its id.
    pub id: &'static str,
    /// What it finds.
    pub title: &'static str,
    /// How bad that is.
    pub severity: Severity,
    /// Why it matters.
    pub why: &'static str,
    /// What to do.
    pub fix: &'static str,
}

/// All of them.
pub const CHECKS: &[Check] = &[
    Check {
        id: "suppression/expired",
        title: "Suppression has expired",
        severity: Severity::Low,
        why: "The last day that the suppression was to hold is over. It no longer suppresses: what it was written for is reported again.",
        fix: "repair what it was written for, or decide anew until when it is accepted",
    },
    Check {
        id: "suppression/malformed",
        title: "Suppression cannot be understood",
        severity: Severity::Low,
        why: "What looks like a suppression says no rule that there is, stands above nothing, or lacks a reason or an expiry that `iacscan.yaml` requires. It suppresses nothing.",
        fix: "write it as `iacscan:ignore[rule] until=2027-01-31 reason`",
    },
    Check {
        id: "suppression/unused",
        title: "Suppression is of no use",
        severity: Severity::Info,
        why: "Nothing is found that it would suppress. Left standing, it hides what is written there next.",
        fix: "remove it",
    },
];
