//! Nothing in the repository under review makes the program read outside of it, or wait for what
//! never comes: not by links, not by names in configuration, not by devices and pipes.
#![cfg(unix)]

use std::os::unix::fs::symlink;
use std::path::Path;
use std::process::Command;
use std::time::{Duration, Instant};

/// What stands outside.
const SECRET: &str = "OUTSIDER";

/// What fills a repository.
type Make<'a> = &'a dyn Fn(&Path);

/// Runs in a repository that `make` fills, which lies beside `outside/`: the exit code and all
/// that was printed.
fn run(make: Make) -> (i32, String) {
    let dir = tempfile::tempdir().unwrap();
    let outside = dir.path().join("outside");
    std::fs::create_dir_all(&outside).unwrap();
    let bucket =
        format!("resource \"aws_s3_bucket\" \"{SECRET}\" {{\n  acl = \"public-read\"\n}}\n");
    std::fs::write(outside.join("a.tf"), bucket).unwrap();
    let template = format!(
        "Resources:\n  {SECRET}:\n    Type: AWS::S3::Bucket\n    Properties:\n      AccessControl: PublicRead\n"
    );
    std::fs::write(outside.join("a.yaml"), template).unwrap();
    std::fs::write(outside.join("a.json"), format!("{{ {SECRET}")).unwrap();
    let repo = dir.path().join("repo");
    std::fs::create_dir_all(repo.join(".git")).unwrap();
    std::fs::write(repo.join("main.tf"), "variable \"v\" {}\n").unwrap();
    make(&repo);
    let mut command = Command::new(assert_cmd::cargo::cargo_bin("iacscan"));
    let started = Instant::now();
    let done = command.args(["--pedantic", "--show-undecided"]).current_dir(&repo);
    let done = done.output().unwrap();
    assert!(started.elapsed() < Duration::from_secs(60));
    let printed = [done.stdout, done.stderr].concat();
    (done.status.code().expect("it ended by itself"), String::from_utf8(printed).unwrap())
}

fn write(path: &Path, text: &str) {
    std::fs::create_dir_all(path.parent().unwrap()).unwrap();
    std::fs::write(path, text).unwrap();
}

fn link(target: &str, path: &Path) {
    std::fs::create_dir_all(path.parent().unwrap()).unwrap();
    symlink(target, path).unwrap();
}

#[test]
fn links_out_of_the_repository_are_not_followed() {
    let cases: [(&str, Make); 9] = [
        ("x.tf", &|repo| link("../outside/a.tf", &repo.join("x.tf"))),
        ("x.yaml", &|repo| link("../outside/a.yaml", &repo.join("x.yaml"))),
        ("terraform.tfvars", &|repo| link("../outside/a.json", &repo.join("terraform.tfvars"))),
        ("iacscan.yaml", &|repo| link("../outside/a.json", &repo.join("iacscan.yaml"))),
        (".gitignore", &|repo| link("../outside/a.json", &repo.join(".gitignore"))),
        ("rules/x.yaml", &|repo| {
            link("../../outside/a.yaml", &repo.join("rules/x.yaml"));
            write(&repo.join("iacscan.yaml"), "rules: [rules]\n");
        }),
        ("v.tfvars", &|repo| {
            link("../outside/a.json", &repo.join("v.tfvars"));
            write(&repo.join("iacscan.yaml"), "environments: [{name: a, var_files: [v.tfvars]}]\n");
        }),
        ("v.json", &|repo| {
            link("../outside", &repo.join("v"));
            write(
                &repo.join("iacscan.yaml"),
                "environments: [{name: a, parameters: [v/a.json]}] # v.json\n",
            );
        }),
        ("m/x.tf", &|repo| {
            link("../../outside/a.tf", &repo.join("m/x.tf"));
            write(&repo.join("main.tf"), "module \"m\" {\n  source = \"./m\"\n}\n");
        }),
    ];
    for (named, make) in cases {
        let (code, printed) = run(make);
        assert_eq!(code, 2, "{named}: {printed}");
        assert!(!printed.contains(SECRET), "{named}: {printed}");
        assert!(printed.contains(named), "{named}: {printed}");
    }
}

#[test]
fn what_code_names_elsewhere_is_not_read() {
    let cases: [Make; 5] = [
        &|repo| write(&repo.join("a.tf"), "module \"m\" {\n  source = \"../outside\"\n}\n"),
        &|repo| {
            link("../outside", &repo.join("m"));
            write(&repo.join("a.tf"), "module \"m\" {\n  source = \"./m\"\n}\n");
        },
        &|repo| {
            let text =
                "resource \"aws_s3_bucket\" \"b\" {\n  acl = file(\"../outside/a.json\")\n}\n";
            write(&repo.join("a.tf"), text);
        },
        &|repo| {
            let modules = r#"{"Modules":[{"Key":"m","Source":"a/b/c","Dir":"../outside"}]}"#;
            write(&repo.join(".terraform/modules/modules.json"), modules);
            write(&repo.join("a.tf"), "module \"m\" {\n  source = \"a/b/c\"\n}\n");
        },
        &|repo| {
            let text = "Resources:\n  N:\n    Type: AWS::CloudFormation::Stack\n    Properties:\n      \
                TemplateURL: ../outside/a.yaml\n";
            write(&repo.join("a.yaml"), text);
        },
    ];
    for make in cases {
        let (_, printed) = run(make);
        assert!(!printed.contains(SECRET), "{printed}");
        assert!(!printed.contains("0 undecided · 0 skipped"), "it is told: {printed}");
    }
}

#[test]
fn devices_and_pipes_are_no_files() {
    for name in ["x.tf", "x.yaml", "a.auto.tfvars", ".gitignore", ".ignore", "iacscan.yaml"] {
        for target in ["/dev/zero", "pipe"] {
            let (code, printed) = run(&|repo| {
                let made = Command::new("mkfifo").arg(repo.join("pipe")).status().unwrap();
                assert!(made.success());
                link(target, &repo.join(name));
            });
            assert_eq!(code, 2, "{name}: {printed}");
            assert!(printed.contains(name), "{printed}");
        }
    }
}
