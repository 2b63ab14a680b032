use super::{explain, list_json, list_text, testing};

fn text(write: impl FnOnce(&mut dyn std::io::Write) -> std::io::Result<()>) -> String {
    let mut out = vec![];
    write(&mut out).expect("memory can be written to");
    String::from_utf8(out).expect("UTF-8")
}

#[test]
fn the_list_of_rules() {
    let rules = testing::Case::new().rules;
    insta::assert_snapshot!(text(|out| list_text(&rules, false, out)));
    let json = text(|out| list_json(&rules, out));
    let parsed: serde_json::Value = serde_json::from_str(&json).expect("valid JSON");
    assert_eq!(parsed["rules"][0]["id"], "account/no-public-access-block");
    assert_eq!(parsed["rules"][0]["level"], "account");
    let colored = text(|out| list_text(&rules, true, out));
    let plain = anstream::adapter::strip_str(&colored).to_string();
    assert_eq!(plain, text(|out| list_text(&rules, false, out)));
}

#[test]
fn one_rule_explained() {
    let rules = testing::Case::new().rules;
    let rule = rules.get("s3/acl-public-read").expect("a rule");
    insta::assert_snapshot!("explained", text(|out| explain(rule, false, out)));
    insta::assert_snapshot!("explained_markdown", super::explain::markdown(rule));
}
