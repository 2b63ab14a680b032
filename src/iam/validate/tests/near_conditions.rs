//! Conditions that nearly are what a check looks for: it must stay silent.

use super::*;

#[test]
fn conditions() {
    for (code, condition) in CONDITIONS {
        let text = format!(r#"{A}"Action":"s3:ListBucket","Condition":{{{condition}}}"#);
        silent(Identity, code, &text);
    }
}

const CONDITIONS: &[(&str, &str)] = &[
    ("MISSING_QUALIFIER", r#""ForAnyValue:StringEquals":{"aws:TagKeys":"a"}"#),
    ("MISSING_QUALIFIER", r#""Null":{"aws:TagKeys":"true"}"#),
    ("FORALLVALUES_WITH_SINGLE_VALUED_KEY", r#""ForAllValues:StringEquals":{"aws:TagKeys":"a"}"#),
    ("NULL_WITH_IF_EXISTS", r#""Null":{"aws:TokenIssueTime":"true"}"#),
    ("NULL_WITH_QUALIFIER", r#""Null":{"aws:TagKeys":"true"}"#),
    ("TYPE_MISMATCH", r#""Bool":{"aws:SecureTransport":"true"}"#),
    ("TYPE_MISMATCH", r#""Null":{"aws:SecureTransport":"true"}"#),
    ("TYPE_MISMATCH", r#""StringEquals":{"aws:PrincipalArn":"arn:aws:iam::111122223333:role/r"}"#),
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
    ("INVALID_REGION", r#""StringEquals":{"aws:RequestedRegion":["eu-west-1","us-gov-west-1"]}"#),
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
    ("REDUNDANT_STATEMENT_DUE_TO_WILDCARD_IN_CONDITION", r#""StringNotLike":{"s3:prefix":"*"}"#),
    ("REDUNDANT_CONDITION_VALUE_NUM", r#""NumericEquals":{"s3:max-keys":["1","2"]}"#),
    ("REDUNDANT_CONDITION_VALUE_NUM", r#""NumericLessThan":{"s3:max-keys":"2"}"#),
    ("EMPTY_ARRAY_CONDITION", r#""StringEquals":{"s3:prefix":[""]}"#),
    (
        "DUPLICATE_KEYS_WITH_DIFFERENT_CASE",
        r#""StringEquals":{"s3:prefix":"a"},"StringLike":{"s3:Prefix":"b*"}"#,
    ),
    (
        "DEPRECATED_GLOBAL_CONDITION_KEY",
        r#""ArnLike":{"aws:PrincipalArn":"arn:aws:iam::*:role/a"}"#,
    ),
    (
        "UNSUPPORTED_GLOBAL_CONDITION_KEY",
        r#""ArnLike":{"aws:PrincipalArn":"arn:aws:iam::*:role/a"}"#,
    ),
    ("EMPTY_ARRAY_CONDITION_FORALLVALUES", r#""ForAnyValue:StringEquals":{"aws:TagKeys":[]}"#),
    ("EMPTY_ARRAY_CONDITION_FORALLVALUES", r#""ForAllValues:StringEquals":{"aws:TagKeys":["a"]}"#),
    ("EMPTY_ARRAY_CONDITION_FORANYVALUE", r#""ForAllValues:StringEquals":{"aws:TagKeys":[]}"#),
    ("EMPTY_ARRAY_CONDITION_IFEXISTS", r#""StringEquals":{"s3:prefix":[]}"#),
    (
        "INVALID_KMS_KEY_VALUE",
        r#""StringEquals":{"s3:x-amz-server-side-encryption-aws-kms-key-id":"arn:aws:kms:eu-west-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab"}"#,
    ),
    ("TYPE_MISMATCH_STRING", r#""BinaryEquals":{"s3:prefix":"QmluYXJ5"}"#),
    ("EMPTY_OBJECT_CONDITION", r#""StringEquals":{"s3:prefix":"a"}"#),
    (
        "USE_CONDITION_KEY_ONLY_WITH_SUPPORTED_SERVICES",
        r#""StringEquals":{"aws:VpceAccount":"111122223333"}"#,
    ),
    (
        "MISSING_QUALIFIER",
        r#""StringEquals":{"events:detail-type":"EC2 Instance State-change Notification"}"#,
    ),
];
