//! Trust policies, control policies and whole documents that nearly are what a check looks for: it must stay silent.

use super::*;

#[test]
fn statements() {
    for (policy, code, statement) in STATEMENTS {
        silent(*policy, code, statement);
    }
}

/// The same for what only whole documents show.
#[test]
fn documents() {
    let statement = |rest: &str| {
        format!(r#"{{{rest}"Effect":"Allow","Action":"s3:GetObject","Resource":"arn:aws:s3:::b"}}"#)
    };
    let one = statement("");
    let whole = |version: &str, statements: &str| {
        format!(r#"{{"Version":"{version}","Statement":[{statements}]}}"#)
    };
    let other = one.replace("Get", "Put");
    let [a, b] = ["a", "b"].map(|sid| statement(&format!(r#""Sid":"{sid}","#)));
    // The quotas count characters that are no white space: 6,000 of them, and others.
    let long = |length: usize| {
        let name = "x".repeat(length);
        whole("2012-10-17", &one.replace(":::b", &format!(":::{name}")).replace(',', ",      "))
    };
    let variable = one.replace(":::b", ":::${aws:username}");
    let cases = [
        (Identity, "MISSING_VERSION", whole("2008-10-17", &one)),
        (Identity, "INVALID_VERSION", whole("2008-10-17", &one)),
        (Identity, "MISSING_STATEMENT", whole("2012-10-17", &one)),
        (Identity, "JSON_SYNTAX_ERROR", whole("2012-10-17", &one)),
        (Identity, "VARIABLE_UNSUPPORTED_IN_VERSION", whole("2012-10-17", &variable)),
        (Identity, "VARIABLE_UNSUPPORTED_IN_VERSION", whole("2008-10-17", &one)),
        (Identity, "REDUNDANT_STATEMENT", whole("2012-10-17", &format!("{one},{other}"))),
        (Identity, "UNIQUE_SIDS_REQUIRED", whole("2012-10-17", &format!("{a},{b}"))),
        (BUCKET, "UNIQUE_SIDS_REQUIRED", whole("2012-10-17", &format!("{a},{a}"))),
        (BUCKET, "UNIQUE_SIDS_RECOMMENDED", whole("2012-10-17", &format!("{a},{b}"))),
        (Identity, "POLICY_SIZE_EXCEEDS_IDENTITY_POLICY_QUOTA", long(6_000)),
        (ServiceControl, "POLICY_SIZE_EXCEEDS_SCP_QUOTA", long(5_000)),
        (ResourceControl, "POLICY_SIZE_EXCEEDS_RCP_QUOTA", long(5_000)),
        (BUCKET, "POLICY_SIZE_EXCEEDS_RESOURCE_POLICY_QUOTA", long(20_000)),
        (Trust, "POLICY_SIZE_EXCEEDS_ROLE_TRUST_POLICY_QUOTA", long(1_900)),
    ];
    for (policy, code, json) in cases {
        let found = issues(policy, &json);
        assert!(!found.iter().any(|i| i.code == code), "{code}: {found:#?}");
    }
}

const STATEMENTS: &[(PolicyType, &str, &str)] = &[
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
    (
        ServiceControl,
        "SCP_SYNTAX_ERROR_PRINCIPAL",
        r#""Effect":"Deny","Action":"s3:*","Resource":"*","Condition":{"ArnLike":{"aws:PrincipalArn":"arn:aws:iam::*:root"}}"#,
    ),
    (
        ResourceControl,
        "RCP_SYNTAX_ERROR_PRINCIPAL",
        r#""Effect":"Deny","Principal":"*","Action":"s3:*","Resource":"*""#,
    ),
    (
        ResourceControl,
        "RCP_SYNTAX_ERROR_NOTACTION",
        r#""Effect":"Deny","Principal":"*","Action":"s3:*","NotResource":"arn:aws:s3:::b""#,
    ),
    (
        ResourceControl,
        "RCP_MISSING_RELATED_PRINCIPAL_CONDITION_KEY",
        r#""Effect":"Deny","Principal":"*","Action":"s3:*","Resource":"*","Condition":{"StringNotEqualsIfExists":{"aws:PrincipalOrgID":"o-a1b2c3d4e5"},"BoolIfExists":{"aws:PrincipalIsAWSService":"false"}}"#,
    ),
    (
        Trust,
        "ROLE_TRUST_POLICY_SYNTAX_ERROR_NOTPRINCIPAL",
        r#""Effect":"Allow","Principal":{"AWS":"111122223333"},"Action":"sts:AssumeRole""#,
    ),
    (
        Trust,
        "ROLE_TRUST_POLICY_SYNTAX_ERROR_RESOURCE",
        r#""Effect":"Allow","Principal":{"AWS":"111122223333"},"Action":"sts:AssumeRole""#,
    ),
    (
        Trust,
        "MISSING_GITHUB_REPO_CONDITION_KEY",
        r#""Effect":"Allow","Principal":{"Federated":"arn:aws:iam::111122223333:oidc-provider/token.actions.githubusercontent.com"},"Action":"sts:AssumeRoleWithWebIdentity","Condition":{"StringLike":{"token.actions.githubusercontent.com:sub":"repo:o/r:*"}}"#,
    ),
    (
        Trust,
        "SPECIFIC_GITHUB_REPO_AND_BRANCH_RECOMMENDED",
        r#""Effect":"Allow","Principal":{"Federated":"arn:aws:iam::111122223333:oidc-provider/token.actions.githubusercontent.com"},"Action":"sts:AssumeRoleWithWebIdentity","Condition":{"StringEquals":{"token.actions.githubusercontent.com:sub":"repo:o/r:ref:refs/heads/main"}}"#,
    ),
    (
        Trust,
        "FORANYVALUE_WITH_AUDIENCE_CLAIM_TYPE",
        r#""Effect":"Allow","Principal":{"Federated":"arn:aws:iam::111122223333:oidc-provider/token.actions.githubusercontent.com"},"Action":"sts:AssumeRoleWithWebIdentity","Condition":{"StringEquals":{"token.actions.githubusercontent.com:aud":"a"}}"#,
    ),
    (
        Trust,
        "CONFIRM_AUDIENCE_CLAIM_TYPE",
        r#""Effect":"Allow","Principal":{"Federated":"arn:aws:iam::111122223333:oidc-provider/oidc.example.com"},"Action":"sts:AssumeRoleWithWebIdentity","Condition":{"StringEquals":{"oidc.example.com:aud":"a"}}"#,
    ),
];
