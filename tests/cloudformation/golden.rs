//! Golden tests of the evaluation of templates: every folder below `testdata/cloudformation`
//! holds a template and what it comes to. `IACSCAN_BLESS=1 cargo test --test cloudformation`
//! writes the latter anew; read the difference before you commit it.

use std::path::{Path, PathBuf};

use crate::dump::dump;
use iacscan::cloudformation::{self, Files, Options};
use iacscan::source::{FileId, Sources};
use serde_json::{Value as Json, json};

/// Reads files below one folder only.
struct Folder<'f> {
    root: &'f Path,
    sources: &'f Sources,
}

impl Files for Folder<'_> {
    fn read(&self, path: &Path) -> Result<FileId, String> {
        let text =
            std::fs::read_to_string(self.root.join(path)).map_err(|e| e.kind().to_string())?;
        Ok(self.sources.add(path, text))
    }
}

fn evaluate(folder: &Path) -> Json {
    let found = ["template.yaml", "template.json"].map(PathBuf::from);
    let name = found.iter().find(|name| folder.join(name).exists()).expect("a template");
    let sources = Sources::new();
    let files = Folder { root: folder, sources: &sources };
    let file = files.read(name).expect("readable");
    let (trees, diagnostics) = cloudformation::templates(file, sources.get(file).text());
    assert_eq!(diagnostics, [], "{}", folder.display());
    let options = Options { files: Some(&files), ..Options::default() };
    let dumps = trees.iter().map(|tree| {
        dump(&cloudformation::evaluate(tree, name, &sources, &options, &|_| true), &sources)
    });
    match dumps.collect::<Vec<_>>().as_slice() {
        [one] => one.clone(),
        several => json!(several),
    }
}

/// The folders of golden tests, in order.
fn folders() -> Vec<PathBuf> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("testdata/cloudformation");
    let entries = std::fs::read_dir(root).expect("testdata").map(|e| e.expect("entry").path());
    let mut folders: Vec<PathBuf> = entries.filter(|path| path.is_dir()).collect();
    folders.sort();
    folders
}

#[test]
fn templates_come_to_what_is_written_beside_them() {
    let mut wrong = vec![];
    for folder in folders() {
        let actual = serde_json::to_string_pretty(&evaluate(&folder)).expect("JSON") + "\n";
        let path = folder.join("expected.json");
        if std::env::var_os("IACSCAN_BLESS").is_some() {
            std::fs::write(&path, &actual).expect("writable");
        }
        let expected = std::fs::read_to_string(&path).unwrap_or_default();
        if actual != expected {
            let line = actual.lines().zip(expected.lines()).position(|(a, b)| a != b).unwrap_or(0);
            let at = actual.lines().nth(line).unwrap_or("");
            wrong.push(format!("{}:{}: {at}", path.display(), line + 1));
        }
    }
    assert!(wrong.is_empty(), "first differences:\n{}", wrong.join("\n"));
}
