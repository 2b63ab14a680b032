//! Conditions, in three truth values.
//! <https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/intrinsic-function-reference-conditions.html>

use std::sync::Arc;

use super::call::{self, Call, Function};
use super::stack::{Memory, Stack};
use crate::source::Span;
use crate::syntax::data::Node;
use crate::value::{HopKind, Kind, Part, Text, Unknown, Value, Why};

/// What a condition comes to.
#[derive(Clone, PartialEq, Debug)]
pub(super) enum Truth {
    True,
    False,
    /// Not known before deployment, and why.
    Unknown(Arc<Unknown>),
}

impl From<bool> for Truth {
    fn from(value: bool) -> Truth {
        if value { Truth::True } else { Truth::False }
    }
}

impl Truth {
    fn unknown(why: Why) -> Truth {
        Truth::Unknown(Arc::new(Unknown::anything(why)))
    }
}

impl<'n> Stack<'n> {
    /// The truth of a condition by name; a reference to one that is not there is said by
    /// `check`.
    pub(super) fn condition(&self, name: &str, span: Span) -> Truth {
        let Some((name, item)) = self.template.conditions.get_key_value(name) else {
            return Truth::unknown(Why::Invalid(format!("no condition {name}").into()));
        };
        if let Some(assumed) = self.assumed.get()
            && let Some(known) = self.implied(assumed, name)
        {
            return known.into();
        }
        let memory = (self.assumed.get(), *name);
        match self.truths.borrow().get(&memory) {
            Some(Memory::Done(truth)) => return truth.clone(),
            Some(Memory::Running) => {
                let message = format!("circular dependency: condition {name} refers to itself");
                self.shared.invalid(span, message.clone());
                return Truth::unknown(Why::Invalid(message.into()));
            }
            None => {}
        }
        self.truths.borrow_mut().insert(memory, Memory::Running);
        let truth = self.truth(item.value);
        self.truths.borrow_mut().insert(memory, Memory::Done(truth.clone()));
        truth
    }

    /// What a condition's holding says of another: all parts of an `And` hold with it.
    fn implied(&self, assumed: &'n str, name: &str) -> Option<bool> {
        let mut facts = vec![(assumed, true)];
        // Names on the way are few; a cycle ends because each is looked at once.
        let mut next = 0;
        while let Some((condition, holds)) = facts.get(next).copied() {
            if condition == name {
                return Some(holds);
            }
            next += 1;
            let item = self.template.conditions.get(condition)?;
            let mut nodes = vec![(item.value, holds)];
            while let Some((node, holds)) = nodes.pop() {
                let Some(call) = of(node) else { continue };
                let parts = call.argument.as_sequence().unwrap_or_default();
                match (call.function, holds) {
                    (Some(Function::Condition), _) => {
                        if let Some(name) = call.argument.as_str()
                            && !facts.iter().any(|fact| fact.0 == name)
                        {
                            facts.push((name, holds));
                        }
                    }
                    (Some(Function::And), true) | (Some(Function::Or), false) => {
                        nodes.extend(parts.iter().map(|part| (part, holds)))
                    }
                    (Some(Function::Not), _) => {
                        nodes.extend(parts.iter().map(|part| (part, !holds)))
                    }
                    _ => {}
                }
            }
        }
        None
    }

    /// The truth of an expression.
    pub(super) fn truth(&self, node: &'n Node) -> Truth {
        let _level = match self.shared.budget.enter() {
            Ok(level) => level,
            Err(message) => {
                self.shared.exhausted(node.span, message);
                return Truth::unknown(Why::Invalid(message.into()));
            }
        };
        match of(node) {
            Some(call) => self.truth_of(&call),
            None => truth_of_value(&self.value(node)),
        }
    }

    /// The truth of a call.
    pub(super) fn truth_of(&self, call: &Call<'n>) -> Truth {
        let parts = call.argument.as_sequence();
        match (call.function, parts) {
            (Some(Function::And), Some(parts)) => {
                combine(parts.iter().map(|part| self.truth(part)), Truth::False, Truth::True)
            }
            (Some(Function::Or), Some(parts)) => {
                combine(parts.iter().map(|part| self.truth(part)), Truth::True, Truth::False)
            }
            (Some(Function::Not), Some([part])) => match self.truth(part) {
                Truth::True => Truth::False,
                Truth::False => Truth::True,
                unknown => unknown,
            },
            (Some(Function::Equals), Some([left, right])) => {
                self.equal(&self.value(left), &self.value(right))
            }
            (Some(Function::Contains), Some([list, member])) => {
                self.contains(&self.value(list), &self.value(member))
            }
            (Some(Function::Condition), _) => match call.argument.as_str() {
                Some(name) => self.condition(name, call.argument.span),
                None => self.wrong(call, "the name of a condition"),
            },
            (Some(Function::And | Function::Or), _) => self.wrong(call, "a list of conditions"),
            (Some(Function::Not), _) => self.wrong(call, "a list of one condition"),
            (Some(Function::Equals), _) => self.wrong(call, "a list of two values"),
            (Some(Function::Contains), _) => self.wrong(call, "a list and a value"),
            _ => truth_of_value(&self.call(*call)),
        }
    }

    fn wrong(&self, call: &Call<'n>, wanted: &str) -> Truth {
        let name = call.name;
        let message = format!("{name} takes {wanted}");
        self.shared.invalid(call.argument.span, message.clone());
        Truth::unknown(Why::Invalid(message.into()))
    }

    /// `Fn::Contains`: whether a list has a value in it.
    fn contains(&self, list: &Value, member: &Value) -> Truth {
        if let Kind::Unknown(unknown) = &member.kind
            && !unknown.any_of.is_empty()
        {
            let truths = unknown.any_of.iter().map(|member| self.contains(list, member));
            return agreed(truths, unknown);
        }
        let Some(items) = list.as_list() else { return truth_of_value(list) };
        combine(items.iter().map(|item| self.equal(item, member)), Truth::True, Truth::False)
    }

    /// `Fn::Equals`: values are compared as text.
    fn equal(&self, left: &Value, right: &Value) -> Truth {
        for (some, other) in [(left, right), (right, left)] {
            if let Kind::Unknown(unknown) = &some.kind
                && !unknown.any_of.is_empty()
                && some != other
            {
                let truths = unknown.any_of.iter().map(|value| self.equal(value, other));
                return agreed(truths, unknown);
            }
        }
        let (Some(left_text), Some(right_text)) = (left.to_text(), right.to_text()) else {
            let unknown = left.find_unknown().or_else(|| right.find_unknown());
            return match unknown {
                Some(unknown) if left != right => Truth::Unknown(unknown.clone()),
                _ => (left == right).into(),
            };
        };
        let (left, right) = (self.concrete(&left_text), self.concrete(&right_text));
        if left == right {
            return Truth::True;
        }
        if let (Some(left), Some(right)) = (left.as_known(), right.as_known()) {
            return (left == right).into();
        }
        if differ(&left, &right) || differ(&right, &left) {
            return Truth::False;
        }
        let symbol = |text: &Text| {
            text.parts().iter().find_map(|part| match part {
                Part::Symbol(symbol) => Some(Why::Variable(pseudo_name(*symbol).into())),
                Part::Unknown(unknown) => Some(unknown.why.clone()),
                Part::Literal(_) => None,
            })
        };
        let why = symbol(&left).or_else(|| symbol(&right));
        why.map_or(Truth::False, Truth::unknown)
    }

    /// A text in which the options' account, Region and partition stand for the symbols.
    pub(super) fn concrete(&self, text: &Text) -> Text {
        use crate::value::{Origin, Symbol};
        if text.as_known().is_some() {
            return text.clone();
        }
        let options = self.shared.options;
        let mut builder = Text::builder();
        for part in text.parts() {
            let known = match part {
                Part::Symbol(Symbol::AccountId) => options.account_id.as_deref(),
                Part::Symbol(Symbol::Region) => options.region.as_deref(),
                Part::Symbol(Symbol::Partition) => options.partition.as_deref(),
                _ => None,
            };
            match (known, part) {
                (Some(known), _) | (None, Part::Literal(known)) => builder.literal(known, None),
                (None, Part::Symbol(symbol)) => builder.symbol(symbol),
                (None, Part::Unknown(unknown)) => {
                    builder.text(&Text::hole(unknown.clone()), &Origin::NONE)
                }
            };
        }
        builder.build()
    }

    /// `Fn::If`: the branch, or either of both.
    pub(super) fn if_else(&self, call: &Call<'n>) -> Value {
        let Some([condition, then, otherwise]) = call.argument.as_sequence() else {
            let message = "Fn::If takes a condition's name and two values";
            return self.shared.invalid(call.argument.span, message);
        };
        let Some(name) = condition.as_str() else {
            return self.shared.invalid(condition.span, "Fn::If takes the name of a condition");
        };
        let taken = match self.condition(name, condition.span) {
            Truth::True => then,
            Truth::False => otherwise,
            Truth::Unknown(unknown) => {
                let (then, otherwise) = (self.value(then), self.value(otherwise));
                if then == otherwise {
                    return then;
                }
                let mut any_of = vec![];
                for value in [then, otherwise] {
                    push_alternatives(&mut any_of, value);
                }
                let unknown = Unknown::one_of(unknown.why.clone(), any_of);
                return Value::from(Kind::Unknown(Arc::new(unknown))).at(condition.span);
            }
        };
        let value = self.value(taken);
        if value.is_null() { value } else { value.via(HopKind::Reference, name, condition.span) }
    }
}

/// Adds a value to alternatives: an unknown with alternatives of its own as these, each
/// alternative once.
pub(super) fn push_alternatives(any_of: &mut Vec<Value>, value: Value) {
    match &value.kind {
        Kind::Unknown(unknown) if !unknown.any_of.is_empty() => {
            for inner in &unknown.any_of {
                let inner = value.pass_on(inner);
                if !any_of.contains(&inner) {
                    any_of.push(inner);
                }
            }
        }
        _ if !any_of.contains(&value) => any_of.push(value),
        _ => {}
    }
}

/// A condition's call: `Condition` is a function here, and only here.
fn of(node: &Node) -> Option<Call<'_>> {
    call::of(node).or_else(|| {
        let [(key, argument)] = node.as_mapping()? else { return None };
        (key.as_str() == Some("Condition")).then_some(Call {
            function: Some(Function::Condition),
            name: "Condition",
            argument,
            short: false,
        })
    })
}

fn truth_of_value(value: &Value) -> Truth {
    match (value.as_bool(), value.find_unknown()) {
        (Some(known), _) => known.into(),
        (None, Some(unknown)) => Truth::Unknown(unknown.clone()),
        (None, None) => {
            Truth::unknown(Why::Invalid("a condition that is neither true nor false".into()))
        }
    }
}

/// `decisive` if any truth is, `neutral` if all are, else the first unknown.
fn combine(truths: impl Iterator<Item = Truth>, decisive: Truth, neutral: Truth) -> Truth {
    let mut result = neutral;
    for truth in truths {
        if truth == decisive {
            return decisive;
        }
        if matches!(truth, Truth::Unknown(_)) && !matches!(result, Truth::Unknown(_)) {
            result = truth;
        }
    }
    result
}

/// The truth that holds for every alternative.
fn agreed(mut truths: impl Iterator<Item = Truth>, unknown: &Arc<Unknown>) -> Truth {
    match truths.next() {
        Some(first) if truths.all(|truth| truth == first) => first,
        _ => Truth::Unknown(unknown.clone()),
    }
}

/// Whether the known start or end of two texts rules out that they are equal.
fn differ(left: &Text, right: &Text) -> bool {
    let (left, right) = (left.flat(), right.flat());
    let starts = |c: char| !Text::is_hole(c);
    let (a, b): (String, String) = (
        left.chars().take_while(|c| starts(*c)).collect(),
        right.chars().take_while(|c| starts(*c)).collect(),
    );
    let (x, y): (String, String) = (
        left.chars().rev().take_while(|c| starts(*c)).collect(),
        right.chars().rev().take_while(|c| starts(*c)).collect(),
    );
    let holed = |text: &str| text.contains(Text::is_hole);
    let clash = |one: &str, other: &str, other_holed: bool| {
        // `one` may go on where its hole starts; `other` ends if it has no hole.
        !(other.starts_with(one) || (other_holed && one.starts_with(other)))
    };
    holed(left) && (clash(&a, &b, holed(right)) || clash(&x, &y, holed(right)))
}

/// The pseudo parameter that a symbol is.
pub(super) fn pseudo_name(symbol: crate::value::Symbol) -> &'static str {
    use crate::value::Symbol;
    match symbol {
        Symbol::AccountId => "AWS::AccountId",
        Symbol::Region => "AWS::Region",
        Symbol::Partition => "AWS::Partition",
        Symbol::DnsSuffix => "AWS::URLSuffix",
        Symbol::OrganizationId => "the organization's id",
        Symbol::ManagementAccountId => "the management account's id",
    }
}
