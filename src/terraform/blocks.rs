//! Nested and dynamic blocks: lists of maps.
//!
//! <https://developer.hashicorp.com/terraform/language/expressions/dynamic-blocks>

use std::sync::Arc;

use ecow::EcoString;

use super::eval::{Evaluator, Frame, Scope};
use super::expansion::{any_element, any_key, one_of, one_of_spread, spread_of};
use super::module::argument;
use super::type_expr::kind_name;
use crate::syntax::hcl::{Block, Body, ExprKind};
use crate::value::{Entry, Kind, Map, Unknown, Value};

/// Arguments and blocks that belong to Terraform, not to the resource.
pub(crate) const META: &[&str] = &["count", "for_each", "provider", "depends_on", "lifecycle"];

impl<'w> Evaluator<'w> {
    /// A body as a map of its arguments and, by type, lists of its blocks.
    pub(crate) fn body_map(&self, body: &Body, scope: Scope<'_, 'w>, skip: &[&str]) -> Map {
        let mut map = Map::default();
        for attribute in &body.attributes {
            if skip.contains(&attribute.name.text.as_str()) {
                continue;
            }
            let value = self.eval(&attribute.expr, scope);
            map.insert_at(attribute.name.text.clone(), attribute.name.span, value);
        }
        for (kind, list) in self.block_lists(body, scope, skip) {
            map.entries.insert(kind, list);
        }
        map
    }

    /// Lists of blocks by type, in the order of each type's first block.
    pub(crate) fn block_lists(
        &self,
        body: &Body,
        scope: Scope<'_, 'w>,
        skip: &[&str],
    ) -> Vec<(EcoString, Entry)> {
        let mut lists: Vec<(EcoString, Entry)> = vec![];
        for block in &body.blocks {
            let Some(kind) = block_kind(block).filter(|kind| !skip.contains(kind)) else {
                continue;
            };
            if lists.iter().any(|(known, _)| known == kind) {
                continue;
            }
            let entry =
                Entry { key_span: Some(block.kind.span), value: self.blocks(body, kind, scope) };
            lists.push((kind.into(), entry));
        }
        lists
    }

    /// The blocks of a type, dynamic ones expanded.
    pub(crate) fn blocks(&self, body: &Body, kind: &str, scope: Scope<'_, 'w>) -> Value {
        let mut list = vec![];
        let mut first = None;
        for block in body.blocks.iter().filter(|block| block_kind(block) == Some(kind)) {
            first = first.or(Some(block.header()));
            if block.kind.text == "dynamic" {
                self.dynamic(block, kind, scope, &mut list);
            } else {
                list.push(self.block(block, scope));
            }
        }
        let value = Value::list(list);
        match first {
            Some(span) => value.at(span),
            None => value,
        }
    }

    fn block(&self, block: &Block, scope: Scope<'_, 'w>) -> Value {
        // A provisioner's `when = destroy` and `on_failure = continue` are keywords.
        let keywords: &[&str] = match block.kind.text.as_str() {
            "provisioner" => &["when", "on_failure"],
            _ => &[],
        };
        let mut map = self.body_map(&block.body, scope, keywords);
        // The label of a provisioner is its type.
        if let Some(label) = block.labels.first() {
            map.insert("type", Value::string(label.text.clone()).at(label.span));
        }
        Value::map(map).at(block.header())
    }

    fn dynamic(&self, block: &Block, kind: &str, scope: Scope<'_, 'w>, list: &mut Vec<Value>) {
        let header = block.header();
        let Some(for_each) = argument(&block.body, "for_each") else {
            self.fail(header, "a dynamic block needs for_each");
            return;
        };
        let iterator = match argument(&block.body, "iterator").map(|expr| &expr.kind) {
            Some(ExprKind::Variable(name) | ExprKind::String(name)) => name.as_str(),
            _ => kind,
        };
        let Some(content) = block.body.blocks.iter().find(|b| b.kind.text == "content") else {
            self.fail(header, "a dynamic block needs content");
            return;
        };
        let one = |key: Value, value: Value| {
            let mut pair = Map::default();
            pair.insert("key", key);
            pair.insert("value", value);
            let frame = Frame { name: iterator, value: Value::map(pair), up: scope.vars };
            let map = self.body_map(&content.body, Scope { vars: Some(&frame), ..scope }, &[]);
            Value::map(map).at(header)
        };
        let any_number = |unknown: &Arc<Unknown>| {
            let (block, _) = self.quietly(|| one(any_key(&unknown.why), any_element(&unknown.why)));
            let unknown = Unknown::many(unknown.why.clone(), vec![block]);
            Value::from(Kind::Unknown(unknown.into())).at(header)
        };
        let collection = self.eval(for_each, scope);
        if let Some(items) = self.elements(&collection) {
            list.extend(items.into_iter().map(|(key, value)| match value.as_unknown() {
                Some(spread) if value.is_spread() => {
                    let (block, _) = self.quietly(|| one(key, one_of_spread(spread)));
                    spread_of(&spread.why, block).at(header)
                }
                _ => one(key, value),
            }));
            return;
        }
        match &collection.kind {
            Kind::Unknown(unknown) => {
                let unknown = unknown.clone();
                let choices: Option<Vec<_>> = unknown
                    .any_of
                    .iter()
                    .map(|choice| self.elements(&collection.pass_on(choice)))
                    .collect();
                let Some(choices) = choices.filter(|choices| !choices.is_empty()) else {
                    list.push(any_number(&unknown));
                    return;
                };
                let all = || choices.iter().flatten();
                if all().any(|(_, value)| value.is_spread()) {
                    list.push(any_number(&unknown));
                    return;
                }
                // By position: there in every choice, or one that may be there.
                let least = choices.iter().map(Vec::len).min().unwrap_or(0);
                let most = choices.iter().map(Vec::len).max().unwrap_or(0);
                for index in 0..most {
                    let blocks = choices.iter().filter_map(|choice| choice.get(index));
                    let blocks: Vec<_> =
                        blocks.map(|(key, value)| one(key.clone(), value.clone())).collect();
                    if index < least {
                        list.extend(one_of(&unknown.why, blocks));
                    } else {
                        let unknown = Unknown::many(unknown.why.clone(), blocks);
                        list.push(Value::from(Kind::Unknown(unknown.into())).at(header));
                    }
                }
            }
            Kind::Null => _ = self.fail(for_each.span, "for_each of a dynamic block is null"),
            kind => {
                let message = format!("for_each needs a collection, not a {}", kind_name(kind));
                self.fail(for_each.span, message);
            }
        }
    }
}

/// The type of a nested block; of a dynamic one, the type it makes.
fn block_kind(block: &Block) -> Option<&str> {
    match block.kind.text.as_str() {
        "dynamic" => block.labels.first().map(|label| label.text.as_str()),
        kind => Some(kind),
    }
}
