use super::{Format, testing};

fn shown(mut case: testing::Case) -> String {
    case.show(Format::Json)
}

#[test]
fn findings_with_all_they_hold() {
    insta::assert_snapshot!(shown(testing::worked()));
}

#[test]
fn undecided_suppressed_and_unread() {
    insta::assert_snapshot!(shown(testing::partial()));
}

#[test]
fn secrets_and_hostile_names_do_not_get_through() {
    let text = shown(testing::secrets());
    for secret in ["AKIAIOSF", "wJalrXU", "MIIEvQIB"] {
        assert!(!text.contains(secret), "{text}");
    }
    let text = shown(testing::odd());
    assert!(!text.contains("\\u001b") || text.contains("\"path\": \"dir x\\u001b"), "{text}");
    assert!(!text.contains('\x1b'));
    let parsed: serde_json::Value = serde_json::from_str(&text).expect("valid JSON");
    assert_eq!(parsed["findings"].as_array().map(Vec::len), Some(5));
    assert_eq!(parsed["findings"][3]["label"], "x␛[31m␊::error::y\u{FFFD}z](javascript:alert(1))");
}

#[test]
fn the_same_bytes_every_time() {
    assert_eq!(shown(testing::worked()), shown(testing::worked()));
    // How long it took would make a difference.
    let mut case = testing::worked();
    case.options.elapsed = Some(std::time::Duration::from_secs(3));
    assert_eq!(shown(case), shown(testing::worked()));
}

#[test]
fn every_key_is_documented() {
    fn keys(value: &serde_json::Value, found: &mut std::collections::BTreeSet<String>) {
        match value {
            serde_json::Value::Object(map) => map.iter().for_each(|(key, value)| {
                found.insert(key.clone());
                keys(value, found);
            }),
            serde_json::Value::Array(items) => items.iter().for_each(|item| keys(item, found)),
            _ => {}
        }
    }
    let documentation = include_str!("../../docs/json-report.md");
    let mut found = Default::default();
    for case in [testing::worked(), testing::partial()] {
        keys(&serde_json::from_str(&shown(case)).expect("valid JSON"), &mut found);
    }
    for key in found {
        let named = [format!("`{key}`"), format!("\"{key}\"")];
        assert!(named.iter().any(|name| documentation.contains(name)), "{key}");
    }
}
