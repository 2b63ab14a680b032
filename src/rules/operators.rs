//! Named operators: what AWS means, asked of the engine.

use std::sync::Arc;

use super::glob::{Match, matches};
use super::predicate::Subject;
use crate::analysis::{Evidence, Verdict};
use crate::analysis::{access_block, phrase};
use crate::iam::{
    self, Conditions, Definition, Document, Effect, Location, Part, Query, Str, Symbol, Truth,
};
use crate::model::{Entity, Kind, Policy, Usage, value_at};
use crate::syntax::data::Node;
use crate::value::{Text, Unknown, Value, Why};

/// An operator with its arguments.
#[derive(Debug)]
pub(crate) enum Operator {
    /// `allows: { action, resource }`: the statement allows every request of the action
    /// pattern on the resource pattern, whatever the request's context, and no Deny of its
    /// document takes any of it away.
    Allows { action: String, resource: String },
    /// `public: true`: the statement lets anybody in the world do something.
    Public,
    /// `cross_account: true`: the statement lets a principal of another account in.
    CrossAccount,
    /// `acl_in_force: true`: nothing in the configuration neutralises the bucket's ACL.
    AclInForce,
    /// `account_block: true`: the account's own public access block covers the bucket in full.
    AccountBlock,
}

/// Compiles an operator; `None` if there is none of that name for the kind.
pub(crate) fn compile(name: &str, kind: Kind, argument: &Node) -> Option<Result<Operator, String>> {
    let flag = |operator: Operator| match argument.as_str() {
        Some("true") => Ok(operator),
        _ => Err(format!("{name} takes true; put it under not for the opposite")),
    };
    match (name, kind) {
        ("allows", Kind::Statement) => Some(allows(argument)),
        ("public", Kind::Statement) => Some(flag(Operator::Public)),
        ("cross_account", Kind::Statement) => Some(flag(Operator::CrossAccount)),
        ("acl_in_force", Kind::Bucket) => Some(flag(Operator::AclInForce)),
        ("account_block", Kind::Bucket) => Some(flag(Operator::AccountBlock)),
        _ => None,
    }
}

fn allows(argument: &Node) -> Result<Operator, String> {
    let get = |key: &str| argument.get(key).and_then(Node::as_str).map(str::to_owned);
    let extra = argument.as_mapping().is_none_or(|entries| entries.len() != 2);
    match (get("action"), get("resource")) {
        (Some(action), Some(resource)) if !extra => Ok(Operator::Allows { action, resource }),
        _ => Err("allows takes an action and a resource".into()),
    }
}

impl Operator {
    /// Judges an entity of the kind it was compiled for.
    pub fn judge(&self, subject: Subject<'_>) -> Verdict {
        match self {
            Operator::Allows { action, resource } => statement_allows(subject, action, resource),
            Operator::Public => statement_public(subject),
            Operator::CrossAccount => statement_cross_account(subject),
            Operator::AclInForce => {
                access_block::lets_acl_be_public(subject.model, subject.entity())
            }
            Operator::AccountBlock => access_block::account_blocks_all(subject.model),
        }
    }
}

/// A statement with its policy.
fn statement(subject: Subject<'_>) -> Option<(&Policy, &iam::Statement)> {
    let policy = &subject.model.policies[subject.entity().policy?];
    let index = subject.index - policy.statements.start;
    Some((policy, policy.document.statements.get(index)?))
}

/// The statement alone, with the Denies of its document.
fn alone(policy: &Policy, statement: &iam::Statement) -> Document {
    let denies = policy.document.statements.iter().filter(|other| other.effect == Effect::Deny);
    let statements = std::iter::once(statement).chain(denies).cloned().collect();
    Document { statements, open: false, ..policy.document.clone() }
}

fn statement_allows(subject: Subject<'_>, action: &str, resource: &str) -> Verdict {
    let Some((policy, statement)) = statement(subject) else { return unknown(subject.entity()) };
    match statement.effect {
        Effect::Allow => {}
        Effect::Unknown => return unknown(subject.entity()),
        Effect::Deny | Effect::Invalid => return Verdict::No,
    }
    // Every action has a service: `*:*` is all there is.
    let asked = if action == "*" { "*:*" } else { action };
    // Most statements are told by their actions alone. Only patterns of a part of the actions
    // may be covered by several patterns together.
    let single = asked == "*:*" || !asked.contains(['*', '?']);
    if single && statement.matches_action(asked).is_false() {
        return Verdict::No;
    }
    let document = alone(policy, statement);
    let truth =
        Truth::any(own_resources(resource, subject.model.accounts.own.as_deref()).into_iter().map(
            |resource| {
                let query = Query {
                    actions: vec![asked.into()],
                    resources: vec![resource],
                    every: true,
                    conditions: Conditions::Judged,
                };
                iam::allows(&[&document], &query).truth
            },
        ));
    match truth {
        Truth::False => Verdict::No,
        Truth::Unknown => unknown(subject.entity()),
        Truth::True => {
            let mut evidence = Evidence::default();
            let mut add = |name: &str, values: &Option<iam::Values>, wanted: &str| {
                let Some(values) = values else { return };
                let covers = |item: &&iam::Item| {
                    let pattern = item.text.to_string().to_ascii_lowercase();
                    let pattern = if pattern == "*:*" { "*".into() } else { pattern };
                    matches(&pattern, &Text::from(wanted.to_ascii_lowercase())) == Match::Always
                };
                let location = values
                    .items
                    .iter()
                    .find(covers)
                    .map_or(&values.location, |item| &item.location);
                evidence.elements.extend(element(policy, name, location));
            };
            add("actions", &statement.action, action);
            add("not_actions", &statement.not_action, action);
            add("resources", &statement.resource, resource);
            add("not_resources", &statement.not_resource, resource);
            evidence.proof = Some(format!(
                "{} may {} on {}; no condition, boundary or deny in its policy stands against it",
                policy.owners.first().map_or("its principal", String::as_str),
                phrase::action(action),
                phrase::resource(
                    &resource.replace("{partition}", "aws").replace("{account}", "<this account>"),
                    action
                ),
            ));
            Verdict::Yes(evidence)
        }
    }
}

/// A resource pattern in which `{partition}` and `{account}` are those deployed to. Policies
/// write the partition out or refer to it: either will do.
fn own_resources(pattern: &str, account: Option<&str>) -> Vec<Str> {
    if !pattern.contains('{') {
        return vec![pattern.into()];
    }
    let of = |partition: Part| {
        let mut parts = vec![];
        for piece in pattern.split_inclusive('}') {
            let (text, name) =
                piece.strip_suffix('}').and_then(|p| p.split_once('{')).unwrap_or((piece, ""));
            parts.push(Part::Text(text.into()));
            match name {
                "partition" => parts.push(partition.clone()),
                "account" => parts.push(match account {
                    Some(account) => Part::Text(account.into()),
                    None => Part::Symbol(Symbol::Account),
                }),
                _ => {}
            }
        }
        Str::from_parts(parts)
    };
    vec![of(Part::Text("aws".into())), of(Part::Symbol(Symbol::Partition))]
}

fn element(
    policy: &Policy,
    field: &str,
    location: &Location,
) -> Option<(crate::model::Field, Value)> {
    Some((Kind::Statement.field(field)?, value_at(&policy.value, location)?))
}

fn statement_public(subject: Subject<'_>) -> Verdict {
    let Some((policy, statement)) = statement(subject) else { return unknown(subject.entity()) };
    match statement.effect {
        Effect::Allow | Effect::Unknown => {}
        Effect::Deny | Effect::Invalid => return Verdict::No,
    }
    if statement.principal.is_none() && statement.not_principal.is_none() && !statement.open {
        return Verdict::No;
    }
    let holder = &subject.model.entities[policy.holder.0];
    let bucket = matches!(holder.kind, Kind::Bucket | Kind::AccessPoint);
    let definition = if bucket { Definition::S3 } else { Definition::AccessAnalyzer };
    let public = iam::is_public(&alone(policy, statement), definition);
    let verdict = match public.truth {
        Truth::False => return Verdict::No,
        Truth::Unknown => {
            let fields = ["principals", "not_principals", "conditions"];
            let open = fields
                .iter()
                .find_map(|field| subject.entity().field(field).find_unknown().cloned());
            open.map_or_else(|| unknown(subject.entity()), Verdict::Unknown)
        }
        Truth::True => {
            let mut evidence = Evidence::default();
            for (field, principals) in
                [("principals", &statement.principal), ("not_principals", &statement.not_principal)]
            {
                if let Some(principals) = principals {
                    let star = principals.items.iter().find(|item| item.text.is("*"));
                    let location = star.map_or(&principals.location, |item| &item.location);
                    evidence.elements.extend(element(policy, field, location));
                }
            }
            evidence.proof = public
                .example
                .as_ref()
                .map(|example| phrase::request(example, policy.usage == Usage::Trust));
            Verdict::Yes(evidence)
        }
    };
    if !bucket {
        return verdict;
    }
    Verdict::all([verdict, access_block::lets_policy_be_public(subject.model, holder)])
}

fn statement_cross_account(subject: Subject<'_>) -> Verdict {
    let Some((policy, statement)) = statement(subject) else { return unknown(subject.entity()) };
    let accounts = &subject.model.accounts;
    let trusted: Vec<&str> = accounts.trusted.iter().map(String::as_str).collect();
    let foreign = iam::cross_account(&alone(policy, statement), accounts.own.as_deref(), &trusted);
    let mut sorted = foreign
        .iter()
        .filter(|foreign| foreign.by.statement == statement.index)
        .collect::<Vec<_>>();
    sorted.sort_by_key(|foreign| !foreign.truth.is_true());
    let Some(first) = sorted.first() else { return Verdict::No };
    if first.truth.is_true() {
        let mut evidence = Evidence::default();
        evidence.elements.extend(element(policy, "principals", &first.location));
        return Verdict::Yes(evidence);
    }
    let principals = subject.entity().field("principals");
    if let Some(open) = principals.find_unknown() {
        return Verdict::Unknown(open.clone());
    }
    let why = match accounts.own {
        Some(_) => return unknown(subject.entity()),
        None => Why::Variable("account_id of iacscan.yaml".into()),
    };
    Verdict::Unknown(Arc::new(Unknown::anything(why)))
}

/// The first unknown that the entity holds: what the engine could not decide depends on it.
fn unknown(entity: &Entity) -> Verdict {
    let fields = entity.kind.schema().fields.iter();
    let mut values = fields.map(|field| entity.field(field.name));
    let found = values.find_map(|value| value.find_unknown().cloned());
    Verdict::Unknown(found.unwrap_or_else(|| {
        Arc::new(Unknown::anything(Why::Function("the policy engine, past its budget".into())))
    }))
}
