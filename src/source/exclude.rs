use std::path::{Path, PathBuf};
use std::sync::Arc;

use ignore::gitignore::{Gitignore, GitignoreBuilder};

/// Paths that are left out of a scan, by globs in .gitignore syntax.
#[derive(Clone, Debug, Default)]
pub struct Exclude {
    globs: Option<Arc<Gitignore>>,
    current: PathBuf,
}

impl Exclude {
    /// Leaves out what the globs match, which are relative to `root`.
    ///
    /// # Errors
    /// The index of the first glob that is wrong, and what is wrong with it.
    pub fn new<T: AsRef<str>>(root: &Path, globs: &[T]) -> Result<Exclude, (usize, String)> {
        if globs.is_empty() {
            return Ok(Exclude::default());
        }
        let current = std::env::current_dir().unwrap_or_default();
        let mut builder = GitignoreBuilder::new(super::root::normal(&current.join(root)));
        for (index, glob) in globs.iter().map(AsRef::as_ref).enumerate() {
            // In .gitignore these are lines that say nothing.
            if glob.trim().is_empty() || glob.starts_with('#') {
                return Err((index, format!("'{glob}' is no glob")));
            }
            builder.add_line(None, glob).map_err(|error| (index, error.to_string()))?;
        }
        let globs = builder.build().map_err(|error| (0, error.to_string()))?;
        Ok(Exclude { globs: Some(Arc::new(globs)), current })
    }

    /// Whether a path is left out. Its parents are not asked about.
    pub fn excludes(&self, path: &Path, is_dir: bool) -> bool {
        let Some(globs) = &self.globs else { return false };
        let path = super::root::normal(&self.current.join(path));
        // Outside its root a .gitignore means nothing.
        path.starts_with(globs.path()) && globs.matched(&path, is_dir).is_ignore()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn globs_are_relative_to_their_root() {
        let exclude = Exclude::new(Path::new("/repo"), &["/test", "*.json", "!keep.json"]).unwrap();
        let excludes = |path: &str, is_dir| exclude.excludes(Path::new(path), is_dir);
        assert!(excludes("/repo/test", true));
        assert!(!excludes("/repo/live/test", true));
        assert!(excludes("/repo/live/../live/./a.json", false));
        assert!(!excludes("/repo/live/keep.json", false));
        assert!(!excludes("/elsewhere/a.json", false));
        assert!(!Exclude::default().excludes(Path::new("/repo/test"), true));
    }

    #[test]
    fn wrong_globs_are_named() {
        let error = Exclude::new(Path::new("/repo"), &["ok", "a{b"]).unwrap_err();
        assert_eq!(error.0, 1);
        assert!(Exclude::new(Path::new("/repo"), &["#x"]).is_err());
    }
}
