//! `iacscan rules`

use super::Exit;
use super::args::{ListFormat, RulesArgs};
use super::engine::Engine;
use super::environment::Environment;
use super::failure::Failure;
use super::output::forgive_closed_pipe;
use super::settings::Settings;
use crate::report::{Catalogue, RuleInfo, list_json, list_text};

/// Lists all rules, with the user's own.
pub fn run(
    args: &RulesArgs,
    environment: &mut Environment,
    engine: &dyn Engine,
) -> Result<Exit, Failure> {
    let settings = Settings::load(&[".".into()], &args.common, engine)?;
    let rules = chosen(args, &settings.rules)?;
    let color = environment.color(args.common.color);
    forgive_closed_pipe(match args.format {
        ListFormat::Text => list_text(&rules, color, environment.stdout),
        ListFormat::Json => list_json(&rules, environment.stdout),
    })?;
    Ok(Exit::Clean)
}

/// The rules that pass every filter given.
fn chosen(args: &RulesArgs, all: &Catalogue) -> Result<Catalogue, Failure> {
    for pack in &args.pack {
        if !all.ids().any(|id| RuleInfo::pack(id) == pack) {
            return Err(format!("no pack '{pack}'").into());
        }
    }
    for control in &args.control {
        if !all.rules().iter().any(|rule| serves(rule, control)) {
            return Err(format!("no rule serves '{control}'").into());
        }
    }
    let any = |given: bool, passes: bool| !given || passes;
    let passes = |rule: &&RuleInfo| {
        any(!args.pack.is_empty(), args.pack.iter().any(|pack| RuleInfo::pack(&rule.id) == pack))
            && any(!args.severity.is_empty(), args.severity.contains(&rule.severity))
            && any(!args.level.is_empty(), args.level.contains(&rule.level))
            && any(!args.control.is_empty(), args.control.iter().any(|c| serves(rule, c)))
    };
    Ok(Catalogue::new(all.rules().iter().filter(passes).cloned().collect()))
}

/// Whether a rule serves a control, or one of a benchmark: `CIS-7.0` is `CIS-7.0/2.14`, too.
fn serves(rule: &RuleInfo, control: &str) -> bool {
    rule.controls.iter().any(|own| {
        let rest = own.get(..control.len()).filter(|start| start.eq_ignore_ascii_case(control));
        rest.is_some() && matches!(own.as_bytes().get(control.len()), None | Some(b'/' | b' '))
    })
}
