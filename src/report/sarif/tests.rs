use std::collections::BTreeSet;

use serde_json::Value;

use super::super::{Format, Report, testing};
use super::{compressed, write_within};
use crate::finding::Severity;
use crate::source::Span;

const OASIS: &str = include_str!("../../../testdata/schemas/sarif-2.1.0.json");

/// The report, which is checked against the schema and against GitHub's own rules.
fn shown(case: &mut testing::Case) -> (String, Value) {
    let text = case.show(Format::Sarif);
    let value: Value = serde_json::from_str(&text).expect("valid JSON");
    // Its pattern for languages, which we do not name, has a stray bracket that only lenient
    // regular expressions let pass.
    let schema: Value = serde_json::from_str(&OASIS.replace("{2}]?$", "{2}?$")).unwrap();
    let validator = jsonschema::validator_for(&schema).unwrap();
    let errors: Vec<String> =
        validator.iter_errors(&value).map(|e| format!("{}: {e}", e.instance_path())).collect();
    assert_eq!(errors, [""; 0]);
    accepted_by_github(&value);
    (text, value)
}

fn array<'a>(value: &'a Value, pointer: &str) -> &'a [Value] {
    value.pointer(pointer).and_then(Value::as_array).map_or(&[], Vec::as_slice)
}

fn text<'a>(value: &'a Value, pointer: &str) -> &'a str {
    value.pointer(pointer).and_then(Value::as_str).unwrap_or("")
}

fn accepted_by_github(sarif: &Value) {
    assert!(text(sarif, "/$schema").contains("sarif-schema-2.1.0.json"));
    assert_eq!(text(sarif, "/version"), "2.1.0");
    assert_eq!(array(sarif, "/runs").len(), 1);
    let run = &sarif["runs"][0];
    assert_eq!(text(run, "/tool/driver/name"), "iacscan");
    assert_eq!(text(run, "/automationDetails/id"), "iacscan/");
    assert_eq!(text(run, "/columnKind"), "unicodeCodePoints");
    let rules = array(run, "/tool/driver/rules");
    for rule in rules {
        let id = text(rule, "/id");
        assert!(!id.is_empty());
        let length = |pointer| text(rule, pointer).chars().count();
        assert!((1..=255).contains(&length("/name")), "{id}");
        for pointer in ["/shortDescription/text", "/fullDescription/text"] {
            assert!((1..=1024).contains(&length(pointer)), "{id}{pointer}");
        }
        assert!(length("/help/text") > 0, "{id}");
        assert!(length("/help/markdown") > 0, "{id}");
        let severity: f64 = text(rule, "/properties/security-severity").parse().unwrap();
        assert!(severity > 0.0 && severity <= 10.0);
        assert!(!text(rule, "/properties/precision").is_empty());
        let tags = array(rule, "/properties/tags");
        assert!(tags.len() <= 20 && tags.contains(&"security".into()), "{id}");
    }
    let results = array(run, "/results");
    assert!(results.len() <= 25_000);
    let mut fingerprints = BTreeSet::new();
    for result in results {
        assert!(!text(result, "/message/text").is_empty());
        let index = result["ruleIndex"].as_u64().unwrap() as usize;
        assert_eq!(rules[index]["id"], result["ruleId"]);
        assert!(["error", "warning", "note"].contains(&text(result, "/level")));
        assert_eq!(array(result, "/locations").len(), 1);
        let related = array(result, "/relatedLocations");
        assert!(related.len() <= 100);
        let mut places: Vec<&Value> = related.iter().collect();
        places.push(&result["locations"][0]);
        for flow in array(result, "/codeFlows") {
            places.extend(array(flow, "/threadFlows/0/locations").iter().map(|l| &l["location"]));
        }
        for place in places {
            let uri = text(place, "/physicalLocation/artifactLocation/uri");
            assert!(!uri.is_empty() && !uri.starts_with(['.', '/']) && !uri.contains(':'), "{uri}");
            assert!(uri.bytes().all(|b| b.is_ascii_graphic()) && !uri.contains('\\'), "{uri}");
            let region = &place["physicalLocation"]["region"];
            let number = |name: &str| region[name].as_u64().unwrap();
            let start = (number("startLine"), number("startColumn"));
            assert!(start >= (1, 1) && start <= (number("endLine"), number("endColumn")));
        }
        let fingerprint = text(result, "/partialFingerprints/primaryLocationLineHash");
        assert!(fingerprints.insert(fingerprint.to_owned()), "{fingerprint} is there twice");
    }
}

#[test]
fn a_value_that_went_through_a_module() {
    insta::assert_snapshot!(shown(&mut testing::worked()).0);
}

#[test]
fn suppressed_undecided_and_unread() {
    let (text, value) = shown(&mut testing::partial());
    assert_eq!(value["runs"][0]["invocations"][0]["executionSuccessful"], false);
    assert_eq!(array(&value, "/runs/0/invocations/0/toolExecutionNotifications").len(), 5);
    insta::assert_snapshot!(text);
}

#[test]
fn what_also_is_violated() {
    let (_, value) = shown(&mut testing::policy());
    let also = array(&value, "/runs/0/results/0/properties/alsoViolates");
    assert_eq!((also.len(), &also[1]), (6, &"least-privilege/full-iam".into()));
    assert_eq!(array(&value, "/runs/0/results/0/codeFlows").len(), 0);
    assert_eq!(value["runs"][0]["invocations"][0]["executionSuccessful"], true);
}

#[test]
fn nothing_is_still_a_run() {
    let (_, value) = shown(&mut testing::Case::new());
    assert_eq!(value["runs"][0]["results"], serde_json::json!([]));
}

#[test]
fn secrets_and_hostile_names_do_not_get_through() {
    let (text, _) = shown(&mut testing::secrets());
    for secret in ["AKIAIOSF", "wJalrXU", "MIIEvQIB"] {
        assert!(!text.contains(secret), "{text}");
    }
    let (text, value) = shown(&mut testing::odd());
    assert!(!text.contains("\\u001b") && !text.contains(['\x1b', '\u{202E}']), "{text}");
    let message = text_of(&value, 3);
    assert!(message.contains("z\\](javascript:"), "a link is none: {message}");
}

fn text_of(sarif: &Value, result: usize) -> String {
    text(&sarif["runs"][0]["results"][result], "/message/text").to_owned()
}

#[test]
fn fingerprints_survive_moved_lines_and_tell_equal_blocks_apart() {
    let block = "resource \"aws_s3_bucket_acl\" \"a\" {\n  acl = \"public-read\"\n}\n";
    let fingerprints = |text: &str| {
        let mut case = testing::Case::new();
        let file = case.file("main.tf", text);
        for (start, what) in text.match_indices("\"public-read\"") {
            let span = Span::new(file, start, start + what.len());
            case.add(testing::finding("s3/acl-public-read", Severity::High, span, "open"));
        }
        let (_, value) = shown(&mut case);
        let of = |r: &Value| text_at(r, "/partialFingerprints/primaryLocationLineHash");
        array(&value, "/runs/0/results").iter().map(of).collect::<Vec<_>>()
    };
    let one = fingerprints(block);
    assert_eq!(fingerprints(&format!("# moved\n\n{block}")), one);
    let two = fingerprints(&format!("{block}\n{block}"));
    assert_eq!((two.len(), &two[0]), (2, &one[0]));
    assert_ne!(two[0], two[1]);
}

#[test]
fn a_report_that_is_too_large_is_cut_the_worst_kept() {
    let mut case = testing::Case::new();
    let file = case.file("main.tf", &"x\n".repeat(500));
    for index in 0..500 {
        let severity = if index == 499 { Severity::Critical } else { Severity::Low };
        let place = Span::new(file, index * 2, index * 2 + 1);
        case.add(testing::finding("s3/acl-public-read", severity, place, "open"));
    }
    let whole = compressed(case.show(Format::Sarif).as_bytes()).unwrap();
    let masks = crate::report::Masks::default();
    let report = Report {
        outcome: &case.outcome,
        sources: &case.sources,
        rules: &case.rules,
        options: &case.options,
        masks: &masks,
    };
    let mut out = vec![];
    write_within(&report, whole / 2, &mut out).unwrap();
    assert!(compressed(&out).unwrap() <= whole / 2);
    let value: Value = serde_json::from_slice(&out).unwrap();
    accepted_by_github(&value);
    let results = array(&value, "/runs/0/results");
    assert!((100..300).contains(&results.len()), "{}", results.len());
    assert_eq!(results.last().unwrap()["level"], "error");
    let notice = text_at(&value, "/runs/0/invocations/0/toolExecutionNotifications/0/message/text");
    let left_out = 500 - results.len();
    assert!(notice.starts_with(&format!("{left_out} findings of the lowest")), "{notice}");
}

fn text_at(value: &Value, pointer: &str) -> String {
    text(value, pointer).to_owned()
}

#[test]
fn too_many_are_cut_the_worst_kept() {
    let mut case = testing::Case::new();
    let text = "x\n".repeat(25_010);
    let file = case.file("main.tf", &text);
    for index in 0..25_010 {
        let severity = if index == 25_009 { Severity::Critical } else { Severity::Low };
        let place = Span::new(file, index * 2, index * 2 + 1);
        case.add(testing::finding("s3/acl-public-read", severity, place, "open"));
    }
    let text = case.show(Format::Sarif);
    let value: Value = serde_json::from_str(&text).unwrap();
    accepted_by_github(&value);
    let results = array(&value, "/runs/0/results");
    assert_eq!(results.len(), 25_000);
    assert_eq!(results[24_999]["level"], "error");
    let notice = text_at(&value, "/runs/0/invocations/0/toolExecutionNotifications/0/message/text");
    assert!(notice.starts_with("10 findings of the lowest severity are left out"), "{notice}");
}
