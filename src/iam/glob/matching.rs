//! Whether letters are one of a pattern's texts.

use super::{
    COLON, FRESH, MANY, MANY_FIELD, MANY_NAME, MANY_WORD, ONE, ONE_FIELD, ONE_NAME, ONE_WORD,
    SLASH, Token, is_hole, is_star, is_wild,
};

/// Whether a single token of a pattern accepts a letter, or includes a wildcard seen as a letter.
fn accepts(token: Token, letter: Token) -> bool {
    match token {
        ONE => letter == ONE || letter == ONE_FIELD || !(is_wild(letter) || is_hole(letter)),
        ONE_FIELD => {
            letter == ONE_FIELD || !(is_wild(letter) || is_hole(letter) || letter == COLON)
        }
        MANY => true,
        MANY_FIELD => !matches!(letter, COLON | MANY | ONE | ONE_NAME | MANY_NAME),
        ONE_NAME | MANY_NAME => letter != FRESH && !is_wild(letter),
        ONE_WORD | MANY_WORD => !matches!(letter, FRESH | COLON | SLASH) && !is_wild(letter),
        _ => token == letter,
    }
}

/// Greedy wildcard matching: going back to the last `*` alone is enough.
pub(super) fn matches(pattern: &[Token], letters: &[Token]) -> bool {
    let (mut p, mut l) = (0, 0);
    let mut back: Option<(usize, usize)> = None;
    while l < letters.len() {
        match pattern.get(p) {
            Some(&token) if is_star(token) => {
                if token == MANY && p + 1 == pattern.len() {
                    return true;
                }
                back = Some((p, l));
                p += 1;
            }
            Some(&token) if accepts(token, letters[l]) => {
                p += 1;
                l += 1;
            }
            _ => {
                let Some((star, from)) = back else { return false };
                // A star that cannot take this letter ends the attempt, unless an earlier
                // wildcard takes it.
                let letter = letters[from];
                if !accepts(pattern[star], letter) {
                    let mixed = pattern[..star].iter().any(|t| is_wild(*t) && accepts(*t, letter));
                    return mixed && matches_any_order(pattern, letters);
                }
                back = Some((star, from + 1));
                p = star + 1;
                l = from + 1;
            }
        }
    }
    pattern[p..].iter().all(|t| is_star(*t))
}

/// Whether a pattern of actions without holes matches an action, whatever the case; `None` if
/// that is not this simple.
pub(crate) fn action_matches(pattern: &str, action: &str) -> Option<bool> {
    if !pattern.is_ascii() || !action.is_ascii() {
        return None;
    }
    let (pattern, action) = (pattern.as_bytes(), action.as_bytes());
    let (mut p, mut a) = (0, 0);
    let mut back: Option<(usize, usize)> = None;
    while a < action.len() {
        match pattern.get(p) {
            Some(b'*') => {
                back = Some((p + 1, a));
                p += 1;
            }
            Some(letter) if *letter == b'?' || letter.eq_ignore_ascii_case(&action[a]) => {
                p += 1;
                a += 1;
            }
            _ => {
                let Some((after, from)) = &mut back else { return Some(false) };
                *from += 1;
                (p, a) = (*after, *from);
            }
        }
    }
    Some(pattern[p..].iter().all(|letter| *letter == b'*'))
}

/// Matching by positions reached: slower, and right for any mix of stars.
fn matches_any_order(pattern: &[Token], letters: &[Token]) -> bool {
    let mut reached = vec![false; pattern.len() + 1];
    reached[0] = true;
    let skip = |reached: &mut [bool]| {
        for (at, &token) in pattern.iter().enumerate() {
            if reached[at] && is_star(token) {
                reached[at + 1] = true;
            }
        }
    };
    skip(&mut reached);
    for &letter in letters {
        let mut next = vec![false; pattern.len() + 1];
        for (at, &token) in pattern.iter().enumerate() {
            if reached[at] && accepts(token, letter) {
                next[if is_star(token) { at } else { at + 1 }] = true;
            }
        }
        skip(&mut next);
        reached = next;
    }
    reached[pattern.len()]
}
