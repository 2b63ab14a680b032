//! Is there a request inside these sets and outside those? If so, one.
//!
//! Dimension after dimension (action, resource, principal, conditions), only the texts that
//! [`Instances`] gives have to be tried: they lie in the fewest of the sets to stay outside of.
//! A set given as a complement (`NotAction`) is left by going into one of its patterns, so the
//! search refines the candidate by those. Conditions on what follows from the principal
//! (`aws:PrincipalAccount`) are such sets of principals: they are judged by the text tried.

use std::borrow::Cow;
use std::collections::{BTreeSet, HashSet};
use std::rc::Rc;

use ecow::EcoString;

use super::caller::{self, Caller, Kind};
use super::conditions;
use super::matcher::Test;
use super::resolve::{Known, Variables};
use super::witness::{Witness, complete, is_uncertain, settle, tied};
use super::{Askers, Grant, Selection};
use crate::iam::glob::{Glob, Instances, Token, intersect};

/// What one search may spend, in matches of a pattern.
pub(crate) const EFFORT: u64 = 20_000_000;
/// Candidates of one dimension beyond this are not looked at.
const CANDIDATES: usize = 20_000;

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
    resolved(inside, outside, budget, true)
}

/// The same where nobody wants to see the request.
pub(crate) fn exists(
    inside: &[&Grant],
    outside: &[&Grant],
    budget: &mut Budget,
) -> Outcome<Box<Witness>> {
    resolved(inside, outside, budget, false)
}

/// Looks for a request that stands with the values of policy variables it tells itself.
fn resolved(
    inside: &[&Grant],
    outside: &[&Grant],
    budget: &mut Budget,
    shown: bool,
) -> Outcome<Box<Witness>> {
    let show = |mut witness: Box<Witness>, inside: &[&Grant], outside: &[&Grant]| {
        if shown {
            settle(&mut witness, inside, outside);
            complete(&mut witness, inside, outside);
        }
        Outcome::Found(witness)
    };
    let variables = Variables::of(inside, outside);
    if variables.is_empty() {
        return match look(inside, outside, budget) {
            Outcome::Found(witness) => show(witness, inside, outside),
            other => other,
        };
    }
    let pinned = variables.pinned(inside);
    let (inside, outside) = (pinned.put(inside), pinned.put(outside));
    let inside: Vec<&Grant> = inside.iter().collect();
    let outside: Vec<&Grant> = outside.iter().collect();
    let variables = Variables::of(&inside, &outside);
    let witness = match look(&inside, &outside, budget) {
        Outcome::Found(witness) => witness,
        other => return other,
    };
    let mut guesses = variables.guesses(&variables.known(&witness), &witness, &inside);
    guesses.extend(variables.guesses(&Known::default(), &witness, &inside));
    for guess in &guesses {
        let told = guess.told(&witness);
        if guess.fit(&told, &inside, &outside) {
            let (inside, outside) = (guess.put(&inside), guess.put(&outside));
            let inside: Vec<&Grant> = inside.iter().collect();
            return show(Box::new(told), &inside, &outside.iter().collect::<Vec<_>>());
        }
    }
    // Another request with the same values may stand.
    for guess in &guesses {
        let (own, outside) = (guess.put(&inside), guess.put(&outside));
        let requests = guess.requests();
        let inside: Vec<&Grant> = own.iter().chain([&requests]).collect();
        let outside: Vec<&Grant> = outside.iter().collect();
        if let Outcome::Found(witness) = look(&inside, &outside, budget)
            && variables.known(&witness).fit(&witness, &inside, &outside)
        {
            return show(witness, &inside, &outside);
        }
    }
    Outcome::Undecided
}

/// Looks for a request, every variable a fixed text that nobody knows.
fn look(inside: &[&Grant], outside: &[&Grant], budget: &mut Budget) -> Outcome<Box<Witness>> {
    if !budget.spend(1 + outside.len()) {
        return Outcome::Undecided;
    }
    let tied = inside.iter().chain(outside).any(|g| tied(g).next().is_some());
    let mut search = Search {
        inside,
        outside,
        tied,
        roles: if tied { roles(inside, outside) } else { Vec::new() },
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
        let caller = Caller::of(&witness.principal).filter(|_| tied);
        if is_uncertain(&witness, caller.as_ref(), inside, outside) {
            return Outcome::Undecided;
        }
        return Outcome::Found(Box::new(witness));
    }
    if search.undecided { Outcome::Undecided } else { Outcome::Nothing }
}

fn selection(grant: &Grant, dimension: usize) -> &Selection {
    grant.selection(dimension)
}

fn roles<'s>(inside: &[&'s Grant], outside: &[&'s Grant]) -> Vec<&'s [Token]> {
    caller::roles(inside.iter().chain(outside).flat_map(|g| &g.principals.globs))
}

struct Search<'s> {
    inside: &'s [&'s Grant],
    outside: &'s [&'s Grant],
    /// Whether there are conditions on what follows from the principal.
    tied: bool,
    /// If so, the roles that are named: there are no others of their names.
    roles: Vec<&'s [Token]>,
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
            return self.context(active, None);
        }
        let tied_here = self.tied && at == 2;
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
        let mut ones = outer.chain(excluded.iter().map(|g| g.ones())).max().unwrap_or(0);
        if tied_here {
            let all = self.inside.iter().chain(self.outside).flat_map(|g| tied(g));
            let all = all.filter_map(|t| t.matcher.texts()).flatten();
            ones = all.map(Glob::ones).max().unwrap_or(0).max(ones);
        }
        // What has failed, and for which kind of principal: it decides which keys are free.
        let mut failed: Vec<(Option<Kind>, Vec<usize>)> = Vec::new();
        let mut seen: HashSet<Glob> = HashSet::new();
        while let Some(glob) = work.pop() {
            let mut refine: BTreeSet<usize> = BTreeSet::new();
            let mut listed: Vec<&Test> = Vec::new();
            // With `?` about there are many texts to try. What contains the whole pattern
            // contains them all: often that is enough to know that none leads out.
            if ones > 0 && !tied_here {
                let whole = |n: &usize| selection(self.outside[*n], at).covers(&glob);
                let next: Vec<usize> = active.iter().copied().filter(whole).collect();
                if !self.budget.spend(active.len()) {
                    self.undecided = true;
                    return false;
                }
                if failed.iter().any(|(_, f)| is_subset(f, &next)) {
                    continue;
                }
                if !next.is_empty() && !self.dimension(at + 1, &next) {
                    failed.push((None, next));
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
                let caller = if at == 2 { Caller::of(&text) } else { None };
                if at == 2 && caller.is_none() {
                    continue;
                }
                let caller = caller.filter(|_| tied_here);
                if caller.is_some_and(|c| !self.can_ask(&c, &mut listed)) {
                    continue;
                }
                let hit = |n: &usize| {
                    let grant = self.outside[*n];
                    selection(grant, at).contains(&text)
                        && caller.is_none_or(|c| tied(grant).all(|t| c.holds(t) != Some(false)))
                };
                let next: Vec<usize> = active.iter().copied().filter(hit).collect();
                let negated = |n: &usize| selection(self.outside[*n], at).negated;
                refine.extend(next.iter().copied().filter(negated));
                if tied_here {
                    let hit = next.iter().flat_map(|n| tied(self.outside[*n]));
                    listed.extend(hit.filter(|t| t.operator.negated));
                }
                let kind = caller.map(|c| c.kind);
                if failed.iter().any(|(k, f)| *k == kind && is_subset(f, &next)) {
                    continue;
                }
                let found = match at {
                    2 => self.context(&next, caller.as_ref()),
                    _ => self.dimension(at + 1, &next),
                };
                if found {
                    match at {
                        0 => self.witness.action = text,
                        1 => self.witness.resource = text,
                        _ => self.witness.principal = text,
                    }
                    return true;
                }
                failed.push((kind, next));
            }
            let mut own: Vec<Cow<'_, Glob>> = Vec::new();
            for n in refine {
                own.extend(selection(self.outside[n], at).globs.iter().map(Cow::Borrowed));
            }
            listed.sort_unstable_by_key(|t| std::ptr::from_ref(*t));
            listed.dedup_by_key(|t| std::ptr::from_ref(*t));
            for test in listed {
                match caller::listed(test) {
                    Some(globs) => own.extend(globs.into_iter().map(Cow::Owned)),
                    None => self.undecided = true,
                }
            }
            for own in &own {
                if !self.budget.spend(glob.tokens().len()) {
                    self.undecided = true;
                    return false;
                }
                let Some(both) = intersect(&glob, own) else {
                    self.undecided = true;
                    continue;
                };
                self.undecided |= both.is_empty() && meet_as_texts(&glob, own);
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
        false
    }

    /// Whether what all of `inside` ask of a principal holds. Conditions that list others it
    /// would have to be are added.
    fn can_ask(&self, caller: &Caller<'_>, listed: &mut Vec<&'s Test>) -> bool {
        if caller.is_other_than(&self.roles) {
            return false;
        }
        let failing = self.inside.iter().flat_map(|g| tied(g));
        let mut holds = true;
        for test in failing.filter(|t| caller.holds(t) == Some(false)) {
            holds = false;
            if !test.operator.negated {
                listed.push(test);
            }
        }
        holds
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
                                // A variable may be just the text it meets.
                                Some(found) if found.is_empty() => {
                                    self.undecided |= meet_as_texts(a, b);
                                }
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
        let mut common = common.into_iter().map(unnamed).collect::<Vec<_>>();
        if self.tied && at == 2 {
            let own = |grants: &[&Grant]| grants.iter().any(|g| g.askers == Askers::Own);
            let asked = self.inside.iter().all(|g| g.askers == Askers::Any);
            let own = own(self.inside) || asked && own(self.outside);
            let mut parts: Vec<Cow<'s, Glob>> = Vec::new();
            for glob in common {
                match caller::split(&glob, own, &self.roles) {
                    Some(of_kinds) => parts.extend(of_kinds.into_iter().map(Cow::Owned)),
                    None => self.undecided = true,
                }
            }
            common = parts;
        }
        let common = Rc::new(common);
        self.candidates[at] = Some(Rc::clone(&common));
        common
    }

    /// Whether a context fulfils the conditions of `inside` and breaks one of each active set.
    fn context(&mut self, active: &[usize], caller: Option<&Caller<'_>>) -> bool {
        let must = self.inside.iter().flat_map(|g| &g.tests).collect();
        let breaks = active.iter().map(|n| self.outside[*n].tests.as_slice()).collect();
        match conditions::solve(must, breaks, caller, self.budget) {
            Outcome::Found(context) => {
                let id = |(key, values): &(EcoString, Vec<Vec<Token>>)| {
                    key != "aws:userid"
                        || caller.is_none_or(|c| values.iter().all(|v| c.fits_id(v)))
                };
                if !context.iter().all(id) {
                    self.undecided = true;
                    return false;
                }
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

/// Whether two patterns have a text in common once their variables have values.
fn meet_as_texts(a: &Glob, b: &Glob) -> bool {
    let free = |glob: &Glob| glob.searched(&|_| false).into_owned();
    (a.has_variable() || b.has_variable())
        && intersect(&free(a), &free(b)).is_none_or(|both| !both.is_empty())
}

/// Both sorted.
fn is_subset(small: &[usize], big: &[usize]) -> bool {
    if small.len() > big.len() {
        return false;
    }
    let mut big = big.iter();
    small.iter().all(|s| big.by_ref().any(|b| b == s))
}
