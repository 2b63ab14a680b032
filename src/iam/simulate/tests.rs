use super::*;

fn read(statements: &str) -> Document {
    let json = format!(r#"{{"Version":"2012-10-17","Statement":[{statements}]}}"#);
    Document::from_json(&json).expect("JSON")
}

fn request(principal: &str, action: &str, resource: &str) -> Request {
    Request {
        principal: Some(principal.to_owned()),
        action: action.to_owned(),
        resource: resource.to_owned(),
        ..Request::default()
    }
}

const USER: &str = "arn:aws:iam::111122223333:user/bob";
const SESSION: &str = "arn:aws:sts::111122223333:assumed-role/App/i-1";
const ALL: &str = r#"{"Effect":"Allow","Action":"*","Resource":"*"}"#;

fn decide(request: &Request, policies: &Policies<'_>) -> Decision {
    simulate(request, policies).decision
}

/// <https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic_policy-eval-denyallow.html>
#[test]
fn denies_win_and_everything_must_allow() {
    let all = read(ALL);
    let s3 = read(r#"{"Effect":"Allow","Action":"s3:*","Resource":"*"}"#);
    let deny = read(r#"{"Sid":"No","Effect":"Deny","Action":"s3:Delete*","Resource":"*"}"#);
    let get = request(USER, "s3:GetObject", "arn:aws:s3:::b/k");
    let delete = request(USER, "s3:DeleteObject", "arn:aws:s3:::b/k");
    let run = request(USER, "ec2:RunInstances", "*");

    let plain = Policies { identity: vec![&s3, &deny], ..Policies::default() };
    assert_eq!(decide(&get, &plain), Decision::Allowed);
    let denied = simulate(&delete, &plain);
    assert_eq!(denied.decision, Decision::ExplicitDeny);
    assert_eq!(
        denied.matched,
        [Matched { kind: PolicyKind::Identity, level: 0, document: 1, statement: 0 }]
    );
    assert_eq!(simulate(&run, &plain).missing, Some(PolicyKind::Identity));

    let bounded = Policies { identity: vec![&all], boundary: vec![&s3], ..Policies::default() };
    assert_eq!(decide(&get, &bounded), Decision::Allowed);
    assert_eq!(simulate(&run, &bounded).missing, Some(PolicyKind::Boundary));

    let levels = Policies {
        identity: vec![&all],
        service_control: vec![vec![&all], vec![&s3]],
        ..Policies::default()
    };
    assert_eq!(decide(&get, &levels), Decision::Allowed);
    assert_eq!(simulate(&run, &levels).missing, Some(PolicyKind::ServiceControl));
}

/// <https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic_policy-eval-basics-single-account.html>
#[test]
fn resource_policies_within_an_account() {
    let s3 = read(r#"{"Effect":"Allow","Action":"sqs:*","Resource":"*"}"#);
    let grant = |who: &str| {
        read(&format!(
            r#"{{"Effect":"Allow","Action":"s3:*","Resource":"*","Principal":{{"AWS":"{who}"}}}}"#
        ))
    };
    let bounded = |request: &Request, resource: &Document| {
        let policies =
            Policies { boundary: vec![&s3], resource: Some(resource), ..Policies::default() };
        decide(request, &policies)
    };
    let by_user = request(USER, "s3:GetObject", "arn:aws:s3:::b/k");
    let by_session = request(SESSION, "s3:GetObject", "arn:aws:s3:::b/k");
    assert_eq!(bounded(&by_user, &grant(USER)), Decision::Allowed);
    assert_eq!(bounded(&by_session, &grant(SESSION)), Decision::Allowed);
    let role = grant("arn:aws:iam::111122223333:role/path/App");
    assert_eq!(bounded(&by_session, &role), Decision::ImplicitDeny);
    let free = Policies { resource: Some(&role), ..Policies::default() };
    assert_eq!(decide(&by_session, &free), Decision::Allowed);
    // The account is no grant to its users, it leaves it to their policies.
    let account = grant("111122223333");
    let only = Policies { resource: Some(&account), ..Policies::default() };
    assert_eq!(simulate(&by_user, &only).missing, Some(PolicyKind::Identity));
}

/// <https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic-cross-account.html>
#[test]
fn across_accounts_both_must_allow() {
    let all = read(ALL);
    let grant = read(
        r#"{"Effect":"Allow","Action":"s3:*","Resource":"*","Principal":{"AWS":"arn:aws:iam::111122223333:root"}}"#,
    );
    let mut get = request(USER, "s3:GetObject", "arn:aws:s3:::b/k");
    get.resource_account = Some("999900001111".to_owned());
    let identity = Policies { identity: vec![&all], ..Policies::default() };
    assert_eq!(simulate(&get, &identity).missing, Some(PolicyKind::Resource));
    let both = Policies { resource: Some(&grant), ..identity };
    assert_eq!(decide(&get, &both), Decision::Allowed);
    let resource = Policies { resource: Some(&grant), ..Policies::default() };
    assert_eq!(simulate(&get, &resource).missing, Some(PolicyKind::Identity));
}

/// <https://docs.aws.amazon.com/kms/latest/developerguide/key-policy-overview.html>
#[test]
fn keys_and_roles_must_trust() {
    let all = read(ALL);
    let key = "arn:aws:kms:us-east-1:111122223333:key/1";
    let other = read(
        r#"{"Effect":"Allow","Action":"kms:*","Resource":"*","Principal":{"AWS":"arn:aws:iam::111122223333:user/eve"}}"#,
    );
    let root = read(
        r#"{"Effect":"Allow","Action":"kms:*","Resource":"*","Principal":{"AWS":"arn:aws:iam::111122223333:root"}}"#,
    );
    let decrypt = request(USER, "kms:Decrypt", key);
    let with = |resource| Policies {
        identity: vec![&all],
        resource: Some(resource),
        ..Policies::default()
    };
    assert_eq!(simulate(&decrypt, &with(&other)).missing, Some(PolicyKind::Resource));
    assert_eq!(decide(&decrypt, &with(&root)), Decision::Allowed);

    let trust = read(
        r#"{"Effect":"Allow","Action":"sts:AssumeRole","Principal":{"Service":"lambda.amazonaws.com"}}"#,
    );
    let role = "arn:aws:iam::111122223333:role/App";
    let assume = request("lambda.amazonaws.com", "sts:AssumeRole", role);
    assert_eq!(decide(&assume, &with(&trust)), Decision::Allowed);
    let by_user = request(USER, "sts:AssumeRole", role);
    assert_eq!(simulate(&by_user, &with(&trust)).missing, Some(PolicyKind::Resource));
    // Nobody is trusted by a key or a role without a policy, but where nobody asks.
    let alone = Policies { identity: vec![&all], ..Policies::default() };
    assert_eq!(simulate(&by_user, &alone).missing, Some(PolicyKind::Resource));
    assert_eq!(simulate(&decrypt, &alone).missing, Some(PolicyKind::Resource));
    let asked = Request { principal: None, ..decrypt };
    assert_eq!(decide(&asked, &alone), Decision::Allowed);
}

/// <https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html>
#[test]
fn conditions_and_variables() {
    let own = read(
        r#"{"Effect":"Allow","Action":"s3:*","Resource":"arn:aws:s3:::b/${aws:username}/*"},
           {"Effect":"Allow","Action":"ec2:*","Resource":"*",
            "Condition":{"StringNotEquals":{"aws:RequestTag/a":"x"},"ForAllValues:StringEquals":{"aws:TagKeys":["a"]}}},
           {"Effect":"Allow","Action":"iam:*","Resource":"*","Condition":{"IpAddress":{"aws:SourceIp":"203.0.113.0/24"}}}"#,
    );
    let policies = Policies { identity: vec![&own], ..Policies::default() };
    let ask = |action: &str, resource: &str, context: &[(&str, &str)]| {
        let mut request = request(USER, action, resource);
        request.context =
            context.iter().map(|(k, v)| ((*k).to_owned(), vec![(*v).to_owned()])).collect();
        decide(&request, &policies) == Decision::Allowed
    };
    assert!(ask("s3:GetObject", "arn:aws:s3:::b/bob/x", &[]));
    assert!(!ask("s3:GetObject", "arn:aws:s3:::b/eve/x", &[]));
    assert!(!ask("s3:GetObject", "arn:aws:s3:::b/*/x", &[("aws:username", "b")]));
    assert!(ask("ec2:RunInstances", "*", &[]));
    assert!(!ask("ec2:RunInstances", "*", &[("aws:TagKeys", "b")]));
    assert!(!ask("ec2:RunInstances", "*", &[("AWS:requesttag/A", "x")]));
    assert!(ask("iam:GetUser", "*", &[("aws:sourceip", "203.0.113.7")]));
    assert!(!ask("iam:GetUser", "*", &[("aws:sourceip", "203.0.114.7")]));
    assert!(!ask("iam:GetUser", "*", &[]));
}
