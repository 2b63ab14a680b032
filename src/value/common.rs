//! What the values that an unknown may have are alike in.

use std::borrow::Cow;
use std::sync::Arc;

use super::{Entry, Kind, Map, Unknown, Value};

impl Value {
    /// Of an unknown that is one of a few values, what holds of each of them: the elements that
    /// all lists have, the entries that all maps have. Any other value as it is.
    ///
    /// In a list, what is not in all of them stays as an unknown in its place in the first.
    pub fn common(&self) -> Cow<'_, Value> {
        match &self.kind {
            Kind::Unknown(unknown) if unknown.any_of.len() > 1 && !unknown.many => common(unknown)
                .map_or(Cow::Borrowed(self), |value| {
                    Cow::Owned(Value { sensitive: self.sensitive || value.sensitive, ..value })
                }),
            _ => Cow::Borrowed(self),
        }
    }
}

fn common(unknown: &Arc<Unknown>) -> Option<Value> {
    let (first, others) = unknown.any_of.split_first()?;
    let kind = match &first.kind {
        Kind::List(items) | Kind::Set(items) => {
            let others: Vec<&[Value]> = others.iter().map(Value::as_list).collect::<Option<_>>()?;
            let everywhere = |item: &Value| {
                items.contains(item) && others.iter().all(|other| other.contains(item))
            };
            let somewhere = items.iter().chain(others.iter().copied().flatten());
            let somewhere = somewhere.filter(|item| !everywhere(item)).cloned().collect();
            let vague = Unknown::many(unknown.why.clone(), somewhere);
            let vague = Value::from(Kind::Unknown(Arc::new(vague)));
            let same_length = others.iter().all(|other| other.len() == items.len());
            let kept = items.iter().enumerate().map(|(index, item)| {
                if everywhere(item) {
                    return item.clone();
                }
                match item.as_map() {
                    Some(_) if same_length => {
                        let each = others.iter().map(|other| other[index].clone());
                        either(unknown, std::iter::once(item.clone()).chain(each))
                    }
                    _ => vague.clone(),
                }
            });
            let mut kept: Vec<Value> = kept.collect();
            let all = same_length && !kept.iter().any(Value::is_spread);
            kept.extend((!all).then(|| vague.clone()));
            Kind::List(kept.into())
        }
        Kind::Map(map) => {
            let others: Vec<&Map> = others.iter().map(Value::as_map).collect::<Option<_>>()?;
            let mut alike = Map::default();
            let mut open = map.rest.is_some() || others.iter().any(|other| other.rest.is_some());
            open |= others.iter().any(|other| other.entries.len() != map.entries.len());
            for (key, entry) in &map.entries {
                let each: Option<Vec<&Value>> = others.iter().map(|other| other.get(key)).collect();
                let Some(each) = each else {
                    open = true;
                    continue;
                };
                let each = std::iter::once(&entry.value).chain(each).cloned();
                let value = either(unknown, each);
                alike.entries.insert(key.clone(), Entry { key_span: entry.key_span, value });
            }
            alike.rest = open.then(|| Arc::new(Unknown::anything(unknown.why.clone())));
            Kind::Map(Arc::new(alike))
        }
        _ => return None,
    };
    Some(Value { kind, ..first.clone() })
}

/// The value, if it is the same everywhere; else what is common to all.
fn either(unknown: &Unknown, values: impl Iterator<Item = Value>) -> Value {
    let any_of: Vec<Value> = values.collect();
    if any_of.iter().all(|value| *value == any_of[0]) {
        return any_of[0].clone();
    }
    let origin = any_of[0].origin.clone();
    let one = Unknown::one_of(unknown.why.clone(), any_of);
    let value = Value { origin, ..Kind::Unknown(Arc::new(one)).into() };
    value.common().into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::value::{Why, from_json_text, to_json_text};

    fn common_of(choices: &[&str]) -> String {
        let any_of = choices.iter().map(|text| from_json_text(&Value::string(*text)).unwrap());
        let unknown = Unknown::one_of(Why::Variable("var.x".into()), any_of.collect());
        let value = Value::from(Kind::Unknown(Arc::new(unknown)));
        to_json_text(&value.common()).to_string()
    }

    #[test]
    fn what_all_have_is_known() {
        assert_eq!(common_of(&[r#"["a","b"]"#, r#"["b"]"#]), r#"[${var.x},"b",${var.x}]"#);
        assert_eq!(common_of(&[r#"["a"]"#, r#"["a"]"#]), r#"["a"]"#);
        assert_eq!(common_of(&[r#"{"a":1,"b":2}"#, r#"{"a":1}"#]), r#"{"a":1,${var.x}}"#);
        assert_eq!(
            common_of(&[r#"{"a":[1,2]}"#, r#"{"a":[1,3]}"#]),
            r#"{"a":[1,${var.x},${var.x}]}"#
        );
        assert_eq!(
            common_of(&[r#"[{"a":1,"b":2}]"#, r#"[{"a":1,"b":3}]"#]),
            r#"[{"a":1,"b":${var.x}}]"#
        );
        assert_eq!(common_of(&["1", "2"]), "${var.x}");
        assert_eq!(common_of(&["[1]", "2"]), "${var.x}");
    }
}
