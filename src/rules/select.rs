//! Which rules run.

use globset::{Glob, GlobSet, GlobSetBuilder};

use super::{Level, Rule, compile};

/// Which rules a run is asked for.
#[derive(Clone, Debug, Default)]
pub struct Selection {
    /// Only rules that match one of these ids or globs; all when empty.
    pub only: Vec<String>,
    /// No rule that matches one of these.
    pub skip: Vec<String>,
    /// Pedantic rules too. A rule named in `only` runs whatever its level.
    pub pedantic: bool,
    /// Rules for the account's baseline too.
    pub account: bool,
}

/// An id or glob that matches no rule.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct UnknownRule {
    /// As given.
    pub pattern: String,
    /// What was probably meant.
    pub nearest: Option<String>,
}

impl Selection {
    /// The rules that run, in order.
    ///
    /// # Errors
    /// The first id or glob that matches no rule.
    pub fn of<'r>(&self, rules: &'r [Rule]) -> Result<Vec<&'r Rule>, UnknownRule> {
        let (only, skip) = (set(&self.only, rules)?, set(&self.skip, rules)?);
        let runs = |rule: &&Rule| {
            let named = only.is_match(&*rule.id);
            let by_level = match rule.level {
                Level::Default => true,
                Level::Pedantic => self.pedantic,
                Level::Account => self.account,
            };
            let wanted = if self.only.is_empty() { by_level } else { named };
            wanted && !skip.is_match(&*rule.id)
        };
        Ok(rules.iter().filter(runs).collect())
    }
}

fn set(patterns: &[String], rules: &[Rule]) -> Result<GlobSet, UnknownRule> {
    let mut set = GlobSetBuilder::new();
    for pattern in patterns {
        let glob = Glob::new(pattern).ok();
        let matcher = glob.as_ref().map(Glob::compile_matcher);
        if !matcher.is_some_and(|matcher| rules.iter().any(|rule| matcher.is_match(&*rule.id))) {
            let ids: Vec<&str> = rules.iter().map(|rule| &*rule.id).collect();
            let nearest = compile::nearest(pattern, &ids).map(str::to_owned);
            return Err(UnknownRule { pattern: pattern.clone(), nearest });
        }
        set.add(glob.expect("it matched a rule"));
    }
    set.build().map_err(|error| UnknownRule { pattern: error.to_string(), nearest: None })
}
