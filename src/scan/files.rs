//! Files that a configuration names while it is evaluated.

use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::sync::Mutex;

use crate::cloudformation;
use crate::config::Request;
use crate::source::{FileId, Root, Sources};

use super::input::Template;

/// Reads files below the repository that is scanned, each once.
pub struct LocalFiles<'s> {
    root: Root,
    sources: &'s Sources,
    limit: u64,
    known: Mutex<HashMap<PathBuf, Result<FileId, String>>>,
}

impl<'s> LocalFiles<'s> {
    /// Reads what lies in the repository of the first path of a request. Files that are read
    /// already are not read again: one file has one number, so that what is found in it twice
    /// is told once.
    pub fn new(request: &Request, sources: &'s Sources, read: &[Template]) -> LocalFiles<'s> {
        let first = request.paths.first().map_or(Path::new("."), |path| path);
        let root = Root::of(first);
        let limit = request.config.max_file_size;
        let known = read.iter().map(|one| (root.absolute(&one.path), Ok(one.tree.span.file)));
        let known = Mutex::new(known.collect());
        LocalFiles { root, sources, limit, known }
    }

    /// The directory that nothing is read outside of.
    pub fn root(&self) -> &Path {
        self.root.path()
    }

    /// Whether a path lies in the repository, links resolved.
    pub fn may_read(&self, path: &Path) -> bool {
        self.root.holds(path)
    }

    fn load(&self, path: &Path) -> Result<FileId, String> {
        if !self.may_read(path) {
            return Err(format!("{} lies outside of what is scanned", path.display()));
        }
        self.sources.consult(path, None);
        let read = self.sources.tree().read(path, self.limit);
        let text = read.map_err(|diagnostic| diagnostic.message)?;
        Ok(self.sources.add(path, text))
    }
}

impl cloudformation::Files for LocalFiles<'_> {
    fn read(&self, path: &Path) -> Result<FileId, String> {
        let mut known = self.known.lock().unwrap_or_else(|e| e.into_inner());
        known.entry(self.root.absolute(path)).or_insert_with(|| self.load(path)).clone()
    }
}
