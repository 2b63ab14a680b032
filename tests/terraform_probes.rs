//! Probes of composed values: each file of `testdata/terraform-probes` is a small configuration and what
//! a careful engineer expects of it.
//!
//! A probe says in words what it is about; then come `name: value` lines, then files after
//! `-- path --`. Only the `rule` runs. It has to find every line that ends in `# <--`, to leave
//! every line that ends in `# ?` undecided (for a reason that holds the text of `because`), and
//! to say nothing of any other. `at: file:line` stands for a mark in a file without comments,
//! `says` is a part of a diagnostic (without it there must be none); `var`, `var-file` and
//! `workspace` are what the user gives.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use iacscan::config::{Config, Environment, Request};
use iacscan::rules::builtin;
use iacscan::scan;
use iacscan::source::{Sources, Span};

#[derive(Default)]
struct Probe {
    headers: BTreeMap<String, String>,
    files: Vec<(String, String)>,
}

impl Probe {
    fn parse(text: &str) -> Probe {
        let mut probe = Probe::default();
        for line in text.lines() {
            if let Some(path) = line.strip_prefix("-- ").and_then(|l| l.strip_suffix(" --")) {
                probe.files.push((path.to_owned(), String::new()));
            } else if let Some((_, text)) = probe.files.last_mut() {
                text.push_str(line);
                text.push('\n');
            } else if let Some((name, value)) = line.split_once(": ")
                && !name.contains(' ')
            {
                probe.headers.insert(name.to_owned(), value.to_owned());
            }
        }
        probe
    }

    fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name).map(String::as_str)
    }

    /// Places as `file:line` that carry a mark.
    fn marked(&self, mark: &str) -> BTreeSet<String> {
        let lines = self.files.iter().flat_map(|(path, text)| {
            let marked = text.lines().enumerate().filter(|(_, line)| line.ends_with(mark));
            marked.map(move |(index, _)| format!("{path}:{}", index + 1))
        });
        lines.collect()
    }

    /// What is not as expected.
    fn run(&self) -> Result<(), String> {
        let dir = tempfile::tempdir().map_err(|error| error.to_string())?;
        // A repository of its own: nothing outside is read.
        std::fs::create_dir(dir.path().join(".git")).unwrap();
        for (path, text) in &self.files {
            let path = dir.path().join(path);
            std::fs::create_dir_all(path.parent().unwrap()).unwrap();
            std::fs::write(path, text).unwrap();
        }
        let rules = builtin();
        let mut config = Config::default();
        if let Some(workspace) = self.header("workspace") {
            config.environments.push(Environment {
                name: "it".into(),
                var_files: vec![],
                workspace: Some(workspace.into()),
                region: None,
                parameters: vec![],
            });
        }
        let var = self.header("var").and_then(|var| var.split_once('='));
        let request = Request {
            paths: vec![dir.path().to_path_buf()],
            config,
            rules: vec![self.header("rule").ok_or("no rule")?.to_owned()],
            var_files: self.header("var-file").iter().map(|file| dir.path().join(file)).collect(),
            vars: var.iter().map(|(name, value)| ((*name).into(), (*value).into())).collect(),
            ..Request::default()
        };
        let sources = Sources::new();
        let outcome = scan::run(&request, &rules, &sources, &());
        let place = |span: Span| {
            let path = sources.path(span.file).to_path_buf();
            let path = path.strip_prefix(dir.path()).unwrap_or(&path).display().to_string();
            format!("{path}:{}", sources.start(span).line)
        };
        let found: Vec<String> = outcome.findings.iter().map(|f| place(f.primary)).collect();
        let mut expected = self.marked("# <--");
        expected.extend(self.header("at").map(str::to_owned));
        let undecided: Vec<_> =
            outcome.undecided.iter().map(|u| (place(u.place), u.reason.clone())).collect();
        if found.iter().cloned().collect::<BTreeSet<_>>() != expected
            || found.len() != expected.len()
        {
            return Err(format!("found {found:?}, not {expected:?}; undecided {undecided:?}"));
        }
        let open: BTreeSet<String> = undecided.iter().map(|(place, _)| place.clone()).collect();
        if open != self.marked("# ?") {
            return Err(format!("undecided {undecided:?}, not {:?}", self.marked("# ?")));
        }
        let because = self.header("because").unwrap_or_default();
        if let Some((_, reason)) = undecided.iter().find(|(_, why)| !why.contains(because)) {
            return Err(format!("undecided because it {reason}, not {because}"));
        }
        let said: Vec<&str> = outcome.diagnostics.iter().map(|d| d.message.as_str()).collect();
        match self.header("says") {
            Some(part) if said.iter().any(|message| message.contains(part)) => Ok(()),
            None if said.is_empty() => Ok(()),
            wanted => Err(format!("said {said:?}, not {wanted:?}")),
        }
    }
}

#[test]
fn probes_are_decided_as_expected() {
    let dir = Path::new(env!("CARGO_MANIFEST_DIR")).join("testdata/terraform-probes");
    let mut paths: Vec<_> =
        std::fs::read_dir(dir).unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    assert!(paths.len() >= 40, "the probes are where they should be");
    let wrong: Vec<String> = paths
        .iter()
        .filter_map(|path| {
            let probe = Probe::parse(&std::fs::read_to_string(path).unwrap());
            let name = path.file_stem().unwrap().to_string_lossy().into_owned();
            probe.run().err().map(|wrong| format!("{name}: {wrong}"))
        })
        .collect();
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}
