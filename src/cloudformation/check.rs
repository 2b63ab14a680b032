//! One walk over a template, its transforms carried out, for references that lead nowhere or
//! in circles. Unlike evaluation it sees everything: branches not taken, resources that no
//! one asked for.

use indexmap::IndexMap;

use super::call::{self, Function};
use super::evaluate::Shared;
use super::reference::pseudo;
use super::scalar;
use super::template::Template;
use crate::source::{Diagnostic, Span};
use crate::syntax::data::{Node, NodeKind};

/// Deeper nodes are not evaluated either.
const MAX_DEPTH: usize = 300;

struct Check<'c, 'n> {
    template: &'c Template<'n>,
    /// The resources before the transforms.
    written: Option<&'c Node>,
    shared: &'c Shared<'c>,
    /// Whether references may be to what a macro adds.
    lenient: bool,
    depth: usize,
    /// The resource that the walk is in, and those that each one needs.
    resource: Option<&'n str>,
    needs: IndexMap<&'n str, Vec<&'n str>>,
}

/// Reports what is wrong with a template's references. `written` is the template before its
/// transforms: what stood there may be referred to, though it has become something else.
pub(super) fn check(template: &Template<'_>, written: &Node, lenient: bool, shared: &Shared<'_>) {
    let written = written.get("Resources");
    let needs = IndexMap::new();
    let mut check = Check { template, written, shared, lenient, depth: 0, resource: None, needs };
    for item in template.conditions.values() {
        check.node(item.value);
    }
    for (id, item) in &template.resources {
        if item.value.get("Type").is_none() && !lenient && item.value.get("Fn::Transform").is_none()
        {
            check.invalid(item.key.span, format!("resource {id} has no Type"));
        }
        check.condition_of(item.value);
        check.resource = Some(id);
        for name in ["Properties", "DependsOn"] {
            let Some(node) = item.value.get(name) else { continue };
            if name == "DependsOn" {
                check.depends_on(node);
            }
            check.node(node);
        }
        check.resource = None;
        if let Some(metadata) = item.value.get("Metadata") {
            check.node(metadata);
        }
    }
    for item in template.outputs.values() {
        check.condition_of(item.value);
        check.node(item.value);
    }
    check.circles();
}

impl<'n> Check<'_, 'n> {
    fn invalid(&self, span: Span, message: String) {
        self.shared.report(Diagnostic::invalid(span, message));
    }

    fn condition_of(&self, declaration: &'n Node) {
        if let Some(node) = declaration.get("Condition")
            && let Some(name) = node.as_str()
        {
            self.condition(name, node.span);
        }
    }

    fn depends_on(&mut self, node: &'n Node) {
        for item in node.as_sequence().unwrap_or(std::slice::from_ref(node)) {
            if let Some(id) = item.as_str() {
                self.resource(id, item.span);
            }
        }
    }

    fn node(&mut self, node: &'n Node) {
        if self.depth >= MAX_DEPTH || self.shared.budget.step().is_err() {
            return;
        }
        self.depth += 1;
        if let Some(call) = call::of(node) {
            self.call(&call);
        }
        match &node.kind {
            NodeKind::Scalar(_) => {}
            NodeKind::Sequence(items) => items.iter().for_each(|item| self.node(item)),
            NodeKind::Mapping(entries) => entries.iter().for_each(|(_, value)| self.node(value)),
        }
        self.depth -= 1;
    }

    /// Notes that the resource at hand needs another.
    fn need(&mut self, id: &str) {
        let Some(resource) = self.resource else { return };
        let Some((id, _)) = self.template.resources.get_key_value(id) else { return };
        self.needs.entry(resource).or_default().push(id);
    }

    /// Reports resources that need each other: each circle once, at the first of it.
    fn circles(&self) {
        // 1: on the way at hand; 2: done.
        let mut state: IndexMap<&str, u8> = IndexMap::new();
        for start in self.needs.keys() {
            let mut way: Vec<(&str, usize)> = vec![(start, 0)];
            if state.contains_key(start) {
                continue;
            }
            state.insert(start, 1);
            while let Some((id, next)) = way.last_mut() {
                let id = *id;
                let Some(needed) = self.needs.get(id).and_then(|needs| needs.get(*next)) else {
                    state.insert(id, 2);
                    way.pop();
                    continue;
                };
                *next += 1;
                match state.get(needed) {
                    None => {
                        state.insert(needed, 1);
                        way.push((needed, 0));
                    }
                    Some(1) => {
                        let from = way.iter().position(|step| step.0 == *needed).unwrap_or(0);
                        let mut names: Vec<&str> = way[from..].iter().map(|step| step.0).collect();
                        names.push(needed);
                        self.circle(&names);
                    }
                    Some(_) => {}
                }
            }
        }
    }

    fn circle(&self, names: &[&str]) {
        let Some(item) = names.first().and_then(|id| self.template.resources.get(id)) else {
            return;
        };
        let names = match names.len() {
            0..=8 => names.join(" needs "),
            more => format!(
                "{} needs … needs {} ({more} resources)",
                names[..3].join(" needs "),
                names[0]
            ),
        };
        self.invalid(item.key.span, format!("circular dependency: {names}"));
    }

    fn call(&mut self, call: &call::Call<'n>) {
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

    fn sub(&mut self, argument: &'n Node) {
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

    fn name(&mut self, name: &str, span: Span) {
        self.need(name);
        let known = pseudo(name).is_some()
            || self.template.parameters.contains_key(name)
            || self.template.resources.contains_key(name)
            || self.is_made(name);
        if !known && !self.lenient {
            self.invalid(span, format!("there is no parameter or resource {name}"));
        }
    }

    fn resource(&mut self, id: &str, span: Span) {
        self.need(id);
        if !self.template.resources.contains_key(id) && !self.lenient && !self.is_made(id) {
            self.invalid(span, format!("there is no resource {id}"));
        }
    }

    /// Whether a transform or a module makes it of a resource whose name it starts with.
    fn is_made(&self, name: &str) -> bool {
        if self.written.is_some_and(|resources| resources.get(name).is_some()) {
            return true;
        }
        let written = self.written.and_then(Node::as_mapping).unwrap_or_default();
        let is_sam = |resource: &Node| {
            let kind = resource.get("Type").and_then(Node::as_str);
            kind.is_some_and(|kind| kind.starts_with("AWS::Serverless::"))
        };
        let transformed = self.template.root.get("Transform").is_some()
            || written.iter().any(|(_, resource)| is_sam(resource));
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
