//! Files found, read and parsed.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use rayon::prelude::*;

use crate::cloudformation;
use crate::config::Request;
use crate::declared::Configuration;
use crate::progress::{Progress, Stage};
use crate::source::{Diagnostic, FileId, Found, Language, Sources, WalkOptions, find, read};
use crate::syntax::data::Node;
use crate::terraform::{self, ParsedFile};

use super::policy;

/// What was read, by what it is.
#[derive(Default)]
pub struct Inputs {
    /// Terraform's files.
    pub terraform: Vec<ParsedFile>,
    /// Variable files that the user names, in their order.
    pub var_files: Vec<ParsedFile>,
    /// CloudFormation's templates.
    pub templates: Vec<Template>,
    /// Policy documents by themselves, where the user names them.
    pub policies: Vec<Configuration>,
}

/// A template by itself.
pub struct Template {
    /// The path that users know it by.
    pub path: PathBuf,
    /// Its tree.
    pub tree: Node,
    /// Whether parts of its file could not be parsed.
    pub damaged: bool,
}

/// The result of reading.
pub struct Read {
    /// What was read.
    pub parsed: Inputs,
    /// What could not be.
    pub diagnostics: Vec<Diagnostic>,
    /// How many files belong to a configuration.
    pub files: usize,
}

enum Parsed {
    Terraform(ParsedFile),
    Templates(Vec<Template>),
    Policy(Configuration),
}

/// Of a file that is named and of no use.
const NOTHING_OF_OURS: &str =
    "neither Terraform nor a CloudFormation template, nor a policy document";

/// Finds, reads and parses the files that a request names.
pub fn read_all(request: &Request, sources: &Sources, progress: &dyn Progress) -> Read {
    let mut diagnostics = vec![];
    let mut found: BTreeSet<Found> = BTreeSet::new();
    let mut named: BTreeSet<PathBuf> = BTreeSet::new();
    for path in &request.paths {
        let options = WalkOptions {
            threads: request.jobs.map_or(0, |jobs| jobs.get()),
            exclude: request.config.exclude.clone(),
        };
        let (files, failed) = find(path, &options);
        diagnostics.extend(failed);
        if path.is_file() {
            named.insert(path.clone());
        }
        found.extend(files);
    }
    progress.stage(Stage::Reading, found.len());
    let limit = request.config.max_file_size;
    // Numbered in the order of their paths, so that nothing depends on which thread was first.
    let texts: Vec<_> = found
        .into_par_iter()
        .map(|file| {
            let text = read(&file.path, &file.path, limit);
            let alone = named.contains(&file.path)
                && policy::looks_like_policy(text.as_deref().unwrap_or(""));
            let text = text.map(|text| (alone || relevant(&file, &text)).then_some(text));
            if !matches!(text, Ok(Some(_))) {
                progress.step();
            }
            (file, text)
        })
        .collect();
    let mut files: Vec<(Found, FileId)> = vec![];
    for (file, text) in texts {
        match text {
            Ok(Some(text)) => {
                let id = sources.add(&file.path, text);
                files.push((file, id));
            }
            Ok(None) if named.contains(&file.path) => {
                diagnostics.push(Diagnostic::unreadable(&file.path, NOTHING_OF_OURS));
            }
            Ok(None) => {}
            Err(diagnostic) => diagnostics.push(diagnostic),
        }
    }
    let parsed: Vec<_> = files
        .into_par_iter()
        .map(|(file, id)| {
            let alone = named.contains(&file.path);
            let parsed = parse(file, id, alone, sources);
            progress.step();
            parsed
        })
        .collect();
    let mut read = Read { parsed: Inputs::default(), diagnostics, files: 0 };
    let var_files = request.var_files.iter();
    read.parsed.var_files =
        var_files.filter_map(|path| read.var_file(path, limit, sources)).collect();
    for (parsed, failed) in parsed {
        read.diagnostics.extend(failed);
        match parsed {
            Parsed::Terraform(file) => {
                read.files += 1;
                read.parsed.terraform.push(file);
            }
            Parsed::Templates(templates) => {
                read.files += usize::from(!templates.is_empty());
                read.parsed.templates.extend(templates);
            }
            Parsed::Policy(policy) => {
                read.files += 1;
                read.parsed.policies.push(policy);
            }
        }
    }
    read
}

impl Read {
    fn var_file(&mut self, path: &Path, limit: u64, sources: &Sources) -> Option<ParsedFile> {
        let text = match read(path, path, limit) {
            Ok(text) => text,
            Err(diagnostic) => {
                self.diagnostics.push(diagnostic);
                return None;
            }
        };
        let language = match Language::of(path) {
            Some(Language::TfvarsJson | Language::Json) => Language::TfvarsJson,
            _ => Language::Tfvars,
        };
        let file = sources.add(path, text);
        let parsed = terraform::parse(file, language, sources.get(file).text());
        self.diagnostics.extend(parsed.diagnostics);
        Some(ParsedFile { path: path.to_owned(), file, language, body: parsed.tree, alone: true })
    }
}

/// Whether a file can be of use: YAML and JSON only if it may be a template.
fn relevant(file: &Found, text: &str) -> bool {
    match file.language {
        Language::Yaml | Language::Json => cloudformation::looks_like_template(text),
        _ => true,
    }
}

fn parse(file: Found, id: FileId, alone: bool, sources: &Sources) -> (Parsed, Vec<Diagnostic>) {
    let source = sources.get(id);
    let text = source.text();
    match file.language {
        Language::Yaml | Language::Json => {
            let (trees, mut diagnostics) = cloudformation::templates(id, text);
            if trees.is_empty() && alone {
                let template = cloudformation::looks_like_template(text);
                match policy::read(id, &file.path, text) {
                    Ok(Some(policy)) => return (Parsed::Policy(policy), vec![]),
                    // What is wrong with a template was told.
                    _ if template => {}
                    Ok(None) => {
                        diagnostics.push(Diagnostic::unreadable(&file.path, NOTHING_OF_OURS));
                    }
                    Err(found) => diagnostics.extend(found),
                }
            }
            let damaged = !diagnostics.is_empty();
            let template = |tree| Template { path: file.path.clone(), tree, damaged };
            (Parsed::Templates(trees.into_iter().map(template).collect()), diagnostics)
        }
        language => {
            let parsed = terraform::parse(id, language, text);
            let file = ParsedFile { path: file.path, file: id, language, body: parsed.tree, alone };
            (Parsed::Terraform(file), parsed.diagnostics)
        }
    }
}
