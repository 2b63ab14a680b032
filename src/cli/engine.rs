//! What the commands need of the rest of the program: one function for each.

use std::sync::{Arc, OnceLock};

use crate::config::{Config, Request};
use crate::finding::{Confidence, Level, Outcome};
use crate::progress::Progress;
use crate::report::{Catalogue, Example, RuleInfo};
use crate::rules::{self, ExampleLanguage, Rule};
use crate::scan;
use crate::source::{Diagnostic, Sources};
use crate::suppress::{CHECKS, Check};
use crate::terraform;

/// The scanner, as commands see it. Tests put a handmade one in its place.
pub trait Engine {
    /// The rules, with the user's own of `config.rules`; without their examples.
    ///
    /// # Errors
    /// What is wrong with the user's rules; their texts are in `sources`.
    fn catalogue(&self, config: &Config, sources: &Sources) -> Result<Catalogue, Vec<Diagnostic>>;

    /// The examples of a rule.
    fn examples(&self, rule: &str) -> Vec<Example>;

    /// Scans. Findings need no fingerprints yet.
    fn scan(&self, request: &Request, sources: &Sources, progress: &dyn Progress) -> Outcome;

    /// The neutral model as JSON, or the evaluated `resources` it is made of, and what could
    /// not be read.
    fn model(
        &self,
        request: &Request,
        resources: bool,
        sources: &Sources,
    ) -> (serde_json::Value, Vec<Diagnostic>);
}

/// The scanner itself, with the rules once they are compiled.
#[derive(Debug, Default)]
pub struct Scanner {
    rules: OnceLock<Arc<[Rule]>>,
}

impl Scanner {
    /// The rules, compiled at the first call.
    ///
    /// # Errors
    /// What is wrong with the user's own.
    fn rules(&self, config: &Config, sources: &Sources) -> Result<Arc<[Rule]>, Vec<Diagnostic>> {
        if let Some(rules) = self.rules.get() {
            return Ok(rules.clone());
        }
        let mut rules = rules::builtin();
        let mut errors = vec![];
        for folder in &config.rules {
            match rules::load_pack(&folder.value, sources) {
                Ok(own) => rules.extend(own),
                Err(found) => errors.extend(found),
            }
        }
        if !errors.is_empty() {
            return Err(errors);
        }
        rules.sort_by(|a, b| a.id.cmp(&b.id));
        Ok(self.rules.get_or_init(|| rules.into()).clone())
    }
}

impl Engine for Scanner {
    fn catalogue(&self, config: &Config, sources: &Sources) -> Result<Catalogue, Vec<Diagnostic>> {
        let rules = self.rules(config, sources)?;
        let about_suppressions = CHECKS.iter().map(check);
        Ok(Catalogue::new(rules.iter().map(info).chain(about_suppressions).collect()))
    }

    fn examples(&self, rule: &str) -> Vec<Example> {
        let known = self.rules.get().and_then(|rules| rules.iter().find(|known| known.id == rule));
        let text = known.and_then(Rule::text).unwrap_or_default();
        rules::examples(&text).unwrap_or_default().into_iter().map(example).collect()
    }

    fn scan(&self, request: &Request, sources: &Sources, progress: &dyn Progress) -> Outcome {
        match self.rules(&request.config, sources) {
            Ok(rules) => scan::run(request, &rules, sources, progress),
            Err(diagnostics) => Outcome { diagnostics, ..Outcome::default() },
        }
    }

    fn model(
        &self,
        request: &Request,
        resources: bool,
        sources: &Sources,
    ) -> (serde_json::Value, Vec<Diagnostic>) {
        let (models, outcome) = scan::models(request, sources);
        let configurations = models.iter().map(|(configuration, model)| match resources {
            true => terraform::dump(configuration, sources),
            false => serde_json::json!({
                "name": configuration.name,
                "language": configuration.language.to_string(),
                "entities": model.to_json(sources),
            }),
        });
        (configurations.collect(), outcome.diagnostics)
    }
}

fn info(rule: &Rule) -> RuleInfo {
    let mut controls = rule.controls.clone();
    for control in rules::served_by(&rule.id) {
        if !controls.iter().any(|known| known == control) {
            controls.push(control.to_owned());
        }
    }
    RuleInfo {
        id: rule.id.to_string(),
        title: rule.title.clone(),
        severity: rule.severity,
        confidence: rule.confidence,
        level: rule.level,
        why: rule.why.clone(),
        fix: rule.fix.clone(),
        references: rule.references.clone(),
        controls,
        examples: vec![],
    }
}

fn check(check: &Check) -> RuleInfo {
    RuleInfo {
        id: check.id.into(),
        title: check.title.into(),
        severity: check.severity,
        confidence: Confidence::High,
        level: Level::Default,
        why: check.why.into(),
        fix: check.fix.into(),
        references: vec![],
        controls: vec![],
        examples: vec![],
    }
}

fn example(example: rules::Example) -> Example {
    let language = match example.language {
        ExampleLanguage::Terraform => "hcl",
        ExampleLanguage::CloudFormation => "yaml",
    };
    Example { bad: example.bad, language: language.into(), code: example.text }
}
