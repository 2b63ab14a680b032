//! How AWS comes to a decision, rule by rule, with the page that documents it.

use iacscan::iam::{Decision, Document, Policies, PolicyKind, Request, Verdict, simulate};

use Decision::{Allowed, ExplicitDeny, ImplicitDeny};

const USER: &str = "arn:aws:iam::111122223333:user/bob";
const ROLE: &str = "arn:aws:iam::111122223333:role/App";
const SESSION: &str = "arn:aws:sts::111122223333:assumed-role/App/i-1";
const FEDERATED: &str = "arn:aws:sts::111122223333:federated-user/bob";
const ROOT: &str = "arn:aws:iam::111122223333:root";
const OBJECT: &str = "arn:aws:s3:::bucket/key";
const OTHER: &str = "444455556666";

fn read(statements: &str) -> Document {
    let json = format!(r#"{{"Version":"2012-10-17","Statement":[{statements}]}}"#);
    Document::from_json(&json).unwrap_or_else(|error| panic!("{error}: {json}"))
}

fn all() -> Document {
    read(r#"{"Effect":"Allow","Action":"*","Resource":"*"}"#)
}

fn nothing_of_s3() -> Document {
    read(r#"{"Effect":"Allow","Action":"ec2:*","Resource":"*"}"#)
}

fn grant(principal: &str) -> Document {
    read(&format!(r#"{{"Effect":"Allow","Action":"s3:*","Resource":"*","Principal":{principal}}}"#))
}

fn aws(arn: &str) -> Document {
    grant(&format!(r#"{{"AWS":"{arn}"}}"#))
}

fn by(principal: &str) -> Request {
    Request {
        principal: Some(principal.to_owned()),
        action: "s3:GetObject".to_owned(),
        resource: OBJECT.to_owned(),
        ..Request::default()
    }
}

fn decide(request: &Request, policies: &Policies<'_>) -> Decision {
    simulate(request, policies).decision
}

fn missing(verdict: Verdict) -> Option<PolicyKind> {
    assert_eq!(verdict.decision, ImplicitDeny);
    verdict.missing
}

/// <https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic_policy-eval-basics-single-account.html>,
/// "Resource-based policies": whom a grant names tells what else may still deny it implicitly.
#[test]
fn implicit_denies_against_grants_of_the_resource() {
    let other = nothing_of_s3();
    let everyone = grant(r#""*""#);
    let by_arn = read(&format!(
        r#"{{"Effect":"Allow","Action":"s3:*","Resource":"*","Principal":"*",
            "Condition":{{"ArnEquals":{{"aws:PrincipalArn":"{ROLE}"}}}}}}"#
    ));
    let (role, session) = (aws(ROLE), aws(SESSION));
    let (user, account, federated) = (aws(USER), aws(ROOT), aws(FEDERATED));
    // Who asks, the grant, and what comes of it when identity policies, when a boundary, when
    // a session policy is all that does not allow.
    let cases = [
        (USER, &user, [Allowed, Allowed, Allowed]),
        (USER, &account, [ImplicitDeny, ImplicitDeny, ImplicitDeny]),
        (USER, &everyone, [Allowed, Allowed, Allowed]),
        (SESSION, &session, [Allowed, Allowed, Allowed]),
        (SESSION, &role, [Allowed, ImplicitDeny, ImplicitDeny]),
        (SESSION, &by_arn, [Allowed, Allowed, Allowed]),
        (SESSION, &account, [ImplicitDeny, ImplicitDeny, ImplicitDeny]),
        (ROLE, &role, [Allowed, ImplicitDeny, ImplicitDeny]),
        (FEDERATED, &federated, [Allowed, Allowed, Allowed]),
    ];
    let full = all();
    for (who, resource, expected) in cases {
        let plain = Policies {
            identity: vec![&full],
            boundary: vec![&full],
            session: vec![&full],
            resource: Some(resource),
            ..Policies::default()
        };
        let each = [
            Policies { identity: vec![&other], ..plain.clone() },
            Policies { boundary: vec![&other], ..plain.clone() },
            Policies { session: vec![&other], ..plain.clone() },
        ];
        let found = each.map(|policies| decide(&by(who), &policies));
        assert_eq!(found, expected, "{who} with {resource:#?}");
        assert_eq!(decide(&by(who), &plain), Allowed, "{who}");
    }
}

/// The same page: "If there is no session policy … the principal is a role session …
/// Otherwise, the request is implicitly denied".
#[test]
fn federated_users_need_a_session_policy() {
    let full = all();
    let alone = Policies { identity: vec![&full], ..Policies::default() };
    assert_eq!(missing(simulate(&by(FEDERATED), &alone)), Some(PolicyKind::Session));
    assert_eq!(decide(&by(SESSION), &alone), Allowed);
    let passed = Policies { session: vec![&full], ..alone };
    assert_eq!(decide(&by(FEDERATED), &passed), Allowed);
}

/// <https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies.html#policies_session>:
/// policies passed together allow together, within what the role may.
#[test]
fn session_policies_narrow_the_role() {
    let full = all();
    let (s3, ec2) = (read(r#"{"Effect":"Allow","Action":"s3:*","Resource":"*"}"#), nothing_of_s3());
    let both = Policies { identity: vec![&full], session: vec![&s3, &ec2], ..Policies::default() };
    assert_eq!(decide(&by(SESSION), &both), Allowed);
    let run = Request { action: "ec2:RunInstances".to_owned(), ..by(SESSION) };
    assert_eq!(decide(&run, &both), Allowed);
    let list = Request { action: "iam:ListUsers".to_owned(), ..by(SESSION) };
    assert_eq!(missing(simulate(&list, &both)), Some(PolicyKind::Session));
    let more = Policies { identity: vec![&ec2], session: vec![&full], ..Policies::default() };
    assert_eq!(missing(simulate(&by(SESSION), &more)), Some(PolicyKind::Identity));
}

/// <https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic-cross-account.html>
#[test]
fn across_accounts_neither_side_is_enough() {
    let full = all();
    let grants = [aws(USER), aws(ROOT), aws("111122223333"), grant(r#""*""#)];
    let mut request = by(USER);
    request.resource_account = Some(OTHER.to_owned());
    for resource in &grants {
        let both =
            Policies { identity: vec![&full], resource: Some(resource), ..Policies::default() };
        assert_eq!(decide(&request, &both), Allowed);
        let alone = Policies { resource: Some(resource), ..Policies::default() };
        assert_eq!(missing(simulate(&request, &alone)), Some(PolicyKind::Identity));
        let narrow = nothing_of_s3();
        let bounded = Policies { boundary: vec![&narrow], ..both };
        assert_eq!(missing(simulate(&request, &bounded)), Some(PolicyKind::Boundary));
    }
    let alone = Policies { identity: vec![&full], ..Policies::default() };
    assert_eq!(missing(simulate(&request, &alone)), Some(PolicyKind::Resource));
    // The account can be told from the context or the ARN as well.
    let mut told = by(USER);
    told.context = vec![("aws:resourceaccount".to_owned(), vec![OTHER.to_owned()])];
    assert_eq!(missing(simulate(&told, &alone)), Some(PolicyKind::Resource));
    let queue = Request {
        action: "sqs:SendMessage".to_owned(),
        resource: format!("arn:aws:sqs:us-east-1:{OTHER}:q"),
        ..by(USER)
    };
    assert_eq!(missing(simulate(&queue, &alone)), Some(PolicyKind::Resource));
}

/// <https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_scps.html>:
/// every level must allow; roles linked to services are exempt, and so are those who do not
/// belong to the organisation.
#[test]
fn service_control_policies_bound_members() {
    let (full, other) = (all(), nothing_of_s3());
    let deny = read(
        r#"{"Effect":"Allow","Action":"*","Resource":"*"},
           {"Effect":"Deny","Action":"s3:Get*","Resource":"*"}"#,
    );
    fn under<'d>(full: &'d Document, levels: &[&[&'d Document]]) -> Policies<'d> {
        Policies {
            identity: vec![full],
            service_control: levels.iter().map(|level| level.to_vec()).collect(),
            ..Policies::default()
        }
    }
    let (full, other, deny) = (&full, &other, &deny);
    let ask = |who: &str, levels: &[&[&Document]]| simulate(&by(who), &under(full, levels));
    assert_eq!(ask(USER, &[&[full], &[full]]).decision, Allowed);
    assert_eq!(ask(USER, &[&[full], &[other, full]]).decision, Allowed);
    assert_eq!(missing(ask(USER, &[&[full], &[other]])), Some(PolicyKind::ServiceControl));
    assert_eq!(missing(ask(ROOT, &[&[full], &[other]])), Some(PolicyKind::ServiceControl));
    assert_eq!(ask(USER, &[&[full], &[deny]]).decision, ExplicitDeny);
    assert_eq!(ask(USER, &[&[full], &[]]).decision, ImplicitDeny);
    let linked =
        "arn:aws:iam::111122223333:role/aws-service-role/s.amazonaws.com/AWSServiceRoleForS";
    assert_eq!(ask(linked, &[&[deny]]).decision, Allowed);
    // A grant of the resource does not lift it.
    let resource = aws(USER);
    let granted = Policies { resource: Some(&resource), ..under(full, &[&[other]]) };
    assert_eq!(missing(simulate(&by(USER), &granted)), Some(PolicyKind::ServiceControl));
    let public = grant(r#""*""#);
    let open = Policies { resource: Some(&public), ..under(full, &[&[other]]) };
    assert_eq!(decide(&by("*"), &open), Allowed);
}

/// <https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_rcps.html>
#[test]
fn resource_control_policies_bound_resources() {
    let full = all();
    let org = read(
        r#"{"Effect":"Deny","Principal":"*","Action":["s3:*","ec2:*"],"Resource":"*","Condition":{
            "StringNotEqualsIfExists":{"aws:PrincipalOrgID":"o-a1b2c3d4e5"},
            "BoolIfExists":{"aws:PrincipalIsAWSService":"false"}}}"#,
    );
    let public = read(
        r#"{"Effect":"Allow","Principal":"*","Action":"s3:*","Resource":"*"},
           {"Effect":"Allow","Principal":{"Service":"logging.s3.amazonaws.com"},"Action":"s3:*","Resource":"*"}"#,
    );
    let policies = Policies {
        identity: vec![&full],
        resource_control: vec![vec![&org]],
        resource: Some(&public),
        ..Policies::default()
    };
    assert_eq!(decide(&by("*"), &policies), ExplicitDeny);
    assert_eq!(decide(&by(USER), &policies), ExplicitDeny);
    let mut member = by(USER);
    member.context = vec![("aws:PrincipalOrgID".to_owned(), vec!["o-a1b2c3d4e5".to_owned()])];
    assert_eq!(decide(&member, &policies), Allowed);
    // AWS's own services are left alone by the second condition, and its linked roles always.
    assert_eq!(decide(&by("logging.s3.amazonaws.com"), &policies), Allowed);
    let linked = "arn:aws:sts::111122223333:assumed-role/AWSServiceRoleForBackup/s";
    assert_eq!(decide(&by(linked), &policies), Allowed);
    // Amazon EC2 is not among the services that have them.
    let run = Request { action: "ec2:RunInstances".to_owned(), ..by(USER) };
    assert_eq!(decide(&run, &policies), Allowed);
}

/// <https://docs.aws.amazon.com/vpc/latest/privatelink/vpc-endpoints-access.html>
#[test]
fn the_endpoint_must_let_it_through() {
    let full = all();
    let only = read(
        r#"{"Effect":"Allow","Principal":"*","Action":"s3:GetObject","Resource":"arn:aws:s3:::bucket/*"}"#,
    );
    let policies = Policies { identity: vec![&full], endpoint: Some(&only), ..Policies::default() };
    assert_eq!(decide(&by(USER), &policies), Allowed);
    let put = Request { action: "s3:PutObject".to_owned(), ..by(USER) };
    assert_eq!(missing(simulate(&put, &policies)), Some(PolicyKind::Endpoint));
}

/// <https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html>
#[test]
fn principals_are_named_in_many_ways() {
    let canonical = "79a59df900b949e55d96a1e698fbacedfd6e09d98eacf8f8d5218e7cd47ef2be";
    let cases = [
        (r#""*""#, "*", true),
        (r#"{"AWS":"*"}"#, "*", true),
        (r#"{"AWS":"*"}"#, USER, true),
        (
            r#"{"AWS":["arn:aws:iam::111122223333:user/eve","arn:aws:iam::111122223333:user/bob"]}"#,
            USER,
            true,
        ),
        (r#"{"AWS":"arn:aws:iam::111122223333:user/Bob"}"#, USER, false),
        (r#"{"AWS":"arn:aws:iam::111122223333:user/*"}"#, USER, false),
        (r#"{"AWS":"arn:aws:iam::111122223333:role/team/App"}"#, SESSION, true),
        (r#"{"AWS":"arn:aws:iam::111122223333:role/Ap"}"#, SESSION, false),
        (r#"{"AWS":"arn:aws:sts::111122223333:assumed-role/App/i-2"}"#, SESSION, false),
        (r#"{"AWS":"arn:aws:iam::444455556666:role/App"}"#, SESSION, false),
        (r#"{"AWS":"444455556666"}"#, USER, false),
        (r#"{"AWS":"111122223333"}"#, "*", false),
        (r#"{"Service":"sns.amazonaws.com"}"#, "sns.amazonaws.com", true),
        (r#"{"Service":"sns.amazonaws.com"}"#, "sqs.amazonaws.com", false),
        (r#"{"Service":"sns.amazonaws.com"}"#, USER, false),
        (r#"{"Federated":"accounts.google.com"}"#, "accounts.google.com", true),
        (
            r#"{"Federated":"cognito-identity.amazonaws.com"}"#,
            "cognito-identity.amazonaws.com",
            true,
        ),
        (
            r#"{"Federated":"arn:aws:iam::111122223333:saml-provider/p"}"#,
            "arn:aws:iam::111122223333:saml-provider/p",
            true,
        ),
        (
            r#"{"CanonicalUser":"79a59df900b949e55d96a1e698fbacedfd6e09d98eacf8f8d5218e7cd47ef2be"}"#,
            canonical,
            true,
        ),
    ];
    for (principal, who, named) in cases {
        let resource = grant(principal);
        let policies = Policies { resource: Some(&resource), ..Policies::default() };
        let expected = if named { Allowed } else { ImplicitDeny };
        assert_eq!(decide(&by(who), &policies), expected, "{who} by {principal}");
    }
    // Who names nobody, against the grammar, names nobody.
    let nobody = all();
    let policies = Policies { resource: Some(&nobody), ..Policies::default() };
    assert_eq!(decide(&by("*"), &policies), ImplicitDeny);
}

/// <https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_notprincipal.html>
#[test]
fn not_principal_spares_whom_it_writes_out() {
    let full = all();
    let deny = |spared: &[&str]| {
        read(&format!(
            r#"{{"Effect":"Deny","Action":"s3:*","Resource":"*","NotPrincipal":{{"AWS":{spared:?}}}}}"#
        ))
    };
    let decide = |who: &str, resource: &Document| {
        let policies =
            Policies { identity: vec![&full], resource: Some(resource), ..Policies::default() };
        decide(&by(who), &policies)
    };
    let bob = deny(&[USER, ROOT]);
    assert_eq!(decide(USER, &bob), Allowed);
    assert_eq!(decide("arn:aws:iam::111122223333:user/eve", &bob), ExplicitDeny);
    assert_eq!(decide("arn:aws:iam::444455556666:user/bob", &bob), ExplicitDeny);
    // The example of the page: one session of a role, with its role and account.
    let one = deny(&[SESSION, ROLE, ROOT]);
    assert_eq!(decide(SESSION, &one), Allowed);
    assert_eq!(decide("arn:aws:sts::111122223333:assumed-role/App/i-2", &one), ExplicitDeny);
}

/// <https://docs.aws.amazon.com/kms/latest/developerguide/key-policy-default.html> and
/// <https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_terms-and-concepts.html>
#[test]
fn keys_and_roles_trust_by_themselves() {
    let full = all();
    let key = "arn:aws:kms:us-east-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab";
    let decrypt =
        Request { action: "kms:Decrypt".to_owned(), resource: key.to_owned(), ..by(USER) };
    let key_policy = |principal: &str| {
        read(&format!(
            r#"{{"Effect":"Allow","Action":"kms:*","Resource":"*","Principal":{principal}}}"#
        ))
    };
    let account = key_policy(&format!(r#"{{"AWS":"{ROOT}"}}"#));
    let user = key_policy(&format!(r#"{{"AWS":"{USER}"}}"#));
    let eve = key_policy(r#"{"AWS":"arn:aws:iam::111122223333:user/eve"}"#);
    let with = |identity: bool, resource| Policies {
        identity: if identity { vec![&full] } else { vec![] },
        resource,
        ..Policies::default()
    };
    assert_eq!(decide(&decrypt, &with(true, Some(&account))), Allowed);
    assert_eq!(decide(&decrypt, &with(false, Some(&account))), ImplicitDeny);
    assert_eq!(decide(&decrypt, &with(false, Some(&user))), Allowed);
    assert_eq!(decide(&decrypt, &with(true, Some(&eve))), ImplicitDeny);
    assert_eq!(decide(&decrypt, &with(true, None)), ImplicitDeny);
    // Actions on no key are identity policies' affair.
    let list = Request { action: "kms:ListKeys".to_owned(), resource: "*".to_owned(), ..by(USER) };
    assert_eq!(decide(&list, &with(true, None)), Allowed);

    let assume = |who: &str| Request {
        action: "sts:AssumeRole".to_owned(),
        resource: ROLE.to_owned(),
        ..by(who)
    };
    let trust = |principal: &str| {
        read(&format!(r#"{{"Effect":"Allow","Action":"sts:AssumeRole","Principal":{principal}}}"#))
    };
    let account = trust(r#"{"AWS":"111122223333"}"#);
    let user = trust(&format!(r#"{{"AWS":"{USER}"}}"#));
    let service = trust(r#"{"Service":"lambda.amazonaws.com"}"#);
    assert_eq!(decide(&assume(USER), &with(true, Some(&account))), Allowed);
    assert_eq!(decide(&assume(USER), &with(false, Some(&account))), ImplicitDeny);
    assert_eq!(decide(&assume(USER), &with(false, Some(&user))), Allowed);
    assert_eq!(decide(&assume(USER), &with(true, Some(&service))), ImplicitDeny);
    assert_eq!(decide(&assume(USER), &with(true, None)), ImplicitDeny);
    assert_eq!(decide(&assume("lambda.amazonaws.com"), &with(false, Some(&service))), Allowed);
}

/// One Allow with one condition, asked with these values of its keys.
fn holds(condition: &str, context: &[(&str, &[&str])]) -> bool {
    let document = read(&format!(
        r#"{{"Effect":"Allow","Action":"s3:GetObject","Resource":"*","Condition":{condition}}}"#
    ));
    let own = |(key, values): &(&str, &[&str])| {
        ((*key).to_owned(), values.iter().map(|v| (*v).to_owned()).collect())
    };
    let request = Request { context: context.iter().map(own).collect(), ..by(USER) };
    let policies = Policies { identity: vec![&document], ..Policies::default() };
    decide(&request, &policies) == Allowed
}

/// <https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html>
#[test]
fn every_operator() {
    // The operator, values of the policy, values of the request that fulfil it and that do not.
    let cases: [(&str, &str, &[&str], &[&str]); 26] = [
        ("StringEquals", r#"["a","B"]"#, &["a", "B"], &["A", "b", "ab", "*"]),
        ("StringEquals", r#""a*""#, &["a*"], &["ab", "a"]),
        ("StringEqualsIgnoreCase", r#""Ab""#, &["ab", "AB"], &["abc"]),
        ("StringLike", r#"["a*","?b"]"#, &["a", "axx", "xb"], &["A", "b", "xxb"]),
        ("NumericEquals", r#""10""#, &["10", "10.0"], &["11", "ten"]),
        ("NumericEquals", "10", &["10"], &["1"]),
        ("NumericLessThan", r#""10""#, &["9.5", "-1"], &["10", "x"]),
        ("NumericLessThanEquals", r#""10""#, &["10"], &["10.1"]),
        ("NumericGreaterThan", r#"["20","10"]"#, &["11"], &["10"]),
        ("NumericGreaterThanEquals", r#""10""#, &["10"], &["9"]),
        (
            "DateEquals",
            r#""2026-01-01T00:00:00Z""#,
            &["2026-01-01T00:00:00Z", "1767225600", "2026-01-01T01:00:00+01:00"],
            &["2026-01-02"],
        ),
        ("DateLessThan", r#""2026-01-01""#, &["2025-12-31T23:59:59Z"], &["2026-01-01T00:00:00Z"]),
        (
            "DateLessThanEquals",
            r#""1767225600""#,
            &["2026-01-01T00:00:00Z"],
            &["2026-01-01T00:00:01Z"],
        ),
        (
            "DateGreaterThan",
            r#""2026-01-01""#,
            &["2026-01-01T00:00:00.001Z"],
            &["2026-01-01", "soon"],
        ),
        ("DateGreaterThanEquals", r#""2026-01-01""#, &["2026-01-01"], &["2025-12-31"]),
        ("Bool", r#""true""#, &["true", "True"], &["false", "yes"]),
        ("Bool", "false", &["false"], &["true"]),
        (
            "BinaryEquals",
            r#""QmluYXJ5VmFsdWVJbkJhc2U2NA==""#,
            &["QmluYXJ5VmFsdWVJbkJhc2U2NA=="],
            &["QmluYXJ5"],
        ),
        (
            "IpAddress",
            r#"["203.0.113.0/24","2001:DB8:1234:5678::/64"]"#,
            &["203.0.113.255", "2001:db8:1234:5678::1"],
            &["203.0.114.0", "2001:db8::1", "host"],
        ),
        ("IpAddress", r#""203.0.113.7""#, &["203.0.113.7"], &["203.0.113.8"]),
        ("IpAddress", r#""203.0.113.9/24""#, &["203.0.113.1"], &["203.0.112.1"]),
        (
            "ArnEquals",
            r#""arn:aws:sns:*:111122223333:topic-?""#,
            &["arn:aws:sns:us-east-1:111122223333:topic-1"],
            &["arn:aws:sns:us-east-1:111122223333:topic-10"],
        ),
        (
            "ArnLike",
            r#""arn:aws:*:us-east-1:*:*""#,
            &["arn:aws:sqs:us-east-1:1:a/b:c"],
            &["arn:aws:sqs:us-west-1:1:a", "ARN:aws:sqs:us-east-1:1:a"],
        ),
        (
            "ArnLike",
            r#""arn:aws:someservice:*:111122223333:finance/*""#,
            &["arn:aws:someservice:us-east-2:111122223333:finance/d.txt"],
            &[
                "arn:aws:someservice:us-east-2:999999999999:store/abc:111122223333:finance/document.txt",
            ],
        ),
        (
            "StringLike",
            r#""arn:aws:someservice:*:111122223333:finance/*""#,
            &[
                "arn:aws:someservice:us-east-2:999999999999:store/abc:111122223333:finance/document.txt",
            ],
            &["arn:aws:someservice:us-east-2:111122223333:store"],
        ),
        ("StringEquals", r#"["a","a/b*"]"#, &["a"], &["a/bc"]),
    ];
    let negated = |operator: &str| match operator {
        "IpAddress" => Some("NotIpAddress".to_owned()),
        "StringEquals" => Some("StringNotEquals".to_owned()),
        "StringEqualsIgnoreCase" => Some("StringNotEqualsIgnoreCase".to_owned()),
        "StringLike" => Some("StringNotLike".to_owned()),
        "NumericEquals" => Some("NumericNotEquals".to_owned()),
        "DateEquals" => Some("DateNotEquals".to_owned()),
        "ArnEquals" => Some("ArnNotEquals".to_owned()),
        "ArnLike" => Some("ArnNotLike".to_owned()),
        _ => None,
    };
    for (operator, values, yes, no) in cases {
        let on = |operator: &str| format!(r#"{{"{operator}":{{"aws:k":{values}}}}}"#);
        let ask = |operator: &str, value: &str| holds(&on(operator), &[("AWS:K", &[value])]);
        for (value, expected) in yes.iter().map(|v| (v, true)).chain(no.iter().map(|v| (v, false)))
        {
            let if_exists = format!("{operator}IfExists");
            assert_eq!(ask(operator, value), expected, "{operator} {values} {value}");
            assert_eq!(ask(&if_exists, value), expected, "{if_exists} {values} {value}");
            if let Some(not) = negated(operator) {
                assert_eq!(ask(&not, value), !expected, "{not} {values} {value}");
            }
        }
        // A key that is not there: no match, but for what is negated or asks only if it is.
        assert!(!holds(&on(operator), &[]), "{operator}");
        assert!(holds(&on(&format!("{operator}IfExists")), &[]), "{operator}");
        assert!(holds(&on(&format!("ForAllValues:{operator}")), &[]), "{operator}");
        assert!(!holds(&on(&format!("ForAnyValue:{operator}")), &[]), "{operator}");
        if let Some(not) = negated(operator) {
            assert!(holds(&on(&not), &[]), "{not}");
            assert!(holds(&on(&format!("{not}IfExists")), &[]), "{not}");
            assert!(holds(&on(&format!("ForAllValues:{not}")), &[]), "{not}");
            assert!(!holds(&on(&format!("ForAnyValue:{not}")), &[]), "{not}");
        }
    }
    assert!(holds(r#"{"Null":{"aws:k":"true"}}"#, &[]));
    assert!(!holds(r#"{"Null":{"aws:k":"true"}}"#, &[("aws:k", &["a"])]));
    assert!(holds(r#"{"Null":{"aws:k":false}}"#, &[("aws:k", &["a"])]));
    assert!(!holds(r#"{"Null":{"aws:k":"false"}}"#, &[]));
    // An operator nobody knows never matches.
    assert!(!holds(r#"{"StringMatches":{"aws:k":"a"}}"#, &[("aws:k", &["a"])]));
}

/// <https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-single-vs-multi-valued-context-keys.html>
#[test]
fn set_operators() {
    // The operator on ["a", "b*"] with no value, an empty one, and lists of them.
    let cases: [(&str, [bool; 7]); 8] = [
        // [], [""], [a], [a, b], [a, c], [c], [c, d]
        ("ForAllValues:StringLike", [true, true, true, true, false, false, false]),
        ("ForAnyValue:StringLike", [false, false, true, true, true, false, false]),
        ("ForAllValues:StringNotLike", [true, true, false, false, false, true, true]),
        ("ForAnyValue:StringNotLike", [false, false, false, false, true, true, true]),
        ("ForAllValues:StringEquals", [true, true, true, false, false, false, false]),
        ("ForAnyValue:StringEquals", [false, false, true, true, true, false, false]),
        ("ForAllValues:StringLikeIfExists", [true, true, true, true, false, false, false]),
        ("StringLike", [false, false, true, true, true, false, false]),
    ];
    let asked: [&[&str]; 7] = [&[], &[""], &["a"], &["a", "b"], &["a", "c"], &["c"], &["c", "d"]];
    for (operator, expected) in cases {
        let condition = format!(r#"{{"{operator}":{{"aws:TagKeys":["a","b*"]}}}}"#);
        for (values, expected) in asked.iter().zip(expected) {
            let found = holds(&condition, &[("aws:TagKeys", values)]);
            assert_eq!(found, expected, "{operator} {values:?}");
        }
    }
}

/// <https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-logic-multiple-context-keys-or-values.html>
#[test]
fn keys_are_and_values_are_or() {
    let condition = r#"{"StringEqualsIgnoreCase":{"aws:PrincipalTag/department":["finance","hr","legal"],
        "aws:PrincipalTag/role":["audit","security"]},"StringEquals":{"aws:PrincipalAccount":"111122223333"}}"#;
    let ask = |department, role| {
        holds(
            condition,
            &[("aws:PrincipalTag/Department", &[department]), ("aws:PrincipalTag/role", &[role])],
        )
    };
    assert!(ask("HR", "audit"));
    assert!(!ask("hr", "sales"));
    assert!(!ask("sales", "audit"));
    let none = r#"{"StringNotEquals":{"aws:PrincipalAccount":["111122223333","444455556666"]}}"#;
    assert!(!holds(none, &[]));
    assert!(holds(none, &[("aws:PrincipalAccount", &["777788889999"])]));
}

/// <https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html>
#[test]
fn policy_variables() {
    fn tag<'t>(values: &'t [&'t str]) -> [(&'static str, &'t [&'t str]); 1] {
        [("aws:PrincipalTag/team", values)]
    }
    let condition =
        |operator: &str, value: &str| format!(r#"{{"{operator}":{{"s3:prefix":"{value}"}}}}"#);
    let ask = |condition: &str, prefix: &str, context: &[(&str, &[&str])]| {
        let mut all: Vec<(&str, &[&str])> = context.to_vec();
        let prefix = [prefix];
        all.push(("s3:prefix", &prefix));
        holds(condition, &all)
    };
    let name = condition("StringEquals", "${AWS:username}");
    assert!(ask(&name, "bob", &[]));
    assert!(!ask(&name, "eve", &[]));
    let team = condition("StringEquals", "${aws:PrincipalTag/team}");
    assert!(ask(&team, "red", &tag(&["red"])));
    // "Policy variables with no value": nothing equals it, so a negated operator holds.
    assert!(!ask(&team, "red", &[]));
    assert!(!ask(&team, "${aws:PrincipalTag/team}", &[]));
    assert!(ask(&condition("StringNotEquals", "${aws:PrincipalTag/team}"), "red", &[]));
    // A key of several values is no variable.
    assert!(!ask(&team, "red", &tag(&["red", "blue"])));
    let default = condition("StringEquals", "${aws:PrincipalTag/team, 'company-wide'}");
    assert!(ask(&default, "company-wide", &[]));
    assert!(!ask(&default, "company-wide", &tag(&["red"])));
    // Characters that are not meant as wildcards or variables.
    let star = condition("StringLike", "${*}a${?}b${$}");
    assert!(ask(&star, "*a?b$", &[]));
    assert!(!ask(&star, "xaxbx", &[]));
    // What comes out of a variable is no pattern.
    assert!(!ask(&condition("StringLike", "${aws:PrincipalTag/team}"), "x", &tag(&["*"])));
    let bool = r#"{"Bool":{"aws:k":"${aws:PrincipalTag/team}"}}"#;
    assert!(holds(bool, &[("aws:k", &["true"]), ("aws:PrincipalTag/team", &["true"])]));
    assert!(!holds(bool, &[("aws:k", &["true"])]));
}

/// The same page, "Where you can use policy variables", and
/// <https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_version.html>
#[test]
fn variables_in_resources_and_old_versions() {
    let statement =
        r#"{"Effect":"Allow","Action":"s3:*","Resource":"arn:aws:s3:::b/${aws:username}/*"}"#;
    let of = |version: &str| {
        let json = format!(r#"{{{version}"Statement":[{statement}]}}"#);
        Document::from_json(&json).expect("JSON")
    };
    let ask = |document: &Document, who: &str, resource: &str| {
        let request = Request { resource: resource.to_owned(), ..by(who) };
        decide(&request, &Policies { identity: vec![document], ..Policies::default() })
    };
    let new = of(r#""Version":"2012-10-17","#);
    assert_eq!(ask(&new, USER, "arn:aws:s3:::b/bob/a"), Allowed);
    assert_eq!(ask(&new, USER, "arn:aws:s3:::b/${aws:username}/a"), ImplicitDeny);
    // A role has no user name, and a resource with a variable without a value matches nothing.
    assert_eq!(ask(&new, SESSION, "arn:aws:s3:::b/App/a"), ImplicitDeny);
    for old in [of(r#""Version":"2008-10-17","#), of("")] {
        assert_eq!(ask(&old, USER, "arn:aws:s3:::b/bob/a"), ImplicitDeny);
        assert_eq!(ask(&old, USER, "arn:aws:s3:::b/${aws:username}/a"), Allowed);
    }
}

/// <https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_resource.html> and
/// <https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_action.html>
#[test]
fn patterns_of_actions_and_resources() {
    let ask = |action: &str, resource: &str, asked: (&str, &str)| {
        let document =
            read(&format!(r#"{{"Effect":"Allow","Action":"{action}","Resource":"{resource}"}}"#));
        let request = Request { action: asked.0.into(), resource: asked.1.into(), ..by(USER) };
        decide(&request, &Policies { identity: vec![&document], ..Policies::default() }) == Allowed
    };
    let get = ("s3:GetObject", OBJECT);
    assert!(ask("*", "*", get));
    assert!(ask("S3:getobject", "*", get));
    assert!(ask("s3:G?tObj*", "*", get));
    assert!(ask("s*:*Object", "*", get));
    assert!(!ask("s3:Get", "*", get));
    assert!(ask("s3:*", "arn:aws:s3:::bucket/*", get));
    assert!(ask("s3:*", "arn:aws:s3:::bucket*", get));
    assert!(ask("s3:*", "arn:aws:s3:::b?cket/k*", get));
    assert!(!ask("s3:*", "arn:aws:s3:::Bucket/*", get));
    assert!(!ask("s3:*", "arn:aws:s3:::bucket", get));
    // An asterisk at the end reaches beyond the colons, others stay within their field.
    let log = ("logs:GetLogEvents", "arn:aws:logs:us-east-1:111122223333:log-group:a:log-stream:b");
    assert!(ask("logs:*", "arn:aws:logs:*", log));
    assert!(ask("logs:*", "arn:aws:logs:*:*:*", log));
    assert!(ask("logs:*", "arn:aws:logs:*:*:log-group:*:log-stream:b", log));
    assert!(!ask("logs:*", "arn:aws:logs:*:log-group:a:log-stream:b", log));
    // A request about no resource is about "*".
    assert!(ask("s3:*", "*", ("s3:ListAllMyBuckets", "*")));
    assert!(!ask("s3:*", "arn:aws:s3:::bucket", ("s3:ListAllMyBuckets", "*")));
}
