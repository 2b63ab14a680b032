//! Attributes of resources and data sources: as configured, of known form, or known only
//! after deployment.

use ecow::{EcoString, eco_format};

use super::blocks::META;
use super::eval::{Evaluator, MapBuilder, Scope};
use super::instance::ResourceInst;
use super::module::argument;
use crate::declared::Language;
use crate::forms;
use crate::value::{Kind, Map, Value, Why};

impl<'w> Evaluator<'w> {
    /// The value of an argument or the list of a nested block's instances, as configured;
    /// null when there is none.
    pub(crate) fn argument(&self, inst: &ResourceInst<'w>, name: &str) -> Value {
        let body = &inst.resource.block.body;
        let expr = argument(body, name);
        if expr.is_none() && body.blocks.is_empty() || META.contains(&name) {
            return Value::NULL;
        }
        let memo = inst.arguments.get(name);
        let make = || {
            let module = self.module(inst.module);
            let scope = Scope::within(&module, inst);
            self.within(&inst.existence, || match expr {
                Some(expr) => self.bounded(self.eval(expr, scope), expr.span),
                None => match self.blocks(body, name, scope) {
                    value if value.as_list().is_some_and(<[_]>::is_empty) => Value::NULL,
                    value => value,
                },
            })
        };
        let span = expr.map_or_else(|| inst.resource.block.header(), |expr| expr.span);
        self.memo(
            &memo,
            || self.fail(span, format!("{}.{name} depends on itself", inst.address)),
            make,
        )
    }

    /// The value of any attribute.
    pub(crate) fn attribute(&self, inst: &ResourceInst<'w>, name: &str) -> Value {
        if inst.resource.is_data()
            && let Some(value) = self.data_attribute(inst, name)
        {
            return value;
        }
        let value = self.argument(inst, name);
        if !value.is_null() {
            return as_read(inst, name, value);
        }
        self.computed(inst, name)
    }

    /// An attribute that is not configured.
    fn computed(&self, inst: &ResourceInst<'w>, name: &str) -> Value {
        let kind = &inst.resource.kind;
        let property = |name: &str| self.argument(inst, name);
        let form = forms::attribute(Language::Terraform, kind, name, &inst.address, &property);
        match form {
            Some(value) => self.as_seen_by_provider(inst, value),
            None if inst.resource.is_data() => {
                Value::unknown(Why::Data(eco_format!("{}.{name}", inst.address)))
            }
            None => forms::computed(&inst.address, name),
        }
    }

    /// Everything that is configured: what rules judge.
    pub(crate) fn properties(&self, inst: &ResourceInst<'w>) -> Value {
        let body = &inst.resource.block.body;
        let mut map = Map::default();
        for attribute in &body.attributes {
            let name = &attribute.name.text;
            if !META.contains(&name.as_str()) {
                map.insert_at(name.clone(), attribute.name.span, self.argument(inst, name));
            }
        }
        for block in &body.blocks {
            let kind = match block.kind.text.as_str() {
                "dynamic" => block.labels.first().map(|label| &label.text),
                _ => Some(&block.kind.text),
            };
            if let Some(kind) = kind
                && !META.contains(&kind.as_str())
                && !map.entries.contains_key(kind)
            {
                map.insert_at(kind.clone(), block.kind.span, self.argument(inst, kind));
            }
        }
        if inst.resource.kind == "data.aws_iam_policy_document" {
            map.insert("json", self.attribute(inst, "json"));
        }
        Value::map(map).at(inst.resource.block.header())
    }

    /// The whole instance as a value: attributes that are not in it are known only after
    /// deployment.
    pub(crate) fn resource_object(&self, inst: &ResourceInst<'w>) -> Value {
        /// Attributes whose form may be known.
        const FORMED: &[&str] = &["arn", "id", "name", "bucket", "url", "path", "json"];
        let mut map = MapBuilder::default();
        let properties = self.properties(inst);
        if let Kind::Map(configured) = &properties.kind {
            for (key, entry) in &configured.entries {
                if !entry.value.is_null() {
                    let value = as_read(inst, key, entry.value.clone());
                    map.add(self, key.clone(), entry.key_span, value);
                }
            }
        }
        for name in FORMED {
            if map.get_mut(name).is_none() {
                let value = self.attribute(inst, name);
                if value.as_unknown().is_none() {
                    map.add(self, (*name).into(), None, value);
                }
            }
        }
        let mut map = map.build();
        map.of = Some(inst.address.clone());
        Value::map(map).at(inst.resource.block.header())
    }
}

/// An argument as references read it: providers have lists and maps where tuples and objects are
/// written, and of nested blocks, what is not configured may be known only after deployment.
fn as_read(inst: &ResourceInst, name: &str, value: Value) -> Value {
    let uniform = value.uniform
        || matches!(value.kind, Kind::List(_) | Kind::Map(_))
            && inst.resource.kind != "terraform_data";
    let value = Value { uniform, ..value };
    match argument(&inst.resource.block.body, name) {
        Some(_) => value,
        None => blocks_as_read(value, &eco_format!("{}.{name}", inst.address)),
    }
}

fn blocks_as_read(list: Value, address: &str) -> Value {
    let Kind::List(blocks) = &list.kind else { return list };
    let read = |block: &Value, address: EcoString| {
        let Kind::Map(map) = &block.kind else { return block.clone() };
        let mut map = Map::clone(map);
        map.entries.retain(|_, entry| !entry.value.is_null());
        for (name, entry) in &mut map.entries {
            let nested = std::mem::replace(&mut entry.value, Value::NULL);
            entry.value = blocks_as_read(nested, &eco_format!("{address}.{name}"));
        }
        map.of = Some(address);
        Value { kind: Kind::Map(map.into()), ..block.clone() }
    };
    let blocks = blocks.iter().enumerate().map(|(index, block)| match block.as_unknown() {
        Some(unknown) => {
            let unknown = unknown.map(|block| read(block, eco_format!("{address}[*]")));
            Value { kind: Kind::Unknown(unknown.into()), ..block.clone() }
        }
        None => read(block, eco_format!("{address}[{index}]")),
    });
    Value { kind: Kind::List(blocks.collect()), ..list }
}
