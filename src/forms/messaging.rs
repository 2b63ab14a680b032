//! Queues, topics, buses, streams, workflows, APIs, mail.

use super::{Form, form};

pub(super) const FORMS: &[Form] = &[
    form(
        "aws_sns_topic",
        "AWS::SNS::Topic",
        &[("name", "name", "TopicName", None)],
        &[
            ("arn", "TopicArn", "arn:{partition}:sns:{region}:{account}:{name}"),
            ("id", "Ref", "arn:{partition}:sns:{region}:{account}:{name}"),
            ("name", "TopicName", "{name}"),
            ("owner", "", "{account}"),
        ],
    ),
    form(
        "aws_sqs_queue",
        "AWS::SQS::Queue",
        &[("name", "name", "QueueName", None)],
        &[
            ("arn", "Arn", "arn:{partition}:sqs:{region}:{account}:{name}"),
            ("id", "Ref", "https://sqs.{region}.{dns_suffix}/{account}/{name}"),
            ("url", "QueueUrl", "https://sqs.{region}.{dns_suffix}/{account}/{name}"),
            ("name", "QueueName", "{name}"),
        ],
    ),
    form(
        "aws_kinesis_stream",
        "AWS::Kinesis::Stream",
        &[("name", "name", "Name", None)],
        &[
            ("arn", "Arn", "arn:{partition}:kinesis:{region}:{account}:stream/{name}"),
            ("id", "", "arn:{partition}:kinesis:{region}:{account}:stream/{name}"),
            ("name", "Ref", "{name}"),
        ],
    ),
    form(
        "aws_sfn_state_machine",
        "AWS::StepFunctions::StateMachine",
        &[("name", "name", "StateMachineName", None)],
        &[
            ("arn", "Arn", "arn:{partition}:states:{region}:{account}:stateMachine:{name}"),
            ("id", "Ref", "arn:{partition}:states:{region}:{account}:stateMachine:{name}"),
            ("name", "Name", "{name}"),
        ],
    ),
    form(
        "aws_cloudwatch_event_rule",
        "AWS::Events::Rule",
        &[("name", "name", "Name", None), ("bus/", "event_bus_name", "EventBusName", Some(""))],
        &[
            ("arn", "Arn", "arn:{partition}:events:{region}:{account}:rule/{bus/}{name}"),
            ("name", "", "{name}"),
            ("id", "", "{bus/}{name}"),
        ],
    ),
    form(
        "aws_cloudwatch_event_bus",
        "AWS::Events::EventBus",
        &[("name", "name", "Name", None)],
        &[
            ("arn", "Arn", "arn:{partition}:events:{region}:{account}:event-bus/{name}"),
            ("name", "Name", "{name}"),
            ("id", "Ref", "{name}"),
        ],
    ),
    form(
        "aws_scheduler_schedule_group",
        "AWS::Scheduler::ScheduleGroup",
        &[("name", "name", "Name", None)],
        &[
            ("arn", "Arn", "arn:{partition}:scheduler:{region}:{account}:schedule-group/{name}"),
            ("id", "Ref", "{name}"),
        ],
    ),
    form(
        "aws_sfn_activity",
        "AWS::StepFunctions::Activity",
        &[("name", "name", "Name", None)],
        &[
            ("id", "Ref", "arn:{partition}:states:{region}:{account}:activity:{name}"),
            ("", "Arn", "arn:{partition}:states:{region}:{account}:activity:{name}"),
            ("name", "Name", "{name}"),
        ],
    ),
    form(
        "aws_kinesis_firehose_delivery_stream",
        "AWS::KinesisFirehose::DeliveryStream",
        &[("name", "name", "DeliveryStreamName", None)],
        &[
            ("arn", "Arn", "arn:{partition}:firehose:{region}:{account}:deliverystream/{name}"),
            ("name", "Ref", "{name}"),
        ],
    ),
    form(
        "aws_appsync_graphql_api",
        "AWS::AppSync::GraphQLApi",
        &[("id", "", "", None)],
        &[
            ("arn", "Arn", "arn:{partition}:appsync:{region}:{account}:apis/{id}"),
            ("id", "ApiId", "{id}"),
            ("", "Ref", "arn:{partition}:appsync:{region}:{account}:apis/{id}"),
        ],
    ),
    form(
        "aws_api_gateway_rest_api",
        "AWS::ApiGateway::RestApi",
        &[("id", "", "", None)],
        &[
            ("id", "Ref", "{id}"),
            ("", "RestApiId", "{id}"),
            ("execution_arn", "", "arn:{partition}:execute-api:{region}:{account}:{id}"),
            ("arn", "", "arn:{partition}:apigateway:{region}::/restapis/{id}"),
        ],
    ),
    form(
        "aws_apigatewayv2_api",
        "AWS::ApiGatewayV2::Api",
        &[("id", "", "", None)],
        &[
            ("id", "Ref", "{id}"),
            ("", "ApiId", "{id}"),
            ("execution_arn", "", "arn:{partition}:execute-api:{region}:{account}:{id}"),
            ("arn", "", "arn:{partition}:apigateway:{region}::/apis/{id}"),
            ("api_endpoint", "ApiEndpoint", "https://{id}.execute-api.{region}.{dns_suffix}"),
        ],
    ),
    form(
        "aws_iot_policy",
        "AWS::IoT::Policy",
        &[("name", "name", "PolicyName", None)],
        &[
            ("arn", "Arn", "arn:{partition}:iot:{region}:{account}:policy/{name}"),
            ("id", "", "{name}"),
            ("name", "", "{name}"),
        ],
    ),
    form(
        "aws_msk_cluster",
        "AWS::MSK::Cluster",
        &[("name", "cluster_name", "ClusterName", None), ("uuid", "", "", None)],
        &[
            ("arn", "Arn", "arn:{partition}:kafka:{region}:{account}:cluster/{name}/{uuid}"),
            ("id", "Ref", "arn:{partition}:kafka:{region}:{account}:cluster/{name}/{uuid}"),
        ],
    ),
    form(
        "aws_ses_domain_identity",
        "",
        &[("domain", "domain", "", None)],
        &[
            ("arn", "", "arn:{partition}:ses:{region}:{account}:identity/{domain}"),
            ("id", "", "{domain}"),
        ],
    ),
    form(
        "aws_ses_email_identity",
        "",
        &[("email", "email", "", None)],
        &[
            ("arn", "", "arn:{partition}:ses:{region}:{account}:identity/{email}"),
            ("id", "", "{email}"),
        ],
    ),
    form(
        "aws_sesv2_email_identity",
        "AWS::SES::EmailIdentity",
        &[("identity", "email_identity", "EmailIdentity", None)],
        &[
            ("arn", "", "arn:{partition}:ses:{region}:{account}:identity/{identity}"),
            ("id", "Ref", "{identity}"),
        ],
    ),
    form(
        "aws_schemas_registry",
        "AWS::EventSchemas::Registry",
        &[("name", "name", "RegistryName", None)],
        &[
            ("arn", "RegistryArn", "arn:{partition}:schemas:{region}:{account}:registry/{name}"),
            ("", "Ref", "arn:{partition}:schemas:{region}:{account}:registry/{name}"),
            ("id", "", "{name}"),
            ("", "RegistryName", "{name}"),
        ],
    ),
    form(
        "aws_kinesis_stream_consumer",
        "AWS::Kinesis::StreamConsumer",
        &[
            ("stream", "", "", None),
            ("name", "name", "ConsumerName", None),
            ("created", "", "", None),
        ],
        &[
            (
                "arn",
                "ConsumerARN",
                "arn:{partition}:kinesis:{region}:{account}:stream/{stream}/consumer/{name}:{created}",
            ),
            (
                "id",
                "Ref",
                "arn:{partition}:kinesis:{region}:{account}:stream/{stream}/consumer/{name}:{created}",
            ),
        ],
    ),
];
