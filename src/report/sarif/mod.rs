//! SARIF.
use super::Report;
use std::io::{self, Write};
/// Writes.
pub fn write(_report: &Report, _out: &mut dyn Write) -> io::Result<()> {
    Ok(())
}
