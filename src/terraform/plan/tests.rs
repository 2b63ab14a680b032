use super::*;
use crate::source::Sources;

const PLAN: &str = r#"{
  "format_version": "1.2", "terraform_version": "1.11.0",
  "variables": { "acl": { "value": "public-read" }, "none": {} },
  "resource_changes": [
    { "address": "aws_s3_bucket.logs", "mode": "managed", "type": "aws_s3_bucket", "name": "logs",
      "change": { "actions": ["create"], "before": null,
        "after": { "bucket": "logs", "acl": null, "logging": [], "tags": { "a": "b" } },
        "after_unknown": { "arn": true, "id": true, "hosted_zone_id": true, "tags": {} },
        "after_sensitive": { "tags": { "a": true } } } },
    { "address": "aws_s3_bucket.gone", "mode": "managed", "type": "aws_s3_bucket", "name": "gone",
      "change": { "actions": ["delete"], "before": { "bucket": "gone" }, "after": null } },
    { "address": "module.a[\"x\"].aws_iam_policy.p[0]", "mode": "managed", "type": "aws_iam_policy", "name": "p",
      "change": { "actions": ["delete", "create"], "before": {},
        "after": { "name": "p", "policy": "{\"Version\":\"2012-10-17\",\"Statement\":[{\"Action\":\"s3:*\",\"Effect\":\"Allow\",\"Resource\":\"*\"}]}" },
        "after_unknown": {}, "after_sensitive": {} } },
    { "address": "aws_iam_policy.unknown", "mode": "managed", "type": "aws_iam_policy", "name": "unknown",
      "change": { "actions": ["no-op"], "after": { "name": "u" }, "after_unknown": { "policy": true }, "after_sensitive": false } },
    { "address": "aws_vpc.main", "mode": "managed", "type": "aws_vpc", "name": "main",
      "change": { "actions": ["update"], "after": {}, "after_unknown": {}, "after_sensitive": {} } }
  ]
}"#;

fn read(sources: &Sources, text: &str) -> Plan {
    let file = sources.add("plan.json", text);
    Plan::read(file, "plan.json", text, &|kind| kind != "aws_vpc").unwrap()
}

fn property(configuration: &Configuration, address: &str, name: &str) -> Value {
    let found = configuration.resources.iter().find(|r| r.address == address);
    found.unwrap_or_else(|| panic!("no {address}")).properties.child(name)
}

#[test]
fn planned_values_unknowns_and_actions_are_read() {
    let sources = Sources::new();
    let plan = read(&sources, PLAN);
    let actions = plan.actions();
    assert_eq!(
        actions.iter().map(|(a, b)| (a.as_str(), *b)).collect::<Vec<_>>(),
        [
            ("aws_iam_policy.unknown", Action::Keep),
            ("aws_s3_bucket.logs", Action::Create),
            ("aws_vpc.main", Action::Update),
            ("module.a[\"x\"].aws_iam_policy.p[0]", Action::Replace),
        ]
    );
    assert_eq!(plan.resource_count(), 4);
    assert_eq!(plan.variables()[0].1.as_str(), Some("public-read"));
    let configuration = plan.configuration(None);
    let kinds: Vec<_> = configuration.resources.iter().map(|r| r.address.as_str()).collect();
    assert_eq!(
        kinds,
        ["aws_iam_policy.unknown", "aws_s3_bucket.logs", "module.a[\"x\"].aws_iam_policy.p[0]"]
    );
    let arn = property(&configuration, "aws_s3_bucket.logs", "arn");
    assert_eq!(
        arn.as_text().unwrap().to_string(),
        "arn:<this partition>:s3:::logs",
        "a known form"
    );
    let zone = property(&configuration, "aws_s3_bucket.logs", "hosted_zone_id");
    assert_eq!(
        zone.as_unknown().unwrap().why.to_string(),
        "aws_s3_bucket.logs.hosted_zone_id, which is known only after deployment"
    );
    assert!(property(&configuration, "aws_s3_bucket.logs", "acl").is_null());
    assert!(property(&configuration, "aws_s3_bucket.logs", "tags").child("a").sensitive);
    let policy = property(&configuration, "module.a[\"x\"].aws_iam_policy.p[0]", "policy");
    let span = policy.origin.span.unwrap();
    assert!(sources.snippet(span).starts_with("\"{\\\"Version"), "a place in the plan");
}

#[test]
fn the_source_gives_places_and_what_the_plan_does_not_know() {
    use crate::source::Language as Kind;
    use crate::terraform::{Options, ParsedFile, Workspace, parse};
    let sources = Sources::new();
    let plan = read(&sources, PLAN);
    let files = [
        (
            "main.tf",
            r#"
resource "aws_s3_bucket" "logs" { bucket = "logs" }
resource "aws_iam_policy" "unknown" {
  policy = jsonencode({ Statement = [{ Action = "s3:Get*", Resource = aws_s3_bucket.logs.arn }] })
}
module "a" {
  source   = "./a"
  for_each = { x = 1 }
}
"#,
        ),
        (
            "a/main.tf",
            r#"
resource "aws_iam_policy" "p" {
  count  = 1
  name   = "p"
  policy = jsonencode({
    Version   = "2012-10-17"
    Statement = { Effect = "Allow", Action = "s3:*", Resource = "*" }
  })
}
"#,
        ),
    ]
    .map(|(path, text)| {
        let file = sources.add(path, text);
        let body = parse(file, Kind::Terraform, text).tree;
        ParsedFile { path: path.into(), file, language: Kind::Terraform, body, alone: false }
    });
    let workspace = Workspace::new(files.into(), &sources, std::path::Path::new("/nonexistent"));
    let wanted = |_: &str| true;
    let source = workspace.evaluate(&workspace.roots()[0], &sources, &Options::new(&wanted));
    let configuration = plan.configuration(Some(&source.configuration));
    let bucket = property(&configuration, "aws_s3_bucket.logs", "bucket");
    assert_eq!(sources.path(bucket.origin.span.unwrap().file).to_str(), Some("main.tf"));
    let policy = property(&configuration, "aws_iam_policy.unknown", "policy");
    let policy = crate::value::from_json_text(&policy).unwrap();
    let resource = policy.child("Statement").items()[0].child("Resource");
    assert_eq!(resource.as_text().unwrap().to_string(), "arn:<this partition>:s3:::logs");
    let policy = property(&configuration, "module.a[\"x\"].aws_iam_policy.p[0]", "policy");
    let policy = crate::value::from_json_text(&policy).unwrap();
    let action = policy.child("Statement").items()[0].child("Action").origin.span.unwrap();
    assert_eq!(
        (sources.path(action.file).to_str(), sources.snippet(action).as_str()),
        (Some("a/main.tf"), "\"s3:*\"")
    );
    let version = policy.child("Version").origin.span.unwrap();
    assert_eq!(sources.snippet(version), "\"2012-10-17\"");
    assert_eq!(sources.path(version.file).to_str(), Some("a/main.tf"));
    let header = configuration.resources.iter().find(|r| r.address.starts_with("module.a"));
    let header = header.unwrap();
    assert_eq!(sources.snippet(header.header), "resource \"aws_iam_policy\" \"p\"");
    assert_eq!(header.calls.len(), 1);
}

#[test]
fn states_have_values_only() {
    let state = r#"{ "format_version": "1.0", "terraform_version": "1.11.0", "values": { "root_module": {
      "resources": [{ "address": "aws_s3_bucket.b", "mode": "managed", "type": "aws_s3_bucket", "name": "b",
        "values": { "bucket": "b", "arn": "arn:aws:s3:::b" }, "sensitive_values": {} }],
      "child_modules": [{ "address": "module.m", "resources": [
        { "address": "module.m.data.aws_ami.a", "mode": "data", "type": "aws_ami", "name": "a", "values": { "id": "ami-1" } }] }]
    } } }"#;
    assert!(is_plan(state));
    assert!(!is_plan("{ \"Resources\": {} }"));
    let sources = Sources::new();
    let plan = read(&sources, state);
    assert_eq!(plan.resource_count(), 1);
    let configuration = plan.configuration(None);
    let shown: Vec<_> =
        configuration.resources.iter().map(|r| (r.address.as_str(), r.kind.as_str())).collect();
    assert_eq!(
        shown,
        [("aws_s3_bucket.b", "aws_s3_bucket"), ("module.m.data.aws_ami.a", "data.aws_ami")]
    );
}

#[test]
fn strings_of_a_plan_by_itself_are_searched() {
    let text = r#"{ "format_version": "1.2", "terraform_version": "1.11.0",
      "variables": { "secret": { "value": "a value of some length" } },
      "resource_changes": [
        { "address": "module.a.aws_vpc.main[\"x\"]", "mode": "managed", "type": "aws_vpc", "name": "main",
          "change": { "actions": ["create"], "after": { "tags": { "note": "a note of some length" } } } } ],
      "configuration": { "provider_config": { "aws": { "name": "aws", "expressions": {
        "secret_key": { "constant_value": "a key of some length" }, "region": { "references": ["var.r"] } } } } } }"#;
    let sources = Sources::new();
    let configuration = read(&sources, text).configuration(None);
    assert!(configuration.resources.is_empty(), "of a kind that is not wanted");
    let found = configuration.literals.iter();
    let found: Vec<_> =
        found.map(|l| (l.path.join("/"), sources.snippet(l.value.origin.span.unwrap()))).collect();
    let wanted = [
        ("resource/aws_vpc/main[\"x\"]/tags/note", "\"a note of some length\""),
        ("variable/secret", "\"a value of some length\""),
        ("provider/aws/secret_key", "\"a key of some length\""),
    ];
    assert_eq!(found, wanted.map(|(path, text)| (path.to_owned(), text.to_owned())));
}

#[test]
fn what_is_no_plan_says_why() {
    let sources = Sources::new();
    let file = sources.add("plan.json", "{");
    assert!(Plan::read(file, "plan.json", "{", &|_| true).unwrap_err().contains("EOF"));
    let wrong = "{\"resource_changes\": [1]}";
    assert!(Plan::read(file, "plan.json", wrong, &|_| true).is_err());
}

#[test]
fn keys_are_taken_out_of_addresses() {
    assert_eq!(without_keys("module.a[\"x[0].y\"].aws_b.c[0]"), "module.a.aws_b.c");
    assert_eq!(without_keys("module.a[\"q\\\"]\"].b"), "module.a.b");
}
