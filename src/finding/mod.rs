//! What rules find: the one shape that every report renders.

mod date;
mod fingerprint;
mod severity;

use ecow::EcoString;

pub use date::Date;
pub use fingerprint::{assign_fingerprints, home, identities};
pub use severity::{Confidence, Level, Severity};

use crate::source::{Diagnostic, Span};

/// One thing that is wrong, at one place, for one cause.
#[derive(Clone, PartialEq, Debug)]
pub struct Finding {
    /// The rule's id: `s3/acl-public-read`.
    pub rule: EcoString,
    /// How bad it is.
    pub severity: Severity,
    /// How sure it is.
    pub confidence: Confidence,
    /// One sentence that names the principal, action and resource concerned; no final stop.
    pub message: String,
    /// The smallest element at fault.
    pub primary: Span,
    /// What the primary place is, in a few words: `everyone (AllUsers): read`.
    pub label: String,
    /// Other places that matter, in the order a reader should follow them.
    pub related: Vec<Related>,
    /// Addresses of the resources concerned, sorted.
    pub addresses: Vec<EcoString>,
    /// The names of those resources as messages show them, in the order of `addresses`.
    pub subjects: Vec<String>,
    /// What is granted at each address.
    pub instances: Vec<Instance>,
    /// The environments that it holds in, where there are several and it does not hold in all.
    pub environments: Vec<String>,
    /// The request or reasoning that proves it.
    pub proof: Option<String>,
    /// Circumstances worth knowing.
    pub notes: Vec<String>,
    /// What to do instead.
    pub fix: String,
    /// Rules that the same cause also violates, folded into this finding; sorted ids.
    pub also_violates: Vec<EcoString>,
    /// Identity across runs: from rule, cause and addresses, not from line numbers.
    pub fingerprint: String,
    /// What was judged, so that findings of one cause can be recognised as such.
    pub cause: Cause,
    /// Why it does not count, if it does not.
    pub suppression: Option<Suppression>,
    /// Whether the base of the change has it, too.
    pub known: bool,
    /// Whether the primary place holds a secret, of which no report may show more than the
    /// beginning.
    pub redact: bool,
}

/// What a finding is about at one resource.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct Instance {
    /// The resource's address.
    pub address: EcoString,
    /// A digest of what is granted there: another when more, or less, is.
    pub access: EcoString,
}

/// A place that helps to understand a finding.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Related {
    /// Where.
    pub span: Span,
    /// What is there, as a phrase: "passed to module.site as `acl`".
    pub message: String,
    /// Its part in the finding.
    pub role: RelatedRole,
}

/// The part that a [`Related`] place plays.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum RelatedRole {
    /// A second element of the cause, best shown in the same snippet: `Resource = "*"`.
    Element,
    /// A step on the value's way from its literal to its use.
    Hop,
    /// Another resource or block that matters: an attachment, the bucket.
    Context,
}

/// What a rule judged: findings with the same cause fold into one.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub enum Cause {
    /// A policy statement, by its place.
    Statement(Span),
    /// An entity: the address of its resource, and its kind.
    Entity(EcoString, EcoString),
    /// A place as such, such as a literal.
    Place(Span),
}

/// Why a finding does not count.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub struct Suppression {
    /// How it is suppressed.
    pub kind: SuppressionKind,
    /// Why, in the user's words; may be empty.
    pub reason: String,
    /// The last day that it holds.
    pub until: Option<Date>,
    /// Where the suppression is written.
    pub place: Option<Span>,
}

/// How a finding is suppressed.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum SuppressionKind {
    /// By a comment or metadata in the scanned code.
    Inline,
    /// By the configuration file.
    Config,
    /// By the baseline.
    Baseline,
}

impl SuppressionKind {
    /// Its name in reports.
    pub fn name(self) -> &'static str {
        match self {
            SuppressionKind::Inline => "inline",
            SuppressionKind::Config => "config",
            SuppressionKind::Baseline => "baseline",
        }
    }
}

/// What a rule found of one resource, for whoever decides whether it counts.
#[derive(Clone, Copy, Debug)]
pub struct Claim<'a> {
    /// The rule's id.
    pub rule: &'a str,
    /// Rules that it implies, which are not reported by themselves.
    pub folded: &'a [EcoString],
    /// The resource's address.
    pub address: &'a str,
    /// The primary place, then those on the value's way, the resource's header, and the
    /// module calls or nested stacks on the way to it.
    pub places: &'a [Span],
    /// Whether it is certain, rather than undecided.
    pub decided: bool,
}

/// Decides whether what rules find counts.
pub trait Suppress: Sync {
    /// Why it does not, if it does not.
    fn suppress(&self, claim: &Claim) -> Option<Suppression>;
}

/// Everything counts.
impl Suppress for () {
    fn suppress(&self, _: &Claim) -> Option<Suppression> {
        None
    }
}

/// A check that depends on something unknown.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Undecided {
    /// The rule's id.
    pub rule: EcoString,
    /// The place that would be at fault.
    pub place: Span,
    /// What it depends on: "depends on var.x, which has no value here".
    pub reason: String,
    /// The resources concerned, sorted.
    pub addresses: Vec<EcoString>,
}

/// The result of a run: all that reports need besides the sources.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct Outcome {
    /// Findings that count and suppressed ones, ordered by path, place and rule.
    pub findings: Vec<Finding>,
    /// Undecided checks, in the same order.
    pub undecided: Vec<Undecided>,
    /// What could not be read or resolved, in the same order.
    pub diagnostics: Vec<Diagnostic>,
    /// Files that were read and belong to a configuration.
    pub files: usize,
    /// Resources that were judged.
    pub resources: usize,
    /// Entries of the baseline that nothing needs any more, if there is one.
    pub baseline_unused: Option<usize>,
    /// What the base of the change has, if there is one.
    pub base: Option<Base>,
}

/// What a scan of the base of a change told.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Base {
    /// Findings that the base has, too, and that are not reported.
    pub known: usize,
    /// Findings that the base has and the change repairs.
    pub fixed: usize,
}

impl Outcome {
    /// Findings that are not suppressed.
    pub fn counting(&self) -> impl Iterator<Item = &Finding> {
        self.findings.iter().filter(|finding| finding.suppression.is_none())
    }

    /// Inputs that could not be read or resolved.
    pub fn skipped(&self) -> usize {
        self.diagnostics.iter().filter(|d| d.kind != crate::source::DiagnosticKind::Invalid).count()
    }
}
