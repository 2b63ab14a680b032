//! `count` and `for_each`: which instances a block has.
//!
//! <https://developer.hashicorp.com/terraform/language/meta-arguments/count>,
//! <https://developer.hashicorp.com/terraform/language/meta-arguments/for_each>

use std::rc::Rc;
use std::sync::Arc;

use ecow::EcoString;

use super::convert::{Type, convert};
use super::eval::{Evaluator, Scope, Shape};
use super::instance::{Key, ModuleId, ResourceInst};
use super::module::argument;
use super::type_expr::kind_name;
use crate::declared::Existence;
use crate::syntax::hcl::{Body, Expr};
use crate::value::{Kind, Map, Unknown, Value, Why};

/// `each` and `count` of one instance.
#[derive(Clone, Debug)]
pub(crate) struct Repeat {
    /// `count.index`.
    pub index: Option<Value>,
    /// `each.key` and `each.value`.
    pub each: Option<(Value, Value)>,
}

/// What is instantiated.
#[derive(Clone, Debug)]
pub(crate) enum Item<'w> {
    Resource(Rc<ResourceInst<'w>>),
    Module(ModuleId),
    /// A call of a module that is not here, by its address.
    Missing(EcoString),
}

/// How a block is repeated.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Mode {
    Single,
    Count,
    ForEach,
}

/// The instances of a block.
#[derive(Debug)]
pub(crate) struct Expansion<'w> {
    pub mode: Mode,
    pub items: Vec<(Key, Item<'w>)>,
    pub extent: Extent,
}

/// How far it is known which instances there are.
#[derive(Clone, Debug)]
pub(crate) enum Extent {
    /// All are there.
    Known,
    /// One of these choices of instances, by index, is there.
    OneOf(Arc<Unknown>, Vec<Vec<usize>>),
    /// Unknown: instances stand for any number.
    Open(Arc<Unknown>),
}

/// The instances of a block before they are made.
#[derive(Debug)]
pub(crate) struct Plan {
    pub mode: Mode,
    pub instances: Vec<(Key, Option<Repeat>, Existence)>,
    pub extent: Extent,
}

impl Plan {
    fn single() -> Plan {
        Plan {
            mode: Mode::Single,
            instances: vec![(Key::None, None, Existence::Certain)],
            extent: Extent::Known,
        }
    }
}

/// The same reason for a part of what is unknown: `var.x` becomes `var.x[*]`.
pub(crate) fn part_of(why: &Why, name: impl Fn(&str) -> String) -> Why {
    let part = |text: &EcoString| EcoString::from(name(text));
    match why {
        Why::Variable(text) => Why::Variable(part(text)),
        Why::Computed(address, attribute) => Why::Computed(address.clone(), part(attribute)),
        Why::Data(text) => Why::Data(part(text)),
        Why::Unresolved(text) => Why::Unresolved(part(text)),
        Why::Repetition(_) | Why::Function(_) | Why::Invalid(_) => why.clone(),
    }
}

/// Any element of an unknown collection.
pub(crate) fn any_element(why: &Why) -> Value {
    Value::unknown(part_of(why, |name| format!("{name}[*]")))
}

/// Any key of an unknown collection.
pub(crate) fn any_key(why: &Why) -> Value {
    Value::unknown(part_of(why, |name| format!("a key of {name}")))
}

/// One of the elements that a spread stands for.
pub(crate) fn one_of_spread(spread: &Unknown) -> Value {
    let why = part_of(&spread.why, |name| format!("{name}[*]"));
    Value::from(Kind::Unknown(Arc::new(Unknown::one_of(why, spread.any_of.clone()))))
}

/// A spread of elements like this one.
pub(crate) fn spread_of(why: &Why, element: Value) -> Value {
    let any_of = match element.as_unknown() {
        Some(unknown) => unknown.any_of.clone(),
        None => vec![element],
    };
    Value::from(Kind::Unknown(Arc::new(Unknown::many(why.clone(), any_of))))
}

/// The pairs of a collection that `for_each` takes, or what is wrong with it.
type Pairs = Vec<(EcoString, Value, Value)>;

/// Why there may be more.
type Rest = Option<Arc<Unknown>>;

impl<'w> Evaluator<'w> {
    /// Which instances a block with these meta-arguments has. `address` names it in reasons.
    pub(crate) fn plan(&self, body: &Body, scope: Scope<'_, 'w>, address: &str) -> Plan {
        if let Some(expr) = argument(body, "count") {
            return self.plan_count(expr, self.eval(expr, scope), address);
        }
        if let Some(expr) = argument(body, "for_each") {
            let value = self.eval(expr, scope);
            // Beside an arm of unknown type, `[…]` may be a set.
            let value = match &value.kind {
                Kind::List(_) if self.shape(expr, scope) == Shape::Unclear => {
                    convert(&value, &Type::Set(Type::String.into())).unwrap_or(value)
                }
                _ => value,
            };
            return self.plan_for_each(expr, value);
        }
        Plan::single()
    }

    fn plan_count(&self, expr: &Expr, value: Value, address: &str) -> Plan {
        let count = |value: &Value| value.as_number()?.as_int().map(|n| n.max(0) as usize);
        let unknown = match (&value.kind, count(&value)) {
            (_, Some(count)) => {
                let count = self.limit_instances(count, expr);
                let one = |index| (Key::Index(index), Some(by_index(index)), Existence::Certain);
                return Plan {
                    mode: Mode::Count,
                    instances: (0..count).map(one).collect(),
                    extent: Extent::Known,
                };
            }
            (Kind::Unknown(unknown), _) => unknown.clone(),
            (Kind::String(text), _) if text.first_unknown().is_some() => {
                text.first_unknown().cloned().unwrap_or_else(|| invalid("count"))
            }
            (kind, _) => {
                self.fail(expr.span, format!("count needs a number, not {}", kind_name(kind)));
                invalid("count")
            }
        };
        let counts: Option<Vec<usize>> = unknown.any_of.iter().map(count).collect();
        if let Some(counts) = counts.filter(|counts| !counts.is_empty()) {
            let most = counts.iter().copied().max().unwrap_or(0);
            let most = self.limit_instances(most, expr);
            let least = counts.iter().copied().min().unwrap_or(0);
            let existence = |index| match index < least {
                true => Existence::Certain,
                false => Existence::Possible(unknown.clone()),
            };
            let one = |index| (Key::Index(index), Some(by_index(index)), existence(index));
            let choices = counts.iter().map(|count| (0..(*count).min(most)).collect()).collect();
            return Plan {
                mode: Mode::Count,
                instances: (0..most).map(one).collect(),
                extent: Extent::OneOf(unknown.clone(), choices),
            };
        }
        let index = Value::unknown(Why::Repetition(address.into()));
        let repeat = Repeat { index: Some(index), each: None };
        Plan {
            mode: Mode::Count,
            instances: vec![(Key::Any, Some(repeat), Existence::Possible(unknown.clone()))],
            extent: Extent::Open(unknown),
        }
    }

    fn plan_for_each(&self, expr: &Expr, value: Value) -> Plan {
        let named = |(key, k, v): (EcoString, Value, Value), existence| {
            let repeat = Repeat { index: None, each: Some((k, v)) };
            (Key::Name(key), Some(repeat), existence)
        };
        let any = |unknown: &Arc<Unknown>| {
            let each = Some((any_key(&unknown.why), any_element(&unknown.why)));
            let repeat = Repeat { index: None, each };
            (Key::Any, Some(repeat), Existence::Possible(unknown.clone()))
        };
        let plan = |instances, extent| Plan { mode: Mode::ForEach, instances, extent };
        let unknown = match self.pairs(&value) {
            Ok((mut pairs, rest)) => {
                pairs.truncate(self.limit_instances(pairs.len(), expr));
                let certain = pairs.into_iter().map(|pair| named(pair, Existence::Certain));
                return match rest {
                    None => plan(certain.collect(), Extent::Known),
                    Some(rest) => {
                        let instances = certain.chain([any(&rest)]).collect();
                        plan(instances, Extent::Open(rest))
                    }
                };
            }
            Err(None) => {
                let kind = kind_name(&value.kind);
                self.fail(
                    expr.span,
                    format!("for_each needs a map or a set of strings, not {kind}"),
                );
                invalid("for_each")
            }
            Err(Some(unknown)) => unknown,
        };
        let choices: Option<Vec<Pairs>> = unknown
            .any_of
            .iter()
            .map(|choice| self.pairs(choice).ok().filter(|(_, rest)| rest.is_none()).map(|p| p.0))
            .collect();
        let Some(choices) = choices.filter(|choices| !choices.is_empty()) else {
            return plan(vec![any(&unknown)], Extent::Open(unknown));
        };
        let mut instances: Vec<(Key, Option<Repeat>, Existence)> = vec![];
        let mut indices: Vec<Vec<usize>> = vec![];
        let everywhere = |key: &str| choices.iter().all(|pairs| pairs.iter().any(|p| p.0 == key));
        for pairs in &choices {
            let mut choice = vec![];
            for (key, k, v) in pairs {
                let known =
                    instances.iter().position(|(have, _, _)| *have == Key::Name(key.clone()));
                let index = known.unwrap_or_else(|| {
                    let existence = match everywhere(key) {
                        true => Existence::Certain,
                        false => Existence::Possible(unknown.clone()),
                    };
                    // With the value of every choice that has this key.
                    let values = choices.iter().flatten().filter(|p| p.0 == *key).map(|p| &p.2);
                    let value = one_of(&unknown.why, values.cloned()).unwrap_or_else(|| v.clone());
                    instances.push(named((key.clone(), k.clone(), value), existence));
                    instances.len() - 1
                });
                choice.push(index);
            }
            indices.push(choice);
        }
        plan(instances, Extent::OneOf(unknown, indices))
    }

    /// Keys, `each.key` and `each.value` of a map or set of strings, and the unknown rest;
    /// or the unknown that it is, or nothing if it is no such collection.
    fn pairs(&self, value: &Value) -> Result<(Pairs, Rest), Rest> {
        match &value.kind {
            Kind::Map(map) => {
                let Map { entries, rest, .. } = &**map;
                let pair = |(key, entry): (&EcoString, &crate::value::Entry)| {
                    let mut k = self.key_value(key);
                    k.origin.span = k.origin.span.or(entry.key_span);
                    let k = value.pass_on(&k);
                    (key.clone(), k, value.pass_on(&entry.value))
                };
                Ok((entries.iter().map(pair).collect(), rest.clone()))
            }
            Kind::Set(items) => {
                let mut pairs: Pairs = vec![];
                let mut rest = None;
                for item in items {
                    if item.is_spread() {
                        rest = item.as_unknown().cloned();
                        continue;
                    }
                    let item = value.pass_on(item);
                    let Some(key) = self.key_of(&item) else { return Err(None) };
                    if !pairs.iter().any(|(known, _, _)| *known == key) {
                        pairs.push((key, item.clone(), item));
                    }
                }
                Ok((pairs, rest))
            }
            Kind::Unknown(unknown) => Err(Some(unknown.clone())),
            _ => Err(None),
        }
    }

    fn limit_instances(&self, count: usize, expr: &Expr) -> usize {
        let limit = self.options.limits.instances;
        if count > limit {
            let message = format!("{count} instances, of which the first {limit} are judged");
            self.fail(expr.span, message);
        }
        count.min(limit)
    }
}

/// The unknown that is one of these values; the value itself if they are all equal, none if
/// there are none.
pub(crate) fn one_of(why: &Why, values: impl IntoIterator<Item = Value>) -> Option<Value> {
    /// More alternatives than this are not worth following.
    const MOST: usize = 16;
    let mut any_of: Vec<Value> = vec![];
    for value in values {
        match value.as_unknown() {
            Some(inner) if !inner.any_of.is_empty() => {
                any_of.extend(inner.any_of.iter().map(|choice| value.pass_on(choice)));
            }
            _ => any_of.push(value),
        }
    }
    let first = any_of.first()?;
    // Whether many large values are all alike is not worth finding out.
    let few = any_of.len() <= MOST;
    let simple = !matches!(first.kind, Kind::List(_) | Kind::Set(_) | Kind::Map(_));
    if (few || simple) && any_of.iter().all(|value| value == first) {
        return any_of.into_iter().next();
    }
    if !few {
        any_of.clear();
    }
    let sensitive = any_of.iter().any(|value| value.sensitive);
    let unknown = Unknown::one_of(why.clone(), any_of);
    Some(Value::from(Kind::Unknown(Arc::new(unknown))).or_sensitive(sensitive))
}

fn by_index(index: usize) -> Repeat {
    Repeat { index: Some(Value::number(index)), each: None }
}

fn invalid(what: &str) -> Arc<Unknown> {
    Arc::new(Unknown::anything(Why::Invalid(what.into())))
}
