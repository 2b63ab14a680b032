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
#[serde(rename_all = "camelCase")]
struct Document<'a> {
    version: u32,
    #[serde(skip_serializing_if = "Option::is_none")]
    new_access: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    access_granted: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    public: Option<&'a str>,
    result: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    undecided_because: Option<&'a str>,
    reasons: Vec<ReasonJson<'a>>,
}

#[derive(Serialize)]
struct ReasonJson<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    request: Option<RequestJson<'a>>,
    statement: CitedJson,
}

/// The same for programs: `yes`, `no` or `undecided`, AWS's `PASS` or `FAIL`, and reasons.
///
/// # Errors
/// Those of `out`.
pub fn access_json(view: &View, access: &Access, out: &mut dyn Write) -> io::Result<()> {
    let answer = |question| (question == access.question).then(|| word(access.truth));
    let document = Document {
        version: 1,
        new_access: answer(Question::New),
        access_granted: answer(Question::Granted),
        public: answer(Question::Public),
        result: if access.truth.is_false() { "PASS" } else { "FAIL" },
        undecided_because: access.because.as_deref(),
        reasons: access
            .given
            .iter()
            .map(|(cited, example)| ReasonJson {
                request: example.as_ref().map(RequestJson::from),
                statement: CitedJson::of(cited, view),
            })
            .collect(),
    };
    super::json(&document, out)
}
