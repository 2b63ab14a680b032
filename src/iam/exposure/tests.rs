//! The examples of <https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-control-block-public-access.html>
//! and variations of them.

use super::*;

fn policy(rest: &str) -> Document {
    let json = format!(
        r#"{{"Version":"2012-10-17","Statement":[{{"Effect":"Allow","Principal":"*",
            "Action":"s3:PutObject","Resource":"arn:aws:s3:::b/*"{rest}}}]}}"#
    );
    Document::from_json(&json).expect("JSON")
}

fn s3(condition: &str) -> Truth {
    is_public(&policy(&format!(r#","Condition":{condition}"#)), Definition::S3).truth
}

fn analyzer(condition: &str) -> Truth {
    is_public(&policy(&format!(r#","Condition":{condition}"#)), Definition::AccessAnalyzer).truth
}

#[test]
fn fixed_values_make_it_private() {
    let bare = is_public(&policy(""), Definition::S3);
    assert_eq!(bare.truth, Truth::True);
    let example = bare.example.expect("example");
    assert_eq!(example.principal, "*");
    assert!(example.resource.starts_with("arn:aws:s3:::b/"));

    assert_eq!(s3(r#"{"StringLike":{"aws:SourceVpc":"vpc-*"}}"#), Truth::True);
    assert_eq!(s3(r#"{"StringEquals":{"aws:SourceVpc":"vpc-91237329"}}"#), Truth::False);
    assert_eq!(s3(r#"{"StringEqualsIfExists":{"aws:SourceVpc":"vpc-91237329"}}"#), Truth::True);
    assert_eq!(s3(r#"{"StringEquals":{"aws:PrincipalOrgID":"o-1"}}"#), Truth::False);
    assert_eq!(s3(r#"{"StringNotEquals":{"aws:PrincipalOrgID":"o-1"}}"#), Truth::True);
    assert_eq!(s3(r#"{"StringEquals":{"aws:Referer":"secret"}}"#), Truth::True);
    assert_eq!(s3(r#"{"Bool":{"aws:SecureTransport":"true"}}"#), Truth::True);
    assert_eq!(s3(r#"{"StringEquals":{"aws:PrincipalAccount":"${aws:x}"}}"#), Truth::True);
    let own = r#"{"StringEquals":{"aws:PrincipalOrgID":"${aws:ResourceOrgID}"}}"#;
    assert_eq!(analyzer(own), Truth::False);
}

#[test]
fn addresses_are_public_when_broad() {
    assert_eq!(s3(r#"{"IpAddress":{"aws:SourceIp":"0.0.0.0/0"}}"#), Truth::True);
    assert_eq!(s3(r#"{"IpAddress":{"aws:SourceIp":"0.0.0.0/1"}}"#), Truth::True);
    assert_eq!(s3(r#"{"IpAddress":{"aws:SourceIp":"54.0.0.0/8"}}"#), Truth::False);
    assert_eq!(
        s3(r#"{"IpAddress":{"aws:SourceIp":["10.0.0.0/8","203.0.113.0/24"]}}"#),
        Truth::False
    );
    assert_eq!(s3(r#"{"IpAddress":{"aws:SourceIp":"2001:db8::/16"}}"#), Truth::True);
    assert_eq!(s3(r#"{"NotIpAddress":{"aws:SourceIp":"203.0.113.0/24"}}"#), Truth::True);
    assert_eq!(s3(r#"{"IpAddressIfExists":{"aws:SourceIp":"203.0.113.0/24"}}"#), Truth::False);
}

#[test]
fn arns_fix_an_account() {
    let arn = r#"{"ArnLike":{"aws:SourceArn":"arn:aws:sns:*:111122223333:*"}}"#;
    assert_eq!(s3(arn), Truth::True);
    assert_eq!(analyzer(arn), Truth::False);
    let point =
        r#"{"ArnLike":{"s3:DataAccessPointArn":"arn:aws:s3:*:111122223333:accesspoint/*"}}"#;
    assert_eq!(s3(point), Truth::False);
    let open = r#"{"ArnLike":{"s3:DataAccessPointArn":"arn:aws:s3:*:*:accesspoint/*"}}"#;
    assert_eq!(s3(open), Truth::True);
}

#[test]
fn denies_close_what_they_cover() {
    let with_deny = |condition: &str| {
        let json = format!(
            r#"{{"Version":"2012-10-17","Statement":[
            {{"Effect":"Allow","Principal":"*","Action":"s3:GetObject","Resource":"arn:aws:s3:::b/*"}},
            {{"Effect":"Deny","Principal":"*","Action":"s3:*","Resource":"*","Condition":{condition}}}]}}"#
        );
        is_public(&Document::from_json(&json).expect("JSON"), Definition::S3).truth
    };
    assert_eq!(
        with_deny(r#"{"StringNotEquals":{"aws:SourceVpce":"vpce-1a2b3c4d"}}"#),
        Truth::False
    );
    assert_eq!(with_deny(r#"{"Bool":{"aws:SecureTransport":"false"}}"#), Truth::True);
    assert_eq!(with_deny(r#"{"NotIpAddress":{"aws:SourceIp":"203.0.113.0/24"}}"#), Truth::False);
    assert_eq!(with_deny(r#"{"IpAddress":{"aws:SourceIp":"203.0.113.0/24"}}"#), Truth::True);
}

#[test]
fn other_accounts_are_named() {
    let json = r#"{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"s3:*","Resource":"*",
        "Principal":{"AWS":["111122223333","arn:aws:iam::444455556666:role/r","arn:aws:iam::777788889999:root"]}},
        {"Effect":"Allow","Action":"s3:*","Resource":"*","Principal":"*",
         "Condition":{"StringEquals":{"aws:PrincipalAccount":"222233334444"}}}]}"#;
    let document = Document::from_json(json).expect("JSON");
    let found = cross_account(&document, Some("111122223333"), &["777788889999"]);
    let found: Vec<_> = found.iter().map(|f| (f.principal.to_string(), f.truth)).collect();
    assert_eq!(
        found,
        [
            ("arn:aws:iam::444455556666:role/r".to_owned(), Truth::True),
            ("222233334444".to_owned(), Truth::True)
        ]
    );
    assert_eq!(is_public(&document, Definition::S3).truth, Truth::False);
    let unknown = cross_account(&document, None, &[]);
    assert!(unknown.iter().all(|f| f.truth == Truth::Unknown) && unknown.len() == 4);
}

#[test]
fn unknown_parts_decide_only_where_they_matter() {
    use crate::iam::Tree;
    let text = |t: &str| Tree::String(t.into());
    let bucket = Part::Name(1);
    let objects = Str::from_parts([
        Part::Text("arn:aws:s3:::".into()),
        bucket.clone(),
        Part::Text("/*".into()),
    ]);
    let document = |condition: Tree| {
        Document::parse(&Tree::Object(vec![
            ("Version".into(), text("2012-10-17")),
            (
                "Statement".into(),
                Tree::List(vec![
                    Tree::Object(vec![
                        ("Effect".into(), text("Allow")),
                        ("Principal".into(), text("*")),
                        ("Action".into(), text("s3:GetObject")),
                        ("Resource".into(), Tree::String(objects.clone())),
                        ("Condition".into(), condition),
                    ]),
                    Tree::Object(vec![
                        ("Effect".into(), text("Deny")),
                        ("Principal".into(), text("*")),
                        ("Action".into(), text("s3:*")),
                        ("Resource".into(), Tree::String(Str::unknown(9))),
                        (
                            "Condition".into(),
                            Tree::Object(vec![(
                                "Bool".into(),
                                Tree::Object(vec![("aws:SecureTransport".into(), text("false"))]),
                            )]),
                        ),
                    ]),
                ]),
            ),
        ]))
    };
    let public = |c: Tree| is_public(&document(c), Definition::S3).truth;
    assert_eq!(public(Tree::Object(Vec::new())), Truth::True);
    assert_eq!(public(Tree::Unknown(3)), Truth::Unknown);
    let on = |operator: &str, value: Str| {
        Tree::Object(vec![(
            operator.into(),
            Tree::Object(vec![("aws:SourceVpce".into(), Tree::String(value))]),
        )])
    };
    // A generated id is one fixed value, whatever it will be.
    assert_eq!(public(on("StringLike", Str::from_parts([Part::Name(4)]))), Truth::False);
    assert_eq!(public(on("StringEquals", Str::unknown(5))), Truth::False);
    assert_eq!(public(on("StringLike", Str::unknown(5))), Truth::Unknown);
}
