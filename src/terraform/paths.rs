//! Paths as Terraform writes them: joined and compared by their text alone.

use std::path::{Component, Path, PathBuf};

/// A path joined to a directory, without `.` and with `..` taken back where it can be.
pub(crate) fn join(dir: &Path, path: &str) -> PathBuf {
    let mut joined = PathBuf::new();
    for component in dir.join(path).components() {
        match component {
            Component::CurDir => {}
            Component::ParentDir => match joined.components().next_back() {
                Some(Component::Normal(_)) => _ = joined.pop(),
                Some(Component::RootDir | Component::Prefix(_)) => {}
                _ => joined.push(".."),
            },
            component => joined.push(component),
        }
    }
    joined
}

/// `to` as seen from `from`, with slashes; `.` for the same.
pub(crate) fn relative(from: &Path, to: &Path) -> String {
    let (from, to) = (join(from, ""), join(to, ""));
    let (from, to): (Vec<_>, Vec<_>) = (from.components().collect(), to.components().collect());
    let same = from.iter().zip(&to).take_while(|(a, b)| a == b).count();
    let up = std::iter::repeat_n("..".to_string(), from.len() - same);
    let down = to[same..].iter().map(|part| part.as_os_str().to_string_lossy().into_owned());
    let parts: Vec<String> = up.chain(down).collect();
    if parts.is_empty() { ".".into() } else { parts.join("/") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_are_joined_by_text() {
        assert_eq!(join(Path::new("live"), "../modules/site"), Path::new("modules/site"));
        assert_eq!(join(Path::new(""), "./a/./b"), Path::new("a/b"));
        assert_eq!(join(Path::new("a"), "../../b"), Path::new("../b"));
        assert_eq!(join(Path::new("/a"), "../../b"), Path::new("/b"));
    }

    #[test]
    fn one_directory_seen_from_another() {
        assert_eq!(relative(Path::new("live"), Path::new("modules/site")), "../modules/site");
        assert_eq!(relative(Path::new(""), Path::new("modules")), "modules");
        assert_eq!(relative(Path::new("a"), Path::new("a")), ".");
    }
}
