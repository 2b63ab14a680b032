//! What a configuration declares as readable JSON: how a user sees why something was or was
//! not decided (`iacscan model --resources`).

use serde_json::{Map as Json, Value as JsonValue, json};

use crate::declared::{Configuration, Declared, Existence};
use crate::source::{Place, Sources, Span};
use crate::value::{Kind, Origin, Unknown, Value};

/// A configuration's resources and diagnostics as JSON.
///
/// Known values are plain JSON; an unknown is `{"unknown": "depends on …"}`, with `any_of`
/// where its alternatives are known; a string that encodes JSON is `{"json": …}`. `origins`
/// gives for every value that is written somewhere its place as `file:line:column`, and
/// after it the references that carried it.
pub fn dump(configuration: &Configuration, sources: &Sources) -> JsonValue {
    let resources: Vec<JsonValue> =
        configuration.resources.iter().map(|resource| declared(resource, sources)).collect();
    let diagnostics: Vec<JsonValue> = configuration
        .diagnostics
        .iter()
        .map(|diagnostic| {
            let at = match &diagnostic.place {
                Place::Path(path) => path.display().to_string(),
                Place::Span(span) => place(*span, sources),
            };
            json!({ "at": at, "message": diagnostic.message })
        })
        .collect();
    json!({
        "name": configuration.name,
        "language": configuration.language.to_string(),
        "resources": resources,
        "diagnostics": diagnostics,
    })
}

fn declared(resource: &Declared, sources: &Sources) -> JsonValue {
    let mut origins = Json::<String, JsonValue>::new();
    collect(&resource.properties, &Origin::NONE, "", sources, &mut origins);
    let mut json = json!({
        "address": resource.address.as_str(),
        "kind": resource.kind.as_str(),
        "at": place(resource.header, sources),
        "properties": value(&resource.properties),
        "origins": origins,
    });
    if let Existence::Possible(unknown) = &resource.existence {
        json["exists"] = unknown_json(unknown);
    }
    if !resource.calls.is_empty() {
        json["calls"] = resource.calls.iter().map(|call| place(*call, sources)).collect();
    }
    json
}

fn place(span: Span, sources: &Sources) -> String {
    let start = sources.start(span);
    let path = sources.path(span.file).display().to_string().replace('\\', "/");
    format!("{path}:{}:{}", start.line, start.column)
}

fn unknown_json(unknown: &Unknown) -> JsonValue {
    let mut json = json!({ "unknown": format!("depends on {}", unknown.why) });
    if !unknown.any_of.is_empty() {
        json["any_of"] = unknown.any_of.iter().map(value).collect();
    }
    json
}

/// A value as JSON.
pub(crate) fn value(of: &Value) -> JsonValue {
    if of.sensitive {
        return json!({ "sensitive": of.find_unknown().is_none() });
    }
    match &of.kind {
        Kind::Null => JsonValue::Null,
        Kind::Bool(value) => json!(value),
        Kind::Number(number) => {
            serde_json::from_str(&number.to_string()).unwrap_or(JsonValue::Null)
        }
        Kind::String(text) => match text.decoded() {
            Some(decoded) => json!({ "json": value(decoded) }),
            None => json!(text.to_string()),
        },
        Kind::List(items) | Kind::Set(items) => items.iter().map(value).collect(),
        Kind::Map(map) => {
            let entries = map.iter().map(|(key, item)| (key.to_string(), value(item)));
            let mut json: Json<String, JsonValue> = entries.collect();
            if let Some(rest) = &map.rest {
                json.insert("…".into(), unknown_json(rest));
            }
            json.into()
        }
        Kind::Unknown(unknown) => unknown_json(unknown),
    }
}

fn collect(
    of: &Value,
    outer: &Origin,
    path: &str,
    sources: &Sources,
    origins: &mut Json<String, JsonValue>,
) {
    let origin = of.origin.clone().followed_by(outer);
    let at = |key: &str| if path.is_empty() { key.to_owned() } else { format!("{path}.{key}") };
    match &of.kind {
        Kind::List(items) | Kind::Set(items) => {
            for (index, item) in items.iter().enumerate() {
                collect(item, &origin, &format!("{path}[{index}]"), sources, origins);
            }
            return;
        }
        Kind::Map(map) => {
            for (key, item) in map.iter() {
                collect(item, &origin, &at(key), sources, origins);
            }
            return;
        }
        Kind::String(text) => {
            if let Some(decoded) = text.decoded() {
                return collect(decoded, &origin, path, sources, origins);
            }
        }
        _ => {}
    }
    let mut way: Vec<String> = origin.span.map(|span| place(span, sources)).into_iter().collect();
    let hops = origin.hops();
    way.extend(hops.iter().map(|hop| format!("{} {}", place(hop.span, sources), hop.name)));
    if !way.is_empty() {
        origins.insert(path.to_owned(), json!(way));
    }
}
