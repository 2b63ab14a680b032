//! Parsing with recovery: the whole text at once, or block by block with repairs.

use std::collections::HashSet;
use std::ops::Range;

use hcl_edit::parser::Error;

use super::ast::Body;
use super::convert::Converter;
use super::lex::Lexer;
use super::{message, repair, split, syntax};
use crate::source::Diagnostic;
use crate::syntax::Parsed;
use crate::syntax::places::Places;

/// Diagnostics kept of one file; a file that is not HCL at all would have one a line.
const MAX_DIAGNOSTICS: usize = 100;

/// Bytes of one file that may be parsed again after a repair, which bounds the time spent
/// on a file with very many of the faults that are repaired one by one.
const REPAIR_BUDGET: usize = 8 * 1024 * 1024;

/// The squares of the numbers of entries of a file's objects, summed up: hcl-edit looks for
/// a key among all before it, which for one object of 14,000 entries takes a second.
const ENTRIES_BUDGET: usize = 200_000_000;

/// Bytes in which no object can be too large: an entry takes at least four.
const SMALL: usize = 32 * 1024;

/// Parses a file's body.
pub(super) fn body(text: &str, places: Places) -> Parsed<Body> {
    if oversized(text, &mut { ENTRIES_BUDGET }).is_none()
        && let Ok(body) = hcl_edit::parser::parse_body(text)
    {
        let to = Converter::new(text, 0, places, &[]);
        let tree = to.body(&body);
        if to.refused().is_none() {
            return Parsed { tree, diagnostics: vec![] };
        }
    }
    let mut recovery =
        Recovery { text, places, budget: Budget::default(), parsed: Parsed::default() };
    for item in split::items(text) {
        recovery.item(item, true);
        if recovery.parsed.diagnostics.len() >= MAX_DIAGNOSTICS {
            let message = "the rest of the file is not read after so many errors".to_owned();
            recovery.parsed.diagnostics.push(syntax(places, text.len()..text.len(), message));
            break;
        }
    }
    recovery.twice_set();
    recovery.parsed.diagnostics.sort_by(|a, b| a.place.cmp(&b.place));
    recovery.parsed
}

/// Parses a text that is one expression or, if `bare`, a template without quotes.
pub(super) fn whole<T>(
    text: &str,
    places: Places,
    bare: bool,
    parse: impl Fn(&str, &Converter) -> Result<T, Error>,
) -> Parsed<Option<T>> {
    let mut budget = Budget::default();
    match repaired(Job { text, base: 0, places, bare }, &mut budget, parse) {
        Ok((tree, diagnostics)) => Parsed { tree: Some(tree), diagnostics },
        Err((message, range)) => {
            Parsed { tree: None, diagnostics: vec![syntax(places, range, message)] }
        }
    }
}

/// What bounds the time spent on one file.
struct Budget {
    repairs: usize,
    entries: usize,
}

impl Default for Budget {
    fn default() -> Budget {
        Budget { repairs: REPAIR_BUDGET, entries: ENTRIES_BUDGET }
    }
}

struct Recovery<'a> {
    text: &'a str,
    places: Places<'a>,
    budget: Budget,
    parsed: Parsed<Body>,
}

impl Recovery<'_> {
    /// Parses one top-level attribute or block; `cut` allows to take a broken one for several.
    fn item(&mut self, item: Range<usize>, cut: bool) {
        if self.parsed.diagnostics.len() >= MAX_DIAGNOSTICS {
            return;
        }
        let text = &self.text[item.clone()];
        let parse =
            |parsed: &str, to: &Converter| Ok(to.body(&hcl_edit::parser::parse_body(parsed)?));
        let job = Job { text, base: item.start, places: self.places, bare: false };
        let (message, range) = match repaired(job, &mut self.budget, parse) {
            Ok((body, diagnostics)) => {
                self.parsed.tree.attributes.extend(body.attributes);
                self.parsed.tree.blocks.extend(body.blocks);
                self.parsed.diagnostics.extend(diagnostics);
                return;
            }
            Err(error) => error,
        };
        if cut {
            let pieces = split::headers(self.text, item.clone());
            if pieces.len() > 1 {
                return pieces.into_iter().for_each(|piece| self.item(piece, false));
            }
        }
        let range = range.start + item.start..range.end + item.start;
        self.parsed.diagnostics.push(syntax(self.places, range, message));
    }

    /// Attributes of the file itself, as in `.tfvars`, were parsed one by one.
    fn twice_set(&mut self) {
        let mut seen = HashSet::new();
        for attribute in &self.parsed.tree.attributes {
            if self.parsed.diagnostics.len() >= MAX_DIAGNOSTICS {
                break;
            }
            if !seen.insert(&attribute.name.text) {
                let diagnostic = set_twice(&attribute.name.text, attribute.name.span);
                self.parsed.diagnostics.push(diagnostic);
            }
        }
    }
}

fn set_twice(name: &str, span: crate::source::Span) -> Diagnostic {
    Diagnostic::syntax(span, format!("the attribute `{name}` is set twice"))
}

/// A message and the range in the text that it is about.
pub(super) type Fault = (String, Range<usize>);

/// A text to parse.
#[derive(Clone, Copy)]
struct Job<'a> {
    text: &'a str,
    /// Where it starts in the text that `places` knows.
    base: usize,
    places: Places<'a>,
    /// A template without quotes rather than code.
    bare: bool,
}

impl Job<'_> {
    fn lexer<'t>(&self, text: &'t str) -> Lexer<'t> {
        if self.bare { Lexer::bare(text) } else { Lexer::new(text) }
    }

    /// A fault in how things nest says more than the parser's error, which may come much later.
    fn nesting(&self) -> Option<Fault> {
        let mut lexer = self.lexer(self.text);
        lexer.by_ref().for_each(drop);
        lexer.finish().map(|fault| (message::of_fault(&fault, self.text), fault.range))
    }
}

/// Parses a text and repairs what only hcl-edit objects to. Gives the tree with diagnostics
/// for what was wrong all the same.
fn repaired<T>(
    job: Job,
    budget: &mut Budget,
    parse: impl Fn(&str, &Converter) -> Result<T, Error>,
) -> Result<(T, Vec<Diagnostic>), Fault> {
    let Job { text, base, places, .. } = job;
    if let Some(range) = oversized(text, &mut budget.entries) {
        return Err(("an object with too many entries is not read".to_owned(), range));
    }
    let mut parsed = std::borrow::Cow::Borrowed(text);
    let mut diagnostics = vec![];
    let mut renamed: Vec<Range<usize>> = vec![];
    let mut masked = false;
    let mut counter = 0;
    loop {
        let to = Converter::new(text, base, places, &renamed);
        let error = match parse(&parsed, &to) {
            Ok(tree) => {
                return match to.refused() {
                    None => Ok((tree, diagnostics)),
                    Some(fault) => Err(job.nesting().unwrap_or(fault)),
                };
            }
            Err(error) => error,
        };
        let words = || {
            job.nesting().unwrap_or_else(|| {
                // At its end hcl-edit gives up without a word; with more to come it names
                // what it was looking for.
                let vague = error.message().starts_with("unexpected") && !job.bare;
                let longer = vague.then(|| parse(&format!("{text}\u{1}"), &to).err()).flatten();
                message::of_error(longer.as_ref().unwrap_or(&error), text)
            })
        };
        budget.repairs = match budget.repairs.checked_sub(text.len()) {
            Some(left) => left,
            None => return Err(words()),
        };
        let at = error.location().offset();
        if error.message().contains("redefined") {
            let mut changed = parsed.into_owned();
            let Some(range) = repair::rename(&mut changed, at, counter) else {
                return Err(words());
            };
            counter += 1;
            let known = renamed.iter().any(|known| known.start == range.start);
            if error.message().contains("attribute") && !known {
                let name = text.get(range.clone()).unwrap_or_default();
                let span = places.span(range.start + base..range.end + base);
                diagnostics.push(set_twice(name, span));
            }
            if !known {
                renamed.push(range);
            }
            parsed = changed.into();
        } else if !masked && let Some(mask) = repair::mask(&parsed, job.lexer(&parsed)) {
            masked = true;
            parsed = mask.into();
        } else {
            return Err(words());
        }
    }
}

fn oversized(text: &str, budget: &mut usize) -> Option<Range<usize>> {
    (text.len() > SMALL).then(|| split::oversized(text, budget)).flatten()
}
