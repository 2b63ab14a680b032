//! `iacscan policy` as users run it.

use std::path::Path;

use assert_cmd::Command;
use tempfile::TempDir;

/// The files of `testdata/policy`, in a repository of their own.
fn repository() -> TempDir {
    let dir = tempfile::tempdir().unwrap();
    std::fs::create_dir(dir.path().join(".git")).unwrap();
    let from = Path::new(env!("CARGO_MANIFEST_DIR")).join("testdata/policy");
    copy(&from, dir.path());
    dir
}

fn copy(from: &Path, to: &Path) {
    for entry in std::fs::read_dir(from).unwrap() {
        let path = entry.unwrap().path();
        let target = to.join(path.file_name().unwrap());
        if path.is_dir() {
            std::fs::create_dir(&target).unwrap();
            copy(&path, &target);
        } else {
            std::fs::copy(&path, &target).unwrap();
        }
    }
}

/// What a command printed and how it ended.
struct Ran {
    code: i32,
    out: String,
    err: String,
}

fn run_in(dir: &Path, args: &[&str], stdin: &str) -> Ran {
    let mut command = Command::cargo_bin("iacscan").expect("the binary is built");
    for variable in ["NO_COLOR", "FORCE_COLOR", "CLICOLOR_FORCE", "CLICOLOR"] {
        command.env_remove(variable);
    }
    let command = command.current_dir(dir).args(args).write_stdin(stdin);
    let output = command.output().unwrap();
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).expect("UTF-8");
    Ran {
        code: output.status.code().expect("an exit code"),
        out: text(output.stdout),
        err: text(output.stderr),
    }
}

fn policy(args: &str) -> Ran {
    let args: Vec<&str> = ["policy"].into_iter().chain(args.split_whitespace()).collect();
    run_in(repository().path(), &args, "")
}

/// Everything a command says, for snapshots.
fn shown(args: &str) -> String {
    let ran = policy(args);
    let err = if ran.err.is_empty() { String::new() } else { format!("\n{}", ran.err) };
    format!("$ iacscan policy {args}\n{}{err}\n[{}]\n", ran.out, ran.code)
}

fn all(commands: &[&str]) -> String {
    commands.iter().map(|args| shown(args)).collect::<Vec<_>>().join("\n")
}

#[test]
fn validate_places_issues() {
    insta::assert_snapshot!(all(&[
        "validate wrong.json",
        "validate readers.json bucket.json queue.yaml",
        "validate guardrail.json --type scp",
        "validate bucket.json --type identity",
        "validate live",
        "validate live/main.tf#aws_iam_policy.readers",
        "validate wrong.json --format json",
    ]));
}

#[test]
fn summary_has_levels_of_services() {
    insta::assert_snapshot!(all(&[
        "summary readers.json writers.json",
        "summary template.yaml",
        "summary template.yaml --format json",
    ]));
}

#[test]
fn simulate_names_what_decides() {
    let read = "simulate --action s3:GetObject --identity readers.json";
    insta::assert_snapshot!(all(&[
        &format!("{read} --resource arn:aws:s3:::acme-logs/a --scp guardrail.json"),
        &format!("{read} --resource arn:aws:s3:::acme-logs/secret/a --action s3:PutObject"),
        &format!("{read} --resource arn:aws:s3:::acme-logs/a --format json"),
        "simulate --action s3:GetObject --resource arn:aws:s3:::acme-logs/a \
         --identity template.yaml#Readers --principal arn:aws:iam::111122223333:role/app",
        "simulate --action dynamodb:GetItem --identity writers.json --boundary readers.json",
        "simulate --action s3:GetObject --resource arn:aws:s3:::acme-logs/a \
         --identity writers.json --context aws:SecureTransport=true",
        "simulate --action s3:GetObject --resource arn:aws:s3:::acme-site/a --principal * \
         --resource-policy bucket.json",
    ]));
}

#[test]
fn requests_are_answered_line_by_line() {
    let dir = repository();
    let ran = run_in(dir.path(), &["policy", "simulate", "--requests", "requests.jsonl"], "");
    assert_eq!((ran.code, ran.err.as_str()), (0, ""));
    insta::assert_snapshot!(ran.out);
    let text = std::fs::read_to_string(dir.path().join("requests.jsonl")).unwrap();
    let piped = run_in(dir.path(), &["policy", "simulate", "--requests", "-"], &text);
    assert_eq!(piped.out, ran.out);
}

#[test]
fn a_wrong_request_is_answered_with_an_error_and_the_others_still_are() {
    let document = r#"{"Statement": {"Effect": "Allow", "Action": "*", "Resource": "*"}}"#;
    let deep = format!("{}1{}", "[".repeat(5000), "]".repeat(5000));
    let lines = [
        format!(r#"{{"action": "s3:GetObject", "identityPolicies": [{document}]}}"#),
        "not JSON".into(),
        "[]".into(),
        "{}".into(),
        r#"{"action": 1}"#.into(),
        r#"{"action": "s3:GetObject", "identityPolicy": []}"#.into(),
        r#"{"action": "s3:GetObject", "identityPolicies": [[]]}"#.into(),
        r#"{"action": "s3:GetObject", "resourcePolicy": "{"}"#.into(),
        r#"{"action": "s3:GetObject", "resourcePolicy": {"Statements": []}}"#.into(),
        r#"{"action": "s3:GetObject", "serviceControlPolicies": {}}"#.into(),
        r#"{"action": "s3:GetObject", "context": {"a": {}}}"#.into(),
        format!(r#"{{"action": "s3:GetObject", "context": {{"a": {deep}}}}}"#),
        format!(r#"{{"action": "s3:GetObject", "identityPolicies": {document}}}"#),
    ];
    let dir = tempfile::tempdir().unwrap();
    let args = ["policy", "simulate", "--requests", "-"];
    let ran = run_in(dir.path(), &args, &lines.join("\r\n"));
    assert_eq!(ran.code, 2);
    assert_eq!(ran.out.lines().count(), lines.len());
    for line in ran.out.lines() {
        let _: serde_json::Value = serde_json::from_str(line).expect("every answer is JSON");
    }
    insta::assert_snapshot!(ran.out);
}

#[test]
fn compare_finds_new_and_listed_access() {
    insta::assert_snapshot!(all(&[
        "compare readers.json readers.json",
        "compare readers.json writers.json",
        "compare readers.json writers.json --format json",
        "compare writers.json --action dynamodb:GetItem --action s3:DeleteObject",
        "compare writers.json --action s3:DeleteObject",
        "compare readers.json --resource arn:aws:s3:::acme-logs/secret/*",
        "compare readers.json template.yaml",
        "compare readers.json",
    ]));
}

#[test]
fn public_has_a_request_of_anybody() {
    insta::assert_snapshot!(all(&[
        "public bucket.json",
        "public bucket.json --type AWS::S3::Bucket --format json",
        "public queue.yaml --type sqs",
        "public trust.json",
        "public readers.json",
        "public live#module.site.aws_s3_bucket_policy.open",
        "public live/main.tf#module.site.aws_s3_bucket_policy.open",
    ]));
}

#[test]
fn an_address_of_none_or_several_says_what_there_is() {
    insta::assert_snapshot!(all(&[
        "public live",
        "public live#aws_iam_role.deploy",
        "public live#aws_iam_role.deploy:trust",
        "public live#aws_iam_role.deploi",
        "public live#something.else",
        "public gone.tf#aws_iam_role.deploy",
        "public live/site/main.tf#aws_iam_role.deploy",
    ]));
}

#[test]
fn hostile_files_give_clean_errors() {
    let dir = tempfile::tempdir().unwrap();
    let deep = format!("{}1{}", "[".repeat(100_000), "]".repeat(100_000));
    let many = "{\"Effect\": \"Allow\", \"Action\": \"s3:*\", \"Resource\": \"*\"},".repeat(300);
    let inputs: [(&str, Vec<u8>); 10] = [
        ("empty.json", b"".to_vec()),
        ("text.json", b"no policy".to_vec()),
        ("list.json", b"[1, 2]".to_vec()),
        ("null.yaml", b"~".to_vec()),
        ("string.json", b"\"Statement\"".to_vec()),
        ("other.json", br#"{"name": "x"}"#.to_vec()),
        ("binary.json", vec![0xff, 0xfe, 0, 1]),
        ("deep.json", deep.into_bytes()),
        ("cut.json", br#"{"Statement": [{"Effect": "#.to_vec()),
        ("two.yaml", b"Statement: []\n---\nStatement: []\n".to_vec()),
    ];
    for (name, bytes) in &inputs {
        std::fs::write(dir.path().join(name), bytes).unwrap();
        for args in [
            &["policy", "summary", name][..],
            &["policy", "public", name],
            &["policy", "compare", name, name],
            &["policy", "simulate", "--action", "s3:GetObject", "--identity", name],
        ] {
            let ran = run_in(dir.path(), args, "");
            assert_eq!(ran.code, 2, "{args:?}: {}{}", ran.out, ran.err);
            assert!(ran.err.starts_with("error: "), "{args:?}: {}", ran.err);
        }
        let ran = run_in(dir.path(), &["policy", "validate", name], "");
        assert!(ran.code == 1 || ran.code == 2, "{name}: {}{}", ran.out, ran.err);
        assert!(!ran.err.contains("panicked"), "{name}: {}", ran.err);
    }
    let many = format!("{{\"Statement\": [{}]}}", many.trim_end_matches(','));
    std::fs::write(dir.path().join("many.json"), many).unwrap();
    for command in ["validate", "summary", "public"] {
        let ran = run_in(dir.path(), &["policy", command, "many.json", "--format", "json"], "");
        assert!(ran.code < 2, "{command}: {}", ran.err);
        let _: serde_json::Value = serde_json::from_str(&ran.out).expect("JSON");
    }
}

#[test]
fn one_of_several_that_cannot_be_read_does_not_hide_the_others() {
    let ran = policy("validate gone.json wrong.json");
    assert_eq!(ran.code, 2);
    assert!(ran.err.contains("gone.json") && ran.err.contains("no such file"), "{}", ran.err);
    assert!(ran.out.contains("error[INVALID_ACTION]"), "{}", ran.out);
}

#[test]
fn a_policy_from_standard_input() {
    let dir = tempfile::tempdir().unwrap();
    let text = r#"{"Version": "2012-10-17", "Statement": {"Effect": "Allow", "Action": "s3:*", "Resource": "*"}}"#;
    let ran = run_in(dir.path(), &["policy", "summary", "-"], text);
    assert_eq!(ran.code, 0);
    assert!(ran.out.starts_with("standard input\n  s3  full List, full Read"), "{}", ran.out);
}

#[test]
fn a_bare_policy_is_judged_by_the_rules() {
    let dir = repository();
    let admin = r#"{"Version": "2012-10-17", "Statement": {"Effect": "Allow", "Action": "*", "Resource": "*"}}"#;
    std::fs::write(dir.path().join("admin.json"), admin).unwrap();
    let args = ["--quiet", "admin.json", "bucket.json", "queue.yaml", "trust.json", "readers.json"];
    let ran = run_in(dir.path(), &args, "");
    assert_eq!((ran.code, ran.err.as_str()), (1, ""));
    insta::assert_snapshot!(ran.out);
    let other = run_in(dir.path(), &["requests.jsonl"], "");
    assert_eq!(other.code, 2, "{}", other.out);
    // Only where it is named: a directory may hold JSON of any kind.
    let ran = run_in(dir.path(), &["--quiet", "."], "");
    assert!(!ran.out.contains("admin.json"), "{}", ran.out);
}
