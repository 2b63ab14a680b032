//! Is there a request inside these sets and outside those? If so, one.
//!
//! Dimension after dimension (action, resource, principal, conditions), only the texts that
//! [`Instances`] gives have to be tried: they lie in the fewest of the sets to stay outside of.
//! A set given as a complement (`NotAction`) is left by going into one of its patterns, so the
//! search refines the candidate by those.

use std::borrow::Cow;
use std::collections::{BTreeSet, HashSet};
use std::rc::Rc;

use ecow::EcoString;

use super::conditions;
use super::matcher::Test;
use super::{Grant, Selection};
use crate::iam::catalog;
use crate::iam::glob::{FRESH, Glob, Instances, Token, intersect, letters, service_of, show};

/// What one search may spend, in matches of a pattern.
pub(crate) const EFFORT: u64 = 20_000_000;
/// Candidates of one dimension beyond this are not looked at.
const CANDIDATES: usize = 20_000;

/// A request that was looked for, as letters.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Witness {
    pub action: Vec<Token>,
    pub resource: Vec<Token>,
    pub principal: Vec<Token>,
    /// The keys that matter; no values means the key must be absent.
    pub context: Vec<(EcoString, Vec<Vec<Token>>)>,
}

/// The answer of a search.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Outcome<T> {
    Found(T),
    Nothing,
    /// The effort was spent before there was an answer.
    Undecided,
}

/// The effort left.
#[derive(Debug)]
pub(crate) struct Budget {
    left: u64,
}

impl Budget {
    pub(crate) fn new() -> Budget {
        Budget { left: EFFORT }
    }

    /// Whether nothing is left.
    pub(crate) fn is_spent(&self) -> bool {
        self.left == 0
    }

    /// The effort taken so far.
    #[cfg(test)]
    pub(crate) fn spent(&self) -> u64 {
        EFFORT - self.left
    }

    /// Takes some effort; false if there is none left.
    pub(crate) fn spend(&mut self, effort: usize) -> bool {
        let effort = u64::try_from(effort).unwrap_or(u64::MAX);
        self.left = self.left.saturating_sub(effort);
        self.left > 0
    }
}

/// Looks for a request in all of `inside` and in none of `outside`, and makes it fit to be shown.
pub(crate) fn find(
    inside: &[&Grant],
    outside: &[&Grant],
    budget: &mut Budget,
) -> Outcome<Box<Witness>> {
    let mut outcome = exists(inside, outside, budget);
    if let Outcome::Found(witness) = &mut outcome {
        settle(witness, inside, outside);
    }
    outcome
}

/// The same where nobody wants to see the request.
pub(crate) fn exists(
    inside: &[&Grant],
    outside: &[&Grant],
    budget: &mut Budget,
) -> Outcome<Box<Witness>> {
    if !budget.spend(1 + outside.len()) {
        return Outcome::Undecided;
    }
    let mut search = Search {
        inside,
        outside,
        budget,
        candidates: [None, None, None],
        ones: [None, None, None],
        variables: None,
        witness: Witness::default(),
        undecided: false,
    };
    let active: Vec<usize> = (0..outside.len()).collect();
    if search.dimension(0, &active) {
        let witness = search.witness;
        if is_uncertain(&witness, outside) {
            return Outcome::Undecided;
        }
        return Outcome::Found(Box::new(witness));
    }
    if search.undecided { Outcome::Undecided } else { Outcome::Nothing }
}

fn selection(grant: &Grant, dimension: usize) -> &Selection {
    grant.selection(dimension)
}

struct Search<'s> {
    inside: &'s [&'s Grant],
    outside: &'s [&'s Grant],
    budget: &'s mut Budget,
    /// What all of `inside` have in common, once it is known.
    candidates: [Option<Rc<Vec<Cow<'s, Glob>>>>; 3],
    /// The most `?` in a pattern of each of `outside`, once it is known.
    ones: [Option<Rc<Vec<usize>>>; 3],
    /// The policy variables of the sets to stay outside of.
    variables: Option<HashSet<Token>>,
    witness: Witness,
    undecided: bool,
}

impl<'s> Search<'s> {
    /// Whether a request can be completed from this dimension on, outside of the active sets.
    fn dimension(&mut self, at: usize, active: &[usize]) -> bool {
        if at == 3 {
            return self.context(active);
        }
        if !self.budget.spend(active.len()) {
            self.undecided = true;
            return false;
        }
        let whole =
            |grant: &Grant| grant.tests.is_empty() && (at..3).all(|d| selection(grant, d).is_any());
        if active.iter().any(|n| whole(self.outside[*n])) {
            return false;
        }
        let mut work: Vec<Cow<'s, Glob>> = self.common(at).iter().rev().cloned().collect();
        let excluded: Vec<&Glob> = self
            .inside
            .iter()
            .map(|g| selection(g, at))
            .filter(|s| s.negated)
            .flat_map(|s| &s.globs)
            .collect();
        let outer = self.ones(at);
        let outer = active.iter().map(|n| outer[*n]);
        let ones = outer.chain(excluded.iter().map(|g| g.ones())).max().unwrap_or(0);
        let mut failed: Vec<Vec<usize>> = Vec::new();
        let mut seen: HashSet<Glob> = HashSet::new();
        while let Some(glob) = work.pop() {
            let mut refine: BTreeSet<usize> = BTreeSet::new();
            // With `?` about there are many texts to try. What contains the whole pattern
            // contains them all: often that is enough to know that none leads out.
            if ones > 0 {
                let whole = |n: &usize| selection(self.outside[*n], at).covers(&glob);
                let next: Vec<usize> = active.iter().copied().filter(whole).collect();
                if !self.budget.spend(active.len()) {
                    self.undecided = true;
                    return false;
                }
                if failed.iter().any(|f| is_subset(f, &next)) {
                    continue;
                }
                if !next.is_empty() && !self.dimension(at + 1, &next) {
                    failed.push(next);
                    continue;
                }
            }
            let texts = match Instances::new(&glob, ones) {
                Some(texts) => texts,
                None => {
                    self.undecided = true;
                    match Instances::new(&glob, 0) {
                        Some(texts) => texts,
                        None => continue,
                    }
                }
            };
            for text in texts {
                if !self.budget.spend(1 + excluded.len() + active.len()) {
                    self.undecided = true;
                    return false;
                }
                if excluded.iter().any(|g| g.matches(&text)) {
                    continue;
                }
                // A text is compared letter by letter, and with what has failed before.
                if !self.budget.spend(failed.len()) {
                    self.undecided = true;
                    return false;
                }
                let hit = |n: &usize| selection(self.outside[*n], at).contains(&text);
                let next: Vec<usize> = active.iter().copied().filter(hit).collect();
                let negated = |n: &usize| selection(self.outside[*n], at).negated;
                refine.extend(next.iter().copied().filter(negated));
                if failed.iter().any(|f| is_subset(f, &next)) {
                    continue;
                }
                if self.dimension(at + 1, &next) {
                    match at {
                        0 => self.witness.action = text,
                        1 => self.witness.resource = text,
                        _ => self.witness.principal = text,
                    }
                    return true;
                }
                failed.push(next);
            }
            for n in refine {
                for own in &selection(self.outside[n], at).globs {
                    if !self.budget.spend(glob.tokens().len()) {
                        self.undecided = true;
                        return false;
                    }
                    let Some(both) = intersect(&glob, own) else {
                        self.undecided = true;
                        continue;
                    };
                    for glob in both {
                        // The texts to try are none of an unknown name's.
                        self.undecided |= own.has_name() && glob.has_star();
                        if seen.len() > CANDIDATES {
                            self.undecided = true;
                            return false;
                        }
                        if seen.insert(glob.clone()) {
                            work.push(Cow::Owned(glob));
                        }
                    }
                }
            }
        }
        false
    }

    fn ones(&mut self, at: usize) -> Rc<Vec<usize>> {
        let outside = self.outside;
        let most =
            |grant: &&Grant| selection(grant, at).globs.iter().map(Glob::ones).max().unwrap_or(0);
        let known =
            self.ones[at].get_or_insert_with(|| Rc::new(outside.iter().map(most).collect()));
        Rc::clone(known)
    }

    /// The patterns of what all of `inside` have in common in one dimension.
    fn common(&mut self, at: usize) -> Rc<Vec<Cow<'s, Glob>>> {
        if let Some(known) = &self.candidates[at] {
            return Rc::clone(known);
        }
        let outside = self.outside;
        let kept = self.variables.get_or_insert_with(|| {
            let globs = outside.iter().flat_map(|g| g.resources.globs.iter());
            globs.flat_map(Glob::variables).collect()
        });
        let keep = |token: Token| kept.contains(&token);
        let mut common: Option<Vec<Cow<'s, Glob>>> = None;
        for selection in self.inside.iter().map(|g| selection(g, at)).filter(|s| !s.negated) {
            let globs: Vec<Cow<'s, Glob>> =
                selection.globs.iter().map(|g| g.searched(&keep)).collect();
            common = Some(match common {
                None => globs,
                Some(before) => {
                    let mut both: Vec<Glob> = Vec::new();
                    for a in &before {
                        for b in &globs {
                            if !self.budget.spend(1) || both.len() > CANDIDATES {
                                self.undecided = true;
                                break;
                            }
                            match intersect(a, b) {
                                Some(found) => both.extend(found),
                                None => self.undecided = true,
                            }
                        }
                    }
                    both.sort_unstable();
                    both.dedup();
                    both.into_iter().map(Cow::Owned).collect()
                }
            });
        }
        let common = common.unwrap_or_else(|| vec![Cow::Owned(Glob::any())]);
        let unnamed = |glob| match glob {
            Cow::Borrowed(glob) => Glob::unnamed(glob),
            Cow::Owned(glob) => Cow::Owned(glob.unnamed().into_owned()),
        };
        let common = Rc::new(common.into_iter().map(unnamed).collect::<Vec<_>>());
        self.candidates[at] = Some(Rc::clone(&common));
        common
    }

    /// Whether a context fulfils the conditions of `inside` and breaks one of each active set.
    fn context(&mut self, active: &[usize]) -> bool {
        let must = self.inside.iter().flat_map(|g| &g.tests).collect();
        let breaks = active.iter().map(|n| self.outside[*n].tests.as_slice()).collect();
        match conditions::solve(must, breaks, self.budget) {
            Outcome::Found(context) => {
                self.witness.context = context;
                true
            }
            Outcome::Nothing => false,
            Outcome::Undecided => {
                self.undecided = true;
                false
            }
        }
    }
}

/// Whether a text nobody knows may turn out to put the request into a set it must stay out of.
fn is_uncertain(witness: &Witness, outside: &[&Grant]) -> bool {
    let texts = [&witness.action, &witness.resource, &witness.principal]
        .map(|text| Glob::from_tokens(text.clone()));
    if !texts.iter().any(Glob::has_unknown) {
        return false;
    }
    let may_contain = |selection: &Selection, text: &Glob| {
        if !text.has_unknown() {
            return selection.contains(text.tokens());
        }
        if selection.negated {
            let surely = |g: &Glob| !g.has_name() && g.matches(text.tokens());
            return !selection.globs.iter().any(surely);
        }
        let wide = text.widened(false);
        let meets = |g: &Glob| intersect(g, &wide).is_none_or(|both| !both.is_empty());
        selection.globs.iter().any(meets)
    };
    let contains = |selection: &Selection, text: &Glob| selection.contains(text.tokens());
    let holds = |test: &Test| {
        let values = witness.context.iter().find(|(key, _)| *key == test.key);
        test.holds(values.map_or(&[], |(_, values)| values))
    };
    outside.iter().filter(|grant| grant.tests.iter().all(holds)).any(|grant| {
        let dimensions = || (0..3).map(|d| (selection(grant, d), &texts[d]));
        // Sets it is in as it stands are left by a condition, and so stay left.
        dimensions().all(|(s, t)| may_contain(s, t)) && !dimensions().all(|(s, t)| contains(s, t))
    })
}

/// Puts plain letters for the fresh ones, such that every set keeps its opinion.
fn settle(witness: &mut Witness, inside: &[&Grant], outside: &[&Grant]) {
    let all = || inside.iter().chain(outside);
    for dimension in 0..3 {
        let text = match dimension {
            0 => &mut witness.action,
            1 => &mut witness.resource,
            _ => &mut witness.principal,
        };
        if !text.contains(&FRESH) {
            continue;
        }
        let opinions: Vec<bool> = all().map(|g| selection(g, dimension).contains(text)).collect();
        let same = |other: &[Token]| {
            all().zip(&opinions).all(|(g, o)| selection(g, dimension).contains(other) == *o)
        };
        let known = if dimension == 0 { real_action(text, &same) } else { None };
        match known {
            Some(known) => *text = known,
            None => plain(text, &same),
        }
    }
    for (key, values) in &mut witness.context {
        for value in values.iter_mut().filter(|v| v.contains(&FRESH)) {
            let tests = || all().flat_map(|g| &g.tests).filter(|t| t.key == *key);
            let opinions: Vec<bool> = tests().map(|t| t.matcher.accepts(value)).collect();
            let same = |other: &[Token]| {
                tests().zip(&opinions).all(|(t, o)| t.matcher.accepts(other) == *o)
            };
            plain(value, &same);
        }
    }
}

fn plain(text: &mut Vec<Token>, same: &dyn Fn(&[Token]) -> bool) {
    // The last is of a private area: no pattern has it.
    for letter in "xzqwkjv0_\u{E000}".chars() {
        let put = |t: &Token| if *t == FRESH { Token::from(letter) } else { *t };
        let other: Vec<Token> = text.iter().map(put).collect();
        if same(&other) {
            *text = other;
            return;
        }
    }
}

/// An action AWS has that all sets judge alike: a better example than an invented one.
fn real_action(text: &[Token], same: &dyn Fn(&[Token]) -> bool) -> Option<Vec<Token>> {
    let prefix = service_of(text).filter(|prefix| !prefix.contains(&FRESH));
    let Some(prefix) = prefix else {
        let usual = ["s3:getobject", "iam:createuser", "ec2:runinstances", "sts:assumerole"];
        return usual.iter().map(|a| letters(a)).find(|a| same(a));
    };
    let service = catalog::service(&show(prefix, 'x'))?;
    service.actions.iter().find_map(|action| {
        let name = format!("{}:{}", service.prefix, action.name).to_ascii_lowercase();
        Some(letters(&name)).filter(|name| same(name))
    })
}

/// Both sorted.
fn is_subset(small: &[usize], big: &[usize]) -> bool {
    if small.len() > big.len() {
        return false;
    }
    let mut big = big.iter();
    small.iter().all(|s| big.by_ref().any(|b| b == s))
}

/// Letters as text for people.
pub(crate) fn readable(letters: &[Token]) -> String {
    show(letters, 'x')
}
