//! Small templates with what a careful engineer expects of each, through the built program.
//!
//! A line of `testdata/probes/*.yaml` says what is expected at it, after `#!`:
//!
//! - `finding RULE `TEXT``: a finding, whose smallest place is that text,
//! - `undecided RULE REASON`, `invalid MESSAGE`, `unresolved MESSAGE`.
//!
//! Nothing else may be told. `# rules:` names the rules that run, `# parameters:` gives
//! values, `# region:` and `# account:` are those of the configuration. What is expected of a line that takes no
//! comment stands on a line of its own, as `#! LINE: …`.

use std::path::Path;

use assert_cmd::Command;
use serde_json::Value;

/// What is expected or told: line and words, in order.
type Told = Vec<(u64, String)>;

fn expected(text: &str) -> Told {
    let mut told = vec![];
    for (index, line) in text.lines().enumerate() {
        for expectation in line.split("#!").skip(1) {
            let expectation = expectation.trim();
            let elsewhere = expectation
                .split_once(": ")
                .and_then(|(at, rest)| Some((at.parse::<u64>().ok()?, rest)))
                .filter(|_| line.starts_with("#!"));
            told.push(match elsewhere {
                Some((line, rest)) => (line, rest.to_owned()),
                None => (index as u64 + 1, expectation.to_owned()),
            });
        }
    }
    told.sort();
    told
}

/// A header line's value: `# rules: a, b`.
fn header<'t>(text: &'t str, name: &str) -> Option<&'t str> {
    text.lines()
        .take_while(|line| line.starts_with('#'))
        .find_map(|line| line.strip_prefix("# ")?.strip_prefix(name)?.strip_prefix(": "))
}

fn told(name: &str, text: &str) -> Told {
    let dir = tempfile::tempdir().unwrap();
    std::fs::write(dir.path().join(name), text).unwrap();
    let mut command = Command::cargo_bin("iacscan").unwrap();
    command.current_dir(dir.path()).env_clear();
    command.args([name, "--format", "json", "--show-undecided"]);
    for rule in header(text, "rules").expect("the rules that run").split(", ") {
        command.args(["--rule", rule]);
    }
    if let Some(given) = header(text, "parameters") {
        let values: serde_json::Map<String, Value> = given
            .split(", ")
            .filter_map(|pair| pair.split_once('='))
            .map(|(name, value)| (name.to_owned(), value.into()))
            .collect();
        let values = serde_json::json!({ "Parameters": values });
        std::fs::write(dir.path().join("given.json"), values.to_string()).unwrap();
        command.args(["--parameters", "given.json"]);
    }
    let mut config = String::new();
    for (name, key) in [("region", "region"), ("account", "account_id")] {
        if let Some(value) = header(text, name) {
            config += &format!("{key}: {value}\n");
        }
    }
    std::fs::write(dir.path().join("iacscan.yaml"), config).unwrap();
    let output = command.output().unwrap();
    let report: Value = serde_json::from_slice(&output.stdout)
        .unwrap_or_else(|_| panic!("{name}: {}", String::from_utf8_lossy(&output.stderr)));
    let line = |told: &Value| told["location"]["start"]["line"].as_u64().unwrap_or(0);
    let words = |told: &Value, key: &str| told[key].as_str().unwrap_or_default().to_owned();
    let each = |list: &str| report[list].as_array().unwrap().clone();
    let mut all: Told = vec![];
    for finding in each("findings") {
        let snippet = words(&finding["location"], "snippet");
        all.push((line(&finding), format!("finding {} `{snippet}`", words(&finding, "rule"))));
    }
    for check in each("undecided") {
        let (rule, reason) = (words(&check, "rule"), words(&check, "reason"));
        all.push((line(&check), format!("undecided {rule} {reason}")));
    }
    for problem in each("diagnostics") {
        let (kind, message) = (words(&problem, "kind"), words(&problem, "message"));
        all.push((line(&problem), format!("{kind} {message}")));
    }
    all.sort();
    all
}

#[test]
fn every_probe_is_told_as_expected() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("testdata/probes");
    let mut paths: Vec<_> =
        std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    assert!(paths.len() >= 45);
    let mut wrong = String::new();
    for path in paths {
        let name = path.file_name().unwrap().to_str().unwrap();
        let text = std::fs::read_to_string(&path).unwrap();
        let (expected, told) = (expected(&text), told(name, &text));
        for missed in expected.iter().filter(|one| !told.contains(one)) {
            wrong += &format!("{name}:{}: not told: {}\n", missed.0, missed.1);
        }
        for extra in told.iter().filter(|one| !expected.contains(one)) {
            wrong += &format!("{name}:{}: told: {}\n", extra.0, extra.1);
        }
    }
    assert!(wrong.is_empty(), "\n{wrong}");
}
