use super::*;
use crate::iam::tree::Tree;
use crate::iam::{Part, Symbol};

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

/// `<…>` are holes: the account, region and partition deployed to, a name, anything.
fn holed(text: &str) -> Str {
    Str::from_parts(text.split_inclusive('>').flat_map(|piece| {
        let (text, hole) = piece.strip_suffix('>').and_then(|p| p.split_once('<')).unzip();
        let hole = hole.map(|hole| match hole {
            "account" => Part::Symbol(Symbol::Account),
            "region" => Part::Symbol(Symbol::Region),
            "partition" => Part::Symbol(Symbol::Partition),
            "name" => Part::Name(1),
            _ => Part::Unknown(2),
        });
        std::iter::once(Part::Text(text.unwrap_or(piece).into())).chain(hole)
    }))
}

/// Whether every request on what is asked is allowed by an Allow (and denied by no Deny) of this.
fn every_of(allowed: &[&str], denied: &[&str], asked: &str) -> Truth {
    let text = |t: &str| Tree::String(t.into());
    let statement = |effect: &str, resources: &[&str]| {
        let resources = resources.iter().map(|r| Tree::String(holed(r))).collect();
        Tree::Object(vec![
            ("Effect".into(), text(effect)),
            ("Action".into(), text("*")),
            ("Resource".into(), Tree::List(resources)),
        ])
    };
    let mut all = vec![statement("Allow", allowed)];
    if !denied.is_empty() {
        all.push(statement("Deny", denied));
    }
    let document = Document::parse(&Tree::Object(vec![
        ("Version".into(), text("2012-10-17")),
        ("Statement".into(), Tree::List(all)),
    ]));
    let query = Query { resources: vec![holed(asked)], ..Query::every("s3:GetObject", "*") };
    allows(&[&document], &query).truth
}

#[test]
fn one_bucket_is_not_every_bucket_whatever_the_partition() {
    let objects = "arn:<partition>:s3:::*/*";
    assert_eq!(every_of(&["arn:aws:s3:::one-bucket/*"], &[], objects), Truth::False);
    assert_eq!(every_of(&["arn:aws:s3:::<name>/*"], &[], objects), Truth::False);
    assert_eq!(every_of(&["arn:<partition>:s3:::<name>/*"], &[], objects), Truth::False);
    assert_eq!(every_of(&["arn:aws:s3:::b-<account>/*"], &[], objects), Truth::False);
    let several = ["arn:aws:s3:::a/*", "arn:<partition>:s3:::b/*", "arn:aws-cn:s3:::c-<name>"];
    assert_eq!(every_of(&several, &[], objects), Truth::False);
    // What the partition alone decides is unknown, what it does not matter for is known.
    assert_eq!(every_of(&["arn:aws:s3:::*/*"], &[], objects), Truth::Unknown);
    assert_eq!(every_of(&["arn:aws:s3:::*", "arn:aws:s3:::a"], &[], objects), Truth::Unknown);
    assert_eq!(every_of(&["arn:*:s3:::*/*"], &[], objects), Truth::True);
    assert_eq!(every_of(&["arn:<partition>:s3:::*"], &[], objects), Truth::True);
    assert_eq!(every_of(&["arn:aws:s3:::<anything>/*"], &[], objects), Truth::Unknown);
    assert_eq!(every_of(&["*"], &["arn:aws:s3:::a/*"], objects), Truth::Unknown);
    assert_eq!(every_of(&["*"], &["arn:<partition>:s3:::<name>/*"], objects), Truth::False);
    // Both partitions it may be are not all there are.
    let both = ["arn:aws:s3:::*", "arn:aws-cn:s3:::*"];
    assert_eq!(every_of(&both, &[], objects), Truth::Unknown);
}

#[test]
fn one_region_is_not_every_region() {
    let secrets = "arn:aws:secretsmanager:*:<account>:secret:*";
    let of = |allowed: &[&str]| every_of(allowed, &[], secrets);
    assert_eq!(of(&["arn:aws:secretsmanager:<region>:<account>:secret:*"]), Truth::False);
    assert_eq!(of(&["arn:aws:secretsmanager:eu-west-2:*:secret:app*"]), Truth::False);
    assert_eq!(of(&["arn:aws:secretsmanager:*:*:secret:app*"]), Truth::False);
    assert_eq!(of(&["arn:aws:secretsmanager:*:111122223333:secret:app*"]), Truth::False);
    assert_eq!(of(&["arn:<partition>:secretsmanager:<region>:*:secret:*"]), Truth::False);
    let several = [
        "arn:aws:secretsmanager:<region>:<account>:secret:*",
        "arn:aws:secretsmanager:eu-west-2:111122223333:secret:*",
        "arn:<partition>:secretsmanager:*:<account>:secret:<name>*",
        "arn:aws:secretsmanager:<anything>:111122223333:secret:a-<name>",
        "arn:aws:secretsmanager:<name>:<account>:secret:*",
    ];
    assert_eq!(of(&several), Truth::False);
    assert_eq!(of(&["arn:aws:secretsmanager:*:<account>:secret:*"]), Truth::True);
    assert_eq!(of(&["arn:aws:secretsmanager:*:111122223333:secret:*"]), Truth::Unknown);
    assert_eq!(of(&["arn:<partition>:secretsmanager:*:<account>:secret:*"]), Truth::Unknown);
    assert_eq!(of(&["arn:aws:secretsmanager:<anything>:<account>:secret:*"]), Truth::Unknown);
}

#[test]
fn one_role_is_not_every_role() {
    for roles in ["arn:aws:iam::<account>:role/*", "arn:<partition>:iam::<account>:role/*"] {
        let of = |allowed: &[&str]| every_of(allowed, &[], roles);
        assert_eq!(of(&["arn:aws:iam::<account>:role/<name>"]), Truth::False);
        assert_eq!(of(&["arn:aws:iam::<account>:role/app-<name>-*"]), Truth::False);
        assert_eq!(of(&["arn:<partition>:iam::<account>:role/<name>"]), Truth::False);
        assert_eq!(of(&["arn:aws:iam::111122223333:role/<name>", "<name>"]), Truth::False);
        assert_eq!(of(&["arn:aws:iam::<account>:role/<anything>"]), Truth::Unknown);
        assert_eq!(of(&["<anything>"]), Truth::Unknown);
    }
}

#[test]
fn what_a_deny_of_an_unknown_name_leaves_is_unknown() {
    let document = |rest: Str| {
        Document::parse(&Tree::Object(vec![(
            "Statement".into(),
            Tree::List(vec![
                Tree::Object(vec![
                    ("Effect".into(), Tree::String("Allow".into())),
                    ("Action".into(), Tree::String("s3:*".into())),
                    ("Resource".into(), Tree::String("*".into())),
                ]),
                Tree::Object(vec![
                    ("Effect".into(), Tree::String("Deny".into())),
                    ("Action".into(), Tree::String("s3:*".into())),
                    ("NotResource".into(), Tree::String(rest)),
                ]),
            ]),
        )]))
    };
    let name = document(holed("arn:aws:s3:::<name>/*"));
    let ask = |asked: &str| allows(&[&name], &Query::some("s3:GetObject", asked)).truth;
    assert_eq!(ask("*"), Truth::True);
    assert_eq!(ask("arn:aws:s3:::logs/a"), Truth::Unknown);
    assert_eq!(ask("arn:aws:s3:::logs*"), Truth::Unknown);
    assert_eq!(ask("arn:aws:sqs:*:*:*"), Truth::False);
}

#[test]
fn a_symbol_asked_for_may_be_what_a_literal_says() {
    let some = |allowed: &str, asked: &str| {
        let json = format!(r#"{{"Effect":"Allow","Action":"*","Resource":"{allowed}"}}"#);
        let query = Query { resources: vec![holed(asked)], ..Query::some("s3:GetObject", "*") };
        ask(&json, &query)
    };
    let object = "arn:<partition>:s3:::logs/*";
    assert_eq!(some("arn:aws:s3:::logs/a", object), Truth::Unknown);
    assert_eq!(some("arn:*:s3:::logs/a", object), Truth::True);
    assert_eq!(some("arn:aws:s3:::other/a", object), Truth::False);
}
