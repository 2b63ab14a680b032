//! Commands with a scanner that finds the text `public-read`.

use std::path::Path;

use super::*;
use crate::config::{Config, Request};
use crate::finding::Level;
use crate::finding::{Cause, Confidence, Finding, Outcome, Severity, Undecided};
use crate::progress::Progress;
use crate::report::{Catalogue, Example, RuleInfo};
use crate::source::{Diagnostic, Sources, Span, WalkOptions, find, read};

struct Fake;

fn rule(id: &str, severity: Severity, level: Level) -> RuleInfo {
    RuleInfo {
        id: id.into(),
        title: format!("Title of {id}"),
        severity,
        confidence: Confidence::High,
        level,
        why: "Why.".into(),
        fix: "Fix.".into(),
        references: vec![],
        controls: vec![],
        examples: vec![],
    }
}

impl Engine for Fake {
    fn catalogue(&self, _: &Config, _: &Sources) -> Result<Catalogue, Vec<Diagnostic>> {
        Ok(Catalogue::new(vec![
            rule("s3/acl-public-read", Severity::High, Level::Default),
            rule("s3/acl-public-write", Severity::Critical, Level::Default),
            rule("identity/inline-policy", Severity::Low, Level::Pedantic),
            rule("account/no-block", Severity::Medium, Level::Account),
            rule("secrets/AKIATOKENTOKEN", Severity::Critical, Level::Pedantic),
        ]))
    }

    fn examples(&self, _: &str) -> Vec<Example> {
        vec![]
    }

    fn scan(&self, request: &Request, sources: &Sources, progress: &dyn Progress) -> Outcome {
        let mut outcome = Outcome::default();
        progress.stage(crate::progress::Stage::Reading, request.paths.len());
        for root in &request.paths {
            let exclude = request.config.exclude.clone();
            let (found, failed) = find(root, &WalkOptions { threads: 1, exclude });
            outcome.diagnostics.extend(failed);
            for file in found.into_iter().filter(|file| file.language.is_terraform()) {
                let text = match read(&file.path, &file.path, request.config.max_file_size) {
                    Ok(text) => text,
                    Err(unread) => {
                        outcome.diagnostics.push(unread);
                        continue;
                    }
                };
                let id = sources.add(&file.path, text.as_str());
                outcome.files += 1;
                for rule in &request.rules {
                    let place = |at: usize, len| Span::new(id, at, at + len);
                    let needle = rule.rsplit('/').next().unwrap().trim_start_matches("acl-");
                    outcome.findings.extend(
                        text.match_indices(needle)
                            .map(|(at, what)| finding(rule, place(at, what.len()))),
                    );
                    outcome.undecided.extend(text.match_indices("unknown").map(|(at, what)| {
                        Undecided {
                            rule: rule.as_str().into(),
                            place: place(at, what.len()),
                            reason: "depends on var.x".into(),
                            addresses: vec![],
                        }
                    }));
                }
            }
        }
        outcome
    }

    fn model(
        &self,
        request: &Request,
        _: bool,
        _: &Sources,
    ) -> (serde_json::Value, Vec<Diagnostic>) {
        let vars = &request.vars;
        (serde_json::json!({ "paths": request.paths, "vars": vars }), vec![])
    }
}

fn finding(rule: &str, primary: Span) -> Finding {
    Finding {
        rule: rule.into(),
        severity: Severity::High,
        confidence: Confidence::High,
        message: "everyone may read".into(),
        primary,
        label: String::new(),
        related: vec![],
        addresses: vec![],
        subjects: vec![],
        instances: vec![],
        environments: vec![],
        proof: None,
        notes: vec![],
        fix: String::new(),
        also_violates: vec![],
        fingerprint: String::new(),
        cause: Cause::Place(primary),
        suppression: None,
        known: false,
        redact: false,
    }
}

/// What a command printed and how it ended.
struct Ran {
    exit: Exit,
    stdout: String,
    stderr: String,
}

fn run_with(args: &[&str], variables: &[(&str, &str)]) -> Ran {
    let (mut stdout, mut stderr) = (vec![], vec![]);
    let variable = |name: &str| {
        variables.iter().find(|(key, _)| *key == name).map(|(_, value)| value.to_string())
    };
    let mut environment = Environment {
        stdout: &mut stdout,
        stderr: &mut stderr,
        stdout_is_terminal: false,
        stderr_is_terminal: false,
        columns: None,
        variable: &variable,
    };
    let args = std::iter::once("iacscan").chain(args.iter().copied()).map(OsString::from);
    let exit = super::run(args, &mut environment, &Fake);
    let text = |bytes| String::from_utf8(bytes).unwrap();
    Ran { exit, stdout: text(stdout), stderr: text(stderr) }
}

fn run(args: &[&str]) -> Ran {
    run_with(args, &[])
}

/// A directory with these files, and its path.
fn dir(files: &[(&str, &str)]) -> (tempfile::TempDir, String) {
    let dir = tempfile::tempdir().unwrap();
    for (name, text) in files {
        let path = dir.path().join(name);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, text).unwrap();
    }
    let path = dir.path().to_str().unwrap().to_owned();
    (dir, path)
}

const PUBLIC: (&str, &str) = ("main.tf", "acl = \"public-read\"\n");
const CLEAN: (&str, &str) = ("main.tf", "acl = \"private\"\n");

#[test]
fn exit_codes() {
    let (_dir, public) = dir(&[PUBLIC]);
    let (_other, clean) = dir(&[CLEAN]);
    assert_eq!(run(&[&clean]).exit, Exit::Clean);
    assert_eq!(run(&[&public]).exit, Exit::Findings);
    assert_eq!(run(&[&public, "--fail-on", "high"]).exit, Exit::Findings);
    assert_eq!(run(&[&public, "--fail-on", "critical"]).exit, Exit::Clean);
    assert_eq!(run(&[&public, "--fail-on", "none"]).exit, Exit::Clean);
    // What is unread goes before what is found, which is printed all the same.
    let both = run(&[&public, "/nonexistent/x.tf"]);
    assert_eq!(both.exit, Exit::Error);
    assert!(both.stdout.contains("error[s3/acl-public-read]"), "{}", both.stdout);
    assert!(both.stdout.contains("no such file or directory"), "{}", both.stdout);
}

#[test]
fn what_is_printed() {
    let (_dir, path) = dir(&[PUBLIC, ("b.tf", "unknown")]);
    let ran = run(&[&path]);
    assert!(ran.stdout.contains("1 | acl = \"public-read\"\n"), "{}", ran.stdout);
    assert!(ran.stdout.contains("1 finding (1 high) · 2 files"), "{}", ran.stdout);
    assert!(ran.stdout.contains("2 undecided (--show-undecided)"), "{}", ran.stdout);
    assert!(!ran.stdout.contains("undecided["));
    let shown = run(&[&path, "--show-undecided"]).stdout;
    assert!(shown.contains("undecided[s3/acl-public-read]: depends on var.x"), "{shown}");
    let quiet = run(&[&path, "--quiet"]).stdout;
    assert!(!quiet.contains(" · "), "{quiet}");
    let json = run(&[&path, "--format", "json"]).stdout;
    let json: serde_json::Value = serde_json::from_str(&json).unwrap();
    assert_eq!(json["findings"][0]["location"]["path"], "main.tf");
    assert!(json["findings"][0]["fingerprint"].as_str().unwrap().len() > 16);
    assert!(!run(&[&path, "--color", "never"]).stdout.contains('\x1b'));
    assert!(run(&[&path, "--color", "always"]).stdout.contains('\x1b'));
    assert!(run_with(&[&path], &[("FORCE_COLOR", "1")]).stdout.contains('\x1b'));
    assert!(!run(&[&path, "--format", "json", "--color", "always"]).stdout.contains('\x1b'));
}

#[test]
fn several_reports_from_one_run() {
    let (dir, path) = dir(&[PUBLIC]);
    let file = |name: &str| dir.path().join(name);
    let json = format!("json={}", file("a.json").display());
    let sarif = format!("sarif={}", file("a.sarif").display());
    let ran = run(&[&path, "--output", &json, "--output", &sarif]);
    assert!(ran.stdout.contains("1 finding"));
    let read = |name: &str| std::fs::read_to_string(file(name)).unwrap();
    assert!(read("a.json").starts_with('{') && read("a.sarif").contains("2.1.0"));
    let only = run(&[&path, "--output", "json=-"]);
    assert!(only.stdout.starts_with('{') && !only.stdout.contains(" · "));
    for wrong in [
        &["--output", "json=-", "--format", "text"][..],
        &["--output", "json=-", "--output", "sarif=-"],
        &["--output", &json, "--output", &json],
        &["--output", "json=/nonexistent/dir/x"],
        &["--output", "xml=x"],
        &["--output", "json"],
        &["--output", "json="],
    ] {
        let ran = run(&[&[path.as_str()], wrong].concat());
        assert_eq!((ran.exit, ran.stdout.as_str()), (Exit::Error, ""), "{wrong:?}");
        assert!(ran.stderr.starts_with("error: "), "{}", ran.stderr);
    }
}

#[test]
fn rules_are_chosen() {
    let text = "public-read public-write inline-policy no-block";
    let (_dir, path) = dir(&[("main.tf", text)]);
    let ids = |args: &[&str]| -> Vec<String> {
        let all = [&[path.as_str(), "--format", "json"], args].concat();
        let ran = run(&all);
        let json: serde_json::Value = serde_json::from_str(&ran.stdout)
            .unwrap_or_else(|_| panic!("{args:?}: {}", ran.stderr));
        let found = json["findings"].as_array().unwrap().iter();
        found.map(|f| f["rule"].as_str().unwrap().to_owned()).collect()
    };
    let both = ["s3/acl-public-read", "s3/acl-public-write"];
    assert_eq!(ids(&[]), both);
    assert_eq!(ids(&["--pedantic"]), ["identity/inline-policy", both[0], both[1]]);
    assert_eq!(ids(&["--rule", "s3/*"]), both);
    assert_eq!(ids(&["--rule", "*read", "--rule", "s3/acl-public-write"]), both);
    assert_eq!(ids(&["--rule", "identity/inline-policy"]), ["identity/inline-policy"]);
    assert_eq!(ids(&["--skip-rule", "*read"]), [both[1]]);
    assert_eq!(ids(&["--rule", "s3/*", "--skip-rule", both[0]]), [both[1]]);
    assert_eq!(ids(&["--min-severity", "critical"]), [""; 0]);
    let message = |args: &[&str]| run(&[&[path.as_str()], args].concat()).stderr;
    let unknown = "error: unknown rule 's3/acl-public-raed'; did you mean 's3/acl-public-read'?\n";
    assert_eq!(message(&["--rule", "s3/acl-public-raed"]), unknown);
    assert!(message(&["--skip-rule", "x/*"]).contains("no rule matches 'x/*'"));
    assert!(message(&["--skip-rule", "*"]).contains("no rule is left to run"));
}

#[test]
fn the_configuration_is_in_force() {
    let config = "skip_rules: ['*write']\nexclude: [/skipped]\nseverity: {s3/acl-public-read: info}\nfail_on: info\n";
    let (_dir, path) = dir(&[
        ("iacscan.yaml", config),
        ("a/main.tf", "public-read public-write"),
        ("skipped/main.tf", "public-read"),
    ]);
    let ran = run(&[&path]);
    assert!(ran.stdout.contains("1 finding (1 info) · 1 file,"), "{}", ran.stdout);
    assert_eq!(ran.exit, Exit::Findings);
    // Flags go before the file.
    assert_eq!(run(&[&path, "--fail-on", "low"]).exit, Exit::Clean);
    assert_eq!(run(&[&path, "--min-severity", "low", "--fail-on", "info"]).exit, Exit::Clean);
    let without = run(&[&path, "--no-config"]).stdout;
    assert!(without.contains("3 findings (3 high) · 2 files"), "{without}");
    let chosen = format!("{path}/iacscan.yaml");
    assert!(run(&[&path, "--config", &chosen]).stdout.contains("1 finding (1 info)"));
    assert_eq!(run(&[&path, "--config", &chosen, "--no-config"]).exit, Exit::Error);
    let missing = run(&[&path, "--config", "/nonexistent.yaml"]);
    assert!(missing.stderr.contains("no such file"), "{}", missing.stderr);
}

#[test]
fn mistakes_in_the_configuration_have_a_place() {
    for (text, message) in [
        ("skip_rules: [s3/acl-public-raed]\n", "unknown rule 's3/acl-public-raed'; did you mean"),
        ("severity:\n  s3/x: low\n", "unknown rule 's3/x'"),
        ("skip_rule: []\n", "unknown key 'skip_rule'; did you mean 'skip_rules'?"),
    ] {
        let (_dir, path) = dir(&[PUBLIC, ("iacscan.yaml", text)]);
        let ran = run(&[&path]);
        assert_eq!((ran.exit, ran.stdout.as_str()), (Exit::Error, ""));
        assert!(ran.stderr.contains(message), "{}", ran.stderr);
        assert!(ran.stderr.contains("iacscan.yaml:") && ran.stderr.contains("^^^"));
    }
}

#[test]
fn commands_and_directories_named_like_them() {
    assert!(run(&["rules"]).stdout.contains("Title of s3/acl-public-read"));
    let json: serde_json::Value =
        serde_json::from_str(&run(&["rules", "--format", "json"]).stdout).unwrap();
    assert_eq!(json["rules"].as_array().unwrap().len(), 5);
    assert!(run(&["explain", "s3/acl-public-read"]).stdout.contains("Why"));
    let wrong = run(&["explain", "acl-public-read"]);
    assert!(wrong.stderr.contains("did you mean 's3/acl-public-read'?"), "{}", wrong.stderr);
    let (_dir, path) = dir(&[("rules/main.tf", "public-read")]);
    assert_eq!(run(&[&format!("{path}/rules")]).exit, Exit::Findings);
    // After a path or an option a name is a path.
    let after = run(&[&path, "schema"]);
    assert!(after.stderr.contains("the command goes first: iacscan schema"), "{}", after.stderr);
    let nearly = run(&["rulse"]);
    assert!(nearly.stderr.contains("is the command meant: iacscan rules?"), "{}", nearly.stderr);
    let model = run(&["model", &path, "--var", "a=b=c"]).stdout;
    assert!(model.contains("\"b=c\""), "{model}");
}

#[test]
fn every_flag_is_checked() {
    for wrong in [
        &["--jobs", "0"][..],
        &["--fail-on", "sever"],
        &["--min-severity", "none"],
        &["--format", "xml"],
        &["--color", "maybe"],
        &["--var", "x"],
        &["--nonsense"],
        &["explain"],
        &["model"],
        &["rules", "--format", "sarif"],
        &["schema", "--pedantic"],
    ] {
        let ran = run(wrong);
        assert_eq!((ran.exit, ran.stdout.as_str()), (Exit::Error, ""), "{wrong:?}");
        assert!(ran.stderr.starts_with("error: "), "{wrong:?}: {}", ran.stderr);
    }
}

#[test]
fn help() {
    let ran = run(&["--help"]);
    assert_eq!(ran.exit, Exit::Clean);
    insta::assert_snapshot!(ran.stdout);
}

#[test]
fn a_reader_that_goes_away_is_no_error() {
    struct Closed;
    impl std::io::Write for Closed {
        fn write(&mut self, _: &[u8]) -> std::io::Result<usize> {
            Err(std::io::ErrorKind::BrokenPipe.into())
        }
        fn flush(&mut self) -> std::io::Result<()> {
            Err(std::io::ErrorKind::BrokenPipe.into())
        }
    }
    let (_dir, path) = dir(&[PUBLIC]);
    for args in [&[path.as_str()][..], &["rules"], &["schema"], &["--help"], &["model", &path]] {
        let mut stderr = vec![];
        let mut environment = Environment {
            stdout: &mut Closed,
            stderr: &mut stderr,
            stdout_is_terminal: true,
            stderr_is_terminal: false,
            columns: Some(80),
            variable: &|_| None,
        };
        let args = std::iter::once("iacscan").chain(args.iter().copied()).map(OsString::from);
        let exit = super::run(args, &mut environment, &Fake);
        assert_ne!(exit, Exit::Error);
        assert_eq!(String::from_utf8(stderr).unwrap(), "");
    }
    assert!(Path::new(&path).exists());
}

#[test]
fn a_secret_that_is_not_reported_is_masked_all_the_same() {
    let (_dir, path) = dir(&[
        ("main.tf", "key = \"AKIATOKENTOKEN\", acl = \"public-read\"\n"),
        ("iacscan.yaml", "severity: { secrets/AKIATOKENTOKEN: info }\n"),
    ]);
    for format in ["text", "json", "sarif"] {
        let args = ["--pedantic", "--min-severity", "low", "--format", format];
        let ran = run(&[&[path.as_str()][..], &args].concat());
        assert!(
            ran.stdout.contains("public-read") && !ran.stdout.contains("TOKEN"),
            "{}",
            ran.stdout
        );
    }
}
