//! One cause, one finding.

use std::collections::HashMap;

use ecow::EcoString;
use globset::GlobSet;

use super::judge::Word;
use crate::finding::{Cause, Severity};
use crate::source::Span;

/// Folds what a stronger rule implies for the same cause into that rule's word; gives the
/// rules and causes that are implied anywhere.
pub(super) fn fold(words: &mut Vec<Word<'_, '_>>) -> Vec<(EcoString, Cause)> {
    let mut by_cause: HashMap<Cause, Vec<usize>> = HashMap::new();
    for (index, word) in words.iter().enumerate() {
        by_cause.entry(word.cause.clone()).or_default().push(index);
    }
    let mut folded: Vec<bool> = vec![false; words.len()];
    let mut also: Vec<Vec<EcoString>> = vec![vec![]; words.len()];
    let mut implied = vec![];
    for word in words.iter() {
        implied.extend(word.rule.folds.iter().map(|rule| (rule.clone(), word.cause.clone())));
    }
    for group in by_cause.values() {
        for &strong in group {
            let folds = globs(&words[strong].rule.folds);
            for &weak in group {
                let same = words[strong].rule.id == words[weak].rule.id;
                // Of two that imply each other, the graver one is told.
                let graver = severity(&words[weak]) > severity(&words[strong])
                    && globs(&words[weak].rule.folds).is_match(&*words[strong].rule.id);
                if !same && !graver && folds.is_match(&*words[weak].rule.id) {
                    folded[weak] = true;
                    also[strong].push(words[weak].rule.id.clone());
                }
            }
        }
    }
    let mut index = 0;
    words.retain_mut(|word| {
        word.evidence.folded = std::mem::take(&mut also[index]);
        index += 1;
        !folded[index - 1]
    });
    implied
}

fn severity(word: &Word<'_, '_>) -> Severity {
    word.case.severity.unwrap_or(word.rule.severity)
}

fn globs(patterns: &[EcoString]) -> GlobSet {
    let globs = patterns.iter().filter_map(|pattern| globset::Glob::new(pattern).ok());
    let mut set = GlobSet::builder();
    globs.for_each(|glob| _ = set.add(glob));
    set.build().unwrap_or_else(|_| GlobSet::empty())
}

/// Words of the same rule at the same place, together; in the order of their first.
pub(super) fn merge<'r, 'm>(words: Vec<Word<'r, 'm>>) -> Vec<Vec<Word<'r, 'm>>> {
    let mut groups: Vec<Vec<Word>> = vec![];
    let mut known: HashMap<(EcoString, Span), usize> = HashMap::new();
    for word in words {
        let index = *known.entry((word.rule.id.clone(), word.primary)).or_insert_with(|| {
            groups.push(vec![]);
            groups.len() - 1
        });
        groups[index].push(word);
    }
    groups
}
