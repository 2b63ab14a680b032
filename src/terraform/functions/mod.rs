//! Stand-in until the functions' branch is merged.
use crate::value::{Kind, Value, to_json_text};

/// What functions may ask of the evaluator.
pub trait Env {
    /// The text of a file.
    fn read_file(&self, path: &str) -> Result<Value, String>;
    /// Paths that match.
    fn file_set(&self, dir: &str, pattern: &str) -> Result<Value, String>;
    /// Whether a file is there.
    fn file_exists(&self, path: &str) -> Result<bool, String>;
    /// A template evaluated.
    fn render_template(&self, template: &Value, vars: &Value) -> Result<Value, String>;
}

/// Whether there is such a function.
pub fn exists(name: &str) -> bool {
    ["jsonencode", "toset", "concat", "values", "file", "templatefile"].contains(&name)
}

/// Calls a function.
pub fn call(name: &str, args: &[Value], _env: &dyn Env) -> Result<Value, String> {
    match (name, args) {
        ("jsonencode", [value]) => Ok(Value::from(Kind::String(to_json_text(value)))),
        ("toset", [value]) => {
            let kind = super::types::set(value.items());
            Ok(Value { kind, ..value.clone() })
        }
        ("concat", lists) => Ok(Value::list(lists.iter().flat_map(|list| list.items()))),
        ("values", [map]) => match map.as_map() {
            Some(map) => Ok(Value::list(map.iter().map(|(_, value)| value.clone()))),
            None => Ok(map.clone()),
        },
        ("file", [path]) => _env.read_file(path.as_str().unwrap_or_default()),
        ("templatefile", [path, vars]) => {
            let template = _env.read_file(path.as_str().unwrap_or_default())?;
            _env.render_template(&template, vars)
        }
        _ => Err("no such function".into()),
    }
}
