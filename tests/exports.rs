//! What one template exports and another imports, through the built program.

use assert_cmd::Command;
use serde_json::Value;

const EXPORTS: &str = "\
Parameters:
  Env: {Type: String}
  Which: {Type: String}
Conditions:
  Prod: !Equals [!Ref Env, prod]
Resources:
  Logs: {Type: AWS::S3::Bucket}
Outputs:
  Policy:
    Value: arn:aws:iam::aws:policy/AdministratorAccess
    Export: {Name: !Sub '${Env}-policy'}
  Twice:
    Value: arn:aws:iam::aws:policy/AdministratorAccess
    Export: {Name: twice}
  Bucket: {Value: !Ref Logs, Export: {Name: logs}}
  Own:
    Value: arn:aws:iam::aws:policy/AdministratorAccess
    Export: {Name: !Sub '${AWS::StackName}-own'}
";

const OTHER: &str = "\
Resources:
  Queue: {Type: AWS::SQS::Queue}
Outputs:
  Twice: {Value: 'arn:aws:iam::aws:policy/job-function/Billing', Export: {Name: twice}}
  Chain: {Value: !ImportValue dev-policy, Export: {Name: chain}}
";

fn role(policy: &str) -> String {
    format!(
        "\
Parameters:
  Env: {{Type: String}}
  Stack: {{Type: String}}
Resources:
  Deploy:
    Type: AWS::IAM::Role
    Properties:
      AssumeRolePolicyDocument:
        Statement: {{Effect: Allow, Principal: {{Service: ec2.amazonaws.com}}, Action: sts:AssumeRole}}
      ManagedPolicyArns:
        - {policy}
"
    )
}

/// Scans files for administrators: the JSON report.
fn scan(files: &[(&str, &str)]) -> Value {
    let dir = tempfile::tempdir().unwrap();
    for (name, text) in files {
        std::fs::write(dir.path().join(name), text).unwrap();
    }
    let mut command = Command::cargo_bin("iacscan").unwrap();
    command.current_dir(dir.path()).env_clear();
    command.args([".", "--format", "json", "--rule", "least-privilege/administrator-access"]);
    serde_json::from_slice(&command.output().unwrap().stdout).unwrap()
}

fn place(found: &Value) -> String {
    let location = &found["location"];
    let path = location["path"].as_str().unwrap();
    format!("{path}:{}:{}", location["start"]["line"], location["start"]["column"])
}

#[test]
fn an_imported_value_is_found_where_it_is_written_with_the_way_it_came() {
    let app = role("Fn::ImportValue: !Sub '${Env}-policy'");
    let report = scan(&[("app.yaml", &app), ("exports.yaml", EXPORTS)]);
    let [finding] = report["findings"].as_array().unwrap().as_slice() else { panic!("{report}") };
    assert_eq!(place(finding), "exports.yaml:10:12");
    assert_eq!(finding["addresses"][0], "Deploy");
    let related: Vec<String> = finding["related"]
        .as_array()
        .unwrap()
        .iter()
        .map(|hop| format!("{} {}", place(hop), hop["message"].as_str().unwrap()))
        .collect();
    assert_eq!(
        related,
        [
            "exports.yaml:11:25 returned as the export ${Env}-policy",
            "app.yaml:11:33 imported as ${Env}-policy"
        ]
    );
}

#[test]
fn an_export_is_known_through_another_import() {
    let exports = EXPORTS.replace("Env: {Type: String}", "Env: {Type: String, Default: dev}");
    let app = role("!ImportValue chain");
    let report = scan(&[("app.yaml", &app), ("exports.yaml", &exports), ("other.yaml", OTHER)]);
    assert_eq!(place(&report["findings"][0]), "exports.yaml:10:12", "{report}");
}

#[test]
fn an_export_called_after_its_stack_is_known_by_the_rest_of_its_name() {
    let app = role("{'Fn::ImportValue': !Sub '${Stack}-own'}");
    let report = scan(&[("app.yaml", &app), ("exports.yaml", EXPORTS)]);
    assert_eq!(place(&report["findings"][0]), "exports.yaml:17:12", "{report}");
}

#[test]
fn what_is_ambiguous_or_elsewhere_is_undecided() {
    let undecided = |import: &str| {
        let app = role(import);
        let report = scan(&[("app.yaml", &app), ("exports.yaml", EXPORTS), ("other.yaml", OTHER)]);
        assert_eq!(report["findings"], serde_json::json!([]), "{import}");
        report["undecided"][0]["reason"].as_str().unwrap().to_owned()
    };
    assert_eq!(
        undecided("!ImportValue twice"),
        "depends on the export twice of exports.yaml or other.yaml, which is read at deployment"
    );
    assert_eq!(
        undecided("{'Fn::ImportValue': !Sub '${Stack}-other'}"),
        "depends on the export ${Stack}-other, which is read at deployment"
    );
    assert_eq!(
        undecided("!ImportValue nowhere"),
        "depends on the export nowhere, which is not among the scanned files"
    );
}

#[test]
fn what_is_not_known_of_an_export_is_no_thing_of_the_importing_template() {
    let template = "\
Resources:
  Logs: {Type: AWS::S3::Bucket}
  Policy:
    Type: AWS::S3::BucketPolicy
    Properties:
      Bucket: !ImportValue logs
      PolicyDocument: {Statement: []}
";
    let dir = tempfile::tempdir().unwrap();
    std::fs::write(dir.path().join("app.yaml"), template).unwrap();
    std::fs::write(dir.path().join("exports.yaml"), EXPORTS).unwrap();
    let mut command = Command::cargo_bin("iacscan").unwrap();
    command.current_dir(dir.path()).env_clear().args(["model", "."]);
    let models: Value = serde_json::from_slice(&command.output().unwrap().stdout).unwrap();
    let entities = models[0]["entities"].as_array().unwrap();
    let buckets: Vec<(&str, &str)> = entities
        .iter()
        .filter(|entity| entity["kind"] == "bucket")
        .map(|bucket| {
            let name = bucket["fields"]["name"]["value"].as_str().unwrap_or("unknown");
            (bucket["addresses"][0].as_str().unwrap(), name)
        })
        .collect();
    assert_eq!(buckets, [("Logs", "${Logs.name}"), ("Policy", "${exports.yaml:Logs.name}")]);
}
