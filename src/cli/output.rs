//! Where reports are written to.

use std::fs::{File, OpenOptions};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use super::args::{Output, ScanArgs};
use super::environment::Environment;
use super::failure::Failure;
use crate::report::Format;
use crate::source::leads_out;

/// Where jobs on GitLab leave the report that its merge requests show.
const CODE_QUALITY: &str = "gl-code-quality-report.json";
/// Bytes that GitHub takes of the summary of one step.
const MAX_SUMMARY: u64 = 1024 * 1024;

/// The reports to write: files first, so that they are there when whoever reads standard
/// output has gone away. What is not asked for is what the pipeline it runs in can show.
///
/// # Errors
/// When two would be written to the same place, or a file cannot be made.
pub fn plan(args: &ScanArgs, environment: &Environment) -> Result<Vec<Output>, Failure> {
    let on = |variable| (environment.variable)(variable).as_deref() == Some("true");
    let mut outputs: Vec<Output> = args.output.clone();
    let to_stdout = outputs.iter().filter(|output| output.file.is_none()).count();
    if to_stdout > 1 || (to_stdout == 1 && args.format.is_some()) {
        return Err("two reports are asked for on standard output".to_owned().into());
    }
    for (index, output) in outputs.iter().enumerate() {
        let Some(file) = &output.file else { continue };
        if outputs[..index].iter().any(|other| other.file.as_ref() == Some(file)) {
            return Err(format!("two reports are asked for in {}", file.display()).into());
        }
        let dir = file.parent().filter(|dir| !dir.as_os_str().is_empty());
        if file.is_dir() || !dir.is_none_or(Path::is_dir) {
            return Err(format!(
                "{} cannot be written: no such directory, or it is one",
                file.display()
            )
            .into());
        }
    }
    if to_stdout == 0 {
        if on("GITLAB_CI") && outputs.is_empty() && args.format.is_none() {
            outputs.push(Output { format: Format::Gitlab, file: Some(CODE_QUALITY.into()) });
        }
        let usual = if on("GITHUB_ACTIONS") { Format::Github } else { Format::Text };
        outputs.push(Output { format: args.format.unwrap_or(usual), file: None });
    }
    outputs.sort_by_key(|output| output.file.is_none());
    Ok(outputs)
}

/// Writes a file whole or not at all: under another name in the same directory, which is
/// then renamed.
///
/// # Errors
/// With the file's name; also when it is a link that leads out of the repository it lies in, as
/// whoever made the repository may have laid it.
pub fn write_file(
    path: &Path,
    write: impl FnOnce(&mut dyn Write) -> io::Result<()>,
) -> Result<(), Failure> {
    let fail = |error: io::Error| format!("cannot write {}: {error}", path.display());
    let dir = path.parent().filter(|dir| !dir.as_os_str().is_empty());
    if leads_out(path) || dir.is_some_and(leads_out) {
        return Err(fail(io::Error::other("it is a link that leads out of the repository")).into());
    }
    // A link stays a link; a pipe or a device is written to as it is.
    let target = path.canonicalize().unwrap_or_else(|_| path.to_path_buf());
    if target.metadata().is_ok_and(|metadata| !metadata.is_file()) {
        let mut file = OpenOptions::new().write(true).open(&target).map_err(fail)?;
        return Ok(buffered(&mut file, write).map_err(fail)?);
    }
    let temporary = beside(&target);
    let written = File::create_new(&temporary).and_then(|mut file| {
        buffered(&mut file, write)?;
        if let Ok(metadata) = target.metadata() {
            // The file that is replaced had the permissions its owner chose.
            file.set_permissions(metadata.permissions())?;
        }
        std::fs::rename(&temporary, &target)
    });
    written.map_err(|error| {
        let _ = std::fs::remove_file(&temporary);
        fail(error).into()
    })
}

/// Adds to the summary of a step on GitHub, if it has one.
///
/// # Errors
/// With the file's name, and when the summary has no room for it.
pub fn add_to_summary(
    environment: &Environment,
    write: impl FnOnce(&mut dyn Write) -> io::Result<()>,
) -> Result<(), Failure> {
    let path = (environment.variable)("GITHUB_STEP_SUMMARY").filter(|path| !path.is_empty());
    let Some(path) = path else { return Ok(()) };
    let fail = |error: io::Error| format!("cannot write {path}: {error}");
    let mut text = vec![];
    write(&mut text).map_err(fail)?;
    let mut file = OpenOptions::new().append(true).create(true).open(&path).map_err(fail)?;
    if file.metadata().map_err(fail)?.len() + text.len() as u64 > MAX_SUMMARY {
        return Err(fail(io::Error::other("the summary is full")).into());
    }
    Ok(file.write_all(&text).map_err(fail)?)
}

fn buffered(
    file: &mut File,
    write: impl FnOnce(&mut dyn Write) -> io::Result<()>,
) -> io::Result<()> {
    let mut out = io::BufWriter::with_capacity(1 << 16, file);
    write(&mut out)?;
    out.flush()
}

fn beside(path: &Path) -> PathBuf {
    let mut name = std::ffi::OsString::from(".");
    name.push(path.file_name().unwrap_or_default());
    name.push(format!(".{}.tmp", std::process::id()));
    path.with_file_name(name)
}

/// A reader that went away is no error: what is left unwritten nobody misses.
pub fn forgive_closed_pipe(result: io::Result<()>) -> io::Result<()> {
    match result {
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Ok(()),
        result => result,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn content(path: &Path) -> String {
        std::fs::read_to_string(path).unwrap()
    }

    #[test]
    fn files_are_replaced_whole_or_not_at_all() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("out.json");
        write_file(&path, |out| out.write_all(b"one")).unwrap();
        assert_eq!(content(&path), "one");
        let failed = write_file(&path, |out| {
            out.write_all(b"half")?;
            Err(io::Error::other("disk full"))
        });
        assert!(matches!(failed, Err(Failure::Message(m)) if m.contains("out.json: disk full")));
        assert_eq!(content(&path), "one");
        assert_eq!(std::fs::read_dir(dir.path()).unwrap().count(), 1, "nothing is left behind");
    }

    #[cfg(unix)]
    #[test]
    fn links_and_permissions_stay() {
        use std::os::unix::fs::{PermissionsExt, symlink};
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("out.json");
        std::fs::write(&path, "old").unwrap();
        std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o640)).unwrap();
        symlink("out.json", dir.path().join("link")).unwrap();
        write_file(&dir.path().join("link"), |out| out.write_all(b"new")).unwrap();
        assert_eq!(content(&path), "new");
        assert_eq!(path.metadata().unwrap().permissions().mode() & 0o777, 0o640);
        write_file(Path::new("/dev/null"), |out| out.write_all(b"x")).unwrap();
        // In a repository it stays inside.
        std::fs::create_dir_all(dir.path().join("repo/.git")).unwrap();
        let planted = dir.path().join("repo/report.json");
        symlink(&path, &planted).unwrap();
        assert!(write_file(&planted, |out| out.write_all(b"x")).is_err());
        symlink(dir.path(), dir.path().join("repo/out")).unwrap();
        let beside = dir.path().join("repo/out/other.json");
        assert!(write_file(&beside, |out| out.write_all(b"x")).is_err());
        assert_eq!(content(&path), "new");
    }
}
