//! What reports need to know about rules.

use serde::Serialize;

use crate::finding::{Confidence, Level, Severity};

/// A rule, as reports and `iacscan explain` describe it.
#[derive(Clone, PartialEq, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct RuleInfo {
    /// `pack/name`.
    pub id: String,
    /// What is wrong, in a few words.
    pub title: String,
    /// How bad its findings are, before the configuration says otherwise.
    pub severity: Severity,
    /// How sure its findings are.
    pub confidence: Confidence,
    /// When it runs.
    pub level: Level,
    /// Why it matters; Markdown.
    pub why: String,
    /// What to do about it; Markdown.
    pub fix: String,
    /// Addresses of documentation.
    pub references: Vec<String>,
    /// Controls it serves: `S3.2`.
    pub controls: Vec<String>,
    /// What it finds and what it leaves alone.
    pub examples: Vec<Example>,
}

/// An example of a rule.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct Example {
    /// Whether the rule finds it.
    pub bad: bool,
    /// Its language as Markdown names it: `hcl`, `yaml`, `json`.
    pub language: String,
    /// The source.
    pub code: String,
}

impl RuleInfo {
    /// The pack of a rule's id: `s3` of `s3/acl-public-read`.
    pub fn pack(id: &str) -> &str {
        id.rsplit_once('/').map_or(id, |(pack, _)| pack)
    }
}

/// Every rule there is, in the order of their ids.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct Catalogue {
    rules: Vec<RuleInfo>,
}

impl Catalogue {
    /// The catalogue of these rules.
    pub fn new(mut rules: Vec<RuleInfo>) -> Catalogue {
        rules.sort_by(|a, b| a.id.cmp(&b.id));
        Catalogue { rules }
    }

    /// The rule of that id.
    pub fn get(&self, id: &str) -> Option<&RuleInfo> {
        let at = self.rules.binary_search_by(|rule| rule.id.as_str().cmp(id)).ok()?;
        Some(&self.rules[at])
    }

    /// All, sorted by id.
    pub fn rules(&self) -> &[RuleInfo] {
        &self.rules
    }

    /// The ids, sorted.
    pub fn ids(&self) -> impl Iterator<Item = &str> {
        self.rules.iter().map(|rule| rule.id.as_str())
    }
}
