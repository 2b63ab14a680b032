//! Checks of `Principal` and `NotPrincipal`.

use super::{Check, PolicyType, is_wild};
use crate::iam::catalog;
use crate::iam::document::{Effect, Principal, PrincipalKind, Statement};

impl Check {
    pub(super) fn principals(&mut self, statement: &Statement) {
        let given = statement.principal.as_ref().or(statement.not_principal.as_ref());
        // What is wholly unknown may be absent.
        let given = given.filter(|principals| !principals.open || !principals.items.is_empty());
        if let Some(principals) = given {
            match self.policy {
                PolicyType::Identity => {
                    let message = "Policies of users, groups and roles have no Principal; \
                                   remove it.";
                    self.error("UNSUPPORTED_PRINCIPAL", &principals.location, message);
                    return;
                }
                PolicyType::ServiceControl => {
                    let message = "Service control policies have no Principal; remove it.";
                    self.error("SCP_SYNTAX_ERROR_PRINCIPAL", &principals.location, message);
                    return;
                }
                _ => {}
            }
        }
        if let Some(not) = &statement.not_principal {
            if self.policy == PolicyType::Trust {
                let message = "The trust policy of a role has no NotPrincipal; use Principal.";
                let code = "ROLE_TRUST_POLICY_SYNTAX_ERROR_NOTPRINCIPAL";
                self.error(code, &not.location, message);
            } else if statement.effect == Effect::Allow {
                let message = "Allow with NotPrincipal lets in everyone else, anonymous callers \
                               too; use Principal.";
                self.security("ALLOW_WITH_NOT_PRINCIPAL", &not.location, message);
            }
        }
        for principals in [&statement.principal, &statement.not_principal].into_iter().flatten() {
            for principal in &principals.items {
                if let Some(text) = principal.text.as_text() {
                    self.no_variable(text, "Principal", &principal.location);
                    self.one_principal(principal, text);
                }
            }
        }
    }

    fn one_principal(&mut self, principal: &Principal, text: &str) {
        let place = &principal.location;
        let (kind, star) = match principal.kind {
            PrincipalKind::Aws => ("AWS", true),
            PrincipalKind::Service => ("Service", false),
            PrincipalKind::Federated => ("Federated", false),
            PrincipalKind::CanonicalUser => ("CanonicalUser", false),
            PrincipalKind::Other(_) => return,
        };
        if is_wild(text) && !(star && text == "*") {
            let message = if star {
                format!(
                    "A principal has no wildcards but \"*\" alone; name it, or use \"*\" with a \
                     condition on aws:PrincipalArn like \"{text}\"."
                )
            } else {
                format!("{kind} takes no wildcards; name each principal.")
            };
            self.error("UNSUPPORTED_WILDCARD_IN_PRINCIPAL", place, message);
            return;
        }
        match principal.kind {
            PrincipalKind::Aws => self.aws_principal(text, principal),
            PrincipalKind::Service if !is_service_principal(text) => {
                let message =
                    format!("\"{text}\" is no service principal; write service.amazonaws.com.");
                self.error("INVALID_SERVICE_PRINCIPAL_FORMAT", place, message);
            }
            PrincipalKind::Federated if self.policy.is_resource() => {
                let message = "Only the trust policy of a role names identity providers; name \
                               the role instead.";
                self.error("FEDERATED_PRINCIPAL_NOT_SUPPORTED", place, message);
            }
            _ => {}
        }
    }

    fn aws_principal(&mut self, text: &str, principal: &Principal) {
        let place = &principal.location;
        let reference = |prefix: &str| {
            text.len() >= 16
                && text.starts_with(prefix)
                && text.bytes().all(|b| b.is_ascii_alphanumeric())
        };
        if reference("AROA") {
            let message = format!(
                "{text} is the unique id of a role, left where the role was deleted; write the \
                 ARN of a role."
            );
            self.warning("INVALID_ROLE_REFERENCE", place, message);
            return;
        }
        if reference("AIDA") {
            let message = format!(
                "{text} is the unique id of a user, left where the user was deleted; write the \
                 ARN of a user."
            );
            self.warning("INVALID_USER_REFERENCE", place, message);
            return;
        }
        let account = |t: &str| t.len() == 12 && t.bytes().all(|b| b.is_ascii_digit());
        if text == "*" || account(text) || text.contains("${") {
            return;
        }
        if !text.starts_with("arn:") {
            // Canonical ids are taken here, too.
            if text.len() == 64 && text.bytes().all(|b| b.is_ascii_hexdigit()) {
                return;
            }
            let message = format!("\"{text}\" is no principal; write an account id or an ARN.");
            self.error("INVALID_ARN_PREFIX", place, message);
            return;
        }
        let fields: Vec<&str> = text.splitn(6, ':').collect();
        let [_, partition, service, region, of, _] = fields.as_slice() else {
            let message = format!("\"{text}\" lacks fields of an ARN; write all six.");
            self.error("MISSING_ARN_FIELD", place, message);
            return;
        };
        if catalog::partition(partition).is_none() {
            let message = format!("There is no partition \"{partition}\"; use aws.");
            self.error("INVALID_PARTITION", place, message);
        }
        if service.bytes().any(|b| b.is_ascii_uppercase()) {
            let message = format!("Write {} in small letters.", service.to_ascii_lowercase());
            self.error("INVALID_ARN_SERVICE_CASE", place, message);
        }
        if !region.is_empty() && matches!(*service, "iam" | "sts") {
            let message = format!("ARNs of {service} have no Region; leave the field empty.");
            self.error("ARN_REGION_NOT_ALLOWED", place, message);
        }
        // CloudFront's own identities have their service for an account.
        if of.is_empty() {
            let message = format!("\"{text}\" has no account id; add its twelve digits.");
            self.error("MISSING_ARN_ACCOUNT", place, message);
        } else if !account(of) && !matches!(*of, "cloudfront" | "aws") {
            let message = format!("\"{of}\" is no account id; write its twelve digits.");
            self.error("INVALID_ARN_ACCOUNT", place, message);
        }
    }
}

/// `service.amazonaws.com`, perhaps with a Region, perhaps of another partition.
pub(super) fn is_service_principal(text: &str) -> bool {
    let ends = [
        ".amazonaws.com",
        ".amazonaws.com.cn",
        ".amazonaws.eu",
        ".amazon.com",
        ".aws.internal",
        ".c2s.ic.gov",
        ".sc2s.sgov.gov",
        ".api.aws",
    ];
    let label = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || matches!(c, '-' | '.');
    ends.iter().any(|end| text.len() > end.len() && text.ends_with(end)) && text.chars().all(label)
}
