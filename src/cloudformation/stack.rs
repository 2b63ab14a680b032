//! One template's evaluation: lazy, with memory, so that order does not matter and nothing
//! is evaluated twice or needlessly.

use std::cell::{Cell, RefCell};
use std::collections::{BTreeMap, HashMap};
use std::path::Path;
use std::rc::Rc;

use ecow::{EcoString, EcoVec, eco_format};

use super::call::{self, Call};
use super::condition::Truth;
use super::evaluate::Shared;
use super::exports::Export;
use super::template::{Item, Template, entries};
use super::{check, expand, nested, scalar, scan};
use crate::declared::{Declared, Existence};
use crate::source::{Diagnostic, Span};
use crate::syntax::data::{Node, NodeKind};
use crate::value::{Entry, Kind, Map, Value, Why};

/// Where a template stands: alone, or as a stack in another.
pub(super) struct Placement<'p> {
    /// Its path.
    pub path: &'p Path,
    /// The templates it is nested in.
    pub outer: Vec<&'p Path>,
    /// Before every logical id: empty, or the nested stack's with a dot.
    pub prefix: EcoString,
    /// The stack resources that it was reached through.
    pub calls: Vec<Span>,
    /// Values of its parameters.
    pub given: BTreeMap<EcoString, Value>,
}

/// What a template comes to.
#[derive(Debug, Default)]
pub(super) struct Outcome {
    pub declared: Vec<Declared>,
    /// Outputs by logical id.
    pub outputs: HashMap<EcoString, Value>,
    /// Whether an output that is not listed may exist all the same.
    pub open: bool,
}

/// A value that is being worked out, or has been.
pub(super) enum Memory<T> {
    Running,
    Done(T),
}

/// A template under evaluation.
pub(super) struct Stack<'n> {
    pub shared: &'n Shared<'n>,
    pub place: &'n Placement<'n>,
    pub template: Template<'n>,
    /// The condition taken to hold: that of the resource whose properties are evaluated.
    pub assumed: Cell<Option<&'n str>>,
    pub truths: RefCell<TruthMemory<'n>>,
    properties: RefCell<PropertyMemory<'n>>,
    pub parameters: RefCell<HashMap<&'n str, Value>>,
    pub stacks: RefCell<HashMap<&'n str, Memory<Rc<Outcome>>>>,
}

/// By the condition taken to hold, and name.
type TruthMemory<'n> = HashMap<(Option<&'n str>, &'n str), Memory<Truth>>;

/// By the condition taken to hold, logical id and property.
type PropertyMemory<'n> = HashMap<(Option<&'n str>, &'n str, &'n str), Memory<Value>>;

impl<'n> Stack<'n> {
    fn new(shared: &'n Shared<'n>, place: &'n Placement<'n>, template: Template<'n>) -> Stack<'n> {
        Stack {
            shared,
            place,
            template,
            assumed: Cell::new(None),
            truths: RefCell::default(),
            properties: RefCell::default(),
            parameters: RefCell::default(),
            stacks: RefCell::default(),
        }
    }
}

/// Evaluates one expression of a template, for transforms that need its value.
pub(super) fn evaluate_alone(
    root: &Node,
    node: &Node,
    shared: &Shared<'_>,
    place: &Placement<'_>,
) -> Value {
    let template = Template::new(root);
    // Finding the sections anew each time is what this costs.
    let cost = template.resources.len() + template.parameters.len() + template.conditions.len();
    match shared.budget.steps(cost) {
        Ok(()) => Stack::new(shared, place, template).value(node),
        Err(message) => shared.exhausted(node.span, message),
    }
}

/// Evaluates a template in its place.
pub(super) fn run(shared: &Shared<'_>, root: &Node, place: &Placement<'_>) -> Outcome {
    scan::scan(root, shared);
    let expanded = expand::expand(root, shared, place);
    let template = Template::new(expanded.root());
    let lenient = expanded.opaque() || shared.options.damaged;
    check::check(&template, root, lenient, shared);
    let stack = Stack::new(shared, place, template);
    let mut outcome = Outcome { open: expanded.opaque(), ..Outcome::default() };
    for (id, item) in &stack.template.resources {
        stack.declare(id, item, &mut outcome.declared);
    }
    stack.outputs(&mut outcome);
    outcome
}

impl<'n> Stack<'n> {
    /// A resource's name among all that is deployed together.
    pub(super) fn address(&self, id: &str) -> EcoString {
        eco_format!("{}{id}", self.place.prefix)
    }

    /// Whether something under a condition is there; `None` if it is not.
    fn existence(&self, item: &Item<'n>) -> Option<(Existence, Option<&'n str>)> {
        let Some(condition) = item.value.get("Condition") else {
            return Some((Existence::Certain, None));
        };
        let name = condition.as_str()?;
        match self.condition(name, condition.span) {
            Truth::True => Some((Existence::Certain, Some(name))),
            Truth::False => None,
            Truth::Unknown(unknown) => Some((Existence::Possible(unknown), Some(name))),
        }
    }

    fn declare(&self, id: &'n str, item: &Item<'n>, declared: &mut Vec<Declared>) {
        let Some(kind) = item.value.get("Type").and_then(Node::as_str) else { return };
        let Some((existence, condition)) = self.existence(item) else { return };
        self.shared.resources.set(self.shared.resources.get() + 1);
        let before = self.assumed.replace(condition);
        let header = item.key.span;
        if (self.shared.wanted)(kind) {
            declared.push(Declared {
                address: self.address(id),
                kind: kind.into(),
                header,
                properties: self.properties(id, item),
                existence: existence.clone(),
                calls: self.place.calls.clone(),
            });
        }
        if nested::is_stack(kind) {
            let outcome = self.nested(id);
            declared.extend(outcome.declared.iter().map(|inner| {
                let mut inner = inner.clone();
                // What is certain in a stack that may be there may be there.
                if inner.existence.is_certain() {
                    inner.existence = existence.clone();
                }
                inner
            }));
        }
        self.assumed.set(before);
    }

    fn properties(&self, id: &'n str, item: &Item<'n>) -> Value {
        let node = item.value.get("Properties");
        let mut map = Map::default();
        let mut transform = None;
        let mut span = item.key.span;
        if let Some(node) = node {
            span = node.span;
            if call::of(node).is_some() || node.as_mapping().is_none() {
                let value = self.value(node);
                match &value.kind {
                    Kind::Map(known) => map = known.as_ref().clone(),
                    Kind::Unknown(unknown) => map.rest = Some(unknown.clone()),
                    _ => {}
                }
            } else {
                for (name, property) in entries(node) {
                    let value = self.property(id, name);
                    // A macro beside other properties is given them all.
                    if name == "Fn::Transform" {
                        transform = value.as_unknown().cloned();
                        continue;
                    }
                    if !value.is_null() {
                        map.insert_at(name, property.key.span, value);
                    }
                }
            }
        }
        if let Some(unknown) = transform {
            map.may_change(&unknown);
        }
        for name in ["Metadata", "DeletionPolicy", "UpdateReplacePolicy", "DependsOn"] {
            if let Some(node) = item.value.get(name) {
                map.insert(eco_format!("#{name}"), self.value(node));
            }
        }
        Value::map(map).at(span)
    }

    /// The value of a property of a resource; null when it is absent.
    pub(super) fn property(&self, id: &'n str, name: &str) -> Value {
        let Some(node) = self.template.resources.get(id).and_then(|r| r.value.get("Properties"))
        else {
            return Value::NULL;
        };
        let Some((key, item)) = find(node, name) else {
            return match call::of(node) {
                Some(_) => self.value(node).child(name),
                None => Value::NULL,
            };
        };
        let memory = (self.assumed.get(), id, key);
        match self.properties.borrow().get(&memory) {
            Some(Memory::Done(value)) => return value.clone(),
            Some(Memory::Running) => {
                // Said by `check`, which sees the whole circle.
                let why = eco_format!("circular dependency of {id}");
                return Value::unknown(Why::Invalid(why)).at(item.span);
            }
            None => {}
        }
        self.properties.borrow_mut().insert(memory, Memory::Running);
        let value = self.value(item);
        self.properties.borrow_mut().insert(memory, Memory::Done(value.clone()));
        value
    }

    fn outputs(&self, outcome: &mut Outcome) {
        for (id, item) in &self.template.outputs {
            let Some((existence, condition)) = self.existence(item) else { continue };
            let before = self.assumed.replace(condition);
            let value = item.value.get("Value").map_or(Value::NULL, |node| self.value(node));
            let export = item.value.get("Export").and_then(|e| e.get("Name"));
            if let Some(export) = export
                && let Some(name) = self.value(export).to_text()
            {
                let template = self.place.path.display().to_string();
                let export = Export::new(&template, &name, Some(export.span), &value);
                self.shared.exports.borrow_mut().push(export);
            }
            if (self.shared.wanted)("Output") {
                outcome.declared.push(Declared {
                    address: self.address(id),
                    kind: "Output".into(),
                    header: item.key.span,
                    properties: self.value(item.value),
                    existence,
                    calls: self.place.calls.clone(),
                });
            }
            outcome.outputs.insert((*id).into(), value);
            self.assumed.set(before);
        }
    }

    /// The value of a node; null where it is absent (`AWS::NoValue`).
    pub(super) fn value(&self, node: &'n Node) -> Value {
        let level = match self.shared.budget.enter() {
            Ok(level) => level,
            Err(message) => return self.shared.exhausted(node.span, message),
        };
        let value = match call::short(node) {
            Some(call) => self.call(call),
            None => self.literal(node),
        };
        drop(level);
        value
    }

    /// The value of a function's argument, whose tag is the function.
    pub(super) fn argument(&self, call: &Call<'n>) -> Value {
        if call.short { self.literal(call.argument) } else { self.value(call.argument) }
    }

    /// The value of a node without regard to its tag.
    fn literal(&self, node: &'n Node) -> Value {
        match &node.kind {
            NodeKind::Scalar(text) => {
                let tag = node.tag.as_ref().map(|tag| tag.name.as_str());
                self.dynamic(scalar::value(text, tag, node.span))
            }
            NodeKind::Sequence(items) => self.sequence(items, node.span),
            NodeKind::Mapping(mapping) => match call::long(node) {
                Some(call) => self.call(call),
                None => self.mapping(node, mapping),
            },
        }
    }

    fn sequence(&self, items: &'n [Node], span: Span) -> Value {
        let mut values = EcoVec::with_capacity(items.len());
        for item in items {
            let value = self.value(item);
            if !value.is_null() {
                values.push(value);
            }
        }
        Value::from(Kind::List(values)).at(span)
    }

    fn mapping(&self, node: &'n Node, mapping: &'n [(Node, Node)]) -> Value {
        let mut map = Map::default();
        let mut transform = None;
        for (key, value) in mapping {
            match key.as_str() {
                // A macro beside other keys is given them all, and gives what only it knows.
                Some("Fn::Transform") => transform = self.transform(value).as_unknown().cloned(),
                Some(name) => self.entry(&mut map, name, key, value),
                None => {}
            }
        }
        if let Some(unknown) = transform {
            map.may_change(&unknown);
        }
        Value::map(map).at(node.span)
    }

    fn entry(&self, map: &mut Map, name: &'n str, key: &'n Node, node: &'n Node) {
        let value = self.value(node);
        if value.is_null() {
            map.entries.shift_remove(name);
        } else {
            map.entries.insert(name.into(), Entry { key_span: Some(key.span), value });
        }
    }

    /// A macro that is not known here.
    pub(super) fn transform(&self, node: &'n Node) -> Value {
        let first = node.as_sequence().and_then(|items| items.first()).unwrap_or(node);
        let name = first.get("Name").and_then(Node::as_str).unwrap_or("of no name");
        // What hinders an include was said when it was tried.
        if name != "AWS::Include" {
            let message = format!("transform {name} is carried out by CloudFormation only");
            self.shared.report(Diagnostic::unresolved(node.span, message));
        }
        Value::unknown(Why::Unresolved(eco_format!("transform {name}"))).at(node.span)
    }
}

/// A property's key and value in a mapping of properties.
fn find<'n>(node: &'n Node, name: &str) -> Option<(&'n str, &'n Node)> {
    let mapping = node.as_mapping()?;
    let (key, value) = mapping.iter().rev().find(|(key, _)| key.as_str() == Some(name))?;
    Some((key.as_str()?, value))
}
