//! Answers to questions about policies, one file a question, as text and as JSON.
//!
//! JSON has AWS's names where AWS answers the same question: those of `ValidatePolicy`,
//! `SimulateCustomPolicy`, `CheckNoNewAccess` and their like.

mod access;
mod simulation;
mod summary;
mod validation;

use std::io::{self, Write};

use serde::Serialize;

use super::place::Location;
use super::text::page::{Mark, Page, Tone};
use super::{Catalogue, Masks, Options, Report, clean};
use crate::finding::Outcome;
use crate::iam::{Example, Truth, catalog};
use crate::source::{Sources, Span};

pub use access::{Access, Question, access_json, access_text};
pub use simulation::{Answer, MatchedStatement, Simulated, simulation_json, simulation_text};
pub use summary::{Summed, summary_json, summary_text};
pub use validation::{Validated, validation_json, validation_text};

/// What places are shown with.
pub struct View<'a> {
    sources: &'a Sources,
    options: &'a Options,
    outcome: Outcome,
    rules: Catalogue,
    masks: Masks,
}

impl<'a> View<'a> {
    /// Shows places of these sources.
    pub fn new(sources: &'a Sources, options: &'a Options) -> View<'a> {
        let (outcome, rules, masks) = (Outcome::default(), Catalogue::default(), Masks::default());
        View { sources, options, outcome, rules, masks }
    }

    fn report(&self) -> Report<'_> {
        Report {
            outcome: &self.outcome,
            sources: self.sources,
            rules: &self.rules,
            options: self.options,
            masks: &self.masks,
        }
    }

    /// A block about a place.
    fn block(
        &self,
        tone: Tone,
        id: Option<&str>,
        title: &str,
        place: Span,
        notes: &[(&str, String)],
    ) -> String {
        let report = self.report();
        let line = super::text::page::line(&report, place);
        let mut page = Page::new(&report, tone, id, title, line);
        page.excerpts(&[Mark { span: place, label: "", primary: true }]);
        if !notes.is_empty() {
            page.bar();
        }
        let width = notes.iter().map(|(name, _)| name.len()).max().unwrap_or(0);
        for (name, text) in notes {
            let indent = " ".repeat(width - name.len() + 1);
            page.note(name, &format!("{indent}{}", clean::line(text)));
        }
        page.finish()
    }

    fn location(&self, place: Span) -> Location {
        Location::of(&self.report(), place)
    }
}

/// A statement that an answer rests on.
#[derive(Clone, Debug)]
pub struct Cited {
    /// The policy, as the user names it.
    pub policy: String,
    /// Its `Sid`.
    pub sid: Option<String>,
    /// Its position, from 0.
    pub index: usize,
    /// Where it is written.
    pub span: Span,
    /// The part of it to point at.
    pub mark: Span,
}

impl Cited {
    /// `statement "ReadLogs" of policy.json`.
    fn show(&self) -> String {
        let name = match &self.sid {
            Some(sid) => format!("statement \"{sid}\""),
            None => format!("statement {}", self.index + 1),
        };
        clean::line(&format!("{name} of {}", self.policy)).into_owned()
    }
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct CitedJson {
    policy: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    sid: Option<String>,
    statement_index: usize,
    location: Location,
}

impl CitedJson {
    fn of(cited: &Cited, view: &View) -> CitedJson {
        CitedJson {
            policy: cited.policy.clone(),
            sid: cited.sid.clone(),
            statement_index: cited.index,
            location: view.location(cited.span),
        }
    }
}

/// A request as one line. What the engine leaves open it calls `x`.
fn request(example: &Example) -> String {
    let who = match who(example) {
        "" => String::new(),
        "*" => "anybody may ".into(),
        who => format!("{} may ", who.strip_prefix("AWS:").unwrap_or(who)),
    };
    let resource = if example.resource == "x" { "*" } else { &example.resource };
    let mut text = format!("{who}{} on {resource}", example.action);
    for (at, (key, values)) in example.context.iter().enumerate() {
        let key = proper_key(key);
        text += if at == 0 { ", with " } else { " and " };
        match &values[..] {
            [] => text += &format!("no {key}"),
            [value] => text += &format!("{key} = {value}"),
            values => text += &format!("{key} = [{}]", values.join(", ")),
        }
    }
    text
}

/// Who asks; empty if it may be anybody.
fn who(example: &Example) -> &str {
    match example.principal.as_str() {
        who if who == "*" || who.contains(':') => who,
        _ => "",
    }
}

/// A condition key as AWS writes it.
fn proper_key(key: &str) -> &str {
    match catalog::global_key(key) {
        Some(known) if known.name.eq_ignore_ascii_case(key) => known.name,
        _ => key,
    }
}

#[derive(Serialize)]
struct RequestJson<'a> {
    #[serde(skip_serializing_if = "str::is_empty")]
    principal: &'a str,
    action: &'a str,
    resource: &'a str,
    /// A key without values is absent from the request.
    context: serde_json::Map<String, serde_json::Value>,
}

impl<'a> From<&'a Example> for RequestJson<'a> {
    fn from(example: &'a Example) -> RequestJson<'a> {
        let context = example.context.iter();
        RequestJson {
            principal: who(example),
            action: &example.action,
            resource: &example.resource,
            context: context
                .map(|(k, values)| (proper_key(k).to_owned(), values.clone().into()))
                .collect(),
        }
    }
}

/// Yes, no or undecided.
fn word(truth: Truth) -> &'static str {
    match truth {
        Truth::True => "yes",
        Truth::False => "no",
        Truth::Unknown => "undecided",
    }
}

fn json(document: &impl Serialize, out: &mut dyn Write) -> io::Result<()> {
    serde_json::to_writer_pretty(&mut *out, document)?;
    writeln!(out)
}
