//! Rules: data that say what is wrong, compiled to typed predicates over the model.
//!
//! One file a rule; its path below `rules/` is its id. What AWS means by a policy lives in
//! named `operators`, never in the rule language. A predicate is three-valued: see
//! [`crate::analysis::Verdict`].

mod access;
mod builtin;
mod compile;
mod controls;
mod examples;
mod fold;
mod glob;
mod invariant;
mod judge;
mod message;
mod operators;
mod predicate;

use std::sync::OnceLock;

use ecow::EcoString;
use globset::{Glob, GlobSet};

pub use builtin::{builtin, builtin_text};
pub use compile::{compile, load_pack};
pub use controls::{Control, controls, served_by};
pub use examples::{Example, ExampleLanguage, examples};
pub use judge::{Judged, judge};

use crate::finding::{Confidence, Level, Severity};
use crate::model::Kind;
use message::Template;
use predicate::{FieldRef, Predicate};

/// A rule, ready to judge.
#[derive(Debug)]
pub struct Rule {
    /// Its id, `pack/name`.
    pub id: EcoString,
    /// What it finds, in a few words.
    pub title: String,
    /// How bad it is.
    pub severity: Severity,
    /// How sure its findings are.
    pub confidence: Confidence,
    /// When it runs.
    pub level: Level,
    /// Why it matters.
    pub why: String,
    /// What to do instead.
    pub fix: String,
    /// AWS documentation.
    pub references: Vec<String>,
    /// Controls it serves.
    pub controls: Vec<String>,
    /// Rules whose findings of the same cause it implies.
    pub folds: Vec<EcoString>,
    /// The same, compiled.
    pub(crate) folded: OnceLock<GlobSet>,
    /// What it judges, and how; several where the same thing can be wrong in several places.
    pub(crate) cases: Vec<Case>,
    /// The file it was read from, if it is a user's own.
    pub(crate) path: Option<std::path::PathBuf>,
}

impl Rule {
    /// The text of its file.
    pub fn text(&self) -> Option<std::borrow::Cow<'static, str>> {
        match &self.path {
            Some(path) => std::fs::read_to_string(path).ok().map(Into::into),
            None => builtin_text(&self.id).map(Into::into),
        }
    }

    /// Whether its findings imply those of that rule for the same cause.
    pub(crate) fn implies(&self, rule: &str) -> bool {
        let compile = || {
            let globs = self.folds.iter().filter_map(|pattern| Glob::new(pattern).ok());
            let mut set = GlobSet::builder();
            globs.for_each(|glob| _ = set.add(glob));
            set.build().unwrap_or_else(|_| GlobSet::empty())
        };
        !self.folds.is_empty() && self.folded.get_or_init(compile).is_match(rule)
    }

    /// The pack that it belongs to: the id up to the last slash.
    pub fn pack(&self) -> &str {
        self.id.rsplit_once('/').map_or("", |(pack, _)| pack)
    }
}

/// One kind of entity that a rule judges.
#[derive(Debug)]
pub(crate) struct Case {
    /// The kind.
    pub judges: Kind,
    /// What is wrong.
    pub when: Predicate,
    /// How bad it is, if not as the rule says.
    pub severity: Option<Severity>,
    /// Where to point; the resource's header if nowhere.
    pub at: Option<FieldRef>,
    /// Whether to point at where the value is used, rather than where it is written: for
    /// names, which are not at fault themselves.
    pub at_use: bool,
    /// What else to show.
    pub show: Vec<FieldRef>,
    /// What to say of the primary place.
    pub label: Template,
    /// What to say.
    pub message: Template,
    /// What proves it, unless an operator says.
    pub proof: Option<Template>,
    /// What else is worth knowing.
    pub note: Option<Template>,
}
