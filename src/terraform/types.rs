//! Type constraints of variables and the conversion of values to them.
//!
//! <https://developer.hashicorp.com/terraform/language/expressions/type-constraints>

use std::sync::Arc;

use ecow::{EcoString, EcoVec};

use crate::syntax::hcl::{Expr, ExprKind, ObjectKey};
use crate::value::{Entry, Kind, Map, Text, Value};

/// A type constraint.
#[derive(Clone, PartialEq, Debug)]
pub(crate) enum Type {
    /// `any`: left as it is.
    Any,
    String,
    Number,
    Bool,
    List(Box<Type>),
    Set(Box<Type>),
    Map(Box<Type>),
    Object(Arc<[Field]>),
    Tuple(Arc<[Type]>),
}

/// An attribute of an object type.
#[derive(Clone, PartialEq, Debug)]
pub(crate) struct Field {
    pub name: EcoString,
    pub ty: Type,
    /// Present for `optional(type, default)`; the default may be absent.
    pub optional: Option<Option<Box<Expr>>>,
}

/// Deeper types are no one's.
const MAX_DEPTH: usize = 60;

impl Type {
    /// Reads a type expression; the old quoted form (`"string"`) included.
    ///
    /// # Errors
    /// What is wrong with it, in one sentence.
    pub fn parse(expr: &Expr) -> Result<Type, String> {
        Type::parse_at(expr, 0)
    }

    fn parse_at(expr: &Expr, depth: usize) -> Result<Type, String> {
        if depth > MAX_DEPTH {
            return Err("a type nested too deeply".into());
        }
        let simple = |name: &str| match name {
            "string" => Ok(Type::String),
            "number" => Ok(Type::Number),
            "bool" => Ok(Type::Bool),
            "any" => Ok(Type::Any),
            "list" => Ok(Type::List(Type::Any.into())),
            "set" => Ok(Type::Set(Type::Any.into())),
            "map" => Ok(Type::Map(Type::Any.into())),
            _ => Err(format!("`{name}` is no type")),
        };
        let call = match &expr.kind {
            ExprKind::Variable(name) | ExprKind::String(name) => return simple(name),
            ExprKind::Call(call) => call,
            _ => return Err("not a type".into()),
        };
        let [arg] = call.args.as_slice() else {
            return Err(format!("`{}` takes one argument here", call.name.text));
        };
        let element = || Type::parse_at(arg, depth + 1).map(Box::new);
        match (call.name.text.as_str(), &arg.kind) {
            ("list", _) => Ok(Type::List(element()?)),
            ("set", _) => Ok(Type::Set(element()?)),
            ("map", _) => Ok(Type::Map(element()?)),
            ("tuple", ExprKind::Array(items)) => Ok(Type::Tuple(
                items.iter().map(|i| Type::parse_at(i, depth + 1)).collect::<Result<_, _>>()?,
            )),
            ("object", ExprKind::Object(entries)) => {
                let field = |(key, value): &(ObjectKey, Expr)| {
                    let name = match key {
                        ObjectKey::Name(name) => name.text.clone(),
                        ObjectKey::Expr(key) => super::module::literal_string(key)
                            .ok_or("an object type's attribute needs a plain name")?,
                    };
                    Field::parse(name, value, depth + 1)
                };
                Ok(Type::Object(entries.iter().map(field).collect::<Result<_, String>>()?))
            }
            (name, _) => Err(format!("`{name}(…)` is no type")),
        }
    }

    /// As Terraform's messages name it.
    pub fn name(&self) -> &'static str {
        match self {
            Type::Any => "any",
            Type::String => "string",
            Type::Number => "number",
            Type::Bool => "bool",
            Type::List(_) => "list",
            Type::Set(_) => "set",
            Type::Map(_) => "map",
            Type::Object(_) => "object",
            Type::Tuple(_) => "tuple",
        }
    }
}

impl Field {
    fn parse(name: EcoString, value: &Expr, depth: usize) -> Result<Field, String> {
        match &value.kind {
            ExprKind::Call(call) if call.name.text == "optional" => match call.args.as_slice() {
                [ty] => Ok(Field { name, ty: Type::parse_at(ty, depth)?, optional: Some(None) }),
                [ty, default] => Ok(Field {
                    name,
                    ty: Type::parse_at(ty, depth)?,
                    optional: Some(Some(Box::new(default.clone()))),
                }),
                _ => Err("`optional` takes a type and a default".into()),
            },
            _ => Ok(Field { name, ty: Type::parse_at(value, depth)?, optional: None }),
        }
    }
}

/// Evaluates the default of an `optional(…)` attribute.
pub(crate) type EvalDefault<'a> = &'a dyn Fn(&Expr) -> Value;

/// Converts a value to a type. Unknowns stay, their alternatives are converted.
///
/// # Errors
/// What does not fit, in one sentence.
pub(crate) fn convert(value: Value, ty: &Type, default: EvalDefault) -> Result<Value, String> {
    let Value { kind, origin, sensitive } = value;
    let kind = match (kind, ty) {
        (kind, Type::Any) => kind,
        (Kind::Null, _) => Kind::Null,
        (Kind::Unknown(unknown), ty) => {
            if unknown.any_of.is_empty() {
                Kind::Unknown(unknown)
            } else {
                // An alternative that does not fit is none.
                let fits = |value: &Value| convert(value.clone(), ty, default).ok();
                let any_of = unknown.any_of.iter().filter_map(fits).collect();
                Kind::Unknown(Arc::new(crate::value::Unknown { why: unknown.why.clone(), any_of }))
            }
        }
        (kind, Type::String | Type::Number | Type::Bool) => primitive(kind, ty)?,
        (Kind::List(items) | Kind::Set(items), Type::List(element)) => {
            Kind::List(elements(items, element, default)?)
        }
        (Kind::List(items) | Kind::Set(items), Type::Set(element)) => {
            set(elements(items, element, default)?)
        }
        (Kind::List(items), Type::Tuple(types)) if items.len() == types.len() => Kind::List(
            items
                .into_iter()
                .zip(types.iter())
                .map(|(item, ty)| convert(item, ty, default))
                .collect::<Result<_, _>>()?,
        ),
        (Kind::List(items), Type::Tuple(types)) => {
            return Err(format!("a tuple of {} needed, {} given", types.len(), items.len()));
        }
        (Kind::Map(map), Type::Map(element)) => {
            let mut to = Map { entries: Default::default(), rest: map.rest.clone(), of: None };
            for (key, Entry { key_span, value }) in owned(map).entries {
                let value = convert(value, element, default)?;
                to.entries.insert(key, Entry { key_span, value });
            }
            Kind::Map(to.into())
        }
        (Kind::Map(map), Type::Object(fields)) => object(owned(map), fields, default)?,
        (kind, ty) => return Err(format!("{} needed, {} given", ty.name(), kind_name(&kind))),
    };
    Ok(Value { kind, origin, sensitive })
}

fn owned(map: Arc<Map>) -> Map {
    Arc::try_unwrap(map).unwrap_or_else(|map| (*map).clone())
}

fn elements(
    items: EcoVec<Value>,
    element: &Type,
    default: EvalDefault,
) -> Result<EcoVec<Value>, String> {
    if *element == Type::Any {
        return Ok(items);
    }
    items.into_iter().map(|item| convert(item, element, default)).collect()
}

/// A missing optional attribute takes its default, or null; unnamed attributes are dropped.
fn object(mut map: Map, fields: &[Field], default: EvalDefault) -> Result<Kind, String> {
    let mut to = Map { entries: Default::default(), rest: map.rest.clone(), of: None };
    let mut fields: Vec<&Field> = fields.iter().collect();
    fields.sort_by(|a, b| a.name.cmp(&b.name));
    for field in fields {
        let entry = map.entries.swap_remove(&field.name);
        let (key_span, value) = entry.map_or((None, None), |e| (e.key_span, Some(e.value)));
        let value = match (value, &field.optional) {
            (Some(value), Some(Some(expr))) if value.is_null() => default(expr),
            (Some(value), _) => value,
            (None, _) if map.rest.is_some() || map.of.is_some() => continue,
            (None, Some(Some(expr))) => default(expr),
            (None, Some(None)) => Value::NULL,
            (None, None) => return Err(format!("attribute `{}` is required", field.name)),
        };
        let value = convert(value, &field.ty, default)
            .map_err(|message| format!("attribute `{}`: {message}", field.name))?;
        to.entries.insert(field.name.clone(), Entry { key_span, value });
    }
    to.of = map.of;
    Ok(Kind::Map(to.into()))
}

/// Conversions between string, number and bool.
fn primitive(kind: Kind, ty: &Type) -> Result<Kind, String> {
    let kind = match (kind, ty) {
        (kind @ Kind::String(_), Type::String)
        | (kind @ Kind::Number(_), Type::Number)
        | (kind @ Kind::Bool(_), Type::Bool) => kind,
        (Kind::Number(number), Type::String) => Kind::String(Text::from(number.to_string())),
        (Kind::Bool(value), Type::String) => {
            Kind::String(Text::from(if value { "true" } else { "false" }))
        }
        (Kind::String(text), ty) => {
            let value = Value::from(Kind::String(text));
            match (ty, value.as_str()) {
                (Type::Number, Some(text)) => crate::value::Number::parse(text)
                    .map(Kind::Number)
                    .ok_or("a number is required".to_string())?,
                (Type::Bool, Some("true" | "1")) => Kind::Bool(true),
                (Type::Bool, Some("false" | "0")) => Kind::Bool(false),
                (Type::Bool, Some(_)) => return Err("a bool is required".into()),
                _ => unknown_text(value.kind),
            }
        }
        (kind, ty) => return Err(format!("{} needed, {} given", ty.name(), kind_name(&kind))),
    };
    Ok(kind)
}

/// A string with unknown parts, where no string is wanted: unknown for the same reason.
fn unknown_text(kind: Kind) -> Kind {
    use crate::value::Part;
    let Kind::String(text) = &kind else { return kind };
    let unknown = text.parts().into_iter().find_map(|part| match part {
        Part::Unknown(unknown) => Some(unknown.clone()),
        Part::Symbol(symbol) => Some(Arc::new(crate::value::Unknown::anything(
            crate::value::Why::Data(symbol.to_string().into()),
        ))),
        Part::Literal(_) => None,
    });
    unknown.map_or(kind, Kind::Unknown)
}

/// A set: distinct, strings and numbers in order.
pub(crate) fn set(items: impl IntoIterator<Item = Value>) -> Kind {
    let mut distinct: Vec<Value> = vec![];
    let mut seen = std::collections::HashSet::new();
    for item in items {
        // Known strings, by far the most, are told apart by hash.
        let new = match item.as_str() {
            Some(text) => seen.insert(EcoString::from(text)),
            None => !distinct.contains(&item),
        };
        if new {
            distinct.push(item);
        }
    }
    distinct.sort_by(|a, b| match (&a.kind, &b.kind) {
        (Kind::String(a), Kind::String(b)) => a.flat().cmp(b.flat()),
        (Kind::Number(a), Kind::Number(b)) => a.partial_cmp(b).unwrap_or(std::cmp::Ordering::Equal),
        (Kind::Bool(a), Kind::Bool(b)) => a.cmp(b),
        (a, b) => rank(a).cmp(&rank(b)),
    });
    Kind::Set(distinct.into_iter().collect())
}

fn rank(kind: &Kind) -> u8 {
    match kind {
        Kind::Null => 0,
        Kind::Bool(_) => 1,
        Kind::Number(_) => 2,
        Kind::String(_) => 3,
        Kind::List(_) | Kind::Set(_) => 4,
        Kind::Map(_) => 5,
        Kind::Unknown(_) => 6,
    }
}

/// As Terraform's messages name a value's kind.
pub(crate) fn kind_name(kind: &Kind) -> &'static str {
    match kind {
        Kind::Null => "null",
        Kind::Bool(_) => "bool",
        Kind::Number(_) => "number",
        Kind::String(_) => "string",
        Kind::List(_) => "list",
        Kind::Set(_) => "set",
        Kind::Map(_) => "object",
        Kind::Unknown(_) => "unknown",
    }
}
