//! Condition operators, keys and values.

use super::*;

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
