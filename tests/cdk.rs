//! What `cdk synth` writes, through the built program.

use assert_cmd::Command;
use serde_json::Value;

const HASH: &str = "7ad1c2e0b1f9a9a64d2c0a9fb1b1c49a8f0a53c7f8b0d3f6a2c1e5d4b3a29181";

const ROOT: &str = r#"{"Resources": {
  "Logs9C4D8843": {
    "Type": "AWS::S3::Bucket",
    "Properties": {"AccessControl": "PublicRead"},
    "Metadata": {"aws:cdk:path": "App/Logs/Resource"}
  },
  "InnerNestedStack": {
    "Type": "AWS::CloudFormation::Stack",
    "Properties": {"TemplateURL": {"Fn::Join": ["", [
      "https://s3.", {"Ref": "AWS::Region"}, ".", {"Ref": "AWS::URLSuffix"}, "/cdk-assets/HASH.json"
    ]]}},
    "Metadata": {"aws:cdk:path": "App/Inner.NestedStack/Inner.NestedStackResource"}
  }
}}"#;

const INNER: &str = r#"{"Resources": {
  "Site": {
    "Type": "AWS::S3::Bucket",
    "Properties": {"AccessControl": "PublicRead"},
    "Metadata": {"aws:cdk:path": "App/Inner/Site/Resource"}
  }
}}"#;

/// A project whose output git ignores, scanned at a path: place and message of each finding,
/// its addresses, and how many inputs were skipped.
fn scan(path: &str) -> (Vec<(String, String, Value)>, u64) {
    let dir = tempfile::tempdir().unwrap();
    let write = |name: &str, text: &str| {
        std::fs::write(dir.path().join(name), text.replace("HASH", HASH)).unwrap();
    };
    for folder in [".git", "cdk.out"] {
        std::fs::create_dir(dir.path().join(folder)).unwrap();
    }
    write(".gitignore", "cdk.out\n");
    write("cdk.out/App.template.json", ROOT);
    write("cdk.out/AppInner.nested.template.json", INNER);
    write(
        "cdk.out/App.assets.json",
        r#"{"files": {"HASH": {"source": {"path": "AppInner.nested.template.json"}}}}"#,
    );
    let mut command = Command::cargo_bin("iacscan").unwrap();
    command.current_dir(dir.path()).env_clear();
    command.args([path, "--format", "json", "--rule", "s3/acl-public-read"]);
    let report: Value = serde_json::from_slice(&command.output().unwrap().stdout).unwrap();
    let findings = report["findings"].as_array().unwrap().iter().map(|finding| {
        let location = &finding["location"];
        let place = format!("{}:{}", location["path"].as_str().unwrap(), location["start"]["line"]);
        let message = finding["message"].as_str().unwrap().to_owned();
        (place, message, finding["addresses"].clone())
    });
    (findings.collect(), report["summary"]["skipped"].as_u64().unwrap())
}

#[test]
fn output_that_git_ignores_is_read_where_it_is_named() {
    assert_eq!(scan("."), (vec![], 0));
    let (findings, skipped) = scan("cdk.out");
    let messages: Vec<(&str, &str)> =
        findings.iter().map(|(place, message, _)| (place.as_str(), message.as_str())).collect();
    assert_eq!(
        messages,
        [
            ("cdk.out/App.template.json:4", "bucket App/Logs lets everyone list and read it"),
            (
                "cdk.out/AppInner.nested.template.json:4",
                "bucket App/Inner/Site lets everyone list and read it"
            ),
        ]
    );
    assert_eq!(skipped, 0);
}

#[test]
fn a_stack_named_by_path_is_read_with_the_stacks_it_nests_by_their_hash() {
    let (findings, skipped) = scan("cdk.out/App.template.json");
    let places: Vec<(&str, &Value)> =
        findings.iter().map(|(place, _, addresses)| (place.as_str(), addresses)).collect();
    assert_eq!(
        places,
        [
            ("cdk.out/App.template.json:4", &serde_json::json!(["Logs9C4D8843"])),
            (
                "cdk.out/AppInner.nested.template.json:4",
                &serde_json::json!(["InnerNestedStack.Site"])
            ),
        ]
    );
    assert_eq!(skipped, 0);
}

#[test]
fn a_stack_knows_the_account_and_region_of_its_manifest() {
    let dir = tempfile::tempdir().unwrap();
    let write = |name: &str, text: &str| std::fs::write(dir.path().join(name), text).unwrap();
    write(
        "manifest.json",
        r#"{"artifacts": {
  "App.assets": {"type": "cdk:asset-manifest"},
  "App": {
    "type": "aws:cloudformation:stack",
    "environment": "aws://111122223333/us-east-1",
    "properties": {"templateFile": "App.template.json"}
  }
}}"#,
    );
    write(
        "App.template.json",
        r#"{
  "Conditions": {"Here": {"Fn::Equals": [{"Ref": "AWS::Region"}, "us-east-1"]}},
  "Resources": {"Policy": {
    "Type": "AWS::SQS::QueuePolicy",
    "Condition": "Here",
    "Properties": {
      "Queues": ["https://sqs.us-east-1.amazonaws.com/111122223333/q"],
      "PolicyDocument": {"Statement": [
        {"Effect": "Allow", "Action": "sqs:SendMessage", "Resource": "*",
         "Principal": {"AWS": "arn:aws:iam::111122223333:root"}},
        {"Effect": "Allow", "Action": "sqs:SendMessage", "Resource": "*",
         "Principal": {"AWS": "arn:aws:iam::444455556666:root"}}
      ]}
    }
  }}
}"#,
    );
    let mut command = Command::cargo_bin("iacscan").unwrap();
    command.current_dir(dir.path()).env_clear();
    command.args([".", "--format", "json", "--rule", "exposure/cross-account"]);
    let report: Value = serde_json::from_slice(&command.output().unwrap().stdout).unwrap();
    let snippets: Vec<&str> = report["findings"]
        .as_array()
        .unwrap()
        .iter()
        .map(|finding| finding["location"]["snippet"].as_str().unwrap())
        .collect();
    assert_eq!(snippets, [r#""arn:aws:iam::444455556666:root""#], "{report}");
    assert_eq!(report["findings"][0]["notes"], serde_json::json!([]), "it is certainly there");
}
