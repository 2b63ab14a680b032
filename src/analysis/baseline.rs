//! What an account's or an organisation's configuration must have as a whole.

use std::sync::Arc;

use super::{Evidence, Verdict};
use crate::iam::{Effect, Truth};
use crate::model::{Entity, Kind, Model, Usage, value_json};
use crate::value::{Unknown, Value};

/// Something that an account's owner wants to hear of, with words of which a metric filter's
/// pattern or a rule's event pattern has all of one row.
///
/// <https://docs.aws.amazon.com/securityhub/latest/userguide/cloudwatch-controls.html>
struct Topic {
    name: &'static str,
    words: &'static [&'static [&'static str]],
}

const TOPICS: &[Topic] = &[
    Topic { name: "use of the root user", words: &[&["Root", "userIdentity"], &["root"]] },
    Topic {
        name: "unauthorized API calls",
        words: &[&["UnauthorizedOperation"], &["AccessDenied"]],
    },
    Topic { name: "sign-in without MFA", words: &[&["ConsoleLogin", "MFAUsed"]] },
    Topic {
        name: "changes of IAM policies",
        words: &[&["PutRolePolicy"], &["AttachRolePolicy"], &["PutUserPolicy"], &["CreatePolicy"]],
    },
    Topic {
        name: "changes of CloudTrail",
        words: &[&["StopLogging"], &["DeleteTrail"], &["UpdateTrail"]],
    },
    Topic {
        name: "failed sign-in",
        words: &[&["ConsoleLogin", "Failed authentication"], &["ConsoleLogin", "Failure"]],
    },
    Topic {
        name: "disabled or deleted KMS keys",
        words: &[&["DisableKey"], &["ScheduleKeyDeletion"]],
    },
    Topic {
        name: "changes of bucket policies",
        words: &[&["PutBucketPolicy"], &["DeleteBucketPolicy"]],
    },
    Topic {
        name: "changes of AWS Config",
        words: &[&["StopConfigurationRecorder"], &["DeleteDeliveryChannel"]],
    },
    Topic { name: "changes of the organization", words: &[&["organizations.amazonaws.com"]] },
];

/// Which topics a rule asks for.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Watch {
    /// Use of the root user.
    Root,
    /// All others.
    Changes,
}

impl Watch {
    /// By its name in rules.
    pub fn named(name: &str) -> Option<Watch> {
        match name {
            "root" => Some(Watch::Root),
            "changes" => Some(Watch::Changes),
            _ => None,
        }
    }
}

/// Whether nothing raises an alarm on some topic.
pub fn unwatched(model: &Model, watch: Watch) -> Verdict {
    let topics = match watch {
        Watch::Root => &TOPICS[..1],
        Watch::Changes => &TOPICS[1..],
    };
    let mut missing = vec![];
    let mut open = None;
    for topic in topics {
        match watches(model, topic) {
            Verdict::Yes(_) => {}
            Verdict::No => missing.push(topic.name),
            Verdict::Unknown(unknown) => open = Some(unknown),
        }
    }
    match (missing.is_empty(), open) {
        (true, None) => Verdict::No,
        (true, Some(unknown)) => Verdict::Unknown(unknown),
        (false, _) => match &model.missing {
            Some(unknown) => Verdict::Unknown(unknown.clone()),
            None => Verdict::Yes(Evidence {
                proof: Some(format!("nothing tells of {}", missing.join(", "))),
                ..Evidence::default()
            }),
        },
    }
}

/// Whether a metric filter with an alarm, or a rule of EventBridge, is about a topic.
fn watches(model: &Model, topic: &Topic) -> Verdict {
    let alarmed = model.of_kind(Kind::MetricFilter).map(|(_, filter)| {
        let about = mentions(&filter.field("pattern"), topic);
        let metric = filter.field("metric");
        let alarms = model
            .of_kind(Kind::Alarm)
            .map(|(_, alarm)| certainly(alarm, same(&alarm.field("metric"), &metric)));
        certainly(filter, Verdict::all([about, Verdict::any(alarms)]))
    });
    let ruled = model.of_kind(Kind::EventRule).map(|(_, rule)| {
        let off = rule.field("state").as_str() == Some("DISABLED");
        let about = mentions(&rule.field("pattern"), topic);
        certainly(rule, Verdict::all([Verdict::from_bool(!off), about]))
    });
    Verdict::any(alarmed.chain(ruled))
}

/// A verdict on something that may not be there.
pub fn certainly(entity: &Entity, verdict: Verdict) -> Verdict {
    match (verdict, entity.uncertain()) {
        (Verdict::Yes(_), Some(unknown)) => Verdict::Unknown(Arc::new(unknown.clone())),
        (verdict, _) => verdict,
    }
}

fn mentions(pattern: &Value, topic: &Topic) -> Verdict {
    let text = match pattern.to_text() {
        Some(text) => text.flat().to_owned(),
        None => value_json(pattern).to_string(),
    };
    if topic.words.iter().any(|words| words.iter().all(|word| text.contains(word))) {
        return Verdict::yes();
    }
    match pattern.find_unknown() {
        Some(unknown) => Verdict::Unknown(unknown.clone()),
        None => Verdict::No,
    }
}

/// Whether two values are equal: unknown if one of them is and they are not the same unknown.
fn same(one: &Value, other: &Value) -> Verdict {
    if !one.is_null() && one == other {
        return Verdict::yes();
    }
    let unknown = |value: &Value| -> Option<Arc<Unknown>> { value.find_unknown().cloned() };
    match unknown(one).or_else(|| unknown(other)) {
        Some(unknown) => Verdict::Unknown(unknown),
        None => Verdict::No,
    }
}

/// Actions that undo guardrails, by what they do.
const UNDOING: &[(&str, &str)] = &[
    ("organizations:LeaveOrganization", "leaving the organization"),
    ("cloudtrail:StopLogging", "stopping CloudTrail"),
    ("config:StopConfigurationRecorder", "stopping AWS Config"),
];

/// Whether this is the first service control policy of a configuration, and none of them denies
/// leaving the organization. The proof names what else they leave open.
pub fn allows_leaving(model: &Model, index: usize) -> Verdict {
    let is_scp = |entity: &Entity| entity.field("usage").as_str() == Some("scp");
    let first = model.of_kind(Kind::Policy).find(|(_, entity)| entity.declared && is_scp(entity));
    if first.is_none_or(|(first, _)| first != index) {
        return Verdict::No;
    }
    let policies = || {
        let all = model.policies.iter();
        all.filter(|policy| policy.usage == Usage::Guardrail)
            .filter(|policy| is_scp(&model.entities[policy.holder.0]))
    };
    let denied = |action: &str| {
        Truth::any(policies().map(|policy| {
            if policy.document.open {
                return Truth::Unknown;
            }
            let denies = policy.document.statements.iter().filter(|s| s.effect == Effect::Deny);
            Truth::any(denies.map(|statement| statement.matches_action(action)))
        }))
    };
    match denied(UNDOING[0].0) {
        Truth::True => Verdict::No,
        Truth::Unknown => match policies().find_map(|policy| policy.value.find_unknown()) {
            Some(unknown) => Verdict::Unknown(unknown.clone()),
            None => Verdict::No,
        },
        Truth::False => {
            let open = UNDOING.iter().filter(|(action, _)| denied(action) == Truth::False);
            let open: Vec<&str> = open.map(|(_, what)| *what).collect();
            let proof = format!("no service control policy here denies {}", open.join(", "));
            match &model.missing {
                Some(unknown) => Verdict::Unknown(unknown.clone()),
                None => Verdict::Yes(Evidence { proof: Some(proof), ..Evidence::default() }),
            }
        }
    }
}

/// Whether every Deny of a policy is about actions that no service has.
pub fn denies_nothing(model: &Model, index: usize) -> Verdict {
    let mut own = model.policies.iter().filter(|policy| policy.holder.0 == index);
    let Some(policy) = own.next() else { return Verdict::No };
    let document = &policy.document;
    let known = |text: &str| text == "*" || crate::iam::catalog::is_action_pattern_known(text);
    let mut denies = document.statements.iter().filter(|s| s.effect == Effect::Deny).peekable();
    if document.open || denies.peek().is_none() {
        return Verdict::No;
    }
    let idle = denies.all(|statement| {
        let Some(actions) = &statement.action else { return false };
        !statement.open
            && !actions.open
            && actions.items.iter().all(|item| item.text.as_text().is_some_and(|text| !known(text)))
    });
    Verdict::from_bool(idle)
}
