use std::path::{Path, PathBuf};

use serde_saphyr::Spanned;

use super::file::{EnvironmentFile, File, SuppressionsFile};
use super::{Config, Environment, Located, problem};
use crate::source::{Diagnostic, Exclude, FileId, Root, SourceFile, Sources, Span, read};
use crate::suppress;

/// A configuration larger than this is a mistake.
const SIZE_LIMIT: u64 = 1 << 20;

/// Reads a configuration file into `sources`, where diagnostics point.
///
/// Rules and values may lie anywhere if the user chose the file (`chosen`), else only in the
/// file's own repository: what is scanned must not make us read elsewhere.
///
/// # Errors
/// What is wrong, and where.
pub fn load(path: &Path, sources: &Sources, chosen: bool) -> Result<Config, Diagnostic> {
    let text = read(path, path, SIZE_LIMIT)?;
    let id = sources.add(path, text);
    let file = sources.get(id);
    let source = Source { id, file: &file };
    // A file of nothing but comments is a configuration that changes nothing.
    let parsed: Option<File> = serde_saphyr::from_str(file.text())
        .map_err(|error| problem::describe(&error, id, &file))?;
    let parsed = parsed.unwrap_or_default();
    let dir = path.parent().unwrap_or(Path::new(""));

    let globs: Vec<&str> = parsed.exclude.iter().map(|glob| glob.value.as_str()).collect();
    let exclude = Exclude::new(dir, &globs).map_err(|(index, message)| {
        Diagnostic::syntax(source.span(&parsed.exclude[index]), message)
    })?;
    let rules = parsed.rules.iter().map(|folder| source.folder(folder, dir, chosen));
    let mut severity = std::collections::BTreeMap::new();
    for (rule, value) in &parsed.severity {
        let span = source.key_before(rule, source.span(value));
        severity.insert(rule.clone(), Located { value: value.value, span });
    }
    let mut suppressions = suppressions(parsed.suppressions, dir, &source)?;
    suppressions.file = Some((path.to_path_buf(), file.shared_text()));
    let defaults = Config::default();
    Ok(Config {
        suppressions,
        path: Some(path.to_path_buf()),
        rules: rules.collect::<Result<_, _>>()?,
        account_id: parsed.account_id,
        region: parsed.region,
        trusted_accounts: parsed.trusted_accounts,
        environments: environments(&parsed.environments, dir, &source, chosen)?,
        exclude,
        max_file_size: parsed.max_file_size.map_or(defaults.max_file_size, |size| size.0),
        only_rules: source.located(parsed.only_rules),
        skip_rules: source.located(parsed.skip_rules),
        severity,
        pedantic: parsed.pedantic,
        account_baseline: parsed.account_baseline,
        fail_on: parsed.fail_on.unwrap_or_default(),
        min_severity: parsed.min_severity.unwrap_or(defaults.min_severity),
    })
}

fn suppressions(
    given: SuppressionsFile,
    dir: &Path,
    source: &Source,
) -> Result<suppress::Settings, Diagnostic> {
    let policy = suppress::Policy {
        no_inline: !given.inline,
        require_reason: given.require_reason,
        require_until: given.require_until,
        max_days: given.max_days,
    };
    let mut configured = vec![];
    for ignore in given.ignore {
        let span = source.span(&ignore);
        let ignore = ignore.value;
        let globs: Vec<&str> = ignore.paths.iter().map(|glob| glob.value.as_str()).collect();
        let paths = Exclude::new(dir, &globs).map_err(|(index, message)| {
            Diagnostic::syntax(source.span(&ignore.paths[index]), message)
        })?;
        configured.push(suppress::Configured {
            given: suppress::Given {
                rules: ignore.rules,
                until: ignore.until,
                reason: ignore.reason,
            },
            paths: (!globs.is_empty()).then_some(paths),
            addresses: ignore.addresses,
            span,
        });
    }
    Ok(suppress::Settings { policy, configured, file: None })
}

fn environments(
    given: &[EnvironmentFile],
    dir: &Path,
    source: &Source,
    chosen: bool,
) -> Result<Vec<Environment>, Diagnostic> {
    let mut environments: Vec<Environment> = vec![];
    let paths = |files: &[Spanned<String>]| -> Result<Vec<PathBuf>, Diagnostic> {
        files.iter().map(|file| source.within(file, dir, chosen, "values")).collect()
    };
    for environment in given {
        let Some(name) = &environment.name else {
            return Err(Diagnostic::syntax(
                Span::new(source.id, 0, 0),
                "an environment has no name",
            ));
        };
        if environments.iter().any(|known| known.name == name.value) {
            let message = format!("there are two environments '{}'", name.value);
            return Err(Diagnostic::syntax(source.span(name), message));
        }
        environments.push(Environment {
            name: name.value.clone(),
            region: environment.region.clone(),
            var_files: paths(&environment.var_files)?,
            workspace: environment.workspace.clone(),
            parameters: paths(&environment.parameters)?,
        });
    }
    Ok(environments)
}

/// The file that is being read.
struct Source<'a> {
    id: FileId,
    file: &'a SourceFile,
}

impl Source<'_> {
    fn span<T>(&self, value: &Spanned<T>) -> Span {
        problem::span(value.referenced, self.id, self.file)
    }

    fn located(&self, values: Vec<Spanned<String>>) -> Vec<Located<String>> {
        let located = |value: Spanned<String>| {
            let span = self.span(&value);
            Located { value: value.value, span }
        };
        values.into_iter().map(located).collect()
    }

    /// The key that stands before a value; the value itself if it is not written as such.
    fn key_before(&self, key: &str, value: Span) -> Span {
        let found = self.file.text()[..value.start as usize].rfind(key);
        found.map_or(value, |start| Span::new(self.id, start, start + key.len()))
    }

    fn folder(
        &self,
        folder: &Spanned<String>,
        dir: &Path,
        chosen: bool,
    ) -> Result<Located<PathBuf>, Diagnostic> {
        let span = self.span(folder);
        let path = dir.join(&folder.value);
        if !path.is_dir() {
            return Err(Diagnostic::syntax(span, format!("no folder {}", path.display())));
        }
        let path = self.within(folder, dir, chosen, "rules")?;
        Ok(Located { value: path, span })
    }

    /// A path relative to the file. What the user has not chosen names nothing elsewhere.
    fn within(
        &self,
        given: &Spanned<String>,
        dir: &Path,
        chosen: bool,
        what: &str,
    ) -> Result<PathBuf, Diagnostic> {
        let path = dir.join(&given.value);
        let own = if dir.as_os_str().is_empty() { Path::new(".") } else { dir };
        if chosen || Root::of(own).holds(&path) {
            return Ok(path);
        }
        let message = format!(
            "{what} outside the repository are read only when the configuration is named with \
             --config"
        );
        Err(Diagnostic::syntax(self.span(given), message))
    }
}
