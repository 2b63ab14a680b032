//! Terraform's types, and how values are converted to them: for variables, for the
//! parameters of functions, and wherever several values must have one type.
//!
//! The rules are those of cty's package `convert`, which Terraform uses
//! (<https://github.com/zclconf/go-cty/blob/main/docs/convert.md>). Unknown values convert
//! to every type and stay unknown; places and sensitivity are kept.

mod mismatch;
mod sets;
mod types;
mod unify;

use std::fmt;
use std::sync::Arc;

use ecow::EcoString;

pub use mismatch::mismatch;
pub use sets::{compare, set};
pub use types::{Attribute, Type};
pub use unify::{convertible, unify};

use crate::value::{Entry, Kind, Map, Number, Text, Unknown, Value, Why};

/// Why a value does not convert.
#[derive(Clone, PartialEq, Debug)]
pub struct Mismatch {
    /// Where in the value, as Terraform writes it: `[0].name`; empty for the value itself.
    pub path: String,
    /// What is wrong there.
    pub message: String,
}

impl fmt::Display for Mismatch {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl From<Mismatch> for String {
    fn from(mismatch: Mismatch) -> String {
        mismatch.message
    }
}

/// The value as one of that type. Optional attributes that are absent become their default,
/// or null; attributes that the type does not have are dropped.
///
/// # Errors
/// If it has no such form.
pub fn convert(value: &Value, to: &Type) -> Result<Value, Mismatch> {
    fit(value, to).map_err(|stop| match stop {
        Stop::Shape => Mismatch { path: String::new(), message: mismatch(&Type::of(value), to) },
        Stop::Content { mut path, message } => {
            path.reverse();
            Mismatch { path: path.concat(), message }
        }
    })
}

/// Elements converted to their one common type.
///
/// # Errors
/// If they have none.
pub fn together(items: &[Value]) -> Result<Vec<Value>, Mismatch> {
    let shape = || Mismatch {
        path: String::new(),
        message: "all list elements must have the same type".into(),
    };
    let ty = common_type(items).ok_or_else(shape)?;
    items.iter().map(|item| convert(item, &ty)).collect()
}

/// The common type of some values, quickly where they are all of one primitive type.
pub fn common_type(items: &[Value]) -> Option<Type> {
    let primitive = |value: &Value| match &value.kind {
        Kind::Bool(_) => Some(Type::Bool),
        Kind::Number(_) => Some(Type::Number),
        Kind::String(_) => Some(Type::String),
        _ => None,
    };
    if let Some(ty) = items.first().and_then(primitive)
        && items.iter().all(|item| primitive(item).as_ref() == Some(&ty))
    {
        return Some(ty);
    }
    unify(&items.iter().map(Type::of).collect::<Vec<_>>())
}

enum Stop {
    /// The types do not go together: the message is about the whole value.
    Shape,
    /// A string is not the number or boolean that is wanted; the path is back to front.
    Content { path: Vec<String>, message: String },
}

impl Stop {
    fn within(self, step: impl FnOnce() -> String) -> Stop {
        match self {
            Stop::Shape => Stop::Shape,
            Stop::Content { mut path, message } => {
                path.push(step());
                Stop::Content { path, message }
            }
        }
    }
}

fn fit(value: &Value, to: &Type) -> Result<Value, Stop> {
    let kind = match (&value.kind, to) {
        (_, Type::Any) | (Kind::Null, _) => return Ok(value.clone()),
        (Kind::Unknown(unknown), to) => Kind::Unknown(fit_unknown(unknown, to)),
        (Kind::Bool(_), Type::Bool)
        | (Kind::Number(_), Type::Number)
        | (Kind::String(_), Type::String) => return Ok(value.clone()),
        (Kind::Bool(_) | Kind::Number(_), Type::String) => {
            Kind::String(value.to_text().ok_or(Stop::Shape)?)
        }
        (Kind::String(text), Type::Number) => match text.as_known() {
            Some(known) => Kind::Number(number(known)?),
            None => unknown_text(text),
        },
        (Kind::String(text), Type::Bool) => match text.as_known() {
            Some(known) => Kind::Bool(boolean(known)?),
            None => unknown_text(text),
        },
        (Kind::List(items) | Kind::Set(items), Type::List(ty)) => {
            Kind::List(elements(items, ty)?.into())
        }
        (Kind::List(items) | Kind::Set(items), Type::Set(ty)) => set(elements(items, ty)?).kind,
        (Kind::List(items), Type::Tuple(types)) if items.len() == types.len() => {
            let fitted = items.iter().zip(types).enumerate().map(|(index, (item, ty))| {
                fit(item, ty).map_err(|stop| stop.within(|| format!("[{index}]")))
            });
            Kind::List(fitted.collect::<Result<_, _>>()?)
        }
        (Kind::Map(map), Type::Map(ty)) => Kind::Map(Arc::new(entries(map, ty)?)),
        (Kind::Map(map), Type::Object(attributes)) => {
            let mut object = Map { rest: map.rest.clone(), of: map.of.clone(), ..Map::default() };
            for (name, attribute) in attributes {
                if let Some(entry) = fit_attribute(map, name, attribute)? {
                    object.entries.insert(name.clone(), entry);
                }
            }
            Kind::Map(Arc::new(object))
        }
        _ => return Err(Stop::Shape),
    };
    Ok(Value { kind, origin: value.origin.clone(), sensitive: value.sensitive })
}

/// Alternatives that do not convert would stop Terraform, so they are not the value.
fn fit_unknown(unknown: &Arc<Unknown>, to: &Type) -> Arc<Unknown> {
    if unknown.any_of.is_empty() {
        return unknown.clone();
    }
    let any_of = unknown.any_of.iter().filter_map(|value| fit(value, to).ok()).collect();
    Arc::new(Unknown { why: unknown.why.clone(), any_of })
}

/// What a text that is not wholly known is as a number or boolean.
fn unknown_text(text: &Text) -> Kind {
    let unknown = text.first_unknown().map_or_else(
        || Unknown::anything(Why::Data(text.to_string().into())),
        |unknown| Unknown::anything(unknown.why.clone()),
    );
    Kind::Unknown(Arc::new(unknown))
}

fn elements(items: &[Value], ty: &Type) -> Result<Vec<Value>, Stop> {
    let common;
    let ty = match ty {
        Type::Any => {
            common = common_type(items).ok_or(Stop::Shape)?;
            &common
        }
        ty => ty,
    };
    let item = |(index, item)| fit(item, ty).map_err(|stop| stop.within(|| format!("[{index}]")));
    items.iter().enumerate().map(item).collect()
}

fn entries(map: &Map, ty: &Type) -> Result<Map, Stop> {
    let common;
    let ty = match ty {
        Type::Any => {
            let types: Vec<Type> = map.iter().map(|(_, item)| Type::of(item)).collect();
            common = unify(&types).ok_or(Stop::Shape)?;
            &common
        }
        ty => ty,
    };
    let mut fitted = Map { rest: map.rest.clone(), of: map.of.clone(), ..Map::default() };
    for (key, entry) in &map.entries {
        let value = fit(&entry.value, ty).map_err(|stop| stop.within(|| format!("[{key:?}]")))?;
        fitted.entries.insert(key.clone(), Entry { value, ..*entry });
    }
    Ok(fitted)
}

fn fit_attribute(
    map: &Map,
    name: &EcoString,
    attribute: &Attribute,
) -> Result<Option<Entry>, Stop> {
    let fit = |value: &Value| {
        fit(value, &attribute.ty).map_err(|stop| stop.within(|| format!(".{name}")))
    };
    let or_null = || attribute.default.as_ref().map_or(Ok(Value::NULL), fit);
    match map.entries.get(name) {
        Some(entry) if entry.value.is_null() && attribute.default.is_some() => {
            Ok(Some(Entry { value: or_null()?, ..*entry }))
        }
        Some(entry) => Ok(Some(Entry { value: fit(&entry.value)?, ..*entry })),
        None if map.rest.is_some() || map.of.is_some() => Ok(None),
        None if attribute.optional => Ok(Some(Entry { key_span: None, value: or_null()? })),
        None => Err(Stop::Shape),
    }
}

fn content(message: &str) -> Stop {
    Stop::Content { path: vec![], message: message.into() }
}

fn number(text: &str) -> Result<Number, Stop> {
    Number::parse(text).ok_or_else(|| content("a number is required"))
}

fn boolean(text: &str) -> Result<bool, Stop> {
    match text {
        "true" | "1" => Ok(true),
        "false" | "0" => Ok(false),
        other => Err(match other.to_lowercase().as_str() {
            "true" => content("a bool is required; to convert from string, use lowercase \"true\""),
            "false" => {
                content("a bool is required; to convert from string, use lowercase \"false\"")
            }
            _ => content("a bool is required"),
        }),
    }
}
