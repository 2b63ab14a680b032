//! Values of a root module's variables that are given from outside, in Terraform's order:
//! `terraform.tfvars`, `terraform.tfvars.json`, `*.auto.tfvars(.json)`, then files and values
//! named by the user. The last one counts.
//!
//! <https://developer.hashicorp.com/terraform/language/values/variables#variable-definition-precedence>

use ecow::EcoString;

use super::convert::Type;
use super::eval::{Evaluator, Scope};
use super::module::{Module, ParsedFile};
use super::workspace::{Given, GivenVar};
use crate::source::Span;
use crate::syntax::hcl;
use crate::syntax::places::Places;
use crate::value::Value;

impl<'w> Evaluator<'w> {
    /// Reads them all for a root module.
    pub(crate) fn read_inputs(&self, module: &'w Module) {
        let automatic = module.tfvars.iter().take(module.automatic);
        for file in automatic.chain(&self.options.var_files) {
            self.read_file(file);
        }
        for given in &self.options.vars {
            let (name, value) = (given.name.clone(), self.given(module, given));
            let to = match given.given {
                Given::Text(..) => &self.inputs,
                Given::Value(_) => &self.planned,
            };
            to.borrow_mut().insert(name, value);
        }
    }

    fn read_file(&self, file: &ParsedFile) {
        for attribute in &file.body.attributes {
            let value = self.eval(&attribute.expr, Scope::EMPTY);
            let name: EcoString = attribute.name.text.clone();
            self.inputs.borrow_mut().insert(name, value);
        }
    }

    /// `--var name=value`: text for a variable of a simple type, else an expression.
    fn given(&self, module: &Module, given: &GivenVar) -> Value {
        let (text, file) = match &given.given {
            Given::Value(value) => return value.clone(),
            Given::Text(text, file) => (text, *file),
        };
        let ty = module.variables.get(&given.name).map_or(&Type::Any, |variable| &variable.ty);
        let span = Span::new(file, 0, text.len());
        let simple = matches!(ty, Type::String | Type::Number | Type::Bool)
            || *ty == Type::Any && !text.trim_start().starts_with(['[', '{']);
        if simple {
            return Value::string(hcl::normal(text.clone())).at(span);
        }
        let parsed = hcl::parse_expr(text, Places::at(span));
        match parsed.tree {
            Some(expr) => self.eval(&expr, Scope::EMPTY),
            None => self.fail(span, format!("--var {}: not an expression", given.name)),
        }
    }
}
