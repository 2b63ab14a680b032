//! `iacscan schema`

use super::Exit;
use super::environment::Environment;
use super::failure::Failure;
use super::output::forgive_closed_pipe;
use crate::config::schema;

/// Prints the JSON Schema of the configuration file.
pub fn run(environment: &mut Environment) -> Result<Exit, Failure> {
    forgive_closed_pipe(writeln!(environment.stdout, "{:#}", schema()))?;
    Ok(Exit::Clean)
}
