//! The syntax tree against recordings of HashiCorp's own HCL parser (npm `@cdktf/hcl2json`):
//! testdata/oracle/syntax/README.md says how they are made, and how whole directories of
//! Terraform are compared.

mod shape;

use std::collections::{BTreeMap, BTreeSet};
use std::io::Write;
use std::path::Path;

use iacscan::source::{self, FileId};
use iacscan::syntax::hcl;
use serde_json::{Value as Json, json};
use shape::{Piece, Shape};

/// What we read in a file: an error, or its JSON and the pieces of its expressions.
fn ours(text: &str) -> Json {
    let file = FileId::from_index(0);
    let parsed = hcl::parse(file, text);
    if let Some(diagnostic) = parsed.diagnostics.first() {
        return json!({ "error": diagnostic.message });
    }
    let shape = Shape { text };
    let mut pieces = vec![];
    shape.pieces(&parsed.tree, &mut pieces);
    let piece = |Piece { source, json, tree }: Piece| match (json, tree) {
        (Some(json), _) => json!({ "source": source, "json": json }),
        (None, tree) => json!({ "source": source, "tree": tree }),
    };
    let pieces: Vec<Json> = pieces.into_iter().map(piece).collect();
    json!({ "json": shape.body(&parsed.tree), "pieces": pieces })
}

#[test]
fn our_trees_are_those_recorded() {
    let dir = Path::new(env!("CARGO_MANIFEST_DIR")).join("testdata/oracle/syntax");
    let recorded = std::fs::read_to_string(dir.join("recorded.json")).unwrap();
    let recorded: BTreeMap<String, Json> = serde_json::from_str(&recorded).unwrap();
    let mut cases = vec![];
    for below in ["", "rejected"] {
        for entry in dir.join("cases").join(below).read_dir().unwrap() {
            let name = entry.unwrap().file_name().into_string().unwrap();
            let name = if below.is_empty() { name } else { format!("{below}/{name}") };
            cases.extend(name.ends_with(".tf").then_some(name));
        }
    }
    cases.sort();
    assert!(cases.iter().eq(recorded.keys()), "a case is not recorded: {cases:?}");
    for (name, theirs) in &recorded {
        let path = dir.join("cases").join(name);
        let ours = ours(&source::read(&path, &path, source::DEFAULT_SIZE_LIMIT).unwrap());
        let (error, refused) = (ours.get("error"), theirs.get("error"));
        assert_eq!(error.is_some(), refused.is_some(), "{name}: {error:?} and {refused:?}");
        assert_eq!(refused.is_some(), name.starts_with("rejected/"), "{name}: {refused:?}");
        if error.is_none() {
            same(name, &ours, theirs);
        }
    }
}

/// Fails at the first place where two values differ. JavaScript writes 1.0 as 1.
fn same(at: &str, ours: &Json, theirs: &Json) {
    match (ours, theirs) {
        (Json::Number(a), Json::Number(b)) => assert_eq!(a.as_f64(), b.as_f64(), "{at}"),
        (Json::Array(a), Json::Array(b)) => {
            assert_eq!(a.len(), b.len(), "{at}: {ours} and {theirs}");
            for (index, (a, b)) in a.iter().zip(b).enumerate() {
                same(&format!("{at}[{index}]"), a, b);
            }
        }
        (Json::Object(a), Json::Object(b)) => {
            let keys =
                |map: &serde_json::Map<String, Json>| map.keys().cloned().collect::<BTreeSet<_>>();
            assert_eq!(keys(a), keys(b), "{at}");
            for (key, a) in a {
                same(&format!("{at}.{key}"), a, &b[key]);
            }
        }
        _ => assert_eq!(ours, theirs, "{at}"),
    }
}

/// Prints our side for oracle.js: a line of JSON for each file that the list names.
#[test]
#[ignore = "oracle.js runs it, with IACSCAN_FILES naming a list of files and IACSCAN_OURS the output"]
fn print_ours() {
    let list = std::env::var("IACSCAN_FILES").expect("IACSCAN_FILES");
    let to = std::env::var("IACSCAN_OURS").expect("IACSCAN_OURS");
    let mut to = std::io::BufWriter::new(std::fs::File::create(to).unwrap());
    for path in std::fs::read_to_string(list).unwrap().lines() {
        let ours = match source::read(Path::new(path), Path::new(path), 16 << 20) {
            Ok(text) => ours(&text),
            Err(diagnostic) => json!({ "error": diagnostic.message }),
        };
        writeln!(to, "{ours}").unwrap();
    }
}
