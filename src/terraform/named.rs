//! What a module instance names: variables, locals, outputs, resources and calls, each
//! evaluated when it is first referred to.

use std::rc::Rc;

use ecow::eco_format;

use super::convert::convert;
use super::eval::{Evaluator, Scope};
use super::expansion::{Expansion, Item, Mode, Plan};
use super::instance::{Key, ModuleId, ModuleInst, Parent, ResourceInst, both};
use super::module::argument;
use super::workspace::Target;
use crate::source::{Diagnostic, Span};
use crate::value::{HopKind, Value, Why};

impl<'w> Evaluator<'w> {
    /// A variable's value.
    pub(crate) fn variable(&self, module: &ModuleInst<'w>, index: usize) -> Value {
        let header = module.module.variables.items()[index].block.header();
        self.memo(
            &module.variables[index],
            || self.cycle(header),
            || self.within(&module.existence, || self.make_variable(module, index)),
        )
    }

    fn cycle(&self, span: Span) -> Value {
        self.fail(span, "it depends on itself")
    }

    fn make_variable(&self, module: &ModuleInst<'w>, index: usize) -> Value {
        let variable = &module.module.variables.items()[index];
        let body = &variable.block.body;
        let name = &variable.name;
        let given = match &module.parent {
            None => self.inputs.borrow().get(name).cloned(),
            Some(parent) => argument(&parent.call.block.body, name).map(|expr| {
                let caller = self.module(parent.module);
                let scope = Scope { repeat: parent.repeat.as_ref(), ..Scope::of(&caller) };
                let value = self.eval(expr, scope);
                let shown = eco_format!("{}.{name}", module_name(&caller, &parent.call.name));
                passed(value, &shown, expr.span)
            }),
        };
        let default = argument(body, "default");
        let fallback = || match default {
            Some(expr) => self.eval(expr, Scope::EMPTY),
            None => Value::unknown(Why::Variable(eco_format!("{}var.{name}", module.prefix))),
        };
        let value = match given {
            Some(value) if value.is_null() && !variable.nullable && default.is_some() => fallback(),
            Some(value) => value,
            None => fallback(),
        };
        let origin = value.origin.clone();
        let span = origin.span.unwrap_or_else(|| variable.block.header());
        let value = convert(&value, &variable.ty).unwrap_or_else(|mismatch| {
            let message = format!("var.{name}{}: {}", mismatch.path, mismatch.message);
            let value = self.fail(span, message);
            Value { origin, ..value }
        });
        let planned = self.planned.borrow().get(name).cloned();
        let value = match planned.filter(|_| module.parent.is_none()) {
            // What the source gives as well is written in the source.
            Some(planned) if planned != value => planned,
            _ => value,
        };
        self.bounded(value, span).or_sensitive(variable.sensitive)
    }

    /// A local's value.
    pub(crate) fn local(&self, module: &ModuleInst<'w>, index: usize) -> Value {
        let local = &module.module.locals.items()[index];
        self.memo(
            &module.locals[index],
            || self.cycle(local.name.span),
            || {
                let eval = || self.eval(&local.expr, Scope::of(module));
                self.within(&module.existence, || self.bounded(eval(), local.expr.span))
            },
        )
    }

    /// An output's value.
    pub(crate) fn output(&self, module: &ModuleInst<'w>, index: usize) -> Value {
        let output = &module.module.outputs.items()[index];
        let make = || {
            let body = &output.block.body;
            let value = match argument(body, "value") {
                Some(expr) => self.bounded(self.eval(expr, Scope::of(module)), expr.span),
                None => Value::NULL,
            };
            let sensitive = argument(body, "sensitive")
                .is_some_and(|expr| self.eval(expr, Scope::EMPTY).as_bool() == Some(true));
            value.or_sensitive(sensitive)
        };
        self.memo(
            &module.outputs[index],
            || self.cycle(output.block.header()),
            || self.within(&module.existence, make),
        )
    }

    /// The instances of a resource.
    pub(crate) fn resources(&self, module: &ModuleInst<'w>, index: usize) -> Rc<Expansion<'w>> {
        let resource = &module.module.resources[index];
        let make = || {
            let address = eco_format!("{}{}", module.prefix, resource.address);
            let plan = self.within(&module.existence, || {
                self.plan(&resource.block.body, Scope::of(module), &address)
            });
            let items = plan.instances.into_iter().map(|(key, repeat, existence)| {
                let inst = ResourceInst {
                    resource,
                    module: module.id,
                    address: eco_format!("{address}{key}"),
                    repeat,
                    existence: both(&module.existence, &existence),
                    arguments: Default::default(),
                };
                (key, Item::Resource(Rc::new(inst)))
            });
            Rc::new(Expansion { mode: plan.mode, items: items.collect(), extent: plan.extent })
        };
        let cycle = || {
            self.cycle(resource.block.header());
            Rc::new(Expansion::nothing())
        };
        self.memo(&module.resources[index], cycle, make)
    }

    /// The instances of a module call.
    pub(crate) fn children(&self, module: &ModuleInst<'w>, index: usize) -> Rc<Expansion<'w>> {
        let call = &module.module.calls.items()[index];
        let make = || {
            let address = eco_format!("{}module.{}", module.prefix, call.name);
            let target = match self.workspace.target(module.module, call) {
                Target::Module(target) => target,
                Target::Missing => {
                    self.report_missing(module, index);
                    let missing = Item::Missing(address);
                    let Plan { mode, instances, extent } =
                        self.plan(&call.block.body, Scope::of(module), "");
                    let items = instances.into_iter().map(|(key, ..)| (key, missing.clone()));
                    return Rc::new(Expansion { mode, items: items.collect(), extent });
                }
            };
            let limits = &self.options.limits;
            let header = call.block.header();
            if module.calls.len() >= limits.module_depth || self.calls_itself(module, target) {
                self.fail(header, format!("{address} calls itself, or is nested too deeply"));
                return Rc::new(Expansion::missing(address));
            }
            let plan = self.plan(&call.block.body, Scope::of(module), &address);
            if self.module_count() + plan.instances.len() > limits.modules {
                self.fail(header, "more module instances than the evaluation is allowed");
                return Rc::new(Expansion::missing(address));
            }
            let items = plan.instances.into_iter().map(|(key, repeat, existence)| {
                let id = self.add_module(|id| {
                    let mut calls = module.calls.clone();
                    calls.push(header);
                    let parent = Some(Parent { module: module.id, call, repeat });
                    let existence = both(&module.existence, &existence);
                    let prefix = eco_format!("{address}{key}.");
                    ModuleInst::new(id, target, prefix, parent, calls, existence)
                });
                (key, Item::Module(id))
            });
            Rc::new(Expansion { mode: plan.mode, items: items.collect(), extent: plan.extent })
        };
        let cycle = || {
            self.cycle(call.block.header());
            Rc::new(Expansion::nothing())
        };
        self.memo(&module.children[index], cycle, make)
    }

    fn report_missing(&self, module: &ModuleInst<'w>, index: usize) {
        let call = &module.module.calls.items()[index];
        let (span, message) = match &call.source {
            Some((source, span)) => {
                (*span, format!("module.{}: {source} is not among the scanned files", call.name))
            }
            None => (call.block.header(), format!("module.{} has no literal source", call.name)),
        };
        self.report(Diagnostic::unresolved(span, message));
    }

    fn calls_itself(&self, module: &ModuleInst<'w>, target: &super::module::Module) -> bool {
        if std::ptr::eq(module.module, target) {
            return true;
        }
        let mut next = module.parent.as_ref().map(|parent| parent.module);
        while let Some(id) = next {
            let ancestor = self.module(id);
            if std::ptr::eq(ancestor.module, target) {
                return true;
            }
            next = ancestor.parent.as_ref().map(|parent| parent.module);
        }
        false
    }

    /// `path.module`: the module's directory as seen from the root module's.
    pub(crate) fn relative_dir(&self, module: &ModuleInst<'w>) -> String {
        let root = self.module(ModuleId(0));
        super::paths::relative(&root.module.dir, &module.module.dir)
    }
}

impl<'w> Expansion<'w> {
    /// No instance at all.
    fn nothing() -> Expansion<'w> {
        let extent = super::expansion::Extent::Known;
        Expansion { mode: Mode::Single, items: vec![], extent }
    }

    /// A module of which nothing is known.
    fn missing(address: ecow::EcoString) -> Expansion<'w> {
        let items = vec![(Key::None, Item::Missing(address))];
        Expansion { items, ..Expansion::nothing() }
    }
}

/// The module as its callers know it, without keys: `module.a.module.b`.
fn module_name(caller: &ModuleInst<'_>, call: &str) -> ecow::EcoString {
    let mut name = String::new();
    let mut rest = caller.prefix.as_str();
    while let Some(at) = rest.find('[') {
        // Keys hold no bracket outside quotes; `"]` ends one.
        let end = rest[at..].find("].").map_or(rest.len(), |end| at + end + 1);
        name.push_str(&rest[..at]);
        rest = &rest[end..];
    }
    eco_format!("{name}{rest}module.{call}")
}

/// The value as an argument: a reference that is the whole argument is the same step.
fn passed(mut value: Value, shown: &str, span: Span) -> Value {
    if let Some(last) = &value.origin.chain
        && last.span == span
        && last.kind == HopKind::Reference
    {
        value.origin.chain = last.before.clone();
    }
    value.via(HopKind::Argument, shown, span)
}
