//! Feature by feature, on sources that read like real ones.

mod expressions;
mod modules;
mod places;
mod references;
mod repetition;
mod robust;
mod unknowns;
mod variables;

use std::path::Path;

use super::{Evaluation, Options, ParsedFile, Workspace, parse};
use crate::source::{Language, Sources};

/// Files by path, evaluated; every kind is wanted.
pub(super) struct Case {
    pub sources: Sources,
    pub workspace: Workspace,
    pub evaluations: Vec<Evaluation>,
}

impl Case {
    pub fn new(files: &[(&str, &str)]) -> Case {
        Case::with(files, |_, _| {})
    }

    pub fn with(files: &[(&str, &str)], set: impl Fn(&mut Options, &Sources)) -> Case {
        let sources = Sources::new();
        let parsed = files.iter().map(|(path, text)| {
            let language = Language::of(Path::new(path)).expect("a Terraform file");
            let file = sources.add(*path, *text);
            let parsed = parse(file, language, text);
            assert_eq!(parsed.diagnostics, [], "{path}");
            ParsedFile { path: path.into(), file, language, body: parsed.tree, alone: false }
        });
        let parsed: Vec<_> = parsed.collect();
        // Nothing lies below this directory: nothing else is read.
        let workspace = Workspace::new(parsed, &sources, Path::new("/nonexistent"));
        let wanted = |_: &str| true;
        let mut options = Options::new(&wanted);
        set(&mut options, &sources);
        let evaluations = workspace
            .roots()
            .iter()
            .map(|root| workspace.evaluate(root, &sources, &options))
            .collect();
        Case { sources, workspace, evaluations }
    }

    /// The first root's outputs as one JSON object.
    pub fn outputs(&self) -> String {
        let resources = &self.evaluations[0].configuration.resources;
        let outputs = resources.iter().filter(|r| r.address.starts_with("output."));
        let outputs: serde_json::Map<String, serde_json::Value> = outputs
            .map(|r| {
                let value = super::dump::value(&r.properties.child("value"));
                (r.address["output.".len()..].to_string(), value)
            })
            .collect();
        serde_json::Value::from(outputs).to_string()
    }

    /// Addresses of managed resources, `?` after those that may not be there.
    pub fn addresses(&self) -> Vec<String> {
        self.evaluations
            .iter()
            .flat_map(|evaluation| &evaluation.configuration.resources)
            .filter(|r| r.kind.starts_with("aws_"))
            .map(|r| format!("{}{}", r.address, if r.existence.is_certain() { "" } else { "?" }))
            .collect()
    }

    /// What is wrong with the first root.
    pub fn messages(&self) -> Vec<String> {
        let diagnostics = &self.evaluations[0].configuration.diagnostics;
        diagnostics.iter().map(|d| d.message.clone()).collect()
    }

    /// A property of a resource of the first root, as JSON.
    pub fn property(&self, address: &str, name: &str) -> String {
        super::dump::value(&self.value(address, name)).to_string()
    }

    /// A property of a resource of the first root.
    pub fn value(&self, address: &str, name: &str) -> crate::value::Value {
        let resources = &self.evaluations[0].configuration.resources;
        let resource = resources.iter().find(|r| r.address == address);
        resource.unwrap_or_else(|| panic!("no {address}")).properties.child(name)
    }

    /// The text at a place.
    pub fn text(&self, span: crate::source::Span) -> String {
        self.sources.snippet(span)
    }
}

/// One expression, as the value of an output of a module with some variables.
pub(super) fn eval(expr: &str) -> String {
    let text = format!(
        r#"
variable "unknown" {{}}
variable "flag" {{ type = bool }}
locals {{
  list = ["a", "b", "c"]
  map  = {{ x = 1, y = 2 }}
}}
output "it" {{
  value = {expr}
}}
"#
    );
    let case = Case::new(&[("main.tf", &text)]);
    let outputs = case.outputs();
    let value = outputs.strip_prefix("{\"it\":").and_then(|o| o.strip_suffix('}')).unwrap();
    let wrong = case.messages();
    if wrong.is_empty() { value.to_owned() } else { format!("error: {}", wrong.join("; ")) }
}
