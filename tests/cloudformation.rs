//! Golden tests of the evaluation of templates: every folder below `testdata/cloudformation`
//! holds a template and what it comes to. `IACSCAN_BLESS=1 cargo test --test cloudformation`
//! writes the latter anew; read the difference before you commit it.

use std::path::{Path, PathBuf};

use iacscan::cloudformation::{self, Evaluated, Files, Options};
use iacscan::declared::Existence;
use iacscan::source::{FileId, Place, Sources, Span};
use iacscan::value::{Kind, Value};
use serde_json::{Map, Value as Json, json};

/// Reads files below one folder only.
struct Folder<'f> {
    root: &'f Path,
    sources: &'f Sources,
}

impl Files for Folder<'_> {
    fn read(&self, path: &Path) -> Result<FileId, String> {
        let text =
            std::fs::read_to_string(self.root.join(path)).map_err(|e| e.kind().to_string())?;
        Ok(self.sources.add(path, text))
    }
}

fn place(sources: &Sources, span: Span) -> String {
    let at = sources.start(span);
    format!("{}:{}:{}", sources.path(span.file).display(), at.line, at.column)
}

/// What a template comes to, for people to read: known values as JSON, text with `${…}` and
/// `<…>` for what is not known in it, and for every scalar the place it comes from.
fn dump(evaluated: &Evaluated, sources: &Sources) -> Json {
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
    let exports = evaluated.exports.iter().map(|(name, value)| (name.clone(), value_dump(value)));
    json!({
        "resources": resources.collect::<Vec<_>>(),
        "counted": evaluated.resources,
        "exports": exports.collect::<Map<_, _>>(),
        "diagnostics": diagnostics.collect::<Vec<_>>(),
    })
}

fn value_dump(value: &Value) -> Json {
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

fn evaluate(folder: &Path) -> Json {
    let found = ["template.yaml", "template.json"].map(PathBuf::from);
    let name = found.iter().find(|name| folder.join(name).exists()).expect("a template");
    let sources = Sources::new();
    let files = Folder { root: folder, sources: &sources };
    let file = files.read(name).expect("readable");
    let (trees, diagnostics) = cloudformation::templates(file, sources.get(file).text());
    assert_eq!(diagnostics, [], "{}", folder.display());
    let options = Options { files: Some(&files), ..Options::default() };
    let dumps = trees.iter().map(|tree| {
        dump(&cloudformation::evaluate(tree, name, &sources, &options, &|_| true), &sources)
    });
    match dumps.collect::<Vec<_>>().as_slice() {
        [one] => one.clone(),
        several => json!(several),
    }
}

/// The folders of golden tests, in order.
fn folders() -> Vec<PathBuf> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("testdata/cloudformation");
    let entries = std::fs::read_dir(root).expect("testdata").map(|e| e.expect("entry").path());
    let mut folders: Vec<PathBuf> = entries.filter(|path| path.is_dir()).collect();
    folders.sort();
    folders
}

#[test]
fn templates_come_to_what_is_written_beside_them() {
    let mut wrong = vec![];
    for folder in folders() {
        let actual = serde_json::to_string_pretty(&evaluate(&folder)).expect("JSON") + "\n";
        let path = folder.join("expected.json");
        if std::env::var_os("IACSCAN_BLESS").is_some() {
            std::fs::write(&path, &actual).expect("writable");
        }
        let expected = std::fs::read_to_string(&path).unwrap_or_default();
        if actual != expected {
            let line = actual.lines().zip(expected.lines()).position(|(a, b)| a != b).unwrap_or(0);
            let at = actual.lines().nth(line).unwrap_or("");
            wrong.push(format!("{}:{}: {at}", path.display(), line + 1));
        }
    }
    assert!(wrong.is_empty(), "first differences:\n{}", wrong.join("\n"));
}
