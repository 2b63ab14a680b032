//! The command as users run it.

use assert_cmd::Command;

fn iacscan() -> Command {
    let mut command = Command::cargo_bin("iacscan").expect("the binary is built");
    for variable in ["NO_COLOR", "FORCE_COLOR", "CLICOLOR_FORCE", "CLICOLOR"] {
        command.env_remove(variable);
    }
    command
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8(bytes.to_vec()).expect("UTF-8")
}

#[test]
fn version_in_short_and_in_long() {
    let short = text(&iacscan().arg("-V").assert().success().get_output().stdout);
    assert_eq!(short, format!("iacscan {}\n", env!("CARGO_PKG_VERSION")));
    let long = text(&iacscan().arg("--version").assert().success().get_output().stdout);
    assert!(long.starts_with(&short) && long.contains("Apache-2.0"), "{long}");
}

#[test]
fn the_schema_is_json() {
    let output = iacscan().arg("schema").assert().success();
    let schema: serde_json::Value = serde_json::from_slice(&output.get_output().stdout).unwrap();
    assert_eq!(schema["title"], "iacscan.yaml");
    assert_eq!(schema["additionalProperties"], false);
}

#[test]
fn wrong_arguments_are_errors() {
    for args in [&["--fail-on", "sever"][..], &["--nonsense"], &["--output", "json"]] {
        let output = iacscan().args(args).assert().code(2);
        assert_eq!(text(&output.get_output().stdout), "");
        assert!(text(&output.get_output().stderr).starts_with("error: "));
    }
}

#[test]
fn a_wrong_configuration_is_shown_with_its_line() {
    let dir = tempfile::tempdir().unwrap();
    std::fs::create_dir(dir.path().join(".git")).unwrap();
    std::fs::write(dir.path().join("iacscan.yaml"), "# one\nfail_onn: low\n").unwrap();
    let output = iacscan().current_dir(dir.path()).assert().code(2);
    let shown = text(&output.get_output().stderr);
    let expected = "\
error: unknown key 'fail_onn'; did you mean 'fail_on'?
 --> iacscan.yaml:2:1
  |
2 | fail_onn: low
  | ^^^^^^^^
";
    assert_eq!(shown.trim_end(), expected.trim_end());
}

#[test]
fn a_path_that_is_not_there() {
    let output = iacscan().arg("./nowhere").assert().code(2);
    assert!(text(&output.get_output().stdout).contains("nowhere"));
}
