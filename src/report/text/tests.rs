use super::super::{Format, testing};

fn shown(mut case: testing::Case) -> String {
    case.show(Format::Text)
}

#[test]
fn a_value_that_went_through_a_module() {
    insta::assert_snapshot!(shown(testing::worked()));
}

#[test]
fn two_elements_in_one_snippet() {
    insta::assert_snapshot!(shown(testing::policy()));
}

#[test]
fn elements_on_one_line_and_far_apart() {
    insta::assert_snapshot!(shown(testing::spread()));
}

#[test]
fn secrets_are_masked() {
    let text = shown(testing::secrets());
    for secret in ["AKIAIOSF", "wJalrXU", "MIIEvQIB"] {
        assert!(!text.contains(secret), "{text}");
    }
    insta::assert_snapshot!(text);
}

#[test]
fn odd_input() {
    let text = shown(testing::odd());
    assert!(!text.contains(['\x1b', '\r', '\u{202E}', '\t']), "{text:?}");
    assert!(!text.lines().any(|line| line.starts_with("::error")));
    insta::assert_snapshot!(text);
}

#[test]
fn undecided_and_unread() {
    insta::assert_snapshot!("partial", shown(testing::partial()));
    let mut case = testing::partial();
    case.options.show_undecided = true;
    insta::assert_snapshot!("partial_shown", shown(case));
}

#[test]
fn quiet_is_findings_only() {
    let mut case = testing::partial();
    case.options.quiet = true;
    assert_eq!(shown(case), "");
    let mut case = testing::worked();
    case.options.quiet = true;
    assert!(shown(case).trim_end().ends_with("iacscan explain s3/acl-public-read"));
}

#[test]
fn clean_is_one_line() {
    let mut case = testing::Case::new();
    case.options.elapsed = Some(std::time::Duration::from_millis(6));
    let expected = "0 findings · 4 files, 5 resources · 0 undecided · 0 skipped · 6 ms\n";
    assert_eq!(shown(case), expected);
}

#[test]
fn colour_is_only_added() {
    let mut case = testing::policy();
    case.options.color = true;
    let colored = shown(case);
    assert!(colored.contains("\x1b["));
    assert_eq!(anstream::adapter::strip_str(&colored).to_string(), shown(testing::policy()));
}
