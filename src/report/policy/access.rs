//! Access that there should not be: new, listed, or of everybody.

use std::io::{self, Write};

use serde::Serialize;

use super::super::text::page::Tone;
use super::{Cited, CitedJson, RequestJson, View, request, word};
use crate::iam::{Example, Truth};

/// What was asked.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Question {
    /// Whether a new version allows what the old one does not.
    New,
    /// Whether listed access is granted.
    Granted,
    /// Whether everybody gets in.
    Public,
}

impl Question {
    /// The name of the answer for programs.
    fn key(self) -> &'static str {
        match self {
            Question::New => "newAccess",
            Question::Granted => "accessGranted",
            Question::Public => "public",
        }
    }

    fn found(self) -> &'static str {
        match self {
            Question::New => "the new version allows more",
            Question::Granted => "the policy grants access that it should not",
            Question::Public => "the policy lets everybody in",
        }
    }

    fn nothing(self) -> &'static str {
        match self {
            Question::New => "no new access",
            Question::Granted => "no such access is granted",
            Question::Public => "not public",
        }
    }

    fn undecided(self) -> &'static str {
        match self {
            Question::New => "whether the new version allows more is undecided",
            Question::Granted => "whether the policy grants such access is undecided",
            Question::Public => "whether the policy lets everybody in is undecided",
        }
    }
}

/// The answer.
pub struct Access {
    /// What was asked.
    pub question: Question,
    /// Whether there is such access.
    pub truth: Truth,
    /// The statements that give it, or may, each with a request if there is one.
    pub given: Vec<(Cited, Option<Example>)>,
    /// Why it is undecided.
    pub because: Option<String>,
}

/// A block a statement, or one line.
///
/// # Errors
/// Those of `out`.
pub fn access_text(view: &View, access: &Access, out: &mut dyn Write) -> io::Result<()> {
    let question = access.question;
    let (tone, title) = match access.truth {
        Truth::False => return writeln!(out, "{}", question.nothing()),
        Truth::True => (Tone::Error, question.found()),
        Truth::Unknown => (Tone::Undecided, question.undecided()),
    };
    let because = || access.because.as_ref().map(|why| ("why", why.clone()));
    if access.given.is_empty() {
        let why = because().map(|(_, why)| format!(": {why}")).unwrap_or_default();
        return writeln!(out, "{}: {title}{why}", tone.word());
    }
    for (cited, example) in &access.given {
        let mut notes: Vec<(&str, String)> = vec![];
        notes.extend(example.as_ref().map(|example| ("request", request(example))));
        notes.push(("by", cited.show()));
        notes.extend(because());
        writeln!(out, "{}", view.block(tone, None, title, cited.mark, &notes))?;
    }
    Ok(())
}

#[derive(Serialize)]
struct GivenJson<'a> {
    statement: CitedJson,
    #[serde(skip_serializing_if = "Option::is_none")]
    request: Option<RequestJson<'a>>,
}

/// The same for programs: `yes`, `no` or `undecided`, AWS's `PASS` or `FAIL`, and reasons.
///
/// # Errors
/// Those of `out`.
pub fn access_json(view: &View, access: &Access, out: &mut dyn Write) -> io::Result<()> {
    let reasons: Vec<GivenJson> = access
        .given
        .iter()
        .map(|(cited, example)| GivenJson {
            statement: CitedJson::of(cited, view),
            request: example.as_ref().map(RequestJson::from),
        })
        .collect();
    let mut document = serde_json::Map::new();
    document.insert("version".into(), 1.into());
    document.insert(access.question.key().into(), word(access.truth).into());
    let result = if access.truth.is_false() { "PASS" } else { "FAIL" };
    document.insert("result".into(), result.into());
    document.insert("reasons".into(), serde_json::to_value(reasons)?);
    if let Some(because) = &access.because {
        document.insert("undecidedBecause".into(), because.clone().into());
    }
    super::json(&document, out)
}
