//! From a call to the function that answers it.

use super::call::{Call, Function};
use super::condition::Truth;
use super::stack::Stack;
use crate::value::{Kind, Value, Why};

impl<'n> Stack<'n> {
    /// The value of a call.
    pub(super) fn call(&self, call: Call<'n>) -> Value {
        let Some(function) = call.function else {
            return self.shared.no_function(call.name, call.argument.span);
        };
        match function {
            Function::Ref => match call.argument.as_str() {
                Some(name) => self.reference(name, call.argument.span),
                None => self.shared.invalid(call.argument.span, "Ref takes a name"),
            },
            Function::GetAtt => self.get_att_call(&call),
            Function::Sub => self.sub(&call),
            Function::Join => self.join(&call),
            Function::Select => self.select(&call),
            Function::Split => self.split(&call),
            Function::FindInMap => self.find_in_map(&call),
            Function::If => self.if_else(&call),
            Function::Equals
            | Function::And
            | Function::Or
            | Function::Not
            | Function::Contains
            | Function::Condition => match self.truth_of(&call) {
                Truth::True => Value::bool(true),
                Truth::False => Value::bool(false),
                Truth::Unknown(unknown) => Kind::Unknown(unknown).into(),
            }
            .at(call.argument.span),
            Function::Base64 => self.base64(&call),
            Function::Cidr => self.cidr(&call),
            Function::GetAZs => self.get_azs(&call),
            Function::ImportValue => self.import_value(&call),
            Function::Length => self.length(&call),
            Function::ToJsonString => self.to_json_string(&call),
            Function::Transform => self.transform(call.argument),
            Function::GetStackOutput => self.get_stack_output(&call),
            Function::OfRules => {
                let message = format!("Fn::{} is for rules only", call.name);
                self.shared.invalid(call.argument.span, message)
            }
        }
    }

    /// `Fn::GetStackOutput`: an output of a stack that is deployed by itself.
    fn get_stack_output(&self, call: &Call<'n>) -> Value {
        let member =
            |name| call.argument.get(name).map(|node| self.value(node)).and_then(|v| v.to_text());
        let (stack, output) = (member("StackName"), member("OutputName"));
        let why = match (stack, output) {
            (Some(stack), Some(output)) => ecow::eco_format!("output {output} of stack {stack}"),
            _ => "an output of a stack".into(),
        };
        Value::unknown(Why::Unresolved(why)).at(call.argument.span)
    }

    /// `Fn::ImportValue`: what another stack exports, where that is in the scanned tree.
    fn import_value(&self, call: &Call<'n>) -> Value {
        let name = self.argument(call);
        let span = call.argument.span;
        let name = name.to_text();
        let exports = self.shared.options.exports;
        if let (Some(name), Some(exports)) = (&name, exports)
            && let Some(value) = exports.import(name, span)
        {
            return value;
        }
        let why = match name {
            // Which one it is may be said at deployment only.
            Some(name) if name.first_unknown().is_some() => {
                Why::Data(ecow::eco_format!("the export {name}"))
            }
            Some(name) => Why::Unresolved(ecow::eco_format!("the export {name}")),
            None => Why::Unresolved("an export".into()),
        };
        Value::unknown(why).at(span)
    }
}
