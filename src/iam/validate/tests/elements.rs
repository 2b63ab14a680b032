//! Documents, their elements, actions and resources.

use super::*;

#[test]
fn actions() {
    let has = |code, place, says, rest: &str| {
        has(Identity, code, place, says, &format!("{A}{rest}"));
    };
    has("INVALID_ACTION", "/Action", "did you mean s3:GetObject?", r#""Action":"s3:GetObjct""#);
    has("INVALID_ACTION", "/Action/1", "", r#""Action":["s3:GetObject","s3:Foo*"]"#);
    let near = "did you mean ec2:RunInstances?";
    has("INVALID_SERVICE_IN_ACTION", "/Action", near, r#""Action":"ec3:RunInstances""#);
    has("WILDCARD_IN_SERVICE_NAME", "/Action", "", r#""Action":"s*:GetObject""#);
    has("REDUNDANT_ACTION", "/Action/1", "s3:Get*", r#""Action":["s3:Get*","s3:GetObject"]"#);
    has("EMPTY_ARRAY_ACTION", "/Action", "", r#""Action":[]"#);
    has("MISSING_ACTION", "", "", r#""Sid":"A""#);
    let both = r#""Action":"s3:*","NotAction":"iam:*""#;
    has("UNSUPPORTED_ELEMENT_COMBINATION", "", "Action", both);
    has("VARIABLE_UNSUPPORTED_IN_ELEMENT", "/Action", "", r#""Action":"s3:${aws:username}""#);
    passes(Identity, &format!(r#"{A}"Action":["s3:GetObject","EC2:describe*","iam:get?ser"]"#));
}

#[test]
fn resources() {
    let has = |code, says, resource: &str| {
        has(Identity, code, "/Resource", says, &format!(r#"{R}"Resource":"{resource}""#));
    };
    has("INVALID_ARN_PREFIX", "", "my-bucket/*");
    has("MISSING_ARN_FIELD", "", "arn:aws:s3:bucket");
    has("INVALID_PARTITION", "", "arn:amazon:s3:::bucket");
    has("INVALID_ARN_ACCOUNT", "", "arn:aws:sqs:us-east-1:12345:q");
    has("INVALID_ARN_SERVICE_CASE", "s3", "arn:aws:S3:::bucket");
    has("INVALID_SERVICE", "did you mean sqs?", "arn:aws:sqss:us-east-1:111122223333:q");
    has("WILDCARD_IN_SERVICE_NAME", "", "arn:aws:s*:::bucket");
    let near = "did you mean us-east-1?";
    has("INVALID_ARN_REGION", near, "arn:aws:sqs:us-east1:111122223333:q");
    has("MISSING_ARN_REGION", "", "arn:aws:sqs::111122223333:q");
    has("MISSING_ARN_ACCOUNT", "", "arn:aws:sqs:us-east-1::q");
    has("ARN_REGION_NOT_ALLOWED", "", "arn:aws:iam:us-east-1:111122223333:role/a");
    has("ARN_ACCOUNT_NOT_ALLOWED", "", "arn:aws:s3::111122223333:bucket");
    has("INVALID_ARN_RESOURCE", "", "arn:aws:iam::111122223333:rolle/a");
    has("EMPTY_VARIABLE", "", "arn:aws:s3:::b/${}");
    has("MISSING_BRACE_IN_VARIABLE", "", "arn:aws:s3:::b/${aws:username");
    has("MISSING_QUOTE_IN_VARIABLE", "", "arn:aws:s3:::b/${aws:username, x}");
    has("UNSUPPORTED_SPACE_IN_VARIABLE", "", "arn:aws:s3:::b/${aws: username}");
    super::has(Identity, "MISSING_RESOURCE", "", "", r#""Effect":"Allow","Action":"*""#);
    let list = format!(r#"{R}"Resource":["arn:aws:s3:::a","arn:aws:s3:::*"]"#);
    super::has(Identity, "REDUNDANT_RESOURCE", "/Resource/0", "", &list);
    super::has(Identity, "EMPTY_ARRAY_RESOURCE", "/Resource", "", &format!(r#"{R}"Resource":[]"#));
    let fine = [
        "arn:aws:s3:::b/${aws:PrincipalTag/team, 'none'}/*",
        "arn:aws:iam::aws:policy/AdministratorAccess",
        "arn:aws:iam::*:role/x*",
        "arn:aws-cn:sqs:*:111122223333:a?b",
        "arn:*:logs:eu-central-1:*:log-group:/x:*",
        "arn:aws:dynamodb:us-east-1:111122223333:table/t/index/*",
    ];
    for resource in fine {
        passes(Identity, &format!(r#""Effect":"Allow","Action":"s3:*","Resource":"{resource}""#));
    }
    let foreign = r#""Effect":"Allow","Principal":"*","Action":"s3:GetObject","Resource":"arn:aws:sqs:us-east-1:111122223333:q""#;
    super::has(BUCKET, "UNSUPPORTED_RESOURCE_ARN_IN_POLICY", "/Resource", "", foreign);
    let action =
        r#""Effect":"Allow","Principal":"*","Action":"kms:Decrypt","Resource":"arn:aws:s3:::b""#;
    super::has(BUCKET, "UNSUPPORTED_ACTION_IN_POLICY", "/Action", "", action);
}

#[test]
fn documents() {
    let codes =
        |policy, json: &str| -> Vec<&str> { issues(policy, json).iter().map(|i| i.code).collect() };
    let s = r#""Effect":"Allow","Action":"s3:GetObject","Resource":"*""#;
    assert_eq!(codes(Identity, &format!(r#"{{"Statement":{{{s}}}}}"#)), ["MISSING_VERSION"]);
    assert_eq!(codes(Identity, r#"{"Version":"2012-10-17"}"#), ["MISSING_STATEMENT"]);
    let old = r#"{"Version":"2008-10-17","Statement":{"Effect":"Allow","Action":"s3:GetObject","Resource":"arn:aws:s3:::${aws:username}/*"}}"#;
    assert_eq!(codes(Identity, old), ["VARIABLE_UNSUPPORTED_IN_VERSION"]);
    let twice = |sid: &str, policy| {
        codes(
            policy,
            &format!(
                r#"{{"Version":"2012-10-17","Statement":[{{"Sid":"{sid}",{s}}},{{"Sid":"{sid}","Effect":"Deny","Action":"s3:PutObject","Resource":"*"}}]}}"#
            ),
        )
    };
    assert_eq!(twice("A", Identity), ["UNIQUE_SIDS_REQUIRED"]);
    assert!(twice("A", BUCKET).contains(&"UNIQUE_SIDS_RECOMMENDED"));
    assert_eq!(twice("", Identity), ["EMPTY_SID_VALUE"; 2]);
    assert!(twice("a b", Identity).contains(&"UNSUPPORTED_SID"));
    let same = format!(r#"{{"Version":"2012-10-17","Statement":[{{{s}}},{{{s}}}]}}"#);
    assert_eq!(codes(Identity, &same), ["REDUNDANT_STATEMENT"]);
    let dup = r#"{"Version":"2012-10-17","Statement":{"Effect":"Allow","Effect":"Deny","Action":"s3:GetObject","Resource":"*"}}"#;
    assert_eq!(codes(Identity, dup), ["JSON_SYNTAX_ERROR"]);
    let none = r#"{"Version":"2012-10-17","Statement":{"Action":"s3:GetObject","Resource":"*"}}"#;
    assert_eq!(codes(Identity, none), ["MISSING_EFFECT"]);
    let long = format!(
        r#"{{"Version":"2012-10-17","Statement":{{"Effect":"Allow","Action":"s3:GetObject","Resource":"arn:aws:s3:::{}"}}}}"#,
        "x".repeat(33_000)
    );
    assert_eq!(codes(Identity, &long), ["POLICY_SIZE_EXCEEDS_IDENTITY_POLICY_QUOTA"]);
    assert_eq!(codes(ServiceControl, &long), ["POLICY_SIZE_EXCEEDS_SCP_QUOTA"]);
    assert!(codes(ResourceControl, &long).contains(&"POLICY_SIZE_EXCEEDS_RCP_QUOTA"));
    assert!(codes(BUCKET, &long).contains(&"POLICY_SIZE_EXCEEDS_RESOURCE_POLICY_QUOTA"));
    assert!(codes(Trust, &long).contains(&"POLICY_SIZE_EXCEEDS_ROLE_TRUST_POLICY_QUOTA"));
}

#[test]
fn shapes() {
    let has = |code, place, statement: &str| has(Identity, code, place, "", statement);
    let rest = r#""Action":"s3:GetObject","Resource":"*""#;
    has("INVALID_EFFECT", "/Effect", &format!(r#""Effect":"allow",{rest}"#));
    has("DATA_TYPE_MISMATCH", "/Effect", &format!(r#""Effect":1,{rest}"#));
    has("DATA_TYPE_MISMATCH", "/Action/1", &format!(r#"{A}"Action":["s3:GetObject",7]"#));
    has(
        "INVALID_POLICY_ELEMENT",
        "/Conditions",
        &format!(r#"{A}"Action":"s3:*","Conditions":{{}}"#),
    );
    has("EMPTY_OBJECT_CONDITION", "/Condition", &format!(r#"{A}"Action":"s3:*","Condition":{{}}"#));
    let keys =
        r#""StringEquals":{"aws:SourceVpce":"vpce-1a2b3c4d","AWS:sourcevpce":"vpce-1a2b3c4d"}"#;
    has(
        "DUPLICATE_KEYS_WITH_DIFFERENT_CASE",
        "/Condition/StringEquals/AWS:sourcevpce",
        &format!(r#"{A}"Action":"s3:*","Condition":{{{keys}}}"#),
    );
    let version = r#"{"Version":"2012-10-18","Statement":{"Effect":"Allow","Action":"s3:GetObject","Resource":"*"}}"#;
    let found = issues(Identity, version);
    assert!(found.iter().any(|i| i.code == "INVALID_VERSION"), "{found:#?}");
}

#[test]
fn delegation() {
    let has = |code, place, rest: &str| {
        has(Identity, code, place, "", &format!(r#""Effect":"Allow",{rest}"#));
    };
    let (star, not) = (r#""Resource":"*""#, r#""NotResource":"arn:aws:iam::111122223333:role/a""#);
    let pass = r#""Action":["s3:*","iam:PassRole"],"#;
    has("PASS_ROLE_WITH_STAR_IN_RESOURCE", "/Action/1", &format!("{pass}{star}"));
    has("PASS_ROLE_WITH_NOT_RESOURCE", "/Action/1", &format!("{pass}{not}"));
    let wide = r#""Action":"iam:*","#;
    has("PASS_ROLE_WITH_STAR_IN_ACTION_AND_RESOURCE", "/Action", &format!("{wide}{star}"));
    has("PASS_ROLE_WITH_STAR_IN_ACTION_AND_NOT_RESOURCE", "/Action", &format!("{wide}{not}"));
    has("CREATE_SLR_WITH_STAR_IN_ACTION_AND_RESOURCE", "/Action", &format!("{wide}{star}"));
    has("CREATE_SLR_WITH_STAR_IN_ACTION_AND_NOT_RESOURCE", "/Action", &format!("{wide}{not}"));
    let rest = r#""NotAction":"s3:*","#;
    let code = "PASS_ROLE_WITH_STAR_IN_RESOURCE_AND_NOT_ACTION";
    has(code, "/NotAction", &format!("{rest}{star}"));
    has("PASS_ROLE_WITH_NOT_ACTION_AND_NOT_RESOURCE", "/NotAction", &format!("{rest}{not}"));
    let code = "CREATE_SLR_WITH_STAR_IN_RESOURCE_AND_NOT_ACTION";
    has(code, "/NotAction", &format!("{rest}{star}"));
    has("CREATE_SLR_WITH_NOT_ACTION_AND_NOT_RESOURCE", "/NotAction", &format!("{rest}{not}"));
    let slr = r#""Action":"iam:CreateServiceLinkedRole","#;
    has("CREATE_SLR_WITH_STAR_IN_RESOURCE", "/Action", &format!("{slr}{star}"));
    has("CREATE_SLR_WITH_NOT_RESOURCE", "/Action", &format!("{slr}{not}"));
    passes(
        Identity,
        r#""Effect":"Allow","Action":"iam:PassRole","Resource":"*","Condition":{"StringEquals":{"iam:PassedToService":"ec2.amazonaws.com"}}"#,
    );
    passes(
        Identity,
        r#""Effect":"Allow","Action":"iam:PassRole","Resource":"arn:aws:iam::111122223333:role/app""#,
    );
}
