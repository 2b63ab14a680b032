//! Checks of statements as a whole: elements, Sids, repetitions, delegation.

use std::collections::HashMap;

use super::{Check, PolicyType, is_wild};
use crate::iam::document::{Document, Statement, Values};
use crate::iam::glob::{Glob, letters};
use crate::iam::location::Location;
use crate::iam::text::Str;

impl Check {
    /// Elements that must be there and those that exclude each other.
    pub(super) fn elements(&mut self, statement: &Statement) {
        let place = &statement.location;
        let pairs = [
            ("Action", statement.action.is_some(), statement.not_action.is_some()),
            ("Resource", statement.resource.is_some(), statement.not_resource.is_some()),
            ("Principal", statement.principal.is_some(), statement.not_principal.is_some()),
        ];
        for (name, positive, negative) in pairs {
            if positive && negative {
                let message = format!("Use either {name} or Not{name} in a statement, not both.");
                self.error("UNSUPPORTED_ELEMENT_COMBINATION", place, message);
            }
        }
        if statement.open {
            return;
        }
        let neither = |(_, positive, negative): (_, bool, bool)| !positive && !negative;
        if neither(pairs[0]) {
            let message = "The statement has no Action; add Action or NotAction.";
            self.error("MISSING_ACTION", place, message);
        }
        if neither(pairs[1]) && self.policy != PolicyType::Trust {
            let message = "The statement has no Resource; add Resource or NotResource.";
            self.error("MISSING_RESOURCE", place, message);
        }
        if neither(pairs[2]) && self.policy.has_principals() {
            let message = "The statement has no Principal; add one.";
            self.error("MISSING_PRINCIPAL", place, message);
        }
        let empties = [
            ("EMPTY_ARRAY_ACTION", "Action", &statement.action),
            ("EMPTY_ARRAY_ACTION", "NotAction", &statement.not_action),
            ("EMPTY_ARRAY_RESOURCE", "Resource", &statement.resource),
            ("EMPTY_ARRAY_RESOURCE", "NotResource", &statement.not_resource),
        ];
        for (code, name, values) in empties {
            if let Some(values) = values
                && values.items.is_empty()
                && !values.open
                && !self.malformed.contains(&values.location)
            {
                let message = format!("{name} is an empty list and has no effect; fill it.");
                self.suggestion(code, &values.location, message);
            }
        }
    }

    pub(super) fn sids(&mut self, document: &Document) {
        let identity = self.policy == PolicyType::Identity;
        let mut seen: HashMap<&str, usize> = HashMap::new();
        for statement in &document.statements {
            let Some(sid) = &statement.sid else { continue };
            let Some(text) = sid.text.as_text() else { continue };
            if text.is_empty() {
                let message = "The Sid is empty; give it a value or remove it.";
                self.suggestion("EMPTY_SID_VALUE", &sid.location, message);
                continue;
            }
            let plain = |c: char| c.is_ascii_alphanumeric();
            if identity && !text.chars().all(plain) {
                let better: String = text.chars().filter(|c| plain(*c)).collect();
                let message = format!(
                    "A Sid has only letters and digits (a-z, A-Z, 0-9); write \"{better}\"."
                );
                self.error("UNSUPPORTED_SID", &sid.location, message);
            }
            if let Some(first) = seen.insert(text, statement.index) {
                let message = format!(
                    "The Sid \"{text}\" is that of statement {first} already; give each its own."
                );
                // IAM and Organizations refuse what other services let pass.
                if self.policy.is_resource() {
                    self.warning("UNIQUE_SIDS_RECOMMENDED", &sid.location, message);
                } else {
                    self.error("UNIQUE_SIDS_REQUIRED", &sid.location, message);
                }
            }
        }
    }

    /// Statements that say the same.
    pub(super) fn repeated(&mut self, document: &Document) {
        let mut seen: HashMap<String, usize> = HashMap::new();
        for statement in &document.statements {
            if statement.has_unknown_shape() {
                continue;
            }
            if let Some(first) = seen.insert(fingerprint(statement), statement.index) {
                let message =
                    format!("The statement says the same as statement {first}; remove one.");
                self.suggestion("REDUNDANT_STATEMENT", &statement.location, message);
            }
        }
    }

    /// `iam:PassRole` and `iam:CreateServiceLinkedRole` on more than they should be.
    pub(super) fn delegation(&mut self, statement: &Statement) {
        if statement.open {
            return;
        }
        let narrowed = statement.has_condition_on("iam:PassedToService").is_possible()
            || statement.has_condition_on("iam:AssociatedResourceArn").is_possible();
        if !narrowed {
            let codes = [
                "PASS_ROLE_WITH_NOT_RESOURCE",
                "PASS_ROLE_WITH_STAR_IN_ACTION_AND_NOT_RESOURCE",
                "PASS_ROLE_WITH_NOT_ACTION_AND_NOT_RESOURCE",
                "PASS_ROLE_WITH_STAR_IN_RESOURCE",
                "PASS_ROLE_WITH_STAR_IN_ACTION_AND_RESOURCE",
                "PASS_ROLE_WITH_STAR_IN_RESOURCE_AND_NOT_ACTION",
            ];
            self.wide(statement, "iam:PassRole", codes, true);
        }
        if !statement.has_condition_on("iam:AWSServiceName").is_possible() {
            let codes = [
                "CREATE_SLR_WITH_NOT_RESOURCE",
                "CREATE_SLR_WITH_STAR_IN_ACTION_AND_NOT_RESOURCE",
                "CREATE_SLR_WITH_NOT_ACTION_AND_NOT_RESOURCE",
                "CREATE_SLR_WITH_STAR_IN_RESOURCE",
                "CREATE_SLR_WITH_STAR_IN_ACTION_AND_RESOURCE",
                "CREATE_SLR_WITH_STAR_IN_RESOURCE_AND_NOT_ACTION",
            ];
            self.wide(statement, "iam:CreateServiceLinkedRole", codes, false);
        }
    }

    fn wide(
        &mut self,
        statement: &Statement,
        action: &str,
        codes: [&'static str; 6],
        security: bool,
    ) {
        let (row, place) = match (&statement.action, &statement.not_action) {
            (Some(values), _) => {
                let lower = letters(&action.to_ascii_lowercase());
                let matching: Vec<_> =
                    values.items.iter().filter(|i| Glob::action(&i.text).matches(&lower)).collect();
                let exact = |i: &&&crate::iam::document::Item| {
                    i.text.as_text().is_some_and(|t| t.eq_ignore_ascii_case(action))
                };
                match (matching.iter().find(exact), matching.first()) {
                    (Some(item), _) => (0, &item.location),
                    (None, Some(item)) => (1, &item.location),
                    (None, None) => return,
                }
            }
            (None, Some(values)) if statement.matches_action(action).is_true() => {
                (2, &values.location)
            }
            _ => return,
        };
        let role = |text: &str| reaches_any_role(text);
        let message;
        let code = if statement.not_resource.is_some() {
            message = format!(
                "This allows {action} on every resource but those of NotResource; name the roles \
                 in Resource."
            );
            codes[row]
        } else {
            let star = |values: &Values| values.texts().any(role);
            if !statement.resource.as_ref().is_some_and(star) {
                return;
            }
            let key = if security { "iam:PassedToService" } else { "iam:AWSServiceName" };
            message = format!(
                "This allows {action} on any role; name the roles in Resource, or add a condition \
                 on {key}."
            );
            codes[3 + row]
        };
        if security {
            self.security(code, place, message);
        } else {
            self.warning(code, place, message);
        }
    }

    pub(super) fn no_variable(&mut self, text: &str, element: &str, place: &Location) {
        // Variables name condition keys; anything else in braces is of another language.
        let variable = text.contains("${")
            && crate::iam::glob::pieces(text).iter().any(|p| match p {
                crate::iam::glob::Piece::Variable(variable) => variable.key.contains(':'),
                _ => false,
            });
        if variable {
            let message = format!(
                "Policy variables do not work in {element}; they do in Resource and in the \
                 values of conditions."
            );
            self.error("VARIABLE_UNSUPPORTED_IN_ELEMENT", place, message);
        }
    }
}

/// Whether a resource is a wildcard over roles: their name, or all before it.
fn reaches_any_role(text: &str) -> bool {
    if text == "*" {
        return true;
    }
    let Some(name) = text.splitn(6, ':').nth(5) else { return is_wild(text) };
    is_wild(name)
        && (name.starts_with('*') || name.starts_with("role/") || name.starts_with("role*"))
        && name.trim_start_matches("role").trim_start_matches('/').starts_with('*')
}

/// All that a statement says, however it is ordered.
fn fingerprint(statement: &Statement) -> String {
    // Two unknowns may be shown alike.
    let exact = |text: &Str| text.as_text().map_or_else(|| format!("{text:?}"), str::to_owned);
    let values = |values: &Option<Values>, lower: bool| {
        values.as_ref().map(|values| {
            let mut all: Vec<String> = values
                .items
                .iter()
                .map(|i| {
                    let text = exact(&i.text);
                    if lower { text.to_ascii_lowercase() } else { text }
                })
                .collect();
            all.sort();
            all.dedup();
            (all, values.open)
        })
    };
    let who = |principals: &Option<crate::iam::document::Principals>| {
        principals.as_ref().map(|p| {
            let mut all: Vec<String> =
                p.items.iter().map(|i| format!("{:?} {}", i.kind, exact(&i.text))).collect();
            all.sort();
            (all, p.open)
        })
    };
    let mut conditions: Vec<String> = statement
        .conditions
        .iter()
        .map(|c| {
            let mut all: Vec<String> = c.values.iter().map(|v| exact(&v.text)).collect();
            all.sort();
            format!("{} {} {all:?}", c.operator_text, c.key.to_string().to_ascii_lowercase())
        })
        .collect();
    conditions.sort();
    format!(
        "{:?}",
        (
            format!("{:?}", statement.effect),
            values(&statement.action, true),
            values(&statement.not_action, true),
            values(&statement.resource, false),
            values(&statement.not_resource, false),
            who(&statement.principal),
            who(&statement.not_principal),
            conditions,
        )
    )
}
