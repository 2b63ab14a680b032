//! The parts of a plan's JSON that matter, each with its place in the file.

use std::collections::BTreeMap;

use ecow::{EcoString, eco_format};
use serde::Deserialize;
use serde_json::value::RawValue;

use super::{Action, Planned};
use crate::declared::Literal;
use crate::source::{FileId, Span};
use crate::terraform::literals;
use crate::value::{Entry, Kind, Map, Value, Why, from_json_text};

/// Whether a JSON text is a plan or state of `terraform show -json`, judged by its start.
pub fn is_plan(text: &str) -> bool {
    let start = text.char_indices().nth(2_000).map_or(text, |(at, _)| &text[..at]);
    start.trim_start().starts_with('{')
        && start.contains("\"format_version\"")
        && start.contains("\"terraform_version\"")
}

#[derive(Deserialize)]
pub(super) struct Document<'a> {
    #[serde(default, borrow)]
    pub variables: BTreeMap<String, Variable<'a>>,
    #[serde(borrow)]
    pub planned_values: Option<Values<'a>>,
    #[serde(borrow)]
    pub values: Option<Values<'a>>,
    #[serde(borrow)]
    pub resource_changes: Option<Vec<&'a RawValue>>,
    #[serde(borrow)]
    pub configuration: Option<Source<'a>>,
}

/// What a plan tells of its source.
#[derive(Deserialize)]
pub(super) struct Source<'a> {
    #[serde(default, borrow)]
    pub provider_config: BTreeMap<String, ProviderConfig<'a>>,
}

#[derive(Deserialize)]
pub(super) struct ProviderConfig<'a> {
    #[serde(default)]
    name: String,
    #[serde(borrow)]
    expressions: Option<&'a RawValue>,
}

/// What is read of a plan.
#[derive(Default)]
pub(super) struct Found {
    pub resources: Vec<Planned>,
    /// Its strings, which are searched for credentials where there is no source beside it.
    pub literals: Vec<Literal>,
}

#[derive(Deserialize)]
pub(super) struct Variable<'a> {
    #[serde(borrow)]
    pub value: Option<&'a RawValue>,
}

#[derive(Deserialize)]
pub(super) struct Values<'a> {
    #[serde(default, borrow)]
    pub root_module: ModuleValues<'a>,
}

#[derive(Deserialize, Default)]
pub(super) struct ModuleValues<'a> {
    #[serde(default, borrow)]
    resources: Vec<&'a RawValue>,
    #[serde(default, borrow)]
    child_modules: Vec<ModuleValues<'a>>,
}

#[derive(Deserialize)]
struct ResourceValues<'a> {
    address: String,
    #[serde(default)]
    mode: String,
    #[serde(rename = "type")]
    kind: String,
    #[serde(borrow)]
    values: Option<&'a RawValue>,
    #[serde(borrow)]
    sensitive_values: Option<&'a RawValue>,
}

#[derive(Deserialize)]
pub(super) struct Change<'a> {
    address: String,
    #[serde(default)]
    mode: String,
    #[serde(rename = "type")]
    kind: String,
    #[serde(borrow)]
    change: Effect<'a>,
}

#[derive(Deserialize)]
struct Effect<'a> {
    actions: Vec<String>,
    #[serde(borrow)]
    after: Option<&'a RawValue>,
    #[serde(borrow)]
    after_unknown: Option<&'a RawValue>,
    #[serde(borrow)]
    after_sensitive: Option<&'a RawValue>,
}

/// Where parts of the text stand in the file.
pub(super) struct Offsets<'a> {
    pub file: FileId,
    pub text: &'a str,
}

impl Offsets<'_> {
    /// The place of a part of the text.
    pub fn span(&self, part: &str) -> Span {
        let start = (part.as_ptr() as usize).saturating_sub(self.text.as_ptr() as usize);
        let start = start.min(self.text.len());
        Span::new(self.file, start, (start + part.len()).min(self.text.len()))
    }

    /// A part of the text as a value, every part of it with its place.
    pub fn value(&self, raw: &RawValue) -> Result<Value, String> {
        let text = Value::string(raw.get()).at(self.span(raw.get()));
        from_json_text(&text).map_err(|(message, _)| message)
    }

    fn optional(&self, raw: Option<&RawValue>) -> Result<Value, String> {
        raw.map_or(Ok(Value::NULL), |raw| self.value(raw))
    }
}

fn kind_of(mode: &str, kind: &str) -> EcoString {
    if mode == "data" { eco_format!("data.{kind}") } else { kind.into() }
}

impl Found {
    /// The path of a literal is that of its source: `resource`, type, name with its key.
    fn literals(&mut self, mode: &str, kind: &str, address: &str, values: &Value) {
        let mode = if mode == "data" { "data" } else { "resource" };
        let name = address.rsplit_once(&format!("{kind}.")).map_or(address, |(_, name)| name);
        let mut path = vec![mode.into(), kind.into(), name.into()];
        literals::of_value(values, &mut path, &mut self.literals);
    }
}

impl ProviderConfig<'_> {
    /// Literals among the arguments of a provider.
    pub fn literals(&self, offsets: &Offsets, literals: &mut Vec<Literal>) -> Result<(), String> {
        let expressions = offsets.optional(self.expressions)?;
        for (argument, value) in expressions.as_map().into_iter().flat_map(Map::iter) {
            let value = value.child("constant_value");
            let mut path = vec!["provider".into(), self.name.as_str().into(), argument.clone()];
            literals::of_value(&value, &mut path, literals);
        }
        Ok(())
    }
}

impl Change<'_> {
    /// The resource after the change; none if there is none then.
    pub fn planned(
        &self,
        offsets: &Offsets,
        span: Span,
        wanted: &dyn Fn(&str) -> bool,
        found: &mut Found,
    ) -> Result<(), String> {
        let actions: Vec<&str> = self.change.actions.iter().map(String::as_str).collect();
        let action = match actions.as_slice() {
            ["delete" | "forget"] => return Ok(()),
            ["create" | "read"] => Action::Create,
            ["update"] => Action::Update,
            [_, _, ..] => Action::Replace,
            _ => Action::Keep,
        };
        let kind = kind_of(&self.mode, &self.kind);
        let address = EcoString::from(self.address.as_str());
        let change = &self.change;
        let after = offsets.optional(change.after)?;
        found.literals(&self.mode, &self.kind, &address, &after);
        let values = if wanted(&kind) {
            let unknown = offsets.optional(change.after_unknown)?;
            let sensitive = offsets.optional(change.after_sensitive)?;
            marked(after, &unknown, &sensitive, &address, "")
        } else {
            Value::NULL
        };
        let values = without_nulls(values);
        found.resources.push(Planned { address, kind, action, span, values });
        Ok(())
    }
}

impl ModuleValues<'_> {
    /// All resources of a module and those below it.
    pub fn resources(
        &self,
        offsets: &Offsets,
        wanted: &dyn Fn(&str) -> bool,
        found: &mut Found,
    ) -> Result<(), String> {
        for raw in &self.resources {
            let resource: ResourceValues =
                serde_json::from_str(raw.get()).map_err(|error| error.to_string())?;
            let kind = kind_of(&resource.mode, &resource.kind);
            let address = EcoString::from(resource.address.as_str());
            let values = offsets.optional(resource.values)?;
            found.literals(&resource.mode, &resource.kind, &address, &values);
            let values = if wanted(&kind) {
                let sensitive = offsets.optional(resource.sensitive_values)?;
                without_nulls(marked(values, &Value::NULL, &sensitive, &address, ""))
            } else {
                Value::NULL
            };
            let span = offsets.span(raw.get());
            found.resources.push(Planned { address, kind, action: Action::Keep, span, values });
        }
        self.child_modules.iter().try_for_each(|child| child.resources(offsets, wanted, found))
    }
}

/// The value with what is unknown, and what is sensitive, marked as the plan says: `true`
/// stands for the whole value, objects and lists for their parts.
fn marked(value: Value, unknown: &Value, sensitive: &Value, address: &str, path: &str) -> Value {
    let is_sensitive = sensitive.as_bool() == Some(true);
    if unknown.as_bool() == Some(true) {
        let why = Why::Computed(address.into(), path.trim_start_matches('.').into());
        let value = Value { origin: value.origin, ..Value::unknown(why) };
        return value.or_sensitive(is_sensitive);
    }
    let Value { kind, origin, .. } = value;
    let kind = match kind {
        Kind::Map(map) => {
            let mut map = Map::clone(&map);
            // What is wholly unknown is not among the values.
            if let Kind::Map(unknown) = &unknown.kind {
                for (key, entry) in &unknown.entries {
                    let known = map.entries.contains_key(key);
                    if !known && (entry.value.as_bool() == Some(true)) {
                        let entry = Entry { key_span: None, value: Value::NULL };
                        map.entries.insert(key.clone(), entry);
                    }
                }
            }
            for (key, entry) in &mut map.entries {
                let value = std::mem::replace(&mut entry.value, Value::NULL);
                let (unknown, sensitive) = (unknown.child(key), sensitive.child(key));
                entry.value =
                    marked(value, &unknown, &sensitive, address, &format!("{path}.{key}"));
            }
            Kind::Map(map.into())
        }
        Kind::List(items) => {
            let part = |of: &Value, index: usize| {
                of.as_list().and_then(|items| items.get(index)).cloned().unwrap_or(Value::NULL)
            };
            let items = items.into_iter().enumerate().map(|(index, item)| {
                let (unknown, sensitive) = (part(unknown, index), part(sensitive, index));
                marked(item, &unknown, &sensitive, address, &format!("{path}[{index}]"))
            });
            Kind::List(items.collect())
        }
        kind => kind,
    };
    Value { origin, ..Value::from(kind) }.or_sensitive(is_sensitive)
}

/// A plan writes every argument that is not given as null, and every block that is not there
/// as an empty list.
fn without_nulls(value: Value) -> Value {
    let Value { kind, origin, sensitive, uniform } = value;
    let kind = match kind {
        Kind::Map(map) => {
            let mut kept = Map::default();
            for (key, entry) in &map.entries {
                let empty = entry.value.as_list().is_some_and(<[_]>::is_empty);
                if !entry.value.is_null() && !empty {
                    let value = without_nulls(entry.value.clone());
                    kept.entries.insert(key.clone(), Entry { value, ..*entry });
                }
            }
            Kind::Map(kept.into())
        }
        Kind::List(items) => Kind::List(items.into_iter().map(without_nulls).collect()),
        kind => kind,
    };
    Value { kind, origin, sensitive, uniform }
}
