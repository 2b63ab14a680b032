//! Compiled predicates and how they judge.

use crate::analysis::baseline::certainly;
use crate::model::{Entity, Field, Kind, Model};
use crate::value::Value;

use super::glob::{self, Match};
use super::operators::Operator;
use crate::analysis::{Evidence, Verdict};

/// A field, by its place among those of the judged kind.
pub(crate) type FieldRef = Field;

/// A predicate over one entity.
#[derive(Debug)]
pub(crate) enum Predicate {
    All(Vec<Predicate>),
    Any(Vec<Predicate>),
    Not(Box<Predicate>),
    Field(Field, Test),
    Operator(Operator),
    /// The configuration declares such an entity.
    Declares(Kind, Box<Predicate>),
}

/// A test of one value. Null fails all but [`Test::Present`].
#[derive(Debug)]
pub(crate) enum Test {
    /// Whether it is there at all.
    Present(bool),
    /// Equals one of these.
    OneOf(Vec<Literal>),
    /// Is less than.
    LessThan(f64),
    /// Is more than.
    MoreThan(f64),
    /// Matches a pattern with `*` and `?`.
    Matches(String),
    /// Some element of a list passes.
    Contains(Box<Test>),
    /// Each of these keys of a map passes.
    Keys(Vec<(String, Test)>),
}

/// A value to compare with.
#[derive(Clone, PartialEq, Debug)]
pub(crate) enum Literal {
    Bool(bool),
    Number(f64),
    Text(String),
}

/// What a predicate judges.
#[derive(Clone, Copy)]
pub(crate) struct Subject<'m> {
    pub model: &'m Model,
    pub index: usize,
}

impl<'m> Subject<'m> {
    pub fn entity(self) -> &'m Entity {
        &self.model.entities[self.index]
    }
}

impl Predicate {
    /// Whether it tests a field that passes this.
    pub fn tests_any(&self, passes: &dyn Fn(Field) -> bool) -> bool {
        match self {
            Predicate::All(all) | Predicate::Any(all) => {
                all.iter().any(|each| each.tests_any(passes))
            }
            Predicate::Not(not) => not.tests_any(passes),
            Predicate::Field(field, _) => passes(*field),
            Predicate::Operator(_) | Predicate::Declares(..) => false,
        }
    }

    /// Judges an entity.
    pub fn judge(&self, subject: Subject<'_>) -> Verdict {
        match self {
            Predicate::All(all) => Verdict::all(all.iter().map(|each| each.judge(subject))),
            Predicate::Any(any) => Verdict::any(any.iter().map(|each| each.judge(subject))),
            Predicate::Not(not) => not.judge(subject).negate(),
            Predicate::Field(field, test) => test.judge(*field, &subject.entity().get(*field)),
            Predicate::Operator(operator) => operator.judge(subject),
            Predicate::Declares(kind, such) => declares(subject.model, *kind, such),
        }
    }
}

/// Whether there is such an entity. What is not here may be in what could not be resolved.
fn declares(model: &Model, kind: Kind, such: &Predicate) -> Verdict {
    let each = model
        .of_kind(kind)
        .map(|(index, entity)| certainly(entity, such.judge(Subject { model, index })));
    match (Verdict::any(each), &model.missing) {
        // Its elements are none of the judged entity's.
        (Verdict::Yes(_), _) => Verdict::yes(),
        (Verdict::No, Some(unknown)) => Verdict::Unknown(unknown.clone()),
        (verdict, _) => verdict,
    }
}

impl Test {
    fn judge(&self, field: Field, value: &Value) -> Verdict {
        if let Some(unknown) = value.as_unknown() {
            return Verdict::for_each_of(unknown, |value| self.judge(field, value));
        }
        if let Test::Present(wanted) = self {
            // An empty list says nothing either.
            let absent = value.is_null() || value.as_list().is_some_and(<[Value]>::is_empty);
            return Verdict::from_bool(*wanted != absent);
        }
        let found = || Verdict::Yes(Evidence::of(field, value.clone()));
        let decide = |holds: bool| if holds { found() } else { Verdict::No };
        match self {
            _ if value.is_null() => Verdict::No,
            Test::Present(_) => Verdict::No,
            Test::OneOf(literals) => Verdict::any(literals.iter().map(|literal| match literal {
                Literal::Bool(wanted) => match value.as_bool() {
                    Some(value) => decide(value == *wanted),
                    None => open(value),
                },
                Literal::Number(wanted) => match value.as_number() {
                    Some(number) => decide(number.as_f64() == *wanted),
                    None => open(value),
                },
                Literal::Text(wanted) => match value.to_text() {
                    Some(text) => matched(glob::equals(wanted, &text), value, found),
                    None => Verdict::No,
                },
            })),
            Test::LessThan(bound) => match value.as_number() {
                Some(number) => decide(number.as_f64() < *bound),
                None => open(value),
            },
            Test::MoreThan(bound) => match value.as_number() {
                Some(number) => decide(number.as_f64() > *bound),
                None => open(value),
            },
            Test::Matches(wanted) => match value.to_text() {
                Some(text) => matched(glob::matches(wanted, &text), value, found),
                None => Verdict::No,
            },
            Test::Contains(test) => {
                Verdict::any(value.items().iter().map(|item| test.judge(field, item)))
            }
            Test::Keys(keys) => {
                let verdict = Verdict::all(
                    keys.iter().map(|(key, test)| test.judge(field, &value.child(key))),
                );
                // The element as a whole is what is at fault.
                match verdict {
                    Verdict::Yes(_) => found(),
                    other => other,
                }
            }
        }
    }
}

/// A value that is of no use for a comparison: unknown if it has unknown parts, else no match.
fn open(value: &Value) -> Verdict {
    match value.as_text().and_then(|text| text.first_unknown()) {
        Some(unknown) => Verdict::Unknown(unknown.clone()),
        None => Verdict::No,
    }
}

fn matched(matched: Match, value: &Value, found: impl Fn() -> Verdict) -> Verdict {
    match matched {
        Match::Always => found(),
        Match::Never => Verdict::No,
        // A symbol alone equals nothing that somebody would write in a rule.
        Match::Perhaps => open(value),
    }
}
