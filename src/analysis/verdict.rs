use std::sync::Arc;

use ecow::EcoString;

use crate::model::Field;
use crate::value::{Unknown, Value};

/// What a predicate says of an entity.
#[derive(Clone, Debug)]
pub enum Verdict {
    /// It holds, whatever the unknown values are.
    Yes(Evidence),
    /// It does not hold, whatever they are.
    No,
    /// It depends on an unknown.
    Unknown(Arc<Unknown>),
}

/// What made a predicate hold.
#[derive(Clone, Debug, Default)]
pub struct Evidence {
    /// The elements responsible, with the field each belongs to.
    pub elements: Vec<(Field, Value)>,
    /// The request or reasoning that proves it.
    pub proof: Option<String>,
    /// Circumstances worth knowing.
    pub notes: Vec<String>,
    /// The entity that is the cause by itself, if it is another than the one judged: its index.
    pub culprit: Option<usize>,
    /// Rules that the same cause also violates.
    pub folded: Vec<EcoString>,
}

impl Evidence {
    /// A single element.
    pub fn of(field: Field, value: Value) -> Evidence {
        Evidence { elements: vec![(field, value)], ..Evidence::default() }
    }

    /// The first element of a field.
    pub fn element(&self, field: Field) -> Option<&Value> {
        self.elements.iter().find(|(of, _)| *of == field).map(|(_, value)| value)
    }

    fn and(mut self, other: Evidence) -> Evidence {
        self.elements.extend(other.elements);
        self.proof = self.proof.or(other.proof);
        self.culprit = self.culprit.or(other.culprit);
        self.notes.extend(other.notes);
        self
    }
}

impl Verdict {
    /// It holds, for no element in particular.
    pub fn yes() -> Verdict {
        Verdict::Yes(Evidence::default())
    }

    /// From a boolean.
    pub fn from_bool(holds: bool) -> Verdict {
        if holds { Verdict::yes() } else { Verdict::No }
    }

    /// All hold: one that does not decides, whatever is unknown.
    pub fn all(verdicts: impl IntoIterator<Item = Verdict>) -> Verdict {
        let mut sum = Verdict::yes();
        for verdict in verdicts {
            sum = match (sum, verdict) {
                (_, Verdict::No) => return Verdict::No,
                (Verdict::Yes(a), Verdict::Yes(b)) => Verdict::Yes(a.and(b)),
                (unknown @ Verdict::Unknown(_), _) | (_, unknown @ Verdict::Unknown(_)) => unknown,
                (Verdict::No, _) => Verdict::No,
            };
        }
        sum
    }

    /// At least one holds. The first that does gives the evidence.
    pub fn any(verdicts: impl IntoIterator<Item = Verdict>) -> Verdict {
        let mut sum = Verdict::No;
        for verdict in verdicts {
            match verdict {
                Verdict::Yes(_) => return verdict,
                Verdict::Unknown(_) if matches!(sum, Verdict::No) => sum = verdict,
                _ => {}
            }
        }
        sum
    }

    /// It does not hold.
    pub fn negate(self) -> Verdict {
        match self {
            Verdict::Yes(_) => Verdict::No,
            Verdict::No => Verdict::yes(),
            Verdict::Unknown(unknown) => Verdict::Unknown(unknown),
        }
    }

    /// What holds for every value that an unknown may have.
    pub fn for_each_of(unknown: &Arc<Unknown>, test: impl Fn(&Value) -> Verdict) -> Verdict {
        let mut verdicts = unknown.any_of.iter().map(test);
        let Some(first) = verdicts.next() else { return Verdict::Unknown(unknown.clone()) };
        verdicts.fold(first, |sum, next| match (sum, next) {
            (Verdict::Yes(a), Verdict::Yes(_)) => Verdict::Yes(a),
            (Verdict::No, Verdict::No) => Verdict::No,
            _ => Verdict::Unknown(unknown.clone()),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::value::Why;

    fn unknown() -> Verdict {
        Verdict::Unknown(Arc::new(Unknown::anything(Why::Variable("x".into()))))
    }

    #[test]
    fn kleene_logic() {
        assert!(matches!(Verdict::all([unknown(), Verdict::No]), Verdict::No));
        assert!(matches!(Verdict::all([Verdict::yes(), unknown()]), Verdict::Unknown(_)));
        assert!(matches!(Verdict::any([unknown(), Verdict::yes()]), Verdict::Yes(_)));
        assert!(matches!(Verdict::any([unknown(), Verdict::No]), Verdict::Unknown(_)));
        assert!(matches!(unknown().negate(), Verdict::Unknown(_)));
        assert!(matches!(Verdict::all([]), Verdict::Yes(_)));
        assert!(matches!(Verdict::any([]), Verdict::No));
    }

    #[test]
    fn what_holds_for_every_alternative_holds() {
        let of = |values: &[bool]| {
            let any_of = values.iter().map(|v| Value::bool(*v)).collect();
            let unknown = Arc::new(Unknown::one_of(Why::Variable("x".into()), any_of));
            Verdict::for_each_of(&unknown, |value| {
                Verdict::from_bool(value.as_bool() == Some(true))
            })
        };
        assert!(matches!(of(&[true, true]), Verdict::Yes(_)));
        assert!(matches!(of(&[false, false]), Verdict::No));
        assert!(matches!(of(&[true, false]), Verdict::Unknown(_)));
        assert!(matches!(of(&[]), Verdict::Unknown(_)));
    }
}
