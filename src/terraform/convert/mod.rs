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
            // An object has the attributes of its type and no others.
            if object.entries.len() == attributes.len() {
                object.rest = None;
            }
            Kind::Map(Arc::new(object))
        }
        _ => return Err(Stop::Shape),
    };
    let uniform = matches!(to, Type::List(_) | Type::Map(_));
    Ok(Value { kind, origin: value.origin.clone(), sensitive: value.sensitive, uniform })
}

/// Alternatives that do not convert would stop Terraform, so they are not the value.
fn fit_unknown(unknown: &Arc<Unknown>, to: &Type) -> Arc<Unknown> {
    if unknown.any_of.is_empty() {
        return unknown.clone();
    }
    let any_of = unknown.any_of.iter().filter_map(|value| fit(value, to).ok()).collect();
    Arc::new(Unknown { any_of, ..Unknown::clone(unknown) })
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

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::value::to_json_text;

    fn json(text: &str) -> Value {
        crate::value::from_json_text(&Value::string(text)).unwrap()
    }

    fn converted(text: &str, ty: &Type) -> Result<String, String> {
        match convert(&json(text), ty) {
            Ok(value) => Ok(to_json_text(&value).to_string()),
            Err(Mismatch { path, message }) => Err(format!("{path}: {message}")),
        }
    }

    fn object(attributes: &[(&str, Attribute)]) -> Type {
        Type::Object(attributes.iter().map(|(name, a)| ((*name).into(), a.clone())).collect())
    }

    fn list(ty: Type) -> Type {
        Type::List(Box::new(ty))
    }

    #[test]
    fn optional_attributes_get_their_defaults() {
        let optional = |ty, default| Attribute { ty, optional: true, default };
        let rule = object(&[
            ("port", Attribute::required(Type::Number)),
            ("cidrs", optional(list(Type::String), Some(json(r#"["10.0.0.0/8"]"#)))),
            ("note", optional(Type::String, None)),
        ]);
        let rules = list(rule);
        let given = r#"[{"port":"22","cidrs":null,"extra":1},{"port":80,"cidrs":[1],"note":true}]"#;
        let wanted = r#"[{"cidrs":["10.0.0.0/8"],"note":null,"port":22},{"cidrs":["1"],"note":"true","port":80}]"#;
        assert_eq!(converted(given, &rules).as_deref(), Ok(wanted));
        assert_eq!(
            converted(r#"[{"cidrs":[]}]"#, &rules),
            Err(": element 0: attribute \"port\" is required".into())
        );
        assert_eq!(
            converted(r#"[{"port":"ssh"}]"#, &rules),
            Err("[0].port: a number is required".into())
        );
    }

    #[test]
    fn unknown_parts_stay_where_they_are() {
        let unknown = Value::unknown(Why::Variable("var.x".into()));
        let values = Value::list([unknown.clone(), Value::bool(true)]);
        let strings = convert(&values, &list(Type::String)).unwrap();
        assert_eq!(strings.as_list(), Some(&[unknown.clone(), Value::string("true")][..]));
        let mut open = Map { rest: unknown.as_unknown().cloned(), ..Map::default() };
        open.insert("a", Value::number(1i128));
        let ty = object(&[
            ("a", Attribute::required(Type::String)),
            ("b", Attribute::required(Type::String)),
        ]);
        let object = convert(&Value::map(open), &ty).unwrap();
        assert!(object.child("b").as_unknown().is_some(), "it may be there");
        let any_of = vec![json("[1]"), json("true")];
        let arms = Kind::Unknown(Arc::new(Unknown::one_of(Why::Variable("var.x".into()), any_of)));
        let converted = convert(&arms.into(), &list(Type::String)).unwrap();
        assert_eq!(converted.as_unknown().unwrap().any_of, [json(r#"["1"]"#)]);
    }

    #[test]
    fn common_types() {
        let ty = |text: &str| unify(&json(text).items().iter().map(Type::of).collect::<Vec<_>>());
        assert_eq!(ty(r#"[1, "a", true]"#), Some(Type::String));
        assert_eq!(ty("[1, true]"), None);
        assert_eq!(ty("[null, 1]"), Some(Type::Number));
        assert_eq!(ty("[[1], [1, 2]]"), Some(list(Type::Number)));
        assert_eq!(ty(r#"[{"a": 1}, {"b": "x"}]"#), Some(Type::Map(Box::new(Type::String))));
        assert_eq!(ty(r#"[{"a": 1}, ["b"]]"#), None);
        assert_eq!(ty("[]"), Some(Type::Any));
    }

    fn any_type() -> impl Strategy<Value = Type> {
        let leaf = prop::sample::select(vec![Type::Any, Type::Bool, Type::Number, Type::String]);
        leaf.prop_recursive(3, 12, 3, |inner| {
            let boxed = inner.clone().prop_map(Box::new);
            let attribute = (inner.clone(), any::<bool>()).prop_map(|(ty, optional)| Attribute {
                ty,
                optional,
                default: None,
            });
            prop_oneof![
                boxed.clone().prop_map(Type::List),
                boxed.clone().prop_map(Type::Set),
                boxed.prop_map(Type::Map),
                prop::collection::vec(inner, 0..3).prop_map(Type::Tuple),
                prop::collection::btree_map("[a-c]".prop_map(EcoString::from), attribute, 0..3)
                    .prop_map(Type::Object),
            ]
        })
    }

    fn any_json() -> impl Strategy<Value = String> {
        let leaf = prop::sample::select(vec!["null", "true", "1", "\"x\"", "\"2\""]);
        leaf.prop_map(String::from).prop_recursive(3, 12, 3, |inner| {
            prop_oneof![
                prop::collection::vec(inner.clone(), 0..3)
                    .prop_map(|items| format!("[{}]", items.join(","))),
                prop::collection::btree_map("[a-c]", inner, 0..3).prop_map(|entries| {
                    let entries: Vec<String> =
                        entries.iter().map(|(key, value)| format!("{key:?}:{value}")).collect();
                    format!("{{{}}}", entries.join(","))
                }),
            ]
        })
    }

    proptest! {
        #[test]
        fn converting_twice_changes_nothing(text in any_json(), ty in any_type()) {
            if let Ok(once) = convert(&json(&text), &ty) {
                prop_assert_eq!(convert(&once, &ty), Ok(once));
            }
        }

        #[test]
        fn all_types_convert_to_their_common_one(types in prop::collection::vec(any_type(), 0..4)) {
            if let Some(common) = unify(&types) {
                for ty in &types {
                    prop_assert!(convertible(ty, &common), "{ty:?} to {common:?}");
                }
            }
        }
    }
}
