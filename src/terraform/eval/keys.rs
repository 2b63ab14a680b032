//! Map keys that are not known as text. A map holds such a key as messages show it; what it
//! is, the evaluator remembers.

use ecow::EcoString;

use super::{Evaluator, MapBuilder};
use crate::terraform::expansion::one_of;
use crate::terraform::functions;
use crate::value::{Kind, Map, Value, Why};

impl<'w> Evaluator<'w> {
    /// The text of a map key. A key that is not known as text is shown as messages show it,
    /// and [`Evaluator::key_value`] gives its value back. `None` for null and collections.
    pub fn key_of(&self, value: &Value) -> Option<EcoString> {
        let text = value.to_text()?;
        if let Some(known) = text.as_known() {
            return Some(known.into());
        }
        let shown = EcoString::from(text.to_string());
        let value = Value { kind: Kind::String(text), ..value.clone() };
        self.keys.borrow_mut().entry(shown.clone()).or_insert(value);
        Some(shown)
    }

    /// The value of a map's key.
    pub fn key_value(&self, key: &str) -> Value {
        let keys = self.keys.borrow();
        if !keys.is_empty()
            && let Some(value) = keys.get(key)
        {
            return match value.as_text().and_then(|text| text.as_unknown()) {
                Some(unknown) => Value { kind: Kind::Unknown(unknown.clone()), ..value.clone() },
                None => value.clone(),
            };
        }
        Value::string(key)
    }

    /// Whether a map's key is known as text.
    pub fn is_plain_key(&self, key: &str) -> bool {
        let keys = self.keys.borrow();
        keys.is_empty() || !keys.contains_key(key)
    }

    /// What an entry is whose key is none of the known ones, but may be one of those that are
    /// not known as text.
    pub(super) fn may_name(&self, map: &Map, name: &str) -> Option<Value> {
        if self.keys.borrow().is_empty() {
            return None;
        }
        let mut why = None;
        let found: Vec<Value> = map
            .iter()
            .filter(|(key, _)| self.may_be(key, name))
            .map(|(key, value)| {
                why.get_or_insert_with(|| self.why_key(key));
                value.clone()
            })
            .collect();
        one_of(&why?, found)
    }

    /// Whether a key is not known as text and may be this one.
    fn may_be(&self, key: &str, name: &str) -> bool {
        !self.is_plain_key(key)
            && functions::equal(&self.key_value(key), &Value::string(name)) != Some(false)
    }

    fn why_key(&self, key: &str) -> Why {
        let value = self.key_value(key);
        value.find_unknown().map_or_else(|| Why::Data(key.into()), |unknown| unknown.why.clone())
    }

    /// In a call of `merge`: an entry whose key is not known may replace those before it.
    pub(super) fn may_replace(&self, maps: &mut [Value]) {
        if self.keys.borrow().is_empty() {
            return;
        }
        for at in 1..maps.len() {
            let (before, later) = maps.split_at_mut(at);
            let Kind::Map(later) = &later[0].kind else { continue };
            let vague = later.iter().filter(|(key, _)| !self.is_plain_key(key));
            let vague: Vec<(&EcoString, &Value)> = vague.collect();
            for map in before.iter_mut().filter(|_| !vague.is_empty()) {
                let Kind::Map(map) = &mut map.kind else { continue };
                let map = std::sync::Arc::make_mut(map);
                for (name, entry) in &mut map.entries {
                    for (key, value) in vague.iter().filter(|(key, _)| self.may_be(key, name)) {
                        entry.value = self.either(key, &entry.value, value);
                    }
                }
            }
        }
    }

    fn either(&self, key: &str, old: &Value, new: &Value) -> Value {
        one_of(&self.why_key(key), [old.clone(), new.clone()]).unwrap_or_else(|| old.clone())
    }
}

impl MapBuilder {
    /// The entry that is added next may replace those before it if its key is not known.
    pub fn before(&mut self, eval: &Evaluator, key: &str, value: &Value) {
        if eval.is_plain_key(key) {
            return;
        }
        for (name, entry) in &mut self.entries {
            if eval.is_plain_key(name) && eval.may_be(key, name) {
                entry.value = eval.either(key, &entry.value, value);
            }
        }
    }
}
