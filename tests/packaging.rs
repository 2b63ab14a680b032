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
        "annotations", "base", "baseline", "checksum", "config", "fail-on", "format",
        "min-severity", "paths", "pedantic", "sarif", "summary", "version",
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
    assert_eq!((&hooks[0]["pass_filenames"], &hooks[0]["require_serial"]), (&false.into(), &true.into()));
}
