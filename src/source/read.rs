use std::fs::File;
use std::io::Read;
use std::path::Path;

use super::Diagnostic;

/// Files above this many bytes are not read unless the configuration says otherwise: 32 MiB.
pub const DEFAULT_SIZE_LIMIT: u64 = 32 * 1024 * 1024;

/// Reads a file as UTF-8 text without its byte-order mark.
///
/// # Errors
/// A diagnostic when the file cannot be opened, is no regular file, is a link that leads out of
/// the repository it lies in, is larger than `limit` bytes or is not UTF-8; it names the byte
/// where the text stops being UTF-8.
pub fn read(path: &Path, shown: &Path, limit: u64) -> Result<String, Diagnostic> {
    let fail = |message: String| Err(Diagnostic::unreadable(shown, message));
    let metadata = match std::fs::metadata(path) {
        Ok(metadata) => metadata,
        Err(error) => return fail(describe(path, &error)),
    };
    let is_link = std::fs::symlink_metadata(path).is_ok_and(|metadata| metadata.is_symlink());
    if is_link && super::root::leads_out(path) {
        return fail("a link that leads out of the repository".into());
    }
    // A named pipe or a device could block for ever.
    if !metadata.is_file() {
        return fail("not a regular file".into());
    }
    if metadata.len() > limit {
        return fail(format!(
            "{} bytes, over the limit of {limit} (max_file_size in iacscan.yaml raises it)",
            metadata.len()
        ));
    }
    let mut bytes = Vec::with_capacity(metadata.len() as usize);
    // The file may grow while it is read: never take more than the limit.
    let read = File::open(path).and_then(|file| file.take(limit + 1).read_to_end(&mut bytes));
    if let Err(error) = read {
        return fail(describe(path, &error));
    }
    if bytes.len() as u64 > limit {
        return fail(format!("over the limit of {limit} bytes"));
    }
    decode(bytes).or_else(fail)
}

/// A file's bytes as UTF-8 text without its byte-order mark.
///
/// # Errors
/// Why they are no such text.
pub fn decode(mut bytes: Vec<u8>) -> Result<String, String> {
    if bytes.starts_with(b"\xEF\xBB\xBF") {
        bytes.drain(..3);
    }
    if bytes.starts_with(b"\xFF\xFE") || bytes.starts_with(b"\xFE\xFF") {
        return Err("UTF-16 text; only UTF-8 is read".into());
    }
    String::from_utf8(bytes).map_err(|error| {
        let valid = error.utf8_error().valid_up_to();
        let line = error.as_bytes()[..valid].iter().filter(|b| **b == b'\n').count() + 1;
        format!("not UTF-8 text (byte {valid}, line {line})")
    })
}

fn describe(path: &Path, error: &std::io::Error) -> String {
    let dangling = error.kind() == std::io::ErrorKind::NotFound
        && std::fs::symlink_metadata(path).is_ok_and(|m| m.file_type().is_symlink());
    if dangling {
        return match std::fs::read_link(path) {
            Ok(target) => format!("a link to {}, which does not exist", target.display()),
            Err(_) => "a link to nothing".into(),
        };
    }
    match error.kind() {
        std::io::ErrorKind::NotFound => "no such file or directory".into(),
        std::io::ErrorKind::PermissionDenied => "permission denied".into(),
        _ if error.raw_os_error() == Some(40) => "a link that leads back to itself".into(),
        _ => error.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read_bytes(bytes: &[u8]) -> Result<String, String> {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("a.tf");
        std::fs::write(&path, bytes).unwrap();
        read(&path, &path, 100).map_err(|d| d.message)
    }

    #[test]
    fn byte_order_mark_is_dropped_and_line_ends_kept() {
        assert_eq!(read_bytes(b"\xEF\xBB\xBFa = 1\r\n").unwrap(), "a = 1\r\n");
        assert_eq!(read_bytes(b"").unwrap(), "");
    }

    #[test]
    fn what_cannot_be_read_says_why() {
        assert_eq!(read_bytes(b"ok\n\xFFx").unwrap_err(), "not UTF-8 text (byte 3, line 2)");
        assert!(read_bytes(&[b'a'; 101]).unwrap_err().contains("over the limit of 100"));
        assert_eq!(read_bytes(b"\xFF\xFEa\0").unwrap_err(), "UTF-16 text; only UTF-8 is read");
        let missing = read(Path::new("/nonexistent/x.tf"), Path::new("x.tf"), 10).unwrap_err();
        assert_eq!(missing.message, "no such file or directory");
    }

    #[cfg(unix)]
    #[test]
    fn links_that_lead_nowhere_say_so() {
        let dir = tempfile::tempdir().unwrap();
        let dangling = dir.path().join("a.tf");
        std::os::unix::fs::symlink("gone.tf", &dangling).unwrap();
        let error = read(&dangling, &dangling, 10).unwrap_err();
        assert_eq!(error.message, "a link to gone.tf, which does not exist");
        let looping = dir.path().join("b.tf");
        std::os::unix::fs::symlink("b.tf", &looping).unwrap();
        let error = read(&looping, &looping, 10).unwrap_err();
        assert_eq!(error.message, "a link that leads back to itself");
        let pipe = read(Path::new("/dev/null"), Path::new("n"), 10).unwrap_err();
        assert_eq!(pipe.message, "not a regular file");
    }
}
