//! What is published around the program says the same as the program, and nothing in it runs
//! what was not looked at.

use std::path::Path;

use serde_json::Value;

const ROOT: &str = env!("CARGO_MANIFEST_DIR");
const VERSION: &str = env!("CARGO_PKG_VERSION");

fn read(path: &str) -> String {
    std::fs::read_to_string(Path::new(ROOT).join(path)).unwrap()
}

fn yaml(text: &str) -> Value {
    serde_saphyr::from_str(text).unwrap_or_else(|error| panic!("{error}: {text}"))
}

fn workflows() -> Vec<(String, String)> {
    let folder = Path::new(ROOT).join(".github/workflows");
    let files = std::fs::read_dir(folder).unwrap();
    let names = files.map(|file| file.unwrap().file_name().into_string().unwrap());
    names.map(|name| (name.clone(), read(&format!(".github/workflows/{name}")))).collect()
}

/// All values of a key, however deep.
fn values<'a>(value: &'a Value, key: &str, found: &mut Vec<&'a Value>) {
    match value {
        Value::Array(items) => items.iter().for_each(|item| values(item, key, found)),
        Value::Object(map) => {
            found.extend(map.get(key));
            map.values().for_each(|item| values(item, key, found));
        }
        _ => {}
    }
}

#[test]
fn actions_are_pinned_by_hash_and_scripts_hold_no_expression() {
    let mut all = workflows();
    assert!(all.len() >= 2);
    all.push(("action.yml".into(), read("action.yml")));
    let mut pinned = 0;
    for (name, text) in &all {
        let parsed = yaml(text);
        let (mut uses, mut runs) = (vec![], vec![]);
        values(&parsed, "uses", &mut uses);
        values(&parsed, "run", &mut runs);
        for action in uses.iter().filter_map(|value| value.as_str()) {
            let (_, hash) = action.split_once('@').unwrap_or_else(|| panic!("{name}: {action}"));
            assert!(hash.len() == 40 && hash.bytes().all(|b| b.is_ascii_hexdigit()), "{action}");
            assert!(text.contains(&format!("{action} # v")), "{action} does not tell its version");
            pinned += 1;
        }
        for script in runs.iter().filter_map(|value| value.as_str()) {
            assert!(!script.contains("${{"), "{name} pastes an expression into a script: {script}");
        }
    }
    assert!(pinned > 10);
    for (name, text) in workflows() {
        assert!(yaml(&text).get("permissions").is_some(), "{name} has all permissions");
    }
}

#[test]
fn the_action_has_the_inputs_and_outputs_that_are_documented() {
    let action = yaml(&read("action.yml"));
    assert_eq!(action["runs"]["using"], "composite");
    let names = |key: &str| -> Vec<String> {
        let mut names: Vec<String> = action[key].as_object().unwrap().keys().cloned().collect();
        names.sort();
        names
    };
    let inputs = [
        "annotations",
        "base",
        "baseline",
        "checksum",
        "config",
        "fail-on",
        "format",
        "min-severity",
        "paths",
        "pedantic",
        "sarif",
        "summary",
        "version",
    ];
    assert_eq!(names("inputs"), inputs);
    let outputs =
        ["exit-code", "findings", "highest-severity", "json-file", "new-findings", "sarif-file"];
    assert_eq!(names("outputs"), outputs);
    for (name, input) in action["inputs"].as_object().unwrap() {
        assert!(input.get("default").is_none(), "{name} has a default");
        assert!(read("docs/pipelines.md").contains(&format!("`{name}`")), "{name}");
    }
}

#[test]
fn the_job_to_include_is_the_component_with_its_defaults() {
    let text = read("templates/iacscan/template.yml");
    let (head, body) = text.split_once("\n---\n").expect("two documents");
    let inputs = yaml(head)["spec"]["inputs"].clone();
    let mut expected = body.replace("\"$[[ inputs.job ]]\"", "$[[ inputs.job ]]");
    for (name, input) in inputs.as_object().unwrap() {
        let default = match &input["default"] {
            Value::String(text) => text.clone(),
            other => other.to_string(),
        };
        let place = format!("$[[ inputs.{name} ]]");
        assert!(expected.contains(&place), "{name} is of no use");
        expected = expected.replace(&place, &default);
    }
    assert!(!expected.contains("$[["), "{expected}");
    let job = yaml(&read("templates/iacscan.gitlab-ci.yml"));
    assert_eq!(job, yaml(&expected));
    assert_eq!(job["iacscan"]["artifacts"]["when"], "always");
    assert_eq!(job["iacscan"]["variables"]["IACSCAN_VERSION"], VERSION);
}

#[test]
fn versions_agree() {
    for file in ["docs/pipelines.md", "templates/iacscan.gitlab-ci.yml", "README.md"] {
        let text = read(file);
        for (at, _) in text.match_indices("iacscan/iacscan@v") {
            let rest = &text[at + "iacscan/iacscan@v".len()..];
            assert!(rest.starts_with(VERSION), "{file}: {}", rest.lines().next().unwrap());
        }
    }
    let package = read("pyproject.toml");
    for line in [format!("version = \"{VERSION}\""), format!("\"iacscan=={VERSION}\"")] {
        assert!(package.contains(&line), "pyproject.toml holds no {line}");
    }
    let hooks = yaml(&read(".pre-commit-hooks.yaml"));
    assert_eq!(hooks[0]["language"], "python");
    assert_eq!(
        (&hooks[0]["pass_filenames"], &hooks[0]["require_serial"]),
        (&false.into(), &true.into())
    );
}

/// The blocks of a language in a Markdown file.
fn blocks(path: &str, language: &str) -> Vec<String> {
    let (text, open) = (read(path), format!("```{language}\n"));
    let parts = text.split(&open).skip(1);
    parts.map(|part| part.split("```").next().unwrap().to_owned()).collect()
}

#[test]
fn what_can_be_pasted_names_what_there_is() {
    let action = yaml(&read("action.yml"));
    let component = read("templates/iacscan/template.yml");
    let inputs = yaml(component.split("\n---\n").next().unwrap())["spec"]["inputs"].clone();
    let (mut actions, mut includes, mut hooks) = (0, 0, 0);
    for block in [blocks("README.md", "yaml"), blocks("docs/pipelines.md", "yaml")].concat() {
        let value = yaml(&block);
        let mut steps = vec![];
        values(&value, "steps", &mut steps);
        for step in steps.iter().flat_map(|steps| steps.as_array().unwrap()) {
            let used = step["uses"].as_str().unwrap();
            if used.starts_with("iacscan/iacscan@") {
                let with = step["with"].as_object().into_iter().flat_map(|with| with.keys());
                with.for_each(|name| assert!(action["inputs"].get(name).is_some(), "{name}"));
                actions += 1;
            }
        }
        for include in value["include"].as_array().into_iter().flatten() {
            if let Some(address) = include["remote"].as_str() {
                let (_, path) = address.split_once(&format!("/raw/v{VERSION}/")).expect("a tag");
                assert!(Path::new(ROOT).join(path).is_file(), "{path}");
            }
            let given = include["inputs"].as_object().into_iter().flat_map(|inputs| inputs.keys());
            given.for_each(|name| assert!(inputs.get(name).is_some(), "{name}"));
            includes += 1;
        }
        for repository in value["repos"].as_array().into_iter().flatten() {
            assert_eq!(repository["rev"], format!("v{VERSION}"));
            let known = yaml(&read(".pre-commit-hooks.yaml"));
            assert_eq!(repository["hooks"][0]["id"], known[0]["id"]);
            hooks += 1;
        }
    }
    assert_eq!((actions, includes, hooks), (2, 3, 2));
}

/// The job's script, as a GitLab runner gives it to a shell.
#[cfg(unix)]
#[test]
fn the_gitlab_job_leaves_both_reports_and_fails() {
    let job = yaml(&read("templates/iacscan.gitlab-ci.yml"))["iacscan"].clone();
    let script: Vec<&str> =
        job["script"].as_array().unwrap().iter().map(|line| line.as_str().unwrap()).collect();
    let run = |variables: &[(&str, &str)]| {
        let dir = tempfile::tempdir().unwrap();
        for folder in [".git", "live", "other"] {
            std::fs::create_dir(dir.path().join(folder)).unwrap();
            let text = "resource \"aws_s3_bucket\" \"b\" {\n  acl = \"public-read\"\n}\n";
            std::fs::write(dir.path().join(folder).join("main.tf"), text).unwrap();
        }
        let bin = assert_cmd::cargo::cargo_bin("iacscan");
        let path =
            format!("{}:{}", bin.parent().unwrap().display(), std::env::var("PATH").unwrap());
        let mut shell = std::process::Command::new("sh");
        shell.args(["-e", "-c", &script.join("\n")]).env_clear().current_dir(&dir);
        shell.env("PATH", path).env("GITLAB_CI", "true");
        for (name, value) in job["variables"].as_object().unwrap() {
            shell.env(name, value.as_str().unwrap());
        }
        let output = shell.envs(variables.iter().copied()).output().unwrap();
        let report = |key: &str| -> Value {
            let file = job["artifacts"]["reports"][key].as_str().unwrap();
            let text = std::fs::read_to_string(dir.path().join(file)).unwrap_or("null".into());
            serde_json::from_str(&text).unwrap()
        };
        (output.status.code(), report("codequality"), report("sast"))
    };
    let (code, quality, sast) = run(&[]);
    assert_eq!(code, Some(1));
    assert_eq!(quality.as_array().unwrap().len(), 2);
    assert_eq!(quality[0]["location"]["path"], "live/main.tf");
    assert_eq!(sast["vulnerabilities"].as_array().unwrap().len(), 2);

    let (code, quality, _) = run(&[("IACSCAN_PATHS", "live"), ("IACSCAN_FAIL_ON", "critical")]);
    assert_eq!((code, quality.as_array().unwrap().len()), (Some(0), 1));
    // A value is no code and no option.
    let hostile = "$(touch owned) ; touch owned --output=json=owned";
    let (code, quality, _) = run(&[("IACSCAN_PATHS", hostile)]);
    assert_eq!((code, quality.as_array().map(Vec::len)), (Some(2), Some(0)));
}
