//! Reports as pipelines get them, of real scans: places, identities, and what is chosen by itself.

use std::path::{Path, PathBuf};
use std::process::Output;

use assert_cmd::Command;
use serde_json::Value;

const BUCKET: &str = "resource \"aws_s3_bucket\" \"NAME\" {\n  acl = \"public-read\"\n}\n";

/// A repository in a temporary directory.
struct Repository {
    dir: tempfile::TempDir,
}

impl Repository {
    fn new(files: &[(&str, &str)]) -> Repository {
        let dir = tempfile::tempdir().unwrap();
        let repository = Repository { dir };
        std::fs::create_dir_all(repository.path(".git")).unwrap();
        for (name, text) in files {
            let path = repository.path(name);
            std::fs::create_dir_all(path.parent().unwrap()).unwrap();
            std::fs::write(path, text).unwrap();
        }
        repository
    }

    fn path(&self, name: &str) -> PathBuf {
        self.dir.path().join("repo").join(name)
    }

    fn run(&self, cwd: &Path, args: &[&str], variables: &[(&str, &str)]) -> Output {
        let mut command = Command::cargo_bin("iacscan").unwrap();
        command.env_clear().envs(variables.iter().copied());
        command.current_dir(cwd).args(args).output().unwrap()
    }

    fn sarif(&self, cwd: &Path, scanned: &str) -> Value {
        let output = self.run(cwd, &["--format", "sarif", scanned], &[]);
        serde_json::from_slice(&output.stdout).expect("valid JSON")
    }
}

fn text(bytes: &[u8]) -> &str {
    std::str::from_utf8(bytes).unwrap()
}

fn results(sarif: &Value) -> &[Value] {
    sarif["runs"][0]["results"].as_array().unwrap()
}

/// The paths of all results, and their fingerprints.
fn places(sarif: &Value) -> Vec<(String, String)> {
    let of = |result: &Value| {
        let place = &result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"];
        let print = &result["partialFingerprints"]["primaryLocationLineHash"];
        (place.as_str().unwrap().to_owned(), print.as_str().unwrap().to_owned())
    };
    results(sarif).iter().map(of).collect()
}

fn bucket(name: &str) -> String {
    BUCKET.replace("NAME", name)
}

#[test]
fn paths_and_identities_are_the_same_from_any_directory() {
    let repository = Repository::new(&[
        ("live/eu/main.tf", &bucket("a")),
        ("live/us/main.tf", &bucket("a")),
        ("elsewhere/x", ""),
    ]);
    let root = repository.path("");
    let expected = places(&repository.sarif(&root, "."));
    let paths: Vec<&str> = expected.iter().map(|(path, _)| path.as_str()).collect();
    assert_eq!(paths, ["live/eu/main.tf", "live/us/main.tf"]);
    assert_ne!(expected[0].1, expected[1].1);

    let absolute = root.to_str().unwrap().trim_end_matches('/').to_owned();
    let live = format!("{absolute}/live");
    for (cwd, scanned) in [
        (repository.path("live"), "."),
        (repository.path("live/eu"), ".."),
        (repository.path("elsewhere"), "../live"),
        (repository.path("elsewhere"), "./../live/./eu/.."),
        (repository.path(""), "live"),
        (repository.path(""), live.as_str()),
        (repository.dir.path().to_path_buf(), "repo/live"),
        (PathBuf::from("/"), absolute.as_str()),
    ] {
        let sarif = repository.sarif(&cwd, scanned);
        assert_eq!(places(&sarif), expected, "{scanned} from {}", cwd.display());
    }
    #[cfg(unix)]
    {
        let link = repository.dir.path().join("link");
        std::os::unix::fs::symlink(&root, &link).unwrap();
        assert_eq!(places(&repository.sarif(&link, ".")), expected);
        assert_eq!(places(&repository.sarif(repository.dir.path(), "link/live")), expected);
    }
}

#[cfg(unix)]
#[test]
fn a_linked_file_is_shown_where_its_text_is() {
    let repository =
        Repository::new(&[("shared.tf", &bucket("a")), ("eu/x.tf", ""), ("us/x.tf", "")]);
    for link in ["eu/main.tf", "us/main.tf"] {
        std::os::unix::fs::symlink("../shared.tf", repository.path(link)).unwrap();
    }
    let root = repository.path("");
    let both = places(&repository.sarif(&root, "."));
    assert!(both.len() == 3 && both.iter().all(|(path, _)| path == "shared.tf"), "{both:?}");
    // They are three findings, and each is known by its own module.
    let of = |dir: &str| places(&repository.sarif(&root, dir)).remove(0).1;
    let (eu, us) = (of("eu"), of("us"));
    assert_ne!(eu, us);
    assert!(both.iter().any(|(_, print)| *print == eu) && both.iter().any(|(_, p)| *p == us));
}

#[test]
fn a_moved_block_keeps_its_identity_and_equal_blocks_differ() {
    let identities = |main: &str| -> Vec<String> {
        let repository = Repository::new(&[("main.tf", main)]);
        let sarif = repository.sarif(&repository.path(""), ".");
        places(&sarif).into_iter().map(|(_, fingerprint)| fingerprint).collect()
    };
    let (a, b) = (bucket("a"), bucket("b"));
    let before = identities(&format!("{a}\n{b}"));
    assert_eq!(before.len(), 2);
    assert_ne!(before[0], before[1]);
    // Moved down, and past the other.
    assert_eq!(identities(&format!("# new\n\n\nlocals {{}}\n{a}\n\n# more\n{b}")), before);
    let swapped = identities(&format!("{b}\n{a}"));
    assert_eq!([&swapped[1], &swapped[0]], [&before[0], &before[1]]);
    // Spaces and line ends are no change.
    assert_eq!(identities(&format!("{a}\n{b}").replace('\n', "\r\n")), before);

    // Equal to the letter, in one file: templates may hold the same statement twice.
    let statement = "      - { Effect: Allow, Principal: '*', Action: 's3:GetObject', Resource: !Sub '${B.Arn}/*' }\n";
    let template = format!(
        "Resources:\n  B:\n    Type: AWS::S3::Bucket\n  P:\n    Type: AWS::S3::BucketPolicy\n    Properties:\n      Bucket: !Ref B\n      PolicyDocument:\n        Statement:\n{0}{0}",
        statement.replace("      -", "          -")
    );
    let repository = Repository::new(&[("template.yaml", &template)]);
    let found = places(&repository.sarif(&repository.path(""), "."));
    let mut prints: Vec<&String> = found.iter().map(|(_, fingerprint)| fingerprint).collect();
    assert!(prints.len() >= 2, "{found:?}");
    prints.sort();
    prints.dedup();
    assert_eq!(prints.len(), found.len());
}

#[test]
fn on_github_there_are_a_log_annotations_and_a_summary() {
    let repository = Repository::new(&[("live/main.tf", &bucket("a"))]);
    let summary = repository.dir.path().join("summary.md");
    std::fs::write(&summary, "before\n").unwrap();
    let github = [("GITHUB_ACTIONS", "true"), ("GITHUB_STEP_SUMMARY", summary.to_str().unwrap())];
    // The place is that of the repository, whatever directory the step runs in.
    let output = repository.run(&repository.path("live"), &[], &github);
    assert_eq!(output.status.code(), Some(1));
    let log = text(&output.stdout);
    assert!(log.starts_with("error[s3/acl-public-read]: "), "{log}");
    assert!(
        log.contains("\n::error file=live/main.tf,line=2,endLine=2,col=9,endColumn=21,"),
        "{log}"
    );
    let shown = std::fs::read_to_string(&summary).unwrap();
    assert!(shown.starts_with("before\n## iacscan: 1 finding (1 high)\n"), "{shown}");

    // Asked for something else, it is that and nothing more.
    let output = repository.run(&repository.path(""), &["--format", "text"], &github);
    assert!(!text(&output.stdout).contains("::error"));
    assert_eq!(std::fs::read_to_string(&summary).unwrap(), shown);

    // A summary that cannot be written is told, and changes nothing else.
    let gone = [("GITHUB_ACTIONS", "true"), ("GITHUB_STEP_SUMMARY", "/nonexistent/summary")];
    let output = repository.run(&repository.path(""), &[], &gone);
    assert_eq!(output.status.code(), Some(1));
    assert!(text(&output.stderr).contains("/nonexistent/summary"));
}

#[test]
fn on_gitlab_there_are_a_log_and_a_report_for_the_merge_request() {
    let repository = Repository::new(&[("live/main.tf", &bucket("a"))]);
    let gitlab = [("GITLAB_CI", "true")];
    let report = repository.path("gl-code-quality-report.json");
    let output = repository.run(&repository.path(""), &[], &gitlab);
    assert_eq!(output.status.code(), Some(1));
    assert!(text(&output.stdout).starts_with("error[s3/acl-public-read]: "));
    let issues: Value = serde_json::from_slice(&std::fs::read(&report).unwrap()).unwrap();
    assert_eq!(issues[0]["location"]["path"], "live/main.tf");

    // Whoever asks for something gets that.
    std::fs::remove_file(&report).unwrap();
    let sast = repository.path("gl-sast-report.json");
    let asked = format!("gitlab-sast={}", sast.display());
    repository.run(&repository.path(""), &["--output", &asked], &gitlab);
    assert!(sast.exists() && !report.exists());
}

#[test]
fn every_report_from_one_run() {
    let repository = Repository::new(&[("main.tf", &bucket("a"))]);
    let formats = ["text", "json", "sarif", "github", "gitlab", "gitlab-sast", "junit", "markdown"];
    let outputs: Vec<String> = formats.iter().map(|f| format!("--output={f}=out.{f}")).collect();
    let args: Vec<&str> = outputs.iter().map(String::as_str).collect();
    let output = repository.run(&repository.path(""), &args, &[]);
    assert_eq!(output.status.code(), Some(1));
    for format in formats {
        let file = repository.path(&format!("out.{format}"));
        let written = std::fs::read_to_string(file).unwrap();
        assert!(written.contains("acl-public-read"), "{format}: {written}");
    }
}

#[test]
fn shells_and_manuals() {
    let repository = Repository::new(&[]);
    let run = |args: &[&str]| {
        let output = repository.run(&repository.path(""), args, &[]);
        (output.status.code(), text(&output.stdout).to_owned())
    };
    for (shell, sign) in [
        ("bash", "complete -F _iacscan"),
        ("zsh", "#compdef iacscan"),
        ("fish", "complete -c iacscan"),
        ("powershell", "Register-ArgumentCompleter"),
        ("elvish", "edit:completion"),
    ] {
        let (code, script) = run(&["completions", shell]);
        assert_eq!(code, Some(0));
        assert!(script.contains(sign) && script.contains("min-severity"), "{shell}: {script:.500}");
    }
    let (code, page) = run(&["man"]);
    assert_eq!(code, Some(0));
    assert!(page.contains(".TH iacscan 1") && page.contains("\\-\\-fail\\-on"), "{page:.500}");
    let (_, page) = run(&["man", "policy"]);
    assert!(page.contains(".TH iacscan-policy 1") && page.contains("simulate"), "{page:.500}");
    assert_eq!(run(&["man", "nothing"]).0, Some(2));
}

/// A repository that would forge what it can: by names of files, by what is in them, by its
/// configuration and by rules of its own.
#[cfg(unix)]
#[test]
fn a_hostile_repository_forges_nothing() {
    let evil = "x\n::error file=a::forged\r\n##[error]z##vso[task.complete]\x1b[2J\u{202E}](javascript:a)<img src=x>";
    let file = evil.replace('/', "");
    let quoted = evil.replace('\n', "\\n").replace('\r', "\\r");
    let main = format!(
        "# {evil}\nresource \"aws_s3_bucket\" \"b\" {{\n  bucket = \"{quoted}\"\n  acl = \"public-read\" # ##[error]z ##vso[b]\n}}\n"
    );
    let template = format!(
        "Resources:\n  B:\n    Type: AWS::S3::Bucket\n    Properties:\n      BucketName: \"{}\"\n      AccessControl: PublicRead\n",
        quoted.replace('\x1b', "\\e").replace('\u{202E}', "\\u202E")
    );
    let rule = format!(
        "title: '{0}'\nseverity: high\njudges: bucket\nwhen:\n  acl: public-read\nat: acl\nmessage: '{{it}} is open'\nwhy: '{0}'\nfix: '{0}'\nexamples: []\n",
        "##[error]z ##vso[b] ](javascript:a) <img src=x>"
    );
    let folder = format!("{file}/main.tf");
    let broken = format!("{file}/broken.tf");
    let stack = format!("{file}/template.yaml");
    let repository = Repository::new(&[
        (&folder, &main),
        (&broken, &format!("resource {evil} {{{{\n")),
        (&stack, &template),
        ("iacscan.yaml", "rules: [own]\n"),
        ("own/evil/##[error]z.yaml", &rule),
    ]);
    let root = repository.path("");
    let mut all = vec![];
    for format in ["text", "json", "sarif", "github", "gitlab", "gitlab-sast", "junit", "markdown"]
    {
        for config in [&["--no-config"][..], &[]] {
            let args = [&["--show-undecided", "--pedantic", "--format", format], config].concat();
            all.push((format, repository.run(&root, &args, &[("GITHUB_ACTIONS", "true")])));
        }
    }
    assert!(all.iter().all(|(_, output)| text(&output.stderr).len() < 100));
    for rule in ["acl-public-read", "evil/"] {
        assert!(all.iter().any(|(_, output)| text(&output.stdout).contains(rule)), "{rule}");
    }
    for args in [&["rules"][..], &["explain", "evil/##[error]z"], &["--rule", evil], &[evil]] {
        all.push(("-", repository.run(&root, args, &[])));
    }
    std::fs::write(repository.path("iacscan.yaml"), format!("fail_on: \"{quoted}\"\n")).unwrap();
    all.push(("-", repository.run(&root, &[], &[])));
    for (format, output) in &all {
        for text in [text(&output.stdout), text(&output.stderr)] {
            let acts = |c: char| (c.is_control() && c != '\n') || c == '\u{202E}';
            assert!(!text.contains(acts), "{format}: {text:?}");
            assert!(!text.contains("##[") && !text.contains("##vso["), "{format}: {text}");
            assert!(!text.lines().any(|line| line.trim_start().starts_with("::error file=a::")));
        }
    }
}

#[test]
fn arguments_that_are_repeated_give_no_command() {
    let repository = Repository::new(&[("main.tf", "locals {}\n")]);
    for argument in ["--format", "--rule", "--fail-on", "--config"] {
        let root = repository.path("");
        let forced = [("FORCE_COLOR", "1")];
        let hostile = "a\n::error::forged\n  ::error::forged\u{1b}[2J##[error]b";
        let output = repository.run(&root, &[argument, hostile], &forced);
        assert_eq!(output.status.code(), Some(2), "{argument}");
        let told = text(&output.stderr);
        assert!(told.contains("error::forged"), "{told}");
        assert!(!told.lines().any(|line| line.trim_start().starts_with("::")), "{told}");
        assert!(!told.contains("[2J##[") && !told.contains("\u{1b}[2J"), "{told}");
    }
}
