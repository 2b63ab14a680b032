//! The `iacscan` command.

use std::process::ExitCode;

use iacscan::cli::{self, Scanner};

fn main() -> ExitCode {
    cli::with_real(|environment| cli::run(std::env::args_os(), environment, &Scanner::default()))
        .into()
}
