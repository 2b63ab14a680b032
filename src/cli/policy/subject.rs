//! The policies that a question names: read, or found inside a configuration.

use std::io::Read;
use std::path::Path;
use std::sync::Arc;

use super::address::{self, Wanted};
use super::args::AskArgs;
use super::node;
use crate::cli::engine::Engine;
use crate::cli::failure::Failure;
use crate::cli::settings::Settings;
use crate::cloudformation;
use crate::iam::{Document, Example, Issue, Location, PolicyType, Tree};
use crate::model::{self, Holes};
use crate::report::policy::Cited;
use crate::source::{self, DEFAULT_SIZE_LIMIT, Diagnostic, Language, Sources, Span};
use crate::syntax::data::Node;
use crate::syntax::{json, yaml};
use crate::value::Value;

/// A policy that is asked about.
pub struct Subject {
    /// As the user names it.
    pub name: String,
    /// For the engine.
    pub tree: Tree,
    /// Its meaning.
    pub document: Document,
    /// What it is used as.
    pub used_as: PolicyType,
    /// Whether what it is used as is a guess.
    pub guessed: bool,
    pub(super) written: Written,
}

/// How a policy is written.
pub enum Written {
    /// As a document.
    Plain(Node),
    /// As a part of a configuration.
    Inside {
        /// The document as evaluated.
        value: Value,
        /// The resource that holds it.
        header: Span,
    },
}

impl Subject {
    /// Where a location of the document is written.
    pub fn span(&self, location: &Location) -> Span {
        match &self.written {
            Written::Plain(root) => node::span_at(root, location),
            Written::Inside { value, header } => model::span_at(value, location).unwrap_or(*header),
        }
    }

    /// A statement by its position.
    pub fn cite(&self, index: usize) -> Cited {
        // Statements are in order.
        let all = &self.document.statements;
        let statement = all.binary_search_by_key(&index, |s| s.index).ok().map(|at| &all[at]);
        let sid = statement.and_then(|s| s.sid.as_ref());
        let actions = statement.and_then(|s| s.action.as_ref().or(s.not_action.as_ref()));
        let whole = statement.map_or_else(Location::root, |s| s.location.clone());
        let mark = sid.map(|sid| &sid.location).or(actions.map(|actions| &actions.location));
        Cited {
            policy: self.name.clone(),
            sid: sid.map(|sid| sid.text.to_string()),
            index,
            span: self.span(&whole),
            mark: self.span(mark.unwrap_or(&whole)),
        }
    }

    /// A request without what no statement asks about: an outsider has an address, but which
    /// one seldom matters.
    pub fn to_the_point(&self, mut example: Example) -> Example {
        let asked = |key: &str| {
            let mut all = self.document.statements.iter();
            all.any(|statement| statement.has_condition_on(key).is_possible())
        };
        example.context.retain(|(key, _)| asked(key));
        example
    }

    /// A part of it that is unknown before deployment.
    pub fn unknown(&self) -> Option<String> {
        match &self.written {
            Written::Plain(_) => None,
            Written::Inside { value, .. } => {
                value.find_unknown().map(|unknown| format!("it depends on {}", unknown.why))
            }
        }
    }

    /// Issues with their places, in the order of those.
    pub fn placed(&self, issues: Vec<Issue>) -> Vec<(Issue, Span)> {
        let place = |issue: Issue| {
            let span = self.span(&issue.location);
            (issue, span)
        };
        let mut placed: Vec<_> = issues.into_iter().map(place).collect();
        placed.sort_by_key(|(_, span)| (span.file, span.start));
        placed
    }
}

/// Reads policies.
pub struct Loader<'a> {
    pub(super) args: &'a AskArgs,
    pub(super) engine: &'a dyn Engine,
    /// The texts of all that was read.
    pub sources: Arc<Sources>,
    /// One numbering of unknowns for all: the same variable of an old and a new version is the
    /// same unknown.
    pub(super) holes: Holes,
    /// What could not be read beside what was asked for.
    pub unread: Vec<Diagnostic>,
}

impl<'a> Loader<'a> {
    /// Reads policies for a question.
    pub fn new(args: &'a AskArgs, engine: &'a dyn Engine) -> Loader<'a> {
        let sources = Arc::new(Sources::new());
        Loader { args, engine, sources, holes: Holes::default(), unread: vec![] }
    }

    /// The policy of a name, which must have statements.
    ///
    /// # Errors
    /// When it cannot be read, is none, or its address is of none or of several.
    pub fn policy(&mut self, name: &str) -> Result<Subject, Failure> {
        let one = self.read(name, false)?.pop();
        self.with_statements(one.ok_or_else(|| format!("{name} holds no policy"))?)
    }

    /// All policies of a name, which must have statements.
    ///
    /// # Errors
    /// When it cannot be read, or there are none.
    pub fn each_policy(&mut self, name: &str) -> Result<Vec<Subject>, Failure> {
        let all = self.read(name, true)?;
        all.into_iter().map(|subject| self.with_statements(subject)).collect()
    }

    /// All documents of a name, whatever they hold.
    ///
    /// # Errors
    /// When it cannot be read, or there are none.
    pub fn each_document(&mut self, name: &str) -> Result<Vec<Subject>, Failure> {
        self.read(name, true)
    }

    fn with_statements(&self, subject: Subject) -> Result<Subject, Failure> {
        let object = matches!(subject.tree, Tree::Object(_));
        let unknown = subject.document.open;
        if unknown || object && subject.tree.get("Statement").is_some() {
            return Ok(subject);
        }
        let message = match object {
            true => "no policy document: it has no Statement".to_owned(),
            false => format!("no policy document, but {}", article(subject.tree.kind())),
        };
        let span = subject.span(&Location::root());
        Err(self.failure(vec![Diagnostic::syntax(span.part(0, 1.min(span.len())), message)]))
    }

    /// Several of them.
    ///
    /// # Errors
    /// Those of [`Loader::policy`].
    pub fn policies<'n>(
        &mut self,
        names: impl IntoIterator<Item = &'n String>,
    ) -> Result<Vec<Subject>, Failure> {
        names.into_iter().map(|name| self.policy(name)).collect()
    }

    fn read(&mut self, name: &str, many: bool) -> Result<Vec<Subject>, Failure> {
        if name == "-" {
            return self.parse("standard input", &self.stdin()?, many);
        }
        let path = Path::new(name);
        if let Some((path, address)) = split(name) {
            return address::find(self, Wanted { name, path, address, many });
        }
        if path.is_dir() || Language::of(path).is_some_and(Language::is_terraform) {
            return address::find(self, Wanted { name, path, address: "", many });
        }
        let text = source::read(path, path, self.limit()?);
        let text = text.map_err(|diagnostic| self.failure(vec![diagnostic]))?;
        self.parse(name, &text, many)
    }

    /// The largest file that is read.
    fn limit(&self) -> Result<u64, Failure> {
        Ok(match self.args.common.config {
            Some(_) => self.settings(Path::new("."))?.config.max_file_size,
            None => DEFAULT_SIZE_LIMIT,
        })
    }

    pub(super) fn settings(&self, path: &Path) -> Result<Settings, Failure> {
        Settings::load(&[path.to_owned()], &self.args.common, self.engine)
    }

    fn stdin(&self) -> Result<String, Failure> {
        let limit = self.limit()?;
        let mut text = String::new();
        let read = std::io::stdin().lock().take(limit + 1).read_to_string(&mut text);
        match read {
            Ok(_) if text.len() as u64 <= limit => Ok(text.trim_start_matches('\u{feff}').into()),
            Ok(_) => Err(format!("standard input is over the limit of {limit} bytes").into()),
            Err(error) => Err(format!("cannot read standard input: {error}").into()),
        }
    }

    fn parse(&mut self, name: &str, text: &str, many: bool) -> Result<Vec<Subject>, Failure> {
        let file = self.sources.add(name, text);
        let strict = Language::of(Path::new(name)) == Some(Language::Json);
        let (mut trees, diagnostics) = if strict {
            let parsed = json::parse(file, text);
            (vec![parsed.tree], parsed.diagnostics)
        } else {
            let parsed = yaml::parse(file, text);
            (parsed.tree, parsed.diagnostics)
        };
        if !diagnostics.is_empty() {
            return Err(self.failure(diagnostics));
        }
        if trees.iter().any(cloudformation::is_template) && Path::new(name).exists() {
            let path = Path::new(name);
            return address::find(self, Wanted { name, path, address: "", many });
        }
        let (Some(root), true) = (trees.pop(), trees.is_empty()) else {
            let span = Span::new(file, 0, 0);
            let message = "one policy document is expected; there are none or several";
            return Err(self.failure(vec![Diagnostic::syntax(span, message)]));
        };
        let tree = node::tree(&root);
        let document = Document::parse(&tree);
        let used_as = PolicyType::likely(&document);
        let name = name.to_owned();
        let written = Written::Plain(root);
        Ok(vec![Subject { name, tree, document, used_as, guessed: true, written }])
    }

    /// What is wrong with texts that were read.
    pub fn failure(&self, diagnostics: Vec<Diagnostic>) -> Failure {
        Failure::Diagnostics(self.sources.clone(), diagnostics)
    }
}

/// A path and the address after it; none if the whole is a path.
fn split(name: &str) -> Option<(&Path, &str)> {
    if Path::new(name).symlink_metadata().is_ok() {
        return None;
    }
    let mut marks =
        name.match_indices('#').map(|(at, _)| (Path::new(&name[..at]), &name[at + 1..]));
    let first = marks.clone().next();
    marks.find(|(path, _)| path.symlink_metadata().is_ok()).or(first)
}

fn article(kind: &str) -> String {
    match kind {
        "null" => "empty".into(),
        kind if kind.starts_with(['a', 'o']) => format!("an {kind}"),
        kind => format!("a {kind}"),
    }
}
