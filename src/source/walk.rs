use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};

use ignore::{WalkBuilder, WalkState};

use super::ignored::Ignored;
use super::{Diagnostic, Exclude, Language};

/// How [`find`] walks a directory.
#[derive(Clone, Debug)]
pub struct WalkOptions {
    /// Threads to walk with; 0 lets the walker choose.
    pub threads: usize,
    /// Paths to leave out.
    pub exclude: Exclude,
}

/// A file worth reading.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub struct Found {
    /// Its path, as reached from the walked path.
    pub path: PathBuf,
    /// Its language by name.
    pub language: Language,
}

/// Directories that never hold the user's own configuration.
pub const SKIPPED: &[&str] =
    &[".terraform", ".git", ".terragrunt-cache", "node_modules", ".aws-sam", ".venv"];

/// Finds the files to read below `root`, sorted by path, honouring `.gitignore` and `.ignore`.
///
/// A `root` that is a file is found whatever its name and whatever git ignores; its language
/// defaults to YAML. Nothing is followed out of a directory: symbolic links to directories
/// are not walked, links to files are.
pub fn find(root: &Path, options: &WalkOptions) -> (Vec<Found>, Vec<Diagnostic>) {
    match std::fs::metadata(root) {
        Ok(metadata) if !metadata.is_dir() => {
            let language = Language::of(root).unwrap_or(Language::Yaml);
            return (vec![Found { path: root.into(), language }], vec![]);
        }
        Ok(_) => {}
        Err(_) => {
            // `read` words the reason.
            let Err(diagnostic) = super::read(root, root, 0) else { return (vec![], vec![]) };
            return (vec![], vec![diagnostic]);
        }
    }
    let mut builder = WalkBuilder::new(root);
    builder.threads(options.threads).standard_filters(false).follow_links(false);
    let exclude = options.exclude.clone();
    let ignored = Arc::new(Ignored::below(root));
    let ignores = ignored.clone();
    builder.filter_entry(move |entry| {
        let is_dir = entry.file_type().is_some_and(|t| t.is_dir());
        let skipped = is_dir && SKIPPED.iter().any(|name| entry.file_name() == *name);
        // What is named on the command line is walked in any case.
        entry.depth() == 0
            || !(skipped
                || exclude.excludes(entry.path(), is_dir)
                || (is_dir || Language::of(entry.path()).is_some())
                    && ignores.ignores(entry.path(), is_dir))
    });
    let found = Mutex::new(vec![]);
    let failed = Mutex::new(vec![]);
    builder.build_parallel().run(|| {
        Box::new(|entry| {
            match entry {
                Ok(entry) => {
                    let is_dir = entry.file_type().is_some_and(|t| t.is_dir());
                    if !is_dir && let Some(language) = Language::of(entry.path()) {
                        // A link to a directory is neither walked nor read.
                        let links_to_dir = entry.path_is_symlink() && entry.path().is_dir();
                        if !links_to_dir {
                            let path = clean(entry.path());
                            found
                                .lock()
                                .unwrap_or_else(|e| e.into_inner())
                                .push(Found { path, language });
                        }
                    }
                }
                Err(error) => {
                    let path = path_of(&error).unwrap_or_else(|| root.to_path_buf());
                    let message = error.io_error().map_or(error.to_string(), |e| match e.kind() {
                        std::io::ErrorKind::PermissionDenied => "permission denied".into(),
                        _ => e.to_string(),
                    });
                    let diagnostic = Diagnostic::unreadable(clean(&path), message);
                    failed.lock().unwrap_or_else(|e| e.into_inner()).push(diagnostic);
                }
            }
            WalkState::Continue
        })
    });
    let mut found = found.into_inner().unwrap_or_else(|e| e.into_inner());
    let mut failed = failed.into_inner().unwrap_or_else(|e| e.into_inner());
    drop(builder);
    failed.extend(Arc::into_inner(ignored).map(Ignored::failed).unwrap_or_default());
    found.sort();
    failed.sort_by(|a, b| (&a.place, &a.message).cmp(&(&b.place, &b.message)));
    (found, failed)
}

/// Drops a leading `./`, so that `iacscan .` and `iacscan` show the paths a user would type.
pub(crate) fn clean(path: &Path) -> PathBuf {
    path.strip_prefix("./").unwrap_or(path).to_path_buf()
}

fn path_of(error: &ignore::Error) -> Option<PathBuf> {
    match error {
        ignore::Error::WithPath { path, .. } => Some(path.clone()),
        ignore::Error::WithDepth { err, .. } | ignore::Error::WithLineNumber { err, .. } => {
            path_of(err)
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn walk(root: &Path, exclude: &[&str]) -> Vec<String> {
        let exclude = Exclude::new(root, exclude).unwrap();
        let (found, failed) = find(root, &WalkOptions { threads: 2, exclude });
        assert_eq!(failed, []);
        let shown = |f: Found| f.path.strip_prefix(root).unwrap().display().to_string();
        found.into_iter().map(shown).collect()
    }

    #[test]
    fn honours_gitignore_and_skips_downloads() {
        let dir = tempfile::tempdir().unwrap();
        for path in [
            "b.tf",
            "a/x.tf",
            "a/.terraform/m.tf",
            "node_modules/t.yaml",
            "out/p.json",
            "n.md",
            ".ci/t.yml",
        ] {
            let path = dir.path().join(path);
            std::fs::create_dir_all(path.parent().unwrap()).unwrap();
            std::fs::write(path, "").unwrap();
        }
        std::fs::write(dir.path().join(".gitignore"), "out/\n").unwrap();
        assert_eq!(walk(dir.path(), &[]), [".ci/t.yml", "a/x.tf", "b.tf"]);
        assert_eq!(walk(dir.path(), &["a/**"]), [".ci/t.yml", "b.tf"]);
    }

    #[cfg(unix)]
    #[test]
    fn an_ignore_file_is_no_way_to_stop_a_scan() {
        for target in ["/dev/zero", "/dev/null/x", "/etc/hostname"] {
            for name in [".gitignore", ".ignore", "a/.gitignore"] {
                let dir = tempfile::tempdir().unwrap();
                std::fs::create_dir_all(dir.path().join("a/.git")).unwrap();
                std::fs::create_dir_all(dir.path().join(".git")).unwrap();
                std::fs::write(dir.path().join("a/x.tf"), "").unwrap();
                std::os::unix::fs::symlink(target, dir.path().join(name)).unwrap();
                let options = WalkOptions { threads: 2, exclude: Exclude::default() };
                let (found, failed) = find(dir.path(), &options);
                assert_eq!((found.len(), failed.len()), (1, 1), "{name} to {target}");
            }
        }
    }

    #[test]
    fn a_file_by_name_is_found_whatever_its_name() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("policy.txt");
        std::fs::write(&path, "").unwrap();
        let (found, _) = find(&path, &WalkOptions { threads: 1, exclude: Exclude::default() });
        assert_eq!(found, [Found { path, language: Language::Yaml }]);
    }

    #[test]
    fn a_missing_root_is_a_diagnostic() {
        let (found, failed) = find(
            Path::new("/nonexistent"),
            &WalkOptions { threads: 1, exclude: Exclude::default() },
        );
        assert!(found.is_empty());
        assert_eq!(failed[0].message, "no such file or directory");
    }
}
