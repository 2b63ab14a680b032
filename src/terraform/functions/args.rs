use std::sync::Arc;

use super::Env;
use super::text::sourced;
use crate::terraform::convert::Type;
use crate::value::{Kind, Map, Number, Part, Text, Unknown, Value, Why};

/// A parameter.
#[derive(Clone, Copy)]
pub(super) struct Param {
    pub name: &'static str,
    pub ty: Ty,
    pub nullable: bool,
}

/// The types that parameters have.
#[derive(Clone, Copy)]
pub(super) enum Ty {
    Any,
    Bools,
    List,
    Number,
    Set,
    String,
    Strings,
    StringsByKey,
}

impl Ty {
    pub fn to_type(self) -> Type {
        match self {
            Ty::Any => Type::Any,
            Ty::Bools => Type::List(Box::new(Type::Bool)),
            Ty::List => Type::List(Box::new(Type::Any)),
            Ty::Number => Type::Number,
            Ty::Set => Type::Set(Box::new(Type::Any)),
            Ty::String => Type::String,
            Ty::Strings => Type::List(Box::new(Type::String)),
            Ty::StringsByKey => Type::Map(Box::new(Type::List(Box::new(Type::String)))),
        }
    }
}

pub(super) const fn param(name: &'static str, ty: Ty) -> Param {
    Param { name, ty, nullable: false }
}

pub(super) const fn any(name: &'static str) -> Param {
    param(name, Ty::Any)
}

pub(super) const fn string(name: &'static str) -> Param {
    param(name, Ty::String)
}

pub(super) const fn number(name: &'static str) -> Param {
    param(name, Ty::Number)
}

impl Param {
    /// Null may be passed.
    pub const fn nullable(mut self) -> Param {
        self.nullable = true;
        self
    }
}

/// Why a function has no result.
#[derive(Debug)]
pub(super) enum Fault {
    /// This argument, counted from 0, is wrong.
    Argument(usize, String),
    /// The call fails.
    Failed(String),
    /// The result is unknown.
    Unknown(Arc<Unknown>),
}

impl From<String> for Fault {
    fn from(message: String) -> Fault {
        Fault::Failed(message)
    }
}

impl From<&str> for Fault {
    fn from(message: &str) -> Fault {
        Fault::Failed(message.into())
    }
}

pub(super) type Outcome = Result<Value, Fault>;

/// The arguments of a call, converted to the parameters' types.
pub(super) struct Args<'e> {
    pub values: Vec<Value>,
    pub env: &'e dyn Env,
    pub function: &'static str,
}

impl Args<'_> {
    /// An argument.
    pub fn value(&self, index: usize) -> &Value {
        &self.values[index]
    }

    /// Whether that many arguments are given.
    pub fn has(&self, index: usize) -> bool {
        index < self.values.len()
    }

    /// A string that may have holes, with the places of its parts; an unknown is a hole.
    pub fn text(&self, index: usize) -> Text {
        sourced(&self.values[index])
    }

    /// A wholly known string; with any other the result is unknown.
    pub fn str(&self, index: usize) -> Result<&str, Fault> {
        known(&self.values[index], self.function)
    }

    /// A number; with an unknown the result is unknown.
    pub fn number(&self, index: usize) -> Result<Number, Fault> {
        match &self.values[index].kind {
            Kind::Number(number) => Ok(*number),
            Kind::Unknown(unknown) => Err(Fault::Unknown(unknown.clone())),
            _ => Err(Fault::Argument(index, "a number is required".into())),
        }
    }

    /// A whole number of any size.
    pub fn big_int(&self, index: usize) -> Result<i128, Fault> {
        self.number(index)?.as_int().ok_or_else(|| "value must be a whole number".into())
    }

    /// A whole number, as Go's `int` holds it.
    pub fn int(&self, index: usize) -> Result<i128, Fault> {
        let int = self.number(index)?.as_int();
        int.filter(|int| i64::try_from(*int).is_ok()).ok_or_else(|| NOT_AN_INT.into())
    }

    /// The elements of a list or set; with an unknown the result is unknown.
    pub fn items(&self, index: usize) -> Result<&[Value], Fault> {
        items(&self.values[index])?.ok_or_else(|| Fault::Argument(index, "list required".into()))
    }

    /// A map.
    pub fn map(&self, index: usize) -> Result<&Map, Fault> {
        match &self.values[index].kind {
            Kind::Map(map) => Ok(map),
            Kind::Unknown(unknown) => Err(Fault::Unknown(unknown.clone())),
            _ => Err(Fault::Argument(index, "map required".into())),
        }
    }

    /// The fault of a text that would have to be known.
    pub fn not_known(&self, text: &Text) -> Fault {
        not_known(text, self.function)
    }
}

/// What is wrong with a number that is no Go `int`.
pub(super) const NOT_AN_INT: &str =
    "value must be a whole number, between -9223372036854775808 and 9223372036854775807";

/// The elements of a value that is a list or set.
pub(super) fn items(value: &Value) -> Result<Option<&[Value]>, Fault> {
    match &value.kind {
        Kind::Unknown(unknown) => Err(Fault::Unknown(unknown.clone())),
        _ => Ok(value.as_list()),
    }
}

/// The text of a value that must be a wholly known string.
pub(super) fn known<'v>(value: &'v Value, function: &str) -> Result<&'v str, Fault> {
    match &value.kind {
        Kind::String(text) => text.as_known().ok_or_else(|| not_known(text, function)),
        Kind::Unknown(unknown) => Err(Fault::Unknown(unknown.clone())),
        _ => Err("string required".into()),
    }
}

fn not_known(text: &Text, function: &str) -> Fault {
    let why = text.parts().into_iter().find_map(|part| match part {
        Part::Unknown(unknown) => Some(unknown.why.clone()),
        _ => None,
    });
    Fault::Unknown(Arc::new(Unknown::anything(why.unwrap_or(Why::Function(function.into())))))
}

/// The element that stands, in a list or set otherwise known, for any number of elements:
/// those of a collection that is unknown as a whole.
pub fn spread(unknown: &Unknown) -> Value {
    Kind::Unknown(Arc::new(Unknown::many(unknown.why.clone(), vec![]))).into()
}
