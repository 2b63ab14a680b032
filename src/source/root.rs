//! The repository that was scanned: paths are named relative to its root, whatever directory
//! the command runs in.

use std::path::{Component, Path, PathBuf};

/// The root of the repository that is scanned.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Root {
    root: PathBuf,
    current: PathBuf,
}

impl Root {
    /// The root of the repository that holds `scanned`: the nearest ancestor with a `.git`;
    /// without one the current directory, or `scanned` itself where that lies elsewhere.
    pub fn of(scanned: &Path) -> Root {
        let current = std::env::current_dir().unwrap_or_default();
        let scanned = normal(&current.join(scanned));
        let repository = scanned.ancestors().find(|dir| dir.join(".git").exists());
        let root = match repository {
            Some(repository) => repository.to_path_buf(),
            None if scanned.starts_with(&current) => current.clone(),
            None if scanned.is_file() => scanned.parent().unwrap_or(&scanned).to_path_buf(),
            None => scanned,
        };
        Root { root, current }
    }

    /// A given root, with relative paths starting there. For tests.
    pub fn at(root: impl Into<PathBuf>) -> Root {
        let root = root.into();
        Root { current: root.clone(), root }
    }

    /// The directory itself.
    pub fn path(&self) -> &Path {
        &self.root
    }

    /// A path relative to the root, with `/` between its parts and no `./`; the absolute
    /// path where it lies outside.
    pub fn relative(&self, path: &Path) -> String {
        let absolute = self.absolute(path);
        let inside = match absolute.strip_prefix(&self.root) {
            Ok(inside) => inside.to_path_buf(),
            // One of them may be reached through a link.
            Err(_) => match (absolute.canonicalize(), self.root.canonicalize()) {
                (Ok(real), Ok(root)) => match real.strip_prefix(&root) {
                    Ok(inside) => inside.to_path_buf(),
                    Err(_) => absolute,
                },
                _ => absolute,
            },
        };
        if inside.as_os_str().is_empty() { ".".into() } else { slashed(&inside) }
    }

    /// A path relative to the root, links resolved as far as they stay inside.
    pub fn resolved(&self, path: &Path) -> String {
        let real = self.absolute(path).canonicalize().ok().zip(self.root.canonicalize().ok());
        let inside = real.as_ref().and_then(|(real, root)| real.strip_prefix(root).ok());
        inside.map_or_else(|| self.relative(path), slashed)
    }

    /// A path as an absolute one without `.` and `..`, by its words alone.
    pub fn absolute(&self, path: &Path) -> PathBuf {
        normal(&self.current.join(path))
    }

    /// Whether a path lies inside, links resolved.
    pub fn holds(&self, path: &Path) -> bool {
        let (path, root) = (self.absolute(path), self.root.canonicalize());
        match (path.canonicalize(), root) {
            (Ok(real), Ok(root)) => real.starts_with(root),
            _ => path.starts_with(&self.root),
        }
    }
}

/// Whether links take a path out of where it lies by its words: the nearest repository, or that
/// of the current directory. What lies in neither was named by the user.
pub fn leads_out(path: &Path) -> bool {
    let current = std::env::current_dir().unwrap_or_default();
    let absolute = normal(&current.join(path));
    let Ok(real) = absolute.canonicalize() else { return false };
    let nearest = absolute.ancestors().skip(1).find(|dir| dir.join(".git").exists());
    let own = Root::of(&current).root;
    let own = Some(own.as_path()).filter(|own| absolute.starts_with(own));
    let mut roots = nearest.into_iter().chain(own).peekable();
    roots.peek().is_some()
        && !roots.any(|root| root.canonicalize().is_ok_and(|root| real.starts_with(root)))
}

/// A path with `/` between its parts.
pub fn slashed(path: &Path) -> String {
    let text = path.to_string_lossy();
    if cfg!(windows) { text.replace('\\', "/") } else { text.into_owned() }
}

/// The path without `.` and `..`, by its words alone.
pub(super) fn normal(path: &Path) -> PathBuf {
    let mut normal = PathBuf::new();
    for part in path.components() {
        match part {
            Component::CurDir => {}
            Component::ParentDir => {
                normal.pop();
            }
            part => normal.push(part),
        }
    }
    normal
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn relative_to_the_repository_from_anywhere() {
        let dir = tempfile::tempdir().unwrap();
        let repo = dir.path().canonicalize().unwrap().join("repo");
        std::fs::create_dir_all(repo.join("live/eu")).unwrap();
        std::fs::create_dir(repo.join(".git")).unwrap();
        let file = repo.join("live/eu/main.tf");
        std::fs::write(&file, "").unwrap();
        let root = Root::of(&repo.join("live"));
        assert_eq!(root.path(), repo);
        assert_eq!(root.relative(&file), "live/eu/main.tf");
        assert_eq!(root.relative(&repo.join("live/../live/./eu/main.tf")), "live/eu/main.tf");
        assert_eq!(root.relative(&repo), ".");
    }

    #[test]
    fn without_a_repository_what_was_scanned_is_the_root() {
        let dir = tempfile::tempdir().unwrap();
        let file = dir.path().join("a.tf");
        std::fs::write(&file, "").unwrap();
        assert_eq!(Root::of(dir.path()).relative(&file), "a.tf");
        assert_eq!(Root::of(&file).relative(&file), "a.tf");
    }

    #[cfg(unix)]
    #[test]
    fn links_lead_out_of_a_repository_or_stay() {
        let dir = tempfile::tempdir().unwrap();
        let at = |path: &str| dir.path().join(path);
        std::fs::create_dir_all(at("repo/.git")).unwrap();
        for file in ["repo/a.tf", "b.tf"] {
            std::fs::write(at(file), "").unwrap();
        }
        let link = |to: &str, name: &str| {
            std::os::unix::fs::symlink(to, at(name)).unwrap();
            leads_out(&at(name))
        };
        assert!(!link("a.tf", "repo/in.tf"));
        assert!(link("../b.tf", "repo/out.tf"));
        assert!(link("/etc/hostname", "repo/host.tf"));
        // What lies in no repository is the user's own.
        assert!(!link("repo/a.tf", "c.tf"));
        let root = Root::of(&at("repo"));
        assert_eq!(root.resolved(&at("repo/in.tf")), "a.tf");
        assert_eq!(root.resolved(&at("repo/out.tf")), "out.tf");
        assert_eq!(root.resolved(&at("repo/none.tf")), "none.tf");
    }

    #[test]
    fn relative_paths_start_where_the_command_runs() {
        let root = Root::at("/repo");
        assert_eq!(root.relative(Path::new("./x/../main.tf")), "main.tf");
        assert_eq!(root.relative(Path::new("/elsewhere/x.tf")), "/elsewhere/x.tf");
    }
}
