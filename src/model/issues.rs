//! Flaws of policy documents as such, as entities: what the engine's validation says of them.

use std::sync::Arc;

use super::document::Holes;
use super::schema::Kind;
use super::{Entity, Model, Policy, Usage, span_at, value_at};
use crate::declared::Language;
use crate::iam::{Class, Issue, Location, PolicyType, ResourceKind, validate};
use crate::source::Span;
use crate::value::{Kind as ValueKind, Unknown, Value, from_json_text};

/// A document of which more than this many versions are possible is judged for what is
/// certain in it alone.
const VERSIONS: usize = 16;

impl Model {
    /// Adds an entity for every flaw of every policy document.
    pub(super) fn add_issues(&mut self) {
        for number in 0..self.policies.len() {
            let policy = &self.policies[number];
            let used_as = self.used_as(policy);
            let text = match self.language {
                Language::CloudFormation => as_texts(&policy.value),
                _ => policy.value.clone(),
            };
            let nothing = used_as.is_empty() || is_left_out(&policy.value);
            let found = match (nothing, unreadable(policy)) {
                (true, _) => continue,
                (false, Some(found)) => vec![found],
                (false, None) => issues(&text, &used_as),
            };
            let endpoint = policy.usage == Usage::Endpoint;
            let entities: Vec<Entity> = found
                .into_iter()
                .filter(|found| is_written(&policy.value, &found.issue))
                .filter(|found| !endpoint || !is_of_grants(found.issue.code))
                .map(|found| self.issue(number, used_as[0], found))
                .collect();
            self.entities.extend(entities);
        }
    }

    /// What a document may be used as; nothing if it is judged elsewhere or no access policy.
    fn used_as(&self, policy: &Policy) -> Vec<PolicyType> {
        let holder = &self.entities[policy.holder.0];
        let usage = (holder.kind == Kind::Policy).then(|| holder.field("usage"));
        let usage = usage.as_ref().and_then(Value::as_str);
        let likely = || vec![PolicyType::likely(&policy.document)];
        match policy.usage {
            Usage::Other => vec![],
            // Which policy it becomes a part of is not known.
            Usage::Identity if usage == Some("data") => {
                let other = PolicyType::Resource(ResourceKind::Other);
                vec![PolicyType::Identity, other, PolicyType::Trust]
            }
            Usage::Identity | Usage::Boundary => vec![PolicyType::Identity],
            Usage::Guardrail if usage == Some("rcp") => vec![PolicyType::ResourceControl],
            Usage::Guardrail => vec![PolicyType::ServiceControl],
            Usage::Endpoint => vec![PolicyType::Resource(ResourceKind::Other)],
            Usage::Trust => vec![PolicyType::Trust],
            Usage::Resource => match holder.kind {
                Kind::Bucket => vec![PolicyType::Resource(ResourceKind::S3Bucket)],
                Kind::AccessPoint => vec![PolicyType::Resource(ResourceKind::S3AccessPoint)],
                // Of which resource is not known.
                Kind::Policy if usage == Some("data") => {
                    vec![PolicyType::Resource(ResourceKind::Other)]
                }
                // Written in a grammar of its own.
                Kind::SharedResource
                    if holder.field("type").as_str() == Some("serverless-data") =>
                {
                    vec![]
                }
                Kind::SharedResource => vec![PolicyType::Resource(kind_of(holder))],
                _ => likely(),
            },
        }
    }

    fn issue(&self, policy: usize, used_as: PolicyType, found: Found) -> Entity {
        let Policy { holder, value, statements, .. } = &self.policies[policy];
        let holder = (&self.entities[holder.0], holder.1);
        let mut part = holder.0.part(holder.1).clone();
        let header = part.header;
        // What is wrong in a statement is folded with what else is wrong with it.
        let index = found.issue.location.statement();
        let statement = index.and_then(|index| self.entities[statements.clone()].get(index));
        part.header = match statement {
            Some(statement) => statement.parts[0].header,
            None => value.origin.span.unwrap_or(header),
        };
        let mut entity = Entity::new(Kind::PolicyIssue, part, holder.0.existence.clone());
        entity.policy = Some(policy);
        let code = Value::string(found.issue.code);
        let code = match found.depends_on {
            None => code,
            Some(unknown) => {
                let any_of = vec![code, Value::NULL];
                ValueKind::Unknown(Arc::new(Unknown::one_of(unknown.why.clone(), any_of))).into()
            }
        };
        let says = Value::string(found.issue.message.trim_end_matches('.'));
        let element = match found.span {
            Some(span) => Value::NULL.at(span),
            None => element(value, &found.issue.location, header),
        };
        for (field, value) in [
            ("code", code),
            ("says", says),
            ("element", element),
            ("used_as", Value::string(name(used_as))),
        ] {
            entity.set(Kind::PolicyIssue.field(field).expect("of the schema"), value, 0);
        }
        entity
    }
}

/// The document as CloudFormation hands it on: every number and boolean as text.
fn as_texts(value: &Value) -> Value {
    let kind = match &value.kind {
        ValueKind::Bool(_) | ValueKind::Number(_) => match value.to_text() {
            Some(text) => ValueKind::String(text),
            None => return value.clone(),
        },
        ValueKind::List(items) => ValueKind::List(items.iter().map(as_texts).collect()),
        ValueKind::Map(map) => {
            let mut map = crate::value::Map::clone(map);
            map.entries.values_mut().for_each(|entry| entry.value = as_texts(&entry.value));
            ValueKind::Map(Arc::new(map))
        }
        other => other.clone(),
    };
    Value { kind, ..value.clone() }
}

/// Whether a text stands where somebody is to write something else: `BROKER_ARN`,
/// `<your-arn>`.
fn is_placeholder(text: &str) -> bool {
    text.starts_with('<') && text.ends_with('>')
        || text.bytes().all(|b| matches!(b, b'A'..=b'Z' | b'0'..=b'9' | b'_'))
}

/// An issue, its place where no location tells it, and the unknown that it depends on.
struct Found {
    issue: Issue,
    span: Option<Span>,
    depends_on: Option<Arc<Unknown>>,
}

/// Whether a check is of what somebody is granted: the policy of an endpoint grants nothing.
fn is_of_grants(code: &str) -> bool {
    code.starts_with("CREATE_SLR_") || code.starts_with("PASS_ROLE_")
}

/// Whether what is wrong was written by somebody: a policy template of SAM stands for a document
/// that is AWS's, all of it where the template is named.
fn is_written(document: &Value, issue: &Issue) -> bool {
    let element = value_at(document, &issue.location).and_then(|element| element.origin.span);
    let whole = issue.location.statement().is_none() || document.origin.span.is_none();
    whole || element.is_none() || element != document.origin.span
}

/// Whether a document is left to whoever uses a module: the default of a variable is empty.
fn is_left_out(value: &Value) -> bool {
    let empty = value.as_str().is_some_and(|text| text.trim().is_empty());
    empty && !value.origin.hops().is_empty()
}

/// What is wrong with a text that should be the JSON of a document.
fn unreadable(policy: &Policy) -> Option<Found> {
    let of_text = || policy.value.as_str().and_then(|_| from_json_text(&policy.value).err());
    let (message, span) = policy.flaw.clone().or_else(of_text)?;
    let (code, location) = ("JSON_SYNTAX_ERROR", Location::root());
    let issue = Issue { code, class: Class::Error, location, message };
    Some(Found { issue, span, depends_on: None })
}

/// The issues of a document, whatever it is used as of these.
///
/// Where parts of it can only have certain values, each version is judged: an issue of all of
/// them is certain.
fn issues(value: &Value, used_as: &[PolicyType]) -> Vec<Found> {
    let mut versions = vec![value.clone()];
    let mut depends_on = None;
    while let Some(unknown) = versions.iter().find_map(choice) {
        if versions.len() * unknown.any_of.len() > VERSIONS {
            break;
        }
        let settle = |version: &Value| -> Vec<Value> {
            unknown.any_of.iter().map(|choice| settled(version, &unknown, choice)).collect()
        };
        versions = versions.iter().flat_map(settle).collect();
        depends_on.get_or_insert(unknown);
    }
    let mut each = versions.iter().map(|version| issues_of(version, used_as));
    let mut found: Vec<Found> = each
        .next()
        .unwrap_or_default()
        .into_iter()
        .map(|issue| Found { issue, span: None, depends_on: None })
        .collect();
    for issues in each {
        for one in &mut found {
            if !issues.iter().any(|issue| same(issue, &one.issue)) {
                one.depends_on.clone_from(&depends_on);
            }
        }
        for issue in issues {
            if !found.iter().any(|one| same(&issue, &one.issue)) {
                found.push(Found { issue, span: None, depends_on: depends_on.clone() });
            }
        }
    }
    found
}

/// The issues that a document has as each of these.
fn issues_of(value: &Value, used_as: &[PolicyType]) -> Vec<Issue> {
    let tree = Holes::default().tree(value);
    let mut each = used_as.iter().map(|used_as| validate(&tree, *used_as));
    let mut issues = each.next().unwrap_or_default();
    while !issues.is_empty()
        && let Some(other) = each.next()
    {
        issues.retain(|issue| other.iter().any(|other| same(issue, other)));
    }
    issues.retain(|issue| match (used_as, issue.code) {
        (_, "MISSING_STATEMENT") => value.as_map().is_none_or(|map| map.of.is_none()),
        (_, "INVALID_ARN_PREFIX")
            if value_at(value, &issue.location)
                .is_some_and(|element| element.as_str().is_some_and(is_placeholder)) =>
        {
            false
        }
        // Policies of some resources have no Resource, such as those of ECR.
        ([PolicyType::Resource(ResourceKind::Other)], "MISSING_RESOURCE") => false,
        // Of documents that are used elsewhere, parts may be put in there.
        ([PolicyType::Resource(ResourceKind::Other)] | [_, _, ..], "INVALID_ARN_PREFIX") => false,
        _ => true,
    });
    issues
}

fn same(one: &Issue, other: &Issue) -> bool {
    one.code == other.code && one.location == other.location
}

/// An unknown that has one of a few values, where a whole value of the document is it.
fn choice(value: &Value) -> Option<Arc<Unknown>> {
    match &value.kind {
        ValueKind::Unknown(unknown) if !unknown.any_of.is_empty() => Some(unknown.clone()),
        ValueKind::List(items) | ValueKind::Set(items) => items.iter().find_map(choice),
        ValueKind::Map(map) if map.rest.is_none() => map.iter().find_map(|(_, v)| choice(v)),
        _ => None,
    }
}

/// The value with one of its values in the place of an unknown, wherever that stands.
fn settled(value: &Value, unknown: &Unknown, choice: &Value) -> Value {
    let each = |value: &Value| settled(value, unknown, choice);
    let kind = match &value.kind {
        ValueKind::Unknown(this) if **this == *unknown => {
            let mut choice = value.pass_on(choice);
            choice.origin.span = choice.origin.span.or(value.origin.span);
            return choice;
        }
        ValueKind::List(items) => ValueKind::List(items.iter().map(each).collect()),
        ValueKind::Set(items) => ValueKind::Set(items.iter().map(each).collect()),
        ValueKind::Map(map) => {
            let mut map = crate::value::Map::clone(map);
            map.entries.values_mut().for_each(|entry| entry.value = each(&entry.value));
            // Absent by choice is absent.
            map.entries.retain(|_, entry| !entry.value.is_null());
            ValueKind::Map(Arc::new(map))
        }
        other => other.clone(),
    };
    Value { kind, ..value.clone() }
}

/// The element at a location: where something is missing, the beginning of where it should be.
fn element(document: &Value, location: &Location, header: Span) -> Value {
    let span = span_at(document, location).unwrap_or(header);
    let value = value_at(document, location).unwrap_or(Value::NULL);
    let within = location.within_statement().is_empty();
    let span = match value.as_map() {
        Some(map) if within && !location.at_key => {
            // The brace, or in YAML the first key.
            let mut keys = map.entries.values().filter_map(|entry| entry.key_span);
            let first = keys.find(|key| (key.file, key.start) == (span.file, span.start));
            first.unwrap_or_else(|| span.part(0, span.len().min(1)))
        }
        _ => span,
    };
    Value { kind: value.kind, ..value }.at(span)
}

fn kind_of(resource: &Entity) -> ResourceKind {
    match resource.field("type").as_str() {
        Some("key") => ResourceKind::KmsKey,
        Some("queue") => ResourceKind::SqsQueue,
        Some("topic") => ResourceKind::SnsTopic,
        Some("table") => ResourceKind::DynamoDbTable,
        Some("access-point") => ResourceKind::S3AccessPoint,
        _ => ResourceKind::Other,
    }
}

fn name(used_as: PolicyType) -> &'static str {
    match used_as {
        PolicyType::Identity => "identity",
        PolicyType::Resource(_) => "resource",
        PolicyType::Trust => "trust",
        PolicyType::ServiceControl => "scp",
        PolicyType::ResourceControl => "rcp",
    }
}
