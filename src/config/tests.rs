use std::path::{Path, PathBuf};

use super::*;
use crate::source::Sources;

/// The configuration of this text, or the problem as users see it.
fn config(text: &str) -> Result<Config, String> {
    let dir = tempfile::tempdir().unwrap();
    std::fs::create_dir(dir.path().join("policies")).unwrap();
    let path = dir.path().join("iacscan.yaml");
    std::fs::write(&path, text).unwrap();
    let sources = Sources::new();
    load(&path, &sources, false).map_err(|diagnostic| {
        let shown = crate::report::problem(&diagnostic, &sources, false);
        shown.replace(&format!("{}/", dir.path().display()), "")
    })
}

const FULL: &str = "\
# All there is
account_id: 012345678901
region: eu-west-1
trusted_accounts: ['000000000001', 123456789012]
exclude: [/test, '*.json']
max_file_size: 64 MiB
environments:
  - name: prod
    workspace: prod
    region: us-east-1
    var_files: [prod.tfvars]
    parameters: [prod.json]
rules: [policies]
only_rules: [s3/*]
skip_rules:
  - s3/acl-public-read
severity:
  s3/acl-public-read: low
pedantic: true
account_baseline: true
fail_on: none
min_severity: medium
suppressions:
  inline: false
  require_reason: true
  require_until: true
  max_days: 180
  ignore:
    - rules: [s3/*]
      paths: [/legacy]
      addresses: [module.site.*]
      reason: why
      until: 2027-01-31
";

#[test]
fn every_key_is_read() {
    let config = config(FULL).unwrap();
    assert_eq!(config.account_id.unwrap().as_str(), "012345678901");
    let trusted: Vec<&str> = config.trusted_accounts.iter().map(AccountId::as_str).collect();
    assert_eq!(trusted, ["000000000001", "123456789012"]);
    assert_eq!(config.max_file_size, 64 << 20);
    assert_eq!(config.region.as_deref(), Some("eu-west-1"));
    assert_eq!(config.environments[0].name, "prod");
    assert_eq!(config.environments[0].region.as_deref(), Some("us-east-1"));
    assert!(config.environments[0].var_files[0].ends_with("prod.tfvars"));
    assert!(config.rules[0].value.ends_with("policies"));
    assert_eq!(config.only_rules[0].value, "s3/*");
    assert_eq!(config.skip_rules[0].value, "s3/acl-public-read");
    assert_eq!(config.severity["s3/acl-public-read"].value, Severity::Low);
    assert!(config.pedantic && config.account_baseline);
    assert_eq!(config.fail_on, FailOn::None);
    assert_eq!(config.min_severity, Severity::Medium);
    let suppressions = &config.suppressions;
    assert!(suppressions.policy.no_inline && suppressions.policy.require_reason);
    assert_eq!(suppressions.policy.max_days, Some(180));
    assert_eq!(suppressions.configured[0].given.until.as_deref(), Some("2027-01-31"));
    let path = config.path.unwrap();
    let dir = path.parent().unwrap();
    assert!(config.exclude.excludes(&dir.join("test"), true));
}

#[test]
fn an_empty_file_changes_nothing() {
    for text in ["", "# nothing\n", "---\n"] {
        let config = config(text).unwrap();
        assert_eq!(config.fail_on, FailOn::Low);
        assert_eq!(config.max_file_size, 32 << 20);
    }
}

#[test]
fn mistakes_are_shown_where_they_are() {
    let texts = [
        "pedantic: true\nacount_id: 1\n",
        "nonsense: 1\n",
        "account_id: 12345\n",
        "trusted_accounts: 1\n",
        "fail_on: lwo\n",
        "pedantic: maybe\n",
        "skip_rules: [a]\nskip_rules: [b]\n",
        "exclude: ['ok', 'a{b']\n",
        "rules: [nowhere]\n",
        "rules: [..]\n",
        "severity:\n  s3/x: sever\n",
        "max_file_size: big\n",
        "- a\n",
        "a: [\n",
        "pedantic: true\n---\npedantic: false\n",
    ];
    let shown = texts.map(|text| match config(text) {
        Ok(_) => format!("{text}\nis accepted"),
        Err(problem) => problem.replace("/tmp", ""),
    });
    insta::assert_snapshot!(shown.join("\n"));
}

#[test]
fn the_nearest_up_to_the_root_of_the_repository() {
    let dir = tempfile::tempdir().unwrap();
    let base = dir.path().canonicalize().unwrap();
    let repo = base.join("repo");
    std::fs::create_dir_all(repo.join("live/eu")).unwrap();
    std::fs::create_dir_all(repo.join("other")).unwrap();
    std::fs::create_dir(repo.join(".git")).unwrap();
    let of = |path: &Path| find(&[path.to_path_buf()]).unwrap();
    // Above the repository nothing is looked for.
    std::fs::write(base.join("iacscan.yaml"), "").unwrap();
    assert_eq!(of(&repo.join("live/eu")), None);
    std::fs::write(repo.join("iacscan.yaml"), "").unwrap();
    assert_eq!(of(&repo.join("live/eu")), Some(repo.join("iacscan.yaml")));
    let file = repo.join("live/eu/main.tf");
    std::fs::write(&file, "").unwrap();
    std::fs::write(repo.join("live/.iacscan.yaml"), "").unwrap();
    assert_eq!(of(&file), Some(repo.join("live/.iacscan.yaml")));
    let both: Vec<PathBuf> = vec![repo.join("live"), repo.join("other")];
    assert!(find(&both).unwrap_err().message.contains("--config"));
    std::fs::write(repo.join("live/iacscan.yaml"), "").unwrap();
    let message = find(&[repo.join("live")]).unwrap_err().message;
    assert_eq!(message, "both iacscan.yaml and .iacscan.yaml are here: keep one of them");
    std::fs::write(repo.join("other/iacscan.yml"), "").unwrap();
    assert!(find(&[repo.join("other")]).unwrap_err().message.contains("rename it"));
}

#[test]
fn the_schema_says_what_the_reader_accepts() {
    let schema = schema();
    let validator = jsonschema::validator_for(&schema).unwrap();
    let sample: serde_json::Value = serde_saphyr::from_str(FULL).unwrap();
    let errors: Vec<String> = validator.iter_errors(&sample).map(|e| e.to_string()).collect();
    assert_eq!(errors, [""; 0]);
    assert!(validator.is_valid(&serde_json::json!({})));
    for wrong in [
        serde_json::json!({ "acount_id": "1" }),
        serde_json::json!({ "account_id": "1" }),
        serde_json::json!({ "fail_on": "lwo" }),
        serde_json::json!({ "severity": { "s3/x": "sever" } }),
    ] {
        assert!(!validator.is_valid(&wrong), "{wrong}");
    }
    // Every key of the sample is in the schema, and the other way round.
    let keys = |value: &serde_json::Value| {
        let mut keys: Vec<String> = value.as_object().unwrap().keys().cloned().collect();
        keys.sort();
        keys
    };
    assert_eq!(keys(&schema["properties"]), keys(&sample));
    insta::assert_json_snapshot!(schema);
}

#[test]
fn every_key_is_documented() {
    let documentation = include_str!("../../docs/configuration.md");
    let schema = schema();
    for key in schema["properties"].as_object().unwrap().keys() {
        assert!(documentation.contains(&format!("\n{key}:")), "{key}");
    }
    let sample = documentation.split("```yaml\n").nth(2).and_then(|rest| rest.split("```").next());
    config(sample.unwrap()).unwrap();
}
