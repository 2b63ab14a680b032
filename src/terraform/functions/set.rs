//! Functions of sets:
//! <https://developer.hashicorp.com/terraform/language/functions#collection-functions>

use std::sync::Arc;

use super::args::{Args, Fault, Outcome, Param, Ty, any, is_spread, param, spread};
use super::text::check_items;
use super::{Function, function};
use crate::terraform::convert::{Type, common_type, convert, set};
use crate::value::{Kind, Unknown, Value};

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

fn wholly_known(args: &Args) -> Result<(), Fault> {
    match args.values.iter().find_map(Value::find_unknown) {
        Some(unknown) => Err(Fault::Unknown(Arc::new(Unknown::anything(unknown.why.clone())))),
        None => Ok(()),
    }
}

fn setintersection(args: &Args) -> Outcome {
    wholly_known(args)?;
    let mut sets = of_one_type(args)?.into_iter();
    let mut kept = sets.next().unwrap_or_default();
    for other in sets {
        kept.retain(|item| other.contains(item));
    }
    Ok(set(kept))
}

fn setsubtract(args: &Args) -> Outcome {
    wholly_known(args)?;
    let mut sets = of_one_type(args)?.into_iter();
    let mut kept = sets.next().unwrap_or_default();
    for other in sets {
        kept.retain(|item| !other.contains(item));
    }
    Ok(set(kept))
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
        if let Some(unknown) = items.iter().find(|item| is_spread(item)).and_then(Value::as_unknown)
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
    Ok(if any_set { set(product) } else { Kind::List(product.collect()).into() })
}
