//! What is granted, as a digest: the same however it is laid out, another once more is granted.

use ecow::EcoString;
use serde_json::Value as Json;
use sha2::{Digest, Sha256};

use super::judge::Word;
use crate::model::{Kind, Type, value_json};

/// A digest of what a rule judged: of a statement all it says, of anything else the fields
/// that the rule points at. Whoever accepts a finding accepts this and no more. A rule that points
/// at a whole document says that it lacks something; what its statements grant is theirs to tell.
pub(super) fn digest(word: &Word<'_, '_>) -> EcoString {
    let entity = word.entity;
    let fields: Vec<(&str, Json)> = if entity.kind == Kind::Statement {
        let fields = entity.kind.schema().fields.iter().filter(|field| field.name != "sid");
        fields
            .filter_map(|field| Some((field.name, entity.kind.field(field.name)?)))
            .map(|(name, field)| (name, value_json(entity.written(field))))
            .collect()
    } else {
        let shown = word.case.at.iter().chain(&word.case.show);
        shown
            .map(|field| (&entity.kind.schema().fields[field.index()], field))
            .filter(|(info, _)| info.holds != Type::Document)
            .map(|(info, field)| (info.name, value_json(entity.written(*field))))
            .collect()
    };
    let mut hash = Sha256::new();
    for (name, value) in fields.iter().filter(|(_, value)| !value.is_null()) {
        hash.update(name.as_bytes());
        hash.update([0]);
        let folded = matches!(*name, "actions" | "not_actions");
        hash.update(normal(value, folded).as_bytes());
        hash.update([0]);
    }
    hash.finalize().iter().take(8).map(|byte| ecow::eco_format!("{byte:02x}")).collect()
}

/// JSON in which neither the order of lists nor a list of one around its element matters;
/// nor case, if `folded`.
fn normal(value: &Json, folded: bool) -> String {
    match value {
        Json::Array(items) => {
            let mut items: Vec<String> = items.iter().map(|item| normal(item, folded)).collect();
            items.sort();
            items.dedup();
            match &items[..] {
                [one] => one.clone(),
                items => format!("[{}]", items.join(",")),
            }
        }
        Json::Object(map) => {
            let mut entries: Vec<String> = map
                .iter()
                .map(|(key, value)| {
                    format!("{}:{}", Json::from(key.as_str()), normal(value, folded))
                })
                .collect();
            entries.sort();
            format!("{{{}}}", entries.join(","))
        }
        Json::String(text) if folded => Json::from(text.to_lowercase()).to_string(),
        other => other.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn layout_does_not_matter_and_access_does() {
        let actions = |value: Json| normal(&value, true);
        assert_eq!(
            actions(json!(["s3:GetObject", "S3:Put*"])),
            actions(json!(["s3:put*", "s3:getobject"]))
        );
        assert_eq!(actions(json!("s3:*")), actions(json!(["s3:*"])));
        assert_ne!(actions(json!(["s3:a"])), actions(json!(["s3:a", "s3:b"])));
        let object = |value: Json| normal(&value, false);
        assert_ne!(object(json!({ "AWS": "A" })), object(json!({ "AWS": "a" })));
        assert_ne!(object(json!({ "AWS": ["1", "2"] })), object(json!({ "AWS": "1" })));
    }
}
