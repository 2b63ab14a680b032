//! The one type that several types can be converted to.

use std::cmp::Ordering;

use super::{Attribute, Type};

/// Whether a value of one type can be converted to another, if its content allows.
pub fn convertible(from: &Type, to: &Type) -> bool {
    match (from, to) {
        (_, Type::Any) | (Type::Any, _) => true,
        (from, to) if from == to => true,
        (Type::Bool | Type::Number, Type::String) | (Type::String, Type::Bool | Type::Number) => {
            true
        }
        (Type::List(a) | Type::Set(a), Type::List(b) | Type::Set(b))
        | (Type::Map(a), Type::Map(b)) => convertible(a, b),
        (Type::Tuple(items), Type::List(to) | Type::Set(to)) => all_convertible(items.iter(), to),
        (Type::Tuple(from), Type::Tuple(to)) => {
            from.len() == to.len() && from.iter().zip(to).all(|(a, b)| convertible(a, b))
        }
        (Type::Object(attributes), Type::Map(to)) => {
            all_convertible(attributes.values().map(|attribute| &attribute.ty), to)
        }
        (Type::Map(from), Type::Object(to)) => {
            to.values().all(|to| to.optional || convertible(from, &to.ty))
        }
        (Type::Object(from), Type::Object(to)) => to.iter().all(|(name, to)| {
            from.get(name).map_or(to.optional, |from| convertible(&from.ty, &to.ty))
        }),
        _ => false,
    }
}

fn all_convertible<'t>(mut from: impl Iterator<Item = &'t Type>, to: &Type) -> bool {
    match to {
        Type::Any => unify(&from.cloned().collect::<Vec<_>>()).is_some(),
        to => from.all(|item| convertible(item, to)),
    }
}

/// The type that values of all these types are converted to when they must have one, by the
/// rules of cty's `convert.UnifyUnsafe`; `None` if there is none.
///
/// `Any`, the type of nulls and unknowns, goes along with every other.
pub fn unify(types: &[Type]) -> Option<Type> {
    let mut known = types.iter().filter(|ty| **ty != Type::Any);
    let Some(first) = known.next() else { return Some(Type::Any) };
    if known.clone().all(|ty| ty == first) {
        return Some(first.clone());
    }
    let known: Vec<&Type> = types.iter().filter(|ty| **ty != Type::Any).collect();
    let count = |f: fn(&Type) -> bool| known.iter().filter(|ty| f(ty)).count();
    let objects = count(|ty| matches!(ty, Type::Object(_)));
    let maps = count(|ty| matches!(ty, Type::Map(_)));
    let tuples = count(|ty| matches!(ty, Type::Tuple(_)));
    let lists = count(|ty| matches!(ty, Type::List(_)));
    let sets = count(|ty| matches!(ty, Type::Set(_)));
    let all = known.len();
    if objects == all {
        return objects_together(&known);
    }
    if tuples == all {
        return tuples_together(&known);
    }
    if maps + objects == all {
        return to_map(&known);
    }
    if lists + tuples == all {
        return to_list(&known);
    }
    if sets == all {
        let items: Vec<Type> = known.iter().filter_map(|ty| ty.element().cloned()).collect();
        return unify(&items).map(|item| Type::Set(Box::new(item)));
    }
    if objects > 0 && tuples > 0 {
        return None;
    }
    let mut preferred = known.clone();
    preferred.sort_by(|a, b| preference(a, b));
    preferred.into_iter().find(|to| known.iter().all(|from| convertible(from, to))).cloned()
}

/// The more general type first.
fn preference(a: &Type, b: &Type) -> Ordering {
    let rank = |ty: &Type| match ty {
        Type::String => 0,
        Type::List(_) | Type::Map(_) => 1,
        Type::Tuple(_) | Type::Object(_) => 2,
        Type::Set(_) => 3,
        _ => 4,
    };
    rank(a).cmp(&rank(b))
}

fn objects_together(types: &[&Type]) -> Option<Type> {
    let objects: Vec<_> = types
        .iter()
        .filter_map(|ty| match ty {
            Type::Object(attributes) => Some(attributes),
            _ => None,
        })
        .collect();
    let (first, others) = objects.split_first()?;
    if !others.iter().all(|other| other.keys().eq(first.keys())) {
        return to_map(types);
    }
    let mut unified = (*first).clone();
    for (name, attribute) in &mut unified {
        let across: Vec<Type> = objects.iter().map(|object| object[name].ty.clone()).collect();
        *attribute = Attribute::required(unify(&across)?);
    }
    Some(Type::Object(unified))
}

fn tuples_together(types: &[&Type]) -> Option<Type> {
    let tuples: Vec<_> = types
        .iter()
        .filter_map(|ty| match ty {
            Type::Tuple(items) => Some(items),
            _ => None,
        })
        .collect();
    let (first, others) = tuples.split_first()?;
    if !others.iter().all(|other| other.len() == first.len()) {
        return to_list(types);
    }
    let across =
        |index: usize| unify(&tuples.iter().map(|items| items[index].clone()).collect::<Vec<_>>());
    Some(Type::Tuple((0..first.len()).map(across).collect::<Option<_>>()?))
}

fn to_map(types: &[&Type]) -> Option<Type> {
    let mut items = vec![];
    for ty in types {
        match ty {
            Type::Object(attributes) => items.extend(attributes.values().map(|a| a.ty.clone())),
            other => items.extend(other.element().cloned()),
        }
    }
    Some(Type::Map(Box::new(unify(&items)?)))
}

fn to_list(types: &[&Type]) -> Option<Type> {
    let mut items = vec![];
    for ty in types {
        match ty {
            Type::Tuple(elements) => items.extend(elements.iter().cloned()),
            other => items.extend(other.element().cloned()),
        }
    }
    Some(Type::List(Box::new(unify(&items)?)))
}
