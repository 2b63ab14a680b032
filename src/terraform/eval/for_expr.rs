//! `[for …]` and `{for …}`.
//!
//! <https://developer.hashicorp.com/terraform/language/expressions/for>

use std::sync::Arc;

use super::{Evaluator, Frame, MapBuilder, Scope};
use crate::source::Span;
use crate::syntax::hcl::For;
use crate::terraform::expansion::{any_key, one_of, one_of_spread, spread_of};
use crate::terraform::type_expr::kind_name;
use crate::value::{Kind, Unknown, Value, Why};

/// An element that is there, or may be.
struct Made {
    key: Option<Value>,
    value: Value,
    /// Why it may be missing.
    doubt: Option<Why>,
}

impl<'w> Evaluator<'w> {
    /// Keys and values of a collection; none if it is no known collection. Elements of unknown
    /// number are a spread, whose key is unknown.
    pub(crate) fn elements(&self, collection: &Value) -> Option<Vec<(Value, Value)>> {
        match &collection.kind {
            Kind::List(items) => Some(
                items
                    .iter()
                    .enumerate()
                    .scan(None, |spread: &mut Option<Arc<Unknown>>, (index, item)| {
                        // After any number of elements, no index is sure.
                        let here = item.as_unknown().filter(|_| item.is_spread());
                        *spread = here.cloned().or(spread.take());
                        let key = spread.as_ref().map(|spread| any_key(&spread.why));
                        let key = key.unwrap_or_else(|| Value::number(index));
                        Some((key, collection.pass_on(item)))
                    })
                    .collect(),
            ),
            Kind::Set(items) => Some(
                items
                    .iter()
                    .map(|item| (collection.pass_on(item), collection.pass_on(item)))
                    .collect(),
            ),
            Kind::Map(map) => {
                // Further keys sort anywhere among them: with them in front, no index is sure.
                let further = map.rest.iter().map(|rest| {
                    let many = Unknown::many(rest.why.clone(), rest.any_of.clone());
                    (any_key(&rest.why), Value::from(Kind::Unknown(many.into())))
                });
                let known = map.entries.iter().map(|(key, entry)| {
                    let mut k = self.key_value(key);
                    k.origin.span = k.origin.span.or(entry.key_span);
                    (collection.pass_on(&k), collection.pass_on(&entry.value))
                });
                Some(further.chain(known).collect())
            }
            _ => None,
        }
    }

    /// A `for` expression.
    pub(crate) fn eval_for(&self, each: &For, span: Span, scope: Scope<'_, 'w>) -> Value {
        let collection = self.eval(&each.collection, scope);
        self.for_over(each, &collection, span, scope).or_sensitive(collection.sensitive)
    }

    fn for_over(&self, each: &For, collection: &Value, span: Span, scope: Scope<'_, 'w>) -> Value {
        let Some(items) = self.elements(collection) else {
            return match &collection.kind {
                Kind::Unknown(unknown) if !unknown.any_of.is_empty() => {
                    let over = |choice| {
                        let (value, well) =
                            self.quietly(|| self.for_over(each, choice, span, scope));
                        well.then_some(value)
                    };
                    one_of(&unknown.why, unknown.any_of.iter().filter_map(over))
                        .unwrap_or_else(|| Value::unknown(unknown.why.clone()))
                }
                Kind::Unknown(unknown) => Value::unknown(unknown.why.clone()).at(span),
                kind => {
                    let message = format!("a {} cannot be iterated", kind_name(kind));
                    self.fail(each.collection.span, message)
                }
            };
        };
        let mut made = Vec::with_capacity(items.len());
        for (key, value) in items {
            let spread = value.as_unknown().filter(|_| value.is_spread()).cloned();
            if let Some(spread) = spread {
                made.push(self.for_spread(each, key, &spread, scope));
                continue;
            }
            let outer =
                Frame { name: each.key_var.as_deref().unwrap_or(""), value: key, up: scope.vars };
            let inner = Frame { name: &each.value_var, value, up: Some(&outer) };
            let scope = Scope { vars: Some(&inner), ..scope };
            let mut doubt = None;
            if let Some(condition) = &each.condition {
                let picked = self.eval(condition, scope);
                match picked.as_bool() {
                    Some(true) => {}
                    Some(false) => continue,
                    None => doubt = Some(self.why_unknown(&picked, condition.span)),
                }
            }
            let key = each.key.as_ref().map(|key| self.eval(key, scope));
            made.push(Made { key, value: self.eval(&each.value, scope), doubt });
        }
        let doubts = made.iter().filter(|m| m.doubt.is_some()).count();
        let Some(why) = made.iter().find_map(|m| m.doubt.clone()) else {
            return self.collect(each, made.iter(), span);
        };
        // Few doubts: every combination is an alternative.
        if doubts <= 3 {
            let choice = |bits: usize| {
                let mut index = 0;
                let kept = made.iter().filter(|m| {
                    m.doubt.is_none() || {
                        index += 1;
                        bits >> (index - 1) & 1 == 1
                    }
                });
                self.collect(each, kept.collect::<Vec<_>>().into_iter(), span)
            };
            let choices = (0..1usize << doubts).rev().map(choice);
            if let Some(value) = one_of(&why, choices) {
                return value.at(span);
            }
        }
        if each.key.is_some() {
            let kept = made.iter().filter(|m| m.doubt.is_none());
            return self.collect_map(each, kept, Some(why), span);
        }
        Value::unknown(why).at(span)
    }

    /// What is made of the elements that a spread stands for: again a spread.
    fn for_spread(
        &self,
        each: &For,
        key: Value,
        spread: &Arc<Unknown>,
        scope: Scope<'_, 'w>,
    ) -> Made {
        let element = one_of_spread(spread);
        let outer =
            Frame { name: each.key_var.as_deref().unwrap_or(""), value: key, up: scope.vars };
        let inner = Frame { name: &each.value_var, value: element, up: Some(&outer) };
        let scope = Scope { vars: Some(&inner), ..scope };
        let (value, _) = self.quietly(|| self.eval(&each.value, scope));
        Made { key: None, value: spread_of(&spread.why, value), doubt: None }
    }

    fn collect<'m>(&self, each: &For, made: impl Iterator<Item = &'m Made>, span: Span) -> Value {
        match each.key {
            None => Value::list(made.map(|m| m.value.clone())).at(span),
            Some(_) => self.collect_map(each, made, None, span),
        }
    }

    fn collect_map<'m>(
        &self,
        each: &For,
        made: impl Iterator<Item = &'m Made>,
        doubt: Option<Why>,
        span: Span,
    ) -> Value {
        let mut map = MapBuilder::default();
        if let Some(why) = doubt {
            map.open(Arc::new(Unknown::anything(why)));
        }
        for made in made {
            let (Some(key), Some(key_expr)) = (&made.key, &each.key) else {
                // Elements of unknown number make entries of unknown keys.
                if let Some(spread) = made.value.as_unknown() {
                    let any_of = if each.group { vec![] } else { spread.any_of.clone() };
                    map.open(Arc::new(Unknown::one_of(spread.why.clone(), any_of)));
                }
                continue;
            };
            let Some(text) = self.key_of(key) else {
                self.fail(key_expr.span, "an object's key must be a string");
                continue;
            };
            match map.get_mut(&text) {
                Some(group) if each.group => {
                    if let Kind::List(items) = &mut group.kind {
                        items.push(made.value.clone());
                    }
                }
                Some(_) if self.is_plain_key(&text) => {
                    self.fail(key_expr.span, format!("two elements have the key \"{text}\""));
                }
                _ => {
                    let value = match each.group {
                        true => Value::list([made.value.clone()]).at(span),
                        false => made.value.clone(),
                    };
                    map.add(self, text, key.origin.span, value);
                }
            }
        }
        let mut map = map.build();
        if let Some(rest) = map.rest.clone().filter(|_| each.group) {
            // What more there is may be of any group.
            for entry in map.entries.values_mut() {
                if let Kind::List(items) = &mut entry.value.kind {
                    let more = Unknown::many(rest.why.clone(), vec![]);
                    items.push(Kind::Unknown(more.into()).into());
                }
            }
        }
        Value::map(map).at(span)
    }
}
