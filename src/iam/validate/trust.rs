//! Checks of trust policies of roles.
//!
//! <https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_create_for-idp_oidc.html>

use super::{Check, is_wild};
use crate::iam::document::{Condition, Effect, Principal, PrincipalKind, Quantifier, Statement};

const GITHUB: &str = "token.actions.githubusercontent.com";
/// Providers whose name is used without an ARN.
const BUILT_IN: [&str; 4] = [
    "cognito-identity.amazonaws.com",
    "www.amazon.com",
    "graph.facebook.com",
    "accounts.google.com",
];

/// What a federated principal is.
enum Provider<'t> {
    Saml,
    /// With the host, which is the prefix of its claims.
    Oidc(&'t str),
}

impl Check {
    pub(super) fn trust(&mut self, statement: &Statement) {
        for values in [&statement.resource, &statement.not_resource].into_iter().flatten() {
            let message = "The trust policy of a role has no Resource: it is the role itself; \
                           remove it.";
            let code = "ROLE_TRUST_POLICY_SYNTAX_ERROR_RESOURCE";
            self.error(code, &values.location, message);
        }
        let Some(principals) = &statement.principal else { return };
        if principals.star {
            let message = "Write the wildcard principal of a trust policy as {\"AWS\": \"*\"}.";
            let code = "ROLE_TRUST_POLICY_UNSUPPORTED_WILDCARD_IN_PRINCIPAL";
            self.error(code, &principals.location, message);
        }
        self.sessions(&principals.items);
        self.enabling(statement);
        for principal in &principals.items {
            let Some(text) = principal.text.as_text() else { continue };
            match principal.kind {
                PrincipalKind::Federated => self.federated(statement, principal, text),
                PrincipalKind::Aws | PrincipalKind::Service => {
                    self.not_federated(statement, principal);
                    if text == "rolesanywhere.amazonaws.com" && statement.effect == Effect::Allow {
                        self.roles_anywhere(statement, principal);
                    }
                }
                _ => {}
            }
        }
        self.audiences(statement);
    }

    /// Sessions of a role that is trusted as a whole.
    fn sessions(&mut self, items: &[Principal]) {
        let role = |p: &Principal| -> Option<(String, String)> {
            let text = p.text.as_text()?;
            let fields: Vec<&str> = text.splitn(6, ':').collect();
            let [_, _, "iam", _, account, name] = fields.as_slice() else { return None };
            let name = name.strip_prefix("role/")?.rsplit('/').next()?;
            Some(((*account).to_owned(), name.to_owned()))
        };
        let roles: Vec<(String, String)> = items.iter().filter_map(role).collect();
        for principal in items {
            let Some(text) = principal.text.as_text() else { continue };
            let fields: Vec<&str> = text.splitn(6, ':').collect();
            let [_, _, "sts", _, account, name] = fields.as_slice() else { continue };
            let Some(rest) = name.strip_prefix("assumed-role/") else { continue };
            let own = rest.split('/').next().unwrap_or("");
            if roles.iter().any(|(a, n)| a == account && n == own) {
                let message =
                    format!("{text} is a session of the role {own} listed, too; remove it.");
                let code = "REDUNDANT_PRINCIPAL_IN_ROLE_TRUST_POLICY";
                self.suggestion(code, &principal.location, message);
            }
        }
    }

    /// Keys that only mean something with the action that sets them.
    fn enabling(&mut self, statement: &Statement) {
        let needs = [
            ("sts:SourceIdentity", "sts:SetSourceIdentity"),
            ("sts:TransitiveTagKeys", "sts:TagSession"),
            ("aws:RequestTag/", "sts:TagSession"),
            ("aws:TagKeys", "sts:TagSession"),
        ];
        if statement.effect != Effect::Allow || statement.action.is_none() {
            return;
        }
        for condition in &statement.conditions {
            for (key, action) in needs {
                if condition.is_on(key).is_true() && statement.matches_action(action).is_false() {
                    let message = format!(
                        "{} is only there when {action} is called as well; add {action} to Action.",
                        condition.key
                    );
                    let place = condition.location.clone().on_key();
                    self.error("MISSING_ACTION_FOR_CONDITION_KEY", &place, message);
                }
            }
        }
    }

    fn federated(&mut self, statement: &Statement, principal: &Principal, text: &str) {
        let place = &principal.location;
        if is_wild(text) {
            return;
        }
        let Some(provider) = provider(text) else {
            let message = format!(
                "\"{text}\" is no identity provider; write its domain or the ARN of an OIDC or \
                 SAML provider."
            );
            let code = "INVALID_FEDERATED_PRINCIPAL_SYNTAX_IN_ROLE_TRUST_POLICY";
            self.error(code, place, message);
            return;
        };
        if statement.effect != Effect::Allow {
            return;
        }
        let action = match provider {
            Provider::Saml => "sts:AssumeRoleWithSAML",
            Provider::Oidc(_) => "sts:AssumeRoleWithWebIdentity",
        };
        if statement.matches_action(action).is_false() && statement.action.is_some() {
            let message = format!("This provider works with {action}; add it to Action.");
            self.error("MISMATCHED_ACTION_FOR_PRINCIPAL", place, message);
        }
        let Provider::Oidc(host) = provider else { return };
        if statement.conditions_open || statement.open {
            return;
        }
        let prefix = format!("{}:", host.to_ascii_lowercase());
        let on_claim = |c: &Condition| {
            c.key.prefix().to_ascii_lowercase().starts_with(&prefix) || !c.key.is_known()
        };
        if host == GITHUB {
            self.github(statement, principal);
        } else if !statement.conditions.iter().any(on_claim) {
            let message = format!(
                "Everybody {host} vouches for can take on the role; add a condition on \
                 {host}:sub or {host}:aud."
            );
            self.security("MISSING_CONDITION_KEY_FOR_OIDC_PRINCIPAL", place, message);
        }
    }

    fn github(&mut self, statement: &Statement, principal: &Principal) {
        let sub = format!("{GITHUB}:sub");
        let conditions: Vec<&Condition> =
            statement.conditions.iter().filter(|c| c.is_on(&sub).is_possible()).collect();
        if conditions.is_empty() {
            let message = format!(
                "Every repository on GitHub can take on the role; add a condition on {sub} such \
                 as repo:organisation/repository:ref:refs/heads/main."
            );
            self.security("MISSING_GITHUB_REPO_CONDITION_KEY", &principal.location, message);
        }
        for condition in conditions {
            if condition.operator.is_none_or(|o| o.negated || !o.has_wildcards()) {
                continue;
            }
            for value in &condition.values {
                let Some(text) = value.text.as_text() else { continue };
                let rest = text.strip_prefix("repo:").unwrap_or(text);
                let repository = rest.split(':').next().unwrap_or("");
                if is_wild(repository) || !text.starts_with("repo:") && is_wild(text) {
                    let message = format!(
                        "\"{text}\" trusts more than one repository; name organisation, \
                         repository and branch."
                    );
                    let code = "SPECIFIC_GITHUB_REPO_AND_BRANCH_RECOMMENDED";
                    self.warning(code, &value.location, message);
                }
            }
        }
    }

    fn not_federated(&mut self, statement: &Statement, principal: &Principal) {
        let Some(actions) = &statement.action else { return };
        let federated = |a: &&str| {
            a.eq_ignore_ascii_case("sts:AssumeRoleWithSAML")
                || a.eq_ignore_ascii_case("sts:AssumeRoleWithWebIdentity")
        };
        let plain = statement.matches_action("sts:AssumeRole").is_possible();
        if !plain && let Some(action) = actions.texts().find(federated) {
            let message = format!(
                "{action} is for identity providers; {} takes on roles with sts:AssumeRole.",
                principal.text
            );
            self.error("MISMATCHED_ACTION_FOR_PRINCIPAL", &principal.location, message);
        }
    }

    fn roles_anywhere(&mut self, statement: &Statement, principal: &Principal) {
        let needed = ["sts:AssumeRole", "sts:SetSourceIdentity", "sts:TagSession"];
        let missing: Vec<&str> =
            needed.into_iter().filter(|a| statement.matches_action(a).is_false()).collect();
        if !missing.is_empty() {
            let message = format!("IAM Roles Anywhere needs {} as well.", missing.join(" and "));
            let code = "MISSING_ACTION_FOR_ROLES_ANYWHERE_TRUST_POLICY";
            self.error(code, &principal.location, message);
        }
    }

    /// Set prefixes on the audience claim, which has a single value with most providers.
    fn audiences(&mut self, statement: &Statement) {
        for condition in &statement.conditions {
            let Some(key) = condition.key.as_text() else { continue };
            let Some(host) = key.strip_suffix(":aud") else { continue };
            let Some(quantifier) = condition.operator.and_then(|o| o.quantifier) else { continue };
            let place = condition.location.clone().on_key();
            let single = host.eq_ignore_ascii_case(GITHUB) || BUILT_IN.contains(&host);
            if single && quantifier == Quantifier::ForAnyValue {
                let message = format!("{key} has a single value; remove ForAnyValue.");
                self.security("FORANYVALUE_WITH_AUDIENCE_CLAIM_TYPE", &place, message);
            } else if !single {
                let message = format!(
                    "Make sure that {host} gives several audiences; if not, remove the set prefix."
                );
                self.suggestion("CONFIRM_AUDIENCE_CLAIM_TYPE", &place, message);
            }
        }
    }
}

fn provider(text: &str) -> Option<Provider<'_>> {
    if !text.starts_with("arn:") {
        let domain = text.contains('.')
            && text
                .chars()
                .all(|c| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '/' | '_'));
        return domain.then_some(Provider::Oidc(text));
    }
    let fields: Vec<&str> = text.splitn(6, ':').collect();
    let [_, _, "iam", _, _, name] = fields.as_slice() else { return None };
    if name.strip_prefix("saml-provider/").is_some_and(|n| !n.is_empty()) {
        return Some(Provider::Saml);
    }
    let host = name.strip_prefix("oidc-provider/").filter(|h| !h.is_empty())?;
    Some(Provider::Oidc(host))
}
