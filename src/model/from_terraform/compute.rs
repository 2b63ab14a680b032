//! What runs, and where.

use crate::model::derive::{instance_profile, route_to_internet, routes_to_internet};
use crate::model::schema::Kind::{
    ImageSearch, InstanceProfile, RouteTable, Subnet, SubnetRoute, Workload,
};
use crate::model::table::Source::{Form, One, OrElse, Path, Text, With};
use crate::model::table::{Row, Source, adds, each, entity};

/// An instance, whether bought on demand or as a spot.
const INSTANCE: &[(&str, Source)] = &[
    ("type", Text("instance")),
    ("user_data", Path("user_data")),
    ("user_data_base64", Path("user_data_base64")),
    ("provisioners", Path("provisioner")),
    ("instance_profile", Path("iam_instance_profile")),
    ("template", Path("launch_template")),
    ("public_ip", Path("associate_public_ip_address")),
    ("subnet", Path("subnet_id")),
    ("http_tokens", Path("metadata_options.http_tokens")),
    ("http_endpoint", Path("metadata_options.http_endpoint")),
    ("hop_limit", Path("metadata_options.http_put_response_hop_limit")),
];

/// The rows.
pub const ROWS: &[Row] = &[
    entity("aws_instance", Workload, INSTANCE),
    entity("aws_spot_instance_request", Workload, INSTANCE),
    entity(
        "aws_launch_configuration",
        Workload,
        &[
            ("type", Text("launch-configuration")),
            ("user_data", Path("user_data")),
            ("user_data_base64", Path("user_data_base64")),
            ("instance_profile", Path("iam_instance_profile")),
            ("public_ip", Path("associate_public_ip_address")),
            ("http_tokens", Path("metadata_options.http_tokens")),
            ("http_endpoint", Path("metadata_options.http_endpoint")),
            ("hop_limit", Path("metadata_options.http_put_response_hop_limit")),
        ],
    ),
    entity(
        "aws_launch_template",
        Workload,
        &[
            ("type", Text("launch-template")),
            ("user_data_base64", Path("user_data")),
            ("instance_profile", With(instance_profile)),
            ("template", Path("launch_template")),
            ("public_ip", Path("network_interfaces.associate_public_ip_address")),
            ("subnet", Path("network_interfaces.subnet_id")),
            ("http_tokens", Path("metadata_options.http_tokens")),
            ("http_endpoint", Path("metadata_options.http_endpoint")),
            ("hop_limit", Path("metadata_options.http_put_response_hop_limit")),
        ],
    ),
    entity(
        "aws_lambda_function",
        Workload,
        &[
            ("type", Text("function")),
            ("name", Path("function_name")),
            ("environment", Path("environment.variables")),
            ("role", Path("role")),
        ],
    ),
    entity(
        "aws_ecs_task_definition",
        Workload,
        &[
            ("type", Text("task")),
            ("name", Path("family")),
            ("role", Path("task_role_arn")),
            ("execution_role", Path("execution_role_arn")),
        ],
    ),
    entity(
        "aws_ecs_service",
        Workload,
        &[("type", Text("service")), ("name", Path("name")), ("role", Path("iam_role"))],
    ),
    entity(
        "aws_codebuild_project",
        Workload,
        &[("type", Text("build")), ("name", Path("name")), ("role", Path("service_role"))],
    ),
    entity(
        "aws_sagemaker_notebook_instance",
        Workload,
        &[("type", Text("job")), ("name", Path("name")), ("role", Path("role_arn"))],
    ),
    entity(
        "aws_glue_job",
        Workload,
        &[("type", Text("job")), ("name", Path("name")), ("role", Path("role_arn"))],
    ),
    entity(
        "aws_iam_instance_profile",
        InstanceProfile,
        &[("name", Form("name")), ("arn", Form("arn")), ("roles", One("role"))],
    ),
    entity(
        "data.aws_ami",
        ImageSearch,
        &[
            ("owners", Path("owners")),
            ("most_recent", OrElse("most_recent", false)),
            ("filters", Path("filter")),
        ],
    ),
    // Parts of what instances run at their start
    each(
        "data.cloudinit_config",
        "part",
        Workload,
        &[("type", Text("user-data")), ("user_data", Path("content"))],
    ),
    each(
        "data.template_cloudinit_config",
        "part",
        Workload,
        &[("type", Text("user-data")), ("user_data", Path("content"))],
    ),
    // Networks
    entity(
        "aws_subnet",
        Subnet,
        &[("id", Form("id")), ("public_ip", OrElse("map_public_ip_on_launch", false))],
    ),
    entity(
        "aws_route_table",
        RouteTable,
        &[("id", Form("id")), ("internet", With(routes_to_internet))],
    ),
    adds(
        "aws_route",
        RouteTable,
        "id",
        &[("id", Path("route_table_id")), ("internet", With(route_to_internet))],
    ),
    entity(
        "aws_route_table_association",
        SubnetRoute,
        &[("subnet", Path("subnet_id")), ("table", Path("route_table_id"))],
    ),
];
