//! Secrets stay secret: what a finding marks as one is shown by its beginning only, wherever
//! a report would show it.

use std::borrow::Cow;
use std::collections::HashMap;
use std::ops::Range;

use aho_corasick::{AhoCorasick, MatchKind};

use super::RuleInfo;
use crate::finding::{Finding, Outcome};
use crate::source::{FileId, Sources, Span};

/// Shorter texts are masked only where a finding points at them: as words they are too
/// common to be masked everywhere.
const MIN_WORD: usize = 8;

/// Where secrets stand and what they are.
#[derive(Debug, Default)]
pub struct Masks {
    /// Sorted, not overlapping.
    spans: HashMap<FileId, Vec<Range<usize>>>,
    words: Option<(AhoCorasick, Vec<String>)>,
}

/// Whether the finding's primary place is a secret.
pub fn is_secret(finding: &Finding) -> bool {
    finding.redact || RuleInfo::pack(&finding.rule) == "secrets"
}

/// A secret as it may be shown: in its quotes, the first four characters at most and no
/// more than a quarter of it.
pub fn mask(text: &str) -> String {
    let quote = text.chars().next().filter(|c| matches!(c, '"' | '\''));
    let quoted = quote.filter(|q| text.len() > 1 && text.ends_with(*q));
    let core = if quoted.is_some() { &text[1..text.len() - 1] } else { text };
    let keep = (core.chars().count() / 4).min(4);
    let shown: String =
        core.chars().take(keep).take_while(|c| super::clean::stand_in(*c).is_none()).collect();
    let quote = quoted.map(String::from).unwrap_or_default();
    format!("{quote}{shown}…{quote}")
}

impl Masks {
    /// The secrets of an outcome.
    pub fn of(outcome: &Outcome, sources: &Sources) -> Masks {
        let mut spans: HashMap<FileId, Vec<Range<usize>>> = HashMap::new();
        let mut words = vec![];
        for finding in outcome.findings.iter().filter(|finding| is_secret(finding)) {
            let span = finding.primary;
            spans.entry(span.file).or_default().push(span.start as usize..span.end as usize);
            let text = sources.snippet(span);
            let text = text.trim_matches(['"', '\'']);
            // A block of text is a secret by its words, such as the lines of a key.
            let found = text.split_whitespace().filter(|word| word.len() >= MIN_WORD);
            let block = text.contains('\n');
            words.extend(
                found.filter(|word| !block || word.len() >= 2 * MIN_WORD).map(String::from),
            );
        }
        spans.values_mut().for_each(|ranges| *ranges = merged(std::mem::take(ranges)));
        words.sort();
        words.dedup();
        let automaton = (!words.is_empty())
            .then(|| AhoCorasick::builder().match_kind(MatchKind::LeftmostLongest).build(&words));
        // Building fails only for more text than memory holds; spans are masked regardless.
        let words = automaton.and_then(Result::ok).map(|automaton| {
            let shown = words.iter().map(|word| mask(word)).collect();
            (automaton, shown)
        });
        Masks { spans, words }
    }

    /// A text with the secrets in it masked.
    pub fn text<'t>(&self, text: &'t str) -> Cow<'t, str> {
        match &self.words {
            Some((automaton, shown)) if automaton.is_match(text) => {
                Cow::Owned(automaton.replace_all(text, shown))
            }
            _ => Cow::Borrowed(text),
        }
    }

    /// The ranges to mask of `text`, which starts at byte `start` of the file.
    pub fn ranges(&self, file: FileId, start: usize, text: &str) -> Vec<Range<usize>> {
        let end = start + text.len();
        let mut ranges: Vec<Range<usize>> = self.spans.get(&file).map_or(vec![], |spans| {
            let touching = spans.iter().filter(|range| range.start < end && start < range.end);
            touching.cloned().collect()
        });
        if let Some((automaton, _)) = &self.words {
            let matches = automaton.find_iter(text);
            ranges.extend(matches.map(|found| start + found.start()..start + found.end()));
        }
        merged(ranges)
    }

    /// What a span covers, with secrets masked; its line breaks stay.
    pub fn snippet(&self, sources: &Sources, span: Span) -> String {
        let text = sources.snippet(span);
        let (base, mut at) = (span.start as usize, 0);
        let mut shown = String::with_capacity(text.len());
        for range in self.ranges(span.file, base, &text) {
            let inside = range.start.max(base) - base..(range.end - base).min(text.len());
            shown.push_str(&text[at..inside.start]);
            // Of a secret that began before, nothing is shown.
            shown.push_str(&if range.start < base {
                "…".into()
            } else {
                mask(&text[inside.clone()])
            });
            at = inside.end;
        }
        shown.push_str(&text[at..]);
        shown
    }
}

fn merged(mut ranges: Vec<Range<usize>>) -> Vec<Range<usize>> {
    ranges.sort_by_key(|range| (range.start, range.end));
    let mut merged: Vec<Range<usize>> = Vec::with_capacity(ranges.len());
    for range in ranges {
        match merged.last_mut() {
            Some(last) if range.start < last.end => last.end = last.end.max(range.end),
            _ => merged.push(range),
        }
    }
    merged
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn little_of_a_secret_is_shown() {
        assert_eq!(mask("\"AKIAIOSFODNN7EXAMPLE\""), "\"AKIA…\"");
        assert_eq!(mask("AKIAIOSFODNN7EXAMPLE"), "AKIA…");
        assert_eq!(mask("'hunter22'"), "'hu…'");
        assert_eq!(mask("abc"), "…");
        assert_eq!(mask("\""), "…");
        assert_eq!(mask("a\nb and much more text"), "a…");
        assert_eq!(mask(""), "…");
    }

    #[test]
    fn overlapping_ranges_merge() {
        assert_eq!(merged(vec![5..9, 0..2, 1..6, 9..10]), [0..9, 9..10]);
    }
}
