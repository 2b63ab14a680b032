//! One case a check, and documents that must pass.

use super::*;
use PolicyType::{Identity, ResourceControl, ServiceControl, Trust};

const BUCKET: PolicyType = PolicyType::Resource(ResourceKind::S3Bucket);
const OTHER: PolicyType = PolicyType::Resource(ResourceKind::Other);

fn issues(policy: PolicyType, json: &str) -> Vec<Issue> {
    let tree = Tree::from_json(json).unwrap_or_else(|e| panic!("{e}: {json}"));
    validate(&tree, policy)
}

fn with(policy: PolicyType, statement: &str) -> Vec<Issue> {
    issues(policy, &format!(r#"{{"Version":"2012-10-17","Statement":[{{{statement}}}]}}"#))
}

/// Checks that the statement has the issue at the place (inside the statement), and says more.
fn has(policy: PolicyType, code: &str, place: &str, says: &str, statement: &str) {
    let found = with(policy, statement);
    let place = format!("/Statement/0{place}");
    let here = found.iter().find(|i| i.code == code && i.location.to_string() == place);
    let all: Vec<_> =
        found.iter().map(|i| format!("{} {} {}", i.code, i.location, i.message)).collect();
    let here = here.unwrap_or_else(|| panic!("no {code} at {place} in {all:#?}"));
    assert!(here.message.contains(says), "{}", here.message);
}

fn passes(policy: PolicyType, statement: &str) {
    assert_eq!(with(policy, statement), [], "{statement}");
}

/// An Allow of an identity policy with one condition.
fn condition(code: &str, says: &str, condition: &str) {
    let text =
        format!(r#""Effect":"Allow","Action":"s3:*","Resource":"*","Condition":{{{condition}}}"#);
    let found = with(Identity, &text);
    let here = found.iter().find(|i| i.code == code);
    let here = here.unwrap_or_else(|| panic!("no {code} for {condition} in {found:#?}"));
    assert!(here.message.contains(says), "{}", here.message);
}

const A: &str = r#""Effect":"Allow","Resource":"*","#;
const R: &str = r#""Effect":"Allow","Action":"*","#;

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
    super::tests::has(Identity, "MISSING_RESOURCE", "", "", r#""Effect":"Allow","Action":"*""#);
    let list = format!(r#"{R}"Resource":["arn:aws:s3:::a","arn:aws:s3:::*"]"#);
    super::tests::has(Identity, "REDUNDANT_RESOURCE", "/Resource/0", "", &list);
    super::tests::has(
        Identity,
        "EMPTY_ARRAY_RESOURCE",
        "/Resource",
        "",
        &format!(r#"{R}"Resource":[]"#),
    );
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
    super::tests::has(BUCKET, "UNSUPPORTED_RESOURCE_ARN_IN_POLICY", "/Resource", "", foreign);
    let action =
        r#""Effect":"Allow","Principal":"*","Action":"kms:Decrypt","Resource":"arn:aws:s3:::b""#;
    super::tests::has(BUCKET, "UNSUPPORTED_ACTION_IN_POLICY", "/Action", "", action);
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

/// Documents that nearly are what a check looks for: it must stay silent.
#[test]
fn near_misses() {
    let conditions = [
        ("MISSING_QUALIFIER", r#""ForAnyValue:StringEquals":{"aws:TagKeys":"a"}"#),
        ("MISSING_QUALIFIER", r#""Null":{"aws:TagKeys":"true"}"#),
        (
            "FORALLVALUES_WITH_SINGLE_VALUED_KEY",
            r#""ForAllValues:StringEquals":{"aws:TagKeys":"a"}"#,
        ),
        ("NULL_WITH_IF_EXISTS", r#""Null":{"aws:TokenIssueTime":"true"}"#),
        ("NULL_WITH_QUALIFIER", r#""Null":{"aws:TagKeys":"true"}"#),
        ("TYPE_MISMATCH", r#""Bool":{"aws:SecureTransport":"true"}"#),
        ("TYPE_MISMATCH", r#""Null":{"aws:SecureTransport":"true"}"#),
        (
            "TYPE_MISMATCH",
            r#""StringEquals":{"aws:PrincipalArn":"arn:aws:iam::111122223333:role/r"}"#,
        ),
        ("TYPE_MISMATCH", r#""NumericLessThan":{"aws:EpochTime":"1767225600"}"#),
        ("TYPE_MISMATCH_BOOLEAN", r#""Bool":{"aws:SecureTransport":"True"}"#),
        ("TYPE_MISMATCH_NUMBER", r#""NumericEquals":{"s3:max-keys":"-1.5"}"#),
        ("TYPE_MISMATCH_DATE", r#""DateLessThan":{"aws:CurrentTime":"2026-01-31T12:00:00Z"}"#),
        ("INVALID_DATE_VALUE", r#""DateLessThan":{"aws:CurrentTime":"2026-01-31"}"#),
        ("TYPE_MISMATCH_IP_RANGE", r#""IpAddress":{"aws:SourceIp":"203.0.113.7"}"#),
        ("IMPROVE_IP_RANGE", r#""IpAddress":{"aws:SourceIp":["203.0.113.0/24","2001:db8::/32"]}"#),
        ("PRIVATE_IP_ADDRESS", r#""IpAddress":{"aws:VpcSourceIp":"10.0.0.0/8"}"#),
        ("PRIVATE_IP_ADDRESS", r#""IpAddress":{"aws:SourceIp":["10.0.0.0/8","203.0.113.0/24"]}"#),
        ("PRIVATE_IP_ADDRESS_SUBSET", r#""IpAddress":{"aws:SourceIp":"203.0.113.0/24"}"#),
        ("PRIVATE_NOT_IP_ADDRESS", r#""NotIpAddress":{"aws:SourceIp":"172.32.0.0/16"}"#),
        ("PRIVATE_NOT_IP_ADDRESS_SUBSET", r#""NotIpAddress":{"aws:SourceIp":"10.0.0.0/8"}"#),
        ("WILDCARD_WITHOUT_LIKE_OPERATOR", r#""StringLike":{"s3:prefix":"a*"}"#),
        (
            "WILDCARD_WITHOUT_LIKE_OPERATOR",
            r#""ArnEquals":{"aws:PrincipalArn":"arn:aws:iam::111122223333:role/*"}"#,
        ),
        ("WILDCARD_WITHOUT_LIKE_OPERATOR", r#""StringEquals":{"s3:prefix":"a${*}"}"#),
        (
            "STRING_LIKE_OPERATOR_WITH_ARN_CONDITION_KEYS",
            r#""ArnLike":{"aws:SourceArn":"arn:aws:sns:*:111122223333:*"}"#,
        ),
        ("STRING_LIKE_OPERATOR_WITH_ARN_CONDITION_KEYS", r#""StringLike":{"s3:prefix":"arn:*"}"#),
        (
            "INVALID_REGION",
            r#""StringEquals":{"aws:RequestedRegion":["eu-west-1","us-gov-west-1"]}"#,
        ),
        ("INVALID_REGION", r#""StringLike":{"aws:RequestedRegion":"eu-*"}"#),
        ("INVALID_VPC_FORMAT", r#""StringEquals":{"aws:SourceVpc":"vpc-11223344556677889"}"#),
        ("INVALID_VPCE_FORMAT", r#""StringEquals":{"aws:SourceVpce":"vpce-12345678"}"#),
        (
            "INVALID_SERVICE_PRINCIPAL_FORMAT",
            r#""ForAnyValue:StringEquals":{"aws:CalledVia":"athena.amazonaws.com"}"#,
        ),
        (
            "INVALID_SERVICE_PRINCIPAL_FORMAT",
            r#""StringEquals":{"kms:ViaService":"s3.eu-west-1.amazonaws.com"}"#,
        ),
        ("INVALID_CONDITION_MULTIPLE_BOOLEAN", r#""Bool":{"aws:SecureTransport":["true"]}"#),
        ("INVALID_CONDITION_DATA_TYPE", r#""NumericEquals":{"s3:max-keys":["1","2"]}"#),
        ("INVALID_CONDITION_OPERATOR", r#""ForAnyValue:StringLikeIfExists":{"aws:TagKeys":"a"}"#),
        ("INVALID_CONDITION_KEY_FORMAT", r#""StringEquals":{"aws:PrincipalTag/a:b":"c"}"#),
        ("INVALID_GLOBAL_CONDITION_KEY", r#""StringEquals":{"AWS:principalorgid":"o-a1b2c3d4e5"}"#),
        ("INVALID_SERVICE_CONDITION_KEY", r#""StringEquals":{"s3:PREFIX":"a"}"#),
        ("INVALID_SERVICE", r#""StringEquals":{"accounts.google.com:sub":"a"}"#),
        ("MISSING_TAG_KEY_IN_CONDITION", r#""StringEquals":{"aws:PrincipalTag/a":"b"}"#),
        ("UNTRUSTWORTHY_CONDITION_KEY", r#""StringEquals":{"aws:PrincipalOrgID":"o-a1b2c3d4e5"}"#),
        (
            "MISSING_PAIRED_CONDITION_KEYS",
            r#""IpAddress":{"aws:VpcSourceIp":"10.0.0.0/8"},"StringEquals":{"aws:SourceVpc":"vpc-12345678"}"#,
        ),
        (
            "INVALID_VARIABLE_FOR_OPERATOR",
            r#""ArnLike":{"aws:PrincipalArn":"arn:aws:iam::111122223333:user/${aws:username}"}"#,
        ),
        (
            "VARIABLE_USAGE_TOO_PERMISSIVE",
            r#""StringEquals":{"aws:PrincipalOrgID":"${aws:ResourceOrgID}"}"#,
        ),
        (
            "VARIABLE_USAGE_TOO_PERMISSIVE",
            r#""StringEquals":{"aws:ResourceTag/a":"${aws:PrincipalTag/a}"}"#,
        ),
        ("WILDCARD_USAGE_TOO_PERMISSIVE", r#""StringLike":{"aws:userid":"AROAEXAMPLEID:*"}"#),
        (
            "WILDCARD_USAGE_TOO_PERMISSIVE",
            r#""ForAnyValue:StringLike":{"aws:PrincipalOrgPaths":"o-a1b2c3d4e5/*"}"#,
        ),
        ("EQUIVALENT_TO_NULL_FALSE", r#""StringLike":{"s3:prefix":"a*"}"#),
        ("EQUIVALENT_TO_NULL_FALSE", r#""StringEquals":{"s3:prefix":"*"}"#),
        ("EQUIVALENT_TO_NULL_TRUE", r#""StringNotLike":{"s3:prefix":"a*"}"#),
        ("REDUNDANT_KEY_DUE_TO_WILDCARD_IN_CONDITION", r#""StringLike":{"s3:prefix":"*"}"#),
        (
            "REDUNDANT_STATEMENT_DUE_TO_WILDCARD_IN_CONDITION",
            r#""StringNotLike":{"s3:prefix":"*"}"#,
        ),
        ("REDUNDANT_CONDITION_VALUE_NUM", r#""NumericEquals":{"s3:max-keys":["1","2"]}"#),
        ("REDUNDANT_CONDITION_VALUE_NUM", r#""NumericLessThan":{"s3:max-keys":"2"}"#),
        ("EMPTY_ARRAY_CONDITION", r#""StringEquals":{"s3:prefix":[""]}"#),
        (
            "DUPLICATE_KEYS_WITH_DIFFERENT_CASE",
            r#""StringEquals":{"s3:prefix":"a"},"StringLike":{"s3:Prefix":"b*"}"#,
        ),
    ];
    for (code, condition) in conditions {
        let text = format!(r#"{A}"Action":"s3:ListBucket","Condition":{{{condition}}}"#);
        silent(Identity, code, &text);
    }
    let statements = [
        (
            Identity,
            "REDUNDANT_ACTION",
            r#""Effect":"Allow","Resource":"*","Action":["iam:Get*","iam:*CredentialReport"]"#,
        ),
        (
            Identity,
            "REDUNDANT_RESOURCE",
            r#""Effect":"Allow","Action":"s3:*","Resource":["arn:aws:s3:::b","arn:aws:s3:::b/*"]"#,
        ),
        (
            Identity,
            "INVALID_ACTION",
            r#""Effect":"Allow","Resource":"*","Action":["s3:get?bject","ec2:*Tags"]"#,
        ),
        (
            Identity,
            "INVALID_SERVICE_IN_ACTION",
            r#""Effect":"Allow","Resource":"*","Action":"S3:GetObject""#,
        ),
        (Identity, "WILDCARD_IN_SERVICE_NAME", r#""Effect":"Allow","Action":"*","Resource":"*""#),
        (
            Identity,
            "INVALID_ARN_ACCOUNT",
            r#""Effect":"Allow","Action":"iam:*","Resource":"arn:aws:iam::aws:policy/a""#,
        ),
        (
            Identity,
            "INVALID_PARTITION",
            r#""Effect":"Allow","Action":"s3:*","Resource":"arn:aws-us-gov:s3:::b""#,
        ),
        (
            Identity,
            "MISSING_ARN_REGION",
            r#""Effect":"Allow","Action":"sqs:*","Resource":"arn:aws:sqs:*:111122223333:q""#,
        ),
        (
            Identity,
            "MISSING_ARN_ACCOUNT",
            r#""Effect":"Allow","Action":"ec2:*","Resource":"arn:aws:ec2:us-east-1::image/ami-1""#,
        ),
        (
            Identity,
            "ARN_REGION_NOT_ALLOWED",
            r#""Effect":"Allow","Action":"s3:*","Resource":"arn:aws:s3:us-east-1:111122223333:accesspoint/a""#,
        ),
        (
            Identity,
            "VARIABLE_UNSUPPORTED_IN_ELEMENT",
            r#""Effect":"Allow","Action":"s3:*","Resource":"arn:aws:s3:::b/${aws:username}""#,
        ),
        (
            Identity,
            "UNSUPPORTED_SPACE_IN_VARIABLE",
            r#""Effect":"Allow","Action":"s3:*","Resource":"arn:aws:s3:::b/${aws:PrincipalTag/t, 'a b'}""#,
        ),
        (
            Identity,
            "UNSUPPORTED_SID",
            r#""Sid":"Abc123","Effect":"Allow","Action":"s3:*","Resource":"*""#,
        ),
        (
            BUCKET,
            "UNSUPPORTED_SID",
            r#""Sid":"a b","Effect":"Allow","Principal":"*","Action":"s3:*","Resource":"arn:aws:s3:::b""#,
        ),
        (
            Identity,
            "PASS_ROLE_WITH_STAR_IN_RESOURCE",
            r#""Effect":"Deny","Action":"iam:PassRole","Resource":"*""#,
        ),
        (
            Identity,
            "PASS_ROLE_WITH_STAR_IN_RESOURCE",
            r#""Effect":"Allow","Action":"iam:PassRole","Resource":"arn:aws:iam::*:role/Service*""#,
        ),
        (
            Identity,
            "PASS_ROLE_WITH_NOT_ACTION_AND_NOT_RESOURCE",
            r#""Effect":"Allow","NotAction":"iam:*","NotResource":"arn:aws:iam::111122223333:role/a""#,
        ),
        (
            Identity,
            "CREATE_SLR_WITH_STAR_IN_ACTION_AND_RESOURCE",
            r#""Effect":"Allow","Action":"iam:Get*","Resource":"*""#,
        ),
        (
            Identity,
            "UNSUPPORTED_ACTION_FOR_CONDITION_KEY",
            r#""Effect":"Allow","Action":["s3:ListBucket","s3:Get*"],"Resource":"*","Condition":{"StringEquals":{"s3:prefix":"a"}}"#,
        ),
        (
            Identity,
            "DENY_WITH_UNSUPPORTED_TAG_CONDITION_KEY_FOR_SERVICE",
            r#""Effect":"Deny","Action":["appmesh:DeleteMesh","backup:DeleteBackupPlan"],"Resource":"*","Condition":{"StringEquals":{"aws:ResourceTag/status":"Confidential"}}"#,
        ),
        (
            BUCKET,
            "ALLOW_WITH_NOT_PRINCIPAL",
            r#""Effect":"Deny","NotPrincipal":{"AWS":"111122223333"},"Action":"s3:*","Resource":"arn:aws:s3:::b""#,
        ),
        (
            BUCKET,
            "UNSUPPORTED_WILDCARD_IN_PRINCIPAL",
            r#""Effect":"Allow","Principal":{"AWS":"*"},"Action":"s3:*","Resource":"arn:aws:s3:::b""#,
        ),
        (
            BUCKET,
            "INVALID_ARN_PREFIX",
            r#""Effect":"Allow","Principal":{"AWS":"111122223333"},"Action":"s3:*","Resource":"arn:aws:s3:::b""#,
        ),
        (
            BUCKET,
            "UNSUPPORTED_RESOURCE_ARN_IN_POLICY",
            r#""Effect":"Allow","Principal":"*","Action":"s3:*","Resource":"arn:aws:s3:::b/*""#,
        ),
        (
            OTHER,
            "UNSUPPORTED_ACTION_IN_POLICY",
            r#""Effect":"Allow","Principal":{"AWS":"111122223333"},"Action":["sqs:*","kms:Decrypt"],"Resource":"*""#,
        ),
        (
            OTHER,
            "RESTRICT_ACCESS_TO_SERVICE_PRINCIPAL",
            r#""Effect":"Allow","Principal":{"Service":"sns.amazonaws.com"},"Action":"sqs:SendMessage","Resource":"*","Condition":{"ArnLike":{"aws:SourceArn":"arn:aws:sns:*:111122223333:t"}}"#,
        ),
        (
            OTHER,
            "RESTRICT_ACCESS_TO_SERVICE_PRINCIPAL",
            r#""Effect":"Deny","Principal":{"Service":"sns.amazonaws.com"},"Action":"sqs:SendMessage","Resource":"*""#,
        ),
        (
            Trust,
            "RESTRICT_ACCESS_TO_SERVICE_PRINCIPAL",
            r#""Effect":"Allow","Principal":{"Service":"ec2.amazonaws.com"},"Action":"sts:AssumeRole""#,
        ),
        (
            Trust,
            "MISSING_RESOURCE",
            r#""Effect":"Allow","Principal":{"AWS":"111122223333"},"Action":"sts:AssumeRole""#,
        ),
        (
            Trust,
            "ROLE_TRUST_POLICY_UNSUPPORTED_WILDCARD_IN_PRINCIPAL",
            r#""Effect":"Allow","Principal":{"AWS":"*"},"Action":"sts:AssumeRole""#,
        ),
        (
            Trust,
            "MISMATCHED_ACTION_FOR_PRINCIPAL",
            r#""Effect":"Allow","Principal":{"Federated":"arn:aws:iam::111122223333:saml-provider/p"},"Action":["sts:AssumeRoleWithSAML","sts:TagSession"]"#,
        ),
        (
            Trust,
            "MISSING_ACTION_FOR_CONDITION_KEY",
            r#""Effect":"Allow","Principal":{"AWS":"111122223333"},"Action":["sts:AssumeRole","sts:SetSourceIdentity"],"Condition":{"StringEquals":{"sts:SourceIdentity":"a"}}"#,
        ),
        (
            Trust,
            "MISSING_CONDITION_KEY_FOR_OIDC_PRINCIPAL",
            r#""Effect":"Allow","Principal":{"Federated":"accounts.google.com"},"Action":"sts:AssumeRoleWithWebIdentity","Condition":{"StringEquals":{"accounts.google.com:aud":"a"}}"#,
        ),
        (
            Trust,
            "INVALID_FEDERATED_PRINCIPAL_SYNTAX_IN_ROLE_TRUST_POLICY",
            r#""Effect":"Allow","Principal":{"Federated":"cognito-identity.amazonaws.com"},"Action":"sts:AssumeRoleWithWebIdentity""#,
        ),
        (
            Trust,
            "FEDERATED_PRINCIPAL_NOT_SUPPORTED",
            r#""Effect":"Allow","Principal":{"Federated":"cognito-identity.amazonaws.com"},"Action":"sts:AssumeRoleWithWebIdentity""#,
        ),
        (
            Trust,
            "MISSING_ACTION_FOR_ROLES_ANYWHERE_TRUST_POLICY",
            r#""Effect":"Allow","Principal":{"Service":"rolesanywhere.amazonaws.com"},"Action":["sts:AssumeRole","sts:SetSourceIdentity","sts:TagSession"]"#,
        ),
        (
            Trust,
            "REDUNDANT_PRINCIPAL_IN_ROLE_TRUST_POLICY",
            r#""Effect":"Allow","Principal":{"AWS":["arn:aws:iam::111122223333:role/a","arn:aws:sts::111122223333:assumed-role/b/s"]},"Action":"sts:AssumeRole""#,
        ),
        (
            ServiceControl,
            "SCP_SYNTAX_ERROR_ACTION_WILDCARD",
            r#""Effect":"Deny","Action":["iam:*","s3:Put*"],"Resource":"*""#,
        ),
        (ServiceControl, "MISSING_PRINCIPAL", r#""Effect":"Deny","Action":"s3:*","Resource":"*""#),
        (
            ResourceControl,
            "RCP_SYNTAX_ERROR_ALLOW",
            r#""Effect":"Allow","Principal":"*","Action":"*","Resource":"*""#,
        ),
        (
            ResourceControl,
            "RCP_SYNTAX_ERROR_ACTION",
            r#""Effect":"Deny","Principal":"*","Action":["s3:*","sts:AssumeRole"],"Resource":"*""#,
        ),
        (
            ResourceControl,
            "RCP_MISSING_RELATED_SERVICE_PRINCIPAL_CONDITION_KEY",
            r#""Effect":"Deny","Principal":"*","Action":"s3:*","Resource":"*","Condition":{"StringNotEqualsIfExists":{"aws:SourceOrgID":"o-a1b2c3d4e5"},"Null":{"aws:SourceAccount":"false"},"Bool":{"aws:PrincipalIsAWSService":"true"}}"#,
        ),
        (
            ResourceControl,
            "RCP_MISSING_SERVICE_CONDITION_KEY_NULL_CHECK",
            r#""Effect":"Deny","Principal":"*","Action":"s3:*","Resource":"*","Condition":{"StringNotEqualsIfExists":{"aws:SourceOrgID":"o-a1b2c3d4e5"},"Null":{"aws:SourceAccount":"false"},"Bool":{"aws:PrincipalIsAWSService":"true"}}"#,
        ),
    ];
    for (policy, code, statement) in statements {
        silent(policy, code, statement);
    }
}

fn silent(policy: PolicyType, code: &str, statement: &str) {
    let found = with(policy, statement);
    assert!(!found.iter().any(|i| i.code == code), "{code} for {statement}: {found:#?}");
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

#[test]
fn condition_keys() {
    condition(
        "INVALID_CONDITION_KEY_FORMAT",
        "aws:SourceIp",
        r#""IpAddress":{"SourceIp":"203.0.113.0/24"}"#,
    );
    let says = "did you mean aws:SourceVpce?";
    condition(
        "INVALID_GLOBAL_CONDITION_KEY",
        says,
        r#""StringEquals":{"aws:SourceVpcee":"vpce-1a2b3c4d"}"#,
    );
    let says = "did you mean s3:prefix?";
    condition("INVALID_SERVICE_CONDITION_KEY", says, r#""StringEquals":{"s3:prefx":"a"}"#);
    condition("INVALID_SERVICE", "s3", r#""StringEquals":{"s3s:prefix":"a"}"#);
    condition("UNSUPPORTED_GLOBAL_CONDITION_KEY", "", r#""ArnLike":{"aws:ARN":"a"}"#);
    condition("DEPRECATED_GLOBAL_CONDITION_KEY", "", r#""ArnLike":{"aws:ARN":"a"}"#);
    condition("MISSING_TAG_KEY_IN_CONDITION", "", r#""StringEquals":{"aws:ResourceTag/":"a"}"#);
    condition("MISSING_QUALIFIER", "ForAnyValue", r#""StringEquals":{"aws:TagKeys":"a"}"#);
    let single = r#""ForAllValues:StringEquals":{"aws:PrincipalOrgID":"o-1"}"#;
    condition("FORALLVALUES_WITH_SINGLE_VALUED_KEY", "", single);
    condition("NULL_WITH_IF_EXISTS", "", r#""NullIfExists":{"aws:TokenIssueTime":"true"}"#);
    condition("NULL_WITH_QUALIFIER", "true", r#""ForAllValues:Null":{"aws:TagKeys":"true"}"#);
    condition("TYPE_MISMATCH", "Bool", r#""StringEquals":{"aws:SecureTransport":"true"}"#);
    let like = r#""StringLike":{"aws:SourceArn":"arn:aws:sns:*:111122223333:*"}"#;
    condition("STRING_LIKE_OPERATOR_WITH_ARN_CONDITION_KEYS", "ArnLike", like);
    condition("UNTRUSTWORTHY_CONDITION_KEY", "", r#""StringLike":{"aws:Referer":"https://a/*"}"#);
    condition(
        "MISSING_PAIRED_CONDITION_KEYS",
        "",
        r#""IpAddress":{"aws:VpcSourceIp":"10.0.0.0/8"}"#,
    );
    let says = "did you mean StringEquals?";
    condition("INVALID_CONDITION_OPERATOR", says, r#""StringEqual":{"s3:prefix":"a"}"#);
    let unsupported = format!(
        r#"{A}"Action":["s3:ListBucket","s3:GetObject"],"Condition":{{"StringEquals":{{"s3:prefix":"a"}}}}"#
    );
    has(
        Identity,
        "UNSUPPORTED_ACTION_FOR_CONDITION_KEY",
        "/Condition/StringEquals/s3:prefix",
        "s3:GetObject",
        &unsupported,
    );
    passes(
        Trust,
        r#""Effect":"Allow","Action":["sts:AssumeRole","sts:TagSession"],"Principal":{"AWS":"111122223333"},"Condition":{"StringEquals":{"sts:RoleSessionName":"a"}}"#,
    );
    passes(
        Identity,
        &format!(
            r#"{A}"Action":"ec2-instance-connect:SendSSHPublicKey","Condition":{{"StringEquals":{{"ec2:osuser":"a"}}}}"#
        ),
    );
    let vpce = format!(
        r#"{A}"Action":"*","Condition":{{"StringEquals":{{"aws:VpceAccount":"111122223333"}}}}"#
    );
    let place = "/Condition/StringEquals/aws:VpceAccount";
    has(Identity, "USE_CONDITION_KEY_ONLY_WITH_SUPPORTED_SERVICES", place, "", &vpce);
    let own = r#""Effect":"Allow","Principal":"*","Action":"s3:GetObject","Resource":"arn:aws:s3:::b/*","Condition":{"StringEquals":{"s3:ResourceAccount":"111122223333"}}"#;
    let place = "/Condition/StringEquals/s3:ResourceAccount";
    has(BUCKET, "IRRELEVANT_CONDITION_KEY_IN_POLICY", place, "", own);
}

#[test]
fn tag_conditions() {
    let tag = r#""Condition":{"StringEquals":{"aws:ResourceTag/a":"b"}}"#;
    let place = "/Condition/StringEquals/aws:ResourceTag~1a";
    let of = |effect: &str, actions: &str| {
        format!(r#""Effect":"{effect}",{actions},"Resource":"*",{tag}"#)
    };
    let (named, not) = (r#""Action":"sts:GetCallerIdentity""#, r#""NotAction":"iam:*""#);
    let code = "ALLOW_WITH_UNSUPPORTED_TAG_CONDITION_KEY_FOR_SERVICE";
    has(Identity, code, place, "", &of("Allow", named));
    let code = "DENY_WITH_UNSUPPORTED_TAG_CONDITION_KEY_FOR_SERVICE";
    has(Identity, code, place, "", &of("Deny", named));
    let code = "ALLOW_NOTACTION_WITH_UNSUPPORTED_TAG_CONDITION_KEY_FOR_SERVICE";
    has(Identity, code, place, "", &of("Allow", not));
    let code = "DENY_NOTACTION_WITH_UNSUPPORTED_TAG_CONDITION_KEY_FOR_SERVICE";
    has(Identity, code, place, "", &of("Deny", not));
    passes(Identity, &of("Allow", r#""Action":"ec2:TerminateInstances""#));
}

#[test]
fn condition_values() {
    condition(
        "INVALID_CONDITION_MULTIPLE_BOOLEAN",
        "",
        r#""Bool":{"aws:SecureTransport":["true","false"]}"#,
    );
    condition("INVALID_CONDITION_DATA_TYPE", "", r#""NumericEquals":{"s3:max-keys":[1,"2"]}"#);
    condition("INVALID_VARIABLE_FOR_OPERATOR", "", r#""NumericEquals":{"s3:max-keys":"${aws:x}"}"#);
    condition("TYPE_MISMATCH_BOOLEAN", "", r#""Bool":{"aws:SecureTransport":"yes"}"#);
    condition("TYPE_MISMATCH_NUMBER", "", r#""NumericEquals":{"s3:max-keys":"ten"}"#);
    condition("TYPE_MISMATCH_DATE", "", r#""DateLessThan":{"aws:CurrentTime":"tomorrow"}"#);
    condition("INVALID_DATE_VALUE", "", r#""DateLessThan":{"aws:CurrentTime":"1600000000"}"#);
    condition("TYPE_MISMATCH_IP_RANGE", "", r#""IpAddress":{"aws:SourceIp":"203.0.113.0/40"}"#);
    condition("TYPE_MISMATCH_STRING", "", r#""BinaryEquals":{"s3:prefix":"?!"}"#);
    condition(
        "IMPROVE_IP_RANGE",
        "203.0.113.0/24",
        r#""IpAddress":{"aws:SourceIp":"203.0.113.9/24"}"#,
    );
    condition("PRIVATE_IP_ADDRESS", "", r#""IpAddress":{"aws:SourceIp":"10.0.0.0/8"}"#);
    condition("PRIVATE_NOT_IP_ADDRESS", "", r#""NotIpAddress":{"aws:SourceIp":"10.0.0.0/8"}"#);
    let mixed = r#"{"aws:SourceIp":["10.0.0.0/8","203.0.113.0/24"]}"#;
    condition("PRIVATE_IP_ADDRESS_SUBSET", "", &format!(r#""IpAddress":{mixed}"#));
    condition("PRIVATE_NOT_IP_ADDRESS_SUBSET", "", &format!(r#""NotIpAddress":{mixed}"#));
    condition(
        "WILDCARD_WITHOUT_LIKE_OPERATOR",
        "StringLike",
        r#""StringEquals":{"s3:prefix":"a*"}"#,
    );
    condition(
        "INVALID_REGION",
        "eu-west-1",
        r#""StringEquals":{"aws:RequestedRegion":"eu-wset-1"}"#,
    );
    condition("INVALID_VPC_FORMAT", "", r#""StringEquals":{"aws:SourceVpc":"vpc-1"}"#);
    condition("INVALID_VPCE_FORMAT", "", r#""StringEquals":{"aws:SourceVpce":"vpc-1a2b3c4d"}"#);
    let key = "s3:x-amz-server-side-encryption-aws-kms-key-id";
    condition("INVALID_KMS_KEY_VALUE", "", &format!(r#""StringEquals":{{"{key}":"alias/a"}}"#));
    let via = r#""ForAnyValue:StringEquals":{"aws:CalledVia":"athena"}"#;
    condition("INVALID_SERVICE_PRINCIPAL_FORMAT", "service.amazonaws.com", via);
    let wild = r#""StringLike":{"aws:PrincipalOrgID":"o-*"}"#;
    condition("WILDCARD_USAGE_TOO_PERMISSIVE", "", wild);
    let variable = r#""StringEquals":{"aws:PrincipalOrgID":"${aws:username}"}"#;
    condition("VARIABLE_USAGE_TOO_PERMISSIVE", "", variable);
    let many = r#""NumericLessThan":{"s3:max-keys":["1","2"]}"#;
    condition("REDUNDANT_CONDITION_VALUE_NUM", "greatest", many);
    condition("EMPTY_ARRAY_CONDITION", "", r#""StringEquals":{"s3:prefix":[]}"#);
    condition("EMPTY_ARRAY_CONDITION_IFEXISTS", "", r#""StringEqualsIfExists":{"s3:prefix":[]}"#);
    let all = r#""ForAllValues:StringEquals":{"aws:TagKeys":[]}"#;
    condition("EMPTY_ARRAY_CONDITION_FORALLVALUES", "", all);
    let any = r#""ForAnyValue:StringEquals":{"aws:TagKeys":[]}"#;
    condition("EMPTY_ARRAY_CONDITION_FORANYVALUE", "", any);
    condition("EQUIVALENT_TO_NULL_FALSE", "Null", r#""StringLike":{"s3:prefix":"*"}"#);
    condition("EQUIVALENT_TO_NULL_TRUE", "Null", r#""StringNotLike":{"s3:prefix":"*"}"#);
    let always = r#""StringLikeIfExists":{"s3:prefix":"*"}"#;
    condition("REDUNDANT_KEY_DUE_TO_WILDCARD_IN_CONDITION", "", always);
    let never = r#""ForAnyValue:StringNotLike":{"aws:TagKeys":"*"}"#;
    condition("REDUNDANT_STATEMENT_DUE_TO_WILDCARD_IN_CONDITION", "", never);
    let fine = [
        r#""StringEquals":{"aws:ResourceOrgID":"${aws:PrincipalOrgID}"}"#,
        r#""DateGreaterThan":{"aws:TokenIssueTime":"2026-01-01T00:00:00Z"}"#,
        r#""StringLike":{"aws:userid":"AROAEXAMPLEID:*"}"#,
        r#""ForAnyValue:StringLike":{"aws:PrincipalOrgPaths":"o-a1b2c3d4e5/*"}"#,
        r#""IpAddress":{"aws:SourceIp":["203.0.113.0/24","2001:db8::/32"]}"#,
        r#""Bool":{"aws:SecureTransport":true}"#,
    ];
    for condition in fine {
        passes(Identity, &format!(r#"{A}"Action":"s3:ListBucket","Condition":{{{condition}}}"#));
    }
}

#[test]
fn principals() {
    let has = |policy, code, place, principal: &str| {
        let text = format!(
            r#""Effect":"Allow","Action":"s3:GetObject","Resource":"arn:aws:s3:::b/*",{principal}"#
        );
        has(policy, code, place, "", &text);
    };
    has(Identity, "UNSUPPORTED_PRINCIPAL", "/Principal", r#""Principal":"*""#);
    has(ServiceControl, "SCP_SYNTAX_ERROR_PRINCIPAL", "/Principal", r#""Principal":"*""#);
    has(BUCKET, "MISSING_PRINCIPAL", "", r#""Sid":"a""#);
    has(BUCKET, "INVALID_PRINCIPAL_FORMAT", "/Principal", r#""Principal":"111122223333""#);
    has(BUCKET, "INVALID_PRINCIPAL_KEY", "/Principal/Aws", r#""Principal":{"Aws":"*"}"#);
    has(BUCKET, "EMPTY_OBJECT_PRINCIPAL", "/Principal", r#""Principal":{}"#);
    has(BUCKET, "EMPTY_ARRAY_PRINCIPAL", "/Principal/AWS", r#""Principal":{"AWS":[]}"#);
    let wild = r#""Principal":{"AWS":"arn:aws:iam::111122223333:role/*"}"#;
    has(BUCKET, "UNSUPPORTED_WILDCARD_IN_PRINCIPAL", "/Principal/AWS", wild);
    let role = r#""Principal":{"AWS":"AROAEXAMPLEEXAMPLE123"}"#;
    has(BUCKET, "INVALID_ROLE_REFERENCE", "/Principal/AWS", role);
    let user = r#""Principal":{"AWS":"AIDAEXAMPLEEXAMPLE123"}"#;
    has(BUCKET, "INVALID_USER_REFERENCE", "/Principal/AWS", user);
    let service = r#""Principal":{"Service":"sns"}"#;
    has(OTHER, "INVALID_SERVICE_PRINCIPAL_FORMAT", "/Principal/Service", service);
    let federated = r#""Principal":{"Federated":"accounts.google.com"}"#;
    has(BUCKET, "FEDERATED_PRINCIPAL_NOT_SUPPORTED", "/Principal/Federated", federated);
    let not = r#""NotPrincipal":{"AWS":"111122223333"}"#;
    has(BUCKET, "ALLOW_WITH_NOT_PRINCIPAL", "/NotPrincipal", not);
    let alone = r#""Principal":{"Service":"logging.s3.amazonaws.com"}"#;
    has(BUCKET, "RESTRICT_ACCESS_TO_SERVICE_PRINCIPAL", "/Principal/Service", alone);
    let referer = format!(r#"{alone},"Condition":{{"Bool":{{"aws:SecureTransport":"true"}}}}"#);
    let code = "RECOMMENDED_CONDITION_KEY_FOR_SERVICE_PRINCIPAL";
    has(BUCKET, code, "/Principal/Service", &referer);
    let org = format!(
        r#"{alone},"Condition":{{"StringEquals":{{"aws:PrincipalOrgID":"o-1","aws:SourceAccount":"111122223333"}}}}"#
    );
    let place = "/Condition/StringEquals/aws:PrincipalOrgID";
    has(BUCKET, "UNSUPPORTED_CONDITION_KEY_FOR_SERVICE_PRINCIPAL", place, &org);
}

#[test]
fn trust_policies() {
    let has = |code, place, rest: &str| {
        has(Trust, code, place, "", &format!(r#""Effect":"Allow",{rest}"#));
    };
    let assume = r#""Action":"sts:AssumeRole","#;
    let not = format!(r#"{assume}"NotPrincipal":{{"AWS":"111122223333"}}"#);
    has("ROLE_TRUST_POLICY_SYNTAX_ERROR_NOTPRINCIPAL", "/NotPrincipal", &not);
    let star = format!(r#"{assume}"Principal":"*""#);
    has("ROLE_TRUST_POLICY_UNSUPPORTED_WILDCARD_IN_PRINCIPAL", "/Principal", &star);
    let resource = format!(r#"{assume}"Principal":{{"AWS":"111122223333"}},"Resource":"*""#);
    has("ROLE_TRUST_POLICY_SYNTAX_ERROR_RESOURCE", "/Resource", &resource);
    let session = format!(
        r#"{assume}"Principal":{{"AWS":["arn:aws:iam::111122223333:role/a","arn:aws:sts::111122223333:assumed-role/a/s"]}}"#
    );
    has("REDUNDANT_PRINCIPAL_IN_ROLE_TRUST_POLICY", "/Principal/AWS/1", &session);
    let identity = format!(
        r#"{assume}"Principal":{{"AWS":"111122223333"}},"Condition":{{"StringEquals":{{"sts:SourceIdentity":"a"}}}}"#
    );
    let place = "/Condition/StringEquals/sts:SourceIdentity";
    has("MISSING_ACTION_FOR_CONDITION_KEY", place, &identity);
    let saml = r#""Principal":{"Federated":"arn:aws:iam::111122223333:saml-provider/a"}"#;
    has("MISMATCHED_ACTION_FOR_PRINCIPAL", "/Principal/Federated", &format!("{assume}{saml}"));
    let bad = r#""Action":"sts:AssumeRoleWithSAML","Principal":{"Federated":"arn:aws:iam::111122223333:user/a"}"#;
    let code = "INVALID_FEDERATED_PRINCIPAL_SYNTAX_IN_ROLE_TRUST_POLICY";
    has(code, "/Principal/Federated", bad);
    let anywhere = format!(r#"{assume}"Principal":{{"Service":"rolesanywhere.amazonaws.com"}}"#);
    has("MISSING_ACTION_FOR_ROLES_ANYWHERE_TRUST_POLICY", "/Principal/Service", &anywhere);
    let web = r#""Action":"sts:AssumeRoleWithWebIdentity","Principal":{"Federated":"#;
    let oidc = format!(r#"{web}"arn:aws:iam::111122223333:oidc-provider/oidc.example.com/a"}}"#);
    has("MISSING_CONDITION_KEY_FOR_OIDC_PRINCIPAL", "/Principal/Federated", &oidc);
    let github = |condition: &str| {
        format!(
            r#"{web}"arn:aws:iam::111122223333:oidc-provider/token.actions.githubusercontent.com"}},"Condition":{{{condition}}}"#
        )
    };
    let audience =
        r#""StringEquals":{"token.actions.githubusercontent.com:aud":"sts.amazonaws.com"}"#;
    has("MISSING_GITHUB_REPO_CONDITION_KEY", "/Principal/Federated", &github(audience));
    let wide = r#""StringLike":{"token.actions.githubusercontent.com:sub":"repo:org/*"}"#;
    let place = "/Condition/StringLike/token.actions.githubusercontent.com:sub";
    has("SPECIFIC_GITHUB_REPO_AND_BRANCH_RECOMMENDED", place, &github(wide));
    let any = r#""ForAnyValue:StringEquals":{"token.actions.githubusercontent.com:aud":"a"}"#;
    let place = "/Condition/ForAnyValue:StringEquals/token.actions.githubusercontent.com:aud";
    has("FORANYVALUE_WITH_AUDIENCE_CLAIM_TYPE", place, &github(any));
    let other = format!(
        r#"{web}"arn:aws:iam::111122223333:oidc-provider/oidc.example.com"}},"Condition":{{"ForAllValues:StringEquals":{{"oidc.example.com:aud":"a"}}}}"#
    );
    let place = "/Condition/ForAllValues:StringEquals/oidc.example.com:aud";
    has("CONFIRM_AUDIENCE_CLAIM_TYPE", place, &other);
    let fine = github(
        r#""StringEquals":{"token.actions.githubusercontent.com:sub":"repo:o/r:ref:refs/heads/main"}"#,
    );
    passes(Trust, &format!(r#""Effect":"Allow",{fine}"#));
    let service = format!(r#"{assume}"Principal":{{"Service":"ec2.amazonaws.com"}}"#);
    passes(Trust, &format!(r#""Effect":"Allow",{service}"#));
}

#[test]
fn control_policies() {
    let inner = r#""Effect":"Deny","Action":"iam:*Role","Resource":"*""#;
    has(ServiceControl, "SCP_SYNTAX_ERROR_ACTION_WILDCARD", "/Action", "", inner);
    passes(ServiceControl, r#""Effect":"Deny","Action":"iam:Create*","Resource":"*""#);
    let rcp = |code, place, rest: &str| has(ResourceControl, code, place, "", rest);
    let named =
        r#""Effect":"Deny","Action":"s3:*","Resource":"*","Principal":{"AWS":"111122223333"}"#;
    rcp("RCP_SYNTAX_ERROR_PRINCIPAL", "/Principal", named);
    let allow = r#""Effect":"Allow","Action":"s3:*","Resource":"arn:aws:s3:::a","Principal":"*""#;
    rcp("RCP_SYNTAX_ERROR_ALLOW", "", allow);
    let not = r#""Effect":"Deny","NotAction":"s3:*","Resource":"*","Principal":"*""#;
    rcp("RCP_SYNTAX_ERROR_NOTACTION", "/NotAction", not);
    let ec2 = r#""Effect":"Deny","Action":"ec2:*","Resource":"*","Principal":"*""#;
    rcp("RCP_SYNTAX_ERROR_ACTION", "/Action", ec2);
    let deny = |condition: &str| {
        format!(
            r#""Effect":"Deny","Action":"s3:*","Resource":"*","Principal":"*","Condition":{{{condition}}}"#
        )
    };
    let org = r#""StringNotEqualsIfExists":{"aws:PrincipalOrgID":"o-1"}"#;
    let place = "/Condition/StringNotEqualsIfExists/aws:PrincipalOrgID";
    rcp("RCP_MISSING_RELATED_PRINCIPAL_CONDITION_KEY", place, &deny(org));
    let source = r#""StringNotEquals":{"aws:SourceOrgID":"o-1"}"#;
    let place = "/Condition/StringNotEquals/aws:SourceOrgID";
    rcp("RCP_MISSING_RELATED_SERVICE_PRINCIPAL_CONDITION_KEY", place, &deny(source));
    rcp("RCP_MISSING_SERVICE_CONDITION_KEY_NULL_CHECK", place, &deny(source));
    passes(
        ResourceControl,
        &deny(&format!(r#"{org},"BoolIfExists":{{"aws:PrincipalIsAWSService":"false"}}"#)),
    );
}

/// What AWS publishes itself passes, but for what its own tables do not know.
#[test]
fn policies_of_aws_pass() {
    let mut errors = 0;
    let mut count = 0;
    for policy in crate::iam::catalog::managed_policies().step_by(8) {
        let tree = Tree::from_json(policy.document).expect("JSON");
        count += 1;
        let found = validate(&tree, Identity);
        errors += usize::from(found.iter().any(|i| i.class == crate::iam::Class::Error));
    }
    // Actions of services that were shut down are left in some.
    assert!(errors * 12 < count, "{errors} of {count}");
}

/// Forms that AWS documents, or that its own policies name, and its service reference lacks.
#[test]
fn unlisted_formats_of_aws_are_arns() {
    let codes = |resource: &str| {
        let json = format!(
            r#"{{"Version":"2012-10-17","Statement":{{"Effect":"Allow","Action":"s3:GetObject","Resource":"{resource}"}}}}"#
        );
        let issues = validate(&Tree::from_json(&json).expect("JSON"), Identity);
        issues.into_iter().map(|i| i.code).filter(|c| c.contains("ARN")).collect::<Vec<_>>()
    };
    for good in [
        "arn:aws:apigateway:*::/v2/apis/*/routes",
        "arn:aws:apigateway:*::/tags",
        "arn:aws:cloudformation:*:aws:transform/Serverless-2016-10-31",
        "arn:aws:waf::111122223333:changetoken/*",
        "arn:aws:resource-explorer-2:*::view/AWSServiceViewForApplicationSignals/service-view",
    ] {
        assert!(codes(good).is_empty(), "{good}: {:?}", codes(good));
    }
    // What AWS's own policies have by mistake stays one.
    assert_eq!(codes("arn:aws:kms:*:111122223333::*"), ["INVALID_ARN_RESOURCE"]);
    assert_eq!(codes("arn:aws:states:*:*:statemachine:*x*"), ["INVALID_ARN_RESOURCE"]);
}
