//! `condition ? then : otherwise`.

use super::{Evaluator, Scope};
use crate::syntax::hcl::{Expr, ExprKind};
use crate::terraform::expansion::one_of;
use crate::terraform::types::{Type, convert};
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
        let value = one_of(&why, values).unwrap_or_else(|| Value::unknown(why.clone()));
        value.or_sensitive(picked.sensitive)
    }

    /// Both arms have one type: a number or bool beside a string is a string.
    fn unify(&self, value: Value, other: &Expr, scope: Scope<'_, 'w>) -> Value {
        if !matches!(value.kind, Kind::Number(_) | Kind::Bool(_)) {
            return value;
        }
        let is_string = match &other.kind {
            ExprKind::String(_) => true,
            ExprKind::Null | ExprKind::Number(_) | ExprKind::Bool(_) => false,
            _ => matches!(self.quietly(|| self.eval(other, scope)).0.kind, Kind::String(_)),
        };
        if !is_string {
            return value;
        }
        convert(value.clone(), &Type::String, &|_| Value::NULL).unwrap_or(value)
    }
}
