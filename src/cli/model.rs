//! `iacscan model PATH`

use std::sync::Arc;

use super::Exit;
use super::args::ModelArgs;
use super::engine::Engine;
use super::environment::Environment;
use super::failure::Failure;
use super::output::forgive_closed_pipe;
use super::settings::Settings;
use crate::config::Request;
use crate::source::Sources;

/// Prints the neutral model.
pub fn run(
    args: &ModelArgs,
    environment: &mut Environment,
    engine: &dyn Engine,
) -> Result<Exit, Failure> {
    let paths = vec![args.path.clone()];
    let settings = Settings::load(&paths, &args.common, engine)?;
    let request = Request {
        paths,
        config: settings.config,
        jobs: args.input.jobs,
        var_files: args.input.var_file.clone(),
        parameters: args.input.parameters.clone(),
        source: args.input.source.clone(),
        vars: args.input.var.clone(),
        now: environment.now(),
        ..Request::default()
    };
    let sources = Arc::new(Sources::new());
    let (model, diagnostics) = engine.model(&request, args.resources, &sources);
    let mut write = || {
        serde_json::to_writer_pretty(&mut *environment.stdout, &model)?;
        writeln!(environment.stdout)
    };
    forgive_closed_pipe(write())?;
    let unread = diagnostics.iter().any(|found| found.kind.is_unread());
    let color = environment.error_color(args.common.color);
    Failure::Diagnostics(sources, diagnostics).print(color, environment.stderr);
    Ok(if unread { Exit::Error } else { Exit::Clean })
}
