//! `*` and `?` against text that may have holes.

use crate::value::{Part, Symbol, Text};

/// How a pattern meets a text.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Match {
    /// Whatever the holes are.
    Always,
    /// For some of what the holes may be.
    Perhaps,
    /// For nothing that the holes may be.
    Never,
}

/// Matches a whole text against a pattern in which `*` is any text and `?` any character.
/// A pattern of an ARN is matched field by field, as AWS does.
pub fn matches(pattern: &str, text: &Text) -> Match {
    if pattern.starts_with("arn:")
        && let Some(fields) = arn_fields(text)
    {
        let patterns: Vec<&str> = pattern.splitn(ARN_FIELDS, ':').collect();
        if patterns.len() == ARN_FIELDS {
            let worst = |a: Match, b: Match| match (a, b) {
                (Match::Never, _) | (_, Match::Never) => Match::Never,
                (Match::Perhaps, _) | (_, Match::Perhaps) => Match::Perhaps,
                _ => Match::Always,
            };
            let each =
                patterns.iter().zip(&fields).map(|(pattern, field)| matches_text(pattern, field));
            return each.fold(Match::Always, worst);
        }
    }
    matches_text(pattern, text)
}

/// `arn:partition:service:region:account:resource`; the last may have colons of its own.
const ARN_FIELDS: usize = 6;

/// The fields of an ARN of which every one but the last is separated by a known colon.
fn arn_fields(text: &Text) -> Option<Vec<Text>> {
    let flat = text.flat();
    let mut fields = vec![];
    let mut start = 0;
    for (at, _) in flat.match_indices(':').take(ARN_FIELDS - 1) {
        fields.push(text.slice(start..at));
        start = at + 1;
    }
    fields.push(text.slice(start..flat.len()));
    (fields.len() == ARN_FIELDS && fields[0].as_known() == Some("arn")).then_some(fields)
}

fn matches_text(pattern: &str, text: &Text) -> Match {
    let pattern: Vec<Token> = tokens(pattern);
    if covers(&pattern, &text.flat().chars().collect::<Vec<_>>()) {
        return Match::Always;
    }
    if text.as_known().is_some() {
        return Match::Never;
    }
    if meet(&pattern, &opened(text)) { Match::Perhaps } else { Match::Never }
}

/// Compares a whole text with a literal, in which no character is special.
pub fn equals(literal: &str, text: &Text) -> Match {
    match text.as_known() {
        Some(known) if known == literal => Match::Always,
        Some(_) => Match::Never,
        None => {
            let literal: Vec<Token> = literal.chars().map(Token::Char).collect();
            if meet(&literal, &opened(text)) { Match::Perhaps } else { Match::Never }
        }
    }
}

#[derive(Clone, Copy, PartialEq)]
enum Token {
    Char(char),
    One,
    Any,
}

fn tokens(pattern: &str) -> Vec<Token> {
    let token = |c| match c {
        '*' => Token::Any,
        '?' => Token::One,
        c => Token::Char(c),
    };
    pattern.chars().map(token).collect()
}

/// The text as a pattern: a hole is any text.
fn opened(text: &Text) -> Vec<Token> {
    let mut open = vec![];
    for part in text.parts() {
        match part {
            Part::Literal(literal) => open.extend(literal.chars().map(Token::Char)),
            // Twelve digits, whichever they are.
            Part::Symbol(Symbol::AccountId | Symbol::ManagementAccountId) => {
                open.extend([Token::One; 12])
            }
            Part::Symbol(_) | Part::Unknown(_) => open.push(Token::Any),
        }
    }
    open
}

/// Whether the pattern matches the text, a hole being covered by `*` only.
fn covers(pattern: &[Token], text: &[char]) -> bool {
    let (mut p, mut t) = (0, 0);
    let mut star = None;
    while t < text.len() {
        let here = match pattern.get(p) {
            Some(Token::Any) => {
                star = Some((p, t));
                p += 1;
                continue;
            }
            Some(Token::One) => !Text::is_hole(text[t]),
            Some(Token::Char(c)) => *c == text[t],
            None => false,
        };
        if here {
            p += 1;
            t += 1;
        } else if let Some((at, from)) = star {
            star = Some((at, from + 1));
            p = at + 1;
            t = from + 1;
        } else {
            return false;
        }
    }
    pattern[p..].iter().all(|token| *token == Token::Any)
}

/// Whether some text matches both patterns.
fn meet(a: &[Token], b: &[Token]) -> bool {
    // reachable[j]: the first i tokens of `a` and j of `b` match a common text.
    let mut reachable = vec![false; b.len() + 1];
    reachable[0] = true;
    for j in 0..b.len() {
        reachable[j + 1] = reachable[j] && b[j] == Token::Any;
    }
    for token in a {
        let mut next = vec![false; b.len() + 1];
        next[0] = reachable[0] && *token == Token::Any;
        for j in 0..b.len() {
            let single = |t: Token| t != Token::Any;
            let same = match (*token, b[j]) {
                (Token::Char(x), Token::Char(y)) => x == y,
                (x, y) => single(x) && single(y),
            };
            next[j + 1] = (same && reachable[j])
                || (*token == Token::Any && (reachable[j + 1] || next[j]))
                || (b[j] == Token::Any && (next[j] || reachable[j + 1]));
        }
        reachable = next;
    }
    reachable[b.len()]
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::value::{Origin, Symbol, Unknown, Why};

    fn arn(name: Option<&str>) -> Text {
        let mut builder = Text::builder();
        builder.literal("arn:", None).symbol(Symbol::Partition).literal(":iam::aws:policy/", None);
        match name {
            Some(name) => builder.literal(name, None),
            None => builder.text(
                &Text::hole(Arc::new(Unknown::anything(Why::Variable("var.p".into())))),
                &Origin::NONE,
            ),
        };
        builder.build()
    }

    #[test]
    fn holes_are_covered_by_stars_only() {
        assert_eq!(
            matches("*:policy/AdministratorAccess", &arn(Some("AdministratorAccess"))),
            Match::Always
        );
        assert_eq!(
            matches("*:policy/AdministratorAccess", &arn(Some("ReadOnlyAccess"))),
            Match::Never
        );
        assert_eq!(matches("*:policy/AdministratorAccess", &arn(None)), Match::Perhaps);
        assert_eq!(matches("*:role/*", &arn(None)), Match::Perhaps);
        assert_eq!(matches("s3:*", &arn(None)), Match::Never);
        let mut own = Text::builder();
        own.literal("arn:aws:iam::", None).symbol(Symbol::AccountId).literal(":policy/", None);
        let name = Arc::new(Unknown::anything(Why::Variable("var.name".into())));
        own.text(&Text::hole(name), &Origin::NONE);
        let own = own.build();
        assert_eq!(
            matches("arn:*:iam::aws:policy/*", &own),
            Match::Never,
            "the account is no word"
        );
        let unnamed = {
            let mut own = Text::builder();
            own.literal("arn:", None).symbol(Symbol::Partition).literal(":iam::", None);
            own.symbol(Symbol::AccountId).literal(":policy", None);
            own.text(
                &Text::hole(Arc::new(Unknown::anything(Why::Variable("var.path".into())))),
                &Origin::NONE,
            );
            own.build()
        };
        let pattern = "arn:*:iam::aws:policy/AdministratorAccess";
        assert_eq!(matches(pattern, &unnamed), Match::Never, "each field by itself");
        assert_eq!(matches("a?c*", &Text::from("abcd")), Match::Always);
        assert_eq!(matches("a*d*e", &Text::from("abcdxd")), Match::Never);
    }
}
