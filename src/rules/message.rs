//! What rules say, with the judged entity's names and values in it.

use crate::model::schema::Type;
use crate::model::{Entity, Field, Kind, Model};
use crate::value::Value;

use crate::analysis::Evidence;

/// Text with `{field}`, `{it}` for the entity as messages call it, `{owner}` for who has a
/// statement's policy, and `[one|many]` for words that depend on how many there are.
#[derive(Clone, Debug, Default)]
pub(crate) struct Template {
    parts: Vec<Part>,
}

#[derive(Clone, Debug)]
enum Part {
    Text(String),
    It,
    Field(Field),
    Number(String, String),
}

/// Longer values are cut: a message is one line.
const LONGEST: usize = 80;

impl Template {
    /// Reads a template of an entity of this kind.
    ///
    /// # Errors
    /// When it names no field of that kind.
    pub fn parse(text: &str, kind: Kind) -> Result<Template, String> {
        let mut parts = vec![];
        let mut rest = text.trim();
        while let Some(at) = rest.find(['{', '[']) {
            if at > 0 {
                parts.push(Part::Text(rest[..at].into()));
            }
            let close = if rest[at..].starts_with('{') { '}' } else { ']' };
            let Some(length) = rest[at..].find(close) else {
                return Err(format!("'{close}' is missing"));
            };
            let inside = &rest[at + 1..at + length];
            rest = &rest[at + length + 1..];
            parts.push(match (close, inside) {
                ('}', "it" | "owner") => Part::It,
                ('}', name) => match kind.field(name) {
                    Some(field) => Part::Field(field),
                    None => return Err(format!("no field '{name}' of {kind}")),
                },
                (_, choice) => match choice.split_once('|') {
                    Some((one, many)) => Part::Number(one.into(), many.into()),
                    None => return Err("expected [one|many]".into()),
                },
            });
        }
        if !rest.is_empty() {
            parts.push(Part::Text(rest.into()));
        }
        Ok(Template { parts })
    }

    /// The text for an entity, called `it` in it; `many` if it stands for several.
    pub fn render(&self, entity: &Entity, evidence: &Evidence, it: &str, many: bool) -> String {
        let mut text = String::new();
        for part in &self.parts {
            match part {
                Part::Text(literal) => text.push_str(literal),
                Part::It => text.push_str(it),
                Part::Field(field) => {
                    let value = evidence.element(*field).unwrap_or_else(|| entity.written(*field));
                    let whole = entity.kind.schema().fields[field.index()].holds == Type::Sentence;
                    text.push_str(&shown(value, if whole { usize::MAX } else { LONGEST }));
                }
                Part::Number(one, plural) => text.push_str(if many { plural } else { one }),
            }
        }
        text.split_whitespace().collect::<Vec<_>>().join(" ")
    }
}

/// How messages call an entity: a statement by who has its policy.
pub(crate) fn title(model: &Model, entity: &Entity) -> String {
    match entity.policy {
        Some(policy) => several(&model.policies[policy].owners),
        None => {
            let holds_principals = matches!(entity.kind, Kind::Attachment | Kind::Policy);
            let principals = if holds_principals { model.principals_in(entity) } else { vec![] };
            if principals.is_empty() { entity.title() } else { several(&principals) }
        }
    }
}

/// The first of several, and how many more there are.
pub(crate) fn several(titles: &[String]) -> String {
    match titles {
        [] => String::new(),
        [only] => only.clone(),
        [first, rest @ ..] => format!("{first} and {} more", rest.len()),
    }
}

/// A value for people, on one line and not too long.
fn shown(value: &Value, longest: usize) -> String {
    if value.sensitive {
        return "(sensitive)".into();
    }
    let text = match value.to_text() {
        Some(text) => text.to_string(),
        None if value.is_null() => "not set".into(),
        None => crate::model::value_json(value).to_string(),
    };
    if text.chars().count() > longest {
        return text.chars().take(longest).chain(['…']).collect();
    }
    text
}
