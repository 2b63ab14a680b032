//! Nested stacks: a template in a template, with parameters passed in and outputs out.

use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::rc::Rc;

use ecow::eco_format;

use super::stack::{Memory, Outcome, Placement, Stack, run};
use super::{cdk, detect, inline, is_template};
use crate::source::{Diagnostic, Span};
use crate::syntax::data::Node;
use crate::value::{HopKind, Kind, Value, Why};

/// The type of a nested stack.
pub(super) const STACK: &str = "AWS::CloudFormation::Stack";

/// The type of a stack that is made in several accounts: what is said of this account holds
/// in each of them.
const STACK_SET: &str = "AWS::CloudFormation::StackSet";

/// Whether a type stands for a template's resources.
pub(super) fn is_stack(kind: &str) -> bool {
    kind == STACK || kind == STACK_SET
}

/// Stacks in stacks in stacks: CloudFormation's own limit is about as high.
const MAX_NESTED: usize = 8;

/// Nested stacks of one root template, so that a few files cannot stand for millions.
const MAX_STACKS: usize = 500;

impl<'n> Stack<'n> {
    /// An output of a nested stack.
    pub(super) fn stack_output(&self, id: &'n str, output: &str, span: Span) -> Value {
        let outcome = self.nested(id);
        let address = self.address(id);
        let name = eco_format!("{address}.Outputs.{output}");
        match outcome.outputs.get(output) {
            Some(value) if value.origin.span.is_some() => {
                value.clone().via(HopKind::Output, name, span)
            }
            Some(value) => value.clone().at(span),
            None if outcome.open => Value::unknown(Why::Unresolved(name)).at(span),
            None => self.shared.invalid(span, format!("{address} has no output {output}")),
        }
    }

    /// What a nested stack comes to.
    pub(super) fn nested(&self, id: &'n str) -> Rc<Outcome> {
        let unknown = || Rc::new(Outcome { open: true, ..Outcome::default() });
        match self.stacks.borrow().get(id) {
            Some(Memory::Done(outcome)) => return outcome.clone(),
            Some(Memory::Running) => return unknown(),
            None => {}
        }
        self.stacks.borrow_mut().insert(id, Memory::Running);
        let outcome = self.evaluate_nested(id).map_or_else(unknown, Rc::new);
        self.stacks.borrow_mut().insert(id, Memory::Done(outcome.clone()));
        outcome
    }

    fn evaluate_nested(&self, id: &'n str) -> Option<Outcome> {
        let item = self.template.resources.get(id)?;
        let header = item.key.span;
        let unresolved = |message: String| {
            self.shared.report(Diagnostic::unresolved(header, message));
            None
        };
        if self.place.calls.len() >= MAX_NESTED {
            let message = format!("stacks nested more than {MAX_NESTED} deep are not evaluated");
            return unresolved(message);
        }
        self.shared.stacks.set(self.shared.stacks.get() + 1);
        if self.shared.stacks.get() > MAX_STACKS {
            return unresolved(format!("more than {MAX_STACKS} nested stacks are not evaluated"));
        }
        let (path, tree) = match self.nested_template(id) {
            Ok(found) => found,
            Err(message) => return unresolved(message),
        };
        let level = match self.shared.budget.enter() {
            Ok(level) => level,
            Err(message) => {
                self.shared.exhausted(header, message);
                return None;
            }
        };
        // What holds for the stack to be there holds for its parameters, whoever asks.
        let condition = item.value.get("Condition").and_then(Node::as_str);
        let before = self.assumed.replace(condition);
        let parameters = by_name(self.property(id, "Parameters"));
        self.assumed.set(before);
        let mut given = std::collections::BTreeMap::new();
        if let Kind::Map(map) = &parameters.kind {
            for (name, value) in map.iter() {
                let value = parameters.pass_on(value);
                let span = map.entries[name].key_span.unwrap_or(header);
                let value = match value.origin.span {
                    Some(_) => value.via(
                        HopKind::Argument,
                        eco_format!("{}.{name}", self.address(id)),
                        span,
                    ),
                    None => value.at(span),
                };
                given.insert(name.clone(), joined(value));
            }
        }
        let mut calls = self.place.calls.clone();
        calls.push(header);
        let prefix = eco_format!("{}.", self.address(id));
        let mut outer = self.place.outer.clone();
        outer.push(self.place.path);
        let place = Placement { path: &path, outer, prefix, calls, given };
        let outcome = run(self.shared, &tree, &place);
        drop(level);
        Some(outcome)
    }

    /// A stack's template and the path it is known by, or why there is none.
    fn nested_template(&self, id: &'n str) -> Result<(PathBuf, Node), String> {
        let body = self.property(id, "TemplateBody");
        if !body.is_null() {
            let (tree, diagnostics) = inline::template(&body);
            diagnostics.into_iter().for_each(|diagnostic| self.shared.report(diagnostic));
            let path = self.place.path.to_owned();
            return match (tree, body.find_unknown()) {
                (Some(tree), _) => Ok((path, tree)),
                (None, Some(unknown)) => Err(format!("the template depends on {}", unknown.why)),
                (None, None) => Err("the template in TemplateBody is not read".into()),
            };
        }
        let path = self.local_template(id)?;
        if self.place.path == path || self.place.outer.contains(&path.as_path()) {
            return Err(format!("{} nests itself", path.display()));
        }
        let Some(files) = self.shared.options.files else {
            return Err(format!("the template {} is not read", path.display()));
        };
        let file = files
            .read(&path)
            .map_err(|message| format!("the template {}: {message}", path.display()))?;
        let text = self.shared.sources.get(file);
        let (trees, diagnostics) = detect::parse(file, text.text());
        diagnostics.into_iter().for_each(|diagnostic| self.shared.report(diagnostic));
        let tree = trees.into_iter().find(is_template);
        let tree = tree.ok_or_else(|| format!("{} is no template", path.display()))?;
        self.shared.nested.borrow_mut().push(path.clone());
        Ok((path, tree))
    }

    /// The local file that a stack's template is, or why it is none.
    fn local_template(&self, id: &'n str) -> Result<PathBuf, String> {
        let resource = self.template.resources.get(id).map(|item| item.value);
        // CDK leaves the file's name where it uploads the file under another.
        let asset = resource.and_then(|r| r.get("Metadata")?.get("aws:asset:path")?.as_str());
        let url = self.property(id, "TemplateURL");
        let location = match (asset, url.to_text()) {
            (Some(asset), _) => asset.to_owned(),
            (None, Some(text)) => {
                let root = self.place.outer.first().copied().unwrap_or(self.place.path);
                if let Some(path) = cdk::by_hash(root, &text, self.shared) {
                    return Ok(path);
                }
                match text.as_known() {
                    Some(known) => known.to_owned(),
                    None => return Err(format!("the template at {text} is not local")),
                }
            }
            (None, None) => return Err("a nested stack without a template".into()),
        };
        local(self.place.path, &location)
            .ok_or_else(|| format!("the template at {location} is not local"))
    }
}

/// Parameters by name: a stack set has them as a list.
fn by_name(parameters: Value) -> Value {
    let Some(items) = parameters.as_list() else { return parameters };
    let named = items.iter().filter_map(|item| {
        Some((item.child("ParameterKey").as_str()?.into(), item.child("ParameterValue")))
    });
    Value { kind: Kind::Map(std::sync::Arc::new(named.collect())), ..parameters.clone() }
}

/// A stack's parameters are strings: a list is joined with commas.
fn joined(value: Value) -> Value {
    let Some(items) = value.as_list() else { return value };
    let mut builder = crate::value::Text::builder();
    for (index, item) in items.iter().enumerate() {
        if index > 0 {
            builder.literal(",", None);
        }
        if !builder.value(item) {
            return value;
        }
    }
    let text = builder.build_value();
    Value { kind: text.kind, ..value }
}

/// The path of a file named in a template, if the name is a local one.
pub(super) fn local(template: &Path, location: &str) -> Option<PathBuf> {
    let location = location.strip_prefix("file://").unwrap_or(location);
    if location.is_empty() || location.contains("://") {
        return None;
    }
    let directory = template.parent().unwrap_or(Path::new(""));
    let mut path = PathBuf::new();
    // `a/../b` is `b`: one file has one name.
    for part in directory.join(location).components() {
        match part {
            std::path::Component::CurDir => {}
            std::path::Component::ParentDir
                if matches!(
                    path.components().next_back(),
                    Some(std::path::Component::Normal(_))
                ) =>
            {
                path.pop();
            }
            part => path.push(part),
        }
    }
    Some(path)
}

/// The local templates that a template nests, by their text alone: those a scan should
/// evaluate as part of this one only.
pub fn nested_templates(template: &Node, path: &Path) -> Vec<PathBuf> {
    let resources = template.get("Resources").and_then(Node::as_mapping).unwrap_or_default();
    let mut found: Vec<PathBuf> = resources
        .iter()
        .filter_map(|(_, resource)| {
            let properties = resource.get("Properties");
            let url = match resource.get("Type")?.as_str()? {
                STACK | STACK_SET => properties.and_then(|p| p.get("TemplateURL")),
                "AWS::Serverless::Application" => properties.and_then(|p| p.get("Location")),
                _ => return None,
            };
            let asset = resource.get("Metadata").and_then(|m| m.get("aws:asset:path"));
            local(path, asset.or(url)?.as_str()?)
        })
        .collect();
    found.sort();
    found.dedup();
    found
}

/// Which of these templates are stacks of their own, by index: those that no other nests.
/// Where templates nest each other in a circle, the first of them is one, so that every
/// template is evaluated in some place.
pub fn standing(templates: &[(&Node, &Path)]) -> Vec<usize> {
    let mut by_path: HashMap<&Path, Vec<usize>> = HashMap::new();
    for (index, (_, path)) in templates.iter().enumerate() {
        by_path.entry(path).or_default().push(index);
    }
    let nests = |index: usize| -> Vec<usize> {
        let (tree, path) = templates[index];
        let found = nested_templates(tree, path);
        // Of a file with several templates, the first is what is nested.
        found.iter().filter_map(|path| by_path.get(path.as_path())?.first().copied()).collect()
    };
    let nested: Vec<Vec<usize>> = (0..templates.len()).map(nests).collect();
    let mut is_nested = vec![false; templates.len()];
    for (index, inner) in nested.iter().enumerate() {
        for inner in inner {
            is_nested[*inner] |= *inner != index;
        }
    }
    let mut reached = vec![false; templates.len()];
    let mut standing = vec![];
    let free = (0..templates.len()).filter(|index| !is_nested[*index]);
    // Those in circles come after all that is free, and count only if nothing reaches them.
    for start in free.chain(0..templates.len()) {
        if reached[start] {
            continue;
        }
        standing.push(start);
        let mut next = vec![start];
        while let Some(index) = next.pop() {
            if !std::mem::replace(&mut reached[index], true) {
                next.extend(&nested[index]);
            }
        }
    }
    standing.sort_unstable();
    standing
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cloudformation::templates;
    use crate::source::FileId;

    #[test]
    fn every_template_is_reached_from_one_that_stands() {
        let nesting = |paths: &[&str]| {
            let mut text = String::from("Resources:\n  B: {Type: AWS::S3::Bucket}\n");
            for (index, path) in paths.iter().enumerate() {
                text.push_str(&format!(
                    "  S{index}: {{Type: AWS::CloudFormation::Stack, Properties: {{TemplateURL: {path}}}}}\n"
                ));
            }
            templates(FileId::from_index(0), &text).0.remove(0)
        };
        let files = [
            ("child.yaml", nesting(&[])),
            ("root.yaml", nesting(&["child.yaml"])),
            ("self.yaml", nesting(&["self.yaml"])),
            ("one.yaml", nesting(&["two.yaml"])),
            ("two.yaml", nesting(&["one.yaml", "child.yaml"])),
        ];
        let all: Vec<_> = files.iter().map(|(path, tree)| (tree, Path::new(*path))).collect();
        assert_eq!(standing(&all), [1, 2, 3], "of a circle, the first");
    }

    #[test]
    fn local_names_are_paths_beside_the_template() {
        let at = |location| local(Path::new("infra/root.yaml"), location);
        assert_eq!(at("./vpc.yaml"), Some("infra/vpc.yaml".into()));
        assert_eq!(at("../shared/./vpc.yaml"), Some("shared/vpc.yaml".into()));
        assert_eq!(at("https://s3.amazonaws.com/b/vpc.yaml"), None);
        assert_eq!(at(""), None);
    }
}
