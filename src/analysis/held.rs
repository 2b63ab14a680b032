//! Which policies a user or role has, wherever they are declared, and what they come to.
//!
//! <https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html>

use std::sync::Arc;

use super::members::contains;
use super::{Evidence, Verdict};
use crate::iam::{self, Conditions, Document, Effect, Query, Str, Truth};
use crate::model::{Entity, Kind, Model, Usage};
use crate::value::{Symbol, Unknown, Value, Why};

/// The policies of a user or role.
#[derive(Default)]
pub struct Held<'m> {
    /// Of itself and its groups.
    pub identity: Vec<Given<'m>>,
    /// What bounds it: known, or the reason why it is not.
    pub boundary: Option<Result<&'m Document, Arc<Unknown>>>,
    /// Why there may be more policies.
    pub open: Option<Arc<Unknown>>,
}

/// A policy that a principal has.
pub struct Given<'m> {
    /// What it says.
    pub document: &'m Document,
    /// The index among [`Model::policies`], of one that is declared here.
    pub policy: Option<usize>,
    /// The index of the attachment, if it is attached.
    pub attachment: Option<usize>,
}

impl<'m> Held<'m> {
    /// The policies of the user or role of this name, with those of a user's groups.
    pub fn by(model: &'m Model, kind: Kind, name: &Value) -> Held<'m> {
        let mut held = Held::default();
        held.collect(model, kind, name);
        if kind == Kind::User {
            for (_, membership) in model.of_kind(Kind::Membership) {
                match contains(&membership.field("users"), name) {
                    Verdict::Yes(_) => {
                        for group in membership.field("groups").items() {
                            held.collect(model, Kind::Group, &group);
                        }
                    }
                    Verdict::Unknown(unknown) => held.open = Some(unknown),
                    Verdict::No => {}
                }
            }
        }
        let itself = model.of_kind(kind).find(|(_, entity)| entity.field("name") == *name);
        let boundary = itself.map(|(_, entity)| entity.field("boundary"));
        held.boundary = boundary.filter(|arn| !arn.is_null()).map(|arn| document_of(model, &arn));
        held
    }

    fn collect(&mut self, model: &'m Model, kind: Kind, name: &Value) {
        let field = match kind {
            Kind::User => "users",
            Kind::Group => "groups",
            _ => "roles",
        };
        for (index, policy) in model.policies.iter().enumerate() {
            let holder = &model.entities[policy.holder.0];
            if holder.kind != Kind::Policy || policy.usage != Usage::Identity {
                continue;
            }
            match contains(&holder.field(field), name) {
                Verdict::Yes(_) => self.identity.push(Given {
                    document: &policy.document,
                    policy: Some(index),
                    attachment: None,
                }),
                Verdict::Unknown(unknown) => self.open = Some(unknown),
                Verdict::No => {}
            }
        }
        for (index, attachment) in model.of_kind(Kind::Attachment) {
            match contains(&attachment.field(field), name) {
                Verdict::Yes(_) => {
                    let arn = attachment.field("policy");
                    match document_of(model, &arn) {
                        Ok(document) => self.identity.push(Given {
                            document,
                            policy: policy_of(model, &arn),
                            attachment: Some(index),
                        }),
                        Err(unknown) => self.open = Some(unknown),
                    }
                }
                Verdict::Unknown(unknown) => self.open = Some(unknown),
                Verdict::No => {}
            }
        }
    }

    /// Whether every request of the action on one of the resources is allowed: the resources
    /// are ways to say the same.
    pub fn allows(&self, action: &str, resources: &[Str]) -> Verdict {
        let documents: Vec<&Document> = self.identity.iter().map(|given| given.document).collect();
        let truth = match self.speaks_of(action) {
            true => any_allows(&documents, action, resources),
            false => Truth::False,
        };
        let identity = match truth {
            Truth::True => Verdict::yes(),
            Truth::False => match &self.open {
                Some(unknown) => Verdict::Unknown(unknown.clone()),
                None => Verdict::No,
            },
            Truth::Unknown => Verdict::Unknown(self.why_unknown()),
        };
        let boundary = match &self.boundary {
            None => Verdict::yes(),
            Some(Err(unknown)) => Verdict::Unknown(unknown.clone()),
            Some(Ok(document)) => match any_allows(&[document], action, resources) {
                Truth::True => Verdict::yes(),
                Truth::False => Verdict::No,
                Truth::Unknown => Verdict::Unknown(self.why_unknown()),
            },
        };
        Verdict::all([identity, boundary])
    }

    /// Whether it may be allowed the action at all, by what it is known to have or by more.
    pub fn may(&self, action: &str) -> bool {
        self.open.is_some() || self.speaks_of(action)
    }

    /// Whether some statement is about the action at all: cheaper than the engine, and nearly
    /// always a no.
    fn speaks_of(&self, action: &str) -> bool {
        // What allows everything allows this.
        let action = if action == "*:*" { "iam:CreateUser" } else { action };
        self.identity.iter().any(|given| {
            given.document.open
                || given.document.statements.iter().any(|statement| {
                    statement.effect != Effect::Deny && !statement.matches_action(action).is_false()
                })
        })
    }

    fn why_unknown(&self) -> Arc<Unknown> {
        self.open.clone().unwrap_or_else(|| {
            Arc::new(Unknown::anything(Why::Function("its policies, in part unknown".into())))
        })
    }

    /// Whether everything is allowed, with the one statement or attachment that is enough for
    /// it, if there is one.
    pub fn is_administrator(&self, model: &Model) -> Verdict {
        if !self.may("iam:CreateUser") {
            return Verdict::No;
        }
        match self.allows("*:*", &["*".into()]) {
            Verdict::Yes(mut evidence) => {
                evidence.culprit = self.identity.iter().find_map(|given| enough(model, given));
                Verdict::Yes(evidence)
            }
            other => other,
        }
    }
}

/// The entity that by itself allows everything.
fn enough(model: &Model, given: &Given<'_>) -> Option<usize> {
    if !any_allows(&[given.document], "*:*", &["*".into()]).is_true() {
        return None;
    }
    let Some(policy) = given.policy else { return given.attachment };
    let policy = &model.policies[policy];
    let alone = |statement: &&iam::Statement| {
        let document = policy.document.with(vec![iam::Statement::clone(statement)]);
        any_allows(&[&document], "*:*", &["*".into()]).is_true()
    };
    let statement = policy.document.statements.iter().find(alone)?;
    Some(policy.statements.start + statement.index)
}

fn any_allows(documents: &[&Document], action: &str, resources: &[Str]) -> Truth {
    Truth::any(resources.iter().map(|resource| {
        let query = Query {
            actions: vec![action.into()],
            resources: vec![resource.clone()],
            every: true,
            conditions: Conditions::Judged,
        };
        iam::allows(documents, &query).truth
    }))
}

/// The managed policy of an ARN among the declared ones.
fn policy_of(model: &Model, arn: &Value) -> Option<usize> {
    let is_of_aws =
        |arn: &Value| arn.as_text().is_some_and(|text| text.flat().contains(":iam::aws:policy/"));
    if arn.is_null() || is_of_aws(arn) {
        return None;
    }
    model.policies.iter().position(|policy| {
        let holder = &model.entities[policy.holder.0];
        holder.kind == Kind::Policy && holder.field("arn") == *arn
    })
}

/// The document of a managed policy: declared here, or AWS's.
fn document_of<'m>(model: &'m Model, arn: &Value) -> Result<&'m Document, Arc<Unknown>> {
    if let Some(index) = policy_of(model, arn) {
        return Ok(&model.policies[index].document);
    }
    let text = arn.to_text().map(|text| text.to_string()).unwrap_or_default();
    let managed = text.split_once(":iam::aws:policy/").map_or(&*text, |(_, path)| path);
    if (text.starts_with("arn:") || arn.as_str().is_some())
        && let Some(document) = iam::catalog::managed_document(managed)
    {
        return Ok(document);
    }
    Err(match arn.find_unknown() {
        Some(unknown) => unknown.clone(),
        None => Arc::new(Unknown::anything(Why::Unresolved(text.into()))),
    })
}

/// The ways to write the ARN of a principal, for the engine.
pub fn arns(model: &Model, principal: &Entity) -> Vec<Str> {
    let arn = principal.field("arn");
    let plain = arn.resolve(Symbol::Partition, "aws");
    [arn, plain].iter().filter_map(|arn| Some(model.holes.str_of(arn.as_text()?))).collect()
}

/// Whether a user or role may do everything.
pub fn is_administrator(model: &Model, principal: &Entity) -> Verdict {
    Held::by(model, principal.kind, &principal.field("name")).is_administrator(model)
}

/// Whether a statement lets a principal that is bounded, or that may make others under a
/// boundary only, take the boundary away.
///
/// <https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_boundaries.html#access_policies_boundaries-delegate>
pub fn escapes_boundary(said: super::Said<'_>) -> Verdict {
    const OF_ROLES: [&str; 2] =
        ["iam:DeleteRolePermissionsBoundary", "iam:PutRolePermissionsBoundary"];
    const OF_USERS: [&str; 2] =
        ["iam:DeleteUserPermissionsBoundary", "iam:PutUserPermissionsBoundary"];
    let gives = |actions: [&str; 2]| {
        said.statement.effect == Effect::Allow
            && actions.iter().any(|action| said.statement.matches_action(action).is_true())
    };
    if !gives(OF_ROLES) && !gives(OF_USERS) {
        return Verdict::No;
    }
    let model = said.model;
    let mut verdicts = vec![];
    for kind in [Kind::Role, Kind::User] {
        let actions = if kind == Kind::Role { OF_ROLES } else { OF_USERS };
        let bounded = model.of_kind(kind).filter(|(_, p)| !p.field("boundary").is_null());
        for (_, principal) in bounded.filter(|_| gives(actions)) {
            let held = Held::by(model, kind, &principal.field("name"));
            let policy = said.entity.policy;
            if held.identity.iter().any(|given| given.policy.is_some() && given.policy == policy) {
                let arns = arns(model, principal);
                verdicts.extend(actions.map(|action| held.allows(action, &arns)));
            }
        }
        let (create, any) = match kind {
            Kind::Role => ("iam:CreateRole", "arn:{partition}:iam::{account}:role/*"),
            _ => ("iam:CreateUser", "arn:{partition}:iam::{account}:user/*"),
        };
        let delegates = said.policy.document.statements.iter().any(|statement| {
            statement.effect == Effect::Allow
                && statement.matches_action(create).is_true()
                && statement.has_condition_on("iam:PermissionsBoundary").is_true()
        });
        if delegates && gives(actions) {
            let (alone, own) = (said.alone(), said.own_resources(any));
            verdicts.extend(actions.map(|a| said.verdict(any_allows(&[&alone], a, &own))));
        }
    }
    match Verdict::any(verdicts) {
        Verdict::Yes(_) => {
            let mut evidence = Evidence::default();
            let actions = said.statement.action.iter().flat_map(|actions| &actions.items);
            let covers = |item: &&iam::Item| {
                let pattern = item.text.to_string().to_ascii_lowercase();
                [OF_ROLES, OF_USERS].concat().iter().any(|action| {
                    iam::catalog::actions_matching(if pattern == "*" { "*:*" } else { &pattern })
                        .any(|(service, found)| {
                            action
                                .eq_ignore_ascii_case(&format!("{}:{}", service.prefix, found.name))
                        })
                })
            };
            let item = actions.into_iter().find(covers);
            evidence.elements.extend(item.and_then(|i| said.element("actions", &i.location)));
            Verdict::Yes(evidence)
        }
        other => other,
    }
}
