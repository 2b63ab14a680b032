//! Where reports are written to.

use std::fs::{File, OpenOptions};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use super::args::{Output, ScanArgs};
use super::failure::Failure;
use crate::report::Format;

/// The reports to write: files first, so that they are there when whoever reads standard
/// output has gone away.
///
/// # Errors
/// When two would be written to the same place, or a file cannot be made.
pub fn plan(args: &ScanArgs) -> Result<Vec<Output>, Failure> {
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
        outputs.push(Output { format: args.format.unwrap_or(Format::Text), file: None });
    }
    outputs.sort_by_key(|output| output.file.is_none());
    Ok(outputs)
}

/// Writes a file whole or not at all: under another name in the same directory, which is
/// then renamed.
///
/// # Errors
/// With the file's name.
pub fn write_file(
    path: &Path,
    write: impl FnOnce(&mut dyn Write) -> io::Result<()>,
) -> Result<(), Failure> {
    let fail = |error: io::Error| format!("cannot write {}: {error}", path.display());
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
    }
}
