//! Suppressions: what users say does not count, where they say it.
//!
//! Inline ones stand in comments, which the syntax room's lexers find, or in a template's
//! `Metadata`; others in `iacscan.yaml`. One that is malformed or expired does not suppress
//! and is a finding itself, as is one that suppresses nothing: see `checks.rs`.

mod baseline;
mod checks;
mod directive;
mod inline;
mod metadata;
mod pattern;

use std::collections::HashMap;
use std::path::PathBuf;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, RwLock};

use ecow::EcoString;

pub use baseline::{Baseline, Known};
pub use checks::{CHECKS, Check};
pub use directive::{Directive, Given};
pub use pattern::{Pattern, is_like};

use crate::finding::{
    Cause, Claim, Confidence, Date, Finding, Severity, Suppress, Suppression, SuppressionKind,
};
use crate::source::{Exclude, FileId, Sources, Span};

/// What suppressions must be like.
#[derive(Clone, Debug, Default)]
pub struct Policy {
    /// Whether those in the scanned code are left aside.
    pub no_inline: bool,
    /// Whether each must have a reason.
    pub require_reason: bool,
    /// Whether each must have a last day.
    pub require_until: bool,
    /// The most days that the last day may lie ahead.
    pub max_days: Option<u32>,
}

/// A suppression in the configuration file.
#[derive(Clone, Debug)]
pub struct Configured {
    /// What it says, as it is written.
    pub given: Given,
    /// The files it is for; all if there is no glob.
    pub paths: Option<Exclude>,
    /// Globs over addresses; all resources if there is none.
    pub addresses: Vec<String>,
    /// Where it is written.
    pub span: Span,
}

/// The suppressions of the configuration file.
#[derive(Clone, Debug, Default)]
pub struct Settings {
    /// What suppressions must be like.
    pub policy: Policy,
    /// Those of the file itself.
    pub configured: Vec<Configured>,
    /// The file, with its text.
    pub file: Option<(PathBuf, Arc<str>)>,
}

/// Every suppression of a run.
pub struct Suppressions<'s> {
    sources: &'s Sources,
    policy: Policy,
    today: Date,
    /// Ids of all rules, sorted.
    known: Vec<EcoString>,
    configured: Vec<Ignore>,
    /// What is wrong in the configuration file.
    problems: Vec<Problem>,
    inline: RwLock<HashMap<FileId, Arc<InFile>>>,
}

/// The inline suppressions of a file.
#[derive(Default)]
struct InFile {
    ignores: Vec<Ignore>,
    problems: Vec<Problem>,
}

/// A suppression that holds.
struct Ignore {
    kind: SuppressionKind,
    directive: Directive,
    reach: Reach,
    place: Span,
    used: AtomicBool,
}

/// What a suppression is about.
enum Reach {
    /// What has a place here.
    Within(Span),
    /// What has a place in the file.
    File,
    /// What is in these files and has such an address.
    Configured(Option<Exclude>, Vec<String>),
}

/// What is wrong with a suppression.
struct Problem {
    check: &'static str,
    message: String,
    place: Span,
}

impl Ignore {
    fn matches(&self, rule: &str) -> bool {
        self.directive.rules.iter().any(|pattern| pattern.matches(rule))
    }

    fn reaches(&self, file: FileId, claim: &Claim, sources: &Sources) -> bool {
        match &self.reach {
            Reach::Within(span) => claim.places.iter().any(|place| {
                place.file == file && span.start <= place.start && place.start < span.end
            }),
            Reach::File => true,
            Reach::Configured(paths, addresses) => {
                let path = sources.path(file);
                let below = |exclude: &Exclude| {
                    exclude.excludes(&path, false)
                        || path.ancestors().skip(1).any(|dir| exclude.excludes(dir, true))
                };
                paths.as_ref().is_none_or(below)
                    && (addresses.is_empty()
                        || addresses.iter().any(|glob| pattern::address(glob, claim.address)))
            }
        }
    }

    /// Whether it is about a claim; remembers that it was of use.
    fn suppresses(&self, file: FileId, claim: &Claim, sources: &Sources) -> bool {
        let rule = self.matches(claim.rule);
        // What is folded into a stronger finding does not suppress that one, but is there.
        let of_use = rule || claim.folded.iter().any(|folded| self.matches(folded));
        if !of_use || !self.reaches(file, claim, sources) {
            return false;
        }
        self.used.store(true, Ordering::Relaxed);
        rule && claim.decided
    }

    fn suppression(&self) -> Suppression {
        Suppression {
            kind: self.kind,
            reason: self.directive.reason.clone(),
            until: self.directive.until,
            place: Some(self.place),
        }
    }
}

impl<'s> Suppressions<'s> {
    /// Those of the configuration file and, as they are asked for, of `sources`.
    pub fn new(
        settings: &Settings,
        known: impl IntoIterator<Item = EcoString>,
        today: Date,
        sources: &'s Sources,
    ) -> Suppressions<'s> {
        let mut known: Vec<EcoString> = known.into_iter().collect();
        known.sort();
        let mut suppressions = Suppressions {
            sources,
            policy: settings.policy.clone(),
            today,
            known,
            configured: vec![],
            problems: vec![],
            inline: RwLock::default(),
        };
        let Some((path, text)) = settings.file.as_ref().filter(|_| !settings.configured.is_empty())
        else {
            return suppressions;
        };
        let file = sources.add(path, text.clone());
        for configured in &settings.configured {
            let place = Span { file, ..configured.span };
            match suppressions.check(&configured.given) {
                Ok(directive) => suppressions.configured.push(Ignore {
                    kind: SuppressionKind::Config,
                    directive,
                    reach: Reach::Configured(
                        configured.paths.clone(),
                        configured.addresses.clone(),
                    ),
                    place,
                    used: AtomicBool::new(false),
                }),
                Err((check, message)) => {
                    suppressions.problems.push(Problem { check, message, place });
                }
            }
        }
        suppressions
    }

    /// What a suppression says, if it may.
    fn check(&self, given: &Given) -> Result<Directive, (&'static str, String)> {
        given.check(&self.policy, self.today, &self.known)
    }

    fn in_file(&self, file: FileId) -> Arc<InFile> {
        if let Some(known) = self.inline.read().unwrap_or_else(|e| e.into_inner()).get(&file) {
            return known.clone();
        }
        let read = Arc::new(self.read(file));
        let mut inline = self.inline.write().unwrap_or_else(|e| e.into_inner());
        // Another thread may have been first: what is remembered as used stays so.
        inline.entry(file).or_insert(read).clone()
    }

    fn read(&self, file: FileId) -> InFile {
        let mut found = InFile::default();
        if self.policy.no_inline {
            return found;
        }
        for written in inline::find(file, &self.sources.get(file)) {
            let checked = written.given.and_then(|given| self.check(&given));
            match (checked, written.reach) {
                (Err((check, message)), _) => {
                    found.problems.push(Problem { check, message, place: written.place });
                }
                (Ok(directive), reach) => found.ignores.push(Ignore {
                    kind: SuppressionKind::Inline,
                    directive,
                    reach: reach.map_or(Reach::File, Reach::Within),
                    place: written.place,
                    used: AtomicBool::new(false),
                }),
            }
        }
        found
    }

    /// What is wrong with suppressions, as findings; and those of no use, when `ran` are the
    /// rules that ran. Call it when everything is judged.
    pub fn findings(&self, ran: &[&str]) -> Vec<Finding> {
        let mut findings: Vec<Finding> = self.problems.iter().map(finding).collect();
        let unused = |ignores: &[Ignore], findings: &mut Vec<Finding>| {
            for ignore in ignores.iter().filter(|ignore| !ignore.used.load(Ordering::Relaxed)) {
                if ran.iter().any(|rule| ignore.matches(rule)) {
                    findings.push(finding(&Problem {
                        check: "suppression/unused",
                        message: "nothing is found that this would suppress".into(),
                        place: ignore.place,
                    }));
                }
            }
        };
        unused(&self.configured, &mut findings);
        for file in self.sources.ids() {
            let found = self.in_file(file);
            findings.extend(found.problems.iter().map(finding));
            unused(&found.ignores, &mut findings);
        }
        findings.retain(|finding| ran.contains(&finding.rule.as_str()));
        findings
    }
}

impl Suppress for Suppressions<'_> {
    fn suppress(&self, claim: &Claim) -> Option<Suppression> {
        let mut files: Vec<FileId> = vec![];
        let mut suppression = None;
        for file in claim.places.iter().map(|place| place.file) {
            if files.contains(&file) {
                continue;
            }
            files.push(file);
            for ignore in &self.in_file(file).ignores {
                if ignore.suppresses(file, claim, self.sources) {
                    suppression.get_or_insert_with(|| ignore.suppression());
                }
            }
        }
        for ignore in &self.configured {
            let file = claim.places.first().map(|place| place.file);
            if file.is_some_and(|file| ignore.suppresses(file, claim, self.sources)) {
                suppression.get_or_insert_with(|| ignore.suppression());
            }
        }
        suppression
    }
}

fn finding(problem: &Problem) -> Finding {
    let check = CHECKS.iter().find(|check| check.id == problem.check);
    Finding {
        rule: problem.check.into(),
        severity: check.map_or(Severity::Low, |check| check.severity),
        confidence: Confidence::High,
        message: problem.message.clone(),
        primary: problem.place,
        label: String::new(),
        related: vec![],
        addresses: vec![],
        subjects: vec![],
        instances: vec![],
        environments: vec![],
        proof: None,
        notes: vec![],
        fix: check.map_or_else(String::new, |check| check.fix.into()),
        also_violates: vec![],
        fingerprint: String::new(),
        cause: Cause::Place(problem.place),
        suppression: None,
        known: false,
        redact: false,
    }
}
