//! What two patterns have in common, as patterns.

use std::collections::BTreeMap;

use super::{
    COLON, FRESH, Glob, MANY, MANY_FIELD, MANY_NAME, MANY_WORD, ONE, ONE_FIELD, ONE_NAME, ONE_WORD,
    SLASH, Token, is_hole, is_star, is_wild,
};

/// More alternatives than this for the rest of a pattern end the attempt.
const WIDTH: usize = 64;
/// More pairs of positions than this end the attempt.
const CELLS: usize = 40_000;

/// Deeper than this the attempt would not fit the stack of a thread.
const DEPTH: usize = 1_000;

/// The texts both have, as a union of patterns; `None` when that takes too much effort.
pub(crate) fn intersect(a: &Glob, b: &Glob) -> Option<Vec<Glob>> {
    if a.covers(b) {
        return Some(vec![b.clone()]);
    }
    if b.covers(a) {
        return Some(vec![a.clone()]);
    }
    if apart(a.tokens(), b.tokens()) {
        return Some(Vec::new());
    }
    let (rows, columns) = (a.tokens().len() + 1, b.tokens().len() + 1);
    if rows * columns > CELLS {
        return None;
    }
    let mut search = Search { a: a.tokens(), b: b.tokens(), known: BTreeMap::new() };
    let found = search.rest(0, 0, 0)?;
    let mut globs: Vec<Glob> = found.into_iter().map(Glob::from_tokens).collect();
    globs.sort_unstable();
    globs.dedup();
    let mut kept: Vec<Glob> = Vec::with_capacity(globs.len());
    for glob in globs {
        if !kept.iter().any(|k| k.covers(&glob)) {
            kept.retain(|k| !glob.covers(k));
            kept.push(glob);
        }
    }
    Some(kept)
}

/// Whether the letters at the start or the end already tell them apart.
fn apart(a: &[Token], b: &[Token]) -> bool {
    fn differ<'t>(a: impl Iterator<Item = &'t Token>, b: impl Iterator<Item = &'t Token>) -> bool {
        for (a, b) in a.zip(b) {
            if is_wild(*a) || is_wild(*b) {
                return false;
            }
            if a != b {
                return true;
            }
        }
        false
    }
    differ(a.iter(), b.iter()) || differ(a.iter().rev(), b.iter().rev())
}

struct Search<'t> {
    a: &'t [Token],
    b: &'t [Token],
    known: BTreeMap<(usize, usize), Vec<Vec<Token>>>,
}

impl Search<'_> {
    /// The common texts of what is left of both, each written backwards-free as tokens.
    fn rest(&mut self, i: usize, j: usize, depth: usize) -> Option<Vec<Vec<Token>>> {
        if depth > DEPTH {
            return None;
        }
        if let Some(known) = self.known.get(&(i, j)) {
            return Some(known.clone());
        }
        let mut all = match (self.a.get(i).copied(), self.b.get(j).copied()) {
            (None, None) => vec![Vec::new()],
            (None, Some(_)) => empty_if_stars(&self.b[j..]),
            (Some(_), None) => empty_if_stars(&self.a[i..]),
            (Some(a), Some(b)) if is_star(a) && is_star(b) => {
                let field = [a, b].iter().any(|t| matches!(*t, MANY_FIELD | MANY_WORD));
                let both = if field { MANY_FIELD } else { MANY };
                let mut rest = self.rest(i + 1, j, depth + 1)?;
                rest.extend(self.rest(i, j + 1, depth + 1)?);
                prefixed(both, rest)
            }
            (Some(a), Some(b)) if is_star(a) => {
                let mut rest = self.rest(i + 1, j, depth + 1)?;
                if let Some(letter) = meet(a, b) {
                    rest.extend(prefixed(letter, self.rest(i, j + 1, depth + 1)?));
                }
                rest
            }
            (Some(a), Some(b)) if is_star(b) => {
                let mut rest = self.rest(i, j + 1, depth + 1)?;
                if let Some(letter) = meet(b, a) {
                    rest.extend(prefixed(letter, self.rest(i + 1, j, depth + 1)?));
                }
                rest
            }
            (Some(a), Some(b)) => match meet(a, b) {
                Some(letter) => prefixed(letter, self.rest(i + 1, j + 1, depth + 1)?),
                None => Vec::new(),
            },
        };
        all.sort_unstable();
        all.dedup();
        if all.len() > WIDTH {
            return None;
        }
        self.known.insert((i, j), all.clone());
        Some(all)
    }
}

fn empty_if_stars(rest: &[Token]) -> Vec<Vec<Token>> {
    if rest.iter().all(|t| is_star(*t)) { vec![Vec::new()] } else { Vec::new() }
}

fn prefixed(token: Token, mut rest: Vec<Vec<Token>>) -> Vec<Vec<Token>> {
    for each in &mut rest {
        // Runs of one star are the star.
        if !(is_star(token) && each.first() == Some(&token)) {
            each.insert(0, token);
        }
    }
    rest
}

/// What one letter both tokens accept, as a token.
fn meet(a: Token, b: Token) -> Option<Token> {
    match (is_wild(a), is_wild(b)) {
        (false, false) => (a == b).then_some(a),
        (true, false) => letter(a, b),
        (false, true) => letter(b, a),
        (true, true) => {
            let fields = [MANY_FIELD, MANY_WORD, ONE_FIELD, ONE_WORD];
            let field = [a, b].iter().any(|t| fields.contains(t));
            Some(if field { ONE_FIELD } else { ONE })
        }
    }
}

fn letter(wild: Token, letter: Token) -> Option<Token> {
    let within = match wild {
        ONE => !is_hole(letter),
        ONE_FIELD => letter != COLON && !is_hole(letter),
        MANY_FIELD => letter != COLON,
        ONE_NAME | MANY_NAME => letter != FRESH,
        ONE_WORD | MANY_WORD => !matches!(letter, FRESH | COLON | SLASH),
        _ => true,
    };
    within.then_some(letter)
}
