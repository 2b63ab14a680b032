//! `iacscan test-rules DIR`

use std::num::NonZeroUsize;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::Exit;
use super::args::TestRulesArgs;
use super::environment::Environment;
use super::failure::Failure;
use super::output::forgive_closed_pipe;
use crate::config::{Config, Request};
use crate::rules::{self, Example, Rule};
use crate::scan;
use crate::source::Sources;

/// The account that examples are of.
const ACCOUNT: &str = "123456789012";

/// Judges the examples of a folder of rules.
pub fn run(args: &TestRulesArgs, environment: &mut Environment) -> Result<Exit, Failure> {
    if !args.folder.is_dir() {
        return Err(format!("no folder {}", args.folder.display()).into());
    }
    let sources = Arc::new(Sources::new());
    let pack = rules::load_pack(&args.folder, &sources)
        .map_err(|errors| Failure::Diagnostics(sources.clone(), errors))?;
    if pack.is_empty() {
        return Err(format!("no rules in {}", args.folder.display()).into());
    }
    let scratch = Scratch::new()?;
    let (mut judged, mut wrong) = (0, 0);
    for rule in &pack {
        let text = rule.text().unwrap_or_default();
        let examples = match rules::examples(&text) {
            Ok(examples) => examples,
            Err(error) => return Err(format!("{}: {error}", rule.id).into()),
        };
        let mut faults = vec![];
        for (index, example) in examples.iter().enumerate() {
            judged += 1;
            if let Some(fault) = judge(rule, &pack, example, &scratch, environment)? {
                faults.push(format!("example {}: {fault}", index + 1));
            }
        }
        if !examples.iter().any(|example| example.bad) {
            faults.push("it has no bad example: nothing shows that it finds anything".into());
        }
        if !examples.iter().any(|example| !example.bad) {
            faults.push("it has no good example: nothing shows what it leaves alone".into());
        }
        wrong += faults.len();
        let mark = if faults.is_empty() { "ok    " } else { "FAILED" };
        let line = format!("{mark}  {}  {} examples", rule.id, examples.len());
        forgive_closed_pipe(writeln!(environment.stdout, "{line}"))?;
        for fault in faults {
            forgive_closed_pipe(writeln!(environment.stdout, "        {fault}"))?;
        }
    }
    let summary = format!("\n{} rules, {judged} examples, {wrong} wrong", pack.len());
    forgive_closed_pipe(writeln!(environment.stdout, "{summary}"))?;
    Ok(if wrong == 0 { Exit::Clean } else { Exit::Findings })
}

/// What is wrong with the judgement of an example.
fn judge(
    rule: &Rule,
    pack: &[Rule],
    example: &Example,
    scratch: &Scratch,
    environment: &Environment,
) -> Result<Option<String>, Failure> {
    let path = scratch.write(example)?;
    let request = Request {
        paths: vec![path.clone()],
        config: Config { account_id: ACCOUNT.parse().ok(), ..Config::default() },
        rules: vec![rule.id.to_string()],
        jobs: NonZeroUsize::new(1),
        now: environment.now(),
        ..Request::default()
    };
    let sources = Sources::new();
    let outcome = scan::run(&request, pack, &sources, &());
    if let Some(diagnostic) = outcome.diagnostics.first() {
        return Ok(Some(format!("it is not valid: {}", diagnostic.message)));
    }
    let lines: Vec<usize> =
        outcome.findings.iter().map(|f| sources.start(f.primary).line).collect();
    Ok(match (example.bad, lines.as_slice(), example.marked_line()) {
        (true, [], _) => Some(match outcome.undecided.first() {
            Some(check) => format!("it is bad and undecided: {}", check.reason),
            None => "it is bad and not found".into(),
        }),
        (true, found, Some(line)) if !found.contains(&line) => {
            Some(format!("it is found at line {}, and marked at line {line}", found[0]))
        }
        (false, [line, ..], _) => {
            Some(format!("it is good and found at line {line}: {}", outcome.findings[0].message))
        }
        _ => None,
    })
}

/// A folder of its own for one example at a time, removed at the end.
struct Scratch(PathBuf);

impl Scratch {
    fn new() -> Result<Scratch, Failure> {
        let folder = std::env::temp_dir().join(format!("iacscan-examples-{}", std::process::id()));
        std::fs::create_dir_all(&folder).map_err(|error| problem(&folder, &error))?;
        Ok(Scratch(folder))
    }

    fn write(&self, example: &Example) -> Result<PathBuf, Failure> {
        let path = self.0.join(example.file_name());
        std::fs::write(&path, &example.text).map_err(|error| problem(&path, &error))?;
        Ok(path)
    }
}

impl Drop for Scratch {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

fn problem(path: &Path, error: &std::io::Error) -> Failure {
    format!("{}: {error}", path.display()).into()
}
