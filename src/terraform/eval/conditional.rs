//! `condition ? then : otherwise`.

use super::{Evaluator, Scope};
use crate::syntax::hcl::{Expr, ExprKind};
use crate::terraform::convert::{Type, convert};
use crate::terraform::expansion::one_of;
use crate::value::{Kind, Value};

impl<'w> Evaluator<'w> {
    /// The arm that the condition picks; both as alternatives when it is unknown.
    pub(crate) fn eval_conditional(&self, arms: &[Expr; 3], scope: Scope<'_, 'w>) -> Value {
        let [condition, then, otherwise] = arms;
        let picked = self.eval(condition, scope);
        if let Some(decided) = picked.as_bool() {
            let (taken, other) = if decided { (then, otherwise) } else { (otherwise, then) };
            let value = self.eval(taken, scope).or_sensitive(picked.sensitive);
            return self.unify(value, other, scope);
        }
        let why = self.why_unknown(&picked, condition.span);
        // An arm that fails is one that is not taken: `length(x) > 0 ? x[0] : null`.
        let arms = [then, otherwise].map(|arm| self.quietly(|| self.eval(arm, scope)));
        let fits = arms.iter().any(|(_, well)| *well);
        let values = arms.into_iter().filter(|(_, well)| *well || !fits).map(|(value, _)| value);
        let mut values: Vec<Value> = values.collect();
        if let [a, b] = values.as_slice() {
            values = vec![like(a.clone(), b), like(b.clone(), a)];
        }
        let value = one_of(&why, values).unwrap_or_else(|| Value::unknown(why.clone()));
        value.or_sensitive(picked.sensitive)
    }

    /// Both arms have one type: a number or bool beside a string is a string, a list beside
    /// a set is a set.
    fn unify(&self, value: Value, other: &Expr, scope: Scope<'_, 'w>) -> Value {
        let literal = match &other.kind {
            ExprKind::Null | ExprKind::Number(_) | ExprKind::Bool(_) | ExprKind::Array(_) => true,
            ExprKind::String(_) => !matches!(value.kind, Kind::Number(_) | Kind::Bool(_)),
            _ => false,
        };
        if literal || !matches!(value.kind, Kind::Number(_) | Kind::Bool(_) | Kind::List(_)) {
            return value;
        }
        let (other, _) = self.quietly(|| self.eval(other, scope));
        like(value, &other)
    }
}

/// A value converted to the type that it has beside another one.
fn like(value: Value, other: &Value) -> Value {
    let to = match (&value.kind, &other.kind) {
        (Kind::Number(_) | Kind::Bool(_), Kind::String(_)) => Type::String,
        (Kind::List(_), Kind::Set(_)) => Type::Set(Type::Any.into()),
        _ => return value,
    };
    convert(&value, &to).unwrap_or(value)
}
