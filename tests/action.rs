//! The action, as a runner runs it: the steps of `action.yml` in their order, with the
//! environment that a runner gives them, on a machine where the network is a folder.
#![cfg(unix)]

use std::collections::BTreeMap;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::Value;
use sha2::{Digest, Sha256};

const ROOT: &str = env!("CARGO_MANIFEST_DIR");
const VERSION: &str = env!("CARGO_PKG_VERSION");
const PUBLIC: &str = "resource \"aws_s3_bucket\" \"b\" {\n  acl = \"public-read\"\n}\n";

fn yaml(path: &str) -> Value {
    let text = std::fs::read_to_string(Path::new(ROOT).join(path)).unwrap();
    serde_saphyr::from_str(&text).unwrap_or_else(|error| panic!("{path}: {error}"))
}

/// A runner with a checked out repository and a folder of releases.
struct Runner {
    dir: tempfile::TempDir,
    inputs: BTreeMap<String, String>,
    os: (&'static str, &'static str),
    token: &'static str,
    attested: bool,
    temp: &'static str,
}

/// How the action ended.
struct Ran {
    code: i32,
    log: String,
    outputs: BTreeMap<String, String>,
    summary: String,
}

impl Runner {
    fn new(files: &[(&str, &str)]) -> Runner {
        let runner = Runner {
            dir: tempfile::tempdir().unwrap(),
            inputs: BTreeMap::new(),
            os: ("Linux", "X64"),
            token: "read-only",
            attested: true,
            temp: "temp",
        };
        for folder in ["bin", "releases", "temp", "work/.git"] {
            std::fs::create_dir_all(runner.path(folder)).unwrap();
        }
        for (name, text) in files {
            let path = runner.path("work").join(name);
            std::fs::create_dir_all(path.parent().unwrap()).unwrap();
            std::fs::write(path, text).unwrap();
        }
        // The network: the last part of an address is a file in the folder of releases.
        runner.tool(
            "curl",
            "for last; do :; done; while [ $# -gt 0 ]; do [ \"$1\" = --output ] && out=\"$2\"; shift; done\n\
             echo \"$last\" >>\"$RELEASES/asked\"; cp \"$RELEASES/${last##*/}\" \"$out\"",
        );
        runner.tool("gh", "echo \"$@\" >>\"$RELEASES/verified\"; [ \"$ATTESTED\" = true ]");
        runner.release("x86_64-unknown-linux-musl");
        runner
    }

    fn path(&self, name: &str) -> PathBuf {
        self.dir.path().join(name)
    }

    fn tool(&self, name: &str, script: &str) {
        let path = self.path("bin").join(name);
        std::fs::write(&path, format!("#!/usr/bin/env bash\nset -eu\n{script}\n")).unwrap();
        std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o755)).unwrap();
    }

    /// A release of the binary under test.
    fn release(&self, target: &str) {
        let name = format!("iacscan-v{VERSION}-{target}");
        let folder = self.path("staging").join(&name);
        std::fs::create_dir_all(&folder).unwrap();
        let binary = assert_cmd::cargo::cargo_bin("iacscan");
        std::os::unix::fs::symlink(binary, folder.join("iacscan")).unwrap();
        let archive = self.path("releases").join(format!("{name}.tar.gz"));
        let staging = self.path("staging");
        let mut tar = Command::new("tar");
        tar.arg("-C").arg(staging).arg("-czf").arg(&archive).arg(&name);
        assert!(tar.status().unwrap().success());
        let sums = format!("{}  {name}.tar.gz\n", self.checksum(&archive));
        std::fs::write(self.path("releases/SHA256SUMS"), sums).unwrap();
    }

    fn checksum(&self, archive: &Path) -> String {
        let hash = Sha256::digest(std::fs::read(archive).unwrap());
        hash.iter().map(|byte| format!("{byte:02x}")).collect()
    }

    fn archive(&self) -> PathBuf {
        self.path(&format!("releases/iacscan-v{VERSION}-x86_64-unknown-linux-musl.tar.gz"))
    }

    fn with(mut self, input: &str, value: &str) -> Runner {
        self.inputs.insert(input.into(), value.into());
        self
    }

    /// Runs the steps; those that use another action are left out.
    fn run(&self) -> Ran {
        let action = yaml("action.yml");
        std::fs::create_dir_all(self.path(self.temp)).unwrap();
        let mut known: BTreeMap<String, String> = BTreeMap::new();
        for input in action["inputs"].as_object().unwrap().keys() {
            let value = self.inputs.get(input).cloned().unwrap_or_default();
            known.insert(format!("inputs.{input}"), value);
        }
        for input in self.inputs.keys() {
            assert!(known.contains_key(&format!("inputs.{input}")), "no input {input}");
        }
        known.insert("github.token".into(), self.token.into());
        let mut ran =
            Ran { code: 0, log: String::new(), outputs: known.clone(), summary: String::new() };
        for (index, step) in action["runs"]["steps"].as_array().unwrap().iter().enumerate() {
            let Some(script) = step["run"].as_str() else { continue };
            let output = self.path(self.temp).join(format!("output{index}"));
            std::fs::write(&output, "").unwrap();
            let mut command = Command::new("bash");
            command.args(["--noprofile", "--norc", "-eo", "pipefail", "-c", script]);
            let path = format!("{}:{}", self.path("bin").display(), std::env::var("PATH").unwrap());
            command
                .env_clear()
                .env("PATH", path)
                .env("HOME", self.path("temp"))
                .env("RELEASES", self.path("releases"))
                .env("ATTESTED", self.attested.to_string())
                .env("GITHUB_ACTIONS", "true")
                .env("GITHUB_ACTION_PATH", ROOT)
                .env("GITHUB_OUTPUT", &output)
                .env("GITHUB_EVENT_PATH", self.path("temp/event.json"))
                .env("GITHUB_STEP_SUMMARY", self.path("temp/summary"))
                .env("RUNNER_TEMP", self.path(self.temp))
                .env("RUNNER_OS", self.os.0)
                .env("RUNNER_ARCH", self.os.1)
                .current_dir(self.path("work"));
            let empty = serde_json::Map::new();
            for (name, value) in step["env"].as_object().unwrap_or(&empty) {
                command.env(name, evaluated(value.as_str().unwrap(), &known));
            }
            let done = command.output().unwrap();
            ran.log += &String::from_utf8_lossy(&done.stdout);
            ran.log += &String::from_utf8_lossy(&done.stderr);
            let id = step["id"].as_str().unwrap_or("-");
            for line in std::fs::read_to_string(&output).unwrap().lines() {
                let (name, value) = line.split_once('=').expect("name=value");
                known.insert(format!("steps.{id}.outputs.{name}"), value.into());
            }
            ran.code = done.status.code().unwrap();
            if ran.code != 0 {
                break;
            }
        }
        let outputs = action["outputs"].as_object().unwrap();
        let told = outputs.iter().map(|(name, output)| {
            (name.clone(), evaluated(output["value"].as_str().unwrap(), &known))
        });
        ran.outputs = told.collect();
        ran.summary = std::fs::read_to_string(self.path("temp/summary")).unwrap_or_default();
        ran
    }
}

/// A text with its one expression, which is a name, replaced.
fn evaluated(text: &str, known: &BTreeMap<String, String>) -> String {
    let Some(name) = text.strip_prefix("${{ ").and_then(|rest| rest.strip_suffix(" }}")) else {
        assert!(!text.contains("${{"), "only whole values are expressions: {text}");
        return text.to_owned();
    };
    known.get(name).cloned().unwrap_or_default()
}

#[test]
fn a_release_is_verified_and_scans() {
    let runner = Runner::new(&[("live/main.tf", PUBLIC)]);
    let ran = runner.run();
    assert_eq!(ran.code, 1, "{}", ran.log);
    assert!(ran.log.contains("error[s3/acl-public-read]: "), "{}", ran.log);
    assert!(ran.log.contains("\n::error file=live/main.tf,line=2,"), "{}", ran.log);
    assert!(ran.summary.starts_with("## iacscan: 1 finding (1 high)"), "{}", ran.summary);
    assert_eq!(ran.summary.matches("## iacscan").count(), 1);
    let outputs = |name: &str| ran.outputs[name].as_str();
    assert_eq!(outputs("findings"), "1");
    assert_eq!(outputs("new-findings"), "");
    assert_eq!(outputs("highest-severity"), "high");
    assert_eq!(outputs("exit-code"), "1");
    for file in ["sarif-file", "json-file"] {
        let text = std::fs::read_to_string(outputs(file)).unwrap();
        let value: Value = serde_json::from_str(&text).unwrap();
        assert!(value["version"] == "2.1.0" || value["version"] == 1);
    }
    let asked = std::fs::read_to_string(runner.path("releases/asked")).unwrap();
    let base = format!("https://github.com/iacscan/iacscan/releases/download/v{VERSION}/");
    assert!(asked.lines().all(|address| address.starts_with(&base)), "{asked}");
    let verified = std::fs::read_to_string(runner.path("releases/verified")).unwrap();
    assert!(verified.contains("--repo iacscan/iacscan --signer-workflow"), "{verified}");
}

#[test]
fn clean_is_clean_and_the_steps_succeed() {
    let ran = Runner::new(&[("main.tf", "locals {}\n")]).run();
    assert_eq!((ran.code, ran.outputs["findings"].as_str()), (0, "0"), "{}", ran.log);
    assert_eq!(ran.outputs["highest-severity"], "");
    assert!(!ran.log.contains("::error"), "{}", ran.log);
    assert!(ran.summary.starts_with("## iacscan: nothing found"), "{}", ran.summary);
}

#[test]
fn nothing_unverified_is_run() {
    let refused = |runner: &Runner, why: &str| {
        let ran = runner.run();
        assert_eq!(ran.code, 2, "{}", ran.log);
        assert!(
            ran.log.contains("::error title=iacscan::") && ran.log.contains(why),
            "{}",
            ran.log
        );
        assert_eq!(ran.outputs["exit-code"], "", "it was not run");
    };
    let runner = Runner::new(&[]);
    std::fs::write(runner.path("releases/SHA256SUMS"), format!("{}  other\n", "0".repeat(64)))
        .unwrap();
    refused(&runner, "the checksum of iacscan-v");

    let mut runner = Runner::new(&[]);
    runner.attested = false;
    refused(&runner, "was not built by the release workflow");

    let runner = Runner::new(&[]).with("checksum", &"0".repeat(64));
    refused(&runner, &format!("not {}", "0".repeat(64)));

    // Without a token nothing is attested, and a checksum beside the archive is no proof.
    let mut runner = Runner::new(&[]);
    runner.token = "";
    refused(&runner, "give the input checksum");

    let mut runner = Runner::new(&[]);
    runner.os = ("Linux", "RISCV64");
    refused(&runner, "no binary for Linux on RISCV64");

    let runner = Runner::new(&[]);
    std::fs::remove_file(runner.archive()).unwrap();
    refused(&runner, "could not be downloaded");
}

#[test]
fn no_token_is_needed_with_a_checksum() {
    let mut runner = Runner::new(&[("main.tf", PUBLIC)]);
    runner.token = "";
    let checksum = runner.checksum(&runner.archive());
    let ran = runner.with("checksum", &checksum).run();
    assert_eq!(ran.code, 1, "{}", ran.log);
    assert!(ran.log.contains("::error file=main.tf"), "{}", ran.log);
}

#[test]
fn a_path_with_backslashes_and_spaces_is_a_path() {
    let mut runner = Runner::new(&[("main.tf", PUBLIC)]);
    runner.temp = r"D:\a\_temp of it";
    let ran = runner.run();
    assert_eq!((ran.code, ran.outputs["findings"].as_str()), (1, "1"), "{}", ran.log);
}

#[test]
fn inputs_are_values_whatever_they_say() {
    for (input, value) in [
        ("version", "1.2.3;touch owned"),
        ("version", "../../evil"),
        ("version", "$(touch owned)"),
        ("version", "1.2.3\n::error::forged"),
        ("checksum", "abc"),
        ("pedantic", "yes"),
        ("sarif", "$(touch owned)"),
        ("annotations", "`touch owned`"),
        ("fail-on", "low --output=json=owned"),
        ("min-severity", "'; touch owned; '"),
        ("config", "--pedantic"),
        ("format", "text;touch owned"),
        ("paths", "$(touch owned)\n--output=json=owned\n-q"),
    ] {
        let runner = Runner::new(&[("main.tf", PUBLIC)]).with(input, value);
        let ran = runner.run();
        let left = std::fs::read_dir(runner.path("work")).unwrap();
        let left: Vec<_> = left.map(|entry| entry.unwrap().file_name()).collect();
        assert_eq!(left.len(), 2, "{input}: {left:?}");
        assert!(ran.code == 2 || input == "sarif", "{input}: {}", ran.log);
        assert!(!ran.log.lines().any(|line| line.starts_with("::error::forged")), "{}", ran.log);
    }
}

#[test]
fn several_paths_and_options() {
    let files = [("a b/main.tf", PUBLIC), ("-c/main.tf", PUBLIC), ("d/main.tf", PUBLIC)];
    let ran = Runner::new(&files).with("paths", "a b\r\n-c\n\n").run();
    assert_eq!((ran.code, ran.outputs["findings"].as_str()), (1, "2"), "{}", ran.log);
    let ran = Runner::new(&files).with("fail-on", "critical").run();
    assert_eq!((ran.code, ran.outputs["findings"].as_str()), (0, "3"), "{}", ran.log);
    let ran = Runner::new(&files).with("min-severity", "critical").run();
    assert_eq!((ran.code, ran.outputs["findings"].as_str()), (0, "0"), "{}", ran.log);
}

#[test]
fn a_baseline_leaves_what_is_new() {
    let runner = Runner::new(&[("a/main.tf", PUBLIC)]);
    let mut first = Command::new(assert_cmd::cargo::cargo_bin("iacscan"));
    let written = first.args(["--write-baseline", "known"]).current_dir(runner.path("work"));
    written.output().unwrap();
    let known = std::fs::read_to_string(runner.path("work/known")).unwrap();
    let files = [("a/main.tf", PUBLIC), ("b/main.tf", PUBLIC), ("known", known.as_str())];
    let ran = Runner::new(&files).with("baseline", "known").run();
    assert_eq!((ran.code, ran.outputs["new-findings"].as_str()), (1, "1"), "{}", ran.log);
    assert!(ran.log.contains("\n::error file=b/main.tf,") && !ran.log.contains("file=a/main.tf"));
}

#[test]
fn a_pull_request_reports_what_it_brings() {
    let runner = Runner::new(&[("a/main.tf", PUBLIC)]).with("base", "auto");
    std::fs::remove_dir(runner.path("work/.git")).unwrap();
    let git = |args: &[&str]| -> String {
        let mut git = Command::new("git");
        git.args(["-c", "user.name=a", "-c", "user.email=a@example.com"]).args(args);
        let output = git.current_dir(runner.path("work")).output().unwrap();
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        String::from_utf8(output.stdout).unwrap().trim().to_owned()
    };
    git(&["init", "--quiet"]);
    git(&["add", "."]);
    git(&["commit", "--quiet", "--message", "base"]);
    let base = git(&["rev-parse", "HEAD"]);
    // A push has no base: all is reported, and nothing is called new.
    let ran = runner.run();
    assert_eq!((ran.outputs["findings"].as_str(), ran.outputs["new-findings"].as_str()), ("1", ""));

    std::fs::create_dir(runner.path("work/b")).unwrap();
    std::fs::write(runner.path("work/b/main.tf"), PUBLIC).unwrap();
    git(&["add", "."]);
    git(&["commit", "--quiet", "--message", "change"]);
    let event = serde_json::json!({ "pull_request": { "base": { "sha": base } } });
    std::fs::write(runner.path("temp/event.json"), event.to_string()).unwrap();
    let ran = runner.run();
    assert_eq!((ran.code, ran.outputs["new-findings"].as_str()), (1, "1"), "{}", ran.log);
    assert!(ran.log.contains("\n::error file=b/main.tf,") && !ran.log.contains("file=a/main.tf"));
    assert!(ran.summary.contains("## iacscan: 1 new finding (1 high)"), "{}", ran.summary);
}

#[test]
fn annotations_and_summary_can_be_turned_off() {
    let files = [("main.tf", PUBLIC)];
    let ran = Runner::new(&files).with("annotations", "false").run();
    assert!(!ran.log.contains("::error") && ran.summary.contains("1 finding"), "{}", ran.log);
    let ran = Runner::new(&files).with("summary", "false").run();
    assert!(ran.log.contains("::error") && ran.summary.is_empty(), "{}", ran.summary);
    let ran = Runner::new(&files).with("format", "json").run();
    assert!(ran.log.starts_with("{\n") && ran.summary.contains("1 finding"), "{}", ran.log);
}

#[test]
fn unread_input_is_told_and_fails() {
    let ran = Runner::new(&[("main.tf", "resource \"a\" {{{\n")]).run();
    assert_eq!((ran.code, ran.outputs["exit-code"].as_str()), (2, "2"), "{}", ran.log);
    assert!(ran.log.contains("::error file=main.tf,") && ran.log.contains("title=not read"));
}

#[test]
fn the_source_is_built_when_asked() {
    let runner = Runner::new(&[("main.tf", PUBLIC)]).with("version", "source");
    let binary = assert_cmd::cargo::cargo_bin("iacscan");
    runner.tool(
        "cargo",
        &format!(
            "echo \"$@\" >\"$RELEASES/cargo\"; while [ $# -gt 0 ]; do [ \"$1\" = --target-dir ] && dir=\"$2\"; shift; done\n\
             mkdir -p \"$dir/release\"; ln -s {binary:?} \"$dir/release/iacscan\""
        ),
    );
    let ran = runner.run();
    assert_eq!((ran.code, ran.outputs["findings"].as_str()), (1, "1"), "{}", ran.log);
    let built = std::fs::read_to_string(runner.path("releases/cargo")).unwrap();
    assert!(built.starts_with("build --release --locked --manifest-path "), "{built}");
    assert!(!runner.path("releases/asked").exists(), "nothing is downloaded");
}

#[test]
fn a_packed_release_is_what_the_action_unpacks() {
    let dir = tempfile::tempdir().unwrap();
    let target = "x86_64-unknown-linux-musl";
    let built = dir.path().join(format!("target/{target}/dist"));
    std::fs::create_dir_all(&built).unwrap();
    std::fs::write(built.join("iacscan"), "binary").unwrap();
    let texts = ["README.md", "LICENSE-MIT", "LICENSE-APACHE"];
    for text in texts {
        std::fs::copy(Path::new(ROOT).join(text), dir.path().join(text)).unwrap();
    }
    let tag = format!("v{VERSION}");
    let done = Command::new("bash")
        .args([&format!("{ROOT}/action/archive.sh"), target, &tag])
        .env("GITHUB_OUTPUT", dir.path().join("output"))
        .env_remove("CARGO_TARGET_DIR")
        .current_dir(&dir)
        .output()
        .unwrap();
    assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
    let name = format!("iacscan-{tag}-{target}");
    let output = std::fs::read_to_string(dir.path().join("output")).unwrap();
    assert_eq!(output, format!("file={name}.tar.gz\n"));
    let mut tar = Command::new("tar");
    let listed = tar.arg("-tzf").arg(format!("{name}.tar.gz")).current_dir(&dir).output().unwrap();
    let listed = String::from_utf8(listed.stdout).unwrap();
    for file in texts.iter().chain(&["iacscan"]) {
        assert!(listed.lines().any(|line| line == format!("{name}/{file}")), "{listed}");
    }
}
