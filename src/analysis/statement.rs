//! One statement of a policy document, with what surrounds it.

use std::sync::Arc;

use super::Verdict;
use crate::iam::{self, Document, Effect, Item, Location, Part, Str, Symbol, Truth};
use crate::model::{Entity, Field, Kind, Model, Policy, Usage, value_at};
use crate::value::{Kind as ValueKind, Text, Unknown, Value, Why};

/// A statement with its policy.
#[derive(Clone, Copy)]
pub struct Said<'m> {
    /// The model that it is of.
    pub model: &'m Model,
    /// The statement as an entity.
    pub entity: &'m Entity,
    /// Its policy.
    pub policy: &'m Policy,
    /// Its meaning.
    pub statement: &'m iam::Statement,
}

impl<'m> Said<'m> {
    /// The statement that is the entity of this index.
    pub fn of(model: &'m Model, index: usize) -> Option<Said<'m>> {
        let entity = &model.entities[index];
        let policy = &model.policies[entity.policy?];
        // Statements that are unknown as a whole are none of the document's.
        let position = index - policy.statements.start;
        let statement = policy.document.statements.iter().find(|s| s.index == position)?;
        Some(Said { model, entity, policy, statement })
    }

    /// The entity that holds its policy.
    pub fn holder(&self) -> &'m Entity {
        &self.model.entities[self.policy.holder.0]
    }

    /// The statement alone, with the Denies of its document.
    pub fn alone(&self) -> Document {
        let statements = std::iter::once(self.statement).chain(self.denies()).cloned().collect();
        self.policy.document.with(statements)
    }

    /// The same, of the policy of a resource whose ARN is not known: what such a policy allows
    /// on something unknown, it allows on the resource, or on nothing. `None` if it is known.
    pub fn on_its_own_resource(&self) -> Option<Document> {
        let of_resource = self.policy.usage == Usage::Resource;
        let resources = self.statement.resource.as_ref().filter(|_| of_resource)?;
        let position = resources.items.iter().position(|item| item.text.is_open());
        if position.is_none() && !resources.open {
            return None;
        }
        let mut document = self.alone();
        let own = document.statements.first_mut()?.resource.as_mut()?;
        let text = Str::text("*");
        match position {
            Some(position) => own.items[position].text = text,
            None => own.items.push(Item { text, location: own.location.clone() }),
        }
        Some(document)
    }

    /// The Denies of its document.
    pub fn denies(&self) -> impl Iterator<Item = &'m iam::Statement> {
        self.policy.document.statements.iter().filter(|other| other.effect == Effect::Deny)
    }

    /// An element of the document as the value of a field.
    pub fn element(&self, field: &str, location: &Location) -> Option<(Field, Value)> {
        Some((Kind::Statement.field(field)?, value_at(&self.policy.value, location)?))
    }

    /// What it depends on: the first unknown in it, else in its document, whose Denies stand
    /// against it.
    pub fn unknown(&self) -> Verdict {
        first_unknown(self.entity)
            .or_else(|| self.policy.value.find_unknown().cloned())
            .map_or_else(past_budget, Verdict::Unknown)
    }

    /// A truth that has no evidence of its own.
    pub fn verdict(&self, truth: Truth) -> Verdict {
        match truth {
            Truth::True => Verdict::yes(),
            Truth::False => Verdict::No,
            Truth::Unknown => self.unknown(),
        }
    }

    /// Who is allowed what the statement says, for messages: the first principal that it names,
    /// or the first that its policy is attached to.
    pub fn grantee(&self) -> String {
        if let Some(principals) = &self.statement.principal {
            let named = principals.items.first().map(|item| item.text.to_string());
            return match named.as_deref() {
                Some("*") => "anyone".into(),
                _ => named.unwrap_or_else(|| "its principal".into()),
            };
        }
        self.policy.owners.first().cloned().unwrap_or_else(|| "its principal".into())
    }

    /// A resource pattern in which `{partition}`, `{region}` and `{account}` are those deployed
    /// to. Policies write them out or refer to them: any way that the statement itself does
    /// counts, for whether a written-out one is the one deployed to is not known.
    pub fn own_resources(&self, pattern: &str) -> Vec<Str> {
        if !pattern.contains('{') {
            return vec![pattern.into()];
        }
        let (mut partitions, mut regions, mut accounts) = (vec![], vec![], vec![]);
        for item in self.statement.resource.iter().flat_map(|values| &values.items) {
            // Fewer fields than an ARN has end in a wildcard.
            let fields = item.text.splitn(6, ':');
            if let Some([part]) = fields.get(1).map(Str::parts) {
                add(&mut partitions, part, |text| !text.contains('*'));
            }
            if let Some([part]) = fields.get(3).map(Str::parts) {
                add(&mut regions, part, |text| !text.is_empty() && !text.contains('*'));
            }
            if let Some([part]) = fields.get(4).map(Str::parts) {
                add(&mut accounts, part, is_account_id);
            }
        }
        if partitions.is_empty() {
            partitions.push(Part::Symbol(Symbol::Partition));
        }
        if regions.is_empty() || !pattern.contains("{region}") {
            regions = vec![Part::Text("*".into())];
        }
        if accounts.is_empty() {
            accounts.push(Part::Symbol(Symbol::Account));
        }
        let of = |partition: &Part, region: &Part, account: &Part| {
            let mut parts = vec![];
            for piece in pattern.split_inclusive('}') {
                let (text, name) =
                    piece.strip_suffix('}').and_then(|p| p.split_once('{')).unwrap_or((piece, ""));
                parts.push(Part::Text(text.into()));
                match name {
                    "partition" => parts.push(partition.clone()),
                    "region" => parts.push(region.clone()),
                    "account" => parts.push(account.clone()),
                    _ => {}
                }
            }
            Str::from_parts(parts)
        };
        let mut all = vec![];
        for (account, region) in accounts.iter().flat_map(|a| regions.iter().map(move |r| (a, r))) {
            all.extend(partitions.iter().map(|partition| of(partition, region, account)));
        }
        all
    }
}

/// Adds a symbol or a good text that is not among them yet, up to four: each costs a question.
fn add(parts: &mut Vec<Part>, part: &Part, good: fn(&str) -> bool) {
    let wanted = match part {
        Part::Text(text) => good(text),
        Part::Symbol(_) => true,
        Part::Name(_) | Part::Unknown(_) => false,
    };
    if wanted && parts.len() < 4 && !parts.contains(part) {
        parts.push(part.clone());
    }
}

/// Whether it is the id of an account.
pub fn is_account_id(text: &str) -> bool {
    text.len() == 12 && text.bytes().all(|b| b.is_ascii_digit())
}

/// The first unknown that the entity holds: what the engine could not decide depends on it.
pub fn unknown(entity: &Entity) -> Verdict {
    first_unknown(entity).map_or_else(past_budget, Verdict::Unknown)
}

fn first_unknown(entity: &Entity) -> Option<Arc<Unknown>> {
    let fields = entity.kind.schema().fields.iter();
    let mut values = fields.clone().map(|field| entity.field(field.name));
    let keys = || fields.clone().find_map(|field| unknown_key(&entity.field(field.name)));
    values.find_map(|value| value.find_unknown().cloned()).or_else(keys)
}

fn past_budget() -> Verdict {
    let why = Why::Function("the policy engine, past its budget".into());
    Verdict::Unknown(Arc::new(Unknown::anything(why)))
}

/// What is unknown in the keys of maps.
fn unknown_key(value: &Value) -> Option<Arc<Unknown>> {
    match &value.kind {
        ValueKind::List(items) | ValueKind::Set(items) => items.iter().find_map(unknown_key),
        ValueKind::Map(map) => map.iter().find_map(|(key, value)| {
            Text::of_shown(key).first_unknown().cloned().or_else(|| unknown_key(value))
        }),
        _ => None,
    }
}
