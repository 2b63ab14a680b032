//! `--base`: only what a change brings, from git's objects.

use std::path::Path;
use std::process::Command;

use serde_json::Value;

const BUCKET: &str = "resource \"aws_s3_bucket\" \"NAME\" {\n  acl = \"public-read\"\n}\n";
const RULE: [&str; 4] = ["--rule", "s3/acl-public-read", "--rule", "suppression/*"];

fn bucket(name: &str) -> String {
    BUCKET.replace("NAME", name)
}

/// git, of its own mind only.
fn git(dir: &Path, args: &[&str]) -> String {
    let output = Command::new("git")
        .current_dir(dir)
        .env("GIT_CONFIG_GLOBAL", "/dev/null")
        .env("GIT_CONFIG_NOSYSTEM", "1")
        .args(["-c", "user.name=a", "-c", "user.email=a@example.com"])
        .args(["-c", "init.defaultBranch=main", "-c", "protocol.file.allow=always"])
        .args(args)
        .output()
        .unwrap();
    assert!(output.status.success(), "{args:?} {}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap().trim().to_owned()
}

fn write(dir: &Path, files: &[(&str, &str)]) {
    for (name, text) in files {
        let path = dir.join(name);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, text).unwrap();
    }
}

fn commit(dir: &Path, files: &[(&str, &str)]) -> String {
    write(dir, files);
    git(dir, &["add", "-A"]);
    git(dir, &["commit", "-qm", "x"]);
    git(dir, &["rev-parse", "HEAD"])
}

fn repository(files: &[(&str, &str)]) -> (tempfile::TempDir, String) {
    let dir = tempfile::tempdir().unwrap();
    git(dir.path(), &["init", "-q"]);
    let first = commit(dir.path(), files);
    (dir, first)
}

struct Run {
    report: Value,
    code: i32,
    err: String,
}

fn run(dir: &Path, base: &str, variables: &[(&str, &str)]) -> Run {
    let output = assert_cmd::Command::cargo_bin("iacscan")
        .unwrap()
        .current_dir(dir)
        .env_clear()
        .env("SOURCE_DATE_EPOCH", "1795305600")
        .envs(variables.iter().copied())
        .args(["--format", "json", "--base", base])
        .args(RULE)
        .output()
        .unwrap();
    let err = String::from_utf8_lossy(&output.stderr).into_owned();
    let report = serde_json::from_slice(&output.stdout).unwrap_or(Value::Null);
    Run { report, code: output.status.code().unwrap(), err }
}

/// The addresses of what is new, and how many findings are known and fixed.
fn new(dir: &Path, base: &str) -> (Vec<String>, u64, u64) {
    let Run { report, err, .. } = run(dir, base, &[]);
    assert!(report.is_object(), "{err}");
    let findings = report["findings"].as_array().unwrap().iter();
    let addresses = findings.map(|f| {
        let all = f["addresses"].as_array().unwrap().iter();
        all.map(|a| a.as_str().unwrap()).collect::<Vec<_>>().join(" ")
    });
    let number = |key: &str| report["summary"][key].as_u64().unwrap();
    (addresses.collect(), number("known"), number("fixed"))
}

#[test]
fn only_what_the_change_brings() {
    let (dir, first) = repository(&[("a/main.tf", &bucket("a")), ("b/main.tf", &bucket("b"))]);
    let dir = dir.path();
    assert_eq!(new(dir, "HEAD"), (vec![], 2, 0));
    // In the work tree, moved lines aside.
    write(dir, &[("a/main.tf", &format!("# moved\n\n{}{}", bucket("new"), bucket("a")))]);
    assert_eq!(new(dir, "HEAD"), (vec!["aws_s3_bucket.new".into()], 2, 0));
    commit(dir, &[]);
    assert_eq!(new(dir, "HEAD"), (vec![], 3, 0));
    for revision in [&first, &first[..10], "HEAD~1", "HEAD^", "main~"] {
        assert_eq!(new(dir, revision), (vec!["aws_s3_bucket.new".into()], 2, 0), "{revision}");
    }
    // Repaired, and a root that is gone.
    write(dir, &[("a/main.tf", "locals {}\n")]);
    std::fs::remove_file(dir.join("b/main.tf")).unwrap();
    assert_eq!(new(dir, &first), (vec![], 0, 2));
    assert_eq!(git(dir, &["status", "--short"]).lines().count(), 2, "nothing was touched");
    // Renamed directories are no news.
    commit(dir, &[("a/main.tf", &bucket("a"))]);
    std::fs::rename(dir.join("a"), dir.join("z")).unwrap();
    assert_eq!(new(dir, "HEAD"), (vec![], 1, 0));
}

#[test]
fn what_reaches_a_root_through_modules_and_files() {
    let module = "variable \"acl\" {}\nresource \"aws_s3_bucket\" \"b\" {\n  acl = var.acl\n}\n";
    let call = "module \"m\" {\n  source = \"../m\"\n  acl    = trimspace(file(\"acl.txt\"))\n}\n";
    let (dir, _) = repository(&[
        ("m/main.tf", module),
        ("one/main.tf", call),
        ("one/acl.txt", "private\n"),
        ("two/main.tf", call),
        ("two/acl.txt", "private\n"),
    ]);
    let dir = dir.path();
    assert_eq!(new(dir, "HEAD"), (vec![], 0, 0));
    write(dir, &[("one/acl.txt", "public-read\n")]);
    assert_eq!(new(dir, "HEAD"), (vec!["module.m.aws_s3_bucket.b".into()], 0, 0));
    commit(dir, &[]);
    // A change of the module reaches both of its roots.
    write(dir, &[("m/main.tf", &module.replace("var.acl", "\"public-read\""))]);
    let (addresses, ..) = new(dir, "HEAD");
    assert_eq!(addresses, ["module.m.aws_s3_bucket.b"]);
    // A second call of it brings the access for that instance.
    write(
        dir,
        &[
            ("m/main.tf", module),
            ("one/main.tf", &format!("{call}{}", call.replace("\"m\"", "\"n\""))),
        ],
    );
    let (addresses, ..) = new(dir, "HEAD");
    assert_eq!(addresses.len(), 1, "{addresses:?}");
    assert!(addresses[0].contains("module.n."));
}

#[test]
fn templates_and_suppressions() {
    let template = |acl: &str| {
        format!(
            "AWSTemplateFormatVersion: '2010-09-09'\nResources:\n  B:\n    Type: AWS::S3::Bucket\n    Properties:\n      AccessControl: {acl}\n"
        )
    };
    let ignore = "# iacscan:ignore[s3/acl-public-read] a site\n";
    let suppressed = format!("{ignore}{}", bucket("a"));
    let (dir, _) = repository(&[("t.yaml", &template("Private")), ("main.tf", &suppressed)]);
    let dir = dir.path();
    assert_eq!(new(dir, "HEAD"), (vec![], 0, 0));
    write(dir, &[("t.yaml", &template("PublicRead"))]);
    assert_eq!(new(dir, "HEAD").0.len(), 1);
    commit(dir, &[]);
    // A suppression that is taken away brings its finding back.
    write(dir, &[("main.tf", &bucket("a"))]);
    assert_eq!(new(dir, "HEAD"), (vec!["aws_s3_bucket.a".into()], 1, 0));
    // One that is wrong is told in the change that brings it, and not again.
    let wrong = format!("# iacscan:ignore[s3/nonsense] x\n{}", bucket("a"));
    write(dir, &[("main.tf", &wrong)]);
    let rules = |run: &Run| -> Vec<String> {
        let findings = run.report["findings"].as_array().unwrap().iter();
        findings.map(|f| f["rule"].as_str().unwrap().to_owned()).collect()
    };
    assert!(rules(&run(dir, "HEAD", &[])).contains(&"suppression/malformed".to_owned()));
    commit(dir, &[]);
    assert_eq!(rules(&run(dir, "HEAD", &[])), [""; 0]);
}

#[test]
fn from_where_the_histories_part() {
    let (dir, first) = repository(&[("main.tf", &bucket("a"))]);
    let dir = dir.path();
    git(dir, &["checkout", "-qb", "feature"]);
    commit(dir, &[("new.tf", &bucket("new"))]);
    git(dir, &["checkout", "-q", "main"]);
    // What main repairs meanwhile is not what the feature brings.
    commit(dir, &[("main.tf", "locals {}\n")]);
    git(dir, &["checkout", "-q", "feature"]);
    assert_eq!(new(dir, "main"), (vec!["aws_s3_bucket.new".into()], 1, 0));
    git(dir, &["pack-refs", "--all"]);
    git(dir, &["gc", "-q"]);
    git(dir, &["tag", "-a", "v1", "-m", "x", &first]);
    assert_eq!(new(dir, "v1"), (vec!["aws_s3_bucket.new".into()], 1, 0));
    // In a linked work tree.
    let linked = tempfile::tempdir().unwrap();
    let path = linked.path().join("w");
    git(dir, &["worktree", "add", "-q", "--detach", path.to_str().unwrap(), "feature"]);
    assert_eq!(new(&path, "main"), (vec!["aws_s3_bucket.new".into()], 1, 0));
}

#[test]
fn pipelines_tell_the_base() {
    let (dir, first) = repository(&[("main.tf", &bucket("a"))]);
    let dir = dir.path();
    commit(dir, &[("new.tf", &bucket("new"))]);
    let event = dir.join(".git/event.json");
    let text = format!("{{\"pull_request\": {{\"base\": {{\"sha\": \"{first}\"}}}}}}");
    std::fs::write(&event, text).unwrap();
    git(dir, &["update-ref", "refs/remotes/origin/main", &first]);
    for variables in [
        [("CI_MERGE_REQUEST_DIFF_BASE_SHA", first.as_str())],
        [("GITHUB_EVENT_PATH", event.to_str().unwrap())],
        [("GITHUB_BASE_REF", "main")],
    ] {
        let run = run(dir, "auto", &variables);
        assert_eq!(run.report["summary"]["findings"], 1, "{variables:?} {}", run.err);
        assert_eq!(run.code, 1);
    }
    let run = run(dir, "auto", &[]);
    assert_eq!(run.report["summary"]["findings"], 2);
    assert!(run.err.contains("everything is reported"), "{}", run.err);
}

#[test]
fn a_merge_that_is_checked_out_has_its_base_as_first_parent() {
    let (dir, first) = repository(&[("main.tf", &bucket("a"))]);
    let dir = dir.path();
    git(dir, &["checkout", "-qb", "feature"]);
    let head = commit(dir, &[("feature.tf", &bucket("feature"))]);
    git(dir, &["checkout", "-q", "main"]);
    // Merged by others, after the event that names the base.
    commit(dir, &[("other.tf", &bucket("other"))]);
    git(dir, &["merge", "-q", "--no-ff", "-m", "x", "feature"]);
    let event = dir.join(".git/event.json");
    let sha = |sha: &str| serde_json::json!({ "sha": sha });
    let pull_request = serde_json::json!({ "base": sha(&first), "head": sha(&head) });
    let text = serde_json::json!({ "pull_request": pull_request }).to_string();
    std::fs::write(&event, text).unwrap();
    let run = run(dir, "auto", &[("GITHUB_EVENT_PATH", event.to_str().unwrap())]);
    assert_eq!(run.report["summary"]["findings"], 1, "{}", run.err);
    assert_eq!(run.report["findings"][0]["addresses"][0], "aws_s3_bucket.feature");
}

#[test]
fn a_module_beside_what_is_scanned_counts() {
    let module = |acl: &str| {
        let default = format!("variable \"acl\" {{\n  default = \"{acl}\"\n}}\n");
        default + "resource \"aws_s3_bucket\" \"b\" {\n  acl = var.acl\n}\n"
    };
    let call = "module \"m\" {\n  source = \"../m\"\n}\n";
    let (dir, first) = repository(&[("m/main.tf", &module("private")), ("eu/main.tf", call)]);
    let eu = dir.path().join("eu");
    assert_eq!(new(&eu, &first), (vec![], 0, 0));
    write(dir.path(), &[("m/main.tf", &module("public-read"))]);
    assert_eq!(new(&eu, &first).0, ["module.m.aws_s3_bucket.b"]);
    // A file more is a change of the module, too.
    write(dir.path(), &[("m/main.tf", &module("private")), ("m/new.tf", &bucket("new"))]);
    assert_eq!(new(&eu, &first).0, ["module.m.aws_s3_bucket.new"]);
}

#[test]
fn submodules_are_at_the_commit_of_the_base() {
    let (library, _) = repository(&[("main.tf", &bucket("a"))]);
    let (dir, _) = repository(&[("x/main.tf", "locals {}\n")]);
    let url = library.path().display().to_string();
    git(dir.path(), &["submodule", "--quiet", "add", &url, "lib"]);
    let first = commit(dir.path(), &[("x/main.tf", "locals { a = 1 }\n")]);
    assert_eq!(new(dir.path(), &first), (vec![], 1, 0));
    commit(library.path(), &[("new.tf", &bucket("new"))]);
    git(&dir.path().join("lib"), &["pull", "-q", "origin", "main"]);
    commit(dir.path(), &[]);
    assert_eq!(new(dir.path(), &first), (vec!["aws_s3_bucket.new".into()], 1, 0));
}

#[test]
fn a_shallow_clone_says_what_to_fetch() {
    let (dir, first) = repository(&[("main.tf", &bucket("a"))]);
    commit(dir.path(), &[("new.tf", &bucket("new"))]);
    let clone = tempfile::tempdir().unwrap();
    let url = format!("file://{}", dir.path().display());
    git(clone.path(), &["clone", "-q", "--depth=1", &url, "c"]);
    let clone = clone.path().join("c");
    let run = run(&clone, &first, &[]);
    assert_eq!(run.code, 2);
    assert!(run.err.contains(&format!("git fetch --depth=1 origin {first}")), "{}", run.err);
    assert!(run.err.contains("fetch-depth: 0"), "{}", run.err);
    // What it says is enough.
    git(&clone, &["fetch", "-q", "--depth=1", "origin", &first]);
    assert_eq!(new(&clone, &first), (vec!["aws_s3_bucket.new".into()], 1, 0));
}

#[test]
fn what_is_no_base_is_an_error() {
    let (dir, _) = repository(&[("main.tf", &bucket("a"))]);
    let unknown = run(dir.path(), "nowhere", &[]);
    assert_eq!(unknown.code, 2);
    assert!(unknown.err.contains("no revision nowhere"), "{}", unknown.err);
    let bare = tempfile::tempdir().unwrap();
    write(bare.path(), &[("main.tf", &bucket("a"))]);
    let none = run(bare.path(), "HEAD", &[]);
    assert_eq!(none.code, 2);
    assert!(none.err.contains("no git repository"), "{}", none.err);
}
