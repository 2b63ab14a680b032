//! `iacscan explain RULE`

use super::Exit;
use super::args::ExplainArgs;
use super::engine::Engine;
use super::environment::Environment;
use super::failure::Failure;
use super::output::forgive_closed_pipe;
use super::select::no_rule;
use super::settings::Settings;
use crate::report::{RuleInfo, explain};

/// Explains one rule.
pub fn run(
    args: &ExplainArgs,
    environment: &mut Environment,
    engine: &dyn Engine,
) -> Result<Exit, Failure> {
    let settings = Settings::load(&[".".into()], &args.common, engine)?;
    let Some(rule) = settings.rules.get(&args.rule) else {
        return Err(no_rule(&args.rule, &settings.rules).into());
    };
    let rule = &RuleInfo { examples: engine.examples(&rule.id), ..rule.clone() };
    let color = environment.color(args.common.color);
    forgive_closed_pipe(explain(rule, color, environment.stdout))?;
    Ok(Exit::Clean)
}
