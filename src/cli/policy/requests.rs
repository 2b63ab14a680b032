//! `iacscan policy simulate --requests`: a request a line, an answer a line.

use std::fs::File;
use std::io::{self, BufRead, BufReader, Read, Write};
use std::path::Path;

use serde::Serialize;

use super::simulate::kind_name;
use crate::cli::Exit;
use crate::cli::environment::Environment;
use crate::cli::failure::Failure;
use crate::cli::output::forgive_closed_pipe;
use crate::config::closest;
use crate::iam::{Document, Matched, Policies, PolicyKind, Request, Tree, simulate};
use crate::report::policy::{Answer, MatchedStatement};

/// A longer line is an error: 32 MiB, as of files.
const MAX_LINE: usize = 32 * 1024 * 1024;

/// What requests have.
const KEYS: [&str; 12] = [
    "principal",
    "action",
    "resource",
    "resourceAccount",
    "context",
    "identityPolicies",
    "permissionsBoundary",
    "sessionPolicy",
    "serviceControlPolicies",
    "resourceControlPolicies",
    "resourcePolicy",
    "vpcEndpointPolicy",
];

/// Answers every line of a file; `-` is standard input.
///
/// # Errors
/// When the file cannot be read or the answers not be written.
pub fn run(path: &Path, environment: &mut Environment) -> Result<Exit, Failure> {
    let wrong = |error: io::Error| format!("cannot read {}: {error}", path.display());
    let input: Box<dyn Read> = match path.to_str() {
        Some("-") => Box::new(io::stdin()),
        _ => Box::new(File::open(path).map_err(wrong)?),
    };
    let mut input = BufReader::with_capacity(1 << 16, input);
    let mut line = vec![];
    let mut number = 0;
    let mut failed = false;
    loop {
        let read = read_line(&mut input, &mut line).map_err(wrong)?;
        if read == Line::End {
            break;
        }
        number += 1;
        if read == Line::Whole && line.trim_ascii().is_empty() {
            continue;
        }
        let answer = match read {
            Line::TooLong => Err(format!("longer than {MAX_LINE} bytes")),
            _ => answer(&line),
        };
        failed |= answer.is_err();
        let out = &mut *environment.stdout;
        // Whoever waits for the answer before asking again gets it.
        let waiting = !input.buffer().contains(&b'\n');
        let written = write(out, number, answer);
        let written = written.and_then(|()| if waiting { out.flush() } else { Ok(()) });
        if let Err(error) = written {
            // A reader that went away wants no more answers.
            forgive_closed_pipe(Err(error))?;
            break;
        }
    }
    Ok(if failed { Exit::Error } else { Exit::Clean })
}

#[derive(PartialEq, Eq)]
enum Line {
    Whole,
    TooLong,
    End,
}

/// Reads a line, and no more of it than is looked at.
fn read_line(input: &mut dyn BufRead, line: &mut Vec<u8>) -> io::Result<Line> {
    line.clear();
    let (mut any, mut long) = (false, false);
    loop {
        let buffer = match input.fill_buf() {
            Ok(buffer) => buffer,
            Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
            Err(error) => return Err(error),
        };
        if buffer.is_empty() {
            break;
        }
        any = true;
        let end = buffer.iter().position(|byte| *byte == b'\n');
        let taken = end.unwrap_or(buffer.len());
        long |= line.len() + taken > MAX_LINE;
        if long {
            line.clear();
        } else {
            line.extend_from_slice(&buffer[..taken]);
        }
        input.consume(taken + usize::from(end.is_some()));
        if end.is_some() {
            break;
        }
    }
    Ok(match (any, long) {
        (false, _) => Line::End,
        (true, true) => Line::TooLong,
        (true, false) => Line::Whole,
    })
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
struct Wrong {
    line: usize,
    error: String,
}

fn write(out: &mut dyn Write, line: usize, answer: Result<Answer, String>) -> io::Result<()> {
    match answer {
        Ok(answer) => serde_json::to_writer(&mut *out, &answer)?,
        Err(error) => serde_json::to_writer(&mut *out, &Wrong { line, error })?,
    }
    out.write_all(b"\n")
}

/// The answer to one line.
fn answer(line: &[u8]) -> Result<Answer, String> {
    let text = std::str::from_utf8(line).map_err(|_| "not UTF-8 text".to_owned())?;
    let tree = Tree::from_json(text).map_err(|error| format!("not JSON: {error}"))?;
    let Tree::Object(entries) = tree else {
        return Err(format!("a request is a JSON object, not {}", tree.kind()));
    };
    let mut asked = Asked::default();
    for (key, value) in entries {
        let key = key.as_text().unwrap_or_default().to_owned();
        if value != Tree::Null {
            asked.take(&key, value)?;
        }
    }
    if asked.request.action.is_empty() {
        return Err("the request has no action".into());
    }
    if asked.request.resource.is_empty() {
        asked.request.resource = "*".into();
    }
    let verdict = simulate(&asked.request, &asked.policies());
    let matched_statements = verdict.matched.iter().map(|matched| asked.matched(matched)).collect();
    Ok(Answer {
        eval_action_name: asked.request.action,
        eval_resource_name: asked.request.resource,
        eval_decision: verdict.decision.name(),
        matched_statements,
        missing_policy_type: verdict.missing.map(kind_name),
        warnings: asked.warnings,
    })
}

/// A request with its policies.
#[derive(Default)]
struct Asked {
    request: Request,
    identity: Vec<Document>,
    boundary: Vec<Document>,
    session: Vec<Document>,
    service_control: Vec<Vec<Document>>,
    resource_control: Vec<Vec<Document>>,
    resource: Vec<Document>,
    endpoint: Vec<Document>,
    warnings: Vec<String>,
}

impl Asked {
    fn take(&mut self, key: &str, value: Tree) -> Result<(), String> {
        match key {
            "principal" => self.request.principal = Some(principal(&value)?),
            "action" => self.request.action = text(key, &value)?,
            "resource" => self.request.resource = text(key, &value)?,
            "resourceAccount" => self.request.resource_account = Some(text(key, &value)?),
            "context" => self.request.context = context(value)?,
            "identityPolicies" => self.identity = documents(key, value)?,
            "permissionsBoundary" => self.boundary = documents(key, value)?,
            "sessionPolicy" => self.session = documents(key, value)?,
            "serviceControlPolicies" => self.service_control = levels(key, value)?,
            "resourceControlPolicies" => self.resource_control = levels(key, value)?,
            "resourcePolicy" => self.resource = vec![document(key, value)?],
            "vpcEndpointPolicy" => self.endpoint = vec![document(key, value)?],
            other => match closest(other, KEYS) {
                Some(near) => return Err(format!("unknown key '{other}'; did you mean '{near}'?")),
                None => self.warnings.push(format!("unknown key '{other}' is passed by")),
            },
        }
        Ok(())
    }

    fn policies(&self) -> Policies<'_> {
        fn each(levels: &[Vec<Document>]) -> Vec<Vec<&Document>> {
            levels.iter().map(|level| level.iter().collect()).collect()
        }
        Policies {
            identity: self.identity.iter().collect(),
            boundary: self.boundary.iter().collect(),
            session: self.session.iter().collect(),
            service_control: each(&self.service_control),
            resource_control: each(&self.resource_control),
            resource: self.resource.first(),
            endpoint: self.endpoint.first(),
        }
    }

    fn matched(&self, matched: &Matched) -> MatchedStatement {
        let (level, at) = (matched.level, matched.document);
        let name = kind_name(matched.kind);
        let (document, id) = match matched.kind {
            PolicyKind::Identity => (&self.identity[at], format!("{name}[{at}]")),
            PolicyKind::Boundary => (&self.boundary[at], name.to_owned()),
            PolicyKind::Session => (&self.session[at], name.to_owned()),
            PolicyKind::ServiceControl => {
                (&self.service_control[level][at], format!("{name}[{level}][{at}]"))
            }
            PolicyKind::ResourceControl => {
                (&self.resource_control[level][at], format!("{name}[{level}][{at}]"))
            }
            PolicyKind::Resource => (&self.resource[at], name.to_owned()),
            PolicyKind::Endpoint => (&self.endpoint[at], name.to_owned()),
        };
        let statement = document.statements.iter().find(|one| one.index == matched.statement);
        let sid = statement.and_then(|one| one.sid.as_ref());
        MatchedStatement {
            source_policy_id: id,
            source_policy_type: name,
            sid: sid.map(|sid| sid.text.to_string()),
            statement_index: matched.statement,
        }
    }
}

fn text(key: &str, value: &Tree) -> Result<String, String> {
    match value {
        Tree::String(text) => Ok(text.as_text().unwrap_or_default().to_owned()),
        other => Err(format!("{key} is a string, not {}", other.kind())),
    }
}

/// A string, or as policies write it: `{"AWS": "arn:…"}`.
fn principal(value: &Tree) -> Result<String, String> {
    match value {
        Tree::Object(entries) => match &entries[..] {
            [(kind, value)] => {
                let kind = kind.as_text().unwrap_or_default();
                let value = match value {
                    Tree::List(items) if items.len() == 1 => &items[0],
                    value => value,
                };
                Ok(format!("{kind}:{}", text("principal", value)?))
            }
            _ => Err("principal is a string, or an object of one key".into()),
        },
        other => text("principal", other),
    }
}

fn context(value: Tree) -> Result<Vec<(String, Vec<String>)>, String> {
    let Tree::Object(entries) = value else {
        return Err(format!("context is an object, not {}", value.kind()));
    };
    let one = |key: &str, value: &Tree| match value {
        Tree::String(text) => Ok(text.as_text().unwrap_or_default().to_owned()),
        Tree::Number(number) => Ok(number.to_string()),
        Tree::Bool(value) => Ok(value.to_string()),
        other => Err(format!("context {key} is a string or a list of them, not {}", other.kind())),
    };
    let mut context = vec![];
    for (key, value) in entries {
        let key = key.as_text().unwrap_or_default().to_owned();
        let values = match &value {
            // A key without a value is not in the request.
            Tree::Null => continue,
            Tree::List(items) => items.iter().map(|item| one(&key, item)).collect::<Result<_, _>>(),
            value => one(&key, value).map(|value| vec![value]),
        };
        context.push((key, values?));
    }
    Ok(context)
}

/// A list of documents; one by itself is a list of one.
fn documents(key: &str, value: Tree) -> Result<Vec<Document>, String> {
    match value {
        Tree::List(items) => {
            let each = items.into_iter().enumerate();
            each.map(|(at, item)| document(&format!("{key}[{at}]"), item)).collect()
        }
        one => Ok(vec![document(key, one)?]),
    }
}

/// A list of levels, each a list of documents.
fn levels(key: &str, value: Tree) -> Result<Vec<Vec<Document>>, String> {
    match value {
        Tree::List(items) => {
            let each = items.into_iter().enumerate();
            each.map(|(at, item)| documents(&format!("{key}[{at}]"), item)).collect()
        }
        other => Err(format!("{key} is a list of levels, not {}", other.kind())),
    }
}

/// A document, as JSON or as a string that holds it.
fn document(key: &str, value: Tree) -> Result<Document, String> {
    let value = match &value {
        Tree::String(text) => {
            let text = text.as_text().unwrap_or_default();
            Tree::from_json(text).map_err(|error| format!("{key} is not JSON: {error}"))?
        }
        _ => value,
    };
    match &value {
        Tree::Object(_) if value.get("Statement").is_some() => Ok(Document::parse(&value)),
        Tree::Object(_) => Err(format!("{key} has no Statement: it is no policy document")),
        other => Err(format!("{key} is a policy document, not {}", other.kind())),
    }
}
