//! `iacscan migrate`

use std::path::PathBuf;

use super::Exit;
use super::args::MigrateArgs;
use super::engine::Engine;
use super::environment::Environment;
use super::failure::Failure;
use super::output::{self, forgive_closed_pipe};
use super::settings::Settings;
use crate::migrate::{apply, migrate, patch};
use crate::source::{Sources, WalkOptions, find, read};

/// Turns skip comments of other tools into ours, or shows how.
pub fn run(
    args: &MigrateArgs,
    environment: &mut Environment,
    engine: &dyn Engine,
) -> Result<Exit, Failure> {
    let paths = match args.paths.is_empty() {
        true => vec![PathBuf::from(".")],
        false => args.paths.clone(),
    };
    let settings = Settings::load(&paths, &args.common, engine)?;
    let options = WalkOptions { threads: 0, exclude: settings.config.exclude.clone() };
    let sources = Sources::new();
    let (mut made, mut files, mut left, mut unread) = (0, 0, vec![], vec![]);
    let mut out = String::new();
    for path in &paths {
        let (found, failed) = find(path, &options);
        unread.extend(failed);
        for found in found {
            let text = match read(&found.path, &found.path, settings.config.max_file_size) {
                Ok(text) => text,
                Err(problem) => {
                    unread.push(problem);
                    continue;
                }
            };
            let id = sources.add(&found.path, text);
            let file = sources.get(id);
            let migration = migrate(id, &file);
            let name = crate::source::slashed(&found.path);
            for (span, message) in migration.left {
                left.push(format!("{name}:{}: {message}", file.position(span.start).line));
            }
            if migration.edits.is_empty() {
                continue;
            }
            made += migration.made;
            files += 1;
            match args.write {
                true => {
                    let new = apply(file.text(), &migration.edits);
                    output::write_file(&found.path, |out| out.write_all(new.as_bytes()))?;
                }
                false => out.push_str(&patch(&name, &file, &migration.edits)),
            }
        }
    }
    for line in &left {
        out.push_str(&format!("left: {line}\n"));
    }
    let done = if args.write { "written" } else { "to write (--write)" };
    out.push_str(&format!("{made} suppressions in {files} files {done}, {} left\n", left.len()));
    // Names and comments may hold anything, that neither a terminal nor a log is to obey. A patch
    // of such lines does not apply; `--write` changes them, too.
    let shown: String = out.split_inclusive('\n').map(harmless).collect();
    forgive_closed_pipe(environment.stdout.write_all(shown.as_bytes()))?;
    if !unread.is_empty() {
        return Err(Failure::Diagnostics(std::sync::Arc::new(sources), unread));
    }
    Ok(if args.check && made > 0 { Exit::Findings } else { Exit::Clean })
}

/// A line with its end.
fn harmless(line: &str) -> String {
    let (line, end) = match line.strip_suffix("\r\n") {
        Some(line) => (line, "\r\n"),
        None => (line.strip_suffix('\n').unwrap_or(line), "\n"),
    };
    crate::report::harmless_lines(line) + end
}
