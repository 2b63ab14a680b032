//! Files found, read and parsed.

use std::collections::{BTreeSet, HashMap};
use std::path::{Path, PathBuf};

use rayon::prelude::*;

use crate::cloudformation::{self, ParameterValues};
use crate::config::{Environment, Request};
use crate::declared::Configuration;
use crate::git::{BlobId, blob_id};
use crate::model::Model;
use crate::progress::{Progress, Stage};
use crate::source::{Diagnostic, Disk, FileId, Found, Language, Sources, Tree, WalkOptions};
use crate::syntax::data::Node;
use crate::terraform::plan::{Plan, is_plan};
use crate::terraform::{self, ParsedFile};

use super::policy;

/// What was read, by what it is.
#[derive(Default)]
pub struct Inputs {
    /// Terraform's files.
    pub terraform: Vec<ParsedFile>,
    /// Plans that the user names.
    pub plans: Vec<PlanInput>,
    /// The environments to evaluate in: at least one.
    pub environments: Vec<Inhabited>,
    /// CloudFormation's templates.
    pub templates: Vec<Template>,
    /// Policy documents by themselves, where the user names them.
    pub policies: Vec<Configuration>,
}

/// An environment with the files it names, read.
pub struct Inhabited {
    /// Its name; none if there are no environments.
    pub name: Option<String>,
    /// CloudFormation's Region, if it is known.
    pub region: Option<String>,
    /// Variable files, in their order.
    pub var_files: Vec<ParsedFile>,
    /// Terraform's workspace, if it is named.
    pub workspace: Option<String>,
    /// Values of parameters.
    pub parameters: ParameterValues,
}

impl Default for Inhabited {
    fn default() -> Inhabited {
        let parameters = ParameterValues::default();
        Inhabited { name: None, region: None, var_files: vec![], workspace: None, parameters }
    }
}

/// A plan with the source beside it.
pub struct PlanInput {
    /// The plan.
    pub plan: Plan,
    /// The Terraform files of its source.
    pub source: Vec<ParsedFile>,
    /// The root among them.
    pub source_name: String,
}

/// A template by itself.
#[derive(Clone)]
pub struct Template {
    /// The path that users know it by.
    pub path: PathBuf,
    /// Its tree.
    pub tree: Node,
    /// Whether parts of its file could not be parsed.
    pub damaged: bool,
}

/// The result of reading.
#[derive(Default)]
pub struct Read {
    /// What was read.
    pub parsed: Inputs,
    /// What could not be.
    pub diagnostics: Vec<Diagnostic>,
    /// How many files belong to a configuration.
    pub files: usize,
    /// The ids of the contents of all files, if they are to be compared.
    pub ids: HashMap<PathBuf, BlobId>,
}

/// What a file is.
pub enum Parsed {
    /// A plan.
    Plan(PathBuf, FileId),
    /// A file of a Terraform module.
    Terraform(ParsedFile),
    /// Templates.
    Templates(Vec<Template>),
    /// A policy document.
    Policy(Configuration),
}

/// Of a file that is named and of no use.
const NOTHING_OF_OURS: &str =
    "neither Terraform, a plan of it, a CloudFormation template nor a policy document";

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
        let (files, failed) = sources.tree().find(path, &options);
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
            let text = sources.tree().read(&file.path, limit);
            let id = text.as_ref().ok().filter(|_| request.base.is_some());
            let id = id.map(|text| blob_id(text.as_bytes()));
            let alone = named.contains(&file.path);
            let text = text.map(|text| relevant(&file, alone, &text).then_some(text));
            if !matches!(text, Ok(Some(_))) {
                progress.step();
            }
            (file, text, id)
        })
        .collect();
    let mut files: Vec<(Found, FileId)> = vec![];
    let mut ids = HashMap::new();
    for (file, text, id) in texts {
        ids.extend(id.map(|id| (file.path.clone(), id)));
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
    let mut read = Read { diagnostics, ids, ..Read::default() };
    read.parsed.environments = read.environments(request, limit, sources);
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
            Parsed::Plan(path, file) => read.plan(&path, file, request, sources),
            Parsed::Policy(policy) => {
                read.files += 1;
                read.parsed.policies.push(policy);
            }
        }
    }
    read
}

impl Read {
    /// The environments of the configuration, or the only one, with what the command line gives.
    pub fn environments(
        &mut self,
        request: &Request,
        limit: u64,
        sources: &Sources,
    ) -> Vec<Inhabited> {
        let none = Environment {
            name: String::new(),
            region: None,
            var_files: vec![],
            workspace: None,
            parameters: vec![],
        };
        let configured = match request.config.environments.is_empty() {
            true => std::slice::from_ref(&none),
            false => &request.config.environments[..],
        };
        let read = configured.iter().map(|environment| {
            // The command line is the last word.
            let var_files = environment.var_files.iter().chain(&request.var_files);
            let parameters = environment.parameters.iter().chain(&request.parameters);
            let mut values = ParameterValues::default();
            for path in parameters {
                values.extend(self.parameters(path, environment, limit, sources));
            }
            Inhabited {
                name: (!environment.name.is_empty()).then(|| environment.name.clone()),
                region: environment.region.clone().or_else(|| request.config.region.clone()),
                var_files: var_files
                    .filter_map(|path| self.var_file(path, limit, sources))
                    .collect(),
                workspace: environment.workspace.clone(),
                parameters: values,
            }
        });
        read.collect()
    }

    fn parameters(
        &mut self,
        path: &Path,
        environment: &Environment,
        limit: u64,
        sources: &Sources,
    ) -> ParameterValues {
        let values = read_named(path, limit, sources).and_then(|text| {
            let file = sources.add(path, text);
            let toml = path.extension().is_some_and(|extension| extension == "toml");
            let name = Some(environment.name.as_str()).filter(|name| !name.is_empty());
            cloudformation::parameter_values(file, sources.get(file).text(), toml, name)
        });
        values.unwrap_or_else(|diagnostic| {
            self.diagnostics.push(diagnostic);
            ParameterValues::default()
        })
    }

    fn plan(&mut self, path: &Path, file: FileId, request: &Request, sources: &Sources) {
        let name = path.display().to_string();
        let source = sources.get(file);
        let wanted = |kind: &str| Model::wants(crate::declared::Language::Terraform, kind);
        let plan = match Plan::read(file, &name, source.text(), &wanted) {
            Ok(plan) => plan,
            Err(message) => {
                let message = format!("no plan or state of terraform show -json: {message}");
                self.diagnostics.push(Diagnostic::unreadable(path, message));
                return;
            }
        };
        self.files += 1;
        let beside = path.parent().filter(|dir| !dir.as_os_str().is_empty());
        let dir = request.source.as_deref().or(beside).unwrap_or(Path::new("."));
        let options = WalkOptions { threads: 1, exclude: request.config.exclude.clone() };
        let (found, _) = sources.tree().find(dir, &options);
        let mut files = vec![];
        for found in found.into_iter().filter(|found| found.language.is_terraform()) {
            let read = sources.tree().read(&found.path, request.config.max_file_size);
            let Ok(text) = read else {
                continue;
            };
            let file = sources.add(&found.path, text);
            let parsed = terraform::parse(file, found.language, sources.get(file).text());
            let (path, language) = (found.path, found.language);
            files.push(ParsedFile { path, file, language, body: parsed.tree, alone: false });
        }
        let source_name = dir.strip_prefix("./").unwrap_or(dir).display().to_string();
        self.parsed.plans.push(PlanInput { plan, source: files, source_name });
    }

    fn var_file(&mut self, path: &Path, limit: u64, sources: &Sources) -> Option<ParsedFile> {
        let text = match read_named(path, limit, sources) {
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

/// Reads a file that the user names. What is not kept in the repository, as values that a
/// pipeline writes, is the same for the base of a change.
fn read_named(path: &Path, limit: u64, sources: &Sources) -> Result<String, Diagnostic> {
    sources.consult(path, None);
    sources.tree().read(path, limit).or_else(|_| Disk.read(path, limit))
}

/// Whether a file can be of use: YAML and JSON only if it may be a template, or was named
/// and is a plan.
pub fn relevant(file: &Found, alone: bool, text: &str) -> bool {
    match file.language {
        Language::Yaml | Language::Json => {
            cloudformation::looks_like_template(text)
                || (alone && (is_plan(text) || policy::looks_like_policy(text)))
        }
        _ => true,
    }
}

/// What a file is, and what is wrong with it.
pub fn parse(file: Found, id: FileId, alone: bool, sources: &Sources) -> (Parsed, Vec<Diagnostic>) {
    let source = sources.get(id);
    let text = source.text();
    match file.language {
        Language::Json if alone && is_plan(text) => (Parsed::Plan(file.path, id), vec![]),
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
