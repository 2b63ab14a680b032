//! Operators.
//!
//! <https://developer.hashicorp.com/terraform/language/expressions/operators>

use super::{Evaluator, Scope};
use crate::source::Span;
use crate::syntax::hcl::{BinaryOp, Expr, UnaryOp};
use crate::terraform::decimal;
use crate::terraform::expansion::one_of;
use crate::terraform::functions;
use crate::terraform::type_expr::kind_name;
use crate::value::{Kind, Number, Value, Why};

impl<'w> Evaluator<'w> {
    /// `!x` or `-x`.
    pub(crate) fn eval_unary(
        &self,
        op: UnaryOp,
        operand: &Expr,
        span: Span,
        scope: Scope<'_, 'w>,
    ) -> Value {
        let value = self.eval(operand, scope);
        let sensitive = value.sensitive;
        self.lift([&value], &|[value]| self.unary(op, value, span)).at(span).or_sensitive(sensitive)
    }

    fn unary(&self, op: UnaryOp, value: &Value, span: Span) -> Value {
        match op {
            UnaryOp::Not => match value.as_bool() {
                Some(value) => Value::bool(!value),
                None => self.operand(value, "a bool", span),
            },
            UnaryOp::Neg => match value.as_number() {
                Some(Number::Int(int)) => match int.checked_neg() {
                    Some(int) => Value::number(int),
                    None => self.fail(span, "a number too large"),
                },
                Some(Number::Float(float)) => Value::number(Number::from(-float)),
                None => self.operand(value, "a number", span),
            },
        }
    }

    /// A binary operator.
    pub(crate) fn eval_binary(
        &self,
        op: BinaryOp,
        operands: &[Expr; 2],
        span: Span,
        scope: Scope<'_, 'w>,
    ) -> Value {
        let left = self.eval(&operands[0], scope);
        // `x != null && x.y`: the right side means nothing when the left decides.
        let decided = match (op, left.as_bool()) {
            (BinaryOp::And, Some(false)) => Some(false),
            (BinaryOp::Or, Some(true)) => Some(true),
            _ => None,
        };
        if let Some(decided) = decided {
            return Value::bool(decided).at(span).or_sensitive(left.sensitive);
        }
        let right = match (op, left.as_bool()) {
            // With an unknown left side, a right side that fails is one that is not reached.
            (BinaryOp::And | BinaryOp::Or, None) => {
                self.quietly(|| self.eval(&operands[1], scope)).0
            }
            _ => self.eval(&operands[1], scope),
        };
        let sensitive = left.sensitive || right.sensitive;
        let value = self.lift([&left, &right], &|[a, b]| self.binary(op, a, b, span));
        value.at(span).or_sensitive(sensitive)
    }

    fn binary(&self, op: BinaryOp, a: &Value, b: &Value, span: Span) -> Value {
        match op {
            BinaryOp::Eq => self.equality(a, b, false),
            BinaryOp::NotEq => self.equality(a, b, true),
            BinaryOp::And | BinaryOp::Or => {
                let absorbing = op == BinaryOp::Or;
                match (a.as_bool(), b.as_bool()) {
                    (Some(x), _) if x == absorbing => Value::bool(absorbing),
                    (_, Some(x)) if x == absorbing => Value::bool(absorbing),
                    (Some(_), Some(_)) => Value::bool(!absorbing),
                    (None, _) => self.operand(a, "a bool", span),
                    (_, None) => self.operand(b, "a bool", span),
                }
            }
            _ => match (a.as_number(), b.as_number()) {
                (Some(a), Some(b)) => self.arithmetic(op, a, b, span),
                (None, _) => self.operand(a, "a number", span),
                (_, None) => self.operand(b, "a number", span),
            },
        }
    }

    fn equality(&self, a: &Value, b: &Value, negate: bool) -> Value {
        match functions::equal(a, b) {
            Some(equal) => Value::bool(equal != negate),
            None => Value::unknown(
                undecided(a)
                    .or_else(|| undecided(b))
                    .unwrap_or_else(|| Why::Invalid("values that cannot be compared".into())),
            ),
        }
    }

    fn arithmetic(&self, op: BinaryOp, a: Number, b: Number, span: Span) -> Value {
        let (x, y) = (a.as_f64(), b.as_f64());
        // Terraform's remainder of a division by zero is what was divided.
        if op == BinaryOp::Mod && y == 0.0 {
            return Value::number(a);
        }
        if let Some(exact) = decimal::apply(op, a, b) {
            return Value::number(exact);
        }
        let float = match op {
            BinaryOp::Less => return Value::bool(a < b),
            BinaryOp::LessEq => return Value::bool(a <= b),
            BinaryOp::Greater => return Value::bool(a > b),
            BinaryOp::GreaterEq => return Value::bool(a >= b),
            BinaryOp::Add => x + y,
            BinaryOp::Sub => x - y,
            BinaryOp::Mul => x * y,
            BinaryOp::Div => x / y,
            _ => x % y,
        };
        if float.is_nan() || float.is_infinite() {
            return self.fail(span, "division by zero, or a number too large");
        }
        Value::number(Number::from(float))
    }

    /// An operand that is not known, or not of the kind needed.
    fn operand(&self, value: &Value, needed: &str, span: Span) -> Value {
        let why = match &value.kind {
            Kind::Unknown(_) | Kind::String(_) => undecided(value),
            _ => None,
        };
        match why {
            Some(why) => Value::unknown(why),
            None => {
                self.fail(span, format!("{needed} is needed, not a {}", kind_name(&value.kind)))
            }
        }
    }

    /// Applies a function to every combination of the alternatives of its operands.
    pub(crate) fn lift<const N: usize>(
        &self,
        operands: [&Value; N],
        f: &dyn Fn([&Value; N]) -> Value,
    ) -> Value {
        /// More combinations say nothing.
        const MOST: usize = 16;
        fn choices(value: &Value) -> Option<&[Value]> {
            value.as_unknown().map(|u| u.any_of.as_slice()).filter(|choices| !choices.is_empty())
        }
        let Some(why) = operands.iter().find(|v| choices(v).is_some()).and_then(|v| v.as_unknown())
        else {
            return f(operands);
        };
        let counts = operands.map(|v| choices(v).map_or(1, <[Value]>::len));
        let total = counts.iter().product::<usize>();
        if total > MOST {
            return f(operands);
        }
        let mut values = vec![];
        for mut number in 0..total {
            let mut picked = operands;
            for (slot, count) in picked.iter_mut().zip(counts) {
                if let Some(choices) = choices(slot) {
                    *slot = &choices[number % count];
                }
                number /= count;
            }
            let (value, well) = self.quietly(|| f(picked));
            if well {
                values.push(value);
            }
        }
        one_of(&why.why, values).unwrap_or_else(|| Value::unknown(why.why.clone()))
    }
}

/// Why a value is not known as far as it would have to be.
fn undecided(value: &Value) -> Option<Why> {
    if let Some(unknown) = value.find_unknown() {
        return Some(unknown.why.clone());
    }
    match &value.kind {
        Kind::String(text) if text.as_known().is_none() => Some(Why::Data(text.to_string().into())),
        Kind::List(items) | Kind::Set(items) => items.iter().find_map(undecided),
        Kind::Map(map) => map.iter().find_map(|(_, item)| undecided(item)),
        _ => None,
    }
}
