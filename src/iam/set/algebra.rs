//! Union, intersection and difference of sets of requests, and whether anything is in them.

use std::sync::Arc;

use super::search::{Budget, Outcome, exists, find};
use super::witness::Witness;
use super::{Access, Bound, Conditions, Grant, Grants, Selection};
use crate::iam::ask::{Example, Query, StatementRef};
use crate::iam::document::Document;
use crate::iam::simulate::Caller;
use crate::iam::truth::Truth;

/// More pieces than this are not kept: the set then is undecided.
const PIECES: usize = 50_000;
/// More statements than this in all pieces are not kept, likewise.
const MEMBERS: usize = 2_000_000;

/// What is in all of some statements and in none of others.
#[derive(Clone, Debug)]
struct Piece {
    inside: Vec<Arc<Grant>>,
    outside: Vec<Arc<Grant>>,
}

impl Piece {
    fn len(&self) -> usize {
        self.inside.len() + self.outside.len()
    }

    fn sides(&self) -> [Vec<&Grant>; 2] {
        [&self.inside, &self.outside].map(|all| all.iter().map(Arc::as_ref).collect())
    }

    fn find(&self, budget: &mut Budget) -> Outcome<Box<Witness>> {
        let [inside, outside] = self.sides();
        find(&inside, &outside, budget)
    }

    /// Whether there may be anything in it.
    fn exists(&self, budget: &mut Budget) -> bool {
        let [inside, outside] = self.sides();
        exists(&inside, &outside, budget) != Outcome::Nothing
    }
}

/// One side of a set: a union of pieces.
#[derive(Clone, Debug, Default)]
struct Side {
    pieces: Arc<Vec<Piece>>,
    /// Some pieces were given up.
    cut: bool,
}

impl Side {
    fn new(pieces: Vec<Piece>, cut: bool) -> Side {
        Side { pieces: Arc::new(pieces), cut }
    }

    fn of(access: Access) -> Side {
        let all: Vec<Arc<Grant>> = access.denies.iter().cloned().map(Arc::new).collect();
        let (mut pieces, mut kept, mut cut) = (Vec::new(), 0, false);
        for allow in access.allows.into_inner() {
            let near = access.denies.near(&allow);
            kept += 1 + near.len();
            if kept > MEMBERS {
                cut = true;
                break;
            }
            let outside = near.into_iter().map(|at| Arc::clone(&all[at])).collect();
            pieces.push(Piece { inside: vec![Arc::new(allow)], outside });
        }
        Side::new(pieces, cut)
    }

    fn union(&self, other: &Side) -> Side {
        let pieces = self.pieces.iter().chain(other.pieces.iter()).cloned().collect();
        Side::new(pieces, self.cut || other.cut)
    }

    fn intersection(&self, other: &Side) -> Side {
        let mut cut = self.cut || other.cut;
        let mut pieces = Vec::new();
        let mut kept = 0;
        'all: for a in self.pieces.iter() {
            for b in other.pieces.iter() {
                kept += a.len() + b.len();
                if pieces.len() >= PIECES || kept > MEMBERS {
                    cut = true;
                    break 'all;
                }
                let join = |a: &[Arc<Grant>], b: &[Arc<Grant>]| {
                    let mut all = a.to_vec();
                    all.extend(b.iter().cloned());
                    all
                };
                pieces.push(Piece {
                    inside: join(&a.inside, &b.inside),
                    outside: join(&a.outside, &b.outside),
                });
            }
        }
        Side::new(pieces, cut)
    }

    /// A piece leaves another by leaving one of its statements or by entering one it excludes.
    fn difference(&self, other: &Side) -> Side {
        let mut cut = self.cut || other.cut;
        let mut pieces = self.pieces.to_vec();
        let mut budget = Budget::new();
        for taken in other.pieces.iter() {
            // With nothing left to spend, what has not been taken away may not stay.
            let work: usize = pieces.iter().map(|piece| piece.len() + taken.len()).sum();
            if !budget.spend(work) {
                return Side::new(Vec::new(), true);
            }
            let mut left = Vec::with_capacity(pieces.len());
            for piece in pieces {
                if left.len() >= PIECES {
                    cut = true;
                    break;
                }
                let has = |all: &[Arc<Grant>], one: &Arc<Grant>| {
                    all.iter().any(|other| Arc::ptr_eq(other, one))
                };
                // Already apart: nothing to take away.
                if taken.inside.iter().any(|g| has(&piece.outside, g))
                    || taken.outside.iter().any(|g| has(&piece.inside, g))
                {
                    left.push(piece);
                    continue;
                }
                for grant in taken.inside.iter().filter(|g| !has(&piece.inside, g)) {
                    let mut piece = piece.clone();
                    piece.outside.push(Arc::clone(grant));
                    left.push(piece);
                }
                for grant in taken.outside.iter().filter(|g| !has(&piece.outside, g)) {
                    let mut piece = piece.clone();
                    piece.inside.push(Arc::clone(grant));
                    left.push(piece);
                }
            }
            // Many pieces mostly are empty ones, which would only make more.
            if left.len() > 16 {
                left.retain(|piece| piece.exists(&mut budget));
            }
            pieces = left;
        }
        Side::new(pieces, cut)
    }

    fn find(&self, budget: &mut Budget) -> Outcome<(Box<Witness>, StatementRef)> {
        let mut undecided = self.cut;
        for piece in self.pieces.iter() {
            match piece.find(budget) {
                Outcome::Found(witness) => {
                    let origin = piece.inside.first().map_or((0, 0), |g| g.origin);
                    let by = StatementRef { document: origin.0, statement: origin.1 };
                    return Outcome::Found((witness, by));
                }
                Outcome::Nothing => {}
                Outcome::Undecided => undecided = true,
            }
        }
        if undecided { Outcome::Undecided } else { Outcome::Nothing }
    }
}

/// A set of requests, exact but for unknown parts: what is surely in it, and what may be.
#[derive(Clone, Debug)]
pub struct RequestSet {
    sure: Side,
    possible: Side,
}

impl RequestSet {
    /// What documents that apply together allow.
    #[must_use]
    pub fn allowed(documents: &[&Document]) -> RequestSet {
        let side = |bound| Side::of(Access::of(documents, bound, Conditions::Judged));
        let sure = side(Bound::Under);
        let known = !documents.iter().any(|d| d.has_unknown());
        let possible = if known { sure.clone() } else { side(Bound::Over) };
        RequestSet { sure, possible }
    }

    /// All requests of the actions and resources of a query, whatever their context.
    #[must_use]
    pub fn of_query(query: &Query) -> RequestSet {
        let access = Access { allows: Grants::new(vec![query.grant()]), ..Access::default() };
        let side = Side::of(access);
        RequestSet { sure: side.clone(), possible: side }
    }

    /// All requests of one caller; of a role, in whatever session.
    pub(crate) fn of_caller(caller: &Caller) -> RequestSet {
        let principals = super::principal::of_caller(caller);
        let grant = Grant { principals, ..Grant::plain(Selection::any(), Selection::any()) };
        let access = Access { allows: Grants::new(vec![grant]), ..Access::default() };
        let side = Side::of(access);
        RequestSet { sure: side.clone(), possible: side }
    }

    /// Requests in one of both.
    #[must_use]
    pub fn union(&self, other: &RequestSet) -> RequestSet {
        RequestSet {
            sure: self.sure.union(&other.sure),
            possible: self.possible.union(&other.possible),
        }
    }

    /// Requests in both.
    #[must_use]
    pub fn intersection(&self, other: &RequestSet) -> RequestSet {
        RequestSet {
            sure: self.sure.intersection(&other.sure),
            possible: self.possible.intersection(&other.possible),
        }
    }

    /// Requests in this and not in the other.
    #[must_use]
    pub fn difference(&self, other: &RequestSet) -> RequestSet {
        RequestSet {
            sure: self.sure.difference(&other.possible),
            possible: self.possible.difference(&other.sure),
        }
    }

    /// Whether no request is in it. Unknown if that hangs on unknown parts, or would take more
    /// than the bounded effort.
    #[must_use]
    pub fn is_empty(&self) -> Truth {
        let mut budget = Budget::new();
        match self.sure.find(&mut budget) {
            Outcome::Found(_) => Truth::False,
            Outcome::Undecided => Truth::Unknown,
            Outcome::Nothing => match self.possible.find(&mut budget) {
                Outcome::Nothing => Truth::True,
                _ => Truth::Unknown,
            },
        }
    }

    /// A request that surely is in it, and the statement that puts it there.
    #[must_use]
    pub fn example(&self) -> Option<(Example, StatementRef)> {
        match self.sure.find(&mut Budget::new()) {
            Outcome::Found((witness, by)) => Some((Example::of(&witness), by)),
            _ => None,
        }
    }

    /// Whether all of it is in the other.
    #[must_use]
    pub fn is_subset(&self, other: &RequestSet) -> Truth {
        self.difference(other).is_empty()
    }
}
