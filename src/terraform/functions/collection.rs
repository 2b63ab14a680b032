//! Functions that put collections together or boil them down:
//! <https://developer.hashicorp.com/terraform/language/functions#collection-functions>

use std::collections::BTreeMap;
use std::sync::Arc;

use ecow::EcoString;

use super::args::{Args, Fault, Outcome, Ty, any, param};
use super::numeric::add;
use super::{Function, function};
use crate::terraform::convert::{Type, convert, unify};
use crate::value::{Entry, Kind, Map, Part, Unknown, Value, Why};

pub(super) const TABLE: &[Function] = &[
    function("alltrue", &[param("list", Ty::Bools)], alltrue),
    function("anytrue", &[param("list", Ty::Bools)], anytrue),
    function("coalesce", &[], coalesce).and_more(any("vals").nullable()).open(),
    function("merge", &[], merge).and_more(any("maps").nullable()).open().shallow(),
    function("sum", &[any("list")], sum),
    function("transpose", &[param("values", Ty::StringsByKey)], transpose),
    function("zipmap", &[param("keys", Ty::Strings), any("values")], zipmap).shallow(),
];

fn unless_unknown(unknown: Option<&Arc<Unknown>>, result: bool) -> Outcome {
    match unknown {
        Some(unknown) => Err(Fault::Unknown(Arc::new(Unknown::anything(unknown.why.clone())))),
        None => Ok(Value::bool(result)),
    }
}

fn alltrue(args: &Args) -> Outcome {
    let items = args.items(0)?;
    if items.iter().any(|item| matches!(item.kind, Kind::Bool(false) | Kind::Null)) {
        return Ok(Value::bool(false));
    }
    unless_unknown(items.iter().find_map(Value::as_unknown), true)
}

fn anytrue(args: &Args) -> Outcome {
    let items = args.items(0)?;
    if items.iter().any(|item| matches!(item.kind, Kind::Bool(true))) {
        return Ok(Value::bool(true));
    }
    unless_unknown(items.iter().find_map(Value::as_unknown), false)
}

fn coalesce(args: &Args) -> Outcome {
    let types: Vec<Type> = args.values.iter().map(Type::of).collect();
    let ty = match types.is_empty() {
        false => unify(&types).ok_or("all arguments must have the same type")?,
        true => return Err("all arguments must have the same type".into()),
    };
    for arg in &args.values {
        // Terraform passes over what does not convert, too.
        let Ok(value) = convert(arg, &ty) else { continue };
        match &value.kind {
            Kind::Null => {}
            Kind::Unknown(unknown) => return Err(Fault::Unknown(unknown.clone())),
            Kind::String(text) if text.is_empty() => {}
            Kind::String(text) if text.parts().iter().all(|p| matches!(p, Part::Unknown(_))) => {
                return Err(args.not_known(text));
            }
            _ => return Ok(value),
        }
    }
    Err("no non-null, non-empty-string arguments".into())
}

/// An unknown map may bring any entry, and may replace those of the maps before it; those of
/// the maps after it stay what they are.
fn merge(args: &Args) -> Outcome {
    let mut merged = Map::default();
    for arg in &args.values {
        match &arg.kind {
            Kind::Null => {}
            Kind::Unknown(unknown) => merged.may_change(unknown),
            Kind::Map(map) => {
                if let Some(rest) = &map.rest {
                    let alone = merged.entries.is_empty();
                    merged.may_change(rest);
                    // With nothing to replace, what the others are like is still known.
                    merged.rest = if alone { Some(rest.clone()) } else { merged.rest };
                }
                if let Some(address) = &map.of {
                    merged
                        .may_change(&Unknown::anything(Why::Computed(address.clone(), "*".into())));
                }
                for (key, entry) in &map.entries {
                    let value = arg.pass_on(&entry.value);
                    merged.entries.insert(key.clone(), Entry { key_span: entry.key_span, value });
                }
            }
            _ => {
                let got = Type::of(arg).to_string();
                return Err(format!("arguments must be maps or objects, got {got:?}").into());
            }
        }
    }
    if merged.entries.is_empty()
        && let Some(whole) = args.values.iter().find(|arg| arg.as_unknown().is_some())
    {
        return Ok(whole.clone());
    }
    merged.entries.sort_keys();
    // Maps of one type are merged to a map of it; anything else is an object.
    let mut given = args.values.iter().filter(|arg| !arg.is_null()).peekable();
    let maps = given.peek().is_some() && given.clone().all(|arg| arg.uniform);
    let first = if maps { given.next().map(Type::of) } else { None };
    let uniform = first.is_some_and(|first| given.all(|arg| Type::of(arg) == first));
    Ok(Value { uniform, ..Value::map(merged) })
}

fn sum(args: &Args) -> Outcome {
    let list = args.value(0);
    let wrong = |message: &str| Fault::Argument(0, message.into());
    let items = match &list.kind {
        Kind::List(items) | Kind::Set(items) => items,
        Kind::Map(map) if map.entries.is_empty() => {
            return Err(wrong("cannot sum an empty list"));
        }
        Kind::Map(_) => {
            let got = Type::of(list);
            let message = format!("argument must be list, set, or tuple. Received {got}");
            return Err(wrong(&message));
        }
        _ => return Err(wrong("cannot sum noniterable")),
    };
    if items.is_empty() {
        return Err(wrong("cannot sum an empty list"));
    }
    let mut total = crate::value::Number::Int(0);
    for item in items {
        let converted = convert(item, &Type::Number).map(|value| value.kind);
        match converted {
            Ok(Kind::Number(number)) => total = add(total, number),
            Ok(Kind::Unknown(unknown)) => return Err(Fault::Unknown(unknown)),
            _ => return Err(wrong("argument must be list, set, or tuple of number values")),
        }
    }
    Ok(Value::number(total))
}

fn transpose(args: &Args) -> Outcome {
    if let Some(unknown) = args.value(0).find_unknown() {
        return Err(Fault::Unknown(Arc::new(Unknown::anything(unknown.why.clone()))));
    }
    let map = args.map(0)?;
    let mut keys: Vec<_> = map.entries.iter().collect();
    keys.sort_by_key(|(key, _)| *key);
    let mut transposed: BTreeMap<EcoString, Vec<Value>> = BTreeMap::new();
    for (key, entry) in keys {
        let Some(items) = entry.value.as_list() else {
            return Err("input must not contain null list".into());
        };
        for item in items {
            if item.is_null() {
                return Err("input list must not contain null string".into());
            }
            let name = super::args::known(item, args.function)?;
            let mut value = Value::string(key.clone());
            value.origin.span = entry.key_span;
            transposed.entry(name.into()).or_default().push(value);
        }
    }
    let lists = transposed.into_iter().map(|(key, items)| (key, Value::list(items).uniform()));
    Ok(Value::map(lists.collect()).uniform())
}

fn zipmap(args: &Args) -> Outcome {
    let (keys, list) = (args.items(0)?, args.value(1));
    let Kind::List(values) = &list.kind else {
        return Err("values argument must be a list or tuple value".into());
    };
    if let Some(unknown) =
        keys.iter().chain(values).filter(|v| v.is_spread()).find_map(Value::as_unknown)
    {
        return Err(Fault::Unknown(unknown.clone()));
    }
    let (count, given) = (keys.len(), values.len());
    if count != given
        && let Some(unknown) = keys.iter().find_map(Value::find_unknown)
    {
        // Keys of a set may be equal.
        return Err(Fault::Unknown(Unknown::anything(unknown.why.clone()).into()));
    }
    if count != given {
        let message = format!("number of keys ({count}) does not match number of values ({given})");
        return Err(message.into());
    }
    let mut map = Map::default();
    for (index, (key, value)) in keys.iter().zip(values).enumerate() {
        if key.is_null() {
            return Err(format!("keys list has null value at index {index}").into());
        }
        let Some(name) = key.as_str() else {
            let unknown = Unknown::anything(match args.not_known(&super::text::sourced(key)) {
                Fault::Unknown(unknown) => unknown.why.clone(),
                fault => return Err(fault),
            });
            map.may_change(&unknown);
            continue;
        };
        let value = list.pass_on(value);
        map.entries.insert(name.into(), Entry { key_span: key.origin.span, value });
    }
    map.entries.sort_keys();
    Ok(Value { uniform: list.uniform, ..Value::map(map) })
}
