//! Type constraints as variables write them.
//!
//! <https://developer.hashicorp.com/terraform/language/expressions/type-constraints>

use ecow::EcoString;

use super::convert::{Attribute, Type};
use super::module::literal_string;
use crate::syntax::hcl::{Expr, ExprKind, ObjectKey, UnaryOp};
use crate::value::{Kind, Map, Number, Value};

/// Deeper types are no one's.
const MAX_DEPTH: usize = 60;

/// Reads a type expression; the old quoted form (`"string"`) included.
///
/// # Errors
/// What is wrong with it, in one sentence.
pub(crate) fn parse(expr: &Expr) -> Result<Type, String> {
    parse_at(expr, 0)
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
    let element = || parse_at(arg, depth + 1).map(Box::new);
    match (call.name.text.as_str(), &arg.kind) {
        ("list", _) => Ok(Type::List(element()?)),
        ("set", _) => Ok(Type::Set(element()?)),
        ("map", _) => Ok(Type::Map(element()?)),
        ("tuple", ExprKind::Array(items)) => items
            .iter()
            .map(|item| parse_at(item, depth + 1))
            .collect::<Result<_, _>>()
            .map(Type::Tuple),
        ("object", ExprKind::Object(entries)) => {
            let attribute = |(key, value): &(ObjectKey, Expr)| {
                let name = match key {
                    ObjectKey::Name(name) => name.text.clone(),
                    ObjectKey::Expr(key) => literal_string(key)
                        .ok_or("an object type's attribute needs a plain name")?,
                };
                Ok((name, self::attribute(value, depth + 1)?))
            };
            entries.iter().map(attribute).collect::<Result<_, String>>().map(Type::Object)
        }
        (name, _) => Err(format!("`{name}(…)` is no type")),
    }
}

fn attribute(expr: &Expr, depth: usize) -> Result<Attribute, String> {
    match &expr.kind {
        ExprKind::Call(call) if call.name.text == "optional" => match call.args.as_slice() {
            [ty] => Ok(Attribute { ty: parse_at(ty, depth)?, optional: true, default: None }),
            [ty, default] => Ok(Attribute {
                ty: parse_at(ty, depth)?,
                optional: true,
                default: Some(constant(default).ok_or("a default must be a constant")?),
            }),
            _ => Err("`optional` takes a type and a default".into()),
        },
        _ => Ok(Attribute::required(parse_at(expr, depth)?)),
    }
}

/// The value of an expression without references and calls.
fn constant(expr: &Expr) -> Option<Value> {
    let value = match &expr.kind {
        ExprKind::Null => Value::NULL,
        ExprKind::Bool(value) => Value::bool(*value),
        ExprKind::Number(digits) => Value::number(Number::parse(digits)?),
        ExprKind::Unary(UnaryOp::Neg, operand) => match &operand.kind {
            ExprKind::Number(digits) => Value::number(Number::parse(&format!("-{digits}"))?),
            _ => return None,
        },
        ExprKind::String(_) | ExprKind::Template(_) => Value::string(literal_string(expr)?),
        ExprKind::Array(items) => {
            Value::from(Kind::List(items.iter().map(constant).collect::<Option<_>>()?))
        }
        ExprKind::Object(entries) => {
            let mut sorted: Vec<(EcoString, Value, _)> = vec![];
            for (key, value) in entries {
                let (name, span) = match key {
                    ObjectKey::Name(name) => (name.text.clone(), name.span),
                    ObjectKey::Expr(key) => (literal_string(key)?, key.span),
                };
                sorted.push((name, constant(value)?, span));
            }
            sorted.sort_by(|a, b| a.0.cmp(&b.0));
            let mut map = Map::default();
            for (name, value, span) in sorted {
                map.insert_at(name, span, value);
            }
            Value::map(map)
        }
        _ => return None,
    };
    Some(value.at(expr.span))
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
