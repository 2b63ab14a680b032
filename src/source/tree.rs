use std::fmt::Debug;
use std::path::Path;

use super::{Diagnostic, Found, WalkOptions};

/// Where files are read from: the disk, or a commit.
pub trait Tree: Send + Sync + Debug {
    /// The files to read below a path: see [`super::find`].
    fn find(&self, root: &Path, options: &WalkOptions) -> (Vec<Found>, Vec<Diagnostic>);

    /// The text of a file: see [`super::read`].
    ///
    /// # Errors
    /// A diagnostic at `path` when it cannot be read.
    fn read(&self, path: &Path, limit: u64) -> Result<String, Diagnostic>;

    /// What is at a path, links followed; `None` if nothing is.
    fn entry(&self, path: &Path) -> Option<Entry>;

    /// What a directory holds, by name, links not followed; `None` if it cannot be listed.
    fn list(&self, dir: &Path) -> Option<Vec<(String, Entry)>>;
}

/// What is at a path.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Entry {
    /// A regular file.
    File,
    /// A directory.
    Directory,
    /// A link, or something that cannot be read.
    Other,
}

/// The files on disk.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Disk;

impl From<std::fs::FileType> for Entry {
    fn from(kind: std::fs::FileType) -> Entry {
        match kind {
            kind if kind.is_file() => Entry::File,
            kind if kind.is_dir() => Entry::Directory,
            _ => Entry::Other,
        }
    }
}

impl Tree for Disk {
    fn find(&self, root: &Path, options: &WalkOptions) -> (Vec<Found>, Vec<Diagnostic>) {
        super::find(root, options)
    }

    fn read(&self, path: &Path, limit: u64) -> Result<String, Diagnostic> {
        super::read(path, path, limit)
    }

    fn entry(&self, path: &Path) -> Option<Entry> {
        std::fs::metadata(path).ok().map(|metadata| metadata.file_type().into())
    }

    fn list(&self, dir: &Path) -> Option<Vec<(String, Entry)>> {
        let dir = if dir.as_os_str().is_empty() { Path::new(".") } else { dir };
        let entries = std::fs::read_dir(dir).ok()?.flatten();
        let entry = |entry: std::fs::DirEntry| {
            let kind = entry.file_type().ok()?.into();
            Some((entry.file_name().to_string_lossy().into_owned(), kind))
        };
        Some(entries.filter_map(entry).collect())
    }
}
