//! `iacscan completions SHELL` and `iacscan man [COMMAND]`

use clap::CommandFactory;

use super::Exit;
use super::args::{Cli, CompletionsArgs, ManArgs};
use super::environment::Environment;
use super::failure::Failure;
use super::output::forgive_closed_pipe;

/// Prints the script that completes what is typed.
pub fn completions(args: &CompletionsArgs, environment: &mut Environment) -> Result<Exit, Failure> {
    // It does not survive a reader that went away.
    let mut script = vec![];
    clap_complete::generate(args.shell, &mut Cli::command(), "iacscan", &mut script);
    forgive_closed_pipe(environment.stdout.write_all(&script))?;
    Ok(Exit::Clean)
}

/// Prints a manual page, as roff.
pub fn man(args: &ManArgs, environment: &mut Environment) -> Result<Exit, Failure> {
    let mut command = Cli::command();
    command.build();
    let page = match &args.command {
        None => command,
        Some(name) => {
            let found = command.find_subcommand(name).cloned();
            found.ok_or_else(|| format!("there is no command '{name}'"))?
        }
    };
    forgive_closed_pipe(clap_mangen::Man::new(page).render(environment.stdout))?;
    Ok(Exit::Clean)
}
