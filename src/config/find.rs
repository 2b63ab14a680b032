use std::path::{Path, PathBuf};

use crate::source::{Diagnostic, Root};

const NAMES: [&str; 2] = ["iacscan.yaml", ".iacscan.yaml"];
/// Names that look right and would be overlooked.
const WRONG: [&str; 5] =
    ["iacscan.yml", ".iacscan.yml", "iacscan.json", ".iacscan", "iacscan.toml"];

/// The configuration file for what is scanned: in the directory or the nearest above it, up
/// to the root of the repository.
///
/// # Errors
/// When the choice is not clear: a directory has two, or the paths have different ones.
pub fn find(paths: &[PathBuf]) -> Result<Option<PathBuf>, Diagnostic> {
    let mut found: Option<(Option<PathBuf>, &Path)> = None;
    for path in paths {
        let file = find_for(path)?;
        match &found {
            None => found = Some((file, path)),
            Some((first, _)) if *first == file => {}
            Some((first, of)) => {
                let name = |file: &Option<PathBuf>| match file {
                    Some(file) => file.display().to_string(),
                    None => "none".into(),
                };
                let message = format!(
                    "different configurations apply to {} ({}) and {} ({}): \
                     choose one with --config, or scan them one at a time",
                    of.display(),
                    name(first),
                    path.display(),
                    name(&file)
                );
                return Err(Diagnostic::unreadable(path, message));
            }
        }
    }
    Ok(found.and_then(|(file, _)| file))
}

fn find_for(path: &Path) -> Result<Option<PathBuf>, Diagnostic> {
    let root = Root::of(path);
    let absolute = root.absolute(path);
    let start = if absolute.is_dir() { Some(absolute.as_path()) } else { absolute.parent() };
    for dir in start.iter().flat_map(|start| start.ancestors()) {
        let here = |names: &[&'static str]| -> Vec<&'static str> {
            let is_file =
                |name: &&str| dir.join(name).symlink_metadata().is_ok_and(|m| !m.is_dir());
            names.iter().copied().filter(is_file).collect()
        };
        match here(&NAMES).as_slice() {
            [] => {}
            [name] => return Ok(Some(shown(&dir.join(name)))),
            [one, other, ..] => {
                let message = format!("both {one} and {other} are here: keep one of them");
                return Err(Diagnostic::unreadable(shown(dir), message));
            }
        }
        if let [wrong, ..] = here(&WRONG).as_slice() {
            let message = format!("a configuration is read from {} only: rename it", NAMES[0]);
            return Err(Diagnostic::unreadable(shown(&dir.join(wrong)), message));
        }
        if dir == root.path() {
            break;
        }
    }
    Ok(None)
}

/// The path as a user would type it.
fn shown(path: &Path) -> PathBuf {
    let current = std::env::current_dir().unwrap_or_default();
    path.strip_prefix(&current).map_or_else(|_| path.to_path_buf(), Path::to_path_buf)
}
