//! `iacscan policy`: questions about policies, answered by the engine alone.

mod address;
pub mod args;
mod compare;
mod node;
mod public;
mod requests;
mod settle;
mod simulate;
mod subject;
mod summary;
mod validate;

use super::Exit;
use super::args::{ColorChoice, ListFormat};
use super::engine::Engine;
use super::environment::Environment;
use super::failure::Failure;
use crate::report::Options;
use crate::report::policy::View;
use crate::source::Root;

use args::{AskArgs, PolicyArgs, PolicyCommand};
use subject::{Loader, Subject};

/// Answers a question.
pub fn run(
    args: &PolicyArgs,
    environment: &mut Environment,
    engine: &dyn Engine,
) -> Result<Exit, Failure> {
    match &args.command {
        PolicyCommand::Validate(args) => validate::run(args, environment, engine),
        PolicyCommand::Summary(args) => summary::run(args, environment, engine),
        PolicyCommand::Simulate(args) => simulate::run(args, environment, engine),
        PolicyCommand::Compare(args) => compare::run(args, environment, engine),
        PolicyCommand::Public(args) => public::run(args, environment, engine),
    }
}

impl PolicyArgs {
    /// When to use colours.
    pub fn color(&self) -> ColorChoice {
        let ask = match &self.command {
            PolicyCommand::Validate(args) => &args.ask,
            PolicyCommand::Summary(args) => &args.ask,
            PolicyCommand::Simulate(args) => &args.ask,
            PolicyCommand::Compare(args) => &args.ask,
            PolicyCommand::Public(args) => &args.ask,
        };
        ask.common.color
    }
}

/// Reads each of several policies; tells of those that cannot be read and goes on.
fn each<'n>(
    names: &'n [String],
    loader: &mut Loader<'_>,
    environment: &mut Environment,
    read: impl Fn(&mut Loader<'_>, &'n str) -> Result<Vec<Subject>, Failure>,
) -> (Vec<Subject>, bool) {
    let mut all = vec![];
    let mut failed = false;
    for name in names {
        match read(loader, name) {
            Ok(found) => all.extend(found),
            Err(failure) => {
                let color = environment.error_color(loader.args.common.color);
                failure.print(color, environment.stderr);
                failed = true;
            }
        }
    }
    (all, failed)
}

/// Prints an answer, and tells of what went unread beside it.
fn answer(
    exit: Exit,
    loader: &mut Loader<'_>,
    environment: &mut Environment,
    text: impl FnOnce(&View, &mut dyn std::io::Write) -> std::io::Result<()>,
    json: impl FnOnce(&View, &mut dyn std::io::Write) -> std::io::Result<()>,
) -> Result<Exit, Failure> {
    let args: &AskArgs = loader.args;
    let options = Options {
        color: environment.color(args.common.color),
        width: environment.width(),
        ..Options::plain(Root::of(std::path::Path::new(".")))
    };
    let view = View::new(&loader.sources, &options);
    super::output::forgive_closed_pipe(match args.format {
        ListFormat::Text => text(&view, environment.stdout),
        ListFormat::Json => json(&view, environment.stdout),
    })?;
    if loader.unread.is_empty() {
        return Ok(exit);
    }
    let unread = std::mem::take(&mut loader.unread);
    let color = environment.error_color(args.common.color);
    loader.failure(unread).print(color, environment.stderr);
    Ok(Exit::Error)
}
