//! What runs, and where.

use crate::model::derive::{
    instance_profile, metadata_key_id, metadata_password, metadata_role, metadata_secret,
    route_to_internet, subnet_of,
};
use crate::model::schema::Kind::{
    InstanceProfile, MetadataCredential, RouteTable, Subnet, SubnetRoute, Workload,
};
use crate::model::table::Source::{Form, OrElse, Path, Text, With};
use crate::model::table::{Row, Source, adds, each, entity};

/// The rows.
pub const ROWS: &[Row] = &[
    entity(
        "AWS::EC2::Instance",
        Workload,
        &[
            ("type", Text("instance")),
            ("user_data_base64", Path("UserData")),
            ("instance_profile", With(instance_profile)),
            ("http_tokens", Path("MetadataOptions.HttpTokens")),
            ("http_endpoint", Path("MetadataOptions.HttpEndpoint")),
            ("hop_limit", Path("MetadataOptions.HttpPutResponseHopLimit")),
            ("template", Path("LaunchTemplate")),
            ("public_ip", Path("NetworkInterfaces.AssociatePublicIpAddress")),
            ("subnet", With(subnet_of)),
        ],
    ),
    entity(
        "AWS::EC2::LaunchTemplate",
        Workload,
        &[
            ("type", Text("launch-template")),
            ("user_data_base64", Path("LaunchTemplateData.UserData")),
            ("instance_profile", With(instance_profile)),
            ("http_tokens", Path("LaunchTemplateData.MetadataOptions.HttpTokens")),
            ("http_endpoint", Path("LaunchTemplateData.MetadataOptions.HttpEndpoint")),
            ("hop_limit", Path("LaunchTemplateData.MetadataOptions.HttpPutResponseHopLimit")),
            ("public_ip", Path("LaunchTemplateData.NetworkInterfaces.AssociatePublicIpAddress")),
            ("subnet", Path("LaunchTemplateData.NetworkInterfaces.SubnetId")),
        ],
    ),
    entity(
        "AWS::AutoScaling::LaunchConfiguration",
        Workload,
        &[
            ("type", Text("launch-configuration")),
            ("user_data_base64", Path("UserData")),
            ("instance_profile", With(instance_profile)),
            ("http_tokens", Path("MetadataOptions.HttpTokens")),
            ("http_endpoint", Path("MetadataOptions.HttpEndpoint")),
            ("hop_limit", Path("MetadataOptions.HttpPutResponseHopLimit")),
            ("public_ip", Path("AssociatePublicIpAddress")),
        ],
    ),
    entity(
        "AWS::Lambda::Function",
        Workload,
        &[
            ("type", Text("function")),
            ("name", Path("FunctionName")),
            ("environment", Path("Environment.Variables")),
            ("role", Path("Role")),
        ],
    ),
    entity(
        "AWS::Serverless::Function",
        Workload,
        &[
            ("type", Text("function")),
            ("name", Path("FunctionName")),
            ("environment", Path("Environment.Variables")),
            ("role", Path("Role")),
        ],
    ),
    entity(
        "AWS::ECS::TaskDefinition",
        Workload,
        &[
            ("type", Text("task")),
            ("name", Path("Family")),
            ("role", Path("TaskRoleArn")),
            ("execution_role", Path("ExecutionRoleArn")),
        ],
    ),
    entity(
        "AWS::ECS::Service",
        Workload,
        &[("type", Text("service")), ("name", Path("ServiceName")), ("role", Path("Role"))],
    ),
    entity(
        "AWS::CodeBuild::Project",
        Workload,
        &[("type", Text("build")), ("name", Path("Name")), ("role", Path("ServiceRole"))],
    ),
    entity(
        "AWS::SageMaker::NotebookInstance",
        Workload,
        &[("type", Text("job")), ("name", Path("NotebookInstanceName")), ("role", Path("RoleArn"))],
    ),
    entity(
        "AWS::Glue::Job",
        Workload,
        &[("type", Text("job")), ("name", Path("Name")), ("role", Path("Role"))],
    ),
    entity(
        "AWS::IAM::InstanceProfile",
        InstanceProfile,
        &[("name", Form("Ref")), ("arn", Form("Arn")), ("roles", Path("Roles"))],
    ),
    // Networks
    entity(
        "AWS::EC2::Subnet",
        Subnet,
        &[("id", Form("Ref")), ("public_ip", OrElse("MapPublicIpOnLaunch", false))],
    ),
    entity("AWS::EC2::RouteTable", RouteTable, &[("id", Form("Ref"))]),
    adds(
        "AWS::EC2::Route",
        RouteTable,
        "id",
        &[("id", Path("RouteTableId")), ("internet", With(route_to_internet))],
    ),
    entity(
        "AWS::EC2::SubnetRouteTableAssociation",
        SubnetRoute,
        &[("subnet", Path("SubnetId")), ("table", Path("RouteTableId"))],
    ),
    // Credentials in metadata
    each("AWS::EC2::Instance", AUTHENTICATION, MetadataCredential, METADATA),
    each("AWS::AutoScaling::LaunchConfiguration", AUTHENTICATION, MetadataCredential, METADATA),
    each("AWS::EC2::LaunchTemplate", AUTHENTICATION, MetadataCredential, METADATA),
    each("AWS::AutoScaling::AutoScalingGroup", AUTHENTICATION, MetadataCredential, METADATA),
];

/// Where cfn-init finds credentials.
///
/// <https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-authentication.html>
const AUTHENTICATION: &str = "#Metadata.AWS::CloudFormation::Authentication";

const METADATA: &[(&str, Source)] = &[
    ("access_key_id", With(metadata_key_id)),
    ("secret_key", With(metadata_secret)),
    ("password", With(metadata_password)),
    ("role", With(metadata_role)),
];
