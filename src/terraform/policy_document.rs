//! `data.aws_iam_policy_document`: statements assembled and merged as the AWS provider does.
//!
//! <https://registry.terraform.io/providers/hashicorp/aws/latest/docs/data-sources/iam_policy_document>

use std::sync::Arc;

use ecow::{EcoString, eco_format};

use super::eval::Evaluator;
use super::expansion::one_of;
use super::instance::ResourceInst;
use crate::value::{
    Entry, HopKind, Kind, Map, Text, Unknown, Value, Why, from_json_text, to_json_text,
};

/// The type, as the module has it.
pub(crate) const KIND: &str = "data.aws_iam_policy_document";

/// A document while it is merged.
#[derive(Default)]
struct Document {
    version: Option<Entry>,
    id: Option<Entry>,
    statements: Vec<Value>,
}

impl<'w> Evaluator<'w> {
    /// The `json` attribute.
    pub(crate) fn policy_document(&self, inst: &ResourceInst<'w>) -> Value {
        let header = inst.resource.block.header();
        let mut merged = Document::default();
        for name in ["source_json", "source_policy_documents"] {
            self.merge_all(&mut merged, inst, name);
        }
        merged.merge(self.own_document(inst));
        for name in ["override_policy_documents", "override_json"] {
            self.merge_all(&mut merged, inst, name);
        }
        let mut map = Map::default();
        map.entries.extend(merged.version.map(|version| ("Version".into(), version)));
        map.entries.extend(merged.id.map(|id| ("Id".into(), id)));
        if merged.statements.is_empty() {
            // Those of dynamic blocks and of other documents may be there for other arguments.
            map.of = Some(inst.address.clone());
        } else {
            map.insert("Statement", Value::list(merged.statements).at(header));
        }
        let policy = Value::map(map).at(header);
        Value::from(Kind::String(to_json_text(&policy))).at(header)
    }

    /// Merges the documents that an argument gives, one or a list.
    fn merge_all(&self, merged: &mut Document, inst: &ResourceInst<'w>, name: &str) {
        for document in self.argument(inst, name).items() {
            // An empty string is no document, as in `source_json = ""`.
            if document.is_null() || document.as_str().is_some_and(|text| text.trim().is_empty()) {
                continue;
            }
            self.note_merged(inst, &document);
            match self.read_document(inst, &document) {
                Ok(document) => merged.merge(document),
                Err(unknown) => merged.merge_unknown(&unknown, &document),
            }
        }
    }

    /// Remembers whose document it is, if it is that of another block of this module.
    fn note_merged(&self, inst: &ResourceInst<'w>, document: &Value) {
        let module = self.module(inst.module);
        for hop in document.origin.hops() {
            let name = hop.name.strip_suffix(".json").unwrap_or(&hop.name);
            let other = name.strip_prefix("data.aws_iam_policy_document.");
            let found = other.and_then(|name| module.module.resource(KIND, name));
            if hop.kind == HopKind::Attribute && found.is_some() {
                self.merged.borrow_mut().insert(eco_format!("{}{name}", module.prefix));
            }
        }
    }

    fn read_document(
        &self,
        inst: &ResourceInst<'w>,
        document: &Value,
    ) -> Result<Document, Arc<Unknown>> {
        if let Kind::Unknown(unknown) = &document.kind {
            return Err(unknown.clone());
        }
        let decoded = match from_json_text(document) {
            Ok(decoded) => decoded,
            Err((message, place)) => {
                let text = document.as_text();
                if let Some(unknown) = text.and_then(|text| text.first_unknown()) {
                    return Err(unknown.clone());
                }
                let place = place.unwrap_or_else(|| inst.resource.block.header());
                self.fail(place, message.clone());
                return Err(Arc::new(Unknown::anything(Why::Invalid(message.into()))));
            }
        };
        if let Kind::Unknown(unknown) = &decoded.kind {
            return Err(unknown.clone());
        }
        let entry = |name: &str| {
            let map = decoded.as_map()?;
            let entry = map.entries.get(name).filter(|entry| !entry.value.is_null())?;
            Some(Entry { key_span: entry.key_span, value: decoded.pass_on(&entry.value) })
        };
        let statements = decoded.child("Statement").items();
        Ok(Document { version: entry("Version"), id: entry("Id"), statements })
    }

    /// The document of the block's own arguments.
    fn own_document(&self, inst: &ResourceInst<'w>) -> Document {
        let version = self.argument(inst, "version");
        let version = if version.is_null() { Value::string("2012-10-17") } else { version };
        let id = self.argument(inst, "policy_id");
        let entry = |value: Value| Entry { key_span: None, value };
        let statements = self.argument(inst, "statement").items();
        Document {
            version: Some(entry(version)),
            id: (!id.is_null() && id.as_str() != Some("")).then(|| entry(id)),
            statements: statements.iter().map(statement).collect(),
        }
    }
}

impl Document {
    fn merge(&mut self, new: Document) {
        if let Some(id) = new.id.filter(|id| id.value.as_str() != Some("")) {
            self.id = Some(id);
        }
        // The newer version wins; one that is not known may.
        if let Some(version) = new.version {
            let newer =
                match (self.version.as_ref().map(|v| v.value.as_str()), version.value.as_str()) {
                    (Some(Some(old)), Some(new)) => new > old,
                    _ => true,
                };
            if newer {
                self.version = Some(version);
            }
        }
        for statement in new.statements {
            let sid = statement.child("Sid");
            let same = |old: &&mut Value| {
                sid.as_text()
                    .is_some_and(|sid| !sid.is_empty() && old.child("Sid").as_text() == Some(sid))
            };
            match self.statements.iter_mut().find(same) {
                Some(old) => *old = statement,
                None => self.statements.push(statement),
            }
        }
    }

    /// A document of which nothing is known, or that is one of some: it may add statements
    /// and replace those that have a Sid.
    fn merge_unknown(&mut self, unknown: &Arc<Unknown>, document: &Value) {
        let mut added = vec![];
        for choice in &unknown.any_of {
            let decoded = from_json_text(choice).unwrap_or(Value::NULL);
            added.extend(decoded.child("Statement").items());
        }
        let decided = !unknown.any_of.is_empty();
        for old in &mut self.statements {
            let sid = old.child("Sid");
            if sid.is_null() || sid.as_str() == Some("") {
                continue;
            }
            let replacing = added.iter().filter(|new| new.child("Sid") == sid).cloned();
            let replacing: Vec<Value> = replacing.collect();
            if decided && replacing.is_empty() {
                continue;
            }
            let kind = match decided {
                true => {
                    let choices = std::iter::once(old.clone()).chain(replacing);
                    one_of(&unknown.why, choices).map_or(Kind::Null, |value| value.kind)
                }
                false => Kind::Unknown(Arc::new(Unknown::anything(unknown.why.clone()))),
            };
            old.kind = kind;
        }
        // Of one document, each statement may be there; of several, those of one of them.
        let groups: Vec<Vec<Value>> = match unknown.any_of.len() {
            1 => added.into_iter().map(|statement| vec![statement]).collect(),
            _ => vec![added],
        };
        for any_of in groups {
            let unknown = Unknown::many(unknown.why.clone(), any_of);
            let value = Value::from(Kind::Unknown(Arc::new(unknown)));
            self.statements.push(Value { origin: document.origin.clone(), ..value });
        }
    }
}

/// Elements of a statement in the order in which the provider writes them.
fn statement(block: &Value) -> Value {
    if let Kind::Unknown(unknown) = &block.kind {
        let unknown = unknown.map(statement);
        return Value { kind: Kind::Unknown(Arc::new(unknown)), ..block.clone() };
    }
    let mut map = Map::default();
    let mut put = |name: &str, from: &str, value: Value| {
        let key_span = block.as_map().and_then(|m| m.entries.get(from)).and_then(|e| e.key_span);
        map.entries.insert(name.into(), Entry { key_span, value });
    };
    let sid = block.child("sid");
    if !sid.is_null() && sid.as_str() != Some("") {
        put("Sid", "sid", sid);
    }
    let effect = block.child("effect");
    put("Effect", "effect", if effect.is_null() { Value::string("Allow") } else { effect });
    for (name, from, replaces) in [
        ("Action", "actions", false),
        ("NotAction", "not_actions", false),
        ("Resource", "resources", true),
        ("NotResource", "not_resources", true),
    ] {
        let value = block.child(from);
        if let Some(list) = string_list(&value, replaces) {
            put(name, from, list);
        }
    }
    for (name, from) in [("Principal", "principals"), ("NotPrincipal", "not_principals")] {
        if let Some(value) = principals(&block.child(from)) {
            put(name, from, value);
        }
    }
    if let Some(value) = conditions(&block.child("condition")) {
        put("Condition", "condition", value);
    }
    Value { kind: Kind::Map(map.into()), ..block.clone() }
}

/// `&{` stands for `${` in resources, identifiers and condition values.
fn with_variables(value: Value) -> Value {
    match &value.kind {
        Kind::String(text) if text.flat().contains("&{") => {
            let replaced = text.map_literals(|text| text.replace("&{", "${"));
            Value { kind: Kind::String(replaced), ..value }
        }
        Kind::Unknown(unknown) if !unknown.any_of.is_empty() => {
            let unknown = unknown.map(|choice| with_variables(choice.clone()));
            Value { kind: Kind::Unknown(Arc::new(unknown)), ..value }
        }
        _ => value,
    }
}

/// A set of strings: a single one by itself, more in reverse order, none left out.
fn string_list(value: &Value, replaces: bool) -> Option<Value> {
    match &value.kind {
        Kind::Null => None,
        Kind::Unknown(unknown) if unknown.any_of.is_empty() => Some(value.clone()),
        Kind::Unknown(unknown) => {
            let choices = unknown.any_of.iter();
            let choices =
                choices.map(|choice| string_list(choice, replaces).unwrap_or(Value::NULL));
            one_of(&unknown.why, choices)
        }
        _ => {
            let mut items: Vec<Value> = vec![];
            for item in value.items() {
                if !item.is_null() && !items.contains(&item) {
                    items.push(if replaces { with_variables(item) } else { item });
                }
            }
            match items.len() {
                0 => None,
                1 => items.pop(),
                _ => {
                    let flat = |v: &Value| v.as_text().map(|t| EcoString::from(t.flat()));
                    items.sort_by_key(|item| std::cmp::Reverse(flat(item)));
                    Some(Value { kind: Kind::List(items.into_iter().collect()), ..value.clone() })
                }
            }
        }
    }
}

fn principals(blocks: &Value) -> Option<Value> {
    let items = blocks.items();
    // Blocks that may be there: what stands in them is one of the possible principals.
    if let Some(unknown) = items.iter().find_map(|item| item.as_unknown()) {
        return Some(uncertain(blocks, unknown, &items, &["type"], principals));
    }
    let first = items.first()?;
    let mut map = Map::default();
    for block in &items {
        let Some(kind) = block.child("type").to_text().map(|text| text.to_string()) else {
            continue;
        };
        let identifiers = string_list(&block.child("identifiers"), true);
        let identifiers = identifiers.unwrap_or_else(|| Value::list([]));
        // `{"*": "*"}`, and no other, is written as `"*"`.
        if items.len() == 1 && kind == "*" && identifiers.as_str() == Some("*") {
            return Some(identifiers);
        }
        append(&mut map, &kind, identifiers);
    }
    map.entries.sort_keys();
    Some(Value { kind: Kind::Map(map.into()), ..first.clone() })
}

/// Adds to what a key holds already; one value stands by itself, more as a list.
fn append(map: &mut Map, key: &str, value: Value) {
    let entry = match map.entries.swap_remove(key) {
        None => value,
        Some(old) => {
            let items = old.value.items().into_iter().chain(value.items());
            Value { kind: Kind::List(items.collect()), ..old.value }
        }
    };
    map.insert(key, entry);
}

fn conditions(blocks: &Value) -> Option<Value> {
    let items = blocks.items();
    if let Some(unknown) = items.iter().find_map(|item| item.as_unknown()) {
        return Some(uncertain(blocks, unknown, &items, &["test", "variable"], conditions));
    }
    let first = items.first()?;
    let mut tests: Vec<(EcoString, Map, Value)> = vec![];
    for block in &items {
        let text = |name: &str| block.child(name).to_text().map(|text| shown(&text));
        let (Some(test), Some(variable)) = (text("test"), text("variable")) else { continue };
        let values = block.child("values");
        let values = match &values.kind {
            Kind::Unknown(_) => values,
            _ => {
                let mut items: Vec<Value> =
                    values.items().into_iter().map(with_variables).collect();
                match (items.len(), items.pop()) {
                    (1, Some(only)) => only,
                    (_, last) => {
                        items.extend(last);
                        Value { kind: Kind::List(items.into_iter().collect()), ..values }
                    }
                }
            }
        };
        let index = tests.iter().position(|(known, ..)| *known == test).unwrap_or_else(|| {
            tests.push((test, Map::default(), block.clone()));
            tests.len() - 1
        });
        append(&mut tests[index].1, &variable, values);
    }
    tests.sort_by(|a, b| a.0.cmp(&b.0));
    let mut map = Map::default();
    for (test, mut variables, block) in tests {
        variables.entries.sort_keys();
        map.insert(test, Value { kind: Kind::Map(variables.into()), ..block });
    }
    Some(Value { kind: Kind::Map(map.into()), ..first.clone() })
}

fn shown(text: &Text) -> EcoString {
    text.as_known().map_or_else(|| text.to_string().into(), EcoString::from)
}

/// Blocks of which some may not be there: with all of them, or with the certain ones only.
fn uncertain(
    blocks: &Value,
    unknown: &Arc<Unknown>,
    items: &[Value],
    keys: &[&str],
    make: impl Fn(&Value) -> Option<Value>,
) -> Value {
    let certain = items.iter().filter(|item| item.as_unknown().is_none()).cloned();
    let all = items.iter().flat_map(|item| match item.as_unknown() {
        Some(unknown) => unknown.any_of.clone(),
        None => vec![item.clone()],
    });
    // Any number of blocks with the same key come down to one; where the key is not known,
    // alternatives would claim too much.
    let opaque = items.iter().filter_map(|item| item.as_unknown()).any(|u| u.any_of.is_empty());
    let open = all.clone().any(|item| keys.iter().any(|key| item.child(key).as_str().is_none()));
    if opaque || open {
        return Value { origin: blocks.origin.clone(), ..Value::unknown(unknown.why.clone()) };
    }
    let list = |items: Vec<Value>| Value {
        kind: Kind::List(items.into_iter().collect()),
        ..blocks.clone()
    };
    let choices = [list(certain.collect()), list(all.collect())];
    let choices = choices.iter().map(|choice| make(choice).unwrap_or(Value::NULL));
    one_of(&unknown.why, choices).unwrap_or(Value::NULL)
}
