//! Which rules run.

use std::sync::Arc;

use globset::{GlobBuilder, GlobMatcher};

use super::failure::Failure;
use crate::config::{Config, Located, unknown};
use crate::finding::Level;
use crate::report::Catalogue;
use crate::source::{Diagnostic, Sources};

/// A rule's id, or a glob over them.
enum Pattern {
    Id(String),
    Glob(GlobMatcher),
}

impl Pattern {
    fn parse(text: &str, rules: &Catalogue) -> Result<Pattern, String> {
        if !text.contains(['*', '?', '[', '{']) {
            return match rules.get(text) {
                Some(_) => Ok(Pattern::Id(text.to_owned())),
                None => Err(no_rule(text, rules)),
            };
        }
        let glob = GlobBuilder::new(text).build().map_err(|error| error.to_string())?;
        let glob = glob.compile_matcher();
        match rules.ids().any(|id| glob.is_match(id)) {
            true => Ok(Pattern::Glob(glob)),
            // Most likely a mistake, and one that would go unnoticed.
            false => Err(format!("no rule matches '{text}'; iacscan rules lists them")),
        }
    }

    fn matches(&self, id: &str) -> bool {
        match self {
            Pattern::Id(this) => this == id,
            Pattern::Glob(glob) => glob.is_match(id),
        }
    }
}

/// The message that there is no such rule, with the one that may be meant.
pub fn no_rule(id: &str, rules: &Catalogue) -> String {
    match crate::config::closest(id, rules.ids()) {
        Some(_) => unknown("rule", id, &rules.ids().collect::<Vec<_>>()),
        None => format!("unknown rule '{id}'; iacscan rules lists them"),
    }
}

/// The ids of the rules that run, sorted. What the command line says goes first: `only`
/// takes the place of the configuration's choice, `skip` adds to it.
///
/// A rule that is named by its id runs whatever its level. `settings` holds the text of the
/// configuration.
///
/// # Errors
/// When a rule is named that is not there, or none is left.
pub fn select(
    rules: &Catalogue,
    config: &Config,
    settings: &Arc<Sources>,
    only: &[String],
    skip: &[String],
) -> Result<Vec<String>, Failure> {
    let from_args = |texts: &[String]| -> Result<Vec<Pattern>, Failure> {
        texts.iter().map(|text| Pattern::parse(text, rules).map_err(Failure::from)).collect()
    };
    let wrong = |span, message| {
        Failure::Diagnostics(settings.clone(), vec![Diagnostic::syntax(span, message)])
    };
    let from_config = |texts: &[Located<String>]| -> Result<Vec<Pattern>, Failure> {
        let parse = |text: &Located<String>| {
            Pattern::parse(&text.value, rules).map_err(|message| wrong(text.span, message))
        };
        texts.iter().map(parse).collect()
    };
    for (id, severity) in &config.severity {
        if rules.get(id).is_none() {
            return Err(wrong(severity.span, no_rule(id, rules)));
        }
    }
    // Mistakes in the configuration are told even where the command line overrides it.
    let (config_only, config_skip) =
        (from_config(&config.only_rules)?, from_config(&config.skip_rules)?);
    let mut skipped = from_args(skip)?;
    let chosen = if only.is_empty() {
        skipped.extend(config_skip);
        config_only
    } else {
        from_args(only)?
    };

    let runs = |id: &str, level: Level| {
        let on = match level {
            Level::Default => true,
            Level::Pedantic => config.pedantic,
            Level::Account => config.account_baseline,
        };
        let named = chosen.iter().any(|pattern| matches!(pattern, Pattern::Id(this) if this == id));
        let wanted = chosen.is_empty() || chosen.iter().any(|pattern| pattern.matches(id));
        (named || on && wanted) && !skipped.iter().any(|pattern| pattern.matches(id))
    };
    let selected = rules.rules().iter().filter(|rule| runs(&rule.id, rule.level));
    let selected: Vec<String> = selected.map(|rule| rule.id.clone()).collect();
    match selected.is_empty() && !rules.rules().is_empty() {
        true => Err("no rule is left to run".to_owned().into()),
        false => Ok(selected),
    }
}
