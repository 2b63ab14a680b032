//! `iacscan rules`

use super::Exit;
use super::args::{ListFormat, RulesArgs};
use super::engine::Engine;
use super::environment::Environment;
use super::failure::Failure;
use super::output::forgive_closed_pipe;
use super::settings::Settings;
use crate::report::{list_json, list_text};

/// Lists all rules, with the user's own.
pub fn run(
    args: &RulesArgs,
    environment: &mut Environment,
    engine: &dyn Engine,
) -> Result<Exit, Failure> {
    let settings = Settings::load(&[".".into()], &args.common, engine)?;
    let color = environment.color(args.common.color);
    forgive_closed_pipe(match args.format {
        ListFormat::Text => list_text(&settings.rules, color, environment.stdout),
        ListFormat::Json => list_json(&settings.rules, environment.stdout),
    })?;
    Ok(Exit::Clean)
}
