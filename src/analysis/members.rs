//! Who is in which group, and who has which keys.

use super::held::Held;
use super::{Evidence, Verdict};
use crate::model::{Entity, Kind, Model};
use crate::value::Value;

/// Whether the value is among the elements of a list.
pub fn contains(list: &Value, wanted: &Value) -> Verdict {
    if let Some(unknown) = list.as_unknown() {
        return if list == wanted { Verdict::yes() } else { Verdict::Unknown(unknown.clone()) };
    }
    let items = match list.as_list() {
        Some(items) => items,
        None if list.is_null() => &[],
        None => std::slice::from_ref(list),
    };
    Verdict::any(items.iter().map(|item| {
        if item == wanted {
            return Verdict::yes();
        }
        match (item.find_unknown(), wanted.find_unknown()) {
            // A name that is made at deployment is nobody else's.
            (Some(unknown), _) if !is_computed(item) => Verdict::Unknown(unknown.clone()),
            _ => Verdict::No,
        }
    }))
}

fn is_computed(value: &Value) -> bool {
    let unknown = value.find_unknown();
    unknown.is_some_and(|unknown| matches!(unknown.why, crate::value::Why::Computed(..)))
}

/// Whether some membership has the entity in that field.
pub fn is_member(model: &Model, entity: &Entity, field: &str) -> Verdict {
    let name = entity.field("name");
    // A group to which nobody is added has no member.
    let of_nobody =
        |membership: &Entity| membership.field("users").as_list().is_some_and(<[_]>::is_empty);
    let memberships = model.of_kind(Kind::Membership).filter(|(_, m)| !of_nobody(m));
    Verdict::any(memberships.map(|(_, membership)| contains(&membership.field(field), &name)))
}

/// Whether the user of an access key has one declared before it.
pub fn another_key(model: &Model, index: usize) -> Verdict {
    let user = model.entities[index].field("user");
    if user.is_null() {
        return Verdict::No;
    }
    let before = model.of_kind(Kind::AccessKey).take_while(|(other, _)| *other < index);
    let mut others = before.filter(|(_, other)| other.field("user") == user);
    match others.next() {
        Some(_) => Verdict::Yes(Evidence::default()),
        None => Verdict::No,
    }
}

/// Whether the user of an access key is an administrator, by itself or through a group.
pub fn is_of_administrator(model: &Model, key: &Entity) -> Verdict {
    let user = key.field("user");
    if user.is_null() {
        return Verdict::No;
    }
    Held::by(model, Kind::User, &user).is_administrator(model)
}
