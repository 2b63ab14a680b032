//! Expressions to values: lazily, each named thing once, and never failing: what is wrong
//! becomes a diagnostic and an unknown.
//!
//! <https://github.com/hashicorp/hcl/blob/main/hclsyntax/spec.md>

mod access;
mod call;
mod conditional;
mod for_expr;
mod keys;
mod operators;
mod reference;
mod template;

use std::cell::{Cell, RefCell};
use std::collections::{HashMap, HashSet};
use std::rc::Rc;

use ecow::EcoString;

pub(crate) use conditional::Shape;

use super::expansion::Repeat;
use super::instance::{Asked, Memo, ModuleId, ModuleInst, ResourceInst};
use super::module::ByName;
use super::workspace::{Options, Workspace};
use crate::declared::Existence;
use crate::source::{Diagnostic, Sources, Span};
use crate::syntax::hcl::{Expr, ExprKind, ObjectKey};
use crate::value::{Entry, Kind, Map, Number, Value, Why};

/// Evaluates one root module and all it calls.
pub(crate) struct Evaluator<'w> {
    pub workspace: &'w Workspace,
    pub sources: &'w Sources,
    pub options: &'w Options<'w>,
    modules: RefCell<Vec<Rc<ModuleInst<'w>>>>,
    diagnostics: RefCell<Vec<Diagnostic>>,
    /// Above zero, what is wrong is no diagnostic: `try`, an arm that is not taken.
    quiet: Cell<u32>,
    /// How often something was wrong in the expression at hand.
    errors: Cell<u32>,
    /// Why the expression at hand may be wrong: it takes an instance that may not be there.
    doubt: RefCell<Option<Why>>,
    depth: Cell<usize>,
    steps: Cell<u64>,
    /// Values of map keys that are not known as text, by how they are shown.
    keys: RefCell<ByName<Value>>,
    /// Policy documents that are merged into others, by address without keys: they are judged
    /// as parts of those.
    pub merged: RefCell<HashSet<EcoString>>,
    /// Values of the root's variables that were given from outside.
    pub inputs: RefCell<HashMap<EcoString, Value>>,
    /// Values that a plan says the root's variables have.
    pub planned: RefCell<HashMap<EcoString, Value>>,
}

/// Where an expression stands: what its names mean.
#[derive(Clone, Copy)]
pub(crate) struct Scope<'s, 'w> {
    /// The module; none in variable files and templates.
    pub module: Option<&'s ModuleInst<'w>>,
    /// `each` and `count`.
    pub repeat: Option<&'s Repeat>,
    /// `self`.
    pub itself: Option<&'s ResourceInst<'w>>,
    /// Variables of `for` expressions, dynamic blocks and templates, innermost first.
    pub vars: Option<&'s Frame<'s>>,
}

/// A local variable of an expression; with the name [`Frame::ALL`], every entry of a map.
pub(crate) struct Frame<'s> {
    pub name: &'s str,
    pub value: Value,
    pub up: Option<&'s Frame<'s>>,
}

impl Frame<'_> {
    /// Names the frame of a template's variables. No variable can have this name.
    pub const ALL: &'static str = "*";
}

impl<'s, 'w> Scope<'s, 'w> {
    /// Where no name means anything.
    pub const EMPTY: Scope<'s, 'w> = Scope { module: None, repeat: None, itself: None, vars: None };

    /// A module's own scope.
    pub fn of(module: &'s ModuleInst<'w>) -> Scope<'s, 'w> {
        Scope { module: Some(module), repeat: None, itself: None, vars: None }
    }

    /// A resource instance's scope.
    pub fn within(module: &'s ModuleInst<'w>, inst: &'s ResourceInst<'w>) -> Scope<'s, 'w> {
        let repeat = inst.repeat.as_ref();
        Scope { module: Some(module), repeat, itself: Some(inst), vars: None }
    }

    fn var(&self, name: &str) -> Option<&'s Value> {
        let mut next = self.vars;
        while let Some(frame) = next {
            if frame.name == name {
                return Some(&frame.value);
            }
            if frame.name == Frame::ALL
                && let Some(value) = frame.value.as_map().and_then(|map| map.get(name))
            {
                return Some(value);
            }
            next = frame.up;
        }
        None
    }
}

impl<'w> Evaluator<'w> {
    /// An evaluator that knows nothing yet.
    pub fn new(
        workspace: &'w Workspace,
        sources: &'w Sources,
        options: &'w Options<'w>,
    ) -> Evaluator<'w> {
        Evaluator {
            workspace,
            sources,
            options,
            modules: RefCell::default(),
            diagnostics: RefCell::default(),
            quiet: Cell::new(0),
            errors: Cell::new(0),
            doubt: RefCell::default(),
            depth: Cell::new(0),
            steps: Cell::new(0),
            keys: RefCell::default(),
            merged: RefCell::default(),
            inputs: RefCell::default(),
            planned: RefCell::default(),
        }
    }

    /// Adds a module instance, made with its id.
    pub fn add_module(&self, make: impl FnOnce(ModuleId) -> ModuleInst<'w>) -> ModuleId {
        let id = ModuleId(self.modules.borrow().len());
        let module = Rc::new(make(id));
        self.modules.borrow_mut().push(module);
        id
    }

    /// The module instance of an id.
    pub fn module(&self, id: ModuleId) -> Rc<ModuleInst<'w>> {
        self.modules.borrow()[id.0].clone()
    }

    /// How many module instances there are.
    pub fn module_count(&self) -> usize {
        self.modules.borrow().len()
    }

    /// Reports something.
    pub fn report(&self, diagnostic: Diagnostic) {
        self.diagnostics.borrow_mut().push(diagnostic);
    }

    /// All that was reported, each once, in order of place.
    pub fn take_diagnostics(&self) -> Vec<Diagnostic> {
        let mut all = self.diagnostics.take();
        all.sort_by(|a, b| (&a.place, &a.message).cmp(&(&b.place, &b.message)));
        all.dedup();
        all
    }

    /// Something is wrong with the configuration here: the value is unknown for that reason.
    pub fn fail(&self, span: Span, message: impl Into<String>) -> Value {
        let message = message.into();
        self.errors.set(self.errors.get() + 1);
        let value = Value::unknown(Why::Invalid(message.as_str().into())).at(span);
        if self.quiet.get() == 0 {
            self.report(Diagnostic::invalid(span, message));
        }
        value
    }

    /// The same where something that is referred to is not here.
    pub fn fail_missing(&self, span: Span, message: String) -> Value {
        self.errors.set(self.errors.get() + 1);
        let value = Value::unknown(Why::Invalid(message.as_str().into())).at(span);
        if self.quiet.get() == 0 {
            self.report(Diagnostic::unresolved(span, message));
        }
        value
    }

    /// Evaluates without diagnostics; whether all went well.
    pub fn quietly<T>(&self, f: impl FnOnce() -> T) -> (T, bool) {
        let before = self.errors.get();
        self.quiet.set(self.quiet.get() + 1);
        let result = f();
        self.quiet.set(self.quiet.get() - 1);
        let well = self.errors.replace(before) == before;
        (result, well)
    }

    /// Evaluates what stands in something; quietly if that may not be there, since what is
    /// wrong with it then may be why it is not.
    pub fn within<T>(&self, existence: &Existence, f: impl FnOnce() -> T) -> T {
        if existence.is_certain() { f() } else { self.quietly(f).0 }
    }

    /// What is evaluated now fails if something is not there.
    pub fn doubt(&self, why: &Why) {
        self.doubt.borrow_mut().get_or_insert_with(|| why.clone());
    }

    /// Evaluates quietly; whether all went well, and why it may yet not.
    pub fn attempt<T>(&self, f: impl FnOnce() -> T) -> (T, bool, Option<Why>) {
        let before = self.doubt.take();
        let (result, well) = self.quietly(f);
        let doubt = self.doubt.replace(before);
        (result, well, doubt)
    }

    /// The value of a memo. What goes wrong while it is made is its own, not its asker's.
    pub fn memo<T: Clone>(
        &self,
        memo: &Memo<T>,
        cycle: impl FnOnce() -> T,
        make: impl FnOnce() -> T,
    ) -> T {
        match memo.ask() {
            Asked::Known(value) => value,
            Asked::Cycle => cycle(),
            Asked::Yours => {
                let (quiet, errors) = (self.quiet.replace(0), self.errors.get());
                let doubt = self.doubt.take();
                let value = make();
                self.quiet.set(quiet);
                self.errors.set(errors);
                self.doubt.replace(doubt);
                memo.set(value.clone());
                value
            }
        }
    }

    /// Keeps a value that is named from growing beyond use: doubling lists and strings.
    pub fn bounded(&self, value: Value, span: Span) -> Value {
        let mut left = self.options.limits.value;
        if weigh(&value, &mut left) {
            return value;
        }
        self.fail(span, "a value too large to follow")
    }

    /// The value of an expression.
    pub fn eval(&self, expr: &Expr, scope: Scope<'_, 'w>) -> Value {
        let limits = &self.options.limits;
        let (depth, steps) = (self.depth.get(), self.steps.get());
        if depth >= limits.depth {
            return self.fail(expr.span, "references nested too deeply to follow");
        }
        if steps >= limits.steps {
            // Said once: all that follows fails for it.
            self.steps.set(u64::MAX);
            let message = "more work than the evaluation is allowed";
            return match steps {
                u64::MAX => {
                    self.errors.set(self.errors.get() + 1);
                    Value::unknown(Why::Invalid(message.into()))
                }
                _ => self.fail(expr.span, message),
            };
        }
        self.depth.set(depth + 1);
        self.steps.set(steps + 1);
        let value = self.eval_kind(expr, scope);
        self.depth.set(depth);
        value
    }

    fn eval_kind(&self, expr: &Expr, scope: Scope<'_, 'w>) -> Value {
        let span = expr.span;
        match &expr.kind {
            ExprKind::Null => Value::NULL.at(span),
            ExprKind::Bool(value) => Value::bool(*value).at(span),
            ExprKind::Number(digits) => match Number::parse(digits) {
                Some(number) => Value::number(number).at(span),
                None => self.fail(span, "not a number"),
            },
            ExprKind::String(text) => Value::string(text.clone()).at(span),
            ExprKind::Template(parts) => self.eval_template(parts, span, scope),
            ExprKind::Array(items) => {
                Value::list(items.iter().map(|item| self.eval(item, scope))).at(span)
            }
            ExprKind::Object(entries) => self.eval_object(entries, span, scope),
            ExprKind::Variable(_) => self.eval_traversal(expr, &[], span, scope),
            ExprKind::Traversal(base, steps) => self.eval_traversal(base, steps, span, scope),
            ExprKind::Call(call) => self.eval_call(call, span, scope),
            ExprKind::Conditional(arms) => self.eval_conditional(arms, scope),
            ExprKind::Unary(op, operand) => self.eval_unary(*op, operand, span, scope),
            ExprKind::Binary(op, operands) => self.eval_binary(*op, operands, span, scope),
            ExprKind::For(each) => self.eval_for(each, span, scope),
        }
    }

    fn eval_object(
        &self,
        entries: &[(ObjectKey, Expr)],
        span: Span,
        scope: Scope<'_, 'w>,
    ) -> Value {
        let mut map = MapBuilder::default();
        for (key, expr) in entries {
            let (key, key_span) = match key {
                ObjectKey::Name(name) => (Some(name.text.clone()), name.span),
                ObjectKey::Expr(key) => match &key.kind {
                    ExprKind::String(text) => (Some(text.clone()), key.span),
                    _ => (self.key_of(&self.eval(key, scope)), key.span),
                },
            };
            let value = self.eval(expr, scope);
            match key {
                Some(key) => {
                    map.before(self, &key, &value);
                    map.add(self, key, Some(key_span), value);
                }
                None => _ = self.fail(key_span, "an object's key must be a string"),
            }
        }
        Value::map(map.build()).at(span)
    }
}

/// Collects entries in any order; Terraform's maps are sorted by key.
#[derive(Default)]
pub(crate) struct MapBuilder {
    entries: Vec<(EcoString, Entry)>,
    rest: Option<std::sync::Arc<crate::value::Unknown>>,
}

impl MapBuilder {
    /// Adds an entry; the last of equal keys counts. Two keys that are shown alike, but are
    /// not known as text, may differ: then the map may have other entries.
    pub fn add(&mut self, eval: &Evaluator, key: EcoString, key_span: Option<Span>, value: Value) {
        if !eval.is_plain_key(&key) && self.entries.iter().any(|(known, _)| *known == key) {
            let unknown = eval.key_value(&key).find_unknown().cloned();
            self.rest = self.rest.take().or(unknown);
        }
        self.entries.push((key, Entry { key_span, value }));
    }

    /// There may be further entries.
    pub fn open(&mut self, rest: std::sync::Arc<crate::value::Unknown>) {
        self.rest = Some(rest);
    }

    /// Whether a key was added.
    pub fn get_mut(&mut self, key: &str) -> Option<&mut Value> {
        self.entries.iter_mut().find(|(known, _)| known == key).map(|(_, entry)| &mut entry.value)
    }

    /// The map.
    pub fn build(mut self) -> Map {
        self.entries.sort_by(|a, b| a.0.cmp(&b.0));
        Map { entries: self.entries.into_iter().collect(), rest: self.rest, of: None }
    }
}

/// Takes a value's weight from what is left; false if there was not enough.
fn weigh(value: &Value, left: &mut usize) -> bool {
    let own = match &value.kind {
        Kind::String(text) => 1 + text.flat().len() / 64,
        _ => 1,
    };
    if *left < own {
        return false;
    }
    *left -= own;
    match &value.kind {
        Kind::List(items) | Kind::Set(items) => items.iter().all(|item| weigh(item, left)),
        Kind::Map(map) => map.iter().all(|(_, item)| weigh(item, left)),
        Kind::Unknown(unknown) => unknown.any_of.iter().all(|choice| weigh(choice, left)),
        Kind::String(text) => text.decoded().is_none_or(|value| weigh(value, left)),
        _ => true,
    }
}
