//! Rules of users' own: the pack of docs/writing-rules.md, and packs that are wrong.

use std::path::Path;

use assert_cmd::Command;

/// The rule files of the documentation: YAML blocks that follow the name of a file.
fn documented(folder: &Path) -> usize {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/writing-rules.md");
    let text = std::fs::read_to_string(path).unwrap();
    let mut files = 0;
    for (at, fence) in text.match_indices("```yaml\n") {
        let before = text[..at].trim_end();
        let Some(name) = before.rsplit_once("`policies/").map(|(_, rest)| rest) else { continue };
        let Some(name) = name.strip_suffix("`:") else { continue };
        let rest = &text[at + fence.len()..];
        std::fs::write(folder.join(name), &rest[..rest.find("```").unwrap()]).unwrap();
        files += 1;
    }
    files
}

fn test_rules(folder: &Path) -> (i32, String, String) {
    let output = Command::cargo_bin("iacscan").unwrap().arg("test-rules").arg(folder).output();
    let output = output.unwrap();
    let text = |bytes| String::from_utf8(bytes).unwrap();
    (output.status.code().unwrap(), text(output.stdout), text(output.stderr))
}

#[test]
fn the_rules_of_the_documentation_pass_their_examples() {
    let folder = tempfile::tempdir().unwrap();
    let pack = folder.path().join("policies");
    std::fs::create_dir(&pack).unwrap();
    assert_eq!(documented(&pack), 4);
    let (code, out, err) = test_rules(&pack);
    assert_eq!(code, 0, "{out}{err}");
    assert!(out.contains("ok      policies/backup-role  3 examples"), "{out}");
    assert!(out.contains("4 rules, 11 examples, 0 wrong"), "{out}");
}

#[test]
fn a_violated_invariant_shows_its_witness_and_its_statement() {
    let folder = tempfile::tempdir().unwrap();
    let pack = folder.path().join("policies");
    std::fs::create_dir(&pack).unwrap();
    documented(&pack);
    std::fs::write(folder.path().join("iacscan.yaml"), "rules: [policies]\n").unwrap();
    let text = r#"
resource "aws_iam_role" "deploy" {
  name               = "deploy"
  assume_role_policy = "{}"
}

resource "aws_iam_role_policy" "deploy" {
  role = aws_iam_role.deploy.name
  policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = "iam:CreateUser", Resource = "*" }]
  })
}
"#;
    std::fs::write(folder.path().join("main.tf"), text).unwrap();
    let output = Command::cargo_bin("iacscan")
        .unwrap()
        .args(["--rule", "policies/iam-admins", "--format", "json"])
        .current_dir(folder.path())
        .output()
        .unwrap();
    let report: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    let finding = &report["findings"][0];
    assert_eq!(finding["location"]["start"]["line"], 2);
    let proof = finding["proof"].as_str().unwrap();
    assert!(proof.starts_with("role deploy may iam:CreateUser on "), "{proof}");
    assert_eq!(finding["related"][0]["location"]["start"]["line"], 11);
}

#[test]
fn wrong_packs_say_what_is_wrong() {
    let folder = tempfile::tempdir().unwrap();
    let rule = r#"title: Role
severity: low
judges: role
when: { name: admin }
message: "{it}"
why: because
fix: rename it
examples:
  - bad: |
      resource "aws_iam_role" "a" {
        name = "other"
      }
  - good: |
      resource "aws_iam_role" "a" {
        name = "admin"
      }
"#;
    std::fs::write(folder.path().join("name.yaml"), rule).unwrap();
    let (code, out, _) = test_rules(folder.path());
    assert_eq!(code, 1);
    assert!(out.contains("example 1: it is bad and not found"), "{out}");
    assert!(out.contains("example 2: it is good and found at line 1"), "{out}");

    std::fs::write(folder.path().join("name.yaml"), rule.replace("judges: role", "judges: rle"))
        .unwrap();
    let (code, _, err) = test_rules(folder.path());
    assert_eq!(code, 2);
    assert!(err.contains("did you mean 'role'?"), "{err}");
}
