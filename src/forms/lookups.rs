//! Data sources: what is looked up by name is in the own account, its path unknown.

use super::{Form, form};

pub(super) const FORMS: &[Form] = &[
    form(
        "data.aws_s3_bucket",
        "",
        &[("name", "bucket", "", None)],
        &[("arn", "", "arn:{partition}:s3:::{name}"), ("id", "", "{name}")],
    ),
    form(
        "data.aws_iam_role",
        "",
        &[("name", "name", "", None), ("path", "path", "", None)],
        &[("id", "", "{name}"), ("arn", "", "arn:{partition}:iam::{account}:role{path}{name}")],
    ),
    form(
        "data.aws_iam_user",
        "",
        &[("name", "user_name", "", None), ("path", "path", "", None)],
        &[("arn", "", "arn:{partition}:iam::{account}:user{path}{name}"), ("id", "", "{name}")],
    ),
    form(
        "data.aws_iam_group",
        "",
        &[("name", "group_name", "", None), ("path", "path", "", None)],
        &[("arn", "", "arn:{partition}:iam::{account}:group{path}{name}")],
    ),
    form(
        "data.aws_iam_instance_profile",
        "",
        &[("name", "name", "", None), ("path", "path", "", None)],
        &[("arn", "", "arn:{partition}:iam::{account}:instance-profile{path}{name}")],
    ),
    form(
        "data.aws_sns_topic",
        "",
        &[("name", "name", "", None)],
        &[
            ("arn", "", "arn:{partition}:sns:{region}:{account}:{name}"),
            ("id", "", "arn:{partition}:sns:{region}:{account}:{name}"),
        ],
    ),
    form(
        "data.aws_sqs_queue",
        "",
        &[("name", "name", "", None)],
        &[
            ("arn", "", "arn:{partition}:sqs:{region}:{account}:{name}"),
            ("url", "", "https://sqs.{region}.{dns_suffix}/{account}/{name}"),
            ("id", "", "https://sqs.{region}.{dns_suffix}/{account}/{name}"),
        ],
    ),
    form(
        "data.aws_dynamodb_table",
        "",
        &[("name", "name", "", None)],
        &[
            ("arn", "", "arn:{partition}:dynamodb:{region}:{account}:table/{name}"),
            ("id", "", "{name}"),
        ],
    ),
    form(
        "data.aws_kinesis_stream",
        "",
        &[("name", "name", "", None)],
        &[
            ("arn", "", "arn:{partition}:kinesis:{region}:{account}:stream/{name}"),
            ("id", "", "arn:{partition}:kinesis:{region}:{account}:stream/{name}"),
        ],
    ),
    form(
        "data.aws_cloudwatch_log_group",
        "",
        &[("name", "name", "", None)],
        &[
            ("arn", "", "arn:{partition}:logs:{region}:{account}:log-group:{name}"),
            ("id", "", "{name}"),
        ],
    ),
    form(
        "data.aws_sfn_state_machine",
        "",
        &[("name", "name", "", None)],
        &[("arn", "", "arn:{partition}:states:{region}:{account}:stateMachine:{name}")],
    ),
    form(
        "data.aws_secretsmanager_secret",
        "",
        &[("name", "name", "", None), ("suffix", "", "", None)],
        &[
            ("arn", "", "arn:{partition}:secretsmanager:{region}:{account}:secret:{name}-{suffix}"),
            ("id", "", "arn:{partition}:secretsmanager:{region}:{account}:secret:{name}-{suffix}"),
        ],
    ),
    form(
        "data.aws_ssm_parameter",
        "",
        &[("name", "name", "", None), ("slashed_name", "name", "", None)],
        &[
            ("arn", "", "arn:{partition}:ssm:{region}:{account}:parameter{slashed_name}"),
            ("id", "", "{name}"),
        ],
    ),
];
