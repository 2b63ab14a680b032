//! A context that fulfils some conditions and breaks one of each of several lists.
//!
//! Every key is a variable of its own, but for those that follow from the caller; a condition
//! restrains one key. So the search picks, for each list, the condition to break, and asks key
//! by key whether values exist.

use std::collections::BTreeMap;
use std::net::IpAddr;

use ecow::EcoString;

use super::caller::Caller;
use super::matcher::{Matcher, Test};
use super::search::{Budget, Outcome};
use crate::iam::document::Quantifier;
use crate::iam::glob::{Glob, Instances, Token, intersect, letters};

/// Values of the keys that matter; none means absent.
pub(crate) type Context = Vec<(EcoString, Vec<Vec<Token>>)>;

/// A condition and whether it must hold.
type Demand<'t> = (&'t Test, bool);

/// Keys that every request carries.
///
/// <https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html>
const ALWAYS_PRESENT: [&str; 4] =
    ["aws:currenttime", "aws:epochtime", "aws:securetransport", "aws:viaawsservice"];

/// More lists than this to break one of each are not tried: the search goes as deep.
const DEPTH: usize = 1_000;

/// Looks for a context in which all of `must` hold and each list of `breaks` has one that
/// does not. What follows from the caller is as it is.
pub(super) fn solve(
    must: Vec<&Test>,
    mut breaks: Vec<&[Test]>,
    caller: Option<&Caller<'_>>,
    budget: &mut Budget,
) -> Outcome<Context> {
    if breaks.iter().any(|b| b.is_empty()) {
        return Outcome::Nothing;
    }
    if breaks.len() > DEPTH {
        return Outcome::Undecided;
    }
    let mut solver = Solver { demands: BTreeMap::new(), caller, budget, undecided: false };
    for test in must {
        let demands = solver.demands.entry(&test.key).or_default();
        if !demands.contains(&(test, true)) {
            demands.push((test, true));
        }
    }
    let keys: Vec<&str> = solver.demands.keys().copied().collect();
    for key in keys {
        if !solver.feasible(key) {
            return solver.negative();
        }
    }
    breaks.sort_by_key(|b| b.len());
    if !solver.pick(&breaks) {
        return solver.negative();
    }
    let mut context = Context::new();
    for (key, demands) in std::mem::take(&mut solver.demands) {
        match values(key, &demands, caller, solver.budget) {
            Outcome::Found(values) => context.push((key.into(), values)),
            Outcome::Nothing => return Outcome::Nothing,
            Outcome::Undecided => return Outcome::Undecided,
        }
    }
    Outcome::Found(context)
}

struct Solver<'t, 'b> {
    demands: BTreeMap<&'t str, Vec<Demand<'t>>>,
    caller: Option<&'b Caller<'b>>,
    budget: &'b mut Budget,
    undecided: bool,
}

impl<'t> Solver<'t, '_> {
    fn negative(&self) -> Outcome<Context> {
        if self.undecided { Outcome::Undecided } else { Outcome::Nothing }
    }

    fn feasible(&mut self, key: &str) -> bool {
        let Some(demands) = self.demands.get(key) else { return true };
        match values(key, demands, self.caller, self.budget) {
            Outcome::Found(_) => true,
            Outcome::Nothing => false,
            Outcome::Undecided => {
                self.undecided = true;
                false
            }
        }
    }

    /// Picks a condition to break in each list, the first list first.
    fn pick(&mut self, breaks: &[&'t [Test]]) -> bool {
        let Some((first, rest)) = breaks.split_first() else { return true };
        if !self.budget.spend(10) {
            self.undecided = true;
            return false;
        }
        let broken = |test: &Test| {
            self.demands.get(test.key.as_str()).is_some_and(|d| d.contains(&(test, false)))
        };
        if first.iter().any(broken) {
            return self.pick(rest);
        }
        for test in *first {
            let demands = self.demands.entry(&test.key).or_default();
            if demands.contains(&(test, true)) {
                continue;
            }
            demands.push((test, false));
            if self.feasible(&test.key) && self.pick(rest) {
                return true;
            }
            if let Some(demands) = self.demands.get_mut(test.key.as_str()) {
                demands.pop();
                if demands.is_empty() {
                    self.demands.remove(test.key.as_str());
                }
            }
        }
        false
    }
}

/// Values of one key under these demands; an empty list is the absent key.
fn values(
    key: &str,
    demands: &[Demand<'_>],
    caller: Option<&Caller<'_>>,
    budget: &mut Budget,
) -> Outcome<Vec<Vec<Token>>> {
    if let Some(values) = caller.and_then(|caller| caller.values(key)) {
        let fits = demands.iter().all(|(test, wanted)| test.holds(&values) == *wanted);
        return if fits { Outcome::Found(values) } else { Outcome::Nothing };
    }
    let absent = demands.iter().all(|(test, wanted)| test.holds(&[]) == *wanted);
    if absent && !ALWAYS_PRESENT.contains(&key) {
        return Outcome::Found(Vec::new());
    }
    // What all values must be in or out of, and what one value must be.
    let mut all: Vec<(&Matcher, bool)> = Vec::new();
    let mut some: Vec<(&Matcher, bool)> = Vec::new();
    let many = demands.iter().any(|(test, _)| test.operator.quantifier.is_some());
    for (test, wanted) in demands {
        if let Matcher::Absent(absent) = test.matcher {
            if *wanted == absent {
                return Outcome::Nothing;
            }
            continue;
        }
        let negated = test.operator.negated;
        let (universal, within) = match test.operator.quantifier {
            Some(Quantifier::ForAllValues) => (*wanted, *wanted != negated),
            Some(Quantifier::ForAnyValue) => (!*wanted, *wanted != negated),
            // Without a prefix one match of several values is enough, and a negated
            // operator wants none.
            None => {
                let within = *wanted != negated;
                (!within, within)
            }
        };
        if universal || !many {
            all.push((&test.matcher, within));
        } else {
            some.push((&test.matcher, within));
        }
    }
    if some.is_empty() {
        return match value(&all, budget) {
            Outcome::Found(value) => Outcome::Found(vec![value]),
            Outcome::Nothing => Outcome::Nothing,
            Outcome::Undecided => Outcome::Undecided,
        };
    }
    let mut found: Vec<Vec<Token>> = Vec::new();
    for one in some {
        if found.iter().any(|v| one.0.accepts(v) == one.1) {
            continue;
        }
        let mut wanted = vec![one];
        wanted.extend(all.iter().copied());
        match value(&wanted, budget) {
            Outcome::Found(value) => found.push(value),
            Outcome::Nothing => return Outcome::Nothing,
            Outcome::Undecided => return Outcome::Undecided,
        }
    }
    Outcome::Found(found)
}

/// One value inside and outside of what the matchers accept.
fn value(wanted: &[(&Matcher, bool)], budget: &mut Budget) -> Outcome<Vec<Token>> {
    let fits = |value: &[Token]| wanted.iter().all(|(m, within)| m.accepts(value) == *within);
    let mut kinds = [false; 2];
    let mut numbers: Vec<f64> = Vec::new();
    let mut dates: Vec<f64> = Vec::new();
    let mut addresses: Vec<IpAddr> = Vec::new();
    let mut bools = false;
    let mut types: Vec<u8> = Vec::new();
    for (matcher, _) in wanted {
        kinds[usize::from(matcher.texts().is_none())] = true;
        types.push(match matcher {
            Matcher::Texts { .. } | Matcher::Absent(_) => 0,
            Matcher::Numbers(..) => 1,
            Matcher::Dates(..) => 2,
            Matcher::Bools(_) => 3,
            Matcher::Addresses(_) => 4,
        });
        match matcher {
            Matcher::Numbers(_, all) => numbers.extend(all),
            Matcher::Dates(_, all) => dates.extend(all),
            Matcher::Addresses(ranges) => {
                addresses.extend(ranges.iter().flat_map(super::values::Cidr::edges));
                addresses.push(IpAddr::from([203, 0, 113, 9]));
                addresses.push(IpAddr::from([0x2001, 0xdb8, 0, 0, 0, 0, 0, 9]));
            }
            Matcher::Bools(_) => bools = true,
            Matcher::Texts { .. } | Matcher::Absent(_) => {}
        }
    }
    let mut tried = 0;
    let mut plain = |text: String| {
        tried += wanted.len();
        let value = letters(&text);
        fits(&value).then_some(value)
    };
    let mut found = None;
    if bools {
        found = ["true", "false"].into_iter().find_map(|b| plain(b.to_owned()));
    }
    if found.is_none() {
        let text = |n: f64| format!("{n}");
        found = around(&mut numbers).into_iter().find_map(|n| plain(text(n)));
    }
    if found.is_none() {
        // Dates compare as seconds, which is a form AWS reads.
        found = around(&mut dates).into_iter().find_map(|d| plain(format!("{d:.3}")));
        if found.is_none() {
            found = around(&mut dates).into_iter().find_map(|d| plain(format!("{d:.0}")));
        }
    }
    if found.is_none() {
        found = addresses.into_iter().find_map(|a| plain(a.to_string()));
    }
    let _ = budget.spend(tried);
    if let Some(found) = found {
        return Outcome::Found(found);
    }
    // A key whose conditions all are of one type has no values but of that type.
    types.dedup();
    if matches!(types.as_slice(), [one] if *one != 0) {
        return Outcome::Nothing;
    }
    text(wanted, &fits, budget, kinds[0] && kinds[1])
}

/// A text inside and outside of patterns.
fn text(
    wanted: &[(&Matcher, bool)],
    fits: &dyn Fn(&[Token]) -> bool,
    budget: &mut Budget,
    mixed: bool,
) -> Outcome<Vec<Token>> {
    let mut undecided = false;
    // Texts whose case does not matter are few; all ways to write them are tried.
    let folded = wanted.iter().find_map(|(matcher, within)| match matcher {
        Matcher::Texts { globs, fold: true } if *within => Some(globs),
        _ => None,
    });
    if let Some(globs) = folded {
        let literal = wanted.iter().filter_map(|(m, within)| m.texts().filter(|_| *within));
        for glob in literal.flatten() {
            if !glob.has_star() && fits(glob.tokens()) {
                return Outcome::Found(glob.tokens().to_vec());
            }
        }
        for glob in globs {
            let (cases, all) = cases(glob.tokens());
            undecided |= !all;
            for text in cases {
                if !budget.spend(wanted.len()) {
                    return Outcome::Undecided;
                }
                if fits(&text) {
                    return Outcome::Found(text);
                }
            }
        }
        return if undecided { Outcome::Undecided } else { Outcome::Nothing };
    }
    let mut common: Vec<Glob> = vec![Glob::any()];
    for (matcher, _) in wanted.iter().filter(|(_, within)| *within) {
        let Some(globs) = matcher.texts() else { continue };
        let mut both = Vec::new();
        for a in &common {
            for b in globs {
                if !budget.spend(1) {
                    return Outcome::Undecided;
                }
                match intersect(a, b) {
                    Some(found) => both.extend(found),
                    None => undecided = true,
                }
            }
        }
        common = both;
    }
    let outer = wanted.iter().filter_map(|(m, _)| m.texts()).flatten();
    let ones = outer.map(Glob::ones).max().unwrap_or(0);
    for glob in &common {
        let Some(texts) = Instances::new(glob, ones) else {
            undecided = true;
            continue;
        };
        for text in texts {
            if !budget.spend(wanted.len()) {
                return Outcome::Undecided;
            }
            if fits(&text) {
                return Outcome::Found(text);
            }
        }
    }
    // A variable may be just the text that another condition asks for.
    let asked: Vec<&[Glob]> =
        wanted.iter().filter(|(_, within)| *within).filter_map(|(m, _)| m.texts()).collect();
    let varies = asked.iter().any(|globs| globs.iter().any(Glob::has_variable));
    undecided |= varies && asked.iter().any(|globs| *globs != asked[0]);
    // Numbers among patterns: the candidates above may have missed one.
    if undecided || mixed { Outcome::Undecided } else { Outcome::Nothing }
}

/// The ways to write a text with large and small letters, and whether these are all.
fn cases(text: &[Token]) -> (Vec<Vec<Token>>, bool) {
    let small = Token::from(b'a')..=Token::from(b'z');
    let at: Vec<usize> = (0..text.len()).filter(|at| small.contains(&text[*at])).collect();
    let few = &at[..at.len().min(8)];
    let mut ways = vec![text.to_vec()];
    for &at in few {
        for way in 0..ways.len() {
            let mut other = ways[way].clone();
            other[at] -= 32;
            ways.push(other);
        }
    }
    (ways, few.len() == at.len())
}

/// The points at which comparisons with these numbers change, and one between each two.
fn around(numbers: &mut Vec<f64>) -> Vec<f64> {
    numbers.retain(|n| n.is_finite());
    numbers.sort_by(f64::total_cmp);
    numbers.dedup();
    let mut points = Vec::with_capacity(numbers.len() * 2 + 2);
    if let (Some(first), Some(last)) = (numbers.first(), numbers.last()) {
        points.push(first - 1.0);
        points.push(last + 1.0);
    }
    for pair in numbers.windows(2) {
        points.push(pair[0] + (pair[1] - pair[0]) / 2.0);
    }
    points.extend(numbers.iter());
    points
}
