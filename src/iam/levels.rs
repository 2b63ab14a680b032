//! What documents allow, summed up by service and access level.
//!
//! <https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_understand-policy-summary-access-level-summaries.html>

use super::catalog::{self, AccessLevel, Service};
use super::document::Document;
use super::glob::letters;
use super::set::{Access, Bound, Conditions, Grant};

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
/// allowed; a Deny takes an action away only if it takes all of it.
#[must_use]
pub fn summarize(documents: &[&Document]) -> Vec<ServiceSummary> {
    let access = Access::of(documents, Bound::Over, Conditions::Judged);
    catalog::services()
        .filter(|prefix| access.allows.iter().any(|g| touches(g, prefix)))
        .filter_map(catalog::service)
        .filter_map(|service| of_service(service, &access))
        .collect()
}

/// Whether a statement could name actions of the service at all.
fn touches(grant: &Grant, prefix: &str) -> bool {
    let any = super::glob::Glob::action(&super::text::Str::text(&format!("{prefix}:*")));
    grant.actions.negated
        || grant
            .actions
            .globs
            .iter()
            .any(|g| super::glob::intersect(g, &any).is_none_or(|both| !both.is_empty()))
}

fn of_service(service: &'static Service, access: &Access) -> Option<ServiceSummary> {
    let mut levels: Vec<LevelSummary> = Vec::new();
    let (mut all_resources, mut conditioned) = (false, true);
    for action in &service.actions {
        let at = levels.iter().position(|l| l.level == action.level).unwrap_or_else(|| {
            levels.push(LevelSummary { level: action.level, allowed: Vec::new(), total: 0 });
            levels.len() - 1
        });
        levels[at].total += 1;
        let name = format!("{}:{}", service.prefix, action.name).to_ascii_lowercase();
        let name = letters(&name);
        let denies = |allow: &Grant, deny: &Grant| {
            deny.tests.is_empty()
                && deny.principals.is_any()
                && deny.actions.contains(&name)
                && (deny.resources.is_any()
                    || !allow.resources.negated
                        && !deny.resources.negated
                        && allow.resources.globs.iter().all(|own| {
                            deny.resources.globs.iter().any(|theirs| theirs.covers(own))
                        }))
        };
        let mut allowed = false;
        for allow in access.allows.iter().filter(|g| g.actions.contains(&name)) {
            if access.denies.iter().any(|deny| denies(allow, deny)) {
                continue;
            }
            allowed = true;
            all_resources |= allow.resources.is_any();
            conditioned &= !allow.tests.is_empty();
        }
        if allowed {
            levels[at].allowed.push(action.name);
        }
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
