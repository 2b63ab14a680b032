//! What nobody may do, whatever policies say it: invariants of an organisation.

use super::glob::{Match, matches};
use crate::analysis::held::Held;
use crate::analysis::statement::{Said, unknown};
use crate::analysis::{Evidence, Verdict, phrase};
use crate::iam::{
    self, Document, Effect, Part, Policies, PrincipalKind, RequestSet, Symbol, Tree, Truth,
};
use crate::model::{Entity, Model};
use crate::syntax::data::{Node, NodeKind};
use crate::value::Text;

/// Requests that only some may make.
#[derive(Debug)]
pub(crate) struct Forbidden {
    /// The requests, as a document that allows them.
    requests: Document,
    /// The same of those who are not excepted, for statements about everyone.
    of_others: Document,
    /// Patterns of ARNs of who may all the same.
    principals: Vec<String>,
    /// Accounts whose principals may; those of the own one may, too, if it is not known.
    accounts: Vec<String>,
}

impl Forbidden {
    /// Reads `{ actions, resources, conditions, unless: { principals, accounts } }`.
    ///
    /// # Errors
    /// What is wrong with it.
    pub fn compile(node: &Node) -> Result<Forbidden, String> {
        known(node, "may", &["actions", "resources", "conditions", "unless"])?;
        let actions = texts(node.get("actions"));
        let resources = texts(node.get("resources"));
        if actions.is_empty() || resources.is_empty() {
            return Err("may takes actions and resources".into());
        }
        let unless = node.get("unless");
        if let Some(unless) = unless {
            known(unless, "unless", &["principals", "accounts"])?;
        }
        let of = |key: &str| texts(unless.and_then(|unless| unless.get(key)));
        let (principals, accounts) = (of("principals"), of("accounts"));
        let mut condition = node.get("conditions").map_or_else(|| serde_json::json!({}), json);
        let document = |condition: &serde_json::Value| {
            let mut statement = serde_json::json!({
                "Effect": "Allow", "Action": actions, "Resource": resources,
            });
            if condition.as_object().is_some_and(|all| !all.is_empty()) {
                statement["Condition"] = condition.clone();
            }
            let text = serde_json::json!({ "Version": "2012-10-17", "Statement": [statement] });
            Tree::from_json(&text.to_string())
                .map(|tree| Document::parse(&tree))
                .map_err(|error| error.to_string())
        };
        let requests = document(&condition)?;
        if let Some(issue) = requests.issues.first() {
            return Err(issue.message.clone());
        }
        for (operator, key, values) in [
            ("ArnNotLike", "aws:PrincipalArn", &principals),
            ("StringNotEquals", "aws:PrincipalAccount", &accounts),
        ] {
            if !values.is_empty() {
                condition[operator][key] = serde_json::json!(values);
            }
        }
        let of_others = document(&condition)?;
        Ok(Forbidden { requests, of_others, principals, accounts })
    }

    /// Whether a user or role may make such a request by its policies, and is not excepted.
    pub fn by_principal(&self, model: &Model, principal: &Entity) -> Verdict {
        let own = model.accounts.own.as_deref();
        let inside = !self.accounts.is_empty() && own.is_none_or(|own| self.has_account(own));
        let arn = principal.field("arn");
        let excepted = arn.as_text().map_or(Match::Never, |arn| self.excepts(arn));
        if inside || excepted == Match::Always {
            return Verdict::No;
        }
        let held = Held::by(model, principal.kind, &principal.field("name"));
        let mut policies = Policies {
            identity: held.identity.iter().map(|given| given.document).collect(),
            ..Policies::default()
        };
        match &held.boundary {
            None => {}
            Some(Ok(document)) => policies.boundary.push(document),
            Some(Err(unknown)) => return Verdict::Unknown(unknown.clone()),
        }
        let allowed = iam::effective(&policies, None);
        let asked = allowed.intersection(&RequestSet::allowed(&[&self.requests]));
        match (asked.is_empty(), asked.example()) {
            (Truth::False, Some((example, by))) => {
                if excepted == Match::Perhaps {
                    return unknown(principal);
                }
                let given = held.identity.get(by.document);
                let statement = given.and_then(|given| {
                    let policy = &model.policies[given.policy?];
                    Some(policy.statements.start + by.statement)
                });
                Verdict::Yes(Evidence {
                    proof: Some(phrase::request(&principal.title(), &example, false)),
                    culprit: statement.or(given.and_then(|given| given.attachment)),
                    ..Evidence::default()
                })
            }
            (Truth::True, _) => match held.open {
                Some(unknown) => Verdict::Unknown(unknown),
                None => Verdict::No,
            },
            _ => unknown(principal),
        }
    }

    /// Whether a statement of a resource's policy lets somebody make such a request who is not
    /// excepted.
    pub fn by_statement(&self, said: Said<'_>) -> Verdict {
        let (Effect::Allow, Some(principals)) = (said.statement.effect, &said.statement.principal)
        else {
            return Verdict::No;
        };
        let own = said.model.accounts.own.as_deref();
        for item in &principals.items {
            if matches!(item.kind, PrincipalKind::Service) {
                continue;
            }
            let everyone = item.text.is("*");
            let text = item.text.to_string();
            let is_own = item.text.parts().contains(&Part::Symbol(Symbol::Account));
            let account = text.split(':').nth(4).unwrap_or(&text);
            let inside = match is_own {
                true => own.is_none_or(|own| self.has_account(own)) && !self.accounts.is_empty(),
                false => self.has_account(account),
            };
            let excepted = self.excepts(&Text::from(text.clone())) == Match::Always;
            if !everyone && (inside || excepted) {
                continue;
            }
            let mut document = said.alone();
            for statement in &mut document.statements {
                if statement.location == said.statement.location
                    && let Some(principals) = &mut statement.principal
                {
                    principals.items = vec![item.clone()];
                    principals.star &= everyone;
                }
            }
            let forbidden = if everyone { &self.of_others } else { &self.requests };
            let allowed = RequestSet::allowed(&[&document]);
            let asked = allowed.intersection(&RequestSet::allowed(&[forbidden]));
            match (asked.is_empty(), asked.example()) {
                (Truth::False, Some((example, _))) => {
                    let who = if everyone { "anyone".to_owned() } else { text };
                    return Verdict::Yes(Evidence {
                        elements: said.element("principals", &item.location).into_iter().collect(),
                        proof: Some(phrase::request(&who, &example, false)),
                        ..Evidence::default()
                    });
                }
                (Truth::True, _) => {}
                _ => return said.unknown(),
            }
        }
        match principals.open {
            true => said.unknown(),
            false => Verdict::No,
        }
    }

    fn has_account(&self, account: &str) -> bool {
        self.accounts.iter().any(|known| known == account)
    }

    fn excepts(&self, arn: &Text) -> Match {
        let each = self.principals.iter().map(|pattern| matches(pattern, arn));
        each.fold(Match::Never, |best, next| match (best, next) {
            (Match::Always, _) | (_, Match::Always) => Match::Always,
            (Match::Perhaps, _) | (_, Match::Perhaps) => Match::Perhaps,
            _ => Match::Never,
        })
    }
}

fn known(node: &Node, what: &str, keys: &[&str]) -> Result<(), String> {
    let entries = node.as_mapping().ok_or_else(|| format!("{what} takes {}", keys.join(", ")))?;
    for (key, _) in entries {
        if !key.as_str().is_some_and(|key| keys.contains(&key)) {
            return Err(format!("{what} takes {}", keys.join(", ")));
        }
    }
    Ok(())
}

fn texts(node: Option<&Node>) -> Vec<String> {
    let items = |node: &Node| node.as_sequence().map(<[Node]>::to_vec);
    let all = node.map(|node| items(node).unwrap_or_else(|| vec![node.clone()]));
    all.unwrap_or_default().iter().filter_map(|item| item.as_str().map(str::to_owned)).collect()
}

fn json(node: &Node) -> serde_json::Value {
    match &node.kind {
        NodeKind::Scalar(scalar) => serde_json::Value::String(scalar.text.to_string()),
        NodeKind::Sequence(items) => items.iter().map(json).collect(),
        NodeKind::Mapping(entries) => entries
            .iter()
            .map(|(key, value)| (key.as_str().unwrap_or_default().to_owned(), json(value)))
            .collect(),
    }
}
