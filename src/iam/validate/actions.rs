//! Checks of `Action` and `NotAction`.

use super::{Check, PolicyType, ResourceKind, is_wild};
use crate::iam::catalog;
use crate::iam::document::{Item, Statement, Values};
use crate::iam::glob::Glob;
use crate::iam::near::nearest;

impl Check {
    pub(super) fn actions(&mut self, statement: &Statement) {
        for values in [&statement.action, &statement.not_action].into_iter().flatten() {
            for item in &values.items {
                if let Some(text) = item.text.as_text() {
                    self.no_variable(text, "Action", &item.location);
                    self.action(text, item);
                }
            }
            self.repeated_actions(values);
        }
    }

    fn action(&mut self, text: &str, item: &Item) {
        let place = &item.location;
        if text == "*" || text.contains("${") || !text.is_empty() && text.bytes().all(|b| b == b'*')
        {
            return;
        }
        let Some((prefix, name)) = text.split_once(':') else {
            let message = match nearest(text, catalog::services()) {
                _ if is_wild(text) => {
                    format!("\"{text}\" is no action: an action is service:Name, such as s3:Get*.")
                }
                Some(service) => {
                    format!("\"{text}\" names no action; did you mean {service}:*?")
                }
                None => format!(
                    "\"{text}\" is no action: an action is service:Name, such as s3:GetObject."
                ),
            };
            self.error("INVALID_ACTION", place, message);
            return;
        };
        if is_wild(prefix) {
            let message = format!(
                "\"{text}\" has a wildcard in the service; name the services it is meant for."
            );
            self.suggestion("WILDCARD_IN_SERVICE_NAME", place, message);
            return;
        }
        let Some(service) = catalog::service(prefix) else {
            let near = nearest(prefix, catalog::services());
            let message = match near.and_then(|near| Some((near, known_name(near, name)?))) {
                Some((near, name)) => {
                    format!("There is no service \"{prefix}\"; did you mean {near}:{name}?")
                }
                None => format!("There is no service \"{prefix}\"; use the prefix of a service."),
            };
            self.error("INVALID_SERVICE_IN_ACTION", place, message);
            return;
        };
        if !catalog::is_action_pattern_known(text) {
            let names = service.actions.iter().map(|a| a.name);
            let message = match nearest(name, names) {
                _ if is_wild(name) => format!(
                    "No action of {} matches \"{text}\"; correct the pattern.",
                    service.name
                ),
                Some(near) => format!(
                    "{} has no action {name}; did you mean {}:{near}?",
                    service.name, service.prefix
                ),
                None => format!("{} has no action {name}; use one it has.", service.name),
            };
            self.error("INVALID_ACTION", place, message);
            return;
        }
        self.action_in_place(text, prefix, item);
    }

    /// Actions that mean nothing in this kind of policy.
    fn action_in_place(&mut self, text: &str, prefix: &str, item: &Item) {
        let allowed: (&[&str], &str) = match self.policy {
            PolicyType::Resource(ResourceKind::S3Bucket) => {
                (&["s3", "s3express"], "a bucket policy")
            }
            PolicyType::Resource(ResourceKind::S3AccessPoint) => {
                (&["s3", "s3-object-lambda"], "the policy of an access point")
            }
            PolicyType::Resource(ResourceKind::DynamoDbTable) => {
                (&["dynamodb"], "the policy of a table")
            }
            PolicyType::Resource(ResourceKind::KmsKey) => (&["kms"], "a key policy"),
            PolicyType::Resource(ResourceKind::SqsQueue) => (&["sqs"], "a queue policy"),
            PolicyType::Resource(ResourceKind::SnsTopic) => (&["sns"], "a topic policy"),
            PolicyType::Trust => (&["sts"], "the trust policy of a role"),
            _ => return,
        };
        if !allowed.0.iter().any(|a| a.eq_ignore_ascii_case(prefix)) {
            let message = format!(
                "{text} means nothing in {}; use actions of {}.",
                allowed.1,
                allowed.0.join(", ")
            );
            self.error("UNSUPPORTED_ACTION_IN_POLICY", &item.location, message);
        }
    }

    /// Actions another pattern of the list includes.
    fn repeated_actions(&mut self, values: &Values) {
        let globs: Vec<Glob> = values.items.iter().map(|i| Glob::action(&i.text)).collect();
        for at in redundant(&globs) {
            let item = &values.items[at.0];
            let message = format!(
                "{} is part of {} in the same list; remove it.",
                item.text, values.items[at.1].text
            );
            self.suggestion("REDUNDANT_ACTION", &item.location, message);
        }
    }
}

/// Patterns that another one includes: of two equal ones, the later.
pub(super) fn redundant(globs: &[Glob]) -> Vec<(usize, usize)> {
    // Longer lists are machine-made; looking at all pairs would take long.
    if globs.len() > 2_000 {
        return Vec::new();
    }
    let wide: Vec<usize> = (0..globs.len()).filter(|at| globs[*at].has_star()).collect();
    let mut first: std::collections::HashMap<&Glob, usize> = std::collections::HashMap::new();
    let mut all = Vec::new();
    for (at, glob) in globs.iter().enumerate() {
        if let Some(earlier) = first.get(glob) {
            all.push((at, *earlier));
            continue;
        }
        first.insert(glob, at);
        let by =
            wide.iter().find(|by| **by != at && globs[**by] != *glob && globs[**by].covers(glob));
        if let Some(by) = by {
            all.push((at, *by));
        }
    }
    all
}

/// The name as the service writes it, or one near it.
fn known_name(prefix: &str, name: &str) -> Option<String> {
    let service = catalog::service(prefix)?;
    if is_wild(name) {
        return Some(name.to_owned());
    }
    nearest(name, service.actions.iter().map(|a| a.name)).map(str::to_owned)
}
