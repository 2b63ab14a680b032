//! What a suppression says.

use ecow::EcoString;

use super::{Pattern, Policy};
use crate::finding::Date;

/// What a suppression says, as it is written.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Given {
    /// Ids and globs.
    pub rules: Vec<String>,
    /// Its last day.
    pub until: Option<String>,
    /// Why.
    pub reason: String,
}

/// What a suppression says, once it is known to be right.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Directive {
    /// Which rules.
    pub rules: Vec<Pattern>,
    /// Its last day.
    pub until: Option<Date>,
    /// Why.
    pub reason: String,
}

const EXPIRED: &str = "suppression/expired";
pub(super) const MALFORMED: &str = "suppression/malformed";

/// The check that failed, and what to say.
pub(super) type Fault = (&'static str, String);

pub(super) fn malformed<T>(message: impl Into<String>) -> Result<T, Fault> {
    Err((MALFORMED, message.into()))
}

impl Given {
    /// Reads what comes after `iacscan:`: whether it is for the whole file, and what it says.
    pub(super) fn parse(text: &str) -> (bool, Result<Given, Fault>) {
        let Some(rest) = text.strip_prefix("ignore") else {
            return (
                false,
                malformed("only iacscan:ignore[…] and iacscan:ignore-file[…] mean anything"),
            );
        };
        let (whole, rest) = match rest.strip_prefix("-file") {
            Some(rest) => (true, rest),
            None => (false, rest),
        };
        let Some((rules, rest)) = rest.strip_prefix('[').and_then(|rest| rest.split_once(']'))
        else {
            return (whole, malformed("the rules are missing: iacscan:ignore[rule, …]"));
        };
        let rules = rules.split(',').map(|rule| rule.trim().to_owned()).collect();
        let mut given = Given { rules, ..Given::default() };
        let mut rest = rest.trim();
        if let Some(dated) = rest.strip_prefix("until=") {
            let (date, after) = dated.split_once(char::is_whitespace).unwrap_or((dated, ""));
            given.until = Some(date.to_owned());
            rest = after.trim();
        } else if rest.contains("until=") {
            return (whole, malformed("until=… comes before the reason"));
        }
        given.reason = rest.to_owned();
        (whole, Ok(given))
    }

    /// Checks it against the policy, today's date and the ids of all rules.
    pub(super) fn check(
        &self,
        policy: &Policy,
        today: Date,
        known: &[EcoString],
    ) -> Result<Directive, Fault> {
        if self.rules.iter().all(String::is_empty) {
            return malformed("it names no rule");
        }
        for rule in &self.rules {
            let pattern = Pattern(rule.clone());
            if !known.iter().any(|id| pattern.matches(id)) {
                return malformed(unknown(rule, known));
            }
        }
        let until = match &self.until {
            None => None,
            Some(text) => match text.parse::<Date>() {
                Ok(date) => Some(date),
                Err(()) => return malformed(format!("'{text}' is no day: until=2027-01-31")),
            },
        };
        if policy.require_reason && self.reason.is_empty() {
            return malformed("it gives no reason, which iacscan.yaml requires");
        }
        match (until, policy.max_days) {
            (None, Some(_)) => {
                return malformed("it has no last day (until=…), which iacscan.yaml requires");
            }
            (None, None) if policy.require_until => {
                return malformed("it has no last day (until=…), which iacscan.yaml requires");
            }
            (Some(until), Some(most)) if until.days() - today.days() > i64::from(most) => {
                return malformed(format!(
                    "{until} is more than {most} days ahead, the most that iacscan.yaml allows"
                ));
            }
            _ => {}
        }
        if let Some(until) = until.filter(|until| *until < today) {
            return Err((EXPIRED, format!("held until {until}, and no longer suppresses")));
        }
        let rules = self.rules.iter().cloned().map(Pattern).collect();
        Ok(Directive { rules, until, reason: self.reason.clone() })
    }
}

fn unknown(rule: &str, known: &[EcoString]) -> String {
    if rule.is_empty() {
        return "a rule is missing in the list".into();
    }
    if rule.contains(['*', '?']) {
        return format!("no rule matches '{rule}'; iacscan rules lists them");
    }
    let near = known.iter().min_by_key(|id| strsim::osa_distance(rule, id));
    match near.filter(|id| strsim::osa_distance(rule, id) <= rule.len() / 3) {
        Some(id) => format!("there is no rule '{rule}'; is '{id}' meant?"),
        None => format!("there is no rule '{rule}'; iacscan rules lists them"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, policy: &Policy) -> Result<Directive, Fault> {
        let known = ["s3/acl-public-read", "trust/any-principal"].map(EcoString::from);
        Given::parse(text).1?.check(policy, "2026-11-22".parse().unwrap(), &known)
    }

    #[test]
    fn rules_expiry_and_reason() {
        let directive = check(
            "ignore[s3/acl-public-read, trust/*] until=2027-01-31 a public site, see ADR 7",
            &Policy::default(),
        );
        let directive = directive.unwrap();
        assert_eq!(directive.rules, ["s3/acl-public-read", "trust/*"].map(|r| Pattern(r.into())));
        assert_eq!(directive.until.unwrap().to_string(), "2027-01-31");
        assert_eq!(directive.reason, "a public site, see ADR 7");
        let today = check("ignore[s3/*] until=2026-11-22", &Policy::default());
        assert!(today.is_ok(), "it holds on its last day");
        assert!(Given::parse("ignore-file[s3/*]").0);
    }

    #[test]
    fn what_does_not_suppress_says_why() {
        let strict = Policy { require_reason: true, max_days: Some(30), ..Policy::default() };
        let dated = Policy { require_until: true, ..Policy::default() };
        let free = Policy::default();
        for (text, policy, check_id, part) in [
            ("ignore", &free, MALFORMED, "rules are missing"),
            ("ignore[]", &free, MALFORMED, "names no rule"),
            ("ignore[s3/acl-publik-read]", &free, MALFORMED, "is 's3/acl-public-read' meant?"),
            ("ignore[s3/*,]", &free, MALFORMED, "a rule is missing"),
            ("ignore[ec2/*]", &free, MALFORMED, "no rule matches"),
            ("ignored", &free, MALFORMED, "rules are missing"),
            ("skip[s3/*]", &free, MALFORMED, "only iacscan:ignore"),
            ("ignore[s3/*] until=soon", &free, MALFORMED, "'soon' is no day"),
            ("ignore[s3/*] why until=2027-01-01", &free, MALFORMED, "before the reason"),
            ("ignore[s3/*] until=2026-11-21 why", &free, EXPIRED, "held until 2026-11-21"),
            ("ignore[s3/*] until=2026-12-01", &strict, MALFORMED, "no reason"),
            ("ignore[s3/*] why", &strict, MALFORMED, "no last day"),
            ("ignore[s3/*] until=2027-12-01 why", &strict, MALFORMED, "more than 30 days"),
            ("ignore[s3/*] why", &dated, MALFORMED, "no last day"),
        ] {
            let (found, message) = check(text, policy).unwrap_err();
            assert_eq!(found, check_id, "{text}");
            assert!(message.contains(part), "{text}: {message}");
        }
    }
}
