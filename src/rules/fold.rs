//! One cause, one finding.

use std::collections::HashMap;

use ecow::EcoString;
use indexmap::IndexMap;

use super::judge::Word;
use crate::finding::{Cause, Severity, Suppression};
use crate::source::Span;

/// Folds what a stronger rule implies for the same cause, or at the same literal, into that
/// rule's word; gives the rules and causes that are implied anywhere.
pub(super) fn fold(words: &mut Vec<Word<'_, '_>>) -> Vec<(EcoString, Cause)> {
    let mut by_cause: IndexMap<Cause, Vec<usize>> = IndexMap::new();
    for (index, word) in words.iter().enumerate() {
        by_cause.entry(word.cause.clone()).or_default().push(index);
        let place = Cause::Place(word.primary);
        if place != word.cause {
            by_cause.entry(place).or_default().push(index);
        }
    }
    let mut folded: Vec<bool> = vec![false; words.len()];
    let mut under: Vec<Vec<usize>> = vec![vec![]; words.len()];
    let mut implied = vec![];
    for word in words.iter() {
        implied.extend(word.rule.folds.iter().map(|rule| (rule.clone(), word.cause.clone())));
    }
    for group in by_cause.values() {
        for &strong in group {
            for &weak in group {
                let (strong_rule, weak_rule) = (words[strong].rule, words[weak].rule);
                if strong_rule.id == weak_rule.id || !strong_rule.implies(&weak_rule.id) {
                    continue;
                }
                // What is graver than what implies it is told itself.
                let graver = severity(&words[weak]) > severity(&words[strong]);
                if !graver {
                    folded[weak] = true;
                    under[strong].push(weak);
                }
            }
        }
    }
    let also: Vec<Vec<EcoString>> =
        (0..words.len()).map(|of| all_under(of, &under, words)).collect();
    let mut kept = also.into_iter().zip(folded);
    words.retain_mut(|word| {
        let (also, folded) = kept.next().expect("one for each word");
        word.evidence.folded = also;
        !folded
    });
    implied
}

/// The rules of all words below a word: what it implies, what that implies, and so on.
fn all_under(word: usize, under: &[Vec<usize>], words: &[Word<'_, '_>]) -> Vec<EcoString> {
    let (mut rules, mut seen, mut open) = (vec![], vec![word], vec![word]);
    while let Some(next) = open.pop() {
        for &weak in &under[next] {
            if seen.contains(&weak) {
                continue;
            }
            seen.push(weak);
            open.push(weak);
            let id = &words[weak].rule.id;
            if *id != words[word].rule.id && !rules.contains(id) {
                rules.push(id.clone());
            }
        }
    }
    rules
}

fn severity(word: &Word<'_, '_>) -> Severity {
    word.case.severity.unwrap_or(word.rule.severity)
}

/// Words of the same rule at the same place that count or do not for the same reason,
/// together; in the order of their first.
pub(super) fn merge<'r, 'm>(words: Vec<Word<'r, 'm>>) -> Vec<Vec<Word<'r, 'm>>> {
    let mut groups: Vec<Vec<Word>> = vec![];
    let mut known: HashMap<(EcoString, Span, Option<Suppression>), usize> = HashMap::new();
    for word in words {
        let key = (word.rule.id.clone(), word.primary, word.suppression.clone());
        let index = *known.entry(key).or_insert_with(|| {
            groups.push(vec![]);
            groups.len() - 1
        });
        groups[index].push(word);
    }
    groups
}
