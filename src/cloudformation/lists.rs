//! Functions over lists and mappings: `Select`, `Split`, `FindInMap`, `GetAZs`, `Length`.

use std::sync::Arc;

use ecow::{EcoString, eco_format};

use super::call::Call;
use super::condition::{pseudo_name, push_alternatives};
use super::evaluate::derived;
use super::scalar;
use super::stack::Stack;
use super::strings::index_suffix;
use super::template::{Item, Section, entries};
use crate::source::Span;
use crate::syntax::data::Node;
use crate::value::{HopKind, Kind, Number, Part, Unknown, Value, Why};

/// More alternatives than this say no more than that the value is unknown.
const MAX_ALTERNATIVES: usize = 64;

impl<'n> Stack<'n> {
    /// `Fn::Select`.
    pub(super) fn select(&self, call: &Call<'n>) -> Value {
        let span = call.argument.span;
        let Some([index, list]) = call.argument.as_sequence() else {
            return self.shared.invalid(span, "Fn::Select takes an index and a list");
        };
        let (index, list) = (self.value(index), self.value(list));
        let Some(at) = index.as_number().and_then(Number::as_int) else {
            return match (index.find_unknown(), list.as_list()) {
                (Some(unknown), Some(items)) => {
                    let why = derived(unknown, " as index");
                    let any_of = items.iter().map(|item| list.pass_on(item)).collect();
                    Value::from(Kind::Unknown(Arc::new(Unknown::one_of(why, any_of)))).at(span)
                }
                (Some(unknown), None) => Value::unknown(derived(unknown, " as index")).at(span),
                (None, _) => self.shared.invalid(span, "the index of Fn::Select must be a number"),
            };
        };
        self.element(&list, at, span)
    }

    fn element(&self, list: &Value, at: i128, span: Span) -> Value {
        if let Kind::Unknown(unknown) = &list.kind {
            let index = usize::try_from(at).unwrap_or(usize::MAX);
            let any_of = unknown.any_of.iter().map(|list| self.element(list, at, span)).collect();
            let why = derived(unknown, &index_suffix(index));
            return Value::from(Kind::Unknown(Arc::new(Unknown::one_of(why, any_of)))).at(span);
        }
        let Some(items) = list.as_list() else {
            return self.shared.invalid(span, "Fn::Select takes a list");
        };
        let index = usize::try_from(at).ok();
        // An element that stands for any number of them hides where those after it are.
        let known = items.iter().position(stands_for_many).unwrap_or(items.len());
        match index.and_then(|index| items.get(index)) {
            Some(item) if index < Some(known) => list.pass_on(item),
            _ if known < items.len() => {
                let index = index.unwrap_or(usize::MAX);
                match &items[known].kind {
                    Kind::Unknown(unknown) => {
                        Value::unknown(derived(unknown, &index_suffix(index))).at(span)
                    }
                    _ => Value::NULL,
                }
            }
            _ => {
                let count = items.len();
                self.shared.invalid(span, format!("Fn::Select of index {at} of a list of {count}"))
            }
        }
    }

    /// `Fn::Split`.
    pub(super) fn split(&self, call: &Call<'n>) -> Value {
        let span = call.argument.span;
        let Some([delimiter, text]) = call.argument.as_sequence() else {
            return self.shared.invalid(span, "Fn::Split takes a delimiter and a string");
        };
        let (delimiter, text) = (self.value(delimiter), self.value(text));
        let Some(delimiter) = delimiter.as_str().filter(|d| !d.is_empty()) else {
            return self.shared.invalid(span, "the delimiter of Fn::Split must be a string");
        };
        self.split_value(delimiter, &text, span)
    }

    fn split_value(&self, delimiter: &str, whole: &Value, span: Span) -> Value {
        if let Kind::Unknown(unknown) = &whole.kind {
            let any_of =
                unknown.any_of.iter().map(|text| self.split_value(delimiter, text, span)).collect();
            let why = derived(unknown, " split");
            return Value::from(Kind::Unknown(Arc::new(Unknown::one_of(why, any_of)))).at(span);
        }
        let Some(text) = whole.to_text() else {
            return self.shared.invalid(span, "Fn::Split takes a string");
        };
        if let Err(message) = self.shared.budget.text(text.flat().len()) {
            return self.shared.exhausted(span, message);
        }
        let mut items = vec![];
        let mut start = 0;
        let flat = text.flat();
        let ends = flat.match_indices(delimiter).map(|(at, _)| at).chain([flat.len()]);
        for end in ends {
            let piece = scalar::part(whole, &text, start..end);
            // An unknown part may hold delimiters: it and what follows is anybody's guess.
            if let Some(unknown) = text.slice(start..end).parts().iter().find_map(may_hold) {
                let why = derived(unknown, " split");
                items.push(Value::unknown(why).at(span));
                break;
            }
            items.push(piece);
            start = end + delimiter.len();
        }
        let list = Value::list(items).or_sensitive(whole.sensitive);
        Value { origin: whole.origin.clone(), ..list }
    }

    /// `Fn::FindInMap`, with `DefaultValue` of AWS::LanguageExtensions.
    pub(super) fn find_in_map(&self, call: &Call<'n>) -> Value {
        let span = call.argument.span;
        let (name, first, second, default) = match call.argument.as_sequence() {
            Some([name, first, second]) => (name, first, second, None),
            Some([name, first, second, options]) => {
                (name, first, second, options.get("DefaultValue"))
            }
            _ => {
                let message = "Fn::FindInMap takes a mapping's name and two keys";
                return self.shared.invalid(span, message);
            }
        };
        let name = self.value(name);
        let keys = [self.value(first), self.value(second)];
        let Some(mapping) = name.as_str().and_then(|name| self.template.mappings.get(name)) else {
            return match name.find_unknown() {
                Some(unknown) => Value::unknown(derived(unknown, " in a mapping")).at(span),
                None => self.absent(default, span, "Fn::FindInMap of a mapping that is not there"),
            };
        };
        let (mut found, mut missed) = (vec![], false);
        let top = entries(mapping.value);
        for item in self.chosen(&keys[0], &top) {
            let Some(item) = item else {
                missed = true;
                continue;
            };
            let inner = entries(item.value);
            for item in self.chosen(&keys[1], &inner) {
                match item {
                    Some(item) => found.push(item.value),
                    None => missed = true,
                }
            }
        }
        let name = name.as_str().unwrap_or_default();
        let value = |node: &'n Node| self.value(node).via(HopKind::Reference, name, span);
        let unknown = keys.iter().find_map(|key| unknown_key(key, self));
        let Some(why) = unknown else {
            return match found.first() {
                Some(node) => value(node),
                None => {
                    let [a, b] = keys
                        .map(|key| key.to_text().map_or(EcoString::new(), |t| eco_format!("{t}")));
                    self.absent(default, span, &format!("mapping {name} has no {a}.{b}"))
                }
            };
        };
        let why = derived(&Unknown::anything(why), &format!(" in {name}"));
        let mut any_of = vec![];
        for node in found.iter().take(MAX_ALTERNATIVES + 1) {
            push_alternatives(&mut any_of, value(node));
        }
        if missed && let Some(default) = default {
            push_alternatives(&mut any_of, self.value(default));
        }
        match any_of.len() {
            1 => any_of.remove(0),
            2..=MAX_ALTERNATIVES => {
                Value::from(Kind::Unknown(Arc::new(Unknown::one_of(why, any_of)))).at(span)
            }
            _ => Value::unknown(why).at(span),
        }
    }

    fn absent(&self, default: Option<&'n Node>, span: Span, message: &str) -> Value {
        match default {
            Some(default) => self.value(default),
            None => self.shared.invalid(span, message),
        }
    }

    /// The entries a key may choose; `None` for a choice that is not there.
    fn chosen(&self, key: &Value, section: &Section<'n>) -> Vec<Option<Item<'n>>> {
        if let Some(text) = key.to_text()
            && let Some(known) = self.concrete(&text).as_known()
        {
            return vec![section.get(known).copied()];
        }
        match &key.kind {
            Kind::Unknown(unknown) if !unknown.any_of.is_empty() => {
                unknown.any_of.iter().flat_map(|key| self.chosen(key, section)).collect()
            }
            _ => section.values().map(|item| Some(*item)).chain([None]).collect(),
        }
    }

    /// `Fn::GetAZs`: a list of unknown length.
    pub(super) fn get_azs(&self, call: &Call<'n>) -> Value {
        let region = self.argument(call).to_text().filter(|text| !text.is_empty());
        let region = region.map_or("this Region".into(), |text| eco_format!("{text}"));
        let why = Why::Data(eco_format!("the availability zones of {region}"));
        Value::unknown(why).at(call.argument.span)
    }

    /// `Fn::Length`.
    pub(super) fn length(&self, call: &Call<'n>) -> Value {
        let span = call.argument.span;
        let list = self.argument(call);
        match (&list.kind, list.as_list()) {
            (_, Some(items)) if !items.iter().any(stands_for_many) => {
                Value::number(items.len()).at(span)
            }
            (_, Some(_)) | (Kind::Unknown(_), _) => {
                let why = list.find_unknown().map(|unknown| derived(unknown, " in number"));
                Value::unknown(why.unwrap_or(Why::Function("Fn::Length".into()))).at(span)
            }
            _ => self.shared.invalid(span, "Fn::Length takes a list"),
        }
    }
}

/// Whether an element may stand for none or several: what may be absent, and the open end
/// of what was split.
fn stands_for_many(item: &Value) -> bool {
    match &item.kind {
        Kind::Unknown(unknown) => {
            unknown.any_of.iter().any(Value::is_null) || unknown.why.name().ends_with(" split")
        }
        _ => false,
    }
}

/// The unknown that a part is, unless it cannot hold a delimiter: names of resources, given
/// at deployment, are one word in every ARN.
fn may_hold<'t>(part: &Part<'t>) -> Option<&'t Arc<Unknown>> {
    match part {
        Part::Unknown(unknown) if !matches!(unknown.why, Why::Computed(..)) => Some(unknown),
        _ => None,
    }
}

fn unknown_key(key: &Value, stack: &Stack<'_>) -> Option<Why> {
    let text = stack.concrete(&key.to_text()?);
    text.parts().into_iter().find_map(|part| match part {
        Part::Literal(_) => None,
        Part::Symbol(symbol) => Some(Why::Variable(pseudo_name(symbol).into())),
        Part::Unknown(unknown) => Some(unknown.why.clone()),
    })
}
