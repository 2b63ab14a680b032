//! A plan's values laid over those of the source: what both know is the plan's value at the
//! source's place; what the plan does not know is the source's.

use crate::value::{Entry, Kind, Map, Origin, Text, Value, from_json_text, to_json_text};

/// The plan's value with the source's places, and the source's value where the plan has none.
pub(super) fn values(plan: &Value, source: &Value) -> Value {
    over(plan, source, true)
}

/// The plan's value with the places of a source value that is another instance's.
pub(super) fn places(plan: &Value, source: &Value) -> Value {
    over(plan, source, false)
}

fn over(plan: &Value, source: &Value, fill: bool) -> Value {
    let at = |value: &Value| {
        Value { origin: source.origin.clone(), ..value.clone() }.or_sensitive(source.sensitive)
    };
    match (&plan.kind, &source.kind) {
        (_, Kind::Null) => at(&nowhere(plan)),
        (Kind::Unknown(_), _) if fill => source.clone().or_sensitive(plan.sensitive),
        (Kind::Map(a), Kind::Map(b)) => {
            let mut map = Map { entries: Default::default(), ..Map::clone(a) };
            for (key, entry) in &a.entries {
                let entry = match b.entries.get(key) {
                    Some(other) => Entry {
                        key_span: other.key_span.or(entry.key_span),
                        value: over(&entry.value, &source.pass_on(&other.value), fill),
                    },
                    // A default of the provider: it is written nowhere.
                    None => Entry { key_span: None, value: nowhere(&entry.value) },
                };
                map.entries.insert(key.clone(), entry);
            }
            at(&Value { kind: Kind::Map(map.into()), ..plan.clone() })
        }
        (Kind::List(a) | Kind::Set(a), Kind::List(_) | Kind::Set(_)) => {
            let mut left: Vec<Value> = source.items();
            let items = a.iter().map(|item| match best(item, &left) {
                Some(index) => over(item, &left.swap_remove(index), fill),
                None => at(&nowhere(item)),
            });
            let kind = Kind::List(items.collect());
            at(&Value { kind, ..plan.clone() })
        }
        // A provider writes a single element with or without its list.
        (Kind::List(a), Kind::Map(_) | Kind::String(_)) if a.len() == 1 => {
            let items = [over(&a[0], source, fill)];
            at(&Value { kind: Kind::List(items.into_iter().collect()), ..plan.clone() })
        }
        (Kind::Map(_) | Kind::String(_), Kind::List(b) | Kind::Set(b)) if b.len() == 1 => {
            over(plan, &source.pass_on(&b[0]), fill)
        }
        (Kind::String(a), Kind::String(b)) => text(plan, a, source, b, fill),
        // Alternatives that the plan decided between.
        (_, Kind::Unknown(unknown)) => match unknown.any_of.iter().find(|v| plan == *v) {
            Some(choice) => over(plan, &source.pass_on(choice), fill),
            None => at(&nowhere(plan)),
        },
        _ => at(plan),
    }
}

/// Text with the places of its parts; a policy that is formatted otherwise, part by part.
fn text(plan: &Value, a: &Text, source: &Value, b: &Text, fill: bool) -> Value {
    if a == b {
        return source.clone().or_sensitive(plan.sensitive);
    }
    let is_json = |text: &Text| text.flat().trim_start().starts_with(['{', '[']);
    if is_json(a)
        && is_json(b)
        && let (Ok(plan_json), Ok(source_json)) = (from_json_text(plan), from_json_text(source))
    {
        let json = over(&plan_json, &source_json, fill);
        let kind = Kind::String(to_json_text(&json));
        return Value { kind, origin: source.origin.clone(), ..plan.clone() };
    }
    Value { origin: source.origin.clone(), ..plan.clone() }.or_sensitive(source.sensitive)
}

/// The element of the source that a plan's element stems from: sets have no order.
fn best(item: &Value, left: &[Value]) -> Option<usize> {
    let likeness = |other: &Value| match (&item.kind, &other.kind) {
        (Kind::Map(a), Kind::Map(b)) => {
            1 + a.iter().filter(|(key, value)| b.get(key) == Some(*value)).count()
        }
        (_, Kind::Unknown(_)) | (Kind::Unknown(_), _) => 1,
        _ if item == other => 2,
        _ => 0,
    };
    let scored = left.iter().enumerate().map(|(index, other)| (likeness(other), index));
    // Of equals, the first.
    let best = scored.max_by_key(|(score, index)| (*score, std::cmp::Reverse(*index)))?;
    (best.0 > 0).then_some(best.1)
}

/// The same value without places in the plan.
pub(super) fn nowhere(value: &Value) -> Value {
    let kind = match &value.kind {
        Kind::List(items) => Kind::List(items.iter().map(nowhere).collect()),
        Kind::Set(items) => Kind::Set(items.iter().map(nowhere).collect()),
        Kind::Map(map) => {
            let mut to = Map { entries: Default::default(), ..Map::clone(map) };
            for (key, entry) in &map.entries {
                let value = nowhere(&entry.value);
                to.entries.insert(key.clone(), Entry { key_span: None, value });
            }
            Kind::Map(to.into())
        }
        kind => kind.clone(),
    };
    Value { kind, origin: Origin::NONE, ..*value }
}
