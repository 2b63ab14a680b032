use std::collections::BTreeMap;
use std::fmt;

use ecow::EcoString;

use crate::value::{Kind, Value};

/// A type constraint, as variables declare them.
/// <https://developer.hashicorp.com/terraform/language/expressions/type-constraints>
#[derive(Clone, PartialEq, Debug)]
pub enum Type {
    /// `any`.
    Any,
    /// `bool`.
    Bool,
    /// `number`.
    Number,
    /// `string`.
    String,
    /// `list(…)`.
    List(Box<Type>),
    /// `set(…)`.
    Set(Box<Type>),
    /// `map(…)`.
    Map(Box<Type>),
    /// `tuple([…])`.
    Tuple(Vec<Type>),
    /// `object({…})`.
    Object(BTreeMap<EcoString, Attribute>),
}

/// An attribute of an object type.
#[derive(Clone, PartialEq, Debug)]
pub struct Attribute {
    /// Its type.
    pub ty: Type,
    /// Whether it is `optional(…)`.
    pub optional: bool,
    /// The default in `optional(…, default)`.
    pub default: Option<Value>,
}

impl Attribute {
    /// An attribute that must be there.
    pub fn required(ty: Type) -> Attribute {
        Attribute { ty, optional: false, default: None }
    }
}

impl Type {
    /// The type of a value. Null and unknown are of any type, and so are the elements of an
    /// empty list, set or map. What is one of a few values has the type common to them.
    pub fn of(value: &Value) -> Type {
        match &value.kind {
            Kind::Unknown(unknown) => {
                let types: Vec<Type> = unknown.any_of.iter().map(Type::of).collect();
                super::unify(&types).unwrap_or(Type::Any)
            }
            Kind::Null => Type::Any,
            Kind::Bool(_) => Type::Bool,
            Kind::Number(_) => Type::Number,
            Kind::String(_) => Type::String,
            Kind::List(items) if value.uniform => Type::List(of_elements(items)),
            Kind::List(items) => Type::Tuple(items.iter().map(Type::of).collect()),
            Kind::Set(items) => Type::Set(of_elements(items)),
            Kind::Map(map) if map.rest.is_some() || map.of.is_some() => Type::Any,
            Kind::Map(map) if value.uniform => {
                let types: Vec<Type> = map.iter().map(|(_, item)| Type::of(item)).collect();
                Type::Map(Box::new(super::unify(&types).unwrap_or(Type::Any)))
            }
            Kind::Map(map) => {
                let attribute = |(key, item): (&EcoString, _)| {
                    (key.clone(), Attribute::required(Type::of(item)))
                };
                Type::Object(map.iter().map(attribute).collect())
            }
        }
    }

    /// The element type of a list, set or map.
    pub fn element(&self) -> Option<&Type> {
        match self {
            Type::List(item) | Type::Set(item) | Type::Map(item) => Some(item),
            _ => None,
        }
    }

    /// The name in "… required": a constraint's `any` is "any type".
    pub fn constraint_name(&self) -> String {
        self.name(true)
    }

    fn name(&self, constraint: bool) -> String {
        let of = |what: &str, item: &Type| match item {
            Type::Any if constraint => format!("{what} of any single type"),
            item => format!("{what} of {}", item.name(constraint)),
        };
        match self {
            Type::Any if constraint => "any type".into(),
            Type::Any => "dynamic".into(),
            Type::Bool => "bool".into(),
            Type::Number => "number".into(),
            Type::String => "string".into(),
            Type::List(item) => of("list", item),
            Type::Set(item) => of("set", item),
            Type::Map(item) => of("map", item),
            Type::Tuple(_) => "tuple".into(),
            Type::Object(_) => "object".into(),
        }
    }
}

fn of_elements(items: &[Value]) -> Box<Type> {
    Box::new(super::common_type(items).unwrap_or(Type::Any))
}

/// As Terraform's messages name it.
impl fmt::Display for Type {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.name(false))
    }
}
