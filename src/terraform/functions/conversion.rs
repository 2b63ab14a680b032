//! Type conversion functions:
//! <https://developer.hashicorp.com/terraform/language/functions#type-conversion-functions>

use super::args::{Args, Fault, Outcome, Param, any};
use super::{Function, function};
use crate::terraform::convert::{Type, convert, convertible};
use crate::value::{Kind, Unknown, Value};

const V: Param = any("v").nullable();
const VALUE: Param = any("value").nullable();

pub(super) const TABLE: &[Function] = &[
    // Which values are ephemeral is not followed: what is not known here is unknown anyway.
    function("ephemeralasnull", &[VALUE], |args| Ok(args.value(0).clone()))
        .keeps_alternatives()
        .owns_marks(),
    function("issensitive", &[VALUE], issensitive).keeps_alternatives().owns_marks(),
    function("nonsensitive", &[VALUE], |args| {
        Ok(Value { sensitive: false, ..args.value(0).clone() })
    })
    .keeps_alternatives()
    .owns_marks(),
    function("sensitive", &[VALUE], |args| Ok(args.value(0).clone().or_sensitive(true)))
        .keeps_alternatives()
        .owns_marks(),
    function("tobool", &[V], |args| to(args, &Type::Bool)).passes_marks(),
    function("tolist", &[V], |args| to(args, &Type::List(Box::new(Type::Any)))).passes_marks(),
    function("tomap", &[V], |args| to(args, &Type::Map(Box::new(Type::Any)))).passes_marks(),
    function("tonumber", &[V], |args| to(args, &Type::Number)).passes_marks(),
    function("toset", &[V], |args| to(args, &Type::Set(Box::new(Type::Any)))).passes_marks(),
    function("tostring", &[V], |args| to(args, &Type::String)).passes_marks(),
];

fn issensitive(args: &Args) -> Outcome {
    match (args.value(0).sensitive, &args.value(0).kind) {
        (true, _) => Ok(Value::bool(true)),
        (false, Kind::Unknown(unknown)) => {
            Err(Fault::Unknown(Unknown::anything(unknown.why.clone()).into()))
        }
        (false, _) => Ok(Value::bool(false)),
    }
}

fn to(args: &Args, want: &Type) -> Outcome {
    let value = args.value(0);
    if let Ok(converted) = convert(value, want) {
        return Ok(converted);
    }
    let got = Type::of(value);
    let wanted = want.constraint_name();
    let given = || format!("{:?}", value.as_str().unwrap_or_default());
    let message = match (&got, want) {
        _ if value.sensitive && convertible(&got, want) => {
            format!("cannot convert this sensitive {got} to {wanted}")
        }
        (Type::String, Type::Bool) => format!(
            "cannot convert {} to bool; only the strings \"true\" or \"false\" are allowed",
            given()
        ),
        (Type::String, Type::Number) => format!(
            "cannot convert {} to number; given string must be a decimal representation of a \
             number",
            given()
        ),
        _ => format!("cannot convert {got} to {wanted}"),
    };
    Err(Fault::Argument(0, message))
}
