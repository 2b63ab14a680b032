//! What documents allow, summed up by service and access level.
//!
//! <https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_understand-policy-summary-access-level-summaries.html>

use std::collections::HashMap;

use super::catalog::{self, AccessLevel, Service};
use super::document::Document;
use super::glob::{Token, letters};
use super::set::search::Budget;
use super::set::{Access, Bound, Conditions, Grant, Grants, Selection};

/// What is allowed of one service.
#[derive(Clone, Debug, PartialEq)]
pub struct ServiceSummary {
    /// The prefix of its actions.
    pub prefix: &'static str,
    /// Its name.
    pub name: &'static str,
    /// The levels of which anything is allowed.
    pub levels: Vec<LevelSummary>,
    /// Whether some of it is allowed on every resource.
    pub all_resources: bool,
    /// Whether all of it hangs on conditions.
    pub conditioned: bool,
}

/// What is allowed of one level of one service.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LevelSummary {
    /// The level.
    pub level: AccessLevel,
    /// The actions allowed, on some resource at least.
    pub allowed: Vec<&'static str>,
    /// How many actions the service has at this level.
    pub total: usize,
}

impl LevelSummary {
    /// Whether all actions of the level are allowed; AWS calls it *full*, else *limited*.
    #[must_use]
    pub fn is_full(&self) -> bool {
        self.allowed.len() == self.total
    }
}

/// What documents that apply together may allow, sorted by service. Unknown parts count as
/// allowed; a Deny takes an action away only if it takes all of it, and is not looked at past the
/// bounded effort.
#[must_use]
pub fn summarize(documents: &[&Document]) -> Vec<ServiceSummary> {
    let access = Access::of(documents, Bound::Over, Conditions::Judged);
    let groups = Groups::new(&access);
    catalog::services()
        .filter_map(catalog::service)
        .filter_map(|service| of_service(service, &groups))
        .collect()
}

/// Allows by the actions they name: many differ in the rest only.
struct Groups<'a> {
    /// One of each, for its actions.
    first: Grants,
    members: Vec<Members<'a>>,
    /// How many different ones there are in all.
    kinds: usize,
}

#[derive(Default)]
struct Members<'a> {
    /// What no Deny takes away.
    free: Vec<Reach>,
    /// The others, with the Denies that take them away for the actions they name.
    denied: Vec<(Reach, Vec<&'a Grant>)>,
}

#[derive(Clone, Copy, PartialEq, Eq)]
struct Reach {
    all_resources: bool,
    conditioned: bool,
}

impl<'a> Groups<'a> {
    fn new(access: &'a Access) -> Groups<'a> {
        let mut at: HashMap<&Selection, usize> = HashMap::new();
        let (mut first, mut members) = (Vec::new(), Vec::<Members<'a>>::new());
        let mut kinds: Vec<Reach> = Vec::new();
        let mut budget = Budget::new();
        for allow in access.allows.iter() {
            let at = *at.entry(&allow.actions).or_insert_with(|| {
                first.push(Grant::plain(allow.actions.clone(), Selection::any()));
                members.push(Members::default());
                first.len() - 1
            });
            let reach = Reach {
                all_resources: allow.resources.is_any(),
                conditioned: !allow.tests.is_empty(),
            };
            if !kinds.contains(&reach) {
                kinds.push(reach);
            }
            let mut denies = Vec::new();
            if !budget.is_spent() {
                denies = access.denies.meeting(allow);
                let _ = budget.spend(denies.len());
                denies.retain(|deny| takes_all(deny, allow));
            }
            if !denies.is_empty() {
                members[at].denied.push((reach, denies));
            } else if !members[at].free.contains(&reach) {
                members[at].free.push(reach);
            }
        }
        Groups { first: Grants::new(first), members, kinds: kinds.len() }
    }

    /// What is left of an action.
    fn reaches(&self, action: &[Token]) -> Vec<Reach> {
        let mut all = Vec::new();
        for at in self.first.of_action(action) {
            let members = &self.members[at];
            for reach in &members.free {
                if !all.contains(reach) {
                    all.push(*reach);
                }
            }
            for (reach, denies) in &members.denied {
                if all.contains(reach) {
                    continue;
                }
                if !denies.iter().any(|deny| deny.actions.contains(action)) {
                    all.push(*reach);
                }
            }
            // Nothing more to learn.
            if all.len() == self.kinds {
                break;
            }
        }
        all
    }
}

/// Whether a Deny takes away all of what is allowed, for the actions it names.
fn takes_all(deny: &Grant, allow: &Grant) -> bool {
    deny.tests.is_empty()
        && deny.principals.is_any()
        && (deny.resources.is_any()
            || !allow.resources.negated
                && allow.resources.globs.iter().all(|own| deny.resources.covers(own)))
}

fn of_service(service: &'static Service, groups: &Groups<'_>) -> Option<ServiceSummary> {
    let mut levels: Vec<LevelSummary> = Vec::new();
    let (mut all_resources, mut conditioned) = (false, true);
    for action in &service.actions {
        let at = levels.iter().position(|l| l.level == action.level).unwrap_or_else(|| {
            levels.push(LevelSummary { level: action.level, allowed: Vec::new(), total: 0 });
            levels.len() - 1
        });
        levels[at].total += 1;
        let name = format!("{}:{}", service.prefix, action.name).to_ascii_lowercase();
        let reaches = groups.reaches(&letters(&name));
        if !reaches.is_empty() {
            levels[at].allowed.push(action.name);
        }
        all_resources |= reaches.iter().any(|r| r.all_resources);
        conditioned &= reaches.iter().all(|r| r.conditioned);
    }
    levels.retain(|l| !l.allowed.is_empty());
    levels.sort_by_key(|l| l.level);
    (!levels.is_empty()).then_some(ServiceSummary {
        prefix: service.prefix,
        name: service.name,
        levels,
        all_resources,
        conditioned,
    })
}
