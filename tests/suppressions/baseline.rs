//! `--write-baseline` and `--baseline`.

use std::path::Path;

use super::support::{counting, found, report, suppressed, write};

fn statement(actions: &str) -> String {
    format!(
        "resource \"aws_iam_policy\" \"p\" {{\n  policy = jsonencode({{\n    Version = \"2012-10-17\"\n    Statement = [{{\n      Effect   = \"Allow\"\n      Action   = [{actions}]\n      Resource = \"*\"\n    }}]\n  }})\n}}\n"
    )
}

const RULES: [&str; 2] = ["--rule", "least-privilege/*"];

fn scan(dir: &Path, args: &[&str]) -> (serde_json::Value, i32) {
    report(dir, &[&RULES, args].concat())
}

fn hidden(dir: &Path, text: &str) -> bool {
    write(dir, &[("main.tf", text)]);
    let (report, _) = scan(dir, &["--baseline", "base.json"]);
    let found = found(&report);
    assert!(!found.is_empty());
    counting(&found).is_empty()
}

#[test]
fn it_hides_what_it_lists_until_access_widens() {
    let dir = tempfile::tempdir().unwrap();
    let dir = dir.path();
    let first = statement("\"iam:PassRole\", \"s3:*\"");
    write(dir, &[("main.tf", &first)]);
    let (report, code) = scan(dir, &["--write-baseline", "base.json"]);
    assert_eq!(code, 0, "what was written is suppressed");
    assert!(!suppressed(&found(&report)).is_empty());
    assert!(counting(&found(&report)).is_empty());
    let written = std::fs::read_to_string(dir.join("base.json")).unwrap();

    assert!(hidden(dir, &first));
    // Moved, laid out anew, reordered, or in another file of the module.
    assert!(hidden(dir, &format!("# a comment\n\nlocals {{}}\n\n{first}")));
    assert!(hidden(dir, &statement("\"s3:*\",\n        \"iam:passrole\"")));
    std::fs::remove_file(dir.join("main.tf")).unwrap();
    write(dir, &[("other.tf", &first)]);
    assert!(counting(&found(&scan(dir, &["--baseline", "base.json"]).0)).is_empty());
    std::fs::remove_file(dir.join("other.tf")).unwrap();

    // One action more, and no other than the same finding.
    assert!(!hidden(dir, &statement("\"iam:PassRole\", \"s3:*\", \"ec2:RunInstances\"")));
    // Another resource of the same text.
    assert!(!hidden(dir, &first.replace("\"p\"", "\"q\"")));

    // What is repaired leaves entries of no use behind; nothing is written unasked.
    write(dir, &[("main.tf", "locals {}\n")]);
    let (report, code) = scan(dir, &["--baseline", "base.json"]);
    let entries = written.matches("\"rule\"").count();
    assert_eq!(report["summary"]["baselineUnused"], entries);
    assert_eq!(code, 0);
    assert_eq!(std::fs::read_to_string(dir.join("base.json")).unwrap(), written);
}

#[test]
fn what_a_policy_lacks_is_no_news_when_its_statements_change() {
    let dir = tempfile::tempdir().unwrap();
    let dir = dir.path();
    let policy = |statements: &[&str]| {
        let of = |action: &&str| {
            format!(
                "{{ Sid = \"s{}\", Effect = \"Allow\", Principal = \"*\", Action = \"{action}\", Resource = \"arn:aws:s3:::b/*\" }}",
                action.len()
            )
        };
        let statements: Vec<String> = statements.iter().map(of).collect();
        format!(
            "resource \"aws_s3_bucket\" \"b\" {{\n  bucket = \"b\"\n}}\nresource \"aws_s3_bucket_policy\" \"p\" {{\n  bucket = aws_s3_bucket.b.id\n  policy = jsonencode({{ Version = \"2012-10-17\", Statement = [{}] }})\n}}\n",
            statements.join(", ")
        )
    };
    let rules = ["--rule", "s3/plain-http-allowed", "--rule", "exposure/public"];
    let scan = |text: &str, option: &str| {
        write(dir, &[("main.tf", text)]);
        let (report, _) = report(dir, &[&rules[..], &[option, "base.json"]].concat());
        counting(&found(&report))
    };
    scan(&policy(&["s3:GetObject", "s3:PutObject"]), "--write-baseline");
    let none: [String; 0] = [];
    assert_eq!(scan(&policy(&["s3:PutObject", "s3:GetObject"]), "--baseline"), none);
    assert_eq!(
        scan(&policy(&["s3:PutObject", "s3:GetObject", "s3:DeleteObject"]), "--baseline"),
        ["exposure/public main.tf:6"]
    );
}

#[test]
fn equal_blocks_are_two() {
    let dir = tempfile::tempdir().unwrap();
    let dir = dir.path();
    let one = "      {\n        Effect = \"Allow\"\n        Action = \"*\"\n        Resource = \"*\"\n      },\n";
    let policy = |count: usize| {
        format!(
            "resource \"aws_iam_policy\" \"p\" {{\n  policy = jsonencode({{\n    Version = \"2012-10-17\"\n    Statement = [\n{}    ]\n  }})\n}}\n",
            one.repeat(count)
        )
    };
    write(dir, &[("main.tf", &policy(1))]);
    scan(dir, &["--write-baseline", "base.json"]);
    write(dir, &[("main.tf", &policy(2))]);
    let found = found(&scan(dir, &["--baseline", "base.json"]).0);
    assert_eq!((counting(&found).len(), suppressed(&found).len()), (1, 1), "{found:?}");
}

#[test]
fn the_file_is_sorted_and_says_what_it_is_about() {
    let dir = tempfile::tempdir().unwrap();
    let dir = dir.path();
    let bucket = |name: &str| {
        format!("resource \"aws_s3_bucket\" \"{name}\" {{\n  acl = \"public-read\"\n}}\n")
    };
    write(dir, &[("z.tf", &bucket("a")), ("a.tf", &bucket("b")), ("m/main.tf", &bucket("c"))]);
    let args = ["--rule", "s3/acl-public-read", "--write-baseline", "base.json"];
    report(dir, &args);
    let text = std::fs::read_to_string(dir.join("base.json")).unwrap();
    report(dir, &args);
    assert_eq!(std::fs::read_to_string(dir.join("base.json")).unwrap(), text);
    let baseline: serde_json::Value = serde_json::from_str(&text).unwrap();
    let entries: Vec<_> = baseline["findings"]
        .as_array()
        .unwrap()
        .iter()
        .map(|e| format!("{} {} {}", e["rule"], e["path"], e["address"]).replace('"', ""))
        .collect();
    assert_eq!(
        entries,
        [
            "s3/acl-public-read a.tf aws_s3_bucket.b",
            "s3/acl-public-read m/main.tf aws_s3_bucket.c",
            "s3/acl-public-read z.tf aws_s3_bucket.a",
        ]
    );
}

#[test]
fn what_is_no_baseline_is_an_error() {
    let dir = tempfile::tempdir().unwrap();
    write(
        dir.path(),
        &[("main.tf", "locals {}\n"), ("old.json", "{\"version\": 9, \"findings\": []}")],
    );
    for (file, message) in
        [("none.json", "no such file"), ("old.json", "version 9"), ("main.tf", "no baseline")]
    {
        let output = assert_cmd::Command::cargo_bin("iacscan")
            .unwrap()
            .current_dir(dir.path())
            .args(["--baseline", file])
            .output()
            .unwrap();
        let error = String::from_utf8_lossy(&output.stderr);
        assert_eq!(output.status.code(), Some(2));
        assert!(error.contains(message), "{error}");
    }
}
