//! Checks of grants to AWS services: the confused deputy.
//!
//! <https://docs.aws.amazon.com/IAM/latest/UserGuide/confused-deputy.html>

use super::{Check, PolicyType};
use crate::iam::document::{Effect, PrincipalKind, Statement};
use crate::iam::truth::Truth;

const SOURCE_KEYS: [&str; 4] =
    ["aws:SourceArn", "aws:SourceAccount", "aws:SourceOrgID", "aws:SourceOrgPaths"];

/// Services whose workloads are of the same account as the role they take on.
const OWN_ACCOUNT: [&str; 3] =
    ["ec2.amazonaws.com", "lambda.amazonaws.com", "ecs-tasks.amazonaws.com"];

/// Services whose requests name no source, so that no condition can hold them to one: the
/// resource's path does, by AWS's own policy for it.
///
/// <https://docs.aws.amazon.com/elasticloadbalancing/latest/application/enable-access-logging.html>
pub const SOURCELESS: [&str; 1] = ["logdelivery.elasticloadbalancing.amazonaws.com"];

impl Check {
    pub(super) fn services(&mut self, statement: &Statement) {
        let Some(principals) = &statement.principal else { return };
        if statement.open || statement.conditions_open {
            return;
        }
        let services: Vec<_> =
            principals.items.iter().filter(|p| p.kind == PrincipalKind::Service).collect();
        let Some(first) = services.first() else { return };
        if services.len() == principals.items.len() && statement.effect == Effect::Allow {
            let keys = [
                "aws:PrincipalOrgID",
                "aws:PrincipalOrgPaths",
                "aws:PrincipalAccount",
                "aws:PrincipalArn",
            ];
            for condition in &statement.conditions {
                if keys.iter().any(|k| condition.is_on(k).is_true()) {
                    let message = format!(
                        "Requests of services have no {}; use aws:SourceOrgID, aws:SourceAccount \
                         or aws:SourceArn.",
                        condition.key
                    );
                    let place = condition.location.clone().on_key();
                    let code = "UNSUPPORTED_CONDITION_KEY_FOR_SERVICE_PRINCIPAL";
                    self.error(code, &place, message);
                }
            }
        }
        // Roles are taken on by services of their own account.
        let applies = matches!(self.policy, PolicyType::Resource(_));
        if !applies || statement.effect != Effect::Allow {
            return;
        }
        if services.iter().all(|s| {
            s.text.as_text().is_some_and(|t| OWN_ACCOUNT.contains(&t) || SOURCELESS.contains(&t))
        }) {
            return;
        }
        let narrowed = Truth::any(SOURCE_KEYS.iter().map(|k| statement.has_condition_on(k)));
        if narrowed.is_possible() {
            return;
        }
        if statement.conditions.is_empty() {
            let message = format!(
                "{} acts for every account that uses it; add a condition on aws:SourceArn, \
                 aws:SourceAccount, aws:SourceOrgID or aws:SourceOrgPaths.",
                first.text
            );
            self.security("RESTRICT_ACCESS_TO_SERVICE_PRINCIPAL", &first.location, message);
        } else {
            let message = format!(
                "To narrow down {}, aws:SourceArn, aws:SourceAccount, aws:SourceOrgID or \
                 aws:SourceOrgPaths is what AWS recommends.",
                first.text
            );
            let code = "RECOMMENDED_CONDITION_KEY_FOR_SERVICE_PRINCIPAL";
            self.suggestion(code, &first.location, message);
        }
    }
}
