//! SAM against the translator that CloudFormation runs: what this tool makes of a template is
//! what it reads from the translator's output, for everything that grants or exposes.
//!
//! The templates of `testdata/sam` are ours; what the translator made of them is recorded
//! beside them by `testdata/sam/record.py`.

use std::path::{Path, PathBuf};

use crate::dump::value_dump;
use iacscan::cloudformation::{self, Options};
use iacscan::source::Sources;
use serde_json::{Value as Json, json};

/// The types that decide who may do what.
const COMPARED: &[&str] = &[
    "AWS::IAM::Role",
    "AWS::IAM::ManagedPolicy",
    "AWS::Lambda::Permission",
    "AWS::Lambda::Url",
    "AWS::S3::Bucket",
    "AWS::SQS::QueuePolicy",
    "AWS::SNS::TopicPolicy",
    "AWS::ApiGateway::RestApi",
];

/// Type, existence and properties of every resource compared, as text; logical ids may hold
/// the translator's hashes.
fn access(path: &Path) -> Vec<String> {
    let sources = Sources::new();
    let text = std::fs::read_to_string(path).expect("readable");
    let file = sources.add(path.file_name().expect("a file"), text);
    let (trees, diagnostics) = cloudformation::templates(file, sources.get(file).text());
    assert_eq!((trees.len(), diagnostics), (1, vec![]), "{}", path.display());
    let wanted = |kind: &str| COMPARED.contains(&kind);
    let options = Options::default();
    let made = cloudformation::evaluate(&trees[0], path, &sources, &options, &wanted);
    let mut all: Vec<String> = made
        .configuration
        .resources
        .iter()
        .filter_map(|resource| {
            let mut properties = normal(value_dump(&resource.properties));
            let map = properties.as_object_mut()?;
            // Of a REST API, its policy alone: the rest says how it runs.
            if resource.kind == "AWS::ApiGateway::RestApi" {
                let policy = map.get("Body")?.get("x-amazon-apigateway-policy")?.clone();
                properties = json!({ "policy": policy });
            } else {
                map.retain(|key, value| {
                    key != "Tags" && !key.starts_with('#') && *value != json!([])
                });
            }
            Some(format!("{} {} {properties}", resource.kind, resource.existence.is_certain()))
        })
        .collect();
    all.sort();
    all
}

/// A document in one of the ways in which it may be written: lists that are sets sorted,
/// single items as lists, partition and Region as they were when the translator ran.
fn normal(value: Json) -> Json {
    match value {
        Json::String(text) => Json::String(without_hash(
            &text.replace("<this partition>", "aws").replace("<this region>", "us-east-1"),
        )),
        Json::Array(items) => items.into_iter().map(normal).collect(),
        Json::Object(map) => Json::Object(
            map.into_iter()
                .map(|(key, value)| {
                    let mut value = normal(value);
                    let is_set =
                        ["Statement", "Action", "Resource", "ManagedPolicyArns", "Policies"];
                    if is_set.contains(&key.as_str()) {
                        let mut items = match value {
                            Json::Array(items) => items,
                            single => vec![single],
                        };
                        items.sort_by_key(Json::to_string);
                        value = Json::Array(items);
                    }
                    (key, value)
                })
                .collect(),
        ),
        other => other,
    }
}

/// A logical id without the translator's hash.
fn without_hash(text: &str) -> String {
    let Some(at) = text.find("Version") else { return text.into() };
    let (before, after) = text.split_at(at + "Version".len());
    let hash = after.bytes().take_while(u8::is_ascii_hexdigit).count();
    if hash == 10 { format!("{before}{}", &after[10..]) } else { text.into() }
}

#[test]
fn sam_agrees_with_the_translator() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("testdata/sam");
    let entries = std::fs::read_dir(&folder).expect("testdata").map(|e| e.expect("entry").path());
    let mut templates: Vec<PathBuf> =
        entries.filter(|path| path.extension().is_some_and(|e| e == "yaml")).collect();
    templates.sort();
    assert!(templates.len() >= 8);
    for template in templates {
        let (ours, theirs) = (access(&template), access(&template.with_extension("json")));
        let name = template.file_name().expect("a file").display();
        let only = |a: &[String], b: &[String]| -> Vec<String> {
            a.iter().filter(|made| !b.contains(made)).cloned().collect()
        };
        assert_eq!(only(&ours, &theirs), only(&theirs, &ours), "{name}: ours, theirs");
        assert!(!ours.is_empty(), "{name}");
    }
}
