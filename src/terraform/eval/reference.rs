//! References: `var.x`, `local.x`, `module.x.y`, `aws_x.y.z`, `each.key`, …
//!
//! <https://developer.hashicorp.com/terraform/language/expressions/references>

use std::rc::Rc;

use ecow::{EcoString, eco_format};

use super::{Evaluator, MapBuilder, Scope};
use crate::source::Span;
use crate::syntax::hcl::{Expr, ExprKind, Step};
use crate::terraform::expansion::{Expansion, Extent, Item, Mode, one_of};
use crate::terraform::instance::{Key, ModuleInst};
use crate::value::{HopKind, Kind, Unknown, Value, Why};

/// What a name means: its value, and how many steps it took.
type Resolved = (Value, usize);

impl<'w> Evaluator<'w> {
    /// A reference with all its steps.
    pub(crate) fn eval_traversal(
        &self,
        base: &Expr,
        steps: &[Step],
        span: Span,
        scope: Scope<'_, 'w>,
    ) -> Value {
        let (value, used) = match &base.kind {
            ExprKind::Variable(name) => self.resolve(name, steps, span, scope),
            _ => (self.eval(base, scope), 0),
        };
        match &steps[used..] {
            [] => value,
            rest => self.apply_steps(value, rest, span, scope),
        }
    }

    fn resolve(&self, name: &str, steps: &[Step], span: Span, scope: Scope<'_, 'w>) -> Resolved {
        if let Some(value) = scope.var(name) {
            return (value.clone(), 0);
        }
        let first = steps.first().and_then(step_name);
        match (name, first) {
            ("each", Some(part @ ("key" | "value"))) => {
                let each = scope.repeat.and_then(|repeat| repeat.each.as_ref());
                let value = match each {
                    Some((key, value)) => if part == "key" { key } else { value }.clone(),
                    None => self.fail(span, "each is only there where for_each is"),
                };
                (value.via(HopKind::Reference, eco_format!("each.{part}"), span), 1)
            }
            ("count", Some("index")) => {
                let index = scope.repeat.and_then(|repeat| repeat.index.clone());
                let value = match index {
                    Some(index) => index.at(span),
                    None => self.fail(span, "count.index is only there where count is"),
                };
                (value, 1)
            }
            ("terraform", Some("workspace")) => {
                let value = match &self.options.workspace {
                    Some(name) => Value::string(name.as_str()),
                    None => Value::unknown(Why::Variable("terraform.workspace".into())),
                };
                (value.at(span), 1)
            }
            ("terraform", Some("applying")) => (Value::bool(false).at(span), 1),
            _ => match scope.module {
                Some(module) => self.resolve_in(module, name, steps, span, scope),
                None => (self.fail(span, format!("`{name}` is not defined here")), steps.len()),
            },
        }
    }

    fn resolve_in(
        &self,
        module: &ModuleInst<'w>,
        name: &str,
        steps: &[Step],
        span: Span,
        scope: Scope<'_, 'w>,
    ) -> Resolved {
        let named = |index: usize| steps.get(index).and_then(step_name);
        match (name, named(0)) {
            ("var", Some(variable)) => {
                let Some(index) = module.module.variables.index(variable) else {
                    let message = format!("var.{variable} is not declared in this module");
                    return (self.fail(span, message), 1);
                };
                let address = &module.module.variables.items()[index].address;
                let value = self.variable(module, index);
                (value.via(HopKind::Reference, address.clone(), span), 1)
            }
            ("local", Some(local)) => {
                let Some(index) = module.module.locals.index(local) else {
                    let message = format!("local.{local} is not declared in this module");
                    return (self.fail(span, message), 1);
                };
                let address = &module.module.locals.items()[index].address;
                let value = self.local(module, index);
                (value.via(HopKind::Reference, address.clone(), span), 1)
            }
            ("path", Some(part @ ("module" | "root" | "cwd"))) => {
                let path = match part {
                    "module" => self.relative_dir(module),
                    _ => ".".into(),
                };
                (Value::string(path).at(span), 1)
            }
            ("self", _) => match scope.itself {
                Some(inst) => match named(0) {
                    Some(attribute) => (self.attribute(inst, attribute), 1),
                    None => (self.resource_object(inst), 0),
                },
                None => (self.fail(span, "self is only there inside a resource"), steps.len()),
            },
            ("module", Some(call)) => match module.module.calls.index(call) {
                Some(index) => {
                    let shown = eco_format!("module.{call}");
                    let expansion = self.children(module, index);
                    let (value, used) = self.repeated(&expansion, &shown, &steps[1..], span, scope);
                    (value, used + 1)
                }
                None => {
                    let value = self.fail(span, format!("module.{call} is not declared here"));
                    (value, steps.len())
                }
            },
            (mode @ ("data" | "ephemeral"), Some(kind)) => {
                self.resolve_resource(module, &eco_format!("{mode}.{kind}"), 1, steps, span, scope)
            }
            ("resource", Some(kind)) => {
                self.resolve_resource(module, &kind.into(), 1, steps, span, scope)
            }
            _ => self.resolve_resource(module, &name.into(), 0, steps, span, scope),
        }
    }

    fn resolve_resource(
        &self,
        module: &ModuleInst<'w>,
        kind: &EcoString,
        used: usize,
        steps: &[Step],
        span: Span,
        scope: Scope<'_, 'w>,
    ) -> Resolved {
        let Some(name) = steps.get(used).and_then(step_name) else {
            return (self.fail(span, format!("`{kind}` is not defined here")), steps.len());
        };
        let Some(index) = module.module.resource(kind, name) else {
            let message = format!("{kind}.{name} is not declared in this module");
            return (self.fail(span, message), steps.len());
        };
        let used = used + 1;
        let expansion = self.resources(module, index);
        let shown = &module.module.resources[index].address;
        let (value, more) = self.repeated(&expansion, shown, &steps[used..], span, scope);
        (value, used + more)
    }

    /// What the first steps after a resource's or module's name give.
    fn repeated(
        &self,
        expansion: &Rc<Expansion<'w>>,
        shown: &str,
        steps: &[Step],
        span: Span,
        scope: Scope<'_, 'w>,
    ) -> Resolved {
        let hop = |item: &Item<'w>| match item {
            Item::Resource(_) => HopKind::Attribute,
            Item::Module(_) | Item::Missing(_) => HopKind::Output,
        };
        // The next attribute of one instance, without making its whole object.
        let one = |item: &Item<'w>, steps: &[Step]| -> Resolved {
            match steps.first().and_then(step_name) {
                Some(name) => {
                    let value = self.item_member(item, name, span);
                    (value.via(hop(item), eco_format!("{shown}.{name}"), span), 1)
                }
                None => (self.object(item), 0),
            }
        };
        if expansion.mode == Mode::Single {
            return match (expansion.items.first(), steps) {
                (Some((_, item)), [Step::FullSplat(_), rest @ ..]) => {
                    let (value, used) = one(item, rest);
                    let value = self.apply_steps(value, &rest[used..], span, scope);
                    (Value::list([value]).at(span), steps.len())
                }
                (Some((_, item)), _) => one(item, steps),
                (None, _) => (Value::NULL, 0),
            };
        }
        match steps {
            [Step::Index(key), rest @ ..] => {
                let key = self.eval(key, scope);
                let (value, used) =
                    self.instance(expansion, shown, &key, span, &|item| one(item, rest));
                (value, used + 1)
            }
            [Step::FullSplat(_), rest @ ..] if expansion.mode == Mode::Count => {
                let list = self.each_choice(expansion, |items| {
                    let items = items.iter().map(|item| {
                        let (value, used) = one(item, rest);
                        self.apply_steps(value, &rest[used..], span, scope)
                    });
                    Value::list(items).at(span)
                });
                (list, steps.len())
            }
            [Step::AttrSplat(_), rest @ ..] if expansion.mode == Mode::Count => {
                let attrs = rest.iter().take_while(|s| matches!(s, Step::Attr(_))).count();
                let list = self.each_choice(expansion, |items| {
                    let items = items.iter().map(|item| {
                        let (value, used) = one(item, &rest[..attrs]);
                        self.apply_steps(value, &rest[used..attrs], span, scope)
                    });
                    Value::list(items).at(span)
                });
                (list, attrs + 1)
            }
            [Step::Attr(name), ..] => {
                let by = if expansion.mode == Mode::Count { "count" } else { "for_each" };
                let message =
                    format!("{shown} has {by}: `{}` needs an instance's key before it", name.text);
                (self.fail(span, message), steps.len())
            }
            _ => (self.whole(expansion, span), 0),
        }
    }

    /// The instance of a key, and what `one` makes of it.
    fn instance(
        &self,
        expansion: &Expansion<'w>,
        shown: &str,
        key: &Value,
        span: Span,
        one: &dyn Fn(&Item<'w>) -> Resolved,
    ) -> Resolved {
        if let Some(unknown) = key.as_unknown().filter(|u| !u.any_of.is_empty()) {
            let mut used = 0;
            let choices = unknown.any_of.iter().filter(|choice| choice.as_unknown().is_none());
            let choices: Vec<Value> = choices
                .filter_map(|key| {
                    let ((value, more), well) =
                        self.quietly(|| self.instance(expansion, shown, key, span, one));
                    used = used.max(more);
                    well.then_some(value)
                })
                .collect();
            if let Some(value) = one_of(&unknown.why, choices) {
                return (value, used);
            }
        }
        let text = self.key_of(key);
        let found = expansion.items.iter().find(|(known, _)| match known {
            Key::Index(index) => {
                key.as_number().is_some_and(|n| n.as_int() == Some(*index as i128))
            }
            Key::Name(name) => Some(name) == text.as_ref(),
            Key::None | Key::Any => false,
        });
        let any = || expansion.items.iter().find(|(known, _)| *known == Key::Any);
        if let Some((_, item)) = found.or_else(any) {
            if let Some(why) = self.uncertain(expansion, item) {
                self.doubt(&why);
            }
            return one(item);
        }
        let is_known = match &key.kind {
            Kind::String(text) => text.as_known().is_some(),
            kind => !matches!(kind, Kind::Unknown(_)),
        };
        if is_known {
            let shown_key = key.to_text().map(|text| text.to_string()).unwrap_or_default();
            let value = self.fail(span, format!("{shown} has no instance `{shown_key}`"));
            return (value, 0);
        }
        let why = self.why_unknown(key, span);
        let mut used = 0;
        let values: Vec<Value> = expansion
            .items
            .iter()
            .map(|(_, item)| {
                let (value, more) = one(item);
                used = more;
                value
            })
            .collect();
        (one_of(&why, values).unwrap_or_else(|| Value::unknown(why.clone())), used)
    }

    /// Why an instance may not be there.
    fn uncertain(&self, expansion: &Expansion<'w>, item: &Item<'w>) -> Option<Why> {
        match &expansion.extent {
            Extent::Known => None,
            Extent::Open(unknown) => Some(unknown.why.clone()),
            Extent::OneOf(unknown, choices) => {
                let index = expansion.items.iter().position(|(_, known)| std::ptr::eq(known, item));
                let always =
                    index.is_some_and(|i| choices.iter().all(|choice| choice.contains(&i)));
                (!always).then(|| unknown.why.clone())
            }
        }
    }

    /// A value made of all instances, for every choice of instances that there may be.
    fn each_choice(
        &self,
        expansion: &Expansion<'w>,
        make: impl Fn(&[&Item<'w>]) -> Value,
    ) -> Value {
        let all: Vec<&Item<'w>> = expansion.items.iter().map(|(_, item)| item).collect();
        match &expansion.extent {
            Extent::Known => make(&all),
            Extent::Open(unknown) => Value::unknown(unknown.why.clone()),
            Extent::OneOf(unknown, choices) => {
                let choices = choices.iter().map(|choice| {
                    let items: Vec<_> =
                        choice.iter().filter_map(|i| all.get(*i).copied()).collect();
                    make(&items)
                });
                one_of(&unknown.why, choices).unwrap_or_else(|| Value::unknown(unknown.why.clone()))
            }
        }
    }

    /// All instances as a list (`count`) or map (`for_each`) of objects.
    fn whole(&self, expansion: &Expansion<'w>, span: Span) -> Value {
        let key_of = |wanted: &Item<'w>| {
            let same = |item: &Item<'w>| std::ptr::eq(item, wanted);
            expansion.items.iter().find(|(_, item)| same(item)).map(|(key, _)| key)
        };
        let by_name = |items: &[&Item<'w>]| {
            let mut map = MapBuilder::default();
            for item in items {
                if let Some(Key::Name(name)) = key_of(item) {
                    map.add(self, name.clone(), None, self.object(item));
                }
            }
            map
        };
        if let (Mode::ForEach, Extent::Open(unknown)) = (expansion.mode, &expansion.extent)
            && expansion.items.len() > 1
        {
            // Those of known keys are there, whatever else is.
            let items: Vec<&Item<'w>> = expansion.items.iter().map(|(_, item)| item).collect();
            let mut map = by_name(&items);
            map.open(std::sync::Arc::new(Unknown::anything(unknown.why.clone())));
            return Value::map(map.build()).at(span);
        }
        self.each_choice(expansion, |items| match expansion.mode {
            Mode::ForEach => Value::map(by_name(items).build()).at(span),
            _ => Value::list(items.iter().map(|item| self.object(item))).at(span),
        })
    }

    fn item_member(&self, item: &Item<'w>, name: &str, span: Span) -> Value {
        match item {
            Item::Resource(inst) => self.attribute(inst, name),
            Item::Module(id) => {
                let module = self.module(*id);
                match module.module.outputs.index(name) {
                    Some(index) => self.output(&module, index),
                    None => self.fail(span, format!("the module has no output `{name}`")),
                }
            }
            Item::Missing(address) => {
                Value::unknown(Why::Unresolved(eco_format!("{address}.{name}")))
            }
        }
    }

    /// A whole instance as a value.
    fn object(&self, item: &Item<'w>) -> Value {
        match item {
            Item::Resource(inst) => self.resource_object(inst),
            Item::Module(id) => {
                let module = self.module(*id);
                let mut map = MapBuilder::default();
                for (index, output) in module.module.outputs.items().iter().enumerate() {
                    let value = self.output(&module, index);
                    map.add(self, output.name.clone(), None, value);
                }
                Value::map(map.build())
            }
            Item::Missing(address) => Value::unknown(Why::Unresolved(address.clone())),
        }
    }
}

fn step_name(step: &Step) -> Option<&str> {
    match step {
        Step::Attr(name) => Some(&name.text),
        Step::Index(Expr { kind: ExprKind::String(name), .. }) => Some(name),
        _ => None,
    }
}
