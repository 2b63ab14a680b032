//! Wildcard patterns over text with holes: the alphabet everything else reasons in.
//!
//! A pattern is a row of *tokens*: letters and wildcards. A hole of a text is a letter of its
//! own that equals nothing but itself, so symbols and generated names take part in exact
//! reasoning without being known. The five separators of an ARN confine the wildcards before
//! them to their field, as IAM matches each of the six fields on its own
//! (<https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_resource.html>).

mod instances;
mod intersect;
mod matching;
mod variable;

use std::borrow::Cow;
use std::hash::{DefaultHasher, Hash, Hasher};

use super::text::{Part, Str, Symbol};

pub(crate) use instances::Instances;
pub(crate) use intersect::intersect;
pub(crate) use matching::action_matches;
use matching::matches;
pub use variable::{Piece, Variable, VariableFault, pieces};

/// A letter or a wildcard. Below [`FIRST_WILD`] it is a letter.
pub(crate) type Token = u32;

const SYMBOL: Token = 0x0020_0000;
/// A letter that occurs in no pattern.
pub(crate) const FRESH: Token = 0x0030_0000;
const NAME: Token = 0x1000_0000;
const UNKNOWN: Token = 0x2000_0000;
const VARIABLE: Token = 0x3000_0000;
const HOLE_BITS: Token = 0x0FFF_FFFF;
const FIRST_WILD: Token = 0xFFFF_FF00;
/// `?`: any one letter.
pub(crate) const ONE: Token = FIRST_WILD;
/// `?` within one of the first five fields of an ARN: not a colon.
pub(crate) const ONE_FIELD: Token = FIRST_WILD + 1;
/// A letter of a name nobody knows. A name is one fixed text, so it has no fresh letter; as a
/// pattern it is one of these and then [`MANY_NAME`].
const ONE_NAME: Token = FIRST_WILD + 2;
/// The same of what has neither `:` nor `/`: an account, a Region, a partition, and whatever
/// fills one of the first five fields of an ARN.
const ONE_WORD: Token = FIRST_WILD + 3;
/// `*`: any letters.
pub(crate) const MANY: Token = FIRST_WILD + 4;
/// `*` within one of the first five fields of an ARN: no colon.
pub(crate) const MANY_FIELD: Token = FIRST_WILD + 5;
/// Any letters of [`ONE_NAME`].
const MANY_NAME: Token = FIRST_WILD + 6;
/// Any letters of [`ONE_WORD`].
const MANY_WORD: Token = FIRST_WILD + 7;
const COLON: Token = ':' as Token;
const SLASH: Token = '/' as Token;

fn is_star(token: Token) -> bool {
    token >= MANY
}

fn is_wild(token: Token) -> bool {
    token >= FIRST_WILD
}

/// Whether it is of one fixed text nobody knows.
fn is_name(token: Token) -> bool {
    matches!(token, ONE_NAME | ONE_WORD | MANY_NAME | MANY_WORD)
}

/// A hole of the text or a policy variable: a letter that stands for a longer text.
fn is_hole(token: Token) -> bool {
    (SYMBOL..FRESH).contains(&token) || (NAME..FIRST_WILD).contains(&token)
}

fn is_variable(token: Token) -> bool {
    (VARIABLE..FIRST_WILD).contains(&token)
}

/// Gives the values of policy variables.
pub(crate) type Values<'v> = &'v dyn Fn(&Variable<'_>) -> Option<String>;

/// How the text of a pattern is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Reading {
    /// `*` and `?` are wildcards.
    pub wildcards: bool,
    /// Five colons confine the wildcards before them.
    pub fields: bool,
    /// `${…}` is a policy variable.
    pub variables: bool,
    /// Upper and lower case are the same.
    pub fold: bool,
}

impl Reading {
    pub(crate) const ACTION: Reading =
        Reading { wildcards: true, fields: false, variables: false, fold: true };
    pub(crate) const RESOURCE: Reading =
        Reading { wildcards: true, fields: true, variables: true, fold: false };
    pub(crate) const TEXT: Reading =
        Reading { wildcards: false, fields: false, variables: false, fold: false };
}

/// A wildcard pattern, ready to match.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) struct Glob {
    tokens: Box<[Token]>,
}

impl Glob {
    pub(crate) fn new(text: &Str, reading: Reading) -> Glob {
        Glob::resolved(text, reading, &|_| None)
    }

    /// The same with the values of policy variables put in, as far as they are known; what is
    /// in a value is no wildcard.
    pub(crate) fn resolved(text: &Str, reading: Reading, values: Values<'_>) -> Glob {
        let mut tokens = Vec::with_capacity(16);
        for part in text.parts() {
            match part {
                Part::Text(text) => push_text(&mut tokens, text, reading, values),
                Part::Symbol(symbol) => tokens.push(SYMBOL + symbol_number(*symbol)),
                Part::Name(id) => tokens.push(NAME | (id & HOLE_BITS)),
                Part::Unknown(id) => tokens.push(UNKNOWN | (id & HOLE_BITS)),
            }
        }
        if reading.fields {
            confine(&mut tokens);
        }
        Glob::from_tokens(tokens)
    }

    /// A pattern of an action: case does not matter.
    pub(crate) fn action(text: &Str) -> Glob {
        Glob::new(text, Reading::ACTION)
    }

    /// A pattern of a resource, with policy variables if the version of the document has them.
    pub(crate) fn resource(text: &Str, variables: bool) -> Glob {
        Glob::new(text, Reading { variables, ..Reading::RESOURCE })
    }

    /// Every text.
    pub(crate) fn any() -> Glob {
        Glob { tokens: Box::new([MANY]) }
    }

    /// Joins runs of wildcards and puts `?` before `*`, so that equal runs look equal.
    pub(crate) fn from_tokens(mut tokens: Vec<Token>) -> Glob {
        // A name beside `*` is not the same as `*` beside a name.
        let joins = |t: &&Token| is_wild(**t) && !is_name(**t);
        if tokens.iter().filter(joins).count() > 1 {
            let mut at = 0;
            while at < tokens.len() {
                let end = at + tokens[at..].iter().take_while(joins).count();
                if end > at + 1 {
                    tokens[at..end].sort_unstable();
                    let mut keep = at;
                    for i in at..end {
                        if keep == at || !is_star(tokens[i]) || tokens[keep - 1] != tokens[i] {
                            tokens[keep] = tokens[i];
                            keep += 1;
                        }
                    }
                    tokens.drain(keep..end);
                    at = keep;
                } else {
                    at = end + 1;
                }
            }
        }
        Glob { tokens: tokens.into_boxed_slice() }
    }

    pub(crate) fn tokens(&self) -> &[Token] {
        &self.tokens
    }

    /// Whether it is `*` alone.
    pub(crate) fn is_any(&self) -> bool {
        matches!(*self.tokens, [MANY])
    }

    /// Whether a wildcard of the text itself is left: an unknown name is one fixed text.
    pub(crate) fn has_star(&self) -> bool {
        self.tokens.iter().any(|t| is_wild(*t) && !is_name(*t))
    }

    /// Whether a part is an unknown name, which is one fixed text.
    pub(crate) fn has_name(&self) -> bool {
        self.tokens.iter().any(|t| is_name(*t))
    }

    /// Whether a part is text nobody knows (symbols, names, unknown text).
    pub(crate) fn has_unknown(&self) -> bool {
        self.tokens.iter().any(|t| is_hole(*t) && *t < VARIABLE)
    }

    /// Whether a part is a policy variable.
    pub(crate) fn has_variable(&self) -> bool {
        self.variables().next().is_some()
    }

    /// How many `?` it has.
    pub(crate) fn ones(&self) -> usize {
        self.tokens.iter().filter(|t| matches!(**t, ONE | ONE_FIELD)).count()
    }

    /// The letters before the first wildcard or hole.
    pub(crate) fn literal_start(&self) -> &[Token] {
        let end = self.tokens.iter().position(|t| is_wild(*t) || is_hole(*t));
        &self.tokens[..end.unwrap_or(self.tokens.len())]
    }

    /// All up to the first colon, if it is literal.
    pub(crate) fn service(&self) -> Option<&[Token]> {
        service_of(&self.tokens).filter(|service| !service.iter().any(|t| is_wild(*t)))
    }

    /// Whether the letters are one of its texts.
    pub(crate) fn matches(&self, letters: &[Token]) -> bool {
        matches(&self.tokens, letters)
    }

    /// Whether the text is one of its texts.
    #[cfg(test)]
    pub(crate) fn matches_text(&self, text: &str) -> bool {
        self.matches(&letters(text))
    }

    /// Whether all texts of the other are its own. Exact if this pattern has no `?`; with `?`
    /// a yes is right and a no may be wrong.
    pub(crate) fn covers(&self, other: &Glob) -> bool {
        matches(&self.tokens, &other.tokens)
    }

    /// The same with unknown parts (and, if asked, policy variables) as wildcards.
    pub(crate) fn widened(&self, variables: bool) -> Glob {
        let top = if variables { FIRST_WILD } else { VARIABLE };
        if !self.tokens.iter().any(|t| is_hole(*t) && *t < top) {
            return self.clone();
        }
        let fields = self.tokens.iter().filter(|t| **t == COLON).count() >= 5;
        let mut seen = 0;
        let mut tokens = Vec::with_capacity(self.tokens.len() + 4);
        for &token in &self.tokens {
            seen += usize::from(token == COLON);
            let field = fields && seen < 5;
            match token {
                _ if !is_hole(token) || token >= top => tokens.push(token),
                UNKNOWN..FIRST_WILD => tokens.push(if field { MANY_FIELD } else { MANY }),
                _ => tokens.extend(name(token, field)),
            }
        }
        Glob::from_tokens(tokens)
    }

    /// The same for texts without wildcards: an unknown part is one text, whatever it holds.
    pub(crate) fn widened_exact(&self) -> Glob {
        let mut tokens = Vec::with_capacity(self.tokens.len() + 4);
        for &token in &self.tokens {
            match token {
                _ if !is_hole(token) || token >= VARIABLE => tokens.push(token),
                // An unknown text may be empty.
                UNKNOWN.. => tokens.push(MANY_NAME),
                _ => tokens.extend(name(token, false)),
            }
        }
        Glob::from_tokens(tokens)
    }

    /// The pattern as one to be searched, as far as names go: unknown ones vary freely.
    pub(crate) fn unnamed(&self) -> Cow<'_, Glob> {
        self.freed(&is_name)
    }

    /// The pattern with policy variables, but for those kept, that vary freely.
    pub(crate) fn searched(&self, keep: &dyn Fn(Token) -> bool) -> Cow<'_, Glob> {
        self.freed(&|token| is_variable(token) && !keep(token))
    }

    fn freed(&self, frees: &dyn Fn(Token) -> bool) -> Cow<'_, Glob> {
        if !self.tokens.iter().any(|t| frees(*t)) {
            return Cow::Borrowed(self);
        }
        let fields = self.tokens.iter().filter(|t| **t == COLON).count() >= 5;
        let mut seen = 0;
        // The first letter of a name goes with its others.
        let first = |t: Token| matches!(t, ONE_NAME | ONE_WORD) && frees(t);
        let tokens = self.tokens.iter().filter(|t| !first(**t)).map(|&token| {
            seen += usize::from(token == COLON);
            match token {
                _ if !frees(token) => token,
                _ if fields && seen < 5 => MANY_FIELD,
                _ => MANY,
            }
        });
        Cow::Owned(Glob::from_tokens(tokens.collect()))
    }

    /// The letters that stand for policy variables.
    pub(crate) fn variables(&self) -> impl Iterator<Item = Token> {
        self.tokens.iter().copied().filter(|t| is_variable(*t))
    }

    /// The pattern as people write it.
    pub(crate) fn show(&self) -> String {
        show(&self.tokens, 'x')
    }
}

/// Letters as text; fresh ones as the given letter, holes as `<…>`.
pub(crate) fn show(tokens: &[Token], fresh: char) -> String {
    let mut text = String::with_capacity(tokens.len());
    for &token in tokens {
        match token {
            FRESH => text.push(fresh),
            ONE | ONE_FIELD => text.push('?'),
            ONE_NAME | ONE_WORD => {}
            MANY.. => text.push('*'),
            VARIABLE.. => text.push_str("<variable>"),
            UNKNOWN.. => text.push_str("<unknown>"),
            NAME.. => text.push_str("<name>"),
            SYMBOL.. => text.push_str(match token - SYMBOL {
                0 => "<account>",
                1 => "<region>",
                2 => "<partition>",
                _ => "<dns suffix>",
            }),
            _ => text.extend(char::from_u32(token)),
        }
    }
    text
}

/// A known text as letters.
pub(crate) fn letters(text: &str) -> Vec<Token> {
    text.chars().map(|c| c as Token).collect()
}

/// What comes before the first colon.
pub(crate) fn service_of(letters: &[Token]) -> Option<&[Token]> {
    letters.iter().position(|t| *t == COLON).map(|end| &letters[..end])
}

/// The wildcards for a name or symbol, within one of the first five fields of an ARN or not.
fn name(hole: Token, field: bool) -> [Token; 2] {
    if field || hole < FRESH { [ONE_WORD, MANY_WORD] } else { [ONE_NAME, MANY_NAME] }
}

fn symbol_number(symbol: Symbol) -> Token {
    match symbol {
        Symbol::Account => 0,
        Symbol::Region => 1,
        Symbol::Partition => 2,
        Symbol::DnsSuffix => 3,
    }
}

/// The letter that stands for a policy variable.
fn variable_token(variable: &Variable<'_>) -> Token {
    let mut hasher = DefaultHasher::new();
    variable.key.to_ascii_lowercase().hash(&mut hasher);
    variable.default.hash(&mut hasher);
    let hash = Token::try_from(hasher.finish() & u64::from(HOLE_BITS >> 1));
    VARIABLE | hash.unwrap_or(0)
}

/// The policy variables of a text: their keys in lower case, and their letters.
pub(crate) fn variables(text: &Str) -> Vec<(String, Token)> {
    let mut all = Vec::new();
    for part in text.parts() {
        let Part::Text(text) = part else { continue };
        for piece in pieces(text) {
            if let Piece::Variable(variable) = piece {
                all.push((variable.key.to_ascii_lowercase(), variable_token(&variable)));
            }
        }
    }
    all
}

fn push_text(tokens: &mut Vec<Token>, text: &str, reading: Reading, values: Values<'_>) {
    if reading.variables && text.contains("${") {
        for piece in pieces(text) {
            match piece {
                Piece::Text(text) => push_plain(tokens, text, reading),
                // `${*}`, `${?}` and `${$}` are the characters themselves.
                Piece::Escaped(letter) => tokens.push(letter as Token),
                Piece::Variable(variable) => {
                    if let Some(value) = values(&variable) {
                        push_plain(tokens, &value, Reading { wildcards: false, ..reading });
                        continue;
                    }
                    tokens.push(variable_token(&variable));
                }
                Piece::Fault(_, text) => push_plain(tokens, text, Reading::TEXT),
            }
        }
    } else {
        push_plain(tokens, text, reading);
    }
}

fn push_plain(tokens: &mut Vec<Token>, text: &str, reading: Reading) {
    for mut letter in text.chars() {
        if reading.fold {
            letter = letter.to_ascii_lowercase();
        }
        tokens.push(match letter {
            '*' if reading.wildcards => MANY,
            '?' if reading.wildcards => ONE,
            _ => letter as Token,
        });
    }
}

/// Keeps the wildcards before the fifth colon within their field.
fn confine(tokens: &mut [Token]) {
    let Some(fifth) =
        tokens.iter().enumerate().filter(|(_, t)| **t == COLON).map(|(at, _)| at).nth(4)
    else {
        return;
    };
    for token in &mut tokens[..fifth] {
        match *token {
            ONE => *token = ONE_FIELD,
            MANY => *token = MANY_FIELD,
            _ => {}
        }
    }
}

#[cfg(test)]
mod tests;
