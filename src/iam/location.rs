//! Places inside a policy document, without knowing the file it came from.

use std::fmt;

use ecow::EcoString;

/// One step from a value to a value inside it.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Step {
    /// Into an object: the key, and which entry of the object it is (keys may come twice).
    Key(EcoString, usize),
    /// Into a list: the position, from 0.
    Item(usize),
}

/// A path from the root of the document, as a JSON pointer is one.
///
/// Callers that made the [`super::Tree`] map it to their own places with the same steps, and
/// those that only know the shape of a statement use [`Location::statement`] and its siblings.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Location {
    /// The steps from the root; none is the whole document.
    pub path: Vec<Step>,
    /// Whether the key of the last step is meant, rather than its value.
    pub at_key: bool,
}

impl Location {
    /// The whole document.
    #[must_use]
    pub fn root() -> Location {
        Location::default()
    }

    /// This place and one step further in, to a value of an object.
    #[must_use]
    pub fn key(&self, name: &str, entry: usize) -> Location {
        self.step(Step::Key(name.into(), entry))
    }

    /// This place and one step further in, to an element of a list.
    #[must_use]
    pub fn item(&self, index: usize) -> Location {
        self.step(Step::Item(index))
    }

    fn step(&self, step: Step) -> Location {
        let mut path = Vec::with_capacity(self.path.len() + 1);
        path.extend_from_slice(&self.path);
        path.push(step);
        Location { path, at_key: false }
    }

    /// The key of this place rather than its value.
    #[must_use]
    pub fn on_key(mut self) -> Location {
        self.at_key = true;
        self
    }

    /// The statement it lies in, counted from 0; a single statement outside a list is 0.
    #[must_use]
    pub fn statement(&self) -> Option<usize> {
        match self.path.as_slice() {
            [Step::Key(name, _), Step::Item(index), ..] if name == "Statement" => Some(*index),
            [Step::Key(name, _), ..] if name == "Statement" => Some(0),
            _ => None,
        }
    }

    /// The steps inside the statement, the element's name first.
    #[must_use]
    pub fn within_statement(&self) -> &[Step] {
        match self.path.as_slice() {
            [Step::Key(name, _), Step::Item(_), rest @ ..] if name == "Statement" => rest,
            [Step::Key(name, _), rest @ ..] if name == "Statement" => rest,
            _ => &[],
        }
    }

    /// The element of the statement (or of the document outside of statements): `Action`.
    #[must_use]
    pub fn element(&self) -> Option<&str> {
        let steps =
            if self.statement().is_some() { self.within_statement() } else { &self.path[..] };
        match steps.first() {
            Some(Step::Key(name, _)) => Some(name),
            _ => None,
        }
    }

    /// The keys below the element: operator and key of a condition, type of a principal.
    pub fn keys(&self) -> impl Iterator<Item = &str> {
        self.within_statement().iter().skip(1).filter_map(|step| match step {
            Step::Key(name, _) => Some(name.as_str()),
            Step::Item(_) => None,
        })
    }

    /// The position in the element's list, if it is a list.
    #[must_use]
    pub fn index(&self) -> Option<usize> {
        match self.within_statement().last() {
            Some(Step::Item(index)) if self.within_statement().len() > 1 => Some(*index),
            _ => None,
        }
    }
}

/// As a JSON pointer: `/Statement/0/Action/2`; the root is `/`.
impl fmt::Display for Location {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.path.is_empty() {
            return f.write_str("/");
        }
        for step in &self.path {
            match step {
                Step::Key(name, _) => {
                    write!(f, "/{}", name.as_str().replace('~', "~0").replace('/', "~1"))?;
                }
                Step::Item(index) => write!(f, "/{index}")?,
            }
        }
        Ok(())
    }
}
