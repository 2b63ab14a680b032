//! Functions of sets:
//! <https://developer.hashicorp.com/terraform/language/functions#collection-functions>

use super::args::{Args, Fault, Outcome, Param, Ty, any, param, spread};
use super::sequence::maybe;
use super::text::check_items;
use super::{Function, decide, function};
use crate::terraform::convert::{Type, common_type, convert, set};
use crate::value::Value;

const FIRST: Param = param("first_set", Ty::Set);
const OTHERS: Param = param("other_sets", Ty::Set);

pub(super) const TABLE: &[Function] = &[
    function("setintersection", &[FIRST], setintersection).and_more(OTHERS),
    function("setproduct", &[], setproduct).and_more(any("sets")).passes_marks(),
    function("setsubtract", &[param("a", Ty::Set), param("b", Ty::Set)], setsubtract),
    function("setunion", &[FIRST], setunion).and_more(OTHERS).open(),
];

/// The arguments' elements converted to the type common to them all.
fn of_one_type(args: &Args) -> Result<Vec<Vec<Value>>, Fault> {
    let all: Vec<Value> =
        args.values.iter().flat_map(|arg| arg.as_list().unwrap_or_default()).cloned().collect();
    let ty = common_type(&all).ok_or("given sets must all have compatible element types")?;
    let convert_all = |(index, arg): (usize, &Value)| {
        let items = arg.as_list().unwrap_or_default().iter();
        let converted = items.map(|item| convert(&arg.pass_on(item), &ty));
        converted.collect::<Result<_, _>>().map_err(|e| Fault::Argument(index, e.message))
    };
    args.values.iter().enumerate().map(convert_all).collect()
}

fn setintersection(args: &Args) -> Outcome {
    keep(args, |found| found)
}

fn setsubtract(args: &Args) -> Outcome {
    keep(args, |found| !found)
}

/// The elements of the first set of which `wanted` holds with every other set, given whether
/// they are in it. An element of which that cannot be said may be there.
fn keep(args: &Args, wanted: fn(bool) -> bool) -> Outcome {
    let mut sets = of_one_type(args)?.into_iter();
    let mut kept: Vec<Value> = sets.next().unwrap_or_default();
    for other in sets {
        let vague = other.iter().find_map(Value::find_unknown);
        let decided = kept.into_iter().filter_map(|item| {
            let answers = other.iter().map(|other| decide::equal(&item, other));
            let found = match vague {
                _ if other.is_empty() => Some(false),
                None => whether_any(answers),
                Some(_) => whether_any(answers).filter(|found| *found),
            };
            match found.map(wanted) {
                _ if item.is_spread() && !other.is_empty() => Some(item),
                Some(true) => Some(item),
                Some(false) => None,
                None => item.find_unknown().or(vague).map(|unknown| maybe(unknown, [&item])),
            }
        });
        kept = decided.collect();
    }
    Ok(set(kept))
}

/// Whether one answer is yes; unknown if one that is not known may be.
fn whether_any(answers: impl Iterator<Item = Option<bool>>) -> Option<bool> {
    let mut any = Some(false);
    for answer in answers {
        match answer {
            Some(true) => return Some(true),
            Some(false) => {}
            None => any = None,
        }
    }
    any
}

fn setunion(args: &Args) -> Outcome {
    let unknown = args.values.iter().find(|arg| arg.as_unknown().is_some());
    let items: Vec<Value> = of_one_type(args)?.into_iter().flatten().collect();
    match unknown.and_then(Value::as_unknown).zip(unknown) {
        Some((_, whole)) if items.is_empty() => Ok(whole.clone()),
        Some((unknown, _)) => Ok(set(items.into_iter().chain([spread(unknown)]))),
        None => Ok(set(items)),
    }
}

fn setproduct(args: &Args) -> Outcome {
    let sets = &args.values;
    if sets.len() < 2 {
        return Err("at least two arguments are required".into());
    }
    let mut columns: Vec<Vec<Value>> = vec![];
    for (index, arg) in sets.iter().enumerate() {
        let Some(items) = arg.as_list() else {
            return Err(Fault::Argument(index, "a set or a list is required".into()));
        };
        let ty = common_type(items).ok_or_else(|| {
            Fault::Argument(index, "all elements must be of the same type".into())
        })?;
        if let Some(unknown) =
            items.iter().find(|item| item.is_spread()).and_then(Value::as_unknown)
        {
            return Err(Fault::Unknown(unknown.clone()));
        }
        let column = items.iter().map(|item| convert(&arg.pass_on(item), &ty));
        columns.push(column.collect::<Result<_, _>>().map_err(|e| e.message)?);
    }
    let rows = columns.iter().fold(1usize, |rows, column| rows.saturating_mul(column.len()));
    check_items(rows.saturating_mul(sets.len()), args.function)?;
    let row = |number: usize| {
        let mut left = number;
        let mut row: Vec<Value> = columns
            .iter()
            .rev()
            .map(|column| {
                let item = column[left % column.len()].clone();
                left /= column.len();
                item
            })
            .collect();
        row.reverse();
        Value::list(row)
    };
    let product = (0..rows).map(row);
    let any_set = sets.iter().any(|arg| matches!(Type::of(arg), Type::Set(_)));
    Ok(if any_set { set(product) } else { Value::list(product).uniform() })
}
