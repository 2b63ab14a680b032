//! `iacscan migrate`: other tools' skips into ours.

use std::path::Path;

use assert_cmd::Command;

const TF: &str = "\
#tfsec:ignore:aws-s3-enable-bucket-logging tfsec:ignore:aws-s3-no-public-access-with-acl:exp:2027-01-31 the site
resource \"aws_s3_bucket\" \"a\" {
  # checkov:skip=CKV_AWS_20:a public site
  # checkov:skip=CKV_AWS_144:no replication
  bucket = \"a\" # trivy:ignore:AVD-AWS-0086
  acl    = \"public-read\"
  tags = { note = \"# checkov:skip=CKV_AWS_18:no comment\" }
}

resource \"aws_s3_bucket\" \"b\" { #checkov:skip=CKV_AWS_57:b
  # kics-scan ignore-line
  acl = \"authenticated-read\"
}
";

const YAML: &str = "\
Resources:
  Role:
    Type: AWS::IAM::Role
    Metadata:
      cfn_nag:
        rules_to_suppress:
          - id: W11
            reason: \"it lists: everything\"
          - id: W999
    Properties: {}
  Bucket:
    Type: AWS::S3::Bucket
    # checkov:skip=CKV_AWS_18:no logs
    Properties: {}
";

const JSON: &str = r#"{"Resources": {"Role": {"Type": "AWS::IAM::Role",
  "Metadata": {
    "cfn_nag": {"rules_to_suppress": [{"id": "F3", "reason": "break-glass"}]}
  }}}}
"#;

fn run(dir: &Path, args: &[&str]) -> (String, i32) {
    let output = Command::cargo_bin("iacscan")
        .unwrap()
        .current_dir(dir)
        .env_clear()
        .arg("migrate")
        .args(args)
        .output()
        .unwrap();
    let text = String::from_utf8(output.stdout).unwrap();
    (text + &String::from_utf8_lossy(&output.stderr), output.status.code().unwrap())
}

fn project() -> tempfile::TempDir {
    let dir = tempfile::tempdir().unwrap();
    for (name, text) in [("main.tf", TF), ("role.yaml", YAML), ("role.json", JSON)] {
        std::fs::write(dir.path().join(name), text).unwrap();
    }
    dir
}

#[test]
fn a_patch_that_applies_and_gives_what_is_written() {
    let dir = project();
    let (patch, code) = run(dir.path(), &[]);
    assert_eq!(code, 0, "{patch}");
    insta::assert_snapshot!(patch);
    assert_eq!(std::fs::read_to_string(dir.path().join("main.tf")).unwrap(), TF);
    assert_eq!(run(dir.path(), &["--check"]).1, 1);

    let patched = project();
    std::fs::write(patched.path().join("p.patch"), patch).unwrap();
    let applied = std::process::Command::new("git")
        .current_dir(patched.path())
        .args(["apply", "p.patch"])
        .output()
        .unwrap();
    assert!(applied.status.success(), "{}", String::from_utf8_lossy(&applied.stderr));

    assert_eq!(run(dir.path(), &["--write"]).1, 0);
    for name in ["main.tf", "role.yaml", "role.json"] {
        let read = |dir: &Path| std::fs::read_to_string(dir.join(name)).unwrap();
        assert_eq!(read(dir.path()), read(patched.path()), "{name}");
    }
    // Once is enough.
    assert_eq!(run(dir.path(), &["--check"]).1, 0);
}

#[test]
fn line_ends_stay_and_an_unfinished_line_is_one() {
    let block = |name: &str| {
        format!(
            "resource \"aws_s3_bucket\" \"{name}\" {{\n  #checkov:skip=CKV_AWS_20:a\n}}\n\n\n\n\n"
        )
    };
    let crlf = (block("a") + &block("b")).replace('\n', "\r\n");
    let last =
        "# tfsec:ignore:aws-s3-no-public-access-with-acl\nresource \"aws_s3_bucket\" \"a\" {}";
    let files = [("crlf.tf", crlf.as_str()), ("last.tf", last)];
    let [written, patched] = [(); 2].map(|()| tempfile::tempdir().unwrap());
    for dir in [&written, &patched] {
        files.iter().for_each(|(name, text)| std::fs::write(dir.path().join(name), text).unwrap());
    }
    let (patch, _) = run(patched.path(), &[]);
    std::fs::write(patched.path().join("p.patch"), &patch).unwrap();
    let mut git = std::process::Command::new("git");
    let applied = git.current_dir(patched.path()).args(["apply", "p.patch"]).output().unwrap();
    assert!(applied.status.success(), "{}{patch}", String::from_utf8_lossy(&applied.stderr));
    run(written.path(), &["--write"]);
    for (name, text) in files {
        let read = |dir: &Path| std::fs::read_to_string(dir.join(name)).unwrap();
        assert_eq!(read(written.path()), read(patched.path()), "{name}");
        assert_ne!(read(written.path()), text);
    }
}

#[test]
fn what_is_written_suppresses() {
    let dir = project();
    run(dir.path(), &["--write"]);
    let output = Command::cargo_bin("iacscan")
        .unwrap()
        .current_dir(dir.path())
        .env_clear()
        .env("SOURCE_DATE_EPOCH", "1795305600")
        .args(["--format", "json", "--rule", "s3/acl-*", "--rule", "suppression/malformed"])
        .output()
        .unwrap();
    let report: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(report["summary"]["findings"], 0, "{report:#}");
    assert_eq!(report["summary"]["suppressed"], 2, "{report:#}");
}
