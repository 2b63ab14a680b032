//! Who has a policy: by membership in a principal, by attachment, by name.

use std::collections::HashSet;

use super::schema::Kind;
use super::{Entity, Model, Usage};
use crate::source::{FileId, Span};
use crate::value::Value;

impl Model {
    /// ARNs that serve as a permissions boundary and are attached to nobody.
    pub(super) fn boundary_arns(&self) -> Vec<Value> {
        let principals = self.entities.iter().filter(|e| matches!(e.kind, Kind::Role | Kind::User));
        let mut arns: Vec<Value> = principals
            .map(|entity| entity.field("boundary"))
            .filter(|arn| !arn.is_null())
            .collect();
        let attached: Vec<Value> =
            self.of_kind(Kind::Attachment).map(|(_, e)| e.field("policy")).collect();
        arns.retain(|arn| !attached.contains(arn));
        arns
    }

    /// A document of its own that is part of another policy is judged there, as what it is.
    pub(super) fn drop_used_data_documents(&mut self) {
        let is_data = |model: &Model, policy: &super::Policy| {
            let holder = &model.entities[policy.holder.0];
            holder.kind == Kind::Policy && holder.field("usage").as_str() == Some("data")
        };
        let spans = |model: &Model, policy: &super::Policy| -> Vec<Span> {
            let statements = &model.entities[policy.statements.clone()];
            statements.iter().map(|statement| statement.parts[0].header).collect()
        };
        // Statements that went through a text function have no place of their own, but what is
        // in them has: most of it, for some of a text that was replaced is lost. Texts taken out
        // of texts begin behind the quote.
        let places = |model: &Model, policy: &super::Policy| -> Vec<(FileId, u32)> {
            let statements = model.entities[policy.statements.clone()].iter();
            let elements = statements.flat_map(|statement| {
                ["actions", "not_actions"].map(|field| statement.field(field))
            });
            let spans = elements.flat_map(|list| list.items()).filter_map(|item| item.origin.span);
            spans.map(|span| (span.file, span.start)).collect()
        };
        let others = self.policies.iter().filter(|policy| !is_data(self, policy));
        let used: HashSet<Span> = others.clone().flat_map(|policy| spans(self, policy)).collect();
        let parts: HashSet<(FileId, u32)> =
            others.flat_map(|policy| places(self, policy)).collect();
        for index in 0..self.policies.len() {
            let policy = &self.policies[index];
            if !is_data(self, policy) {
                continue;
            }
            let has_principal = policy.statements.clone().any(|statement| {
                let statement = &self.entities[statement];
                ["principals", "not_principals"].iter().any(|field| {
                    let principals = statement.field(field);
                    !principals.is_null() && principals.as_unknown().is_none()
                })
            });
            let is_part = |(file, start): &(FileId, u32)| {
                parts.contains(&(*file, *start)) || parts.contains(&(*file, start + 1))
            };
            let own = places(self, policy);
            let elsewhere = spans(self, policy).iter().any(|span| used.contains(span))
                || !own.is_empty() && own.iter().filter(|at| is_part(at)).count() * 2 >= own.len();
            let usage = match (elsewhere, has_principal) {
                (true, _) => Usage::Other,
                (false, true) if self.is_about_roles(policy) => Usage::Trust,
                (false, true) => Usage::Resource,
                (false, false) => Usage::Identity,
            };
            let statements = policy.statements.clone();
            self.policies[index].usage = usage;
            let field = Kind::Statement.field("usage").expect("of the schema");
            for statement in statements {
                self.entities[statement].set(field, Value::string(usage.name()), 0);
            }
        }
    }

    /// Whether all that a document speaks of is assuming roles, as only their trust policies do.
    fn is_about_roles(&self, policy: &super::Policy) -> bool {
        const ACTIONS: &[&str] = &["sts:assume", "sts:tagsession", "sts:setsourceidentity"];
        let mut actions = policy.statements.clone().flat_map(|statement| {
            let actions = self.entities[statement].field("actions");
            actions.items()
        });
        actions.all(|action| {
            let name = action.as_str().unwrap_or_default().to_ascii_lowercase();
            ACTIONS.iter().any(|known| name.starts_with(known))
        })
    }

    /// Names the owners of every policy.
    pub(super) fn name_owners(&mut self) {
        for index in 0..self.policies.len() {
            let holder = &self.entities[self.policies[index].holder.0];
            let mut owners = match holder.kind {
                Kind::Policy => self.owners_of(holder),
                _ => vec![],
            };
            if owners.is_empty() {
                owners.push(holder.title());
            }
            self.policies[index].owners = owners;
        }
    }

    fn owners_of(&self, policy: &Entity) -> Vec<String> {
        let mut owners = self.principals_in(policy);
        let arn = policy.field("arn");
        if !arn.is_null() {
            let attachments = self.of_kind(Kind::Attachment).map(|(_, attachment)| attachment);
            for attachment in attachments.filter(|attachment| attachment.field("policy") == arn) {
                owners.extend(self.principals_in(attachment));
            }
        }
        owners.dedup();
        owners
    }

    /// The principals that a policy or attachment names.
    pub fn principals_in(&self, entity: &Entity) -> Vec<String> {
        let mut principals = vec![];
        for (field, kind) in [("roles", Kind::Role), ("users", Kind::User), ("groups", Kind::Group)]
        {
            for name in entity.field(field).items() {
                let declared = self.of_kind(kind).find(|(_, e)| e.field("name") == name);
                principals.push(match (declared, name.as_text()) {
                    (Some((_, principal)), _) => principal.title(),
                    (None, Some(name)) => format!("{kind} {name}"),
                    (None, None) => match name.as_unknown() {
                        Some(unknown) => format!("{kind} {}", unknown.why.name()),
                        None => continue,
                    },
                });
            }
        }
        principals
    }
}
