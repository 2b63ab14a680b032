//! Terraform's functions against recordings of `terraform console`:
//! testdata/oracle/functions/record.py says how they are made.

use std::path::{Path, PathBuf};

use iacscan::terraform::convert::{Type, convert};
use iacscan::terraform::functions::{self, Env};
use iacscan::value::{Kind, Map, Number, Value, Why, to_json_text};
use serde_json::Value as Json;

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("testdata/oracle/functions")
}

/// Files lie where the recordings found them; templates are the evaluator's.
struct Files;

impl Env for Files {
    fn read_file(&self, path: &str) -> Result<Value, String> {
        let text = std::fs::read_to_string(folder().join(path)).map_err(|_| {
            format!(
                "no file exists at {path:?}; this function works only with files that are \
                 distributed as part of the configuration source code, so if this file will be \
                 created by a resource in this configuration you must instead obtain this result \
                 from an attribute of that resource"
            )
        })?;
        Ok(Value::string(text))
    }

    fn file_set(&self, _: &str, _: &str) -> Result<Value, String> {
        Ok(Value::unknown(Why::Function("fileset".into())))
    }

    fn file_exists(&self, path: &str) -> Result<bool, String> {
        match folder().join(path).is_dir() {
            true => Err(format!("{path:?} is a directory, not a file")),
            false => Ok(folder().join(path).exists()),
        }
    }

    fn render_template(&self, _: &Value, _: &Value) -> Result<Value, String> {
        Ok(Value::unknown(Why::Function("templatefile".into())))
    }
}

fn value(json: &Json) -> Value {
    match json {
        Json::Null => Value::NULL,
        Json::Bool(b) => Value::bool(*b),
        Json::Number(number) => Number::parse(&number.to_string()).map_or(Value::NULL, Value::number),
        Json::String(text) => Value::string(text.as_str()),
        Json::Array(items) => Value::list(items.iter().map(value)),
        Json::Object(entries) => {
            let only = entries.iter().next().filter(|_| entries.len() == 1);
            let any = || Box::new(Type::Any);
            let typed = |json: &Json, ty: Type| convert(&value(json), &ty).unwrap();
            match only.map(|(key, inner)| (key.as_str(), inner)) {
                Some(("$set", items)) => typed(items, Type::Set(any())),
                Some(("$list", items)) => typed(items, Type::List(any())),
                Some(("$map", items)) => typed(items, Type::Map(any())),
                Some(("$sensitive", inner)) => value(inner).or_sensitive(true),
                _ => {
                    let mut map: Map =
                        entries.iter().map(|(key, item)| (key.into(), value(item))).collect();
                    map.entries.sort_unstable_keys();
                    Value::map(map)
                }
            }
        }
    }
}

/// What differs, and why it may.
fn excuse(case: &Json, ours: &str) -> Option<&'static str> {
    let _ = (case, ours);
    None
}

#[test]
fn functions_agree_with_terraform() {
    let mut report = vec![];
    let (mut total, mut excused, mut unequal) = (0, 0, 0);
    let mut names: Vec<_> = std::fs::read_dir(folder())
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|extension| extension == "json"))
        .collect();
    names.sort();
    for path in names {
        let recorded: Json = serde_json::from_str(&std::fs::read_to_string(&path).unwrap()).unwrap();
        for case in recorded["cases"].as_array().unwrap() {
            total += 1;
            let name = case["function"].as_str().unwrap();
            let args: Vec<Value> = case["args"].as_array().unwrap().iter().map(value).collect();
            let ours = match functions::call(name, &args, &Files) {
                Ok(value) if matches!(value.kind, Kind::Unknown(_)) => "unknown".to_owned(),
                Ok(value) => to_json_text(&value).to_string(),
                Err(message) => format!("error: {message}"),
            };
            let theirs = match (case["result"].as_str(), case["error"].as_str()) {
                (Some(result), _) => result.to_owned(),
                (None, Some(error)) => format!("error: {error}"),
                (None, None) => "unknown".to_owned(),
            };
            if ours == theirs {
                continue;
            }
            if excuse(case, &ours).is_some() {
                excused += 1;
                continue;
            }
            unequal += 1;
            report.push(format!("{name}{}\n   theirs {theirs}\n   ours   {ours}", case["args"]));
        }
    }
    std::fs::write(Path::new(env!("CARGO_TARGET_TMPDIR")).join("functions.txt"), report.join("\n")).unwrap();
    assert_eq!(unequal, 0, "of {total}, {excused} excused:\n{}", report.iter().take(40).cloned().collect::<Vec<_>>().join("\n"));
}
