//! Parameters: given values, defaults, and the alternatives that `AllowedValues` leaves.
//! <https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/parameters-section-structure.html>

use std::sync::Arc;

use ecow::eco_format;

use super::scalar;
use super::stack::Stack;
use super::template::Item;
use crate::syntax::data::Node;
use crate::value::{Kind, Text, Unknown, Value, Why};

impl<'n> Stack<'n> {
    /// The value of a parameter.
    pub(super) fn parameter(&self, name: &'n str, item: &Item<'n>) -> Value {
        if let Some(value) = self.parameters.borrow().get(name) {
            return value.clone();
        }
        let value = self.evaluate_parameter(name, item.value);
        self.parameters.borrow_mut().insert(name, value.clone());
        value
    }

    fn evaluate_parameter(&self, name: &str, declaration: &'n Node) -> Value {
        let kind = declaration.get("Type").and_then(Node::as_str).unwrap_or("String");
        let secret = declaration.get("NoEcho").and_then(Node::as_str);
        let secret = secret.is_some_and(|text| text.eq_ignore_ascii_case("true"));
        let given = self.place.given.get(name).filter(|value| !value.is_null());
        let default = declaration.get("Default").and_then(scalar::string);
        let value = match (given, default) {
            (Some(given), _) => typed(given.clone(), kind),
            (None, Some(default)) => typed(default, kind),
            (None, None) => self.unset(name, kind, declaration),
        };
        self.dynamic(value).or_sensitive(secret)
    }

    /// A parameter without a value: any, or any of those allowed.
    fn unset(&self, name: &str, kind: &str, declaration: &'n Node) -> Value {
        let why = Why::Variable(self.address(name));
        let allowed = declaration.get("AllowedValues").and_then(Node::as_sequence);
        let any_of = match allowed {
            Some(values) if !is_list(kind) && !is_stored(kind) => {
                values.iter().filter_map(scalar::string).map(|value| typed(value, kind)).collect()
            }
            _ => vec![],
        };
        Kind::Unknown(Arc::new(Unknown::one_of(why, any_of))).into()
    }
}

/// Whether the parameter's value is the name of what is read at deployment.
fn is_stored(kind: &str) -> bool {
    kind.starts_with("AWS::SSM::Parameter::Value")
}

fn is_list(kind: &str) -> bool {
    kind.starts_with("List<") || kind == "CommaDelimitedList"
}

/// A parameter's text as a value of its type.
fn typed(value: Value, kind: &str) -> Value {
    if is_stored(kind) {
        let name = value.to_text().unwrap_or_else(|| Text::from(""));
        let why = Why::Data(eco_format!("the SSM parameter {name}"));
        return Value { kind: Value::unknown(why).kind, ..value };
    }
    match kind {
        kind if is_list(kind) => list(value, kind.contains("Number")),
        "Number" => number(value),
        _ => match (&value.kind, value.to_text()) {
            // What files give as a number or boolean is a string to a `String`.
            (Kind::Bool(_) | Kind::Number(_), Some(text)) => {
                Value { kind: Kind::String(text), ..value }
            }
            _ => value,
        },
    }
}

fn number(value: Value) -> Value {
    match (&value.kind, value.as_number()) {
        (Kind::String(text), Some(number)) if text.as_known() == Some(&*number.to_string()) => {
            Value { kind: Kind::Number(number), ..value }
        }
        _ => value,
    }
}

/// A list from text with commas; spaces around them do not count.
fn list(value: Value, numbers: bool) -> Value {
    let Kind::String(text) = &value.kind else { return value };
    let flat = text.flat();
    let mut items = vec![];
    let mut start = 0;
    // Of an empty text, CloudFormation makes a list of one empty string.
    for piece in flat.split(',') {
        let from = start + (piece.len() - piece.trim_start().len());
        let to = (start + piece.trim_end().len()).max(from);
        let mut item = scalar::part(&value, text, from..to);
        item.origin.chain = None;
        items.push(if numbers { number(item) } else { item });
        start += piece.len() + 1;
    }
    Value { kind: Kind::List(items.into_iter().collect()), ..value }
}
