//! Checks of `Condition`: operators and keys; the values are judged in [`super::value`].

use super::keys::{self, Known};
use super::{Check, PolicyType, ResourceKind, is_wild};
use crate::iam::catalog::{self, ConditionKey, KeyType};
use crate::iam::document::{Comparison, Condition, Effect, Operator, Quantifier, Statement};

/// Actions without requests of their own: they are asked for together with sts:AssumeRole, and
/// see the keys of that request.
const OF_SESSIONS: [&str; 3] = ["sts:TagSession", "sts:SetSourceIdentity", "sts:SetContext"];

/// Keys that AWS's service reference has as lists, and whose page and whose use in policies of
/// AWS's own take for single texts.
///
/// <https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-use-conditions.html>
const SINGLE_IN_EVENTS: [&str; 2] = ["events:detail-type", "events:source"];

impl Check {
    pub(super) fn conditions(&mut self, statement: &Statement) {
        for condition in &statement.conditions {
            let Some(key) = condition.key.as_text() else { continue };
            let key_known = self.key(condition, key);
            if let Some(operator) = condition.operator {
                self.operator(condition, key, operator, key_known);
                self.emptiness(condition, operator);
                self.stars(condition, key, operator, statement);
                self.values(condition, key, operator, statement);
            }
            self.supported(condition, key, statement);
        }
        self.tags(statement);
        self.trustworthy(statement);
        self.services(statement);
    }

    /// Whether the key exists.
    fn key(&mut self, condition: &Condition, key: &str) -> Option<ConditionKey> {
        let place = condition.location.clone().on_key();
        let Some((prefix, name)) = key.split_once(':') else {
            let message = match keys::near(&format!("aws:{key}")) {
                Some(near) => format!("\"{key}\" has no prefix; did you mean {near}?"),
                None => format!("\"{key}\" is no condition key: write prefix:name."),
            };
            self.error("INVALID_CONDITION_KEY_FORMAT", &place, message);
            return None;
        };
        if prefix.is_empty() || name.is_empty() {
            let message = format!("\"{key}\" is no condition key: write prefix:name.");
            self.error("INVALID_CONDITION_KEY_FORMAT", &place, message);
            return None;
        }
        self.no_variable(key, "the name of a condition key", &place);
        let lower = key.to_ascii_lowercase();
        if lower == "aws:arn" {
            let message = "aws:ARN is no longer supported; use aws:PrincipalArn or aws:SourceArn.";
            self.error("UNSUPPORTED_GLOBAL_CONDITION_KEY", &place, message);
            self.warning("DEPRECATED_GLOBAL_CONDITION_KEY", &place, message);
            return None;
        }
        let tags = ["aws:resourcetag", "aws:requesttag", "aws:principaltag"];
        if tags.iter().any(|t| lower == *t || lower == format!("{t}/")) {
            let message = format!(
                "\"{key}\" lacks the key of the tag; write {}/Key.",
                key.trim_end_matches('/')
            );
            self.error("MISSING_TAG_KEY_IN_CONDITION", &place, message);
            return None;
        }
        let meant = || match keys::near(key) {
            Some(near) => format!("; did you mean {near}?"),
            None => "; use one that exists.".to_owned(),
        };
        match keys::known(key) {
            Known::Key(known) => return Some(known),
            Known::NoGlobal => {
                let message = format!("There is no global condition key \"{key}\"{}", meant());
                self.error("INVALID_GLOBAL_CONDITION_KEY", &place, message);
            }
            Known::NoKey(service) => {
                let message = format!("{service} has no condition key \"{key}\"{}", meant());
                self.error("INVALID_SERVICE_CONDITION_KEY", &place, message);
            }
            Known::NoService => {
                let near = crate::iam::near::nearest(prefix, catalog::services());
                let message = match near {
                    Some(near) => {
                        format!("There is no service \"{prefix}\"; did you mean {near}:{name}?")
                    }
                    None => format!("There is no service \"{prefix}\"; use aws: or a service."),
                };
                self.error("INVALID_SERVICE", &place, message);
            }
            Known::Open => {}
        }
        None
    }

    fn operator(
        &mut self,
        condition: &Condition,
        key: &str,
        operator: Operator,
        known: Option<ConditionKey>,
    ) {
        let place = condition.location.clone().on_key();
        let null = operator.comparison == Comparison::Null;
        if null && operator.if_exists {
            let message = "Null already asks whether the key exists; remove IfExists.";
            let at = condition.operator_location.clone().on_key();
            self.error("NULL_WITH_IF_EXISTS", &at, message);
        }
        if null && let Some(quantifier) = operator.quantifier {
            let always = quantifier == Quantifier::ForAllValues;
            let message = format!("Null with a set prefix is always {always}; remove the prefix.");
            let at = condition.operator_location.clone().on_key();
            self.suggestion("NULL_WITH_QUALIFIER", &at, message);
        }
        let Some(known) = known else { return };
        if null {
            return;
        }
        let told = SINGLE_IN_EVENTS.iter().any(|k| k.eq_ignore_ascii_case(key));
        if known.multivalued && operator.quantifier.is_none() && !told {
            let message = format!(
                "A request can have several values of {key}; put ForAllValues: or ForAnyValue: \
                 before {}.",
                operator.name()
            );
            self.error("MISSING_QUALIFIER", &place, message);
        }
        if !known.multivalued && operator.quantifier == Some(Quantifier::ForAllValues) {
            let message = format!(
                "ForAllValues holds when {key} is absent, and {key} has a single value; remove \
                 the prefix."
            );
            self.security("FORALLVALUES_WITH_SINGLE_VALUED_KEY", &place, message);
        }
        if operator.comparison == Comparison::StringLike && known.kind == KeyType::Arn {
            let better = operator.name().replace("StringNotLike", "ArnNotLike");
            let better = better.replace("StringLike", "ArnLike");
            let message = format!(
                "{key} is an ARN, and a wildcard of StringLike runs across its fields; use \
                 {better}."
            );
            self.security("STRING_LIKE_OPERATOR_WITH_ARN_CONDITION_KEYS", &place, message);
        }
        let fits = match known.kind {
            // A text may well be an ARN.
            KeyType::String => {
                operator.is_string()
                    || operator.is_arn()
                    || operator.comparison == Comparison::BinaryEquals
            }
            KeyType::Numeric => operator.is_numeric(),
            KeyType::Bool => operator.comparison == Comparison::Bool,
            // A time may be given as a number of seconds.
            KeyType::Date => operator.is_date() || operator.is_numeric(),
            KeyType::Arn => operator.is_arn() || operator.is_string(),
            KeyType::Address => operator.comparison == Comparison::IpAddress,
        };
        if !fits {
            let message = format!(
                "{key} is of type {}; use an operator of that type instead of {}.",
                keys::family(known.kind),
                operator.name()
            );
            self.warning("TYPE_MISMATCH", &place, message);
        }
    }

    fn emptiness(&mut self, condition: &Condition, operator: Operator) {
        if !condition.values.is_empty() || condition.open {
            return;
        }
        let place = &condition.location;
        if self.malformed.contains(place) {
            return;
        }
        let key = &condition.key;
        let (code, message) = match operator.quantifier {
            _ if operator.if_exists => (
                "EMPTY_ARRAY_CONDITION_IFEXISTS",
                format!("IfExists without values holds only when {key} is absent; use Null."),
            ),
            Some(Quantifier::ForAllValues) => (
                "EMPTY_ARRAY_CONDITION_FORALLVALUES",
                format!("ForAllValues without values holds only when {key} is absent; use Null."),
            ),
            Some(Quantifier::ForAnyValue) => (
                "EMPTY_ARRAY_CONDITION_FORANYVALUE",
                format!("ForAnyValue without values never holds; give values of {key}."),
            ),
            None => (
                "EMPTY_ARRAY_CONDITION",
                format!("The condition on {key} has no values; give some or remove it."),
            ),
        };
        self.suggestion(code, place, message);
    }

    /// Conditions that a bare `*` makes constant.
    fn stars(
        &mut self,
        condition: &Condition,
        key: &str,
        operator: Operator,
        statement: &Statement,
    ) {
        let star = |text: &str| !text.is_empty() && text.bytes().all(|b| b == b'*');
        let like = matches!(
            operator.comparison,
            Comparison::StringLike | Comparison::ArnLike | Comparison::ArnEquals
        );
        if !like || !condition.values.iter().any(|v| v.text.as_text().is_some_and(star)) {
            return;
        }
        let place = &condition.location;
        let all = operator.quantifier == Some(Quantifier::ForAllValues);
        match (operator.negated, operator.if_exists || all) {
            (false, true) => {
                let message = format!(
                    "The condition on {key} holds for every request, because of the *; remove it."
                );
                self.suggestion("REDUNDANT_KEY_DUE_TO_WILDCARD_IN_CONDITION", place, message);
            }
            (false, false) => {
                let message = format!(
                    "With * this asks only whether {key} is present; write \
                     \"Null\": {{\"{key}\": \"false\"}}."
                );
                self.suggestion("EQUIVALENT_TO_NULL_FALSE", place, message);
            }
            (true, _) if operator.quantifier == Some(Quantifier::ForAnyValue) => {
                let message = "The condition can never hold, because of the *, so the statement \
                               has no effect; correct or remove it.";
                let code = "REDUNDANT_STATEMENT_DUE_TO_WILDCARD_IN_CONDITION";
                self.suggestion(code, &statement.location, message);
            }
            (true, _) => {
                let message = format!(
                    "With * this asks only whether {key} is absent; write \
                     \"Null\": {{\"{key}\": \"true\"}}."
                );
                self.suggestion("EQUIVALENT_TO_NULL_TRUE", place, message);
            }
        }
    }

    /// Whether the actions named in full support the service's own key.
    fn supported(&mut self, condition: &Condition, key: &str, statement: &Statement) {
        let (Some((prefix, _)), Known::Key(_)) = (key.split_once(':'), keys::known(key)) else {
            return;
        };
        if prefix.eq_ignore_ascii_case("aws") || catalog::global_key(key).is_some() {
            return;
        }
        let Some(actions) = &statement.action else { return };
        let without: Vec<&str> = actions
            .texts()
            .filter(|a| !is_wild(a))
            .filter(|a| !OF_SESSIONS.iter().any(|action| a.eq_ignore_ascii_case(action)))
            .filter(|a| {
                catalog::action(a).is_some_and(|(service, action)| {
                    !service.keys_of(action).any(|k| k.is(key))
                        // Keys the catalogue lists for no action are not judged by it.
                        && service.actions.iter().any(|a| service.keys_of(a).any(|k| k.is(key)))
                })
            })
            .collect();
        if !without.is_empty() {
            let message = format!(
                "{} does not support the condition key {key}; move it to a statement of its own.",
                without.join(", ")
            );
            let place = condition.location.clone().on_key();
            self.error("UNSUPPORTED_ACTION_FOR_CONDITION_KEY", &place, message);
        }
    }

    /// `aws:ResourceTag` on actions whose resources have no tags.
    fn tags(&mut self, statement: &Statement) {
        let Some(condition) = statement.conditions.iter().find(|c| {
            c.is_on("aws:ResourceTag/").is_true()
                && c.operator.is_some_and(|o| !o.if_exists)
                && c.key.as_text().is_some_and(|k| k.len() > "aws:ResourceTag/".len())
        }) else {
            return;
        };
        let deny = match statement.effect {
            Effect::Allow => false,
            Effect::Deny => true,
            _ => return,
        };
        let place = condition.location.clone().on_key();
        if statement.not_action.is_some() {
            let message = "With NotAction the tag condition applies to services without tags as \
                           well; list the actions in Action.";
            if deny {
                let code = "DENY_NOTACTION_WITH_UNSUPPORTED_TAG_CONDITION_KEY_FOR_SERVICE";
                self.security(code, &place, message);
            } else {
                let code = "ALLOW_NOTACTION_WITH_UNSUPPORTED_TAG_CONDITION_KEY_FOR_SERVICE";
                self.suggestion(code, &place, message);
            }
            return;
        }
        let Some(actions) = &statement.action else { return };
        let key = condition.key.as_text().unwrap_or("aws:ResourceTag/a");
        let mut services: Vec<&str> = Vec::new();
        for text in actions.texts() {
            let Some((prefix, name)) = text.split_once(':') else { continue };
            let Some(service) = catalog::service(prefix) else { continue };
            let supports = if is_wild(name) {
                // A pattern is judged by the service: some resource of it has tags.
                service.keys.iter().any(|k| k.is(key))
            } else {
                service.action(name).is_none_or(|action| service.keys_of(action).any(|k| k.is(key)))
            };
            if !supports && !services.contains(&service.prefix) {
                services.push(service.prefix);
            }
        }
        if services.is_empty() {
            return;
        }
        let named = services.join(", ");
        if deny {
            let message = format!(
                "Actions of {named} here do not support aws:ResourceTag, so this Deny never \
                 applies to them; deny them without the condition."
            );
            let code = "DENY_WITH_UNSUPPORTED_TAG_CONDITION_KEY_FOR_SERVICE";
            self.security(code, &place, message);
        } else {
            let message = format!(
                "Actions of {named} here do not support aws:ResourceTag, so this Allow grants \
                 nothing of them; allow them in a statement of their own."
            );
            let code = "ALLOW_WITH_UNSUPPORTED_TAG_CONDITION_KEY_FOR_SERVICE";
            self.suggestion(code, &place, message);
        }
    }

    /// Keys that the caller chooses, and keys that need others beside them.
    fn trustworthy(&mut self, statement: &Statement) {
        for condition in &statement.conditions {
            let place = condition.location.clone().on_key();
            for key in ["aws:Referer", "aws:UserAgent"] {
                if condition.is_on(key).is_true() {
                    let message = format!(
                        "The caller chooses {key}, so it protects nothing; use a key such as \
                         aws:SourceVpce, aws:SourceIp or aws:PrincipalOrgID."
                    );
                    self.security("UNTRUSTWORTHY_CONDITION_KEY", &place, message);
                }
            }
            let beside = statement.has_condition_on("aws:SourceVpc")
                | statement.has_condition_on("aws:SourceVpce");
            if condition.is_on("aws:VpcSourceIp").is_true() && beside.is_false() {
                let message = "Addresses inside a VPC are the same in many VPCs; add aws:SourceVpc \
                               or aws:SourceVpce.";
                self.security("MISSING_PAIRED_CONDITION_KEYS", &place, message);
            }
            let endpoint = ["aws:VpceAccount", "aws:VpceOrgID", "aws:VpceOrgPaths"];
            if endpoint.iter().any(|k| condition.is_on(k).is_true())
                && let Some(actions) = &statement.action
            {
                let wide = actions.texts().any(|a| a == "*" || a.starts_with("*:"));
                if wide {
                    let message = format!(
                        "Not every service supports {}; list the actions of those that do.",
                        condition.key
                    );
                    let code = "USE_CONDITION_KEY_ONLY_WITH_SUPPORTED_SERVICES";
                    self.warning(code, &place, message);
                }
            }
            let s3 = matches!(
                self.policy,
                PolicyType::Resource(ResourceKind::S3Bucket | ResourceKind::S3AccessPoint)
            );
            if s3 && condition.is_on("s3:ResourceAccount").is_true() {
                let message = "The resource of this policy always is in the same account, so \
                               s3:ResourceAccount tells nothing; remove it.";
                self.suggestion("IRRELEVANT_CONDITION_KEY_IN_POLICY", &place, message);
            }
        }
    }
}
