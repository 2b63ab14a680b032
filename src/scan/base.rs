//! What a change brings: the base of the change is evaluated too, as far as the change can
//! reach, and findings that it has are known.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::path::{Path, PathBuf};

use ecow::EcoString;
use rayon::prelude::*;

use super::input::{self, Inputs, Parsed, Read, Template};
use super::{Affected, Evaluated};
use crate::config::{BaseCommit, Request};
use crate::finding::{Base, Finding, identities};
use crate::git::{BlobId, CommitTree, Repository};
use crate::rules::Judged;
use crate::source::{Consulted, Disk, Entry, FileId, Found, Sources, Tree, WalkOptions};
use crate::terraform::ParsedFile;

/// What was read of the work tree, for the base to use again what is the same there.
#[derive(Default)]
pub struct Kept {
    /// The ids of the contents of all files that were read, of use or not.
    pub ids: HashMap<PathBuf, BlobId>,
    /// Terraform's files.
    terraform: HashMap<PathBuf, ParsedFile>,
    /// Templates.
    templates: HashMap<PathBuf, Vec<Template>>,
}

impl Kept {
    /// Copies what was parsed, before it is evaluated.
    pub fn of(read: &Read) -> Kept {
        let mut kept = Kept { ids: read.ids.clone(), ..Kept::default() };
        for file in &read.parsed.terraform {
            kept.terraform.insert(file.path.clone(), file.clone());
        }
        for template in &read.parsed.templates {
            let path = template.path.clone();
            kept.templates.entry(path).or_default().push(template.clone());
        }
        kept
    }
}

/// The files of the base, and what differs there.
pub struct Opened {
    /// Reads from the base; shares the files of the work tree.
    pub sources: Sources,
    /// What is to be evaluated.
    pub inputs: Inputs,
    /// What the change can reach; everything if `None`.
    pub affected: Option<Affected>,
    /// Files that are the same at both ends.
    pub unchanged: HashSet<PathBuf>,
}

/// Opens the base.
///
/// # Errors
/// When its objects cannot be read.
pub fn open(
    base: &BaseCommit,
    kept: &Kept,
    request: &Request,
    sources: &Sources,
) -> Result<Opened, String> {
    let repository = Repository::open(&base.work_tree)?;
    let tree = repository.tree(base.commit, kept.ids.keys().cloned().collect())?;
    let options = WalkOptions { threads: 1, exclude: request.config.exclude.clone() };
    let mut found: Vec<Found> =
        request.paths.iter().flat_map(|path| tree.find(path, &options).0).collect();
    found.sort();
    found.dedup();
    let (same, other): (Vec<Found>, Vec<Found>) = found.into_iter().partition(|file| {
        kept.ids.get(&file.path).is_some_and(|id| tree.id(&file.path) == Some(*id))
    });
    let unchanged: HashSet<PathBuf> = same.iter().map(|file| file.path.clone()).collect();
    let differs = kept.ids.keys().filter(|path| !unchanged.contains(*path));
    let changed: HashSet<PathBuf> =
        differs.cloned().chain(other.iter().map(|file| file.path.clone())).collect();

    let mut reached = affected(&changed);
    let mut everything = false;
    let mut known: HashMap<PathBuf, bool> = HashMap::new();
    for Consulted { path, root } in sources.consulted() {
        let differs = *known.entry(path).or_insert_with_key(|path| differ(path, &tree, request));
        match root {
            Some(root) if differs => _ = reached.modules.insert(root),
            None if differs => everything = true,
            _ => {}
        }
    }
    let affected = (!everything).then_some(reached);
    let mut inputs = Inputs::default();
    for file in &same {
        inputs.terraform.extend(kept.terraform.get(&file.path).cloned());
        inputs.templates.extend(kept.templates.get(&file.path).into_iter().flatten().cloned());
    }
    let sources = sources.with_tree(tree);
    let named: HashSet<&Path> =
        request.paths.iter().filter(|path| path.is_file()).map(PathBuf::as_path).collect();
    let limit = request.config.max_file_size;
    let read: Vec<(Found, Option<String>)> = other
        .into_par_iter()
        .map(|file| {
            let alone = named.contains(file.path.as_path());
            let text = sources.tree().read(&file.path, limit).ok();
            let text = text.filter(|text| input::relevant(&file, alone, text));
            (file, text)
        })
        .collect();
    let files: Vec<(Found, FileId)> = read
        .into_iter()
        .filter_map(|(file, text)| {
            let id = sources.add(&file.path, text?);
            Some((file, id))
        })
        .collect();
    for (file, id) in files {
        let alone = named.contains(file.path.as_path());
        match input::parse(file, id, alone, &sources).0 {
            Parsed::Terraform(file) => inputs.terraform.push(file),
            Parsed::Templates(templates) => inputs.templates.extend(templates),
            Parsed::Policy(policy) => inputs.policies.push(policy),
            // A plan is of one end only.
            Parsed::Plan(..) => {}
        }
    }
    inputs.terraform.sort_by(|a, b| a.path.cmp(&b.path));
    inputs.templates.sort_by(|a, b| a.path.cmp(&b.path));
    inputs.environments = Read::default().environments(request, limit, &sources);
    Ok(Opened { sources, inputs, affected, unchanged })
}

/// Whether what an evaluation asked for is another in the base.
fn differ(path: &Path, tree: &CommitTree, request: &Request) -> bool {
    let here = Disk.entry(path);
    if here != tree.entry(path) {
        return true;
    }
    match here {
        Some(Entry::File) => {
            let limit = request.config.max_file_size;
            Disk.read(path, limit).ok() != tree.read(path, limit).ok()
        }
        Some(Entry::Directory) => {
            let list = |from: &dyn Tree| -> Option<BTreeMap<String, Entry>> {
                Some(from.list(path)?.into_iter().collect())
            };
            let (mine, theirs) = (list(&Disk), list(tree));
            let below = mine.iter().flatten().filter(|(_, kind)| **kind == Entry::Directory);
            mine != theirs
                || below.into_iter().any(|(name, _)| differ(&path.join(name), tree, request))
        }
        _ => false,
    }
}

fn affected(changed: &HashSet<PathBuf>) -> Affected {
    let language = |path: &PathBuf| crate::source::Language::of(path);
    let is_terraform = |path: &&PathBuf| language(path).is_some_and(|l| l.is_terraform());
    let dir = |path: &PathBuf| path.parent().unwrap_or(Path::new("")).to_path_buf();
    Affected {
        modules: changed.iter().filter(is_terraform).map(dir).collect(),
        templates: changed.iter().any(|path| !is_terraform(&path)),
    }
}

/// A configuration: its environment and its name.
type Key = (Option<String>, String);

/// What is found at both ends of a change.
#[derive(Default)]
struct Ends<'f> {
    head: Vec<&'f mut Finding>,
    base: Vec<&'f Finding>,
}

/// Marks the findings that the base has, too, and counts those that only the base has.
pub fn mark<T>(
    head: &mut [Evaluated<(Judged, T)>],
    base: &[Evaluated<(Judged, T)>],
    skipped: &HashSet<String>,
    sources: &Sources,
) -> Base {
    let names: HashSet<&str> = base.iter().map(|e| e.name.as_str()).collect();
    let mine: HashSet<String> = head.iter().map(|e| e.name.clone()).collect();
    // A directory that was renamed is compared with all that are gone.
    let key = |environment: &Option<String>, name: &str, there: bool| -> Key {
        (environment.clone(), if there { name.to_owned() } else { String::new() })
    };
    let mut by_key: HashMap<Key, Ends> = HashMap::new();
    for Evaluated { environment, name, result: (judged, _), .. } in head {
        if skipped.contains(name) {
            judged.findings.iter_mut().for_each(|finding| finding.known = true);
            continue;
        }
        let key = key(environment, name, names.contains(name.as_str()));
        by_key.entry(key).or_default().head.extend(&mut judged.findings);
    }
    for Evaluated { environment, name, result: (judged, _), .. } in base {
        let key = key(environment, name, mine.contains(name));
        by_key.entry(key).or_default().base.extend(&judged.findings);
    }
    let mut fixed = HashSet::new();
    for Ends { head, base } in by_key.into_values() {
        let there: HashSet<(EcoString, EcoString)> =
            head.iter().flat_map(|finding| at(finding)).collect();
        mark_known(head, &base, sources);
        let gone = base.iter().filter(|finding| finding.suppression.is_none());
        let gone = gone.filter(|finding| !at(finding).any(|at| there.contains(&at)));
        fixed.extend(gone.map(|finding| (finding.rule.clone(), finding.primary)));
    }
    Base { known: 0, fixed: fixed.len() }
}

/// Rule and address, by which a finding that changed is still there.
fn at(finding: &Finding) -> impl Iterator<Item = (EcoString, EcoString)> {
    finding.addresses.iter().map(|address| (finding.rule.clone(), address.clone()))
}

fn mark_known(head: Vec<&mut Finding>, base: &[&Finding], sources: &Sources) {
    // What the base suppresses and the change does not is new.
    let of = |finding: &Finding| {
        let suppressed = finding.suppression.is_some();
        identities(finding, sources, "").into_iter().map(move |identity| (suppressed, identity))
    };
    let mut left: HashMap<(bool, String), usize> = HashMap::new();
    for identity in base.iter().flat_map(|finding| of(finding)) {
        *left.entry(identity).or_default() += 1;
    }
    for finding in head {
        let mut needed: HashMap<(bool, String), usize> = HashMap::new();
        of(finding).for_each(|identity| *needed.entry(identity).or_default() += 1);
        let there = |(identity, count): (&(bool, String), &usize)| {
            left.get(identity).is_some_and(|left| left >= count)
        };
        if needed.iter().all(there) {
            finding.known = true;
            for (identity, count) in needed {
                left.entry(identity).and_modify(|left| *left -= count);
            }
        }
    }
}

/// Marks what is said of suppressions that the base has, too: in files that are `unchanged`,
/// and what its version of a file says as well.
pub fn mark_suppressions(
    findings: &mut [Finding],
    base: &Sources,
    unchanged: &HashSet<PathBuf>,
    limit: u64,
) {
    for finding in findings {
        let path = base.path(finding.primary.file);
        let written = base.snippet(finding.primary);
        finding.known = unchanged.contains(&path)
            || base.tree().read(&path, limit).is_ok_and(|text| text.contains(&written));
    }
}
