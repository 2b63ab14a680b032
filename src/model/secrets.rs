//! Credentials written in code, as entities.

mod detect;

use std::collections::{HashMap, HashSet};
use std::io::Read;

use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use ecow::EcoString;

use super::schema::Kind;
use super::{Entity, Model, Part};
use crate::declared::{Configuration, Existence};
use crate::source::Span;
use crate::value::Value;
use detect::{Credential, Holds};

/// A credential with its place.
struct Sighting {
    credential: Credential,
    span: Span,
    within: &'static str,
    address: EcoString,
}

impl Model {
    /// Adds an entity for every credential in the literals and in what workloads run.
    pub(super) fn add_secrets(&mut self, configuration: &Configuration) {
        // A key's id and its secret stand side by side: siblings share their path's start.
        let mut groups: Vec<Vec<Sighting>> = vec![];
        let mut by_parent: HashMap<&[EcoString], usize> = HashMap::new();
        for literal in &configuration.literals {
            let names = literal.path.iter().map(EcoString::as_str).collect::<Vec<_>>();
            let sightings =
                sightings(&literal.value, &names, within(&names), &address(&literal.path));
            if sightings.is_empty() {
                continue;
            }
            let parent = literal.path.split_last().map_or(&[][..], |(_, parent)| parent);
            let group = *by_parent.entry(parent).or_insert_with(|| {
                groups.push(vec![]);
                groups.len() - 1
            });
            groups[group].extend(sightings);
        }
        // Text that reaches user data through functions, files and templates.
        for (_, workload) in self.of_kind(Kind::Workload) {
            let address = &workload.parts[0].address;
            for field in ["user_data", "user_data_base64"] {
                groups.push(sightings(
                    &workload.field(field),
                    &["user_data"],
                    "user-data",
                    address,
                ));
            }
        }
        let mut seen = HashSet::new();
        for group in groups {
            let has_id = group.iter().any(|s| s.credential.holds == Holds::KeyId);
            let has_secret = group.iter().any(|s| s.credential.holds == Holds::SecretKey);
            for sighting in group {
                // The id of a key is told with its secret.
                let told = sighting.credential.holds == Holds::KeyId && has_secret;
                if !told && seen.insert(sighting.span) {
                    self.entities.push(entity(&sighting, has_id));
                }
            }
        }
    }
}

fn entity(sighting: &Sighting, has_id: bool) -> Entity {
    let part = Part {
        address: sighting.address.clone(),
        construct: None,
        header: sighting.span,
        calls: vec![],
    };
    let mut entity = Entity::new(Kind::Secret, part, Existence::Certain);
    let mut set = |name: &str, value: Value| {
        entity.set(Kind::Secret.field(name).expect("of the schema"), value.at(sighting.span), 0);
    };
    set("holds", Value::string(sighting.credential.holds.name()));
    set("within", Value::string(sighting.within));
    set("beside_key_id", Value::bool(has_id && sighting.credential.holds == Holds::SecretKey));
    set("shown", Value::string(sighting.credential.shown.clone()));
    entity
}

fn sightings(
    value: &Value,
    names: &[&str],
    within: &'static str,
    address: &EcoString,
) -> Vec<Sighting> {
    let (Some(text), Some(whole)) = (value.as_text(), value.origin.span) else { return vec![] };
    let named = |credential: Credential, span: Span| Sighting {
        credential,
        span,
        within,
        address: address.clone(),
    };
    let found = detect::credentials(text.flat(), names);
    if !found.is_empty() {
        return found
            .into_iter()
            .map(|credential| {
                let span = value.span_of(credential.at.clone()).unwrap_or(whole);
                named(credential, span)
            })
            .collect();
    }
    // Only user data is read through its encoding: elsewhere encoded text is a file of its own.
    let plain = if within == "user-data" { text.as_known().and_then(decoded) } else { None };
    let found = plain.map(|text| detect::credentials(&text, names)).unwrap_or_default();
    found.into_iter().map(|credential| named(credential, whole)).collect()
}

/// Text behind base64, perhaps with gzip below it.
pub fn decoded(text: &str) -> Option<String> {
    /// EC2 takes 16 KiB of user data; a little more is read, a bomb is not.
    const LIMIT: u64 = 64 * 1024;
    let compact: String = text.split_whitespace().collect();
    if compact.len() < 16 {
        return None;
    }
    let bytes = BASE64_STANDARD.decode(compact).ok()?;
    if bytes.starts_with(&[0x1f, 0x8b]) {
        let mut text = String::new();
        flate2::read::GzDecoder::new(&*bytes).take(LIMIT).read_to_string(&mut text).ok()?;
        return Some(text);
    }
    String::from_utf8(bytes).ok()
}

/// In what sort of place a literal stands, by the names on the way to it.
fn within(names: &[&str]) -> &'static str {
    let holds = |wanted: &[&str]| names.iter().any(|name| wanted.contains(name));
    if names.first() == Some(&"provider") {
        "provider"
    } else if holds(&["user_data", "user_data_base64", "UserData"]) {
        "user-data"
    } else if holds(&["aws_lambda_function", "Environment"])
        && holds(&["environment", "variables", "Variables"])
    {
        "environment"
    } else {
        "other"
    }
}

/// The address of the block that a literal stands in, as users know it.
fn address(path: &[EcoString]) -> EcoString {
    let parts: Vec<&str> = path.iter().map(EcoString::as_str).collect();
    match parts[..] {
        ["resource", kind, name, ..] => ecow::eco_format!("{kind}.{name}"),
        ["data", kind, name, ..] => ecow::eco_format!("data.{kind}.{name}"),
        ["variable", name, ..] => ecow::eco_format!("var.{name}"),
        ["locals", name, ..] => ecow::eco_format!("local.{name}"),
        ["provider" | "module" | "output", name, ..] => ecow::eco_format!("{}.{name}", parts[0]),
        ["Resources" | "Parameters" | "Outputs", name, ..] => name.into(),
        [first, ..] => first.into(),
        [] => "".into(),
    }
}
