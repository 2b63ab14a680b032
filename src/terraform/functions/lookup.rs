//! Functions that look into collections:
//! <https://developer.hashicorp.com/terraform/language/functions#collection-functions>

use std::sync::Arc;

use unicode_segmentation::UnicodeSegmentation;

use super::args::{
    Args, Fault, NOT_AN_INT, Outcome, Ty, any, items, number, param, spread, string,
};
use super::{Function, MAX_ALTERNATIVES, decide, function};
use crate::terraform::convert::{Type, common_type, convert};
use crate::value::{Kind, Map, Unknown, Value};

pub(super) const TABLE: &[Function] = &[
    function("contains", &[any("list"), any("value")], contains).open(),
    function("element", &[any("list"), number("index")], element).shallow(),
    function("index", &[any("list"), any("value")], index).open(),
    function("keys", &[any("inputMap")], keys).shallow(),
    function("length", &[any("value")], length).passes_marks(),
    function("lookup", &[any("inputMap"), string("key")], lookup)
        .and_more(any("default").nullable())
        .open()
        .shallow(),
    function(
        "matchkeys",
        &[param("values", Ty::List), param("keys", Ty::List), param("searchset", Ty::List)],
        matchkeys,
    ),
    function("one", &[any("list")], one),
    function("values", &[any("mapping")], values).shallow(),
];

fn contains(args: &Args) -> Outcome {
    let Some(items) = items(args.value(0))? else {
        return Err("argument must be list, tuple, or set".into());
    };
    let mut undecided = None;
    for item in items {
        match decide::equal(args.value(1), item) {
            Some(true) if !item.is_spread() => return Ok(Value::bool(true)),
            Some(false) => {}
            _ => undecided = item.find_unknown().or(undecided),
        }
    }
    match undecided.or_else(|| args.value(1).find_unknown().filter(|_| !items.is_empty())) {
        Some(unknown) => Err(why(unknown)),
        None => Ok(Value::bool(false)),
    }
}

/// The result is unknown for the same reason, with any value.
fn why(unknown: &Unknown) -> Fault {
    Fault::Unknown(Arc::new(Unknown::anything(unknown.why.clone())))
}

/// An element at an index that no element before may shift.
fn at(items: &[Value], index: usize) -> Result<&Value, Fault> {
    match items[..=index].iter().find(|item| item.is_spread()).and_then(Value::as_unknown) {
        Some(unknown) => Err(why(unknown)),
        None => Ok(&items[index]),
    }
}

fn element(args: &Args) -> Outcome {
    let list = args.value(0);
    let Kind::List(items) = &list.kind else {
        return Err(format!("cannot read elements from {}", Type::of(list)).into());
    };
    let index = args.number(1)?.as_int().ok_or_else(|| format!("invalid index: {NOT_AN_INT}"))?;
    if items.is_empty() {
        return Err("cannot use element function with an empty list".into());
    }
    let wrapped = index.rem_euclid(items.len() as i128) as usize;
    if wrapped as i128 != index
        && let Some(unknown) =
            items.iter().find(|item| item.is_spread()).and_then(Value::as_unknown)
    {
        return Err(why(unknown));
    }
    Ok(list.pass_on(at(items, wrapped)?))
}

fn index(args: &Args) -> Outcome {
    let list = args.value(0);
    let items = match &list.kind {
        Kind::List(items) => items,
        Kind::Unknown(unknown) => return Err(why(unknown)),
        _ => return Err("argument must be a list or tuple".into()),
    };
    if items.is_empty() {
        return Err("cannot search an empty list".into());
    }
    for (index, item) in items.iter().enumerate() {
        match decide::equal(item, args.value(1)) {
            Some(true) => return at(items, index).map(|_| Value::number(index)),
            Some(false) => {}
            None => {
                let unknown = item.find_unknown().or_else(|| args.value(1).find_unknown());
                return Err(unknown.map_or("item not found".into(), |unknown| why(unknown)));
            }
        }
    }
    Err("item not found".into())
}

fn length(args: &Args) -> Outcome {
    let value = args.value(0);
    let count = match &value.kind {
        Kind::String(_) => args.str(0)?.graphemes(true).count(),
        Kind::List(items) | Kind::Set(items) => {
            // Unknown elements of a set may turn out to be equal to others.
            let vague = |item: &&Value| match value.kind {
                Kind::Set(_) if items.len() > 1 => !item.is_wholly_known(),
                _ => item.is_spread(),
            };
            if let Some(unknown) = items.iter().find(vague).and_then(Value::find_unknown) {
                return Err(why(unknown));
            }
            items.len()
        }
        Kind::Map(map) => match &map.rest {
            Some(rest) => return Err(why(rest)),
            None => map.entries.len(),
        },
        _ => {
            return Err("argument must be a string, a collection type, or a structural type".into());
        }
    };
    Ok(Value::number(count))
}

fn lookup(args: &Args) -> Outcome {
    if args.values.len() > 3 {
        let count = args.values.len();
        return Err(format!("lookup() takes two or three arguments, got {count}").into());
    }
    let value = args.value(0);
    let map = match &value.kind {
        Kind::Map(map) => map,
        Kind::Unknown(unknown) => return Err(why(unknown)),
        _ => {
            return Err(Fault::Argument(0, "lookup() requires a map as the first argument".into()));
        }
    };
    let default = match args.values.get(2) {
        Some(default) if value.uniform => Some(default_of(map, default)?),
        default => default.cloned(),
    };
    let key = match args.value(1).as_str() {
        Some(key) => key,
        None => return Err(any_entry(value, map, default.as_ref(), args)),
    };
    match (map.get(key), &map.rest, default) {
        (Some(_), ..) => Ok(value.child(key)),
        (None, Some(rest), default) => {
            // One of the further entries, or the default.
            let mut any_of = rest.any_of.clone();
            if !any_of.is_empty() {
                any_of.extend(default);
            }
            Err(Fault::Unknown(Arc::new(Unknown::one_of(rest.why.clone(), any_of))))
        }
        (None, None, Some(default)) => Ok(default),
        (None, None, None) if value.uniform => {
            Err(format!("lookup failed to find key {key:?}").into())
        }
        (None, None, None) => {
            Err(Fault::Argument(0, format!("the given object has no attribute {key:?}")))
        }
    }
}

/// The default of a map's entry has the type of its other entries.
fn default_of(map: &Map, default: &Value) -> Outcome {
    let ty = map.iter().map(|(_, item)| Type::of(item)).find(|ty| *ty != Type::Any);
    convert(default, &ty.unwrap_or(Type::Any)).map_err(|_| {
        Fault::Argument(2, "the default value must have the same type as the map elements".into())
    })
}

/// With an unknown key it is one of the entries that the key may name, or the default.
fn any_entry(value: &Value, map: &Map, default: Option<&Value>, args: &Args) -> Fault {
    let key = args.text(1);
    let Fault::Unknown(unknown) = args.not_known(&key) else { return "unknown key".into() };
    if map.rest.is_some() || map.entries.len() >= MAX_ALTERNATIVES {
        return Fault::Unknown(unknown);
    }
    let key = Value::from(Kind::String(key));
    let possible = map
        .iter()
        .filter(|(name, _)| decide::equal(&key, &Value::string((*name).clone())) != Some(false));
    let mut any_of: Vec<Value> = vec![];
    for entry in possible.map(|(_, entry)| value.pass_on(entry)).chain(default.cloned()) {
        if !any_of.contains(&entry) {
            any_of.push(entry);
        }
    }
    Fault::Unknown(Arc::new(Unknown::one_of(unknown.why.clone(), any_of)))
}

fn keys(args: &Args) -> Outcome {
    let Kind::Map(map) = &args.value(0).kind else {
        return Err(Fault::Argument(0, "must have map or object type".into()));
    };
    let mut entries: Vec<_> = map.entries.iter().collect();
    entries.sort_by_key(|(key, _)| *key);
    let key = |(key, entry): (&ecow::EcoString, &crate::value::Entry)| {
        let mut key = Value::string(key.clone());
        key.origin.span = entry.key_span;
        key.origin.chain = args.value(0).origin.chain.clone();
        key
    };
    let keys = entries.into_iter().map(key);
    // Further keys sort anywhere among them: with them in front, no index is sure.
    let keys = map.rest.as_ref().map(|rest| spread(rest)).into_iter().chain(keys);
    Ok(Value { uniform: args.value(0).uniform, ..Value::list(keys) })
}

fn values(args: &Args) -> Outcome {
    let value = args.value(0);
    let Kind::Map(map) = &value.kind else {
        return Err("values() requires a map as the first argument".into());
    };
    let mut keys: Vec<_> = map.entries.keys().collect();
    keys.sort();
    let values = keys.into_iter().map(|key| value.child(key));
    let further = map.rest.as_ref().map(|rest| {
        Kind::Unknown(Arc::new(Unknown::many(rest.why.clone(), rest.any_of.clone()))).into()
    });
    let values = Value::list(further.into_iter().chain(values));
    Ok(Value { uniform: value.uniform, ..values })
}

fn one(args: &Args) -> Outcome {
    let list = args.value(0);
    let wrong = "must be a list, set, or tuple value with either zero or one elements";
    let Some(items) = items(list)? else {
        return Err(Fault::Argument(0, wrong.into()));
    };
    match items {
        [] => Ok(Value::NULL),
        [item] => Ok(list.pass_on(at(items, 0).map(|_| item)?)),
        items => match items.iter().find(|item| item.is_spread()).and_then(Value::as_unknown) {
            Some(unknown) if items.len() - 1 <= 1 => Err(why(unknown)),
            // Elements of a set that are not known may be equal.
            None if matches!(list.kind, Kind::Set(_)) && list.find_unknown().is_some() => {
                Err(list.find_unknown().map_or("unknown".into(), |unknown| why(unknown)))
            }
            _ => Err(Fault::Argument(0, wrong.into())),
        },
    }
}

fn matchkeys(args: &Args) -> Outcome {
    let (values, keys, searched) = (args.items(0)?, args.items(1)?, args.items(2)?);
    let both: Vec<Value> = keys.iter().chain(searched).cloned().collect();
    let ty = common_type(&both).ok_or("keys and searchset must be of the same type")?;
    if let Some(unknown) =
        values.iter().chain(keys).filter(|item| item.is_spread()).find_map(Value::as_unknown)
    {
        return Err(why(unknown));
    }
    if values.len() != keys.len() {
        return Err("length of keys and values should be equal".into());
    }
    let both = both.iter().map(|item| convert(item, &ty));
    let both = both.collect::<Result<Vec<_>, _>>().map_err(|mismatch| mismatch.message)?;
    let (keys, searched) = both.split_at(keys.len());
    let mut found = vec![];
    for (key, value) in keys.iter().zip(values) {
        let answers: Vec<_> = searched.iter().map(|item| decide::equal(key, item)).collect();
        if answers.contains(&Some(true)) {
            found.push(args.value(0).pass_on(value));
        } else if answers.contains(&None) {
            let unknown =
                key.find_unknown().or_else(|| searched.iter().find_map(Value::find_unknown));
            return Err(unknown.map_or("undecided".into(), |unknown| why(unknown)));
        }
    }
    Ok(Value::list(found).uniform())
}
