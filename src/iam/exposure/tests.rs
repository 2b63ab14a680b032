//! The examples of <https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-control-block-public-access.html>
//! and variations of them.

use super::*;
use crate::iam::tree::Tree;

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

/// Each key of the page with a fixed value, with a wildcard in it, and where it may be absent.
#[test]
fn every_key_that_names_somebody() {
    let keys = [
        ("aws:PrincipalOrgID", "o-a1b2c3d4e5", "o-*"),
        ("aws:PrincipalAccount", "111122223333", "1111*"),
        ("aws:PrincipalArn", "arn:aws:iam::111122223333:role/r", "arn:aws:iam::*:role/r"),
        ("aws:SourceArn", "arn:aws:sns:us-east-1:111122223333:t", "arn:aws:sns:*:*:t"),
        ("aws:SourceAccount", "111122223333", "*"),
        ("AWS:SourceOwner", "111122223333", "11112222????"),
        ("aws:SourceOrgID", "o-a1b2c3d4e5", "o-*"),
        ("aws:SourceVpc", "vpc-91237329", "vpc-*"),
        ("aws:SourceVpce", "vpce-1a2b3c4d", "vpce-*"),
        ("aws:userid", "AIDAEXAMPLEEXAMPLE123", "*"),
        ("s3:DataAccessPointAccount", "111122223333", "*"),
        (
            "s3:DataAccessPointArn",
            "arn:aws:s3:us-east-1:111122223333:accesspoint/a",
            "arn:aws:s3:*:*:accesspoint/*",
        ),
        ("kms:CallerAccount", "111122223333", "*"),
    ];
    for (key, fixed, wide) in keys {
        let on = |operator: &str, value: &str| format!(r#"{{"{operator}":{{"{key}":"{value}"}}}}"#);
        for judge in [s3, analyzer] {
            assert_eq!(judge(&on("StringEquals", fixed)), Truth::False, "{key}");
            assert_eq!(judge(&on("StringLike", fixed)), Truth::False, "{key}");
            assert_eq!(judge(&on("StringLike", wide)), Truth::True, "{key} {wide}");
            assert_eq!(judge(&on("StringEqualsIfExists", fixed)), Truth::True, "{key}");
            assert_eq!(judge(&on("StringNotEquals", fixed)), Truth::True, "{key}");
            assert_eq!(judge(&on("ForAllValues:StringEquals", fixed)), Truth::True, "{key}");
            assert_eq!(judge(&on("StringEquals", "${aws:PrincipalTag/a}")), Truth::True, "{key}");
            let both = format!(r#"{{"StringLike":{{"{key}":["{fixed}","{wide}"]}}}}"#);
            assert_eq!(judge(&both), Truth::True, "{key}");
        }
    }
    let paths = r#"{"ForAnyValue:StringLike":{"aws:PrincipalOrgPaths":"o-a1b2c3d4e5/r-ab12/*"}}"#;
    assert_eq!(analyzer(paths), Truth::False);
    // The session of a role may be anybody's: the pattern AROLEID:* does not fix a value.
    assert_eq!(s3(r#"{"StringLike":{"aws:userid":"AROAEXAMPLEEXAMPLE123:*"}}"#), Truth::True);
}

/// What callers choose, or have in common with everyone, keeps nobody out.
#[test]
fn keys_that_name_nobody() {
    for condition in [
        r#"{"StringEquals":{"aws:PrincipalTag/team":"a"}}"#,
        r#"{"StringEquals":{"aws:UserAgent":"a"}}"#,
        r#"{"StringEquals":{"s3:x-amz-acl":"private"}}"#,
        r#"{"StringEquals":{"s3:x-amz-server-side-encryption":"AES256"}}"#,
        r#"{"StringLike":{"s3:prefix":"a/*"}}"#,
        r#"{"StringEquals":{"aws:ResourceAccount":"111122223333"}}"#,
        r#"{"StringEquals":{"aws:RequestedRegion":"eu-west-1"}}"#,
        r#"{"StringEquals":{"kms:ViaService":"s3.us-east-1.amazonaws.com"}}"#,
        r#"{"IpAddress":{"aws:VpcSourceIp":"10.0.0.0/8"}}"#,
        r#"{"DateLessThan":{"aws:CurrentTime":"2099-01-01T00:00:00Z"}}"#,
        r#"{"Null":{"aws:PrincipalOrgID":"false"}}"#,
        r#"{"Bool":{"aws:MultiFactorAuthPresent":"true"}}"#,
    ] {
        assert_eq!(s3(condition), Truth::True, "{condition}");
        assert_eq!(analyzer(condition), Truth::True, "{condition}");
    }
}

/// - <https://docs.aws.amazon.com/kms/latest/developerguide/conditions-kms.html#conditions-kms-caller-account>
/// - <https://docs.aws.amazon.com/efs/latest/ug/access-control-block-public-access.html>
#[test]
fn keys_of_other_resources() {
    let key = r#"{"StringEquals":{"kms:CallerAccount":"111122223333","kms:ViaService":"s3.us-east-1.amazonaws.com"}}"#;
    assert_eq!(analyzer(key), Truth::False);
    let mount = |value: bool| {
        analyzer(&format!(r#"{{"Bool":{{"elasticfilesystem:AccessedViaMountTarget":"{value}"}}}}"#))
    };
    assert_eq!((mount(true), mount(false)), (Truth::False, Truth::True));
    assert_eq!(analyzer(r#"{"Bool":{"aws:PrincipalIsAWSService":"true"}}"#), Truth::False);
    let service = r#"{"StringEquals":{"aws:PrincipalServiceName":"cloudtrail.amazonaws.com"}}"#;
    assert_eq!(analyzer(service), Truth::False);
}

#[test]
fn principals_that_are_everyone() {
    let of = |who: &str| {
        let json = format!(
            r#"{{"Version":"2012-10-17","Statement":{{"Effect":"Allow","Action":"sqs:*","Resource":"*",{who}}}}}"#
        );
        is_public(&Document::from_json(&json).expect("JSON"), Definition::AccessAnalyzer).truth
    };
    assert_eq!(of(r#""Principal":"*""#), Truth::True);
    assert_eq!(of(r#""Principal":{"AWS":"*"}"#), Truth::True);
    assert_eq!(of(r#""Principal":{"AWS":["111122223333","*"]}"#), Truth::True);
    assert_eq!(of(r#""NotPrincipal":{"AWS":"111122223333"}"#), Truth::True);
    assert_eq!(of(r#""Principal":{"AWS":"111122223333"}"#), Truth::False);
    assert_eq!(of(r#""Principal":{"Service":"sns.amazonaws.com"}"#), Truth::False);
    assert_eq!(of(r#""Principal":{"Federated":"accounts.google.com"}"#), Truth::False);
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

/// The management account of the organisation, say: who it is is not known, but it is somebody.
#[test]
fn a_principal_of_unknown_name_is_not_everyone() {
    let of = |part: Part| {
        let text = |t: &str| Tree::String(t.into());
        let who = Tree::Object(vec![("AWS".into(), Tree::String(Str::from_parts([part])))]);
        let statement = Tree::Object(vec![
            ("Effect".into(), text("Allow")),
            ("Principal".into(), who),
            ("Action".into(), text("kms:*")),
            ("Resource".into(), text("*")),
        ]);
        let document = Document::parse(&Tree::Object(vec![("Statement".into(), statement)]));
        is_public(&document, Definition::AccessAnalyzer).truth
    };
    assert_eq!(of(Part::Name(1)), Truth::False);
    assert_eq!(of(Part::Symbol(Symbol::Account)), Truth::False);
    assert_eq!(of(Part::Unknown(1)), Truth::Unknown);
}
