//! The two languages side by side: where each field of each kind comes from in either, and
//! why it does not where it does not.

use std::fmt::Write as _;

use super::schema::{Kind, SCHEMAS, Schema, Type};
use super::table::{Row, Source};
use super::{from_cloudformation, from_terraform};
use crate::declared::Language;

/// What a language cannot say: the kind, its field (empty for all of them), and why.
pub type Absent = (Kind, &'static str, &'static str);

/// Kinds that no resource type is: they are made of what others hold, whatever the language.
const DERIVED: &[(Kind, &str)] = &[
    (Kind::Statement, "each element of `Statement` in the documents of the other kinds"),
    (Kind::Secret, "literals anywhere in the files"),
    (Kind::PolicyIssue, "what is wrong with the documents of the other kinds"),
    (Kind::Configuration, "the configuration itself"),
];

/// One language's half of the table.
struct Half {
    tables: &'static [&'static [Row]],
    absent: &'static [Absent],
}

fn half(language: Language) -> Half {
    match language {
        Language::CloudFormation => {
            Half { tables: from_cloudformation::TABLES, absent: from_cloudformation::ABSENT }
        }
        _ => Half { tables: from_terraform::TABLES, absent: from_terraform::ABSENT },
    }
}

impl Half {
    /// Where a field comes from, as users of the language write it; empty if it cannot.
    fn sources(&self, kind: Kind, field: &str) -> Vec<String> {
        let rows = self.tables.iter().copied().flatten().filter(|row| row.entity == kind);
        let sources = rows.flat_map(|row| {
            let own = row.fields.iter().filter(|(name, _)| *name == field);
            own.map(|(_, source)| shown(row, source))
        });
        let mut sources: Vec<String> = sources.collect();
        sources.sort();
        sources.dedup();
        sources
    }

    /// Why a field does not come from this language.
    fn reason(&self, kind: Kind, field: &str) -> Option<&'static str> {
        let of = |wanted: &str| {
            self.absent.iter().find(|(k, f, _)| *k == kind && *f == wanted).map(|(.., why)| *why)
        };
        of(field).or_else(|| of(""))
    }
}

fn shown(row: &Row, source: &Source) -> String {
    let kind = row.resource;
    let element = if row.each.is_empty() { String::new() } else { format!(".{}[]", row.each) };
    let at = |path: &str| match path.strip_prefix('^') {
        Some(path) => format!("`{kind}.{path}`"),
        None if path == "." => format!("`{kind}{element}`"),
        None => format!("`{kind}{element}.{path}`"),
    };
    match source {
        Source::Path(path) | Source::One(path) => at(path),
        Source::OrElse(path, otherwise) => format!("{}, else {otherwise}", at(path)),
        Source::Form(attribute) => format!("attribute `{kind}.{attribute}`"),
        Source::Text(text) => format!("`{kind}`: {text}"),
        Source::Bool(value) => format!("`{kind}`: {value}"),
        Source::With(_) => format!("worked out from `{kind}`"),
    }
}

fn holds(holds: Type) -> String {
    match holds {
        Type::Bool => "boolean".into(),
        Type::Number => "number".into(),
        Type::Text | Type::Sentence => "string".into(),
        Type::Texts => "strings".into(),
        Type::Maps(keys) => format!("list of {{{}}}", keys.join(", ")),
        Type::Principals => "principals".into(),
        Type::Map => "map".into(),
        Type::Document => "policy document".into(),
    }
}

/// The table of every kind and field, in Markdown: `docs/model.md`.
pub fn side_by_side() -> String {
    let mut text = String::from(
        "# The model\n\n\
         What rules judge: kinds of entities, their fields, and where each comes from in either\n\
         language. `iacscan model PATH` shows them for your code. An attribute is what the\n\
         language gives for a resource, known before deployment where its form is.\n\n\
         This file is made from the tables below `src/model`, by\n\
         `IACSCAN_BLESS=1 cargo test --lib languages`.\n",
    );
    for schema in SCHEMAS {
        kind(&mut text, schema);
    }
    text
}

fn kind(text: &mut String, schema: &Schema) {
    let _ = write!(text, "\n## {}\n\n{}.\n", schema.name, schema.doc);
    let derived = DERIVED.iter().find(|(kind, _)| *kind == schema.kind);
    if let Some((_, from)) = derived {
        let _ = write!(text, "Made of {from}.\n\n| field | holds | meaning |\n|---|---|---|\n");
    } else {
        text.push_str("\n| field | holds | meaning | Terraform | CloudFormation |\n");
        text.push_str("|---|---|---|---|---|\n");
    }
    for field in schema.fields {
        let _ = write!(text, "| {} | {} | {} |", field.name, holds(field.holds), field.doc);
        if derived.is_none() {
            for language in [Language::Terraform, Language::CloudFormation] {
                let half = half(language);
                let sources = half.sources(schema.kind, field.name);
                let cell = match half.reason(schema.kind, field.name) {
                    Some(why) if sources.is_empty() => format!("– {why}"),
                    _ => sources.join("<br>"),
                };
                let _ = write!(text, " {cell} |");
            }
        }
        text.push('\n');
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_field_comes_from_both_languages_or_says_why_not() {
        let mut missing = vec![];
        for language in [Language::Terraform, Language::CloudFormation] {
            let half = half(language);
            for schema in SCHEMAS {
                if DERIVED.iter().any(|(kind, _)| *kind == schema.kind) {
                    continue;
                }
                for field in schema.fields {
                    let has = !half.sources(schema.kind, field.name).is_empty();
                    if !has && half.reason(schema.kind, field.name).is_none() {
                        missing.push(format!("{language}: {}.{}", schema.name, field.name));
                    }
                }
            }
        }
        assert!(missing.is_empty(), "add a row, or a reason to ABSENT:\n{}", missing.join("\n"));
    }

    #[test]
    fn no_reason_is_given_for_what_is_there() {
        for language in [Language::Terraform, Language::CloudFormation] {
            let half = half(language);
            for (kind, field, why) in half.absent {
                let schema = kind.schema();
                assert!(why.len() > 10, "{language}: {kind}.{field} needs a reason");
                assert!(field.is_empty() || kind.field(field).is_some(), "{kind} has no {field}");
                let excused = schema.fields.iter().map(|known| known.name);
                let excused: Vec<&str> =
                    excused.filter(|name| field.is_empty() || name == field).collect();
                let there = |name: &&&str| !half.sources(*kind, name).is_empty();
                assert_eq!(excused.iter().find(there), None, "{language} has {kind}.{field}");
            }
        }
    }

    #[test]
    fn the_documentation_shows_the_tables() {
        let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/model.md");
        if std::env::var_os("IACSCAN_BLESS").is_some() {
            std::fs::write(&path, side_by_side()).expect("writable");
        }
        let written = std::fs::read_to_string(&path).unwrap_or_default();
        assert_eq!(written, side_by_side(), "run IACSCAN_BLESS=1 cargo test --lib languages");
    }
}
