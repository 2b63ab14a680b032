//! Functions that make strings: `Sub`, `Join`, `Base64`, `ToJsonString`, and the dynamic
//! references that strings may hold.

use std::sync::Arc;

use ecow::eco_format;

use super::call::Call;
use super::evaluate::derived;
use super::scalar;
use super::stack::Stack;
use crate::source::Span;
use crate::syntax::data::Node;
use crate::value::{Kind, Origin, Text, Unknown, Value, Why, to_json_text};

/// The alternatives of a list's elements that are tried in all combinations.
const MAX_COMBINATIONS: usize = 32;

impl<'n> Stack<'n> {
    /// `Fn::Sub`, in both forms. Each literal piece keeps its place in the string, each
    /// value the place it comes from.
    pub(super) fn sub(&self, call: &Call<'n>) -> Value {
        let (template, variables) = match call.argument.as_sequence() {
            Some([template, variables]) => (template, variables.as_mapping().unwrap_or_default()),
            Some([template]) => (template, &[][..]),
            Some(_) => {
                let message = "Fn::Sub takes a string, or a list of a string and a map";
                return self.shared.invalid(call.argument.span, message);
            }
            None => (call.argument, &[][..]),
        };
        let Some(whole) = scalar::string(template) else {
            return self
                .shared
                .invalid(template.span, "the first part of Fn::Sub must be a string");
        };
        let Some(text) = whole.as_text() else { return whole };
        let flat = text.flat();
        // A text alone forgets the place of its quotes; joined, every slice knows its own.
        let mut placed = Text::builder();
        placed.text(text, &whole.origin);
        let placed = placed.build();
        let mut builder = Text::builder();
        let mut start = 0;
        while let Some((open, close)) = placeholder(flat, start) {
            builder.text(&placed.slice(start..open), &Origin::NONE);
            start = close;
            let name = &flat[open + 2..close - 1];
            if let Some(literal) = name.strip_prefix('!') {
                builder.text(&placed.slice(open..open + 2), &Origin::NONE);
                let from = close - 1 - literal.len();
                builder.text(&placed.slice(from..close), &Origin::NONE);
                continue;
            }
            let span = whole.span_of(open..close).unwrap_or(template.span);
            let value = self.substitute(name.trim(), variables, span);
            if open == 0 && close == flat.len() && value.to_text().is_some() {
                return self.dynamic(text_value(value));
            }
            if let Err(message) =
                self.shared.budget.text(value.as_text().map_or(8, |t| t.flat().len()))
            {
                return self.shared.exhausted(template.span, message);
            }
            if !builder.value(&value) {
                let message =
                    format!("{} is a list or map, which has no place in a string", name.trim());
                builder.value(&self.shared.invalid(span, message));
            }
        }
        builder.text(&placed.slice(start..flat.len()), &Origin::NONE);
        if start == 0 {
            // Nothing to put in: the string as it is.
            return self.dynamic(whole);
        }
        self.dynamic(builder.build_value().at(template.span))
    }

    fn substitute(&self, name: &str, variables: &'n [(Node, Node)], span: Span) -> Value {
        let own = variables.iter().rev().find(|(key, _)| key.as_str() == Some(name));
        if let Some((_, node)) = own {
            return self.value(node);
        }
        match name.split_once('.') {
            // A resource of SAM's has dots in the names of what is made of it.
            Some((id, attribute)) if !self.is_referable(name) => self.get_att(id, attribute, span),
            _ => self.reference(name, span),
        }
    }

    /// `Fn::Join`.
    pub(super) fn join(&self, call: &Call<'n>) -> Value {
        let Some([delimiter, list]) = call.argument.as_sequence() else {
            return self
                .shared
                .invalid(call.argument.span, "Fn::Join takes a delimiter and a list");
        };
        let (delimiter, list) = (self.value(delimiter), self.value(list));
        let span = call.argument.span;
        self.join_values(&delimiter, &list, span)
    }

    fn join_values(&self, delimiter: &Value, list: &Value, span: Span) -> Value {
        if let Kind::Unknown(unknown) = &list.kind {
            let any_of: Vec<Value> =
                unknown.any_of.iter().map(|list| self.join_values(delimiter, list, span)).collect();
            let why = derived(unknown, " joined");
            return Value::from(Kind::Unknown(Arc::new(Unknown::one_of(why, any_of)))).at(span);
        }
        let Some(items) = list.as_list() else {
            return self.shared.invalid(span, "the second part of Fn::Join must be a list");
        };
        // An element that may be absent takes its delimiter with it.
        let optional = items.iter().position(may_be_absent);
        if let Some(at) = optional
            && let Kind::Unknown(unknown) = &items[at].kind
            && self.shared.budget.step().is_ok()
            && items.iter().filter(|item| may_be_absent(item)).count() < 6
            && unknown.any_of.len() < MAX_COMBINATIONS
        {
            let without = |value: &Value| {
                let kept = items.iter().enumerate().filter(|(i, _)| *i != at || !value.is_null());
                let items =
                    kept.map(|(i, item)| if i == at { value.clone() } else { item.clone() });
                self.join_values(delimiter, &Value::list(items), span)
            };
            let unknown = unknown.map(without);
            return Value::from(Kind::Unknown(Arc::new(unknown))).at(span);
        }
        let mut builder = Text::builder();
        for (index, item) in items.iter().enumerate() {
            let len = item.as_text().map_or(8, |text| text.flat().len());
            if let Err(message) = self.shared.budget.text(len) {
                return self.shared.exhausted(span, message);
            }
            if index > 0 {
                builder.value(delimiter);
            }
            if !builder.value(&list.pass_on(item)) {
                builder.value(&self.shared.invalid(span, "Fn::Join of a list or map"));
            }
        }
        self.dynamic(builder.build_value().at(span))
    }

    /// `Fn::Base64`: the text itself. What runs the text decodes it first; whoever judges it
    /// wants to see what runs, where it is written.
    pub(super) fn base64(&self, call: &Call<'n>) -> Value {
        self.argument(call)
    }

    /// `Fn::ToJsonString`.
    pub(super) fn to_json_string(&self, call: &Call<'n>) -> Value {
        let value = self.argument(call);
        let text = to_json_text(&value);
        if let Err(message) = self.shared.budget.text(text.flat().len()) {
            return self.shared.exhausted(call.argument.span, message);
        }
        Value { kind: Kind::String(text), ..value }
    }

    /// A string with its dynamic references unknown and secret: `{{resolve:ssm-secure:…}}`.
    /// <https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/dynamic-references.html>
    pub(super) fn dynamic(&self, value: Value) -> Value {
        const OPEN: &str = "{{resolve:";
        let Kind::String(text) = &value.kind else { return value };
        if !text.flat().contains(OPEN) {
            return value;
        }
        let mut placed = Text::builder();
        placed.text(text, &value.origin);
        let text = placed.build();
        let flat = text.flat();
        let mut builder = Text::builder();
        let mut start = 0;
        while let Some(open) = flat[start..].find(OPEN).map(|at| at + start) {
            let Some(close) = flat[open..].find("}}").map(|at| at + open + 2) else { break };
            builder.text(&text.slice(start..open), &Origin::NONE);
            let name = text.slice(open..close).to_string();
            let secret = Value::unknown(Why::Data(name.into())).or_sensitive(true);
            if open == 0 && close == flat.len() {
                return Value { origin: value.origin, ..secret };
            }
            builder.value(&secret);
            start = close;
        }
        builder.text(&text.slice(start..flat.len()), &Origin::NONE);
        let built = builder.build_value();
        Value { kind: built.kind, sensitive: value.sensitive || built.sensitive, ..value }
    }
}

/// A value as text where it is a number or boolean; its place and chain stay.
fn text_value(value: Value) -> Value {
    match (&value.kind, value.to_text()) {
        (Kind::Unknown(_) | Kind::String(_), _) | (_, None) => value,
        (_, Some(text)) => Value { kind: Kind::String(text), ..value },
    }
}

/// The next `${…}` from an offset: its start and its end.
fn placeholder(text: &str, from: usize) -> Option<(usize, usize)> {
    let open = from + text[from..].find("${")?;
    let close = open + text[open..].find('}')? + 1;
    Some((open, close))
}

fn may_be_absent(value: &Value) -> bool {
    matches!(&value.kind, Kind::Unknown(unknown) if unknown.any_of.iter().any(Value::is_null))
}

/// The name of a part of a list that is unknown.
pub(super) fn index_suffix(index: usize) -> ecow::EcoString {
    eco_format!("[{index}]")
}
