//! `iacscan [PATH]...`

use std::io::Write;
use std::path::PathBuf;
use std::time::{Instant, SystemTime};

use super::Exit;
use super::args::{Command, ScanArgs};
use super::engine::Engine;
use super::environment::Environment;
use super::failure::Failure;
use super::output::{self, forgive_closed_pipe};
use super::progress::Bar;
use super::select::select;
use super::settings::Settings;
use super::{base, baseline};
use crate::config::{Config, Request};
use crate::finding::{Finding, Outcome, assign_fingerprints};
use crate::report::{Catalogue, Format, Masks, Options, Report};
use crate::source::{Root, Sources};

/// Scans and reports.
pub fn run(
    args: &ScanArgs,
    environment: &mut Environment,
    engine: &dyn Engine,
) -> Result<Exit, Failure> {
    let (start, started) = (Instant::now(), SystemTime::now());
    let outputs = output::plan(args, environment)?;
    let paths = match args.paths.is_empty() {
        true => vec![PathBuf::from(".")],
        false => args.paths.clone(),
    };
    mistaken_for_paths(&paths)?;
    let mut settings = Settings::load(&paths, &args.common, engine)?;
    overlay(&mut settings.config, args);
    let rules =
        select(&settings.rules, &settings.config, &settings.sources, &args.rule, &args.skip_rule)?;
    let request = Request {
        rules,
        config: settings.config,
        jobs: args.input.jobs,
        var_files: args.input.var_file.clone(),
        parameters: args.input.parameters.clone(),
        source: args.input.source.clone(),
        vars: args.input.var.clone(),
        base: base::find(args, &paths, environment)?,
        paths,
        now: environment.now(),
    };

    let sources = Sources::new();
    let outcome = scan(&request, &sources, args, environment, engine);
    let root = Root::of(&request.paths[0]);
    // Of all that was found, shown or not: its line may be shown for another reason.
    let masks = Masks::of(&outcome, &sources);
    let outcome = adjust(outcome, &request, args, &settings.rules, &sources, &root)?;
    for output in &outputs {
        let to_stdout = output.file.is_none();
        let options = Options {
            root: root.clone(),
            color: to_stdout && environment.color(args.common.color),
            width: if to_stdout { environment.width() } else { crate::report::DEFAULT_WIDTH },
            quiet: args.quiet,
            show_undecided: args.show_undecided,
            elapsed: Some(start.elapsed()),
            started: Some(started),
        };
        let report = Report {
            outcome: &outcome,
            sources: &sources,
            rules: &settings.rules,
            options: &options,
            masks: &masks,
        };
        match &output.file {
            Some(file) => output::write_file(file, |out| report.write(output.format, out))?,
            None => forgive_closed_pipe(report.write(output.format, environment.stdout))?,
        }
        if to_stdout && output.format == Format::Github {
            let write = |out: &mut dyn Write| report.write(Format::Markdown, out);
            // The log has it all: the job does not fail for want of a summary.
            if let Err(failure) = output::add_to_summary(environment, write) {
                failure.print(false, environment.stderr);
            }
        }
    }
    let unread = outcome.diagnostics.iter().filter(|found| found.kind.is_unread()).count();
    // A report that does not show why the exit code is 2 leaves it to this line.
    let shows = |format| matches!(format, Format::Text | Format::Github);
    let told = outputs.iter().any(|o| o.file.is_none() && shows(o.format)) && !args.quiet;
    if unread > 0 && !told {
        let inputs = if unread == 1 { "1 input" } else { &format!("{unread} inputs") };
        let _ = writeln!(environment.stderr, "error: {inputs} could not be read");
    }
    Ok(exit(&outcome, &request.config))
}

/// What the command line says goes over what the configuration says.
fn overlay(config: &mut Config, args: &ScanArgs) {
    config.pedantic |= args.pedantic;
    config.account_baseline |= args.account_baseline;
    config.fail_on = args.fail_on.unwrap_or(config.fail_on);
    config.min_severity = args.min_severity.unwrap_or(config.min_severity);
    config.suppressions.policy.no_inline |= args.no_inline_ignores;
}

fn scan(
    request: &Request,
    sources: &Sources,
    args: &ScanArgs,
    environment: &Environment,
    engine: &dyn Engine,
) -> Outcome {
    let set = |name| (environment.variable)(name).is_some_and(|value| !value.is_empty());
    // The log of a pipeline may say that it is a terminal, and still keeps every line.
    let log = set("CI") || (environment.variable)("TERM").as_deref() == Some("dumb");
    if !environment.stderr_is_terminal || args.quiet || log {
        return engine.scan(request, sources, &());
    }
    let bar = Bar::new();
    let outcome = engine.scan(request, sources, &bar);
    bar.finish();
    outcome
}

/// The outcome as the user wants it: with their severities, without what is below the
/// lowest, every finding with its fingerprint.
fn adjust(
    mut outcome: Outcome,
    request: &Request,
    args: &ScanArgs,
    rules: &Catalogue,
    sources: &Sources,
    root: &Root,
) -> Result<Outcome, Failure> {
    let config = &request.config;
    for finding in &mut outcome.findings {
        if let Some(severity) = config.severity.get(finding.rule.as_str()) {
            finding.severity = severity.value;
        }
    }
    // Before any is left out: what is shown must not change what it is known by.
    assign_fingerprints(&mut outcome.findings, sources, |path| root.relative(path));
    baseline::apply(&mut outcome, request, args, sources, root)?;
    let least = config.min_severity;
    if let Some(base) = &mut outcome.base {
        let known = |finding: &&Finding| finding.known && finding.severity >= least;
        let known = outcome.findings.iter().filter(known);
        base.known = known.filter(|finding| finding.suppression.is_none()).count();
        outcome.findings.retain(|finding| !finding.known);
    }
    outcome.findings.retain(|finding| finding.severity >= least);
    outcome.undecided.retain(|undecided| {
        let own = config.severity.get(undecided.rule.as_str()).map(|severity| severity.value);
        let severity = own.or(rules.get(&undecided.rule).map(|rule| rule.severity));
        severity.is_none_or(|severity| severity >= least)
    });
    Ok(outcome)
}

fn exit(outcome: &Outcome, config: &Config) -> Exit {
    if outcome.diagnostics.iter().any(|found| found.kind.is_unread()) {
        return Exit::Error;
    }
    match outcome.counting().any(|finding| config.fail_on.fails(finding.severity)) {
        true => Exit::Findings,
        false => Exit::Clean,
    }
}

/// A path that is not there but has the name of a command, or nearly so, was meant as one.
fn mistaken_for_paths(paths: &[PathBuf]) -> Result<(), Failure> {
    use clap::Subcommand;
    let commands = Command::augment_subcommands(clap::Command::new("iacscan"));
    let names: Vec<&str> = commands.get_subcommands().map(clap::Command::get_name).collect();
    for path in paths.iter().filter(|path| path.symlink_metadata().is_err()) {
        let Some(text) = path.to_str() else { continue };
        let hint = match names.iter().find(|name| **name == text) {
            Some(name) => Some(format!("the command goes first: iacscan {name}")),
            None if text.contains(['/', '.']) => None,
            None => crate::config::closest(text, names.iter().copied())
                .map(|name| format!("is the command meant: iacscan {name}?")),
        };
        if let Some(hint) = hint {
            return Err(format!("no file or directory '{text}'; {hint}").into());
        }
    }
    Ok(())
}
