//! The model as JSON, for people who debug or build on it.

use serde_json::{Value as Json, json};

use super::{Entity, Model};
use crate::source::{Sources, Span};
use crate::value::{Kind, Value};

impl Model {
    /// The entities with their fields and places. Unknown values are objects with the one
    /// key `unknown`, sensitive ones with the one key `sensitive`.
    pub fn to_json(&self, sources: &Sources) -> Json {
        Json::Array(self.entities.iter().map(|entity| entity_json(entity, sources)).collect())
    }
}

fn entity_json(entity: &Entity, sources: &Sources) -> Json {
    let mut fields = serde_json::Map::new();
    for (index, info) in entity.kind.schema().fields.iter().enumerate() {
        let value = &entity.values[index];
        if !value.is_null() {
            let mut field = json!({ "value": value_json(value) });
            if let Some(span) = value.origin.span {
                field["at"] = place(span, sources);
            }
            fields.insert(info.name.into(), field);
        }
    }
    json!({
        "kind": entity.kind.schema().name,
        "addresses": entity.parts.iter().map(|part| part.address.as_str()).collect::<Vec<_>>(),
        "at": place(entity.parts[0].header, sources),
        "declared": entity.declared,
        "certain": entity.existence.is_certain(),
        "fields": fields,
    })
}

/// `path:line:column`.
fn place(span: Span, sources: &Sources) -> Json {
    let start = sources.start(span);
    let path = sources.path(span.file).display().to_string().replace('\\', "/");
    format!("{path}:{}:{}", start.line, start.column).into()
}

/// A value as JSON; see [`Model::to_json`].
pub fn value_json(value: &Value) -> Json {
    if value.sensitive {
        return json!({ "sensitive": true });
    }
    match &value.kind {
        Kind::Null => Json::Null,
        Kind::Bool(value) => json!(value),
        Kind::Number(number) => number
            .as_int()
            .and_then(|int| i64::try_from(int).ok())
            .map_or_else(|| json!(number.as_f64()), |int| json!(int)),
        Kind::String(text) => json!(text.to_string()),
        Kind::List(items) | Kind::Set(items) => items.iter().map(value_json).collect(),
        Kind::Map(map) => {
            let mut json: serde_json::Map<String, Json> =
                map.iter().map(|(key, value)| (key.to_string(), value_json(value))).collect();
            if let Some(rest) = &map.rest {
                json.insert("…".into(), json!({ "unknown": rest.why.to_string() }));
            }
            Json::Object(json)
        }
        Kind::Unknown(unknown) if unknown.any_of.is_empty() => {
            json!({ "unknown": unknown.why.to_string() })
        }
        Kind::Unknown(unknown) => json!({
            "unknown": unknown.why.to_string(),
            "anyOf": unknown.any_of.iter().map(value_json).collect::<Vec<_>>(),
        }),
    }
}
