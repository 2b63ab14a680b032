use std::path::Path;

use assert_cmd::Command;
use serde_json::Value;

/// 2026-11-22.
pub const TODAY: &str = "1795305600";

/// A finding: its rule, where it starts as `file:line`, and how it is suppressed.
pub type Found = (String, String, Option<String>);

pub fn write(dir: &Path, files: &[(&str, &str)]) {
    for (name, text) in files {
        let path = dir.join(name);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, text).unwrap();
    }
}

/// The JSON report of a directory and the exit code.
pub fn report(dir: &Path, args: &[&str]) -> (Value, i32) {
    let output = Command::cargo_bin("iacscan")
        .unwrap()
        .current_dir(dir)
        .env_clear()
        .env("SOURCE_DATE_EPOCH", TODAY)
        .args(["--format", "json"])
        .args(args)
        .output()
        .unwrap();
    let text = String::from_utf8_lossy(&output.stdout);
    let report = serde_json::from_str(&text)
        .unwrap_or_else(|_| panic!("{text}{}", String::from_utf8_lossy(&output.stderr)));
    (report, output.status.code().unwrap())
}

/// What is found in these files.
pub fn scan(files: &[(&str, &str)], args: &[&str]) -> Vec<Found> {
    let dir = tempfile::tempdir().unwrap();
    write(dir.path(), files);
    found(&report(dir.path(), args).0)
}

pub fn found(report: &Value) -> Vec<Found> {
    let text = |value: &Value| value.as_str().unwrap().to_owned();
    let of = |finding: &Value| {
        let at = &finding["location"];
        let place = format!("{}:{}", text(&at["path"]), at["start"]["line"]);
        let kind = finding["suppressed"]["kind"].as_str().map(str::to_owned);
        (text(&finding["rule"]), place, kind)
    };
    report["findings"].as_array().unwrap().iter().map(of).collect()
}

/// What counts, as `rule file:line`.
pub fn counting(found: &[Found]) -> Vec<String> {
    let counts = found.iter().filter(|(_, _, kind)| kind.is_none());
    counts.map(|(rule, place, _)| format!("{rule} {place}")).collect()
}

/// What does not count, as `rule file:line`.
pub fn suppressed(found: &[Found]) -> Vec<String> {
    let not = found.iter().filter(|(_, _, kind)| kind.is_some());
    not.map(|(rule, place, _)| format!("{rule} {place}")).collect()
}
