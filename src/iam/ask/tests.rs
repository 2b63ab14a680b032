use super::*;
use crate::iam::Part;
use crate::iam::tree::Tree;

fn identity(statements: &str) -> Document {
    let json = format!(r#"{{"Version":"2012-10-17","Statement":[{statements}]}}"#);
    Document::from_json(&json).expect("JSON")
}

fn ask(statements: &str, query: &Query) -> Truth {
    allows(&[&identity(statements)], query).truth
}

#[test]
fn unions_of_statements_are_seen_through() {
    let two = r#"{"Effect":"Allow","Action":"*","NotResource":"arn:aws:s3:::a"},
                 {"Effect":"Allow","Action":"s3:*","Resource":"arn:aws:s3:::a"}"#;
    assert_eq!(ask(two, &Query::every("s3:GetObject", "*")), Truth::True);
    assert_eq!(ask(two, &Query::every("iam:*", "*")), Truth::False);
    assert_eq!(ask(two, &Query::some("iam:*", "*")), Truth::True);
    let rest = r#"{"Effect":"Allow","NotAction":["iam:*","s3:*"],"Resource":"*"},
                 {"Effect":"Allow","Action":["s3:*","iam:*"],"Resource":"*"}"#;
    assert_eq!(ask(rest, &Query::every("*", "*")), Truth::True);
}

#[test]
fn denies_and_conditions_count() {
    let denied = r#"{"Effect":"Allow","Action":"*","Resource":"*"},
                    {"Effect":"Deny","Action":"iam:Create*","Resource":"*"}"#;
    let answer = allows(&[&identity(denied)], &Query::every("iam:*", "*"));
    assert_eq!(answer.truth, Truth::False);
    assert_eq!(answer.by, [StatementRef { document: 0, statement: 1 }]);
    assert!(answer.example.expect("example").action.starts_with("iam:Create"));
    assert_eq!(ask(denied, &Query::every("s3:*", "*")), Truth::True);
    assert_eq!(ask(denied, &Query::some("iam:CreateUser", "*")), Truth::False);

    let mfa = r#"{"Effect":"Allow","Action":"*","Resource":"*",
                  "Condition":{"Bool":{"aws:MultiFactorAuthPresent":"true"}}}"#;
    assert_eq!(ask(mfa, &Query::every("s3:*", "*")), Truth::False);
    assert_eq!(ask(mfa, &Query::some("s3:*", "*")), Truth::True);
    assert_eq!(ask(mfa, &Query::every("s3:*", "*").whatever_conditions()), Truth::True);
    let both = format!(
        r#"{mfa},{{"Effect":"Allow","Action":"*","Resource":"*",
            "Condition":{{"BoolIfExists":{{"aws:MultiFactorAuthPresent":"false"}}}}}}"#
    );
    assert_eq!(ask(&both, &Query::every("s3:*", "*")), Truth::True);
}

#[test]
fn contradicting_conditions_allow_nothing() {
    let never = r#"{"Effect":"Allow","Action":"*","Resource":"*","Condition":{
        "StringEquals":{"aws:PrincipalOrgID":"o-1"},"StringNotEquals":{"aws:PrincipalOrgID":"o-1"}}}"#;
    assert_eq!(ask(never, &Query::some("*", "*")), Truth::False);
    let dead = r#"{"Effect":"Allow","Action":"*","Resource":"*"},
                  {"Effect":"Deny","Action":"*","Resource":"*","Condition":{"NumericLessThan":{"a:b":5}}},
                  {"Effect":"Deny","Action":"*","Resource":"*","Condition":{"NumericGreaterThanEquals":{"a:b":5}}},
                  {"Effect":"Deny","Action":"*","Resource":"*","Condition":{"Null":{"a:b":"true"}}}"#;
    assert_eq!(ask(dead, &Query::some("*", "*")), Truth::False);
}

#[test]
fn holes_make_it_unknown_only_where_they_matter() {
    let document = |resource: Str| {
        Document::parse(&Tree::Object(vec![(
            "Statement".into(),
            Tree::Object(vec![
                ("Effect".into(), Tree::String("Allow".into())),
                ("Action".into(), Tree::String("s3:*".into())),
                ("Resource".into(), Tree::String(resource)),
            ]),
        )]))
    };
    let ask = |r: Str, q: &Query| allows(&[&document(r)], q).truth;
    let bucket = |part: Part| {
        Str::from_parts([Part::Text("arn:aws:s3:::".into()), part, Part::Text("/*".into())])
    };
    let every = Query::every("s3:GetObject", "*");
    assert_eq!(ask(Str::unknown(1), &every), Truth::Unknown);
    assert_eq!(ask(bucket(Part::Name(1)), &every), Truth::False);
    assert_eq!(ask(bucket(Part::Unknown(1)), &every), Truth::False);
    let objects = Query::every("s3:GetObject", "arn:aws:s3:::*/*");
    assert_eq!(ask(bucket(Part::Unknown(1)), &objects), Truth::Unknown);
    assert_eq!(ask(bucket(Part::Name(1)), &objects), Truth::False);
    let logs = Query::some("s3:GetObject", "arn:aws:s3:::logs/a");
    assert_eq!(ask(bucket(Part::Name(1)), &logs), Truth::Unknown);
    assert_eq!(ask(Str::unknown(1), &Query::some("ec2:*", "*")), Truth::False);
}

#[test]
fn variables_are_somebody_s_own() {
    let own =
        r#"{"Effect":"Allow","Action":"iam:*","Resource":"arn:aws:iam::*:user/${aws:username}"}"#;
    assert_eq!(ask(own, &Query::some("iam:*", "arn:aws:iam::1:user/bob")), Truth::True);
    assert_eq!(ask(own, &Query::every("iam:*", "arn:aws:iam::1:user/bob")), Truth::False);
}
