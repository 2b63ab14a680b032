//! Policy variables: `${aws:username}`, `${aws:PrincipalTag/team, 'none'}`.
//!
//! <https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html>

/// A policy variable inside a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Variable<'t> {
    /// The condition key whose value it stands for.
    pub key: &'t str,
    /// The text it stands for when the request has no such key.
    pub default: Option<&'t str>,
}

/// What is wrong with a `${…}`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum VariableFault {
    /// No closing brace.
    MissingBrace,
    /// Nothing between the braces.
    Empty,
    /// White space inside the name.
    Space,
    /// A default that is not in single quotes.
    MissingQuote,
}

/// A stretch of a text, as policy variables cut it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Piece<'t> {
    /// Plain text.
    Text(&'t str),
    /// `${*}`, `${?}` or `${$}`: the character itself.
    Escaped(char),
    /// A variable.
    Variable(Variable<'t>),
    /// A `${` that is no variable, with its text.
    Fault(VariableFault, &'t str),
}

/// Cuts a text at its policy variables.
#[must_use]
pub fn pieces(text: &str) -> Vec<Piece<'_>> {
    let mut out = Vec::new();
    let mut rest = text;
    while let Some(start) = rest.find("${") {
        if start > 0 {
            out.push(Piece::Text(&rest[..start]));
        }
        let inner = &rest[start + 2..];
        let Some(end) = inner.find('}') else {
            out.push(Piece::Fault(VariableFault::MissingBrace, &rest[start..]));
            return out;
        };
        out.push(piece(&inner[..end], &rest[start..start + end + 3]));
        rest = &inner[end + 1..];
    }
    if !rest.is_empty() {
        out.push(Piece::Text(rest));
    }
    out
}

fn piece<'t>(inner: &'t str, whole: &'t str) -> Piece<'t> {
    let fault = |fault| Piece::Fault(fault, whole);
    match inner {
        "*" => return Piece::Escaped('*'),
        "?" => return Piece::Escaped('?'),
        "$" => return Piece::Escaped('$'),
        _ if inner.trim().is_empty() => return fault(VariableFault::Empty),
        _ => {}
    }
    let (key, default) = match inner.split_once(',') {
        None => (inner, None),
        Some((key, default)) => {
            let default = default.trim();
            let quoted = default.strip_prefix('\'').and_then(|d| d.strip_suffix('\''));
            match quoted {
                Some(quoted) => (key, Some(quoted)),
                None => return fault(VariableFault::MissingQuote),
            }
        }
    };
    // Tag keys may have spaces; the rest of a key may not.
    let name = key.split_once('/').map_or(key, |(name, _)| name);
    if name.contains(char::is_whitespace) || key.ends_with(char::is_whitespace) {
        return fault(VariableFault::Space);
    }
    Piece::Variable(Variable { key, default })
}
