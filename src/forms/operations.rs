//! Logs, alarms, trails, configuration, delivery.

use super::{Form, form};

pub(super) const FORMS: &[Form] = &[
    form(
        "aws_cloudwatch_log_group",
        "AWS::Logs::LogGroup",
        &[("name", "name", "LogGroupName", None)],
        &[
            ("arn", "", "arn:{partition}:logs:{region}:{account}:log-group:{name}"),
            ("", "Arn", "arn:{partition}:logs:{region}:{account}:log-group:{name}:*"),
            ("id", "Ref", "{name}"),
            ("name", "", "{name}"),
        ],
    ),
    form(
        "aws_cloudtrail",
        "AWS::CloudTrail::Trail",
        &[("name", "name", "TrailName", None)],
        &[
            ("arn", "Arn", "arn:{partition}:cloudtrail:{region}:{account}:trail/{name}"),
            ("", "Ref", "{name}"),
            ("name", "", "{name}"),
        ],
    ),
    form(
        "aws_codecommit_repository",
        "AWS::CodeCommit::Repository",
        &[("name", "repository_name", "RepositoryName", None)],
        &[
            ("arn", "Arn", "arn:{partition}:codecommit:{region}:{account}:{name}"),
            ("repository_name", "Name", "{name}"),
        ],
    ),
    form(
        "aws_codepipeline",
        "AWS::CodePipeline::Pipeline",
        &[("name", "name", "Name", None)],
        &[
            ("arn", "", "arn:{partition}:codepipeline:{region}:{account}:{name}"),
            ("name", "Ref", "{name}"),
        ],
    ),
    form(
        "aws_cloudwatch_metric_alarm",
        "AWS::CloudWatch::Alarm",
        &[("name", "alarm_name", "AlarmName", None)],
        &[
            ("arn", "Arn", "arn:{partition}:cloudwatch:{region}:{account}:alarm:{name}"),
            ("alarm_name", "Ref", "{name}"),
            ("id", "", "{name}"),
        ],
    ),
    form(
        "aws_cloudfront_distribution",
        "AWS::CloudFront::Distribution",
        &[("id", "", "", None)],
        &[
            ("arn", "", "arn:{partition}:cloudfront::{account}:distribution/{id}"),
            ("id", "Ref", "{id}"),
            ("", "Id", "{id}"),
        ],
    ),
    form(
        "aws_ssm_document",
        "AWS::SSM::Document",
        &[("name", "name", "Name", None)],
        &[
            ("arn", "", "arn:{partition}:ssm:{region}:{account}:document/{name}"),
            ("name", "Ref", "{name}"),
            ("id", "", "{name}"),
        ],
    ),
    form(
        "aws_cloudwatch_log_metric_filter",
        "AWS::Logs::MetricFilter",
        &[("name", "name", "FilterName", None)],
        &[("id", "Ref", "{name}"), ("name", "", "{name}")],
    ),
    form(
        "aws_cloudwatch_log_destination",
        "AWS::Logs::Destination",
        &[("name", "name", "DestinationName", None)],
        &[
            ("arn", "Arn", "arn:{partition}:logs:{region}:{account}:destination:{name}"),
            ("id", "Ref", "{name}"),
        ],
    ),
    form(
        "aws_cloudwatch_log_destination_policy",
        "",
        &[("name", "destination_name", "", None)],
        &[("id", "", "{name}")],
    ),
    form(
        "aws_cloudwatch_log_resource_policy",
        "AWS::Logs::ResourcePolicy",
        &[("name", "policy_name", "PolicyName", None)],
        &[("id", "Ref", "{name}")],
    ),
    form(
        "aws_config_config_rule",
        "AWS::Config::ConfigRule",
        &[("name", "name", "ConfigRuleName", None), ("rule_id", "", "", None)],
        &[
            ("arn", "Arn", "arn:{partition}:config:{region}:{account}:config-rule/{rule_id}"),
            ("id", "Ref", "{name}"),
            ("rule_id", "ConfigRuleId", "{rule_id}"),
        ],
    ),
    form(
        "aws_config_configuration_aggregator",
        "AWS::Config::ConfigurationAggregator",
        &[("name", "name", "ConfigurationAggregatorName", None), ("id", "", "", None)],
        &[
            (
                "arn",
                "ConfigurationAggregatorArn",
                "arn:{partition}:config:{region}:{account}:config-aggregator/{id}",
            ),
            ("id", "Ref", "{name}"),
        ],
    ),
    form(
        "aws_config_configuration_recorder",
        "",
        &[("name", "name", "", Some("default"))],
        &[("id", "", "{name}"), ("name", "", "{name}")],
    ),
    form(
        "",
        "AWS::Config::ConfigurationRecorder",
        &[("name", "", "Name", None)],
        &[("", "Ref", "{name}")],
    ),
    form(
        "aws_config_configuration_recorder_status",
        "",
        &[("name", "name", "", None)],
        &[("id", "", "{name}")],
    ),
];
