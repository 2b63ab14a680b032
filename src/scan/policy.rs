//! Policy documents by themselves, as configurations of one resource.

use std::path::Path;

use crate::declared::{Configuration, Declared, Existence, Language};
use crate::source::{Diagnostic, FileId, slashed};
use crate::syntax::data::{Node, NodeKind, ScalarStyle};
use crate::syntax::yaml;
use crate::value::{Kind, Map, Number, Value};

/// Whether a text may hold a policy document: cheap, and never wrong about one.
pub fn looks_like_policy(text: &str) -> bool {
    text.contains("Statement")
}

/// The policy document of a file, if it is one.
///
/// # Errors
/// What cannot be read of it.
pub fn read(
    file: FileId,
    path: &Path,
    text: &str,
) -> Result<Option<Configuration>, Vec<Diagnostic>> {
    let parsed = yaml::parse(file, text);
    if !parsed.diagnostics.is_empty() {
        return Err(parsed.diagnostics);
    }
    let [tree] = &parsed.tree[..] else { return Ok(None) };
    Ok(is_policy(tree).then(|| configuration(path, tree)))
}

/// Whether a tree is a policy document: it has statements, and a version or an effect.
fn is_policy(tree: &Node) -> bool {
    let Some(statements) = tree.get("Statement") else { return false };
    let effect = |node: &Node| node.get("Effect").is_some();
    tree.get("Version").is_some()
        || effect(statements)
        || statements.as_sequence().is_some_and(|all| all.iter().any(effect))
}

fn configuration(path: &Path, tree: &Node) -> Configuration {
    let name = slashed(path);
    let file = path.file_name().map_or_else(|| name.clone(), |n| n.to_string_lossy().into_owned());
    let mut properties = Map::default();
    properties.insert("name", Value::string(file.clone()));
    properties.insert("document", value(tree));
    let declared = Declared {
        address: file.into(),
        kind: "policy".into(),
        header: tree.span,
        properties: Value::map(properties),
        existence: Existence::Certain,
        calls: vec![],
    };
    Configuration {
        account_id: None,
        language: Language::Policy,
        name,
        resources: vec![declared],
        literals: vec![],
        start: Some(tree.span),
        diagnostics: vec![],
    }
}

/// A tree as a value: JSON as it is; of YAML's plain scalars only null is no text, since
/// policies have no other.
fn value(node: &Node) -> Value {
    let kind = match &node.kind {
        NodeKind::Scalar(scalar) => match (scalar.style, &*scalar.text) {
            (ScalarStyle::Literal, "true") => Kind::Bool(true),
            (ScalarStyle::Literal, "false") => Kind::Bool(false),
            (ScalarStyle::Literal, "null") | (ScalarStyle::Plain, "" | "~" | "null") => Kind::Null,
            (ScalarStyle::Literal, number) => {
                Number::parse(number).map_or(Kind::Null, Kind::Number)
            }
            (_, text) => return Value::string(text).at(node.span),
        },
        NodeKind::Sequence(items) => Kind::List(items.iter().map(value).collect()),
        NodeKind::Mapping(entries) => {
            let mut map = Map::default();
            for (key, entry) in entries {
                map.insert_at(key.as_str().unwrap_or_default(), key.span, value(entry));
            }
            return Value::map(map).at(node.span);
        }
    };
    Value::from(kind).at(node.span)
}
