//! The functions of Terraform's language, over values that may be unknown in part.
//!
//! The 118 functions of Terraform 1.11 (`terraform metadata functions -json`), documented at
//! <https://developer.hashicorp.com/terraform/language/functions>, with its results and its
//! messages. `try` and `can` decide what is evaluated at all, so the evaluator has them.
//!
//! One file a family; a family's table has a line for each function: its name, its
//! parameters, its implementation. What all functions have in common is done here once:
//! arguments are converted to the parameters' types, an argument that is one of a few
//! values makes the result one of a few, and an argument that is unknown as a whole makes
//! the result unknown unless the function can do better.

mod args;
mod collection;
mod conversion;
mod csv;
mod date;
mod decide;
mod digits;
mod encoding;
mod filesystem;
mod format;
mod hash;
mod lookup;
mod moment;
mod network;
mod numeric;
mod pattern;
mod sequence;
mod set;
mod string;
mod text;
mod yaml;

#[cfg(test)]
mod sound_tests;
#[cfg(test)]
mod tests;

use std::collections::HashMap;
use std::sync::{Arc, LazyLock};

use args::{Args, Fault, Outcome, Param};
pub(crate) use decide::equal;

use super::convert::convert;
use crate::syntax::hcl;
use crate::value::{Entries, Entry, Kind, Map, Unknown, Value, Why};

/// More values than this one value may have are not followed one by one.
const MAX_ALTERNATIVES: usize = 16;

/// No text that a function makes gets longer than this.
const MAX_SIZE: usize = 4 << 20;

/// No list that a function makes gets longer than this, and no function is given more values
/// than ten times as many: lists that hold the same list often are small until they are read.
const MAX_ITEMS: usize = 100_000;

/// Values nested deeper than this are not looked into, to spare the stack.
const MAX_DEPTH: usize = 250;

/// What functions need of the configuration they are called in.
pub trait Env {
    /// The text of a file, with its places in that file.
    ///
    /// # Errors
    /// If there is no such file, or it may not be read.
    fn read_file(&self, path: &str) -> Result<Value, String>;

    /// The set of the paths of the files below `dir` that match a glob pattern, relative to
    /// `dir`.
    ///
    /// # Errors
    /// If the directory may not be read.
    fn file_set(&self, dir: &str, pattern: &str) -> Result<Value, String>;

    /// Whether a file is there.
    ///
    /// # Errors
    /// If it may not be asked for, or is not a regular file.
    fn file_exists(&self, path: &str) -> Result<bool, String>;

    /// A text read as a template and evaluated with these variables.
    ///
    /// # Errors
    /// If it is no template, or it does not evaluate.
    fn render_template(&self, template: &Value, vars: &Value) -> Result<Value, String>;
}

/// Whether Terraform has this function, `try` and `can` included.
pub fn exists(name: &str) -> bool {
    let name = name.strip_prefix("core::").unwrap_or(name);
    matches!(name, "try" | "can") || FUNCTIONS.contains_key(name)
}

/// Calls a function.
///
/// # Errors
/// In Terraform's words, if it would not evaluate the call.
pub fn call(name: &str, args: &[Value], env: &dyn Env) -> Result<Value, String> {
    let plain = name.strip_prefix("core::").unwrap_or(name);
    let Some((function, makes_text)) = FUNCTIONS.get(plain) else {
        return Err(format!("There is no function named {name:?}."));
    };
    let wanted = function.params.len();
    if let Some(missing) = function.params.get(args.len()) {
        let least = if function.rest.is_some() { " at least" } else { "" };
        return Err(format!(
            "Function {name:?} expects{least} {wanted} argument(s). Missing value for {:?}.",
            missing.name
        ));
    }
    if function.rest.is_none() && args.len() > wanted {
        return Err(format!("Function {name:?} expects only {wanted} argument(s)."));
    }
    let normal = |value| if *makes_text { normal(value) } else { value };
    function.call(args.to_vec(), env).map(normal).map_err(|fault| match fault {
        Fault::Argument(index, message) => match function.param(index) {
            Some(param) => format!("Invalid value for {:?} parameter: {message}.", param.name),
            None => format!("Call to function {name:?} failed: {message}."),
        },
        Fault::Failed(message) => format!("Call to function {name:?} failed: {message}."),
        Fault::Unknown(_) => format!("Call to function {name:?} failed."),
    })
}

/// A function: a line of a family's table.
struct Function {
    name: &'static str,
    params: &'static [Param],
    rest: Option<Param>,
    /// Whether it deals with arguments that are unknown as a whole.
    open: bool,
    /// Whether an argument that is one of a few values is tried with each of them.
    alternatives: bool,
    marks: Marks,
    /// Whether it looks at no more than the elements of its arguments.
    shallow: bool,
    run: fn(&Args) -> Outcome,
}

/// What sensitive arguments do to the result.
#[derive(Clone, Copy, PartialEq)]
enum Marks {
    /// A sensitive part of an argument makes the whole result sensitive.
    Spread,
    /// Only an argument that is sensitive itself does: its parts come through as they are.
    Pass,
    /// The function decides.
    Own,
}

const fn function(
    name: &'static str,
    params: &'static [Param],
    run: fn(&Args) -> Outcome,
) -> Function {
    let (rest, open, alternatives, marks) = (None, false, true, Marks::Spread);
    Function { name, params, rest, open, alternatives, marks, shallow: false, run }
}

impl Function {
    /// It takes any number of further arguments.
    const fn and_more(mut self, rest: Param) -> Function {
        self.rest = Some(rest);
        self
    }

    /// It deals with arguments that are unknown as a whole.
    const fn open(mut self) -> Function {
        self.open = true;
        self
    }

    /// It deals with unknown arguments, and keeps the values they may have in its result.
    const fn keeps_alternatives(mut self) -> Function {
        self.open = true;
        self.alternatives = false;
        self
    }

    /// Only arguments that are sensitive themselves make the result so.
    const fn passes_marks(mut self) -> Function {
        self.marks = Marks::Pass;
        self
    }

    /// It looks at no more than the elements of its arguments and hands them on as they are.
    const fn shallow(self) -> Function {
        Function { shallow: true, ..self.passes_marks() }
    }

    /// It decides itself what is sensitive in its result.
    const fn owns_marks(mut self) -> Function {
        self.marks = Marks::Own;
        self
    }

    fn param(&self, index: usize) -> Option<&Param> {
        self.params.get(index).or(self.rest.as_ref())
    }

    fn call(&self, mut args: Vec<Value>, env: &dyn Env) -> Outcome {
        let mut budget = 10 * MAX_ITEMS;
        let fit = match self.shallow {
            true => args.iter().map(width).sum::<usize>() <= budget,
            false => args.iter().all(|arg| fits(arg, &mut budget, MAX_DEPTH)),
        };
        if !fit {
            return Ok(unknown_result(self.name));
        }
        for (index, arg) in args.iter_mut().enumerate() {
            let Some(param) = self.param(index) else { continue };
            *arg = convert(arg, &param.ty.to_type())
                .map_err(|mismatch| Fault::Argument(index, mismatch.message))?;
            if arg.is_null() && !param.nullable {
                return Err(Fault::Argument(index, "argument must not be null".into()));
            }
        }
        self.call_converted(args, env, MAX_ALTERNATIVES)
    }

    fn call_converted(&self, args: Vec<Value>, env: &dyn Env, budget: usize) -> Outcome {
        if self.alternatives
            && let Some((unknown, origin)) =
                args.iter().find_map(|arg| Some((choice_in(arg, budget)?.clone(), arg.clone())))
        {
            return self.call_each(&unknown, &origin, &args, env, budget / unknown.any_of.len());
        }
        let sensitive = args.iter().any(|arg| match self.marks {
            Marks::Spread => is_sensitive(arg),
            Marks::Pass => arg.sensitive,
            Marks::Own => false,
        });
        if !self.open
            && let Some((unknown, arg)) = args.iter().find_map(|arg| Some((arg.as_unknown()?, arg)))
        {
            let unknown = Unknown::anything(unknown.why.clone());
            return Ok(Value { kind: Kind::Unknown(Arc::new(unknown)), ..arg.clone() }
                .or_sensitive(sensitive));
        }
        match (self.run)(&Args { values: args, env, function: self.name }) {
            Ok(value) => Ok(value.or_sensitive(sensitive)),
            Err(Fault::Unknown(unknown)) => {
                // What comes of an element is not as many as it.
                let unknown = match unknown.many {
                    true => Arc::new(Unknown::anything(unknown.why.clone())),
                    false => unknown,
                };
                Ok(Value::from(Kind::Unknown(unknown)).or_sensitive(sensitive))
            }
            Err(fault) => Err(fault),
        }
    }

    /// Calls it with each value that an unknown argument may have. A value with which the
    /// call fails would stop Terraform, so it is not the one.
    fn call_each(
        &self,
        unknown: &Arc<Unknown>,
        origin: &Value,
        args: &[Value],
        env: &dyn Env,
        budget: usize,
    ) -> Outcome {
        let mut results: Vec<Value> = vec![];
        let mut failure = None;
        for alternative in &unknown.any_of {
            // The same unknown has the same value in every argument.
            let replace = |arg: &Value| match arg.as_unknown() {
                Some(other) if Arc::ptr_eq(other, unknown) || other == unknown => {
                    arg.pass_on(alternative)
                }
                Some(_) => arg.clone(),
                None => match arg.as_text() {
                    Some(text) if text.unknowns().any(|other| other == unknown) => {
                        let kind = Kind::String(text.choose(unknown, alternative));
                        Value { kind, ..arg.clone() }.or_sensitive(alternative.sensitive)
                    }
                    _ => arg.clone(),
                },
            };
            match self.call_converted(args.iter().map(replace).collect(), env, budget) {
                Ok(result) if results.contains(&result) => {}
                Ok(result) => results.push(result),
                Err(fault) => failure = Some(fault),
            }
        }
        match (results.len(), failure) {
            (0, Some(fault)) => Err(fault),
            (1, None) => Ok(results.remove(0)),
            _ => {
                let unknown = Unknown::one_of(unknown.why.clone(), results);
                Ok(Value { kind: Kind::Unknown(Arc::new(unknown)), ..origin.clone() })
            }
        }
    }
}

/// The unknown in an argument that is one of a few values: the argument itself, or a part of
/// its text.
fn choice_in(arg: &Value, most: usize) -> Option<&Arc<Unknown>> {
    let few = |unknown: &&Arc<Unknown>| !unknown.many && (1..=most).contains(&unknown.any_of.len());
    let is_text = |value: &Value| value.to_text().is_some();
    match &arg.kind {
        Kind::Unknown(unknown) => Some(unknown).filter(few),
        Kind::String(text) => {
            text.unknowns().filter(few).find(|unknown| unknown.any_of.iter().all(is_text))
        }
        _ => None,
    }
}

/// How many elements a value has.
fn width(value: &Value) -> usize {
    match &value.kind {
        Kind::List(items) | Kind::Set(items) => items.len(),
        Kind::Map(map) => map.entries.len(),
        _ => 0,
    }
}

/// Whether a value has no more parts than the budget, which is left with the rest, and is not
/// nested deeper.
fn fits(value: &Value, budget: &mut usize, depth: usize) -> bool {
    let (Some(rest), Some(depth)) = (budget.checked_sub(1), depth.checked_sub(1)) else {
        return false;
    };
    *budget = rest;
    match &value.kind {
        Kind::List(items) | Kind::Set(items) => items.iter().all(|item| fits(item, budget, depth)),
        Kind::Map(map) => map.iter().all(|(_, item)| fits(item, budget, depth)),
        Kind::Unknown(unknown) => unknown.any_of.iter().all(|value| fits(value, budget, depth)),
        _ => true,
    }
}

fn is_sensitive(value: &Value) -> bool {
    value.sensitive
        || match &value.kind {
            Kind::List(items) | Kind::Set(items) => items.iter().any(is_sensitive),
            Kind::Map(map) => map.iter().any(|(_, item)| is_sensitive(item)),
            _ => false,
        }
}

/// The value with all its texts in Normalization Form C, as every text of Terraform is. Where
/// that changes one, its places are given up.
pub(crate) fn normal(value: Value) -> Value {
    if is_normal(&value) {
        return value;
    }
    let kind = match value.kind {
        Kind::String(text) => {
            Kind::String(text.map_literals(|run| hcl::normal(run.into()).to_string()))
        }
        Kind::List(items) => Kind::List(items.into_iter().map(normal).collect()),
        Kind::Set(items) => super::convert::set(items.into_iter().map(normal)).kind,
        Kind::Map(map) => {
            let entries = map.entries.iter().map(|(key, entry)| {
                let value = normal(entry.value.clone());
                (hcl::normal(key.clone()), Entry { key_span: entry.key_span, value })
            });
            let mut entries: Entries = entries.collect();
            entries.sort_keys();
            Kind::Map(Arc::new(Map { entries, ..Map::clone(&map) }))
        }
        kind => kind,
    };
    Value { kind, ..value }
}

fn is_normal(value: &Value) -> bool {
    match &value.kind {
        Kind::String(text) => hcl::is_normal(text.flat()),
        Kind::List(items) | Kind::Set(items) => items.iter().all(is_normal),
        Kind::Map(map) => map.iter().all(|(key, item)| hcl::is_normal(key) && is_normal(item)),
        _ => true,
    }
}

/// An unknown that comes from a function rather than from its arguments.
fn unknown_result(name: &str) -> Value {
    Value::unknown(Why::Function(name.into()))
}

type Functions = HashMap<&'static str, (&'static Function, bool), foldhash::fast::RandomState>;

/// Every function, and whether it makes texts that need not be in normal form.
static FUNCTIONS: LazyLock<Functions> = LazyLock::new(|| {
    let tables = [
        (collection::TABLE, false),
        (conversion::TABLE, false),
        (date::TABLE, true),
        (encoding::TABLE, true),
        (filesystem::TABLE, true),
        (format::TABLE, true),
        (hash::TABLE, false),
        (lookup::TABLE, false),
        (network::TABLE, false),
        (numeric::TABLE, false),
        (pattern::TABLE, true),
        (sequence::TABLE, false),
        (set::TABLE, false),
        (string::TABLE, true),
    ];
    let each = |(table, text): (&'static [Function], bool)| {
        table.iter().map(move |function| (function.name, (function, text)))
    };
    tables.into_iter().flat_map(each).collect()
});
