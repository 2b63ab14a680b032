//! Functions that make lists of lists:
//! <https://developer.hashicorp.com/terraform/language/functions#collection-functions>

use super::args::{Args, Fault, NOT_AN_INT, Outcome, Param, Ty, any, number, param};
use super::numeric::add;
use super::text::check_items;
use super::{Function, decide, function, unknown_result};
use crate::terraform::convert::{Type, convert};
use crate::value::{Kind, Number, Part, Unknown, Value};

const LIST: Param = any("list");

pub(super) const TABLE: &[Function] = &[
    function("chunklist", &[param("list", Ty::List), number("size")], chunklist).passes_marks(),
    function("coalescelist", &[], coalescelist).and_more(any("vals").nullable()).open(),
    function("compact", &[param("list", Ty::Strings)], compact),
    function("concat", &[], concat).and_more(any("seqs")).open().shallow(),
    function("distinct", &[param("list", Ty::List)], distinct),
    function("flatten", &[LIST], flatten).passes_marks(),
    function("range", &[], range).and_more(number("params")),
    function("reverse", &[LIST], reverse).shallow(),
    function("slice", &[LIST, number("start_index"), number("end_index")], slice).shallow(),
    function("sort", &[param("list", Ty::Strings)], sort),
];

fn list_like(list: &Value, items: impl IntoIterator<Item = Value>) -> Value {
    let origin = list.origin.clone();
    Value { origin, uniform: list.uniform, ..Value::list(items) }
}

fn chunklist(args: &Args) -> Outcome {
    let (list, items) = (args.value(0), args.items(0)?);
    let size = args.number(1)?.as_int().ok_or_else(|| format!("invalid size: {NOT_AN_INT}"))?;
    let size = usize::try_from(size).map_err(|_| "the size argument must be positive")?;
    if let Some(unknown) = items.iter().find(|item| item.is_spread()).and_then(Value::as_unknown) {
        return Err(Fault::Unknown(unknown.clone()));
    }
    let size = if size == 0 { items.len().max(1) } else { size };
    let chunk = |chunk: &[Value]| list_like(list, chunk.iter().map(|item| list.pass_on(item)));
    Ok(Value::list(items.chunks(size).map(chunk)).uniform())
}

fn coalescelist(args: &Args) -> Outcome {
    if args.values.is_empty() {
        return Err("at least one argument is required".into());
    }
    if !args.values.iter().all(|v| matches!(v.kind, Kind::List(_) | Kind::Null | Kind::Unknown(_)))
    {
        return Err("coalescelist arguments must be lists or tuples".into());
    }
    for arg in &args.values {
        match &arg.kind {
            Kind::Unknown(unknown) => return Err(Fault::Unknown(unknown.clone())),
            Kind::List(items) if items.is_empty() => {}
            Kind::List(items) if items.iter().all(Value::is_spread) => {
                return Err(Fault::Unknown(
                    items.iter().find_map(Value::as_unknown).cloned().ok_or("unknown")?,
                ));
            }
            Kind::List(_) => return Ok(arg.clone()),
            _ => {}
        }
    }
    Err("no non-null arguments".into())
}

/// An unknown string may be empty: it may be there or not.
fn compact(args: &Args) -> Outcome {
    let list = args.value(0);
    let mut kept = vec![];
    for item in args.items(0)? {
        match &item.kind {
            Kind::Null => {}
            Kind::String(text) if text.is_empty() => {}
            Kind::String(text) if !text.parts().iter().all(|p| matches!(p, Part::Unknown(_))) => {
                kept.push(list.pass_on(item));
            }
            _ => kept.extend(item.find_unknown().map(|unknown| maybe_there(unknown, item))),
        }
    }
    Ok(list_like(list, kept))
}

/// An element that is not there if it is null or empty.
fn maybe_there(unknown: &Unknown, item: &Value) -> Value {
    let value = maybe(unknown, [item]);
    let empty = |value: &Value| value.is_null() || value.as_str() == Some("");
    match value.as_unknown() {
        Some(spread) if spread.any_of.iter().any(empty) => {
            let any_of = spread.any_of.iter().filter(|choice| !empty(choice)).cloned();
            Kind::Unknown(Unknown::many(unknown.why.clone(), any_of.collect()).into()).into()
        }
        _ => value,
    }
}

/// Elements of which any number may be there; if one of them may be anything, any elements.
pub(super) fn maybe<'v>(unknown: &Unknown, any_of: impl IntoIterator<Item = &'v Value>) -> Value {
    let mut all = vec![];
    for value in any_of {
        match value.as_unknown() {
            None => all.push(value.clone()),
            Some(inner) if inner.any_of.is_empty() => {
                all.clear();
                break;
            }
            Some(inner) => all.extend(inner.any_of.iter().map(|choice| value.pass_on(choice))),
        }
    }
    Kind::Unknown(Unknown::many(unknown.why.clone(), all).into()).into()
}

fn concat(args: &Args) -> Outcome {
    if args.values.is_empty() {
        return Err("at least one argument is required".into());
    }
    let mut all = vec![];
    for (index, arg) in args.values.iter().enumerate() {
        match &arg.kind {
            Kind::List(items) => all.extend(items.iter().map(|item| arg.pass_on(item))),
            Kind::Unknown(unknown) => all.extend(spreads_of(unknown)),
            _ => {
                let got = Type::of(arg);
                let message = format!("all arguments must be lists or tuples; got {got}");
                return Err(Fault::Argument(index, message));
            }
        }
        check_items(all.len(), args.function)?;
    }
    let empty = |arg: &&Value| arg.as_list().is_some_and(<[Value]>::is_empty);
    let mut parts = args.values.iter().filter(|arg| !empty(arg));
    match (parts.next(), parts.next()) {
        (Some(whole), None) if whole.as_unknown().is_some() => Ok(whole.clone()),
        // Lists are joined to a list, if their elements have one type.
        _ if args.values.iter().all(|arg| arg.uniform) => {
            let list = Value::list(all);
            Ok(convert(&list, &Type::List(Type::Any.into())).unwrap_or(list))
        }
        _ => Ok(Value::list(all)),
    }
}

/// What stands for the elements of an unknown list: any number of those of the lists that
/// it may be. Of one that is there or not, each element may be.
fn spreads_of(unknown: &Unknown) -> Vec<Value> {
    let lists: Option<Vec<_>> = unknown.any_of.iter().map(Value::as_list).collect();
    let mut lists = lists.unwrap_or_default();
    lists.retain(|list| !list.is_empty());
    match lists[..] {
        [list] => list.iter().map(|item| maybe(unknown, [item])).collect(),
        _ => vec![maybe(unknown, lists.into_iter().flatten())],
    }
}

fn distinct(args: &Args) -> Outcome {
    let list = args.value(0);
    let items = args.items(0)?;
    let mut kept: Vec<Value> = vec![];
    // Comparing all with all is for what cannot be hashed.
    let mut seen = std::collections::HashSet::new();
    for item in items {
        let fresh = match item.as_str() {
            Some(text) => seen.insert(text),
            None if kept.len() > 4096 => return Ok(unknown_result(args.function)),
            None => !kept.iter().any(|other| decide::equal(other, item) == Some(true)),
        };
        if fresh {
            kept.push(list.pass_on(item));
        }
    }
    Ok(list_like(list, kept))
}

fn flatten(args: &Args) -> Outcome {
    let list = args.value(0);
    if list.as_list().is_none() {
        return Err("can only flatten lists, sets and tuples".into());
    }
    let mut flat = vec![];
    flatten_into(list, &mut flat)?;
    Ok(Value::list(flat))
}

fn flatten_into(list: &Value, flat: &mut Vec<Value>) -> Result<(), Fault> {
    for item in list.as_list().unwrap_or_default() {
        let item = list.pass_on(item);
        match &item.kind {
            Kind::List(_) | Kind::Set(_) => flatten_into(&item, flat)?,
            Kind::Unknown(unknown) => {
                let is_list =
                    |value: &Value| value.as_list().is_some() || value.as_unknown().is_some();
                let single = !unknown.any_of.is_empty() && !unknown.any_of.iter().any(is_list);
                flat.push(if single { item } else { flat_spread(unknown)? });
            }
            _ => flat.push(item),
        }
        check_items(flat.len(), "flatten")?;
    }
    Ok(())
}

/// What stands for the elements, at any depth, of what is one of a few.
fn flat_spread(unknown: &Unknown) -> Outcome {
    let mut flat = vec![];
    for choice in &unknown.any_of {
        match choice.as_list() {
            Some(_) => flatten_into(choice, &mut flat)?,
            None => flat.push(choice.clone()),
        }
    }
    let closed = flat.iter().all(|item| item.as_unknown().is_none());
    Ok(maybe(unknown, if closed { &flat[..] } else { &[] }))
}

fn range(args: &Args) -> Outcome {
    let zero = Number::Int(0);
    let towards = |from: Number, to: Number| Number::Int(if to < from { -1 } else { 1 });
    let (start, end, step) = match args.values.len() {
        1 => (zero, args.number(0)?, towards(zero, args.number(0)?)),
        2 => {
            let (start, end) = (args.number(0)?, args.number(1)?);
            (start, end, towards(start, end))
        }
        3 => (args.number(0)?, args.number(1)?, args.number(2)?),
        _ => return Err("must have one, two, or three arguments".into()),
    };
    let down = step < zero;
    if down && end > start {
        let message = "end must be less than start when step is negative";
        return Err(Fault::Argument(1, message.into()));
    }
    if !down && end < start {
        let message = "end must be greater than start when step is positive";
        return Err(Fault::Argument(1, message.into()));
    }
    let (mut numbers, mut next) = (vec![], start);
    while if down { next > end } else { next < end } {
        if numbers.len() >= 1024 {
            return Err("more than 1024 values were generated; either decrease the difference \
                        between start and end or use a smaller step"
                .into());
        }
        numbers.push(Value::number(next));
        next = add(next, step);
    }
    Ok(Value::list(numbers).uniform())
}

fn reverse(args: &Args) -> Outcome {
    let list = args.value(0);
    match list.as_list() {
        Some(items) => Ok(list_like(list, items.iter().rev().map(|item| list.pass_on(item)))),
        None => {
            let got = Type::of(list);
            Err(Fault::Argument(0, format!("can only reverse list or tuple values, not {got}")))
        }
    }
}

fn slice(args: &Args) -> Outcome {
    let list = args.value(0);
    let items = match &list.kind {
        Kind::List(items) => items,
        Kind::Set(_) => {
            let message = "cannot slice a set, because its elements do not have indices; \
                           explicitly convert to a list if the ordering of the result is not \
                           important";
            return Err(Fault::Argument(0, message.into()));
        }
        _ => return Err(Fault::Argument(0, "must be a list or tuple value".into())),
    };
    let open = items.iter().find(|item| item.is_spread()).and_then(Value::as_unknown);
    let index = |index: usize, name: &str| {
        let fault = |what: &str| Fault::Argument(index, what.into());
        let number = args
            .number(index)?
            .as_int()
            .ok_or_else(|| fault(&format!("invalid {name} index: {NOT_AN_INT}")))?;
        let number = usize::try_from(number)
            .map_err(|_| fault(&format!("{name} index must not be less than zero")))?;
        if number > items.len() && open.is_none() {
            return Err(fault(&format!(
                "{name} index must not be greater than the length of the list"
            )));
        }
        Ok(number)
    };
    let (start, end) = (index(1, "start")?, index(2, "end")?);
    if start > end {
        let message = "start index must not be greater than end index";
        return Err(Fault::Argument(1, message.into()));
    }
    let first_open = items.iter().position(Value::is_spread).unwrap_or(items.len());
    match open {
        Some(unknown) if end > first_open => Err(Fault::Unknown(unknown.clone())),
        _ => Ok(list_like(list, items[start..end].iter().map(|item| list.pass_on(item)))),
    }
}

/// Unknown strings may be anywhere among the others.
fn sort(args: &Args) -> Outcome {
    let list = args.value(0);
    let items = args.items(0)?;
    if let Some(index) = items.iter().position(Value::is_null) {
        let message = format!("given list element {index} is null; a null string cannot be sorted");
        return Err(message.into());
    }
    let (mut known, vague): (Vec<&Value>, Vec<&Value>) =
        items.iter().partition(|item| item.as_str().is_some());
    known.sort_by_key(|item| item.as_str());
    let vague = vague.into_iter().map(|item| match item.find_unknown() {
        Some(unknown) => maybe(unknown, [item]),
        None => item.clone(),
    });
    Ok(list_like(list, vague.chain(known.into_iter().map(|item| list.pass_on(item)))))
}
