//! Templates: quoted strings, heredocs and template files.
//!
//! <https://developer.hashicorp.com/terraform/language/expressions/strings>

use std::sync::Arc;

use super::{Evaluator, Frame, Scope};
use crate::source::Span;
use crate::syntax::hcl::{Part, TemplateFor, TemplateIf};
use crate::terraform::expansion::one_of;
use crate::terraform::functions;
use crate::terraform::type_expr::kind_name;
use crate::value::{Kind, Origin, Text, Unknown, Value, Why};

/// The longest text that is followed.
const LONGEST: usize = 32 << 20;

impl<'w> Evaluator<'w> {
    /// A template's text; of a single interpolation, its value as it is.
    pub(crate) fn eval_template(&self, parts: &[Part], span: Span, scope: Scope<'_, 'w>) -> Value {
        if let [Part::Interpolation(expr, _)] = parts {
            return self.eval(expr, scope);
        }
        let mut out = Out { length: 0, builder: Text::builder() };
        self.template_parts(parts, scope, &mut out);
        if out.length > LONGEST {
            return self.fail(span, "a text too long to follow");
        }
        functions::normal(out.builder.build_value()).at(span)
    }

    fn template_parts(&self, parts: &[Part], scope: Scope<'_, 'w>, out: &mut Out) {
        for part in parts {
            if out.length > LONGEST {
                return;
            }
            match part {
                Part::Literal(text, span) => {
                    out.length += text.len();
                    out.builder.literal(text, Some(*span));
                }
                Part::Interpolation(expr, _) => {
                    let value = self.eval(expr, scope);
                    if out.value(&value) {
                        continue;
                    }
                    let kind = kind_name(&value.kind);
                    let unknown = self.fail(expr.span, format!("a string cannot hold a {kind}"));
                    out.value(&unknown);
                }
                Part::If(directive) => self.template_if(directive, scope, out),
                Part::For(directive) => self.template_for(directive, scope, out),
            }
        }
    }

    fn template_if(&self, directive: &TemplateIf, scope: Scope<'_, 'w>, out: &mut Out) {
        let condition = self.eval(&directive.condition, scope);
        let TemplateIf { then, otherwise, .. } = directive;
        if let Some(condition) = condition.as_bool() {
            return self.template_parts(if condition { then } else { otherwise }, scope, out);
        }
        let why = self.why_unknown(&condition, directive.condition.span);
        let arm = |parts: &[Part]| {
            let mut out = Out { length: 0, builder: Text::builder() };
            self.quietly(|| self.template_parts(parts, scope, &mut out));
            out.builder.build_value()
        };
        if let Some(value) = one_of(&why, [arm(then), arm(otherwise)]) {
            out.value(&value);
        }
    }

    fn template_for(&self, directive: &TemplateFor, scope: Scope<'_, 'w>, out: &mut Out) {
        let collection = self.eval(&directive.collection, scope);
        let Some(items) = self.elements(&collection) else {
            let why = match &collection.kind {
                Kind::Unknown(unknown) => unknown.why.clone(),
                kind => {
                    let message = format!("a {} cannot be iterated", kind_name(kind));
                    self.fail(directive.collection.span, message);
                    Why::Invalid("a template's collection".into())
                }
            };
            let hole = Text::hole(Arc::new(Unknown::anything(why)));
            out.builder.text(&hole, &Origin::NONE);
            return;
        };
        for (key, value) in items {
            if value.is_spread() {
                out.value(&value);
                continue;
            }
            let outer = Frame {
                name: directive.key_var.as_deref().unwrap_or(""),
                value: key,
                up: scope.vars,
            };
            let inner = Frame { name: &directive.value_var, value, up: Some(&outer) };
            self.template_parts(&directive.body, Scope { vars: Some(&inner), ..scope }, out);
        }
    }

    /// Why a value that decides something cannot decide it.
    pub(crate) fn why_unknown(&self, value: &Value, span: Span) -> Why {
        match &value.kind {
            Kind::String(text) if text.as_known().is_none() && text.first_unknown().is_none() => {
                Why::Data(text.to_string().into())
            }
            kind => match value.find_unknown() {
                Some(unknown) => unknown.why.clone(),
                None => {
                    let message = format!("a bool is needed, not a {}", kind_name(kind));
                    self.fail(span, message.clone());
                    Why::Invalid(message.into())
                }
            },
        }
    }
}

struct Out {
    length: usize,
    builder: crate::value::TextBuilder,
}

impl Out {
    fn value(&mut self, value: &Value) -> bool {
        self.length += value.as_text().map_or(8, |text| text.flat().len());
        // What would be too long is not copied.
        self.length > LONGEST || self.builder.value(value)
    }
}
