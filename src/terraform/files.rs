//! What functions may read: files below the boundary of the scan, and nothing else.

use std::path::{Path, PathBuf};

use super::eval::{Evaluator, Frame, Scope};
use super::functions::Env;
use super::instance::ModuleId;
use super::paths;
use crate::source::{Entry, SourceFile, Span};
use crate::syntax::data::{Piece, Scalar, ScalarStyle};
use crate::syntax::hcl;
use crate::syntax::places::Places;
use crate::value::{Kind, Value, Why};

/// Files as a function call sees them.
pub(crate) struct Files<'e, 'w> {
    pub eval: &'e Evaluator<'w>,
    /// The call.
    pub span: Span,
    /// Whether a file that was asked for is not there.
    pub missing: std::cell::Cell<bool>,
}

/// More files than this are not listed.
const MOST_FILES: usize = 10_000;

impl Files<'_, '_> {
    /// The path as the user knows it; relative ones start at the root module.
    fn locate(&self, path: &str) -> Result<PathBuf, String> {
        let root = self.eval.module(ModuleId(0));
        let located = paths::join(&root.module.dir, path);
        if path.starts_with('~') || !self.eval.workspace.is_inside(&located) {
            return Err(format!("{path} leads out of what is scanned"));
        }
        self.eval.sources.consult(&located, Some(&root.module.dir));
        Ok(located)
    }
}

impl Env for Files<'_, '_> {
    fn read_file(&self, path: &str) -> Result<Value, String> {
        let located = self.locate(path)?;
        let file = match self.eval.workspace.read(&located, self.eval.sources) {
            Ok(file) => file,
            // Functions of a file's bytes read what is no text.
            Err(_) if self.eval.sources.tree().entry(&located) == Some(Entry::File) => {
                let name = located.file_name().unwrap_or_default().to_string_lossy().into_owned();
                return Ok(Value::unknown(Why::Data(ecow::eco_format!("the file {name}"))));
            }
            Err(message) => {
                self.missing.set(true);
                return Err(message);
            }
        };
        let text = self.eval.sources.get(file);
        let span = Span::new(file, 0, text.text().len());
        Ok(Value::string(SourceFile::text(&text)).at(span))
    }

    fn file_set(&self, dir: &str, pattern: &str) -> Result<Value, String> {
        // A pattern may begin above the directory; its matches are named as it is.
        let mut from = dir.to_owned();
        let mut above = String::new();
        let mut pattern = pattern;
        while let Some(below) = pattern.strip_prefix("../") {
            from.push_str("/..");
            above.push_str("../");
            pattern = below;
        }
        if pattern.split('/').any(|part| part == "..") {
            return Err(format!("{pattern}: `..` after other directories is not followed"));
        }
        let located = self.locate(&from)?;
        let glob = globset::GlobBuilder::new(pattern)
            .literal_separator(true)
            .build()
            .map_err(|error| error.to_string())?
            .compile_matcher();
        let mut files = vec![];
        let mut pending = vec![(located, String::new())];
        while let Some((dir, shown)) = pending.pop() {
            // What is no directory, or not there, holds no match: Terraform does not fail either.
            for (name, kind) in self.eval.sources.tree().list(&dir).unwrap_or_default() {
                let inner = dir.join(&name);
                let path = if shown.is_empty() { name } else { format!("{shown}/{name}") };
                if kind == Entry::Directory {
                    pending.push((inner, path));
                } else if glob.is_match(&path) {
                    files.push(path);
                }
            }
            if files.len() + pending.len() > MOST_FILES {
                return Err(format!("more than {MOST_FILES} files"));
            }
        }
        files.sort();
        let named = |path: String| Value::string(format!("{above}{path}")).at(self.span);
        let items = files.into_iter().map(named);
        Ok(Value::from(Kind::Set(items.collect())))
    }

    fn file_exists(&self, path: &str) -> Result<bool, String> {
        let located = self.locate(path)?;
        match self.eval.sources.tree().entry(&located) {
            Some(Entry::File) => Ok(true),
            Some(_) => Err(format!("{path} is not a regular file")),
            None => Ok(false),
        }
    }

    fn render_template(&self, template: &Value, vars: &Value) -> Result<Value, String> {
        let (value, well) = self.eval.quietly(|| self.eval.rendered(template, vars, self.span));
        match value.as_unknown() {
            Some(unknown) if !well => Err(match &unknown.why {
                Why::Invalid(message) => message.to_string(),
                why => why.to_string(),
            }),
            _ => Ok(value),
        }
    }
}

impl<'w> Evaluator<'w> {
    /// A text read as a template and evaluated with nothing but these variables.
    pub(crate) fn rendered(&self, template: &Value, vars: &Value, span: Span) -> Value {
        let Some(text) = template.as_text() else {
            return match &template.kind {
                Kind::Unknown(unknown) => Value::from(Kind::Unknown(unknown.clone())).at(span),
                _ => self.fail(span, "a template must be a string"),
            };
        };
        let Some(known) = text.as_known() else {
            let why = self.why_unknown(template, span);
            return Value::unknown(why).at(span);
        };
        if let Kind::Unknown(unknown) = &vars.kind {
            return Value::unknown(unknown.why.clone()).at(span);
        }
        let written = template.origin.span.unwrap_or(span);
        let parsed = if written.len() == known.len() {
            hcl::parse_template(known, Places::at(written))
        } else {
            // Not as it stands in a file: every part has the place of the whole.
            let scalar = Scalar {
                text: known.into(),
                style: ScalarStyle::Block,
                pieces: vec![Piece { at: 0, span: written }],
            };
            hcl::parse_template(known, Places::of_scalar(&scalar, written))
        };
        if let Some(diagnostic) = parsed.diagnostics.into_iter().next() {
            return self.fail(span, diagnostic.message);
        }
        let frame = Frame { name: Frame::ALL, value: vars.clone(), up: None };
        let scope = Scope { vars: Some(&frame), ..Scope::EMPTY };
        self.eval_template(&parsed.tree, written, scope).or_sensitive(template.sensitive)
    }
}

/// Whether a path that exists lies below a directory, links followed.
pub(crate) fn lies_below(path: &Path, boundary: &Path) -> bool {
    let here = |path: &Path| match path.as_os_str().is_empty() {
        true => PathBuf::from("."),
        false => path.to_path_buf(),
    };
    let Ok(boundary) = std::fs::canonicalize(here(boundary)) else { return false };
    // What does not exist is judged by the nearest directory that does.
    let mut path = here(path);
    loop {
        match std::fs::canonicalize(&path) {
            Ok(real) => return real.starts_with(&boundary),
            Err(_) => {
                if !path.pop() {
                    return false;
                }
                path = here(&path);
            }
        }
    }
}
