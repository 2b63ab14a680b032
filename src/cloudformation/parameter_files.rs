//! Files of parameters' values, in the forms of the tools that deploy.
//!
//! - the AWS CLI's: `[{"ParameterKey": …, "ParameterValue": …}]`, or `["Key=Value"]`
//!   <https://docs.aws.amazon.com/cli/latest/reference/cloudformation/create-stack.html>
//! - CodePipeline's: `{"Parameters": {"Key": "Value"}}`
//!   <https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/continuous-delivery-codepipeline-cfn-artifacts.html>
//! - a plain map of names and values
//! - SAM's `samconfig.toml` and `samconfig.yaml`: `parameter_overrides` of one environment
//!   <https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/serverless-sam-cli-config.html>

use std::collections::BTreeMap;

use super::scalar;
use crate::source::{Diagnostic, FileId, Span};
use crate::syntax::data::{Node, NodeKind};
use crate::syntax::yaml;
use crate::value::{Kind, Value};

/// Values of parameters by name, each with the place where it is given.
pub type ParameterValues = BTreeMap<String, Value>;

/// Reads a file of parameters' values.
///
/// `toml` tells that it is a `samconfig.toml`; `environment` is the environment of SAM's to
/// read, `default` if there is none.
///
/// # Errors
/// What is wrong with the file, or that it has none of the known forms.
pub fn parameter_values(
    file: FileId,
    text: &str,
    toml: bool,
    environment: Option<&str>,
) -> Result<ParameterValues, Diagnostic> {
    let environment = environment.unwrap_or("default");
    if toml {
        return Ok(samconfig(file, text, environment));
    }
    let parsed = yaml::parse(file, text);
    if let Some(diagnostic) = parsed.diagnostics.into_iter().next() {
        return Err(diagnostic);
    }
    let whole = Span::new(file, 0, text.len());
    let unknown = || Diagnostic::invalid(whole, "not a file of parameters in a known form");
    let tree = parsed.tree.first().ok_or_else(unknown)?;
    let mut values = ParameterValues::new();
    match &tree.kind {
        NodeKind::Sequence(items) => {
            for item in items {
                pair(item, &mut values).ok_or_else(unknown)?;
            }
        }
        NodeKind::Mapping(entries) => {
            let overrides = tree.get(environment).and_then(overrides);
            if let Some(overrides) = overrides {
                let items = overrides.as_sequence().unwrap_or(std::slice::from_ref(overrides));
                for item in items {
                    let text = item.as_str().ok_or_else(unknown)?;
                    split(text, item.span, &mut values);
                }
                return Ok(values);
            }
            let inner = tree.get("Parameters").and_then(Node::as_mapping);
            for (key, value) in inner.unwrap_or(entries) {
                let name = key.as_str().ok_or_else(unknown)?;
                values.insert(name.into(), read(value).ok_or_else(unknown)?);
            }
        }
        NodeKind::Scalar(_) => return Err(unknown()),
    }
    Ok(values)
}

/// `parameter_overrides` of an environment in `samconfig.yaml`.
fn overrides(environment: &Node) -> Option<&Node> {
    let of =
        |command: &str| environment.get(command)?.get("parameters")?.get("parameter_overrides");
    of("deploy").or_else(|| of("global"))
}

fn pair(item: &Node, values: &mut ParameterValues) -> Option<()> {
    if let Some(text) = item.as_str() {
        let (key, value) = text.split_once('=')?;
        values.insert(key.into(), Value::string(value).at(item.span));
        return Some(());
    }
    let key = item.get("ParameterKey")?.as_str()?;
    // Without a value, the stack's previous one is kept: not known here.
    if let Some(value) = item.get("ParameterValue") {
        values.insert(key.into(), read(value)?);
    }
    Some(())
}

/// A parameter's value: text, or a list of texts.
fn read(node: &Node) -> Option<Value> {
    match &node.kind {
        NodeKind::Scalar(_) => scalar::string(node),
        NodeKind::Sequence(items) => {
            let items = items.iter().map(scalar::string).collect::<Option<Vec<_>>>()?;
            Some(Value::from(Kind::List(items.into_iter().collect())).at(node.span))
        }
        NodeKind::Mapping(_) => None,
    }
}

/// Reads `Key=Value Other="two words"`, as SAM's command line has it; also
/// `ParameterKey=Key,ParameterValue=Value`.
fn split(text: &str, span: Span, values: &mut ParameterValues) {
    let mut words = vec![];
    let (mut word, mut quote) = (String::new(), None);
    let mut chars = text.chars();
    while let Some(c) = chars.next() {
        match (c, quote) {
            ('\\', _) => word.extend(chars.next()),
            ('"' | '\'', None) => quote = Some(c),
            (c, Some(open)) if c == open => quote = None,
            (c, None) if c.is_whitespace() => words.push(std::mem::take(&mut word)),
            (c, _) => word.push(c),
        }
    }
    words.push(word);
    for word in words {
        let pair = match word.strip_prefix("ParameterKey=") {
            Some(rest) => rest.split_once(",ParameterValue="),
            None => word.split_once('='),
        };
        if let Some((key, value)) = pair {
            values.insert(key.into(), Value::string(value).at(span));
        }
    }
}

/// Reads `parameter_overrides` of the deployments of an environment in `samconfig.toml`. Of
/// TOML, this knows tables and strings: all that SAM writes there.
fn samconfig(file: FileId, text: &str, environment: &str) -> ParameterValues {
    let mut values = ParameterValues::new();
    let tables = [
        format!("[{environment}.deploy.parameters]"),
        format!("[{environment}.global.parameters]"),
    ];
    let (mut inside, mut at) = (false, 0);
    for line in text.split_inclusive('\n') {
        let start = at;
        at += line.len();
        let trimmed = line.trim();
        if trimmed.starts_with('[') && !trimmed.starts_with("[\"") {
            inside = tables.iter().any(|table| trimmed.starts_with(table.as_str()));
        }
        let Some(rest) = trimmed.strip_prefix("parameter_overrides").filter(|_| inside) else {
            continue;
        };
        let Some((_, given)) = rest.split_once('=') else { continue };
        let from = start + line.len() - line.trim_start().len() + trimmed.len() - given.len();
        for (range, content) in strings(text, from) {
            split(&content, Span::new(file, range.start, range.end), &mut values);
        }
    }
    values
}

/// The string, or the list of strings, at an offset of a TOML text, each with its place.
fn strings(text: &str, from: usize) -> Vec<(std::ops::Range<usize>, String)> {
    let mut found = vec![];
    let mut at = from + text[from..].len() - text[from..].trim_start().len();
    let many = text[at..].starts_with('[');
    if many {
        at += 1;
    }
    while let Some(open) = text[at..].chars().next() {
        match open {
            '"' | '\'' => {
                let marks = ["\"\"\"", "'''"].into_iter().find(|m| text[at..].starts_with(m));
                let mark = marks.unwrap_or(if open == '"' { "\"" } else { "'" });
                let Some((content, end)) = string(text, at + mark.len(), mark) else {
                    return found;
                };
                found.push((at..end, content));
                at = end;
                if !many {
                    return found;
                }
            }
            ',' | ' ' | '\t' | '\r' | '\n' if many => at += 1,
            '#' if many => at += text[at..].find('\n').unwrap_or(text.len() - at),
            _ => return found,
        }
    }
    found
}

/// A string's content up to its closing mark, and the offset past that.
fn string(text: &str, from: usize, mark: &str) -> Option<(String, usize)> {
    let mut content = String::new();
    let mut chars = text[from..].char_indices();
    while let Some((at, c)) = chars.next() {
        if text[from + at..].starts_with(mark) {
            return Some((content, from + at + mark.len()));
        }
        match c {
            '\\' if mark.starts_with('"') => match chars.next()?.1 {
                'n' => content.push('\n'),
                't' => content.push('\t'),
                c => content.push(c),
            },
            c => content.push(c),
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    fn values(text: &str, toml: bool, environment: Option<&str>) -> Vec<(String, String)> {
        let read = parameter_values(FileId::from_index(0), text, toml, environment).unwrap();
        read.into_iter()
            .map(|(k, v)| (k, v.to_text().map_or("list".into(), |t| t.to_string())))
            .collect()
    }

    fn pairs(expected: &[(&str, &str)]) -> Vec<(String, String)> {
        expected.iter().map(|(k, v)| (k.to_string(), v.to_string())).collect()
    }

    #[test]
    fn every_tool_has_its_form() {
        let cli = r#"[{"ParameterKey": "A", "ParameterValue": "1"}, {"ParameterKey": "B", "UsePreviousValue": true}]"#;
        assert_eq!(values(cli, false, None), pairs(&[("A", "1")]));
        assert_eq!(values(r#"["A=1", "B=x=y"]"#, false, None), pairs(&[("A", "1"), ("B", "x=y")]));
        let pipeline = r#"{"Parameters": {"A": "1", "L": ["x", "y"]}, "Tags": {"t": "v"}}"#;
        assert_eq!(values(pipeline, false, None), pairs(&[("A", "1"), ("L", "list")]));
        assert_eq!(values("A: 012\nB: yes\n", false, None), pairs(&[("A", "012"), ("B", "yes")]));
    }

    #[test]
    fn samconfig_has_environments() {
        let toml = "version = 0.1\n[default.deploy.parameters]\nparameter_overrides = \"A=1 B=\\\"two words\\\"\"\n\n[prod.deploy.parameters]\nregion = \"eu-west-1\"\nparameter_overrides = [\n  'A=2', # why\n  \"ParameterKey=C,ParameterValue=3\",\n]\n";
        assert_eq!(values(toml, true, None), pairs(&[("A", "1"), ("B", "two words")]));
        assert_eq!(values(toml, true, Some("prod")), pairs(&[("A", "2"), ("C", "3")]));
        assert_eq!(values(toml, true, Some("none")), pairs(&[]));
        let yaml = "default:\n  deploy:\n    parameters:\n      parameter_overrides: [A=1, B=2]\n";
        assert_eq!(values(yaml, false, None), pairs(&[("A", "1"), ("B", "2")]));
        let read = parameter_values(FileId::from_index(0), toml, true, None).unwrap();
        let span = read["A"].origin.span.unwrap();
        assert!(toml[span.start as usize..span.end as usize].starts_with("\"A=1"));
    }

    #[test]
    fn what_is_none_is_an_error() {
        for text in ["just text", "", "[1: {]", "[{\"Key\": 1}]"] {
            assert!(parameter_values(FileId::from_index(0), text, false, None).is_err(), "{text}");
        }
    }
}
