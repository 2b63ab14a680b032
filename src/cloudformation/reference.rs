//! `Ref` and `Fn::GetAtt`: parameters, pseudo parameters and attributes of resources.

use ecow::eco_format;

use super::call::Call;
use super::nested;
use super::stack::Stack;
use crate::declared::Language;
use crate::forms;
use crate::source::Span;
use crate::value::{HopKind, Kind, Symbol, Text, Value, Why};

/// What a pseudo parameter is.
/// <https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/pseudo-parameter-reference.html>
pub(super) fn pseudo(name: &str) -> Option<Value> {
    let symbol = match name {
        "AWS::AccountId" => Symbol::AccountId,
        "AWS::Region" => Symbol::Region,
        "AWS::Partition" => Symbol::Partition,
        "AWS::URLSuffix" => Symbol::DnsSuffix,
        "AWS::NoValue" => return Some(Value::NULL),
        "AWS::StackName" | "AWS::StackId" | "AWS::NotificationARNs" => {
            return Some(Value::unknown(Why::Variable(name.into())));
        }
        _ => return None,
    };
    Some(Kind::String(Text::from(symbol)).into())
}

impl<'n> Stack<'n> {
    /// `Ref`. A name that is nowhere is said by `check`.
    pub(super) fn reference(&self, name: &str, span: Span) -> Value {
        if let Some(value) = pseudo(name) {
            // In a nested stack, its own name is another than its parent's.
            return match &value.kind {
                Kind::Unknown(_) => Value::unknown(Why::Variable(self.address(name))),
                _ => value,
            }
            .at(span);
        }
        if let Some((name, item)) = self.template.parameters.get_key_value(name) {
            let value = self.parameter(name, item);
            return match &value.kind {
                // Nothing carried it: the reference is all there is to point at.
                Kind::Unknown(_) if value.origin.span.is_none() => value.at(span),
                _ => value.via(HopKind::Reference, *name, span),
            };
        }
        if self.template.resources.contains_key(name) {
            return self.attribute(name, "Ref", span);
        }
        if self.is_referable(name) {
            return forms::computed(&self.address(name), "Ref").at(span);
        }
        Value::unknown(Why::Invalid(eco_format!("there is no {name}"))).at(span)
    }

    /// Whether SAM makes a resource that goes by this name with a dot in it:
    /// `Function.Version`, `Api.Stage`.
    pub(super) fn is_referable(&self, name: &str) -> bool {
        const MADE: &[&str] = &[
            "Version",
            "Alias",
            "Stage",
            "Deployment",
            "DestinationTopic",
            "DestinationQueue",
            "Role",
        ];
        let Some((id, made)) = name.split_once('.') else { return false };
        MADE.contains(&made) && self.template.resources.contains_key(id)
    }

    /// `Fn::GetAtt`, in both forms.
    pub(super) fn get_att_call(&self, call: &Call<'n>) -> Value {
        let span = call.argument.span;
        let (id, attribute) = match (call.argument.as_str(), call.argument.as_sequence()) {
            (Some(text), _) => match text.split_once('.') {
                Some((id, attribute)) => (Value::string(id), Value::string(attribute)),
                None => {
                    return self
                        .shared
                        .invalid(span, "Fn::GetAtt takes a resource and an attribute");
                }
            },
            (None, Some([id, attribute])) => (self.value(id), self.value(attribute)),
            // An attribute with dots in it, as a list.
            (None, Some([id, rest @ ..])) if !rest.is_empty() => {
                let names: Vec<&str> = rest.iter().filter_map(|node| node.as_str()).collect();
                (self.value(id), Value::string(names.join(".")))
            }
            _ => return self.shared.invalid(span, "Fn::GetAtt takes a resource and an attribute"),
        };
        match (id.as_str(), attribute.as_str()) {
            (Some(id), Some(attribute)) => self.get_att(id, attribute, span),
            _ => {
                let unknown = id.find_unknown().or_else(|| attribute.find_unknown());
                let why = unknown.map(|u| super::evaluate::derived(u, " as attribute"));
                Value::unknown(why.unwrap_or(Why::Function("Fn::GetAtt".into()))).at(span)
            }
        }
    }

    /// An attribute of a resource by name.
    pub(super) fn get_att(&self, id: &str, attribute: &str, span: Span) -> Value {
        if self.is_referable(id) {
            return forms::computed(&self.address(id), attribute).at(span);
        }
        if !self.template.resources.contains_key(id) {
            return Value::unknown(Why::Invalid(eco_format!("there is no resource {id}"))).at(span);
        }
        self.attribute(id, attribute, span)
    }

    fn attribute(&self, id: &str, attribute: &str, span: Span) -> Value {
        let Some((id, _)) = self.template.resources.get_key_value(id) else { return Value::NULL };
        let level = match self.shared.budget.enter() {
            Ok(level) => level,
            Err(message) => return self.shared.exhausted(span, message),
        };
        let address = self.address(id);
        let kind = self.template.kind(id).unwrap_or("");
        if nested::is_stack(kind)
            && let Some(output) = attribute.strip_prefix("Outputs.")
        {
            return self.stack_output(id, output, span);
        }
        let property = |name: &str| self.property(id, name);
        let value =
            forms::attribute(Language::CloudFormation, kind, attribute, &address, &property);
        drop(level);
        let Some(value) = value else { return forms::computed(&address, attribute).at(span) };
        let name = if attribute == "Ref" { address } else { eco_format!("{address}.{attribute}") };
        match value.origin.span {
            Some(_) => value.via(HopKind::Attribute, name, span),
            None => value.at(span),
        }
    }
}
