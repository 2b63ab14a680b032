//! Examples AWS documents, with the page each is taken from.

use iacscan::iam::{
    Decision, Document, Policies, PolicySet, Query, Request, Truth, allows, compare, simulate,
};

const USER: &str = "arn:aws:iam::123456789012:user/JohnDoe";

fn read(statements: &str) -> Document {
    let json = format!(r#"{{"Version":"2012-10-17","Statement":[{statements}]}}"#);
    let document = Document::from_json(&json).expect("JSON");
    assert_eq!(document.issues, []);
    document
}

fn decide(
    document: &Document,
    action: &str,
    resource: &str,
    context: &[(&str, &[&str])],
) -> Decision {
    let request = Request {
        principal: Some(USER.to_owned()),
        action: action.to_owned(),
        resource: resource.to_owned(),
        context: context
            .iter()
            .map(|(key, values)| {
                ((*key).to_owned(), values.iter().map(|v| (*v).to_owned()).collect())
            })
            .collect(),
        ..Request::default()
    };
    simulate(&request, &Policies { identity: vec![document], ..Policies::default() }).decision
}

/// <https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html#Conditions_IfExists>
#[test]
fn if_exists_limits_only_what_has_the_key() {
    let document = read(
        r#"{"Effect":"Allow","Action":"ec2:*","Resource":"*","Condition":{
            "StringLikeIfExists":{"ec2:InstanceType":["t1.*","t2.*","m3.*"]}}}"#,
    );
    let run = |kind: &[&str]| {
        let context: &[(&str, &[&str])] =
            if kind.is_empty() { &[] } else { &[("ec2:InstanceType", kind)] };
        decide(&document, "ec2:RunInstances", "*", context)
    };
    assert_eq!(run(&["t2.micro"]), Decision::Allowed);
    assert_eq!(run(&["m5.large"]), Decision::ImplicitDeny);
    assert_eq!(run(&[]), Decision::Allowed);
}

/// <https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-single-vs-multi-valued-context-keys.html>
#[test]
fn set_operators_judge_every_value_or_any() {
    let all = read(
        r#"{"Effect":"Allow","Action":"ec2:CreateTags","Resource":"*","Condition":{
            "ForAllValues:StringEquals":{"aws:TagKeys":["environment","cost-center"]}}}"#,
    );
    let tag = |document: &Document, keys: &[&str]| {
        decide(document, "ec2:CreateTags", "*", &[("aws:TagKeys", keys)])
    };
    assert_eq!(tag(&all, &["environment"]), Decision::Allowed);
    assert_eq!(tag(&all, &["environment", "other"]), Decision::ImplicitDeny);
    // Nothing to judge: ForAllValues holds.
    assert_eq!(tag(&all, &[]), Decision::Allowed);
    let any = read(
        r#"{"Effect":"Allow","Action":"ec2:CreateTags","Resource":"*","Condition":{
            "ForAnyValue:StringEquals":{"aws:TagKeys":["environment","cost-center"]}}}"#,
    );
    assert_eq!(tag(&any, &["environment", "other"]), Decision::Allowed);
    assert_eq!(tag(&any, &[]), Decision::ImplicitDeny);
}

/// <https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html>
#[test]
fn variables_are_values_of_the_request() {
    let home = read(
        r#"{"Effect":"Allow","Action":"s3:ListBucket","Resource":"arn:aws:s3:::amzn-s3-demo-bucket",
            "Condition":{"StringLike":{"s3:prefix":["${aws:username}/*"]}}},
           {"Effect":"Allow","Action":["s3:GetObject","s3:PutObject"],
            "Resource":"arn:aws:s3:::amzn-s3-demo-bucket/${aws:username}/*"}"#,
    );
    let get = |key: &str| {
        decide(&home, "s3:GetObject", &format!("arn:aws:s3:::amzn-s3-demo-bucket/{key}"), &[])
    };
    assert_eq!(get("JohnDoe/a"), Decision::Allowed);
    assert_eq!(get("JaneDoe/a"), Decision::ImplicitDeny);
    let list = |prefix: &str| {
        let bucket = "arn:aws:s3:::amzn-s3-demo-bucket";
        decide(&home, "s3:ListBucket", bucket, &[("s3:prefix", &[prefix])])
    };
    assert_eq!(list("JohnDoe/x"), Decision::Allowed);
    assert_eq!(list(""), Decision::ImplicitDeny);
    let team = read(
        r#"{"Effect":"Allow","Action":"s3:*","Resource":"arn:aws:s3:::b/${aws:PrincipalTag/team, 'company-wide'}/*"}"#,
    );
    let ask = |key: &str, context: &[(&str, &[&str])]| {
        decide(&team, "s3:GetObject", &format!("arn:aws:s3:::b/{key}"), context)
    };
    assert_eq!(ask("company-wide/a", &[]), Decision::Allowed);
    assert_eq!(ask("yellow/a", &[("aws:PrincipalTag/team", &["yellow"])]), Decision::Allowed);
    assert_eq!(ask("yellow/a", &[]), Decision::ImplicitDeny);
}

/// <https://docs.aws.amazon.com/IAM/latest/UserGuide/tutorial_attribute-based-access-control.html>
#[test]
fn tags_of_both_sides_are_compared() {
    let document = read(
        r#"{"Effect":"Allow","Action":"secretsmanager:*","Resource":"*","Condition":{
            "StringEquals":{"aws:ResourceTag/access-project":"${aws:PrincipalTag/access-project}"}}}"#,
    );
    let ask = |own: &str, theirs: &str| {
        decide(
            &document,
            "secretsmanager:GetSecretValue",
            "*",
            &[
                ("aws:ResourceTag/access-project", &[theirs]),
                ("aws:PrincipalTag/access-project", &[own]),
            ],
        )
    };
    assert_eq!(ask("peg", "peg"), Decision::Allowed);
    assert_eq!(ask("peg", "uni"), Decision::ImplicitDeny);
    // What a tag holds is no pattern.
    assert_eq!(ask("*", "uni"), Decision::ImplicitDeny);
}

/// <https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_examples_aws_deny-requested-region.html>
#[test]
fn regions_are_denied_but_for_global_services() {
    let document = read(
        r#"{"Effect":"Allow","Action":"*","Resource":"*"},
           {"Sid":"DenyAllOutsideRequestedRegions","Effect":"Deny",
            "NotAction":["cloudfront:*","iam:*","organizations:*","route53:*","support:*"],
            "Resource":"*","Condition":{"StringNotEquals":{"aws:RequestedRegion":
            ["eu-central-1","eu-west-1","eu-west-2","eu-west-3"]}}}"#,
    );
    let ask = |action: &str, region: &str| {
        decide(&document, action, "*", &[("aws:RequestedRegion", &[region])])
    };
    assert_eq!(ask("ec2:RunInstances", "eu-west-1"), Decision::Allowed);
    assert_eq!(ask("ec2:RunInstances", "us-east-1"), Decision::ExplicitDeny);
    assert_eq!(ask("iam:CreateUser", "us-east-1"), Decision::Allowed);
    let every = |action| allows(&[&document], &Query::every(action, "*")).truth;
    assert_eq!(every("iam:*"), Truth::True);
    assert_eq!(every("ec2:*"), Truth::False);
}

/// <https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_examples_aws_my-sec-creds-self-manage-mfa-only.html>
#[test]
fn without_mfa_all_else_is_denied() {
    let document = read(
        r#"{"Effect":"Allow","Action":"*","Resource":"*"},
           {"Sid":"DenyAllExceptListedIfNoMFA","Effect":"Deny",
            "NotAction":["iam:CreateVirtualMFADevice","iam:EnableMFADevice","sts:GetSessionToken"],
            "Resource":"*","Condition":{"BoolIfExists":{"aws:MultiFactorAuthPresent":"false"}}}"#,
    );
    let ask = |action: &str, mfa: &[&str]| {
        let context: &[(&str, &[&str])] =
            if mfa.is_empty() { &[] } else { &[("aws:MultiFactorAuthPresent", mfa)] };
        decide(&document, action, "*", context)
    };
    assert_eq!(ask("s3:ListAllMyBuckets", &["true"]), Decision::Allowed);
    assert_eq!(ask("s3:ListAllMyBuckets", &["false"]), Decision::ExplicitDeny);
    // Long-term keys carry no such key at all.
    assert_eq!(ask("s3:ListAllMyBuckets", &[]), Decision::ExplicitDeny);
    assert_eq!(ask("iam:EnableMFADevice", &[]), Decision::Allowed);
}

/// <https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_notresource.html>
#[test]
fn a_bucket_alone_is_left() {
    let document = read(
        r#"{"Effect":"Deny","Action":"s3:*","NotResource":
            ["arn:aws:s3:::HRBucket/Payroll","arn:aws:s3:::HRBucket/Payroll/*"]},
           {"Effect":"Allow","Action":"s3:*","Resource":"*"}"#,
    );
    let ask = |key: &str| decide(&document, "s3:GetObject", key, &[]);
    assert_eq!(ask("arn:aws:s3:::HRBucket/Payroll/a"), Decision::Allowed);
    assert_eq!(ask("arn:aws:s3:::HRBucket/Other"), Decision::ExplicitDeny);
    // Resources are case-sensitive, actions are not.
    assert_eq!(ask("arn:aws:s3:::HRBucket/payroll/a"), Decision::ExplicitDeny);
    let upper = decide(&document, "S3:getobject", "arn:aws:s3:::HRBucket/Payroll/a", &[]);
    assert_eq!(upper, Decision::Allowed);
}

/// <https://docs.aws.amazon.com/IAM/latest/UserGuide/access-analyzer-custom-policy-checks.html>
#[test]
fn new_access_is_found_with_a_request() {
    let old = read(
        r#"{"Effect":"Allow","Action":["s3:GetObject","s3:ListBucket"],"Resource":["arn:aws:s3:::amzn-s3-demo-bucket","arn:aws:s3:::amzn-s3-demo-bucket/*"]}"#,
    );
    let wider = read(
        r#"{"Effect":"Allow","Action":"s3:*Object","Resource":"arn:aws:s3:::amzn-s3-demo-bucket/*"}"#,
    );
    let narrower = read(
        r#"{"Effect":"Allow","Action":"s3:GetObject","Resource":"arn:aws:s3:::amzn-s3-demo-bucket/public/*",
            "Condition":{"IpAddress":{"aws:SourceIp":"203.0.113.0/24"}}}"#,
    );
    let set = |d: &Document| PolicySet::new(&[d]);
    let found = compare(&set(&old), &set(&wider));
    assert_eq!(found.truth, Truth::True);
    let example = found.example.expect("an example");
    let simulated = |d: &Document| decide(d, &example.action, &example.resource, &[]);
    assert_eq!(simulated(&wider), Decision::Allowed);
    assert_eq!(simulated(&old), Decision::ImplicitDeny);
    assert!(example.action.starts_with("s3:") && example.action.ends_with("Object"));
    assert_eq!(compare(&set(&old), &set(&narrower)).truth, Truth::False);
    assert_eq!(compare(&set(&old), &set(&old)).truth, Truth::False);
}
