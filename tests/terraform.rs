//! Directories under `testdata/terraform` evaluated and compared with their `expected.json`.
//!
//! A case is `testdata/terraform/CASE`; the roots are those of all its directories.
//! `UPDATE_EXPECTED=1 cargo test --test terraform` writes what was found: read it before it is
//! committed.

use std::path::{Path, PathBuf};

use iacscan::source::{self, Sources, WalkOptions};
use iacscan::terraform::{Options, ParsedFile, Workspace, dump, parse};

fn evaluate(case: &Path) -> serde_json::Value {
    let sources = Sources::new();
    let (found, unread) =
        source::find(case, &WalkOptions { threads: 1, exclude: source::Exclude::default() });
    assert_eq!(unread, []);
    let mut files = vec![];
    let mut syntax = vec![];
    for found in found.into_iter().filter(|found| found.language.is_terraform()) {
        let text = source::read(&found.path, &found.path, source::DEFAULT_SIZE_LIMIT).unwrap();
        let shown = found.path.strip_prefix(case).unwrap().to_path_buf();
        let file = sources.add(&shown, text);
        let parsed = parse(file, found.language, sources.get(file).text());
        syntax.extend(parsed.diagnostics.into_iter().map(|d| d.message));
        // Paths as from inside the case, as a user sees them.
        let path = case.join(shown);
        files.push(ParsedFile {
            path,
            file,
            language: found.language,
            body: parsed.tree,
            alone: false,
        });
    }
    let workspace = Workspace::new(files, &sources, case);
    // Data sources show in what refers to them.
    let wanted = |kind: &str| kind != "variable" && !kind.starts_with("data.");
    let options = Options::new(&wanted);
    let roots: Vec<serde_json::Value> = workspace
        .roots()
        .iter()
        .map(|root| {
            let evaluation = workspace.evaluate(root, &sources, &options);
            let mut dump = dump(&evaluation.configuration, &sources);
            let name = Path::new(&root.name).strip_prefix(case).unwrap();
            dump["name"] = name.display().to_string().into();
            dump["count"] = evaluation.resources.into();
            dump
        })
        .collect();
    // Files that functions read have their whole path.
    let prefix = format!("{}/", case.display());
    let mut json = serde_json::json!({ "roots": roots });
    if !syntax.is_empty() {
        json["syntax"] = syntax.into();
    }
    let text = json.to_string().replace(&prefix, "");
    serde_json::from_str(&text).unwrap()
}

fn cases() -> Vec<PathBuf> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("testdata/terraform");
    let mut cases: Vec<PathBuf> =
        std::fs::read_dir(root).unwrap().map(|entry| entry.unwrap().path()).collect();
    cases.sort();
    cases
}

#[test]
fn directories_evaluate_as_expected() {
    let cases = cases();
    assert!(cases.len() >= 4, "{cases:?}");
    let mut wrong = vec![];
    for case in cases {
        let found = evaluate(&case);
        let path = case.join("expected.json");
        let found = format!("{}\n", serde_json::to_string_pretty(&found).unwrap());
        if std::env::var_os("UPDATE_EXPECTED").is_some() {
            std::fs::write(&path, found).unwrap();
            continue;
        }
        let expected = std::fs::read_to_string(&path).unwrap_or_default().replace("\r\n", "\n");
        if found != expected {
            let lines = found.lines().zip(expected.lines());
            let first = lines.enumerate().find(|(_, (a, b))| a != b);
            wrong.push(format!("{}: first difference {first:?}", case.display()));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
