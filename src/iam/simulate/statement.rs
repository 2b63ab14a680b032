//! Whether one statement matches one request.

use super::caller::{Caller, Naming, is_account};
use super::{PolicyKind, Request};
use crate::iam::document::{Condition, Principals, Statement, Values};
use crate::iam::glob::{Glob, Reading, Token, Variable, letters};
use crate::iam::set::Bound;
use crate::iam::set::matcher::Test;
use crate::iam::text::Str;

/// A request, made ready.
pub(super) struct Given<'r> {
    pub request: &'r Request,
    pub caller: Caller,
    pub same_account: bool,
    action: Vec<Token>,
    resource: Vec<Token>,
    /// Keys in lower case, sorted.
    context: Vec<(String, Vec<String>)>,
}

impl<'r> Given<'r> {
    pub(super) fn new(request: &'r Request) -> Given<'r> {
        let caller = request.principal.as_deref().map_or(Caller::Anonymous, Caller::parse);
        let fields: Vec<&str> = request.resource.splitn(6, ':').collect();
        let of_arn = fields.get(4).copied().filter(|a| is_account(a));
        let of_context = ["aws:ResourceAccount", "s3:ResourceAccount"].iter().find_map(|key| {
            let mut all = request.context.iter();
            let (_, values) = all.find(|(given, _)| given.eq_ignore_ascii_case(key))?;
            values.first().map(String::as_str).filter(|a| is_account(a))
        });
        let owner = request.resource_account.as_deref().or(of_arn).or(of_context);
        let same_account = match (owner, caller.account()) {
            (Some(owner), Some(own)) => owner == own,
            _ => true,
        };
        let mut context: Vec<(String, Vec<String>)> = request
            .context
            .iter()
            .map(|(key, values)| (key.to_ascii_lowercase(), values.clone()))
            .collect();
        let mut derived = caller.context();
        if request.principal.is_none() {
            derived.clear();
        }
        for key in ["aws:resourceaccount", "s3:resourceaccount"] {
            derived.extend(owner.map(|owner| (key, owner.to_owned())));
        }
        for (key, value) in derived {
            if !context.iter().any(|(k, _)| k == key) {
                context.push((key.to_owned(), vec![value]));
            }
        }
        Given {
            request,
            caller,
            same_account,
            action: letters(&request.action.trim().to_ascii_lowercase()),
            resource: letters(&request.resource),
            context,
        }
    }

    /// Whether a statement of a policy of this kind matches, and how it names the caller.
    pub(super) fn matches(&self, statement: &Statement, kind: PolicyKind) -> Option<Naming> {
        let naming = match kind {
            PolicyKind::Resource => self.naming(statement)?,
            PolicyKind::ResourceControl | PolicyKind::Endpoint => {
                let unnamed = statement.principal.is_none() && statement.not_principal.is_none();
                if unnamed { Naming::Everyone } else { self.naming(statement)? }
            }
            _ => Naming::Direct,
        };
        let actions = |values: &Values| {
            values.items.iter().any(|v| Glob::action(&v.text).matches(&self.action))
        };
        let action = match (&statement.action, &statement.not_action) {
            (Some(values), _) => actions(values),
            (None, Some(values)) => !actions(values),
            (None, None) => false,
        };
        if !action {
            return None;
        }
        let read = if statement.variables {
            Reading::RESOURCE
        } else {
            Reading { variables: false, ..Reading::RESOURCE }
        };
        let resources = |values: &Values| {
            values.items.iter().any(|v| self.glob(&v.text, read).matches(&self.resource))
        };
        let resource = match (&statement.resource, &statement.not_resource) {
            (Some(values), _) => resources(values),
            (None, Some(values)) => !resources(values),
            // A trust policy belongs to the role asked for.
            (None, None) => true,
        };
        let holds = |c: &Condition| self.holds(c, statement.variables);
        (resource && statement.conditions.iter().all(holds)).then_some(naming)
    }

    fn glob(&self, text: &Str, reading: Reading) -> Glob {
        Glob::resolved(text, reading, &|variable| self.variable(variable))
    }

    fn values(&self, key: &str) -> &[String] {
        let key = key.to_ascii_lowercase();
        self.context.iter().find(|(k, _)| *k == key).map_or(&[], |(_, values)| values)
    }

    fn variable(&self, variable: &Variable<'_>) -> Option<String> {
        match self.values(variable.key) {
            [one] => Some(one.clone()),
            // Variables stand for single values only.
            _ => variable.default.map(str::to_owned),
        }
    }

    fn holds(&self, condition: &Condition, variables: bool) -> bool {
        let resolve = |variable: &Variable<'_>| self.variable(variable);
        let test = Test::resolved(condition, variables, Bound::Under, &resolve);
        let Ok(test) = test else { return false };
        let mut values: Vec<Vec<Token>> =
            self.values(&test.key).iter().map(|v| letters(v)).collect();
        // To a set operator, an empty string is a null data set.
        if test.operator.quantifier.is_some() && values.iter().all(Vec::is_empty) {
            values.clear();
        }
        test.holds(&values)
    }

    fn naming(&self, statement: &Statement) -> Option<Naming> {
        match (&statement.principal, &statement.not_principal) {
            (Some(who), _) => self.named(who),
            (None, Some(who)) => {
                // Naming the account does not mean everyone in it here, nor naming a role its
                // sessions: whoever is spared is written out himself, account and role beside.
                let spared = match self.named(who) {
                    Some(Naming::Account) => self.caller.is_root(),
                    Some(Naming::Role) => !matches!(self.caller, Caller::Session { .. }),
                    named => named.is_some(),
                };
                (!spared).then_some(Naming::Everyone)
            }
            // A resource policy that names nobody, which AWS refuses, grants nobody anything.
            (None, None) => None,
        }
    }

    fn named(&self, who: &Principals) -> Option<Naming> {
        who.items.iter().filter_map(|p| self.caller.named_by(p)).max()
    }

    /// Whether the resource policy is the root of trust, so that identity policies alone are
    /// not enough even within the account: roles and KMS keys.
    ///
    /// <https://docs.aws.amazon.com/kms/latest/developerguide/key-policies.html>
    pub(super) fn resource_must_allow(&self) -> bool {
        let action = self.request.action.trim().to_ascii_lowercase();
        let resource = &self.request.resource;
        let role = action.starts_with("sts:") && resource.contains(":role/");
        let key = action.starts_with("kms:") && resource.contains(":key/");
        // Asked about nobody, only what policies say is asked, not what comes of it.
        self.request.principal.is_some() && (role || key)
    }
}
