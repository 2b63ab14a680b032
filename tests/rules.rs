//! Every rule's examples are its tests.

use std::num::NonZeroUsize;
use std::path::Path;

use iacscan::config::{Config, Request};
use iacscan::finding::{Level, Outcome};
use iacscan::rules::{Example, ExampleLanguage, Rule, builtin, builtin_text, examples};
use iacscan::scan;
use iacscan::source::Sources;

/// Scans a directory with one rule, whatever its level.
fn scan(path: &Path, rules: &[Rule], ids: &[&str]) -> (Outcome, Sources) {
    let request = Request {
        paths: vec![path.to_owned()],
        // Examples are of the account 123456789012.
        config: Config { account_id: "123456789012".parse().ok(), ..Config::default() },
        rules: ids.iter().map(|id| id.to_string()).collect(),
        jobs: NonZeroUsize::new(1),
        // 2026-01-01, so that examples of certificates stay what they are.
        now: 1_767_225_600,
        ..Request::default()
    };
    let sources = Sources::new();
    (scan::run(&request, rules, &sources, &()), sources)
}

fn check(rule: &Rule, rules: &[Rule], index: usize, example: &Example) -> Result<(), String> {
    let dir = tempfile::tempdir().unwrap();
    std::fs::write(dir.path().join(example.file_name()), &example.text).unwrap();
    let (outcome, sources) = scan(dir.path(), rules, &[&rule.id]);
    let name = format!("{} example {}", rule.id, index + 1);
    if let Some(diagnostic) = outcome.diagnostics.first() {
        return Err(format!("{name} is not valid: {}", diagnostic.message));
    }
    let lines: Vec<usize> =
        outcome.findings.iter().map(|f| sources.start(f.primary).line).collect();
    let undecided: Vec<&str> = outcome.undecided.iter().map(|u| u.reason.as_str()).collect();
    match (example.bad, lines.as_slice(), example.marked_line()) {
        (true, [], _) => Err(format!("{name} is bad and not found; undecided: {undecided:?}")),
        (true, found, Some(line)) if !found.contains(&line) => {
            Err(format!("{name} should be found at line {line}, not {found:?}"))
        }
        (false, [_, ..], _) => {
            Err(format!("{name} is good and found at {lines:?}: {}", outcome.findings[0].message))
        }
        _ => Ok(()),
    }
}

#[test]
fn every_example_is_judged_right() {
    let rules = builtin();
    assert!(rules.len() >= 250, "the rules are compiled in");
    let mut wrong = vec![];
    for rule in &rules {
        let text = builtin_text(&rule.id).unwrap();
        let examples = examples(text).unwrap_or_else(|error| panic!("{}: {error}", rule.id));
        for (index, example) in examples.iter().enumerate() {
            wrong.extend(check(rule, &rules, index, example).err());
        }
    }
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}

/// Rules of which one language has no way to say the bad or the good thing.
const TERRAFORM_ONLY: &[&str] = &[
    // CloudFormation has no resource for either, so that a template does not lack it.
    "account/no-password-policy",
    "account/no-public-access-block",
    // CloudFormation looks no images up.
    "compute/ami-from-any-owner",
    // CloudFormation has no resource for the account's password policy; for the length, the
    // password of a login profile is judged.
    "credentials/password-change-forbidden",
    "credentials/password-expiry",
    "credentials/password-lowercase",
    "credentials/password-number",
    "credentials/password-reuse",
    "credentials/password-symbol",
    "credentials/password-uppercase",
    // CloudFormation shares no images and no snapshots, and has no sharing of SSM documents.
    "exposure/ami-shared",
    "exposure/snapshot-public",
    "exposure/ssm-document-public",
    // CloudFormation makes no grants.
    "exposure/kms-grant-external",
    // CloudFormation makes no users of the Identity Center directory.
    "identity/identity-center-user",
    // CloudFormation hands numbers on as texts.
    "policy/invalid-condition-data-type",
    // Long enough only in a language that can repeat.
    "policy/policy-size-exceeds-identity-policy-quota",
    "policy/policy-size-exceeds-rcp-quota",
    "policy/policy-size-exceeds-resource-policy-quota",
    "policy/policy-size-exceeds-role-trust-policy-quota",
    "policy/policy-size-exceeds-scp-quota",
    // CloudFormation has no account-level public access block.
    "s3/account-public-access-block-off",
    // Grants to groups are no part of CloudFormation's canned ACLs.
    "s3/acl-grants-acl-control",
    // Templates cannot set MFA delete.
    "s3/mfa-delete-off",
    // CloudFormation has no providers.
    "secrets/aws-key-in-provider",
];

/// Rules of what Terraform has no argument for.
const CLOUDFORMATION_ONLY: &[&str] = &[
    // Terraform's login profile takes no password.
    "credentials/plaintext-password",
    // Metadata for cfn-init.
    "secrets/cloudformation-authentication",
];

#[test]
fn every_rule_has_a_bad_and_a_good_example_in_both_languages() {
    let mut missing = vec![];
    for rule in builtin() {
        let examples = examples(builtin_text(&rule.id).unwrap()).unwrap();
        let mut wanted = vec![];
        if !CLOUDFORMATION_ONLY.contains(&&*rule.id) {
            wanted.push(ExampleLanguage::Terraform);
        }
        if !TERRAFORM_ONLY.contains(&&*rule.id) {
            wanted.push(ExampleLanguage::CloudFormation);
        }
        for language in wanted {
            for bad in [true, false] {
                if !examples.iter().any(|e| e.language == language && e.bad == bad) {
                    missing.push(format!(
                        "{}: no {} example in {language:?}",
                        rule.id,
                        if bad { "bad" } else { "good" }
                    ));
                }
            }
        }
    }
    assert!(missing.is_empty(), "\n{}", missing.join("\n"));
}

#[test]
fn every_rule_file_is_complete() {
    for rule in builtin() {
        assert!(!rule.references.is_empty(), "{} has no reference", rule.id);
        for reference in &rule.references {
            assert!(
                reference.starts_with("https://docs.aws.amazon.com/"),
                "{}: {reference}",
                rule.id
            );
        }
        let text = builtin_text(&rule.id).unwrap();
        let examples =
            text.find("\nexamples:").unwrap_or_else(|| panic!("{} has no examples", rule.id));
        let after = text[examples + 1..].lines().skip(1);
        assert!(
            after.into_iter().all(|line| line.starts_with(' ') || line.is_empty()),
            "{}: examples come last",
            rule.id
        );
    }
}

#[test]
fn an_admin_policy_is_one_finding_that_names_what_it_implies() {
    let dir = tempfile::tempdir().unwrap();
    let text = r#"
resource "aws_iam_policy" "ops" {
  policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = "*", Resource = "*" }]
  })
}

resource "aws_iam_role_policy_attachment" "ops" {
  role       = "ops"
  policy_arn = aws_iam_policy.ops.arn
}
"#;
    std::fs::write(dir.path().join("main.tf"), text).unwrap();
    let rules = builtin();
    // What the account lacks is not the policy's cause.
    let of_it = rules.iter().filter(|rule| rule.level != Level::Account);
    let ids: Vec<&str> = of_it.map(|rule| &*rule.id).collect();
    let (outcome, _) = scan(dir.path(), &rules, &ids);
    let found: Vec<&str> = outcome.findings.iter().map(|f| &*f.rule).collect();
    assert_eq!(found, ["least-privilege/admin-policy"]);
    assert_eq!(
        outcome.findings[0].also_violates,
        [
            "least-privilege/assume-any-role",
            "least-privilege/decrypts-with-any-key",
            "least-privilege/exposes-credentials",
            "least-privilege/full-iam",
            "least-privilege/manages-any-permissions",
            "least-privilege/pass-any-role",
            "least-privilege/reads-any-data",
            "least-privilege/whole-service",
            "least-privilege/wildcard-action",
            "least-privilege/wildcard-resource",
            "least-privilege/writes-any-resource",
            "policy/create-slr-with-star-in-action-and-resource",
            "policy/pass-role-with-star-in-action-and-resource",
        ]
    );
}
