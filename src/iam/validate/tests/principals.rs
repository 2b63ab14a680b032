//! Principals, trust policies and control policies.

use super::*;

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
