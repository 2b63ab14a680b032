//! Text that may have parts nobody knows before the deployment.

use std::fmt;

use ecow::EcoString;

/// A value every deployment has exactly one of; unknown here, but always equal to itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Symbol {
    /// The twelve-digit id of the account deployed to.
    Account,
    /// The Region deployed to, `eu-central-1`.
    Region,
    /// The partition deployed to, `aws`.
    Partition,
    /// The DNS suffix of the partition, `amazonaws.com`.
    DnsSuffix,
}

/// One part of a [`Str`].
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Part {
    /// Literal text, never empty.
    Text(EcoString),
    /// A value that is the same everywhere in the deployment.
    Symbol(Symbol),
    /// A text known to be one plain name or identifier (a generated id, the name of a
    /// resource): neither empty nor with a wildcard. The same number is the same text.
    Name(u32),
    /// Any text at all, wildcards included. The same number is the same text.
    Unknown(u32),
}

/// A text of literal parts and *holes*.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Str {
    parts: Vec<Part>,
}

impl Str {
    /// A text without holes.
    #[must_use]
    pub fn text(text: &str) -> Str {
        Str::from_parts([Part::Text(text.into())])
    }

    /// A text nobody knows anything about.
    #[must_use]
    pub fn unknown(id: u32) -> Str {
        Str { parts: vec![Part::Unknown(id)] }
    }

    /// A text of these parts; neighbouring literals are joined, empty ones dropped.
    pub fn from_parts(parts: impl IntoIterator<Item = Part>) -> Str {
        let mut str = Str::default();
        for part in parts {
            str.push(part);
        }
        str
    }

    /// Appends a part.
    pub fn push(&mut self, part: Part) {
        match (self.parts.last_mut(), part) {
            (_, Part::Text(text)) if text.is_empty() => {}
            (Some(Part::Text(before)), Part::Text(text)) => before.push_str(&text),
            (_, part) => self.parts.push(part),
        }
    }

    /// The parts in order.
    #[must_use]
    pub fn parts(&self) -> &[Part] {
        &self.parts
    }

    /// The text, if it has no holes.
    #[must_use]
    pub fn as_text(&self) -> Option<&str> {
        match self.parts.as_slice() {
            [] => Some(""),
            [Part::Text(text)] => Some(text),
            _ => None,
        }
    }

    /// Whether it has no holes at all.
    #[must_use]
    pub fn is_known(&self) -> bool {
        self.as_text().is_some()
    }

    /// Whether a part may be any text at all: symbols and names are not *open*.
    #[must_use]
    pub fn is_open(&self) -> bool {
        self.parts.iter().any(|part| matches!(part, Part::Unknown(_)))
    }

    /// The literal text before the first hole.
    #[must_use]
    pub fn prefix(&self) -> &str {
        match self.parts.first() {
            Some(Part::Text(text)) => text,
            _ => "",
        }
    }

    /// Whether it certainly equals `text`.
    #[must_use]
    pub fn is(&self, text: &str) -> bool {
        self.as_text() == Some(text)
    }

    /// Splits at the first `limit - 1` literal occurrences of `separator`; holes are never split.
    #[must_use]
    pub fn splitn(&self, limit: usize, separator: char) -> Vec<Str> {
        let mut fields = vec![Str::default()];
        for part in &self.parts {
            let Part::Text(text) = part else {
                if let Some(last) = fields.last_mut() {
                    last.push(part.clone());
                }
                continue;
            };
            let mut rest = text.as_str();
            while fields.len() < limit
                && let Some((before, after)) = rest.split_once(separator)
            {
                if let Some(last) = fields.last_mut() {
                    last.push(Part::Text(before.into()));
                }
                fields.push(Str::default());
                rest = after;
            }
            if let Some(last) = fields.last_mut() {
                last.push(Part::Text(rest.into()));
            }
        }
        fields
    }
}

impl From<&str> for Str {
    fn from(text: &str) -> Str {
        Str::text(text)
    }
}

/// For people: holes show as `<account>`, `<name 3>`, `<unknown 3>`.
impl fmt::Display for Str {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for part in &self.parts {
            match part {
                Part::Text(text) => f.write_str(text)?,
                Part::Symbol(Symbol::Account) => f.write_str("<account>")?,
                Part::Symbol(Symbol::Region) => f.write_str("<region>")?,
                Part::Symbol(Symbol::Partition) => f.write_str("<partition>")?,
                Part::Symbol(Symbol::DnsSuffix) => f.write_str("<dns suffix>")?,
                Part::Name(id) => write!(f, "<name {id}>")?,
                Part::Unknown(id) => write!(f, "<unknown {id}>")?,
            }
        }
        Ok(())
    }
}
