//! Services with their actions, resource types and condition keys.
//!
//! <https://docs.aws.amazon.com/service-authorization/latest/reference/reference_policies_actions-resources-contextkeys.html>

use std::sync::OnceLock;

use super::block::{Block, blocks};
use crate::iam::glob::{Glob, action_matches, letters};
use crate::iam::text::Str;

const PACKED: &[u8] = include_bytes!("../../../data/catalog.bin");

/// What an action does.
///
/// <https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_understand-policy-summary-access-level-summaries.html>
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum AccessLevel {
    /// Lists resources without their content.
    List,
    /// Reads content.
    Read,
    /// Changes tags only.
    Tagging,
    /// Creates, changes and deletes resources.
    Write,
    /// Grants and changes permissions.
    PermissionsManagement,
}

impl AccessLevel {
    /// The name AWS gives it: `Permissions management`.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            AccessLevel::List => "List",
            AccessLevel::Read => "Read",
            AccessLevel::Tagging => "Tagging",
            AccessLevel::Write => "Write",
            AccessLevel::PermissionsManagement => "Permissions management",
        }
    }
}

/// The type of a condition key's value.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum KeyType {
    /// Text.
    String,
    /// A number.
    Numeric,
    /// `true` or `false`.
    Bool,
    /// A point in time.
    Date,
    /// An ARN.
    Arn,
    /// An address.
    Address,
}

/// A condition key.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ConditionKey {
    /// Its name, perhaps with a place for a tag key: `aws:ResourceTag/${TagKey}`.
    pub name: &'static str,
    /// The type of its values.
    pub kind: KeyType,
    /// Whether a request may have several values of it.
    pub multivalued: bool,
}

impl ConditionKey {
    fn read(line: &'static str) -> Option<ConditionKey> {
        let (name, letter) = line.split_once('\t')?;
        let kind = match letter {
            "N" => KeyType::Numeric,
            "B" | "b" => KeyType::Bool,
            "D" => KeyType::Date,
            "R" | "r" => KeyType::Arn,
            "I" => KeyType::Address,
            _ => KeyType::String,
        };
        Some(ConditionKey { name, kind, multivalued: matches!(letter, "s" | "r" | "b") })
    }

    /// Whether this is the key meant; case does not matter, and the place of a tag key takes
    /// any text that is not empty.
    #[must_use]
    pub fn is(&self, key: &str) -> bool {
        let Some((before, rest)) = self.name.split_once("${") else {
            return self.name.eq_ignore_ascii_case(key);
        };
        let after = rest.split_once('}').map_or("", |(_, after)| after);
        let starts =
            key.get(..before.len()).is_some_and(|start| start.eq_ignore_ascii_case(before));
        let end_at = key.len().checked_sub(after.len());
        let ends =
            end_at.and_then(|at| key.get(at..)).is_some_and(|end| end.eq_ignore_ascii_case(after));
        starts && ends && key.len() > before.len() + after.len()
    }
}

/// A type of resource.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ResourceType {
    /// Its name in its service: `bucket`.
    pub name: &'static str,
    /// The pattern of its ARNs: `arn:${Partition}:s3:::${BucketName}`.
    pub arn: &'static str,
    keys: Vec<u16>,
}

impl ResourceType {
    /// The pattern with `*` for each of its places.
    #[must_use]
    pub fn arn_pattern(&self) -> String {
        let mut pattern = String::with_capacity(self.arn.len());
        let mut rest = self.arn;
        while let Some((before, after)) = rest.split_once("${") {
            pattern.push_str(before);
            pattern.push('*');
            rest = after.split_once('}').map_or("", |(_, after)| after);
        }
        pattern.push_str(rest);
        pattern
    }
}

#[derive(Clone, Debug, PartialEq, Eq)]
struct Shape {
    /// Position of a resource type, and whether the action needs one.
    resources: Vec<(u16, bool)>,
    keys: Vec<u16>,
}

/// An action of a service.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Action {
    /// Its name without the service: `GetObject`.
    pub name: &'static str,
    /// What it does.
    pub level: AccessLevel,
    shape: u16,
    dependents: &'static str,
}

impl Action {
    /// The actions it needs besides itself: `iam:PassRole`.
    pub fn dependents(&self) -> impl Iterator<Item = &'static str> {
        self.dependents.split(' ').filter(|a| !a.is_empty())
    }
}

/// A service.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Service {
    /// The prefix of its actions: `s3`.
    pub prefix: &'static str,
    /// Its name: `Amazon S3`.
    pub name: &'static str,
    /// Whether resource control policies apply to it.
    pub resource_control: bool,
    /// Its condition keys, and the global ones it names.
    pub keys: Vec<ConditionKey>,
    /// Its resource types.
    pub resources: Vec<ResourceType>,
    /// Its actions, sorted by name without case.
    pub actions: Vec<Action>,
    shapes: Vec<Shape>,
}

impl Service {
    fn read(head: &'static str, body: &'static str) -> Service {
        let mut fields = head.split('\t');
        let mut service = Service {
            prefix: fields.next().unwrap_or(""),
            name: fields.next().unwrap_or(""),
            resource_control: fields.next() == Some("R"),
            keys: Vec::new(),
            resources: Vec::new(),
            actions: Vec::new(),
            shapes: Vec::new(),
        };
        for line in body.lines() {
            service.line(line);
        }
        service
    }

    fn line(&mut self, line: &'static str) {
        let (Some(first), Some(rest)) = (line.get(..1), line.get(1..)) else { return };
        let mut fields = rest.split('\t');
        let mut field = || fields.next().unwrap_or("");
        let level = match first {
            "k" => return self.keys.extend(ConditionKey::read(rest)),
            "r" => {
                let (name, arn) = (field(), field());
                self.resources.push(ResourceType { name, arn, keys: positions(field()) });
                return;
            }
            "s" => {
                let on = field().split(' ').filter(|p| !p.is_empty()).filter_map(|p| {
                    Some((p.trim_end_matches('*').parse().ok()?, p.ends_with('*')))
                });
                let resources = on.collect();
                self.shapes.push(Shape { resources, keys: positions(field()) });
                return;
            }
            "L" => AccessLevel::List,
            "R" => AccessLevel::Read,
            "W" => AccessLevel::Write,
            "T" => AccessLevel::Tagging,
            _ => AccessLevel::PermissionsManagement,
        };
        let name = field();
        let shape = field().parse().unwrap_or(0);
        self.actions.push(Action { name, level, shape, dependents: field() });
    }

    /// The action of this name; case does not matter.
    #[must_use]
    pub fn action(&self, name: &str) -> Option<&Action> {
        let lower = name.to_ascii_lowercase();
        let at = self.actions.binary_search_by(|a| a.name.to_ascii_lowercase().cmp(&lower));
        self.actions.get(at.ok()?)
    }

    fn shape(&self, action: &Action) -> Option<&Shape> {
        self.shapes.get(usize::from(action.shape))
    }

    /// The resource types an action takes, and whether it needs one of that type. None at all
    /// means that the action cannot be limited to resources.
    pub fn resources_of(&self, action: &Action) -> impl Iterator<Item = (&ResourceType, bool)> {
        let on = self.shape(action).map_or(&[][..], |s| &s.resources);
        on.iter()
            .filter_map(|(at, required)| Some((self.resources.get(usize::from(*at))?, *required)))
    }

    /// The condition keys an action supports: its own and those of its resource types.
    pub fn keys_of(&self, action: &Action) -> impl Iterator<Item = &ConditionKey> {
        let own = self.shape(action).map_or(&[][..], |s| &s.keys);
        let of_resources = self.resources_of(action).flat_map(|(r, _)| &r.keys);
        own.iter().chain(of_resources).filter_map(|at| self.keys.get(usize::from(*at)))
    }

    /// The condition keys of a resource type.
    pub fn keys_of_resource(&self, resource: &ResourceType) -> impl Iterator<Item = &ConditionKey> {
        resource.keys.iter().filter_map(|at| self.keys.get(usize::from(*at)))
    }
}

fn positions(field: &str) -> Vec<u16> {
    field.split(' ').filter_map(|p| p.parse().ok()).collect()
}

struct Entry {
    prefix: &'static str,
    block: &'static Block,
    service: OnceLock<Service>,
}

fn all() -> &'static [Block] {
    static BLOCKS: OnceLock<Vec<Block>> = OnceLock::new();
    BLOCKS.get_or_init(|| blocks(PACKED))
}

fn entries() -> &'static [Entry] {
    static ENTRIES: OnceLock<Vec<Entry>> = OnceLock::new();
    ENTRIES.get_or_init(|| {
        let of = |block: &'static Block| {
            let names = block.names.iter();
            names.map(move |prefix| Entry { prefix, block, service: OnceLock::new() })
        };
        let mut entries: Vec<Entry> = all().iter().flat_map(of).collect();
        entries.sort_by_key(|e| e.prefix);
        entries
    })
}

fn unpacked(entry: &'static Entry) -> &'static Service {
    entry.service.get_or_init(|| {
        let text = entry.block.text();
        let mut chunks = text.strip_prefix('=').unwrap_or(text).split("\n=");
        let own = chunks.find(|chunk| {
            chunk.strip_prefix(entry.prefix).is_some_and(|rest| rest.starts_with('\t'))
        });
        let (head, body) = own.and_then(|o| o.split_once('\n')).unwrap_or((entry.prefix, ""));
        Service::read(head, body)
    })
}

/// The ARN patterns of all resource types of all services.
pub(crate) fn arn_formats() -> impl Iterator<Item = &'static str> {
    let lines = all().iter().flat_map(|block| block.text().lines());
    lines.filter_map(|line| line.strip_prefix('r')?.split('\t').nth(1))
}

/// The prefixes of all services, sorted.
pub fn services() -> impl Iterator<Item = &'static str> {
    entries().iter().map(|e| e.prefix)
}

/// The service with this prefix; case does not matter.
#[must_use]
pub fn service(prefix: &str) -> Option<&'static Service> {
    let lower = prefix.to_ascii_lowercase();
    let at = entries().binary_search_by(|e| e.prefix.cmp(&lower)).ok()?;
    entries().get(at).map(unpacked)
}

/// The service and the action of `s3:GetObject`; case does not matter.
#[must_use]
pub fn action(name: &str) -> Option<(&'static Service, &'static Action)> {
    let (prefix, name) = name.split_once(':')?;
    let service = service(prefix)?;
    Some((service, service.action(name)?))
}

/// The known actions a pattern matches, as `s3:Get*` does.
pub fn actions_matching(
    pattern: &str,
) -> impl Iterator<Item = (&'static Service, &'static Action)> + use<> {
    let glob = Glob::action(&Str::text(pattern));
    let prefix = pattern.split_once(':').map_or("", |(prefix, _)| prefix).to_ascii_lowercase();
    let wild = pattern.contains("**") || prefix.is_empty() || prefix.contains(['*', '?']);
    let chosen = entries().iter().filter(move |e| wild || e.prefix == prefix).map(unpacked);
    // Most patterns are a name, or the start of one: those need no automaton.
    let (start, open) = pattern.split_once(':').map_or(("", false), |(_, name)| {
        name.strip_suffix('*').map_or((name, false), |start| (start, true))
    });
    let plain = !wild && !start.contains(['*', '?', '$']);
    let start: Option<Box<str>> = plain.then(|| start.into());
    let names = pattern.split_once(':').filter(|_| !wild).map(|(_, names)| Box::<str>::from(names));
    chosen.flat_map(move |service| {
        let (glob, start, names) = (glob.clone(), start.clone(), names.clone());
        service
            .actions
            .iter()
            .filter(move |action| {
                if let Some(start) = &start {
                    let head = action.name.get(..start.len());
                    let begins = head.is_some_and(|head| head.eq_ignore_ascii_case(start));
                    return begins && (open || action.name.len() == start.len());
                }
                if let Some(matches) = names.as_ref().and_then(|n| action_matches(n, action.name)) {
                    return matches;
                }
                let name = format!("{}:{}", service.prefix, action.name).to_ascii_lowercase();
                glob.matches(&letters(&name))
            })
            .map(move |action| (service, action))
    })
}

/// Whether a pattern matches an action AWS has.
#[must_use]
pub fn is_action_pattern_known(pattern: &str) -> bool {
    if pattern.contains(['*', '?']) {
        actions_matching(pattern).next().is_some()
    } else {
        action(pattern).is_some()
    }
}

/// The global condition keys, and those of services that requests to others carry.
pub fn global_keys() -> impl Iterator<Item = ConditionKey> {
    include_str!("../../../data/global_keys.tsv").lines().filter_map(ConditionKey::read)
}

/// The global condition key meant; case does not matter.
#[must_use]
pub fn global_key(key: &str) -> Option<ConditionKey> {
    global_keys().find(|k| k.is(key))
}
