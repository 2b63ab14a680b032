//! Credentials written in code, as entities.

mod detect;

use std::collections::{HashMap, HashSet};
use std::io::Read;

use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use ecow::EcoString;

use super::schema::Kind;
use super::{Entity, Model, Part};
use crate::declared::{Configuration, Existence, Literal};
use crate::source::Span;
use crate::value::Value;
use detect::{Credential, Holds};

/// A credential with its place.
struct Sighting {
    credential: Credential,
    span: Span,
    within: &'static str,
    address: EcoString,
    /// Whether it stands in text that something else was made of.
    packed: bool,
}

impl Model {
    /// Adds an entity for every credential in the literals and in what workloads run.
    pub(super) fn add_secrets(&mut self, configuration: &Configuration) {
        let literals = in_literals(&configuration.literals);
        let written: HashMap<u64, Span> =
            literals.iter().flatten().map(|s| (s.credential.digest, s.span)).collect();
        let mut groups = self.in_use();
        for sighting in groups.iter_mut().flatten().filter(|sighting| sighting.packed) {
            // Where it is written is a smaller place than what it is packed into.
            sighting.span = *written.get(&sighting.credential.digest).unwrap_or(&sighting.span);
        }
        groups.extend(literals);
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

    /// Those that reach where they are used through variables, functions, files and templates:
    /// where they are used says more of them than where they are written.
    fn in_use(&self) -> Vec<Vec<Sighting>> {
        let mut groups = vec![];
        for (_, workload) in self.of_kind(Kind::Workload) {
            let address = &workload.parts[0].address;
            for field in ["user_data", "user_data_base64"] {
                let place = Place { names: &["user_data"], within: "user-data", address };
                groups.push(sightings(&workload.field(field), place, false));
            }
            let environment = workload.field("environment");
            let variables = environment.as_map().into_iter().flat_map(|map| map.iter());
            let variables: Vec<_> = variables.collect();
            let beside = variables.iter().any(|(_, value)| holds_key_id(value));
            groups.push(
                variables
                    .into_iter()
                    .flat_map(|(name, value)| {
                        let place = Place { names: &[name], within: "environment", address };
                        sightings(&environment.pass_on(value), place, beside)
                    })
                    .collect(),
            );
        }
        for (_, provider) in self.of_kind(Kind::Provider) {
            let address = &provider.parts[0].address;
            let fields = ["access_key", "secret_key", "token"].into_iter();
            let found = fields.flat_map(|field| {
                let place = Place { names: &[field], within: "provider", address };
                sightings(&provider.field(field), place, field == "secret_key")
            });
            groups.push(found.collect());
        }
        groups
    }
}

fn holds_key_id(value: &Value) -> bool {
    let text = value.as_text().map(|text| text.flat().to_owned()).unwrap_or_default();
    detect::credentials(&text, &[], false).iter().any(|c| c.holds == Holds::KeyId)
}

/// Those that are written anywhere. A key's id and its secret stand side by side: siblings
/// share their path's start.
fn in_literals(literals: &[Literal]) -> Vec<Vec<Sighting>> {
    let parent = |literal: &Literal| -> Vec<EcoString> {
        literal.path.split_last().map_or(vec![], |(_, parent)| parent.to_vec())
    };
    let mut key_ids: HashSet<Vec<EcoString>> = HashSet::new();
    for literal in literals.iter().filter(|literal| holds_key_id(&literal.value)) {
        key_ids.insert(parent(literal));
    }
    let mut groups: Vec<Vec<Sighting>> = vec![];
    let mut by_parent: HashMap<Vec<EcoString>, usize> = HashMap::new();
    let mut before: Option<&Literal> = None;
    for literal in literals {
        let mut names = literal.path.iter().map(EcoString::as_str).collect::<Vec<_>>();
        let (within, address) = (within(&names), address(&literal.path));
        // `name = "AWS_SECRET_ACCESS_KEY"` stands before the `value` that it names.
        let named = before.replace(literal).filter(|before| {
            let name = before.path.last().map(|name| name.to_ascii_lowercase());
            matches!(name.as_deref(), Some("name" | "key")) && parent(before) == parent(literal)
        });
        names.extend(named.and_then(|before| before.value.as_str()));
        let place = Place { names: &names, within, address: &address };
        let found = sightings(&literal.value, place, key_ids.contains(&parent(literal)));
        if found.is_empty() {
            continue;
        }
        let group = *by_parent.entry(parent(literal)).or_insert_with(|| {
            groups.push(vec![]);
            groups.len() - 1
        });
        groups[group].extend(found);
    }
    groups
}

/// Where a text stands.
#[derive(Clone, Copy)]
struct Place<'p> {
    /// Names on the way to it.
    names: &'p [&'p str],
    within: &'static str,
    address: &'p EcoString,
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
    set("documented", Value::bool(sighting.credential.documented));
    set("shown", Value::string(sighting.credential.shown.clone()));
    entity
}

/// The credentials in a text; `beside` if something else says that there is one. Examples of
/// AWS's documentation count only where a credential would be used.
fn sightings(value: &Value, place: Place<'_>, beside: bool) -> Vec<Sighting> {
    let mut found = all_sightings(value, place, beside);
    found.retain(|sighting| !sighting.credential.documented || place.within != "other");
    found
}

fn all_sightings(value: &Value, place: Place<'_>, beside: bool) -> Vec<Sighting> {
    let (Some(text), Some(whole)) = (value.as_text(), value.origin.span) else { return vec![] };
    let named = |credential: Credential, span: Span, packed: bool| Sighting {
        credential,
        span,
        within: place.within,
        address: place.address.clone(),
        packed,
    };
    let found = detect::credentials(text.flat(), place.names, beside);
    if !found.is_empty() {
        return found
            .into_iter()
            .map(|credential| {
                let span = value.span_of(credential.at.clone()).unwrap_or(whole);
                named(credential, span, false)
            })
            .collect();
    }
    // Only user data is read through its encoding: elsewhere encoded text is a file of its own.
    let plain = if place.within == "user-data" { unpacked(text.flat(), 2) } else { vec![] };
    let found = plain.iter().flat_map(|text| detect::credentials(text, place.names, beside));
    found.map(|credential| named(credential, whole, true)).collect()
}

/// The texts that are packed into a text: all of it, the parts of a multipart message, files in
/// a cloud-config. So many layers deep.
fn unpacked(text: &str, layers: usize) -> Vec<String> {
    let mut plain: Vec<String> = vec![];
    plain.extend(decoded(text));
    if plain.is_empty() {
        plain.extend(blocks(text).iter().filter_map(|block| decoded(block)));
    }
    if layers > 1 {
        let inner: Vec<String> = plain.iter().flat_map(|text| unpacked(text, layers - 1)).collect();
        plain.extend(inner);
    }
    plain
}

/// Words at the end of a line that may be base64, those of following lines joined.
fn blocks(text: &str) -> Vec<String> {
    const SHORTEST: usize = 24;
    let mut blocks: Vec<String> = vec![];
    let mut open = false;
    for line in text.lines() {
        let word = line.split_whitespace().next_back().unwrap_or("").trim_matches(['"', '\'']);
        let encoded = |b: u8| b.is_ascii_alphanumeric() || matches!(b, b'+' | b'/' | b'=');
        let fits = !word.is_empty() && word.bytes().all(encoded);
        match (fits, open && line.trim() == word, blocks.last_mut()) {
            (true, true, Some(block)) => block.push_str(word),
            (true, _, _) if word.len() >= SHORTEST => blocks.push(word.into()),
            _ => {
                open = false;
                continue;
            }
        }
        open = true;
    }
    blocks
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

/// Data sources whose parts make up the user data of an instance.
const CLOUD_INIT: &[&str] = &["cloudinit_config", "template_cloudinit_config"];

/// In what sort of place a literal stands, by the names on the way to it.
fn within(names: &[&str]) -> &'static str {
    let holds = |wanted: &[&str]| names.iter().any(|name| wanted.contains(name));
    if names.first() == Some(&"provider") {
        "provider"
    } else if holds(&["user_data", "user_data_base64", "UserData"])
        || (names.first() == Some(&"data") && holds(CLOUD_INIT))
    {
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
