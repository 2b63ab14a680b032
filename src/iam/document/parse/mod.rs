//! From a tree to a document, keeping what is legal and naming what is not.
//!
//! <https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_grammar.html>

mod condition;
mod principal;

use std::collections::HashMap;

use ecow::EcoString;

use super::{Document, Effect, Item, Statement, Values, Version};
use crate::iam::issue::Issue;
use crate::iam::location::Location;
use crate::iam::text::Str;
use crate::iam::tree::Tree;

pub(super) fn document(tree: &Tree) -> Document {
    let mut reader = Reader { issues: Vec::new(), variables: false };
    let mut document = Document {
        version: Version::Absent,
        id: None,
        statements: Vec::new(),
        open: false,
        issues: Vec::new(),
    };
    let root = Location::root();
    match tree {
        Tree::Object(entries) => reader.root(entries, &mut document),
        Tree::Unknown(_) => document.open = true,
        // A text that is not known yet may well be the JSON of a document.
        Tree::String(text) if !text.is_known() => document.open = true,
        other => reader.wrong_type(&root, "The policy", "object", other),
    }
    document.issues = reader.issues;
    document
}

struct Reader {
    issues: Vec<Issue>,
    variables: bool,
}

impl Reader {
    fn root(&mut self, entries: &[(Str, Tree)], document: &mut Document) {
        let root = Location::root();
        let mut statement_seen = false;
        self.duplicates(entries, &root);
        // The version decides how the statements are read, wherever it is written.
        for (at, (key, value)) in entries.iter().enumerate() {
            if key.is("Version") {
                document.version = self.version(value, &root.key("Version", at));
            }
        }
        self.variables = match &document.version {
            Version::V2012 => true,
            Version::V2008 | Version::Absent => false,
            Version::Other(text) => !text.is_known(),
        };
        for (at, (key, value)) in entries.iter().enumerate() {
            let Some(name) = key.as_text() else {
                document.open = true;
                continue;
            };
            let place = root.key(name, at);
            match name {
                "Version" => {}
                "Id" => document.id = self.string(value, &place, "Id"),
                "Statement" => {
                    statement_seen = true;
                    self.statements(value, &place, document);
                }
                other => self.unknown_element(other, &place, &["Version", "Id", "Statement"]),
            }
        }
        if !statement_seen && !document.open {
            let message = "The policy has no Statement; add one.".to_owned();
            self.issues.push(Issue::error("MISSING_STATEMENT", &root, message));
        }
    }

    fn version(&mut self, value: &Tree, place: &Location) -> Version {
        match value {
            Tree::String(text) if text.is("2012-10-17") => Version::V2012,
            Tree::String(text) if text.is("2008-10-17") => Version::V2008,
            Tree::String(text) => {
                if text.is_known() {
                    let message = format!(
                        "\"{text}\" is not a version of the policy language; use \"2012-10-17\"."
                    );
                    self.issues.push(Issue::error("INVALID_VERSION", place, message));
                }
                Version::Other(text.clone())
            }
            Tree::Unknown(id) => Version::Other(Str::unknown(*id)),
            other => {
                self.wrong_type(place, "Version", "string", other);
                Version::Other(Str::default())
            }
        }
    }

    fn statements(&mut self, value: &Tree, place: &Location, document: &mut Document) {
        match value {
            Tree::Object(_) => {
                let statement = self.statement(value, place.clone(), 0);
                document.statements.extend(statement);
            }
            Tree::List(items) => {
                for (at, item) in items.iter().enumerate() {
                    if let Tree::Unknown(_) = item {
                        document.open = true;
                        continue;
                    }
                    let statement = self.statement(item, place.item(at), at);
                    document.statements.extend(statement);
                }
                if items.is_empty() {
                    let message = "The list of statements is empty; add one.".to_owned();
                    self.issues.push(Issue::error("MISSING_STATEMENT", place, message));
                }
            }
            Tree::Unknown(_) => document.open = true,
            Tree::String(text) if !text.is_known() => document.open = true,
            other => self.wrong_type(place, "Statement", "object or array of objects", other),
        }
    }

    fn statement(&mut self, tree: &Tree, location: Location, index: usize) -> Option<Statement> {
        let Tree::Object(entries) = tree else {
            self.wrong_type(&location, "A statement", "object", tree);
            return None;
        };
        let mut statement = Statement {
            index,
            location: location.clone(),
            sid: None,
            effect: Effect::Invalid,
            action: None,
            not_action: None,
            resource: None,
            not_resource: None,
            principal: None,
            not_principal: None,
            conditions: Vec::new(),
            conditions_open: false,
            variables: self.variables,
            open: false,
        };
        self.duplicates(entries, &location);
        let mut effect_seen = false;
        for (at, (key, value)) in entries.iter().enumerate() {
            let Some(name) = key.as_text() else {
                statement.open = true;
                continue;
            };
            let place = location.key(name, at);
            match name {
                "Sid" => {
                    statement.sid = self
                        .string(value, &place, "Sid")
                        .map(|text| Item { text, location: place.clone() });
                }
                "Effect" => {
                    effect_seen = true;
                    statement.effect = self.effect(value, &place);
                }
                "Action" => statement.action = self.values(value, &place, name),
                "NotAction" => statement.not_action = self.values(value, &place, name),
                "Resource" => statement.resource = self.values(value, &place, name),
                "NotResource" => statement.not_resource = self.values(value, &place, name),
                "Principal" => statement.principal = self.principals(value, &place),
                "NotPrincipal" => statement.not_principal = self.principals(value, &place),
                "Condition" => self.conditions(value, &place, &mut statement),
                other => self.unknown_element(other, &place, &ELEMENTS),
            }
        }
        if !effect_seen {
            if statement.open {
                statement.effect = Effect::Unknown;
            } else {
                let message = "The statement has no Effect; add \"Allow\" or \"Deny\".".to_owned();
                self.issues.push(Issue::error("MISSING_EFFECT", &location, message));
            }
        }
        Some(statement)
    }

    fn effect(&mut self, value: &Tree, place: &Location) -> Effect {
        match value {
            Tree::String(text) => match text.as_text() {
                Some("Allow") => Effect::Allow,
                Some("Deny") => Effect::Deny,
                Some(other) => {
                    let meant = ["Allow", "Deny"].iter().find(|e| e.eq_ignore_ascii_case(other));
                    let message = match meant {
                        Some(meant) => format!("\"{other}\" is not an effect; write \"{meant}\"."),
                        None => {
                            format!("\"{other}\" is not an effect; use \"Allow\" or \"Deny\".")
                        }
                    };
                    self.issues.push(Issue::error("INVALID_EFFECT", place, message));
                    Effect::Invalid
                }
                None => Effect::Unknown,
            },
            Tree::Unknown(_) => Effect::Unknown,
            other => {
                self.wrong_type(place, "Effect", "string", other);
                Effect::Invalid
            }
        }
    }

    fn values(&mut self, value: &Tree, place: &Location, name: &str) -> Option<Values> {
        let mut values = Values { items: Vec::new(), open: false, location: place.clone() };
        match value {
            Tree::List(list) => {
                for (at, item) in list.iter().enumerate() {
                    self.value(item, place.item(at), name, &mut values);
                }
            }
            other => self.value(other, place.clone(), name, &mut values),
        }
        Some(values)
    }

    fn value(&mut self, value: &Tree, location: Location, name: &str, values: &mut Values) {
        match value {
            Tree::String(text) => values.items.push(Item { text: text.clone(), location }),
            Tree::Unknown(_) => values.open = true,
            other => self.wrong_type(&location, name, "string or array of strings", other),
        }
    }

    fn string(&mut self, value: &Tree, place: &Location, name: &str) -> Option<Str> {
        match value {
            Tree::String(text) => Some(text.clone()),
            Tree::Unknown(id) => Some(Str::unknown(*id)),
            other => {
                self.wrong_type(place, name, "string", other);
                None
            }
        }
    }

    fn wrong_type(&mut self, place: &Location, what: &str, wanted: &str, found: &Tree) {
        let message = format!("{what} must be {}, not {}.", article(wanted), article(found.kind()));
        self.issues.push(Issue::error("DATA_TYPE_MISMATCH", place, message));
    }

    fn unknown_element(&mut self, name: &str, place: &Location, known: &[&str]) {
        let meant = known.iter().find(|k| k.eq_ignore_ascii_case(name) || near(k, name));
        let message = match meant {
            Some(meant) => format!("There is no element \"{name}\"; did you mean {meant}?"),
            None => format!("There is no element \"{name}\"; use one of {}.", known.join(", ")),
        };
        self.issues.push(Issue::error("INVALID_POLICY_ELEMENT", &place.clone().on_key(), message));
    }

    /// A key given twice: AWS refuses the policy.
    fn duplicates(&mut self, entries: &[(Str, Tree)], place: &Location) {
        let inside = place.keys().next().is_some() && place.element() == Some("Condition");
        let mut seen: HashMap<String, &str> = HashMap::new();
        for (at, (key, _)) in entries.iter().enumerate() {
            let Some(name) = key.as_text() else { continue };
            let Some(earlier) = seen.insert(name.to_ascii_lowercase(), name) else { continue };
            let code = match (earlier == name, inside) {
                (true, _) => "JSON_SYNTAX_ERROR",
                (false, true) => "DUPLICATE_KEYS_WITH_DIFFERENT_CASE",
                (false, false) => continue,
            };
            let message =
                format!("\"{name}\" is given twice in one object; join both into one entry.");
            let key_place = place.key(name, at).on_key();
            self.issues.push(Issue::error(code, &key_place, message));
        }
    }
}

const ELEMENTS: [&str; 9] = [
    "Sid",
    "Effect",
    "Principal",
    "NotPrincipal",
    "Action",
    "NotAction",
    "Resource",
    "NotResource",
    "Condition",
];

fn article(noun: &str) -> EcoString {
    match noun {
        "null" => "null".into(),
        "unknown" => "an unknown value".into(),
        _ if noun.starts_with(['a', 'e', 'i', 'o', 'u']) => ecow::eco_format!("an {noun}"),
        _ => ecow::eco_format!("a {noun}"),
    }
}

fn near(a: &str, b: &str) -> bool {
    crate::iam::near::distance(a, b) <= 2
}
