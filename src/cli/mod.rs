//! The command: arguments, one file a command, exit codes.

mod args;
mod base;
mod baseline;
mod engine;
mod environment;
mod explain;
mod failure;
mod migrate;
mod model;
mod output;
mod policy;
mod progress;
mod rules;
mod scan;
mod schema;
mod select;
mod settings;
mod shell;
mod test_rules;
#[cfg(test)]
mod tests;

use std::ffi::OsString;
use std::process::ExitCode;

use clap::{CommandFactory, FromArgMatches};

pub use engine::{Engine, Scanner};
pub use environment::{Environment, with_real};

use args::{Cli, ColorChoice, Command};
use failure::Failure;
use output::forgive_closed_pipe;

/// How a command ended.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Exit {
    /// Nothing to complain about.
    Clean,
    /// Findings at or above `--fail-on`.
    Findings,
    /// An error, or input that could not be read.
    Error,
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> ExitCode {
        match exit {
            Exit::Clean => ExitCode::SUCCESS,
            Exit::Findings => ExitCode::from(1),
            Exit::Error => ExitCode::from(2),
        }
    }
}

/// Runs the command that the arguments name, of which the first is the program's name.
pub fn run(
    args: impl IntoIterator<Item = OsString>,
    environment: &mut Environment,
    engine: &dyn Engine,
) -> Exit {
    let command = Cli::command().long_version(args::LONG_VERSION.as_str());
    let matches = command.try_get_matches_from(args);
    let cli = match matches.and_then(|matches| Cli::from_arg_matches(&matches)) {
        Ok(cli) => cli,
        Err(error) => return usage(&error, environment),
    };
    let color = match &cli.command {
        None => cli.scan.common.color,
        Some(Command::Rules(args)) => args.common.color,
        Some(Command::Explain(args)) => args.common.color,
        Some(Command::Migrate(args)) => args.common.color,
        Some(Command::Model(args)) => args.common.color,
        Some(Command::Policy(args)) => args.color(),
        Some(
            Command::TestRules(_) | Command::Schema | Command::Completions(_) | Command::Man(_),
        ) => ColorChoice::Auto,
    };
    let done = match cli.command {
        None => scan::run(&cli.scan, environment, engine),
        Some(Command::Rules(args)) => rules::run(&args, environment, engine),
        Some(Command::Explain(args)) => explain::run(&args, environment, engine),
        Some(Command::Migrate(args)) => migrate::run(&args, environment, engine),
        Some(Command::Model(args)) => model::run(&args, environment, engine),
        Some(Command::Policy(args)) => policy::run(&args, environment, engine),
        Some(Command::TestRules(args)) => test_rules::run(&args, environment),
        Some(Command::Schema) => schema::run(environment),
        Some(Command::Completions(args)) => shell::completions(&args, environment),
        Some(Command::Man(args)) => shell::man(&args, environment),
    };
    let flushed = forgive_closed_pipe(environment.stdout.flush()).map_err(Failure::from);
    match done.and_then(|exit| flushed.map(|()| exit)) {
        Ok(exit) => exit,
        Err(failure) => {
            failure.print(environment.error_color(color), environment.stderr);
            Exit::Error
        }
    }
}

/// Help, the version, or what is wrong with the arguments.
fn usage(error: &clap::Error, environment: &mut Environment) -> Exit {
    let text = error.render();
    let show = |color| if color { text.ansi().to_string() } else { text.to_string() };
    if error.use_stderr() {
        // It repeats arguments, which in a pipeline may come from anybody.
        let typed = environment.stderr_is_terminal && environment.error_color(ColorChoice::Auto);
        let text = if typed { show(true) } else { crate::report::harmless_lines(&show(false)) };
        let _ = write!(environment.stderr, "{text}");
        return Exit::Error;
    }
    let text = show(environment.color(ColorChoice::Auto));
    let written = write!(environment.stdout, "{text}").and_then(|()| environment.stdout.flush());
    match forgive_closed_pipe(written) {
        Ok(()) => Exit::Clean,
        Err(_) => Exit::Error,
    }
}
