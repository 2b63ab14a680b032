//! Function calls. `try` and `can` are the evaluator's own: their arguments may fail.
//!
//! <https://developer.hashicorp.com/terraform/language/expressions/function-calls>

use ecow::eco_format;

use super::{Evaluator, Scope};
use crate::source::Span;
use crate::syntax::hcl;
use crate::terraform::expansion::one_of;
use crate::terraform::files::Files;
use crate::terraform::functions;
use crate::value::{Kind, Value, Why};

impl<'w> Evaluator<'w> {
    /// A call's result.
    pub(crate) fn eval_call(&self, call: &hcl::Call, span: Span, scope: Scope<'_, 'w>) -> Value {
        let name = call.name.text.strip_prefix("core::").unwrap_or(&call.name.text);
        match name {
            "try" => return self.eval_try(call, span, scope),
            "can" => return self.eval_can(call, span, scope),
            _ if !functions::exists(name) => {
                return Value::unknown(Why::Function(name.into())).at(span);
            }
            _ => {}
        }
        let mut args: Vec<Value> = call.args.iter().map(|arg| self.eval(arg, scope)).collect();
        if call.expand_final
            && let Some(last) = args.pop()
        {
            match &last.kind {
                Kind::List(items) | Kind::Set(items) => {
                    args.extend(items.iter().map(|item| last.pass_on(item)));
                }
                // Of these, the other arguments may say enough.
                Kind::Unknown(unknown)
                    if ["coalesce", "coalescelist", "concat", "merge", "setunion"]
                        .contains(&name) =>
                {
                    args.push(Value::unknown(unknown.why.clone()));
                }
                Kind::Unknown(unknown) => return Value::unknown(unknown.why.clone()).at(span),
                _ => return self.fail(span, "`...` needs a list"),
            }
        }
        match name {
            "merge" => self.may_replace(&mut args),
            "lookup" => {
                if let Some(found) = self.lookup_vague(&args) {
                    return found.at(span);
                }
            }
            _ => {}
        }
        let files = Files { eval: self, span, missing: Default::default() };
        let result = functions::call(name, &args, &files);
        // Diagnostics have no final stop.
        let result = result.map_err(|message| message.trim_end_matches('.').to_owned());
        match result {
            Ok(mut value) => {
                if value.origin.span.is_none() {
                    value.origin.span = Some(span);
                }
                if name == "keys" { self.keys_as_values(value) } else { value }
            }
            Err(message) if files.missing.get() => self.fail_missing(span, message),
            Err(message) => self.fail(span, message),
        }
    }

    /// `lookup` of a key that may be one that is not known as text.
    fn lookup_vague(&self, args: &[Value]) -> Option<Value> {
        let (Kind::Map(map), Some(key)) = (&args.first()?.kind, args.get(1)?.as_str()) else {
            return None;
        };
        if map.entries.contains_key(key) || map.rest.is_some() {
            return None;
        }
        let found = args[0].pass_on(&self.may_name(map, key)?);
        match args.get(2) {
            Some(default) => {
                let why = Why::Data(eco_format!("whether the key is \"{key}\""));
                one_of(&why, [found, default.clone()])
            }
            None => Some(found),
        }
    }

    /// Keys that are not known as text are no known strings.
    fn keys_as_values(&self, keys: Value) -> Value {
        match &keys.kind {
            Kind::List(items)
                if items.iter().any(|key| !self.is_plain_key(key.as_str().unwrap_or(""))) =>
            {
                let restore = |key: &Value| match key.as_str() {
                    Some(text) if !self.is_plain_key(text) => self.key_value(text),
                    _ => key.clone(),
                };
                Value { kind: Kind::List(items.iter().map(restore).collect()), ..keys }
            }
            _ => keys,
        }
    }

    /// The first argument that evaluates; of those that may, each.
    fn eval_try(&self, call: &hcl::Call, span: Span, scope: Scope<'_, 'w>) -> Value {
        let mut choices = vec![];
        let mut why = None;
        for arg in &call.args {
            let (value, well, doubt) = self.attempt(|| self.eval(arg, scope));
            if !well {
                continue;
            }
            choices.push(value);
            match doubt {
                Some(doubt) => why = why.or(Some(doubt)),
                None => break,
            }
        }
        match why {
            Some(why) => one_of(&why, choices),
            None => choices.pop(),
        }
        .unwrap_or_else(|| self.fail(span, "no argument of try evaluates"))
    }

    /// Whether the argument evaluates.
    fn eval_can(&self, call: &hcl::Call, span: Span, scope: Scope<'_, 'w>) -> Value {
        let [arg] = call.args.as_slice() else {
            return self.fail(span, "can takes one argument");
        };
        let (value, well, doubt) = self.attempt(|| self.eval(arg, scope));
        // Whether it evaluates may depend on what is not known.
        let doubt = doubt.or_else(|| value.as_unknown().map(|unknown| unknown.why.clone()));
        match doubt {
            Some(why) if well => Value::unknown(why).at(span),
            _ => Value::bool(well).at(span),
        }
    }
}
