//! Checks of service and resource control policies.
//!
//! - <https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_scps_syntax.html>
//! - <https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_rcps_syntax.html>

use super::{Check, is_wild};
use crate::iam::catalog;
use crate::iam::document::{Comparison, Condition, Effect, Statement};

impl Check {
    pub(super) fn service_control(&mut self, statement: &Statement) {
        for values in [&statement.action, &statement.not_action].into_iter().flatten() {
            for item in &values.items {
                let Some(text) = item.text.as_text() else { continue };
                let inner = text.strip_suffix(['*', '?']).unwrap_or(text);
                if is_wild(inner.trim_end_matches(['*', '?'])) {
                    let message = format!(
                        "\"{text}\" has a wildcard before the end, which service control policies \
                         may not have; list the actions or shorten the pattern."
                    );
                    self.error("SCP_SYNTAX_ERROR_ACTION_WILDCARD", &item.location, message);
                }
            }
        }
    }

    pub(super) fn resource_control(&mut self, statement: &Statement) {
        let star = statement.principal.as_ref().is_some_and(|p| p.star);
        let given = statement.principal.as_ref().or(statement.not_principal.as_ref());
        if let Some(principals) = given
            && !star
            && !principals.open
        {
            let message = "The principal of a resource control policy is \"*\"; narrow it with \
                           conditions.";
            self.error("RCP_SYNTAX_ERROR_PRINCIPAL", &principals.location, message);
        }
        if let Some(not) = &statement.not_action {
            let message = "Resource control policies have no NotAction; use Action.";
            self.error("RCP_SYNTAX_ERROR_NOTACTION", &not.location, message);
        }
        if statement.effect == Effect::Allow {
            let message = "Only AWS's own RCPFullAWSAccess allows; write a Deny.";
            let whole = statement.resource.as_ref().is_some_and(|r| r.texts().any(|t| t == "*"))
                && star
                && statement.conditions.is_empty();
            if !whole {
                self.error("RCP_SYNTAX_ERROR_ALLOW", &statement.location, message);
            }
            return;
        }
        self.controlled_actions(statement);
        if statement.effect == Effect::Deny && !statement.conditions_open && !statement.open {
            self.related_keys(statement);
        }
    }

    fn controlled_actions(&mut self, statement: &Statement) {
        let Some(actions) = &statement.action else { return };
        for item in &actions.items {
            let Some(text) = item.text.as_text() else { continue };
            let prefix = text.split_once(':').map_or(text, |(prefix, _)| prefix);
            let supported = catalog::service(prefix).map(|s| s.resource_control);
            if text == "*" || supported == Some(false) {
                let message = if text == "*" {
                    "Name the services: \"*\" alone is not taken in a resource control policy."
                        .to_owned()
                } else {
                    format!("Resource control policies do not reach {prefix}; remove {text}.")
                };
                self.error("RCP_SYNTAX_ERROR_ACTION", &item.location, message);
            }
        }
    }

    /// A Deny by who asks must leave AWS services alone, and the other way round.
    fn related_keys(&mut self, statement: &Statement) {
        let is = |c: &Condition, key: &str| c.is_on(key).is_true();
        let service = |value: &str| {
            statement.conditions.iter().any(|c| {
                is(c, "aws:PrincipalIsAWSService") && c.values.iter().any(|v| v.text.is(value))
            })
        };
        let principal = [
            "aws:PrincipalOrgID",
            "aws:PrincipalOrgPaths",
            "aws:PrincipalAccount",
            "aws:PrincipalArn",
        ];
        let source =
            ["aws:SourceOrgID", "aws:SourceOrgPaths", "aws:SourceAccount", "aws:SourceArn"];
        let negated = |c: &Condition| c.operator.is_some_and(|o| o.negated);
        let find = |keys: &[&str]| {
            statement
                .conditions
                .iter()
                .find(|c| negated(c) && keys.iter().any(|k| is(c, k)))
                .cloned()
        };
        if let Some(condition) = find(&principal)
            && !service("false")
        {
            let message = format!(
                "Requests of AWS services have no {}, so this denies them; add \
                 \"BoolIfExists\": {{\"aws:PrincipalIsAWSService\": \"false\"}}.",
                condition.key
            );
            let place = condition.location.on_key();
            self.warning("RCP_MISSING_RELATED_PRINCIPAL_CONDITION_KEY", &place, message);
        }
        if let Some(condition) = find(&source) {
            let place = condition.location.clone().on_key();
            if !service("true") {
                let message = format!(
                    "{} is there only in requests of AWS services; add \
                     \"Bool\": {{\"aws:PrincipalIsAWSService\": \"true\"}}.",
                    condition.key
                );
                let code = "RCP_MISSING_RELATED_SERVICE_PRINCIPAL_CONDITION_KEY";
                self.warning(code, &place, message);
            }
            let null = statement.conditions.iter().any(|c| {
                c.operator.is_some_and(|o| o.comparison == Comparison::Null)
                    && (is(c, "aws:SourceAccount") || is(c, "aws:SourceArn"))
            });
            if !null {
                let message = "Not every request of a service carries the key; add \
                               \"Null\": {\"aws:SourceAccount\": \"false\"}.";
                let code = "RCP_MISSING_SERVICE_CONDITION_KEY_NULL_CHECK";
                self.warning(code, &place, message);
            }
        }
    }
}
