//! What a template comes to, for people to read and for tests to compare.

use iacscan::cloudformation::Evaluated;
use iacscan::declared::Existence;
use iacscan::source::{Place, Sources, Span};
use iacscan::value::{Kind, Value};
use serde_json::{Map, Value as Json, json};

/// A place as `file:line:column`.
pub fn place(sources: &Sources, span: Span) -> String {
    let at = sources.start(span);
    format!("{}:{}:{}", sources.path(span.file).display(), at.line, at.column)
}

/// What a template comes to, for people to read: known values as JSON, text with `${…}` and
/// `<…>` for what is not known in it, and for every scalar the place it comes from.
pub fn dump(evaluated: &Evaluated, sources: &Sources) -> Json {
    let resources = evaluated.configuration.resources.iter().map(|resource| {
        let mut origins = Map::new();
        origin_dump(&resource.properties, "", sources, &mut origins);
        let existence = match &resource.existence {
            Existence::Certain => json!("certain"),
            Existence::Possible(unknown) => json!(format!("depends on {}", unknown.why)),
        };
        json!({
            "address": resource.address.as_str(),
            "kind": resource.kind.as_str(),
            "at": place(sources, resource.header),
            "exists": existence,
            "properties": value_dump(&resource.properties),
            "origins": origins,
        })
    });
    let diagnostics = evaluated.configuration.diagnostics.iter().map(|diagnostic| {
        let at = match &diagnostic.place {
            Place::Path(path) => path.display().to_string(),
            Place::Span(span) => place(sources, *span),
        };
        json!(format!("{at}: {:?}: {}", diagnostic.kind, diagnostic.message))
    });
    let exports = evaluated.exports.iter().map(|e| (e.name.to_string(), value_dump(&e.value)));
    json!({
        "resources": resources.collect::<Vec<_>>(),
        "counted": evaluated.resources,
        "exports": exports.collect::<Map<_, _>>(),
        "diagnostics": diagnostics.collect::<Vec<_>>(),
    })
}

/// A value as JSON: what is known as itself, text with `${…}` and `<…>` for what is not.
pub fn value_dump(value: &Value) -> Json {
    let json = match &value.kind {
        Kind::Null => Json::Null,
        Kind::Bool(known) => json!(known),
        Kind::Number(number) => match number.as_int().and_then(|int| i64::try_from(int).ok()) {
            Some(int) => json!(int),
            None => json!(number.as_f64()),
        },
        Kind::String(text) => json!(text.to_string()),
        Kind::List(items) | Kind::Set(items) => items.iter().map(value_dump).collect(),
        Kind::Map(map) => {
            let mut known: Map<String, Json> =
                map.iter().map(|(key, value)| (key.to_string(), value_dump(value))).collect();
            if let Some(rest) = &map.rest {
                known.insert("…".into(), json!(format!("depends on {}", rest.why)));
            }
            known.into()
        }
        Kind::Unknown(unknown) if unknown.any_of.is_empty() => {
            json!({"unknown": format!("depends on {}", unknown.why)})
        }
        Kind::Unknown(unknown) => json!({
            "unknown": format!("depends on {}", unknown.why),
            "any_of": unknown.any_of.iter().map(value_dump).collect::<Vec<_>>(),
        }),
    };
    if value.sensitive { json!({"sensitive": json}) } else { json }
}

fn origin_dump(value: &Value, path: &str, sources: &Sources, origins: &mut Map<String, Json>) {
    match &value.kind {
        Kind::List(_) | Kind::Set(_) => {
            for (index, item) in value.items().iter().enumerate() {
                origin_dump(item, &format!("{path}[{index}]"), sources, origins);
            }
        }
        Kind::Map(map) => {
            for (key, _) in map.iter() {
                let path = if path.is_empty() { key.to_string() } else { format!("{path}.{key}") };
                origin_dump(&value.child(key), &path, sources, origins);
            }
        }
        _ => {
            let mut text = value.origin.span.map_or("nowhere".into(), |span| place(sources, span));
            for hop in value.origin.hops() {
                text.push_str(&format!(", {} at {}", hop.name, place(sources, hop.span)));
            }
            origins.insert(path.into(), text.into());
        }
    }
}
