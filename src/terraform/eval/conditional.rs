//! `condition ? then : otherwise`.

use super::{Evaluator, Scope, weigh};
use crate::syntax::hcl::{Expr, ExprKind, Step};
use crate::terraform::convert::{Type, convert, unify};
use crate::terraform::expansion::one_of;
use crate::value::{Kind, Value};

/// What an expression makes, as far as its form alone says.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Shape {
    /// A set.
    Set,
    /// Something else.
    Other,
    /// Either.
    Unclear,
}

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
        let values = [then, otherwise].map(|arm| self.quietly(|| self.eval(arm, scope)));
        let fits = values.iter().any(|(_, well)| *well);
        let values = values.into_iter().filter(|(_, well)| *well || !fits).map(|(value, _)| value);
        let mut values: Vec<Value> = values.collect();
        if let [a, b] = values.as_slice() {
            values = vec![
                self.like(a.clone(), b, otherwise, scope),
                self.like(b.clone(), a, then, scope),
            ];
        }
        let value = one_of(&why, values).unwrap_or_else(|| Value::unknown(why.clone()));
        value.or_sensitive(picked.sensitive)
    }

    /// Both arms have one type: a number or bool beside a string is a string, a list beside
    /// a set is a set.
    fn unify(&self, value: Value, other: &Expr, scope: Scope<'_, 'w>) -> Value {
        let literal = match &other.kind {
            ExprKind::Null | ExprKind::Number(_) | ExprKind::Bool(_) => true,
            ExprKind::String(_) => !matches!(value.kind, Kind::Number(_) | Kind::Bool(_)),
            _ => false,
        };
        if literal || matches!(value.kind, Kind::Null | Kind::String(_)) {
            return value;
        }
        let (arm, _) = self.quietly(|| self.eval(other, scope));
        self.like(value, &arm, other, scope)
    }

    /// A value converted to the type that it has beside another one, which is that of `expr`.
    fn like(&self, value: Value, other: &Value, expr: &Expr, scope: Scope<'_, 'w>) -> Value {
        let set = || Type::Set(Type::Any.into());
        let to = match (&value.kind, &other.kind) {
            (Kind::Unknown(unknown), _) if !unknown.any_of.is_empty() => {
                let unknown = unknown.map(|value| self.like(value.clone(), other, expr, scope));
                return Value { kind: Kind::Unknown(unknown.into()), ..value };
            }
            // A set that is null is one all the same: `x == null ? [] : toset(x)`.
            (Kind::List(_), Kind::Null) if self.shape(expr, scope) == Shape::Set => set(),
            (Kind::Unknown(_) | Kind::Null | Kind::String(_), _) | (_, Kind::Null) => return value,
            (_, Kind::Unknown(unknown)) => {
                // Its alternatives have one type already.
                match unknown.any_of.iter().find(|choice| !choice.is_null()) {
                    Some(choice) => return self.like(value, choice, expr, scope),
                    None if !matches!(value.kind, Kind::List(_)) => return value,
                    None if self.shape(expr, scope) != Shape::Set => return value,
                    None => set(),
                }
            }
            (Kind::List(_), Kind::Set(_)) if !is_plain([&value, other]) => set(),
            _ if !is_plain([&value, other]) => return value,
            _ => match unify(&[Type::of(&value), Type::of(other)]) {
                Some(to) => to,
                None => return value,
            },
        };
        convert(&value, &to).unwrap_or(value)
    }

    /// What an expression makes, where its value does not say.
    pub(crate) fn shape(&self, expr: &Expr, scope: Scope<'_, 'w>) -> Shape {
        self.shape_within(expr, scope, 0)
    }

    fn shape_within(&self, expr: &Expr, scope: Scope<'_, 'w>, depth: usize) -> Shape {
        /// Locals named by locals; more is no one's.
        const DEEPEST: usize = 16;
        const SETS: &[&str] = &["fileset", "setintersection", "setsubtract", "setunion", "toset"];
        if depth > DEEPEST {
            return Shape::Unclear;
        }
        match (&expr.kind, scope.module) {
            (ExprKind::Conditional(arms), _) => {
                let of = |arm| self.shape_within(arm, scope, depth + 1);
                match (of(&arms[1]), of(&arms[2])) {
                    (Shape::Set, _) | (_, Shape::Set) => Shape::Set,
                    (Shape::Other, Shape::Other) => Shape::Other,
                    _ => Shape::Unclear,
                }
            }
            (ExprKind::Call(call), _) if SETS.contains(&call.name.text.as_str()) => Shape::Set,
            (ExprKind::Traversal(base, steps), Some(module)) => match (&base.kind, &steps[..]) {
                (ExprKind::Variable(root), [Step::Attr(name)]) if root == "local" => {
                    match module.module.locals.index(&name.text) {
                        Some(index) => {
                            let local = &module.module.locals.items()[index];
                            self.shape_within(&local.expr, Scope::of(module), depth + 1)
                        }
                        None => Shape::Unclear,
                    }
                }
                (ExprKind::Variable(root), [Step::Attr(name), steps @ ..]) if root == "var" => {
                    let variable = module.module.variables.index(&name.text);
                    let ty = variable.map(|index| &module.module.variables.items()[index].ty);
                    match ty.and_then(|ty| type_of_part(ty, steps)) {
                        Some(Type::Set(_)) => Shape::Set,
                        Some(Type::Any) | None => self.shape_of_value(expr, scope),
                        Some(_) => Shape::Other,
                    }
                }
                _ => self.shape_of_value(expr, scope),
            },
            _ => self.shape_of_value(expr, scope),
        }
    }

    fn shape_of_value(&self, expr: &Expr, scope: Scope<'_, 'w>) -> Shape {
        match self.quietly(|| self.eval(expr, scope)).0.kind {
            Kind::Set(_) => Shape::Set,
            Kind::Unknown(_) | Kind::Null => Shape::Unclear,
            _ => Shape::Other,
        }
    }
}

/// The type of an attribute or element.
fn type_of_part<'t>(ty: &'t Type, steps: &[Step]) -> Option<&'t Type> {
    steps.iter().try_fold(ty, |ty, step| match (ty, step) {
        (Type::Object(attributes), Step::Attr(name)) => {
            attributes.get(&name.text).map(|attribute| &attribute.ty)
        }
        (ty, Step::Attr(_) | Step::Index(_)) => ty.element(),
        _ => None,
    })
}

/// Whether the values are small enough for their types to be worth the comparison, and their
/// types known: the attributes of an object may not be.
fn is_plain(values: [&Value; 2]) -> bool {
    const FEW: usize = 256;
    fn closed(value: &Value) -> bool {
        match &value.kind {
            Kind::List(items) | Kind::Set(items) => items.iter().all(closed),
            Kind::Map(map) => {
                map.rest.is_none() && map.of.is_none() && map.iter().all(|(_, item)| closed(item))
            }
            _ => true,
        }
    }
    let mut left = FEW;
    values.iter().all(|value| weigh(value, &mut left) && closed(value))
}
