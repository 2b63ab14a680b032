//! Which statements of many can have a request in common with one: a question per pair would
//! take time in the square of their number.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::hash::{DefaultHasher, Hash, Hasher};

use ecow::EcoString;

use super::matcher::{Matcher, Test};
use super::{Grant, Selection};
use crate::iam::glob::{Glob, Token};

/// Fewer than these are not worth looking up.
const FEW: usize = 24;
/// Letters of a pattern beyond these are not looked at.
const LETTERS: usize = 128;

/// Statements by the letters their patterns begin with. Two patterns have no text in common
/// unless the letters before the first wildcard of the one begin with those of the other.
#[derive(Clone, Debug, Default)]
pub(crate) struct Index {
    /// Action, resource, principal; empty if the statements are few.
    dimensions: [Dimension; 3],
    /// Keys that most of the statements want to have certain values.
    keys: Vec<Pinned>,
    /// Those that no earlier one repeats.
    distinct: Vec<usize>,
    by_content: HashMap<u64, Vec<usize>>,
    indexed: bool,
}

#[derive(Clone, Debug, Default)]
struct Dimension {
    by_letters: BTreeMap<Box<[Token]>, Vec<usize>>,
    /// Those whose patterns begin with a wildcard, and complements.
    wide: Vec<usize>,
}

/// Statements by the values they want a key to have.
#[derive(Clone, Debug, Default)]
struct Pinned {
    key: EcoString,
    by_value: HashMap<Box<[Token]>, Vec<usize>>,
    /// Those that take other values, or none, as well.
    other: Vec<usize>,
}

impl Index {
    pub(crate) fn new(grants: &[Grant]) -> Index {
        let mut index = Index::default();
        for (at, grant) in grants.iter().enumerate() {
            let alike = index.by_content.entry(content(grant)).or_default();
            if !alike.iter().any(|other| same(&grants[*other], grant)) {
                alike.push(at);
                index.distinct.push(at);
            }
        }
        index.indexed = index.distinct.len() > FEW;
        if index.indexed {
            for &at in &index.distinct {
                for (number, dimension) in index.dimensions.iter_mut().enumerate() {
                    dimension.add(grants[at].selection(number), at);
                }
            }
            index.pin(grants);
        }
        index
    }

    fn pin(&mut self, grants: &[Grant]) {
        let mut wanting: HashMap<&str, usize> = HashMap::new();
        let mut sets: HashSet<&str> = HashSet::new();
        for test in self.distinct.iter().flat_map(|at| &grants[*at].tests) {
            if test.operator.quantifier.is_some() {
                sets.insert(&test.key);
            } else if pinned(test).is_some() {
                *wanting.entry(&test.key).or_default() += 1;
            }
        }
        let most = |(_, count): &(&str, usize)| *count * 2 > self.distinct.len();
        let mut keys: Vec<&str> = wanting.into_iter().filter(most).map(|(key, _)| key).collect();
        // Several values at once may fulfil what excludes each other otherwise.
        keys.retain(|key| !sets.contains(key));
        keys.sort_unstable();
        self.keys = keys.into_iter().map(|key| Pinned::new(key, grants, &self.distinct)).collect();
    }

    /// The statement of the list that matches the same requests, if there is one.
    pub(crate) fn same_as(&self, grants: &[Grant], grant: &Grant) -> Option<usize> {
        let alike = self.by_content.get(&content(grant))?;
        alike.iter().copied().find(|at| same(&grants[*at], grant))
    }

    /// Statements, each once, among which are all that have a request in common with this.
    pub(crate) fn near(&self, grant: &Grant) -> Vec<usize> {
        if !self.indexed {
            return self.distinct.clone();
        }
        // The dimension that tells most, found without looking far into the others.
        let mut limit = FEW;
        while limit < self.distinct.len() {
            for (number, dimension) in self.dimensions.iter().enumerate() {
                if let Some(found) = dimension.near(grant.selection(number), limit) {
                    return found;
                }
            }
            if let Some(found) = self.keys.iter().find_map(|key| key.near(grant, limit)) {
                return found;
            }
            limit *= 4;
        }
        self.distinct.clone()
    }

    /// Statements, each once, among which are all whose actions include this one, in order.
    pub(crate) fn of_action(&self, action: &[Token]) -> Vec<usize> {
        if !self.indexed {
            return self.distinct.clone();
        }
        let mut found = self.dimensions[0].wide.clone();
        self.dimensions[0].above(action, &mut found);
        sorted(found)
    }
}

impl Dimension {
    fn add(&mut self, selection: &Selection, at: usize) {
        let mut all: Vec<&[Token]> = selection.globs.iter().map(start).collect();
        all.sort_unstable();
        all.dedup();
        if selection.negated || all.first().is_some_and(|letters| letters.is_empty()) {
            self.wide.push(at);
            return;
        }
        for letters in all {
            self.by_letters.entry(letters.into()).or_default().push(at);
        }
    }

    /// At most so many; none if there are more.
    fn near(&self, selection: &Selection, limit: usize) -> Option<Vec<usize>> {
        if selection.negated || self.wide.len() > limit || selection.globs.len() > limit * 4 {
            return None;
        }
        let mut found = self.wide.clone();
        for glob in &selection.globs {
            let letters = start(glob);
            if letters.is_empty() {
                return None;
            }
            self.above(letters, &mut found);
            if found.len() > limit {
                return None;
            }
            let below = self.by_letters.range::<[Token], _>((
                std::ops::Bound::Excluded(letters),
                std::ops::Bound::Unbounded,
            ));
            for (_, all) in below.take_while(|(other, _)| other.starts_with(letters)) {
                found.extend(all);
                if found.len() > limit {
                    return None;
                }
            }
        }
        Some(sorted(found))
    }

    /// Those whose letters the text begins with.
    fn above(&self, letters: &[Token], found: &mut Vec<usize>) {
        for end in 1..=letters.len().min(LETTERS) {
            if let Some(all) = self.by_letters.get(&letters[..end]) {
                found.extend(all);
            }
        }
    }
}

impl Pinned {
    fn new(key: &str, grants: &[Grant], distinct: &[usize]) -> Pinned {
        let mut own = Pinned { key: key.into(), ..Pinned::default() };
        for &at in distinct {
            let test = grants[at].tests.iter().find(|t| t.key == key && pinned(t).is_some());
            match test.and_then(pinned) {
                Some(globs) => {
                    for glob in globs {
                        let all = own.by_value.entry(glob.tokens().into()).or_default();
                        if all.last() != Some(&at) {
                            all.push(at);
                        }
                    }
                }
                None => own.other.push(at),
            }
        }
        own
    }

    fn near(&self, grant: &Grant, limit: usize) -> Option<Vec<usize>> {
        let mut on_key = grant.tests.iter().filter(|t| t.key == self.key);
        if on_key.clone().any(|t| t.operator.quantifier.is_some()) {
            return None;
        }
        let globs = on_key.find_map(pinned)?;
        let mut found = self.other.clone();
        for glob in globs.iter().take(limit + 1) {
            found.extend(self.by_value.get(glob.tokens()).into_iter().flatten());
        }
        (globs.len() <= limit && found.len() <= limit).then(|| sorted(found))
    }
}

/// The only values that fulfil a condition, if these can be told.
fn pinned(test: &Test) -> Option<&[Glob]> {
    let operator = test.operator;
    if operator.negated || operator.if_exists || operator.quantifier.is_some() {
        return None;
    }
    match &test.matcher {
        Matcher::Texts { globs, fold: false } => {
            let literal = |g: &Glob| g.literal_start().len() == g.tokens().len();
            globs.iter().all(literal).then_some(globs)
        }
        _ => None,
    }
}

/// The letters before the first wildcard or hole.
fn start(glob: &Glob) -> &[Token] {
    let letters = glob.literal_start();
    &letters[..letters.len().min(LETTERS)]
}

fn sorted(mut found: Vec<usize>) -> Vec<usize> {
    found.sort_unstable();
    found.dedup();
    found
}

fn same(a: &Grant, b: &Grant) -> bool {
    a.actions == b.actions
        && a.resources == b.resources
        && a.principals == b.principals
        && a.tests == b.tests
}

fn content(grant: &Grant) -> u64 {
    let mut hasher = DefaultHasher::new();
    (&grant.actions, &grant.resources, &grant.principals).hash(&mut hasher);
    for test in &grant.tests {
        (&test.key, test.operator).hash(&mut hasher);
        test.matcher.texts().hash(&mut hasher);
    }
    hasher.finish()
}
