//! Functions, containers, instances and their networks.

use super::{Form, form};

const TARGET_GROUP: &str =
    "arn:{partition}:elasticloadbalancing:{region}:{account}:targetgroup/{name}/{suffix}";

pub(super) const FORMS: &[Form] = &[
    form(
        "aws_lambda_function",
        "AWS::Lambda::Function",
        &[("name", "function_name", "FunctionName", None), ("version", "", "", None)],
        &[
            ("arn", "Arn", "arn:{partition}:lambda:{region}:{account}:function:{name}"),
            ("id", "Ref", "{name}"),
            ("function_name", "", "{name}"),
            (
                "qualified_arn",
                "",
                "arn:{partition}:lambda:{region}:{account}:function:{name}:{version}",
            ),
            (
                "invoke_arn",
                "",
                "arn:{partition}:apigateway:{region}:lambda:path/2015-03-31/functions/arn:{partition}:lambda:{region}:{account}:function:{name}/invocations",
            ),
        ],
    ),
    form(
        "aws_lb_target_group",
        "AWS::ElasticLoadBalancingV2::TargetGroup",
        &[("name", "name", "Name", None), ("suffix", "", "", None)],
        &[
            ("arn", "TargetGroupArn", TARGET_GROUP),
            ("id", "Ref", TARGET_GROUP),
            ("arn_suffix", "TargetGroupFullName", "targetgroup/{name}/{suffix}"),
            ("name", "TargetGroupName", "{name}"),
        ],
    ),
    form(
        "aws_ecs_cluster",
        "AWS::ECS::Cluster",
        &[("name", "name", "ClusterName", None)],
        &[
            ("arn", "Arn", "arn:{partition}:ecs:{region}:{account}:cluster/{name}"),
            ("", "Ref", "{name}"),
            ("id", "", "arn:{partition}:ecs:{region}:{account}:cluster/{name}"),
            ("name", "", "{name}"),
        ],
    ),
    form(
        "aws_codebuild_project",
        "AWS::CodeBuild::Project",
        &[("name", "name", "Name", None)],
        &[
            ("arn", "Arn", "arn:{partition}:codebuild:{region}:{account}:project/{name}"),
            ("name", "Ref", "{name}"),
            ("id", "", "arn:{partition}:codebuild:{region}:{account}:project/{name}"),
        ],
    ),
    form(
        "aws_eks_cluster",
        "AWS::EKS::Cluster",
        &[("name", "name", "Name", None)],
        &[
            ("arn", "Arn", "arn:{partition}:eks:{region}:{account}:cluster/{name}"),
            ("name", "Ref", "{name}"),
            ("id", "", "{name}"),
        ],
    ),
    form(
        "aws_autoscaling_group",
        "AWS::AutoScaling::AutoScalingGroup",
        &[("name", "name", "AutoScalingGroupName", None), ("uuid", "", "", None)],
        &[
            (
                "arn",
                "AutoScalingGroupARN",
                "arn:{partition}:autoscaling:{region}:{account}:autoScalingGroup:{uuid}:autoScalingGroupName/{name}",
            ),
            ("name", "Ref", "{name}"),
            ("id", "", "{name}"),
        ],
    ),
    form(
        "aws_instance",
        "AWS::EC2::Instance",
        &[("id", "", "", None)],
        &[
            ("arn", "", "arn:{partition}:ec2:{region}:{account}:instance/{id}"),
            ("id", "Ref", "{id}"),
            ("", "InstanceId", "{id}"),
        ],
    ),
    form(
        "aws_vpc",
        "AWS::EC2::VPC",
        &[("id", "", "", None)],
        &[
            ("id", "Ref", "{id}"),
            ("arn", "", "arn:{partition}:ec2:{region}:{account}:vpc/{id}"),
            ("", "VpcId", "{id}"),
        ],
    ),
    form(
        "aws_subnet",
        "AWS::EC2::Subnet",
        &[("id", "", "", None)],
        &[
            ("id", "Ref", "{id}"),
            ("arn", "", "arn:{partition}:ec2:{region}:{account}:subnet/{id}"),
            ("", "SubnetId", "{id}"),
        ],
    ),
    form(
        "aws_security_group",
        "AWS::EC2::SecurityGroup",
        &[("id", "", "", None)],
        &[
            ("id", "Ref", "{id}"),
            ("arn", "", "arn:{partition}:ec2:{region}:{account}:security-group/{id}"),
            ("", "GroupId", "{id}"),
        ],
    ),
    form(
        "aws_vpc_endpoint",
        "AWS::EC2::VPCEndpoint",
        &[("id", "", "", None)],
        &[
            ("id", "Ref", "{id}"),
            ("arn", "", "arn:{partition}:ec2:{region}:{account}:vpc-endpoint/{id}"),
            ("", "Id", "{id}"),
        ],
    ),
    form(
        "aws_lambda_function_url",
        "AWS::Lambda::Url",
        &[("url", "", "", None)],
        &[("function_url", "FunctionUrl", "https://{url}.lambda-url.{region}.on.aws/")],
    ),
    form(
        "aws_lambda_layer_version",
        "AWS::Lambda::LayerVersion",
        &[("name", "layer_name", "LayerName", None), ("version", "", "", None)],
        &[
            ("arn", "Ref", "arn:{partition}:lambda:{region}:{account}:layer:{name}:{version}"),
            (
                "",
                "LayerVersionArn",
                "arn:{partition}:lambda:{region}:{account}:layer:{name}:{version}",
            ),
            ("layer_arn", "", "arn:{partition}:lambda:{region}:{account}:layer:{name}"),
            ("id", "", "arn:{partition}:lambda:{region}:{account}:layer:{name}:{version}"),
        ],
    ),
    form(
        "aws_ecs_service",
        "AWS::ECS::Service",
        &[("cluster", "", "", None), ("name", "name", "ServiceName", None)],
        &[
            ("id", "Ref", "arn:{partition}:ecs:{region}:{account}:service/{cluster}/{name}"),
            (
                "arn",
                "ServiceArn",
                "arn:{partition}:ecs:{region}:{account}:service/{cluster}/{name}",
            ),
            ("name", "Name", "{name}"),
        ],
    ),
    form(
        "aws_ecs_task_definition",
        "AWS::ECS::TaskDefinition",
        &[("family", "family", "Family", None), ("revision", "", "", None)],
        &[
            (
                "arn",
                "TaskDefinitionArn",
                "arn:{partition}:ecs:{region}:{account}:task-definition/{family}:{revision}",
            ),
            (
                "",
                "Ref",
                "arn:{partition}:ecs:{region}:{account}:task-definition/{family}:{revision}",
            ),
            (
                "arn_without_revision",
                "",
                "arn:{partition}:ecs:{region}:{account}:task-definition/{family}",
            ),
            ("id", "", "{family}"),
        ],
    ),
    form(
        "aws_launch_configuration",
        "AWS::AutoScaling::LaunchConfiguration",
        &[("uuid", "", "", None), ("name", "name", "LaunchConfigurationName", None)],
        &[
            (
                "arn",
                "",
                "arn:{partition}:autoscaling:{region}:{account}:launchConfiguration:{uuid}:launchConfigurationName/{name}",
            ),
            ("id", "Ref", "{name}"),
            ("name", "", "{name}"),
        ],
    ),
    form(
        "aws_launch_template",
        "AWS::EC2::LaunchTemplate",
        &[("id", "", "", None)],
        &[
            ("arn", "", "arn:{partition}:ec2:{region}:{account}:launch-template/{id}"),
            ("id", "Ref", "{id}"),
            ("", "LaunchTemplateId", "{id}"),
        ],
    ),
    form(
        "aws_ami",
        "",
        &[("id", "", "", None)],
        &[("arn", "", "arn:{partition}:ec2:{region}::image/{id}"), ("id", "", "{id}")],
    ),
    form(
        "aws_ec2_transit_gateway",
        "AWS::EC2::TransitGateway",
        &[("id", "", "", None)],
        &[
            (
                "arn",
                "TransitGatewayArn",
                "arn:{partition}:ec2:{region}:{account}:transit-gateway/{id}",
            ),
            ("id", "Ref", "{id}"),
            ("", "Id", "{id}"),
        ],
    ),
    form(
        "aws_vpc_endpoint_service",
        "AWS::EC2::VPCEndpointService",
        &[("id", "", "", None)],
        &[
            ("arn", "", "arn:{partition}:ec2:{region}:{account}:vpc-endpoint-service/{id}"),
            ("id", "Ref", "{id}"),
            ("", "ServiceId", "{id}"),
            ("service_name", "", "com.amazonaws.vpce.{region}.{id}"),
        ],
    ),
    form(
        "aws_codebuild_report_group",
        "AWS::CodeBuild::ReportGroup",
        &[("name", "name", "Name", None)],
        &[
            ("arn", "Arn", "arn:{partition}:codebuild:{region}:{account}:report-group/{name}"),
            ("id", "Ref", "arn:{partition}:codebuild:{region}:{account}:report-group/{name}"),
        ],
    ),
    form(
        "aws_vpclattice_service",
        "AWS::VpcLattice::Service",
        &[("id", "", "", None)],
        &[
            ("arn", "Arn", "arn:{partition}:vpc-lattice:{region}:{account}:service/{id}"),
            ("", "Ref", "arn:{partition}:vpc-lattice:{region}:{account}:service/{id}"),
            ("id", "Id", "{id}"),
        ],
    ),
    form(
        "aws_vpclattice_service_network",
        "AWS::VpcLattice::ServiceNetwork",
        &[("id", "", "", None)],
        &[
            ("arn", "Arn", "arn:{partition}:vpc-lattice:{region}:{account}:servicenetwork/{id}"),
            ("", "Ref", "arn:{partition}:vpc-lattice:{region}:{account}:servicenetwork/{id}"),
            ("id", "Id", "{id}"),
        ],
    ),
    form(
        "aws_networkfirewall_firewall_policy",
        "AWS::NetworkFirewall::FirewallPolicy",
        &[("name", "name", "FirewallPolicyName", None)],
        &[
            (
                "arn",
                "FirewallPolicyArn",
                "arn:{partition}:network-firewall:{region}:{account}:firewall-policy/{name}",
            ),
            (
                "id",
                "Ref",
                "arn:{partition}:network-firewall:{region}:{account}:firewall-policy/{name}",
            ),
        ],
    ),
];
