//! The formats of pipelines: what they look like, and what those who read them demand.

use std::time::{Duration, SystemTime};

use serde_json::Value;

use super::{Format, testing};
use crate::finding::Severity;
use crate::source::{Diagnostic, Span};

fn shown(mut case: testing::Case, format: Format) -> String {
    case.show(format)
}

/// All handmade outcomes, by name.
fn cases() -> Vec<(&'static str, testing::Case)> {
    vec![
        ("clean", testing::Case::new()),
        ("worked", testing::worked()),
        ("policy", testing::policy()),
        ("secrets", testing::secrets()),
        ("partial", testing::partial()),
        ("spread", testing::spread()),
        ("odd", testing::odd()),
        ("many", many(3_000)),
    ]
}

/// More findings than anything shows, of all severities, the worst last.
fn many(count: usize) -> testing::Case {
    let mut case = testing::Case::new();
    let file = case.file("main.tf", &"x\n".repeat(count));
    for index in 0..count {
        let severity = Severity::ALL[index * 5 / count];
        let place = Span::new(file, index * 2, index * 2 + 1);
        let message = format!("number {index}");
        case.add(testing::finding("s3/acl-public-read", severity, place, &message)).notes =
            vec!["a longer text ".repeat(40)];
    }
    case
}

#[test]
fn snapshots() {
    for (name, make) in [
        ("worked", testing::worked as fn() -> testing::Case),
        ("partial", testing::partial),
        ("clean", testing::Case::new),
    ] {
        for (format, kind) in [
            (Format::Github, "github"),
            (Format::Gitlab, "gitlab"),
            (Format::GitlabSast, "gitlab_sast"),
            (Format::Junit, "junit"),
            (Format::Markdown, "markdown"),
        ] {
            insta::assert_snapshot!(format!("{kind}_{name}"), shown(make(), format));
        }
    }
}

#[test]
fn no_format_shows_a_secret() {
    for format in <Format as clap::ValueEnum>::value_variants() {
        let text = shown(testing::secrets(), *format);
        for secret in ["AKIAIOSF", "wJalrXU", "MIIEvQIB"] {
            assert!(!text.contains(secret), "{format:?}: {text}");
        }
    }
}

#[test]
fn what_passes_for_a_secret_hides_no_rule() {
    for format in <Format as clap::ValueEnum>::value_variants() {
        let mut case = testing::Case::new();
        let file = case.file("main.tf", "password = \"s3/acl-public-read\"\n");
        let place = Span::new(file, 11, 30);
        case.add(testing::finding("secrets/x", Severity::High, place, "a password")).redact = true;
        let text = "lets everyone in";
        case.add(testing::finding("s3/acl-public-read", Severity::High, place, text));
        let shown = shown(case, *format);
        assert!(shown.contains("s3/acl-public-read"), "{format:?}: {shown}");
    }
}

#[test]
fn names_of_any_length_leave_room_for_other_findings() {
    for format in <Format as clap::ValueEnum>::value_variants() {
        let mut case = testing::Case::new();
        let file = case.file("main.tf", &format!("bucket = \"{}\"\n", "b".repeat(100_000)));
        let message = format!("bucket {} is open", "é".repeat(100_000));
        let found = testing::finding("s3/x", Severity::High, Span::new(file, 9, 100_011), &message);
        case.add(found).addresses = vec!["a".repeat(100_000).into()];
        let length = shown(case, *format).len();
        assert!(length < 64_000, "{format:?}: {length}");
    }
}

#[test]
fn annotations_stay_within_the_limits_the_worst_first() {
    let mut case = many(3_000);
    let unread = |index| Diagnostic::unreadable(format!("{index}.tf"), "gone");
    case.outcome.diagnostics = (0..5).map(unread).collect();
    let text = shown(case, Format::Github);
    let of = |level: &str| -> Vec<String> {
        text.lines().filter(|line| line.starts_with(level)).map(String::from).collect()
    };
    let (errors, warnings, notices) = (of("::error "), of("::warning "), of("::notice "));
    assert_eq!((errors.len(), warnings.len(), notices.len()), (10, 10, 10));
    assert!(errors[2].contains("title=not read::gone"), "{}", errors[2]);
    assert!(errors[3..].iter().all(|line| line.contains("(critical)")), "{errors:?}");
    assert!(notices[..9].iter().all(|line| line.contains("(low)")), "{notices:?}");
    let last = text.lines().last().expect("a line");
    // 3,005 less the 29 that are shown.
    assert!(last.starts_with("::notice title=iacscan::2976 more in the log"), "{last}");
    assert!(text.lines().all(|line| line.len() < 6_000 || !line.starts_with("::")));
    // All of them are in the log.
    assert_eq!(text.matches("[s3/acl-public-read]: number ").count(), 3_000);
}

#[test]
fn annotations_are_escaped_as_documented() {
    let mut case = testing::Case::new();
    let file = case.file("a,b:c%d.tf", "n = \"x\"\n");
    case.add(testing::finding(
        "own/a:b,c",
        Severity::High,
        Span::new(file, 4, 7),
        "50% of a, b: c",
    ))
    .fix = "this".into();
    let text = shown(case, Format::Github);
    let expected = "::error file=a%2Cb%3Ac%25d.tf,line=1,endLine=1,col=5,endColumn=7,\
        title=own/a%3Ab%2Cc (high)::50%25 of a, b: c%0Afix: this";
    assert_eq!(text.lines().last(), Some(expected));
}

#[test]
fn markdown_is_cut_before_github_refuses_it() {
    let text = shown(many(3_000), Format::Markdown);
    assert!(text.len() <= 900 * 1024 && text.len() > 700 * 1024, "{}", text.len());
    let first = text.lines().find(|line| line.starts_with("### "));
    assert_eq!(first, Some("### critical: number 2400"));
    let left_out = 3_000 - text.matches("\n### ").count();
    assert!(text.contains(&format!("\n{left_out} more findings do not fit here.\n")));
    assert!(text.trim_end().ends_with("0 skipped"), "the numbers are there all the same");
}

fn schema(text: &str) -> jsonschema::Validator {
    jsonschema::validator_for(&serde_json::from_str(text).expect("a schema")).expect("a schema")
}

fn valid(schema: &jsonschema::Validator, name: &str, value: &Value) {
    let errors: Vec<String> =
        schema.iter_errors(value).map(|e| format!("{}: {e}", e.instance_path())).collect();
    assert_eq!(errors, [""; 0], "{name}");
}

#[test]
fn code_quality_is_as_gitlab_takes_it() {
    let schema = schema(include_str!("../../testdata/schemas/gitlab-code-quality.json"));
    for (name, case) in cases() {
        let counted = case.outcome.counting().count();
        let text = shown(case, Format::Gitlab);
        assert!(text.starts_with('['), "no byte-order mark");
        let value: Value = serde_json::from_str(&text).expect("valid JSON");
        valid(&schema, name, &value);
        let issues = value.as_array().expect("a list");
        assert_eq!(issues.len(), counted);
        unique(issues.iter().map(|issue| &issue["fingerprint"]));
    }
    assert_eq!(shown(testing::Case::new(), Format::Gitlab), "[]\n");
}

fn unique<'a>(values: impl Iterator<Item = &'a Value>) {
    let mut values: Vec<&str> = values.map(|value| value.as_str().expect("text")).collect();
    let count = values.len();
    values.sort_unstable();
    values.dedup();
    assert_eq!(values.len(), count);
}

#[test]
fn the_sast_report_is_as_gitlab_takes_it() {
    let schema = schema(include_str!("../../testdata/schemas/gitlab-sast-15.2.1.json"));
    for (name, mut case) in cases() {
        let counted = case.outcome.counting().count();
        case.options.started = Some(SystemTime::UNIX_EPOCH + Duration::from_secs(1_798_761_599));
        case.options.elapsed = Some(Duration::from_secs(2));
        let value: Value = serde_json::from_str(&shown(case, Format::GitlabSast)).expect("JSON");
        valid(&schema, name, &value);
        assert_eq!(value["scan"]["start_time"], "2026-12-31T23:59:59");
        assert_eq!(value["scan"]["end_time"], "2027-01-01T00:00:01");
        let found = value["vulnerabilities"].as_array().expect("a list");
        assert_eq!(found.len(), counted);
        unique(found.iter().map(|found| &found["id"]));
    }
    let value: Value =
        serde_json::from_str(&shown(testing::worked(), Format::GitlabSast)).expect("JSON");
    let nodes = &value["vulnerabilities"][0]["details"]["code_flows"]["items"][0];
    let kinds: Vec<&Value> =
        nodes.as_array().expect("nodes").iter().map(|node| &node["node_type"]).collect();
    assert_eq!(kinds, ["source", "propagation", "sink"]);
}

#[test]
fn junit_counts_what_it_holds() {
    for (name, case) in cases() {
        let text = shown(case, Format::Junit);
        let document = roxmltree::Document::parse(&text).expect("well-formed XML");
        let is_suite =
            |node: &roxmltree::Node| matches!(node.tag_name().name(), "testsuites" | "testsuite");
        for suite in document.descendants().filter(is_suite) {
            let count = |tag| suite.descendants().filter(|node| node.has_tag_name(tag)).count();
            for (attribute, tag) in [
                ("tests", "testcase"),
                ("failures", "failure"),
                ("errors", "error"),
                ("skipped", "skipped"),
            ] {
                let told = suite.attribute(attribute).expect(attribute);
                assert_eq!(told, count(tag).to_string(), "{name}: {tag}");
            }
            assert!(count("testcase") > 0, "{name}");
        }
    }
}

#[test]
fn the_same_bytes_every_time() {
    for format in <Format as clap::ValueEnum>::value_variants() {
        assert_eq!(shown(testing::worked(), *format), shown(testing::worked(), *format));
    }
}
