//! The examples of rule files, which are their tests and their documentation.

use crate::source::FileId;
use crate::syntax::data::Node;
use crate::syntax::yaml;

/// An example of a rule.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Example {
    /// Whether the rule must find it.
    pub bad: bool,
    /// What it is written in.
    pub language: ExampleLanguage,
    /// The configuration. In a bad one, the line that ends with [`Example::MARK`] is where
    /// the finding must be.
    pub text: String,
    /// What makes it good or bad, where that is not plain.
    pub because: Option<String>,
}

/// What an [`Example`] is written in.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum ExampleLanguage {
    /// HCL.
    Terraform,
    /// YAML or JSON.
    CloudFormation,
}

impl Example {
    /// Marks the line of the finding.
    pub const MARK: &str = "# <--";

    /// The file name that the example would have.
    pub fn file_name(&self) -> &'static str {
        match self.language {
            ExampleLanguage::Terraform => "main.tf",
            ExampleLanguage::CloudFormation => "template.yaml",
        }
    }

    /// The line that the finding must be at, from 1, if the example says.
    pub fn marked_line(&self) -> Option<usize> {
        self.text
            .lines()
            .position(|line| line.trim_end().ends_with(Example::MARK))
            .map(|line| line + 1)
    }
}

/// The examples in a rule file.
///
/// # Errors
/// When an example is not a mapping with either `bad` or `good`, and perhaps `because`.
pub fn examples(text: &str) -> Result<Vec<Example>, String> {
    let parsed = yaml::parse(FileId::from_index(0), text);
    if let Some(first) = parsed.diagnostics.first() {
        return Err(first.message.clone());
    }
    let examples = parsed.tree.first().and_then(|rule| rule.get("examples"));
    let examples = examples.and_then(Node::as_sequence).unwrap_or_default();
    examples.iter().map(example).collect()
}

fn example(node: &Node) -> Result<Example, String> {
    for (key, _) in node.as_mapping().unwrap_or_default() {
        if !matches!(key.as_str(), Some("bad" | "good" | "because")) {
            return Err(format!("an example has bad or good, and because; not {:?}", key.as_str()));
        }
    }
    let text = |key: &str| node.get(key).and_then(Node::as_str).map(str::to_owned);
    let (bad, text) = match (text("bad"), text("good")) {
        (Some(text), None) => (true, text),
        (None, Some(text)) => (false, text),
        _ => return Err("an example has either bad or good".into()),
    };
    let because = node.get("because").and_then(Node::as_str).map(str::to_owned);
    Ok(Example { bad, language: language(&text), text, because })
}

fn language(text: &str) -> ExampleLanguage {
    let template = text.lines().any(|line| {
        let line = line.trim_start().trim_start_matches('{').trim_start();
        line.starts_with("Resources:") || line.starts_with("\"Resources\"")
    });
    if template { ExampleLanguage::CloudFormation } else { ExampleLanguage::Terraform }
}
