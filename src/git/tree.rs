//! The files of a commit.

use std::collections::{BTreeMap, HashSet};
use std::fmt;
use std::path::{Path, PathBuf};
use std::sync::Mutex;

use gix_hash::ObjectId;
use gix_object::{FindExt, TreeRefIter};
use sha1::{Digest, Sha1};

use super::Repository;
use crate::source::{
    Diagnostic, Disk, Entry, Found, Language, Root, SKIPPED, Tree, WalkOptions, clean, decode,
};

/// The id of a file's contents.
pub type BlobId = [u8; 20];

/// The id that git gives to these contents.
pub fn blob_id(text: &[u8]) -> BlobId {
    let mut hash = Sha1::new();
    hash.update(format!("blob {}\0", text.len()));
    hash.update(text);
    hash.finalize().into()
}

/// More entries than this are not listed: a tree may be made to hold itself many times over.
const MOST_ENTRIES: usize = 5_000_000;

/// Links within links.
const MOST_LINKS: usize = 32;

/// The files of a commit, at the paths where they would be checked out.
///
/// A submodule's files are those of the commit that it was at. What lies outside of the
/// repository, and what was downloaded (`.terraform`), is read from
/// the disk: it is the same for both ends of a change.
pub struct CommitTree {
    root: Root,
    /// By path below the root.
    entries: Entries,
    /// What the walk of the work tree found: what is there and was not found is ignored.
    found: HashSet<PathBuf>,
    /// Handles that are not in use: each thread takes one.
    handles: Mutex<Vec<gix_odb::HandleArc>>,
    /// The objects of submodules.
    submodules: Mutex<Vec<gix_odb::HandleArc>>,
}

/// Files and links by path.
type Entries = BTreeMap<String, (Mode, ObjectId)>;
/// Submodules: their paths and commits.
type Links = Vec<(String, ObjectId)>;

#[derive(Clone, Copy, PartialEq, Eq)]
enum Mode {
    File,
    Link,
}

impl fmt::Debug for CommitTree {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "CommitTree({} files)", self.entries.len())
    }
}

impl Repository {
    /// The files of a commit; `found` are those of the work tree that are scanned.
    ///
    /// # Errors
    /// When a tree is missing or broken, as in a partial clone.
    pub fn tree(&self, commit: ObjectId, found: HashSet<PathBuf>) -> Result<CommitTree, String> {
        let mut entries = BTreeMap::new();
        let mut submodules = vec![];
        let mut pending = self.add(commit, "", &mut entries)?;
        while let Some((path, id)) = pending.pop() {
            // What is not checked out, or not here, is no part of the base.
            let work_tree = self.work_tree.join(&path);
            let Ok(submodule) = Repository::open(&work_tree) else { continue };
            let inner = submodule.add(id, &format!("{path}/"), &mut entries).unwrap_or_default();
            pending.extend(inner);
            submodules.push(submodule.objects);
        }
        let root = Root::of(&self.work_tree);
        let handles = Mutex::new(vec![self.objects.clone()]);
        let submodules = Mutex::new(submodules);
        Ok(CommitTree { root, entries, found, handles, submodules })
    }

    /// Adds the files of a commit below a prefix, and returns its submodules.
    fn add(&self, commit: ObjectId, prefix: &str, entries: &mut Entries) -> Result<Links, String> {
        let missing = |id| format!("the object {id} is missing: is this a partial clone?");
        let top = self.commit(&commit).ok_or_else(|| missing(commit))?.tree;
        let mut links = vec![];
        let mut pending = vec![(top, prefix.to_owned())];
        let mut buffer = vec![];
        while let Some((id, prefix)) = pending.pop() {
            let data = self.objects.find(&id, &mut buffer).map_err(|_| missing(id))?.data;
            for entry in TreeRefIter::from_bytes(data, gix_hash::Kind::Sha1) {
                let entry = entry.map_err(|_| format!("the tree {id} is broken"))?;
                let path = format!("{prefix}{}", String::from_utf8_lossy(entry.filename));
                let id = entry.oid.to_owned();
                if entry.mode.is_tree() {
                    let skipped = SKIPPED.iter().any(|name| entry.filename == name.as_bytes());
                    if !skipped {
                        pending.push((id, format!("{path}/")));
                    }
                } else if entry.mode.is_link() {
                    entries.insert(path, (Mode::Link, id));
                } else if entry.mode.is_blob() {
                    entries.insert(path, (Mode::File, id));
                } else if entry.mode.is_commit() {
                    links.push((path, id));
                }
            }
            if entries.len() + pending.len() + links.len() > MOST_ENTRIES {
                return Err(format!("the commit {commit} has more than {MOST_ENTRIES} files"));
            }
        }
        Ok(links)
    }
}

impl CommitTree {
    /// The id of a file's contents, if it is there and no link.
    pub fn id(&self, path: &Path) -> Option<BlobId> {
        let (mode, id) = self.entries.get(&self.inside(path)?)?;
        if *mode == Mode::File { id.as_bytes().try_into().ok() } else { None }
    }

    /// A path below the root; `None` for what is read from the disk.
    fn inside(&self, path: &Path) -> Option<String> {
        let absolute = self.root.absolute(path);
        let inside = absolute.strip_prefix(self.root.path()).ok()?;
        let elsewhere = inside.components().any(|part| part.as_os_str() == ".terraform");
        (!elsewhere).then(|| crate::source::slashed(inside))
    }

    fn bytes(&self, id: &ObjectId) -> Option<Vec<u8>> {
        let mut handles = self.handles.lock().unwrap_or_else(|e| e.into_inner());
        let spare = handles.len() > 1;
        let handle = if spare { handles.pop() } else { handles.first().cloned() }?;
        drop(handles);
        let mut buffer = vec![];
        let elsewhere = |buffer: &mut Vec<u8>| {
            let submodules = self.submodules.lock().unwrap_or_else(|e| e.into_inner());
            submodules.iter().any(|objects| objects.find(id, buffer).is_ok())
        };
        let found = handle.find(id, &mut buffer).is_ok() || elsewhere(&mut buffer);
        self.handles.lock().unwrap_or_else(|e| e.into_inner()).push(handle);
        found.then_some(buffer)
    }

    fn is_dir(&self, path: &str) -> bool {
        let prefix = if path.is_empty() { String::new() } else { format!("{path}/") };
        self.entries.range(prefix.clone()..).next().is_some_and(|(key, _)| key.starts_with(&prefix))
    }

    /// A path with its links followed, as far as they stay inside.
    fn resolved(&self, path: &str) -> Option<String> {
        let mut left: Vec<String> = path.split('/').rev().map(str::to_owned).collect();
        let mut at: Vec<String> = vec![];
        let mut links = 0;
        while let Some(part) = left.pop() {
            match part.as_str() {
                "" | "." => continue,
                ".." => {
                    at.pop()?;
                    continue;
                }
                _ => at.push(part),
            }
            if let Some((Mode::Link, id)) = self.entries.get(&at.join("/")) {
                links += 1;
                let target = String::from_utf8(self.bytes(id)?).ok()?;
                if links > MOST_LINKS || target.starts_with('/') {
                    return None;
                }
                at.pop();
                left.extend(target.split('/').rev().map(str::to_owned));
            }
        }
        Some(at.join("/"))
    }
}

impl Tree for CommitTree {
    fn find(&self, root: &Path, options: &WalkOptions) -> (Vec<Found>, Vec<Diagnostic>) {
        let Some(inside) = self.inside(root) else { return Disk.find(root, options) };
        if self.entries.contains_key(&inside) {
            let language = Language::of(root).unwrap_or(Language::Yaml);
            return (vec![Found { path: root.into(), language }], vec![]);
        }
        let prefix = if inside.is_empty() { String::new() } else { format!("{inside}/") };
        let below = self.entries.range(prefix.clone()..);
        let below = below.take_while(|(path, _)| path.starts_with(&prefix));
        let mut found = vec![];
        let mut excluded: std::collections::HashMap<PathBuf, bool> = Default::default();
        for (path, (mode, _)) in below {
            let shown = clean(&root.join(&path[prefix.len()..]));
            let Some(language) = Language::of(&shown) else { continue };
            // A link to a directory is neither walked nor read.
            if *mode == Mode::Link && self.resolved(path).is_none_or(|to| self.is_dir(&to)) {
                continue;
            }
            let ignored = !self.found.contains(&shown) && shown.symlink_metadata().is_ok();
            let outside = options.exclude.excludes(&shown, false)
                || shown.ancestors().skip(1).take_while(|dir| *dir != root).any(|dir| {
                    *excluded
                        .entry(dir.to_path_buf())
                        .or_insert_with(|| options.exclude.excludes(dir, true))
                });
            if !ignored && !outside {
                found.push(Found { path: shown, language });
            }
        }
        found.sort();
        (found, vec![])
    }

    fn read(&self, path: &Path, limit: u64) -> Result<String, Diagnostic> {
        let Some(inside) = self.inside(path) else { return Disk.read(path, limit) };
        let fail = |message: &str| Err(Diagnostic::unreadable(path, message));
        let resolved = self.resolved(&inside);
        let Some((_, id)) = resolved.and_then(|path| self.entries.get(&path)) else {
            return fail("no such file or directory");
        };
        match self.bytes(id) {
            None => fail("the object is missing: is this a partial clone?"),
            Some(bytes) if bytes.len() as u64 > limit => {
                fail(&format!("over the limit of {limit} bytes"))
            }
            Some(bytes) => decode(bytes).or_else(|message| fail(&message)),
        }
    }

    fn entry(&self, path: &Path) -> Option<Entry> {
        let Some(inside) = self.inside(path) else { return Disk.entry(path) };
        let resolved = self.resolved(&inside)?;
        match self.entries.contains_key(&resolved) {
            true => Some(Entry::File),
            false => self.is_dir(&resolved).then_some(Entry::Directory),
        }
    }

    fn list(&self, dir: &Path) -> Option<Vec<(String, Entry)>> {
        let Some(inside) = self.inside(dir) else { return Disk.list(dir) };
        let inside = self.resolved(&inside)?;
        if !self.is_dir(&inside) {
            return None;
        }
        let prefix = if inside.is_empty() { String::new() } else { format!("{inside}/") };
        let mut listed: BTreeMap<String, Entry> = BTreeMap::new();
        let below = self.entries.range(prefix.clone()..);
        for (path, (mode, _)) in below.take_while(|(path, _)| path.starts_with(&prefix)) {
            let (name, kind) = match path[prefix.len()..].split_once('/') {
                Some((name, _)) => (name, Entry::Directory),
                None if *mode == Mode::Link => (&path[prefix.len()..], Entry::Other),
                None => (&path[prefix.len()..], Entry::File),
            };
            listed.insert(name.to_owned(), kind);
        }
        Some(listed.into_iter().collect())
    }
}
