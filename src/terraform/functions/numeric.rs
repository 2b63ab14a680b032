//! Functions of numbers:
//! <https://developer.hashicorp.com/terraform/language/functions#numeric-functions>

use super::args::{Args, Fault, NOT_AN_INT, Outcome, Param, any, number};
use super::{Function, function};
use crate::syntax::hcl::BinaryOp;
use crate::terraform::convert::Type;
use crate::terraform::decimal;
use crate::value::{Number, Value};

const NUM: Param = number("num");

pub(super) const TABLE: &[Function] = &[
    function("abs", &[NUM], |args| {
        Ok(Value::number(match args.number(0)? {
            Number::Int(int) => int.checked_abs().map_or(Number::from(-(int as f64)), Number::Int),
            Number::Float(float) => float.abs().into(),
        }))
    }),
    function("ceil", &[NUM], |args| rounded(args, f64::ceil)),
    function("floor", &[NUM], |args| rounded(args, f64::floor)),
    function("log", &[NUM, number("base")], |args| {
        float(args, args.number(0)?.as_f64().ln() / args.number(1)?.as_f64().ln())
    }),
    function("max", &[], |args| extreme(args, |new, best| new > best)).and_more(number("numbers")),
    function("min", &[], |args| extreme(args, |new, best| new < best)).and_more(number("numbers")),
    function("parseint", &[any("number"), number("base")], parseint).open().passes_marks(),
    function("pow", &[NUM, number("power")], |args| {
        float(args, args.number(0)?.as_f64().powf(args.number(1)?.as_f64()))
    }),
    function("signum", &[NUM], |args| Ok(Value::number(args.int(0)?.signum()))),
];

fn rounded(args: &Args, f: fn(f64) -> f64) -> Outcome {
    Ok(Value::number(match args.number(0)? {
        Number::Float(float) => f(float).into(),
        int => int,
    }))
}

fn float(args: &Args, float: f64) -> Outcome {
    if float.is_nan() {
        return Err(format!("{} has no result for these numbers", args.function).into());
    }
    Ok(Value::number(float))
}

fn extreme(args: &Args, better: fn(Number, Number) -> bool) -> Outcome {
    let mut best: Option<usize> = None;
    for index in 0..args.values.len() {
        let number = args.number(index)?;
        if best.map_or(Ok(true), |best| args.number(best).map(|best| better(number, best)))? {
            best = Some(index);
        }
    }
    best.map(|index| args.value(index).clone())
        .ok_or_else(|| "must pass at least one number".into())
}

fn parseint(args: &Args) -> Outcome {
    let got = Type::of(args.value(0));
    if !matches!(got, Type::String | Type::Any) {
        return Err(Fault::Argument(0, format!("first argument must be a string, not {got}")));
    }
    let text = args.str(0)?;
    let base = args.number(1)?.as_int();
    let base = base.ok_or_else(|| Fault::Argument(1, NOT_AN_INT.into()))?;
    if !(2..=62).contains(&base) {
        let message = "base must be a whole number between 2 and 62 inclusive";
        return Err(Fault::Argument(1, message.into()));
    }
    parse(text, base).map(Value::number).ok_or_else(|| {
        Fault::Argument(0, format!("cannot parse {text:?} as a base {base} integer"))
    })
}

/// Digits as Go's `big.Int` has them: in bases over 36, lower-case letters come first.
fn parse(text: &str, base: i128) -> Option<Number> {
    let digits = text.strip_prefix(['+', '-']).unwrap_or(text);
    let sign = if text.starts_with('-') { -1 } else { 1 };
    if digits.is_empty() {
        return None;
    }
    let (mut exact, mut rough) = (Some(0i128), 0f64);
    for c in digits.chars() {
        let value = match c {
            '0'..='9' => c as i128 - '0' as i128,
            'a'..='z' => c as i128 - 'a' as i128 + 10,
            'A'..='Z' if base <= 36 => c as i128 - 'A' as i128 + 10,
            'A'..='Z' => c as i128 - 'A' as i128 + 36,
            _ => return None,
        };
        if value >= base {
            return None;
        }
        exact = exact.and_then(|int| int.checked_mul(base)?.checked_add(sign * value));
        rough = rough * base as f64 + (sign * value) as f64;
    }
    Some(exact.map_or(Number::Float(rough), Number::Int))
}

/// The sum of two numbers, exact where it can be.
pub(super) fn add(a: Number, b: Number) -> Number {
    decimal::apply(BinaryOp::Add, a, b).unwrap_or_else(|| Number::from(a.as_f64() + b.as_f64()))
}
