//! What surrounds the command: terminals and environment variables.

use std::io::{self, IsTerminal, Write};

use super::args::ColorChoice;
use crate::report::DEFAULT_WIDTH;

/// What surrounds the command; tests make their own.
pub struct Environment<'a> {
    /// Standard output.
    pub stdout: &'a mut dyn Write,
    /// Standard error.
    pub stderr: &'a mut dyn Write,
    /// Whether standard output is a terminal.
    pub stdout_is_terminal: bool,
    /// Whether standard error is.
    pub stderr_is_terminal: bool,
    /// The columns of the terminal that standard output is.
    pub columns: Option<usize>,
    /// The value of an environment variable.
    pub variable: &'a dyn Fn(&str) -> Option<String>,
}

impl Environment<'_> {
    /// Whether text on standard output is coloured.
    pub fn color(&self, choice: ColorChoice) -> bool {
        colored(choice, self.stdout_is_terminal, self.variable)
    }

    /// Whether text on standard error is coloured.
    pub fn error_color(&self, choice: ColorChoice) -> bool {
        colored(choice, self.stderr_is_terminal, self.variable)
    }

    /// The time that things are judged at, in seconds since 1970: `SOURCE_DATE_EPOCH` if it is
    /// set, so that a result can be had again, else the clock's.
    ///
    /// <https://reproducible-builds.org/specs/source-date-epoch/>
    pub fn now(&self) -> i64 {
        let set = (self.variable)("SOURCE_DATE_EPOCH").and_then(|text| text.trim().parse().ok());
        set.unwrap_or_else(|| {
            let since = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH);
            since.map_or(0, |since| since.as_secs() as i64)
        })
    }

    /// The columns that text on standard output may take.
    pub fn width(&self) -> usize {
        self.columns.map_or(DEFAULT_WIDTH, |columns| columns.clamp(60, 200))
    }
}

/// Calls `run` with the real surroundings.
pub fn with_real<T>(run: impl FnOnce(&mut Environment) -> T) -> T {
    // Colours are decided by us; anstream translates them for old Windows consoles.
    let stdout = anstream::AutoStream::new(io::stdout(), anstream::ColorChoice::Always);
    let mut stderr = anstream::AutoStream::new(io::stderr(), anstream::ColorChoice::Always);
    let stdout_is_terminal = io::stdout().is_terminal();
    let columns = terminal_size::terminal_size().map(|(width, _)| usize::from(width.0));
    run(&mut Environment {
        stdout: &mut io::BufWriter::with_capacity(1 << 16, stdout),
        stderr: &mut stderr,
        stdout_is_terminal,
        stderr_is_terminal: io::stderr().is_terminal(),
        columns: columns.filter(|_| stdout_is_terminal),
        variable: &|name| std::env::var(name).ok(),
    })
}

fn colored(choice: ColorChoice, terminal: bool, variable: &dyn Fn(&str) -> Option<String>) -> bool {
    let set = |name: &str| variable(name).is_some_and(|value| !value.is_empty());
    let on = |name: &str| variable(name).is_some_and(|value| !value.is_empty() && value != "0");
    match choice {
        ColorChoice::Always => true,
        ColorChoice::Never => false,
        ColorChoice::Auto if set("NO_COLOR") => false,
        ColorChoice::Auto if on("FORCE_COLOR") || on("CLICOLOR_FORCE") => true,
        ColorChoice::Auto => {
            let off = ["CLICOLOR", "FORCE_COLOR"];
            let off = off.iter().any(|name| variable(name).as_deref() == Some("0"));
            terminal && !off && variable("TERM").as_deref() != Some("dumb")
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn auto(terminal: bool, variables: &[(&str, &str)]) -> bool {
        let variable = |name: &str| {
            let found = variables.iter().find(|(key, _)| *key == name);
            found.map(|(_, value)| value.to_string())
        };
        colored(ColorChoice::Auto, terminal, &variable)
    }

    #[test]
    fn colours_follow_the_conventions() {
        assert!(auto(true, &[]));
        assert!(!auto(false, &[]));
        assert!(!auto(true, &[("NO_COLOR", "1")]));
        assert!(auto(true, &[("NO_COLOR", "")]), "empty is not set");
        assert!(auto(false, &[("FORCE_COLOR", "1")]));
        assert!(auto(false, &[("CLICOLOR_FORCE", "1")]));
        assert!(!auto(false, &[("CLICOLOR_FORCE", "0")]));
        assert!(!auto(true, &[("FORCE_COLOR", "0")]));
        assert!(!auto(true, &[("TERM", "dumb")]));
        assert!(!auto(true, &[("CLICOLOR", "0")]));
        assert!(!auto(true, &[("NO_COLOR", "1"), ("FORCE_COLOR", "1")]));
        assert!(colored(ColorChoice::Always, false, &|_| Some("dumb".into())));
        assert!(!colored(ColorChoice::Never, true, &|_| None));
    }
}
