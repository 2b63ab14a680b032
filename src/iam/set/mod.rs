//! Sets of requests: what a statement matches, as a product of sets of texts and conditions.

mod algebra;
mod caller;
pub(crate) mod conditions;
#[cfg(test)]
mod effort;
mod index;
pub(crate) mod matcher;
mod principal;
mod resolve;
pub(crate) mod search;
pub(crate) mod values;
pub(crate) mod witness;

use ecow::EcoString;

use super::document::{Document, Effect, Statement, Values};
use super::glob::{Glob, Token};
use super::text::Str;
use super::truth::Truth;

pub use algebra::RequestSet;
pub(crate) use caller::shown;
use index::Index;
use matcher::Test;
pub(crate) use principal::principal_patterns;

/// Which side of the truth a set with unknown parts is taken from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Bound {
    /// Only what it certainly contains.
    Under,
    /// All it may contain.
    Over,
    /// Every unknown text taken for one fixed text; no bound, but the same on both sides of a
    /// comparison. Not for documents with unknown statements or lists.
    Same,
}

impl Bound {
    /// The bound of the complement that gives this bound.
    pub(crate) fn flipped(self) -> Bound {
        match self {
            Bound::Under => Bound::Over,
            Bound::Over => Bound::Under,
            Bound::Same => Bound::Same,
        }
    }
}

/// A set of texts: those of the patterns, or all others.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) struct Selection {
    /// All texts but those of the patterns.
    pub negated: bool,
    pub globs: Vec<Glob>,
    /// How many of the patterns, which then come first and sorted, name their service (all up
    /// to the first colon) literally.
    literal: usize,
}

impl Selection {
    pub(crate) fn any() -> Selection {
        Selection { negated: true, globs: Vec::new(), literal: 0 }
    }

    pub(crate) fn none() -> Selection {
        Selection { negated: false, globs: Vec::new(), literal: 0 }
    }

    pub(crate) fn of(globs: Vec<Glob>) -> Selection {
        if globs.iter().any(Glob::is_any) {
            return Selection::any();
        }
        Selection { negated: false, globs, literal: 0 }
    }

    /// All texts but those of the patterns.
    pub(crate) fn except(globs: Vec<Glob>) -> Selection {
        if globs.iter().any(Glob::is_any) {
            return Selection::none();
        }
        Selection { negated: true, globs, literal: 0 }
    }

    /// Sorts the patterns so that those of a service are found quickly.
    fn indexed(mut self) -> Selection {
        if self.globs.len() > 8 {
            self.globs.sort_by(|a, b| {
                let key = |g: &Glob| (g.service().is_none(), g.service().map(<[Token]>::to_vec));
                key(a).cmp(&key(b)).then_with(|| a.cmp(b))
            });
            self.literal = self.globs.partition_point(|g| g.service().is_some());
        }
        self
    }

    pub(crate) fn is_any(&self) -> bool {
        self.negated && self.globs.is_empty()
    }

    pub(crate) fn contains(&self, letters: &[Token]) -> bool {
        let (literal, other) = self.globs.split_at(self.literal);
        let found = other.iter().any(|g| g.matches(letters))
            || !literal.is_empty() && {
                let service = super::glob::service_of(letters).unwrap_or(letters);
                let start = literal.partition_point(|g| g.service().unwrap_or(&[]) < service);
                literal[start..]
                    .iter()
                    .take_while(|g| g.service() == Some(service))
                    .any(|g| g.matches(letters))
            };
        found != self.negated
    }

    /// The same patterns with unknown parts as wildcards.
    pub(crate) fn widened(&self) -> Selection {
        let globs = self.globs.iter().map(|g| g.widened(false)).collect();
        Selection { negated: self.negated, globs, literal: 0 }
    }

    /// Whether it surely contains every text of the pattern; for a complement not looked at.
    pub(crate) fn covers(&self, glob: &Glob) -> bool {
        self.is_any() || !self.negated && self.globs.iter().any(|g| g.covers(glob))
    }

    fn of_values(
        values: &Values,
        negated: bool,
        bound: Bound,
        read: impl Fn(&Str) -> Glob,
    ) -> Self {
        let inner = if negated { bound.flipped() } else { bound };
        let mut globs: Vec<Glob> = values
            .items
            .iter()
            .map(|item| {
                let glob = read(&item.text);
                if inner == Bound::Over { glob.widened(false) } else { glob }
            })
            .collect();
        if values.open && inner == Bound::Over {
            globs = vec![Glob::any()];
        }
        if negated {
            return Selection::except(globs);
        }
        Selection::of(globs)
    }
}

/// One statement as a set of requests.
#[derive(Clone, Debug)]
pub(crate) struct Grant {
    pub actions: Selection,
    pub resources: Selection,
    pub principals: Selection,
    /// All must hold.
    pub tests: Vec<Test>,
    /// Who can ask, beyond what the principals say.
    pub askers: Askers,
    /// The policy variables of resources and conditions: keys and letters.
    pub variables: Vec<(EcoString, Token)>,
    /// Which document and which statement it comes from.
    pub origin: (usize, usize),
}

/// Who can ask, as far as the kind of policy tells.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Askers {
    /// Not told: what is asked for.
    Any,
    /// A statement without principal: users, roles and the like, which belong to an account.
    Own,
    /// A statement that names principals.
    Named,
}

impl Grant {
    /// Whatever the context, whoever asks.
    pub(crate) fn plain(actions: Selection, resources: Selection) -> Grant {
        Grant {
            actions,
            resources,
            principals: Selection::any(),
            tests: Vec::new(),
            askers: Askers::Any,
            variables: Vec::new(),
            origin: (0, 0),
        }
    }

    /// The set of one dimension: action, resource, principal.
    pub(crate) fn selection(&self, dimension: usize) -> &Selection {
        match dimension {
            0 => &self.actions,
            1 => &self.resources,
            _ => &self.principals,
        }
    }

    /// The set of a statement; `None` if it is certainly empty under this bound.
    pub(crate) fn of(
        statement: &Statement,
        document: usize,
        bound: Bound,
        conditions: Conditions,
    ) -> Option<Grant> {
        if bound != Bound::Over && (statement.open || statement.conditions_open) {
            return None;
        }
        let missing = || if statement.open { Selection::any() } else { Selection::none() };
        let actions = match (&statement.action, &statement.not_action) {
            (Some(values), _) => Selection::of_values(values, false, bound, Glob::action),
            (None, Some(values)) => Selection::of_values(values, true, bound, Glob::action),
            (None, None) => missing(),
        }
        .indexed();
        let read = |text: &Str| Glob::resource(text, statement.variables);
        let resources = match (&statement.resource, &statement.not_resource) {
            (Some(values), _) => Selection::of_values(values, false, bound, read),
            (None, Some(values)) => Selection::of_values(values, true, bound, read),
            // Trust policies have no resource: the role they belong to is meant.
            (None, None) => Selection::any(),
        };
        let (principals, askers) = match (&statement.principal, &statement.not_principal) {
            (Some(who), _) => (principal::selection(who, false, bound), Askers::Named),
            (None, Some(who)) => (principal::selection(who, true, bound), Askers::Named),
            (None, None) => (Selection::any(), Askers::Own),
        };
        let mut tests = Vec::new();
        if conditions == Conditions::Judged {
            for condition in &statement.conditions {
                match Test::of(condition, statement.variables, bound) {
                    Ok(test) => tests.push(test),
                    Err(true) => {}
                    Err(false) => return None,
                }
            }
        }
        let empty = |s: &Selection| !s.negated && s.globs.is_empty();
        if empty(&actions) || empty(&resources) || empty(&principals) {
            return None;
        }
        tests.sort_by(|a, b| a.key.cmp(&b.key));
        let values = tests.iter().filter_map(|t| t.matcher.texts()).flatten();
        let mut variables = Vec::new();
        if statement.variables && values.chain(&resources.globs).any(Glob::has_variable) {
            let lists = [&statement.resource, &statement.not_resource].into_iter().flatten();
            let items = lists.flat_map(|values| &values.items);
            let conditions = statement.conditions.iter().flat_map(|c| &c.values);
            let all = items.chain(conditions).flat_map(|item| super::glob::variables(&item.text));
            variables.extend(all.map(|(key, token)| (EcoString::from(key), token)));
        }
        let origin = (document, statement.index);
        Some(Grant { actions, resources, principals, tests, askers, variables, origin })
    }
}

/// What a question makes of conditions.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Conditions {
    /// Conditions count: an Allow with one does not allow every request.
    Judged,
    /// As if no condition were written on an Allow, and no Deny with a condition applied.
    Favourable,
}

/// Statements that apply together.
#[derive(Clone, Debug, Default)]
pub(crate) struct Grants {
    all: Vec<Grant>,
    index: Index,
}

impl std::ops::Deref for Grants {
    type Target = [Grant];

    fn deref(&self) -> &[Grant] {
        &self.all
    }
}

impl Grants {
    pub(crate) fn new(all: Vec<Grant>) -> Grants {
        let index = Index::new(&all);
        Grants { all, index }
    }

    pub(crate) fn into_inner(self) -> Vec<Grant> {
        self.all
    }

    /// Whether one of them matches the same requests as this.
    pub(crate) fn has(&self, grant: &Grant) -> bool {
        self.index.same_as(&self.all, grant).is_some()
    }

    /// Positions of those, each once, that can have a request in common with this.
    pub(crate) fn near(&self, grant: &Grant) -> Vec<usize> {
        self.index.near(grant)
    }

    /// Those, each once, that can have a request in common with this.
    pub(crate) fn meeting(&self, grant: &Grant) -> Vec<&Grant> {
        self.near(grant).into_iter().map(|at| &self.all[at]).collect()
    }

    /// Positions of those, each once, that include this action.
    pub(crate) fn of_action<'g>(&'g self, action: &'g [Token]) -> impl Iterator<Item = usize> + 'g {
        let found = self.index.of_action(action).into_iter();
        found.filter(|at| self.all[*at].actions.contains(action))
    }
}

/// What a set of policies allows: some statements less others.
#[derive(Clone, Debug, Default)]
pub(crate) struct Access {
    pub allows: Grants,
    pub denies: Grants,
}

impl Access {
    /// The access of documents that apply together, as one bound of it.
    pub(crate) fn of(documents: &[&Document], bound: Bound, conditions: Conditions) -> Access {
        let (mut allows, mut denies) = (Vec::new(), Vec::new());
        for (at, document) in documents.iter().enumerate() {
            for statement in &document.statements {
                let allow = match statement.effect {
                    Effect::Allow => Truth::True,
                    Effect::Deny => Truth::False,
                    Effect::Unknown => Truth::Unknown,
                    Effect::Invalid => continue,
                };
                let favourable = conditions == Conditions::Favourable;
                if allow.is_true() || allow == Truth::Unknown && bound == Bound::Over {
                    allows.extend(Grant::of(statement, at, bound, conditions));
                }
                let denying = allow.is_false() || allow == Truth::Unknown && bound == Bound::Under;
                if denying && !(favourable && statement.is_conditioned().is_possible()) {
                    let flipped = bound.flipped();
                    denies.extend(Grant::of(statement, at, flipped, Conditions::Judged));
                }
            }
        }
        Access { allows: Grants::new(allows), denies: Grants::new(denies) }
    }
}
