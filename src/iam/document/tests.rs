use super::*;

fn read(json: &str) -> Document {
    Document::from_json(json).expect("JSON")
}

#[test]
fn single_and_list_forms() {
    let document = read(
        r#"{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"s3:GetObject",
        "Resource":["arn:aws:s3:::a","arn:aws:s3:::b/*"],"Principal":{"AWS":["1","*"],"Service":"x"},
        "Condition":{"ForAnyValue:StringLikeIfExists":{"aws:x":[1,2]}}}}"#,
    );
    assert_eq!(document.issues, []);
    let statement = &document.statements[0];
    assert_eq!(statement.action.as_ref().map(|a| a.items.len()), Some(1));
    let resources = statement.resource.as_ref().expect("resources");
    assert_eq!(resources.items[1].location.to_string(), "/Statement/Resource/1");
    assert_eq!(resources.items[1].location.index(), Some(1));
    let principal = statement.principal.as_ref().expect("principal");
    assert_eq!(principal.items.len(), 3);
    assert_eq!(principal.is_everyone(), Truth::True);
    let operator = statement.conditions[0].operator.expect("operator");
    assert_eq!(operator.quantifier, Some(Quantifier::ForAnyValue));
    assert!(operator.if_exists);
    assert_eq!(operator.name(), "ForAnyValue:StringLikeIfExists");
    assert_eq!(statement.matches_action("S3:getobject"), Truth::True);
    assert_eq!(statement.matches_resource("arn:aws:s3:::b/c"), Truth::True);
    assert_eq!(statement.matches_resource("arn:aws:s3:::c"), Truth::False);
}

#[test]
fn shape_errors_have_codes_and_places() {
    let document = read(
        r#"{"Version":"2012-10-18","Statement":[{"Effect":"allow","Actoin":"x","Resource":3,
        "Condition":{"StringEqual":{"a:b":"c","A:B":"d"},"Bool":{}}}], "Foo": 1}"#,
    );
    let found: Vec<_> = document.issues.iter().map(|i| (i.code, i.location.to_string())).collect();
    let expected = [
        ("INVALID_VERSION", "/Version"),
        ("INVALID_EFFECT", "/Statement/0/Effect"),
        ("INVALID_POLICY_ELEMENT", "/Statement/0/Actoin"),
        ("DATA_TYPE_MISMATCH", "/Statement/0/Resource"),
        ("INVALID_CONDITION_OPERATOR", "/Statement/0/Condition/StringEqual"),
        ("DUPLICATE_KEYS_WITH_DIFFERENT_CASE", "/Statement/0/Condition/StringEqual/A:B"),
        ("EMPTY_OBJECT_CONDITION", "/Statement/0/Condition/Bool"),
        ("INVALID_POLICY_ELEMENT", "/Foo"),
    ];
    let expected: Vec<_> = expected.iter().map(|(c, l)| (*c, (*l).to_owned())).collect();
    assert_eq!(found, expected);
    assert!(document.issues[2].message.contains("did you mean Action?"));
    assert!(document.issues[4].message.contains("did you mean StringEquals?"));
}

#[test]
fn unknown_parts_are_three_valued() {
    let tree = Tree::Object(vec![(
        "Statement".into(),
        Tree::List(vec![
            Tree::Object(vec![
                ("Effect".into(), Tree::Unknown(1)),
                ("Action".into(), Tree::List(vec![Tree::String("s3:*".into()), Tree::Unknown(2)])),
                ("Resource".into(), Tree::String(Str::unknown(3))),
            ]),
            Tree::Unknown(4),
        ]),
    )]);
    let document = Document::parse(&tree);
    assert!(document.open);
    let statement = &document.statements[0];
    assert_eq!(statement.effect, Effect::Unknown);
    assert_eq!(statement.matches_action("s3:GetObject"), Truth::True);
    assert_eq!(statement.matches_action("ec2:RunInstances"), Truth::Unknown);
    assert_eq!(statement.matches_resource("arn:aws:s3:::x"), Truth::Unknown);
    assert_eq!(statement.is_conditioned(), Truth::False);
}
