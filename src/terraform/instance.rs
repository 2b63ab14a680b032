//! Modules and resources as they are instantiated, and what is remembered of each.

use std::cell::RefCell;
use std::rc::Rc;
use std::sync::Arc;

use ecow::EcoString;

use super::expansion::{Expansion, Repeat};
use super::module::{Module, ModuleCall, Resource};
use crate::declared::Existence;
use crate::source::Span;
use crate::value::Value;

/// A value that is evaluated when it is first asked for.
#[derive(Debug)]
pub(crate) struct Memo<T>(RefCell<Slot<T>>);

#[derive(Debug)]
enum Slot<T> {
    Empty,
    Busy,
    Done(T),
}

/// What a [`Memo`] holds when it is asked.
pub(crate) enum Asked<T> {
    /// The remembered value.
    Known(T),
    /// It is being evaluated: it depends on itself.
    Cycle,
    /// Nothing yet: the asker evaluates it and calls [`Memo::set`].
    Yours,
}

impl<T> Default for Memo<T> {
    fn default() -> Self {
        Memo(RefCell::new(Slot::Empty))
    }
}

impl<T: Clone> Memo<T> {
    /// Looks, and marks an empty one as being evaluated.
    pub fn ask(&self) -> Asked<T> {
        let mut slot = self.0.borrow_mut();
        match &*slot {
            Slot::Done(value) => Asked::Known(value.clone()),
            Slot::Busy => Asked::Cycle,
            Slot::Empty => {
                *slot = Slot::Busy;
                Asked::Yours
            }
        }
    }

    /// Remembers the value.
    pub fn set(&self, value: T) {
        *self.0.borrow_mut() = Slot::Done(value);
    }
}

/// Which instance of a repeated block.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) enum Key {
    /// The block is not repeated.
    None,
    /// By `count`.
    Index(usize),
    /// By `for_each`.
    Name(EcoString),
    /// One that stands for any number.
    Any,
}

impl std::fmt::Display for Key {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Key::None => Ok(()),
            Key::Index(index) => write!(f, "[{index}]"),
            Key::Name(name) => {
                write!(f, "[\"{}\"]", name.as_str().replace('\\', "\\\\").replace('"', "\\\""))
            }
            Key::Any => f.write_str("[*]"),
        }
    }
}

/// Names a [`ModuleInst`] of one evaluation.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct ModuleId(pub usize);

/// A module as one call instantiates it.
#[derive(Debug)]
pub(crate) struct ModuleInst<'w> {
    pub id: ModuleId,
    pub module: &'w Module,
    /// Address of what is in it up to the name: empty, or `module.a["x"].`.
    pub prefix: EcoString,
    pub parent: Option<Parent<'w>>,
    /// The calls on the way to it, outermost first.
    pub calls: Vec<Span>,
    pub existence: Existence,
    pub variables: Vec<Memo<Value>>,
    pub locals: Vec<Memo<Value>>,
    pub outputs: Vec<Memo<Value>>,
    pub resources: Vec<Memo<Rc<Expansion<'w>>>>,
    pub children: Vec<Memo<Rc<Expansion<'w>>>>,
}

/// The call that a [`ModuleInst`] stems from.
#[derive(Debug)]
pub(crate) struct Parent<'w> {
    pub module: ModuleId,
    pub call: &'w ModuleCall,
    pub repeat: Option<Repeat>,
}

fn memos<T>(count: usize) -> Vec<Memo<T>> {
    std::iter::repeat_with(Memo::default).take(count).collect()
}

impl<'w> ModuleInst<'w> {
    /// An instance in which nothing has been evaluated.
    pub fn new(
        id: ModuleId,
        module: &'w Module,
        prefix: EcoString,
        parent: Option<Parent<'w>>,
        calls: Vec<Span>,
        existence: Existence,
    ) -> ModuleInst<'w> {
        ModuleInst {
            id,
            module,
            prefix,
            parent,
            calls,
            existence,
            variables: memos(module.variables.items().len()),
            locals: memos(module.locals.items().len()),
            outputs: memos(module.outputs.items().len()),
            resources: memos(module.resources.len()),
            children: memos(module.calls.items().len()),
        }
    }
}

/// One instance of a resource or data source.
#[derive(Debug)]
pub(crate) struct ResourceInst<'w> {
    pub resource: &'w Resource,
    pub module: ModuleId,
    /// With module path and key.
    pub address: EcoString,
    pub repeat: Option<Repeat>,
    pub existence: Existence,
    /// Arguments by name, once evaluated.
    pub arguments: MemoMap,
}

/// Values by name, each evaluated when it is first asked for.
#[derive(Default, Debug)]
pub(crate) struct MemoMap(RefCell<Vec<(EcoString, Rc<Memo<Value>>)>>);

impl MemoMap {
    /// The memo of a name.
    pub fn get(&self, name: &str) -> Rc<Memo<Value>> {
        let mut memos = self.0.borrow_mut();
        if let Some((_, memo)) = memos.iter().find(|(known, _)| known == name) {
            return memo.clone();
        }
        let memo = Rc::new(Memo::default());
        memos.push((name.into(), memo.clone()));
        memo
    }
}

/// Whether something is there whose container and whose own repetition are so sure.
pub(crate) fn both(outer: &Existence, own: &Existence) -> Existence {
    match (outer, own) {
        (Existence::Possible(unknown), _) => Existence::Possible(Arc::clone(unknown)),
        (Existence::Certain, own) => own.clone(),
    }
}
