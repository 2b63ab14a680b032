//! All Terraform files of a scan as modules: which are roots, and what a root declares.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::path::{Path, PathBuf};
use std::sync::Mutex;

use ecow::EcoString;

use super::eval::Evaluator;
use super::instance::ModuleInst;
use super::load::{self, Manifest};
use super::module::{Module, ModuleCall, ParsedFile};
use super::{files, paths};
use crate::declared::{Configuration, Existence, Language};
use crate::source::{DEFAULT_SIZE_LIMIT, Diagnostic, FileId, Sources, Span};
use crate::value::Value;

/// How a root is evaluated.
pub struct Options<'a> {
    /// Which kinds (`aws_s3_bucket`, `data.aws_ami`, `provider.aws`, `variable`, `output`) are
    /// declared; all others are evaluated only where something refers to them.
    pub wanted: &'a (dyn Fn(&str) -> bool + Sync),
    /// Variable files that the user names, in order.
    pub var_files: Vec<ParsedFile>,
    /// Values of variables that the user gives, in order.
    pub vars: Vec<GivenVar>,
    /// `terraform.workspace`; `None` leaves it unknown.
    pub workspace: Option<String>,
    /// The number of the account that is deployed to, if the user tells it.
    pub account_id: Option<String>,
    /// The policies that AWS manages, by name: the end of the ARN, and the document.
    pub managed_policy: fn(&str) -> Option<(&'static str, &'static str)>,
    /// What an evaluation may cost.
    pub limits: Limits,
}

/// A value that the user gives for a variable: `--var name=value`.
#[derive(Clone, Debug)]
pub struct GivenVar {
    pub(crate) name: EcoString,
    pub(crate) given: Given,
}

/// How a value is given.
#[derive(Clone, Debug)]
pub(crate) enum Given {
    /// As text: what it means depends on the variable's type.
    Text(EcoString, FileId),
    /// As it is.
    Value(Value),
}

impl GivenVar {
    /// A value for a variable; the sources hold its text as the file `--var NAME`.
    pub fn new(sources: &Sources, name: &str, text: &str) -> GivenVar {
        let file = sources.add(format!("--var {name}"), text);
        GivenVar { name: name.into(), given: Given::Text(text.into(), file) }
    }

    /// A value that is known as such, as a plan's variables are.
    pub fn of_value(name: impl Into<EcoString>, value: Value) -> GivenVar {
        GivenVar { name: name.into(), given: Given::Value(value) }
    }
}

/// What the evaluation of one root may cost: what is beyond is a diagnostic.
#[derive(Clone, Debug)]
pub struct Limits {
    /// Expressions that are evaluated.
    pub steps: u64,
    /// Expressions within expressions, followed through all references.
    pub depth: usize,
    /// Elements and text (in units of 64 bytes) of one named value.
    pub value: usize,
    /// Instances of one block.
    pub instances: usize,
    /// Resources that are declared.
    pub resources: usize,
    /// Modules within modules.
    pub module_depth: usize,
    /// Module instances.
    pub modules: usize,
}

impl Default for Limits {
    fn default() -> Limits {
        Limits {
            steps: 10_000_000,
            depth: 1_000,
            value: 200_000,
            instances: 2_000,
            resources: 100_000,
            module_depth: 32,
            modules: 5_000,
        }
    }
}

impl<'a> Options<'a> {
    /// Nothing given from outside, workspace `default`, default limits.
    pub fn new(wanted: &'a (dyn Fn(&str) -> bool + Sync)) -> Options<'a> {
        Options {
            wanted,
            var_files: vec![],
            vars: vec![],
            workspace: Some("default".into()),
            account_id: None,
            managed_policy: |_| None,
            limits: Limits::default(),
        }
    }
}

/// A module that no scanned module calls: what is deployed by itself.
#[derive(Clone, Debug)]
pub struct Root {
    module: usize,
    /// The directory (`.` for the one where the command runs) or the file named by the user.
    pub name: String,
}

/// What a root declares, and what the summary tells of it.
#[derive(Debug)]
pub struct Evaluation {
    /// What it declares.
    pub configuration: Configuration,
    /// How many managed resources it has. Those that are not wanted count once each: how often
    /// they are repeated is not worth its evaluation.
    pub resources: usize,
    /// The files that belong to it.
    pub files: Vec<FileId>,
}

/// Where a module call leads.
pub(crate) enum Target<'w> {
    Module(&'w Module),
    Missing,
}

/// The modules of a scan.
#[derive(Debug)]
pub struct Workspace {
    modules: Vec<Module>,
    /// For every module, for every call, the module that it leads to.
    targets: Vec<HashMap<EcoString, usize>>,
    roots: Vec<Root>,
    /// For every root, the modules whose literals it reports.
    owned: Vec<Vec<usize>>,
    boundary: PathBuf,
    diagnostics: Vec<Diagnostic>,
    read: Mutex<HashMap<PathBuf, Result<FileId, String>>>,
}

impl Workspace {
    /// Merges files to modules and follows their calls.
    ///
    /// Modules that are called but not among the files are read where they lie below
    /// `boundary`, as are the files that functions ask for; nothing else is read. What is
    /// read is added to `sources`.
    pub fn new(files: Vec<ParsedFile>, sources: &Sources, boundary: &Path) -> Workspace {
        let mut dirs: BTreeMap<PathBuf, Vec<ParsedFile>> = BTreeMap::new();
        let mut alone = BTreeMap::new();
        for file in files {
            if file.alone {
                alone.insert(file.path.clone(), file);
                continue;
            }
            let dir = file.path.parent().unwrap_or(Path::new(""));
            dirs.entry(paths::join(dir, "")).or_default().push(file);
        }
        let mut workspace = Workspace {
            modules: vec![],
            targets: vec![],
            roots: vec![],
            owned: vec![],
            boundary: boundary.to_path_buf(),
            diagnostics: vec![],
            read: Mutex::default(),
        };
        let mut by_dir = HashMap::new();
        for (dir, files) in dirs {
            by_dir.insert(dir.clone(), workspace.modules.len());
            workspace.add(Module::new(dir, files));
        }
        let mut names = HashMap::new();
        for (path, file) in alone {
            let dir = paths::join(path.parent().unwrap_or(Path::new("")), "");
            names.insert(workspace.modules.len(), path.display().to_string());
            workspace.add(Module::new(dir, vec![file]));
        }
        let scanned = workspace.modules.len();
        workspace.follow_calls(&mut by_dir, sources);
        workspace.find_roots(scanned, &names);
        workspace
    }

    /// Finds the target of every call, reading modules that were not scanned.
    fn follow_calls(&mut self, by_dir: &mut HashMap<PathBuf, usize>, sources: &Sources) {
        let mut pending: Vec<(usize, Option<(Manifest, String)>)> =
            (0..self.modules.len()).rev().map(|index| (index, None)).collect();
        let mut followed = HashSet::new();
        while let Some((index, context)) = pending.pop() {
            // Once by itself, and once more for each way on which modules were downloaded.
            let key = (index, context.as_ref().map(|(m, prefix)| (m.root.clone(), prefix.clone())));
            if !followed.insert(key) || followed.len() > 100_000 {
                continue;
            }
            let dir = self.modules[index].dir.clone();
            let calls: Vec<(EcoString, EcoString)> = self.modules[index]
                .calls
                .items()
                .iter()
                .filter_map(|call| Some((call.name.clone(), call.source.clone()?.0)))
                .collect();
            let mut own: Option<Option<Manifest>> = None;
            for (name, source) in calls {
                let local = source.starts_with("./")
                    || source.starts_with("../")
                    || source == "."
                    || source == "..";
                let mut via = context.clone().map(|(m, prefix)| (m, format!("{prefix}{name}.")));
                let target = if local {
                    Some(paths::join(&dir, &source))
                } else {
                    if via.is_none() {
                        let manifest = own.get_or_insert_with(|| self.manifest(&dir)).clone();
                        via = manifest.map(|manifest| (manifest, format!("{name}.")));
                    }
                    via.as_ref().and_then(|(m, key)| m.dir(key.trim_end_matches('.')))
                };
                let Some(target) = target else { continue };
                let found = match by_dir.get(&target) {
                    Some(found) => Some(*found),
                    None => self.load(&target, sources).inspect(|found| {
                        by_dir.insert(target.clone(), *found);
                        pending.push((*found, None));
                    }),
                };
                let Some(found) = found else { continue };
                self.targets[index].insert(name, found);
                if via.is_some() {
                    pending.push((found, via));
                }
            }
        }
    }

    fn manifest(&self, dir: &Path) -> Option<Manifest> {
        let path = dir.join(".terraform/modules/modules.json");
        if !path.is_file() || !self.is_inside(&path) {
            return None;
        }
        Manifest::read(dir, &path)
    }

    /// Reads a module that was not scanned, if it is there and may be read.
    fn load(&mut self, dir: &Path, sources: &Sources) -> Option<usize> {
        if !self.is_inside(dir) {
            return None;
        }
        let files = load::module_files(dir, sources, &mut self.diagnostics);
        if files.is_empty() {
            return None;
        }
        self.add(Module::new(dir.to_path_buf(), files));
        Some(self.modules.len() - 1)
    }

    fn add(&mut self, mut module: Module) {
        module.index = self.modules.len();
        self.modules.push(module);
        self.targets.push(HashMap::new());
    }

    /// Scanned modules that no call leads to; of modules that only call each other, the first.
    fn find_roots(&mut self, scanned: usize, names: &HashMap<usize, String>) {
        let mut called: HashSet<usize> = HashSet::new();
        for (index, targets) in self.targets.iter().enumerate() {
            called.extend(targets.values().copied().filter(|target| *target != index));
        }
        let mut covered = HashSet::new();
        let uncalled = (0..scanned).filter(|index| !called.contains(index));
        for index in uncalled.chain(0..scanned) {
            if covered.contains(&index) {
                continue;
            }
            let mut owned = vec![];
            let mut pending = vec![index];
            while let Some(next) = pending.pop() {
                if covered.insert(next) {
                    owned.push(next);
                    pending.extend(self.targets[next].values());
                }
            }
            owned.sort();
            let dir = &self.modules[index].dir;
            let name =
                names.get(&index).cloned().unwrap_or_else(|| match dir.as_os_str().is_empty() {
                    true => ".".into(),
                    false => dir.display().to_string(),
                });
            self.roots.push(Root { module: index, name });
            self.owned.push(owned);
        }
    }

    /// What is deployed by itself, in order of path.
    pub fn roots(&self) -> &[Root] {
        &self.roots
    }

    /// Whether a root is made of any of these directories, which are as the paths of its files
    /// name them: its own, and those of all modules that it calls.
    pub fn reaches(&self, root: &Root, dirs: &HashSet<PathBuf>) -> bool {
        let dirs: HashSet<PathBuf> = dirs.iter().map(|dir| paths::join(dir, "")).collect();
        let mut seen = HashSet::new();
        let mut pending = vec![root.module];
        while let Some(index) = pending.pop() {
            if !seen.insert(index) {
                continue;
            }
            let module = &self.modules[index];
            // A call that leads nowhere may lead somewhere at the other end.
            let local =
                |call: &ModuleCall| Some(paths::join(&module.dir, &call.source.as_ref()?.0));
            let called = module.calls.items().iter().filter_map(local);
            if std::iter::once(module.dir.clone()).chain(called).any(|dir| dirs.contains(&dir)) {
                return true;
            }
            pending.extend(self.targets[index].values());
        }
        false
    }

    /// What went wrong with files that were read because a module calls them.
    pub fn diagnostics(&self) -> &[Diagnostic] {
        &self.diagnostics
    }

    pub(crate) fn target<'w>(&'w self, module: &Module, call: &ModuleCall) -> Target<'w> {
        let target = self.targets.get(module.index).and_then(|calls| calls.get(&call.name));
        target.map_or(Target::Missing, |target| Target::Module(&self.modules[*target]))
    }

    pub(crate) fn is_inside(&self, path: &Path) -> bool {
        files::lies_below(path, &self.boundary)
    }

    /// Reads a file, once in a run.
    pub(crate) fn read(&self, path: &Path, sources: &Sources) -> Result<FileId, String> {
        let mut read = self.read.lock().unwrap_or_else(|e| e.into_inner());
        if let Some(known) = read.get(path) {
            return known.clone();
        }
        let result = sources
            .tree()
            .read(path, DEFAULT_SIZE_LIMIT)
            .map(|text| sources.add(path, text))
            .map_err(|diagnostic| format!("{}: {}", path.display(), diagnostic.message));
        read.insert(path.to_path_buf(), result.clone());
        result
    }

    /// Evaluates a root with all that it calls.
    pub fn evaluate(&self, root: &Root, sources: &Sources, options: &Options) -> Evaluation {
        /// Enough for the deepest evaluation that limits allow; untouched pages cost nothing.
        const STACK: usize = 256 << 20;
        std::thread::scope(|scope| {
            let builder = std::thread::Builder::new().stack_size(STACK).name(root.name.clone());
            let spawned =
                builder.spawn_scoped(scope, || self.evaluate_here(root, sources, options));
            match spawned.map(|thread| thread.join()) {
                Ok(Ok(evaluation)) => evaluation,
                Ok(Err(panic)) => std::panic::resume_unwind(panic),
                Err(_) => {
                    // No thread to be had: what fits in any stack.
                    let limits = Limits { depth: 50, ..options.limits.clone() };
                    let options = Options {
                        wanted: options.wanted,
                        var_files: options.var_files.clone(),
                        vars: options.vars.clone(),
                        workspace: options.workspace.clone(),
                        account_id: options.account_id.clone(),
                        managed_policy: options.managed_policy,
                        limits,
                    };
                    self.evaluate_here(root, sources, &options)
                }
            }
        })
    }

    fn evaluate_here(&self, root: &Root, sources: &Sources, options: &Options) -> Evaluation {
        let eval = Evaluator::new(self, sources, options);
        let module = &self.modules[root.module];
        eval.read_inputs(module);
        let id = eval.add_module(|id| {
            ModuleInst::new(id, module, EcoString::new(), None, vec![], Existence::Certain)
        });
        let (declared, resources) = eval.declare(id);
        let index = self.roots.iter().position(|known| known.module == root.module);
        let owned: &[usize] = index.map_or(&[], |index| &self.owned[index]);
        let modules = || owned.iter().map(|index| &self.modules[*index]);
        for module in modules() {
            module.diagnostics.iter().for_each(|diagnostic| eval.report(diagnostic.clone()));
        }
        let configuration = Configuration {
            account_id: None,
            language: Language::Terraform,
            name: root.name.clone(),
            resources: declared,
            start: module.files.first().map(|file| Span::new(*file, 0, 0)),
            literals: modules().flat_map(|module| module.literals.iter().cloned()).collect(),
            diagnostics: eval.take_diagnostics(),
        };
        let files = modules().flat_map(|module| module.files.iter().copied()).collect();
        Evaluation { configuration, resources, files }
    }
}
