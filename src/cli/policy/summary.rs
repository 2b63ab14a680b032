//! `iacscan policy summary`

use super::args::SummaryArgs;
use super::subject::Loader;
use crate::cli::Exit;
use crate::cli::engine::Engine;
use crate::cli::environment::Environment;
use crate::cli::failure::Failure;
use crate::iam::summarize;
use crate::report::policy::{Summed, summary_json, summary_text};

/// Sums up what policies allow.
pub fn run(
    args: &SummaryArgs,
    environment: &mut Environment,
    engine: &dyn Engine,
) -> Result<Exit, Failure> {
    let mut loader = Loader::new(&args.ask, engine);
    let (subjects, failed) =
        super::each(&args.files, &mut loader, environment, |loader, name| loader.each_policy(name));
    let all: Vec<Summed> = subjects
        .iter()
        .map(|subject| Summed {
            policy: subject.name.clone(),
            services: summarize(&[&subject.document]),
            has_unknown: subject.unknown().is_some(),
        })
        .collect();
    let exit = if failed { Exit::Error } else { Exit::Clean };
    super::answer(
        exit,
        &mut loader,
        environment,
        |view, out| summary_text(view, &all, out),
        |view, out| summary_json(view, &all, out),
    )
}
