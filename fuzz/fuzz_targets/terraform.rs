//! A file evaluated as a Terraform module with all its resources.
#![no_main]

use std::path::Path;

use iacscan::source::{Language, Sources};
use iacscan::terraform::{Options, ParsedFile, Workspace, parse};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    let sources = Sources::new();
    let language = Language::Terraform;
    let file = sources.add("main.tf", text);
    let body = parse(file, language, text).tree;
    let file = ParsedFile { path: "main.tf".into(), file, language, body, alone: false };
    let workspace = Workspace::new(vec![file], &sources, Path::new("/nonexistent"));
    for root in workspace.roots() {
        workspace.evaluate(root, &sources, &Options::new(&|_: &str| true));
    }
});
