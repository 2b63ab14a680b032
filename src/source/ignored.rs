//! What git ignores. Ignore files are part of what is scanned: they are read as any other file
//! is, so that a link to a device or out of the repository is named, not followed.

use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};

use ignore::Match;
use ignore::gitignore::{Gitignore, GitignoreBuilder};

use super::{Diagnostic, Root, read, root};

/// An ignore file larger than this is none.
const SIZE_LIMIT: u64 = 256 * 1024;

/// The ignore files that hold below a directory: `.ignore`, `.gitignore`, `.git/info/exclude`
/// and the user's own, of this directory and those above it up to the repository's root.
pub struct Ignored {
    current: PathBuf,
    top: PathBuf,
    global: Gitignore,
    known: Mutex<HashMap<PathBuf, Arc<Here>>>,
    failed: Mutex<Vec<Diagnostic>>,
}

/// What holds in one directory, the nearest files first.
#[derive(Clone, Default)]
struct Here {
    /// `.ignore`, which goes before all of git's.
    ignore: Vec<Arc<Gitignore>>,
    /// `.gitignore`, and last the repository's `info/exclude`.
    git: Vec<Arc<Gitignore>>,
}

impl Ignored {
    /// What holds below a directory.
    pub fn below(dir: &Path) -> Ignored {
        Ignored {
            current: std::env::current_dir().unwrap_or_default(),
            top: Root::of(dir).path().to_path_buf(),
            global: Gitignore::global().0,
            known: Mutex::default(),
            failed: Mutex::default(),
        }
    }

    /// Whether a path is ignored. Its parents are not asked about.
    pub fn ignores(&self, path: &Path, is_dir: bool) -> bool {
        let path = root::normal(&self.current.join(path));
        let here = path.parent().map(|dir| self.here(dir)).unwrap_or_default();
        let last = |files: &[Arc<Gitignore>]| {
            files.iter().map(|file| as_bool(file.matched(&path, is_dir))).find(Option::is_some)
        };
        let own = last(&here.ignore).or_else(|| last(&here.git)).flatten();
        own.or_else(|| as_bool(self.global.matched(&path, is_dir))).unwrap_or(false)
    }

    /// The ignore files that could not be read.
    pub fn failed(self) -> Vec<Diagnostic> {
        self.failed.into_inner().unwrap_or_else(|e| e.into_inner())
    }

    fn here(&self, dir: &Path) -> Arc<Here> {
        if let Some(known) = self.known.lock().unwrap_or_else(|e| e.into_inner()).get(dir) {
            return known.clone();
        }
        let above = match dir.parent() {
            Some(parent) if dir != self.top => self.here(parent),
            _ => Arc::default(),
        };
        let is_repository = dir.join(".git").symlink_metadata().is_ok();
        let mut here = Here::clone(&above);
        if is_repository {
            // What is outside of a repository says nothing about what it ignores.
            here.git = self.file(dir, &exclude(dir)).into_iter().collect();
        }
        if let Some(file) = self.file(dir, &dir.join(".gitignore")) {
            here.git.insert(0, file);
        }
        if let Some(file) = self.file(dir, &dir.join(".ignore")) {
            here.ignore.insert(0, file);
        }
        let here = Arc::new(here);
        let mut known = self.known.lock().unwrap_or_else(|e| e.into_inner());
        known.entry(dir.to_path_buf()).or_insert(here).clone()
    }

    /// The globs of a file, relative to a directory; `None` if there are none.
    fn file(&self, dir: &Path, path: &Path) -> Option<Arc<Gitignore>> {
        path.symlink_metadata().ok()?;
        let shown = path.strip_prefix(&self.current).unwrap_or(path);
        match read(path, shown, SIZE_LIMIT) {
            Ok(text) => {
                let mut builder = GitignoreBuilder::new(dir);
                // A line that is no glob ignores nothing.
                text.lines().for_each(|line| _ = builder.add_line(None, line));
                builder.build().ok().filter(|globs| !globs.is_empty()).map(Arc::new)
            }
            Err(diagnostic) => {
                let mut failed = self.failed.lock().unwrap_or_else(|e| e.into_inner());
                if !failed.contains(&diagnostic) {
                    failed.push(diagnostic);
                }
                None
            }
        }
    }
}

fn as_bool<T>(found: Match<T>) -> Option<bool> {
    match found {
        Match::None => None,
        Match::Ignore(_) => Some(true),
        Match::Whitelist(_) => Some(false),
    }
}

/// The `info/exclude` of the repository that a directory is the root of; that of a work tree is
/// in the repository it belongs to.
fn exclude(dir: &Path) -> PathBuf {
    let dot = dir.join(".git");
    let line = |path: &Path| {
        let text = read(path, path, 4096).ok()?;
        text.lines().next().map(|line| line.trim().to_owned())
    };
    let linked = || {
        let git_dir = dir.join(line(&dot)?.strip_prefix("gitdir:")?.trim());
        let common = line(&git_dir.join("commondir"));
        Some(common.map_or(git_dir.clone(), |common| git_dir.join(common)))
    };
    let git_dir = if dot.is_file() { linked() } else { None };
    git_dir.unwrap_or(dot).join("info/exclude")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tree(files: &[(&str, &str)]) -> tempfile::TempDir {
        let dir = tempfile::tempdir().unwrap();
        for (path, text) in files {
            let path = dir.path().join(path);
            std::fs::create_dir_all(path.parent().unwrap()).unwrap();
            std::fs::write(path, text).unwrap();
        }
        dir
    }

    #[test]
    fn the_nearest_file_decides_and_ignore_goes_before_gitignore() {
        let dir = tree(&[
            (".git/info/exclude", "private.tf\n"),
            (".gitignore", "\u{FEFF}*.tf\n/out/\n[\n"),
            ("a/.gitignore", "!keep.tf\n"),
            ("b/.ignore", "!*.tf\n"),
            ("sub/.git", "gitdir: ../.git/modules/sub\n"),
            (".git/modules/sub/info/exclude", "own.tf\n"),
        ]);
        let ignored = Ignored::below(dir.path());
        let ignores = |path: &str| ignored.ignores(&dir.path().join(path), path.ends_with('/'));
        assert!(ignores("x.tf") && ignores("a/x.tf") && ignores("out/"));
        assert!(!ignores("a/keep.tf") && !ignores("b/x.tf") && !ignores("a/out/"));
        assert!(!ignores("private.json") && ignores("private.tf"));
        // A repository within the repository has its own.
        assert!(!ignores("sub/x.tf") && ignores("sub/own.tf"));
        assert_eq!(ignored.failed(), []);
    }

    #[test]
    fn above_the_repository_nothing_is_asked() {
        let dir = tree(&[(".gitignore", "*\n"), ("repo/.git/HEAD", ""), ("repo/a/x.tf", "")]);
        let ignored = Ignored::below(&dir.path().join("repo/a"));
        assert!(!ignored.ignores(&dir.path().join("repo/a/x.tf"), false));
    }

    #[test]
    fn an_ignore_file_that_is_too_large_is_named() {
        let lines = "a\n".repeat(SIZE_LIMIT as usize);
        let dir = tree(&[(".gitignore", lines.as_str())]);
        let ignored = Ignored::below(dir.path());
        assert!(!ignored.ignores(&dir.path().join("a"), false));
        assert!(ignored.failed()[0].message.contains("over the limit"));
    }
}
