//! One walk over a template for what is wrong with it by CloudFormation's own rules, and for
//! its literals. Unlike evaluation it sees everything: branches not taken, resources that no
//! one asked for.

use std::collections::HashSet;
use std::sync::Arc;

use ecow::EcoString;

use super::call::{self, Function};
use super::evaluate::Shared;
use super::reference::pseudo;
use super::scalar;
use super::template::{Template, is_merge};
use crate::declared::Literal;
use crate::source::{Diagnostic, Span};
use crate::syntax::data::{Node, NodeKind};

/// Shorter strings are no credentials.
const MIN_LITERAL: usize = 16;

/// Deeper nodes are not evaluated either.
const MAX_DEPTH: usize = 300;

struct Check<'c, 'n> {
    template: &'c Template<'n>,
    shared: &'c Shared<'c>,
    path: Vec<EcoString>,
    literals: Vec<Literal>,
    /// Whether references may be to what a macro adds.
    lenient: bool,
    depth: usize,
}

/// Reports what is wrong with a template, and gathers its literals.
pub(super) fn check(template: &Template<'_>, lenient: bool, shared: &Shared<'_>) {
    let mut check = Check { template, shared, path: vec![], literals: vec![], lenient, depth: 0 };
    check.node(template.root, false);
    shared.literals.borrow_mut().append(&mut check.literals);
}

impl<'n> Check<'_, 'n> {
    fn invalid(&self, span: Span, message: String) {
        self.shared.report(Diagnostic::invalid(span, message));
    }

    /// `evaluated` where functions mean something.
    fn node(&mut self, node: &'n Node, evaluated: bool) {
        if self.depth >= MAX_DEPTH || self.shared.budget.step().is_err() {
            return;
        }
        self.depth += 1;
        if evaluated && let Some(call) = call::of(node) {
            self.call(&call);
        }
        match &node.kind {
            NodeKind::Scalar(scalar) => {
                if scalar.text.len() >= MIN_LITERAL
                    && let Some(value) = scalar::string(node)
                {
                    self.literals.push(Literal { value, path: Arc::from(self.path.as_slice()) });
                }
            }
            NodeKind::Sequence(items) => items.iter().for_each(|item| self.node(item, evaluated)),
            NodeKind::Mapping(entries) => self.mapping(entries, evaluated),
        }
        self.depth -= 1;
    }

    fn mapping(&mut self, entries: &'n [(Node, Node)], evaluated: bool) {
        let mut seen = HashSet::with_capacity(entries.len());
        for (key, value) in entries {
            let Some(name) = key.as_str() else {
                self.invalid(key.span, "a key must be a string".into());
                continue;
            };
            if !is_merge(key, value) && !seen.insert(name) {
                self.invalid(key.span, format!("duplicate key {name}: the last one counts"));
            }
            let evaluated = match self.path.len() {
                0 => matches!(name, "Resources" | "Outputs" | "Conditions"),
                _ => evaluated,
            };
            if evaluated
                && name == "Condition"
                && self.path.len() == 2
                && let Some(condition) = value.as_str()
            {
                self.condition(condition, value.span);
            }
            self.path.push(name.into());
            self.node(value, evaluated);
            self.path.pop();
        }
    }

    fn call(&self, call: &call::Call<'n>) {
        let argument = call.argument;
        let Some(function) = call.function else {
            self.shared.no_function(call.name, argument.span);
            return;
        };
        match function {
            Function::Ref => {
                if let Some(name) = argument.as_str() {
                    self.name(name, argument.span);
                }
            }
            Function::GetAtt => {
                let first = argument.as_sequence().and_then(|items| items.first());
                let id = match argument.as_str() {
                    Some(text) => text.split_once('.').map(|(id, _)| id),
                    None => first.filter(|node| call::of(node).is_none()).and_then(Node::as_str),
                };
                if let Some(id) = id {
                    self.resource(id, argument.span);
                }
            }
            Function::Sub => self.sub(argument),
            Function::If => {
                if let Some([condition, ..]) = argument.as_sequence()
                    && let Some(name) = condition.as_str()
                {
                    self.condition(name, condition.span);
                }
            }
            Function::Condition => {
                if let Some(name) = argument.as_str() {
                    self.condition(name, argument.span);
                }
            }
            _ => {}
        }
    }

    fn sub(&self, argument: &'n Node) {
        let (template, variables) = match argument.as_sequence() {
            Some([template, rest @ ..]) => (template, rest.first()),
            _ => (argument, None),
        };
        let Some(whole) = scalar::string(template) else { return };
        let Some(text) = whole.as_str() else { return };
        let mut from = 0;
        while let Some(open) = text[from..].find("${").map(|at| at + from) {
            let Some(close) = text[open..].find('}').map(|at| at + open + 1) else { return };
            from = close;
            let name = text[open + 2..close - 1].trim();
            let own = variables.is_some_and(|v| v.get(name).is_some());
            if name.starts_with('!') || own {
                continue;
            }
            let span = whole.span_of(open..close).unwrap_or(template.span);
            match name.split_once('.') {
                Some((id, _)) => self.resource(id, span),
                None => self.name(name, span),
            }
        }
    }

    fn name(&self, name: &str, span: Span) {
        let known = pseudo(name).is_some()
            || self.template.parameters.contains_key(name)
            || self.template.resources.contains_key(name)
            || self.is_made(name);
        if !known && !self.lenient {
            self.invalid(span, format!("there is no parameter or resource {name}"));
        }
    }

    fn resource(&self, id: &str, span: Span) {
        if !self.template.resources.contains_key(id) && !self.lenient && !self.is_made(id) {
            self.invalid(span, format!("there is no resource {id}"));
        }
    }

    /// Whether a transform or a module makes it of a resource whose name it starts with.
    fn is_made(&self, name: &str) -> bool {
        let transformed = self.template.root.get("Transform").is_some();
        self.template.resources.keys().any(|id| {
            let is_module = |kind: &str| kind.ends_with("::MODULE");
            name.starts_with(id) && (transformed || self.template.kind(id).is_some_and(is_module))
        })
    }

    fn condition(&self, name: &str, span: Span) {
        if !self.template.conditions.contains_key(name) && !self.lenient {
            self.invalid(span, format!("there is no condition {name}"));
        }
    }
}
