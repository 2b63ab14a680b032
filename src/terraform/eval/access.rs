//! Attributes, indices and splats of values.

use super::{Evaluator, Scope};
use crate::source::Span;
use crate::syntax::hcl::Step;
use crate::terraform::expansion::{one_of, one_of_spread, part_of, spread_of};
use crate::terraform::type_expr::kind_name;
use crate::value::{Kind, Unknown, Value, Why};

/// Follows the first steps as far as they name attributes that are there, without a copy of
/// what is passed by; with how many steps that were.
fn descend(value: Value, steps: &[Step]) -> (Value, usize) {
    let mut passed: Vec<&Value> = vec![];
    let (mut at, mut used) = (&value, 0);
    while let (Some(Step::Attr(name)), Kind::Map(map)) = (steps.get(used), &at.kind)
        && let Some(member) = map.get(&name.text)
    {
        if at.origin.chain.is_some() || at.sensitive {
            passed.push(at);
        }
        (at, used) = (member, used + 1);
    }
    if used == 0 {
        return (value, 0);
    }
    let member = passed.iter().rev().fold(at.clone(), |member, whole| whole.pass_on(&member));
    (member, used)
}

impl<'w> Evaluator<'w> {
    /// Applies the steps of a traversal to a value.
    pub(crate) fn apply_steps(
        &self,
        value: Value,
        steps: &[Step],
        span: Span,
        scope: Scope<'_, 'w>,
    ) -> Value {
        let (mut value, mut at) = descend(value, steps);
        while let Some(step) = steps.get(at) {
            at += 1;
            value = match step {
                Step::Attr(name) => self.member(&value, &name.text, span),
                Step::Index(index) => self.index(&value, &self.eval(index, scope), span),
                Step::FullSplat(_) => {
                    return self.splat(value, span, |item| {
                        self.apply_steps(item, &steps[at..], span, scope)
                    });
                }
                Step::AttrSplat(_) => {
                    let rest = &steps[at..];
                    let attrs = rest.iter().take_while(|s| matches!(s, Step::Attr(_))).count();
                    at += attrs;
                    self.splat(value, span, |item| {
                        self.apply_steps(item, &rest[..attrs], span, scope)
                    })
                }
            };
        }
        value
    }

    /// An attribute of an object, an element of a map.
    pub(crate) fn member(&self, value: &Value, name: &str, span: Span) -> Value {
        match &value.kind {
            Kind::Map(map) if map.entries.contains_key(name) => value.child(name),
            Kind::Map(map) if map.of.is_some() => value.child(name),
            Kind::Unknown(unknown) => {
                let shown = format!(".{name}");
                self.part(value, unknown, &shown, |choice| self.member(choice, name, span))
            }
            // The legacy `list.0`.
            Kind::List(_) if name.bytes().all(|b| b.is_ascii_digit()) => {
                self.index(value, &Value::string(name), span)
            }
            Kind::Map(map) => match (self.may_name(map, name), &map.rest) {
                (_, Some(rest)) => {
                    let further = Unknown::one_of(rest.why.clone(), rest.any_of.clone());
                    Value { kind: Kind::Unknown(further.into()), ..value.clone() }
                }
                (Some(found), None) => value.pass_on(&found),
                (None, None) => self.fail(span, format!("no attribute `{name}` here")),
            },
            Kind::Null => self.fail(span, format!("null has no attribute `{name}`")),
            kind => self.fail(span, format!("a {} has no attribute `{name}`", kind_name(kind))),
        }
    }

    /// A part of an unknown: unknown for the same reason, of each alternative the part.
    fn part(
        &self,
        whole: &Value,
        unknown: &Unknown,
        shown: &str,
        of: impl Fn(&Value) -> Value,
    ) -> Value {
        let part = if unknown.any_of.is_empty() {
            Value::unknown(part_of(&unknown.why, |name| format!("{name}{shown}")))
        } else {
            // An alternative without this part is not the one that is there.
            let choices = unknown.any_of.iter().filter_map(|choice| {
                let (part, well) = self.quietly(|| of(choice));
                well.then_some(part)
            });
            one_of(&unknown.why, choices).unwrap_or_else(|| Value::unknown(unknown.why.clone()))
        };
        let origin = match part.origin.span {
            Some(_) => part.origin.clone().followed_by(&whole.origin),
            None => whole.origin.clone(),
        };
        Value { origin, ..part }.or_sensitive(whole.sensitive)
    }

    /// `value[key]`.
    pub(crate) fn index(&self, value: &Value, key: &Value, span: Span) -> Value {
        if let Kind::Unknown(unknown) = &value.kind {
            let shown = key.to_text().map_or_else(
                || "*".into(),
                |text| match &key.kind {
                    Kind::String(_) => format!("\"{text}\""),
                    _ => text.to_string(),
                },
            );
            let shown = format!("[{shown}]");
            return self.part(value, unknown, &shown, |choice| self.index(choice, key, span));
        }
        /// Of more elements, which one it is says too little.
        const FEW: usize = 16;
        let unknown_key = match &key.kind {
            Kind::Unknown(unknown) => Some(unknown.clone()),
            Kind::String(text) if text.as_known().is_none() => {
                // A key that is not known as text may still be the very key that is there.
                if let (Kind::Map(map), Some(shown)) = (&value.kind, self.key_of(key))
                    && map.entries.contains_key(&shown)
                {
                    return value.child(&shown);
                }
                let symbol = || Unknown::anything(Why::Data(text.to_string().into()));
                Some(text.first_unknown().cloned().unwrap_or_else(|| symbol().into()))
            }
            _ => None,
        };
        if let Some(unknown) = unknown_key {
            let whole = Value::unknown(unknown.why.clone());
            let elements: Vec<Value> = match &value.kind {
                _ if !unknown.any_of.is_empty() => unknown
                    .any_of
                    .iter()
                    .filter(|choice| choice.as_unknown().is_none())
                    .filter_map(|key| {
                        let (part, well) = self.quietly(|| self.index(value, key, span));
                        well.then_some(part)
                    })
                    .collect(),
                Kind::Map(map) if map.rest.is_none() && map.entries.len() <= FEW => {
                    map.iter().map(|(_, item)| value.pass_on(item)).collect()
                }
                Kind::List(items) if items.len() <= FEW => {
                    items.iter().map(|item| value.pass_on(item)).collect()
                }
                _ => vec![],
            };
            return one_of(&unknown.why, elements).unwrap_or(whole).or_sensitive(value.sensitive);
        }
        match &value.kind {
            Kind::List(items) => {
                let Some(index) = key.as_number().and_then(|n| n.as_int()) else {
                    return self.fail(span, "a list's index must be a whole number");
                };
                // After any number of elements, any element may be meant.
                let until = usize::try_from(index).unwrap_or(usize::MAX).saturating_add(1);
                if let Some(spread) = items.iter().take(until).find(|item| item.is_spread())
                    && let Some(unknown) = spread.as_unknown()
                {
                    if items.len() == 1 {
                        let why = part_of(&unknown.why, |name| format!("{name}[{index}]"));
                        let element = one_of(&why, unknown.any_of.iter().cloned());
                        let element = element.unwrap_or_else(|| Value::unknown(why.clone()));
                        return value.pass_on(&element);
                    }
                    return Value::unknown(
                        one_of_spread(unknown)
                            .as_unknown()
                            .map_or_else(|| unknown.why.clone(), |element| element.why.clone()),
                    );
                }
                match usize::try_from(index).ok().and_then(|index| items.get(index)) {
                    Some(item) => value.pass_on(item),
                    None => {
                        let message = format!("no element {index} in a list of {}", items.len());
                        self.fail(span, message)
                    }
                }
            }
            Kind::Map(_) => match key.to_text() {
                Some(text) => self.member(value, text.as_known().unwrap_or_default(), span),
                None => self.fail(span, "a map's index must be a string"),
            },
            Kind::Null => self.fail(span, "null has no elements"),
            kind => self.fail(span, format!("a {} has no elements to index", kind_name(kind))),
        }
    }

    /// `value[*]` with what follows applied to every element.
    fn splat(&self, value: Value, span: Span, each: impl Fn(Value) -> Value) -> Value {
        match &value.kind {
            Kind::Null => Value::list([]).at(span),
            Kind::List(items) | Kind::Set(items) => {
                let items = items.iter().map(|item| match item.as_unknown() {
                    Some(spread) if item.is_spread() => {
                        let (element, _) = self.quietly(|| each(one_of_spread(spread)));
                        spread_of(&spread.why, element)
                    }
                    _ => each(value.pass_on(item)),
                });
                let uniform = value.uniform || matches!(value.kind, Kind::Set(_));
                Value { uniform, ..Value::list(items).at(span) }.or_sensitive(value.sensitive)
            }
            Kind::Unknown(unknown) if !unknown.any_of.is_empty() => {
                let choices = unknown.any_of.iter().map(|choice| {
                    self.quietly(|| {
                        self.splat(value.pass_on(choice), span, &each as &dyn Fn(_) -> _)
                    })
                });
                let choices = choices.filter(|(_, well)| *well).map(|(choice, _)| choice);
                one_of(&unknown.why, choices).unwrap_or_else(|| Value::unknown(unknown.why.clone()))
            }
            Kind::Unknown(unknown) => {
                let why = part_of(&unknown.why, |name| format!("{name}[*]"));
                Value { origin: value.origin.clone(), ..Value::unknown(why) }
                    .or_sensitive(value.sensitive)
            }
            _ => Value::list([each(value)]).at(span),
        }
    }
}
