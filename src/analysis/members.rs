//! Who is in which group, and who has which keys.

use super::statement::unknown;
use super::{Evidence, Verdict};
use crate::iam::{self, Query, Truth};
use crate::model::{Entity, Kind, Model, Usage};
use crate::value::Value;

/// Whether the value is among the elements of a list.
fn contains(list: &Value, wanted: &Value) -> Verdict {
    if let Some(unknown) = list.as_unknown() {
        return if list == wanted { Verdict::yes() } else { Verdict::Unknown(unknown.clone()) };
    }
    Verdict::any(list.items().iter().map(|item| {
        if item == wanted {
            return Verdict::yes();
        }
        match (item.find_unknown(), wanted.find_unknown()) {
            // A name that is made at deployment is nobody else's.
            (None, Some(_)) => Verdict::No,
            (Some(unknown), None) => Verdict::Unknown(unknown.clone()),
            (Some(unknown), Some(_)) if !is_computed(item) => Verdict::Unknown(unknown.clone()),
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
    let memberships = model.of_kind(Kind::Membership);
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
    let memberships: Vec<&Entity> =
        model.of_kind(Kind::Membership).map(|(_, membership)| membership).collect();
    let has = |entity: &Entity| {
        let in_groups = memberships.iter().map(|membership| {
            let groups = membership.field("groups");
            let shared = groups.items();
            let shared = shared.iter().map(|group| contains(&entity.field("groups"), group));
            Verdict::all([contains(&membership.field("users"), &user), Verdict::any(shared)])
        });
        Verdict::any(std::iter::once(contains(&entity.field("users"), &user)).chain(in_groups))
    };
    let attachments = model.of_kind(Kind::Attachment).map(|(_, attachment)| {
        let arn = attachment.field("policy");
        let aws = arn
            .as_text()
            .is_some_and(|arn| arn.to_string().ends_with(":iam::aws:policy/AdministratorAccess"));
        let own = model.policies.iter().map(|policy| {
            let holder = &model.entities[policy.holder.0];
            let same = holder.kind == Kind::Policy && holder.field("arn") == arn;
            if same && !arn.is_null() { allows_everything(model, policy) } else { Verdict::No }
        });
        let admin = if aws { Verdict::yes() } else { Verdict::any(own) };
        Verdict::all([admin, has(attachment)])
    });
    let inline = model.policies.iter().map(|policy| {
        let holder = &model.entities[policy.holder.0];
        if holder.kind != Kind::Policy {
            return Verdict::No;
        }
        Verdict::all([allows_everything(model, policy), has(holder)])
    });
    Verdict::any(attachments.chain(inline))
}

fn allows_everything(model: &Model, policy: &crate::model::Policy) -> Verdict {
    if policy.usage != Usage::Identity {
        return Verdict::No;
    }
    match iam::allows(&[&policy.document], &Query::every("*:*", "*")).truth {
        Truth::True => Verdict::yes(),
        Truth::False => Verdict::No,
        Truth::Unknown => unknown(&model.entities[policy.holder.0]),
    }
}
